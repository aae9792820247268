//! The little of the vhost-user protocol (`docs/interop/vhost-user.rst` of QEMU) that crates leave to us.

use core::mem::size_of;

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{U32, U64},
};

use crate::virtio_gpu::wire_struct;

/// The protocol's version, in the low two bits of [`Header::flags`].
pub const VERSION: u32 = 1;
/// Set in [`Header::flags`] of a reply.
pub const FLAG_REPLY: u32 = 1 << 2;
/// Set in [`Header::flags`] of a request whose sender wants an answer in any case.
pub const FLAG_NEED_REPLY: u32 = 1 << 3;
/// The most bytes that may follow a header.
pub const MAX_BODY_BYTES: usize = 4096;

/// Front end to back end: the sender claims the device.
pub const SET_OWNER: u32 = 3;
/// Front end to back end: [`MemoryTableHeader`] and one [`MemoryRegion`] for each descriptor that comes along.
pub const SET_MEM_TABLE: u32 = 5;
/// Front end to back end: eight bytes of protocol features that both have.
pub const SET_PROTOCOL_FEATURES: u32 = 16;
/// Front end to back end: the socket on which the back end may send requests of its own.
pub const SET_BACKEND_REQ_FD: u32 = 21;
/// Front end to back end: the display socket ([`crate::vhost_user_gpu`]).
pub const GPU_SET_SOCKET: u32 = 33;
/// Front end to back end: eight bytes of padding and one [`MemoryRegion`], with its descriptor.
pub const ADD_MEM_REG: u32 = 37;
/// Back end to front end: the configuration space changed.
pub const BACKEND_CONFIG_CHANGE_MSG: u32 = 2;
/// Back end to front end: [`SharedMemory`], with the descriptor that is to be mapped.
pub const BACKEND_SHMEM_MAP: u32 = 9;
/// Back end to front end: [`SharedMemory`], of which only the place counts.
pub const BACKEND_SHMEM_UNMAP: u32 = 10;

/// Protocol feature: requests with [`FLAG_NEED_REPLY`] are answered.
pub const PROTOCOL_REPLY_ACK: u64 = 1 << 3;
/// Protocol feature: the back end can have memory mapped.
pub const PROTOCOL_SHMEM: u64 = 1 << 22;
/// [`SharedMemory::flags`]: the guest may write to it.
pub const SHMEM_WRITABLE: u64 = 1;

wire_struct! {
    /// Begins every message, in both directions.
    Header, 12 {
        /// What is asked.
        request: U32,
        /// [`VERSION`], [`FLAG_REPLY`], [`FLAG_NEED_REPLY`].
        flags: U32,
        /// Bytes that follow.
        size: U32,
    }
}

wire_struct! {
    /// `VhostUserMMap`: what is to be mapped, and where.
    SharedMemory, 40 {
        /// Which shared memory region of the device.
        shmid: u8,
        /// Zero.
        padding: [u8; 7],
        /// Where in the file.
        fd_offset: U64,
        /// Where in the region.
        shm_offset: U64,
        /// In bytes.
        len: U64,
        /// [`SHMEM_WRITABLE`].
        flags: U64,
    }
}

wire_struct! {
    /// Begins the body of a SET_MEM_TABLE.
    MemoryTableHeader, 8 {
        /// How many regions follow.
        regions: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// A region of guest memory, shared as a file.
    MemoryRegion, 32 {
        /// Guest-physical address.
        guest_addr: U64,
        /// In bytes.
        size_bytes: U64,
        /// Where the front end itself has mapped it; ring addresses are given like that.
        user_addr: U64,
        /// Where the region begins in the file.
        mmap_offset: U64,
    }
}
