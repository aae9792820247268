//! What takes long to make and is not needed at once: shader modules and pipelines. Whoever needs it first makes it
//! there and then; other threads make what somebody will need later, or what is needed besides.

use std::collections::VecDeque;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

/// Threads that make things, at most.
const MOST_THREADS: usize = 4;
/// Jobs that wait for a thread. More are not taken, and done when they are needed: a guest can ask for many that it
/// never needs.
const MOST_WAITING: usize = 256;

type Make<T> = Box<dyn FnOnce() -> Option<T> + Send>;

/// Something that is made once, by whoever comes first.
pub(crate) struct Later<T> {
    made: OnceLock<Option<T>>,
    make: Mutex<Option<Make<T>>>,
}

impl<T> Later<T> {
    pub(crate) fn new(make: impl FnOnce() -> Option<T> + Send + 'static) -> Self {
        Self {
            made: OnceLock::new(),
            make: Mutex::new(Some(Box::new(make))),
        }
    }

    pub(crate) fn is_made(&self) -> bool {
        self.made.get().is_some()
    }

    /// What was made, now if not before; `None` if it cannot be.
    pub(crate) fn get(&self) -> Option<&T> {
        let made = self.made.get_or_init(|| {
            let make = lock(&self.make).take()?;
            catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| {
                log::error!("a shader or a pipeline could not be made; draws with it are left out");
                None
            })
        });
        made.as_ref()
    }
}

/// Something to be done by another thread.
pub(crate) trait Job: Send + Sync {
    fn run(&self);
}

/// The threads, which all guests of a host share.
#[derive(Clone)]
pub(crate) struct Makers {
    queue: Arc<Queue>,
    /// Ends the threads with the last of its owners.
    _end: Arc<End>,
}

struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Arc<dyn Job>>,
    idle: usize,
    threads: usize,
    ended: bool,
}

struct End(Arc<Queue>);

impl Makers {
    pub(crate) fn new() -> Self {
        let queue = Arc::new(Queue {
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        Self {
            _end: Arc::new(End(Arc::clone(&queue))),
            queue,
        }
    }

    /// Whether there are any.
    pub(crate) fn are_there() -> bool {
        most_threads() > 0
    }

    /// Has it made as soon as there is a thread for it.
    pub(crate) fn make(&self, job: Arc<dyn Job>) {
        let mut state = lock(&self.queue.state);
        if state.waiting.len() >= MOST_WAITING {
            return;
        }
        if state.idle <= state.waiting.len() && state.threads < most_threads() {
            let queue = Arc::clone(&self.queue);
            let spawned = thread::Builder::new()
                .name("pipelines".into())
                .spawn(move || queue.work());
            match spawned {
                Ok(_) => state.threads += 1,
                Err(error) => log::warn!("no thread to make pipelines: {error}"),
            }
        }
        if state.threads > 0 {
            state.waiting.push_back(job);
            self.queue.changed.notify_one();
        }
    }
}

impl Queue {
    fn work(&self) {
        let mut state = lock(&self.state);
        while !state.ended {
            if let Some(job) = state.waiting.pop_front() {
                drop(state);
                job.run();
                drop(job);
                state = lock(&self.state);
                continue;
            }
            state.idle += 1;
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.ended = true;
        state.waiting.clear();
        self.0.changed.notify_all();
    }
}

/// One core goes on reading what guests say; with a single one there is nothing to gain.
fn most_threads() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    let cores = *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get));
    (cores - 1).min(MOST_THREADS)
}

/// What the lock guards is whole between any two of its statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    impl<T: Send + Sync> Job for Later<T> {
        fn run(&self) {
            self.get();
        }
    }

    #[test]
    fn it_is_made_once_whoever_needs_it() {
        let makers = Makers::new();
        let made = Arc::new(AtomicUsize::new(0));
        let all: Vec<_> = (0..100)
            .map(|number| {
                let made = Arc::clone(&made);
                let later = Arc::new(Later::new(move || {
                    made.fetch_add(1, Ordering::Relaxed);
                    Some(number)
                }));
                makers.make(Arc::clone(&later) as _);
                later
            })
            .collect();
        for (number, later) in all.iter().enumerate() {
            assert_eq!(later.get(), Some(&number));
            assert_eq!(later.get(), Some(&number));
        }
        assert_eq!(made.load(Ordering::Relaxed), 100);
    }

    #[test]
    fn what_panics_is_not_made_and_hurts_nobody() {
        let makers = Makers::new();
        let bad = Arc::new(Later::<u32>::new(|| panic!("a bug, for the test")));
        makers.make(Arc::clone(&bad) as _);
        assert_eq!(bad.get(), None);
        let good = Arc::new(Later::new(|| Some(1)));
        makers.make(Arc::clone(&good) as _);
        assert_eq!(good.get(), Some(&1));
    }

    #[test]
    fn what_waits_is_bounded() {
        let makers = Makers::new();
        let (send, receive) = std::sync::mpsc::channel::<()>();
        let receive = Mutex::new(receive);
        let slow = Arc::new(Later::new(move || lock(&receive).recv().ok()));
        makers.make(Arc::clone(&slow) as _);
        for _ in 0..10 * MOST_WAITING {
            makers.make(Arc::new(Later::new(|| Some(()))));
        }
        assert!(lock(&makers.queue.state).waiting.len() <= MOST_WAITING);
        drop(send);
        assert_eq!(slow.get(), None);
    }
}
