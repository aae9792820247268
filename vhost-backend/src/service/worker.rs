//! The process of one machine: started, watched, and started again when it ends, later each time.

use std::{
    io,
    os::{fd::OwnedFd, unix::net::UnixListener},
    path::Path,
    process::{Child, Command, ExitStatus},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use command_fds::{CommandFdExt, FdMapping};
use log::{error, info, warn};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use super::config::Plan;
use crate::args::LogLevel;

/// How long the service waits before it replaces a worker, first and at most. It doubles each time.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// A worker that has run so long did not fail at its start: the next one is started soon again.
const STEADY: Duration = Duration::from_secs(30);
/// How long a worker may take to end when it is told to.
const END_TIME: Duration = Duration::from_secs(5);

/// A machine's place in the service.
#[derive(Debug)]
pub struct Worker {
    /// The machine's name.
    pub name: String,
    /// How it is served.
    pub plan: Plan,
    listener: UnixListener,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Running>,
    restarts: u64,
    ending: bool,
    last_end: Option<String>,
}

#[derive(Debug)]
struct Running {
    pid: u32,
    /// Names the process even when its number is another's.
    process: OwnedFd,
}

/// How long to wait before each new worker.
#[derive(Debug, Default)]
struct Pauses {
    last: Duration,
}

impl Pauses {
    /// After a worker that ran so long.
    fn next(&mut self, ran: Duration) -> Duration {
        let is_steady = ran >= STEADY || self.last.is_zero();
        self.last = if is_steady {
            PAUSE
        } else {
            (self.last * 2).min(PAUSE_MAX)
        };
        self.last
    }
}

/// How a worker is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Health {
    /// Its process, while there is one.
    pub pid: Option<u32>,
    /// How often it was started again.
    pub restarts: u64,
    /// How the last one ended.
    pub last_end: Option<String>,
}

impl Worker {
    /// The socket that its hypervisor connects to, to be given to another worker.
    ///
    /// # Errors
    /// If there are no more descriptors.
    pub fn listener(&self) -> io::Result<UnixListener> {
        self.listener.try_clone()
    }

    /// A machine whose hypervisor connects to `listener`; nothing runs yet.
    pub fn new(name: &str, plan: Plan, listener: UnixListener) -> Self {
        Self {
            name: name.into(),
            plan,
            listener,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// How it is.
    pub fn health(&self) -> Health {
        let state = self.lock();
        Health {
            pid: state.running.as_ref().map(|running| running.pid),
            restarts: state.restarts,
            last_end: state.last_end.clone(),
        }
    }

    /// Keeps a process of `program` running until [`Worker::end`].
    pub fn supervise(&self, program: &Path, log_level: LogLevel) {
        let mut pauses = Pauses::default();
        loop {
            let started = Instant::now();
            let end = match self.start(program, log_level) {
                Ok(None) => return,
                Ok(Some(child)) => self.wait(child),
                Err(error) => format!("it cannot be started: {error}"),
            };
            let mut state = self.lock();
            state.running = None;
            self.changed.notify_all();
            if state.ending {
                return;
            }
            let pause = pauses.next(started.elapsed());
            error!("the worker of {}: {end}; another one in {pause:?}", self.name);
            state.last_end = Some(end);
            let waited = self
                .changed
                .wait_timeout_while(state, pause, |state| !state.ending);
            let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if state.ending {
                return;
            }
            state.restarts += 1;
        }
    }

    /// Starts a process, unless it is not wanted any more.
    fn start(&self, program: &Path, log_level: LogLevel) -> io::Result<Option<Child>> {
        let mut state = self.lock();
        if state.ending {
            return Ok(None);
        }
        let socket = FdMapping {
            parent_fd: self.listener.try_clone()?.into(),
            child_fd: 3,
        };
        let mut command = Command::new(program);
        command
            .arg("--fd=3")
            .arg(format!("--worker={}", std::process::id()))
            .arg(format!("--log-level={}", log_level.name()))
            .arg("--control-socket")
            .arg(&self.plan.control_path)
            .args(&self.plan.arguments)
            // What the service manager told the service is not for workers.
            .env_remove("NOTIFY_SOCKET")
            .env_remove("LISTEN_FDS")
            .env_remove("LISTEN_FDNAMES")
            .env_remove("LISTEN_PID")
            .fd_mappings(vec![socket])
            .map_err(io::Error::other)?;
        let mut child = command.spawn()?;
        // It is not waited for yet, so the number is its own.
        let opened = Pid::from_raw(child.id() as i32)
            .ok_or(io::ErrorKind::NotFound.into())
            .and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).map_err(io::Error::from));
        let process = match opened {
            Ok(process) => process,
            Err(error) => {
                child.kill()?;
                child.wait()?;
                return Err(error);
            }
        };
        let pid = child.id();
        info!("the worker of {} is process {pid}", self.name);
        state.running = Some(Running { pid, process });
        Ok(Some(child))
    }

    fn wait(&self, mut child: Child) -> String {
        match child.wait() {
            Ok(status) => describe(status),
            Err(error) => format!("it cannot be waited for: {error}"),
        }
    }

    /// Ends the process, and nothing follows it. Returns once it is gone.
    pub fn end(&self) {
        let mut state = self.lock();
        state.ending = true;
        self.changed.notify_all();
        for signal in [Signal::TERM, Signal::KILL] {
            let Some(running) = &state.running else { return };
            if let Err(error) = pidfd_send_signal(&running.process, signal) {
                warn!("the worker of {}: {error}", self.name);
            }
            let waited = self
                .changed
                .wait_timeout_while(state, END_TIME, |state| state.running.is_some());
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn describe(status: ExitStatus) -> String {
    format!("it ended: {status}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_that_end_at_once_are_replaced_later_each_time() {
        let mut pauses = Pauses::default();
        let waits: Vec<_> = (0..11).map(|_| pauses.next(Duration::ZERO).as_millis()).collect();
        assert_eq!(
            waits,
            [
                100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000
            ]
        );
        assert_eq!(pauses.next(STEADY), PAUSE, "after one that ran well");
        assert_eq!(pauses.next(STEADY / 2), PAUSE * 2);
    }
}
