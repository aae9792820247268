// Info { inputs: [Input { register: 0, semantic: Some((Generic, 0)) }], outputs: [Output { register: 0, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: true, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [Some(Access { loads: true, stores: true, atomics: false }), Some(Access { loads: true, stores: true, atomics: false })], images: [], shared: None, writes: true }, workgroup_size: [1, 1, 1] }
// plain
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(1) 
var<uniform> block: array<vec4<u32>, 33>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<u32>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<u32>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>) -> FragmentOutput {
    var chosen: vec4<u32>;

    let t0_ = min(varying0_.x, 1u);
    switch min(t0_, 1u) {
        case 0u: {
            let _e11 = (0u >> 2u);
            let _e13 = block[1];
            let _e19 = buffer0_[(_e11 + _e13.x)];
            let _e22 = ((0u >> 2u) + 1u);
            let _e26 = buffer0_[(_e22 + _e13.x)];
            let _e29 = ((0u >> 2u) + 2u);
            let _e33 = buffer0_[(_e29 + _e13.x)];
            let _e37 = ((0u >> 2u) + 3u);
            let _e41 = buffer0_[(_e37 + _e13.x)];
            chosen = vec4<u32>(select(0u, _e19, (_e11 < _e13.y)), select(0u, _e26, (_e22 < _e13.y)), select(0u, _e33, (_e29 < _e13.y)), select(0u, _e41, (_e37 < _e13.y)));
        }
        default: {
            let _e44 = (0u >> 2u);
            let _e46 = block[2];
            let _e52 = buffer1_[(_e44 + _e46.x)];
            let _e55 = ((0u >> 2u) + 1u);
            let _e59 = buffer1_[(_e55 + _e46.x)];
            let _e62 = ((0u >> 2u) + 2u);
            let _e66 = buffer1_[(_e62 + _e46.x)];
            let _e69 = ((0u >> 2u) + 3u);
            let _e73 = buffer1_[(_e69 + _e46.x)];
            chosen = vec4<u32>(select(0u, _e52, (_e44 < _e46.y)), select(0u, _e59, (_e55 < _e46.y)), select(0u, _e66, (_e62 < _e46.y)), select(0u, _e73, (_e69 < _e46.y)));
        }
    }
    let _e76 = chosen;
    switch min(t0_, 1u) {
        case 0u: {
            let _e79 = (16u >> 2u);
            let _e81 = block[1];
            let _e87 = buffer0_[(_e79 + _e81.x)];
            chosen = vec4<u32>(select(0u, _e87, (_e79 < _e81.y)), 0u, 0u, 0u);
        }
        default: {
            let _e90 = (16u >> 2u);
            let _e92 = block[2];
            let _e98 = buffer1_[(_e90 + _e92.x)];
            chosen = vec4<u32>(select(0u, _e98, (_e90 < _e92.y)), 0u, 0u, 0u);
        }
    }
    let _e101 = chosen;
    let t3_ = (varying0_.x + 1u);
    switch min(t0_, 1u) {
        case 0u: {
            let _e110 = (20u >> 2u);
            let _e112 = block[1];
            if (_e110 < _e112.y) {
                buffer0_[(_e110 + _e112.x)] = t3_;
            }
            chosen = vec4(0u);
        }
        default: {
            let _e119 = (20u >> 2u);
            let _e121 = block[2];
            if (_e119 < _e121.y) {
                buffer1_[(_e119 + _e121.x)] = t3_;
            }
            chosen = vec4(0u);
        }
    }
    return FragmentOutput((bitcast<vec4<f32>>(_e76) * vec4(bitcast<f32>(_e101.x))));
}

// slot_flat_twoside_alpha
struct FragmentOutput {
    @location(0) color0_: vec4<f32>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(4) @binding(64) 
var<storage, read_write> buffer0_: array<u32>;
@group(4) @binding(65) 
var<storage, read_write> buffer1_: array<u32>;

@fragment 
fn main(@location(0) @interpolate(flat) varying0_: vec4<u32>, @location(1) @interpolate(flat) block0_: vec4<u32>) -> FragmentOutput {
    var chosen: vec4<u32>;

    let t0_ = min(varying0_.x, 1u);
    switch min(t0_, 1u) {
        case 0u: {
            let _e13 = (0u >> 2u);
            let _e16 = blocks[(block0_.x + 1u)];
            let _e22 = buffer0_[(_e13 + _e16.x)];
            let _e25 = ((0u >> 2u) + 1u);
            let _e29 = buffer0_[(_e25 + _e16.x)];
            let _e32 = ((0u >> 2u) + 2u);
            let _e36 = buffer0_[(_e32 + _e16.x)];
            let _e40 = ((0u >> 2u) + 3u);
            let _e44 = buffer0_[(_e40 + _e16.x)];
            chosen = vec4<u32>(select(0u, _e22, (_e13 < _e16.y)), select(0u, _e29, (_e25 < _e16.y)), select(0u, _e36, (_e32 < _e16.y)), select(0u, _e44, (_e40 < _e16.y)));
        }
        default: {
            let _e47 = (0u >> 2u);
            let _e50 = blocks[(block0_.x + 2u)];
            let _e56 = buffer1_[(_e47 + _e50.x)];
            let _e59 = ((0u >> 2u) + 1u);
            let _e63 = buffer1_[(_e59 + _e50.x)];
            let _e66 = ((0u >> 2u) + 2u);
            let _e70 = buffer1_[(_e66 + _e50.x)];
            let _e73 = ((0u >> 2u) + 3u);
            let _e77 = buffer1_[(_e73 + _e50.x)];
            chosen = vec4<u32>(select(0u, _e56, (_e47 < _e50.y)), select(0u, _e63, (_e59 < _e50.y)), select(0u, _e70, (_e66 < _e50.y)), select(0u, _e77, (_e73 < _e50.y)));
        }
    }
    let _e80 = chosen;
    switch min(t0_, 1u) {
        case 0u: {
            let _e83 = (16u >> 2u);
            let _e86 = blocks[(block0_.x + 1u)];
            let _e92 = buffer0_[(_e83 + _e86.x)];
            chosen = vec4<u32>(select(0u, _e92, (_e83 < _e86.y)), 0u, 0u, 0u);
        }
        default: {
            let _e95 = (16u >> 2u);
            let _e98 = blocks[(block0_.x + 2u)];
            let _e104 = buffer1_[(_e95 + _e98.x)];
            chosen = vec4<u32>(select(0u, _e104, (_e95 < _e98.y)), 0u, 0u, 0u);
        }
    }
    let _e107 = chosen;
    let _e112 = (bitcast<vec4<f32>>(_e80) * vec4(bitcast<f32>(_e107.x)));
    let t3_ = (varying0_.x + 1u);
    switch min(t0_, 1u) {
        case 0u: {
            let _e116 = (20u >> 2u);
            let _e119 = blocks[(block0_.x + 1u)];
            if (_e116 < _e119.y) {
                buffer0_[(_e116 + _e119.x)] = t3_;
            }
            chosen = vec4(0u);
        }
        default: {
            let _e126 = (20u >> 2u);
            let _e129 = blocks[(block0_.x + 2u)];
            if (_e126 < _e129.y) {
                buffer1_[(_e126 + _e129.x)] = t3_;
            }
            chosen = vec4(0u);
        }
    }
    let _e139 = blocks[block0_.x];
    if (_e112.w > bitcast<vec4<f32>>(_e139).x) {
    } else {
        discard;
    }
    return FragmentOutput(_e112);
}

