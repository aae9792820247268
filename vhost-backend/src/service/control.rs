//! The service's control socket: JSON lines, as the daemon's ([`crate::control`]), with verbs of its own.

use std::{
    io::{self, BufReader, Write},
    os::unix::net::UnixStream,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{config::Options, fleet::Fleet, worker::Worker};
use crate::control::read_line;

/// What a client can ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "lowercase", deny_unknown_fields)]
#[allow(missing_docs, reason = "README.md documents each field")]
pub enum Request {
    List {},
    Add {
        name: String,
        #[serde(default)]
        options: Map<String, Value>,
    },
    Remove {
        name: String,
    },
}

/// Serves one client until it goes away.
///
/// # Errors
/// If its socket fails, or a line is too long.
pub fn serve(mut client: &UnixStream, fleet: &Fleet) -> io::Result<()> {
    let mut lines = BufReader::new(client);
    while let Some(line) = read_line(&mut lines)? {
        let reply = serde_json::from_str(&line)
            .map_err(|error| error.to_string())
            .and_then(|request| answer(request, fleet));
        let reply = reply.unwrap_or_else(|error| json!({"ok": false, "error": error}));
        client.write_all(format!("{reply}\n").as_bytes())?;
    }
    Ok(())
}

fn answer(request: Request, fleet: &Fleet) -> Result<Value, String> {
    match request {
        Request::List {} => {
            let machines: Vec<_> = fleet.workers().iter().map(|worker| describe(worker)).collect();
            Ok(json!({"ok": true, "machines": machines}))
        }
        Request::Add { name, options } => {
            let options: Options =
                serde_json::from_value(Value::Object(options)).map_err(|error| error.to_string())?;
            fleet.add(&name, &options)?;
            Ok(json!({"ok": true}))
        }
        Request::Remove { name } => {
            fleet.remove(&name)?;
            Ok(json!({"ok": true}))
        }
    }
}

fn describe(worker: &Worker) -> Value {
    let health = worker.health();
    json!({
        "name": worker.name,
        "socket": worker.plan.socket_path,
        "control": worker.plan.control_path,
        "pid": health.pid,
        "restarts": health.restarts,
        "last_end": health.last_end,
    })
}
