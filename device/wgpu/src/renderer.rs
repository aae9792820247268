//! [`Wgpu`]: the caches and what is being recorded, and [`HostGpu`] over them.

use std::time::Duration;

use device::gpu::{
    Blit, BytesLayout, Capabilities, Clear, Counters, Dirty, Draw, GpuError, Grid, Handle, HostGpu, Key,
    QueryKind, ReadId, Region, ResourceDesc, Rows, Shader, Shared, State, Surface, Target, Ticket,
};
use device::transfer::{Layout, Mapping};

use crate::adapter::{Host, OpenError, SAMPLES};
use crate::ahead::Habits;
use crate::batch::Batch;
use crate::compute::Computes;
use crate::draw::{Blocks, Derived, Groups, Patterns};
use crate::forget::Bounds;
use crate::gpu::{Faults, Gpu, Graveyard};
use crate::image::Kept;
use crate::later::Makers;
use crate::meta::MetaPipelines;
use crate::pass::{Pass, Surfaces};
use crate::pipeline::Pipelines;
use crate::query::Queries;
use crate::resource::{Buffer, Resource, Resources, Texture};
use crate::sampler::Samplers;
use crate::shader::Shaders;
use crate::stand_in::StandIns;
use crate::storage::Storages;
use crate::stream::Stream;
use crate::streamout::Streamouts;
use crate::texture_set::TextureSets;
use crate::texture_view::Views;
use crate::transfer::Reads;
use crate::vertex::VertexLayouts;
use crate::zero_copy::Imports;

/// A host GPU on `wgpu`, for one guest.
pub struct Wgpu {
    pub(crate) host: Host,
    pub(crate) gpu: Gpu,
    /// How many devices were lost before this one.
    pub(crate) generation: u64,
    pub(crate) graveyard: Graveyard,
    pub(crate) capabilities: Capabilities,
    pub(crate) counters: Counters,
    pub(crate) resources: Resources,
    pub(crate) batch: Batch,
    pub(crate) stream: Stream,
    pub(crate) pass: Option<Pass>,
    pub(crate) surfaces: Surfaces,
    pub(crate) stand_ins: StandIns,
    pub(crate) reads: Reads,
    pub(crate) imports: Imports,
    pub(crate) makers: Makers,
    pub(crate) bounds: Bounds,
    pub(crate) shaders: Shaders,
    pub(crate) pipelines: Pipelines,
    pub(crate) habits: Habits,
    pub(crate) vertex_layouts: VertexLayouts,
    pub(crate) views: Views,
    pub(crate) texture_sets: TextureSets,
    pub(crate) samplers: Samplers,
    pub(crate) groups: Groups,
    pub(crate) patterns: Patterns,
    pub(crate) blocks: Blocks,
    pub(crate) uniform_copies: crate::uniform::Copies,
    pub(crate) derived: Derived,
    /// What must be derived again at the next draw, whatever the state says.
    pub(crate) stale: Dirty,
    pub(crate) streamouts: Streamouts,
    pub(crate) computes: Computes,
    pub(crate) storages: Storages,
    pub(crate) kept_texels: Kept,
    pub(crate) queries: Queries,
    pub(crate) meta: MetaPipelines,
    pub(crate) faults: Faults,
    pub(crate) told_unsupported: rustc_hash::FxHashSet<String>,
}

impl Wgpu {
    /// Opens a device of its own on the host's adapter.
    ///
    /// # Errors
    /// If the driver refuses.
    pub fn new(host: &Host) -> Result<Self, OpenError> {
        let faults = Faults::default();
        let gpu = Gpu::open(host, &faults)?;
        Ok(Self::on(host.clone(), gpu, faults))
    }

    /// Nothing, on that device.
    pub(crate) fn on(host: Host, gpu: Gpu, faults: Faults) -> Self {
        Self {
            stream: Stream::new(&gpu.device),
            generation: 0,
            graveyard: Graveyard::default(),
            capabilities: host.capabilities(),
            counters: Counters::default(),
            resources: Resources::default(),
            batch: Batch::new(),
            pass: None,
            surfaces: Surfaces::default(),
            stand_ins: StandIns::default(),
            reads: Reads::default(),
            imports: Imports::default(),
            makers: host.makers(),
            bounds: Bounds::default(),
            shaders: Shaders::default(),
            pipelines: Pipelines::default(),
            habits: Habits::default(),
            vertex_layouts: VertexLayouts::default(),
            views: Views::default(),
            texture_sets: TextureSets::default(),
            samplers: Samplers::default(),
            groups: Groups::default(),
            patterns: Patterns::default(),
            blocks: Blocks::default(),
            uniform_copies: crate::uniform::Copies::default(),
            derived: Derived::default(),
            stale: Dirty::all(),
            streamouts: Streamouts::default(),
            computes: Computes::default(),
            storages: Storages::default(),
            kept_texels: Kept::default(),
            queries: Queries::new(),
            meta: MetaPipelines::default(),
            told_unsupported: rustc_hash::FxHashSet::default(),
            host,
            gpu,
            faults,
        }
    }

    /// What `wgpu` or the driver said of the first error or loss that should not have happened: for reports of a bug.
    pub fn first_fault(&self) -> Option<&str> {
        self.faults.first()
    }

    /// Samples that the host's texture has where the guest wants those of `desc`.
    fn host_samples(&self, desc: &ResourceDesc) -> Result<u32, GpuError> {
        match desc.samples {
            0 | 1 => Ok(1),
            2..=SAMPLES if self.capabilities.multisample.contains(desc.format) => Ok(SAMPLES),
            _ => Err(GpuError::Unsupported("samples")),
        }
    }

    /// Counts something that is left undone, and says so once for each kind.
    pub(crate) fn unsupported(&mut self, what: &str) {
        self.counters.unsupported += 1;
        if self.told_unsupported.len() < 64 && self.told_unsupported.insert(what.to_owned()) {
            log::warn!("not supported on this host: {what}");
        }
    }
}

impl HostGpu for Wgpu {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn create_resource(&mut self, handle: Handle, desc: &ResourceDesc) -> Result<(), GpuError> {
        let resource = match desc.target {
            Target::Buffer => Resource::Buffer(Buffer::new(desc.width)),
            _ => Resource::Texture(Texture::new(&self.gpu.device, desc, self.host_samples(desc)?)?),
        };
        self.resources.insert(handle, resource);
        Ok(())
    }

    fn destroy_resource(&mut self, handle: Handle) {
        self.resources.remove(handle);
    }

    fn shader_created(&mut self, shader: &Shared<Shader>) {
        log::debug!("shader {}:\n{}", shader.key().get(), shader.text);
    }

    fn link(&mut self, vertex: &Shared<Shader>, fragment: &Shared<Shader>) {
        self.make_ahead(vertex, fragment);
    }

    fn object_destroyed(&mut self, key: Key) {
        self.surfaces.forget(key);
        self.views.forget(key);
        self.shaders.forget(key);
        self.queries.forget(key);
    }

    fn write(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        self.write_region(region, bytes, layout);
    }

    fn wants_memory(&self, region: &Region, layout: &Layout) -> bool {
        self.could_import(region, layout).is_some()
    }

    fn write_from(&mut self, region: &Region, memory: &Mapping, layout: &Layout) -> bool {
        self.copy_from_memory(region, memory, layout).is_some()
    }

    fn read_into(&mut self, region: &Region, memory: &Mapping, layout: &Layout) -> bool {
        self.copy_to_memory(region, memory, layout).is_some()
    }

    fn forget_memory(&mut self, memory: &Mapping) {
        self.imports.forget(memory);
    }

    fn read(&mut self, region: &Region) -> ReadId {
        self.read_region(region)
    }

    fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> bool {
        self.take_rows(id, take).is_some()
    }

    fn clear(&mut self, state: &mut State, clear: &Clear) {
        self.clear_framebuffer(&state.framebuffer, clear);
    }

    fn clear_texture(&mut self, region: &Region, texel: &[u8; 16]) {
        self.fill_region(region, texel);
    }

    fn clear_surface(&mut self, surface: &Surface, clear: &Clear, area: (u32, u32, u32, u32)) {
        if self.fill_surface(surface, clear, area).is_none() {
            self.unsupported("clearing part of a surface");
        }
    }

    fn draw(&mut self, state: &mut State, draw: &Draw) {
        match &draw.indirect {
            Some(indirect) => self.draw_indirect(state, draw, indirect),
            None => self.draw_state(state, draw),
        }
    }

    fn launch_grid(&mut self, state: &mut State, grid: &Grid) {
        self.launch(state, grid);
    }

    fn memory_barrier(&mut self) {
        self.see_writes();
    }

    fn blit(&mut self, blit: &Blit) {
        self.blit_boxes(blit);
    }

    fn copy_region(&mut self, source: &Region, destination: Handle, level: u32, at: (u32, u32, u32)) {
        self.copy_boxes(source, destination, level, at);
    }

    fn begin_query(&mut self, query: Key, kind: QueryKind) {
        self.query_begin(query, kind);
    }

    fn end_query(&mut self, query: Key, kind: QueryKind) {
        self.query_end(query, kind);
    }

    fn restore_query(&mut self, query: Key, kind: QueryKind, result: u64) {
        self.queries.restore(query, kind, result);
    }

    fn query_result(&mut self, query: Key) -> Option<u64> {
        self.query_total(query)
    }

    fn flush(&mut self) -> Ticket {
        let dead = self.views.take_dead();
        self.texture_sets.collect(&dead);
        let ticket = self.submit();
        self.hand_over_ahead();
        ticket
    }

    fn completed(&mut self) -> Ticket {
        self.poll();
        self.batch.completed()
    }

    fn wait(&mut self, ticket: Ticket, deadline: Duration) -> Result<(), GpuError> {
        self.wait_for(ticket, deadline)
            .inspect_err(|_| self.gpu.give_up())
    }

    fn is_lost(&self) -> bool {
        self.gpu.is_lost()
    }

    fn recreate(&mut self) -> Result<(), GpuError> {
        self.replace_device()
    }

    fn counters(&self) -> Counters {
        Counters {
            validation_errors: self.faults.validation_errors(),
            busy_ns: u64::try_from(self.batch.busy().as_nanos()).unwrap_or(u64::MAX),
            ..self.counters
        }
    }
}
