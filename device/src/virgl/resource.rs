//! 3D resources as contexts see them.

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use wire::virgl as w;

use super::{Error, object};
use crate::{
    gpu::{Bind, Handle, ResourceDesc, Target},
    ids::ResourceId,
    limits, transfer,
};

/// What a guest asks for: the fields of RESOURCE_CREATE_3D (virtio 1.3 §5.7.6.8) and of vtest's RESOURCE_CREATE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub struct CreateResource {
    pub target: u32,
    pub format: u32,
    pub bind: u32,
    pub width: u32,
    pub height: u32,
    pub depth: u32,
    pub array_size: u32,
    pub last_level: u32,
    pub nr_samples: u32,
    pub flags: u32,
}

/// A 3D resource.
#[derive(Debug)]
pub(crate) struct Resource {
    /// What the guest calls it.
    pub id: ResourceId,
    /// What we call it; no other resource ever has this.
    pub handle: Handle,
    /// What it is.
    pub desc: ResourceDesc,
    /// Whether the host GPU has it. Query results, fences and staging buffers live in the guest's memory alone.
    pub on_gpu: bool,
    /// Bytes of host memory that it is charged with.
    pub charged_bytes: u64,
}

impl CreateResource {
    /// What was asked for when there is such a resource.
    pub(crate) fn of(desc: &ResourceDesc) -> Self {
        Self {
            target: desc.target as u32,
            format: desc.format.0.into(),
            bind: desc.bind.bits(),
            width: desc.width,
            height: desc.height,
            depth: desc.depth,
            array_size: desc.array_size,
            last_level: desc.levels - 1,
            nr_samples: desc.samples,
            flags: if desc.y_0_top { w::RESOURCE_FLAG_Y_0_TOP } else { 0 },
        }
    }

    /// What is asked for, if there can be such a resource.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] names the field.
    pub fn desc(&self) -> Result<ResourceDesc, Error> {
        let desc = ResourceDesc {
            target: object::target(self.target)?,
            format: object::format(self.format)?,
            bind: Bind::from_bits_retain(self.bind),
            width: self.width,
            height: self.height.max(1),
            depth: self.depth.max(1),
            array_size: self.array_size.max(1),
            levels: self.last_level.saturating_add(1),
            samples: self.nr_samples,
            y_0_top: self.flags & w::RESOURCE_FLAG_Y_0_TOP != 0,
        };
        check_sizes(&desc)?;
        check_shape(&desc)?;
        Ok(desc)
    }
}

impl From<&w::PipeResourceCreate> for CreateResource {
    fn from(create: &w::PipeResourceCreate) -> Self {
        Self {
            target: create.target.get(),
            format: create.format.get(),
            bind: create.bind.get(),
            width: create.width.get(),
            height: create.height.get(),
            depth: create.depth.get(),
            array_size: create.array_size.get(),
            last_level: create.last_level.get(),
            nr_samples: create.nr_samples.get(),
            flags: create.flags.get(),
        }
    }
}

fn at_most(what: &'static str, value: u32, limit: u32) -> Result<(), Error> {
    if value <= limit {
        Ok(())
    } else {
        Err(Error::out_of_range(what, value))
    }
}

fn check_sizes(desc: &ResourceDesc) -> Result<(), Error> {
    let side = match desc.target {
        Target::Buffer => limits::MAX_BUFFER_BYTES,
        _ => limits::MAX_DIMENSION,
    };
    if desc.width == 0 {
        return Err(Error::out_of_range("width", desc.width));
    }
    at_most("width", desc.width, side)?;
    at_most("height", desc.height, limits::MAX_DIMENSION)?;
    at_most("depth", desc.depth, limits::MAX_DIMENSION)?;
    at_most("array size", desc.array_size, limits::MAX_DIMENSION)?;
    at_most("samples", desc.samples, limits::MAX_SAMPLES)?;
    if desc.target != Target::Buffer && desc.format.block().is_none() {
        return Err(Error::out_of_range("format", desc.format.0));
    }
    Ok(())
}

/// What each target has no use for must be 1, so that nothing below has to ask.
fn check_shape(desc: &ResourceDesc) -> Result<(), Error> {
    let flat = at_most("depth", desc.depth, 1);
    let single = at_most("array size", desc.array_size, 1);
    let low = at_most("height", desc.height, 1);
    let plain = at_most("samples", desc.samples, 1);
    match desc.target {
        Target::Buffer => {
            at_most("last level", desc.levels - 1, 0)?;
            flat.and(single).and(low).and(plain)?;
        }
        Target::Texture1D => flat.and(single).and(low).and(plain)?,
        Target::Texture1DArray => flat.and(low).and(plain)?,
        Target::Texture2D => flat.and(single)?,
        Target::Rect => {
            at_most("last level", desc.levels - 1, 0)?;
            flat.and(single)?;
        }
        Target::Texture3D => single.and(plain)?,
        Target::Texture2DArray => flat?,
        Target::Cube | Target::CubeArray => {
            flat.and(plain)?;
            if desc.width != desc.height {
                return Err(Error::out_of_range("height of a cube", desc.height));
            }
            let whole = match desc.target {
                Target::Cube => desc.array_size == 6,
                _ => desc.array_size.is_multiple_of(6),
            };
            if !whole {
                return Err(Error::out_of_range("array size of a cube", desc.array_size));
            }
        }
    }
    if desc.samples > 1 {
        at_most("last level", desc.levels - 1, 0)?;
    }
    // What crosses the seam counts a layer's bytes in 32 bits.
    if transfer::layer_bytes(desc).is_none_or(|bytes| bytes > u32::MAX.into()) {
        return Err(Error::out_of_range("width", desc.width));
    }
    let longest = desc.width.max(desc.height).max(desc.depth);
    at_most("last level", desc.levels - 1, longest.ilog2())
}

/// Whether a resource is only ever read and written by the host itself, in the guest's memory.
pub(crate) fn is_memory_only(desc: &ResourceDesc) -> bool {
    desc.target == Target::Buffer && (desc.bind == Bind::CUSTOM || desc.bind == Bind::STAGING)
}

/// A compressed texture that the host keeps uncompressed has its blocks, and eight times as many bytes: a block of 16
/// bytes has 16 texels, which become halves of four components at most; one of 8 bytes, four bytes a texel.
const DECODED: u64 = 1 + 8;

/// Bytes to charge for a resource.
pub(crate) fn bytes_to_charge(desc: &ResourceDesc) -> Result<u64, Error> {
    let bytes = transfer::storage_bytes(desc).ok_or(Error::out_of_range("format", desc.format.0))?;
    Ok(match desc.needs_decoding() {
        true => bytes.saturating_mul(DECODED),
        false => bytes,
    })
}

/// The resources that a context may use, by id.
#[derive(Debug, Default)]
pub(super) struct Resources(HashMap<u32, Arc<Resource>>);

impl Resources {
    /// Lets the context use a resource.
    pub(super) fn attach(&mut self, resource: Arc<Resource>) {
        self.0.insert(resource.id.get(), resource);
    }

    /// The ids of all, rising.
    pub(super) fn ids(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.0.keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// Ends that.
    pub(super) fn detach(&mut self, id: ResourceId) {
        self.0.remove(&id.get());
    }

    /// Any resource.
    ///
    /// # Errors
    /// [`Error::NoResource`].
    pub(super) fn any(&self, id: u32) -> Result<&Arc<Resource>, Error> {
        self.0.get(&id).ok_or(Error::NoResource(id))
    }

    /// A resource of the host GPU.
    ///
    /// # Errors
    /// [`Error::NoResource`], [`Error::NotABuffer`].
    pub(super) fn on_gpu(&self, id: u32) -> Result<&Arc<Resource>, Error> {
        let resource = self.any(id)?;
        if resource.on_gpu {
            Ok(resource)
        } else {
            Err(Error::NotABuffer(id))
        }
    }

    /// A buffer of the host GPU.
    ///
    /// # Errors
    /// [`Error::NoResource`], [`Error::NotABuffer`].
    pub(super) fn buffer(&self, id: u32) -> Result<&Arc<Resource>, Error> {
        let resource = self.on_gpu(id)?;
        if resource.desc.target == Target::Buffer {
            Ok(resource)
        } else {
            Err(Error::NotABuffer(id))
        }
    }

    /// A texture of the host GPU.
    ///
    /// # Errors
    /// [`Error::NoResource`], [`Error::NotATexture`].
    pub(super) fn texture(&self, id: u32) -> Result<&Arc<Resource>, Error> {
        let resource = self.any(id)?;
        if resource.desc.target == Target::Buffer {
            Err(Error::NotATexture(id))
        } else {
            Ok(resource)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::Format;

    #[test]
    fn what_hosts_keep_decoded_costs_its_texels_too() {
        let desc = |target, width, height| ResourceDesc {
            target,
            format: Format::DXT1_RGB,
            width,
            height,
            depth: 1,
            array_size: 1,
            levels: 1,
            ..ResourceDesc::default()
        };
        let blocks = 4 * 4 * 8;
        for (target, width, height, bytes) in [
            (Target::Texture2D, 16, 16, blocks),
            (Target::Texture2D, 15, 16, blocks * 9),
            (Target::Texture2D, 16, 13, blocks * 9),
            (Target::Texture3D, 16, 16, blocks * 9),
            (Target::Buffer, 15, 1, 15),
        ] {
            let charged = bytes_to_charge(&desc(target, width, height)).expect("the format has blocks");
            assert_eq!(charged, bytes, "{target:?} {width}×{height}");
        }
    }
}
