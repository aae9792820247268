//! The guest's initramfs: busybox, modetest and its libraries, the modules, and the scripts of `tests/guest`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::cpio::Archive;
use super::kernel::Kernel;
use crate::{cargo, packages, paths};

/// What the guest loads. `virtio_input` lets a person type in the demonstration's window.
const MODULES: &[&str] = &["virtio_pci", "virtio_input", "virtio_gpu"];

/// What it loads beside that to mount a disk, and for programs on it to have a keyboard. `ext4` asks for a checksum when it
/// is loaded, by a name and not as a dependency.
const DISK_MODULES: &[&str] = &["crc32c_generic", "virtio_blk", "ext4", "evdev"];

/// Directories of the archive, parents first.
const DIRECTORIES: &[&str] = &[
    "bin",
    "dev",
    "lib",
    "lib64",
    "modules",
    "proc",
    "run",
    "share",
    "share/webgl",
    "sys",
    "tmp",
    "usr",
    "usr/bin",
];

/// (package, file in it, path in the guest). The libraries are those that modetest of any Debian links, and
/// programs in Rust.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("busybox-static", "bin/busybox", "bin/busybox"),
    ("libdrm-tests", "modetest", "usr/bin/modetest"),
    ("libdrm2", "libdrm.so.2", "lib/libdrm.so.2"),
    ("libc6", "libm.so.6", "lib/libm.so.6"),
    ("libc6", "libc.so.6", "lib/libc.so.6"),
    ("libc6", "ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"),
    ("libgcc-s1", "libgcc_s.so.1", "lib/libgcc_s.so.1"),
];

/// What programs on a desktop draw, of `tests/programs`.
const SHARED: &[&str] = &[
    "page.html",
    "quick.qml",
    "webgl/harness.js",
    "webgl/webgl1.html",
    "webgl/webgl1.js",
    "webgl/webgl2.html",
    "webgl/webgl2.js",
];

/// Writes the initramfs and says where it is. It takes a tenth of a second, so it is never stale.
pub(crate) fn build(kernel: &Kernel) -> Result<PathBuf> {
    let mut archive = Archive::default();
    for directory in DIRECTORIES {
        archive.directory(directory);
    }
    // Without it the first process has no stdout until devtmpfs is mounted.
    archive.character_device("dev/console", 5, 1);
    add_programs(&mut archive)?;
    add_modules(&mut archive, kernel)?;
    add_scripts(&mut archive)?;
    let file = paths::guest_cache()?.join("initramfs.cpio");
    fs::write(&file, archive.finish()).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn add_programs(archive: &mut Archive) -> Result<()> {
    for (package, file, place) in PROGRAMS {
        let source = packages::fetch(package)?.find(file)?;
        archive.file(place, &read(&source)?);
    }
    // The guest's libraries are of the release that this machine has.
    for name in cargo::GUEST_PROGRAMS {
        archive.file(
            &format!("usr/bin/{name}"),
            &read(&cargo::build_guest_program(name)?)?,
        );
    }
    Ok(())
}

fn add_modules(archive: &mut Archive, kernel: &Kernel) -> Result<()> {
    let mut known = BTreeSet::new();
    for (list, wanted) in [("order", MODULES), ("disk", DISK_MODULES)] {
        let mut order = String::new();
        for (name, module) in kernel.modules(wanted)? {
            if known.insert(name.clone()) {
                archive.file(&format!("modules/{name}.ko"), &module);
                order += &format!("{name}\n");
            }
        }
        archive.file(&format!("modules/{list}"), order.as_bytes());
    }
    Ok(())
}

fn add_scripts(archive: &mut Archive) -> Result<()> {
    let sources = paths::guest_sources();
    archive.file("init", &read(&sources.join("init"))?);
    archive.file("lib/guest.sh", &read(&sources.join("guest.sh"))?);
    for script in packages::files_below(&sources.join("run"))? {
        let name = script
            .file_name()
            .context("a script has a name")?
            .to_string_lossy();
        archive.file(&format!("run/{name}"), &read(&script)?);
    }
    for name in SHARED {
        let source = paths::root().join("tests/programs").join(name);
        archive.file(&format!("share/{name}"), &read(&source)?);
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
