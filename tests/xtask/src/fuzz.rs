//! `cargo xtask fuzz`: builds the targets of `fuzz/` with libFuzzer's coverage and runs each for a while.
//!
//! It needs neither `cargo fuzz` nor a nightly toolchain: the coverage passes of LLVM are in the stable compiler
//! ([`COVERAGE`]), and libFuzzer comes with the `libfuzzer-sys` crate, which wants a C++ compiler. `cargo fuzz` works
//! on the same folder too.
//!
//! Owns `fuzz/corpus` and `fuzz/artifacts`, which Git ignores, and the `fuzz` folder in Cargo's target directory.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::process;

mod finding;

/// Fuzz the code that reads what a guest or a peer sends.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The targets, as named in fuzz/fuzz_targets; all of them when none is named.
    targets: Vec<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// How many targets run at the same time.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// The seed of libFuzzer's random numbers, for runs that are about the same each time; a new one when not given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    seed: Option<u32>,
    /// Watch memory accesses with AddressSanitizer, which takes a nightly toolchain and two thirds of the speed.
    #[arg(long)]
    asan: bool,
}

impl Args {
    /// Every target for `time`, two at a time: a runner has two cores at least.
    pub(crate) fn all_for(time: Duration, seed: u32) -> Self {
        Self {
            targets: Vec::new(),
            seconds: time.as_secs(),
            jobs: 2,
            seed: Some(seed),
            asan: false,
        }
    }
}

/// What libFuzzer needs of the compiler, as `cargo fuzz` passes it; and every check that a release build leaves out.
const COVERAGE: [&str; 9] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions=yes",
    "-Coverflow-checks=yes",
];
/// One input may take that long. A guest's request takes microseconds, a long session of them some milliseconds.
const INPUT_SECONDS_MAX: u64 = 10;
/// A target that needs more memory has allocated what a guest asked for.
const MEMORY_MIB_MAX: u64 = 2048;
/// What a real client says until its first picture. Longer inputs find little more, and each costs more.
const INPUT_BYTES_MAX: usize = 32768;
/// What a target may take beyond its time, to load its corpus and to print.
const GRACE: Duration = Duration::from_secs(60);

/// libFuzzer's options that say when an input fails beside by a panic.
fn limits() -> [String; 2] {
    [
        format!("-timeout={INPUT_SECONDS_MAX}"),
        format!("-rss_limit_mb={MEMORY_MIB_MAX}"),
    ]
}

/// Builds and runs the targets.
///
/// # Errors
/// If a target does not exist, does not build, or finds something.
pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(args.jobs > 0, "--jobs 0 would never end");
    let folders = Folders::new()?;
    let targets = folders.choose(&args.targets)?;
    let programs = build(&folders, &targets, args.asan)?;
    println!("{}", Row::HEADINGS);
    let mut waiting: VecDeque<_> = targets.iter().zip(programs).collect();
    let mut running = Vec::new();
    let (mut passed, mut failed) = (0, 0);
    while !waiting.is_empty() || !running.is_empty() {
        while running.len() < args.jobs
            && let Some((target, program)) = waiting.pop_front()
        {
            running.push(Campaign::start(&folders, target, &program, args)?);
        }
        let mut still = Vec::new();
        for mut campaign in running {
            match campaign.ended()? {
                None => still.push(campaign),
                Some(status) if campaign.report(status)? => passed += 1,
                Some(_) => failed += 1,
            }
        }
        running = still;
        ensure!(!process::interrupted(), "interrupted");
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("{passed} passed, {failed} failed");
    ensure!(failed == 0, "{failed} of {} targets failed", targets.len());
    Ok(())
}

/// Where things lie.
struct Folders {
    /// The `fuzz` folder of the checkout.
    sources: PathBuf,
    /// The `fuzz` folder in Cargo's target directory.
    target: PathBuf,
}

impl Folders {
    fn new() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let root = root.expect("tests/xtask lies two levels below the root");
        let exe = std::env::current_exe().context("cannot find our own program file")?;
        let target = exe
            .ancestors()
            .nth(2)
            .context("our own program file lies at no target/PROFILE/xtask")?;
        Ok(Self {
            sources: root.join("fuzz"),
            target: target.join("fuzz"),
        })
    }

    /// The targets of those names, or all.
    fn choose(&self, names: &[String]) -> Result<Vec<String>> {
        let mut known = Vec::new();
        for entry in
            fs::read_dir(self.sources.join("fuzz_targets")).context("cannot read fuzz/fuzz_targets")?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                known.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
            }
        }
        known.sort();
        if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
            bail!("there is no target {unknown}; there are: {}", known.join(", "));
        }
        Ok(if names.is_empty() { known } else { names.to_vec() })
    }

    /// A folder of one target's, made if it is not there.
    fn of(&self, kind: &str, target: &str) -> Result<PathBuf> {
        let folder = self.sources.join(kind).join(target);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }

    /// The working corpus of a target, which has at least the committed seeds.
    fn corpus(&self, target: &str) -> Result<PathBuf> {
        let corpus = self.of("corpus", target)?;
        let Ok(seeds) = fs::read_dir(self.sources.join("seeds").join(target)) else {
            return Ok(corpus);
        };
        for seed in seeds {
            let seed = seed?;
            fs::copy(seed.path(), corpus.join(seed.file_name()))?;
        }
        Ok(corpus)
    }

    fn log(&self, target: &str) -> PathBuf {
        self.target.join(format!("{target}.log"))
    }
}

/// Builds the targets into a folder of their own, for the flags differ from all other builds', and returns the
/// programs. With `--target` given, the flags do not reach build scripts and macros, which could not link.
fn build(folders: &Folders, targets: &[String], asan: bool) -> Result<Vec<PathBuf>> {
    let mut flags: Vec<&str> = COVERAGE.to_vec();
    let mut cargo = Command::new("cargo");
    let mut target_dir = folders.target.clone();
    if asan {
        flags.push("-Zsanitizer=address");
        cargo.env("RUSTUP_TOOLCHAIN", "nightly");
        target_dir = target_dir.join("asan");
    }
    let host = host_triple(asan)?;
    cargo.args([
        "build",
        "--release",
        "--package",
        "vhost-wgpu-fuzz",
        "--target",
        &host,
        "--target-dir",
    ]);
    cargo
        .arg(&target_dir)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    for target in targets {
        cargo.args(["--bin", target]);
    }
    let status = cargo
        .current_dir(&folders.sources)
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the fuzz targets do not build");
    let programs = target_dir.join(host).join("release");
    Ok(targets.iter().map(|target| programs.join(target)).collect())
}

fn host_triple(nightly: bool) -> Result<String> {
    let mut rustc = Command::new("rustc");
    if nightly {
        rustc.env("RUSTUP_TOOLCHAIN", "nightly");
    }
    let output = rustc.arg("-vV").output().context("cannot start rustc")?;
    ensure!(
        output.status.success(),
        "there is no nightly toolchain, which --asan needs"
    );
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// A target that runs. Dropping it ends it.
struct Campaign {
    target: String,
    program: PathBuf,
    artifacts: PathBuf,
    log: PathBuf,
    child: Child,
    deadline: Instant,
}

impl Campaign {
    fn start(folders: &Folders, target: &str, program: &Path, args: &Args) -> Result<Self> {
        let corpus = folders.corpus(target)?;
        let artifacts = folders.of("artifacts", target)?;
        let log = folders.log(target);
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = Command::new(program)
            .arg(format!("-max_total_time={}", args.seconds))
            // It takes 0 for none.
            .arg(format!("-seed={}", args.seed.unwrap_or(0)))
            .args(limits())
            .arg(format!("-max_len={INPUT_BYTES_MAX}"))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg("-print_final_stats=1")
            .arg(corpus)
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let deadline = Instant::now() + Duration::from_secs(args.seconds) + GRACE;
        let (target, program) = (target.to_owned(), program.to_owned());
        Ok(Self {
            target,
            program,
            artifacts,
            log,
            child,
            deadline,
        })
    }

    /// How it ended, if it has. A target past its deadline is stuck, and ended as failed.
    fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let ended = self.child.try_wait()?;
        if ended.is_none() && Instant::now() > self.deadline {
            self.child.kill()?;
            return Ok(Some(self.child.wait()?));
        }
        Ok(ended)
    }

    /// Prints what came of it, and returns whether nothing was found.
    fn report(&self, status: ExitStatus) -> Result<bool> {
        let text = fs::read(&self.log).with_context(|| format!("cannot read {}", self.log.display()))?;
        let text = String::from_utf8_lossy(&text);
        println!("{}", Row::of(&self.target, &text, status.success()));
        if status.success() {
            return Ok(true);
        }
        for line in finding::what_went_wrong(&text) {
            println!("  {line}");
        }
        println!("  all of it: {}", self.log.display());
        match finding::artifact(&text) {
            Some(artifact) => {
                println!("  again: {} {artifact}", self.program.display());
                // The other targets are not to be stopped by that.
                if let Err(error) = finding::print_input(&self.target, &self.program, Path::new(artifact)) {
                    println!("  {error:#}");
                }
            }
            None => println!("  {status}; nothing was left in {}", self.artifacts.display()),
        }
        Ok(false)
    }
}

impl Drop for Campaign {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What libFuzzer says about a run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Stats {
    seed: u64,
    executions: u64,
    per_second: u64,
    edges: u64,
    edges_all: u64,
    features: u64,
    inputs: u64,
}

impl Stats {
    fn of(text: &str) -> Self {
        let mut stats = Self::default();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("INFO: Seed: ") {
                stats.seed = leading_number(rest);
            } else if let Some(rest) = line.strip_prefix("INFO: Loaded 1 PC tables (") {
                stats.edges_all = leading_number(rest);
            } else if let Some(rest) = line.strip_prefix("stat::average_exec_per_sec:") {
                stats.per_second = leading_number(rest);
            } else if let Some(rest) = line.strip_prefix('#') {
                stats.executions = leading_number(rest);
                stats.edges = number_after(line, " cov: ").unwrap_or(stats.edges);
                stats.features = number_after(line, " ft: ").unwrap_or(stats.features);
                stats.inputs = number_after(line, " corp: ").unwrap_or(stats.inputs);
            } else if let Some(rest) = line.strip_prefix("stat::number_of_executed_units:") {
                stats.executions = leading_number(rest);
            }
        }
        stats
    }
}

fn leading_number(text: &str) -> u64 {
    let digits: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

fn number_after(line: &str, label: &str) -> Option<u64> {
    line.split_once(label).map(|(_, rest)| leading_number(rest))
}

/// A line of the table that is printed.
struct Row;

impl Row {
    const HEADINGS: &str =
        "target             executions   exec/s      edges of all   features   inputs       seed  result";

    fn of(target: &str, log: &str, passed: bool) -> String {
        let Stats {
            seed,
            executions,
            per_second,
            edges,
            edges_all,
            features,
            inputs,
        } = Stats::of(log);
        let result = if passed { "ok" } else { "FOUND" };
        format!(
            "{target:<16} {executions:>12} {per_second:>8} {edges:>10} {edges_all:>6} {features:>10} {inputs:>8} {seed:>10}  {result}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
INFO: Running with entropic power schedule (0xFF, 100).
INFO: Seed: 4294967295
INFO: Loaded 1 modules   (5123 inline 8-bit counters): 5123 [0x1, 0x2),
INFO: Loaded 1 PC tables (5123 PCs): 5123 [0x1,0x2),
#2\tINITED cov: 90 ft: 91 corp: 1/1b exec/s: 0 rss: 30Mb
#2048\tpulse  cov: 512 ft: 1021 corp: 40/3b lim: 21 exec/s: 1024 rss: 32Mb
#4099\tDONE   cov: 513 ft: 1024 corp: 41/9Kb lim: 33 exec/s: 2049 rss: 33Mb
stat::number_of_executed_units: 4099
stat::average_exec_per_sec:     2049
";

    #[test]
    fn the_figures_are_the_last_ones() {
        let expected = Stats {
            seed: 4_294_967_295,
            executions: 4099,
            per_second: 2049,
            edges: 513,
            edges_all: 5123,
            features: 1024,
            inputs: 41,
        };
        assert_eq!(Stats::of(LOG), expected);
    }

    #[test]
    fn a_run_that_said_nothing_has_no_figures() {
        assert_eq!(Stats::of(""), Stats::default());
    }

    #[test]
    fn columns_stand_under_their_headings() {
        let row = Row::of("requests_2d", LOG, true);
        assert_eq!(row.rfind("ok"), Row::HEADINGS.rfind("result"));
        let end = |text: &str, word: &str| text.find(word).unwrap() + word.len();
        assert_eq!(end(&row, "4294967295"), end(Row::HEADINGS, "seed"));
    }
}
