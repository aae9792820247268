// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 37>;
@group(1) @binding(0) 
var<storage> texels0_: array<u32>;

@fragment 
fn main() -> FragmentOutput {
    let _e3 = block[35];
    let _e6 = block[1];
    let _e14 = (((_e3.x * 16u) + _e6.x) >> 2u);
    let _e16 = texels0_[_e14];
    let _e20 = texels0_[(_e14 + 1u)];
    let _e23 = texels0_[(_e14 + 2u)];
    let _e27 = texels0_[(_e14 + 3u)];
    let _e40 = block[36];
    let t2_ = -(bitcast<vec4<i32>>(_e40));
    let t3_ = (bitcast<vec4<u32>>(select(vec4(0i), vec4<i32>(bitcast<i32>(_e16), bitcast<i32>(_e20), bitcast<i32>(_e23), bitcast<i32>(_e27)), vec4((_e3.x < _e6.y)))) + bitcast<vec4<u32>>(t2_));
    let t4_ = abs(bitcast<vec4<i32>>(t3_));
    let t5_ = (t4_ >= vec4(1i));
    let _e52 = vec2(4294967295u);
    let _e53 = vec2(0u);
    let t6_ = (select(_e53, _e52, t5_.xz) | select(_e53, _e52, t5_.yw));
    let t7_ = (t6_.x | t6_.y);
    let t8_ = (select(vec4(0u), vec4(4294967295u), t5_) & vec4(1065353216u));
    let t9_ = ((vec4(0.5f) * bitcast<vec4<f32>>(t8_)) + vec4(0.25f));
    let t10_ = select(vec4<u32>(0u, 1065353216u, 0u, 0u), bitcast<vec4<u32>>(t9_), vec4((t7_ != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t10_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var<storage> texels0_: array<u32>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e7 = blocks[(block0_.x + 35u)];
    let _e12 = blocks[(block0_.x + 1u)];
    let _e20 = (((_e7.x * 16u) + _e12.x) >> 2u);
    let _e22 = texels0_[_e20];
    let _e25 = texels0_[(_e20 + 1u)];
    let _e28 = texels0_[(_e20 + 2u)];
    let _e32 = texels0_[(_e20 + 3u)];
    let _e47 = blocks[(block0_.x + 36u)];
    let t2_ = -(bitcast<vec4<i32>>(_e47));
    let t3_ = (bitcast<vec4<u32>>(select(vec4(0i), vec4<i32>(bitcast<i32>(_e22), bitcast<i32>(_e25), bitcast<i32>(_e28), bitcast<i32>(_e32)), vec4((_e7.x < _e12.y)))) + bitcast<vec4<u32>>(t2_));
    let t4_ = abs(bitcast<vec4<i32>>(t3_));
    let t5_ = (t4_ >= vec4(1i));
    let _e59 = vec2(4294967295u);
    let _e60 = vec2(0u);
    let t6_ = (select(_e60, _e59, t5_.xz) | select(_e60, _e59, t5_.yw));
    let t7_ = (t6_.x | t6_.y);
    let t8_ = (select(vec4(0u), vec4(4294967295u), t5_) & vec4(1065353216u));
    let t9_ = ((vec4(0.5f) * bitcast<vec4<f32>>(t8_)) + vec4(0.25f));
    let t10_ = select(vec4<u32>(0u, 1065353216u, 0u, 0u), bitcast<vec4<u32>>(t9_), vec4((t7_ != 0u)));
    let _e91 = blocks[block0_.x];
    if (bitcast<f32>(t10_.w) > bitcast<vec4<f32>>(_e91).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t10_));
}

