//! `cargo xtask sweeps`: what OpenGL ES 3.1 gives by llvmpipe itself and by a server, number by number.
//!
//! The sweeps are those of `glsweep`. Under `target/sweeps` lie the numbers of both and the lines that differ.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Choice;
use super::expected::Expected;
use super::server::{Program, Server};
use super::stage::Stage;
use crate::{cargo, paths, process};

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Only the sweeps whose name contains this.
    #[arg(long, value_name = "WORD", default_value = "")]
    filter: String,
}

impl Arguments {
    /// The sweeps that every change is tested with, by our server.
    pub(crate) fn fast() -> Self {
        Self {
            choice: Choice::ours(),
            filter: String::new(),
        }
    }
}

const NAME: &str = "glsweep";
/// All sweeps together take less than two minutes. A client that stops for good is found by this too.
const LIMIT: Duration = Duration::from_secs(900);

/// Sweeps on both, and compares.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    cargo::cargo(&[
        "build",
        "--release",
        "--package",
        "vhost-wgpu-tests",
        "--bin",
        NAME,
    ])?;
    let (stage, program) = arguments.choice.prepare("sweeps", &[])?;
    // Side by side: each keeps one processor busy.
    let (reference, seen) = std::thread::scope(|scope| {
        let reference = scope.spawn(|| sweep(&stage, &Program::None, &arguments.filter));
        let seen = sweep(&stage, &program, &arguments.filter);
        (reference.join().expect("sweeps return errors"), seen)
    });
    let (reference, seen) = (reference?, seen?);
    let differences = compare(&reference, &seen)?;
    fs::write(stage.results().join("differences.txt"), differences.join("\n"))?;
    judge(&program, &differences, arguments.filter.is_empty())?;
    let lines = fs::read_to_string(&reference)?.lines().count();
    println!(
        "{lines} lines compared, {} differ, each of a known cause",
        differences.len()
    );
    Ok(())
}

/// Writes what comes out of a server to a file.
fn sweep(stage: &Stage, program: &Program, filter: &str) -> Result<PathBuf> {
    let out = stage.results().join(program.name()).with_extension("txt");
    let _ = fs::remove_file(&out);
    let server = Server::start(stage, program, "sweeps")?;
    let mut command = stage.client(&server, &paths::release_program(NAME)?.display().to_string())?;
    command.args(["--filter", filter, "--out"]).arg(&out);
    let ended = stage.run(&format!("{NAME}-{}", program.name()), &mut command, LIMIT);
    let stopped = server.end();
    ended?.success(NAME)?;
    stopped?;
    Ok(out)
}

/// The lines that differ: a label, a tab, and how.
fn compare(reference: &Path, seen: &Path) -> Result<Vec<String>> {
    let mut command = Command::new(paths::release_program(NAME)?);
    command.arg("--compare").arg(reference).arg(seen);
    let text = String::from_utf8(process::output(&mut command)?).context("differences are no text")?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Known differences are listed with their causes, by their label or by how it begins: `LABEL*`. What is listed and does
/// not differ fails a run of everything.
fn judge(program: &Program, differences: &[String], everything: bool) -> Result<()> {
    let known = match program {
        Program::Ours { .. } => Expected::read(&paths::root().join("tests/expectations/sweeps.txt"))?,
        Program::Peer(_) | Program::None => Expected::default(),
    };
    let is = |label: &str, name: &str| match name.strip_suffix('*') {
        Some(beginning) => label.starts_with(beginning),
        None => label == name,
    };
    let labels: Vec<&str> = differences
        .iter()
        .map(|line| line.split_once('\t').map_or(line.as_str(), |(label, _)| label))
        .collect();
    let mut wrong = 0;
    for (label, line) in labels.iter().zip(differences) {
        if !known.names().any(|name| is(label, name)) {
            println!("differs: {}", line.replace('\t', ": "));
            wrong += 1;
        }
    }
    for name in known.names().filter(|_| everything) {
        if !labels.iter().any(|label| is(label, name)) {
            println!("{name} is right, and listed as known to differ");
            wrong += 1;
        }
    }
    ensure!(wrong == 0, "{wrong} lines are not as expected");
    Ok(())
}
