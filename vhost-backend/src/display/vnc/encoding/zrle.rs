//! ZRLE's tiles, before compression (RFC 6143 §7.7.6).

use device::Rect;

use super::tiles;
use crate::display::vnc::{
    picture::Picture,
    pixel::{Converter, Pixel},
};

const SIDE: u32 = 64;

/// The most colours of a palette that runs refer to.
const MAX_PALETTE: usize = 127;
/// The most colours of a palette whose indices are packed into bits.
const MAX_PACKED: usize = 16;

const RAW: u8 = 0;
const PLAIN_RUNS: u8 = 128;

/// Appends the pixels of `piece` to `out`. `tile` is a buffer.
pub(super) fn append_tiles(
    picture: &Picture,
    piece: &Rect,
    converter: &Converter,
    tile: &mut Vec<Pixel>,
    out: &mut Vec<u8>,
) {
    for place in tiles(piece, SIDE) {
        tile.clear();
        picture.append(&place, tile);
        append_tile(tile, place.width as usize, converter, out);
    }
}

fn append_tile(tile: &[Pixel], width: usize, converter: &Converter, out: &mut Vec<u8>) {
    let survey = Survey::of(tile);
    let pixel_bytes = converter.pixel_bytes();
    let colours = survey.colours.len();
    let raw = tile.len() * pixel_bytes;
    let plain_runs = survey.runs * (pixel_bytes + 1) + survey.length_bytes;
    // A run of one pixel is its index alone.
    let palette_runs = colours * pixel_bytes + survey.runs + survey.long_runs + survey.length_bytes;
    let packed = colours * pixel_bytes + packed_row_bytes(width, colours) * (tile.len() / width);
    if survey.overflow {
        if plain_runs < raw {
            append_plain_runs(tile, converter, out);
        } else {
            out.push(RAW);
            converter.append(tile, out);
        }
    } else if colours == 1 {
        out.push(1);
        converter.append(&survey.colours, out);
    } else if colours <= MAX_PACKED && packed <= palette_runs {
        append_packed(tile, width, &survey.colours, converter, out);
    } else if palette_runs < raw {
        append_palette_runs(tile, &survey.colours, converter, out);
    } else {
        out.push(RAW);
        converter.append(tile, out);
    }
}

/// What a tile is made of.
struct Survey {
    /// Its colours, in the order of their first pixels, unless they are too many.
    colours: Vec<Pixel>,
    overflow: bool,
    runs: usize,
    /// Runs of more than a pixel.
    long_runs: usize,
    /// Bytes that say how long runs are, beyond the first of each.
    length_bytes: usize,
}

impl Survey {
    fn of(tile: &[Pixel]) -> Self {
        let mut survey = Self {
            colours: Vec::with_capacity(16),
            overflow: false,
            runs: 0,
            long_runs: 0,
            length_bytes: 0,
        };
        for run in runs(tile) {
            survey.runs += 1;
            survey.long_runs += usize::from(run.len() > 1);
            survey.length_bytes += (run.len() - 1) / 255;
            if !survey.overflow && !survey.colours.contains(&run[0]) {
                survey.overflow = survey.colours.len() == MAX_PALETTE;
                survey.colours.push(run[0]);
            }
        }
        survey
    }
}

fn runs(tile: &[Pixel]) -> impl Iterator<Item = &[Pixel]> {
    tile.chunk_by(|a, b| a == b)
}

fn append_plain_runs(tile: &[Pixel], converter: &Converter, out: &mut Vec<u8>) {
    out.push(PLAIN_RUNS);
    for run in runs(tile) {
        converter.append(&run[..1], out);
        append_length(run.len(), out);
    }
}

fn append_palette_runs(tile: &[Pixel], colours: &[Pixel], converter: &Converter, out: &mut Vec<u8>) {
    out.push(PLAIN_RUNS + colours.len() as u8);
    converter.append(colours, out);
    for run in runs(tile) {
        let index = index_of(run[0], colours);
        if run.len() == 1 {
            out.push(index);
        } else {
            out.push(index | 0x80);
            append_length(run.len(), out);
        }
    }
}

/// One less than the length, as bytes of 255 and a last one below.
fn append_length(len: usize, out: &mut Vec<u8>) {
    let rest = len - 1;
    out.resize(out.len() + rest / 255, 255);
    out.push((rest % 255) as u8);
}

const fn bits_of_index(colours: usize) -> usize {
    match colours {
        0..=2 => 1,
        3..=4 => 2,
        _ => 4,
    }
}

const fn packed_row_bytes(width: usize, colours: usize) -> usize {
    (width * bits_of_index(colours)).div_ceil(8)
}

fn append_packed(tile: &[Pixel], width: usize, colours: &[Pixel], converter: &Converter, out: &mut Vec<u8>) {
    out.push(colours.len() as u8);
    converter.append(colours, out);
    let bits = bits_of_index(colours.len());
    let mut last = (tile[0], index_of(tile[0], colours));
    for row in tile.chunks_exact(width) {
        for pixels in row.chunks(8 / bits) {
            let mut byte = 0;
            for (place, pixel) in pixels.iter().enumerate() {
                if last.0 != *pixel {
                    last = (*pixel, index_of(*pixel, colours));
                }
                byte |= last.1 << (8 - bits * (place + 1));
            }
            out.push(byte);
        }
    }
}

fn index_of(pixel: Pixel, colours: &[Pixel]) -> u8 {
    colours
        .iter()
        .position(|colour| *colour == pixel)
        .expect("the palette has every colour of the tile") as u8
}
