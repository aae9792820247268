//! The virtio GPU device: virtio 1.3 §5.7, and the numbers of `linux/virtio_gpu.h` where the two overlap.

use core::mem::size_of;

use bitflags::bitflags;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{U32, U64},
};

/// The virtio device type of a GPU (virtio 1.3 §5).
pub const VIRTIO_ID_GPU: u32 = 16;
/// Index of the queue that carries everything but cursor commands (§5.7.2).
pub const CONTROL_QUEUE: u16 = 0;
/// Index of the queue that carries UPDATE_CURSOR and MOVE_CURSOR (§5.7.2).
pub const CURSOR_QUEUE: u16 = 1;
/// The most scanouts a device may have (§5.7.6.8: `pmodes` has this length).
pub const MAX_SCANOUTS: usize = 16;
/// Bytes in [`RespEdid::edid`].
pub const EDID_BYTES_MAX: usize = 1024;
/// Width and height of a cursor in pixels, as every driver uses it (§5.7.6.8, cursor commands).
pub const CURSOR_SIZE: u32 = 64;

/// `VIRTIO_GPU_CAPSET_VIRGL` and `VIRTIO_GPU_CAPSET_VIRGL2` (§5.7.6.8, GET_CAPSET_INFO).
pub const CAPSET_VIRGL: u32 = 1;
/// `VIRTIO_GPU_CAPSET_VIRGL2`.
pub const CAPSET_VIRGL2: u32 = 2;

bitflags! {
    /// Device feature bits (§5.7.3).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Features: u64 {
        /// virgl 3D mode is supported.
        const VIRGL = 1 << 0;
        /// GET_EDID is supported.
        const EDID = 1 << 1;
        /// RESOURCE_ASSIGN_UUID is supported.
        const RESOURCE_UUID = 1 << 2;
        /// Blob resources are supported.
        const RESOURCE_BLOB = 1 << 3;
        /// CTX_CREATE's `context_init` and fences with `ring_idx` are supported.
        const CONTEXT_INIT = 1 << 4;
        /// The configuration space has `blob_alignment`.
        const BLOB_ALIGNMENT = 1 << 5;
    }
}

bitflags! {
    /// Bits of [`Config::events_read`] and [`Config::events_clear`] (§5.7.4).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Events: u32 {
        /// The display configuration changed: the driver should ask again with GET_DISPLAY_INFO.
        const DISPLAY = 1 << 0;
    }
}

bitflags! {
    /// Bits of [`CtrlHdr::flags`] (§5.7.6.7).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct CtrlFlags: u32 {
        /// The reply is sent when the command is complete, and repeats `fence_id`.
        const FENCE = 1 << 0;
        /// `ring_idx` names the timeline of the fence.
        const INFO_RING_IDX = 1 << 1;
    }
}

/// `virtio_gpu_config` (§5.7.4).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C)]
pub struct Config {
    /// Pending [`Events`], set by the device.
    pub events_read: U32,
    /// Written by the driver: bits to clear in `events_read`.
    pub events_clear: U32,
    /// 1 to [`MAX_SCANOUTS`].
    pub num_scanouts: U32,
    /// How many capsets GET_CAPSET_INFO can describe.
    pub num_capsets: U32,
}
const _: () = assert!(size_of::<Config>() == 16);

/// Declares `CtrlType`: each code once, with its name in the specification.
macro_rules! ctrl_types {
    ($($(#[$doc:meta])* $name:ident = $value:literal,)*) => {
        /// Command and response codes (§5.7.6.7, `virtio_gpu_ctrl_type`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u32)]
        pub enum CtrlType { $($(#[$doc])* $name = $value,)* }

        impl CtrlType {
            /// Every code, in ascending order within each group.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code's meaning, if it has one.
            pub const fn from_u32(value: u32) -> Option<Self> {
                match value { $($value => Some(Self::$name),)* _ => None }
            }
        }
    };
}

ctrl_types! {
    /// 2D: ask for the scanouts' preferred modes.
    GetDisplayInfo = 0x0100,
    /// 2D: create a resource in host memory.
    ResourceCreate2d = 0x0101,
    /// Destroy a resource.
    ResourceUnref = 0x0102,
    /// Show a resource on a scanout.
    SetScanout = 0x0103,
    /// Make changes to a resource visible.
    ResourceFlush = 0x0104,
    /// Copy from guest memory to a 2D resource.
    TransferToHost2d = 0x0105,
    /// Give a resource its guest memory.
    ResourceAttachBacking = 0x0106,
    /// Take a resource's guest memory away.
    ResourceDetachBacking = 0x0107,
    /// Describe one capset.
    GetCapsetInfo = 0x0108,
    /// Read one capset.
    GetCapset = 0x0109,
    /// Read a scanout's EDID.
    GetEdid = 0x010a,
    /// Name a resource for other virtio devices.
    ResourceAssignUuid = 0x010b,
    /// Create a blob resource.
    ResourceCreateBlob = 0x010c,
    /// Show a blob resource on a scanout.
    SetScanoutBlob = 0x010d,
    /// 3D: create a context.
    CtxCreate = 0x0200,
    /// 3D: destroy a context.
    CtxDestroy = 0x0201,
    /// 3D: let a context use a resource.
    CtxAttachResource = 0x0202,
    /// 3D: end a context's use of a resource.
    CtxDetachResource = 0x0203,
    /// 3D: create a resource.
    ResourceCreate3d = 0x0204,
    /// 3D: copy from guest memory to a resource.
    TransferToHost3d = 0x0205,
    /// 3D: copy from a resource to guest memory.
    TransferFromHost3d = 0x0206,
    /// 3D: run a command stream.
    Submit3d = 0x0207,
    /// Map a blob resource into the host-visible region.
    ResourceMapBlob = 0x0208,
    /// Unmap a blob resource.
    ResourceUnmapBlob = 0x0209,
    /// Set the cursor's image and position.
    UpdateCursor = 0x0300,
    /// Set the cursor's position.
    MoveCursor = 0x0301,
    /// Success, no payload.
    RespOkNodata = 0x1100,
    /// Success: [`RespDisplayInfo`].
    RespOkDisplayInfo = 0x1101,
    /// Success: [`RespCapsetInfo`].
    RespOkCapsetInfo = 0x1102,
    /// Success: the capset's bytes.
    RespOkCapset = 0x1103,
    /// Success: [`RespEdid`].
    RespOkEdid = 0x1104,
    /// Success: [`RespResourceUuid`].
    RespOkResourceUuid = 0x1105,
    /// Success: [`RespMapInfo`].
    RespOkMapInfo = 0x1106,
    /// Failure without a better name.
    RespErrUnspec = 0x1200,
    /// The host has no memory for it.
    RespErrOutOfMemory = 0x1201,
    /// No such scanout.
    RespErrInvalidScanoutId = 0x1202,
    /// No such resource, or it exists already.
    RespErrInvalidResourceId = 0x1203,
    /// No such context.
    RespErrInvalidContextId = 0x1204,
    /// A parameter is out of range.
    RespErrInvalidParameter = 0x1205,
}

impl CtrlType {
    /// Whether the code is a failure response.
    pub const fn is_error(self) -> bool {
        self as u32 >= Self::RespErrUnspec as u32
    }
}

/// Declares `Format`: each `virtio_gpu_formats` number once.
macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident = $value:literal,)*) => {
        /// The formats of 2D resources (§5.7.6.8): four bytes a pixel, named in the order of the bytes in memory.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u32)]
        pub enum Format { $($(#[$doc])* $name = $value,)* }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The format of that number, if there is one.
            pub const fn from_u32(value: u32) -> Option<Self> {
                match value { $($value => Some(Self::$name),)* _ => None }
            }
        }
    };
}

formats! {
    /// Blue, green, red, alpha.
    B8G8R8A8Unorm = 1,
    /// Blue, green, red, unused.
    B8G8R8X8Unorm = 2,
    /// Alpha, red, green, blue.
    A8R8G8B8Unorm = 3,
    /// Unused, red, green, blue.
    X8R8G8B8Unorm = 4,
    /// Red, green, blue, alpha.
    R8G8B8A8Unorm = 67,
    /// Unused, blue, green, red.
    X8B8G8R8Unorm = 68,
    /// Alpha, blue, green, red.
    A8B8G8R8Unorm = 121,
    /// Red, green, blue, unused.
    R8G8B8X8Unorm = 134,
}

/// Declares one plain little-endian structure and asserts its size in bytes.
macro_rules! wire_struct {
    ($(#[$doc:meta])* $name:ident, $bytes:literal { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
        #[repr(C)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)* }
        const _: () = assert!(size_of::<$name>() == $bytes);
    };
}
pub(crate) use wire_struct;

wire_struct! {
    /// `virtio_gpu_ctrl_hdr`: begins every request and every response (§5.7.6.7).
    CtrlHdr, 24 {
        /// A [`CtrlType`].
        type_: U32,
        /// [`CtrlFlags`].
        flags: U32,
        /// The fence's number, repeated in the response if [`CtrlFlags::FENCE`] is set.
        fence_id: U64,
        /// The 3D context, 0 for 2D.
        ctx_id: U32,
        /// The timeline of the fence, if [`CtrlFlags::INFO_RING_IDX`] is set.
        ring_idx: u8,
        /// Zero.
        padding: [u8; 3],
    }
}

wire_struct! {
    /// `virtio_gpu_rect`, in pixels.
    Rect, 16 {
        /// Left edge.
        x: U32,
        /// Top edge.
        y: U32,
        /// Width.
        width: U32,
        /// Height.
        height: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_display_one`: one scanout's preferred mode.
    DisplayOne, 24 {
        /// Preferred position and size.
        r: Rect,
        /// 1 if a display is connected.
        enabled: U32,
        /// Zero.
        flags: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resp_display_info`, whole: 408 bytes.
    RespDisplayInfo, 408 {
        /// [`CtrlType::RespOkDisplayInfo`].
        hdr: CtrlHdr,
        /// One entry a scanout.
        pmodes: [DisplayOne; MAX_SCANOUTS],
    }
}

wire_struct! {
    /// `virtio_gpu_get_edid`, after the header.
    GetEdid, 8 {
        /// Which scanout.
        scanout: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resp_edid`, whole: 1056 bytes.
    RespEdid, 1056 {
        /// [`CtrlType::RespOkEdid`].
        hdr: CtrlHdr,
        /// How many bytes of `edid` hold.
        size: U32,
        /// Zero.
        padding: U32,
        /// The EDID, zero-padded.
        edid: [u8; EDID_BYTES_MAX],
    }
}

wire_struct! {
    /// `virtio_gpu_resource_create_2d`, after the header.
    ResourceCreate2d, 16 {
        /// Chosen by the driver, not 0.
        resource_id: U32,
        /// A [`Format`].
        format: U32,
        /// In pixels.
        width: U32,
        /// In pixels.
        height: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resource_unref`, `_detach_backing`, `_assign_uuid`, after the header.
    ResourceId, 8 {
        /// Which resource.
        resource_id: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_set_scanout`, after the header.
    SetScanout, 24 {
        /// The part of the resource to show.
        r: Rect,
        /// Which scanout.
        scanout_id: U32,
        /// Which resource, or 0 to show none.
        resource_id: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resource_flush`, after the header.
    ResourceFlush, 24 {
        /// The part of the resource that changed.
        r: Rect,
        /// Which resource.
        resource_id: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_transfer_to_host_2d`, after the header.
    TransferToHost2d, 32 {
        /// The destination in the resource.
        r: Rect,
        /// Where in the backing the rectangle's first pixel lies, in bytes.
        offset: U64,
        /// Which resource.
        resource_id: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resource_attach_backing`, after the header; `nr_entries` × [`MemEntry`] follow.
    ResourceAttachBacking, 8 {
        /// Which resource.
        resource_id: U32,
        /// How many entries follow.
        nr_entries: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_mem_entry`: one range of guest memory.
    MemEntry, 16 {
        /// Guest-physical address.
        addr: U64,
        /// In bytes.
        length: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_get_capset_info`, after the header.
    GetCapsetInfo, 8 {
        /// 0 to `num_capsets` − 1.
        capset_index: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resp_capset_info`, whole: 40 bytes.
    RespCapsetInfo, 40 {
        /// [`CtrlType::RespOkCapsetInfo`].
        hdr: CtrlHdr,
        /// Which capset.
        capset_id: U32,
        /// Its highest version.
        capset_max_version: U32,
        /// Its size in bytes.
        capset_max_size: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_get_capset`, after the header.
    GetCapset, 8 {
        /// Which capset.
        capset_id: U32,
        /// Which version of it.
        capset_version: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_ctx_create`, after the header (§5.7.6.8.1); the header names the context.
    CtxCreate, 72 {
        /// Bytes of [`CtxCreate::debug_name`] that count.
        nlen: U32,
        /// Which capset the context is of; 0 without [`Features::CONTEXT_INIT`].
        context_init: U32,
        /// For people.
        debug_name: [u8; 64],
    }
}

wire_struct! {
    /// `virtio_gpu_ctx_resource`, after the header, which names the context.
    CtxResource, 8 {
        /// Which resource.
        resource_id: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_resource_create_3d`, after the header. The names are gallium's.
    ResourceCreate3d, 48 {
        /// Its id, not 0.
        resource_id: U32,
        /// `enum pipe_texture_target`.
        target: U32,
        /// `enum virgl_formats`.
        format: U32,
        /// `VIRGL_BIND_*`.
        bind: U32,
        /// In texels, or bytes of a buffer.
        width: U32,
        /// In texels.
        height: U32,
        /// Slices.
        depth: U32,
        /// Layers.
        array_size: U32,
        /// Levels − 1.
        last_level: U32,
        /// Samples of a texel.
        nr_samples: U32,
        /// `VIRTIO_GPU_RESOURCE_FLAG_*`.
        flags: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_box`.
    Box3, 24 {
        /// First texel.
        x: U32,
        /// First row.
        y: U32,
        /// First slice or layer.
        z: U32,
        /// Texels.
        w: U32,
        /// Rows.
        h: U32,
        /// Slices or layers.
        d: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_transfer_host_3d`, after the header, which names the context: TRANSFER_TO_HOST_3D and
    /// TRANSFER_FROM_HOST_3D.
    TransferHost3d, 48 {
        /// What is copied.
        box_: Box3,
        /// Where the box begins in the resource's guest memory, in bytes.
        offset: U64,
        /// Which resource.
        resource_id: U32,
        /// Which level.
        level: U32,
        /// From row to row in guest memory, in bytes; 0 is as in the resource.
        stride: U32,
        /// From slice to slice in guest memory, in bytes; 0 is as in the resource.
        layer_stride: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_cmd_submit`, after the header, which names the context. The command stream follows.
    CmdSubmit, 8 {
        /// Of the stream, in bytes.
        size: U32,
        /// Zero.
        padding: U32,
    }
}

/// The capset in [`CtxCreate::context_init`]: `VIRTIO_GPU_CONTEXT_INIT_CAPSET_ID_MASK`.
pub const CONTEXT_INIT_CAPSET_ID_MASK: u32 = 0xff;

/// The bytes of a blob are in guest memory: `VIRTIO_GPU_BLOB_MEM_GUEST`.
pub const BLOB_MEM_GUEST: u32 = 1;
/// They are the host's: `VIRTIO_GPU_BLOB_MEM_HOST3D`.
pub const BLOB_MEM_HOST3D: u32 = 2;
/// They are the host's, with guest memory behind them: `VIRTIO_GPU_BLOB_MEM_HOST3D_GUEST`.
pub const BLOB_MEM_HOST3D_GUEST: u32 = 3;

bitflags! {
    /// Bits of [`ResourceCreateBlob::blob_flags`].
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct BlobFlags: u32 {
        /// The driver may map it.
        const USE_MAPPABLE = 1 << 0;
        /// The driver may share it between its processes.
        const USE_SHAREABLE = 1 << 1;
        /// The driver may share it with other devices.
        const USE_CROSS_DEVICE = 1 << 2;
    }
}

wire_struct! {
    /// `virtio_gpu_resource_create_blob`, after the header, which names the context; `nr_entries` × [`MemEntry`] follow.
    ResourceCreateBlob, 32 {
        /// Its id, not 0.
        resource_id: U32,
        /// [`BLOB_MEM_GUEST`], [`BLOB_MEM_HOST3D`] or [`BLOB_MEM_HOST3D_GUEST`].
        blob_mem: U32,
        /// [`BlobFlags`].
        blob_flags: U32,
        /// How many entries follow.
        nr_entries: U32,
        /// What the context calls the host's bytes.
        blob_id: U64,
        /// In bytes.
        size: U64,
    }
}

wire_struct! {
    /// `virtio_gpu_set_scanout_blob`, after the header.
    SetScanoutBlob, 72 {
        /// The part of the picture to show.
        r: Rect,
        /// Which scanout.
        scanout_id: U32,
        /// Which resource, or 0 to show none.
        resource_id: U32,
        /// Of the picture, in pixels.
        width: U32,
        /// Of the picture, in pixels.
        height: U32,
        /// [`Format`].
        format: U32,
        /// Zero.
        padding: U32,
        /// From row to row, in bytes; of the formats that there are, only the first plane counts.
        strides: [U32; 4],
        /// Where the first row begins, in bytes.
        offsets: [U32; 4],
    }
}

wire_struct! {
    /// `virtio_gpu_resource_map_blob`, after the header.
    ResourceMapBlob, 16 {
        /// Which resource.
        resource_id: U32,
        /// Zero.
        padding: U32,
        /// Where in the host-visible region, in bytes.
        offset: U64,
    }
}

/// [`RespMapInfo::map_info`] of memory that is cached as usual: `VIRTIO_GPU_MAP_CACHE_CACHED`.
pub const MAP_CACHE_CACHED: u32 = 1;
/// The shared memory region that blobs are mapped into: `VIRTIO_GPU_SHM_ID_HOST_VISIBLE`.
pub const SHM_ID_HOST_VISIBLE: u8 = 1;

wire_struct! {
    /// `virtio_gpu_resp_resource_uuid`, whole: 40 bytes.
    RespResourceUuid, 40 {
        /// [`CtrlType::RespOkResourceUuid`].
        hdr: CtrlHdr,
        /// The resource's UUID.
        uuid: [u8; 16],
    }
}

wire_struct! {
    /// `virtio_gpu_resp_map_info`, whole: 32 bytes.
    RespMapInfo, 32 {
        /// [`CtrlType::RespOkMapInfo`].
        hdr: CtrlHdr,
        /// Caching of the mapping.
        map_info: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_cursor_pos`.
    CursorPos, 16 {
        /// Which scanout the cursor is on.
        scanout_id: U32,
        /// Position of the hot spot in the scanout, in pixels.
        x: U32,
        /// Position of the hot spot in the scanout, in pixels.
        y: U32,
        /// Zero.
        padding: U32,
    }
}

wire_struct! {
    /// `virtio_gpu_update_cursor`, after the header; MOVE_CURSOR uses only `pos`.
    UpdateCursor, 32 {
        /// Where.
        pos: CursorPos,
        /// The image, or 0 to hide the cursor.
        resource_id: U32,
        /// Hot spot in the image, in pixels.
        hot_x: U32,
        /// Hot spot in the image, in pixels.
        hot_y: U32,
        /// Zero.
        padding: U32,
    }
}
