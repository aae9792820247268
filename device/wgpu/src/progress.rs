//! How far a device has come with what was submitted, and how long that took it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Shared with the driver's callbacks.
#[derive(Debug)]
pub(crate) struct Progress {
    /// The last ticket whose work is done.
    done: AtomicU64,
    busy: Mutex<Busy>,
}

#[derive(Debug)]
struct Busy {
    /// The last ticket that was submitted.
    submitted: u64,
    /// Since when something is under way.
    since: Option<Instant>,
    /// Before that.
    total: Duration,
}

impl Progress {
    /// All up to `done` is done, and took `total`.
    pub(crate) fn after(done: u64, total: Duration) -> Self {
        Self {
            done: AtomicU64::new(done),
            busy: Mutex::new(Busy {
                submitted: done,
                since: None,
                total,
            }),
        }
    }

    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Acquire)
    }

    /// That ticket is about to be under way.
    pub(crate) fn submitted(&self, ticket: u64) {
        let mut busy = self.lock();
        busy.submitted = ticket;
        busy.since.get_or_insert_with(Instant::now);
    }

    /// That ticket is done, and all before it.
    pub(crate) fn completed(&self, ticket: u64) {
        self.done.fetch_max(ticket, Ordering::Release);
        let mut busy = self.lock();
        if ticket >= busy.submitted
            && let Some(since) = busy.since.take()
        {
            busy.total += since.elapsed();
        }
    }

    /// Time in which something was under way, until now.
    pub(crate) fn busy(&self) -> Duration {
        let busy = self.lock();
        busy.total + busy.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn lock(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_while_anything_is_under_way_and_then_stands() {
        let progress = Progress::after(3, Duration::from_secs(7));
        assert_eq!((progress.done(), progress.busy()), (3, Duration::from_secs(7)));
        progress.submitted(4);
        progress.submitted(5);
        std::thread::sleep(Duration::from_millis(2));
        progress.completed(4);
        let first = progress.busy();
        assert!(first > Duration::from_secs(7));
        std::thread::sleep(Duration::from_millis(2));
        assert!(progress.busy() > first, "one is still under way");
        progress.completed(5);
        let all = progress.busy();
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!((progress.done(), progress.busy()), (5, all));
    }
}
