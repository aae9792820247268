//! What goes wrong around a service: workers that hang or fail, clients that do not behave, places that are taken, and
//! ends at bad moments.

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{DEADLINE, Env, attach, prepare, start, wait_for};
use crate::{
    ensure, ensure_eq,
    frontend::{
        Result,
        painter::{Kind, Painter},
        service::{Service, signal},
    },
};

/// More connections than any host lets wait at a socket by default.
const MANY: usize = 10_000;
/// As many clients of one kind as a service has at once.
const CLIENTS: usize = 16;

/// A worker that hangs, and that more are waiting for than fit, hurts nobody else and can be removed.
pub(super) fn hung_worker(env: &Env) -> Result<()> {
    let service = start(env, "[vm.hung]\n[vm.other]\n")?;
    let mut painter = Painter::attach(&service, "other", Kind::TwoD, 1)?;
    signal(service.worker("hung")?, "STOP")?;
    fill_queue(&service)?;
    for _ in 0..3 {
        painter.draw()?;
        ensure_eq!(
            service.metrics("hung")?.get("up"),
            Some(&0.0),
            "whether one that hangs is up"
        );
        painter.check_metrics(&service, "other")?;
    }
    let mut control = service.control()?;
    control.set_patience(DEADLINE)?;
    control.ok(&json!({"command": "remove", "name": "hung"}))?;
    ensure!(service.machine("hung").is_err(), "it is still listed");
    ensure_eq!(service.workers()?.len(), 1, "workers");
    control.ok(&json!({"command": "add", "name": "hung"}))?;
    attach(env, &service, "hung")?.finish()?;
    painter.draw()?;
    painter.finish()?;
    service.end()
}

/// Connects to the control socket of the worker `hung` until its queue is full. That would wait for ever, were it not for
/// a thread of its own.
fn fill_queue(service: &Service) -> Result<()> {
    let control = service.directory().join("hung.ctl");
    let (done, is_full) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for _ in 0..MANY {
            // It stays in the queue although it is closed here.
            if UnixStream::connect(&control).is_err() || done.send(()).is_err() {
                return;
            }
        }
    });
    let mut count = 0;
    while is_full.recv_timeout(Duration::from_secs(2)).is_ok() {
        count += 1;
    }
    ensure!(count < MANY, "the queue of a worker that hangs is endless");
    Ok(())
}

/// The whole service, and one that was hung, can be ended.
pub(super) fn hung_worker_ends(env: &Env) -> Result<()> {
    let service = start(env, "[vm.hung]\n[vm.other]\n")?;
    signal(service.worker("hung")?, "STOP")?;
    service.worker("other")?;
    service.end()
}

/// As many clients as there may be ask, and read nothing: they are given up, and then others are served.
pub(super) fn silent_clients(env: &Env) -> Result<()> {
    let service = start(env, "[vm.first]\n")?;
    let clients: Vec<UnixStream> = (0..CLIENTS)
        .map(|_| never_reading(&service))
        .collect::<Result<_>>()?;
    for mut client in clients {
        client.set_nonblocking(true)?;
        wait_for("the end of a client that reads nothing", || {
            let error = client.write(b"{").err().map(|error| error.kind());
            Ok(error == Some(ErrorKind::BrokenPipe))
        })?;
    }
    attach(env, &service, "first")?.finish()?;
    service.end()
}

/// A client that asks until nothing more can be sent.
fn never_reading(service: &Service) -> Result<UnixStream> {
    let mut client = UnixStream::connect(service.directory().join("control"))?;
    client.set_write_timeout(Some(Duration::from_millis(300)))?;
    while client.write_all(b"{\"command\":\"list\"}\n").is_ok() {}
    Ok(client)
}

/// Clients of the metrics that ask a byte at a time are given up.
pub(super) fn dripping_clients(env: &Env) -> Result<()> {
    let service = start(env, "[vm.first]\n")?;
    let metrics = service.directory().join("metrics");
    let clients: Vec<UnixStream> = (0..CLIENTS)
        .map(|_| Ok(UnixStream::connect(&metrics)?))
        .collect::<Result<_>>()?;
    wait_for("metrics beside clients that drip", || {
        for mut client in &clients {
            // It may have been given up.
            let _ = client.write_all(b"G");
        }
        Ok(service.metrics("first").is_ok())
    })?;
    service.end()
}

/// A worker that cannot start is tried again, later each time, and hurts nobody else.
pub(super) fn failing_worker(env: &Env) -> Result<()> {
    let begin = Instant::now();
    let service = start(
        env,
        "[vm.bad]\ngpu-mode = \"3d\"\nadapter = \"no such adapter\"\n[vm.good]\n",
    )?;
    let restarts = || -> Result<u64> { Ok(service.machine("bad")?["restarts"].as_u64().unwrap_or_default()) };
    let mut m = attach(env, &service, "good")?;
    wait_for("four restarts", || Ok(restarts()? >= 4))?;
    // Pauses of 0.1, 0.2, 0.4 and 0.8 s.
    let least = Duration::from_millis(1500);
    ensure!(begin.elapsed() >= least, "four restarts in {:?}", begin.elapsed());
    let said = service.machine("bad")?["last_end"].clone();
    ensure!(
        said.as_str().is_some_and(|end| end.contains("exit status: 1")),
        "{said}"
    );
    ensure_eq!(service.metrics("bad")?.get("up"), Some(&0.0), "whether it is up");
    ensure_eq!(
        service.metrics("good")?.get("restarts_total"),
        Some(&0.0),
        "the other's restarts"
    );
    m.still_works()?;
    m.finish()?;
    service.end()
}

/// Two machines at one place are refused before anything is started, and so is one at a place of the service's.
pub(super) fn one_place_for_two(env: &Env) -> Result<()> {
    for (machines, says) in [
        (
            "[vm.a]\nsocket-path = \"{dir}/s\"\n[vm.b]\nsocket-path = \"{dir}/s\"\n",
            "machine a",
        ),
        ("[vm.a]\n[vm.b]\nsocket-path = \"{dir}/a.ctl\"\n", "machine a"),
        ("[vm.a]\nsocket-path = \"{dir}/metrics\"\n", "the service"),
    ] {
        let mut service = prepare(env, machines)?;
        let said = service.refusal()?;
        ensure!(
            said.contains(says) && said.lines().count() == 1,
            "{machines} → {said}"
        );
        ensure!(
            !service.directory().join("control").exists(),
            "it has begun to listen"
        );
    }
    let service = start(env, "[vm.a]\n")?;
    for place in ["a.sock", "a.ctl", "control", "metrics", "./a.sock"] {
        let place = service.directory().join(place);
        let options = json!({"socket-path": place.display().to_string()});
        let answer = service
            .control()?
            .ask(&json!({"command": "add", "name": "b", "options": options}))?;
        ensure_eq!(answer["ok"], false, "a second machine at {}", place.display());
    }
    attach(env, &service, "a")?.finish()?;
    service.end()
}

/// What somebody else has put at a machine's place stays: a file, and a socket that is listened on. A socket that nobody
/// listens on is replaced.
pub(super) fn place_is_taken(env: &Env) -> Result<()> {
    let mut service = prepare(env, "[vm.a]\n")?;
    let place = service.directory().join("a.sock");
    fs::write(&place, "somebody's")?;
    let said = service.refusal()?;
    ensure!(said.contains("a.sock"), "{said}");
    ensure_eq!(fs::read_to_string(&place)?, "somebody's", "the file");
    fs::remove_file(&place)?;

    let listener = UnixListener::bind(&place)?;
    let said = service.refusal()?;
    ensure!(said.contains("another process listens there"), "{said}");
    UnixStream::connect(&place)?;
    service.wait_for_no_worker()?;

    drop(listener);
    service.launch(&[])?;
    attach(env, &service, "a")?.finish()?;
    service.end()
}

/// Names that are none, in the configuration and at run time.
pub(super) fn strange_names(env: &Env) -> Result<()> {
    let long = "x".repeat(65);
    let names = [
        "", ".", "../x", "a/b", "a b", "a\nb", "a\"}", "a\0", "ä", "%i", &long,
    ];
    let running = start(env, "[vm.first]\n")?;
    let mut control = running.control()?;
    for name in names {
        let answer = control.ask(&json!({"command": "add", "name": name}))?;
        ensure_eq!(answer["ok"], false, "a machine named {name:?}");
        // TOML has JSON's escapes.
        let said = prepare(env, &format!("[vm.{}]\n", json!(name)))?.refusal()?;
        ensure!(said.contains("host.toml"), "{name:?} → {said}");
    }
    control.ok(&json!({"command": "add", "name": "-_9"}))?;
    attach(env, &running, "-_9")?.finish()?;
    running.end()
}

/// SIGTERM at any time while workers start: everything ends, and well.
pub(super) fn ended_while_starting(env: &Env) -> Result<()> {
    let machines: String = (0..8)
        .map(|number| format!("[vm.vm{number}]\ngpu-mode = \"auto\"\n"))
        .collect();
    for pause_ms in [0, 1, 3, 10, 30, 100, 300] {
        let service = start(env, &machines)?;
        thread::sleep(Duration::from_millis(pause_ms));
        service
            .end()
            .map_err(|error| error.context(&format!("after {pause_ms} ms")))?;
    }
    Ok(())
}

/// A service that is killed takes its workers with it, one that hangs too; the next one takes its sockets over at once.
pub(super) fn killed_service(env: &Env) -> Result<()> {
    let mut service = start(env, "[vm.hung]\n[vm.other]\n[vm.idle]\n")?;
    let mut painter = Painter::attach(&service, "other", Kind::TwoD, 1)?;
    painter.draw()?;
    service.worker("idle")?;
    signal(service.worker("hung")?, "STOP")?;
    service.kill()?;
    for name in ["hung.sock", "other.sock", "other.ctl", "control"] {
        let place = service.directory().join(name);
        ensure!(
            place.exists(),
            "{name} is gone: the test is about one that is left"
        );
    }
    service.launch(&[])?;
    ensure!(painter.draw().is_err(), "the old worker draws on");
    for name in ["hung", "other", "idle"] {
        attach(env, &service, name)?.finish()?;
    }
    ensure_eq!(service.workers()?.len(), 3, "workers, old ones among them");
    service.kill()?;
    service.wait_for_no_worker()?;
    Ok(())
}

/// A worker whose service is gone by the time that it looks does not start.
pub(super) fn worker_without_service(env: &Env) -> Result<()> {
    let service = prepare(env, "")?;
    let socket = service.directory().join("s");
    let mut child = Command::new(&env.target.path)
        .arg("--socket-path")
        .arg(&socket)
        // Nobody's parent, and no process that could have started this one.
        .arg("--worker=999999999")
        .stderr(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    if let Some(stderr) = &mut child.stderr {
        stderr.read_to_string(&mut said)?;
    }
    let status = child.wait()?;
    ensure!(
        status.code() == Some(1) && said.contains("is gone"),
        "{status}: {said}"
    );
    ensure!(!socket.exists(), "it has begun to listen");
    Ok(())
}
