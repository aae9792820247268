//! How long to look for the next request before going to sleep.
//!
//! Waking a thread on an idle processor takes tens of microseconds, and a driver that has to kick leaves its virtual
//! machine to do so. A driver that sends one request after another is spared both if the device looks at the ring a
//! little longer. How long follows what looking has brought lately: nothing if requests are rare, so an idle guest costs
//! no time.

use std::time::{Duration, Instant};

/// The longest look. The next request of a driver that waits for each answer comes within an interrupt's time.
const MAX: Duration = Duration::from_micros(100);

/// The first look, once it seems that looking would pay.
const FIRST: Duration = Duration::from_micros(25);

/// The window of one queue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Polling {
    window: Duration,
    /// When the queue was last left empty.
    left: Option<Instant>,
}

impl Polling {
    /// The queue has work again. If it came so soon that looking would have found it, the next look is longer.
    pub fn woke(&mut self) {
        if self.left.take().is_some_and(|left| left.elapsed() < MAX) {
            self.grow();
        }
    }

    /// Looks until `found` says that there is work, or the window is over. Gives way to whoever else wants the
    /// processor meanwhile.
    pub fn look<E>(&mut self, mut found: impl FnMut() -> Result<bool, E>) -> Result<bool, E> {
        if self.window.is_zero() {
            return Ok(false);
        }
        let start = Instant::now();
        while start.elapsed() < self.window {
            if found()? {
                self.grow();
                return Ok(true);
            }
            std::thread::yield_now();
        }
        self.window /= 2;
        if self.window < FIRST {
            self.window = Duration::ZERO;
        }
        Ok(false)
    }

    /// The queue is left empty now.
    pub fn leave(&mut self) {
        self.left = Some(Instant::now());
    }

    fn grow(&mut self) {
        self.window = (self.window * 2).clamp(FIRST, MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn never() -> Result<bool, Infallible> {
        Ok(false)
    }

    #[test]
    fn rare_work_is_not_looked_for() {
        let mut polling = Polling::default();
        let mut looks = 0;
        let look = polling.look(|| {
            looks += 1;
            never()
        });
        assert_eq!((look, looks), (Ok(false), 0));
    }

    #[test]
    fn work_that_comes_at_once_is_looked_for_until_it_stops_coming() {
        let mut polling = Polling {
            window: Duration::ZERO,
            left: Some(Instant::now() + Duration::from_secs(1)),
        };
        polling.woke();
        assert_eq!(polling.window, FIRST);
        assert_eq!(polling.look(|| Ok::<_, Infallible>(true)), Ok(true));
        assert_eq!(polling.window, FIRST * 2);
        for _ in 0..10 {
            assert_eq!(polling.look(|| Ok::<_, Infallible>(true)), Ok(true));
        }
        assert_eq!(polling.window, MAX);
        for _ in 0..3 {
            assert_eq!(polling.look(never), Ok(false));
        }
        assert_eq!(polling.window, Duration::ZERO);
    }
}
