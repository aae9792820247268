// Info { inputs: [], outputs: [], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 33>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;

@compute @workgroup_size(1, 1, 1) 
fn main() {
    var temp0_: u32;
    var temp1_: u32;
    var iterations: u32;
    var before: u32;

    temp0_ = 0u;
    let _e8 = iterations;
    loop {
        let _e13 = iterations;
        if (_e13 >= min((_e8 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e13 + 1u);
        let _e17 = temp0_;
        let t3_ = (vec2(_e17) >= vec2<u32>(64u, 32u));
        if t3_.x {
            break;
        }
        temp1_ = 0u;
        let _e24 = iterations;
        loop {
            let _e27 = iterations;
            if (_e27 >= min((_e24 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e27 + 1u);
            let _e30 = temp1_;
            let t5_ = (vec2(_e30) >= vec2<u32>(64u, 32u));
            if t5_.x {
                break;
            }
            let _e35 = temp1_;
            let _e36 = temp0_;
            let _e41 = textureLoad(texture0_, vec2<i32>(bitcast<i32>(_e35), bitcast<i32>(_e36)), 0i);
            let t8_ = (_e41.xyzx == vec4<f32>(1f, 0f, 0f, 0f));
            let t9_ = (select(0u, 4294967295u, t8_.y) & select(0u, 4294967295u, t8_.z));
            let t10_ = (select(0u, 4294967295u, t8_.x) & t9_);
            let _e57 = temp1_;
            let t11_ = (_e57 < 32u);
            let t12_ = (t10_ & select(0u, 4294967295u, t11_));
            let _e61 = temp0_;
            let t13_ = (_e61 < 32u);
            let t14_ = (t12_ & select(0u, 4294967295u, t13_));
            if (t14_ != 0u) {
                let _e67 = block[32];
                let _e70 = (_e67.x >> 2u);
                let _e72 = block[0];
                before = 0u;
                if (_e70 < _e72.y) {
                    let _e79 = atomicAdd((&buffer0_[(_e70 + _e72.x)]), 1u);
                    before = _e79;
                }
            } else {
                let t16_ = (_e41.yzxy == vec4<f32>(1f, 0f, 0f, 0f));
                let t17_ = (select(0u, 4294967295u, t16_.x) & select(0u, 4294967295u, t16_.y));
                let t18_ = (select(0u, 4294967295u, t8_.w) & t17_);
                let t19_ = (t18_ & select(0u, 4294967295u, t5_.y));
                let t20_ = (t19_ & select(0u, 4294967295u, t13_));
                if (t20_ != 0u) {
                    let _e100 = block[32];
                    let t21_ = (4u + _e100.x);
                    let _e103 = (t21_ >> 2u);
                    let _e105 = block[0];
                    before = 0u;
                    if (_e103 < _e105.y) {
                        let _e111 = atomicAdd((&buffer0_[(_e103 + _e105.x)]), 1u);
                        before = _e111;
                    }
                } else {
                    let t23_ = (_e41.zxyz == vec4(1f));
                    let t24_ = (select(0u, 4294967295u, t16_.w) & select(0u, 4294967295u, t23_.x));
                    let t25_ = (select(0u, 4294967295u, t16_.z) & t24_);
                    let t26_ = (t25_ & select(0u, 4294967295u, t11_));
                    let t27_ = (t26_ & select(0u, 4294967295u, t3_.y));
                    if (t27_ != 0u) {
                        let _e132 = block[32];
                        let t28_ = (8u + _e132.x);
                        let _e135 = (t28_ >> 2u);
                        let _e137 = block[0];
                        before = 0u;
                        if (_e135 < _e137.y) {
                            let _e143 = atomicAdd((&buffer0_[(_e135 + _e137.x)]), 1u);
                            before = _e143;
                        }
                    } else {
                        let t30_ = (select(0u, 4294967295u, t23_.z) & select(0u, 4294967295u, t23_.w));
                        let t31_ = (select(0u, 4294967295u, t23_.y) & t30_);
                        let t32_ = (t31_ & select(0u, 4294967295u, t5_.y));
                        let t33_ = (t32_ & select(0u, 4294967295u, t3_.y));
                        if (t33_ != 0u) {
                            let _e160 = block[32];
                            let t34_ = (12u + _e160.x);
                            let _e163 = (t34_ >> 2u);
                            let _e165 = block[0];
                            before = 0u;
                            if (_e163 < _e165.y) {
                                let _e171 = atomicAdd((&buffer0_[(_e163 + _e165.x)]), 1u);
                                before = _e171;
                            }
                        }
                    }
                }
            }
            let _e173 = temp1_;
            let t1_ = (_e173 + 1u);
            temp1_ = t1_;
        }
        let _e175 = temp0_;
        let t0_ = (_e175 + 1u);
        temp0_ = t0_;
    }
    return;
}

