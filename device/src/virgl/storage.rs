//! Storage buffers, images, and the grids of compute shaders.

use wire::virgl as w;
use zerocopy::little_endian::U32;

use super::{
    Error, Host,
    bind::slots,
    object,
    resource::{Resource, Resources},
    shader,
    sub_context::SubContext,
};
use crate::gpu::{
    Dirty, Grid, Groups, ImageRange, ImageView, Indirect, MAX_IMAGES, MAX_STORAGE_BUFFERS, ResourceDesc,
    StorageBuffer, Target,
};
use crate::limits;

/// `PIPE_IMAGE_ACCESS_WRITE`.
const ACCESS_WRITE: u32 = 1 << 1;

/// A storage buffer as the words say it, as much of it as there is.
fn storage_buffer(words: &[U32], resources: &Resources) -> Result<Option<StorageBuffer>, Error> {
    let [offset, length, handle] = words else {
        return Ok(None);
    };
    if handle.get() == 0 {
        return Ok(None);
    }
    let resource = resources.buffer(handle.get())?;
    let (offset_bytes, length_bytes) = inside(resource, offset.get(), length.get())?;
    Ok(Some(StorageBuffer {
        resource: resource.handle,
        offset_bytes,
        length_bytes,
    }))
}

/// An offset inside of a buffer, and as many bytes as there are.
fn inside(buffer: &Resource, offset_bytes: u32, length_bytes: u32) -> Result<(u32, u32), Error> {
    let room = buffer.desc.width.checked_sub(offset_bytes);
    let room = room.ok_or(Error::out_of_range("offset of a storage buffer", offset_bytes))?;
    Ok((offset_bytes, length_bytes.min(room)))
}

/// An image as the words say it.
fn image(words: &[U32], resources: &Resources) -> Result<Option<ImageView>, Error> {
    let [format, access, layers_or_offset, level_or_length, handle] = words else {
        return Ok(None);
    };
    if handle.get() == 0 {
        return Ok(None);
    }
    let resource = resources.on_gpu(handle.get())?;
    let (first, second) = (layers_or_offset.get(), level_or_length.get());
    let range = match resource.desc.target {
        Target::Buffer => {
            let (offset_bytes, length_bytes) = inside(resource, first, second)?;
            ImageRange::Buffer {
                offset_bytes,
                length_bytes,
            }
        }
        _ => ImageRange::Texture {
            // The rest of the word is whatever the guest's compiler left there.
            level: second & 0xff,
            first_layer: first & 0xffff,
            last_layer: first >> 16,
        },
    };
    let view = ImageView {
        resource: resource.handle,
        format: object::format(format.get())?,
        writable: access.get() & ACCESS_WRITE != 0,
        range,
    };
    check_image(&resource.desc, &view)?;
    Ok(Some(view))
}

/// Whether a resource can be bound so.
pub(super) fn check_storage_buffer(desc: &ResourceDesc, buffer: &StorageBuffer) -> Result<(), Error> {
    let end = buffer.offset_bytes.checked_add(buffer.length_bytes);
    match end {
        Some(end) if end <= desc.width => Ok(()),
        _ => Err(Error::out_of_range(
            "end of a storage buffer",
            buffer.length_bytes,
        )),
    }
}

/// Whether a resource can be shown so.
pub(super) fn check_image(desc: &ResourceDesc, view: &ImageView) -> Result<(), Error> {
    if view.format.block().is_none() {
        return Err(Error::out_of_range("format of an image", view.format.0));
    }
    match view.range {
        ImageRange::Buffer {
            offset_bytes,
            length_bytes,
        } if desc.target == Target::Buffer => check_storage_buffer(
            desc,
            &StorageBuffer {
                resource: view.resource,
                offset_bytes,
                length_bytes,
            },
        ),
        ImageRange::Texture {
            level,
            first_layer,
            last_layer,
        } if desc.target != Target::Buffer => {
            let (_, _, layers) = desc.level_size(level);
            if level >= desc.levels {
                return Err(Error::out_of_range("level of an image", level));
            }
            if first_layer > last_layer || last_layer >= layers {
                return Err(Error::out_of_range("last layer of an image", last_layer));
            }
            Ok(())
        }
        ImageRange::Buffer { .. } | ImageRange::Texture { .. } => {
            Err(Error::out_of_range("range of an image of", desc.target as u32))
        }
    }
}

/// Puts values into slots; whether that changed anything. The list ends with a value, or is empty.
fn put<T: PartialEq + Copy>(
    list: &mut Vec<Option<T>>,
    first: usize,
    values: impl Iterator<Item = Result<Option<T>, Error>>,
) -> Result<bool, Error> {
    let values: Vec<_> = values.collect::<Result<_, _>>()?;
    let mut changed = false;
    let end = first + values.len();
    if list.len() < end {
        list.resize(end, None);
    }
    for (slot, value) in list[first..end].iter_mut().zip(values) {
        changed |= *slot != value;
        *slot = value;
    }
    while list.last().is_some_and(Option::is_none) {
        list.pop();
    }
    Ok(changed)
}

/// An indirect draw's arguments, all of them inside of their buffers; `None` if there are none.
pub(super) fn indirect(
    command: &w::DrawVboIndirect,
    indexed: bool,
    resources: &Resources,
) -> Result<Option<Indirect>, Error> {
    if command.handle.get() == 0 {
        return Ok(None);
    }
    let counter = match command.draw_count_handle.get() {
        0 => None,
        handle => {
            let offset_bytes = command.draw_count_offset.get();
            let buffer = resources.buffer(handle)?;
            check_arguments(&buffer.desc, offset_bytes, 4)?;
            Some((buffer.handle, offset_bytes))
        }
    };
    let count = command.draw_count.get();
    if count > limits::MAX_INDIRECT_DRAWS {
        return Err(Error::Unsupported("that many indirect draws at once"));
    }
    let buffer = resources.buffer(command.handle.get())?;
    let (offset_bytes, stride_bytes) = (command.offset.get(), command.stride.get());
    let before_last = u64::from(count.saturating_sub(1)) * u64::from(stride_bytes);
    let bytes = before_last + u64::from(crate::gpu::Draw::argument_bytes(indexed));
    check_arguments(&buffer.desc, offset_bytes, bytes)?;
    Ok(Some(Indirect {
        resource: buffer.handle,
        offset_bytes,
        stride_bytes,
        count,
        counter,
    }))
}

fn check_arguments(desc: &ResourceDesc, offset_bytes: u32, bytes: u64) -> Result<(), Error> {
    if u64::from(offset_bytes) + bytes <= desc.width.into() {
        Ok(())
    } else {
        Err(Error::out_of_range("offset of arguments", offset_bytes))
    }
}

impl SubContext {
    /// SET_SHADER_BUFFERS.
    pub(super) fn set_storage_buffers(
        &mut self,
        resources: &Resources,
        command: &w::StageSlots,
        elements: &[U32],
    ) -> Result<(), Error> {
        let stage = shader::stage(command.stage.get())?;
        let elements = elements.chunks_exact(w::BUFFER_ELEMENT_DWORDS);
        let start = command.start_slot.get();
        let slots = slots("storage buffer", start, elements.len(), MAX_STORAGE_BUFFERS)?;
        let list = &mut self.state.stages[stage as usize].storage_buffers;
        let buffers = elements.map(|words| storage_buffer(words, resources));
        if put(list, slots.start, buffers)? {
            self.state.dirty |= Dirty::STORAGE;
        }
        Ok(())
    }

    /// SET_SHADER_IMAGES.
    pub(super) fn set_images(
        &mut self,
        resources: &Resources,
        command: &w::StageSlots,
        elements: &[U32],
    ) -> Result<(), Error> {
        let stage = shader::stage(command.stage.get())?;
        let elements = elements.chunks_exact(w::IMAGE_ELEMENT_DWORDS);
        let start = command.start_slot.get();
        let slots = slots("image", start, elements.len(), MAX_IMAGES)?;
        let list = &mut self.state.stages[stage as usize].images;
        let images = elements.map(|words| image(words, resources));
        if put(list, slots.start, images)? {
            self.state.dirty |= Dirty::STORAGE;
        }
        Ok(())
    }

    /// LAUNCH_GRID.
    pub(super) fn launch_grid(
        &mut self,
        host: &mut Host<'_>,
        resources: &Resources,
        command: &w::LaunchGrid,
    ) -> Result<(), Error> {
        let block = command.block.map(|size| size.get());
        let groups = match command.indirect_handle.get() {
            0 => {
                let groups = command.grid.map(|size| size.get());
                if !Grid::is_within_limits(block, groups) {
                    return Err(Error::Unsupported("a grid of that many invocations"));
                }
                if groups.contains(&0) {
                    return Ok(());
                }
                Groups::Direct(groups)
            }
            handle => {
                let buffer = resources.buffer(handle)?;
                let offset_bytes = command.indirect_offset.get();
                check_arguments(&buffer.desc, offset_bytes, Grid::ARGUMENT_BYTES.into())?;
                Groups::Indirect {
                    resource: buffer.handle,
                    offset_bytes,
                }
            }
        };
        if self.bad_shaders[tgsi::Stage::Compute as usize] {
            return Err(Error::Unsupported("a grid of a shader that we do not understand"));
        }
        let has_shader = self.state.stage(tgsi::Stage::Compute).shader.is_some();
        if has_shader && self.condition_holds(host) {
            host.gpu.launch_grid(&mut self.state, &Grid { block, groups });
        }
        Ok(())
    }
}
