//! The 3D half: the renderer, transfers of its resources, and what the GPU has done by and by.
//!
//! What waits for the GPU is in [`Render`]; from here it comes to replies, scanouts and cursors.

use std::time::Duration;

use wire::virtio_gpu::{self as gpu, Features};

use super::{Device, DisplayUpdate};
use crate::{
    command::Payload,
    error::Error,
    gpu::{HostGpu, ReadId, Rows},
    ids::{ContextId, ResourceId},
    memory::GuestMemory,
    render::{self, Place, Render, RenderStatus},
    renderer::Renderer,
    resource::{Content, ResourceTable, View},
    transfer::{Mapping, Transfer},
};

impl<G: HostGpu> Device<G> {
    /// Looks what the GPU has done: brings it to the guest's memory, to the scanouts and into completions.
    pub fn poll(&mut self, memory: &dyn GuestMemory) {
        let Some(render) = &mut self.render else { return };
        render.poll(&View::new(&self.resources, memory));
        self.take_done();
    }

    /// Waits for the GPU; whatever it has not done by then is given up, and the GPU with it.
    pub fn finish_gpu(&mut self, deadline: Duration, memory: &dyn GuestMemory) {
        let Some(render) = &mut self.render else { return };
        let view = View::new(&self.resources, memory);
        let last = render.renderer_mut().fence();
        if let Err(error) = render.renderer_mut().wait(last, deadline, &view) {
            log::error!("{error}: what waited for it is given up");
        }
        render.poll(&view);
        self.take_done();
    }

    /// The guest has other memory from now on, as far as the front end lent it to us: no mapping of it is used for what
    /// is asked for next. What the GPU does already, it goes on with: see [`Device::is_using_memory`].
    pub fn memory_changed(&mut self, memory: &dyn GuestMemory) {
        self.forget_mappings();
        self.lend_again(memory);
    }

    pub(super) fn forget_mappings(&mut self) {
        for (resource, mapping) in self.resources.take_mappings() {
            self.forget_mapping(resource, &mapping);
        }
    }

    /// Nobody begins to read or write that memory any more.
    pub(super) fn forget_mapping(&mut self, resource: ResourceId, mapping: &Mapping) {
        if let Some(render) = &mut self.render {
            render.renderer_mut().forget_memory(mapping);
        }
        self.updates.push_back(DisplayUpdate::TakenBack { resource });
    }

    /// Whether the GPU may still read and write guest memory by itself. [`Device::finish_gpu`] ends that.
    pub fn is_using_memory(&self) -> bool {
        self.render
            .as_ref()
            .is_some_and(|render| render.renderer().is_using_memory())
    }

    /// Whether [`Device::poll`] has something to wait for.
    pub fn is_rendering(&self) -> bool {
        self.render.as_ref().is_some_and(Render::is_waiting)
    }

    /// The renderer of a device with 3D, to look at.
    pub fn renderer(&self) -> Option<&Renderer<G>> {
        self.render.as_ref().map(Render::renderer)
    }

    /// The renderer of a device with 3D, for what is not a guest's business.
    pub fn renderer_mut(&mut self) -> Option<&mut Renderer<G>> {
        self.render.as_mut().map(Render::renderer_mut)
    }

    /// What of 3D is alive and under way.
    pub fn render_status(&self) -> Option<RenderStatus> {
        self.render.as_ref().map(Render::status)
    }

    /// The renderer and the resources, for a command that needs 3D.
    pub(super) fn render(
        &mut self,
        command: gpu::CtrlType,
    ) -> Result<(&mut Render<G>, &mut ResourceTable), Error> {
        self.require(Features::VIRGL, command)?;
        let render = self.render.as_mut().ok_or(Error::Unsupported { command })?;
        Ok((render, &mut self.resources))
    }

    /// Whether there is such a kind of context: that of either capset that we have, or, if it is 0, the one that there
    /// always was.
    pub(super) fn check_context_init(&self, context_init: u32) -> Result<(), Error> {
        let capset = context_init & gpu::CONTEXT_INIT_CAPSET_ID_MASK;
        let is_known = matches!(capset, 0 | gpu::CAPSET_VIRGL | gpu::CAPSET_VIRGL2);
        let is_allowed = context_init == 0 || self.acked.contains(Features::CONTEXT_INIT);
        if is_allowed && is_known && context_init == capset {
            Ok(())
        } else {
            Err(Error::ContextInit(context_init))
        }
    }

    pub(super) fn transfer_3d(
        &mut self,
        command: gpu::CtrlType,
        context: ContextId,
        id: ResourceId,
        transfer: &Transfer,
        is_fenced: bool,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        let to_host = command == gpu::CtrlType::TransferToHost3d;
        let (render, resources) = self.render(command)?;
        // Drivers that know of no contexts for this leave it 0.
        if context.0 != 0 {
            render.check_context(context)?;
        }
        let resource = resources.get(id)?;
        if let Content::Blob(_) = resource.content {
            // Its bytes are where both sides see them already.
            return Ok(Payload::NoData);
        }
        if resource.image().is_some() {
            let copied = render::transfer_image(id, transfer, to_host, resources, memory)?;
            self.counters.bytes_copied += copied;
            return Ok(Payload::NoData);
        }
        let view = View::new(resources, memory).lent(is_fenced);
        if to_host {
            render.renderer_mut().transfer_to_host(id, transfer, &view)?;
        } else {
            render.renderer_mut().transfer_from_host(id, transfer, &view)?;
        }
        Ok(Payload::NoData)
    }

    /// What the GPU has finished becomes replies and pictures on the screens.
    fn take_done(&mut self) {
        while let Some(read) = self.render.as_mut().and_then(Render::next_picture) {
            match read.place {
                Place::Front {
                    scanout,
                    rect,
                    generation,
                } => self.front_came(read.id, scanout, rect, generation),
                Place::Cursor {
                    scanout,
                    size,
                    format,
                    generation,
                } => {
                    let mut image = None;
                    self.take_read(read.id, &mut |rows| {
                        image = render::cursor_image(format, size, rows);
                    });
                    self.cursor_came(scanout, generation, image.as_ref());
                }
            }
        }
        while let Some(completion) = self.render.as_mut().and_then(Render::next_reply) {
            self.completions.push_back(completion);
        }
    }

    pub(super) fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) {
        if let Some(render) = &mut self.render {
            render.renderer_mut().take_read(id, take);
        }
    }
}
