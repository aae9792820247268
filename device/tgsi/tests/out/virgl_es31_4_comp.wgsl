// Info { inputs: [], outputs: [], samplers: [], constants: [Some(2)], constants_named: 3, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true })], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Unorm, layout: Array { bits: 8, channels: 4 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } })], shared: Some(Access { loads: true, stores: true, atomics: false }), writes: true }, workgroup_size: [8, 8, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 34>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
@group(4) @binding(1) 
var<storage, read_write> buffer1_: array<atomic<u32>>;
var<workgroup> shared_: array<u32, 256>;
@group(4) @binding(32) 
var image0_: texture_storage_2d<rgba8unorm,write>;
@group(4) @binding(33) 
var image1_: texture_storage_2d<r32uint,write>;

@compute @workgroup_size(8, 8, 1) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    var before: u32;

    let t2_ = (thread.y << (3u & 31u));
    let t3_ = (t2_ + thread.x);
    let t4_ = (t3_ << (2u & 31u));
    let _e21 = vec2(31u);
    let t5_ = (block.xy << (vec2(3u) & _e21));
    let t6_ = (t5_ + thread.xy);
    let t7_ = (t6_ << (vec2(2u) & _e21));
    let t8_ = (vec2(4u) + t7_);
    let _e33 = (t8_.x >> 2u);
    let _e35 = block_1[0];
    let _e41 = atomicLoad((&buffer0_[(_e33 + _e35.x)]));
    let _e45 = block_1[32];
    let t11_ = (bitcast<f32>(select(0u, _e41, (_e33 < _e35.y))) * bitcast<f32>(_e45.x));
    let _e50 = (t4_ >> 2u);
    if (_e50 < 256u) {
        shared_[_e50] = bitcast<u32>(t11_);
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e54 = (0u >> 2u);
    before = 0u;
    if (_e54 < _e35.y) {
        let _e60 = atomicAdd((&buffer0_[(_e54 + _e35.x)]), 1u);
        before = _e60;
    }
    let t13_ = -(bitcast<i32>(t3_));
    let t14_ = (bitcast<u32>(t13_) << (2u & 31u));
    let t15_ = (t14_ + 252u);
    let _e69 = (t15_ >> 2u);
    let _e72 = shared_[_e69];
    let t18_ = (_e35.z + 4294967292u);
    let t19_ = (_e35.z < 4u);
    let t20_ = select(t18_, 0u, t19_);
    let t21_ = (t20_ >> (2u & 31u));
    let t22_ = f32(bitcast<i32>(t21_));
    let t23_ = (bitcast<f32>(select(0u, _e72, (_e69 < 256u))) + t22_);
    let _e87 = (t8_.y >> 2u);
    if (_e87 < _e35.y) {
        atomicStore((&buffer0_[(_e87 + _e35.x)]), bitcast<u32>(t23_));
    }
    let _e91 = (t4_ >> 2u);
    let _e94 = shared_[_e91];
    let _e96 = bitcast<vec2<i32>>(t6_);
    let _e98 = textureDimensions(image0_);
    if all((bitcast<vec2<u32>>(_e96) < vec2<u32>(_e98.x, _e98.y))) {
        textureStore(image0_, _e96, vec4(bitcast<f32>(select(0u, _e94, (_e91 < 256u)))));
    }
    let _e107 = vec2(0i);
    let _e108 = textureDimensions(image1_);
    if all((bitcast<vec2<u32>>(_e107) < vec2<u32>(_e108.x, _e108.y))) {
        textureStore(image1_, _e107, vec4(t3_));
    }
    let _e117 = block_1[33];
    let _e119 = (_e117.x >> 2u);
    let _e121 = block_1[1];
    before = 0u;
    if (_e119 < _e121.y) {
        let _e127 = atomicAdd((&buffer1_[(_e119 + _e121.x)]), 1u);
        before = _e127;
    }
    return;
}

// words
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 38>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
@group(4) @binding(1) 
var<storage, read_write> buffer1_: array<atomic<u32>>;
var<workgroup> shared_: array<u32, 256>;
@group(4) @binding(32) 
var<storage, read_write> image0_: array<u32>;
@group(4) @binding(33) 
var<storage, read_write> image1_: array<u32>;

@compute @workgroup_size(8, 8, 1) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>) {
    var before: u32;

    let t2_ = (thread.y << (3u & 31u));
    let t3_ = (t2_ + thread.x);
    let t4_ = (t3_ << (2u & 31u));
    let _e21 = vec2(31u);
    let t5_ = (block.xy << (vec2(3u) & _e21));
    let t6_ = (t5_ + thread.xy);
    let t7_ = (t6_ << (vec2(2u) & _e21));
    let t8_ = (vec2(4u) + t7_);
    let _e33 = (t8_.x >> 2u);
    let _e35 = block_1[0];
    let _e41 = atomicLoad((&buffer0_[(_e33 + _e35.x)]));
    let _e45 = block_1[36];
    let t11_ = (bitcast<f32>(select(0u, _e41, (_e33 < _e35.y))) * bitcast<f32>(_e45.x));
    let _e50 = (t4_ >> 2u);
    if (_e50 < 256u) {
        shared_[_e50] = bitcast<u32>(t11_);
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e54 = (0u >> 2u);
    before = 0u;
    if (_e54 < _e35.y) {
        let _e60 = atomicAdd((&buffer0_[(_e54 + _e35.x)]), 1u);
        before = _e60;
    }
    let t13_ = -(bitcast<i32>(t3_));
    let t14_ = (bitcast<u32>(t13_) << (2u & 31u));
    let t15_ = (t14_ + 252u);
    let _e69 = (t15_ >> 2u);
    let _e72 = shared_[_e69];
    let t18_ = (_e35.z + 4294967292u);
    let t19_ = (_e35.z < 4u);
    let t20_ = select(t18_, 0u, t19_);
    let t21_ = (t20_ >> (2u & 31u));
    let t22_ = f32(bitcast<i32>(t21_));
    let t23_ = (bitcast<f32>(select(0u, _e72, (_e69 < 256u))) + t22_);
    let _e87 = (t8_.y >> 2u);
    if (_e87 < _e35.y) {
        atomicStore((&buffer0_[(_e87 + _e35.x)]), bitcast<u32>(t23_));
    }
    let _e91 = (t4_ >> 2u);
    let _e94 = shared_[_e91];
    let _e96 = bitcast<vec2<i32>>(t6_);
    let _e99 = block_1[32];
    let _e107 = bitcast<vec3<u32>>(vec3<i32>(_e96.x, _e96.y, 0i));
    let _e111 = vec4(bitcast<f32>(select(0u, _e94, (_e91 < 256u))));
    if all((_e107 < vec3<u32>(_e99.x, _e99.y, _e99.z))) {
        let _e116 = block_1[33];
        image0_[((((_e116.x + (_e107.x * 4u)) + (_e107.y * _e116.y)) + (_e107.z * _e116.z)) >> 2u)] = pack4x8unorm(vec4<f32>(_e111.x, _e111.y, _e111.z, _e111.w));
    }
    let _e135 = vec2(0i);
    let _e137 = block_1[34];
    let _e145 = bitcast<vec3<u32>>(vec3<i32>(_e135.x, _e135.y, 0i));
    let _e148 = vec4(t3_);
    if all((_e145 < vec3<u32>(_e137.x, _e137.y, _e137.z))) {
        let _e153 = block_1[35];
        image1_[((((_e153.x + (_e145.x * 4u)) + (_e145.y * _e153.y)) + (_e145.z * _e153.z)) >> 2u)] = _e148.x;
    }
    let _e170 = block_1[37];
    let _e172 = (_e170.x >> 2u);
    let _e174 = block_1[1];
    before = 0u;
    if (_e172 < _e174.y) {
        let _e180 = atomicAdd((&buffer1_[(_e172 + _e174.x)]), 1u);
        before = _e180;
    }
    return;
}

