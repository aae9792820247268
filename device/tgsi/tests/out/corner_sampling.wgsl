// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Color, 1), mask: 15 }], samplers: [Some(SamplerUse { dimension: D1, shadow: false, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: true, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D3, shadow: false, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Cube, shadow: false, levels: true, only_gathers: false, asks_level: true })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler_comparison;
@group(1) @binding(6) 
var texture3_: texture_3d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_cube<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e17 = textureSample(texture0_, sampler0_, vec2<f32>(varying0_.x, 0.5f));
    let _e23 = textureSampleBias(texture0_, sampler0_, vec2<f32>(varying0_.x, 0.5f), varying0_.w, vec2<i32>(-8i, 0i));
    let _e25 = textureDimensions(texture1_, 0u);
    let _e28 = textureSample(texture1_, sampler1_, (varying0_.xy / vec2<f32>(_e25)));
    let _e35 = textureSampleCompare(texture2_, sampler2_, (varying1_.xy / vec2(varying1_.w)), (varying1_.z / varying1_.w));
    let _e36 = varying1_.xyz;
    let _e37 = varying0_.xyz;
    let _e38 = textureSampleGrad(texture3_, sampler3_, _e37, _e36, _e36);
    let _e39 = textureSampleLevel(texture4_, sampler4_, _e37, varying0_.w);
    let _e40 = dpdx(_e37);
    let _e41 = dpdy(_e37);
    let _e42 = textureDimensions(texture4_, 0u);
    let _e44 = abs(_e37);
    let _e49 = max(max(_e44.x, _e44.y), _e44.z);
    let _e50 = vec3(_e49);
    let _e51 = (_e37 / _e50);
    let _e52 = (_e44.x >= _e49);
    let _e54 = select(0f, 1f, _e52);
    let _e56 = select(select(0f, 1f, (_e44.y >= _e49)), 0f, _e52);
    let _e58 = ((1f - _e54) - _e56);
    let _e75 = vec3((vec2<f32>(_e42).x * 0.5f));
    let _e76 = (((_e40 - (_e51 * vec3(dot(_e40, (vec3<f32>(_e54, _e56, _e58) * _e51))))) / _e50) * _e75);
    let _e78 = (((_e41 - (_e51 * vec3(dot(_e41, (vec3<f32>(_e54, _e56, _e58) * _e51))))) / _e50) * _e75);
    let _e82 = (log2(max(dot(_e76, _e76), dot(_e78, _e78))) * 0.5f);
    let _e83 = textureNumLevels(texture4_);
    let _e86 = clamp(_e82, 0f, (f32(_e83) - 1f));
    let _e87 = textureDimensions(texture3_, 0u);
    let _e88 = textureNumLevels(texture3_);
    let t0_ = (_e17 + _e23);
    let t0_1 = (t0_ + _e28);
    let t0_2 = (t0_1 + vec4(_e35));
    let t5_ = (_e39 + vec4<f32>(_e86, _e82, _e86, _e82));
    let t7_ = vec4<f32>(vec4<u32>(_e87.x, _e87.y, _e87.z, _e88));
    return FragmentOutput((t0_2 + _e38));
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
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler_comparison;
@group(1) @binding(6) 
var texture3_: texture_3d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_cube<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e19 = textureSample(texture0_, sampler0_, vec2<f32>(varying0_.x, 0.5f));
    let _e25 = textureSampleBias(texture0_, sampler0_, vec2<f32>(varying0_.x, 0.5f), varying0_.w, vec2<i32>(-8i, 0i));
    let _e27 = textureDimensions(texture1_, 0u);
    let _e30 = textureSample(texture1_, sampler1_, (varying0_.xy / vec2<f32>(_e27)));
    let _e37 = textureSampleCompare(texture2_, sampler2_, (varying1_.xy / vec2(varying1_.w)), (varying1_.z / varying1_.w));
    let _e38 = varying1_.xyz;
    let _e39 = varying0_.xyz;
    let _e40 = textureSampleGrad(texture3_, sampler3_, _e39, _e38, _e38);
    let _e41 = textureSampleLevel(texture4_, sampler4_, _e39, varying0_.w);
    let _e42 = dpdx(_e39);
    let _e43 = dpdy(_e39);
    let _e44 = textureDimensions(texture4_, 0u);
    let _e46 = abs(_e39);
    let _e51 = max(max(_e46.x, _e46.y), _e46.z);
    let _e52 = vec3(_e51);
    let _e53 = (_e39 / _e52);
    let _e54 = (_e46.x >= _e51);
    let _e56 = select(0f, 1f, _e54);
    let _e58 = select(select(0f, 1f, (_e46.y >= _e51)), 0f, _e54);
    let _e60 = ((1f - _e56) - _e58);
    let _e77 = vec3((vec2<f32>(_e44).x * 0.5f));
    let _e78 = (((_e42 - (_e53 * vec3(dot(_e42, (vec3<f32>(_e56, _e58, _e60) * _e53))))) / _e52) * _e77);
    let _e80 = (((_e43 - (_e53 * vec3(dot(_e43, (vec3<f32>(_e56, _e58, _e60) * _e53))))) / _e52) * _e77);
    let _e84 = (log2(max(dot(_e78, _e78), dot(_e80, _e80))) * 0.5f);
    let _e85 = textureNumLevels(texture4_);
    let _e88 = clamp(_e84, 0f, (f32(_e85) - 1f));
    let _e89 = textureDimensions(texture3_, 0u);
    let _e90 = textureNumLevels(texture3_);
    let t0_ = (_e19 + _e25);
    let t0_1 = (t0_ + _e30);
    let t0_2 = (t0_1 + vec4(_e37));
    let _e95 = (t0_2 + _e40);
    let t5_ = (_e41 + vec4<f32>(_e88, _e84, _e88, _e84));
    let t7_ = vec4<f32>(vec4<u32>(_e89.x, _e89.y, _e89.z, _e90));
    let _e107 = blocks[block0_.x];
    if (_e95.w > bitcast<vec4<f32>>(_e107).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e95);
}

// emulated_sprite_dual
enable dual_source_blending;

struct FragmentOutput {
    @location(0) @blend_src(0) source0_: vec4<f32>,
    @location(0) @blend_src(1) source1_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 43>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler_comparison;
@group(1) @binding(6) 
var texture3_: texture_3d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_depth_cube;
@group(1) @binding(9) 
var sampler4_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(91) @interpolate(linear) point_coord: vec2<f32>) -> FragmentOutput {
    let _e18 = (1f - point_coord.y);
    let _e20 = block[1];
    let _e25 = vec2<f32>(saturate(point_coord.x), 0.5f);
    let _e26 = textureSampleBias(texture0_, sampler0_, _e25, bitcast<vec4<f32>>(_e20).x);
    let _e27 = textureDimensions(texture0_, 0u);
    let _e29 = f32(_e27.x);
    let _e32 = ((_e25.x * _e29) - 0.5f);
    let _e33 = floor(_e32);
    let _e38 = (_e33 + 1f);
    let _e48 = block[2];
    let _e49 = bitcast<vec4<f32>>(_e48);
    let _e52 = (_e26 + (_e49 * vec4((1f - (1f * mix(select(0f, 1f, ((_e33 >= 0f) && (_e33 < _e29))), select(0f, 1f, ((_e38 >= 0f) && (_e38 < _e29))), (_e32 - _e33)))))));
    let _e56 = vec2<f32>(saturate(point_coord.x), 0.5f);
    let _e57 = textureSampleBias(texture0_, sampler0_, _e56, (1f + bitcast<vec4<f32>>(_e20).x), vec2<i32>(-8i, 0i));
    let _e58 = textureDimensions(texture0_, 0u);
    let _e60 = f32(_e58.x);
    let _e63 = ((_e56.x * _e60) - 0.5f);
    let _e64 = floor(_e63);
    let _e69 = (_e64 + 1f);
    let _e80 = (_e57 + (_e49 * vec4((1f - (1f * mix(select(0f, 1f, ((_e64 >= 0f) && (_e64 < _e60))), select(0f, 1f, ((_e69 >= 0f) && (_e69 < _e60))), (_e63 - _e64)))))));
    let _e82 = block[3];
    let _e86 = textureDimensions(texture1_, 0u);
    let _e88 = (vec2<f32>(point_coord.x, _e18) / vec2<f32>(_e86));
    let _e94 = vec2<f32>(saturate(_e88.x), min(abs(_e88.y), 1f));
    let _e95 = textureSampleBias(texture1_, sampler1_, _e94, bitcast<vec4<f32>>(_e82).x);
    let _e96 = textureDimensions(texture1_, 0u);
    let _e97 = vec2<f32>(_e96);
    let _e101 = ((_e94.x * _e97.x) - 0.5f);
    let _e102 = floor(_e101);
    let _e107 = (_e102 + 1f);
    let _e118 = ((_e94.y * _e97.y) - 0.5f);
    let _e119 = floor(_e118);
    let _e124 = (_e119 + 1f);
    let _e134 = block[4];
    let _e138 = (_e95 + (bitcast<vec4<f32>>(_e134) * vec4((1f - ((1f * mix(select(0f, 1f, ((_e102 >= 0f) && (_e102 < _e97.x))), select(0f, 1f, ((_e107 >= 0f) && (_e107 < _e97.x))), (_e101 - _e102))) * mix(select(0f, 1f, ((_e119 >= 0f) && (_e119 < _e97.y))), select(0f, 1f, ((_e124 >= 0f) && (_e124 < _e97.y))), (_e118 - _e119)))))));
    let _e140 = block[5];
    let _e146 = (varying0_.xy / vec2(varying0_.w));
    let _e155 = textureSampleCompare(texture2_, sampler2_, vec2<f32>(saturate(_e146.x), min(abs(_e146.y), 1f)), (varying0_.z / varying0_.w));
    let _e156 = varying0_.xyz;
    let _e158 = block[7];
    let _e162 = vec3(exp2(bitcast<vec4<f32>>(_e158).x));
    let _e165 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e172 = vec3<f32>(saturate(_e165.x), min(abs(_e165.y), 1f), _e165.z);
    let _e173 = textureSampleGrad(texture3_, sampler3_, _e172, (_e156 * _e162), (_e156 * _e162));
    let _e174 = textureDimensions(texture3_, 0u);
    let _e175 = vec3<f32>(_e174);
    let _e179 = ((_e172.x * _e175.x) - 0.5f);
    let _e180 = floor(_e179);
    let _e185 = (_e180 + 1f);
    let _e196 = ((_e172.y * _e175.y) - 0.5f);
    let _e197 = floor(_e196);
    let _e202 = (_e197 + 1f);
    let _e212 = block[8];
    let _e216 = (_e173 + (bitcast<vec4<f32>>(_e212) * vec4((1f - ((1f * mix(select(0f, 1f, ((_e180 >= 0f) && (_e180 < _e175.x))), select(0f, 1f, ((_e185 >= 0f) && (_e185 < _e175.x))), (_e179 - _e180))) * mix(select(0f, 1f, ((_e197 >= 0f) && (_e197 < _e175.y))), select(0f, 1f, ((_e202 >= 0f) && (_e202 < _e175.y))), (_e196 - _e197)))))));
    let _e218 = block[9];
    let _e225 = textureSampleLevel(texture4_, sampler4_, vec3<f32>(point_coord.x, _e18, 0f), i32(round((1f + bitcast<vec4<f32>>(_e218).x))));
    let _e226 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e227 = dpdx(_e226);
    let _e228 = dpdy(_e226);
    let _e229 = textureDimensions(texture4_, 0u);
    let _e231 = abs(_e226);
    let _e236 = max(max(_e231.x, _e231.y), _e231.z);
    let _e237 = vec3(_e236);
    let _e238 = (_e226 / _e237);
    let _e239 = (_e231.x >= _e236);
    let _e241 = select(0f, 1f, _e239);
    let _e243 = select(select(0f, 1f, (_e231.y >= _e236)), 0f, _e239);
    let _e245 = ((1f - _e241) - _e243);
    let _e262 = vec3((vec2<f32>(_e229).x * 0.5f));
    let _e263 = (((_e227 - (_e238 * vec3(dot(_e227, (vec3<f32>(_e241, _e243, _e245) * _e238))))) / _e237) * _e262);
    let _e265 = (((_e228 - (_e238 * vec3(dot(_e228, (vec3<f32>(_e241, _e243, _e245) * _e238))))) / _e237) * _e262);
    let _e269 = (log2(max(dot(_e263, _e263), dot(_e265, _e265))) * 0.5f);
    let _e270 = textureNumLevels(texture4_);
    let _e273 = clamp(_e269, 0f, (f32(_e270) - 1f));
    let _e274 = textureDimensions(texture3_, 0u);
    let _e275 = textureNumLevels(texture3_);
    let t0_ = (vec4<f32>(_e52.z, _e52.y, _e52.x, 1f) + vec4<f32>(_e80.z, _e80.y, _e80.x, 1f));
    let t0_1 = (t0_ + vec4<f32>(_e138.z, _e138.y, _e138.x, 1f));
    let t0_2 = (t0_1 + vec4(_e155));
    let _e296 = (t0_2 + vec4<f32>(_e216.z, _e216.y, _e216.x, 1f));
    let t5_ = (vec4<f32>(_e225, _e225, _e225, 1f) + vec4<f32>(_e273, _e269, _e273, _e269));
    let t7_ = vec4<f32>(vec4<u32>(_e274.x, _e274.y, _e274.z, _e275));
    let _e306 = saturate((t5_ + t7_));
    return FragmentOutput(vec4<f32>(_e296.x, _e296.y, _e296.z, 1f), vec4<f32>(_e306.x, _e306.y, _e306.z, 1f));
}

