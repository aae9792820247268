// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<atomic<u32>>;

@fragment 
fn main(@builtin(sample_mask) sample_mask_in: u32) -> FragmentOutput {
    var temp0_: u32;
    var temp3_: vec2<u32>;
    var out0_: vec4<f32>;
    var iterations: u32;
    var before: u32;

    let t1_ = (sample_mask_in != 0u);
    if t1_ {
        let _e12 = iterations;
        loop {
            let _e17 = iterations;
            if (_e17 >= min((_e12 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e17 + 1u);
            let _e22 = (0u >> 2u);
            let _e24 = block[1];
            let _e30 = atomicLoad((&buffer0_[(_e22 + _e24.x)]));
            let _e31 = select(0u, _e30, (_e22 < _e24.y));
            let t3_ = (vec2(_e31) >> (vec2<u32>(2u, 7u) & vec2(31u)));
            temp3_ = t3_;
            let t4_ = (bitcast<i32>(t3_.y) >= 7i);
            if t4_ {
                temp0_ = 4294967295u;
                break;
            }
            let t5_ = (_e31 + 4u);
            let _e46 = (0u >> 2u);
            before = 0u;
            if (_e46 < _e24.y) {
                let _e51 = atomicCompareExchangeWeak((&buffer0_[(_e46 + _e24.x)]), _e31, t5_);
                before = _e51.old_value;
            }
            let _e54 = before;
            let t7_ = (_e31 == _e54);
            if t7_ {
                temp0_ = 0u;
                break;
            }
        }
        let _e56 = temp0_;
        if (_e56 != 0u) {
            out0_ = vec4<f32>(0f, 0f, 1f, 1f);
        } else {
            let _e61 = temp3_.x;
            let t8_ = (1u << (_e61 & 31u));
            let _e65 = temp3_.y;
            let t9_ = (_e65 << (2u & 31u));
            let _e69 = block[33];
            let t10_ = (t9_ + _e69.x);
            let _e72 = (t10_ >> 2u);
            let _e74 = block[2];
            before = 0u;
            if (_e72 < _e74.y) {
                let _e80 = atomicOr((&buffer1_[(_e72 + _e74.x)]), t8_);
                before = _e80;
            }
            let _e81 = before;
            let t12_ = (_e81 & t8_);
            let t13_ = (t12_ != 0u);
            if t13_ {
                let t14_ = (28u + _e69.x);
                let _e86 = (t14_ >> 2u);
                before = 0u;
                if (_e86 < _e74.y) {
                    let _e90 = atomicAdd((&buffer1_[(_e86 + _e74.x)]), 1u);
                    before = _e90;
                }
            }
            out0_ = vec4<f32>(0f, 1f, 0f, 1f);
        }
    }
    let _e93 = out0_;
    return FragmentOutput(_e93);
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
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @builtin(sample_mask) sample_mask_in: u32) -> FragmentOutput {
    var temp0_: u32;
    var temp3_: vec2<u32>;
    var out0_: vec4<f32>;
    var iterations: u32;
    var before: u32;

    let t1_ = (sample_mask_in != 0u);
    if t1_ {
        let _e14 = iterations;
        loop {
            let _e19 = iterations;
            if (_e19 >= min((_e14 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e19 + 1u);
            let _e24 = (0u >> 2u);
            let _e27 = blocks[(block0_.x + 1u)];
            let _e33 = atomicLoad((&buffer0_[(_e24 + _e27.x)]));
            let _e34 = select(0u, _e33, (_e24 < _e27.y));
            let t3_ = (vec2(_e34) >> (vec2<u32>(2u, 7u) & vec2(31u)));
            temp3_ = t3_;
            let t4_ = (bitcast<i32>(t3_.y) >= 7i);
            if t4_ {
                temp0_ = 4294967295u;
                break;
            }
            let t5_ = (_e34 + 4u);
            let _e49 = (0u >> 2u);
            before = 0u;
            if (_e49 < _e27.y) {
                let _e54 = atomicCompareExchangeWeak((&buffer0_[(_e49 + _e27.x)]), _e34, t5_);
                before = _e54.old_value;
            }
            let _e57 = before;
            let t7_ = (_e34 == _e57);
            if t7_ {
                temp0_ = 0u;
                break;
            }
        }
        let _e59 = temp0_;
        if (_e59 != 0u) {
            out0_ = vec4<f32>(0f, 0f, 1f, 1f);
        } else {
            let _e64 = temp3_.x;
            let t8_ = (1u << (_e64 & 31u));
            let _e68 = temp3_.y;
            let t9_ = (_e68 << (2u & 31u));
            let _e74 = blocks[(block0_.x + 33u)];
            let t10_ = (t9_ + _e74.x);
            let _e77 = (t10_ >> 2u);
            let _e80 = blocks[(block0_.x + 2u)];
            before = 0u;
            if (_e77 < _e80.y) {
                let _e86 = atomicOr((&buffer1_[(_e77 + _e80.x)]), t8_);
                before = _e86;
            }
            let _e87 = before;
            let t12_ = (_e87 & t8_);
            let t13_ = (t12_ != 0u);
            if t13_ {
                let t14_ = (28u + _e74.x);
                let _e92 = (t14_ >> 2u);
                before = 0u;
                if (_e92 < _e80.y) {
                    let _e96 = atomicAdd((&buffer1_[(_e92 + _e80.x)]), 1u);
                    before = _e96;
                }
            }
            out0_ = vec4<f32>(0f, 1f, 0f, 1f);
        }
    }
    let _e99 = out0_;
    let _e102 = blocks[block0_.x];
    if (_e99.w > bitcast<vec4<f32>>(_e102).x) {
    } else {
        discard;
    }
    let _e106 = out0_;
    return FragmentOutput(_e106);
}

