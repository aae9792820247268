//! Sweeps through OpenGL ES 3.1: what they are made of.
//!
//! Each sweep has a context of its own and writes numbers into a [`Record`]: what shaders computed, what pixels came
//! out. Two drivers' records are compared line by line.

pub(crate) mod author;
pub(crate) mod draw;
pub(crate) mod enums;
pub(crate) mod gl;
pub(crate) mod record;
pub(crate) mod sweeps;

use gl::Gl;
use record::Record;

/// A subject.
pub(crate) struct Sweep {
    /// What it is about, with dashes.
    pub(crate) name: &'static str,
    /// Goes through it. An error ends it early.
    pub(crate) run: fn(&Gl, &mut Record) -> Result<(), String>,
}
