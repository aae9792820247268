// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 35>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var array0_0_: array<vec4<f32>, 16>;
    var array0_1_: array<vec4<f32>, 16>;
    var array0_2_: array<vec4<f32>, 16>;
    var array0_3_: array<vec4<f32>, 16>;
    var array0_4_: array<vec4<f32>, 16>;
    var array0_5_: array<vec4<f32>, 16>;

    let _e9 = block[34];
    let _e14 = vec2<i32>(floor(bitcast<vec2<f32>>(_e9.xy)));
    let _e16 = bitcast<u32>(_e14.x);
    let _e20 = min((_e16 + 3u), 89u);
    let _e23 = (_e20 & 15u);
    switch (_e20 >> 4u) {
        case 0u: {
            array0_0_[_e23] = in0_;
        }
        case 1u: {
            array0_1_[_e23] = in0_;
        }
        case 2u: {
            array0_2_[_e23] = in0_;
        }
        case 3u: {
            array0_3_[_e23] = in0_;
        }
        case 4u: {
            array0_4_[_e23] = in0_;
        }
        default: {
            array0_5_[_e23] = in0_;
        }
    }
    array0_4_[13].w = in0_.x;
    let _e36 = min(bitcast<u32>(_e14.y), 89u);
    let _e37 = (_e36 & 15u);
    let _e38 = (_e36 >> 4u);
    let _e46 = array0_0_[_e37];
    let _e47 = array0_1_[_e37];
    let _e52 = array0_2_[_e37];
    let _e57 = array0_3_[_e37];
    let _e61 = array0_4_[_e37];
    let _e65 = array0_5_[_e37];
    let _e69 = select(select(select(select(select(_e46, _e47, vec4((_e38 == 1u))), _e52, vec4((_e38 == 2u))), _e57, vec4((_e38 == 3u))), _e61, vec4((_e38 == 4u))), _e65, vec4((_e38 == 5u)));
    let _e70 = min(_e16, 89u);
    let _e71 = (_e70 & 15u);
    let _e72 = (_e70 >> 4u);
    let _e80 = array0_0_[_e71].w;
    let _e82 = array0_1_[_e71].w;
    let _e86 = array0_2_[_e71].w;
    let _e90 = array0_3_[_e71].w;
    let _e94 = array0_4_[_e71].w;
    let _e98 = array0_5_[_e71].w;
    let _e103 = array0_1_[4].z;
    let _e106 = block[0];
    let _e107 = bitcast<vec4<f32>>(_e106);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e107.x), ((in0_.z * _e107.y) + (in0_.w * _e107.z)), in0_.w), vec4<f32>((select(select(select(select(select(_e80, _e82, (_e72 == 1u)), _e86, (_e72 == 2u)), _e90, (_e72 == 3u)), _e94, (_e72 == 4u)), _e98, (_e72 == 5u)) + _e103), _e69.y, _e69.z, _e69.w));
}

