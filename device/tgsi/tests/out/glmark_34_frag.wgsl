// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false })], constants: [Some(1)], writes_depth: false, discards: true, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 2>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e9 = block[1];
    let t0_ = ((position.y * bitcast<f32>(_e9.z)) + bitcast<f32>(_e9.w));
    let t1_ = (vec2<f32>(position.x, t0_) / vec2(32f));
    let _e23 = textureSample(texture0_, sampler0_, t1_);
    let t3_ = (_e23.w < 0.5f);
    let t4_ = (select(0u, 4294967295u, t3_) & 1065353216u);
    if (-(bitcast<f32>(t4_)) < 0f) {
        discard;
    }
    return FragmentOutput(_e23);
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
fn main(@location(0) @interpolate(flat) base: u32, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    let _e12 = blocks[(base + 1u)];
    let t0_ = ((position.y * bitcast<f32>(_e12.z)) + bitcast<f32>(_e12.w));
    let t1_ = (vec2<f32>(position.x, t0_) / vec2(32f));
    let _e26 = textureSample(texture0_, sampler0_, t1_);
    let t3_ = (_e26.w < 0.5f);
    let t4_ = (select(0u, 4294967295u, t3_) & 1065353216u);
    if (-(bitcast<f32>(t4_)) < 0f) {
        discard;
    }
    let _e39 = blocks[base];
    if (_e26.w > bitcast<vec4<f32>>(_e39).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e26);
}

