// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 1>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e3 = varying0_.xyz;
    let t0_ = dot(_e3, _e3);
    let t1_ = inverseSqrt(t0_);
    let t2_ = (_e3 * vec3(t1_));
    let t3_ = dot(t2_, vec3<f32>(0.40824795f, 0.40824795f, 0.8164969f));
    let t4_ = max(t3_, 0f);
    let t5_ = pow(t4_, 100f);
    let t6_ = ((vec4<f32>(0.16000001f, 0.16000001f, 0.16000001f, 1f) * vec4(t5_)) + vec4<f32>(0.1f, 0.1f, 0.1f, 1f));
    let t7_ = dot(t2_, vec3<f32>(0.6666667f, 0.6666667f, 0.33333334f));
    let t8_ = max(t7_, 0f);
    return FragmentOutput(((vec4<f32>(0.8f, 0.8f, 0.8f, 1f) * vec4(t8_)) + t6_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) base: u32) -> FragmentOutput {
    let _e4 = varying0_.xyz;
    let t0_ = dot(_e4, _e4);
    let t1_ = inverseSqrt(t0_);
    let t2_ = (_e4 * vec3(t1_));
    let t3_ = dot(t2_, vec3<f32>(0.40824795f, 0.40824795f, 0.8164969f));
    let t4_ = max(t3_, 0f);
    let t5_ = pow(t4_, 100f);
    let t6_ = ((vec4<f32>(0.16000001f, 0.16000001f, 0.16000001f, 1f) * vec4(t5_)) + vec4<f32>(0.1f, 0.1f, 0.1f, 1f));
    let t7_ = dot(t2_, vec3<f32>(0.6666667f, 0.6666667f, 0.33333334f));
    let t8_ = max(t7_, 0f);
    let _e43 = ((vec4<f32>(0.8f, 0.8f, 0.8f, 1f) * vec4(t8_)) + t6_);
    let _e46 = blocks[base];
    if (_e43.w > bitcast<vec4<f32>>(_e46).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e43);
}

