//! Guest pages that lie scattered, as one mapping: the GPU copies from and to a resource's memory as if it were in one
//! piece.
//!
//! The front end shares guest memory as files, so the same pages can be mapped a second time, each run of them at its
//! place in a range that is reserved before. A mapping has the pages of the ranges that it was made of and no others;
//! when it is dropped, so are they. All unsafe code for it is here.
#![allow(unsafe_code, reason = "to map at a chosen place is unsafe")]

use std::{
    cell::{Cell, RefCell},
    fs::File,
    os::fd::AsRawFd,
    sync::{Arc, Weak},
};

use device::{limits, memory::GuestRange};
use libc::{
    MAP_ANONYMOUS, MAP_FIXED, MAP_NORESERVE, MAP_POPULATE, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE,
};
use log::{debug, warn};
use vm_memory::{
    GuestAddress, GuestMemoryBackend as _, GuestMemoryMmap, GuestMemoryRegion as _, MmapRegion,
    VolatileMemory as _,
};

/// Makes mappings of one guest's memory, within limits.
#[derive(Debug, Default)]
pub struct Stitcher {
    /// What was made and may be alive, with the number of its runs. The GPU keeps some longer than the resource.
    made: RefCell<Vec<(Weak<MmapRegion>, usize)>>,
    /// Whether the kernel has refused once.
    refused: Cell<bool>,
}

/// Pages that follow each other in a file.
#[derive(Debug)]
struct Run<'a> {
    file: &'a File,
    offset: u64,
    len_bytes: u64,
}

impl Stitcher {
    /// A mapping in which the ranges' bytes follow each other, with no byte after them. `None` if the ranges are not of
    /// whole pages, but for the end of the last one, or not all of shared files, or are in too many pieces.
    pub fn stitch(&self, memory: &GuestMemoryMmap, ranges: &[GuestRange]) -> Option<Arc<MmapRegion>> {
        if self.refused.get() {
            return None;
        }
        let runs = runs(memory, ranges, page_bytes()?)?;
        let len_bytes = ranges.iter().map(|range| u64::from(range.len)).sum();
        self.check_room(runs.len(), len_bytes)?;
        let Some(region) = map(&runs, len_bytes) else {
            // Huge pages cannot be mapped in part, say; what the kernel refuses once, it will refuse again.
            warn!("the kernel does not map parts of guest memory; large transfers are copied");
            self.refused.set(true);
            return None;
        };
        debug!(
            "{len_bytes} bytes of guest memory are mapped in {} runs",
            runs.len()
        );
        let region = Arc::new(region);
        self.made.borrow_mut().push((Arc::downgrade(&region), runs.len()));
        Some(region)
    }

    fn check_room(&self, runs: usize, len_bytes: u64) -> Option<()> {
        let mut made = self.made.borrow_mut();
        made.retain(|(region, _)| region.strong_count() > 0);
        let (mut all_runs, mut all_bytes) = (runs, len_bytes);
        for (region, runs) in made.iter() {
            all_runs += runs;
            all_bytes += region.upgrade().map_or(0, |region| region.len() as u64);
        }
        (all_runs <= limits::MAX_STITCHED_RUNS_TOTAL && all_bytes <= limits::MAX_STITCHED_BYTES_TOTAL)
            .then_some(())
    }
}

fn page_bytes() -> Option<u64> {
    // SAFETY: it only answers.
    let bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    u64::try_from(bytes).ok().filter(|bytes| *bytes > 0)
}

/// Where the ranges lie in files; at most [`limits::MAX_STITCHED_RUNS`].
fn runs<'a>(memory: &'a GuestMemoryMmap, ranges: &[GuestRange], page_bytes: u64) -> Option<Vec<Run<'a>>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let (last, others) = ranges.split_last()?;
    if last.len == 0 {
        return None;
    }
    let are_whole = others
        .iter()
        .all(|range| u64::from(range.len).is_multiple_of(page_bytes));
    if !are_whole {
        return None;
    }
    for range in others.iter().chain([last]) {
        let mut addr = range.addr;
        // The rest of the last page is mapped with it, and belongs to the guest as well, but to no mapping that we give
        // away: that ends with the range.
        let end = addr.checked_add(u64::from(range.len).next_multiple_of(page_bytes))?;
        while addr < end {
            let region = memory.find_region(GuestAddress(addr))?;
            let within = addr.checked_sub(region.start_addr().0)?;
            let len_bytes = (end - addr).min(region.len().checked_sub(within)?);
            let file = region.file_offset()?;
            let offset = file.start().checked_add(within)?;
            let is_aligned = |value: u64| value.is_multiple_of(page_bytes);
            if len_bytes == 0 || !is_aligned(addr) || !is_aligned(offset) || !is_aligned(len_bytes) {
                return None;
            }
            push(&mut runs, file.file(), offset, len_bytes)?;
            addr += len_bytes;
        }
    }
    Some(runs)
}

/// Adds pages after all others: to the last run, if they follow it in the file.
fn push<'a>(runs: &mut Vec<Run<'a>>, file: &'a File, offset: u64, len_bytes: u64) -> Option<()> {
    if let Some(last) = runs.last_mut()
        && std::ptr::eq(last.file, file)
        && last.offset + last.len_bytes == offset
    {
        last.len_bytes += len_bytes;
        return Some(());
    }
    if runs.len() >= limits::MAX_STITCHED_RUNS {
        return None;
    }
    runs.push(Run {
        file,
        offset,
        len_bytes,
    });
    Some(())
}

/// The runs, one after the other, cut to `len_bytes`; `None` if the kernel refuses. The pages are all there at once,
/// which takes a third of the time that they would take one by one, when the GPU comes to them.
fn map(runs: &[Run<'_>], len_bytes: u64) -> Option<MmapRegion> {
    const READ_AND_WRITE: i32 = PROT_READ | PROT_WRITE;
    // All of it is replaced before anybody can look at it, so it costs nothing. It owns the range of addresses, and
    // unmaps whatever is there in the end.
    let region = MmapRegion::build(
        None,
        usize::try_from(len_bytes).ok()?,
        READ_AND_WRITE,
        MAP_ANONYMOUS | MAP_PRIVATE | MAP_NORESERVE,
    )
    .ok()?;
    let mut at = 0;
    for run in runs {
        let len = usize::try_from(run.len_bytes).ok();
        let offset = libc::off_t::try_from(run.offset).ok();
        let mapped = len.zip(offset).is_some_and(|(len, offset)| {
            // SAFETY: the runs together are as long as the region, rounded up to pages, as mappings are, so this is
            // inside a mapping that is ours alone and that nobody has a pointer into. It replaces that part and nothing
            // else. Others write to the same memory, as they do to the front end's own mapping of it: who uses the
            // region knows that, its accesses are volatile.
            let address = unsafe {
                let place = region.as_ptr().add(at);
                let flags = MAP_SHARED | MAP_FIXED | MAP_NORESERVE | MAP_POPULATE;
                libc::mmap(
                    place.cast(),
                    len,
                    READ_AND_WRITE,
                    flags,
                    run.file.as_raw_fd(),
                    offset,
                )
            };
            at += len;
            address != libc::MAP_FAILED
        });
        if !mapped {
            // The kernel may have left a hole, where another thread's mapping may be by now: unmapping the region
            // would take that away. It is lost instead, once: after this, nothing is mapped any more.
            std::mem::forget(region);
            return None;
        }
    }
    Some(region)
}

#[cfg(test)]
mod tests;
