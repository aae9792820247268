//! Programs of a desktop in a real guest: GTK 4, Qt Quick, a browser and games on weston, drawn by Mesa's virgl on the back
//! end, and by its software renderer on QEMU's own device, which is the reference.
//!
//! What each must look like is in the table. Pictures and consoles are left under `target/guest-programs`.

mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Trial};

use self::table::{Judge, Likeness, Scene, Stock, TABLE};
use crate::clients::checks::{self, Checks};
use crate::clients::similarity;
use crate::guest::backend::Program;
use crate::guest::picture::Picture;
use crate::guest::qemu::{Boot, Gpu, Image, Machine, Options};
use crate::guest::root::Root;
use crate::{cargo, paths, process};

/// How long a program may take to its picture: emulated processors compile and draw for the reference.
const DRAW_LIMIT: Duration = Duration::from_secs(900);
/// The pause between two looks at something that moves.
const LOOK: Duration = Duration::from_millis(500);
/// A desktop without a program, or one that has shown a part of its window, has fewer colours.
const LEAST_COLOURS: usize = 24;
/// What Chromium says when it goes on without a GPU.
const GPU_PROCESS_ENDED: &str = "The GPU process has crashed";

/// What every program needs.
#[derive(Clone)]
struct Setup {
    image: Arc<Image>,
    root: Arc<Root>,
    program: Arc<Program>,
    results: PathBuf,
}

/// Which of the two guests.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Names its logs and pictures.
    name: &'static str,
    gpu: Gpu<'a>,
    /// What Mesa's driver calls itself.
    renderer: &'static str,
}

/// What one guest has shown: a picture for each scene, or a single one, and what a page says of its own checks.
struct Seen {
    pictures: Vec<Picture>,
    checks: Option<Checks>,
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
    let trials = TABLE.iter().map(|stock| {
        let setup = setup.clone();
        Trial::test(stock.name, move || {
            compare(&setup, stock).map_err(|error| format!("{error:#}").into())
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

fn compare(setup: &Setup, stock: &Stock) -> Result<()> {
    let (reference, backend) = (
        Place {
            name: "reference",
            gpu: Gpu::Builtin,
            renderer: "llvmpipe",
        },
        Place {
            name: "backend",
            gpu: Gpu::VhostUser(&setup.program),
            renderer: "virgl",
        },
    );
    let wanted = see(setup, stock, reference).context("the reference")?;
    let seen = see(setup, stock, backend)?;
    let names = scenes(stock);
    let mut wrong = Vec::new();
    for ((name, likeness), (wanted, seen)) in names.iter().zip(wanted.pictures.iter().zip(&seen.pictures)) {
        let (good, words) = judge(*likeness, wanted, seen)?;
        println!("  {name}: {words}");
        if !good {
            wrong.push(format!("{name}: {words}"));
        }
    }
    if let Some(checks) = &seen.checks {
        println!("  {}: {checks}", stock.name);
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

/// Under which names a program's pictures are filed, and how each is judged.
fn scenes(stock: &Stock) -> Vec<(String, Likeness)> {
    match stock.judge {
        Judge::Still(least) | Judge::Page { least, .. } => {
            vec![(stock.name.to_owned(), Likeness::Ssim(least))]
        }
        Judge::Scenes(scenes) => scenes
            .iter()
            .map(|scene| (format!("{}-{}", stock.name, scene.name), scene.likeness))
            .collect(),
    }
}

/// Whether a picture is like that of the reference, and how much, in words.
fn judge(likeness: Likeness, reference: &Picture, picture: &Picture) -> Result<(bool, String)> {
    Ok(match likeness {
        Likeness::Ssim(least) => {
            let found = reference.similarity(picture)?;
            let words = format!("like the reference by {found:.4}, {least} is due");
            (found >= least, words)
        }
        Likeness::Shades => {
            let found = similarity::shades_in_common(reference, picture);
            (found.is_enough(), found.to_string())
        }
    })
}

/// Runs a program in one of the guests and looks at it.
fn see(setup: &Setup, stock: &Stock, place: Place<'_>) -> Result<Seen> {
    let log = format!("{}-{}", stock.name, place.name);
    let boot = Boot::Linux(&setup.image, stock.name);
    let options = Options {
        mode: stock.mode,
        memory_mib: stock.memory_mib,
        ..Options::new(&log, place.gpu, boot, &setup.results)
    };
    let mut machine = Machine::start(&options.with_disk(&setup.root))?;
    let started = machine.started();
    let names = scenes(stock);
    let file = |name: &str| setup.results.join(format!("{name}-{}.png", place.name));
    let mut checks = None;
    let pictures = match stock.judge {
        Judge::Still(_) => vec![window(&mut machine, LEAST_COLOURS, &file(stock.name))?],
        Judge::Page {
            checks: count,
            colours,
            ..
        } => {
            checks = page(&mut machine, place, count)?;
            vec![window(&mut machine, colours, &file(stock.name))?]
        }
        Judge::Scenes(scenes) => {
            let play = |(scene, (name, _)): (&Scene, &(String, _))| play(&mut machine, scene, &file(name));
            scenes.iter().zip(&names).map(play).collect::<Result<_>>()?
        }
    };
    if let Some(backend) = machine.controllable() {
        let draws = &backend.status()?["render"]["gpu"]["draws"];
        ensure!(draws.as_u64() > Some(0), "the back end has drawn nothing");
    }
    ensure!(
        machine.serial.count(GPU_PROCESS_ENDED)? == 0,
        "the browser's GPU process has ended"
    );
    println!("  {log}: {} s", started.elapsed().as_secs());
    machine.finish()?;
    Ok(Seen { pictures, checks })
}

/// The screen once the program's window stands still on it, with so many colours. Whatever is seen last is written to `file`.
fn window(machine: &mut Machine, colours: usize, file: &Path) -> Result<Picture> {
    let mut seen = None;
    let picture = machine.wait_for_picture("window that stands still", DRAW_LIMIT, |picture| {
        seen = Some(picture.clone());
        picture.colours() >= colours
    });
    if let Some(picture) = picture.as_ref().ok().or(seen.as_ref()) {
        picture.write_png(file)?;
    }
    picture
}

/// Waits until a page has made its checks, and requires that there are so many and that all passed, drawn by whom we want.
fn page(machine: &mut Machine, place: Place<'_>, count: usize) -> Result<Option<Checks>> {
    if count == 0 {
        return Ok(None);
    }
    process::poll_until("end of the page's checks", DRAW_LIMIT, || {
        machine.check_running()?;
        Ok((machine.serial.count(checks::LAST)? > 0).then_some(()))
    })?;
    let text = machine.serial.text();
    let renderer = checks::renderer(&text).context("the page has not said who draws")?;
    ensure!(renderer.contains(place.renderer), "{renderer} has drawn");
    let checks = Checks::read(&text)?.context("the page has no checks")?;
    ensure!(checks.passed == count, "{checks}, {count} are due");
    Ok(Some(checks))
}

/// Types what leads to a scene, and looks at it when it has been seen for long enough.
fn play(machine: &mut Machine, scene: &Scene, file: &Path) -> Result<Picture> {
    if let Some(key) = scene.key {
        machine.qmp.send_keys(&[key])?;
    }
    let mut watch = Watch::new(scene);
    let picture = process::poll_until(&format!("scene '{}'", scene.name), DRAW_LIMIT, || {
        std::thread::sleep(LOOK);
        machine.serial.check()?;
        watch.look(machine.look()?)
    });
    if let Some(seen) = &watch.last {
        seen.write_png(file)?;
    }
    picture
}

/// Waits for a scene in what is seen.
struct Watch<'a> {
    scene: &'a Scene,
    /// The first picture that may be of the scene.
    first: Option<Picture>,
    /// How many frames have been like it.
    frames: u32,
    last: Option<Picture>,
}

impl<'a> Watch<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self {
            scene,
            first: None,
            frames: 0,
            last: None,
        }
    }

    /// Takes what is seen now, and returns it if it is the scene.
    fn look(&mut self, picture: Picture) -> Result<Option<Picture>> {
        if self.last.as_ref() == Some(&picture) {
            return Ok(None);
        }
        self.last = Some(picture.clone());
        let goes_on = match (&self.first, self.scene.likeness) {
            (None, _) => false,
            (Some(_), Likeness::Shades) => true,
            (Some(first), Likeness::Ssim(least)) => first.similarity(&picture)? >= least,
        };
        if picture.colours() < self.scene.colours {
            (self.first, self.frames) = (None, 0);
        } else if goes_on {
            self.frames += 1;
        } else {
            (self.first, self.frames) = (Some(picture.clone()), 0);
        }
        Ok((self.frames >= self.scene.frames).then_some(picture))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 64 shades of grey from `from` on, which has a dark block or not.
    fn picture(from: u8, block: bool) -> Picture {
        let samples = (0..64 * 64u32).flat_map(|i| {
            let dark = block && i % 64 < 32 && i / 64 < 32;
            [if dark {
                (i % 3) as u8 * 80
            } else {
                from + (i % 64) as u8
            }; 3]
        });
        Picture::new(64, 64, samples.collect()).unwrap()
    }

    #[test]
    fn a_scene_is_taken_after_enough_frames_that_are_alike() {
        let scene = Scene {
            name: "scene",
            key: None,
            colours: 60,
            frames: 2,
            likeness: Likeness::Ssim(0.95),
        };
        let mut watch = Watch::new(&scene);
        let blank = Picture::new(64, 64, vec![7; 64 * 64 * 3]).unwrap();
        // Something else, the first frame, the same one again, and an empty one, after which all begins again.
        for other in [
            picture(100, true),
            picture(100, false),
            picture(101, false),
            picture(101, false),
            blank,
            picture(100, false),
            picture(101, false),
        ] {
            assert_eq!(watch.look(other).unwrap(), None);
        }
        let last = picture(102, false);
        assert_eq!(watch.look(last.clone()).unwrap(), Some(last));
    }
}
