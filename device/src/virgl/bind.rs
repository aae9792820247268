//! State that is set rather than created. What is set to what it was already does not become dirty.

use std::sync::Arc;

use wire::virgl as w;
use zerocopy::little_endian::U32;

use super::{Error, Host, object::Object, resource::Resources, shader, sub_context::SubContext};
use crate::gpu::{
    Dirty, Framebuffer, IndexBuffer, Keyed, MAX_COLORS, MAX_SAMPLERS, MAX_VERTEX_BUFFERS, MAX_VIEWPORTS,
    Scissor, Shared, Surface, UniformBuffer, VertexBuffer, Viewport,
};

/// The slots from `start` on that `count` elements take.
pub(super) fn slots(
    what: &'static str,
    start: u32,
    count: usize,
    limit: usize,
) -> Result<std::ops::Range<usize>, Error> {
    let end = (start as usize).checked_add(count).filter(|end| *end <= limit);
    match end {
        Some(end) => Ok(start as usize..end),
        None => Err(Error::out_of_range(what, u64::from(start) + count as u64)),
    }
}

fn same<T>(a: Option<&Shared<T>>, b: Option<&Shared<T>>) -> bool {
    a.map(|object| Keyed::key(object)) == b.map(|object| Keyed::key(object))
}

/// Sets `slot`; whether that changed it.
fn replace<T: PartialEq>(slot: &mut T, value: T) -> bool {
    let changed = *slot != value;
    *slot = value;
    changed
}

/// Puts objects into slots; whether that changed anything. The list ends with an object, or is empty.
fn put<T>(
    list: &mut Vec<Option<Shared<T>>>,
    slots: std::ops::Range<usize>,
    objects: &[Option<&Shared<T>>],
) -> bool {
    let mut changed = false;
    if list.len() < slots.end {
        list.resize(slots.end, None);
    }
    for (slot, object) in list[slots].iter_mut().zip(objects) {
        if !same(slot.as_ref(), *object) {
            *slot = object.cloned();
            changed = true;
        }
    }
    while list.last().is_some_and(Option::is_none) {
        list.pop();
    }
    changed
}

/// Whether a surface can be the depth and stencil buffer.
pub(super) fn check_depth_buffer(surface: &Surface) -> Result<(), Error> {
    if surface.format.is_depth_stencil() {
        Ok(())
    } else {
        Err(Error::out_of_range("format of a depth buffer", surface.format.0))
    }
}

/// Whether a surface can be a colour buffer.
pub(super) fn check_color_buffer(surface: &Surface) -> Result<(), Error> {
    if surface.format.is_depth_stencil() {
        Err(Error::out_of_range("format of a color buffer", surface.format.0))
    } else {
        Ok(())
    }
}

/// Whether a viewport has numbers only.
pub(super) fn check_viewport(viewport: &Viewport) -> Result<(), Error> {
    let mut numbers = viewport.scale.iter().chain(&viewport.translate);
    match numbers.all(|value| value.is_finite()) {
        true => Ok(()),
        false => Err(Error::out_of_range("viewport", 0_u32)),
    }
}

/// Whether indices can have that many bytes.
pub(super) fn check_index_bytes(bytes: u32) -> Result<(), Error> {
    match bytes {
        1 | 2 | 4 => Ok(()),
        _ => Err(Error::out_of_range("index size", bytes)),
    }
}

fn texture_dirt(stage: tgsi::Stage) -> Dirty {
    match stage {
        tgsi::Stage::Vertex => Dirty::VERTEX_TEXTURES,
        tgsi::Stage::Fragment => Dirty::FRAGMENT_TEXTURES,
        _ => Dirty::OTHER,
    }
}

pub(super) fn scissor(scissor: &w::Scissor) -> Scissor {
    use w::halves::{HIGH, LOW};
    let (min, max) = (scissor.min_x_min_y.get(), scissor.max_x_max_y.get());
    Scissor {
        min_x: LOW.get(min) as u16,
        min_y: HIGH.get(min) as u16,
        max_x: LOW.get(max) as u16,
        max_y: HIGH.get(max) as u16,
    }
}

impl SubContext {
    pub(super) fn set_viewports(&mut self, start: u32, viewports: &[w::Viewport]) -> Result<(), Error> {
        let slots = slots("viewport", start, viewports.len(), MAX_VIEWPORTS)?;
        for (slot, viewport) in self.state.viewports[slots].iter_mut().zip(viewports) {
            let viewport = Viewport {
                scale: viewport.scale.map(|value| value.get()),
                translate: viewport.translate.map(|value| value.get()),
            };
            check_viewport(&viewport)?;
            if replace(slot, viewport) {
                self.state.dirty |= Dirty::VIEWPORT;
            }
        }
        Ok(())
    }

    pub(super) fn set_scissors(&mut self, start: u32, scissors: &[w::Scissor]) -> Result<(), Error> {
        let slots = slots("scissor", start, scissors.len(), MAX_VIEWPORTS)?;
        for (slot, value) in self.state.scissors[slots].iter_mut().zip(scissors) {
            if replace(slot, scissor(value)) {
                self.state.dirty |= Dirty::SCISSOR;
            }
        }
        Ok(())
    }

    pub(super) fn set_framebuffer(&mut self, zsurf_handle: u32, cbuf_handles: &[U32]) -> Result<(), Error> {
        if cbuf_handles.len() > MAX_COLORS {
            return Err(Error::out_of_range("color buffers", cbuf_handles.len() as u64));
        }
        let surface = |handle: u32| match handle {
            0 => Ok(None),
            handle => self.objects.surface(handle).map(Some),
        };
        let depth_stencil = surface(zsurf_handle)?;
        depth_stencil.map_or(Ok(()), |surface| check_depth_buffer(surface))?;
        let mut colors = [None; MAX_COLORS];
        for (color, handle) in colors.iter_mut().zip(cbuf_handles) {
            *color = surface(handle.get())?;
            color.map_or(Ok(()), |surface| check_color_buffer(surface))?;
        }
        let colors = &colors[..cbuf_handles.len()];
        let before = &mut self.state.framebuffer;
        let unchanged = same(before.depth_stencil.as_ref(), depth_stencil)
            && before.colors.len() == colors.len()
            && before
                .colors
                .iter()
                .zip(colors)
                .all(|(a, b)| same(a.as_ref(), *b));
        if !unchanged {
            *before = Framebuffer {
                colors: colors.iter().map(|color| color.cloned()).collect(),
                depth_stencil: depth_stencil.cloned(),
                no_attachment: before.no_attachment,
            };
            self.state.dirty |= Dirty::FRAMEBUFFER;
        }
        Ok(())
    }

    pub(super) fn set_no_attachment(&mut self, size: &w::FramebufferNoAttach) {
        use w::halves::{HIGH, LOW};
        let (size, layers_samples) = (size.width_height.get(), size.layers_samples.get());
        let value = (
            LOW.get(size) as u16,
            HIGH.get(size) as u16,
            LOW.get(layers_samples) as u16,
            HIGH.get(layers_samples) as u8,
        );
        if replace(&mut self.state.framebuffer.no_attachment, value) {
            self.state.dirty |= Dirty::FRAMEBUFFER;
        }
    }

    pub(super) fn set_vertex_buffers(
        &mut self,
        resources: &Resources,
        buffers: &[w::VertexBuffer],
    ) -> Result<(), Error> {
        if buffers.len() > MAX_VERTEX_BUFFERS {
            return Err(Error::out_of_range("vertex buffers", buffers.len() as u64));
        }
        let mut changed = false;
        for (index, slot) in self.state.vertex_buffers.iter_mut().enumerate() {
            let buffer = match buffers.get(index) {
                Some(buffer) if buffer.res_handle.get() != 0 => Some(VertexBuffer {
                    resource: resources.buffer(buffer.res_handle.get())?.handle,
                    stride_bytes: buffer.stride.get(),
                    offset_bytes: buffer.offset.get(),
                }),
                _ => None,
            };
            changed |= replace(slot, buffer);
        }
        if changed {
            self.state.dirty |= Dirty::VERTEX_BUFFERS;
        }
        Ok(())
    }

    pub(super) fn set_index_buffer(
        &mut self,
        resources: &Resources,
        res_handle: u32,
        buffer: Option<&w::IndexBuffer>,
    ) -> Result<(), Error> {
        let value = match (res_handle, buffer) {
            (0, _) => None,
            (_, None) => return Err(Error::out_of_range("index size", 0_u32)),
            (handle, Some(buffer)) => {
                let size = buffer.index_size.get();
                check_index_bytes(size)?;
                Some(IndexBuffer {
                    resource: resources.buffer(handle)?.handle,
                    index_bytes: size as u8,
                    offset_bytes: buffer.offset.get(),
                })
            }
        };
        if replace(&mut self.state.index_buffer, value) {
            self.state.dirty |= Dirty::INDEX_BUFFER;
        }
        Ok(())
    }

    /// The constants are `CONST[0]`, whatever the index says, as virglrenderer has it.
    /// `CONST[index]` of a stage. Only those of 0 come as words; the others are buffers, and no words mean that there is
    /// no buffer any more.
    pub(super) fn set_constants(
        &mut self,
        host: &mut Host<'_>,
        stage: u32,
        index: u32,
        constants: &[U32],
    ) -> Result<(), Error> {
        let stage = shader::stage(stage)?;
        if index != 0 {
            let slot = self.uniform_buffer(stage, index)?;
            if !constants.is_empty() {
                return Err(Error::Unsupported("constants in the place of a uniform buffer"));
            }
            if replace(slot, None) {
                self.state.dirty |= Dirty::UNIFORM_BUFFERS;
            }
            return Ok(());
        }
        let slot = &mut self.state.stages[stage as usize].constants;
        if slot.len() == constants.len() && slot.iter().zip(constants).all(|(a, b)| *a == b.get()) {
            return Ok(());
        }
        let words = constants.iter().map(|word| word.get());
        host.budget.release_constants(slot.len());
        // Nobody else looks at it: its memory is used again.
        match std::sync::Arc::get_mut(slot) {
            Some(slot) => {
                slot.clear();
                if slot.capacity() > 4 * constants.len() {
                    slot.shrink_to(constants.len());
                }
                slot.reserve_exact(constants.len());
                slot.extend(words);
            }
            None => *slot = std::sync::Arc::new(words.collect()),
        }
        if let Err(error) = host.budget.charge_constants(slot.len()) {
            *slot = std::sync::Arc::default();
            return Err(error.into());
        }
        self.state.dirty |= match stage {
            tgsi::Stage::Vertex => Dirty::VERTEX_CONSTANTS,
            tgsi::Stage::Fragment => Dirty::FRAGMENT_CONSTANTS,
            _ => Dirty::OTHER,
        };
        Ok(())
    }

    pub(super) fn set_uniform_buffer(
        &mut self,
        resources: &Resources,
        command: &w::UniformBuffer,
    ) -> Result<(), Error> {
        let stage = shader::stage(command.stage.get())?;
        let slot = self.uniform_buffer(stage, command.index.get())?;
        let value = match command.res_handle.get() {
            0 => None,
            handle => {
                let resource = resources.buffer(handle)?;
                let (offset_bytes, length) = (command.offset.get(), command.length.get());
                let room = resource
                    .desc
                    .width
                    .checked_sub(offset_bytes)
                    .ok_or(Error::out_of_range("offset of a uniform buffer", offset_bytes))?;
                Some(UniformBuffer {
                    resource: resource.handle,
                    offset_bytes,
                    length_bytes: length.min(room),
                })
            }
        };
        if replace(slot, value) {
            self.state.dirty |= Dirty::UNIFORM_BUFFERS;
        }
        Ok(())
    }

    fn uniform_buffer(
        &mut self,
        stage: tgsi::Stage,
        index: u32,
    ) -> Result<&mut Option<UniformBuffer>, Error> {
        let buffers = &mut self.state.stages[stage as usize].uniform_buffers;
        let slot = buffers.get_mut(index as usize);
        slot.ok_or(Error::out_of_range("uniform buffer", index))
    }

    pub(super) fn set_sampler_views(&mut self, stage: u32, start: u32, handles: &[U32]) -> Result<(), Error> {
        let stage = shader::stage(stage)?;
        let slots = slots("sampler view", start, handles.len(), MAX_SAMPLERS)?;
        let mut views = [None; MAX_SAMPLERS];
        for (view, handle) in views.iter_mut().zip(handles) {
            *view = match handle.get() {
                0 => None,
                handle => Some(self.objects.sampler_view(handle)?),
            };
        }
        let list = &mut self.state.stages[stage as usize].views;
        if put(list, slots, &views[..handles.len()]) {
            self.state.dirty |= texture_dirt(stage);
        }
        Ok(())
    }

    pub(super) fn bind_samplers(&mut self, stage: u32, start: u32, handles: &[U32]) -> Result<(), Error> {
        let stage = shader::stage(stage)?;
        let slots = slots("sampler", start, handles.len(), MAX_SAMPLERS)?;
        let mut samplers = [None; MAX_SAMPLERS];
        for (sampler, handle) in samplers.iter_mut().zip(handles) {
            *sampler = match handle.get() {
                0 => None,
                handle => Some(self.objects.sampler(handle)?),
            };
        }
        let list = &mut self.state.stages[stage as usize].samplers;
        if put(list, slots, &samplers[..handles.len()]) {
            self.state.dirty |= texture_dirt(stage);
        }
        Ok(())
    }

    /// BIND_SHADER. Handle 0 binds nothing.
    pub(super) fn bind_shader(&mut self, handle: u32, stage: u32) -> Result<(), Error> {
        let stage = shader::stage(stage)?;
        let no_object = Error::NoObject {
            kind: w::ObjectType::Shader,
            handle,
        };
        let (shader, bad) = match (handle, self.objects.get(handle)) {
            (0, _) => (None, false),
            (_, Some(Object::Shader(shader))) if shader.tgsi.stage == stage => (Some(shader), false),
            (_, Some(Object::BadShader(of))) if *of == stage => (None, true),
            _ => return Err(no_object),
        };
        self.bad_shaders[stage as usize] = bad;
        let slot = &mut self.state.stages[stage as usize].shader;
        if !same(slot.as_ref(), shader) {
            *slot = shader.cloned();
            self.state.dirty |= match stage {
                tgsi::Stage::Vertex => Dirty::VERTEX_SHADER,
                tgsi::Stage::Fragment => Dirty::FRAGMENT_SHADER,
                _ => Dirty::OTHER,
            };
        }
        Ok(())
    }

    /// LINK_SHADER: only a hint.
    pub(super) fn link_shader(&self, host: &mut Host<'_>, command: &w::LinkShader) {
        let shader = |stage: tgsi::Stage| match self.objects.get(command.handles[stage as usize].get()) {
            Some(Object::Shader(shader)) if shader.tgsi.stage == stage => Some(shader),
            _ => None,
        };
        if let (Some(vertex), Some(fragment)) = (shader(tgsi::Stage::Vertex), shader(tgsi::Stage::Fragment)) {
            host.gpu.link(vertex, fragment);
        }
    }

    pub(super) fn set_stencil_reference(&mut self, word: u32) {
        let value = [word as u8, (word >> 8) as u8];
        if replace(&mut self.state.stencil_reference, value) {
            self.state.dirty |= Dirty::STENCIL_REFERENCE;
        }
    }

    pub(super) fn set_blend_color(&mut self, color: [f32; 4]) {
        if replace(&mut self.state.blend_color, color) {
            self.state.dirty |= Dirty::BLEND_COLOR;
        }
    }

    pub(super) fn set_polygon_stipple(&mut self, pattern: &[U32]) {
        let mut value = [0; 32];
        for (row, word) in value.iter_mut().zip(pattern) {
            *row = word.get();
        }
        if *self.state.polygon_stipple != value {
            self.state.polygon_stipple = Arc::new(value);
            self.state.dirty |= Dirty::POLYGON_STIPPLE;
        }
    }

    pub(super) fn set_clip(&mut self, clip: &w::ClipState) {
        let planes = clip.planes.map(|plane| plane.map(|value| value.get()));
        if replace(&mut self.state.clip_planes, planes) {
            self.state.dirty |= Dirty::CLIP;
        }
    }

    pub(super) fn set_sample_mask(&mut self, mask: u32) {
        if replace(&mut self.state.sample_mask, mask) {
            self.state.dirty |= Dirty::SAMPLES;
        }
    }

    pub(super) fn set_min_samples(&mut self, min_samples: u32) {
        if replace(&mut self.state.min_samples, min_samples) {
            self.state.dirty |= Dirty::SAMPLES;
        }
    }
}
