//! What wakes the device's thread beside the queues, as one descriptor for its event loop: a nested epoll.
//!
//! The event loop of `vhost-user-backend` can only add and remove descriptors; a nested epoll can also change what
//! it waits for, and goes away with the engine that owns it.

use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, RawFd},
    time::Duration,
};

use log::error;
use vmm_sys_util::{
    epoll::{ControlOperation, Epoll, EpollEvent, EventSet},
    eventfd::{EFD_NONBLOCK, EventFd},
    timerfd::TimerFd,
};

use crate::{channel::Channel, display::vhost_user_gpu::DisplaySocket};

/// Tags of the descriptors; queues to resume are told apart by [`Wakeups::to_resume`].
const RESUME: u64 = 0;
const TIMER: u64 = 1;
const DISPLAY: u64 = 2;
const GPU: u64 = 3;
const CHANNEL: u64 = 4;

/// A reason to wake up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakeup {
    /// That queue has requests left from the last batch.
    Resume(u16),
    /// The display socket has something to read, or room again.
    Display,
    /// What the front end was asked for was not answered in time.
    AnswerOverdue,
    /// The socket for requests of the back end has something to read.
    Channel,
    /// The host GPU has done something.
    Gpu,
}

/// See the module.
#[derive(Debug)]
pub struct Wakeups {
    epoll: Epoll,
    resume: EventFd,
    /// Bit n: queue n.
    to_resume: u32,
    timer: Timer,
    gpu: EventFd,
    display_events: EventSet,
}

#[derive(Debug)]
struct Timer {
    fd: TimerFd,
    armed: bool,
}

impl Wakeups {
    /// Nothing due.
    ///
    /// # Errors
    /// If the kernel has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        let epoll = Epoll::new()?;
        let resume = EventFd::new(EFD_NONBLOCK)?;
        let timer = TimerFd::new()?;
        let gpu = EventFd::new(EFD_NONBLOCK)?;
        for (fd, tag) in [
            (resume.as_raw_fd(), RESUME),
            (timer.as_raw_fd(), TIMER),
            (gpu.as_raw_fd(), GPU),
        ] {
            epoll.ctl(ControlOperation::Add, fd, EpollEvent::new(EventSet::IN, tag))?;
        }
        let timer = Timer {
            fd: timer,
            armed: false,
        };
        Ok(Self {
            epoll,
            resume,
            to_resume: 0,
            timer,
            gpu,
            display_events: EventSet::empty(),
        })
    }

    /// Readable when [`Wakeups::take`] has something.
    pub fn fd(&self) -> RawFd {
        self.epoll.as_raw_fd()
    }

    /// What is due, without waiting.
    pub fn take(&mut self) -> Vec<Wakeup> {
        let mut events = [EpollEvent::default(); 5];
        let count = self.epoll.wait(0, &mut events).unwrap_or_else(|error| {
            error!("epoll: {error}");
            0
        });
        let mut due = Vec::new();
        for event in &events[..count] {
            match event.data() {
                RESUME => {
                    // An event that is already consumed is no error: the descriptor does not block.
                    let _ = self.resume.read();
                    let queues = std::mem::take(&mut self.to_resume);
                    due.extend(
                        (0..u32::BITS as u16)
                            .filter(|n| queues >> n & 1 == 1)
                            .map(Wakeup::Resume),
                    );
                }
                TIMER => {
                    self.set_answer_deadline(None);
                    due.push(Wakeup::AnswerOverdue);
                }
                GPU => {
                    // As above.
                    let _ = self.gpu.read();
                    due.push(Wakeup::Gpu);
                }
                CHANNEL => due.push(Wakeup::Channel),
                _ => due.push(Wakeup::Display),
            }
        }
        due
    }

    /// Makes [`Wakeup::Resume`] due at once.
    pub fn resume(&mut self, queue: u16) {
        self.to_resume |= 1 << queue;
        if let Err(error) = self.resume.write(1) {
            error!("eventfd: {error}");
        }
    }

    /// What makes [`Wakeup::Gpu`] due when it is written to.
    ///
    /// # Errors
    /// If the kernel has no file descriptors left.
    pub fn gpu_event(&self) -> io::Result<EventFd> {
        self.gpu.try_clone()
    }

    /// Makes [`Wakeup::AnswerOverdue`] due after `time`, if it is not already, or never.
    pub fn set_answer_deadline(&mut self, time: Option<Duration>) {
        let result = match (time, self.timer.armed) {
            (Some(time), false) => self.timer.fd.reset(time, None),
            (None, true) => self.timer.fd.clear(),
            (Some(_), true) | (None, false) => return,
        };
        self.timer.armed = time.is_some();
        if let Err(error) = result {
            error!("timerfd: {error}");
        }
    }

    /// Makes [`Wakeup::Display`] due when `display` has something to read.
    ///
    /// # Errors
    /// If the socket cannot be waited on.
    pub fn watch_display(&mut self, display: &DisplaySocket) -> io::Result<()> {
        self.display_events = EventSet::IN;
        let event = EpollEvent::new(self.display_events, DISPLAY);
        self.epoll
            .ctl(ControlOperation::Add, display.as_fd().as_raw_fd(), event)
    }

    /// Also waits for room in the socket if `display` is blocked, and only then.
    pub fn expect_from_display(&mut self, display: &DisplaySocket) {
        let events = if display.is_blocked() {
            EventSet::IN | EventSet::OUT
        } else {
            EventSet::IN
        };
        if events == self.display_events {
            return;
        }
        self.display_events = events;
        let event = EpollEvent::new(events, DISPLAY);
        if let Err(error) = self
            .epoll
            .ctl(ControlOperation::Modify, display.as_fd().as_raw_fd(), event)
        {
            error!("epoll: {error}");
        }
    }

    /// Makes [`Wakeup::Channel`] due when `channel` has something to read.
    ///
    /// # Errors
    /// If the socket cannot be waited on.
    pub fn watch_channel(&mut self, channel: &Channel) -> io::Result<()> {
        let event = EpollEvent::new(EventSet::IN, CHANNEL);
        self.epoll
            .ctl(ControlOperation::Add, channel.as_fd().as_raw_fd(), event)
    }

    /// Forgets a socket that was watched.
    pub fn unwatch(&mut self, socket: BorrowedFd<'_>) {
        let fd = socket.as_raw_fd();
        if let Err(error) = self
            .epoll
            .ctl(ControlOperation::Delete, fd, EpollEvent::default())
        {
            error!("epoll: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_to_resume_are_told_once() {
        let mut wakeups = Wakeups::new().unwrap();
        assert_eq!(wakeups.take(), []);
        wakeups.resume(1);
        wakeups.resume(0);
        wakeups.resume(1);
        assert_eq!(wakeups.take(), [Wakeup::Resume(0), Wakeup::Resume(1)]);
        assert_eq!(wakeups.take(), []);
    }

    #[test]
    fn a_deadline_passes_once_and_can_be_called_off() {
        let mut wakeups = Wakeups::new().unwrap();
        wakeups.set_answer_deadline(Some(Duration::from_nanos(1)));
        while wakeups.take() != [Wakeup::AnswerOverdue] {
            std::thread::yield_now();
        }
        assert_eq!(wakeups.take(), []);
        wakeups.set_answer_deadline(Some(Duration::from_secs(3600)));
        assert!(wakeups.timer.fd.is_armed().unwrap());
        wakeups.set_answer_deadline(None);
        assert!(!wakeups.timer.fd.is_armed().unwrap());
    }
}
