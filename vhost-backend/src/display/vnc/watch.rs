//! What changed on some screens since somebody last looked, from the thread that drives the device to those of clients.
//!
//! While nobody watches, a change costs a look at a counter. Else it is noted, and who sleeps is woken.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use device::DisplayUpdate;
use log::error;
use rustix::event::{EventfdFlags, eventfd};

use crate::display::damage::Damage;

/// What changed on one screen.
#[derive(Debug, Default)]
pub struct News {
    /// Everything may have: the size, and what is there at all.
    pub everything: bool,
    /// Pixels.
    pub damage: Damage,
    /// The guest's pointer.
    pub cursor: bool,
}

impl News {
    fn is_some(&self) -> bool {
        self.everything || self.cursor || !self.damage.is_empty()
    }
}

/// Changes of some screens that come one after the other.
#[derive(Debug)]
pub struct Watch {
    first_scanout: usize,
    watchers: AtomicUsize,
    news: Mutex<Vec<News>>,
    wakers: Mutex<Vec<Arc<Waker>>>,
}

impl Watch {
    /// Watches that many scanouts.
    pub fn new(first_scanout: usize, scanouts: usize) -> Self {
        Self {
            first_scanout,
            watchers: AtomicUsize::new(0),
            news: Mutex::new((0..scanouts).map(|_| News::default()).collect()),
            wakers: Mutex::new(Vec::new()),
        }
    }

    /// The scanouts.
    pub fn scanouts(&self) -> std::ops::Range<usize> {
        self.first_scanout..self.first_scanout + lock(&self.news).len()
    }

    /// Notes what `update` changes.
    pub fn note(&self, update: &DisplayUpdate) {
        if self.watchers.load(Ordering::SeqCst) == 0 {
            return;
        }
        let (DisplayUpdate::Scanout { scanout, .. }
        | DisplayUpdate::Damage { scanout, .. }
        | DisplayUpdate::CursorImage { scanout }
        | DisplayUpdate::CursorMoved { scanout }) = update
        else {
            return;
        };
        {
            let mut news = lock(&self.news);
            let index = scanout.index().checked_sub(self.first_scanout);
            let Some(news) = index.and_then(|index| news.get_mut(index)) else {
                return;
            };
            match update {
                DisplayUpdate::Scanout { .. } => news.everything = true,
                DisplayUpdate::Damage { rect, .. } => news.damage.add(*rect),
                DisplayUpdate::CursorImage { .. } | DisplayUpdate::CursorMoved { .. } => news.cursor = true,
                DisplayUpdate::TakenBack { .. } | DisplayUpdate::Query { .. } => {}
            }
        }
        self.wake_all();
    }

    /// Notes that everything may have changed, as when another front end attaches.
    pub fn note_everything(&self) {
        for news in lock(&self.news).iter_mut() {
            news.everything = true;
        }
        self.wake_all();
    }

    /// Whether something is known.
    pub fn has_news(&self) -> bool {
        lock(&self.news).iter().any(News::is_some)
    }

    /// Takes what is known, for each scanout.
    pub fn take(&self) -> Vec<News> {
        lock(&self.news).iter_mut().map(std::mem::take).collect()
    }

    /// Watches from now on. What went before is not known: it counts as a change of everything.
    pub fn add(&self, waker: &Arc<Waker>) {
        lock(&self.wakers).push(Arc::clone(waker));
        if self.watchers.fetch_add(1, Ordering::SeqCst) == 0 {
            self.note_everything();
        }
    }

    /// Watches no more.
    pub fn remove(&self, waker: &Arc<Waker>) {
        lock(&self.wakers).retain(|other| !Arc::ptr_eq(other, waker));
        self.watchers.fetch_sub(1, Ordering::SeqCst);
    }

    fn wake_all(&self) {
        for waker in lock(&self.wakers).iter() {
            waker.wake();
        }
    }
}

/// Wakes one thread, if it sleeps.
#[derive(Debug)]
pub struct Waker {
    event: OwnedFd,
    armed: AtomicBool,
}

impl Waker {
    /// A waker that is not armed.
    ///
    /// # Errors
    /// If the kernel has no file descriptors left.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            event: eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?,
            armed: AtomicBool::new(false),
        })
    }

    /// The next change wakes. To be called before one looks for changes.
    pub fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// Becomes readable.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }

    /// Takes note of having been woken.
    pub fn woke(&self) {
        // Non-blocking: it may not have been written.
        let _ = rustix::io::read(&self.event, &mut [0; 8]);
    }

    fn wake(&self) {
        if self.armed.swap(false, Ordering::SeqCst)
            && let Err(error) = rustix::io::write(&self.event, &1u64.to_ne_bytes())
        {
            error!("eventfd: {error}");
        }
    }
}

/// No code panics while it holds one of these; if it did, the data would still be whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::{Rect, ScanoutId};

    fn damage(scanout: u32) -> DisplayUpdate {
        DisplayUpdate::Damage {
            scanout: ScanoutId::new(scanout).unwrap(),
            rect: Rect::new(1, 2, 3, 4),
        }
    }

    fn times_woken(waker: &Waker) -> Option<u64> {
        let mut count = [0; 8];
        rustix::io::read(&waker.event, &mut count).ok()?;
        Some(u64::from_ne_bytes(count))
    }

    #[test]
    fn nothing_is_noted_while_nobody_watches_and_only_ones_own_screens_after() {
        let watch = Watch::new(1, 2);
        watch.note(&damage(1));
        assert!(
            watch
                .take()
                .iter_mut()
                .all(|news| news.damage.take_one().is_none())
        );
        let waker = Arc::new(Waker::new().unwrap());
        watch.add(&waker);
        assert!(watch.take().iter().all(|news| news.everything));
        watch.note(&damage(0));
        watch.note(&damage(2));
        watch.note(&damage(3));
        let seen: Vec<_> = watch
            .take()
            .iter_mut()
            .map(|news| news.damage.take_one())
            .collect();
        assert_eq!(seen, [None, Some(Rect::new(1, 2, 3, 4))]);
    }

    #[test]
    fn only_who_is_armed_is_woken_and_only_once() {
        let watch = Watch::new(0, 1);
        let waker = Arc::new(Waker::new().unwrap());
        watch.add(&waker);
        watch.note(&damage(0));
        assert_eq!(times_woken(&waker), None);
        waker.arm();
        watch.note(&damage(0));
        watch.note(&damage(0));
        assert_eq!(times_woken(&waker), Some(1));
        watch.remove(&waker);
        waker.arm();
        watch.note(&damage(0));
        assert_eq!(times_woken(&waker), None);
    }
}
