//! `cargo xtask test`: every check of the project, in order, as the table [`STEPS`] says.
//!
//! A step that cannot run here is skipped loudly; it never passes by not running.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::deps::{self, Purpose};
use crate::{cargo, clients, dist, firmware, fuzz, guest_test, newer_qemu, process};

/// One line of the table.
struct Step {
    name: &'static str,
    about: &'static str,
    /// What it needs from the distribution.
    needs: &'static [Purpose],
    /// Why it cannot run yet, whatever is installed: an error skips it.
    ready: fn() -> Result<()>,
    /// Whether it runs programs that the step `build` has built.
    after_build: bool,
    /// Whether `--fast` leaves it out.
    slow: bool,
    run: fn() -> Result<()>,
}

/// A step without needs, before or beside the build.
const QUICK: Step = Step {
    name: "",
    about: "",
    needs: &[],
    ready: || Ok(()),
    after_build: false,
    slow: false,
    run: || Ok(()),
};

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "the sources are formatted",
        run: || cargo::cargo(&["fmt", "--all", "--check"]),
        ..QUICK
    },
    Step {
        name: "clippy",
        about: "no warning in any crate",
        needs: &[Purpose::Fuzz],
        run: || cargo::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        ..QUICK
    },
    Step {
        name: "unit",
        about: "tests beside the code",
        needs: &[Purpose::Edid],
        run: || cargo::cargo(&["test", "--quiet"]),
        ..QUICK
    },
    Step {
        name: "firmware",
        about: "the UEFI driver's tests, and its image and option ROM",
        run: || firmware::test().and_then(|()| firmware::build().map(drop)),
        ..QUICK
    },
    Step {
        name: BUILD,
        about: "release build of the daemon and the test programs",
        run: cargo::build_release,
        ..QUICK
    },
    Step {
        name: "conformance",
        about: "the daemon under front ends of four personalities",
        needs: &[Purpose::Conformance],
        after_build: true,
        run: || cargo::conformance(None, &[]),
        ..QUICK
    },
    Step {
        name: "package",
        about: "the Debian package, and what is in it",
        needs: &[Purpose::Package],
        after_build: true,
        run: dist::check,
        ..QUICK
    },
    Step {
        name: "vtest",
        about: "stock OpenGL programs on the daemon's vtest server",
        needs: &[Purpose::Clients],
        ready: clients::server_exists,
        after_build: true,
        run: || clients::vtest::run(&clients::vtest::Arguments::ours()),
        ..QUICK
    },
    Step {
        name: "pictures",
        about: "still pictures of it, compared with llvmpipe's",
        needs: &[Purpose::Clients],
        ready: clients::server_exists,
        after_build: true,
        run: || clients::pictures::run(&clients::pictures::Arguments::ours()),
        ..QUICK
    },
    Step {
        name: "sweeps",
        about: "the numbers of its OpenGL ES 3.1, compared with llvmpipe's",
        needs: &[Purpose::Clients],
        ready: clients::server_exists,
        after_build: true,
        slow: true,
        run: || clients::sweeps::run(&clients::sweeps::Arguments::fast()),
    },
    Step {
        name: "piglit",
        about: "piglit's fast tests on it, beside what the peer passes",
        needs: &[Purpose::Clients, Purpose::Piglit],
        ready: clients::server_exists,
        after_build: true,
        slow: true,
        run: || clients::piglit::run(&clients::piglit::Arguments::ours()),
    },
    Step {
        name: "guest",
        about: "real guests under QEMU, compared with QEMU's own device",
        needs: &[Purpose::Guest, Purpose::Firmware, Purpose::Vnc],
        after_build: true,
        slow: true,
        run: || guest_test::run(None, None, guest_test::Which::QemusGpu),
        ..QUICK
    },
    Step {
        name: "generic",
        about: "real guests that get all that the daemon offers, by a newer QEMU's generic device",
        needs: &[Purpose::Guest, Purpose::Firmware, Purpose::Vnc],
        ready: || newer_qemu::version().map(drop),
        after_build: true,
        slow: true,
        run: || guest_test::run(None, None, guest_test::Which::Generic),
    },
    Step {
        name: "fuzz",
        about: "every fuzz target for ten seconds, from the same seed each time",
        needs: &[Purpose::Fuzz],
        slow: true,
        run: || fuzz::run(&fuzz::Args::all_for(Duration::from_secs(10), 1)),
        ..QUICK
    },
];

const BUILD: &str = "build";

/// How a step ended.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Failed(why) => write!(f, "FAILED: {why}"),
            Self::Skipped(why) => write!(f, "SKIPPED: {why}"),
        }
    }
}

/// A step that has ended.
struct Ended {
    name: &'static str,
    time: Duration,
    outcome: Outcome,
}

/// Runs the steps, or those named in `only`, and prints the summary.
pub(crate) fn run(only: &[String], fast: bool) -> Result<()> {
    let mut done: Vec<Ended> = Vec::new();
    for step in chosen(only)? {
        println!("\n==> {}: {}", step.name, step.about);
        let start = Instant::now();
        let outcome = outcome(step, fast, &done);
        let ended = Ended {
            name: step.name,
            time: start.elapsed(),
            outcome,
        };
        println!(
            "<== {}: {} ({:.1} s)",
            ended.name,
            ended.outcome,
            ended.time.as_secs_f64()
        );
        done.push(ended);
        ensure!(!process::interrupted(), "interrupted");
    }
    summary(&done)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Step>> {
    for name in only {
        if !STEPS.iter().any(|step| step.name == name) {
            let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no step {name:?}; there are {}", names.join(", "));
        }
    }
    let wanted = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(wanted).collect())
}

fn outcome(step: &Step, fast: bool, done: &[Ended]) -> Outcome {
    if fast && step.slow {
        return Outcome::Skipped("left out by --fast".to_owned());
    }
    let build_failed = done
        .iter()
        .any(|ended| ended.name == BUILD && !matches!(ended.outcome, Outcome::Passed));
    if step.after_build && build_failed {
        return Outcome::Skipped("the build failed".to_owned());
    }
    if let Err(error) = (step.ready)() {
        return Outcome::Skipped(format!("{error:#}"));
    }
    if let Err(error) = deps::ensure(step.needs) {
        return Outcome::Skipped(format!("{error:#}"));
    }
    match (step.run)() {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

/// Prints a line for each step and the closing line, which stands alone for those who count.
fn summary(done: &[Ended]) -> Result<()> {
    println!("\nsummary");
    for ended in done {
        println!(
            "  {:<12} {:>7.1} s  {}",
            ended.name,
            ended.time.as_secs_f64(),
            ended.outcome
        );
    }
    let count = |is: fn(&Outcome) -> bool| done.iter().filter(|ended| is(&ended.outcome)).count();
    let passed = count(|outcome| matches!(outcome, Outcome::Passed));
    let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    // The line above has said it all.
    if failed > 0 { std::process::exit(1) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_names_are_unique_and_given() {
        for (index, step) in STEPS.iter().enumerate() {
            assert!(!step.name.is_empty());
            assert!(STEPS[..index].iter().all(|other| other.name != step.name));
        }
    }

    #[test]
    fn an_unknown_step_is_refused() {
        assert!(chosen(&["nonsense".to_owned()]).is_err());
        assert_eq!(chosen(&["fmt".to_owned()]).unwrap().len(), 1);
        assert_eq!(chosen(&[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn nothing_that_was_not_built_is_tested() {
        let failed = Ended {
            name: BUILD,
            time: Duration::ZERO,
            outcome: Outcome::Failed(String::new()),
        };
        let step = Step {
            after_build: true,
            run: || panic!("must not run"),
            ..QUICK
        };
        assert!(matches!(outcome(&step, false, &[failed]), Outcome::Skipped(_)));
    }
}
