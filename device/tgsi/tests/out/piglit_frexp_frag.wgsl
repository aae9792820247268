// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(3)], constants_named: 7, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 36>;

@fragment 
fn main() -> FragmentOutput {
    let _e2 = block[33];
    let _e3 = bitcast<vec4<f32>>(_e2);
    let t1_ = max(_e3, -(_e3));
    let t2_ = (bitcast<vec4<i32>>(t1_) >> (bitcast<vec4<u32>>(vec4(23i)) & vec4(31u)));
    let t3_ = !((t1_ == vec4(0f)));
    let _e22 = vec4(0u);
    let t4_ = select(_e22, vec4(4294967170u), t3_);
    let t5_ = (bitcast<vec4<u32>>(t2_) + t4_);
    let t6_ = (_e2 & vec4(2155872255u));
    let t7_ = select(_e22, vec4(1056964608u), t3_);
    let t8_ = (t6_ | t7_);
    let _e35 = block[34];
    let t9_ = !((bitcast<vec4<f32>>(t8_) == bitcast<vec4<f32>>(_e35)));
    let _e41 = vec2(4294967295u);
    let _e42 = vec2(0u);
    let t10_ = (select(_e42, _e41, t9_.xz) | select(_e42, _e41, t9_.yw));
    let t11_ = (t10_.x | t10_.y);
    let t12_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 1065353216u, 0u, 1065353216u), vec4((t11_ != 0u)));
    let _e57 = block[35];
    let t13_ = (t5_ != _e57);
    let t14_ = (select(_e42, _e41, t13_.xz) | select(_e42, _e41, t13_.yw));
    let t15_ = (t14_.x | t14_.y);
    let t16_ = select(t12_, vec4<u32>(t12_.x, t12_.y, 1065353216u, t12_.w), vec4((t15_ != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t16_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e6 = blocks[(block0_.x + 33u)];
    let _e7 = bitcast<vec4<f32>>(_e6);
    let t1_ = max(_e7, -(_e7));
    let t2_ = (bitcast<vec4<i32>>(t1_) >> (bitcast<vec4<u32>>(vec4(23i)) & vec4(31u)));
    let t3_ = !((t1_ == vec4(0f)));
    let _e26 = vec4(0u);
    let t4_ = select(_e26, vec4(4294967170u), t3_);
    let t5_ = (bitcast<vec4<u32>>(t2_) + t4_);
    let t6_ = (_e6 & vec4(2155872255u));
    let t7_ = select(_e26, vec4(1056964608u), t3_);
    let t8_ = (t6_ | t7_);
    let _e41 = blocks[(block0_.x + 34u)];
    let t9_ = !((bitcast<vec4<f32>>(t8_) == bitcast<vec4<f32>>(_e41)));
    let _e47 = vec2(4294967295u);
    let _e48 = vec2(0u);
    let t10_ = (select(_e48, _e47, t9_.xz) | select(_e48, _e47, t9_.yw));
    let t11_ = (t10_.x | t10_.y);
    let t12_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 1065353216u, 0u, 1065353216u), vec4((t11_ != 0u)));
    let _e65 = blocks[(block0_.x + 35u)];
    let t13_ = (t5_ != _e65);
    let t14_ = (select(_e48, _e47, t13_.xz) | select(_e48, _e47, t13_.yw));
    let t15_ = (t14_.x | t14_.y);
    let t16_ = select(t12_, vec4<u32>(t12_.x, t12_.y, 1065353216u, t12_.w), vec4((t15_ != 0u)));
    let _e85 = blocks[block0_.x];
    if (bitcast<f32>(t16_.w) > bitcast<vec4<f32>>(_e85).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t16_));
}

