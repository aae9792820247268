//! How a recorder writes things.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{Recorder, Region, ResourceDesc, State};
use crate::gpu::{
    Blit, BlitSide, Clear, ClearBuffers, Dirty, Draw, Grid, Groups, Handle, Indirect, Key, Primitive,
    StageState,
};

impl Display for Handle {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

/// What a resource is.
pub(super) struct Desc<'a>(pub(super) &'a ResourceDesc);

impl Display for Desc<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let desc = self.0;
        let (width, height, depth) = desc.level_size(0);
        write!(f, "{:?} {} {width}x{height}x{depth}", desc.target, desc.format)?;
        write!(f, " levels={} samples={} bind=", desc.levels, desc.samples)?;
        bitflags::parser::to_writer(&desc.bind, f)
    }
}

/// Part of a resource.
pub(super) struct Area<'a>(pub(super) &'a Region);

impl Display for Area<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Region {
            resource,
            level,
            area,
        } = self.0;
        write!(f, "{resource} level={level} ({},{},{})", area.x, area.y, area.z)?;
        write!(f, " {}x{}x{}", area.width, area.height, area.depth)
    }
}

/// Bytes, by their number and a hash.
pub(super) struct Digest<'a>(pub(super) &'a [u8]);

impl Display for Digest<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // FNV-1a, a published hash that is easy to recompute.
        let hash = self.0.iter().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        });
        write!(f, "{} bytes {hash:08x}", self.0.len())
    }
}

/// What is cleared to what.
pub(super) struct ClearTo<'a>(pub(super) &'a Clear);

impl Display for ClearTo<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let clear = self.0;
        let colors = clear.buffers.bits() >> 2;
        if colors != 0 {
            write!(f, "color{colors:#x}={:x?} ", clear.color)?;
        }
        if clear.buffers.contains(ClearBuffers::DEPTH) {
            write!(f, "depth={:?} ", clear.depth)?;
        }
        if clear.buffers.contains(ClearBuffers::STENCIL) {
            write!(f, "stencil={} ", clear.stencil)?;
        }
        Ok(())
    }
}

/// The framebuffer, by its resources.
pub(super) struct Target<'a>(pub(super) &'a State);

impl Display for Target<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let framebuffer = &self.0.framebuffer;
        f.write_str("fb=[")?;
        for (index, color) in framebuffer.colors.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match color {
                Some(surface) => write!(f, "{comma}{}", surface.resource.0)?,
                None => write!(f, "{comma}-")?,
            }
        }
        f.write_str("]")?;
        match &framebuffer.depth_stencil {
            Some(surface) => write!(f, " zs={}", surface.resource),
            None => Ok(()),
        }
    }
}

/// A blit.
pub(super) struct BlitOf<'a>(pub(super) &'a Blit);

impl Display for BlitOf<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let blit = self.0;
        let side = |f: &mut Formatter<'_>, side: &BlitSide| {
            let a = &side.area;
            write!(
                f,
                "{} level={} {} ({},{},{})",
                side.resource, side.level, side.format, a.x, a.y, a.z
            )?;
            write!(f, " {}x{}x{}", a.width, a.height, a.depth)
        };
        side(f, &blit.source)?;
        f.write_str(" to ")?;
        side(f, &blit.destination)?;
        write!(
            f,
            " mask={:#x} {}",
            blit.mask,
            if blit.linear { "linear" } else { "nearest" }
        )?;
        match blit.scissor {
            Some(s) => write!(f, " scissor={},{},{},{}", s.min_x, s.min_y, s.max_x, s.max_y),
            None => Ok(()),
        }
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Points => "POINTS",
        Primitive::Lines => "LINES",
        Primitive::LineLoop => "LINE_LOOP",
        Primitive::LineStrip => "LINE_STRIP",
        Primitive::Triangles => "TRIANGLES",
        Primitive::TriangleStrip => "TRIANGLE_STRIP",
        Primitive::TriangleFan => "TRIANGLE_FAN",
        Primitive::Quads => "QUADS",
        Primitive::QuadStrip => "QUAD_STRIP",
        Primitive::Polygon => "POLYGON",
        Primitive::LinesAdjacency => "LINES_ADJACENCY",
        Primitive::LineStripAdjacency => "LINE_STRIP_ADJACENCY",
        Primitive::TrianglesAdjacency => "TRIANGLES_ADJACENCY",
        Primitive::TriangleStripAdjacency => "TRIANGLE_STRIP_ADJACENCY",
        Primitive::Patches => "PATCHES",
    }
}

/// A draw, after the states that changed since the last one; without a newline at the end.
pub(super) fn draw(recorder: &mut Recorder, state: &State, draw: &Draw) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = changes(recorder, state, &mut out);
    let _ = line(recorder, state, draw, &mut out);
    out
}

fn line(recorder: &mut Recorder, state: &State, draw: &Draw, out: &mut String) -> fmt::Result {
    write!(out, "draw {} count={}", primitive(draw.primitive), draw.count)?;
    if let Some(indirect) = &draw.indirect {
        let Indirect {
            resource,
            offset_bytes,
            stride_bytes,
            count,
            counter,
        } = indirect;
        write!(
            out,
            " indirect={resource}+{offset_bytes}/{stride_bytes} draws={count}"
        )?;
        if let Some((resource, offset_bytes)) = counter {
            write!(out, " counter={resource}+{offset_bytes}")?;
        }
    }
    if draw.indexed {
        write!(out, " indexed bias={}", draw.index_bias)?;
    } else if draw.start != 0 {
        write!(out, " start={}", draw.start)?;
    }
    if (draw.instances, draw.start_instance) != (1, 0) {
        write!(out, " instances={}+{}", draw.start_instance, draw.instances)?;
    }
    if let Some(index) = draw.restart_index {
        write!(out, " restart={index:#x}")?;
    }
    let mut stage = |stage| {
        let shader = state.stage(stage).shader.as_ref();
        name(recorder, shader.map(|shader| shader.key()))
    };
    let (vertex, fragment) = (stage(tgsi::Stage::Vertex), stage(tgsi::Stage::Fragment));
    write!(out, " vs={vertex} fs={fragment} {}", Target(state))?;
    for target in state.streamout.iter().flatten() {
        let (offset, size) = (target.offset_bytes, target.size_bytes);
        write!(out, " so={}+{offset}..{}", target.resource, offset + size)?;
    }
    Ok(())
}

fn name(recorder: &mut Recorder, key: Option<Key>) -> String {
    key.map_or("-".into(), |key| format!("#{}", recorder.name(key)))
}

fn changes(recorder: &mut Recorder, state: &State, out: &mut String) -> fmt::Result {
    let dirty = state.dirty;
    if let (true, Some(blend)) = (dirty.contains(Dirty::BLEND), &state.blend) {
        let used = if blend.independent {
            &blend.targets[..]
        } else {
            &blend.targets[..1]
        };
        write!(out, "blend {}", name(recorder, Some(blend.key())))?;
        if let Some(op) = blend.logic_op {
            write!(out, " logic_op={op:?}")?;
        }
        for target in used {
            write!(out, " mask={:#x}", target.write_mask)?;
            if target.enabled {
                write!(out, " {:?} {:?}", target.color, target.alpha)?;
            }
        }
        writeln!(out)?;
    }
    if let (true, Some(dsa)) = (
        dirty.contains(Dirty::DEPTH_STENCIL_ALPHA),
        &state.depth_stencil_alpha,
    ) {
        writeln!(out, "dsa {} {:?}", name(recorder, Some(dsa.key())), ***dsa)?;
    }
    if let (true, Some(rasterizer)) = (dirty.contains(Dirty::RASTERIZER), &state.rasterizer) {
        writeln!(
            out,
            "rasterizer {} {:?}",
            name(recorder, Some(rasterizer.key())),
            ***rasterizer
        )?;
    }
    vertex_input(recorder, state, out)?;
    if dirty.contains(Dirty::VIEWPORT) {
        let viewport = &state.viewports[0];
        writeln!(
            out,
            "viewport scale={:?} translate={:?}",
            viewport.scale, viewport.translate
        )?;
    }
    if dirty.contains(Dirty::SCISSOR) {
        let s = &state.scissors[0];
        writeln!(out, "scissor {},{},{},{}", s.min_x, s.min_y, s.max_x, s.max_y)?;
    }
    if dirty.contains(Dirty::STENCIL_REFERENCE) {
        writeln!(out, "stencil_reference {:?}", state.stencil_reference)?;
    }
    if dirty.contains(Dirty::BLEND_COLOR) {
        writeln!(out, "blend_color {:?}", state.blend_color)?;
    }
    if dirty.contains(Dirty::CLIP) {
        writeln!(out, "clip {:?}", state.clip_planes)?;
    }
    if dirty.contains(Dirty::SAMPLES) {
        writeln!(
            out,
            "samples mask={:#x} min={}",
            state.sample_mask, state.min_samples
        )?;
    }
    stages(recorder, state, out)
}

fn vertex_input(recorder: &mut Recorder, state: &State, out: &mut String) -> fmt::Result {
    if let (true, Some(elements)) = (
        state.dirty.contains(Dirty::VERTEX_ELEMENTS),
        &state.vertex_elements,
    ) {
        write!(out, "vertex_elements {}", name(recorder, Some(elements.key())))?;
        for e in elements.iter() {
            write!(out, " {}@{}:{}/{}", e.format, e.buffer, e.offset_bytes, e.divisor)?;
        }
        writeln!(out)?;
    }
    if state.dirty.contains(Dirty::VERTEX_BUFFERS) {
        write!(out, "vertex_buffers")?;
        for (slot, buffer) in state.vertex_buffers.iter().enumerate() {
            if let Some(b) = buffer {
                write!(
                    out,
                    " {slot}={}+{}/{}",
                    b.resource, b.offset_bytes, b.stride_bytes
                )?;
            }
        }
        writeln!(out)?;
    }
    match (&state.index_buffer, state.dirty.contains(Dirty::INDEX_BUFFER)) {
        (Some(b), true) => writeln!(
            out,
            "index_buffer {}+{} u{}",
            b.resource,
            b.offset_bytes,
            8 * b.index_bytes
        ),
        _ => Ok(()),
    }
}

fn stages(recorder: &mut Recorder, state: &State, out: &mut String) -> fmt::Result {
    use tgsi::Stage::{Fragment, Vertex};
    let dirty = state.dirty;
    for (stage, label, of_constants, textures) in [
        (Vertex, "vs", Dirty::VERTEX_CONSTANTS, Dirty::VERTEX_TEXTURES),
        (
            Fragment,
            "fs",
            Dirty::FRAGMENT_CONSTANTS,
            Dirty::FRAGMENT_TEXTURES,
        ),
    ] {
        let stage = state.stage(stage);
        if dirty.contains(of_constants) {
            constants(stage, label, out)?;
        }
        if dirty.contains(Dirty::UNIFORM_BUFFERS) {
            uniform_buffers(stage, label, out)?;
        }
        if dirty.contains(textures) {
            sampling(recorder, stage, label, out)?;
        }
        if dirty.contains(Dirty::STORAGE) {
            storage(stage, label, out)?;
        }
    }
    Ok(())
}

/// A grid, after all that its stage reads and writes.
pub(super) fn launch(recorder: &mut Recorder, state: &State, grid: &Grid) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = compute(recorder, state.stage(tgsi::Stage::Compute), &mut out);
    let [x, y, z] = grid.block;
    let _ = match grid.groups {
        Groups::Direct([columns, rows, layers]) => {
            write!(out, "launch_grid {columns}x{rows}x{layers} of {x}x{y}x{z}")
        }
        Groups::Indirect {
            resource,
            offset_bytes,
        } => write!(out, "launch_grid {resource}+{offset_bytes} of {x}x{y}x{z}"),
    };
    out
}

fn compute(recorder: &mut Recorder, stage: &StageState, out: &mut String) -> fmt::Result {
    let shader = stage.shader.as_ref();
    let shared_bytes = shader.map_or(0, |shader| shader.shared_bytes);
    let shader = name(recorder, shader.map(|shader| shader.key()));
    writeln!(out, "cs {shader} shared={shared_bytes}")?;
    constants(stage, "cs", out)?;
    uniform_buffers(stage, "cs", out)?;
    sampling(recorder, stage, "cs", out)?;
    storage(stage, "cs", out)
}

fn storage(stage: &StageState, label: &str, out: &mut String) -> fmt::Result {
    for (index, buffer) in stage.storage_buffers.iter().enumerate() {
        if let Some(b) = buffer {
            let (offset, length) = (b.offset_bytes, b.length_bytes);
            writeln!(
                out,
                "{label} storage_buffer {index}={}+{offset}:{length}",
                b.resource
            )?;
        }
    }
    for (index, image) in stage.images.iter().enumerate() {
        if let Some(image) = image {
            let access = if image.writable { "rw" } else { "r" };
            let (resource, format, range) = (image.resource, image.format, image.range);
            writeln!(
                out,
                "{label} image {index}={resource} {format} {access} {range:?}"
            )?;
        }
    }
    Ok(())
}

fn constants(stage: &StageState, label: &str, out: &mut String) -> fmt::Result {
    if stage.constants.is_empty() {
        return Ok(());
    }
    let bytes: Vec<u8> = stage
        .constants
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    writeln!(out, "{label} constants {}", Digest(&bytes))
}

fn uniform_buffers(stage: &StageState, label: &str, out: &mut String) -> fmt::Result {
    for (index, buffer) in stage.uniform_buffers.iter().enumerate() {
        if let Some(b) = buffer {
            let (offset, length) = (b.offset_bytes, b.length_bytes);
            writeln!(
                out,
                "{label} uniform_buffer {index}={}+{offset}:{length}",
                b.resource
            )?;
        }
    }
    Ok(())
}

fn sampling(recorder: &mut Recorder, stage: &StageState, label: &str, out: &mut String) -> fmt::Result {
    for (index, view) in stage.views.iter().enumerate() {
        if let Some(view) = view {
            let name = name(recorder, Some(view.key()));
            write!(
                out,
                "{label} view {index}={name} {} {} {:?}",
                view.resource, view.format, view.target
            )?;
            writeln!(out, " {:?} {:?}", view.range, view.swizzle)?;
        }
    }
    for (index, sampler) in stage.samplers.iter().enumerate() {
        if let Some(sampler) = sampler {
            let name = name(recorder, Some(sampler.key()));
            writeln!(out, "{label} sampler {index}={name} {:?}", ***sampler)?;
        }
    }
    Ok(())
}
