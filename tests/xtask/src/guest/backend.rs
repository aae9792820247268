//! Back ends that a guest's GPU can have: QEMU's own device, or any vhost-user program.
//!
//! What our daemon offers beyond the convention, its control socket, is used when the program has it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::picture::Picture;
use crate::process::{self, Process, RunDir};

/// A back end must listen within this time after its start.
const LISTEN_LIMIT: Duration = Duration::from_secs(10);
/// An answer that takes longer is a hang.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// Far above any screenshot, and far below what would hurt.
const MAX_SCREENSHOT_BYTES: u64 = 256 << 20;

/// A vhost-user GPU program.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    path: PathBuf,
    controllable: bool,
    has_3d: bool,
    use_3d: bool,
    has_vnc: bool,
    use_vnc: bool,
    has_service: bool,
}

impl Program {
    /// Takes a program file and finds out whether it has our control socket.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let path = path
            .canonicalize()
            .with_context(|| format!("there is no back end {}", path.display()))?;
        let help = Command::new(&path).arg("--help").output();
        let help = help.with_context(|| format!("cannot start {}", path.display()))?;
        let help = String::from_utf8_lossy(&help.stdout);
        let controllable = help.contains("--control-socket");
        let has_vnc = help.contains("--vnc-web") && help.contains("--input-socket");
        let has_service = help.contains("  serve ");
        let has_3d = capabilities(&path).is_some_and(|known| known.contains(&json!("virgl")));
        Ok(Self {
            path,
            controllable,
            has_3d,
            use_3d: false,
            has_vnc,
            use_vnc: false,
            has_service,
        })
    }

    /// The program file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it has our control socket.
    pub(crate) fn controllable(&self) -> bool {
        self.controllable
    }

    /// The same program, to be asked for 3D if it has it.
    pub(crate) fn with_3d(&self) -> Self {
        Self {
            use_3d: self.has_3d,
            ..self.clone()
        }
    }

    /// The same program, to serve VNC clients, and the input device that they type on.
    pub(crate) fn with_vnc(&self) -> Self {
        Self {
            use_vnc: self.has_vnc,
            ..self.clone()
        }
    }

    /// Whether it serves VNC clients.
    pub(crate) fn has_vnc(&self) -> bool {
        self.has_vnc
    }

    /// Whether it can serve many machines at once.
    pub(crate) fn has_service(&self) -> bool {
        self.has_service
    }

    /// Whether it gives guests 3D.
    pub(crate) fn has_3d(&self) -> bool {
        self.has_3d
    }

    /// Starts it and waits until it listens on `vhost.sock` in `dir`.
    /// There is a screen for each of `modes`.
    pub(crate) fn start(&self, dir: &RunDir, log: &Path, modes: &[(u32, u32)]) -> Result<Running> {
        let socket = dir.join("vhost.sock");
        let control = self.controllable.then(|| dir.join("control.sock"));
        let mut command = Command::new(&self.path);
        command.arg(format!("--socket-path={}", socket.display()));
        if let Some(control) = &control {
            command.arg(format!("--control-socket={}", control.display()));
            if self.use_3d {
                command.arg("--gpu-mode=3d");
            }
            command.arg(format!("--scanouts={}", modes.len()));
            for (width, height) in modes {
                command.arg(format!("--mode={width}x{height}"));
            }
        }
        let remote = if self.use_vnc {
            let remote = Remote {
                port: free_port()?,
                web_port: free_port()?,
                input: dir.join("input.sock"),
            };
            command.arg(format!("--vnc=127.0.0.1:{}", remote.port));
            command.arg(format!("--vnc-web=127.0.0.1:{}", remote.web_port));
            command.arg(format!("--input-socket={}", remote.input.display()));
            Some(remote)
        } else {
            None
        };
        let mut process = Process::spawn("the back end", &mut command, log)?;
        process::poll_until("back end that listens", LISTEN_LIMIT, || {
            process.check_running()?;
            Ok(socket.exists().then_some(()))
        })?;
        Ok(Running {
            process: Some(process),
            socket,
            control,
            remote,
        })
    }
}

/// Where a back end serves VNC clients, and the input device that they type on.
pub(crate) struct Remote {
    /// On 127.0.0.1.
    pub(crate) port: u16,
    /// Likewise, for browsers.
    pub(crate) web_port: u16,
    /// The device's socket.
    pub(crate) input: PathBuf,
}

/// A port that nobody uses now. VNC's programs count displays from port 5900 on.
fn free_port() -> Result<u16> {
    for _ in 0..100 {
        let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
        let port = listener.local_addr()?.port();
        if port > 5900 {
            return Ok(port);
        }
    }
    bail!("no port above 5900 is free")
}

/// The features that `--print-capabilities` names (vhost-user.rst of QEMU, 'Backend program conventions').
fn capabilities(program: &Path) -> Option<Vec<Value>> {
    let output = Command::new(program).arg("--print-capabilities").output().ok()?;
    let capabilities: Value = serde_json::from_slice(&output.stdout).ok()?;
    capabilities["features"].as_array().cloned()
}

/// A back end that runs. Dropping it ends it.
pub(crate) struct Running {
    /// None if somebody else runs it.
    process: Option<Process>,
    socket: PathBuf,
    control: Option<PathBuf>,
    remote: Option<Remote>,
}

impl Running {
    /// One that somebody else runs, who has it listen and be controlled there.
    pub(crate) fn served(socket: &Path, control: &Path) -> Self {
        Self {
            process: None,
            socket: socket.to_owned(),
            control: Some(control.to_owned()),
            remote: None,
        }
    }

    /// Its vhost-user socket.
    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Where it serves VNC clients, if it does.
    pub(crate) fn remote(&self) -> Option<&Remote> {
        self.remote.as_ref()
    }

    /// Its control socket's path, when it has one.
    pub(crate) fn control_socket(&self) -> Option<&Path> {
        self.control.as_deref()
    }

    /// Fails when it has ended.
    pub(crate) fn check_running(&mut self) -> Result<()> {
        self.process.as_mut().map_or(Ok(()), Process::check_running)
    }

    /// Ends it; an error when it had to be killed or died of a signal.
    pub(crate) fn end(&mut self) -> Result<()> {
        let Some(process) = &mut self.process else {
            return Ok(());
        };
        let status = process
            .end()
            .context("the back end did not end within 3 s of SIGTERM")?;
        // A program without a handler ends by that very signal, which is no fault of it.
        let by_signal = std::os::unix::process::ExitStatusExt::signal(&status);
        ensure!(
            matches!(by_signal, None | Some(15)),
            "the back end crashed ({status})"
        );
        Ok(())
    }

    /// The daemon's status, as its control socket gives it.
    pub(crate) fn status(&self) -> Result<Value> {
        Ok(self.ask(&json!({ "command": "status" }))?.0)
    }

    /// What the daemon shows on its first output, optionally with the cursor drawn on it.
    pub(crate) fn screenshot(&self, cursor: bool) -> Result<(Picture, Vec<u8>)> {
        self.screenshot_of(0, cursor)
    }

    /// What it shows on another one.
    pub(crate) fn screenshot_of(&self, scanout: usize, cursor: bool) -> Result<(Picture, Vec<u8>)> {
        let request = json!({ "command": "screenshot", "scanout": scanout, "cursor": cursor });
        let (answer, mut rest) = self.ask(&request)?;
        let size_bytes = answer["bytes"]
            .as_u64()
            .context("the screenshot's answer has no `bytes`")?;
        ensure!(
            size_bytes <= MAX_SCREENSHOT_BYTES,
            "a screenshot of {size_bytes} bytes is no screenshot"
        );
        let mut png = vec![0; size_bytes as usize];
        rest.read_exact(&mut png).context("the screenshot is truncated")?;
        Ok((Picture::from_png(&png)?, png))
    }

    /// One request on a connection of its own; what follows the answer's line is left to be read.
    fn ask(&self, request: &Value) -> Result<(Value, BufReader<UnixStream>)> {
        let control = self
            .control
            .as_ref()
            .context("this back end has no control socket")?;
        let mut stream = UnixStream::connect(control).context("cannot reach the control socket")?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        writeln!(stream, "{request}")?;
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        lines
            .read_line(&mut line)
            .with_context(|| format!("no answer to {request}"))?;
        let answer: Value = serde_json::from_str(&line).with_context(|| format!("answer {line:?}"))?;
        if answer["ok"] != json!(true) {
            bail!("the daemon refused {request}: {}", line.trim());
        }
        Ok((answer, lines))
    }
}
