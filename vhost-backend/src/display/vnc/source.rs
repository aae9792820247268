//! Where the pixels of a screen come from: an image of ours, or memory of the guest.

use device::{
    PixelBytes, Rect, Size,
    format::{ByteOrder, PIXEL_BYTES},
    scanout::Picture,
};

use super::picture::TILE;
use crate::display::lent::LentPixels;

/// The pixels that a scanout shows.
pub enum Source {
    /// As they were when they were shared.
    Ours {
        /// All of the image.
        pixels: PixelBytes,
        /// Its size.
        image: Size,
        /// Of a pixel's bytes.
        order: ByteOrder,
        /// The part of the image that is shown.
        shown: Rect,
    },
    /// As they are when they are read, which may be done while the device waits.
    Lent(LentPixels),
}

impl Source {
    /// Of what a scanout shows.
    pub fn new(picture: Picture<'_>) -> Self {
        match picture {
            Picture::Image { image, shown } => Self::Ours {
                pixels: image.share(),
                image: image.size(),
                order: image.layout().order,
                shown,
            },
            Picture::Lent(lent) => Self::Lent(LentPixels::new(lent)),
        }
    }

    /// Of the scanout, in pixels.
    pub fn size(&self) -> Size {
        match self {
            Self::Ours { shown, .. } => shown.size(),
            Self::Lent(lent) => lent.size(),
        }
    }

    /// The order of a pixel's bytes.
    pub fn order(&self) -> ByteOrder {
        match self {
            Self::Ours { order, .. } => *order,
            Self::Lent(lent) => lent.order(),
        }
    }

    /// Lets `look` see `width` pixels of the scanout, at most those of a tile, from a column and a row on.
    pub fn row<T>(&self, x: u32, y: u32, width: u32, look: impl FnOnce(&[[u8; 4]]) -> T) -> T {
        match self {
            Self::Ours {
                pixels, image, shown, ..
            } => {
                let from = Rect::new(x + shown.x, y + shown.y, width, 1);
                let range = device::image::row_range(*image, &from, 0);
                look(pixels[range].as_chunks::<4>().0)
            }
            Self::Lent(lent) => {
                let mut row = [0; (TILE * PIXEL_BYTES) as usize];
                let row = &mut row[..(width * PIXEL_BYTES) as usize];
                lent.read_row(&Rect::new(x, y, width, 1), 0, row);
                look(row.as_chunks::<4>().0)
            }
        }
    }
}
