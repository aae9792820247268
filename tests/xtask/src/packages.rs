//! Packages of the distribution that are downloaded and unpacked under `target/guest`, not installed.
//!
//! The guest's kernel and tools come this way, since nothing of a guest should be installed on the host,
//! and no root is needed for it. Mirrors are those of the machine's own apt sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{deps, paths, process};

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

/// Gets a package into the cache, or finds that it is there in the version that apt would install.
pub(crate) fn fetch(name: &str) -> Result<Package> {
    let dir = paths::guest_cache()?.join("packages").join(name);
    let stamp = dir.join("stamp");
    let cached = fs::read_to_string(&stamp).ok();
    let candidate = match candidate_version(name) {
        Ok(version) => version,
        // Without package lists a cache of any version is better than nothing.
        Err(error) => cached.clone().ok_or(error)?,
    };
    if cached.as_deref() != Some(&candidate) {
        unpack(name, &dir).with_context(|| format!("cannot get the package {name}"))?;
        fs::write(&stamp, &candidate)?;
    }
    Ok(Package {
        name: name.to_owned(),
        version: candidate,
        root: dir.join("root"),
    })
}

/// The package that a meta package such as `linux-image-amd64` stands for.
pub(crate) fn dependency_of(meta: &str) -> Result<String> {
    let cache = paths::guest_cache()?.join(format!("{meta}.resolved"));
    let name = match apt_cache(&["depends", "--important", meta], "Depends:") {
        Ok(name) => name,
        Err(error) => return fs::read_to_string(&cache).map_err(|_| error),
    };
    fs::write(&cache, &name)?;
    Ok(name)
}

fn candidate_version(name: &str) -> Result<String> {
    apt_cache(&["show", "--no-all-versions", name], "Version:")
}

/// Asks `apt-cache`, refreshing the package lists once when it knows nothing of the package.
fn apt_cache(arguments: &[&str], field: &str) -> Result<String> {
    let ask = || -> Result<String> {
        let text = process::output(Command::new("apt-cache").args(arguments))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let value = text.lines().find_map(|line| line.trim().strip_prefix(field));
        let value = value.with_context(|| format!("`apt-cache {}` names no {field}", arguments.join(" ")))?;
        Ok(value.trim().to_owned())
    };
    ask().or_else(|error| {
        deps::update_lists().context(error)?;
        ask()
    })
}

fn unpack(name: &str, dir: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(dir);
    let archives = dir.join("archives");
    fs::create_dir_all(&archives)?;
    println!("  downloading {name}");
    let download = || {
        process::output(
            Command::new("apt-get")
                .args(["download", name])
                .current_dir(&archives),
        )
    };
    download().or_else(|error| {
        // A list that is older than the mirror names files that are gone.
        deps::update_lists().context(error)?;
        download()
    })?;
    let found = files_below(&archives)?
        .into_iter()
        .find(|path| path.extension().is_some_and(|e| e == "deb"));
    let archive = found.context("apt-get download left no .deb")?;
    process::output(Command::new("dpkg").arg("-x").arg(&archive).arg(dir.join("root")))?;
    fs::remove_dir_all(&archives)?;
    Ok(())
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
