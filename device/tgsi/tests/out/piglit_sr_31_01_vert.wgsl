// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(3)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 5>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 2>;
    var addr0_: u32;

    array0_[0].x = 0f;
    array0_[0].y = 0f;
    array0_[1].x = 0f;
    array0_[1].y = 0f;
    let _e13 = block[2];
    let t2_ = (_e13.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    addr0_ = t4_;
    let _e27 = block[(min(t4_, 2u) + 2u)];
    let t7_ = (0u + _e27.x);
    addr0_ = t7_;
    array0_[min(t7_, 1u)].y = 1f;
    let _e37 = array0_[1];
    let _e39 = array0_[0];
    let _e41 = block[0];
    let _e42 = bitcast<vec4<f32>>(_e41);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e42.x), ((in0_.z * _e42.y) + (in0_.w * _e42.z)), in0_.w), vec4<f32>(_e37.x, _e37.y, _e39.x, _e39.y));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) @interpolate(flat) fragment_base: u32,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 2>;
    var addr0_: u32;

    let _e5 = blocks[instance_index];
    array0_[0].x = 0f;
    array0_[0].y = 0f;
    array0_[1].x = 0f;
    array0_[1].y = 0f;
    let _e20 = blocks[(_e5.x + 10u)];
    let t2_ = (_e20.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    addr0_ = t4_;
    let _e35 = blocks[((min(t4_, 2u) + 10u) + _e5.x)];
    let t7_ = (0u + _e35.x);
    addr0_ = t7_;
    array0_[min(t7_, 1u)].y = 1f;
    let _e45 = array0_[1];
    let _e47 = array0_[0];
    let _e49 = blocks[_e5.x];
    let _e50 = bitcast<vec4<f32>>(_e49);
    let _e71 = blocks[(_e5.x + 2u)];
    let _e76 = blocks[(_e5.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e50.x), ((in0_.z * _e50.y) + (in0_.w * _e50.z)), in0_.w), vec4<f32>(_e45.x, _e45.y, _e47.x, _e47.y), _e5.y, _e50.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e71), in0_), dot(bitcast<vec4<f32>>(_e76), in0_)));
}

