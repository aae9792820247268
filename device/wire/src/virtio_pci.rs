//! Virtio over PCI, as modern devices have it: virtio 1.3 §4.1, and the status and feature bits of §2.1 and §6.

use core::mem::size_of;

use bitflags::bitflags;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{U16, U32, U64},
};

use crate::virtio_gpu::wire_struct;

/// The PCI vendor of every virtio device (§4.1.2).
pub const VENDOR_ID: u16 = 0x1af4;
/// The PCI device of a modern device is this and its virtio device type (§4.1.2.1).
pub const DEVICE_ID_BASE: u16 = 0x1040;

/// The capability's number in PCI configuration space: vendor-specific (§4.1.4).
pub const CAP_ID_VENDOR: u8 = 0x09;
/// [`Cap::cfg_type`]: [`CommonCfg`].
pub const CFG_COMMON: u8 = 1;
/// [`Cap::cfg_type`]: where the driver notifies; [`NotifyCap`] is the capability.
pub const CFG_NOTIFY: u8 = 2;
/// [`Cap::cfg_type`]: interrupt status.
pub const CFG_ISR: u8 = 3;
/// [`Cap::cfg_type`]: the device's own configuration space.
pub const CFG_DEVICE: u8 = 4;

wire_struct! {
    /// `virtio_pci_cap`: where a structure lies (§4.1.4).
    Cap, 16 {
        /// [`CAP_ID_VENDOR`].
        cap_vndr: u8,
        /// Offset of the next capability, 0 for none.
        cap_next: u8,
        /// Bytes of this capability.
        cap_len: u8,
        /// `CFG_*`.
        cfg_type: u8,
        /// Which BAR, 0 to 5.
        bar: u8,
        /// Tells several capabilities of one type apart.
        id: u8,
        /// Zero.
        padding: [u8; 2],
        /// Where in the BAR, in bytes.
        offset: U32,
        /// In bytes.
        length: U32,
    }
}

wire_struct! {
    /// `virtio_pci_notify_cap` (§4.1.4.4).
    NotifyCap, 20 {
        /// Of type [`CFG_NOTIFY`].
        cap: Cap,
        /// A queue is notified at its `queue_notify_off` times this.
        notify_off_multiplier: U32,
    }
}

wire_struct! {
    /// `virtio_pci_common_cfg` (§4.1.4.3), as far as every modern device has it.
    CommonCfg, 56 {
        /// Which 32 feature bits `device_feature` shows.
        device_feature_select: U32,
        /// Feature bits that the device offers.
        device_feature: U32,
        /// Which 32 feature bits `driver_feature` takes.
        driver_feature_select: U32,
        /// Feature bits that the driver accepts.
        driver_feature: U32,
        /// The vector for changes of the configuration.
        config_msix_vector: U16,
        /// How many queues the device has.
        num_queues: U16,
        /// [`Status`].
        device_status: u8,
        /// Changes with the configuration.
        config_generation: u8,
        /// Which queue the fields below are of.
        queue_select: U16,
        /// Its size: the most that the device can, until the driver writes less.
        queue_size: U16,
        /// Its vector.
        queue_msix_vector: U16,
        /// 1 when it runs.
        queue_enable: U16,
        /// Where it is notified, see [`NotifyCap`].
        queue_notify_off: U16,
        /// Where its descriptors lie.
        queue_desc: U64,
        /// Where its available ring lies.
        queue_driver: U64,
        /// Where its used ring lies.
        queue_device: U64,
    }
}

bitflags! {
    /// The device's status (§2.1).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Status: u8 {
        /// The driver has seen the device.
        const ACKNOWLEDGE = 1;
        /// It knows how to drive it.
        const DRIVER = 2;
        /// It drives it.
        const DRIVER_OK = 4;
        /// It has accepted features.
        const FEATURES_OK = 8;
        /// The device wants to be reset.
        const DEVICE_NEEDS_RESET = 64;
        /// The driver has given up.
        const FAILED = 128;
    }
}

bitflags! {
    /// Feature bits of every virtio device (§6).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct TransportFeatures: u64 {
        /// The device is a modern one.
        const VERSION_1 = 1 << 32;
        /// The device reaches memory as the platform lets it: addresses are those of DMA.
        const ACCESS_PLATFORM = 1 << 33;
    }
}
