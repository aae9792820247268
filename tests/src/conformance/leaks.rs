//! Leaks by repetition: the process is as large after ten thousand rounds as after a hundred.

use serde_json::Value;

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{Machine, Result, gpu},
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::once("leaks::create_and_unref", create_unref),
    Case::once("leaks::create_attach_and_unref", create_attach_unref),
    Case::once("leaks::attach_and_detach", attach_detach),
    Case::once("leaks::attach_again_is_refused_without_a_leak", attach_again),
    Case::once("leaks::refused_attach", refused_attach),
    Case::once("leaks::refused_create", refused_create),
    Case::once("leaks::set_scanout_on_and_off", scanout_on_off),
    Case::once("leaks::cursor_updates", cursors),
    Case::once("leaks::transfer_and_flush", frames),
    Case::once("leaks::unknown_commands", unknown),
    Case::all("leaks::counters_return_to_zero", counters),
    Case::all("leaks::host_memory_limit_holds", host_memory),
    Case::all(
        "leaks::host_memory_of_refused_resources_is_not_counted",
        host_memory_refused,
    ),
];

/// Rounds before the first measurement, while caches fill.
const WARM_UP: u32 = 500;
/// Rounds between the two measurements.
const ROUNDS: u32 = 10_000;
/// What the process may grow by: less than a byte for each round and object.
const SLACK_BYTES: u64 = 512 << 10;

/// Runs the round many times and compares memory and descriptors.
fn flat(
    env: &Env,
    prepare: impl Fn(&mut Machine) -> Result<()>,
    round: impl Fn(&mut Machine, u32) -> Result<()>,
) -> Result<()> {
    let mut m = env.start()?;
    prepare(&mut m)?;
    for index in 0..WARM_UP {
        round(&mut m, index)?;
    }
    let (bytes, fds) = (m.backend.anonymous_bytes()?, m.backend.open_fds()?);
    for index in 0..ROUNDS {
        round(&mut m, index).map_err(|error| error.context(&format!("round {index}")))?;
    }
    let grown = m.backend.anonymous_bytes()?.saturating_sub(bytes);
    ensure!(
        grown < SLACK_BYTES,
        "{} KiB more after {ROUNDS} rounds",
        grown >> 10
    );
    let fds_after = m.backend.open_fds()?;
    ensure!(
        fds_after <= fds,
        "{fds} descriptors before, {fds_after} after {ROUNDS} rounds"
    );
    m.finish()
}

fn nothing(_: &mut Machine) -> Result<()> {
    Ok(())
}

fn create_unref(env: &Env) -> Result<()> {
    flat(env, nothing, |m, index| {
        m.ok(&gpu::create_2d(1 + index, gpu::BGRX, 64, 64))?;
        m.ok(&gpu::unref(1 + index))
    })
}

fn create_attach_unref(env: &Env) -> Result<()> {
    flat(env, nothing, |m, _| {
        m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
        m.ok(&gpu::attach(1, &[(0x2000, 64); 32]))?;
        m.ok(&gpu::unref(1))
    })
}

fn attach_detach(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16));
    flat(env, prepare, |m, _| {
        m.ok(&gpu::attach(1, &[(0x2000, 64); 32]))?;
        m.ok(&gpu::detach(1))
    })
}

fn attach_again(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| m.resource(1, gpu::BGRX, 16, 16).map(drop);
    flat(env, prepare, |m, _| {
        m.any_error(&gpu::attach(1, &[(0x2000, 64); 32]), "attached twice")
    })
}

fn refused_attach(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16));
    flat(env, prepare, |m, _| {
        let mut entries = [(0x2000, 64); 32];
        entries[31] = (m.memory.unmapped_addr(), 64);
        // Where ranges are looked at only when they are used, the attachment succeeds and is taken back.
        if m.code(&gpu::attach(1, &entries))?.is_error() {
            Ok(())
        } else {
            m.ok(&gpu::detach(1))
        }
    })
}

fn refused_create(env: &Env) -> Result<()> {
    flat(env, nothing, |m, _| {
        m.any_error(&gpu::create_2d(1, 999, 64, 64), "format")?;
        m.any_error(&gpu::create_2d(0, gpu::BGRX, 64, 64), "id")
    })
}

fn scanout_on_off(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| m.resource(1, gpu::BGRX, 16, 16).map(drop);
    flat(env, prepare, |m, index| {
        m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 1 + index % 16, 16)))?;
        m.ok(&gpu::set_scanout(0, 0, gpu::rect(0, 0, 0, 0)))
    })
}

fn cursors(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| m.resource(1, 1, 64, 64).map(drop);
    flat(env, prepare, |m, index| {
        m.cursor(&gpu::update_cursor(
            0,
            if index % 3 == 0 { 0 } else { 1 },
            (index, index),
            (0, 0),
        ))
        .map(drop)
    })
}

fn frames(env: &Env) -> Result<()> {
    let prepare = |m: &mut Machine| {
        m.resource(1, gpu::BGRX, 64, 64)?;
        m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))
    };
    flat(env, prepare, |m, index| {
        m.present(1, 64, gpu::rect(0, 0, 1 + index % 64, 64))
    })
}

fn unknown(env: &Env) -> Result<()> {
    flat(env, nothing, |m, index| {
        m.any_error(
            &gpu::message(
                [
                    wire::virtio_gpu::CtrlType::Submit3d,
                    wire::virtio_gpu::CtrlType::CtxCreate,
                ][index as usize % 2],
                &[0u8; 64],
            ),
            "not negotiated",
        )
    })
}

fn count(status: &Value, name: &str) -> Result<u64> {
    match status["objects"][name].as_u64() {
        Some(count) => Ok(count),
        None => crate::fail!("status has no objects.{name}: {status}"),
    }
}

fn counters(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let mut control = m.control()?;
    let hostmem = control.status()?["hostmem_bytes"].as_u64();
    for id in 1..=50 {
        let base = m.memory.alloc(4096, 64)?;
        m.ok(&gpu::create_2d(id, 1, 64, 64))?;
        m.ok(&gpu::attach(id, &[(base, 4096)]))?;
    }
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    m.cursor(&gpu::update_cursor(0, 2, (1, 1), (0, 0)))?;
    let status = control.status()?;
    ensure_eq!(count(&status, "resources")?, 50, "resources");
    ensure_eq!(count(&status, "backings")?, 50, "backings");
    ensure_eq!(count(&status, "scanouts")?, 1, "scanouts");
    ensure_eq!(count(&status, "cursors")?, 1, "cursors");
    for id in 1..=50 {
        m.ok(&gpu::unref(id))?;
    }
    m.cursor(&gpu::update_cursor(0, 0, (1, 1), (0, 0)))?;
    let status = control.status()?;
    for name in ["resources", "backings", "scanouts", "cursors", "pending"] {
        ensure_eq!(count(&status, name)?, 0, "{name} after all was dropped");
    }
    ensure_eq!(status["hostmem_bytes"].as_u64(), hostmem, "hostmem_bytes");
    m.resource(1, gpu::BGRX, 64, 64)?;
    m.reset()?;
    m.still_works()?;
    let status = control.status()?;
    ensure_eq!(count(&status, "resources")?, 0, "resources after a reset");
    m.finish()
}

/// A machine whose host memory is limited to 16 MiB.
fn limited(env: &Env) -> Result<Machine> {
    if !env.target.has_option("--max-hostmem") {
        skip!("the back end has no --max-hostmem");
    }
    let mut setup = env.setup();
    setup.arguments.push("--max-hostmem=16777216".to_owned());
    setup.start(&env.target)
}

fn host_memory(env: &Env) -> Result<()> {
    let mut m = limited(env)?;
    let mut created = 0;
    // 1 MiB each.
    while created < 64 {
        let code = m.code(&gpu::create_2d(1 + created, gpu::BGRX, 512, 512))?;
        if code.is_error() {
            ensure_eq!(
                code,
                wire::virtio_gpu::CtrlType::RespErrOutOfMemory,
                "code beyond the limit"
            );
            break;
        }
        created += 1;
    }
    ensure!(
        (14..=16).contains(&created),
        "{created} MiB fit into a limit of 16"
    );
    // What was given back can be used again.
    m.ok(&gpu::unref(1))?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 512, 512))?;
    m.any_error(&gpu::create_2d(100, gpu::BGRX, 512, 512), "full again")?;
    for id in 1..=created {
        m.ok(&gpu::unref(id))?;
    }
    m.finish()
}

fn host_memory_refused(env: &Env) -> Result<()> {
    let mut m = limited(env)?;
    for _ in 0..100 {
        m.any_error(&gpu::create_2d(1, 999, 512, 512), "format")?;
        m.any_error(&gpu::create_2d(1, gpu::BGRX, 8192, 8192), "far too large")?;
        m.ok(&gpu::create_2d(1, gpu::BGRX, 512, 512))?;
        m.any_error(&gpu::create_2d(1, gpu::BGRX, 512, 512), "duplicate")?;
        m.ok(&gpu::unref(1))?;
    }
    m.finish()
}
