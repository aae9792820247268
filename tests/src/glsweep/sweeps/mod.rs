//! The sweeps, by subject.

mod arithmetic;
mod arrays;
mod blocks;
mod borders;
mod commands;
mod formats;
mod fragments;
mod images;
mod limits;
mod memory;
mod older;
mod order;
mod pixels;
mod programs;
mod raster;
mod samples;
mod sampling;
mod textures;
mod vertices;
mod window;

use super::Sweep;
use crate::egl::Window;

/// All of them, each with the window that its context has.
pub(crate) fn all() -> impl Iterator<Item = (Option<Window>, &'static Sweep)> {
    let size = [window::SIDE; 2];
    [
        (None, arithmetic::SWEEPS),
        (None, arrays::SWEEPS),
        (None, blocks::SWEEPS),
        (None, borders::SWEEPS),
        (None, commands::SWEEPS),
        (None, formats::SWEEPS),
        (None, fragments::SWEEPS),
        (None, images::SWEEPS),
        (None, limits::SWEEPS),
        (None, memory::SWEEPS),
        (None, older::SWEEPS),
        (None, order::SWEEPS),
        (None, pixels::SWEEPS),
        (None, programs::SWEEPS),
        (None, raster::SWEEPS),
        (None, samples::SWEEPS),
        (None, sampling::SWEEPS),
        (None, textures::SWEEPS),
        (None, vertices::SWEEPS),
        (Some(Window { size, samples: 0 }), window::SWEEPS),
        (Some(Window { size, samples: 4 }), window::SAMPLED),
    ]
    .into_iter()
    .flat_map(|(window, sweeps)| sweeps.iter().map(move |sweep| (window, sweep)))
}
