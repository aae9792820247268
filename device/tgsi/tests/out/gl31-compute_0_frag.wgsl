// Info { inputs: [Input { register: 0, semantic: Some((Color, 0)) }, Input { register: 1, semantic: Some((Fog, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(3)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: true, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 4>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e6 = block[1];
    let t0_ = (varying1_.x * bitcast<f32>(_e6.z));
    let t1_ = saturate(exp2(-(t0_)));
    let _e16 = block[2];
    let _e19 = mix(bitcast<vec3<f32>>(_e16.xyz), varying0_.xyz, vec3(t1_));
    return FragmentOutput(vec4<f32>(_e19.x, _e19.y, _e19.z, varying0_.w));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) varying2_: vec4<f32>, @location(3) @interpolate(flat) base: u32, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let _e7 = select(varying1_, varying0_, vec4(front_facing));
    let _e13 = blocks[(base + 1u)];
    let t0_ = (varying2_.x * bitcast<f32>(_e13.z));
    let t1_ = saturate(exp2(-(t0_)));
    let _e26 = blocks[(base + 2u)];
    let _e29 = mix(bitcast<vec3<f32>>(_e26.xyz), bitcast<vec3<f32>>(_e7.xyz), vec3(t1_));
    let _e34 = bitcast<f32>(_e7.w);
    let _e39 = blocks[(base + 0u)];
    if (vec4<f32>(_e29.x, _e29.y, _e29.z, _e34).w > bitcast<vec4<f32>>(_e39).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e29.x, _e29.y, _e29.z, _e34));
}

