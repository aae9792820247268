//! Cursors: the requests of the cursor queue, and images of 3D resources, which the renderer brings later.

use wire::virtio_gpu as gpu;

use super::{Device, DisplayUpdate};
use crate::{
    command::{CursorPos, Payload},
    error::Error,
    geometry::{Rect, Size},
    gpu::HostGpu,
    ids::{ResourceId, ScanoutId},
    image::Image,
    limits,
    memory::GuestMemory,
    render::Place,
    resource::Content,
    scanout::{Cursor, CursorImage},
};

impl<G: HostGpu> Device<G> {
    /// The cursor on a scanout, if there is such a scanout.
    pub fn cursor(&self, scanout: ScanoutId) -> Option<&Cursor> {
        Some(&self.scanouts.get(scanout.index())?.cursor)
    }

    pub(super) fn update_cursor(
        &mut self,
        pos: CursorPos,
        resource: Option<ResourceId>,
        hot_x: u32,
        hot_y: u32,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        let scanout = self.scanout_id(pos.scanout)?;
        let mut rendered = None;
        let image = match resource {
            Some(resource) => match &self.resources.get(resource)?.content {
                Content::Image(image) => Some(CursorImage::copy_of(image)),
                Content::Blob(_) => self.cursor_in_blob(resource, memory)?,
                Content::Rendered(_) => {
                    rendered = Some(resource);
                    // It stays as it is until the new one has come.
                    self.scanouts[scanout.index()].cursor.image.clone()
                }
            },
            None => None,
        };
        self.scanouts[scanout.index()].flow.cursor_generation += 1;
        self.scanouts[scanout.index()].flow.next_cursor = None;
        if let Some(resource) = rendered {
            self.read_cursor(scanout, resource)?;
        }
        self.scanouts[scanout.index()].cursor = Cursor {
            x: pos.x,
            y: pos.y,
            hot_x,
            hot_y,
            image,
        };
        self.updates.push_back(DisplayUpdate::CursorImage { scanout });
        Ok(Payload::NoData)
    }

    pub(super) fn move_cursor(&mut self, pos: CursorPos) -> Result<Payload, Error> {
        let scanout = self.scanout_id(pos.scanout)?;
        let cursor = &mut self.scanouts[scanout.index()].cursor;
        (cursor.x, cursor.y) = (pos.x, pos.y);
        self.updates.push_back(DisplayUpdate::CursorMoved { scanout });
        Ok(Payload::NoData)
    }

    /// Begins to bring a cursor's image from the renderer; later, if one is under way already.
    fn read_cursor(&mut self, id: ScanoutId, resource: ResourceId) -> Result<(), Error> {
        let Content::Rendered(rendered) = self.resources.get(resource)?.content else {
            return Ok(());
        };
        let format = rendered.format.ok_or(Error::CannotShow(resource))?;
        let flow = &mut self.scanouts[id.index()].flow;
        if flow.reading_cursor {
            flow.next_cursor = Some(resource);
            return Ok(());
        }
        let size = Size::new(
            rendered.size.width.min(limits::MAX_CURSOR_SIZE),
            rendered.size.height.min(limits::MAX_CURSOR_SIZE),
        );
        let place = Place::Cursor {
            scanout: id,
            size,
            format,
            generation: flow.cursor_generation,
        };
        let (render, _) = self.render(gpu::CtrlType::UpdateCursor)?;
        render.read(resource, &Rect::whole(size), place)?;
        self.scanouts[id.index()].flow.reading_cursor = true;
        Ok(())
    }

    pub(super) fn cursor_came(&mut self, id: ScanoutId, generation: u64, image: Option<&Image>) {
        let scanout = &mut self.scanouts[id.index()];
        scanout.flow.reading_cursor = false;
        if scanout.flow.cursor_generation == generation {
            scanout.cursor.image = image.map(CursorImage::copy_of);
            self.updates.push_back(DisplayUpdate::CursorImage { scanout: id });
        }
        if let Some(resource) = self.scanouts[id.index()].flow.next_cursor.take()
            && let Err(error) = self.read_cursor(id, resource)
        {
            self.faults.note(error);
        }
    }
}
