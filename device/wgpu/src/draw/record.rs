//! Into the pass's list: what changed since the last draw is set, and the draw follows.

use std::sync::Arc;

use device::gpu::{Draw, Rasterizer, Scissor, State, Viewport};
use wgpu::{IndexFormat, PrimitiveTopology};

use super::Derived;
use super::source::{Source, SourceKind};
use crate::list::{Command, Constants, Vertices};
use crate::pipeline::{self, Faces};
use crate::renderer::Wgpu;

impl Wgpu {
    /// Sets what changed in the pass, and draws.
    pub(super) fn record(
        &mut self,
        state: &State,
        draw: &Draw,
        rasterizer: &Rasterizer,
        source: &Source,
        scissor: Scissor,
    ) -> Option<()> {
        self.open_pass();
        self.resume_query();
        self.bind_vertex_buffers()?;
        self.bind_indices(state, source)?;
        self.bind_groups()?;
        self.set_dynamic_state(state, rasterizer, scissor)?;
        let written = Arc::clone(&self.derived.storage.written);
        let pass = self.pass.as_mut()?;
        pass.written = written;
        let open = pass.open.as_mut()?;
        let (apart, repeats) = joints(state, source, &self.derived)?;
        let end = source.first.checked_add(source.count)?;
        let is_indexed = !matches!(source.kind, SourceKind::Vertices);
        let whole = Vertices {
            range: source.first..end,
            base_vertex: is_indexed.then_some(source.base_vertex),
            instances: draw.start_instance..draw.start_instance.checked_add(draw.instances)?,
            apart,
            repeats,
        };
        let dsa = state.depth_stencil_alpha.as_ref()?;
        let pipelines = &self.derived.pipelines;
        let turns = apart == 3 && pipelines.iter().all(Option::is_some) && takes_turns(draw, source);
        let mut draw_faces = |part: &Vertices| {
            for (pipeline, faces) in pipelines.iter().zip([Faces::Both, Faces::Back]) {
                let Some(pipeline) = pipeline else { continue };
                if pass.bound.pipeline != Some(pipeline.number) {
                    open.push(Command::Pipeline(Arc::clone(pipeline)));
                    pass.bound.pipeline = Some(pipeline.number);
                }
                let [reference, ..] = pipeline::shared_stencil(dsa, state.stencil_reference, faces);
                if pass.bound.stencil_reference != Some(reference) {
                    open.push(Command::StencilReference(u32::from(reference)));
                    pass.bound.stencil_reference = Some(reference);
                }
                open.draw(part.clone());
                self.counters.draws += 1;
            }
        };
        if turns {
            triangles(&whole).for_each(|part| draw_faces(&part));
        } else {
            draw_faces(&whole);
        }
        Some(())
    }

    /// The buffers of vertices that the host fetches.
    fn bind_vertex_buffers(&mut self) -> Option<()> {
        let serial = self.batch.serial;
        let pass = self.pass.as_mut()?;
        let open = pass.open.as_mut()?;
        let planned = Some((self.derived.seen, self.derived.plan.serial));
        if pass.bound.planned == planned {
            return Some(());
        }
        for (slot, bound) in self.derived.plan.native.iter().enumerate() {
            let binding = self
                .resources
                .bind(bound.resource, &self.gpu, &mut self.stream, serial)?;
            let offset = u64::from(bound.offset_bytes);
            let wanted = Some((binding.id, offset));
            if pass.bound.vertex_buffers.get(slot) == Some(&wanted) {
                continue;
            }
            open.push(Command::VertexBuffer {
                slot: slot as u32,
                binding,
                offset,
            });
            if pass.bound.vertex_buffers.len() <= slot {
                pass.bound.vertex_buffers.resize(slot + 1, None);
            }
            pass.bound.vertex_buffers[slot] = wanted;
        }
        pass.bound.planned = planned;
        Some(())
    }

    fn bind_indices(&mut self, state: &State, source: &Source) -> Option<()> {
        let serial = self.batch.serial;
        let pass = self.pass.as_mut()?;
        let open = pass.open.as_mut()?;
        let (binding, format) = match source.kind {
            SourceKind::Vertices => return Some(()),
            SourceKind::Guest { format } => {
                let handle = state.index_buffer?.resource;
                let binding = self.resources.bind(handle, &self.gpu, &mut self.stream, serial)?;
                (binding, format)
            }
            SourceKind::Ours { ref binding } => (binding.clone(), IndexFormat::Uint32),
        };
        let wanted = Some((binding.id, format));
        if pass.bound.index != wanted {
            open.push(Command::IndexBuffer { binding, format });
            pass.bound.index = wanted;
        }
        Some(())
    }

    fn bind_groups(&mut self) -> Option<()> {
        let pass = self.pass.as_mut()?;
        let open = pass.open.as_mut()?;
        let (id, group) = self.derived.constants_group.as_ref()?;
        let blocks = [self.derived.vertex_block?, self.derived.fragment_block?];
        if pass.bound.constants != Some((*id, blocks)) {
            open.push(Command::Constants(Constants {
                group: group.clone(),
                blocks,
            }));
            pass.bound.constants = Some((*id, blocks));
        }
        let groups = [
            (1, &self.derived.fragment_textures.group),
            (2, &self.derived.vertex_textures.group),
            (3, &self.derived.buffers_group),
            (4, &self.derived.storage.group),
        ];
        for (number, group) in groups {
            if let Some((id, group)) = group
                && pass.bound.groups[number] != Some(*id)
            {
                open.push(Command::BindGroup {
                    index: number as u32,
                    group: group.clone(),
                });
                pass.bound.groups[number] = Some(*id);
            }
        }
        Some(())
    }

    fn set_dynamic_state(&mut self, state: &State, rasterizer: &Rasterizer, scissor: Scissor) -> Option<()> {
        let limit = self.gpu.limits.max_texture_dimension_2d as f32;
        let pass = self.pass.as_mut()?;
        let open = pass.open.as_mut()?;
        let viewport = state.viewports[0];
        if pass.bound.viewport != Some(viewport) || pass.bound.halfz != rasterizer.clip_halfz {
            let viewport = host_viewport(&viewport, rasterizer.clip_halfz, limit);
            open.push(Command::Viewport(viewport));
            pass.bound.viewport = Some(state.viewports[0]);
            pass.bound.halfz = rasterizer.clip_halfz;
        }
        if pass.bound.scissor != Some(scissor) {
            let (x, y) = (u32::from(scissor.min_x), u32::from(scissor.min_y));
            open.push(Command::Scissor([
                x,
                y,
                u32::from(scissor.max_x) - x,
                u32::from(scissor.max_y) - y,
            ]));
            pass.bound.scissor = Some(scissor);
        }
        if let Some(blend) = &state.blend {
            let color = pipeline::blend_constant(blend, state.blend_color, &pass.targets);
            if pass.bound.blend_color != Some(color) {
                let [r, g, b, a] = color.map(f64::from);
                open.push(Command::BlendConstant(wgpu::Color { r, g, b, a }));
                pass.bound.blend_color = Some(color);
            }
        }
        Some(())
    }
}

/// How a draw may be joined to the one before: see [`Vertices`].
fn joints(state: &State, source: &Source, derived: &Derived) -> Option<(u32, bool)> {
    let vertex = state.stage(tgsi::Stage::Vertex).shader.as_ref()?;
    let fragment = state.stage(tgsi::Stage::Fragment).shader.as_ref()?;
    let apart = match fragment.tgsi.info.reads_primitive {
        // Primitives of a draw have numbers.
        true => 0,
        false => vertices_apart(source.topology),
    };
    let repeats = !vertex.tgsi.info.reads_instance && !derived.plan.per_instance;
    Some((apart, repeats))
}

/// Vertices of a primitive where none are shared; 0 where they are.
fn vertices_apart(topology: PrimitiveTopology) -> u32 {
    match topology {
        PrimitiveTopology::PointList => 1,
        PrimitiveTopology::LineList => 2,
        PrimitiveTopology::TriangleList => 3,
        PrimitiveTopology::LineStrip | PrimitiveTopology::TriangleStrip => 0,
    }
}

/// Triangles of a draw that are drawn one by one where front and back have pipelines of their own.
const MOST_TURNS: u64 = 128;

/// Whether front and back of a draw of so many vertices take turns, triangle by triangle, which keeps their order.
pub(super) fn may_take_turns(draw: &Draw) -> bool {
    u64::from(draw.count) * u64::from(draw.instances) <= MOST_TURNS
}

fn takes_turns(draw: &Draw, source: &Source) -> bool {
    u64::from(source.count) * u64::from(draw.instances) <= 3 * MOST_TURNS
}

/// The triangles of a list, one by one.
fn triangles(whole: &Vertices) -> impl Iterator<Item = Vertices> + '_ {
    whole.instances.clone().flat_map(move |instance| {
        let firsts = whole.range.clone().step_by(3);
        firsts.filter_map(move |first| {
            let end = first.saturating_add(3);
            (end <= whole.range.end).then(|| Vertices {
                range: first..end,
                instances: instance..instance + 1,
                ..whole.clone()
            })
        })
    })
}

/// x, y, width, height, nearest and farthest depth of a viewport, inside what the host takes.
fn host_viewport(viewport: &Viewport, halfz: bool, limit: f32) -> [f32; 6] {
    let [sx, sy, sz] = viewport.scale.map(f32::abs);
    let [tx, ty, tz] = viewport.translate;
    let (from, to) = match (halfz, viewport.scale[2] < 0.0) {
        (false, _) => (tz - sz, tz + sz),
        (true, false) => (tz, tz + sz),
        (true, true) => (tz - sz, tz),
    };
    // It may neither begin before nor end behind twice the limit.
    let place = |at: f32, size: f32| {
        if at.is_finite() {
            at.clamp(-2.0 * limit, 2.0 * limit - 1.0 - size)
        } else {
            0.0
        }
    };
    let size = |size: f32| {
        if size.is_finite() {
            (size * 2.0).clamp(0.0, limit)
        } else {
            0.0
        }
    };
    let depth = |depth: f32| {
        if depth.is_nan() {
            0.0
        } else {
            depth.clamp(0.0, 1.0)
        }
    };
    let (width, height) = (size(sx), size(sy));
    [
        place(tx - sx, width),
        place(ty - sy, height),
        width,
        height,
        depth(from),
        depth(to).max(depth(from)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viewports_stay_inside_what_the_host_takes() {
        let limit = 16384.0;
        for at in [-1e9, -40000.0, -7.0, 32000.0, 32783.0, 1e9, f32::MAX, f32::NAN] {
            for half in [0.0, 8.0, 16.0, 1e6, f32::INFINITY] {
                let viewport = Viewport {
                    scale: [half, -half, 0.5],
                    translate: [at, at, 0.5],
                };
                let [x, y, width, height, ..] = host_viewport(&viewport, false, limit);
                for (start, size) in [(x, width), (y, height)] {
                    assert!((0.0..=limit).contains(&size), "{viewport:?}");
                    assert!(start >= -2.0 * limit, "{viewport:?}");
                    assert!(start + size <= 2.0 * limit - 1.0, "{viewport:?}");
                }
            }
        }
    }
}
