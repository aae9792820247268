//! Clients of a listening socket, each served on a thread of its own; and how such a socket is asked without waiting for
//! ever.

use std::{
    io::{self, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use event_manager::{EventOps, EventSet, Events, MutEventSubscriber};
use log::{debug, error};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

/// Clients of one kind that are served at once; one more is turned away.
const MAX_CLIENTS: usize = 16;
/// How long a client may leave an answer unread: as long, it keeps others from being served.
const READ_TIME: Duration = Duration::from_secs(5);

/// A socket whose clients are served on threads of their own.
pub(crate) struct Clients<F> {
    what: &'static str,
    listener: UnixListener,
    served: Arc<AtomicUsize>,
    serve: Arc<F>,
}

impl<F: Fn(&UnixStream) -> io::Result<()> + Send + Sync + 'static> Clients<F> {
    /// Serves each client by `serve`, on a thread that is named after what they want.
    pub(crate) fn new(what: &'static str, listener: UnixListener, serve: F) -> Self {
        Self {
            what,
            listener,
            served: Arc::default(),
            serve: Arc::new(serve),
        }
    }
}

impl<F: Fn(&UnixStream) -> io::Result<()> + Send + Sync + 'static> MutEventSubscriber for Clients<F> {
    fn init(&mut self, ops: &mut EventOps<'_>) {
        ops.add(Events::new(&self.listener, EventSet::IN))
            .expect("each descriptor is registered once, on an epoll of our own");
    }

    fn process(&mut self, _events: Events, _ops: &mut EventOps<'_>) {
        let what = self.what;
        let client = match self.listener.accept() {
            Ok((client, _)) => client,
            Err(error) => return error!("cannot accept a {what} client: {error}"),
        };
        if let Err(error) = client.set_write_timeout(Some(READ_TIME)) {
            return error!("{what} client: {error}");
        }
        if self.served.fetch_add(1, Ordering::Relaxed) >= MAX_CLIENTS {
            self.served.fetch_sub(1, Ordering::Relaxed);
            return error!("too many {what} clients");
        }
        let (serve, served) = (Arc::clone(&self.serve), Arc::clone(&self.served));
        let work = move || {
            if let Err(error) = serve(&client) {
                debug!("{what} client: {error}");
            }
            served.fetch_sub(1, Ordering::Relaxed);
        };
        if let Err(error) = thread::Builder::new().name(what.into()).spawn(work) {
            self.served.fetch_sub(1, Ordering::Relaxed);
            error!("no thread for a {what} client: {error}");
        }
    }
}

/// Connects to a socket. Where a connect would wait, as the listener accepts nobody and its queue is full, it fails with
/// [`io::ErrorKind::WouldBlock`].
///
/// # Errors
/// That, or if nobody listens.
pub(crate) fn connect_now(path: &Path) -> io::Result<UnixStream> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    connect(&socket, &SocketAddrUnix::new(path)?)?;
    let socket = UnixStream::from(socket);
    socket.set_nonblocking(false)?;
    Ok(socket)
}

/// A socket that is read and written until some time, however little comes or goes at once.
#[derive(Debug)]
pub(crate) struct Timed<'a> {
    socket: &'a UnixStream,
    end: Instant,
}

impl<'a> Timed<'a> {
    /// For so long from now.
    pub(crate) fn new(socket: &'a UnixStream, time: Duration) -> Self {
        Self {
            socket,
            end: Instant::now() + time,
        }
    }

    /// What is left, which is more than nothing.
    fn left(&self) -> io::Result<Duration> {
        match self.end.checked_duration_since(Instant::now()) {
            Some(left) if !left.is_zero() => Ok(left),
            _ => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(Some(self.left()?))?;
        self.socket.read(bytes)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(self.left()?))?;
        self.socket.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_that_sends_a_byte_at_a_time_is_not_waited_for_longer() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let dripping = thread::spawn(move || {
            while (&theirs).write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(5));
            }
        });
        let mut text = String::new();
        let error = Timed::new(&ours, Duration::from_millis(100)).read_to_string(&mut text);
        let kinds = [io::ErrorKind::TimedOut, io::ErrorKind::WouldBlock];
        assert!(kinds.contains(&error.unwrap_err().kind()));
        drop(ours);
        dripping.join().unwrap();
    }

    #[test]
    fn a_full_queue_is_not_waited_for() {
        let path = std::env::temp_dir().join(format!("vhost-wgpu-queue-{}", std::process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        rustix::net::listen(&listener, 1).unwrap();
        let queued: Vec<_> = std::iter::from_fn(|| connect_now(&path).ok()).take(10).collect();
        let error = connect_now(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        assert!(!queued.is_empty());
    }
}
