// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }, Output { register: 2, semantic: (Generic, 1), mask: 15 }, Output { register: 3, semantic: (Generic, 2), mask: 15 }, Output { register: 4, semantic: (Generic, 3), mask: 15 }, Output { register: 5, semantic: (Generic, 4), mask: 15 }, Output { register: 6, semantic: (Generic, 5), mask: 15 }], samplers: [], constants: [Some(4)], constants_named: 15, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) varying3_: vec4<f32>,
    @location(4) varying4_: vec4<f32>,
    @location(5) varying5_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 38>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = block[35];
    let t0_ = (bitcast<vec4<f32>>(_e3) * vec4(in0_.y));
    let _e10 = block[34];
    let t1_ = ((bitcast<vec4<f32>>(_e10) * vec4(in0_.x)) + t0_);
    let _e17 = block[36];
    let t2_ = ((bitcast<vec4<f32>>(_e17) * vec4(in0_.z)) + t1_);
    let _e24 = block[37];
    let _e29 = ((bitcast<vec4<f32>>(_e24) * vec4(in0_.w)) + t2_);
    let _e55 = block[0];
    let _e56 = bitcast<vec4<f32>>(_e55);
    return VertexOutput(vec4<f32>(_e29.x, (_e29.y * _e56.x), ((_e29.z * _e56.y) + (_e29.w * _e56.z)), _e29.w), vec4<f32>(1f, 1.1f, 1.2f, 2f), vec4<f32>(2.1f, 2.2f, 3f, 3.1f), vec4<f32>(3.2f, 4f, 4.1f, 4.2f), vec4<f32>(5f, 5.1f, 5.2f, 6f), vec4<f32>(6.1f, 6.2f, 7f, 7.1f), vec4<f32>(7.2f, 8f, 8.1f, 8.2f));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) varying3_: vec4<f32>,
    @location(4) varying4_: vec4<f32>,
    @location(5) varying5_: vec4<f32>,
    @location(6) @interpolate(flat) block0_: vec4<u32>,
    @location(7) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e11 = blocks[(_e3.x + 43u)];
    let t0_ = (bitcast<vec4<f32>>(_e11) * vec4(in0_.y));
    let _e19 = blocks[(_e3.x + 42u)];
    let t1_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.x)) + t0_);
    let _e28 = blocks[(_e3.x + 44u)];
    let t2_ = ((bitcast<vec4<f32>>(_e28) * vec4(in0_.z)) + t1_);
    let _e37 = blocks[(_e3.x + 45u)];
    let _e42 = ((bitcast<vec4<f32>>(_e37) * vec4(in0_.w)) + t2_);
    let _e68 = blocks[_e3.x];
    let _e69 = bitcast<vec4<f32>>(_e68);
    let _e114 = blocks[(_e3.y + 0u)];
    let _e118 = blocks[(_e3.y + 1u)];
    let _e123 = blocks[(_e3.x + 2u)];
    let _e129 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e42.x, (_e42.y * _e69.x), ((_e42.z * _e69.y) + (_e42.w * _e69.z)), _e42.w), vec4<f32>(1f, 1.1f, 1.2f, 2f), vec4<f32>(2.1f, 2.2f, 3f, 3.1f), vec4<f32>(3.2f, 4f, 4.1f, 4.2f), vec4<f32>(5f, 5.1f, 5.2f, 6f), vec4<f32>(6.1f, 6.2f, 7f, 7.1f), vec4<f32>(7.2f, 8f, 8.1f, 8.2f), _e114, _e118, _e69.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e123), _e42), dot(bitcast<vec4<f32>>(_e129), _e42)));
}

