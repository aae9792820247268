//! The control socket: JSON lines, one request a line, one reply a line. README.md documents them for users.
//!
//! A reply with `bytes` is followed by that many raw bytes. Each client has a thread of its own, which works while
//! it does not hold the engine.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    sync::Arc,
};

use device::{Counters, Mode, Objects, render::RenderStatus, scanout::Scanout};
use serde::{Deserialize, Serialize};

use crate::{
    backend::Backend, config, display::vnc, engine::Engine, input::Input, screenshot::Screenshot,
    server::Shared,
};

/// The longest request. The longest that makes sense has 100 bytes.
const MAX_REQUEST_BYTES: u64 = 4096;

/// What a client can ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "lowercase", deny_unknown_fields)]
#[allow(missing_docs, reason = "README.md documents each field")]
pub enum Request {
    Status {},
    Screenshot {
        #[serde(default)]
        scanout: u32,
        #[serde(default)]
        cursor: bool,
    },
    Resize {
        scanout: u32,
        width: u32,
        height: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refresh_mhz: Option<u32>,
    },
    Plug {
        scanout: u32,
        width: u32,
        height: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refresh_mhz: Option<u32>,
    },
    Unplug {
        scanout: u32,
    },
}

/// What a client is answered, beside `"ok": true`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Reply {
    Done {},
    Status(Box<Status>),
    Picture {
        width: u32,
        height: u32,
        bytes: usize,
        #[serde(skip)]
        png: Vec<u8>,
    },
}

/// The device's state and counters.
#[derive(Debug, Serialize)]
struct Status {
    version: &'static str,
    /// Whether a front end is attached. Everything below is about its device.
    connected: bool,
    /// Who shows the screens: `front-end` or `none`.
    display: &'static str,
    objects: Objects,
    hostmem_bytes: u64,
    counters: Counters,
    /// What of 3D is alive, under way and was done; none without 3D.
    #[serde(skip_serializing_if = "Option::is_none")]
    render: Option<RenderStatus>,
    scanouts: Vec<ScanoutStatus>,
    /// The first visible cursor, or the first screen's.
    cursor: CursorStatus,
    vnc: Vec<vnc::server::ClientStatus>,
    /// Whether a driver has taken the input device; none without `--input-socket`.
    #[serde(skip_serializing_if = "Option::is_none")]
    input_attached: Option<bool>,
}

#[derive(Debug, Serialize)]
struct ScanoutStatus {
    id: usize,
    /// Whether a display of ours is plugged in, and its mode.
    plugged: bool,
    mode: Option<(u32, u32)>,
    /// Whether the guest shows something, what, and how large.
    enabled: bool,
    resource: Option<u32>,
    width: u32,
    height: u32,
}

#[derive(Debug, Default, Serialize)]
struct CursorStatus {
    scanout: usize,
    x: i32,
    y: i32,
    visible: bool,
}

/// Serves one client until it goes away.
///
/// # Errors
/// If its socket fails, or a line is too long.
pub fn serve(client: &UnixStream, shared: &Shared) -> io::Result<()> {
    let mut lines = BufReader::new(client);
    while let Some(line) = read_line(&mut lines)? {
        let reply = match serde_json::from_str(&line) {
            Ok(request) => answer(&request, shared),
            Err(error) => Err(error.to_string()),
        };
        write_reply(client, reply)?;
    }
    Ok(())
}

/// The next line; `None` at the end.
pub(crate) fn read_line(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    match lines.take(MAX_REQUEST_BYTES).read_line(&mut line)? {
        0 => Ok(None),
        _ if line.ends_with('\n') => Ok(Some(line)),
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a line that is too long or not ended",
        )),
    }
}

fn write_reply(mut client: &UnixStream, reply: Result<Reply, String>) -> io::Result<()> {
    #[derive(Serialize)]
    struct Ok<'a> {
        ok: bool,
        #[serde(flatten)]
        reply: &'a Reply,
    }
    #[derive(Serialize)]
    struct Failed {
        ok: bool,
        error: String,
    }
    match reply {
        Result::Ok(reply) => {
            let mut bytes = serde_json::to_vec(&Ok {
                ok: true,
                reply: &reply,
            })?;
            bytes.push(b'\n');
            if let Reply::Picture { png, .. } = &reply {
                bytes.extend_from_slice(png);
            }
            client.write_all(&bytes)
        }
        Err(error) => {
            let mut bytes = serde_json::to_vec(&Failed { ok: false, error })?;
            bytes.push(b'\n');
            client.write_all(&bytes)
        }
    }
}

fn answer(request: &Request, shared: &Shared) -> Result<Reply, String> {
    match *request {
        Request::Status {} => Ok(Reply::Status(Box::new(status(shared)))),
        Request::Screenshot { scanout, cursor } => screenshot(shared, scanout, cursor),
        Request::Resize {
            scanout,
            width,
            height,
            refresh_mhz,
        } => {
            if shared.display(scanout)?.is_none() {
                return Err(format!("screen {scanout} has no display to resize: plug one in"));
            }
            set_display(shared, scanout, Some(mode(width, height, refresh_mhz)?))
        }
        Request::Plug {
            scanout,
            width,
            height,
            refresh_mhz,
        } => {
            if shared.display(scanout)?.is_some() {
                return Err(format!("screen {scanout} has a display already"));
            }
            set_display(shared, scanout, Some(mode(width, height, refresh_mhz)?))
        }
        Request::Unplug { scanout } => {
            if shared.display(scanout)?.is_none() {
                return Err(format!("screen {scanout} has no display"));
            }
            set_display(shared, scanout, None)
        }
    }
}

fn mode(width: u32, height: u32, refresh_mhz: Option<u32>) -> Result<Mode, String> {
    let mode = Mode::new(width, height);
    config::check_mode(refresh_mhz.map_or(mode, |refresh_mhz| mode.with_refresh_mhz(refresh_mhz)))
}

fn set_display(shared: &Shared, scanout: u32, display: Option<Mode>) -> Result<Reply, String> {
    shared.change_display(scanout, display)?;
    Ok(Reply::Done {})
}

fn screenshot(shared: &Shared, scanout: u32, cursor: bool) -> Result<Reply, String> {
    let backend = shared.backend().ok_or("no hypervisor is attached")?;
    let shot = backend
        .with_engine(|engine| Screenshot::take(engine.device(), scanout, cursor))
        .map_err(|error| error.to_string())?;
    let png = shot.encode().map_err(|error| error.to_string())?;
    Ok(Reply::Picture {
        width: shot.size().width,
        height: shot.size().height,
        bytes: png.len(),
        png,
    })
}

fn status(shared: &Shared) -> Status {
    match shared.backend() {
        Some(backend) => attached_status(&backend, shared),
        None => Status {
            version: env!("CARGO_PKG_VERSION"),
            connected: false,
            display: "none",
            objects: Objects::default(),
            hostmem_bytes: 0,
            counters: Counters::default(),
            render: None,
            scanouts: scanouts(
                &shared
                    .displays()
                    .into_iter()
                    .map(Scanout::with_display)
                    .collect::<Vec<_>>(),
            ),
            cursor: CursorStatus::default(),
            vnc: shared.vnc_clients().status(),
            input_attached: shared.input().map(Input::is_attached),
        },
    }
}

fn attached_status(backend: &Arc<Backend>, shared: &Shared) -> Status {
    backend.with_engine(|engine: &mut Engine| {
        let device = engine.device();
        Status {
            version: env!("CARGO_PKG_VERSION"),
            connected: true,
            display: if engine.has_front_end_display() {
                "front-end"
            } else {
                "none"
            },
            objects: device.objects(),
            hostmem_bytes: device.hostmem_bytes(),
            counters: device.counters(),
            render: device.render_status(),
            scanouts: scanouts(device.scanouts()),
            cursor: cursor(device.scanouts()),
            vnc: shared.vnc_clients().status(),
            input_attached: shared.input().map(Input::is_attached),
        }
    })
}

fn scanouts(scanouts: &[Scanout]) -> Vec<ScanoutStatus> {
    let status = |(id, scanout): (usize, &Scanout)| ScanoutStatus {
        id,
        plugged: scanout.display.is_some(),
        mode: scanout.display.map(|mode| (mode.width, mode.height)),
        enabled: scanout.shown.is_some(),
        resource: scanout.shown.map(|shown| shown.resource.get()),
        width: scanout.shown.map_or(0, |shown| shown.rect.width),
        height: scanout.shown.map_or(0, |shown| shown.rect.height),
    };
    scanouts.iter().enumerate().map(status).collect()
}

fn cursor(scanouts: &[Scanout]) -> CursorStatus {
    let index = scanouts
        .iter()
        .position(|scanout| scanout.cursor.image.is_some())
        .unwrap_or(0);
    scanouts
        .get(index)
        .map_or_else(CursorStatus::default, |scanout| CursorStatus {
            scanout: index,
            x: scanout.cursor.x as i32,
            y: scanout.cursor.y as i32,
            visible: scanout.cursor.image.is_some(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::Config;

    fn ask(lines: &str) -> String {
        let shared = Shared::new(&Config::default(), Vec::new(), None);
        let (client, server) = UnixStream::pair().unwrap();
        (&client).write_all(lines.as_bytes()).unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        serve(&server, &shared).unwrap();
        drop(server);
        let mut replies = String::new();
        (&client).read_to_string(&mut replies).unwrap();
        replies
    }

    #[test]
    fn status_is_answered_with_nobody_attached() {
        let reply: serde_json::Value = serde_json::from_str(&ask("{\"command\":\"status\"}\n")).unwrap();
        assert_eq!(reply["ok"], true);
        assert_eq!(reply["connected"], false);
        assert_eq!(reply["scanouts"][0]["mode"], serde_json::json!([1280, 800]));
    }

    #[test]
    fn displays_can_be_changed_before_anybody_attaches() {
        let replies = ask(concat!(
            "{\"command\":\"resize\",\"scanout\":0,\"width\":800,\"height\":600}\n",
            "{\"command\":\"plug\",\"scanout\":0,\"width\":800,\"height\":600}\n",
            "{\"command\":\"resize\",\"scanout\":0,\"width\":1,\"height\":600}\n",
            "{\"command\":\"unplug\",\"scanout\":0}\n",
            "{\"command\":\"unplug\",\"scanout\":0}\n",
            "{\"command\":\"unplug\",\"scanout\":1}\n",
        ));
        let ok: Vec<bool> = replies
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["ok"]
                    .as_bool()
                    .unwrap()
            })
            .collect();
        assert_eq!(ok, [true, false, false, true, false, false]);
    }

    #[test]
    fn nonsense_is_answered_and_does_not_end_the_connection() {
        let replies = ask("hello\n{}\n{\"command\":\"status\",\"x\":1}\n{\"command\":\"screenshot\"}\n");
        assert_eq!(
            replies
                .lines()
                .filter(|line| line.contains("\"ok\":false"))
                .count(),
            4
        );
    }

    #[test]
    fn a_line_without_end_is_refused_at_the_limit() {
        let mut endless = BufReader::new(io::repeat(b'x'));
        assert!(read_line(&mut endless).is_err());
        let mut cut = &b"{\"command\""[..];
        assert!(read_line(&mut cut).is_err());
    }
}
