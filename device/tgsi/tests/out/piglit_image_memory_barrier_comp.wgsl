// Info { inputs: [], outputs: [], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } })], shared: None, writes: true }, workgroup_size: [256, 1, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 32>;
@group(4) @binding(32) 
var image0_: texture_storage_2d<r32uint,read_write>;
@group(4) @binding(33) 
var image1_: texture_storage_2d<r32uint,write>;

@compute @workgroup_size(256, 1, 1) 
fn main(@builtin(workgroup_id) block: vec3<u32>, @builtin(local_invocation_id) thread: vec3<u32>) {
    var temp0_: u32;
    var temp1_: u32;
    var temp2_: u32;
    var iterations: u32;

    let t9_ = (block.xy << (vec2<u32>(8u, 0u) & vec2(31u)));
    let t10_ = (t9_ + vec2<u32>(thread.x, 0u));
    let t11_ = (t10_.x & 1u);
    let _e23 = bitcast<i32>(t10_.x);
    let t12_ = sign(_e23);
    let t13_ = abs(_e23);
    let t14_ = (bitcast<u32>(t13_) >> (1u & 31u));
    let t15_ = (bitcast<u32>(t12_) * t14_);
    let t16_ = (t15_ << (1u & 31u));
    let t22_ = (t11_ != 0u);
    temp0_ = 0u;
    let _e34 = iterations;
    loop {
        let _e39 = iterations;
        if (_e39 >= min((_e34 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e39 + 1u);
        let _e42 = temp0_;
        let t23_ = (bitcast<i32>(_e42) >= 1000i);
        if t23_ {
            temp1_ = 0u;
            break;
        }
        if t22_ {
            let _e49 = bitcast<i32>(t10_.y);
            let _e50 = vec2<i32>(bitcast<i32>(t16_), _e49);
            let _e52 = textureDimensions(image0_);
            let _e59 = textureLoad(image0_, _e50);
            let _e60 = vec4(0u);
            storageBarrier();
            workgroupBarrier();
            textureBarrier();
            let t5_ = (t16_ + 1u);
            let _e65 = vec2<i32>(bitcast<i32>(t5_), _e49);
            let _e66 = textureDimensions(image0_);
            let _e73 = textureLoad(image0_, _e65);
            let t26_ = (select(_e60, _e73, vec4(all((bitcast<vec2<u32>>(_e65) < vec2<u32>(_e66.x, _e66.y))))).x < select(_e60, _e59, vec4(all((bitcast<vec2<u32>>(_e50) < vec2<u32>(_e52.x, _e52.y))))).x);
            if t26_ {
                let t27_ = (select(_e60, _e59, vec4(all((bitcast<vec2<u32>>(_e50) < vec2<u32>(_e52.x, _e52.y))))).x << (16u & 31u));
                let t28_ = (t27_ | select(_e60, _e73, vec4(all((bitcast<vec2<u32>>(_e65) < vec2<u32>(_e66.x, _e66.y))))).x);
                temp2_ = t28_;
                temp1_ = 4294967295u;
                break;
            }
        } else {
            let t6_ = (t16_ + 1u);
            let _e87 = bitcast<i32>(t10_.y);
            let _e88 = vec2<i32>(bitcast<i32>(t6_), _e87);
            let _e89 = textureDimensions(image0_);
            let _e96 = temp0_;
            if all((bitcast<vec2<u32>>(_e88) < vec2<u32>(_e89.x, _e89.y))) {
                textureStore(image0_, _e88, vec4<u32>(_e96, 0u, 0u, 0u));
            }
            storageBarrier();
            workgroupBarrier();
            textureBarrier();
            let _e99 = vec2<i32>(bitcast<i32>(t16_), _e87);
            let _e100 = textureDimensions(image0_);
            let _e107 = temp0_;
            if all((bitcast<vec2<u32>>(_e99) < vec2<u32>(_e100.x, _e100.y))) {
                textureStore(image0_, _e99, vec4<u32>(_e107, 0u, 0u, 0u));
            }
        }
        let _e109 = temp0_;
        let t0_ = (_e109 + 1u);
        temp0_ = t0_;
    }
    let _e111 = temp1_;
    let _e113 = temp2_;
    let t29_ = select(33u, _e113, (_e111 != 0u));
    let _e116 = bitcast<vec2<i32>>(t10_);
    let _e117 = textureDimensions(image1_);
    if all((bitcast<vec2<u32>>(_e116) < vec2<u32>(_e117.x, _e117.y))) {
        textureStore(image1_, _e116, vec4(t29_));
    }
    return;
}

// words
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 36>;
@group(4) @binding(32) 
var<storage, read_write> image0_: array<u32>;
@group(4) @binding(33) 
var<storage, read_write> image1_: array<u32>;

@compute @workgroup_size(256, 1, 1) 
fn main(@builtin(workgroup_id) block: vec3<u32>, @builtin(local_invocation_id) thread: vec3<u32>) {
    var temp0_: u32;
    var temp1_: u32;
    var temp2_: u32;
    var iterations: u32;

    let t9_ = (block.xy << (vec2<u32>(8u, 0u) & vec2(31u)));
    let t10_ = (t9_ + vec2<u32>(thread.x, 0u));
    let t11_ = (t10_.x & 1u);
    let _e23 = bitcast<i32>(t10_.x);
    let t12_ = sign(_e23);
    let t13_ = abs(_e23);
    let t14_ = (bitcast<u32>(t13_) >> (1u & 31u));
    let t15_ = (bitcast<u32>(t12_) * t14_);
    let t16_ = (t15_ << (1u & 31u));
    let t22_ = (t11_ != 0u);
    temp0_ = 0u;
    let _e34 = iterations;
    loop {
        let _e39 = iterations;
        if (_e39 >= min((_e34 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e39 + 1u);
        let _e42 = temp0_;
        let t23_ = (bitcast<i32>(_e42) >= 1000i);
        if t23_ {
            temp1_ = 0u;
            break;
        }
        if t22_ {
            let _e49 = bitcast<i32>(t10_.y);
            let _e50 = vec2<i32>(bitcast<i32>(t16_), _e49);
            let _e53 = block_1[32];
            let _e61 = bitcast<vec3<u32>>(vec3<i32>(_e50.x, _e50.y, 0i));
            let _e68 = block_1[33];
            let _e82 = image0_[((((_e68.x + (_e61.x * 4u)) + (_e61.y * _e68.y)) + (_e61.z * _e68.z)) >> 2u)];
            let _e84 = vec4(0u);
            storageBarrier();
            workgroupBarrier();
            textureBarrier();
            let t5_ = (t16_ + 1u);
            let _e89 = vec2<i32>(bitcast<i32>(t5_), _e49);
            let _e94 = bitcast<vec3<u32>>(vec3<i32>(_e89.x, _e89.y, 0i));
            let _e108 = image0_[((((_e68.x + (_e94.x * 4u)) + (_e94.y * _e68.y)) + (_e94.z * _e68.z)) >> 2u)];
            let t26_ = (select(_e84, vec4<u32>(_e108, 0u, 0u, 1u), vec4(all((_e94 < vec3<u32>(_e53.x, _e53.y, _e53.z))))).x < select(_e84, vec4<u32>(_e82, 0u, 0u, 1u), vec4(all((_e61 < vec3<u32>(_e53.x, _e53.y, _e53.z))))).x);
            if t26_ {
                let t27_ = (select(_e84, vec4<u32>(_e82, 0u, 0u, 1u), vec4(all((_e61 < vec3<u32>(_e53.x, _e53.y, _e53.z))))).x << (16u & 31u));
                let t28_ = (t27_ | select(_e84, vec4<u32>(_e108, 0u, 0u, 1u), vec4(all((_e94 < vec3<u32>(_e53.x, _e53.y, _e53.z))))).x);
                temp2_ = t28_;
                temp1_ = 4294967295u;
                break;
            }
        } else {
            let t6_ = (t16_ + 1u);
            let _e123 = bitcast<i32>(t10_.y);
            let _e124 = vec2<i32>(bitcast<i32>(t6_), _e123);
            let _e126 = block_1[32];
            let _e134 = bitcast<vec3<u32>>(vec3<i32>(_e124.x, _e124.y, 0i));
            let _e137 = temp0_;
            let _e138 = vec4<u32>(_e137, 0u, 0u, 0u);
            if all((_e134 < vec3<u32>(_e126.x, _e126.y, _e126.z))) {
                let _e143 = block_1[33];
                image0_[((((_e143.x + (_e134.x * 4u)) + (_e134.y * _e143.y)) + (_e134.z * _e143.z)) >> 2u)] = _e138.x;
            }
            storageBarrier();
            workgroupBarrier();
            textureBarrier();
            let _e160 = vec2<i32>(bitcast<i32>(t16_), _e123);
            let _e165 = bitcast<vec3<u32>>(vec3<i32>(_e160.x, _e160.y, 0i));
            let _e168 = temp0_;
            let _e169 = vec4<u32>(_e168, 0u, 0u, 0u);
            if all((_e165 < vec3<u32>(_e126.x, _e126.y, _e126.z))) {
                let _e174 = block_1[33];
                image0_[((((_e174.x + (_e165.x * 4u)) + (_e165.y * _e174.y)) + (_e165.z * _e174.z)) >> 2u)] = _e169.x;
            }
        }
        let _e190 = temp0_;
        let t0_ = (_e190 + 1u);
        temp0_ = t0_;
    }
    let _e192 = temp1_;
    let _e194 = temp2_;
    let t29_ = select(33u, _e194, (_e192 != 0u));
    let _e197 = bitcast<vec2<i32>>(t10_);
    let _e199 = block_1[34];
    let _e207 = bitcast<vec3<u32>>(vec3<i32>(_e197.x, _e197.y, 0i));
    let _e210 = vec4(t29_);
    if all((_e207 < vec3<u32>(_e199.x, _e199.y, _e199.z))) {
        let _e215 = block_1[35];
        image1_[((((_e215.x + (_e207.x * 4u)) + (_e207.y * _e215.y)) + (_e207.z * _e215.z)) >> 2u)] = _e210.x;
    }
    return;
}

