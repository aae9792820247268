//! QEMU: the installed one when it can do what we need, otherwise a private copy under `target/guest/qemu`.
//!
//! QEMU before 8.0 refuses vhost-user GPUs without KVM ('requires kvm', `backends/vhost-user.c`), and
//! Debian 12 has 7.2. Its backports have a newer one, which we unpack instead of replacing the installed one.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};

use crate::apt::Apt;
use crate::{packages, paths, process};

/// The least major version that a private copy is made of, which is what Debian 13 has.
const PRIVATE_MAJOR: u32 = 10;
/// QEMU, and what its contrib back end links beside it.
const PACKAGES: &[&str] = &["qemu-system-x86", "libvirglrenderer1", "libgbm1", "libepoxy0"];
/// The contrib back end and the display windows. Taken without its dependencies, which are a desktop: a window
/// opens where they are installed anyway.
const PEER_PACKAGE: &str = "qemu-system-gui";
/// Where packages have their libraries, below the root of a copy: before and after the merge of `/usr`.
const LIBRARIES: &[&str] = &["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];
/// Where QEMU has its modules, there.
const MODULES: &str = "usr/lib/x86_64-linux-gnu/qemu";
const EMULATOR: &str = "qemu-system-x86_64";

/// A command that runs QEMU.
pub(crate) fn qemu() -> Result<Command> {
    if let Some(installed) = installed_qemu() {
        return Ok(Command::new(installed));
    }
    let root = private_copy()?;
    let mut qemu = command(&root.join("usr/bin").join(EMULATOR));
    qemu.env("QEMU_MODULE_DIR", root.join(MODULES));
    for data in ["usr/share/qemu", "usr/share/seabios"] {
        qemu.arg("-L").arg(root.join(data));
    }
    Ok(qemu)
}

/// QEMU's contrib back end: the installed one, or the one from QEMU's packages.
pub(crate) fn peer() -> Result<PathBuf> {
    let installed = PathBuf::from("/usr/lib/qemu/vhost-user-gpu");
    if installed.is_file() {
        return Ok(installed);
    }
    Ok(private_copy()?.join("usr/lib/qemu/vhost-user-gpu"))
}

/// Where the peer finds its libraries, when it is part of the private copy.
pub(crate) fn peer_libraries() -> Result<Option<OsString>> {
    let root = private_root()?;
    Ok(root.is_dir().then(|| library_path(&root)))
}

/// A command that runs a program, with the private libraries if it belongs to the private copy.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    if let Ok(root) = private_root()
        && program.starts_with(&root)
    {
        command.env("LD_LIBRARY_PATH", library_path(&root));
    }
    command
}

fn library_path(root: &Path) -> OsString {
    let dirs: Vec<_> = LIBRARIES
        .iter()
        .map(|dir| root.join(dir).display().to_string())
        .collect();
    dirs.join(":").into()
}

/// The kinds of windows that QEMU has modules for.
pub(crate) fn window_kinds() -> Result<Vec<String>> {
    let help = process::output(qemu()?.args(["-display", "help"]))?;
    Ok(String::from_utf8_lossy(&help)
        .lines()
        .map(|line| line.trim().to_owned())
        .collect())
}

/// The installed QEMU, unless it demands KVM for what we do without.
fn installed_qemu() -> Option<PathBuf> {
    let program = process::find_program(EMULATOR)?;
    // The message itself says more than a version: distributions carry patches.
    let mut search = Command::new("grep");
    search
        .args(["-q", "-a", "-F", "vhost initialization failed: requires kvm"])
        .arg(&program);
    let demands_kvm = search.status().is_ok_and(|status| status.success());
    (!demands_kvm).then_some(program)
}

fn private_root() -> Result<PathBuf> {
    Ok(paths::guest_cache()?.join("qemu"))
}

/// The root of the private copy, made when it is missing or no longer starts.
fn private_copy() -> Result<PathBuf> {
    // Machines are started from several threads, and the first one has to do this alone.
    static MAKING: Mutex<()> = Mutex::new(());
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let root = private_root()?;
    let stamp = root.join("stamp");
    if !stamp.is_file() {
        unpack(&root).context("cannot make a private copy of QEMU")?;
        // A library that is missing here was on the machine and has gone, or never was in the closure.
        process::output(command(&root.join("usr/bin").join(EMULATOR)).arg("--version"))?;
        fs::write(stamp, "complete")?;
    }
    Ok(root)
}

fn unpack(root: &Path) -> Result<()> {
    let apt = Apt::get()?;
    let release = apt.candidate("qemu-system-x86")?;
    let backports = apt.backports();
    let suite = (major(&release)? < PRIVATE_MAJOR).then_some(backports.as_str());
    println!("  downloading a private QEMU (the installed one lacks or needs KVM for vhost-user)");
    let _ = fs::remove_dir_all(root);
    for archive in apt.download_closure(PACKAGES, suite)? {
        packages::extract(&archive, root)?;
    }
    let peer = apt.download(PEER_PACKAGE, suite, &root.join("archives"))?;
    packages::extract(&peer, root)?;
    let program = root.join("usr/bin").join(EMULATOR);
    ensure!(program.is_file(), "the packages hold no {EMULATOR}");
    Ok(())
}

/// `1:10.0.2+ds-2` is of major version 10.
fn major(version: &str) -> Result<u32> {
    let upstream = version.split_once(':').map_or(version, |(_epoch, rest)| rest);
    let digits = upstream
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    digits
        .parse()
        .with_context(|| format!("{version:?} is no version"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_no_part_of_a_version() {
        assert_eq!(major("1:10.0.2+ds-2+deb13u1~bpo12+1").unwrap(), 10);
        assert_eq!(major("7.2+dfsg-7").unwrap(), 7);
        assert!(major("1:x").is_err());
    }
}
