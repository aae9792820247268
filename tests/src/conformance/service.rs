//! One service of many machines, where the back end has one (`serve`).

mod eight;
mod hostile;
mod systemd;

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{Machine, Result, Setup, service::Service},
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::once(
        "service::eight_machines_draw_while_a_2d_worker_is_killed",
        eight::victim_in_2d,
    ),
    Case::once(
        "service::eight_machines_draw_while_a_3d_worker_is_killed",
        eight::victim_in_3d,
    ),
    Case::once("service::machines_come_and_go_at_run_time", come_and_go),
    Case::once("service::nonsense_is_refused_and_changes_nothing", nonsense),
    Case::once(
        "service::a_worker_that_hangs_hurts_nobody_else",
        hostile::hung_worker,
    ),
    Case::once(
        "service::a_worker_that_hangs_ends_with_the_service",
        hostile::hung_worker_ends,
    ),
    Case::once(
        "service::clients_that_never_read_are_given_up",
        hostile::silent_clients,
    ),
    Case::once(
        "service::clients_that_drip_are_given_up",
        hostile::dripping_clients,
    ),
    Case::once(
        "service::a_worker_that_fails_is_tried_later_each_time",
        hostile::failing_worker,
    ),
    Case::once(
        "service::two_machines_at_one_place_are_refused",
        hostile::one_place_for_two,
    ),
    Case::once(
        "service::what_is_at_a_place_stays_unless_it_is_dead",
        hostile::place_is_taken,
    ),
    Case::once("service::strange_names_are_refused", hostile::strange_names),
    Case::once(
        "service::sigterm_while_workers_start_ends_all",
        hostile::ended_while_starting,
    ),
    Case::once(
        "service::a_killed_service_takes_its_workers_along",
        hostile::killed_service,
    ),
    Case::once(
        "service::a_worker_without_its_service_does_not_start",
        hostile::worker_without_service,
    ),
    Case::once(
        "service::systemd_is_told_when_all_sockets_are_there",
        systemd::readiness,
    ),
    Case::once("service::systemd_may_listen_instead", systemd::socket_activation),
];

/// How long anything may take to come about.
const DEADLINE: Duration = Duration::from_secs(15);

fn start(env: &Env, machines: &str) -> Result<Service> {
    let mut service = prepare(env, machines)?;
    service.launch(&[])?;
    Ok(service)
}

/// A service that does not run yet.
fn prepare(env: &Env, machines: &str) -> Result<Service> {
    if !env.target.has_option("serve") {
        skip!("the back end has no service");
    }
    Service::prepare(&env.target, machines)
}

/// Waits until something is so.
fn wait_for(what: &str, mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    let end = Instant::now() + DEADLINE;
    while !is_so()? {
        ensure!(Instant::now() < end, "{what}: not in {DEADLINE:?}");
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn attach(env: &Env, service: &Service, name: &str) -> Result<Machine> {
    service.worker(name)?;
    let mut setup = Setup::new(env.personality);
    setup.display = false;
    setup.start(&service.target(name))
}

/// The process of a machine, once it is another one than that.
fn another_worker(service: &Service, name: &str, before: u64) -> Result<u64> {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let pid = service.worker(name)?;
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
