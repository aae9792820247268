// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }, Input { register: 1, semantic: Some((Face, 0)) }, Input { register: 2, semantic: Some((PointCoord, 0)) }, Input { register: 3, semantic: Some((Generic, 0)) }, Input { register: 4, semantic: Some((Generic, 1)) }, Input { register: 5, semantic: Some((Generic, 2)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2Array, shadow: false, levels: true, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: true, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: Cube, shadow: false, levels: false, only_gathers: false, asks_level: false }), Some(SamplerUse { dimension: D3, shadow: false, levels: true, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: true, color0_writes_all: false, reads_point_coordinate: true, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
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
    var iterations: u32;
    var discarded: bool;

    let t13_ = (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= vec4(0f));
    let _e36 = textureDimensions(texture0_, 1u);
    let t8_ = vec2<f32>(bitcast<vec2<i32>>(_e36));
    let _e39 = varying2_.xy;
    let _e41 = textureSample(texture0_, sampler0_, _e39);
    let _e46 = textureSampleLevel(texture1_, sampler1_, _e39, i32(floor((1f + 0.5f))), 2f);
    let t17_ = (_e41 + _e46);
    let t18_ = dpdx(_e39);
    let _e50 = block[33];
    let _e52 = bitcast<f32>(_e50.x);
    let t19_ = (_e39 * vec2(_e52));
    let t20_ = dpdy(t19_);
    let _e56 = textureSampleGrad(texture0_, sampler0_, _e39, t18_, t20_);
    let t22_ = (t17_ + _e56);
    let _e59 = textureSample(texture0_, sampler0_, _e39, vec2<i32>(1i, -1i));
    let t24_ = (t22_ + _e59);
    let _e62 = textureSampleCompare(texture2_, sampler2_, _e39, 0.5f);
    let t26_ = (t24_ + vec4(_e62));
    let _e67 = bitcast<i32>(varying1_.x);
    let _e71 = textureLoad(texture0_, vec2<i32>(_e67, 3i), 1i);
    let _e74 = textureLoad(texture3_, vec2(1i), 0i);
    let t29_ = vec4<f32>(bitcast<vec4<i32>>(_e74));
    let t30_ = (_e71 + t29_);
    let _e78 = varying0_.xyz;
    let _e79 = textureSample(texture4_, sampler4_, _e78);
    let t32_ = (t30_ + _e79);
    let _e81 = textureSampleBias(texture5_, sampler5_, _e78, 1f);
    let t34_ = (t32_ + _e81);
    let t35_ = (t34_ + vec4<f32>(t8_.x, t8_.y, 0f, 0f));
    let _e87 = textureGather(1, texture0_, sampler0_, _e39);
    let t37_ = (t35_ + _e87);
    let _e91 = textureSample(texture0_, sampler0_, (_e39 / vec2(2f)));
    let t39_ = (t37_ + _e91);
    let t40_ = (t26_ + t39_);
    let t10_ = ((position.y * _e52) + bitcast<f32>(_e50.y));
    let t41_ = (t40_ * vec4<f32>(position.x, t10_, position.z, position.w));
    let t44_ = select(bitcast<vec4<u32>>(t40_), bitcast<vec4<u32>>(t41_), vec4(t13_.x));
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
    let _e131 = iterations;
    loop {
        let _e136 = iterations;
        if (_e136 >= min((_e131 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e136 + 1u);
        let _e139 = temp1_;
        let t48_ = (bitcast<i32>(_e139) >= _e67);
        if t48_ {
            break;
        }
        let _e143 = temp0_.x;
        let t49_ = sin(bitcast<f32>(_e143));
        let _e147 = temp0_.y;
        let t49_1 = sin(bitcast<f32>(_e147));
        let _e151 = temp0_.z;
        let t49_2 = sin(bitcast<f32>(_e151));
        let _e155 = temp0_.w;
        let t49_3 = sin(bitcast<f32>(_e155));
        let _e162 = temp0_;
        let t0_ = ((vec4<f32>(t49_, t49_1, t49_2, t49_3) * vec4(0.1f)) + bitcast<vec4<f32>>(_e162));
        let _e166 = bitcast<vec4<u32>>(t0_);
        temp0_ = _e166;
        let t50_ = (vec2<f32>(3f, 2f) < t0_.xy);
        if t50_.x {
            break;
        }
        let t52_ = max(t0_.x, -(t0_.x));
        let t53_ = pow(t52_, 2.5f);
        let t11_ = (t0_.z + t53_);
        let t0_1 = select(vec4<u32>(bitcast<u32>(t0_.x), bitcast<u32>(t0_.y), bitcast<u32>(t11_), bitcast<u32>(t0_.w)), _e166, vec4(t50_.y));
        temp0_ = t0_1;
        let _e191 = temp1_;
        let t1_ = (1u + _e191);
        temp1_ = t1_;
        if t45_ {
            break;
        }
    }
    let _e193 = temp0_;
    let t54_ = (_e193.xyxy & vec4<u32>(2139095040u, 2139095040u, 8388607u, 8388607u));
    let _e200 = vec2(0u);
    let t55_ = (t54_.zw != _e200);
    let t56_ = (t54_.xy == vec2(2139095040u));
    let _e205 = vec2(4294967295u);
    let t57_ = (select(_e200, _e205, t56_) & select(_e200, _e205, t55_));
    if (t57_.x != 0u) {
        temp2_ = 32767u;
    } else {
        let t60_ = (vec2(t54_.x) < vec2<u32>(947912704u, 1199570944u));
        if t60_.x {
            let _e220 = temp0_.x;
            let _e223 = temp0_.x;
            let t62_ = max(bitcast<f32>(_e220), -(bitcast<f32>(_e223)));
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
            let _e257 = temp0_.y;
            let _e260 = temp0_.y;
            let t74_ = max(bitcast<f32>(_e257), -(bitcast<f32>(_e260)));
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
    let _e278 = temp0_;
    let t84_ = (_e278.xy & vec2(2147483648u));
    let t85_ = (t84_ >> (vec2(16u) & vec2(31u)));
    let _e288 = temp2_;
    let _e289 = temp3_;
    let t86_ = (vec2<u32>(_e288, _e289) | t85_);
    let t87_ = (_e67 >> (31u & 31u));
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
    let _e333 = temp0_;
    let _e334 = discarded;
    if _e334 {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e333.x), bitcast<f32>(_e333.y), bitcast<f32>(_e333.z), (t100_ + t103_)));
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
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) varying1_: vec4<u32>, @location(2) @interpolate(perspective, centroid) varying2_: vec4<f32>, @location(3) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>, @builtin(front_facing) front_facing: bool) -> FragmentOutput {
    var temp0_: vec4<u32>;
    var temp1_: u32;
    var temp2_: u32;
    var temp3_: u32;
    var iterations: u32;
    var discarded: bool;

    let t13_ = (vec4<f32>(select(-1f, 1f, front_facing), 0f, 0f, 1f) >= vec4(0f));
    let _e38 = textureDimensions(texture0_, 1u);
    let t8_ = vec2<f32>(bitcast<vec2<i32>>(_e38));
    let _e41 = varying2_.xy;
    let _e43 = textureSample(texture0_, sampler0_, _e41);
    let _e48 = textureSampleLevel(texture1_, sampler1_, _e41, i32(floor((1f + 0.5f))), 2f);
    let t17_ = (_e43 + _e48);
    let t18_ = dpdx(_e41);
    let _e54 = blocks[(block0_.x + 33u)];
    let _e56 = bitcast<f32>(_e54.x);
    let t19_ = (_e41 * vec2(_e56));
    let t20_ = dpdy(t19_);
    let _e60 = textureSampleGrad(texture0_, sampler0_, _e41, t18_, t20_);
    let t22_ = (t17_ + _e60);
    let _e63 = textureSample(texture0_, sampler0_, _e41, vec2<i32>(1i, -1i));
    let t24_ = (t22_ + _e63);
    let _e66 = textureSampleCompare(texture2_, sampler2_, _e41, 0.5f);
    let t26_ = (t24_ + vec4(_e66));
    let _e71 = bitcast<i32>(varying1_.x);
    let _e75 = textureLoad(texture0_, vec2<i32>(_e71, 3i), 1i);
    let _e78 = textureLoad(texture3_, vec2(1i), 0i);
    let t29_ = vec4<f32>(bitcast<vec4<i32>>(_e78));
    let t30_ = (_e75 + t29_);
    let _e82 = varying0_.xyz;
    let _e83 = textureSample(texture4_, sampler4_, _e82);
    let t32_ = (t30_ + _e83);
    let _e85 = textureSampleBias(texture5_, sampler5_, _e82, 1f);
    let t34_ = (t32_ + _e85);
    let t35_ = (t34_ + vec4<f32>(t8_.x, t8_.y, 0f, 0f));
    let _e91 = textureGather(1, texture0_, sampler0_, _e41);
    let t37_ = (t35_ + _e91);
    let _e95 = textureSample(texture0_, sampler0_, (_e41 / vec2(2f)));
    let t39_ = (t37_ + _e95);
    let t40_ = (t26_ + t39_);
    let t10_ = ((position.y * _e56) + bitcast<f32>(_e54.y));
    let t41_ = (t40_ * vec4<f32>(position.x, t10_, position.z, position.w));
    let t44_ = select(bitcast<vec4<u32>>(t40_), bitcast<vec4<u32>>(t41_), vec4(t13_.x));
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
    let _e135 = iterations;
    loop {
        let _e140 = iterations;
        if (_e140 >= min((_e135 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e140 + 1u);
        let _e143 = temp1_;
        let t48_ = (bitcast<i32>(_e143) >= _e71);
        if t48_ {
            break;
        }
        let _e147 = temp0_.x;
        let t49_ = sin(bitcast<f32>(_e147));
        let _e151 = temp0_.y;
        let t49_1 = sin(bitcast<f32>(_e151));
        let _e155 = temp0_.z;
        let t49_2 = sin(bitcast<f32>(_e155));
        let _e159 = temp0_.w;
        let t49_3 = sin(bitcast<f32>(_e159));
        let _e166 = temp0_;
        let t0_ = ((vec4<f32>(t49_, t49_1, t49_2, t49_3) * vec4(0.1f)) + bitcast<vec4<f32>>(_e166));
        let _e170 = bitcast<vec4<u32>>(t0_);
        temp0_ = _e170;
        let t50_ = (vec2<f32>(3f, 2f) < t0_.xy);
        if t50_.x {
            break;
        }
        let t52_ = max(t0_.x, -(t0_.x));
        let t53_ = pow(t52_, 2.5f);
        let t11_ = (t0_.z + t53_);
        let t0_1 = select(vec4<u32>(bitcast<u32>(t0_.x), bitcast<u32>(t0_.y), bitcast<u32>(t11_), bitcast<u32>(t0_.w)), _e170, vec4(t50_.y));
        temp0_ = t0_1;
        let _e195 = temp1_;
        let t1_ = (1u + _e195);
        temp1_ = t1_;
        if t45_ {
            break;
        }
    }
    let _e197 = temp0_;
    let t54_ = (_e197.xyxy & vec4<u32>(2139095040u, 2139095040u, 8388607u, 8388607u));
    let _e204 = vec2(0u);
    let t55_ = (t54_.zw != _e204);
    let t56_ = (t54_.xy == vec2(2139095040u));
    let _e209 = vec2(4294967295u);
    let t57_ = (select(_e204, _e209, t56_) & select(_e204, _e209, t55_));
    if (t57_.x != 0u) {
        temp2_ = 32767u;
    } else {
        let t60_ = (vec2(t54_.x) < vec2<u32>(947912704u, 1199570944u));
        if t60_.x {
            let _e224 = temp0_.x;
            let _e227 = temp0_.x;
            let t62_ = max(bitcast<f32>(_e224), -(bitcast<f32>(_e227)));
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
            let _e261 = temp0_.y;
            let _e264 = temp0_.y;
            let t74_ = max(bitcast<f32>(_e261), -(bitcast<f32>(_e264)));
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
    let _e282 = temp0_;
    let t84_ = (_e282.xy & vec2(2147483648u));
    let t85_ = (t84_ >> (vec2(16u) & vec2(31u)));
    let _e292 = temp2_;
    let _e293 = temp3_;
    let t86_ = (vec2<u32>(_e292, _e293) | t85_);
    let t87_ = (_e71 >> (31u & 31u));
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
    let _e336 = (t100_ + t103_);
    let _e337 = temp0_;
    let _e338 = discarded;
    if _e338 {
        discard;
    }
    let _e340 = blocks[block0_.x];
    if (_e336 > bitcast<vec4<f32>>(_e340).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e337.x), bitcast<f32>(_e337.y), bitcast<f32>(_e337.z), _e336));
}

