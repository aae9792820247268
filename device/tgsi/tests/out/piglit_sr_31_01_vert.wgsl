// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(3)], constants_named: 1, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 37>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec2<f32>, 2>;

    let _e6 = vec2(0f);
    array0_[0] = _e6;
    array0_[1] = _e6;
    let _e9 = block[34];
    let t2_ = (_e9.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    let _e24 = block[(min(t4_, 2u) + 34u)];
    let t7_ = (0u + _e24.x);
    array0_[min(t7_, 1u)].y = 1f;
    let _e34 = array0_[1];
    let _e36 = array0_[0];
    let _e38 = block[0];
    let _e39 = bitcast<vec4<f32>>(_e38);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e39.x), ((in0_.z * _e39.y) + (in0_.w * _e39.z)), in0_.w), vec4<f32>(_e34.x, _e34.y, _e36.x, _e36.y));
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
    var array0_: array<vec2<f32>, 2>;

    let _e4 = blocks[instance_index];
    let _e11 = vec2(0f);
    array0_[0] = _e11;
    array0_[1] = _e11;
    let _e16 = blocks[(_e4.x + 42u)];
    let t2_ = (_e16.x << (4u & 31u));
    let t3_ = (t2_ + 16u);
    let t4_ = (t3_ >> (4u & 31u));
    let _e31 = blocks[((min(t4_, 2u) + 42u) + _e4.x)];
    let t7_ = (0u + _e31.x);
    array0_[min(t7_, 1u)].y = 1f;
    let _e41 = array0_[1];
    let _e43 = array0_[0];
    let _e45 = blocks[_e4.x];
    let _e46 = bitcast<vec4<f32>>(_e45);
    let _e66 = blocks[(_e4.y + 0u)];
    let _e69 = blocks[(_e4.y + 1u)];
    let _e73 = blocks[(_e4.x + 2u)];
    let _e78 = blocks[(_e4.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e46.x), ((in0_.z * _e46.y) + (in0_.w * _e46.z)), in0_.w), vec4<f32>(_e41.x, _e41.y, _e43.x, _e43.y), _e66, _e69, _e46.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e73), in0_), dot(bitcast<vec4<f32>>(_e78), in0_)));
}

