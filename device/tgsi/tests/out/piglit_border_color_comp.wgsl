// Info { inputs: [], outputs: [], samplers: [Some(SamplerUse { dimension: D2, shadow: false, levels: false, only_gathers: false, asks_level: false })], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 33>;
@group(1) @binding(0) 
var texture0_: texture_2d<f32>;
@group(1) @binding(1) 
var sampler0_: sampler;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;

@compute @workgroup_size(1, 1, 1) 
fn main() {
    var before: u32;

    let _e12 = textureSampleLevel(texture0_, sampler0_, vec2(2f), 0.0);
    let t1_ = (_e12 + vec4<f32>(-0.1f, -0.2f, -0.3f, -0.4f));
    let t2_ = max(t1_, -(t1_));
    let t3_ = (t2_ < vec4(0.003921569f));
    let _e31 = vec2(4294967295u);
    let _e32 = vec2(0u);
    let t4_ = (select(_e32, _e31, t3_.xz) & select(_e32, _e31, t3_.yw));
    let t5_ = (t4_.x & t4_.y);
    if (t5_ != 0u) {
        let _e42 = block[32];
        let _e45 = (_e42.x >> 2u);
        let _e47 = block[0];
        before = 0u;
        if (_e45 < _e47.y) {
            let _e54 = atomicAdd((&buffer0_[(_e45 + _e47.x)]), 1u);
            before = _e54;
        }
    }
    return;
}

