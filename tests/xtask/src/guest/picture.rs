//! Pictures of a display: reading what QEMU and the daemon give, comparing, and writing what people look at.

use std::fmt;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Red, green, blue.
type Pixel = [u8; 3];

/// An 8-bit RGB picture: `pixels.len()` is `width * height`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<Pixel>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl Picture {
    /// Width and height in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Its pixels, row by row.
    pub(crate) fn pixels(&self) -> &[[u8; 3]] {
        &self.pixels
    }

    /// Reads the binary PPM that QEMU's `screendump` writes.
    pub(crate) fn read_ppm(file: &Path) -> Result<Self> {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::from_ppm(&bytes).with_context(|| format!("{} is no PPM picture", file.display()))
    }

    fn from_ppm(bytes: &[u8]) -> Result<Self> {
        let mut parts = bytes.splitn(4, |&byte| byte == b'\n');
        let mut line = || parts.next().context("it is truncated");
        ensure!(line()? == b"P6", "it is not of type P6");
        let size = std::str::from_utf8(line()?)?;
        let (width, height) = size.split_once(' ').context("it has no size")?;
        ensure!(line()? == b"255", "its samples are not bytes");
        Self::new(width.parse()?, height.parse()?, line()?.to_vec())
    }

    /// Decodes a PNG, which may have an alpha channel that is then ignored.
    pub(crate) fn from_png(bytes: &[u8]) -> Result<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut samples = vec![0; reader.output_buffer_size().context("the PNG is too large")?];
        let info = reader.next_frame(&mut samples)?;
        samples.truncate(info.buffer_size());
        let rgb = match info.color_type.samples() {
            4 => samples
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect(),
            3 => samples,
            other => anyhow::bail!("a PNG with {other} samples a pixel is no screenshot"),
        };
        Self::new(info.width, info.height, rgb)
    }

    /// A picture of these samples: three bytes for each pixel, row by row.
    pub(crate) fn new(width: u32, height: u32, samples: Vec<u8>) -> Result<Self> {
        let pixels: Vec<Pixel> = samples.chunks_exact(3).map(|s| [s[0], s[1], s[2]]).collect();
        let expected = u64::from(width) * u64::from(height);
        ensure!(
            pixels.len() as u64 == expected,
            "{} pixels are not {width}x{height}",
            pixels.len()
        );
        Ok(Self {
            width,
            height,
            pixels,
        })
    }

    /// Writes a PNG.
    pub(crate) fn write_png(&self, file: &Path) -> Result<()> {
        fs::write(file, self.to_png()?).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Encodes a PNG.
    pub(crate) fn to_png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder
            .write_header()?
            .write_image_data(self.pixels.as_flattened())?;
        Ok(bytes)
    }

    /// Its size and the CRC-32 of its samples, as guests describe what they show.
    pub(crate) fn describe(&self) -> String {
        let sum = crc32fast::hash(self.pixels.as_flattened());
        format!("{}x{} {sum:08x}", self.width, self.height)
    }

    /// Whether everything has one colour, as before the first frame.
    pub(crate) fn is_blank(&self) -> bool {
        self.pixels.iter().all(|pixel| *pixel == self.pixels[0])
    }

    /// How many different colours there are.
    pub(crate) fn colours(&self) -> usize {
        let mut colours = self.pixels.clone();
        colours.sort_unstable();
        colours.dedup();
        colours.len()
    }

    /// The share of pixels, from 0 to 1, that have this colour.
    pub(crate) fn share_of(&self, colour: Pixel) -> f64 {
        let count = self.pixels.iter().filter(|pixel| **pixel == colour).count();
        count as f64 / self.pixels.len().max(1) as f64
    }

    /// Its upper left corner of this size.
    pub(crate) fn corner(&self, (width, height): (u32, u32)) -> Result<Self> {
        ensure!(
            width <= self.width && height <= self.height,
            "{self:?} has no corner of {width}x{height}"
        );
        let rows = self.pixels.chunks_exact(self.width.max(1) as usize);
        let pixels = rows.take(height as usize).flat_map(|row| &row[..width as usize]);
        Ok(Self {
            width,
            height,
            pixels: pixels.copied().collect(),
        })
    }

    /// How alike two pictures look, from -1 to 1: the mean structural similarity (Wang et al., 2004) of the
    /// brightness of windows of 8×8 pixels, every fourth pixel.
    pub(crate) fn similarity(&self, other: &Self) -> Result<f64> {
        ensure!(
            self.size() == other.size(),
            "sizes differ: {self:?} and {other:?}"
        );
        let (width, height) = (self.width as usize, self.height as usize);
        ensure!(
            width >= WINDOW && height >= WINDOW,
            "{self:?} is smaller than a window"
        );
        let (one, two) = (self.brightness(), other.brightness());
        let (mut sum, mut count) = (0.0, 0u32);
        for top in (0..=height - WINDOW).step_by(WINDOW / 2) {
            for left in (0..=width - WINDOW).step_by(WINDOW / 2) {
                let window = |samples: &[f64]| -> [f64; WINDOW * WINDOW] {
                    std::array::from_fn(|i| samples[(top + i / WINDOW) * width + left + i % WINDOW])
                };
                sum += similarity(&window(&one), &window(&two));
                count += 1;
            }
        }
        Ok(sum / f64::from(count))
    }

    /// Luma, from 0 to 255, as BT.601 weighs the colours.
    fn brightness(&self) -> Vec<f64> {
        let luma = |[r, g, b]: &Pixel| 0.299 * f64::from(*r) + 0.587 * f64::from(*g) + 0.114 * f64::from(*b);
        self.pixels.iter().map(luma).collect()
    }

    /// Compares two pictures pixel by pixel.
    pub(crate) fn difference(&self, other: &Self) -> Result<Difference> {
        ensure!(
            self.size() == other.size(),
            "sizes differ: {self:?} and {other:?}"
        );
        let pairs = self.pixels.iter().zip(&other.pixels);
        let differs: Vec<bool> = pairs.map(|(one, two)| one != two).collect();
        Ok(Difference {
            width: self.width,
            differs,
            background: self.clone(),
        })
    }
}

/// The side of the windows that [`Picture::similarity`] looks through.
const WINDOW: usize = 8;

/// The structural similarity of two windows.
fn similarity(one: &[f64; WINDOW * WINDOW], two: &[f64; WINDOW * WINDOW]) -> f64 {
    // The paper's constants, which keep flat windows from dividing by nothing.
    const C1: f64 = (0.01 * 255.0) * (0.01 * 255.0);
    const C2: f64 = (0.03 * 255.0) * (0.03 * 255.0);
    let count = one.len() as f64;
    let mean = |window: &[f64]| window.iter().sum::<f64>() / count;
    let (m1, m2) = (mean(one), mean(two));
    let covariance = |a: &[f64], ma: f64, b: &[f64], mb: f64| {
        a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum::<f64>() / (count - 1.0)
    };
    let (v1, v2) = (covariance(one, m1, one, m1), covariance(two, m2, two, m2));
    let v12 = covariance(one, m1, two, m2);
    (2.0 * m1 * m2 + C1) * (2.0 * v12 + C2) / ((m1 * m1 + m2 * m2 + C1) * (v1 + v2 + C2))
}

/// Where two pictures of one size differ.
pub(crate) struct Difference {
    width: u32,
    differs: Vec<bool>,
    background: Picture,
}

impl Difference {
    /// How many pixels differ.
    pub(crate) fn count(&self) -> usize {
        self.differs.iter().filter(|differs| **differs).count()
    }

    /// The smallest rectangle around what differs: left, top, width, height.
    pub(crate) fn bounds(&self) -> Option<(u32, u32, u32, u32)> {
        let width = self.width as usize;
        let at = || {
            self.differs
                .iter()
                .enumerate()
                .filter(|(_, differs)| **differs)
                .map(|(index, _)| index)
        };
        let (left, right) = (at().map(|i| i % width).min()?, at().map(|i| i % width).max()?);
        let (top, bottom) = (at().min()? / width, at().max()? / width);
        Some((
            left as u32,
            top as u32,
            (right - left + 1) as u32,
            (bottom - top + 1) as u32,
        ))
    }

    /// A picture of the difference: what differs in red on the darkened first picture.
    pub(crate) fn picture(&self) -> Picture {
        let mut picture = self.background.clone();
        for (pixel, differs) in picture.pixels.iter_mut().zip(&self.differs) {
            *pixel = if *differs {
                [255, 0, 0]
            } else {
                pixel.map(|sample| sample / 4)
            };
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_two(last: Pixel) -> Picture {
        let mut bytes = b"P6\n2 2\n255\n".to_vec();
        bytes.extend_from_slice(&[1, 2, 3, 10, 10, 10, 4, 5, 6]);
        bytes.extend_from_slice(&last);
        Picture::from_ppm(&bytes).unwrap()
    }

    #[test]
    fn a_newline_among_the_samples_ends_no_header() {
        assert_eq!(two_by_two([10, 10, 10]).pixels[1], [10, 10, 10]);
    }

    #[test]
    fn a_truncated_picture_is_refused() {
        assert!(Picture::from_ppm(b"P6\n2 2\n255\nabc").is_err());
        assert!(Picture::from_ppm(b"P6\n2 2").is_err());
    }

    #[test]
    fn a_difference_is_counted_and_framed() {
        let difference = two_by_two([0, 0, 0]).difference(&two_by_two([0, 0, 1])).unwrap();
        assert_eq!(difference.count(), 1);
        assert_eq!(difference.bounds(), Some((1, 1, 1, 1)));
        assert_eq!(difference.picture().pixels[3], [255, 0, 0]);
    }

    #[test]
    fn similar_pictures_are_told_from_others() {
        let gradient = |shift: u32| {
            let samples = (0..32 * 32u32).flat_map(|i| [((i % 32) * 7 + shift) as u8; 3]);
            Picture::new(32, 32, samples.collect()).unwrap()
        };
        let flat = Picture::new(32, 32, vec![128; 32 * 32 * 3]).unwrap();
        assert_eq!(gradient(0).similarity(&gradient(0)).unwrap(), 1.0);
        assert!(gradient(0).similarity(&gradient(2)).unwrap() > 0.99);
        assert!(gradient(0).similarity(&flat).unwrap() < 0.5);
    }

    #[test]
    fn png_gives_back_what_was_written() {
        let dir = crate::process::RunDir::new().unwrap();
        let (file, picture) = (dir.join("p.png"), two_by_two([7, 8, 9]));
        picture.write_png(&file).unwrap();
        assert_eq!(Picture::from_png(&fs::read(file).unwrap()).unwrap(), picture);
    }
}
