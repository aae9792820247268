// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: true, only_gathers: false, asks_level: false })], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e9 = textureSampleBias(texture0_, sampler0_, varying0_.xy, 1f);
    return FragmentOutput(_e9);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e11 = textureSampleBias(texture0_, sampler0_, varying0_.xy, 1f);
    let _e15 = blocks[block0_.x];
    if (_e11.w > bitcast<vec4<f32>>(_e15).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e11);
}

