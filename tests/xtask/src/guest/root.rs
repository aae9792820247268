//! The guest's root file system with Mesa: packages unpacked into an ext4 image, without running anything of theirs.
//!
//! Debian's maintainer scripts would make caches (of libraries, fonts, icons) and users; what runs here does
//! without: the loader knows the directories of libraries, and everything runs as root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::apt::Apt;
use crate::{packages, paths, process};

/// What the guest runs; their dependencies come along.
const PACKAGES: &[&str] = &[
    "fonts-dejavu-core",
    "glmark2-drm",
    "glmark2-es2-drm",
    "kmscube",
    "libdrm-tests",
    "libegl1",
    "libgbm1",
    "libgl1",
    "libgl1-mesa-dri",
    "libgles2",
    "mesa-utils-bin",
    "weston",
];
/// What a guest with desktop programs runs besides.
const DESKTOP: &[&str] = &[
    "adwaita-icon-theme",
    "chromium",
    "dash",
    "extremetuxracer",
    "gtk-4-examples",
    "libgdk-pixbuf2.0-bin",
    "libglib2.0-bin",
    "librsvg2-common",
    "neverball",
    "qml-qt6",
    "qml6-module-qtqml-workerscript",
    "qml6-module-qtquick",
    "qml6-module-qtquick-controls",
    "qml6-module-qtquick-layouts",
    "qml6-module-qtquick-shapes",
    "qml6-module-qtquick-templates",
    "qml6-module-qtquick-window",
    "qt6-wayland",
    "shared-mime-info",
    "xwayland",
];
/// What their maintainer scripts would make, and they do not go without: schemas, kinds of files, loaders of pictures.
const DESKTOP_CACHES: &[&[&str]] = &[
    &["glib-compile-schemas", "/usr/share/glib-2.0/schemas"],
    &["update-mime-database", "/usr/share/mime"],
    &[
        "/usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders",
        "--update-cache",
    ],
];
/// Whose version tells that of Mesa.
const MESA: &str = "libgl1-mesa-dri";
/// Packages that only maintainer scripts need, by the beginnings of their names.
const LEFT_OUT: &[&str] = &["adduser_", "debconf_", "libperl", "perl", "tar_", "usrmerge_"];
/// Directories of packages that nothing in the guest reads.
const PRUNED: &[&str] = &[
    "usr/share/doc",
    "usr/share/info",
    "usr/share/locale",
    "usr/share/man",
];
/// Directories of a root that packages take for granted: mount points, and links since the merge of `/usr`.
const MOUNT_POINTS: &[&str] = &["dev", "proc", "run", "sys", "tmp", "var"];
const MERGED: &[&str] = &["bin", "lib", "lib64", "sbin"];
/// The one user: servers such as Xwayland let nobody in whose name they cannot find.
const USERS: &[(&str, &str)] = &[
    ("etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\n"),
    ("etc/group", "root:x:0:\n"),
];
/// What the stamp begins with; another text has the image made again.
const LAYOUT: &str = "layout 2";

/// What a block of the image holds, in bytes, and what an inode takes.
const BLOCK: u64 = 4096;
const INODE: u64 = 256;

/// An image that can be attached as a disk, read-only and by several machines at once.
pub(crate) struct Root {
    image: PathBuf,
    mesa: String,
}

impl Root {
    /// Downloads and builds the image, unless that is already done. It takes about two minutes.
    pub(crate) fn fetch() -> Result<Self> {
        Self::fetch_of("root", PACKAGES, &[])
    }

    /// The same with desktop programs, a browser and games: 400 MB to download, and 1.3 GB in the image.
    pub(crate) fn fetch_desktop() -> Result<Self> {
        Self::fetch_of("desktop", &[PACKAGES, DESKTOP].concat(), DESKTOP_CACHES)
    }

    /// An image of those packages, with what these programs make.
    fn fetch_of(name: &str, wanted: &[&str], caches: &[&[&str]]) -> Result<Self> {
        let dir = paths::guest_cache()?.join(name);
        let (image, stamp) = (dir.join("root.ext4"), dir.join("stamp"));
        let head = format!("{LAYOUT} {}\n", wanted.join(" "));
        let known = fs::read_to_string(&stamp).unwrap_or_default();
        if let Some(mesa) = known.strip_prefix(&head) {
            let mesa = mesa.to_owned();
            return Ok(Self { image, mesa });
        }
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir)?;
        let tree = dir.join("tree");
        let mesa = unpack(&tree, wanted)?;
        complete(&tree)?;
        for cache in caches {
            let mut command = Command::new("unshare");
            command
                .args(["--map-root-user", "chroot"])
                .arg(&tree)
                .args(*cache);
            process::output(&mut command)?;
        }
        write_image(&tree, &image)?;
        fs::remove_dir_all(&tree)?;
        fs::write(&stamp, head + &mesa)?;
        Ok(Self { image, mesa })
    }

    /// The image file.
    pub(crate) fn image(&self) -> &Path {
        &self.image
    }

    /// The version of Mesa in it, for reports.
    pub(crate) fn mesa_version(&self) -> &str {
        &self.mesa
    }
}

/// Unpacks all packages into `tree` and says which version Mesa's has. The newer Mesa of the release's backports
/// is taken: it is what the next release has.
fn unpack(tree: &Path, wanted: &[&str]) -> Result<String> {
    let apt = Apt::get()?;
    println!("  downloading the packages of a guest with Mesa");
    let archives = apt.download_root(wanted, Some(&apt.backports()))?;
    println!("  unpacking {} packages", archives.len());
    fs::create_dir_all(tree)?;
    let mut mesa = None;
    for archive in archives {
        let name = archive.file_name().context("an archive has a name")?;
        let name = name.to_string_lossy().into_owned();
        if LEFT_OUT.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        packages::extract(&archive, tree)?;
        // The names are PACKAGE_VERSION_ARCHITECTURE.deb, with an escaped colon in some versions.
        let mut parts = name.split('_');
        if parts.next() == Some(MESA) {
            mesa = parts.next().map(str::to_owned);
        }
    }
    mesa.with_context(|| format!("apt-get has downloaded no {MESA}"))
}

/// Does by hand what maintainer scripts and an installer would do.
fn complete(tree: &Path) -> Result<()> {
    for directory in PRUNED {
        let directory = tree.join(directory);
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
    }
    for directory in MOUNT_POINTS {
        fs::create_dir_all(tree.join(directory))?;
    }
    for name in MERGED {
        let link = tree.join(name);
        if !link.exists() {
            std::os::unix::fs::symlink(format!("usr/{name}"), link)?;
        }
    }
    for (file, text) in USERS {
        fs::write(tree.join(file), text)?;
    }
    Ok(())
}

fn write_image(tree: &Path, image: &Path) -> Result<()> {
    let (mut bytes, mut inodes) = (0, 0);
    measure(tree, &mut bytes, &mut inodes)?;
    // Room for the file system's own tables, and a tenth for what a block here and there costs.
    let blocks = (bytes + inodes * INODE) / BLOCK * 11 / 10 + 1024;
    let partial = image.with_extension("partial");
    let _ = fs::remove_file(&partial);
    let program = process::find_program("mke2fs").context("there is no mke2fs (package e2fsprogs)")?;
    let mut command = Command::new(program);
    // Neither journal nor checksums: nobody writes to it.
    command.args(["-q", "-t", "ext4", "-O", "^has_journal,^metadata_csum", "-m", "0"]);
    command.args(["-b", &BLOCK.to_string(), "-N", &(inodes + 64).to_string()]);
    command.arg("-d").arg(tree).arg(&partial).arg(blocks.to_string());
    process::output(&mut command).context("cannot make the guest's disk")?;
    fs::rename(&partial, image).map_err(Into::into)
}

/// Adds up what a directory needs in a file system: whole blocks, and inodes.
fn measure(dir: &Path, bytes: &mut u64, inodes: &mut u64) -> Result<()> {
    ensure!(dir.is_dir(), "{} is no directory", dir.display());
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        *inodes += 1;
        *bytes += metadata.size().next_multiple_of(BLOCK);
        if metadata.is_dir() {
            measure(&entry.path(), bytes, inodes)?;
        }
    }
    Ok(())
}
