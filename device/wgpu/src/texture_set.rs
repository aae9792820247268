//! The textures and samplers of a stage: what shader variants depend on, and the bind group.

use std::rc::Rc;

use device::gpu::{
    Format, Handle, Key, Sampler, SamplerView, Shared, StageState, Swizzle, Target, ViewRange,
};
use rustc_hash::{FxHashMap, FxHashSet};
use tgsi::lower::key::{SamplerKey, TexelKind, WrapEmulation};
use tgsi::{Dimension, SamplerUse};
use wgpu::{
    BindGroupLayoutEntry, BindingType, SamplerBindingType, SamplerBorderColor, ShaderStages,
    TextureSampleType, TextureViewDimension,
};

use crate::format::{self, Class};
use crate::pass::Attachment;
use crate::renderer::Wgpu;
use crate::sampler::{self, Wanted};

/// Bind groups that are kept; beyond it, all are made again.
const MOST_GROUPS: usize = 8192;

/// What a draw needs to know of a stage's textures.
#[derive(Clone, Default)]
pub(crate) struct TextureSet {
    /// By sampler number, for the variant's key.
    pub(crate) keys: Rc<Vec<SamplerKey>>,
    /// Number of the layout; 0 if the shader samples nothing.
    pub(crate) layout: u64,
    /// The group, with its number.
    pub(crate) group: Option<(u64, wgpu::BindGroup)>,
    /// For those whose key reads the header: number, LOD bias and border.
    pub(crate) headers: Vec<(u8, f32, [u32; 4])>,
    /// What is read.
    pub(crate) reads: Vec<Read>,
}

/// A part of a texture that is read.
#[derive(Clone, Copy)]
pub(crate) struct Read {
    pub(crate) resource: Handle,
    levels: (u32, u32),
    layers: (u32, u32),
}

impl Read {
    /// Whether a draw to that attachment would read what it writes.
    pub(crate) fn overlaps(&self, attachment: &Attachment) -> bool {
        self.resource == attachment.resource
            && (self.levels.0..=self.levels.1).contains(&attachment.level)
            && (attachment.depth_slice.is_some()
                || (self.layers.0..=self.layers.1).contains(&attachment.layer))
    }
}

/// A binding of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Slot {
    number: u8,
    dimension: TextureViewDimension,
    sample: TextureSampleType,
    sampler: SamplerBindingType,
}

/// A view that can be bound.
#[derive(Clone)]
struct BoundView {
    id: u64,
    view: wgpu::TextureView,
    class: Class,
    swizzle: [Swizzle; 4],
    /// The format's part of the swizzle: a border's colour is a texel before the view's part.
    format_swizzle: [Swizzle; 4],
    read: Option<Read>,
}

/// Layouts, views and groups.
#[derive(Default)]
pub(crate) struct TextureSets {
    layouts: FxHashMap<(ShaderStages, Vec<Slot>), u64>,
    layout_list: Vec<wgpu::BindGroupLayout>,
    views: FxHashMap<(Key, TextureViewDimension), BoundView>,
    dummies: FxHashMap<(TextureViewDimension, bool), BoundView>,
    groups: FxHashMap<Vec<u64>, (u64, wgpu::BindGroup)>,
    next: u64,
    dead: FxHashSet<u64>,
}

impl TextureSets {
    /// The layout of that number.
    pub(crate) fn layout(&self, number: u64) -> Option<&wgpu::BindGroupLayout> {
        self.layout_list
            .get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// A view was destroyed.
    pub(crate) fn forget(&mut self, key: Key) {
        let dead = &mut self.dead;
        self.views.retain(|(of, _), view| {
            let keep = *of != key;
            if !keep {
                dead.insert(view.id);
            }
            keep
        });
    }

    /// Lets groups of destroyed views go.
    pub(crate) fn collect(&mut self) {
        if self.groups.len() > MOST_GROUPS {
            self.groups.clear();
        }
        if !self.dead.is_empty() {
            let dead = &self.dead;
            self.groups
                .retain(|key, _| !key.iter().any(|id| dead.contains(id)));
            self.dead.clear();
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

fn is_3d(dimension: TextureViewDimension) -> bool {
    dimension == TextureViewDimension::D3
}

impl Wgpu {
    /// The set that a stage's shader samples.
    pub(crate) fn texture_set(&mut self, stage: &StageState, visibility: ShaderStages) -> TextureSet {
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
        set.keys = Rc::new(keys);
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
        let view = match view.and_then(|view| self.bound_view(view, dimension)) {
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
            swizzle: view.swizzle,
            wrap: state.wrap.map(|wrap| wrap_emulation(wrap, linear)),
            lod_bias: state.lod_bias != 0.0 && !state.lod_bias.is_nan(),
            border: 0,
            linear,
        };
        let border = format::to_host_color(view.format_swizzle, state.border);
        let host_border = self.border(&mut key, used, state, border);
        if key.uses_header() {
            set.headers.push((number, state.lod_bias, border));
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
            sampler: match (compare, filter) {
                (true, _) => SamplerBindingType::Comparison,
                (false, true) => SamplerBindingType::Filtering,
                (false, false) => SamplerBindingType::NonFiltering,
            },
        };
        let wanted = Wanted {
            compare,
            filter,
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

    fn bound_view(
        &mut self,
        view: &Shared<SamplerView>,
        dimension: TextureViewDimension,
    ) -> Option<BoundView> {
        if let Some(bound) = self.texture_sets.views.get(&(view.key(), dimension)) {
            return Some(bound.clone());
        }
        let bound = self.create_view(view, dimension)?;
        self.texture_sets
            .views
            .insert((view.key(), dimension), bound.clone());
        Some(bound)
    }

    fn create_view(&mut self, view: &SamplerView, dimension: TextureViewDimension) -> Option<BoundView> {
        let ViewRange::Texture {
            first_layer,
            last_layer,
            first_level,
            last_level,
        } = view.range
        else {
            return None;
        };
        let id = self.texture_sets.fresh();
        let texture = self.resources.texture(view.resource)?;
        let host = format::host_format(view.format)?;
        if is_3d(dimension) != (texture.desc.target == Target::Texture3D) {
            return None;
        }
        let levels = texture.host.mip_level_count();
        let last_level = last_level.min(levels - 1);
        let first_level = first_level.min(last_level);
        let layers = match dimension {
            TextureViewDimension::D3 | TextureViewDimension::D2 => 1,
            TextureViewDimension::Cube => 6,
            TextureViewDimension::CubeArray => (last_layer - first_layer + 1) / 6 * 6,
            _ => last_layer - first_layer + 1,
        };
        let base_layer = if is_3d(dimension) { 0 } else { first_layer };
        if !is_3d(dimension) && (layers == 0 || base_layer + layers > texture.host.depth_or_array_layers()) {
            return None;
        }
        let aspect = match host.class {
            Class::Depth | Class::DepthStencil => wgpu::TextureAspect::DepthOnly,
            Class::Stencil => wgpu::TextureAspect::StencilOnly,
            Class::Float | Class::Sint | Class::Uint => wgpu::TextureAspect::All,
        };
        if !texture.can_view_as(host.texture) {
            let (from, to) = (texture.desc.format, view.format);
            self.unsupported(&format!("sampling {from} as {to}"));
            return None;
        }
        let made = texture.host.create_view(&wgpu::TextureViewDescriptor {
            format: (aspect == wgpu::TextureAspect::All).then_some(host.texture),
            dimension: Some(dimension),
            usage: Some(wgpu::TextureUsages::TEXTURE_BINDING),
            aspect,
            base_mip_level: first_level,
            mip_level_count: Some(last_level - first_level + 1),
            base_array_layer: base_layer,
            array_layer_count: Some(layers),
            ..Default::default()
        });
        let read = Read {
            resource: view.resource,
            levels: (first_level, last_level),
            layers: (
                first_layer,
                if is_3d(dimension) {
                    u32::MAX
                } else {
                    base_layer + layers - 1
                },
            ),
        };
        let swizzle = format::compose(view.swizzle, host.swizzle);
        Some(BoundView {
            id,
            view: made,
            class: host.class,
            swizzle,
            format_swizzle: host.swizzle,
            read: Some(read),
        })
    }

    /// What is bound where the guest bound nothing that fits: one texel of opaque black, or of depth 0.
    fn dummy_view(&mut self, dimension: TextureViewDimension, depth: bool) -> BoundView {
        if let Some(view) = self.texture_sets.dummies.get(&(dimension, depth)) {
            return view.clone();
        }
        let depth_possible = depth && !is_3d(dimension);
        let format = if depth_possible {
            Format::Z16_UNORM
        } else {
            Format::R8G8B8X8_UNORM
        };
        let layers = match dimension {
            TextureViewDimension::Cube | TextureViewDimension::CubeArray => 6,
            _ => 1,
        };
        let host = format::host_format(format).expect("both are in the table");
        let texture = self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d {
                width: 1,
                height: 1,
                depth_or_array_layers: layers,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: if is_3d(dimension) {
                wgpu::TextureDimension::D3
            } else {
                wgpu::TextureDimension::D2
            },
            format: host.texture,
            usage: wgpu::TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor {
            dimension: Some(dimension),
            ..Default::default()
        });
        let id = self.texture_sets.fresh();
        let dummy = BoundView {
            id,
            view,
            class: host.class,
            swizzle: host.swizzle,
            format_swizzle: host.swizzle,
            read: None,
        };
        self.texture_sets
            .dummies
            .insert((dimension, depth), dummy.clone());
        dummy
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
