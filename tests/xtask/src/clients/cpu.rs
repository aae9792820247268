//! What processes cost: the CPU time of a client and of its server while a scene runs, from `/proc`.

use std::fs;
use std::time::{Duration, Instant};

/// The CPU time of processes at moments of a run.
#[derive(Default)]
pub(crate) struct Meter(Vec<(Instant, Duration)>);

impl Meter {
    /// Notes what the processes, and those that they have started, have used until now.
    pub(crate) fn note(&mut self, processes: &[u32]) {
        let used = processes.iter().map(|id| tree(*id)).sum();
        self.0.push((Instant::now(), used));
    }

    /// CPU seconds a second, over the time between `from` and `to` before the last note. `None` if there were too few.
    pub(crate) fn load(&self, from: Duration, to: Duration) -> Option<f64> {
        let end = self.0.last()?.0;
        let at = |before: Duration| {
            self.0
                .iter()
                .find(|(time, _)| end.duration_since(*time) <= before)
        };
        let ((began, first), (ended, last)) = (at(from)?, at(to)?);
        let time = ended.duration_since(*began).as_secs_f64();
        (time > 0.0).then(|| last.saturating_sub(*first).as_secs_f64() / time)
    }
}

/// The CPU time of a process and of its descendants; of one that has ended, none.
fn tree(id: u32) -> Duration {
    let own = fs::read_to_string(format!("/proc/{id}/stat")).ok();
    let own = own.and_then(|text| ticks(&text)).unwrap_or_default();
    let second = rustix::param::clock_ticks_per_second().max(1);
    let own = Duration::from_secs_f64(own as f64 / second as f64);
    let children = fs::read_dir(format!("/proc/{id}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let children = children.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let below: Duration = children
        .flat_map(|text| {
            text.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<u32>>()
        })
        .map(tree)
        .sum();
    own + below
}

/// `utime`, `stime` and those of children that were waited for, `proc(5)`. The name, in parentheses, may hold anything.
fn ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields = rest.split_whitespace().skip(11).take(4);
    fields.map(|field| field.parse::<u64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_any_name() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 130 0 0 0 5 6 7 8 20 0 1 0 100 0 0";
        assert_eq!(ticks(stat), Some(26));
        assert_eq!(ticks("7 (a) S 1"), Some(0));
    }

    #[test]
    fn the_load_is_that_between_two_notes() {
        let start = Instant::now();
        let note = |ms, used| (start + Duration::from_millis(ms), Duration::from_millis(used));
        let meter = Meter(vec![note(0, 0), note(100, 90), note(200, 240), note(300, 240)]);
        let load = meter
            .load(Duration::from_millis(200), Duration::from_millis(100))
            .unwrap();
        assert!((load - 1.5).abs() < 1e-9);
    }

    #[test]
    fn this_process_has_used_some_time() {
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(60) {}
        assert!(tree(std::process::id()) > Duration::ZERO);
    }
}
