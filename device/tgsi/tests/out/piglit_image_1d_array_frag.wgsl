// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D1Array, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 4 }, bgra: false }), access: Access { loads: true, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(4) @binding(96) 
var image0_: texture_storage_2d_array<rgba32float,read_write>;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e8 = block[33];
    let t0_ = ((position.y * bitcast<f32>(_e8.z)) + bitcast<f32>(_e8.w));
    let t3_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t4_ = (bitcast<u32>(t3_.y) << (4u & 31u));
    let t5_ = (bitcast<u32>(t3_.x) + t4_);
    let t6_ = (t5_ & 15u);
    let _e29 = bitcast<i32>(t5_);
    let t7_ = sign(_e29);
    let t8_ = abs(_e29);
    let t9_ = (bitcast<u32>(t8_) >> (4u & 31u));
    let t10_ = (bitcast<u32>(t7_) * t9_);
    let _e39 = (96u == 0u);
    let t11_ = select((t10_ % select(96u, 1u, _e39)), 4294967295u, _e39);
    let _e44 = bitcast<i32>(t6_);
    let _e45 = bitcast<i32>(t11_);
    let _e46 = vec2<i32>(_e44, _e45);
    let _e49 = textureDimensions(image0_);
    let _e52 = textureNumLayers(image0_);
    let _e54 = vec2<i32>(_e46.x, 0i);
    let _e62 = textureLoad(image0_, _e54, _e46.y);
    let _e66 = vec2<i32>(_e44, _e45);
    let _e68 = textureDimensions(image0_);
    let _e71 = textureNumLayers(image0_);
    let _e73 = vec2<i32>(_e66.x, 0i);
    if (all((bitcast<vec2<u32>>(_e73) < vec2<u32>(_e68.x, _e68.y))) && (bitcast<u32>(_e66.y) < _e71)) {
        textureStore(image0_, _e73, _e66.y, vec4(33f));
    }
    return FragmentOutput(select(vec4(0f), _e62, vec4((all((bitcast<vec2<u32>>(_e54) < vec2<u32>(_e49.x, _e49.y))) && (bitcast<u32>(_e46.y) < _e52)))));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var image0_: texture_storage_2d_array<rgba32float,read_write>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e12 = blocks[(block0_.x + 33u)];
    let t0_ = ((position.y * bitcast<f32>(_e12.z)) + bitcast<f32>(_e12.w));
    let t3_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let t4_ = (bitcast<u32>(t3_.y) << (4u & 31u));
    let t5_ = (bitcast<u32>(t3_.x) + t4_);
    let t6_ = (t5_ & 15u);
    let _e33 = bitcast<i32>(t5_);
    let t7_ = sign(_e33);
    let t8_ = abs(_e33);
    let t9_ = (bitcast<u32>(t8_) >> (4u & 31u));
    let t10_ = (bitcast<u32>(t7_) * t9_);
    let _e43 = (96u == 0u);
    let t11_ = select((t10_ % select(96u, 1u, _e43)), 4294967295u, _e43);
    let _e48 = bitcast<i32>(t6_);
    let _e49 = bitcast<i32>(t11_);
    let _e50 = vec2<i32>(_e48, _e49);
    let _e53 = textureDimensions(image0_);
    let _e56 = textureNumLayers(image0_);
    let _e58 = vec2<i32>(_e50.x, 0i);
    let _e66 = textureLoad(image0_, _e58, _e50.y);
    let _e69 = select(vec4(0f), _e66, vec4((all((bitcast<vec2<u32>>(_e58) < vec2<u32>(_e53.x, _e53.y))) && (bitcast<u32>(_e50.y) < _e56))));
    let _e70 = vec2<i32>(_e48, _e49);
    let _e72 = textureDimensions(image0_);
    let _e75 = textureNumLayers(image0_);
    let _e77 = vec2<i32>(_e70.x, 0i);
    if (all((bitcast<vec2<u32>>(_e77) < vec2<u32>(_e72.x, _e72.y))) && (bitcast<u32>(_e70.y) < _e75)) {
        textureStore(image0_, _e77, _e70.y, vec4(33f));
    }
    let _e90 = blocks[block0_.x];
    if (_e69.w > bitcast<vec4<f32>>(_e90).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e69);
}

