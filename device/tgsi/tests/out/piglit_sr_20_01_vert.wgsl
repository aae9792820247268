// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 35>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e6 = block[34];
    let t0_ = (vec4(in0_.w) * bitcast<vec4<f32>>(_e6));
    let t1_ = (t0_ == vec4(0f));
    let t2_ = (select(vec4(0u), vec4(4294967295u), t1_) & vec4(1065353216u));
    let _e20 = block[0];
    let _e21 = bitcast<vec4<f32>>(_e20);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e21.x), ((in0_.z * _e21.y) + (in0_.w * _e21.z)), in0_.w), bitcast<vec4<f32>>(t2_));
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
    let _e13 = blocks[(_e3.x + 42u)];
    let t0_ = (vec4(in0_.w) * bitcast<vec4<f32>>(_e13));
    let t1_ = (t0_ == vec4(0f));
    let t2_ = (select(vec4(0u), vec4(4294967295u), t1_) & vec4(1065353216u));
    let _e27 = blocks[_e3.x];
    let _e28 = bitcast<vec4<f32>>(_e27);
    let _e43 = blocks[(_e3.y + 0u)];
    let _e47 = blocks[(_e3.y + 1u)];
    let _e52 = blocks[(_e3.x + 2u)];
    let _e58 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e28.x), ((in0_.z * _e28.y) + (in0_.w * _e28.z)), in0_.w), bitcast<vec4<f32>>(t2_), _e43, _e47, _e28.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e52), in0_), dot(bitcast<vec4<f32>>(_e58), in0_)));
}

