//! The sweeps, by subject.

mod arithmetic;
mod formats;
mod fragments;
mod limits;
mod memory;
mod older;
mod pixels;
mod textures;
mod vertices;

use super::Sweep;

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Sweep> {
    [
        arithmetic::SWEEPS,
        formats::SWEEPS,
        fragments::SWEEPS,
        limits::SWEEPS,
        memory::SWEEPS,
        older::SWEEPS,
        pixels::SWEEPS,
        textures::SWEEPS,
        vertices::SWEEPS,
    ]
    .into_iter()
    .flatten()
}
