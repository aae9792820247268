//! Guest memory as the device sees it, over the regions that the front end shared.

use device::{BadAddress, GuestMemory, memory::GuestRange, transfer::Mapping};
use vm_memory::{Bytes, GuestAddress, GuestMemory as _, GuestMemoryMmap, Permissions};

use crate::stitch::Stitcher;

/// The regions of one moment, which a batch of requests keeps alive, whatever the front end does meanwhile; and what
/// makes mappings of parts of them.
#[derive(Clone, Copy, Debug)]
pub struct Regions<'a>(pub &'a GuestMemoryMmap, pub &'a Stitcher);

impl GuestMemory for Regions<'_> {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let len = dst.len() as u64;
        self.0
            .read_slice(dst, GuestAddress(addr))
            .map_err(|_| BadAddress { addr, len })
    }

    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let len = src.len() as u64;
        self.0
            .write_slice(src, GuestAddress(addr))
            .map_err(|_| BadAddress { addr, len })
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        usize::try_from(len).is_ok_and(|len| self.0.check_range(GuestAddress(addr), len, Permissions::Read))
    }

    fn stitch(&self, ranges: &[GuestRange]) -> Option<Mapping> {
        Some(self.1.stitch(self.0, ranges)? as Mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_across_neighbouring_regions_are_one_and_gaps_are_none() {
        let regions = [
            (GuestAddress(0), 0x1000),
            (GuestAddress(0x1000), 0x1000),
            (GuestAddress(0x8000), 0x1000),
        ];
        let memory = GuestMemoryMmap::from_ranges(&regions).unwrap();
        memory.write_slice(&[1, 2, 3, 4], GuestAddress(0xffe)).unwrap();
        let stitcher = Stitcher::default();
        let memory = Regions(&memory, &stitcher);
        let mut bytes = [0; 4];
        memory.read(0xffe, &mut bytes).unwrap();
        assert_eq!(bytes, [1, 2, 3, 4]);
        assert!(memory.is_mapped(0xfff, 2));
        for (addr, len) in [
            (0x1fff, 2),
            (0x7fff, 2),
            (0x8000, 0x1001),
            (u64::MAX, 1),
            (1, u64::MAX),
        ] {
            assert!(!memory.is_mapped(addr, len), "{addr:#x}+{len:#x}");
        }
        assert_eq!(
            memory.read(0x1ffe, &mut bytes),
            Err(BadAddress { addr: 0x1ffe, len: 4 })
        );
    }
}
