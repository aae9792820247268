// Info { inputs: [], outputs: [], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: false, stores: true, atomics: false })], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Sint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: true, atomics: true } }), Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Sint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: true, atomics: true } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 36>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<u32>;
@group(4) @binding(32) 
var<storage, read_write> image0_: array<atomic<u32>>;
@group(4) @binding(33) 
var<storage, read_write> image1_: array<atomic<u32>>;

@compute @workgroup_size(1, 1, 1) 
fn main(@builtin(num_workgroups) grid: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    var temp0_: u32;
    var before: u32;

    let t3_ = (grid.x * block.y);
    let t4_ = (t3_ + block.x);
    let t5_ = (t4_ & 1u);
    let t6_ = (t5_ == 0u);
    if t6_ {
        let _e17 = bitcast<vec2<i32>>(block.xy);
        let _e20 = block_1[32];
        let _e28 = bitcast<vec3<u32>>(vec3<i32>(_e17.x, _e17.y, 0i));
        let _e35 = block_1[33];
        before = 0u;
        if all((_e28 < vec3<u32>(_e20.x, _e20.y, _e20.z))) {
            let _e50 = atomicExchange((&image0_[((((_e35.x + (_e28.x * 4u)) + (_e28.y * _e35.y)) + (_e28.z * _e35.z)) >> 2u)]), 0u);
            before = _e50;
        }
        let _e51 = before;
        let t0_ = (_e51 == t4_);
        temp0_ = select(0u, 4294967295u, t0_);
    } else {
        let _e56 = bitcast<vec2<i32>>(block.xy);
        let _e58 = block_1[34];
        let _e66 = bitcast<vec3<u32>>(vec3<i32>(_e56.x, _e56.y, 0i));
        let _e73 = block_1[35];
        before = 0u;
        if all((_e66 < vec3<u32>(_e58.x, _e58.y, _e58.z))) {
            let _e85 = atomicExchange((&image1_[((((_e73.x + (_e66.x * 4u)) + (_e66.y * _e73.y)) + (_e66.z * _e73.z)) >> 2u)]), 0u);
            before = _e85;
        }
        let _e86 = before;
        let t11_ = (t4_ + 10u);
        let t0_1 = (_e86 == t11_);
        temp0_ = select(0u, 4294967295u, t0_1);
    }
    let t12_ = (t4_ << (2u & 31u));
    let _e94 = temp0_;
    let t13_ = (_e94 & 1u);
    let _e96 = (t12_ >> 2u);
    let _e98 = block_1[0];
    if (_e96 < _e98.y) {
        buffer0_[(_e96 + _e98.x)] = t13_;
    }
    return;
}

// words
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 36>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<u32>;
@group(4) @binding(32) 
var<storage, read_write> image0_: array<atomic<u32>>;
@group(4) @binding(33) 
var<storage, read_write> image1_: array<atomic<u32>>;

@compute @workgroup_size(1, 1, 1) 
fn main(@builtin(num_workgroups) grid: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    var temp0_: u32;
    var before: u32;

    let t3_ = (grid.x * block.y);
    let t4_ = (t3_ + block.x);
    let t5_ = (t4_ & 1u);
    let t6_ = (t5_ == 0u);
    if t6_ {
        let _e17 = bitcast<vec2<i32>>(block.xy);
        let _e20 = block_1[32];
        let _e28 = bitcast<vec3<u32>>(vec3<i32>(_e17.x, _e17.y, 0i));
        let _e35 = block_1[33];
        before = 0u;
        if all((_e28 < vec3<u32>(_e20.x, _e20.y, _e20.z))) {
            let _e50 = atomicExchange((&image0_[((((_e35.x + (_e28.x * 4u)) + (_e28.y * _e35.y)) + (_e28.z * _e35.z)) >> 2u)]), 0u);
            before = _e50;
        }
        let _e51 = before;
        let t0_ = (_e51 == t4_);
        temp0_ = select(0u, 4294967295u, t0_);
    } else {
        let _e56 = bitcast<vec2<i32>>(block.xy);
        let _e58 = block_1[34];
        let _e66 = bitcast<vec3<u32>>(vec3<i32>(_e56.x, _e56.y, 0i));
        let _e73 = block_1[35];
        before = 0u;
        if all((_e66 < vec3<u32>(_e58.x, _e58.y, _e58.z))) {
            let _e85 = atomicExchange((&image1_[((((_e73.x + (_e66.x * 4u)) + (_e66.y * _e73.y)) + (_e66.z * _e73.z)) >> 2u)]), 0u);
            before = _e85;
        }
        let _e86 = before;
        let t11_ = (t4_ + 10u);
        let t0_1 = (_e86 == t11_);
        temp0_ = select(0u, 4294967295u, t0_1);
    }
    let t12_ = (t4_ << (2u & 31u));
    let _e94 = temp0_;
    let t13_ = (_e94 & 1u);
    let _e96 = (t12_ >> 2u);
    let _e98 = block_1[0];
    if (_e96 < _e98.y) {
        buffer0_[(_e96 + _e98.x)] = t13_;
    }
    return;
}

