// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(20)], constants_named: 983040, constants_unnamed: true, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: true, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 54>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let t0_ = (instance_index << (4u & 31u));
    let t1_ = (instance_index & 268435455u);
    let _e15 = block[(min(t1_, 19u) + 34u)];
    let t3_ = (in0_.xy + bitcast<vec2<f32>>(_e15.xy));
    let _e21 = block[51];
    let t4_ = (bitcast<vec4<f32>>(_e21) * vec4(t3_.y));
    let _e27 = block[50];
    let t5_ = ((bitcast<vec4<f32>>(_e27) * vec4(t3_.x)) + t4_);
    let _e34 = block[52];
    let t6_ = ((bitcast<vec4<f32>>(_e34) * vec4(in0_.z)) + t5_);
    let _e41 = block[53];
    let _e46 = ((bitcast<vec4<f32>>(_e41) * vec4(in0_.w)) + t6_);
    let t7_ = (t0_ + 128u);
    let t8_ = (t7_ >> (4u & 31u));
    let _e54 = block[(min(t8_, 19u) + 34u)];
    let t14_ = saturate(bitcast<vec4<f32>>(_e54));
    let _e58 = block[0];
    let _e59 = bitcast<vec4<f32>>(_e58);
    return VertexOutput(vec4<f32>(_e46.x, (_e46.y * _e59.x), ((_e46.z * _e59.y) + (_e46.w * _e59.z)), _e46.w), t14_);
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
    let t0_ = (0u << (4u & 31u));
    let t1_ = (0u & 268435455u);
    let _e20 = blocks[((min(t1_, 19u) + 42u) + _e3.x)];
    let t3_ = (in0_.xy + bitcast<vec2<f32>>(_e20.xy));
    let _e28 = blocks[(_e3.x + 59u)];
    let t4_ = (bitcast<vec4<f32>>(_e28) * vec4(t3_.y));
    let _e36 = blocks[(_e3.x + 58u)];
    let t5_ = ((bitcast<vec4<f32>>(_e36) * vec4(t3_.x)) + t4_);
    let _e45 = blocks[(_e3.x + 60u)];
    let t6_ = ((bitcast<vec4<f32>>(_e45) * vec4(in0_.z)) + t5_);
    let _e54 = blocks[(_e3.x + 61u)];
    let _e59 = ((bitcast<vec4<f32>>(_e54) * vec4(in0_.w)) + t6_);
    let t7_ = (t0_ + 128u);
    let t8_ = (t7_ >> (4u & 31u));
    let _e68 = blocks[((min(t8_, 19u) + 42u) + _e3.x)];
    let t14_ = saturate(bitcast<vec4<f32>>(_e68));
    let _e72 = blocks[_e3.x];
    let _e73 = bitcast<vec4<f32>>(_e72);
    let _e88 = blocks[(_e3.y + 0u)];
    let _e92 = blocks[(_e3.y + 1u)];
    let _e97 = blocks[(_e3.x + 2u)];
    let _e102 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e59.x, (_e59.y * _e73.x), ((_e59.z * _e73.y) + (_e59.w * _e73.z)), _e59.w), t14_, _e88, _e92, _e73.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e97), _e59), dot(bitcast<vec4<f32>>(_e102), _e59)));
}

