// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: Cube, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(2)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 3>;
@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main() -> FragmentOutput {
    let _e4 = block[2];
    let _e12 = textureSample(texture0_, sampler0_, (bitcast<vec3<f32>>(_e4.xyz) / vec3(bitcast<f32>(_e4.w))));
    let _e17 = block[1];
    let _e21 = (_e12.xyz * bitcast<vec3<f32>>(_e17.xyz));
    return FragmentOutput(vec4<f32>(_e21.x, _e21.y, _e21.z, bitcast<f32>(_e17.w)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(1) @binding(0) 
var texture0_: texture_cube<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @location(1) @interpolate(flat) block1_: vec4<u32>, @location(2) @interpolate(flat) block2_: vec4<u32>) -> FragmentOutput {
    var block: array<vec4<u32>, 3>;

    block[0] = block0_;
    block[1] = block1_;
    block[2] = block2_;
    let _e16 = textureSample(texture0_, sampler0_, (bitcast<vec3<f32>>(block2_.xyz) / vec3(bitcast<f32>(block2_.w))));
    let _e23 = (_e16.xyz * bitcast<vec3<f32>>(block1_.xyz));
    let _e25 = bitcast<f32>(block1_.w);
    if (_e25 > bitcast<vec4<f32>>(block0_).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e23.x, _e23.y, _e23.z, _e25));
}

