//! The vertices of a draw, and indices of ours where the host does not take the guest's.

use device::gpu::{Draw, Primitive, Rasterizer, Shader, State};
use wgpu::{IndexFormat, PrimitiveTopology};

use super::record::may_take_turns;
use crate::index::{self, List, Order};
use crate::pipeline;
use crate::renderer::Wgpu;
use crate::resource::{Binding, BindingId};

/// The vertices of a draw, as the host takes them.
pub(super) struct Source {
    pub(super) topology: PrimitiveTopology,
    pub(super) strip_index_format: Option<IndexFormat>,
    pub(super) kind: SourceKind,
    pub(super) count: u32,
    pub(super) first: u32,
    pub(super) base_vertex: i32,
    /// Whether the last vertex provokes, for hosts that have that.
    pub(super) last_provokes: bool,
}

pub(super) enum SourceKind {
    /// Without indices.
    Vertices,
    /// The guest's index buffer.
    Guest { format: IndexFormat },
    /// Indices of ours.
    Ours { binding: Binding },
}

/// Vertices of a draw whose indices we write; each is written up to three times.
const MOST_REWRITTEN: u32 = 1 << 22;

impl Wgpu {
    /// The vertices of the draw: indices are rewritten where the host does not take them as they are.
    pub(super) fn source(
        &mut self,
        state: &State,
        draw: &Draw,
        rasterizer: &Rasterizer,
        fragment: &Shader,
    ) -> Option<Source> {
        let info = &fragment.tgsi.info;
        let flat = info.reads_flat || (rasterizer.flat_shade && info.reads_color);
        let last_provokes = flat && !rasterizer.flat_shade_first && draw.primitive != Primitive::Points;
        let order = match draw.primitive {
            _ if !last_provokes => Order::First,
            // The first vertex of a polygon provokes, whatever the rasterizer says.
            Primitive::Polygon => Order::First,
            _ if self.gpu.raster.last_provokes => Order::Last,
            _ => Order::LastComesFirst,
        };
        // Of strips the triangles cannot be drawn one by one.
        let turns = draw.primitive == Primitive::TriangleStrip
            && may_take_turns(draw)
            && !rasterizer.cull_front
            && !rasterizer.cull_back
            && state
                .depth_stencil_alpha
                .as_ref()
                .is_some_and(|dsa| pipeline::faces_differ(rasterizer, dsa, state.stencil_reference));
        let native = index::is_native(draw.primitive) && order != Order::LastComesFirst && !turns;
        let last_provokes = order == Order::Last;
        let topology = native_topology(draw.primitive);
        if !draw.indexed {
            if native && draw.restart_index.is_none() {
                return Some(Source {
                    topology,
                    strip_index_format: None,
                    kind: SourceKind::Vertices,
                    count: draw.count,
                    first: draw.start,
                    base_vertex: 0,
                    last_provokes,
                });
            }
            if draw.restart_index.is_none()
                && !goes_on(draw.primitive, rasterizer)
                && let Some(part) = self.pattern(draw.primitive, order, draw.start, draw.count)
            {
                return Some(Source {
                    topology: list_topology(draw.primitive)?,
                    strip_index_format: None,
                    kind: SourceKind::Ours {
                        binding: part.binding,
                    },
                    count: part.range.end - part.range.start,
                    first: part.range.start,
                    base_vertex: part.base_vertex,
                    last_provokes,
                });
            }
            if draw.count > MOST_REWRITTEN {
                self.unsupported("more vertices than indices are made for");
                return None;
            }
            let indices: Vec<u32> = (0..draw.count).collect();
            let base = i32::try_from(draw.start).ok()?;
            return self.rewritten(draw, rasterizer, &indices, order, base);
        }
        let bound = state.index_buffer?;
        let size = u32::from(bound.index_bytes);
        let buffer = self.resources.buffer_ref(bound.resource)?;
        let available =
            (buffer.bytes().len() as u64).checked_sub(u64::from(bound.offset_bytes))? / u64::from(size);
        let count = draw.count.min(u32::try_from(available).unwrap_or(u32::MAX));
        if count == 0 {
            return None;
        }
        let start = bound.offset_bytes as usize;
        let bytes = buffer
            .bytes()
            .get(start..start + count as usize * size as usize)?;
        if native && size != 1 && bound.offset_bytes.is_multiple_of(size) && !restarts(draw, bytes, size) {
            let format = if size == 2 {
                IndexFormat::Uint16
            } else {
                IndexFormat::Uint32
            };
            let strip = matches!(
                topology,
                PrimitiveTopology::LineStrip | PrimitiveTopology::TriangleStrip
            );
            return Some(Source {
                topology,
                strip_index_format: strip.then_some(format),
                // The buffer stays bound as a whole while draws take parts of it.
                kind: SourceKind::Guest { format },
                count,
                first: bound.offset_bytes / size,
                base_vertex: draw.index_bias,
                last_provokes,
            });
        }
        if count > MOST_REWRITTEN {
            self.unsupported("more indices than are rewritten");
            return None;
        }
        let indices = index::decode(bytes, bound.index_bytes);
        self.rewritten(draw, rasterizer, &indices, order, draw.index_bias)
    }

    fn rewritten(
        &mut self,
        draw: &Draw,
        rasterizer: &Rasterizer,
        indices: &[u32],
        order: Order,
        base_vertex: i32,
    ) -> Option<Source> {
        let as_strips = goes_on(draw.primitive, rasterizer);
        let (topology, expanded) = if as_strips {
            let strips = index::line_strips(draw.primitive, indices, draw.restart_index);
            (PrimitiveTopology::LineStrip, strips)
        } else {
            let parts = index::expand(draw.primitive, indices, draw.restart_index, order);
            (list_topology(draw.primitive)?, parts)
        };
        if expanded.is_empty() {
            return None;
        }
        let binding = self.own_indices(bytemuck::cast_slice(&expanded));
        Some(Source {
            topology,
            strip_index_format: as_strips.then_some(IndexFormat::Uint32),
            kind: SourceKind::Ours { binding },
            count: expanded.len() as u32,
            first: 0,
            base_vertex,
            last_provokes: order == Order::Last,
        })
    }

    /// Indices of ours where the GPU reads them: in the stream, or what it has no room for in a buffer of their own.
    fn own_indices(&mut self, indices: &[u8]) -> Binding {
        if let Some((place, bytes)) = self.stream.allocate(&self.gpu.device, indices.len()) {
            bytes.copy_from_slice(indices);
            return self.stream.binding(place);
        }
        let buffer = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: indices.len() as u64,
            usage: wgpu::BufferUsages::INDEX | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        self.gpu.queue.write_buffer(&buffer, 0, indices);
        self.resources.uploaded_bytes += indices.len() as u64;
        Binding {
            buffer,
            offset: 0,
            len: indices.len() as u64,
            id: BindingId::Made(self.groups.fresh()),
        }
    }
}

/// Whether a stipple goes on from line to line. It begins anew with each of a list.
fn goes_on(primitive: Primitive, rasterizer: &Rasterizer) -> bool {
    rasterizer.line_stipple && matches!(primitive, Primitive::LineStrip | Primitive::LineLoop)
}

/// Whether those indices restart the primitive where the host does not: it does in strips, by the largest index.
fn restarts(draw: &Draw, indices: &[u8], index_bytes: u32) -> bool {
    let Some(restart) = draw.restart_index else {
        return false;
    };
    let largest = if index_bytes == 2 { 0xffff } else { u32::MAX };
    let strip = matches!(draw.primitive, Primitive::LineStrip | Primitive::TriangleStrip);
    !(strip && restart == largest) && index::contains(indices, index_bytes, restart)
}

/// Of the list that the primitive's parts make.
fn list_topology(primitive: Primitive) -> Option<PrimitiveTopology> {
    Some(match index::list(primitive)? {
        List::Points => PrimitiveTopology::PointList,
        List::Lines => PrimitiveTopology::LineList,
        List::Triangles => PrimitiveTopology::TriangleList,
    })
}

fn native_topology(primitive: Primitive) -> PrimitiveTopology {
    match primitive {
        Primitive::Points => PrimitiveTopology::PointList,
        Primitive::Lines => PrimitiveTopology::LineList,
        Primitive::LineStrip => PrimitiveTopology::LineStrip,
        Primitive::TriangleStrip => PrimitiveTopology::TriangleStrip,
        _ => PrimitiveTopology::TriangleList,
    }
}
