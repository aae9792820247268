//! A virtio input device beside the GPU, for machines whose only keyboard and pointer are VNC clients' (virtio 1.3 §5.8).
//!
//! ```text
//!   threads of VNC clients ──► hub.rs: keys in order, the pointer's last place ──► device.rs ──► the guest
//! ```
//!
//! It has a socket of its own, on which a hypervisor attaches to it as to any vhost-user device.

pub mod config;
pub mod device;
pub mod hub;
pub mod keymap;

use std::{
    io,
    os::unix::net::{UnixListener, UnixStream},
    sync::Arc,
    thread,
};

use log::{debug, error, info};
use vhost_user_backend::VhostUserDaemon;
use vm_memory::{GuestMemoryAtomic, GuestMemoryMmap};
use vmm_sys_util::epoll::EventSet;

use crate::{
    relay::Fate,
    session::{self, Owner, SessionError},
};
use device::{Bell, InputDevice, TYPED_EVENT};
use hub::{Hand, Hub};

/// Where VNC clients put what is typed.
#[derive(Debug)]
pub struct Input {
    hub: Arc<Hub>,
    bell: Arc<Bell>,
}

impl Input {
    /// Serves the device to front ends at `listener`, one after the other, on a thread of its own.
    ///
    /// # Errors
    /// If the kernel has no file descriptors or threads left.
    pub fn serve(listener: UnixListener) -> io::Result<Self> {
        let input = Self {
            hub: Arc::default(),
            bell: Arc::new(Bell::new()?),
        };
        let (hub, bell) = (Arc::clone(&input.hub), Arc::clone(&input.bell));
        thread::Builder::new().name("input".into()).spawn(move || {
            for socket in listener.incoming() {
                match socket {
                    Ok(socket) => serve_one(&socket, &hub, &bell),
                    Err(error) => return error!("cannot accept a front end for input: {error}"),
                }
            }
        })?;
        Ok(input)
    }

    /// See [`Hub::key`].
    pub fn key(&self, hand: &mut Hand, down: bool, keysym: u32, scan_code: Option<u32>) {
        if self.hub.key(hand, down, keysym, scan_code) {
            self.bell.ring();
        }
    }

    /// See [`Hub::pointer`].
    pub fn pointer(&self, hand: &mut Hand, buttons: u8, place: (u32, u32), size: (u32, u32)) {
        if self.hub.pointer(hand, buttons, place, size) {
            self.bell.ring();
        }
    }

    /// See [`Hub::let_go`].
    pub fn let_go(&self, hand: &mut Hand) {
        if self.hub.let_go(hand) {
            self.bell.ring();
        }
    }

    /// Whether a driver is there.
    pub fn is_attached(&self) -> bool {
        self.hub.is_attached()
    }
}

fn serve_one(socket: &UnixStream, hub: &Arc<Hub>, bell: &Arc<Bell>) {
    info!("a front end attached to the input device");
    if let Err(error) = try_serve(socket, hub, bell) {
        error!("cannot serve the input device: {error}");
    }
    info!("the front end of the input device went away");
    hub.set_attached(false);
    session::shutdown(socket);
}

fn try_serve(socket: &UnixStream, hub: &Arc<Hub>, bell: &Arc<Bell>) -> Result<(), SessionError> {
    let memory = GuestMemoryAtomic::new(GuestMemoryMmap::new());
    let device = Arc::new(InputDevice::new(
        Arc::clone(hub),
        Arc::clone(bell),
        memory.clone(),
    ));
    let mut daemon = VhostUserDaemon::new("vhost-user-input".into(), Arc::clone(&device), memory)?;
    for handler in daemon.get_epoll_handlers() {
        handler.register_listener(bell.fd(), EventSet::IN, TYPED_EVENT)?;
    }
    let mut owner = Owner::default();
    session::pass_messages(&mut daemon, socket, |message| {
        if owner.claims_again(message) {
            hub.set_attached(false);
            return Fate::Keep;
        }
        Fate::Pass
    })?;
    if let Err(error) = daemon.wait() {
        debug!("the vhost-user connection of the input device ended: {error}");
    }
    drop(daemon);
    // SAFETY: the daemon, and with it every thread of the crate, is gone.
    unsafe { device.close_exit_events() };
    Ok(())
}
