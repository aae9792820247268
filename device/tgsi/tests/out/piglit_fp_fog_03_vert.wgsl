// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Fog, 0), mask: 1 }], samplers: [], constants: [Some(6)], constants_named: 62, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 40>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e6 = block[35];
    let t0_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e6));
    let _e12 = block[36];
    let t1_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e12)) + t0_);
    let _e19 = block[37];
    let t2_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e19)) + t1_);
    let _e26 = block[38];
    let _e29 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e26)) + t2_);
    let _e31 = block[39];
    let _e33 = bitcast<f32>(_e31.x);
    let _e37 = block[0];
    let _e38 = bitcast<vec4<f32>>(_e37);
    return VertexOutput(vec4<f32>(_e29.x, (_e29.y * _e38.x), ((_e29.z * _e38.y) + (_e29.w * _e38.z)), _e29.w), vec4<f32>(max(_e33, -(_e33)), 0f, 0f, 0f));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) @interpolate(flat) block0_: vec4<u32>,
    @location(2) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e13 = blocks[(_e3.x + 43u)];
    let t0_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e13));
    let _e21 = blocks[(_e3.x + 44u)];
    let t1_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e21)) + t0_);
    let _e30 = blocks[(_e3.x + 45u)];
    let t2_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e30)) + t1_);
    let _e39 = blocks[(_e3.x + 46u)];
    let _e42 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e39)) + t2_);
    let _e46 = blocks[(_e3.x + 47u)];
    let _e48 = bitcast<f32>(_e46.x);
    let _e52 = blocks[_e3.x];
    let _e53 = bitcast<vec4<f32>>(_e52);
    let _e70 = blocks[(_e3.y + 0u)];
    let _e74 = blocks[(_e3.y + 1u)];
    let _e79 = blocks[(_e3.x + 2u)];
    let _e85 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e42.x, (_e42.y * _e53.x), ((_e42.z * _e53.y) + (_e42.w * _e53.z)), _e42.w), vec4<f32>(max(_e48, -(_e48)), 0f, 0f, 0f), _e70, _e74, _e53.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e79), _e42), dot(bitcast<vec4<f32>>(_e85), _e42)));
}

