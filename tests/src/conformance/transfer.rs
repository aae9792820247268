//! Transfers: pixel-exact against a plain oracle, and never beyond backing or resource.

use wire::virtio_gpu::Format;

use super::{Case, Env, commands::BAD_RECTANGLES, scanout::paint};
use crate::frontend::{
    Machine, Result, gpu,
    oracle::{Picture, Random, shown},
};

pub(super) const CASES: &[Case] = &[
    Case::all("transfer::every_format_is_shown_in_its_colours", every_format),
    Case::all("transfer::random_boxes_match_the_oracle", random_boxes),
    Case::all(
        "transfer::random_boxes_of_every_format_match_the_oracle",
        random_boxes_all_formats,
    ),
    Case::all("transfer::offset_is_where_the_box_begins", offsets),
    Case::all("transfer::rectangles_outside_are_refused", bad_rectangles),
    Case::all("transfer::size_0_does_no_harm", empty_rectangle),
    Case::all("transfer::without_backing_is_refused", without_backing),
    Case::all("transfer::beyond_the_backing_is_refused", beyond_backing),
    Case::all(
        "transfer::refused_transfer_changes_nothing",
        refused_changes_nothing,
    ),
    Case::all("transfer::offset_arithmetic_does_not_wrap", offset_edges),
    Case::all("transfer::last_row_needs_only_its_own_bytes", last_row),
];

const WIDTH: u32 = 61;
const HEIGHT: u32 = 43;

fn every_format(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    for (id, format) in (1..).zip(Format::ALL) {
        let backing = m.resource(id, *format as u32, 16, 16)?;
        let bytes = Random::new(u64::from(id)).bytes(16 * 16 * 4);
        m.memory.write(backing, &bytes);
        let picture = picture_of(*format, &bytes, 16, 16);
        m.ok(&gpu::set_scanout(0, id, gpu::rect(0, 0, 16, 16)))?;
        m.present(id, 16, gpu::rect(0, 0, 16, 16))?;
        m.shows(0, &picture)
            .map_err(|error| error.context(&format!("{format:?}")))?;
    }
    m.finish()
}

fn picture_of(format: Format, bytes: &[u8], width: u32, height: u32) -> Picture {
    let pixels = bytes
        .chunks_exact(4)
        .map(|b| shown(format, [b[0], b[1], b[2], b[3]]))
        .collect();
    Picture {
        width,
        height,
        pixels,
    }
}

fn random_boxes(env: &Env) -> Result<()> {
    boxes(env, Format::B8G8R8X8Unorm, 60, 21)
}

fn random_boxes_all_formats(env: &Env) -> Result<()> {
    for (seed, format) in (100..).zip(Format::ALL) {
        boxes(env, *format, 6, seed).map_err(|error| error.context(&format!("{format:?}")))?;
    }
    Ok(())
}

/// Transfers random boxes from random offsets; the oracle copies byte by byte what the specification says.
fn boxes(env: &Env, format: Format, count: u32, seed: u64) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let mut random = Random::new(seed);
    let stride = WIDTH as usize * 4;
    let backing = m.resource(1, format as u32, WIDTH, HEIGHT)?;
    let mut oracle = vec![0u8; stride * HEIGHT as usize];
    let whole = gpu::rect(0, 0, WIDTH, HEIGHT);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    for round in 0..count {
        let source = random.bytes(oracle.len());
        m.memory.write(backing, &source);
        let (x, y) = (random.below(WIDTH), random.below(HEIGHT));
        let (width, height) = (1 + random.below(WIDTH - x), 1 + random.below(HEIGHT - y));
        // Any offset from which the box's last byte still lies in the backing, also unaligned ones.
        let needed = stride * (height as usize - 1) + width as usize * 4;
        let offset = random.below((oracle.len() - needed + 1) as u32) as usize;
        for row in 0..height as usize {
            let from = offset + row * stride;
            let to = (y as usize + row) * stride + x as usize * 4;
            let length = width as usize * 4;
            oracle[to..to + length].copy_from_slice(&source[from..from + length]);
        }
        m.ok(&gpu::transfer(1, gpu::rect(x, y, width, height), offset as u64))?;
        if round % 4 == 3 || round + 1 == count {
            m.ok(&gpu::flush(1, whole))?;
            let picture = picture_of(format, &oracle, WIDTH, HEIGHT);
            m.shows(0, &picture).map_err(|error| {
                error.context(&format!(
                    "round {round}: {width}×{height} at ({x}, {y}) from {offset}"
                ))
            })?;
        }
    }
    m.finish()
}

fn offsets(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 8, 8)?;
    let bytes = Random::new(4).bytes(256);
    m.memory.write(backing, &bytes);
    // The second row of the backing becomes the first of the resource.
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 8, 8)))?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 8, 7), 32))?;
    m.ok(&gpu::flush(1, gpu::rect(0, 0, 8, 8)))?;
    let mut shifted = bytes[32..].to_vec();
    shifted.resize(256, 0);
    m.shows(0, &picture_of(Format::B8G8R8X8Unorm, &shifted, 8, 8))?;
    m.finish()
}

fn bad_rectangles(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 64, 48)?;
    for (x, y, width, height) in BAD_RECTANGLES {
        let what = format!("({x}, {y}) {width}×{height}");
        m.any_error(&gpu::transfer(1, gpu::rect(x, y, width, height), 0), &what)?;
    }
    m.finish()
}

/// The specification does not say whether nothing is an error; it must change nothing.
fn empty_rectangle(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 64, 48)?;
    let whole = gpu::rect(0, 0, 64, 48);
    let picture = paint(&m, backing, 64, 48, 3);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, 64, whole)?;
    m.shows(0, &picture)?;
    paint(&m, backing, 64, 48, 4);
    for (x, width, height) in [
        (0, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
        (64, 0, 48),
        (65, 0, 1),
        (u32::MAX, 0, 1),
    ] {
        m.code(&gpu::transfer(1, gpu::rect(x, 0, width, height), 0))?;
        m.code(&gpu::flush(1, gpu::rect(x, 0, width, height)))?;
    }
    m.shows(0, &picture)?;
    m.finish()
}

fn without_backing(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 8, 8))?;
    m.any_error(&gpu::transfer(1, gpu::rect(0, 0, 8, 8), 0), "never attached")?;
    m.resource(2, gpu::BGRX, 8, 8)?;
    m.ok(&gpu::detach(2))?;
    m.any_error(&gpu::transfer(2, gpu::rect(0, 0, 8, 8), 0), "detached")?;
    m.any_error(&gpu::detach(2), "detached twice")?;
    m.finish()
}

/// A resource of 16 × 16 whose backing has that many bytes of its 1024.
fn short_backing(m: &mut Machine, id: u32, bytes: u32) -> Result<()> {
    let backing = m.memory.alloc(4096, 4096)?;
    m.ok(&gpu::create_2d(id, gpu::BGRX, 16, 16))?;
    m.ok(&gpu::attach(id, &[(backing, bytes)]))
}

fn beyond_backing(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (id, bytes) in (1..).zip([4, 63, 64, 512, 1020, 1023]) {
        short_backing(&mut m, id, bytes)?;
        m.any_error(
            &gpu::transfer(id, gpu::rect(0, 0, 16, 16), 0),
            &format!("{bytes} bytes for 1024"),
        )?;
    }
    short_backing(&mut m, 20, 1024)?;
    m.ok(&gpu::transfer(20, gpu::rect(0, 0, 16, 16), 0))?;
    for offset in [1, 4, 64, 1024] {
        m.any_error(
            &gpu::transfer(20, gpu::rect(0, 0, 16, 16), offset),
            &format!("offset {offset}"),
        )?;
    }
    m.any_error(
        &gpu::transfer(20, gpu::rect(15, 15, 1, 1), 1021),
        "one pixel across the end",
    )?;
    m.ok(&gpu::transfer(20, gpu::rect(15, 15, 1, 1), 1020))?;
    m.finish()
}

fn refused_changes_nothing(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.memory.alloc(4096, 4096)?;
    m.memory.fill(backing, 4096, 0x77);
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    m.ok(&gpu::attach(1, &[(backing, 1000)]))?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 16, 16)))?;
    m.any_error(
        &gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0),
        "1000 bytes for 1024",
    )?;
    // One visible pixel proves that the frame below is the answer to this flush.
    m.ok(&gpu::transfer(1, gpu::rect(15, 15, 1, 1), 0))?;
    m.ok(&gpu::flush(1, gpu::rect(0, 0, 16, 16)))?;
    let mut picture = Picture::new(16, 16);
    picture.set(15, 15, 0x77_7777);
    m.shows(0, &picture)?;
    m.finish()
}

fn offset_edges(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 16, 16)?;
    let offsets = [
        0x1_0000_0000,
        0x1_0000_0000 - 1024,
        u64::from(u32::MAX),
        0x8000_0000_0000_0000,
        u64::MAX,
        u64::MAX - 1023,
        u64::MAX - 1024,
        u64::MAX - 3,
    ];
    for offset in offsets {
        for r in [
            gpu::rect(0, 0, 16, 16),
            gpu::rect(3, 3, 1, 1),
            gpu::rect(0, 0, 1, 16),
        ] {
            m.any_error(&gpu::transfer(1, r, offset), &format!("offset {offset:#x}"))?;
        }
    }
    m.finish()
}

fn last_row(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    // 15 whole rows and 4 bytes: enough for a box one pixel wide, which Linux really sends.
    short_backing(&mut m, 1, 15 * 64 + 4)?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 1, 16), 0))?;
    m.any_error(&gpu::transfer(1, gpu::rect(0, 0, 2, 16), 0), "two pixels wide")?;
    m.finish()
}
