//! `vhost-wgpu ctl`: the client of the control socket.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
};

use device::Mode;

use crate::{
    args::{Ctl, Verb},
    control::Request,
};

/// Asks, and prints the answer.
///
/// # Errors
/// A sentence for the user.
pub fn run(args: &Ctl) -> Result<(), String> {
    let path = args.control_socket.display();
    let mut socket = UnixStream::connect(&args.control_socket).map_err(|error| format!("{path}: {error}"))?;
    exchange(&mut socket, &args.verb).map_err(|error| error.to_string())
}

fn exchange(socket: &mut UnixStream, verb: &Verb) -> io::Result<()> {
    let mut line = serde_json::to_vec(&request(verb))?;
    line.push(b'\n');
    socket.write_all(&line)?;
    let mut reader = BufReader::new(socket);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let reply: serde_json::Value = serde_json::from_str(&line)?;
    if reply["ok"] != true {
        return Err(io::Error::other(
            reply["error"].as_str().unwrap_or("no answer").to_owned(),
        ));
    }
    match verb {
        Verb::Status => println!("{reply:#}"),
        Verb::Screenshot { file, .. } => {
            let bytes = reply["bytes"]
                .as_u64()
                .ok_or_else(|| io::Error::other("no picture came"))?;
            let mut png = Vec::new();
            reader.take(bytes).read_to_end(&mut png)?;
            if png.len() as u64 != bytes {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            write_file(file, &png)?;
        }
        Verb::Resize { .. } | Verb::Plug { .. } | Verb::Unplug { .. } => {}
    }
    Ok(())
}

fn request(verb: &Verb) -> Request {
    let size = |mode: Mode| (mode.width, mode.height, Some(mode.refresh_mhz));
    match *verb {
        Verb::Status => Request::Status {},
        Verb::Screenshot { scanout, cursor, .. } => Request::Screenshot { scanout, cursor },
        Verb::Resize { scanout, mode } => {
            let (width, height, refresh_mhz) = size(mode);
            Request::Resize {
                scanout,
                width,
                height,
                refresh_mhz,
            }
        }
        Verb::Plug { scanout, mode } => {
            let (width, height, refresh_mhz) = size(mode);
            Request::Plug {
                scanout,
                width,
                height,
                refresh_mhz,
            }
        }
        Verb::Unplug { scanout } => Request::Unplug { scanout },
    }
}

fn write_file(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if file == Path::new("-") {
        return io::stdout().write_all(bytes);
    }
    fs::write(file, bytes).map_err(|error| io::Error::other(format!("{}: {error}", file.display())))
}
