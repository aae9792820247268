//! Tight, without its lossy part (rfbproto, 'Tight Encoding').

use super::zlib;
use crate::display::vnc::pixel::{Converter, Pixel};

/// Data that is shorter goes out as it is.
const MIN_TO_COMPRESS: usize = 12;
const MAX_PALETTE: usize = 256;

const FILL: u8 = 0x80;
/// A filter byte follows; bits 4 and 5 are the stream's number.
const EXPLICIT_FILTER: u8 = 0x40;
const FILTER_PALETTE: u8 = 1;

/// The streams, one for each kind of data, since like compresses like.
const COLOURS: usize = 0;
const TWO_COLOURS: usize = 1;
const INDICES: usize = 2;

/// The zlib streams of a client.
pub(super) type Streams = [zlib::Stream; 3];

/// Appends `pixels`, rows of `width`, to `out`. `bytes` is a buffer.
pub(super) fn encode(
    pixels: &[Pixel],
    width: usize,
    converter: &Converter,
    streams: &mut Streams,
    level: u32,
    bytes: &mut Vec<u8>,
    out: &mut Vec<u8>,
) {
    bytes.clear();
    let palette = Palette::of(pixels, converter.pixel_bytes());
    let colours = palette.as_ref().map_or(&[][..], |palette| &palette.colours);
    let stream = match (&palette, colours) {
        (_, [colour]) => {
            out.push(FILL);
            return converter.append(&[*colour], out);
        }
        (Some(_), [zero, _]) => {
            append_bits(pixels, width, *zero, bytes);
            TWO_COLOURS
        }
        (Some(palette), _) => {
            palette.append_indices(pixels, bytes);
            INDICES
        }
        (None, _) => {
            converter.append(pixels, bytes);
            COLOURS
        }
    };
    if palette.is_some() {
        out.extend_from_slice(&[
            EXPLICIT_FILTER | (stream as u8) << 4,
            FILTER_PALETTE,
            (colours.len() - 1) as u8,
        ]);
        converter.append(colours, out);
    } else {
        out.push((stream as u8) << 4);
    }
    if bytes.len() < MIN_TO_COMPRESS {
        return out.extend_from_slice(bytes);
    }
    // The length comes first, in as many bytes as it needs: it is put there when it is known.
    let start = out.len();
    streams[stream].compress(bytes, level, out);
    let (length, count) = compact_length(out.len() - start);
    out.splice(start..start, length.into_iter().take(count));
}

/// Seven bits a byte, the lowest first, eight in the third: enough for 4 MiB, and a rectangle has 64 KiB.
fn compact_length(len: usize) -> ([u8; 3], usize) {
    let low = |shift: usize| (len >> shift) as u8 & 0x7f;
    match len {
        0..0x80 => ([low(0), 0, 0], 1),
        0x80..0x4000 => ([low(0) | 0x80, low(7), 0], 2),
        _ => ([low(0) | 0x80, low(7) | 0x80, (len >> 14) as u8], 3),
    }
}

/// One bit for each pixel, the first highest, each row padded to bytes.
fn append_bits(pixels: &[Pixel], width: usize, zero: Pixel, bytes: &mut Vec<u8>) {
    for row in pixels.chunks_exact(width) {
        for eight in row.chunks(8) {
            let bit = |(place, pixel): (usize, &Pixel)| u8::from(*pixel != zero) << (7 - place);
            bytes.push(eight.iter().enumerate().map(bit).fold(0, |byte, bit| byte | bit));
        }
    }
}

/// The colours of a rectangle, with a table to find them.
struct Palette {
    colours: Vec<Pixel>,
    /// Colour and index, at the hash of the colour or behind it; pixels have no bit 31.
    slots: Box<[(Pixel, u8); SLOTS]>,
}

const SLOTS: usize = 1024;
const EMPTY: Pixel = u32::MAX;

impl Palette {
    /// The palette, if there is one that makes the rectangle shorter.
    fn of(pixels: &[Pixel], pixel_bytes: usize) -> Option<Self> {
        // With one byte a pixel, only bits are shorter than the pixels.
        let most = match pixel_bytes {
            1 => 2,
            _ => MAX_PALETTE.min(pixels.len() / 4).max(2),
        };
        let mut palette = Self {
            colours: Vec::with_capacity(16),
            slots: Box::new([(EMPTY, 0); SLOTS]),
        };
        let mut last = EMPTY;
        for pixel in pixels {
            if *pixel == last {
                continue;
            }
            last = *pixel;
            let slot = palette.slot(last);
            if palette.slots[slot].0 == EMPTY {
                if palette.colours.len() == most {
                    return None;
                }
                palette.slots[slot] = (last, palette.colours.len() as u8);
                palette.colours.push(last);
            }
        }
        Some(palette)
    }

    /// Where `pixel` is, or would be. There are four times as many slots as colours, so the search ends.
    fn slot(&self, pixel: Pixel) -> usize {
        let hash = pixel.wrapping_mul(0x9e37_79b1) >> 22;
        let mut slot = hash as usize;
        while self.slots[slot].0 != pixel && self.slots[slot].0 != EMPTY {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }

    fn append_indices(&self, pixels: &[Pixel], bytes: &mut Vec<u8>) {
        let mut last = (EMPTY, 0);
        bytes.extend(pixels.iter().map(|pixel| {
            if last.0 != *pixel {
                last = self.slots[self.slot(*pixel)];
            }
            last.1
        }));
    }
}
