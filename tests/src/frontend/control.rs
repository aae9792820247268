//! vhost-wgpu's control socket: a JSON object a line, each way.

use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

use serde_json::{Value, json};

use super::{error::Result, oracle::Picture};
use crate::{ensure, fail};

/// A connection to the control socket.
pub struct Control {
    stream: BufReader<UnixStream>,
}

impl Control {
    /// Connects.
    ///
    /// # Errors
    /// If nobody listens.
    pub fn connect(path: &Path) -> Result<Self> {
        let stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Waits so long for answers, instead of five seconds.
    ///
    /// # Errors
    /// If the socket refuses.
    pub fn set_patience(&self, time: Duration) -> Result<()> {
        Ok(self.stream.get_ref().set_read_timeout(Some(time))?)
    }

    /// Sends a request and reads its answer, whatever that is.
    ///
    /// # Errors
    /// If the connection ends or the answer is no JSON.
    pub fn ask(&mut self, request: &Value) -> Result<Value> {
        self.stream
            .get_mut()
            .write_all(format!("{request}\n").as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }

    /// Sends a request that must succeed.
    ///
    /// # Errors
    /// If it does not.
    pub fn ok(&mut self, request: &Value) -> Result<Value> {
        let answer = self.ask(request)?;
        ensure!(answer["ok"] == true, "{request} → {answer}");
        Ok(answer)
    }

    /// `status`.
    ///
    /// # Errors
    /// If it fails.
    pub fn status(&mut self) -> Result<Value> {
        self.ok(&json!({"command": "status"}))
    }

    /// What a scanout shows, without its cursor; `None` while the daemon refuses since it is off.
    ///
    /// # Errors
    /// If the answer is no picture.
    pub fn screenshot(&mut self, scanout: u32) -> Result<Option<Picture>> {
        let request = json!({"command": "screenshot", "scanout": scanout, "cursor": false});
        let answer = self.ask(&request)?;
        if answer["ok"] != true {
            return Ok(None);
        }
        let Some(count) = answer["bytes"].as_u64() else {
            fail!("{request} → {answer}")
        };
        let mut bytes = vec![0; count as usize];
        self.stream.read_exact(&mut bytes)?;
        decode(&bytes).map(Some)
    }
}

/// Turns a PNG of eight bits a channel into a picture.
fn decode(bytes: &[u8]) -> Result<Picture> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = match decoder.read_info() {
        Ok(reader) => reader,
        Err(error) => fail!("screenshot: {error}"),
    };
    let mut buffer = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let info = match reader.next_frame(&mut buffer) {
        Ok(info) => info,
        Err(error) => fail!("screenshot: {error}"),
    };
    let channels = info.color_type.samples();
    ensure!(channels >= 3, "the screenshot has {channels} channels");
    let pixels = buffer[..info.buffer_size()]
        .chunks_exact(channels)
        .map(|p| u32::from(p[0]) << 16 | u32::from(p[1]) << 8 | u32::from(p[2]))
        .collect();
    Ok(Picture {
        width: info.width,
        height: info.height,
        pixels,
    })
}
