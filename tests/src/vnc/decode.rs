//! Rectangles of pixels, in each encoding that carries them.

use std::io::Read;

use flate2::{Decompress, FlushDecompress};

use super::{Format, Packed, encoding};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{Result, oracle::Picture},
};

/// Reads one client's rectangles: the zlib streams go on from one to the next.
pub struct Decoder {
    format: Format,
    zrle: Decompress,
    tight: [Decompress; 4],
}

impl Decoder {
    /// A decoder for pixels of that format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            zrle: Decompress::new(true),
            tight: std::array::from_fn(|_| Decompress::new(true)),
        }
    }

    /// The format of pixels.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Pixels have another format from now on.
    pub fn set_format(&mut self, format: Format) {
        self.format = format;
    }

    /// Reads a rectangle of that size in that encoding.
    ///
    /// # Errors
    /// If it is not well-formed.
    pub fn read(
        &mut self,
        number: i32,
        (width, height): (usize, usize),
        from: &mut dyn Read,
    ) -> Result<Picture> {
        let mut picture = Picture::new(width as u32, height as u32);
        match number {
            encoding::RAW => self.fill(&mut picture, (0, 0), (width, height), Packed::No, from)?,
            encoding::HEXTILE => self.hextile(&mut picture, from)?,
            encoding::ZRLE => self.zrle(&mut picture, from)?,
            encoding::TIGHT => self.tight(&mut picture, from)?,
            number => fail!("encoding {number} was not asked for"),
        }
        Ok(picture)
    }

    fn pixel(&self, packed: Packed, from: &mut dyn Read) -> Result<u32> {
        let mut bytes = [0; 4];
        let bytes = &mut bytes[..self.format.bytes(packed)];
        from.read_exact(bytes)?;
        Ok(self.format.pixel(bytes, packed))
    }

    /// Reads the pixels of a part.
    fn fill(
        &self,
        picture: &mut Picture,
        (x, y): (usize, usize),
        (width, height): (usize, usize),
        packed: Packed,
        from: &mut dyn Read,
    ) -> Result<()> {
        let pixel_bytes = self.format.bytes(packed);
        let mut row = vec![0; width * pixel_bytes];
        for down in 0..height {
            from.read_exact(&mut row)?;
            for (right, bytes) in row.chunks_exact(pixel_bytes).enumerate() {
                picture.set(
                    (x + right) as u32,
                    (y + down) as u32,
                    self.format.pixel(bytes, packed),
                );
            }
        }
        Ok(())
    }

    fn hextile(&self, picture: &mut Picture, from: &mut dyn Read) -> Result<()> {
        let (mut background, mut foreground) = (None, None);
        for (x, y, width, height) in tiles(picture, 16) {
            let kind = byte(from)?;
            ensure!(kind < 32, "a Hextile tile of kind {kind}");
            if kind & 1 != 0 {
                ensure_eq!(kind, 1, "kind of a raw Hextile tile");
                self.fill(picture, (x, y), (width, height), Packed::No, from)?;
                (background, foreground) = (None, None);
                continue;
            }
            if kind & 2 != 0 {
                background = Some(self.pixel(Packed::No, from)?);
            }
            if kind & 4 != 0 {
                foreground = Some(self.pixel(Packed::No, from)?);
            }
            let Some(colour) = background else {
                fail!("a Hextile tile without a background")
            };
            paint(picture, (x, y), (width, height), colour);
            let count = if kind & 8 != 0 { byte(from)? } else { 0 };
            for _ in 0..count {
                let colour = if kind & 16 != 0 {
                    Some(self.pixel(Packed::No, from)?)
                } else {
                    foreground
                };
                let Some(colour) = colour else {
                    fail!("a rectangle of a Hextile tile without a colour")
                };
                let (place, size) = (byte(from)?, byte(from)?);
                let (right, down) = (usize::from(place >> 4), usize::from(place & 15));
                let size = (usize::from(size >> 4) + 1, usize::from(size & 15) + 1);
                ensure!(
                    right + size.0 <= width && down + size.1 <= height,
                    "a rectangle of {size:?} at ({right}, {down}) of a Hextile tile"
                );
                paint(picture, (x + right, y + down), size, colour);
            }
            if kind & 16 != 0 {
                foreground = None;
            }
        }
        Ok(())
    }

    fn zrle(&mut self, picture: &mut Picture, from: &mut dyn Read) -> Result<()> {
        let mut len = [0; 4];
        from.read_exact(&mut len)?;
        let mut compressed = vec![0; u32::from_be_bytes(len) as usize];
        from.read_exact(&mut compressed)?;
        let most = picture.pixels.len() * 5 + 64 * 64;
        let bytes = inflate(&mut self.zrle, &compressed, most)?;
        let mut from = &bytes[..];
        for tile in tiles(picture, 64) {
            self.zrle_tile(picture, tile, &mut from)?;
        }
        ensure!(from.is_empty(), "{} bytes behind the last ZRLE tile", from.len());
        Ok(())
    }

    fn zrle_tile(
        &self,
        picture: &mut Picture,
        (x, y, width, height): (usize, usize, usize, usize),
        from: &mut dyn Read,
    ) -> Result<()> {
        let kind = byte(from)?;
        let colours = match kind {
            0 | 128 => 0,
            1..=16 => kind,
            130..=255 => kind - 128,
            _ => fail!("a ZRLE tile of kind {kind}"),
        };
        let palette: Vec<u32> = (0..colours)
            .map(|_| self.pixel(Packed::Compact, from))
            .collect::<Result<_>>()?;
        let look_up = |index: u8| match palette.get(usize::from(index)) {
            Some(colour) => Ok(*colour),
            None => fail!("colour {index} of {colours} in a ZRLE tile"),
        };
        let place = |at: usize| ((x + at % width) as u32, (y + at / width) as u32);
        match kind {
            0 => self.fill(picture, (x, y), (width, height), Packed::Compact, from)?,
            1 => paint(picture, (x, y), (width, height), palette[0]),
            2..=16 => {
                let bits = if kind == 2 {
                    1
                } else if kind <= 4 {
                    2
                } else {
                    4
                };
                for down in 0..height {
                    let mut row = vec![0; (width * bits).div_ceil(8)];
                    from.read_exact(&mut row)?;
                    for right in 0..width {
                        let shift = 8 - bits - right * bits % 8;
                        let index = row[right * bits / 8] >> shift & ((1 << bits) - 1);
                        picture.set((x + right) as u32, (y + down) as u32, look_up(index)?);
                    }
                }
            }
            _ => {
                let mut at = 0;
                while at < width * height {
                    let (colour, is_run) = if kind == 128 {
                        (self.pixel(Packed::Compact, from)?, true)
                    } else {
                        let index = byte(from)?;
                        (look_up(index & 0x7f)?, index & 0x80 != 0)
                    };
                    let run = if is_run { run_length(from)? } else { 1 };
                    ensure!(at + run <= width * height, "a run beyond the end of a ZRLE tile");
                    for at in at..at + run {
                        let (x, y) = place(at);
                        picture.set(x, y, colour);
                    }
                    at += run;
                }
            }
        }
        Ok(())
    }

    fn tight(&mut self, picture: &mut Picture, from: &mut dyn Read) -> Result<()> {
        let size = (picture.width as usize, picture.height as usize);
        ensure!(size.0 <= 2048, "a Tight rectangle {} pixels wide", size.0);
        let control = byte(from)?;
        for (index, stream) in self.tight.iter_mut().enumerate() {
            if control & 1 << index != 0 {
                stream.reset(true);
            }
        }
        let stream = usize::from(control >> 4 & 3);
        match control >> 4 {
            8 => {
                let colour = self.pixel(Packed::Tight, from)?;
                paint(picture, (0, 0), size, colour);
                Ok(())
            }
            0..=7 => {
                let filter = if control & 0x40 != 0 { byte(from)? } else { 0 };
                match filter {
                    0 => {
                        let len = size.0 * size.1 * self.format.bytes(Packed::Tight);
                        let bytes = self.tight_bytes(stream, len, from)?;
                        self.fill(picture, (0, 0), size, Packed::Tight, &mut &bytes[..])
                    }
                    1 => self.tight_palette(picture, stream, from),
                    filter => fail!("filter {filter} of Tight"),
                }
            }
            kind => fail!("a Tight rectangle of kind {kind}"),
        }
    }

    fn tight_palette(&mut self, picture: &mut Picture, stream: usize, from: &mut dyn Read) -> Result<()> {
        let colours = usize::from(byte(from)?) + 1;
        let palette: Vec<u32> = (0..colours)
            .map(|_| self.pixel(Packed::Tight, from))
            .collect::<Result<_>>()?;
        let width = picture.width as usize;
        let row_bytes = if colours == 2 { width.div_ceil(8) } else { width };
        let bytes = self.tight_bytes(stream, row_bytes * picture.height as usize, from)?;
        for (y, row) in bytes.chunks_exact(row_bytes).enumerate() {
            for x in 0..width {
                let index = if colours == 2 {
                    row[x / 8] >> (7 - x % 8) & 1
                } else {
                    row[x]
                };
                let Some(colour) = palette.get(usize::from(index)) else {
                    fail!("colour {index} of {colours} in a Tight rectangle")
                };
                picture.set(x as u32, y as u32, *colour);
            }
        }
        Ok(())
    }

    fn tight_bytes(&mut self, stream: usize, len: usize, from: &mut dyn Read) -> Result<Vec<u8>> {
        if len < 12 {
            let mut bytes = vec![0; len];
            from.read_exact(&mut bytes)?;
            return Ok(bytes);
        }
        let mut compressed = 0;
        for shift in [0, 7, 14] {
            let part = byte(from)?;
            let bits = if shift == 14 { part } else { part & 0x7f };
            compressed |= usize::from(bits) << shift;
            if part & 0x80 == 0 {
                break;
            }
        }
        let mut bytes = vec![0; compressed];
        from.read_exact(&mut bytes)?;
        let bytes = inflate(&mut self.tight[stream], &bytes, len)?;
        ensure_eq!(bytes.len(), len, "bytes of a Tight rectangle");
        Ok(bytes)
    }
}

/// The length of a run: bytes of 255 and one below, and one more.
fn run_length(from: &mut dyn Read) -> Result<usize> {
    let mut run = 1;
    loop {
        let more = byte(from)?;
        run += usize::from(more);
        if more != 255 {
            return Ok(run);
        }
    }
}

fn byte(from: &mut dyn Read) -> Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn paint(picture: &mut Picture, (x, y): (usize, usize), (width, height): (usize, usize), colour: u32) {
    for down in 0..height {
        for right in 0..width {
            picture.set((x + right) as u32, (y + down) as u32, colour);
        }
    }
}

/// The tiles of a picture, in the order of reading: place and size.
fn tiles(picture: &Picture, side: usize) -> Vec<(usize, usize, usize, usize)> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut tiles = Vec::new();
    for y in (0..height).step_by(side) {
        for x in (0..width).step_by(side) {
            tiles.push((x, y, side.min(width - x), side.min(height - y)));
        }
    }
    tiles
}

/// What one part of a stream says, which must end where it can be read whole.
fn inflate(stream: &mut Decompress, compressed: &[u8], most: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most + 1);
    let start = stream.total_in();
    loop {
        let done = (stream.total_in() - start) as usize;
        let before = (stream.total_in(), stream.total_out());
        if let Err(error) = stream.decompress_vec(&compressed[done..], &mut bytes, FlushDecompress::Sync) {
            fail!("zlib: {error}");
        }
        ensure!(bytes.len() <= most, "more than {most} bytes in a zlib stream");
        if (stream.total_in(), stream.total_out()) == before {
            break;
        }
    }
    ensure_eq!(
        stream.total_in() - start,
        compressed.len() as u64,
        "bytes of a zlib stream that were of use"
    );
    Ok(bytes)
}
