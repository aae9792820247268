//! The cases of QEMU's generic vhost-user device. QEMU does not know that it is a GPU, so that its guests get every
//! feature that the daemon offers, its configuration space and its shared memory; and the screens are the daemon's alone.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::Setup;
use super::cases;
use crate::guest::picture::Picture;
use crate::guest::qemu::{Boot, Gpu, Machine, Options};
use crate::guest::viewer::Viewer;
use crate::process;

/// How long a screen may take to show what the guest has said that it shows.
const SHOW_LIMIT: Duration = Duration::from_secs(10);
/// The modes of the screens that blobs are shown on: first of the guest's memory, then of the host's, then a texture.
const BLOB_MODES: [(u32, u32); 3] = [(1024, 768), (800, 600), (640, 480)];
/// What a person makes of the window of a VNC client.
const WINDOWS: [(u32, u32); 2] = [(900, 640), (1203, 777)];

/// The console's frame buffer is a blob of guest memory, of which nothing is transferred, and looks as on QEMU's device,
/// also after a reset.
pub(super) fn console(setup: &Setup) -> Result<()> {
    let case = "generic-console";
    let boot = Boot::Linux(&setup.image, "console");
    let start = |name: &str, gpu| {
        Machine::start(&Options::new(
            &format!("{case}-{name}"),
            gpu,
            boot,
            &setup.results,
        ))
    };
    let mut reference = start("reference", Gpu::Builtin)?;
    let expected = cases::wait_for_banner(&mut reference)?;
    setup.save(case, "reference", &expected)?;
    reference.finish()?;

    let mut machine = start("backend", Gpu::Generic(&setup.program))?;
    for time in 1..=2 {
        machine.wait_for_words_times("vwgpu: mark shown ", time)?;
        let shown = cases::wait_for_banner(&mut machine)?;
        setup.save(case, "backend", &shown)?;
        require_features(&machine, &["-virgl", "+edid", "+resource_blob", "+host_visible"])?;
        let objects = &status(&machine)?["objects"];
        ensure!(
            objects["blobs"] == objects["resources"] && objects["blobs"].as_u64() > Some(0),
            "the frame buffer is no blob: {objects}"
        );
        setup.require_equal(case, "the daemon's screenshot", &expected, &shown)?;
        if time == 1 {
            machine.reset()?;
        }
    }
    machine.finish()
}

/// The guest's own program writes to blobs of its memory, of the host's, and to a texture that its stream describes, and
/// reads there what it has written; and each is seen.
pub(super) fn blobs(setup: &Setup) -> Result<()> {
    let case = "generic-blobs";
    let program = setup.program.with_3d();
    let boot = Boot::Linux(&setup.image, "blobs");
    let options = Options {
        mode: BLOB_MODES[0],
        more_modes: &BLOB_MODES[1..],
        ..Options::new(case, Gpu::Generic(&program), boot, &setup.results)
    };
    let mut machine = Machine::start(&options)?;
    machine.wait_for_words("kmsshow: done")?;
    // The kernel gives blobs of the host to those who have 3D alone.
    let kinds: &[&str] = match program.has_3d() {
        true => &["Guest", "Host", "HostGuest"],
        false => &["Guest"],
    };
    for (index, kind) in kinds.iter().enumerate() {
        let said = said(&machine, &format!("kmsshow: screen {index} shows {kind} "))?;
        let seen = wait_for_described(&mut machine, index, &said)?;
        setup.save(case, kind, &seen)?;
    }
    require_features(&machine, &["+resource_blob", "+host_visible"])?;
    if program.has_3d() {
        require_features(&machine, &["+virgl", "+context_init"])?;
        let mapped = &status(&machine)?["objects"]["mapped"];
        ensure!(*mapped == json!(1), "{mapped} blobs are mapped");
        println!("  wrote {}", said(&machine, "kmsshow: wrote ")?);
    } else {
        println!("  there is no 3D here: nothing but blobs of guest memory was tried");
    }
    machine.finish()
}

/// Mesa draws with a context of its own kind, as it does where the device knows such.
pub(super) fn opengl(setup: &Setup) -> Result<()> {
    let program = setup.program.with_3d();
    cases::opengl_on(setup, "generic-opengl", Gpu::Generic(&program))
}

/// A person changes the size of a VNC client's window: that becomes the mode that the guest's screen prefers, of which
/// its kernel tells, and a program there follows.
pub(super) fn resize(setup: &Setup) -> Result<()> {
    let case = "generic-resize";
    let program = setup.program.with_vnc();
    let boot = Boot::Linux(&setup.image, "follow");
    let options = Options::new(case, Gpu::Generic(&program), boot, &setup.results);
    let mut machine = Machine::start(&options)?;
    let first = wait_for_mode(&mut machine, options.mode)?;
    wait_for_described(&mut machine, 0, &first)?;
    let backend = machine.backend().context("no back end")?;
    let port = backend.remote().context("no VNC server")?.port;
    let mut viewer = Viewer::open(port, &setup.results)?;
    for window in WINDOWS {
        viewer.resize(window)?;
        let said = wait_for_mode(&mut machine, window)?;
        wait_for_described(&mut machine, 0, &said)?;
        let seen = viewer.capture()?;
        setup.save(case, &format!("{}x{}", window.0, window.1), &seen)?;
        ensure!(
            seen.describe() == said,
            "a VNC client sees {}, and the guest shows {said}",
            seen.describe()
        );
    }
    viewer.finish()?;
    machine.finish()
}

/// Waits until the guest has set a mode, and says what it shows.
fn wait_for_mode(machine: &mut Machine, (width, height): (u32, u32)) -> Result<String> {
    let words = format!("kmsshow: follows {width}x{height} ");
    machine.wait_for_words(&words)?;
    Ok(format!("{width}x{height} {}", said(machine, &words)?))
}

/// Waits until the daemon shows on a screen what the guest has described, and returns it.
fn wait_for_described(machine: &mut Machine, scanout: usize, said: &str) -> Result<Picture> {
    let mut seen = None;
    let found = process::poll_until("picture that the guest has described", SHOW_LIMIT, || {
        machine.check_running()?;
        let backend = machine.controllable().context("no control socket")?;
        let picture = backend.screenshot_of(scanout, false)?.0;
        let is_it = picture.describe() == said;
        seen = Some(picture.describe());
        Ok(is_it.then_some(picture))
    });
    match found {
        Ok(picture) => Ok(picture),
        Err(error) => bail!("screen {scanout}: {error:#}: {said} became {seen:?}"),
    }
}

/// What the guest has said last after these words.
fn said(machine: &Machine, words: &str) -> Result<String> {
    let found = machine.serial.after(words);
    found.with_context(|| format!("the guest has not said {words:?}"))
}

/// What the guest's driver has found that it and the device have in common.
fn require_features(machine: &Machine, wanted: &[&str]) -> Result<()> {
    let text = machine.serial.text();
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("vwgpu: driver features: "));
    let features: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let missing: Vec<_> = wanted
        .iter()
        .filter(|wanted| !features.contains(wanted))
        .collect();
    ensure!(
        missing.is_empty(),
        "the guest's driver has {features:?}, and not {missing:?}"
    );
    Ok(())
}

fn status(machine: &Machine) -> Result<Value> {
    machine.controllable().context("no control socket")?.status()
}
