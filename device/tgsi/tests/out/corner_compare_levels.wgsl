// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D1, shadow: true, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: true, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Rect, shadow: true, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Cube, shadow: true, levels: false, only_gathers: false, asks_level: false })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// compared
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 41>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_depth_2d;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler;
@group(1) @binding(6) 
var texture3_: texture_depth_cube;
@group(1) @binding(7) 
var sampler3_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e15 = vec2<f32>(varying0_.x, 0.5f);
    let _e18 = saturate(varying0_.z);
    let _e19 = dpdx(_e15);
    let _e20 = dpdy(_e15);
    let _e21 = textureDimensions(texture0_, 0u);
    let _e22 = vec2<f32>(_e21);
    let _e23 = (_e19 * _e22);
    let _e25 = (_e20 * _e22);
    let _e32 = block[1];
    let _e33 = bitcast<vec4<f32>>(_e32);
    let _e36 = clamp(((log2(max(dot(_e23, _e23), dot(_e25, _e25))) * 0.5f) + varying0_.w), _e33.y, _e33.z);
    let _e38 = textureNumLevels(texture0_);
    let _e41 = (f32(_e38) - 1f);
    let _e42 = clamp(_e36, 0f, _e41);
    let _e43 = floor(_e42);
    let _e47 = i32(_e43);
    let _e48 = textureDimensions(texture0_, 0u);
    let _e55 = vec2(1u);
    let _e57 = vec2<f32>(max((_e48 >> vec2(min(bitcast<u32>(_e47), 31u))), _e55));
    let _e59 = vec2(0.5f);
    let _e60 = ((_e15 * _e57) - _e59);
    let _e61 = floor(_e60);
    let _e63 = vec2(1f);
    let _e73 = textureSampleLevel(texture0_, sampler0_, vec2<f32>(((_e61.x + 0.5f) / _e57.x), _e15.y), _e47);
    let _e79 = textureSampleLevel(texture0_, sampler0_, vec2<f32>((((_e61 + _e63).x + 0.5f) / _e57.x), _e15.y), _e47);
    let _e83 = i32(min((_e43 + 1f), _e41));
    let _e84 = textureDimensions(texture0_, 0u);
    let _e90 = vec2<f32>(max((_e84 >> vec2(min(bitcast<u32>(_e83), 31u))), _e55));
    let _e92 = ((_e15 * _e90) - _e59);
    let _e93 = floor(_e92);
    let _e103 = textureSampleLevel(texture0_, sampler0_, vec2<f32>(((_e93.x + 0.5f) / _e90.x), _e15.y), _e83);
    let _e109 = textureSampleLevel(texture0_, sampler0_, vec2<f32>((((_e93 + _e63).x + 0.5f) / _e90.x), _e15.y), _e83);
    let _e114 = varying0_.xy;
    let _e116 = saturate(varying0_.z);
    let _e118 = block[3];
    let _e119 = bitcast<vec4<f32>>(_e118);
    let _e122 = clamp(varying0_.w, _e119.y, _e119.z);
    let _e123 = (_e122 <= 0f);
    let _e126 = textureNumLevels(texture1_);
    let _e130 = i32(clamp(ceil((_e122 - 0.5f)), 0f, (f32(_e126) - 1f)));
    let _e131 = textureDimensions(texture1_, 0u);
    let _e137 = vec2<f32>(max((_e131 >> vec2(min(bitcast<u32>(_e130), 31u))), _e55));
    let _e139 = ((_e114 * _e137) - _e59);
    let _e140 = floor(_e139);
    let _e141 = (_e139 - _e140);
    let _e142 = (_e140 + _e63);
    let _e150 = select(_e141.x, step(0.5f, _e141.x), _e123);
    let _e160 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e140.x + 0.5f) / _e137.x), ((_e140.y + 0.5f) / _e137.y)), _e130, vec2<i32>(1i, -2i));
    let _e168 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e142.x + 0.5f) / _e137.x), ((_e140.y + 0.5f) / _e137.y)), _e130, vec2<i32>(1i, -2i));
    let _e176 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e140.x + 0.5f) / _e137.x), ((_e142.y + 0.5f) / _e137.y)), _e130, vec2<i32>(1i, -2i));
    let _e184 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e142.x + 0.5f) / _e137.x), ((_e142.y + 0.5f) / _e137.y)), _e130, vec2<i32>(1i, -2i));
    let _e190 = varying1_.xy;
    let _e191 = textureDimensions(texture2_, 0u);
    let _e194 = textureDimensions(texture2_, 0u);
    let _e197 = textureDimensions(texture2_, 0u);
    let _e200 = saturate(varying0_.z);
    let _e201 = textureDimensions(texture2_, 0u);
    let _e202 = vec2<f32>(_e201);
    let _e203 = ((_e190 / vec2<f32>(_e191)) * _e202);
    let _e205 = ((_e190 / vec2<f32>(_e194)) * _e202);
    let _e211 = block[5];
    let _e212 = bitcast<vec4<f32>>(_e211);
    let _e217 = i32(0f);
    let _e218 = textureDimensions(texture2_, 0u);
    let _e224 = vec2<f32>(max((_e218 >> vec2(min(bitcast<u32>(_e217), 31u))), _e55));
    let _e226 = (((_e114 / vec2<f32>(_e197)) * _e224) - _e59);
    let _e227 = floor(_e226);
    let _e228 = (_e226 - _e227);
    let _e229 = (_e227 + _e63);
    let _e236 = step(0.5f, _e228.x);
    let _e245 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e227.x + 0.5f) / _e224.x), ((_e227.y + 0.5f) / _e224.y)), _e217);
    let _e250 = block[6];
    let _e261 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e229.x + 0.5f) / _e224.x), ((_e227.y + 0.5f) / _e224.y)), _e217);
    let _e273 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e227.x + 0.5f) / _e224.x), ((_e229.y + 0.5f) / _e224.y)), _e217);
    let _e285 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e229.x + 0.5f) / _e224.x), ((_e229.y + 0.5f) / _e224.y)), _e217);
    let _e296 = block[7];
    let _e297 = bitcast<vec4<f32>>(_e296);
    let _e299 = varying1_.xyz;
    let _e301 = dpdx(_e299);
    let _e302 = dpdy(_e299);
    let _e303 = textureDimensions(texture3_, 0u);
    let _e305 = abs(_e299);
    let _e310 = max(max(_e305.x, _e305.y), _e305.z);
    let _e311 = vec3(_e310);
    let _e312 = (_e299 / _e311);
    let _e313 = (_e305.x >= _e310);
    let _e315 = select(0f, 1f, _e313);
    let _e317 = select(select(0f, 1f, (_e305.y >= _e310)), 0f, _e313);
    let _e319 = ((1f - _e315) - _e317);
    let _e336 = vec3((vec2<f32>(_e303).x * 0.5f));
    let _e337 = (((_e301 - (_e312 * vec3(dot(_e301, (vec3<f32>(_e315, _e317, _e319) * _e312))))) / _e311) * _e336);
    let _e339 = (((_e302 - (_e312 * vec3(dot(_e302, (vec3<f32>(_e315, _e317, _e319) * _e312))))) / _e311) * _e336);
    let _e347 = clamp(((log2(max(dot(_e337, _e337), dot(_e339, _e339))) * 0.5f) + _e297.x), _e297.y, _e297.z);
    let _e351 = textureNumLevels(texture3_);
    let _e355 = i32(clamp(ceil((_e347 - 0.5f)), 0f, (f32(_e351) - 1f)));
    let _e356 = textureDimensions(texture3_, 0u);
    let _e363 = abs(_e299);
    let _e368 = max(max(_e363.x, _e363.y), _e363.z);
    let _e370 = (_e299 / vec3(_e368));
    let _e371 = (_e363.x >= _e368);
    let _e373 = select(0f, 1f, _e371);
    let _e375 = select(select(0f, 1f, (_e363.y >= _e368)), 0f, _e371);
    let _e377 = ((1f - _e373) - _e375);
    let _e381 = vec3(1f);
    let _e385 = vec3(0.5f);
    let _e386 = (((_e370 + _e381) * vec3((vec2<f32>(max((_e356 >> vec2(min(bitcast<u32>(_e355), 31u))), _e55)).x * 0.5f))) - _e385);
    let _e387 = floor(_e386);
    let _e388 = (_e386 - _e387);
    let _e392 = mix(_e388.x, _e388.y, _e373);
    let _e396 = vec3((2f / vec2<f32>(max((_e356 >> vec2(min(bitcast<u32>(_e355), 31u))), _e55)).x));
    let _e398 = (((_e387 + _e385) * _e396) - _e381);
    let _e399 = (_e398 + _e396);
    let _e402 = mix(_e398.x, _e370.x, _e373);
    let _e404 = mix(_e399.x, _e370.x, _e373);
    let _e407 = mix(_e398.y, _e370.y, _e375);
    let _e409 = mix(_e399.y, _e370.y, _e375);
    let _e412 = mix(_e398.z, _e370.z, _e377);
    let _e414 = mix(_e399.z, _e370.z, _e377);
    let _e416 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e402, _e407, _e412), _e355);
    let _e421 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e404, mix(_e407, _e409, _e373), _e412), _e355);
    let _e426 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e402, mix(_e409, _e407, _e373), _e414), _e355);
    let _e430 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e404, _e409, _e414), _e355);
    let t0_ = (mix(mix(select(0f, 1f, (_e18 <= _e73)), select(0f, 1f, (_e18 <= _e79)), (_e60 - _e61).x), mix(select(0f, 1f, (_e18 <= _e103)), select(0f, 1f, (_e18 <= _e109)), (_e92 - _e93).x), (_e42 - _e43)) + mix(mix(select(0f, 1f, (_e116 <= _e160)), select(0f, 1f, (_e116 <= _e168)), _e150), mix(select(0f, 1f, (_e116 <= _e176)), select(0f, 1f, (_e116 <= _e184)), _e150), select(_e141.y, step(0.5f, _e141.y), _e123)));
    let t2_ = (mix(mix(select(0f, 1f, (_e200 <= select(bitcast<vec4<f32>>(_e250).x, _e245, ((_e227.y >= 0f) && (_e227.y < _e224.y))))), select(0f, 1f, (_e200 <= select(bitcast<vec4<f32>>(_e250).x, _e261, ((_e227.y >= 0f) && (_e227.y < _e224.y))))), _e236), mix(select(0f, 1f, (_e200 <= select(bitcast<vec4<f32>>(_e250).x, _e273, ((_e229.y >= 0f) && (_e229.y < _e224.y))))), select(0f, 1f, (_e200 <= select(bitcast<vec4<f32>>(_e250).x, _e285, ((_e229.y >= 0f) && (_e229.y < _e224.y))))), _e236), step(0.5f, _e228.y)) + mix(mix(select(0f, 1f, (varying1_.w <= _e416)), select(0f, 1f, (varying1_.w <= _e421)), _e392), mix(select(0f, 1f, (varying1_.w <= _e426)), select(0f, 1f, (varying1_.w <= _e430)), _e392), mix(_e388.z, _e388.y, _e377)));
    return FragmentOutput((vec4(t0_) + vec4(t2_)));
}

