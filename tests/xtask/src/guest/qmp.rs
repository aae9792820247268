//! A client of QEMU's control protocol, QMP: JSON lines over a UNIX socket.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::picture::Picture;

/// A command that takes longer has lost QEMU.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// A connection on which commands can be given.
pub(crate) struct Qmp {
    lines: BufReader<UnixStream>,
}

impl Qmp {
    /// Connects; `None` as long as QEMU does not listen.
    pub(crate) fn connect(socket: &Path) -> Result<Option<Self>> {
        let Ok(stream) = UnixStream::connect(socket) else {
            return Ok(None);
        };
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        let mut qmp = Self {
            lines: BufReader::new(stream),
        };
        qmp.read().context("QEMU sent no greeting")?;
        qmp.execute("qmp_capabilities", json!({}))?;
        Ok(Some(qmp))
    }

    /// Gives a command and returns what QEMU returns for it.
    pub(crate) fn execute(&mut self, command: &str, arguments: Value) -> Result<Value> {
        let request = json!({ "execute": command, "arguments": arguments });
        writeln!(self.lines.get_mut(), "{request}").with_context(|| format!("QMP {command}"))?;
        loop {
            let mut answer = self.read().with_context(|| format!("QMP {command}"))?;
            if let Some(error) = answer.get("error") {
                bail!("QMP {command} failed: {}", error["desc"]);
            }
            // Events may come at any time, and none of them concerns us.
            if let Some(value) = answer.get_mut("return") {
                return Ok(value.take());
            }
        }
    }

    /// The picture that QEMU shows on its first display, by way of `file`.
    pub(crate) fn screendump(&mut self, file: &Path) -> Result<Picture> {
        self.execute("screendump", json!({ "filename": file }))?;
        Picture::read_ppm(file)
    }

    /// Presses and releases keys together, named as in QEMU's `QKeyCode`.
    pub(crate) fn send_keys(&mut self, keys: &[&str]) -> Result<()> {
        let keys: Vec<Value> = keys
            .iter()
            .map(|key| json!({ "type": "qcode", "data": key }))
            .collect();
        self.execute("send-key", json!({ "keys": keys })).map(drop)
    }

    /// QEMU's version, for reports.
    pub(crate) fn version(&mut self) -> Result<String> {
        let version = self.execute("query-version", json!({}))?;
        let number = |part: &str| version["qemu"][part].as_u64().unwrap_or_default();
        Ok(format!(
            "{}.{}.{}",
            number("major"),
            number("minor"),
            number("micro")
        ))
    }

    fn read(&mut self) -> Result<Value> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            bail!("QEMU closed the connection");
        }
        Ok(serde_json::from_str(&line)?)
    }
}
