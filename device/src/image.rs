//! Pixels in host memory: what a 2D resource holds.
//!
//! An image's pixels are shared with whoever displays them ([`Image::share`]) and copied only if they are written
//! while still shared. So a full frame costs one copy in this process: from guest memory into the image.
//!
//! An image that nobody has written or shown is all zeroes and has no memory yet, though it is charged for.

use std::sync::Arc;

use wire::virtio_gpu::Format;

use crate::{
    format::{self, Layout, PIXEL_BYTES},
    geometry::{Rect, Size},
    gpu::Rows,
    memory::{self, HostMemory, OutOfMemory},
};

/// The bytes of an image, rows tight, top row first; cheap to clone.
pub type PixelBytes = Arc<Vec<u8>>;

/// A picture of four bytes a pixel.
#[derive(Debug)]
pub struct Image {
    format: Format,
    size: Size,
    /// `size.height × stride_bytes` bytes; all zero if `None`.
    pixels: Option<PixelBytes>,
}

impl Image {
    /// A picture of zeroes, charged to `memory`.
    ///
    /// # Errors
    /// [`OutOfMemory`] if `memory` does not have it.
    pub fn new(format: Format, size: Size, memory: &mut HostMemory) -> Result<Self, OutOfMemory> {
        memory.charge(size_bytes(size))?;
        Ok(Self {
            format,
            size,
            pixels: None,
        })
    }

    /// Returns what [`Image::new`] charged.
    pub fn release(self, memory: &mut HostMemory) {
        memory.release(size_bytes(self.size));
    }

    /// In pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// How its pixels are laid out.
    pub fn layout(&self) -> Layout {
        format::layout(self.format)
    }

    /// Bytes from row to row.
    pub fn stride_bytes(&self) -> usize {
        stride_bytes(self.size.width)
    }

    /// Makes sure that there are pixels to share, even if nobody wrote any.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the host does not have the memory.
    pub fn allocate(&mut self) -> Result<(), OutOfMemory> {
        if self.pixels.is_none() {
            self.pixels = Some(Arc::new(memory::allocate_zeroed(size_bytes(self.size))?));
        }
        Ok(())
    }

    /// The pixels as they are now. They will not change under the one who holds them.
    ///
    /// # Panics
    /// If they have never been [allocated](Image::allocate): whoever shows an image does that first.
    pub fn share(&self) -> PixelBytes {
        Arc::clone(
            self.pixels
                .as_ref()
                .expect("an image is allocated before it is shown"),
        )
    }

    /// Appends the pixels of `rect`, which must fit, to `out`: rows tight; blue, green, red and an unused byte.
    pub fn append_bgrx(&self, rect: &Rect, out: &mut Vec<u8>) {
        let order = self.layout().order;
        for row in 0..rect.height {
            let range = row_range(self.size, rect, row);
            match &self.pixels {
                Some(pixels) => format::append_bgrx(order, &pixels[range], out),
                None => out.resize(out.len() + range.len(), 0),
            }
        }
    }

    /// Appends the pixels of `rect`, which must fit, to `out` as they are: rows tight, in the image's own format.
    pub fn append_raw(&self, rect: &Rect, out: &mut Vec<u8>) {
        for row in 0..rect.height {
            let range = row_range(self.size, rect, row);
            match &self.pixels {
                Some(pixels) => out.extend_from_slice(&pixels[range]),
                None => out.resize(out.len() + range.len(), 0),
            }
        }
    }

    /// Replaces the pixels of `rect`, which must fit, by rows in the image's own format. Rows that are missing stay as
    /// they are. Returns how many bytes were copied.
    ///
    /// # Errors
    /// As [`Image::pixels_mut`].
    pub fn put_raw(&mut self, rect: &Rect, rows: Rows<'_>) -> Result<u64, OutOfMemory> {
        let size = self.size;
        let (pixels, copied) = self.pixels_mut()?;
        let row_bytes = stride_bytes(rect.width);
        let rows = rows.bytes.chunks(rows.stride_bytes.max(row_bytes).max(1));
        for (row, bytes) in (0..rect.height).zip(rows.filter_map(|row| row.get(..row_bytes))) {
            pixels[row_range(size, rect, row)].copy_from_slice(bytes);
        }
        Ok(copied + u64::from(rect.height) * row_bytes as u64)
    }

    /// The format of its pixels.
    pub fn format(&self) -> Format {
        self.format
    }

    /// All pixels for writing, and how many bytes had to be copied because somebody still holds them.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the host has no memory for them, or for that copy.
    pub fn pixels_mut(&mut self) -> Result<(&mut [u8], u64), OutOfMemory> {
        self.allocate()?;
        let pixels = self.pixels.as_mut().expect("just allocated");
        let mut copied = 0;
        if Arc::get_mut(pixels).is_none() {
            copied = pixels.len() as u64;
            let mut copy = Vec::new();
            copy.try_reserve_exact(pixels.len())
                .map_err(|_| OutOfMemory::of_host(copied))?;
            copy.extend_from_slice(pixels);
            *pixels = Arc::new(copy);
        }
        let pixels = Arc::get_mut(pixels).expect("nobody else holds the copy just made");
        Ok((pixels, copied))
    }
}

/// Bytes from row to row of an image, or of a backing, of that width.
pub const fn stride_bytes(width: u32) -> usize {
    width as usize * PIXEL_BYTES as usize
}

/// Bytes of an image of that size. Both sides are at most [`limits::MAX_DIMENSION`](crate::limits::MAX_DIMENSION),
/// so this is far from overflow.
pub const fn size_bytes(size: Size) -> u64 {
    size.pixels() * PIXEL_BYTES as u64
}

/// Where row number `row` of `rect` lies in an image of that size.
pub fn row_range(size: Size, rect: &Rect, row: u32) -> std::ops::Range<usize> {
    let start = (rect.y as usize + row as usize) * stride_bytes(size.width) + stride_bytes(rect.x);
    start..start + stride_bytes(rect.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_a_shared_image_leaves_the_shared_pixels_alone() {
        let mut memory = HostMemory::new(1 << 20);
        let mut image = Image::new(Format::B8G8R8A8Unorm, Size::new(4, 4), &mut memory).unwrap();
        image.allocate().unwrap();
        let before = image.share();
        let (pixels, copied) = image.pixels_mut().unwrap();
        assert_eq!(copied, 64);
        pixels[0] = 1;
        assert_eq!(before[0], 0);
        drop(before);
        assert_eq!(
            image.pixels_mut().unwrap().1,
            0,
            "nobody else holds the pixels now"
        );
    }

    #[test]
    fn a_released_image_leaves_the_account_empty() {
        let mut memory = HostMemory::new(64);
        let image = Image::new(Format::B8G8R8A8Unorm, Size::new(4, 4), &mut memory).unwrap();
        assert!(Image::new(Format::B8G8R8A8Unorm, Size::new(1, 1), &mut memory).is_err());
        image.release(&mut memory);
        assert_eq!(memory.used_bytes(), 0);
    }
}
