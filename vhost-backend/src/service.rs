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
    os::unix::net::UnixStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use event_manager::{EventManager, MutEventSubscriber, SubscriberOps};
use log::info;

use crate::{
    args::Service,
    clients::Clients,
    notify,
    server::{Signals, SocketFiles},
};

use config::HostConfig;
use fleet::Fleet;

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
    let result = fleet.add_configured().and_then(|()| {
        notify::ready();
        info!("serving {} virtual machines", config.vm.len());
        while !stop.load(Ordering::Relaxed) {
            events.run().map_err(|error| error.to_string())?;
        }
        Ok(())
    });
    notify::stopping();
    fleet.end();
    result
}
