//! The daemon: it serves [`device`] to a hypervisor over vhost-user.
//!
//! ```text
//!   main thread: server.rs (event-manager: listener, control.rs, signals)
//!        │ accepts
//!        ▼
//!   session.rs ── relay.rs ══ vhost crate ── backend.rs ──┐
//!                                                         ▼  one lock, one batch at a time
//!   ring thread (vhost-user-backend's epoll) ──► engine.rs: queue.rs ► device ► display/
//! ```
//!
//! Nothing waits while it holds the engine: the display socket is never blocked on, pixels are shared rather than
//! copied, and screenshots are encoded by the thread that asked for them.

pub mod args;
pub mod backend;
pub mod channel;
pub(crate) mod clients;
pub mod config;
pub mod control;
pub mod ctl;
pub mod display;
pub mod engine;
pub mod gpu_waiter;
pub mod input;
pub mod memory;
pub mod notify;
pub mod polling;
pub mod queue;
pub mod relay;
pub mod render_node;
pub mod ring;
pub mod screenshot;
pub mod server;
pub mod service;
pub mod session;
pub mod shared_memory;
pub mod stitch;
pub mod vtest;
pub mod wakeups;

/// The device that we serve: with 3D, it draws with `wgpu`.
pub type Device = device::Device<wgpu_renderer::Wgpu>;
