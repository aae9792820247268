//! Views of textures as shaders take them.

use device::gpu::{Format, Handle, Key, SamplerView, Shared, Swizzle, Target, ViewRange};
use rustc_hash::{FxHashMap, FxHashSet};
use wgpu::TextureViewDimension;

use crate::adapter::SAMPLES;
use crate::format::{self, Class};
use crate::pass::Attachment;
use crate::renderer::Wgpu;
use crate::texture_buffer::Texels;

/// A part of a texture that is read.
#[derive(Clone, Copy)]
pub(crate) struct Read {
    pub(crate) resource: Handle,
    levels: (u32, u32),
    layers: (u32, u32),
}

impl Read {
    /// Whether it has one level.
    pub(crate) fn is_one_level(&self) -> bool {
        self.levels.0 == self.levels.1
    }

    /// Whether a draw to that attachment would read what it writes.
    pub(crate) fn overlaps(&self, attachment: &Attachment) -> bool {
        self.resource == attachment.resource
            && (self.levels.0..=self.levels.1).contains(&attachment.level)
            && (attachment.depth_slice.is_some()
                || (self.layers.0..=self.layers.1).contains(&attachment.layer))
    }
}

/// A view that can be bound.
#[derive(Clone)]
pub(crate) struct BoundView {
    pub(crate) id: u64,
    pub(crate) view: wgpu::TextureView,
    pub(crate) class: Class,
    pub(crate) swizzle: [Swizzle; 4],
    /// The format's part of the swizzle: a border's colour is a texel before the view's part.
    pub(crate) format_swizzle: [Swizzle; 4],
    pub(crate) read: Option<Read>,
}

/// Every view, by object and dimension.
#[derive(Default)]
pub(crate) struct Views {
    table: FxHashMap<(Key, TextureViewDimension), BoundView>,
    dummies: FxHashMap<(TextureViewDimension, bool, bool), BoundView>,
    /// Numbers of views of buffers.
    buffers: FxHashMap<Key, u64>,
    /// What stands where no buffer is bound, and its number.
    no_buffer: Option<(u64, wgpu::Buffer)>,
    /// The texels of the last buffer that was bound as a texture.
    pub(crate) last_texels: Texels,
    next: u64,
    dead: FxHashSet<u64>,
    /// Layers of multisampled arrays that the batch has put one below the other, by view.
    stacked: FxHashMap<Key, Stacked>,
}

/// A copy of layers, and of what and when.
#[derive(Clone)]
struct Stacked {
    batch: u64,
    drawn_to: u64,
    view: BoundView,
    layers: u32,
}

impl BoundView {
    pub(crate) fn is_multisampled(&self) -> bool {
        self.view.texture().sample_count() > 1
    }
}

impl Views {
    /// A view object was destroyed.
    pub(crate) fn forget(&mut self, key: Key) {
        self.dead.extend(self.buffers.remove(&key));
        let dead = &mut self.dead;
        self.stacked.remove(&key);
        self.table.retain(|(of, _), view| {
            let keep = *of != key;
            if !keep {
                dead.insert(view.id);
            }
            keep
        });
    }

    /// The numbers of views that are gone since the last call.
    pub(crate) fn take_dead(&mut self) -> FxHashSet<u64> {
        std::mem::take(&mut self.dead)
    }

    /// The number of a view of a buffer.
    pub(crate) fn buffer(&mut self, key: Key) -> u64 {
        if let Some(number) = self.buffers.get(&key) {
            return *number;
        }
        let number = self.fresh();
        self.buffers.insert(key, number);
        number
    }

    /// A few zeroes, in the place of a buffer that is not there.
    pub(crate) fn no_buffer(&mut self, device: &wgpu::Device) -> (u64, wgpu::Buffer) {
        let known = self.no_buffer.take().unwrap_or_else(|| {
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: NO_BUFFER_BYTES,
                usage: wgpu::BufferUsages::STORAGE,
                mapped_at_creation: false,
            });
            (self.fresh(), buffer)
        });
        self.no_buffer.insert(known).clone()
    }

    /// A number for what only the next draw reads: groups with it go after the batch.
    pub(crate) fn passing(&mut self) -> u64 {
        let number = self.fresh();
        self.dead.insert(number);
        number
    }

    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

/// Bytes of [`Views::no_buffer`].
pub(crate) const NO_BUFFER_BYTES: u64 = 16;

/// Whether it is of a 3D texture.
pub(crate) fn is_3d(dimension: TextureViewDimension) -> bool {
    dimension == TextureViewDimension::D3
}

impl Wgpu {
    /// The view of an object, as what the shader takes it for; `None` if it cannot be that.
    pub(crate) fn bound_view(
        &mut self,
        view: &Shared<SamplerView>,
        dimension: TextureViewDimension,
    ) -> Option<BoundView> {
        if let Some(bound) = self.views.table.get(&(view.key(), dimension)) {
            return Some(bound.clone());
        }
        let bound = self.create_view(view, dimension, None)?;
        self.views.table.insert((view.key(), dimension), bound.clone());
        Some(bound)
    }

    /// The view on a copy of what it shows, which the draw may write.
    pub(crate) fn copied_view(
        &mut self,
        view: &SamplerView,
        bound: &BoundView,
        dimension: TextureViewDimension,
    ) -> Option<BoundView> {
        let levels = bound.read?.levels;
        let host = self.resources.texture(view.resource)?.host.clone();
        self.restart_pass();
        let copy = self.copy_of(&host, levels.0..=levels.1);
        self.create_view(view, dimension, Some(&copy))
    }

    /// The layers of a multisampled array one below the other, as they are now, and how many there are.
    pub(crate) fn stacked_view(&mut self, view: &Shared<SamplerView>) -> Option<(BoundView, u32)> {
        let ViewRange::Texture {
            first_layer,
            last_layer,
            ..
        } = view.range
        else {
            return None;
        };
        let batch = self.batch.serial;
        let texture = self.resources.texture(view.resource)?;
        if !texture.is_multisampled() {
            return None;
        }
        let drawn_to = texture.drawn_to;
        let is_target = self.pass.as_ref().is_some_and(|pass| {
            let mut targets = pass.targets.all();
            targets.any(|target| target.resource == view.resource)
        });
        if let Some(known) = self.views.stacked.get(&view.key())
            && (known.batch, known.drawn_to) == (batch, drawn_to)
            && !is_target
        {
            return Some((known.view.clone(), known.layers));
        }
        self.views.stacked.retain(|_, known| known.batch == batch);
        let layers = last_layer - first_layer + 1;
        let plane = match format::host_format(view.format)?.class {
            Class::Depth | Class::DepthStencil => Some((Class::Depth, Format::R32_FLOAT)),
            Class::Stencil => Some((Class::Stencil, Format::R8_UINT)),
            Class::Float | Class::Sint | Class::Uint => None,
        };
        let (host, plane) = match plane {
            Some((class, format)) => {
                let host = format::host_format(format)?;
                (host, Some((class, host)))
            }
            None => (texture.view_format(view.format)?, None),
        };
        self.restart_pass();
        let Some(stacked) = self.stacked(view.resource, first_layer, layers, plane) else {
            self.unsupported("that many multisampled layers");
            return None;
        };
        let made = stacked.create_view(&wgpu::TextureViewDescriptor {
            format: Some(host.texture),
            usage: Some(wgpu::TextureUsages::TEXTURE_BINDING),
            ..Default::default()
        });
        let id = self.views.fresh();
        // Groups with it serve this batch alone.
        self.views.dead.insert(id);
        let bound = BoundView {
            id,
            view: made,
            class: host.class,
            swizzle: format::compose(view.swizzle, host.swizzle),
            format_swizzle: host.swizzle,
            read: Some(Read {
                resource: view.resource,
                levels: (0, 0),
                layers: (first_layer, last_layer),
            }),
        };
        let known = Stacked {
            batch,
            drawn_to,
            view: bound.clone(),
            layers,
        };
        self.views.stacked.insert(view.key(), known);
        Some((bound, layers))
    }

    /// A view on a copy of colour target 0, for draws that combine with it bit by bit. Only targets whose
    /// components have 8 bits have such bits.
    pub(crate) fn copied_target(&mut self) -> Option<BoundView> {
        let attachment = self.pass.as_ref()?.targets.colors.first()?.clone()?;
        if attachment
            .format
            .texture
            .remove_srgb_suffix()
            .block_copy_size(None)
            != Some(4)
            || attachment.format.class != Class::Float
            || attachment.depth_slice.is_some()
        {
            return None;
        }
        let host = self.resources.texture(attachment.resource)?.host.clone();
        self.restart_pass();
        let copy = self.copy_of(&host, attachment.level..=attachment.level);
        let view = copy.create_view(&wgpu::TextureViewDescriptor {
            format: Some(attachment.format.texture),
            dimension: Some(TextureViewDimension::D2),
            base_mip_level: attachment.level,
            mip_level_count: Some(1),
            base_array_layer: attachment.layer,
            array_layer_count: Some(1),
            ..Default::default()
        });
        let id = self.views.passing();
        Some(BoundView {
            id,
            view,
            class: Class::Float,
            swizzle: attachment.format.swizzle,
            format_swizzle: attachment.format.swizzle,
            read: None,
        })
    }

    /// Whether what a view shows is a target of the pass.
    pub(crate) fn is_drawn_to(&self, bound: &BoundView) -> bool {
        let Some((read, pass)) = bound.read.zip(self.pass.as_ref()) else {
            return false;
        };
        pass.targets.all().any(|attachment| read.overlaps(attachment))
    }

    /// Makes a view, on `copy` in place of the texture itself if there is one.
    fn create_view(
        &mut self,
        view: &SamplerView,
        dimension: TextureViewDimension,
        copy: Option<&wgpu::Texture>,
    ) -> Option<BoundView> {
        let ViewRange::Texture {
            first_layer,
            last_layer,
            first_level,
            last_level,
        } = view.range
        else {
            return None;
        };
        let id = self.views.fresh();
        let texture = self.resources.texture(view.resource)?;
        let Some(host) = texture.view_format(view.format) else {
            let (from, to) = (texture.desc.format, view.format);
            self.unsupported(&format!("sampling {from} as {to}"));
            return None;
        };
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
        let made = copy
            .unwrap_or(&texture.host)
            .create_view(&wgpu::TextureViewDescriptor {
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
    pub(crate) fn dummy_view(
        &mut self,
        dimension: TextureViewDimension,
        depth: bool,
        multisampled: bool,
    ) -> BoundView {
        let key = (dimension, depth, multisampled);
        if let Some(view) = self.views.dummies.get(&key) {
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
        let mut usage = wgpu::TextureUsages::TEXTURE_BINDING;
        usage.set(wgpu::TextureUsages::RENDER_ATTACHMENT, multisampled);
        let texture = self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d {
                width: 1,
                height: 1,
                depth_or_array_layers: layers,
            },
            mip_level_count: 1,
            sample_count: if multisampled { SAMPLES } else { 1 },
            dimension: if is_3d(dimension) {
                wgpu::TextureDimension::D3
            } else {
                wgpu::TextureDimension::D2
            },
            format: host.texture,
            usage,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor {
            dimension: Some(dimension),
            ..Default::default()
        });
        let id = self.views.fresh();
        let dummy = BoundView {
            id,
            view,
            class: host.class,
            swizzle: host.swizzle,
            format_swizzle: host.swizzle,
            read: None,
        };
        self.views.dummies.insert(key, dummy.clone());
        dummy
    }
}
