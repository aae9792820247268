//! What comes back for a request, and how a request is laid out.

use wire::virtio_gpu::{CtrlHdr, CtrlType};
use zerocopy::FromBytes;

use super::error::Result;
use crate::fail;

/// What reply buffers hold before the device writes.
pub const POISON: u8 = 0xa5;

/// A completed request.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Bytes that the device says it wrote.
    pub used_len: u32,
    /// The whole reply buffer, [`POISON`] where nothing was written.
    pub buffer: Vec<u8>,
}

impl Reply {
    /// The reply's header.
    ///
    /// # Errors
    /// If there is no room for one.
    pub fn header(&self) -> Result<CtrlHdr> {
        let written = &self.buffer[..self.buffer.len().min(self.used_len as usize)];
        match CtrlHdr::read_from_prefix(written) {
            Ok((header, _)) => Ok(header),
            Err(_) => fail!("the reply has {} bytes: no header", self.used_len),
        }
    }

    /// The reply's code.
    ///
    /// # Errors
    /// If it has no header, or an unknown code.
    pub fn code(&self) -> Result<CtrlType> {
        let code = self.header()?.type_.get();
        match CtrlType::from_u32(code) {
            Some(known) if code >= 0x1100 => Ok(known),
            _ => fail!("the reply has code {code:#x}"),
        }
    }

    /// The reply as that structure.
    ///
    /// # Errors
    /// If it has another size.
    pub fn read<T: FromBytes>(&self) -> Result<T> {
        let length = self.buffer.len().min(self.used_len as usize);
        match T::read_from_bytes(&self.buffer[..length]) {
            Ok(value) => Ok(value),
            Err(_) => fail!("the reply has {} bytes, not {}", self.used_len, size_of::<T>()),
        }
    }
}

/// How a request is laid out in descriptors.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Lengths of the readable buffers; one buffer if empty.
    pub readable: Vec<usize>,
    /// Lengths of the writable buffers; one buffer if empty.
    pub writable: Vec<usize>,
    /// Through a table of its own.
    pub indirect: bool,
}
