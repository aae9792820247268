//! EDIDs of many modes, judged by `edid-decode --check` and by a decoder of our own that shares no code with the
//! encoder.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use device::{
    edid::{Edid, edid},
    mode::Mode,
};

/// Sizes that people ask for, and those at the edges of what the formats can say.
const SIZES: [(u32, u32); 40] = [
    (64, 64),
    (65, 67),
    (320, 200),
    (377, 378),
    (378, 379),
    (640, 480),
    (641, 481),
    (720, 400),
    (800, 600),
    (1023, 767),
    (1024, 768),
    (1152, 864),
    (1280, 720),
    (1280, 800),
    (1280, 1024),
    (1360, 768),
    (1366, 768),
    (1440, 900),
    (1600, 900),
    (1600, 1200),
    (1680, 1050),
    (1920, 1080),
    (1920, 1200),
    (2048, 1536),
    (2560, 1080),
    (2560, 1440),
    (2560, 1600),
    (3440, 1440),
    (3840, 2160),
    (4095, 4095),
    (4096, 2160),
    (4095, 64),
    (5120, 1440),
    (5120, 2880),
    (7680, 4320),
    (4320, 7680),
    (8192, 4320),
    (8192, 8192),
    (8192, 64),
    (64, 8192),
];
const RATES_MHZ: [u32; 8] = [24_000, 30_000, 59_940, 60_000, 75_000, 120_000, 144_000, 240_000];
const RANDOM_MODES: usize = 400;

/// SplitMix64: the same modes every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn between(&mut self, min: u32, max: u32) -> u32 {
        min + (self.next() % u64::from(max - min + 1)) as u32
    }
}

fn modes() -> Vec<(Mode, u32)> {
    let mut random = Random(1);
    let listed = SIZES.iter().flat_map(|(width, height)| {
        RATES_MHZ
            .iter()
            .map(|rate| Mode::new(*width, *height).with_refresh_mhz(*rate))
    });
    let mut modes: Vec<_> = listed.zip(0..16_u32.pow(3)).collect();
    for _ in 0..RANDOM_MODES {
        // Every other mode is of an ordinary size; uniform ones would nearly all be huge.
        let side_max = if random.between(0, 1) == 0 {
            2048
        } else {
            Mode::SIDE_PX_MAX
        };
        let side = |random: &mut Random| random.between(Mode::SIDE_PX_MIN, side_max);
        let mode = Mode {
            width: side(&mut random),
            height: side(&mut random),
            refresh_mhz: random.between(Mode::REFRESH_MHZ_MIN, Mode::REFRESH_MHZ_MAX),
        };
        modes.push((mode, random.next() as u32));
    }
    modes
}

/// The report of `edid-decode --check`, or `None` where it is not installed.
fn edid_decode(edid: &Edid) -> Option<Output> {
    let command = Command::new("edid-decode")
        .arg("--check")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match command {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => panic!("edid-decode: {error}"),
    };
    child.stdin.take().unwrap().write_all(edid.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

#[test]
fn edid_decode_finds_neither_failures_nor_warnings() {
    for (mode, serial) in modes() {
        let Some(output) = edid_decode(&edid(mode, serial)) else {
            // Past the capture of test output, because a check that did not happen must be seen.
            let notice =
                "SKIPPED: edid_decode_finds_neither_failures_nor_warnings: edid-decode is not installed\n";
            std::io::stderr().write_all(notice.as_bytes()).unwrap();
            return;
        };
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success()
                && report.contains("EDID conformity: PASS")
                && !report.contains("Warnings:"),
            "{mode:?}, serial {serial}:\n{report}",
        );
    }
}

#[test]
fn the_largest_preferred_timing_is_the_mode() {
    for (mode, serial) in modes() {
        let edid = edid(mode, serial);
        let preferred = decode::preferred(edid.as_bytes());
        let best = preferred
            .iter()
            .max_by_key(|timing| (timing.width * timing.height, timing.refresh_mhz));
        let best = best.expect("the base block has a timing");
        assert_eq!((best.width, best.height), (mode.width, mode.height), "{mode:?}");
        // Half a step of the clock: 5 kHz in at least 10 MHz.
        let tolerance_mhz = mode.refresh_mhz / 1900;
        assert!(
            best.refresh_mhz.abs_diff(mode.refresh_mhz) <= tolerance_mhz,
            "{mode:?}: {best:?}"
        );
    }
}

#[test]
fn a_smaller_preferred_timing_never_passes_for_the_mode() {
    // Linux keeps a preferred mode of up to 16 pixels less than the scanout (`virtio_gpu_conn_mode_valid`).
    for (mode, serial) in modes() {
        for timing in decode::preferred(edid(mode, serial).as_bytes()) {
            let same = (timing.width, timing.height) == (mode.width, mode.height);
            assert!(
                same || timing.width + 16 < mode.width || timing.height + 16 < mode.height,
                "{mode:?}"
            );
        }
    }
}

/// What a guest reads, after Linux's `drm_mode_detailed` and `drm_mode_displayid_detailed`.
mod decode {
    #[derive(Debug)]
    pub(super) struct Timing {
        pub(super) width: u32,
        pub(super) height: u32,
        pub(super) refresh_mhz: u32,
    }

    fn timing(clock_hz: u64, [width, h_blank, height, v_blank]: [u32; 4]) -> Timing {
        let pixels = u64::from(width + h_blank) * u64::from(height + v_blank);
        Timing {
            width,
            height,
            refresh_mhz: (clock_hz * 1000 / pixels) as u32,
        }
    }

    /// The first timing of the base block and the preferred ones of a DisplayID block.
    pub(super) fn preferred(edid: &[u8]) -> Vec<Timing> {
        assert_eq!(edid.len(), 128 * (1 + usize::from(edid[126])));
        let mut timings = vec![descriptor(&edid[54..72])];
        for block in edid.chunks(128).skip(1) {
            assert_eq!(block[0], 0x70, "only DisplayID is expected");
            timings.extend(displayid(&block[5..5 + usize::from(block[2])]));
        }
        timings
    }

    fn descriptor(bytes: &[u8]) -> Timing {
        let byte = |at: usize| u32::from(bytes[at]);
        let twelve = |low: usize, high: u32| byte(low) | high << 8;
        let clock_hz = (u64::from(bytes[0]) | u64::from(bytes[1]) << 8) * 10_000;
        let sizes = [
            twelve(2, byte(4) >> 4),
            twelve(3, byte(4) & 15),
            twelve(5, byte(7) >> 4),
            twelve(6, byte(7) & 15),
        ];
        timing(clock_hz, sizes)
    }

    fn displayid(mut section: &[u8]) -> Vec<Timing> {
        let mut timings = Vec::new();
        while let [tag, _, length, rest @ ..] = section {
            let (data, next) = rest.split_at(usize::from(*length));
            if *tag == 0x03 {
                timings.extend(data.chunks(20).filter(|bytes| bytes[3] & 0x80 != 0).map(type_i));
            }
            section = next;
        }
        timings
    }

    fn type_i(bytes: &[u8]) -> Timing {
        let word = |at: usize| u32::from(u16::from_le_bytes([bytes[at], bytes[at + 1]])) + 1;
        let clock_10khz = u64::from(bytes[0]) | u64::from(bytes[1]) << 8 | u64::from(bytes[2]) << 16;
        timing((clock_10khz + 1) * 10_000, [word(4), word(6), word(12), word(14)])
    }
}
