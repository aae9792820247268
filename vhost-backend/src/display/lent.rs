//! A picture in memory of the guest, which is read where it lies.
//!
//! The guest may write to it meanwhile: all accesses are volatile, or the kernel's, and what is read twice may differ.

use std::{ops::Range, sync::Arc};

use device::{
    Rect, Size,
    blob::Plane,
    format::{self, ByteOrder, PIXEL_BYTES},
    scanout::Lent,
};
use vm_memory::{MmapRegion, VolatileMemory as _};

/// The pixels that a scanout shows.
#[derive(Debug)]
pub struct LentPixels {
    memory: Arc<MmapRegion>,
    plane: Plane,
    order: ByteOrder,
    shown: Rect,
}

impl LentPixels {
    /// What was lent.
    ///
    /// # Panics
    /// If it is not of this process's guest memory, of which all is that is lent to this device.
    pub fn new(lent: Lent) -> Self {
        let memory = lent.memory.downcast();
        Self {
            memory: memory.expect("the stitcher makes all mappings that are lent"),
            plane: lent.plane,
            order: lent.layout.order,
            shown: lent.shown,
        }
    }

    /// Of the scanout, in pixels.
    pub fn size(&self) -> Size {
        self.shown.size()
    }

    /// The order of a pixel's bytes.
    pub fn order(&self) -> ByteOrder {
        self.order
    }

    /// The memory, to be kept.
    pub fn memory(&self) -> &Arc<MmapRegion> {
        &self.memory
    }

    /// From row to row.
    pub fn stride_bytes(&self) -> usize {
        self.plane.stride_bytes as usize
    }

    /// Where in the memory row number `row` of `rect` lies, which is in the scanout's pixels.
    pub fn row_range(&self, rect: &Rect, row: u32) -> Range<usize> {
        let column = self.shown.x as usize + rect.x as usize;
        let rows = self.shown.y as usize + rect.y as usize + row as usize;
        let start =
            self.plane.offset_bytes as usize + rows * self.stride_bytes() + column * PIXEL_BYTES as usize;
        start..start + rect.width as usize * PIXEL_BYTES as usize
    }

    /// Copies row number `row` of `rect` to `dst`, which is as long.
    pub fn read_row(&self, rect: &Rect, row: u32, dst: &mut [u8]) {
        let range = self.row_range(rect, row);
        let slice = self.memory.get_slice(range.start, range.len());
        slice
            .expect("the device has checked that the plane fits its memory")
            .copy_to(dst);
    }

    /// Appends the pixels of `rect`, in the scanout's, as blue, green, red, unused; rows tight.
    pub fn append_bgrx(&self, rect: &Rect, out: &mut Vec<u8>) {
        let mut pixels = vec![0; rect.width as usize * PIXEL_BYTES as usize];
        for row in 0..rect.height {
            self.read_row(rect, row, &mut pixels);
            format::append_bgrx(self.order, &pixels, out);
        }
    }
}
