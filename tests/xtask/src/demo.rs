//! `cargo xtask demo`: our daemon, a guest on it, and its screen.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::deps::{self, Purpose};
use crate::guest::backend::Program;
use crate::guest::qemu::{BOOT_LIMIT, Boot, Gpu, Image, Machine, Options};
use crate::guest::root::Root;
use crate::{cargo, paths, process, toolbox};

/// The background that `tests/guest/run/weston` asks for, and the least share of it.
const DESKTOP_COLOUR: ([u8; 3], f64) = ([0x1f, 0x3a, 0x5f], 0.3);

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write what the guest shows to this PNG once it has come up.
    #[arg(long, value_name = "FILE")]
    screenshot: Option<PathBuf>,
    /// Write times, sizes, versions and the daemon's status to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// End when the guest has come up, instead of waiting for Ctrl-C or for the guest to power off.
    #[arg(long)]
    exit: bool,
    /// The guest's memory.
    #[arg(long, value_name = "MiB", default_value_t = 512, value_parser = clap::value_parser!(u32).range(256..=65536))]
    memory: u32,
    /// The mode that the guest's display prefers.
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = parse_mode)]
    mode: (u32, u32),
    /// Show a text console, which needs no 3D, instead of a desktop.
    #[arg(long = "2d")]
    two_d: bool,
    /// Another vhost-user GPU program than ours.
    #[arg(long, value_name = "PROGRAM")]
    backend: Option<PathBuf>,
}

/// When things happened, counted from the start of QEMU.
struct Times {
    first_frame: Duration,
    ready: Duration,
}

/// A picture as a PNG file, whichever way it came.
struct Shot {
    size: (u32, u32),
    png: Vec<u8>,
}

/// Runs the demonstration.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    deps::ensure(&[Purpose::Guest])?;
    let program = match &arguments.backend {
        Some(path) => Program::new(path)?,
        None => Program::new(&cargo::build_daemon()?)?,
    };
    println!("preparing the guest");
    let image = Image::prepare()?;
    let root = match program.has_3d() && !arguments.two_d {
        true => Some(Root::fetch()?),
        false => None,
    };
    let (script, program) = match root {
        Some(_) => ("weston", program.with_3d()),
        None => ("demo", program),
    };
    let program = program.with_vnc();
    let logs = paths::results("demo")?;
    let window = window(arguments.exit)?;
    let mut options = Options {
        memory_mib: arguments.memory,
        mode: arguments.mode,
        display: &window,
        ..Options::new(
            "demo",
            Gpu::VhostUser(&program),
            Boot::Linux(&image, script),
            &logs,
        )
    };
    if let Some(root) = &root {
        options = options.with_disk(root);
    }
    let mut machine = Machine::start(&options)?;
    print_where_to_look(&machine, &program, &window);
    let times = come_up(&mut machine, arguments.mode, root.is_some())?;
    println!(
        "first frame after {:.1} s, ready after {:.1} s",
        secs(times.first_frame),
        secs(times.ready)
    );
    report(arguments, &image, &mut machine, &times)?;
    if !arguments.exit {
        wait_for_end(&mut machine)?;
        return Ok(());
    }
    machine.finish()
}

/// QEMU's `-display`: a window when there is a screen to put it on and a module that can.
fn window(exit: bool) -> Result<String> {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    if exit || !has_screen {
        return Ok("none".to_owned());
    }
    let kinds = toolbox::window_kinds()?;
    let kind = ["gtk", "sdl"]
        .into_iter()
        .find(|kind| kinds.iter().any(|known| known == kind));
    if kind.is_none() {
        println!("QEMU has no window module here (package qemu-system-gui): going on without a window");
    }
    Ok(kind.unwrap_or("none").to_owned())
}

fn print_where_to_look(machine: &Machine, program: &Program, window: &str) {
    println!(
        "guest started; its serial console: {}",
        machine.serial.file().display()
    );
    if let Some(control) = machine.backend().and_then(|backend| backend.control_socket()) {
        let (program, control) = (program.path().display(), control.display());
        println!("control socket:  {control}");
        println!("take a picture:  {program} ctl --control-socket={control} screenshot --scanout 0 FILE.png");
    }
    if let Some(remote) = machine.backend().and_then(|backend| backend.remote()) {
        println!("VNC:             127.0.0.1:{}", remote.port);
        println!("in a browser:    http://127.0.0.1:{}/", remote.web_port);
    } else if window == "none" {
        println!("no window: the guest's screen is seen by taking pictures");
    }
}

/// Waits for the first frame of the guest's driver, then for its script to have drawn everything.
fn come_up(machine: &mut Machine, mode: (u32, u32), desktop: bool) -> Result<Times> {
    let started = machine.started();
    process::poll_until("first frame", BOOT_LIMIT, || {
        let picture = machine.look()?;
        // Before the driver's first frame QEMU shows a notice of its own, in another size.
        let is_guest = picture.size() == mode || machine.serial.count("vwgpu: mark drm")? > 0;
        Ok((is_guest && !picture.is_blank()).then_some(()))
    })?;
    let first_frame = started.elapsed();
    if desktop {
        wait_for_desktop(machine)?;
        let ready = started.elapsed();
        return Ok(Times { first_frame, ready });
    }
    machine.wait_for_mark("shown")?;
    let ready = started.elapsed();
    machine.wait_for_picture("finished picture", BOOT_LIMIT, |picture| !picture.is_blank())?;
    Ok(Times { first_frame, ready })
}

/// Waits until the desktop's background is seen, and on it the window of the program that draws with OpenGL: its
/// triangle has a smooth run of colours. It turns, so the picture is never finished.
fn wait_for_desktop(machine: &mut Machine) -> Result<()> {
    process::poll_until("desktop with a window", BOOT_LIMIT, || {
        // The guest tells if it gives up.
        machine.serial.count("")?;
        let picture = machine.look()?;
        let (colour, least) = DESKTOP_COLOUR;
        Ok((picture.share_of(colour) > least && picture.colours() > 64).then_some(()))
    })
}

fn report(arguments: &Arguments, image: &Image, machine: &mut Machine, times: &Times) -> Result<()> {
    let shot = shoot(machine)?;
    if let Some(file) = &arguments.screenshot {
        write(file, &shot.png)?;
        println!("screenshot: {} ({}x{})", file.display(), shot.size.0, shot.size.1);
    }
    let status = machine
        .controllable()
        .map(|backend| backend.status())
        .transpose()?;
    let report = json!({
        "seconds": { "first_frame": secs(times.first_frame), "ready": secs(times.ready) },
        "picture": { "width": shot.size.0, "height": shot.size.1, "png_bytes": shot.png.len() },
        "guest": { "memory_mib": arguments.memory, "kernel": image.kernel_version() },
        "opengl": {
            "renderer": machine.serial.after("GL renderer: "),
            "version": machine.serial.after("GL version: "),
        },
        "complaints": machine.serial.complaints(),
        "qemu": machine.qmp.version()?,
        "status": status.unwrap_or(Value::Null),
    });
    let text = format!("{report:#}\n");
    if let Some(file) = &arguments.json {
        write(file, text.as_bytes())?;
        println!("report: {}", file.display());
    }
    if arguments.exit {
        print!("{text}");
    }
    Ok(())
}

/// The daemon's own picture; for a back end that gives none, what QEMU shows.
fn shoot(machine: &mut Machine) -> Result<Shot> {
    if let Some(backend) = machine.controllable() {
        let (picture, png) = backend.screenshot(false)?;
        ensure!(!picture.is_blank(), "the daemon's screenshot shows nothing");
        return Ok(Shot {
            size: picture.size(),
            png,
        });
    }
    let picture = machine.look()?;
    Ok(Shot {
        size: picture.size(),
        png: picture.to_png()?,
    })
}

/// Waits until the guest powers off, its window is closed, or Ctrl-C is pressed. All are good ends.
fn wait_for_end(machine: &mut Machine) -> Result<()> {
    println!("Ctrl-C ends the demonstration");
    let started = Instant::now();
    while !process::interrupted() && !machine.powered_off()? {
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("ended after {:.0} s", secs(started.elapsed()));
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// Seconds with two digits after the point, which is as exact as looking at a screen is.
fn secs(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 100.0).round() / 100.0
}

/// `1280x800`, within what virtio-gpu's EDID can say and QEMU accepts.
fn parse_mode(text: &str) -> Result<(u32, u32), String> {
    let parts = text
        .split_once('x')
        .and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let (width, height) = parts.ok_or("a mode is WIDTHxHEIGHT, such as 1280x800")?;
    let range = 64..=8192;
    if !range.contains(&width) || !range.contains(&height) {
        return Err("width and height must be from 64 to 8192".to_owned());
    }
    Ok((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_two_numbers_within_limits() {
        assert_eq!(parse_mode("1280x800"), Ok((1280, 800)));
        assert!(parse_mode("1280").is_err());
        assert!(parse_mode("0x800").is_err());
        assert!(parse_mode("1280x800x2").is_err());
    }
}
