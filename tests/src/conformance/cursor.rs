//! The cursor queue: images, places, hiding, and every wrong argument.

use wire::virtio_gpu::Format;

use super::{Case, Env, scanout::paint};
use crate::{
    ensure, ensure_eq,
    frontend::{DisplayEvent, Machine, Result, gpu, machine::CURSOR, oracle::Random, reply::Shape},
};

pub(super) const CASES: &[Case] = &[
    Case::all("cursor::image_place_and_hot_spot_arrive", image_arrives),
    Case::all("cursor::alpha_arrives_in_every_format", formats),
    Case::all("cursor::moves_end_at_the_last_place", moves),
    Case::all("cursor::resource_0_hides", hides),
    Case::all("cursor::wrong_sizes_do_no_harm", wrong_sizes),
    Case::all("cursor::wrong_size_leaks_nothing", wrong_size_leaks),
    Case::all("cursor::absent_resource_does_no_harm", absent),
    Case::all("cursor::bad_scanout_does_no_harm", bad_scanout),
    Case::all("cursor::extreme_places_do_no_harm", extreme_places),
    Case::all("cursor::unref_of_the_image_keeps_the_cursor", unref_image),
    Case::all("cursor::truncated_and_unknown_commands_complete", truncated),
    Case::all("cursor::used_len_is_0_or_a_reply", reply_space),
    Case::all(
        "cursor::image_without_backing_is_what_was_transferred",
        detached_image,
    ),
];

/// A cursor image of noise in resource `id`; returns its bytes.
fn cursor_image(m: &mut Machine, id: u32, format: u32, seed: u64) -> Result<Vec<u8>> {
    let backing = m.resource(id, format, 64, 64)?;
    let bytes = Random::new(seed).bytes(64 * 64 * 4);
    m.memory.write(backing, &bytes);
    m.ok(&gpu::transfer(id, gpu::rect(0, 0, 64, 64), 0))?;
    Ok(bytes)
}

/// Waits for the next image.
fn next_image(m: &Machine) -> Result<DisplayEvent> {
    let accept = |event: &DisplayEvent| matches!(event, DisplayEvent::CursorUpdate { .. });
    m.eyes()?.wait_event("a cursor image", accept)
}

fn argb(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect()
}

fn image_arrives(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    let bytes = cursor_image(&mut m, 7, Format::B8G8R8A8Unorm as u32, 1)?;
    m.cursor(&gpu::update_cursor(0, 7, (100, 200), (3, 4)))?;
    let pixels = argb(&bytes);
    let wanted = DisplayEvent::CursorUpdate {
        scanout: 0,
        x: 100,
        y: 200,
        hot_x: 3,
        hot_y: 4,
        pixels,
    };
    ensure!(
        next_image(&m)? == wanted,
        "the cursor's image, place or hot spot is wrong"
    );
    m.finish()
}

fn formats(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    // The display wants a8r8g8b8; an alpha channel elsewhere has to move there.
    for (id, format) in [
        (1, Format::R8G8B8A8Unorm),
        (2, Format::A8R8G8B8Unorm),
        (3, Format::A8B8G8R8Unorm),
    ] {
        let bytes = cursor_image(&mut m, id, format as u32, u64::from(id))?;
        m.cursor(&gpu::update_cursor(0, id, (0, 0), (0, 0)))?;
        let order = match format {
            Format::R8G8B8A8Unorm => [2, 1, 0, 3],
            Format::A8R8G8B8Unorm => [3, 2, 1, 0],
            _ => [1, 2, 3, 0],
        };
        let moved: Vec<u8> = bytes
            .chunks_exact(4)
            .flat_map(|pixel| order.map(|index| pixel[index]))
            .collect();
        let DisplayEvent::CursorUpdate { pixels, .. } = next_image(&m)? else {
            continue;
        };
        ensure!(pixels == argb(&moved), "{format:?} arrives in other colours");
    }
    m.finish()
}

fn moves(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    cursor_image(&mut m, 7, 1, 2)?;
    m.cursor(&gpu::update_cursor(0, 7, (0, 0), (0, 0)))?;
    for step in 0..200 {
        m.cursor(&gpu::move_cursor(0, 7, (step, step * 2)))?;
    }
    let accept = |event: &DisplayEvent| {
        *event
            == DisplayEvent::CursorPos {
                scanout: 0,
                x: 199,
                y: 398,
            }
    };
    m.eyes()?.wait_event("the last place", accept)?;
    m.finish()
}

fn hides(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    cursor_image(&mut m, 7, 1, 3)?;
    m.cursor(&gpu::update_cursor(0, 7, (5, 6), (0, 0)))?;
    next_image(&m)?;
    // Linux hides with UPDATE_CURSOR of resource 0 (virtgpu_plane.c).
    m.cursor(&gpu::update_cursor(0, 0, (5, 6), (0, 0)))?;
    let blank = |event: &DisplayEvent| match event {
        DisplayEvent::CursorHide { .. } => true,
        DisplayEvent::CursorUpdate { pixels, .. } => pixels.iter().all(|pixel| pixel >> 24 == 0),
        _ => false,
    };
    m.eyes()?.wait_event("the cursor to be hidden", blank)?;
    m.finish()
}

const WRONG_SIZES: [(u32, u32); 7] = [
    (1, 1),
    (63, 64),
    (64, 63),
    (65, 65),
    (32, 128),
    (4096, 1),
    (1, 4096),
];

fn wrong_sizes(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (id, (width, height)) in (1..).zip(WRONG_SIZES) {
        m.resource(id, 1, width, height)?;
        m.cursor(&gpu::update_cursor(0, id, (1, 1), (0, 0)))?;
        m.cursor(&gpu::move_cursor(0, id, (2, 2)))?;
    }
    m.finish()
}

fn wrong_size_leaks(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    for (id, (width, height)) in (1..).zip(WRONG_SIZES) {
        m.ok(&gpu::create_2d(id, 1, width, height))?;
        m.cursor(&gpu::update_cursor(0, id, (1, 1), (0, 0)))?;
    }
    m.cursor(&gpu::update_cursor(0, 999, (1, 1), (0, 0)))?;
    // A good cursor ends the list of what may have arrived.
    cursor_image(&mut m, 99, 1, 4)?;
    m.cursor(&gpu::update_cursor(0, 99, (9, 9), (0, 0)))?;
    loop {
        let DisplayEvent::CursorUpdate { x, pixels, .. } = next_image(&m)? else {
            continue;
        };
        if x == 9 {
            return m.finish();
        }
        let foreign = pixels.iter().filter(|pixel| **pixel != 0).count();
        ensure_eq!(
            foreign,
            0,
            "pixels from nowhere in the image of a cursor that does not exist or is no cursor"
        );
    }
}

fn absent(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for id in [1, 0x8000_0000, u32::MAX] {
        m.cursor(&gpu::update_cursor(0, id, (1, 1), (0, 0)))?;
        m.cursor(&gpu::move_cursor(0, id, (1, 1)))?;
    }
    m.finish()
}

fn bad_scanout(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    cursor_image(&mut m, 7, 1, 5)?;
    for scanout in [15, 16, 17, 0x7fff_ffff, u32::MAX] {
        m.cursor(&gpu::update_cursor(scanout, 7, (1, 1), (0, 0)))?;
        m.cursor(&gpu::move_cursor(scanout, 7, (1, 1)))?;
        m.cursor(&gpu::update_cursor(scanout, 0, (1, 1), (0, 0)))?;
    }
    m.finish()
}

fn extreme_places(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    cursor_image(&mut m, 7, 1, 6)?;
    for value in [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        // Linux sends negative places as two's complement.
        m.cursor(&gpu::update_cursor(0, 7, (value, value), (value, value)))?;
        m.cursor(&gpu::move_cursor(0, 7, (value, 0)))?;
    }
    m.finish()
}

fn unref_image(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    cursor_image(&mut m, 7, 1, 7)?;
    m.cursor(&gpu::update_cursor(0, 7, (1, 1), (0, 0)))?;
    m.ok(&gpu::detach(7))?;
    m.ok(&gpu::unref(7))?;
    // The shown image is a copy: moving it needs no resource, and nothing is read from the freed one.
    for step in 0..20 {
        m.cursor(&gpu::move_cursor(0, 7, (step, step)))?;
    }
    m.finish()
}

fn truncated(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    cursor_image(&mut m, 7, 1, 8)?;
    for request in [
        gpu::update_cursor(0, 7, (1, 1), (0, 0)),
        gpu::move_cursor(0, 7, (1, 1)),
    ] {
        for length in 1..request.len() {
            m.cursor(&request[..length])?;
        }
    }
    for code in [0u32, 1, 0x2ff, 0x302, 0x1100, u32::MAX] {
        let mut request = gpu::move_cursor(0, 7, (1, 1));
        request[..4].copy_from_slice(&code.to_le_bytes());
        m.cursor(&request)?;
    }
    m.finish()
}

fn reply_space(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    cursor_image(&mut m, 7, 1, 9)?;
    for request in [
        gpu::update_cursor(0, 7, (1, 1), (0, 0)),
        gpu::update_cursor(0, 99, (1, 1), (0, 0)),
    ] {
        // §5.7.2 names no response on this queue; if one comes it must be a whole header and nothing beyond.
        let reply = m.exchange(CURSOR, &request, 64, &Shape::default())?;
        ensure!(
            reply.used_len == 0 || reply.used_len == 24,
            "used.len is {}",
            reply.used_len
        );
        let beyond = reply.buffer[reply.used_len as usize..]
            .iter()
            .any(|byte| *byte != 0xa5);
        ensure!(!beyond, "bytes were written beyond used.len");
    }
    m.finish()
}

fn detached_image(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    let bytes = cursor_image(&mut m, 7, 1, 10)?;
    m.ok(&gpu::detach(7))?;
    m.cursor(&gpu::update_cursor(0, 7, (1, 1), (0, 0)))?;
    let DisplayEvent::CursorUpdate { pixels, .. } = next_image(&m)? else {
        return m.finish();
    };
    ensure!(pixels == argb(&bytes), "the image is not what was transferred");
    // And a scanout beside it is not disturbed.
    let backing = m.resource(8, gpu::BGRX, 16, 16)?;
    let picture = paint(&m, backing, 16, 16, 11);
    m.ok(&gpu::set_scanout(0, 8, gpu::rect(0, 0, 16, 16)))?;
    m.present(8, 16, gpu::rect(0, 0, 16, 16))?;
    m.shows(0, &picture)?;
    m.finish()
}
