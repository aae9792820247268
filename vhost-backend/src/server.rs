//! The main thread: waits for front ends, control clients and signals, one event at a time.

use std::{
    cell::OnceCell,
    fs, io,
    os::{
        fd::{AsFd, AsRawFd, FromRawFd, OwnedFd},
        unix::{
            fs::FileTypeExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use device::{Config, Mode, renderer::Renderer};
use event_manager::{EventManager, EventOps, EventSet, Events, MutEventSubscriber, SubscriberOps};
use log::{error, info};
use vmm_sys_util::eventfd::{EFD_NONBLOCK, EventFd};
use wgpu_renderer::{Host, Wgpu};

use crate::{
    args::Serve,
    backend::Backend,
    clients::{Clients, connect_now},
    config, control,
    display::vnc::{self, watch::Watch},
    input::Input,
    notify,
    session::{self, Session},
};

/// The pause between two looks at a socket that is about to be free.
const LOOK: Duration = Duration::from_millis(20);

/// What the main thread, sessions and control clients share.
pub struct Shared {
    /// The device's own displays. They outlive a front end's connection.
    displays: Mutex<Vec<Option<Mode>>>,
    backend: Mutex<Option<Arc<Backend>>>,
    /// Where VNC clients learn what changed.
    watches: Vec<Arc<Watch>>,
    vnc_clients: vnc::server::Clients,
    /// What is typed goes there.
    input: Option<Input>,
}

impl Shared {
    /// Nobody attached, displays as configured.
    pub fn new(config: &Config, watches: Vec<Arc<Watch>>, input: Option<Input>) -> Self {
        Self {
            displays: Mutex::new(config.displays.clone()),
            backend: Mutex::new(None),
            watches,
            vnc_clients: vnc::server::Clients::default(),
            input,
        }
    }

    /// Where VNC clients put what is typed, if there is an input device.
    pub fn input(&self) -> Option<&Input> {
        self.input.as_ref()
    }

    /// Where changes of the screens are noted.
    pub fn watches(&self) -> &[Arc<Watch>] {
        &self.watches
    }

    /// Who is served by VNC.
    pub fn vnc_clients(&self) -> &vnc::server::Clients {
        &self.vnc_clients
    }

    /// A front end came or went: the screens are another device's now.
    fn set_backend(&self, backend: Option<Arc<Backend>>) {
        *lock(&self.backend) = backend;
        self.watches.iter().for_each(|watch| watch.note_everything());
    }

    /// The device of the front end that is attached.
    pub fn backend(&self) -> Option<Arc<Backend>> {
        lock(&self.backend).clone()
    }

    /// The device's own displays, by scanout.
    pub fn displays(&self) -> Vec<Option<Mode>> {
        lock(&self.displays).clone()
    }

    /// The display on one scanout.
    ///
    /// # Errors
    /// A sentence, if there is no such scanout.
    pub fn display(&self, scanout: u32) -> Result<Option<Mode>, String> {
        let displays = lock(&self.displays);
        displays
            .get(scanout as usize)
            .copied()
            .ok_or_else(|| format!("screen {scanout} does not exist"))
    }

    /// Plugs, unplugs or resizes the display on one scanout: the guest is told, and so are the front ends to come.
    ///
    /// # Errors
    /// A sentence, if the hypervisor shows the screens, or there is no such scanout.
    pub fn change_display(&self, scanout: u32, display: Option<Mode>) -> Result<(), String> {
        if let Some(backend) = self.backend() {
            backend.with_engine(|engine| {
                if engine.has_front_end_display() {
                    return Err("the hypervisor shows the screens and chooses their modes".into());
                }
                engine
                    .set_display(scanout, display)
                    .map_err(|error| error.to_string())
            })?;
            backend.announce_config_change();
        }
        self.set_display(scanout, display)
    }

    /// Changes the display on one scanout, for the front ends to come.
    fn set_display(&self, scanout: u32, display: Option<Mode>) -> Result<(), String> {
        match lock(&self.displays).get_mut(scanout as usize) {
            Some(slot) => *slot = display,
            None => return Err(format!("screen {scanout} does not exist")),
        }
        // One that is dark takes its place by its mode.
        self.watches.iter().for_each(|watch| watch.note_everything());
        Ok(())
    }
}

/// No code panics while it holds one of these; if it did, the data would still be whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves front ends until a signal comes, or the last one is gone.
///
/// # Errors
/// A sentence for the user if what was asked for cannot be had.
pub fn run(args: &Serve) -> Result<(), String> {
    let io = |error: io::Error| error.to_string();
    let config = config::device_config(args)?;
    let host = OnceCell::new();
    if config::must_have_host(args) {
        let _ = host.set(config::open_host(args)?);
    }
    let watches = vnc::server::watches(&args.vnc, config.displays.len())?;
    let mut files = SocketFiles::default();
    let input = match &args.vnc.input_socket {
        Some(path) => Some(Input::serve(files.listen(path)?).map_err(io)?),
        None => None,
    };
    let shared = Arc::new(Shared::new(&config, watches, input));
    let stop = Arc::new(AtomicBool::new(false));
    let mut events: EventManager<Box<dyn MutEventSubscriber>> =
        EventManager::new().map_err(|error| error.to_string())?;

    let signals = Signals::new(Arc::clone(&stop)).map_err(io)?;
    events.add_subscriber(Box::new(signals));
    if let Some(path) = &args.control_socket {
        let listener = files.listen(path)?;
        let shared = Arc::clone(&shared);
        let serve = move |client: &UnixStream| control::serve(client, &shared);
        events.add_subscriber(Box::new(Clients::new("control", listener, serve)));
    }
    for listener in vnc::server::listen(&args.vnc, &shared, &mut files)? {
        events.add_subscriber(Box::new(listener));
    }
    let source = match (args.fd, &args.socket_path) {
        (Some(fd), _) => inherited(fd)?,
        (None, Some(path)) => Source::Listener(files.listen(path)?),
        (None, None) => return Err("one of --socket-path and --fd is needed".into()),
    };
    let once = args.once || matches!(source, Source::Connected(_));
    let ended = Arc::new(EventFd::new(EFD_NONBLOCK).map_err(io)?);
    let front_ends = FrontEnds {
        source,
        shared,
        config,
        args: args.clone(),
        host,
        once,
        ended,
        serving: false,
        stop: Arc::clone(&stop),
    };
    events.add_subscriber(Box::new(front_ends));
    notify::ready();

    while !stop.load(Ordering::Relaxed) {
        events.run().map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Where front ends come from.
#[derive(Debug)]
enum Source {
    Listener(UnixListener),
    /// One that is connected already, until it is served.
    Connected(Option<UnixStream>),
}

/// A socket that our parent process left us.
fn inherited(fd: i32) -> Result<Source, String> {
    let problem = |error: io::Error| format!("--fd {fd}: {error}");
    if fd < 3 {
        return Err(format!("--fd {fd}: this is a standard stream"));
    }
    // SAFETY: the number comes from whoever started us, who says by --fd that it is ours to use and close, and
    // nothing else in this process knows it: it is above the standard streams, and this runs before any other
    // descriptor of that number could have been made, or else the checks below fail on it.
    let fd = unsafe { OwnedFd::from_raw_fd(fd) };
    let is_listener = rustix::net::sockopt::socket_acceptconn(&fd).map_err(|error| problem(error.into()))?;
    if is_listener {
        Ok(Source::Listener(UnixListener::from(fd)))
    } else {
        Ok(Source::Connected(Some(UnixStream::from(fd))))
    }
}

/// Accepts front ends, one at a time. Others wait in the listener's queue.
struct FrontEnds {
    source: Source,
    shared: Arc<Shared>,
    config: Config,
    args: Serve,
    /// For 3D, once it was wanted.
    host: OnceCell<Option<Host>>,
    once: bool,
    /// Written by a session that ends.
    ended: Arc<EventFd>,
    serving: bool,
    stop: Arc<AtomicBool>,
}

impl FrontEnds {
    fn start_session(&mut self, socket: UnixStream) -> io::Result<()> {
        let config = Config {
            displays: self.shared.displays(),
            ..self.config.clone()
        };
        let host = self.host.get_or_init(|| {
            // It did not have to be there.
            config::open_host(&self.args).unwrap_or_else(|error| {
                error!("no 3D: {error}");
                None
            })
        });
        let renderer = host.as_ref().map(|host| -> io::Result<_> {
            // A GPU device of its own for each front end.
            let gpu = Wgpu::new(host).map_err(io::Error::other)?;
            Ok(Renderer::new(gpu, config::hostmem_3d_bytes(&self.args)))
        });
        let session = Session::new(config, renderer.transpose()?, self.shared.watches().to_vec())?;
        self.shared.set_backend(Some(Arc::clone(session.backend())));
        let shared = Arc::clone(&self.shared);
        let ended = Arc::clone(&self.ended);
        thread::Builder::new().name("session".into()).spawn(move || {
            info!("a front end attached");
            if let Err(error) = session.serve(&socket) {
                error!("cannot serve the front end: {error}");
            }
            info!("the front end went away");
            session::shutdown(&socket);
            shared.set_backend(None);
            // Everything of this session is closed before the next one starts.
            drop(socket);
            if let Err(error) = ended.write(1) {
                error!("eventfd: {error}");
            }
        })?;
        self.serving = true;
        Ok(())
    }

    fn next(&mut self) {
        while !self.serving {
            let socket = match &mut self.source {
                Source::Listener(listener) => match listener.accept() {
                    Ok((socket, _)) => socket,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                    Err(error) => return error!("cannot accept a front end: {error}"),
                },
                Source::Connected(socket) => match socket.take() {
                    Some(socket) => socket,
                    None => return,
                },
            };
            if let Err(error) = socket
                .set_nonblocking(false)
                .and_then(|()| self.start_session(socket))
            {
                error!("cannot serve a front end: {error}");
                self.shared.set_backend(None);
                self.stop_if_once();
            }
        }
    }

    fn stop_if_once(&self) {
        if self.once {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl MutEventSubscriber for FrontEnds {
    fn init(&mut self, ops: &mut EventOps<'_>) {
        add(ops, Events::new(&*self.ended, EventSet::IN));
        match &self.source {
            // Edge-triggered: while one is served, others stay in the queue without waking anybody.
            Source::Listener(listener) => {
                if let Err(error) = listener.set_nonblocking(true) {
                    error!("listener: {error}");
                }
                add(
                    ops,
                    Events::new(listener, EventSet::IN | EventSet::EDGE_TRIGGERED),
                );
            }
            Source::Connected(_) => self.next(),
        }
    }

    fn process(&mut self, events: Events, _ops: &mut EventOps<'_>) {
        if events.fd() == self.ended.as_raw_fd() {
            // Non-blocking, and readable only once a session ended.
            let _ = self.ended.read();
            self.serving = false;
            self.stop_if_once();
        }
        if !self.stop.load(Ordering::Relaxed) {
            self.next();
        }
    }
}

/// Sets a flag once SIGTERM or SIGINT came.
pub(crate) struct Signals {
    pipe: UnixStream,
    stop: Arc<AtomicBool>,
}

impl Signals {
    /// That flag is `stop`.
    pub(crate) fn new(stop: Arc<AtomicBool>) -> io::Result<Self> {
        let pipe = signal_pipe()?;
        Ok(Self { pipe, stop })
    }
}

impl MutEventSubscriber for Signals {
    fn init(&mut self, ops: &mut EventOps<'_>) {
        add(ops, Events::new(&self.pipe, EventSet::IN));
    }

    fn process(&mut self, _events: Events, _ops: &mut EventOps<'_>) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Readable once SIGTERM or SIGINT came.
pub(crate) fn signal_pipe() -> io::Result<UnixStream> {
    let (read, write) = UnixStream::pair()?;
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        signal_hook::low_level::pipe::register(signal, write.as_fd().try_clone_to_owned()?)?;
    }
    Ok(read)
}

fn add(ops: &mut EventOps<'_>, events: Events) {
    ops.add(events)
        .expect("each descriptor is registered once, on an epoll of our own");
}

/// Sockets in the file system, removed at the end.
#[derive(Debug, Default)]
pub(crate) struct SocketFiles(Vec<PathBuf>);

impl SocketFiles {
    /// Listens at `path`. A socket that a dead process left there is replaced.
    pub(crate) fn listen(&mut self, path: &Path) -> Result<UnixListener, String> {
        self.listen_within(path, Duration::ZERO)
    }

    /// The same, while a process that listens there may take so long to end.
    pub(crate) fn listen_within(&mut self, path: &Path, patience: Duration) -> Result<UnixListener, String> {
        let end = Instant::now() + patience;
        let problem = |error: io::Error| format!("{}: {error}", path.display());
        while let Ok(metadata) = fs::symlink_metadata(path)
            && metadata.file_type().is_socket()
        {
            match connect_now(path).map_err(|error| error.kind()) {
                Err(io::ErrorKind::ConnectionRefused) => fs::remove_file(path).map_err(problem)?,
                Ok(_) | Err(io::ErrorKind::WouldBlock) if Instant::now() < end => thread::sleep(LOOK),
                Ok(_) | Err(io::ErrorKind::WouldBlock) => {
                    return Err(format!("{}: another process listens there", path.display()));
                }
                Err(kind) => return Err(problem(kind.into())),
            }
        }
        let listener = UnixListener::bind(path).map_err(problem)?;
        self.0.push(path.to_owned());
        Ok(listener)
    }
}

impl Drop for SocketFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            // Somebody may have removed it already.
            let _ = fs::remove_file(path);
        }
    }
}
