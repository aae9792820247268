// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }, Output { register: 1, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: true, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: true, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true }), Some(Access { loads: true, stores: true, atomics: true }), None, Some(Access { loads: true, stores: false, atomics: false })], images: [Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Uint, layout: Array { bits: 8, channels: 1 }, bgra: false }), access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: Buffer, format: Some(FetchFormat { kind: Float, layout: Packed111110, bgra: false }), access: Access { loads: false, stores: true, atomics: false } }), Some(ImageUse { dimension: D2Array, format: Some(FetchFormat { kind: Unorm, layout: Packed1010102, bgra: false }), access: Access { loads: true, stores: true, atomics: false } }), Some(ImageUse { dimension: D2Array, format: Some(FetchFormat { kind: Unorm, layout: Packed1010102, bgra: false }), access: Access { loads: true, stores: true, atomics: false } }), Some(ImageUse { dimension: D2, format: Some(FetchFormat { kind: Float, layout: Array { bits: 32, channels: 1 }, bgra: false }), access: Access { loads: true, stores: false, atomics: false } })], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
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
    var chosen_1: vec4<u32>;
    var chosen_2: vec4<u32>;
    var before: u32;

    if (varying0_.x < 0f) {
        discarded = true;
    }
    let _e26 = (4u >> 2u);
    let _e28 = block[1];
    let _e34 = discarded;
    if ((_e26 < _e28.y) && (_e34 == false)) {
        atomicStore((&buffer0_[(_e26 + _e28.x)]), bitcast<u32>(-(varying0_.x)));
    }
    let _e42 = ((4u >> 2u) + 2u);
    let _e46 = discarded;
    if ((_e42 < _e28.y) && (_e46 == false)) {
        atomicStore((&buffer0_[(_e42 + _e28.x)]), bitcast<u32>(-(varying0_.z)));
    }
    let t0_ = vec4<i32>(varying0_);
    let _e50 = t0_.xy;
    let _e53 = textureDimensions(image0_);
    let _e57 = bitcast<vec2<u32>>(_e50);
    let _e61 = discarded;
    if (all((_e57 < vec2<u32>(_e53.x, _e53.y))) && (_e61 == false)) {
        textureStore(image0_, _e50, bitcast<vec4<u32>>(t0_));
    }
    let _e66 = block[33];
    let _e72 = bitcast<vec3<u32>>(vec3<i32>(t0_.x, 0i, 0i));
    let _e75 = discarded;
    if (all((_e72 < vec3<u32>(_e66.x, _e66.y, _e66.z))) && (_e75 == false)) {
        let _e82 = block[34];
        image1_[((((_e82.x + (_e72.x * 4u)) + (_e72.y * _e82.y)) + (_e72.z * _e82.z)) >> 2u)] = (((0u | (((pack2x16float(vec2<f32>(max(varying0_.x, 0f), 0f)) >> 4u) & 2047u) << 0u)) | (((pack2x16float(vec2<f32>(max(varying0_.y, 0f), 0f)) >> 4u) & 2047u) << 11u)) | (((pack2x16float(vec2<f32>(max(varying0_.z, 0f), 0f)) >> 5u) & 1023u) << 22u));
    }
    let _e122 = bitcast<u32>(t0_.x);
    switch min(_e122, 1u) {
        case 0u: {
            let _e125 = t0_.xyz;
            let _e127 = textureDimensions(image2_);
            let _e130 = textureNumLayers(image2_);
            let _e131 = _e125.xy;
            let _e139 = textureLoad(image2_, _e131, _e125.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e139, vec4((all((bitcast<vec2<u32>>(_e131) < vec2<u32>(_e127.x, _e127.y))) && (bitcast<u32>(_e125.z) < _e130)))));
        }
        default: {
            let _e144 = t0_.xyz;
            let _e146 = textureDimensions(image3_);
            let _e149 = textureNumLayers(image3_);
            let _e150 = _e144.xy;
            let _e158 = textureLoad(image3_, _e150, _e144.z);
            chosen = bitcast<vec4<u32>>(select(vec4(0f), _e158, vec4((all((bitcast<vec2<u32>>(_e150) < vec2<u32>(_e146.x, _e146.y))) && (bitcast<u32>(_e144.z) < _e149)))));
        }
    }
    let _e163 = chosen;
    switch min(_e122, 1u) {
        case 0u: {
            let _e166 = t0_.xyz;
            let _e168 = textureDimensions(image2_);
            let _e171 = textureNumLayers(image2_);
            let _e172 = _e166.xy;
            let _e181 = discarded;
            if ((all((bitcast<vec2<u32>>(_e172) < vec2<u32>(_e168.x, _e168.y))) && (bitcast<u32>(_e166.z) < _e171)) && (_e181 == false)) {
                textureStore(image2_, _e172, _e166.z, bitcast<vec4<f32>>(_e163));
            }
            chosen_1 = vec4(0u);
        }
        default: {
            let _e185 = t0_.xyz;
            let _e187 = textureDimensions(image3_);
            let _e190 = textureNumLayers(image3_);
            let _e191 = _e185.xy;
            let _e200 = discarded;
            if ((all((bitcast<vec2<u32>>(_e191) < vec2<u32>(_e187.x, _e187.y))) && (bitcast<u32>(_e185.z) < _e190)) && (_e200 == false)) {
                textureStore(image3_, _e191, _e185.z, bitcast<vec4<f32>>(_e163));
            }
            chosen_1 = vec4(0u);
        }
    }
    switch min(_e122, 1u) {
        case 0u: {
            let _e207 = (0u >> 2u);
            before = 0u;
            let _e212 = discarded;
            if ((_e207 < _e28.y) && (_e212 == false)) {
                let _e215 = iterations;
                loop {
                    let _e220 = iterations;
                    if (_e220 >= min((_e215 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e220 + 1u);
                    let _e223 = atomicLoad((&buffer0_[(_e207 + _e28.x)]));
                    let _e228 = atomicCompareExchangeWeak((&buffer0_[(_e207 + _e28.x)]), _e223, bitcast<u32>(min(bitcast<i32>(_e223), bitcast<i32>(_e122))));
                    before = _e228.old_value;
                    if _e228.exchanged {
                        break;
                    }
                }
            }
            let _e231 = before;
            chosen_2 = vec4(_e231);
        }
        default: {
            let _e233 = (0u >> 2u);
            let _e235 = block[2];
            before = 0u;
            let _e241 = discarded;
            if ((_e233 < _e235.y) && (_e241 == false)) {
                let _e244 = iterations;
                loop {
                    let _e247 = iterations;
                    if (_e247 >= min((_e244 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e247 + 1u);
                    let _e250 = atomicLoad((&buffer1_[(_e233 + _e235.x)]));
                    let _e255 = atomicCompareExchangeWeak((&buffer1_[(_e233 + _e235.x)]), _e250, bitcast<u32>(min(bitcast<i32>(_e250), bitcast<i32>(_e122))));
                    before = _e255.old_value;
                    if _e255.exchanged {
                        break;
                    }
                }
            }
            let _e258 = before;
            chosen_2 = vec4(_e258);
        }
    }
    let _e260 = chosen_2;
    let _e261 = textureDimensions(image4_);
    let _e267 = textureLoad(image4_, _e50);
    let _e273 = ((8u >> 2u) + 1u);
    let _e275 = block[4];
    let _e281 = buffer3_[(_e273 + _e275.x)];
    let _e285 = ((8u >> 2u) + 3u);
    let _e289 = buffer3_[(_e285 + _e275.x)];
    let t3_ = dpdx(select(vec4(0f), _e267, vec4(all((_e57 < vec2<u32>(_e261.x, _e261.y))))));
    let t4_ = (_e260.x + select(0u, 4294967295u, (sample_mask_in == 0u)));
    let _e299 = discarded;
    if _e299 {
        discard;
    }
    return FragmentOutput((t3_ + vec4<f32>(bitcast<f32>(t4_), bitcast<f32>(select(0u, _e281, (_e273 < _e275.y))), 0f, bitcast<f32>(select(0u, _e289, (_e285 < _e275.y))))));
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
    var chosen_1: vec4<u32>;
    var chosen_2: vec4<u32>;
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
            let _e233 = t0_.xyz;
            let _e235 = textureDimensions(image2_);
            let _e238 = textureNumLayers(image2_);
            let _e239 = _e233.xy;
            let _e248 = discarded;
            if ((all((bitcast<vec2<u32>>(_e239) < vec2<u32>(_e235.x, _e235.y))) && (bitcast<u32>(_e233.z) < _e238)) && (_e248 == false)) {
                textureStore(image2_, _e239, _e233.z, bitcast<vec4<f32>>(_e230));
            }
            chosen_1 = vec4(0u);
        }
        default: {
            let _e252 = t0_.xyz;
            let _e254 = textureDimensions(image3_);
            let _e257 = textureNumLayers(image3_);
            let _e258 = _e252.xy;
            let _e267 = discarded;
            if ((all((bitcast<vec2<u32>>(_e258) < vec2<u32>(_e254.x, _e254.y))) && (bitcast<u32>(_e252.z) < _e257)) && (_e267 == false)) {
                textureStore(image3_, _e258, _e252.z, bitcast<vec4<f32>>(_e230));
            }
            chosen_1 = vec4(0u);
        }
    }
    switch min(_e189, 1u) {
        case 0u: {
            chosen_2 = vec4(0u);
        }
        default: {
            let _e275 = (0u >> 2u);
            let _e277 = block[9];
            before = 0u;
            let _e284 = discarded;
            if ((_e275 < _e277.y) && (_e284 == false)) {
                let _e287 = iterations;
                loop {
                    let _e292 = iterations;
                    if (_e292 >= min((_e287 + 65536u), 1048576u)) {
                        break;
                    }
                    iterations = (_e292 + 1u);
                    let _e295 = atomicLoad((&buffer1_[(_e275 + _e277.x)]));
                    let _e300 = atomicCompareExchangeWeak((&buffer1_[(_e275 + _e277.x)]), _e295, bitcast<u32>(min(bitcast<i32>(_e295), bitcast<i32>(_e189))));
                    before = _e300.old_value;
                    if _e300.exchanged {
                        break;
                    }
                }
            }
            let _e303 = before;
            chosen_2 = vec4(_e303);
        }
    }
    let _e305 = chosen_2;
    let _e306 = textureDimensions(image4_);
    let _e311 = block[10];
    let _e316 = vec3<i32>(_e174.x, _e174.y, bitcast<vec4<i32>>(_e311).x);
    let _e321 = textureLoad(image4_, _e316);
    let t3_ = dpdx(select(vec4(0f), _e321, vec4(all((bitcast<vec3<u32>>(_e316) < vec3<u32>(_e306.x, _e306.y, _e306.z))))));
    let t4_ = (_e305.x + select(0u, 4294967295u, (sample_mask_in == 0u)));
    let _e331 = discarded;
    if _e331 {
        discard;
    }
    return FragmentOutput((t3_ + vec4<f32>(bitcast<f32>(t4_), 0f, 0f, 0f)));
}

