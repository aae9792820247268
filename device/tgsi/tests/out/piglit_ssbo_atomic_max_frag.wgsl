// Info { inputs: [Input { register: 0, semantic: Some((Position, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(2)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
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
    let _e162 = block[0];
    if (_e159.w > bitcast<vec4<f32>>(_e162).x) {
    } else {
        discard;
    }
    let _e166 = out0_;
    return FragmentOutput(_e166);
}

