//! What Prometheus can ask: `GET /metrics` over HTTP on a Unix socket, in its text format.
//!
//! The numbers are the workers' own: each is asked on its control socket, for at most a second.

use std::{
    fmt::Write as _,
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    thread,
    time::Duration,
};

use serde_json::Value;

use super::{
    fleet::Fleet,
    worker::{Health, Worker},
};
use crate::clients::{Timed, connect_now};

/// How long a client may take to ask, and to read.
const CLIENT_TIME: Duration = Duration::from_secs(5);
/// How long a worker may take to answer.
const WORKER_TIME: Duration = Duration::from_secs(1);
/// The longest request, and the longest status that is read.
const MAX_REQUEST_BYTES: u64 = 8 << 10;
const MAX_STATUS_BYTES: u64 = 1 << 20;

/// A row of the table: name, kind, what it says, where it is in a worker's status, and what that is to be multiplied with.
type Row = (&'static str, &'static str, &'static str, &'static str, f64);

const NANOSECONDS: f64 = 1e-9;

/// What is in a worker's status.
const ROWS: &[Row] = &[
    (
        "connected",
        "gauge",
        "Whether a hypervisor is attached.",
        "/connected",
        1.0,
    ),
    (
        "resources",
        "gauge",
        "Resources that the guest has.",
        "/objects/resources",
        1.0,
    ),
    (
        "host_memory_bytes",
        "gauge",
        "Host memory of the guest's pictures.",
        "/hostmem_bytes",
        1.0,
    ),
    (
        "commands_total",
        "counter",
        "Requests of the guest.",
        "/counters/requests",
        1.0,
    ),
    (
        "errors_total",
        "counter",
        "Requests that failed.",
        "/counters/errors",
        1.0,
    ),
    (
        "frames_total",
        "counter",
        "Changes of what screens show.",
        "/counters/frames",
        1.0,
    ),
    (
        "copied_bytes_total",
        "counter",
        "Bytes of pixels copied in the worker.",
        "/counters/bytes_copied",
        1.0,
    ),
    (
        "render_contexts",
        "gauge",
        "Rendering contexts.",
        "/render/contexts",
        1.0,
    ),
    (
        "render_memory_bytes",
        "gauge",
        "Host memory of 3D resources.",
        "/render/hostmem_bytes",
        1.0,
    ),
    (
        "render_draws_total",
        "counter",
        "Draws that reached the GPU.",
        "/render/gpu/draws",
        1.0,
    ),
    (
        "render_submissions_total",
        "counter",
        "Submissions to the GPU.",
        "/render/gpu/submits",
        1.0,
    ),
    (
        "gpu_seconds_total",
        "counter",
        "Time in which the GPU had work of the guest.",
        "/render/gpu/busy_ns",
        NANOSECONDS,
    ),
    (
        "upload_bytes_total",
        "counter",
        "Bytes copied from the guest to the GPU.",
        "/render/gpu/upload_bytes",
        1.0,
    ),
    (
        "readback_bytes_total",
        "counter",
        "Bytes copied from the GPU to the guest.",
        "/render/gpu/readback_bytes",
        1.0,
    ),
    (
        "contexts_lost_total",
        "counter",
        "Contexts ended by an invalid command.",
        "/render/renderer/contexts_lost",
        1.0,
    ),
    (
        "gpu_lost_total",
        "counter",
        "Times that the GPU was lost and replaced.",
        "/render/renderer/device_recreations",
        1.0,
    ),
];

/// Serves one client.
///
/// # Errors
/// If its socket fails, or it does not ask in time.
pub fn serve(client: &UnixStream, fleet: &Fleet) -> io::Result<()> {
    let (status, body) = match read_request(client)?.as_deref() {
        Some("/metrics") => ("200 OK", text(&ask_all(&fleet.workers()))),
        Some(_) => ("404 Not Found", "there is /metrics\n".into()),
        None => ("400 Bad Request", "GET /metrics, please\n".into()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut client = Timed::new(client, CLIENT_TIME);
    client.write_all(head.as_bytes())?;
    client.write_all(body.as_bytes())
}

/// The path that is asked for; `None` if it is no GET.
fn read_request(client: &UnixStream) -> io::Result<Option<String>> {
    let client = Timed::new(client, CLIENT_TIME);
    let mut lines = BufReader::new(client.take(MAX_REQUEST_BYTES));
    let mut first = String::new();
    lines.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if line.trim_end().is_empty() {
            break;
        }
    }
    let mut words = first.split_ascii_whitespace();
    let path = (words.next() == Some("GET")).then(|| words.next()).flatten();
    Ok(path.map(|path| path.split('?').next().unwrap_or(path).to_owned()))
}

/// A machine's name, how its worker is, and what that says of itself, if it does.
type Answer = (String, Health, Option<Value>);

/// Asks all workers at the same time.
fn ask_all(workers: &[std::sync::Arc<Worker>]) -> Vec<Answer> {
    thread::scope(|scope| {
        let asked: Vec<_> = workers
            .iter()
            .map(|worker| scope.spawn(|| ask(&worker.plan.control_path).ok()))
            .collect();
        let answers = asked.into_iter().map(|thread| thread.join().ok().flatten());
        let names = workers
            .iter()
            .map(|worker| (worker.name.clone(), worker.health()));
        names
            .zip(answers)
            .map(|((name, health), status)| (name, health, status))
            .collect()
    })
}

fn ask(control: &Path) -> io::Result<Value> {
    let socket = connect_now(control)?;
    let mut socket = Timed::new(&socket, WORKER_TIME);
    socket.write_all(b"{\"command\":\"status\"}\n")?;
    let mut line = String::new();
    BufReader::new(socket.take(MAX_STATUS_BYTES)).read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

fn text(answers: &[Answer]) -> String {
    let mut out = String::new();
    let mut family = |name: &str, kind: &str, says: &str, value: &dyn Fn(&Answer) -> Option<f64>| {
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "# HELP vhost_wgpu_{name} {says}\n# TYPE vhost_wgpu_{name} {kind}"
        );
        for answer in answers {
            if let Some(value) = value(answer) {
                let _ = writeln!(out, "vhost_wgpu_{name}{{vm=\"{}\"}} {value}", answer.0);
            }
        }
    };
    family("up", "gauge", "Whether the machine's worker answers.", &|(
        _,
        _,
        status,
    )| {
        Some(f64::from(u8::from(status.is_some())))
    });
    family(
        "restarts_total",
        "counter",
        "Times that the worker was started again.",
        &|(_, health, _)| Some(health.restarts as f64),
    );
    for (name, kind, says, place, factor) in ROWS {
        family(name, kind, says, &|(_, _, status)| {
            let value = status.as_ref()?.pointer(place)?;
            let number = value
                .as_f64()
                .or(value.as_bool().map(|yes| f64::from(u8::from(yes))))?;
            Some(number * factor)
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn health(restarts: u64) -> Health {
        Health {
            pid: None,
            restarts,
            last_end: None,
        }
    }

    #[test]
    fn a_machine_has_a_line_in_each_family_that_it_says_something_of() {
        let status = json!({
            "connected": true,
            "objects": {"resources": 3},
            "counters": {"requests": 12},
            "render": {"gpu": {"busy_ns": 1_500_000_000u64}},
        });
        let text = text(&[
            ("web".into(), health(2), Some(status)),
            ("db".into(), health(0), None),
        ]);
        for line in [
            "# TYPE vhost_wgpu_up gauge",
            "vhost_wgpu_up{vm=\"web\"} 1",
            "vhost_wgpu_up{vm=\"db\"} 0",
            "vhost_wgpu_restarts_total{vm=\"web\"} 2",
            "vhost_wgpu_connected{vm=\"web\"} 1",
            "vhost_wgpu_resources{vm=\"web\"} 3",
            "vhost_wgpu_commands_total{vm=\"web\"} 12",
            "vhost_wgpu_gpu_seconds_total{vm=\"web\"} 1.5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(!text.contains("vhost_wgpu_resources{vm=\"db\"}"));
    }

    #[test]
    fn only_gets_have_a_path_and_requests_end() {
        let ask = |request: &str| {
            let (ours, theirs) = UnixStream::pair().unwrap();
            (&theirs).write_all(request.as_bytes()).unwrap();
            drop(theirs);
            read_request(&ours)
        };
        assert_eq!(
            ask("GET /metrics?x=1 HTTP/1.1\r\nHost: x\r\n\r\n")
                .unwrap()
                .unwrap(),
            "/metrics"
        );
        assert_eq!(ask("POST /metrics HTTP/1.1\r\n\r\n").unwrap(), None);
        assert!(ask("GET /metrics HTTP/1.1\r\n").is_err(), "it has no end");
        assert!(ask(&"x".repeat(9000)).is_err(), "it is too long");
    }
}
