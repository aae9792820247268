//! The cases: what each guest does, and what must be seen of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Setup;
use crate::guest::backend::Running;
use crate::guest::browser::Browser;
use crate::guest::picture::Picture;
use crate::guest::qemu::{BOOT_LIMIT, Boot, Gpu, Machine, Options};
use crate::guest::viewer::Viewer;
use crate::{paths, process};

/// The hardware cursor's largest size, virtio 1.3 §5.7.6.10.
const CURSOR_SIZE: u32 = 64;
/// The mode that the guest sets for its bars; the console has another one before.
const BARS_SIZE: (u32, u32) = (1024, 768);
/// Time for the cursor to be seen at several places; it moves many times a second.
const CURSOR_LIMIT: Duration = Duration::from_secs(30);
/// How long a guest may take to draw with its own processor, which is an emulated one.
const DRAW_LIMIT: Duration = Duration::from_secs(240);
/// The picture that Mesa's software renderer draws, and how alike another renderer's must be.
const PICTURE: (&str, f64) = ("glshow.png", 0.99);

/// The fourth colour of the text console.
const CONSOLE_BLUE: [u8; 3] = [0, 0, 0xaa];

/// What one guest showed: by QEMU, and by the daemon's control socket if it has one.
pub(super) struct Seen {
    pub(super) qemu: Picture,
    pub(super) daemon: Option<Picture>,
}

/// What a case does with a machine that has just started.
pub(super) type Script = fn(&mut Machine) -> Result<Picture>;

pub(super) fn console(setup: &Setup) -> Result<()> {
    compare(
        setup,
        "console",
        Boot::Linux(&setup.image, "console"),
        wait_for_banner,
    )
}

pub(super) fn bars(setup: &Setup) -> Result<()> {
    compare(setup, "bars", Boot::Linux(&setup.image, "smpte"), wait_for_bars)
}

/// The cursor moves by its own queue, which shows in the status, and is drawn only where it is asked for.
pub(super) fn cursor(setup: &Setup) -> Result<()> {
    let mut machine = start(setup, "cursor", "backend", Boot::Linux(&setup.image, "cursor"))?;
    let bars = wait_for_bars(&mut machine)?;
    wait_for_moving_cursor(&mut machine)?;
    let backend = machine.controllable().context("no control socket")?;
    let without = backend.screenshot(false)?.0;
    let with = backend.screenshot(true)?.0;
    setup.save("cursor", "without", &without)?;
    setup.save("cursor", "with", &with)?;
    setup.require_equal("cursor", "screenshot without cursor", &bars, &without)?;
    let bounds = without.difference(&with)?.bounds();
    let (_, _, width, height) = bounds.context("the screenshot with the cursor shows no cursor")?;
    ensure!(
        width <= CURSOR_SIZE && height <= CURSOR_SIZE,
        "the cursor covers {width}x{height}"
    );
    machine.finish()
}

/// Mesa finds a driver, its compute shaders come to what the guest's processor does (or the guest's program says what
/// differs, and draws nothing), and a picture that it draws comes out as the reference, on the screen and in the guest's
/// words. Without 3D it is Mesa's software renderer that draws, and the frame buffer that is tested.
pub(super) fn opengl(setup: &Setup) -> Result<()> {
    let program = setup.program.with_3d();
    opengl_on(setup, "opengl", Gpu::VhostUser(&program))
}

/// The same, on a GPU of a back end that was asked for 3D.
pub(super) fn opengl_on(setup: &Setup, case: &str, gpu: Gpu<'_>) -> Result<()> {
    let boot = Boot::Linux(&setup.image, "glshow");
    let name = format!("{case}-backend");
    let options = Options::new(&name, gpu, boot, &setup.results);
    let mut machine = Machine::start(&options.with_disk(&setup.root))?;
    opengl_picture(setup, case, &mut machine, setup.program.has_3d())?;
    machine.finish()
}

/// What the guest of [`opengl`] shows and says.
pub(super) fn opengl_picture(setup: &Setup, case: &str, machine: &mut Machine, has_3d: bool) -> Result<()> {
    process::poll_until("picture that OpenGL has drawn", DRAW_LIMIT, || {
        machine.check_running()?;
        Ok((machine.serial.count("glshow: shown")? > 0).then_some(()))
    })?;
    let picture = machine.wait_for_picture("finished picture", BOOT_LIMIT, |picture| !picture.is_blank())?;
    setup.save(case, "backend", &picture)?;
    let said = |what: &str| {
        let words = format!("glshow: {what} ");
        machine
            .serial
            .after(&words)
            .with_context(|| format!("the guest has not said {words:?}"))
    };
    let versions = (said("Gl version")?, said("Gles version")?);
    let renderer = said("Gl renderer")?;
    println!("  {renderer}: OpenGL {}, {}", versions.0, versions.1);
    if has_3d {
        ensure!(renderer.starts_with("virgl ("), "the guest draws with {renderer}");
        let transferred = said("transferred")?;
        let computed = said("computed")?;
        ensure!(
            !computed.starts_with("nothing"),
            "the guest has computed {computed}"
        );
        println!("  computed {computed}");
        let status = machine.controllable().context("no control socket")?.status()?;
        let gpu = &status["render"]["gpu"];
        println!(
            "  {transferred}; up {}, down {}, of these by the host's GPU where the guest's memory is {}",
            gpu["upload_bytes"], gpu["readback_bytes"], gpu["imported_bytes"]
        );
    }
    let (file, least) = PICTURE;
    let file = paths::guest_sources().join(file);
    let reference = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let likeness = Picture::from_png(&reference)?.similarity(&picture)?;
    ensure!(
        likeness >= least,
        "the picture is like the reference by {likeness:.4} only"
    );
    Ok(())
}

/// A machine's reset loses nothing but the picture: the same guest boots again on the same back end.
pub(super) fn reset(setup: &Setup) -> Result<()> {
    let mut machine = start(setup, "reset", "backend", Boot::Linux(&setup.image, "console"))?;
    let before = wait_for_banner(&mut machine)?;
    machine.reset()?;
    machine.wait_for_words_times("vwgpu: mark shown ", 2)?;
    let after = machine.wait_for_picture("banner after the reset", BOOT_LIMIT, shows_text)?;
    setup.save("reset", "after", &after)?;
    setup.require_equal("reset", "after the reset", &before, &after)?;
    machine.finish()
}

/// A guest whose only screen and keyboard are those of VNC's stock clients: one sees what the guest shows, in another a
/// command is typed at the guest's console, and what it does is read from the screen.
pub(super) fn vnc(setup: &Setup) -> Result<()> {
    let program = setup.program.with_vnc();
    let boot = Boot::Linux(&setup.image, "demo");
    let mut machine = Machine::start(&Options::new(
        "vnc-backend",
        Gpu::VhostUser(&program),
        boot,
        &setup.results,
    ))?;
    machine.wait_for_mark("shown")?;
    let shown = machine.wait_for_picture("prompt of the shell", BOOT_LIMIT, |picture| !picture.is_blank())?;
    let backend = machine.backend().context("no back end")?;
    let remote = backend.remote().context("no VNC server")?;
    let (port, web_port) = (remote.port, remote.web_port);
    let mut viewer = Viewer::open(port, &setup.results)?;
    let seen = viewer.capture()?;
    setup.save("vnc", "before", &seen)?;
    setup.require_equal("vnc", "what a VNC client sees", &shown, &seen)?;

    // Characters with and without shift, which the guest's shell has to make sense of.
    viewer.type_line(r#"printf "\033[4$((2+2))m\033[2J"; echo "typed: $((6*7))" > /dev/ttyS0"#)?;
    machine.wait_for_words("typed: 42")?;
    let last = process::poll_until("blue screen in a VNC client", BOOT_LIMIT, || {
        machine.check_running()?;
        let seen = viewer.capture()?;
        Ok((seen.share_of(CONSOLE_BLUE) > 0.95).then_some(seen))
    })?;
    setup.save("vnc", "after", &last)?;
    viewer.finish()?;

    // The same in a browser, with a browser's keys.
    let mut browser = Browser::open(&format!("http://127.0.0.1:{web_port}/"), &setup.results)?;
    let seen = process::poll_until("the guest's screen in a browser", BOOT_LIMIT, || {
        let seen = browser.canvas()?;
        // It is black until the first update has come.
        Ok(seen.filter(|seen| seen.size() == last.size() && seen.share_of(CONSOLE_BLUE) > 0.95))
    })?;
    setup.save("vnc", "browser", &seen)?;
    setup.require_equal("vnc", "what a browser sees", &last, &seen)?;
    browser.type_line("echo from the browser > /dev/ttyS0")?;
    machine.wait_for_words("from the browser")?;
    machine.finish()
}

/// Runs the same script on the reference device and on the back end, and requires the same pixels.
pub(super) fn compare(setup: &Setup, case: &str, boot: Boot<'_>, script: Script) -> Result<()> {
    let place = |name, is_backend| Place {
        name,
        is_backend,
        rom: None,
        boot,
    };
    let places = (&place("reference", false), &place("backend", true));
    compare_places(setup, case, places, script)
}

/// Runs the same script in both places, the first of which is the reference, and requires the same pixels.
pub(super) fn compare_places(
    setup: &Setup,
    case: &str,
    (first, second): (&Place<'_>, &Place<'_>),
    script: Script,
) -> Result<()> {
    let (reference, other) = std::thread::scope(|scope| {
        let reference = scope.spawn(|| see(setup, case, first, script));
        let other = see(setup, case, second, script);
        (reference.join().expect("scripts return errors"), other)
    });
    let reference = reference.with_context(|| first.name.to_owned())?;
    require_same(
        setup,
        case,
        &reference,
        &other.with_context(|| second.name.to_owned())?,
    )
}

/// Requires the same pixels of what was seen in two places, the first of which is the reference.
pub(super) fn require_same(setup: &Setup, case: &str, reference: &Seen, seen: &Seen) -> Result<()> {
    setup.require_equal(case, "QEMU's screendump", &reference.qemu, &seen.qemu)?;
    match &seen.daemon {
        Some(daemon) => setup.require_equal(case, "the daemon's screenshot", &reference.qemu, daemon),
        None => Ok(()),
    }
}

/// One machine of a case.
pub(super) struct Place<'a> {
    /// Names its logs and pictures.
    pub(super) name: &'static str,
    /// Whether the back end is its GPU; QEMU's own otherwise.
    pub(super) is_backend: bool,
    /// Its GPU's option ROM.
    pub(super) rom: Option<&'a Path>,
    pub(super) boot: Boot<'a>,
}

pub(super) fn see(setup: &Setup, case: &str, place: &Place<'_>, script: Script) -> Result<Seen> {
    let machine = start_place(setup, case, place)?;
    see_on(setup, case, place.name, machine, script)
}

/// Runs a script on a machine, and ends that.
pub(super) fn see_on(
    setup: &Setup,
    case: &str,
    place: &str,
    mut machine: Machine,
    script: Script,
) -> Result<Seen> {
    let result = script(&mut machine);
    // What a failed script saw last is what a person wants to see.
    let qemu = match &result {
        Ok(picture) => picture.clone(),
        Err(_) => machine.look()?,
    };
    setup.save(case, place, &qemu)?;
    result?;
    let daemon = match machine.controllable() {
        Some(backend) => Some(backend.screenshot(false)?.0),
        None => None,
    };
    if let Some(daemon) = &daemon {
        setup.save(case, &format!("{place}-daemon"), daemon)?;
    }
    machine.finish()?;
    Ok(Seen { qemu, daemon })
}

fn start(setup: &Setup, case: &str, name: &'static str, boot: Boot<'_>) -> Result<Machine> {
    let place = Place {
        name,
        is_backend: true,
        rom: None,
        boot,
    };
    start_place(setup, case, &place)
}

pub(super) fn start_place(setup: &Setup, case: &str, place: &Place<'_>) -> Result<Machine> {
    let gpu = if place.is_backend {
        Gpu::VhostUser(&setup.program)
    } else {
        Gpu::Builtin
    };
    let name = format!("{case}-{}", place.name);
    Machine::start(&Options {
        rom: place.rom,
        ..Options::new(&name, gpu, place.boot, &setup.results)
    })
}

pub(super) fn wait_for_banner(machine: &mut Machine) -> Result<Picture> {
    machine.wait_for_mark("shown")?;
    machine.wait_for_picture("finished console picture", BOOT_LIMIT, shows_text)
}

/// The banner uses all of the sixteen colours of a text console, and leaves most of the screen black.
fn shows_text(picture: &Picture) -> bool {
    picture.colours() == 16 && picture.share_of([0; 3]) > 0.8
}

pub(super) fn wait_for_bars(machine: &mut Machine) -> Result<Picture> {
    machine.wait_for_words("setting mode 1024x768")?;
    let is_bars = |picture: &Picture| picture.size() == BARS_SIZE && !picture.is_blank();
    machine.wait_for_picture("finished picture of the bars", BOOT_LIMIT, is_bars)
}

/// Watches the status until the visible cursor has been at five places.
fn wait_for_moving_cursor(machine: &mut Machine) -> Result<()> {
    let mut positions = BTreeSet::new();
    process::poll_until("moving cursor in the daemon's status", CURSOR_LIMIT, || {
        machine.check_running()?;
        let backend = machine.controllable().context("no control socket")?;
        positions.extend(cursor_position(backend)?);
        Ok((positions.len() >= 5).then_some(()))
    })
}

fn cursor_position(backend: &Running) -> Result<Option<(i64, i64)>> {
    let status = backend.status()?;
    let cursor: &Value = &status["cursor"];
    let visible = cursor["visible"] == json!(true);
    let position = || Some((cursor["x"].as_i64()?, cursor["y"].as_i64()?));
    Ok(if visible { position() } else { None })
}
