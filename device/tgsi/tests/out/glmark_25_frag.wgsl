// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 1>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let t0_ = (varying0_.xyz * vec3(varying0_.w));
    let t1_ = min(t0_.y, t0_.z);
    let t2_ = min(t0_.x, t1_);
    let t3_ = (-2f * t2_);
    let t4_ = (t3_ * t2_);
    let t5_ = exp2(t4_);
    return FragmentOutput(mix(vec4<f32>(0f, 0.5f, 0.8f, 0.8f), vec4(1f), vec4(t5_)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) base: u32) -> FragmentOutput {
    let t0_ = (varying0_.xyz * vec3(varying0_.w));
    let t1_ = min(t0_.y, t0_.z);
    let t2_ = min(t0_.x, t1_);
    let t3_ = (-2f * t2_);
    let t4_ = (t3_ * t2_);
    let t5_ = exp2(t4_);
    let _e28 = mix(vec4<f32>(0f, 0.5f, 0.8f, 0.8f), vec4(1f), vec4(t5_));
    let _e31 = blocks[base];
    if (_e28.w > bitcast<vec4<f32>>(_e31).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e28);
}

