//! The virtio-gpu device model (virtio 1.3 §5.7), without any input or output.
//!
//! **The one idea: what the guest said is kept apart from what the host made of it.** Everything a guest can see or
//! set (resources, their backing, scanouts, cursors) is plain data in this crate. Nothing here knows a file
//! descriptor, a thread, a clock, a lock, vhost or a GPU library, so a device can be saved, replayed, fuzzed and
//! tested in memory.
//!
//! ```text
//!   request bytes ──► command.rs ──► device/requests.rs ──► resource.rs  scanout.rs  edid.rs  render.rs
//!                     (validated      (the one dispatch;       │
//!                      Command)       device.rs: the state)    ▼
//!                                               Completion · DisplayUpdate  ──► whoever drives the device
//! ```
//!
//! Who drives the device calls [`Device::execute`] for each request, then drains [`Device::next_completion`] and
//! [`Device::next_update`]. Guest memory is reached only through [`GuestMemory`], and only while `execute` runs.
//!
//! What a guest can see of its 3D state is saved and restored as a [`snapshot`], whatever the host's GPU.
//!
//! Invariants:
//! - No request, however malformed, panics, blocks, or allocates more than [`limits`] and the configured host
//!   memory allow. It gets a reply, and a failed request leaves the state as it was.
//! - Every token that went into `execute` comes out of `next_completion` exactly once, except across
//!   [`Device::reset`], which forgets the pending ones.
#![forbid(unsafe_code)]

pub mod backing;
pub mod blob;
pub mod capset;
pub mod command;
pub mod device;
pub mod edid;
pub mod error;
pub mod fault_log;
pub mod format;
pub mod geometry;
pub mod gpu;
pub mod ids;
pub mod image;
pub mod limits;
pub mod memory;
pub mod mode;
pub mod render;
pub mod renderer;
pub mod resource;
pub mod scanout;
pub mod snapshot;
pub mod transfer;
pub mod virgl;

pub use command::{Queue, Reply};
pub use device::{
    Answer, Completion, Config, Counters, Device, DisplayUpdate, MapRequest, Objects, Query, Token,
};
pub use error::Error;
pub use geometry::{Rect, Size};
pub use ids::{ResourceId, ScanoutId};
pub use image::{Image, PixelBytes};
pub use memory::{BadAddress, GuestMemory};
pub use mode::Mode;
