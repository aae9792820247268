//! A rendering context: the sub-contexts of a guest's process, and which resources they may use.

use std::{collections::BTreeMap, sync::Arc};

use log::trace;
use wire::virgl::BUFFER_ELEMENT_DWORDS;

use super::{
    Error, Host, blit,
    decode::{Command, Decoder},
    resource::{CreateResource, Resource, Resources},
    sub_context::SubContext,
    transfer,
};
use crate::{fault_log::FaultLog, gpu::Dirty, ids::ResourceId, limits};

/// A rendering context.
#[derive(Debug)]
pub(crate) struct Context {
    pub(super) name: String,
    pub(super) resources: Resources,
    /// The sub-context that commands apply to, apart from the others.
    pub(super) current: Box<SubContext>,
    pub(super) current_id: u32,
    pub(super) others: BTreeMap<u32, Box<SubContext>>,
    /// Resources that the stream has described, for RESOURCE_CREATE_BLOB to make, by what it calls them.
    pub(super) promised: BTreeMap<u32, CreateResource>,
    pub(super) lost: bool,
    pub(super) faults: FaultLog,
}

impl Context {
    /// A context with sub-context 0.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            resources: Resources::default(),
            current: Box::default(),
            current_id: 0,
            others: BTreeMap::new(),
            promised: BTreeMap::new(),
            lost: false,
            faults: FaultLog::default(),
        }
    }

    /// Whether an invalid command ended it.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Lets it use a resource.
    pub(crate) fn attach(&mut self, resource: Arc<Resource>) {
        self.resources.attach(resource);
    }

    /// Ends that.
    pub(crate) fn detach(&mut self, resource: ResourceId) {
        self.resources.detach(resource);
    }

    /// What the stream has described under that name.
    pub(crate) fn promised(&self, blob_id: u32) -> Option<CreateResource> {
        self.promised.get(&blob_id).copied()
    }

    /// It is made, and can be described anew.
    pub(crate) fn forget_promised(&mut self, blob_id: u32) {
        self.promised.remove(&blob_id);
    }

    fn promise(&mut self, create: &wire::virgl::PipeResourceCreate) -> Result<(), Error> {
        let blob_id = create.blob_id.get();
        if self.promised.len() >= limits::MAX_PROMISED_RESOURCES && !self.promised.contains_key(&blob_id) {
            return Err(Error::TooMany("resources that are described and not made"));
        }
        let create = CreateResource::from(create);
        // What can never be made is an error of the stream that describes it.
        create.desc()?;
        self.promised.insert(blob_id, create);
        Ok(())
    }

    /// Applies a stream of commands, up to the first invalid one, with which the context is lost. What we do not
    /// support is left out.
    ///
    /// # Errors
    /// What was invalid; [`Error::ContextLost`] ever after.
    pub(crate) fn submit(&mut self, host: &mut Host<'_>, stream: &[u32]) -> Result<(), Error> {
        if self.lost {
            return Err(Error::ContextLost);
        }
        let mut decoder = Decoder::new(stream);
        let result = loop {
            let result = match decoder.next() {
                Ok(Some(command)) => self.apply(host, &command),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            match result {
                Ok(()) => {}
                Err(error) if error.is_unsupported() => {
                    *host.unsupported += 1;
                    self.faults.note(format_args!("context {:?}: {error}", self.name));
                }
                Err(error) => break Err(error),
            }
        };
        self.current.sweep(host);
        if let Err(error) = &result {
            self.lost = true;
            self.faults
                .note(format_args!("context {:?} is lost: {error}", self.name));
        }
        result
    }

    /// Lets go of everything.
    pub(crate) fn release(mut self, host: &mut Host<'_>) {
        self.current.release(host);
        for sub in self.others.values_mut() {
            sub.release(host);
        }
    }

    fn apply(&mut self, host: &mut Host<'_>, command: &Command<'_>) -> Result<(), Error> {
        trace!("{command:?}");
        let resources = &self.resources;
        let sub = &mut *self.current;
        match *command {
            Command::Nop => {}
            Command::CreateObject { handle, ref object } => {
                sub.create_object(host, resources, handle, object)?
            }
            Command::BindObject { kind, handle } => sub.bind_object(kind, handle)?,
            Command::DestroyObject { handle } => sub.destroy_object(host, handle),
            Command::SetViewportState {
                start_slot,
                viewports,
            } => sub.set_viewports(start_slot, viewports)?,
            Command::SetFramebufferState {
                zsurf_handle,
                cbuf_handles,
            } => sub.set_framebuffer(zsurf_handle, cbuf_handles)?,
            Command::SetVertexBuffers { buffers } => sub.set_vertex_buffers(resources, buffers)?,
            Command::Clear(clear) => sub.clear(host, clear)?,
            Command::DrawVbo {
                draw,
                tess: _,
                indirect,
            } => sub.draw(host, resources, draw, indirect)?,
            Command::ResourceInlineWrite { transfer, data } => {
                transfer::inline_write(host, resources, transfer, data)?
            }
            Command::SetSamplerViews {
                stage,
                start_slot,
                handles,
            } => sub.set_sampler_views(stage, start_slot, handles)?,
            Command::SetIndexBuffer { res_handle, buffer } => {
                sub.set_index_buffer(resources, res_handle, buffer)?
            }
            Command::SetConstantBuffer {
                stage,
                index,
                constants,
            } => sub.set_constants(host, stage, index, constants)?,
            Command::SetStencilRef { word } => sub.set_stencil_reference(word),
            Command::SetBlendColor { color } => sub.set_blend_color(color),
            Command::SetScissorState { start_slot, scissors } => sub.set_scissors(start_slot, scissors)?,
            Command::Blit(command) => blit::blit(host, sub, resources, command)?,
            Command::ResourceCopyRegion(copy) => blit::copy_region(host, resources, copy)?,
            Command::BindSamplerStates {
                stage,
                start_slot,
                handles,
            } => sub.bind_samplers(stage, start_slot, handles)?,
            Command::BeginQuery { handle } => sub.begin_query(host, handle)?,
            Command::EndQuery { handle } => sub.end_query(host, handle)?,
            Command::GetQueryResult(result) => sub.get_query_result(host, result.handle.get())?,
            Command::SetPolygonStipple { pattern } => sub.set_polygon_stipple(pattern),
            Command::SetClipState(clip) => sub.set_clip(clip),
            Command::SetSampleMask { mask } => sub.set_sample_mask(mask),
            Command::SetStreamoutTargets {
                append_bitmask,
                handles,
            } => sub.set_streamout_targets(append_bitmask, handles)?,
            Command::SetRenderCondition(command) => sub.set_condition(command)?,
            Command::SetUniformBuffer(buffer) => sub.set_uniform_buffer(resources, buffer)?,
            Command::SetSubCtx { id } => self.set_sub_context(host, id)?,
            Command::CreateSubCtx { id } => self.create_sub_context(host, id)?,
            Command::DestroySubCtx { id } => self.destroy_sub_context(host, id),
            Command::BindShader(bind) => sub.bind_shader(bind.handle.get(), bind.stage.get())?,
            Command::SetMinSamples { min_samples } => sub.set_min_samples(min_samples),
            Command::SetFramebufferStateNoAttach(size) => sub.set_no_attachment(size),
            Command::Transfer3d(transfer) => transfer::transfer3d(host, resources, transfer)?,
            Command::CopyTransfer3d(transfer) => transfer::copy_transfer3d(host, resources, transfer)?,
            Command::ClearTexture(clear) => blit::clear_texture(host, resources, clear)?,
            Command::ClearSurface(clear) => blit::clear_surface(host, sub, clear)?,
            Command::LinkShader(link) => sub.link_shader(host, link),
            // What a draw reads of its own targets is a copy: the next one reads another.
            Command::TextureBarrier => {
                sub.state.dirty |= Dirty::VERTEX_TEXTURES | Dirty::FRAGMENT_TEXTURES;
            }
            Command::MemoryBarrier => host.gpu.memory_barrier(),
            // They have no effect here: calls take effect in order, and what is left is for debugging.
            Command::EndTransfers
            | Command::SetDebugFlags
            | Command::SetTweaks
            | Command::EmitStringMarker => {}
            Command::SetTessState => return Err(Error::Unsupported("tessellation")),
            Command::SetShaderBuffers { slots, elements } => {
                sub.set_storage_buffers(resources, slots, elements)?
            }
            Command::SetShaderImages { slots, elements } => sub.set_images(resources, slots, elements)?,
            // Guests are told that there are none: they have them in storage buffers.
            Command::SetAtomicBuffers {
                start_slot: _,
                elements,
            } => unless_empty(elements, "atomic counters")?,
            Command::LaunchGrid(grid) => sub.launch_grid(host, resources, grid)?,
            Command::GetQueryResultQbo(_) => return Err(Error::Unsupported("query buffers")),
            Command::PipeResourceCreate(create) => self.promise(create)?,
            // Guests are told that resources have a type from the beginning.
            Command::PipeResourceSetType => return Err(Error::Unsupported("untyped resources")),
            Command::GetMemoryInfo { .. } => return Err(Error::Unsupported("memory information")),
            Command::Video(_) => return Err(Error::Unsupported("video")),
        }
        Ok(())
    }

    fn set_sub_context(&mut self, host: &mut Host<'_>, id: u32) -> Result<(), Error> {
        if id == self.current_id {
            return Ok(());
        }
        let next = self.others.remove(&id).ok_or(Error::NoSubContext(id))?;
        self.current.sweep(host);
        let before = std::mem::replace(&mut self.current, next);
        self.others.insert(self.current_id, before);
        self.current_id = id;
        Ok(())
    }

    /// A new sub-context is the current one; one that exists stays as it is, and what is current too.
    fn create_sub_context(&mut self, host: &mut Host<'_>, id: u32) -> Result<(), Error> {
        if id == self.current_id || self.others.contains_key(&id) {
            return Ok(());
        }
        if self.others.len() + 1 >= limits::MAX_SUB_CONTEXTS {
            return Err(Error::TooMany("sub-contexts"));
        }
        self.others.insert(id, Box::default());
        self.set_sub_context(host, id)
    }

    /// Sub-context 0 cannot be destroyed; it is the current one after the current one was destroyed.
    fn destroy_sub_context(&mut self, host: &mut Host<'_>, id: u32) {
        if id == 0 {
            return;
        }
        if id == self.current_id && self.set_sub_context(host, 0).is_err() {
            return;
        }
        if let Some(mut sub) = self.others.remove(&id) {
            sub.release(host);
        }
    }
}

/// Unbinding what cannot be bound does nothing: the last word of each element is the resource.
fn unless_empty(elements: &[zerocopy::little_endian::U32], what: &'static str) -> Result<(), Error> {
    if elements
        .chunks(BUFFER_ELEMENT_DWORDS)
        .all(|element| element.last().is_none_or(|handle| handle.get() == 0))
    {
        Ok(())
    } else {
        Err(Error::Unsupported(what))
    }
}
