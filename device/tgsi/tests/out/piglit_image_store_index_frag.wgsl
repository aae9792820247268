// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(3)], constants_named: 7, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D2, format: None, access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: None, access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: None, access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: None, access: Access { loads: false, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 36>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(97) 
var image1_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(98) 
var image2_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(99) 
var image3_: texture_storage_2d<rgba16float,write>;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    var chosen: vec4<u32>;

    let _e11 = block[35];
    let t0_ = ((position.y * bitcast<f32>(_e11.z)) + bitcast<f32>(_e11.w));
    let t1_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let _e22 = block[34];
    let t2_ = (_e22.x << (1u & 31u));
    let t3_ = (1u + t2_);
    switch min(t3_, 3u) {
        case 0u: {
            let _e33 = textureDimensions(image0_);
            let _e41 = block[33];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e33.x, _e33.y))) {
                textureStore(image0_, t1_, bitcast<vec4<f32>>(_e41));
            }
            chosen = vec4(0u);
        }
        case 1u: {
            let _e44 = textureDimensions(image1_);
            let _e52 = block[33];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e44.x, _e44.y))) {
                textureStore(image1_, t1_, bitcast<vec4<f32>>(_e52));
            }
            chosen = vec4(0u);
        }
        case 2u: {
            let _e55 = textureDimensions(image2_);
            let _e63 = block[33];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e55.x, _e55.y))) {
                textureStore(image2_, t1_, bitcast<vec4<f32>>(_e63));
            }
            chosen = vec4(0u);
        }
        default: {
            let _e66 = textureDimensions(image3_);
            let _e74 = block[33];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e66.x, _e66.y))) {
                textureStore(image3_, t1_, bitcast<vec4<f32>>(_e74));
            }
            chosen = vec4(0u);
        }
    }
    return FragmentOutput(vec4<f32>(0f, 0f, 0f, 1f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(97) 
var image1_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(98) 
var image2_: texture_storage_2d<rgba16float,write>;
@group(4) @binding(99) 
var image3_: texture_storage_2d<rgba16float,write>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    var chosen: vec4<u32>;

    let _e15 = blocks[(block0_.x + 35u)];
    let t0_ = ((position.y * bitcast<f32>(_e15.z)) + bitcast<f32>(_e15.w));
    let t1_ = vec2<i32>(vec2<f32>(position.x, t0_));
    let _e28 = blocks[(block0_.x + 34u)];
    let t2_ = (_e28.x << (1u & 31u));
    let t3_ = (1u + t2_);
    switch min(t3_, 3u) {
        case 0u: {
            let _e39 = textureDimensions(image0_);
            let _e49 = blocks[(block0_.x + 33u)];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e39.x, _e39.y))) {
                textureStore(image0_, t1_, bitcast<vec4<f32>>(_e49));
            }
            chosen = vec4(0u);
        }
        case 1u: {
            let _e52 = textureDimensions(image1_);
            let _e61 = blocks[(block0_.x + 33u)];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e52.x, _e52.y))) {
                textureStore(image1_, t1_, bitcast<vec4<f32>>(_e61));
            }
            chosen = vec4(0u);
        }
        case 2u: {
            let _e64 = textureDimensions(image2_);
            let _e73 = blocks[(block0_.x + 33u)];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e64.x, _e64.y))) {
                textureStore(image2_, t1_, bitcast<vec4<f32>>(_e73));
            }
            chosen = vec4(0u);
        }
        default: {
            let _e76 = textureDimensions(image3_);
            let _e85 = blocks[(block0_.x + 33u)];
            if all((bitcast<vec2<u32>>(t1_) < vec2<u32>(_e76.x, _e76.y))) {
                textureStore(image3_, t1_, bitcast<vec4<f32>>(_e85));
            }
            chosen = vec4(0u);
        }
    }
    let _e91 = blocks[block0_.x];
    if (1f > bitcast<vec4<f32>>(_e91).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(0f, 0f, 0f, 1f));
}

