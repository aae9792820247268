//! `cargo xtask firmware`: the UEFI driver and the option ROM that carries it.
//!
//! The driver is built for `x86_64-unknown-uefi`, of which only `core` is needed. A toolchain that has the target builds
//! it at once (`rustup target add x86_64-unknown-uefi`). Elsewhere the distribution's own compiler does, of which the
//! sources of `core` are packaged: it is unpacked under `target/firmware`, and Cargo builds `core` for the target first.
//! The host's `core` would not do: it was compiled with a red zone, which interrupts of the firmware overwrite.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use firmware::rom::{self, Devices};

use crate::apt::Apt;
use crate::{cargo, packages, paths, process, toolbox};

const TARGET: &str = "x86_64-unknown-uefi";
const PACKAGE: &str = "vhost-wgpu-firmware";
const PROFILE: &str = "firmware";
const PROGRAM: &str = "vhost-wgpu-gop";
/// The PCI numbers of a modern virtio-gpu: the vendor of virtio, and 0x1040 and the device type 16.
const DEVICES: Devices<'static> = Devices {
    vendor: 0x1af4,
    device: 0x1050,
    others: &[],
};

/// The distribution's compiler for browsers, which is newer than that of the release; the sources of its `core`; a
/// linker that writes PE files.
const PACKAGES: &[&str] = &["rustc-web", "rust-web-src", "lld"];
/// Files of the unpacked compiler.
const COMPILER: &str = "usr/bin/rustc";
const LINKER: &str = "usr/bin/lld-link";
const CORE_SOURCES: &str = "usr/lib/rustlib/src/rust/library/core/src/lib.rs";
/// The oldest compiler that the sources are for, as the workspace says.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

/// What was built.
pub(crate) struct Built {
    /// The driver, to be loaded by hand.
    pub(crate) efi: PathBuf,
    /// The option ROM, for `romfile=`.
    pub(crate) rom: PathBuf,
}

/// Runs the driver's own tests, which need no firmware.
pub(crate) fn test() -> Result<()> {
    cargo::cargo(&["test", "--quiet", "--package", PACKAGE])
}

/// Builds both and says where they are.
pub(crate) fn task() -> Result<()> {
    let built = build()?;
    println!("driver:     {}", built.efi.display());
    println!("option ROM: {}", built.rom.display());
    println!(
        "            -device vhost-user-gpu-pci,…,romfile={}",
        built.rom.display()
    );
    Ok(())
}

/// Builds the driver and packs it.
pub(crate) fn build() -> Result<Built> {
    let toolchain = Toolchain::find()?;
    let dir = paths::results("firmware")?;
    let build_dir = dir.join("build");
    process::run(&mut toolchain.cargo(&build_dir)?).context("cannot build the UEFI driver")?;
    let image = build_dir
        .join(TARGET)
        .join(PROFILE)
        .join(format!("{PROGRAM}.efi"));
    let built = Built {
        efi: dir.join(format!("{PROGRAM}.efi")),
        rom: dir.join(format!("{PROGRAM}.rom")),
    };
    let image = fs::read(&image).with_context(|| format!("cannot read {}", image.display()))?;
    let rom = rom::pack(&image, &DEVICES)?;
    let read_back = rom::parse(&rom)?;
    ensure!(
        read_back.image.starts_with(&image),
        "the ROM holds another image than it was given"
    );
    fs::write(&built.efi, &image)?;
    fs::write(&built.rom, &rom)?;
    Ok(built)
}

/// What builds for UEFI here.
enum Toolchain {
    /// The one that runs us.
    Own,
    /// The distribution's compiler, unpacked there.
    Unpacked(PathBuf),
}

impl Toolchain {
    fn find() -> Result<Self> {
        let sysroot = process::output(Command::new(rustc()).args(["--print", "sysroot"]))?;
        let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
        if sysroot.join("lib/rustlib").join(TARGET).is_dir() {
            return Ok(Self::Own);
        }
        unpack_compiler().map(Self::Unpacked).with_context(|| {
            format!("no compiler for UEFI (with rustup, `rustup target add {TARGET}` is one)")
        })
    }

    fn cargo(&self, build_dir: &Path) -> Result<Command> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(program);
        cargo.current_dir(paths::root());
        cargo.args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            PACKAGE,
            "--bin",
            PROGRAM,
        ]);
        cargo.args(["--target", TARGET, "--profile", PROFILE, "--target-dir"]);
        cargo.arg(build_dir);
        let mut flags = vec![remap(&paths::root(), "vhost-wgpu"), remap(&cargo_home(), "cargo")];
        if let Self::Unpacked(root) = self {
            cargo.arg("-Zbuild-std=core,compiler_builtins");
            // The compiler is a release, and building `core` is not yet stable.
            cargo.env("RUSTC_BOOTSTRAP", "1");
            cargo.env("RUSTC", root.join(COMPILER));
            cargo.env("LD_LIBRARY_PATH", toolbox::library_path(root));
            cargo.env("CARGO_TARGET_X86_64_UNKNOWN_UEFI_LINKER", root.join(LINKER));
            flags.push(remap(root, "rust"));
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}".as_ref()));
        Ok(cargo)
    }
}

/// The compiler beside the Cargo that runs us.
fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Where Cargo keeps the sources of other crates.
fn cargo_home() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo"));
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(home).unwrap_or_else(|| "/".into())
}

/// Keeps the paths of this machine out of the image's messages.
fn remap(from: &Path, to: &str) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(from);
    flag.push(format!("={to}"));
    flag
}

/// Unpacks the distribution's compiler, unless that is done, and says where.
fn unpack_compiler() -> Result<PathBuf> {
    let root = paths::results("firmware")?.join("toolchain");
    let stamp = root.join("stamp");
    if !stamp.is_file() {
        let _ = fs::remove_dir_all(&root);
        println!("  downloading a compiler for UEFI (this toolchain has no target {TARGET})");
        let apt = Apt::get()?;
        for archive in apt.download_closure(PACKAGES, apt.security()?.as_deref())? {
            packages::extract(&archive, &root)?;
        }
    }
    for file in [COMPILER, LINKER, CORE_SOURCES] {
        ensure!(
            root.join(file).exists(),
            "the distribution's packages hold no {file}"
        );
    }
    let version = compiler_version(&root)?;
    if !is_new_enough(&version) {
        bail!("the distribution's compiler is {version}, and {OLDEST} is needed");
    }
    fs::write(stamp, version)?;
    Ok(root)
}

/// `rustc 1.96.0 (…)` is version 1.96.0.
fn compiler_version(root: &Path) -> Result<String> {
    let mut compiler = Command::new(root.join(COMPILER));
    compiler.env("LD_LIBRARY_PATH", toolbox::library_path(root));
    let text = process::output(compiler.arg("--version"))?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let version = text.split_whitespace().nth(1);
    Ok(version
        .with_context(|| format!("{text:?} is no version"))?
        .to_owned())
}

fn is_new_enough(version: &str) -> bool {
    let parts = |text: &str| -> Vec<u32> { text.split('.').map_while(|part| part.parse().ok()).collect() };
    parts(version) >= parts(OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_new_enough(OLDEST) && is_new_enough("2.0.0") && is_new_enough("1.100.0"));
        assert!(!is_new_enough("1.9.0") && !is_new_enough("nonsense"));
    }
}
