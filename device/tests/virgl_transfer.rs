//! Boxes × levels × strides × layers of transfers, against the plainest possible copy.

mod support;

use device::{
    gpu::Box3,
    transfer::{Backings, Transfer},
    virgl::CreateResource,
};
use proptest::prelude::*;
use support::{Guest, resource};

#[derive(Clone, Copy, Debug)]
struct Shape {
    target: u32,
    format: u32,
    /// Width, height and bytes of a block.
    block: (u32, u32, u32),
    width: u32,
    height: u32,
    depth: u32,
    layers: u32,
    levels: u32,
}

impl Shape {
    /// Width, height and depth, or layers, of a level.
    fn level(&self, level: u32) -> [i64; 3] {
        let minify = |size: u32| i64::from((size >> level).max(1));
        let depth = if self.target == 3 {
            minify(self.depth)
        } else {
            self.layers.into()
        };
        [minify(self.width), minify(self.height), depth]
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    let formats = prop_oneof![
        Just((1, (1, 1, 4))),   // B8G8R8A8
        Just((64, (1, 1, 1))),  // R8
        Just((31, (1, 1, 16))), // R32G32B32A32
        Just((105, (4, 4, 8))), // DXT1
    ];
    let targets = prop_oneof![Just(2_u32), Just(3), Just(4), Just(6), Just(7)];
    (targets, formats, 1..14_u32, 1..14_u32, 1..4_u32, 1..4_u32).prop_map(
        |(target, (format, block), width, height, depth, levels)| {
            let height = match target {
                4 => width,
                6 => 1,
                _ => height,
            };
            let longest = width.max(height).max(if target == 3 { depth } else { 1 });
            Shape {
                target,
                format,
                block,
                width,
                height,
                depth: if target == 3 { depth } else { 1 },
                layers: match target {
                    4 => 6,
                    6 | 7 => depth,
                    _ => 1,
                },
                levels: levels.min(longest.ilog2() + 1),
            }
        },
    )
}

/// What the protocol means: the rows of blocks of a box, as (texel block x, y, z) with their place in memory.
/// `None` if the box or a stride does not fit.
fn oracle(shape: &Shape, t: &Transfer, memory: usize) -> Option<Vec<([i64; 3], i64)>> {
    if t.level >= shape.levels {
        return None;
    }
    let size = shape.level(t.level);
    let (bw, bh, bytes) = (
        i64::from(shape.block.0),
        i64::from(shape.block.1),
        i64::from(shape.block.2),
    );
    let start = [t.area.x, t.area.y, t.area.z].map(i64::from);
    let extent = [t.area.width, t.area.height, t.area.depth].map(i64::from);
    for axis in 0..3 {
        if start[axis] + extent[axis] > size[axis] {
            return None;
        }
    }
    for (axis, block) in [(0, bw), (1, bh)] {
        let end = start[axis] + extent[axis];
        if start[axis] % block != 0 || (extent[axis] % block != 0 && end != size[axis]) {
            return None;
        }
    }
    let up = |value: i64, block: i64| (value + block - 1) / block;
    let (columns, rows) = (up(extent[0], bw), up(extent[1], bh));
    let stride = if t.stride_bytes == 0 {
        up(size[0], bw) * bytes
    } else {
        t.stride_bytes.into()
    };
    let layer_stride = match t.layer_stride_bytes {
        0 => stride * up(size[1], bh),
        stride => stride.into(),
    };
    if rows > 1 && stride < columns * bytes {
        return None;
    }
    if extent[2] > 1 && layer_stride < (rows - 1).max(0) * stride + columns * bytes {
        return None;
    }
    let mut blocks = Vec::new();
    if extent.contains(&0) {
        return (t.offset_bytes as usize <= memory).then_some(blocks);
    }
    for z in 0..extent[2] {
        for y in 0..rows {
            for x in 0..columns {
                let at = t.offset_bytes as i64 + z * layer_stride + y * stride + x * bytes;
                if at + bytes > memory as i64 {
                    return None;
                }
                blocks.push(([start[0] / bw + x, start[1] / bh + y, start[2] + z], at));
            }
        }
    }
    Some(blocks)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_up_comes_down_elsewhere_and_nothing_else_changes(
        shape in shapes(),
        level in 0..4_u32,
        start in (0..8_u32, 0..8_u32, 0..4_u32),
        extent in (0..14_u32, 0..14_u32, 0..7_u32),
        aligned in any::<bool>(),
        offset in 0..40_u64,
        stride in prop_oneof![Just(0_u32), 0..300_u32],
        layer_stride in prop_oneof![Just(0_u32), 0..2000_u32],
        memory in 0..6000_usize,
    ) {
        let cut = |value: u32, block: u32| if aligned { value / block * block } else { value };
        let area = Box3 {
            x: cut(start.0, shape.block.0),
            y: cut(start.1, shape.block.1),
            z: start.2,
            width: cut(extent.0, shape.block.0),
            height: cut(extent.1, shape.block.1),
            depth: extent.2,
        };
        let transfer = Transfer { level, area, offset_bytes: offset, stride_bytes: stride, layer_stride_bytes: layer_stride };
        let mut guest = Guest::new();
        guest
            .create(1, &CreateResource {
                target: shape.target,
                format: shape.format,
                bind: 8,
                width: shape.width,
                height: shape.height,
                depth: shape.depth,
                array_size: shape.layers,
                last_level: shape.levels - 1,
                ..CreateResource::default()
            })
            .unwrap();
        let pattern: Vec<u8> = (0..memory).map(|i| (i * 31 + i / 251 + 1) as u8).collect();
        guest.memory.put(1, pattern.clone());
        let up = guest.renderer.transfer_to_host(resource(1), &transfer, &guest.memory);
        let expected = oracle(&shape, &transfer, memory);
        // An empty box needs no memory.
        let fits = expected.is_some() || (area.width == 0 || area.height == 0 || area.depth == 0) && up.is_ok();
        prop_assert_eq!(up.is_ok(), fits, "{:?}", up);
        let Some(blocks) = expected else { return Ok(()) };

        // The texels are where the oracle says.
        let (bw, bh, bytes) = (i64::from(shape.block.0), i64::from(shape.block.1), shape.block.2 as usize);
        let size = shape.level(level);
        let (across, down) = ((size[0] + bw - 1) / bw, (size[1] + bh - 1) / bh);
        let mut texels = vec![0; (across * down * size[2]) as usize * bytes];
        for ([x, y, z], at) in &blocks {
            let to = ((z * down + y) * across + x) as usize * bytes;
            texels[to..to + bytes].copy_from_slice(&pattern[*at as usize..][..bytes]);
        }
        let handle = device::gpu::Handle(1);
        prop_assert_eq!(guest.renderer.gpu().bytes(handle, level).unwrap(), &texels[..]);

        // And they come back to where they were, and nowhere else.
        guest.memory.put(1, vec![0xee; memory]);
        guest.renderer.transfer_from_host(resource(1), &transfer, &guest.memory).unwrap();
        guest.renderer.fence();
        guest.renderer.poll(&guest.memory);
        let mut back = vec![0xee; memory];
        for (_, at) in &blocks {
            let at = *at as usize;
            back[at..at + bytes].copy_from_slice(&pattern[at..at + bytes]);
        }
        prop_assert_eq!(guest.memory.get(1), back);
        prop_assert_eq!(guest.memory.len_bytes(resource(1)), Some(memory as u64));
    }
}
