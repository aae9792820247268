// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(5)], constants_named: 31, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 38>;

@fragment 
fn main() -> FragmentOutput {
    let _e2 = block[34];
    let _e4 = block[33];
    let _e6 = vec4(_e4.x);
    let t1_ = (_e2 + _e6);
    let _e10 = block[35];
    let t2_ = (_e10 + _e6);
    let _e12 = bitcast<vec4<i32>>(t1_);
    let _e13 = bitcast<vec4<i32>>(t2_);
    let _e15 = vec4(31u);
    let _e20 = bitcast<vec4<u32>>(_e12);
    let _e21 = bitcast<vec4<u32>>(_e13);
    let _e24 = vec4(16u);
    let _e25 = vec4(65535u);
    let _e26 = (_e20 & _e25);
    let _e27 = (_e21 & _e25);
    let _e28 = (_e20 >> _e24);
    let _e29 = (_e21 >> _e24);
    let _e33 = ((_e28 * _e27) + ((_e26 * _e27) >> _e24));
    let t3_ = (((((_e28 * _e29) + (_e33 >> _e24)) + (((_e33 & _e25) + (_e26 * _e29)) >> _e24)) - (bitcast<vec4<u32>>((_e12 >> _e15)) & _e21)) - (bitcast<vec4<u32>>((_e13 >> _e15)) & _e20));
    let t4_ = (t1_ * t2_);
    let _e48 = block[36];
    let t5_ = (t3_ != _e48);
    let _e52 = vec2(4294967295u);
    let _e53 = vec2(0u);
    let t6_ = (select(_e53, _e52, t5_.xz) | select(_e53, _e52, t5_.yw));
    let t7_ = (t6_.x | t6_.y);
    let t8_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 1065353216u, 0u, 1065353216u), vec4((t7_ != 0u)));
    let _e68 = block[37];
    let t9_ = (t4_ != _e68);
    let t10_ = (select(_e53, _e52, t9_.xz) | select(_e53, _e52, t9_.yw));
    let t11_ = (t10_.x | t10_.y);
    let t12_ = select(t8_, vec4<u32>(t8_.x, t8_.y, 1065353216u, t8_.w), vec4((t11_ != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t12_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e6 = blocks[(block0_.x + 34u)];
    let _e10 = blocks[(block0_.x + 33u)];
    let _e12 = vec4(_e10.x);
    let t1_ = (_e6 + _e12);
    let _e18 = blocks[(block0_.x + 35u)];
    let t2_ = (_e18 + _e12);
    let _e20 = bitcast<vec4<i32>>(t1_);
    let _e21 = bitcast<vec4<i32>>(t2_);
    let _e23 = vec4(31u);
    let _e28 = bitcast<vec4<u32>>(_e20);
    let _e29 = bitcast<vec4<u32>>(_e21);
    let _e32 = vec4(16u);
    let _e33 = vec4(65535u);
    let _e34 = (_e28 & _e33);
    let _e35 = (_e29 & _e33);
    let _e36 = (_e28 >> _e32);
    let _e37 = (_e29 >> _e32);
    let _e41 = ((_e36 * _e35) + ((_e34 * _e35) >> _e32));
    let t3_ = (((((_e36 * _e37) + (_e41 >> _e32)) + (((_e41 & _e33) + (_e34 * _e37)) >> _e32)) - (bitcast<vec4<u32>>((_e20 >> _e23)) & _e29)) - (bitcast<vec4<u32>>((_e21 >> _e23)) & _e28));
    let t4_ = (t1_ * t2_);
    let _e58 = blocks[(block0_.x + 36u)];
    let t5_ = (t3_ != _e58);
    let _e62 = vec2(4294967295u);
    let _e63 = vec2(0u);
    let t6_ = (select(_e63, _e62, t5_.xz) | select(_e63, _e62, t5_.yw));
    let t7_ = (t6_.x | t6_.y);
    let t8_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 1065353216u, 0u, 1065353216u), vec4((t7_ != 0u)));
    let _e80 = blocks[(block0_.x + 37u)];
    let t9_ = (t4_ != _e80);
    let t10_ = (select(_e63, _e62, t9_.xz) | select(_e63, _e62, t9_.yw));
    let t11_ = (t10_.x | t10_.y);
    let t12_ = select(t8_, vec4<u32>(t8_.x, t8_.y, 1065353216u, t8_.w), vec4((t11_ != 0u)));
    let _e100 = blocks[block0_.x];
    if (bitcast<f32>(t12_.w) > bitcast<vec4<f32>>(_e100).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t12_));
}

