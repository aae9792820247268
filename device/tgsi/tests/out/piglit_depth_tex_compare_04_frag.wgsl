// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: true, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e12 = textureSampleCompare(texture0_, sampler0_, (varying0_.xy / vec2(varying0_.w)), (varying0_.z / varying0_.w));
    let _e17 = block[33];
    return FragmentOutput((vec4(_e12) * bitcast<vec4<f32>>(_e17)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e14 = textureSampleCompare(texture0_, sampler0_, (varying0_.xy / vec2(varying0_.w)), (varying0_.z / varying0_.w));
    let _e21 = blocks[(block0_.x + 33u)];
    let _e23 = (vec4(_e14) * bitcast<vec4<f32>>(_e21));
    let _e26 = blocks[block0_.x];
    if (_e23.w > bitcast<vec4<f32>>(_e26).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e23);
}

