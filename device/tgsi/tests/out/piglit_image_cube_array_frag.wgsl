// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: CubeArray, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 4 }, bgra: false }), access: Access { loads: true, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
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
    let t11_ = (t10_ & 15u);
    let _e38 = bitcast<i32>(t10_);
    let t12_ = sign(_e38);
    let t13_ = abs(_e38);
    let t14_ = (bitcast<u32>(t13_) >> (4u & 31u));
    let t15_ = (bitcast<u32>(t12_) * t14_);
    let _e46 = bitcast<i32>(t6_);
    let _e47 = bitcast<i32>(t11_);
    let _e48 = bitcast<i32>(t15_);
    let _e49 = vec3<i32>(_e46, _e47, _e48);
    let _e53 = textureDimensions(image0_);
    let _e56 = textureNumLayers(image0_);
    let _e57 = _e49.xy;
    let _e65 = textureLoad(image0_, _e57, _e49.z);
    let _e69 = vec3<i32>(_e46, _e47, _e48);
    let _e71 = textureDimensions(image0_);
    let _e74 = textureNumLayers(image0_);
    let _e75 = _e69.xy;
    if (all((bitcast<vec2<u32>>(_e75) < vec2<u32>(_e71.x, _e71.y))) && (bitcast<u32>(_e69.z) < _e74)) {
        textureStore(image0_, _e75, _e69.z, vec4(33f));
    }
    return FragmentOutput(select(vec4(0f), _e65, vec4((all((bitcast<vec2<u32>>(_e57) < vec2<u32>(_e53.x, _e53.y))) && (bitcast<u32>(_e49.z) < _e56)))));
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
    let t11_ = (t10_ & 15u);
    let _e42 = bitcast<i32>(t10_);
    let t12_ = sign(_e42);
    let t13_ = abs(_e42);
    let t14_ = (bitcast<u32>(t13_) >> (4u & 31u));
    let t15_ = (bitcast<u32>(t12_) * t14_);
    let _e50 = bitcast<i32>(t6_);
    let _e51 = bitcast<i32>(t11_);
    let _e52 = bitcast<i32>(t15_);
    let _e53 = vec3<i32>(_e50, _e51, _e52);
    let _e57 = textureDimensions(image0_);
    let _e60 = textureNumLayers(image0_);
    let _e61 = _e53.xy;
    let _e69 = textureLoad(image0_, _e61, _e53.z);
    let _e72 = select(vec4(0f), _e69, vec4((all((bitcast<vec2<u32>>(_e61) < vec2<u32>(_e57.x, _e57.y))) && (bitcast<u32>(_e53.z) < _e60))));
    let _e73 = vec3<i32>(_e50, _e51, _e52);
    let _e75 = textureDimensions(image0_);
    let _e78 = textureNumLayers(image0_);
    let _e79 = _e73.xy;
    if (all((bitcast<vec2<u32>>(_e79) < vec2<u32>(_e75.x, _e75.y))) && (bitcast<u32>(_e73.z) < _e78)) {
        textureStore(image0_, _e79, _e73.z, vec4(33f));
    }
    let _e92 = blocks[block0_.x];
    if (_e72.w > bitcast<vec4<f32>>(_e92).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e72);
}

