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
    let _e28 = textureDimensions(texture0_, 0i);
    let _e33 = ((_e25.x * vec2<f32>(_e28).x) - 0.5f);
    let _e34 = floor(_e33);
    let _e35 = (_e34 + 1f);
    let _e49 = block[2];
    let _e50 = bitcast<vec4<f32>>(_e49);
    let _e53 = (_e26 + (_e50 * vec4((1f - (1f * mix(select(0f, 1f, ((_e34 >= 0f) && (_e34 < vec2<f32>(_e28).x))), select(0f, 1f, ((_e35 >= 0f) && (_e35 < vec2<f32>(_e28).x))), (_e33 - _e34)))))));
    let _e57 = vec2<f32>(saturate(point_coord.x), 0.5f);
    let _e58 = textureSampleBias(texture0_, sampler0_, _e57, (1f + bitcast<vec4<f32>>(_e20).x), vec2<i32>(-8i, 0i));
    let _e59 = textureDimensions(texture0_, 0i);
    let _e66 = (((_e57.x * vec2<f32>(_e59).x) + -8f) - 0.5f);
    let _e67 = floor(_e66);
    let _e68 = (_e67 + 1f);
    let _e83 = (_e58 + (_e50 * vec4((1f - (1f * mix(select(0f, 1f, ((_e67 >= 0f) && (_e67 < vec2<f32>(_e59).x))), select(0f, 1f, ((_e68 >= 0f) && (_e68 < vec2<f32>(_e59).x))), (_e66 - _e67)))))));
    let _e85 = block[3];
    let _e86 = bitcast<vec4<f32>>(_e85);
    let _e89 = textureDimensions(texture1_, 0u);
    let _e91 = (vec2<f32>(point_coord.x, _e18) / vec2<f32>(_e89));
    let _e97 = vec2<f32>(saturate(_e91.x), min(abs(_e91.y), 1f));
    let _e98 = textureSampleBias(texture1_, sampler1_, _e97, _e86.x);
    let _e99 = dpdx(_e97);
    let _e100 = dpdy(_e97);
    let _e101 = textureDimensions(texture1_, 0u);
    let _e102 = vec2<f32>(_e101);
    let _e103 = (_e99 * _e102);
    let _e105 = (_e100 * _e102);
    let _e110 = ((log2(max(dot(_e103, _e103), dot(_e105, _e105))) * 0.5f) + _e86.x);
    let _e114 = (clamp(_e110, _e86.y, _e86.z) <= 0f);
    let _e115 = textureNumLevels(texture1_);
    let _e123 = textureDimensions(texture1_, 0u);
    let _e132 = vec2<f32>(max((_e123 >> vec2(min(bitcast<u32>(i32(clamp(ceil((clamp(_e110, _e86.y, _e86.z) - 0.5f)), 0f, (f32(_e115) - 1f)))), 31u))), vec2(1u)));
    let _e135 = (_e97.x * _e132.x);
    let _e136 = floor(_e135);
    let _e141 = (_e135 - 0.5f);
    let _e142 = floor(_e141);
    let _e143 = (_e142 + 1f);
    let _e158 = (_e97.y * _e132.y);
    let _e159 = floor(_e158);
    let _e164 = (_e158 - 0.5f);
    let _e165 = floor(_e164);
    let _e166 = (_e165 + 1f);
    let _e181 = block[4];
    let _e185 = (_e98 + (bitcast<vec4<f32>>(_e181) * vec4((1f - ((1f * select(select(0f, 1f, ((_e136 >= 0f) && (_e136 < _e132.x))), mix(select(0f, 1f, ((_e142 >= 0f) && (_e142 < _e132.x))), select(0f, 1f, ((_e143 >= 0f) && (_e143 < _e132.x))), (_e141 - _e142)), _e114)) * select(select(0f, 1f, ((_e159 >= 0f) && (_e159 < _e132.y))), mix(select(0f, 1f, ((_e165 >= 0f) && (_e165 < _e132.y))), select(0f, 1f, ((_e166 >= 0f) && (_e166 < _e132.y))), (_e164 - _e165)), _e114))))));
    let _e187 = block[5];
    let _e193 = (varying0_.xy / vec2(varying0_.w));
    let _e202 = textureSampleCompare(texture2_, sampler2_, vec2<f32>(saturate(_e193.x), min(abs(_e193.y), 1f)), (varying0_.z / varying0_.w));
    let _e203 = varying0_.xyz;
    let _e205 = block[7];
    let _e209 = vec3(exp2(bitcast<vec4<f32>>(_e205).x));
    let _e212 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e219 = vec3<f32>(saturate(_e212.x), min(abs(_e212.y), 1f), _e212.z);
    let _e220 = textureSampleGrad(texture3_, sampler3_, _e219, (_e203 * _e209), (_e203 * _e209));
    let _e221 = textureDimensions(texture3_, 0i);
    let _e222 = vec3<f32>(_e221);
    let _e226 = ((_e219.x * _e222.x) - 0.5f);
    let _e227 = floor(_e226);
    let _e228 = (_e227 + 1f);
    let _e243 = ((_e219.y * _e222.y) - 0.5f);
    let _e244 = floor(_e243);
    let _e245 = (_e244 + 1f);
    let _e259 = block[8];
    let _e263 = (_e220 + (bitcast<vec4<f32>>(_e259) * vec4((1f - ((1f * mix(select(0f, 1f, ((_e227 >= 0f) && (_e227 < _e222.x))), select(0f, 1f, ((_e228 >= 0f) && (_e228 < _e222.x))), (_e226 - _e227))) * mix(select(0f, 1f, ((_e244 >= 0f) && (_e244 < _e222.y))), select(0f, 1f, ((_e245 >= 0f) && (_e245 < _e222.y))), (_e243 - _e244)))))));
    let _e265 = block[9];
    let _e272 = textureSampleLevel(texture4_, sampler4_, vec3<f32>(point_coord.x, _e18, 0f), i32(round((1f + bitcast<vec4<f32>>(_e265).x))));
    let _e273 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e274 = dpdx(_e273);
    let _e275 = dpdy(_e273);
    let _e276 = textureDimensions(texture4_, 0u);
    let _e278 = abs(_e273);
    let _e283 = max(max(_e278.x, _e278.y), _e278.z);
    let _e284 = vec3(_e283);
    let _e285 = (_e273 / _e284);
    let _e286 = (_e278.x >= _e283);
    let _e288 = select(0f, 1f, _e286);
    let _e290 = select(select(0f, 1f, (_e278.y >= _e283)), 0f, _e286);
    let _e292 = ((1f - _e288) - _e290);
    let _e309 = vec3((vec2<f32>(_e276).x * 0.5f));
    let _e310 = (((_e274 - (_e285 * vec3(dot(_e274, (vec3<f32>(_e288, _e290, _e292) * _e285))))) / _e284) * _e309);
    let _e312 = (((_e275 - (_e285 * vec3(dot(_e275, (vec3<f32>(_e288, _e290, _e292) * _e285))))) / _e284) * _e309);
    let _e316 = (log2(max(dot(_e310, _e310), dot(_e312, _e312))) * 0.5f);
    let _e317 = textureNumLevels(texture4_);
    let _e320 = clamp(_e316, 0f, (f32(_e317) - 1f));
    let _e321 = textureDimensions(texture3_, 0u);
    let _e322 = textureNumLevels(texture3_);
    let t0_ = (vec4<f32>(_e53.z, _e53.y, _e53.x, 1f) + vec4<f32>(_e83.z, _e83.y, _e83.x, 1f));
    let t0_1 = (t0_ + vec4<f32>(_e185.z, _e185.y, _e185.x, 1f));
    let t0_2 = (t0_1 + vec4(_e202));
    let _e343 = (t0_2 + vec4<f32>(_e263.z, _e263.y, _e263.x, 1f));
    let t5_ = (vec4<f32>(_e272, _e272, _e272, 1f) + vec4<f32>(_e320, _e316, _e320, _e316));
    let t7_ = vec4<f32>(vec4<u32>(_e321.x, _e321.y, _e321.z, _e322));
    let _e353 = saturate((t5_ + t7_));
    return FragmentOutput(vec4<f32>(_e343.x, _e343.y, _e343.z, 1f), vec4<f32>(_e353.x, _e353.y, _e353.z, 1f));
}

