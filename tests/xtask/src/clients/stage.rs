//! The private place in which clients and servers run: a display of its own, a `/tmp` for each server, a time limit
//! for each client.
//!
//! Invariant: nothing that was started here outlives the stage, and nothing of the machine's `/tmp` or display is
//! touched: several stages, and other people's vtest servers, do not meet.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::mesa::Mesa;
use super::screen;
use super::server::Server;
use crate::guest::picture::Picture;
use crate::paths;
use crate::process::{self, Process, RunDir};

/// Where every client looks for its server.
pub(crate) const SOCKET: &str = "/tmp/.virgl_test";
/// The display's size: room for glmark2's 800×600 and for piglit's windows side by side.
const SCREEN: &str = "1280x1024x24";
/// Xvfb must be ready within this time after its start.
const DISPLAY_LIMIT: Duration = Duration::from_secs(20);
/// Only so much of a client's output is kept in memory: one that floods is a failed one.
const MAX_TEXT_BYTES: u64 = 16 << 20;

/// Puts `$0` in the place of `/tmp` and runs the rest of the arguments. What lies below `/tmp` and is still needed is
/// named before `--`, and seen through it: a checkout may be there.
const WITHIN: &str = r#"
tmp=$0
while [ "$1" != -- ]; do
    mkdir -p "$tmp/$1"
    mount --rbind "/tmp/$1" "$tmp/$1"
    shift
done
shift
mount --rbind "$tmp" /tmp
exec "$@"
"#;

/// The stage.
pub(crate) struct Stage {
    // Dropped before the directory that it runs in.
    _display: Process,
    display: String,
    mesa: Mesa,
    logs: PathBuf,
    dir: RunDir,
}

/// A client that has ended.
pub(crate) struct Ended {
    /// `None` when it was ended because its time was up.
    pub(crate) status: Option<ExitStatus>,
    /// All that it wrote.
    pub(crate) text: String,
    /// How long it ran.
    pub(crate) time: Duration,
}

impl Ended {
    /// What it wrote, if it ended well.
    pub(crate) fn success(&self, what: &str) -> Result<&str> {
        match self.status {
            Some(status) if status.success() => Ok(&self.text),
            Some(status) => bail!("{what} failed ({status}): {}", self.last_words()),
            None => bail!(
                "{what} did not end within {:.0} s: {}",
                self.time.as_secs_f64(),
                self.last_words()
            ),
        }
    }

    /// The last line that it wrote.
    pub(crate) fn last_words(&self) -> &str {
        let last = self.text.lines().rfind(|line| !line.trim().is_empty());
        last.unwrap_or("it wrote nothing")
    }

    /// What a Rust program says when it panics, or else the last line.
    pub(crate) fn complaint(&self) -> &str {
        let mut lines = self.text.lines().skip_while(|line| !line.contains("panicked at"));
        lines.nth(1).unwrap_or_else(|| self.last_words())
    }
}

impl Stage {
    /// Starts the display. Logs go to `logs`.
    pub(crate) fn open(mesa: Mesa, logs: &Path) -> Result<Self> {
        let dir = RunDir::new()?;
        let log = logs.join("xvfb.log");
        let tmp = make(&dir.join("display"))?;
        let mut command = within(&tmp, Path::new("Xvfb"))?;
        // It takes the first display that is free, and writes which.
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            SCREEN,
            "-nolisten",
            "tcp",
            "-noreset",
            // It keeps what it shows in a file there.
            "-fbdir",
            "/tmp",
            // A client that was ended in the middle may keep its connection for a while; the default is 256.
            "-maxclients",
            "2048",
        ]);
        let mut xvfb = Process::spawn("Xvfb", &mut command, &log)?;
        let display = process::poll_until("display", DISPLAY_LIMIT, || {
            xvfb.check_running()?;
            Ok(display_in(&fs::read_to_string(&log)?))
        })?;
        Ok(Self {
            _display: xvfb,
            display,
            mesa,
            logs: logs.to_owned(),
            dir,
        })
    }

    /// Another one with the same Mesa and logs.
    pub(crate) fn again(&self) -> Result<Self> {
        Self::open(self.mesa.clone(), &self.logs)
    }

    /// What the display shows now.
    pub(crate) fn screen(&self) -> Result<Picture> {
        screen::read(&self.dir.join("display").join(screen::FILE))
    }

    /// Where results and logs go.
    pub(crate) fn results(&self) -> &Path {
        &self.logs
    }

    /// The log file of something.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}.log"))
    }

    /// A fresh directory that can be somebody's `/tmp`.
    pub(crate) fn private_tmp(&self, name: &str) -> Result<PathBuf> {
        let dir = self.dir.join(name);
        let _ = fs::remove_dir_all(&dir);
        make(&dir)
    }

    /// A command that runs a program with this stage's Mesa and display, and with `tmp` as `/tmp`.
    pub(crate) fn command(&self, tmp: &Path, program: &Path) -> Result<Command> {
        let mut command = within(tmp, program)?;
        self.mesa.apply(&mut command)?;
        command
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            // A server that had it would connect to itself, and again, without end.
            .env_remove("GALLIUM_DRIVER")
            // Compiled shaders of earlier runs would make times and failures depend on them.
            .env("XDG_CACHE_HOME", "/tmp/cache")
            // Frames as fast as they come, not as a display would show them.
            .env("vblank_mode", "0");
        Ok(command)
    }

    /// A command that runs a client of this server.
    pub(crate) fn client(&self, server: &Server, program: &str) -> Result<Command> {
        let mut command = self.command(server.tmp(), Path::new(program))?;
        command.env("GALLIUM_DRIVER", server.program().client_driver());
        Ok(command)
    }

    /// Runs a client to its end, or to the end of its time.
    pub(crate) fn run(&self, name: &str, command: &mut Command, limit: Duration) -> Result<Ended> {
        self.watch(name, command, limit, |_| ())
    }

    /// The same; while it runs, `look` is called again and again with its process id.
    pub(crate) fn watch(
        &self,
        name: &str,
        command: &mut Command,
        limit: Duration,
        mut look: impl FnMut(u32),
    ) -> Result<Ended> {
        let log = self.log(name);
        let started = Instant::now();
        let mut process = Process::spawn(name, command, &log)?;
        let mut status = None;
        while started.elapsed() < limit {
            status = process.exited()?;
            if status.is_some() {
                break;
            }
            ensure!(!process::interrupted(), "interrupted");
            look(process.id());
            std::thread::sleep(Duration::from_millis(20));
        }
        let time = started.elapsed();
        if status.is_none() {
            process.end();
        }
        Ok(Ended {
            status,
            text: read(&log)?,
            time,
        })
    }
}

/// Xvfb writes the number of its display as a line of its own, among its complaints about keyboards.
fn display_in(log: &str) -> Option<String> {
    // An unfinished line may be an unfinished number.
    let whole = &log[..log.rfind('\n')?];
    let number = whole
        .lines()
        .find(|line| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!(":{number}"))
}

/// A command that runs `program` with `tmp` in the place of `/tmp`, as the same process.
fn within(tmp: &Path, program: &Path) -> Result<Command> {
    let mut command = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        // Mounting takes a user namespace of one's own then.
        command.arg("--map-root-user");
    }
    command.args(["--mount", "sh", "-ec", WITHIN]).arg(tmp);
    for kept in [paths::root(), paths::target()?] {
        if let Ok(below) = kept.strip_prefix("/tmp") {
            command.args(below.components().next().map(|first| first.as_os_str()));
        }
    }
    command.arg("--").arg(program);
    Ok(command)
}

fn make(dir: &Path) -> Result<PathBuf> {
    fs::create_dir(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    Ok(dir.to_owned())
}

fn read(log: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    File::open(log)?.take(MAX_TEXT_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_display_is_a_whole_line_of_digits() {
        assert_eq!(display_in("(EE) 12 errors\n77\nmore\n").as_deref(), Some(":77"));
        assert_eq!(display_in("7"), None);
        assert_eq!(display_in(""), None);
    }
}
