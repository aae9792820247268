//! The pixels of a desktop, and which of its tiles are to be sent.

use std::{ops::Range, sync::Arc};

use device::{Rect, Size};

use super::pixel::Pixel;

/// Side of the tiles that changes are kept track of by, and height of the bands that pixels are kept in. A blinking
/// cursor or a letter is a tile or two.
pub const TILE: u32 = 32;

/// A picture whose copies share their pixels, band by band, until one of them is changed.
#[derive(Clone, Debug)]
pub struct Picture {
    size: Size,
    /// Of [`TILE`] rows each, but for the last.
    bands: Vec<Arc<Vec<Pixel>>>,
}

impl Picture {
    /// A black picture.
    pub fn black(size: Size) -> Self {
        let rows = |band: u32| TILE.min(size.height - band * TILE);
        let bands = (0..size.height.div_ceil(TILE))
            .map(|band| Arc::new(vec![0; size.width as usize * rows(band) as usize]))
            .collect();
        Self { size, bands }
    }

    /// In pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Columns `x` to `x + width` of row `y`; they must be there.
    pub fn row(&self, x: u32, y: u32, width: u32) -> &[Pixel] {
        let start = (y % TILE) as usize * self.size.width as usize + x as usize;
        &self.bands[(y / TILE) as usize][start..start + width as usize]
    }

    /// The same for writing. Pixels that a copy shares become this picture's own.
    pub fn row_mut(&mut self, x: u32, y: u32, width: u32) -> &mut [Pixel] {
        let start = (y % TILE) as usize * self.size.width as usize + x as usize;
        &mut Arc::make_mut(&mut self.bands[(y / TILE) as usize])[start..start + width as usize]
    }

    /// Appends the pixels of `rect`, which must be there, to `out`, row by row.
    pub fn append(&self, rect: &Rect, out: &mut Vec<Pixel>) {
        out.reserve(rect.size().pixels() as usize);
        for y in rect.y..rect.y + rect.height {
            let row = self.row(rect.x, y, rect.width);
            // Hextile's tiles are most of what is asked for: a copy of a known length costs no call.
            match <&[Pixel; 16]>::try_from(row) {
                Ok(row) => out.extend_from_slice(row),
                Err(_) => out.extend_from_slice(row),
            }
        }
    }

    /// Lets go of the pixels above row `y`, which nobody will look at any more.
    pub fn forget_above(&mut self, y: u32) {
        let bands = (y / TILE) as usize;
        for band in self.bands.iter_mut().take(bands) {
            if !band.is_empty() {
                *band = Arc::default();
            }
        }
    }
}

/// A rectangle of a tile: from its left and top to before its right and bottom, in pixels from the tile's corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    left: u8,
    top: u8,
    right: u8,
    bottom: u8,
}

impl Part {
    /// All of a tile.
    const WHOLE: Self = Self {
        left: 0,
        top: 0,
        right: TILE as u8,
        bottom: TILE as u8,
    };

    /// What lies in one tile, of a picture's columns and rows that are not empty.
    pub fn within_tile(xs: &Range<u32>, ys: &Range<u32>) -> Self {
        let from_corner = |at: u32| (at % TILE) as u8;
        Self {
            left: from_corner(xs.start),
            top: from_corner(ys.start),
            right: from_corner(xs.end - 1) + 1,
            bottom: from_corner(ys.end - 1) + 1,
        }
    }

    fn is_empty(self) -> bool {
        self.right == 0
    }

    /// The rectangle around both.
    fn union(self, other: Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other,
            (_, true) => self,
            _ => Self {
                left: self.left.min(other.left),
                top: self.top.min(other.top),
                right: self.right.max(other.right),
                bottom: self.bottom.max(other.bottom),
            },
        }
    }
}

/// When a tile last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    version: u64,
    /// When it changed before that.
    before: u64,
    /// What changed since then.
    part: Part,
}

impl Change {
    /// All of a tile changed.
    pub const fn of_all(version: u64) -> Self {
        Self {
            version,
            before: version,
            part: Part::WHOLE,
        }
    }

    /// A part of it changes.
    pub fn note(&mut self, version: u64, part: Part) {
        if self.version == version {
            self.part = self.part.union(part);
        } else {
            *self = Self {
                version,
                before: self.version,
                part,
            };
        }
    }

    /// What changed later than `seen`, or more than that.
    pub fn since(&self, seen: u64) -> Part {
        if self.version <= seen {
            Part::default()
        } else if self.before <= seen {
            self.part
        } else {
            Part::WHOLE
        }
    }
}

/// A set of tiles of a picture, or of parts of tiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    size: Size,
    columns: u32,
    /// A row of tiles after the other.
    parts: Vec<Part>,
}

impl Tiles {
    /// No tile of a picture of that size.
    pub fn none(size: Size) -> Self {
        let columns = size.width.div_ceil(TILE);
        let tiles = columns as usize * size.height.div_ceil(TILE) as usize;
        Self {
            size,
            columns,
            parts: vec![Part::default(); tiles],
        }
    }

    /// All of them.
    pub fn all(size: Size) -> Self {
        let mut tiles = Self::none(size);
        tiles.parts.fill(Part::WHOLE);
        tiles
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.is_empty())
    }

    /// Adds what changed later than `seen`, of a picture that may have another size: `changes` are those of its tiles,
    /// `columns` in a row.
    pub fn add_newer(&mut self, seen: u64, changes: &[Change], columns: u32) {
        let rows = changes.chunks(columns.max(1) as usize);
        for (parts, changes) in self.parts.chunks_mut(self.columns.max(1) as usize).zip(rows) {
            for (part, change) in parts.iter_mut().zip(changes) {
                *part = part.union(change.since(seen));
            }
        }
    }

    /// Adds what of them lies in `rect`.
    pub fn add(&mut self, rect: &Rect) {
        for (index, part) in self.touched(rect) {
            self.parts[index] = self.parts[index].union(part);
        }
    }

    /// Whether a tile that `rect` touches is in it.
    pub fn touches(&self, rect: &Rect) -> bool {
        self.touched(rect).any(|(index, _)| !self.parts[index].is_empty())
    }

    /// Takes out the tiles that `rect` touches.
    pub fn take(&mut self, rect: &Rect) -> Self {
        let mut taken = Self::none(self.size);
        for (index, _) in self.touched(rect) {
            taken.parts[index] = std::mem::take(&mut self.parts[index]);
        }
        taken
    }

    /// Indices of the tiles that `rect` touches, and which part of each lies in it.
    fn touched(&self, rect: &Rect) -> impl Iterator<Item = (usize, Part)> + use<> {
        let columns = self.columns;
        let rect = rect
            .intersection(&Rect::whole(self.size))
            .unwrap_or(Rect::new(0, 0, 0, 0));
        steps(rect.y, rect.height).flat_map(move |ys| {
            steps(rect.x, rect.width).map(move |xs| {
                let index = ys.start / TILE * columns + xs.start / TILE;
                (index as usize, Part::within_tile(&xs, &ys))
            })
        })
    }

    /// Rectangles that cover these tiles, or as much of them as are in it: runs of tiles, of as many rows as have the same
    /// run without a gap, and of those the rectangle around their parts. From top to bottom.
    pub fn rects(&self) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        // Those that end above the row that is looked at: the run of tiles, and which rectangle it is.
        let mut open: Vec<((u32, u32), usize)> = Vec::new();
        for (y, row) in (0u32..).zip(self.parts.chunks(self.columns.max(1) as usize)) {
            let mut next = Vec::new();
            for run in runs(row) {
                let around = self.around(run, y, row);
                let goes_on = |(above, index): &&((u32, u32), usize)| {
                    *above == run && rects[*index].bottom() == u64::from(around.y)
                };
                match open.iter().find(goes_on) {
                    Some((_, index)) => {
                        next.push((run, *index));
                        rects[*index] = rects[*index].union(&around);
                    }
                    None => {
                        next.push((run, rects.len()));
                        rects.push(around);
                    }
                }
            }
            open = next;
        }
        rects
    }

    /// The rectangle around the parts of a run of tiles in row `y`.
    fn around(&self, (x, width): (u32, u32), y: u32, row: &[Part]) -> Rect {
        let run = &row[x as usize..(x + width) as usize];
        let all = run.iter().fold(Part::default(), |all, part| all.union(*part));
        let left = x * TILE + u32::from(run[0].left);
        let right = (x + width - 1) * TILE + u32::from(run[run.len() - 1].right);
        let (top, bottom) = (y * TILE + u32::from(all.top), y * TILE + u32::from(all.bottom));
        let (right, bottom) = (right.min(self.size.width), bottom.min(self.size.height));
        Rect::new(left, top, right - left, bottom - top)
    }
}

/// The range from `from` on, cut where tiles begin.
pub fn steps(from: u32, len: u32) -> impl Iterator<Item = Range<u32>> {
    let end = from + len;
    (from / TILE..end.div_ceil(TILE)).map(move |tile| (tile * TILE).max(from)..((tile + 1) * TILE).min(end))
}

/// Where tiles of a row that are not empty begin, and how many there are.
fn runs(row: &[Part]) -> impl Iterator<Item = (u32, u32)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + row[at..].iter().position(|part| !part.is_empty())?;
        let len = row[start..]
            .iter()
            .position(|part| part.is_empty())
            .unwrap_or(row.len() - start);
        at = start + len;
        Some((start as u32, len as u32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_copy_keeps_its_pixels_and_what_it_forgets_is_freed() {
        let mut picture = Picture::black(Size::new(40, 100));
        let mut copy = picture.clone();
        picture.row_mut(3, 70, 2).fill(7);
        assert_eq!(picture.row(2, 70, 4), [0, 7, 7, 0]);
        assert_eq!(copy.row(2, 70, 4), [0; 4]);
        assert_eq!(Arc::strong_count(&picture.bands[1]), 2);
        copy.forget_above(64);
        assert_eq!(Arc::strong_count(&picture.bands[1]), 1);
        assert_eq!(copy.row(0, 64, 40), [0; 40]);
    }

    #[test]
    fn only_the_part_that_changed_is_sent_to_who_has_seen_the_rest() {
        let mut change = Change::of_all(3);
        let part = |from, to| Part::within_tile(&(from..to), &(from..to));
        change.note(5, part(40, 42));
        change.note(5, part(50, 52));
        assert_eq!(change.since(5), Part::default());
        assert_eq!(change.since(4), part(40, 52));
        assert_eq!(change.since(3), part(40, 52));
        assert_eq!(change.since(2), Part::WHOLE);
    }

    proptest! {
        #[test]
        fn rectangles_cover_what_was_added_and_no_other_tiles(
            width in 1..200u32,
            height in 1..200u32,
            damage in prop::collection::vec((0..210u32, 0..210u32, 0..100u32, 0..100u32), 0..6),
        ) {
            let size = Size::new(width, height);
            let whole = Rect::whole(size);
            let mut tiles = Tiles::none(size);
            let damage: Vec<_> = damage.into_iter().map(|(x, y, w, h)| Rect::new(x, y, w, h)).collect();
            damage.iter().for_each(|rect| tiles.add(rect));
            let rects = tiles.rects();
            let mut covered = Tiles::none(size);
            for rect in &rects {
                prop_assert!(rect.fits(size) && !rect.is_empty());
                prop_assert!(covered.touched(rect).all(|(index, _)| covered.parts[index].is_empty()), "no tile twice");
                covered.add(rect);
            }
            let touched = |tiles: &Tiles| tiles.parts.iter().map(|part| part.is_empty()).collect::<Vec<_>>();
            prop_assert_eq!(touched(&covered), touched(&tiles));
            for rect in damage.iter().filter_map(|rect| rect.intersection(&whole)) {
                let pixels: u64 = rects
                    .iter()
                    .filter_map(|sent| sent.intersection(&rect))
                    .map(|both| both.size().pixels())
                    .sum();
                prop_assert_eq!(pixels, rect.size().pixels());
            }
            if let [rect] = &damage[..] {
                prop_assert_eq!(rects, rect.intersection(&whole).into_iter().collect::<Vec<_>>());
            }
        }
    }
}
