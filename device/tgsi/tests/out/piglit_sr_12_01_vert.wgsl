// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 34>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let t0_ = !((in0_.x == 0f));
    let t1_ = select(vec4<u32>(1065353216u, 0u, 0u, 0u), vec4<u32>(0u, 1065353216u, 0u, 0u), vec4(t0_));
    let _e13 = block[0];
    let _e14 = bitcast<vec4<f32>>(_e13);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e14.x), ((in0_.z * _e14.y) + (in0_.w * _e14.z)), in0_.w), bitcast<vec4<f32>>(t1_));
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
    let t0_ = !((in0_.x == 0f));
    let t1_ = select(vec4<u32>(1065353216u, 0u, 0u, 0u), vec4<u32>(0u, 1065353216u, 0u, 0u), vec4(t0_));
    let _e18 = blocks[_e3.x];
    let _e19 = bitcast<vec4<f32>>(_e18);
    let _e34 = blocks[(_e3.y + 0u)];
    let _e38 = blocks[(_e3.y + 1u)];
    let _e43 = blocks[(_e3.x + 2u)];
    let _e49 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e19.x), ((in0_.z * _e19.y) + (in0_.w * _e19.z)), in0_.w), bitcast<vec4<f32>>(t1_), _e34, _e38, _e19.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e43), in0_), dot(bitcast<vec4<f32>>(_e49), in0_)));
}

