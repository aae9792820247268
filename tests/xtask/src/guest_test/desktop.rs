//! Programs of a desktop in a real guest: GTK 4 and Qt Quick on weston, drawn by Mesa's virgl on the back end, and by its
//! software renderer on QEMU's own device, which is the reference.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Trial};

use crate::guest::backend::Program;
use crate::guest::picture::Picture;
use crate::guest::qemu::{Boot, Gpu, Image, Machine, Options};
use crate::guest::root::Root;
use crate::{cargo, paths};

/// Scripts of `tests/guest/run`, and the structural similarity that their pictures must have.
const PROGRAMS: &[(&str, f64)] = &[
    ("gtk-widgets", 0.97),
    ("gtk-shadows", 0.99),
    ("gtk-transparent", 0.99),
    ("qt-quick", 0.98),
];

/// How long a program may take to its picture: emulated processors compile and draw for the reference.
const DRAW_LIMIT: Duration = Duration::from_secs(900);
/// A desktop without a program, or one that has shown a part of its window, has fewer colours.
const LEAST_COLOURS: usize = 24;

/// What every program needs.
#[derive(Clone)]
struct Setup {
    image: std::sync::Arc<Image>,
    root: std::sync::Arc<Root>,
    program: std::sync::Arc<Program>,
    results: PathBuf,
}

/// Runs those whose name contains `filter`; an error when one does not look like the reference.
pub(crate) fn run(filter: Option<String>) -> Result<()> {
    crate::deps::ensure(&[crate::deps::Purpose::Guest])?;
    let setup = Setup {
        program: Program::new(&cargo::build_daemon()?)?.with_3d().into(),
        image: Image::prepare()?.into(),
        root: Root::fetch_desktop()
            .context("cannot make a root file system with programs")?
            .into(),
        results: paths::results("guest-programs")?,
    };
    println!(
        "Mesa {}; pictures are in {}",
        setup.root.mesa_version(),
        setup.results.display()
    );
    let trials = PROGRAMS.iter().map(|&(name, least)| {
        let setup = setup.clone();
        Trial::test(name, move || {
            compare(&setup, name, least).map_err(|error| format!("{error:#}").into())
        })
    });
    let arguments = Arguments {
        filter,
        test_threads: Some(1),
        ..Arguments::default()
    };
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    ensure!(
        !conclusion.has_failed(),
        "{} programs failed",
        conclusion.num_failed
    );
    Ok(())
}

fn compare(setup: &Setup, name: &str, least: f64) -> Result<()> {
    let reference = draw(setup, name, "reference", Gpu::Builtin).context("the reference")?;
    let picture = draw(setup, name, "backend", Gpu::VhostUser(&setup.program))?;
    let likeness = reference.similarity(&picture)?;
    println!("  {name}: like the reference by {likeness:.4}");
    ensure!(
        likeness >= least,
        "like the reference by {likeness:.4}, {least} is due"
    );
    Ok(())
}

/// The screen once the program's window stands still on it.
fn draw(setup: &Setup, name: &str, place: &str, gpu: Gpu<'_>) -> Result<Picture> {
    let log = format!("{name}-{place}");
    let options = Options::new(&log, gpu, Boot::Linux(&setup.image, name), &setup.results);
    let mut machine = Machine::start(&options.with_disk(&setup.root))?;
    let file = setup.results.join(format!("{log}.png"));
    let mut seen = None;
    let picture = machine.wait_for_picture("window that stands still", DRAW_LIMIT, |picture| {
        seen = Some(picture.clone());
        picture.colours() >= LEAST_COLOURS
    });
    if let Some(picture) = picture.as_ref().ok().or(seen.as_ref()) {
        picture.write_png(&file)?;
    }
    let picture = picture?;
    if let Some(backend) = machine.controllable() {
        let draws = &backend.status()?["render"]["gpu"]["draws"];
        ensure!(draws.as_u64() > Some(0), "the back end has drawn nothing");
    }
    machine.finish()?;
    Ok(picture)
}
