// Info { inputs: [Input { register: 0, semantic: Some((Color, 0)) }, Input { register: 1, semantic: Some((Color, 1)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: true, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e6 = block[33];
    let _e14 = textureSample(texture0_, sampler0_, (bitcast<vec2<f32>>(_e6.xy) / vec2(bitcast<f32>(_e6.w))));
    let t2_ = (_e14 * varying0_);
    let _e21 = (t2_.xyz + varying1_.xyz);
    return FragmentOutput(vec4<f32>(_e21.x, _e21.y, _e21.z, t2_.w));
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
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) @interpolate(flat) varying2_: vec4<u32>, @location(3) @interpolate(flat) varying3_: vec4<u32>, @location(4) @interpolate(flat) block0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let _e10 = vec4(front_facing);
    let _e16 = blocks[(block0_.x + 33u)];
    let _e24 = textureSample(texture0_, sampler0_, (bitcast<vec2<f32>>(_e16.xy) / vec2(bitcast<f32>(_e16.w))));
    let t2_ = (_e24 * bitcast<vec4<f32>>(select(varying1_, varying0_, _e10)));
    let _e33 = (t2_.xyz + bitcast<vec3<f32>>(select(varying3_, varying2_, _e10).xyz));
    let _e36 = blocks[block0_.x];
    if (t2_.w > bitcast<vec4<f32>>(_e36).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e33.x, _e33.y, _e33.z, t2_.w));
}

