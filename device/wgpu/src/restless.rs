//! Whether something changes between most draws.

/// So many changes make pipelines worth while that do without them.
const MANY: u32 = if cfg!(fuzzing) { 4 } else { 256 };

/// Notices what changes all the time.
#[derive(Default)]
pub(crate) struct Restless {
    /// Changes lately, less the draws without one.
    changes: u32,
    is_restless: bool,
}

impl Restless {
    /// Notes a draw, before which it changed or did not. Returns whether it does so all the time.
    pub(crate) fn note(&mut self, changed: bool) -> bool {
        self.changes = match changed {
            true => (self.changes + 1).min(MANY),
            false => self.changes.saturating_sub(1),
        };
        if self.changes == MANY {
            self.is_restless = true;
        } else if self.changes == 0 {
            self.is_restless = false;
        }
        self.is_restless
    }

    /// Whether it does.
    pub(crate) fn is_restless(&self) -> bool {
        self.is_restless
    }
}
