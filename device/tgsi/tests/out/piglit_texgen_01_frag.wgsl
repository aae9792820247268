// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let t0_ = (varying0_ * vec4(4f));
    let t1_ = fract(t0_);
    let t2_ = ((t1_ * vec4(-1f)) + t0_);
    return FragmentOutput((t2_ * vec4(0.25f)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let t0_ = (varying0_ * vec4(4f));
    let t1_ = fract(t0_);
    let t2_ = ((t1_ * vec4(-1f)) + t0_);
    let _e18 = (t2_ * vec4(0.25f));
    let _e21 = blocks[block0_.x];
    if (_e18.w > bitcast<vec4<f32>>(_e21).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e18);
}

