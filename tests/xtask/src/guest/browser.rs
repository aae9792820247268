//! A page in a Chromium without a window, driven by its DevTools protocol.

use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::picture::Picture;
use crate::process::{self, Process, RunDir};

/// The browser must listen within this time after its start.
const START_LIMIT: Duration = Duration::from_secs(60);
/// An answer that takes longer is a hang.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A browser with one page.
pub(crate) struct Browser {
    // Dropped before the directory that it keeps its profile in.
    _process: Process,
    devtools: WebSocket<TcpStream>,
    session: String,
    last_id: u64,
    _dir: RunDir,
}

impl Browser {
    /// Starts the browser and opens the page. Logs go to `logs`.
    pub(crate) fn open(url: &str, logs: &Path) -> Result<Self> {
        let dir = RunDir::new()?;
        let log = logs.join("vnc.chromium.log");
        let mut command = Command::new("chromium");
        command.args([
            "--headless=new",
            // Containers and root have no sandbox; the only page is our own.
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            "--window-size=1400,1000",
        ]);
        command.arg(format!("--user-data-dir={}", dir.join("profile").display()));
        let mut process = Process::spawn("Chromium", &mut command, &log)?;
        let address = process::poll_until("DevTools of Chromium", START_LIMIT, || {
            process.check_running()?;
            let text = std::fs::read_to_string(&log)?;
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("DevTools listening on "));
            Ok(line.map(|line| line.trim().to_owned()))
        })?;
        let host = address.split('/').nth(2).context("no address of DevTools")?;
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        let (devtools, _) = match tungstenite::client(address.as_str(), stream) {
            Ok(connected) => connected,
            Err(error) => bail!("DevTools: {error}"),
        };
        let mut browser = Self {
            _process: process,
            devtools,
            session: String::new(),
            last_id: 0,
            _dir: dir,
        };
        let target = browser.call("Target.createTarget", &json!({ "url": url }))?;
        let request = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", &request)?;
        browser.session = session["sessionId"].as_str().context("no session")?.to_owned();
        Ok(browser)
    }

    /// What the page's canvas shows, once there is one.
    pub(crate) fn canvas(&mut self) -> Result<Option<Picture>> {
        // Its bytes as text, which no other encoding needs a decoder for.
        let script = "(async () => { const blob = await new Promise((done) => \
            document.querySelector('canvas').toBlob(done)); \
            return Array.from(new Uint8Array(await blob.arrayBuffer())).join(' '); })()";
        let request = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", &request)?;
        let Some(text) = answer["result"]["value"].as_str() else {
            return Ok(None);
        };
        let png: Vec<u8> = text.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        Picture::from_png(&png).map(Some)
    }

    /// Types letters, spaces and a few signs on the canvas, and the Enter key.
    pub(crate) fn type_line(&mut self, text: &str) -> Result<()> {
        self.call(
            "Runtime.evaluate",
            &json!({ "expression": "document.querySelector('canvas').focus()" }),
        )?;
        for character in text.chars() {
            let code = match character {
                'a'..='z' => format!("Key{}", character.to_ascii_uppercase()),
                'A'..='Z' => format!("Key{character}"),
                '0'..='9' => format!("Digit{character}"),
                ' ' => "Space".to_owned(),
                '/' => "Slash".to_owned(),
                '>' => "Period".to_owned(),
                other => bail!("no key for {other:?}"),
            };
            let shifted = character.is_ascii_uppercase() || character == '>';
            if shifted {
                self.key("keyDown", "Shift", "ShiftLeft")?;
            }
            for kind in ["keyDown", "keyUp"] {
                self.key(kind, &character.to_string(), &code)?;
            }
            if shifted {
                self.key("keyUp", "Shift", "ShiftLeft")?;
            }
        }
        self.key("keyDown", "Enter", "Enter")?;
        self.key("keyUp", "Enter", "Enter")
    }

    fn key(&mut self, kind: &str, key: &str, code: &str) -> Result<()> {
        let event = json!({ "type": kind, "key": key, "code": code });
        self.call("Input.dispatchKeyEvent", &event).map(drop)
    }

    /// A command, to the page once there is one.
    fn call(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.last_id += 1;
        let mut request = json!({ "id": self.last_id, "method": method, "params": params });
        if !self.session.is_empty() {
            request["sessionId"] = json!(self.session);
        }
        self.devtools.send(Message::text(request.to_string()))?;
        loop {
            let Message::Text(text) = self.devtools.read()? else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text)?;
            if answer["id"] != json!(self.last_id) {
                continue;
            }
            ensure!(answer["error"].is_null(), "{method}: {}", answer["error"]);
            return Ok(answer["result"].clone());
        }
    }
}
