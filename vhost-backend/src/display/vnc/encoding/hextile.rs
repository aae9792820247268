//! Hextile (RFC 6143 §7.7.4).

use super::{cut_tile, tile_corners};
use crate::display::vnc::pixel::{Converter, Pixel};

const SIDE: usize = 16;

const RAW: u8 = 1;
const BACKGROUND_SPECIFIED: u8 = 2;
const FOREGROUND_SPECIFIED: u8 = 4;
const ANY_SUBRECTS: u8 = 8;
const SUBRECTS_COLOURED: u8 = 16;

/// A rectangle of one colour in a tile.
#[derive(Clone, Copy, Debug)]
struct Subrect {
    colour: Pixel,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// Appends `pixels`, rows of `width`, to `out`. `tile` is a buffer.
pub(super) fn encode(
    pixels: &[Pixel],
    width: usize,
    converter: &Converter,
    tile: &mut Vec<Pixel>,
    out: &mut Vec<u8>,
) {
    // The colours of the tile before, which the client keeps; a raw tile makes it forget them.
    let mut known = None;
    for corner in tile_corners(width, pixels.len() / width, SIDE) {
        let tile_width = cut_tile(pixels, width, corner, SIDE, tile);
        known = encode_tile(tile, tile_width, known, converter, out);
    }
}

/// Appends one tile. `known` is the background that the client knows. Returns what it knows after that.
fn encode_tile(
    tile: &mut [Pixel],
    width: usize,
    known: Option<Pixel>,
    converter: &Converter,
    out: &mut Vec<u8>,
) -> Option<Pixel> {
    let start = out.len();
    let raw_bytes = tile.len() * converter.pixel_bytes();
    let (background, foreground) = colours(tile);
    let mut kind = 0;
    out.push(0);
    if known != Some(background) {
        kind |= BACKGROUND_SPECIFIED;
        converter.append(&[background], out);
    }
    match foreground {
        Foreground::None => {
            out[start] = kind;
            return Some(background);
        }
        Foreground::One(colour) => {
            kind |= FOREGROUND_SPECIFIED | ANY_SUBRECTS;
            converter.append(&[colour], out);
        }
        Foreground::Many => kind |= ANY_SUBRECTS | SUBRECTS_COLOURED,
    }
    let count_at = out.len();
    out.push(0);
    let mut rest = [false; SIDE * SIDE];
    for (rest, pixel) in rest.iter_mut().zip(tile.iter()) {
        *rest = *pixel != background;
    }
    let mut count = 0u8;
    while let Some(subrect) = next_subrect(tile, width, &mut rest[..tile.len()]) {
        if foreground == Foreground::Many {
            converter.append(&[subrect.colour], out);
        }
        out.push((subrect.x << 4 | subrect.y) as u8);
        out.push(((subrect.width - 1) << 4 | (subrect.height - 1)) as u8);
        // More than that are longer than the pixels themselves, but for a tile of one byte a pixel.
        if count == u8::MAX || out.len() - start > raw_bytes {
            out.truncate(start);
            out.push(RAW);
            converter.append(tile, out);
            return None;
        }
        count += 1;
    }
    out[start] = kind;
    out[count_at] = count;
    Some(background)
}

/// The colours of a tile but for its background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreground {
    None,
    One(Pixel),
    Many,
}

/// The background, which is the more frequent of the first two colours, and what else there is.
fn colours(tile: &[Pixel]) -> (Pixel, Foreground) {
    let first = tile[0];
    let Some(second) = tile.iter().copied().find(|pixel| *pixel != first) else {
        return (first, Foreground::None);
    };
    let count = |colour| tile.iter().filter(|pixel| **pixel == colour).count();
    let (firsts, seconds) = (count(first), count(second));
    let (background, other) = if firsts >= seconds {
        (first, second)
    } else {
        (second, first)
    };
    if firsts + seconds == tile.len() {
        (background, Foreground::One(other))
    } else {
        (background, Foreground::Many)
    }
}

/// Takes the next rectangle of one colour out of what is left: as wide as its first row, as high as that repeats.
fn next_subrect(tile: &[Pixel], width: usize, rest: &mut [bool]) -> Option<Subrect> {
    let at = rest.iter().position(|rest| *rest)?;
    let colour = tile[at];
    let (x, y) = (at % width, at / width);
    let same = |index: usize, rest: &[bool]| rest[index] && tile[index] == colour;
    let run = (0..width - x).take_while(|step| same(at + step, rest)).count();
    let height = (y..tile.len() / width)
        .take_while(|row| (0..run).all(|step| same(row * width + x + step, rest)))
        .count();
    for row in y..y + height {
        rest[row * width + x..row * width + x + run].fill(false);
    }
    Some(Subrect {
        colour,
        x,
        y,
        width: run,
        height,
    })
}
