//! The input device for `vhost-user-backend`: features, configuration, and events into the driver's buffers.

use std::{
    io,
    os::fd::{AsFd, AsRawFd, OwnedFd, RawFd},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use device::fault_log::FaultLog;
use log::{debug, warn};
use rustix::event::{EventfdFlags, eventfd};
use vhost::vhost_user::message::VhostUserProtocolFeatures;
use vhost_user_backend::{VhostUserBackend, VringState, VringT};
use virtio_queue::{QueueOwnedT, QueueT};
use vm_memory::{GuestAddressSpace, GuestMemoryAtomic, GuestMemoryMmap};
use vmm_sys_util::{
    epoll::EventSet,
    event::{EventConsumer, EventNotifier},
};
use wire::virtio_input::{self as input, EVENT_QUEUE, STATUS_QUEUE};
use zerocopy::{FromBytes, IntoBytes};

use super::{config::config, hub::Hub};
use crate::{
    backend::{ExitEvents, transport},
    engine::BATCH_TIME,
    queue::{self, Request, Writable},
    ring::Ring,
};

const QUEUES: usize = 2;

/// As for the GPU: crosvm asks for this many entries unless told otherwise.
const MAX_QUEUE_SIZE: usize = 32768;

/// What a driver says, and what it is told.
const EVENT_BYTES: usize = size_of::<input::Event>();

/// The event that says that somebody typed, or that a batch was not the last. The crate keeps the numbers up to that of queues for itself.
pub const TYPED_EVENT: u64 = QUEUES as u64 + 1;

/// What makes the thread of the device look for events.
#[derive(Debug)]
pub struct Bell(OwnedFd);

impl Bell {
    /// One that is silent.
    ///
    /// # Errors
    /// If the kernel has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        let flags = EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC;
        Ok(Self(eventfd(0, flags)?))
    }

    /// Rings.
    pub fn ring(&self) {
        // It can only be full, and then it has been rung.
        let _ = rustix::io::write(&self.0, &1u64.to_ne_bytes());
    }

    fn silence(&self) {
        // It may not have been rung.
        let _ = rustix::io::read(&self.0, &mut [0; 8]);
    }

    /// Readable once it was rung.
    pub fn fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

/// One front end's input device.
pub struct InputDevice {
    hub: Arc<Hub>,
    bell: Arc<Bell>,
    memory: GuestMemoryAtomic<GuestMemoryMmap>,
    /// What the driver has written to the first two fields of the configuration space.
    selected: Mutex<(u8, u8)>,
    work: Mutex<Work>,
    exit_events: ExitEvents,
}

struct Work {
    request: Request,
    faults: FaultLog,
}

impl InputDevice {
    /// A device for events from `hub`, told by `bell`.
    pub fn new(hub: Arc<Hub>, bell: Arc<Bell>, memory: GuestMemoryAtomic<GuestMemoryMmap>) -> Self {
        Self {
            hub,
            bell,
            memory,
            selected: Mutex::new((0, 0)),
            work: Mutex::new(Work {
                request: Request::of_at_most(EVENT_BYTES),
                faults: FaultLog::default(),
            }),
            exit_events: ExitEvents::default(),
        }
    }

    /// See [`ExitEvents::close`].
    ///
    /// # Safety
    /// As there.
    pub unsafe fn close_exit_events(&self) {
        // SAFETY: the caller promises what is asked for there.
        unsafe { self.exit_events.close() }
    }

    /// Gives the driver what was typed, as far as it has buffers. For no longer than [`BATCH_TIME`] at once, so that a guest
    /// that never stops cannot keep the front end from stopping a ring.
    fn deliver(&self, ring: &mut VringState) -> Result<(), virtio_queue::Error> {
        let memory = self.memory.memory();
        let mut work = lock(&self.work);
        let Work { request, faults } = &mut *work;
        let deadline = Instant::now() + BATCH_TIME;
        let mut is_used = false;
        while self.hub.has_events() {
            if Instant::now() >= deadline {
                self.bell.ring();
                break;
            }
            let queue = ring.get_queue_mut();
            let Some(chain) = queue.iter(&*memory)?.next() else {
                // Told of the next buffers, unless they have just come.
                if queue.enable_notification(&*memory)? {
                    continue;
                }
                break;
            };
            let head = chain.head_index();
            let len = match request.read(chain, &memory) {
                Ok(()) => self.write_event(&request.writable, &memory),
                Err(error) => {
                    faults.note(error);
                    0
                }
            };
            queue.add_used(&*memory, head, len)?;
            is_used = true;
        }
        if is_used {
            signal(ring, &memory)?;
        }
        Ok(())
    }

    /// Writes the next event to a buffer, and returns how many bytes that were. One that has no room for it gets nothing,
    /// and the event waits for the next.
    fn write_event(&self, buffer: &[Writable], memory: &GuestMemoryMmap) -> u32 {
        if queue::room_bytes(buffer) < EVENT_BYTES as u64 {
            return 0;
        }
        let Some((kind, code, value)) = self.hub.next_event() else {
            return 0;
        };
        let event = input::Event {
            type_: kind.into(),
            code: code.into(),
            value: (value as u32).into(),
        };
        queue::write_bytes(event.as_bytes(), buffer, memory)
    }

    /// Takes what the driver says, for as long.
    fn listen(&self, ring: &mut VringState) -> Result<(), virtio_queue::Error> {
        let memory = self.memory.memory();
        let mut work = lock(&self.work);
        let Work { request, faults } = &mut *work;
        let deadline = Instant::now() + BATCH_TIME;
        loop {
            let queue = ring.get_queue_mut();
            while let Some(chain) = queue.iter(&*memory)?.next() {
                let head = chain.head_index();
                match request.read(chain, &memory) {
                    Ok(()) => {
                        if let Ok((event, _)) = input::Event::read_from_prefix(&request.bytes)
                            && event.type_.get() == input::EV_LED
                        {
                            self.hub.lamp(event.code.get(), event.value.get() != 0);
                        }
                    }
                    Err(error) => faults.note(error),
                }
                queue.add_used(&*memory, head, 0)?;
                if Instant::now() >= deadline {
                    break;
                }
            }
            if Instant::now() >= deadline {
                self.bell.ring();
                return signal(ring, &memory);
            }
            if !queue.enable_notification(&*memory)? {
                return signal(ring, &memory);
            }
        }
    }
}

fn signal(ring: &mut VringState, memory: &GuestMemoryMmap) -> Result<(), virtio_queue::Error> {
    if ring.get_queue_mut().needs_notification(memory)?
        && let Err(error) = ring.signal_used_queue()
    {
        warn!("cannot notify the guest: {error}");
    }
    Ok(())
}

/// No code panics while it holds one of these; if it did, the data would still be whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl VhostUserBackend for InputDevice {
    type Bitmap = ();
    type Vring = Ring;

    fn num_queues(&self) -> usize {
        QUEUES
    }

    fn max_queue_size(&self) -> usize {
        MAX_QUEUE_SIZE
    }

    fn features(&self) -> u64 {
        transport::ALL
    }

    fn protocol_features(&self) -> VhostUserProtocolFeatures {
        VhostUserProtocolFeatures::CONFIG
            | VhostUserProtocolFeatures::MQ
            | VhostUserProtocolFeatures::RESET_DEVICE
            | VhostUserProtocolFeatures::CONFIGURE_MEM_SLOTS
    }

    fn acked_features(&self, features: u64) {
        debug!("the input driver accepted features {features:#x}");
        self.hub.set_attached(true);
    }

    fn reset_device(&self) {
        self.hub.set_attached(false);
    }

    fn set_event_idx(&self, _enabled: bool) {
        // The crate has told the queues.
    }

    /// Exactly `size` bytes, zero-padded: a VMM may die of anything else.
    fn get_config(&self, offset: u32, size: u32) -> Vec<u8> {
        let (select, subsel) = *lock(&self.selected);
        let space = config(select, subsel);
        let from = space.as_bytes().get(offset as usize..).unwrap_or_default();
        let mut bytes = from[..from.len().min(size as usize)].to_vec();
        bytes.resize(size as usize, 0);
        bytes
    }

    fn set_config(&self, offset: u32, buf: &[u8]) -> io::Result<()> {
        let mut selected = lock(&self.selected);
        for (at, byte) in (offset..).zip(buf).take(2) {
            match at {
                0 => selected.0 = *byte,
                1 => selected.1 = *byte,
                _ => {}
            }
        }
        Ok(())
    }

    fn update_memory(&self, _memory: GuestMemoryAtomic<GuestMemoryMmap>) -> io::Result<()> {
        // We hold the same memory, and take its present regions each time.
        Ok(())
    }

    fn exit_event(&self, _thread_index: usize) -> Option<(EventConsumer, EventNotifier)> {
        self.exit_events.make()
    }

    /// Never an error: that would end the thread, and with it the device.
    fn handle_event(
        &self,
        event: u16,
        _events: EventSet,
        rings: &[Ring],
        _thread_id: usize,
    ) -> io::Result<()> {
        let is_typed = u64::from(event) == TYPED_EVENT;
        if is_typed {
            self.bell.silence();
        }
        for index in [EVENT_QUEUE, STATUS_QUEUE] {
            let Some(ring) = rings
                .get(usize::from(index))
                .filter(|_| is_typed || event == index)
            else {
                continue;
            };
            let mut ring = ring.get_mut();
            if !ring.get_queue().ready() || !ring.is_enabled() {
                continue;
            }
            let result = match index {
                STATUS_QUEUE => self.listen(&mut ring),
                _ => self.deliver(&mut ring),
            };
            if let Err(error) = result {
                lock(&self.work)
                    .faults
                    .note(format_args!("input queue {index} is broken: {error}"));
            }
        }
        Ok(())
    }
}
