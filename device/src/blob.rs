//! Blob resources: bytes without a shape (virtio 1.3 §5.7.6.8, RESOURCE_CREATE_BLOB).
//!
//! The bytes of one are either the guest's own, and then they are the resource's [backing](crate::backing::Backing), or
//! the host's, which the guest may map and we only read. Who drives the device makes the host's memory, so that it can
//! be shared with a front end.
//!
//! What a blob is a picture of is not said before SET_SCANOUT_BLOB, and each scanout may see another picture in it.

use std::{any::Any, fmt::Debug, sync::Arc};

use wire::virtio_gpu::{BlobFlags, MemEntry};

use crate::{
    backing::Backing,
    error::Error,
    geometry::{Rect, Size},
    ids::ResourceId,
    image,
    memory::{BadAddress, GuestMemory, HostMemory, OutOfMemory},
};

/// Memory of the host that a guest may map, and write to at any time.
pub trait SharedBytes: Any + Debug + Send + Sync {
    /// Copies `dst.len()` bytes from `offset`, which are all there: what is asked for was checked against the size that
    /// it was made with.
    fn read(&self, offset: u64, dst: &mut [u8]);

    /// Itself, for who made it and knows what it is.
    fn as_any(&self) -> &dyn Any;
}

/// Where blobs of the host are mapped, and how they are made.
#[derive(Clone, Copy, Debug)]
pub struct HostVisible {
    /// Of the region in the guest's address space, a multiple of [`PAGE_BYTES`].
    pub size_bytes: u64,
    /// Makes that many bytes, which were charged already, all zero.
    pub allocate: fn(u64) -> Result<Arc<dyn SharedBytes>, OutOfMemory>,
}

/// What blobs of the host, and the places that they are mapped at, are multiples of.
pub const PAGE_BYTES: u64 = 4096;

/// RESOURCE_CREATE_BLOB, as the guest said it.
#[derive(Clone, Copy, Debug)]
pub struct CreateBlob<'a> {
    /// `VIRTIO_GPU_BLOB_MEM_*`, unchecked.
    pub mem: u32,
    /// What the driver will do with it.
    pub flags: BlobFlags,
    /// What the context calls the host's bytes; 0 if it does not know of them.
    pub blob_id: u64,
    /// In bytes.
    pub size_bytes: u64,
    /// Guest memory.
    pub entries: &'a [MemEntry],
}

/// A blob.
#[derive(Debug)]
pub struct Blob {
    /// In bytes, not 0.
    pub size_bytes: u64,
    /// Whose the bytes are.
    pub store: Store,
}

/// Whose the bytes of a blob are.
#[derive(Debug)]
pub enum Store {
    /// The guest's: they are the resource's backing, as long as it has one.
    Guest,
    /// The host's.
    Host {
        /// The bytes.
        bytes: Arc<dyn SharedBytes>,
        /// Whether the driver may map them.
        mappable: bool,
        /// Where in the host-visible region they are mapped.
        mapped_at: Option<u64>,
    },
}

impl Blob {
    /// Where in the host-visible region it is mapped.
    pub fn mapped_at(&self) -> Option<u64> {
        match self.store {
            Store::Host { mapped_at, .. } => mapped_at,
            Store::Guest => None,
        }
    }

    /// Whether it can be mapped.
    pub fn is_mappable(&self) -> bool {
        matches!(self.store, Store::Host { mappable: true, .. })
    }

    /// The host's bytes, if they are.
    pub fn host_bytes(&self) -> Option<&Arc<dyn SharedBytes>> {
        match &self.store {
            Store::Host { bytes, .. } => Some(bytes),
            Store::Guest => None,
        }
    }

    pub(crate) fn set_mapped_at(&mut self, place: Option<u64>) {
        if let Store::Host { mapped_at, .. } = &mut self.store {
            *mapped_at = place;
        }
    }
}

impl Store {
    /// That many bytes of the host, charged to `memory`.
    ///
    /// # Errors
    /// If there is no memory for them; nothing is charged then.
    pub(crate) fn of_host(
        region: &HostVisible,
        mappable: bool,
        size_bytes: u64,
        memory: &mut HostMemory,
    ) -> Result<Self, OutOfMemory> {
        memory.charge(size_bytes)?;
        let bytes = (region.allocate)(size_bytes).inspect_err(|_| memory.release(size_bytes))?;
        Ok(Self::Host {
            bytes,
            mappable,
            mapped_at: None,
        })
    }
}

/// A picture of four bytes a pixel in a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plane {
    /// In pixels.
    pub size: Size,
    /// Where the first row begins.
    pub offset_bytes: u64,
    /// From row to row.
    pub stride_bytes: u32,
}

impl Plane {
    /// Whether the picture lies within a blob of that size, each row by itself.
    pub(crate) fn check(&self, size_bytes: u64) -> Result<(), Error> {
        let row_bytes = image::stride_bytes(self.size.width) as u64;
        let last = u64::from(self.size.height).saturating_sub(1);
        let rows_before = last * u64::from(self.stride_bytes);
        let need = (self.offset_bytes + rows_before).saturating_add(row_bytes);
        if u64::from(self.stride_bytes) < row_bytes || need > size_bytes {
            return Err(Error::BadPlane {
                plane: *self,
                size_bytes,
            });
        }
        Ok(())
    }

    /// Where row number `row` of `rect`, which fits, lies in the blob.
    fn row_start(&self, rect: &Rect, row: u32) -> u64 {
        let rows = u64::from(rect.y) + u64::from(row);
        self.offset_bytes + rows * u64::from(self.stride_bytes) + image::stride_bytes(rect.x) as u64
    }
}

/// The bytes of a blob, to read from.
pub(crate) struct Bytes<'a> {
    pub(crate) id: ResourceId,
    pub(crate) blob: &'a Blob,
    pub(crate) backing: Option<&'a Backing>,
    pub(crate) memory: &'a dyn GuestMemory,
}

impl Bytes<'_> {
    /// Copies from `offset`.
    pub(crate) fn read(&self, offset: u64, dst: &mut [u8]) -> Result<(), Error> {
        let len = dst.len() as u64;
        if offset.saturating_add(len) > self.blob.size_bytes {
            return Err(BadAddress { addr: offset, len }.into());
        }
        match &self.blob.store {
            Store::Guest => {
                let backing = self.backing.ok_or(Error::NoBacking(self.id))?;
                backing.read(offset, dst, self.memory)
            }
            Store::Host { bytes, .. } => {
                bytes.read(offset, dst);
                Ok(())
            }
        }
    }

    /// Copies `rect` of the picture, which it fits, to the place in `pixels` that `at` says for each row.
    pub(crate) fn read_rect(
        &self,
        plane: &Plane,
        rect: &Rect,
        pixels: &mut [u8],
        at: impl Fn(u32) -> std::ops::Range<usize>,
    ) -> Result<(), Error> {
        // Rows without gaps on both sides are one long row, and of guest memory far fewer pieces.
        let row_bytes = image::stride_bytes(rect.width);
        if rect.height > 1 && row_bytes == plane.stride_bytes as usize && at(1).start == at(0).end {
            let all = at(0).start..at(rect.height - 1).end;
            return self.read(plane.row_start(rect, 0), &mut pixels[all]);
        }
        for row in 0..rect.height {
            self.read(plane.row_start(rect, row), &mut pixels[at(row)])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(width: u32, height: u32, offset_bytes: u64, stride_bytes: u32) -> Plane {
        Plane {
            size: Size::new(width, height),
            offset_bytes,
            stride_bytes,
        }
    }

    #[test]
    fn a_picture_ends_with_the_last_pixel_of_its_last_row() {
        assert_eq!(plane(4, 3, 10, 20).check(10 + 2 * 20 + 16), Ok(()));
        assert!(plane(4, 3, 10, 20).check(10 + 2 * 20 + 15).is_err());
        assert!(plane(4, 1, 0, 15).check(1000).is_err(), "rows overlap");
        assert!(
            plane(u32::MAX, u32::MAX, u32::MAX.into(), u32::MAX)
                .check(u64::MAX)
                .is_err()
        );
        let tall = plane(1, u32::MAX, u32::MAX.into(), u32::MAX);
        assert_eq!(tall.check(u64::MAX), Ok(()), "and nothing overflows");
    }
}
