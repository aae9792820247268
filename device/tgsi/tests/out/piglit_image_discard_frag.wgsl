// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }, Input { register: 1, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: true, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: true, atomics: true } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 36>;
@group(4) @binding(96) 
var<storage, read_write> image0_: array<atomic<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    var before: u32;

    let _e9 = block[35];
    let t0_ = ((position.y * bitcast<f32>(_e9.z)) + bitcast<f32>(_e9.w));
    let t4_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let _e20 = bitcast<u32>(t4_.x);
    let _e23 = (5u == 0u);
    let t5_ = select((_e20 % select(5u, 1u, _e23)), 4294967295u, _e23);
    let t6_ = (t5_ == 0u);
    let t7_ = (select(0u, 4294967295u, t6_) & 1065353216u);
    if (-(bitcast<f32>(t7_)) < 0f) {
        discard;
    }
    let t8_ = (bitcast<u32>(t4_.y) << (4u & 31u));
    let t9_ = (_e20 + t8_);
    let t10_ = (t9_ & 15u);
    let _e45 = bitcast<i32>(t9_);
    let t11_ = sign(_e45);
    let t12_ = abs(_e45);
    let t13_ = (bitcast<u32>(t12_) >> (4u & 31u));
    let t14_ = (bitcast<u32>(t11_) * t13_);
    let _e54 = (96u == 0u);
    let t15_ = select((t14_ % select(96u, 1u, _e54)), 4294967295u, _e54);
    let _e58 = bitcast<i32>(t10_);
    let _e59 = bitcast<i32>(t15_);
    let _e60 = vec2<i32>(_e58, _e59);
    let _e63 = block[33];
    let _e71 = bitcast<vec3<u32>>(vec3<i32>(_e60.x, _e60.y, 0i));
    let _e78 = block[34];
    let _e91 = atomicLoad((&image0_[((((_e78.x + (_e71.x * 4u)) + (_e71.y * _e78.y)) + (_e71.z * _e78.z)) >> 2u)]));
    let _e93 = vec4(0u);
    let _e96 = vec2<i32>(_e58, _e59);
    let _e101 = bitcast<vec3<u32>>(vec3<i32>(_e96.x, _e96.y, 0i));
    let _e115 = atomicLoad((&image0_[((((_e78.x + (_e101.x * 4u)) + (_e101.y * _e78.y)) + (_e101.z * _e78.z)) >> 2u)]));
    let t20_ = (select(_e93, vec4<u32>(_e115, 0u, 0u, 1u), vec4(all((_e101 < vec3<u32>(_e63.x, _e63.y, _e63.z))))).x + 1u);
    let _e121 = vec2<i32>(_e58, _e59);
    let _e126 = bitcast<vec3<u32>>(vec3<i32>(_e121.x, _e121.y, 0i));
    before = 0u;
    if all((_e126 < vec3<u32>(_e63.x, _e63.y, _e63.z))) {
        let _e142 = atomicCompareExchangeWeak((&image0_[((((_e78.x + (_e126.x * 4u)) + (_e126.y * _e78.y)) + (_e126.z * _e78.z)) >> 2u)]), select(_e93, vec4<u32>(_e91, 0u, 0u, 1u), vec4(all((_e71 < vec3<u32>(_e63.x, _e63.y, _e63.z))))).x, t20_);
        before = _e142.old_value;
    }
    return FragmentOutput(bitcast<vec4<f32>>(varying0_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var<storage, read_write> image0_: array<atomic<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    var before: u32;

    let _e13 = blocks[(block0_.x + 35u)];
    let t0_ = ((position.y * bitcast<f32>(_e13.z)) + bitcast<f32>(_e13.w));
    let t4_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let _e24 = bitcast<u32>(t4_.x);
    let _e27 = (5u == 0u);
    let t5_ = select((_e24 % select(5u, 1u, _e27)), 4294967295u, _e27);
    let t6_ = (t5_ == 0u);
    let t7_ = (select(0u, 4294967295u, t6_) & 1065353216u);
    if (-(bitcast<f32>(t7_)) < 0f) {
        discard;
    }
    let t8_ = (bitcast<u32>(t4_.y) << (4u & 31u));
    let t9_ = (_e24 + t8_);
    let t10_ = (t9_ & 15u);
    let _e49 = bitcast<i32>(t9_);
    let t11_ = sign(_e49);
    let t12_ = abs(_e49);
    let t13_ = (bitcast<u32>(t12_) >> (4u & 31u));
    let t14_ = (bitcast<u32>(t11_) * t13_);
    let _e58 = (96u == 0u);
    let t15_ = select((t14_ % select(96u, 1u, _e58)), 4294967295u, _e58);
    let _e62 = bitcast<i32>(t10_);
    let _e63 = bitcast<i32>(t15_);
    let _e64 = vec2<i32>(_e62, _e63);
    let _e69 = blocks[(block0_.x + 33u)];
    let _e77 = bitcast<vec3<u32>>(vec3<i32>(_e64.x, _e64.y, 0i));
    let _e86 = blocks[(block0_.x + 34u)];
    let _e99 = atomicLoad((&image0_[((((_e86.x + (_e77.x * 4u)) + (_e77.y * _e86.y)) + (_e77.z * _e86.z)) >> 2u)]));
    let _e101 = vec4(0u);
    let _e104 = vec2<i32>(_e62, _e63);
    let _e109 = bitcast<vec3<u32>>(vec3<i32>(_e104.x, _e104.y, 0i));
    let _e123 = atomicLoad((&image0_[((((_e86.x + (_e109.x * 4u)) + (_e109.y * _e86.y)) + (_e109.z * _e86.z)) >> 2u)]));
    let t20_ = (select(_e101, vec4<u32>(_e123, 0u, 0u, 1u), vec4(all((_e109 < vec3<u32>(_e69.x, _e69.y, _e69.z))))).x + 1u);
    let _e129 = vec2<i32>(_e62, _e63);
    let _e134 = bitcast<vec3<u32>>(vec3<i32>(_e129.x, _e129.y, 0i));
    before = 0u;
    if all((_e134 < vec3<u32>(_e69.x, _e69.y, _e69.z))) {
        let _e150 = atomicCompareExchangeWeak((&image0_[((((_e86.x + (_e134.x * 4u)) + (_e134.y * _e86.y)) + (_e134.z * _e86.z)) >> 2u)]), select(_e101, vec4<u32>(_e99, 0u, 0u, 1u), vec4(all((_e77 < vec3<u32>(_e69.x, _e69.y, _e69.z))))).x, t20_);
        before = _e150.old_value;
    }
    let _e157 = blocks[block0_.x];
    if (bitcast<f32>(varying0_.w) > bitcast<vec4<f32>>(_e157).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(varying0_));
}

