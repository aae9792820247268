//! The device together with everything its one thread drives: the rings, the display socket, and what wakes it.
//!
//! [`Engine`] is locked for one batch of requests, or for one control command, at a time; nothing in here waits.
//! Locks are taken in one order: the engine, then a ring.

use std::{
    collections::HashMap,
    io,
    os::{
        fd::{AsFd, RawFd},
        unix::net::UnixStream,
    },
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use device::{
    Completion, Config, DisplayUpdate, Error, MapRequest, Mode, Queue, Token, fault_log::FaultLog,
    renderer::Renderer,
};
use log::{debug, warn};
use vhost_user_backend::{VringState, VringT};
use virtio_queue::{QueueOwnedT, QueueT};
use vm_memory::{GuestAddressSpace, GuestMemoryAtomic, GuestMemoryMmap};
use wire::{
    vhost_user::{PROTOCOL_REPLY_ACK, PROTOCOL_SHMEM},
    virtio_gpu::{self, CONTROL_QUEUE, CURSOR_QUEUE, Features},
};

use wgpu_renderer::Wgpu;

use crate::{
    Device,
    channel::{Asked, Channel},
    display::{
        vhost_user_gpu::{self, DisplayError, DisplaySocket},
        vnc::watch::Watch,
    },
    gpu_waiter::{GPU_DEADLINE, GpuWaiter},
    memory::Regions,
    polling::Polling,
    queue::{self, Request, Writable},
    ring::Ring,
    shared_memory::SharedFile,
    stitch::Stitcher,
    wakeups::{Wakeup, Wakeups},
};

/// How many queues the device has (virtio 1.3 §5.7.2).
pub const QUEUES: usize = 2;

/// How long one batch may take before the lock is given up, so that a guest that never stops cannot keep the front
/// end from stopping a ring.
pub(crate) const BATCH_TIME: Duration = Duration::from_millis(2);

/// How long the front end may take to answer a display query before the device answers in its place. The Linux
/// driver gives up after five seconds.
const ANSWER_TIME: Duration = Duration::from_secs(2);

/// A request that waits for its completion.
#[derive(Debug)]
struct InFlight {
    queue: u16,
    head: u16,
    writable: Vec<Writable>,
}

/// See the module.
pub struct Engine {
    device: Device,
    memory: GuestMemoryAtomic<GuestMemoryMmap>,
    stitcher: Stitcher,
    /// What the driver accepted, to be given to the device again after a reset.
    acked: Features,
    rings: Vec<Ring>,
    /// Which rings the front end has stopped.
    stopped: [bool; QUEUES],
    /// Whether all rings were stopped, and it is not known yet if what follows is a new start.
    may_be_new_start: bool,
    display: Option<DisplaySocket>,
    /// Who else looks at the screens.
    watches: Vec<Arc<Watch>>,
    /// Where we may ask the front end for something, and whether it maps memory for us.
    channel: Option<Channel>,
    can_map: bool,
    wakeups: Wakeups,
    /// With 3D.
    gpu: Option<GpuWaiter>,
    in_flight: HashMap<Token, InFlight>,
    /// Completions of requests of earlier batches.
    late: Vec<Completion>,
    last_token: u64,
    faults: FaultLog,
    polling: [Polling; QUEUES],
    request: Request,
    reply_buffer: Vec<u8>,
}

impl Engine {
    /// A device for one front end, over the memory that it will share, its screens watched by `watches`; with 3D if
    /// there is a renderer.
    ///
    /// # Errors
    /// If the kernel has no file descriptors or threads left.
    pub fn new(
        config: Config,
        renderer: Option<Renderer<Wgpu>>,
        memory: GuestMemoryAtomic<GuestMemoryMmap>,
        watches: Vec<Arc<Watch>>,
    ) -> io::Result<Self> {
        let wakeups = Wakeups::new()?;
        let (device, gpu) = match renderer {
            Some(renderer) => (
                Device::with_renderer(config, renderer),
                Some(GpuWaiter::start(wakeups.gpu_event()?)?),
            ),
            None => (Device::new(config), None),
        };
        Ok(Self {
            device,
            gpu,
            memory,
            stitcher: Stitcher::default(),
            acked: Features::empty(),
            rings: Vec::new(),
            stopped: [false; QUEUES],
            may_be_new_start: false,
            display: None,
            watches,
            channel: None,
            can_map: false,
            wakeups,
            in_flight: HashMap::new(),
            late: Vec::new(),
            last_token: 0,
            faults: FaultLog::default(),
            polling: [Polling::default(); QUEUES],
            request: Request::default(),
            reply_buffer: Vec::new(),
        })
    }

    /// The descriptor that becomes readable when [`Engine::wake`] is due.
    pub fn wake_fd(&self) -> RawFd {
        self.wakeups.fd()
    }

    /// The device, to look at.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The feature bits that the device offers.
    pub fn features(&self) -> Features {
        self.device.features()
    }

    /// The configuration space as the driver finds it now.
    pub fn config_space(&self) -> virtio_gpu::Config {
        self.device.config_space()
    }

    /// The driver wrote to the configuration space.
    pub fn write_config_space(&mut self, offset: u64, data: &[u8]) {
        self.device.write_config_space(offset, data);
    }

    /// Plugs, unplugs or resizes one of the device's own displays.
    ///
    /// # Errors
    /// If there is no such scanout.
    pub fn set_display(&mut self, scanout: u32, display: Option<Mode>) -> Result<(), Error> {
        self.device.set_display(scanout, display)
    }

    /// Whether the front end shows the screens.
    pub fn has_front_end_display(&self) -> bool {
        self.display.is_some()
    }

    /// The driver accepted `features`.
    pub fn set_acked_features(&mut self, features: Features) {
        self.acked = features;
        self.device.set_acked_features(features);
    }

    /// Runs requests from queue number `index` until it is empty or the batch is over; in that case a wake-up is
    /// due at once.
    pub fn run_queue(&mut self, index: u16, rings: &[Ring]) {
        if self.rings.is_empty() {
            self.rings = rings.to_vec();
        }
        self.reset_if_new_start();
        let Some(ring) = self.rings.get(usize::from(index)).cloned() else {
            return;
        };
        if let Some(stopped) = self.stopped.get_mut(usize::from(index)) {
            *stopped = false;
        }
        match self.run_batch(index, &mut ring.get_mut()) {
            Ok(true) => self.wakeups.resume(index),
            Ok(false) => {}
            Err(error) => self.faults.note(format_args!("queue {index} is broken: {error}")),
        }
        self.settle();
    }

    /// Serves whatever made [`Engine::wake_fd`] readable.
    pub fn wake(&mut self, rings: &[Ring]) {
        for wakeup in self.wakeups.take() {
            match wakeup {
                Wakeup::Resume(index) => self.run_queue(index, rings),
                Wakeup::Display => self.receive_from_display(),
                Wakeup::Channel => self.receive_from_channel(),
                Wakeup::AnswerOverdue => {
                    warn!("the front end does not answer; answering in its place");
                    self.device.answer_all_pending();
                    self.device.refuse_all_maps();
                }
                Wakeup::Gpu => self.gpu_came(),
            }
        }
        self.settle();
    }

    /// The front end stops ring `index`: whatever waits is answered now, since the ring will be out of reach.
    pub fn stop_queue(&mut self, index: usize) {
        self.device.answer_all_pending();
        self.device.refuse_all_maps();
        self.finish_gpu(GPU_DEADLINE);
        self.settle();
        self.in_flight
            .retain(|_, request| usize::from(request.queue) != index);
        if let Some(stopped) = self.stopped.get_mut(index) {
            *stopped = true;
        }
        self.may_be_new_start |= self.stopped.iter().all(|stopped| *stopped);
    }

    /// Forgets everything that the driver made.
    pub fn reset(&mut self) {
        debug!("device reset");
        self.take_memory_back();
        self.device.reset();
        self.in_flight.clear();
        self.may_be_new_start = false;
        self.settle();
    }

    /// The front end has shared other memory, or none.
    pub fn memory_changed(&mut self) {
        self.take_memory_back();
        let memory = self.memory.memory();
        self.device.memory_changed(&Regions(&memory, &self.stitcher));
        // The host looks after what nothing uses any more, and lets it go.
        self.device.poll(&Regions(&memory, &self.stitcher));
        self.settle();
    }

    /// Waits until the GPU has left guest memory alone: what comes next makes it somebody else's. A GPU that hangs is
    /// replaced; one that cannot be stopped, as a software adapter's threads, may still write to pages of this guest
    /// that it was given to write to, should it ever go on.
    fn take_memory_back(&mut self) {
        if self.device.is_using_memory() {
            self.finish_gpu(GPU_DEADLINE);
        }
    }

    /// The waiter says that the GPU has done something, or that it hangs.
    fn gpu_came(&mut self) {
        let renderer = self.device.renderer();
        let generation = renderer.map_or(0, |renderer| renderer.gpu().generation());
        let in_time = self.gpu.as_mut().is_none_or(|gpu| gpu.came(generation));
        if !in_time {
            self.finish_gpu(Duration::ZERO);
        }
    }

    fn finish_gpu(&mut self, deadline: Duration) {
        if self.device.is_rendering() || self.device.is_using_memory() {
            let memory = self.memory.memory();
            self.device
                .finish_gpu(deadline, &Regions(&memory, &self.stitcher));
        }
    }

    /// Takes what the GPU has done, and has the rest waited for.
    fn poll_gpu(&mut self) {
        if !self.device.is_rendering() {
            return;
        }
        let memory = self.memory.memory();
        self.device.poll(&Regions(&memory, &self.stitcher));
        if let (Some(gpu), true) = (&mut self.gpu, self.device.is_rendering()) {
            gpu.ask(|| self.device.renderer()?.gpu().waiting());
        }
    }

    /// What we ask the front end for goes to `socket` from now on; `protocol` is what both sides can do.
    ///
    /// # Errors
    /// If the socket cannot be waited on.
    pub fn set_channel(&mut self, socket: UnixStream, protocol: u64) -> io::Result<()> {
        self.end_channel();
        let channel = Channel::new(socket, protocol & PROTOCOL_REPLY_ACK != 0);
        self.wakeups.watch_channel(&channel)?;
        self.channel = Some(channel);
        self.can_map = protocol & PROTOCOL_SHMEM != 0;
        self.settle();
        Ok(())
    }

    /// Tells the front end, if it listens, that the configuration space changed.
    pub fn announce_config_change(&mut self) {
        let Some(channel) = &self.channel else {
            return debug!("the front end cannot be told of a changed configuration");
        };
        if let Err(error) = channel.announce_config_change() {
            warn!("cannot tell the front end of a changed configuration: {error}");
        }
    }

    /// Shows the screens on `socket` from now on.
    ///
    /// # Errors
    /// If the socket cannot be used.
    pub fn attach_display(&mut self, socket: UnixStream) -> io::Result<()> {
        self.end_display(&DisplayError::Closed);
        let display = DisplaySocket::new(socket, &self.device)?;
        self.wakeups.watch_display(&display)?;
        self.display = Some(display);
        self.device.set_front_end_displays(true);
        self.settle();
        Ok(())
    }

    /// If all rings were stopped and the control ring starts from its beginning, a new driver is at work: the front
    /// end reset the device without a RESET_DEVICE. If it goes on in the middle, the guest was only paused.
    fn reset_if_new_start(&mut self) {
        let Some(control) = self.rings.get(usize::from(CONTROL_QUEUE)) else {
            return;
        };
        let (ready, next) = {
            let state = control.get_ref();
            (state.get_queue().ready(), state.get_queue().next_avail())
        };
        if self.may_be_new_start && ready {
            self.may_be_new_start = false;
            if next == 0 {
                self.reset();
                self.device.set_acked_features(self.acked);
            }
        }
    }

    /// Returns whether requests are left for the next batch.
    fn run_batch(&mut self, index: u16, ring: &mut VringState) -> Result<bool, virtio_queue::Error> {
        if !ring.get_queue().ready() || !ring.is_enabled() {
            return Ok(false);
        }
        let deadline = Instant::now() + BATCH_TIME;
        self.polling[usize::from(index)].woke();
        loop {
            // Taken anew after each look: the front end may have changed the regions meanwhile, and the guest knows.
            let memory = self.memory.memory();
            ring.get_queue_mut().disable_notification(&*memory)?;
            let more = self.run_available(index, ring, &memory, deadline)?;
            if ring.get_queue_mut().needs_notification(&*memory)? {
                signal(ring);
            }
            if more {
                return Ok(true);
            }
            self.poll_gpu();
            self.feed_display();
            if self.look_for_more(index, ring, &memory)? {
                continue;
            }
            if !ring.get_queue_mut().enable_notification(&*memory)? {
                self.polling[usize::from(index)].leave();
                return Ok(false);
            }
        }
    }

    /// Runs what the ring has. Returns whether `deadline` came before its end.
    fn run_available(
        &mut self,
        index: u16,
        ring: &mut VringState,
        memory: &GuestMemoryMmap,
        deadline: Instant,
    ) -> Result<bool, virtio_queue::Error> {
        let queue = ring.get_queue_mut();
        while let Some(chain) = queue.iter(memory)?.next() {
            let used = match self.request.read(chain, memory) {
                Ok(()) => self.execute(index, memory),
                Err(error) => {
                    self.faults.note(error);
                    Some(0)
                }
            };
            if let Some(len) = used {
                queue.add_used(memory, self.request.head, len)?;
            }
            if Instant::now() >= deadline {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks at the ring a little longer, unless the display waits for us meanwhile.
    fn look_for_more(
        &mut self,
        index: u16,
        ring: &VringState,
        memory: &GuestMemoryMmap,
    ) -> Result<bool, virtio_queue::Error> {
        if self.display.as_ref().is_some_and(DisplaySocket::is_blocked) {
            return Ok(false);
        }
        let queue = ring.get_queue();
        self.polling[usize::from(index)]
            .look(|| Ok(queue.avail_idx(memory, Ordering::Acquire)?.0 != queue.next_avail()))
    }

    /// Runs the request just read. Returns how many bytes of reply were written, or `None` if it waits.
    fn execute(&mut self, index: u16, memory: &GuestMemoryMmap) -> Option<u32> {
        self.last_token += 1;
        let token = Token(self.last_token);
        if self.request.too_long {
            self.device.refuse_too_long(token, &self.request.bytes);
        } else {
            let queue = if index == CURSOR_QUEUE {
                Queue::Cursor
            } else {
                Queue::Control
            };
            self.device.execute(
                queue,
                token,
                &self.request.bytes,
                &Regions(memory, &self.stitcher),
            );
        }
        self.note_updates();
        // Pixels that fit the socket go at once, so that the display works on them while this thread runs on. Of the
        // moves of a cursor, only the last of a batch is worth a message.
        if index == CONTROL_QUEUE {
            self.feed_display();
        }
        let mut used = None;
        while let Some(completion) = self.device.next_completion() {
            if completion.token == token {
                let reply = &completion.reply;
                used = Some(queue::write_reply(
                    reply,
                    &self.request.writable,
                    memory,
                    &mut self.reply_buffer,
                ));
            } else {
                self.late.push(completion);
            }
        }
        if used.is_none() {
            let writable = std::mem::take(&mut self.request.writable);
            self.in_flight.insert(
                token,
                InFlight {
                    queue: index,
                    head: self.request.head,
                    writable,
                },
            );
        }
        used
    }

    /// After anything was done: delivers late completions, feeds the display, arms what must wake us.
    fn settle(&mut self) {
        self.poll_gpu();
        self.note_updates();
        self.feed_channel();
        self.finish_late();
        self.feed_display();
        // Ending a display answers what waited for it.
        self.finish_late();
        let owes_display = || self.display.as_ref().is_some_and(DisplaySocket::owes_answers);
        let owes = self.device.is_waiting() && owes_display() || self.device.is_mapping();
        self.wakeups.set_answer_deadline(owes.then_some(ANSWER_TIME));
    }

    /// Has the front end map and unmap what the guest asks for, as far as there is room.
    fn feed_channel(&mut self) {
        while self.channel.as_ref().is_none_or(Channel::has_room)
            && let Some(request) = self.device.next_map_request()
        {
            let (token, asked) = match request {
                MapRequest::Map {
                    token,
                    resource,
                    offset_bytes,
                    len_bytes,
                } => {
                    let bytes = self.device.host_bytes(resource).map(|bytes| bytes.as_any());
                    let file = bytes.and_then(|bytes| bytes.downcast_ref::<SharedFile>());
                    let channel = self.channel.as_mut().filter(|_| self.can_map);
                    let asked = channel.zip(file).map(|(channel, file)| {
                        channel.map(token, file.file().as_fd(), offset_bytes, len_bytes)
                    });
                    (Some(token), asked)
                }
                MapRequest::Unmap {
                    token,
                    offset_bytes,
                    len_bytes,
                } => {
                    let channel = self.channel.as_mut().filter(|_| self.can_map);
                    (
                        token,
                        channel.map(|channel| channel.unmap(token, offset_bytes, len_bytes)),
                    )
                }
            };
            let done = match asked {
                Some(Ok(Asked::Due)) => continue,
                Some(Ok(Asked::Done)) => true,
                Some(Err(error)) => {
                    self.faults
                        .note(format_args!("the front end cannot be asked to map: {error}"));
                    false
                }
                None => false,
            };
            if let Some(token) = token {
                self.device.answer_map(token, done);
            }
        }
    }

    fn receive_from_channel(&mut self) {
        let Some(channel) = &mut self.channel else { return };
        match channel.receive() {
            Ok(answers) => {
                // Who answers late has the whole time again for the next.
                self.wakeups.set_answer_deadline(None);
                for (token, done) in answers {
                    self.device.answer_map(token, done);
                }
            }
            Err(error) => {
                debug!("the front end takes no more requests: {error}");
                self.end_channel();
            }
        }
    }

    fn end_channel(&mut self) {
        if let Some(channel) = self.channel.take() {
            self.wakeups.unwatch(channel.as_fd());
        }
        self.device.refuse_all_maps();
    }

    fn feed_display(&mut self) {
        if let Some(display) = &mut self.display {
            match display.pump(&mut self.device) {
                Ok(()) => self.wakeups.expect_from_display(display),
                Err(error) => self.end_display(&error),
            }
        }
    }

    fn note_updates(&mut self) {
        while let Some(update) = self.device.next_update() {
            self.watches.iter().for_each(|watch| watch.note(&update));
            match (&mut self.display, &update) {
                (Some(display), _) => display.note(&update, &mut self.device),
                (None, DisplayUpdate::Query { token, .. }) => {
                    self.device.answer(*token, device::Answer::Own);
                }
                // Nobody looks: a screenshot will take the pixels as they are then.
                (
                    None,
                    DisplayUpdate::Scanout { .. }
                    | DisplayUpdate::Damage { .. }
                    | DisplayUpdate::TakenBack { .. }
                    | DisplayUpdate::CursorImage { .. }
                    | DisplayUpdate::CursorMoved { .. },
                ) => {}
            }
        }
    }

    fn finish_late(&mut self) {
        while let Some(completion) = self.device.next_completion() {
            self.late.push(completion);
        }
        let memory = self.memory.memory();
        for completion in self.late.drain(..) {
            let Some(request) = self.in_flight.remove(&completion.token) else {
                continue;
            };
            let Some(ring) = self.rings.get(usize::from(request.queue)) else {
                continue;
            };
            let reply = &completion.reply;
            let len = queue::write_reply(reply, &request.writable, &memory, &mut self.reply_buffer);
            let mut ring = ring.get_mut();
            let queue = ring.get_queue_mut();
            let notify = queue
                .add_used(&*memory, request.head, len)
                .and_then(|()| queue.needs_notification(&*memory));
            match notify {
                Ok(true) => signal(&ring),
                Ok(false) => {}
                Err(error) => self
                    .faults
                    .note(format_args!("queue {} is broken: {error}", request.queue)),
            }
        }
    }

    fn receive_from_display(&mut self) {
        if let Some(display) = &mut self.display
            && let Err(error) = display.receive(&mut self.device)
        {
            self.end_display(&error);
        }
    }

    fn end_display(&mut self, error: &DisplayError) {
        if let Some(display) = self.display.take() {
            vhost_user_gpu::log_end(error);
            self.wakeups.unwatch(display.as_fd());
        }
        self.device.set_front_end_displays(false);
    }
}

fn signal(ring: &VringState) {
    if let Err(error) = ring.signal_used_queue() {
        warn!("cannot notify the guest: {error}");
    }
}
