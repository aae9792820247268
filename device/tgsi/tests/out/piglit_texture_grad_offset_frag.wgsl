// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2Array, shadow: true, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2Array, shadow: true, levels: true, only_gathers: false, asks_level: false })], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d_array;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;
@group(1) @binding(2) 
var texture1_: texture_depth_2d_array;
@group(1) @binding(3) 
var sampler1_: sampler_comparison;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let t0_ = (varying0_ + vec4<f32>(-0f, -0f, -0f, -0.05f));
    let t1_ = (varying0_ + vec4<f32>(0f, 0f, 0f, 0.05f));
    let _e19 = block[34];
    let _e21 = block[33];
    let _e34 = textureSampleCompare(texture0_, sampler0_, t0_.xy, i32(floor((t0_.z + 0.5f))), t0_.w, vec2<i32>(3i, -1i));
    let _e43 = textureSampleCompare(texture1_, sampler1_, t1_.xy, i32(floor((t1_.z + 0.5f))), t1_.w, vec2<i32>(3i, -1i));
    let t6_ = (_e34 * _e43);
    return FragmentOutput(vec4(t6_));
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
@group(1) @binding(2) 
var texture1_: texture_depth_2d_array;
@group(1) @binding(3) 
var sampler1_: sampler_comparison;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let t0_ = (varying0_ + vec4<f32>(-0f, -0f, -0f, -0.05f));
    let t1_ = (varying0_ + vec4<f32>(0f, 0f, 0f, 0.05f));
    let _e23 = blocks[(block0_.x + 34u)];
    let _e27 = blocks[(block0_.x + 33u)];
    let _e40 = textureSampleCompare(texture0_, sampler0_, t0_.xy, i32(floor((t0_.z + 0.5f))), t0_.w, vec2<i32>(3i, -1i));
    let _e49 = textureSampleCompare(texture1_, sampler1_, t1_.xy, i32(floor((t1_.z + 0.5f))), t1_.w, vec2<i32>(3i, -1i));
    let t6_ = (_e40 * _e49);
    let _e52 = blocks[block0_.x];
    if (t6_ > bitcast<vec4<f32>>(_e52).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4(t6_));
}

