//! The device: its state, its features and configuration space, and the one dispatch of commands.

use std::collections::VecDeque;

use log::{debug, trace};
use serde::Serialize;
use wire::virtio_gpu::{self as gpu, CtrlHdr, DisplayOne, Events, Features, MAX_SCANOUTS};
use zerocopy::{FromZeros, IntoBytes};

use crate::{
    command::{self, Command, CursorPos, Payload, Queue, Reply},
    edid::{self, Edid},
    error::Error,
    fault_log::FaultLog,
    geometry::{Rect, Size},
    ids::{ResourceId, ScanoutId},
    image::Image,
    limits,
    memory::GuestMemory,
    mode::Mode,
    resource::ResourceTable,
    scanout::{Cursor, CursorImage, Scanout, Shown},
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

/// What a command comes to: an answer at once, or a question to the front end first.
enum Outcome {
    Done(Payload),
    Ask(Query),
}

/// A virtio-gpu device.
#[derive(Debug)]
pub struct Device {
    config: Config,
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

impl Device {
    /// A device as the driver finds it after power-on.
    ///
    /// # Panics
    /// If `config` has no scanout, or more than [`MAX_SCANOUTS`]: the configuration is ours, not a guest's.
    pub fn new(config: Config) -> Self {
        assert!(
            (1..=MAX_SCANOUTS).contains(&config.displays.len()),
            "1 to {MAX_SCANOUTS} scanouts"
        );
        let scanouts = config.displays.iter().map(|display| Scanout {
            display: *display,
            ..Scanout::default()
        });
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
            config,
        }
    }

    /// The feature bits that the device offers: those whose every command works.
    pub const fn features() -> Features {
        Features::EDID.union(Features::RESOURCE_UUID)
    }

    /// The driver accepted `features`; commands of others are refused from now on.
    pub fn set_acked_features(&mut self, features: Features) {
        self.acked = features & Self::features();
    }

    /// The configuration space (virtio 1.3 §5.7.4).
    pub fn config_space(&self) -> gpu::Config {
        gpu::Config {
            events_read: self.events.bits().into(),
            events_clear: 0.into(),
            num_scanouts: (self.scanouts.len() as u32).into(),
            num_capsets: 0.into(),
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
            self.dispatch(command, memory)
        });
        match outcome {
            Ok(Outcome::Done(payload)) => self.complete(token, &header, payload),
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
        let shown = self.scanouts.get(scanout.index())?.shown?;
        let resource = self
            .resources
            .get(shown.resource)
            .expect("a shown resource exists: unref un-shows it");
        Some((&resource.image, shown.rect))
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
    /// plugged in. Pending requests are forgotten: their buffers are the driver's again.
    pub fn reset(&mut self) {
        self.pending.clear();
        self.completions.clear();
        for index in 0..self.scanouts.len() {
            let id = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
            self.show(id, None);
            if std::mem::take(&mut self.scanouts[index].cursor).image.is_some() {
                self.updates.push_back(DisplayUpdate::CursorImage { scanout: id });
            }
        }
        self.resources.clear();
        self.events = Events::empty();
        self.acked = Features::empty();
    }

    fn dispatch(&mut self, command: Command<'_>, memory: &dyn GuestMemory) -> Result<Outcome, Error> {
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
            Command::ResourceUnref { resource } => self.resource_unref(resource)?,
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
                let target = self.resources.get_mut(resource)?;
                self.counters.bytes_copied += target.transfer_to_host(resource, &rect, offset, memory)?;
                Payload::NoData
            }
            Command::ResourceAttachBacking { resource, entries } => {
                self.resources.attach(resource, entries, memory)?;
                Payload::NoData
            }
            Command::ResourceDetachBacking { resource } => {
                self.resources.detach(resource)?;
                Payload::NoData
            }
            Command::ResourceAssignUuid { resource } => self.assign_uuid(resource)?,
            Command::GetCapsetInfo { index } => return Err(Error::NoCapset(index)),
            Command::GetCapset { id } => return Err(Error::NoCapset(id)),
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

    fn resource_unref(&mut self, resource: ResourceId) -> Result<Payload, Error> {
        self.resources.destroy(resource)?;
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
        Ok(Payload::NoData)
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
        let image = &mut self.resources.get_mut(resource)?.image;
        let size = image.size();
        if rect.is_empty() {
            return Err(Error::EmptyScanout { rect });
        }
        if !rect.fits(size) {
            return Err(Error::BadRect { rect, size });
        }
        image.allocate()?;
        self.show(id, Some(Shown { resource, rect }));
        Ok(Payload::NoData)
    }

    fn resource_flush(&mut self, rect: Rect, resource: ResourceId) -> Result<Payload, Error> {
        let size = self.resources.get(resource)?.image.size();
        if !rect.fits(size) {
            return Err(Error::BadRect { rect, size });
        }
        for (index, scanout) in self.scanouts.iter().enumerate() {
            let Some(shown) = scanout.shown.filter(|shown| shown.resource == resource) else {
                continue;
            };
            if let Some(rect) = shown.damage(&rect) {
                let scanout = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
                self.updates.push_back(DisplayUpdate::Damage { scanout, rect });
                self.counters.frames += 1;
            }
        }
        Ok(Payload::NoData)
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
        let image = match resource {
            Some(resource) => Some(CursorImage::copy_of(&self.resources.get(resource)?.image)),
            None => None,
        };
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
        self.completions.push_back(Completion {
            token,
            reply: Reply::new(header, payload),
        });
    }
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
