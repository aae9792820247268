//! Which modes the driver offers.

use crate::blt::Rect;
use crate::edid::Edid;

/// Bytes of a pixel.
pub const PIXEL_BYTES: u32 = 4;
/// The longest side of a mode, in pixels: a frame then has at most 256 MiB.
pub const MAX_SIDE: u32 = 8192;
/// The most modes: those of an EDID that are not standard are few.
pub const MAX_MODES: usize = 64;
/// The preferred mode where the device says nothing: what OVMF takes too.
const FALLBACK: Size = Size::new(1280, 800);
/// What every firmware can be asked for, even where the screen prefers less.
const ALWAYS: [Size; 2] = [Size::new(800, 600), Size::new(640, 480)];
/// What people ask for (VESA DMT and CTA-861), and is offered where it fits into the preferred mode.
const STANDARD: [Size; 24] = [
    Size::new(7680, 4320),
    Size::new(5120, 2880),
    Size::new(3840, 2160),
    Size::new(3440, 1440),
    Size::new(2560, 1600),
    Size::new(2560, 1440),
    Size::new(2048, 1536),
    Size::new(1920, 1440),
    Size::new(1920, 1200),
    Size::new(1920, 1080),
    Size::new(1680, 1050),
    Size::new(1600, 1200),
    Size::new(1600, 900),
    Size::new(1440, 900),
    Size::new(1400, 1050),
    Size::new(1366, 768),
    Size::new(1360, 768),
    Size::new(1280, 1024),
    Size::new(1280, 960),
    Size::new(1280, 800),
    Size::new(1280, 768),
    Size::new(1280, 720),
    Size::new(1152, 864),
    Size::new(1024, 768),
];

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// That many columns and rows.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Whether a mode may have this size.
    pub const fn is_sane(self) -> bool {
        self.width > 0 && self.height > 0 && self.width <= MAX_SIDE && self.height <= MAX_SIDE
    }

    /// Bytes of a frame of a sane size.
    pub const fn frame_bytes(self) -> u32 {
        self.width * self.height * PIXEL_BYTES
    }

    /// The whole of it.
    pub const fn rect(self) -> Rect {
        Rect {
            x: 0,
            y: 0,
            width: self.width,
            height: self.height,
        }
    }

    const fn fits_into(self, other: Self) -> bool {
        self.width <= other.width && self.height <= other.height
    }
}

/// The modes, numbered as `QueryMode` and `SetMode` do: the preferred one is 0, the others follow from large to small.
///
/// Never empty, without repetition, all of a sane size. None but the preferred one exceeds it on any side, save
/// 800 × 600 and 640 × 480: firmware likes to take the largest mode that there is, and an EDID may name modes far
/// larger than the window that shows them.
#[derive(Clone, Debug)]
pub struct Modes {
    list: [Size; MAX_MODES],
    count: usize,
}

impl Modes {
    /// The modes of a screen whose device prefers `display`, or leaves that to its EDID.
    pub fn new(display: Option<Size>, edid: &Edid) -> Self {
        let of_edid = || edid.preferred().filter(|size| size.is_sane());
        let preferred = display
            .filter(|size| size.is_sane())
            .or_else(of_edid)
            .unwrap_or(FALLBACK);
        let mut modes = Self {
            list: [preferred; MAX_MODES],
            count: 1,
        };
        for size in ALWAYS {
            modes.add(size);
        }
        let fits = |size: &Size| size.fits_into(preferred);
        STANDARD.into_iter().filter(fits).for_each(|size| modes.add(size));
        edid.for_each_mode(|size| {
            if fits(&size) {
                modes.add(size);
            }
        });
        let area = |size: &Size| core::cmp::Reverse((size.width * size.height, size.width));
        modes.list[1..modes.count].sort_unstable_by_key(area);
        modes
    }

    fn add(&mut self, size: Size) {
        if size.is_sane() && self.count < MAX_MODES && !self.as_slice().contains(&size) {
            self.list[self.count] = size;
            self.count += 1;
        }
    }

    /// All of them, in order of their numbers.
    pub fn as_slice(&self) -> &[Size] {
        &self.list[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_mode_comes_first_and_nothing_exceeds_it() {
        let preferred = Size::new(1440, 900);
        let modes = Modes::new(Some(preferred), &Edid::default());
        let list = modes.as_slice();
        assert_eq!(list[0], preferred);
        assert!(list.iter().all(|size| size.fits_into(preferred)));
        assert!(list.contains(&Size::new(1280, 800)) && list.contains(&Size::new(640, 480)));
        for (index, size) in list.iter().enumerate() {
            assert!(!list[..index].contains(size), "{size:?} is there twice");
        }
    }

    #[test]
    fn small_modes_are_there_whatever_is_preferred() {
        let modes = Modes::new(Some(Size::new(100, 50)), &Edid::default());
        assert_eq!(
            modes.as_slice(),
            [Size::new(100, 50), Size::new(800, 600), Size::new(640, 480)]
        );
    }

    #[test]
    fn a_mad_preference_is_ignored() {
        for mad in [Size::new(0, 600), Size::new(u32::MAX, u32::MAX)] {
            assert_eq!(Modes::new(Some(mad), &Edid::default()).as_slice()[0], FALLBACK);
        }
    }

    #[test]
    fn modes_of_a_real_edid_are_offered() {
        let made = device::edid::edid(device::Mode::new(1600, 900), 0);
        let edid = Edid::new(made.as_bytes(), made.as_bytes().len());
        let modes = Modes::new(None, &edid);
        assert_eq!(modes.as_slice()[0], Size::new(1600, 900));
        // Of the established timings, and of no other list.
        assert!(modes.as_slice().contains(&Size::new(1024, 768)));
    }

    proptest::proptest! {
        #[test]
        fn the_list_is_sound_whatever_the_device_says(
            display in proptest::option::of(proptest::prelude::any::<(u32, u32)>()),
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..1024),
        ) {
            let display = display.map(|(width, height)| Size { width, height });
            let modes = Modes::new(display, &Edid::new(&bytes, bytes.len()));
            assert!(!modes.as_slice().is_empty());
            assert!(modes.as_slice().iter().all(|size| size.is_sane()));
        }
    }
}
