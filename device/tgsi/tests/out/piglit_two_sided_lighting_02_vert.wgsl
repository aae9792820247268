// Info { inputs: [], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(17)], constants_named: 131070, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 51>;

@vertex 
fn main() -> VertexOutput {
    let _e2 = block[47];
    let _e7 = block[43];
    let t2_ = (vec4(bitcast<f32>(_e2.x)) * bitcast<vec4<f32>>(_e7));
    let _e15 = block[44];
    let t3_ = ((vec4(bitcast<f32>(_e2.y)) * bitcast<vec4<f32>>(_e15)) + t2_);
    let _e23 = block[45];
    let t4_ = ((vec4(bitcast<f32>(_e2.z)) * bitcast<vec4<f32>>(_e23)) + t3_);
    let _e31 = block[46];
    let _e34 = ((vec4(bitcast<f32>(_e2.w)) * bitcast<vec4<f32>>(_e31)) + t4_);
    let _e36 = block[48];
    let _e40 = block[49];
    let t5_ = (bitcast<vec3<f32>>(_e36.xyz) * bitcast<vec3<f32>>(_e40.xyz));
    let _e45 = block[50];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e45.xyz));
    let t7_ = (vec2(t6_) * vec2(-1f));
    let t8_ = max(0f, t6_);
    let t9_ = select(0f, 1f, (0f < t6_));
    let _e60 = block[37];
    let _e64 = block[35];
    let t10_ = (bitcast<vec3<f32>>(_e60.xyz) + bitcast<vec3<f32>>(_e64.xyz));
    let _e70 = block[39];
    let t11_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e70.xyz)) + t10_);
    let _e77 = block[41];
    let t0_ = ((vec3(t9_) * bitcast<vec3<f32>>(_e77.xyz)) + t11_);
    let t12_ = max(0f, t7_.x);
    let t13_ = select(0f, 1f, (0f < t7_.y));
    let _e88 = block[38];
    let _e92 = block[36];
    let t14_ = (bitcast<vec3<f32>>(_e88.xyz) + bitcast<vec3<f32>>(_e92.xyz));
    let _e98 = block[40];
    let t15_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e98.xyz)) + t14_);
    let _e105 = block[42];
    let t1_ = ((vec3(t13_) * bitcast<vec3<f32>>(_e105.xyz)) + t15_);
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e64.w)));
    let _e125 = block[0];
    let _e126 = bitcast<vec4<f32>>(_e125);
    return VertexOutput(vec4<f32>(_e34.x, (_e34.y * _e126.x), ((_e34.z * _e126.y) + (_e34.w * _e126.z)), _e34.w), t20_, saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e92.w))));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) @interpolate(flat) block0_: vec4<u32>,
    @location(3) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e10 = blocks[(_e3.x + 55u)];
    let _e17 = blocks[(_e3.x + 51u)];
    let t2_ = (vec4(bitcast<f32>(_e10.x)) * bitcast<vec4<f32>>(_e17));
    let _e26 = blocks[(_e3.x + 52u)];
    let t3_ = ((vec4(bitcast<f32>(_e10.y)) * bitcast<vec4<f32>>(_e26)) + t2_);
    let _e36 = blocks[(_e3.x + 53u)];
    let t4_ = ((vec4(bitcast<f32>(_e10.z)) * bitcast<vec4<f32>>(_e36)) + t3_);
    let _e46 = blocks[(_e3.x + 54u)];
    let _e49 = ((vec4(bitcast<f32>(_e10.w)) * bitcast<vec4<f32>>(_e46)) + t4_);
    let _e53 = blocks[(_e3.x + 56u)];
    let _e59 = blocks[(_e3.x + 57u)];
    let t5_ = (bitcast<vec3<f32>>(_e53.xyz) * bitcast<vec3<f32>>(_e59.xyz));
    let _e66 = blocks[(_e3.x + 58u)];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e66.xyz));
    let t7_ = (vec2(t6_) * vec2(-1f));
    let t8_ = max(0f, t6_);
    let t9_ = select(0f, 1f, (0f < t6_));
    let _e83 = blocks[(_e3.x + 45u)];
    let _e89 = blocks[(_e3.x + 43u)];
    let t10_ = (bitcast<vec3<f32>>(_e83.xyz) + bitcast<vec3<f32>>(_e89.xyz));
    let _e97 = blocks[(_e3.x + 47u)];
    let t11_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e97.xyz)) + t10_);
    let _e106 = blocks[(_e3.x + 49u)];
    let t0_ = ((vec3(t9_) * bitcast<vec3<f32>>(_e106.xyz)) + t11_);
    let t12_ = max(0f, t7_.x);
    let t13_ = select(0f, 1f, (0f < t7_.y));
    let _e119 = blocks[(_e3.x + 46u)];
    let _e125 = blocks[(_e3.x + 44u)];
    let t14_ = (bitcast<vec3<f32>>(_e119.xyz) + bitcast<vec3<f32>>(_e125.xyz));
    let _e133 = blocks[(_e3.x + 48u)];
    let t15_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e133.xyz)) + t14_);
    let _e142 = blocks[(_e3.x + 50u)];
    let t1_ = ((vec3(t13_) * bitcast<vec3<f32>>(_e142.xyz)) + t15_);
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e89.w)));
    let _e162 = blocks[_e3.x];
    let _e163 = bitcast<vec4<f32>>(_e162);
    let _e178 = blocks[(_e3.y + 0u)];
    let _e182 = blocks[(_e3.y + 1u)];
    let _e187 = blocks[(_e3.x + 2u)];
    let _e193 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e49.x, (_e49.y * _e163.x), ((_e49.z * _e163.y) + (_e49.w * _e163.z)), _e49.w), t20_, saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e125.w))), _e178, _e182, _e163.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e187), _e49), dot(bitcast<vec4<f32>>(_e193), _e49)));
}

