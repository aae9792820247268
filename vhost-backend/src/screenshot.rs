//! What a screen shows, as a PNG file.

use device::{
    PixelBytes, Rect, ScanoutId, Size,
    format::ByteOrder,
    scanout::{Cursor, Picture},
};
use thiserror::Error;

use crate::{Device, display::lent::LentPixels};

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum ScreenshotError {
    /// Nothing is shown.
    #[error("screen {0} does not exist or shows nothing")]
    Dark(u32),
    /// The encoder failed.
    #[error("PNG: {0}")]
    Encoding(#[from] png::EncodingError),
}

/// The pixels of one screen at one moment. Taking it costs no copy, unless they lie in memory of the guest;
/// [`Screenshot::encode`] does the work, without the device.
#[derive(Debug)]
pub struct Screenshot {
    pixels: PixelBytes,
    image: Size,
    order: ByteOrder,
    /// The part of the image that the screen shows.
    shown: Rect,
    cursor: Option<Cursor>,
}

impl Screenshot {
    /// What `scanout` shows now, with the guest's cursor on it if `with_cursor`.
    ///
    /// # Errors
    /// [`ScreenshotError::Dark`].
    pub fn take(device: &Device, scanout: u32, with_cursor: bool) -> Result<Self, ScreenshotError> {
        let dark = ScreenshotError::Dark(scanout);
        let Some(id) = ScanoutId::new(scanout) else {
            return Err(dark);
        };
        let cursor = device.cursor(id).filter(|_| with_cursor).cloned();
        match device.picture(id).ok_or(dark)? {
            Picture::Image { image, shown } => Ok(Self {
                pixels: image.share(),
                image: image.size(),
                order: image.layout().order,
                shown,
                cursor,
            }),
            Picture::Lent(lent) => {
                let shown = Rect::whole(lent.shown.size());
                let mut bgrx = Vec::new();
                LentPixels::new(lent).append_bgrx(&shown, &mut bgrx);
                Ok(Self {
                    pixels: bgrx.into(),
                    image: shown.size(),
                    order: ByteOrder::Bgra,
                    shown,
                    cursor,
                })
            }
        }
    }

    /// In pixels.
    pub fn size(&self) -> Size {
        self.shown.size()
    }

    /// A PNG file of eight-bit RGB.
    ///
    /// # Errors
    /// [`ScreenshotError::Encoding`].
    pub fn encode(&self) -> Result<Vec<u8>, ScreenshotError> {
        let mut bgrx = Vec::with_capacity(self.size().pixels() as usize * 4);
        for row in 0..self.shown.height {
            let range = device::image::row_range(self.image, &self.shown, row);
            device::format::append_bgrx(self.order, &self.pixels[range], &mut bgrx);
        }
        if let Some(cursor) = &self.cursor {
            blend_cursor(&mut bgrx, self.size(), cursor);
        }
        let rgb: Vec<u8> = bgrx
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|[b, g, r, _]| [*r, *g, *b])
            .collect();
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.shown.width, self.shown.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header()?.write_image_data(&rgb)?;
        Ok(file)
    }
}

/// Draws the cursor over the picture: its hot spot is at its position, its colours are not premultiplied.
fn blend_cursor(bgrx: &mut [u8], size: Size, cursor: &Cursor) {
    let Some(image) = &cursor.image else { return };
    for (index, source) in image.bgra.as_chunks::<4>().0.iter().enumerate() {
        let column = (index as u32 % image.size.width) as i32;
        let row = (index as u32 / image.size.width) as i32;
        // Positions left of and above the screen are negative numbers in two's complement.
        let x = (cursor.x as i32)
            .wrapping_sub(cursor.hot_x as i32)
            .wrapping_add(column);
        let y = (cursor.y as i32)
            .wrapping_sub(cursor.hot_y as i32)
            .wrapping_add(row);
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            continue;
        };
        if x >= size.width || y >= size.height {
            continue;
        }
        let at = (y as usize * size.width as usize + x as usize) * 4;
        let alpha = u32::from(source[3]);
        for (under, over) in bgrx[at..at + 3].iter_mut().zip(source) {
            *under = ((u32::from(*over) * alpha + u32::from(*under) * (255 - alpha) + 127) / 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::scanout::CursorImage;

    fn cursor(x: u32, y: u32) -> Cursor {
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
        Cursor {
            x,
            y,
            hot_x: 1,
            hot_y: 1,
            image,
        }
    }

    #[test]
    fn a_cursor_is_blended_at_its_hot_spot_and_clipped() {
        let mut picture = vec![100; 3 * 3 * 4];
        blend_cursor(&mut picture, Size::new(3, 3), &cursor(1, 1));
        assert_eq!(picture[..3], [10, 20, 30], "opaque");
        assert_eq!(picture[4..7], [100; 3], "transparent");
        assert_eq!(picture[12..15], [150; 3], "half");

        for (x, y) in [(0, 0), (3, 3), (u32::MAX, 0), (0x8000_0000, 0x7fff_ffff)] {
            let mut picture = vec![100; 3 * 3 * 4];
            blend_cursor(&mut picture, Size::new(3, 3), &cursor(x, y));
        }
        let mut picture = vec![100; 3 * 3 * 4];
        blend_cursor(&mut picture, Size::new(3, 3), &cursor(0, 0));
        assert_eq!(
            picture[..3],
            [1, 2, 3],
            "the lower right pixel alone is on the screen"
        );
    }

    #[test]
    fn the_shown_part_comes_out_as_it_went_in() {
        let pixels: Vec<u8> = (0..4 * 4 * 4).collect();
        let shot = Screenshot {
            pixels: pixels.into(),
            image: Size::new(4, 4),
            order: ByteOrder::Bgra,
            shown: Rect::new(1, 2, 2, 1),
            cursor: None,
        };
        let file = shot.encode().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!((info.width, info.height), (2, 1));
        // Pixel (1, 2) begins at byte (2 × 4 + 1) × 4 = 36.
        assert_eq!(rgb, [38, 37, 36, 42, 41, 40]);
    }
}
