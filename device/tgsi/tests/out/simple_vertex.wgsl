// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }, Output { register: 2, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4)], constants_named: 15, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 38>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e4 = block[35];
    let t0_ = (bitcast<vec4<f32>>(_e4) * vec4(in0_.y));
    let _e11 = block[34];
    let t0_1 = ((bitcast<vec4<f32>>(_e11) * vec4(in0_.x)) + t0_);
    let _e18 = block[36];
    let t1_ = ((bitcast<vec4<f32>>(_e18) * vec4(in0_.z)) + t0_1);
    let _e25 = block[37];
    let _e27 = (t1_ + bitcast<vec4<f32>>(_e25));
    let _e30 = block[0];
    let _e31 = bitcast<vec4<f32>>(_e30);
    return VertexOutput(vec4<f32>(_e27.x, (_e27.y * _e31.x), ((_e27.z * _e31.y) + (_e27.w * _e31.z)), _e27.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) @interpolate(flat) block0_: vec4<u32>,
    @location(3) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e3 = blocks[instance_index];
    let _e12 = blocks[(_e3.x + 43u)];
    let t0_ = (bitcast<vec4<f32>>(_e12) * vec4(in0_.y));
    let _e20 = blocks[(_e3.x + 42u)];
    let t0_1 = ((bitcast<vec4<f32>>(_e20) * vec4(in0_.x)) + t0_);
    let _e29 = blocks[(_e3.x + 44u)];
    let t1_ = ((bitcast<vec4<f32>>(_e29) * vec4(in0_.z)) + t0_1);
    let _e38 = blocks[(_e3.x + 45u)];
    let _e40 = (t1_ + bitcast<vec4<f32>>(_e38));
    let _e43 = blocks[_e3.x];
    let _e44 = bitcast<vec4<f32>>(_e43);
    let _e63 = blocks[(_e3.y + 0u)];
    let _e67 = blocks[(_e3.y + 1u)];
    let _e72 = blocks[(_e3.x + 2u)];
    let _e78 = blocks[(_e3.x + 4u)];
    return VertexOutput(vec4<f32>(_e40.x, (_e40.y * _e44.x), ((_e40.z * _e44.y) + (_e40.w * _e44.z)), _e40.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_), _e63, _e67, _e44.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e72), _e40), dot(bitcast<vec4<f32>>(_e78), _e40)));
}

// captured
@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 16>;
@group(1) @binding(4) 
var<storage> indices: array<u32>;
@group(3) @binding(64) 
var<storage> vertices0_: array<u32>;
@group(3) @binding(65) 
var<storage> vertices1_: array<u32>;
@group(1) @binding(0) 
var<storage, read_write> captured0_: array<u32>;

@compute @workgroup_size(64, 1, 1) 
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let _e4 = block[9];
    let _e10 = block[10];
    if (id.x >= _e4.y) {
        return;
    }
    let _e17 = max(_e4.z, 1u);
    let _e18 = (id.x + _e4.x);
    let _e19 = (_e18 / _e17);
    let _e24 = indices[(_e18 - (_e19 * _e17))];
    let _e29 = block[2];
    let _e34 = (_e29.x + ((_e24 + _e4.w) * _e29.y));
    let _e42 = (_e34 >> 2u);
    let _e43 = (_e34 & 3u);
    let _e44 = (_e43 << 3u);
    let _e48 = ((32u - _e44) & 31u);
    let _e50 = (_e43 == 0u);
    let _e52 = vertices0_[_e42];
    let _e55 = vertices0_[(_e42 + 1u)];
    let _e58 = vertices0_[(_e42 + 2u)];
    let _e61 = vertices0_[(_e42 + 3u)];
    let _e82 = select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(bitcast<f32>(select(((_e52 >> _e44) | (_e55 << _e48)), _e52, _e50)), bitcast<f32>(select(((_e55 >> _e44) | (_e58 << _e48)), _e55, _e50)), bitcast<f32>(select(((_e58 >> _e44) | (_e61 << _e48)), _e58, _e50)), 1f), vec4(((_e34 + 12u) <= (arrayLength((&vertices0_)) << 2u))));
    let _e85 = block[3];
    let _e92 = (_e85.x + (((_e19 + _e10.x) / max(_e85.z, 1u)) * _e85.y));
    let _e98 = (_e92 >> 2u);
    let _e99 = (_e92 & 3u);
    let _e100 = (_e99 << 3u);
    let _e105 = vertices1_[_e98];
    let _e108 = vertices1_[(_e98 + 1u)];
    let _e113 = unpack4x8unorm(select(((_e105 >> _e100) | (_e108 << ((32u - _e100) & 31u))), _e105, (_e99 == 0u)));
    let _e121 = select(vec4<f32>(0f, 0f, 0f, 1f), vec4<f32>(_e113.z, _e113.y, _e113.x, _e113.w), vec4(((_e92 + 4u) <= (arrayLength((&vertices1_)) << 2u))));
    let _e123 = block[13];
    let t0_ = (bitcast<vec4<f32>>(_e123) * vec4(_e82.y));
    let _e129 = block[12];
    let t0_1 = ((bitcast<vec4<f32>>(_e129) * vec4(_e82.x)) + t0_);
    let _e136 = block[14];
    let t1_ = ((bitcast<vec4<f32>>(_e136) * vec4(_e82.z)) + t0_1);
    let _e143 = block[15];
    let _e145 = (t1_ + bitcast<vec4<f32>>(_e143));
    let _e148 = block[11];
    let _e156 = ((id.x * 7u) + _e148.x);
    captured0_[(_e156 + 0u)] = bitcast<u32>(_e145.x);
    captured0_[(_e156 + 1u)] = bitcast<u32>(_e145.y);
    captured0_[(_e156 + 2u)] = bitcast<u32>(_e145.z);
    captured0_[(_e156 + 3u)] = bitcast<u32>(_e145.w);
    captured0_[(_e156 + 5u)] = bitcast<u32>(_e121.x);
    captured0_[(_e156 + 6u)] = bitcast<u32>(_e121.y);
    return;
}

// handed
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) @interpolate(flat) block0_: vec4<u32>,
    @location(3) @interpolate(flat) block1_: vec4<u32>,
}

@group(0) @binding(1) 
var<uniform> fragment_block: array<vec4<u32>, 3>;
@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 38>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e5 = block[35];
    let t0_ = (bitcast<vec4<f32>>(_e5) * vec4(in0_.y));
    let _e12 = block[34];
    let t0_1 = ((bitcast<vec4<f32>>(_e12) * vec4(in0_.x)) + t0_);
    let _e19 = block[36];
    let t1_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.z)) + t0_1);
    let _e26 = block[37];
    let _e28 = (t1_ + bitcast<vec4<f32>>(_e26));
    let _e31 = block[0];
    let _e32 = bitcast<vec4<f32>>(_e31);
    let _e50 = fragment_block[0];
    let _e52 = fragment_block[2];
    return VertexOutput(vec4<f32>(_e28.x, (_e28.y * _e32.x), ((_e28.z * _e32.y) + (_e28.w * _e32.z)), _e28.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_), _e50, _e52);
}

