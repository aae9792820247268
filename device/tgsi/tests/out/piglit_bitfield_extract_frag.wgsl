// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(7)], constants_named: 127, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 40>;

@fragment 
fn main() -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var out0_: vec4<f32>;

    let _e5 = block[33];
    if (_e5.x != 0u) {
        let _e10 = block[39];
        let t3_ = -(vec4(bitcast<i32>(_e10.x)));
        let t4_ = (vec4(32u) + bitcast<vec4<u32>>(t3_));
        let _e20 = block[38];
        let t5_ = -(vec4(bitcast<i32>(_e20.x)));
        let t6_ = (t4_ + bitcast<vec4<u32>>(t5_));
        let _e28 = block[35];
        let _e30 = vec4(31u);
        let t7_ = (_e28 << (t6_ & _e30));
        let t8_ = (bitcast<vec4<i32>>(t7_) >> (bitcast<vec4<u32>>(bitcast<vec4<i32>>(t4_)) & _e30));
        let _e38 = vec4(0u);
        let t9_ = (_e38 == vec4(_e10.x));
        let t10_ = select(bitcast<vec4<u32>>(t8_), _e38, t9_);
        let _e44 = block[34];
        let t11_ = (_e44 != t10_);
        let _e48 = vec2(4294967295u);
        let _e49 = vec2(0u);
        let t12_ = (select(_e49, _e48, t11_.xz) | select(_e49, _e48, t11_.yw));
        let t0_ = (t12_.x | t12_.y);
        temp0_ = t0_;
    } else {
        temp0_ = 0u;
    }
    let _e57 = temp0_;
    if (_e57 != 0u) {
        out0_ = vec4<f32>(1f, 0f, 0f, 1f);
    } else {
        let t13_ = ~(_e5.x);
        if (t13_ != 0u) {
            let _e66 = block[37];
            let _e68 = block[38];
            let _e71 = vec4(31u);
            let t14_ = (_e66 >> (vec4(_e68.x) & _e71));
            let _e77 = block[39];
            let _e79 = vec4(_e77.x);
            let t15_ = (vec4(1u) << (_e79 & _e71));
            let _e82 = vec4(4294967295u);
            let t16_ = (t15_ + _e82);
            let t17_ = (_e79 == vec4(32u));
            let t18_ = select(t16_, _e82, t17_);
            let t19_ = (t14_ & t18_);
            let _e89 = block[36];
            let t20_ = (_e89 != t19_);
            let _e92 = vec2(4294967295u);
            let _e93 = vec2(0u);
            let t21_ = (select(_e93, _e92, t20_.xz) | select(_e93, _e92, t20_.yw));
            let t1_ = (t21_.x | t21_.y);
            temp1_ = t1_;
        } else {
            temp1_ = 0u;
        }
        let _e101 = temp1_;
        let t22_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(0u, 0u, 1065353216u, 1065353216u), vec4((_e101 != 0u)));
        out0_ = bitcast<vec4<f32>>(t22_);
    }
    let _e108 = out0_;
    return FragmentOutput(_e108);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var out0_: vec4<f32>;

    let _e9 = blocks[(block0_.x + 33u)];
    if (_e9.x != 0u) {
        let _e16 = blocks[(block0_.x + 39u)];
        let t3_ = -(vec4(bitcast<i32>(_e16.x)));
        let t4_ = (vec4(32u) + bitcast<vec4<u32>>(t3_));
        let _e28 = blocks[(block0_.x + 38u)];
        let t5_ = -(vec4(bitcast<i32>(_e28.x)));
        let t6_ = (t4_ + bitcast<vec4<u32>>(t5_));
        let _e38 = blocks[(block0_.x + 35u)];
        let _e40 = vec4(31u);
        let t7_ = (_e38 << (t6_ & _e40));
        let t8_ = (bitcast<vec4<i32>>(t7_) >> (bitcast<vec4<u32>>(bitcast<vec4<i32>>(t4_)) & _e40));
        let _e48 = vec4(0u);
        let t9_ = (_e48 == vec4(_e16.x));
        let t10_ = select(bitcast<vec4<u32>>(t8_), _e48, t9_);
        let _e56 = blocks[(block0_.x + 34u)];
        let t11_ = (_e56 != t10_);
        let _e60 = vec2(4294967295u);
        let _e61 = vec2(0u);
        let t12_ = (select(_e61, _e60, t11_.xz) | select(_e61, _e60, t11_.yw));
        let t0_ = (t12_.x | t12_.y);
        temp0_ = t0_;
    } else {
        temp0_ = 0u;
    }
    let _e69 = temp0_;
    if (_e69 != 0u) {
        out0_ = vec4<f32>(1f, 0f, 0f, 1f);
    } else {
        let t13_ = ~(_e9.x);
        if (t13_ != 0u) {
            let _e80 = blocks[(block0_.x + 37u)];
            let _e83 = blocks[(block0_.x + 38u)];
            let _e86 = vec4(31u);
            let t14_ = (_e80 >> (vec4(_e83.x) & _e86));
            let _e93 = blocks[(block0_.x + 39u)];
            let _e95 = vec4(_e93.x);
            let t15_ = (vec4(1u) << (_e95 & _e86));
            let _e98 = vec4(4294967295u);
            let t16_ = (t15_ + _e98);
            let t17_ = (_e95 == vec4(32u));
            let t18_ = select(t16_, _e98, t17_);
            let t19_ = (t14_ & t18_);
            let _e107 = blocks[(block0_.x + 36u)];
            let t20_ = (_e107 != t19_);
            let _e110 = vec2(4294967295u);
            let _e111 = vec2(0u);
            let t21_ = (select(_e111, _e110, t20_.xz) | select(_e111, _e110, t20_.yw));
            let t1_ = (t21_.x | t21_.y);
            temp1_ = t1_;
        } else {
            temp1_ = 0u;
        }
        let _e119 = temp1_;
        let t22_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(0u, 0u, 1065353216u, 1065353216u), vec4((_e119 != 0u)));
        out0_ = bitcast<vec4<f32>>(t22_);
    }
    let _e126 = out0_;
    let _e129 = blocks[block0_.x];
    if (_e126.w > bitcast<vec4<f32>>(_e129).x) {
    } else {
        discard;
    }
    let _e133 = out0_;
    return FragmentOutput(_e133);
}

