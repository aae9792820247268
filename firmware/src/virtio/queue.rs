//! A split virtqueue with one request at a time, polled: virtio 1.3 §2.7.
//!
//! A chain is always two descriptors, the request and room for the reply, so the rings' bookkeeping is one counter.

use core::mem::size_of;

use wire::virtio_gpu::RespEdid;
use wire::virtqueue::{
    AVAIL_F_NO_INTERRUPT, DESC_ALIGN, DESC_F_NEXT, DESC_F_WRITE, Desc, RingHeader, USED_ALIGN, UsedElem,
    avail_bytes, used_bytes,
};
use zerocopy::{FromZeros, IntoBytes};

use super::capability::Structure;
use crate::error::Error;
use crate::platform::{Buffer, Platform, Width};

/// The longest queue that the driver makes: it never needs more than two descriptors.
pub(super) const MAX_ENTRIES: u16 = 8;
/// Descriptors of a chain.
const CHAIN: u16 = 2;
/// The longest request: ATTACH_BACKING of one entry has 48 bytes.
pub const REQUEST_BYTES: usize = 64;
/// The longest reply that the driver asks for.
pub(super) const REPLY_BYTES: usize = size_of::<RespEdid>();

const DESC: usize = 0;
const AVAIL: usize = DESC + MAX_ENTRIES as usize * size_of::<Desc>();
const USED: usize = (AVAIL + avail_bytes(MAX_ENTRIES as usize)).next_multiple_of(USED_ALIGN);
const REQUEST: usize = (USED + used_bytes(MAX_ENTRIES as usize)).next_multiple_of(DESC_ALIGN);
const REPLY: usize = (REQUEST + REQUEST_BYTES).next_multiple_of(DESC_ALIGN);
/// Memory for all of it.
pub(super) const BYTES: usize = REPLY + REPLY_BYTES;

/// Where `idx` is in both rings.
const IDX: usize = 2;
/// How often the driver looks for a reply without a pause, since most come at once.
const EAGER_LOOKS: u32 = 1_000;
/// How often it looks with a pause of [`crate::platform::PAUSE_US`] between: five seconds.
const PATIENT_LOOKS: u32 = 250_000;

/// How long the queue will be, for a device that allows so many entries.
pub(super) fn entries(device_max: u16) -> Result<u16, Error> {
    match device_max {
        0 => Err(Error::Unsupported("queue of that number")),
        1 => Err(Error::Unsupported("queue of two entries")),
        // §2.7: a split queue's size is a power of two.
        max if !max.is_power_of_two() => Err(Error::Broken("a queue's size is no power of two")),
        max => Ok(max.min(MAX_ENTRIES)),
    }
}

/// The queue, in memory that the device reaches.
pub struct Queue<B> {
    memory: B,
    index: u16,
    entries: u16,
    /// Where it is notified, in bytes within the notification structure.
    notify: u64,
    /// Chains given to the device, which is also how many it has given back.
    count: u16,
    /// Whether the device has once not answered, or nonsense: then it may answer at any time, into the same memory.
    failed: bool,
}

impl<B: Buffer> Queue<B> {
    /// An empty queue in zeroed memory of [`BYTES`].
    pub(super) fn new(mut memory: B, index: u16, entries: u16, notify: u64) -> Self {
        memory.write(AVAIL, &AVAIL_F_NO_INTERRUPT.to_le_bytes());
        Self {
            memory,
            index,
            entries,
            notify,
            count: 0,
            failed: false,
        }
    }

    pub(super) fn desc_address(&self) -> u64 {
        self.address(DESC)
    }

    pub(super) fn avail_address(&self) -> u64 {
        self.address(AVAIL)
    }

    pub(super) fn used_address(&self) -> u64 {
        self.address(USED)
    }

    /// Sends `request` and waits for the reply, of which the first bytes go into `reply`. Says how many the device has
    /// written there; the rest of `reply` is zero.
    ///
    /// # Errors
    /// [`Error::Silent`] if the device does not answer in time, or has once failed; [`Error::Broken`] if it gives back
    /// what it was not given, or more than there is room for.
    pub(super) fn exchange(
        &mut self,
        platform: &impl Platform,
        notify: &Structure,
        request: &[u8],
        reply: &mut [u8],
    ) -> Result<usize, Error> {
        if self.failed {
            return Err(Error::Silent);
        }
        if request.len() > REQUEST_BYTES || reply.len() > REPLY_BYTES {
            return Err(Error::InvalidParameter);
        }
        // It has failed unless it succeeds: no way out of here may forget to say so.
        self.failed = true;
        self.publish(request, reply);
        platform.write(
            notify.bar,
            notify.place(self.notify),
            Width::W16,
            self.index.into(),
        )?;
        self.wait(platform)?;
        let written = self.take(reply)?;
        self.failed = false;
        Ok(written)
    }

    /// Writes the chain and makes it available.
    fn publish(&mut self, request: &[u8], reply: &mut [u8]) {
        self.memory.write(REQUEST, request);
        reply.fill(0);
        self.memory.write(REPLY, reply);
        let request_desc = Desc {
            addr: self.address(REQUEST).into(),
            len: (request.len() as u32).into(),
            flags: DESC_F_NEXT.into(),
            next: 1.into(),
        };
        let reply_desc = Desc {
            addr: self.address(REPLY).into(),
            len: (reply.len() as u32).into(),
            flags: DESC_F_WRITE.into(),
            next: 0.into(),
        };
        self.memory.write(DESC, request_desc.as_bytes());
        self.memory.write(DESC + size_of::<Desc>(), reply_desc.as_bytes());
        // The chain's first descriptor is always 0, and so is every entry.
        let slot = usize::from(self.count % self.entries);
        self.memory
            .write(AVAIL + size_of::<RingHeader>() + slot * 2, &[0, 0]);
        self.count = self.count.wrapping_add(1);
        self.memory.store16(AVAIL + IDX, self.count);
    }

    fn wait(&self, platform: &impl Platform) -> Result<(), Error> {
        for look in 0..EAGER_LOOKS + PATIENT_LOOKS {
            let used = self.memory.load16(USED + IDX);
            if used == self.count {
                return Ok(());
            }
            if used != self.count.wrapping_sub(1) {
                return Err(Error::Broken("it gives back what it was not given"));
            }
            if look < EAGER_LOOKS {
                core::hint::spin_loop();
            } else {
                platform.pause();
            }
        }
        Err(Error::Silent)
    }

    fn take(&self, reply: &mut [u8]) -> Result<usize, Error> {
        let slot = usize::from(self.count.wrapping_sub(1) % self.entries);
        let mut element = UsedElem::new_zeroed();
        self.memory.read(
            USED + size_of::<RingHeader>() + slot * size_of::<UsedElem>(),
            element.as_mut_bytes(),
        );
        let written = element.len.get() as usize;
        if element.id.get() != 0 {
            return Err(Error::Broken("it gives back what it was not given"));
        }
        if written > reply.len() {
            return Err(Error::Broken("it has written more than there is room for"));
        }
        self.memory.read(REPLY, &mut reply[..written]);
        Ok(written)
    }

    fn address(&self, offset: usize) -> u64 {
        self.memory.device_address() + offset as u64
    }
}

const _: () = assert!(CHAIN <= MAX_ENTRIES && MAX_ENTRIES.is_power_of_two());
