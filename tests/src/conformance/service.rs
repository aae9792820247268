//! One service of many machines, where the back end has one (`serve`).

use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Case, Env, scanout::paint};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        Failure, Machine, Result, Setup, gpu,
        service::{Service, signal},
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::once(
        "service::eight_machines_draw_while_one_worker_is_killed",
        eight_machines,
    ),
    Case::once("service::machines_come_and_go_at_run_time", come_and_go),
    Case::once("service::nonsense_is_refused_and_changes_nothing", nonsense),
    Case::once(
        "service::workers_end_with_a_service_that_is_killed",
        killed_service,
    ),
];

const MACHINES: usize = 8;
/// Frames that each machine shows before one worker is killed, and after.
const FRAMES: u64 = 20;
const VICTIM: usize = 3;

fn start(env: &Env, machines: &str) -> Result<Service> {
    if !env.target.has_option("serve") {
        skip!("the back end has no service");
    }
    Service::start(&env.target, machines)
}

fn name(number: usize) -> String {
    format!("vm{number}")
}

fn attach(env: &Env, service: &Service, name: &str) -> Result<Machine> {
    service.worker(name)?;
    let mut setup = Setup::new(env.personality);
    setup.display = false;
    setup.start(&service.target(name))
}

/// Shows frames, each of other noise, and sees that each is right.
fn draw(m: &mut Machine, backing: u64, seed: u64) -> Result<()> {
    let whole = gpu::rect(0, 0, 160, 100);
    for frame in 0..FRAMES {
        let picture = paint(m, backing, 160, 100, seed * 1000 + frame);
        m.present(1, 160, whole)?;
        m.shows(0, &picture)?;
    }
    Ok(())
}

fn prepare(m: &mut Machine) -> Result<u64> {
    let backing = m.resource(1, gpu::BGRX, 160, 100)?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 160, 100)))?;
    Ok(backing)
}

fn eight_machines(env: &Env) -> Result<()> {
    let tables: Vec<String> = (0..MACHINES)
        .map(|number| format!("[vm.{}]\n", name(number)))
        .collect();
    let service = start(env, &tables.concat())?;
    let before = service.worker(&name(VICTIM))?;
    let halfway = Barrier::new(MACHINES + 1);
    let results: Vec<Result<()>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..MACHINES)
            .map(|number| {
                let (service, halfway) = (&service, &halfway);
                scope.spawn(move || {
                    let first = attach(env, service, &name(number)).and_then(|mut m| {
                        let backing = prepare(&mut m)?;
                        draw(&mut m, backing, number as u64)?;
                        Ok((m, backing))
                    });
                    halfway.wait();
                    let (mut m, backing) = first?;
                    match (number, draw(&mut m, backing, 100 + number as u64)) {
                        (VICTIM, Ok(())) => fail!("the machine whose worker is killed draws on"),
                        (VICTIM, Err(Failure::Failed(_))) => Ok(()),
                        (_, result) => result.and_then(|()| m.finish()),
                    }
                })
            })
            .collect();
        halfway.wait();
        let killed = signal(before, "KILL");
        let ends = threads.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => fail!("a machine's thread panicked"),
        });
        std::iter::once(killed).chain(ends.collect::<Vec<_>>()).collect()
    });
    results.into_iter().collect::<Result<Vec<()>>>()?;

    // The metrics agree with what was done, and the victim is served again.
    let after = wait_for_another(&service, before)?;
    ensure!(after != before, "the same process");
    for number in 0..MACHINES {
        let vm = name(number);
        let restarts = f64::from(u8::from(number == VICTIM));
        ensure_eq!(
            service.metric("restarts_total", &vm)?,
            restarts,
            "restarts of {vm}"
        );
        ensure_eq!(service.metric("up", &vm)?, 1.0, "whether {vm} is up");
    }
    let mut m = attach(env, &service, &name(VICTIM))?;
    let backing = prepare(&mut m)?;
    draw(&mut m, backing, 7)?;
    ensure_eq!(
        service.metric("frames_total", &name(VICTIM))?,
        FRAMES as f64,
        "frames of the machine"
    );
    ensure_eq!(service.metric("connected", &name(VICTIM))?, 1.0, "connected");
    ensure_eq!(service.metric("resources", &name(VICTIM))?, 1.0, "resources");
    m.finish()?;
    service.end()
}

/// The victim's process, once it is another one.
fn wait_for_another(service: &Service, before: u64) -> Result<u64> {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let pid = service.worker(&name(VICTIM))?;
        if pid != before {
            return Ok(pid);
        }
        ensure!(Instant::now() < end, "no other worker comes");
        thread::sleep(Duration::from_millis(10));
    }
}

fn come_and_go(env: &Env) -> Result<()> {
    let service = start(env, "[defaults]\nscanouts = 2\n[vm.first]\n")?;
    let mut control = service.control()?;
    let options = json!({"mode": ["640x480", "800x600"]});
    control.ok(&json!({"command": "add", "name": "second", "options": options}))?;
    let mut m = attach(env, &service, "second")?;
    let status = m.control()?.status()?;
    ensure_eq!(
        status["scanouts"][1]["mode"],
        json!([800, 600]),
        "the second screen"
    );
    m.still_works()?;
    control.ok(&json!({"command": "remove", "name": "second"}))?;
    ensure!(m.still_works().is_err(), "a machine that was removed is served");
    ensure!(service.machine("second").is_err(), "it is still listed");
    control.ok(&json!({"command": "add", "name": "second"}))?;
    attach(env, &service, "second")?.finish()?;
    attach(env, &service, "first")?.finish()?;
    service.end()
}

fn nonsense(env: &Env) -> Result<()> {
    let service = start(env, "[vm.first]\n")?;
    let mut control = service.control()?;
    for request in [
        json!({"command": "add", "name": "first"}),
        json!({"command": "add", "name": "../x"}),
        json!({"command": "add", "name": "a", "options": {"colour": 1}}),
        json!({"command": "add", "name": "a", "options": {"scanouts": 99}}),
        json!({"command": "add", "name": "a", "options": {"fd": 3}}),
        json!({"command": "add", "name": "a", "options": {"socket-path": "/does/not/exist/s"}}),
        json!({"command": "remove", "name": "a"}),
        json!({"command": "status"}),
        json!([]),
    ] {
        let answer = control.ask(&request)?;
        ensure!(
            answer["ok"] == false && answer["error"].is_string(),
            "{request} → {answer}"
        );
    }
    let list = control.ok(&json!({"command": "list"}))?;
    ensure_eq!(list["machines"].as_array().map(Vec::len), Some(1), "machines");
    ensure!(
        service.get("/")?.starts_with("HTTP/1.1 404"),
        "there is something at /"
    );
    attach(env, &service, "first")?.finish()?;
    service.end()
}

fn killed_service(env: &Env) -> Result<()> {
    let service = start(env, "[vm.first]\n")?;
    let worker = service.worker("first")?;
    drop(service);
    let end = Instant::now() + Duration::from_secs(5);
    while std::fs::read_to_string(format!("/proc/{worker}/stat")).is_ok_and(|stat| !stat.contains(") Z ")) {
        ensure!(Instant::now() < end, "process {worker} lives on");
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
