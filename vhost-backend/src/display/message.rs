//! One message on its way to a display: sent straight from the image's pixels or the guest's, resumed where the socket was
//! full.

use std::{ops::Range, os::fd::AsFd, sync::Arc};

use device::{
    Image, Rect, ResourceId,
    format::{ByteOrder, PIXEL_BYTES},
    scanout::{Lent, Picture},
};
use rustix::io::Errno;

use super::{
    gather::{self, Memory, Piece},
    lent::LentPixels,
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
    owner: Owner,
    sent_bytes: usize,
}

/// Whose the pixels of a message are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// The message's own.
    Message,
    /// An image's, which has to make itself a copy if it is written to meanwhile.
    Image,
    /// The guest's.
    Guest(ResourceId),
}

/// Rows in the pixels of an image, of the guest, or of a copy.
#[derive(Debug)]
struct Pixels {
    memory: Memory,
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
            owner: Owner::Message,
            sent_bytes: 0,
        }
    }

    /// A message followed by the pixels of `rect`, which fits what `picture` shows: rows tight, as blue, green, red,
    /// unused. Second, how many bytes had to be copied for that.
    pub fn with_pixels(head: Vec<u8>, picture: Picture<'_>, rect: &Rect) -> (Self, u64) {
        match picture {
            Picture::Image { image, shown } => {
                let under = Rect {
                    x: shown.x + rect.x,
                    y: shown.y + rect.y,
                    ..*rect
                };
                Self::with_image(head, image, &under)
            }
            Picture::Lent(lent) => Self::with_lent(head, lent, rect),
        }
    }

    fn with_image(head: Vec<u8>, image: &Image, rect: &Rect) -> (Self, u64) {
        let first_row = device::image::row_range(image.size(), rect, 0);
        let memory = Memory::Ours(image.share());
        let pixels = Pixels::new(memory, first_row, image.stride_bytes(), rect.height);
        if pixels.can_scatter(image.layout().order) {
            return (Self::with_rows(head, pixels, Owner::Image), 0);
        }
        Self::with_copy(head, rect, |bytes| image.append_bgrx(rect, bytes))
    }

    fn with_lent(head: Vec<u8>, lent: Lent, rect: &Rect) -> (Self, u64) {
        let resource = lent.resource;
        let lent = LentPixels::new(lent);
        let memory = Memory::Guest(Arc::clone(lent.memory()));
        let pixels = Pixels::new(memory, lent.row_range(rect, 0), lent.stride_bytes(), rect.height);
        if pixels.can_scatter(lent.order()) {
            return (Self::with_rows(head, pixels, Owner::Guest(resource)), 0);
        }
        Self::with_copy(head, rect, |bytes| lent.append_bgrx(rect, bytes))
    }

    fn with_rows(head: Vec<u8>, pixels: Pixels, owner: Owner) -> Self {
        Self {
            head,
            pixels,
            owner,
            sent_bytes: 0,
        }
    }

    fn with_copy(head: Vec<u8>, rect: &Rect, append: impl FnOnce(&mut Vec<u8>)) -> (Self, u64) {
        let copied = rect.size().pixels() * u64::from(PIXEL_BYTES);
        let mut bytes = head;
        bytes.reserve(copied as usize);
        append(&mut bytes);
        (Self::new(bytes), copied)
    }

    /// Sends what the socket takes.
    ///
    /// # Errors
    /// Whatever the socket says, but for being full.
    pub fn send(&mut self, socket: impl AsFd) -> Result<Progress, Errno> {
        while self.sent_bytes < self.len_bytes() {
            match gather::send(&socket, &self.unsent()) {
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
        if self.owner != Owner::Image || self.len_bytes() > COPY_IF_STUCK_BYTES {
            return 0;
        }
        self.copy_rest()
    }

    /// Lets go of memory that the guest has lent as that resource. Returns how many bytes were copied.
    pub fn let_go_of_lent(&mut self, resource: ResourceId) -> u64 {
        if self.owner != Owner::Guest(resource) {
            return 0;
        }
        self.copy_rest()
    }

    fn copy_rest(&mut self) -> u64 {
        let bytes = self.unsent_all();
        let left = bytes.len() as u64;
        *self = Self::new(bytes);
        left
    }

    fn len_bytes(&self) -> usize {
        self.head.len() + self.pixels.row_bytes * self.pixels.rows
    }

    /// What is left of the head, then of the rows, as far as one call takes them.
    fn unsent(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::with_capacity(1 + self.pixels.rows.min(MAX_ROWS_PER_CALL));
        let head = self.head.get(self.sent_bytes..).unwrap_or_default();
        if !head.is_empty() {
            pieces.push(Piece::of(head));
        }
        let skip = self.sent_bytes.saturating_sub(self.head.len());
        let rows = self.pixels.rows_from(skip).take(MAX_ROWS_PER_CALL);
        pieces.extend(rows.map(|row| self.pixels.memory.piece(row)));
        pieces
    }

    fn unsent_all(&self) -> Vec<u8> {
        let mut bytes = self.head.get(self.sent_bytes..).unwrap_or_default().to_vec();
        let skip = self.sent_bytes.saturating_sub(self.head.len());
        for row in self.pixels.rows_from(skip) {
            self.pixels.memory.append(row, &mut bytes);
        }
        bytes
    }
}

impl Pixels {
    fn of_bytes(bytes: Vec<u8>) -> Self {
        let all = 0..bytes.len();
        Self::new(Memory::Ours(bytes.into()), all, 0, 1)
    }

    /// So many rows, of which the first is there.
    fn new(memory: Memory, first_row: Range<usize>, stride_bytes: usize, rows: u32) -> Self {
        let (row_bytes, rows) = (first_row.len(), rows as usize);
        // Rows without gaps are one long row.
        let (row_bytes, rows) = match row_bytes == stride_bytes {
            true => (row_bytes * rows, 1),
            false => (row_bytes, rows),
        };
        Self {
            memory,
            start: first_row.start,
            stride_bytes,
            row_bytes,
            rows,
        }
    }

    /// Whether the kernel is to take rows of that order from where they lie.
    fn can_scatter(&self, order: ByteOrder) -> bool {
        order == ByteOrder::Bgra && (self.rows == 1 || self.row_bytes >= SCATTER_ROW_BYTES)
    }

    /// Where the rows from byte `skip` on lie, the first one cut.
    fn rows_from(&self, skip: usize) -> impl Iterator<Item = Range<usize>> {
        let (first, cut) = match self.row_bytes {
            0 => (self.rows, 0),
            row_bytes => (skip / row_bytes, skip % row_bytes),
        };
        (first..self.rows).map(move |row| {
            let start = self.start + row * self.stride_bytes;
            let from = if row == first { start + cut } else { start };
            from..start + self.row_bytes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::{Size, blob::Plane, memory::HostMemory};
    use std::{io::Read, os::unix::net::UnixStream};
    use vm_memory::{MmapRegion, VolatileMemory as _};
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

    fn shown(image: &Image) -> Picture<'_> {
        let shown = Rect::whole(image.size());
        Picture::Image { image, shown }
    }

    /// The pixels of `image` in memory of a guest, in longer rows from byte 100 on.
    fn lent(image: &Image) -> (Arc<MmapRegion>, Picture<'static>) {
        let size = image.size();
        let stride_bytes = image.stride_bytes() + 64;
        let memory: MmapRegion = MmapRegion::new(100 + stride_bytes * size.height as usize).unwrap();
        let pixels = image.share();
        for (row, bytes) in pixels.chunks_exact(image.stride_bytes()).enumerate() {
            let place = memory.get_slice(100 + row * stride_bytes, bytes.len()).unwrap();
            place.copy_from(bytes);
        }
        let memory = Arc::new(memory);
        let lent = Lent {
            resource: ResourceId::new(1).unwrap(),
            memory: Arc::clone(&memory) as device::transfer::Mapping,
            plane: Plane {
                size,
                offset_bytes: 100,
                stride_bytes: stride_bytes as u32,
            },
            layout: image.layout(),
            shown: Rect::whole(size),
        };
        (memory, Picture::Lent(lent))
    }

    fn expected(head: &[u8], image: &Image, rect: &Rect) -> Vec<u8> {
        let mut bytes = head.to_vec();
        image.append_bgrx(rect, &mut bytes);
        bytes
    }

    /// Sends through a socket that holds little. What `half_way` does, it does when that was full twice.
    fn send(mut message: Message, mut half_way: impl FnMut(&mut Message)) -> Vec<u8> {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        rustix::net::sockopt::set_socket_send_buffer_size(&ours, 4096).unwrap();
        let mut got = Vec::new();
        let mut rounds = 0;
        while message.send(&ours).unwrap() == Progress::Blocked {
            rounds += 1;
            if rounds == 2 {
                half_way(&mut message);
            }
            let mut piece = [0; 5000];
            let count = theirs.read(&mut piece).unwrap();
            got.extend_from_slice(&piece[..count]);
        }
        drop(ours);
        theirs.read_to_end(&mut got).unwrap();
        got
    }

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
                let head = vec![1, 2, 3, 4, 5];
                let want = expected(&head, &image, &rect);
                let narrow = rect.width < 512 && rect.height > 1;
                for picture in [shown(&image), lent(&image).1] {
                    let (message, copied) = Message::with_pixels(head.clone(), picture, &rect);
                    assert_eq!(copied > 0, format == Format::A8R8G8B8Unorm || narrow);
                    let got = send(message, |message| _ = message.let_go_of_image());
                    assert!(got == want, "{format:?} {rect:?}");
                }
            }
        }
    }

    #[test]
    fn rows_without_gaps_are_never_copied() {
        let image = Image::new(
            Format::B8G8R8X8Unorm,
            Size::new(64, 64),
            &mut HostMemory::new(1 << 20),
        );
        let mut image = image.unwrap();
        image.allocate().unwrap();
        for rect in [Rect::new(0, 0, 64, 64), Rect::new(0, 9, 64, 5)] {
            assert_eq!(Message::with_pixels(Vec::new(), shown(&image), &rect).1, 0);
        }
    }

    #[test]
    fn memory_that_the_guest_takes_back_is_read_no_more() {
        let image = image(Format::B8G8R8X8Unorm);
        let rect = Rect::new(0, 0, 600, 300);
        let (memory, picture) = lent(&image);
        let (message, copied) = Message::with_pixels(vec![7], picture, &rect);
        assert_eq!(copied, 0);
        let got = send(message, |message| {
            assert_eq!(message.let_go_of_lent(ResourceId::new(2).unwrap()), 0);
            assert!(message.let_go_of_lent(ResourceId::new(1).unwrap()) > 0);
            let all = memory.get_slice(0, memory.len()).unwrap();
            all.copy_from(&vec![0xee_u8; memory.len()]);
            assert_eq!(Arc::strong_count(&memory), 1, "nobody holds it");
        });
        assert!(got == expected(&[7], &image, &rect));
    }

    #[test]
    fn a_short_message_that_is_stuck_does_not_hold_the_image() {
        let image = image(Format::B8G8R8X8Unorm);
        let (mut message, _) = Message::with_pixels(vec![0; 8], shown(&image), &Rect::new(10, 10, 580, 20));
        let pixels = image.share();
        assert_eq!(Arc::strong_count(&pixels), 3);
        assert_eq!(message.let_go_of_image(), 8 + 580 * 20 * 4);
        assert_eq!(Arc::strong_count(&pixels), 2);
    }
}
