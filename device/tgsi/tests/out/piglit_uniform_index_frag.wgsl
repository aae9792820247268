// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4), Some(4)], constants_named: 15, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 37>;
@group(3) @binding(33) 
var<uniform> const1_: array<vec4<u32>, 4>;

@fragment 
fn main() -> FragmentOutput {
    let _e3 = block[33];
    let t0_ = (_e3.x & 268435455u);
    let _e9 = block[34];
    let t1_ = (_e9.x & 268435455u);
    let _e13 = block[35];
    let t2_ = (_e13.x & 268435455u);
    let _e17 = block[36];
    let t3_ = (_e17.x & 268435455u);
    let _e23 = const1_[min(t3_, 3u)];
    let _e26 = const1_[min(t0_, 3u)];
    let _e29 = const1_[min(t1_, 3u)];
    let _e32 = const1_[min(t2_, 3u)];
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e26.x), bitcast<f32>(_e29.x), bitcast<f32>(_e32.x), bitcast<f32>(_e23.x)));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(3) @binding(33) 
var<uniform> const1_: array<vec4<u32>, 4>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    let _e7 = blocks[(block0_.x + 33u)];
    let t0_ = (_e7.x & 268435455u);
    let _e15 = blocks[(block0_.x + 34u)];
    let t1_ = (_e15.x & 268435455u);
    let _e21 = blocks[(block0_.x + 35u)];
    let t2_ = (_e21.x & 268435455u);
    let _e27 = blocks[(block0_.x + 36u)];
    let t3_ = (_e27.x & 268435455u);
    let _e33 = const1_[min(t3_, 3u)];
    let _e36 = const1_[min(t0_, 3u)];
    let _e39 = const1_[min(t1_, 3u)];
    let _e42 = const1_[min(t2_, 3u)];
    let _e44 = bitcast<f32>(_e33.x);
    let _e46 = blocks[block0_.x];
    if (_e44 > bitcast<vec4<f32>>(_e46).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e36.x), bitcast<f32>(_e39.x), bitcast<f32>(_e42.x), _e44));
}

// packed
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 41>;

@fragment 
fn main() -> FragmentOutput {
    let _e2 = block[33];
    let t0_ = (_e2.x & 268435455u);
    let _e8 = block[34];
    let t1_ = (_e8.x & 268435455u);
    let _e12 = block[35];
    let t2_ = (_e12.x & 268435455u);
    let _e16 = block[36];
    let t3_ = (_e16.x & 268435455u);
    let _e24 = block[(min(t3_, 3u) + 37u)];
    let _e28 = block[(min(t0_, 3u) + 37u)];
    let _e32 = block[(min(t1_, 3u) + 37u)];
    let _e36 = block[(min(t2_, 3u) + 37u)];
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e28.x), bitcast<f32>(_e32.x), bitcast<f32>(_e36.x), bitcast<f32>(_e24.x)));
}

// handed
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 37>;
@group(3) @binding(33) 
var<uniform> const1_: array<vec4<u32>, 4>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @location(1) @interpolate(flat) block1_: vec4<u32>) -> FragmentOutput {
    let _e5 = block[33];
    let t0_ = (_e5.x & 268435455u);
    let _e11 = block[34];
    let t1_ = (_e11.x & 268435455u);
    let _e15 = block[35];
    let t2_ = (_e15.x & 268435455u);
    let _e19 = block[36];
    let t3_ = (_e19.x & 268435455u);
    let _e25 = const1_[min(t3_, 3u)];
    let _e28 = const1_[min(t0_, 3u)];
    let _e31 = const1_[min(t1_, 3u)];
    let _e34 = const1_[min(t2_, 3u)];
    let _e36 = bitcast<f32>(_e25.x);
    if (_e36 < bitcast<vec4<f32>>(block0_).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e28.x), bitcast<f32>(_e31.x), bitcast<f32>(_e34.x), _e36));
}

