//! The virgl protocol: a stream of words from a guest becomes gallium state and calls of a [`HostGpu`].
//!
//! ```text
//! words ── decode ──► Command ──► context ──► sub_context: objects, State ──► HostGpu
//!                      lengths     handles,     object bind draw blit transfer query shader streamout
//!                      checked     ranges, sizes checked
//! ```
//!
//! Invariants: no stream, however malformed, panics, blocks or allocates beyond [`crate::limits`]; what reaches
//! the host GPU is as [`crate::gpu`] promises it; a context that was lost does nothing more.
//!
//! [`HostGpu`]: crate::gpu::HostGpu

mod bind;
mod blit;
mod context;
pub mod decode;
mod draw;
mod error;
mod host;
mod object;
mod query;
mod resource;
mod shader;
mod snapshot;
mod storage;
mod streamout;
mod sub_context;
mod transfer;
mod uploads;

pub(crate) use context::Context;
pub use error::Error;
pub(crate) use host::{Budget, Host};
pub(crate) use query::Pending;
pub use resource::CreateResource;
pub(crate) use resource::{Resource, bytes_to_charge, is_memory_only};
pub(crate) use snapshot::{ContextData, Numbers, Restore, Save};
pub(crate) use uploads::{Upload, Uploads};
