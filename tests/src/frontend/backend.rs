//! The back end under test: its binary, its process, what it costs.

use std::{
    fs,
    io::Read,
    os::unix::{net::UnixStream, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::error::Result;
use crate::fail;

/// How long a back end may take to listen.
const START_DEADLINE: Duration = Duration::from_secs(10);
/// How much of its stderr is quoted in a failure.
const STDERR_TAIL_BYTES: usize = 1500;

/// A back end's binary and what it understands.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where the binary lies.
    pub path: PathBuf,
    /// The words of its `--help`.
    help: String,
    /// Somebody else runs it: where it listens, and where it is controlled.
    served: Option<(PathBuf, PathBuf)>,
}

impl Target {
    /// Asks the binary for its options.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn probe(path: &Path) -> Result<Self> {
        let output = Command::new(path).arg("--help").stdin(Stdio::null()).output()?;
        let mut help = String::from_utf8_lossy(&output.stdout).into_owned();
        help.push_str(&String::from_utf8_lossy(&output.stderr));
        Ok(Self {
            path: path.to_owned(),
            help,
            served: None,
        })
    }

    /// The same back end, run by somebody else, who has it listen and be controlled there.
    pub fn served_at(&self, socket: &Path, control: &Path) -> Self {
        Self {
            served: Some((socket.to_owned(), control.to_owned())),
            ..self.clone()
        }
    }

    /// Whether its help names the option, as in `"--control-socket"`.
    pub fn has_option(&self, option: &str) -> bool {
        self.help.contains(option)
    }

    /// Whether it has a control socket of vhost-wgpu's kind.
    pub fn has_control_socket(&self) -> bool {
        self.has_option("--control-socket")
    }

    /// Starts it with `--socket-path` and the arguments given, in which `{dir}` is the directory of its sockets.
    ///
    /// # Errors
    /// If it exits at once, or does not listen in time.
    pub fn spawn(&self, arguments: &[String]) -> Result<Backend> {
        let directory = scratch_directory()?;
        if let Some((socket, control)) = &self.served {
            return Ok(Backend {
                child: None,
                stderr: Arc::default(),
                directory,
                socket: socket.clone(),
                control: Some(control.clone()),
                status: None,
            });
        }
        let socket = directory.join("vhost.sock");
        let mut command = Command::new(&self.path);
        command.arg(format!("--socket-path={}", socket.display()));
        let control = self.has_control_socket().then(|| directory.join("control.sock"));
        if let Some(control) = &control {
            command.arg(format!("--control-socket={}", control.display()));
        }
        command
            .args(
                arguments
                    .iter()
                    .map(|argument| argument.replace("{dir}", &directory.display().to_string())),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let stderr = Arc::new(Mutex::new(Vec::new()));
        if let Some(pipe) = child.stderr.take() {
            let sink = Arc::clone(&stderr);
            thread::spawn(move || collect(pipe, &sink));
        }
        let mut backend = Backend {
            child: Some(child),
            stderr,
            directory,
            socket,
            control,
            status: None,
        };
        backend.wait_for_socket()?;
        Ok(backend)
    }
}

/// Copies the pipe into the sink, keeping only the end of long output.
fn collect(mut pipe: impl Read, sink: &Mutex<Vec<u8>>) {
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = pipe.read(&mut chunk) {
        let Ok(mut sink) = sink.lock() else { return };
        sink.extend_from_slice(&chunk[..count]);
        if sink.len() > 1 << 20 {
            let cut = sink.len() - (1 << 16);
            sink.drain(..cut);
        }
    }
}

/// A fresh directory for the sockets of one back end.
pub(super) fn scratch_directory() -> Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "vhwt-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let path = std::env::temp_dir().join(name);
    fs::create_dir_all(&path)?;
    Ok(path)
}

/// A running back end; killed when dropped.
pub struct Backend {
    /// None of ours if somebody else runs it.
    child: Option<Child>,
    stderr: Arc<Mutex<Vec<u8>>>,
    directory: PathBuf,
    socket: PathBuf,
    control: Option<PathBuf>,
    status: Option<ExitStatus>,
}

impl Backend {
    /// Waits until the socket exists; it is connected to only by [`Self::connect`], since some back ends
    /// serve one connection only.
    fn wait_for_socket(&mut self) -> Result<()> {
        let end = Instant::now() + START_DEADLINE;
        while !self.socket.exists() {
            if let Some(death) = self.death() {
                fail!("the back end did not start: {death}");
            }
            if Instant::now() > end {
                fail!("the back end did not listen within {START_DEADLINE:?}");
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// If nobody accepts it.
    pub fn connect(&mut self) -> Result<UnixStream> {
        let end = Instant::now() + START_DEADLINE;
        loop {
            match UnixStream::connect(&self.socket) {
                Ok(stream) => return Ok(stream),
                Err(error) if Instant::now() > end => fail!("connect: {error}"),
                Err(error) => {
                    if let Some(death) = self.death() {
                        fail!("connect: {error}; {death}");
                    }
                    thread::sleep(Duration::from_millis(2));
                }
            }
        }
    }

    /// The directory of its sockets.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The path of its control socket, if it has one.
    pub fn control_path(&self) -> Option<&Path> {
        self.control.as_deref()
    }

    /// How it ended, if it did.
    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        if self.status.is_none() {
            self.status = self
                .child
                .as_mut()
                .and_then(|child| child.try_wait().ok().flatten());
        }
        self.status
    }

    /// Whether it died of a signal or an abort: a crash, unlike an orderly exit with an error code.
    pub fn crashed(&mut self) -> bool {
        self.exit_status()
            .is_some_and(|status| status.signal().is_some() || status.code() == Some(101))
    }

    /// Waits for it to end by itself.
    pub fn wait_exit(&mut self, limit: Duration) -> Option<ExitStatus> {
        let end = Instant::now() + limit;
        while self.exit_status().is_none() && Instant::now() < end {
            thread::sleep(Duration::from_millis(2));
        }
        self.exit_status()
    }

    /// How it ended and the last words it wrote; `None` while it lives.
    pub fn death(&mut self) -> Option<String> {
        let status = self.exit_status()?;
        // The collector thread may be a moment behind the exit.
        thread::sleep(Duration::from_millis(20));
        Some(format!(
            "the back end ended ({status}); stderr: {}",
            self.stderr_tail()
        ))
    }

    /// The end of what it wrote to stderr.
    pub fn stderr_tail(&self) -> String {
        let Ok(bytes) = self.stderr.lock() else {
            return String::new();
        };
        let start = bytes.len().saturating_sub(STDERR_TAIL_BYTES);
        String::from_utf8_lossy(&bytes[start..])
            .trim()
            .replace('\n', " | ")
    }

    /// Bytes of memory that are resident and private to it: neither files nor the guest's memory count.
    ///
    /// # Errors
    /// If it is gone.
    pub fn anonymous_bytes(&self) -> Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let kib = text
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse::<u64>().ok());
        match kib {
            Some(kib) => Ok(kib * 1024),
            None => fail!("no RssAnon in the process's status"),
        }
    }

    /// Its process.
    ///
    /// # Errors
    /// If somebody else runs it.
    pub fn id(&self) -> Result<u32> {
        match &self.child {
            Some(child) => Ok(child.id()),
            None => fail!("it is somebody else's process"),
        }
    }

    /// How many file descriptors it holds.
    ///
    /// # Errors
    /// If it is gone.
    pub fn open_fds(&self) -> Result<usize> {
        Ok(fs::read_dir(format!("/proc/{}/fd", self.id()?))?.count())
    }

    /// CPU time it used so far, in clock ticks.
    ///
    /// # Errors
    /// If it is gone.
    pub fn cpu_ticks(&self) -> Result<u64> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.id()?))?;
        let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
        // After the name come state (field 3) and on; utime and stime are fields 14 and 15 of proc(5).
        Ok(fields
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum())
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        // Both fail only if it is gone already.
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.directory);
    }
}
