//! Double fetches: another processor of the guest rewrites what the device reads, while it reads it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{Case, Env};
use crate::{
    ensure,
    frontend::{
        GuestMemory, Machine, Result, gpu,
        machine::CONTROL,
        oracle::Random,
        virtqueue::{Buffer, DESC_NEXT, DESC_WRITE, Desc},
    },
};

pub(super) const CASES: &[Case] = &[
    Case::all("race::request_bytes_change", request_changes),
    Case::all("race::backing_entries_change", entries_change),
    Case::all("race::descriptors_change", descriptors_change),
    Case::all("race::backing_pixels_change", pixels_change),
];

/// How long each race is run.
const RACE: Duration = Duration::from_millis(400);

/// Runs `rewrite` on another thread for as long as `work` goes on.
fn against(
    m: &mut Machine,
    mut rewrite: impl FnMut(&GuestMemory, &mut Random) + Send + 'static,
    mut work: impl FnMut(&mut Machine) -> Result<()>,
) -> Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    let (flag, memory) = (Arc::clone(&stop), Arc::clone(&m.memory));
    let thread = thread::spawn(move || {
        let mut random = Random::new(99);
        while !flag.load(Ordering::Relaxed) {
            rewrite(&memory, &mut random);
        }
    });
    let end = Instant::now() + RACE;
    let mut result = Ok(());
    while result.is_ok() && Instant::now() < end {
        result = work(m);
    }
    stop.store(true, Ordering::Relaxed);
    ensure!(thread.join().is_ok(), "the rewriting thread panicked");
    result
}

/// Offers a fixed request and waits for it, whatever becomes of it.
fn offer(m: &mut Machine, base: u64, request_len: u32) -> Result<()> {
    let readable = [Buffer {
        addr: base,
        len: request_len,
    }];
    m.queues[CONTROL].add(
        &readable,
        &[Buffer {
            addr: base + 2048,
            len: 24,
        }],
        false,
    )?;
    m.queues[CONTROL].notify()?;
    m.wait_used(CONTROL).map(drop)
}

fn request_changes(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let base = m.memory.alloc(4096, 4096)?;
    let good = gpu::create_2d(1, gpu::BGRX, 8, 8);
    let bad = gpu::create_2d(1, gpu::BGRX, 0x4000_0001, 0x7fff_ffff);
    m.memory.write(base, &good);
    let rewrite = move |memory: &GuestMemory, random: &mut Random| {
        memory.write(base, if random.below(2) == 0 { &good } else { &bad });
    };
    let unref = m.memory.alloc(4096, 4096)?;
    m.memory.write(unref, &gpu::unref(1));
    against(&mut m, rewrite, |m| {
        offer(m, base, 40)?;
        offer(m, unref, 32)
    })?;
    m.alive()?;
    m.still_works()
}

fn entries_change(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let base = m.memory.alloc(4096, 4096)?;
    let backing = m.memory.alloc(1 << 16, 4096)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 64, 64))?;
    let entries: Vec<_> = (0..64).map(|index| (backing + index * 256, 256)).collect();
    let request = gpu::attach(1, &entries);
    m.memory.write(base, &request);
    // Counts, lengths and addresses all flicker between good and bad.
    let rewrite = move |memory: &GuestMemory, random: &mut Random| {
        let count = [64, 0, 1, 0xffff_ffff, 0x1000_0004][random.below(5) as usize];
        memory.write(base + 28, &u32::to_le_bytes(count));
        let entry = base + 32 + u64::from(random.below(64)) * 16;
        let address = if random.below(2) == 0 {
            backing
        } else {
            u64::MAX - 100
        };
        memory.write(entry, &address.to_le_bytes());
        memory.write(
            entry + 8,
            &[256, u32::MAX, 0][random.below(3) as usize].to_le_bytes(),
        );
    };
    let length = request.len() as u32;
    against(&mut m, rewrite, |m| {
        offer(m, base, length)?;
        m.code(&gpu::transfer(1, gpu::rect(0, 0, 64, 64), 0))?;
        m.code(&gpu::detach(1)).map(drop)
    })?;
    m.alive()?;
    m.still_works()
}

fn descriptors_change(env: &Env) -> Result<()> {
    let mut m = env.start_blind()?;
    let base = m.memory.alloc(4096, 4096)?;
    m.memory.write(base, &gpu::unref(0x7777));
    let table = m.queues[CONTROL].desc;
    let unmapped = m.memory.unmapped_addr();
    let good = Desc {
        addr: base,
        len: 32,
        flags: DESC_NEXT,
        next: 1,
    };
    m.queues[CONTROL].write_desc(0, good);
    m.queues[CONTROL].write_desc(
        1,
        Desc {
            addr: base + 64,
            len: 24,
            flags: DESC_WRITE,
            next: 0,
        },
    );
    let rewrite = move |memory: &GuestMemory, random: &mut Random| {
        let desc = match random.below(6) {
            0 => Desc {
                addr: unmapped,
                ..good
            },
            1 => Desc {
                len: u32::MAX,
                ..good
            },
            2 => Desc { next: 0, ..good },
            3 => Desc { next: 0xffff, ..good },
            4 => Desc { len: 1, ..good },
            _ => good,
        };
        memory.write(table, &desc.bytes());
    };
    // Some chains will be broken, and a broken chain may stop the ring: only life is demanded here.
    against(&mut m, rewrite, |m| {
        m.queues[CONTROL].add_raw(0);
        m.queues[CONTROL].kick()?;
        thread::sleep(Duration::from_micros(200));
        m.alive()
    })?;
    thread::sleep(Duration::from_millis(50));
    m.alive()?;
    m.reset()?;
    m.still_works()
}

fn pixels_change(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(1, gpu::BGRX, 256, 256)?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 256, 256)))?;
    let rewrite = move |memory: &GuestMemory, random: &mut Random| {
        memory.fill(backing, 256 * 256 * 4, random.below(256) as u8);
    };
    against(&mut m, rewrite, |m| m.present(1, 256, gpu::rect(0, 0, 256, 256)))?;
    m.finish()
}
