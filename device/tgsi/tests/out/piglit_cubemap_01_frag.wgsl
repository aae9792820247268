// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Cube, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main() -> FragmentOutput {
    let _e4 = block[34];
    let _e12 = textureSample(texture0_, sampler0_, (bitcast<vec3<f32>>(_e4.xyz) / vec3(bitcast<f32>(_e4.w))));
    let _e17 = block[33];
    let _e21 = (_e12.xyz * bitcast<vec3<f32>>(_e17.xyz));
    return FragmentOutput(vec4<f32>(_e21.x, _e21.y, _e21.z, bitcast<f32>(_e17.w)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e8 = blocks[(block0_.x + 34u)];
    let _e16 = textureSample(texture0_, sampler0_, (bitcast<vec3<f32>>(_e8.xyz) / vec3(bitcast<f32>(_e8.w))));
    let _e23 = blocks[(block0_.x + 33u)];
    let _e27 = (_e16.xyz * bitcast<vec3<f32>>(_e23.xyz));
    let _e29 = bitcast<f32>(_e23.w);
    let _e31 = blocks[block0_.x];
    if (_e29 > bitcast<vec4<f32>>(_e31).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e27.x, _e27.y, _e27.z, _e29));
}

