// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Color, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: true, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e8 = textureSample(texture0_, sampler0_, varying0_.xy);
    let t1_ = (_e8 * varying1_);
    let _e13 = block[33];
    let t2_ = mix(vec3(0.5f), t1_.xyz, vec3(bitcast<f32>(_e13.x)));
    let _e27 = block[34];
    return FragmentOutput((vec4<f32>(t2_.x, t2_.y, t2_.z, t1_.w) * bitcast<vec4<f32>>(_e27)));
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
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) @interpolate(flat) varying2_: vec4<u32>, @location(3) @interpolate(flat) block0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let _e14 = textureSample(texture0_, sampler0_, varying0_.xy);
    let t1_ = (_e14 * bitcast<vec4<f32>>(select(varying2_, varying1_, vec4(front_facing))));
    let _e22 = blocks[(block0_.x + 33u)];
    let t2_ = mix(vec3(0.5f), t1_.xyz, vec3(bitcast<f32>(_e22.x)));
    let _e38 = blocks[(block0_.x + 34u)];
    let _e40 = (vec4<f32>(t2_.x, t2_.y, t2_.z, t1_.w) * bitcast<vec4<f32>>(_e38));
    let _e43 = blocks[block0_.x];
    if (_e40.w > bitcast<vec4<f32>>(_e43).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e40);
}

// handed
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) @interpolate(flat) block0_: vec4<u32>, @location(3) @interpolate(flat) block1_: vec4<u32>) -> FragmentOutput {
    let _e10 = textureSample(texture0_, sampler0_, varying0_.xy);
    let t1_ = (_e10 * varying1_);
    let _e15 = block[33];
    let t2_ = mix(vec3(0.5f), t1_.xyz, vec3(bitcast<f32>(_e15.x)));
    let _e29 = block[34];
    let _e31 = (vec4<f32>(t2_.x, t2_.y, t2_.z, t1_.w) * bitcast<vec4<f32>>(_e29));
    if (_e31.w < bitcast<vec4<f32>>(block0_).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e31);
}

// round_point
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) @interpolate(flat) varying2_: vec4<u32>, @location(91) @interpolate(linear) point_coord: vec2<f32>) -> FragmentOutput {
    let _e13 = (bitcast<vec4<f32>>(varying2_).x + 1f);
    let _e15 = ((point_coord.x - 0.5f) * _e13);
    let _e18 = ((point_coord.y - 0.5f) * _e13);
    let _e24 = saturate(((_e13 * 0.5f) - sqrt(((_e15 * _e15) + (_e18 * _e18)))));
    let _e27 = textureSample(texture0_, sampler0_, varying0_.xy);
    let t1_ = (_e27 * varying1_);
    let _e31 = block[33];
    let t2_ = mix(vec3(0.5f), t1_.xyz, vec3(bitcast<f32>(_e31.x)));
    let _e45 = block[34];
    let _e47 = (vec4<f32>(t2_.x, t2_.y, t2_.z, t1_.w) * bitcast<vec4<f32>>(_e45));
    if (_e24 <= 0f) {
        discard;
    }
    let _e52 = block[0];
    if ((_e47.w * _e24) > bitcast<vec4<f32>>(_e52).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e47.x, _e47.y, _e47.z, (_e47.w * _e24)));
}

