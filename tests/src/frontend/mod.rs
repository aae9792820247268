//! The front end: what a hypervisor and its guest do, as a library for tests.
//!
//! Messages are written by hand rather than through a crate, since the tests need exact orders, exact flags and
//! malformed bytes. Every wait has a deadline, and a failed wait says whether the back end is still alive.

pub mod backend;
pub mod control;
pub mod display;
pub mod error;
pub mod gpu;
pub mod host_visible;
pub mod keyboard;
pub mod link;
pub mod machine;
pub mod memory;
pub mod oracle;
pub mod painter;
pub mod personality;
pub mod qtest;
pub mod reply;
pub mod service;
pub mod virgl;
pub mod virtqueue;

pub use backend::{Backend, Target};
pub use display::{Display, DisplayEvent};
pub use error::{Failure, Result};
pub use machine::{Machine, Setup};
pub use memory::GuestMemory;
pub use personality::Personality;
pub use reply::{Reply, Shape};
pub use virtqueue::Queue;
