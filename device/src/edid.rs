//! EDID: how a scanout tells the guest which mode it would like, and which others there are.
//!
//! The base block is VESA E-EDID release A, revision 2 (EDID 1.4). Its first timing is the preferred mode. Where
//! an 18-byte descriptor cannot hold that mode (a side beyond 4095 pixels, a clock beyond 655.35 MHz), a DisplayID
//! extension block does, and the base block's first timing becomes one that fits. Linux takes both as preferred and
//! then drops the smaller, because it differs from the size in GET_DISPLAY_INFO (`virtio_gpu_conn_mode_valid`).
//!
//! Pure arithmetic: this module knows neither the device nor the guest. Its invariant: every [`Mode`] becomes an
//! EDID that `edid-decode --check` accepts without a warning.

mod displayid;
mod timing;

use crate::mode::Mode;
use timing::Timing;

/// Bytes in a block of an EDID.
const BLOCK_BYTES: usize = 128;
/// Bytes in a descriptor of the base block.
const DESCRIPTOR_BYTES: usize = 18;
/// Gamma 2.2, which sRGB goes with: (gamma − 1) × 100 (E-EDID A2 §3.6.3).
const GAMMA_2_2: u8 = 120;
/// Chromaticities of sRGB (E-EDID A2 §3.7): 0.640, 0.330; 0.300, 0.600; 0.150, 0.060; 0.3127, 0.3290, in ten bits.
const SRGB_CHROMATICITY: [u8; 10] = [0xee, 0x91, 0xa3, 0x54, 0x4c, 0x99, 0x26, 0x0f, 0x50, 0x54];
/// The maker's PNP ID: one that is not registered, and that guests have no quirks for.
const MANUFACTURER: [u8; 2] = letters(*b"VWG");
const PRODUCT_CODE: u16 = 1;
/// Added to the serial number, so that no scanout bears 0 ('none') or a number that is known as a dummy, as 1 is.
const SERIAL_BASE: u32 = 0x5657_0000;
/// In place of the week of manufacture: the year is that of the model (E-EDID A2 §3.4.4).
const MODEL_YEAR: u8 = 0xff;
const YEAR: u16 = 2026;
const PRODUCT_NAME: &str = "vhost-wgpu";

/// The EDID of one scanout: at most 1024 bytes, a multiple of 128 if it is ours (virtio 1.3 §5.7.6.8, GET_EDID).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edid(Vec<u8>);

impl Edid {
    /// An EDID that a front end made, or `None` if it is longer than the guest can be told. Nobody but the guest
    /// looks inside.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= wire::virtio_gpu::EDID_BYTES_MAX).then(|| Self(bytes.to_vec()))
    }

    /// The bytes, as the guest gets them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The EDID of a monitor whose preferred mode is `mode`, or the nearest that [`Mode`]'s limits allow.
///
/// `serial` distinguishes scanouts: equal modes with unlike serials give unlike monitors to the guest. The physical
/// size follows from 96 pixels an inch; a side below 10 cm leaves it undefined, since no monitor is that small.
pub fn edid(mode: Mode, serial: u32) -> Edid {
    let mode = mode.clamped();
    let native = Timing::new(mode);
    let size = PhysicalSize::of(mode);
    let larger = displayid::larger_timings(mode);
    let serial = SERIAL_BASE.wrapping_add(serial);

    let mut bytes = base_block(mode, &native, size, &larger, serial).to_vec();
    if !native.fits_descriptor() || !larger.is_empty() {
        bytes[126] = 1;
        put_checksum(&mut bytes);
        bytes.extend(displayid::block(&native, size, &larger, serial));
    }
    Edid(bytes)
}

/// The base block, without extensions (E-EDID A2 §3).
fn base_block(
    mode: Mode,
    native: &Timing,
    size: PhysicalSize,
    larger: &[Timing],
    serial: u32,
) -> [u8; BLOCK_BYTES] {
    let first = if native.fits_descriptor() {
        *native
    } else {
        Timing::fitting_descriptor(mode)
    };
    let others: Vec<&Dmt> = smaller_dmts(mode).collect();

    let mut block = [0; BLOCK_BYTES];
    block[..8].copy_from_slice(&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
    block[8..10].copy_from_slice(&MANUFACTURER);
    block[10..12].copy_from_slice(&PRODUCT_CODE.to_le_bytes());
    block[12..16].copy_from_slice(&serial.to_le_bytes());
    block[16..20].copy_from_slice(&[MODEL_YEAR, (YEAR - 1990) as u8, 1, 4]);
    block[20..25].copy_from_slice(&basic_parameters(size, first == *native));
    block[25..35].copy_from_slice(&SRGB_CHROMATICITY);
    block[35..38].copy_from_slice(&established_timings(&others));
    block[38..54].copy_from_slice(&standard_timings(&others));
    let descriptors = [
        detailed_timing(&first, size),
        range_limits(&Range::over(&others, [native, &first].into_iter().chain(larger))),
        text_descriptor(TAG_NAME, PRODUCT_NAME),
        text_descriptor(TAG_SERIAL, &format!("{serial:08X}")),
    ];
    block[54..126].copy_from_slice(descriptors.as_flattened());
    put_checksum(&mut block);
    block
}

/// Makes the bytes sum to zero by way of the last one.
fn put_checksum(bytes: &mut [u8]) {
    if let Some((last, rest)) = bytes.split_last_mut() {
        *last = rest
            .iter()
            .fold(0_u8, |sum, byte| sum.wrapping_add(*byte))
            .wrapping_neg();
    }
}

/// Packs three capital letters, five bits each, A being 1 (E-EDID A2 §3.4.1).
const fn letters(name: [u8; 3]) -> [u8; 2] {
    let [a, b, c] = [name[0] - b'@', name[1] - b'@', name[2] - b'@'];
    [a << 2 | b >> 3, b << 5 | c]
}

/// Interface, size, gamma and features (E-EDID A2 §3.6).
fn basic_parameters(size: PhysicalSize, first_is_native: bool) -> [u8; 5] {
    /// Digital, eight bits per primary, DisplayPort: the interface that DisplayID belongs to.
    const INPUT: u8 = 0x80 | 0x20 | 0x05;
    /// The default colour space is sRGB; RGB 4:4:4 only; no fixed set of frequencies beyond the range limits.
    const FEATURES: u8 = 1 << 2;
    let features = FEATURES | u8::from(first_is_native) << 1;
    [INPUT, size.width_cm(), size.height_cm(), GAMMA_2_2, features]
}

/// The size of the picture in millimetres, both zero where it is undefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PhysicalSize {
    width_mm: u32,
    height_mm: u32,
}

impl PhysicalSize {
    /// Below that, `edid-decode` calls a size dubious, and it is.
    const MM_MIN: u32 = 100;

    /// 96 pixels an inch, which is what desktops scale by 100 % at. The largest mode is 217 cm wide, and 255 fit.
    fn of(mode: Mode) -> Self {
        let [width_mm, height_mm] = [mode.width, mode.height].map(|px| (px * 254 + 480) / 960);
        if width_mm < Self::MM_MIN || height_mm < Self::MM_MIN {
            return Self {
                width_mm: 0,
                height_mm: 0,
            };
        }
        Self { width_mm, height_mm }
    }

    fn width_cm(self) -> u8 {
        ((self.width_mm + 5) / 10).min(0xff) as u8
    }

    fn height_cm(self) -> u8 {
        ((self.height_mm + 5) / 10).min(0xff) as u8
    }
}

/// An 18-byte detailed timing (E-EDID A2 §3.10.2) of a timing that [fits](Timing::fits_descriptor).
fn detailed_timing(timing: &Timing, size: PhysicalSize) -> [u8; DESCRIPTOR_BYTES] {
    /// Progressive, no stereo, digital separate sync, vertical negative, horizontal positive.
    const FLAGS: u8 = 0b0001_1010;
    let [clock_low, clock_high, ..] = timing.clock_10khz.to_le_bytes();
    let low = |value: u32| value as u8;
    /// Bits 8 to 11 of two values, in the halves of a byte.
    fn high(first: u32, second: u32) -> u8 {
        (first >> 8 << 4 | second >> 8) as u8
    }
    [
        clock_low,
        clock_high,
        low(timing.width),
        low(timing.h_blank),
        high(timing.width, timing.h_blank),
        low(timing.height),
        low(timing.v_blank),
        high(timing.height, timing.v_blank),
        low(timing.h_front),
        low(timing.h_sync),
        low((timing.v_front & 0xf) << 4 | timing.v_sync & 0xf),
        low(timing.h_front >> 8 << 6
            | timing.h_sync >> 8 << 4
            | timing.v_front >> 4 << 2
            | timing.v_sync >> 4),
        low(size.width_mm),
        low(size.height_mm),
        high(size.width_mm, size.height_mm),
        0,
        0,
        FLAGS,
    ]
}

/// Tags of display descriptors (E-EDID A2 §3.10.3).
const TAG_SERIAL: u8 = 0xff;
const TAG_RANGE_LIMITS: u8 = 0xfd;
const TAG_NAME: u8 = 0xfc;
const TAG_DUMMY: u8 = 0x10;

/// A text of up to 13 characters, ended by a line feed and padded with spaces (E-EDID A2 §3.10.3.1).
fn text_descriptor(tag: u8, text: &str) -> [u8; DESCRIPTOR_BYTES] {
    let mut descriptor = [b' '; DESCRIPTOR_BYTES];
    descriptor[..5].copy_from_slice(&[0, 0, 0, tag, 0]);
    for (place, byte) in descriptor[5..].iter_mut().zip(text.bytes().chain([b'\n'])) {
        *place = byte;
    }
    descriptor
}

/// The lowest and highest rates among a monitor's timings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    refresh_mhz: (u32, u32),
    line_hz: (u32, u32),
    clock_khz_max: u32,
}

impl Range {
    fn over<'a>(dmts: &[&Dmt], timings: impl Iterator<Item = &'a Timing>) -> Self {
        let dmts = dmts
            .iter()
            .map(|dmt| (dmt.refresh_mhz, dmt.line_hz, dmt.clock_khz));
        let timings = timings.map(|timing| (timing.refresh_mhz(), timing.line_hz(), timing.clock_10khz * 10));
        let nothing = Self {
            refresh_mhz: (u32::MAX, 0),
            line_hz: (u32::MAX, 0),
            clock_khz_max: 0,
        };
        dmts.chain(timings)
            .fold(nothing, |range, (refresh_mhz, line_hz, clock_khz)| Self {
                refresh_mhz: (
                    range.refresh_mhz.0.min(refresh_mhz),
                    range.refresh_mhz.1.max(refresh_mhz),
                ),
                line_hz: (range.line_hz.0.min(line_hz), range.line_hz.1.max(line_hz)),
                clock_khz_max: range.clock_khz_max.max(clock_khz),
            })
    }
}

/// Range limits (E-EDID A2 §3.10.3.3), or a dummy where the monitor goes beyond what they can say: 510 kHz of
/// lines or 2550 MHz of clock. They are optional for a monitor of discrete frequencies, as this is.
fn range_limits(range: &Range) -> [u8; DESCRIPTOR_BYTES] {
    /// No formula beyond the limits; the bytes behind it are padding.
    const LIMITS_ONLY: u8 = 0x01;
    let whole = |(min, max): (u32, u32)| (min / 1000, max.div_ceil(1000));
    let refresh = offset_range(whole(range.refresh_mhz));
    let lines = offset_range(whole(range.line_hz));
    let clock_10mhz = u8::try_from(range.clock_khz_max.div_ceil(10_000));
    let (Some((refresh_flags, refresh)), Some((line_flags, lines)), Ok(clock_10mhz)) =
        (refresh, lines, clock_10mhz)
    else {
        return dummy_descriptor();
    };
    let flags = refresh_flags | line_flags << 2;
    let mut descriptor = [b' '; DESCRIPTOR_BYTES];
    descriptor[..5].copy_from_slice(&[0, 0, 0, TAG_RANGE_LIMITS, flags]);
    descriptor[5..12].copy_from_slice(&[
        refresh[0],
        refresh[1],
        lines[0],
        lines[1],
        clock_10mhz,
        LIMITS_ONLY,
        b'\n',
    ]);
    descriptor
}

/// A minimum and maximum of 1 to 510 in two bytes, and the flags of those to which the reader adds 255.
fn offset_range((min, max): (u32, u32)) -> Option<(u8, [u8; 2])> {
    const MAX_OFFSET: u8 = 0b10;
    const BOTH_OFFSET: u8 = 0b11;
    let (flags, min, max) = match (min, max) {
        (1..=255, 1..=255) => (0, min, max),
        (1..=255, 256..=510) => (MAX_OFFSET, min, max - 255),
        (256..=510, 256..=510) => (BOTH_OFFSET, min - 255, max - 255),
        _ => return None,
    };
    Some((flags, [min as u8, max as u8]))
}

fn dummy_descriptor() -> [u8; DESCRIPTOR_BYTES] {
    let mut descriptor = [0; DESCRIPTOR_BYTES];
    descriptor[3] = TAG_DUMMY;
    descriptor
}

/// Where the base block names a timing of the VESA DMT standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A bit of the established timings.
    Established { byte: usize, bit: u8 },
    /// One of eight standard timings.
    Standard,
}

/// A timing of the VESA DMT standard, version 1.0 revision 13, at about 60 Hz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dmt {
    width: u32,
    height: u32,
    refresh_mhz: u32,
    line_hz: u32,
    clock_khz: u32,
    place: Place,
}

/// The sizes that a guest is offered beside its preferred one, the most useful first.
#[rustfmt::skip]
const DMTS: [Dmt; 15] = {
    const fn dmt(width: u32, height: u32, refresh_mhz: u32, line_hz: u32, clock_khz: u32) -> Dmt {
        Dmt { width, height, refresh_mhz, line_hz, clock_khz, place: Place::Standard }
    }
    const fn established(dmt: Dmt, byte: usize, bit: u8) -> Dmt {
        Dmt { place: Place::Established { byte, bit }, ..dmt }
    }
    [
        established(dmt(640, 480, 59_940, 31_469, 25_175), 0, 5),
        established(dmt(800, 600, 60_317, 37_879, 40_000), 0, 0),
        established(dmt(1024, 768, 60_004, 48_363, 65_000), 1, 3),
        dmt(1920, 1080, 60_000, 67_500, 148_500),
        dmt(1280,  720, 60_000, 45_000,  74_250),
        dmt(1600,  900, 60_000, 60_000, 108_000),
        dmt(1920, 1200, 59_885, 74_556, 193_250),
        dmt(1680, 1050, 59_954, 65_290, 146_250),
        dmt(1280, 1024, 60_020, 63_981, 108_000),
        dmt(1440,  900, 59_887, 55_935, 106_500),
        dmt(1280,  800, 59_810, 49_702,  83_500),
        dmt(1600, 1200, 60_000, 75_000, 162_000),
        dmt(2048, 1152, 60_000, 72_000, 162_000),
        dmt(1400, 1050, 59_978, 65_317, 121_750),
        dmt(1280,  960, 60_000, 60_000, 108_000),
    ]
};
/// The base block has room for that many standard timings.
const STANDARD_TIMINGS: usize = 8;

/// The DMT timings that fit within `native`, no more of them than the base block can name.
fn smaller_dmts(native: Mode) -> impl Iterator<Item = &'static Dmt> {
    let fits = move |dmt: &&Dmt| is_smaller((dmt.width, dmt.height), native);
    let established = DMTS
        .iter()
        .filter(|dmt| dmt.place != Place::Standard)
        .filter(fits);
    let standard = DMTS
        .iter()
        .filter(|dmt| dmt.place == Place::Standard)
        .filter(fits);
    established.chain(standard.take(STANDARD_TIMINGS))
}

/// Whether that size fits within `native`, and is another.
fn is_smaller((width, height): (u32, u32), native: Mode) -> bool {
    width <= native.width && height <= native.height && (width, height) != (native.width, native.height)
}

/// One bit a timing (E-EDID A2 §3.8).
fn established_timings(dmts: &[&Dmt]) -> [u8; 3] {
    let mut bytes = [0; 3];
    for dmt in dmts {
        if let Place::Established { byte, bit } = dmt.place {
            bytes[byte] |= 1 << bit;
        }
    }
    bytes
}

/// Two bytes a timing, 01 01 where there is none (E-EDID A2 §3.9).
fn standard_timings(dmts: &[&Dmt]) -> [u8; 2 * STANDARD_TIMINGS] {
    let mut bytes = [1; 2 * STANDARD_TIMINGS];
    let standard = dmts.iter().filter(|dmt| dmt.place == Place::Standard);
    for (place, dmt) in bytes.chunks_exact_mut(2).zip(standard) {
        place.copy_from_slice(&[(dmt.width / 8 - 31) as u8, aspect_bits(dmt)]);
    }
    bytes
}

/// The aspect ratio of a standard timing, in the upper two bits; the lower six are the rate less 60 Hz: 0.
fn aspect_bits(dmt: &Dmt) -> u8 {
    const RATIOS: [(u32, u32); 4] = [(16, 10), (4, 3), (5, 4), (16, 9)];
    let place = RATIOS.iter().position(|(h, v)| dmt.height * h == dmt.width * v);
    (place.expect("every standard timing in DMTS has one of the four ratios") as u8) << 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(bytes: &[u8]) -> u8 {
        bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
    }

    fn has_range_limits(edid: &Edid) -> bool {
        edid.as_bytes()[72 + 3] == TAG_RANGE_LIMITS
    }

    #[test]
    fn every_block_and_the_displayid_section_sum_to_zero() {
        for (width, height) in [(64, 64), (1024, 768), (2560, 1600), (7680, 4320), (8192, 8192)] {
            let edid = edid(Mode::new(width, height), 7);
            for block in edid.as_bytes().chunks(BLOCK_BYTES) {
                assert_eq!(sum(block), 0, "{width}x{height}");
            }
            if let Some(section) = edid.as_bytes().get(BLOCK_BYTES + 1..) {
                assert_eq!(
                    sum(&section[..usize::from(section[1]) + 5]),
                    0,
                    "{width}x{height}"
                );
            }
        }
    }

    #[test]
    fn no_edid_exceeds_the_reply() {
        assert!(edid(Mode::new(8192, 8192), 0).as_bytes().len() <= wire::virtio_gpu::EDID_BYTES_MAX);
    }

    #[test]
    fn serials_tell_scanouts_apart() {
        let mode = Mode::new(1920, 1080);
        assert_ne!(edid(mode, 0), edid(mode, 1));
        assert_eq!(edid(mode, 3), edid(mode, 3));
    }

    #[test]
    fn a_mode_out_of_range_gets_the_edid_of_the_nearest_in_range() {
        let odd = Mode {
            width: 0,
            height: u32::MAX,
            refresh_mhz: 1,
        };
        assert_eq!(edid(odd, 0), edid(odd.clamped(), 0));
    }

    #[test]
    fn ordinary_modes_need_no_extension() {
        assert_eq!(edid(Mode::new(1920, 1080), 0).as_bytes().len(), BLOCK_BYTES);
        assert_eq!(
            edid(Mode::new(3840, 2160), 0).as_bytes().len(),
            2 * BLOCK_BYTES,
            "offers 2560x1440 too"
        );
        assert_eq!(edid(Mode::new(5120, 2880), 0).as_bytes().len(), 2 * BLOCK_BYTES);
    }

    #[test]
    fn range_limits_are_left_out_where_they_cannot_be_said() {
        assert!(has_range_limits(&edid(
            Mode::new(1920, 1080).with_refresh_mhz(240_000),
            0
        )));
        assert!(has_range_limits(&edid(Mode::new(7680, 4320), 0)));
        assert!(!has_range_limits(&edid(
            Mode::new(7680, 4320).with_refresh_mhz(120_000),
            0
        )));
    }

    #[test]
    fn offsets_reach_510() {
        assert_eq!(offset_range((24, 240)), Some((0, [24, 240])));
        assert_eq!(offset_range((30, 256)), Some((2, [30, 1])));
        assert_eq!(offset_range((300, 510)), Some((3, [45, 255])));
        assert_eq!(offset_range((30, 511)), None);
        assert_eq!(offset_range((0, 60)), None);
    }

    #[test]
    fn smaller_sizes_are_offered_and_the_native_one_is_not_repeated() {
        let offered = |mode| {
            smaller_dmts(mode)
                .map(|dmt| (dmt.width, dmt.height))
                .collect::<Vec<_>>()
        };
        assert_eq!(offered(Mode::new(639, 480)), []);
        assert_eq!(offered(Mode::new(1024, 768)), [(640, 480), (800, 600)]);
        assert_eq!(
            offered(Mode::new(1366, 768)),
            [(640, 480), (800, 600), (1024, 768), (1280, 720)]
        );
        assert_eq!(offered(Mode::new(3840, 2160)).len(), 3 + STANDARD_TIMINGS);
    }

    #[test]
    fn small_pictures_have_no_physical_size() {
        assert_eq!(
            PhysicalSize::of(Mode::new(300, 2000)),
            PhysicalSize {
                width_mm: 0,
                height_mm: 0
            }
        );
        assert_eq!(
            PhysicalSize::of(Mode::new(1920, 1080)),
            PhysicalSize {
                width_mm: 508,
                height_mm: 286
            }
        );
    }
}
