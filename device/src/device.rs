//! The device: its state, its features and configuration space, and the one dispatch of commands.

use std::{collections::VecDeque, time::Duration};

use log::{debug, trace};
use serde::Serialize;
use wire::virtio_gpu::{self as gpu, CtrlFlags, CtrlHdr, DisplayOne, Events, Features, MAX_SCANOUTS};
use zerocopy::{FromZeros, IntoBytes};

use crate::{
    command::{self, Command, CursorPos, Payload, Queue, Reply},
    edid::{self, Edid},
    error::Error,
    fault_log::FaultLog,
    geometry::{Rect, Size},
    gpu::{Box3, HostGpu, ReadId, Rows, record::Recorder},
    ids::{ContextId, ResourceId, ScanoutId},
    image::Image,
    limits,
    memory::GuestMemory,
    mode::Mode,
    render::{self, Place, Render, RenderStatus},
    renderer::Renderer,
    resource::{Content, ResourceTable, View},
    scanout::{Cursor, CursorImage, Scanout, Shown},
    transfer::{Mapping, Transfer},
};

/// What a device is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// One entry a scanout, 1 to [`MAX_SCANOUTS`]; `None` has no display plugged in.
    pub displays: Vec<Option<Mode>>,
    /// Host memory that the guest's resources may use, in bytes.
    pub max_hostmem_bytes: u64,
    /// What tells this device's resource UUIDs from another's: random.
    pub uuid_seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            displays: vec![Some(Mode::new(1280, 800))],
            max_hostmem_bytes: limits::DEFAULT_HOSTMEM_BYTES,
            uuid_seed: 0,
        }
    }
}

/// What the driver of the device calls a request; comes back with its [`Completion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(pub u64);

/// A request is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Which request.
    pub token: Token,
    /// Its answer.
    pub reply: Reply,
}

/// Something that whoever shows the guest's screens wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DisplayUpdate {
    /// The scanout now shows something of that size, or nothing.
    Scanout {
        /// Which scanout.
        scanout: ScanoutId,
        /// In pixels.
        size: Option<Size>,
    },
    /// Pixels changed. [`Device::picture`] has them.
    Damage {
        /// Which scanout.
        scanout: ScanoutId,
        /// In the scanout's pixels, not empty.
        rect: Rect,
    },
    /// The cursor's image, visibility and position changed. [`Device::cursor`] has them.
    CursorImage {
        /// Which scanout.
        scanout: ScanoutId,
    },
    /// The cursor moved, nothing else.
    CursorMoved {
        /// Which scanout.
        scanout: ScanoutId,
    },
    /// The guest asks what only the front end knows: to be answered with [`Device::answer`].
    Query {
        /// The waiting request.
        token: Token,
        /// What it asks.
        query: Query,
    },
}

/// A question about displays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    /// GET_DISPLAY_INFO.
    DisplayInfo,
    /// GET_EDID.
    Edid(ScanoutId),
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Query::DisplayInfo`].
    DisplayInfo(Box<[DisplayOne; MAX_SCANOUTS]>),
    /// To [`Query::Edid`].
    Edid(Box<Edid>),
    /// To any: nobody else knows, so the device's own displays count.
    Own,
}

/// What the device counted since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Requests executed.
    pub requests: u64,
    /// Requests that failed.
    pub errors: u64,
    /// Damage of a scanout, one for each flush that showed something.
    pub frames: u64,
    /// Bytes of pixels copied within this process.
    pub bytes_copied: u64,
}

/// What the guest has alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Objects {
    /// Resources.
    pub resources: usize,
    /// Resources with a backing.
    pub backings: usize,
    /// Scanouts that show something.
    pub scanouts: usize,
    /// Cursors that are visible.
    pub cursors: usize,
    /// Requests that wait for an answer.
    pub pending: usize,
}

/// What a command comes to: an answer at once, or once the GPU has done all that it was asked for so far, or a question
/// to the front end first.
enum Outcome {
    Done(Payload),
    DoneAfterGpu,
    Ask(Query),
}

/// A virtio-gpu device.
///
/// `G` is the host GPU of a device with 3D. Without 3D it does not matter, hence the one that needs no GPU at all.
#[derive(Debug)]
pub struct Device<G = Recorder> {
    config: Config,
    render: Option<Render<G>>,
    acked: Features,
    events: Events,
    resources: ResourceTable,
    scanouts: Vec<Scanout>,
    /// Whether a front end with displays of its own answers display queries.
    front_end_displays: bool,
    pending: Vec<(Token, CtrlHdr, Query)>,
    completions: VecDeque<Completion>,
    updates: VecDeque<DisplayUpdate>,
    counters: Counters,
    faults: FaultLog,
    uuids_given: u64,
}

impl<G: HostGpu> Device<G> {
    /// A device with 3D, as the driver finds it after power-on.
    ///
    /// # Panics
    /// As [`Device::new`].
    pub fn with_renderer(config: Config, renderer: Renderer<G>) -> Self {
        Self {
            render: Some(Render::new(renderer)),
            ..Self::new(config)
        }
    }

    /// A device without 3D, as the driver finds it after power-on.
    ///
    /// # Panics
    /// If `config` has no scanout, or more than [`MAX_SCANOUTS`]: the configuration is ours, not a guest's.
    pub fn new(config: Config) -> Self {
        assert!(
            (1..=MAX_SCANOUTS).contains(&config.displays.len()),
            "1 to {MAX_SCANOUTS} scanouts"
        );
        let scanouts = config.displays.iter().copied().map(Scanout::with_display);
        Self {
            acked: Features::empty(),
            events: Events::empty(),
            resources: ResourceTable::new(config.max_hostmem_bytes),
            scanouts: scanouts.collect(),
            front_end_displays: false,
            pending: Vec::new(),
            completions: VecDeque::new(),
            updates: VecDeque::new(),
            counters: Counters::default(),
            faults: FaultLog::default(),
            uuids_given: 0,
            render: None,
            config,
        }
    }

    /// The feature bits that the device offers: those whose every command works.
    pub fn features(&self) -> Features {
        let virgl = match self.render {
            Some(_) => Features::VIRGL,
            None => Features::empty(),
        };
        Features::EDID | Features::RESOURCE_UUID | virgl
    }

    /// The driver accepted `features`; commands of others are refused from now on.
    pub fn set_acked_features(&mut self, features: Features) {
        self.acked = features & self.features();
    }

    /// The configuration space (virtio 1.3 §5.7.4).
    pub fn config_space(&self) -> gpu::Config {
        gpu::Config {
            events_read: self.events.bits().into(),
            events_clear: 0.into(),
            num_scanouts: (self.scanouts.len() as u32).into(),
            // Not only once the driver has accepted 3D: QEMU says so after the driver has read this.
            num_capsets: match self.render {
                Some(_) => Render::<G>::capset_count(),
                None => 0,
            }
            .into(),
        }
    }

    /// The driver wrote `data` at byte `offset` of the configuration space. Only `events_clear` can be written;
    /// the rest is ignored, as on a register that is read-only.
    pub fn write_config_space(&mut self, offset: u64, data: &[u8]) {
        let mut space = self.config_space();
        let bytes = space.as_mut_bytes();
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        for (slot, byte) in bytes[start..].iter_mut().zip(data) {
            *slot = *byte;
        }
        self.events
            .remove(Events::from_bits_truncate(space.events_clear.get()));
    }

    /// Plugs a display into a scanout, changes its mode, or unplugs it. The driver is told by an event.
    ///
    /// # Errors
    /// [`Error::NoScanout`].
    pub fn set_display(&mut self, scanout: u32, display: Option<Mode>) -> Result<(), Error> {
        let id = self.scanout_id(scanout)?;
        let scanout = &mut self.scanouts[id.index()];
        if scanout.display != display {
            scanout.display = display;
            self.events.insert(Events::DISPLAY);
        }
        Ok(())
    }

    /// Whether display queries go to the front end from now on. What waits is answered by the device if not.
    pub fn set_front_end_displays(&mut self, front_end: bool) {
        self.front_end_displays = front_end;
        if !front_end {
            self.answer_all_pending();
        }
    }

    /// Answers everything that waits for the front end with the device's own data.
    pub fn answer_all_pending(&mut self) {
        for (token, _, _) in self.pending.clone() {
            self.answer(token, Answer::Own);
        }
    }

    /// Runs one request that came on `queue`. Its completion carries `token`.
    ///
    /// `request` is all of the device-readable bytes, at most [`limits::MAX_REQUEST_BYTES`].
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

    /// Answers the query of `token`. A token that does not wait, or an answer to another question, is ignored.
    pub fn answer(&mut self, token: Token, answer: Answer) {
        let Some(index) = self.pending.iter().position(|(waiting, ..)| *waiting == token) else {
            return;
        };
        let payload = match (self.pending[index].2, answer) {
            (Query::DisplayInfo, Answer::DisplayInfo(pmodes)) => Payload::DisplayInfo(pmodes),
            (Query::Edid(_), Answer::Edid(edid)) => Payload::Edid(edid),
            (query, Answer::Own) => self.own_answer(query),
            (Query::DisplayInfo, Answer::Edid(_)) | (Query::Edid(_), Answer::DisplayInfo(_)) => return,
        };
        let (token, header, _) = self.pending.remove(index);
        self.complete(token, &header, payload);
    }

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
    pub fn memory_changed(&mut self) {
        for mapping in self.resources.take_mappings() {
            if let Some(render) = &mut self.render {
                render.renderer_mut().forget_memory(&mapping);
            }
        }
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

    /// The next finished request, in any order.
    pub fn next_completion(&mut self) -> Option<Completion> {
        self.completions.pop_front()
    }

    /// The next thing to show, in order.
    pub fn next_update(&mut self) -> Option<DisplayUpdate> {
        self.updates.pop_front()
    }

    /// What a scanout shows: the image and which part of it; `None` if nothing.
    pub fn picture(&self, scanout: ScanoutId) -> Option<(&Image, Rect)> {
        let scanout = self.scanouts.get(scanout.index())?;
        let shown = scanout.shown?;
        let resource = self
            .resources
            .get(shown.resource)
            .expect("a shown resource exists: unref un-shows it");
        match (&resource.content, &scanout.front) {
            (Content::Image(image), _) => Some((image, shown.rect)),
            (Content::Rendered(_), Some(front)) => Some((front, Rect::whole(front.size()))),
            (Content::Rendered(_), None) => None,
        }
    }

    /// The cursor on a scanout, if there is such a scanout.
    pub fn cursor(&self, scanout: ScanoutId) -> Option<&Cursor> {
        Some(&self.scanouts.get(scanout.index())?.cursor)
    }

    /// All scanouts, by id.
    pub fn scanouts(&self) -> &[Scanout] {
        &self.scanouts
    }

    /// Adds to [`Counters::bytes_copied`] what a display had to copy.
    pub fn count_copied(&mut self, bytes: u64) {
        self.counters.bytes_copied += bytes;
    }

    /// What was counted.
    pub fn counters(&self) -> Counters {
        Counters {
            errors: self.faults.count(),
            ..self.counters
        }
    }

    /// What is alive.
    pub fn objects(&self) -> Objects {
        Objects {
            resources: self.resources.len(),
            backings: self.resources.backings(),
            scanouts: self
                .scanouts
                .iter()
                .filter(|scanout| scanout.shown.is_some())
                .count(),
            cursors: self
                .scanouts
                .iter()
                .filter(|scanout| scanout.cursor.image.is_some())
                .count(),
            pending: self.pending.len(),
        }
    }

    /// Whether a request waits for [`Device::answer`].
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Host memory in use for resources, in bytes.
    pub fn hostmem_bytes(&self) -> u64 {
        self.resources.hostmem_bytes()
    }

    /// Forgets everything that the driver made, as a reset by the driver does (virtio 1.3 §2.4). Displays stay
    /// plugged in. Pending requests are forgotten: their buffers are the driver's again. So is the memory of resources:
    /// if the GPU [is using](Device::is_using_memory) it, [`Device::finish_gpu`] comes first.
    pub fn reset(&mut self) {
        self.memory_changed();
        self.pending.clear();
        self.completions.clear();
        for index in 0..self.scanouts.len() {
            let id = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
            self.show(id, None);
            if std::mem::take(&mut self.scanouts[index].cursor).image.is_some() {
                self.updates.push_back(DisplayUpdate::CursorImage { scanout: id });
            }
            self.scanouts[index].flow.cursor_generation += 1;
            self.scanouts[index].flow.next_cursor = None;
        }
        if let Some(render) = &mut self.render {
            render.reset();
        }
        self.resources.clear();
        self.events = Events::empty();
        self.acked = Features::empty();
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
            Command::ResourceUnref { resource } => return self.resource_unref(resource),
            Command::SetScanout {
                rect,
                scanout,
                resource,
            } => self.set_scanout(rect, scanout, resource)?,
            Command::ResourceFlush { rect, resource } => self.resource_flush(rect, resource)?,
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
                return Ok(self.take_back(mapping));
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
                let (render, _) = self.render(gpu::CtrlType::CtxCreate)?;
                if context_init != 0 {
                    return Err(Error::ContextInit(context_init));
                }
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
            } => self.update_cursor(pos, resource, hot_x, hot_y)?,
            Command::MoveCursor { pos } => self.move_cursor(pos)?,
        };
        Ok(Outcome::Done(payload))
    }

    fn get_edid(&self, scanout: u32) -> Result<Outcome, Error> {
        self.require(Features::EDID, gpu::CtrlType::GetEdid)?;
        let id = self.scanout_id(scanout)?;
        if !self.front_end_displays && self.scanouts[id.index()].display.is_none() {
            return Err(Error::NoDisplay(id));
        }
        Ok(self.query(Query::Edid(id)))
    }

    /// The renderer and the resources, for a command that needs 3D.
    fn render(&mut self, command: gpu::CtrlType) -> Result<(&mut Render<G>, &mut ResourceTable), Error> {
        self.require(Features::VIRGL, command)?;
        let render = self.render.as_mut().ok_or(Error::Unsupported { command })?;
        Ok((render, &mut self.resources))
    }

    fn transfer_to_host_2d(
        &mut self,
        rect: Rect,
        offset: u64,
        id: ResourceId,
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        let resource = self.resources.get_mut(id)?;
        if resource.image().is_some() {
            self.counters.bytes_copied += resource.transfer_to_host(id, &rect, offset, memory)?;
            return Ok(());
        }
        let transfer = Transfer {
            level: 0,
            area: Box3 {
                x: rect.x,
                y: rect.y,
                z: 0,
                width: rect.width,
                height: rect.height,
                depth: 1,
            },
            offset_bytes: offset,
            stride_bytes: 0,
            layer_stride_bytes: 0,
        };
        let (render, resources) = self.render(gpu::CtrlType::TransferToHost2d)?;
        let view = View::new(resources, memory);
        Ok(render.renderer_mut().transfer_to_host(id, &transfer, &view)?)
    }

    fn transfer_3d(
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
        if resources.get(id)?.image().is_some() {
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

    fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) {
        if let Some(render) = &mut self.render {
            render.renderer_mut().take_read(id, take);
        }
    }

    fn front_came(&mut self, read: ReadId, id: ScanoutId, rect: Rect, generation: u64) {
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

    fn cursor_came(&mut self, id: ScanoutId, generation: u64, image: Option<&Image>) {
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

    fn resource_unref(&mut self, resource: ResourceId) -> Result<Outcome, Error> {
        let mapping = self.resources.destroy(resource)?;
        if let Some(render) = &mut self.render {
            render.destroy_resource(resource);
        }
        for index in 0..self.scanouts.len() {
            if self.scanouts[index]
                .shown
                .is_some_and(|shown| shown.resource == resource)
            {
                self.show(
                    ScanoutId::new(index as u32).expect("a device has at most 16 scanouts"),
                    None,
                );
            }
        }
        Ok(self.take_back(mapping))
    }

    /// A resource has no memory any more, of which a mapping may have been made. The guest does what it likes with the
    /// memory once it sees the reply, so that waits for the GPU if that may still write to it.
    fn take_back(&mut self, mapping: Option<Mapping>) -> Outcome {
        let (Some(mapping), Some(render)) = (mapping, &mut self.render) else {
            return Outcome::Done(Payload::NoData);
        };
        let renderer = render.renderer_mut();
        renderer.forget_memory(&mapping);
        if renderer.is_using_memory() {
            Outcome::DoneAfterGpu
        } else {
            Outcome::Done(Payload::NoData)
        }
    }

    fn set_scanout(
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
        let size = target.size();
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
        }
        self.show(id, Some(Shown { resource, rect }));
        Ok(Payload::NoData)
    }

    fn resource_flush(&mut self, rect: Rect, resource: ResourceId) -> Result<Payload, Error> {
        let target = self.resources.get(resource)?;
        let size = target.size();
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

    /// A front picture of that size and format for a scanout: the one that it has, if it fits, so that the screen
    /// shows the last picture until the next one has come.
    fn make_front(&mut self, id: ScanoutId, format: gpu::Format, size: Size) -> Result<(), Error> {
        let fits = |front: &Image| front.size() == size && front.format() == format;
        if self.scanouts[id.index()].front.as_ref().is_some_and(fits) {
            return Ok(());
        }
        let front = self.resources.new_picture(format, size)?;
        self.drop_front(id);
        self.scanouts[id.index()].front = Some(front);
        Ok(())
    }

    fn drop_front(&mut self, id: ScanoutId) {
        let scanout = &mut self.scanouts[id.index()];
        scanout.flow.front_generation += 1;
        scanout.flow.reading = false;
        scanout.flow.next = None;
        if let Some(front) = scanout.front.take() {
            self.resources.release_picture(front);
        }
    }

    fn assign_uuid(&mut self, resource: ResourceId) -> Result<Payload, Error> {
        self.require(Features::RESOURCE_UUID, gpu::CtrlType::ResourceAssignUuid)?;
        let target = self.resources.get_mut(resource)?;
        let uuid = *target.uuid.get_or_insert_with(|| {
            self.uuids_given += 1;
            make_uuid(self.config.uuid_seed, self.uuids_given)
        });
        Ok(Payload::Uuid(uuid))
    }

    fn update_cursor(
        &mut self,
        pos: CursorPos,
        resource: Option<ResourceId>,
        hot_x: u32,
        hot_y: u32,
    ) -> Result<Payload, Error> {
        let scanout = self.scanout_id(pos.scanout)?;
        let mut rendered = None;
        let image = match resource {
            Some(resource) => match &self.resources.get(resource)?.content {
                Content::Image(image) => Some(CursorImage::copy_of(image)),
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

    fn move_cursor(&mut self, pos: CursorPos) -> Result<Payload, Error> {
        let scanout = self.scanout_id(pos.scanout)?;
        let cursor = &mut self.scanouts[scanout.index()].cursor;
        (cursor.x, cursor.y) = (pos.x, pos.y);
        self.updates.push_back(DisplayUpdate::CursorMoved { scanout });
        Ok(Payload::NoData)
    }

    /// Puts `shown` on a scanout, and says so if its size changes. What is in the resource becomes visible with the
    /// next flush (virtio 1.3 §5.7.6.8, RESOURCE_FLUSH).
    fn show(&mut self, scanout: ScanoutId, shown: Option<Shown>) {
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

    fn scanout_id(&self, scanout: u32) -> Result<ScanoutId, Error> {
        ScanoutId::new(scanout)
            .filter(|id| id.index() < self.scanouts.len())
            .ok_or(Error::NoScanout(scanout))
    }

    fn require(&self, feature: Features, command: gpu::CtrlType) -> Result<(), Error> {
        if self.acked.contains(feature) {
            Ok(())
        } else {
            Err(Error::Unsupported { command })
        }
    }

    /// Who answers a query: the front end if it has displays, or the device.
    fn query(&self, query: Query) -> Outcome {
        if self.front_end_displays && self.pending.len() < limits::MAX_PENDING_QUERIES {
            Outcome::Ask(query)
        } else {
            Outcome::Done(self.own_answer(query))
        }
    }

    fn ask(&mut self, token: Token, header: CtrlHdr, query: Query) {
        self.pending.push((token, header, query));
        self.updates.push_back(DisplayUpdate::Query { token, query });
    }

    fn own_answer(&self, query: Query) -> Payload {
        match query {
            Query::DisplayInfo => Payload::DisplayInfo(self.own_displays()),
            Query::Edid(scanout) => match self.scanouts[scanout.index()].display {
                Some(mode) => Payload::Edid(Box::new(edid::edid(mode, scanout.get()))),
                None => Payload::Error(Error::NoDisplay(scanout).response()),
            },
        }
    }

    /// The displays side by side, from left to right.
    fn own_displays(&self) -> Box<[DisplayOne; MAX_SCANOUTS]> {
        let mut pmodes = Box::new(<[DisplayOne; MAX_SCANOUTS]>::new_zeroed());
        let mut x: u32 = 0;
        for (one, scanout) in pmodes.iter_mut().zip(&self.scanouts) {
            let Some(mode) = scanout.display else { continue };
            one.r.x.set(x);
            one.r.width.set(mode.width);
            one.r.height.set(mode.height);
            one.enabled.set(1);
            x = x.saturating_add(mode.width);
        }
        pmodes
    }

    fn complete(&mut self, token: Token, header: &CtrlHdr, payload: Payload) {
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

/// A version-4 UUID (RFC 9562 §5.4) that no other device with another seed is likely to give.
fn make_uuid(seed: u64, number: u64) -> [u8; 16] {
    // splitmix64, a published mixer; uniqueness is needed, not secrecy.
    let mix = |value: u64| {
        let mut z = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut uuid = [0; 16];
    uuid[..8].copy_from_slice(&mix(seed.wrapping_add(number)).to_be_bytes());
    uuid[8..].copy_from_slice(&mix(mix(seed) ^ number).to_be_bytes());
    uuid[6] = (uuid[6] & 0x0f) | 0x40;
    uuid[8] = (uuid[8] & 0x3f) | 0x80;
    uuid
}
