// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: false })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
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
    let _e9 = ((0u >> 2u) + 1u);
    let _e11 = block[2];
    if (_e9 < _e11.y) {
        buffer0_[(_e9 + _e11.x)] = 1065353216u;
    }
    let _e19 = ((0u >> 2u) + 2u);
    if (_e19 < _e11.y) {
        buffer0_[(_e19 + _e11.x)] = 1073741824u;
    }
    let _e25 = (16u >> 2u);
    if (_e25 < _e11.y) {
        buffer0_[(_e25 + _e11.x)] = 1082130432u;
    }
    let _e31 = (48u >> 2u);
    if (_e31 < _e11.y) {
        buffer0_[(_e31 + _e11.x)] = 1086324736u;
    }
    let _e37 = ((48u >> 2u) + 1u);
    if (_e37 < _e11.y) {
        buffer0_[(_e37 + _e11.x)] = 1088421888u;
    }
    let _e43 = (64u >> 2u);
    if (_e43 < _e11.y) {
        buffer0_[(_e43 + _e11.x)] = 1092616192u;
    }
    let _e49 = ((64u >> 2u) + 1u);
    if (_e49 < _e11.y) {
        buffer0_[(_e49 + _e11.x)] = 1093664768u;
    }
    let _e55 = (72u >> 2u);
    if (_e55 < _e11.y) {
        buffer0_[(_e55 + _e11.x)] = 1094713344u;
    }
    let _e61 = ((72u >> 2u) + 1u);
    if (_e61 < _e11.y) {
        buffer0_[(_e61 + _e11.x)] = 1095761920u;
    }
    let _e67 = (96u >> 2u);
    if (_e67 < _e11.y) {
        buffer0_[(_e67 + _e11.x)] = 1099956224u;
    }
    let _e73 = (100u >> 2u);
    if (_e73 < _e11.y) {
        buffer0_[(_e73 + _e11.x)] = 1100480512u;
    }
    let _e79 = (144u >> 2u);
    if (_e79 < _e11.y) {
        buffer0_[(_e79 + _e11.x)] = 1103626240u;
    }
    let _e85 = ((144u >> 2u) + 1u);
    if (_e85 < _e11.y) {
        buffer0_[(_e85 + _e11.x)] = 1104150528u;
    }
    let _e91 = ((144u >> 2u) + 2u);
    if (_e91 < _e11.y) {
        buffer0_[(_e91 + _e11.x)] = 1104674816u;
    }
    let _e98 = ((144u >> 2u) + 3u);
    if (_e98 < _e11.y) {
        buffer0_[(_e98 + _e11.x)] = 1105199104u;
    }
    let _e104 = (176u >> 2u);
    if (_e104 < _e11.y) {
        buffer0_[(_e104 + _e11.x)] = 1107558400u;
    }
    let _e110 = ((176u >> 2u) + 1u);
    if (_e110 < _e11.y) {
        buffer0_[(_e110 + _e11.x)] = 1107820544u;
    }
    let _e117 = ((184u >> 2u) + 1u);
    if (_e117 < _e11.y) {
        buffer0_[(_e117 + _e11.x)] = 1108344832u;
    }
    let _e123 = (208u >> 2u);
    if (_e123 < _e11.y) {
        buffer0_[(_e123 + _e11.x)] = 1109131264u;
    }
    let _e129 = ((208u >> 2u) + 2u);
    if (_e129 < _e11.y) {
        buffer0_[(_e129 + _e11.x)] = 1109655552u;
    }
    let _e136 = ((224u >> 2u) + 1u);
    if (_e136 < _e11.y) {
        buffer0_[(_e136 + _e11.x)] = 1110179840u;
    }
    let _e140 = (0u >> 2u);
    let _e144 = buffer0_[(_e140 + _e11.x)];
    let t1_ = i32(bitcast<f32>(select(0u, _e144, (_e140 < _e11.y))));
    let t2_ = (bitcast<u32>(t1_) + vertex_index);
    let t3_ = (bitcast<i32>(t2_) < 4i);
    if t3_ {
        let t4_ = (t2_ << (2u & 31u));
        let t5_ = (240u + t4_);
        let t7_ = (_e11.z + 4294967056u);
        let t8_ = (_e11.z < 240u);
        let t9_ = select(t7_, 0u, t8_);
        let t10_ = (t9_ >> (2u & 31u));
        let t11_ = f32(bitcast<i32>(t10_));
        let _e169 = (t5_ >> 2u);
        if (_e169 < _e11.y) {
            buffer0_[(_e169 + _e11.x)] = bitcast<u32>(t11_);
        }
    }
    let _e174 = block[0];
    let _e175 = bitcast<vec4<f32>>(_e174);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e175.x), ((in0_.z * _e175.y) + (in0_.w * _e175.z)), in0_.w));
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
    let _e14 = ((0u >> 2u) + 1u);
    let _e18 = blocks[(_e5.x + 10u)];
    if (_e14 < _e18.y) {
        buffer0_[(_e14 + _e18.x)] = 1065353216u;
    }
    let _e26 = ((0u >> 2u) + 2u);
    if (_e26 < _e18.y) {
        buffer0_[(_e26 + _e18.x)] = 1073741824u;
    }
    let _e32 = (16u >> 2u);
    if (_e32 < _e18.y) {
        buffer0_[(_e32 + _e18.x)] = 1082130432u;
    }
    let _e38 = (48u >> 2u);
    if (_e38 < _e18.y) {
        buffer0_[(_e38 + _e18.x)] = 1086324736u;
    }
    let _e44 = ((48u >> 2u) + 1u);
    if (_e44 < _e18.y) {
        buffer0_[(_e44 + _e18.x)] = 1088421888u;
    }
    let _e50 = (64u >> 2u);
    if (_e50 < _e18.y) {
        buffer0_[(_e50 + _e18.x)] = 1092616192u;
    }
    let _e56 = ((64u >> 2u) + 1u);
    if (_e56 < _e18.y) {
        buffer0_[(_e56 + _e18.x)] = 1093664768u;
    }
    let _e62 = (72u >> 2u);
    if (_e62 < _e18.y) {
        buffer0_[(_e62 + _e18.x)] = 1094713344u;
    }
    let _e68 = ((72u >> 2u) + 1u);
    if (_e68 < _e18.y) {
        buffer0_[(_e68 + _e18.x)] = 1095761920u;
    }
    let _e74 = (96u >> 2u);
    if (_e74 < _e18.y) {
        buffer0_[(_e74 + _e18.x)] = 1099956224u;
    }
    let _e80 = (100u >> 2u);
    if (_e80 < _e18.y) {
        buffer0_[(_e80 + _e18.x)] = 1100480512u;
    }
    let _e86 = (144u >> 2u);
    if (_e86 < _e18.y) {
        buffer0_[(_e86 + _e18.x)] = 1103626240u;
    }
    let _e92 = ((144u >> 2u) + 1u);
    if (_e92 < _e18.y) {
        buffer0_[(_e92 + _e18.x)] = 1104150528u;
    }
    let _e98 = ((144u >> 2u) + 2u);
    if (_e98 < _e18.y) {
        buffer0_[(_e98 + _e18.x)] = 1104674816u;
    }
    let _e105 = ((144u >> 2u) + 3u);
    if (_e105 < _e18.y) {
        buffer0_[(_e105 + _e18.x)] = 1105199104u;
    }
    let _e111 = (176u >> 2u);
    if (_e111 < _e18.y) {
        buffer0_[(_e111 + _e18.x)] = 1107558400u;
    }
    let _e117 = ((176u >> 2u) + 1u);
    if (_e117 < _e18.y) {
        buffer0_[(_e117 + _e18.x)] = 1107820544u;
    }
    let _e124 = ((184u >> 2u) + 1u);
    if (_e124 < _e18.y) {
        buffer0_[(_e124 + _e18.x)] = 1108344832u;
    }
    let _e130 = (208u >> 2u);
    if (_e130 < _e18.y) {
        buffer0_[(_e130 + _e18.x)] = 1109131264u;
    }
    let _e136 = ((208u >> 2u) + 2u);
    if (_e136 < _e18.y) {
        buffer0_[(_e136 + _e18.x)] = 1109655552u;
    }
    let _e143 = ((224u >> 2u) + 1u);
    if (_e143 < _e18.y) {
        buffer0_[(_e143 + _e18.x)] = 1110179840u;
    }
    let _e147 = (0u >> 2u);
    let _e151 = buffer0_[(_e147 + _e18.x)];
    let t1_ = i32(bitcast<f32>(select(0u, _e151, (_e147 < _e18.y))));
    let t2_ = (bitcast<u32>(t1_) + vertex_index);
    let t3_ = (bitcast<i32>(t2_) < 4i);
    if t3_ {
        let t4_ = (t2_ << (2u & 31u));
        let t5_ = (240u + t4_);
        let t7_ = (_e18.z + 4294967056u);
        let t8_ = (_e18.z < 240u);
        let t9_ = select(t7_, 0u, t8_);
        let t10_ = (t9_ >> (2u & 31u));
        let t11_ = f32(bitcast<i32>(t10_));
        let _e176 = (t5_ >> 2u);
        if (_e176 < _e18.y) {
            buffer0_[(_e176 + _e18.x)] = bitcast<u32>(t11_);
        }
    }
    let _e181 = blocks[_e5.x];
    let _e182 = bitcast<vec4<f32>>(_e181);
    let _e197 = blocks[(_e5.y + 0u)];
    let _e200 = blocks[(_e5.y + 1u)];
    let _e204 = blocks[(_e5.x + 2u)];
    let _e209 = blocks[(_e5.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e182.x), ((in0_.z * _e182.y) + (in0_.w * _e182.z)), in0_.w), _e197, _e200, _e182.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e204), in0_), dot(bitcast<vec4<f32>>(_e209), in0_)));
}

