//! Child processes that never outlive the task, private run directories, and waiting with a deadline.
//!
//! Invariant: what this module started, it ends; it never signals any other process.

use std::fs::File;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How long a process may take to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(3);

/// Set by SIGINT, SIGTERM and SIGHUP. A signal handler can reach nothing but a static.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Turns SIGINT, SIGTERM and SIGHUP into an error out of [`poll_until`], so that every guard is dropped.
pub(crate) fn catch_signals() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("cannot catch Ctrl-C")
}

/// Whether the user has asked us to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Calls `probe` until it gives a value. Fails on a probe's error, on Ctrl-C, and after `limit`.
pub(crate) fn poll_until<T>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        if let Some(value) = probe()? {
            return Ok(value);
        }
        ensure!(!interrupted(), "interrupted while waiting for {what}");
        ensure!(start.elapsed() < limit, "no {what} within {} s", limit.as_secs());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A child process with its output in a log file. Dropping it ends it.
pub(crate) struct Process {
    name: String,
    log: PathBuf,
    child: Child,
}

impl Process {
    /// Starts `command` with no stdin and with both outputs in `log`.
    pub(crate) fn spawn(name: &str, command: &mut Command, log: &Path) -> Result<Self> {
        let out = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            // Ctrl-C is for us alone: we end our children in their order.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {name} ({})", command.get_program().display()))?;
        Ok(Self {
            name: name.to_owned(),
            log: log.to_owned(),
            child,
        })
    }

    /// The exit status, once the process has ended.
    pub(crate) fn exited(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Fails, with the end of the log, when the process has ended.
    pub(crate) fn check_running(&mut self) -> Result<()> {
        let Some(status) = self.exited()? else {
            return Ok(());
        };
        bail!("{} ended early ({status}): {}", self.name, self.last_words())
    }

    /// Asks the process to end, and says how it did; `None` when it had to be killed.
    pub(crate) fn end(&mut self) -> Option<ExitStatus> {
        if let Ok(Some(status)) = self.child.try_wait() {
            return Some(status);
        }
        // The child has not been waited for, so its id still belongs to it.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        None
    }

    /// Kills the process where it stands, as a crash would.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Kills the process, if it has not ended, and what it has started itself.
    pub(crate) fn kill_group(&mut self) -> Result<()> {
        if self.exited()?.is_none() {
            // The child has not been waited for, so the group still is the one that we made for it.
            kill_process_group(Pid::from_child(&self.child), Signal::KILL)?;
            self.child.wait()?;
        }
        Ok(())
    }

    /// The last lines that the process wrote.
    pub(crate) fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let tail = lines[lines.len().saturating_sub(3)..].join(" | ");
        if tail.is_empty() {
            format!("it wrote nothing to {}", self.log.display())
        } else {
            tail
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// A short private directory for sockets, removed when dropped.
///
/// UNIX socket paths are limited to 108 bytes, so a deep checkout cannot hold them.
pub(crate) struct RunDir(PathBuf);

impl RunDir {
    /// Makes a fresh directory that only we may enter.
    pub(crate) fn new() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("vhost-wgpu-{}-{number}", std::process::id()));
        // Not `create_dir_all`: a directory that is already there may be someone else's.
        let made = std::fs::DirBuilder::new().mode(0o700).create(&dir);
        made.with_context(|| format!("cannot make the private directory {}", dir.display()))?;
        Ok(Self(dir))
    }

    /// A path in the directory.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for RunDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a command with its output shown, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let text = describe(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{text}`"))?;
    ensure!(status.success(), "`{text}` failed ({status})");
    Ok(())
}

/// Runs a command and returns its stdout; on failure the error holds the end of its stderr.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let text = describe(command);
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{text}`"))?;
    let stderr = String::from_utf8_lossy(&out.stderr);
    let last = stderr
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or("it said nothing");
    ensure!(out.status.success(), "`{text}` failed ({}): {last}", out.status);
    Ok(out.stdout)
}

/// The command line, for messages.
pub(crate) fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The program's full path, when it is on `PATH` or in the directories that only root has there.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(system)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}
