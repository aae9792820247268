// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 1>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>) -> FragmentOutput {
    let _e4 = varying0_.xyz;
    let _e7 = vec3(-1f);
    let t0_ = (_e4 * _e7);
    let t1_ = (vec3<f32>(4f, 3f, 1f) + t0_);
    let _e17 = varying1_.xyz;
    let t2_ = dot(_e17, _e17);
    let t3_ = inverseSqrt(t2_);
    let t4_ = (_e17 * vec3(t3_));
    let t5_ = dot(t1_, t1_);
    let t6_ = inverseSqrt(t5_);
    let t7_ = (t1_ * vec3(t6_));
    let t8_ = (t7_ * _e7);
    let t9_ = dot(t4_, t7_);
    let t10_ = max(t9_, 0f);
    let t11_ = (1f / t6_);
    let t12_ = (5.196152f / t11_);
    let t13_ = (t12_ * t10_);
    let t14_ = (t13_ >= 0.1f);
    let t15_ = select(vec3<u32>(0u, 1050253722u, 0u), vec3<u32>(0u, 1058642330u, 0u), vec3(t14_));
    let t16_ = dot(t0_, t0_);
    let t17_ = inverseSqrt(t16_);
    let t18_ = (_e4 * vec3(t17_));
    let t19_ = (t18_ * _e7);
    let t20_ = dot(t19_, t4_);
    let t21_ = mix(0.1f, 0.4f, t10_);
    let t22_ = (t20_ < t21_);
    let t23_ = select(t15_, vec3(0u), vec3(t22_));
    let t24_ = dot(t4_, t8_);
    let t25_ = (vec3(t24_) * vec3(2f));
    let t26_ = (t25_ * _e7);
    let t27_ = ((t26_ * t4_) + t8_);
    let t28_ = dot(t27_, t19_);
    let t29_ = max(0f, t28_);
    let t30_ = pow(t29_, 10f);
    let t31_ = (t12_ * t30_);
    let t32_ = (0.5f < t31_);
    let t33_ = (0f < t9_);
    let t34_ = (select(0u, 4294967295u, t33_) & select(0u, 4294967295u, t32_));
    let t35_ = ((vec3(0.3f) * bitcast<vec3<f32>>(t23_)) + vec3(0.7f));
    let t36_ = select(t23_, bitcast<vec3<u32>>(t35_), vec3((t34_ != 0u)));
    return FragmentOutput(vec4<f32>(bitcast<f32>(t36_.x), bitcast<f32>(t36_.y), bitcast<f32>(t36_.z), 1f));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) @interpolate(flat) base: u32) -> FragmentOutput {
    let _e5 = varying0_.xyz;
    let _e8 = vec3(-1f);
    let t0_ = (_e5 * _e8);
    let t1_ = (vec3<f32>(4f, 3f, 1f) + t0_);
    let _e18 = varying1_.xyz;
    let t2_ = dot(_e18, _e18);
    let t3_ = inverseSqrt(t2_);
    let t4_ = (_e18 * vec3(t3_));
    let t5_ = dot(t1_, t1_);
    let t6_ = inverseSqrt(t5_);
    let t7_ = (t1_ * vec3(t6_));
    let t8_ = (t7_ * _e8);
    let t9_ = dot(t4_, t7_);
    let t10_ = max(t9_, 0f);
    let t11_ = (1f / t6_);
    let t12_ = (5.196152f / t11_);
    let t13_ = (t12_ * t10_);
    let t14_ = (t13_ >= 0.1f);
    let t15_ = select(vec3<u32>(0u, 1050253722u, 0u), vec3<u32>(0u, 1058642330u, 0u), vec3(t14_));
    let t16_ = dot(t0_, t0_);
    let t17_ = inverseSqrt(t16_);
    let t18_ = (_e5 * vec3(t17_));
    let t19_ = (t18_ * _e8);
    let t20_ = dot(t19_, t4_);
    let t21_ = mix(0.1f, 0.4f, t10_);
    let t22_ = (t20_ < t21_);
    let t23_ = select(t15_, vec3(0u), vec3(t22_));
    let t24_ = dot(t4_, t8_);
    let t25_ = (vec3(t24_) * vec3(2f));
    let t26_ = (t25_ * _e8);
    let t27_ = ((t26_ * t4_) + t8_);
    let t28_ = dot(t27_, t19_);
    let t29_ = max(0f, t28_);
    let t30_ = pow(t29_, 10f);
    let t31_ = (t12_ * t30_);
    let t32_ = (0.5f < t31_);
    let t33_ = (0f < t9_);
    let t34_ = (select(0u, 4294967295u, t33_) & select(0u, 4294967295u, t32_));
    let t35_ = ((vec3(0.3f) * bitcast<vec3<f32>>(t23_)) + vec3(0.7f));
    let t36_ = select(t23_, bitcast<vec3<u32>>(t35_), vec3((t34_ != 0u)));
    let _e94 = blocks[base];
    if (1f > bitcast<vec4<f32>>(_e94).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(t36_.x), bitcast<f32>(t36_.y), bitcast<f32>(t36_.z), 1f));
}

