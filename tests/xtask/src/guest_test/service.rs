//! A real guest among the eight machines of one service: the others draw in 2D and in 3D all the time, and the worker of one
//! of them is killed and comes back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use vhost_wgpu_tests::frontend::painter::{Kind, Painter};
use vhost_wgpu_tests::frontend::service::{Service, signal};
use vhost_wgpu_tests::frontend::{Failure, Target};

use super::Setup;
use super::cases::{self, Place};
use crate::guest::qemu::{Boot, Gpu, Machine, Options};
use crate::process;

/// Machines beside the guest's.
const PAINTERS: usize = 7;
/// Who loses its worker: one in 3D.
const VICTIM: usize = 3;
/// The guest's machine.
const GUEST: &str = "guest";
/// Between two frames of a machine: the guest has no processor of its own either.
const PAUSE: Duration = Duration::from_millis(50);
/// How long another worker may take to come, on a machine that is busy.
const REPLACE_LIMIT: Duration = Duration::from_secs(30);

/// The guest's console is that of a guest on QEMU's own device, to the pixel.
pub(super) fn console(setup: &Setup) -> Result<()> {
    let case = "service-console";
    let boot = Boot::Linux(&setup.image, "console");
    let reference = Place {
        name: "reference",
        is_backend: false,
        rom: None,
        boot,
    };
    let reference = cases::see(setup, case, &reference, cases::wait_for_banner)?;
    beside_painters(setup, |served| {
        let name = format!("{case}-backend");
        let machine = Machine::start(&Options::new(&name, served, boot, &setup.results))?;
        cases::see_on(setup, case, "backend", machine, cases::wait_for_banner)
    })
    .and_then(|seen| cases::require_same(setup, case, &reference, &seen))
}

/// What the guest draws with OpenGL is like the reference.
pub(super) fn opengl(setup: &Setup) -> Result<()> {
    let case = "service-opengl";
    let boot = Boot::Linux(&setup.image, "glshow");
    beside_painters(setup, |served| {
        let name = format!("{case}-backend");
        let options = Options::new(&name, served, boot, &setup.results);
        let mut machine = Machine::start(&options.with_disk(&setup.root))?;
        cases::opengl_picture(setup, case, &mut machine, true)?;
        machine.finish()
    })
}

/// Does something with the guest's GPU while seven other machines draw.
fn beside_painters<T>(setup: &Setup, guest: impl FnOnce(Gpu<'_>) -> Result<T>) -> Result<T> {
    let target = Target::probe(setup.program.path()).map_err(plain)?;
    let mut machines = format!("[vm.{GUEST}]\ngpu-mode = \"3d\"\n");
    for number in 0..PAINTERS {
        let mode = match kind(number) {
            Kind::TwoD => "2d",
            Kind::ThreeD => "3d",
        };
        machines += &format!("[vm.{}]\ngpu-mode = \"{mode}\"\n", name(number));
    }
    let service = Service::start(&target, &machines).map_err(plain)?;
    let first = service.worker(GUEST).map_err(plain)?;
    let done = AtomicBool::new(false);
    let (result, painters, killed) = thread::scope(|scope| {
        let painters: Vec<_> = (0..PAINTERS)
            .map(|number| {
                let (service, done) = (&service, &done);
                scope.spawn(move || paint(service, number, done))
            })
            .collect();
        let killer = scope.spawn(|| kill_once_the_guest_draws(&service, &done));
        let directory = service.directory();
        let socket = directory.join(format!("{GUEST}.sock"));
        let control = directory.join(format!("{GUEST}.ctl"));
        let result = guest(Gpu::Served(&socket, &control));
        done.store(true, Ordering::Relaxed);
        let painters: Vec<_> = painters.into_iter().map(join).collect();
        (result, painters, join(killer))
    });
    let result = result?;
    killed?;
    for (number, painter) in painters.into_iter().enumerate() {
        let frames = painter.with_context(|| name(number))?;
        println!("  {} has drawn {frames} frames", name(number));
    }
    let last = service.worker(GUEST).map_err(plain)?;
    ensure!(first == last, "the guest's worker is another one");
    service.end().map_err(plain)?;
    Ok(result)
}

fn name(number: usize) -> String {
    format!("vm{number}")
}

fn kind(number: usize) -> Kind {
    if number % 2 == 1 { Kind::ThreeD } else { Kind::TwoD }
}

fn plain(failure: Failure) -> anyhow::Error {
    anyhow!("{failure}")
}

fn join<T>(thread: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|_| bail!("a thread panicked"))
}

/// Draws until `done`, and returns how many frames were seen, each as it has to be. The victim begins anew once.
fn paint(service: &Service, number: usize, done: &AtomicBool) -> Result<u64> {
    let vm = name(number);
    let mut lost = number != VICTIM;
    let mut frames = 0;
    loop {
        let mut painter = Painter::attach(service, &vm, kind(number), number as u64).map_err(plain)?;
        let error = loop {
            if done.load(Ordering::Relaxed) {
                ensure!(lost, "its worker was not killed");
                painter.misbehave().map_err(plain)?;
                painter.check_metrics(service, &vm).map_err(plain)?;
                painter.finish().map_err(plain)?;
                return Ok(frames);
            }
            if let Err(error) = painter.draw() {
                break error;
            }
            frames += 1;
            thread::sleep(PAUSE);
        };
        ensure!(!lost, "{error}");
        lost = true;
    }
}

/// Waits until the guest shows something, kills the victim's worker, and waits for another one.
fn kill_once_the_guest_draws(service: &Service, done: &AtomicBool) -> Result<()> {
    let is_shown = || -> Result<bool> {
        let metrics = service.metrics(GUEST).map_err(plain)?;
        Ok(metrics.get("frames_total").is_some_and(|frames| *frames > 0.0))
    };
    while !is_shown()? {
        ensure!(!done.load(Ordering::Relaxed), "the guest has shown nothing");
        thread::sleep(PAUSE);
    }
    let before = service.worker(&name(VICTIM)).map_err(plain)?;
    signal(before, "KILL").map_err(plain)?;
    process::poll_until("other worker", REPLACE_LIMIT, || {
        let now = service.worker(&name(VICTIM)).map_err(plain)?;
        Ok((now != before).then_some(()))
    })
}
