//! Plain pictures: what a scanout must show, computed in the simplest way.

use wire::virtio_gpu::Format;

/// Pixels of `0x00RRGGBB`, rows tight, top row first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// `width × height` pixels.
    pub pixels: Vec<u32>,
}

impl Picture {
    /// A black picture.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            pixels: vec![0; width as usize * height as usize],
        }
    }

    /// The pixel at a place.
    pub fn at(&self, x: u32, y: u32) -> u32 {
        self.pixels[(y * self.width + x) as usize]
    }

    /// Sets the pixel at a place.
    pub fn set(&mut self, x: u32, y: u32, pixel: u32) {
        self.pixels[(y * self.width + x) as usize] = pixel;
    }

    /// The part of it at that place, clipped to nothing outside.
    pub fn part(&self, x: u32, y: u32, width: u32, height: u32) -> Self {
        let mut part = Self::new(width, height);
        for row in 0..height {
            for column in 0..width {
                part.set(column, row, self.at(x + column, y + row));
            }
        }
        part
    }

    /// The first pixel that differs, in words; `None` if the pictures are equal.
    pub fn difference(&self, other: &Self) -> Option<String> {
        if (self.width, self.height) != (other.width, other.height) {
            return Some(format!(
                "{}×{} pixels instead of {}×{}",
                self.width, self.height, other.width, other.height
            ));
        }
        let count = self
            .pixels
            .iter()
            .zip(&other.pixels)
            .filter(|(a, b)| a != b)
            .count();
        let first = self.pixels.iter().zip(&other.pixels).position(|(a, b)| a != b)?;
        let (x, y) = (first as u32 % self.width, first as u32 / self.width);
        Some(format!(
            "{count} pixels differ, first at ({x}, {y}): {:#08x} instead of {:#08x}",
            self.pixels[first], other.pixels[first]
        ))
    }
}

/// Where red, green and blue lie in a pixel's four bytes.
pub const fn channel_bytes(format: Format) -> [usize; 3] {
    match format {
        Format::B8G8R8A8Unorm | Format::B8G8R8X8Unorm => [2, 1, 0],
        Format::A8R8G8B8Unorm | Format::X8R8G8B8Unorm => [1, 2, 3],
        Format::R8G8B8A8Unorm | Format::R8G8B8X8Unorm => [0, 1, 2],
        Format::X8B8G8R8Unorm | Format::A8B8G8R8Unorm => [3, 2, 1],
    }
}

/// What four bytes of that format look like.
pub fn shown(format: Format, bytes: [u8; 4]) -> u32 {
    let [red, green, blue] = channel_bytes(format).map(|index| u32::from(bytes[index]));
    red << 16 | green << 8 | blue
}

/// A small, fast, repeatable source of numbers (SplitMix64's recurrence).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of that seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below the bound, which is not 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        (self.bits() % u64::from(bound)) as u32
    }

    /// That many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            bytes.extend_from_slice(&self.bits().to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}
