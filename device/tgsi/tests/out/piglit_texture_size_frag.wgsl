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
    let _e7 = textureDimensions(texture0_, 0u);
    let _e14 = max((_e7 >> vec2(min(_e4.x, 31u))), vec2(1u));
    let _e15 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e14.x), bitcast<i32>(_e14.y), bitcast<i32>(_e15)));
    let _e26 = (vec3(0.01f) * t1_);
    return FragmentOutput(vec4<f32>(_e26.x, _e26.y, _e26.z, 1f));
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
    let _e11 = textureDimensions(texture0_, 0u);
    let _e18 = max((_e11 >> vec2(min(_e8.x, 31u))), vec2(1u));
    let _e19 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e18.x), bitcast<i32>(_e18.y), bitcast<i32>(_e19)));
    let _e30 = (vec3(0.01f) * t1_);
    let _e34 = blocks[block0_.x];
    if (1f > bitcast<vec4<f32>>(_e34).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e30.x, _e30.y, _e30.z, 1f));
}

