// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }, Output { register: 2, semantic: (Generic, 1), mask: 3 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 34>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e6 = block[0];
    let _e7 = bitcast<vec4<f32>>(_e6);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e7.x), ((in0_.z * _e7.y) + (1f * _e7.z)), 1f), vec4<f32>(in0_.x, in0_.y, in0_.z, 2f), vec4<f32>(in0_.y, in0_.z, 0f, 0f));
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
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e11 = blocks[_e3.x];
    let _e12 = bitcast<vec4<f32>>(_e11);
    let _e31 = blocks[(_e3.y + 0u)];
    let _e35 = blocks[(_e3.y + 1u)];
    let _e37 = vec4<f32>(in0_.x, in0_.y, in0_.z, 1f);
    let _e41 = blocks[(_e3.x + 2u)];
    let _e47 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e12.x), ((in0_.z * _e12.y) + (1f * _e12.z)), 1f), vec4<f32>(in0_.x, in0_.y, in0_.z, 2f), vec4<f32>(in0_.y, in0_.z, 0f, 0f), _e31, _e35, _e12.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e41), _e37), dot(bitcast<vec4<f32>>(_e47), _e37)));
}

