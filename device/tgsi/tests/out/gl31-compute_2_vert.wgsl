// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(19)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 21>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e7 = block[15];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e7));
    let _e13 = block[16];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e13)) + t2_);
    let _e20 = block[17];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e20)) + t3_);
    let _e27 = block[18];
    let _e30 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e27)) + t4_);
    let _e33 = block[19];
    let t5_ = (in1_.xyz * bitcast<vec3<f32>>(_e33.xyz));
    let _e38 = block[20];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e38.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e48 = block[5];
    let _e52 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e48.xyz) + bitcast<vec3<f32>>(_e52.xyz));
    let _e58 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e58.xyz)) + t9_);
    let _e65 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e65.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e76 = block[6];
    let _e80 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e76.xyz) + bitcast<vec3<f32>>(_e80.xyz));
    let _e86 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e86.xyz)) + t13_);
    let _e93 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e93.xyz)) + t14_);
    let _e99 = block[13];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e99));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e52.w)));
    let _e119 = block[0];
    let _e120 = bitcast<vec4<f32>>(_e119);
    return VertexOutput(vec4<f32>(_e30.x, (_e30.y * _e120.x), ((_e30.z * _e120.y) + (_e30.w * _e120.z)), _e30.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e80.w))));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) @interpolate(flat) fragment_base: u32,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e14 = blocks[(_e3.x + 23u)];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e14));
    let _e22 = blocks[(_e3.x + 24u)];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e22)) + t2_);
    let _e31 = blocks[(_e3.x + 25u)];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e31)) + t3_);
    let _e40 = blocks[(_e3.x + 26u)];
    let _e43 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e40)) + t4_);
    let _e48 = blocks[(_e3.x + 27u)];
    let t5_ = (in1_.xyz * bitcast<vec3<f32>>(_e48.xyz));
    let _e55 = blocks[(_e3.x + 28u)];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e55.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e67 = blocks[(_e3.x + 13u)];
    let _e73 = blocks[(_e3.x + 11u)];
    let t9_ = (bitcast<vec3<f32>>(_e67.xyz) + bitcast<vec3<f32>>(_e73.xyz));
    let _e81 = blocks[(_e3.x + 15u)];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e81.xyz)) + t9_);
    let _e90 = blocks[(_e3.x + 17u)];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e90.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e103 = blocks[(_e3.x + 14u)];
    let _e109 = blocks[(_e3.x + 12u)];
    let t13_ = (bitcast<vec3<f32>>(_e103.xyz) + bitcast<vec3<f32>>(_e109.xyz));
    let _e117 = blocks[(_e3.x + 16u)];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e117.xyz)) + t13_);
    let _e126 = blocks[(_e3.x + 18u)];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e126.xyz)) + t14_);
    let _e134 = blocks[(_e3.x + 21u)];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e134));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e73.w)));
    let _e155 = blocks[(_e3.x + 0u)];
    let _e156 = bitcast<vec4<f32>>(_e155);
    let _e174 = blocks[(_e3.x + 2u)];
    let _e180 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e43.x, (_e43.y * _e156.x), ((_e43.z * _e156.y) + (_e43.w * _e156.z)), _e43.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e109.w))), _e3.y, _e156.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e174), _e43), dot(bitcast<vec4<f32>>(_e180), _e43)));
}

