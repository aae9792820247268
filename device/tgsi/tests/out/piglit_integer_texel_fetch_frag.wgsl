// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2Array, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(0) 
var texture0_: texture_2d_array<i32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>) -> FragmentOutput {
    let _e15 = textureLoad(texture0_, (bitcast<vec2<i32>>(varying0_.xy) + vec2<i32>(7i, -8i)), bitcast<i32>(varying0_.z), bitcast<i32>(varying0_.w));
    let t1_ = vec4<f32>(_e15);
    let _e20 = block[33];
    return FragmentOutput((t1_ / bitcast<vec4<f32>>(_e20)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_2d_array<i32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e17 = textureLoad(texture0_, (bitcast<vec2<i32>>(varying0_.xy) + vec2<i32>(7i, -8i)), bitcast<i32>(varying0_.z), bitcast<i32>(varying0_.w));
    let t1_ = vec4<f32>(_e17);
    let _e24 = blocks[(block0_.x + 33u)];
    let _e26 = (t1_ / bitcast<vec4<f32>>(_e24));
    let _e29 = blocks[block0_.x];
    if (_e26.w > bitcast<vec4<f32>>(_e29).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e26);
}

