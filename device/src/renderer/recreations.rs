//! How often a lost host GPU is replaced.

use crate::{gpu::Ticket, limits};

/// Counts losses until a device has shown that it works.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recreations {
    in_a_row: u32,
    /// Once this has completed, the device works.
    works_at: Ticket,
    /// Whether there will be no other.
    ended: bool,
}

impl Recreations {
    /// Whether the lost device may be replaced; `flushed` is the last ticket that it gave. Counts it as done.
    pub(super) fn may_try(&mut self, flushed: Ticket) -> bool {
        if self.ended {
            return false;
        }
        if self.in_a_row >= limits::MAX_RECREATIONS_IN_A_ROW {
            log::error!(
                "the host GPU was lost {} times and stays so: nothing is drawn any more",
                self.in_a_row + 1
            );
            self.end();
            return false;
        }
        self.in_a_row += 1;
        self.works_at = Ticket(flushed.0.saturating_add(limits::GPU_WORKS_AFTER));
        true
    }

    /// There is no other device.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// The device has completed a ticket.
    pub(super) fn completed(&mut self, ticket: Ticket) {
        if ticket >= self.works_at {
            self.in_a_row = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_in_a_row_end_it_and_work_in_between_pays_for_one() {
        let mut recreations = Recreations::default();
        let mut flushed = Ticket(7);
        for _ in 0..3 * limits::MAX_RECREATIONS_IN_A_ROW {
            assert!(recreations.may_try(flushed));
            flushed.0 += limits::GPU_WORKS_AFTER;
            recreations.completed(flushed);
        }
        for _ in 0..limits::MAX_RECREATIONS_IN_A_ROW {
            assert!(recreations.may_try(flushed));
            flushed.0 += limits::GPU_WORKS_AFTER - 1;
            recreations.completed(flushed);
        }
        assert!(!recreations.may_try(flushed));
        recreations.completed(Ticket(u64::MAX));
        assert!(!recreations.may_try(flushed), "it is over for good");
    }
}
