// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;

@fragment 
fn main() -> FragmentOutput {
    let _e2 = block[33];
    let _e6 = block[34];
    let t0_ = saturate(pow(bitcast<f32>(_e2.x), bitcast<f32>(_e6.x)));
    let t0_1 = saturate(pow(bitcast<f32>(_e2.y), bitcast<f32>(_e6.y)));
    let t0_2 = saturate(pow(bitcast<f32>(_e2.z), bitcast<f32>(_e6.z)));
    let t0_3 = saturate(pow(bitcast<f32>(_e2.w), bitcast<f32>(_e6.w)));
    return FragmentOutput(((vec4<f32>(t0_, t0_1, t0_2, t0_3) * vec4(0.5f)) + vec4(0.25f)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e6 = blocks[(block0_.x + 33u)];
    let _e12 = blocks[(block0_.x + 34u)];
    let t0_ = saturate(pow(bitcast<f32>(_e6.x), bitcast<f32>(_e12.x)));
    let t0_1 = saturate(pow(bitcast<f32>(_e6.y), bitcast<f32>(_e12.y)));
    let t0_2 = saturate(pow(bitcast<f32>(_e6.z), bitcast<f32>(_e12.z)));
    let t0_3 = saturate(pow(bitcast<f32>(_e6.w), bitcast<f32>(_e12.w)));
    let _e44 = ((vec4<f32>(t0_, t0_1, t0_2, t0_3) * vec4(0.5f)) + vec4(0.25f));
    let _e47 = blocks[block0_.x];
    if (_e44.w > bitcast<vec4<f32>>(_e47).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e44);
}

