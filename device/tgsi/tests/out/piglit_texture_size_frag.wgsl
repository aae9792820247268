// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2Array, shadow: true, levels: false, only_gathers: true, asks_level: false })], constants: [Some(1)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 2>;
@group(1) @binding(0) 
var texture0_: texture_depth_2d_array;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main() -> FragmentOutput {
    let _e4 = block[1];
    let _e6 = textureDimensions(texture0_, _e4.x);
    let _e8 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e6.x), bitcast<i32>(_e6.y), bitcast<i32>(_e8)));
    let _e19 = (vec3(0.01f) * t1_);
    return FragmentOutput(vec4<f32>(_e19.x, _e19.y, _e19.z, 1f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(1) @binding(0) 
var texture0_: texture_depth_2d_array;
@group(1) @binding(1) 
var sampler0_: sampler_comparison;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @location(1) @interpolate(flat) block1_: vec4<u32>) -> FragmentOutput {
    var block: array<vec4<u32>, 2>;

    block[0] = block0_;
    block[1] = block1_;
    let _e8 = textureDimensions(texture0_, block1_.x);
    let _e10 = textureNumLayers(texture0_);
    let t1_ = vec3<f32>(vec3<i32>(bitcast<i32>(_e8.x), bitcast<i32>(_e8.y), bitcast<i32>(_e10)));
    let _e21 = (vec3(0.01f) * t1_);
    if (1f > bitcast<vec4<f32>>(block0_).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e21.x, _e21.y, _e21.z, 1f));
}

