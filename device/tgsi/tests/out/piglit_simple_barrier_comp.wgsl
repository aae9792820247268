// Info { inputs: [], outputs: [], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D2, format: None, access: Access { loads: false, stores: true, atomics: false } })], shared: Some(Access { loads: true, stores: true, atomics: false }), writes: true }, workgroup_size: [8, 8, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 32>;
var<workgroup> shared_: array<u32, 256>;
@group(4) @binding(32) 
var image0_: texture_storage_2d<rgba16float,write>;

@compute @workgroup_size(8, 8, 1) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    let _e8 = (0u >> 2u);
    if (_e8 < 256u) {
        shared_[_e8] = 4294967295u;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let t1_ = (thread.y << (3u & 31u));
    let t2_ = (t1_ + thread.x);
    let t3_ = (t2_ << (2u & 31u));
    let t4_ = (4u + t3_);
    let _e23 = (t4_ >> 2u);
    if (_e23 < 256u) {
        shared_[_e23] = t2_;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let t5_ = (t2_ + 32u);
    let t6_ = (t5_ & 63u);
    let t7_ = (t6_ << (2u & 31u));
    let t8_ = (4u + t7_);
    let _e33 = (t8_ >> 2u);
    let _e36 = shared_[_e33];
    let t10_ = (select(0u, _e36, (_e33 < 256u)) != t6_);
    if t10_ {
        let _e39 = (0u >> 2u);
        if (_e39 < 256u) {
            shared_[_e39] = 0u;
        }
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e42 = (0u >> 2u);
    let _e45 = shared_[_e42];
    let t14_ = select(vec4<u32>(1065353216u, 0u, 0u, 0u), vec4<u32>(0u, 1065353216u, 0u, 0u), vec4((select(0u, _e45, (_e42 < 256u)) != 0u)));
    let t15_ = (block.xy << (vec2(3u) & vec2(31u)));
    let t0_ = (t15_ + thread.xy);
    let _e60 = bitcast<vec2<i32>>(t0_);
    let _e63 = textureDimensions(image0_);
    if all((bitcast<vec2<u32>>(_e60) < vec2<u32>(_e63.x, _e63.y))) {
        textureStore(image0_, _e60, bitcast<vec4<f32>>(t14_));
    }
    return;
}

// words
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 34>;
var<workgroup> shared_: array<u32, 256>;
@group(4) @binding(32) 
var<storage, read_write> image0_: array<u32>;

@compute @workgroup_size(8, 8, 1) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    let _e8 = (0u >> 2u);
    if (_e8 < 256u) {
        shared_[_e8] = 4294967295u;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let t1_ = (thread.y << (3u & 31u));
    let t2_ = (t1_ + thread.x);
    let t3_ = (t2_ << (2u & 31u));
    let t4_ = (4u + t3_);
    let _e23 = (t4_ >> 2u);
    if (_e23 < 256u) {
        shared_[_e23] = t2_;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let t5_ = (t2_ + 32u);
    let t6_ = (t5_ & 63u);
    let t7_ = (t6_ << (2u & 31u));
    let t8_ = (4u + t7_);
    let _e33 = (t8_ >> 2u);
    let _e36 = shared_[_e33];
    let t10_ = (select(0u, _e36, (_e33 < 256u)) != t6_);
    if t10_ {
        let _e39 = (0u >> 2u);
        if (_e39 < 256u) {
            shared_[_e39] = 0u;
        }
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e42 = (0u >> 2u);
    let _e45 = shared_[_e42];
    let t14_ = select(vec4<u32>(1065353216u, 0u, 0u, 0u), vec4<u32>(0u, 1065353216u, 0u, 0u), vec4((select(0u, _e45, (_e42 < 256u)) != 0u)));
    let t15_ = (block.xy << (vec2(3u) & vec2(31u)));
    let t0_ = (t15_ + thread.xy);
    let _e60 = bitcast<vec2<i32>>(t0_);
    let _e64 = block_1[32];
    let _e72 = bitcast<vec3<u32>>(vec3<i32>(_e60.x, _e60.y, 0i));
    let _e75 = bitcast<vec4<f32>>(t14_);
    if all((_e72 < vec3<u32>(_e64.x, _e64.y, _e64.z))) {
        let _e80 = block_1[33];
        let _e90 = (((_e80.x + (_e72.x * 8u)) + (_e72.y * _e80.y)) + (_e72.z * _e80.z));
        image0_[(_e90 >> 2u)] = pack2x16float(vec2<f32>(_e75.x, _e75.y));
        image0_[((_e90 >> 2u) + 1u)] = pack2x16float(vec2<f32>(_e75.z, _e75.w));
    }
    return;
}

