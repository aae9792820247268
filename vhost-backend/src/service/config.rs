//! The service's configuration: a TOML file.
//!
//! ```toml
//! runtime-dir = "/run/vhost-wgpu-serve"       # where sockets are that are not named
//! control-socket = "/run/vhost-wgpu-serve/control"
//! metrics-socket = "/run/vhost-wgpu-serve/metrics"
//!
//! [defaults]                                  # of every machine
//! gpu-mode = "3d"
//!
//! [vm.web]
//! mode = ["1920x1080", "1280x1024"]
//! scanouts = 2
//! max-hostmem = "1G"
//! ```
//!
//! What a machine can be given are the daemon's own options, under their names.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    os::{
        fd::{FromRawFd, OwnedFd},
        unix::net::UnixListener,
    },
    path::{Path, PathBuf},
};

use clap::Parser;
use rustix::net::AddressFamily;
use serde::Deserialize;

use crate::args::Cli;

/// Options that the service sets itself.
const OURS: [&str; 6] = [
    "fd",
    "once",
    "worker",
    "control-socket",
    "print-capabilities",
    "log-level",
];

/// The longest name of a machine; it becomes part of file names.
const MAX_NAME_BYTES: usize = 64;

/// The file's contents.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostConfig {
    /// Where the sockets are that have no place of their own.
    #[serde(default = "runtime_dir")]
    pub runtime_dir: PathBuf,
    /// Where administrators ask.
    pub control_socket: Option<PathBuf>,
    /// Where Prometheus asks.
    pub metrics_socket: Option<PathBuf>,
    /// Options of every machine that does not have its own.
    #[serde(default)]
    pub defaults: Options,
    /// The machines, by name.
    #[serde(default)]
    pub vm: BTreeMap<String, Options>,
}

/// Options of the daemon, by their long names without dashes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Options(pub BTreeMap<String, Setting>);

/// What an option is set to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// An option without a value is given, or not.
    Flag(bool),
    /// A number.
    Number(i64),
    /// Anything else.
    Text(String),
    /// An option that is given several times.
    List(Vec<Setting>),
}

/// How a machine is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where its hypervisor connects.
    pub socket_path: PathBuf,
    /// Where its worker is controlled.
    pub control_path: PathBuf,
    /// Arguments of its worker, beside those that the service gives.
    pub arguments: Vec<String>,
}

/// What each place in the file system is for: a socket that two have is one that neither has for long.
#[derive(Debug, Default)]
pub struct Places(BTreeMap<PathBuf, String>);

impl Places {
    /// Those of the service itself.
    pub fn of_service(config: &HostConfig) -> Self {
        let ours = [&config.control_socket, &config.metrics_socket];
        let ours = ours.into_iter().flatten();
        Self(ours.map(|path| (path.clone(), "the service".into())).collect())
    }

    /// Notes a machine's.
    ///
    /// # Errors
    /// A sentence, if one of them is somebody else's.
    pub fn claim(&mut self, name: &str, plan: &Plan) -> Result<(), String> {
        for path in [&plan.socket_path, &plan.control_path] {
            if let Some(other) = self.0.insert(path.clone(), format!("the machine {name}")) {
                return Err(format!("{name}: {} is for {other} already", path.display()));
            }
        }
        Ok(())
    }
}

fn runtime_dir() -> PathBuf {
    "/run/vhost-wgpu-serve".into()
}

impl HostConfig {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// A sentence on what is wrong with it, and where.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The same of its text.
    ///
    /// # Errors
    /// As [`HostConfig::read`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut places = Places::of_service(&config);
        if config.control_socket.is_some() && config.control_socket == config.metrics_socket {
            return Err("control-socket and metrics-socket are one place".into());
        }
        for (name, options) in &config.vm {
            places.claim(name, &config.plan(name, options)?)?;
        }
        Ok(config)
    }

    /// How a machine of that name with these options is served.
    ///
    /// # Errors
    /// A sentence on what makes no sense.
    pub fn plan(&self, name: &str, options: &Options) -> Result<Plan, String> {
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.bytes().all(of_name) {
            return Err(format!(
                "{name:?} is no name: letters, digits, - and _, at most {MAX_NAME_BYTES}"
            ));
        }
        let mut all = self.defaults.0.clone();
        all.extend(options.0.clone());
        let socket_path = match all.remove("socket-path") {
            Some(Setting::Text(path)) => path.into(),
            None => self.runtime_dir.join(format!("{name}.sock")),
            Some(_) => return Err(format!("{name}: socket-path is a path")),
        };
        let mut arguments = Vec::new();
        for (option, setting) in &all {
            if OURS.contains(&option.as_str()) {
                return Err(format!("{name}: {option} is for the service to set"));
            }
            setting
                .append(option, &mut arguments)
                .map_err(|error| format!("{name}: {error}"))?;
        }
        // What the worker would refuse is refused here, where somebody sees it.
        let command = ["vhost-wgpu", "--fd=3"].into_iter().map(str::to_owned);
        let cli = Cli::try_parse_from(command.chain(arguments.iter().cloned()))
            .map_err(|error| format!("{name}: {}", first_line(&error.to_string())))?;
        crate::config::device_config(&cli.serve).map_err(|error| format!("{name}: {error}"))?;
        Ok(Plan {
            socket_path,
            control_path: self.runtime_dir.join(format!("{name}.ctl")),
            arguments,
        })
    }
}

impl Setting {
    /// As arguments of the command line.
    fn append(&self, option: &str, arguments: &mut Vec<String>) -> Result<(), String> {
        match self {
            Self::Flag(true) => arguments.push(format!("--{option}")),
            Self::Flag(false) => {}
            Self::Number(number) => arguments.push(format!("--{option}={number}")),
            Self::Text(text) => arguments.push(format!("--{option}={text}")),
            Self::List(settings) => {
                for setting in settings {
                    if matches!(setting, Self::List(_) | Self::Flag(_)) {
                        return Err(format!("{option}: a list is of numbers and texts"));
                    }
                    setting.append(option, arguments)?;
                }
            }
        }
        Ok(())
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text).trim_start_matches("error: ")
}

/// Sockets that the service manager listens on for us, by name: socket activation, with FileDescriptorName= a machine's.
///
/// # Errors
/// A sentence if what it left us is no such socket.
pub fn inherited_sockets() -> Result<HashMap<String, UnixListener>, String> {
    let fds = sd_notify::listen_fds_with_names().map_err(|error| format!("socket activation: {error}"))?;
    let mut sockets = HashMap::new();
    for (fd, name) in fds {
        // SAFETY: the service manager says by LISTEN_FDS and LISTEN_PID that these are ours, nothing else in this process
        // knows of them, and this runs once, before any thread is there.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        let is_listener = rustix::net::sockopt::socket_acceptconn(&fd);
        let problem = |error| format!("socket {name:?}: {error}");
        let domain = rustix::net::sockopt::socket_domain(&fd).map_err(problem)?;
        if !is_listener.map_err(problem)? || domain != AddressFamily::UNIX {
            return Err(format!("socket {name:?} is no Unix socket that listens"));
        }
        if sockets.insert(name.clone(), UnixListener::from(fd)).is_some() {
            return Err(format!("there are two sockets {name:?}"));
        }
    }
    Ok(sockets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = r#"
        runtime-dir = "/run/x"
        control-socket = "/run/x/control"
        [defaults]
        gpu-mode = "2d"
        scanouts = 1
        [vm.web]
        mode = ["1920x1080", "1280x1024"]
        scanouts = 2
        max-hostmem = "1G"
        [vm.db]
        socket-path = "/elsewhere/db.sock"
    "#;

    #[test]
    fn a_machine_has_the_options_that_are_its_own_and_else_the_defaults() {
        let config = HostConfig::parse(EXAMPLE).unwrap();
        let web = config.plan("web", &config.vm["web"]).unwrap();
        assert_eq!(
            web.arguments,
            [
                "--gpu-mode=2d",
                "--max-hostmem=1G",
                "--mode=1920x1080",
                "--mode=1280x1024",
                "--scanouts=2"
            ]
        );
        assert_eq!(web.socket_path, Path::new("/run/x/web.sock"));
        assert_eq!(web.control_path, Path::new("/run/x/web.ctl"));
        let db = config.plan("db", &config.vm["db"]).unwrap();
        assert_eq!(db.socket_path, Path::new("/elsewhere/db.sock"));
        assert_eq!(db.arguments, ["--gpu-mode=2d", "--scanouts=1"]);
    }

    #[test]
    fn what_a_worker_would_refuse_is_refused_when_the_file_is_read() {
        for (text, says) in [
            ("[vm.a]\ncolour = 1", "colour"),
            ("[vm.a]\nscanouts = 17", "17"),
            (
                "[vm.a]\nscanouts = 1\nmode = [\"640x480\", \"640x480\"]",
                "2 modes",
            ),
            ("[vm.a]\nmode = [[\"640x480\"]]", "list"),
            ("[vm.a]\nfd = 5", "service"),
            ("[vm.a]\nsocket-path = 5", "path"),
            ("[vm.\"a/b\"]", "name"),
            ("[vm.\"\"]", "name"),
            ("[vm.\"a\\nb\"]", "name"),
            ("[vm.\"a\\\"}\"]", "name"),
            ("[vm.\"ä\"]", "name"),
            ("[vm.a]\n[vm.a]", "duplicate"),
            (
                "[vm.a]\nsocket-path = \"/s\"\n[vm.b]\nsocket-path = \"//s\"",
                "machine a",
            ),
            (
                "[vm.a]\n[vm.b]\nsocket-path = \"/run/vhost-wgpu-serve/a.ctl\"",
                "machine a",
            ),
            (
                "control-socket = \"/s\"\n[vm.a]\nsocket-path = \"/s\"",
                "the service",
            ),
            ("control-socket = \"/s\"\nmetrics-socket = \"/s\"", "one place"),
            ("[machine.a]", "machine"),
            ("runtime-dir", "="),
        ] {
            let error = HostConfig::parse(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
