// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Color, 1), mask: 15 }], samplers: [Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Buffer, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// texels
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
    @location(1) color1_: vec4<u32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 41>;
@group(1) @binding(0) 
var<storage> texels0_: array<u32>;
@group(1) @binding(2) 
var<storage> texels1_: array<u32>;
@group(1) @binding(4) 
var<storage> texels2_: array<u32>;
@group(1) @binding(6) 
var<storage> texels3_: array<u32>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>) -> FragmentOutput {
    let _e8 = block[1];
    let _e18 = texels0_[(((varying0_.x * 4u) + _e8.x) >> 2u)];
    let _e19 = unpack4x8unorm(_e18);
    let _e28 = vec4(0f);
    let _e32 = block[3];
    let _e37 = ((7u * 2u) + _e32.x);
    let _e40 = texels1_[(_e37 >> 2u)];
    let _e46 = extractBits((_e40 >> ((_e37 & 3u) << 3u)), 0u, 16u);
    let _e50 = vec4(0u);
    let _e54 = block[5];
    let _e60 = (((varying0_.x * 12u) + _e54.x) >> 2u);
    let _e62 = texels2_[_e60];
    let _e65 = texels2_[(_e60 + 1u)];
    let _e68 = texels2_[(_e60 + 2u)];
    let _e69 = bitcast<i32>(_e62);
    let _e80 = block[7];
    let _e86 = (((varying0_.x * 8u) + _e80.x) >> 2u);
    let _e88 = texels3_[_e86];
    let _e91 = texels3_[(_e86 + 1u)];
    let _e92 = unpack2x16float(_e88);
    let _e95 = unpack2x16float(_e91);
    let t0_ = (select(_e28, vec4<f32>(_e19.x, _e19.x, _e19.x, 1f), vec4((varying0_.x < _e8.y))) + select(_e28, vec4<f32>(_e92.x, _e92.x, _e92.x, 1f), vec4((varying0_.x < _e80.y))));
    let t4_ = f32(_e8.y);
    let t1_ = (select(_e50, vec4<u32>(_e46, _e46, _e46, 1u), vec4((7u < _e32.y))) + bitcast<vec4<u32>>(select(vec4(0i), vec4<i32>(_e69, _e69, _e69, 1i), vec4((varying0_.x < _e54.y)))));
    return FragmentOutput((t0_ * vec4(t4_)), (t1_ + _e50));
}

