//! The size and refresh rate of a display, and the sizes that this device accepts.

/// A display mode: visible size in pixels and refresh rate in millihertz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mode {
    /// Visible width in pixels.
    pub width: u32,
    /// Visible height in pixels.
    pub height: u32,
    /// Refresh rate in millihertz: 60 Hz is 60 000.
    pub refresh_mhz: u32,
}

impl Mode {
    /// The shortest side in pixels. Linux ignores detailed timings below it (`drm_mode_detailed`: 'ignore tiny
    /// modes'), so a guest would never take a smaller preferred mode.
    pub const SIDE_PX_MIN: u32 = 64;
    /// The longest side in pixels: the Linux driver's own limit (`XRES_MAX` and `YRES_MAX` of `virtgpu_display.c`).
    /// 8K fits in either orientation.
    pub const SIDE_PX_MAX: u32 = 8192;
    /// The lowest refresh rate, that of film.
    pub const REFRESH_MHZ_MIN: u32 = 24_000;
    /// The highest refresh rate.
    pub const REFRESH_MHZ_MAX: u32 = 240_000;
    /// The refresh rate where none is asked for.
    pub const REFRESH_MHZ_DEFAULT: u32 = 60_000;

    /// A mode of that size at 60 Hz. Nothing is checked: see [`Mode::is_supported`].
    pub const fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            refresh_mhz: Self::REFRESH_MHZ_DEFAULT,
        }
    }

    /// The same size at another refresh rate in millihertz.
    pub const fn with_refresh_mhz(self, refresh_mhz: u32) -> Self {
        Self { refresh_mhz, ..self }
    }

    /// Whether the mode lies within the limits above.
    pub fn is_supported(self) -> bool {
        self == self.clamped()
    }

    /// The nearest mode within the limits above.
    pub fn clamped(self) -> Self {
        Self {
            width: self.width.clamp(Self::SIDE_PX_MIN, Self::SIDE_PX_MAX),
            height: self.height.clamp(Self::SIDE_PX_MIN, Self::SIDE_PX_MAX),
            refresh_mhz: self
                .refresh_mhz
                .clamp(Self::REFRESH_MHZ_MIN, Self::REFRESH_MHZ_MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_without_a_rate_is_60_hz() {
        assert_eq!(
            Mode::new(1024, 768),
            Mode {
                width: 1024,
                height: 768,
                refresh_mhz: 60_000
            }
        );
    }

    #[test]
    fn supported_modes_are_left_alone() {
        for (width, height) in [
            (64, 64),
            (1366, 768),
            (1023, 767),
            (7680, 4320),
            (4320, 7680),
            (8192, 8192),
        ] {
            assert!(Mode::new(width, height).is_supported(), "{width}x{height}");
        }
    }

    #[test]
    fn modes_out_of_range_are_clamped() {
        assert_eq!(Mode::new(0, 63).clamped(), Mode::new(64, 64));
        assert_eq!(Mode::new(8193, u32::MAX).clamped(), Mode::new(8192, 8192));
        assert_eq!(
            Mode::new(64, 64).with_refresh_mhz(0).clamped().refresh_mhz,
            24_000
        );
        assert_eq!(
            Mode::new(64, 64).with_refresh_mhz(u32::MAX).clamped().refresh_mhz,
            240_000
        );
    }
}
