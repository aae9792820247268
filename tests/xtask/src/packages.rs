//! Packages of the distribution that are downloaded and unpacked under `target/guest`, not installed.
//!
//! The guest's kernel and tools come this way, since nothing of a guest should be installed on the host,
//! and no root is needed for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::apt::Apt;
use crate::{paths, process};

/// A package unpacked under `target/guest/packages`.
pub(crate) struct Package {
    /// The name with which it was asked for.
    pub(crate) name: String,
    /// The version that is unpacked.
    pub(crate) version: String,
    root: PathBuf,
}

impl Package {
    /// The root of the unpacked tree.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The first file anywhere in the package whose path ends so: merged-/usr has moved some of them.
    pub(crate) fn find(&self, ending: &str) -> Result<PathBuf> {
        // An absolute link would lead out of the package, to the host's own file.
        let inside = |path: &Path| path.canonicalize().is_ok_and(|real| real.starts_with(&self.root));
        let found = files_below(&self.root)?
            .into_iter()
            .find(|path| path.ends_with(ending) && inside(path));
        found.with_context(|| format!("package {} {} holds no {ending}", self.name, self.version))
    }
}

/// Gets a package into the cache, or finds that it is there in the version that apt would take.
pub(crate) fn fetch(name: &str) -> Result<Package> {
    let dir = paths::guest_cache()?.join("packages").join(name);
    let stamp = dir.join("stamp");
    let version = Apt::get()?.candidate(name)?;
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&version) {
        println!("  downloading {name} {version}");
        unpack(name, &dir).with_context(|| format!("cannot get the package {name}"))?;
        fs::write(&stamp, &version)?;
    }
    Ok(Package {
        name: name.to_owned(),
        version,
        root: dir.join("root"),
    })
}

fn unpack(name: &str, dir: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(dir);
    let archive = Apt::get()?.download(name, None, dir)?;
    extract(&archive, &dir.join("root"))?;
    fs::remove_file(archive).map_err(Into::into)
}

/// Unpacks a package's files, without running anything of it.
pub(crate) fn extract(archive: &Path, root: &Path) -> Result<()> {
    process::output(Command::new("dpkg").arg("-x").arg(archive).arg(root)).map(drop)
}

/// Every regular file and link below a directory.
pub(crate) fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    ensure!(dir.is_dir(), "{} is no directory", dir.display());
    let (mut files, mut pending) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(dir) = pending.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let entry = entry?;
            // `file_type` does not follow links, so a link to a parent cannot send us in circles.
            if entry.file_type()?.is_dir() {
                pending.push(entry.path())
            } else {
                files.push(entry.path())
            }
        }
    }
    files.sort();
    Ok(files)
}
