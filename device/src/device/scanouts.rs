//! What scanouts show: SET_SCANOUT and RESOURCE_FLUSH, and the front pictures of 3D resources, which the renderer brings
//! later.

use wire::virtio_gpu as gpu;

use super::{Device, DisplayUpdate};
use crate::{
    command::Payload,
    error::Error,
    geometry::{Rect, Size},
    gpu::{HostGpu, ReadId},
    ids::{ResourceId, ScanoutId},
    image::Image,
    memory::GuestMemory,
    render::Place,
    resource::Content,
    scanout::{Picture, Shown},
};

impl<G: HostGpu> Device<G> {
    /// What a scanout shows; `None` if nothing.
    pub fn picture(&self, scanout: ScanoutId) -> Option<Picture<'_>> {
        let scanout = self.scanouts.get(scanout.index())?;
        let shown = scanout.shown?;
        let resource = self
            .resources
            .get(shown.resource)
            .expect("a shown resource exists: unref un-shows it");
        if let Content::Image(image) = &resource.content {
            let shown = shown.rect;
            return Some(Picture::Image { image, shown });
        }
        if let Some(front) = &scanout.front {
            return Some(Picture::Image {
                image: front,
                shown: Rect::whole(front.size()),
            });
        }
        let memory = resource.backing.as_ref()?.made_mapping()?;
        Some(Picture::Lent(shown.in_blob?.lent(&shown, memory)))
    }

    pub(super) fn set_scanout(
        &mut self,
        rect: Rect,
        scanout: u32,
        resource: Option<ResourceId>,
    ) -> Result<Payload, Error> {
        let id = self.scanout_id(scanout)?;
        let Some(resource) = resource else {
            self.show(id, None);
            return Ok(Payload::NoData);
        };
        let target = self.resources.get_mut(resource)?;
        // A blob is shown by SET_SCANOUT_BLOB.
        let size = target.size().ok_or(Error::CannotShow(resource))?;
        if rect.is_empty() {
            return Err(Error::EmptyScanout { rect });
        }
        if !rect.fits(size) {
            return Err(Error::BadRect { rect, size });
        }
        match &mut target.content {
            Content::Image(image) => {
                image.allocate()?;
                self.drop_front(id);
            }
            Content::Rendered(rendered) => {
                let format = rendered.format.ok_or(Error::CannotShow(resource))?;
                self.make_front(id, format, rect.size())?;
            }
            Content::Blob(_) => return Err(Error::CannotShow(resource)),
        }
        let in_blob = None;
        self.show(
            id,
            Some(Shown {
                resource,
                rect,
                in_blob,
            }),
        );
        Ok(Payload::NoData)
    }

    pub(super) fn resource_flush(
        &mut self,
        rect: Rect,
        resource: ResourceId,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        let target = self.resources.get(resource)?;
        let Some(size) = target.size() else {
            return self.flush_blob(rect, resource, memory);
        };
        let is_image = target.image().is_some();
        if !rect.fits(size) {
            return Err(Error::BadRect { rect, size });
        }
        for index in 0..self.scanouts.len() {
            let shown = self.scanouts[index].shown;
            let Some(shown) = shown.filter(|shown| shown.resource == resource) else {
                continue;
            };
            let Some(rect) = shown.damage(&rect) else { continue };
            let scanout = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
            if is_image {
                self.updates.push_back(DisplayUpdate::Damage { scanout, rect });
                self.counters.frames += 1;
            } else {
                self.read_front(scanout, rect);
            }
        }
        Ok(Payload::NoData)
    }

    /// Puts `shown` on a scanout, and says so if its size changes. What is in the resource becomes visible with the
    /// next flush (virtio 1.3 §5.7.6.8, RESOURCE_FLUSH).
    pub(super) fn show(&mut self, scanout: ScanoutId, shown: Option<Shown>) {
        if shown.is_none() {
            self.drop_front(scanout);
        }
        let before = std::mem::replace(&mut self.scanouts[scanout.index()].shown, shown);
        let size = |shown: Option<Shown>| shown.map(|shown| shown.rect.size());
        if size(before) != size(shown) {
            self.updates.push_back(DisplayUpdate::Scanout {
                scanout,
                size: size(shown),
            });
        }
    }

    /// A front picture of that size and format for a scanout: the one that it has, if it fits, so that the screen
    /// shows the last picture until the next one has come.
    pub(super) fn make_front(&mut self, id: ScanoutId, format: gpu::Format, size: Size) -> Result<(), Error> {
        let fits = |front: &Image| front.size() == size && front.format() == format;
        if self.scanouts[id.index()].front.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let front = self.resources.new_picture(format, size)?;
        self.drop_front(id);
        let scanout = &mut self.scanouts[id.index()];
        scanout.front = Some(front);
        scanout.flow.front_is_new = true;
        Ok(())
    }

    pub(super) fn drop_front(&mut self, id: ScanoutId) {
        let scanout = &mut self.scanouts[id.index()];
        scanout.flow.front_generation += 1;
        scanout.flow.reading = false;
        scanout.flow.next = None;
        if let Some(front) = scanout.front.take() {
            self.resources.release_picture(front);
        }
    }

    /// Begins to bring part of what a scanout shows, in its own pixels, from the renderer; later, if that is under way
    /// already.
    fn read_front(&mut self, id: ScanoutId, rect: Rect) {
        let scanout = &mut self.scanouts[id.index()];
        let (Some(shown), Some(render)) = (scanout.shown, &mut self.render) else {
            return;
        };
        let flow = &mut scanout.flow;
        if flow.reading {
            flow.next = Some(flow.next.map_or(rect, |next| next.union(&rect)));
            return;
        }
        let Some(source) = shown.under(&rect) else { return };
        let place = Place::Front {
            scanout: id,
            rect,
            generation: flow.front_generation,
        };
        match render.read(shown.resource, &source, place) {
            Ok(()) => flow.reading = true,
            Err(error) => self.faults.note(error),
        }
    }

    pub(super) fn front_came(&mut self, read: ReadId, id: ScanoutId, rect: Rect, generation: u64) {
        let scanout = &mut self.scanouts[id.index()];
        let is_current = scanout.flow.front_generation == generation;
        // Taken in any case: the GPU keeps it until then.
        let mut front = scanout.front.take();
        let mut result = None;
        self.take_read(read, &mut |rows| {
            if let (Some(front), true) = (&mut front, is_current) {
                result = Some(front.put_raw(&rect, rows));
            }
        });
        let scanout = &mut self.scanouts[id.index()];
        scanout.front = front;
        if !is_current {
            return;
        }
        scanout.flow.reading = false;
        match result {
            Some(Ok(copied)) => {
                self.counters.bytes_copied += copied;
                self.counters.frames += 1;
                self.updates
                    .push_back(DisplayUpdate::Damage { scanout: id, rect });
            }
            Some(Err(error)) => self.faults.note(error),
            None => {}
        }
        if let Some(rect) = self.scanouts[id.index()].flow.next.take() {
            self.read_front(id, rect);
        }
    }
}
