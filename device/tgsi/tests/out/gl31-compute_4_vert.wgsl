// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(20)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 22>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e6 = block[15];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e6));
    let _e12 = block[16];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e12)) + t2_);
    let _e19 = block[17];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e19)) + t3_);
    let _e26 = block[18];
    let _e29 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e26)) + t4_);
    let _e31 = block[19];
    let _e35 = block[20];
    let t5_ = (bitcast<vec3<f32>>(_e31.xyz) * bitcast<vec3<f32>>(_e35.xyz));
    let _e40 = block[21];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e40.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e50 = block[5];
    let _e54 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e50.xyz) + bitcast<vec3<f32>>(_e54.xyz));
    let _e60 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e60.xyz)) + t9_);
    let _e67 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e67.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e78 = block[6];
    let _e82 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e78.xyz) + bitcast<vec3<f32>>(_e82.xyz));
    let _e88 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e88.xyz)) + t13_);
    let _e95 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e95.xyz)) + t14_);
    let _e101 = block[13];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e101));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e54.w)));
    let _e121 = block[0];
    let _e122 = bitcast<vec4<f32>>(_e121);
    return VertexOutput(vec4<f32>(_e29.x, (_e29.y * _e122.x), ((_e29.z * _e122.y) + (_e29.w * _e122.z)), _e29.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e82.w))));
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
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e13 = blocks[(_e3.x + 23u)];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e13));
    let _e21 = blocks[(_e3.x + 24u)];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e21)) + t2_);
    let _e30 = blocks[(_e3.x + 25u)];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e30)) + t3_);
    let _e39 = blocks[(_e3.x + 26u)];
    let _e42 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e39)) + t4_);
    let _e46 = blocks[(_e3.x + 27u)];
    let _e52 = blocks[(_e3.x + 28u)];
    let t5_ = (bitcast<vec3<f32>>(_e46.xyz) * bitcast<vec3<f32>>(_e52.xyz));
    let _e59 = blocks[(_e3.x + 29u)];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e59.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e71 = blocks[(_e3.x + 13u)];
    let _e77 = blocks[(_e3.x + 11u)];
    let t9_ = (bitcast<vec3<f32>>(_e71.xyz) + bitcast<vec3<f32>>(_e77.xyz));
    let _e85 = blocks[(_e3.x + 15u)];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e85.xyz)) + t9_);
    let _e94 = blocks[(_e3.x + 17u)];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e94.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e107 = blocks[(_e3.x + 14u)];
    let _e113 = blocks[(_e3.x + 12u)];
    let t13_ = (bitcast<vec3<f32>>(_e107.xyz) + bitcast<vec3<f32>>(_e113.xyz));
    let _e121 = blocks[(_e3.x + 16u)];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e121.xyz)) + t13_);
    let _e130 = blocks[(_e3.x + 18u)];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e130.xyz)) + t14_);
    let _e138 = blocks[(_e3.x + 21u)];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e138));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e77.w)));
    let _e159 = blocks[(_e3.x + 0u)];
    let _e160 = bitcast<vec4<f32>>(_e159);
    let _e178 = blocks[(_e3.x + 2u)];
    let _e184 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e42.x, (_e42.y * _e160.x), ((_e42.z * _e160.y) + (_e42.w * _e160.z)), _e42.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e113.w))), _e3.y, _e160.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e178), _e42), dot(bitcast<vec4<f32>>(_e184), _e42)));
}

