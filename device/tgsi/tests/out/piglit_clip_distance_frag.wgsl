// Info { inputs: [Input { register: 0, semantic: Some((ClipDistance, 0)) }, Input { register: 1, semantic: Some((ClipDistance, 1)) }, Input { register: 2, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(6)], constants_named: 0, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 39>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) varying2_: vec4<f32>) -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var temp2_: vec4<f32>;
    var iterations: u32;

    temp1_ = 0u;
    temp0_ = 4294967295u;
    let _e10 = iterations;
    loop {
        let _e15 = iterations;
        if (_e15 >= min((_e10 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e15 + 1u);
        let _e19 = temp1_;
        let t3_ = (bitcast<i32>(_e19) >= 6i);
        if t3_ {
            break;
        }
        let _e24 = temp1_;
        let t4_ = (bitcast<i32>(_e24) >> (2u & 31u));
        let t5_ = (t4_ < 1i);
        if t5_ {
            temp2_ = varying0_;
        } else {
            temp2_ = varying1_;
        }
        let _e33 = temp1_;
        let t6_ = (vec2(_e33) & vec2<u32>(3u, 268435455u));
        let t7_ = (vec3(bitcast<i32>(t6_.x)) < vec3<i32>(3i, 1i, 2i));
        let _e46 = temp2_;
        let _e49 = temp2_;
        let t8_ = select(bitcast<vec2<u32>>(_e49.wy), bitcast<vec2<u32>>(_e46.zx), t7_.xy);
        let t9_ = select(t8_.x, t8_.y, t7_.z);
        let _e63 = block[(min(t6_.y, 5u) + 33u)];
        let t12_ = dot(bitcast<vec4<f32>>(_e63), varying2_);
        let t13_ = (t12_ / varying2_.w);
        let t14_ = (bitcast<f32>(t9_) + -(t13_));
        let t15_ = max(t14_, -(t14_));
        let t16_ = (0.00001f < t15_);
        let _e76 = temp0_;
        let t0_ = select(_e76, 0u, t16_);
        temp0_ = t0_;
        let _e78 = temp1_;
        let t1_ = (_e78 + 1u);
        temp1_ = t1_;
    }
    let _e80 = temp0_;
    let t17_ = select(vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4((_e80 != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t17_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) varying2_: vec4<f32>, @location(3) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var temp2_: vec4<f32>;
    var iterations: u32;

    temp1_ = 0u;
    temp0_ = 4294967295u;
    let _e12 = iterations;
    loop {
        let _e17 = iterations;
        if (_e17 >= min((_e12 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e17 + 1u);
        let _e21 = temp1_;
        let t3_ = (bitcast<i32>(_e21) >= 6i);
        if t3_ {
            break;
        }
        let _e26 = temp1_;
        let t4_ = (bitcast<i32>(_e26) >> (2u & 31u));
        let t5_ = (t4_ < 1i);
        if t5_ {
            temp2_ = varying0_;
        } else {
            temp2_ = varying1_;
        }
        let _e35 = temp1_;
        let t6_ = (vec2(_e35) & vec2<u32>(3u, 268435455u));
        let t7_ = (vec3(bitcast<i32>(t6_.x)) < vec3<i32>(3i, 1i, 2i));
        let _e48 = temp2_;
        let _e51 = temp2_;
        let t8_ = select(bitcast<vec2<u32>>(_e51.wy), bitcast<vec2<u32>>(_e48.zx), t7_.xy);
        let t9_ = select(t8_.x, t8_.y, t7_.z);
        let _e66 = blocks[((min(t6_.y, 5u) + 33u) + block0_.x)];
        let t12_ = dot(bitcast<vec4<f32>>(_e66), varying2_);
        let t13_ = (t12_ / varying2_.w);
        let t14_ = (bitcast<f32>(t9_) + -(t13_));
        let t15_ = max(t14_, -(t14_));
        let t16_ = (0.00001f < t15_);
        let _e79 = temp0_;
        let t0_ = select(_e79, 0u, t16_);
        temp0_ = t0_;
        let _e81 = temp1_;
        let t1_ = (_e81 + 1u);
        temp1_ = t1_;
    }
    let _e83 = temp0_;
    let t17_ = select(vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4((_e83 != 0u)));
    let _e93 = blocks[block0_.x];
    if (bitcast<f32>(t17_.w) > bitcast<vec4<f32>>(_e93).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t17_));
}

