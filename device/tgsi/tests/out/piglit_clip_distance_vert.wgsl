// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (ClipDistance, 0), mask: 15 }, Output { register: 2, semantic: (ClipDistance, 1), mask: 15 }, Output { register: 3, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(10)], constants_named: 960, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 44>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 2>;
    var temp2_: u32;
    var iterations: u32;

    let _e8 = vec4(0f);
    array0_[0] = _e8;
    array0_[1] = _e8;
    let _e11 = block[41];
    let t7_ = (bitcast<vec4<f32>>(_e11) * vec4(in0_.y));
    let _e17 = block[40];
    let t8_ = ((bitcast<vec4<f32>>(_e17) * vec4(in0_.x)) + t7_);
    let _e24 = block[42];
    let t9_ = ((bitcast<vec4<f32>>(_e24) * vec4(in0_.z)) + t8_);
    let _e31 = block[43];
    let _e36 = ((bitcast<vec4<f32>>(_e31) * vec4(in0_.w)) + t9_);
    temp2_ = 0u;
    let _e37 = iterations;
    loop {
        let _e42 = iterations;
        if (_e42 >= min((_e37 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e42 + 1u);
        let _e46 = temp2_;
        let t10_ = (bitcast<i32>(_e46) >= 6i);
        if t10_ {
            break;
        }
        let _e51 = temp2_;
        let t11_ = (bitcast<i32>(_e51) >> (2u & 31u));
        let _e58 = bitcast<u32>(t11_);
        let t12_ = (0u + _e58);
        let _e62 = array0_[min(t12_, 1u)];
        let _e63 = temp2_;
        let t14_ = (vec2(_e63) & vec2<u32>(268435455u, 3u));
        let _e75 = block[(min(t14_.x, 9u) + 34u)];
        let t17_ = dot(bitcast<vec4<f32>>(_e75), in0_);
        let t18_ = (t17_ / in0_.w);
        let t19_ = (vec4(t14_.y) == vec4<u32>(0u, 1u, 2u, 3u));
        let _e85 = bitcast<u32>(t18_);
        let t20_ = select(bitcast<vec4<u32>>(_e62), vec4<u32>(_e85, bitcast<u32>(_e62.y), bitcast<u32>(_e62.z), bitcast<u32>(_e62.w)), vec4(t19_.x));
        let t21_ = select(t20_, vec4<u32>(t20_.x, _e85, t20_.z, t20_.w), vec4(t19_.y));
        let t22_ = select(t21_, vec4<u32>(t21_.x, t21_.y, _e85, t21_.w), vec4(t19_.z));
        let t23_ = select(t22_, vec4<u32>(t22_.x, t22_.y, t22_.z, _e85), vec4(t19_.w));
        let t24_ = (0u + _e58);
        array0_[min(t24_, 1u)] = bitcast<vec4<f32>>(t23_);
        let _e120 = temp2_;
        let t2_ = (_e120 + 1u);
        temp2_ = t2_;
    }
    let _e127 = block[0];
    let _e128 = bitcast<vec4<f32>>(_e127);
    return VertexOutput(vec4<f32>(_e36.x, (_e36.y * _e128.x), ((_e36.z * _e128.y) + (_e36.w * _e128.z)), _e36.w), in0_);
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
    var array0_: array<vec4<f32>, 2>;
    var temp2_: u32;
    var iterations: u32;

    let _e6 = blocks[instance_index];
    let _e13 = vec4(0f);
    array0_[0] = _e13;
    array0_[1] = _e13;
    let _e18 = blocks[(_e6.x + 49u)];
    let t7_ = (bitcast<vec4<f32>>(_e18) * vec4(in0_.y));
    let _e26 = blocks[(_e6.x + 48u)];
    let t8_ = ((bitcast<vec4<f32>>(_e26) * vec4(in0_.x)) + t7_);
    let _e35 = blocks[(_e6.x + 50u)];
    let t9_ = ((bitcast<vec4<f32>>(_e35) * vec4(in0_.z)) + t8_);
    let _e44 = blocks[(_e6.x + 51u)];
    let _e49 = ((bitcast<vec4<f32>>(_e44) * vec4(in0_.w)) + t9_);
    temp2_ = 0u;
    let _e50 = iterations;
    loop {
        let _e55 = iterations;
        if (_e55 >= min((_e50 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e55 + 1u);
        let _e59 = temp2_;
        let t10_ = (bitcast<i32>(_e59) >= 6i);
        if t10_ {
            break;
        }
        let _e64 = temp2_;
        let t11_ = (bitcast<i32>(_e64) >> (2u & 31u));
        let _e71 = bitcast<u32>(t11_);
        let t12_ = (0u + _e71);
        let _e75 = array0_[min(t12_, 1u)];
        let _e76 = temp2_;
        let t14_ = (vec2(_e76) & vec2<u32>(268435455u, 3u));
        let _e89 = blocks[((min(t14_.x, 9u) + 42u) + _e6.x)];
        let t17_ = dot(bitcast<vec4<f32>>(_e89), in0_);
        let t18_ = (t17_ / in0_.w);
        let t19_ = (vec4(t14_.y) == vec4<u32>(0u, 1u, 2u, 3u));
        let _e99 = bitcast<u32>(t18_);
        let t20_ = select(bitcast<vec4<u32>>(_e75), vec4<u32>(_e99, bitcast<u32>(_e75.y), bitcast<u32>(_e75.z), bitcast<u32>(_e75.w)), vec4(t19_.x));
        let t21_ = select(t20_, vec4<u32>(t20_.x, _e99, t20_.z, t20_.w), vec4(t19_.y));
        let t22_ = select(t21_, vec4<u32>(t21_.x, t21_.y, _e99, t21_.w), vec4(t19_.z));
        let t23_ = select(t22_, vec4<u32>(t22_.x, t22_.y, t22_.z, _e99), vec4(t19_.w));
        let t24_ = (0u + _e71);
        array0_[min(t24_, 1u)] = bitcast<vec4<f32>>(t23_);
        let _e134 = temp2_;
        let t2_ = (_e134 + 1u);
        temp2_ = t2_;
    }
    let _e137 = array0_[0];
    let _e141 = blocks[_e6.x];
    let _e142 = bitcast<vec4<f32>>(_e141);
    let _e157 = blocks[(_e6.y + 0u)];
    let _e160 = blocks[(_e6.y + 1u)];
    return VertexOutput(vec4<f32>(_e49.x, (_e49.y * _e142.x), ((_e49.z * _e142.y) + (_e49.w * _e142.z)), _e49.w), in0_, _e157, _e160, _e142.w, array<f32, 2>(_e137.x, _e137.z));
}

