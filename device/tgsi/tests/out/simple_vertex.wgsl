// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }, Output { register: 2, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 6>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var temp0_: vec4<f32>;

    let _e5 = block[3];
    let t0_ = (bitcast<vec4<f32>>(_e5) * vec4(in0_.y));
    temp0_ = t0_;
    let _e12 = block[2];
    let _e16 = temp0_;
    let t0_1 = ((bitcast<vec4<f32>>(_e12) * vec4(in0_.x)) + _e16);
    temp0_ = t0_1;
    let _e20 = block[4];
    let _e24 = temp0_;
    let t1_ = ((bitcast<vec4<f32>>(_e20) * vec4(in0_.z)) + _e24);
    let _e28 = block[5];
    let _e30 = (t1_ + bitcast<vec4<f32>>(_e28));
    let _e33 = block[0];
    let _e34 = bitcast<vec4<f32>>(_e33);
    return VertexOutput(vec4<f32>(_e30.x, (_e30.y * _e34.x), ((_e30.z * _e34.y) + (_e30.w * _e34.z)), _e30.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_));
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
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var temp0_: vec4<f32>;

    let _e4 = blocks[instance_index];
    let _e13 = blocks[(_e4.x + 11u)];
    let t0_ = (bitcast<vec4<f32>>(_e13) * vec4(in0_.y));
    temp0_ = t0_;
    let _e21 = blocks[(_e4.x + 10u)];
    let _e25 = temp0_;
    let t0_1 = ((bitcast<vec4<f32>>(_e21) * vec4(in0_.x)) + _e25);
    temp0_ = t0_1;
    let _e31 = blocks[(_e4.x + 12u)];
    let _e35 = temp0_;
    let t1_ = ((bitcast<vec4<f32>>(_e31) * vec4(in0_.z)) + _e35);
    let _e41 = blocks[(_e4.x + 13u)];
    let _e43 = (t1_ + bitcast<vec4<f32>>(_e41));
    let _e47 = blocks[(_e4.x + 0u)];
    let _e48 = bitcast<vec4<f32>>(_e47);
    let _e69 = blocks[(_e4.x + 2u)];
    let _e75 = blocks[(_e4.x + 4u)];
    return VertexOutput(vec4<f32>(_e43.x, (_e43.y * _e48.x), ((_e43.z * _e48.y) + (_e43.w * _e48.z)), _e43.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_), _e4.y, _e48.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e69), _e43), dot(bitcast<vec4<f32>>(_e75), _e43)));
}

