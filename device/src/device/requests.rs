//! One request from its bytes to its completion: the one dispatch of commands, and replies, which a fence may hold.
//!
//! What a command does is in the rooms beside this one; here it only finds its way.

use log::{debug, trace};
use wire::virtio_gpu::{self as gpu, CtrlFlags, CtrlHdr, Features};

use super::{Completion, Device, Query, Token, blobs::Ask};
use crate::{
    command::{self, Command, Payload, Queue, Reply},
    error::Error,
    geometry::Size,
    gpu::HostGpu,
    memory::GuestMemory,
    render::Render,
    resource::View,
};

/// What a command comes to: an answer at once, or once the GPU has done all that it was asked for so far, or a question
/// to the front end first, or something for it to map.
pub(super) enum Outcome {
    Done(Payload),
    DoneAfterGpu,
    Ask(Query),
    AskToMap(Ask),
}

impl<G: HostGpu> Device<G> {
    /// Runs one request that came on `queue`. Its completion carries `token`.
    ///
    /// `request` is all of the device-readable bytes, at most [`MAX_REQUEST_BYTES`](crate::limits::MAX_REQUEST_BYTES).
    pub fn execute(&mut self, queue: Queue, token: Token, request: &[u8], memory: &dyn GuestMemory) {
        self.counters.requests += 1;
        trace!("{queue:?} request {request:02x?}");
        let header = match command::header(request) {
            Ok(header) => header,
            Err(error) => {
                self.faults.note(error);
                let reply = Reply::to_nothing(error.response());
                return self.completions.push_back(Completion { token, reply });
            }
        };
        let outcome = Command::parse(&header, request, queue).and_then(|command| {
            debug!("{command:?}");
            self.dispatch(command, is_fenced(&header), memory)
        });
        match outcome {
            Ok(Outcome::Done(payload)) => self.complete(token, &header, payload),
            Ok(Outcome::DoneAfterGpu) => {
                let reply = Reply::new(&header, Payload::NoData);
                self.complete_after_gpu(Completion { token, reply });
            }
            Ok(Outcome::Ask(query)) => self.ask(token, header, query),
            Ok(Outcome::AskToMap(ask)) => self.ask_to_map(token, header, ask),
            Err(error) => {
                self.faults.note(error);
                self.complete(token, &header, Payload::Error(error.response()));
            }
        }
    }

    /// Refuses a request that is too long to be read; `header` is its beginning.
    pub fn refuse_too_long(&mut self, token: Token, header: &[u8]) {
        self.counters.requests += 1;
        let error = Error::TooLong;
        self.faults.note(error);
        let reply = match command::header(header) {
            Ok(header) => Reply::new(&header, Payload::Error(error.response())),
            Err(_) => Reply::to_nothing(error.response()),
        };
        self.completions.push_back(Completion { token, reply });
    }

    fn dispatch(
        &mut self,
        command: Command<'_>,
        is_fenced: bool,
        memory: &dyn GuestMemory,
    ) -> Result<Outcome, Error> {
        let payload = match command {
            Command::GetDisplayInfo => return Ok(self.query(Query::DisplayInfo)),
            Command::GetEdid { scanout } => return self.get_edid(scanout),
            Command::ResourceCreate2d {
                resource,
                format,
                width,
                height,
            } => {
                self.resources
                    .create(resource, format, Size::new(width, height))?;
                Payload::NoData
            }
            Command::ResourceCreateBlob {
                context,
                resource,
                create,
            } => self.create_blob(context, resource, &create, memory)?,
            Command::SetScanoutBlob {
                rect,
                scanout,
                resource,
                format,
                plane,
            } => self.set_scanout_blob(rect, scanout, resource, format, plane, memory)?,
            Command::ResourceMapBlob { resource, offset } => return self.map_blob(resource, offset),
            Command::ResourceUnmapBlob { resource } => return self.unmap_blob(resource),
            Command::ResourceUnref { resource } => return self.resource_unref(resource),
            Command::SetScanout {
                rect,
                scanout,
                resource,
            } => self.set_scanout(rect, scanout, resource)?,
            Command::ResourceFlush { rect, resource } => self.resource_flush(rect, resource, memory)?,
            Command::TransferToHost2d {
                rect,
                offset,
                resource,
            } => {
                self.transfer_to_host_2d(rect, offset, resource, memory)?;
                Payload::NoData
            }
            Command::ResourceAttachBacking { resource, entries } => {
                self.resources.attach(resource, entries, memory)?;
                Payload::NoData
            }
            Command::ResourceDetachBacking { resource } => {
                let mapping = self.resources.detach(resource)?;
                return Ok(self.take_back(resource, mapping));
            }
            Command::ResourceAssignUuid { resource } => self.assign_uuid(resource)?,
            Command::GetCapsetInfo { index } => match &self.render {
                Some(render) if self.acked.contains(Features::VIRGL) => render.capset_info(index)?,
                _ => return Err(Error::NoCapset(index)),
            },
            Command::GetCapset { id, version } => match &self.render {
                Some(render) if self.acked.contains(Features::VIRGL) => {
                    Payload::Capset(render.capset(id, version)?)
                }
                _ => return Err(Error::NoCapset(id)),
            },
            Command::CtxCreate {
                context,
                context_init,
                name,
            } => {
                self.check_context_init(context_init)?;
                let (render, _) = self.render(gpu::CtrlType::CtxCreate)?;
                render.create_context(context, &name)?;
                Payload::NoData
            }
            Command::CtxDestroy { context } => {
                let (render, resources) = self.render(gpu::CtrlType::CtxDestroy)?;
                render.destroy_context(context, &View::new(resources, memory))?;
                Payload::NoData
            }
            Command::CtxAttachResource { context, resource } => {
                let (render, resources) = self.render(gpu::CtrlType::CtxAttachResource)?;
                render.attach(context, resource, resources)?;
                Payload::NoData
            }
            Command::CtxDetachResource { context, resource } => {
                let (render, resources) = self.render(gpu::CtrlType::CtxDetachResource)?;
                resources.get(resource)?;
                render.detach(context, resource)?;
                Payload::NoData
            }
            Command::ResourceCreate3d { resource, create } => {
                let (render, resources) = self.render(gpu::CtrlType::ResourceCreate3d)?;
                resources.check_free(resource)?;
                let rendered = render.create_resource(resource, &create)?;
                resources.add_rendered(resource, rendered)?;
                Payload::NoData
            }
            Command::TransferToHost3d {
                context,
                resource,
                transfer,
            } => self.transfer_3d(
                gpu::CtrlType::TransferToHost3d,
                context,
                resource,
                &transfer,
                is_fenced,
                memory,
            )?,
            Command::TransferFromHost3d {
                context,
                resource,
                transfer,
            } => self.transfer_3d(
                gpu::CtrlType::TransferFromHost3d,
                context,
                resource,
                &transfer,
                is_fenced,
                memory,
            )?,
            Command::Submit3d { context, stream } => {
                let (render, resources) = self.render(gpu::CtrlType::Submit3d)?;
                render.submit(context, stream, is_fenced, resources, memory)?;
                Payload::NoData
            }
            Command::UpdateCursor {
                pos,
                resource,
                hot_x,
                hot_y,
            } => self.update_cursor(pos, resource, hot_x, hot_y, memory)?,
            Command::MoveCursor { pos } => self.move_cursor(pos)?,
        };
        Ok(Outcome::Done(payload))
    }

    pub(super) fn complete(&mut self, token: Token, header: &CtrlHdr, payload: Payload) {
        let completion = Completion {
            token,
            reply: Reply::new(header, payload),
        };
        // An error too: a driver takes every fence before this one for done when it sees this.
        if is_fenced(header) || self.render.as_ref().is_some_and(Render::is_behind) {
            self.complete_after_gpu(completion);
        } else {
            self.completions.push_back(completion);
        }
    }

    fn complete_after_gpu(&mut self, completion: Completion) {
        let due = match &mut self.render {
            Some(render) => render.hold(completion),
            None => Some(completion),
        };
        self.completions.extend(due);
    }
}

fn is_fenced(header: &CtrlHdr) -> bool {
    CtrlFlags::from_bits_retain(header.flags.get()).contains(CtrlFlags::FENCE)
}
