// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: CubeArray, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 4 }, bgra: false }), access: Access { loads: false, stores: false, atomics: false } })], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;
@group(4) @binding(96) 
var image0_: texture_storage_2d_array<rgba32float,write>;

@fragment 
fn main() -> FragmentOutput {
    let _e4 = textureDimensions(image0_);
    let _e7 = textureNumLayers(image0_);
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e4.x), bitcast<f32>(_e4.y), bitcast<f32>((_e7 / 6u)), 0.000000000000000000000000000000000000000000001f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(96) 
var image0_: texture_storage_2d_array<rgba32float,write>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e6 = textureDimensions(image0_);
    let _e9 = textureNumLayers(image0_);
    let _e14 = blocks[block0_.x];
    if (0.000000000000000000000000000000000000000000001f > bitcast<vec4<f32>>(_e14).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e6.x), bitcast<f32>(_e6.y), bitcast<f32>((_e9 / 6u)), 0.000000000000000000000000000000000000000000001f));
}

