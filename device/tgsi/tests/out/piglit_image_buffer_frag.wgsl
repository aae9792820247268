// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: Buffer, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 4 }, bgra: false }), access: Access { loads: true, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 36>;
@group(4) @binding(96) 
var<storage, read_write> image0_: array<u32>;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e8 = block[35];
    let t0_ = ((position.y * bitcast<f32>(_e8.z)) + bitcast<f32>(_e8.w));
    let t3_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t4_ = (bitcast<u32>(t3_.y) << (4u & 31u));
    let t5_ = (bitcast<u32>(t3_.x) + t4_);
    let _e29 = (1536u == 0u);
    let t6_ = select((t5_ % select(1536u, 1u, _e29)), 4294967295u, _e29);
    let _e34 = bitcast<i32>(t6_);
    let _e37 = block[33];
    let _e43 = bitcast<vec3<u32>>(vec3<i32>(_e34, 0i, 0i));
    let _e50 = block[34];
    let _e62 = ((((_e50.x + (_e43.x * 16u)) + (_e43.y * _e50.y)) + (_e43.z * _e50.z)) >> 2u);
    let _e64 = image0_[_e62];
    let _e67 = image0_[(_e62 + 1u)];
    let _e70 = image0_[(_e62 + 2u)];
    let _e74 = image0_[(_e62 + 3u)];
    let _e85 = bitcast<vec3<u32>>(vec3<i32>(_e34, 0i, 0i));
    let _e90 = vec4(33f);
    if all((_e85 < vec3<u32>(_e37.x, _e37.y, _e37.z))) {
        let _e99 = (((_e50.x + (_e85.x * 16u)) + (_e85.y * _e50.y)) + (_e85.z * _e50.z));
        image0_[(_e99 >> 2u)] = bitcast<u32>(_e90.x);
        image0_[((_e99 >> 2u) + 1u)] = bitcast<u32>(_e90.y);
        image0_[((_e99 >> 2u) + 2u)] = bitcast<u32>(_e90.z);
        image0_[((_e99 >> 2u) + 3u)] = bitcast<u32>(_e90.w);
    }
    return FragmentOutput(select(vec4(0f), vec4<f32>(bitcast<f32>(_e64), bitcast<f32>(_e67), bitcast<f32>(_e70), bitcast<f32>(_e74)), vec4(all((_e43 < vec3<u32>(_e37.x, _e37.y, _e37.z))))));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var<storage, read_write> image0_: array<u32>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e12 = blocks[(block0_.x + 35u)];
    let t0_ = ((position.y * bitcast<f32>(_e12.z)) + bitcast<f32>(_e12.w));
    let t3_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t4_ = (bitcast<u32>(t3_.y) << (4u & 31u));
    let t5_ = (bitcast<u32>(t3_.x) + t4_);
    let _e33 = (1536u == 0u);
    let t6_ = select((t5_ % select(1536u, 1u, _e33)), 4294967295u, _e33);
    let _e38 = bitcast<i32>(t6_);
    let _e43 = blocks[(block0_.x + 33u)];
    let _e49 = bitcast<vec3<u32>>(vec3<i32>(_e38, 0i, 0i));
    let _e58 = blocks[(block0_.x + 34u)];
    let _e70 = ((((_e58.x + (_e49.x * 16u)) + (_e49.y * _e58.y)) + (_e49.z * _e58.z)) >> 2u);
    let _e72 = image0_[_e70];
    let _e75 = image0_[(_e70 + 1u)];
    let _e78 = image0_[(_e70 + 2u)];
    let _e82 = image0_[(_e70 + 3u)];
    let _e90 = select(vec4(0f), vec4<f32>(bitcast<f32>(_e72), bitcast<f32>(_e75), bitcast<f32>(_e78), bitcast<f32>(_e82)), vec4(all((_e49 < vec3<u32>(_e43.x, _e43.y, _e43.z)))));
    let _e93 = bitcast<vec3<u32>>(vec3<i32>(_e38, 0i, 0i));
    let _e98 = vec4(33f);
    if all((_e93 < vec3<u32>(_e43.x, _e43.y, _e43.z))) {
        let _e107 = (((_e58.x + (_e93.x * 16u)) + (_e93.y * _e58.y)) + (_e93.z * _e58.z));
        image0_[(_e107 >> 2u)] = bitcast<u32>(_e98.x);
        image0_[((_e107 >> 2u) + 1u)] = bitcast<u32>(_e98.y);
        image0_[((_e107 >> 2u) + 2u)] = bitcast<u32>(_e98.z);
        image0_[((_e107 >> 2u) + 3u)] = bitcast<u32>(_e98.w);
    }
    let _e129 = blocks[block0_.x];
    if (_e90.w > bitcast<vec4<f32>>(_e129).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e90);
}

