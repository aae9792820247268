//! Blob resources, where the front end passes their feature on: pictures in guest memory, and memory of the host that
//! is mapped into the guest.

use wire::virtio_gpu::{BLOB_MEM_GUEST, BLOB_MEM_HOST3D, CtrlType, Features};

use super::{Case, Env, scanout::bgrx};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        Machine, Result, gpu,
        host_visible::{HostVisible, Manner},
        link::protocol,
        machine::CONTROL,
        oracle::Random,
        virtqueue::Buffer,
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all("blob::picture_in_scattered_guest_memory", guest_memory),
    Case::all("blob::flush_tells_of_the_damage_alone", damage),
    Case::all("blob::flush_of_guest_memory_copies_nothing", copies),
    Case::all("blob::memory_taken_back_while_a_display_is_stuck", taken_back),
    Case::all("blob::planes_outside_are_refused", planes),
    Case::all("blob::nonsense_is_refused", nonsense),
    Case::all("blob::unref_and_detach_of_what_is_shown", gone_while_shown),
    Case::all("blob::region_is_told", region),
    Case::all("blob::host_memory_is_mapped_written_and_shown", host_memory),
    Case::all("blob::mappings_end_with_unmap_unref_and_reset", mappings_end),
    Case::all("blob::places_that_are_taken_or_outside", places),
    Case::all("blob::front_end_that_refuses_to_map", refused),
    Case::all("blob::front_end_that_never_answers", silent),
    Case::all("blob::rounds_leave_nothing", rounds),
    Case::all("blob::as_many_as_the_queue_takes_are_mapped", many_at_once),
    Case::all("blob::contexts_need_3d_whatever_their_kind", contexts),
];

const MIB: u64 = 1 << 20;

/// A machine whose driver has acknowledged blobs; a skip where that does not reach the back end.
fn start(env: &Env) -> Result<Machine> {
    let mut setup = env.setup();
    setup.with = (Features::RESOURCE_BLOB | Features::CONTEXT_INIT).bits();
    let m = setup.start(&env.target)?;
    if m.offered & Features::RESOURCE_BLOB.bits() == 0 {
        skip!("the back end offers no blobs");
    }
    if m.features & Features::RESOURCE_BLOB.bits() == 0 {
        skip!("this front end keeps the feature from the guest");
    }
    Ok(m)
}

/// The same with its host-visible region; a skip where the front end has none.
fn start_with_region(env: &Env, manner: Manner) -> Result<(Machine, HostVisible)> {
    let mut m = start(env)?;
    let size_bytes = region_bytes(&m)?;
    let Some(socket) = m.backend_requests.take() else {
        skip!("this front end takes no requests");
    };
    let region = HostVisible::serve(socket, size_bytes, manner)?;
    Ok((m, region))
}

fn region_bytes(m: &Machine) -> Result<u64> {
    if m.protocol & protocol::SHMEM == 0 {
        skip!("this front end maps nothing for its back end");
    }
    let sizes = m.shared_memory_regions()?;
    match sizes.get(1).copied().unwrap_or(0) {
        0 => skip!("the back end has no host-visible region"),
        bytes => Ok(bytes),
    }
}

/// A blob of guest memory in two pieces, the second before the first; returns their addresses.
fn scattered(m: &mut Machine, id: u32, size: u64) -> Result<[u64; 2]> {
    let half = size.div_ceil(2).next_multiple_of(4096);
    let base = m.memory.alloc(2 * half as usize, 4096)?;
    let pieces = [base + half, base];
    let entries = pieces.map(|addr| (addr, half as u32));
    m.ok(&gpu::create_blob(id, BLOB_MEM_GUEST, 0, size, &entries))?;
    Ok(pieces)
}

/// Writes `bytes` to the beginning of such a blob.
fn write(m: &Machine, pieces: [u64; 2], size: u64, bytes: &[u8]) {
    let half = size.div_ceil(2).next_multiple_of(4096) as usize;
    let (first, second) = bytes.split_at(bytes.len().min(half));
    m.memory.write(pieces[0], first);
    m.memory.write(pieces[1], second);
}

fn guest_memory(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    m.needs_eyes()?;
    let size = 320 * 200 * 4;
    let pieces = scattered(&mut m, 1, size)?;
    let whole = gpu::rect(0, 0, 320, 200);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (320, 200), 1280, 0))?;
    for seed in 1..4 {
        let bytes = Random::new(seed).bytes(size as usize);
        write(&m, pieces, size, &bytes);
        m.ok(&gpu::flush(1, whole))?;
        m.shows(0, &bgrx(&bytes, 320, 200))?;
    }
    m.finish()
}

fn damage(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    m.needs_eyes()?;
    let size = 64 * 64 * 4;
    let pieces = scattered(&mut m, 1, size)?;
    let mut bytes = vec![1; size as usize];
    write(&m, pieces, size, &bytes);
    let whole = gpu::rect(0, 0, 64, 64);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (64, 64), 256, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &bgrx(&bytes, 64, 64))?;
    let new = vec![2; size as usize];
    write(&m, pieces, size, &new);
    m.ok(&gpu::flush(1, gpu::rect(8, 16, 4, 2)))?;
    for row in 16..18 {
        bytes[row * 256 + 32..][..16].fill(2);
    }
    // Who looks at the memory for itself sees what the guest has there by then.
    let seen = if m.display.is_some() { &bytes } else { &new };
    m.shows(0, &bgrx(seen, 64, 64))?;
    m.finish()
}

/// Full frames, with rows that have gaps between them and with rows that have none.
fn copies(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    m.needs_eyes()?;
    let mut control = m.control()?;
    let mut copied = || -> Result<u64> {
        let status = control.status()?;
        match status["counters"]["bytes_copied"].as_u64() {
            Some(bytes) => Ok(bytes),
            None => fail!("no copies are counted: {status}"),
        }
    };
    let before = copied()?;
    for (id, stride) in [(1, 2560), (2, 2688)] {
        let size = 200 * u64::from(stride);
        let pieces = scattered(&mut m, id, size)?;
        let whole = gpu::rect(0, 0, 640, 200);
        m.ok(&gpu::set_scanout_blob(0, id, whole, (640, 200), stride, 0))?;
        for seed in 1..4 {
            let bytes = Random::new(seed).bytes(size as usize);
            write(&m, pieces, size, &bytes);
            m.ok(&gpu::flush(id, whole))?;
            if m.display.is_some() {
                let rows = bytes.chunks_exact(stride as usize);
                let tight: Vec<u8> = rows.flat_map(|row| &row[..2560]).copied().collect();
                m.shows(0, &bgrx(&tight, 640, 200))?;
            }
            ensure_eq!(copied()?, before, "bytes copied, with a stride of {stride}");
        }
    }
    m.finish()
}

/// A display that is stuck in the midst of a frame gets the rest of it as it was, though the guest uses the memory for
/// something else by then.
fn taken_back(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    m.eyes()?.set_paused(true);
    let (width, height) = (1920, 1080);
    let size = u64::from(width * height * 4);
    let pieces = scattered(&mut m, 1, size)?;
    let bytes = Random::new(5).bytes(size as usize);
    write(&m, pieces, size, &bytes);
    let whole = gpu::rect(0, 0, width, height);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (width, height), width * 4, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    m.ok(&gpu::detach(1))?;
    write(&m, pieces, size, &vec![0xee; size as usize]);
    m.eyes()?.set_paused(false);
    m.shows(0, &bgrx(&bytes, width, height))?;
    m.finish()
}

fn planes(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    scattered(&mut m, 1, 8192)?;
    let whole = gpu::rect(0, 0, 32, 64);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (32, 64), 128, 0))?;
    for (r, size, stride, offset) in [
        (whole, (32, 64), 128, 1),
        (whole, (32, 64), 129, 0),
        (whole, (32, 64), 127, 0),
        (whole, (32, 65), 128, 0),
        (whole, (16, 64), 128, 0),
        (gpu::rect(0, 0, 0, 0), (32, 64), 128, 0),
        (gpu::rect(0, 0, 1, 1), (0, 0), 128, 0),
        (gpu::rect(0, 0, 1, 1), (u32::MAX, u32::MAX), u32::MAX, u32::MAX),
        (gpu::rect(u32::MAX, 0, 2, 1), (32, 64), 128, 0),
    ] {
        let what = format!("{size:?} in rows of {stride} from {offset}");
        m.any_error(&gpu::set_scanout_blob(0, 1, r, size, stride, offset), &what)?;
    }
    m.any_error(
        &gpu::set_scanout_blob(99, 1, whole, (32, 64), 128, 0),
        "scanout 99",
    )?;
    m.any_error(
        &gpu::set_scanout_blob(0, 9, whole, (32, 64), 128, 0),
        "resource 9",
    )?;
    m.any_error(&gpu::set_scanout(0, 1, whole), "a blob as if it had a shape")?;
    m.ok(&gpu::set_scanout_blob(0, 0, whole, (0, 0), 0, 0))?;
    m.finish()
}

fn nonsense(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let base = m.memory.alloc(8192, 4096)?;
    let page = [(base, 4096)];
    for (id, mem, blob_id, size, entries) in [
        (0, BLOB_MEM_GUEST, 0, 4096, &page[..]),
        (1, 0, 0, 4096, &page),
        (1, 9, 0, 4096, &page),
        (1, u32::MAX, 0, 4096, &page),
        (1, BLOB_MEM_GUEST, 0, 0, &page),
        (1, BLOB_MEM_GUEST, 0, 4097, &page),
        (1, BLOB_MEM_GUEST, 0, u64::MAX, &page),
        (1, BLOB_MEM_GUEST, 0, 4096, &[]),
        (1, BLOB_MEM_GUEST, 0, 4096, &[(u64::MAX, 4096)]),
        (1, BLOB_MEM_HOST3D, 0, u64::MAX, &[]),
        (1, BLOB_MEM_HOST3D, 0, 1 << 40, &[]),
        (1, BLOB_MEM_HOST3D, 0, 4095, &[]),
        (1, BLOB_MEM_HOST3D, 0, 4096, &page),
        // Nobody has described what these names are.
        (1, BLOB_MEM_HOST3D, 1, 4096, &[]),
        (1, BLOB_MEM_HOST3D, u64::MAX, 4096, &[]),
        (1, 3, 1, 4096, &page),
        (1, 3, 0, 4096, &page),
    ] {
        let what = format!("id {id}, kind {mem}, name {blob_id}, {size} bytes");
        m.any_error(&gpu::create_blob(id, mem, blob_id, size, entries), &what)?;
    }
    m.any_error(&gpu::map_blob(1, 0), "map of nothing")?;
    m.any_error(&gpu::unmap_blob(1), "unmap of nothing")?;
    m.ok(&gpu::create_blob(1, BLOB_MEM_GUEST, 0, 4096, &page))?;
    m.any_error(&gpu::create_blob(1, BLOB_MEM_GUEST, 0, 4096, &page), "twice")?;
    m.any_error(&gpu::create_2d(1, gpu::BGRX, 8, 8), "the same id")?;
    m.any_error(&gpu::map_blob(1, 0), "map of guest memory")?;
    m.ok(&gpu::unref(1))?;
    m.finish()
}

fn gone_while_shown(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    let whole = gpu::rect(0, 0, 32, 32);
    scattered(&mut m, 1, 4096)?;
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (32, 32), 128, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    m.ok(&gpu::detach(1))?;
    m.any_error(&gpu::flush(1, whole), "its memory is gone")?;
    m.ok(&gpu::unref(1))?;
    m.any_error(&gpu::flush(1, whole), "it is gone")?;
    m.finish()
}

fn region(env: &Env) -> Result<()> {
    let m = start(env)?;
    let bytes = region_bytes(&m)?;
    ensure!(bytes.is_power_of_two(), "a bar of {bytes} bytes");
    let sizes = m.shared_memory_regions()?;
    ensure_eq!(sizes.iter().filter(|size| **size > 0).count(), 1, "regions");
    m.finish()
}

fn host_memory(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Willing)?;
    m.needs_eyes()?;
    m.ok(&gpu::create_blob(1, BLOB_MEM_HOST3D, 0, 64 * 4096, &[]))?;
    let reply = m.request(&gpu::map_blob(1, 2 * MIB), 32)?;
    ensure_eq!(reply.code()?, CtrlType::RespOkMapInfo, "reply");
    region.wait_mappings(1)?;
    let whole = gpu::rect(0, 0, 256, 256);
    m.ok(&gpu::set_scanout_blob(0, 1, whole, (256, 256), 1024, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &bgrx(&vec![0; 64 * 4096], 256, 256))?;
    let bytes = Random::new(7).bytes(64 * 4096);
    region.write(2 * MIB, &bytes)?;
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &bgrx(&bytes, 256, 256))?;
    m.ok(&gpu::unmap_blob(1))?;
    region.wait_mappings(0)?;
    m.ok(&gpu::flush(1, whole))?;
    m.shows(0, &bgrx(&bytes, 256, 256))?;
    m.finish()
}

fn map_new(m: &mut Machine, id: u32, offset: u64) -> Result<()> {
    m.ok(&gpu::create_blob(id, BLOB_MEM_HOST3D, 0, 4096, &[]))?;
    let reply = m.request(&gpu::map_blob(id, offset), 32)?;
    ensure_eq!(reply.code()?, CtrlType::RespOkMapInfo, "reply to the map of {id}");
    Ok(())
}

fn mappings_end(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Willing)?;
    for (id, offset) in [(1, 0), (2, 4096), (3, MIB)] {
        map_new(&mut m, id, offset)?;
    }
    region.wait_mappings(3)?;
    m.ok(&gpu::unmap_blob(1))?;
    region.wait_mappings(2)?;
    m.any_error(&gpu::unmap_blob(1), "again")?;
    m.ok(&gpu::unref(2))?;
    region.wait_mappings(1)?;
    m.reset()?;
    // A device that is only started anew takes that for a reset when the driver says something.
    m.still_works()?;
    region.wait_mappings(0)?;
    m.finish()
}

fn places(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Willing)?;
    let end = region_bytes(&m)?;
    map_new(&mut m, 1, MIB)?;
    m.ok(&gpu::create_blob(2, BLOB_MEM_HOST3D, 0, 8192, &[]))?;
    for offset in [
        MIB,
        MIB - 4096,
        1,
        4097,
        end,
        end - 4096,
        u64::MAX,
        u64::MAX - 8191,
    ] {
        m.any_error(&gpu::map_blob(2, offset), &format!("at {offset:#x}"))?;
    }
    m.any_error(&gpu::map_blob(1, 0), "a second time")?;
    let reply = m.request(&gpu::map_blob(2, end - 8192), 32)?;
    ensure_eq!(reply.code()?, CtrlType::RespOkMapInfo, "reply to the last place");
    region.wait_mappings(2)?;
    m.finish()
}

fn refused(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Refusing)?;
    if m.protocol & protocol::REPLY_ACK == 0 {
        skip!("this front end does not answer, so it cannot refuse");
    }
    m.ok(&gpu::create_blob(1, BLOB_MEM_HOST3D, 0, 4096, &[]))?;
    for _ in 0..3 {
        m.any_error(&gpu::map_blob(1, 0), "the front end refuses")?;
    }
    region.wait_mappings(0)?;
    m.finish()
}

fn silent(env: &Env) -> Result<()> {
    let (mut m, _region) = start_with_region(env, Manner::Silent)?;
    if m.protocol & protocol::REPLY_ACK == 0 {
        skip!("nobody waits for the answers of this front end");
    }
    m.ok(&gpu::create_blob(1, BLOB_MEM_HOST3D, 0, 4096, &[]))?;
    m.any_error(&gpu::map_blob(1, 0), "the front end never answers")?;
    m.ok(&gpu::unref(1))?;
    m.finish()
}

fn rounds(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Willing)?;
    for _ in 0..300 {
        map_new(&mut m, 1, MIB)?;
        m.ok(&gpu::unref(1))?;
    }
    region.wait_mappings(0)?;
    let status = m.control()?.status()?;
    ensure_eq!(status["objects"]["resources"], 0, "resources");
    ensure_eq!(status["objects"]["pending"], 0, "pending requests");
    ensure_eq!(status["hostmem_bytes"], 0, "bytes of host memory");
    m.finish()
}

/// Linux does not wait for one to be mapped before it asks for the next.
fn many_at_once(env: &Env) -> Result<()> {
    let (mut m, region) = start_with_region(env, Manner::Willing)?;
    let count = (m.queues[CONTROL].free_entries() / 2).min(200) as u32;
    for id in 1..=count {
        m.ok(&gpu::create_blob(id, BLOB_MEM_HOST3D, 0, 4096, &[]))?;
    }
    let mut replies = Vec::new();
    for id in 1..=count {
        let request = gpu::map_blob(id, u64::from(id) * 4096);
        let addr = m.memory.alloc(request.len() + 32, 64)?;
        m.memory.write(addr, &request);
        let reply = addr + request.len() as u64;
        let len = request.len() as u32;
        let readable = [Buffer { addr, len }];
        m.queues[CONTROL].add(&readable, &[Buffer { addr: reply, len: 32 }], false)?;
        replies.push(reply);
    }
    m.queues[CONTROL].notify()?;
    for _ in &replies {
        m.wait_used(CONTROL)?;
    }
    for (index, reply) in replies.into_iter().enumerate() {
        let code = m.memory.load_u32(reply);
        ensure_eq!(code, CtrlType::RespOkMapInfo as u32, "map {index} of {count}");
    }
    region.wait_mappings(count as usize)?;
    m.finish()
}

fn contexts(env: &Env) -> Result<()> {
    let mut m = start(env)?;
    for kind in [0, 1, 2, 3, 0x100, u32::MAX] {
        m.any_error(
            &gpu::create_context(1, kind),
            &format!("a context of kind {kind:#x}"),
        )?;
    }
    m.finish()
}
