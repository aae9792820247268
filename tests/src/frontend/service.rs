//! `vhost-wgpu serve`: a service of many machines, from outside.

use std::{
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    backend::{Target, scratch_directory},
    control::Control,
    error::Result,
};
use crate::{ensure, fail};

/// How long anything may take to come about.
const DEADLINE: Duration = Duration::from_secs(10);

/// A running service, killed when dropped.
pub struct Service {
    target: Target,
    child: Child,
    directory: PathBuf,
}

impl Service {
    /// Starts one whose configuration ends with `machines`, in TOML.
    ///
    /// # Errors
    /// If it does not listen in time.
    pub fn start(target: &Target, machines: &str) -> Result<Self> {
        let directory = scratch_directory()?;
        let place = directory.display();
        let config = format!(
            "runtime-dir = \"{place}\"\ncontrol-socket = \"{place}/control\"\nmetrics-socket = \"{place}/metrics\"\n{machines}"
        );
        let file = directory.join("host.toml");
        fs::write(&file, config)?;
        let child = Command::new(&target.path)
            .arg("serve")
            .arg("--config")
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let service = Self {
            target: target.clone(),
            child,
            directory,
        };
        let end = Instant::now() + DEADLINE;
        while service.control().is_err() {
            ensure!(Instant::now() < end, "the service does not listen");
            thread::sleep(Duration::from_millis(10));
        }
        Ok(service)
    }

    /// Its control socket.
    ///
    /// # Errors
    /// If nobody listens.
    pub fn control(&self) -> Result<Control> {
        Control::connect(&self.directory.join("control"))
    }

    /// What it says of a machine.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn machine(&self, name: &str) -> Result<Value> {
        let list = self.control()?.ok(&json!({"command": "list"}))?;
        let mut machines = list["machines"].as_array().into_iter().flatten();
        match machines.find(|machine| machine["name"] == name) {
            Some(machine) => Ok(machine.clone()),
            None => fail!("no machine {name} in {list}"),
        }
    }

    /// The process of a machine, once there is one that answers on its control socket.
    ///
    /// # Errors
    /// If none comes.
    pub fn worker(&self, name: &str) -> Result<u64> {
        let end = Instant::now() + DEADLINE;
        loop {
            let machine = self.machine(name)?;
            let control = machine["control"].as_str().unwrap_or_default();
            if let (Some(pid), Ok(_)) = (machine["pid"].as_u64(), UnixStream::connect(control)) {
                return Ok(pid);
            }
            ensure!(Instant::now() < end, "{name} has no worker: {machine}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// That machine's back end, to attach to.
    pub fn target(&self, name: &str) -> Target {
        let file = |end: &str| self.directory.join(format!("{name}.{end}"));
        self.target.served_at(&file("sock"), &file("ctl"))
    }

    /// One number of its metrics.
    ///
    /// # Errors
    /// If it is not there.
    pub fn metric(&self, name: &str, machine: &str) -> Result<f64> {
        let text = self.get("/metrics")?;
        let start = format!("vhost_wgpu_{name}{{vm=\"{machine}\"}} ");
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(&start)?.parse().ok());
        match value {
            Some(value) => Ok(value),
            None => fail!("no {start} in {text}"),
        }
    }

    /// What HTTP gives at that path, head and all.
    ///
    /// # Errors
    /// If nobody listens, or it takes too long.
    pub fn get(&self, path: &str) -> Result<String> {
        let mut socket = UnixStream::connect(self.directory.join("metrics"))?;
        socket.set_read_timeout(Some(DEADLINE))?;
        socket.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())?;
        let mut text = String::new();
        socket.read_to_string(&mut text)?;
        Ok(text)
    }

    /// Ends it as a service manager does.
    ///
    /// # Errors
    /// If it does not end well, or leaves its sockets.
    pub fn end(mut self) -> Result<()> {
        signal(u64::from(self.child.id()), "TERM")?;
        let end = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            ensure!(Instant::now() < end, "the service does not end");
            thread::sleep(Duration::from_millis(10));
        };
        ensure!(status.success(), "the service ended with {status}");
        let left: Vec<_> = fs::read_dir(&self.directory)?
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .filter(|name| name != "host.toml")
            .collect();
        ensure!(left.is_empty(), "the service leaves {left:?}");
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // All fail only if it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Sends a process a signal.
///
/// # Errors
/// If there is none.
pub fn signal(pid: u64, name: &str) -> Result<()> {
    let status = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status()?;
    ensure!(status.success(), "no process {pid} to send SIG{name}");
    Ok(())
}
