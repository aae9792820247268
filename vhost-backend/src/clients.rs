//! Clients of a listening socket, each served on a thread of its own.

use std::{
    io,
    os::unix::net::{UnixListener, UnixStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use event_manager::{EventOps, EventSet, Events, MutEventSubscriber};
use log::{debug, error};

/// Clients of one kind that are served at once; one more is turned away.
const MAX_CLIENTS: usize = 16;

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
