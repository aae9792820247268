//! What is shown of blobs: SET_SCANOUT_BLOB, RESOURCE_FLUSH, and cursors.
//!
//! A blob of the guest's memory is not copied: displays read it where it lies, and the guest's kernel waits with changing
//! it until it has the reply to its flush, or lets it tear. A blob that cannot be mapped in one piece, and a blob of the
//! host, is copied once for each flush.

use wire::virtio_gpu::{CtrlType, Features, Format};

use super::{Device, DisplayUpdate};
use crate::{
    blob::Plane,
    command::Payload,
    error::Error,
    geometry::{Rect, Size},
    gpu::HostGpu,
    ids::{ResourceId, ScanoutId},
    image, limits,
    memory::GuestMemory,
    resource::Content,
    scanout::{CursorImage, InBlob, Shown},
    transfer::Mapping,
};

/// Side of a cursor whose image is a blob, in pixels: the only size that drivers use, and QEMU's device takes.
const CURSOR_SIDE: u32 = 64;

impl<G: HostGpu> Device<G> {
    pub(super) fn set_scanout_blob(
        &mut self,
        rect: Rect,
        scanout: u32,
        resource: Option<ResourceId>,
        format: u32,
        plane: Plane,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        self.require(Features::RESOURCE_BLOB, CtrlType::SetScanoutBlob)?;
        let id = self.scanout_id(scanout)?;
        let Some(resource) = resource else {
            self.show(id, None);
            return Ok(Payload::NoData);
        };
        let target = self.resources.get(resource)?;
        let format = Format::from_u32(format).ok_or(Error::UnknownFormat(format))?;
        let allowed = 1..=limits::MAX_DIMENSION;
        if !allowed.contains(&plane.size.width) || !allowed.contains(&plane.size.height) {
            return Err(Error::BadSize(plane.size));
        }
        match &target.content {
            Content::Image(_) => Err(Error::CannotShow(resource)),
            // It has rows of its own, so strides say nothing.
            Content::Rendered(rendered) => {
                if rendered.format != Some(format) || rendered.size != plane.size {
                    return Err(Error::CannotShow(resource));
                }
                self.set_scanout(rect, scanout, Some(resource))
            }
            Content::Blob(blob) => {
                if rect.is_empty() {
                    return Err(Error::EmptyScanout { rect });
                }
                if !rect.fits(plane.size) {
                    let size = plane.size;
                    return Err(Error::BadRect { rect, size });
                }
                plane.check(blob.size_bytes)?;
                let in_blob = InBlob { plane, format };
                let shown = Shown {
                    resource,
                    rect,
                    in_blob: Some(in_blob),
                };
                let lent = target.blob_mapping(|backing| backing.mapping_now(memory));
                self.lend_or_make_front(id, &shown, &in_blob, lent.as_ref())?;
                self.show(id, Some(shown));
                Ok(Payload::NoData)
            }
        }
    }

    /// Displays read a blob of the guest where it lies, if there is a mapping of it. Else they get the front picture.
    fn lend_or_make_front(
        &mut self,
        id: ScanoutId,
        shown: &Shown,
        in_blob: &InBlob,
        lent: Option<&Mapping>,
    ) -> Result<(), Error> {
        if lent.is_some() {
            self.drop_front(id);
            return Ok(());
        }
        self.make_front(id, in_blob.format, shown.rect.size())
    }

    /// Tells the scanouts that show a blob what changed in it.
    pub(super) fn flush_blob(
        &mut self,
        rect: Rect,
        resource: ResourceId,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        for index in 0..self.scanouts.len() {
            let Some((id, shown, in_blob)) = self.shown_in_blob(index) else {
                continue;
            };
            if shown.resource != resource {
                continue;
            }
            let size = in_blob.plane.size;
            if !rect.fits(size) {
                return Err(Error::BadRect { rect, size });
            }
            let Some(damage) = shown.damage(&rect) else {
                continue;
            };
            let target = self.resources.get(resource)?;
            let lent = target.blob_mapping(|backing| backing.mapping(memory));
            let rect = self.lend_or_copy(id, &shown, &in_blob, lent.as_ref(), &damage, memory)?;
            self.counters.frames += 1;
            self.updates
                .push_back(DisplayUpdate::Damage { scanout: id, rect });
        }
        Ok(Payload::NoData)
    }

    /// What a scanout shows of a blob.
    fn shown_in_blob(&self, index: usize) -> Option<(ScanoutId, Shown, InBlob)> {
        let shown = self.scanouts[index].shown?;
        let id = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
        Some((id, shown, shown.in_blob?))
    }

    /// Has displays read `damage`, in the scanout's pixels, where it lies if it is lent, and copies it if not. Returns what
    /// is new.
    fn lend_or_copy(
        &mut self,
        id: ScanoutId,
        shown: &Shown,
        in_blob: &InBlob,
        lent: Option<&Mapping>,
        damage: &Rect,
        memory: &dyn GuestMemory,
    ) -> Result<Rect, Error> {
        self.lend_or_make_front(id, shown, in_blob, lent)?;
        match lent {
            Some(_) => Ok(*damage),
            None => self.copy_to_front(id, shown, &in_blob.plane, damage, memory),
        }
    }

    /// Brings `damage`, in the scanout's pixels, of a blob that cannot be lent to the front picture: the guest may change
    /// the bytes again as soon as it sees the reply, and a display takes them later. Returns what is new there: all of
    /// it, if nothing was.
    fn copy_to_front(
        &mut self,
        id: ScanoutId,
        shown: &Shown,
        plane: &Plane,
        damage: &Rect,
        memory: &dyn GuestMemory,
    ) -> Result<Rect, Error> {
        let scanout = &mut self.scanouts[id.index()];
        let bytes = self
            .resources
            .get(shown.resource)?
            .blob_bytes(shown.resource, memory);
        let (Some(front), Some(bytes)) = (&mut scanout.front, bytes) else {
            return Ok(*damage);
        };
        let size = front.size();
        let damage = if scanout.flow.front_is_new {
            Rect::whole(size)
        } else {
            *damage
        };
        let changed = shown.under(&damage).expect("damage is in the scanout");
        let (pixels, copied) = front.pixels_mut()?;
        bytes.read_rect(plane, &changed, pixels, |row| {
            image::row_range(size, &damage, row)
        })?;
        scanout.flow.front_is_new = false;
        self.counters.bytes_copied += copied + image::size_bytes(damage.size());
        Ok(damage)
    }

    /// Shows what was lent from the memory that the guest has now, if it still has it.
    pub(super) fn lend_again(&mut self, memory: &dyn GuestMemory) {
        for index in 0..self.scanouts.len() {
            let Some((id, shown, in_blob)) = self.shown_in_blob(index) else {
                continue;
            };
            if self.scanouts[index].front.is_some() {
                continue;
            }
            if let Err(error) = self.lend_one_again(id, &shown, &in_blob, memory) {
                self.faults.note(error);
            }
        }
    }

    fn lend_one_again(
        &mut self,
        id: ScanoutId,
        shown: &Shown,
        in_blob: &InBlob,
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        let target = self.resources.get(shown.resource)?;
        let lent = target.blob_mapping(|backing| backing.mapping_now(memory));
        let whole = Rect::whole(shown.rect.size());
        self.lend_or_copy(id, shown, in_blob, lent.as_ref(), &whole, memory)?;
        Ok(())
    }

    /// The image of a cursor in a blob.
    pub(super) fn cursor_in_blob(
        &self,
        resource: ResourceId,
        memory: &dyn GuestMemory,
    ) -> Result<Option<CursorImage>, Error> {
        let Some(bytes) = self.resources.get(resource)?.blob_bytes(resource, memory) else {
            return Ok(None);
        };
        let size = Size::new(CURSOR_SIDE, CURSOR_SIDE);
        let mut bgra = vec![0; image::size_bytes(size) as usize];
        if (bytes.blob.size_bytes as usize) < bgra.len() {
            return Err(Error::CannotShow(resource));
        }
        bytes.read(0, &mut bgra)?;
        let bgra = bgra.into();
        Ok(Some(CursorImage { size, bgra }))
    }
}
