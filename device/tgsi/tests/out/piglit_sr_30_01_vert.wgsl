// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(5)], constants_named: 31, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 39>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = block[36];
    let t1_ = (bitcast<vec4<f32>>(_e3) * vec4(in0_.y));
    let _e10 = block[35];
    let t2_ = ((bitcast<vec4<f32>>(_e10) * vec4(in0_.x)) + t1_);
    let _e17 = block[37];
    let t3_ = ((bitcast<vec4<f32>>(_e17) * vec4(in0_.z)) + t2_);
    let _e24 = block[38];
    let _e29 = ((bitcast<vec4<f32>>(_e24) * vec4(in0_.w)) + t3_);
    let _e32 = block[34];
    let t4_ = vec3<f32>(vec3<i32>(1i, bitcast<i32>(_e32.x), bitcast<i32>(_e32.y)));
    let t5_ = !((vec3<f32>(1f, 2f, 3f) == t4_));
    let t6_ = (select(0u, 4294967295u, t5_.y) | select(0u, 4294967295u, t5_.z));
    let t7_ = (select(0u, 4294967295u, t5_.x) | t6_);
    let t8_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4((t7_ != 0u)));
    let t13_ = saturate(bitcast<vec4<f32>>(t8_));
    let _e66 = block[0];
    let _e67 = bitcast<vec4<f32>>(_e66);
    return VertexOutput(vec4<f32>(_e29.x, (_e29.y * _e67.x), ((_e29.z * _e67.y) + (_e29.w * _e67.z)), _e29.w), t13_);
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) @interpolate(flat) block0_: vec4<u32>,
    @location(2) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e11 = blocks[(_e3.x + 44u)];
    let t1_ = (bitcast<vec4<f32>>(_e11) * vec4(in0_.y));
    let _e19 = blocks[(_e3.x + 43u)];
    let t2_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.x)) + t1_);
    let _e28 = blocks[(_e3.x + 45u)];
    let t3_ = ((bitcast<vec4<f32>>(_e28) * vec4(in0_.z)) + t2_);
    let _e37 = blocks[(_e3.x + 46u)];
    let _e42 = ((bitcast<vec4<f32>>(_e37) * vec4(in0_.w)) + t3_);
    let _e47 = blocks[(_e3.x + 42u)];
    let t4_ = vec3<f32>(vec3<i32>(1i, bitcast<i32>(_e47.x), bitcast<i32>(_e47.y)));
    let t5_ = !((vec3<f32>(1f, 2f, 3f) == t4_));
    let t6_ = (select(0u, 4294967295u, t5_.y) | select(0u, 4294967295u, t5_.z));
    let t7_ = (select(0u, 4294967295u, t5_.x) | t6_);
    let t8_ = select(vec4<u32>(0u, 1065353216u, 0u, 1065353216u), vec4<u32>(1065353216u, 0u, 0u, 1065353216u), vec4((t7_ != 0u)));
    let t13_ = saturate(bitcast<vec4<f32>>(t8_));
    let _e81 = blocks[_e3.x];
    let _e82 = bitcast<vec4<f32>>(_e81);
    let _e97 = blocks[(_e3.y + 0u)];
    let _e100 = blocks[(_e3.y + 1u)];
    let _e105 = blocks[(_e3.x + 2u)];
    let _e111 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e42.x, (_e42.y * _e82.x), ((_e42.z * _e82.y) + (_e42.w * _e82.z)), _e42.w), t13_, _e97, _e100, _e82.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e105), _e42), dot(bitcast<vec4<f32>>(_e111), _e42)));
}

