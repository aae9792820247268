// Info { inputs: [], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(21)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 23>;

@vertex 
fn main() -> VertexOutput {
    let _e2 = block[19];
    let _e7 = block[15];
    let t2_ = (vec4(bitcast<f32>(_e2.x)) * bitcast<vec4<f32>>(_e7));
    let _e15 = block[16];
    let t3_ = ((vec4(bitcast<f32>(_e2.y)) * bitcast<vec4<f32>>(_e15)) + t2_);
    let _e23 = block[17];
    let t4_ = ((vec4(bitcast<f32>(_e2.z)) * bitcast<vec4<f32>>(_e23)) + t3_);
    let _e31 = block[18];
    let _e34 = ((vec4(bitcast<f32>(_e2.w)) * bitcast<vec4<f32>>(_e31)) + t4_);
    let _e36 = block[20];
    let _e40 = block[21];
    let t5_ = (bitcast<vec3<f32>>(_e36.xyz) * bitcast<vec3<f32>>(_e40.xyz));
    let _e45 = block[22];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e45.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e55 = block[5];
    let _e59 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e55.xyz) + bitcast<vec3<f32>>(_e59.xyz));
    let _e65 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e65.xyz)) + t9_);
    let _e72 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e72.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e83 = block[6];
    let _e87 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e83.xyz) + bitcast<vec3<f32>>(_e87.xyz));
    let _e93 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e93.xyz)) + t13_);
    let _e100 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e100.xyz)) + t14_);
    let _e107 = block[13];
    let t15_ = dot(bitcast<vec4<f32>>(_e2), bitcast<vec4<f32>>(_e107));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e59.w)));
    let _e127 = block[0];
    let _e128 = bitcast<vec4<f32>>(_e127);
    return VertexOutput(vec4<f32>(_e34.x, (_e34.y * _e128.x), ((_e34.z * _e128.y) + (_e34.w * _e128.z)), _e34.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e87.w))));
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
fn main(@builtin(instance_index) instance_index: u32) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e10 = blocks[(_e3.x + 27u)];
    let _e17 = blocks[(_e3.x + 23u)];
    let t2_ = (vec4(bitcast<f32>(_e10.x)) * bitcast<vec4<f32>>(_e17));
    let _e26 = blocks[(_e3.x + 24u)];
    let t3_ = ((vec4(bitcast<f32>(_e10.y)) * bitcast<vec4<f32>>(_e26)) + t2_);
    let _e36 = blocks[(_e3.x + 25u)];
    let t4_ = ((vec4(bitcast<f32>(_e10.z)) * bitcast<vec4<f32>>(_e36)) + t3_);
    let _e46 = blocks[(_e3.x + 26u)];
    let _e49 = ((vec4(bitcast<f32>(_e10.w)) * bitcast<vec4<f32>>(_e46)) + t4_);
    let _e53 = blocks[(_e3.x + 28u)];
    let _e59 = blocks[(_e3.x + 29u)];
    let t5_ = (bitcast<vec3<f32>>(_e53.xyz) * bitcast<vec3<f32>>(_e59.xyz));
    let _e66 = blocks[(_e3.x + 30u)];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e66.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e78 = blocks[(_e3.x + 13u)];
    let _e84 = blocks[(_e3.x + 11u)];
    let t9_ = (bitcast<vec3<f32>>(_e78.xyz) + bitcast<vec3<f32>>(_e84.xyz));
    let _e92 = blocks[(_e3.x + 15u)];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e92.xyz)) + t9_);
    let _e101 = blocks[(_e3.x + 17u)];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e101.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e114 = blocks[(_e3.x + 14u)];
    let _e120 = blocks[(_e3.x + 12u)];
    let t13_ = (bitcast<vec3<f32>>(_e114.xyz) + bitcast<vec3<f32>>(_e120.xyz));
    let _e128 = blocks[(_e3.x + 16u)];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e128.xyz)) + t13_);
    let _e137 = blocks[(_e3.x + 18u)];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e137.xyz)) + t14_);
    let _e146 = blocks[(_e3.x + 21u)];
    let t15_ = dot(bitcast<vec4<f32>>(_e10), bitcast<vec4<f32>>(_e146));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e84.w)));
    let _e167 = blocks[(_e3.x + 0u)];
    let _e168 = bitcast<vec4<f32>>(_e167);
    let _e186 = blocks[(_e3.x + 2u)];
    let _e192 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e49.x, (_e49.y * _e168.x), ((_e49.z * _e168.y) + (_e49.w * _e168.z)), _e49.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e120.w))), _e3.y, _e168.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e186), _e49), dot(bitcast<vec4<f32>>(_e192), _e49)));
}

