//! Resources, by id.

use std::collections::BTreeMap;

use wire::virtio_gpu::{Format, MemEntry};

use crate::{
    backing::Backing,
    blob::{self, Blob, HostVisible, Store},
    error::Error,
    geometry::{Rect, Size},
    gpu::Rows,
    ids::ResourceId,
    image::{self, Image},
    limits,
    memory::{GuestMemory, HostMemory},
    transfer::{Backings, BadBacking, Mapping},
};

/// Where a resource's content is.
#[derive(Debug)]
pub enum Content {
    /// A 2D resource: in our own memory.
    Image(Image),
    /// A 3D resource: the renderer has it.
    Rendered(Rendered),
    /// Bytes without a shape.
    Blob(Blob),
}

/// What the device itself has to know of a 3D resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Of its first level.
    pub size: Size,
    /// The format as a display knows it; `None` if it cannot be shown.
    pub format: Option<Format>,
}

/// A resource.
#[derive(Debug)]
pub struct Resource {
    /// Its content.
    pub content: Content,
    /// A 2D resource's copy in the renderer, for the contexts that may use it, if there is one: what part of it is
    /// older than the content.
    pub copy: Option<Copy3d>,
    /// Its guest memory, if attached.
    pub backing: Option<Backing>,
    /// Its name for other devices, once asked for.
    pub uuid: Option<[u8; 16]>,
}

/// See [`Resource::copy`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copy3d {
    /// What was written since the last upload.
    pub stale: Option<Rect>,
}

/// Guest memory behind all resources, as the renderer wants it.
pub struct View<'a> {
    resources: &'a ResourceTable,
    memory: &'a dyn GuestMemory,
    lends: bool,
}

impl<'a> View<'a> {
    /// Of memory that is copied from and to while the request runs.
    pub fn new(resources: &'a ResourceTable, memory: &'a dyn GuestMemory) -> Self {
        Self {
            resources,
            memory,
            lends: false,
        }
    }

    /// Of memory that may be in use until the request's reply, if that waits for the GPU: if the request has a fence.
    /// The guest may rewrite the memory, or use it for something else, as soon as it sees the reply.
    ///
    /// Linux has a fence wherever transfers are worth it: its ioctls for transfers always make one with 3D, as the one
    /// for command streams does if buffers are named with it (`virtgpu_ioctl.c`, `virtgpu_submit.c`), and Mesa names
    /// all that a stream transfers. Mesa waits for it before it writes to such memory again
    /// (`virgl_resource_transfer_prepare`), and the kernel before it frees the pages. Without one it transfers dumb
    /// buffers.
    pub fn lent(self, is_fenced: bool) -> Self {
        Self {
            lends: is_fenced,
            ..self
        }
    }

    fn backing(&self, resource: ResourceId) -> Option<&Backing> {
        self.resources.get(resource).ok()?.backing.as_ref()
    }
}

impl Backings for View<'_> {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        Some(self.backing(resource)?.len_bytes())
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let backing = self.backing(resource).ok_or(BadBacking)?;
        backing.read(offset, dst, self.memory).map_err(|_| BadBacking)
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        let backing = self.backing(resource).ok_or(BadBacking)?;
        backing.write(offset, src, self.memory).map_err(|_| BadBacking)
    }

    fn mapping(&self, resource: ResourceId) -> Option<Mapping> {
        let backing = self.backing(resource).filter(|_| self.lends)?;
        backing.mapping(self.memory)
    }
}

impl Resource {
    /// Its pixels, if it is a 2D resource.
    pub fn image(&self) -> Option<&Image> {
        match &self.content {
            Content::Image(image) => Some(image),
            Content::Rendered(_) | Content::Blob(_) => None,
        }
    }

    /// In pixels; `None` if it has no shape.
    pub fn size(&self) -> Option<Size> {
        match &self.content {
            Content::Image(image) => Some(image.size()),
            Content::Rendered(rendered) => Some(rendered.size),
            Content::Blob(_) => None,
        }
    }

    /// The mapping that `of` has of its bytes, if it is a blob of the guest's memory.
    pub(crate) fn blob_mapping(&self, of: impl FnOnce(&Backing) -> Option<Mapping>) -> Option<Mapping> {
        match &self.content {
            Content::Blob(blob) if blob.host_bytes().is_none() => of(self.backing.as_ref()?),
            Content::Blob(_) | Content::Image(_) | Content::Rendered(_) => None,
        }
    }

    /// Its bytes, if it is a blob.
    pub(crate) fn blob_bytes<'a>(
        &'a self,
        id: ResourceId,
        memory: &'a dyn GuestMemory,
    ) -> Option<blob::Bytes<'a>> {
        let Content::Blob(blob) = &self.content else {
            return None;
        };
        Some(blob::Bytes {
            id,
            blob,
            backing: self.backing.as_ref(),
            memory,
        })
    }

    /// Replaces the pixels of `rect`, which must fit, of a 2D resource. Returns how many bytes were copied.
    ///
    /// # Errors
    /// If the host has no memory for them.
    pub fn write_pixels(&mut self, rect: &Rect, bytes: &[u8]) -> Result<u64, Error> {
        let Content::Image(image) = &mut self.content else {
            return Ok(0);
        };
        let rows = Rows {
            bytes,
            stride_bytes: 0,
        };
        let copied = image.put_raw(rect, rows)?;
        self.note_written(rect);
        Ok(copied)
    }

    fn note_written(&mut self, rect: &Rect) {
        if let Some(copy) = &mut self.copy {
            copy.stale = Some(copy.stale.map_or(*rect, |stale| stale.union(rect)));
        }
    }

    /// Copies `rect` from the backing, in which the rectangle's first pixel lies at `offset` and rows are as long
    /// as the resource's own (virtio 1.3 §5.7.6.8, TRANSFER_TO_HOST_2D). Returns how many bytes were copied.
    ///
    /// # Errors
    /// If `rect` does not fit, there is no backing, or it is too short; nothing is copied then. If guest memory
    /// went away, part of the rectangle may have been copied.
    ///
    /// # Panics
    /// If it is not a 2D resource.
    pub fn transfer_to_host(
        &mut self,
        id: ResourceId,
        rect: &Rect,
        offset: u64,
        memory: &dyn GuestMemory,
    ) -> Result<u64, Error> {
        let Content::Image(image) = &mut self.content else {
            panic!("a 3D resource is for the renderer to write");
        };
        let size = image.size();
        if !rect.fits(size) {
            return Err(Error::BadRect { rect: *rect, size });
        }
        let backing = self.backing.as_ref().ok_or(Error::NoBacking(id))?;
        if rect.is_empty() {
            return Ok(0);
        }
        let stride = image::stride_bytes(size.width) as u64;
        let row_bytes = image::stride_bytes(rect.width) as u64;
        backing.check(offset, (u64::from(rect.height) - 1) * stride + row_bytes)?;

        let (pixels, copied_for_writing) = image.pixels_mut()?;
        if let Some(copy) = &mut self.copy {
            copy.stale = Some(copy.stale.map_or(*rect, |stale| stale.union(rect)));
        }
        if rect.width == size.width {
            // Rows are as long as the stride on both sides: one run.
            let first = image::row_range(size, rect, 0).start;
            let last = image::row_range(size, rect, rect.height - 1).end;
            backing.read(offset, &mut pixels[first..last], memory)?;
        } else {
            for row in 0..rect.height {
                let dst = &mut pixels[image::row_range(size, rect, row)];
                backing.read(offset + u64::from(row) * stride, dst, memory)?;
            }
        }
        Ok(copied_for_writing + u64::from(rect.height) * row_bytes)
    }
}

/// All resources of a guest, and the host memory that they use.
///
/// Invariants: `memory.used_bytes()` is the sum of the images' sizes; `entries` is the number of ranges in all
/// backings.
#[derive(Debug)]
pub struct ResourceTable {
    resources: BTreeMap<ResourceId, Resource>,
    memory: HostMemory,
    entries: usize,
}

impl ResourceTable {
    /// An empty table whose images may use `max_hostmem_bytes`.
    pub fn new(max_hostmem_bytes: u64) -> Self {
        Self {
            resources: BTreeMap::new(),
            memory: HostMemory::new(max_hostmem_bytes),
            entries: 0,
        }
    }

    /// Adds a resource of zeroes.
    ///
    /// # Errors
    /// If the id is taken, the size is not allowed, or there is no memory for it.
    pub fn create(&mut self, id: ResourceId, format: u32, size: Size) -> Result<(), Error> {
        if self.resources.contains_key(&id) {
            return Err(Error::ResourceExists(id));
        }
        let format = Format::from_u32(format).ok_or(Error::UnknownFormat(format))?;
        let allowed = 1..=limits::MAX_DIMENSION;
        if !allowed.contains(&size.width) || !allowed.contains(&size.height) {
            return Err(Error::BadSize(size));
        }
        if self.resources.len() >= limits::MAX_RESOURCES {
            return Err(Error::TooManyResources);
        }
        let image = Image::new(format, size, &mut self.memory)?;
        self.insert(id, Content::Image(image));
        Ok(())
    }

    /// Adds a resource that the renderer has made.
    ///
    /// # Errors
    /// If the id is taken: the renderer must not have been asked for it then.
    pub fn add_rendered(&mut self, id: ResourceId, rendered: Rendered) -> Result<(), Error> {
        self.check_free(id)?;
        self.insert(id, Content::Rendered(rendered));
        Ok(())
    }

    /// Adds a blob. If it is the guest's, its backing is to be attached.
    ///
    /// # Errors
    /// If the id is taken, or there is no memory for it.
    pub(crate) fn add_blob(
        &mut self,
        id: ResourceId,
        size_bytes: u64,
        host: Option<(&HostVisible, bool)>,
    ) -> Result<(), Error> {
        self.check_free(id)?;
        let store = match host {
            None => Store::Guest,
            Some(_) if self.host_blobs() >= limits::MAX_HOST_BLOBS => return Err(Error::TooManyResources),
            Some((region, mappable)) => Store::of_host(region, mappable, size_bytes, &mut self.memory)?,
        };
        self.insert(id, Content::Blob(Blob { size_bytes, store }));
        Ok(())
    }

    /// Returns what the content was charged with.
    fn release(&mut self, content: Content) {
        match content {
            Content::Image(image) => image.release(&mut self.memory),
            Content::Blob(Blob {
                size_bytes,
                store: Store::Host { .. },
            }) => self.memory.release(size_bytes),
            Content::Rendered(_) | Content::Blob(_) => {}
        }
    }

    fn all_blobs(&self) -> impl Iterator<Item = &Blob> {
        self.resources
            .values()
            .filter_map(|resource| match &resource.content {
                Content::Blob(blob) => Some(blob),
                Content::Image(_) | Content::Rendered(_) => None,
            })
    }

    /// The blobs that are mapped, and where: offset and length in bytes.
    pub(crate) fn mapped(&self) -> impl Iterator<Item = (u64, u64)> {
        self.all_blobs()
            .filter_map(|blob| Some((blob.mapped_at()?, blob.size_bytes)))
    }

    /// Whether a resource of that id can be added.
    ///
    /// # Errors
    /// [`Error::ResourceExists`], [`Error::TooManyResources`].
    pub fn check_free(&self, id: ResourceId) -> Result<(), Error> {
        if self.resources.contains_key(&id) {
            return Err(Error::ResourceExists(id));
        }
        if self.resources.len() >= limits::MAX_RESOURCES + limits::MAX_RESOURCES_3D {
            return Err(Error::TooManyResources);
        }
        Ok(())
    }

    fn insert(&mut self, id: ResourceId, content: Content) {
        let resource = Resource {
            content,
            copy: None,
            backing: None,
            uuid: None,
        };
        self.resources.insert(id, resource);
    }

    /// A picture for a scanout, charged like the resources.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn new_picture(&mut self, format: Format, size: Size) -> Result<Image, Error> {
        let mut image = Image::new(format, size, &mut self.memory)?;
        match image.allocate() {
            Ok(()) => Ok(image),
            Err(error) => {
                image.release(&mut self.memory);
                Err(error.into())
            }
        }
    }

    /// Returns what [`ResourceTable::new_picture`] charged.
    pub fn release_picture(&mut self, image: Image) {
        image.release(&mut self.memory);
    }

    /// Removes a resource and its backing. Returns a mapping that was made of the backing.
    ///
    /// # Errors
    /// [`Error::NoResource`].
    pub fn destroy(&mut self, id: ResourceId) -> Result<Option<Mapping>, Error> {
        let resource = self.resources.remove(&id).ok_or(Error::NoResource(id))?;
        self.release(resource.content);
        Ok(resource.backing.and_then(|mut backing| {
            self.entries -= backing.entries();
            backing.take_mapping()
        }))
    }

    /// Gives a resource its guest memory.
    ///
    /// # Errors
    /// If it has some already, or guest memory does not have all of it, or the guest has attached too much.
    pub fn attach(
        &mut self,
        id: ResourceId,
        entries: &[MemEntry],
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        let resource = self.resources.get_mut(&id).ok_or(Error::NoResource(id))?;
        if resource.backing.is_some() {
            return Err(Error::BackingExists(id));
        }
        if self.entries + entries.len() > limits::MAX_BACKING_ENTRIES_TOTAL {
            return Err(Error::TooManyEntries(entries.len() as u32));
        }
        let backing = Backing::new(entries, memory)?;
        self.entries += backing.entries();
        resource.backing = Some(backing);
        Ok(())
    }

    /// Takes a resource's guest memory away. Returns a mapping that was made of it.
    ///
    /// # Errors
    /// If it has none.
    pub fn detach(&mut self, id: ResourceId) -> Result<Option<Mapping>, Error> {
        let resource = self.resources.get_mut(&id).ok_or(Error::NoResource(id))?;
        let mut backing = resource.backing.take().ok_or(Error::NoBacking(id))?;
        self.entries -= backing.entries();
        Ok(backing.take_mapping())
    }

    /// Takes all mappings that were made of backings, with whose they are.
    pub fn take_mappings(&mut self) -> Vec<(ResourceId, Mapping)> {
        let backings = self.resources.iter_mut();
        backings
            .filter_map(|(id, resource)| Some((*id, resource.backing.as_mut()?.take_mapping()?)))
            .collect()
    }

    /// The resource of that id.
    ///
    /// # Errors
    /// [`Error::NoResource`].
    pub fn get(&self, id: ResourceId) -> Result<&Resource, Error> {
        self.resources.get(&id).ok_or(Error::NoResource(id))
    }

    /// The resource of that id.
    ///
    /// # Errors
    /// [`Error::NoResource`].
    pub fn get_mut(&mut self, id: ResourceId) -> Result<&mut Resource, Error> {
        self.resources.get_mut(&id).ok_or(Error::NoResource(id))
    }

    /// All of them, in the order of their ids.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Resource> {
        self.resources.values_mut()
    }

    /// How many resources there are.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// How many resources have a backing.
    pub fn backings(&self) -> usize {
        self.resources
            .values()
            .filter(|resource| resource.backing.is_some())
            .count()
    }

    fn host_blobs(&self) -> usize {
        self.all_blobs().filter_map(Blob::host_bytes).count()
    }

    /// How many are blobs.
    pub(crate) fn blobs(&self) -> usize {
        self.all_blobs().count()
    }

    /// Bytes that the images use.
    pub fn hostmem_bytes(&self) -> u64 {
        self.memory.used_bytes()
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        for (_, resource) in std::mem::take(&mut self.resources) {
            self.release(resource.content);
        }
        self.entries = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::BadAddress;
    use proptest::prelude::*;

    /// Guest memory of 64 KiB at address 0 whose bytes are a function of their address.
    struct Pattern;

    fn byte_at(addr: u64) -> u8 {
        (addr ^ (addr >> 8)).wrapping_mul(37) as u8
    }

    impl GuestMemory for Pattern {
        fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
            if !self.is_mapped(addr, dst.len() as u64) {
                return Err(BadAddress {
                    addr,
                    len: dst.len() as u64,
                });
            }
            for (byte, addr) in dst.iter_mut().zip(addr..) {
                *byte = byte_at(addr);
            }
            Ok(())
        }

        fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
            let len = src.len() as u64;
            Err(BadAddress { addr, len })
        }

        fn is_mapped(&self, addr: u64, len: u64) -> bool {
            addr.checked_add(len).is_some_and(|end| end <= 0x1_0000)
        }
    }

    fn entry(addr: u64, length: u32) -> MemEntry {
        MemEntry {
            addr: addr.into(),
            length: length.into(),
            padding: 0.into(),
        }
    }

    const ID: ResourceId = ResourceId::new(1).unwrap();

    fn table(size: Size, entries: &[MemEntry]) -> ResourceTable {
        let mut table = ResourceTable::new(1 << 20);
        table.create(ID, Format::B8G8R8A8Unorm as u32, size).unwrap();
        table.attach(ID, entries, &Pattern).unwrap();
        table
    }

    proptest! {
        /// Every box, offset and cut of the backing against the plainest possible copy.
        #[test]
        fn a_transfer_agrees_with_a_byte_by_byte_oracle(
            width in 1..9u32, height in 1..9u32,
            x in 0..10u32, y in 0..10u32, w in 0..10u32, h in 0..10u32,
            offset in 0..300u64,
            cuts in prop::collection::vec((0..0x2000u64, 0..70u32), 0..8),
        ) {
            let size = Size::new(width, height);
            let entries: Vec<_> = cuts.iter().map(|(addr, len)| entry(*addr, *len)).collect();
            let run: Vec<u8> =
                cuts.iter().flat_map(|(addr, len)| (*addr..addr + u64::from(*len)).map(byte_at)).collect();
            let mut table = table(size, &entries);
            let rect = Rect::new(x, y, w, h);
            let result = table.get_mut(ID).unwrap().transfer_to_host(ID, &rect, offset, &Pattern);

            let mut expected = vec![0; (width * height * 4) as usize];
            let stride = (width * 4) as usize;
            let mut fits = x + w <= width && y + h <= height;
            if fits {
                let mut copy = expected.clone();
                'copy: for row in 0..h as usize {
                    for byte in 0..(w * 4) as usize {
                        let Some(value) = run.get(offset as usize + row * stride + byte) else {
                            fits = false;
                            break 'copy;
                        };
                        copy[(y as usize + row) * stride + (x * 4) as usize + byte] = *value;
                    }
                }
                if fits {
                    expected = copy;
                }
            }
            prop_assert_eq!(result.is_ok(), fits);
            let mut pixels = Vec::new();
            table.get(ID).unwrap().image().unwrap().append_bgrx(&Rect::whole(size), &mut pixels);
            prop_assert_eq!(pixels, expected);
        }
    }

    #[test]
    fn sizes_at_the_limits() {
        let mut table = ResourceTable::new(u64::MAX);
        let max = limits::MAX_DIMENSION;
        for (width, height) in [
            (0, 1),
            (1, 0),
            (max + 1, 1),
            (1, max + 1),
            (u32::MAX, u32::MAX),
            (0x4000_0001, 1),
        ] {
            let size = Size::new(width, height);
            assert_eq!(table.create(ID, 1, size), Err(Error::BadSize(size)));
        }
        assert_eq!(table.create(ID, 1, Size::new(max, max)), Ok(()));
        assert_eq!(table.hostmem_bytes(), 1 << 30);
    }

    #[test]
    fn a_backing_outside_guest_memory_is_refused_and_leaves_no_trace() {
        let mut table = ResourceTable::new(1 << 20);
        table.create(ID, 1, Size::new(1, 1)).unwrap();
        for bad in [
            entry(0xffff, 2),
            entry(u64::MAX, 2),
            entry(u64::MAX - 1, u32::MAX),
        ] {
            assert!(matches!(
                table.attach(ID, &[entry(0, 4), bad], &Pattern),
                Err(Error::BadAddress(_))
            ));
            assert_eq!((table.backings(), table.entries), (0, 0));
        }
        assert_eq!(table.attach(ID, &[entry(0, 4)], &Pattern), Ok(()));
        assert_eq!(
            table.attach(ID, &[entry(0, 4)], &Pattern),
            Err(Error::BackingExists(ID))
        );
    }

    #[test]
    fn rounds_of_create_attach_destroy_leave_nothing() {
        let mut table = ResourceTable::new(1 << 20);
        for _ in 0..10_000 {
            table.create(ID, 1, Size::new(16, 16)).unwrap();
            table
                .attach(ID, &[entry(0, 512), entry(512, 512)], &Pattern)
                .unwrap();
            table.destroy(ID).unwrap();
        }
        assert_eq!((table.len(), table.hostmem_bytes(), table.entries), (0, 0, 0));
    }

    #[test]
    fn the_guest_cannot_attach_more_ranges_in_all_than_allowed() {
        let mut table = ResourceTable::new(1 << 30);
        let entries = vec![entry(0, 1); limits::MAX_BACKING_ENTRIES as usize];
        let most = limits::MAX_BACKING_ENTRIES_TOTAL / entries.len();
        for number in 1..=most as u32 {
            let id = ResourceId::new(number).unwrap();
            table.create(id, 1, Size::new(1, 1)).unwrap();
            table.attach(id, &entries, &Pattern).unwrap();
        }
        let last = ResourceId::new(u32::MAX).unwrap();
        table.create(last, 1, Size::new(1, 1)).unwrap();
        assert!(matches!(
            table.attach(last, &entries[..1], &Pattern),
            Err(Error::TooManyEntries(1))
        ));
        table.detach(ResourceId::new(1).unwrap()).unwrap();
        assert_eq!(table.attach(last, &entries[..1], &Pattern), Ok(()));
    }
}
