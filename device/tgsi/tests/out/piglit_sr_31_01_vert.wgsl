// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(3)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 5>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 2>;

    array0_[0].x = 0f;
    array0_[0].y = 0f;
    array0_[1].x = 0f;
    array0_[1].y = 0f;
    let _e12 = block[2];
    let t2_ = (_e12.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    let _e26 = block[(min(t4_, 2u) + 2u)];
    let t7_ = (0u + _e26.x);
    array0_[min(t7_, 1u)].y = 1f;
    let _e36 = array0_[1];
    let _e38 = array0_[0];
    let _e40 = block[0];
    let _e41 = bitcast<vec4<f32>>(_e40);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e41.x), ((in0_.z * _e41.y) + (in0_.w * _e41.z)), in0_.w), vec4<f32>(_e36.x, _e36.y, _e38.x, _e38.y));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
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

    let _e4 = blocks[instance_index];
    array0_[0].x = 0f;
    array0_[0].y = 0f;
    array0_[1].x = 0f;
    array0_[1].y = 0f;
    let _e19 = blocks[(_e4.x + 10u)];
    let t2_ = (_e19.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    let _e34 = blocks[((min(t4_, 2u) + 10u) + _e4.x)];
    let t7_ = (0u + _e34.x);
    array0_[min(t7_, 1u)].y = 1f;
    let _e44 = array0_[1];
    let _e46 = array0_[0];
    let _e48 = blocks[_e4.x];
    let _e49 = bitcast<vec4<f32>>(_e48);
    let _e70 = blocks[(_e4.x + 2u)];
    let _e75 = blocks[(_e4.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e49.x), ((in0_.z * _e49.y) + (in0_.w * _e49.z)), in0_.w), vec4<f32>(_e44.x, _e44.y, _e46.x, _e46.y), _e4.y, _e49.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e70), in0_), dot(bitcast<vec4<f32>>(_e75), in0_)));
}

