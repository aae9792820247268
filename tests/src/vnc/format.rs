//! A client's pixel format.

/// How a client wants its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// 8, 16 or 32.
    pub bits: u8,
    /// Of these, with colour.
    pub depth: u8,
    /// The order of a pixel's bytes.
    pub big_endian: bool,
    /// The greatest red, green and blue.
    pub max: [u16; 3],
    /// Where they begin.
    pub shift: [u8; 3],
}

/// Which of a pixel's bytes an encoding sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// All.
    No,
    /// ZRLE's CPIXEL.
    Compact,
    /// Tight's TPIXEL.
    Tight,
}

impl Format {
    /// Blue, green, red and an unused byte.
    pub const BGRX: Self = Self {
        bits: 32,
        depth: 24,
        big_endian: false,
        max: [255; 3],
        shift: [16, 8, 0],
    };

    /// Some that clients use, and some that they may.
    pub const SOME: [Self; 7] = [
        Self::BGRX,
        Self {
            big_endian: true,
            ..Self::BGRX
        },
        Self {
            shift: [24, 16, 8],
            ..Self::BGRX
        },
        Self {
            shift: [0, 8, 16],
            big_endian: true,
            ..Self::BGRX
        },
        Self {
            depth: 30,
            max: [1023; 3],
            shift: [20, 10, 0],
            ..Self::BGRX
        },
        Self {
            bits: 16,
            depth: 16,
            big_endian: false,
            max: [31, 63, 31],
            shift: [11, 5, 0],
        },
        Self {
            bits: 8,
            depth: 8,
            big_endian: false,
            max: [7, 7, 3],
            shift: [0, 3, 6],
        },
    ];

    /// On the wire.
    pub fn to_wire(self) -> [u8; 16] {
        let [r, g, b] = self.max.map(u16::to_be_bytes);
        let [rs, gs, bs] = self.shift;
        let big = self.big_endian.into();
        [
            self.bits, self.depth, big, 1, r[0], r[1], g[0], g[1], b[0], b[1], rs, gs, bs, 0, 0, 0,
        ]
    }

    /// What a pixel of `0x00RRGGBB` becomes, in the same notation but with the colours that the format can tell.
    pub fn rounded(self, pixel: u32) -> u32 {
        let eight = [pixel >> 16 & 0xff, pixel >> 8 & 0xff, pixel & 0xff];
        let colours = std::array::from_fn(|index| {
            let max = u32::from(self.max[index]);
            (eight[index] * max + 127) / 255
        });
        self.widened(colours)
    }

    fn widened(self, colours: [u32; 3]) -> u32 {
        (0..3).fold(0, |pixel, index| {
            (pixel << 8) | (colours[index] * 255 / u32::from(self.max[index]))
        })
    }

    /// Bytes of a pixel.
    pub fn bytes(self, packed: Packed) -> usize {
        if self.sends_three(packed) {
            3
        } else {
            usize::from(self.bits / 8)
        }
    }

    fn sends_three(self, packed: Packed) -> bool {
        let used = (0..3).fold(0, |used, index| {
            used | u32::from(self.max[index]) << self.shift[index]
        });
        match packed {
            Packed::No => false,
            Packed::Compact => {
                self.bits == 32 && self.depth <= 24 && (used & 0xff == 0 || used & 0xff00_0000 == 0)
            }
            Packed::Tight => self.bits == 32 && self.depth == 24 && self.max == [255; 3],
        }
    }

    /// The pixel of `0x00RRGGBB` that these bytes are.
    pub fn pixel(self, bytes: &[u8], packed: Packed) -> u32 {
        if self.sends_three(packed) && packed == Packed::Tight {
            return u32::from(bytes[0]) << 16 | u32::from(bytes[1]) << 8 | u32::from(bytes[2]);
        }
        // The usual one; films are measured in it.
        if self == Self::BGRX {
            return u32::from(bytes[0]) | u32::from(bytes[1]) << 8 | u32::from(bytes[2]) << 16;
        }
        let mut value = 0;
        for index in 0..bytes.len() {
            let byte = if self.big_endian {
                bytes[index]
            } else {
                bytes[bytes.len() - 1 - index]
            };
            value = (value << 8) | u32::from(byte);
        }
        let lowest = (0..3).fold(0, |used, index| {
            used | u32::from(self.max[index]) << self.shift[index]
        });
        if bytes.len() == 3 && self.bits == 32 && lowest & 0xff00_0000 != 0 {
            value <<= 8;
        }
        self.widened(std::array::from_fn(|index| {
            value >> self.shift[index] & u32::from(self.max[index])
        }))
    }
}
