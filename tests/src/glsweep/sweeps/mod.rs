//! The sweeps, by subject.

mod arithmetic;
mod blocks;
mod borders;
mod formats;
mod fragments;
mod images;
mod limits;
mod memory;
mod older;
mod order;
mod pixels;
mod raster;
mod textures;
mod vertices;

use super::Sweep;

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Sweep> {
    [
        arithmetic::SWEEPS,
        blocks::SWEEPS,
        borders::SWEEPS,
        formats::SWEEPS,
        fragments::SWEEPS,
        images::SWEEPS,
        limits::SWEEPS,
        memory::SWEEPS,
        older::SWEEPS,
        order::SWEEPS,
        pixels::SWEEPS,
        raster::SWEEPS,
        textures::SWEEPS,
        vertices::SWEEPS,
    ]
    .into_iter()
    .flatten()
}
