// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(9)], constants_named: 511, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 42>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_2d<f32>;
@group(1) @binding(5) 
var sampler2_: sampler;
@group(1) @binding(6) 
var texture3_: texture_2d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_2d<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;
@group(1) @binding(10) 
var texture5_: texture_2d<f32>;
@group(1) @binding(11) 
var sampler5_: sampler;
@group(1) @binding(12) 
var texture6_: texture_2d<f32>;
@group(1) @binding(13) 
var sampler6_: sampler;
@group(1) @binding(14) 
var texture7_: texture_2d<f32>;
@group(1) @binding(15) 
var sampler7_: sampler;

@fragment 
fn main() -> FragmentOutput {
    let _e18 = block[41];
    let _e26 = textureDimensions(texture0_, 0u);
    let _e30 = textureSample(texture0_, sampler0_, ((bitcast<vec2<f32>>(_e18.xy) / vec2(bitcast<f32>(_e18.w))) / vec2<f32>(_e26)));
    let _e34 = block[40];
    let _e41 = textureDimensions(texture1_, 0u);
    let _e44 = textureSample(texture1_, sampler1_, ((bitcast<vec2<f32>>(_e34.xy) / vec2(bitcast<f32>(_e34.w))) / vec2<f32>(_e41)));
    let _e46 = block[39];
    let _e53 = textureDimensions(texture2_, 0u);
    let _e56 = textureSample(texture2_, sampler2_, ((bitcast<vec2<f32>>(_e46.xy) / vec2(bitcast<f32>(_e46.w))) / vec2<f32>(_e53)));
    let t11_ = (_e44 * _e56);
    let _e59 = block[38];
    let _e66 = textureDimensions(texture3_, 0u);
    let _e69 = textureSample(texture3_, sampler3_, ((bitcast<vec2<f32>>(_e59.xy) / vec2(bitcast<f32>(_e59.w))) / vec2<f32>(_e66)));
    let _e71 = block[37];
    let _e78 = textureDimensions(texture4_, 0u);
    let _e81 = textureSample(texture4_, sampler4_, ((bitcast<vec2<f32>>(_e71.xy) / vec2(bitcast<f32>(_e71.w))) / vec2<f32>(_e78)));
    let t14_ = (_e69 * _e81);
    let t15_ = (t11_ * t14_);
    let _e85 = block[36];
    let _e92 = textureDimensions(texture5_, 0u);
    let _e95 = textureSample(texture5_, sampler5_, ((bitcast<vec2<f32>>(_e85.xy) / vec2(bitcast<f32>(_e85.w))) / vec2<f32>(_e92)));
    let _e97 = block[35];
    let _e104 = textureDimensions(texture6_, 0u);
    let _e107 = textureSample(texture6_, sampler6_, ((bitcast<vec2<f32>>(_e97.xy) / vec2(bitcast<f32>(_e97.w))) / vec2<f32>(_e104)));
    let t18_ = (_e95 * _e107);
    let _e110 = block[34];
    let _e117 = textureDimensions(texture7_, 0u);
    let _e120 = textureSample(texture7_, sampler7_, ((bitcast<vec2<f32>>(_e110.xy) / vec2(bitcast<f32>(_e110.w))) / vec2<f32>(_e117)));
    let _e122 = block[33];
    let t20_ = (_e120 * bitcast<vec4<f32>>(_e122));
    let t21_ = (t18_ * t20_);
    let t22_ = (t15_ * t21_);
    return FragmentOutput((_e30 * t22_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_2d<f32>;
@group(1) @binding(5) 
var sampler2_: sampler;
@group(1) @binding(6) 
var texture3_: texture_2d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_2d<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;
@group(1) @binding(10) 
var texture5_: texture_2d<f32>;
@group(1) @binding(11) 
var sampler5_: sampler;
@group(1) @binding(12) 
var texture6_: texture_2d<f32>;
@group(1) @binding(13) 
var sampler6_: sampler;
@group(1) @binding(14) 
var texture7_: texture_2d<f32>;
@group(1) @binding(15) 
var sampler7_: sampler;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e22 = blocks[(block0_.x + 41u)];
    let _e30 = textureDimensions(texture0_, 0u);
    let _e34 = textureSample(texture0_, sampler0_, ((bitcast<vec2<f32>>(_e22.xy) / vec2(bitcast<f32>(_e22.w))) / vec2<f32>(_e30)));
    let _e40 = blocks[(block0_.x + 40u)];
    let _e47 = textureDimensions(texture1_, 0u);
    let _e50 = textureSample(texture1_, sampler1_, ((bitcast<vec2<f32>>(_e40.xy) / vec2(bitcast<f32>(_e40.w))) / vec2<f32>(_e47)));
    let _e54 = blocks[(block0_.x + 39u)];
    let _e61 = textureDimensions(texture2_, 0u);
    let _e64 = textureSample(texture2_, sampler2_, ((bitcast<vec2<f32>>(_e54.xy) / vec2(bitcast<f32>(_e54.w))) / vec2<f32>(_e61)));
    let t11_ = (_e50 * _e64);
    let _e69 = blocks[(block0_.x + 38u)];
    let _e76 = textureDimensions(texture3_, 0u);
    let _e79 = textureSample(texture3_, sampler3_, ((bitcast<vec2<f32>>(_e69.xy) / vec2(bitcast<f32>(_e69.w))) / vec2<f32>(_e76)));
    let _e83 = blocks[(block0_.x + 37u)];
    let _e90 = textureDimensions(texture4_, 0u);
    let _e93 = textureSample(texture4_, sampler4_, ((bitcast<vec2<f32>>(_e83.xy) / vec2(bitcast<f32>(_e83.w))) / vec2<f32>(_e90)));
    let t14_ = (_e79 * _e93);
    let t15_ = (t11_ * t14_);
    let _e99 = blocks[(block0_.x + 36u)];
    let _e106 = textureDimensions(texture5_, 0u);
    let _e109 = textureSample(texture5_, sampler5_, ((bitcast<vec2<f32>>(_e99.xy) / vec2(bitcast<f32>(_e99.w))) / vec2<f32>(_e106)));
    let _e113 = blocks[(block0_.x + 35u)];
    let _e120 = textureDimensions(texture6_, 0u);
    let _e123 = textureSample(texture6_, sampler6_, ((bitcast<vec2<f32>>(_e113.xy) / vec2(bitcast<f32>(_e113.w))) / vec2<f32>(_e120)));
    let t18_ = (_e109 * _e123);
    let _e128 = blocks[(block0_.x + 34u)];
    let _e135 = textureDimensions(texture7_, 0u);
    let _e138 = textureSample(texture7_, sampler7_, ((bitcast<vec2<f32>>(_e128.xy) / vec2(bitcast<f32>(_e128.w))) / vec2<f32>(_e135)));
    let _e142 = blocks[(block0_.x + 33u)];
    let t20_ = (_e138 * bitcast<vec4<f32>>(_e142));
    let t21_ = (t18_ * t20_);
    let t22_ = (t15_ * t21_);
    let _e147 = (_e34 * t22_);
    let _e150 = blocks[block0_.x];
    if (_e147.w > bitcast<vec4<f32>>(_e150).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e147);
}

