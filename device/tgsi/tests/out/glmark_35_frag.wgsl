// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }, Input { register: 2, semantic: Some((Generic, 2)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(3)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 4>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) varying2_: vec4<f32>) -> FragmentOutput {
    var array0_: array<vec4<f32>, 3>;
    var array1_: array<vec4<f32>, 3>;
    var array2_: array<vec4<f32>, 3>;
    var array3_: array<vec4<f32>, 3>;
    var temp12_: vec4<f32>;
    var temp13_: vec4<f32>;
    var temp14_: vec4<f32>;
    var temp15_: u32;
    var addr0_: u32;
    var iterations: u32;

    array0_[0] = vec4<f32>(0f, 0f, 0f, 1f);
    let _e21 = vec4(1f);
    array1_[0] = _e21;
    array2_[0] = _e21;
    array0_[1] = vec4<f32>(0f, 0f, 0f, 1f);
    array1_[1] = vec4<f32>(0.3f, 0.3f, 0.5f, 1f);
    array2_[1] = vec4<f32>(0.3f, 0.3f, 0.5f, 1f);
    array0_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    array1_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    array2_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    let _e41 = varying1_.xyz;
    let t17_ = dot(_e41, _e41);
    let t18_ = inverseSqrt(t17_);
    let t19_ = (_e41 * vec3(t18_));
    let _e47 = block[1];
    array3_[0] = bitcast<vec4<f32>>(_e47);
    let _e51 = block[2];
    array3_[1] = bitcast<vec4<f32>>(_e51);
    let _e55 = block[3];
    array3_[2] = bitcast<vec4<f32>>(_e55);
    temp15_ = 0u;
    let _e58 = vec4(0f);
    temp14_ = _e58;
    temp13_ = _e58;
    temp12_ = _e58;
    let _e59 = iterations;
    loop {
        let _e64 = iterations;
        if (_e64 >= min((_e59 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e64 + 1u);
        let _e68 = temp15_;
        let t20_ = (bitcast<i32>(_e68) >= 3i);
        if t20_ {
            break;
        }
        let _e73 = temp15_;
        let t22_ = (0u + _e73);
        addr0_ = t22_;
        let _e78 = array3_[min(t22_, 2u)];
        let t24_ = (_e78.w == 0f);
        let t25_ = (varying0_.w == 0f);
        let t26_ = (select(0u, 4294967295u, t25_) & select(0u, 4294967295u, t24_));
        let _e87 = varying0_.xyz;
        let _e90 = vec3(-1f);
        let t27_ = (_e87 * _e90);
        let _e92 = _e78.xyz;
        let t28_ = (_e92 + t27_);
        let t29_ = (_e92 / vec3(_e78.w));
        let t30_ = (_e87 / vec3(varying0_.w));
        let t31_ = ((t30_ * _e90) + t29_);
        let t32_ = select(bitcast<vec3<u32>>(t31_), bitcast<vec3<u32>>(_e92), vec3(t24_));
        let t33_ = select(t32_, bitcast<vec3<u32>>(t27_), vec3(t25_));
        let t34_ = select(t33_, bitcast<vec3<u32>>(t28_), vec3((t26_ != 0u)));
        let _e111 = bitcast<vec3<f32>>(t34_);
        let t35_ = dot(_e111, _e111);
        let t36_ = inverseSqrt(t35_);
        let t37_ = (_e111 * vec3(t36_));
        let t38_ = (t37_ * _e90);
        let t39_ = dot(t19_, t38_);
        let t40_ = (vec3(t39_) * vec3(2f));
        let t41_ = (t40_ * _e90);
        let t42_ = ((t41_ * t19_) + t38_);
        let t43_ = dot(t42_, vec3<f32>(varying1_.w, varying2_.x, varying2_.y));
        let t44_ = max(0f, t43_);
        let t45_ = pow(t44_, 20f);
        let _e135 = temp15_;
        let t47_ = (0u + _e135);
        addr0_ = t47_;
        let _e139 = array2_[min(t47_, 2u)];
        let _e141 = temp13_;
        let t13_ = ((vec4(t45_) * _e139) + _e141);
        temp13_ = t13_;
        let t49_ = dot(t19_, t37_);
        let t50_ = max(0f, t49_);
        let _e146 = temp15_;
        let t52_ = (0u + _e146);
        addr0_ = t52_;
        let _e150 = array1_[min(t52_, 2u)];
        let _e152 = temp12_;
        let t12_ = ((vec4(t50_) * _e150) + _e152);
        temp12_ = t12_;
        let _e155 = temp15_;
        let t55_ = (0u + _e155);
        addr0_ = t55_;
        let _e159 = array0_[min(t55_, 2u)];
        let _e160 = temp14_;
        let t14_ = (_e160 + _e159);
        temp14_ = t14_;
        let _e162 = temp15_;
        let t15_ = (_e162 + 1u);
        temp15_ = t15_;
    }
    let _e165 = temp14_;
    let t57_ = (vec4<f32>(0f, 0f, 0f, 1f) * _e165);
    let _e168 = temp13_;
    let t58_ = ((vec4<f32>(0.5f, 0.5f, 0.5f, 1f) * _e168) + t57_);
    let _e172 = temp12_;
    return FragmentOutput(((vec4<f32>(1f, 0.2f, 0.2f, 1f) * _e172) + t58_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) varying1_: vec4<f32>, @location(2) varying2_: vec4<f32>, @location(3) @interpolate(flat) base: u32) -> FragmentOutput {
    var array0_: array<vec4<f32>, 3>;
    var array1_: array<vec4<f32>, 3>;
    var array2_: array<vec4<f32>, 3>;
    var array3_: array<vec4<f32>, 3>;
    var temp12_: vec4<f32>;
    var temp13_: vec4<f32>;
    var temp14_: vec4<f32>;
    var temp15_: u32;
    var addr0_: u32;
    var iterations: u32;

    array0_[0] = vec4<f32>(0f, 0f, 0f, 1f);
    let _e22 = vec4(1f);
    array1_[0] = _e22;
    array2_[0] = _e22;
    array0_[1] = vec4<f32>(0f, 0f, 0f, 1f);
    array1_[1] = vec4<f32>(0.3f, 0.3f, 0.5f, 1f);
    array2_[1] = vec4<f32>(0.3f, 0.3f, 0.5f, 1f);
    array0_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    array1_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    array2_[2] = vec4<f32>(0.2f, 0.2f, 0.2f, 1f);
    let _e42 = varying1_.xyz;
    let t17_ = dot(_e42, _e42);
    let t18_ = inverseSqrt(t17_);
    let t19_ = (_e42 * vec3(t18_));
    let _e50 = blocks[(base + 1u)];
    array3_[0] = bitcast<vec4<f32>>(_e50);
    let _e56 = blocks[(base + 2u)];
    array3_[1] = bitcast<vec4<f32>>(_e56);
    let _e62 = blocks[(base + 3u)];
    array3_[2] = bitcast<vec4<f32>>(_e62);
    temp15_ = 0u;
    let _e65 = vec4(0f);
    temp14_ = _e65;
    temp13_ = _e65;
    temp12_ = _e65;
    let _e66 = iterations;
    loop {
        let _e71 = iterations;
        if (_e71 >= min((_e66 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e71 + 1u);
        let _e74 = temp15_;
        let t20_ = (bitcast<i32>(_e74) >= 3i);
        if t20_ {
            break;
        }
        let _e78 = temp15_;
        let t22_ = (0u + _e78);
        addr0_ = t22_;
        let _e82 = array3_[min(t22_, 2u)];
        let t24_ = (_e82.w == 0f);
        let t25_ = (varying0_.w == 0f);
        let t26_ = (select(0u, 4294967295u, t25_) & select(0u, 4294967295u, t24_));
        let _e91 = varying0_.xyz;
        let _e94 = vec3(-1f);
        let t27_ = (_e91 * _e94);
        let _e96 = _e82.xyz;
        let t28_ = (_e96 + t27_);
        let t29_ = (_e96 / vec3(_e82.w));
        let t30_ = (_e91 / vec3(varying0_.w));
        let t31_ = ((t30_ * _e94) + t29_);
        let t32_ = select(bitcast<vec3<u32>>(t31_), bitcast<vec3<u32>>(_e96), vec3(t24_));
        let t33_ = select(t32_, bitcast<vec3<u32>>(t27_), vec3(t25_));
        let t34_ = select(t33_, bitcast<vec3<u32>>(t28_), vec3((t26_ != 0u)));
        let _e115 = bitcast<vec3<f32>>(t34_);
        let t35_ = dot(_e115, _e115);
        let t36_ = inverseSqrt(t35_);
        let t37_ = (_e115 * vec3(t36_));
        let t38_ = (t37_ * _e94);
        let t39_ = dot(t19_, t38_);
        let t40_ = (vec3(t39_) * vec3(2f));
        let t41_ = (t40_ * _e94);
        let t42_ = ((t41_ * t19_) + t38_);
        let t43_ = dot(t42_, vec3<f32>(varying1_.w, varying2_.x, varying2_.y));
        let t44_ = max(0f, t43_);
        let t45_ = pow(t44_, 20f);
        let _e139 = temp15_;
        let t47_ = (0u + _e139);
        addr0_ = t47_;
        let _e143 = array2_[min(t47_, 2u)];
        let _e145 = temp13_;
        let t13_ = ((vec4(t45_) * _e143) + _e145);
        temp13_ = t13_;
        let t49_ = dot(t19_, t37_);
        let t50_ = max(0f, t49_);
        let _e150 = temp15_;
        let t52_ = (0u + _e150);
        addr0_ = t52_;
        let _e154 = array1_[min(t52_, 2u)];
        let _e156 = temp12_;
        let t12_ = ((vec4(t50_) * _e154) + _e156);
        temp12_ = t12_;
        let _e159 = temp15_;
        let t55_ = (0u + _e159);
        addr0_ = t55_;
        let _e163 = array0_[min(t55_, 2u)];
        let _e164 = temp14_;
        let t14_ = (_e164 + _e163);
        temp14_ = t14_;
        let _e166 = temp15_;
        let t15_ = (_e166 + 1u);
        temp15_ = t15_;
    }
    let _e169 = temp14_;
    let t57_ = (vec4<f32>(0f, 0f, 0f, 1f) * _e169);
    let _e172 = temp13_;
    let t58_ = ((vec4<f32>(0.5f, 0.5f, 0.5f, 1f) * _e172) + t57_);
    let _e176 = temp12_;
    let _e178 = ((vec4<f32>(1f, 0.2f, 0.2f, 1f) * _e176) + t58_);
    let _e181 = blocks[base];
    if (_e178.w > bitcast<vec4<f32>>(_e181).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e178);
}

