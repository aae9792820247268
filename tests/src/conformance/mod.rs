//! The conformance suite: one named test for each MUST of the GPU chapter, for each rule of the split ring that a
//! device can break, and for each class of hostile input that 2D can have.
//!
//! Tests are plain functions in tables, grouped by topic. A test that cannot apply says why and counts as skipped.

mod backing;
mod blob;
mod commands;
mod config;
mod cursor;
mod display;
mod input;
mod leaks;
mod lifecycle;
mod messages;
mod race;
mod replies;
mod report;
mod ring;
mod ring_abuse;
mod scanout;
mod service;
mod transfer;
mod vnc;

pub use report::{Record, Report, Status, side_by_side};

use crate::frontend::{Machine, Personality, Result, Setup, Target};

/// Where a test runs.
pub struct Env {
    /// The back end.
    pub target: Target,
    /// The hypervisor played.
    pub personality: Personality,
}

impl Env {
    /// The personality's own setup.
    pub fn setup(&self) -> Setup {
        Setup::new(self.personality)
    }

    /// A machine of the personality's own setup.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(&self) -> Result<Machine> {
        self.setup().start(&self.target)
    }

    /// A machine without a display socket, for tests in which the display is beside the point.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_blind(&self) -> Result<Machine> {
        let mut setup = self.setup();
        setup.display = false;
        setup.start(&self.target)
    }

    /// A machine with that many displays of 640 × 480.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_with_displays(&self, count: usize) -> Result<Machine> {
        let mut setup = self.setup();
        setup.modes = vec![(640, 480); count];
        if self.target.has_option("--scanouts") {
            setup.arguments.push(format!("--scanouts={count}"));
        }
        setup.start(&self.target)
    }
}

/// Under which personalities a test makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Under each.
    All,
    /// Slow and independent of the front end: QEMU's alone.
    Once,
}

/// One test.
pub struct Case {
    /// Its name: the topic, two colons, the outcome that is checked.
    pub name: &'static str,
    /// Where it runs.
    pub scope: Scope,
    /// The test.
    pub run: fn(&Env) -> Result<()>,
}

impl Case {
    const fn all(name: &'static str, run: fn(&Env) -> Result<()>) -> Self {
        Self {
            name,
            scope: Scope::All,
            run,
        }
    }

    const fn once(name: &'static str, run: fn(&Env) -> Result<()>) -> Self {
        Self {
            name,
            scope: Scope::Once,
            run,
        }
    }

    /// Whether it runs under that personality.
    pub fn applies_to(&self, personality: Personality) -> bool {
        self.scope == Scope::All || personality == Personality::Qemu
    }
}

/// Every test.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [
        commands::CASES,
        blob::CASES,
        service::CASES,
        replies::CASES,
        config::CASES,
        scanout::CASES,
        transfer::CASES,
        backing::CASES,
        cursor::CASES,
        display::CASES,
        ring::CASES,
        ring_abuse::CASES,
        race::CASES,
        messages::CASES,
        lifecycle::CASES,
        leaks::CASES,
        input::CASES,
        vnc::CASES,
    ]
    .into_iter()
    .flatten()
}
