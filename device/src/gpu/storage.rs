//! What shaders write besides their outputs, the grids that compute shaders run in, and draws and grids whose size the
//! GPU's memory says.

use serde::{Deserialize, Serialize};

use super::{Draw, Format, Handle};
use crate::limits;

/// Storage buffers of a stage (`PIPE_MAX_SHADER_BUFFERS`).
pub const MAX_STORAGE_BUFFERS: usize = 32;
/// Images of a stage: half of `PIPE_MAX_SHADER_IMAGES`, and as many units as Mesa has (`MAX_IMAGE_UNITS`).
pub const MAX_IMAGES: usize = 32;

/// A bound storage buffer (`pipe_shader_buffer`). It was inside the buffer when it was bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StorageBuffer {
    /// The buffer.
    pub resource: Handle,
    /// Where it begins.
    pub offset_bytes: u32,
    /// Its length.
    pub length_bytes: u32,
}

/// A bound image (`pipe_image_view`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageView {
    /// The texture or buffer.
    pub resource: Handle,
    /// How its texels are read and written.
    pub format: Format,
    /// Whether the guest lets shaders write it.
    pub writable: bool,
    /// Which of it.
    pub range: ImageRange,
}

/// What of a resource an image shows. Levels and layers exist in the resource, bytes are inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum ImageRange {
    /// Bytes of a buffer.
    Buffer { offset_bytes: u32, length_bytes: u32 },
    /// Layers of a level, both inclusive; slices of a 3D texture.
    Texture {
        level: u32,
        first_layer: u32,
        last_layer: u32,
    },
}

/// `pipe_grid_info`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Invocations of a group.
    pub block: [u32; 3],
    /// How many groups there are.
    pub groups: Groups,
}

/// The groups of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// As many; with their block, they are within limits.
    Direct([u32; 3]),
    /// As three words of a buffer say, which are inside of it. [`Grid::with_arguments`] reads them.
    Indirect {
        /// The buffer.
        resource: Handle,
        /// Where the words are.
        offset_bytes: u32,
    },
}

/// Where the sizes of draws are (`pipe_draw_indirect_info`): each is inside of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indirect {
    /// The buffer.
    pub resource: Handle,
    /// Where the first one is.
    pub offset_bytes: u32,
    /// From each to the next.
    pub stride_bytes: u32,
    /// How many there are at most: [`limits::MAX_INDIRECT_DRAWS`].
    pub count: u32,
    /// A word that says how many there are, inside of its buffer.
    pub counter: Option<(Handle, u32)>,
}

/// What an adapter has for compute shaders, and for memory that shaders write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComputeLimits {
    /// Storage buffers of a fragment or a compute shader.
    pub storage_buffers: u32,
    /// Of a vertex shader.
    pub vertex_storage_buffers: u32,
    /// Images of a fragment or a compute shader.
    pub images: u32,
    /// Of a vertex shader.
    pub vertex_images: u32,
    /// Invocations of a group.
    pub group_invocations: u32,
    /// Those in each direction.
    pub group_size: [u32; 3],
    /// Groups of a grid in each direction.
    pub groups: u32,
    /// Memory that a group shares.
    pub shared_bytes: u32,
}

/// The first `N` words of some bytes.
fn words<const N: usize>(bytes: &[u8]) -> Option<[u32; N]> {
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(bytes.get(..4 * N)?.chunks_exact(4)) {
        *word = u32::from_le_bytes(bytes.try_into().ok()?);
    }
    Some(words)
}

impl Grid {
    /// Bytes of the arguments of an indirect one.
    pub const ARGUMENT_BYTES: u32 = 12;

    /// Whether groups of that block may run: no grid keeps a GPU busy for long.
    pub fn is_within_limits(block: [u32; 3], groups: [u32; 3]) -> bool {
        let product = |sizes: [u32; 3]| {
            sizes
                .into_iter()
                .try_fold(1_u64, |product, size| product.checked_mul(size.into()))
        };
        let invocations = product(block).zip(product(groups));
        let invocations = invocations.and_then(|(block, groups)| block.checked_mul(groups));
        groups.iter().all(|groups| *groups <= limits::MAX_GRID_GROUPS)
            && invocations.is_some_and(|count| count <= limits::MAX_GRID_INVOCATIONS)
    }

    /// Its groups, as the arguments of an indirect one say; `None` if there are none, or more than may run.
    pub fn with_arguments(&self, bytes: &[u8]) -> Option<[u32; 3]> {
        let groups = words::<3>(bytes)?;
        (!groups.contains(&0) && Self::is_within_limits(self.block, groups)).then_some(groups)
    }
}

impl Draw {
    /// Bytes of the arguments of an indirect one.
    pub const fn argument_bytes(indexed: bool) -> u32 {
        if indexed { 20 } else { 16 }
    }

    /// The draw that arguments say (`DrawArraysIndirectCommand`, `DrawElementsIndirectCommand`), within the limits of any
    /// draw; `None` if there is nothing to draw, or too much. Of an indexed one, `start` is the first index, which the
    /// index buffer's offset does not have in it.
    pub fn with_arguments(&self, bytes: &[u8]) -> Option<Self> {
        let (count, instances, start, index_bias, start_instance) = if self.indexed {
            let [count, instances, start, bias, start_instance] = words::<5>(bytes)?;
            (count, instances, start, bias.cast_signed(), start_instance)
        } else {
            let [count, instances, start, start_instance] = words::<4>(bytes)?;
            (count, instances, start, 0, start_instance)
        };
        let draw = Self {
            start,
            count,
            instances,
            index_bias,
            start_instance,
            index_range: (0, u32::MAX),
            indirect: None,
            ..*self
        };
        let is_valid = u64::from(count) * u64::from(instances) <= limits::MAX_DRAW_VERTICES
            && start.checked_add(count).is_some()
            && start_instance.checked_add(instances).is_some();
        (is_valid && count > 0 && instances > 0).then_some(draw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::Primitive;

    fn bytes(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn draw(indexed: bool) -> Draw {
        Draw {
            start: 0,
            count: 0,
            primitive: Primitive::Triangles,
            indexed,
            instances: 0,
            index_bias: 0,
            start_instance: 0,
            restart_index: None,
            index_range: (0, 0),
            indirect: None,
        }
    }

    #[test]
    fn arguments_say_the_draw() {
        let made = draw(false).with_arguments(&bytes(&[3, 2, 5, 7]));
        let made = made.expect("it is a draw");
        assert_eq!((made.count, made.instances), (3, 2));
        assert_eq!((made.start, made.start_instance), (5, 7));
        let made = draw(true).with_arguments(&bytes(&[3, 2, 5, u32::MAX, 7]));
        let made = made.expect("it is a draw");
        assert_eq!((made.start, made.index_bias, made.start_instance), (5, -1, 7));
    }

    #[test]
    fn arguments_that_say_nothing_or_too_much_draw_nothing() {
        for words in [
            [0, 1, 0, 0],
            [3, 0, 0, 0],
            [u32::MAX, u32::MAX, 0, 0],
            [1 << 15, (1 << 13) + 1, 0, 0],
            [3, 1, u32::MAX - 1, 0],
            [3, 2, 0, u32::MAX],
        ] {
            assert_eq!(draw(false).with_arguments(&bytes(&words)), None, "{words:?}");
        }
        assert_eq!(draw(false).with_arguments(&bytes(&[3, 1, 0])), None);
        assert_eq!(draw(true).with_arguments(&bytes(&[3, 1, 0, 0])), None);
    }

    #[test]
    fn grids_are_bounded_in_each_direction_and_in_all() {
        let grid = |block| Grid {
            block,
            groups: Groups::Direct([0; 3]),
        };
        let groups = |block, words: [u32; 3]| grid(block).with_arguments(&bytes(&words));
        assert_eq!(groups([8, 8, 1], [65535, 1, 1]), Some([65535, 1, 1]));
        for (block, words) in [
            ([1; 3], [65536, 1, 1]),
            ([1; 3], [1, 1, u32::MAX]),
            ([1; 3], [65535; 3]),
            ([1024, 1, 1], [65535, 65535, 1]),
            ([u32::MAX; 3], [1; 3]),
            ([1; 3], [0, 1, 1]),
        ] {
            assert_eq!(groups(block, words), None, "{block:?} {words:?}");
        }
        assert_eq!(grid([1; 3]).with_arguments(&[0; 11]), None);
    }
}
