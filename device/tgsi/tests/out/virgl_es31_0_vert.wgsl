// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (PointSize, 0), mask: 1 }, Output { register: 2, semantic: (Generic, 0), mask: 15 }, Output { register: 3, semantic: (Generic, 1), mask: 1 }, Output { register: 4, semantic: (Generic, 2), mask: 3 }], samplers: [], constants: [Some(13), Some(65), Some(65)], constants_named: 4111, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: true, reads_instance: true, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 47>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 65>;
@group(3) @binding(2) 
var<uniform> const2_: array<vec4<u32>, 65>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var array0_: array<f32, 4>;
    var temp4_: u32;
    var addr0_: u32;
    var iterations: u32;

    let _e12 = block[35];
    let t5_ = (bitcast<vec4<f32>>(_e12) * vec4(in0_.y));
    let _e19 = block[34];
    let t6_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.x)) + t5_);
    let _e26 = block[36];
    let t7_ = ((bitcast<vec4<f32>>(_e26) * vec4(in0_.z)) + t6_);
    let _e33 = block[37];
    let t8_ = (t7_ + bitcast<vec4<f32>>(_e33));
    let t9_ = (instance_index & 15u);
    let t10_ = (t9_ << (6u & 31u));
    let t11_ = (vec4<u32>(16u, 32u, 48u, 64u) + vec4(t10_));
    let t12_ = (t11_ >> (vec4(4u) & vec4(31u)));
    addr0_ = t12_.y;
    let _e57 = const2_[min(t12_.y, 64u)];
    let _e60 = const1_[0];
    let t15_ = (bitcast<vec4<f32>>(_e57) * vec4(bitcast<f32>(_e60.y)));
    addr0_ = t12_.x;
    let _e68 = const2_[min(t12_.x, 64u)];
    let t18_ = ((bitcast<vec4<f32>>(_e68) * vec4(bitcast<f32>(_e60.x))) + t15_);
    addr0_ = t12_.z;
    let _e78 = const2_[min(t12_.z, 64u)];
    let t21_ = ((bitcast<vec4<f32>>(_e78) * vec4(bitcast<f32>(_e60.z))) + t18_);
    addr0_ = t12_.w;
    let _e88 = const2_[min(t12_.w, 64u)];
    let t24_ = ((bitcast<vec4<f32>>(_e88) * vec4(bitcast<f32>(_e60.w))) + t21_);
    let _e96 = block[46];
    let t25_ = (_e96.x << (4u & 31u));
    let t26_ = (t25_ + 64u);
    let t27_ = (t26_ >> (4u & 31u));
    addr0_ = t27_;
    let _e108 = block[(min(t27_, 12u) + 34u)];
    let t29_ = (t8_ + bitcast<vec4<f32>>(_e108));
    let t30_ = (t29_ + t24_);
    temp4_ = 0u;
    let _e112 = iterations;
    loop {
        let _e117 = iterations;
        if (_e117 >= min((_e112 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e117 + 1u);
        let _e121 = temp4_;
        let t31_ = (bitcast<i32>(_e121) >= 4i);
        if t31_ {
            break;
        }
        let _e125 = temp4_;
        let t32_ = f32(bitcast<i32>(_e125));
        let t33_ = (in0_.x * t32_);
        let _e129 = temp4_;
        let t35_ = (0u + _e129);
        addr0_ = t35_;
        array0_[min(t35_, 3u)] = t33_;
        let _e134 = temp4_;
        let t4_ = (_e134 + 1u);
        temp4_ = t4_;
    }
    let t36_ = (_e96.x & 3u);
    let t37_ = (0u + t36_);
    addr0_ = t37_;
    let _e138 = addr0_;
    let _e142 = array0_[min(_e138, 3u)];
    let t39_ = (vertex_index ^ 5u);
    let _e149 = block[0];
    let _e150 = bitcast<vec4<f32>>(_e149);
    return VertexOutput(vec4<f32>((t30_.x + _e142), (t30_.y * _e150.x), ((t30_.z * _e150.y) + (t30_.w * _e150.z)), t30_.w), in1_, vec4<f32>(bitcast<f32>(t39_), 0f, 0f, 0f), vec4<f32>(in0_.x, in0_.y, 0f, 0f));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) @interpolate(flat) block0_: vec4<u32>,
    @location(4) @interpolate(flat) block1_: vec4<u32>,
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
    var array0_: array<f32, 4>;
    var temp4_: u32;
    var addr0_: u32;
    var iterations: u32;

    let _e10 = blocks[instance_index];
    let _e19 = blocks[(_e10.x + 43u)];
    let t5_ = (bitcast<vec4<f32>>(_e19) * vec4(in0_.y));
    let _e27 = blocks[(_e10.x + 42u)];
    let t6_ = ((bitcast<vec4<f32>>(_e27) * vec4(in0_.x)) + t5_);
    let _e36 = blocks[(_e10.x + 44u)];
    let t7_ = ((bitcast<vec4<f32>>(_e36) * vec4(in0_.z)) + t6_);
    let _e45 = blocks[(_e10.x + 45u)];
    let t8_ = (t7_ + bitcast<vec4<f32>>(_e45));
    let t9_ = (0u & 15u);
    let t10_ = (t9_ << (6u & 31u));
    let t11_ = (vec4<u32>(16u, 32u, 48u, 64u) + vec4(t10_));
    let t12_ = (t11_ >> (vec4(4u) & vec4(31u)));
    addr0_ = t12_.y;
    let _e69 = const2_[min(t12_.y, 64u)];
    let _e72 = const1_[0];
    let t15_ = (bitcast<vec4<f32>>(_e69) * vec4(bitcast<f32>(_e72.y)));
    addr0_ = t12_.x;
    let _e80 = const2_[min(t12_.x, 64u)];
    let t18_ = ((bitcast<vec4<f32>>(_e80) * vec4(bitcast<f32>(_e72.x))) + t15_);
    addr0_ = t12_.z;
    let _e90 = const2_[min(t12_.z, 64u)];
    let t21_ = ((bitcast<vec4<f32>>(_e90) * vec4(bitcast<f32>(_e72.z))) + t18_);
    addr0_ = t12_.w;
    let _e100 = const2_[min(t12_.w, 64u)];
    let t24_ = ((bitcast<vec4<f32>>(_e100) * vec4(bitcast<f32>(_e72.w))) + t21_);
    let _e110 = blocks[(_e10.x + 54u)];
    let t25_ = (_e110.x << (4u & 31u));
    let t26_ = (t25_ + 64u);
    let t27_ = (t26_ >> (4u & 31u));
    addr0_ = t27_;
    let _e122 = blocks[((min(t27_, 12u) + 42u) + _e10.x)];
    let t29_ = (t8_ + bitcast<vec4<f32>>(_e122));
    let t30_ = (t29_ + t24_);
    temp4_ = 0u;
    let _e126 = iterations;
    loop {
        let _e131 = iterations;
        if (_e131 >= min((_e126 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e131 + 1u);
        let _e135 = temp4_;
        let t31_ = (bitcast<i32>(_e135) >= 4i);
        if t31_ {
            break;
        }
        let _e139 = temp4_;
        let t32_ = f32(bitcast<i32>(_e139));
        let t33_ = (in0_.x * t32_);
        let _e143 = temp4_;
        let t35_ = (0u + _e143);
        addr0_ = t35_;
        array0_[min(t35_, 3u)] = t33_;
        let _e148 = temp4_;
        let t4_ = (_e148 + 1u);
        temp4_ = t4_;
    }
    let t36_ = (_e110.x & 3u);
    let t37_ = (0u + t36_);
    addr0_ = t37_;
    let _e152 = addr0_;
    let _e156 = array0_[min(_e152, 3u)];
    let _e158 = (t30_.x + _e156);
    let t39_ = (vertex_index ^ 5u);
    let _e163 = blocks[_e10.x];
    let _e164 = bitcast<vec4<f32>>(_e163);
    let _e181 = blocks[(_e10.y + 0u)];
    let _e184 = blocks[(_e10.y + 1u)];
    let _e188 = blocks[(_e10.x + 1u)];
    let _e189 = bitcast<vec4<f32>>(_e188);
    let _e193 = vec4<f32>(_e158, t30_.y, t30_.z, t30_.w);
    let _e197 = blocks[(_e10.x + 2u)];
    let _e202 = blocks[(_e10.x + 4u)];
    return VertexOutput(vec4<f32>(_e158, (t30_.y * _e164.x), ((t30_.z * _e164.y) + (t30_.w * _e164.z)), t30_.w), in1_, vec4<f32>(bitcast<f32>(t39_), 0f, 0f, 0f), vec4<f32>(in0_.x, in0_.y, 0f, 0f), _e181, _e184, clamp(4f, _e189.x, _e189.y), array<f32, 2>(dot(bitcast<vec4<f32>>(_e197), _e193), dot(bitcast<vec4<f32>>(_e202), _e193)));
}

