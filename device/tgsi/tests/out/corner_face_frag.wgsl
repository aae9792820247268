// Info { inputs: [Input { register: 0, semantic: Some((Face, 0)) }, Input { register: 1, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let t0_ = (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= vec4(0f));
    let t1_ = (select(0u, 4294967295u, t0_.x) & 1u);
    let t1_1 = select(0f, 1f, (bitcast<f32>(varying0_.y) >= 0f));
    let t1_2 = ~(select(0u, 4294967295u, t0_.x));
    let _e23 = bitcast<f32>(t1_2);
    return FragmentOutput(vec4<f32>(bitcast<f32>(t1_), t1_1, _e23, _e23));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) block0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let t0_ = (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= vec4(0f));
    let t1_ = (select(0u, 4294967295u, t0_.x) & 1u);
    let t1_1 = select(0f, 1f, (bitcast<f32>(varying0_.y) >= 0f));
    let t1_2 = ~(select(0u, 4294967295u, t0_.x));
    let _e24 = bitcast<f32>(t1_2);
    let _e26 = blocks[block0_.x];
    if (_e24 > bitcast<vec4<f32>>(_e26).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(t1_), t1_1, _e24, _e24));
}

