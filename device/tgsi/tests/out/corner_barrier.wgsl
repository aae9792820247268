// Info { inputs: [], outputs: [], samplers: [], constants: [Some(1), Some(1)], constants_named: 1, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: true })], images: [], shared: Some(Access { loads: true, stores: true, atomics: true }), writes: true }, workgroup_size: [4, 4, 2] }
// plain
@group(0) @binding(0) 
var<uniform> block_1: array<vec4<u32>, 33>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 1>;
@group(4) @binding(0) 
var<storage, read_write> buffer0_: array<atomic<u32>>;
var<workgroup> shared_: array<atomic<u32>, 256>;
var<workgroup> decision: u32;

@compute @workgroup_size(4, 4, 2) 
fn main(@builtin(local_invocation_id) thread: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(workgroup_id) block: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
    var temp1_: u32;
    var temp3_: u32;
    var iterations: u32;
    var collective_iterations: u32;
    var before: u32;

    let t0_ = (thread + vec3<u32>(4u, 4u, 2u));
    temp1_ = 0u;
    let _e16 = collective_iterations;
    loop {
        let _e21 = collective_iterations;
        if (_e21 >= min((_e16 + 65536u), 1048576u)) {
            break;
        }
        collective_iterations = (_e21 + 1u);
        let _e25 = temp1_;
        let _e27 = block_1[32];
        let t2_ = (_e25 >= _e27.x);
        if t2_ {
            break;
        }
        if (invocation == 0u) {
            decision = select(0u, 4294967295u, (t0_.x != 0u));
        }
        let _e37 = workgroupUniformLoad((&decision));
        if (_e37 != 0u) {
            storageBarrier();
            workgroupBarrier();
            textureBarrier();
            let _e39 = (t0_.x >> 2u);
            before = 0u;
            if (_e39 < 256u) {
                let _e45 = atomicMax((&shared_[_e39]), grid.z);
                before = _e45;
            }
            let _e46 = before;
            temp3_ = _e46;
        } else {
            let _e47 = iterations;
            loop {
                let _e50 = iterations;
                if (_e50 >= min((_e47 + 65536u), 1048576u)) {
                    break;
                }
                iterations = (_e50 + 1u);
                let _e53 = (4u >> 2u);
                let _e55 = block_1[0];
                let _e62 = const1_[0];
                before = 0u;
                if (_e53 < _e55.y) {
                    let _e64 = iterations;
                    loop {
                        let _e67 = iterations;
                        if (_e67 >= min((_e64 + 65536u), 1048576u)) {
                            break;
                        }
                        iterations = (_e67 + 1u);
                        let _e70 = atomicLoad((&buffer0_[(_e53 + _e55.x)]));
                        let _e75 = atomicCompareExchangeWeak((&buffer0_[(_e53 + _e55.x)]), _e70, bitcast<u32>((bitcast<f32>(_e70) + bitcast<f32>(_e62.x))));
                        before = _e75.old_value;
                        if _e75.exchanged {
                            break;
                        }
                    }
                }
                let _e78 = before;
                temp3_ = _e78;
                let _e79 = temp3_;
                if (_e79 != 0u) {
                    break;
                }
            }
        }
        let _e81 = temp1_;
        let t1_ = (_e81 + 1u);
        temp1_ = t1_;
    }
    if (block.x != 0u) {
        return;
    }
    storageBarrier();
    workgroupBarrier();
    textureBarrier();
    let _e85 = temp3_;
    if (_e85 != 0u) {
        return;
    }
    let _e88 = (t0_.y >> 2u);
    let _e91 = atomicLoad((&shared_[_e88]));
    let _e94 = ((t0_.y >> 2u) + 1u);
    let _e97 = atomicLoad((&shared_[_e94]));
    let _e100 = ((t0_.y >> 2u) + 2u);
    let _e103 = atomicLoad((&shared_[_e100]));
    let _e107 = ((t0_.y >> 2u) + 3u);
    let _e110 = atomicLoad((&shared_[_e107]));
    let _e113 = vec4<u32>(select(0u, _e91, (_e88 < 256u)), select(0u, _e97, (_e94 < 256u)), select(0u, _e103, (_e100 < 256u)), select(0u, _e110, (_e107 < 256u)));
    let _e118 = (16u >> 2u);
    let _e120 = block_1[0];
    let _e127 = ((16u >> 2u) + 1u);
    let _e132 = ((16u >> 2u) + 2u);
    let _e137 = ((16u >> 2u) + 3u);
    if (_e137 < _e120.y) {
        atomicStore((&buffer0_[(_e118 + _e120.x)]), _e113.x);
        atomicStore((&buffer0_[(_e127 + _e120.x)]), _e113.y);
        atomicStore((&buffer0_[(_e132 + _e120.x)]), _e113.z);
        atomicStore((&buffer0_[(_e137 + _e120.x)]), _e113.w);
    }
    return;
}

