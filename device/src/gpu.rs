//! The seam between what a guest said and what a host GPU makes of it.
//!
//! [`HostGpu`] is gallium's `pipe_screen` and `pipe_context`, cut to what the virgl protocol can say. Everything
//! above it is plain data and can be saved, replayed and tested without a GPU; everything below is a cache that
//! can be made anew. What crosses it has been validated: boxes are inside their level, handles name resources
//! that were created and not destroyed, levels and layers exist, formats have a [`Format::block`]. What an
//! implementation cannot do in spite of that (a format it lacks, a shader that cannot be lowered) it counts in
//! [`Counters`] and leaves undone; it never panics.

mod format;
pub mod record;
mod state;
mod storage;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::transfer::{Layout, Mapping};

pub use format::{Block, Format};
pub use state::*;
pub use storage::*;

/// Names a host resource; never used again after it is destroyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle(pub u64);

/// A point on the GPU's timeline: all that was flushed up to it. 0 is before everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Names a [`HostGpu::read`] until its bytes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReadId(pub u64);

/// `pipe_texture_target`, by its number on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum Target {
    #[default]
    Buffer = 0,
    Texture1D = 1,
    Texture2D = 2,
    Texture3D = 3,
    Cube = 4,
    Rect = 5,
    Texture1DArray = 6,
    Texture2DArray = 7,
    CubeArray = 8,
}

bitflags::bitflags! {
    /// `VIRGL_BIND_*`: what a resource may be used for.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Bind: u32 {
        /// Depth and stencil target.
        const DEPTH_STENCIL = 1;
        /// Colour target.
        const RENDER_TARGET = 1 << 1;
        /// Sampled.
        const SAMPLER_VIEW = 1 << 3;
        /// Vertex buffer.
        const VERTEX_BUFFER = 1 << 4;
        /// Index buffer.
        const INDEX_BUFFER = 1 << 5;
        /// Uniform buffer.
        const CONSTANT_BUFFER = 1 << 6;
        /// Presented.
        const DISPLAY_TARGET = 1 << 7;
        /// Command arguments.
        const COMMAND_ARGS = 1 << 8;
        /// Transform feedback target.
        const STREAM_OUTPUT = 1 << 11;
        /// Storage buffer.
        const SHADER_BUFFER = 1 << 14;
        /// Query result target.
        const QUERY_BUFFER = 1 << 15;
        /// Cursor image.
        const CURSOR = 1 << 16;
        /// A resource without a host copy.
        const CUSTOM = 1 << 17;
        /// Scanned out.
        const SCANOUT = 1 << 18;
        /// Staging, for copies only.
        const STAGING = 1 << 19;
        /// Shared.
        const SHARED = 1 << 20;
        const _ = !0;
    }
}

/// `pipe_resource`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResourceDesc {
    /// What it is.
    pub target: Target,
    /// Its format; [`Target::Buffer`] has bytes whatever this says.
    pub format: Format,
    /// Uses.
    pub bind: Bind,
    /// Texels, or bytes of a buffer, in a row.
    pub width: u32,
    /// Rows; 1 where the target has none.
    pub height: u32,
    /// Slices of a 3D texture; 1 elsewhere.
    pub depth: u32,
    /// Layers; 6 for cubes, 1 where the target has none.
    pub array_size: u32,
    /// Levels, at least 1.
    pub levels: u32,
    /// Samples: 0 and 1 are none.
    pub samples: u32,
    /// Whether row 0 is the top one when it is shown (`VIRGL_RESOURCE_Y_0_TOP`).
    pub y_0_top: bool,
}

impl ResourceDesc {
    /// Width, height and depth of a level in texels; depth counts layers too.
    pub fn level_size(&self, level: u32) -> (u32, u32, u32) {
        let minify = |size: u32| size.checked_shr(level).unwrap_or(0).max(1);
        let depth = match self.target {
            Target::Texture3D => minify(self.depth),
            _ => self.array_size.max(1),
        };
        let height = match self.target {
            Target::Buffer | Target::Texture1D | Target::Texture1DArray => 1,
            _ => minify(self.height),
        };
        let width = if self.target == Target::Buffer {
            self.width
        } else {
            minify(self.width)
        };
        (width, height, depth)
    }

    /// Whether a host keeps it uncompressed: the compressed textures of hosts have two dimensions, and whole blocks
    /// in level 0.
    pub fn needs_decoding(&self) -> bool {
        let Some(block) = self.format.block().filter(|block| block.width > 1) else {
            return false;
        };
        let (width, height, _) = self.level_size(0);
        self.target != Target::Buffer
            && (self.target == Target::Texture3D
                || !width.is_multiple_of(block.width)
                || !height.is_multiple_of(block.height))
    }
}

/// A box: texels (bytes of a buffer) from `x`, rows from `y`, slices or layers from `z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct Box3 {
    pub x: u32,
    pub y: u32,
    pub z: u32,
    pub width: u32,
    pub height: u32,
    pub depth: u32,
}

impl Box3 {
    /// The smallest box around both, which end at 32 bits.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let span = |start: u32, len: u32, other_start: u32, other_len: u32| {
            let first = start.min(other_start);
            (first, (start + len).max(other_start + other_len) - first)
        };
        let (x, width) = span(self.x, self.width, other.x, other.width);
        let (y, height) = span(self.y, self.height, other.y, other.height);
        let (z, depth) = span(self.z, self.depth, other.z, other.depth);
        Self {
            x,
            y,
            z,
            width,
            height,
            depth,
        }
    }
}

/// A box whose extent may run backwards, for mirrored blits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct SignedBox {
    pub x: i32,
    pub y: i32,
    pub z: i32,
    pub width: i32,
    pub height: i32,
    pub depth: i32,
}

/// A box of a level of a resource. 1D arrays count layers in `z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The resource.
    pub resource: Handle,
    /// Its level; 0 for buffers.
    pub level: u32,
    /// The box, inside the level.
    pub area: Box3,
}

/// How texels lie in a slice of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BytesLayout {
    /// From row of blocks to row of blocks.
    pub row_bytes: u32,
    /// From slice or layer to the next.
    pub layer_bytes: u32,
}

/// Rows of blocks where the host has them, which the guest's memory takes from there.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// All rows.
    pub bytes: &'a [u8],
    /// From row to row; 0 where they follow each other without gaps.
    pub stride_bytes: usize,
}

bitflags::bitflags! {
    /// `PIPE_CLEAR_*`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ClearBuffers: u32 {
        /// Depth.
        const DEPTH = 1;
        /// Stencil.
        const STENCIL = 2;
        /// Colour target 0; target i is this shifted left by i.
        const COLOR0 = 4;
        const _ = 0x3ff;
    }
}

/// `pipe_context::clear`: all of the framebuffer's buffers that are named, whatever scissor and masks say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clear {
    /// Which.
    pub buffers: ClearBuffers,
    /// Colour, as bits of what the target holds: floats or integers.
    pub color: [u32; 4],
    /// Depth.
    pub depth: f64,
    /// Stencil.
    pub stencil: u8,
}

/// `MESA_PRIM_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum Primitive {
    Points = 0,
    Lines = 1,
    LineLoop = 2,
    LineStrip = 3,
    Triangles = 4,
    TriangleStrip = 5,
    TriangleFan = 6,
    Quads = 7,
    QuadStrip = 8,
    Polygon = 9,
    LinesAdjacency = 10,
    LineStripAdjacency = 11,
    TrianglesAdjacency = 12,
    TriangleStripAdjacency = 13,
    Patches = 14,
}

/// `pipe_draw_info`. Vertices × instances are within limits, where they are not indirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// First vertex; meaningless for indexed draws, whose index buffer's offset holds it.
    pub start: u32,
    /// Vertices or indices.
    pub count: u32,
    /// Primitive.
    pub primitive: Primitive,
    /// Whether the index buffer is used.
    pub indexed: bool,
    /// Instances.
    pub instances: u32,
    /// Added to each index.
    pub index_bias: i32,
    /// First instance.
    pub start_instance: u32,
    /// The index that restarts a primitive, if any does.
    pub restart_index: Option<u32>,
    /// Smallest and largest index, as the guest claims.
    pub index_range: (u32, u32),
    /// Where the sizes are, which mean nothing here then: [`Draw::with_arguments`] reads them.
    pub indirect: Option<Indirect>,
}

/// `pipe_blit_info`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blit {
    /// From where. Boxes may reach outside their level; what is outside is left out.
    pub source: BlitSide,
    /// To where.
    pub destination: BlitSide,
    /// What is copied: bits 0 to 3 are red to alpha, 4 depth, 5 stencil.
    pub mask: u8,
    /// Whether it filters linearly.
    pub linear: bool,
    /// Clip of the destination.
    pub scissor: Option<Scissor>,
}

/// One side of a [`Blit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct BlitSide {
    pub resource: Handle,
    pub level: u32,
    pub format: Format,
    pub area: SignedBox,
}

/// What a query counts. The numbers are `PIPE_QUERY_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum QueryKind {
    OcclusionCounter = 0,
    OcclusionPredicate = 1,
    OcclusionPredicateConservative = 2,
    Timestamp = 3,
    TimestampDisjoint = 4,
    TimeElapsed = 5,
    PrimitivesGenerated = 6,
    PrimitivesEmitted = 7,
    StreamoutStatistics = 8,
    StreamoutOverflow = 9,
    StreamoutOverflowAny = 10,
    GpuFinished = 11,
    PipelineStatistics = 12,
}

/// What a host GPU has done and failed to do, for metrics and tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Draw calls that reached the GPU.
    pub draws: u64,
    /// Those of them that became instances of another, as they differed in constants only.
    pub merged_draws: u64,
    /// Render passes.
    pub passes: u64,
    /// Submissions.
    pub submits: u64,
    /// Time in which something that was submitted was not done yet, in nanoseconds.
    pub busy_ns: u64,
    /// Pipelines made.
    pub pipelines: u64,
    /// Bytes copied from the guest.
    pub upload_bytes: u64,
    /// Bytes copied to the guest.
    pub readback_bytes: u64,
    /// Bytes of both that the GPU copied itself, where the guest's memory is.
    pub imported_bytes: u64,
    /// Draws, blits and copies that were left undone because we cannot do them.
    pub unsupported: u64,
    /// Errors of validation that the host API reported: each is a bug of ours.
    pub validation_errors: u64,
}

/// Why a host GPU did not do what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GpuError {
    /// The host's memory or the guest's share of it is used up.
    #[error("out of memory")]
    OutOfMemory,
    /// It lacks what this needs.
    #[error("unsupported: {0}")]
    Unsupported(&'static str),
    /// The device is gone, or did not answer in time.
    #[error("the host GPU is lost")]
    Lost,
}

/// What an adapter can do, from which the capset is computed.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {
    /// The adapter's name.
    pub name: String,
    /// Formats that can be sampled.
    pub sampler: FormatSet,
    /// Formats that can be rendered to, with blending.
    pub render: FormatSet,
    /// Formats of depth and stencil targets.
    pub depth_stencil: FormatSet,
    /// Formats of vertex elements.
    pub vertex: FormatSet,
    /// Formats that can be multisampled.
    pub multisample: FormatSet,
    /// Sample counts besides 1 that render targets can have, ored together.
    pub sample_counts: u32,
    /// Texels of a 2D texture's side.
    pub max_texture_2d: u32,
    /// Texels of a 3D texture's side.
    pub max_texture_3d: u32,
    /// Texels of a cube's side.
    pub max_texture_cube: u32,
    /// Layers of array textures.
    pub max_array_layers: u32,
    /// Render targets.
    pub max_render_targets: u32,
    /// Textures of a stage.
    pub max_samplers: u32,
    /// Uniform buffers of a stage, `CONST[0]` among them.
    pub max_uniform_buffers: u32,
    /// Whether every texture of a stage can be a buffer, whatever vertices are fetched from.
    pub texture_buffers: bool,
    /// Vertex inputs.
    pub max_vertex_attributes: u32,
    /// Largest point.
    pub max_point_size: f32,
    /// Widths of lines in pixels, the least and the greatest; 1 is always among them, also if both are 0.
    pub line_widths: [f32; 2],
    /// Widths of smooth lines, likewise.
    pub smooth_line_widths: [f32; 2],
    /// Whether fragments can be shaded for each sample.
    pub sample_shading: bool,
    /// Whether clip distances work.
    pub clip_distances: bool,
    /// Whether depth clipping can be switched off.
    pub depth_clip_control: bool,
    /// Whether a target can have two sources.
    pub dual_source: bool,
    /// Whether occlusion queries count exactly.
    pub precise_occlusion: bool,
    /// Whether polygons can be drawn as lines and points.
    pub polygon_modes: bool,
    /// What compute shaders and memory that shaders write have; nothing if they do not work.
    pub compute: Option<ComputeLimits>,
    /// Alignment of uniform buffer offsets.
    pub uniform_alignment: u32,
    /// Bytes of video memory to report, 0 if unknown.
    pub video_memory_bytes: u64,
}

/// A set of formats, as the capset's bit masks have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatSet {
    /// Bit n % 32 of word n / 32 is format n.
    pub words: [u32; 16],
}

impl FormatSet {
    /// Adds a format. Numbers beyond the mask have no place in the protocol and are left out.
    pub fn insert(&mut self, format: Format) {
        if let Some(word) = self.words.get_mut(usize::from(format.0 / 32)) {
            *word |= 1 << (format.0 % 32);
        }
    }

    /// Whether it is in the set.
    pub fn contains(&self, format: Format) -> bool {
        self.words
            .get(usize::from(format.0 / 32))
            .is_some_and(|word| word & (1 << (format.0 % 32)) != 0)
    }
}

/// A host GPU. Calls take effect in their order; nothing blocks but [`HostGpu::wait`].
pub trait HostGpu {
    /// What it can do.
    fn capabilities(&self) -> &Capabilities;

    /// Makes a resource of that name. Its content is zeroes.
    ///
    /// # Errors
    /// [`GpuError::Unsupported`] if the adapter cannot, [`GpuError::OutOfMemory`].
    fn create_resource(&mut self, handle: Handle, desc: &ResourceDesc) -> Result<(), GpuError>;
    /// Lets it go. What was submitted before still uses it.
    fn destroy_resource(&mut self, handle: Handle);

    /// A shader was created: a hint to begin compiling.
    fn shader_created(&mut self, shader: &Shared<Shader>);
    /// These stages were linked: a hint to compile this pair.
    fn link(&mut self, vertex: &Shared<Shader>, fragment: &Shared<Shader>);
    /// An object was destroyed: what was derived from it can go.
    fn object_destroyed(&mut self, key: Key);

    /// Writes texels (or bytes) from `bytes`, which holds all of `layout` × the region.
    fn write(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout);
    /// Whether the host would rather use the memory of such a transfer where it is. It may still decline when it is
    /// asked to ([`HostGpu::write_from`], [`HostGpu::read_into`]).
    fn wants_memory(&self, _region: &Region, _layout: &Layout) -> bool {
        false
    }
    /// Writes texels from where they lie in `memory`, at some time before the next flush's ticket has completed; the
    /// layout is of the region and inside the memory. Returns whether it will: if not, nothing was done.
    fn write_from(&mut self, _region: &Region, _memory: &Mapping, _layout: &Layout) -> bool {
        false
    }
    /// Reads a region, after all that came before, to where its texels belong in `memory`; they are there once the
    /// next flush's ticket has completed. Returns whether it will: if not, nothing was done.
    fn read_into(&mut self, _region: &Region, _memory: &Mapping, _layout: &Layout) -> bool {
        false
    }
    /// Nobody lends `memory` any more: the host keeps it for what it was asked for already, and no longer.
    fn forget_memory(&mut self, _memory: &Mapping) {}
    /// Begins to read a region after all that came before. Its bytes can be taken once the next flush's ticket
    /// has completed.
    fn read(&mut self, region: &Region) -> ReadId;
    /// Hands the rows of a completed read to `take`, in blocks of the resource's format, layer after layer. Returns
    /// whether it did: not if the read has not completed, or failed.
    fn take_read(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> bool;

    /// Clears the framebuffer's buffers.
    fn clear(&mut self, state: &mut State, clear: &Clear);
    /// Clears part of a texture to a texel given in the resource's format.
    fn clear_texture(&mut self, region: &Region, texel: &[u8; 16]);
    /// Clears part of a surface: x, y, width, height in pixels.
    fn clear_surface(&mut self, surface: &Surface, clear: &Clear, area: (u32, u32, u32, u32));
    /// Draws. Transform feedback captures into the state's targets and advances them; the queries of its kinds count.
    /// A rasterizer that discards leaves it at that.
    fn draw(&mut self, state: &mut State, draw: &Draw);
    /// Runs the compute stage's shader.
    fn launch_grid(&mut self, state: &mut State, grid: &Grid);
    /// What shaders wrote to storage buffers and images before is seen by all that comes after.
    fn memory_barrier(&mut self);
    /// Copies with scaling and conversion.
    fn blit(&mut self, blit: &Blit);
    /// Copies bits between textures of one block size, or between buffers; x, y, z of the destination.
    fn copy_region(&mut self, source: &Region, destination: Handle, level: u32, at: (u32, u32, u32));

    /// Begins counting. Queries of one kind do not nest.
    fn begin_query(&mut self, query: Key, kind: QueryKind);
    /// Ends it.
    fn end_query(&mut self, query: Key, kind: QueryKind);
    /// A query had ended with this result on another host, where [`HostGpu::query_result`] told it.
    fn restore_query(&mut self, query: Key, kind: QueryKind, result: u64);
    /// The result of the query's last end, once a flush after it has completed. Times are in nanoseconds.
    fn query_result(&mut self, query: Key) -> Option<u64>;

    /// Submits all that came before.
    fn flush(&mut self) -> Ticket;
    /// The last completed ticket, without waiting.
    fn completed(&mut self) -> Ticket;
    /// Waits until a ticket has completed.
    ///
    /// # Errors
    /// [`GpuError::Lost`] if that took longer than `deadline`, or the device is gone.
    fn wait(&mut self, ticket: Ticket, deadline: Duration) -> Result<(), GpuError>;

    /// Whether the device is gone: what is asked for has no effect until [`HostGpu::recreate`], and its bytes and
    /// counts never come. So it is after a wait that failed.
    fn is_lost(&self) -> bool;
    /// Goes on with another device in the place of one that is lost. Every resource is made again, with its handle
    /// as before: buffers keep their bytes, textures are zeroes. All tickets given so far have completed. Reads that
    /// were under way never come. Queries that had ended and whose count was not there have counted nothing; one that
    /// counts goes on from zero. What a state means is derived anew.
    ///
    /// # Errors
    /// [`GpuError::Lost`] if there is no other device. Then it stays lost.
    fn recreate(&mut self) -> Result<(), GpuError>;
    /// What it has done.
    fn counters(&self) -> Counters;
}
