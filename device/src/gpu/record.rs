//! A host GPU that draws nothing: it writes each call as a line of text, and keeps resources as bytes, so that what
//! is above the seam can be tested without a GPU.
//!
//! ```text
//! create [1] Texture2D B8G8R8A8_UNORM 64x64x1 levels=1 samples=0 bind=RENDER_TARGET
//! viewport scale=[32.0, 32.0, 0.5] translate=[32.0, 32.0, 0.5]
//! draw TRIANGLES count=3 vs=#1 fs=#2 fb=[1]
//! ```
//!
//! `[n]` is a resource's handle, `#n` the n-th object that a line names. Before a draw stand the states that changed
//! since the last one.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt::{self, Write as _},
    time::Duration,
};

use super::{
    Blit, Box3, BytesLayout, Capabilities, Clear, ComputeLimits, Counters, Draw, Format, FormatSet, GpuError,
    Grid, Handle, HostGpu, Key, QueryKind, ReadId, Region, ResourceDesc, Rows, Shader, Shared, State,
    Surface, Target, Ticket,
};
use crate::transfer::{self, Layout, Mapping};

mod text;

/// A host GPU that records.
#[derive(Debug)]
pub struct Recorder {
    capabilities: Capabilities,
    /// What was called, unless nobody wants to know.
    text: Option<String>,
    resources: BTreeMap<Handle, Stored>,
    /// Bytes of reads, with the ticket after which they can be taken.
    reads: HashMap<ReadId, (Option<Ticket>, Vec<u8>)>,
    next_read: u64,
    names: HashMap<Key, usize>,
    results: HashMap<Key, u64>,
    flushed: Ticket,
    completed: Ticket,
    /// Whether flushed work completes only when it is waited for, or [`Recorder::complete`] is called.
    held: bool,
    lost: bool,
    refusals: VecDeque<GpuError>,
    /// Whether transfers are done where the memory is.
    uses_memory: bool,
    /// Whether draws tell every state, not only what changed.
    tells_all: bool,
    /// Whether there is no other device.
    stays_lost: bool,
    counters: Counters,
}

#[derive(Debug)]
struct Stored {
    desc: ResourceDesc,
    levels: Vec<Vec<u8>>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Recorder {
    /// A recorder of an imaginary adapter.
    pub fn new() -> Self {
        Self {
            capabilities: imaginary(),
            text: Some(String::new()),
            resources: BTreeMap::new(),
            reads: HashMap::new(),
            next_read: 1,
            names: HashMap::new(),
            results: HashMap::new(),
            flushed: Ticket(0),
            completed: Ticket(0),
            held: false,
            lost: false,
            refusals: VecDeque::new(),
            uses_memory: false,
            tells_all: false,
            stays_lost: false,
            counters: Counters::default(),
        }
    }

    /// A recorder that only counts, for long runs.
    pub fn silent() -> Self {
        Self {
            text: None,
            ..Self::new()
        }
    }

    /// What was called, a line for each call.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Forgets what was called so far.
    pub fn clear_text(&mut self) {
        if let Some(text) = &mut self.text {
            text.clear();
        }
    }

    /// Lets flushed work complete only when it is waited for.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Completes what was flushed.
    pub fn complete(&mut self) {
        self.completed = self.flushed;
    }

    /// Loses the device.
    pub fn lose(&mut self) {
        self.lost = true;
    }

    /// Loses the device, and there is no other.
    pub fn lose_for_good(&mut self) {
        self.lost = true;
        self.stays_lost = true;
    }

    /// Refuses the next creation of a resource.
    pub fn refuse(&mut self, error: GpuError) {
        self.refusals.push_back(error);
    }

    /// Wants to be lent memory for each transfer, and only says then what it would do with it.
    pub fn use_memory(&mut self) {
        self.uses_memory = true;
    }

    /// Tells every state before each draw from now on, whether it changed or not.
    pub fn tell_all(&mut self) {
        self.tells_all = true;
    }

    /// How many resources and unfinished reads there are.
    pub fn alive(&self) -> (usize, usize) {
        (self.resources.len(), self.reads.len())
    }

    /// The bytes of a level.
    pub fn bytes(&self, handle: Handle, level: u32) -> Option<&[u8]> {
        self.resources
            .get(&handle)?
            .levels
            .get(level as usize)
            .map(Vec::as_slice)
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        if let Some(text) = &mut self.text {
            let _ = writeln!(text, "{line}");
        }
    }

    /// `#n`: the n-th key that a line names.
    fn name(&mut self, key: Key) -> usize {
        let next = self.names.len() + 1;
        *self.names.entry(key).or_insert(next)
    }
}

/// What an adapter of today can do.
fn imaginary() -> Capabilities {
    let set = |formats: &[Format]| {
        let mut set = FormatSet::default();
        for format in formats {
            set.insert(*format);
        }
        set
    };
    let render = [
        Format::B8G8R8A8_UNORM,
        Format::B8G8R8X8_UNORM,
        Format::R8G8B8A8_UNORM,
        Format::R8G8B8X8_UNORM,
        Format::B8G8R8A8_SRGB,
        Format::R8G8B8A8_SRGB,
        Format::R8_UNORM,
        Format::R8G8_UNORM,
        Format::R16G16B16A16_FLOAT,
        Format::R32G32B32A32_FLOAT,
    ];
    let sampled = [Format::L8_UNORM, Format::A8_UNORM, Format::L8A8_UNORM];
    Capabilities {
        name: "recorder".into(),
        sampler: set(&[&render[..], &sampled[..]].concat()),
        render: set(&render),
        depth_stencil: set(&[
            Format::Z24_UNORM_S8_UINT,
            Format::Z24X8_UNORM,
            Format::Z16_UNORM,
            Format::Z32_FLOAT,
        ]),
        vertex: set(&[
            Format::R32G32B32A32_FLOAT,
            Format::R32G32B32_FLOAT,
            Format::R8G8B8A8_UNORM,
        ]),
        multisample: FormatSet::default(),
        sample_counts: 0,
        max_texture_2d: 8192,
        max_texture_3d: 2048,
        max_texture_cube: 8192,
        max_array_layers: 256,
        max_render_targets: 8,
        max_samplers: 16,
        max_uniform_buffers: 15,
        texture_buffers: true,
        max_vertex_attributes: 16,
        max_point_size: 64.0,
        line_widths: [1.0; 2],
        smooth_line_widths: [1.0; 2],
        sample_shading: false,
        clip_distances: true,
        depth_clip_control: true,
        dual_source: true,
        precise_occlusion: true,
        polygon_modes: true,
        compute: Some(ComputeLimits {
            storage_buffers: 16,
            vertex_storage_buffers: 8,
            images: 8,
            vertex_images: 8,
            group_invocations: 1024,
            group_size: [1024, 1024, 64],
            groups: 65535,
            shared_bytes: 32 << 10,
        }),
        uniform_alignment: 256,
        video_memory_bytes: 1 << 30,
    }
}

/// The rows of blocks of a box in the bytes of its level: where each begins and how long it is.
fn rows(desc: &ResourceDesc, level: u32, area: &Box3) -> Option<(Vec<usize>, usize)> {
    let block = transfer::block(desc)?;
    let (width, height, _) = desc.level_size(level);
    let stride = (width.div_ceil(block.width) * block.bytes) as usize;
    let layer = stride * height.div_ceil(block.height) as usize;
    let length = (area.width.div_ceil(block.width) * block.bytes) as usize;
    let first = (area.x / block.width * block.bytes) as usize;
    let mut starts = Vec::new();
    for z in area.z..area.z + area.depth {
        for row in 0..area.height.div_ceil(block.height) {
            let y = (area.y / block.height + row) as usize;
            starts.push(z as usize * layer + y * stride + first);
        }
    }
    Some((starts, length))
}

/// Every level of a resource.
fn zeroes(desc: &ResourceDesc) -> Result<Vec<Vec<u8>>, GpuError> {
    let level = |level| {
        let (width, height, depth) = desc.level_size(level);
        let one = ResourceDesc {
            width,
            height,
            depth,
            levels: 1,
            ..*desc
        };
        let bytes = transfer::storage_bytes(&one).ok_or(GpuError::Unsupported("format"))?;
        crate::memory::allocate_zeroed(bytes).map_err(|_| GpuError::OutOfMemory)
    };
    (0..desc.levels).map(level).collect()
}

impl Recorder {
    /// The bytes of a region, rows tight.
    fn get(&self, region: &Region) -> Option<Vec<u8>> {
        let stored = self.resources.get(&region.resource)?;
        let bytes = stored.levels.get(region.level as usize)?;
        let (starts, length) = rows(&stored.desc, region.level, &region.area)?;
        let mut out = Vec::with_capacity(starts.len() * length);
        for start in starts {
            out.extend_from_slice(bytes.get(start..start + length)?);
        }
        Some(out)
    }

    /// Sets the bytes of a region from rows.
    fn put<'a>(&mut self, region: &Region, mut source: impl Iterator<Item = &'a [u8]>) -> Option<()> {
        let stored = self.resources.get_mut(&region.resource)?;
        let bytes = stored.levels.get_mut(region.level as usize)?;
        let (starts, length) = rows(&stored.desc, region.level, &region.area)?;
        for start in starts {
            bytes
                .get_mut(start..start + length)?
                .copy_from_slice(&source.next()?[..length]);
        }
        Some(())
    }
}

impl HostGpu for Recorder {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn create_resource(&mut self, handle: Handle, desc: &ResourceDesc) -> Result<(), GpuError> {
        if let Some(error) = self.refusals.pop_front() {
            return Err(error);
        }
        let levels = zeroes(desc)?;
        self.line(format_args!("create {handle} {}", text::Desc(desc)));
        self.resources.insert(handle, Stored { desc: *desc, levels });
        Ok(())
    }

    fn destroy_resource(&mut self, handle: Handle) {
        self.line(format_args!("destroy {handle}"));
        self.resources.remove(&handle);
    }

    fn shader_created(&mut self, shader: &Shared<Shader>) {
        let name = self.name(shader.key());
        self.line(format_args!(
            "shader #{name} {:?} {} bytes",
            shader.tgsi.stage,
            shader.text.len()
        ));
    }

    fn link(&mut self, vertex: &Shared<Shader>, fragment: &Shared<Shader>) {
        let (vertex, fragment) = (self.name(vertex.key()), self.name(fragment.key()));
        self.line(format_args!("link vs=#{vertex} fs=#{fragment}"));
    }

    fn object_destroyed(&mut self, key: Key) {
        let name = self.name(key);
        self.line(format_args!("object_destroyed #{name}"));
    }

    fn write(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        self.line(format_args!(
            "write {} {}",
            text::Area(region),
            text::Digest(bytes)
        ));
        self.counters.upload_bytes += bytes.len() as u64;
        let rows = (layout.layer_bytes / layout.row_bytes.max(1)) as usize;
        let layers = bytes.chunks(layout.layer_bytes.max(1) as usize);
        let source = layers.flat_map(|layer| layer.chunks(layout.row_bytes.max(1) as usize).take(rows));
        self.put(region, source)
            .expect("the region is inside the resource and the bytes are all there");
    }

    fn wants_memory(&self, _region: &Region, _layout: &Layout) -> bool {
        self.uses_memory
    }

    fn write_from(&mut self, region: &Region, _memory: &Mapping, layout: &Layout) -> bool {
        self.line(format_args!("write_from {}", text::Area(region)));
        self.counters.imported_bytes += layout.tight_bytes();
        self.uses_memory
    }

    fn read_into(&mut self, region: &Region, _memory: &Mapping, layout: &Layout) -> bool {
        self.line(format_args!("read_into {}", text::Area(region)));
        self.counters.imported_bytes += layout.tight_bytes();
        self.uses_memory
    }

    fn forget_memory(&mut self, _memory: &Mapping) {
        self.line(format_args!("forget_memory"));
    }

    fn read(&mut self, region: &Region) -> ReadId {
        self.line(format_args!("read {}", text::Area(region)));
        let bytes = self.get(region).expect("the region is inside the resource");
        self.counters.readback_bytes += bytes.len() as u64;
        let id = ReadId(self.next_read);
        self.next_read += 1;
        self.reads.insert(id, (None, bytes));
        id
    }

    fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> bool {
        match self.reads.get(&id) {
            Some((Some(ticket), _)) if *ticket <= self.completed => {}
            _ => return false,
        }
        let Some((_, bytes)) = self.reads.remove(&id) else {
            return false;
        };
        take(Rows {
            bytes: &bytes,
            stride_bytes: 0,
        });
        true
    }

    fn clear(&mut self, state: &mut State, clear: &Clear) {
        let target = text::Target(state);
        self.line(format_args!("clear {} {target}", text::ClearTo(clear)));
        self.counters.passes += 1;
    }

    fn clear_texture(&mut self, region: &Region, texel: &[u8; 16]) {
        self.line(format_args!("clear_texture {} {texel:02x?}", text::Area(region)));
        let Some(stored) = self.resources.get(&region.resource) else {
            return;
        };
        let Some(block) = transfer::block(&stored.desc) else {
            return;
        };
        let blocks = region.area.width.div_ceil(block.width) as usize;
        let texel = texel.get(..block.bytes as usize).unwrap_or(texel);
        let row = texel.repeat(blocks);
        self.put(region, std::iter::repeat(row.as_slice()));
    }

    fn clear_surface(&mut self, surface: &Surface, clear: &Clear, area: (u32, u32, u32, u32)) {
        self.line(format_args!(
            "clear_surface {} level={} layers={}..={} {} {area:?}",
            surface.resource,
            surface.level,
            surface.first_layer,
            surface.last_layer,
            text::ClearTo(clear)
        ));
    }

    fn draw(&mut self, state: &mut State, draw: &Draw) {
        self.counters.draws += 1;
        if self.tells_all {
            state.dirty = super::Dirty::all();
        }
        if self.text.is_some() {
            let lines = text::draw(self, state, draw);
            self.line(format_args!("{lines}"));
        }
        state.dirty = super::Dirty::empty();
    }

    fn launch_grid(&mut self, state: &mut State, grid: &Grid) {
        let lines = text::launch(self, state, grid);
        self.line(format_args!("{lines}"));
    }

    fn memory_barrier(&mut self) {
        self.line(format_args!("memory_barrier"));
    }

    fn blit(&mut self, blit: &Blit) {
        self.line(format_args!("blit {}", text::BlitOf(blit)));
    }

    fn copy_region(&mut self, source: &Region, destination: Handle, level: u32, at: (u32, u32, u32)) {
        self.line(format_args!(
            "copy {} to {destination} level={level} at={at:?}",
            text::Area(source)
        ));
        let Some(bytes) = self.get(source) else { return };
        let area = Box3 {
            x: at.0,
            y: at.1,
            z: at.2,
            ..source.area
        };
        let Some((_, length)) = self
            .resources
            .get(&destination)
            .and_then(|stored| rows(&stored.desc, level, &area))
        else {
            return;
        };
        let region = Region {
            resource: destination,
            level,
            area,
        };
        self.put(&region, bytes.chunks(length.max(1)));
    }

    fn begin_query(&mut self, query: Key, kind: QueryKind) {
        let name = self.name(query);
        self.line(format_args!("begin_query #{name} {kind:?}"));
    }

    fn end_query(&mut self, query: Key, kind: QueryKind) {
        let name = self.name(query);
        self.line(format_args!("end_query #{name} {kind:?}"));
        // As many as were drawn so far: something that changes.
        self.results.insert(query, self.counters.draws);
    }

    fn restore_query(&mut self, query: Key, kind: QueryKind, result: u64) {
        let name = self.name(query);
        self.line(format_args!("restore_query #{name} {kind:?} {result}"));
        self.results.insert(query, result);
    }

    fn query_result(&mut self, query: Key) -> Option<u64> {
        self.results.get(&query).copied()
    }

    fn flush(&mut self) -> Ticket {
        self.line(format_args!("flush"));
        self.counters.submits += 1;
        self.flushed.0 += 1;
        for (ticket, _) in self.reads.values_mut() {
            ticket.get_or_insert(self.flushed);
        }
        if !self.held {
            self.completed = self.flushed;
        }
        self.flushed
    }

    fn completed(&mut self) -> Ticket {
        self.completed
    }

    fn wait(&mut self, ticket: Ticket, _deadline: Duration) -> Result<(), GpuError> {
        if self.lost {
            return Err(GpuError::Lost);
        }
        self.completed = self.completed.max(ticket.min(self.flushed));
        Ok(())
    }

    fn is_lost(&self) -> bool {
        self.lost
    }

    fn recreate(&mut self) -> Result<(), GpuError> {
        if self.stays_lost {
            return Err(GpuError::Lost);
        }
        let mut lines = String::from("recreate");
        for (handle, stored) in &mut self.resources {
            let _ = write!(lines, "\n  create {handle} {}", text::Desc(&stored.desc));
            if stored.desc.target != Target::Buffer {
                stored.levels.iter_mut().for_each(|level| level.fill(0));
            }
        }
        self.line(format_args!("{lines}"));
        self.reads.clear();
        self.results.clear();
        self.completed = self.flushed;
        self.lost = false;
        Ok(())
    }

    fn counters(&self) -> Counters {
        self.counters
    }
}
