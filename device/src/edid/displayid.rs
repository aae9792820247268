//! The DisplayID 1.3 extension block: the timings that an 18-byte descriptor cannot hold.
//!
//! Version 1.3 and its type I timing, not 2.0 and type VII, because every Linux that reads DisplayID at all reads
//! type I (`drm_mode_displayid_detailed`); type VII came later. Type I reaches 167 GHz: enough.

use super::{
    BLOCK_BYTES, GAMMA_2_2, MODEL_YEAR, PRODUCT_CODE, PhysicalSize, YEAR, is_smaller, put_checksum,
    timing::Timing,
};
use crate::mode::Mode;

/// The tag of an extension block that holds a DisplayID section.
const EXTENSION_TAG: u8 = 0x70;
const VERSION_1_3: u8 = 0x13;
/// 'Standalone display device' (DisplayID 1.3, product type).
const PRODUCT_TYPE: u8 = 3;
/// Tags of data blocks.
const PRODUCT_IDENTIFICATION: u8 = 0x00;
const DISPLAY_PARAMETERS: u8 = 0x01;
const TYPE_I_TIMINGS: u8 = 0x03;
const DISPLAY_INTERFACE: u8 = 0x0f;
const TYPE_I_BYTES: usize = 20;
/// Eight bits per primary, both of the panel and overall: one less, in each half.
const EIGHT_BITS: u8 = 0x77;
/// Flag of the preferred timing, beside the aspect ratio's code.
const PREFERRED: u8 = 1 << 7;

/// How many timings fit in one section beside the other data blocks: 121 bytes less 15, 15, 13 and 3, by 20.
const TIMINGS_MAX: usize = 3;
/// The most that a section holds in an extension block.
const SECTION_BYTES_MAX: usize = 121;

/// The extension block of a monitor whose native timing is `native`, listed before `others`, of which only the
/// first two fit.
pub(super) fn block(
    native: &Timing,
    size: PhysicalSize,
    others: &[Timing],
    serial: u32,
) -> [u8; BLOCK_BYTES] {
    let others = others
        .iter()
        .take(TIMINGS_MAX - 1)
        .flat_map(|timing| type_i(timing, 0));
    let timings: Vec<u8> = type_i(native, PREFERRED).into_iter().chain(others).collect();
    let mut data = Vec::with_capacity(SECTION_BYTES_MAX);
    put_data_block(&mut data, PRODUCT_IDENTIFICATION, &product_identification(serial));
    put_data_block(&mut data, DISPLAY_PARAMETERS, &display_parameters(native, size));
    put_data_block(&mut data, DISPLAY_INTERFACE, &DISPLAY_PORT);
    put_data_block(&mut data, TYPE_I_TIMINGS, &timings);

    let mut block = [0; BLOCK_BYTES];
    block[..5].copy_from_slice(&[EXTENSION_TAG, VERSION_1_3, data.len() as u8, PRODUCT_TYPE, 0]);
    block[5..5 + data.len()].copy_from_slice(&data);
    // The section has a checksum of its own, which leaves out the tag of the extension (DisplayID 1.3).
    put_checksum(&mut block[1..6 + data.len()]);
    put_checksum(&mut block);
    block
}

/// Appends tag, revision 0, length and contents. Nothing here comes near 256 bytes.
fn put_data_block(data: &mut Vec<u8>, tag: u8, contents: &[u8]) {
    data.extend([tag, 0, contents.len() as u8]);
    data.extend(contents);
}

/// Product code, serial number and model year. The maker is left unspecified, for the base block names it and
/// `edid-decode` warns of every maker that is not in a short table of its own; the name is there too.
fn product_identification(serial: u32) -> [u8; 12] {
    let [code_low, code_high] = PRODUCT_CODE.to_le_bytes();
    let [s0, s1, s2, s3] = serial.to_le_bytes();
    [
        0,
        0,
        0,
        code_low,
        code_high,
        s0,
        s1,
        s2,
        s3,
        MODEL_YEAR,
        (YEAR - 2000) as u8,
        0,
    ]
}

/// Size in tenths of a millimetre, native pixels, features, gamma, aspect ratio, depth.
fn display_parameters(native: &Timing, size: PhysicalSize) -> [u8; 12] {
    let mut contents = [0; 12];
    let values = [
        size.width_mm * 10,
        size.height_mm * 10,
        native.width,
        native.height,
    ];
    for (place, value) in contents.chunks_exact_mut(2).zip(values) {
        place.copy_from_slice(&(value as u16).to_le_bytes());
    }
    let (long, short) = (native.width.max(native.height), native.width.min(native.height));
    let aspect_percent = (long * 100 / short).saturating_sub(100).min(0xff);
    contents[9..].copy_from_slice(&[GAMMA_2_2, aspect_percent as u8, EIGHT_BITS]);
    contents
}

/// The interface that the base block names too: DisplayPort of four lanes, version 1.4, eight bits of RGB, nothing
/// else.
const DISPLAY_PORT: [u8; 10] = [0xa4, 0x14, 1 << 1, 0, 0, 0, 0, 0, 0, 0];

/// One type I timing: every field but the flags holds one less than it means.
fn type_i(timing: &Timing, flags: u8) -> [u8; TYPE_I_BYTES] {
    const POSITIVE_SYNC: u32 = 1 << 15;
    let mut bytes = [0; TYPE_I_BYTES];
    bytes[..3].copy_from_slice(&(timing.clock_10khz - 1).to_le_bytes()[..3]);
    bytes[3] = flags | aspect_code(timing);
    let fields = [
        timing.width - 1,
        timing.h_blank - 1,
        (timing.h_front - 1) | POSITIVE_SYNC,
        timing.h_sync - 1,
        timing.height - 1,
        timing.v_blank - 1,
        timing.v_front - 1,
        timing.v_sync - 1,
    ];
    for (place, field) in bytes[4..].chunks_exact_mut(2).zip(fields) {
        place.copy_from_slice(&(field as u16).to_le_bytes());
    }
    bytes
}

/// The aspect ratio's code: its place in the table, or 8 for any other.
fn aspect_code(timing: &Timing) -> u8 {
    const RATIOS: [(u32, u32); 8] = [
        (1, 1),
        (5, 4),
        (4, 3),
        (15, 9),
        (16, 9),
        (16, 10),
        (64, 27),
        (256, 135),
    ];
    let place = RATIOS
        .iter()
        .position(|(h, v)| timing.height * h == timing.width * v);
    place.unwrap_or(RATIOS.len()) as u8
}

/// Sizes beyond what standard timings can say (2288 pixels wide), the most useful first.
const LARGER_SIZES: [(u32, u32); 7] = [
    (3840, 2160),
    (2560, 1440),
    (5120, 2880),
    (2560, 1600),
    (3440, 1440),
    (5120, 2160),
    (3840, 2400),
];

/// Timings of large common sizes that fit within `native`.
pub(super) fn larger_timings(native: Mode) -> Vec<Timing> {
    let smaller = LARGER_SIZES.into_iter().filter(|size| is_smaller(*size, native));
    smaller
        .take(TIMINGS_MAX - 1)
        .map(|(width, height)| Timing::new(Mode::new(width, height)))
        .collect()
}
