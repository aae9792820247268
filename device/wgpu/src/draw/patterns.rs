//! Indices of vertices that are drawn in their order, by primitives that the host has not: how many there are, and not
//! what is drawn, says what they are. So they are written once.

use std::ops::Range;

use device::gpu::Primitive;
use rustc_hash::FxHashMap;

use crate::index::{self, Order};
use crate::renderer::Wgpu;
use crate::resource::{Binding, BindingId};

/// Vertices of the longest pattern. Nobody is charged for patterns, and there are some twenty of them at most.
const MOST_VERTICES: u32 = 1 << 16;
/// Vertices of the shortest one.
const LEAST_VERTICES: u32 = 1 << 10;

/// The patterns that there are, each with the number of its vertices.
#[derive(Default)]
pub(crate) struct Patterns(FxHashMap<(Primitive, Order), (u32, Binding)>);

/// A part of a pattern.
pub(super) struct Part {
    pub(super) binding: Binding,
    /// Of its indices.
    pub(super) range: Range<u32>,
    /// What is added to them.
    pub(super) base_vertex: i32,
}

impl Wgpu {
    /// The indices of `count` vertices from `start` on; `None` if none are kept for so many, or for such primitives.
    pub(super) fn pattern(
        &mut self,
        primitive: Primitive,
        order: Order,
        start: u32,
        count: u32,
    ) -> Option<Part> {
        let shape = Shape::of(primitive)?;
        let indices = shape.indices(count)?;
        // Draws that go on where others end become one if nothing has to be added to their indices.
        let before = start.checked_div(shape.apart);
        let end = start.checked_add(count).filter(|end| *end <= MOST_VERTICES);
        if let Some((before, end)) = before.zip(end)
            && start.is_multiple_of(shape.apart)
        {
            let first = before * shape.indices_each;
            return Some(Part {
                binding: self.pattern_of(primitive, order, end)?,
                range: first..first + indices,
                base_vertex: 0,
            });
        }
        Some(Part {
            binding: self.pattern_of(primitive, order, count)?,
            range: 0..indices,
            base_vertex: i32::try_from(start).ok()?,
        })
    }

    /// A pattern of at least that many vertices.
    fn pattern_of(&mut self, primitive: Primitive, order: Order, vertices: u32) -> Option<Binding> {
        if vertices > MOST_VERTICES {
            return None;
        }
        let known = self.patterns.0.get(&(primitive, order));
        if let Some((_, binding)) = known.filter(|(known, _)| *known >= vertices) {
            return Some(binding.clone());
        }
        let vertices = vertices.next_power_of_two().max(LEAST_VERTICES);
        let all: Vec<u32> = (0..vertices).collect();
        let indices = index::expand(primitive, &all, None, order);
        let bytes: &[u8] = bytemuck::cast_slice(&indices);
        let buffer = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: bytes.len() as u64,
            usage: wgpu::BufferUsages::INDEX | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        self.gpu.queue.write_buffer(&buffer, 0, bytes);
        let binding = Binding {
            buffer,
            offset: 0,
            len: bytes.len() as u64,
            id: BindingId::Made(self.groups.fresh()),
        };
        let made = (vertices, binding.clone());
        self.patterns.0.insert((primitive, order), made);
        Some(binding)
    }
}

/// How indices grow with vertices, where those of fewer vertices are the first of those of more.
struct Shape {
    /// Vertices of a primitive that shares none with others; 0 where they are shared.
    apart: u32,
    /// Vertices before the first primitive is whole, less what each of them takes.
    lead: u32,
    /// Vertices from one primitive to the next.
    step: u32,
    indices_each: u32,
}

impl Shape {
    /// Not of loops: their last line depends on how many there are.
    fn of(primitive: Primitive) -> Option<Self> {
        let (apart, lead, step, indices_each) = match primitive {
            Primitive::Points => (1, 0, 1, 1),
            Primitive::Lines => (2, 0, 2, 2),
            Primitive::LineStrip => (0, 1, 1, 2),
            Primitive::Triangles => (3, 0, 3, 3),
            Primitive::TriangleStrip | Primitive::TriangleFan | Primitive::Polygon => (0, 2, 1, 3),
            Primitive::Quads => (4, 0, 4, 6),
            Primitive::QuadStrip => (0, 2, 2, 6),
            _ => return None,
        };
        Some(Self {
            apart,
            lead,
            step,
            indices_each,
        })
    }

    /// The indices of so many vertices; `None` if there are none.
    fn indices(&self, vertices: u32) -> Option<u32> {
        let primitives = vertices.checked_sub(self.lead)? / self.step;
        primitives
            .checked_mul(self.indices_each)
            .filter(|indices| *indices > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_of_fewer_vertices_are_the_first_of_those_of_more() {
        let primitives = [
            Primitive::Points,
            Primitive::Lines,
            Primitive::LineStrip,
            Primitive::Triangles,
            Primitive::TriangleStrip,
            Primitive::TriangleFan,
            Primitive::Polygon,
            Primitive::Quads,
            Primitive::QuadStrip,
        ];
        for primitive in primitives {
            for order in [Order::First, Order::LastComesFirst, Order::Last] {
                let of = |vertices: u32| {
                    let all: Vec<u32> = (0..vertices).collect();
                    index::expand(primitive, &all, None, order)
                };
                let shape = Shape::of(primitive).unwrap();
                let most = of(24);
                for vertices in 0..24 {
                    let indices = of(vertices);
                    let counted = shape.indices(vertices).unwrap_or(0);
                    assert_eq!(indices.len() as u32, counted, "{primitive:?} of {vertices}");
                    assert_eq!(indices, most[..indices.len()], "{primitive:?} of {vertices}");
                }
                if shape.apart > 0 {
                    let indices = &most[shape.indices_each as usize..][..shape.indices_each as usize];
                    assert!(
                        indices
                            .iter()
                            .all(|index| (shape.apart..2 * shape.apart).contains(index))
                    );
                }
            }
        }
        assert!(Shape::of(Primitive::LineLoop).is_none());
    }
}
