//! The textures and samplers of a stage: what shader variants depend on, and the bind group.

use std::sync::Arc;

use device::gpu::{Format, MipFilter, Sampler, SamplerView, Shared, StageState};
use rustc_hash::{FxHashMap, FxHashSet};
use tgsi::lower::key::{CompareEmulation, MipEmulation, SamplerKey, TexelKind, WrapEmulation};
use tgsi::{Dimension, SamplerUse};
use wgpu::{
    BindGroupLayoutEntry, BindingType, SamplerBindingType, SamplerBorderColor, ShaderStages,
    TextureSampleType, TextureViewDimension,
};

use crate::format::{self, Class};
use crate::renderer::Wgpu;
use crate::sampler::{self, Levels, Wanted};
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
}

/// What the header holds for a sampler.
#[derive(Clone, Copy)]
pub(crate) struct SamplerHeader {
    pub(crate) number: u8,
    /// Added to the level.
    pub(crate) lod_bias: f32,
    /// The smallest and the largest level.
    pub(crate) lod: [f32; 2],
    pub(crate) border: [u32; 4],
}

/// A binding of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Slot {
    number: u8,
    dimension: TextureViewDimension,
    sample: TextureSampleType,
    sampler: SamplerBindingType,
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
        Dimension::D3 => Some(TextureViewDimension::D3),
        Dimension::Cube => Some(TextureViewDimension::Cube),
        Dimension::D1Array | Dimension::D2Array => Some(TextureViewDimension::D2Array),
        Dimension::CubeArray => Some(TextureViewDimension::CubeArray),
        Dimension::Buffer | Dimension::D2Multisample | Dimension::D2ArrayMultisample => None,
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
        let mut bound = Vec::new();
        let uses = &shader.tgsi.info.samplers;
        for (number, used) in (0u8..).zip(uses) {
            let Some(used) = used else {
                keys.push(SamplerKey::default());
                continue;
            };
            let view = stage.views.get(usize::from(number)).and_then(Option::as_ref);
            let state = stage.samplers.get(usize::from(number)).and_then(Option::as_ref);
            let Some((key, slot, view, sampler)) = self.texture_slot(number, *used, view, state, &mut set)
            else {
                keys.push(SamplerKey::default());
                continue;
            };
            keys.push(key);
            slots.push(slot);
            bound.push((number, view, sampler));
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
                dimension: TextureViewDimension::D2,
                sample: TextureSampleType::Float { filterable: false },
                sampler: SamplerBindingType::NonFiltering,
            });
            bound.push((DESTINATION, view, sampler));
        }
        if !slots.is_empty() {
            set.layout = self.texture_layout(visibility, slots);
            set.group = self.texture_group(set.layout, &bound);
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
        let dimension = view_dimension(used.dimension)?;
        let format = view.map(|view| view.format);
        let bound = view.and_then(|view| self.bound_view(view, dimension));
        let bound = match (bound, view) {
            (Some(bound), Some(view)) if self.is_drawn_to(&bound) => {
                self.copied_view(view, &bound, dimension)
            }
            (bound, _) => bound,
        };
        let view = match bound {
            Some(view) => view,
            None => self.dummy_view(dimension, used.shadow),
        };
        set.reads.extend(view.read);
        let default_state = Sampler::default();
        let state = state.map_or(&default_state, |state| &***state);
        let texel = match view.class {
            Class::Float => TexelKind::Float,
            Class::Sint => TexelKind::Sint,
            Class::Uint | Class::Stencil => TexelKind::Uint,
            Class::Depth | Class::DepthStencil => TexelKind::Depth,
        };
        let compare = used.shadow && texel == TexelKind::Depth && state.compare.is_some();
        let filter = texel == TexelKind::Float || compare;
        let linear = filter && (state.min_linear || state.mag_linear);
        let mut key = SamplerKey {
            texel,
            compare,
            comparison: None,
            swizzle: view.swizzle,
            wrap: state.wrap.map(|wrap| wrap_emulation(wrap, linear)),
            lod_bias: state.lod_bias != 0.0 && !state.lod_bias.is_nan(),
            border: 0,
            linear,
        };
        let border = format::to_host_color(view.format_swizzle, state.border);
        let host_border = self.border(&mut key, used, state, border);
        let one_level = view.read.is_none_or(|read| read.is_one_level());
        if compare && (key.border != 0 || chooses_level(&key, used, state, one_level)) {
            key.comparison = Some(compare_emulation(state, format, one_level));
        }
        if key.uses_header() {
            set.headers.push(SamplerHeader {
                number,
                lod_bias: state.lod_bias,
                lod: sampler::lod_range(state),
                border,
            });
        }
        let slot = Slot {
            number,
            dimension,
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
        Some((key, slot, view, sampler))
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
        let reaches = |axis: usize| axis < axes && sampler::reaches_border(state.wrap[axis], key.linear);
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
                let texture = BindingType::Texture {
                    sample_type: slot.sample,
                    view_dimension: slot.dimension,
                    multisampled: false,
                };
                let first = u32::from(slot.number) * 2;
                [
                    entry(first, texture),
                    entry(first + 1, BindingType::Sampler(slot.sampler)),
                ]
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

    fn texture_group(
        &mut self,
        layout: u64,
        bound: &[(u8, BoundView, (u64, wgpu::Sampler))],
    ) -> Option<(u64, wgpu::BindGroup)> {
        // Numbers of layouts and samplers get a tag, so that they are not taken for those of views.
        let mut key = vec![layout | 1 << 62];
        for (_, view, (sampler, _)) in bound {
            key.extend([view.id, sampler | 1 << 63]);
        }
        if let Some(group) = self.texture_sets.groups.get(&key) {
            return Some(group.clone());
        }
        let entries: Vec<_> = bound
            .iter()
            .flat_map(|(number, view, (_, sampler))| {
                let first = u32::from(*number) * 2;
                [
                    wgpu::BindGroupEntry {
                        binding: first,
                        resource: wgpu::BindingResource::TextureView(&view.view),
                    },
                    wgpu::BindGroupEntry {
                        binding: first + 1,
                        resource: wgpu::BindingResource::Sampler(sampler),
                    },
                ]
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

/// Whether a comparison is at a level that naga cannot compare at, and the level matters.
fn chooses_level(key: &SamplerKey, used: SamplerUse, state: &Sampler, one_level: bool) -> bool {
    let levels = !one_level && state.mip_filter != MipFilter::None;
    (used.levels || key.lod_bias) && (levels || state.min_linear != state.mag_linear)
}

fn compare_emulation(state: &Sampler, format: Option<Format>, one_level: bool) -> CompareEmulation {
    CompareEmulation {
        function: state.compare.unwrap_or_default(),
        clamp: !matches!(format, Some(Format::Z32_FLOAT | Format::Z32_FLOAT_S8X24_UINT)),
        min_linear: state.min_linear,
        mag_linear: state.mag_linear,
        mip: match state.mip_filter {
            MipFilter::None => MipEmulation::None,
            _ if one_level => MipEmulation::None,
            MipFilter::Nearest => MipEmulation::Nearest,
            MipFilter::Linear => MipEmulation::Linear,
        },
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
