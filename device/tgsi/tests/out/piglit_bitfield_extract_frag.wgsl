// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(7)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 8>;

@fragment 
fn main() -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var out0_: vec4<f32>;

    let _e5 = block[1];
    if (_e5.x != 0u) {
        let _e10 = block[7];
        let t3_ = -(vec4(bitcast<i32>(_e10.x)));
        let t4_ = (vec4(32u) + bitcast<vec4<u32>>(t3_));
        let _e20 = block[6];
        let t5_ = -(vec4(bitcast<i32>(_e20.x)));
        let t6_ = (t4_ + bitcast<vec4<u32>>(t5_));
        let _e28 = block[3];
        let _e30 = vec4(31u);
        let t7_ = (_e28 << (t6_ & _e30));
        let t8_ = (bitcast<vec4<i32>>(t7_) >> (bitcast<vec4<u32>>(bitcast<vec4<i32>>(t4_)) & _e30));
        let _e38 = vec4(0u);
        let t9_ = (_e38 == vec4(_e10.x));
        let t10_ = select(bitcast<vec4<u32>>(t8_), _e38, t9_);
        let _e44 = block[2];
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
            let _e66 = block[5];
            let _e68 = block[6];
            let _e71 = vec4(31u);
            let t14_ = (_e66 >> (vec4(_e68.x) & _e71));
            let _e77 = block[7];
            let _e79 = vec4(_e77.x);
            let t15_ = (vec4(1u) << (_e79 & _e71));
            let _e82 = vec4(4294967295u);
            let t16_ = (t15_ + _e82);
            let t17_ = (_e79 == vec4(32u));
            let t18_ = select(t16_, _e82, t17_);
            let t19_ = (t14_ & t18_);
            let _e89 = block[4];
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
fn main(@location(0) @interpolate(flat) base: u32) -> FragmentOutput {
    var temp0_: u32;
    var temp1_: u32;
    var out0_: vec4<f32>;

    let _e8 = blocks[(base + 1u)];
    if (_e8.x != 0u) {
        let _e15 = blocks[(base + 7u)];
        let t3_ = -(vec4(bitcast<i32>(_e15.x)));
        let t4_ = (vec4(32u) + bitcast<vec4<u32>>(t3_));
        let _e27 = blocks[(base + 6u)];
        let t5_ = -(vec4(bitcast<i32>(_e27.x)));
        let t6_ = (t4_ + bitcast<vec4<u32>>(t5_));
        let _e37 = blocks[(base + 3u)];
        let _e39 = vec4(31u);
        let t7_ = (_e37 << (t6_ & _e39));
        let t8_ = (bitcast<vec4<i32>>(t7_) >> (bitcast<vec4<u32>>(bitcast<vec4<i32>>(t4_)) & _e39));
        let _e47 = vec4(0u);
        let t9_ = (_e47 == vec4(_e15.x));
        let t10_ = select(bitcast<vec4<u32>>(t8_), _e47, t9_);
        let _e55 = blocks[(base + 2u)];
        let t11_ = (_e55 != t10_);
        let _e59 = vec2(4294967295u);
        let _e60 = vec2(0u);
        let t12_ = (select(_e60, _e59, t11_.xz) | select(_e60, _e59, t11_.yw));
        let t0_ = (t12_.x | t12_.y);
        temp0_ = t0_;
    } else {
        temp0_ = 0u;
    }
    let _e68 = temp0_;
    if (_e68 != 0u) {
        out0_ = vec4<f32>(1f, 0f, 0f, 1f);
    } else {
        let t13_ = ~(_e8.x);
        if (t13_ != 0u) {
            let _e79 = blocks[(base + 5u)];
            let _e82 = blocks[(base + 6u)];
            let _e85 = vec4(31u);
            let t14_ = (_e79 >> (vec4(_e82.x) & _e85));
            let _e91 = blocks[(base + 7u)];
            let _e93 = vec4(_e91.x);
            let t15_ = (vec4(1u) << (_e93 & _e85));
            let _e96 = vec4(4294967295u);
            let t16_ = (t15_ + _e96);
            let t17_ = (_e93 == vec4(32u));
            let t18_ = select(t16_, _e96, t17_);
            let t19_ = (t14_ & t18_);
            let _e105 = blocks[(base + 4u)];
            let t20_ = (_e105 != t19_);
            let _e108 = vec2(4294967295u);
            let _e109 = vec2(0u);
            let t21_ = (select(_e109, _e108, t20_.xz) | select(_e109, _e108, t20_.yw));
            let t1_ = (t21_.x | t21_.y);
            temp1_ = t1_;
        } else {
            temp1_ = 0u;
        }
        let _e117 = temp1_;
        let t22_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(0u, 0u, 1065353216u, 1065353216u), vec4((_e117 != 0u)));
        out0_ = bitcast<vec4<f32>>(t22_);
    }
    let _e124 = out0_;
    let _e127 = blocks[base];
    if (_e124.w > bitcast<vec4<f32>>(_e127).x) {
    } else {
        discard;
    }
    let _e131 = out0_;
    return FragmentOutput(_e131);
}

