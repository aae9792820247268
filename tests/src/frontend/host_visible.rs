//! The host-visible region, as a hypervisor keeps it: what the back end asks to have mapped there.
//!
//! Nothing is mapped: the files are kept by their places, and read and written there, which is what a guest would do.

use std::{
    fs::File,
    io::{IoSliceMut, Write},
    mem::MaybeUninit,
    os::{fd::OwnedFd, unix::fs::FileExt, unix::net::UnixStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use wire::vhost_user::{
    BACKEND_SHMEM_MAP, BACKEND_SHMEM_UNMAP, FLAG_NEED_REPLY, FLAG_REPLY, Header, SharedMemory, VERSION,
};
use zerocopy::{FromBytes, IntoBytes};

use super::error::Result;
use crate::{ensure, fail};

/// How long what was asked for may take to come.
const DEADLINE: Duration = Duration::from_secs(5);

/// How the region answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Does as it is asked.
    Willing,
    /// Answers that it cannot.
    Refusing,
    /// Never answers.
    Silent,
}

/// A file that is mapped.
#[derive(Debug)]
struct Mapping {
    place: SharedMemory,
    file: File,
}

#[derive(Debug, Default)]
struct State {
    mappings: Vec<Mapping>,
    /// Requests that make no sense.
    faults: Vec<String>,
}

/// See the module.
pub struct HostVisible {
    state: Arc<Mutex<State>>,
    socket: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl HostVisible {
    /// Serves the back end's requests on `socket` from now on, for a region of that size.
    ///
    /// # Errors
    /// If there are no threads left.
    pub fn serve(socket: UnixStream, size_bytes: u64, manner: Manner) -> Result<Self> {
        let state = Arc::new(Mutex::new(State::default()));
        let (ours, mut theirs) = (socket.try_clone()?, Arc::clone(&state));
        let thread = thread::Builder::new().spawn(move || {
            while let Some((header, body, fd)) = receive(&socket) {
                let done = manner == Manner::Willing
                    && lock(&mut theirs).take(header.request.get(), &body, fd, size_bytes);
                if header.flags.get() & FLAG_NEED_REPLY == 0 || manner == Manner::Silent {
                    continue;
                }
                let reply = Header {
                    request: header.request,
                    flags: (VERSION | FLAG_REPLY).into(),
                    size: 8.into(),
                };
                let bytes = [reply.as_bytes(), &u64::from(!done).to_le_bytes()].concat();
                if (&socket).write_all(&bytes).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self {
            state,
            socket: ours,
            thread: Some(thread),
        })
    }

    /// Writes where a guest would, into one mapping.
    ///
    /// # Errors
    /// If nothing is mapped there.
    pub fn write(&self, offset: u64, bytes: &[u8]) -> Result<()> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for mapping in &state.mappings {
            let start = mapping.place.shm_offset.get();
            if let Some(within) = offset.checked_sub(start)
                && within + bytes.len() as u64 <= mapping.place.len.get()
            {
                mapping
                    .file
                    .write_all_at(bytes, mapping.place.fd_offset.get() + within)?;
                return Ok(());
            }
        }
        fail!("nothing is mapped at {offset:#x}")
    }

    /// Waits until exactly so many mappings are there.
    ///
    /// # Errors
    /// If they do not come, or something came that makes no sense.
    pub fn wait_mappings(&self, count: usize) -> Result<()> {
        let end = Instant::now() + DEADLINE;
        loop {
            let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            ensure!(
                state.faults.is_empty(),
                "nonsense was asked for: {:?}",
                state.faults
            );
            if state.mappings.len() == count {
                return Ok(());
            }
            ensure!(
                Instant::now() < end,
                "{} mappings are there, not {count}",
                state.mappings.len()
            );
            drop(state);
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for HostVisible {
    fn drop(&mut self) {
        // The other side may have closed it already.
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed.
            let _ = thread.join();
        }
    }
}

fn lock(state: &mut Arc<Mutex<State>>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Does what is asked for, or notes what is wrong with it.
    fn take(&mut self, request: u32, body: &[u8], fd: Option<OwnedFd>, size_bytes: u64) -> bool {
        let Ok(place) = SharedMemory::read_from_bytes(body) else {
            // Another request, as of a changed configuration.
            return true;
        };
        let (start, len) = (place.shm_offset.get(), place.len.get());
        let end = start.checked_add(len).filter(|end| *end <= size_bytes && len > 0);
        let fault = match (request, fd, end) {
            _ if place.shmid != 1 => "another region",
            (_, _, None) => "outside the region",
            (BACKEND_SHMEM_MAP, Some(fd), Some(end)) => {
                let overlaps = self.mappings.iter().any(|mapping| {
                    let other = mapping.place.shm_offset.get();
                    start < other + mapping.place.len.get() && other < end
                });
                let file = File::from(fd);
                let is_there = file
                    .metadata()
                    .is_ok_and(|file| file.len() >= place.fd_offset.get() + len);
                if !overlaps && is_there {
                    self.mappings.push(Mapping { place, file });
                    return true;
                }
                "overlapping, or more than the file"
            }
            (BACKEND_SHMEM_UNMAP, None, Some(_)) => {
                let before = self.mappings.len();
                self.mappings.retain(|mapping| {
                    (mapping.place.shm_offset.get(), mapping.place.len.get()) != (start, len)
                });
                // What was never mapped may be unmapped.
                return self.mappings.len() <= before;
            }
            _ => "a descriptor too many or too few, or another request",
        };
        self.faults.push(format!("request {request} {place:?}: {fault}"));
        false
    }
}

/// The next request; `None` at the end.
fn receive(socket: &UnixStream) -> Option<(Header, Vec<u8>, Option<OwnedFd>)> {
    let mut head = [0; size_of::<Header>()];
    let fd = fill(socket, &mut head)?;
    let header = Header::read_from_bytes(&head).ok()?;
    let mut body = vec![0; header.size.get() as usize];
    let late = if body.is_empty() {
        None
    } else {
        fill(socket, &mut body)?
    };
    Some((header, body, fd.or(late)))
}

/// All of `bytes`, and a descriptor if one came along; `None` at the end.
fn fill(socket: &UnixStream, bytes: &mut [u8]) -> Option<Option<OwnedFd>> {
    let mut fd = None;
    let mut done = 0;
    while done < bytes.len() {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut parts = [IoSliceMut::new(&mut bytes[done..])];
        let received = recvmsg(socket, &mut parts, &mut ancillary, RecvFlags::CMSG_CLOEXEC).ok()?;
        for message in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(fds) = message {
                fd = fds.into_iter().next();
            }
        }
        if received.bytes == 0 {
            return None;
        }
        done += received.bytes;
    }
    Some(fd)
}
