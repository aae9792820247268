//! The state that a draw call draws with, as the guest set it: gallium's `pipe_*_state`, in plain data.
//!
//! Objects are immutable once created and shared by reference ([`Shared`]); each carries a [`Key`] that is never
//! used again, so that whoever derives something from an object (a pipeline, a bind group) can remember it by key.
//! Values that the guest chose have been checked to be in the range that the field says; a handle names a
//! resource that existed when the state was set and may have been destroyed since.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::{Format, Handle, ImageView, StorageBuffer, Target};

/// Names an object for as long as the process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// A key that nothing else has.
    pub fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Its number, for text.
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// An immutable object with its key.
#[derive(Debug)]
pub struct Keyed<T> {
    key: Key,
    value: T,
}

/// A reference to an immutable object.
pub type Shared<T> = Arc<Keyed<T>>;

impl<T> Keyed<T> {
    /// A new object of that value.
    pub fn shared(value: T) -> Shared<T> {
        Arc::new(Self {
            key: Key::fresh(),
            value,
        })
    }

    /// Its key.
    pub fn key(&self) -> Key {
        self.key
    }
}

impl<T> Deref for Keyed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// `PIPE_MAX_SO_BUFFERS`.
pub const MAX_STREAMOUT_TARGETS: usize = 4;
/// Most render targets.
pub const MAX_COLORS: usize = 8;
/// Most vertex buffers and vertex elements.
pub const MAX_VERTEX_BUFFERS: usize = 16;
/// Most vertex elements.
pub const MAX_VERTEX_ELEMENTS: usize = 32;
/// Most samplers and sampler views of a stage.
pub const MAX_SAMPLERS: usize = 32;
/// Most uniform buffers of a stage, `CONST[0]` among them.
pub const MAX_UNIFORM_BUFFERS: usize = 16;
/// Most viewports.
pub const MAX_VIEWPORTS: usize = 16;
/// User clip planes.
pub const MAX_CLIP_PLANES: usize = 8;
/// Shader stages.
pub const STAGES: usize = 6;

/// `PIPE_FUNC_*`.
pub use tgsi::lower::key::CompareFunction as Compare;

/// `PIPE_BLEND_*`: how source and destination, times their factors, are combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum BlendFunction {
    #[default]
    Add,
    Subtract,
    ReverseSubtract,
    Min,
    Max,
}

/// `PIPE_BLENDFACTOR_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum BlendFactor {
    #[default]
    One,
    SrcColor,
    SrcAlpha,
    DstAlpha,
    DstColor,
    SrcAlphaSaturate,
    ConstColor,
    ConstAlpha,
    Src1Color,
    Src1Alpha,
    Zero,
    InvSrcColor,
    InvSrcAlpha,
    InvDstAlpha,
    InvDstColor,
    InvConstColor,
    InvConstAlpha,
    InvSrc1Color,
    InvSrc1Alpha,
}

/// Half of a blend equation: of the colours, or of the alphas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlendHalf {
    /// How they are combined.
    pub function: BlendFunction,
    /// Factor of the source.
    pub source: BlendFactor,
    /// Factor of the destination.
    pub destination: BlendFactor,
}

/// Blending of one render target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TargetBlend {
    /// Whether it blends.
    pub enabled: bool,
    /// Of red, green and blue.
    pub color: BlendHalf,
    /// Of alpha.
    pub alpha: BlendHalf,
    /// Written channels: bit 0 is red, bit 3 alpha.
    pub write_mask: u8,
}

/// `PIPE_LOGICOP_*`.
pub use tgsi::lower::key::LogicOp;

/// `pipe_blend_state`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Blend {
    /// Whether each target has a blend of its own; else all have that of target 0.
    pub independent: bool,
    /// The logic operation, if one is enabled.
    pub logic_op: Option<LogicOp>,
    /// Whether dithering is on.
    pub dither: bool,
    /// Whether alpha makes coverage.
    pub alpha_to_coverage: bool,
    /// Whether alpha becomes one.
    pub alpha_to_one: bool,
    /// Of each target.
    pub targets: [TargetBlend; MAX_COLORS],
}

/// `PIPE_STENCIL_OP_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum StencilOp {
    #[default]
    Keep,
    Zero,
    Replace,
    Increment,
    Decrement,
    IncrementWrap,
    DecrementWrap,
    Invert,
}

/// Stencil test of one face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StencilFace {
    /// Whether it is on. The back face's is off where both faces take the front's.
    pub enabled: bool,
    /// The test.
    pub compare: Compare,
    /// Where the test fails.
    pub fail: StencilOp,
    /// Where depth and stencil pass.
    pub pass: StencilOp,
    /// Where the depth test fails.
    pub depth_fail: StencilOp,
    /// Compared bits.
    pub read_mask: u8,
    /// Written bits.
    pub write_mask: u8,
}

/// `pipe_depth_stencil_alpha_state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DepthStencilAlpha {
    /// Whether depth is tested.
    pub depth_test: bool,
    /// Whether depth is written where it is tested.
    pub depth_write: bool,
    /// The depth test.
    pub depth_compare: Compare,
    /// Front and back face.
    pub stencil: [StencilFace; 2],
    /// The alpha test, if one is enabled.
    pub alpha_test: Option<Compare>,
    /// What alpha is compared with.
    pub alpha_reference: f32,
}

/// `PIPE_POLYGON_MODE_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum PolygonMode {
    #[default]
    Fill,
    Line,
    Point,
    FillRectangle,
}

/// `pipe_rasterizer_state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct Rasterizer {
    pub flat_shade: bool,
    /// Whether depth is clipped at near and far plane; else it is clamped.
    pub depth_clip: bool,
    /// Whether clip space z runs from 0 to w; else from -w to w.
    pub clip_halfz: bool,
    pub discard: bool,
    /// Whether the first vertex is the provoking one; else the last.
    pub flat_shade_first: bool,
    pub light_two_side: bool,
    /// Whether sprite coordinates have t = 0 at the bottom.
    pub sprite_lower_left: bool,
    /// Whether points are sprites.
    pub point_quad: bool,
    pub cull_front: bool,
    pub cull_back: bool,
    pub fill_front: PolygonMode,
    pub fill_back: PolygonMode,
    pub scissor: bool,
    pub front_ccw: bool,
    pub clamp_vertex_color: bool,
    pub clamp_fragment_color: bool,
    pub offset_line: bool,
    pub offset_point: bool,
    pub offset_triangle: bool,
    pub poly_smooth: bool,
    pub poly_stipple: bool,
    pub point_smooth: bool,
    pub point_size_per_vertex: bool,
    pub multisample: bool,
    pub line_smooth: bool,
    pub line_stipple: bool,
    pub line_last_pixel: bool,
    pub half_pixel_center: bool,
    pub bottom_edge_rule: bool,
    pub force_persample_interpolation: bool,
    pub point_size: f32,
    /// Generic inputs (or texture coordinates) that a sprite replaces: bit i.
    pub sprite_coord_enable: u32,
    pub line_stipple_pattern: u16,
    pub line_stipple_factor: u8,
    pub clip_plane_enable: u8,
    pub line_width: f32,
    pub offset_units: f32,
    pub offset_scale: f32,
    pub offset_clamp: f32,
}

/// `pipe_vertex_element`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VertexElement {
    /// Bytes from the start of the vertex.
    pub offset_bytes: u32,
    /// Instances that share a value; 0 for per-vertex.
    pub divisor: u32,
    /// Vertex buffer slot, below [`MAX_VERTEX_BUFFERS`].
    pub buffer: u8,
    /// Format.
    pub format: Format,
}

/// Vertex elements, by input register; at most [`MAX_VERTEX_ELEMENTS`].
pub type VertexElements = Vec<VertexElement>;

/// `pipe_vertex_buffer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VertexBuffer {
    /// The buffer.
    pub resource: Handle,
    /// Bytes from vertex to vertex; 0 gives every vertex the same.
    pub stride_bytes: u32,
    /// Bytes before the first vertex.
    pub offset_bytes: u32,
}

/// The bound index buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexBuffer {
    /// The buffer.
    pub resource: Handle,
    /// Bytes of an index: 1, 2 or 4.
    pub index_bytes: u8,
    /// Bytes before the first index of the draws that follow: `Draw::start` is contained in it.
    pub offset_bytes: u32,
}

/// `PIPE_TEX_WRAP_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum Wrap {
    #[default]
    Repeat,
    Clamp,
    ClampToEdge,
    ClampToBorder,
    MirrorRepeat,
    MirrorClamp,
    MirrorClampToEdge,
    MirrorClampToBorder,
}

/// `PIPE_TEX_MIPFILTER_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum MipFilter {
    Nearest,
    Linear,
    #[default]
    None,
}

/// `pipe_sampler_state`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sampler {
    /// Of s, t and r.
    pub wrap: [Wrap; 3],
    /// Whether minification is linear.
    pub min_linear: bool,
    /// Between levels.
    pub mip_filter: MipFilter,
    /// Whether magnification is linear.
    pub mag_linear: bool,
    /// The comparison, if it compares.
    pub compare: Option<Compare>,
    /// Whether cube maps are filtered across faces.
    pub seamless_cube: bool,
    /// Most anisotropy; 0 or 1 is none.
    pub max_anisotropy: u8,
    /// Added to the level of detail.
    pub lod_bias: f32,
    /// Smallest level of detail.
    pub min_lod: f32,
    /// Largest level of detail.
    pub max_lod: f32,
    /// Border colour: bits, as floats or integers as the format has it.
    pub border: [u32; 4],
}

/// Where a component of a view comes from: `PIPE_SWIZZLE_*`.
pub use tgsi::lower::key::Swizzle;

/// `pipe_sampler_view`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SamplerView {
    /// The texture or buffer.
    pub resource: Handle,
    /// How it is read.
    pub format: Format,
    /// As what it is read; the resource's own where the guest named none.
    pub target: Target,
    /// Which of it.
    pub range: ViewRange,
    /// Component i of a texel is `swizzle[i]` of the format.
    pub swizzle: [Swizzle; 4],
}

/// What of a resource a view shows. Levels and layers exist in the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum ViewRange {
    /// Elements of a buffer, both inclusive.
    Buffer { first_element: u32, last_element: u32 },
    /// Layers and levels of a texture, all inclusive.
    Texture {
        first_layer: u32,
        last_layer: u32,
        first_level: u32,
        last_level: u32,
    },
}

/// `pipe_surface`: what a render target is bound to. The level and layers exist in the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Surface {
    /// The texture.
    pub resource: Handle,
    /// How it is written.
    pub format: Format,
    /// Level.
    pub level: u32,
    /// First layer, or slice of a 3D texture.
    pub first_layer: u32,
    /// Last layer.
    pub last_layer: u32,
    /// Samples, for rendering into one-sample textures with many; 0 or 1 is none.
    pub samples: u32,
    /// Texels of the level in a row and a column.
    pub size: (u32, u32),
}

/// `pipe_framebuffer_state`.
#[derive(Clone, Debug, Default)]
pub struct Framebuffer {
    /// Colour targets; a hole is `None`. At most [`MAX_COLORS`].
    pub colors: Vec<Option<Shared<Surface>>>,
    /// Depth and stencil.
    pub depth_stencil: Option<Shared<Surface>>,
    /// Width, height, layers and samples where there is no target.
    pub no_attachment: (u16, u16, u16, u8),
}

/// `pipe_viewport_state`: window = clip / w × scale + translate. Finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct Viewport {
    pub scale: [f32; 3],
    pub translate: [f32; 3],
}

/// `pipe_scissor_state`, in pixels; the maxima are exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct Scissor {
    pub min_x: u16,
    pub min_y: u16,
    pub max_x: u16,
    pub max_y: u16,
}

/// A shader as the guest created it.
#[derive(Debug)]
pub struct Shader {
    /// What was parsed.
    pub tgsi: tgsi::Shader,
    /// What the guest wrote, for snapshots.
    pub text: String,
    /// What transform feedback takes.
    pub streamout: Option<StreamOutput>,
    /// Memory that a compute shader's group shares.
    pub shared_bytes: u32,
}

/// `pipe_stream_output_info`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamOutput {
    /// 32-bit words from vertex to vertex in each buffer.
    pub stride_dwords: [u32; 4],
    /// What is written.
    pub outputs: Vec<StreamOutputRegister>,
}

/// `pipe_stream_output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub struct StreamOutputRegister {
    pub register: u8,
    pub start_component: u8,
    pub components: u8,
    pub buffer: u8,
    pub offset_dwords: u16,
    pub stream: u8,
}

/// `pipe_stream_output_target`: where transform feedback writes, and how far it has come.
#[derive(Debug, Default)]
pub struct StreamoutTarget {
    /// The buffer.
    pub resource: Handle,
    /// Where in it the target begins.
    pub offset_bytes: u32,
    /// Its length; it ends inside the buffer.
    pub size_bytes: u32,
    filled_bytes: AtomicU32,
    vertices: AtomicU32,
    was_bound: AtomicBool,
}

impl StreamoutTarget {
    /// A target that nothing was written to.
    pub fn new(resource: Handle, offset_bytes: u32, size_bytes: u32) -> Self {
        Self {
            resource,
            offset_bytes,
            size_bytes,
            ..Self::default()
        }
    }

    /// A target that was written to on another host.
    pub(crate) fn written(self, filled_bytes: u32, vertices: u32, was_bound: bool) -> Self {
        Self {
            filled_bytes: filled_bytes.into(),
            vertices: vertices.into(),
            was_bound: was_bound.into(),
            ..self
        }
    }

    /// Bytes that were written since capture last began with it.
    pub fn filled_bytes(&self) -> u32 {
        self.filled_bytes.load(Ordering::Relaxed)
    }

    /// Vertices that were written since then.
    pub fn vertices(&self) -> u32 {
        self.vertices.load(Ordering::Relaxed)
    }

    /// Whether capture has ever begun with it.
    pub(crate) fn was_bound(&self) -> bool {
        self.was_bound.load(Ordering::Relaxed)
    }

    /// Capture begins with it: what is written next goes to its beginning.
    pub(crate) fn rewind(&self) {
        self.was_bound.store(true, Ordering::Relaxed);
        self.filled_bytes.store(0, Ordering::Relaxed);
        self.vertices.store(0, Ordering::Relaxed);
    }

    /// Notes that vertices were written. Who writes has seen to it that they have room.
    pub fn advance(&self, vertices: u32, bytes: u32) {
        // Nobody else writes.
        let filled = self.filled_bytes().saturating_add(bytes);
        self.filled_bytes.store(filled, Ordering::Relaxed);
        let vertices = self.vertices().saturating_add(vertices);
        self.vertices.store(vertices, Ordering::Relaxed);
    }
}

/// A bound uniform buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UniformBuffer {
    /// The buffer.
    pub resource: Handle,
    /// Where it begins.
    pub offset_bytes: u32,
    /// Its length.
    pub length_bytes: u32,
}

/// What one stage of the pipeline reads.
#[derive(Clone, Debug, Default)]
pub struct StageState {
    /// The shader.
    pub shader: Option<Shared<Shader>>,
    /// `CONST[0]`: words, four to an element.
    pub constants: Arc<Vec<u32>>,
    /// `CONST[n]`, n ≥ 1 (index 0 is unused unless the guest binds a buffer there).
    pub uniform_buffers: [Option<UniformBuffer>; MAX_UNIFORM_BUFFERS],
    /// Samplers, by number; at most [`MAX_SAMPLERS`].
    pub samplers: Vec<Option<Shared<Sampler>>>,
    /// Views, by number; at most [`MAX_SAMPLERS`].
    pub views: Vec<Option<Shared<SamplerView>>>,
    /// Storage buffers, by number; at most [`MAX_STORAGE_BUFFERS`](super::MAX_STORAGE_BUFFERS).
    pub storage_buffers: Vec<Option<StorageBuffer>>,
    /// Images, by number; at most [`MAX_IMAGES`](super::MAX_IMAGES).
    pub images: Vec<Option<ImageView>>,
}

bitflags::bitflags! {
    /// What changed since the last draw that saw the state.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Dirty: u32 {
        /// Blend object.
        const BLEND = 1;
        /// Depth, stencil and alpha object.
        const DEPTH_STENCIL_ALPHA = 1 << 1;
        /// Rasterizer object.
        const RASTERIZER = 1 << 2;
        /// Vertex elements object.
        const VERTEX_ELEMENTS = 1 << 3;
        /// Vertex shader.
        const VERTEX_SHADER = 1 << 4;
        /// Fragment shader.
        const FRAGMENT_SHADER = 1 << 5;
        /// Vertex buffers.
        const VERTEX_BUFFERS = 1 << 6;
        /// Index buffer.
        const INDEX_BUFFER = 1 << 7;
        /// `CONST[0]` of the vertex stage.
        const VERTEX_CONSTANTS = 1 << 8;
        /// `CONST[0]` of the fragment stage.
        const FRAGMENT_CONSTANTS = 1 << 9;
        /// Uniform buffers of any stage.
        const UNIFORM_BUFFERS = 1 << 10;
        /// Samplers or views of the vertex stage.
        const VERTEX_TEXTURES = 1 << 11;
        /// Samplers or views of the fragment stage.
        const FRAGMENT_TEXTURES = 1 << 12;
        /// Framebuffer.
        const FRAMEBUFFER = 1 << 13;
        /// Viewports.
        const VIEWPORT = 1 << 14;
        /// Scissors.
        const SCISSOR = 1 << 15;
        /// Stencil references.
        const STENCIL_REFERENCE = 1 << 16;
        /// Blend colour.
        const BLEND_COLOR = 1 << 17;
        /// Clip planes.
        const CLIP = 1 << 18;
        /// Sample mask or minimum of samples.
        const SAMPLES = 1 << 19;
        /// Polygon stipple.
        const POLYGON_STIPPLE = 1 << 21;
        /// Stages that are neither vertex nor fragment, streamout.
        const OTHER = 1 << 20;
        /// Storage buffers and images of the vertex and the fragment stage.
        const STORAGE = 1 << 22;
    }
}

/// All state of a sub-context.
#[derive(Debug)]
pub struct State {
    /// Tells it from every other: what was derived from one says nothing of another, whatever is dirty.
    pub key: Key,
    /// Blend object.
    pub blend: Option<Shared<Blend>>,
    /// Depth, stencil and alpha object.
    pub depth_stencil_alpha: Option<Shared<DepthStencilAlpha>>,
    /// Rasterizer object.
    pub rasterizer: Option<Shared<Rasterizer>>,
    /// Vertex elements object.
    pub vertex_elements: Option<Shared<VertexElements>>,
    /// The stages, by [`tgsi::Stage`].
    pub stages: [StageState; STAGES],
    /// Vertex buffers, by slot.
    pub vertex_buffers: [Option<VertexBuffer>; MAX_VERTEX_BUFFERS],
    /// Index buffer.
    pub index_buffer: Option<IndexBuffer>,
    /// Framebuffer.
    pub framebuffer: Framebuffer,
    /// Viewports.
    pub viewports: [Viewport; MAX_VIEWPORTS],
    /// Scissors; on where the rasterizer says so.
    pub scissors: [Scissor; MAX_VIEWPORTS],
    /// Stencil references of front and back.
    pub stencil_reference: [u8; 2],
    /// Blend colour.
    pub blend_color: [f32; 4],
    /// User clip planes.
    pub clip_planes: [[f32; 4]; MAX_CLIP_PLANES],
    /// Polygon stipple: a word for each row, whose most significant bit is column 0. On where the rasterizer says so.
    pub polygon_stipple: Arc<[u32; 32]>,
    /// Where transform feedback writes, by buffer; nothing while it is off or pauses.
    pub streamout: [Option<Shared<StreamoutTarget>>; MAX_STREAMOUT_TARGETS],
    /// Written samples.
    pub sample_mask: u32,
    /// Fewest samples to shade.
    pub min_samples: u32,
    /// What changed since the last draw. Who draws takes and clears it.
    pub dirty: Dirty,
}

impl Default for State {
    fn default() -> Self {
        Self {
            key: Key::fresh(),
            blend: None,
            depth_stencil_alpha: None,
            rasterizer: None,
            vertex_elements: None,
            stages: Default::default(),
            vertex_buffers: Default::default(),
            index_buffer: None,
            framebuffer: Framebuffer::default(),
            viewports: Default::default(),
            scissors: Default::default(),
            stencil_reference: [0; 2],
            blend_color: [0.0; 4],
            clip_planes: Default::default(),
            polygon_stipple: Arc::new([u32::MAX; 32]),
            streamout: Default::default(),
            sample_mask: u32::MAX,
            min_samples: 0,
            dirty: Dirty::all(),
        }
    }
}

impl State {
    /// One stage.
    pub fn stage(&self, stage: tgsi::Stage) -> &StageState {
        &self.stages[stage as usize]
    }
}
