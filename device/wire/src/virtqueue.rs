//! Split virtqueues: virtio 1.3 §2.7.

use core::mem::size_of;

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{U16, U32, U64},
};

use crate::virtio_gpu::wire_struct;

/// The alignment of the descriptor table, in bytes (§2.7).
pub const DESC_ALIGN: usize = 16;
/// The alignment of the available ring, in bytes (§2.7).
pub const AVAIL_ALIGN: usize = 2;
/// The alignment of the used ring, in bytes (§2.7).
pub const USED_ALIGN: usize = 4;

/// In [`Desc::flags`]: the chain goes on at `next` (§2.7.5).
pub const DESC_F_NEXT: u16 = 1 << 0;
/// In [`Desc::flags`]: the device writes here, and does not read (§2.7.5).
pub const DESC_F_WRITE: u16 = 1 << 1;
/// In [`RingHeader::flags`] of the available ring: the driver wants no interrupts (§2.7.6).
pub const AVAIL_F_NO_INTERRUPT: u16 = 1 << 0;

wire_struct! {
    /// `virtq_desc`: one range of a chain (§2.7.5).
    Desc, 16 {
        /// Where the device finds it.
        addr: U64,
        /// In bytes.
        len: U32,
        /// `DESC_F_*`.
        flags: U16,
        /// The next descriptor, if [`DESC_F_NEXT`] is set.
        next: U16,
    }
}

wire_struct! {
    /// Begins `virtq_avail` (§2.7.6) and `virtq_used` (§2.7.8); the ring's entries follow.
    RingHeader, 4 {
        /// [`AVAIL_F_NO_INTERRUPT`] and the like.
        flags: U16,
        /// Where the next entry goes, counted without end, modulo 2^16.
        idx: U16,
    }
}

wire_struct! {
    /// `virtq_used_elem`: an entry of the used ring (§2.7.8).
    UsedElem, 8 {
        /// The first descriptor of the chain.
        id: U32,
        /// How many bytes the device has written into it.
        len: U32,
    }
}

/// Bytes of an available ring of so many entries, without the `used_event` behind it.
pub const fn avail_bytes(entries: usize) -> usize {
    size_of::<RingHeader>() + entries * size_of::<U16>()
}

/// Bytes of a used ring of so many entries, without the `avail_event` behind it.
pub const fn used_bytes(entries: usize) -> usize {
    size_of::<RingHeader>() + entries * size_of::<UsedElem>()
}
