//! A bound on what is remembered because deriving it costs: a guest can go on with the same shaders and change states without end.
//!
//! Once any table is too long, all of them are emptied at once, since they refer to each other by numbers. What is drawn with again
//! is derived again.

use device::gpu::Dirty;

use crate::ahead::Habits;
use crate::draw::Derived;
use crate::renderer::Wgpu;

/// Variants, pipelines or layouts, of which no program has nearly as many.
const MOST: usize = if cfg!(fuzzing) { 24 } else { 8192 };
/// Samplers: hosts have 4000 at least, and guests one for each of their states.
const MOST_SAMPLERS: usize = if cfg!(fuzzing) { 8 } else { 2048 };

/// How much is remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    most: usize,
    most_samplers: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            most: MOST,
            most_samplers: MOST_SAMPLERS,
        }
    }
}

impl Wgpu {
    /// Before a draw or a grid: nothing refers to what is remembered but what is recorded, which then goes to the GPU.
    pub(crate) fn bound_memory(&mut self) {
        let longest = [
            self.pipelines.len(),
            self.shaders.len(),
            self.vertex_layouts.len(),
            self.texture_sets.len(),
            self.groups.len(),
            self.storages.len(),
        ];
        let bounds = self.bounds;
        if longest.iter().all(|len| *len <= bounds.most) && self.samplers.len() <= bounds.most_samplers {
            return;
        }
        log::debug!("what was derived is forgotten, since it is too much: {longest:?}");
        self.submit();
        self.pipelines.forget();
        self.shaders.forget_all();
        self.vertex_layouts.forget();
        self.texture_sets.forget();
        self.samplers.forget();
        self.groups.forget();
        self.storages.forget_layouts();
        self.computes.forget();
        self.streamouts.forget();
        self.habits = Habits::default();
        self.derived = Derived::default();
        self.stale = Dirty::all();
    }

    /// Sets how much is remembered, for tests.
    #[doc(hidden)]
    pub fn remember_at_most(&mut self, most: usize, most_samplers: usize) {
        self.bounds = Bounds { most, most_samplers };
    }

    /// How many pipelines are remembered, for tests.
    #[doc(hidden)]
    pub fn remembered_pipelines(&self) -> usize {
        self.pipelines.len()
    }
}
