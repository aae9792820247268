//! Reading an EDID: VESA E-EDID release A, revision 2, with extension blocks of CTA-861 and DisplayID.
//!
//! Nothing but sizes is taken from it. Blocks whose checksum is wrong are left out.

use wire::virtio_gpu::EDID_BYTES_MAX;

use crate::mode::Size;

/// Bytes of a block.
const BLOCK_BYTES: usize = 128;
/// Begins the base block.
const MAGIC: [u8; 8] = [0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0];
/// Established timings I and II (E-EDID A2 §3.8), from the highest bit of the first byte on.
const ESTABLISHED: [Size; 17] = [
    Size::new(720, 400),
    Size::new(720, 400),
    Size::new(640, 480),
    Size::new(640, 480),
    Size::new(640, 480),
    Size::new(640, 480),
    Size::new(800, 600),
    Size::new(800, 600),
    Size::new(800, 600),
    Size::new(800, 600),
    Size::new(832, 624),
    Size::new(1024, 768),
    Size::new(1024, 768),
    Size::new(1024, 768),
    Size::new(1024, 768),
    Size::new(1280, 1024),
    Size::new(1152, 870),
];
/// Bytes of a detailed timing descriptor, and where they and the shorter lists are in the base block.
const DETAILED_BYTES: usize = 18;
const DETAILED: core::ops::Range<usize> = 54..126;
const STANDARD_TIMINGS: core::ops::Range<usize> = 38..54;
const ESTABLISHED_TIMINGS: core::ops::Range<usize> = 35..38;
/// First bytes of extension blocks.
const CTA_EXTENSION: u8 = 0x02;
const DISPLAYID_EXTENSION: u8 = 0x70;
/// Data blocks of DisplayID with detailed timings of types I (1.3 §4.4.1) and VII (2.0 §4.3.1), which have one layout.
const DISPLAYID_TIMINGS: [u8; 2] = [0x03, 0x22];
const DISPLAYID_TIMING_BYTES: usize = 20;

/// An EDID as the device has sent it: any bytes.
#[derive(Clone, Debug)]
pub struct Edid {
    bytes: [u8; EDID_BYTES_MAX],
    len: usize,
}

impl Default for Edid {
    fn default() -> Self {
        Self {
            bytes: [0; EDID_BYTES_MAX],
            len: 0,
        }
    }
}

impl Edid {
    /// The first `len` bytes of `bytes`, as far as there are so many.
    pub fn new(bytes: &[u8], len: usize) -> Self {
        let len = len.min(bytes.len()).min(EDID_BYTES_MAX);
        let mut edid = Self {
            len,
            ..Self::default()
        };
        edid.bytes[..len].copy_from_slice(&bytes[..len]);
        edid
    }

    /// All of it; empty if the base block is none.
    pub fn as_bytes(&self) -> &[u8] {
        let bytes = &self.bytes[..self.len];
        let is_edid = bytes.first_chunk() == Some(&MAGIC) && bytes.get(..BLOCK_BYTES).is_some_and(is_sound);
        if is_edid { bytes } else { &[] }
    }

    /// The preferred mode: the first detailed timing.
    pub fn preferred(&self) -> Option<Size> {
        detailed_timing(self.as_bytes().get(DETAILED)?)
    }

    /// Calls `found` for each mode, in no order, and with repetitions.
    pub fn for_each_mode(&self, mut found: impl FnMut(Size)) {
        let (blocks, _) = self.as_bytes().as_chunks::<BLOCK_BYTES>();
        let Some((base, extensions)) = blocks.split_first() else {
            return;
        };
        base_modes(base, &mut found);
        for block in extensions.iter().filter(|block| is_sound(*block)) {
            match block[0] {
                CTA_EXTENSION => cta_modes(block, &mut found),
                DISPLAYID_EXTENSION => displayid_modes(block, &mut found),
                _ => {}
            }
        }
    }
}

/// The bytes of a block sum to zero.
fn is_sound(block: &[u8]) -> bool {
    block.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) == 0
}

fn base_modes(block: &[u8; BLOCK_BYTES], found: &mut impl FnMut(Size)) {
    let established = &block[ESTABLISHED_TIMINGS];
    for (index, size) in ESTABLISHED.iter().enumerate() {
        if established[index / 8] & (0x80 >> (index % 8)) != 0 {
            found(*size);
        }
    }
    let (standard, _) = block[STANDARD_TIMINGS].as_chunks();
    standard.iter().filter_map(standard_timing).for_each(&mut *found);
    let detailed = block[DETAILED].chunks_exact(DETAILED_BYTES);
    detailed.filter_map(detailed_timing).for_each(found);
}

/// E-EDID A2 §3.9; the aspect ratios are those since EDID 1.3.
fn standard_timing(bytes: &[u8; 2]) -> Option<Size> {
    if *bytes == [1, 1] || bytes[0] == 0 {
        return None;
    }
    let width = (u32::from(bytes[0]) + 31) * 8;
    let height = match bytes[1] >> 6 {
        0 => width * 10 / 16,
        1 => width * 3 / 4,
        2 => width * 4 / 5,
        _ => width * 9 / 16,
    };
    Some(Size::new(width, height))
}

/// E-EDID A2 §3.10.2. `None` for other descriptors, which have no pixel clock, and for interlaced timings.
fn detailed_timing(bytes: &[u8]) -> Option<Size> {
    let bytes: &[u8; DETAILED_BYTES] = bytes.first_chunk()?;
    let has_clock = bytes[..2] != [0, 0];
    let is_interlaced = bytes[17] & 0x80 != 0;
    let width = u32::from(bytes[2]) | (u32::from(bytes[4] & 0xf0) << 4);
    let height = u32::from(bytes[5]) | (u32::from(bytes[7] & 0xf0) << 4);
    (has_clock && !is_interlaced).then_some(Size::new(width, height))
}

/// Detailed timings of a CTA-861 block, which begin where its third byte says.
fn cta_modes(block: &[u8; BLOCK_BYTES], found: &mut impl FnMut(Size)) {
    let start = usize::from(block[2]);
    // Below 4 there are none.
    let timings = block.get(start.max(4)..BLOCK_BYTES - 1).filter(|_| start >= 4);
    let timings = timings.unwrap_or_default().chunks_exact(DETAILED_BYTES);
    timings.filter_map(detailed_timing).for_each(found);
}

/// Detailed timings of a DisplayID section.
fn displayid_modes(block: &[u8; BLOCK_BYTES], found: &mut impl FnMut(Size)) {
    let section = &block[1..BLOCK_BYTES - 1];
    let length = usize::from(section[1]);
    let mut rest = section.get(4..).unwrap_or_default();
    rest = &rest[..length.min(rest.len())];
    while let Some((head, tail)) = rest.split_first_chunk::<3>() {
        let length = usize::from(head[2]).min(tail.len());
        let (payload, next) = tail.split_at(length);
        if DISPLAYID_TIMINGS.contains(&head[0]) {
            for timing in payload.chunks_exact(DISPLAYID_TIMING_BYTES) {
                let size = |at: usize| u32::from(u16::from_le_bytes([timing[at], timing[at + 1]])) + 1;
                found(Size::new(size(4), size(12)));
            }
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modes(edid: &Edid) -> Vec<Size> {
        let mut list = Vec::new();
        edid.for_each_mode(|size| list.push(size));
        list
    }

    fn made(width: u32, height: u32) -> Edid {
        let made = device::edid::edid(device::Mode::new(width, height), 3);
        Edid::new(made.as_bytes(), made.as_bytes().len())
    }

    #[test]
    fn the_first_detailed_timing_is_preferred() {
        assert_eq!(made(1920, 1080).preferred(), Some(Size::new(1920, 1080)));
        assert!(modes(&made(1920, 1080)).contains(&Size::new(1920, 1080)));
        assert!(modes(&made(1920, 1080)).contains(&Size::new(800, 600)));
    }

    #[test]
    fn a_mode_too_large_for_the_base_block_is_in_displayid() {
        assert!(modes(&made(7680, 4320)).contains(&Size::new(7680, 4320)));
    }

    #[test]
    fn standard_timings_have_their_aspect_ratio() {
        assert_eq!(standard_timing(&[0xd1, 0xc0]), Some(Size::new(1920, 1080)));
        assert_eq!(standard_timing(&[0xb3, 0x00]), Some(Size::new(1680, 1050)));
        assert_eq!(standard_timing(&[0x81, 0x80]), Some(Size::new(1280, 1024)));
        assert_eq!(standard_timing(&[0x61, 0x40]), Some(Size::new(1024, 768)));
        assert_eq!(standard_timing(&[1, 1]), None);
    }

    #[test]
    fn a_broken_base_block_says_nothing() {
        let good = made(1920, 1080);
        for at in 0..BLOCK_BYTES {
            let mut bytes = good.as_bytes().to_vec();
            bytes[at] ^= 0x10;
            let bad = Edid::new(&bytes, bytes.len());
            assert_eq!(bad.preferred(), None);
            assert!(modes(&bad).is_empty() && bad.as_bytes().is_empty());
        }
        assert_eq!(Edid::new(good.as_bytes(), BLOCK_BYTES - 1).preferred(), None);
    }

    #[test]
    fn claims_beyond_the_bytes_are_cut() {
        let edid = Edid::new(&[0; 5], usize::MAX);
        assert_eq!(edid.len, 5);
    }

    proptest::proptest! {
        /// Whatever is in the blocks: their checksums are made right, so that they are read.
        #[test]
        fn no_bytes_do_harm(mut bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 128..1024)) {
            bytes[..8].copy_from_slice(&MAGIC);
            for block in bytes.as_chunks_mut::<BLOCK_BYTES>().0 {
                let rest = block[..127].iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
                block[127] = rest.wrapping_neg();
            }
            let edid = Edid::new(&bytes, bytes.len());
            assert_eq!(edid.as_bytes().len(), bytes.len());
            assert!(modes(&edid).iter().all(|size| size.width <= 65536 && size.height <= 65536));
        }
    }
}
