//! Rendering contexts and 3D resources over a host GPU.
//!
//! It is driven by the virtio-gpu device and by the vtest server, which have the memory behind resources and lend
//! it for each call ([`Backings`]). Nothing here waits but [`Renderer::wait`]: what the GPU has to say comes to the
//! guest's memory in [`Renderer::poll`], and a fence that is [retired](Renderer::poll) is one before which nothing
//! is left to come.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::Arc,
    time::Duration,
};

use crate::{
    fault_log::FaultLog,
    gpu::{
        Box3, BytesLayout, Capabilities, Counters, GpuError, Handle, HostGpu, ReadId, Region, ResourceDesc,
        Rows, Target, Ticket,
    },
    ids::{ContextId, ResourceId},
    limits,
    memory::HostMemory,
    transfer::{self, Backings, Mapping, NotLent, Transfer, TransferError},
    virgl::{self, Budget, Context, CreateResource, Error, Host, Pending, Resource, Upload, Uploads},
};

mod recreations;
mod snapshot;

use recreations::Recreations;

/// What a renderer has done, beside what its GPU has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RendererCounters {
    /// Streams of commands.
    pub streams: u64,
    /// Contexts that an invalid command ended.
    pub contexts_lost: u64,
    /// Commands that were left out because we do not support them, beside those that the GPU left out.
    pub unsupported: u64,
    /// Times that the GPU was lost and everything made again on another device.
    pub device_recreations: u64,
}

/// A point among what a renderer was asked for. See [`Renderer::mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

/// Contexts and resources of a guest.
///
/// Invariant: `memory.used_bytes()` is the sum of the resources' `charged_bytes`; each context's resources are in
/// `resources`.
#[derive(Debug)]
pub struct Renderer<G> {
    gpu: G,
    resources: HashMap<ResourceId, Arc<Resource>>,
    contexts: HashMap<ContextId, Context>,
    pending: Pending,
    /// What to upload again when the GPU was lost.
    uploads: Uploads,
    budget: Budget,
    memory: HostMemory,
    scratch: Vec<u8>,
    next_handle: u64,
    /// Whether something went to the GPU that a fence has to wait for.
    unflushed: bool,
    /// Whether what is not flushed uses memory where it is, and the last flush that does.
    lent_unflushed: bool,
    lent: Ticket,
    /// What [`limits::MAX_UNFLUSHED_STREAMS`] and [`limits::MAX_UNFLUSHED_BYTES`] bound.
    unflushed_streams: u32,
    unflushed_bytes: u64,
    flushed: Ticket,
    /// How many flushes there were, and the tickets of those that have not retired.
    flushes: u64,
    flushes_under_way: VecDeque<(u64, Ticket)>,
    retired: Ticket,
    recreations: Recreations,
    counters: RendererCounters,
    faults: FaultLog,
}

/// Scratch memory beyond this goes back after use: as much as a full-screen upload needs.
const SCRATCH_KEPT_BYTES: usize = 16 << 20;

impl<G: HostGpu> Renderer<G> {
    /// A renderer without contexts whose resources may use `max_hostmem_bytes`.
    pub fn new(gpu: G, max_hostmem_bytes: u64) -> Self {
        Self {
            gpu,
            resources: HashMap::new(),
            contexts: HashMap::new(),
            pending: Pending::default(),
            uploads: Uploads::default(),
            budget: Budget::default(),
            memory: HostMemory::new(max_hostmem_bytes),
            scratch: Vec::new(),
            next_handle: 1,
            unflushed: false,
            lent_unflushed: false,
            lent: Ticket(0),
            unflushed_streams: 0,
            unflushed_bytes: 0,
            flushed: Ticket(0),
            flushes: 0,
            flushes_under_way: VecDeque::new(),
            retired: Ticket(0),
            recreations: Recreations::default(),
            counters: RendererCounters::default(),
            faults: FaultLog::default(),
        }
    }

    /// What the adapter can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.gpu.capabilities()
    }

    /// The GPU, to ask what it has recorded.
    pub fn gpu(&self) -> &G {
        &self.gpu
    }

    /// The GPU, to tell a recorder what to do.
    pub fn gpu_mut(&mut self) -> &mut G {
        &mut self.gpu
    }

    /// What was done.
    pub fn counters(&self) -> (RendererCounters, Counters) {
        (self.counters, self.gpu.counters())
    }

    /// How many contexts, resources and objects are alive, bytes of resources, and of shader text with constants.
    pub fn alive(&self) -> (usize, usize, usize, u64, u64) {
        let (objects, text_bytes, constant_bytes) = self.budget.used();
        let (contexts, resources) = (self.contexts.len(), self.resources.len());
        let words_bytes = text_bytes + constant_bytes;
        (
            contexts,
            resources,
            objects,
            self.memory.used_bytes(),
            words_bytes,
        )
    }

    /// Creates a context.
    ///
    /// # Errors
    /// If it exists, or there are too many.
    pub fn create_context(&mut self, id: ContextId, name: &str) -> Result<(), Error> {
        if self.contexts.len() >= limits::MAX_CONTEXTS {
            return Err(Error::TooMany("contexts"));
        }
        match self.contexts.entry(id) {
            Entry::Occupied(_) => Err(Error::out_of_range("context", id.0)),
            Entry::Vacant(entry) => {
                entry.insert(Context::new(name));
                Ok(())
            }
        }
    }

    /// Destroys a context and all of its objects.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn destroy_context(&mut self, id: ContextId, memory: &dyn Backings) -> Result<(), Error> {
        let context = self
            .contexts
            .remove(&id)
            .ok_or(Error::out_of_range("context", id.0))?;
        context.release(&mut self.host(memory));
        Ok(())
    }

    /// Lets a context use a resource.
    ///
    /// # Errors
    /// If either does not exist.
    pub fn attach(&mut self, context: ContextId, resource: ResourceId) -> Result<(), Error> {
        let resource = self
            .resources
            .get(&resource)
            .ok_or(Error::NoResource(resource.get()))?;
        self.contexts
            .get_mut(&context)
            .ok_or(Error::out_of_range("context", context.0))?
            .attach(Arc::clone(resource));
        Ok(())
    }

    /// Ends that. What is bound stays bound.
    ///
    /// # Errors
    /// If the context does not exist.
    pub fn detach(&mut self, context: ContextId, resource: ResourceId) -> Result<(), Error> {
        self.contexts
            .get_mut(&context)
            .ok_or(Error::out_of_range("context", context.0))?
            .detach(resource);
        Ok(())
    }

    /// Creates a resource of zeroes.
    ///
    /// # Errors
    /// If the id is taken, there can be no such resource, or no memory is left for it.
    pub fn create_resource(&mut self, id: ResourceId, create: &CreateResource) -> Result<(), Error> {
        if self.resources.contains_key(&id) {
            return Err(Error::out_of_range("resource", id.get()));
        }
        if self.resources.len() >= limits::MAX_RESOURCES_3D {
            return Err(Error::TooMany("resources"));
        }
        let desc = create.desc()?;
        let on_gpu = !virgl::is_memory_only(&desc);
        let charged_bytes = if on_gpu { virgl::bytes_to_charge(&desc)? } else { 0 };
        self.memory.charge(charged_bytes)?;
        let handle = Handle(self.next_handle);
        if on_gpu && let Err(error) = self.gpu.create_resource(handle, &desc) {
            self.memory.release(charged_bytes);
            return Err(error.into());
        }
        self.next_handle += 1;
        let resource = Resource {
            id,
            handle,
            desc,
            on_gpu,
            charged_bytes,
        };
        self.resources.insert(id, Arc::new(resource));
        Ok(())
    }

    /// What the stream of a context has described under that name (PIPE_RESOURCE_CREATE).
    pub fn promised(&self, context: ContextId, blob_id: u32) -> Option<CreateResource> {
        self.contexts.get(&context)?.promised(blob_id)
    }

    /// It is made, and can be described anew.
    pub fn forget_promised(&mut self, context: ContextId, blob_id: u32) {
        if let Some(context) = self.contexts.get_mut(&context) {
            context.forget_promised(blob_id);
        }
    }

    /// Destroys a resource. No context can use it any more; what was submitted still does.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn destroy_resource(&mut self, id: ResourceId) -> Result<(), Error> {
        let resource = self.resources.remove(&id).ok_or(Error::NoResource(id.get()))?;
        for context in self.contexts.values_mut() {
            context.detach(id);
        }
        self.uploads.forget(&resource);
        // Its id may be another's when they come.
        self.pending.abandon(Some(id));
        if resource.on_gpu {
            self.gpu.destroy_resource(resource.handle);
        }
        self.memory.release(resource.charged_bytes);
        self.recorded(0, resource.charged_bytes);
        Ok(())
    }

    /// Notes what the recorded work grew by, and lets it go to the GPU when it is much.
    fn recorded(&mut self, streams: u32, bytes: u64) {
        self.unflushed_streams += streams;
        self.unflushed_bytes += bytes;
        if self.unflushed_streams >= limits::MAX_UNFLUSHED_STREAMS
            || self.unflushed_bytes >= limits::MAX_UNFLUSHED_BYTES
        {
            self.unflushed = true;
            self.fence();
        }
    }

    /// Whether so much is under way that the guest should wait for some of it.
    pub fn is_behind(&self) -> bool {
        // The GPU flushes by itself too, when it has no room left: what has retired may be later than any flush of ours.
        self.flushed.0.saturating_sub(self.retired.0) > limits::MAX_SUBMISSIONS_AHEAD
    }

    /// The fence to wait for until it [is not](Renderer::is_behind) any more.
    pub fn ahead_fence(&self) -> Ticket {
        Ticket(self.flushed.0.saturating_sub(limits::MAX_SUBMISSIONS_AHEAD))
    }

    /// What a resource is.
    pub fn resource(&self, id: ResourceId) -> Option<&ResourceDesc> {
        self.resources.get(&id).map(|resource| &resource.desc)
    }

    /// Whether a resource lives in its memory alone, so that there is nothing to transfer.
    pub fn is_memory_only(&self, id: ResourceId) -> bool {
        self.resources.get(&id).is_some_and(|resource| !resource.on_gpu)
    }

    /// Copies from a resource's memory to the resource.
    ///
    /// # Errors
    /// If there is no such resource or memory, or the box or strides do not fit.
    pub fn transfer_to_host(
        &mut self,
        id: ResourceId,
        transfer: &Transfer,
        memory: &dyn Backings,
    ) -> Result<(), Error> {
        self.heal(memory);
        let resource = self.resource_or_error(id)?;
        let bytes = self
            .host(memory)
            .upload(&resource, transfer, id)
            .map_err(|error| Error::Transfer { resource: id, error })?;
        self.trim_scratch();
        self.recorded(0, bytes);
        Ok(())
    }

    /// Begins to copy from a resource to its memory; it has arrived once a [`Renderer::fence`] after it retired.
    ///
    /// # Errors
    /// If there is no such resource or memory, or the box or strides do not fit.
    pub fn transfer_from_host(
        &mut self,
        id: ResourceId,
        transfer: &Transfer,
        memory: &dyn Backings,
    ) -> Result<(), Error> {
        self.heal(memory);
        let resource = self.resource_or_error(id)?;
        self.unflushed = true;
        self.host(memory).download(&resource, transfer, id)
    }

    /// Begins to read part of a texture's first level, after all that came before. The bytes, rows tight, can be taken
    /// once a [`Renderer::fence`] after it retired.
    ///
    /// # Errors
    /// If there is no such texture, or the box does not fit.
    pub fn read(&mut self, id: ResourceId, area: &Box3) -> Result<ReadId, Error> {
        let resource = self.texture(id, area)?;
        self.unflushed = true;
        Ok(self.gpu.read(&Region {
            resource: resource.handle,
            level: 0,
            area: *area,
        }))
    }

    /// Hands what was read to `take`, once. Returns whether it did: not if the read failed.
    pub fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> bool {
        self.gpu.take_read(id, take)
    }

    /// Writes part of a texture's first level from rows without gaps.
    ///
    /// # Errors
    /// If there is no such texture, the box does not fit, or there are too few bytes.
    pub fn write(&mut self, id: ResourceId, area: &Box3, bytes: &[u8]) -> Result<(), Error> {
        let resource = self.texture(id, area)?;
        let transfer = Transfer {
            level: 0,
            area: *area,
            offset_bytes: 0,
            stride_bytes: 0,
            layer_stride_bytes: 0,
        };
        let explain = |error| Error::Transfer { resource: id, error };
        let layout = transfer::Layout::new(&resource.desc, &transfer).map_err(explain)?;
        if layout.tight_bytes() != bytes.len() as u64 {
            let (need, have) = (layout.tight_bytes(), bytes.len() as u64);
            return Err(explain(TransferError::TooShort { need, have }));
        }
        self.unflushed = true;
        let region = Region {
            resource: resource.handle,
            level: 0,
            area: *area,
        };
        let layout = BytesLayout {
            row_bytes: layout.row_bytes,
            layer_bytes: layout.row_bytes * layout.rows,
        };
        self.gpu.write(&region, bytes, layout);
        Ok(())
    }

    fn texture(&self, id: ResourceId, area: &Box3) -> Result<Arc<Resource>, Error> {
        let resource = self.resource_or_error(id)?;
        if !resource.on_gpu || resource.desc.target == Target::Buffer || resource.desc.samples > 1 {
            return Err(Error::NotATexture(id.get()));
        }
        transfer::check_inside(&resource.desc, 0, area)
            .and_then(|()| transfer::check_blocks(&resource.desc, 0, area))
            .map_err(|error| Error::Transfer { resource: id, error })?;
        Ok(resource)
    }

    /// Whether there is a context of that id.
    pub fn has_context(&self, id: ContextId) -> bool {
        self.contexts.contains_key(&id)
    }

    /// Applies a stream of commands to a context. What is invalid ends the context and nothing else.
    ///
    /// # Errors
    /// If the context does not exist or was lost, now or before.
    pub fn submit(&mut self, context: ContextId, stream: &[u32], memory: &dyn Backings) -> Result<(), Error> {
        self.heal(memory);
        let mut target = self
            .contexts
            .remove(&context)
            .ok_or(Error::out_of_range("context", context.0))?;
        self.unflushed = true;
        self.counters.streams += 1;
        let was_lost = target.is_lost();
        let result = target.submit(&mut self.host(memory), stream);
        self.counters.contexts_lost += u64::from(target.is_lost() && !was_lost);
        self.contexts.insert(context, target);
        self.trim_scratch();
        self.recorded(1, 0);
        result
    }

    /// A point after everything that was asked for so far. It retires in [`Renderer::poll`].
    pub fn fence(&mut self) -> Ticket {
        if self.unflushed {
            self.flushed = self.gpu.flush();
            self.flushes += 1;
            self.flushes_under_way.push_back((self.flushes, self.flushed));
            self.pending.flushed(self.flushed);
            if std::mem::take(&mut self.lent_unflushed) {
                self.lent = self.flushed;
            }
            self.unflushed = false;
            self.unflushed_streams = 0;
            self.unflushed_bytes = 0;
        }
        self.flushed
    }

    /// Remembers the point after everything that was asked for so far, without letting it go to the GPU yet.
    pub fn mark(&self) -> Mark {
        Mark(self.flushes + u64::from(self.unflushed))
    }

    /// The fence after which the memory of a resource that has nothing but memory is as the work before `mark`, and all
    /// that writes to it, leave it.
    pub fn settling_fence(&mut self, id: ResourceId, mark: Mark) -> Ticket {
        let last = self.pending.last_into(id);
        if mark.0 > self.flushes || last == Some(None) {
            self.fence();
        }
        let mut under_way = self.flushes_under_way.iter();
        let marked = under_way.find(|(flush, _)| *flush >= mark.0);
        let marked = marked.map_or(self.retired, |(_, ticket)| *ticket);
        let last = self.pending.last_into(id).flatten().unwrap_or(marked);
        marked.max(last)
    }

    /// Brings what has completed to the guest's memory. Fences up to the one returned are retired.
    pub fn poll(&mut self, memory: &dyn Backings) -> Ticket {
        let completed = self.gpu.completed();
        // A read of what the host never left out of its hands waits for nothing: its fence may be an old one.
        if completed > self.retired || !self.pending.is_empty() {
            self.retire(completed.max(self.retired), memory);
        }
        self.heal(memory);
        self.retired
    }

    /// Waits for a fence, and brings what has completed to the guest's memory.
    ///
    /// # Errors
    /// If the GPU is lost or the deadline has passed. What was to come then never comes, and the fence is retired; what
    /// is asked for next goes to another device, if there is one.
    pub fn wait(
        &mut self,
        ticket: Ticket,
        deadline: Duration,
        memory: &dyn Backings,
    ) -> Result<(), GpuError> {
        if ticket <= self.retired {
            self.retire(self.retired, memory);
            return Ok(());
        }
        if let Err(error) = self.gpu.wait(ticket, deadline) {
            self.heal(memory);
            return Err(error);
        }
        let completed = self.gpu.completed().max(ticket);
        self.retire(completed, memory);
        Ok(())
    }

    /// Whether nothing is to come to the guest's memory.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether the GPU may still use memory that was lent to it. Not if everything has retired.
    pub fn is_using_memory(&self) -> bool {
        self.lent_unflushed || self.lent > self.retired
    }

    /// Nobody lends `memory` any more.
    pub fn forget_memory(&mut self, memory: &Mapping) {
        self.gpu.forget_memory(memory);
    }

    /// Whether the GPU is gone, for good once [`Renderer::poll`] could not bring another.
    pub fn is_lost(&self) -> bool {
        self.gpu.is_lost()
    }

    /// Destroys everything.
    pub fn clear(&mut self, memory: &dyn Backings) {
        for (_, context) in std::mem::take(&mut self.contexts) {
            context.release(&mut self.host(memory));
        }
        for (_, resource) in std::mem::take(&mut self.resources) {
            if resource.on_gpu {
                self.gpu.destroy_resource(resource.handle);
            }
            self.memory.release(resource.charged_bytes);
        }
        self.uploads = Uploads::default();
        self.pending.abandon(None);
    }

    fn retire(&mut self, completed: Ticket, memory: &dyn Backings) {
        self.pending.retire(completed, &mut self.gpu, memory);
        self.retired = completed;
        self.flushes_under_way.retain(|(_, ticket)| *ticket > completed);
        self.recreations.completed(completed);
    }

    /// Replaces a GPU that is lost. What is pending never comes, and all fences so far are retired.
    pub(crate) fn heal(&mut self, memory: &dyn Backings) {
        if !self.gpu.is_lost() {
            return;
        }
        self.pending.give_up(memory);
        self.retired = self.flushed;
        self.flushes_under_way.clear();
        self.lent_unflushed = false;
        if !self.recreations.may_try(self.flushed) {
            return;
        }
        self.faults.note(GpuError::Lost);
        if let Err(error) = self.gpu.recreate() {
            log::error!("{error}, and there is no other");
            self.recreations.end();
            return;
        }
        self.counters.device_recreations += 1;
        self.upload_again(memory);
    }

    /// Brings textures back as far as the guest's memory has what they were made of.
    fn upload_again(&mut self, memory: &dyn Backings) {
        for Upload { resource, transfer } in self.uploads.all() {
            let Some(resource) = self.resources.get(&resource).cloned() else {
                continue;
            };
            // The memory may be gone meanwhile, or shorter: the texture stays black. It is not lent: the guest that
            // writes to it again waits for no fence of ours.
            if let Err(error) = self
                .host(&NotLent(memory))
                .upload(&resource, &transfer, resource.id)
            {
                log::debug!("resource {} is lost: {error}", resource.id);
            }
        }
        self.trim_scratch();
    }

    fn resource_or_error(&self, id: ResourceId) -> Result<Arc<Resource>, Error> {
        self.resources
            .get(&id)
            .cloned()
            .ok_or(Error::NoResource(id.get()))
    }

    fn host<'a>(&'a mut self, memory: &'a dyn Backings) -> Host<'a> {
        Host {
            gpu: &mut self.gpu,
            memory,
            pending: &mut self.pending,
            uploads: &mut self.uploads,
            unflushed: &mut self.unflushed,
            lent: &mut self.lent_unflushed,
            budget: &mut self.budget,
            scratch: &mut self.scratch,
            unsupported: &mut self.counters.unsupported,
        }
    }

    fn trim_scratch(&mut self) {
        if self.scratch.capacity() > SCRATCH_KEPT_BYTES {
            self.scratch = Vec::new();
        }
    }
}
