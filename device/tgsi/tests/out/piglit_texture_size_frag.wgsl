// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2Array, shadow: true, levels: false, only_gathers: true, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d_array;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main() -> FragmentOutput {
    let _e4 = block[33];
    let _e6 = textureDimensions(texture0_, _e4.x);
    let _e8 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e6.x), bitcast<i32>(_e6.y), bitcast<i32>(_e8)));
    let _e19 = (vec3(0.01f) * t1_);
    return FragmentOutput(vec4<f32>(_e19.x, _e19.y, _e19.z, 1f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d_array;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e8 = blocks[(block0_.x + 33u)];
    let _e10 = textureDimensions(texture0_, _e8.x);
    let _e12 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e10.x), bitcast<i32>(_e10.y), bitcast<i32>(_e12)));
    let _e23 = (vec3(0.01f) * t1_);
    let _e27 = blocks[block0_.x];
    if (1f > bitcast<vec4<f32>>(_e27).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e23.x, _e23.y, _e23.z, 1f));
}

