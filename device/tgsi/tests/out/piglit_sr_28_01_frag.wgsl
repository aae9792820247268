// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;

@fragment 
fn main() -> FragmentOutput {
    var array0_: array<vec2<u32>, 2>;

    array0_[0] = vec2<u32>(200u, 300u);
    array0_[1] = vec2<u32>(500u, 600u);
    let _e14 = block[33];
    let t4_ = (0u + _e14.x);
    let _e20 = array0_[min(t4_, 1u)];
    let _e22 = block[34];
    let t6_ = (_e20 == _e22.xy);
    let t7_ = (select(0u, 4294967295u, t6_.x) & select(0u, 4294967295u, t6_.y));
    let t8_ = select(vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4((t7_ != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t8_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var array0_: array<vec2<u32>, 2>;

    array0_[0] = vec2<u32>(200u, 300u);
    array0_[1] = vec2<u32>(500u, 600u);
    let _e18 = blocks[(block0_.x + 33u)];
    let t4_ = (0u + _e18.x);
    let _e24 = array0_[min(t4_, 1u)];
    let _e28 = blocks[(block0_.x + 34u)];
    let t6_ = (_e24 == _e28.xy);
    let t7_ = (select(0u, 4294967295u, t6_.x) & select(0u, 4294967295u, t6_.y));
    let t8_ = select(vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4((t7_ != 0u)));
    let _e46 = blocks[block0_.x];
    if (bitcast<f32>(t8_.w) > bitcast<vec4<f32>>(_e46).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t8_));
}

