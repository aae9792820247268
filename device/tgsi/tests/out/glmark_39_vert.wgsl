// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }, Input { register: 2, semantic: None }, Input { register: 3, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }, Output { register: 2, semantic: (Generic, 1), mask: 15 }, Output { register: 3, semantic: (Generic, 2), mask: 15 }, Output { register: 4, semantic: (Generic, 3), mask: 7 }], samplers: [], constants: [Some(19)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) varying3_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 21>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>, @location(2) in2_: vec4<f32>, @location(3) in3_: vec4<f32>) -> VertexOutput {
    let _e6 = block[20];
    let t0_ = (bitcast<f32>(_e6.x) / 15f);
    let t1_ = ((in0_.y * -1f) + -0.8f);
    let t2_ = max(0f, t1_);
    let t3_ = saturate((t2_ / 10f));
    let t5_ = (t3_ * -1f);
    let t6_ = (2f * -1f);
    let t7_ = ((t6_ * t3_) + 3f);
    let t8_ = (t3_ * t7_);
    let _e35 = in2_.xyz;
    let t9_ = (_e35 / vec3(12f));
    let t10_ = (vec2(in0_.y) / vec2<f32>(2f, 0.5f));
    let t11_ = ((vec2(t0_) * vec2<f32>(15f, 30f)) + t10_);
    let t12_ = sin(t11_.x);
    let t12_1 = sin(t11_.y);
    let t13_ = (t9_ * vec3(t12_));
    let t14_ = ((t5_ * t8_) + 1f);
    let _e61 = vec3(t14_);
    let t15_ = ((t13_ * _e61) + in0_.xyz);
    let t16_ = (_e35 / vec3(8f));
    let t17_ = (t16_ * vec3(t12_1));
    let t18_ = ((t17_ * _e61) + t15_);
    let _e74 = block[7];
    let _e77 = vec4(t18_.y);
    let t19_ = (bitcast<vec4<f32>>(_e74) * _e77);
    let _e80 = block[6];
    let _e83 = vec4(t18_.x);
    let t20_ = ((bitcast<vec4<f32>>(_e80) * _e83) + t19_);
    let _e87 = block[8];
    let _e90 = vec4(t18_.z);
    let t21_ = ((bitcast<vec4<f32>>(_e87) * _e90) + t20_);
    let _e94 = block[9];
    let _e96 = (t21_ + bitcast<vec4<f32>>(_e94));
    let _e98 = block[3];
    let t22_ = (bitcast<vec4<f32>>(_e98) * _e77);
    let _e102 = block[2];
    let t23_ = ((bitcast<vec4<f32>>(_e102) * _e83) + t22_);
    let _e107 = block[4];
    let t24_ = ((bitcast<vec4<f32>>(_e107) * _e90) + t23_);
    let _e112 = block[5];
    let t25_ = (t24_ + bitcast<vec4<f32>>(_e112));
    let _e116 = block[11];
    let t26_ = (bitcast<vec3<f32>>(_e116.xyz) * vec3(in1_.y));
    let _e123 = block[10];
    let t27_ = ((bitcast<vec3<f32>>(_e123.xyz) * vec3(in1_.x)) + t26_);
    let _e131 = block[12];
    let t28_ = ((bitcast<vec3<f32>>(_e131.xyz) * vec3(in1_.z)) + t27_);
    let _e139 = block[13];
    let t29_ = (t28_ + bitcast<vec3<f32>>(_e139.xyz));
    let t30_ = dot(t29_, t29_);
    let t31_ = inverseSqrt(t30_);
    let t32_ = (t29_ * vec3(t31_));
    let _e147 = t25_.xyz;
    let _e148 = vec3(-1f);
    let _e150 = block[14];
    let t33_ = ((_e147 * _e148) + bitcast<vec3<f32>>(_e150.xyz));
    let t34_ = dot(t33_, t33_);
    let t35_ = inverseSqrt(t34_);
    let t36_ = (1f / t35_);
    let _e159 = block[15];
    let t37_ = (t36_ / bitcast<f32>(_e159.x));
    let t38_ = ((t37_ * -1f) + 1f);
    let t39_ = max(t38_, 0f);
    let t40_ = dot(t32_, t32_);
    let t41_ = inverseSqrt(t40_);
    let t42_ = (t32_ * vec3(t41_));
    let t43_ = (t33_ * vec3(t35_));
    let t44_ = dot(t42_, t43_);
    let t45_ = max(t44_, 0f);
    let t46_ = (t39_ * t39_);
    let t47_ = (t45_ * t46_);
    let _e177 = block[16];
    let t48_ = (t47_ * bitcast<f32>(_e177.w));
    let t49_ = (bitcast<vec3<f32>>(_e177.xyz) * vec3(t48_));
    let _e186 = block[17];
    let t50_ = (bitcast<vec3<f32>>(_e186.xyz) * vec3(bitcast<f32>(_e186.w)));
    let _e195 = (t50_ * vec3(t32_.y));
    let t51_ = (_e147 / vec3(t25_.w));
    let t52_ = dot(t51_, t51_);
    let t53_ = inverseSqrt(t52_);
    let t54_ = (t51_ * vec3(t53_));
    let t55_ = (t54_ * _e148);
    let t56_ = dot(t32_, t55_);
    let t57_ = max(t56_, -(t56_));
    let t58_ = ((t57_ * -1f) + 1f);
    let _e210 = block[19];
    let t59_ = pow(t58_, bitcast<f32>(_e210.x));
    let _e215 = block[18];
    let t60_ = (bitcast<f32>(_e215.w) * t59_);
    let _e222 = (bitcast<vec3<f32>>(_e215.xyz) * vec3(t60_));
    let _e224 = block[0];
    let _e225 = bitcast<vec4<f32>>(_e224);
    return VertexOutput(vec4<f32>(_e96.x, (_e96.y * _e225.x), ((_e96.z * _e225.y) + (_e96.w * _e225.z)), _e96.w), t25_, vec4<f32>(in3_.x, in3_.y, t49_.x, t49_.y), vec4<f32>(t49_.z, _e195.x, _e195.y, _e195.z), vec4<f32>(_e222.x, _e222.y, _e222.z, 0f));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
    @location(3) varying3_: vec4<f32>,
    @location(4) @interpolate(flat) fragment_base: u32,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>, @location(2) in2_: vec4<f32>, @location(3) in3_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e14 = blocks[(_e3.x + 28u)];
    let t0_ = (bitcast<f32>(_e14.x) / 15f);
    let t1_ = ((in0_.y * -1f) + -0.8f);
    let t2_ = max(0f, t1_);
    let t3_ = saturate((t2_ / 10f));
    let t5_ = (t3_ * -1f);
    let t6_ = (2f * -1f);
    let t7_ = ((t6_ * t3_) + 3f);
    let t8_ = (t3_ * t7_);
    let _e42 = in2_.xyz;
    let t9_ = (_e42 / vec3(12f));
    let t10_ = (vec2(in0_.y) / vec2<f32>(2f, 0.5f));
    let t11_ = ((vec2(t0_) * vec2<f32>(15f, 30f)) + t10_);
    let t12_ = sin(t11_.x);
    let t12_1 = sin(t11_.y);
    let t13_ = (t9_ * vec3(t12_));
    let t14_ = ((t5_ * t8_) + 1f);
    let _e68 = vec3(t14_);
    let t15_ = ((t13_ * _e68) + in0_.xyz);
    let t16_ = (_e42 / vec3(8f));
    let t17_ = (t16_ * vec3(t12_1));
    let t18_ = ((t17_ * _e68) + t15_);
    let _e83 = blocks[(_e3.x + 15u)];
    let _e86 = vec4(t18_.y);
    let t19_ = (bitcast<vec4<f32>>(_e83) * _e86);
    let _e91 = blocks[(_e3.x + 14u)];
    let _e94 = vec4(t18_.x);
    let t20_ = ((bitcast<vec4<f32>>(_e91) * _e94) + t19_);
    let _e100 = blocks[(_e3.x + 16u)];
    let _e103 = vec4(t18_.z);
    let t21_ = ((bitcast<vec4<f32>>(_e100) * _e103) + t20_);
    let _e109 = blocks[(_e3.x + 17u)];
    let _e111 = (t21_ + bitcast<vec4<f32>>(_e109));
    let _e115 = blocks[(_e3.x + 11u)];
    let t22_ = (bitcast<vec4<f32>>(_e115) * _e86);
    let _e121 = blocks[(_e3.x + 10u)];
    let t23_ = ((bitcast<vec4<f32>>(_e121) * _e94) + t22_);
    let _e128 = blocks[(_e3.x + 12u)];
    let t24_ = ((bitcast<vec4<f32>>(_e128) * _e103) + t23_);
    let _e135 = blocks[(_e3.x + 13u)];
    let t25_ = (t24_ + bitcast<vec4<f32>>(_e135));
    let _e141 = blocks[(_e3.x + 19u)];
    let t26_ = (bitcast<vec3<f32>>(_e141.xyz) * vec3(in1_.y));
    let _e150 = blocks[(_e3.x + 18u)];
    let t27_ = ((bitcast<vec3<f32>>(_e150.xyz) * vec3(in1_.x)) + t26_);
    let _e160 = blocks[(_e3.x + 20u)];
    let t28_ = ((bitcast<vec3<f32>>(_e160.xyz) * vec3(in1_.z)) + t27_);
    let _e170 = blocks[(_e3.x + 21u)];
    let t29_ = (t28_ + bitcast<vec3<f32>>(_e170.xyz));
    let t30_ = dot(t29_, t29_);
    let t31_ = inverseSqrt(t30_);
    let t32_ = (t29_ * vec3(t31_));
    let _e178 = t25_.xyz;
    let _e179 = vec3(-1f);
    let _e183 = blocks[(_e3.x + 22u)];
    let t33_ = ((_e178 * _e179) + bitcast<vec3<f32>>(_e183.xyz));
    let t34_ = dot(t33_, t33_);
    let t35_ = inverseSqrt(t34_);
    let t36_ = (1f / t35_);
    let _e194 = blocks[(_e3.x + 23u)];
    let t37_ = (t36_ / bitcast<f32>(_e194.x));
    let t38_ = ((t37_ * -1f) + 1f);
    let t39_ = max(t38_, 0f);
    let t40_ = dot(t32_, t32_);
    let t41_ = inverseSqrt(t40_);
    let t42_ = (t32_ * vec3(t41_));
    let t43_ = (t33_ * vec3(t35_));
    let t44_ = dot(t42_, t43_);
    let t45_ = max(t44_, 0f);
    let t46_ = (t39_ * t39_);
    let t47_ = (t45_ * t46_);
    let _e214 = blocks[(_e3.x + 24u)];
    let t48_ = (t47_ * bitcast<f32>(_e214.w));
    let t49_ = (bitcast<vec3<f32>>(_e214.xyz) * vec3(t48_));
    let _e225 = blocks[(_e3.x + 25u)];
    let t50_ = (bitcast<vec3<f32>>(_e225.xyz) * vec3(bitcast<f32>(_e225.w)));
    let _e234 = (t50_ * vec3(t32_.y));
    let t51_ = (_e178 / vec3(t25_.w));
    let t52_ = dot(t51_, t51_);
    let t53_ = inverseSqrt(t52_);
    let t54_ = (t51_ * vec3(t53_));
    let t55_ = (t54_ * _e179);
    let t56_ = dot(t32_, t55_);
    let t57_ = max(t56_, -(t56_));
    let t58_ = ((t57_ * -1f) + 1f);
    let _e251 = blocks[(_e3.x + 27u)];
    let t59_ = pow(t58_, bitcast<f32>(_e251.x));
    let _e258 = blocks[(_e3.x + 26u)];
    let t60_ = (bitcast<f32>(_e258.w) * t59_);
    let _e265 = (bitcast<vec3<f32>>(_e258.xyz) * vec3(t60_));
    let _e267 = blocks[_e3.x];
    let _e268 = bitcast<vec4<f32>>(_e267);
    let _e299 = blocks[(_e3.x + 2u)];
    let _e305 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e111.x, (_e111.y * _e268.x), ((_e111.z * _e268.y) + (_e111.w * _e268.z)), _e111.w), t25_, vec4<f32>(in3_.x, in3_.y, t49_.x, t49_.y), vec4<f32>(t49_.z, _e234.x, _e234.y, _e234.z), vec4<f32>(_e265.x, _e265.y, _e265.z, 0f), _e3.y, _e268.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e299), _e111), dot(bitcast<vec4<f32>>(_e305), _e111)));
}

