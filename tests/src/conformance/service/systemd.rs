//! What a service manager does: it waits until the service is ready, and listens for it.

use std::{
    fs,
    os::unix::net::{UnixDatagram, UnixStream},
    process::{Command, Stdio},
};

use serde_json::json;

use super::{DEADLINE, Env, attach, prepare, wait_for};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        Result,
        painter::{Kind, Painter},
    },
    skip,
};

/// sd_notify(3): READY once every machine's hypervisor can connect, STOPPING at the end, and nothing from workers, which
/// are not told where.
pub(super) fn readiness(env: &Env) -> Result<()> {
    let mut service = prepare(env, "[vm.a]\n[vm.b]\n[vm.c]\n")?;
    let place = service.directory().join("notify");
    let manager = UnixDatagram::bind(&place)?;
    manager.set_read_timeout(Some(DEADLINE))?;
    let told = || -> Result<String> {
        let mut bytes = [0; 256];
        let count = manager.recv(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes[..count]).trim().to_owned())
    };
    let variable = format!("NOTIFY_SOCKET={}", place.display());
    service.spawn(&["env", &variable])?;
    ensure_eq!(told()?, "READY=1", "what is said first");
    for name in ["a.sock", "b.sock", "c.sock", "control", "metrics"] {
        UnixStream::connect(service.directory().join(name))?;
    }
    let environment = fs::read(format!("/proc/{}/environ", service.worker("a")?))?;
    let environment = String::from_utf8_lossy(&environment).into_owned();
    ensure!(
        !environment.contains("NOTIFY_SOCKET"),
        "a worker has {environment}"
    );
    service.worker("b")?;
    service.worker("c")?;
    service.terminate()?;
    ensure_eq!(told()?, "STOPPING=1", "what is said last");
    Ok(())
}

/// A service that systemd starts when a hypervisor connects to a socket that it listens on: the machine is served there, a
/// worker has no other machine's socket, and a machine that is removed can be added again at the same place.
pub(super) fn socket_activation(env: &Env) -> Result<()> {
    let mut service = prepare(
        env,
        "[vm.web]\nsocket-path = \"/nowhere/web\"\n[vm.db]\n[vm.own]\n",
    )?;
    let places = ["web", "db"].map(|name| service.directory().join(format!("{name}.sock")));
    let listen = places
        .each_ref()
        .map(|place| format!("--listen={}", place.display()));
    let activate = "systemd-socket-activate";
    if Command::new(activate)
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        skip!("there is no {activate}");
    }
    service.spawn(&[activate, &listen[0], &listen[1], "--fdname=web:db"])?;
    wait_for("sockets of the service manager", || {
        Ok(places.iter().all(|place| place.exists()))
    })?;
    ensure!(
        service.control().is_err(),
        "the service runs before anybody wants it"
    );
    let early = UnixStream::connect(&places[0])?;
    wait_for("the service", || Ok(service.control().is_ok()))?;
    drop(early);
    for name in ["web", "db", "own"] {
        let mut painter = Painter::attach(&service, name, Kind::TwoD, 1)?;
        painter.draw()?;
        painter.finish()?;
        ensure_eq!(
            listening(service.worker(name)?)?,
            2,
            "sockets that the worker of {name} listens on"
        );
    }
    let mut control = service.control()?;
    control.ok(&json!({"command": "remove", "name": "db"}))?;
    control.ok(&json!({"command": "add", "name": "db"}))?;
    attach(env, &service, "db")?.finish()?;
    service.terminate()?;
    for place in &places {
        ensure!(place.exists(), "{} is the service manager's", place.display());
    }
    Ok(())
}

/// How many sockets a process listens on: descriptors whose sockets `/proc/net/unix` has with the flag of listeners.
fn listening(pid: u64) -> Result<usize> {
    // Names of sockets can be any bytes.
    let table = String::from_utf8_lossy(&fs::read("/proc/net/unix")?).into_owned();
    // Num RefCount Protocol Flags Type St Inode Path, where the flag is __SO_ACCEPTCON.
    let listeners: Vec<String> = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|columns| columns.get(3) == Some(&"00010000"))
        .filter_map(|columns| Some(format!("socket:[{}]", columns.get(6)?)))
        .collect();
    let mut count = 0;
    for entry in fs::read_dir(format!("/proc/{pid}/fd"))? {
        let link = fs::read_link(entry?.path()).unwrap_or_default();
        count += usize::from(
            listeners
                .iter()
                .any(|listener| link.as_os_str() == listener.as_str()),
        );
    }
    if listeners.is_empty() {
        fail!("nobody listens on any socket: {table}");
    }
    Ok(count)
}
