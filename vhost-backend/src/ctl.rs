//! `vhost-wgpu ctl`: the client of the control socket.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
};

use device::Mode;
use serde_json::{Map, Value};

use crate::{
    args::{Ctl, Verb},
    control::Request,
    service::control as service,
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
    let mut line = match service_request(verb)? {
        Some(request) => serde_json::to_vec(&request)?,
        None => serde_json::to_vec(&request(verb))?,
    };
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
        Verb::Status | Verb::List => println!("{reply:#}"),
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
        Verb::Resize { .. }
        | Verb::Plug { .. }
        | Verb::Unplug { .. }
        | Verb::Add { .. }
        | Verb::Remove { .. } => {}
    }
    Ok(())
}

/// A verb of the service's.
fn service_request(verb: &Verb) -> io::Result<Option<service::Request>> {
    Ok(Some(match verb {
        Verb::List => service::Request::List {},
        Verb::Add { name, options } => service::Request::Add {
            name: name.clone(),
            options: settings(options)?,
        },
        Verb::Remove { name } => service::Request::Remove { name: name.clone() },
        _ => return Ok(None),
    }))
}

/// Options as they are in the service's configuration: what is given twice is a list, and what has no value is a flag.
fn settings(options: &[String]) -> io::Result<Map<String, Value>> {
    let mut settings = Map::new();
    for option in options {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Value::from(value)),
            None => (option.as_str(), Value::from(true)),
        };
        match settings.get_mut(name) {
            None => drop(settings.insert(name.into(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(Value::Bool(_)) => {
                return Err(io::Error::other(format!("{name} is given twice")));
            }
            Some(first) => *first = Value::from(vec![first.take(), value]),
        }
    }
    Ok(settings)
}

/// A verb of the daemon's.
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
        Verb::List | Verb::Add { .. } | Verb::Remove { .. } => unreachable!("a verb of the service's"),
    }
}

fn write_file(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if file == Path::new("-") {
        return io::stdout().write_all(bytes);
    }
    fs::write(file, bytes).map_err(|error| io::Error::other(format!("{}: {error}", file.display())))
}
