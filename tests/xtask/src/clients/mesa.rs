//! The Mesa libraries of clients and servers: the installed ones, or a private copy of newer ones.
//!
//! Debian 12's own Mesa always looks for the server at `/tmp/.virgl_test`, whatever `VTEST_SOCKET_NAME` says; both
//! kinds are therefore run in a private `/tmp` ([`super::stage`]).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::apt::Apt;
use crate::{packages, paths, toolbox};

/// Which Mesa.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Which {
    /// The installed one.
    System,
    /// The one of the distribution's backports.
    Backports,
}

/// What a private copy is made of; their dependencies come along where they are not installed.
const PACKAGES: &[&str] = &[
    "libgl1-mesa-dri",
    "libglx-mesa0",
    "libegl-mesa0",
    "libgbm1",
    "mesa-vulkan-drivers",
];
/// What the stamp says; another text has the copy made again.
const LAYOUT: &str = "layout 1";
/// Where packages describe their Vulkan drivers.
const VULKAN_DRIVERS: &str = "usr/share/vulkan/icd.d";
/// Where they describe their EGL.
const EGL_VENDOR: &str = "usr/share/glvnd/egl_vendor.d/50_mesa.json";

/// A Mesa that is there.
#[derive(Clone, Debug)]
pub(crate) struct Mesa {
    which: Which,
    /// `/`, or where the private copy was unpacked.
    root: PathBuf,
}

impl Mesa {
    /// Makes sure that this Mesa is there.
    pub(crate) fn get(which: Which) -> Result<Self> {
        let root = match which {
            Which::System => PathBuf::from("/"),
            Which::Backports => private_copy().context("cannot make a private copy of Mesa")?,
        };
        Ok(Self { which, root })
    }

    /// What results are filed under: the version, such as `22.3.6`.
    pub(crate) fn version_of(renderer_text: &str) -> Option<&str> {
        let (_, rest) = renderer_text.split_once(" Mesa ")?;
        rest.split(|c: char| c != '.' && !c.is_ascii_digit())
            .next()
            .filter(|version| !version.is_empty())
    }

    /// Has a command use this Mesa, and software rendering on every machine, so that all get the same pictures.
    pub(crate) fn apply(&self, command: &mut Command) -> Result<()> {
        let lavapipe = self.lavapipe()?;
        command
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("VK_DRIVER_FILES", &lavapipe)
            // The name before Vulkan's loader 1.3.207.
            .env("VK_ICD_FILENAMES", &lavapipe);
        if self.which == Which::Backports {
            let libraries = toolbox::library_path(&self.root);
            let drivers: Vec<_> = std::env::split_paths(&libraries)
                .map(|dir| dir.join("dri"))
                .collect();
            command
                .env("LD_LIBRARY_PATH", libraries)
                .env("LIBGL_DRIVERS_PATH", std::env::join_paths(drivers)?)
                .env("__EGL_VENDOR_LIBRARY_FILENAMES", self.root.join(EGL_VENDOR));
        }
        Ok(())
    }

    /// The description of its Vulkan driver in software. Debian writes the architecture into the name, or not.
    fn lavapipe(&self) -> Result<PathBuf> {
        let dir = self.root.join(VULKAN_DRIVERS);
        let entries = fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
        let is_it = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("lvp_icd"))
        };
        let found = entries.filter_map(|entry| Some(entry.ok()?.path())).find(is_it);
        found.with_context(|| format!("{} names no lavapipe", dir.display()))
    }
}

/// The root of the private copy, made when it is missing.
fn private_copy() -> Result<PathBuf> {
    let root = paths::results("mesa")?;
    let stamp = root.join("stamp");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(LAYOUT) {
        unpack(&root)?;
        fs::write(stamp, LAYOUT)?;
    }
    Ok(root)
}

fn unpack(root: &Path) -> Result<()> {
    let apt = Apt::get()?;
    println!("  downloading a private Mesa");
    fs::remove_dir_all(root)?;
    for archive in apt.download_closure(PACKAGES, Some(&apt.backports()))? {
        packages::extract(&archive, root)?;
    }
    ensure!(
        root.join(EGL_VENDOR).is_file(),
        "the packages hold no {EGL_VENDOR}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_taken_out_of_what_gl_says() {
        let says = "4.3 (Compatibility Profile) Mesa 25.0.7-2~bpo12+1";
        assert_eq!(Mesa::version_of(says), Some("25.0.7"));
        assert_eq!(Mesa::version_of("OpenGL ES 3.2 Mesa 22.3.6"), Some("22.3.6"));
        assert_eq!(Mesa::version_of("4.6.0 NVIDIA 1"), None);
    }
}
