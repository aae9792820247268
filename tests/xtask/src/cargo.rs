//! Cargo invocations, and the programs of ours that other tasks run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{paths, process, toolbox};

/// Our daemon's package.
const DAEMON: &str = "vhost-wgpu";
/// The programs of ours that guests run.
pub(crate) const GUEST_PROGRAMS: &[&str] = &["glshow", "kmsshow"];
/// The package of the conformance suite and the benchmarks.
const TESTS: &str = "vhost-wgpu-tests";

/// Runs Cargo, the one that runs us, at the root of the checkout.
pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    process::run(Command::new(program).args(arguments).current_dir(paths::root()))
}

/// What Cargo, the one that runs us, prints at the root of the checkout.
pub(crate) fn cargo_output(arguments: &[&str]) -> Result<Vec<u8>> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    process::output(Command::new(program).args(arguments).current_dir(paths::root()))
}

/// Builds our daemon as users get it.
pub(crate) fn build_daemon() -> Result<PathBuf> {
    cargo(&["build", "--release", "--package", DAEMON])?;
    paths::release_program(DAEMON)
}

/// Builds one of the programs that guests run.
pub(crate) fn build_guest_program(name: &str) -> Result<PathBuf> {
    cargo(&["build", "--release", "--quiet", "--package", name])?;
    paths::release_program(name)
}

/// Builds our daemon, and the programs that test and measure it.
pub(crate) fn build_release() -> Result<()> {
    cargo(&[
        "build",
        "--release",
        "--package",
        DAEMON,
        "--package",
        TESTS,
        "--bins",
    ])
}

/// Runs the conformance suite on a back end, or on our daemon.
pub(crate) fn conformance(backend: Option<&Path>, arguments: &[String]) -> Result<()> {
    build_release()?;
    let backend = backend.map_or_else(|| paths::release_program(DAEMON), |path| Ok(path.to_owned()))?;
    run_test_program("conformance", &backend, arguments)
}

/// Runs the 2D benchmark on our daemon and on the peer, side by side.
pub(crate) fn bench_2d(arguments: &[String]) -> Result<()> {
    bench("bench2d", "--peer", &toolbox::peer()?, arguments)
}

/// Runs the benchmark of VNC on our daemon and on QEMU, side by side.
pub(crate) fn bench_vnc(arguments: &[String]) -> Result<()> {
    bench("benchvnc", "--qemu", &toolbox::qemu_program()?, arguments)
}

fn bench(name: &str, option: &str, other: &Path, arguments: &[String]) -> Result<()> {
    build_release()?;
    let other = [option.to_owned(), other.display().to_string()];
    let arguments = [&other, arguments].concat();
    run_test_program(name, &paths::release_program(DAEMON)?, &arguments)
}

fn run_test_program(name: &str, backend: &Path, arguments: &[String]) -> Result<()> {
    let mut command = Command::new(paths::release_program(name)?);
    process::run(command.arg("--backend").arg(backend).args(arguments))
}
