// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 35>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<atomic<u32>>;

@fragment 
fn main(@builtin(position) position: vec4<f32>) -> FragmentOutput {
    var out0_: vec4<f32>;
    var iterations: u32;
    var before: u32;

    let _e11 = block[33];
    let t0_ = ((position.y * bitcast<f32>(_e11.z)) + bitcast<f32>(_e11.w));
    let t1_ = i32(t0_);
    let t2_ = (bitcast<u32>(t1_) << (6u & 31u));
    let t3_ = i32(position.x);
    let t4_ = (t2_ + bitcast<u32>(t3_));
    let _e30 = (256u >> 2u);
    let _e32 = block[1];
    before = 0u;
    if (_e30 < _e32.y) {
        let _e39 = iterations;
        loop {
            let _e44 = iterations;
            if (_e44 >= min((_e39 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e44 + 1u);
            let _e48 = atomicLoad((&buffer0_[(_e30 + _e32.x)]));
            let _e53 = atomicCompareExchangeWeak((&buffer0_[(_e30 + _e32.x)]), _e48, bitcast<u32>(max(bitcast<i32>(_e48), bitcast<i32>(t4_))));
            before = _e53.old_value;
            if _e53.exchanged {
                break;
            }
        }
    }
    let _e56 = before;
    let t6_ = (_e56 != 2147483647u);
    if t6_ {
        let _e60 = block[34];
        let _e62 = (_e60.x >> 2u);
        let _e64 = block[2];
        before = 0u;
        if (_e62 < _e64.y) {
            let _e70 = atomicAdd((&buffer1_[(_e62 + _e64.x)]), 1u);
            before = _e70;
        }
    }
    let _e72 = (256u >> 2u);
    let _e76 = atomicLoad((&buffer0_[(_e72 + _e32.x)]));
    let t9_ = (select(0u, _e76, (_e72 < _e32.y)) != 2147483647u);
    if t9_ {
        let _e80 = block[34];
        let _e82 = (_e80.x >> 2u);
        let _e84 = block[2];
        before = 0u;
        if (_e82 < _e84.y) {
            let _e90 = atomicAdd((&buffer1_[(_e82 + _e84.x)]), 1u);
            before = _e90;
        }
    }
    let t11_ = (bitcast<i32>(t4_) < 64i);
    if t11_ {
        let t12_ = (t4_ << (2u & 31u));
        let t13_ = (t12_ + 4u);
        let t14_ = -(bitcast<i32>(t13_));
        let _e102 = (t12_ >> 2u);
        before = 0u;
        if (_e102 < _e32.y) {
            let _e106 = iterations;
            loop {
                let _e109 = iterations;
                if (_e109 >= min((_e106 + 65536u), 1048576u)) {
                    break;
                }
                iterations = (_e109 + 1u);
                let _e112 = atomicLoad((&buffer0_[(_e102 + _e32.x)]));
                let _e117 = atomicCompareExchangeWeak((&buffer0_[(_e102 + _e32.x)]), _e112, bitcast<u32>(max(bitcast<i32>(_e112), bitcast<i32>(t12_))));
                before = _e117.old_value;
                if _e117.exchanged {
                    break;
                }
            }
        }
        let _e120 = before;
        let _e121 = bitcast<u32>(t14_);
        let t16_ = (_e120 != _e121);
        if t16_ {
            let _e124 = block[34];
            let _e126 = (_e124.x >> 2u);
            let _e128 = block[2];
            before = 0u;
            if (_e126 < _e128.y) {
                let _e134 = atomicAdd((&buffer1_[(_e126 + _e128.x)]), 1u);
                before = _e134;
            }
        }
        let _e136 = (t12_ >> 2u);
        before = 0u;
        if (_e136 < _e32.y) {
            let _e140 = atomicExchange((&buffer0_[(_e136 + _e32.x)]), _e121);
            before = _e140;
        }
        let _e141 = before;
        let t19_ = (_e141 != t12_);
        if t19_ {
            let _e144 = block[34];
            let _e146 = (_e144.x >> 2u);
            let _e148 = block[2];
            before = 0u;
            if (_e146 < _e148.y) {
                let _e154 = atomicAdd((&buffer1_[(_e146 + _e148.x)]), 1u);
                before = _e154;
            }
        }
        out0_ = vec4<f32>(0f, 1f, 0f, 1f);
    } else {
        out0_ = vec4<f32>(0f, 0f, 1f, 1f);
    }
    let _e159 = out0_;
    return FragmentOutput(_e159);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<atomic<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    var out0_: vec4<f32>;
    var iterations: u32;
    var before: u32;

    let _e15 = blocks[(block0_.x + 33u)];
    let t0_ = ((position.y * bitcast<f32>(_e15.z)) + bitcast<f32>(_e15.w));
    let t1_ = i32(t0_);
    let t2_ = (bitcast<u32>(t1_) << (6u & 31u));
    let t3_ = i32(position.x);
    let t4_ = (t2_ + bitcast<u32>(t3_));
    let _e34 = (256u >> 2u);
    let _e38 = blocks[(block0_.x + 1u)];
    before = 0u;
    if (_e34 < _e38.y) {
        let _e45 = iterations;
        loop {
            let _e50 = iterations;
            if (_e50 >= min((_e45 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e50 + 1u);
            let _e53 = atomicLoad((&buffer0_[(_e34 + _e38.x)]));
            let _e58 = atomicCompareExchangeWeak((&buffer0_[(_e34 + _e38.x)]), _e53, bitcast<u32>(max(bitcast<i32>(_e53), bitcast<i32>(t4_))));
            before = _e58.old_value;
            if _e58.exchanged {
                break;
            }
        }
    }
    let _e61 = before;
    let t6_ = (_e61 != 2147483647u);
    if t6_ {
        let _e67 = blocks[(block0_.x + 34u)];
        let _e69 = (_e67.x >> 2u);
        let _e72 = blocks[(block0_.x + 2u)];
        before = 0u;
        if (_e69 < _e72.y) {
            let _e78 = atomicAdd((&buffer1_[(_e69 + _e72.x)]), 1u);
            before = _e78;
        }
    }
    let _e80 = (256u >> 2u);
    let _e84 = atomicLoad((&buffer0_[(_e80 + _e38.x)]));
    let t9_ = (select(0u, _e84, (_e80 < _e38.y)) != 2147483647u);
    if t9_ {
        let _e89 = blocks[(block0_.x + 34u)];
        let _e91 = (_e89.x >> 2u);
        let _e94 = blocks[(block0_.x + 2u)];
        before = 0u;
        if (_e91 < _e94.y) {
            let _e100 = atomicAdd((&buffer1_[(_e91 + _e94.x)]), 1u);
            before = _e100;
        }
    }
    let t11_ = (bitcast<i32>(t4_) < 64i);
    if t11_ {
        let t12_ = (t4_ << (2u & 31u));
        let t13_ = (t12_ + 4u);
        let t14_ = -(bitcast<i32>(t13_));
        let _e112 = (t12_ >> 2u);
        before = 0u;
        if (_e112 < _e38.y) {
            let _e116 = iterations;
            loop {
                let _e119 = iterations;
                if (_e119 >= min((_e116 + 65536u), 1048576u)) {
                    break;
                }
                iterations = (_e119 + 1u);
                let _e122 = atomicLoad((&buffer0_[(_e112 + _e38.x)]));
                let _e127 = atomicCompareExchangeWeak((&buffer0_[(_e112 + _e38.x)]), _e122, bitcast<u32>(max(bitcast<i32>(_e122), bitcast<i32>(t12_))));
                before = _e127.old_value;
                if _e127.exchanged {
                    break;
                }
            }
        }
        let _e130 = before;
        let _e131 = bitcast<u32>(t14_);
        let t16_ = (_e130 != _e131);
        if t16_ {
            let _e135 = blocks[(block0_.x + 34u)];
            let _e137 = (_e135.x >> 2u);
            let _e140 = blocks[(block0_.x + 2u)];
            before = 0u;
            if (_e137 < _e140.y) {
                let _e146 = atomicAdd((&buffer1_[(_e137 + _e140.x)]), 1u);
                before = _e146;
            }
        }
        let _e148 = (t12_ >> 2u);
        before = 0u;
        if (_e148 < _e38.y) {
            let _e152 = atomicExchange((&buffer0_[(_e148 + _e38.x)]), _e131);
            before = _e152;
        }
        let _e153 = before;
        let t19_ = (_e153 != t12_);
        if t19_ {
            let _e157 = blocks[(block0_.x + 34u)];
            let _e159 = (_e157.x >> 2u);
            let _e162 = blocks[(block0_.x + 2u)];
            before = 0u;
            if (_e159 < _e162.y) {
                let _e168 = atomicAdd((&buffer1_[(_e159 + _e162.x)]), 1u);
                before = _e168;
            }
        }
        out0_ = vec4<f32>(0f, 1f, 0f, 1f);
    } else {
        out0_ = vec4<f32>(0f, 0f, 1f, 1f);
    }
    let _e173 = out0_;
    let _e176 = blocks[block0_.x];
    if (_e173.w > bitcast<vec4<f32>>(_e176).x) {
    } else {
        discard;
    }
    let _e180 = out0_;
    return FragmentOutput(_e180);
}

