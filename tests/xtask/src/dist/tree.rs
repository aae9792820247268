//! What the package installs, and where.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Time, control, crates};
use crate::{paths, process};

/// Files that are installed as they lie in the sources.
const SOURCES: &[(&str, &str)] = &[
    (
        "vhost-backend/dist/50-vhost-wgpu.json",
        "usr/share/qemu/vhost-user/50-vhost-wgpu.json",
    ),
    (
        "vhost-backend/dist/systemd/vhost-wgpu@.service",
        "lib/systemd/system/vhost-wgpu@.service",
    ),
    (
        "vhost-backend/dist/systemd/vhost-wgpu-serve.service",
        "lib/systemd/system/vhost-wgpu-serve.service",
    ),
    (
        "vhost-backend/dist/systemd/vhost-wgpu-serve@.socket",
        "lib/systemd/system/vhost-wgpu-serve@.socket",
    ),
    (
        "vhost-backend/dist/systemd/sysusers.conf",
        "usr/lib/sysusers.d/vhost-wgpu.conf",
    ),
    ("vhost-backend/dist/debian/default", "etc/default/vhost-wgpu"),
    (
        "vhost-backend/dist/libvirt.xml",
        "usr/share/doc/vhost-wgpu/examples/libvirt.xml",
    ),
    (
        "vhost-backend/dist/host.toml",
        "usr/share/doc/vhost-wgpu/examples/host.toml",
    ),
];

/// Files that the daemon's definition of its command line was turned into.
const COMPLETIONS: &[(&str, &str)] = &[
    (
        "completions/vhost-wgpu.bash",
        "usr/share/bash-completion/completions/vhost-wgpu",
    ),
    (
        "completions/_vhost-wgpu",
        "usr/share/zsh/vendor-completions/_vhost-wgpu",
    ),
    (
        "completions/vhost-wgpu.fish",
        "usr/share/fish/vendor_completions.d/vhost-wgpu.fish",
    ),
];

/// Makes the tree anew; `dist` holds the man pages and completions.
pub(super) fn make(tree: &Path, dist: &Path, time: &Time) -> Result<()> {
    if tree.exists() {
        fs::remove_dir_all(tree)?;
    }
    program(tree)?;
    for (from, to) in SOURCES {
        copy(&paths::root().join(from), &tree.join(to))?;
    }
    for (from, to) in COMPLETIONS {
        copy(&dist.join(from), &tree.join(to))?;
    }
    for page in files(&dist.join("man"))? {
        compress(&page, &tree.join("usr/share/man/man1").join(file_name(&page)?))?;
    }
    for rom in option_roms()? {
        copy(&rom, &tree.join("usr/share/vhost-wgpu").join(file_name(&rom)?))?;
    }
    documentation(&tree.join("usr/share/doc/vhost-wgpu"), time)?;
    directories_for_all(tree)
}

/// The option ROMs that `cargo xtask firmware` has left, if it has been run.
pub(super) fn option_roms() -> Result<Vec<PathBuf>> {
    let dir = paths::target()?.join("firmware");
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut roms = files(&dir)?;
    roms.retain(|file| file.extension().is_some_and(|extension| extension == "rom"));
    Ok(roms)
}

/// The daemon, without what only a debugger reads.
fn program(tree: &Path) -> Result<()> {
    let to = tree.join("usr/bin/vhost-wgpu");
    copy(&paths::release_program("vhost-wgpu")?, &to)?;
    let sections = ["--remove-section=.comment", "--remove-section=.note"];
    process::output(
        Command::new("strip")
            .arg("--strip-unneeded")
            .args(sections)
            .arg(&to),
    )?;
    set_mode(&to, 0o755)
}

fn documentation(dir: &Path, time: &Time) -> Result<()> {
    write(&dir.join("copyright"), &control::copyright()?)?;
    for (name, text) in [
        ("changelog.Debian", control::changelog(time)?),
        ("crates", crates::notices()?),
    ] {
        let file = dir.join(name);
        write(&file, &text)?;
        gzip(&file)?;
    }
    compress(&paths::root().join("CHANGELOG.md"), &dir.join("changelog"))?;
    copy(&paths::root().join("README.md"), &dir.join("README.md"))?;
    copy(
        &paths::root().join("guest-driver-notes/README.md"),
        &dir.join("guest-driver-notes.md"),
    )
}

/// Writes a file that everybody may read.
pub(super) fn write(to: &Path, text: &str) -> Result<()> {
    let dir = to.parent().context("no folder")?;
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    fs::write(to, text).with_context(|| format!("cannot write {}", to.display()))?;
    set_mode(to, 0o644)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let dir = to.parent().context("no folder")?;
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    set_mode(to, 0o644)
}

fn compress(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)?;
    gzip(to)
}

/// Without the file's name and time, which are not the same twice.
fn gzip(file: &Path) -> Result<()> {
    process::output(
        Command::new("gzip")
            .args(["-9", "--no-name", "--force"])
            .arg(file),
    )?;
    Ok(())
}

pub(super) fn set_mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .with_context(|| format!("cannot set the rights of {}", path.display()))
}

/// Whatever the umask.
fn directories_for_all(dir: &Path) -> Result<()> {
    set_mode(dir, 0o755)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            directories_for_all(&entry.path())?;
        }
    }
    Ok(())
}

/// The files of a folder, in the order of their names.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> Result<&std::ffi::OsStr> {
    path.file_name().context("a file without a name")
}
