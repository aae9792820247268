//! The command line. Its help is the manual: the man page is made from the same text.

use std::{os::fd::RawFd, path::PathBuf, str::FromStr};

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use device::{Mode, limits};

use crate::display::vnc::server::Address;
/// A bar of 256 MiB fits the window of 32-bit addresses that some firmwares have for devices.
const HOST_VISIBLE_BYTES: u64 = 256 << 20;

/// An emulated GPU for virtual machines, as a vhost-user back end.
///
/// A hypervisor such as QEMU attaches to the socket and gives its guest a virtio GPU; the guest's stock drivers
/// work. One process serves one virtual machine at a time and waits for the next when it goes away.
#[derive(Debug, Parser)]
#[command(
    name = "vhost-wgpu",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "vhost-wgpu [OPTIONS] --socket-path <PATH> | --fd <FDNUM>
       vhost-wgpu --print-capabilities
       vhost-wgpu <COMMAND>",
    after_help = "Example, with QEMU:
  vhost-wgpu --socket-path /tmp/gpu.sock &
  qemu-system-x86_64 -m 1G -object memory-backend-memfd,id=mem,size=1G,share=on \\
    -machine q35,memory-backend=mem -vga none \\
    -chardev socket,id=gpu,path=/tmp/gpu.sock -device vhost-user-gpu-pci,chardev=gpu disk.img"
)]
pub struct Cli {
    /// What to do instead of serving a device.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve a device.
    #[command(flatten)]
    pub serve: Serve,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Talk to a running vhost-wgpu through its control socket
    ///
    /// Who may open the socket may look at the guest's screens.
    Ctl(Ctl),
    /// Serve Mesa's virpipe driver on a socket: OpenGL without a virtual machine
    ///
    /// Programs draw through it with LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=virpipe in their environment.
    Vtest(Vtest),
    /// Serve many virtual machines, each in a process of its own
    ///
    /// The configuration is a TOML file: `control-socket`, `metrics-socket`, `runtime-dir`, a table `defaults` and a
    /// table `vm.NAME` for each machine, with this program's own options under their names, as in `gpu-mode = "3d"`.
    /// Each machine has its socket at RUNTIME-DIR/NAME.sock unless it says `socket-path`.
    ///
    /// Machines are added, listed and removed at run time by `vhost-wgpu ctl` on the service's control socket. A machine whose
    /// worker ends gets another one, after 0.1 s first and up to 30 s later. Sockets that the service manager listens on
    /// (LISTEN_FDS) are those of the machines after which they are named (FileDescriptorName= in systemd's socket units),
    /// and the service manager is told when all sockets are there.
    #[command(after_help = "Example, a file for two machines:
  control-socket = \"/run/vhost-wgpu-serve/control\"
  [defaults]
  gpu-mode = \"auto\"
  [vm.web]
  mode = [\"1920x1080\"]
  [vm.build]
  max-hostmem = \"1G\"")]
    Serve(Service),
}

/// Options of `serve`.
#[derive(Clone, Debug, Args)]
pub struct Service {
    /// Which machines there are, and how each is served
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,

    /// What to log to standard error, workers included; RUST_LOG, if set, wins
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    pub log_level: LogLevel,
}

/// Options of the daemon.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Listen on this Unix socket for the hypervisor
    #[arg(long, value_name = "PATH", required_unless_present_any = ["fd", "print_capabilities"], conflicts_with = "fd")]
    pub socket_path: Option<PathBuf>,

    /// Use this inherited file descriptor: a connected socket, or a listening one
    #[arg(long, value_name = "FDNUM")]
    pub fd: Option<RawFd>,

    /// Print what this program can do as JSON and exit
    ///
    /// libvirt asks for it before it starts a machine, and so finds that --virgl is understood, and --render-node where
    /// the host has render nodes.
    #[arg(long)]
    pub print_capabilities: bool,

    /// Exit when the first hypervisor goes away
    #[arg(long)]
    pub once: bool,

    /// What the guest's GPU can do
    #[arg(long, value_enum, default_value_t = GpuMode::TwoD, value_name = "MODE")]
    pub gpu_mode: GpuMode,

    /// The same as --gpu-mode=3d
    #[arg(long, conflicts_with = "gpu_mode")]
    pub virgl: bool,

    /// Draw 3D with the host GPU that has this in its name, without regard to case; with the first one if not given
    #[arg(long, value_name = "NAME")]
    pub adapter: Option<String>,

    /// Draw 3D with the host GPU that this DRM render node belongs to, as in /dev/dri/renderD128
    ///
    /// libvirt names it so. Without 3D it is of no use, and does no harm.
    #[arg(long, value_name = "NODE", conflicts_with = "adapter")]
    pub render_node: Option<PathBuf>,

    /// How many screens the guest can have, 1 to 16
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=16), value_name = "N")]
    pub scanouts: u32,

    /// Mode of a screen, as in 1920x1080 or 1920x1080@75. Give it once for each screen that has a display plugged
    /// in; given once, it plugs in the first
    ///
    /// A hypervisor that shows the screens itself, as QEMU does, chooses the modes itself too.
    #[arg(long = "mode", value_name = "WxH[@HZ]", default_value = "1280x800", value_parser = parse_mode)]
    pub modes: Vec<Mode>,

    /// Host memory that the guest's pictures may use, and again as much for its 3D resources, as in 512M or 2G
    ///
    /// The default is 544M for pictures and 4G for 3D.
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes)]
    pub max_hostmem: Option<Bytes>,

    /// Size of the region that the guest can map memory of the host into, as in 256M; 0 for none
    ///
    /// crosvm and QEMU's generic device show it to the guest, which then makes blob resources there. It costs no memory by
    /// itself, and what is mapped counts as pictures do.
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes, default_value_t = Bytes(HOST_VISIBLE_BYTES))]
    pub host_visible: Bytes,

    /// Accept control commands on this Unix socket, from `vhost-wgpu ctl` or any program that speaks JSON lines
    #[arg(long, value_name = "PATH")]
    pub control_socket: Option<PathBuf>,

    /// Remote desktop.
    #[command(flatten)]
    pub vnc: Vnc,

    /// Be a worker of the service that is this process, and end with it
    #[arg(long, hide = true, value_name = "PID")]
    pub worker: Option<u32>,

    /// What to log to standard error; RUST_LOG, if set, wins
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    pub log_level: LogLevel,
}

/// Options of the remote desktop.
#[derive(Clone, Debug, Default, Args)]
#[command(group(ArgGroup::new("vnc_listen").args(["vnc", "vnc_web"]).multiple(true)))]
pub struct Vnc {
    /// Show the screens to VNC clients at ADDRESS:PORT, or at a socket whose path has a / in it
    ///
    /// Given once, it shows all screens, side by side. Given several times, each shows one, from the first on. A hypervisor
    /// may show them too.
    #[arg(long, value_name = "ADDRESS")]
    pub vnc: Vec<Address>,

    /// Serve a page with a VNC client in it to browsers at ADDRESS:PORT, or at a socket
    ///
    /// Which screens it shows is chosen as for --vnc. With --vnc-tls-cert, it is served by HTTPS.
    #[arg(long, value_name = "ADDRESS")]
    pub vnc_web: Vec<Address>,

    /// Let in only VNC clients that know the password in the first line of this file, of 8 bytes at most
    #[arg(long, value_name = "FILE", requires = "vnc_listen")]
    pub vnc_password_file: Option<PathBuf>,

    /// Speak TLS with VNC clients (VeNCrypt), and with no others; the server's certificate, and those that vouch for
    /// it, are in this PEM file
    #[arg(long, value_name = "FILE", requires = "vnc_tls_key")]
    pub vnc_tls_cert: Option<PathBuf>,

    /// The PEM file with the certificate's private key
    #[arg(long, value_name = "FILE", requires = "vnc_tls_cert")]
    pub vnc_tls_key: Option<PathBuf>,

    /// Serve an input device on this Unix socket, a keyboard and a tablet that VNC clients use
    ///
    /// QEMU attaches to it by -chardev socket,id=input,path=PATH -device vhost-user-input-pci,chardev=input.
    #[arg(long, value_name = "PATH", requires = "vnc_listen")]
    pub input_socket: Option<PathBuf>,

    /// Let VNC clients in from other machines without a password or TLS
    #[arg(long, requires = "vnc_listen")]
    pub vnc_insecure: bool,
}

/// Options of `vtest`.
#[derive(Clone, Debug, Args)]
pub struct Vtest {
    /// Listen on this Unix socket; the default is where programs look
    #[arg(long, value_name = "PATH", default_value = wire::vtest::DEFAULT_SOCKET_PATH)]
    pub socket_path: PathBuf,

    /// Use the host GPU with this in its name, without regard to case; the first one if not given
    #[arg(long, value_name = "NAME")]
    pub adapter: Option<String>,

    /// Write what was done to this file at the end, as JSON
    #[arg(long, value_name = "FILE")]
    pub stats: Option<PathBuf>,

    /// Host memory that each program's textures and buffers may use, as in 512M or 2G
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes, default_value_t = Bytes(limits::DEFAULT_HOSTMEM_3D_BYTES))]
    pub max_hostmem: Bytes,

    /// Draw nothing: take commands, and only count them
    #[arg(long, hide = true)]
    pub dry_run: bool,

    /// What to log to standard error; RUST_LOG, if set, wins
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    pub log_level: LogLevel,
}

/// What the guest's GPU can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GpuMode {
    /// A display without 3D, which needs no GPU on the host
    #[value(name = "2d")]
    TwoD,
    /// OpenGL by virgl
    #[value(name = "3d")]
    ThreeD,
    /// 3D if the host has a GPU for it, else 2D; it is looked for once a hypervisor attaches
    Auto,
}

/// Least severe messages to log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names of the levels of `log`")]
pub enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    /// As on the command line.
    pub(crate) fn name(self) -> String {
        log::LevelFilter::from(self).as_str().to_ascii_lowercase()
    }
}

impl From<LogLevel> for log::LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Off => Self::Off,
            LogLevel::Error => Self::Error,
            LogLevel::Warn => Self::Warn,
            LogLevel::Info => Self::Info,
            LogLevel::Debug => Self::Debug,
            LogLevel::Trace => Self::Trace,
        }
    }
}

/// Options of `ctl`.
#[derive(Clone, Debug, Args)]
pub struct Ctl {
    /// The control socket that the running vhost-wgpu was given
    #[arg(long, value_name = "PATH")]
    pub control_socket: PathBuf,
    /// What to ask.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What `ctl` can ask.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Print the device's state and counters as JSON
    Status,
    /// Write what a screen shows to a PNG file
    Screenshot {
        /// Which screen
        #[arg(long, default_value_t = 0, value_name = "N")]
        scanout: u32,
        /// Draw the guest's cursor too
        #[arg(long)]
        cursor: bool,
        /// Where to; - is standard output
        file: PathBuf,
    },
    /// Change the mode of a screen; the guest is told
    Resize {
        /// Which screen
        scanout: u32,
        /// The new mode
        #[arg(value_name = "WxH[@HZ]", value_parser = parse_mode)]
        mode: Mode,
    },
    /// Plug a display into a screen; the guest is told
    Plug {
        /// Which screen
        scanout: u32,
        /// Its mode
        #[arg(value_name = "WxH[@HZ]", value_parser = parse_mode)]
        mode: Mode,
    },
    /// Unplug a screen's display; the guest is told
    Unplug {
        /// Which screen
        scanout: u32,
    },
    /// Of a service (`vhost-wgpu serve`): print its machines as JSON
    List,
    /// Of a service: add a machine, and start serving it
    Add {
        /// The machine's name
        name: String,
        /// An option of its worker, as in gpu-mode=3d; a machine has the defaults of the service's configuration beside
        #[arg(value_name = "OPTION=VALUE")]
        options: Vec<String>,
    },
    /// Of a service: end a machine's worker and forget it
    Remove {
        /// The machine's name
        name: String,
    },
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl std::fmt::Display for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            bytes if bytes != 0 && bytes % (1 << 30) == 0 => write!(f, "{}G", bytes >> 30),
            bytes if bytes % (1 << 20) == 0 => write!(f, "{}M", bytes >> 20),
            bytes => bytes.fmt(f),
        }
    }
}

fn parse_bytes(text: &str) -> Result<Bytes, String> {
    let (digits, shift) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number = u64::from_str(digits).map_err(|_| "expected a number with K, M or G behind it")?;
    number
        .checked_mul(1 << shift)
        .map(Bytes)
        .ok_or_else(|| "too large".into())
}

fn parse_mode(text: &str) -> Result<Mode, String> {
    let (size, refresh_hz) = text
        .split_once('@')
        .map_or((text, None), |(size, hz)| (size, Some(hz)));
    let (width, height) = size.split_once('x').ok_or("expected WIDTHxHEIGHT")?;
    let number = |text: &str| u32::from_str(text).map_err(|_| format!("{text:?} is not a number"));
    let mut mode = Mode::new(number(width)?, number(height)?);
    if let Some(hz) = refresh_hz {
        mode.refresh_mhz = number(hz)?.checked_mul(1000).ok_or("too many hertz")?;
    }
    crate::config::check_mode(mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_and_modes_are_read_as_people_write_them() {
        assert_eq!(parse_bytes("512M"), Ok(Bytes(512 << 20)));
        assert_eq!(parse_bytes("2g"), Ok(Bytes(2 << 30)));
        assert_eq!(parse_bytes("17"), Ok(Bytes(17)));
        for bad in ["", "M", "1T", "-1", "99999999999999999999", "99999999999G"] {
            assert!(parse_bytes(bad).is_err(), "{bad}");
        }
        assert_eq!(parse_mode("1920x1080"), Ok(Mode::new(1920, 1080)));
        assert_eq!(parse_mode("640x480@75").unwrap().refresh_mhz, 75_000);
        for bad in [
            "",
            "1920",
            "1920x",
            "x1",
            "0x0",
            "99999x1",
            "1920x1080@",
            "1920x1080@9999999",
            "1e3x4",
        ] {
            assert!(parse_mode(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_socket_is_needed_but_not_two() {
        assert!(Cli::try_parse_from(["vhost-wgpu"]).is_err());
        assert!(Cli::try_parse_from(["vhost-wgpu", "--socket-path=a", "--fd=3"]).is_err());
        assert!(Cli::try_parse_from(["vhost-wgpu", "--print-capabilities"]).is_ok());
        let vnc = [
            "vhost-wgpu",
            "--fd=3",
            "--vnc=localhost:1",
            "--vnc-web=localhost:2",
            "--vnc-insecure",
        ];
        assert!(Cli::try_parse_from(vnc).is_ok());
        assert!(Cli::try_parse_from(["vhost-wgpu", "--fd=3", "--vnc-insecure"]).is_err());
        assert!(Cli::try_parse_from(["vhost-wgpu", "ctl", "--control-socket=c", "status"]).is_ok());
    }

    /// `qemuExtVhostUserGPUStart` in libvirt's `src/qemu/qemu_vhost_user_gpu.c`.
    #[test]
    fn what_libvirt_passes_is_understood() {
        let node = "--render-node=/dev/dri/renderD128";
        for rest in [&[] as &[_], &["--virgl"], &[node], &["--virgl", node]] {
            let line = [&["vhost-wgpu", "--fd=25"], rest].concat();
            let cli = Cli::try_parse_from(&line).unwrap();
            assert_eq!(cli.serve.fd, Some(25));
            assert_eq!(cli.serve.virgl, rest.contains(&"--virgl"));
            assert_eq!(cli.serve.render_node.is_some(), rest.contains(&node));
        }
    }
}
