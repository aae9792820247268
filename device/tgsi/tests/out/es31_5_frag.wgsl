// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 2>;

@fragment 
fn main() -> FragmentOutput {
    let _e2 = block[1];
    return FragmentOutput(bitcast<vec4<f32>>(_e2));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) base: u32) -> FragmentOutput {
    let _e5 = blocks[(base + 1u)];
    let _e6 = bitcast<vec4<f32>>(_e5);
    let _e11 = blocks[(base + 0u)];
    if (_e6.w > bitcast<vec4<f32>>(_e11).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e6);
}

