//! The guest's pointer: drawn into what a client sees, or described to a client that draws it itself.

use device::{Rect, Size, scanout::CursorImage};

use super::{encoding::append_header, picture::Picture, pixel::Converter, protocol};

/// Colours of a pointer count as seen from this alpha on, where all or nothing can be told.
const SEEN_ALPHA: u8 = 128;

/// The guest's pointer on a desktop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer {
    /// Position of the hot spot, in the desktop's pixels; may lie outside.
    pub x: i64,
    /// Position of the hot spot, in the desktop's pixels; may lie outside.
    pub y: i64,
    /// Hot spot in the image, in pixels; may lie outside it.
    pub hot: (u32, u32),
    /// What it looks like; hidden if `None`.
    pub image: Option<CursorImage>,
}

impl Pointer {
    /// The part of a desktop of that size which it covers.
    pub fn place(&self, desktop: Size) -> Option<Rect> {
        let image = self.image.as_ref()?;
        let (left, top) = self.corner();
        let part = |from: i64, len: u32, limit: u32| {
            let start = from.clamp(0, limit.into());
            let end = from.saturating_add(len.into()).clamp(0, limit.into());
            (start as u32, (end - start) as u32)
        };
        let (x, width) = part(left, image.size.width, desktop.width);
        let (y, height) = part(top, image.size.height, desktop.height);
        (width > 0 && height > 0).then_some(Rect::new(x, y, width, height))
    }

    /// Draws the part of it at `place`, as [`Pointer::place`] said, into `picture`.
    pub fn draw(&self, place: &Rect, picture: &mut Picture) {
        let Some(image) = &self.image else { return };
        let (left, top) = self.corner();
        for y in place.y..place.y + place.height {
            // Within the image, as `place` is.
            let from = Rect {
                x: (i64::from(place.x) - left) as u32,
                y: (i64::from(y) - top) as u32,
                width: place.width,
                height: 1,
            };
            let row = &image.bgra[device::image::row_range(image.size, &from, 0)];
            let under = picture.row_mut(place.x, y, place.width);
            for (under, over) in under.iter_mut().zip(row.as_chunks::<4>().0) {
                *under = blend(*under, *over);
            }
        }
    }

    /// Appends the rectangle that tells a client what it looks like (RFC 6143 §7.8.1).
    pub fn append(&self, converter: &Converter, out: &mut Vec<u8>) {
        let Some(image) = &self.image else {
            return append_header(&Rect::new(0, 0, 0, 0), protocol::CURSOR, out);
        };
        let rect = Rect {
            // A hot spot outside of the image is none that a client knows.
            x: self.hot.0.min(image.size.width.saturating_sub(1)),
            y: self.hot.1.min(image.size.height.saturating_sub(1)),
            ..Rect::whole(image.size)
        };
        append_header(&rect, protocol::CURSOR, out);
        let pixels = image.bgra.as_chunks::<4>().0;
        let colours: Vec<_> = pixels
            .iter()
            .map(|bgra| u32::from_le_bytes(*bgra) & 0x00ff_ffff)
            .collect();
        converter.append(&colours, out);
        for row in pixels.chunks(image.size.width as usize) {
            for eight in row.chunks(8) {
                let bit = |(place, pixel): (usize, &[u8; 4])| u8::from(pixel[3] >= SEEN_ALPHA) << (7 - place);
                out.push(eight.iter().enumerate().map(bit).fold(0, |byte, bit| byte | bit));
            }
        }
    }

    /// Where the image's upper left corner lies.
    fn corner(&self) -> (i64, i64) {
        (
            self.x.saturating_sub(self.hot.0.into()),
            self.y.saturating_sub(self.hot.1.into()),
        )
    }
}

/// Colours that are not premultiplied, over a pixel.
fn blend(under: u32, [blue, green, red, alpha]: [u8; 4]) -> u32 {
    let alpha = u32::from(alpha);
    let mix = |under: u32, over: u8| (u32::from(over) * alpha + under * (255 - alpha) + 127) / 255;
    mix(under >> 16 & 0xff, red) << 16 | mix(under >> 8 & 0xff, green) << 8 | mix(under & 0xff, blue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::vnc::pixel::{Packing, PixelFormat};

    fn pointer(x: i64, y: i64) -> Pointer {
        let bgra = [
            [10, 20, 30, 255],
            [0, 0, 0, 0],
            [200, 200, 200, 128],
            [1, 2, 3, 255],
        ]
        .concat();
        let image = Some(CursorImage {
            size: Size::new(2, 2),
            bgra: bgra.into(),
        });
        Pointer {
            x,
            y,
            hot: (1, 1),
            image,
        }
    }

    #[test]
    fn it_is_drawn_at_its_hot_spot_and_clipped() {
        let size = Size::new(3, 3);
        let mut picture = Picture::black(size);
        let middle = pointer(1, 1);
        let place = middle.place(size).unwrap();
        assert_eq!(place, Rect::new(0, 0, 2, 2));
        middle.draw(&place, &mut picture);
        assert_eq!(picture.row(0, 0, 3), [0x001e_140a, 0, 0]);
        assert_eq!(picture.row(0, 1, 3), [0x0064_6464, 0x0003_0201, 0]);

        let mut picture = Picture::black(size);
        let corner = pointer(0, 0);
        let place = corner.place(size).unwrap();
        assert_eq!(place, Rect::new(0, 0, 1, 1));
        corner.draw(&place, &mut picture);
        assert_eq!(picture.row(0, 0, 3), [0x0003_0201, 0, 0]);
        for (x, y) in [(-1, 0), (4, 4), (i64::MIN, 0), (i64::MAX, i64::MAX)] {
            assert_eq!(pointer(x, y).place(size), None);
        }
    }

    #[test]
    fn a_client_is_told_colours_mask_and_hot_spot() {
        let mut out = Vec::new();
        let converter = Converter::new(&PixelFormat::NATIVE, Packing::Pixel);
        pointer(0, 0).append(&converter, &mut out);
        assert_eq!(out[..12], [0, 1, 0, 1, 0, 2, 0, 2, 0xff, 0xff, 0xff, 0x11]);
        assert_eq!(out[12..16], [10, 20, 30, 0]);
        assert_eq!(out[28..], [0b1000_0000, 0b1100_0000]);
        out.clear();
        Pointer::default().append(&converter, &mut out);
        assert_eq!(out.len(), 12);
    }
}
