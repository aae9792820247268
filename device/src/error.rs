//! Why a request failed, and the one map from that to the response code that the guest sees.

use thiserror::Error;
use wire::virtio_gpu::CtrlType;

use crate::{
    blob::Plane,
    command::Queue,
    geometry::{Rect, Size},
    gpu::GpuError,
    ids::{ContextId, ResourceId, ScanoutId},
    limits,
    memory::{BadAddress, OutOfMemory},
    virgl,
};

/// Why a request failed. The state of the device is then as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[allow(
    missing_docs,
    reason = "each variant's message says what it means, with its fields"
)]
pub enum Error {
    #[error("a request of {len} bytes is too short to have a header")]
    NoHeader { len: usize },
    #[error("{0:#x} is no command")]
    UnknownCommand(u32),
    #[error("{command:?} is not supported with the features that the driver accepted")]
    Unsupported { command: CtrlType },
    #[error("{command:?} does not belong on the {queue:?} queue")]
    WrongQueue { command: CtrlType, queue: Queue },
    #[error("{command:?} needs {need} bytes, the request has {have}")]
    TooShort {
        command: CtrlType,
        need: u64,
        have: usize,
    },
    #[error("the request is longer than {} bytes", limits::MAX_REQUEST_BYTES)]
    TooLong,
    #[error("resource id 0 is not allowed here")]
    ResourceIdZero,
    #[error("resource {0} does not exist")]
    NoResource(ResourceId),
    #[error("resource {0} exists already")]
    ResourceExists(ResourceId),
    #[error("more than {} resources", limits::MAX_RESOURCES)]
    TooManyResources,
    #[error("{0} is no format of a 2D resource")]
    UnknownFormat(u32),
    #[error("a resource of {}×{} pixels is not allowed", .0.width, .0.height)]
    BadSize(Size),
    #[error(transparent)]
    OutOfMemory(#[from] OutOfMemory),
    #[error("scanout {0} does not exist")]
    NoScanout(u32),
    #[error("{rect:?} does not fit in {}×{}", size.width, size.height)]
    BadRect { rect: Rect, size: Size },
    #[error("a scanout of {rect:?} is empty")]
    EmptyScanout { rect: Rect },
    #[error("resource {0} has a backing already")]
    BackingExists(ResourceId),
    #[error("resource {0} has no backing")]
    NoBacking(ResourceId),
    #[error("{0} backing entries are too many")]
    TooManyEntries(u32),
    #[error("the backing has {have} bytes, the transfer needs {need}")]
    BackingTooShort { need: u64, have: u64 },
    #[error(transparent)]
    BadAddress(#[from] BadAddress),
    #[error("the device has no capset of index or id {0}")]
    NoCapset(u32),
    #[error("capset {id} has no version {version}")]
    NoCapsetVersion { id: u32, version: u32 },
    #[error("scanout {0} has no display")]
    NoDisplay(ScanoutId),
    #[error("context {0} does not exist")]
    NoContext(ContextId),
    #[error("context {0} exists already, or may not be created")]
    ContextExists(ContextId),
    #[error("a context of kind {0:#x} without the feature for it")]
    ContextInit(u32),
    #[error("a stream of {0} bytes is none of words")]
    BadSubmitSize(u32),
    #[error("resource {0} cannot be shown")]
    CannotShow(ResourceId),
    #[error(
        "a blob of kind {mem}, name {blob_id:#x}, {size_bytes} bytes and {entries} entries makes no sense"
    )]
    BadBlob {
        mem: u32,
        blob_id: u64,
        size_bytes: u64,
        entries: usize,
    },
    #[error("{plane:?} does not lie in a blob of {size_bytes} bytes")]
    BadPlane { plane: Plane, size_bytes: u64 },
    #[error("resource {0} cannot be mapped, or is already")]
    CannotMap(ResourceId),
    #[error("resource {0} is not mapped")]
    NotMapped(ResourceId),
    #[error(
        "a mapping of {len_bytes} bytes at {offset_bytes:#x} does not fit in the host-visible region, or not beside the others"
    )]
    BadMapping { offset_bytes: u64, len_bytes: u64 },
    #[error("the front end does not map")]
    NobodyMaps,
    #[error(transparent)]
    Virgl(#[from] virgl::Error),
}

impl Error {
    /// The response code for the guest (virtio 1.3 §5.7.6.7).
    pub fn response(&self) -> CtrlType {
        match self {
            Self::ResourceIdZero | Self::NoResource(_) | Self::ResourceExists(_) => {
                CtrlType::RespErrInvalidResourceId
            }
            Self::NoScanout(_) => CtrlType::RespErrInvalidScanoutId,
            Self::NoContext(_) | Self::ContextExists(_) => CtrlType::RespErrInvalidContextId,
            Self::Virgl(error) => virgl_response(error),
            Self::UnknownFormat(_)
            | Self::BadSize(_)
            | Self::BadRect { .. }
            | Self::EmptyScanout { .. }
            | Self::NoCapset(_)
            | Self::NoCapsetVersion { .. }
            | Self::ContextInit(_)
            | Self::BadSubmitSize(_)
            | Self::CannotShow(_)
            | Self::BadBlob { .. }
            | Self::BadPlane { .. }
            | Self::CannotMap(_)
            | Self::NotMapped(_)
            | Self::BadMapping { .. } => CtrlType::RespErrInvalidParameter,
            Self::OutOfMemory(_) | Self::TooManyResources => CtrlType::RespErrOutOfMemory,
            Self::NoHeader { .. }
            | Self::UnknownCommand(_)
            | Self::Unsupported { .. }
            | Self::WrongQueue { .. }
            | Self::TooShort { .. }
            | Self::TooLong
            | Self::BackingExists(_)
            | Self::NoBacking(_)
            | Self::TooManyEntries(_)
            | Self::BackingTooShort { .. }
            | Self::BadAddress(_)
            | Self::NoDisplay(_)
            | Self::NobodyMaps => CtrlType::RespErrUnspec,
        }
    }
}

fn virgl_response(error: &virgl::Error) -> CtrlType {
    match error {
        virgl::Error::NoResource(_) => CtrlType::RespErrInvalidResourceId,
        virgl::Error::OutOfMemory(_)
        | virgl::Error::TooMany(_)
        | virgl::Error::Gpu(GpuError::OutOfMemory) => CtrlType::RespErrOutOfMemory,
        virgl::Error::OutOfRange { .. } => CtrlType::RespErrInvalidParameter,
        // The rest says that a stream or a transfer makes no sense, for which there is no code.
        _ => CtrlType::RespErrUnspec,
    }
}
