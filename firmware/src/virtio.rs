//! A modern virtio device on PCI, virtio 1.3 §4.1: found, reset, agreed with, and given one queue.
//!
//! Interrupts are never used: UEFI has none for drivers.

mod capability;
mod queue;

use core::mem::offset_of;

use wire::virtio_pci::{CommonCfg, Status, TransportFeatures};

use crate::error::Error;
use crate::platform::{Platform, Width};

pub use capability::{Structure, Structures};
pub use queue::{Queue, REQUEST_BYTES};

/// How often the driver looks whether a reset is done, with a pause between.
const RESET_LOOKS: u32 = 50_000;

/// A device and how it is reached.
pub struct Device<P> {
    platform: P,
    structures: Structures,
}

impl<P: Platform> Device<P> {
    /// Finds the device's structures and resets it.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if it is no modern device, [`Error::Broken`] if its capabilities lead nowhere,
    /// [`Error::Silent`] if the reset does not end.
    pub fn new(platform: P) -> Result<Self, Error> {
        let structures = Structures::find(&platform)?;
        let device = Self { platform, structures };
        device.reset()?;
        Ok(device)
    }

    /// The machine that the device is in.
    pub fn platform(&self) -> &P {
        &self.platform
    }

    /// Resets the device and waits until it is (§4.1.4.3.1).
    ///
    /// # Errors
    /// [`Error::Silent`].
    pub fn reset(&self) -> Result<(), Error> {
        self.set_status(Status::empty())?;
        for _ in 0..RESET_LOOKS {
            if self.status()?.is_empty() {
                return Ok(());
            }
            self.platform.pause();
        }
        Err(Error::Silent)
    }

    /// Agrees with the device on the features it offers of those in `wanted` (§3.1.1), and says which these are.
    ///
    /// VERSION_1 is required, and ACCESS_PLATFORM accepted where it is offered: all addresses are the platform's.
    ///
    /// # Errors
    /// [`Error::Unsupported`].
    pub fn negotiate(&self, wanted: u64) -> Result<u64, Error> {
        self.set_status(Status::ACKNOWLEDGE)?;
        self.set_status(Status::ACKNOWLEDGE | Status::DRIVER)?;
        let wanted = wanted | TransportFeatures::all().bits();
        let agreed = self.offered()? & wanted;
        if agreed & TransportFeatures::VERSION_1.bits() == 0 {
            return Err(Error::Unsupported("VIRTIO_F_VERSION_1"));
        }
        for (select, bits) in [(0, agreed as u32), (1, (agreed >> 32) as u32)] {
            self.write_common(offset_of!(CommonCfg, driver_feature_select), Width::W32, select)?;
            self.write_common(offset_of!(CommonCfg, driver_feature), Width::W32, bits)?;
        }
        let status = Status::ACKNOWLEDGE | Status::DRIVER | Status::FEATURES_OK;
        self.set_status(status)?;
        if !self.status()?.contains(Status::FEATURES_OK) {
            return Err(Error::Unsupported("set of features that it accepts"));
        }
        Ok(agreed)
    }

    /// Gives the device a queue of its own choice, at most [`queue::MAX_ENTRIES`] entries long.
    ///
    /// # Errors
    /// [`Error::Broken`], [`Error::Unsupported`], [`Error::OutOfMemory`].
    pub fn queue(&self, index: u16) -> Result<Queue<P::Buffer>, Error> {
        if index >= self.read16(offset_of!(CommonCfg, num_queues))? {
            return Err(Error::Unsupported("queue of that number"));
        }
        self.write_common(offset_of!(CommonCfg, queue_select), Width::W16, index.into())?;
        let entries = queue::entries(self.read16(offset_of!(CommonCfg, queue_size))?)?;
        self.write_common(offset_of!(CommonCfg, queue_size), Width::W16, entries.into())?;
        let notify = self.notify_place(self.read16(offset_of!(CommonCfg, queue_notify_off))?)?;
        let queue = Queue::new(self.platform.allocate(queue::BYTES)?, index, entries, notify);
        for (field, address) in [
            (offset_of!(CommonCfg, queue_desc), queue.desc_address()),
            (offset_of!(CommonCfg, queue_driver), queue.avail_address()),
            (offset_of!(CommonCfg, queue_device), queue.used_address()),
        ] {
            // Fields of 64 bits may be written in halves (§4.1.3.1).
            self.write_common(field, Width::W32, address as u32)?;
            self.write_common(field + 4, Width::W32, (address >> 32) as u32)?;
        }
        self.write_common(offset_of!(CommonCfg, queue_enable), Width::W16, 1)?;
        Ok(queue)
    }

    /// Tells the device that it can begin.
    ///
    /// # Errors
    /// [`Error::Access`].
    pub fn go(&self) -> Result<(), Error> {
        let ready = Status::ACKNOWLEDGE | Status::DRIVER | Status::FEATURES_OK | Status::DRIVER_OK;
        self.set_status(ready)
    }

    /// Writes 0 to the status and does not wait: what is left to do when the firmware ends.
    pub fn abandon(&self) {
        let _ = self.set_status(Status::empty());
    }

    fn offered(&self) -> Result<u64, Error> {
        let mut bits = 0;
        for select in [0, 1] {
            self.write_common(offset_of!(CommonCfg, device_feature_select), Width::W32, select)?;
            let half = self.read_common(offset_of!(CommonCfg, device_feature), Width::W32)?;
            bits |= u64::from(half) << (32 * select);
        }
        Ok(bits)
    }

    /// Where in the notification structure a queue is notified (§4.1.4.4.1).
    fn notify_place(&self, queue_notify_off: u16) -> Result<u64, Error> {
        let notify = &self.structures.notify;
        // Below 2^48, so it cannot wrap.
        let place = u64::from(queue_notify_off) * u64::from(self.structures.notify_off_multiplier);
        if place + Width::W16.bytes() > u64::from(notify.length) {
            return Err(Error::Broken("a queue is notified outside of the structure"));
        }
        Ok(place)
    }

    fn status(&self) -> Result<Status, Error> {
        let bits = self.read_common(offset_of!(CommonCfg, device_status), Width::W8)?;
        Ok(Status::from_bits_retain(bits as u8))
    }

    fn set_status(&self, status: Status) -> Result<(), Error> {
        self.write_common(
            offset_of!(CommonCfg, device_status),
            Width::W8,
            status.bits().into(),
        )
    }

    fn read16(&self, field: usize) -> Result<u16, Error> {
        Ok(self.read_common(field, Width::W16)? as u16)
    }

    fn read_common(&self, field: usize, width: Width) -> Result<u32, Error> {
        let common = &self.structures.common;
        self.platform.read(common.bar, common.place(field as u64), width)
    }

    fn write_common(&self, field: usize, width: Width, value: u32) -> Result<(), Error> {
        let common = &self.structures.common;
        self.platform
            .write(common.bar, common.place(field as u64), width, value)
    }

    /// Sends one request and takes its reply, see [`Queue::exchange`].
    ///
    /// # Errors
    /// Those of [`Queue::exchange`].
    pub fn exchange(
        &self,
        queue: &mut Queue<P::Buffer>,
        request: &[u8],
        reply: &mut [u8],
    ) -> Result<usize, Error> {
        queue.exchange(&self.platform, &self.structures.notify, request, reply)
    }
}
