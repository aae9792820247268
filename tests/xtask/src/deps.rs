//! What the tasks need from the distribution, and how it gets there.
//!
//! The table is probed first: a machine that has everything is left alone, and one without root is told the
//! exact command. The guest's own parts and QEMU are not here: they are downloaded and unpacked under `target`
//! ([`crate::packages`], [`crate::toolbox`]), which needs no root.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// A purpose that some tasks have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Booting a guest: the demonstration and the guest tests.
    Guest,
    /// Front ends that draw in 3D, and a service that systemd starts.
    Conformance,
    /// Booting the UEFI firmware in a guest.
    Firmware,
    /// Judging our EDID with the field's own tool.
    Edid,
    /// Building the fuzz targets: libFuzzer is C++.
    Fuzz,
    /// Running stock OpenGL clients on a vtest server.
    Clients,
    /// Running piglit with them.
    Piglit,
    /// Making the Debian package and looking at what is in it.
    Package,
    /// Running programs that people use with them: 600 MB with their libraries.
    Programs,
    /// Looking at a guest, and typing, with VNC's stock clients and a browser.
    Vnc,
}

/// How we see that something is there.
#[derive(Clone, Copy)]
enum Probe {
    /// A program on `PATH`.
    Program(&'static str),
    /// Any of these files.
    AnyFile(&'static [&'static str]),
    /// A module of Qt 6's QML, where Debian keeps them.
    QmlModule(&'static str),
}

/// One line of the table.
struct Dependency {
    purpose: Purpose,
    probe: Probe,
    package: &'static str,
}

const fn need(purpose: Purpose, probe: Probe, package: &'static str) -> Dependency {
    Dependency {
        purpose,
        probe,
        package,
    }
}

/// Where Debian, and then other distributions, keep the firmware with 4 MiB of flash.
pub(crate) const FIRMWARE_CODE: &[&str] = &[
    "/usr/share/OVMF/OVMF_CODE_4M.fd",
    "/usr/share/OVMF/OVMF_CODE.fd",
    "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
];

/// The software drivers of Mesa, where Debian keeps them on the architectures that we test on.
const DRI_DRIVERS: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/dri/swrast_dri.so",
    "/usr/lib/aarch64-linux-gnu/dri/swrast_dri.so",
];
const VULKAN_DRIVERS: &[&str] = &[
    "/usr/share/vulkan/icd.d/lvp_icd.json",
    "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
    "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
];
const VULKAN_LOADER: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/libvulkan.so.1",
    "/usr/lib/aarch64-linux-gnu/libvulkan.so.1",
];
const EGL_LIBRARY: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/libEGL.so.1",
    "/usr/lib/aarch64-linux-gnu/libEGL.so.1",
];

/// Everything that any task needs and that a bare Debian with Rust and a C linker lacks.
const TABLE: &[Dependency] = &[
    // Debian's kernels and their modules are compressed with one of these.
    need(Purpose::Guest, Probe::Program("xz"), "xz-utils"),
    need(Purpose::Guest, Probe::Program("zstd"), "zstd"),
    need(Purpose::Guest, Probe::Program("mke2fs"), "e2fsprogs"),
    need(
        Purpose::Guest,
        Probe::AnyFile(VULKAN_DRIVERS),
        "mesa-vulkan-drivers",
    ),
    need(Purpose::Guest, Probe::AnyFile(VULKAN_LOADER), "libvulkan1"),
    need(
        Purpose::Conformance,
        Probe::AnyFile(VULKAN_DRIVERS),
        "mesa-vulkan-drivers",
    ),
    need(Purpose::Conformance, Probe::AnyFile(VULKAN_LOADER), "libvulkan1"),
    need(
        Purpose::Conformance,
        Probe::Program("systemd-socket-activate"),
        "systemd",
    ),
    need(Purpose::Firmware, Probe::AnyFile(FIRMWARE_CODE), "ovmf"),
    need(Purpose::Edid, Probe::Program("edid-decode"), "edid-decode"),
    need(Purpose::Fuzz, Probe::Program("c++"), "g++"),
    need(Purpose::Clients, Probe::Program("Xvfb"), "xvfb"),
    need(
        Purpose::Clients,
        Probe::Program("virgl_test_server"),
        "virgl-server",
    ),
    need(Purpose::Clients, Probe::Program("wflinfo"), "waffle-utils"),
    need(Purpose::Clients, Probe::Program("glxgears"), "mesa-utils"),
    need(Purpose::Clients, Probe::Program("glmark2"), "glmark2-x11"),
    need(Purpose::Clients, Probe::Program("glmark2-es2"), "glmark2-es2-x11"),
    need(Purpose::Clients, Probe::AnyFile(DRI_DRIVERS), "libgl1-mesa-dri"),
    need(
        Purpose::Clients,
        Probe::AnyFile(VULKAN_DRIVERS),
        "mesa-vulkan-drivers",
    ),
    need(Purpose::Clients, Probe::AnyFile(VULKAN_LOADER), "libvulkan1"),
    need(Purpose::Clients, Probe::AnyFile(EGL_LIBRARY), "libegl1"),
    need(Purpose::Vnc, Probe::Program("Xvfb"), "xvfb"),
    need(Purpose::Vnc, Probe::Program("xdotool"), "xdotool"),
    need(Purpose::Vnc, Probe::Program("xtigervncviewer"), "tigervnc-viewer"),
    need(Purpose::Vnc, Probe::Program("gvnccapture"), "gvncviewer"),
    need(Purpose::Vnc, Probe::Program("chromium"), "chromium"),
    need(Purpose::Piglit, Probe::Program("piglit"), "piglit"),
    need(Purpose::Piglit, Probe::Program("xz"), "xz-utils"),
    need(Purpose::Package, Probe::Program("objdump"), "binutils"),
    need(Purpose::Package, Probe::Program("man"), "man-db"),
    need(Purpose::Package, Probe::Program("mandoc"), "mandoc"),
    need(Purpose::Package, Probe::Program("systemd-analyze"), "systemd"),
    need(
        Purpose::Package,
        Probe::Program("virt-xml-validate"),
        "libvirt-clients",
    ),
    // Which is what it asks.
    need(Purpose::Package, Probe::Program("xmllint"), "libxml2-utils"),
    need(
        Purpose::Programs,
        Probe::Program("gtk4-widget-factory"),
        "gtk-4-examples",
    ),
    need(Purpose::Programs, Probe::Program("weston"), "weston"),
    need(Purpose::Programs, Probe::Program("chromium"), "chromium"),
    need(
        Purpose::Programs,
        Probe::AnyFile(&["/usr/games/etr"]),
        "extremetuxracer",
    ),
    need(
        Purpose::Programs,
        Probe::AnyFile(&["/usr/games/neverball"]),
        "neverball",
    ),
    need(
        Purpose::Programs,
        Probe::AnyFile(&["/usr/lib/qt6/bin/qml"]),
        "qml-qt6",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQml/WorkerScript"),
        "qml6-module-qtqml-workerscript",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick"),
        "qml6-module-qtquick",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick/Controls"),
        "qml6-module-qtquick-controls",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick/Layouts"),
        "qml6-module-qtquick-layouts",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick/Shapes"),
        "qml6-module-qtquick-shapes",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick/Templates"),
        "qml6-module-qtquick-templates",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick/Window"),
        "qml6-module-qtquick-window",
    ),
    need(
        Purpose::Programs,
        Probe::QmlModule("QtQuick3D"),
        "qml6-module-quick3d",
    ),
];

/// What `cargo xtask deps` gets: every purpose but [`Purpose::Programs`], which is large, and which nothing but `cargo
/// xtask programs` needs.
const ALL: &[Purpose] = &[
    Purpose::Guest,
    Purpose::Conformance,
    Purpose::Firmware,
    Purpose::Edid,
    Purpose::Fuzz,
    Purpose::Clients,
    Purpose::Piglit,
    Purpose::Package,
    Purpose::Vnc,
];

/// The packages that these purposes lack on this machine.
fn missing(purposes: &[Purpose]) -> Vec<&'static str> {
    let wanted = TABLE.iter().filter(|need| purposes.contains(&need.purpose));
    wanted
        .filter(|need| !present(need.probe))
        .map(|need| need.package)
        .collect()
}

/// Installs what lacks, or fails with the command that would.
pub(crate) fn ensure(purposes: &[Purpose]) -> Result<()> {
    let packages = missing(purposes);
    if packages.is_empty() {
        return Ok(());
    }
    install(&packages, || missing(purposes).is_empty())?;
    let still = missing(purposes);
    anyhow::ensure!(
        still.is_empty(),
        "installed, and yet not found: {}",
        still.join(" ")
    );
    Ok(())
}

/// `done` tells whether everything is there. apt's word is not enough: without package lists it takes `g++` for a
/// pattern, and is content with whatever that matches.
fn install(packages: &[&str], done: impl Fn() -> bool) -> Result<()> {
    let list = packages.join(" ");
    let Some(mut install) = apt_get() else {
        bail!(
            "missing: {list}. Run as root: apt-get update && apt-get install --no-install-recommends {list}"
        );
    };
    println!("  installing {list}");
    install
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages);
    if process::output(&mut install).is_err() || !done() {
        // Most often the package lists are missing or older than the mirror.
        process::output(apt_get().context("no root any more")?.arg("update"))?;
        process::output(&mut install).with_context(|| format!("cannot install {list}"))?;
    }
    Ok(())
}

/// `cargo xtask deps`: lists the table, and installs what lacks unless only the list is wanted.
pub(crate) fn task(list_only: bool) -> Result<()> {
    if !list_only {
        ensure(ALL)?;
    }
    print_table();
    Ok(())
}

fn print_table() {
    println!("{:<10} {:<20} state", "purpose", "package");
    for need in TABLE {
        let state = if present(need.probe) { "present" } else { "missing" };
        println!(
            "{:<10} {:<20} {state}",
            format!("{:?}", need.purpose),
            need.package
        );
    }
}

/// `apt-get` with the rights to change the system, when we can have them without asking anyone.
fn apt_get() -> Option<Command> {
    process::find_program("apt-get")?;
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new("apt-get")
    } else {
        process::output(Command::new("sudo").args(["--non-interactive", "true"])).ok()?;
        let mut sudo = Command::new("sudo");
        // sudo drops the environment, so it is set behind it.
        sudo.args([
            "--non-interactive",
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
        ]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    Some(command)
}

fn present(probe: Probe) -> bool {
    match probe {
        Probe::Program(name) => process::find_program(name).is_some(),
        Probe::AnyFile(files) => files.iter().any(|file| Path::new(file).exists()),
        Probe::QmlModule(name) => ["x86_64", "aarch64"].iter().any(|machine| {
            let modules = format!("/usr/lib/{machine}-linux-gnu/qt6/qml");
            Path::new(&modules).join(name).join("qmldir").exists()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_a_line_in_the_table() {
        for purpose in ALL.iter().chain(&[Purpose::Programs]) {
            assert!(TABLE.iter().any(|need| need.purpose == *purpose), "{purpose:?}");
        }
    }
}
