//! A newtype for each kind of id a guest uses, so that one is never taken for another.

use std::{fmt, num::NonZeroU32};

use wire::virtio_gpu::MAX_SCANOUTS;

/// A resource's id, chosen by the driver; 0 means 'none' on the wire and is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(NonZeroU32);

impl ResourceId {
    /// The id of that number, or `None` for 0.
    pub const fn new(value: u32) -> Option<Self> {
        match NonZeroU32::new(value) {
            Some(value) => Some(Self(value)),
            None => None,
        }
    }

    /// The number on the wire.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A scanout's index, below [`MAX_SCANOUTS`]. Whether the device has it is for the device to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScanoutId(u8);

impl ScanoutId {
    /// The scanout of that number, or `None` if no device can have it.
    pub const fn new(value: u32) -> Option<Self> {
        if value < MAX_SCANOUTS as u32 {
            Some(Self(value as u8))
        } else {
            None
        }
    }

    /// The number on the wire.
    pub const fn get(self) -> u32 {
        self.0 as u32
    }

    /// The scanout's place in an array of scanouts.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for ScanoutId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A rendering context's id, chosen by the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContextId(pub u32);

impl fmt::Display for ContextId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
