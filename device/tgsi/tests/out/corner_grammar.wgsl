// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 3), mask: 15 }, Output { register: 2, semantic: (Generic, 10), mask: 15 }, Output { register: 3, semantic: (Generic, 11), mask: 15 }], samplers: [], constants: [Some(4)], constants_named: 0, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 38>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec2<f32>, 3>;
    var array1_: array<vec4<f32>, 2>;
    var iterations: u32;

    let t1_ = abs(in0_.xy);
    let _e11 = bitcast<u32>(i32(floor(in0_.x)));
    array0_[min(_e11, 2u)] = t1_;
    let _e22 = block[(min((_e11 + 4294967294u), 3u) + 34u)];
    let _e31 = bitcast<f32>(2139095040u);
    let _e36 = array0_[min(_e11, 2u)];
    let t0_ = saturate(((-(bitcast<vec4<f32>>(_e22.wzyx)) * vec4<f32>(1f, -0.25f, _e31, 1f)) + -(abs(_e36.xxyy))));
    let _e45 = array0_[2];
    array1_[min(_e11, 1u)] = vec4<f32>(_e45.x, _e45.y, 0f, 0f);
    let _e52 = iterations;
    loop {
        let _e57 = iterations;
        if (_e57 >= min((_e52 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e57 + 1u);
        if true {
            break;
        } else {
            continue;
        }
    }
    let _e62 = block[0];
    let _e63 = bitcast<vec4<f32>>(_e62);
    let _e79 = array1_[0];
    let _e81 = array1_[1];
    return VertexOutput(vec4<f32>(t0_.x, (t0_.y * _e63.x), ((t0_.z * _e63.y) + (t0_.w * _e63.z)), t0_.w), vec4<f32>(bitcast<f32>(4294967295u), _e31, _e31, _e31), _e79, _e81);
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) @interpolate(flat) block0_: vec4<u32>,
    @location(4) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec2<f32>, 3>;
    var array1_: array<vec4<f32>, 2>;
    var iterations: u32;

    let _e6 = blocks[instance_index];
    let t1_ = abs(in0_.xy);
    let _e16 = bitcast<u32>(i32(floor(in0_.x)));
    array0_[min(_e16, 2u)] = t1_;
    let _e28 = blocks[((min((_e16 + 4294967294u), 3u) + 42u) + _e6.x)];
    let _e37 = bitcast<f32>(2139095040u);
    let _e42 = array0_[min(_e16, 2u)];
    let t0_ = saturate(((-(bitcast<vec4<f32>>(_e28.wzyx)) * vec4<f32>(1f, -0.25f, _e37, 1f)) + -(abs(_e42.xxyy))));
    let _e51 = array0_[2];
    array1_[min(_e16, 1u)] = vec4<f32>(_e51.x, _e51.y, 0f, 0f);
    let _e58 = iterations;
    loop {
        let _e63 = iterations;
        if (_e63 >= min((_e58 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e63 + 1u);
        if true {
            break;
        } else {
            continue;
        }
    }
    let _e68 = blocks[_e6.x];
    let _e69 = bitcast<vec4<f32>>(_e68);
    let _e85 = array1_[0];
    let _e87 = array1_[1];
    let _e90 = blocks[(_e6.y + 0u)];
    let _e93 = blocks[(_e6.y + 1u)];
    let _e97 = blocks[(_e6.x + 2u)];
    let _e103 = blocks[(_e6.x + 4u)];
    return VertexOutput(vec4<f32>(t0_.x, (t0_.y * _e69.x), ((t0_.z * _e69.y) + (t0_.w * _e69.z)), t0_.w), vec4<f32>(bitcast<f32>(4294967295u), _e37, _e37, _e37), _e85, _e87, _e90, _e93, _e69.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e97), t0_), dot(bitcast<vec4<f32>>(_e103), t0_)));
}

