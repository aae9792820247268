//! What an X server of ours shows: Xvfb keeps its frame buffer in a file, as an X window dump (`XWDFile.h` of
//! xorgproto), which is read while it is drawn.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::guest::picture::Picture;

/// The file in the directory that `-fbdir` names.
pub(crate) const FILE: &str = "Xvfb_screen0";

/// Words of the header, each of four bytes with the highest first.
const HEADER_BYTES: usize = 0;
const VERSION: usize = 1;
const FORMAT: usize = 2;
const WIDTH: usize = 4;
const HEIGHT: usize = 5;
const BYTE_ORDER: usize = 7;
const BITS_PER_PIXEL: usize = 11;
const ROW_BYTES: usize = 12;
const MASKS: [usize; 3] = [14, 15, 16];
const COLOURS: usize = 19;
/// The version and the format (ZPixmap) that Xvfb writes.
const EXPECTED: (u32, u32) = (7, 2);
/// Bytes of an entry of the colour map, which lies before the pixels.
const COLOUR_BYTES: usize = 12;

/// Reads the screen as it is now.
pub(crate) fn read(file: &Path) -> Result<Picture> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&bytes).with_context(|| format!("{} is no window dump", file.display()))
}

fn parse(bytes: &[u8]) -> Result<Picture> {
    let word = |index: usize| -> Result<u32> {
        let word = bytes.get(index * 4..index * 4 + 4).context("it is truncated")?;
        Ok(u32::from_be_bytes(word.try_into()?))
    };
    let kind = (word(VERSION)?, word(FORMAT)?);
    ensure!(kind == EXPECTED, "its version and format are {kind:?}");
    ensure!(word(BITS_PER_PIXEL)? == 32, "its pixels are not of 32 bits");
    let little = word(BYTE_ORDER)? == 0;
    let masks = [word(MASKS[0])?, word(MASKS[1])?, word(MASKS[2])?];
    ensure!(
        masks.iter().all(|mask| mask.count_ones() == 8),
        "its samples are not bytes"
    );
    let (width, height) = (word(WIDTH)?, word(HEIGHT)?);
    let start = word(HEADER_BYTES)? as usize + word(COLOURS)? as usize * COLOUR_BYTES;
    let row_bytes = word(ROW_BYTES)? as usize;
    let mut samples = Vec::new();
    for row in 0..height as usize {
        let at = start + row * row_bytes;
        let row = bytes
            .get(at..at + width as usize * 4)
            .context("it is truncated")?;
        for pixel in row.chunks_exact(4) {
            let pixel = pixel.try_into()?;
            let value = if little {
                u32::from_le_bytes(pixel)
            } else {
                u32::from_be_bytes(pixel)
            };
            samples.extend(masks.map(|mask| ((value & mask) >> mask.trailing_zeros()) as u8));
        }
    }
    Picture::new(width, height, samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pixels in one row, with one entry of a colour map before them.
    fn dump() -> Vec<u8> {
        let mut words = [0_u32; 25];
        words[HEADER_BYTES] = 100;
        (words[VERSION], words[FORMAT]) = EXPECTED;
        (words[WIDTH], words[HEIGHT], words[ROW_BYTES]) = (2, 1, 8);
        words[BITS_PER_PIXEL] = 32;
        for (index, mask) in MASKS.into_iter().zip([0xff_0000, 0xff00, 0xff]) {
            words[index] = mask;
        }
        words[COLOURS] = 1;
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend([0; COLOUR_BYTES]);
        bytes.extend([3, 2, 1, 0, 30, 20, 10, 0]);
        bytes
    }

    #[test]
    fn samples_are_put_in_order() {
        assert_eq!(parse(&dump()).unwrap().pixels(), [[1, 2, 3], [10, 20, 30]]);
    }

    #[test]
    fn other_or_truncated_dumps_are_refused() {
        let whole = dump();
        assert!(parse(&whole[..whole.len() - 1]).is_err());
        assert!(parse(&whole[..40]).is_err());
        let mut other = dump();
        other[7] = 6;
        assert!(parse(&other).is_err());
    }
}
