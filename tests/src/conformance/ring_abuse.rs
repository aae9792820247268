//! Rings that break the rules. The guest may lose its device until it resets it; nothing else may happen.

use std::{thread, time::Duration};

use super::{Case, Env};
use crate::{
    ensure,
    frontend::{
        Machine, Result, gpu,
        machine::{CONTROL, CURSOR},
        personality::ring as bits,
        virtqueue::{Buffer, DESC_INDIRECT, DESC_NEXT, DESC_WRITE, Desc},
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("ring_abuse::chain_loops_to_itself", loop_to_itself),
    Case::all("ring_abuse::chain_of_two_loops", loop_of_two),
    Case::all("ring_abuse::next_out_of_range", next_out_of_range),
    Case::all("ring_abuse::head_out_of_range", head_out_of_range),
    Case::all("ring_abuse::readable_over_unmapped_memory", unmapped_readable),
    Case::all("ring_abuse::writable_over_unmapped_memory", unmapped_writable),
    Case::all("ring_abuse::buffer_across_the_end_of_memory", across_the_end),
    Case::all("ring_abuse::addresses_that_wrap", wrapping),
    Case::all("ring_abuse::zero_length_descriptors", zero_length),
    Case::all("ring_abuse::writable_before_readable", writable_first),
    Case::all("ring_abuse::only_writable", only_writable),
    Case::all("ring_abuse::indirect_inside_indirect", nested_indirect),
    Case::all("ring_abuse::indirect_of_bad_length", indirect_lengths),
    Case::all("ring_abuse::indirect_over_unmapped_memory", indirect_unmapped),
    Case::all("ring_abuse::indirect_with_next", indirect_with_next),
    Case::all("ring_abuse::indirect_loop", indirect_loop),
    Case::all(
        "ring_abuse::indirect_without_negotiation",
        indirect_not_negotiated,
    ),
    Case::all("ring_abuse::avail_index_jumps", avail_jumps),
    Case::all("ring_abuse::same_head_many_times", same_head),
    Case::all("ring_abuse::request_of_gigabytes", giant_request),
    Case::all("ring_abuse::reply_into_the_ring_itself", reply_into_ring),
];

/// One descriptor; `flags` and `next` as they come.
fn desc(addr: u64, len: u32, flags: u16, next: u16) -> Desc {
    Desc {
        addr,
        len,
        flags,
        next,
    }
}

/// Writes the descriptors at entries 0 and up of both queues in turn, offers entry 0, and demands that the back end
/// lives, and that a reset brings everything back.
fn survives(env: &Env, make: impl Fn(&Machine, u64) -> Result<Vec<Desc>>) -> Result<()> {
    for queue in [CONTROL, CURSOR] {
        let mut m = env.start_blind()?;
        m.still_works()?;
        // The request is good, so that only the ring is wrong.
        let base = m.memory.alloc(4096, 4096)?;
        let request = match queue {
            CONTROL => gpu::create_2d(1, gpu::BGRX, 8, 8),
            _ => gpu::move_cursor(0, 0, (1, 1)),
        };
        m.memory.write(base, &request);
        let descs = make(&m, base)?;
        for (index, desc) in descs.into_iter().enumerate() {
            m.queues[queue].write_desc(index as u16, desc);
        }
        m.queues[queue].add_raw(0);
        m.queues[queue].kick()?;
        recovers(&mut m).map_err(|error| error.context(["control queue", "cursor queue"][queue]))?;
    }
    Ok(())
}

/// The back end lives, and works after a reset.
fn recovers(m: &mut Machine) -> Result<()> {
    thread::sleep(Duration::from_millis(30));
    m.alive()?;
    m.reset()
        .map_err(|error| error.context("reset after the abuse"))?;
    m.still_works()
}

fn loop_to_itself(env: &Env) -> Result<()> {
    survives(env, |_, base| Ok(vec![desc(base, 40, DESC_NEXT, 0)]))
}

fn loop_of_two(env: &Env) -> Result<()> {
    survives(env, |_, base| {
        Ok(vec![
            desc(base, 24, DESC_NEXT, 1),
            desc(base + 24, 16, DESC_NEXT, 0),
        ])
    })?;
    survives(env, |_, base| {
        let flags = DESC_NEXT | DESC_WRITE;
        Ok(vec![
            desc(base, 40, DESC_NEXT, 1),
            desc(base + 64, 24, flags, 2),
            desc(base + 96, 24, flags, 1),
        ])
    })
}

fn next_out_of_range(env: &Env) -> Result<()> {
    for next in [32768, 65535] {
        survives(env, |_, base| Ok(vec![desc(base, 40, DESC_NEXT, next)]))?;
    }
    survives(env, |m, base| {
        Ok(vec![desc(
            base,
            40,
            DESC_NEXT,
            m.queues[CURSOR].size.max(m.queues[CONTROL].size),
        )])
    })
}

fn head_out_of_range(env: &Env) -> Result<()> {
    for head in [32768, 65535] {
        let mut m = env.start_blind()?;
        m.queues[CONTROL].add_raw(head);
        m.queues[CONTROL].kick()?;
        recovers(&mut m).map_err(|error| error.context(&format!("head {head}")))?;
    }
    Ok(())
}

fn unmapped_readable(env: &Env) -> Result<()> {
    survives(env, |m, base| {
        Ok(vec![
            desc(m.memory.unmapped_addr(), 40, DESC_NEXT, 1),
            desc(base + 64, 24, DESC_WRITE, 0),
        ])
    })?;
    survives(env, |_, base| {
        Ok(vec![
            desc(u64::MAX - 7, 40, DESC_NEXT, 1),
            desc(base + 64, 24, DESC_WRITE, 0),
        ])
    })
}

fn unmapped_writable(env: &Env) -> Result<()> {
    survives(env, |m, base| {
        Ok(vec![
            desc(base, 40, DESC_NEXT, 1),
            desc(m.memory.unmapped_addr(), 24, DESC_WRITE, 0),
        ])
    })
}

fn across_the_end(env: &Env) -> Result<()> {
    for tail in [1, 8, 23] {
        survives(env, |m, base| {
            let end = m
                .memory
                .regions()
                .iter()
                .map(|region| region.guest_addr + region.size_bytes)
                .max();
            let place = end.unwrap_or(0) - tail;
            Ok(vec![desc(base, 40, DESC_NEXT, 1), desc(place, 24, DESC_WRITE, 0)])
        })?;
    }
    Ok(())
}

fn wrapping(env: &Env) -> Result<()> {
    for (address, length) in [
        (u64::MAX, u32::MAX),
        (u64::MAX - 3, 4),
        (0xffff_ffff_ffff_f000, 0x2000),
    ] {
        survives(env, |_, base| {
            Ok(vec![
                desc(address, length, DESC_NEXT, 1),
                desc(base + 64, 24, DESC_WRITE, 0),
            ])
        })?;
        survives(env, |_, base| {
            Ok(vec![
                desc(base, 40, DESC_NEXT, 1),
                desc(address, length, DESC_WRITE, 0),
            ])
        })?;
    }
    Ok(())
}

fn zero_length(env: &Env) -> Result<()> {
    survives(env, |_, base| Ok(vec![desc(base, 0, 0, 0)]))?;
    survives(env, |_, base| {
        Ok(vec![
            desc(base, 0, DESC_NEXT, 1),
            desc(base + 64, 0, DESC_WRITE, 0),
        ])
    })?;
    survives(env, |_, _| {
        Ok(vec![desc(0, 0, DESC_NEXT, 1), desc(u64::MAX, 0, DESC_WRITE, 0)])
    })
}

fn writable_first(env: &Env) -> Result<()> {
    survives(env, |_, base| {
        Ok(vec![
            desc(base + 64, 24, DESC_WRITE | DESC_NEXT, 1),
            desc(base, 40, 0, 0),
        ])
    })
}

fn only_writable(env: &Env) -> Result<()> {
    survives(env, |_, base| Ok(vec![desc(base + 64, 2048, DESC_WRITE, 0)]))
}

/// Skips unless tables were negotiated, for tests of what is wrong inside them.
fn with_tables(env: &Env) -> Result<()> {
    if env.start_blind()?.features & bits::INDIRECT_DESC == 0 {
        skip!("INDIRECT_DESC was not negotiated");
    }
    Ok(())
}

fn nested_indirect(env: &Env) -> Result<()> {
    with_tables(env)?;
    survives(env, |m, base| {
        let (inner, outer) = (base + 1024, base + 2048);
        m.memory.write(inner, &desc(base, 40, 0, 0).bytes());
        m.memory.write(outer, &desc(inner, 16, DESC_INDIRECT, 0).bytes());
        Ok(vec![desc(outer, 16, DESC_INDIRECT, 0)])
    })?;
    // A table that is its own entry.
    survives(env, |m, base| {
        m.memory
            .write(base + 1024, &desc(base + 1024, 16, DESC_INDIRECT, 0).bytes());
        Ok(vec![desc(base + 1024, 16, DESC_INDIRECT, 0)])
    })
}

fn indirect_lengths(env: &Env) -> Result<()> {
    with_tables(env)?;
    for length in [0, 1, 15, 17, 31, u32::MAX, u32::MAX - 15] {
        survives(env, |m, base| {
            m.memory.write(base + 1024, &desc(base, 40, DESC_NEXT, 1).bytes());
            m.memory
                .write(base + 1040, &desc(base + 64, 24, DESC_WRITE, 0).bytes());
            Ok(vec![desc(base + 1024, length, DESC_INDIRECT, 0)])
        })
        .map_err(|error| error.context(&format!("table of {length} bytes")))?;
    }
    Ok(())
}

fn indirect_unmapped(env: &Env) -> Result<()> {
    with_tables(env)?;
    survives(env, |m, _| {
        Ok(vec![desc(m.memory.unmapped_addr(), 32, DESC_INDIRECT, 0)])
    })?;
    survives(env, |_, _| Ok(vec![desc(u64::MAX - 15, 32, DESC_INDIRECT, 0)]))
}

fn indirect_with_next(env: &Env) -> Result<()> {
    with_tables(env)?;
    survives(env, |m, base| {
        m.memory.write(base + 1024, &desc(base, 40, 0, 0).bytes());
        Ok(vec![
            desc(base + 1024, 16, DESC_INDIRECT | DESC_NEXT, 1),
            desc(base + 64, 24, DESC_WRITE, 0),
        ])
    })
}

fn indirect_loop(env: &Env) -> Result<()> {
    with_tables(env)?;
    survives(env, |m, base| {
        m.memory.write(base + 1024, &desc(base, 24, DESC_NEXT, 1).bytes());
        m.memory.write(base + 1040, &desc(base, 16, DESC_NEXT, 0).bytes());
        Ok(vec![desc(base + 1024, 32, DESC_INDIRECT, 0)])
    })?;
    // A next beyond the table, but inside the ring.
    survives(env, |m, base| {
        m.memory.write(base + 1024, &desc(base, 40, DESC_NEXT, 5).bytes());
        Ok(vec![desc(base + 1024, 16, DESC_INDIRECT, 0)])
    })
}

fn indirect_not_negotiated(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.display = false;
    setup.without = bits::INDIRECT_DESC;
    let mut m = setup.start(&env.target)?;
    let base = m.memory.alloc(4096, 4096)?;
    m.memory.write(base, &gpu::create_2d(1, gpu::BGRX, 8, 8));
    m.memory.write(base + 1024, &desc(base, 40, DESC_NEXT, 1).bytes());
    m.memory
        .write(base + 1040, &desc(base + 64, 24, DESC_WRITE, 0).bytes());
    m.queues[CONTROL].write_desc(0, desc(base + 1024, 32, DESC_INDIRECT, 0));
    m.queues[CONTROL].add_raw(0);
    m.queues[CONTROL].kick()?;
    recovers(&mut m)
}

fn avail_jumps(env: &Env) -> Result<()> {
    for jump in [2, 100, 0x7fff, 0x8000, 0xfffe, 0xffff] {
        let mut m = env.start_blind()?;
        m.still_works()?;
        let index = m.queues[CONTROL].avail_idx().wrapping_add(jump);
        m.queues[CONTROL].set_avail_idx(index);
        m.queues[CONTROL].kick()?;
        recovers(&mut m).map_err(|error| error.context(&format!("a jump of {jump}")))?;
    }
    Ok(())
}

fn same_head(env: &Env) -> Result<()> {
    let mut m = env.start_blind()?;
    let base = m.memory.alloc(4096, 4096)?;
    m.memory.write(base, &gpu::create_2d(1, gpu::BGRX, 8, 8));
    m.queues[CONTROL].write_desc(0, desc(base, 40, DESC_NEXT, 1));
    m.queues[CONTROL].write_desc(1, desc(base + 64, 24, DESC_WRITE, 0));
    for _ in 0..m.queues[CONTROL].size.min(64) {
        m.queues[CONTROL].add_raw(0);
    }
    m.queues[CONTROL].kick()?;
    recovers(&mut m)
}

fn giant_request(env: &Env) -> Result<()> {
    // Many descriptors over the same 8 MiB: as many gigabytes as the queue has room for.
    let mut m = env.start_blind()?;
    let size = 8 << 20;
    let base = m.memory.alloc(size, 4096)?;
    m.memory.write(base, &gpu::attach_claiming(1, u32::MAX, &[]));
    let before = m.backend.anonymous_bytes()?;
    let count = (m.queues[CONTROL].free_entries() - 1).min(1000);
    let readable = vec![
        Buffer {
            addr: base,
            len: size as u32
        };
        count
    ];
    let reply = m.memory.alloc(64, 64)?;
    m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 24 }], false)?;
    m.queues[CONTROL].kick()?;
    thread::sleep(Duration::from_millis(300));
    let grown = m.backend.anonymous_bytes()?.saturating_sub(before);
    ensure!(grown < 64 << 20, "{} MiB more for one request", grown >> 20);
    recovers(&mut m)
}

fn reply_into_ring(env: &Env) -> Result<()> {
    // Replies that overwrite the descriptor table and both rings while they are in use.
    let mut m = env.start_blind()?;
    let base = m.memory.alloc(4096, 4096)?;
    m.memory.write(base, &gpu::unref(0x7777));
    for target in [
        m.queues[CONTROL].desc,
        m.queues[CONTROL].avail,
        m.queues[CONTROL].used,
    ] {
        m.queues[CONTROL].write_desc(0, desc(base, 32, DESC_NEXT, 1));
        m.queues[CONTROL].write_desc(1, desc(target, 24, DESC_WRITE, 0));
        m.queues[CONTROL].add_raw(0);
        m.queues[CONTROL].kick()?;
        recovers(&mut m)?;
    }
    Ok(())
}
