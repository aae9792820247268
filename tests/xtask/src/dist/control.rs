//! What the package says of itself: Debian's control files, of which `vhost-backend/dist/debian` holds the texts.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Time, git, tree};
use crate::{paths, process};

/// Our version, and the first packaging of it.
pub(super) fn version() -> String {
    format!("{}-1", env!("CARGO_PKG_VERSION"))
}

/// In Debian's words, as in `amd64`.
pub(super) fn architecture() -> Result<String> {
    let out = process::output(Command::new("dpkg").arg("--print-architecture"))?;
    Ok(String::from_utf8(out)?.trim().to_owned())
}

/// Whom to write to: as Debian's own tools do, from `DEBFULLNAME` and `DEBEMAIL`, or else from the last commit.
fn maintainer() -> Result<String> {
    match (std::env::var("DEBFULLNAME"), std::env::var("DEBEMAIL")) {
        (Ok(name), Ok(email)) => Ok(format!("{name} <{email}>")),
        _ => git(&["log", "-1", "--format=%an <%ae>"])
            .context("no maintainer for the package: set DEBFULLNAME and DEBEMAIL"),
    }
}

/// Writes `DEBIAN` into a tree that is otherwise complete.
pub(super) fn make(root: &Path) -> Result<()> {
    let dir = root.join("DEBIAN");
    let sums = checksums(root)?;
    let size_kib = size_kib(root)?;
    tree::write(&dir.join("md5sums"), &sums)?;
    tree::write(&dir.join("conffiles"), "/etc/default/vhost-wgpu\n")?;
    for script in ["postinst", "prerm", "postrm"] {
        let to = dir.join(script);
        tree::write(&to, &source(script)?)?;
        tree::set_mode(&to, 0o755)?;
    }
    let program = root.join("usr/bin/vhost-wgpu");
    tree::write(&dir.join("control"), &control(&program, size_kib)?)?;
    tree::set_mode(&dir, 0o755)?;
    Ok(())
}

fn control(program: &Path, size_kib: u64) -> Result<String> {
    Ok(format!(
        "Package: vhost-wgpu\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: {maintainer}\n\
         Installed-Size: {size_kib}\n\
         Depends: libc6 (>= {libc}), libgcc-s1 (>= 4.2), libvulkan1\n\
         Recommends: mesa-vulkan-drivers\n\
         Suggests: qemu-system, libvirt-daemon-system\n\
         Section: otherosfs\n\
         Priority: optional\n\
         Description: {description}",
        version = version(),
        architecture = architecture()?,
        maintainer = maintainer()?,
        libc = libc_version(program)?,
        description = source("description")?,
    ))
}

/// The newest version of the C library that the program takes a symbol from. It must need no other libraries.
fn libc_version(program: &Path) -> Result<String> {
    let out = process::output(Command::new("objdump").arg("-p").arg(program))?;
    let text = String::from_utf8_lossy(&out);
    let needed = text.lines().filter_map(|line| line.trim().strip_prefix("NEEDED"));
    for library in needed.map(str::trim) {
        let known = ["libc.so", "libm.so", "libgcc_s.so", "ld-linux"];
        ensure!(
            known.iter().any(|known| library.starts_with(known)),
            "{library} is needed: its package has to be among the dependencies"
        );
    }
    newest_glibc(&text).context("the program needs no C library")
}

fn newest_glibc(symbols: &str) -> Option<String> {
    let versions = symbols
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("GLIBC_"));
    let numbers = |version: &str| -> Option<Vec<u32>> {
        version.split('.').map(|number| number.parse().ok()).collect()
    };
    versions
        .filter_map(|version| Some((numbers(version)?, version)))
        .max()
        .map(|(_, version)| version.to_owned())
}

/// dh_md5sums(1): of every file but the configuration.
fn checksums(root: &Path) -> Result<String> {
    let mut files = Vec::new();
    below(root, root, &mut files)?;
    files.retain(|file| !file.starts_with("etc/") && !file.starts_with("DEBIAN/"));
    files.sort();
    let out = process::output(Command::new("md5sum").current_dir(root).args(&files))?;
    Ok(String::from_utf8(out)?)
}

/// Policy 5.6.20: rounded up file by file.
fn size_kib(root: &Path) -> Result<u64> {
    let mut files = Vec::new();
    below(root, root, &mut files)?;
    let sizes = files
        .iter()
        .map(|file| -> Result<u64> { Ok(fs::metadata(root.join(file))?.len().div_ceil(1024)) });
    sizes.sum()
}

fn below(root: &Path, dir: &Path, files: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            below(root, &entry.path(), files)?;
        } else {
            let path = entry.path();
            files.push(path.strip_prefix(root)?.display().to_string());
        }
    }
    Ok(())
}

/// `changelog.Debian`: of one entry, which refers to the project's own.
pub(super) fn changelog(time: &Time) -> Result<String> {
    Ok(format!(
        "vhost-wgpu ({}) unstable; urgency=medium\n\n  * See changelog.gz beside this file.\n\n -- {}  {}\n",
        version(),
        maintainer()?,
        time.text("+%a, %d %b %Y %H:%M:%S +0000")?,
    ))
}

/// With the text of the one licence that is not among Debian's common ones.
pub(super) fn copyright() -> Result<String> {
    let mit = fs::read_to_string(paths::root().join("LICENSE-MIT"))?;
    // From the grant on: the lines before it are the heading and the copyright, which stand above.
    let grant = mit
        .find("Permission is hereby granted")
        .context("LICENSE-MIT has no grant")?;
    let body: Vec<String> = mit[grant..].lines().map(indented).collect();
    Ok(source("copyright")?.replace("@MIT@", &body.join("\n")))
}

/// As control files have text of several lines.
fn indented(line: &str) -> String {
    match line.trim_end() {
        "" => " .".to_owned(),
        line => format!(" {line}"),
    }
}

fn source(name: &str) -> Result<String> {
    let path = paths::root().join("vhost-backend/dist/debian").join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_the_c_library_are_compared_by_number() {
        let symbols = "0x09691a75 0x00 05 GLIBC_2.2.5\n 0x00 04 GLIBC_2.34\n 0x00 03 GLIBC_2.9 GLIBC_PRIVATE";
        assert_eq!(newest_glibc(symbols).as_deref(), Some("2.34"));
        assert_eq!(newest_glibc("GCC_3.0"), None);
    }
}
