// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Cube, shadow: false, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D1Array, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D3, shadow: false, levels: true, only_gathers: false, asks_level: false })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// nearest
struct FragmentOutput {
    @location(0) color0_: vec4<i32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 41>;
@group(1) @binding(0) 
var texture0_: texture_2d<i32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d_array<i32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_2d_array<i32>;
@group(1) @binding(5) 
var sampler2_: sampler;
@group(1) @binding(6) 
var texture3_: texture_3d<i32>;
@group(1) @binding(7) 
var sampler3_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) varying1_: vec4<u32>) -> FragmentOutput {
    let _e12 = varying0_.xy;
    let _e14 = dpdx(_e12);
    let _e15 = dpdy(_e12);
    let _e16 = textureDimensions(texture0_, 0u);
    let _e17 = vec2<f32>(_e16);
    let _e18 = (_e14 * _e17);
    let _e20 = (_e15 * _e17);
    let _e26 = block[1];
    let _e27 = bitcast<vec4<f32>>(_e26);
    let _e34 = textureNumLevels(texture0_);
    let _e39 = i32(clamp(ceil((clamp((log2(max(dot(_e18, _e18), dot(_e20, _e20))) * 0.5f), _e27.y, _e27.z) - 0.5f)), 0f, (f32(_e34) - 1f)));
    let _e40 = textureDimensions(texture0_, 0u);
    let _e48 = max((_e40 >> vec2(min(bitcast<u32>(_e39), 31u))), vec2(1u));
    let _e52 = vec2<i32>(floor((_e12 * vec2<f32>(_e48))));
    let _e53 = bitcast<vec2<i32>>(_e48);
    let _e58 = vec2<i32>(-3i, 2i);
    let _e74 = (_e53.y * 2i);
    let _e77 = ((((_e52.y + _e58.y) % _e74) + _e74) % _e74);
    let _e82 = textureLoad(texture0_, vec2<i32>(((((_e52.x + _e58.x) % _e53.x) + _e53.x) % _e53.x), min(_e77, ((_e74 - 1i) - _e77))), _e39);
    let _e84 = varying0_.xyz;
    let _e85 = abs(_e84);
    let _e90 = max(max(_e85.x, _e85.y), _e85.z);
    let _e92 = (_e84 / vec3(_e90));
    let _e93 = (_e85.x >= _e90);
    let _e95 = select(0f, 1f, _e93);
    let _e97 = select(select(0f, 1f, (_e85.y >= _e90)), 0f, _e93);
    let _e103 = (_e95 > 0.5f);
    let _e104 = (_e97 > 0.5f);
    let _e106 = (_e92.x >= 0f);
    let _e107 = (_e92.y >= 0f);
    let _e108 = (_e92.z >= 0f);
    let _e111 = -(_e92.z);
    let _e127 = vec2(0.5f);
    let _e130 = textureDimensions(texture1_, 0i);
    let _e134 = vec2<i32>(floor((((vec2<f32>(select(select(select(-(_e92.x), _e92.x, _e108), _e92.x, _e104), select(_e92.z, _e111, _e106), _e103), select(-(_e92.y), select(_e111, _e92.z, _e107), _e104)) * _e127) + _e127) * vec2<f32>(_e130))));
    let _e135 = bitcast<vec2<i32>>(_e130);
    let _e145 = textureLoad(texture1_, vec2<i32>(clamp(_e134.x, 0i, (_e135.x - 1i)), clamp(_e134.y, 0i, (_e135.y - 1i))), select(select(select(5i, 4i, _e108), select(3i, 2i, _e107), _e104), select(1i, 0i, _e106), _e103), 0i);
    let _e152 = textureNumLayers(texture2_);
    let _e156 = textureDimensions(texture2_, 0i);
    let _e160 = vec2<i32>(floor((vec2<f32>(varying0_.x, 0.5f) * vec2<f32>(_e156))));
    let _e161 = bitcast<vec2<i32>>(_e156);
    let _e166 = (_e160.x + bitcast<i32>(varying1_.x));
    let _e170 = max(_e166, (-1i - _e166));
    let _e171 = min(_e170, (_e161.x - 1i));
    let _e176 = textureLoad(texture2_, vec2<i32>(_e171, 0i), clamp(i32(floor((varying0_.y + 0.5f))), 0i, (bitcast<i32>(_e152) - 1i)), 0i);
    let _e178 = block[6];
    let _e182 = dpdx(_e84);
    let _e183 = dpdy(_e84);
    let _e184 = textureDimensions(texture3_, 0u);
    let _e185 = vec3<f32>(_e184);
    let _e186 = (_e182 * _e185);
    let _e188 = (_e183 * _e185);
    let _e195 = block[7];
    let _e196 = bitcast<vec4<f32>>(_e195);
    let _e202 = textureNumLevels(texture3_);
    let _e206 = i32(clamp(ceil((clamp(((log2(max(dot(_e186, _e186), dot(_e188, _e188))) * 0.5f) + varying0_.w), _e196.y, _e196.z) - 0.5f)), 0f, (f32(_e202) - 1f)));
    let _e207 = textureDimensions(texture3_, 0u);
    let _e213 = max((_e207 >> vec3(min(bitcast<u32>(_e206), 31u))), vec3(1u));
    let _e217 = vec3<i32>(floor((_e84 * vec3<f32>(_e213))));
    let _e218 = bitcast<vec3<i32>>(_e213);
    let _e228 = clamp(_e217.y, 0i, (_e218.y - 1i));
    let _e235 = textureLoad(texture3_, vec3<i32>(min(max(_e217.x, (-1i - _e217.x)), (_e218.x - 1i)), _e228, clamp(_e217.z, 0i, (_e218.z - 1i))), _e206);
    let _e237 = block[8];
    let t0_ = (bitcast<vec4<u32>>(_e82) + bitcast<vec4<u32>>(_e145));
    let t2_ = (bitcast<vec4<u32>>(select(bitcast<vec4<i32>>(_e178), _e176, vec4((_e171 == _e170)))) + bitcast<vec4<u32>>(select(bitcast<vec4<i32>>(_e237), _e235, vec4((_e228 == _e217.y)))));
    let _e253 = textureLoad(texture0_, (bitcast<vec2<i32>>(varying1_.xy) + vec2<i32>(-3i, 2i)), bitcast<i32>(varying1_.w));
    let t0_1 = (t0_ + bitcast<vec4<u32>>(_e253));
    return FragmentOutput(bitcast<vec4<i32>>((t0_1 + t2_)));
}

