//! A QEMU whose generic vhost-user device gives guests all that a back end offers: the installed one where it can, and
//! otherwise that of a newer release of the distribution, unpacked under `target/guest/newer-qemu`.
//!
//! Such a copy is run by the C library that it was built for, which comes with it: the machine's may be older.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};

use crate::apt::Apt;
use crate::{packages, paths, process, toolbox};

/// Since this version the generic device has shared memory (`VHOST_USER_PROTOCOL_F_SHMEM`).
const LEAST: (u32, u32) = (11, 1);
/// The release whose backports have one.
const RELEASE: &str = "trixie";
const PACKAGES: &[&str] = &["qemu-system-x86"];
/// Packages that only maintainer scripts need, by the beginnings of their names.
const LEFT_OUT: &[&str] = &[
    "adduser_",
    "base-passwd_",
    "debconf_",
    "login.defs_",
    "passwd_",
    "perl",
];
/// The program, and its own loader, below the root of the copy.
const EMULATOR: &str = "usr/bin/qemu-system-x86_64";
const LOADER: &str = "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2";
const MODULES: &str = "usr/lib/x86_64-linux-gnu/qemu";
const DATA: &[&str] = &["usr/share/qemu", "usr/share/seabios"];
/// What the stamp says; another text has the copy made again.
const LAYOUT: &str = "layout 1";

/// The generic device as a GPU: virtio's number of one, its two queues, and the size of `virtio_gpu_config`.
pub(crate) const GPU: &str = "vhost-user-test-device-pci,virtio-id=16,num_vqs=2,vq_size=256,config_size=16";

/// A command that runs it.
///
/// # Errors
/// If there is none, and none can be had.
pub(crate) fn qemu() -> Result<Command> {
    if let Some(installed) = installed() {
        return Ok(Command::new(installed));
    }
    let root = private_copy()?;
    let mut qemu = run_in(&root);
    for data in DATA {
        qemu.arg("-L").arg(root.join(data));
    }
    Ok(qemu)
}

/// Which version it has.
///
/// # Errors
/// As [`qemu`].
pub(crate) fn version() -> Result<String> {
    let text = version_text(&mut qemu()?)?;
    let number = text.split_whitespace().find(|word| version_of(word).is_some());
    number.map(str::to_owned).context("QEMU has no version")
}

fn installed() -> Option<PathBuf> {
    let program = process::find_program("qemu-system-x86_64")?;
    let text = version_text(&mut Command::new(&program)).ok()?;
    is_new_enough(&text).then_some(program)
}

fn version_text(qemu: &mut Command) -> Result<String> {
    let text = process::output(qemu.arg("--version"))?;
    Ok(String::from_utf8_lossy(&text)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned())
}

/// `QEMU emulator version 11.1.3 (Debian 1:11.1.3+ds-1)`.
fn is_new_enough(text: &str) -> bool {
    text.split_whitespace()
        .find_map(version_of)
        .is_some_and(|version| version >= LEAST)
}

/// The first two numbers of a word like `11.1.3`.
fn version_of(word: &str) -> Option<(u32, u32)> {
    let mut parts = word.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn run_in(root: &Path) -> Command {
    let mut qemu = Command::new(root.join(LOADER));
    qemu.arg("--library-path").arg(toolbox::library_path(root));
    qemu.arg(root.join(EMULATOR));
    qemu.env("QEMU_MODULE_DIR", root.join(MODULES));
    qemu
}

/// The root of the copy, made when it is missing.
fn private_copy() -> Result<PathBuf> {
    // Machines are started from several threads, and the first one has to do this alone.
    static MAKING: Mutex<()> = Mutex::new(());
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let root = paths::guest_cache()?.join("newer-qemu");
    let stamp = root.join("stamp");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(LAYOUT) {
        unpack(&root).context("cannot make a private copy of a newer QEMU")?;
        fs::write(stamp, LAYOUT)?;
    }
    Ok(root)
}

fn unpack(root: &Path) -> Result<()> {
    let apt = Apt::of_release(RELEASE)?;
    println!("  downloading a newer QEMU (40 MB)");
    let _ = fs::remove_dir_all(root);
    for archive in apt.download_root(PACKAGES, Some(&apt.backports()))? {
        let name = archive
            .file_name()
            .context("an archive has a name")?
            .to_string_lossy();
        if !LEFT_OUT.iter().any(|prefix| name.starts_with(prefix)) {
            packages::extract(&archive, root)?;
        }
    }
    let text = version_text(&mut run_in(root))?;
    ensure!(is_new_enough(&text), "{RELEASE} has no newer one than {text:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_with_the_device_is_told_from_others() {
        assert!(is_new_enough(
            "QEMU emulator version 11.1.3 (Debian 1:11.1.3+ds-1)"
        ));
        assert!(is_new_enough("QEMU emulator version 12.0.0"));
        assert!(!is_new_enough(
            "QEMU emulator version 11.0.2 (Debian 1:11.0.2+ds-1)"
        ));
        assert!(!is_new_enough("QEMU emulator version 10.0.2"));
        assert!(!is_new_enough("something else"));
    }
}
