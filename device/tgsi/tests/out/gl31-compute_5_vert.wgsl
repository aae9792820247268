// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }, Input { register: 2, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Texcoord, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 2>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>, @location(2) in2_: vec4<f32>) -> VertexOutput {
    let _e6 = block[0];
    let _e7 = bitcast<vec4<f32>>(_e6);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e7.x), ((in0_.z * _e7.y) + (in0_.w * _e7.z)), in0_.w), in1_, in2_);
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) @interpolate(flat) fragment_base: u32,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>, @location(2) in2_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e12 = blocks[(_e3.x + 0u)];
    let _e13 = bitcast<vec4<f32>>(_e12);
    let _e30 = blocks[(_e3.x + 2u)];
    let _e36 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e13.x), ((in0_.z * _e13.y) + (in0_.w * _e13.z)), in0_.w), in1_, in2_, _e3.y, _e13.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e30), in0_), dot(bitcast<vec4<f32>>(_e36), in0_)));
}

