//! Memory that shaders write: storage buffers, images, and what compute shaders depend on.

use super::{ComponentKind, FetchFormat, FetchLayout, SamplerKey, sampler_headers};

/// Number of the bind group of storage buffers and images.
pub const STORAGE: u32 = 4;
/// First binding of images in [`STORAGE`], counted from the stage's first.
pub const IMAGES: u32 = 32;
/// First binding of the fragment stage in [`STORAGE`]; that of the others is 0.
pub const FRAGMENT_STORAGE: u32 = 64;

/// What is bound where a shader reads and writes memory.
///
/// What is not bound costs no binding: loads from it give zeroes, stores to it vanish, its size is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct StorageKey {
    /// Bit n says that `BUFFER[n]` is bound, if the shader uses it.
    pub buffers: u32,
    /// Of `IMAGE[i]`; those beyond the list are not bound.
    pub images: Vec<Option<ImageKey>>,
    /// Whether buffers, those of [`ImageKey::Words`] too, are declared read-write though the shader only reads them: hosts
    /// do not bind one buffer in both ways.
    pub read_write: bool,
    /// Whether the host can be told to let invocations see what others write (`MEMORY_DECORATION_COHERENT`), where the
    /// text asks for it.
    pub coherent: bool,
}

/// How an image is bound.
///
/// The shader's target must fit what is bound; else nothing is to be bound. 1D images are 2D ones of height 1, cube maps
/// 2D arrays of their faces. Buffers are always [`Words`](Self::Words).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageKey {
    /// As a storage texture. Its access is what the shader does, see [`ImageUse`](crate::ImageUse): only loads are
    /// read-only, only stores write-only, both read-write; where the shader has atomics on it, nothing is declared.
    Texture {
        /// The bound view's format, one that [`FetchFormat::is_image`] takes.
        format: FetchFormat,
        /// Whether a 3D texture is bound where the shader has a 2D image, of which the header says the slice.
        slice: bool,
    },
    /// As a storage buffer `array<u32>` that holds texels in rows and layers, which the header describes: for buffers,
    /// for atomics, which naga has on textures without a result, and where the host has no such texture. It is
    /// read-only if the shader only loads.
    Words {
        /// How the shader sees its texels: one that [`FetchFormat::is_image`] takes.
        format: FetchFormat,
    },
}

impl FetchFormat {
    /// Whether images can have it: those of GLSL's layout qualifiers, which are naga's too, and `B8G8R8A8_UNORM`.
    pub fn is_image(self) -> bool {
        use ComponentKind::{Float, Sint, Snorm, Uint, Unorm};
        match (self.layout, self.kind) {
            (FetchLayout::Packed1010102, kind) => !self.bgra && matches!(kind, Unorm | Uint),
            (FetchLayout::Packed111110, kind) => !self.bgra && kind == Float,
            (FetchLayout::Words, _) => false,
            (FetchLayout::Array { bits, channels }, kind) if self.bgra => {
                (bits, channels, kind) == (8, 4, Unorm)
            }
            (FetchLayout::Array { bits, channels }, kind) => {
                let size = match kind {
                    Float => matches!(bits, 16 | 32),
                    Unorm | Snorm => matches!(bits, 8 | 16),
                    Uint | Sint => matches!(bits, 8 | 16 | 32),
                    _ => false,
                };
                size && matches!(channels, 1 | 2 | 4)
            }
        }
    }
}

impl ImageKey {
    fn header_len(self) -> u32 {
        match self {
            Self::Texture { slice, .. } => u32::from(slice),
            Self::Words { .. } => 2,
        }
    }
}

/// The places of a header that tell of memory, in elements of 16 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorageHeader {
    /// For each bound `BUFFER[n]`: `u32 × 4` of the 32-bit words before its first in what is bound, how many words it
    /// has, its size in bytes, 0.
    pub buffers: Vec<(u8, u32)>,
    /// For each bound `IMAGE[i]` that reads the header.
    ///
    /// Of a slice, `u32 × 4`: its number, three unused.
    ///
    /// Of words, two elements of `u32 × 4`: width, height, depth or layers (six for each cube), 0; then the bytes before the
    /// first texel in what is bound (a multiple of the texel's size, or of 4 if that is larger), the bytes from row to
    /// row and from layer to layer (alike), 0.
    pub images: Vec<(u8, u32)>,
}

impl StorageKey {
    /// The key of image i, if it is bound.
    pub fn image(&self, index: u32) -> Option<ImageKey> {
        self.images.get(index as usize).copied().flatten()
    }

    /// Places from `len` on, which grows.
    pub(super) fn header(&self, len: &mut u32) -> StorageHeader {
        let mut header = StorageHeader::default();
        for buffer in (0..32).filter(|buffer| self.buffers >> buffer & 1 != 0) {
            header.buffers.push((buffer, *len));
            *len += 1;
        }
        for (index, image) in (0u8..32).zip(&self.images) {
            let elements = image.map_or(0, ImageKey::header_len);
            if elements != 0 {
                header.images.push((index, *len));
                *len += elements;
            }
        }
        header
    }
}

/// All that a compute shader's code depends on besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ComputeKey {
    /// Of `SAMP[i]`; those beyond the list are default.
    pub samplers: Vec<SamplerKey>,
    /// Its memory.
    pub storage: StorageKey,
    /// Bytes of `MEMORY[0]`, which a workgroup shares: the create command says them.
    pub shared_bytes: u32,
}

/// The places of a compute block's header, in elements of 16 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComputeHeader {
    /// As [`VertexHeader::samplers`](super::VertexHeader::samplers).
    pub samplers: Vec<(u8, u32)>,
    /// Buffers and images.
    pub storage: StorageHeader,
    /// Elements in all: `CONST[0][0]` stands here.
    pub len: u32,
}

impl ComputeKey {
    /// The layout of the header that this variant reads.
    pub fn header(&self) -> ComputeHeader {
        let mut len = 0;
        let samplers = sampler_headers(&self.samplers, &mut len);
        let storage = self.storage.header(&mut len);
        ComputeHeader {
            samplers,
            storage,
            len,
        }
    }
}
