// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }], samplers: [Some(SamplerUse { dimension: Cube, shadow: false, levels: false, only_gathers: true, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 35>;
@group(2) @binding(0) 
var texture0_: texture_cube<i32>;
@group(2) @binding(1) 
var sampler0_: sampler;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e5 = block[34];
    let _e8 = textureDimensions(texture0_, 0u);
    let _e15 = max((_e8 >> vec2(min(_e5.x, 31u))), vec2(1u));
    let _e17 = block[0];
    let _e18 = bitcast<vec4<f32>>(_e17);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e18.x), ((in0_.z * _e18.y) + (in0_.w * _e18.z)), in0_.w), vec4<f32>(bitcast<f32>(_e15.x), bitcast<f32>(_e15.y), 0f, 0f));
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
@group(2) @binding(0) 
var texture0_: texture_cube<i32>;
@group(2) @binding(1) 
var sampler0_: sampler;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e5 = blocks[instance_index];
    let _e13 = blocks[(_e5.x + 42u)];
    let _e15 = textureDimensions(texture0_, 0u);
    let _e22 = max((_e15 >> vec2(min(_e13.x, 31u))), vec2(1u));
    let _e24 = blocks[_e5.x];
    let _e25 = bitcast<vec4<f32>>(_e24);
    let _e46 = blocks[(_e5.y + 0u)];
    let _e49 = blocks[(_e5.y + 1u)];
    let _e54 = blocks[(_e5.x + 2u)];
    let _e60 = blocks[(_e5.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e25.x), ((in0_.z * _e25.y) + (in0_.w * _e25.z)), in0_.w), vec4<f32>(bitcast<f32>(_e22.x), bitcast<f32>(_e22.y), 0f, 0f), _e46, _e49, _e25.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e54), in0_), dot(bitcast<vec4<f32>>(_e60), in0_)));
}

