// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(9)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 10>;
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
    let _e18 = block[9];
    let _e26 = textureDimensions(texture0_, 0u);
    let _e30 = textureSample(texture0_, sampler0_, ((bitcast<vec2<f32>>(_e18.xy) / vec2(bitcast<f32>(_e18.w))) / vec2<f32>(_e26)));
    let _e34 = block[8];
    let _e41 = textureDimensions(texture1_, 0u);
    let _e44 = textureSample(texture1_, sampler1_, ((bitcast<vec2<f32>>(_e34.xy) / vec2(bitcast<f32>(_e34.w))) / vec2<f32>(_e41)));
    let _e46 = block[7];
    let _e53 = textureDimensions(texture2_, 0u);
    let _e56 = textureSample(texture2_, sampler2_, ((bitcast<vec2<f32>>(_e46.xy) / vec2(bitcast<f32>(_e46.w))) / vec2<f32>(_e53)));
    let t11_ = (_e44 * _e56);
    let _e59 = block[6];
    let _e66 = textureDimensions(texture3_, 0u);
    let _e69 = textureSample(texture3_, sampler3_, ((bitcast<vec2<f32>>(_e59.xy) / vec2(bitcast<f32>(_e59.w))) / vec2<f32>(_e66)));
    let _e71 = block[5];
    let _e78 = textureDimensions(texture4_, 0u);
    let _e81 = textureSample(texture4_, sampler4_, ((bitcast<vec2<f32>>(_e71.xy) / vec2(bitcast<f32>(_e71.w))) / vec2<f32>(_e78)));
    let t14_ = (_e69 * _e81);
    let t15_ = (t11_ * t14_);
    let _e85 = block[4];
    let _e92 = textureDimensions(texture5_, 0u);
    let _e95 = textureSample(texture5_, sampler5_, ((bitcast<vec2<f32>>(_e85.xy) / vec2(bitcast<f32>(_e85.w))) / vec2<f32>(_e92)));
    let _e97 = block[3];
    let _e104 = textureDimensions(texture6_, 0u);
    let _e107 = textureSample(texture6_, sampler6_, ((bitcast<vec2<f32>>(_e97.xy) / vec2(bitcast<f32>(_e97.w))) / vec2<f32>(_e104)));
    let t18_ = (_e95 * _e107);
    let _e110 = block[2];
    let _e117 = textureDimensions(texture7_, 0u);
    let _e120 = textureSample(texture7_, sampler7_, ((bitcast<vec2<f32>>(_e110.xy) / vec2(bitcast<f32>(_e110.w))) / vec2<f32>(_e117)));
    let _e122 = block[1];
    let t20_ = (_e120 * bitcast<vec4<f32>>(_e122));
    let t21_ = (t18_ * t20_);
    let t22_ = (t15_ * t21_);
    return FragmentOutput((_e30 * t22_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 10>;
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
    let _e18 = block[9];
    let _e26 = textureDimensions(texture0_, 0u);
    let _e30 = textureSample(texture0_, sampler0_, ((bitcast<vec2<f32>>(_e18.xy) / vec2(bitcast<f32>(_e18.w))) / vec2<f32>(_e26)));
    let _e34 = block[8];
    let _e41 = textureDimensions(texture1_, 0u);
    let _e44 = textureSample(texture1_, sampler1_, ((bitcast<vec2<f32>>(_e34.xy) / vec2(bitcast<f32>(_e34.w))) / vec2<f32>(_e41)));
    let _e46 = block[7];
    let _e53 = textureDimensions(texture2_, 0u);
    let _e56 = textureSample(texture2_, sampler2_, ((bitcast<vec2<f32>>(_e46.xy) / vec2(bitcast<f32>(_e46.w))) / vec2<f32>(_e53)));
    let t11_ = (_e44 * _e56);
    let _e59 = block[6];
    let _e66 = textureDimensions(texture3_, 0u);
    let _e69 = textureSample(texture3_, sampler3_, ((bitcast<vec2<f32>>(_e59.xy) / vec2(bitcast<f32>(_e59.w))) / vec2<f32>(_e66)));
    let _e71 = block[5];
    let _e78 = textureDimensions(texture4_, 0u);
    let _e81 = textureSample(texture4_, sampler4_, ((bitcast<vec2<f32>>(_e71.xy) / vec2(bitcast<f32>(_e71.w))) / vec2<f32>(_e78)));
    let t14_ = (_e69 * _e81);
    let t15_ = (t11_ * t14_);
    let _e85 = block[4];
    let _e92 = textureDimensions(texture5_, 0u);
    let _e95 = textureSample(texture5_, sampler5_, ((bitcast<vec2<f32>>(_e85.xy) / vec2(bitcast<f32>(_e85.w))) / vec2<f32>(_e92)));
    let _e97 = block[3];
    let _e104 = textureDimensions(texture6_, 0u);
    let _e107 = textureSample(texture6_, sampler6_, ((bitcast<vec2<f32>>(_e97.xy) / vec2(bitcast<f32>(_e97.w))) / vec2<f32>(_e104)));
    let t18_ = (_e95 * _e107);
    let _e110 = block[2];
    let _e117 = textureDimensions(texture7_, 0u);
    let _e120 = textureSample(texture7_, sampler7_, ((bitcast<vec2<f32>>(_e110.xy) / vec2(bitcast<f32>(_e110.w))) / vec2<f32>(_e117)));
    let _e122 = block[1];
    let t20_ = (_e120 * bitcast<vec4<f32>>(_e122));
    let t21_ = (t18_ * t20_);
    let t22_ = (t15_ * t21_);
    let _e127 = (_e30 * t22_);
    let _e130 = block[0];
    if (_e127.w > bitcast<vec4<f32>>(_e130).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e127);
}

