//! Logging of guests' faults that no guest can flood.

use std::fmt::Display;

use log::warn;

/// Faults logged in full before they thin out.
const ALL_UP_TO: u64 = 8;

/// Counts faults; logs the first few, then ever fewer. It needs no clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct FaultLog {
    count: u64,
}

impl FaultLog {
    /// Counts one fault, and logs it if its number is small or a power of two.
    pub fn note(&mut self, fault: impl Display) {
        self.count += 1;
        if self.count <= ALL_UP_TO || self.count.is_power_of_two() {
            warn!("guest fault {}: {fault}", self.count);
        }
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.count
    }
}
