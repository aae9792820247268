//! The render pass that draws go into. It begins when something is drawn or cleared and ends when the targets
//! change, when its content is needed, or when a target is cleared after something was drawn: the clear is then
//! the beginning of the next pass, which costs less than drawing it.

use std::sync::Arc;
use std::time::Duration;

use device::gpu::{
    Clear, ClearBuffers, Format, Framebuffer, Handle, Key, Scissor, Surface, Target as ResourceTarget,
    Viewport,
};
use rustc_hash::FxHashMap;
use wgpu::{LoadOp, Operations, StoreOp};

use crate::adapter::SAMPLES;
use crate::draw::Sources;
use crate::format::{self, Class, HostFormat};
use crate::list::{Attachments, ColorAttachment, DepthStencilAttachment, PassList};
use crate::renderer::Wgpu;
use crate::resource::BindingId;
use crate::stand_in::StandIn;
use crate::stream::Place;

/// A surface as something that can be attached.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) view: wgpu::TextureView,
    pub(crate) depth_slice: Option<u32>,
    /// Of the surface, which may name another format than its resource.
    pub(crate) format: HostFormat,
    pub(crate) resource: Handle,
    pub(crate) level: u32,
    pub(crate) layer: u32,
    pub(crate) size: (u32, u32),
    pub(crate) samples: u32,
}

/// What a pass draws to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets {
    keys: Vec<Option<Key>>,
    depth_key: Option<Key>,
    pub(crate) colors: Vec<Option<Attachment>>,
    pub(crate) depth_stencil: Option<Attachment>,
    /// For attachments that are larger than others.
    stand_ins: Vec<StandIn>,
    pub(crate) size: (u32, u32),
    /// Of every attachment.
    pub(crate) samples: u32,
    /// Width, height and samples of a framebuffer that has none.
    empty: Option<(u16, u16, u8)>,
}

/// In the place of a resource's name, of what is attached where nothing is.
const NOTHING: Handle = Handle(u64::MAX);
/// Bytes of it: four samples of the largest framebuffer.
const MOST_NOTHING: u64 = 1 << 30;
/// How long another of another size waits for one before it.
const NOTHING_WAITS: Duration = Duration::from_secs(2);

/// Width, height and samples of a framebuffer without attachments.
fn empty_size(framebuffer: &Framebuffer) -> Option<(u16, u16, u8)> {
    let (width, height, _, samples) = framebuffer.no_attachment;
    let is_empty = framebuffer.colors.iter().all(Option::is_none) && framebuffer.depth_stencil.is_none();
    is_empty.then_some((width, height, samples))
}

impl Targets {
    /// The host's format of depth and stencil.
    pub(crate) fn depth_format(&self) -> Option<wgpu::TextureFormat> {
        Some(self.depth_stencil.as_ref()?.format.texture)
    }

    fn is(&self, framebuffer: &Framebuffer) -> bool {
        self.empty == empty_size(framebuffer)
            && self.depth_key == framebuffer.depth_stencil.as_ref().map(|surface| surface.key())
            && self.keys.len() == framebuffer.colors.len()
            && self
                .keys
                .iter()
                .zip(&framebuffer.colors)
                .all(|(key, surface)| *key == surface.as_ref().map(|s| s.key()))
    }

    /// Every attachment.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Attachment> {
        self.colors.iter().flatten().chain(&self.depth_stencil)
    }
}

/// What is set in an open pass, so that it is set only when it changes.
#[derive(Default)]
pub(crate) struct Bound {
    pub(crate) pipeline: Option<u64>,
    pub(crate) constants: Option<(u64, [Place; 2])>,
    pub(crate) groups: [Option<u64>; 5],
    pub(crate) vertex_buffers: Vec<Option<(BindingId, u64)>>,
    /// The buffers and the plan that those are of.
    pub(crate) planned: Option<(Sources, u64)>,
    pub(crate) index: Option<(BindingId, wgpu::IndexFormat)>,
    pub(crate) viewport: Option<Viewport>,
    pub(crate) halfz: bool,
    pub(crate) scissor: Option<Scissor>,
    pub(crate) stencil_reference: Option<u8>,
    pub(crate) blend_color: Option<[f32; 4]>,
    pub(crate) query: Option<u32>,
}

/// Clears that the pass begins with.
#[derive(Clone, Copy, Default)]
pub(crate) struct Clears {
    pub(crate) colors: [Option<[u32; 4]>; 8],
    pub(crate) depth: Option<f32>,
    pub(crate) stencil: Option<u8>,
}

/// A pass, open or about to be.
pub(crate) struct Pass {
    pub(crate) targets: Targets,
    clears: Clears,
    has_clears: bool,
    pub(crate) open: Option<PassList>,
    /// Whether it was open once, so that its stand-ins hold what its attachments should.
    was_open: bool,
    pub(crate) bound: Bound,
    /// Whether it was opened with a set of occlusion queries.
    pub(crate) counts: bool,
    /// Buffers that all its draws may write.
    pub(crate) written: Arc<[Handle]>,
}

impl Pass {
    fn new(targets: Targets) -> Self {
        Self {
            targets,
            clears: Clears::default(),
            has_clears: false,
            open: None,
            was_open: false,
            bound: Bound::default(),
            counts: false,
            written: Arc::default(),
        }
    }
}

/// Attachments, by surface.
#[derive(Default)]
pub(crate) struct Surfaces {
    table: FxHashMap<Key, Attachment>,
    /// What was last attached where there was nothing.
    nothing: Option<Attachment>,
}

impl Surfaces {
    pub(crate) fn forget(&mut self, key: Key) {
        self.table.remove(&key);
    }
}

impl Wgpu {
    /// The surface as an attachment; `None` if the host cannot render to it.
    pub(crate) fn attachment(&mut self, surface: &Surface) -> Option<Attachment> {
        let texture = self.resources.texture_mut(surface.resource)?;
        texture.drawn_to += 1;
        let format = texture.view_format(surface.format);
        let Some(format) = format.filter(|_| texture.renderable()) else {
            let (from, to) = (texture.desc.format, surface.format);
            self.unsupported(&format!("rendering to {from} as {to}"));
            return None;
        };
        let samples = texture.host.sample_count();
        if surface.samples > 1 && samples == 1 {
            self.unsupported("rendering with more samples than there are");
            return None;
        }
        let is_3d = texture.desc.target == ResourceTarget::Texture3D;
        let view = texture.host.create_view(&wgpu::TextureViewDescriptor {
            format: Some(format.texture),
            dimension: Some(if is_3d {
                wgpu::TextureViewDimension::D3
            } else {
                wgpu::TextureViewDimension::D2
            }),
            base_mip_level: surface.level,
            mip_level_count: Some(1),
            base_array_layer: if is_3d { 0 } else { surface.first_layer },
            array_layer_count: Some(1),
            ..Default::default()
        });
        let (width, height, _) = texture.desc.level_size(surface.level);
        Some(Attachment {
            view,
            depth_slice: is_3d.then_some(surface.first_layer),
            format,
            resource: surface.resource,
            level: surface.level,
            layer: surface.first_layer,
            size: (width, height),
            samples,
        })
    }

    fn targets(&mut self, framebuffer: &Framebuffer) -> Option<Targets> {
        let mut targets = Targets {
            size: (u32::MAX, u32::MAX),
            ..Targets::default()
        };
        for surface in &framebuffer.colors {
            targets.keys.push(surface.as_ref().map(|surface| surface.key()));
            let attachment = match surface {
                Some(surface) => self.surface(surface.key(), surface),
                None => None,
            };
            targets
                .colors
                .push(attachment.filter(|attachment| format::is_color(attachment.format.class)));
        }
        if let Some(surface) = &framebuffer.depth_stencil {
            targets.depth_key = Some(surface.key());
            let attachment = self.surface(surface.key(), surface);
            targets.depth_stencil =
                attachment.filter(|attachment| !format::is_color(attachment.format.class));
        }
        if let Some(empty) = empty_size(framebuffer) {
            targets.empty = Some(empty);
            targets.colors = vec![Some(self.nothing(empty)?)];
        }
        let samples = targets.all().next()?.samples;
        targets.samples = samples;
        if targets.all().any(|attachment| attachment.samples != samples) {
            self.unsupported("attachments with unlike numbers of samples");
            return None;
        }
        for attachment in targets.colors.iter().flatten().chain(&targets.depth_stencil) {
            let (width, height) = targets.size;
            targets.size = (width.min(attachment.size.0), height.min(attachment.size.1));
        }
        self.make_equal(&mut targets)?;
        Some(targets)
    }

    /// What is attached to a framebuffer that has nothing: the host wants something, and nobody reads it. A guest without
    /// such framebuffers has not set their size.
    fn nothing(&mut self, (width, height, samples): (u16, u16, u8)) -> Option<Attachment> {
        let size = (u32::from(width), u32::from(height));
        let most = self.gpu.limits.max_texture_dimension_2d;
        if size.0 == 0 || size.1 == 0 || size.0 > most || size.1 > most {
            return None;
        }
        let format = format::host_format(Format::R8_UNORM)?;
        let is_one = samples <= 1 || self.capabilities.sample_counts == 0;
        let samples = if is_one { 1 } else { SAMPLES };
        let known = self
            .surfaces
            .nothing
            .take()
            .filter(|known| (known.size, known.samples) == (size, samples));
        let attachment = match known {
            Some(known) => known,
            None => {
                let bytes = u64::from(size.0) * u64::from(size.1) * u64::from(samples);
                if bytes > MOST_NOTHING {
                    self.unsupported("framebuffers of that size without attachments");
                    return None;
                }
                if !self.stand_ins.may_make(bytes) {
                    // What was attached before is gone once what draws to it is done.
                    let ticket = self.submit();
                    self.wait_for(ticket, NOTHING_WAITS).ok()?;
                    self.stand_ins.made(bytes);
                }
                let texture = self.gpu.device.create_texture(&wgpu::TextureDescriptor {
                    label: None,
                    size: wgpu::Extent3d {
                        width: size.0,
                        height: size.1,
                        depth_or_array_layers: 1,
                    },
                    mip_level_count: 1,
                    sample_count: samples,
                    dimension: wgpu::TextureDimension::D2,
                    format: format.texture,
                    usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::TRANSIENT_ATTACHMENT,
                    view_formats: &[],
                });
                Attachment {
                    view: texture.create_view(&wgpu::TextureViewDescriptor::default()),
                    depth_slice: None,
                    format,
                    resource: NOTHING,
                    level: 0,
                    layer: 0,
                    size,
                    samples,
                }
            }
        };
        self.surfaces.nothing = Some(attachment.clone());
        Some(attachment)
    }

    /// Attachments that are larger than the framebuffer get stand-ins.
    fn make_equal(&mut self, targets: &mut Targets) -> Option<()> {
        let size = targets.size;
        let colors = targets.colors.iter_mut().enumerate();
        let colors = colors.filter_map(|(index, attachment)| Some((Some(index), attachment.as_mut()?)));
        let depth_stencil = targets
            .depth_stencil
            .as_mut()
            .map(|attachment| (None, attachment));
        for (color, attachment) in colors.chain(depth_stencil) {
            if attachment.size != size {
                targets.stand_ins.push(self.stand_in(color, attachment, size)?);
            }
        }
        Some(())
    }

    fn surface(&mut self, key: Key, surface: &Surface) -> Option<Attachment> {
        if let Some(attachment) = self.surfaces.table.get(&key) {
            return Some(attachment.clone());
        }
        let attachment = self.attachment(surface)?;
        self.surfaces.table.insert(key, attachment.clone());
        Some(attachment)
    }

    /// Makes the current pass one on this framebuffer. Returns whether there is anything to draw on.
    pub(crate) fn enter_pass(&mut self, framebuffer: &Framebuffer) -> bool {
        if self
            .pass
            .as_ref()
            .is_some_and(|pass| pass.targets.is(framebuffer))
        {
            return true;
        }
        self.end_pass();
        let Some(targets) = self.targets(framebuffer) else {
            return false;
        };
        let serial = self.batch.serial;
        for handle in targets.all().map(|attachment| attachment.resource) {
            if let Some(texture) = self.resources.texture_mut(handle) {
                texture.used = serial;
                texture.drawn_to += 1;
            }
        }
        self.pass = Some(Pass::new(targets));
        true
    }

    /// [`HostGpu::clear`](device::gpu::HostGpu::clear).
    pub(crate) fn clear_framebuffer(&mut self, framebuffer: &Framebuffer, clear: &Clear) {
        if !self.enter_pass(framebuffer) {
            return;
        }
        if self.pass.as_ref().is_some_and(|pass| pass.open.is_some()) {
            self.end_pass();
            if !self.enter_pass(framebuffer) {
                return;
            }
        }
        let Some(pass) = &mut self.pass else { return };
        pass.has_clears = true;
        for (index, place) in pass.clears.colors.iter_mut().enumerate() {
            if clear.buffers.bits() & (ClearBuffers::COLOR0.bits() << index) != 0 {
                *place = Some(clear.color);
            }
        }
        if clear.buffers.contains(ClearBuffers::DEPTH) {
            pass.clears.depth = Some(clear.depth.clamp(0.0, 1.0) as f32);
        }
        if clear.buffers.contains(ClearBuffers::STENCIL) {
            pass.clears.stencil = Some(clear.stencil);
        }
    }

    /// Opens the pass, if it is not.
    pub(crate) fn open_pass(&mut self) {
        let counting = self.queries.counting();
        if self
            .pass
            .as_ref()
            .is_some_and(|pass| pass.open.is_some() && (pass.counts || !counting))
        {
            return;
        }
        if let Some(pass) = &mut self.pass
            && let Some(open) = pass.open.take()
        {
            // It was opened before anything was counted: go on in another.
            self.batch.list.pass(open);
            pass.bound = Bound::default();
        }
        self.fill_stand_ins();
        let set = if counting {
            self.queries.set(&self.gpu.device)
        } else {
            None
        };
        let Some(pass) = &mut self.pass else { return };
        let clears = std::mem::take(&mut pass.clears);
        pass.has_clears = false;
        let colors = pass
            .targets
            .colors
            .iter()
            .zip(clears.colors)
            .map(|(attachment, clear)| {
                let attachment = attachment.as_ref()?;
                Some(ColorAttachment {
                    view: attachment.view.clone(),
                    depth_slice: attachment.depth_slice,
                    operations: match attachment.resource {
                        NOTHING => no_operations(),
                        _ => operations(clear.map(|color| clear_color(attachment.format, color))),
                    },
                })
            })
            .collect();
        let depth_stencil = pass.targets.depth_stencil.as_ref().map(|attachment| {
            let class = attachment.format.class;
            DepthStencilAttachment {
                view: attachment.view.clone(),
                depth: (class != Class::Stencil).then(|| operations(clears.depth)),
                stencil: (class != Class::Depth).then(|| operations(clears.stencil.map(u32::from))),
            }
        });
        pass.counts = set.is_some();
        pass.open = Some(PassList::new(Attachments {
            colors,
            depth_stencil,
            queries: set,
        }));
        pass.was_open = true;
        self.counters.passes += 1;
    }

    /// Before the pass is open for the first time, its stand-ins get their content.
    fn fill_stand_ins(&mut self) {
        if let Some(pass) = self.pass.take() {
            if !pass.was_open {
                self.copy_in(&pass.targets.stand_ins, &pass.clears);
            }
            self.pass = Some(pass);
        }
    }

    /// Ends the pass, and begins another on the same targets.
    pub(crate) fn restart_pass(&mut self) {
        let targets = self.pass.as_ref().map(|pass| pass.targets.clone());
        self.end_pass();
        self.pass = targets.map(Pass::new);
    }

    /// Ends the pass: what it drew and cleared is recorded.
    pub(crate) fn end_pass(&mut self) {
        if self
            .pass
            .as_ref()
            .is_some_and(|pass| pass.has_clears && pass.open.is_none())
        {
            self.open_pass();
        }
        self.pause_query();
        if let Some(Pass {
            targets,
            open,
            was_open,
            ..
        }) = self.pass.take()
        {
            if let Some(open) = open {
                self.batch.list.pass(open);
            }
            self.copy_out(targets.stand_ins, was_open);
        }
    }
}

fn operations<V>(clear: Option<V>) -> Operations<V> {
    Operations {
        load: clear.map_or(LoadOp::Load, LoadOp::Clear),
        store: StoreOp::Store,
    }
}

/// Of what nobody reads: memory that nothing is drawn to is never touched.
#[expect(
    unsafe_code,
    reason = "wgpu has no other word for content that does not matter"
)]
fn no_operations() -> Operations<wgpu::Color> {
    Operations {
        // SAFETY: there is no way to what is drawn: it is not stored, and no resource of a guest.
        load: LoadOp::DontCare(unsafe { wgpu::LoadOpDontCare::enabled() }),
        store: StoreOp::Discard,
    }
}

/// A colour of the protocol as the host clears with it.
pub(crate) fn clear_color(format: HostFormat, color: [u32; 4]) -> wgpu::Color {
    let host = format::to_host_color(format.swizzle, color);
    let [r, g, b, a] = host.map(|bits| match format.class {
        Class::Uint | Class::Stencil => f64::from(bits),
        Class::Sint => f64::from(bits as i32),
        Class::Float | Class::Depth | Class::DepthStencil => {
            let value = f32::from_bits(bits);
            if value.is_finite() { f64::from(value) } else { 0.0 }
        }
    });
    wgpu::Color { r, g, b, a }
}
