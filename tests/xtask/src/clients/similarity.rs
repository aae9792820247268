//! How alike two pictures are, as a viewer sees it: the structural similarity index (Wang, Bovik, Sheikh and
//! Simoncelli, IEEE Transactions on Image Processing 13(4), 2004), with square windows.

use std::collections::BTreeSet;
use std::fmt;

use crate::guest::picture::Picture;

/// Windows of 8 × 8 pixels, as in the paper's first experiments, each half over the next.
const WINDOW: u32 = 8;
const STEP: u32 = 4;
/// The paper's constants for samples of 8 bits: they keep dark and even windows from dividing by nothing.
const C1: f64 = (0.01 * 255.0) * (0.01 * 255.0);
const C2: f64 = (0.03 * 255.0) * (0.03 * 255.0);

/// What a comparison of two pictures of one size says.
pub(crate) struct Similarity {
    /// The index, from -1 to 1, of the colour channel in which the pictures are least alike.
    pub(crate) ssim: f64,
    /// The greatest difference of a sample.
    pub(crate) largest: u8,
    /// How many pixels differ at all.
    pub(crate) differing: usize,
}

/// Compares two pictures; `None` when their sizes differ.
pub(crate) fn compare(one: &Picture, two: &Picture) -> Option<Similarity> {
    if one.size() != two.size() {
        return None;
    }
    let ssim = (0..3).map(|channel| mean_ssim(one, two, channel));
    let pairs = || one.pixels().iter().zip(two.pixels());
    let distance = |a: &[u8; 3], b: &[u8; 3]| (0..3).map(|channel| a[channel].abs_diff(b[channel])).max();
    Some(Similarity {
        ssim: ssim.fold(1.0, f64::min),
        largest: pairs().filter_map(|(a, b)| distance(a, b)).max().unwrap_or(0),
        differing: pairs().filter(|(a, b)| a != b).count(),
    })
}

/// How many of the shades of a picture another one has, for what is never twice the same.
pub(crate) struct Shades {
    common: usize,
    all: usize,
}

impl Shades {
    /// Whether these are two thirds.
    pub(crate) fn is_enough(&self) -> bool {
        self.common * 3 >= self.all * 2
    }
}

impl fmt::Display for Shades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { common, all } = self;
        write!(f, "{common} of {all} shades, two thirds of them are due")
    }
}

/// Looks for the shades of `reference` in `picture`: colours, of four bits a sample.
pub(crate) fn shades_in_common(reference: &Picture, picture: &Picture) -> Shades {
    let shades = |picture: &Picture| -> BTreeSet<[u8; 3]> {
        let pixels = picture.pixels().iter();
        pixels.map(|pixel| pixel.map(|sample| sample >> 4)).collect()
    };
    let (wanted, found) = (shades(reference), shades(picture));
    Shades {
        common: wanted.intersection(&found).count(),
        all: wanted.len(),
    }
}

fn mean_ssim(one: &Picture, two: &Picture, channel: usize) -> f64 {
    let (width, height) = one.size();
    let starts = |length: u32| (0..=length.saturating_sub(WINDOW)).step_by(STEP as usize);
    let (mut sum, mut count) = (0.0, 0.0);
    for y in starts(height) {
        for x in starts(width) {
            sum += window_ssim(one, two, channel, (x, y));
            count += 1.0;
        }
    }
    sum / count
}

fn window_ssim(one: &Picture, two: &Picture, channel: usize, (left, top): (u32, u32)) -> f64 {
    let (width, height) = one.size();
    let (mut count, mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for y in top..(top + WINDOW).min(height) {
        for x in left..(left + WINDOW).min(width) {
            let at = (y * width + x) as usize;
            let (p, q) = (
                f64::from(one.pixels()[at][channel]),
                f64::from(two.pixels()[at][channel]),
            );
            count += 1.0;
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }
    }
    let (mean_a, mean_b) = (a / count, b / count);
    let variance_a = aa / count - mean_a * mean_a;
    let variance_b = bb / count - mean_b * mean_b;
    let covariance = ab / count - mean_a * mean_b;
    let luminance = (2.0 * mean_a * mean_b + C1) / (mean_a * mean_a + mean_b * mean_b + C1);
    let structure = (2.0 * covariance + C2) / (variance_a + variance_b + C2);
    luminance * structure
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(change: impl Fn(u32) -> u8) -> Picture {
        let samples = (0..32 * 32_u32)
            .flat_map(|at| [(at % 32 * 8) as u8, change(at), 40])
            .collect();
        Picture::new(32, 32, samples).unwrap()
    }

    #[test]
    fn equal_pictures_are_alike_and_others_are_not() {
        let plain = ramp(|at| (at / 32 * 8) as u8);
        let same = compare(&plain, &plain).unwrap();
        assert_eq!((same.ssim, same.largest, same.differing), (1.0, 0, 0));
        let off_by_one = ramp(|at| (at / 32 * 8) as u8 + 1);
        let near = compare(&plain, &off_by_one).unwrap();
        assert!(near.ssim > 0.999 && near.largest == 1 && near.differing == 1024);
        let upside_down = ramp(|at| 248 - (at / 32 * 8) as u8);
        assert!(compare(&plain, &upside_down).unwrap().ssim < 0.5);
    }
}
