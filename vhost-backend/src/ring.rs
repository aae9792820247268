//! A vring that a kick cannot end.
//!
//! The event loop of `vhost-user-backend` reads a ring's kick descriptor for each event, and ends for good if that
//! fails. It fails without anybody's fault: between the event and the read, the front end may have given the ring
//! another descriptor, which nobody has kicked yet. And a descriptor that blocks would hold up the whole device.

use std::{fs::File, io, sync::MutexGuard};

use log::warn;
use vhost_user_backend::{VringMutex, VringState, VringStateGuard, VringStateMutGuard, VringT};
use virtio_queue::Error;
use vm_memory::{GuestMemoryAtomic, GuestMemoryMmap};

type Memory = GuestMemoryAtomic<GuestMemoryMmap>;

/// A [`VringMutex`] but for its kicks; see the module.
#[derive(Clone)]
pub struct Ring(VringMutex);

impl<'a> VringStateGuard<'a, Memory> for Ring {
    type G = MutexGuard<'a, VringState>;
}

impl<'a> VringStateMutGuard<'a, Memory> for Ring {
    type G = MutexGuard<'a, VringState>;
}

impl VringT<Memory> for Ring {
    fn set_kick(&self, file: Option<File>) {
        if let Some(file) = &file
            && let Err(error) = rustix::io::ioctl_fionbio(file, true)
        {
            warn!("a kick descriptor may block: {error}");
        }
        self.0.set_kick(file);
    }

    fn read_kick(&self) -> io::Result<bool> {
        match self.0.read_kick() {
            // Nobody kicked this one. Whether there is work is for the ring to say.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(self.0.get_ref().is_enabled()),
            // It may stay readable for ever, as at the end of a file: without it the event loop gets to rest.
            Err(error) => {
                warn!("cannot read a kick descriptor: {error}");
                self.0.set_kick(None);
                Ok(false)
            }
            enabled => enabled,
        }
    }

    fn new(mem: Memory, max_queue_size: u16) -> Result<Self, Error> {
        VringMutex::new(mem, max_queue_size).map(Self)
    }

    fn get_ref(&self) -> MutexGuard<'_, VringState> {
        self.0.get_ref()
    }

    fn get_mut(&self) -> MutexGuard<'_, VringState> {
        self.0.get_mut()
    }

    fn add_used(&self, desc_index: u16, len: u32) -> Result<(), Error> {
        self.0.add_used(desc_index, len)
    }

    fn signal_used_queue(&self) -> io::Result<()> {
        self.0.signal_used_queue()
    }

    fn enable_notification(&self) -> Result<bool, Error> {
        self.0.enable_notification()
    }

    fn disable_notification(&self) -> Result<(), Error> {
        self.0.disable_notification()
    }

    fn needs_notification(&self) -> Result<bool, Error> {
        self.0.needs_notification()
    }

    fn set_enabled(&self, enabled: bool) {
        self.0.set_enabled(enabled);
    }

    fn set_queue_info(&self, desc_table: u64, avail_ring: u64, used_ring: u64) -> Result<(), Error> {
        self.0.set_queue_info(desc_table, avail_ring, used_ring)
    }

    fn queue_next_avail(&self) -> u16 {
        self.0.queue_next_avail()
    }

    fn set_queue_next_avail(&self, base: u16) {
        self.0.set_queue_next_avail(base);
    }

    fn set_queue_next_used(&self, idx: u16) {
        self.0.set_queue_next_used(idx);
    }

    fn queue_used_idx(&self) -> Result<u16, Error> {
        self.0.queue_used_idx()
    }

    fn set_queue_size(&self, num: u16) {
        self.0.set_queue_size(num);
    }

    fn set_queue_event_idx(&self, enabled: bool) {
        self.0.set_queue_event_idx(enabled);
    }

    fn set_queue_ready(&self, ready: bool) {
        self.0.set_queue_ready(ready);
    }

    fn set_call(&self, file: Option<File>) {
        self.0.set_call(file);
    }

    fn set_err(&self, file: Option<File>) {
        self.0.set_err(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::OwnedFd;

    #[test]
    fn a_descriptor_that_nobody_kicked_neither_fails_nor_blocks() {
        let ring = Ring::new(GuestMemoryAtomic::new(GuestMemoryMmap::new()), 16).unwrap();
        let (blocking, other_end) = std::os::unix::net::UnixStream::pair().unwrap();
        ring.set_kick(Some(File::from(OwnedFd::from(blocking))));
        assert!(!ring.read_kick().unwrap());
        ring.set_enabled(true);
        assert!(ring.read_kick().unwrap());

        drop(other_end);
        assert!(!ring.read_kick().unwrap());
        assert!(
            ring.get_ref().get_kick().is_none(),
            "a descriptor at its end is closed"
        );
    }
}
