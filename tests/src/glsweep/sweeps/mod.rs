//! The sweeps, by subject.

mod arithmetic;
mod formats;
mod textures;

use super::Sweep;

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Sweep> {
    [arithmetic::SWEEPS, formats::SWEEPS, textures::SWEEPS]
        .into_iter()
        .flatten()
}
