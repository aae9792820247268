//! VNC's stock clients: TigerVNC's viewer on an X display of its own, to type in, and `gvnccapture` to look.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::picture::Picture;
use crate::process::{self, Process, RunDir};

/// A display or a viewer must be there within this time.
const START_LIMIT: Duration = Duration::from_secs(30);
/// The display's size: room for the guest's screen.
const SCREEN: &str = "1400x1000x24";

/// The clients of one server.
pub(crate) struct Viewer {
    viewer: Process,
    // Dropped after the viewer, which would complain.
    _xvfb: Process,
    display: String,
    window: String,
    port: u16,
    dir: RunDir,
}

impl Viewer {
    /// Starts the viewer for a server at that port of this machine. Logs go to `logs`.
    pub(crate) fn open(port: u16, logs: &Path) -> Result<Self> {
        let dir = RunDir::new()?;
        let log = logs.join("vnc.xvfb.log");
        let mut command = Command::new("Xvfb");
        // It takes the first display that is free, and writes which.
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        let mut xvfb = Process::spawn("Xvfb", &mut command, &log)?;
        let display = process::poll_until("display", START_LIMIT, || {
            xvfb.check_running()?;
            let text = std::fs::read_to_string(&log)?;
            let number = text.lines().find(|line| line.parse::<u32>().is_ok());
            Ok(number.map(|number| format!(":{number}")))
        })?;
        let mut command = Command::new("xtigervncviewer");
        command.env("DISPLAY", &display).env("HOME", dir.join("home"));
        command.args(["-SecurityTypes", "None", &format!("127.0.0.1::{port}")]);
        let mut viewer = Process::spawn("TigerVNC's viewer", &mut command, &logs.join("vnc.viewer.log"))?;
        let window = process::poll_until("window of TigerVNC's viewer", START_LIMIT, || {
            viewer.check_running()?;
            // It fails as long as there is none.
            let found =
                process::output(xdotool(&display).args(["search", "--onlyvisible", "--name", "vhost-wgpu"]));
            let text = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
            Ok(text.lines().next().map(str::to_owned))
        })?;
        Ok(Self {
            viewer,
            _xvfb: xvfb,
            display,
            window,
            port,
            dir,
        })
    }

    /// Types text and the Return key in the viewer's window.
    pub(crate) fn type_line(&mut self, text: &str) -> Result<()> {
        self.viewer.check_running()?;
        process::output(xdotool(&self.display).args(["windowfocus", "--sync", &self.window]))?;
        // An emulated guest is slow to take keys; nothing would be lost, but X repeats keys that are held for long.
        process::output(xdotool(&self.display).args(["type", "--delay", "40", text]))?;
        process::output(xdotool(&self.display).args(["key", "Return"]))?;
        Ok(())
    }

    /// Gives the viewer's window this size, as a person would; it then asks for a screen of that size.
    pub(crate) fn resize(&mut self, (width, height): (u32, u32)) -> Result<()> {
        self.viewer.check_running()?;
        let (width, height) = (width.to_string(), height.to_string());
        process::output(xdotool(&self.display).args(["windowsize", &self.window, &width, &height])).map(drop)
    }

    /// What a client that comes now sees.
    pub(crate) fn capture(&mut self) -> Result<Picture> {
        self.viewer.check_running()?;
        let file: PathBuf = self.dir.join("capture.png");
        let mut command = Command::new("gvnccapture");
        // It counts displays from port 5900 on.
        command.arg(format!("127.0.0.1:{}", self.port - 5900)).arg(&file);
        process::output(&mut command)?;
        Picture::from_png(&std::fs::read(&file).context("gvnccapture has written nothing")?)
    }

    /// Ends the viewer, which must still run.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.viewer.check_running()?;
        self.viewer.end();
        Ok(())
    }
}

fn xdotool(display: &str) -> Command {
    let mut command = Command::new("xdotool");
    command.env("DISPLAY", display);
    command
}
