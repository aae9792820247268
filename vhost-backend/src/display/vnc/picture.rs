//! The pixels of a desktop, and which of its tiles are to be sent.

use std::sync::Arc;

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
        for y in rect.y..rect.y + rect.height {
            out.extend_from_slice(self.row(rect.x, y, rect.width));
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

/// A set of tiles of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiles {
    size: Size,
    columns: u32,
    /// A row of tiles after the other.
    marked: Vec<bool>,
}

impl Tiles {
    /// No tile of a picture of that size.
    pub fn none(size: Size) -> Self {
        let columns = size.width.div_ceil(TILE);
        let tiles = columns as usize * size.height.div_ceil(TILE) as usize;
        Self {
            size,
            columns,
            marked: vec![false; tiles],
        }
    }

    /// All of them.
    pub fn all(size: Size) -> Self {
        let mut tiles = Self::none(size);
        tiles.marked.fill(true);
        tiles
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        !self.marked.contains(&true)
    }

    /// Adds the tiles that changed later than `version`, of a picture that may have another size: `changed` says when each
    /// did, of `columns` in a row.
    pub fn add_newer(&mut self, version: u64, changed: &[u64], columns: u32) {
        let rows = changed.chunks(columns.max(1) as usize);
        for (marked, changed) in self.marked.chunks_mut(self.columns.max(1) as usize).zip(rows) {
            for (marked, changed) in marked.iter_mut().zip(changed) {
                *marked |= *changed > version;
            }
        }
    }

    /// Adds the tiles that `rect` touches.
    pub fn add(&mut self, rect: &Rect) {
        for index in self.touched(rect) {
            self.marked[index] = true;
        }
    }

    /// Whether a tile that `rect` touches is in it.
    pub fn touches(&self, rect: &Rect) -> bool {
        self.touched(rect).any(|index| self.marked[index])
    }

    /// Takes out the tiles that `rect` touches.
    pub fn take(&mut self, rect: &Rect) -> Self {
        let mut taken = Self::none(self.size);
        for index in self.touched(rect) {
            taken.marked[index] = std::mem::take(&mut self.marked[index]);
        }
        taken
    }

    /// Indices of the tiles that `rect` touches.
    fn touched(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let columns = self.columns;
        let range = |from: u32, len: u32| from / TILE..(from + len).div_ceil(TILE);
        let rect = rect
            .intersection(&Rect::whole(self.size))
            .unwrap_or(Rect::new(0, 0, 0, 0));
        let (xs, ys) = (range(rect.x, rect.width), range(rect.y, rect.height));
        ys.flat_map(move |y| xs.clone().map(move |x| (y * columns + x) as usize))
    }

    /// Rectangles that cover just these tiles: runs of them, of as many rows as have the same run. From top to bottom.
    pub fn rects(&self) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        // Those that end above the row that is looked at.
        let mut open: Vec<usize> = Vec::new();
        for (y, row) in (0u32..).zip(self.marked.chunks(self.columns.max(1) as usize)) {
            let mut next = Vec::new();
            for (x, width) in runs(row) {
                let run = self.run(x, y, width);
                let above = |index: &&usize| rects[**index].x == run.x && rects[**index].width == run.width;
                match open.iter().find(above) {
                    Some(index) => {
                        rects[*index].height += run.height;
                        next.push(*index);
                    }
                    None => {
                        next.push(rects.len());
                        rects.push(run);
                    }
                }
            }
            open = next;
        }
        rects
    }

    fn run(&self, x: u32, y: u32, width: u32) -> Rect {
        let (left, top) = (x * TILE, y * TILE);
        let right = ((x + width) * TILE).min(self.size.width);
        Rect::new(left, top, right - left, TILE.min(self.size.height - top))
    }
}

/// Where marked tiles of a row begin, and how many there are.
fn runs(row: &[bool]) -> impl Iterator<Item = (u32, u32)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + row[at..].iter().position(|marked| *marked)?;
        let len = row[start..]
            .iter()
            .position(|marked| !*marked)
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

    proptest! {
        #[test]
        fn rectangles_cover_just_the_marked_tiles(
            width in 1..200u32,
            height in 1..200u32,
            damage in prop::collection::vec((0..210u32, 0..210u32, 0..100u32, 0..100u32), 0..6),
        ) {
            let size = Size::new(width, height);
            let mut tiles = Tiles::none(size);
            for (x, y, w, h) in damage {
                tiles.add(&Rect::new(x, y, w, h));
            }
            let mut covered = Tiles::none(size);
            for rect in tiles.rects() {
                prop_assert!(rect.fits(size) && !rect.is_empty());
                let mut one = Tiles::none(size);
                one.add(&rect);
                for (seen, new) in covered.marked.iter_mut().zip(one.marked) {
                    prop_assert!(!(*seen && new), "no tile twice");
                    *seen |= new;
                }
            }
            prop_assert_eq!(covered, tiles);
        }
    }
}
