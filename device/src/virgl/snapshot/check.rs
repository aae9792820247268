//! What words cannot say but plain data can: each check leaves what a guest could have said.

use crate::{
    gpu::{
        Bind, Blend, Format, ImageRange, ImageView, MAX_VERTEX_ELEMENTS, ResourceDesc, Sampler, SamplerView,
        StreamOutput, Surface, Target, TargetBlend, UniformBuffer, VertexElement, ViewRange,
    },
    limits,
    virgl::{Error, decode, object, shader, storage},
};

fn in_range(what: &'static str, value: u32, limit: u32) -> Result<(), Error> {
    if value <= limit {
        Ok(())
    } else {
        Err(Error::out_of_range(what, value))
    }
}

/// Four channels have a mask, and a target that does not blend has no functions.
pub(super) fn blend(blend: &Blend) -> Result<(), Error> {
    for target in &blend.targets {
        in_range("write mask", target.write_mask.into(), 0xf)?;
        let plain = TargetBlend {
            write_mask: target.write_mask,
            ..TargetBlend::default()
        };
        if !target.enabled && *target != plain {
            return Err(Error::out_of_range(
                "blend function",
                target.color.function as u32,
            ));
        }
    }
    Ok(())
}

pub(super) fn vertex_elements(elements: &[VertexElement]) -> Result<(), Error> {
    in_range("vertex elements", count(elements), MAX_VERTEX_ELEMENTS as u32)?;
    for element in elements {
        object::check_vertex_element(element)?;
    }
    Ok(())
}

pub(super) fn sampler(sampler: &Sampler) -> Result<(), Error> {
    in_range("anisotropy", sampler.max_anisotropy.into(), 31)?;
    let numbers = [sampler.lod_bias, sampler.min_lod, sampler.max_lod];
    if numbers.iter().any(|number| number.is_nan()) {
        return Err(Error::out_of_range("level of detail", sampler.min_lod.to_bits()));
    }
    Ok(())
}

/// A shader's text: it ended at its first zero.
pub(super) fn text(text: &str) -> Result<(), Error> {
    in_range(
        "bytes of a shader",
        count(text.as_bytes()),
        limits::MAX_SHADER_BYTES as u32,
    )?;
    match text.contains('\0') {
        true => Err(Error::NotText),
        false => Ok(()),
    }
}

pub(super) fn streamout(streamout: Option<&StreamOutput>) -> Result<(), Error> {
    let Some(streamout) = streamout else { return Ok(()) };
    in_range(
        "streamout outputs",
        count(&streamout.outputs),
        decode::MAX_STREAMOUT_OUTPUTS,
    )?;
    streamout.outputs.iter().try_for_each(shader::check_output)
}

/// A command has at most as many words.
pub(super) fn constants(words: &[u32]) -> Result<(), Error> {
    in_range("constants", count(words), u16::MAX.into())
}

/// A list of what is bound ends with something.
pub(super) fn slots<T>(what: &'static str, bound: &[Option<T>], most: usize) -> Result<(), Error> {
    in_range(what, count(bound), most as u32)?;
    match bound.last() {
        Some(None) => Err(Error::out_of_range(what, count(bound))),
        Some(Some(_)) | None => Ok(()),
    }
}

/// What a buffer that was destroyed may have been.
pub(super) const ANY_BUFFER: ResourceDesc = ResourceDesc {
    target: Target::Buffer,
    format: Format::NONE,
    bind: Bind::empty(),
    width: limits::MAX_BUFFER_BYTES,
    height: 1,
    depth: 1,
    array_size: 1,
    levels: 1,
    samples: 0,
    y_0_top: false,
};

/// An image whose resource was destroyed shows nothing any more.
pub(super) fn image_of_nothing(image: &ImageView) -> Result<(), Error> {
    match image.range {
        ImageRange::Buffer { .. } => storage::check_image(&ANY_BUFFER, image),
        ImageRange::Texture {
            level,
            first_layer,
            last_layer,
        } => {
            format_of_blocks(image.format)?;
            in_range("level of an image", level, limits::MAX_DIMENSION.ilog2())?;
            layers(first_layer, last_layer)
        }
    }
}

pub(super) fn uniform_buffer(desc: &ResourceDesc, buffer: &UniformBuffer) -> Result<(), Error> {
    in_range("offset of a uniform buffer", buffer.offset_bytes, desc.width)?;
    let room = desc.width - buffer.offset_bytes;
    in_range("length of a uniform buffer", buffer.length_bytes, room)
}

/// A view whose resource was destroyed shows nothing any more; that it could have shown something is all we know.
pub(super) fn view_of_nothing(view: &SamplerView) -> Result<(), Error> {
    format_of_blocks(view.format)?;
    match view.range {
        ViewRange::Buffer {
            first_element,
            last_element,
        } if view.target == Target::Buffer => {
            in_range(
                "last element of a view",
                last_element,
                limits::MAX_BUFFER_BYTES - 1,
            )?;
            in_range("first element of a view", first_element, last_element)
        }
        ViewRange::Texture {
            first_layer,
            last_layer,
            first_level,
            last_level,
        } if view.target != Target::Buffer => {
            layers(first_layer, last_layer)?;
            in_range("last level of a view", last_level, limits::MAX_DIMENSION.ilog2())?;
            in_range("first level of a view", first_level, last_level)
        }
        ViewRange::Buffer { .. } | ViewRange::Texture { .. } => {
            Err(Error::out_of_range("range of a view of", view.target as u32))
        }
    }
}

/// Likewise of surfaces.
pub(super) fn surface_of_nothing(surface: &Surface) -> Result<(), Error> {
    format_of_blocks(surface.format)?;
    in_range("samples", surface.samples, limits::MAX_SAMPLES)?;
    in_range("level of a surface", surface.level, limits::MAX_DIMENSION.ilog2())?;
    layers(surface.first_layer, surface.last_layer)?;
    for size in [surface.size.0, surface.size.1] {
        in_range(
            "size of a surface",
            size.saturating_sub(1),
            limits::MAX_DIMENSION - 1,
        )?;
        in_range("emptiness of a surface", u32::from(size == 0), 0)?;
    }
    Ok(())
}

fn layers(first: u32, last: u32) -> Result<(), Error> {
    in_range("last layer", last, limits::MAX_DIMENSION - 1)?;
    in_range("first layer", first, last)
}

fn format_of_blocks(format: Format) -> Result<(), Error> {
    match format.block() {
        Some(_) => Ok(()),
        None => Err(Error::out_of_range("view format", format.0)),
    }
}

/// As much of a count as matters here.
fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
