//! The textures and samplers of a stage: what shader variants depend on, and the bind group.

use std::sync::Arc;

use device::gpu::{Format, MAX_VERTEX_BUFFERS, MipFilter, Sampler, SamplerView, Shared, StageState};
use rustc_hash::{FxHashMap, FxHashSet};
use tgsi::lower::key::{
    CompareEmulation, IntegerSampling, LinearFilters, MipEmulation, SamplerKey, TexelKind, TexelWrap,
    WrapEmulation,
};
use tgsi::{Dimension, SamplerUse};
use wgpu::{
    BindGroupLayoutEntry, BindingType, SamplerBindingType, SamplerBorderColor, ShaderStages,
    TextureSampleType, TextureViewDimension,
};

use crate::format::{self, Class};
use crate::renderer::Wgpu;
use crate::sampler::{self, Levels, Wanted};
use crate::texture_buffer::BoundBuffer;
use crate::texture_view::{BoundView, Read};

/// Bind groups that are kept; beyond it, all are made again.
const MOST_GROUPS: usize = 8192;

/// The slot of the copy of target 0: a slot's texture has twice its number.
const DESTINATION: u8 = (tgsi::lower::key::FRAGMENT_DESTINATION / 2) as u8;

/// What a draw needs to know of a stage's textures.
#[derive(Clone, Default)]
pub(crate) struct TextureSet {
    /// By sampler number, for the variant's key.
    pub(crate) keys: Arc<Vec<SamplerKey>>,
    /// Number of the layout; 0 if the shader samples nothing.
    pub(crate) layout: u64,
    /// The group, with its number.
    pub(crate) group: Option<(u64, wgpu::BindGroup)>,
    /// Of those whose key reads the header.
    pub(crate) headers: Vec<SamplerHeader>,
    /// What is read.
    pub(crate) reads: Vec<Read>,
    /// Whether there are texture buffers: it is good as long as they are as they were.
    has_buffers: bool,
    /// Whether there are copies of layers: it is of one draw.
    has_copies: bool,
    /// Whether there are copies of what is drawn to: it is used until something else is bound.
    has_feedback: bool,
}

impl TextureSet {
    /// Whether a draw after the one that it was made for needs another, though the same things are bound; `settled` if
    /// no buffer has changed.
    pub(crate) fn is_used_up(&self, settled: bool) -> bool {
        self.has_copies || (self.has_buffers && !settled)
    }

    /// Whether it is good again for its shader while the same things are bound.
    pub(crate) fn keeps(&self) -> bool {
        !self.has_feedback && !self.is_used_up(false)
    }
}

/// What the header holds for a sampler: two elements, as [`tgsi::lower::key`] has them.
#[derive(Clone, Copy)]
pub(crate) struct SamplerHeader {
    pub(crate) number: u8,
    pub(crate) words: [u32; 8],
}

/// A binding of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Slot {
    number: u8,
    kind: SlotKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum SlotKind {
    /// A texture and its sampler.
    Texture {
        dimension: TextureViewDimension,
        multisampled: bool,
        sample: TextureSampleType,
        sampler: SamplerBindingType,
    },
    /// A texture buffer.
    Buffer,
}

/// What is bound to a slot.
enum Bound {
    Texture(BoundView, (u64, wgpu::Sampler)),
    Buffer(BoundBuffer),
}

/// Layouts and groups.
#[derive(Default)]
pub(crate) struct TextureSets {
    layouts: FxHashMap<(ShaderStages, Vec<Slot>), u64>,
    layout_list: Vec<wgpu::BindGroupLayout>,
    groups: FxHashMap<Vec<u64>, (u64, wgpu::BindGroup)>,
    next: u64,
}

impl TextureSets {
    /// The layout of that number.
    pub(crate) fn layout(&self, number: u64) -> Option<&wgpu::BindGroupLayout> {
        self.layout_list
            .get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// How many layouts there are.
    pub(crate) fn len(&self) -> usize {
        self.layout_list.len()
    }

    /// Numbers of layouts are given again, those of groups are not.
    pub(crate) fn forget(&mut self) {
        self.layouts.clear();
        self.layout_list.clear();
        self.groups.clear();
    }

    /// Lets groups of destroyed views go.
    pub(crate) fn collect(&mut self, dead: &FxHashSet<u64>) {
        if self.groups.len() > MOST_GROUPS {
            self.groups.clear();
        }
        if !dead.is_empty() {
            self.groups
                .retain(|key, _| !key.iter().any(|id| dead.contains(id)));
        }
    }

    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

/// The host's dimension of what an instruction names; 1D textures are 2D ones of height 1.
fn view_dimension(dimension: Dimension) -> Option<TextureViewDimension> {
    match dimension {
        Dimension::D1 | Dimension::D2 | Dimension::Rect => Some(TextureViewDimension::D2),
        // The host binds no multisampled layers: they are one below the other.
        Dimension::D2Multisample | Dimension::D2ArrayMultisample => Some(TextureViewDimension::D2),
        Dimension::D3 => Some(TextureViewDimension::D3),
        Dimension::Cube => Some(TextureViewDimension::Cube),
        Dimension::D1Array | Dimension::D2Array => Some(TextureViewDimension::D2Array),
        Dimension::CubeArray => Some(TextureViewDimension::CubeArray),
        Dimension::Buffer => None,
    }
}

impl Wgpu {
    /// The set that a stage's shader samples.
    /// `destination` is a copy of target 0 that the stage reads besides.
    pub(crate) fn texture_set(
        &mut self,
        stage: &StageState,
        visibility: ShaderStages,
        destination: Option<BoundView>,
    ) -> TextureSet {
        let Some(shader) = &stage.shader else {
            return TextureSet::default();
        };
        let mut set = TextureSet::default();
        let mut keys = Vec::new();
        let mut slots = Vec::new();
        let mut bounds = Vec::new();
        let uses = &shader.tgsi.info.samplers;
        // Storage buffers that pulled vertices leave; guests have no more than 16 samplers.
        let mut buffers_left = self
            .gpu
            .limits
            .max_storage_buffers_per_shader_stage
            .saturating_sub(MAX_VERTEX_BUFFERS as u32);
        for (number, used) in (0u8..).zip(uses) {
            let Some(used) = used else {
                keys.push(SamplerKey::default());
                continue;
            };
            let view = stage.views.get(usize::from(number)).and_then(Option::as_ref);
            if used.dimension == Dimension::Buffer {
                let bound = view.filter(|_| buffers_left > 0);
                let bound = match bound {
                    Some(view) => self.bound_buffer(view),
                    None if buffers_left > 0 => Some(self.no_buffer()),
                    None => None,
                };
                buffers_left = buffers_left.saturating_sub(1);
                keys.push(buffer_key(number, bound.as_ref(), &mut set));
                if let Some(bound) = bound {
                    slots.push(Slot {
                        number,
                        kind: SlotKind::Buffer,
                    });
                    bounds.push((number, Bound::Buffer(bound)));
                }
                continue;
            }
            let state = stage.samplers.get(usize::from(number)).and_then(Option::as_ref);
            let Some((key, slot, view, sampler)) = self.texture_slot(number, *used, view, state, &mut set)
            else {
                keys.push(SamplerKey::default());
                continue;
            };
            keys.push(key);
            slots.push(slot);
            bounds.push((number, Bound::Texture(view, sampler)));
        }
        set.keys = Arc::new(keys);
        if let Some(view) = destination {
            let state = Sampler::default();
            let wanted = Wanted {
                compare: false,
                filter: false,
                linear: false,
                levels: Levels::One,
                border: SamplerBorderColor::TransparentBlack,
            };
            let sampler = self.samplers.get(&self.gpu.device, &state, wanted);
            slots.push(Slot {
                number: DESTINATION,
                kind: SlotKind::Texture {
                    dimension: TextureViewDimension::D2,
                    multisampled: view.is_multisampled(),
                    sample: TextureSampleType::Float { filterable: false },
                    sampler: SamplerBindingType::NonFiltering,
                },
            });
            bounds.push((DESTINATION, Bound::Texture(view, sampler)));
        }
        if !slots.is_empty() {
            set.layout = self.texture_layout(visibility, slots);
            set.group = self.texture_group(set.layout, &bounds);
        }
        set
    }

    /// One sampler of a set.
    fn texture_slot(
        &mut self,
        number: u8,
        used: SamplerUse,
        view: Option<&Shared<SamplerView>>,
        state: Option<&Shared<Sampler>>,
        set: &mut TextureSet,
    ) -> Option<(SamplerKey, Slot, BoundView, (u64, wgpu::Sampler))> {
        let format = view.map(|view| view.format);
        let mut dimension = view_dimension(used.dimension)?;
        let host = format.and_then(format::host_format);
        if is_cube(used.dimension) && !used.only_gathers && host.is_some_and(|host| is_integer(host.class)) {
            // The shader loads texels of faces.
            dimension = TextureViewDimension::D2Array;
        }
        let stacks = used.dimension == Dimension::D2ArrayMultisample;
        let multisampled = stacks || used.dimension == Dimension::D2Multisample;
        let mut layers = 1;
        let bound = match view.filter(|_| stacks) {
            Some(view) => self.stacked_view(view).map(|(bound, stacked)| {
                layers = stacked;
                bound
            }),
            None => view.and_then(|view| self.bound_view(view, dimension)),
        };
        // What it shows may be drawn to in the next draw.
        set.has_copies |= stacks;
        let bound = bound.filter(|bound| bound.is_multisampled() == multisampled);
        let bound = match (bound, view) {
            (Some(bound), Some(view)) if !stacks && self.is_drawn_to(&bound) => {
                set.has_feedback = true;
                self.copied_view(view, &bound, dimension)
            }
            (bound, _) => bound,
        };
        let view = match bound {
            Some(view) => view,
            None => {
                // It is not of integers.
                dimension = view_dimension(used.dimension)?;
                self.dummy_view(dimension, used.shadow, multisampled)
            }
        };
        set.reads.extend(view.read);
        let default_state = Sampler::default();
        let state = state.map_or(&default_state, |state| &***state);
        let texel = match view.class {
            Class::Float if multisampled => TexelKind::UnfilterableFloat,
            Class::Float => TexelKind::Float,
            Class::Sint => TexelKind::Sint,
            Class::Uint | Class::Stencil => TexelKind::Uint,
            Class::Depth | Class::DepthStencil => TexelKind::Depth,
        };
        let compare = used.shadow && texel == TexelKind::Depth && state.compare.is_some();
        let filter = texel == TexelKind::Float || compare;
        // Hosts do not promise to filter depths.
        let filters_depths = texel == TexelKind::Depth && !compare && !multisampled;
        let filters = filter || filters_depths;
        let linear_filters = LinearFilters {
            min: filters && state.min_linear,
            mag: filters && state.mag_linear,
        };
        let linear = linear_filters.any();
        let mut key = SamplerKey {
            texel,
            compare,
            comparison: None,
            asked: None,
            seams: false,
            swizzle: view.swizzle,
            wrap: state.wrap.map(|wrap| wrap_emulation(wrap, linear)),
            lod_bias: state.lod_bias != 0.0 && !state.lod_bias.is_nan(),
            border: 0,
            linear: linear_filters,
            integer: IntegerSampling::default(),
            stacked: stacks,
            buffer: None,
        };
        // What a format can hold is looked for in its name, and few samplers reach their border.
        let has_border = state
            .wrap
            .iter()
            .any(|wrap| sampler::reaches_border(*wrap, linear));
        let border = if has_border {
            format::clamped_color(format, state.border)
        } else {
            state.border
        };
        let border = format::to_host_color(view.format_swizzle, border);
        let one_level = view.read.is_none_or(|read| read.is_one_level());
        let mut host_border = SamplerBorderColor::TransparentBlack;
        if is_integer(view.class) {
            // The shader does what the sampler would.
            key.wrap = [WrapEmulation::None; 3];
            key.integer = IntegerSampling {
                wrap: state.wrap.map(texel_wrap),
                mipmaps: state.mip_filter != MipFilter::None && !one_level,
            };
        } else {
            host_border = self.border(&mut key, used, state, border);
        }
        let asks = used.asks_level || key.border != 0;
        key.asked = asks.then(|| mip_emulation(state, one_level));
        // A sampler that takes the nearest texel never crosses an edge.
        key.seams = is_cube(used.dimension) && linear && !state.seamless_cube;
        if compare && (key.border != 0 || chooses_level(&key, used, state, one_level)) {
            key.comparison = Some(compare_emulation(state, format, one_level));
        } else if filters_depths && linear {
            key.comparison = Some(CompareEmulation {
                function: None,
                ..compare_emulation(state, format, one_level)
            });
        }
        if key.uses_header() {
            let [least, most] = sampler::lod_range(state);
            let [bias, least, most] = [state.lod_bias, least, most].map(f32::to_bits);
            let [r, g, b, a] = border;
            set.headers.push(SamplerHeader {
                number,
                words: [bias, least, most, layers, r, g, b, a],
            });
        }
        let kind = SlotKind::Texture {
            dimension,
            multisampled,
            sample: match texel {
                TexelKind::Float => TextureSampleType::Float { filterable: true },
                TexelKind::UnfilterableFloat => TextureSampleType::Float { filterable: false },
                TexelKind::Depth => TextureSampleType::Depth,
                TexelKind::Sint => TextureSampleType::Sint,
                TexelKind::Uint => TextureSampleType::Uint,
            },
            sampler: match (compare && key.comparison.is_none(), filter) {
                (true, _) => SamplerBindingType::Comparison,
                (false, true) if !compare => SamplerBindingType::Filtering,
                (false, _) => SamplerBindingType::NonFiltering,
            },
        };
        let wanted = Wanted {
            compare: compare && key.comparison.is_none(),
            filter: filter && key.comparison.is_none(),
            linear,
            levels: match (one_level, key.comparison) {
                (true, _) => Levels::One,
                (false, None) => Levels::Bounded,
                (false, Some(_)) => Levels::All,
            },
            border: host_border,
        };
        let sampler = self.samplers.get(&self.gpu.device, state, wanted);
        Some((key, Slot { number, kind }, view, sampler))
    }

    /// The border that the host's sampler has; any but its three is done in the shader.
    fn border(
        &self,
        key: &mut SamplerKey,
        used: SamplerUse,
        state: &Sampler,
        border: [u32; 4],
    ) -> SamplerBorderColor {
        let axes = match used.dimension {
            Dimension::Cube | Dimension::CubeArray => 0,
            Dimension::D1 | Dimension::D1Array => 1,
            Dimension::D3 => 3,
            _ => 2,
        };
        let reaches =
            |axis: usize| axis < axes && sampler::reaches_border(state.wrap[axis], key.linear.any());
        let mask = (0..3)
            .filter(|&axis| reaches(axis))
            .fold(0, |mask, axis| mask | 1 << axis);
        if mask == 0 {
            return SamplerBorderColor::TransparentBlack;
        }
        let one = match key.texel {
            TexelKind::Sint | TexelKind::Uint => 1,
            _ => 1.0f32.to_bits(),
        };
        let depth = key.texel == TexelKind::Depth;
        match border {
            [0, ..] if depth => SamplerBorderColor::TransparentBlack,
            [red, ..] if depth && red == one => SamplerBorderColor::OpaqueWhite,
            [0, 0, 0, 0] => SamplerBorderColor::TransparentBlack,
            [0, 0, 0, alpha] if alpha == one => SamplerBorderColor::OpaqueBlack,
            [r, g, b, a] if [r, g, b, a] == [one; 4] => SamplerBorderColor::OpaqueWhite,
            _ => {
                key.border = mask;
                SamplerBorderColor::TransparentBlack
            }
        }
    }

    fn texture_layout(&mut self, visibility: ShaderStages, slots: Vec<Slot>) -> u64 {
        let sets = &mut self.texture_sets;
        if let Some(number) = sets.layouts.get(&(visibility, slots.clone())) {
            return *number;
        }
        let entries: Vec<_> = slots
            .iter()
            .flat_map(|slot| {
                let entry = |binding, ty| BindGroupLayoutEntry {
                    binding,
                    visibility,
                    ty,
                    count: None,
                };
                let first = u32::from(slot.number) * 2;
                let (resource, sampler) = match slot.kind {
                    SlotKind::Texture {
                        dimension,
                        multisampled,
                        sample,
                        sampler,
                    } => {
                        let texture = BindingType::Texture {
                            sample_type: sample,
                            view_dimension: dimension,
                            multisampled,
                        };
                        (texture, Some(BindingType::Sampler(sampler)))
                    }
                    SlotKind::Buffer => {
                        let buffer = BindingType::Buffer {
                            ty: wgpu::BufferBindingType::Storage { read_only: true },
                            has_dynamic_offset: false,
                            min_binding_size: None,
                        };
                        (buffer, None)
                    }
                };
                let sampler = sampler.map(|sampler| entry(first + 1, sampler));
                std::iter::once(entry(first, resource)).chain(sampler)
            })
            .collect();
        let layout = self
            .gpu
            .device
            .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &entries,
            });
        sets.layout_list.push(layout);
        let number = sets.layout_list.len() as u64;
        sets.layouts.insert((visibility, slots), number);
        number
    }

    fn texture_group(&mut self, layout: u64, bounds: &[(u8, Bound)]) -> Option<(u64, wgpu::BindGroup)> {
        // Numbers of layouts and samplers get a tag, so that they are not taken for those of views.
        let mut key = vec![layout | 1 << 62];
        for (_, bound) in bounds {
            match bound {
                Bound::Texture(view, (sampler, _)) => key.extend([view.id, sampler | 1 << 63]),
                Bound::Buffer(buffer) => key.push(buffer.id),
            }
        }
        if let Some(group) = self.texture_sets.groups.get(&key) {
            return Some(group.clone());
        }
        let entries: Vec<_> = bounds
            .iter()
            .flat_map(|(number, bound)| {
                let first = u32::from(*number) * 2;
                let entry = |binding, resource| wgpu::BindGroupEntry { binding, resource };
                let (resource, sampler) = match bound {
                    Bound::Texture(view, (_, sampler)) => (
                        wgpu::BindingResource::TextureView(&view.view),
                        Some(wgpu::BindingResource::Sampler(sampler)),
                    ),
                    Bound::Buffer(buffer) => (buffer.resource(), None),
                };
                let sampler = sampler.map(|sampler| entry(first + 1, sampler));
                std::iter::once(entry(first, resource)).chain(sampler)
            })
            .collect();
        let group = self.gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: self.texture_sets.layout(layout)?,
            entries: &entries,
        });
        let group = (self.texture_sets.fresh(), group);
        self.texture_sets.groups.insert(key, group.clone());
        Some(group)
    }
}

fn is_cube(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Cube | Dimension::CubeArray)
}

/// Whether no sampler reads it.
fn is_integer(class: Class) -> bool {
    matches!(class, Class::Sint | Class::Uint | Class::Stencil)
}

/// The key of a texture buffer, whose range goes into the header.
fn buffer_key(number: u8, bound: Option<&BoundBuffer>, set: &mut TextureSet) -> SamplerKey {
    let Some(bound) = bound else {
        return SamplerKey::default();
    };
    let [offset, count] = bound.range;
    set.headers.push(SamplerHeader {
        number,
        words: [offset, count, 0, 0, 0, 0, 0, 0],
    });
    set.has_buffers = true;
    SamplerKey {
        texel: bound.texels.kind,
        swizzle: bound.texels.swizzle,
        buffer: Some(bound.texels.format),
        ..SamplerKey::default()
    }
}

fn texel_wrap(wrap: device::gpu::Wrap) -> TexelWrap {
    use device::gpu::Wrap;
    match wrap {
        Wrap::Repeat => TexelWrap::Repeat,
        Wrap::MirrorRepeat => TexelWrap::MirrorRepeat,
        Wrap::Clamp | Wrap::ClampToEdge => TexelWrap::ClampToEdge,
        Wrap::ClampToBorder => TexelWrap::ClampToBorder,
        Wrap::MirrorClamp | Wrap::MirrorClampToEdge => TexelWrap::MirrorClampToEdge,
        Wrap::MirrorClampToBorder => TexelWrap::MirrorClampToBorder,
    }
}

/// Whether a comparison is at a level that naga cannot compare at, and the level matters.
fn chooses_level(key: &SamplerKey, used: SamplerUse, state: &Sampler, one_level: bool) -> bool {
    let levels = !one_level && state.mip_filter != MipFilter::None;
    (used.levels || key.lod_bias) && (levels || state.min_linear != state.mag_linear)
}

fn compare_emulation(state: &Sampler, format: Option<Format>, one_level: bool) -> CompareEmulation {
    CompareEmulation {
        function: Some(state.compare.unwrap_or_default()),
        clamp: !matches!(format, Some(Format::Z32_FLOAT | Format::Z32_FLOAT_S8X24_UINT)),
        min_linear: state.min_linear,
        mag_linear: state.mag_linear,
        mip: mip_emulation(state, one_level),
    }
}

fn mip_emulation(state: &Sampler, one_level: bool) -> MipEmulation {
    match state.mip_filter {
        _ if one_level => MipEmulation::None,
        MipFilter::None => MipEmulation::None,
        MipFilter::Nearest => MipEmulation::Nearest,
        MipFilter::Linear => MipEmulation::Linear,
    }
}

fn wrap_emulation(wrap: device::gpu::Wrap, linear: bool) -> WrapEmulation {
    use device::gpu::Wrap;
    match wrap {
        Wrap::Clamp if linear => WrapEmulation::Clamp,
        Wrap::MirrorClamp | Wrap::MirrorClampToEdge | Wrap::MirrorClampToBorder => WrapEmulation::MirrorClamp,
        Wrap::Repeat | Wrap::Clamp | Wrap::ClampToEdge | Wrap::ClampToBorder | Wrap::MirrorRepeat => {
            WrapEmulation::None
        }
    }
}
