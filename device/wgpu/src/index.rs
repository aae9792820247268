//! Indices as the host takes them: 16 or 32 bits, lists and strips, the provoking vertex first.

use device::gpu::Primitive;

/// The primitive that a rewritten draw has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Points,
    Lines,
    Triangles,
}

/// Whether the host draws the primitive as it is.
pub(crate) fn is_native(primitive: Primitive) -> bool {
    matches!(
        primitive,
        Primitive::Points
            | Primitive::Lines
            | Primitive::LineStrip
            | Primitive::Triangles
            | Primitive::TriangleStrip
    )
}

/// The list that the primitive's parts make; `None` for what has no meaning without a geometry shader.
pub(crate) fn list(primitive: Primitive) -> Option<List> {
    match primitive {
        Primitive::Points => Some(List::Points),
        Primitive::Lines | Primitive::LineLoop | Primitive::LineStrip => Some(List::Lines),
        Primitive::Triangles
        | Primitive::TriangleStrip
        | Primitive::TriangleFan
        | Primitive::Quads
        | Primitive::QuadStrip
        | Primitive::Polygon => Some(List::Triangles),
        Primitive::LinesAdjacency
        | Primitive::LineStripAdjacency
        | Primitive::TrianglesAdjacency
        | Primitive::TriangleStripAdjacency
        | Primitive::Patches => None,
    }
}

/// Indices in a buffer's bytes, of 1, 2 or 4 bytes each.
pub(crate) fn decode(bytes: &[u8], index_bytes: u8) -> Vec<u32> {
    match index_bytes {
        1 => bytes.iter().map(|&index| u32::from(index)).collect(),
        2 => bytes
            .chunks_exact(2)
            .map(|index| u32::from(u16::from_le_bytes([index[0], index[1]])))
            .collect(),
        _ => bytes
            .chunks_exact(4)
            .map(|index| u32::from_le_bytes([index[0], index[1], index[2], index[3]]))
            .collect(),
    }
}

/// Whether an index is among those in a buffer's bytes, of 2 or 4 bytes each.
pub(crate) fn contains(bytes: &[u8], index_bytes: u32, index: u32) -> bool {
    match (index_bytes, u16::try_from(index)) {
        (2, Ok(index)) => bytes.chunks_exact(2).any(|bytes| bytes == index.to_le_bytes()),
        (2, Err(_)) => false,
        _ => bytes.chunks_exact(4).any(|bytes| bytes == index.to_le_bytes()),
    }
}

/// Where the provoking vertex of each part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    /// The first provokes.
    First,
    /// The last provokes, and is moved to the front.
    LastComesFirst,
    /// The last provokes, and stays there: the order in which transform feedback captures, and for hosts whose last
    /// vertex can provoke.
    Last,
}

/// The list of the primitive's parts.
pub(crate) fn expand(primitive: Primitive, indices: &[u32], restart: Option<u32>, order: Order) -> Vec<u32> {
    let mut out = Vec::with_capacity(indices.len() * 3);
    for run in runs(indices, restart) {
        expand_run(primitive, run, order, &mut out);
    }
    out
}

/// What is between restarts.
fn runs(indices: &[u32], restart: Option<u32>) -> impl Iterator<Item = &[u32]> {
    indices.split(move |&index| Some(index) == restart)
}

/// What ends a strip among 32-bit indices.
const RESTART: u32 = u32::MAX;

/// Line strips and loops as strips one after the other, for stipples that go on from line to line.
pub(crate) fn line_strips(primitive: Primitive, indices: &[u32], restart: Option<u32>) -> Vec<u32> {
    let mut out = Vec::with_capacity(indices.len() + 2);
    for run in runs(indices, restart).filter(|run| run.len() >= 2) {
        out.extend_from_slice(run);
        out.extend((primitive == Primitive::LineLoop).then_some(run[0]));
        out.push(RESTART);
    }
    out
}

fn expand_run(primitive: Primitive, v: &[u32], order: Order, out: &mut Vec<u32>) {
    let last = order != Order::First;
    let moved = order == Order::LastComesFirst;
    let line = |out: &mut Vec<u32>, a, b| out.extend(if moved { [b, a] } else { [a, b] });
    let triangle =
        |out: &mut Vec<u32>, [a, b, c]: [u32; 3]| out.extend(if moved { [c, a, b] } else { [a, b, c] });
    match primitive {
        Primitive::Points => out.extend_from_slice(v),
        Primitive::Lines => v.chunks_exact(2).for_each(|pair| line(out, pair[0], pair[1])),
        Primitive::LineStrip => v.windows(2).for_each(|pair| line(out, pair[0], pair[1])),
        Primitive::LineLoop => {
            v.windows(2).for_each(|pair| line(out, pair[0], pair[1]));
            if let [first, .., end] = *v {
                line(out, end, first);
            }
        }
        Primitive::Triangles => v.chunks_exact(3).for_each(|t| triangle(out, [t[0], t[1], t[2]])),
        Primitive::TriangleStrip => {
            for (i, t) in v.windows(3).enumerate() {
                match (i % 2 == 0, last) {
                    (true, _) => triangle(out, [t[0], t[1], t[2]]),
                    // Every second one is wound the other way round.
                    (false, true) => triangle(out, [t[1], t[0], t[2]]),
                    (false, false) => triangle(out, [t[0], t[2], t[1]]),
                }
            }
        }
        Primitive::TriangleFan => fan(v, |[hub, a, b]| {
            // The hub provokes only where the first vertex does, and GL then means the one after it.
            if last {
                triangle(out, [hub, a, b])
            } else {
                out.extend([a, b, hub])
            }
        }),
        Primitive::Polygon => fan(v, |parts| out.extend(parts)),
        Primitive::Quads => {
            for q in v.chunks_exact(4) {
                let [a, b, c, d] = [q[0], q[1], q[2], q[3]];
                if last {
                    triangle(out, [a, b, d]);
                    triangle(out, [b, c, d]);
                } else {
                    out.extend([a, b, c, a, c, d]);
                }
            }
        }
        Primitive::QuadStrip => {
            for q in v.windows(4).step_by(2) {
                // In winding order the corners are 0, 1, 3, 2, and GL's last vertex is 3.
                if last {
                    triangle(out, [q[2], q[0], q[3]]);
                    triangle(out, [q[0], q[1], q[3]]);
                } else {
                    out.extend([q[0], q[1], q[3], q[0], q[3], q[2]]);
                }
            }
        }
        Primitive::LinesAdjacency
        | Primitive::LineStripAdjacency
        | Primitive::TrianglesAdjacency
        | Primitive::TriangleStripAdjacency
        | Primitive::Patches => {}
    }
}

fn fan(v: &[u32], mut each: impl FnMut([u32; 3])) {
    if let [hub, rest @ ..] = v {
        rest.windows(2).for_each(|pair| each([*hub, pair[0], pair[1]]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two triples have the same winding: one is a rotation of the other.
    fn same_winding(a: &[u32], b: [u32; 3]) -> bool {
        (0..3).any(|turn| (0..3).all(|i| a[i] == b[(i + turn) % 3]))
    }

    #[test]
    fn the_last_vertex_comes_first_and_winding_stays() {
        let indices = [0, 1, 2, 3, 4];
        let strip = expand(Primitive::TriangleStrip, &indices, None, Order::LastComesFirst);
        let expected = [[0, 1, 2], [2, 1, 3], [2, 3, 4]];
        for (part, expected) in strip.chunks(3).zip(expected) {
            assert!(same_winding(part, expected), "{part:?} {expected:?}");
            assert_eq!(part[0], *expected.iter().max().unwrap());
        }
        let strip = expand(Primitive::TriangleStrip, &indices, None, Order::First);
        for ((part, expected), first) in strip.chunks(3).zip(expected).zip(0..) {
            assert!(same_winding(part, expected));
            assert_eq!(part[0], first);
        }
    }

    #[test]
    fn quads_and_polygons_become_triangles() {
        assert_eq!(
            expand(Primitive::Quads, &[0, 1, 2, 3], None, Order::LastComesFirst),
            [3, 0, 1, 3, 1, 2]
        );
        assert_eq!(
            expand(Primitive::QuadStrip, &[0, 1, 2, 3], None, Order::First),
            [0, 1, 3, 0, 3, 2]
        );
        assert_eq!(
            expand(Primitive::Polygon, &[5, 6, 7, 8], None, Order::LastComesFirst),
            [5, 6, 7, 5, 7, 8]
        );
        assert_eq!(
            expand(Primitive::LineLoop, &[0, 1, 2], None, Order::First),
            [0, 1, 1, 2, 2, 0]
        );
    }

    #[test]
    fn what_is_captured_keeps_the_provoking_vertex_where_gl_has_it() {
        let indices = [0, 1, 2, 3];
        let captured = |primitive, order| expand(primitive, &indices, None, order);
        assert_eq!(
            captured(Primitive::TriangleStrip, Order::Last),
            [0, 1, 2, 2, 1, 3],
            "the second triangle is turned round, and ends with its last vertex"
        );
        assert_eq!(
            captured(Primitive::TriangleStrip, Order::First),
            [0, 1, 2, 1, 3, 2]
        );
        assert_eq!(captured(Primitive::LineStrip, Order::Last), [0, 1, 1, 2, 2, 3]);
        assert_eq!(captured(Primitive::Quads, Order::Last), [0, 1, 3, 1, 2, 3]);
    }

    #[test]
    fn restart_separates_runs() {
        let indices = [0, 1, 2, 9, 3, 4, 5, 9, 6];
        assert_eq!(
            expand(Primitive::TriangleStrip, &indices, Some(9), Order::First),
            [0, 1, 2, 3, 4, 5]
        );
    }

    #[test]
    fn strips_and_loops_of_lines_go_on() {
        let end = u32::MAX;
        let strips = |primitive| line_strips(primitive, &[0, 1, 2, 9, 3, 9, 4, 5], Some(9));
        assert_eq!(strips(Primitive::LineStrip), [0, 1, 2, end, 4, 5, end]);
        assert_eq!(strips(Primitive::LineLoop), [0, 1, 2, 0, end, 4, 5, 4, end]);
        assert!(line_strips(Primitive::LineLoop, &[7], None).is_empty());
    }

    #[test]
    fn too_few_vertices_draw_nothing() {
        for primitive in [
            Primitive::Triangles,
            Primitive::TriangleFan,
            Primitive::Quads,
            Primitive::LineLoop,
        ] {
            assert!(expand(primitive, &[1], None, Order::LastComesFirst).is_empty());
            assert!(expand(primitive, &[], None, Order::LastComesFirst).is_empty());
        }
    }
}
