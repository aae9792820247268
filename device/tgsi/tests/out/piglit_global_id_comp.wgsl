// Info { inputs: [], outputs: [], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [4, 2, 4] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 33>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;

@compute @workgroup_size(4, 2, 4) 
fn main(@builtin(workgroup_id) block: vec3<u32>, @builtin(local_invocation_id) thread: vec3<u32>) {
    var before: u32;

    let t0_ = (block << (vec3<u32>(2u, 1u, 2u) & vec3(31u)));
    let t1_ = (t0_ + thread);
    let t2_ = (t1_.x & t1_.y);
    let t3_ = (t2_ & t1_.z);
    let t4_ = (vec2(t3_) == vec2<u32>(0u, 2u));
    if t4_.x {
        let _e23 = block_1[32];
        let _e25 = (_e23.x >> 2u);
        let _e27 = block_1[0];
        before = 0u;
        if (_e25 < _e27.y) {
            let _e34 = atomicAdd((&buffer0_[(_e25 + _e27.x)]), 1u);
            before = _e34;
        }
    }
    let t8_ = (t1_.x | t1_.y);
    let t9_ = (t8_ | t1_.z);
    let t10_ = (vec2(t9_) == vec2<u32>(7u, 5u));
    if t10_.x {
        let _e46 = block_1[32];
        let t13_ = (4u + _e46.x);
        let _e49 = (t13_ >> 2u);
        let _e51 = block_1[0];
        before = 0u;
        if (_e49 < _e51.y) {
            let _e57 = atomicAdd((&buffer0_[(_e49 + _e51.x)]), 1u);
            before = _e57;
        }
    }
    let t15_ = (t1_.xy == t1_.yz);
    let t16_ = (select(0u, 4294967295u, t15_.x) & select(0u, 4294967295u, t15_.y));
    if (t16_ != 0u) {
        let _e71 = block_1[32];
        let t17_ = (8u + _e71.x);
        let _e74 = (t17_ >> 2u);
        let _e76 = block_1[0];
        before = 0u;
        if (_e74 < _e76.y) {
            let _e82 = atomicAdd((&buffer0_[(_e74 + _e76.x)]), 1u);
            before = _e82;
        }
    }
    let t19_ = (t1_.xyx != t1_.yzz);
    let t20_ = (select(0u, 4294967295u, t19_.x) & select(0u, 4294967295u, t19_.y));
    let t21_ = (t20_ & select(0u, 4294967295u, t19_.z));
    if (t21_ != 0u) {
        let _e98 = block_1[32];
        let t22_ = (12u + _e98.x);
        let _e101 = (t22_ >> 2u);
        let _e103 = block_1[0];
        before = 0u;
        if (_e101 < _e103.y) {
            let _e109 = atomicAdd((&buffer0_[(_e101 + _e103.x)]), 1u);
            before = _e109;
        }
    }
    if t4_.y {
        let _e114 = block_1[32];
        let t24_ = (16u + _e114.x);
        let _e117 = (t24_ >> 2u);
        let _e119 = block_1[0];
        before = 0u;
        if (_e117 < _e119.y) {
            let _e125 = atomicAdd((&buffer0_[(_e117 + _e119.x)]), 1u);
            before = _e125;
        }
    }
    if t10_.y {
        let _e130 = block_1[32];
        let t26_ = (20u + _e130.x);
        let _e133 = (t26_ >> 2u);
        let _e135 = block_1[0];
        before = 0u;
        if (_e133 < _e135.y) {
            let _e141 = atomicAdd((&buffer0_[(_e133 + _e135.x)]), 1u);
            before = _e141;
        }
    }
    let t28_ = max(t1_.x, t1_.y);
    let t29_ = max(t28_, t1_.z);
    let t30_ = (t29_ < 4u);
    if t30_ {
        let _e148 = block_1[32];
        let t31_ = (24u + _e148.x);
        let _e151 = (t31_ >> 2u);
        let _e153 = block_1[0];
        before = 0u;
        if (_e151 < _e153.y) {
            let _e159 = atomicAdd((&buffer0_[(_e151 + _e153.x)]), 1u);
            before = _e159;
        }
    }
    let t33_ = (t29_ >= 4u);
    if t33_ {
        let _e164 = block_1[32];
        let t34_ = (28u + _e164.x);
        let _e167 = (t34_ >> 2u);
        let _e169 = block_1[0];
        before = 0u;
        if (_e167 < _e169.y) {
            let _e175 = atomicAdd((&buffer0_[(_e167 + _e169.x)]), 1u);
            before = _e175;
        }
    }
    return;
}

