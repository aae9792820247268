// Info { inputs: [Input { register: 0, semantic: Some((Texcoord, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [None, Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(1) @binding(2) 
var texture1_: texture_2d<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_2d<f32>;
@group(1) @binding(5) 
var sampler2_: sampler;
@group(1) @binding(6) 
var texture3_: texture_2d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    var chosen: vec4<u32>;

    let _e9 = block[33];
    switch min(_e9.x, 2u) {
        case 0u: {
            let _e17 = textureSample(texture1_, sampler1_, varying0_.xy);
            chosen = bitcast<vec4<u32>>(_e17);
        }
        case 1u: {
            let _e22 = textureSample(texture2_, sampler2_, varying0_.xy);
            chosen = bitcast<vec4<u32>>(_e22);
        }
        default: {
            let _e25 = textureSample(texture3_, sampler3_, varying0_.xy);
            chosen = bitcast<vec4<u32>>(_e25);
        }
    }
    let _e27 = chosen;
    return FragmentOutput(bitcast<vec4<f32>>(_e27.zyxw));
}

