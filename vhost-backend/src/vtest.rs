//! `vhost-wgpu vtest`: a server for Mesa's `virpipe` driver, which draws through a socket instead of a device.
//!
//! ```text
//! main thread: accepts, waits for signals ──► a thread for each client: client.rs
//!                                               input.rs ► client.rs ► device::Renderer ► HostGpu
//!                                                            memory.rs (shared with the client)
//! ```
//!
//! A client has a renderer, a host GPU and memory of its own; they go with it. Its faults, up to a panic in our own
//! code, end that client and nobody else.

mod client;
mod input;
mod memory;
mod stats;

use std::{
    io,
    net::Shutdown,
    os::unix::net::{UnixListener, UnixStream},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use device::gpu::HostGpu;
use log::{error, info, warn};
use rustix::event::{PollFd, PollFlags, poll};

use crate::{
    args::Vtest,
    server::{SocketFiles, signal_pipe},
};

pub use client::{ClientError, serve};
pub use stats::{Stats, Totals};

/// Clients served at once; one more is turned away. Each has a GPU device of its own.
const MAX_CLIENTS: usize = 128;

/// How long clients may take to end after a signal.
const END_DEADLINE: Duration = Duration::from_millis(1500);

/// Makes a host GPU for a client.
pub trait MakeGpu: Fn() -> Result<Self::Gpu, String> + Send + Sync + 'static {
    /// What it makes.
    type Gpu: HostGpu;
}

impl<G: HostGpu, F: Fn() -> Result<G, String> + Send + Sync + 'static> MakeGpu for F {
    type Gpu = G;
}

/// Serves clients until a signal comes.
///
/// # Errors
/// A sentence for the user if what was asked for cannot be had.
pub fn run<M: MakeGpu>(args: &Vtest, make_gpu: M) -> Result<(), String> {
    let problem = |error: io::Error| error.to_string();
    let signals = signal_pipe().map_err(problem)?;
    let mut files = SocketFiles::default();
    let listener = files.listen(&args.socket_path)?;
    let stats = Arc::new(Stats::default());
    let mut server = Server {
        max_hostmem_bytes: args.max_hostmem.0,
        make_gpu: Arc::new(make_gpu),
        stats: Arc::clone(&stats),
        clients: Vec::new(),
    };
    server.accept_until(&listener, &signals).map_err(problem)?;
    server.end();
    if let Some(path) = &args.stats {
        stats.write(path)?;
    }
    Ok(())
}

struct Server<M> {
    max_hostmem_bytes: u64,
    make_gpu: Arc<M>,
    stats: Arc<Stats>,
    clients: Vec<(UnixStream, JoinHandle<()>)>,
}

impl<M: MakeGpu> Server<M> {
    fn accept_until(&mut self, listener: &UnixListener, signals: &UnixStream) -> io::Result<()> {
        loop {
            let mut fds = [
                PollFd::new(signals, PollFlags::IN),
                PollFd::new(listener, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            if !fds[0].revents().is_empty() {
                return Ok(());
            }
            match listener.accept() {
                Ok((socket, _)) => self.start(socket),
                Err(error) => {
                    error!("cannot accept a client: {error}");
                    // Out of descriptors: some come back when a client ends.
                    thread::sleep(Duration::from_millis(50));
                }
            }
        }
    }

    fn start(&mut self, socket: UnixStream) {
        self.clients.retain(|(_, thread)| !thread.is_finished());
        if self.clients.len() >= MAX_CLIENTS {
            return error!("more than {MAX_CLIENTS} clients: one is turned away");
        }
        let (ours, theirs) = match (socket.try_clone(), socket.try_clone()) {
            (Ok(ours), Ok(theirs)) => (ours, theirs),
            (Err(error), _) | (_, Err(error)) => return error!("a client's socket: {error}"),
        };
        let make_gpu = Arc::clone(&self.make_gpu);
        let stats = Arc::clone(&self.stats);
        let max_hostmem_bytes = self.max_hostmem_bytes;
        let serve = move || {
            let serving = AssertUnwindSafe(|| serve(socket, &*make_gpu, max_hostmem_bytes, &stats));
            match catch_unwind(serving) {
                Ok(Ok(())) => info!("a client is gone"),
                Ok(Err(error)) => warn!("a client is turned out: {error}"),
                Err(_) => {
                    stats.panicked();
                    error!("a bug of ours ended a client");
                }
            }
            // The client must see the end, though the server still has a descriptor of the socket.
            let _ = theirs.shutdown(Shutdown::Both);
        };
        match thread::Builder::new().name("client".into()).spawn(serve) {
            Ok(thread) => self.clients.push((ours, thread)),
            Err(error) => error!("no thread for a client: {error}"),
        }
    }

    /// Ends all clients. One whose GPU does not answer is left behind: the process ends.
    fn end(self) {
        for (socket, _) in &self.clients {
            // It may be gone already.
            let _ = socket.shutdown(Shutdown::Both);
        }
        let deadline = Instant::now() + END_DEADLINE;
        for (_, thread) in self.clients {
            while !thread.is_finished() && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use device::gpu::record::Recorder;

    use super::*;

    #[test]
    fn a_panic_ends_one_client_and_no_other() {
        let stats = Arc::new(Stats::default());
        let make = |stats: &Arc<Stats>, panics: bool| Server {
            max_hostmem_bytes: 1 << 20,
            make_gpu: Arc::new(move || {
                assert!(!panics, "as a bug of ours would");
                Ok::<_, String>(Recorder::silent())
            }),
            stats: Arc::clone(stats),
            clients: Vec::new(),
        };
        let (mut client, theirs) = UnixStream::pair().unwrap();
        let mut bad = make(&stats, true);
        bad.start(theirs);
        assert_eq!(
            client.read(&mut [0]).unwrap(),
            0,
            "the client sees that it is over"
        );
        bad.end();

        let (other, theirs) = UnixStream::pair().unwrap();
        let mut good = make(&stats, false);
        good.start(theirs);
        drop(other);
        good.end();
        assert_eq!((stats.totals().clients, stats.totals().panics), (2, 1));
    }
}
