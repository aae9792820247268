// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let t0_ = (0f < varying0_.x);
    let t1_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1056965167u, 1056964595u, 1056964595u, 1065353216u), vec4(t0_));
    return FragmentOutput(bitcast<vec4<f32>>(t1_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let t0_ = (0f < varying0_.x);
    let t1_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1056965167u, 1056964595u, 1056964595u, 1065353216u), vec4(t0_));
    let _e18 = blocks[block0_.x];
    if (bitcast<f32>(t1_.w) > bitcast<vec4<f32>>(_e18).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t1_));
}

