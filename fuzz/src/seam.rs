//! A host GPU that holds what is above it to its word: whatever a guest sends, calls are as [`device::gpu`] promises.
//!
//! It also counts what it is asked for, so that a session can end before it only takes time, and fails on request.

use std::{cell::Cell, collections::HashMap, fmt, rc::Rc, time::Duration};

use device::{
    gpu::{
        Blit, BlitSide, Box3, BytesLayout, Capabilities, Clear, Counters, Draw, GpuError, Grid, Groups,
        Handle, HostGpu, Key, QueryKind, ReadId, Region, ResourceDesc, Rows, Shader, Shared, State, Surface,
        Target, Ticket,
    },
    transfer::{self, Layout, Mapping},
};

/// Vertices × instances of a draw that a host which draws is asked for.
const VERTICES_MAX: u64 = 4096;

/// What is said to a [`Seam`] while a renderer owns it, and what it says.
#[derive(Debug, Default)]
pub struct Knobs {
    /// Refuses the next resource, or the next device.
    pub refuse: Cell<bool>,
    /// The device is gone.
    pub lost: Cell<bool>,
    /// Texels that were written, read, cleared or copied, and draws, each as many.
    pub work: Cell<u64>,
}

impl Knobs {
    fn add(&self, work: u64) {
        self.work.set(self.work.get().saturating_add(work));
    }
}

/// A host GPU whose every call is checked.
pub struct Seam<G> {
    gpu: G,
    resources: HashMap<Handle, ResourceDesc>,
    knobs: Rc<Knobs>,
    /// Whether draws that take long are left out: loops have a budget, which software takes seconds to use up.
    short_draws: bool,
}

impl<G> fmt::Debug for Seam<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seam")
            .field("resources", &self.resources)
            .finish_non_exhaustive()
    }
}

impl<G: HostGpu> Seam<G> {
    /// Checks what `gpu` is asked for.
    pub fn new(gpu: G, knobs: Rc<Knobs>, short_draws: bool) -> Self {
        Self {
            gpu,
            resources: HashMap::new(),
            knobs,
            short_draws,
        }
    }

    /// The GPU itself.
    pub fn inner(&self) -> &G {
        &self.gpu
    }

    /// How many resources are alive.
    pub fn resources(&self) -> usize {
        self.resources.len()
    }

    fn desc(&self, handle: Handle) -> &ResourceDesc {
        let desc = self.resources.get(&handle);
        desc.unwrap_or_else(|| panic!("{handle:?} is no resource"))
    }

    /// Whether the box of whole blocks is inside the level, and not empty.
    fn check_region(&self, region: &Region) {
        let desc = self.desc(region.resource);
        let area = &region.area;
        assert!(region.level < desc.levels, "{region:?} of {desc:?}");
        let size = desc.level_size(region.level);
        let block = transfer::block(desc).expect("resources have formats with blocks");
        let inside = |start: u32, len: u32, size: u32, block: u32| {
            let (start, end) = (u64::from(start), u64::from(start) + u64::from(len));
            let (size, block) = (u64::from(size), u64::from(block));
            len > 0 && end <= size && start % block == 0 && (end % block == 0 || end == size)
        };
        assert!(
            inside(area.x, area.width, size.0, block.width)
                && inside(area.y, area.height, size.1, block.height)
                && inside(area.z, area.depth, size.2, 1),
            "{region:?} of {desc:?}"
        );
        self.knobs
            .add(u64::from(area.width) * u64::from(area.height) * u64::from(area.depth));
    }

    /// Whether a transfer may touch it.
    fn check_single_sampled(&self, region: &Region) {
        assert!(
            self.desc(region.resource).samples <= 1,
            "{region:?} is multisampled"
        );
    }

    fn check_side(&self, side: &BlitSide) {
        let desc = self.desc(side.resource);
        assert!(
            side.level < desc.levels && desc.target != Target::Buffer,
            "{side:?} of {desc:?}"
        );
        assert!(side.format.block().is_some(), "{side:?}");
        let (first, end) = (
            i64::from(side.area.z),
            i64::from(side.area.z) + i64::from(side.area.depth),
        );
        let layers = desc.level_size(side.level).2;
        assert!(
            first.min(end) >= 0 && first.max(end) <= layers.into(),
            "{side:?} of {desc:?}"
        );
        let area = &side.area;
        assert!(area.width != 0 && area.height != 0 && area.depth != 0, "{side:?}");
        // What lies outside the level costs nothing.
        let (width, height, _) = desc.level_size(side.level);
        self.knobs.add(
            u64::from(area.width.unsigned_abs().min(width))
                * u64::from(area.height.unsigned_abs().min(height))
                * u64::from(area.depth.unsigned_abs()),
        );
    }

    /// What it names may be gone; what is there has the surface.
    fn check_surface(&self, surface: &Surface) {
        let Some(desc) = self.resources.get(&surface.resource) else {
            return;
        };
        assert!(surface.level < desc.levels, "{surface:?} of {desc:?}");
        let (width, height, layers) = desc.level_size(surface.level);
        assert!(
            surface.first_layer <= surface.last_layer && surface.last_layer < layers,
            "{surface:?} of {desc:?}"
        );
        assert_eq!(surface.size, (width, height), "{surface:?} of {desc:?}");
        self.knobs.add(u64::from(width) * u64::from(height));
    }

    fn is_short(&self, state: &State, draw: &Draw) -> bool {
        let vertices = u64::from(draw.count) * u64::from(draw.instances);
        !has_loops(state) && draw.indirect.is_none() && vertices <= VERTICES_MAX
    }

    fn is_short_grid(&self, state: &State, grid: &Grid) -> bool {
        let Groups::Direct(groups) = grid.groups else {
            return false;
        };
        let sizes = grid.block.iter().chain(&groups);
        let invocations = sizes.fold(1_u64, |all, size| all.saturating_mul(u64::from(*size)));
        !has_loops(state) && invocations <= VERTICES_MAX
    }
}

fn has_loops(state: &State) -> bool {
    let mut shaders = state.stages.iter().filter_map(|stage| stage.shader.as_ref());
    shaders.any(|shader| shader.text.contains("BGNLOOP"))
}

impl<G: HostGpu> HostGpu for Seam<G> {
    fn capabilities(&self) -> &Capabilities {
        self.gpu.capabilities()
    }

    fn create_resource(&mut self, handle: Handle, desc: &ResourceDesc) -> Result<(), GpuError> {
        assert!(
            transfer::storage_bytes(desc).is_some() && desc.levels > 0,
            "{desc:?}"
        );
        if self.knobs.refuse.take() {
            return Err(GpuError::OutOfMemory);
        }
        self.gpu.create_resource(handle, desc)?;
        let before = self.resources.insert(handle, *desc);
        assert_eq!(before, None, "{handle:?} is used again");
        Ok(())
    }

    fn destroy_resource(&mut self, handle: Handle) {
        let before = self.resources.remove(&handle);
        assert!(before.is_some(), "{handle:?} is destroyed twice");
        self.gpu.destroy_resource(handle);
    }

    fn shader_created(&mut self, shader: &Shared<Shader>) {
        self.gpu.shader_created(shader);
    }

    fn link(&mut self, vertex: &Shared<Shader>, fragment: &Shared<Shader>) {
        self.gpu.link(vertex, fragment);
    }

    fn object_destroyed(&mut self, key: Key) {
        self.gpu.object_destroyed(key);
    }

    fn write(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        self.check_region(region);
        self.check_single_sampled(region);
        let desc = self.desc(region.resource);
        let block = transfer::block(desc).expect("it was checked");
        let row = u64::from(region.area.width.div_ceil(block.width)) * u64::from(block.bytes);
        let rows = u64::from(region.area.height.div_ceil(block.height));
        let layer = (rows - 1) * u64::from(layout.row_bytes) + row;
        assert!(
            rows == 1 || u64::from(layout.row_bytes) >= row,
            "{layout:?} {region:?}"
        );
        let layers = u64::from(region.area.depth - 1) * u64::from(layout.layer_bytes);
        assert!(bytes.len() as u64 >= layers + layer, "{layout:?} {region:?}");
        self.gpu.write(region, bytes, layout);
    }

    fn wants_memory(&self, region: &Region, layout: &Layout) -> bool {
        self.gpu.wants_memory(region, layout)
    }

    fn write_from(&mut self, region: &Region, memory: &Mapping, layout: &Layout) -> bool {
        self.check_region(region);
        self.check_single_sampled(region);
        self.gpu.write_from(region, memory, layout)
    }

    fn read_into(&mut self, region: &Region, memory: &Mapping, layout: &Layout) -> bool {
        self.check_region(region);
        self.check_single_sampled(region);
        self.gpu.read_into(region, memory, layout)
    }

    fn forget_memory(&mut self, memory: &Mapping) {
        self.gpu.forget_memory(memory);
    }

    fn read(&mut self, region: &Region) -> ReadId {
        self.check_region(region);
        self.check_single_sampled(region);
        self.gpu.read(region)
    }

    fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> bool {
        self.gpu.take_read(id, take)
    }

    fn clear(&mut self, state: &mut State, clear: &Clear) {
        assert!(clear.depth.is_finite());
        self.knobs.add(1);
        self.gpu.clear(state, clear);
    }

    fn clear_texture(&mut self, region: &Region, texel: &[u8; 16]) {
        self.check_region(region);
        self.gpu.clear_texture(region, texel);
    }

    fn clear_surface(&mut self, surface: &Surface, clear: &Clear, area: (u32, u32, u32, u32)) {
        self.check_surface(surface);
        let fits =
            |start: u32, len: u32, size: u32| len > 0 && u64::from(start) + u64::from(len) <= size.into();
        assert!(
            fits(area.0, area.2, surface.size.0) && fits(area.1, area.3, surface.size.1),
            "{area:?} of {surface:?}"
        );
        self.gpu.clear_surface(surface, clear, area);
    }

    fn draw(&mut self, state: &mut State, draw: &Draw) {
        let targets = state.framebuffer.colors.iter().flatten();
        for surface in targets.chain(&state.framebuffer.depth_stencil) {
            self.check_surface(surface);
        }
        if self.short_draws && !self.is_short(state, draw) {
            return;
        }
        self.gpu.draw(state, draw);
    }

    fn launch_grid(&mut self, state: &mut State, grid: &Grid) {
        if let Groups::Direct(groups) = grid.groups {
            assert!(Grid::is_within_limits(grid.block, groups) && !groups.contains(&0));
        }
        if self.short_draws && !self.is_short_grid(state, grid) {
            return;
        }
        self.gpu.launch_grid(state, grid);
    }

    fn memory_barrier(&mut self) {
        self.gpu.memory_barrier();
    }

    fn blit(&mut self, blit: &Blit) {
        self.check_side(&blit.source);
        self.check_side(&blit.destination);
        self.gpu.blit(blit);
    }

    fn copy_region(&mut self, source: &Region, destination: Handle, level: u32, at: (u32, u32, u32)) {
        self.check_region(source);
        self.check_region(&Region {
            resource: destination,
            level,
            area: Box3 {
                x: at.0,
                y: at.1,
                z: at.2,
                ..source.area
            },
        });
        let (from, to) = (self.desc(source.resource), self.desc(destination));
        assert_eq!(transfer::block(from), transfer::block(to));
        assert_eq!(from.target == Target::Buffer, to.target == Target::Buffer);
        self.gpu.copy_region(source, destination, level, at);
    }

    fn begin_query(&mut self, query: Key, kind: QueryKind) {
        self.gpu.begin_query(query, kind);
    }

    fn end_query(&mut self, query: Key, kind: QueryKind) {
        self.gpu.end_query(query, kind);
    }

    fn restore_query(&mut self, query: Key, kind: QueryKind, result: u64) {
        self.gpu.restore_query(query, kind, result);
    }

    fn query_result(&mut self, query: Key) -> Option<u64> {
        self.gpu.query_result(query)
    }

    fn flush(&mut self) -> Ticket {
        self.gpu.flush()
    }

    fn completed(&mut self) -> Ticket {
        self.gpu.completed()
    }

    fn wait(&mut self, ticket: Ticket, deadline: Duration) -> Result<(), GpuError> {
        if self.knobs.lost.get() {
            return Err(GpuError::Lost);
        }
        self.gpu.wait(ticket, deadline)
    }

    fn is_lost(&self) -> bool {
        self.knobs.lost.get() || self.gpu.is_lost()
    }

    fn recreate(&mut self) -> Result<(), GpuError> {
        assert!(self.is_lost(), "a device that works is replaced");
        if self.knobs.refuse.take() {
            return Err(GpuError::Lost);
        }
        self.gpu.recreate()?;
        self.knobs.lost.set(false);
        assert!(!self.gpu.is_lost(), "the new device is lost too");
        Ok(())
    }

    fn counters(&self) -> Counters {
        self.gpu.counters()
    }
}
