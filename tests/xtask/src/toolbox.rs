//! QEMU: the installed one when it can do what we need, otherwise a private copy under `target/guest/qemu`.
//!
//! QEMU before 8.0 refuses vhost-user GPUs without KVM ('requires kvm', `backends/vhost-user.c`), and
//! Debian 12 has 7.2. Its backports have a newer one, which we unpack instead of replacing the installed one.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
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
/// The programs, there.
const EMULATOR: &str = "usr/bin/qemu-system-x86_64";
const PEER_PROGRAM: &str = "usr/lib/qemu/vhost-user-gpu";
/// Scripts of ours that start the peer and QEMU with their libraries: those who run them need to know nothing of these.
const PEER: &str = "peer/vhost-user-gpu";
const QEMU: &str = "peer/qemu-system-x86_64";
/// Where QEMU's own files are, below the root of a copy.
const DATA: &[&str] = &["usr/share/qemu", "usr/share/seabios"];
/// What the stamp says; another text has the copy made again.
const LAYOUT: &str = "layout 2";

/// A command that runs QEMU.
pub(crate) fn qemu() -> Result<Command> {
    if let Some(installed) = installed_qemu() {
        return Ok(Command::new(installed));
    }
    let root = private_copy()?;
    let mut qemu = Command::new(root.join(EMULATOR));
    qemu.env("LD_LIBRARY_PATH", library_path(&root));
    qemu.env("QEMU_MODULE_DIR", root.join(MODULES));
    for data in DATA {
        qemu.arg("-L").arg(root.join(data));
    }
    Ok(qemu)
}

/// QEMU as one program, for those who start it themselves.
pub(crate) fn qemu_program() -> Result<PathBuf> {
    if let Some(installed) = installed_qemu() {
        return Ok(installed);
    }
    let root = private_copy()?;
    write_qemu_script(&root)?;
    Ok(root.join(QEMU))
}

/// QEMU's contrib back end, of the version of the QEMU that we run.
pub(crate) fn peer() -> Result<PathBuf> {
    let installed = PathBuf::from("/usr/lib/qemu/vhost-user-gpu");
    if installed.is_file() && installed_qemu().is_some() {
        return Ok(installed);
    }
    Ok(private_copy()?.join(PEER))
}

/// `LD_LIBRARY_PATH` for programs that were unpacked there.
pub(crate) fn library_path(root: &Path) -> OsString {
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
    let program = process::find_program("qemu-system-x86_64")?;
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
    if fs::read_to_string(&stamp).ok().as_deref() != Some(LAYOUT) {
        unpack(&root).context("cannot make a private copy of QEMU")?;
        write_peer_script(&root)?;
        // A library that is missing here was on the machine and has gone, or never was in the closure.
        for program in [EMULATOR, PEER] {
            let mut try_it = Command::new(root.join(program));
            process::output(try_it.env("LD_LIBRARY_PATH", library_path(&root)).arg("--help"))?;
        }
        fs::write(stamp, LAYOUT)?;
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
    for program in [EMULATOR, PEER_PROGRAM] {
        ensure!(root.join(program).is_file(), "the packages hold no {program}");
    }
    Ok(())
}

fn write_peer_script(root: &Path) -> Result<()> {
    let libraries = library_path(root).display().to_string();
    let program = root.join(PEER_PROGRAM).display().to_string();
    let script = format!("#!/bin/sh\nLD_LIBRARY_PATH='{libraries}' exec '{program}' \"$@\"\n");
    write_script(&root.join(PEER), &script)
}

fn write_qemu_script(root: &Path) -> Result<()> {
    let libraries = library_path(root).display().to_string();
    let (program, modules) = (root.join(EMULATOR), root.join(MODULES));
    let data: String = DATA
        .iter()
        .map(|data| format!(" -L '{}'", root.join(data).display()))
        .collect();
    let script = format!(
        "#!/bin/sh\nexport LD_LIBRARY_PATH='{libraries}' QEMU_MODULE_DIR='{}'\nexec '{}'{data} \"$@\"\n",
        modules.display(),
        program.display(),
    );
    write_script(&root.join(QEMU), &script)
}

fn write_script(file: &Path, script: &str) -> Result<()> {
    fs::create_dir_all(file.parent().expect("it lies in a directory"))?;
    fs::write(file, script)?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).map_err(Into::into)
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
