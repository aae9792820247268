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
    let _e40 = textureDimensions(texture0_, _e39);
    let _e44 = vec2<i32>(floor((_e12 * vec2<f32>(_e40))));
    let _e45 = bitcast<vec2<i32>>(_e40);
    let _e50 = vec2<i32>(-3i, 2i);
    let _e66 = (_e45.y * 2i);
    let _e69 = ((((_e44.y + _e50.y) % _e66) + _e66) % _e66);
    let _e74 = textureLoad(texture0_, vec2<i32>(((((_e44.x + _e50.x) % _e45.x) + _e45.x) % _e45.x), min(_e69, ((_e66 - 1i) - _e69))), _e39);
    let _e76 = varying0_.xyz;
    let _e77 = abs(_e76);
    let _e82 = max(max(_e77.x, _e77.y), _e77.z);
    let _e84 = (_e76 / vec3(_e82));
    let _e85 = (_e77.x >= _e82);
    let _e87 = select(0f, 1f, _e85);
    let _e89 = select(select(0f, 1f, (_e77.y >= _e82)), 0f, _e85);
    let _e95 = (_e87 > 0.5f);
    let _e96 = (_e89 > 0.5f);
    let _e98 = (_e84.x >= 0f);
    let _e99 = (_e84.y >= 0f);
    let _e100 = (_e84.z >= 0f);
    let _e103 = -(_e84.z);
    let _e119 = vec2(0.5f);
    let _e122 = textureDimensions(texture1_, 0i);
    let _e126 = vec2<i32>(floor((((vec2<f32>(select(select(select(-(_e84.x), _e84.x, _e100), _e84.x, _e96), select(_e84.z, _e103, _e98), _e95), select(-(_e84.y), select(_e103, _e84.z, _e99), _e96)) * _e119) + _e119) * vec2<f32>(_e122))));
    let _e127 = bitcast<vec2<i32>>(_e122);
    let _e137 = textureLoad(texture1_, vec2<i32>(clamp(_e126.x, 0i, (_e127.x - 1i)), clamp(_e126.y, 0i, (_e127.y - 1i))), select(select(select(5i, 4i, _e100), select(3i, 2i, _e99), _e96), select(1i, 0i, _e98), _e95), 0i);
    let _e144 = textureNumLayers(texture2_);
    let _e148 = textureDimensions(texture2_, 0i);
    let _e152 = vec2<i32>(floor((vec2<f32>(varying0_.x, 0.5f) * vec2<f32>(_e148))));
    let _e153 = bitcast<vec2<i32>>(_e148);
    let _e158 = (_e152.x + bitcast<i32>(varying1_.x));
    let _e162 = max(_e158, (-1i - _e158));
    let _e163 = min(_e162, (_e153.x - 1i));
    let _e168 = textureLoad(texture2_, vec2<i32>(_e163, 0i), clamp(i32(floor((varying0_.y + 0.5f))), 0i, (bitcast<i32>(_e144) - 1i)), 0i);
    let _e170 = block[6];
    let _e174 = dpdx(_e76);
    let _e175 = dpdy(_e76);
    let _e176 = textureDimensions(texture3_, 0u);
    let _e177 = vec3<f32>(_e176);
    let _e178 = (_e174 * _e177);
    let _e180 = (_e175 * _e177);
    let _e187 = block[7];
    let _e188 = bitcast<vec4<f32>>(_e187);
    let _e194 = textureNumLevels(texture3_);
    let _e198 = i32(clamp(ceil((clamp(((log2(max(dot(_e178, _e178), dot(_e180, _e180))) * 0.5f) + varying0_.w), _e188.y, _e188.z) - 0.5f)), 0f, (f32(_e194) - 1f)));
    let _e199 = textureDimensions(texture3_, _e198);
    let _e203 = vec3<i32>(floor((_e76 * vec3<f32>(_e199))));
    let _e204 = bitcast<vec3<i32>>(_e199);
    let _e214 = clamp(_e203.y, 0i, (_e204.y - 1i));
    let _e221 = textureLoad(texture3_, vec3<i32>(min(max(_e203.x, (-1i - _e203.x)), (_e204.x - 1i)), _e214, clamp(_e203.z, 0i, (_e204.z - 1i))), _e198);
    let _e223 = block[8];
    let t0_ = (bitcast<vec4<u32>>(_e74) + bitcast<vec4<u32>>(_e137));
    let t2_ = (bitcast<vec4<u32>>(select(bitcast<vec4<i32>>(_e170), _e168, vec4((_e163 == _e162)))) + bitcast<vec4<u32>>(select(bitcast<vec4<i32>>(_e223), _e221, vec4((_e214 == _e203.y)))));
    let _e239 = textureLoad(texture0_, (bitcast<vec2<i32>>(varying1_.xy) + vec2<i32>(-3i, 2i)), bitcast<i32>(varying1_.w));
    let t0_1 = (t0_ + bitcast<vec4<u32>>(_e239));
    return FragmentOutput(bitcast<vec4<i32>>((t0_1 + t2_)));
}

