//! Guest memory that costs nothing: its bytes are a function of their address, and part of it can go away.

use std::{ops::Range, sync::Arc};

use device::{BadAddress, GuestMemory, memory::GuestRange, transfer::Mapping};

/// As much as a large guest has, so that recorded addresses are mapped.
const END: u64 = 1 << 36;

/// Every block of 256 bytes that there is, because to compute each byte would take most of the time.
static BLOCKS: [[u8; 256]; 256] = blocks();

const fn blocks() -> [[u8; 256]; 256] {
    let mut blocks = [[0; 256]; 256];
    let mut first = 0;
    while first < 256 {
        let mut place = 0;
        while place < 256 {
            blocks[first][place] = (first ^ place) as u8;
            place += 1;
        }
        first += 1;
    }
    blocks
}

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
        let mut addr = addr;
        let mut rest = dst;
        while !rest.is_empty() {
            // All bytes of a block differ from their addresses by the same bits.
            let block = &BLOCKS[usize::from(Self::byte_at(addr & !0xff))][addr as usize & 0xff..];
            let (now, later) = rest.split_at_mut(rest.len().min(block.len()));
            now.copy_from_slice(&block[..now.len()]);
            addr += now.len() as u64;
            rest = later;
        }
        Ok(())
    }

    /// Nothing in 2D writes to what backs a resource.
    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let len = src.len() as u64;
        Err(BadAddress { addr, len })
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        let Some(end) = addr.checked_add(len).filter(|end| *end <= END) else {
            return false;
        };
        self.hole.is_empty() || end <= self.hole.start || addr >= self.hole.end
    }

    /// Whole pages can be mapped: the mapping is how long it is.
    fn stitch(&self, ranges: &[GuestRange]) -> Option<Mapping> {
        let are_pages = |range: &GuestRange| (range.addr | u64::from(range.len)).is_multiple_of(4096);
        let bytes: u64 = ranges.iter().map(|range| u64::from(range.len)).sum();
        ranges.iter().all(are_pages).then(|| Arc::new(bytes) as Mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_lies_there() {
        for (addr, len) in [(0, 3), (0x12_34fe, 700), (END - 300, 300)] {
            let mut bytes = vec![0; len];
            Memory::new().read(addr, &mut bytes).unwrap();
            assert!(
                bytes
                    .iter()
                    .zip(addr..)
                    .all(|(byte, addr)| *byte == Memory::byte_at(addr))
            );
        }
        assert!(Memory::new().read(END - 1, &mut [0; 2]).is_err());
    }
}
