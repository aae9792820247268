//! The C library's allocator, as drivers use it that draw on the CPU.

/// Freed memory that an arena keeps, at most.
const KEPT_BYTES: libc::c_int = 64 << 20;
/// What is larger is given back to the system at once; the largest bound that there is.
const LARGE_BYTES: libc::c_int = 32 << 20;

/// Has freed memory kept for the next allocation. A driver that draws on the CPU allocates megabytes for the vertices of
/// each draw and frees them after it; on a thread of its own the C library gives them back to the system each time, and
/// faults for each page the next time are a third of what the thread does.
#[cfg(target_env = "gnu")]
#[expect(unsafe_code, reason = "the C library's own setting")]
pub(crate) fn keep_freed_memory() {
    // SAFETY: It only sets two numbers, under the allocator's own lock.
    let set = unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES) != 0
            && libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT_BYTES) != 0
    };
    if !set {
        log::debug!("the allocator cannot be told to keep freed memory");
    }
}

/// Other C libraries are left as they are.
#[cfg(not(target_env = "gnu"))]
pub(crate) fn keep_freed_memory() {}
