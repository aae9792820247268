//! `vhost-wgpu serve`: one service for many virtual machines.
//!
//! | room | what happens there |
//! |---|---|
//! | `config` | the file that says which machines there are, and how each is served |
//! | `fleet` | the machines: which there are, added and removed at run time |
//! | `worker` | the process of one machine: started, watched, started again |
//! | `control` | what an administrator can ask |
//! | `metrics` | what Prometheus can ask |
//!
//! The service itself touches no guest's memory and speaks no vhost-user: it holds the sockets that hypervisors connect
//! to, and gives each to a worker, which is this same program serving one machine (`--fd`). What a guest does to its
//! worker ends there. The socket outlives the worker, so that a hypervisor that connects while one is being replaced
//! waits in its queue.
//!
//! GPU time is not shared out yet: workers draw when they like, and the host's driver decides. The scheduler that will
//! give out time belongs here, between the fleet and what workers ask for; see `architecture` in the design notes of
//! [`device`].

pub mod config;
pub mod control;
pub mod fleet;
pub mod metrics;
pub mod worker;

use std::{
    io,
    os::unix::net::{UnixListener, UnixStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use event_manager::{EventManager, EventOps, EventSet, Events, MutEventSubscriber, SubscriberOps};
use log::{error, info, warn};
use sd_notify::NotifyState;

use crate::{
    args::Service,
    server::{Signals, SocketFiles},
};

use config::HostConfig;
use fleet::Fleet;

/// Clients of one kind that are served at once; one more is turned away.
const MAX_CLIENTS: usize = 16;

/// Serves all machines until a signal comes.
///
/// # Errors
/// A sentence for the user if what was asked for cannot be had.
pub fn run(args: &Service) -> Result<(), String> {
    let config = HostConfig::read(&args.config)?;
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    std::fs::create_dir_all(&config.runtime_dir)
        .map_err(|error| format!("{}: {error}", config.runtime_dir.display()))?;
    let stop = Arc::new(AtomicBool::new(false));
    let mut events: EventManager<Box<dyn MutEventSubscriber>> =
        EventManager::new().map_err(|error| error.to_string())?;
    let signals = Signals::new(Arc::clone(&stop)).map_err(|error| error.to_string())?;
    events.add_subscriber(Box::new(signals));

    let fleet = Arc::new(Fleet::new(
        program,
        &config,
        args.log_level,
        config::inherited_sockets()?,
    ));
    let mut files = SocketFiles::default();
    if let Some(path) = &config.control_socket {
        let fleet = Arc::clone(&fleet);
        let serve = move |client: &UnixStream| control::serve(client, &fleet);
        events.add_subscriber(Box::new(Clients::new("control", files.listen(path)?, serve)));
    }
    if let Some(path) = &config.metrics_socket {
        let fleet = Arc::clone(&fleet);
        let serve = move |client: &UnixStream| metrics::serve(client, &fleet);
        events.add_subscriber(Box::new(Clients::new("metrics", files.listen(path)?, serve)));
    }
    for (name, options) in &config.vm {
        fleet.add(name, options)?;
    }
    tell_manager(NotifyState::Ready);
    info!("serving {} virtual machines", config.vm.len());

    while !stop.load(Ordering::Relaxed) {
        events.run().map_err(|error| error.to_string())?;
    }
    tell_manager(NotifyState::Stopping);
    fleet.end();
    Ok(())
}

/// Tells the service manager, if there is one, how far we are.
pub(crate) fn tell_manager(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        warn!("cannot notify the service manager: {error}");
    }
}

/// A socket whose clients are served on threads of their own.
struct Clients<F> {
    what: &'static str,
    listener: UnixListener,
    served: Arc<AtomicUsize>,
    serve: Arc<F>,
}

impl<F: Fn(&UnixStream) -> io::Result<()> + Send + Sync + 'static> Clients<F> {
    fn new(what: &'static str, listener: UnixListener, serve: F) -> Self {
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
                log::debug!("{what} client: {error}");
            }
            served.fetch_sub(1, Ordering::Relaxed);
        };
        if let Err(error) = thread::Builder::new().name(what.into()).spawn(work) {
            self.served.fetch_sub(1, Ordering::Relaxed);
            error!("no thread for a {what} client: {error}");
        }
    }
}
