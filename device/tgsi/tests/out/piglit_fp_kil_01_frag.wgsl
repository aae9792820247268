// Info { inputs: [Input { register: 0, semantic: Some((Color, 0)) }, Input { register: 1, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: true, color0_writes_all: true, reads_point_coordinate: false, reads_color: true, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let t0_ = (varying1_ < vec4(0f));
    let _e9 = vec2(4294967295u);
    let _e10 = vec2(0u);
    let t1_ = (select(_e10, _e9, t0_.xz) | select(_e10, _e9, t0_.yw));
    let t2_ = (t1_.x | t1_.y);
    let t3_ = (t2_ & 1065353216u);
    if (-(bitcast<f32>(t3_)) < 0f) {
        discard;
    }
    return FragmentOutput(varying0_);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) varying2_: vec4<f32>, @location(3) @interpolate(flat) block0_: vec4<u32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    let _e8 = select(varying1_, varying0_, vec4(front_facing));
    let t0_ = (varying2_ < vec4(0f));
    let _e15 = vec2(4294967295u);
    let _e16 = vec2(0u);
    let t1_ = (select(_e16, _e15, t0_.xz) | select(_e16, _e15, t0_.yw));
    let t2_ = (t1_.x | t1_.y);
    let t3_ = (t2_ & 1065353216u);
    if (-(bitcast<f32>(t3_)) < 0f) {
        discard;
    }
    let _e32 = blocks[block0_.x];
    if (_e8.w > bitcast<vec4<f32>>(_e32).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e8);
}

