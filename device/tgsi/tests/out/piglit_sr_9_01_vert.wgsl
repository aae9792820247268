// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 34>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e4 = block[0];
    let _e5 = bitcast<vec4<f32>>(_e4);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e5.x), ((in0_.z * _e5.y) + (in0_.w * _e5.z)), in0_.w), vec4<f32>(in0_.x, in0_.y, 0f, 0f));
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
    let _e9 = blocks[_e3.x];
    let _e10 = bitcast<vec4<f32>>(_e9);
    let _e27 = blocks[(_e3.y + 0u)];
    let _e31 = blocks[(_e3.y + 1u)];
    let _e36 = blocks[(_e3.x + 2u)];
    let _e42 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e10.x), ((in0_.z * _e10.y) + (in0_.w * _e10.z)), in0_.w), vec4<f32>(in0_.x, in0_.y, 0f, 0f), _e27, _e31, _e10.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e36), in0_), dot(bitcast<vec4<f32>>(_e42), in0_)));
}

