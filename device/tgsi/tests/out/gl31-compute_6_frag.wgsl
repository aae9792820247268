// Info { inputs: [Input { register: 0, semantic: Some((Color, 0)) }, Input { register: 1, semantic: Some((Fog, 0)) }, Input { register: 2, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false })], constants: [Some(4)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 5>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e8 = textureSample(texture0_, sampler0_, varying1_.xy);
    let _e13 = block[1];
    let t1_ = (varying0_.x * bitcast<f32>(_e13.z));
    let t2_ = saturate(exp2(-(t1_)));
    let _e23 = block[2];
    let _e26 = mix(bitcast<vec3<f32>>(_e23.xyz), _e8.xyz, vec3(t2_));
    return FragmentOutput(vec4<f32>(_e26.x, _e26.y, _e26.z, _e8.w));
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
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) @interpolate(flat) base: u32) -> FragmentOutput {
    let _e9 = textureSample(texture0_, sampler0_, varying1_.xy);
    let _e16 = blocks[(base + 1u)];
    let t1_ = (varying0_.x * bitcast<f32>(_e16.z));
    let t2_ = saturate(exp2(-(t1_)));
    let _e28 = blocks[(base + 2u)];
    let _e31 = mix(bitcast<vec3<f32>>(_e28.xyz), _e9.xyz, vec3(t2_));
    let _e40 = blocks[(base + 0u)];
    if (vec4<f32>(_e31.x, _e31.y, _e31.z, _e9.w).w > bitcast<vec4<f32>>(_e40).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e31.x, _e31.y, _e31.z, _e9.w));
}

