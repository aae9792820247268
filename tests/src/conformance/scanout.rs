//! Scanouts: binding, damage, mirrors, parts, turning off, and every wrong index.

use wire::virtio_gpu::CtrlType;

use super::{Case, Env};
use crate::{
    ensure_eq,
    frontend::{
        Machine, Result,
        display::DisplayEvent,
        gpu,
        oracle::{Picture, Random},
    },
};

pub(super) const CASES: &[Case] = &[
    Case::all("scanout::shows_what_was_transferred", shows),
    Case::all("scanout::index_edges_in_every_command", index_edges),
    Case::all("scanout::size_0_is_refused", empty_rectangle),
    Case::all("scanout::part_of_a_resource", part),
    Case::all("scanout::mirrored_resource", mirrored),
    Case::all("scanout::several_displays_are_independent", several),
    Case::all("scanout::damage_is_exact", exact_damage),
    Case::all("scanout::damage_is_clipped_to_the_part_shown", clipped_damage),
    Case::all(
        "scanout::flush_outside_the_part_shown_says_nothing",
        outside_damage,
    ),
    Case::all("scanout::transfer_without_flush_is_invisible", transfer_alone),
    Case::all("scanout::off_and_on_again", off_and_on),
    Case::all("scanout::replaced_resource", replaced),
    Case::all("scanout::unref_of_bound_resource_turns_it_off", unref_bound),
    Case::all(
        "scanout::detach_of_bound_resource_keeps_the_picture",
        detach_bound,
    ),
    Case::all("scanout::stale_host_memory_is_not_shown", stale_memory),
    Case::all("scanout::failed_set_scanout_keeps_the_old_picture", failed_set),
];

/// Fills a resource's backing with noise and returns it as a picture.
pub(super) fn paint(m: &Machine, backing: u64, width: u32, height: u32, seed: u64) -> Picture {
    let bytes = Random::new(seed).bytes((width * height * 4) as usize);
    m.memory.write(backing, &bytes);
    bgrx(&bytes, width, height)
}

/// The picture that these bytes are, in B8G8R8X8.
pub(super) fn bgrx(bytes: &[u8], width: u32, height: u32) -> Picture {
    let pixels = bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], 0]))
        .collect();
    Picture {
        width,
        height,
        pixels,
    }
}

fn shows(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 320, 200)?;
    let picture = paint(&m, backing, 320, 200, 1);
    let whole = gpu::rect(0, 0, 320, 200);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, 320, whole)?;
    m.shows(0, &picture)?;
    m.finish()
}

fn index_edges(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, 1, 64, 64)?;
    for scanout in [16, 17, 31, 32, 255, 256, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        let wanted = CtrlType::RespErrInvalidScanoutId;
        m.error(
            &gpu::set_scanout(scanout, 1, gpu::rect(0, 0, 64, 64)),
            wanted,
            &format!("scanout {scanout}"),
        )?;
        m.error(
            &gpu::set_scanout(scanout, 0, gpu::rect(0, 0, 0, 0)),
            wanted,
            &format!("scanout {scanout} off"),
        )?;
        m.cursor(&gpu::update_cursor(scanout, 1, (1, 1), (0, 0)))?;
        m.cursor(&gpu::move_cursor(scanout, 1, (1, 1)))?;
    }
    // The first index beyond num_scanouts, where the device itself says how many it has.
    let count = m.get_config(8, 4, 0)?;
    let count = u32::from_le_bytes([count[0], count[1], count[2], count[3]]);
    if (1..16).contains(&count) && m.display.is_none() {
        let request = gpu::set_scanout(count, 1, gpu::rect(0, 0, 64, 64));
        m.error(&request, CtrlType::RespErrInvalidScanoutId, "num_scanouts")?;
    }
    m.finish()
}

fn empty_rectangle(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 64, 48)?;
    for (width, height) in [(0, 0), (0, 48), (64, 0)] {
        let what = format!("{width}×{height}");
        m.any_error(&gpu::set_scanout(0, 1, gpu::rect(0, 0, width, height)), &what)?;
    }
    m.finish()
}

fn part(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 100, 80)?;
    let picture = paint(&m, backing, 100, 80, 2);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(30, 20, 64, 50)))?;
    m.present(1, 100, gpu::rect(0, 0, 100, 80))?;
    m.shows(0, &picture.part(30, 20, 64, 50))?;
    m.finish()
}

fn mirrored(env: &Env) -> Result<()> {
    let mut m = env.start_with_displays(2)?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 96, 64)?;
    let picture = paint(&m, backing, 96, 64, 3);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 96, 64)))?;
    m.ok(&gpu::set_scanout(1, 1, gpu::rect(0, 0, 96, 64)))?;
    m.present(1, 96, gpu::rect(0, 0, 96, 64))?;
    m.shows(0, &picture)?;
    m.shows(1, &picture)?;
    m.finish()
}

fn several(env: &Env) -> Result<()> {
    let count = if env.target.has_option("--scanouts") || env.personality.has_display_socket() {
        4
    } else {
        1
    };
    let mut m = env.start_with_displays(count)?;
    m.needs_eyes()?;
    let mut pictures = Vec::new();
    for index in 0..count as u32 {
        let (width, height) = (64 + index * 16, 48 + index * 8);
        let backing = m.resource(index + 1, gpu::BGRX, width, height)?;
        pictures.push(paint(&m, backing, width, height, 40 + u64::from(index)));
        m.ok(&gpu::set_scanout(
            index,
            index + 1,
            gpu::rect(0, 0, width, height),
        ))?;
        m.present(index + 1, width, gpu::rect(0, 0, width, height))?;
    }
    // Turning one off leaves the others.
    m.ok(&gpu::set_scanout(0, 0, gpu::rect(0, 0, 0, 0)))?;
    for (index, picture) in pictures.iter().enumerate().skip(1) {
        m.shows(index as u32, picture)?;
    }
    m.finish()
}

/// A machine that shows resource 1 of 128 × 96 whole, after its first frame arrived.
fn shown_once(env: &Env, part: (u32, u32, u32, u32)) -> Result<Machine> {
    let mut m = env.start()?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, 128, 96)?;
    paint(&m, backing, 128, 96, 5);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(part.0, part.1, part.2, part.3)))?;
    m.present(1, 128, gpu::rect(0, 0, 128, 96))?;
    let is_update = |event: &DisplayEvent| matches!(event, DisplayEvent::Update { .. });
    m.eyes()?.wait_event("the first frame", is_update)?;
    settle(&m)?;
    Ok(m)
}

/// Waits until nothing more comes: a back end may send a frame of its own when a scanout is set.
fn settle(m: &Machine) -> Result<()> {
    let display = m.eyes()?;
    loop {
        let before = display.state().updates;
        std::thread::sleep(std::time::Duration::from_millis(60));
        if display.state().updates == before {
            display.take_events();
            return Ok(());
        }
    }
}

/// x, y, width, height.
type Rectangle = (u32, u32, u32, u32);

/// Flushes and returns the one update that must follow.
fn update_after_flush(m: &mut Machine, r: Rectangle) -> Result<DisplayEvent> {
    m.ok(&gpu::flush(1, gpu::rect(r.0, r.1, r.2, r.3)))?;
    let is_update = |event: &DisplayEvent| matches!(event, DisplayEvent::Update { .. });
    m.eyes()?.wait_event("an update", is_update)
}

fn exact_damage(env: &Env) -> Result<()> {
    let mut m = shown_once(env, (0, 0, 128, 96))?;
    for (x, y, width, height) in [
        (0, 0, 1, 1),
        (127, 95, 1, 1),
        (3, 5, 7, 11),
        (0, 95, 128, 1),
        (64, 0, 64, 96),
    ] {
        flush_sends(&mut m, (x, y, width, height), (x, y, width, height))?;
    }
    m.finish()
}

fn clipped_damage(env: &Env) -> Result<()> {
    let mut m = shown_once(env, (32, 16, 64, 64))?;
    // Resource coordinates in, scanout coordinates out.
    let cases = [
        ((0, 0, 128, 96), (0, 0, 64, 64)),
        ((30, 10, 4, 8), (0, 0, 2, 2)),
        ((90, 70, 38, 26), (58, 54, 6, 10)),
        ((40, 20, 5, 5), (8, 4, 5, 5)),
    ];
    for (flushed, wanted) in cases {
        flush_sends(&mut m, flushed, wanted)?;
    }
    m.finish()
}

fn outside_damage(env: &Env) -> Result<()> {
    let mut m = shown_once(env, (32, 16, 64, 64))?;
    for (x, y, width, height) in [(0, 0, 32, 96), (96, 0, 32, 96), (0, 0, 128, 16), (0, 80, 128, 16)] {
        m.ok(&gpu::flush(1, gpu::rect(x, y, width, height)))?;
    }
    // One pixel that is visible ends the list of updates.
    flush_sends(&mut m, (32, 16, 1, 1), (0, 0, 1, 1))?;
    m.finish()
}

/// Flushes one rectangle of the resource; the next update must be the other, of the scanout.
fn flush_sends(m: &mut Machine, flushed: Rectangle, wanted: Rectangle) -> Result<()> {
    let (x, y, width, height) = wanted;
    let wanted = DisplayEvent::Update {
        scanout: 0,
        x,
        y,
        width,
        height,
    };
    ensure_eq!(
        update_after_flush(m, flushed)?,
        wanted,
        "update after a flush of {flushed:?}"
    );
    Ok(())
}

fn transfer_alone(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 32, 32)?;
    let whole = gpu::rect(0, 0, 32, 32);
    let first = paint(&m, backing, 32, 32, 6);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, 32, whole)?;
    m.shows(0, &first)?;
    if m.display.is_some() {
        settle(&m)?;
    }
    let second = paint(&m, backing, 32, 32, 7);
    m.ok(&gpu::transfer(1, whole, 0))?;
    m.still_works()?;
    if m.display.is_some() {
        // A screenshot may well show more than was flushed; a display must not.
        std::thread::sleep(std::time::Duration::from_millis(30));
        m.shows(0, &first)
            .map_err(|error| error.context("before the flush"))?;
    }
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &second)?;
    m.finish()
}

fn off_and_on(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, 40, 30)?;
    let picture = paint(&m, backing, 40, 30, 8);
    let whole = gpu::rect(0, 0, 40, 30);
    for _ in 0..3 {
        m.ok(&gpu::set_scanout(0, 1, whole))?;
        m.present(1, 40, whole)?;
        m.shows(0, &picture)?;
        m.ok(&gpu::set_scanout(0, 0, gpu::rect(0, 0, 0, 0)))?;
        turned_off(&m)?;
    }
    // Nothing is sent for a scanout that is off: the display would call it a fault.
    m.ok(&gpu::flush(1, whole))?;
    m.finish()
}

/// Waits until scanout 0 is off.
fn turned_off(m: &Machine) -> Result<()> {
    let off = |event: &DisplayEvent| {
        matches!(
            event,
            DisplayEvent::Scanout {
                scanout: 0,
                width: 0,
                height: 0
            }
        )
    };
    m.eyes()?.wait_event("the scanout to be off", off).map(drop)
}

fn replaced(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let mut last = Picture::new(1, 1);
    for id in 1..=4 {
        let (width, height) = (30 + id, 20 + id);
        let backing = m.resource(id, gpu::BGRX, width, height)?;
        last = paint(&m, backing, width, height, 50 + u64::from(id));
        m.ok(&gpu::set_scanout(0, id, gpu::rect(0, 0, width, height)))?;
        m.present(id, width, gpu::rect(0, 0, width, height))?;
    }
    m.shows(0, &last)?;
    // The ones before are bound no more: flushing them shows nothing, dropping them turns nothing off.
    for id in 1..4 {
        m.ok(&gpu::flush(id, gpu::rect(0, 0, 1, 1)))?;
        m.ok(&gpu::unref(id))?;
    }
    m.shows(0, &last)?;
    m.finish()
}

fn unref_bound(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(1, gpu::BGRX, 40, 30)?;
    paint(&m, backing, 40, 30, 9);
    let whole = gpu::rect(0, 0, 40, 30);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, 40, whole)?;
    m.ok(&gpu::unref(1))?;
    m.error(
        &gpu::flush(1, whole),
        CtrlType::RespErrInvalidResourceId,
        "after unref",
    )?;
    m.error(
        &gpu::transfer(1, whole, 0),
        CtrlType::RespErrInvalidResourceId,
        "after unref",
    )?;
    if m.display.is_some() {
        turned_off(&m)?;
    }
    // A new resource of the same number is not bound.
    m.resource(1, gpu::BGRX, 40, 30)?;
    m.present(1, 40, whole)?;
    m.finish()
}

fn detach_bound(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 40, 30)?;
    let picture = paint(&m, backing, 40, 30, 10);
    let whole = gpu::rect(0, 0, 40, 30);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.ok(&gpu::transfer(1, whole, 0))?;
    m.ok(&gpu::detach(1))?;
    paint(&m, backing, 40, 30, 11);
    m.any_error(&gpu::transfer(1, whole, 0), "transfer without backing")?;
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &picture)?;
    m.finish()
}

fn stale_memory(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    // Small pictures recycle heap chunks, large ones whole mappings.
    for side in [16, 64, 200, 512] {
        no_canary(&mut m, side).map_err(|error| error.context(&format!("{side}×{side}")))?;
    }
    m.finish()
}

fn no_canary(m: &mut Machine, side: u32) -> Result<()> {
    let whole = gpu::rect(0, 0, side, side);
    // Freed pictures full of a canary lie about in the host's memory …
    for id in 1..=8 {
        let backing = m.resource(id, gpu::BGRX, side, side)?;
        m.memory.fill(backing, (side * side * 4) as usize, 0xee);
        m.ok(&gpu::transfer(id, whole, 0))?;
    }
    for id in 1..=8 {
        m.ok(&gpu::unref(id))?;
    }
    // … and a new one shows zeros. Its first pixel is set last, to tell its frame from a fresh surface.
    let backing = m.memory.alloc(64, 64)?;
    for id in 1..=8 {
        let mark = 0x00aa_bb00u32 + id;
        m.memory.write(backing, &mark.to_le_bytes());
        m.ok(&gpu::create_2d(id, gpu::BGRX, side, side))?;
        m.ok(&gpu::attach(id, &[(backing, 4)]))?;
        m.ok(&gpu::set_scanout(0, id, whole))?;
        m.ok(&gpu::transfer(id, gpu::rect(0, 0, 1, 1), 0))?;
        m.ok(&gpu::flush(id, whole))?;
        let mut picture = Picture::new(side, side);
        picture.set(0, 0, mark);
        m.shows(0, &picture)?;
    }
    (1..=8).try_for_each(|id| m.ok(&gpu::unref(id)))
}

fn failed_set(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.resource(1, gpu::BGRX, 40, 30)?;
    let picture = paint(&m, backing, 40, 30, 12);
    let whole = gpu::rect(0, 0, 40, 30);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.any_error(&gpu::set_scanout(0, 1, gpu::rect(1, 0, 40, 30)), "too wide")?;
    m.any_error(&gpu::set_scanout(0, 9, whole), "unknown resource")?;
    m.present(1, 40, whole)?;
    m.shows(0, &picture)?;
    m.finish()
}
