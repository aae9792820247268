//! How vertices are fetched: natively where the host can, by the shader from storage buffers where it cannot.

use device::gpu::{Format, Handle, MAX_VERTEX_BUFFERS, State, VertexBuffer, VertexElement};
use rustc_hash::FxHashMap;
use tgsi::lower::key::{Attribute, ComponentKind, FetchFormat, FetchLayout};
use wgpu::VertexFormat;

use crate::resource::Resources;

/// What a component means, by the last word of a format's name.
pub(crate) fn component_kind(name: &str) -> Option<ComponentKind> {
    Some(match name {
        "UNORM" => ComponentKind::Unorm,
        "SNORM" => ComponentKind::Snorm,
        "USCALED" => ComponentKind::Uscaled,
        "SSCALED" => ComponentKind::Sscaled,
        "UINT" => ComponentKind::Uint,
        "SINT" => ComponentKind::Sint,
        "FLOAT" => ComponentKind::Float,
        "FIXED" => ComponentKind::Fixed,
        _ => return None,
    })
}

/// The format as a shader decodes it; `None` if it is not one of vertices.
pub(crate) fn fetch_format(format: Format) -> Option<FetchFormat> {
    let (channels, kind) = format.name()?.rsplit_once('_')?;
    let kind = component_kind(kind)?;
    let array = |bits, channels| FetchLayout::Array { bits, channels };
    let (layout, bgra) = match channels {
        "R10G10B10A2" => (FetchLayout::Packed1010102, false),
        "B10G10R10A2" => (FetchLayout::Packed1010102, true),
        "R11G11B10" if kind == ComponentKind::Float => (FetchLayout::Packed111110, false),
        "B8G8R8A8" => (array(8, 4), true),
        "R8" => (array(8, 1), false),
        "R8G8" => (array(8, 2), false),
        "R8G8B8" => (array(8, 3), false),
        "R8G8B8A8" => (array(8, 4), false),
        "R16" => (array(16, 1), false),
        "R16G16" => (array(16, 2), false),
        "R16G16B16" => (array(16, 3), false),
        "R16G16B16A16" => (array(16, 4), false),
        "R32" => (array(32, 1), false),
        "R32G32" => (array(32, 2), false),
        "R32G32B32" => (array(32, 3), false),
        "R32G32B32A32" => (array(32, 4), false),
        "R64" => (array(64, 1), false),
        "R64G64" => (array(64, 2), false),
        "R64G64B64" => (array(64, 3), false),
        "R64G64B64A64" => (array(64, 4), false),
        _ => return None,
    };
    Some(FetchFormat { kind, layout, bgra })
}

/// The format as [`FetchLayout::Words`], and how many there are; `None` if its components are none.
fn as_words(format: FetchFormat) -> Option<(FetchFormat, u32)> {
    let FetchLayout::Array { bits: 32, channels } = format.layout else {
        return None;
    };
    let raw = matches!(
        format.kind,
        ComponentKind::Float | ComponentKind::Uint | ComponentKind::Sint
    );
    let layout = FetchLayout::Words;
    raw.then_some((FetchFormat { layout, ..format }, channels.into()))
}

/// Whether vertices can have the format.
pub(crate) fn can_fetch(format: Format) -> bool {
    fetch_format(format).is_some()
}

/// The host's own format of that meaning.
fn native_format(format: FetchFormat) -> Option<VertexFormat> {
    use ComponentKind as K;
    use VertexFormat as V;
    let (bits, channels) = match format.layout {
        FetchLayout::Array { bits, channels } => (bits, channels),
        FetchLayout::Packed1010102 if format.kind == K::Unorm && !format.bgra => {
            return Some(V::Unorm10_10_10_2);
        }
        FetchLayout::Packed1010102 | FetchLayout::Packed111110 | FetchLayout::Words => return None,
    };
    if format.bgra {
        return (format.kind == K::Unorm && bits == 8 && channels == 4).then_some(V::Unorm8x4Bgra);
    }
    Some(match (format.kind, bits, channels) {
        (K::Float, 32, 1) => V::Float32,
        (K::Float, 32, 2) => V::Float32x2,
        (K::Float, 32, 3) => V::Float32x3,
        (K::Float, 32, 4) => V::Float32x4,
        (K::Float, 16, 2) => V::Float16x2,
        (K::Float, 16, 4) => V::Float16x4,
        (K::Unorm, 8, 2) => V::Unorm8x2,
        (K::Unorm, 8, 4) => V::Unorm8x4,
        (K::Snorm, 8, 2) => V::Snorm8x2,
        (K::Snorm, 8, 4) => V::Snorm8x4,
        (K::Unorm, 16, 2) => V::Unorm16x2,
        (K::Unorm, 16, 4) => V::Unorm16x4,
        (K::Snorm, 16, 2) => V::Snorm16x2,
        (K::Snorm, 16, 4) => V::Snorm16x4,
        (K::Uint, 8, 2) => V::Uint8x2,
        (K::Uint, 8, 4) => V::Uint8x4,
        (K::Sint, 8, 2) => V::Sint8x2,
        (K::Sint, 8, 4) => V::Sint8x4,
        (K::Uint, 16, 2) => V::Uint16x2,
        (K::Uint, 16, 4) => V::Uint16x4,
        (K::Sint, 16, 2) => V::Sint16x2,
        (K::Sint, 16, 4) => V::Sint16x4,
        (K::Uint, 32, 1) => V::Uint32,
        (K::Uint, 32, 2) => V::Uint32x2,
        (K::Uint, 32, 3) => V::Uint32x3,
        (K::Uint, 32, 4) => V::Uint32x4,
        (K::Sint, 32, 1) => V::Sint32,
        (K::Sint, 32, 2) => V::Sint32x2,
        (K::Sint, 32, 3) => V::Sint32x3,
        (K::Sint, 32, 4) => V::Sint32x4,
        _ => return None,
    })
}

fn native_attribute(kind: ComponentKind) -> Attribute {
    match kind {
        ComponentKind::Uint => Attribute::NativeUint,
        ComponentKind::Sint => Attribute::NativeSint,
        _ => Attribute::NativeFloat,
    }
}

/// A vertex buffer of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SlotLayout {
    /// The guest's slot.
    pub(crate) slot: u8,
    pub(crate) stride_bytes: u32,
    pub(crate) per_instance: bool,
    pub(crate) attributes: Vec<wgpu::VertexAttribute>,
}

/// An attribute that the shader pulls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pulled {
    pub(crate) offset_bytes: u32,
    pub(crate) stride_bytes: u32,
    pub(crate) divisor: u32,
    /// Components of [`FetchLayout::Words`].
    pub(crate) words: u32,
}

/// How a draw's vertices are to be fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Fetch {
    /// By the host, where it can.
    #[default]
    Native,
    /// By the shader: the draw reaches beyond what the host may fetch.
    Pulled,
    /// By the shader, so that draws whose layouts differ have one pipeline as far as possible.
    Loose,
}

/// A draw of more vertices costs more than the change of pipelines.
const MOST_LOOSE_VERTICES: u32 = 256;

impl Fetch {
    /// How a draw of so many vertices is best fetched. Where draws go back and forth between layouts, each change is one of
    /// pipelines, which costs the host more than small draws do: so those are fetched by a pipeline for all layouts.
    pub(crate) fn best(layout_changes: bool, vertices: u32) -> Self {
        if layout_changes && vertices <= MOST_LOOSE_VERTICES {
            Self::Loose
        } else {
            Self::Native
        }
    }
}

/// How all inputs of a draw are fetched.
#[derive(Clone, Debug, Default)]
pub(crate) struct VertexPlan {
    /// By input register, for the variant's key.
    pub(crate) attributes: Vec<Attribute>,
    /// Number of the native layout.
    pub(crate) layout: u32,
    /// Native buffers in the order of the layout: guest's slot and what is bound there.
    pub(crate) native: Vec<VertexBuffer>,
    pub(crate) pulled: Vec<Pulled>,
    /// Storage buffers that are pulled from: their places, which are the guest's slots, or with [`Fetch::Loose`] the
    /// inputs, and the buffers.
    pub(crate) sources: Vec<(u8, Handle)>,
    /// Vertices that the native buffers have.
    pub(crate) vertices: u64,
    /// Instances that they have.
    pub(crate) instances: u64,
    /// Whether any input changes from instance to instance.
    pub(crate) per_instance: bool,
    /// Its number: no other plan has it.
    pub(crate) serial: u64,
}

/// Native layouts, numbered.
#[derive(Default)]
pub(crate) struct VertexLayouts {
    numbers: FxHashMap<Vec<SlotLayout>, u32>,
    list: Vec<Vec<SlotLayout>>,
    plans: u64,
}

impl VertexLayouts {
    pub(crate) fn get(&self, number: u32) -> &[SlotLayout] {
        &self.list[number as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Numbers are given again.
    pub(crate) fn forget(&mut self) {
        self.numbers.clear();
        self.list.clear();
    }

    fn number(&mut self, layout: Vec<SlotLayout>) -> u32 {
        if let Some(number) = self.numbers.get(&layout) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(layout.clone());
        self.numbers.insert(layout, number);
        number
    }

    /// Plans the fetch of every element.
    pub(crate) fn plan(
        &mut self,
        state: &State,
        resources: &Resources,
        inputs: usize,
        fetch: Fetch,
    ) -> VertexPlan {
        self.plans += 1;
        // Each input has a binding of its own then, and there are no more than buffers of vertices.
        let fetch = match fetch {
            Fetch::Loose if inputs > MAX_VERTEX_BUFFERS => Fetch::Pulled,
            fetch => fetch,
        };
        let mut plan = VertexPlan {
            vertices: u64::MAX,
            instances: u64::MAX,
            serial: self.plans,
            ..VertexPlan::default()
        };
        let mut layout: Vec<SlotLayout> = Vec::new();
        let elements = state
            .vertex_elements
            .as_ref()
            .map_or(&[][..], |elements| elements.as_slice());
        for (input, element) in (0u8..).zip(elements.iter().take(inputs)) {
            let attribute = add_element(&mut plan, &mut layout, state, resources, input, element, fetch);
            plan.attributes.push(attribute);
        }
        plan.layout = self.number(layout);
        plan
    }
}

fn add_element(
    plan: &mut VertexPlan,
    layout: &mut Vec<SlotLayout>,
    state: &State,
    resources: &Resources,
    input: u8,
    element: &VertexElement,
    fetch: Fetch,
) -> Attribute {
    let Some(Some(bound)) = state.vertex_buffers.get(usize::from(element.buffer)).copied() else {
        return Attribute::Absent;
    };
    let Some(format) = fetch_format(element.format) else {
        return Attribute::Absent;
    };
    let Some(buffer) = resources.buffer_ref(bound.resource) else {
        return Attribute::Absent;
    };
    let size = buffer.host_size();
    plan.per_instance |= element.divisor != 0;
    let native = native_format(format).filter(|_| fetch == Fetch::Native);
    if let Some(native) = native.filter(|native| suits_host(*native, element, &bound, size)) {
        let room = size - u64::from(bound.offset_bytes);
        let end = u64::from(element.offset_bytes) + native.size();
        let count = match bound.stride_bytes {
            0 => u64::MAX,
            stride => (room - end) / u64::from(stride) + 1,
        };
        let per_instance = element.divisor == 1;
        let limit = if per_instance {
            &mut plan.instances
        } else {
            &mut plan.vertices
        };
        *limit = count.min(*limit);
        let attribute = wgpu::VertexAttribute {
            format: native,
            offset: u64::from(element.offset_bytes),
            shader_location: u32::from(input),
        };
        match layout
            .iter_mut()
            .find(|slot| slot.slot == element.buffer && slot.per_instance == per_instance)
        {
            Some(slot) => slot.attributes.push(attribute),
            None => {
                layout.push(SlotLayout {
                    slot: element.buffer,
                    stride_bytes: bound.stride_bytes,
                    per_instance,
                    attributes: vec![attribute],
                });
                plan.native.push(bound);
            }
        }
        return native_attribute(format.kind);
    }
    let offset_bytes = bound.offset_bytes.saturating_add(element.offset_bytes);
    let aligned = offset_bytes.is_multiple_of(4) && bound.stride_bytes.is_multiple_of(4);
    let words = as_words(format).filter(|_| fetch == Fetch::Loose && aligned);
    let (format, words) = words.unwrap_or((format, 0));
    plan.pulled.push(Pulled {
        offset_bytes,
        stride_bytes: bound.stride_bytes,
        divisor: element.divisor,
        words,
    });
    // Whether inputs share a buffer is for one pipeline the same.
    let place = match fetch {
        Fetch::Loose => input,
        Fetch::Native | Fetch::Pulled => element.buffer,
    };
    if !plan.sources.iter().any(|(known, _)| *known == place) {
        plan.sources.push((place, bound.resource));
    }
    Attribute::Pulled {
        buffer: place,
        format,
        per_instance: element.divisor != 0,
    }
}

/// Whether the host's own fetch takes it: it wants alignment, and an element inside its vertex.
fn suits_host(format: VertexFormat, element: &VertexElement, bound: &VertexBuffer, size: u64) -> bool {
    let alignment = format.size().min(4) as u32;
    let end = u64::from(element.offset_bytes) + format.size();
    let stride = u64::from(bound.stride_bytes);
    bound.stride_bytes.is_multiple_of(4)
        && bound.stride_bytes <= 2048
        && bound.offset_bytes.is_multiple_of(4)
        && element.offset_bytes.is_multiple_of(alignment)
        && element.divisor <= 1
        && (if stride == 0 { end <= 2048 } else { end <= stride })
        && u64::from(bound.offset_bytes) + end <= size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plain_vertex_format_can_be_fetched() {
        for format in [
            Format::R32G32B32_FLOAT,
            Format::R8G8B8_UNORM,
            Format::R16G16B16_SSCALED,
            Format::R32_FIXED,
            Format::R64G64B64A64_FLOAT,
            Format::B10G10R10A2_SNORM,
            Format::R11G11B10_FLOAT,
        ] {
            assert!(can_fetch(format), "{format}");
        }
        assert!(!can_fetch(Format::DXT1_RGB));
        assert!(!can_fetch(Format::Z24_UNORM_S8_UINT));
    }
}
