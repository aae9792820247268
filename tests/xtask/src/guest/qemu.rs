//! The machine: QEMU with one virtio GPU, without KVM, and with everything a test can ask of it.
//!
//! Emulation (TCG) is slower than KVM but is there on every host, and does the same on each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use serde_json::json;

use super::backend::{Program, Running};
use super::initramfs;
use super::kernel::Kernel;
use super::picture::Picture;
use super::qmp::Qmp;
use super::root::Root;
use super::serial::Serial;
use crate::process::{self, Process, RunDir};
use crate::{deps, newer_qemu, toolbox};

/// How long a guest may take to any of its marks: some five times what two slow cores need.
pub(crate) const BOOT_LIMIT: Duration = Duration::from_secs(120);
/// Pictures must stay the same for this long to count as finished.
const STABLE: Duration = Duration::from_millis(1500);
/// The pause between two looks at the screen.
const LOOK: Duration = Duration::from_millis(200);

/// A kernel and an initramfs, ready to boot.
pub(crate) struct Image {
    kernel: Kernel,
    initramfs: PathBuf,
}

impl Image {
    /// Downloads and builds what is not there yet.
    pub(crate) fn prepare() -> Result<Self> {
        let kernel = Kernel::fetch().context("cannot get the guest's kernel")?;
        let initramfs = initramfs::build(&kernel).context("cannot build the guest's initramfs")?;
        Ok(Self { kernel, initramfs })
    }

    /// The kernel package, for reports.
    pub(crate) fn kernel_version(&self) -> String {
        self.kernel.version()
    }
}

/// Which device the guest gets.
#[derive(Clone, Copy)]
pub(crate) enum Gpu<'a> {
    /// QEMU's own `virtio-gpu-pci`: the reference.
    Builtin,
    /// `vhost-user-gpu-pci` on this program.
    VhostUser(&'a Program),
    /// The same on what somebody else runs: its socket, and its control socket.
    Served(&'a Path, &'a Path),
    /// QEMU's generic vhost-user device on this program: QEMU does not know that it is a GPU.
    Generic(&'a Program),
}

/// What the machine starts.
#[derive(Clone, Copy)]
pub(crate) enum Boot<'a> {
    /// Our guest, doing this script of `tests/guest/run`.
    Linux(&'a Image, &'a str),
    /// The UEFI firmware, with nothing to boot.
    Firmware,
    /// The firmware's shell, with this directory as a disk: its `startup.nsh` is run.
    FirmwareShell(&'a Path),
    /// The firmware, which starts our guest.
    FirmwareLinux(&'a Image, &'a str),
}

/// Everything about a machine that differs between uses.
pub(crate) struct Options<'a> {
    /// Names the log files.
    pub(crate) name: &'a str,
    pub(crate) gpu: Gpu<'a>,
    pub(crate) boot: Boot<'a>,
    pub(crate) memory_mib: u32,
    pub(crate) cpus: u32,
    /// The mode that the output prefers.
    pub(crate) mode: (u32, u32),
    /// Those of further outputs, where the back end says which there are.
    pub(crate) more_modes: &'a [(u32, u32)],
    /// QEMU's `-display`; `none` shows nothing.
    pub(crate) display: &'a str,
    /// The root file system that the guest finds on a disk, if its script uses one.
    pub(crate) disk: Option<&'a Root>,
    /// The GPU's option ROM, if it has one.
    pub(crate) rom: Option<&'a Path>,
    /// Where the logs go.
    pub(crate) logs: &'a Path,
}

impl<'a> Options<'a> {
    /// A small machine without a window.
    pub(crate) fn new(name: &'a str, gpu: Gpu<'a>, boot: Boot<'a>, logs: &'a Path) -> Self {
        Self {
            name,
            gpu,
            boot,
            memory_mib: 512,
            cpus: 1,
            mode: (1280, 800),
            more_modes: &[],
            display: "none",
            disk: None,
            rom: None,
            logs,
        }
    }

    /// The same machine with a root file system on a disk, and with what programs on it need.
    pub(crate) fn with_disk(self, root: &'a Root) -> Self {
        Self {
            disk: Some(root),
            memory_mib: self.memory_mib.max(1024),
            cpus: 2,
            ..self
        }
    }
}

/// A machine that runs. Dropping it ends QEMU and then the back end, and removes their sockets.
pub(crate) struct Machine {
    started: Instant,
    pub(crate) serial: Serial,
    pub(crate) qmp: Qmp,
    qemu: Process,
    backend: Option<Running>,
    /// Whether QEMU knows what the GPU shows.
    is_shown_by_qemu: bool,
    // Last, so that the sockets go when nobody uses them.
    dir: RunDir,
}

impl Machine {
    /// Starts the back end and QEMU.
    pub(crate) fn start(options: &Options<'_>) -> Result<Self> {
        let dir = RunDir::new()?;
        let log = |kind: &str| options.logs.join(format!("{}.{kind}.log", options.name));
        let modes = [&[options.mode], options.more_modes].concat();
        let backend = match options.gpu {
            Gpu::Builtin => None,
            Gpu::Served(socket, control) => Some(Running::served(socket, control)),
            Gpu::VhostUser(program) | Gpu::Generic(program) => {
                Some(program.start(&dir, &log("backend"), &modes)?)
            }
        };
        let serial = Serial::new(log("serial"));
        let _ = std::fs::remove_file(serial.file());
        let mut command = command_line(options, &dir, &serial, backend.as_ref())?;
        let started = Instant::now();
        let mut qemu = Process::spawn("QEMU", &mut command, &log("qemu"))?;
        let socket = dir.join("qmp.sock");
        let qmp = process::poll_until("QMP connection", Duration::from_secs(20), || {
            qemu.check_running()?;
            Qmp::connect(&socket)
        })?;
        Ok(Self {
            started,
            serial,
            qmp,
            qemu,
            backend,
            is_shown_by_qemu: !matches!(options.gpu, Gpu::Generic(_)),
            dir,
        })
    }

    /// When QEMU was started.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// The vhost-user back end, when there is one.
    pub(crate) fn backend(&self) -> Option<&Running> {
        self.backend.as_ref()
    }

    /// The back end, when it can be asked for status and screenshots.
    pub(crate) fn controllable(&self) -> Option<&Running> {
        self.backend
            .as_ref()
            .filter(|backend| backend.control_socket().is_some())
    }

    /// Fails when QEMU or the back end has ended.
    pub(crate) fn check_running(&mut self) -> Result<()> {
        if let Some(backend) = &mut self.backend {
            backend.check_running()?;
        }
        self.qemu.check_running()
    }

    /// Whether QEMU has ended, as it does when the guest powers off.
    pub(crate) fn powered_off(&mut self) -> Result<bool> {
        Ok(self.qemu.exited()?.is_some())
    }

    /// Waits until the guest has said this on its serial console.
    pub(crate) fn wait_for_words(&mut self, words: &str) -> Result<()> {
        self.wait_for_words_times(words, 1)
    }

    /// Waits until the guest has said this so many times, as it does when it is reset.
    pub(crate) fn wait_for_words_times(&mut self, words: &str, times: usize) -> Result<()> {
        let result = process::poll_until(&format!("{words:?} from the guest"), BOOT_LIMIT, || {
            // The words first: a guest that has said them may power off at once.
            if self.serial.count(words)? >= times {
                return Ok(Some(()));
            }
            self.check_running().map(|()| None)
        });
        result.with_context(|| format!("serial log: {}", self.serial.file().display()))
    }

    /// Waits for one of the guest's marks.
    pub(crate) fn wait_for_mark(&mut self, name: &str) -> Result<()> {
        self.wait_for_words(&format!("vwgpu: mark {name} "))
    }

    /// What QEMU shows now, or the daemon where QEMU does not know.
    pub(crate) fn look(&mut self) -> Result<Picture> {
        self.check_running()?;
        if self.is_shown_by_qemu {
            let file = self.dir.join("screen.ppm");
            return self.qmp.screendump(&file);
        }
        let backend = self.controllable().context("nobody knows what is shown")?;
        Ok(backend.screenshot(false)?.0)
    }

    /// Waits until QEMU shows a picture that `accept` takes and that no longer changes.
    pub(crate) fn wait_for_picture(
        &mut self,
        what: &str,
        limit: Duration,
        mut accept: impl FnMut(&Picture) -> bool,
    ) -> Result<Picture> {
        let mut last: Option<(Picture, Instant)> = None;
        process::poll_until(what, limit, || {
            std::thread::sleep(LOOK);
            self.serial.check()?;
            let now = self.look()?;
            let since = match &last {
                Some((picture, since)) if *picture == now => *since,
                _ => Instant::now(),
            };
            let stable = since.elapsed() >= STABLE && accept(&now);
            last = Some((now.clone(), since));
            Ok(stable.then_some(now))
        })
    }

    /// Resets the machine, as its reset button would.
    pub(crate) fn reset(&mut self) -> Result<()> {
        // Started with -no-reboot, so that a guest that panics ends QEMU.
        self.qmp.execute("set-action", json!({ "reboot": "reset" }))?;
        self.qmp.execute("system_reset", json!({})).map(drop)
    }

    /// Ends the machine and checks that guest and back end had nothing to complain about.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.check_running()?;
        let complaints = self.serial.complaints();
        ensure!(
            complaints.is_empty(),
            "the guest's kernel complains: {}",
            complaints.join(" | ")
        );
        self.qemu.end();
        self.backend.as_mut().map_or(Ok(()), Running::end)
    }
}

fn command_line(
    options: &Options<'_>,
    dir: &RunDir,
    serial: &Serial,
    backend: Option<&Running>,
) -> Result<Command> {
    let memory = options.memory_mib;
    let mut command = match options.gpu {
        Gpu::Generic(_) => newer_qemu::qemu()?,
        Gpu::Builtin | Gpu::VhostUser(_) | Gpu::Served(..) => toolbox::qemu()?,
    };
    command.args([
        "-accel",
        "tcg,thread=multi",
        "-cpu",
        "max",
        "-nodefaults",
        "-no-user-config",
        "-no-reboot",
    ]);
    command.args(["-machine", "q35,memory-backend=mem", "-m", &format!("{memory}M")]);
    command.args(["-smp", &options.cpus.to_string(), "-display", options.display]);
    // A vhost-user back end works on the guest's memory itself.
    command.args([
        "-object",
        &format!("memory-backend-memfd,id=mem,size={memory}M,share=on"),
    ]);
    command.args(["-serial", &format!("file:{}", serial.file().display())]);
    command.args([
        "-qmp",
        &format!("unix:{},server=on,wait=off", dir.join("qmp.sock").display()),
    ]);
    add_gpu(&mut command, options, backend);
    if let Some(root) = options.disk {
        // Several machines may read one image.
        let drive = "if=none,id=disk,format=raw,readonly=on,file.locking=off";
        command.args(["-drive", &format!("{drive},file={}", root.image().display())]);
        command.args(["-device", "virtio-blk-pci,drive=disk"]);
    }
    match options.boot {
        Boot::Linux(image, run) => {
            add_linux(&mut command, image.kernel.elf(), image, run);
            add_keyboard(&mut command, backend);
        }
        Boot::Firmware => {
            add_firmware(&mut command, dir)?;
            // The firmware waits for keys only when a boot menu is asked for.
            command.args(["-boot", "menu=on,splash-time=4000"]);
        }
        Boot::FirmwareShell(disk) => {
            add_firmware(&mut command, dir)?;
            let drive = "if=none,id=shell,format=raw";
            command.args(["-drive", &format!("{drive},file=fat:rw:{}", disk.display())]);
            // No virtio device: the GPU is the only one.
            command.args(["-device", "ide-hd,drive=shell"]);
        }
        Boot::FirmwareLinux(image, run) => {
            add_firmware(&mut command, dir)?;
            add_linux(&mut command, &image.kernel.image()?, image, run);
        }
    }
    Ok(command)
}

fn add_gpu(command: &mut Command, options: &Options<'_>, backend: Option<&Running>) {
    let (width, height) = options.mode;
    let mut mode = format!("xres={width},yres={height}");
    if let Some(rom) = options.rom {
        mode += &format!(",romfile={}", rom.display());
    }
    let Some(backend) = backend else {
        command.args(["-device", &format!("virtio-gpu-pci,{mode}")]);
        return;
    };
    command.args([
        "-chardev",
        &format!("socket,id=gpu,path={}", backend.socket().display()),
    ]);
    let device = match options.gpu {
        Gpu::Generic(_) => newer_qemu::GPU.to_owned(),
        Gpu::Builtin | Gpu::VhostUser(_) | Gpu::Served(..) => format!("vhost-user-gpu-pci,{mode}"),
    };
    command.args(["-device", &format!("{device},chardev=gpu")]);
}

fn add_linux(command: &mut Command, kernel: &Path, image: &Image, run: &str) {
    command
        .arg("-kernel")
        .arg(kernel)
        .arg("-initrd")
        .arg(&image.initramfs);
    // Level 5 shows warnings and worse; a blinking cursor would make every text picture differ.
    let words = "console=ttyS0 loglevel=5 panic=-1 vt.global_cursor_default=0";
    command.args(["-append", &format!("{words} vwgpu.run={run}")]);
}

/// The machine's own keyboard needs drivers that Debian's kernel has as modules; this one we load anyway. If the back end
/// has one, it is the only one.
fn add_keyboard(command: &mut Command, backend: Option<&Running>) {
    match backend.and_then(Running::remote) {
        Some(remote) => {
            let chardev = format!("socket,id=input,path={}", remote.input.display());
            command.args([
                "-chardev",
                &chardev,
                "-device",
                "vhost-user-input-pci,chardev=input",
            ]);
        }
        None => {
            command.args(["-device", "virtio-keyboard-pci"]);
        }
    }
}

fn add_firmware(command: &mut Command, dir: &RunDir) -> Result<()> {
    let code = deps::FIRMWARE_CODE
        .iter()
        .map(Path::new)
        .find(|file| file.exists());
    let code = code.context("there is no UEFI firmware (package ovmf)")?;
    let variables = dir.join("vars.fd");
    // Each machine has its own variables, so that none finds what another has stored.
    let template = PathBuf::from(code.display().to_string().replace("_CODE", "_VARS"));
    std::fs::copy(&template, &variables).with_context(|| format!("cannot copy {}", template.display()))?;
    let flash = |file: &Path, extra: &str| format!("if=pflash,format=raw,file={}{extra}", file.display());
    command.args([
        "-drive",
        &flash(code, ",readonly=on"),
        "-drive",
        &flash(&variables, ""),
    ]);
    Ok(())
}
