//! The machines of a service.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    os::unix::net::UnixListener,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use log::{error, info, warn};

use super::{
    config::{HostConfig, Options, Places},
    worker::Worker,
};
use crate::{args::LogLevel, server::SocketFiles};

/// Machines of one service: far beyond what one host has room for, and each costs a process.
const MAX_MACHINES: usize = 256;
/// How long the workers of a service that was killed may take to follow it. Until then they have its machines' sockets.
const TAKE_OVER_TIME: Duration = Duration::from_secs(2);

/// All machines.
#[derive(Debug)]
pub struct Fleet {
    /// Of workers.
    program: PathBuf,
    config: HostConfig,
    log_level: LogLevel,
    machines: Mutex<BTreeMap<String, Machine>>,
    /// Sockets that the service manager listens on, for machines that are not there yet.
    inherited: Mutex<HashMap<String, UnixListener>>,
}

#[derive(Debug)]
struct Machine {
    /// Removed with the machine, and while its socket is still ours: once it is not, another may be there.
    _file: SocketFiles,
    worker: Arc<Worker>,
    supervisor: JoinHandle<()>,
    /// Whether the service manager made the socket, which then outlives the machine.
    is_inherited: bool,
}

impl Fleet {
    /// No machines, whose workers will be processes of `program`.
    pub fn new(
        program: PathBuf,
        config: &HostConfig,
        log_level: LogLevel,
        inherited: HashMap<String, UnixListener>,
    ) -> Self {
        Self {
            program,
            config: config.clone(),
            log_level,
            machines: Mutex::default(),
            inherited: Mutex::new(inherited),
        }
    }

    /// Adds the machines of the configuration.
    ///
    /// # Errors
    /// As [`Fleet::add`], of the first that fails.
    pub fn add_configured(&self) -> Result<(), String> {
        for (name, options) in &self.config.vm {
            self.add_within(name, options, TAKE_OVER_TIME)?;
        }
        for name in lock(&self.inherited).keys() {
            warn!("the service manager listens for {name}, and there is no such machine");
        }
        Ok(())
    }

    /// Adds a machine, and starts its worker.
    ///
    /// # Errors
    /// A sentence, if there is one of that name, or its options make no sense, or its socket cannot be had.
    pub fn add(&self, name: &str, options: &Options) -> Result<(), String> {
        self.add_within(name, options, Duration::ZERO)
    }

    fn add_within(&self, name: &str, options: &Options, patience: Duration) -> Result<(), String> {
        let plan = self.config.plan(name, options)?;
        let mut machines = lock(&self.machines);
        if machines.contains_key(name) {
            return Err(format!("there is a machine {name} already"));
        }
        if machines.len() >= MAX_MACHINES {
            return Err(format!("there are {MAX_MACHINES} machines already"));
        }
        let mut places = Places::of_service(&self.config);
        for (other, machine) in &*machines {
            places.claim(other, &machine.worker.plan)?;
        }
        places.claim(name, &plan)?;
        let mut file = SocketFiles::default();
        let inherited = lock(&self.inherited).remove(name);
        let is_inherited = inherited.is_some();
        let listener = match inherited {
            Some(listener) => listener,
            None => file.listen_within(&plan.socket_path, patience)?,
        };
        let worker = Arc::new(Worker::new(name, plan, listener));
        let (watched, program, log_level) = (Arc::clone(&worker), self.program.clone(), self.log_level);
        let supervisor = thread::Builder::new()
            .name(format!("vm-{name}"))
            .spawn(move || watched.supervise(&program, log_level))
            .map_err(|error| format!("no thread for {name}: {error}"))?;
        info!("{name} is served at {}", worker.plan.socket_path.display());
        machines.insert(
            name.into(),
            Machine {
                _file: file,
                worker,
                supervisor,
                is_inherited,
            },
        );
        Ok(())
    }

    /// Ends a machine's worker and forgets it.
    ///
    /// # Errors
    /// A sentence, if there is none of that name.
    pub fn remove(&self, name: &str) -> Result<(), String> {
        let machine = lock(&self.machines).remove(name);
        let machine = machine.ok_or_else(|| format!("there is no machine {name}"))?;
        // For a machine of that name that is added later.
        let inherited = machine.is_inherited.then(|| machine.worker.listener());
        machine.end();
        match inherited {
            Some(Ok(listener)) => drop(lock(&self.inherited).insert(name.into(), listener)),
            Some(Err(error)) => error!("the socket of {name}: {error}"),
            None => {}
        }
        Ok(())
    }

    /// All workers, by their machines' names.
    pub fn workers(&self) -> Vec<Arc<Worker>> {
        let machines = lock(&self.machines);
        machines
            .values()
            .map(|machine| Arc::clone(&machine.worker))
            .collect()
    }

    /// Ends all, at the same time.
    pub fn end(&self) {
        let machines = std::mem::take(&mut *lock(&self.machines));
        thread::scope(|scope| {
            for machine in machines.into_values() {
                scope.spawn(|| machine.end());
            }
        });
    }
}

impl Machine {
    fn end(self) {
        self.worker.end();
        if self.supervisor.join().is_err() {
            error!("the supervisor of {} panicked", self.worker.name);
        }
        // A worker that was killed has left it.
        let _ = fs::remove_file(&self.worker.plan.control_path);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
