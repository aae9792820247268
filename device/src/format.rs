//! The table of 2D formats: where each channel lies in the four bytes of a pixel.

use wire::virtio_gpu::Format;

/// Bytes of a pixel, in every 2D format.
pub const PIXEL_BYTES: u32 = 4;

/// The order of a pixel's bytes in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Blue, green, red, alpha: what displays and cursors take.
    Bgra,
    /// Alpha, red, green, blue.
    Argb,
    /// Red, green, blue, alpha.
    Rgba,
    /// Alpha, blue, green, red.
    Abgr,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Where the channels lie.
    pub order: ByteOrder,
    /// Whether the fourth channel means alpha; it is unused otherwise.
    pub has_alpha: bool,
}

/// The format's row in the table.
pub const fn layout(format: Format) -> Layout {
    let (order, has_alpha) = match format {
        Format::B8G8R8A8Unorm => (ByteOrder::Bgra, true),
        Format::B8G8R8X8Unorm => (ByteOrder::Bgra, false),
        Format::A8R8G8B8Unorm => (ByteOrder::Argb, true),
        Format::X8R8G8B8Unorm => (ByteOrder::Argb, false),
        Format::R8G8B8A8Unorm => (ByteOrder::Rgba, true),
        Format::R8G8B8X8Unorm => (ByteOrder::Rgba, false),
        Format::A8B8G8R8Unorm => (ByteOrder::Abgr, true),
        Format::X8B8G8R8Unorm => (ByteOrder::Abgr, false),
    };
    Layout { order, has_alpha }
}

/// Appends `pixels` to `out` as blue, green, red and whatever the fourth channel holds.
pub fn append_bgrx(order: ByteOrder, pixels: &[u8], out: &mut Vec<u8>) {
    match order {
        ByteOrder::Bgra => out.extend_from_slice(pixels),
        ByteOrder::Argb => append_mapped(pixels, out, u32::swap_bytes),
        ByteOrder::Abgr => append_mapped(pixels, out, |abgr| abgr.rotate_right(8)),
        ByteOrder::Rgba => append_mapped(pixels, out, |rgba| {
            (rgba & 0xff00_ff00) | ((rgba >> 16) & 0xff) | ((rgba & 0xff) << 16)
        }),
    }
}

/// One loop per order, so that the compiler can make each a vector loop.
fn append_mapped(pixels: &[u8], out: &mut Vec<u8>, map: impl Fn(u32) -> u32) {
    let start = out.len();
    out.resize(start + pixels.len(), 0);
    let (pixels, _) = pixels.as_chunks::<4>();
    let (out, _) = out[start..].as_chunks_mut::<4>();
    for (out, pixel) in out.iter_mut().zip(pixels) {
        *out = map(u32::from_le_bytes(*pixel)).to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_converted_as_its_name_says() {
        for format in Format::ALL {
            // The name gives the bytes in order, as in `A8R8G8B8Unorm`.
            let letters: Vec<char> = format!("{format:?}").chars().step_by(2).take(4).collect();
            let pixel: Vec<u8> = letters.iter().map(|letter| *letter as u8).collect();
            let mut out = Vec::new();
            append_bgrx(
                layout(*format).order,
                &[&pixel[..], &pixel[..]].concat(),
                &mut out,
            );
            let fourth = if letters.contains(&'A') { b'A' } else { b'X' };
            assert_eq!(
                out,
                [b'B', b'G', b'R', fourth, b'B', b'G', b'R', fourth],
                "{format:?}"
            );
            assert_eq!(layout(*format).has_alpha, letters.contains(&'A'), "{format:?}");
        }
    }
}
