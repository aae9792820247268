//! What `vhost-user-backend` asks of a device: features, configuration, rings; all of it passed on to the engine.

use std::{
    io,
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
        unix::net::UnixStream,
    },
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use log::{debug, warn};
use vhost::vhost_user::{
    GpuBackend,
    message::{VhostUserProtocolFeatures, VhostUserShMemConfig},
};
use vhost_user_backend::VhostUserBackend;
use vm_memory::{GuestMemoryAtomic, GuestMemoryMmap};
use vmm_sys_util::{
    epoll::EventSet,
    event::{EventConsumer, EventFlag, EventNotifier, new_event_consumer_and_notifier},
};
use wire::virtio_gpu::{self, Features, SHM_ID_HOST_VISIBLE};
use zerocopy::IntoBytes;

use crate::{
    engine::{Engine, QUEUES},
    ring::Ring,
};

/// crosvm asks for this many entries unless told otherwise.
const MAX_QUEUE_SIZE: usize = 32768;

/// The event that says that [`Engine::wake`] is due. The crate keeps the numbers up to that of queues for itself.
pub const WAKE_EVENT: u64 = QUEUES as u64 + 1;

/// Feature bits of the transport (virtio 1.3 §6, and bit 30 of vhost-user).
pub(crate) mod transport {
    pub(super) const NOTIFY_ON_EMPTY: u64 = 1 << 24;
    pub(super) const RING_INDIRECT_DESC: u64 = 1 << 28;
    pub(super) const RING_EVENT_IDX: u64 = 1 << 29;
    pub(super) const PROTOCOL_FEATURES: u64 = 1 << 30;
    pub(super) const VERSION_1: u64 = 1 << 32;
    pub(super) const RING_RESET: u64 = 1 << 40;

    /// What every device of ours offers.
    pub(crate) const ALL: u64 =
        NOTIFY_ON_EMPTY | RING_INDIRECT_DESC | RING_EVENT_IDX | PROTOCOL_FEATURES | VERSION_1 | RING_RESET;
}

/// The descriptors that `vhost-user-backend` takes over to end its threads by, and forgets to close.
#[derive(Debug, Default)]
pub(crate) struct ExitEvents(Mutex<Vec<RawFd>>);

impl ExitEvents {
    /// A new one, if the kernel has any left.
    pub(crate) fn make(&self) -> Option<(EventConsumer, EventNotifier)> {
        let (consumer, notifier) = new_event_consumer_and_notifier(EventFlag::NONBLOCK | EventFlag::CLOEXEC)
            .inspect_err(|error| warn!("no eventfd to end a thread with: {error}"))
            .ok()?;
        lock(&self.0).push(consumer.as_raw_fd());
        Some((consumer, notifier))
    }

    /// Closes all of them.
    ///
    /// # Safety
    /// The threads must have ended: the daemon must have been dropped.
    pub(crate) unsafe fn close(&self) {
        for fd in lock(&self.0).drain(..) {
            // SAFETY: the crate has turned the consumer that it got from `make` into this bare number, and whatever
            // used it has ended, as the caller promises; so this is its only owner.
            drop(unsafe { OwnedFd::from_raw_fd(fd) });
        }
    }
}

/// One front end's device.
pub struct Backend {
    engine: Mutex<Engine>,
    /// What the device offers: it never changes.
    features: Features,
    /// A copy for GET_CONFIG, so that it never waits for a batch of requests.
    config_space: Mutex<virtio_gpu::Config>,
    /// Whether the next features to be accepted are a new driver's, for whom the device is to be as new.
    new_driver: AtomicBool,
    exit_events: ExitEvents,
}

impl Backend {
    /// The back end that drives `engine`.
    pub fn new(engine: Engine) -> Self {
        let config_space = Mutex::new(engine.config_space());
        Self {
            features: engine.features(),
            engine: Mutex::new(engine),
            config_space,
            new_driver: AtomicBool::new(false),
            exit_events: ExitEvents::default(),
        }
    }

    /// The next features come from a new driver. The reset waits for them, since the crate may have yet to serve
    /// messages that came before: the one that stops the rings, for one.
    pub fn expect_new_driver(&self) {
        self.new_driver.store(true, Ordering::Relaxed);
    }

    /// See [`ExitEvents::close`].
    ///
    /// # Safety
    /// As there.
    pub unsafe fn close_exit_events(&self) {
        // SAFETY: the caller promises what is asked for there.
        unsafe { self.exit_events.close() }
    }

    /// Lets `work` use the engine, then brings the copy of the configuration space up to date.
    pub fn with_engine<T>(&self, work: impl FnOnce(&mut Engine) -> T) -> T {
        let mut engine = lock(&self.engine);
        let result = work(&mut engine);
        *lock(&self.config_space) = engine.config_space();
        result
    }

    /// The front end handed over its display socket.
    pub fn attach_display(&self, socket: UnixStream) {
        debug!("the front end shows the screens");
        if let Err(error) = self.with_engine(|engine| engine.attach_display(socket)) {
            warn!("cannot use the front end's display socket: {error}");
        }
    }

    /// The front end handed over the socket for requests of the back end; `protocol` is what both can do.
    pub fn set_channel(&self, socket: UnixStream, protocol: u64) {
        debug!("the front end takes requests, with protocol features {protocol:#x}");
        if let Err(error) = self.with_engine(|engine| engine.set_channel(socket, protocol)) {
            warn!("cannot use the front end's socket for requests: {error}");
        }
    }

    /// Tells the front end, if it listens, that the configuration space changed (vhost-user
    /// `BACKEND_CONFIG_CHANGE_MSG`), which becomes an interrupt in the guest.
    pub fn announce_config_change(&self) {
        self.with_engine(Engine::announce_config_change);
    }
}

/// A poisoned lock means that a thread panicked: that is our bug, and the state is as good as any to go on with.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl VhostUserBackend for Backend {
    type Bitmap = ();
    type Vring = Ring;

    fn num_queues(&self) -> usize {
        QUEUES
    }

    fn max_queue_size(&self) -> usize {
        MAX_QUEUE_SIZE
    }

    fn features(&self) -> u64 {
        self.features.bits() | transport::ALL
    }

    fn acked_features(&self, features: u64) {
        debug!("the driver accepted features {features:#x}");
        let new_driver = self.new_driver.swap(false, Ordering::Relaxed);
        self.with_engine(|engine| {
            if new_driver {
                engine.reset();
            }
            engine.set_acked_features(Features::from_bits_truncate(features));
        });
    }

    fn protocol_features(&self) -> VhostUserProtocolFeatures {
        VhostUserProtocolFeatures::CONFIG
            | VhostUserProtocolFeatures::MQ
            | VhostUserProtocolFeatures::BACKEND_REQ
            | VhostUserProtocolFeatures::BACKEND_SEND_FD
            | VhostUserProtocolFeatures::RESET_DEVICE
            | VhostUserProtocolFeatures::CONFIGURE_MEM_SLOTS
            | VhostUserProtocolFeatures::SHMEM
    }

    /// One region, the host-visible one, by its id.
    fn get_shmem_config(&self) -> io::Result<VhostUserShMemConfig> {
        let size_bytes = self.with_engine(|engine| engine.device().host_visible_bytes());
        let mut sizes = [0; SHM_ID_HOST_VISIBLE as usize + 1];
        sizes[usize::from(SHM_ID_HOST_VISIBLE)] = size_bytes;
        Ok(VhostUserShMemConfig::new(u32::from(size_bytes > 0), &sizes))
    }

    fn reset_device(&self) {
        self.with_engine(Engine::reset);
    }

    fn set_event_idx(&self, _enabled: bool) {
        // The crate has told the queues.
    }

    /// Exactly `size` bytes, zero-padded: a VMM may die of anything else.
    fn get_config(&self, offset: u32, size: u32) -> Vec<u8> {
        let space = *lock(&self.config_space);
        let from = space.as_bytes().get(offset as usize..).unwrap_or_default();
        let mut bytes = from[..from.len().min(size as usize)].to_vec();
        bytes.resize(size as usize, 0);
        bytes
    }

    fn set_config(&self, offset: u32, buf: &[u8]) -> io::Result<()> {
        self.with_engine(|engine| engine.write_config_space(offset.into(), buf));
        Ok(())
    }

    fn update_memory(&self, _memory: GuestMemoryAtomic<GuestMemoryMmap>) -> io::Result<()> {
        // The engine holds the same memory, and takes its present regions for each batch. What it made of those before
        // ends now, as the front end expects it to once it has the reply.
        self.with_engine(Engine::memory_changed);
        Ok(())
    }

    /// The relay has taken a copy of the socket already: the crate's own wrapper can only block.
    fn set_gpu_socket(&self, _socket: GpuBackend) -> io::Result<()> {
        Ok(())
    }

    fn exit_event(&self, _thread_index: usize) -> Option<(EventConsumer, EventNotifier)> {
        self.exit_events.make()
    }

    fn stop_vring(&self, queue_index: u32) -> io::Result<()> {
        self.with_engine(|engine| engine.stop_queue(queue_index as usize));
        Ok(())
    }

    /// Never an error: that would end the thread, and with it the device.
    fn handle_event(
        &self,
        event: u16,
        _events: EventSet,
        rings: &[Ring],
        _thread_id: usize,
    ) -> io::Result<()> {
        self.with_engine(|engine| {
            if u64::from(event) == WAKE_EVENT {
                engine.wake(rings);
            } else {
                engine.run_queue(event, rings);
            }
        });
        Ok(())
    }
}
