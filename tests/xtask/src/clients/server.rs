//! vtest servers: ours, the field's `virgl_test_server`, or none at all.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::stage::{SOCKET, Stage};
use crate::cargo;
use crate::process::{self, Process};

/// A server must listen within this time after its start.
const LISTEN_LIMIT: Duration = Duration::from_secs(20);
/// The program of the package `virgl-server`.
const PEER: &str = "virgl_test_server";
/// Our counters that must stay at zero whatever stock clients do: each is a fault of ours, not of theirs.
const MUST_BE_ZERO: [&str; 3] = ["wgpu_validation_errors", "contexts_lost", "device_recreations"];
/// Where our server writes its counters, in its private `/tmp`.
const STATS: &str = "stats.json";

/// Who draws.
#[derive(Clone, Debug)]
pub(crate) enum Program {
    /// The client itself, by llvmpipe.
    None,
    /// `virgl_test_server`.
    Peer(PathBuf),
    /// Our daemon; whether it can write its counters.
    Ours {
        /// The program file.
        path: PathBuf,
        /// Whether it has the option `--stats`.
        counts: bool,
    },
}

impl Program {
    /// Finds, or builds, what the command line calls so.
    pub(crate) fn choose(name: &str) -> Result<Self> {
        match name {
            "none" => Ok(Self::None),
            "peer" => Self::peer(),
            "ours" => Self::ours(&cargo::build_daemon()?),
            path => {
                let path = Path::new(path).canonicalize();
                let path = path.with_context(|| format!("there is no server {name}"))?;
                let is_peer = path.file_name().is_some_and(|file| file == PEER);
                if is_peer {
                    Ok(Self::Peer(path))
                } else {
                    Self::ours(&path)
                }
            }
        }
    }

    /// The field's server.
    pub(crate) fn peer() -> Result<Self> {
        let path = process::find_program(PEER);
        Ok(Self::Peer(path.with_context(|| format!("there is no {PEER}"))?))
    }

    /// Our daemon, or another build of it.
    pub(super) fn ours(path: &Path) -> Result<Self> {
        let help = process::output(Command::new(path).args(["vtest", "--help"]));
        let help = help.with_context(|| format!("{} has no `vtest`", path.display()))?;
        let counts = String::from_utf8_lossy(&help).contains("--stats");
        Ok(Self::Ours {
            path: path.to_owned(),
            counts,
        })
    }

    /// What tables call it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::None => "llvmpipe",
            Self::Peer(_) => "peer",
            Self::Ours { .. } => "ours",
        }
    }

    /// The driver of clients of this server.
    pub(crate) fn client_driver(&self) -> &'static str {
        match self {
            Self::None => "llvmpipe",
            Self::Peer(_) | Self::Ours { .. } => "virpipe",
        }
    }

    /// How `GL_RENDERER` begins when this server draws.
    pub(crate) fn renderer(&self) -> &'static str {
        match self {
            Self::None => "llvmpipe",
            Self::Peer(_) | Self::Ours { .. } => "virgl",
        }
    }
}

/// A server that runs, with a `/tmp` that it shares with its clients alone. Dropping it ends it.
pub(crate) struct Server {
    program: Program,
    process: Option<Process>,
    tmp: PathBuf,
}

impl Server {
    /// Starts one. `run` names its log and its folder: one stage may have several servers.
    pub(crate) fn start(stage: &Stage, program: &Program, run: &str) -> Result<Self> {
        let name = format!("{run}-{}", program.name());
        let mut server = Self {
            program: program.clone(),
            process: None,
            tmp: stage.private_tmp(&name)?,
        };
        server.process = server.spawn(stage, &stage.log(&format!("{name}-server")))?;
        Ok(server)
    }

    /// Starts it again if it has ended, and returns its last words then. `number` keeps the logs apart.
    pub(crate) fn revive(&mut self, stage: &Stage, number: usize) -> Result<Option<String>> {
        let Some(process) = &mut self.process else {
            return Ok(None);
        };
        let Some(status) = process.exited()? else {
            return Ok(None);
        };
        let words = format!("{status}: {}", process.last_words());
        let log = stage.log(&format!("{}-server-again-{number}", self.program.name()));
        let _ = std::fs::remove_file(self.socket());
        self.process = self.spawn(stage, &log)?;
        Ok(Some(words))
    }

    /// Its socket, as we see it.
    fn socket(&self) -> PathBuf {
        self.tmp.join(SOCKET.trim_start_matches("/tmp/"))
    }

    fn spawn(&self, stage: &Stage, log: &Path) -> Result<Option<Process>> {
        let mut command = match &self.program {
            Program::None => return Ok(None),
            Program::Peer(path) => {
                let mut command = stage.command(&self.tmp, path)?;
                // It finds no device of its own without a display.
                command.arg("--use-egl-surfaceless");
                command
            }
            Program::Ours { path, counts } => {
                let mut command = stage.command(&self.tmp, path)?;
                command.args(["vtest", "--socket-path", SOCKET]);
                if *counts {
                    command.args(["--stats", &format!("/tmp/{STATS}")]);
                }
                command
            }
        };
        let socket = self.socket();
        let mut process = Process::spawn("the vtest server", &mut command, log)?;
        process::poll_until("vtest server that listens", LISTEN_LIMIT, || {
            process.check_running()?;
            Ok(socket.exists().then_some(()))
        })?;
        Ok(Some(process))
    }

    /// What was started.
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Its process id, if it is a process of its own.
    pub(crate) fn process(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    /// What its clients see as `/tmp`.
    pub(crate) fn tmp(&self) -> &Path {
        &self.tmp
    }

    /// Ends it. An error when it had ended before, had to be killed, or counted what must not happen.
    pub(crate) fn end(mut self) -> Result<Option<Value>> {
        let Some(mut process) = self.process.take() else {
            return Ok(None);
        };
        process.check_running()?;
        let status = process.end();
        let status = status.context("the vtest server did not end within 3 s of SIGTERM")?;
        match (status.code(), status.signal()) {
            (Some(0), _) => (),
            // A program without a handler ends by that very signal, which is no fault of it.
            (_, Some(15)) if matches!(self.program, Program::Peer(_)) => (),
            _ => bail!("the vtest server ended with {status}: {}", process.last_words()),
        }
        self.counters()
    }

    fn counters(&self) -> Result<Option<Value>> {
        let Program::Ours { counts: true, .. } = self.program else {
            return Ok(None);
        };
        let file = self.tmp.join(STATS);
        let text = std::fs::read_to_string(&file).context("the vtest server has written no counters")?;
        let counters: Value = serde_json::from_str(&text).context("the counters are no JSON")?;
        for name in MUST_BE_ZERO {
            let count = counters.get(name).and_then(Value::as_u64);
            let count = count.with_context(|| format!("the vtest server does not count {name}"))?;
            ensure!(count == 0, "the vtest server counted {count} {name}");
        }
        Ok(Some(counters))
    }
}
