//! Everything a guest can make us allocate or loop over is bounded here, each bound with its reason.

use wire::virtio_gpu::{CtrlHdr, MemEntry, ResourceAttachBacking};

/// Host memory for resources if the configuration does not say otherwise: two 8K scanouts, double-buffered.
pub const DEFAULT_HOSTMEM_BYTES: u64 = 544 << 20;

/// The widest and highest resource, in pixels. What GPUs of today can hold as a texture, and twice the 8K that a
/// display can have.
pub const MAX_DIMENSION: u32 = 16384;

/// Resources alive at once. Each costs about 200 bytes beside its pixels, which `max_hostmem` does not count; stock
/// guests use a few dozen.
pub const MAX_RESOURCES: usize = 16384;

/// Ranges in one resource's backing. A resource of 256 MiB (an 8K frame and more) whose pages are all scattered.
pub const MAX_BACKING_ENTRIES: u32 = 65536;

/// Ranges in the backings of all resources together: 24 bytes each, so 24 MiB.
pub const MAX_BACKING_ENTRIES_TOTAL: usize = 1 << 20;

/// The longest request that is read from a queue. The longest that can be valid is an ATTACH_BACKING.
pub const MAX_REQUEST_BYTES: usize = size_of::<CtrlHdr>()
    + size_of::<ResourceAttachBacking>()
    + MAX_BACKING_ENTRIES as usize * size_of::<MemEntry>();

/// Display queries that wait for a front end's answer; one more is answered with the device's own data. The driver
/// asks once for each display event.
pub const MAX_PENDING_QUERIES: usize = 64;

/// Side of the largest cursor image that is looked at, in pixels. Drivers use 64; larger resources are cropped.
pub const MAX_CURSOR_SIZE: u32 = 256;
