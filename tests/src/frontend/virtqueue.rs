//! A split virtqueue from the driver's side (virtio 1.3 §2.7), with raw access for rings that break the rules.

use std::{
    collections::HashMap,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::Arc,
    time::{Duration, Instant},
};

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};

use super::{error::Result, memory::GuestMemory};
use crate::fail;

/// The buffer continues in the descriptor `next`.
pub const DESC_NEXT: u16 = 1;
/// The device writes the buffer.
pub const DESC_WRITE: u16 = 2;
/// The buffer is a table of descriptors.
pub const DESC_INDIRECT: u16 = 4;
/// `avail.flags`: the driver does not want to be interrupted.
pub const AVAIL_NO_INTERRUPT: u16 = 1;

/// One entry of a descriptor table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Desc {
    /// Guest-physical address.
    pub addr: u64,
    /// In bytes.
    pub len: u32,
    /// [`DESC_NEXT`], [`DESC_WRITE`], [`DESC_INDIRECT`].
    pub flags: u16,
    /// The next entry, if [`DESC_NEXT`] is set.
    pub next: u16,
}

impl Desc {
    /// Its sixteen bytes.
    pub fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.addr.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.len.to_le_bytes());
        bytes[12..14].copy_from_slice(&self.flags.to_le_bytes());
        bytes[14..].copy_from_slice(&self.next.to_le_bytes());
        bytes
    }
}

/// A piece of guest memory offered to the device.
#[derive(Clone, Copy, Debug)]
pub struct Buffer {
    /// Guest-physical address.
    pub addr: u64,
    /// In bytes.
    pub len: u32,
}

/// An entry of the used ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// Head of the chain.
    pub head: u32,
    /// Bytes that the device says it wrote.
    pub len: u32,
}

/// The queue.
pub struct Queue {
    memory: Arc<GuestMemory>,
    /// Entries.
    pub size: u16,
    /// Guest-physical address of the descriptor table.
    pub desc: u64,
    /// Guest-physical address of the available ring.
    pub avail: u64,
    /// Guest-physical address of the used ring.
    pub used: u64,
    /// Kicks the device.
    pub kick: OwnedFd,
    /// Interrupts the driver.
    pub call: OwnedFd,
    /// Reports a broken ring.
    pub err: OwnedFd,
    /// VIRTIO_F_EVENT_IDX was negotiated.
    pub event_idx: bool,
    free: Vec<u16>,
    chains: HashMap<u16, Vec<u16>>,
    tables: HashMap<u16, (u64, usize)>,
    next_avail: u16,
    kicked_avail: u16,
    next_used: u16,
}

impl Queue {
    /// A fresh queue of that many entries.
    ///
    /// # Errors
    /// If guest memory or the host's descriptors run out.
    pub fn new(memory: &Arc<GuestMemory>, size: u16, event_idx: bool) -> Result<Self> {
        let entries = usize::from(size);
        let desc = memory.alloc(entries * 16, 4096)?;
        let avail = memory.alloc(6 + entries * 2, 4096)?;
        let used = memory.alloc(6 + entries * 8, 4096)?;
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        let mut queue = Self {
            memory: Arc::clone(memory),
            size,
            desc,
            avail,
            used,
            kick: eventfd(0, flags)?,
            call: eventfd(0, flags)?,
            err: eventfd(0, flags)?,
            event_idx,
            free: Vec::new(),
            chains: HashMap::new(),
            tables: HashMap::new(),
            next_avail: 0,
            kicked_avail: 0,
            next_used: 0,
        };
        queue.clear();
        Ok(queue)
    }

    /// Forgets everything in flight and starts again at index 0, as a driver does after a reset.
    pub fn clear(&mut self) {
        let entries = usize::from(self.size);
        self.memory.fill(self.desc, entries * 16, 0);
        self.memory.fill(self.avail, 6 + entries * 2, 0);
        self.memory.fill(self.used, 6 + entries * 8, 0);
        self.free = (0..self.size).rev().collect();
        self.chains.clear();
        for (table, bytes) in std::mem::take(&mut self.tables).into_values() {
            self.memory.free(table, bytes);
        }
        (self.next_avail, self.kicked_avail, self.next_used) = (0, 0, 0);
        self.drain_call();
    }

    /// Writes one entry of the descriptor table.
    pub fn write_desc(&self, index: u16, desc: Desc) {
        self.memory
            .write(self.desc + u64::from(index) * 16, &desc.bytes());
    }

    /// Reads the whole descriptor table, to see whether the device touched it.
    pub fn read_descs(&self) -> Vec<u8> {
        self.memory.read(self.desc, usize::from(self.size) * 16)
    }

    /// Offers a chain; readable buffers come first unless the caller orders otherwise with [`Self::add_raw`].
    ///
    /// # Errors
    /// If the queue is full.
    pub fn add(&mut self, readable: &[Buffer], writable: &[Buffer], indirect: bool) -> Result<u16> {
        let mut descs: Vec<Desc> = Vec::with_capacity(readable.len() + writable.len());
        descs.extend(readable.iter().map(|buffer| Desc {
            addr: buffer.addr,
            len: buffer.len,
            ..Desc::default()
        }));
        descs.extend(writable.iter().map(|buffer| Desc {
            addr: buffer.addr,
            len: buffer.len,
            flags: DESC_WRITE,
            next: 0,
        }));
        if indirect {
            self.add_indirect(&descs)
        } else {
            self.add_direct(&descs)
        }
    }

    /// Links the descriptors in the ring's own table.
    fn add_direct(&mut self, descs: &[Desc]) -> Result<u16> {
        if self.free.len() < descs.len() || descs.is_empty() {
            fail!(
                "the queue has {} free entries, {} wanted",
                self.free.len(),
                descs.len()
            );
        }
        let indices: Vec<u16> = self.free.split_off(self.free.len() - descs.len());
        for (position, desc) in descs.iter().enumerate() {
            let mut desc = *desc;
            if let Some(&next) = indices.get(position + 1) {
                desc.flags |= DESC_NEXT;
                desc.next = next;
            }
            self.write_desc(indices[position], desc);
        }
        let head = indices[0];
        self.chains.insert(head, indices);
        self.publish(head);
        Ok(head)
    }

    /// Puts the descriptors into a table of their own.
    fn add_indirect(&mut self, descs: &[Desc]) -> Result<u16> {
        let Some(head) = self.free.pop() else {
            fail!("the queue is full")
        };
        let bytes = descs.len() * 16;
        let table = self.memory.alloc(bytes, 16)?;
        for (position, desc) in descs.iter().enumerate() {
            let mut desc = *desc;
            if position + 1 < descs.len() {
                desc.flags |= DESC_NEXT;
                desc.next = position as u16 + 1;
            }
            self.memory.write(table + position as u64 * 16, &desc.bytes());
        }
        self.write_desc(
            head,
            Desc {
                addr: table,
                len: bytes as u32,
                flags: DESC_INDIRECT,
                next: 0,
            },
        );
        self.tables.insert(head, (table, bytes));
        self.chains.insert(head, vec![head]);
        self.publish(head);
        Ok(head)
    }

    /// Offers whatever descriptors the caller wrote, broken or not, from this head on.
    pub fn add_raw(&mut self, head: u16) {
        self.publish(head);
    }

    /// Puts a head into the available ring and moves the index.
    fn publish(&mut self, head: u16) {
        let slot = u64::from(self.next_avail % self.size);
        self.memory.store_u16(self.avail + 4 + slot * 2, head);
        self.next_avail = self.next_avail.wrapping_add(1);
        self.set_avail_idx(self.next_avail);
    }

    /// Sets the available index to any value.
    pub fn set_avail_idx(&self, value: u16) {
        self.memory.store_u16(self.avail + 2, value);
    }

    /// Where the available index stands.
    pub fn avail_idx(&self) -> u16 {
        self.next_avail
    }

    /// Where the device's used index stands.
    pub fn used_idx(&self) -> u16 {
        self.memory.load_u16(self.used + 2)
    }

    /// Sets `avail.flags`.
    pub fn set_avail_flags(&self, flags: u16) {
        self.memory.store_u16(self.avail, flags);
    }

    /// Sets `used_event`: the used index at which the driver wants its next interrupt.
    pub fn set_used_event(&self, value: u16) {
        self.memory
            .store_u16(self.avail + 4 + u64::from(self.size) * 2, value);
    }

    /// Kicks, whatever the device asked for.
    ///
    /// # Errors
    /// If the eventfd is broken.
    pub fn kick(&mut self) -> Result<()> {
        self.kicked_avail = self.next_avail;
        rustix::io::write(&self.kick, &1u64.to_ne_bytes())?;
        Ok(())
    }

    /// Kicks if the device wants it: `avail_event` with EVENT_IDX, `used.flags` without (§2.7.10).
    ///
    /// # Errors
    /// If the eventfd is broken.
    pub fn notify(&mut self) -> Result<()> {
        let wanted = if self.event_idx {
            let event = self.memory.load_u16(self.used + 4 + u64::from(self.size) * 8);
            let since = self.next_avail.wrapping_sub(event).wrapping_sub(1);
            since < self.next_avail.wrapping_sub(self.kicked_avail)
        } else {
            self.memory.load_u16(self.used) & 1 == 0
        };
        if wanted { self.kick() } else { Ok(()) }
    }

    /// The next used entry, if there is one; its descriptors are free again.
    pub fn pop_used(&mut self) -> Option<Used> {
        if self.used_idx() == self.next_used {
            return None;
        }
        let slot = self.used + 4 + u64::from(self.next_used % self.size) * 8;
        let used = Used {
            head: self.memory.load_u32(slot),
            len: self.memory.load_u32(slot + 4),
        };
        self.next_used = self.next_used.wrapping_add(1);
        if self.event_idx {
            self.set_used_event(self.next_used);
        }
        let head = used.head as u16;
        if let Some(indices) = self.chains.remove(&head) {
            self.free.extend(indices);
        }
        if let Some((table, bytes)) = self.tables.remove(&head) {
            self.memory.free(table, bytes);
        }
        Some(used)
    }

    /// Waits for the next used entry.
    ///
    /// # Errors
    /// If `alive` fails, which is asked now and then, or the time is over (`Ok(None)`).
    pub fn wait_used(
        &mut self,
        limit: Duration,
        mut alive: impl FnMut() -> Result<()>,
    ) -> Result<Option<Used>> {
        let end = Instant::now() + limit;
        loop {
            if let Some(used) = self.pop_used() {
                return Ok(Some(used));
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                return Ok(None);
            };
            self.wait_call(left.min(Duration::from_millis(100)))?;
            if self.used_idx() == self.next_used {
                alive()?;
            }
        }
    }

    /// Waits for an interrupt; says whether one came.
    ///
    /// # Errors
    /// If the eventfd is broken.
    pub fn wait_call(&self, limit: Duration) -> Result<bool> {
        wait_readable(self.call.as_fd(), limit)?;
        Ok(self.drain_call())
    }

    /// Consumes pending interrupts; says whether there were any.
    pub fn drain_call(&self) -> bool {
        rustix::io::read(&self.call, &mut [0; 8]).is_ok()
    }

    /// Whether the device signalled a broken ring.
    pub fn is_reported_broken(&self) -> bool {
        rustix::io::read(&self.err, &mut [0; 8]).is_ok()
    }

    /// Entries that are not in flight.
    pub fn free_entries(&self) -> usize {
        self.free.len()
    }
}

/// Waits until the descriptor is readable.
fn wait_readable(fd: BorrowedFd<'_>, limit: Duration) -> Result<()> {
    let timeout = Timespec {
        tv_sec: limit.as_secs() as i64,
        tv_nsec: i64::from(limit.subsec_nanos()),
    };
    match poll(&mut [PollFd::new(&fd, PollFlags::IN)], Some(&timeout)) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
