// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: true, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: true, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true }), None, Some(Access { loads: true, stores: false, atomics: false })], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 8, channels: 1 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: Buffer, format: Some(FetchFormat { kind: Float, layout: Packed111110, bgra: false }), access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2Array, format: Some(FetchFormat { kind: Unorm, layout: Packed1010102, bgra: false }), access: Access { loads: true, stores: true, atomics: false } }), Some(ImageUse { dimension: D2Array, format: Some(FetchFormat { kind: Unorm, layout: Packed1010102, bgra: false }), access: Access { loads: true, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: false, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
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
@group(4) @binding(67) 
var<storage> buffer3_: array<u32>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<r8uint,write>;
@group(4) @binding(97) 
var<storage, read_write> image1_: array<u32>;
@group(4) @binding(98) 
var image2_: texture_storage_2d_array<rgb10a2unorm,read_write>;
@group(4) @binding(99) 
var image3_: texture_storage_2d_array<rgb10a2unorm,read_write>;
@group(4) @binding(100) 
var image4_: texture_storage_2d<r32float,read>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @builtin(sample_mask) sample_mask_in: u32) -> FragmentOutput {
    var iterations: u32;
    var discarded: bool;
    var chosen: vec4<u32>;
    var before: u32;

    if (varying0_.x < 0f) {
        discarded = true;
    }
    let _e25 = bitcast<vec2<u32>>(-(varying0_.xz));
    let _e29 = (4u >> 2u);
    let _e31 = block[1];
    let _e38 = ((4u >> 2u) + 2u);
    let _e42 = discarded;
    if ((_e38 < _e31.y) && (_e42 == false)) {
        atomicStore((&buffer0_[(_e29 + _e31.x)]), _e25.x);
        atomicStore((&buffer0_[(_e38 + _e31.x)]), _e25.y);
    }
    let t0_ = vec4<i32>(varying0_);
    let _e47 = t0_.xy;
    let _e50 = textureDimensions(image0_);
    let _e54 = bitcast<vec2<u32>>(_e47);
    let _e58 = discarded;
    if (all((_e54 < vec2<u32>(_e50.x, _e50.y))) && (_e58 == false)) {
        textureStore(image0_, _e47, bitcast<vec4<u32>>(t0_));
    }
    let _e63 = block[33];
    let _e69 = bitcast<vec3<u32>>(vec3<i32>(t0_.x, 0i, 0i));
    let _e72 = discarded;
    if (all((_e69 < vec3<u32>(_e63.x, _e63.y, _e63.z))) && (_e72 == false)) {
        let _e79 = block[34];
        image1_[((((_e79.x + (_e69.x * 4u)) + (_e69.y * _e79.y)) + (_e69.z * _e79.z)) >> 2u)] = (((0u | (((pack2x16float(vec2<f32>(max(varying0_.x, 0f), 0f)) >> 4u) & 2047u) << 0u)) | (((pack2x16float(vec2<f32>(max(varying0_.y, 0f), 0f)) >> 4u) & 2047u) << 11u)) | (((pack2x16float(vec2<f32>(max(varying0_.z, 0f), 0f)) >> 5u) & 1023u) << 22u));
    }
    let _e120 = bitcast<u32>(t0_.x);
    switch min(_e120, 1u) {
        case 0u: {
            let _e123 = t0_.xyz;
            let _e125 = textureDimensions(image2_);
            let _e128 = textureNumLayers(image2_);
            let _e129 = _e123.xy;
            let _e137 = textureLoad(image2_, _e129, _e123.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e137, vec4((all((bitcast<vec2<u32>>(_e129) < vec2<u32>(_e125.x, _e125.y))) && (bitcast<u32>(_e123.z) < _e128)))));
        }
        default: {
            let _e142 = t0_.xyz;
            let _e144 = textureDimensions(image3_);
            let _e147 = textureNumLayers(image3_);
            let _e148 = _e142.xy;
            let _e156 = textureLoad(image3_, _e148, _e142.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e156, vec4((all((bitcast<vec2<u32>>(_e148) < vec2<u32>(_e144.x, _e144.y))) && (bitcast<u32>(_e142.z) < _e147)))));
        }
    }
    let _e161 = chosen;
    switch min(_e120, 1u) {
        case 0u: {
            let _e163 = t0_.xyz;
            let _e165 = textureDimensions(image2_);
            let _e168 = textureNumLayers(image2_);
            let _e169 = _e163.xy;
            let _e178 = discarded;
            if ((all((bitcast<vec2<u32>>(_e169) < vec2<u32>(_e165.x, _e165.y))) && (bitcast<u32>(_e163.z) < _e168)) && (_e178 == false)) {
                textureStore(image2_, _e169, _e163.z, bitcast<vec4<f32>>(_e161));
            }
            chosen = vec4(0u);
        }
        default: {
            let _e182 = t0_.xyz;
            let _e184 = textureDimensions(image3_);
            let _e187 = textureNumLayers(image3_);
            let _e188 = _e182.xy;
            let _e197 = discarded;
            if ((all((bitcast<vec2<u32>>(_e188) < vec2<u32>(_e184.x, _e184.y))) && (bitcast<u32>(_e182.z) < _e187)) && (_e197 == false)) {
                textureStore(image3_, _e188, _e182.z, bitcast<vec4<f32>>(_e161));
            }
            chosen = vec4(0u);
        }
    }
    switch min(_e120, 1u) {
        case 0u: {
            let _e203 = (0u >> 2u);
            before = 0u;
            let _e208 = discarded;
            if ((_e203 < _e31.y) && (_e208 == false)) {
                let _e211 = iterations;
                loop {
                    let _e216 = iterations;
                    if (_e216 >= min((_e211 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e216 + 1u);
                    let _e219 = atomicLoad((&buffer0_[(_e203 + _e31.x)]));
                    let _e224 = atomicCompareExchangeWeak((&buffer0_[(_e203 + _e31.x)]), _e219, bitcast<u32>(min(bitcast<i32>(_e219), bitcast<i32>(_e120))));
                    before = _e224.old_value;
                    if _e224.exchanged {
                        break;
                    }
                }
            }
            let _e227 = before;
            chosen = vec4(_e227);
        }
        default: {
            let _e229 = (0u >> 2u);
            let _e231 = block[2];
            before = 0u;
            let _e237 = discarded;
            if ((_e229 < _e231.y) && (_e237 == false)) {
                let _e240 = iterations;
                loop {
                    let _e243 = iterations;
                    if (_e243 >= min((_e240 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e243 + 1u);
                    let _e246 = atomicLoad((&buffer1_[(_e229 + _e231.x)]));
                    let _e251 = atomicCompareExchangeWeak((&buffer1_[(_e229 + _e231.x)]), _e246, bitcast<u32>(min(bitcast<i32>(_e246), bitcast<i32>(_e120))));
                    before = _e251.old_value;
                    if _e251.exchanged {
                        break;
                    }
                }
            }
            let _e254 = before;
            chosen = vec4(_e254);
        }
    }
    let _e256 = chosen;
    let _e257 = textureDimensions(image4_);
    let _e263 = textureLoad(image4_, _e47);
    let _e269 = ((8u >> 2u) + 1u);
    let _e271 = block[4];
    let _e277 = buffer3_[(_e269 + _e271.x)];
    let _e281 = ((8u >> 2u) + 3u);
    let _e285 = buffer3_[(_e281 + _e271.x)];
    let t3_ = dpdx(select(vec4(0f), _e263, vec4(all((_e54 < vec2<u32>(_e257.x, _e257.y))))));
    let t4_ = (_e256.x + select(0u, 4294967295u, (sample_mask_in == 0u)));
    let _e295 = discarded;
    if _e295 {
        discard;
    }
    return FragmentOutput((t3_ + vec4<f32>(bitcast<f32>(t4_), bitcast<f32>(select(0u, _e277, (_e269 < _e271.y))), 0f, bitcast<f32>(select(0u, _e285, (_e281 < _e271.y))))));
}

// stipple_unbound
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 11>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<atomic<u32>>;
@group(4) @binding(96) 
var image0_: texture_storage_2d<r8uint,write>;
@group(4) @binding(98) 
var image2_: texture_storage_2d_array<rgb10a2unorm,read_write>;
@group(4) @binding(99) 
var image3_: texture_storage_2d_array<rgb10a2unorm,read_write>;
@group(4) @binding(100) 
var image4_: texture_storage_3d<r32float,read>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @builtin(sample_mask) sample_mask_in: u32, @builtin(position) position: vec4<f32>) -> FragmentOutput {
    var iterations: u32;
    var discarded: bool;
    var chosen: vec4<u32>;
    var before: u32;

    let _e21 = (vec2<u32>(position.xy) & vec2(31u));
    let _e25 = block[1];
    let _e42 = block[2];
    let _e60 = block[3];
    let _e78 = block[4];
    let _e96 = block[5];
    let _e114 = block[6];
    let _e132 = block[7];
    let _e150 = block[8];
    if (((select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(select(0u, _e25.x, (_e21.y == 0u)), _e25.y, (_e21.y == 1u)), _e25.z, (_e21.y == 2u)), _e25.w, (_e21.y == 3u)), _e42.x, (_e21.y == 4u)), _e42.y, (_e21.y == 5u)), _e42.z, (_e21.y == 6u)), _e42.w, (_e21.y == 7u)), _e60.x, (_e21.y == 8u)), _e60.y, (_e21.y == 9u)), _e60.z, (_e21.y == 10u)), _e60.w, (_e21.y == 11u)), _e78.x, (_e21.y == 12u)), _e78.y, (_e21.y == 13u)), _e78.z, (_e21.y == 14u)), _e78.w, (_e21.y == 15u)), _e96.x, (_e21.y == 16u)), _e96.y, (_e21.y == 17u)), _e96.z, (_e21.y == 18u)), _e96.w, (_e21.y == 19u)), _e114.x, (_e21.y == 20u)), _e114.y, (_e21.y == 21u)), _e114.z, (_e21.y == 22u)), _e114.w, (_e21.y == 23u)), _e132.x, (_e21.y == 24u)), _e132.y, (_e21.y == 25u)), _e132.z, (_e21.y == 26u)), _e132.w, (_e21.y == 27u)), _e150.x, (_e21.y == 28u)), _e150.y, (_e21.y == 29u)), _e150.z, (_e21.y == 30u)), _e150.w, (_e21.y == 31u)) >> (31u - _e21.x)) & 1u) == 0u) {
        discarded = true;
    }
    if (varying0_.x < 0f) {
        discarded = true;
    }
    let t0_ = vec4<i32>(varying0_);
    let _e174 = t0_.xy;
    let _e176 = textureDimensions(image0_);
    let _e184 = discarded;
    if (all((bitcast<vec2<u32>>(_e174) < vec2<u32>(_e176.x, _e176.y))) && (_e184 == false)) {
        textureStore(image0_, _e174, bitcast<vec4<u32>>(t0_));
    }
    let _e189 = bitcast<u32>(t0_.x);
    switch min(_e189, 1u) {
        case 0u: {
            let _e192 = t0_.xyz;
            let _e194 = textureDimensions(image2_);
            let _e197 = textureNumLayers(image2_);
            let _e198 = _e192.xy;
            let _e206 = textureLoad(image2_, _e198, _e192.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e206, vec4((all((bitcast<vec2<u32>>(_e198) < vec2<u32>(_e194.x, _e194.y))) && (bitcast<u32>(_e192.z) < _e197)))));
        }
        default: {
            let _e211 = t0_.xyz;
            let _e213 = textureDimensions(image3_);
            let _e216 = textureNumLayers(image3_);
            let _e217 = _e211.xy;
            let _e225 = textureLoad(image3_, _e217, _e211.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e225, vec4((all((bitcast<vec2<u32>>(_e217) < vec2<u32>(_e213.x, _e213.y))) && (bitcast<u32>(_e211.z) < _e216)))));
        }
    }
    let _e230 = chosen;
    switch min(_e189, 1u) {
        case 0u: {
            let _e232 = t0_.xyz;
            let _e234 = textureDimensions(image2_);
            let _e237 = textureNumLayers(image2_);
            let _e238 = _e232.xy;
            let _e247 = discarded;
            if ((all((bitcast<vec2<u32>>(_e238) < vec2<u32>(_e234.x, _e234.y))) && (bitcast<u32>(_e232.z) < _e237)) && (_e247 == false)) {
                textureStore(image2_, _e238, _e232.z, bitcast<vec4<f32>>(_e230));
            }
            chosen = vec4(0u);
        }
        default: {
            let _e251 = t0_.xyz;
            let _e253 = textureDimensions(image3_);
            let _e256 = textureNumLayers(image3_);
            let _e257 = _e251.xy;
            let _e266 = discarded;
            if ((all((bitcast<vec2<u32>>(_e257) < vec2<u32>(_e253.x, _e253.y))) && (bitcast<u32>(_e251.z) < _e256)) && (_e266 == false)) {
                textureStore(image3_, _e257, _e251.z, bitcast<vec4<f32>>(_e230));
            }
            chosen = vec4(0u);
        }
    }
    switch min(_e189, 1u) {
        case 0u: {
            chosen = vec4(0u);
        }
        default: {
            let _e273 = (0u >> 2u);
            let _e275 = block[9];
            before = 0u;
            let _e282 = discarded;
            if ((_e273 < _e275.y) && (_e282 == false)) {
                let _e285 = iterations;
                loop {
                    let _e290 = iterations;
                    if (_e290 >= min((_e285 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e290 + 1u);
                    let _e293 = atomicLoad((&buffer1_[(_e273 + _e275.x)]));
                    let _e298 = atomicCompareExchangeWeak((&buffer1_[(_e273 + _e275.x)]), _e293, bitcast<u32>(min(bitcast<i32>(_e293), bitcast<i32>(_e189))));
                    before = _e298.old_value;
                    if _e298.exchanged {
                        break;
                    }
                }
            }
            let _e301 = before;
            chosen = vec4(_e301);
        }
    }
    let _e303 = chosen;
    let _e304 = textureDimensions(image4_);
    let _e309 = block[10];
    let _e314 = vec3<i32>(_e174.x, _e174.y, bitcast<vec4<i32>>(_e309).x);
    let _e319 = textureLoad(image4_, _e314);
    let t3_ = dpdx(select(vec4(0f), _e319, vec4(all((bitcast<vec3<u32>>(_e314) < vec3<u32>(_e304.x, _e304.y, _e304.z))))));
    let t4_ = (_e303.x + select(0u, 4294967295u, (sample_mask_in == 0u)));
    let _e329 = discarded;
    if _e329 {
        discard;
    }
    return FragmentOutput((t3_ + vec4<f32>(bitcast<f32>(t4_), 0f, 0f, 0f)));
}

