// Info { inputs: [], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [Some(5)], constants_named: 31, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 39>;

@vertex 
fn main() -> VertexOutput {
    let _e2 = block[38];
    let _e7 = block[34];
    let t0_ = (vec4(bitcast<f32>(_e2.x)) * bitcast<vec4<f32>>(_e7));
    let _e15 = block[35];
    let t1_ = ((vec4(bitcast<f32>(_e2.y)) * bitcast<vec4<f32>>(_e15)) + t0_);
    let _e23 = block[36];
    let t2_ = ((vec4(bitcast<f32>(_e2.z)) * bitcast<vec4<f32>>(_e23)) + t1_);
    let _e31 = block[37];
    let _e34 = ((vec4(bitcast<f32>(_e2.w)) * bitcast<vec4<f32>>(_e31)) + t2_);
    let _e36 = block[0];
    let _e37 = bitcast<vec4<f32>>(_e36);
    return VertexOutput(vec4<f32>(_e34.x, (_e34.y * _e37.x), ((_e34.z * _e37.y) + (_e34.w * _e37.z)), _e34.w));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) @interpolate(flat) block0_: vec4<u32>,
    @location(1) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e10 = blocks[(_e3.x + 46u)];
    let _e17 = blocks[(_e3.x + 42u)];
    let t0_ = (vec4(bitcast<f32>(_e10.x)) * bitcast<vec4<f32>>(_e17));
    let _e26 = blocks[(_e3.x + 43u)];
    let t1_ = ((vec4(bitcast<f32>(_e10.y)) * bitcast<vec4<f32>>(_e26)) + t0_);
    let _e36 = blocks[(_e3.x + 44u)];
    let t2_ = ((vec4(bitcast<f32>(_e10.z)) * bitcast<vec4<f32>>(_e36)) + t1_);
    let _e46 = blocks[(_e3.x + 45u)];
    let _e49 = ((vec4(bitcast<f32>(_e10.w)) * bitcast<vec4<f32>>(_e46)) + t2_);
    let _e51 = blocks[_e3.x];
    let _e52 = bitcast<vec4<f32>>(_e51);
    let _e67 = blocks[(_e3.y + 0u)];
    let _e71 = blocks[(_e3.y + 1u)];
    let _e76 = blocks[(_e3.x + 2u)];
    let _e82 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e49.x, (_e49.y * _e52.x), ((_e49.z * _e52.y) + (_e49.w * _e52.z)), _e49.w), _e67, _e71, _e52.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e76), _e49), dot(bitcast<vec4<f32>>(_e82), _e49)));
}

