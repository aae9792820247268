// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: false })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 34>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<u32>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e7 = vec2<u32>(1065353216u, 1073741824u);
    let _e13 = ((0u >> 2u) + 1u);
    let _e15 = block[2];
    let _e22 = ((0u >> 2u) + 2u);
    if (_e22 < _e15.y) {
        buffer0_[(_e13 + _e15.x)] = _e7.x;
        buffer0_[(_e22 + _e15.x)] = _e7.y;
    }
    let _e28 = (16u >> 2u);
    if (_e28 < _e15.y) {
        buffer0_[(_e28 + _e15.x)] = 1082130432u;
    }
    let _e34 = (48u >> 2u);
    if (_e34 < _e15.y) {
        buffer0_[(_e34 + _e15.x)] = 1086324736u;
    }
    let _e40 = ((48u >> 2u) + 1u);
    if (_e40 < _e15.y) {
        buffer0_[(_e40 + _e15.x)] = 1088421888u;
    }
    let _e47 = vec2<u32>(1092616192u, 1093664768u);
    let _e50 = (64u >> 2u);
    let _e55 = ((64u >> 2u) + 1u);
    if (_e55 < _e15.y) {
        buffer0_[(_e50 + _e15.x)] = _e47.x;
        buffer0_[(_e55 + _e15.x)] = _e47.y;
    }
    let _e62 = vec2<u32>(1094713344u, 1095761920u);
    let _e65 = (72u >> 2u);
    let _e70 = ((72u >> 2u) + 1u);
    if (_e70 < _e15.y) {
        buffer0_[(_e65 + _e15.x)] = _e62.x;
        buffer0_[(_e70 + _e15.x)] = _e62.y;
    }
    let _e76 = (96u >> 2u);
    if (_e76 < _e15.y) {
        buffer0_[(_e76 + _e15.x)] = 1099956224u;
    }
    let _e82 = (100u >> 2u);
    if (_e82 < _e15.y) {
        buffer0_[(_e82 + _e15.x)] = 1100480512u;
    }
    let _e91 = vec4<u32>(1103626240u, 1104150528u, 1104674816u, 1105199104u);
    let _e96 = (144u >> 2u);
    let _e101 = ((144u >> 2u) + 1u);
    let _e106 = ((144u >> 2u) + 2u);
    let _e112 = ((144u >> 2u) + 3u);
    if (_e112 < _e15.y) {
        buffer0_[(_e96 + _e15.x)] = _e91.x;
        buffer0_[(_e101 + _e15.x)] = _e91.y;
        buffer0_[(_e106 + _e15.x)] = _e91.z;
        buffer0_[(_e112 + _e15.x)] = _e91.w;
    }
    let _e119 = vec2<u32>(1107558400u, 1107820544u);
    let _e122 = (176u >> 2u);
    let _e127 = ((176u >> 2u) + 1u);
    if (_e127 < _e15.y) {
        buffer0_[(_e122 + _e15.x)] = _e119.x;
        buffer0_[(_e127 + _e15.x)] = _e119.y;
    }
    let _e134 = ((184u >> 2u) + 1u);
    if (_e134 < _e15.y) {
        buffer0_[(_e134 + _e15.x)] = 1108344832u;
    }
    let _e141 = vec2<u32>(1109131264u, 1109655552u);
    let _e144 = (208u >> 2u);
    let _e149 = ((208u >> 2u) + 2u);
    if (_e149 < _e15.y) {
        buffer0_[(_e144 + _e15.x)] = _e141.x;
        buffer0_[(_e149 + _e15.x)] = _e141.y;
    }
    let _e156 = ((224u >> 2u) + 1u);
    if (_e156 < _e15.y) {
        buffer0_[(_e156 + _e15.x)] = 1110179840u;
    }
    let _e160 = (0u >> 2u);
    let _e164 = buffer0_[(_e160 + _e15.x)];
    let t1_ = i32(bitcast<f32>(select(0u, _e164, (_e160 < _e15.y))));
    let t2_ = (bitcast<u32>(t1_) + vertex_index);
    let t3_ = (bitcast<i32>(t2_) < 4i);
    if t3_ {
        let t4_ = (t2_ << (2u & 31u));
        let t5_ = (240u + t4_);
        let t7_ = (_e15.z + 4294967056u);
        let t8_ = (_e15.z < 240u);
        let t9_ = select(t7_, 0u, t8_);
        let t10_ = (t9_ >> (2u & 31u));
        let t11_ = f32(bitcast<i32>(t10_));
        let _e189 = (t5_ >> 2u);
        if (_e189 < _e15.y) {
            buffer0_[(_e189 + _e15.x)] = bitcast<u32>(t11_);
        }
    }
    let _e194 = block[0];
    let _e195 = bitcast<vec4<f32>>(_e194);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e195.x), ((in0_.z * _e195.y) + (in0_.w * _e195.z)), in0_.w));
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
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<u32>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e5 = blocks[instance_index];
    let _e12 = vec2<u32>(1065353216u, 1073741824u);
    let _e18 = ((0u >> 2u) + 1u);
    let _e22 = blocks[(_e5.x + 10u)];
    let _e29 = ((0u >> 2u) + 2u);
    if (_e29 < _e22.y) {
        buffer0_[(_e18 + _e22.x)] = _e12.x;
        buffer0_[(_e29 + _e22.x)] = _e12.y;
    }
    let _e35 = (16u >> 2u);
    if (_e35 < _e22.y) {
        buffer0_[(_e35 + _e22.x)] = 1082130432u;
    }
    let _e41 = (48u >> 2u);
    if (_e41 < _e22.y) {
        buffer0_[(_e41 + _e22.x)] = 1086324736u;
    }
    let _e47 = ((48u >> 2u) + 1u);
    if (_e47 < _e22.y) {
        buffer0_[(_e47 + _e22.x)] = 1088421888u;
    }
    let _e54 = vec2<u32>(1092616192u, 1093664768u);
    let _e57 = (64u >> 2u);
    let _e62 = ((64u >> 2u) + 1u);
    if (_e62 < _e22.y) {
        buffer0_[(_e57 + _e22.x)] = _e54.x;
        buffer0_[(_e62 + _e22.x)] = _e54.y;
    }
    let _e69 = vec2<u32>(1094713344u, 1095761920u);
    let _e72 = (72u >> 2u);
    let _e77 = ((72u >> 2u) + 1u);
    if (_e77 < _e22.y) {
        buffer0_[(_e72 + _e22.x)] = _e69.x;
        buffer0_[(_e77 + _e22.x)] = _e69.y;
    }
    let _e83 = (96u >> 2u);
    if (_e83 < _e22.y) {
        buffer0_[(_e83 + _e22.x)] = 1099956224u;
    }
    let _e89 = (100u >> 2u);
    if (_e89 < _e22.y) {
        buffer0_[(_e89 + _e22.x)] = 1100480512u;
    }
    let _e98 = vec4<u32>(1103626240u, 1104150528u, 1104674816u, 1105199104u);
    let _e103 = (144u >> 2u);
    let _e108 = ((144u >> 2u) + 1u);
    let _e113 = ((144u >> 2u) + 2u);
    let _e119 = ((144u >> 2u) + 3u);
    if (_e119 < _e22.y) {
        buffer0_[(_e103 + _e22.x)] = _e98.x;
        buffer0_[(_e108 + _e22.x)] = _e98.y;
        buffer0_[(_e113 + _e22.x)] = _e98.z;
        buffer0_[(_e119 + _e22.x)] = _e98.w;
    }
    let _e126 = vec2<u32>(1107558400u, 1107820544u);
    let _e129 = (176u >> 2u);
    let _e134 = ((176u >> 2u) + 1u);
    if (_e134 < _e22.y) {
        buffer0_[(_e129 + _e22.x)] = _e126.x;
        buffer0_[(_e134 + _e22.x)] = _e126.y;
    }
    let _e141 = ((184u >> 2u) + 1u);
    if (_e141 < _e22.y) {
        buffer0_[(_e141 + _e22.x)] = 1108344832u;
    }
    let _e148 = vec2<u32>(1109131264u, 1109655552u);
    let _e151 = (208u >> 2u);
    let _e156 = ((208u >> 2u) + 2u);
    if (_e156 < _e22.y) {
        buffer0_[(_e151 + _e22.x)] = _e148.x;
        buffer0_[(_e156 + _e22.x)] = _e148.y;
    }
    let _e163 = ((224u >> 2u) + 1u);
    if (_e163 < _e22.y) {
        buffer0_[(_e163 + _e22.x)] = 1110179840u;
    }
    let _e167 = (0u >> 2u);
    let _e171 = buffer0_[(_e167 + _e22.x)];
    let t1_ = i32(bitcast<f32>(select(0u, _e171, (_e167 < _e22.y))));
    let t2_ = (bitcast<u32>(t1_) + vertex_index);
    let t3_ = (bitcast<i32>(t2_) < 4i);
    if t3_ {
        let t4_ = (t2_ << (2u & 31u));
        let t5_ = (240u + t4_);
        let t7_ = (_e22.z + 4294967056u);
        let t8_ = (_e22.z < 240u);
        let t9_ = select(t7_, 0u, t8_);
        let t10_ = (t9_ >> (2u & 31u));
        let t11_ = f32(bitcast<i32>(t10_));
        let _e196 = (t5_ >> 2u);
        if (_e196 < _e22.y) {
            buffer0_[(_e196 + _e22.x)] = bitcast<u32>(t11_);
        }
    }
    let _e201 = blocks[_e5.x];
    let _e202 = bitcast<vec4<f32>>(_e201);
    let _e217 = blocks[(_e5.y + 0u)];
    let _e220 = blocks[(_e5.y + 1u)];
    let _e224 = blocks[(_e5.x + 2u)];
    let _e229 = blocks[(_e5.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e202.x), ((in0_.z * _e202.y) + (in0_.w * _e202.z)), in0_.w), _e217, _e220, _e202.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e224), in0_), dot(bitcast<vec4<f32>>(_e229), in0_)));
}

