// Info { inputs: [], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4), Some(4)], writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 5>;
@group(3) @binding(33) 
var<uniform> const1_: array<vec4<u32>, 4>;

@fragment 
fn main() -> FragmentOutput {
    let _e3 = block[1];
    let t0_ = (_e3.x & 268435455u);
    let _e9 = block[2];
    let t1_ = (_e9.x & 268435455u);
    let _e13 = block[3];
    let t2_ = (_e13.x & 268435455u);
    let _e17 = block[4];
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

@group(3) @binding(33) 
var<uniform> const1_: array<vec4<u32>, 4>;

@fragment 
fn main(@location(0) @interpolate(flat) block0_: vec4<u32>, @location(1) @interpolate(flat) block1_: vec4<u32>, @location(2) @interpolate(flat) block2_: vec4<u32>, @location(3) @interpolate(flat) block3_: vec4<u32>, @location(4) @interpolate(flat) block4_: vec4<u32>) -> FragmentOutput {
    var block: array<vec4<u32>, 5>;

    block[0] = block0_;
    block[1] = block1_;
    block[2] = block2_;
    block[3] = block3_;
    block[4] = block4_;
    let t0_ = (block1_.x & 268435455u);
    let t1_ = (block2_.x & 268435455u);
    let t2_ = (block3_.x & 268435455u);
    let t3_ = (block4_.x & 268435455u);
    let _e25 = const1_[min(t3_, 3u)];
    let _e28 = const1_[min(t0_, 3u)];
    let _e31 = const1_[min(t1_, 3u)];
    let _e34 = const1_[min(t2_, 3u)];
    let _e36 = bitcast<f32>(_e25.x);
    if (_e36 > bitcast<vec4<f32>>(block0_).x) {
    } else {
        discard;
    }
    return FragmentOutput(vec4<f32>(bitcast<f32>(_e28.x), bitcast<f32>(_e31.x), bitcast<f32>(_e34.x), _e36));
}

