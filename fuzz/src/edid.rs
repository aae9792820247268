//! EDIDs: whatever mode is asked for, the bytes are well-formed and say that mode, or the nearest allowed.

use device::{Mode, edid::edid};

use crate::input::Input;

/// Reads a mode and a serial number.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mode = Mode {
        width: input.u32(),
        height: input.u32(),
        refresh_mhz: input.u32(),
    };
    let serial = input.u32();

    let edid = edid(mode, serial);
    let bytes = edid.as_bytes();
    assert!(bytes.len().is_multiple_of(128) && bytes.len() <= wire::virtio_gpu::EDID_BYTES_MAX);
    assert_eq!(bytes.len(), 128 * (1 + usize::from(bytes[126])));
    for block in bytes.chunks(128) {
        assert_eq!(sum(block), 0);
    }

    let wanted = mode.clamped();
    let (width, height) = preferred_sizes(bytes)
        .max_by_key(|(w, h)| w * h)
        .expect("there is a preferred timing");
    assert_eq!((width, height), (wanted.width, wanted.height));
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// The size of the first descriptor, and those of the type I timings that DisplayID marks as preferred.
fn preferred_sizes(edid: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let twelve = |low: usize, high: usize| u32::from(edid[low]) | u32::from(edid[high] >> 4) << 8;
    let first = (twelve(56, 58), twelve(59, 61));
    let section = edid.get(128 + 5..).unwrap_or_default();
    let timings = data_blocks(section)
        .filter(|(tag, _)| *tag == 3)
        .flat_map(|(_, data)| data.chunks_exact(20));
    let preferred = timings.filter(|timing| timing[3] & 0x80 != 0);
    let word = |timing: &[u8], at: usize| u32::from(u16::from_le_bytes([timing[at], timing[at + 1]])) + 1;
    std::iter::once(first).chain(preferred.map(move |timing| (word(timing, 4), word(timing, 12))))
}

/// The data blocks of a DisplayID section: tag and contents.
fn data_blocks(mut section: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let [tag, _, length, rest @ ..] = section else {
            return None;
        };
        let (data, next) = rest.split_at_checked(usize::from(*length))?;
        section = next;
        (*length > 0).then_some((*tag, data))
    })
}
