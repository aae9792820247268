// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (PointSize, 0), mask: 1 }, Output { register: 2, semantic: (Generic, 0), mask: 15 }, Output { register: 3, semantic: (Generic, 1), mask: 1 }, Output { register: 4, semantic: (Generic, 2), mask: 3 }], samplers: [], constants: [Some(13), Some(65), Some(65)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: true }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 15>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 65>;
@group(3) @binding(2) 
var<uniform> const2_: array<vec4<u32>, 65>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 4>;
    var temp4_: u32;
    var addr0_: u32;
    var iterations: u32;

    let _e12 = block[3];
    let t5_ = (bitcast<vec4<f32>>(_e12) * vec4(in0_.y));
    let _e19 = block[2];
    let t6_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.x)) + t5_);
    let _e26 = block[4];
    let t7_ = ((bitcast<vec4<f32>>(_e26) * vec4(in0_.z)) + t6_);
    let _e33 = block[5];
    let t8_ = (t7_ + bitcast<vec4<f32>>(_e33));
    let t9_ = (instance_index & 15u);
    let t10_ = (t9_ << (6u & 31u));
    let t11_ = (vec4<u32>(16u, 32u, 48u, 64u) + vec4(t10_));
    let t12_ = (t11_ >> (vec4(4u) & vec4(31u)));
    addr0_ = t12_.y;
    let _e55 = addr0_;
    let _e58 = const2_[min(_e55, 64u)];
    let _e61 = const1_[0];
    let t15_ = (bitcast<vec4<f32>>(_e58) * vec4(bitcast<f32>(_e61.y)));
    addr0_ = t12_.x;
    let _e67 = addr0_;
    let _e70 = const2_[min(_e67, 64u)];
    let t18_ = ((bitcast<vec4<f32>>(_e70) * vec4(bitcast<f32>(_e61.x))) + t15_);
    addr0_ = t12_.z;
    let _e78 = addr0_;
    let _e81 = const2_[min(_e78, 64u)];
    let t21_ = ((bitcast<vec4<f32>>(_e81) * vec4(bitcast<f32>(_e61.z))) + t18_);
    addr0_ = t12_.w;
    let _e89 = addr0_;
    let _e92 = const2_[min(_e89, 64u)];
    let t24_ = ((bitcast<vec4<f32>>(_e92) * vec4(bitcast<f32>(_e61.w))) + t21_);
    let _e100 = block[14];
    let t25_ = (_e100.x << (4u & 31u));
    let t26_ = (t25_ + 64u);
    let t27_ = (t26_ >> (4u & 31u));
    addr0_ = t27_;
    let _e107 = addr0_;
    let _e113 = block[(min(_e107, 12u) + 2u)];
    let t29_ = (t8_ + bitcast<vec4<f32>>(_e113));
    let t30_ = (t29_ + t24_);
    temp4_ = 0u;
    let _e117 = iterations;
    loop {
        let _e122 = iterations;
        if (_e122 >= min((_e117 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e122 + 1u);
        let _e126 = temp4_;
        let t31_ = (bitcast<i32>(_e126) >= 4i);
        if t31_ {
            break;
        }
        let _e130 = temp4_;
        let t32_ = f32(bitcast<i32>(_e130));
        let t33_ = (in0_.x * t32_);
        let _e134 = temp4_;
        let t35_ = (0u + _e134);
        addr0_ = t35_;
        let _e136 = addr0_;
        array0_[min(_e136, 3u)].x = t33_;
        let _e141 = temp4_;
        let t4_ = (_e141 + 1u);
        temp4_ = t4_;
    }
    let t36_ = (_e100.x & 3u);
    let t37_ = (0u + t36_);
    addr0_ = t37_;
    let _e145 = addr0_;
    let _e149 = array0_[min(_e145, 3u)].x;
    let t39_ = (vertex_index ^ 5u);
    let _e158 = vec4<f32>((t30_.x + _e149), t30_.y, t30_.z, t30_.w);
    let _e160 = block[0];
    let _e161 = bitcast<vec4<f32>>(_e160);
    return VertexOutput(vec4<f32>(_e158.x, (_e158.y * _e161.x), ((_e158.z * _e161.y) + (_e158.w * _e161.z)), _e158.w), in1_, vec4<f32>(bitcast<f32>(t39_), 0f, 0f, 0f), vec4<f32>(in0_.x, in0_.y, 0f, 0f));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) @interpolate(flat) fragment_base: u32,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 65>;
@group(3) @binding(2) 
var<uniform> const2_: array<vec4<u32>, 65>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 4>;
    var temp4_: u32;
    var addr0_: u32;
    var iterations: u32;

    let _e10 = blocks[instance_index];
    let _e19 = blocks[(_e10.x + 11u)];
    let t5_ = (bitcast<vec4<f32>>(_e19) * vec4(in0_.y));
    let _e27 = blocks[(_e10.x + 10u)];
    let t6_ = ((bitcast<vec4<f32>>(_e27) * vec4(in0_.x)) + t5_);
    let _e36 = blocks[(_e10.x + 12u)];
    let t7_ = ((bitcast<vec4<f32>>(_e36) * vec4(in0_.z)) + t6_);
    let _e45 = blocks[(_e10.x + 13u)];
    let t8_ = (t7_ + bitcast<vec4<f32>>(_e45));
    let t9_ = (0u & 15u);
    let t10_ = (t9_ << (6u & 31u));
    let t11_ = (vec4<u32>(16u, 32u, 48u, 64u) + vec4(t10_));
    let t12_ = (t11_ >> (vec4(4u) & vec4(31u)));
    addr0_ = t12_.y;
    let _e67 = addr0_;
    let _e70 = const2_[min(_e67, 64u)];
    let _e73 = const1_[0];
    let t15_ = (bitcast<vec4<f32>>(_e70) * vec4(bitcast<f32>(_e73.y)));
    addr0_ = t12_.x;
    let _e79 = addr0_;
    let _e82 = const2_[min(_e79, 64u)];
    let t18_ = ((bitcast<vec4<f32>>(_e82) * vec4(bitcast<f32>(_e73.x))) + t15_);
    addr0_ = t12_.z;
    let _e90 = addr0_;
    let _e93 = const2_[min(_e90, 64u)];
    let t21_ = ((bitcast<vec4<f32>>(_e93) * vec4(bitcast<f32>(_e73.z))) + t18_);
    addr0_ = t12_.w;
    let _e101 = addr0_;
    let _e104 = const2_[min(_e101, 64u)];
    let t24_ = ((bitcast<vec4<f32>>(_e104) * vec4(bitcast<f32>(_e73.w))) + t21_);
    let _e114 = blocks[(_e10.x + 22u)];
    let t25_ = (_e114.x << (4u & 31u));
    let t26_ = (t25_ + 64u);
    let t27_ = (t26_ >> (4u & 31u));
    addr0_ = t27_;
    let _e121 = addr0_;
    let _e126 = blocks[((min(_e121, 12u) + 10u) + _e10.x)];
    let t29_ = (t8_ + bitcast<vec4<f32>>(_e126));
    let t30_ = (t29_ + t24_);
    temp4_ = 0u;
    let _e130 = iterations;
    loop {
        let _e135 = iterations;
        if (_e135 >= min((_e130 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e135 + 1u);
        let _e139 = temp4_;
        let t31_ = (bitcast<i32>(_e139) >= 4i);
        if t31_ {
            break;
        }
        let _e143 = temp4_;
        let t32_ = f32(bitcast<i32>(_e143));
        let t33_ = (in0_.x * t32_);
        let _e147 = temp4_;
        let t35_ = (0u + _e147);
        addr0_ = t35_;
        let _e149 = addr0_;
        array0_[min(_e149, 3u)].x = t33_;
        let _e154 = temp4_;
        let t4_ = (_e154 + 1u);
        temp4_ = t4_;
    }
    let t36_ = (_e114.x & 3u);
    let t37_ = (0u + t36_);
    addr0_ = t37_;
    let _e158 = addr0_;
    let _e162 = array0_[min(_e158, 3u)].x;
    let _e164 = (t30_.x + _e162);
    let t39_ = (vertex_index ^ 5u);
    let _e171 = vec4<f32>(_e164, t30_.y, t30_.z, t30_.w);
    let _e174 = blocks[(_e10.x + 0u)];
    let _e175 = bitcast<vec4<f32>>(_e174);
    let _e197 = blocks[(_e10.x + 1u)];
    let _e198 = bitcast<vec4<f32>>(_e197);
    let _e202 = vec4<f32>(_e164, t30_.y, t30_.z, t30_.w);
    let _e206 = blocks[(_e10.x + 2u)];
    let _e211 = blocks[(_e10.x + 4u)];
    return VertexOutput(vec4<f32>(_e171.x, (_e171.y * _e175.x), ((_e171.z * _e175.y) + (_e171.w * _e175.z)), _e171.w), in1_, vec4<f32>(bitcast<f32>(t39_), 0f, 0f, 0f), vec4<f32>(in0_.x, in0_.y, 0f, 0f), _e10.y, clamp(vec4<f32>(4f, 0f, 0f, 0f).x, _e198.x, _e198.y), array<f32, 2>(dot(bitcast<vec4<f32>>(_e206), _e202), dot(bitcast<vec4<f32>>(_e211), _e202)));
}

