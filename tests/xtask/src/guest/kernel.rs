//! The guest's kernel: an uncompressed ELF out of the distribution's `vmlinuz`, and the modules we load.
//!
//! The ELF's PVH entry spares an emulated processor some eight seconds of decompression at each boot.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::apt::Apt;
use crate::packages::{self, Package};

/// The compression formats that Debian's kernels use: first bytes, program, and whether the kernel's build
/// appends the uncompressed size as four bytes (gzip carries that size itself).
const FORMATS: &[(&[u8], &str, bool)] = &[
    (b"\xfd7zXZ\0", "xz", true),
    (b"\x28\xb5\x2f\xfd", "zstd", true),
    (b"\x1f\x8b", "gzip", false),
];

/// A kernel package with its kernel decompressed.
pub(crate) struct Kernel {
    package: Package,
    elf: PathBuf,
}

impl Kernel {
    /// Downloads and decompresses the distribution's newest kernel, unless that is already done.
    pub(crate) fn fetch() -> Result<Self> {
        // The cloud flavour would be smaller, but it is built without DRM.
        let package = packages::fetch(&Apt::get()?.dependency("linux-image-amd64")?)?;
        let elf = package.root().join("vmlinux");
        if !elf.is_file() {
            let release = release_of(&package)?;
            let image = fs::read(package.find(&format!("vmlinuz-{release}"))?)?;
            let partial = package.root().join("vmlinux.partial");
            fs::write(&partial, extract_elf(&image)?)?;
            fs::rename(&partial, &elf)?;
        }
        Ok(Self { package, elf })
    }

    /// The ELF that QEMU starts by its PVH entry.
    pub(crate) fn elf(&self) -> &Path {
        &self.elf
    }

    /// The kernel as the distribution ships it, which a UEFI firmware starts.
    pub(crate) fn image(&self) -> Result<PathBuf> {
        let release = release_of(&self.package)?;
        self.package.find(&format!("vmlinuz-{release}"))
    }

    /// The package's name and version, for reports.
    pub(crate) fn version(&self) -> String {
        format!("{} {}", self.package.name, self.package.version)
    }

    /// The modules and everything they depend on, in an order in which they can be inserted, as
    /// (name, uncompressed file).
    pub(crate) fn modules(&self, wanted: &[&str]) -> Result<Vec<(String, Vec<u8>)>> {
        let files = packages::files_below(self.package.root())?;
        let builtin = fs::read_to_string(self.package.find("modules.builtin")?)?;
        let mut found = Found {
            files: &files,
            builtin: &builtin,
            order: Vec::new(),
        };
        for name in wanted {
            found.add(name)?;
        }
        Ok(found.order)
    }
}

/// The `uname -r` of a kernel package `linux-image-RELEASE`.
fn release_of(package: &Package) -> Result<&str> {
    let release = package.name.strip_prefix("linux-image-");
    release.with_context(|| format!("{} is not named as a kernel package", package.name))
}

/// A walk over the modules' dependencies.
///
/// `depmod` would write the same down in `modules.dep`; each module states it in its `.modinfo` already.
struct Found<'a> {
    files: &'a [PathBuf],
    builtin: &'a str,
    order: Vec<(String, Vec<u8>)>,
}

impl Found<'_> {
    fn add(&mut self, name: &str) -> Result<()> {
        if self.order.iter().any(|(known, _)| known == name) || self.is_builtin(name) {
            return Ok(());
        }
        let file = self
            .files
            .iter()
            .find(|file| module_name(file).is_some_and(|found| found == name));
        let file = file.with_context(|| format!("the kernel package holds no module {name}"))?;
        let module = decompressed(fs::read(file)?).with_context(|| format!("module {name}"))?;
        for dependency in dependencies(&module)? {
            self.add(&dependency)?;
        }
        self.order.push((name.to_owned(), module));
        Ok(())
    }

    fn is_builtin(&self, name: &str) -> bool {
        self.builtin
            .lines()
            .any(|line| module_name(Path::new(line)).is_some_and(|found| found == name))
    }
}

/// `…/virtio-gpu.ko.xz` is the module `virtio_gpu`.
fn module_name(file: &Path) -> Option<String> {
    let (stem, extension) = file.file_name()?.to_str()?.split_once('.')?;
    extension.starts_with("ko").then(|| stem.replace('-', "_"))
}

/// The names after `depends=` in a module's `.modinfo`, which is a run of NUL-terminated `key=value`.
fn dependencies(module: &[u8]) -> Result<Vec<String>> {
    let key = b"\0depends=";
    let start = module.windows(key.len()).position(|window| window == key);
    let value = &module[start.context("it has no .modinfo")? + key.len()..];
    let value = std::str::from_utf8(value.split(|&byte| byte == 0).next().unwrap_or_default())?;
    Ok(value
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| name.replace('-', "_"))
        .collect())
}

/// Newer distributions ship compressed modules; our initramfs holds them plain, so that the guest needs no
/// tool for that.
fn decompressed(file: Vec<u8>) -> Result<Vec<u8>> {
    match FORMATS.iter().find(|(magic, ..)| file.starts_with(magic)) {
        Some((_, program, _)) => decompress(program, &file),
        None => Ok(file),
    }
}

/// Takes the ELF out of a `vmlinuz`: offsets as in the kernel's `Documentation/arch/x86/boot.rst`.
fn extract_elf(image: &[u8]) -> Result<Vec<u8>> {
    ensure!(
        image.get(0x202..0x206) == Some(b"HdrS"),
        "the kernel image has no x86 boot header"
    );
    let setup_sectors = match image[0x1f1] {
        0 => 4, // what zero stands for in this field
        sectors => usize::from(sectors),
    };
    let field = |at: usize| {
        image
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map(u32::from_le_bytes)
    };
    let offset = field(0x248).context("truncated boot header")? as usize + (setup_sectors + 1) * 512;
    let size_bytes = field(0x24c).context("truncated boot header")? as usize;
    let payload = image
        .get(offset..offset + size_bytes)
        .context("the payload lies outside of the image")?;
    let Some((_, program, sized)) = FORMATS.iter().find(|(magic, ..)| payload.starts_with(magic)) else {
        bail!("the kernel is compressed in a format that is none of xz, zstd, gzip");
    };
    let elf = decompress(program, &payload[..payload.len() - if *sized { 4 } else { 0 }])?;
    ensure!(
        elf.starts_with(b"\x7fELF"),
        "the kernel's payload is not an ELF file"
    );
    Ok(elf)
}

fn decompress(program: &str, data: &[u8]) -> Result<Vec<u8>> {
    let mut command = Command::new(program);
    command
        .args(["-d", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // Written from a second thread: both pipes may be full at the same time.
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || stdin.write_all(data));
        let out = child.wait_with_output()?;
        let written = writer.join().expect("the writer does not panic");
        ensure!(out.status.success(), "{program} failed ({})", out.status);
        written.with_context(|| format!("cannot feed {program}"))?;
        Ok(out.stdout)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_names_have_underscores_and_no_suffix() {
        assert_eq!(
            module_name(Path::new("kernel/drivers/virtio-gpu.ko.xz")).as_deref(),
            Some("virtio_gpu")
        );
        assert_eq!(
            module_name(Path::new("kernel/drivers/drm.ko")).as_deref(),
            Some("drm")
        );
        assert_eq!(module_name(Path::new("boot/config-6.1.0")), None);
    }

    #[test]
    fn dependencies_are_read_from_modinfo() {
        let module = b"\x7fELF..license=GPL\0depends=drm,drm-kms-helper\0retpoline=Y\0";
        assert_eq!(dependencies(module).unwrap(), ["drm", "drm_kms_helper"]);
        assert!(dependencies(b"\x7fELF..\0depends=\0").unwrap().is_empty());
        assert!(dependencies(b"\x7fELF").is_err());
    }

    #[test]
    fn an_image_without_a_boot_header_is_refused() {
        assert!(extract_elf(&[0; 4096]).is_err());
        assert!(extract_elf(b"short").is_err());
    }
}
