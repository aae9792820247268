//! The sweeps, by subject.

mod arithmetic;
mod formats;
mod fragments;
mod memory;
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
        memory::SWEEPS,
        pixels::SWEEPS,
        textures::SWEEPS,
        vertices::SWEEPS,
    ]
    .into_iter()
    .flatten()
}
