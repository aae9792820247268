// Info { inputs: [], outputs: [], samplers: [], constants: [Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: Some(Access { loads: true, stores: true, atomics: true }), writes: true }, workgroup_size: [2, 3, 1] }
// plain
@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 33>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
var<workgroup> shared_: array<atomic<u32>, 256>;

@compute @workgroup_size(2, 3, 1) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>) {
    var before: u32;

    let t0_ = (thread.y << (1u & 31u));
    let t1_ = (t0_ + thread.x);
    let t2_ = (t1_ == 0u);
    if t2_ {
        let _e14 = (0u >> 2u);
        if (_e14 < 256u) {
            atomicStore((&shared_[_e14]), 0u);
        }
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e18 = (0u >> 2u);
    before = 0u;
    if (_e18 < 256u) {
        let _e22 = atomicAdd((&shared_[_e18]), t1_);
        before = _e22;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e24 = (0u >> 2u);
    let _e27 = atomicLoad((&shared_[_e24]));
    let t5_ = (select(0u, _e27, (_e24 < 256u)) == 15u);
    let t6_ = (select(0u, 4294967295u, t2_) & select(0u, 4294967295u, t5_));
    if (t6_ != 0u) {
        let _e37 = block[32];
        let _e39 = (_e37.x >> 2u);
        let _e41 = block[0];
        before = 0u;
        if (_e39 < _e41.y) {
            let _e47 = atomicAdd((&buffer0_[(_e39 + _e41.x)]), 1u);
            before = _e47;
        }
    }
    return;
}

