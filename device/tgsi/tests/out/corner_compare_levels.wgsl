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
    let _e48 = textureDimensions(texture0_, _e47);
    let _e49 = vec2<f32>(_e48);
    let _e51 = vec2(0.5f);
    let _e52 = ((_e15 * _e49) - _e51);
    let _e53 = floor(_e52);
    let _e55 = vec2(1f);
    let _e65 = textureSampleLevel(texture0_, sampler0_, vec2<f32>(((_e53.x + 0.5f) / _e49.x), _e15.y), _e47);
    let _e71 = textureSampleLevel(texture0_, sampler0_, vec2<f32>((((_e53 + _e55).x + 0.5f) / _e49.x), _e15.y), _e47);
    let _e75 = i32(min((_e43 + 1f), _e41));
    let _e76 = textureDimensions(texture0_, _e75);
    let _e77 = vec2<f32>(_e76);
    let _e79 = ((_e15 * _e77) - _e51);
    let _e80 = floor(_e79);
    let _e90 = textureSampleLevel(texture0_, sampler0_, vec2<f32>(((_e80.x + 0.5f) / _e77.x), _e15.y), _e75);
    let _e96 = textureSampleLevel(texture0_, sampler0_, vec2<f32>((((_e80 + _e55).x + 0.5f) / _e77.x), _e15.y), _e75);
    let _e101 = varying0_.xy;
    let _e103 = saturate(varying0_.z);
    let _e105 = block[3];
    let _e106 = bitcast<vec4<f32>>(_e105);
    let _e109 = clamp(varying0_.w, _e106.y, _e106.z);
    let _e110 = (_e109 <= 0f);
    let _e113 = textureNumLevels(texture1_);
    let _e117 = i32(clamp(ceil((_e109 - 0.5f)), 0f, (f32(_e113) - 1f)));
    let _e118 = textureDimensions(texture1_, _e117);
    let _e119 = vec2<f32>(_e118);
    let _e121 = ((_e101 * _e119) - _e51);
    let _e122 = floor(_e121);
    let _e123 = (_e121 - _e122);
    let _e124 = (_e122 + _e55);
    let _e132 = select(_e123.x, step(0.5f, _e123.x), _e110);
    let _e142 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e122.x + 0.5f) / _e119.x), ((_e122.y + 0.5f) / _e119.y)), _e117, vec2<i32>(1i, -2i));
    let _e150 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e124.x + 0.5f) / _e119.x), ((_e122.y + 0.5f) / _e119.y)), _e117, vec2<i32>(1i, -2i));
    let _e158 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e122.x + 0.5f) / _e119.x), ((_e124.y + 0.5f) / _e119.y)), _e117, vec2<i32>(1i, -2i));
    let _e166 = textureSampleLevel(texture1_, sampler1_, vec2<f32>(((_e124.x + 0.5f) / _e119.x), ((_e124.y + 0.5f) / _e119.y)), _e117, vec2<i32>(1i, -2i));
    let _e172 = varying1_.xy;
    let _e173 = textureDimensions(texture2_, 0u);
    let _e176 = textureDimensions(texture2_, 0u);
    let _e179 = textureDimensions(texture2_, 0u);
    let _e182 = saturate(varying0_.z);
    let _e183 = textureDimensions(texture2_, 0u);
    let _e184 = vec2<f32>(_e183);
    let _e185 = ((_e172 / vec2<f32>(_e173)) * _e184);
    let _e187 = ((_e172 / vec2<f32>(_e176)) * _e184);
    let _e193 = block[5];
    let _e194 = bitcast<vec4<f32>>(_e193);
    let _e199 = i32(0f);
    let _e200 = textureDimensions(texture2_, _e199);
    let _e201 = vec2<f32>(_e200);
    let _e203 = (((_e101 / vec2<f32>(_e179)) * _e201) - _e51);
    let _e204 = floor(_e203);
    let _e205 = (_e203 - _e204);
    let _e206 = (_e204 + _e55);
    let _e213 = step(0.5f, _e205.x);
    let _e222 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e204.x + 0.5f) / _e201.x), ((_e204.y + 0.5f) / _e201.y)), _e199);
    let _e227 = block[6];
    let _e238 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e206.x + 0.5f) / _e201.x), ((_e204.y + 0.5f) / _e201.y)), _e199);
    let _e250 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e204.x + 0.5f) / _e201.x), ((_e206.y + 0.5f) / _e201.y)), _e199);
    let _e262 = textureSampleLevel(texture2_, sampler2_, vec2<f32>(((_e206.x + 0.5f) / _e201.x), ((_e206.y + 0.5f) / _e201.y)), _e199);
    let _e273 = block[7];
    let _e274 = bitcast<vec4<f32>>(_e273);
    let _e276 = varying1_.xyz;
    let _e278 = dpdx(_e276);
    let _e279 = dpdy(_e276);
    let _e280 = textureDimensions(texture3_, 0u);
    let _e282 = abs(_e276);
    let _e287 = max(max(_e282.x, _e282.y), _e282.z);
    let _e288 = vec3(_e287);
    let _e289 = (_e276 / _e288);
    let _e290 = (_e282.x >= _e287);
    let _e292 = select(0f, 1f, _e290);
    let _e294 = select(select(0f, 1f, (_e282.y >= _e287)), 0f, _e290);
    let _e296 = ((1f - _e292) - _e294);
    let _e313 = vec3((vec2<f32>(_e280).x * 0.5f));
    let _e314 = (((_e278 - (_e289 * vec3(dot(_e278, (vec3<f32>(_e292, _e294, _e296) * _e289))))) / _e288) * _e313);
    let _e316 = (((_e279 - (_e289 * vec3(dot(_e279, (vec3<f32>(_e292, _e294, _e296) * _e289))))) / _e288) * _e313);
    let _e324 = clamp(((log2(max(dot(_e314, _e314), dot(_e316, _e316))) * 0.5f) + _e274.x), _e274.y, _e274.z);
    let _e328 = textureNumLevels(texture3_);
    let _e332 = i32(clamp(ceil((_e324 - 0.5f)), 0f, (f32(_e328) - 1f)));
    let _e333 = textureDimensions(texture3_, _e332);
    let _e335 = abs(_e276);
    let _e340 = max(max(_e335.x, _e335.y), _e335.z);
    let _e342 = (_e276 / vec3(_e340));
    let _e343 = (_e335.x >= _e340);
    let _e345 = select(0f, 1f, _e343);
    let _e347 = select(select(0f, 1f, (_e335.y >= _e340)), 0f, _e343);
    let _e349 = ((1f - _e345) - _e347);
    let _e353 = vec3(1f);
    let _e357 = vec3(0.5f);
    let _e358 = (((_e342 + _e353) * vec3((vec2<f32>(_e333).x * 0.5f))) - _e357);
    let _e359 = floor(_e358);
    let _e360 = (_e358 - _e359);
    let _e364 = mix(_e360.x, _e360.y, _e345);
    let _e368 = vec3((2f / vec2<f32>(_e333).x));
    let _e370 = (((_e359 + _e357) * _e368) - _e353);
    let _e371 = (_e370 + _e368);
    let _e374 = mix(_e370.x, _e342.x, _e345);
    let _e376 = mix(_e371.x, _e342.x, _e345);
    let _e379 = mix(_e370.y, _e342.y, _e347);
    let _e381 = mix(_e371.y, _e342.y, _e347);
    let _e384 = mix(_e370.z, _e342.z, _e349);
    let _e386 = mix(_e371.z, _e342.z, _e349);
    let _e388 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e374, _e379, _e384), _e332);
    let _e393 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e376, mix(_e379, _e381, _e345), _e384), _e332);
    let _e398 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e374, mix(_e381, _e379, _e345), _e386), _e332);
    let _e402 = textureSampleLevel(texture3_, sampler3_, vec3<f32>(_e376, _e381, _e386), _e332);
    let t0_ = (mix(mix(select(0f, 1f, (_e18 <= _e65)), select(0f, 1f, (_e18 <= _e71)), (_e52 - _e53).x), mix(select(0f, 1f, (_e18 <= _e90)), select(0f, 1f, (_e18 <= _e96)), (_e79 - _e80).x), (_e42 - _e43)) + mix(mix(select(0f, 1f, (_e103 <= _e142)), select(0f, 1f, (_e103 <= _e150)), _e132), mix(select(0f, 1f, (_e103 <= _e158)), select(0f, 1f, (_e103 <= _e166)), _e132), select(_e123.y, step(0.5f, _e123.y), _e110)));
    let t2_ = (mix(mix(select(0f, 1f, (_e182 <= select(bitcast<vec4<f32>>(_e227).x, _e222, ((_e204.y >= 0f) && (_e204.y < _e201.y))))), select(0f, 1f, (_e182 <= select(bitcast<vec4<f32>>(_e227).x, _e238, ((_e204.y >= 0f) && (_e204.y < _e201.y))))), _e213), mix(select(0f, 1f, (_e182 <= select(bitcast<vec4<f32>>(_e227).x, _e250, ((_e206.y >= 0f) && (_e206.y < _e201.y))))), select(0f, 1f, (_e182 <= select(bitcast<vec4<f32>>(_e227).x, _e262, ((_e206.y >= 0f) && (_e206.y < _e201.y))))), _e213), step(0.5f, _e205.y)) + mix(mix(select(0f, 1f, (varying1_.w <= _e388)), select(0f, 1f, (varying1_.w <= _e393)), _e364), mix(select(0f, 1f, (varying1_.w <= _e398)), select(0f, 1f, (varying1_.w <= _e402)), _e364), mix(_e360.z, _e360.y, _e349)));
    return FragmentOutput((vec4(t0_) + vec4(t2_)));
}

