// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Texcoord, 0), mask: 15 }], samplers: [], constants: [Some(9)], constants_named: 511, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 43>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e5 = vec4(in0_.x);
    let _e7 = block[39];
    let t0_ = (_e5 * bitcast<vec4<f32>>(_e7));
    let _e11 = vec4(in0_.y);
    let _e13 = block[40];
    let t1_ = ((_e11 * bitcast<vec4<f32>>(_e13)) + t0_);
    let _e18 = vec4(in0_.z);
    let _e20 = block[41];
    let t2_ = ((_e18 * bitcast<vec4<f32>>(_e20)) + t1_);
    let _e25 = vec4(in0_.w);
    let _e27 = block[42];
    let _e30 = ((_e25 * bitcast<vec4<f32>>(_e27)) + t2_);
    let _e32 = block[35];
    let t3_ = (_e5 * bitcast<vec4<f32>>(_e32));
    let _e36 = block[36];
    let t4_ = ((_e11 * bitcast<vec4<f32>>(_e36)) + t3_);
    let _e41 = block[37];
    let t5_ = ((_e18 * bitcast<vec4<f32>>(_e41)) + t4_);
    let _e46 = block[38];
    let t6_ = ((_e25 * bitcast<vec4<f32>>(_e46)) + t5_);
    let _e51 = block[34];
    let _e55 = block[0];
    let _e56 = bitcast<vec4<f32>>(_e55);
    return VertexOutput(vec4<f32>(_e30.x, (_e30.y * _e56.x), ((_e30.z * _e56.y) + (_e30.w * _e56.z)), _e30.w), vec4<f32>(dot(t6_, bitcast<vec4<f32>>(_e51)), in1_.y, in1_.z, in1_.w));
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
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e10 = vec4(in0_.x);
    let _e14 = blocks[(_e3.x + 47u)];
    let t0_ = (_e10 * bitcast<vec4<f32>>(_e14));
    let _e18 = vec4(in0_.y);
    let _e22 = blocks[(_e3.x + 48u)];
    let t1_ = ((_e18 * bitcast<vec4<f32>>(_e22)) + t0_);
    let _e27 = vec4(in0_.z);
    let _e31 = blocks[(_e3.x + 49u)];
    let t2_ = ((_e27 * bitcast<vec4<f32>>(_e31)) + t1_);
    let _e36 = vec4(in0_.w);
    let _e40 = blocks[(_e3.x + 50u)];
    let _e43 = ((_e36 * bitcast<vec4<f32>>(_e40)) + t2_);
    let _e47 = blocks[(_e3.x + 43u)];
    let t3_ = (_e10 * bitcast<vec4<f32>>(_e47));
    let _e53 = blocks[(_e3.x + 44u)];
    let t4_ = ((_e18 * bitcast<vec4<f32>>(_e53)) + t3_);
    let _e60 = blocks[(_e3.x + 45u)];
    let t5_ = ((_e27 * bitcast<vec4<f32>>(_e60)) + t4_);
    let _e67 = blocks[(_e3.x + 46u)];
    let t6_ = ((_e36 * bitcast<vec4<f32>>(_e67)) + t5_);
    let _e74 = blocks[(_e3.x + 42u)];
    let _e78 = blocks[_e3.x];
    let _e79 = bitcast<vec4<f32>>(_e78);
    let _e98 = blocks[(_e3.y + 0u)];
    let _e102 = blocks[(_e3.y + 1u)];
    let _e107 = blocks[(_e3.x + 2u)];
    let _e113 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e43.x, (_e43.y * _e79.x), ((_e43.z * _e79.y) + (_e43.w * _e79.z)), _e43.w), vec4<f32>(dot(t6_, bitcast<vec4<f32>>(_e74)), in1_.y, in1_.z, in1_.w), _e98, _e102, _e79.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e107), _e43), dot(bitcast<vec4<f32>>(_e113), _e43)));
}

