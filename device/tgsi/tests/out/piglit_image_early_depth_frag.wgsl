// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: true, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 4 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<rgba32float,write>;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e8 = block[33];
    let t0_ = ((position.y * bitcast<f32>(_e8.z)) + bitcast<f32>(_e8.w));
    let t2_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t3_ = (bitcast<u32>(t2_.y) << (4u & 31u));
    let t4_ = (bitcast<u32>(t2_.x) + t3_);
    let t1_ = (t4_ & 15u);
    let _e29 = bitcast<i32>(t4_);
    let t5_ = sign(_e29);
    let t6_ = abs(_e29);
    let t7_ = (bitcast<u32>(t6_) >> (4u & 31u));
    let t8_ = (bitcast<u32>(t5_) * t7_);
    let _e39 = (96u == 0u);
    let t1_1 = select((t8_ % select(96u, 1u, _e39)), 4294967295u, _e39);
    let _e46 = vec2<i32>(bitcast<i32>(t1_), bitcast<i32>(t1_1));
    let _e48 = textureDimensions(image0_);
    if all((bitcast<vec2<u32>>(_e46) < vec2<u32>(_e48.x, _e48.y))) {
        textureStore(image0_, _e46, vec4<f32>(0f, 1f, 0f, 1f));
    }
    return FragmentOutput(vec4<f32>(0f, 1f, 0f, 1f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<rgba32float,write>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e12 = blocks[(block0_.x + 33u)];
    let t0_ = ((position.y * bitcast<f32>(_e12.z)) + bitcast<f32>(_e12.w));
    let t2_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t3_ = (bitcast<u32>(t2_.y) << (4u & 31u));
    let t4_ = (bitcast<u32>(t2_.x) + t3_);
    let t1_ = (t4_ & 15u);
    let _e33 = bitcast<i32>(t4_);
    let t5_ = sign(_e33);
    let t6_ = abs(_e33);
    let t7_ = (bitcast<u32>(t6_) >> (4u & 31u));
    let t8_ = (bitcast<u32>(t5_) * t7_);
    let _e43 = (96u == 0u);
    let t1_1 = select((t8_ % select(96u, 1u, _e43)), 4294967295u, _e43);
    let _e50 = vec2<i32>(bitcast<i32>(t1_), bitcast<i32>(t1_1));
    let _e52 = textureDimensions(image0_);
    if all((bitcast<vec2<u32>>(_e50) < vec2<u32>(_e52.x, _e52.y))) {
        textureStore(image0_, _e50, vec4<f32>(0f, 1f, 0f, 1f));
    }
    let _e62 = blocks[block0_.x];
    if (1f > bitcast<vec4<f32>>(_e62).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(0f, 1f, 0f, 1f));
}

