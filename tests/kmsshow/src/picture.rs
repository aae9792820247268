//! Pictures that differ everywhere, and their sums.

/// Pixels of `0x00RRGGBB`, row by row.
pub(crate) struct Picture {
    pub(crate) size: (u32, u32),
    pub(crate) pixels: Vec<u32>,
}

impl Picture {
    /// Colours that change over the picture, with noise, so that no row or column is like another; another one for each
    /// `seed`.
    pub(crate) fn new(size: (u32, u32), seed: u32) -> Self {
        let colour = |x: u32, y: u32| {
            let noise = (x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77)) >> 28;
            let (red, green) = (x * 240 / size.0 + noise, y * 240 / size.1 + noise);
            red << 16 | green << 8 | (seed * 60 + noise) & 0xff
        };
        let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| colour(x, y)).collect();
        Self { size, pixels }
    }

    /// Inverts the colours within a rectangle that the picture has: left, top, width, height.
    pub(crate) fn invert(&mut self, (left, top, width, height): (u32, u32, u32, u32)) {
        for row in self
            .pixels
            .chunks_mut(self.size.0 as usize)
            .skip(top as usize)
            .take(height as usize)
        {
            for pixel in &mut row[left as usize..][..width as usize] {
                *pixel ^= 0xff_ffff;
            }
        }
    }

    /// The CRC-32 of red, green and blue of all pixels, and the size, as the host is told.
    pub(crate) fn describe(&self) -> String {
        let samples = self.pixels.iter().flat_map(|pixel| {
            let [_, red, green, blue] = pixel.to_be_bytes();
            [red, green, blue]
        });
        let sum = crc32fast::hash(&samples.collect::<Vec<u8>>());
        format!("{}x{} {sum:08x}", self.size.0, self.size.1)
    }
}
