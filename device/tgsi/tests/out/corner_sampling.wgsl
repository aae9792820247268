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
    let _e39 = (_e34 + 1f);
    let _e49 = block[2];
    let _e50 = bitcast<vec4<f32>>(_e49);
    let _e53 = (_e26 + (_e50 * vec4((1f - (1f * mix(select(0f, 1f, ((_e34 >= 0f) && (_e34 < vec2<f32>(_e28).x))), select(0f, 1f, ((_e39 >= 0f) && (_e39 < vec2<f32>(_e28).x))), (_e33 - _e34)))))));
    let _e57 = vec2<f32>(saturate(point_coord.x), 0.5f);
    let _e58 = textureSampleBias(texture0_, sampler0_, _e57, (1f + bitcast<vec4<f32>>(_e20).x), vec2<i32>(-8i, 0i));
    let _e59 = textureDimensions(texture0_, 0i);
    let _e66 = (((_e57.x * vec2<f32>(_e59).x) + -8f) - 0.5f);
    let _e67 = floor(_e66);
    let _e72 = (_e67 + 1f);
    let _e83 = (_e58 + (_e50 * vec4((1f - (1f * mix(select(0f, 1f, ((_e67 >= 0f) && (_e67 < vec2<f32>(_e59).x))), select(0f, 1f, ((_e72 >= 0f) && (_e72 < vec2<f32>(_e59).x))), (_e66 - _e67)))))));
    let _e85 = block[3];
    let _e89 = textureDimensions(texture1_, 0u);
    let _e91 = (vec2<f32>(point_coord.x, _e18) / vec2<f32>(_e89));
    let _e97 = vec2<f32>(saturate(_e91.x), min(abs(_e91.y), 1f));
    let _e98 = textureSampleBias(texture1_, sampler1_, _e97, bitcast<vec4<f32>>(_e85).x);
    let _e99 = textureDimensions(texture1_, 0i);
    let _e100 = vec2<f32>(_e99);
    let _e104 = ((_e97.x * _e100.x) - 0.5f);
    let _e105 = floor(_e104);
    let _e110 = (_e105 + 1f);
    let _e121 = ((_e97.y * _e100.y) - 0.5f);
    let _e122 = floor(_e121);
    let _e127 = (_e122 + 1f);
    let _e137 = block[4];
    let _e141 = (_e98 + (bitcast<vec4<f32>>(_e137) * vec4((1f - ((1f * mix(select(0f, 1f, ((_e105 >= 0f) && (_e105 < _e100.x))), select(0f, 1f, ((_e110 >= 0f) && (_e110 < _e100.x))), (_e104 - _e105))) * mix(select(0f, 1f, ((_e122 >= 0f) && (_e122 < _e100.y))), select(0f, 1f, ((_e127 >= 0f) && (_e127 < _e100.y))), (_e121 - _e122)))))));
    let _e143 = block[5];
    let _e149 = (varying0_.xy / vec2(varying0_.w));
    let _e158 = textureSampleCompare(texture2_, sampler2_, vec2<f32>(saturate(_e149.x), min(abs(_e149.y), 1f)), (varying0_.z / varying0_.w));
    let _e159 = varying0_.xyz;
    let _e161 = block[7];
    let _e165 = vec3(exp2(bitcast<vec4<f32>>(_e161).x));
    let _e168 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e175 = vec3<f32>(saturate(_e168.x), min(abs(_e168.y), 1f), _e168.z);
    let _e176 = textureSampleGrad(texture3_, sampler3_, _e175, (_e159 * _e165), (_e159 * _e165));
    let _e177 = textureDimensions(texture3_, 0i);
    let _e178 = vec3<f32>(_e177);
    let _e182 = ((_e175.x * _e178.x) - 0.5f);
    let _e183 = floor(_e182);
    let _e188 = (_e183 + 1f);
    let _e199 = ((_e175.y * _e178.y) - 0.5f);
    let _e200 = floor(_e199);
    let _e205 = (_e200 + 1f);
    let _e215 = block[8];
    let _e219 = (_e176 + (bitcast<vec4<f32>>(_e215) * vec4((1f - ((1f * mix(select(0f, 1f, ((_e183 >= 0f) && (_e183 < _e178.x))), select(0f, 1f, ((_e188 >= 0f) && (_e188 < _e178.x))), (_e182 - _e183))) * mix(select(0f, 1f, ((_e200 >= 0f) && (_e200 < _e178.y))), select(0f, 1f, ((_e205 >= 0f) && (_e205 < _e178.y))), (_e199 - _e200)))))));
    let _e221 = block[9];
    let _e228 = textureSampleLevel(texture4_, sampler4_, vec3<f32>(point_coord.x, _e18, 0f), i32(round((1f + bitcast<vec4<f32>>(_e221).x))));
    let _e229 = vec3<f32>(point_coord.x, _e18, 0f);
    let _e230 = dpdx(_e229);
    let _e231 = dpdy(_e229);
    let _e232 = textureDimensions(texture4_, 0u);
    let _e234 = abs(_e229);
    let _e239 = max(max(_e234.x, _e234.y), _e234.z);
    let _e240 = vec3(_e239);
    let _e241 = (_e229 / _e240);
    let _e242 = (_e234.x >= _e239);
    let _e244 = select(0f, 1f, _e242);
    let _e246 = select(select(0f, 1f, (_e234.y >= _e239)), 0f, _e242);
    let _e248 = ((1f - _e244) - _e246);
    let _e265 = vec3((vec2<f32>(_e232).x * 0.5f));
    let _e266 = (((_e230 - (_e241 * vec3(dot(_e230, (vec3<f32>(_e244, _e246, _e248) * _e241))))) / _e240) * _e265);
    let _e268 = (((_e231 - (_e241 * vec3(dot(_e231, (vec3<f32>(_e244, _e246, _e248) * _e241))))) / _e240) * _e265);
    let _e272 = (log2(max(dot(_e266, _e266), dot(_e268, _e268))) * 0.5f);
    let _e273 = textureNumLevels(texture4_);
    let _e276 = clamp(_e272, 0f, (f32(_e273) - 1f));
    let _e277 = textureDimensions(texture3_, 0u);
    let _e278 = textureNumLevels(texture3_);
    let t0_ = (vec4<f32>(_e53.z, _e53.y, _e53.x, 1f) + vec4<f32>(_e83.z, _e83.y, _e83.x, 1f));
    let t0_1 = (t0_ + vec4<f32>(_e141.z, _e141.y, _e141.x, 1f));
    let t0_2 = (t0_1 + vec4(_e158));
    let _e299 = (t0_2 + vec4<f32>(_e219.z, _e219.y, _e219.x, 1f));
    let t5_ = (vec4<f32>(_e228, _e228, _e228, 1f) + vec4<f32>(_e276, _e272, _e276, _e272));
    let t7_ = vec4<f32>(vec4<u32>(_e277.x, _e277.y, _e277.z, _e278));
    let _e309 = saturate((t5_ + t7_));
    return FragmentOutput(vec4<f32>(_e299.x, _e299.y, _e299.z, 1f), vec4<f32>(_e309.x, _e309.y, _e309.z, 1f));
}

