//! The vtest socket protocol: `vtest_protocol.h` of virglrenderer, versions 0 to 2.
//!
//! A message is a [`Header`] and what it says; so is a reply. Lengths are in words, but for CREATE_RENDERER's,
//! which is in bytes.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, little_endian::U32};

/// Where clients look for a server if nobody tells them.
pub const DEFAULT_SOCKET_PATH: &str = "/tmp/.virgl_test";

/// The newest version that has no unstable commands.
pub const PROTOCOL_VERSION: u32 = 2;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $value:literal,)*) => {
        /// `VCMD_*`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u32)]
        pub enum Vcmd { $($(#[$doc])* $name = $value,)* }

        impl Vcmd {
            /// The command of that number, if a version up to [`PROTOCOL_VERSION`] has it.
            pub const fn from_u32(value: u32) -> Option<Self> {
                match value { $($value => Some(Self::$name),)* _ => None }
            }
        }
    };
}

commands! {
    /// Reply: capset 1, with a header of {bytes + 1, 1}.
    GetCaps = 1,
    /// [`ResourceCreate`].
    ResourceCreate = 2,
    /// The resource's handle.
    ResourceUnref = 3,
    /// [`Transfer`]. Reply: `data_size` bytes without a header.
    TransferGet = 4,
    /// [`Transfer`] and `data_size` bytes, without padding.
    TransferPut = 5,
    /// A virgl command stream.
    SubmitCmd = 6,
    /// [`BusyWait`]. Reply: a header and one word, 1 while busy.
    ResourceBusyWait = 7,
    /// The client's name.
    CreateRenderer = 8,
    /// Reply: capset 2, with a header of {bytes + 1, 2}.
    GetCaps2 = 9,
    /// Reply: an empty one.
    PingProtocolVersion = 10,
    /// The version that the client wants. Reply: the one that it gets.
    ProtocolVersion = 11,
    /// [`ResourceCreate2`]. Reply, if it has memory: one byte with the descriptor of that memory.
    ResourceCreate2 = 12,
    /// [`Transfer2`].
    TransferGet2 = 13,
    /// [`Transfer2`]. The header counts data that does not come.
    TransferPut2 = 14,
}

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident, $dwords:literal { $($field:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
            )]
            #[repr(C)]
            #[allow(missing_docs, reason = "the names are the protocol's")]
            pub struct $name { $(pub $field: U32,)* }
            const _: () = assert!(size_of::<$name>() == 4 * $dwords);
        )*
    };
}

messages! {
    /// `VTEST_CMD_LEN`, `VTEST_CMD_ID`.
    Header, 2 { len, id, }
    /// `VCMD_RES_CREATE_*`.
    ResourceCreate, 10 {
        res_handle, target, format, bind, width, height, depth, array_size, last_level, nr_samples,
    }
    /// `VCMD_TRANSFER_*`.
    Transfer, 11 {
        res_handle, level, stride, layer_stride, x, y, z, width, height, depth, data_size,
    }
    /// `VCMD_TRANSFER2_*`.
    Transfer2, 10 { res_handle, level, x, y, z, width, height, depth, data_size, offset, }
    /// `VCMD_BUSY_WAIT_*`.
    BusyWait, 2 { handle, flags, }
    /// The reply to it.
    BusyWaitReply, 3 { len, id, busy, }
    /// The reply to `PROTOCOL_VERSION`.
    ProtocolVersionReply, 3 { len, id, version, }
}

/// `VCMD_RES_CREATE2_*`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C)]
pub struct ResourceCreate2 {
    /// As before.
    pub create: ResourceCreate,
    /// Bytes of memory to share, 0 for none.
    pub data_size: U32,
}
const _: () = assert!(size_of::<ResourceCreate2>() == 44);

/// [`BusyWait::flags`]: reply once it is idle.
pub const BUSY_WAIT_FLAG_WAIT: u32 = 1;
