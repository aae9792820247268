//! The display socket when it is slow, stuck, gone, silent or old.

use std::{
    thread,
    time::{Duration, Instant},
};

use wire::{
    vhost_user_gpu::ProtocolFeatures,
    virtio_gpu::{CtrlType, Features, Rect, RespDisplayInfo},
};

use super::{Case, Env, scanout::paint};
use crate::{
    ensure, ensure_eq,
    frontend::{Machine, Result, gpu, machine::CONTROL, reply::Shape, virtqueue::Buffer},
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("display::header_flags_are_defined", flags_defined),
    Case::all("display::protocol_features_are_a_subset", features_subset),
    Case::all("display::old_front_end_without_features", old_front_end),
    Case::all("display::front_end_silent_about_features", silent_front_end),
    Case::all("display::slow_answers_are_waited_for", slow_answers),
    Case::all(
        "display::stuck_reader_does_not_stall_the_control_queue",
        stuck_reader,
    ),
    Case::all("display::stuck_reader_does_not_grow_memory", stuck_memory),
    Case::all("display::slow_reader_gets_the_last_picture", slow_reader),
    Case::all("display::disconnect_is_survived", disconnect),
    Case::all("display::disconnect_while_an_answer_is_due", disconnect_in_wait),
    Case::all(
        "display::stuck_reader_does_not_stall_the_vhost_socket",
        stuck_config,
    ),
    Case::all("display::mode_of_the_display_is_reported", mode_reported),
    Case::all("display::resize_reaches_the_guest", resize),
    Case::all("display::plug_and_unplug_reach_the_guest", hot_plug),
];

fn flags_defined(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, 64, 64)?;
    let picture = paint(&m, backing, 64, 64, 1);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    // Small frames and other work between them, so that buffers are recycled with something in them.
    for side in (1..=64).chain([3, 5, 7, 11]) {
        m.ok(&gpu::create_2d(9, gpu::BGRX, side, side))?;
        m.ok(&gpu::attach(9, &[(backing, 64); 100]))?;
        m.present(1, 64, gpu::rect(0, 0, side, side))?;
        m.ok(&gpu::unref(9))?;
    }
    m.present(1, 64, gpu::rect(0, 0, 64, 64))?;
    m.shows(0, &picture)?;
    ensure_eq!(
        m.eyes()?.state().odd_flags,
        0,
        "requests with flags that are not 0"
    );
    m.finish()
}

fn features_subset(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    m.still_works()?;
    let display = m.eyes()?;
    let acknowledged = display.wait(Duration::from_secs(4), "SET_PROTOCOL_FEATURES", |state| {
        state.acknowledged
    })?;
    ensure_eq!(
        acknowledged & !ProtocolFeatures::all().bits(),
        0,
        "features that were not offered"
    );
    m.finish()
}

fn old_front_end(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.display_features = ProtocolFeatures::empty();
    let mut m = setup.start(&env.target)?;
    m.eyes()?;
    m.still_works()?;
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
    ensure_eq!(
        info.hdr.type_.get(),
        CtrlType::RespOkDisplayInfo as u32,
        "GET_DISPLAY_INFO"
    );
    let acknowledged = m.eyes()?.state().acknowledged;
    ensure!(
        acknowledged.unwrap_or(0) == 0,
        "features were acknowledged that were not offered"
    );
    // An EDID must not be asked for; what the guest gets instead is the back end's choice.
    if m.features & Features::EDID.bits() != 0 {
        m.request(&gpu::get_edid(0), 1056)?.code()?;
    }
    m.finish()
}

fn silent_front_end(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    // libkrun's display answers GET_DISPLAY_INFO and GET_EDID, and nothing else.
    setup.silent_about_features = true;
    let mut m = setup.start(&env.target)?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, 64, 64)?;
    let picture = paint(&m, backing, 64, 64, 6);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    m.present(1, 64, gpu::rect(0, 0, 64, 64))?;
    m.shows(0, &picture)?;
    m.finish()
}

fn slow_answers(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.still_works()?;
    m.eyes()?.state().answer_delay = Duration::from_millis(600);
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
    ensure_eq!(info.pmodes[0].enabled.get(), 1, "the display is enabled");
    m.finish()
}

/// How many whole frames are flushed at a display that does not read: 64 MB, far more than a socket holds.
const STUCK_FRAMES: u32 = 64;

/// A machine with a display that shows a square of noise as resource 1, and that square.
fn showing_noise(env: &Env, side: u32, seed: u64) -> Result<(Machine, Rect)> {
    let mut m = env.start()?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, side, side)?;
    paint(&m, backing, side, side, seed);
    let whole = gpu::rect(0, 0, side, side);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, side, whole)?;
    Ok((m, whole))
}

fn stuck_reader(env: &Env) -> Result<()> {
    let (mut m, whole) = showing_noise(env, 512, 2)?;
    m.eyes()?.set_paused(true);
    for frame in 0..STUCK_FRAMES {
        m.present(1, 512, whole)
            .map_err(|error| error.context(&format!("frame {frame} at a stuck display")))?;
    }
    m.eyes()?.set_paused(false);
    m.finish()
}

fn stuck_memory(env: &Env) -> Result<()> {
    let (mut m, whole) = showing_noise(env, 512, 3)?;
    m.still_works()?;
    let before = m.backend.anonymous_bytes()?;
    m.eyes()?.set_paused(true);
    let mut stalled = false;
    for _ in 0..STUCK_FRAMES {
        if m.present(1, 512, whole).is_err() {
            // A stall has a test of its own; here only memory counts.
            stalled = true;
            break;
        }
    }
    m.alive()?;
    let grown = m.backend.anonymous_bytes()?.saturating_sub(before);
    ensure!(
        grown < 16 << 20,
        "{} MiB more after {STUCK_FRAMES} frames of 1 MiB",
        grown >> 20
    );
    m.eyes()?.set_paused(false);
    if stalled {
        return Ok(());
    }
    m.finish()
}

fn slow_reader(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    let backing = m.resource(1, gpu::BGRX, 300, 200)?;
    let whole = gpu::rect(0, 0, 300, 200);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.still_works()?;
    m.eyes()?.set_paused(true);
    let mut last = paint(&m, backing, 300, 200, 4);
    // Less than a socket's buffer in small pieces, so that no back end has to stall.
    for index in 0..40u32 {
        last = paint(&m, backing, 300, 200, 4);
        m.present(1, 300, gpu::rect(index, index, 20, 20))?;
    }
    let resume = m.eyes()?;
    thread::sleep(Duration::from_millis(50));
    resume.set_paused(false);
    m.present(1, 300, whole)?;
    m.shows(0, &last)?;
    m.finish()
}

fn disconnect(env: &Env) -> Result<()> {
    let (mut m, whole) = showing_noise(env, 64, 5)?;
    m.eyes()?.disconnect();
    for _ in 0..5 {
        m.present(1, 64, whole)?;
        m.ok(&gpu::set_scanout(0, 1, whole))?;
        m.cursor(&gpu::move_cursor(0, 0, (1, 1)))?;
    }
    // Display info comes from somewhere else now, or an error does: an answer must come.
    m.request(&gpu::get_display_info(), 408)?.code()?;
    m.still_works()
}

fn disconnect_in_wait(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.eyes()?;
    m.still_works()?;
    m.eyes()?.state().paused = true;
    // The server thread may be inside a read already and would answer one request more.
    let reply = {
        let base = m.memory.alloc(512, 64)?;
        m.memory.write(base, &gpu::get_display_info());
        let writable = [Buffer {
            addr: base + 64,
            len: 408,
        }];
        m.queues[CONTROL].add(&[Buffer { addr: base, len: 24 }], &writable, false)?;
        m.queues[CONTROL].kick()?;
        thread::sleep(Duration::from_millis(50));
        m.eyes()?.disconnect();
        m.wait_used(CONTROL)?
    };
    ensure!(
        reply.len == 408 || reply.len == 24,
        "the reply has {} bytes",
        reply.len
    );
    m.still_works()
}

fn stuck_config(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.still_works()?;
    m.eyes()?.set_paused(true);
    let base = m.memory.alloc(512, 64)?;
    m.memory.write(base, &gpu::get_display_info());
    let writable = [Buffer {
        addr: base + 64,
        len: 408,
    }];
    m.queues[CONTROL].add(&[Buffer { addr: base, len: 24 }], &writable, false)?;
    m.queues[CONTROL].kick()?;
    thread::sleep(Duration::from_millis(20));
    // QEMU's main thread waits for this answer before it can serve the display again.
    let start = Instant::now();
    m.get_config(0, 16, 0)
        .map_err(|error| error.context("while the display is stuck"))?;
    ensure!(
        start.elapsed() < Duration::from_secs(1),
        "GET_CONFIG took {:?}",
        start.elapsed()
    );
    m.eyes()?.set_paused(false);
    m.wait_used(CONTROL)?;
    m.finish()
}

fn mode_reported(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.modes = vec![(1111, 777), (640, 480)];
    if env.target.has_option("--scanouts") {
        setup.arguments.push("--scanouts=2".to_owned());
    }
    let mut m = setup.start(&env.target)?;
    m.eyes()?;
    let shape = Shape {
        indirect: m.uses_indirect(),
        ..Shape::default()
    };
    let info: RespDisplayInfo = m
        .exchange(CONTROL, &gpu::get_display_info(), 408, &shape)?
        .read()?;
    for (index, &(width, height)) in m.setup.modes.iter().enumerate() {
        let mode = info.pmodes[index];
        ensure_eq!(
            (mode.r.width.get(), mode.r.height.get()),
            (width, height),
            "mode of display {index}"
        );
    }
    // The user drags the window: QEMU answers differently from now on.
    m.eyes()?.state().modes[0] = (800, 600, true);
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
    let mode = info.pmodes[0];
    ensure_eq!(
        (mode.r.width.get(), mode.r.height.get()),
        (800, 600),
        "mode after the window was resized"
    );
    m.finish()
}

fn resize(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    if m.display.is_some() {
        skip!("this hypervisor raises the event itself");
    }
    let mut control = m.control()?;
    control.ok(&serde_json::json!({"command": "resize", "scanout": 0, "width": 1234, "height": 567}))?;
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
    let mode = info.pmodes[0];
    ensure_eq!(
        (mode.r.width.get(), mode.r.height.get()),
        (1234, 567),
        "mode after the resize"
    );
    ensure_eq!(m.get_config(0, 4, 0)?, [1, 0, 0, 0], "events_read");
    m.set_config(4, &1u32.to_le_bytes(), 0)?;
    ensure_eq!(m.get_config(0, 4, 0)?, [0; 4], "events_read after events_clear");
    config_change_is_announced(&m)?;
    m.finish()
}

/// The front end was told that the configuration space changed, if it gave us a way to.
fn config_change_is_announced(m: &Machine) -> Result<()> {
    if let Some(channel) = &m.backend_requests {
        channel.set_read_timeout(Some(Duration::from_secs(4)))?;
        let mut header = [0; 12];
        std::io::Read::read_exact(&mut &*channel, &mut header)?;
        ensure_eq!(header[..4], [2, 0, 0, 0], "request number of CONFIG_CHANGE_MSG");
    }
    Ok(())
}

fn hot_plug(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    if !env.target.has_option("--scanouts") {
        skip!("the back end cannot be told how many displays there are");
    }
    let arguments = ["--scanouts=2", "--mode=640x480", "--mode=800x600"];
    setup.arguments.extend(arguments.map(str::to_owned));
    let mut m = setup.start(&env.target)?;
    if m.display.is_some() {
        skip!("this hypervisor plugs displays itself");
    }
    let mut control = m.control()?;
    let plugged = |m: &mut Machine| -> Result<[(u32, u32, u32); 2]> {
        let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 408)?.read()?;
        Ok([0, 1].map(|index: usize| {
            let mode = info.pmodes[index];
            (mode.enabled.get(), mode.r.width.get(), mode.r.height.get())
        }))
    };
    ensure_eq!(plugged(&mut m)?, [(1, 640, 480), (1, 800, 600)], "at the start");
    control.ok(&serde_json::json!({"command": "unplug", "scanout": 1}))?;
    config_change_is_announced(&m)?;
    ensure_eq!(m.get_config(0, 4, 0)?, [1, 0, 0, 0], "events_read");
    ensure_eq!(plugged(&mut m)?, [(1, 640, 480), (0, 0, 0)], "unplugged");
    control.ok(&serde_json::json!({"command": "plug", "scanout": 1, "width": 1920, "height": 1080}))?;
    config_change_is_announced(&m)?;
    ensure_eq!(plugged(&mut m)?, [(1, 640, 480), (1, 1920, 1080)], "plugged in");
    // An unplugged or plugged display is no reason to forget what the guest shows there.
    m.resource(1, gpu::BGRX, 64, 64)?;
    m.ok(&gpu::set_scanout(1, 1, gpu::rect(0, 0, 64, 64)))?;
    m.finish()
}
