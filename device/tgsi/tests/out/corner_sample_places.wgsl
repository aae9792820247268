// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }, Input { register: 1, semantic: Some((Generic, 1)) }, Input { register: 2, semantic: Some((Generic, 2)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;

@fragment 
fn main(@location(0) varying0_: vec4<f32>, @location(1) @interpolate(linear, centroid) varying1_: vec4<f32>, @location(2) @interpolate(perspective, sample) varying2_: vec4<f32>) -> FragmentOutput {
    let _e9 = dpdxFine(varying1_);
    let _e14 = dpdyFine(varying1_);
    let t0_ = ((varying1_ + (_e9 * vec4((0.5f - 0.5f)))) + (_e14 * vec4((0.5f - 0.5f))));
    let _e18 = varying0_.zw;
    let _e20 = block[33];
    let _e23 = dpdxFine(_e18);
    let _e28 = dpdyFine(_e18);
    let t1_ = ((_e18 + (_e23 * vec2((0.5f - 0.5f)))) + (_e28 * vec2((0.5f - 0.5f))));
    let _e32 = -(varying2_);
    let _e37 = vec2<f32>(0.25f, -0.5f);
    let _e43 = dpdxFine(_e32);
    let _e48 = dpdyFine(_e32);
    let t2_ = ((_e32 + (_e43 * vec4(((_e37.x + 0.5f) - 0.5f)))) + (_e48 * vec4(((_e37.y + 0.5f) - 0.5f))));
    let _e54 = dpdxFine(varying0_);
    let _e59 = dpdyFine(varying0_);
    let t3_ = ((varying0_ + (_e54 * vec4((0.5f - 0.5f)))) + (_e59 * vec4((0.5f - 0.5f))));
    let t0_1 = (t0_ + t2_);
    let t0_2 = (t0_1.xy + t1_);
    let t0_3 = (t0_1.zw + t3_.zw);
    return FragmentOutput((vec4<f32>(t0_2.x, t0_2.y, t0_3.x, t0_3.y) * vec4(0.5f)));
}

// several
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 34>;

@fragment 
fn main(@location(0) @interpolate(perspective, sample) varying0_: vec4<f32>, @location(1) @interpolate(linear, sample) varying1_: vec4<f32>, @location(2) @interpolate(perspective, sample) varying2_: vec4<f32>, @builtin(sample_index) sample_index: u32, @builtin(sample_mask) sample_mask_in: u32) -> FragmentOutput {
    let _e20 = select(select(select(0.375f, 0.875f, (sample_index == 1u)), 0.125f, (sample_index == 2u)), 0.625f, (sample_index == 3u));
    let _e26 = select(select(select(0.125f, 0.375f, (sample_index == 1u)), 0.625f, (sample_index == 2u)), 0.875f, (sample_index == 3u));
    let _e54 = select(select(select(select(0u, 3u, ((sample_mask_in & 8u) != 0u)), 2u, ((sample_mask_in & 4u) != 0u)), 1u, ((sample_mask_in & 2u) != 0u)), 0u, ((sample_mask_in & 1u) != 0u));
    let _e68 = (sample_mask_in == 15u);
    let _e72 = dpdxFine(varying1_);
    let _e77 = dpdyFine(varying1_);
    let t0_ = ((varying1_ + (_e72 * vec4((select(select(select(select(0.375f, 0.875f, (_e54 == 1u)), 0.125f, (_e54 == 2u)), 0.625f, (_e54 == 3u)), 0.5f, _e68) - select(select(select(0.375f, 0.875f, (sample_index == 1u)), 0.125f, (sample_index == 2u)), 0.625f, (sample_index == 3u)))))) + (_e77 * vec4((select(select(select(select(0.125f, 0.375f, (_e54 == 1u)), 0.625f, (_e54 == 2u)), 0.875f, (_e54 == 3u)), 0.5f, _e68) - select(select(select(0.125f, 0.375f, (sample_index == 1u)), 0.625f, (sample_index == 2u)), 0.875f, (sample_index == 3u))))));
    let _e81 = varying0_.zw;
    let _e95 = block[33];
    let _e110 = dpdxFine(_e81);
    let _e115 = dpdyFine(_e81);
    let t1_ = ((_e81 + (_e110 * vec2((select(select(select(0.375f, 0.875f, (_e95.x == 1u)), 0.125f, (_e95.x == 2u)), 0.625f, (_e95.x == 3u)) - select(select(select(0.375f, 0.875f, (sample_index == 1u)), 0.125f, (sample_index == 2u)), 0.625f, (sample_index == 3u)))))) + (_e115 * vec2((select(select(select(0.125f, 0.375f, (_e95.x == 1u)), 0.625f, (_e95.x == 2u)), 0.875f, (_e95.x == 3u)) - select(select(select(0.125f, 0.375f, (sample_index == 1u)), 0.625f, (sample_index == 2u)), 0.875f, (sample_index == 3u))))));
    let _e119 = -(varying2_);
    let _e136 = vec2<f32>(0.25f, -0.5f);
    let _e142 = dpdxFine(_e119);
    let _e147 = dpdyFine(_e119);
    let t2_ = ((_e119 + (_e142 * vec4(((_e136.x + 0.5f) - select(select(select(0.375f, 0.875f, (sample_index == 1u)), 0.125f, (sample_index == 2u)), 0.625f, (sample_index == 3u)))))) + (_e147 * vec4(((_e136.y + 0.5f) - select(select(select(0.125f, 0.375f, (sample_index == 1u)), 0.625f, (sample_index == 2u)), 0.875f, (sample_index == 3u))))));
    let _e176 = dpdxFine(varying0_);
    let _e181 = dpdyFine(varying0_);
    let t3_ = ((varying0_ + (_e176 * vec4((select(select(select(0.375f, 0.875f, (2u == 1u)), 0.125f, (2u == 2u)), 0.625f, (2u == 3u)) - select(select(select(0.375f, 0.875f, (sample_index == 1u)), 0.125f, (sample_index == 2u)), 0.625f, (sample_index == 3u)))))) + (_e181 * vec4((select(select(select(0.125f, 0.375f, (2u == 1u)), 0.625f, (2u == 2u)), 0.875f, (2u == 3u)) - select(select(select(0.125f, 0.375f, (sample_index == 1u)), 0.625f, (sample_index == 2u)), 0.875f, (sample_index == 3u))))));
    let t0_1 = (t0_ + t2_);
    let t0_2 = (t0_1.xy + t1_);
    let t0_3 = (t0_1.zw + t3_.zw);
    return FragmentOutput((vec4<f32>(t0_2.x, t0_2.y, t0_3.x, t0_3.y) * vec4<f32>(_e20, _e26, _e20, _e26)));
}

