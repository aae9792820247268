//! The device: its state, its features and configuration space, and its life from power-on to reset.
//!
//! | room | what happens there |
//! |---|---|
//! | `requests` | a request's way in, the one dispatch of commands, and its completion's way out |
//! | `blobs` | resources without a shape: how they are made and mapped |
//! | `displays` | what is plugged in, and who answers the guest's questions about it |
//! | `resources` | 2D transfers and UUIDs, and what is to be done when a resource or its memory goes |
//! | `scanouts` | what the guest shows where, and the pictures that follow |
//! | `blob_scanouts` | the same for what lies in blobs, which displays read from guest memory |
//! | `cursors` | the same for cursors |
//! | `rendering` | what there is in a device with 3D alone, and what its GPU has done by and by |
//!
//! They share the one state, [`Device`]; what each part of it can do by itself is beside this module: `resource.rs`,
//! `scanout.rs`, `edid.rs`, `render.rs`.

use std::collections::VecDeque;

use serde::Serialize;
use wire::virtio_gpu::{self as gpu, CtrlHdr, Events, Features, MAX_SCANOUTS};
use zerocopy::IntoBytes;

use crate::{
    blob::HostVisible,
    command::Reply,
    error::Error,
    fault_log::FaultLog,
    geometry::{Rect, Size},
    gpu::{HostGpu, record::Recorder},
    ids::{ResourceId, ScanoutId},
    limits,
    mode::Mode,
    render::Render,
    renderer::Renderer,
    resource::ResourceTable,
    scanout::Scanout,
};

mod blob_scanouts;
mod blobs;
mod cursors;
mod displays;
mod rendering;
mod requests;
mod resources;
mod scanouts;

pub use blobs::MapRequest;
pub use displays::{Answer, Query};

use blobs::Maps;

/// What a device is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// One entry a scanout, 1 to [`MAX_SCANOUTS`]; `None` has no display plugged in.
    pub displays: Vec<Option<Mode>>,
    /// Where the driver maps blobs of the host, if it can.
    pub host_visible: Option<HostVisible>,
    /// Host memory that the guest's resources may use, in bytes.
    pub max_hostmem_bytes: u64,
    /// What tells this device's resource UUIDs from another's: random.
    pub uuid_seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            displays: vec![Some(Mode::new(1280, 800))],
            host_visible: None,
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
    /// The guest takes memory back, which it can use for something else once it has the reply to its request: no
    /// [`Picture::Lent`](crate::scanout::Picture::Lent) of that resource is read from now on.
    TakenBack {
        /// Whose memory it was.
        resource: ResourceId,
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
    /// Resources that are bytes without a shape, the guest's or the host's.
    pub blobs: usize,
    /// Those of the host that the front end has mapped for the guest, or is asked to.
    pub mapped: usize,
    /// Scanouts that show something.
    pub scanouts: usize,
    /// Cursors that are visible.
    pub cursors: usize,
    /// Requests that wait for an answer.
    pub pending: usize,
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
    maps: Maps,
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
            maps: Maps::default(),
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
            Some(_) => Features::VIRGL | Features::CONTEXT_INIT,
            None => Features::empty(),
        };
        Features::EDID | Features::RESOURCE_UUID | Features::RESOURCE_BLOB | virgl
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

    /// The next finished request, in any order.
    pub fn next_completion(&mut self) -> Option<Completion> {
        self.completions.pop_front()
    }

    /// The next thing to show, in order.
    pub fn next_update(&mut self) -> Option<DisplayUpdate> {
        self.updates.pop_front()
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
            blobs: self.resources.blobs(),
            mapped: self.resources.mapped().count(),
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
            pending: self.pending.len() + self.maps.pending(),
        }
    }

    /// Host memory in use for resources, in bytes.
    pub fn hostmem_bytes(&self) -> u64 {
        self.resources.hostmem_bytes()
    }

    /// Forgets everything that the driver made, as a reset by the driver does (virtio 1.3 §2.4). Displays stay
    /// plugged in. Pending requests are forgotten: their buffers are the driver's again. So is the memory of resources:
    /// if the GPU [is using](Device::is_using_memory) it, [`Device::finish_gpu`] comes first.
    pub fn reset(&mut self) {
        self.forget_mappings();
        self.unmap_all();
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
}
