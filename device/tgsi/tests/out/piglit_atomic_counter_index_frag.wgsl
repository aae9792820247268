// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(3)], constants_named: 7, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 36>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<atomic<u32>>;

@fragment 
fn main() -> FragmentOutput {
    var before: u32;

    let _e4 = block[35];
    let _e7 = (_e4.x >> 2u);
    let _e9 = block[1];
    let _e15 = atomicLoad((&buffer0_[(_e7 + _e9.x)]));
    let t1_ = (vec4<u32>(4u, 8u, 12u, 16u) + vec4(_e4.x));
    let _e25 = (t1_.x >> 2u);
    let _e29 = atomicLoad((&buffer0_[(_e25 + _e9.x)]));
    let _e32 = (t1_.y >> 2u);
    let _e36 = atomicLoad((&buffer0_[(_e32 + _e9.x)]));
    let _e39 = (t1_.z >> 2u);
    let _e43 = atomicLoad((&buffer0_[(_e39 + _e9.x)]));
    let _e46 = (t1_.w >> 2u);
    let _e50 = atomicLoad((&buffer0_[(_e46 + _e9.x)]));
    let t10_ = (vec3<u32>(20u, 24u, 28u) + vec3(_e4.x));
    let _e59 = (t10_.x >> 2u);
    let _e63 = atomicLoad((&buffer0_[(_e59 + _e9.x)]));
    let _e66 = (t10_.y >> 2u);
    let _e70 = atomicLoad((&buffer0_[(_e66 + _e9.x)]));
    let _e73 = (t10_.z >> 2u);
    let _e77 = atomicLoad((&buffer0_[(_e73 + _e9.x)]));
    let _e79 = (_e4.x >> 2u);
    before = 0u;
    if (_e79 < _e9.y) {
        let _e85 = atomicAdd((&buffer0_[(_e79 + _e9.x)]), 1u);
        before = _e85;
    }
    let _e88 = block[34];
    let t18_ = (_e88.x << (2u & 31u));
    let _e94 = block[33];
    let t19_ = (_e94.x << (4u & 31u));
    let t20_ = (t18_ + t19_);
    let t21_ = (t20_ + _e4.x);
    let _e100 = (t21_ >> 2u);
    before = 0u;
    if (_e100 < _e9.y) {
        let _e104 = atomicAdd((&buffer0_[(_e100 + _e9.x)]), 1u);
        before = _e104;
    }
    let _e106 = (_e4.x >> 2u);
    let _e110 = atomicLoad((&buffer0_[(_e106 + _e9.x)]));
    let _e112 = (t1_.x >> 2u);
    let _e116 = atomicLoad((&buffer0_[(_e112 + _e9.x)]));
    let _e118 = (t1_.y >> 2u);
    let _e122 = atomicLoad((&buffer0_[(_e118 + _e9.x)]));
    let _e124 = (t1_.z >> 2u);
    let _e128 = atomicLoad((&buffer0_[(_e124 + _e9.x)]));
    let _e130 = (t1_.w >> 2u);
    let _e134 = atomicLoad((&buffer0_[(_e130 + _e9.x)]));
    let _e136 = (t10_.x >> 2u);
    let _e140 = atomicLoad((&buffer0_[(_e136 + _e9.x)]));
    let _e142 = (t10_.y >> 2u);
    let _e146 = atomicLoad((&buffer0_[(_e142 + _e9.x)]));
    let _e148 = (t10_.z >> 2u);
    let _e152 = atomicLoad((&buffer0_[(_e148 + _e9.x)]));
    let t31_ = (select(0u, _e116, (_e112 < _e9.y)) != select(0u, _e29, (_e25 < _e9.y)));
    let t32_ = (select(0u, _e15, (_e7 < _e9.y)) >= select(0u, _e110, (_e106 < _e9.y)));
    let t33_ = (select(0u, 4294967295u, t32_) | select(0u, 4294967295u, t31_));
    let t34_ = (select(0u, _e122, (_e118 < _e9.y)) != select(0u, _e36, (_e32 < _e9.y)));
    let t35_ = (t33_ | select(0u, 4294967295u, t34_));
    let t36_ = (select(0u, _e128, (_e124 < _e9.y)) != select(0u, _e43, (_e39 < _e9.y)));
    let t37_ = (t35_ | select(0u, 4294967295u, t36_));
    let t38_ = (select(0u, _e134, (_e130 < _e9.y)) != select(0u, _e50, (_e46 < _e9.y)));
    let t39_ = (t37_ | select(0u, 4294967295u, t38_));
    let t40_ = (select(0u, _e140, (_e136 < _e9.y)) != select(0u, _e63, (_e59 < _e9.y)));
    let t41_ = (t39_ | select(0u, 4294967295u, t40_));
    let t42_ = (select(0u, _e70, (_e66 < _e9.y)) >= select(0u, _e146, (_e142 < _e9.y)));
    let t43_ = (t41_ | select(0u, 4294967295u, t42_));
    let t44_ = (select(0u, _e152, (_e148 < _e9.y)) != select(0u, _e77, (_e73 < _e9.y)));
    let t45_ = (t43_ | select(0u, 4294967295u, t44_));
    let t46_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4((t45_ != 0u)));
    return FragmentOutput(bitcast<vec4<f32>>(t46_));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<atomic<u32>>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var before: u32;

    let _e8 = blocks[(block0_.x + 35u)];
    let _e11 = (_e8.x >> 2u);
    let _e15 = blocks[(block0_.x + 1u)];
    let _e21 = atomicLoad((&buffer0_[(_e11 + _e15.x)]));
    let t1_ = (vec4<u32>(4u, 8u, 12u, 16u) + vec4(_e8.x));
    let _e31 = (t1_.x >> 2u);
    let _e35 = atomicLoad((&buffer0_[(_e31 + _e15.x)]));
    let _e38 = (t1_.y >> 2u);
    let _e42 = atomicLoad((&buffer0_[(_e38 + _e15.x)]));
    let _e45 = (t1_.z >> 2u);
    let _e49 = atomicLoad((&buffer0_[(_e45 + _e15.x)]));
    let _e52 = (t1_.w >> 2u);
    let _e56 = atomicLoad((&buffer0_[(_e52 + _e15.x)]));
    let t10_ = (vec3<u32>(20u, 24u, 28u) + vec3(_e8.x));
    let _e65 = (t10_.x >> 2u);
    let _e69 = atomicLoad((&buffer0_[(_e65 + _e15.x)]));
    let _e72 = (t10_.y >> 2u);
    let _e76 = atomicLoad((&buffer0_[(_e72 + _e15.x)]));
    let _e79 = (t10_.z >> 2u);
    let _e83 = atomicLoad((&buffer0_[(_e79 + _e15.x)]));
    let _e85 = (_e8.x >> 2u);
    before = 0u;
    if (_e85 < _e15.y) {
        let _e90 = atomicAdd((&buffer0_[(_e85 + _e15.x)]), 1u);
        before = _e90;
    }
    let _e95 = blocks[(block0_.x + 34u)];
    let t18_ = (_e95.x << (2u & 31u));
    let _e103 = blocks[(block0_.x + 33u)];
    let t19_ = (_e103.x << (4u & 31u));
    let t20_ = (t18_ + t19_);
    let t21_ = (t20_ + _e8.x);
    let _e109 = (t21_ >> 2u);
    before = 0u;
    if (_e109 < _e15.y) {
        let _e113 = atomicAdd((&buffer0_[(_e109 + _e15.x)]), 1u);
        before = _e113;
    }
    let _e115 = (_e8.x >> 2u);
    let _e119 = atomicLoad((&buffer0_[(_e115 + _e15.x)]));
    let _e121 = (t1_.x >> 2u);
    let _e125 = atomicLoad((&buffer0_[(_e121 + _e15.x)]));
    let _e127 = (t1_.y >> 2u);
    let _e131 = atomicLoad((&buffer0_[(_e127 + _e15.x)]));
    let _e133 = (t1_.z >> 2u);
    let _e137 = atomicLoad((&buffer0_[(_e133 + _e15.x)]));
    let _e139 = (t1_.w >> 2u);
    let _e143 = atomicLoad((&buffer0_[(_e139 + _e15.x)]));
    let _e145 = (t10_.x >> 2u);
    let _e149 = atomicLoad((&buffer0_[(_e145 + _e15.x)]));
    let _e151 = (t10_.y >> 2u);
    let _e155 = atomicLoad((&buffer0_[(_e151 + _e15.x)]));
    let _e157 = (t10_.z >> 2u);
    let _e161 = atomicLoad((&buffer0_[(_e157 + _e15.x)]));
    let t31_ = (select(0u, _e125, (_e121 < _e15.y)) != select(0u, _e35, (_e31 < _e15.y)));
    let t32_ = (select(0u, _e21, (_e11 < _e15.y)) >= select(0u, _e119, (_e115 < _e15.y)));
    let t33_ = (select(0u, 4294967295u, t32_) | select(0u, 4294967295u, t31_));
    let t34_ = (select(0u, _e131, (_e127 < _e15.y)) != select(0u, _e42, (_e38 < _e15.y)));
    let t35_ = (t33_ | select(0u, 4294967295u, t34_));
    let t36_ = (select(0u, _e137, (_e133 < _e15.y)) != select(0u, _e49, (_e45 < _e15.y)));
    let t37_ = (t35_ | select(0u, 4294967295u, t36_));
    let t38_ = (select(0u, _e143, (_e139 < _e15.y)) != select(0u, _e56, (_e52 < _e15.y)));
    let t39_ = (t37_ | select(0u, 4294967295u, t38_));
    let t40_ = (select(0u, _e149, (_e145 < _e15.y)) != select(0u, _e69, (_e65 < _e15.y)));
    let t41_ = (t39_ | select(0u, 4294967295u, t40_));
    let t42_ = (select(0u, _e76, (_e72 < _e15.y)) >= select(0u, _e155, (_e151 < _e15.y)));
    let t43_ = (t41_ | select(0u, 4294967295u, t42_));
    let t44_ = (select(0u, _e161, (_e157 < _e15.y)) != select(0u, _e83, (_e79 < _e15.y)));
    let t45_ = (t43_ | select(0u, 4294967295u, t44_));
    let t46_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4((t45_ != 0u)));
    let _e196 = blocks[block0_.x];
    if (bitcast<f32>(t46_.w) > bitcast<vec4<f32>>(_e196).x) {
    } else {
        discard;
    }
    return FragmentOutput(bitcast<vec4<f32>>(t46_));
}

