//! vhost-user messages that break the rules. The connection may end; the process serves the next one.

use std::{
    os::fd::{AsFd, BorrowedFd},
    time::Duration,
};

use wire::vhost_user::{FLAG_NEED_REPLY, VERSION};

use super::{Case, Env};
use crate::{
    ensure,
    frontend::{Failure, Machine, Result, link::request, oracle::Random},
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("messages::unknown_requests", unknown_requests),
    Case::all("messages::bodies_of_wrong_size", wrong_sizes),
    Case::all("messages::header_cut_short", cut_header),
    Case::all("messages::body_cut_short", cut_body),
    Case::all("messages::size_beyond_all_limits", huge_size),
    Case::all("messages::wrong_version", wrong_version),
    Case::all("messages::queue_index_out_of_range", queue_index),
    Case::all("messages::queue_size_out_of_range", queue_size),
    Case::all("messages::vring_address_outside_memory", vring_address),
    Case::all("messages::memory_table_of_nonsense", memory_nonsense),
    Case::all("messages::descriptors_missing_or_surplus", descriptors),
    Case::all("messages::features_never_offered", foreign_features),
    Case::all("messages::random_bytes", random_bytes),
    Case::all("messages::random_messages_in_random_order", random_messages),
    Case::all("messages::vring_set_up_before_memory", vring_before_memory),
];

/// Runs the abuse on a machine that is up, then demands that the process lives and serves the next connection.
/// Where the back end serves one connection per process, an orderly end of it is the proper outcome.
fn then_served(env: &Env, what: &str, abuse: impl Fn(&mut Machine) -> Result<()>) -> Result<()> {
    let mut m = env.start()?;
    // Sending fails once the back end has closed the connection, and an answer may be missing: both are fine.
    if let Err(Failure::Skipped(reason)) = abuse(&mut m) {
        skip!("{reason}");
    }
    // Time to crash over it, before the end of the connection gives another reason to end.
    if m.backend.wait_exit(Duration::from_millis(15)).is_some() {
        let death = m.backend.death().unwrap_or_default();
        ensure!(!m.serves_many && !m.backend.crashed(), "after {what}: {death}");
        return Ok(());
    }
    match m.reconnect() {
        Ok(()) => m
            .still_works()
            .map_err(|error| error.context(&format!("after {what}"))),
        Err(Failure::Skipped(_)) => Ok(()),
        Err(error) => Err(error.context(&format!("after {what}"))),
    }
}

fn unknown_requests(env: &Env) -> Result<()> {
    for code in [0, 7, 45, 99, 1000, u32::MAX] {
        for flags in [0, FLAG_NEED_REPLY] {
            then_served(env, &format!("request {code}"), |m| {
                m.link.send(code, flags, &[0; 8], &[])
            })?;
        }
    }
    Ok(())
}

fn wrong_sizes(env: &Env) -> Result<()> {
    let codes = [
        request::SET_FEATURES,
        request::SET_MEM_TABLE,
        request::SET_VRING_NUM,
        request::SET_VRING_ADDR,
        request::SET_VRING_KICK,
        request::GET_VRING_BASE,
        request::GET_CONFIG,
        request::SET_CONFIG,
        request::ADD_MEM_REG,
        request::REM_MEM_REG,
    ];
    for code in codes {
        for size in [0, 1, 7, 9, 13, 300, 4096] {
            then_served(env, &format!("request {code} of {size} bytes"), |m| {
                m.link.send(code, 0, &vec![0xff; size], &[])
            })?;
        }
    }
    Ok(())
}

fn cut_header(env: &Env) -> Result<()> {
    for length in [1, 4, 11] {
        then_served(env, &format!("{length} bytes of a header"), |m| {
            m.link.send_bytes(
                &[request::GET_FEATURES as u8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0][..length],
                &[],
            )
        })?;
    }
    Ok(())
}

/// A header that claims `size` bytes.
fn header(code: u32, flags: u32, size: u32) -> Vec<u8> {
    [code, flags, size]
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn cut_body(env: &Env) -> Result<()> {
    for (code, size, sent) in [(request::SET_FEATURES, 8, 3), (request::SET_VRING_ADDR, 40, 39)] {
        then_served(env, &format!("{sent} of {size} bytes"), |m| {
            let mut bytes = header(code, VERSION, size);
            bytes.resize(12 + sent, 0);
            m.link.send_bytes(&bytes, &[])
        })?;
    }
    Ok(())
}

fn huge_size(env: &Env) -> Result<()> {
    for size in [4097, 0x10_0000, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        then_served(env, &format!("a claimed size of {size}"), |m| {
            let mut bytes = header(request::SET_FEATURES, VERSION, size);
            bytes.resize(8192, 0);
            m.link.send_bytes(&bytes, &[])
        })?;
    }
    Ok(())
}

fn wrong_version(env: &Env) -> Result<()> {
    for flags in [0, 2, 3, VERSION | 4, u32::MAX] {
        then_served(env, &format!("flags {flags:#x}"), |m| {
            m.link.send_bytes(&header(request::GET_FEATURES, flags, 0), &[])
        })?;
    }
    Ok(())
}

fn state(queue: u32, value: u32) -> Vec<u8> {
    [queue, value]
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn queue_index(env: &Env) -> Result<()> {
    for code in [
        request::SET_VRING_NUM,
        request::SET_VRING_BASE,
        request::GET_VRING_BASE,
        request::SET_VRING_ENABLE,
    ] {
        for index in [2, 3, 255, 256, 0x8000_0000, u32::MAX] {
            then_served(env, &format!("request {code} for queue {index}"), |m| {
                m.link.send(code, 0, &state(index, 1), &[])
            })?;
        }
    }
    for code in [
        request::SET_VRING_KICK,
        request::SET_VRING_CALL,
        request::SET_VRING_ERR,
    ] {
        for index in [2u64, 255, 0x1ff] {
            then_served(env, &format!("request {code} for queue {index}"), |m| {
                let fd = m.queues[0].kick.as_fd();
                m.link.send(code, 0, &index.to_le_bytes(), &[fd])
            })?;
        }
    }
    Ok(())
}

fn queue_size(env: &Env) -> Result<()> {
    for size in [0, 3, 32769, 65536, 0x8000_0000, u32::MAX] {
        then_served(env, &format!("a queue of {size} entries"), |m| {
            m.link.send(request::SET_VRING_NUM, 0, &state(0, size), &[])?;
            m.queues[0].kick()
        })?;
    }
    Ok(())
}

fn vring_address(env: &Env) -> Result<()> {
    for address in [0, 1, 0x7777_7777_7000, u64::MAX - 4095, u64::MAX] {
        then_served(env, &format!("a ring at {address:#x}"), |m| {
            let mut body = state(0, 0);
            (0..3).for_each(|_| body.extend(address.to_le_bytes()));
            body.extend([0; 8]);
            m.link.send(request::SET_VRING_ADDR, 0, &body, &[])?;
            m.queues[0].add_raw(0);
            m.queues[0].kick()
        })?;
    }
    Ok(())
}

fn memory_nonsense(env: &Env) -> Result<()> {
    // Address, size, user address, offset in the file.
    let regions: [[u64; 4]; 6] = [
        [0, 0, 0x1000, 0],
        [0, u64::MAX, 0x1000, 0],
        [u64::MAX, 0x1000, 0x1000, 0],
        [0, 0x1000, u64::MAX, 0],
        [0, 0x1000, 0x1000, u64::MAX],
        [0, 0x1000, 0x1000, 0x7fff_ffff_ffff_f000],
    ];
    for (index, region) in regions.iter().enumerate() {
        then_served(env, &format!("memory region {index}"), |m| {
            let mut body = state(1, 0);
            region.iter().for_each(|field| body.extend(field.to_le_bytes()));
            let fd = m.memory.regions()[0].fd();
            m.link.send(request::SET_MEM_TABLE, 0, &body, &[fd])
        })?;
    }
    for count in [0, 9, 0xffff, u32::MAX] {
        then_served(env, &format!("a table that claims {count} regions"), |m| {
            let mut body = state(count, 0);
            body.resize(8 + 32, 0);
            let fd = m.memory.regions()[0].fd();
            m.link.send(request::SET_MEM_TABLE, 0, &body, &[fd])
        })?;
    }
    Ok(())
}

fn descriptors(env: &Env) -> Result<()> {
    then_served(env, "a memory table without descriptors", |m| {
        let mut body = state(1, 0);
        body.extend([0; 32]);
        m.link.send(request::SET_MEM_TABLE, 0, &body, &[])
    })?;
    then_served(env, "a kick without a descriptor", |m| {
        m.link.send(request::SET_VRING_KICK, 0, &0u64.to_le_bytes(), &[])
    })?;
    then_served(env, "a display socket without a descriptor", |m| {
        m.link.send(request::GPU_SET_SOCKET, 0, &[], &[])
    })?;
    then_served(env, "eight descriptors too many", |m| {
        let fds: Vec<BorrowedFd<'_>> = vec![m.queues[0].kick.as_fd(); 8];
        m.link.send(request::GET_FEATURES, 0, &[], &fds)
    })?;
    then_served(env, "an eventfd as a display socket", |m| {
        let fd = m.queues[0].call.as_fd();
        m.link.send(request::GPU_SET_SOCKET, 0, &[], &[fd])
    })
}

fn foreign_features(env: &Env) -> Result<()> {
    for bit in [34, 35, 50, 63, 13] {
        then_served(env, &format!("feature bit {bit}"), |m| {
            let features = m.features | 1 << bit;
            m.link
                .send(request::SET_FEATURES, 0, &features.to_le_bytes(), &[])
        })?;
    }
    Ok(())
}

fn random_bytes(env: &Env) -> Result<()> {
    for seed in 0..20 {
        then_served(env, &format!("random bytes of seed {seed}"), |m| {
            m.link.send_bytes(&Random::new(seed).bytes(600), &[])
        })?;
    }
    Ok(())
}

fn random_messages(env: &Env) -> Result<()> {
    for seed in 0..40 {
        then_served(env, &format!("random messages of seed {seed}"), |m| {
            let mut random = Random::new(1000 + seed);
            for _ in 0..20 {
                let code = 1 + random.below(44);
                let size = [0, 8, 8, 12, 40][random.below(5) as usize];
                let mut body = random.bytes(size);
                // Small numbers reach deeper than large ones.
                body.iter_mut()
                    .for_each(|byte| *byte &= if byte.is_multiple_of(3) { 0x03 } else { 0 });
                let fd = m.queues[0].err.as_fd();
                let fds: &[BorrowedFd<'_>] = if random.below(3) == 0 { &[fd] } else { &[] };
                m.link.send(
                    code,
                    if random.below(2) == 0 { 0 } else { FLAG_NEED_REPLY },
                    &body,
                    fds,
                )?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn vring_before_memory(env: &Env) -> Result<()> {
    let mut m = env.setup().prepare(&env.target)?;
    // Only the address and the kick of a queue, before anything else was said.
    let mut body = state(0, 0);
    (0..3).for_each(|_| body.extend(0x1000u64.to_le_bytes()));
    body.extend([0; 8]);
    let _ = m.link.send(request::SET_VRING_ADDR, 0, &body, &[]);
    let fd = m.queues[0].kick.as_fd();
    let _ = m
        .link
        .send(request::SET_VRING_KICK, 0, &0u64.to_le_bytes(), &[fd]);
    let _ = m.link.send(request::SET_VRING_ENABLE, 0, &state(0, 1), &[]);
    let _ = m.queues[0].kick();
    match m.reconnect() {
        Ok(()) => m.still_works(),
        Err(Failure::Skipped(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
