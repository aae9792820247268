//! One message on its way to a display: sent straight from the image's pixels, resumed where the socket was full.

use std::{io::IoSlice, os::fd::AsFd};

use device::{
    Image, PixelBytes, Rect,
    format::{ByteOrder, PIXEL_BYTES},
};
use rustix::{
    io::Errno,
    net::{SendAncillaryBuffer, SendFlags, sendmsg},
};

/// Rows given to one system call. The kernel takes 1024 ranges at most; a socket buffer takes fewer.
const MAX_ROWS_PER_CALL: usize = 512;

/// Shorter rows than this are copied together: the kernel takes one long range faster than many short ones.
const SCATTER_ROW_BYTES: usize = 2 << 10;

/// What is left of a message that is not sent at once is copied if it is at most this long, so that a guest that draws on does not
/// force a copy of the whole image.
const COPY_IF_STUCK_BYTES: usize = 256 << 10;

/// Bytes that a socket takes in pieces: a head, and rows of pixels.
#[derive(Debug)]
pub struct Message {
    head: Vec<u8>,
    pixels: Pixels,
    /// Whether `pixels` are the image's own, not a copy.
    holds_image: bool,
    sent_bytes: usize,
}

/// Rows in the pixels of an image, or of a copy.
#[derive(Debug)]
struct Pixels {
    bytes: PixelBytes,
    /// Where the first row begins.
    start: usize,
    stride_bytes: usize,
    row_bytes: usize,
    rows: usize,
}

/// What became of an attempt to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// All of it is sent.
    Done,
    /// The socket is full.
    Blocked,
}

impl Message {
    /// A message without pixels.
    pub fn new(head: Vec<u8>) -> Self {
        Self::with_bytes(head, Vec::new())
    }

    /// A message followed by `bytes`.
    pub fn with_bytes(head: Vec<u8>, bytes: Vec<u8>) -> Self {
        Self {
            head,
            pixels: Pixels::of_bytes(bytes),
            holds_image: false,
            sent_bytes: 0,
        }
    }

    /// A message followed by the pixels of `rect` in `image`, rows tight, as blue, green, red, unused. Second, how
    /// many bytes had to be copied for that.
    pub fn with_pixels(head: Vec<u8>, image: &Image, rect: &Rect) -> (Self, u64) {
        let as_they_are = image.layout().order == ByteOrder::Bgra;
        let pixels = Pixels::of_image(image, rect);
        if as_they_are && (pixels.rows == 1 || pixels.row_bytes >= SCATTER_ROW_BYTES) {
            return (
                Self {
                    head,
                    pixels,
                    holds_image: true,
                    sent_bytes: 0,
                },
                0,
            );
        }
        let copied = rect.size().pixels() * u64::from(PIXEL_BYTES);
        let mut bytes = head;
        bytes.reserve(copied as usize);
        image.append_bgrx(rect, &mut bytes);
        (Self::new(bytes), copied)
    }

    /// Sends what the socket takes.
    ///
    /// # Errors
    /// Whatever the socket says, but for being full.
    pub fn send(&mut self, socket: impl AsFd) -> Result<Progress, Errno> {
        while self.sent_bytes < self.len_bytes() {
            let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
            match sendmsg(
                &socket,
                &self.unsent(),
                &mut SendAncillaryBuffer::default(),
                flags,
            ) {
                Ok(count) => self.sent_bytes += count,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(Progress::Blocked),
                Err(error) => return Err(error),
            }
        }
        Ok(Progress::Done)
    }

    /// Lets go of the image's pixels if the message is short. Returns how many bytes were copied.
    pub fn let_go_of_image(&mut self) -> u64 {
        if !self.holds_image || self.len_bytes() > COPY_IF_STUCK_BYTES {
            return 0;
        }
        let bytes = self.unsent_all();
        let left = bytes.len() as u64;
        *self = Self::new(bytes);
        left
    }

    fn len_bytes(&self) -> usize {
        self.head.len() + self.pixels.row_bytes * self.pixels.rows
    }

    /// What is left of the head, then of the rows, as far as one call takes them.
    fn unsent(&self) -> Vec<IoSlice<'_>> {
        let mut slices = Vec::with_capacity(1 + self.pixels.rows.min(MAX_ROWS_PER_CALL));
        let head = self.head.get(self.sent_bytes..).unwrap_or_default();
        if !head.is_empty() {
            slices.push(IoSlice::new(head));
        }
        let skip = self.sent_bytes.saturating_sub(self.head.len());
        slices.extend(
            self.pixels
                .rows_from(skip)
                .take(MAX_ROWS_PER_CALL)
                .map(IoSlice::new),
        );
        slices
    }

    fn unsent_all(&self) -> Vec<u8> {
        let mut bytes = self.head.get(self.sent_bytes..).unwrap_or_default().to_vec();
        let skip = self.sent_bytes.saturating_sub(self.head.len());
        for row in self.pixels.rows_from(skip) {
            bytes.extend_from_slice(row);
        }
        bytes
    }
}

impl Pixels {
    fn of_bytes(bytes: Vec<u8>) -> Self {
        let row_bytes = bytes.len();
        Self {
            bytes: bytes.into(),
            start: 0,
            stride_bytes: row_bytes,
            row_bytes,
            rows: 1,
        }
    }

    fn of_image(image: &Image, rect: &Rect) -> Self {
        let range = device::image::row_range(image.size(), rect, 0);
        let (row_bytes, rows) = (range.len(), rect.height as usize);
        let stride_bytes = image.stride_bytes();
        let bytes = image.share();
        if row_bytes == stride_bytes {
            // Rows without gaps are one long row.
            let all = row_bytes * rows;
            return Self {
                bytes,
                start: range.start,
                stride_bytes: all,
                row_bytes: all,
                rows: 1,
            };
        }
        Self {
            bytes,
            start: range.start,
            stride_bytes,
            row_bytes,
            rows,
        }
    }

    /// The rows from byte `skip` on, the first one cut.
    fn rows_from(&self, skip: usize) -> impl Iterator<Item = &[u8]> {
        let (first, cut) = match self.row_bytes {
            0 => (self.rows, 0),
            row_bytes => (skip / row_bytes, skip % row_bytes),
        };
        (first..self.rows).map(move |row| {
            let start = self.start + row * self.stride_bytes;
            let from = if row == first { start + cut } else { start };
            &self.bytes[from..start + self.row_bytes]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::{Size, memory::HostMemory};
    use std::{io::Read, os::unix::net::UnixStream};
    use wire::virtio_gpu::Format;

    fn image(format: Format) -> Image {
        let mut image = Image::new(format, Size::new(600, 300), &mut HostMemory::new(1 << 20)).unwrap();
        let pixels = image.pixels_mut().unwrap().0;
        pixels
            .iter_mut()
            .enumerate()
            .for_each(|(index, byte)| *byte = ((index * 31) >> 3) as u8);
        image
    }

    fn expected(head: &[u8], image: &Image, rect: &Rect) -> Vec<u8> {
        let mut bytes = head.to_vec();
        image.append_bgrx(rect, &mut bytes);
        bytes
    }

    /// Sends through a socket that holds little, letting go of the image half-way.
    #[test]
    fn every_byte_arrives_in_order_however_small_the_pieces() {
        for format in [Format::B8G8R8X8Unorm, Format::A8R8G8B8Unorm] {
            let image = image(format);
            for rect in [
                Rect::new(0, 0, 600, 300),
                Rect::new(7, 9, 590, 280),
                Rect::new(7, 9, 100, 280),
                Rect::new(599, 299, 1, 1),
            ] {
                let (ours, mut theirs) = UnixStream::pair().unwrap();
                rustix::net::sockopt::set_socket_send_buffer_size(&ours, 4096).unwrap();
                let head = vec![1, 2, 3, 4, 5];
                let want = expected(&head, &image, &rect);
                let (mut message, copied) = Message::with_pixels(head, &image, &rect);
                let narrow = rect.width < 512 && rect.height > 1;
                assert_eq!(copied > 0, format == Format::A8R8G8B8Unorm || narrow);
                let mut got = Vec::new();
                let mut rounds = 0;
                while message.send(&ours).unwrap() == Progress::Blocked {
                    rounds += 1;
                    if rounds == 2 {
                        message.let_go_of_image();
                    }
                    let mut piece = [0; 5000];
                    let count = theirs.read(&mut piece).unwrap();
                    got.extend_from_slice(&piece[..count]);
                }
                drop(ours);
                theirs.read_to_end(&mut got).unwrap();
                assert!(got == want, "{format:?} {rect:?}");
            }
        }
    }

    #[test]
    fn a_short_message_that_is_stuck_does_not_hold_the_image() {
        let image = image(Format::B8G8R8X8Unorm);
        let (mut message, _) = Message::with_pixels(vec![0; 8], &image, &Rect::new(10, 10, 580, 20));
        let pixels = image.share();
        assert_eq!(std::sync::Arc::strong_count(&pixels), 3);
        assert_eq!(message.let_go_of_image(), 8 + 580 * 20 * 4);
        assert_eq!(std::sync::Arc::strong_count(&pixels), 2);
    }
}
