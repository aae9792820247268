//! What a context needs while it applies commands: the GPU, the guest's memory, and accounts.

use super::{Error, Pending, Uploads, resource::Resource};
use crate::{
    gpu::{BytesLayout, HostGpu, Region},
    ids::ResourceId,
    limits,
    memory::{HostMemory, OutOfMemory},
    transfer::{Backings, Layout, Transfer, TransferError},
};

/// What all contexts of a guest may have together.
///
/// Invariant: what was charged is released when the object, text or context goes.
#[derive(Debug)]
pub(crate) struct Budget {
    objects: usize,
    shader_text: HostMemory,
    constants: HostMemory,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            objects: 0,
            shader_text: HostMemory::new(limits::MAX_SHADER_BYTES_TOTAL),
            constants: HostMemory::new(limits::MAX_CONSTANT_BYTES_TOTAL),
        }
    }
}

impl Budget {
    pub(super) fn charge_object(&mut self) -> Result<(), Error> {
        if self.objects >= limits::MAX_OBJECTS {
            return Err(Error::TooMany("objects"));
        }
        self.objects += 1;
        Ok(())
    }

    pub(super) fn release_objects(&mut self, count: usize) {
        self.objects -= count;
    }

    pub(super) fn charge_text(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.shader_text.charge(bytes as u64)
    }

    pub(super) fn release_text(&mut self, bytes: usize) {
        self.shader_text.release(bytes as u64);
    }

    /// Their vectors have room for four times as many at most.
    pub(super) fn charge_constants(&mut self, words: usize) -> Result<(), OutOfMemory> {
        self.constants.charge(words as u64 * 4)
    }

    pub(super) fn release_constants(&mut self, words: usize) {
        self.constants.release(words as u64 * 4);
    }

    /// Objects alive, bytes of text, and of constants, for tests.
    pub(crate) fn used(&self) -> (usize, u64, u64) {
        (
            self.objects,
            self.shader_text.used_bytes(),
            self.constants.used_bytes(),
        )
    }
}

/// What a command acts on beside its context.
pub(crate) struct Host<'a> {
    pub(crate) gpu: &'a mut dyn HostGpu,
    pub(crate) memory: &'a dyn Backings,
    pub(crate) pending: &'a mut Pending,
    pub(crate) uploads: &'a mut Uploads,
    /// Whether the next fence has to wait for something.
    pub(crate) unflushed: &'a mut bool,
    /// Whether the GPU was told to use memory where it is, and no fence came since.
    pub(crate) lent: &'a mut bool,
    pub(crate) budget: &'a mut Budget,
    /// Bytes on their way, kept for the next time.
    pub(crate) scratch: &'a mut Vec<u8>,
    /// Commands that were left undone because we do not support them.
    pub(crate) unsupported: &'a mut u64,
}

impl Host<'_> {
    /// Copies from the memory of `source` to part of a resource. Returns the bytes of all rows.
    pub(crate) fn upload(
        &mut self,
        resource: &Resource,
        transfer: &Transfer,
        source: ResourceId,
    ) -> Result<u64, TransferError> {
        let uploaded = upload(self.gpu, self.memory, self.scratch, resource, transfer, source)?;
        *self.unflushed |= uploaded.is_lent;
        *self.lent |= uploaded.is_lent;
        if resource.id == source && resource.on_gpu {
            self.uploads.note(resource, transfer);
        }
        Ok(uploaded.bytes)
    }

    /// Begins to copy part of a resource to the memory of `destination`.
    pub(crate) fn download(
        &mut self,
        resource: &Resource,
        transfer: &Transfer,
        destination: ResourceId,
    ) -> Result<(), Error> {
        let explain = |error| Error::Transfer {
            resource: resource.id,
            error,
        };
        let layout = Layout::new(&resource.desc, transfer).map_err(explain)?;
        let have = self.memory.len_bytes(destination).ok_or(TransferError::NoBacking);
        have.and_then(|have| layout.check_within(have)).map_err(explain)?;
        if layout.is_empty() || !resource.on_gpu {
            return Ok(());
        }
        let region = region(resource, transfer);
        if self.gpu.wants_memory(&region, &layout)
            && let Some(mapping) = self.memory.mapping(destination)
            && self.gpu.read_into(&region, &mapping, &layout)
        {
            *self.unflushed = true;
            *self.lent = true;
            return Ok(());
        }
        self.pending.check_room()?;
        let id = self.gpu.read(&region);
        self.pending.read(id, destination, layout)
    }
}

/// An upload that was asked for.
pub(super) struct Uploaded {
    /// Of all rows.
    bytes: u64,
    /// Whether the GPU does it later, where the memory is.
    is_lent: bool,
}

/// Copies from the memory of `source` to part of a resource. A resource that only has memory has it already.
pub(super) fn upload(
    gpu: &mut dyn HostGpu,
    memory: &dyn Backings,
    scratch: &mut Vec<u8>,
    resource: &Resource,
    transfer: &Transfer,
    source: ResourceId,
) -> Result<Uploaded, TransferError> {
    let layout = Layout::new(&resource.desc, transfer)?;
    let bytes = layout.tight_bytes();
    let uploaded = |is_lent| Uploaded { bytes, is_lent };
    if layout.is_empty() || !resource.on_gpu {
        return Ok(uploaded(false));
    }
    let region = region(resource, transfer);
    layout.check_within(memory.len_bytes(source).ok_or(TransferError::NoBacking)?)?;
    if gpu.wants_memory(&region, &layout)
        && let Some(mapping) = memory.mapping(source)
        && gpu.write_from(&region, &mapping, &layout)
    {
        return Ok(uploaded(true));
    }
    layout.gather(memory, source, scratch)?;
    let layout = BytesLayout {
        row_bytes: layout.row_bytes,
        layer_bytes: layout.row_bytes * layout.rows,
    };
    gpu.write(&region, scratch, layout);
    Ok(uploaded(false))
}

fn region(resource: &Resource, transfer: &Transfer) -> Region {
    Region {
        resource: resource.handle,
        level: transfer.level,
        area: transfer.area,
    }
}
