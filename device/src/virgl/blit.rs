//! Copies, blits, and clears of what is not the framebuffer.

use wire::virgl::{self as w, blit as b};

use super::{
    Error, Host, object, resource::Resource, resource::Resources, sub_context::SubContext, transfer::area,
};
use crate::{
    gpu::{Blit, BlitSide, Box3, Clear, ClearBuffers, Region, ResourceDesc, SignedBox},
    transfer::{check_blocks, check_inside},
};

fn explain(resource: &Resource) -> impl Fn(crate::transfer::TransferError) -> Error {
    let resource = resource.id;
    move |error| Error::Transfer { resource, error }
}

/// RESOURCE_COPY_REGION.
pub(super) fn copy_region(
    host: &mut Host<'_>,
    resources: &Resources,
    command: &w::CopyRegion,
) -> Result<(), Error> {
    let source = resources.on_gpu(command.src_res_handle.get())?;
    let destination = resources.on_gpu(command.dst_res_handle.get())?;
    let (src_level, dst_level) = (command.src_level.get(), command.dst_level.get());
    let from = area(&command.src_box);
    let to = Box3 {
        x: command.dst_x.get(),
        y: command.dst_y.get(),
        z: command.dst_z.get(),
        ..from
    };
    check_inside(&source.desc, src_level, &from).map_err(explain(source))?;
    check_inside(&destination.desc, dst_level, &to).map_err(explain(destination))?;
    if from.width == 0 || from.height == 0 || from.depth == 0 {
        return Ok(());
    }
    if !copies_bits(&source.desc, &destination.desc) {
        return Err(Error::Unsupported("a copy between unlike formats"));
    }
    check_blocks(&source.desc, src_level, &from).map_err(explain(source))?;
    check_blocks(&destination.desc, dst_level, &to).map_err(explain(destination))?;
    let source = Region {
        resource: source.handle,
        level: src_level,
        area: from,
    };
    host.gpu
        .copy_region(&source, destination.handle, dst_level, (to.x, to.y, to.z));
    Ok(())
}

fn copies_bits(source: &ResourceDesc, destination: &ResourceDesc) -> bool {
    use crate::{gpu::Target::Buffer, transfer::block};
    (source.target == Buffer) == (destination.target == Buffer)
        && block(source) == block(destination)
        && source.samples.max(1) == destination.samples.max(1)
}

/// BLIT.
pub(super) fn blit(
    host: &mut Host<'_>,
    sub: &SubContext,
    resources: &Resources,
    command: &w::Blit,
) -> Result<(), Error> {
    let s0 = command.s0.get();
    let (source, source_empty) = side(&command.src, resources)?;
    let (destination, destination_empty) = side(&command.dst, resources)?;
    if source_empty || destination_empty {
        return Ok(());
    }
    if b::S0_ALPHA_BLEND.get(s0) != 0 {
        return Err(Error::Unsupported("a blit that blends"));
    }
    if b::S0_RENDER_CONDITION_ENABLE.get(s0) != 0 && !sub.condition_holds(host) {
        return Ok(());
    }
    let blit = Blit {
        source,
        destination,
        mask: b::S0_MASK.get(s0) as u8,
        linear: match b::S0_FILTER.get(s0) {
            0 => false,
            1 => true,
            filter => return Err(Error::out_of_range("filter", filter)),
        },
        scissor: (b::S0_SCISSOR_ENABLE.get(s0) != 0).then(|| super::bind::scissor(&command.scissor)),
    };
    host.gpu.blit(&blit);
    Ok(())
}

/// One side, and whether its box is empty.
fn side(side: &w::BlitSide, resources: &Resources) -> Result<(BlitSide, bool), Error> {
    let resource = resources.texture(side.res_handle.get())?;
    let desc = &resource.desc;
    let level = side.level.get();
    if level >= desc.levels {
        return Err(Error::out_of_range("level of a blit", level));
    }
    let area = SignedBox {
        x: side.area.x.get(),
        y: side.area.y.get(),
        z: side.area.z.get(),
        width: side.area.w.get(),
        height: side.area.h.get(),
        depth: side.area.d.get(),
    };
    // Rectangles may reach as far out as numbers do: GL clips them.
    // Layers are not scaled or mirrored in part: both ends exist.
    let (_, _, layers) = desc.level_size(level);
    let (first, end) = (i64::from(area.z), i64::from(area.z) + i64::from(area.depth));
    if first.min(end) < 0 || first.max(end) > i64::from(layers) {
        return Err(Error::out_of_range("layer of a blit", area.z as u32));
    }
    let format = object::view_format(desc, side.format.get())?;
    let empty = area.width == 0 || area.height == 0 || area.depth == 0;
    let side = BlitSide {
        resource: resource.handle,
        level,
        format,
        area,
    };
    Ok((side, empty))
}

/// CLEAR_TEXTURE.
pub(super) fn clear_texture(
    host: &mut Host<'_>,
    resources: &Resources,
    command: &w::ClearTexture,
) -> Result<(), Error> {
    let resource = resources.on_gpu(command.res_handle.get())?;
    let (level, area) = (command.level.get(), area(&command.area));
    check_inside(&resource.desc, level, &area).map_err(explain(resource))?;
    check_blocks(&resource.desc, level, &area).map_err(explain(resource))?;
    if area.width == 0 || area.height == 0 || area.depth == 0 {
        return Ok(());
    }
    let mut texel = [0; 16];
    for (bytes, word) in texel.chunks_exact_mut(4).zip(&command.texel) {
        bytes.copy_from_slice(&word.get().to_le_bytes());
    }
    let region = Region {
        resource: resource.handle,
        level,
        area,
    };
    host.gpu.clear_texture(&region, &texel);
    Ok(())
}

/// CLEAR_SURFACE.
pub(super) fn clear_surface(
    host: &mut Host<'_>,
    sub: &SubContext,
    command: &w::ClearSurface,
) -> Result<(), Error> {
    use w::clear_surface as c;
    let surface = sub.objects.surface(command.surface_handle.get())?;
    let s0 = command.s0.get();
    if c::S0_RENDER_CONDITION.get(s0) != 0 && !sub.condition_holds(host) {
        return Ok(());
    }
    let words = command.color.map(|word| word.get());
    let depth_stencil = surface.format.is_depth_stencil();
    let wanted = if depth_stencil {
        ClearBuffers::DEPTH | ClearBuffers::STENCIL
    } else {
        ClearBuffers::COLOR0
    };
    let clear = Clear {
        buffers: ClearBuffers::from_bits_truncate(c::S0_BUFFERS.get(s0)) & wanted,
        color: words,
        depth: if depth_stencil {
            depth(words[0], words[1])
        } else {
            0.0
        },
        stencil: if depth_stencil { words[2] as u8 } else { 0 },
    };
    // What is outside is left out.
    let (x, y) = (
        command.x.get().min(surface.size.0),
        command.y.get().min(surface.size.1),
    );
    let width = command.width.get().min(surface.size.0 - x);
    let height = command.height.get().min(surface.size.1 - y);
    if width != 0 && height != 0 && !clear.buffers.is_empty() {
        host.gpu.clear_surface(surface, &clear, (x, y, width, height));
    }
    Ok(())
}

/// A depth value from the two halves of a double: inside 0 to 1, as GL clamps it.
pub(super) fn depth(low: u32, high: u32) -> f64 {
    let value = f64::from_bits(u64::from(low) | u64::from(high) << 32);
    if value.is_nan() {
        0.0
    } else {
        value.clamp(0.0, 1.0)
    }
}
