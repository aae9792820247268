//! A thread that waits for the host GPU, so that the thread that drives the device never does.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use log::error;
use vmm_sys_util::eventfd::EventFd;
use wgpu_renderer::Waiting;

/// What takes longer is a hang: the guest's work is given up. The slowest frames of software rendering take a second.
pub const GPU_DEADLINE: Duration = Duration::from_secs(10);

/// The thread. It ends when this is dropped and what it waits for is done.
#[derive(Debug)]
pub struct GpuWaiter {
    sender: Sender<Waiting>,
    /// Whether it was asked for something and has not said yet that it came.
    busy: bool,
    /// Which device it waits for.
    generation: u64,
    overdue: Arc<AtomicBool>,
}

impl GpuWaiter {
    /// Starts the thread, which writes to `done` each time that something is.
    ///
    /// # Errors
    /// If the kernel has no threads left.
    pub fn start(done: EventFd) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel::<Waiting>();
        let overdue = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&overdue);
        thread::Builder::new().name("gpu".into()).spawn(move || {
            for waiting in receiver {
                if !waiting.wait(GPU_DEADLINE) {
                    flag.store(true, Ordering::Release);
                }
                if let Err(error) = done.write(1) {
                    error!("eventfd: {error}");
                }
            }
        })?;
        Ok(Self {
            sender,
            busy: false,
            generation: 0,
            overdue,
        })
    }

    /// Waits for what `waiting` gives, unless something is waited for already.
    pub fn ask(&mut self, waiting: impl FnOnce() -> Option<Waiting>) {
        if self.busy {
            return;
        }
        if let Some(waiting) = waiting() {
            self.generation = waiting.generation();
            self.busy = self.sender.send(waiting).is_ok();
        }
    }

    /// It has said that something is done. Returns whether that came in time; the device of `generation` has nothing to
    /// do with what another one did not do.
    pub fn came(&mut self, generation: u64) -> bool {
        self.busy = false;
        let overdue = self.overdue.swap(false, Ordering::AcqRel);
        !overdue || self.generation != generation
    }
}
