//! Which constants of the fragment stage come from the vertex stage.
//!
//! lavapipe gathers each component of a constant for each group of pixels, with a check for each: thirty instructions,
//! where a flat varying takes one and costs each vertex and each triangle a few.

use device::gpu::{Draw, Shader};
use tgsi::limits::VARYINGS;
use tgsi::lower::key::{Constants, FragmentKey};

use crate::renderer::Wgpu;

/// So many pixels of the target for each vertex make it worth it, as far as one can know without drawing.
const PIXELS_A_VERTEX: u64 = 16;
/// More elements than this make vertices long.
const MOST_ELEMENTS: usize = 12;

impl Wgpu {
    /// Whether the vertex stage of a draw hands constants on.
    pub(super) fn hands_constants(&self, draw: &Draw) -> bool {
        if !self.gpu.on_cpu {
            return false;
        }
        let (width, height) = self.pass.as_ref().map_or((0, 0), |pass| pass.targets.size);
        let vertices = u64::from(draw.count) * u64::from(draw.instances);
        vertices * PIXELS_A_VERTEX <= u64::from(width) * u64::from(height)
    }
}

/// The elements of its block that a fragment shader reads by their numbers, as far as there is room for them.
pub(crate) fn elements(shader: &Shader, key: &FragmentKey) -> Constants {
    let (read, _) = shader.tgsi.block_elements(key);
    let most = VARYINGS
        .saturating_sub(shader.tgsi.varyings(key).len())
        .min(MOST_ELEMENTS);
    let elements = (0..u32::BITS).filter(|element| read >> element & 1 != 0);
    let elements = elements.take(most).fold(0, |bits, element| bits | 1 << element);
    match elements {
        0 => Constants::Uniform,
        elements => Constants::Handed { elements },
    }
}

/// Whether a fragment shader reads its block itself.
pub(crate) fn reads_block(shader: &Shader, key: &FragmentKey) -> bool {
    let (read, others) = shader.tgsi.block_elements(key);
    match key.constants {
        Constants::Uniform => others || read != 0,
        Constants::Handed { elements } => others || read & !u64::from(elements) != 0,
        Constants::Slot { .. } => false,
        Constants::Shared => true,
    }
}
