//! A remote desktop: an RFB (VNC) server (RFC 6143, and the community's rfbproto for what came after it).
//!
//! ```text
//!   ring thread ──► watch.rs ── what changed, and who to wake
//!                      │
//!   client thread:  desktop.rs ── picture.rs: pixels that all clients share, tiles that changed
//!                      │
//!                   client.rs ─┬─ handshake.rs, protocol.rs, auth.rs: bytes in, events out
//!                              ├─ encoding/, pixel.rs, pointer.rs: pixels in, bytes out
//!                              └─ channel.rs, web/: the socket, TLS, a WebSocket and the page that opens it
//! ```
//!
//! The ring thread only notes what changed. All else is done by the thread of the client that wants to know, with the
//! engine for no longer than it takes to share some pixels or to copy a few.

pub mod auth;
pub mod channel;
pub mod client;
pub mod desktop;
pub mod encoding;
pub mod handshake;
pub mod picture;
pub mod pixel;
pub mod pointer;
pub mod protocol;
pub mod server;
pub mod source;
pub mod watch;
pub mod web;
