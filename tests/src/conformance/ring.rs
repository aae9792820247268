//! The split ring as a conforming driver uses it (virtio 1.3 §2.6 and §2.7): what the device must not get wrong.

use std::time::Duration;

use wire::virtio_gpu::CtrlType;

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{
        Machine, Result, gpu,
        machine::{CONTROL, CURSOR},
        personality::ring as bits,
        reply::Shape,
        virtqueue::{AVAIL_NO_INTERRUPT, Buffer, DESC_INDIRECT, DESC_NEXT, DESC_WRITE, Desc},
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("ring::any_descriptor_arrangement_is_read", arrangements),
    Case::all(
        "ring::readable_buffers_and_table_are_left_alone",
        readable_untouched,
    ),
    Case::all("ring::indices_wrap_at_65536", index_wrap),
    Case::all("ring::batches_complete_in_order_of_effect", batch),
    Case::all("ring::whole_queue_in_flight", full_queue),
    Case::all("ring::descriptors_then_an_indirect_table", mixed_indirect),
    Case::all(
        "ring::write_flag_of_an_indirect_descriptor_is_ignored",
        indirect_write_flag,
    ),
    Case::all("ring::interrupts_come_when_used_event_is_crossed", used_event),
    Case::all("ring::no_interrupt_flag_is_heeded_or_harmless", no_interrupt),
    Case::all(
        "ring::interrupt_after_every_batch_without_event_idx",
        plain_interrupts,
    ),
    Case::all("ring::zero_length_buffers_between_others", zero_length_between),
    Case::all("ring::both_queues_at_once", both_queues),
    Case::all("ring::small_and_odd_queue_sizes", queue_sizes),
    Case::all("ring::kick_without_buffers_is_harmless", empty_kick),
];

fn arrangements(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let request = gpu::create_2d(1, gpu::BGRX, 8, 8);
    let mut shapes = vec![
        vec![1; 12],
        vec![39, 1],
        vec![1, 39],
        vec![4, 4, 4, 4, 4, 4, 16],
        vec![25, 15],
    ];
    shapes.push(vec![2; 20]);
    for readable in shapes {
        for indirect in [false, m.uses_indirect()] {
            let shape = Shape {
                readable: readable.clone(),
                indirect,
                writable: vec![],
            };
            let code = m.exchange(CONTROL, &request, 24, &shape)?.code()?;
            ensure_eq!(
                code,
                CtrlType::RespOkNodata,
                "reply with pieces {readable:?}, indirect {indirect}"
            );
            m.ok(&gpu::unref(1))?;
        }
    }
    m.finish()
}

fn readable_untouched(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (_, request) in gpu::samples_2d(1) {
        let address = m.memory.alloc(request.len() + 1056, 64)?;
        let reply = address + request.len() as u64;
        m.memory.write(address, &request);
        let readable = [Buffer {
            addr: address,
            len: request.len() as u32,
        }];
        let head = m.queues[CONTROL].add(
            &readable,
            &[Buffer {
                addr: reply,
                len: 1056,
            }],
            false,
        )?;
        let table = m.queues[CONTROL].read_descs();
        m.queues[CONTROL].kick()?;
        ensure_eq!(m.wait_used(CONTROL)?.head, u32::from(head), "head");
        ensure!(
            m.queues[CONTROL].read_descs() == table,
            "the device wrote into the descriptor table"
        );
        ensure!(
            m.memory.read(address, request.len()) == request,
            "the device wrote into a readable buffer"
        );
    }
    m.finish()
}

/// A command that is cheap everywhere.
fn cheap(m: &mut Machine) -> Result<()> {
    let code = m.code(&gpu::unref(0x7777))?;
    ensure!(code.is_error(), "an unknown resource was destroyed");
    Ok(())
}

fn index_wrap(env: &Env) -> Result<()> {
    // More than 65536 buffers through the control queue, in batches as large as it allows.
    let mut m = env.start()?;
    let base = m.memory.alloc(64, 64)?;
    m.memory.write(base, &gpu::unref(0x7777));
    let reply = m.memory.alloc(64, 64)?;
    let batch = (m.queues[CONTROL].free_entries() / 2).min(64);
    let mut done = 0u32;
    while done < 66_000 {
        for _ in 0..batch {
            let readable = [Buffer { addr: base, len: 32 }];
            m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 24 }], false)?;
        }
        m.queues[CONTROL].notify()?;
        for _ in 0..batch {
            m.wait_used(CONTROL)
                .map_err(|error| error.context(&format!("after {done} buffers")))?;
            done += 1;
        }
    }
    m.finish()
}

fn batch(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    // Each depends on the one before; published all at once.
    let requests = [
        gpu::create_2d(1, gpu::BGRX, 8, 8),
        gpu::flush(1, gpu::rect(0, 0, 8, 8)),
        gpu::unref(1),
        gpu::unref(1),
    ];
    let mut replies = Vec::new();
    for request in &requests {
        let address = m.memory.alloc(request.len() + 64, 64)?;
        m.memory.write(address, request);
        let reply = address + request.len() as u64;
        let readable = [Buffer {
            addr: address,
            len: request.len() as u32,
        }];
        let head = m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 24 }], false)?;
        replies.push((head, reply));
    }
    m.queues[CONTROL].notify()?;
    for _ in &replies {
        m.wait_used(CONTROL)?;
    }
    let code = |m: &Machine, index: usize| m.memory.load_u32(replies[index].1.next_multiple_of(4));
    // The replies lie behind requests of a multiple of four bytes.
    for index in 0..3 {
        ensure_eq!(code(&m, index), CtrlType::RespOkNodata as u32, "reply {index}");
    }
    ensure_eq!(code(&m, 3), CtrlType::RespErrInvalidResourceId as u32, "reply 3");
    m.finish()
}

fn full_queue(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.queue_sizes[CONTROL] = setup.queue_sizes[CONTROL].min(1024);
    let mut m = setup.start(&env.target)?;
    let base = m.memory.alloc(64, 64)?;
    m.memory.write(base, &gpu::unref(0x7777));
    let reply = m.memory.alloc(64, 64)?;
    for _ in 0..5 {
        let mut published = 0;
        while m.queues[CONTROL].free_entries() >= 2 {
            let readable = [Buffer { addr: base, len: 32 }];
            m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 24 }], false)?;
            published += 1;
        }
        m.queues[CONTROL].notify()?;
        for _ in 0..published {
            m.wait_used(CONTROL)?;
        }
    }
    m.finish()
}

/// Writes a table of descriptors and returns its address.
fn table(m: &Machine, descs: &[Desc]) -> Result<u64> {
    let address = m.memory.alloc(descs.len() * 16, 16)?;
    for (index, desc) in descs.iter().enumerate() {
        m.memory.write(address + index as u64 * 16, &desc.bytes());
    }
    Ok(address)
}

fn needs_indirect(m: &Machine) -> Result<()> {
    if m.features & bits::INDIRECT_DESC == 0 {
        skip!("INDIRECT_DESC was not negotiated");
    }
    Ok(())
}

/// Publishes entries 0 and up as one chain and returns the reply's code.
fn publish(m: &mut Machine, reply: u64) -> Result<u32> {
    m.queues[CONTROL].add_raw(0);
    m.queues[CONTROL].kick()?;
    let used = m.wait_used(CONTROL)?;
    ensure_eq!((used.head, used.len), (0, 24), "head and used.len");
    Ok(m.memory.load_u32(reply))
}

fn mixed_indirect(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    needs_indirect(&m)?;
    // §2.7.5.3.2: zero or more plain descriptors followed by a single one with the indirect flag.
    let base = m.memory.alloc(128, 64)?;
    m.memory.write(base, &gpu::create_2d(1, gpu::BGRX, 8, 8));
    let inner = table(
        &m,
        &[
            Desc {
                addr: base + 24,
                len: 16,
                flags: DESC_NEXT,
                next: 1,
            },
            Desc {
                addr: base + 64,
                len: 24,
                flags: DESC_WRITE,
                next: 0,
            },
        ],
    )?;
    m.queues[CONTROL].write_desc(
        0,
        Desc {
            addr: base,
            len: 24,
            flags: DESC_NEXT,
            next: 1,
        },
    );
    m.queues[CONTROL].write_desc(
        1,
        Desc {
            addr: inner,
            len: 32,
            flags: DESC_INDIRECT,
            next: 0,
        },
    );
    ensure_eq!(
        publish(&mut m, base + 64)?,
        CtrlType::RespOkNodata as u32,
        "reply"
    );
    Ok(())
}

fn indirect_write_flag(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    needs_indirect(&m)?;
    let base = m.memory.alloc(128, 64)?;
    m.memory.write(base, &gpu::create_2d(1, gpu::BGRX, 8, 8));
    let inner = table(
        &m,
        &[
            Desc {
                addr: base,
                len: 40,
                flags: DESC_NEXT,
                next: 1,
            },
            Desc {
                addr: base + 64,
                len: 24,
                flags: DESC_WRITE,
                next: 0,
            },
        ],
    )?;
    // §2.7.5.3.2: the device MUST ignore the write-only flag of a descriptor that refers to a table.
    let flags = DESC_INDIRECT | DESC_WRITE;
    m.queues[CONTROL].write_desc(
        0,
        Desc {
            addr: inner,
            len: 32,
            flags,
            next: 0,
        },
    );
    ensure_eq!(
        publish(&mut m, base + 64)?,
        CtrlType::RespOkNodata as u32,
        "reply"
    );
    Ok(())
}

/// Publishes cheap commands, one kick each, and waits until all are used, without looking at interrupts.
fn run_silently(m: &mut Machine, count: u16) -> Result<()> {
    let base = m.memory.alloc(128, 64)?;
    m.memory.write(base, &gpu::unref(0x7777));
    for _ in 0..count {
        let wanted = m.queues[CONTROL].used_idx().wrapping_add(1);
        let readable = [Buffer { addr: base, len: 32 }];
        m.queues[CONTROL].add(
            &readable,
            &[Buffer {
                addr: base + 64,
                len: 24,
            }],
            false,
        )?;
        m.queues[CONTROL].kick()?;
        let end = std::time::Instant::now() + Duration::from_secs(4);
        while m.queues[CONTROL].used_idx() != wanted {
            ensure!(std::time::Instant::now() < end, "a command did not complete");
            std::thread::sleep(Duration::from_micros(100));
        }
    }
    // The interrupt follows the index.
    std::thread::sleep(Duration::from_millis(10));
    Ok(())
}

fn used_event(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    if m.features & bits::EVENT_IDX == 0 {
        skip!("EVENT_IDX was not negotiated");
    }
    cheap(&mut m)?;
    m.queues[CONTROL].drain_call();
    let now = m.queues[CONTROL].used_idx();
    // §2.7.7.2: an interrupt is due when the used index passes used_event, here at the fourth buffer.
    m.queues[CONTROL].set_used_event(now.wrapping_add(3));
    run_silently(&mut m, 3)?;
    let early = m.queues[CONTROL].drain_call();
    run_silently(&mut m, 1)?;
    ensure!(
        m.queues[CONTROL].wait_call(Duration::from_secs(2))?,
        "no interrupt when used_event was crossed"
    );
    ensure!(!early, "an interrupt came before used_event was crossed");
    Ok(())
}

fn no_interrupt(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.without = bits::EVENT_IDX;
    let mut m = setup.start(&env.target)?;
    cheap(&mut m)?;
    m.queues[CONTROL].drain_call();
    m.queues[CONTROL].set_avail_flags(AVAIL_NO_INTERRUPT);
    run_silently(&mut m, 5)?;
    // 'SHOULD NOT' in the specification, so an interrupt is no failure; a lost one later would be.
    m.queues[CONTROL].drain_call();
    m.queues[CONTROL].set_avail_flags(0);
    run_silently(&mut m, 1)?;
    ensure!(
        m.queues[CONTROL].wait_call(Duration::from_secs(2))?,
        "no interrupt after the flag was cleared"
    );
    Ok(())
}

fn plain_interrupts(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    setup.without = bits::EVENT_IDX;
    let mut m = setup.start(&env.target)?;
    for _ in 0..20 {
        m.queues[CONTROL].drain_call();
        run_silently(&mut m, 1)?;
        ensure!(
            m.queues[CONTROL].wait_call(Duration::from_secs(2))?,
            "a buffer was used without an interrupt"
        );
        m.queues[CONTROL].pop_used();
    }
    m.finish()
}

fn zero_length_between(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let base = m.memory.alloc(128, 64)?;
    m.memory.write(base, &gpu::create_2d(1, gpu::BGRX, 8, 8));
    let buffers = |list: &[(u64, u32)]| -> Vec<Buffer> {
        list.iter()
            .map(|&(offset, len)| Buffer {
                addr: base + offset,
                len,
            })
            .collect()
    };
    // A driver must not send these; some do, and the device has to answer or to report a broken ring.
    let readable = buffers(&[(0, 0), (0, 24), (24, 0), (24, 16)]);
    m.queues[CONTROL].add(&readable, &buffers(&[(64, 0), (64, 24)]), false)?;
    m.queues[CONTROL].kick()?;
    std::thread::sleep(Duration::from_millis(50));
    m.alive()?;
    Ok(())
}

fn both_queues(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(7, 1, 64, 64)?;
    for step in 0..300u32 {
        let base = m.memory.alloc(256, 64)?;
        m.memory.write(base, &gpu::move_cursor(0, 7, (step, step)));
        m.queues[CURSOR].add(&[Buffer { addr: base, len: 56 }], &[], false)?;
        m.queues[CURSOR].notify()?;
        cheap(&mut m)?;
        m.wait_used(CURSOR)?;
        m.memory.free(base, 256);
    }
    m.finish()
}

fn queue_sizes(env: &Env) -> Result<()> {
    for sizes in [[2, 2], [4, 2], [16, 1], [1024, 1024], [32768, 16]] {
        let mut setup = env.setup();
        setup.queue_sizes = sizes;
        let mut m = setup
            .start(&env.target)
            .map_err(|error| error.context(&format!("{sizes:?}")))?;
        for _ in 0..20 {
            cheap(&mut m).map_err(|error| error.context(&format!("{sizes:?}")))?;
            m.cursor(&gpu::move_cursor(0, 0, (1, 1)))?;
        }
        m.finish()?;
    }
    Ok(())
}

fn empty_kick(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for _ in 0..50 {
        m.queues[CONTROL].kick()?;
        m.queues[CURSOR].kick()?;
    }
    m.finish()
}
