//! Hextile (RFC 6143 §7.7.4).

use device::Rect;

use super::tiles;
use crate::display::vnc::{
    picture::Picture,
    pixel::{Converter, Pixel},
};

const SIDE: usize = 16;

const RAW: u8 = 1;
const BACKGROUND_SPECIFIED: u8 = 2;
const FOREGROUND_SPECIFIED: u8 = 4;
const ANY_SUBRECTS: u8 = 8;
const SUBRECTS_COLOURED: u8 = 16;

/// A colour, a place and a size.
const MAX_SUBRECT_BYTES: usize = 6;

/// A rectangle of one colour in a tile.
#[derive(Clone, Copy, Debug)]
struct Subrect {
    colour: Pixel,
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

/// What of a tile is yet to be covered: a bit for each pixel of a row, the leftmost lowest.
type Rest = [u16; SIDE];

/// Appends the pixels of `piece` to `out`. `tile` is a buffer.
pub(super) fn encode(
    picture: &Picture,
    piece: &Rect,
    converter: &Converter,
    tile: &mut Vec<Pixel>,
    out: &mut Vec<u8>,
) {
    // The colours of the tile before, which the client keeps; a raw tile makes it forget them.
    let mut known = None;
    for place in tiles(piece, SIDE as u32) {
        tile.clear();
        picture.append(&place, tile);
        known = encode_tile(tile, place.width as usize, known, converter, out);
    }
}

/// Appends one tile. `known` is the background that the client knows. Returns what it knows after that.
fn encode_tile(
    tile: &[Pixel],
    width: usize,
    known: Option<Pixel>,
    converter: &Converter,
    out: &mut Vec<u8>,
) -> Option<Pixel> {
    let start = out.len();
    let (background, foreground) = colours(tile);
    let mut kind = 0;
    out.push(0);
    if known != Some(background) {
        kind |= BACKGROUND_SPECIFIED;
        converter.append(&[background], out);
    }
    kind |= match foreground {
        Foreground::None => 0,
        Foreground::One(colour) => {
            converter.append(&[colour], out);
            FOREGROUND_SPECIFIED | ANY_SUBRECTS
        }
        Foreground::Many => ANY_SUBRECTS | SUBRECTS_COLOURED,
    };
    out[start] = kind;
    let is_many = foreground == Foreground::Many;
    if foreground != Foreground::None && !append_subrects(tile, width, background, is_many, converter, out) {
        out.truncate(start);
        out.push(RAW);
        converter.append(tile, out);
        return None;
    }
    Some(background)
}

/// Appends the rectangles of a tile, with their colours if they have many, behind how many they are. Returns false, having
/// appended anything, if they are longer than the pixels themselves.
fn append_subrects(
    tile: &[Pixel],
    width: usize,
    background: Pixel,
    is_many: bool,
    converter: &Converter,
    out: &mut Vec<u8>,
) -> bool {
    let pixel_bytes = if is_many { converter.pixel_bytes() } else { 0 };
    let most = (tile.len() * converter.pixel_bytes() / (pixel_bytes + 2)).min(u8::MAX.into());
    // A picture of many colours is not worth looking for its rectangles.
    if is_many && least_subrects(tile, width, background) > most {
        return false;
    }
    let mut bytes = [0; MAX_SUBRECT_BYTES * u8::MAX as usize];
    let (mut count, mut at, mut row) = (0, 0, 0);
    let mut rest = uncovered(tile, width, background);
    while let Some(subrect) = next_subrect(tile, width, &mut row, &mut rest) {
        if count == most {
            return false;
        }
        count += 1;
        // All four bytes, as fast as one: what is none of a pixel's is overwritten.
        bytes[at..at + 4].copy_from_slice(&converter.first_bytes(subrect.colour));
        at += pixel_bytes;
        bytes[at] = (subrect.x << 4 | subrect.y) as u8;
        bytes[at + 1] = ((subrect.width - 1) << 4 | (subrect.height - 1)) as u8;
        at += 2;
    }
    out.push(count as u8);
    out.extend_from_slice(&bytes[..at]);
    true
}

/// The colours of a tile but for its background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreground {
    None,
    One(Pixel),
    Many,
}

/// How many of a tile's pixels that is true of. Without an early end and without a check for overflow, so that the compiler
/// makes it a vector loop; a tile has few.
fn count(pixels: impl Iterator<Item = bool>) -> usize {
    pixels.fold(0u32, |count, is_one| count.wrapping_add(is_one.into())) as usize
}

/// The background, which is the more frequent of the first two colours, and what else there is.
fn colours(tile: &[Pixel]) -> (Pixel, Foreground) {
    let first = tile[0];
    let count_of = |colour| count(tile.iter().map(|pixel| *pixel == colour));
    let firsts = count_of(first);
    if firsts == tile.len() {
        return (first, Foreground::None);
    }
    let second = tile
        .iter()
        .copied()
        .find(|pixel| *pixel != first)
        .unwrap_or(first);
    let seconds = count_of(second);
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

/// How many rectangles there are at least: each pixel that is of another colour than those left of it and above it begins
/// one.
fn least_subrects(tile: &[Pixel], width: usize, background: Pixel) -> usize {
    // What lies outside begins nothing: it is the background.
    let nothing = [background; SIDE];
    let mut above = &nothing[..width];
    let mut least = 0;
    for row in tile.chunks_exact(width) {
        least += usize::from(row[0] != background && row[0] != above[0]);
        let pairs = row[1..].iter().zip(row).zip(&above[1..]);
        least += count(
            pairs.map(|((pixel, left), above)| (pixel != &background) & (pixel != left) & (pixel != above)),
        );
        above = row;
    }
    least
}

/// All but the background.
fn uncovered(tile: &[Pixel], width: usize, background: Pixel) -> Rest {
    let mut rest = [0; SIDE];
    for (bits, row) in rest.iter_mut().zip(tile.chunks_exact(width)) {
        for (x, pixel) in row.iter().enumerate() {
            *bits |= u16::from(*pixel != background) << x;
        }
    }
    rest
}

/// Takes the next rectangle of one colour out of what is left: as wide as its first row, as high as that repeats. Nothing is
/// left above `row`.
fn next_subrect(tile: &[Pixel], width: usize, row: &mut usize, rest: &mut Rest) -> Option<Subrect> {
    let y = *row + rest[*row..].iter().position(|bits| *bits != 0)?;
    *row = y;
    let x = rest[y].trailing_zeros() as usize;
    let colour = tile[y * width + x];
    let is_same = |(step, pixel): &(usize, &Pixel)| rest[y] >> (x + step) & 1 != 0 && **pixel == colour;
    let run = tile[y * width..][x..width]
        .iter()
        .enumerate()
        .take_while(is_same)
        .count();
    let bits = (u16::MAX >> (SIDE - run)) << x;
    let repeats = |row: &usize| {
        rest[*row] & bits == bits
            && tile[row * width + x..][..run]
                .iter()
                .all(|pixel| *pixel == colour)
    };
    let height = 1 + (y + 1..tile.len() / width).take_while(repeats).count();
    for rest in &mut rest[y..y + height] {
        *rest &= !bits;
    }
    Some(Subrect {
        colour,
        x,
        y,
        width: run,
        height,
    })
}
