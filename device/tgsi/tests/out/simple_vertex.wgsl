// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }, Output { register: 2, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 6>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e4 = block[3];
    let t0_ = (bitcast<vec4<f32>>(_e4) * vec4(in0_.y));
    let _e11 = block[2];
    let t0_1 = ((bitcast<vec4<f32>>(_e11) * vec4(in0_.x)) + t0_);
    let _e18 = block[4];
    let t1_ = ((bitcast<vec4<f32>>(_e18) * vec4(in0_.z)) + t0_1);
    let _e25 = block[5];
    let _e27 = (t1_ + bitcast<vec4<f32>>(_e25));
    let _e30 = block[0];
    let _e31 = bitcast<vec4<f32>>(_e30);
    return VertexOutput(vec4<f32>(_e27.x, (_e27.y * _e31.x), ((_e27.z * _e31.y) + (_e27.w * _e31.z)), _e27.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_));
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
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e12 = blocks[(_e3.x + 11u)];
    let t0_ = (bitcast<vec4<f32>>(_e12) * vec4(in0_.y));
    let _e20 = blocks[(_e3.x + 10u)];
    let t0_1 = ((bitcast<vec4<f32>>(_e20) * vec4(in0_.x)) + t0_);
    let _e29 = blocks[(_e3.x + 12u)];
    let t1_ = ((bitcast<vec4<f32>>(_e29) * vec4(in0_.z)) + t0_1);
    let _e38 = blocks[(_e3.x + 13u)];
    let _e40 = (t1_ + bitcast<vec4<f32>>(_e38));
    let _e43 = blocks[_e3.x];
    let _e44 = bitcast<vec4<f32>>(_e43);
    let _e63 = blocks[(_e3.y + 0u)];
    let _e67 = blocks[(_e3.y + 1u)];
    let _e72 = blocks[(_e3.x + 2u)];
    let _e78 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e40.x, (_e40.y * _e44.x), ((_e40.z * _e44.y) + (_e40.w * _e44.z)), _e40.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_), _e63, _e67, _e44.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e72), _e40), dot(bitcast<vec4<f32>>(_e78), _e40)));
}

