//! One front end's connection, from its first byte to its last.

use std::{
    io,
    net::Shutdown,
    os::{
        fd::AsFd,
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixListener, UnixStream},
    },
    sync::Arc,
    thread,
};

use device::renderer::Renderer;
use log::{debug, warn};
use thiserror::Error;
use vhost::vhost_user::Listener;
use vhost_user_backend::{VhostUserBackend, VhostUserDaemon};
use vm_memory::{GuestMemoryAtomic, GuestMemoryMmap};
use vmm_sys_util::epoll::EventSet;
use wgpu_renderer::Wgpu;
use wire::vhost_user::{GPU_SET_SOCKET, SET_BACKEND_REQ_FD, SET_OWNER, SET_PROTOCOL_FEATURES};

use crate::{
    backend::{Backend, WAKE_EVENT},
    display::vnc::watch::Watch,
    engine::Engine,
    relay::{self, Fate, Relayed},
    ring::Ring,
};

/// What can keep a session from starting.
#[derive(Debug, Error)]
pub enum SessionError {
    /// A socket or thread could not be made.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// `vhost-user-backend` refused.
    #[error("{0}")]
    Daemon(vhost_user_backend::Error),
}

impl From<vhost_user_backend::Error> for SessionError {
    fn from(error: vhost_user_backend::Error) -> Self {
        Self::Daemon(error)
    }
}

/// A device that waits for [`Session::serve`].
pub struct Session {
    backend: Arc<Backend>,
    memory: GuestMemoryAtomic<GuestMemoryMmap>,
}

impl Session {
    /// A new device of that configuration, whose screens are watched by `watches`; with 3D if there is a renderer.
    ///
    /// # Errors
    /// If the kernel has no file descriptors or threads left.
    pub fn new(
        config: device::Config,
        renderer: Option<Renderer<Wgpu>>,
        watches: Vec<Arc<Watch>>,
    ) -> io::Result<Self> {
        let memory = GuestMemoryAtomic::new(GuestMemoryMmap::new());
        let engine = Engine::new(config, renderer, memory.clone(), watches)?;
        Ok(Self {
            backend: Arc::new(Backend::new(engine)),
            memory,
        })
    }

    /// The device, for control commands.
    pub fn backend(&self) -> &Arc<Backend> {
        &self.backend
    }

    /// Serves the front end on `socket` until it goes away, then ends every thread of the session.
    ///
    /// # Errors
    /// If the session cannot be started. What the front end does wrong ends the session, but is no error.
    pub fn serve(self, socket: &UnixStream) -> Result<(), SessionError> {
        let mut daemon = VhostUserDaemon::new("vhost-user".into(), Arc::clone(&self.backend), self.memory)?;
        let wake_fd = self.backend.with_engine(|engine| engine.wake_fd());
        for handler in daemon.get_epoll_handlers() {
            handler.register_listener(wake_fd, EventSet::IN, WAKE_EVENT)?;
        }
        let mut messages = Messages {
            backend: &self.backend,
            owner: Owner::default(),
            protocol: 0,
        };
        pass_messages(&mut daemon, socket, |message| messages.judge(message))?;
        if let Err(error) = daemon.wait() {
            debug!("the vhost-user connection ended: {error}");
        }
        drop(daemon);
        // SAFETY: the daemon, and with it every thread of the crate, is gone.
        unsafe { self.backend.close_exit_events() };
        Ok(())
    }
}

/// Has `daemon` serve the front end on `socket` until either is done. `judge` sees each message before it does.
///
/// # Errors
/// If the kernel has no file descriptors or threads left, or the crate refuses.
pub(crate) fn pass_messages<T>(
    daemon: &mut VhostUserDaemon<T>,
    socket: &UnixStream,
    judge: impl FnMut(&Relayed) -> Fate,
) -> Result<(), SessionError>
where
    T: VhostUserBackend<Bitmap = (), Vring = Ring> + Clone + 'static,
{
    let inner = connect_to(daemon)?;
    thread::scope(|scope| -> io::Result<()> {
        thread::Builder::new()
            .name("vhost-user-replies".into())
            .spawn_scoped(scope, || {
                end_of_relay("reply", relay::run(&inner, socket, |_| Fate::Pass));
                shutdown(socket);
            })?;
        end_of_relay("message", relay::run(socket, &inner, judge));
        shutdown(&inner);
        Ok(())
    })?;
    Ok(())
}

/// A connection to `daemon`, which insists on accepting one by itself: through a socket whose random name nobody
/// else knows, for as long as that takes.
fn connect_to<T>(daemon: &mut VhostUserDaemon<T>) -> Result<UnixStream, SessionError>
where
    T: VhostUserBackend<Bitmap = (), Vring = Ring> + Clone + 'static,
{
    let mut name = [0; 16];
    rustix::rand::getrandom(&mut name, rustix::rand::GetRandomFlags::empty()).map_err(io::Error::from)?;
    let address = SocketAddr::from_abstract_name(name)?;
    let mut listener = Listener::from(UnixListener::bind_addr(&address)?);
    let inner = UnixStream::connect_addr(&address)?;
    daemon.start(&mut listener)?;
    Ok(inner)
}

/// Whether the front end has claimed the device.
#[derive(Debug, Default)]
pub(crate) struct Owner(bool);

impl Owner {
    /// Whether a message claims the device once more. libkrun does that after each reset, and says nothing else of the reset;
    /// the crate would end the connection.
    pub(crate) fn claims_again(&mut self, message: &Relayed) -> bool {
        message.request() == SET_OWNER && std::mem::replace(&mut self.0, true) && !message.needs_reply()
    }
}

/// What the session itself wants of the messages that go by.
struct Messages<'a> {
    backend: &'a Backend,
    owner: Owner,
    /// The protocol features that both have.
    protocol: u64,
}

impl Messages<'_> {
    fn judge(&mut self, message: &Relayed) -> Fate {
        match message.request() {
            // The crate would keep these two sockets to itself.
            GPU_SET_SOCKET => {
                copy_of_socket(message)
                    .into_iter()
                    .for_each(|socket| self.backend.attach_display(socket));
            }
            SET_BACKEND_REQ_FD => {
                copy_of_socket(message)
                    .into_iter()
                    .for_each(|socket| self.backend.set_channel(socket, self.protocol));
            }
            SET_PROTOCOL_FEATURES => {
                let features = message.body().first_chunk().copied();
                self.protocol = features.map_or(0, u64::from_le_bytes);
            }
            SET_OWNER if self.owner.claims_again(message) => {
                self.backend.expect_new_driver();
                return Fate::Keep;
            }
            _ => {}
        }
        Fate::Pass
    }
}

fn copy_of_socket(message: &Relayed) -> Option<UnixStream> {
    match message.fds.first()?.as_fd().try_clone_to_owned() {
        Ok(fd) => Some(UnixStream::from(fd)),
        Err(error) => {
            warn!("cannot copy a file descriptor: {error}");
            None
        }
    }
}

fn end_of_relay(what: &str, result: io::Result<()>) {
    if let Err(error) = result {
        debug!("{what} relay: {error}");
    }
}

/// Lets the threads that read from or write to `socket` come to their ends.
pub fn shutdown(socket: &UnixStream) {
    // It may be closed already: then that is done.
    let _ = socket.shutdown(Shutdown::Both);
}
