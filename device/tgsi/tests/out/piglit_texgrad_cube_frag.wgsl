// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Cube, shadow: false, levels: true, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e5 = varying0_.xyz;
    let t0_ = dpdx(_e5);
    let _e8 = block[33];
    let t1_ = (_e5 * vec3(bitcast<f32>(_e8.x)));
    let t2_ = dpdy(t1_);
    let _e16 = textureSampleGrad(texture0_, sampler0_, _e5, t0_, t2_);
    return FragmentOutput(_e16);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e7 = varying0_.xyz;
    let t0_ = dpdx(_e7);
    let _e12 = blocks[(block0_.x + 33u)];
    let t1_ = (_e7 * vec3(bitcast<f32>(_e12.x)));
    let t2_ = dpdy(t1_);
    let _e20 = textureSampleGrad(texture0_, sampler0_, _e7, t0_, t2_);
    let _e24 = blocks[block0_.x];
    if (_e20.w > bitcast<vec4<f32>>(_e24).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e20);
}

