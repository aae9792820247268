// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: true, asks_level: true }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: true, asks_level: true }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: true, asks_level: true }), Some(SamplerUse { dimension: Cube, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// asked
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 41>;
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
var texture3_: texture_cube<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_depth_2d;
@group(1) @binding(9) 
var sampler4_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e14 = varying0_.xy;
    let _e15 = dpdx(_e14);
    let _e16 = dpdy(_e14);
    let _e17 = textureDimensions(texture0_, 0u);
    let _e18 = vec2<f32>(_e17);
    let _e19 = (_e15 * _e18);
    let _e21 = (_e16 * _e18);
    let _e26 = (log2(max(dot(_e19, _e19), dot(_e21, _e21))) * 0.5f);
    let _e27 = textureNumLevels(texture0_);
    let _e32 = block[1];
    let _e33 = bitcast<vec4<f32>>(_e32);
    let _e37 = dpdx(_e14);
    let _e38 = dpdy(_e14);
    let _e39 = textureDimensions(texture1_, 0u);
    let _e40 = vec2<f32>(_e39);
    let _e41 = (_e37 * _e40);
    let _e43 = (_e38 * _e40);
    let _e49 = block[3];
    let _e50 = bitcast<vec4<f32>>(_e49);
    let _e52 = ((log2(max(dot(_e41, _e41), dot(_e43, _e43))) * 0.5f) + _e50.x);
    let _e53 = textureNumLevels(texture1_);
    let _e62 = dpdx(_e14);
    let _e63 = dpdy(_e14);
    let _e64 = textureDimensions(texture2_, 0u);
    let _e65 = vec2<f32>(_e64);
    let _e66 = (_e62 * _e65);
    let _e68 = (_e63 * _e65);
    let _e72 = (log2(max(dot(_e66, _e66), dot(_e68, _e68))) * 0.5f);
    let _e73 = textureNumLevels(texture2_);
    let _e77 = block[5];
    let _e78 = bitcast<vec4<f32>>(_e77);
    let _e83 = varying0_.xyz;
    let _e84 = abs(_e83);
    let _e89 = max(max(_e84.x, _e84.y), _e84.z);
    let _e90 = textureDimensions(texture3_, 0u);
    let _e94 = (_e89 - (_e89 / vec2<f32>(_e90).x));
    let _e102 = textureSample(texture3_, sampler3_, select(clamp(_e83, vec3(-(_e94)), vec3(_e94)), _e83, (_e84 >= vec3(_e89))));
    let _e103 = dpdx(_e14);
    let _e104 = dpdy(_e14);
    let _e105 = textureDimensions(texture4_, 0u);
    let _e106 = vec2<f32>(_e105);
    let _e107 = (_e103 * _e106);
    let _e109 = (_e104 * _e106);
    let _e115 = block[7];
    let _e116 = bitcast<vec4<f32>>(_e115);
    let _e121 = i32(0f);
    let _e122 = textureDimensions(texture4_, 0u);
    let _e131 = vec2<f32>(max((_e122 >> vec2(min(bitcast<u32>(_e121), 31u))), vec2(1u)));
    let _e134 = ((_e14 * _e131) - vec2(0.5f));
    let _e135 = floor(_e134);
    let _e136 = (_e134 - _e135);
    let _e138 = (_e135 + vec2(1f));
    let _e152 = textureSampleLevel(texture4_, sampler4_, vec2<f32>(((_e135.x + 0.5f) / _e131.x), ((_e135.y + 0.5f) / _e131.y)), _e121);
    let _e158 = textureSampleLevel(texture4_, sampler4_, vec2<f32>(((_e138.x + 0.5f) / _e131.x), ((_e135.y + 0.5f) / _e131.y)), _e121);
    let _e164 = textureSampleLevel(texture4_, sampler4_, vec2<f32>(((_e135.x + 0.5f) / _e131.x), ((_e138.y + 0.5f) / _e131.y)), _e121);
    let _e170 = textureSampleLevel(texture4_, sampler4_, vec2<f32>(((_e138.x + 0.5f) / _e131.x), ((_e138.y + 0.5f) / _e131.y)), _e121);
    let _e173 = mix(mix(_e152, _e158, _e136.x), mix(_e164, _e170, _e136.x), _e136.y);
    let t0_ = (vec2<f32>(0f, _e26) + vec2<f32>(clamp(ceil((clamp(_e52, _e50.y, _e50.z) - 0.5f)), 0f, (f32(_e53) - 1f)), _e52));
    let t0_1 = (t0_ + vec2<f32>(clamp(clamp(_e72, _e78.y, _e78.z), 0f, (f32(_e73) - 1f)), _e72));
    let t3_ = (_e102 + vec4<f32>(_e173, _e173, _e173, 1f));
    return FragmentOutput((t3_ + t0_1.xyxy));
}

