//! A VNC client for tests, written from RFC 6143 and rfbproto without the daemon's code: it takes nothing for granted, and
//! says what is wrong with what it reads.

pub mod client;
pub mod decode;
mod format;

pub use client::{Client, Update};
pub use decode::Decoder;
pub use format::{Format, Packed};

/// Numbers of encodings.
pub mod encoding {
    #![allow(missing_docs, reason = "the names of RFC 6143 and rfbproto")]
    pub const RAW: i32 = 0;
    pub const HEXTILE: i32 = 5;
    pub const TIGHT: i32 = 7;
    pub const ZRLE: i32 = 16;
    pub const CURSOR: i32 = -239;
    pub const DESKTOP_SIZE: i32 = -223;
    pub const EXTENDED_DESKTOP_SIZE: i32 = -308;
    pub const QEMU_EXTENDED_KEY: i32 = -258;
    /// Those that carry pixels.
    pub const PIXELS: [i32; 4] = [RAW, HEXTILE, TIGHT, ZRLE];
}
