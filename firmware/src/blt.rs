//! The arithmetic of `EFI_GRAPHICS_OUTPUT_PROTOCOL.Blt()` (UEFI 2.10 §12.9): what is copied, and whether it may be.
//!
//! A frame and a caller's buffer are rows of pixels of four bytes, blue, green, red, reserved. The frame's rows follow
//! each other without a gap; the buffer's rows are `Delta` bytes apart.

use crate::error::Error;
use crate::mode::{PIXEL_BYTES, Size};

/// Bytes of a pixel, for indices.
const PIXEL: usize = PIXEL_BYTES as usize;

/// A rectangle of a frame, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Rect {
    /// Where its first pixel lies in a frame of that width, in bytes.
    pub const fn offset_bytes(self, frame_width: u32) -> u64 {
        (self.y as u64 * frame_width as u64 + self.x as u64) * PIXEL_BYTES as u64
    }
}

/// `EFI_GRAPHICS_OUTPUT_BLT_OPERATION`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The buffer's first pixel to every pixel of the frame's rectangle.
    VideoFill,
    /// From the frame to the buffer.
    VideoToBltBuffer,
    /// From the buffer to the frame.
    BufferToVideo,
    /// Within the frame, as if by way of a copy.
    VideoToVideo,
}

/// The arguments of `Blt()`, as they come from the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// What to do.
    pub operation: Operation,
    /// `SourceX`, `SourceY`: of the buffer in `BufferToVideo`, of the frame otherwise, unused in `VideoFill`.
    pub source: (usize, usize),
    /// `DestinationX`, `DestinationY`: of the buffer in `VideoToBltBuffer`, of the frame otherwise.
    pub destination: (usize, usize),
    /// `Width`, in pixels.
    pub width: usize,
    /// `Height`, in pixels.
    pub height: usize,
    /// `Delta`: bytes of a row of the buffer; 0 is a buffer of exactly `width` pixels a row.
    pub delta: usize,
}

/// The caller's buffer, as the operation uses it.
#[derive(Debug)]
pub enum Caller<'a> {
    /// `VideoToVideo` has none.
    None,
    /// It is read by `VideoFill` and `BufferToVideo`.
    Source(&'a [u8]),
    /// It is written by `VideoToBltBuffer`.
    Destination(&'a mut [u8]),
}

/// A request that lies within its frame and whose sums do not wrap.
#[derive(Clone, Copy, Debug)]
pub struct Checked {
    request: Request,
    frame: Size,
    /// Bytes from row to row of the buffer.
    stride_bytes: usize,
    /// Bytes of the buffer that are used, from its beginning on.
    buffer_bytes: usize,
}

impl Request {
    /// Checks the request against a frame of a sane size.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] if it is empty, leaves the frame, has rows of the buffer that overlap, or a buffer
    /// that no memory could hold.
    pub fn check(self, frame: Size) -> Result<Checked, Error> {
        if self.width == 0 || self.height == 0 {
            return Err(Error::InvalidParameter);
        }
        let (source, destination) = match self.operation {
            Operation::VideoFill | Operation::BufferToVideo => (None, Some(self.destination)),
            Operation::VideoToBltBuffer => (Some(self.source), None),
            Operation::VideoToVideo => (Some(self.source), Some(self.destination)),
        };
        for corner in [source, destination].into_iter().flatten() {
            if !self.fits(corner, frame) {
                return Err(Error::InvalidParameter);
            }
        }
        let row_bytes = self.width.checked_mul(PIXEL).ok_or(Error::InvalidParameter)?;
        let stride_bytes = if self.delta == 0 { row_bytes } else { self.delta };
        let buffer_bytes = match self.operation {
            Operation::VideoToVideo => Some(0),
            Operation::VideoFill => Some(PIXEL),
            Operation::BufferToVideo => self.span(self.source, row_bytes, stride_bytes),
            Operation::VideoToBltBuffer => self.span(self.destination, row_bytes, stride_bytes),
        };
        Ok(Checked {
            request: self,
            frame,
            stride_bytes,
            buffer_bytes: buffer_bytes.ok_or(Error::InvalidParameter)?,
        })
    }

    fn fits(&self, (x, y): (usize, usize), frame: Size) -> bool {
        let within = |start: usize, length: usize, limit: u32| {
            start.checked_add(length).is_some_and(|end| end <= limit as usize)
        };
        within(x, self.width, frame.width) && within(y, self.height, frame.height)
    }

    /// Bytes of a buffer whose rectangle begins at that pixel; `None` for one that cannot be.
    fn span(&self, (x, y): (usize, usize), row_bytes: usize, stride_bytes: usize) -> Option<usize> {
        if stride_bytes < row_bytes {
            return None;
        }
        let last_row = y.checked_add(self.height)?.checked_sub(1)?;
        let start = last_row.checked_mul(stride_bytes)?;
        let span = start.checked_add(x.checked_mul(PIXEL)?)?.checked_add(row_bytes)?;
        // What a slice may have.
        isize::try_from(span).is_ok().then_some(span)
    }
}

impl Checked {
    /// How many bytes of the caller's buffer are used, from its beginning on.
    pub fn buffer_bytes(&self) -> usize {
        self.buffer_bytes
    }

    /// The part of the frame that changes.
    pub fn damage(&self) -> Option<Rect> {
        let (x, y) = self.request.destination;
        match self.request.operation {
            Operation::VideoToBltBuffer => None,
            // All below `MAX_SIDE`.
            Operation::VideoFill | Operation::BufferToVideo | Operation::VideoToVideo => Some(Rect {
                x: x as u32,
                y: y as u32,
                width: self.request.width as u32,
                height: self.request.height as u32,
            }),
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] if the frame or the buffer are not what the request was checked for.
    pub fn run(&self, frame: &mut [u8], caller: Caller<'_>) -> Result<(), Error> {
        if frame.len() < self.frame.frame_bytes() as usize {
            return Err(Error::InvalidParameter);
        }
        match (self.request.operation, caller) {
            (Operation::VideoFill, Caller::Source(buffer)) => self.fill(frame, buffer),
            (Operation::BufferToVideo, Caller::Source(buffer)) if buffer.len() >= self.buffer_bytes => {
                for row in 0..self.request.height {
                    let from = self.in_buffer(self.request.source, row);
                    frame[self.in_frame(self.request.destination, row)].copy_from_slice(&buffer[from]);
                }
                Ok(())
            }
            (Operation::VideoToBltBuffer, Caller::Destination(buffer))
                if buffer.len() >= self.buffer_bytes =>
            {
                for row in 0..self.request.height {
                    let to = self.in_buffer(self.request.destination, row);
                    buffer[to].copy_from_slice(&frame[self.in_frame(self.request.source, row)]);
                }
                Ok(())
            }
            (Operation::VideoToVideo, Caller::None) => {
                self.copy_within(frame);
                Ok(())
            }
            _ => Err(Error::InvalidParameter),
        }
    }

    fn fill(&self, frame: &mut [u8], buffer: &[u8]) -> Result<(), Error> {
        let pixel: [u8; PIXEL] = *buffer.first_chunk().ok_or(Error::InvalidParameter)?;
        for row in 0..self.request.height {
            let row = &mut frame[self.in_frame(self.request.destination, row)];
            row.as_chunks_mut().0.fill(pixel);
        }
        Ok(())
    }

    /// Rows that go down are copied from the last one on, so that none is overwritten before it was read.
    fn copy_within(&self, frame: &mut [u8]) {
        let Request {
            source,
            destination,
            height,
            ..
        } = self.request;
        let goes_down = destination.1 > source.1;
        for step in 0..height {
            let row = if goes_down { height - 1 - step } else { step };
            let to = self.in_frame(destination, row).start;
            frame.copy_within(self.in_frame(source, row), to);
        }
    }

    /// The bytes of a row of a rectangle in the frame.
    fn in_frame(&self, (x, y): (usize, usize), row: usize) -> core::ops::Range<usize> {
        let start = ((y + row) * self.frame.width as usize + x) * PIXEL;
        start..start + self.request.width * PIXEL
    }

    /// The bytes of a row of a rectangle in the buffer.
    fn in_buffer(&self, (x, y): (usize, usize), row: usize) -> core::ops::Range<usize> {
        let start = (y + row) * self.stride_bytes + x * PIXEL;
        start..start + self.request.width * PIXEL
    }
}

#[cfg(test)]
mod tests;
