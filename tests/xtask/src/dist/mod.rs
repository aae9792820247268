//! `cargo xtask dist`: the Debian package, and the man pages and completions for those who package otherwise.
//!
//! Built from the same commit with the same toolchain in the same place, the package has the same bytes: every date is
//! that of the commit, or `SOURCE_DATE_EPOCH`.

mod check;
mod control;
mod crates;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{cargo, paths, process};

pub(crate) use check::run as check;

/// What was built.
pub(crate) struct Built {
    pub(crate) package: PathBuf,
    /// The unpacked tree that it was made of.
    pub(crate) tree: PathBuf,
}

/// Builds the daemon and the package, and says what came out.
pub(crate) fn run() -> Result<()> {
    cargo::build_daemon()?;
    let built = build()?;
    let bytes = fs::metadata(&built.package)?.len();
    println!("{} ({} KiB)", built.package.display(), bytes >> 10);
    println!("install it: apt-get install {}", built.package.display());
    if tree::option_roms()?.is_empty() {
        println!("without the option ROM: `cargo xtask firmware` has not been run");
    }
    Ok(())
}

/// Packs the daemon as it is built.
pub(crate) fn build() -> Result<Built> {
    for program in ["dpkg-deb", "dpkg", "strip", "gzip", "md5sum"] {
        ensure!(
            process::find_program(program).is_some(),
            "{program} is missing: packages are made on Debian and what derives from it"
        );
    }
    let time = Time::of_the_sources()?;
    let dist = paths::results("dist")?;
    write_manual(&dist, &time)?;
    let tree = dist.join("tree");
    tree::make(&tree, &dist, &time)?;
    control::make(&tree)?;
    let package = dist.join(format!(
        "vhost-wgpu_{}_{}.deb",
        control::version(),
        control::architecture()?
    ));
    pack(&tree, &package, &time)?;
    Ok(Built { package, tree })
}

fn write_manual(dist: &Path, time: &Time) -> Result<()> {
    cargo::cargo(&["build", "--release", "--quiet", "--package", "vhost-wgpu-manual"])?;
    process::run(
        Command::new(paths::release_program("manual")?)
            .arg(dist)
            .args(["--date", &time.text("+%Y-%m-%d")?]),
    )
}

fn pack(tree: &Path, package: &Path, time: &Time) -> Result<()> {
    process::output(
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "-Zxz", "--build"])
            .args([tree, package])
            // Several threads cut the data otherwise.
            .env("DPKG_DEB_THREADS_MAX", "1")
            // It takes the date of every newer file from here.
            .env("SOURCE_DATE_EPOCH", time.seconds.to_string()),
    )?;
    Ok(())
}

/// When the sources were last changed.
pub(crate) struct Time {
    seconds: u64,
}

impl Time {
    /// What `SOURCE_DATE_EPOCH` says, or the last commit.
    fn of_the_sources() -> Result<Self> {
        let text = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(text) => text,
            Err(_) => git(&["log", "-1", "--format=%ct"])
                .context("no date for the package: set SOURCE_DATE_EPOCH")?,
        };
        let seconds = text
            .trim()
            .parse()
            .with_context(|| format!("{text:?} is no date"))?;
        Ok(Self { seconds })
    }

    /// In a format of date(1).
    fn text(&self, format: &str) -> Result<String> {
        let mut date = Command::new("date");
        date.args(["--utc", &format!("--date=@{}", self.seconds), format])
            .env("LC_ALL", "C");
        Ok(String::from_utf8(process::output(&mut date)?)?.trim().to_owned())
    }
}

fn git(arguments: &[&str]) -> Result<String> {
    let out = process::output(Command::new("git").current_dir(paths::root()).args(arguments))?;
    Ok(String::from_utf8(out)?.trim().to_owned())
}
