//! `vhost-wgpu serve`: a service of many machines, from outside.

use std::{
    collections::HashMap,
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
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

/// A service, killed when dropped.
pub struct Service {
    target: Target,
    child: Option<Child>,
    directory: PathBuf,
}

/// Its configuration, and what it says.
const OWN_FILES: [&str; 2] = ["host.toml", "log"];

impl Service {
    /// Starts one whose configuration ends with `machines`, in TOML. `{dir}` in it is where its sockets are.
    ///
    /// # Errors
    /// If it does not listen in time.
    pub fn start(target: &Target, machines: &str) -> Result<Self> {
        let mut service = Self::prepare(target, machines)?;
        service.launch(&[])?;
        Ok(service)
    }

    /// The same, but it does not run yet.
    ///
    /// # Errors
    /// If its files cannot be written.
    pub fn prepare(target: &Target, machines: &str) -> Result<Self> {
        let directory = scratch_directory()?;
        let config = format!(
            "runtime-dir = \"{{dir}}\"\ncontrol-socket = \"{{dir}}/control\"\nmetrics-socket = \"{{dir}}/metrics\"\n{machines}"
        );
        let config = config.replace("{dir}", &directory.display().to_string());
        fs::write(directory.join(OWN_FILES[0]), config)?;
        Ok(Self {
            target: target.clone(),
            child: None,
            directory,
        })
    }

    /// Runs it, by that command if there is one, and waits until it listens.
    ///
    /// # Errors
    /// If it does not in time.
    pub fn launch(&mut self, by: &[&str]) -> Result<()> {
        self.spawn(by)?;
        let end = Instant::now() + DEADLINE;
        while self.control().is_err() {
            ensure!(
                Instant::now() < end,
                "the service does not listen: {}",
                self.log()
            );
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Runs it, and waits for nothing.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn spawn(&mut self, by: &[&str]) -> Result<()> {
        let program = self.target.path.display().to_string();
        let config = self.directory.join(OWN_FILES[0]).display().to_string();
        let words = [by, &[&program, "serve", "--config", &config]].concat();
        let child = Command::new(words[0])
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(self.directory.join(OWN_FILES[1]))?)
            .spawn()?;
        self.child = Some(child);
        Ok(())
    }

    /// Runs it although it has to refuse that, and returns why it does.
    ///
    /// # Errors
    /// If it does not.
    pub fn refusal(&mut self) -> Result<String> {
        self.spawn(&[])?;
        let status = self.wait()?;
        ensure!(
            status.code() == Some(1),
            "the service ended with {status}: {}",
            self.log()
        );
        Ok(self.log())
    }

    /// What it and its workers have said.
    fn log(&self) -> String {
        fs::read_to_string(self.directory.join(OWN_FILES[1])).unwrap_or_default()
    }

    /// Where its sockets are.
    pub fn directory(&self) -> &Path {
        &self.directory
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

    /// What its metrics say of a machine, by name.
    ///
    /// # Errors
    /// If nobody answers, or there is a line that is none.
    pub fn metrics(&self, machine: &str) -> Result<HashMap<String, f64>> {
        let answer = self.get("/metrics")?;
        let Some((head, text)) = answer.split_once("\r\n\r\n") else {
            fail!("no end of the head: {answer}")
        };
        ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
        let mut metrics = HashMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let parsed = line.split_once(' ').and_then(|(name, value)| {
                let (name, labels) = name.strip_prefix("vhost_wgpu_")?.split_once('{')?;
                let label = labels.strip_prefix("vm=\"")?.strip_suffix("\"}")?;
                Some((name, label, value.parse().ok()?))
            });
            let Some((name, label, value)) = parsed else {
                fail!("no metric: {line}")
            };
            if label == machine && metrics.insert(name.to_owned(), value).is_some() {
                fail!("{name} of {machine} is there twice");
            }
        }
        Ok(metrics)
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

    /// Kills it, and waits until it is gone. Its workers may be there a moment longer.
    ///
    /// # Errors
    /// If it does not run.
    pub fn kill(&mut self) -> Result<()> {
        self.signal("KILL")?;
        self.wait().map(drop)
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// If it does not run.
    pub fn signal(&self, name: &str) -> Result<()> {
        match &self.child {
            Some(child) => signal(u64::from(child.id()), name),
            None => fail!("the service does not run"),
        }
    }

    fn wait(&mut self) -> Result<ExitStatus> {
        let Some(mut child) = self.child.take() else {
            fail!("the service does not run")
        };
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > end {
                child.kill()?;
                child.wait()?;
                fail!("the service does not end: {}", self.log());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it as a service manager does.
    ///
    /// # Errors
    /// If it does not end well, or leaves processes.
    pub fn terminate(&mut self) -> Result<()> {
        self.signal("TERM")?;
        let status = self.wait()?;
        ensure!(
            status.success(),
            "the service ended with {status}: {}",
            self.log()
        );
        let workers = self.workers()?;
        ensure!(workers.is_empty(), "the service leaves processes {workers:?}");
        Ok(())
    }

    /// The same, at the end of a test.
    ///
    /// # Errors
    /// If it leaves sockets, too.
    pub fn end(mut self) -> Result<()> {
        self.terminate()?;
        let left: Vec<_> = fs::read_dir(&self.directory)?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !OWN_FILES.contains(&name.as_str()))
            .collect();
        ensure!(left.is_empty(), "the service leaves {left:?}");
        Ok(())
    }

    /// Its workers that live, whether it does or not: they have its sockets' places on their command lines.
    ///
    /// # Errors
    /// If the machine's processes cannot be listed.
    pub fn workers(&self) -> Result<Vec<u64>> {
        let place = self.directory.display().to_string();
        let is_worker = |pid: &u64| {
            let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let words = String::from_utf8_lossy(&words).into_owned();
            words.contains(&place) && words.contains("--worker")
        };
        let entries = fs::read_dir("/proc")?;
        let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        Ok(pids.filter(is_worker).collect())
    }

    /// Waits until it has no worker any more.
    ///
    /// # Errors
    /// If one lives on.
    pub fn wait_for_no_worker(&self) -> Result<()> {
        let end = Instant::now() + DEADLINE;
        loop {
            let workers = self.workers()?;
            if workers.is_empty() {
                return Ok(());
            }
            ensure!(Instant::now() < end, "processes {workers:?} live on");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // All fail only if it is gone already.
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
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
