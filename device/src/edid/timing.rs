//! Raster timings, computed by the rules of VESA CVT 1.2 with reduced blanking, version 1.
//!
//! Version 1 rather than 2 because its long part of the vertical blanking is the back porch: version 2 lengthens
//! the front porch, for which an 18-byte descriptor has six bits, too few for 4K at 120 Hz.
//!
//! Two of CVT's roundings are left out on purpose. The width is not rounded down to a multiple of eight, since the
//! guest takes its framebuffer's width from here; and the clock goes in steps of 10 kHz, which is what the formats
//! below can say, not of 250 kHz, so that 60 Hz comes out as 60.00 Hz.

use crate::mode::Mode;

/// Pixels of horizontal blanking, its front porch and its sync pulse (CVT 1.2, reduced blanking).
const H_BLANK_PX: u32 = 160;
const H_FRONT_PX: u32 = 48;
const H_SYNC_PX: u32 = 32;
/// Lines of the vertical front porch and the fewest of the back porch (the same).
const V_FRONT_LINES: u32 = 3;
const V_BACK_LINES_MIN: u32 = 6;
/// The shortest vertical blanking (the same).
const V_BLANK_US_MIN: u64 = 460;
/// A slower clock in an 18-byte descriptor is taken for a mistake by `edid-decode`; small modes get more blanking.
const CLOCK_MHZ_MIN: u64 = 10;
/// Millihertz in the formats' step of 10 kHz.
const STEP_MHZ: u64 = 10_000_000;

/// The largest values of an 18-byte descriptor (E-EDID A2 §3.10.2): 12 bits of pixels and lines, 16 of clock.
const DESCRIPTOR_SIDE_MAX: u32 = 4095;
const DESCRIPTOR_CLOCK_10KHZ_MAX: u32 = 65_535;

/// A progressive raster with positive horizontal and negative vertical sync, as reduced blanking has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timing {
    /// Visible size in pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Blanking, the part of it before sync, and the sync pulse: in pixels, then in lines.
    pub(super) h_blank: u32,
    pub(super) h_front: u32,
    pub(super) h_sync: u32,
    pub(super) v_blank: u32,
    pub(super) v_front: u32,
    pub(super) v_sync: u32,
    /// Pixel clock in units of 10 kHz.
    pub(super) clock_10khz: u32,
}

impl Timing {
    /// The timing of `mode`, which must be within [`Mode`]'s limits.
    pub(super) fn new(mode: Mode) -> Self {
        let (height, refresh_mhz) = (u64::from(mode.height), u64::from(mode.refresh_mhz));
        let h_total = u64::from(mode.width + H_BLANK_PX);
        let v_sync = v_sync_lines(mode.width, mode.height);
        let blank_lines =
            V_BLANK_US_MIN * height * refresh_mhz / (1_000_000_000 - V_BLANK_US_MIN * refresh_mhz) + 1;
        let v_total = (height + blank_lines.max(u64::from(V_FRONT_LINES + v_sync + V_BACK_LINES_MIN)))
            .max((CLOCK_MHZ_MIN * 1_000_000_000).div_ceil(h_total * refresh_mhz));
        let clock_10khz = (h_total * v_total * refresh_mhz + STEP_MHZ / 2) / STEP_MHZ;
        Self {
            width: mode.width,
            height: mode.height,
            h_blank: H_BLANK_PX,
            h_front: H_FRONT_PX,
            h_sync: H_SYNC_PX,
            v_blank: clamp_u32(v_total - height),
            v_front: V_FRONT_LINES,
            v_sync,
            clock_10khz: clamp_u32(clock_10khz),
        }
    }

    /// A timing near `mode` that an 18-byte descriptor can hold, for guests that know nothing else: the size is
    /// divided by the smallest whole number that makes it fit, then the rate is lowered as far as needed, to 60 Hz
    /// if that is low enough.
    pub(super) fn fitting_descriptor(mode: Mode) -> Self {
        let divisor = mode.width.max(mode.height).div_ceil(DESCRIPTOR_SIDE_MAX);
        let mode = Mode {
            width: mode.width / divisor,
            height: mode.height / divisor,
            ..mode
        }
        .clamped();
        let slower = mode.with_refresh_mhz(mode.refresh_mhz.min(Mode::REFRESH_MHZ_DEFAULT));
        let wanted = Self::new(mode);
        let slowest = mode.with_refresh_mhz(wanted.refresh_mhz_at_most(DESCRIPTOR_CLOCK_10KHZ_MAX));
        [wanted, Self::new(slower)]
            .into_iter()
            .find(Self::fits_descriptor)
            .unwrap_or_else(|| Self::new(slowest))
    }

    /// Whether an 18-byte descriptor can hold it.
    pub(super) fn fits_descriptor(&self) -> bool {
        let sides = [self.width, self.height, self.h_blank, self.v_blank];
        sides.into_iter().all(|side| side <= DESCRIPTOR_SIDE_MAX)
            && self.clock_10khz <= DESCRIPTOR_CLOCK_10KHZ_MAX
    }

    /// Refresh rate in millihertz.
    pub(super) fn refresh_mhz(&self) -> u32 {
        self.refresh_mhz_at_most(self.clock_10khz)
    }

    /// Line rate in hertz.
    pub(super) fn line_hz(&self) -> u32 {
        clamp_u32(u64::from(self.clock_10khz) * 10_000 / u64::from(self.width + self.h_blank))
    }

    /// The refresh rate of this raster under another clock. A lower rate never needs more lines of blanking than
    /// a higher one, so a new timing at this rate stays within that clock.
    fn refresh_mhz_at_most(&self, clock_10khz: u32) -> u32 {
        let pixels = u64::from(self.width + self.h_blank) * u64::from(self.height + self.v_blank);
        clamp_u32(u64::from(clock_10khz) * STEP_MHZ / pixels)
    }
}

/// CVT 1.2 tells the aspect ratio by the length of the vertical sync pulse: 10 lines for any other.
fn v_sync_lines(width: u32, height: u32) -> u32 {
    const LINES: [(u32, u32, u32); 5] = [(4, 3, 4), (16, 9, 5), (16, 10, 6), (5, 4, 7), (15, 9, 7)];
    LINES
        .into_iter()
        .find(|(h, v, _)| height * h == width * v)
        .map_or(10, |(_, _, lines)| lines)
}

/// Narrows a value that [`Mode`]'s limits keep far below `u32::MAX`.
fn clamp_u32(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(width: u32, height: u32, hz: u32) -> Timing {
        Timing::new(Mode::new(width, height).with_refresh_mhz(hz * 1000))
    }

    /// Blanking as `edid-decode --cvt w=…,h=…,fps=…,rb=1` computes it.
    #[test]
    fn blanking_is_that_of_cvt() {
        for (width, height, hz, v_blank, v_sync) in [
            (1920, 1080, 60, 31, 5),
            (3840, 2160, 60, 62, 5),
            (1024, 768, 60, 22, 4),
            (1280, 1024, 60, 30, 7),
        ] {
            let timing = timing(width, height, hz);
            assert_eq!(
                (timing.v_blank, timing.v_sync),
                (v_blank, v_sync),
                "{width}x{height}"
            );
        }
    }

    #[test]
    fn the_rate_is_within_a_step_of_the_clock() {
        for (width, height, hz) in [(64, 64, 24), (1366, 768, 60), (1023, 767, 75), (7680, 4320, 240)] {
            let got = timing(width, height, hz).refresh_mhz();
            assert!(got.abs_diff(hz * 1000) <= 60, "{width}x{height}: {got} mHz");
        }
    }

    #[test]
    fn odd_sizes_are_kept() {
        let timing = timing(1023, 767, 60);
        assert_eq!((timing.width, timing.height), (1023, 767));
    }

    #[test]
    fn tiny_modes_reach_the_lowest_clock() {
        assert!((1000..1010).contains(&timing(64, 64, 24).clock_10khz));
    }

    #[test]
    fn a_descriptor_holds_4k_at_60_hz_but_not_at_120_hz() {
        assert!(timing(3840, 2160, 60).fits_descriptor());
        assert!(!timing(3840, 2160, 120).fits_descriptor());
        assert!(!timing(4096, 2160, 24).fits_descriptor());
    }

    #[test]
    fn what_stands_in_for_a_mode_always_fits_a_descriptor() {
        for side in [
            (3840, 2160),
            (4095, 4095),
            (4096, 64),
            (7680, 4320),
            (4320, 7680),
            (8192, 8192),
            (8192, 64),
        ] {
            for hz in [24, 60, 120, 240] {
                let mode = Mode::new(side.0, side.1).with_refresh_mhz(hz * 1000);
                assert!(Timing::fitting_descriptor(mode).fits_descriptor(), "{mode:?}");
            }
        }
    }
}
