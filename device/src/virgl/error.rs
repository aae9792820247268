//! What can be wrong with a command, and what follows from it.

use thiserror::Error;
use wire::virgl::{Ccmd, ObjectType};

use crate::{gpu::GpuError, ids::ResourceId, memory::OutOfMemory, transfer::TransferError};

/// Why a command was not done.
///
/// [`Error::is_unsupported`] tells two kinds apart: after a command that we do not support, the stream goes on and
/// the guest's picture lacks something; after any other, the guest and we disagree on what the stream means, and
/// its context is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[allow(
    missing_docs,
    reason = "each variant's message says what it means, with its fields"
)]
pub enum Error {
    #[error("{0} is no command")]
    UnknownCommand(u8),
    #[error("a command of {len_dwords} words runs past the end of the stream, {left_dwords} are left")]
    Truncated { len_dwords: usize, left_dwords: usize },
    #[error("{command:?} of {len_dwords} words")]
    BadLength { command: Ccmd, len_dwords: usize },
    #[error("{0} is no kind of object, or not one for this command")]
    BadObjectType(u8),
    #[error("an object of {len_dwords} words as {kind:?}")]
    BadObjectLength { kind: ObjectType, len_dwords: usize },
    #[error("handle 0 is no object")]
    HandleZero,
    #[error("there is no {kind:?} of handle {handle}")]
    NoObject { kind: ObjectType, handle: u32 },
    #[error("{what} {value} is out of range")]
    OutOfRange { what: &'static str, value: u64 },
    #[error("the context has no resource {0}")]
    NoResource(u32),
    #[error("resource {0} is not a buffer, or only kept in memory")]
    NotABuffer(u32),
    #[error("resource {0} is not a texture")]
    NotATexture(u32),
    #[error("there is no sub-context {0}")]
    NoSubContext(u32),
    #[error("part of a shader does not continue what came before")]
    BadContinuation,
    #[error("a shader's text is not text")]
    NotText,
    #[error("resource {resource}: {error}")]
    Transfer {
        resource: ResourceId,
        error: TransferError,
    },
    #[error("too many {0}")]
    TooMany(&'static str),
    #[error(transparent)]
    OutOfMemory(#[from] OutOfMemory),
    #[error(transparent)]
    Gpu(#[from] GpuError),
    #[error("unsupported: {0}")]
    Unsupported(&'static str),
    #[error("the context was lost to an earlier error")]
    ContextLost,
}

impl Error {
    /// Whether the stream can go on.
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Unsupported(_) | Self::Gpu(GpuError::Unsupported(_)))
    }

    /// `value` of `what` is not allowed.
    pub(crate) fn out_of_range(what: &'static str, value: impl Into<u64>) -> Self {
        Self::OutOfRange {
            what,
            value: value.into(),
        }
    }
}
