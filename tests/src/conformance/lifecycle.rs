//! Connections that come and go, pause and resume, reset, and memory that changes under attached backings.

use std::time::Duration;

use wire::virtio_gpu::CtrlType;

use super::{Case, Env, scanout::paint};
use crate::{
    ensure, ensure_eq,
    frontend::{
        GuestMemory, Personality, Result, gpu,
        link::{protocol, request},
        machine::{CONTROL, CURSOR},
        oracle::Picture,
        virtqueue::Buffer,
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all(
        "lifecycle::connection_dropped_after_each_message",
        dropped_after_each,
    ),
    Case::all("lifecycle::reconnect_begins_afresh", reconnect),
    Case::all("lifecycle::reconnect_many_times", reconnect_often),
    Case::all("lifecycle::reset_forgets_everything", reset_forgets),
    Case::all("lifecycle::reset_many_times", reset_often),
    Case::all("lifecycle::reset_device_while_the_queues_run", reset_running),
    Case::all("lifecycle::reset_with_requests_in_flight", reset_in_flight),
    Case::all("lifecycle::pause_reports_the_indices", pause_indices),
    Case::all("lifecycle::pause_and_resume_keep_state", pause_keeps_state),
    Case::all(
        "lifecycle::requests_published_while_paused_run_after_resume",
        paused_requests,
    ),
    Case::all("lifecycle::dropped_with_requests_in_flight", dropped_in_flight),
    Case::all("lifecycle::memory_region_added_and_removed", hot_memory),
    Case::all("lifecycle::backing_in_a_removed_region", removed_backing),
    Case::all("lifecycle::memory_table_replaced_under_a_backing", table_replaced),
    Case::all("lifecycle::memory_table_in_any_order", unsorted_table),
    Case::all("lifecycle::two_queues_are_offered", queue_count),
];

fn dropped_after_each(env: &Env) -> Result<()> {
    let mut m = env.setup().prepare(&env.target)?;
    let mut count = 0;
    loop {
        let total = m
            .run_steps(count)
            .map_err(|error| error.context(&format!("the first {count} messages")))?;
        m.open_again()
            .map_err(|error| error.context(&format!("dropped after {count} messages")))?;
        if count > total {
            break;
        }
        count += 1;
    }
    m.run_steps(usize::MAX)?;
    m.finish()
}

fn reconnect(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 64, 64)?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    m.reconnect()?;
    m.error(
        &gpu::unref(1),
        CtrlType::RespErrInvalidResourceId,
        "a resource of the connection before",
    )?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 8, 8))?;
    m.finish()
}

fn reconnect_often(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    // The control queue works before the cursor queue's descriptors have all arrived.
    let settle = || std::thread::sleep(Duration::from_millis(100));
    m.reconnect()?;
    m.still_works()?;
    settle();
    let (fds, bytes) = (m.backend.open_fds()?, m.backend.anonymous_bytes()?);
    for _ in 0..30 {
        m.resource(1, gpu::BGRX, 256, 256)?;
        m.reconnect()?;
    }
    m.still_works()?;
    settle();
    let fds_after = m.backend.open_fds()?;
    ensure!(
        fds_after <= fds + 1,
        "{fds} descriptors before, {fds_after} after 30 connections"
    );
    let grown = m.backend.anonymous_bytes()?.saturating_sub(bytes);
    ensure!(grown < 6 << 20, "{} KiB more after 30 connections", grown >> 10);
    m.finish()
}

fn reset_forgets(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 64, 64)?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    m.reset()?;
    // The driver begins anew with the same numbers.
    m.error(
        &gpu::unref(1),
        CtrlType::RespErrInvalidResourceId,
        "a resource from before the reset",
    )?;
    let backing = m.resource(1, gpu::BGRX, 32, 32)?;
    let picture = paint(&m, backing, 32, 32, 1);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 32, 32)))?;
    m.present(1, 32, gpu::rect(0, 0, 32, 32))?;
    if m.can_see() {
        m.shows(0, &picture)?;
    }
    m.finish()
}

fn reset_often(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.reset()?;
    m.still_works()?;
    let (fds, bytes) = (m.backend.open_fds()?, m.backend.anonymous_bytes()?);
    for round in 0..100 {
        let base = m.memory.alloc(64, 64)?;
        m.ok(&gpu::create_2d(1, gpu::BGRX, 256, 256))?;
        m.ok(&gpu::attach(1, &[(base, 64)]))?;
        m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 256, 256)))?;
        m.reset()
            .map_err(|error| error.context(&format!("reset {round}")))?;
        m.code(&gpu::unref(1))?;
    }
    let fds_after = m.backend.open_fds()?;
    ensure!(
        fds_after <= fds + 2,
        "{fds} descriptors before, {fds_after} after 100 resets"
    );
    let grown = m.backend.anonymous_bytes()?.saturating_sub(bytes);
    ensure!(grown < 6 << 20, "{} KiB more after 100 resets", grown >> 10);
    m.finish()
}

fn reset_running(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    if m.protocol & protocol::RESET_DEVICE == 0 {
        skip!("RESET_DEVICE was not negotiated");
    }
    m.ok(&gpu::create_2d(1, gpu::BGRX, 64, 64))?;
    // The request itself disables all rings and leaves the device ready to be set up again (vhost-user.rst).
    m.reset_at_once()?;
    m.error(
        &gpu::unref(1),
        CtrlType::RespErrInvalidResourceId,
        "a resource from before the reset",
    )?;
    m.finish()
}

/// Publishes that many cheap requests without waiting for them.
fn publish(m: &mut crate::frontend::Machine, count: usize) -> Result<()> {
    let base = m.memory.alloc(64, 64)?;
    m.memory.write(base, &gpu::unref(0x7777));
    let reply = m.memory.alloc(64, 64)?;
    for _ in 0..count {
        let readable = [Buffer { addr: base, len: 32 }];
        m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 24 }], false)?;
    }
    m.queues[CONTROL].kick()
}

fn reset_in_flight(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for _ in 0..20 {
        publish(&mut m, 30)?;
        m.reset()?;
        m.still_works()?;
    }
    m.finish()
}

fn pause_indices(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for _ in 0..5 {
        m.still_works()?;
        m.cursor(&gpu::move_cursor(0, 0, (1, 1)))?;
    }
    let wanted = [m.queues[CONTROL].avail_idx(), m.queues[CURSOR].avail_idx()];
    let bases = m.pause()?;
    ensure_eq!(bases, wanted, "indices of GET_VRING_BASE");
    m.resume()?;
    m.still_works()?;
    Ok(())
}

fn pause_keeps_state(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(1, gpu::BGRX, 64, 64)?;
    let picture = paint(&m, backing, 64, 64, 2);
    let whole = gpu::rect(0, 0, 64, 64);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.present(1, 64, whole)?;
    for round in 0..3 {
        m.pause()?;
        m.resume()
            .map_err(|error| error.context(&format!("resume {round}")))?;
        m.present(1, 64, whole)
            .map_err(|error| error.context(&format!("after resume {round}")))?;
    }
    m.error(
        &gpu::create_2d(1, gpu::BGRX, 8, 8),
        CtrlType::RespErrInvalidResourceId,
        "it exists",
    )?;
    if m.can_see() {
        m.shows(0, &picture)?;
    }
    m.still_works()
}

fn paused_requests(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.still_works()?;
    m.pause()?;
    // The guest goes on for a moment after the hypervisor stopped the device.
    publish(&mut m, 10)?;
    std::thread::sleep(Duration::from_millis(30));
    m.resume()?;
    m.queues[CONTROL].kick()?;
    for _ in 0..10 {
        m.wait_used(CONTROL)?;
    }
    m.still_works()
}

fn dropped_in_flight(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.reconnect()?;
    for _ in 0..10 {
        publish(&mut m, 30)?;
        m.reconnect()?;
        m.still_works()?;
    }
    m.finish()
}

/// Where an extra region goes: far above all others.
const HOT_ADDRESS: u64 = 0x20_0000_0000;

fn needs_slots(m: &crate::frontend::Machine) -> Result<()> {
    if m.protocol & protocol::CONFIGURE_MEM_SLOTS == 0 {
        skip!("CONFIGURE_MEM_SLOTS was not negotiated");
    }
    Ok(())
}

fn hot_memory(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    needs_slots(&m)?;
    for round in 0..5 {
        let region = GuestMemory::extra_region(HOT_ADDRESS, 1 << 20)?;
        m.add_region(&region)
            .map_err(|error| error.context(&format!("round {round}")))?;
        m.ok(&gpu::create_2d(1, gpu::BGRX, 64, 64))?;
        m.ok(&gpu::attach(1, &[(HOT_ADDRESS, 64 * 64 * 4)]))?;
        m.ok(&gpu::transfer(1, gpu::rect(0, 0, 64, 64), 0))?;
        m.ok(&gpu::unref(1))?;
        m.remove_region(&region)?;
    }
    let fds = m.backend.open_fds()?;
    for _ in 0..20 {
        let region = GuestMemory::extra_region(HOT_ADDRESS, 1 << 20)?;
        m.add_region(&region)?;
        m.remove_region(&region)?;
    }
    m.still_works()?;
    let after = m.backend.open_fds()?;
    ensure!(
        after <= fds,
        "{fds} descriptors before, {after} after 20 regions came and went"
    );
    m.finish()
}

fn removed_backing(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    needs_slots(&m)?;
    let region = GuestMemory::extra_region(HOT_ADDRESS, 1 << 20)?;
    m.add_region(&region)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 64, 64))?;
    m.ok(&gpu::attach(1, &[(HOT_ADDRESS, 64 * 64 * 4)]))?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 64, 64), 0))?;
    m.still_works()?;
    m.remove_region(&region)?;
    // A use after free in a back end that keeps pointers: an error here, and life goes on.
    m.any_error(
        &gpu::transfer(1, gpu::rect(0, 0, 64, 64), 0),
        "the backing's memory is gone",
    )?;
    m.ok(&gpu::unref(1))?;
    m.finish()
}

fn table_replaced(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    if m.protocol & protocol::CONFIGURE_MEM_SLOTS != 0 && env.personality == Personality::Qemu {
        skip!("this hypervisor adds and removes regions one by one");
    }
    let backing = m.resource(1, gpu::BGRX, 64, 64)?;
    let whole = gpu::rect(0, 0, 64, 64);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    let mut picture = Picture::new(1, 1);
    for round in 0..5 {
        // The same memory at the same place, mapped anew: pointers into the old mapping are dangling.
        m.send_memory()
            .map_err(|error| error.context(&format!("table {round}")))?;
        picture = paint(&m, backing, 64, 64, round);
        m.present(1, 64, whole)?;
    }
    if m.can_see() {
        m.shows(0, &picture)?;
    }
    m.finish()
}

fn unsorted_table(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    // The protocol asks for no order among the regions of a table.
    setup.memory.regions = &[
        (0x1_0000_0000, 0x100_0000),
        (0, 0xa_0000),
        (0x10_0000, 0x400_0000),
    ];
    setup.memory.one_file = false;
    let mut m = setup.start(&env.target)?;
    m.resource(1, gpu::BGRX, 64, 64)?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 64, 64), 0))?;
    m.finish()
}

fn queue_count(env: &Env) -> Result<()> {
    let m = env.start()?;
    if m.protocol & protocol::MQ == 0 {
        skip!("MQ was not negotiated");
    }
    let count = m.link.ask(request::GET_QUEUE_NUM, &[])?.u64()?;
    ensure!(count >= 2, "{count} queues are offered");
    m.finish()
}
