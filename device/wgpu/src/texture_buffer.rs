//! Texture buffers: views of buffers, whose texels shaders decode.

use device::gpu::{Format, Handle, SamplerView, Shared, StageState, State, Swizzle, ViewRange};
use tgsi::lower::key::{ComponentKind, FetchFormat, FetchLayout, TexelKind};
use tgsi::{Dimension, Stage};

use crate::format;
use crate::renderer::Wgpu;
use crate::resource::{Binding, BindingId};
use crate::texture_view::NO_BUFFER_BYTES;
use crate::vertex::{component_kind, fetch_format};

/// A view of a buffer that can be bound.
pub(crate) struct BoundBuffer {
    /// The same for the same view on the same bytes.
    pub(crate) id: u64,
    binding: Binding,
    /// Offset of the first texel in bytes, and how many there are.
    pub(crate) range: [u32; 2],
    pub(crate) texels: Texels,
}

/// What a shader takes the texels of a buffer for.
#[derive(Clone, Copy)]
pub(crate) struct Texels {
    pub(crate) format: FetchFormat,
    pub(crate) kind: TexelKind,
    pub(crate) swizzle: [Swizzle; 4],
}

/// Those that most have.
impl Default for Texels {
    fn default() -> Self {
        let layout = FetchLayout::Array {
            bits: 32,
            channels: 4,
        };
        Self {
            format: FetchFormat {
                kind: ComponentKind::Float,
                layout,
                bgra: false,
            },
            kind: TexelKind::Float,
            swizzle: format::XYZW,
        }
    }
}

impl BoundBuffer {
    /// What is bound: all of the buffer, as offsets of ranges are not aligned.
    pub(crate) fn resource(&self) -> wgpu::BindingResource<'_> {
        wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.binding.buffer,
            offset: self.binding.offset,
            size: wgpu::BufferSize::new(self.binding.len),
        })
    }
}

/// How the shader decodes a texel, and where the format's components are in what it decodes.
fn texel_format(format: Format) -> Option<(FetchFormat, [Swizzle; 4])> {
    if let Some(fetch) = fetch_format(format) {
        return Some((fetch, format::XYZW));
    }
    let (name, kind) = format.name()?.rsplit_once('_')?;
    let kind = component_kind(kind)?;
    let (bits, channels, swizzle) = match name {
        "L8" => (8, 1, format::XXX1),
        "A8" => (8, 1, format::A_X),
        "I8" => (8, 1, format::XXXX),
        "L8A8" => (8, 2, format::XXXY),
        "L16" => (16, 1, format::XXX1),
        "A16" => (16, 1, format::A_X),
        "I16" => (16, 1, format::XXXX),
        "L16A16" => (16, 2, format::XXXY),
        "L32" => (32, 1, format::XXX1),
        "A32" => (32, 1, format::A_X),
        "I32" => (32, 1, format::XXXX),
        "L32A32" => (32, 2, format::XXXY),
        _ => return None,
    };
    let layout = FetchLayout::Array { bits, channels };
    let bgra = false;
    Some((FetchFormat { kind, layout, bgra }, swizzle))
}

fn texel_kind(format: FetchFormat) -> TexelKind {
    match format.kind {
        ComponentKind::Uint => TexelKind::Uint,
        ComponentKind::Sint => TexelKind::Sint,
        ComponentKind::Float
        | ComponentKind::Unorm
        | ComponentKind::Snorm
        | ComponentKind::Uscaled
        | ComponentKind::Sscaled
        | ComponentKind::Fixed => TexelKind::Float,
    }
}

/// The buffers that a stage's shader reads as textures.
pub(crate) fn read_by(stage: &StageState) -> impl Iterator<Item = Handle> + '_ {
    let shader = stage.shader.as_ref();
    let uses = shader.map_or(&[][..], |shader| &shader.tgsi.info.samplers);
    uses.iter().zip(&stage.views).filter_map(|(used, view)| {
        let is_buffer = used.is_some_and(|used| used.dimension == Dimension::Buffer);
        view.as_ref().filter(|_| is_buffer).map(|view| view.resource)
    })
}

/// The buffers that the shaders of a draw read as textures.
pub(crate) fn read(state: &State) -> impl Iterator<Item = Handle> + '_ {
    [Stage::Vertex, Stage::Fragment]
        .into_iter()
        .flat_map(|stage| read_by(state.stage(stage)))
}

impl Wgpu {
    /// A view of no texels. They are of the kind of those that were bound last: where a buffer comes and goes, the variant
    /// stays.
    pub(crate) fn no_buffer(&mut self) -> BoundBuffer {
        let (id, buffer) = self.views.no_buffer(&self.gpu.device);
        BoundBuffer {
            id,
            binding: Binding {
                buffer,
                offset: 0,
                len: NO_BUFFER_BYTES,
                id: BindingId::Made(id),
            },
            range: [0, 0],
            texels: self.views.last_texels,
        }
    }

    /// The view of an object, with the bytes as they are now; `None` if it cannot be read so.
    pub(crate) fn bound_buffer(&mut self, view: &Shared<SamplerView>) -> Option<BoundBuffer> {
        let ViewRange::Buffer {
            first_element,
            last_element,
        } = view.range
        else {
            return None;
        };
        let known = texel_format(view.format).zip(view.format.block());
        let Some(((format, swizzle), block)) = known else {
            self.unsupported(&format!("a texture buffer of {}", view.format));
            return None;
        };
        let serial = self.batch.serial;
        let mut binding = self
            .resources
            .bind(view.resource, &self.gpu, &mut self.stream, serial)?;
        let most = self.gpu.limits.max_storage_buffer_binding_size & !3;
        binding.len = binding.len.min(most);
        let id = match binding.id {
            BindingId::Own(_) => self.views.buffer(view.key()),
            BindingId::Stream(_) | BindingId::Made(_) => self.views.passing(),
        };
        let texels = Texels {
            format,
            kind: texel_kind(format),
            swizzle: format::compose(view.swizzle, swizzle),
        };
        self.views.last_texels = texels;
        Some(BoundBuffer {
            id,
            binding,
            range: [
                first_element.checked_mul(block.bytes)?,
                last_element.checked_sub(first_element)?.checked_add(1)?,
            ],
            texels,
        })
    }
}
