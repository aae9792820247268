//! Where things lie: the checkout, Cargo's target directory, and the folders that the tasks keep in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .expect("tests/xtask lies two levels below the root")
        .to_owned()
}

/// Cargo's target directory, as Cargo itself placed us: `CARGO_TARGET_DIR` and `build.target-dir` both hold.
pub(crate) fn target() -> Result<PathBuf> {
    let exe = std::env::current_exe().context("cannot find our own program file")?;
    let target = exe
        .ancestors()
        .nth(2)
        .context("our own program file lies at no target/PROFILE/xtask")?;
    Ok(target.to_owned())
}

/// The downloaded guest parts, made once and kept.
pub(crate) fn guest_cache() -> Result<PathBuf> {
    make(target()?.join("guest"))
}

/// What one kind of run leaves for a person to look at.
pub(crate) fn results(name: &str) -> Result<PathBuf> {
    make(target()?.join(name))
}

/// The readable guest scripts, which are part of the sources.
pub(crate) fn guest_sources() -> PathBuf {
    root().join("tests/guest")
}

/// A program of ours as `cargo build --release` leaves it.
pub(crate) fn release_program(name: &str) -> Result<PathBuf> {
    Ok(target()?.join("release").join(name))
}

fn make(dir: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(dir)
}
