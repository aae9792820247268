//! `cargo xtask programs`: programs that people use, drawn by a server and by llvmpipe itself, and looked at.
//!
//! Under `target/programs` lie the pictures of both, those of differences, the programs' logs and a table
//! `summary.md`. A program that is not installed is skipped, and said so.

mod table;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use self::table::{Judge, Stock, TABLE};
use super::checks::Checks;
use super::expected::Expected;
use super::server::{Program, Server};
use super::stage::Stage;
use super::{Choice, pictures, similarity};
use crate::deps::{self, Purpose};
use crate::guest::picture::Picture;
use crate::paths;
use crate::process::{self, Process};

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Only the programs whose name contains this.
    #[arg(long, value_name = "WORD", default_value = "")]
    filter: String,
    /// Install nothing: what is not there is skipped.
    #[arg(long)]
    offline: bool,
}

/// How often the screen is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// A picture that has been the same for so many looks is taken for the last one.
const STILL_LOOKS: u32 = 8;
/// How long the server may still work for a program that has ended: only then it counts what that made it do.
const AFTER_END: Duration = Duration::from_secs(3);
/// So many times as long as usual may nothing be seen.
const PATIENCE: u32 = 4;
/// What a page leaves in its private `/tmp`.
const PAGE: &str = "page.png";

/// What everything is run with: on X, without sound, without services of a desktop.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("HOME", "/tmp/home"),
    ("XDG_RUNTIME_DIR", "/tmp/run"),
    ("LC_ALL", "C.UTF-8"),
    ("GDK_BACKEND", "x11"),
    ("GTK_A11Y", "none"),
    ("GSETTINGS_BACKEND", "memory"),
    ("QT_QPA_PLATFORM", "xcb"),
    ("QT_XCB_GL_INTEGRATION", "xcb_egl"),
    ("QSG_RHI_BACKEND", "opengl"),
    ("SDL_AUDIODRIVER", "dummy"),
    ("ALSOFT_DRIVERS", "null"),
];

/// How a program came out.
enum Outcome {
    Passed(String),
    Failed(String),
    Skipped(String),
}

impl Outcome {
    fn verdict(&self) -> &'static str {
        match self {
            Self::Passed(_) => "pass",
            Self::Failed(_) => "fail",
            Self::Skipped(_) => "skip",
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Passed(text) | Self::Failed(text) | Self::Skipped(text) => text,
        }
    }
}

/// Runs the table, and compares.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if !arguments.offline
        && let Err(error) = deps::ensure(&[Purpose::Programs])
    {
        println!("not everything can be installed: {error:#}");
    }
    let (stage, program) = arguments.choice.prepare("programs", &[])?;
    let results = stage.results();
    for folder in [Program::None.name(), program.name(), "difference"] {
        fs::create_dir_all(results.join(folder))?;
    }
    println!(
        "programs: {} draws; pictures are in {}",
        program.name(),
        results.display()
    );
    let mut lines = Vec::new();
    for stock in TABLE
        .iter()
        .filter(|stock| stock.name.contains(&arguments.filter))
    {
        let outcome = attempt(&stage, &program, stock);
        println!("{:<16} {:<5} {}", stock.name, outcome.verdict(), outcome.text());
        lines.push((stock.name, outcome));
        ensure!(!process::interrupted(), "interrupted");
    }
    ensure!(!lines.is_empty(), "no program has that name");
    report(results, program.name(), &lines)?;
    judge(&program, &lines)
}

fn attempt(stage: &Stage, program: &Program, stock: &Stock) -> Outcome {
    let missing = stock
        .needs
        .iter()
        .find(|name| process::find_program(name).is_none());
    if let Some(name) = missing {
        return Outcome::Skipped(format!("{name} is not installed"));
    }
    match compare(stage, program, stock) {
        Ok(text) => Outcome::Passed(text),
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

fn compare(stage: &Stage, program: &Program, stock: &Stock) -> Result<String> {
    let reference = draw(stage, &Program::None, stock).context("llvmpipe itself")?;
    ensure!(!reference.is_blank(), "llvmpipe itself shows nothing");
    let picture = draw(stage, program, stock)?;
    let checks = match stock.judge {
        Judge::Page(_) => Checks::read(&fs::read_to_string(log(stage, program, stock))?)?,
        Judge::Alike(_) | Judge::Moves => None,
    };
    let checks = checks.map_or(String::new(), |checks| format!(", {checks}"));
    let (reference, picture) = trimmed(&reference, &picture)?;
    match stock.judge {
        Judge::Alike(least) | Judge::Page(least) => {
            let found = similarity::compare(&reference, &picture).context("the pictures differ in size")?;
            let file = stage
                .results()
                .join("difference")
                .join(stock.name)
                .with_extension("png");
            reference.difference(&picture)?.picture().write_png(&file)?;
            ensure!(
                found.ssim >= least,
                "SSIM {:.4}, at least {least} is due",
                found.ssim
            );
            Ok(format!("SSIM {:.4}{checks}", found.ssim))
        }
        Judge::Moves => {
            let found = similarity::shades_in_common(&reference, &picture);
            ensure!(found.is_enough(), "{found}");
            Ok(found.to_string())
        }
    }
}

fn log(stage: &Stage, program: &Program, stock: &Stock) -> std::path::PathBuf {
    stage.log(&format!("{}-{}", stock.name, program.name()))
}

/// Runs a program and returns its picture, which is also written.
fn draw(stage: &Stage, program: &Program, stock: &Stock) -> Result<Picture> {
    // What an earlier program has left on the screen, a mouse pointer if nothing else, is none of this one.
    let stage = stage.again()?;
    let server = Server::start(&stage, program, stock.name)?;
    for (name, mode) in [("home", 0o755), ("run", 0o700)] {
        fs::DirBuilder::new().mode(mode).create(server.tmp().join(name))?;
    }
    // All that it starts is in a process namespace of its own, and ends with it.
    let mut command = stage.client(&server, "unshare")?;
    command
        .args([
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "sh",
            "-c",
            stock.script,
        ])
        .env("HERE", paths::root().join("tests/programs"))
        .envs(ENVIRONMENT.iter().copied());
    let process = Process::spawn(stock.name, &mut command, &log(&stage, program, stock))?;
    let picture = match stock.judge {
        Judge::Page(_) => page(process, stock.time, &server),
        Judge::Alike(_) => window(&stage, process, stock.time, true),
        Judge::Moves => window(&stage, process, stock.time, false),
    };
    std::thread::sleep(AFTER_END);
    let ended = server.end();
    let picture = picture?;
    let file = stage
        .results()
        .join(program.name())
        .join(stock.name)
        .with_extension("png");
    picture.write_png(&file)?;
    let Some(counters) = ended? else {
        return Ok(picture);
    };
    let draws = counters.get("draws").and_then(Value::as_u64).unwrap_or_default();
    ensure!(draws > 0, "it has not drawn by the server at all");
    Ok(picture)
}

/// Waits for a window: until it stands still, or until its time is up. A slow machine gets more time to show anything.
fn window(stage: &Stage, mut process: Process, time: Duration, still: bool) -> Result<Picture> {
    let started = Instant::now();
    let mut last = stage.screen()?;
    let mut same = 0;
    while started.elapsed() < time || (last.is_blank() && started.elapsed() < time * PATIENCE) {
        std::thread::sleep(LOOK);
        process.check_running()?;
        ensure!(!process::interrupted(), "interrupted");
        let now = stage.screen()?;
        same = if now == last && !now.is_blank() {
            same + 1
        } else {
            0
        };
        last = now;
        // Windows come up in parts: what stands still early may be one of them.
        if still && same >= STILL_LOOKS && started.elapsed() >= time / 2 {
            break;
        }
    }
    process.kill()?;
    Ok(last)
}

/// Waits for a browser to end, and reads the picture that it leaves.
fn page(mut process: Process, time: Duration, server: &Server) -> Result<Picture> {
    let status = process::poll_until("end of the browser", time, || process.exited())?;
    ensure!(
        status.success(),
        "the browser failed ({status}): {}",
        process.last_words()
    );
    pictures::read(&server.tmp().join(PAGE))
}

/// Both pictures without the empty part of the screen, which would make all alike.
fn trimmed(one: &Picture, two: &Picture) -> Result<(Picture, Picture)> {
    ensure!(one.size() == two.size(), "the pictures differ in size");
    let (width, height) = one.size();
    let empty = Picture::new(width, height, vec![0; width as usize * height as usize * 3])?;
    let ends = [one, two].map(|picture| {
        let bounds = picture.difference(&empty).ok().and_then(|found| found.bounds());
        bounds.map_or((1, 1), |(left, top, width, height)| (left + width, top + height))
    });
    let size = (ends[0].0.max(ends[1].0), ends[0].1.max(ends[1].1));
    Ok((one.corner(size)?, two.corner(size)?))
}

fn report(dir: &Path, server: &str, lines: &[(&'static str, Outcome)]) -> Result<()> {
    let mut table = format!("Drawn by llvmpipe and by: {server}.\n\n| program | | |\n|---|---|---|\n");
    for (name, outcome) in lines {
        writeln!(
            table,
            "| {name} | {} | {} |",
            outcome.verdict(),
            outcome.text().replace('|', "\\|")
        )?;
    }
    fs::write(dir.join("summary.md"), table)?;
    let count = |verdict: &str| {
        lines
            .iter()
            .filter(|(_, outcome)| outcome.verdict() == verdict)
            .count()
    };
    println!(
        "{} passed, {} failed, {} skipped",
        count("pass"),
        count("fail"),
        count("skip")
    );
    Ok(())
}

/// What our own server cannot draw yet is listed with its cause; a listed program that is right fails the run.
fn judge(program: &Program, lines: &[(&'static str, Outcome)]) -> Result<()> {
    let expected = match program {
        Program::Ours { .. } => Expected::read(&paths::root().join("tests/expectations/programs.txt"))?,
        Program::Peer(_) | Program::None => Expected::default(),
    };
    let mut wrong = Vec::new();
    for (name, outcome) in lines {
        match (outcome, expected.cause(name)) {
            (Outcome::Failed(_), None) => wrong.push(format!("{name} failed")),
            (Outcome::Failed(_), Some(cause)) => println!("known: {name}: {cause}"),
            (Outcome::Passed(_), Some(_)) => {
                wrong.push(format!("{name} is right, and listed as known to fail"))
            }
            _ => {}
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_part_of_the_screen_is_cut_off() {
        let mut samples = vec![0; 16 * 16 * 3];
        samples[(3 * 16 + 5) * 3] = 9;
        let one = Picture::new(16, 16, samples.clone()).unwrap();
        samples[(6 * 16 + 2) * 3] = 9;
        let two = Picture::new(16, 16, samples).unwrap();
        let (one, two) = trimmed(&one, &two).unwrap();
        assert_eq!((one.size(), two.size()), ((6, 7), (6, 7)));
    }
}
