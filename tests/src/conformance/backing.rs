//! Backings: counts that lie, ranges that do not exist, many scattered ranges, ranges across regions.

use wire::virtio_gpu::CtrlType;

use super::{Case, Env, scanout::bgrx};
use crate::{
    ensure, ensure_eq,
    frontend::{Personality, Result, gpu, machine::CONTROL, oracle::Random, reply::Shape},
};

pub(super) const CASES: &[Case] = &[
    Case::all(
        "backing::attach_twice_is_refused_and_the_first_stays",
        attach_twice,
    ),
    Case::all("backing::claimed_entries_must_be_there", count_mismatch),
    Case::all("backing::huge_counts_are_refused", huge_counts),
    Case::all("backing::no_entries", no_entries),
    Case::all("backing::unmapped_ranges_are_refused_somewhere", unmapped),
    Case::all("backing::ranges_that_wrap_are_refused_somewhere", wrapping),
    Case::all("backing::empty_entries_do_no_harm", empty_entries),
    Case::all("backing::thousands_of_scattered_entries_are_exact", scattered),
    Case::all("backing::entries_in_every_region", every_region),
    Case::all("backing::entry_across_regions_does_no_harm", across_regions),
    Case::all("backing::entries_split_over_descriptors", split_request),
    Case::all("backing::sums_of_lengths_do_not_wrap", length_sums),
    Case::all("backing::overlapping_entries_are_allowed", overlapping),
];

fn attach_twice(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(1, gpu::BGRX, 16, 16)?;
    m.error(
        &gpu::attach(1, &[(backing, 4)]),
        CtrlType::RespErrUnspec,
        "attached twice",
    )?;
    // The first backing still holds, for it is long enough.
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
    m.ok(&gpu::detach(1))?;
    m.ok(&gpu::attach(1, &[(backing, 1024)]))?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
    m.finish()
}

fn count_mismatch(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.memory.alloc(4096, 4096)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    for claimed in [2, 3, 100, 1000] {
        m.any_error(
            &gpu::attach_claiming(1, claimed, &[(backing, 1024)]),
            &format!("{claimed} claimed, 1 there"),
        )?;
    }
    // Half an entry is none.
    let mut request = gpu::attach_claiming(1, 2, &[(backing, 512), (backing + 512, 512)]);
    request.truncate(request.len() - 1);
    m.any_error(&request, "the last entry lacks a byte")?;
    // More bytes than entries claimed are left alone.
    m.ok(&gpu::attach_claiming(
        1,
        1,
        &[(backing, 1024), (m.memory.unmapped_addr(), 9)],
    ))?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
    m.finish()
}

fn huge_counts(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.memory.alloc(4096, 4096)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    // Some make count × 16 wrap in 32 bits to 0 or to the bytes that are there.
    for claimed in [
        u32::MAX,
        0x8000_0000,
        0x1000_0000,
        0x1000_0001,
        0x7fff_ffff,
        1 << 20,
    ] {
        m.any_error(
            &gpu::attach_claiming(1, claimed, &[(backing, 1024)]),
            &format!("{claimed} entries"),
        )?;
    }
    m.ok(&gpu::attach(1, &[(backing, 1024)]))?;
    m.finish()
}

fn no_entries(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    // Whether nothing may be attached is not fixed; that nothing can be transferred from it is.
    m.code(&gpu::attach(1, &[]))?;
    m.any_error(
        &gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0),
        "a backing of nothing",
    )?;
    m.finish()
}

/// Attaches a range that cannot be read; either that or the transfer must fail.
fn refused_somewhere(env: &Env, ranges: &[(u64, u32)]) -> Result<()> {
    let mut m = env.start()?;
    for (id, range) in (1..).zip(ranges) {
        m.ok(&gpu::create_2d(id, gpu::BGRX, 64, 64))?;
        if !m.code(&gpu::attach(id, &[*range]))?.is_error() {
            let code = m.code(&gpu::transfer(id, gpu::rect(0, 0, 64, 64), 0))?;
            ensure!(
                code.is_error(),
                "a transfer from {:#x} + {:#x} succeeded",
                range.0,
                range.1
            );
        }
        m.ok(&gpu::unref(id))?;
    }
    m.finish()
}

fn unmapped(env: &Env) -> Result<()> {
    let end = 0x1000_0000_0000;
    let hole = match env.personality {
        Personality::Qemu | Personality::Crosvm => (0xa_0000 - 0x1000, 0x4000),
        _ => (end, 0x4000),
    };
    refused_somewhere(
        env,
        &[
            (end, 0x4000),
            (0x77_0000_0000, 0x4000),
            hole,
            (u64::MAX - 0x4000, 0x4000),
        ],
    )
}

fn wrapping(env: &Env) -> Result<()> {
    refused_somewhere(
        env,
        &[
            (u64::MAX, 0x4000),
            (u64::MAX - 0x2000, 0x4000),
            (u64::MAX - 0x3fff, 0x4000),
            (0x1000, u32::MAX),
        ],
    )
}

fn empty_entries(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let backing = m.memory.alloc(4096, 4096)?;
    let bytes = Random::new(31).bytes(1024);
    m.memory.write(backing, &bytes);
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    let entries = [
        (backing, 0),
        (backing, 512),
        (backing + 512, 0),
        (backing + 512, 512),
        (backing, 0),
    ];
    if m.code(&gpu::attach(1, &entries))?.is_error() {
        // Refusing them is allowed too, as long as it is orderly.
        return m.finish();
    }
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 16, 16)))?;
    m.present(1, 16, gpu::rect(0, 0, 16, 16))?;
    m.shows(0, &bgrx(&bytes, 16, 16))?;
    m.finish()
}

fn scattered(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let (width, height) = (256u32, 200u32);
    let bytes = Random::new(32).bytes((width * height * 4) as usize);
    let pool = m.memory.alloc(bytes.len() * 2, 4096)?;
    let mut random = Random::new(33);
    let mut entries = Vec::new();
    let mut done = 0;
    // Odd lengths that cut pixels and rows, laid out backwards with gaps.
    while done < bytes.len() {
        let length = (1 + random.below(60) as usize).min(bytes.len() - done);
        let place = pool + (bytes.len() * 2 - (done + length) * 2) as u64;
        m.memory.write(place, &bytes[done..done + length]);
        entries.push((place, length as u32));
        done += length;
    }
    m.ok(&gpu::create_2d(1, gpu::BGRX, width, height))?;
    m.ok(&gpu::attach(1, &entries))?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, width, height)))?;
    m.present(1, width, gpu::rect(0, 0, width, height))?;
    m.shows(0, &bgrx(&bytes, width, height))?;
    m.finish()
}

fn every_region(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.needs_eyes()?;
    let places: Vec<u64> = m
        .memory
        .regions()
        .iter()
        .map(|r| r.guest_addr + r.size_bytes - 0x1000)
        .collect();
    let bytes = Random::new(34).bytes(64 * 64 * 4);
    let share = bytes.len() / places.len() / 4 * 4;
    let mut entries = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let end = if index + 1 == places.len() {
            bytes.len()
        } else {
            (index + 1) * share
        };
        let part = &bytes[index * share..end];
        // At most the last 4 KiB of each region; the rest follows from the pool.
        let (head, tail) = part.split_at(part.len().min(0x1000));
        m.memory.write(*place, head);
        entries.push((*place, head.len() as u32));
        if !tail.is_empty() {
            let more = m.memory.alloc(tail.len(), 64)?;
            m.memory.write(more, tail);
            entries.push((more, tail.len() as u32));
        }
    }
    m.ok(&gpu::create_2d(1, gpu::BGRX, 64, 64))?;
    m.ok(&gpu::attach(1, &entries))?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 64)))?;
    m.present(1, 64, gpu::rect(0, 0, 64, 64))?;
    m.shows(0, &bgrx(&bytes, 64, 64))?;
    m.finish()
}

fn across_regions(env: &Env) -> Result<()> {
    let mut setup = env.setup();
    // Two regions that touch, with user addresses that touch as well, but files of their own.
    setup.memory.regions = &[(0, 0x10_0000), (0x10_0000, 0x7f0_0000)];
    setup.memory.one_file = false;
    let mut m = setup.start(&env.target)?;
    m.needs_eyes()?;
    let bytes = Random::new(35).bytes(32 * 32 * 4);
    let start = 0x10_0000 - 0x800;
    m.memory.write(start, &bytes[..0x800]);
    m.memory.write(0x10_0000, &bytes[0x800..]);
    m.ok(&gpu::create_2d(1, gpu::BGRX, 32, 32))?;
    if m.code(&gpu::attach(1, &[(start, 32 * 32 * 4)]))?.is_error() {
        return m.finish();
    }
    // Taken, so it must be right.
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 32, 32)))?;
    if m.code(&gpu::transfer(1, gpu::rect(0, 0, 32, 32), 0))?.is_error() {
        return m.finish();
    }
    m.ok(&gpu::flush(1, gpu::rect(0, 0, 32, 32)))?;
    m.shows(0, &bgrx(&bytes, 32, 32))?;
    m.finish()
}

fn split_request(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.memory.alloc(4096, 4096)?;
    let entries: Vec<_> = (0..16).map(|index| (backing + index * 64, 64)).collect();
    let request = gpu::attach(1, &entries);
    // Linux puts the entries into a descriptor of their own; nothing may depend on that (§2.6.4).
    for readable in [vec![32], vec![24, 8], vec![1, 22, 9, 17], vec![7; 30]] {
        m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
        let indirect = m.uses_indirect();
        let shape = Shape {
            readable: readable.clone(),
            indirect,
            ..Shape::default()
        };
        let code = m.exchange(CONTROL, &request, 24, &shape)?.code()?;
        ensure_eq!(code, CtrlType::RespOkNodata, "reply with pieces {readable:?}");
        m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
        m.ok(&gpu::unref(1))?;
    }
    m.finish()
}

fn length_sums(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.memory.alloc(64 << 20, 4096)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    // 64 entries of 64 MiB are 4 GiB: a sum in 32 bits is 0.
    let entries = vec![(backing, 64 << 20); 64];
    if !m.code(&gpu::attach(1, &entries))?.is_error() {
        m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
        // Beyond 4 GiB there is nothing.
        m.any_error(
            &gpu::transfer(1, gpu::rect(0, 0, 16, 16), 1 << 32),
            "an offset of 4 GiB",
        )?;
    }
    m.finish()
}

fn overlapping(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.memory.alloc(4096, 4096)?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 16, 16))?;
    m.ok(&gpu::attach(1, &[(backing, 64); 16]))?;
    m.ok(&gpu::transfer(1, gpu::rect(0, 0, 16, 16), 0))?;
    m.finish()
}
