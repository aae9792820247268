//! Draws, and clears of the framebuffer.

use wire::virgl as w;

use super::{Error, Host, blit::depth, resource::Resources, storage, sub_context::SubContext};
use crate::{
    gpu::{Clear, ClearBuffers, Draw, Primitive},
    limits,
};

/// `MESA_PRIM_*`.
fn primitive(value: u32) -> Result<Primitive, Error> {
    Ok(match value {
        0 => Primitive::Points,
        1 => Primitive::Lines,
        2 => Primitive::LineLoop,
        3 => Primitive::LineStrip,
        4 => Primitive::Triangles,
        5 => Primitive::TriangleStrip,
        6 => Primitive::TriangleFan,
        7 => Primitive::Quads,
        8 => Primitive::QuadStrip,
        9 => Primitive::Polygon,
        10..=13 => return Err(Error::Unsupported("primitives with adjacency")),
        14 => return Err(Error::Unsupported("patches")),
        _ => return Err(Error::out_of_range("primitive", value)),
    })
}

fn draw_of(command: &w::DrawVbo, written: Option<u32>) -> Result<Draw, Error> {
    let draw = Draw {
        start: if written.is_some() { 0 } else { command.start.get() },
        count: written.unwrap_or(command.count.get()),
        primitive: primitive(command.mode.get())?,
        indexed: command.indexed.get() != 0,
        instances: command.instance_count.get(),
        index_bias: command.index_bias.get(),
        start_instance: command.start_instance.get(),
        restart_index: (command.primitive_restart.get() != 0).then_some(command.restart_index.get()),
        index_range: (command.min_index.get(), command.max_index.get()),
        indirect: None,
    };
    if u64::from(draw.count) * u64::from(draw.instances) > limits::MAX_DRAW_VERTICES {
        return Err(Error::Unsupported("a draw of that many vertices"));
    }
    if !draw.indexed && draw.start.checked_add(draw.count).is_none() {
        return Err(Error::out_of_range("first vertex", draw.start));
    }
    if draw.start_instance.checked_add(draw.instances).is_none() {
        return Err(Error::out_of_range("first instance", draw.start_instance));
    }
    Ok(draw)
}

impl SubContext {
    /// DRAW_VBO. What has no shaders or indices is left out, as GL leaves it undefined.
    pub(super) fn draw(
        &mut self,
        host: &mut Host<'_>,
        resources: &Resources,
        command: &w::DrawVbo,
        indirect: Option<&w::DrawVboIndirect>,
    ) -> Result<(), Error> {
        let indexed = command.indexed.get() != 0;
        let indirect = indirect.map(|indirect| storage::indirect(indirect, indexed, resources));
        let indirect = indirect.transpose()?.flatten();
        let written = match command.count_from_so.get() {
            0 => None,
            size_bytes => Some(self.vertices_written(size_bytes)?),
        };
        let draw = Draw {
            indirect,
            ..draw_of(command, written)?
        };
        if indirect.is_none() && (draw.count == 0 || draw.instances == 0) {
            return Ok(());
        }
        if self.bad_shaders[..tgsi::Stage::Compute as usize].contains(&true) {
            return Err(Error::Unsupported(
                "drawing with a shader that we do not understand",
            ));
        }
        let has = |stage| self.state.stage(stage).shader.is_some();
        // What is not rasterised needs no fragments: transform feedback alone.
        let discards = self
            .state
            .rasterizer
            .as_ref()
            .is_some_and(|rasterizer| rasterizer.discard);
        let complete = has(tgsi::Stage::Vertex) && (discards || has(tgsi::Stage::Fragment));
        if !complete || (draw.indexed && self.state.index_buffer.is_none()) {
            return Ok(());
        }
        if [
            tgsi::Stage::Geometry,
            tgsi::Stage::TessellationControl,
            tgsi::Stage::TessellationEvaluation,
        ]
        .into_iter()
        .any(has)
        {
            return Err(Error::Unsupported("geometry and tessellation shaders"));
        }
        if self.condition_holds(host) {
            host.gpu.draw(&mut self.state, &draw);
        }
        Ok(())
    }

    /// CLEAR.
    pub(super) fn clear(&mut self, host: &mut Host<'_>, command: &w::Clear) -> Result<(), Error> {
        let mut present = ClearBuffers::empty();
        for (index, color) in self.state.framebuffer.colors.iter().enumerate() {
            if color.is_some() {
                present |= ClearBuffers::from_bits_truncate(ClearBuffers::COLOR0.bits() << index);
            }
        }
        if let Some(surface) = &self.state.framebuffer.depth_stencil {
            present.set(ClearBuffers::DEPTH, surface.format.has_depth());
            present.set(ClearBuffers::STENCIL, surface.format.has_stencil());
        }
        let clear = Clear {
            buffers: ClearBuffers::from_bits_truncate(command.buffers.get()) & present,
            color: command.color.map(|word| word.get()),
            depth: depth(command.depth[0].get(), command.depth[1].get()),
            stencil: command.stencil.get() as u8,
        };
        if !clear.buffers.is_empty() && self.condition_holds(host) {
            host.gpu.clear(&mut self.state, &clear);
        }
        Ok(())
    }
}
