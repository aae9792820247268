// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }, Input { register: 1, semantic: Some((Face, 0)) }, Input { register: 2, semantic: Some((PointCoord, 0)) }, Input { register: 3, semantic: Some((Generic, 0)) }, Input { register: 4, semantic: Some((Generic, 1)) }, Input { register: 5, semantic: Some((Generic, 2)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false }), Some(SamplerUse { dimension: D2Array, shadow: false }), Some(SamplerUse { dimension: D2, shadow: true }), Some(SamplerUse { dimension: D2, shadow: false }), Some(SamplerUse { dimension: Cube, shadow: false }), Some(SamplerUse { dimension: D3, shadow: false })], constants: [Some(1)], writes_depth: false, discards: true, color0_writes_all: false, reads_point_coordinate: true, reads_color: false, reads_flat: true, writes_point_size: false }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 2>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d_array<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler_comparison;
@group(1) @binding(6) 
var texture3_: texture_2d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_cube<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;
@group(1) @binding(10) 
var texture5_: texture_3d<f32>;
@group(1) @binding(11) 
var sampler5_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) @interpolate(perspective, centroid) varying2_: vec4<f32>, @builtin(position) position: vec4<f32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    var temp0_: vec4<u32>;
    var temp1_: u32;
    var temp2_: u32;
    var temp3_: u32;
    var temp104_: vec3<u32>;
    var iterations: u32;
    var discarded: bool;

    let _e31 = vec4(0f);
    let t13_ = select(_e31, vec4(1f), (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= _e31));
    temp104_ = vec3<u32>(1u, 1073741824u, 4294967295u);
    let _e41 = temp104_.x;
    let _e42 = textureDimensions(texture0_, _e41);
    let t8_ = vec2<f32>(bitcast<vec2<i32>>(_e42));
    let _e45 = varying2_.xy;
    let _e47 = textureSample(texture0_, sampler0_, _e45);
    let _e51 = textureSampleLevel(texture1_, sampler1_, _e45, i32(round(1f)), 2f);
    let t17_ = (_e47 + _e51);
    let t18_ = dpdx(_e45);
    let _e55 = block[1];
    let _e57 = bitcast<f32>(_e55.x);
    let t19_ = (_e45 * vec2(_e57));
    let t20_ = dpdy(t19_);
    let _e61 = textureSampleGrad(texture0_, sampler0_, _e45, t18_, t20_);
    let t22_ = (t17_ + _e61);
    let _e64 = textureSample(texture0_, sampler0_, _e45, vec2<i32>(1i, -1i));
    let t24_ = (t22_ + _e64);
    let _e67 = textureSampleCompare(texture2_, sampler2_, _e45, 0.5f);
    let t26_ = (t24_ + vec4(_e67));
    let _e72 = bitcast<i32>(varying1_.x);
    let _e76 = textureLoad(texture0_, vec2<i32>(_e72, 3i), 1i);
    temp104_ = vec3<u32>(1056964608u, 1u, 0u);
    let _e79 = temp104_.y;
    let _e83 = temp104_.z;
    let _e85 = textureLoad(texture3_, vec2(bitcast<i32>(_e79)), bitcast<i32>(_e83));
    let t29_ = vec4<f32>(bitcast<vec4<i32>>(_e85));
    let t30_ = (_e76 + t29_);
    let _e89 = varying0_.xyz;
    let _e90 = textureSample(texture4_, sampler4_, _e89);
    let t32_ = (t30_ + _e90);
    let _e92 = textureSampleBias(texture5_, sampler5_, _e89, 1f);
    let t34_ = (t32_ + _e92);
    let t35_ = (t34_ + vec4<f32>(t8_.x, t8_.y, 0f, 0f));
    let _e98 = textureGather(1, texture0_, sampler0_, _e45);
    let t37_ = (t35_ + _e98);
    let _e102 = textureSample(texture0_, sampler0_, (_e45 / vec2(2f)));
    let t39_ = (t37_ + _e102);
    let t40_ = (t26_ + t39_);
    let t10_ = ((position.y * _e57) + bitcast<f32>(_e55.y));
    let t41_ = (t40_ * vec4<f32>(position.x, t10_, position.z, position.w));
    let t44_ = select(bitcast<vec4<u32>>(t40_), bitcast<vec4<u32>>(t41_), vec4((t13_.x != 0f)));
    let t45_ = (varying0_.x < 0.5f);
    let t46_ = (select(0u, 4294967295u, t45_) & 1065353216u);
    if (-(bitcast<f32>(t46_)) < 0f) {
        discarded = true;
    }
    let t47_ = (bitcast<vec2<f32>>(t44_.xy) + vec2(0f));
    temp0_.x = bitcast<u32>(t47_.x);
    temp0_.y = bitcast<u32>(t47_.y);
    temp0_.z = t44_.z;
    temp0_.w = t44_.w;
    temp1_ = 0u;
    let _e143 = iterations;
    loop {
        let _e148 = iterations;
        if (_e148 >= min((_e143 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e148 + 1u);
        let _e151 = temp1_;
        let t48_ = (bitcast<i32>(_e151) >= _e72);
        if t48_ {
            break;
        }
        let _e155 = temp0_.x;
        let t49_ = sin(bitcast<f32>(_e155));
        let _e159 = temp0_.y;
        let t49_1 = sin(bitcast<f32>(_e159));
        let _e163 = temp0_.z;
        let t49_2 = sin(bitcast<f32>(_e163));
        let _e167 = temp0_.w;
        let t49_3 = sin(bitcast<f32>(_e167));
        let _e174 = temp0_;
        let t0_ = ((vec4<f32>(t49_, t49_1, t49_2, t49_3) * vec4(0.1f)) + bitcast<vec4<f32>>(_e174));
        temp0_ = bitcast<vec4<u32>>(t0_);
        let _e182 = temp0_;
        let t50_ = (vec2<f32>(3f, 2f) < bitcast<vec2<f32>>(_e182.xy));
        if t50_.x {
            break;
        }
        let _e188 = temp0_.x;
        let _e191 = temp0_.x;
        let t52_ = max(bitcast<f32>(_e188), -(bitcast<f32>(_e191)));
        let t53_ = pow(t52_, 2.5f);
        let _e199 = temp0_.z;
        let t11_ = (bitcast<f32>(_e199) + t53_);
        let _e202 = temp0_;
        let _e205 = temp0_;
        let t0_1 = select(vec4<u32>(_e202.x, _e202.y, bitcast<u32>(t11_), _e202.w), _e205, vec4(t50_.y));
        temp0_ = t0_1;
        let _e212 = temp1_;
        let t1_ = (1u + _e212);
        temp1_ = t1_;
        if t45_ {
            break;
        }
    }
    let _e214 = temp0_;
    let t54_ = (_e214.xyxy & vec4<u32>(2139095040u, 2139095040u, 8388607u, 8388607u));
    let _e221 = vec2(0u);
    let t55_ = (t54_.zw != _e221);
    let t56_ = (t54_.xy == vec2(2139095040u));
    let _e226 = vec2(4294967295u);
    let t57_ = (select(_e221, _e226, t56_) & select(_e221, _e226, t55_));
    if (t57_.x != 0u) {
        temp2_ = 32767u;
    } else {
        let t60_ = (vec2(t54_.x) < vec2<u32>(947912704u, 1199570944u));
        if t60_.x {
            let _e241 = temp0_.x;
            let _e244 = temp0_.x;
            let t62_ = max(bitcast<f32>(_e241), -(bitcast<f32>(_e244)));
            let t63_ = (t62_ * 16777216f);
            let t64_ = round(t63_);
            let t2_ = u32(t64_);
            temp2_ = t2_;
        } else {
            let t65_ = (t54_.x + 3355443200u);
            let t66_ = (t65_ >> (13u & 31u));
            let t67_ = f32(t54_.z);
            let t68_ = (t67_ / 8192f);
            let t69_ = round(t68_);
            let t70_ = u32(t69_);
            let t71_ = (t66_ + t70_);
            let t2_1 = select(31744u, t71_, t60_.y);
            temp2_ = t2_1;
        }
    }
    if (t57_.y != 0u) {
        temp3_ = 32767u;
    } else {
        let t72_ = (vec2(t54_.y) < vec2<u32>(947912704u, 1199570944u));
        if t72_.x {
            let _e278 = temp0_.y;
            let _e281 = temp0_.y;
            let t74_ = max(bitcast<f32>(_e278), -(bitcast<f32>(_e281)));
            let t75_ = (t74_ * 16777216f);
            let t76_ = round(t75_);
            let t3_ = u32(t76_);
            temp3_ = t3_;
        } else {
            let t77_ = (t54_.y + 3355443200u);
            let t78_ = (t77_ >> (13u & 31u));
            let t79_ = f32(t54_.w);
            let t80_ = (t79_ / 8192f);
            let t81_ = round(t80_);
            let t82_ = u32(t81_);
            let t83_ = (t78_ + t82_);
            let t3_1 = select(31744u, t83_, t72_.y);
            temp3_ = t3_1;
        }
    }
    let _e299 = temp0_;
    let t84_ = (_e299.xy & vec2(2147483648u));
    let t85_ = (t84_ >> (vec2(16u) & vec2(31u)));
    let _e309 = temp2_;
    let _e310 = temp3_;
    let t86_ = (vec2<u32>(_e309, _e310) | t85_);
    let t87_ = (_e72 >> (31u & 31u));
    let t88_ = (varying1_.x ^ bitcast<u32>(t87_));
    let t89_ = (t88_ & 4294967040u);
    let t90_ = (255u < t88_);
    let t91_ = select(t88_, t89_, t90_);
    let t92_ = f32(t91_);
    let t93_ = (bitcast<i32>(t92_) >> (23u & 31u));
    let t94_ = (bitcast<u32>(t93_) + 4294967169u);
    let t95_ = (t86_.y << (16u & 31u));
    let t96_ = (t95_ | t86_.x);
    let t97_ = (varying1_.x << (25u & 31u));
    let t98_ = (bitcast<i32>(t97_) >> (28u & 31u));
    let t99_ = f32(t98_);
    let t100_ = (bitcast<f32>(t96_) + t99_);
    let t101_ = (bitcast<i32>(t94_) < 0i);
    let t102_ = select(t94_, 4294967295u, t101_);
    let t103_ = f32(bitcast<i32>(t102_));
    let _e355 = temp0_;
    let _e356 = discarded;
    if _e356 {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e355.x), bitcast<f32>(_e355.y), bitcast<f32>(_e355.z), (t100_ + t103_)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(1) @binding(2) 
var texture1_: texture_2d_array<f32>;
@group(1) @binding(3) 
var sampler1_: sampler;
@group(1) @binding(4) 
var texture2_: texture_depth_2d;
@group(1) @binding(5) 
var sampler2_: sampler_comparison;
@group(1) @binding(6) 
var texture3_: texture_2d<f32>;
@group(1) @binding(7) 
var sampler3_: sampler;
@group(1) @binding(8) 
var texture4_: texture_cube<f32>;
@group(1) @binding(9) 
var sampler4_: sampler;
@group(1) @binding(10) 
var texture5_: texture_3d<f32>;
@group(1) @binding(11) 
var sampler5_: sampler;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) @interpolate(perspective, centroid) varying2_: vec4<f32>, @location(3) @interpolate(flat) base: u32, @builtin(position) position: vec4<f32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    var temp0_: vec4<u32>;
    var temp1_: u32;
    var temp2_: u32;
    var temp3_: u32;
    var temp104_: vec3<u32>;
    var iterations: u32;
    var discarded: bool;

    let _e32 = vec4(0f);
    let t13_ = select(_e32, vec4(1f), (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= _e32));
    temp104_ = vec3<u32>(1u, 1073741824u, 4294967295u);
    let _e42 = temp104_.x;
    let _e43 = textureDimensions(texture0_, _e42);
    let t8_ = vec2<f32>(bitcast<vec2<i32>>(_e43));
    let _e46 = varying2_.xy;
    let _e48 = textureSample(texture0_, sampler0_, _e46);
    let _e52 = textureSampleLevel(texture1_, sampler1_, _e46, i32(round(1f)), 2f);
    let t17_ = (_e48 + _e52);
    let t18_ = dpdx(_e46);
    let _e57 = blocks[(base + 1u)];
    let _e59 = bitcast<f32>(_e57.x);
    let t19_ = (_e46 * vec2(_e59));
    let t20_ = dpdy(t19_);
    let _e63 = textureSampleGrad(texture0_, sampler0_, _e46, t18_, t20_);
    let t22_ = (t17_ + _e63);
    let _e66 = textureSample(texture0_, sampler0_, _e46, vec2<i32>(1i, -1i));
    let t24_ = (t22_ + _e66);
    let _e69 = textureSampleCompare(texture2_, sampler2_, _e46, 0.5f);
    let t26_ = (t24_ + vec4(_e69));
    let _e74 = bitcast<i32>(varying1_.x);
    let _e78 = textureLoad(texture0_, vec2<i32>(_e74, 3i), 1i);
    temp104_ = vec3<u32>(1056964608u, 1u, 0u);
    let _e81 = temp104_.y;
    let _e85 = temp104_.z;
    let _e87 = textureLoad(texture3_, vec2(bitcast<i32>(_e81)), bitcast<i32>(_e85));
    let t29_ = vec4<f32>(bitcast<vec4<i32>>(_e87));
    let t30_ = (_e78 + t29_);
    let _e91 = varying0_.xyz;
    let _e92 = textureSample(texture4_, sampler4_, _e91);
    let t32_ = (t30_ + _e92);
    let _e94 = textureSampleBias(texture5_, sampler5_, _e91, 1f);
    let t34_ = (t32_ + _e94);
    let t35_ = (t34_ + vec4<f32>(t8_.x, t8_.y, 0f, 0f));
    let _e100 = textureGather(1, texture0_, sampler0_, _e46);
    let t37_ = (t35_ + _e100);
    let _e104 = textureSample(texture0_, sampler0_, (_e46 / vec2(2f)));
    let t39_ = (t37_ + _e104);
    let t40_ = (t26_ + t39_);
    let t10_ = ((position.y * _e59) + bitcast<f32>(_e57.y));
    let t41_ = (t40_ * vec4<f32>(position.x, t10_, position.z, position.w));
    let t44_ = select(bitcast<vec4<u32>>(t40_), bitcast<vec4<u32>>(t41_), vec4((t13_.x != 0f)));
    let t45_ = (varying0_.x < 0.5f);
    let t46_ = (select(0u, 4294967295u, t45_) & 1065353216u);
    if (-(bitcast<f32>(t46_)) < 0f) {
        discarded = true;
    }
    let t47_ = (bitcast<vec2<f32>>(t44_.xy) + vec2(0f));
    temp0_.x = bitcast<u32>(t47_.x);
    temp0_.y = bitcast<u32>(t47_.y);
    temp0_.z = t44_.z;
    temp0_.w = t44_.w;
    temp1_ = 0u;
    let _e145 = iterations;
    loop {
        let _e150 = iterations;
        if (_e150 >= min((_e145 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e150 + 1u);
        let _e153 = temp1_;
        let t48_ = (bitcast<i32>(_e153) >= _e74);
        if t48_ {
            break;
        }
        let _e157 = temp0_.x;
        let t49_ = sin(bitcast<f32>(_e157));
        let _e161 = temp0_.y;
        let t49_1 = sin(bitcast<f32>(_e161));
        let _e165 = temp0_.z;
        let t49_2 = sin(bitcast<f32>(_e165));
        let _e169 = temp0_.w;
        let t49_3 = sin(bitcast<f32>(_e169));
        let _e176 = temp0_;
        let t0_ = ((vec4<f32>(t49_, t49_1, t49_2, t49_3) * vec4(0.1f)) + bitcast<vec4<f32>>(_e176));
        temp0_ = bitcast<vec4<u32>>(t0_);
        let _e184 = temp0_;
        let t50_ = (vec2<f32>(3f, 2f) < bitcast<vec2<f32>>(_e184.xy));
        if t50_.x {
            break;
        }
        let _e190 = temp0_.x;
        let _e193 = temp0_.x;
        let t52_ = max(bitcast<f32>(_e190), -(bitcast<f32>(_e193)));
        let t53_ = pow(t52_, 2.5f);
        let _e201 = temp0_.z;
        let t11_ = (bitcast<f32>(_e201) + t53_);
        let _e204 = temp0_;
        let _e207 = temp0_;
        let t0_1 = select(vec4<u32>(_e204.x, _e204.y, bitcast<u32>(t11_), _e204.w), _e207, vec4(t50_.y));
        temp0_ = t0_1;
        let _e214 = temp1_;
        let t1_ = (1u + _e214);
        temp1_ = t1_;
        if t45_ {
            break;
        }
    }
    let _e216 = temp0_;
    let t54_ = (_e216.xyxy & vec4<u32>(2139095040u, 2139095040u, 8388607u, 8388607u));
    let _e223 = vec2(0u);
    let t55_ = (t54_.zw != _e223);
    let t56_ = (t54_.xy == vec2(2139095040u));
    let _e228 = vec2(4294967295u);
    let t57_ = (select(_e223, _e228, t56_) & select(_e223, _e228, t55_));
    if (t57_.x != 0u) {
        temp2_ = 32767u;
    } else {
        let t60_ = (vec2(t54_.x) < vec2<u32>(947912704u, 1199570944u));
        if t60_.x {
            let _e243 = temp0_.x;
            let _e246 = temp0_.x;
            let t62_ = max(bitcast<f32>(_e243), -(bitcast<f32>(_e246)));
            let t63_ = (t62_ * 16777216f);
            let t64_ = round(t63_);
            let t2_ = u32(t64_);
            temp2_ = t2_;
        } else {
            let t65_ = (t54_.x + 3355443200u);
            let t66_ = (t65_ >> (13u & 31u));
            let t67_ = f32(t54_.z);
            let t68_ = (t67_ / 8192f);
            let t69_ = round(t68_);
            let t70_ = u32(t69_);
            let t71_ = (t66_ + t70_);
            let t2_1 = select(31744u, t71_, t60_.y);
            temp2_ = t2_1;
        }
    }
    if (t57_.y != 0u) {
        temp3_ = 32767u;
    } else {
        let t72_ = (vec2(t54_.y) < vec2<u32>(947912704u, 1199570944u));
        if t72_.x {
            let _e280 = temp0_.y;
            let _e283 = temp0_.y;
            let t74_ = max(bitcast<f32>(_e280), -(bitcast<f32>(_e283)));
            let t75_ = (t74_ * 16777216f);
            let t76_ = round(t75_);
            let t3_ = u32(t76_);
            temp3_ = t3_;
        } else {
            let t77_ = (t54_.y + 3355443200u);
            let t78_ = (t77_ >> (13u & 31u));
            let t79_ = f32(t54_.w);
            let t80_ = (t79_ / 8192f);
            let t81_ = round(t80_);
            let t82_ = u32(t81_);
            let t83_ = (t78_ + t82_);
            let t3_1 = select(31744u, t83_, t72_.y);
            temp3_ = t3_1;
        }
    }
    let _e301 = temp0_;
    let t84_ = (_e301.xy & vec2(2147483648u));
    let t85_ = (t84_ >> (vec2(16u) & vec2(31u)));
    let _e311 = temp2_;
    let _e312 = temp3_;
    let t86_ = (vec2<u32>(_e311, _e312) | t85_);
    let t87_ = (_e74 >> (31u & 31u));
    let t88_ = (varying1_.x ^ bitcast<u32>(t87_));
    let t89_ = (t88_ & 4294967040u);
    let t90_ = (255u < t88_);
    let t91_ = select(t88_, t89_, t90_);
    let t92_ = f32(t91_);
    let t93_ = (bitcast<i32>(t92_) >> (23u & 31u));
    let t94_ = (bitcast<u32>(t93_) + 4294967169u);
    let t95_ = (t86_.y << (16u & 31u));
    let t96_ = (t95_ | t86_.x);
    let t97_ = (varying1_.x << (25u & 31u));
    let t98_ = (bitcast<i32>(t97_) >> (28u & 31u));
    let t99_ = f32(t98_);
    let t100_ = (bitcast<f32>(t96_) + t99_);
    let t101_ = (bitcast<i32>(t94_) < 0i);
    let t102_ = select(t94_, 4294967295u, t101_);
    let t103_ = f32(bitcast<i32>(t102_));
    let _e356 = (t100_ + t103_);
    let _e357 = temp0_;
    let _e358 = discarded;
    if _e358 {
        discard;
    }
    let _e360 = bitcast<f32>(_e357.x);
    let _e362 = bitcast<f32>(_e357.y);
    let _e364 = bitcast<f32>(_e357.z);
    let _e369 = blocks[(base + 0u)];
    if (vec4<f32>(_e360, _e362, _e364, _e356).w > bitcast<vec4<f32>>(_e369).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(_e360, _e362, _e364, _e356));
}

