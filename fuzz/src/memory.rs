//! Guest memory that costs nothing: its bytes are a function of their address, and part of it can go away.

use std::ops::Range;

use device::{BadAddress, GuestMemory};

/// As much as a large guest has, so that recorded addresses are mapped.
const END: u64 = 1 << 36;

/// Guest memory from 0 to 64 GiB, but for one hole.
#[derive(Debug, Default)]
pub struct Memory {
    hole: Range<u64>,
}

impl Memory {
    /// Memory without a hole.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves the hole, as when the guest unplugs memory.
    pub fn set_hole(&mut self, hole: Range<u64>) {
        self.hole = hole;
    }

    /// What lies at `addr`.
    pub fn byte_at(addr: u64) -> u8 {
        (addr ^ (addr >> 8) ^ (addr >> 16)) as u8 ^ 0x5a
    }
}

impl GuestMemory for Memory {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let len = dst.len() as u64;
        if !self.is_mapped(addr, len) {
            return Err(BadAddress { addr, len });
        }
        for (byte, addr) in dst.iter_mut().zip(addr..) {
            *byte = Self::byte_at(addr);
        }
        Ok(())
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        let Some(end) = addr.checked_add(len).filter(|end| *end <= END) else {
            return false;
        };
        self.hole.is_empty() || end <= self.hole.start || addr >= self.hole.end
    }
}
