//! The display socket that QEMU hands to a vhost-user GPU: `docs/interop/vhost-user-gpu.rst` of QEMU.
//!
//! The back end is the sender; the front end answers where a message is marked with *reply*. Integers are in the
//! host's byte order, which both sides share; this project runs on little-endian hosts only.

use core::mem::size_of;

use bitflags::bitflags;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{I32, U32, U64},
};

use crate::virtio_gpu::{CURSOR_SIZE, wire_struct};

/// Set in [`Header::flags`] of a reply.
pub const FLAG_REPLY: u32 = 1 << 2;

/// Bytes of the image in a CURSOR_UPDATE: 64 × 64 pixels of four bytes.
pub const CURSOR_BYTES: usize = (CURSOR_SIZE * CURSOR_SIZE * 4) as usize;

bitflags! {
    /// Protocol features of the display socket.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ProtocolFeatures: u64 {
        /// GET_EDID is understood.
        const EDID = 1 << 0;
        /// DMABUF_SCANOUT2 is understood.
        const DMABUF2 = 1 << 1;
    }
}

/// `VhostUserGpuRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Request {
    /// *reply*: `u64` of [`ProtocolFeatures`].
    GetProtocolFeatures = 1,
    /// `u64` of [`ProtocolFeatures`].
    SetProtocolFeatures = 2,
    /// *reply*: [`crate::virtio_gpu::RespDisplayInfo`].
    GetDisplayInfo = 3,
    /// [`CursorPos`].
    CursorPos = 4,
    /// [`CursorPos`].
    CursorPosHide = 5,
    /// [`CursorUpdate`] and [`CURSOR_BYTES`] bytes.
    CursorUpdate = 6,
    /// [`Scanout`].
    Scanout = 7,
    /// [`Update`] and `width × height × 4` bytes of x8r8g8b8.
    Update = 8,
    /// A dmabuf as scanout.
    DmabufScanout = 9,
    /// *reply*: empty, once the front end is done with the frame.
    DmabufUpdate = 10,
    /// [`EdidRequest`]; *reply*: [`crate::virtio_gpu::RespEdid`].
    GetEdid = 11,
    /// A dmabuf with a modifier as scanout.
    DmabufScanout2 = 12,
}

impl Request {
    /// The request of that number, if there is one.
    pub const fn from_u32(value: u32) -> Option<Self> {
        Some(match value {
            1 => Self::GetProtocolFeatures,
            2 => Self::SetProtocolFeatures,
            3 => Self::GetDisplayInfo,
            4 => Self::CursorPos,
            5 => Self::CursorPosHide,
            6 => Self::CursorUpdate,
            7 => Self::Scanout,
            8 => Self::Update,
            9 => Self::DmabufScanout,
            10 => Self::DmabufUpdate,
            11 => Self::GetEdid,
            12 => Self::DmabufScanout2,
            _ => return None,
        })
    }
}

wire_struct! {
    /// Begins every message, in both directions.
    Header, 12 {
        /// A [`Request`].
        request: U32,
        /// [`FLAG_REPLY`] or 0.
        flags: U32,
        /// Bytes that follow.
        size: U32,
    }
}

wire_struct! {
    /// Payload of GET_PROTOCOL_FEATURES' reply and of SET_PROTOCOL_FEATURES.
    U64Payload, 8 {
        /// The value.
        value: U64,
    }
}

wire_struct! {
    /// Payload of CURSOR_POS and CURSOR_POS_HIDE.
    CursorPos, 12 {
        /// Which scanout.
        scanout_id: U32,
        /// In pixels.
        x: U32,
        /// In pixels.
        y: U32,
    }
}

wire_struct! {
    /// Payload of CURSOR_UPDATE; [`CURSOR_BYTES`] bytes of a8r8g8b8 follow.
    CursorUpdate, 20 {
        /// Where.
        pos: CursorPos,
        /// Hot spot, in pixels.
        hot_x: U32,
        /// Hot spot, in pixels.
        hot_y: U32,
    }
}

wire_struct! {
    /// Payload of SCANOUT; 0 × 0 turns the scanout off.
    Scanout, 12 {
        /// Which scanout.
        scanout_id: U32,
        /// In pixels.
        width: U32,
        /// In pixels.
        height: U32,
    }
}

wire_struct! {
    /// Payload of UPDATE; the pixels follow, rows tight, top row first.
    Update, 20 {
        /// Which scanout.
        scanout_id: U32,
        /// Left edge in the scanout, in pixels.
        x: U32,
        /// Top edge in the scanout, in pixels.
        y: U32,
        /// In pixels.
        width: U32,
        /// In pixels.
        height: U32,
    }
}

wire_struct! {
    /// Payload of GET_EDID.
    EdidRequest, 4 {
        /// Which scanout.
        scanout_id: U32,
    }
}

wire_struct! {
    /// Payload of DMABUF_SCANOUT; the dmabuf comes as ancillary data.
    DmabufScanout, 40 {
        /// Which scanout.
        scanout_id: U32,
        /// Left edge of the shown part, in pixels.
        x: U32,
        /// Top edge of the shown part, in pixels.
        y: U32,
        /// Width of the shown part, in pixels.
        width: U32,
        /// Height of the shown part, in pixels.
        height: U32,
        /// Width of the buffer, in pixels.
        fd_width: U32,
        /// Height of the buffer, in pixels.
        fd_height: U32,
        /// Bytes from row to row.
        fd_stride: U32,
        /// Bit 0: the bottom row comes first.
        fd_flags: U32,
        /// A DRM fourcc.
        fd_drm_fourcc: I32,
    }
}
