// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }, Input { register: 2, semantic: None }, Input { register: 3, semantic: None }, Input { register: 4, semantic: None }, Input { register: 5, semantic: None }, Input { register: 6, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// pulled
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 41>;
@group(3) @binding(64) 
var<storage> vertices0_: array<u32>;
@group(3) @binding(65) 
var<storage> vertices1_: array<u32>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32) -> VertexOutput {
    let _e5 = block[2];
    let _e10 = (_e5.x + (vertex_index * _e5.y));
    let _e18 = (_e10 >> 2u);
    let _e19 = (_e10 & 3u);
    let _e20 = (_e19 << 3u);
    let _e24 = ((32u - _e20) & 31u);
    let _e26 = (_e19 == 0u);
    let _e28 = vertices0_[_e18];
    let _e32 = vertices0_[(_e18 + 1u)];
    let _e35 = vertices0_[(_e18 + 2u)];
    let _e38 = vertices0_[(_e18 + 3u)];
    let _e62 = block[3];
    let _e69 = (_e62.x + ((instance_index / max(_e62.z, 1u)) * _e62.y));
    let _e75 = (_e69 >> 2u);
    let _e76 = (_e69 & 3u);
    let _e77 = (_e76 << 3u);
    let _e82 = vertices1_[_e75];
    let _e85 = vertices1_[(_e75 + 1u)];
    let _e90 = unpack4x8unorm(select(((_e82 >> _e77) | (_e85 << ((32u - _e77) & 31u))), _e82, (_e76 == 0u)));
    let _e100 = block[4];
    let _e105 = (_e100.x + (vertex_index * _e100.y));
    let _e110 = (_e105 >> 2u);
    let _e111 = (_e105 & 3u);
    let _e112 = (_e111 << 3u);
    let _e117 = vertices0_[_e110];
    let _e120 = vertices0_[(_e110 + 1u)];
    let _e125 = bitcast<i32>(select(((_e117 >> _e112) | (_e120 << ((32u - _e112) & 31u))), _e117, (_e111 == 0u)));
    let _e152 = block[5];
    let _e157 = (_e152.x + (vertex_index * _e152.y));
    let _e162 = (_e157 >> 2u);
    let _e163 = (_e157 & 3u);
    let _e164 = (_e163 << 3u);
    let _e169 = vertices1_[_e162];
    let _e172 = vertices1_[(_e162 + 1u)];
    let _e176 = select(((_e169 >> _e164) | (_e172 << ((32u - _e164) & 31u))), _e169, (_e163 == 0u));
    let _e187 = unpack2x16float(((extractBits(_e176, 0u, 11u) << 4u) | (extractBits(_e176, 11u, 11u) << 20u)));
    let _e197 = block[6];
    let _e202 = (_e197.x + (vertex_index * _e197.y));
    let _e208 = (_e202 >> 2u);
    let _e209 = (_e202 & 3u);
    let _e210 = (_e209 << 3u);
    let _e212 = ((32u - _e210) & 31u);
    let _e213 = (_e209 == 0u);
    let _e215 = vertices0_[_e208];
    let _e218 = vertices0_[(_e208 + 1u)];
    let _e221 = vertices0_[(_e208 + 2u)];
    let _e230 = bitcast<i32>(select(((_e215 >> _e210) | (_e218 << _e212)), _e215, _e213));
    let _e244 = block[7];
    let _e249 = (_e244.x + (vertex_index * _e244.y));
    let _e254 = (_e249 >> 2u);
    let _e255 = (_e249 & 3u);
    let _e256 = (_e255 << 3u);
    let _e258 = ((32u - _e256) & 31u);
    let _e259 = (_e255 == 0u);
    let _e261 = vertices1_[_e254];
    let _e264 = vertices1_[(_e254 + 1u)];
    let _e267 = vertices1_[(_e254 + 2u)];
    let _e270 = vertices1_[(_e254 + 3u)];
    let _e273 = vertices1_[(_e254 + 4u)];
    let _e277 = select(((_e261 >> _e256) | (_e264 << _e258)), _e261, _e259);
    let _e281 = select(((_e264 >> _e256) | (_e267 << _e258)), _e264, _e259);
    let _e285 = select(((_e267 >> _e256) | (_e270 << _e258)), _e267, _e259);
    let _e289 = select(((_e270 >> _e256) | (_e273 << _e258)), _e270, _e259);
    let _e294 = ((_e281 >> 20u) & 2047u);
    let _e320 = ((_e289 >> 20u) & 2047u);
    let _e342 = block[8];
    let _e347 = (_e342.x + (vertex_index * _e342.y));
    let _e349 = (_e347 >> 2u);
    let _e355 = select(0u, _e342.w, ((_e347 + (_e342.w << 2u)) <= (arrayLength((&vertices0_)) << 2u)));
    let _e358 = vertices0_[(_e349 + 0u)];
    let _e363 = vertices0_[(_e349 + 1u)];
    let _e368 = vertices0_[(_e349 + 2u)];
    let _e373 = vertices0_[(_e349 + 3u)];
    let t0_ = (select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(bitcast<f32>(select(((_e28 >> _e20) | (_e32 << _e24)), _e28, _e26)), bitcast<f32>(select(((_e32 >> _e20) | (_e35 << _e24)), _e32, _e26)), bitcast<f32>(select(((_e35 >> _e20) | (_e38 << _e24)), _e35, _e26)), 1f), vec4(((_e10 + 12u) <= (arrayLength((&vertices0_)) << 2u)))) + select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(_e90.z, _e90.y, _e90.x, _e90.w), vec4(((_e69 + 4u) <= (arrayLength((&vertices1_)) << 2u)))));
    let t0_1 = (t0_ + select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(max((f32(extractBits(_e125, 0u, 10u)) / 511f), -1f), max((f32(extractBits(_e125, 10u, 10u)) / 511f), -1f), max((f32(extractBits(_e125, 20u, 10u)) / 511f), -1f), max((f32(extractBits(_e125, 30u, 2u)) / 1f), -1f)), vec4(((_e105 + 4u) <= (arrayLength((&vertices0_)) << 2u)))));
    let _e379 = (t0_1 + select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(_e187.x, _e187.y, unpack2x16float((extractBits(_e176, 22u, 10u) << 5u)).x, 1f), vec4(((_e157 + 4u) <= (arrayLength((&vertices1_)) << 2u)))));
    let t0_2 = (select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(f32(extractBits(_e230, 0u, 16u)), f32(extractBits(_e230, 16u, 16u)), f32(extractBits(bitcast<i32>(select(((_e218 >> _e210) | (_e221 << _e212)), _e218, _e213)), 0u, 16u)), 1f), vec4(((_e202 + 6u) <= (arrayLength((&vertices0_)) << 2u)))) + select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(bitcast<f32>((select(select(((((_e294 - 896u) << 23u) | (((_e281 << 3u) & 8388607u) | (_e277 >> 29u))) + ((_e277 >> 28u) & 1u)), 2139095040u, (_e294 > 1150u)), 0u, (_e294 <= 896u)) | (_e281 & 2147483648u))), bitcast<f32>((select(select(((((_e320 - 896u) << 23u) | (((_e289 << 3u) & 8388607u) | (_e285 >> 29u))) + ((_e285 >> 28u) & 1u)), 2139095040u, (_e320 > 1150u)), 0u, (_e320 <= 896u)) | (_e289 & 2147483648u))), 0f, 1f), vec4(((_e249 + 16u) <= (arrayLength((&vertices1_)) << 2u)))));
    let _e384 = block[0];
    let _e385 = bitcast<vec4<f32>>(_e384);
    return VertexOutput(vec4<f32>(_e379.x, (_e379.y * _e385.x), ((_e379.z * _e385.y) + (_e379.w * _e385.z)), _e379.w), (t0_2 + bitcast<vec4<f32>>(vec4<u32>(select(0u, _e358, (0u < _e355)), select(0u, _e363, (1u < _e355)), select(0u, _e368, (2u < _e355)), select(1u, _e373, (3u < _e355))))));
}

