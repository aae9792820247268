//! `cargo xtask piglit`: the field's OpenGL tests, from the distribution's package, on a server.
//!
//! What the peer reached with the same client Mesa is stored under `tests/expectations`, compressed, and is the
//! measure: a test that it passes has to pass, unless `piglit.txt` there says why not. What it fails may fail too, but
//! a crash or a hang is a failure always.

mod group;
mod judge;
mod results;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Choice;
use super::expected::Expected;
use super::mesa::Mesa;
use super::server::{Program, Server};
use super::stage::Stage;
use crate::deps::Purpose;
use crate::paths;
use crate::process::{self, Process};
use group::Group;
use results::Results;

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Which tests.
    #[arg(long, value_enum, default_value_t = Group::Ci)]
    group: Group,
    /// Of these, only those whose name this regular expression (of piglit's, so Python's) finds.
    #[arg(long, value_name = "RE")]
    filter: Option<String>,
    /// How many tests run at the same time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Store the results as the peer's, for this Mesa, in place of those stored of the same tests.
    #[arg(long)]
    store: bool,
}

impl Arguments {
    /// The group for every change, on our server.
    pub(crate) fn ours() -> Self {
        Self {
            choice: Choice::ours(),
            group: Group::Ci,
            filter: None,
            jobs: 2,
            store: false,
        }
    }
}

/// piglit's files of tests that the groups are taken from.
const PROFILES: [&str; 2] = ["quick_shader", "quick_gl"];
/// A test takes a second or two; the slowest good one of the peer's takes 25 s of an idle core.
const TEST_LIMIT: Duration = Duration::from_secs(90);
/// All of `quick_gl` and `quick_shader` take three hours on two busy cores.
const RUN_LIMIT: Duration = Duration::from_secs(6 * 3600);
/// How often a running piglit is reported on.
const REPORT_EVERY: Duration = Duration::from_secs(60);
/// What piglit says when a profile has no test of a name that was asked for: another one may.
const NO_TESTS: &str = "No tests were run";
/// A server that ends so often has something wrong that more restarts will not tell.
const RESTARTS_MAX: usize = 50;

/// Where lists and results of reference are.
fn expectations() -> PathBuf {
    paths::root().join("tests/expectations")
}

/// Runs the group and judges it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let (stage, program) = arguments.choice.prepare("piglit", &[Purpose::Piglit])?;
    let version = mesa_version(&stage, &program)?;
    println!(
        "piglit: {} draws, clients of Mesa {version}; logs are in {}",
        program.name(),
        stage.results().display()
    );
    let mut results = Results::default();
    let mut ends = 0;
    for profile in PROFILES {
        let options = arguments
            .group
            .options(profile, arguments.filter.as_deref(), stage.results())?;
        if let Some(options) = options {
            let (part, part_ends) = run_profile(&stage, &program, profile, &options, arguments.jobs)?;
            results.merge(part);
            ends += part_ends;
        }
    }
    ensure!(!results.is_empty(), "no test was chosen");
    let stored = expectations().join(format!("piglit-peer-mesa-{version}.tsv.xz"));
    if arguments.store {
        ensure!(
            matches!(program, Program::Peer(_)),
            "--store is for the peer's results"
        );
        return store(&results, &stored);
    }
    let peer = reference(&stored)?;
    results.print_counts(program.name(), &peer);
    fs::write(
        stage.results().join(format!("{}.tsv", program.name())),
        results.to_text(),
    )?;
    let expected = match program {
        Program::Ours { .. } => Expected::read(&expectations().join("piglit.txt"))?,
        Program::Peer(_) | Program::None => Expected::default(),
    };
    let verdict = judge::judge(&results, &peer, &expected);
    verdict.print();
    ensure!(ends == 0, "the server ended {ends} times while piglit ran");
    verdict.into_result()
}

/// The client's Mesa, and a check that the server draws, before thousands of tests ask for it.
fn mesa_version(stage: &Stage, program: &Program) -> Result<String> {
    let server = Server::start(stage, program, "piglit-version")?;
    let mut command = stage.client(&server, "wflinfo")?;
    command.args(["--platform", "x11_egl", "--api", "gl"]);
    let ended = stage.run("wflinfo", &mut command, Duration::from_secs(30))?;
    let text = ended.success("wflinfo")?;
    ensure!(
        text.contains(program.renderer()),
        "{} does not draw: {text}",
        program.name()
    );
    let version = text
        .lines()
        .find_map(|line| Mesa::version_of(line.strip_prefix("OpenGL version string")?));
    version.map(str::to_owned).context("the client's GL is no Mesa")
}

/// Runs one of piglit's profiles. Returns its results, and how often the server ended and was started again.
fn run_profile(
    stage: &Stage,
    program: &Program,
    profile: &str,
    options: &[String],
    jobs: usize,
) -> Result<(Results, usize)> {
    let name = format!("{profile}-{}", program.name());
    let out = stage.results().join(&name);
    let _ = fs::remove_dir_all(&out);
    let mut server = Server::start(stage, program, &name)?;
    let jobs = jobs.to_string();
    let limit = TEST_LIMIT.as_secs().to_string();
    // Its tests are ended with it: a process id namespace leaves nothing behind.
    let mut command = stage.client(&server, "unshare")?;
    command
        .args(["--pid", "--fork", "--kill-child", "piglit", "run", "--overwrite"])
        .args(["--platform", "x11_egl", "--jobs", &jobs, "--timeout", &limit])
        .args(options)
        .arg(profile)
        .arg(&out)
        .env("PIGLIT_COMPRESSION", "none");
    let log = stage.log(&name);
    let started = Instant::now();
    let mut piglit = Process::spawn("piglit", &mut command, &log)?;
    let (mut ends, mut reported) = (0, Instant::now());
    let status = loop {
        if let Some(status) = piglit.exited()? {
            break status;
        }
        ensure!(!process::interrupted(), "interrupted");
        ensure!(started.elapsed() < RUN_LIMIT, "piglit did not end");
        if let Some(words) = server.revive(stage, ends)? {
            ends += 1;
            println!("  the server ended: {words}");
            ensure!(ends < RESTARTS_MAX, "the server ended {ends} times");
        }
        if reported.elapsed() > REPORT_EVERY {
            reported = Instant::now();
            println!("  {profile}: {}", progress(&log));
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    if !status.success() && piglit.last_words().contains(NO_TESTS) {
        return Ok((Results::default(), ends));
    }
    ensure!(
        status.success(),
        "piglit failed ({status}): {}",
        piglit.last_words()
    );
    println!("  {profile}: {:.0} s", started.elapsed().as_secs_f64());
    if let Err(error) = server.end() {
        println!("  {error:#}");
        ends += 1;
    }
    Ok((Results::read(&out.join("results.json"))?, ends))
}

/// piglit writes its progress over and over the same line.
fn progress(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let last = text.rsplit(['\r', '\n']).find(|line| line.contains("] "));
    last.unwrap_or("begins").trim().to_owned()
}

/// The stored results of the peer with this Mesa, or with another one.
fn reference(wanted: &Path) -> Result<Results> {
    if wanted.is_file() {
        return Results::read_stored(wanted);
    }
    let mut others = fs::read_dir(expectations())?.filter_map(|entry| Some(entry.ok()?.path()));
    let other = others.find(|path| path.extension().is_some_and(|end| end == "xz"));
    let other =
        other.context("there are no stored results of the peer: make them with --server peer --store")?;
    println!(
        "  no results of the peer with this Mesa are stored: comparing with {}",
        other.display()
    );
    Results::read_stored(&other)
}

fn store(results: &Results, file: &Path) -> Result<()> {
    let mut all = if file.is_file() {
        Results::read_stored(file)?
    } else {
        Results::default()
    };
    all.merge(results.clone());
    all.write_stored(file)?;
    println!("stored {} tests in {}", results.len(), file.display());
    Ok(())
}
