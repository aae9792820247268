//! Pixel formats, and the conversion of our pixels to a client's (RFC 6143 §7.4).

use thiserror::Error;
use zerocopy::IntoBytes;

/// One pixel of ours: red in bits 16 to 23, green in 8 to 15, blue in 0 to 7, the rest zero.
pub type Pixel = u32;

/// Bytes of a PIXEL_FORMAT on the wire.
pub const FORMAT_BYTES: usize = 16;

/// A pixel format that nobody can draw in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("pixel format {0:?}")]
pub struct BadFormat(pub [u8; FORMAT_BYTES]);

/// Where a colour lies in a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Channel {
    max: u16,
    shift: u8,
}

/// How a client wants its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelFormat {
    bits_per_pixel: u8,
    depth: u8,
    big_endian: bool,
    true_colour: bool,
    /// Red, green, blue.
    channels: [Channel; 3],
}

impl PixelFormat {
    /// Our own: 32 bits, little-endian; blue, green, red and an unused byte in memory.
    pub const NATIVE: Self = Self {
        bits_per_pixel: 32,
        depth: 24,
        big_endian: false,
        true_colour: true,
        channels: [channel(255, 16), channel(255, 8), channel(255, 0)],
    };

    /// What indices into [`colour_map`] are: three bits of red, three of green, two of blue.
    const MAPPED: [Channel; 3] = [channel(7, 5), channel(7, 2), channel(3, 0)];

    /// Reads a PIXEL_FORMAT. A client with a colour map gets one of ours, of 256 colours.
    ///
    /// # Errors
    /// If the colours do not fit the pixel, or there is no such pixel.
    pub fn from_wire(bytes: [u8; FORMAT_BYTES]) -> Result<Self, BadFormat> {
        let [bits_per_pixel, depth, big_endian, true_colour, rest @ ..] = bytes;
        let max = |at: usize| u16::from_be_bytes([rest[at], rest[at + 1]]);
        let mut format = Self {
            bits_per_pixel,
            depth,
            big_endian: big_endian != 0,
            true_colour: true_colour != 0,
            channels: [
                channel(max(0), rest[6]),
                channel(max(2), rest[7]),
                channel(max(4), rest[8]),
            ],
        };
        if !format.true_colour {
            format.channels = Self::MAPPED;
        }
        let is_there = match bits_per_pixel {
            8 => true,
            16 | 32 => format.true_colour,
            _ => false,
        };
        let fits = |channel: &Channel| {
            channel.shift < bits_per_pixel && (u64::from(channel.max) << channel.shift) >> bits_per_pixel == 0
        };
        if is_there && format.channels.iter().all(fits) {
            Ok(format)
        } else {
            Err(BadFormat(bytes))
        }
    }

    /// The PIXEL_FORMAT on the wire.
    pub fn to_wire(self) -> [u8; FORMAT_BYTES] {
        let mut bytes = [0; FORMAT_BYTES];
        bytes[..4].copy_from_slice(&[
            self.bits_per_pixel,
            self.depth,
            self.big_endian.into(),
            self.true_colour.into(),
        ]);
        for (index, channel) in self.channels.iter().enumerate() {
            bytes[4 + 2 * index..6 + 2 * index].copy_from_slice(&channel.max.to_be_bytes());
            bytes[10 + index] = channel.shift;
        }
        bytes
    }

    /// Whether pixels are indices into [`colour_map`].
    pub fn is_mapped(&self) -> bool {
        !self.true_colour
    }

    /// Whether every colour has eight bits.
    fn has_full_colours(&self) -> bool {
        self.channels.iter().all(|channel| channel.max == 255)
    }

    /// All bits that colours use.
    fn used_bits(&self) -> u32 {
        self.channels.iter().fold(0, |bits, channel| {
            bits | (u32::from(channel.max) << channel.shift)
        })
    }
}

const fn channel(max: u16, shift: u8) -> Channel {
    Channel { max, shift }
}

/// The colours of a client with a colour map: red, green, blue, 16 bits each, big-endian, of indices 0 to 255.
pub fn colour_map() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256 * 6);
    for index in 0..256u32 {
        for Channel { max, shift } in PixelFormat::MAPPED {
            let value = (index >> shift) & u32::from(max);
            let wide = (value * 0xffff / u32::from(max)) as u16;
            bytes.extend_from_slice(&wide.to_be_bytes());
        }
    }
    bytes
}

/// How many bytes of a pixel go out, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// All, as in Raw and Hextile.
    Pixel,
    /// ZRLE's CPIXEL: three bytes if the fourth has no colour.
    Compact,
    /// Tight's TPIXEL: red, green and blue, if they have eight bits each.
    Tight,
}

/// What becomes of a pixel.
#[derive(Clone, Debug)]
enum Map {
    /// Nothing.
    Same,
    /// The bits that each value of red, green and blue sets.
    Tables(Box<[[u32; 256]; 3]>),
}

/// Which bytes of a mapped pixel go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bytes {
    One,
    TwoLittle,
    TwoBig,
    FourLittle,
    FourBig,
    /// The lower three bytes, least significant first.
    ThreeLittle,
    /// Most significant first.
    ThreeBig,
    /// The upper three bytes, as above.
    UpperLittle,
    UpperBig,
}

/// Turns our pixels into a client's bytes.
#[derive(Clone, Debug)]
pub struct Converter {
    map: Map,
    bytes: Bytes,
}

impl Converter {
    /// The conversion to `format`, packed in that way.
    pub fn new(format: &PixelFormat, packing: Packing) -> Self {
        if packing == Packing::Tight
            && format.bits_per_pixel == 32
            && format.depth == 24
            && format.has_full_colours()
        {
            return Self {
                map: Map::Same,
                bytes: Bytes::ThreeBig,
            };
        }
        Self {
            map: if format.channels == PixelFormat::NATIVE.channels {
                Map::Same
            } else {
                Map::Tables(tables(format))
            },
            bytes: bytes_of(format, packing),
        }
    }

    /// Bytes of a pixel that go out.
    pub fn pixel_bytes(&self) -> usize {
        match self.bytes {
            Bytes::One => 1,
            Bytes::TwoLittle | Bytes::TwoBig => 2,
            Bytes::FourLittle | Bytes::FourBig => 4,
            Bytes::ThreeLittle | Bytes::ThreeBig | Bytes::UpperLittle | Bytes::UpperBig => 3,
        }
    }

    /// Appends `pixels` to `out`.
    pub fn append(&self, pixels: &[Pixel], out: &mut Vec<u8>) {
        match &self.map {
            // They lie in memory as they go out, on the hosts that there are.
            Map::Same if self.bytes == Bytes::FourLittle && cfg!(target_endian = "little") => {
                out.extend_from_slice(pixels.as_bytes());
            }
            Map::Same => self.append_mapped(pixels, out, |pixel| pixel),
            Map::Tables(tables) => self.append_mapped(pixels, out, |pixel| look_up(tables, pixel)),
        }
    }

    /// What becomes of one pixel: as many bytes as it has, and then any.
    pub fn first_bytes(&self, pixel: Pixel) -> [u8; 4] {
        let mapped = match &self.map {
            Map::Same => pixel,
            Map::Tables(tables) => look_up(tables, pixel),
        };
        match self.bytes {
            Bytes::One | Bytes::TwoLittle | Bytes::ThreeLittle | Bytes::FourLittle => mapped.to_le_bytes(),
            Bytes::TwoBig => (mapped << 16).to_be_bytes(),
            Bytes::ThreeBig => (mapped << 8).to_be_bytes(),
            Bytes::UpperLittle => (mapped >> 8).to_le_bytes(),
            Bytes::UpperBig | Bytes::FourBig => mapped.to_be_bytes(),
        }
    }

    /// One loop for each way, so that the compiler can make each a vector loop.
    fn append_mapped(&self, pixels: &[Pixel], out: &mut Vec<u8>, map: impl Fn(u32) -> u32) {
        match self.bytes {
            Bytes::One => each(pixels, out, |pixel| [map(pixel) as u8]),
            Bytes::TwoLittle => each(pixels, out, |pixel| (map(pixel) as u16).to_le_bytes()),
            Bytes::TwoBig => each(pixels, out, |pixel| (map(pixel) as u16).to_be_bytes()),
            Bytes::FourLittle => each(pixels, out, |pixel| map(pixel).to_le_bytes()),
            Bytes::FourBig => each(pixels, out, |pixel| map(pixel).to_be_bytes()),
            Bytes::ThreeLittle => each(pixels, out, |pixel| {
                let [a, b, c, _] = map(pixel).to_le_bytes();
                [a, b, c]
            }),
            Bytes::ThreeBig => each(pixels, out, |pixel| {
                let [_, a, b, c] = map(pixel).to_be_bytes();
                [a, b, c]
            }),
            Bytes::UpperLittle => each(pixels, out, |pixel| {
                let [_, a, b, c] = map(pixel).to_le_bytes();
                [a, b, c]
            }),
            Bytes::UpperBig => each(pixels, out, |pixel| {
                let [a, b, c, _] = map(pixel).to_be_bytes();
                [a, b, c]
            }),
        }
    }
}

fn each<const N: usize>(pixels: &[Pixel], out: &mut Vec<u8>, map: impl Fn(Pixel) -> [u8; N]) {
    let start = out.len();
    out.resize(start + pixels.len() * N, 0);
    for (out, pixel) in out[start..].as_chunks_mut::<N>().0.iter_mut().zip(pixels) {
        *out = map(*pixel);
    }
}

fn look_up(tables: &[[u32; 256]; 3], pixel: Pixel) -> u32 {
    let [_, red, green, blue] = pixel.to_be_bytes();
    tables[0][usize::from(red)] | tables[1][usize::from(green)] | tables[2][usize::from(blue)]
}

fn tables(format: &PixelFormat) -> Box<[[u32; 256]; 3]> {
    let mut tables = Box::new([[0; 256]; 3]);
    for (table, channel) in tables.iter_mut().zip(format.channels) {
        for (value, bits) in (0u32..).zip(table.iter_mut()) {
            *bits = ((value * u32::from(channel.max) + 127) / 255) << channel.shift;
        }
    }
    tables
}

fn bytes_of(format: &PixelFormat, packing: Packing) -> Bytes {
    // RFC 6143 §7.7.5: a CPIXEL has three bytes if the colours fit in the lower or the upper three.
    let compact = packing == Packing::Compact && format.bits_per_pixel == 32 && format.depth <= 24;
    let used = format.used_bits();
    match (format.bits_per_pixel, format.big_endian) {
        (8, _) => Bytes::One,
        (16, false) => Bytes::TwoLittle,
        (16, true) => Bytes::TwoBig,
        (_, false) if compact && used < 1 << 24 => Bytes::ThreeLittle,
        (_, true) if compact && used < 1 << 24 => Bytes::ThreeBig,
        (_, false) if compact && used & 0xff == 0 => Bytes::UpperLittle,
        (_, true) if compact && used & 0xff == 0 => Bytes::UpperBig,
        (_, false) => Bytes::FourLittle,
        (_, true) => Bytes::FourBig,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(bits: u8, depth: u8, big: bool, max: [u16; 3], shift: [u8; 3]) -> PixelFormat {
        let mut bytes = [0; FORMAT_BYTES];
        bytes[..4].copy_from_slice(&[bits, depth, big.into(), 1]);
        for index in 0..3 {
            bytes[4 + 2 * index..6 + 2 * index].copy_from_slice(&max[index].to_be_bytes());
            bytes[10 + index] = shift[index];
        }
        PixelFormat::from_wire(bytes).unwrap()
    }

    fn one(format: &PixelFormat, packing: Packing) -> Vec<u8> {
        let mut out = Vec::new();
        let converter = Converter::new(format, packing);
        converter.append(&[0x00ff_8040], &mut out);
        assert_eq!(out.len(), converter.pixel_bytes());
        assert_eq!(out[..], converter.first_bytes(0x00ff_8040)[..out.len()]);
        out
    }

    #[test]
    fn pixels_come_out_as_the_format_says() {
        let native = PixelFormat::NATIVE;
        assert_eq!(one(&native, Packing::Pixel), [0x40, 0x80, 0xff, 0]);
        assert_eq!(one(&native, Packing::Compact), [0x40, 0x80, 0xff]);
        assert_eq!(one(&native, Packing::Tight), [0xff, 0x80, 0x40]);
        let upper = format(32, 24, true, [255; 3], [24, 16, 8]);
        assert_eq!(one(&upper, Packing::Pixel), [0xff, 0x80, 0x40, 0]);
        assert_eq!(one(&upper, Packing::Compact), [0xff, 0x80, 0x40]);
        let upper = format(32, 24, false, [255; 3], [24, 16, 8]);
        assert_eq!(one(&upper, Packing::Pixel), [0, 0x40, 0x80, 0xff]);
        assert_eq!(one(&upper, Packing::Compact), [0x40, 0x80, 0xff]);
        assert_eq!(one(&upper, Packing::Tight), [0xff, 0x80, 0x40]);
        let r5g6b5 = format(16, 16, true, [31, 63, 31], [11, 5, 0]);
        assert_eq!(
            one(&r5g6b5, Packing::Tight),
            (31u16 << 11 | 32 << 5 | 8).to_be_bytes()
        );
        let deep = format(32, 30, false, [1023; 3], [20, 10, 0]);
        assert_eq!(
            one(&deep, Packing::Compact),
            (1023u32 << 20 | 514 << 10 | 257).to_le_bytes()
        );
    }

    #[test]
    fn a_format_survives_the_wire() {
        let wire = PixelFormat::NATIVE.to_wire();
        assert_eq!(wire, [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]);
        assert_eq!(PixelFormat::from_wire(wire), Ok(PixelFormat::NATIVE));
    }

    #[test]
    fn impossible_formats_are_refused() {
        for change in [(0, 0), (0, 24), (0, 33), (0, 8), (10, 32), (10, 25), (3, 0)] {
            let mut wire = PixelFormat::NATIVE.to_wire();
            wire[change.0] = change.1;
            assert_eq!(PixelFormat::from_wire(wire), Err(BadFormat(wire)), "{change:?}");
        }
    }

    #[test]
    fn a_client_with_a_colour_map_gets_indices_of_ours() {
        let mut wire = [0; FORMAT_BYTES];
        wire[0] = 8;
        let format = PixelFormat::from_wire(wire).unwrap();
        assert!(format.is_mapped());
        let index = usize::from(one(&format, Packing::Pixel)[0]);
        let map = colour_map();
        let colour = &map[index * 6..index * 6 + 6];
        assert_eq!(colour[..2], [0xff, 0xff], "red");
        assert!(
            (0x7000..0x9900).contains(&u16::from_be_bytes([colour[2], colour[3]])),
            "green"
        );
        assert!(
            (0x3000..0x6000).contains(&u16::from_be_bytes([colour[4], colour[5]])),
            "blue"
        );
    }
}
