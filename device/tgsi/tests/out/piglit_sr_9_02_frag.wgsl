// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: true, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>) -> FragmentOutput {
    var temp0_: vec4<f32>;
    var temp1_: f32;
    var iterations: u32;

    let t2_ = (varying0_.x < 0f);
    if t2_ {
        temp1_ = -2f;
        temp0_ = vec4<f32>(0f, 1f, 0f, 0f);
        let _e14 = iterations;
        loop {
            let _e19 = iterations;
            if (_e19 >= min((_e14 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e19 + 1u);
            let _e23 = temp1_;
            let t3_ = (_e23 < varying0_.x);
            let t4_ = ~(select(0u, 4294967295u, t3_));
            if (t4_ != 0u) {
                break;
            }
            let t5_ = (varying0_.y + 5f);
            let _e33 = temp1_;
            let t6_ = !((_e33 == t5_));
            if t6_ {
                break;
            }
            let _e36 = temp0_;
            let t0_ = (_e36 + vec4<f32>(1f, 0f, 0f, 0f));
            temp0_ = t0_;
            let _e39 = temp1_;
            let t1_ = (_e39 + 1f);
            temp1_ = t1_;
        }
    } else {
        temp0_ = vec4<f32>(0f, 1f, 0f, 0f);
    }
    let _e42 = temp0_;
    return FragmentOutput(_e42);
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var temp0_: vec4<f32>;
    var temp1_: f32;
    var iterations: u32;

    let t2_ = (varying0_.x < 0f);
    if t2_ {
        temp1_ = -2f;
        temp0_ = vec4<f32>(0f, 1f, 0f, 0f);
        let _e16 = iterations;
        loop {
            let _e21 = iterations;
            if (_e21 >= min((_e16 + 65536u), 1048576u)) {
                break;
            }
            iterations = (_e21 + 1u);
            let _e25 = temp1_;
            let t3_ = (_e25 < varying0_.x);
            let t4_ = ~(select(0u, 4294967295u, t3_));
            if (t4_ != 0u) {
                break;
            }
            let t5_ = (varying0_.y + 5f);
            let _e35 = temp1_;
            let t6_ = !((_e35 == t5_));
            if t6_ {
                break;
            }
            let _e38 = temp0_;
            let t0_ = (_e38 + vec4<f32>(1f, 0f, 0f, 0f));
            temp0_ = t0_;
            let _e41 = temp1_;
            let t1_ = (_e41 + 1f);
            temp1_ = t1_;
        }
    } else {
        temp0_ = vec4<f32>(0f, 1f, 0f, 0f);
    }
    let _e44 = temp0_;
    let _e47 = blocks[block0_.x];
    if (_e44.w > bitcast<vec4<f32>>(_e47).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e44);
}

