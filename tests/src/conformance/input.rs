//! The input device beside the GPU (virtio 1.3 §5.8): its configuration, its events, and rings that break the rules.

use std::{
    thread,
    time::{Duration, Instant},
};

use wire::virtio_input::{self as input, LED_CAPSL};

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{
        Machine, Result,
        keyboard::{CONFIG_BYTES, EVENT_BYTES, EVENTS, Keyboard, REPORT, STATUS, Typed, typed},
        oracle::Random,
        personality::ring as bits,
        virtqueue::{Buffer, DESC_INDIRECT, DESC_NEXT, DESC_WRITE, Desc},
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("input::keys_and_the_pointer_arrive", arrive),
    Case::all("input::events_wait_for_buffers_in_order", wait_for_buffers),
    Case::all("input::buffers_of_any_arrangement_are_filled", arrangements),
    Case::all(
        "input::buffers_without_room_get_nothing_and_lose_nothing",
        short_buffers,
    ),
    Case::once("input::every_selection_of_the_configuration_is_sane", selections),
    Case::all("input::configuration_of_any_part_is_survived", config_parts),
    Case::all("input::caps_lock_is_known_by_its_lamp", caps_lock),
    Case::all("input::nonsense_on_the_status_queue_is_survived", status_nonsense),
    Case::all("input::broken_chains_are_survived", broken_chains),
    Case::all("input::broken_tables_are_survived", broken_tables),
    Case::all("input::broken_indices_are_survived", broken_indices),
    Case::all("input::events_into_the_ring_itself_are_survived", into_the_ring),
    Case::once("input::descriptors_that_change_are_survived", changing),
    Case::all("input::small_queues_wrap", small_queues),
    Case::all("input::flood_without_buffers_costs_little", flood),
    Case::all("input::reset_forgets_what_waits", reset),
    Case::all("input::reset_many_times", reset_often),
    Case::all("input::reconnect_after_each_message", reconnect),
    Case::all("input::second_front_end_waits_for_the_first", second),
    Case::all("input::keys_that_are_held_are_let_go_with_their_client", let_go),
];

fn start(env: &Env) -> Result<Keyboard> {
    start_with(env, |_| {})
}

fn start_with(env: &Env, change: impl FnOnce(&mut crate::frontend::Setup)) -> Result<Keyboard> {
    if !env.target.has_option("--input-socket") {
        skip!("the back end has no --input-socket");
    }
    let mut setup = env.setup();
    change(&mut setup);
    let mut keyboard = Keyboard::start(&env.target, setup)?;
    keyboard.settle()?;
    Ok(keyboard)
}

/// The end of a test: the device works.
fn finish(mut keyboard: Keyboard) -> Result<()> {
    keyboard.still_works()
}

const fn key(code: u16, down: u32) -> Typed {
    (input::EV_KEY, code, down)
}

fn arrive(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    k.offer(12)?;
    // With shift, which nobody holds.
    k.tap('A'.into())?;
    let shifted = [
        key(42, 1),
        key(30, 1),
        REPORT,
        key(42, 0),
        REPORT,
        key(30, 0),
        REPORT,
    ];
    k.expect(&shifted, "a capital letter")?;
    let (width, height) = (k.client.picture.width, k.client.picture.height);
    k.client.pointer(0, width as u16 - 1, 0)?;
    let place = [(input::EV_ABS, 0, 32767), (input::EV_ABS, 1, 0), REPORT];
    k.expect(&place, "the pointer's place")?;
    k.offer(16)?;
    k.client.pointer(0b1001, 0, height as u16 - 1)?;
    let clicked = [
        (input::EV_ABS, 0, 0),
        (input::EV_ABS, 1, 32767),
        REPORT,
        key(input::BTN_LEFT, 1),
        (input::EV_REL, input::REL_WHEEL, 1),
        REPORT,
    ];
    k.expect(&clicked, "a button and a wheel")?;
    finish_after_pointer(k)
}

/// Lets go of the button.
fn finish_after_pointer(mut k: Keyboard) -> Result<()> {
    let height = k.client.picture.height as u16;
    k.client.pointer(0, 0, height - 1)?;
    let released = [
        (input::EV_ABS, 0, 0),
        (input::EV_ABS, 1, 32767),
        REPORT,
        key(input::BTN_LEFT, 0),
        REPORT,
    ];
    k.expect(&released, "a button that is let go")
}

/// Letters, and the codes of their keys.
const LETTERS: [(char, u16); 5] = [('q', 16), ('w', 17), ('e', 18), ('r', 19), ('t', 20)];

fn wait_for_buffers(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    for round in [1, 3, 40] {
        let mut wanted = Vec::new();
        for (letter, code) in LETTERS.iter().cycle().take(round) {
            k.tap((*letter).into())?;
            wanted.extend([key(*code, 1), REPORT, key(*code, 0), REPORT]);
        }
        k.all_typed()?;
        // Fewer buffers than events, and at last enough.
        let most = usize::from(k.machine.queues[EVENTS].size).min(7);
        for part in wanted.chunks(most) {
            k.offer(part.len())?;
            k.expect(part, "events that waited")?;
        }
    }
    finish(k)
}

fn arrangements(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let tables: &[bool] = match k.machine.features & bits::INDIRECT_DESC {
        0 => &[false],
        _ => &[false, true],
    };
    let wanted = [key(30, 1), REPORT, key(30, 0), REPORT];
    for lengths in [
        &[8][..],
        &[1; 8],
        &[3, 5],
        &[0, 8],
        &[4, 0, 4],
        &[7, 4096],
        &[4096],
    ] {
        for is_table in tables {
            let base = k.machine.memory.alloc(8192, 4096)?;
            for (index, event) in wanted.iter().enumerate() {
                k.machine.memory.fill(base, 8192, 0xa5);
                let mut addr = base;
                let buffers: Vec<_> = lengths
                    .iter()
                    .map(|len| {
                        let buffer = Buffer { addr, len: *len };
                        addr += u64::from(*len);
                        buffer
                    })
                    .collect();
                let head = k.machine.queues[EVENTS].add(&[], &buffers, *is_table)?;
                k.machine.queues[EVENTS].kick()?;
                if index == 0 {
                    k.tap('a'.into())?;
                }
                let used = k.machine.wait_used(EVENTS)?;
                ensure_eq!(
                    (used.head, used.len),
                    (head.into(), 8),
                    "head and length for {lengths:?}"
                );
                let bytes = k.machine.memory.read(base, 8192);
                ensure_eq!(typed(&bytes[..EVENT_BYTES]), *event, "an event in {lengths:?}");
                ensure!(
                    bytes[EVENT_BYTES..].iter().all(|byte| *byte == 0xa5),
                    "more than an event was written to {lengths:?}"
                );
            }
            k.machine.memory.free(base, 8192);
        }
    }
    finish(k)
}

fn short_buffers(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    k.tap('a'.into())?;
    k.all_typed()?;
    let base = k.machine.memory.alloc(64, 64)?;
    for len in [0, 1, 7] {
        k.machine.memory.fill(base, 64, 0xa5);
        let buffer = Buffer { addr: base, len };
        k.machine.queues[EVENTS].add(&[], &[buffer], false)?;
        // One that the device may only read.
        let readable = Buffer { addr: base, len: 8 };
        k.machine.queues[EVENTS].add(&[readable], &[], false)?;
        k.machine.queues[EVENTS].kick()?;
        for _ in 0..2 {
            ensure_eq!(k.machine.wait_used(EVENTS)?.len, 0, "bytes in {len}");
        }
        ensure_eq!(k.machine.memory.read(base, 64), vec![0xa5; 64], "what lies there");
    }
    k.offer(4)?;
    k.expect(
        &[key(30, 1), REPORT, key(30, 0), REPORT],
        "events after buffers without room",
    )?;
    finish(k)
}

fn selections(env: &Env) -> Result<()> {
    let k = start(env)?;
    let known = [
        input::CFG_ID_NAME,
        input::CFG_ID_SERIAL,
        input::CFG_ID_DEVIDS,
        input::CFG_PROP_BITS,
        input::CFG_EV_BITS,
        input::CFG_ABS_INFO,
    ];
    for select in 0..=255 {
        let most = if known.contains(&select) { 255 } else { 3 };
        for subsel in (0..=most).chain([255]) {
            let config = k.config(select, subsel)?;
            let what = format!("selection {select:#x}, {subsel:#x}");
            ensure_eq!((config.select, config.subsel), (select, subsel), "{what}");
            let used = usize::from(config.size);
            ensure!(used <= config.data.len(), "{what} has {used} bytes");
            let rest = config.data[used..].iter().chain(&config.reserved);
            ensure!(
                rest.into_iter().all(|byte| *byte == 0),
                "{what} is not zero behind its bytes"
            );
            ensure!(used == 0 || known.contains(&select), "{what} has {used} bytes");
            // §5.8.5.1: axes have ranges, and nothing else does.
            if select == input::CFG_ABS_INFO {
                let axes = k.config(input::CFG_EV_BITS, input::EV_ABS as u8)?;
                let has_axis = subsel < 64 && axes.data[usize::from(subsel / 8)] >> (subsel % 8) & 1 != 0;
                ensure_eq!(used, if has_axis { 20 } else { 0 }, "bytes of {what}");
            }
        }
    }
    let keys = k.config(input::CFG_EV_BITS, input::EV_KEY as u8)?;
    for code in [30, 42, input::BTN_LEFT] {
        let byte = keys.data[usize::from(code / 8)];
        ensure!(byte >> (code % 8) & 1 != 0, "key {code} is not announced");
    }
    ensure!(k.config(input::CFG_ID_NAME, 0)?.size > 0, "it has no name");
    ensure_eq!(
        k.config(input::CFG_ID_DEVIDS, 0)?.size,
        8,
        "bytes of its identifiers"
    );
    finish(k)
}

fn config_parts(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let name = k.config(input::CFG_ID_NAME, 0)?;
    // Linux writes the two one by one.
    k.machine.set_config(0, &[input::CFG_EV_BITS], 0)?;
    k.machine.set_config(1, &[input::EV_REL as u8], 0)?;
    ensure_eq!(k.machine.get_config(0, 2, 0)?, [0x11, 2], "what was selected");
    // The rest is read-only.
    for (offset, size) in [(2, 1), (2, 134), (8, 128), (CONFIG_BYTES - 1, 1), (1, 135)] {
        k.machine.set_config(offset, &vec![0xff; size as usize], 0)?;
        k.machine.set_config(0, &[input::CFG_ID_NAME, 0], 0)?;
        let whole = k.machine.get_config(0, CONFIG_BYTES, 0)?;
        ensure_eq!(
            whole[8..],
            name.data[..],
            "the name after a write of {size} at {offset}"
        );
        for (offset, size) in [
            (0, 1),
            (2, 1),
            (3, 5),
            (8, 4),
            (8, 128),
            (100, 36),
            (CONFIG_BYTES - 1, 1),
        ] {
            let part = k.machine.get_config(offset, size, 0)?;
            let (from, to) = (offset as usize, (offset + size) as usize);
            ensure_eq!(part[..], whole[from..to], "{size} bytes at {offset}");
        }
    }
    // Beyond the end: as many bytes, or none, but an answer.
    for (offset, size) in [(CONFIG_BYTES, 4), (130, 8), (0, 256), (252, 4)] {
        let mut body: Vec<u8> = [offset, size, 0u32]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        body.resize(12 + size as usize, 0);
        let reply = k
            .machine
            .link
            .ask(crate::frontend::link::request::GET_CONFIG, &body)?;
        let length = reply.body.len();
        ensure!(
            length == body.len() || length <= 12,
            "{length} bytes for {size} at {offset}"
        );
    }
    k.still_works()
}

fn caps_lock(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let plain = [key(30, 1), REPORT, key(30, 0), REPORT];
    k.lamp(LED_CAPSL, true)?;
    k.offer(8)?;
    k.tap('A'.into())?;
    k.expect(&plain, "a capital letter with the lamp lit")?;
    // Other lamps, and other kinds of events, are none of it.
    for (kind, code) in [(input::EV_LED, 0u16), (input::EV_KEY, 1), (input::EV_LED, 0xffff)] {
        let [kind, code] = [kind.to_le_bytes(), code.to_le_bytes()];
        k.say(&[kind[0], kind[1], code[0], code[1], 0, 0, 0, 0])?;
    }
    k.tap('A'.into())?;
    k.expect(&plain, "a capital letter with the lamp still lit")?;
    k.lamp(LED_CAPSL, false)?;
    k.still_works()
}

fn status_nonsense(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let mut random = Random::new(11);
    for len in [0, 1, 7, 8, 9, 15, 16, 4096, 1 << 20] {
        if len > 0 {
            k.say(&random.bytes(len))?;
        }
    }
    for _ in 0..500 {
        let mut event = random.bytes(8);
        // Mostly something that is near a lamp.
        event[1] = 0;
        if random.below(2) == 0 {
            event[0] = input::EV_LED as u8;
        }
        k.say(&event)?;
    }
    k.lamp(LED_CAPSL, false)?;
    // Buffers that the device may write, or in the wrong order: nothing is written.
    let base = k.machine.memory.alloc(64, 64)?;
    k.machine.memory.fill(base, 64, 0xa5);
    let (first, second) = (
        Buffer { addr: base, len: 8 },
        Buffer {
            addr: base + 32,
            len: 8,
        },
    );
    for (readable, writable) in [(&[][..], &[first][..]), (&[first], &[second])] {
        k.machine.queues[STATUS].add(readable, writable, false)?;
        k.machine.queues[STATUS].kick()?;
        ensure_eq!(k.machine.wait_used(STATUS)?.len, 0, "bytes written");
    }
    ensure_eq!(k.machine.memory.read(base, 64), vec![0xa5; 64], "what lies there");
    // As many gigabytes as the queue has room for.
    let size = 8 << 20;
    let big = k.machine.memory.alloc(size, 4096)?;
    let count = k.machine.queues[STATUS].free_entries().min(1000);
    let readable = vec![
        Buffer {
            addr: big,
            len: size as u32
        };
        count
    ];
    let before = k.backend.anonymous_bytes()?;
    k.machine.queues[STATUS].add(&readable, &[], false)?;
    k.machine.queues[STATUS].kick()?;
    ensure_eq!(k.machine.wait_used(STATUS)?.len, 0, "bytes written");
    let grown = k.backend.anonymous_bytes()?.saturating_sub(before);
    ensure!(grown < 8 << 20, "{} MiB more for what a driver says", grown >> 20);
    k.still_works()
}

/// One descriptor; `flags` and `next` as they come.
fn desc(addr: u64, len: u32, flags: u16, next: u16) -> Desc {
    Desc {
        addr,
        len,
        flags,
        next,
    }
}

/// Makes descriptors of a chain, given guest memory to put things in and the flag of buffers as that queue has them.
type Chain = fn(&Machine, u64, u16) -> Vec<Desc>;

/// Offers each chain on both queues, types, and demands that the back end lives, and that a reset brings everything back.
fn survives(env: &Env, chains: &[(&str, Chain)]) -> Result<()> {
    let mut k = start(env)?;
    let base = k.machine.memory.alloc(4096, 4096)?;
    for (what, chain) in chains {
        for (queue, flag) in [(EVENTS, DESC_WRITE), (STATUS, 0)] {
            let descs = chain(&k.machine, base, flag);
            for (index, desc) in descs.into_iter().enumerate() {
                k.machine.queues[queue].write_desc(index as u16, desc);
            }
            k.machine.queues[queue].add_raw(0);
            k.machine.queues[queue].kick()?;
            recovers(&mut k).map_err(|error| error.context(&format!("{what}, queue {queue}")))?;
        }
    }
    Ok(())
}

/// Types on the broken device, which then works after a reset.
fn recovers(k: &mut Keyboard) -> Result<()> {
    k.tap('x'.into())?;
    k.all_typed()?;
    thread::sleep(Duration::from_millis(5));
    if let Some(death) = k.backend.death() {
        crate::fail!("{death}");
    }
    k.reset()
        .map_err(|error| error.context("reset after the abuse"))?;
    k.still_works()
}

fn broken_chains(env: &Env) -> Result<()> {
    let chains: &[(&str, Chain)] = &[
        ("a loop", |_, base, flag| vec![desc(base, 8, flag | DESC_NEXT, 0)]),
        ("a loop of two", |_, base, flag| {
            vec![
                desc(base, 4, flag | DESC_NEXT, 1),
                desc(base + 4, 4, flag | DESC_NEXT, 0),
            ]
        }),
        ("a next out of range", |_, base, flag| {
            vec![desc(base, 8, flag | DESC_NEXT, 65535)]
        }),
        ("the wrong direction", |_, base, flag| {
            vec![desc(base, 8, flag ^ DESC_WRITE, 0)]
        }),
        ("readable behind writable", |_, base, _| {
            vec![desc(base, 8, DESC_WRITE | DESC_NEXT, 1), desc(base + 8, 8, 0, 0)]
        }),
        ("no length", |_, base, flag| vec![desc(base, 0, flag, 0)]),
        ("no length, nowhere", |_, _, flag| {
            vec![desc(u64::MAX, 0, flag, 0)]
        }),
        ("a huge length", |_, base, flag| {
            vec![desc(base, u32::MAX, flag, 0)]
        }),
        ("two huge lengths", |_, base, flag| {
            vec![
                desc(base, u32::MAX, flag | DESC_NEXT, 1),
                desc(base, u32::MAX, flag, 0),
            ]
        }),
        ("unmapped memory", |m, _, flag| {
            vec![desc(m.memory.unmapped_addr(), 8, flag, 0)]
        }),
        ("half in unmapped memory", |m, base, flag| {
            vec![
                desc(base, 4, flag | DESC_NEXT, 1),
                desc(m.memory.unmapped_addr(), 4, flag, 0),
            ]
        }),
        ("an address that wraps", |_, _, flag| {
            vec![desc(u64::MAX - 3, 8, flag, 0)]
        }),
        ("across the end of memory", |m, _, flag| {
            let ends = m
                .memory
                .regions()
                .iter()
                .map(|region| region.guest_addr + region.size_bytes);
            vec![desc(ends.max().unwrap_or(0) - 4, 8, flag, 0)]
        }),
        ("unknown flags", |_, base, flag| {
            vec![desc(base, 8, flag | 0xfff8, 0)]
        }),
    ];
    survives(env, chains)
}

fn broken_tables(env: &Env) -> Result<()> {
    let without = |k: &Keyboard| k.machine.features & bits::INDIRECT_DESC == 0;
    if without(&start(env)?) {
        skip!("INDIRECT_DESC was not negotiated");
    }
    /// A good table of one descriptor, and its length as given.
    fn table(m: &Machine, base: u64, flag: u16, len: u32) -> Vec<Desc> {
        m.memory.write(base + 1024, &desc(base, 8, flag, 0).bytes());
        vec![desc(base + 1024, len, DESC_INDIRECT, 0)]
    }
    let chains: &[(&str, Chain)] = &[
        ("an empty table", |m, base, flag| table(m, base, flag, 0)),
        ("a table of a byte", |m, base, flag| table(m, base, flag, 1)),
        ("a table of a byte too few", |m, base, flag| {
            table(m, base, flag, 15)
        }),
        ("a table of a byte too many", |m, base, flag| {
            table(m, base, flag, 17)
        }),
        ("a huge table", |m, base, flag| {
            table(m, base, flag, u32::MAX - 15)
        }),
        ("a table in a table", |m, base, _| {
            m.memory
                .write(base + 1024, &desc(base + 2048, 16, DESC_INDIRECT, 0).bytes());
            vec![desc(base + 1024, 16, DESC_INDIRECT, 0)]
        }),
        ("a table in itself", |m, base, _| {
            m.memory
                .write(base + 1024, &desc(base + 1024, 16, DESC_INDIRECT, 0).bytes());
            vec![desc(base + 1024, 16, DESC_INDIRECT, 0)]
        }),
        ("an unmapped table", |m, _, _| {
            vec![desc(m.memory.unmapped_addr(), 16, DESC_INDIRECT, 0)]
        }),
        ("a table that wraps", |_, _, _| {
            vec![desc(u64::MAX - 15, 32, DESC_INDIRECT, 0)]
        }),
        ("a table with a next", |m, base, flag| {
            let mut descs = table(m, base, flag, 16);
            descs[0].flags |= DESC_NEXT;
            descs[0].next = 1;
            descs.push(desc(base, 8, flag, 0));
            descs
        }),
        ("a loop in a table", |m, base, flag| {
            m.memory
                .write(base + 1024, &desc(base, 8, flag | DESC_NEXT, 0).bytes());
            vec![desc(base + 1024, 16, DESC_INDIRECT, 0)]
        }),
        ("a next out of a table", |m, base, flag| {
            m.memory
                .write(base + 1024, &desc(base, 8, flag | DESC_NEXT, 5).bytes());
            vec![desc(base + 1024, 16, DESC_INDIRECT, 0)]
        }),
    ];
    survives(env, chains)?;
    // One that was not negotiated.
    let mut k = start_with(env, |setup| setup.without = bits::INDIRECT_DESC)?;
    let base = k.machine.memory.alloc(4096, 4096)?;
    let descs = table(&k.machine, base, DESC_WRITE, 16);
    k.machine.queues[EVENTS].write_desc(0, descs[0]);
    k.machine.queues[EVENTS].add_raw(0);
    k.machine.queues[EVENTS].kick()?;
    recovers(&mut k)
}

fn broken_indices(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    for queue in [EVENTS, STATUS] {
        for head in [k.machine.queues[queue].size, 32768, 65535] {
            k.machine.queues[queue].add_raw(head);
            k.machine.queues[queue].kick()?;
            recovers(&mut k).map_err(|error| error.context(&format!("head {head}, queue {queue}")))?;
        }
        for jump in [2, 100, 0x7fff, 0x8000, 0xfffe, 0xffff] {
            let index = k.machine.queues[queue].avail_idx().wrapping_add(jump);
            k.machine.queues[queue].set_avail_idx(index);
            k.machine.queues[queue].kick()?;
            recovers(&mut k).map_err(|error| error.context(&format!("a jump of {jump}, queue {queue}")))?;
        }
        // The same chain as often as the queue has room.
        let base = k.machine.memory.alloc(64, 64)?;
        let flag = if queue == EVENTS { DESC_WRITE } else { 0 };
        k.machine.queues[queue].write_desc(0, desc(base, 8, flag, 0));
        for _ in 0..k.machine.queues[queue].size.min(64) {
            k.machine.queues[queue].add_raw(0);
        }
        k.machine.queues[queue].kick()?;
        recovers(&mut k)?;
    }
    Ok(())
}

fn into_the_ring(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let queue = &k.machine.queues[EVENTS];
    let used_ring = queue.used;
    for target in [
        queue.desc,
        queue.desc + 8,
        queue.avail,
        queue.avail + 2,
        used_ring,
        used_ring + 2,
    ] {
        k.machine.queues[EVENTS].write_desc(0, desc(target, 8, DESC_WRITE, 0));
        k.machine.queues[EVENTS].add_raw(0);
        k.machine.queues[EVENTS].kick()?;
        recovers(&mut k)?;
    }
    Ok(())
}

fn changing(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let base = k.machine.memory.alloc(4096, 4096)?;
    let mut random = Random::new(23);
    let end = Instant::now() + Duration::from_millis(1500);
    while Instant::now() < end {
        k.tap('x'.into())?;
        for _ in 0..200 {
            let queue = &mut k.machine.queues[random.below(2) as usize];
            let index = random.below(4) as u16;
            let addr = [base, queue.desc, queue.avail, queue.used, u64::MAX - 4][random.below(5) as usize];
            let flags = random.below(8) as u16;
            queue.write_desc(index, desc(addr, random.below(40), flags, random.below(5) as u16));
            queue.set_avail_idx(queue.used_idx().wrapping_add(random.below(4) as u16));
            queue.kick()?;
        }
    }
    recovers(&mut k)
}

fn small_queues(env: &Env) -> Result<()> {
    for size in [1, 2, 4] {
        let mut k = start_with(env, |setup| setup.queue_sizes = [size, size])?;
        for _ in 0..100 {
            for (letter, code) in LETTERS {
                k.tap(letter.into())?;
                for event in [key(code, 1), REPORT, key(code, 0), REPORT] {
                    k.offer(1)?;
                    k.expect(&[event], "an event on a small queue")?;
                }
            }
            k.lamp(LED_CAPSL, false)?;
        }
    }
    Ok(())
}

fn flood(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let before = k.backend.anonymous_bytes()?;
    for step in 0..20_000u32 {
        k.tap('x'.into())?;
        k.client.pointer((step & 7) as u8, step as u16, 5)?;
    }
    k.client.pointer(0, 0, 0)?;
    k.all_typed()?;
    let grown = k.backend.anonymous_bytes()?.saturating_sub(before);
    ensure!(
        grown < 4 << 20,
        "{} KiB more for a driver that takes nothing",
        grown >> 10
    );
    // What comes presses and lets go in turn, and nothing stays down.
    let mut down = std::collections::BTreeSet::new();
    k.client.key(true, 'b'.into())?;
    loop {
        k.offer(1)?;
        match k.next_event()? {
            (input::EV_KEY, 48, 1) => break,
            (input::EV_KEY, code, 0) => ensure!(down.remove(&code), "key {code} is let go twice"),
            (input::EV_KEY, code, _) => ensure!(down.insert(code), "key {code} is pressed twice"),
            _ => {}
        }
    }
    ensure!(down.is_empty(), "keys {down:?} stay down");
    Ok(())
}

fn reset(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    for _ in 0..3 {
        k.tap('x'.into())?;
        k.client.key(true, 'y'.into())?;
        k.all_typed()?;
        k.reset()?;
        // Neither what waited comes, nor the end of what the new driver has not seen begin.
        k.client.key(false, 'y'.into())?;
        k.still_works()?;
    }
    Ok(())
}

fn reset_often(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let fds = k.backend.open_fds()?;
    for round in 0..100 {
        k.offer(round % 5)?;
        k.tap('x'.into())?;
        k.reset()?;
    }
    k.still_works()?;
    ensure!(
        k.backend.open_fds()? <= fds,
        "{} file descriptors, {fds} before",
        k.backend.open_fds()?
    );
    Ok(())
}

fn reconnect(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let steps = k.machine.setup.personality.steps(u64::MAX).len();
    for count in 0..=steps {
        k.machine.open_again()?;
        let all = k.machine.run_steps(count)?;
        k.tap('x'.into())?;
        if count > all {
            break;
        }
    }
    k.machine.reconnect()?;
    k.settle()?;
    k.all_typed()?;
    // Something may have been typed between the new driver's first message and its last.
    k.reset()?;
    k.still_works()
}

fn second(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    let other = k.another(&env.target)?;
    // What it says meanwhile is heard later, and does no harm.
    let request = crate::frontend::link::request::SET_OWNER;
    other.link.send(request, 0, &[], &[])?;
    for _ in 0..5 {
        k.still_works()?;
    }
    ensure!(
        !other.link.is_closed_within(Duration::from_millis(50))?,
        "the second front end is turned away"
    );
    drop(other);
    k.still_works()?;
    // One that waits is served when the first goes.
    let mut other = k.another(&env.target)?;
    std::mem::swap(&mut k.machine, &mut other);
    other.disconnect();
    k.machine.run_steps(usize::MAX)?;
    k.settle()?;
    k.still_works()
}

fn let_go(env: &Env) -> Result<()> {
    let mut k = start(env)?;
    k.offer(8)?;
    let path = k.backend.directory().join("vnc.sock");
    let mut other = crate::vnc::Client::connect(&path)?;
    other.key(true, 'e'.into())?;
    other.pointer(1, 0, 0)?;
    k.expect(&[key(18, 1), REPORT], "a key that is pressed")?;
    let clicked = [
        (input::EV_ABS, 0, 0),
        (input::EV_ABS, 1, 0),
        REPORT,
        key(input::BTN_LEFT, 1),
        REPORT,
    ];
    k.expect(&clicked, "a button that is pressed")?;
    drop(other);
    k.offer(4)?;
    k.expect(
        &[key(18, 0), REPORT, key(input::BTN_LEFT, 0), REPORT],
        "what a client held that is gone",
    )?;
    k.still_works()
}
