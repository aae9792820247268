//! Encodings of rectangles of pixels (RFC 6143 §7.7, and the community's rfbproto for Tight).
//!
//! An [`Encoder`] holds what a client's encodings need from one rectangle to the next. It takes pixels and gives bytes;
//! the tests read those with the client of the tests crate, which shares no code with this.

mod hextile;
mod tight;
mod zlib;
mod zrle;

use device::Rect;

use super::{
    picture::Picture,
    pixel::{Converter, Packing, Pixel, PixelFormat},
};

/// An encoding that we send pixels in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Pixels as they are. Every client reads it.
    #[default]
    Raw,
    /// Tiles of 16 × 16, each a background and rectangles on it.
    Hextile,
    /// Palettes and zlib.
    Tight,
    /// Tiles of 64 × 64 of palettes and runs, and zlib.
    Zrle,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Raw, Self::Hextile, Self::Tight, Self::Zrle];

    /// Its number on the wire.
    pub const fn number(self) -> i32 {
        match self {
            Self::Raw => 0,
            Self::Hextile => 5,
            Self::Tight => 7,
            Self::Zrle => 16,
        }
    }

    /// The encoding of that number, if it is one of these.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.number() == number)
    }

    /// The largest rectangle that is sent as one, width and height in pixels. Rectangles of Tight are small, since each
    /// is a palette or none; those of the others are as large as their output is to be at a time.
    const fn max_piece(self) -> (u32, u32) {
        match self {
            Self::Raw | Self::Hextile | Self::Zrle => (2048, 64),
            Self::Tight => (256, 64),
        }
    }

    /// Cuts `rect` into pieces that are sent each as one, from top to bottom.
    pub fn pieces(self, rect: Rect) -> impl Iterator<Item = Rect> {
        let (width, height) = self.max_piece();
        (0..rect.height).step_by(height as usize).flat_map(move |y| {
            (0..rect.width).step_by(width as usize).map(move |x| {
                Rect::new(
                    rect.x + x,
                    rect.y + y,
                    width.min(rect.width - x),
                    height.min(rect.height - y),
                )
            })
        })
    }
}

/// Encodes rectangles for one client.
#[derive(Debug)]
pub struct Encoder {
    encoding: Encoding,
    level: u32,
    pixel: Converter,
    compact: Converter,
    tight: Converter,
    zrle_stream: zlib::Stream,
    tight_streams: tight::Streams,
    scratch: Scratch,
}

/// Buffers that are used again.
#[derive(Debug, Default)]
struct Scratch {
    pixels: Vec<Pixel>,
    tile: Vec<Pixel>,
    bytes: Vec<u8>,
}

impl Encoder {
    /// An encoder for pixels of that format. It begins with [`Encoding::Raw`].
    pub fn new(format: &PixelFormat) -> Self {
        Self {
            encoding: Encoding::Raw,
            level: zlib::DEFAULT_LEVEL,
            pixel: Converter::new(format, Packing::Pixel),
            compact: Converter::new(format, Packing::Compact),
            tight: Converter::new(format, Packing::Tight),
            zrle_stream: zlib::Stream::default(),
            tight_streams: tight::Streams::default(),
            scratch: Scratch::default(),
        }
    }

    /// Pixels are of another format from now on.
    pub fn set_format(&mut self, format: &PixelFormat) {
        self.pixel = Converter::new(format, Packing::Pixel);
        self.compact = Converter::new(format, Packing::Compact);
        self.tight = Converter::new(format, Packing::Tight);
    }

    /// Rectangles are sent in `encoding` from now on. Streams that begin from now on are compressed at `level`, 0 to 9.
    pub fn set_encoding(&mut self, encoding: Encoding, level: Option<u32>) {
        self.encoding = encoding;
        self.level = level.unwrap_or(zlib::DEFAULT_LEVEL).min(9);
    }

    /// What rectangles are sent in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How pixels go out as they are.
    pub fn raw(&self) -> &Converter {
        &self.pixel
    }

    /// Appends the rectangle's header and the pixels of `piece`, one of [`Encoding::pieces`] in `picture`, to `out`.
    pub fn encode(&mut self, picture: &Picture, piece: &Rect, out: &mut Vec<u8>) {
        append_header(piece, self.encoding.number(), out);
        let Scratch { pixels, tile, bytes } = &mut self.scratch;
        match self.encoding {
            Encoding::Raw => {
                for y in piece.y..piece.y + piece.height {
                    self.pixel.append(picture.row(piece.x, y, piece.width), out);
                }
            }
            Encoding::Hextile => hextile::encode(picture, piece, &self.pixel, tile, out),
            Encoding::Tight => {
                pixels.clear();
                picture.append(piece, pixels);
                let (width, streams) = (piece.width as usize, &mut self.tight_streams);
                tight::encode(pixels, width, &self.tight, streams, self.level, bytes, out);
            }
            Encoding::Zrle => {
                bytes.clear();
                zrle::append_tiles(picture, piece, &self.compact, tile, bytes);
                let start = out.len();
                out.extend_from_slice(&[0; 4]);
                self.zrle_stream.compress(bytes, self.level, out);
                let len = (out.len() - start - 4) as u32;
                out[start..start + 4].copy_from_slice(&len.to_be_bytes());
            }
        }
    }
}

/// Appends the header of a rectangle (RFC 6143 §7.6.1). A desktop has at most 65535 pixels either way.
pub fn append_header(rect: &Rect, encoding: i32, out: &mut Vec<u8>) {
    for side in [rect.x, rect.y, rect.width, rect.height] {
        let side = u16::try_from(side).expect("a desktop has at most 65535 pixels either way");
        out.extend_from_slice(&side.to_be_bytes());
    }
    out.extend_from_slice(&encoding.to_be_bytes());
}

/// The tiles of that side in a rectangle, in the order of reading.
fn tiles(piece: &Rect, side: u32) -> impl Iterator<Item = Rect> {
    let piece = *piece;
    (0..piece.height).step_by(side as usize).flat_map(move |y| {
        (0..piece.width).step_by(side as usize).map(move |x| {
            let (width, height) = (side.min(piece.width - x), side.min(piece.height - y));
            Rect::new(piece.x + x, piece.y + y, width, height)
        })
    })
}

#[cfg(test)]
mod tests;
