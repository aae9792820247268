//! What textures were made of, as far as the guest's memory still has it, for the day that the host GPU is lost.
//!
//! Of each level it is known which box was written from the texture's own memory, and where it lies there. What was
//! drawn, or came by the stream or from another resource's memory, is in no memory of the guest: it is lost with
//! the GPU, and what the memory has is put in its place, or zeroes if that was never uploaded.

use std::collections::BTreeMap;

use super::Resource;
use crate::{
    gpu::{Handle, Target},
    ids::ResourceId,
    transfer::Transfer,
};

/// An upload to do again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) resource: ResourceId,
    pub(crate) transfer: Transfer,
}

/// Uploads of all textures, one for each level.
///
/// Invariant: the textures exist. So there are at most [`MAX_RESOURCES_3D`](crate::limits::MAX_RESOURCES_3D) times
/// the levels of a texture.
#[derive(Debug, Default)]
pub(crate) struct Uploads(BTreeMap<(Handle, u32), Upload>);

impl Uploads {
    /// A texture was written from its own memory.
    pub(crate) fn note(&mut self, resource: &Resource, transfer: &Transfer) {
        // The host has all bytes of a buffer, whatever becomes of the GPU.
        let area = &transfer.area;
        let is_empty = area.width == 0 || area.height == 0 || area.depth == 0;
        if is_empty || resource.desc.target == Target::Buffer {
            return;
        }
        let upload = self.0.entry((resource.handle, transfer.level)).or_insert(Upload {
            resource: resource.id,
            transfer: *transfer,
        });
        upload.transfer = upload
            .transfer
            .widened(&resource.desc, transfer)
            .unwrap_or(*transfer);
    }

    /// A resource is destroyed.
    pub(crate) fn forget(&mut self, resource: &Resource) {
        for level in 0..resource.desc.levels {
            self.0.remove(&(resource.handle, level));
        }
    }

    /// All uploads, in the order of handles.
    pub(crate) fn all(&self) -> Vec<Upload> {
        self.0.values().copied().collect()
    }
}
