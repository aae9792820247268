// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Color, 1), mask: 15 }, Output { register: 2, semantic: (Color, 2), mask: 15 }, Output { register: 3, semantic: (Color, 3), mask: 15 }, Output { register: 4, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: true, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// factored
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
    @location(1) color1_: vec4<f32>,
    @location(2) color2_: vec4<f32>,
    @location(3) color3_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    let _e4 = block[0];
    let _e6 = bitcast<vec4<f32>>(_e4).yzw;
    let _e9 = saturate(varying0_);
    let _e11 = (_e9.xyz * saturate(_e6));
    let _e21 = vec3(1f);
    let _e25 = clamp(varying0_.yxzw, vec4(-1f), vec4(1f));
    let _e28 = (_e25.xyz * (_e21 - clamp(_e6, vec3(-1f), _e21)));
    let _e34 = varying0_.zzzw;
    let _e37 = (_e34.xyz * (_e21 - _e6));
    return FragmentOutput(vec4<f32>(_e11.x, _e11.y, _e11.z, _e9.w), varying0_.wzyx, vec4<f32>(_e28.x, _e28.y, _e28.z, _e25.w), vec4<f32>(_e37.x, _e37.y, _e37.z, _e34.w));
}

