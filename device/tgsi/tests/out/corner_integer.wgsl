// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Face, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Color, 1), mask: 15 }, Output { register: 2, semantic: (Position, 0), mask: 4 }], samplers: [], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: true, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// integers
struct FragmentOutput {
    @location(0) color0_: vec4<i32>,
    @location(1) color1_: vec4<u32>,
    @builtin(frag_depth) depth: f32,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    var temp7_: vec4<u32>;

    let _e12 = vec4<u32>(0u, 1u, 4294967295u, 31u);
    let _e14 = (_e12 == vec4(0u));
    let t0_ = select((varying0_ / select(_e12, vec4(1u), _e14)), vec4(4294967295u), _e14);
    let _e22 = block[33];
    let _e23 = bitcast<vec4<i32>>(_e22);
    let _e26 = vec4(0i);
    let _e27 = (_e23 == _e26);
    let t1_ = select((bitcast<vec4<i32>>(varying0_) / select(_e23, vec4(1i), _e27)), _e26, _e27);
    let _e32 = bitcast<vec4<u32>>(t1_);
    let _e35 = vec4(16u);
    let _e36 = vec4(65535u);
    let _e37 = (t0_ & _e36);
    let _e38 = (_e32 & _e36);
    let _e39 = (t0_ >> _e35);
    let _e40 = (_e32 >> _e35);
    let _e44 = ((_e39 * _e38) + ((_e37 * _e38) >> _e35));
    let t2_ = (((_e39 * _e40) + (_e44 >> _e35)) + (((_e44 & _e36) + (_e37 * _e40)) >> _e35));
    let _e54 = bitcast<vec2<i32>>(t0_.xy);
    let _e55 = t1_.xy;
    let _e56 = vec2(31u);
    let _e61 = bitcast<vec2<u32>>(_e54);
    let _e62 = bitcast<vec2<u32>>(_e55);
    let _e63 = vec2(16u);
    let _e64 = vec2(65535u);
    let _e65 = (_e61 & _e64);
    let _e66 = (_e62 & _e64);
    let _e67 = (_e61 >> _e63);
    let _e68 = (_e62 >> _e63);
    let _e72 = ((_e67 * _e66) + ((_e65 * _e66) >> _e63));
    let t3_ = (((((_e67 * _e68) + (_e72 >> _e63)) + (((_e72 & _e64) + (_e65 * _e68)) >> _e63)) - (bitcast<vec2<u32>>((_e54 >> _e56)) & _e62)) - (bitcast<vec2<u32>>((_e55 >> _e56)) & _e61));
    let _e85 = t2_.xz;
    let _e86 = vec2(1u);
    let t4_ = vec2<u32>(extractBits(_e85.x, _e86.x, _e56.x), extractBits(_e85.y, _e86.y, _e56.y));
    let t5_ = insertBits(t2_.x, t3_.x, 1u, 31u);
    let _e101 = block[34];
    let t6_ = (bitcast<vec4<i32>>(t2_) >> (bitcast<vec4<u32>>(bitcast<vec4<i32>>(_e101)) & vec4(31u)));
    if (varying0_.x != 0u) {
        temp7_ = _e22;
    } else {
        let t7_ = select(bitcast<vec4<u32>>(-(bitcast<vec4<f32>>(varying0_))), t2_, (t6_ != _e26));
        temp7_ = t7_;
    }
    let _e114 = temp7_;
    let t8_ = (select(-1f, 1f, front_facing) >= 0f);
    return FragmentOutput(bitcast<vec4<i32>>(_e114), vec4<u32>(t3_.x, t3_.y, t4_.y, select(0u, 4294967295u, t8_)), saturate(bitcast<f32>(t5_)));
}

