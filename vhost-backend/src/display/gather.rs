//! Bytes sent from where they lie: pixels of ours, or of the guest, who may change them while the kernel reads them.
#![allow(
    unsafe_code,
    reason = "the kernel reads memory that no reference may point to"
)]

use std::{
    marker::PhantomData,
    ops::Range,
    os::fd::{AsFd, AsRawFd},
    sync::Arc,
};

use device::PixelBytes;
use rustix::io::Errno;
use vm_memory::{MmapRegion, VolatileMemory as _};

/// Memory to send from.
#[derive(Debug)]
pub enum Memory {
    /// Of ours: it does not change.
    Ours(PixelBytes),
    /// Of the guest.
    Guest(Arc<MmapRegion>),
}

/// A range of memory, for the kernel to read.
#[repr(transparent)]
pub struct Piece<'a> {
    iovec: libc::iovec,
    memory: PhantomData<&'a Memory>,
}

impl Memory {
    /// A part of it.
    ///
    /// # Panics
    /// If it does not have it.
    pub fn piece(&self, range: Range<usize>) -> Piece<'_> {
        let len = range.len();
        let start: *const u8 = match self {
            Self::Ours(bytes) => bytes[range].as_ptr(),
            Self::Guest(region) => {
                let slice = region.get_slice(range.start, len);
                let slice = slice.expect("whoever sends rows knows where they end");
                slice.ptr_guard().as_ptr()
            }
        };
        Piece::new(start, len)
    }

    /// Appends a part of it, which it must have, to `out`.
    pub fn append(&self, range: Range<usize>, out: &mut Vec<u8>) {
        match self {
            Self::Ours(bytes) => out.extend_from_slice(&bytes[range]),
            Self::Guest(region) => {
                let start = out.len();
                out.resize(start + range.len(), 0);
                let slice = region.get_slice(range.start, range.len());
                let slice = slice.expect("whoever sends rows knows where they end");
                slice.copy_to(&mut out[start..]);
            }
        }
    }
}

impl<'a> Piece<'a> {
    /// Bytes that nobody changes.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self::new(bytes.as_ptr(), bytes.len())
    }

    fn new(start: *const u8, len: usize) -> Self {
        Self {
            iovec: libc::iovec {
                iov_base: start.cast_mut().cast(),
                iov_len: len,
            },
            memory: PhantomData,
        }
    }
}

/// Sends what the socket takes of `pieces`, of which the kernel takes 1024 at most, without waiting. Returns how many
/// bytes that was.
///
/// # Errors
/// What the kernel says: [`Errno::AGAIN`] if the socket is full.
pub fn send(socket: impl AsFd, pieces: &[Piece<'_>]) -> Result<usize, Errno> {
    // SAFETY: all zero is a message without anything.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = pieces.as_ptr().cast_mut().cast();
    message.msg_iovlen = pieces.len();
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: a piece is an iovec and nothing else, and its memory stays mapped as long as the piece may be used. The
    // kernel only reads it, and does not mind if it changes.
    let sent = unsafe { libc::sendmsg(socket.as_fd().as_raw_fd(), &raw const message, flags) };
    usize::try_from(sent)
        .map_err(|_| Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::IO))
}
