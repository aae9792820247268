//! What a lowered shader depends on besides its text, and where it expects its inputs.
//!
//! A key holds only what changes the code. What changes often (the sign of y, the alpha reference, clip planes,
//! LOD bias, addresses of pulled vertices) is read at run time from a *header*, an array of `vec4<u32>` that
//! stands before the shader's `CONST[0]` in the same memory; [`VertexKey::header`], [`FragmentKey::header`] and
//! [`ComputeKey::header`] say what stands where, so that who fills it and who reads it cannot disagree.
//!
//! # Bindings
//!
//! | group | binding | what |
//! |---|---|---|
//! | 0 | 0 | [`Constants::Uniform`]: vertex block (header, then `CONST[0]`), uniform, dynamic offset |
//! | 0 | 1 | the same of the fragment stage; with [`Constants::Handed`], for both |
//! | 0 | 0 | vertex stage, with [`Constants::Slot`]: both blocks of many draws, read-only storage `array<vec4<u32>>`; with [`Constants::Shared`], the fragment stage's too |
//! | 1 | 2i, 2i+1 | fragment stage: texture and sampler of `SAMP[i]` |
//! | 1 | 64 | fragment stage, with [`FragmentKey::logic_op`]: a copy of target 0 |
//! | 1 | b | [`Streamout`]: buffer b, storage `array<u32>` |
//! | 1 | 4 | [`Streamout::indexed`]: the list, read-only storage `array<u32>` |
//! | 2 | 2i, 2i+1 | vertex stage: texture and sampler of `SAMP[i]` |
//! | 1, 2 | 2i | the same, of a texture buffer: read-only storage `array<u32>` |
//! | 3 | n | vertex stage: `CONST[n]`, n ≥ 1, uniform; with [`VertexKey::packs`], they follow `CONST[0]` in the block |
//! | 3 | 32 + n | fragment stage: `CONST[n]`, n ≥ 1, uniform; likewise with [`FragmentKey::packs`] |
//! | 3 | 64 + b | pulled vertex buffer b, read-only storage `array<u32>` |
//! | 4 | n | vertex stage: `BUFFER[n]`, storage `array<u32>`; read-write if the shader writes to it or with [`StorageKey::read_write`] |
//! | 4 | 32 + i | vertex stage: `IMAGE[i]`, see [`ImageKey`] |
//! | 4 | 64 + n, 96 + i | the same of the fragment stage |
//!
//! Compute shaders have their block (header, then `CONST[0]`) at group 0, binding 0, textures and samplers in group 1 as
//! the fragment stage has them, `CONST[n]` in group 3 and memory in group 4 as the vertex stage has them.

mod storage;

pub use storage::{
    ComputeHeader, ComputeKey, FRAGMENT_STORAGE, IMAGES, ImageKey, STORAGE, StorageHeader, StorageKey,
};

/// How a shader finds its block of constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Constants {
    /// Each stage has a uniform buffer of its own, bound with a dynamic offset.
    #[default]
    Uniform,
    /// The same, but the vertex stage reads some elements of the fragment block as well, and hands them to the fragment
    /// stage in flat varyings, in their order, at the locations after the last one of the interface. A driver that
    /// computes on the CPU may gather a constant for each pixel, and has varyings at hand.
    Handed {
        /// Bit i: element i of the fragment block, header included.
        elements: u32,
    },
    /// One storage buffer holds the blocks of many draws of one instance, which are drawn as the instances of
    /// one: the element whose index is the instance's holds `(vertex block, fragment block, _, _)`, each the
    /// index of the block's first element. The vertex stage reads both; it hands the fragment stage its block in
    /// flat varyings, an element each, at the locations after the last one of the interface.
    Slot {
        /// Elements of the fragment block, header included.
        crossing: u8,
    },
    /// The same, for fragment blocks that are too long to cross: the fragment stage gets the index of its block's first
    /// element in a flat varying, and reads the buffer itself.
    Shared,
}

/// Binding of the fragment stage's block in group 0, with [`Constants::Uniform`] or [`Constants::Handed`].
pub const FRAGMENT_BLOCK: u32 = 1;
/// Number of the bind group of the fragment stage's textures.
pub const FRAGMENT_TEXTURES: u32 = 1;
/// Number of the bind group of the vertex stage's textures.
pub const VERTEX_TEXTURES: u32 = 2;
/// Number of the bind group of uniform buffers and pulled vertex buffers.
pub const BUFFERS: u32 = 3;
/// Number of the bind group of transform feedback's buffers: of a stage that has no fragments.
pub const STREAMOUT: u32 = 1;
/// Binding of the list of indices in [`STREAMOUT`]; those before it are the buffers.
pub const STREAMOUT_INDICES: u32 = 4;
/// Invocations of a workgroup of transform feedback.
pub const STREAMOUT_WORKGROUP: u32 = 64;
/// Binding of the copy of target 0 in [`FRAGMENT_TEXTURES`].
pub const FRAGMENT_DESTINATION: u32 = 64;
/// First binding of the fragment stage's uniform buffers in [`BUFFERS`].
pub const FRAGMENT_UNIFORMS: u32 = 32;
/// First binding of pulled vertex buffers in [`BUFFERS`].
pub const PULLED: u32 = 64;

/// How a vertex attribute's components are stored, for pulling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ComponentKind {
    /// IEEE half, single or double, by the size.
    Float,
    /// Unsigned, divided by the maximum.
    Unorm,
    /// Signed, divided by the maximum, at least -1.
    Snorm,
    /// Unsigned integer converted to float.
    Uscaled,
    /// Signed integer converted to float.
    Sscaled,
    /// Unsigned integer.
    Uint,
    /// Signed integer.
    Sint,
    /// 16.16 fixed point (`R32_FIXED`).
    Fixed,
}

/// The layout of a pulled vertex attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FetchLayout {
    /// `channels` (1 to 4) components of `bits` (8, 16, 32 or 64) each, in memory order.
    Array {
        /// Bits of a component.
        bits: u8,
        /// Number of components.
        channels: u8,
    },
    /// 10, 10, 10 and 2 bits from the least significant on.
    Packed1010102,
    /// As many components of 32 bits as the header says, at most 4, at addresses that are multiples of four: draws whose
    /// formats differ in that have one variant.
    Words,
    /// 11, 11 and 10 bits of unsigned float from the least significant on (`R11G11B10_FLOAT`).
    Packed111110,
}

/// The format of a pulled vertex attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FetchFormat {
    /// What a component means.
    pub kind: ComponentKind,
    /// Where the components are.
    pub layout: FetchLayout,
    /// Whether the first and third component change places (`B8G8R8A8`).
    pub bgra: bool,
}

/// Where `IN[i]` of a vertex shader comes from. Missing components are (0, 0, 0, 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// Nothing is bound: (0, 0, 0, 1).
    Absent,
    /// A vertex attribute of the pipeline at location i that delivers floats.
    NativeFloat,
    /// The same, unsigned integers.
    NativeUint,
    /// The same, signed integers.
    NativeSint,
    /// Read by the shader from the storage buffer at binding `PULLED + buffer`, at the byte
    /// `header.offset + index × header.stride`; reads outside the buffer give (0, 0, 0, 1).
    Pulled {
        /// Vertex buffer slot, below 16.
        buffer: u8,
        /// How to decode it.
        format: FetchFormat,
        /// Whether `index` is the instance divided by `header.divisor` instead of the vertex.
        per_instance: bool,
    },
}

/// TGSI semantics that cross from the vertex to the fragment stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VaryingSemantic {
    /// `COLOR[i]`.
    Color(u8),
    /// `BCOLOR[i]`, the colour of back faces.
    BackColor(u8),
    /// `FOG`.
    Fog,
    /// `GENERIC[i]`.
    Generic(u8),
    /// `TEXCOORD[i]`.
    Texcoord(u8),
    /// `CLIPDIST[i]` read by a fragment shader.
    ClipDistance(u8),
    /// The size of smooth points, which the vertex stage then makes larger by the width of their edge.
    PointSize,
    /// `PRIMID`, `LAYER` and the like, written by the vertex stage.
    Other(u8),
}

/// One value that crosses between the stages; its location is its place in the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Varying {
    /// What it is.
    pub semantic: VaryingSemantic,
    /// How it is interpolated. [`Interpolation::Flat`] values cross as `vec4<u32>`, others as `vec4<f32>`.
    pub interpolation: Interpolation,
    /// Whether it is taken at the centroid.
    pub centroid: bool,
    /// Whether it is taken at each sample.
    pub sample: bool,
}

/// How a varying is interpolated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Interpolation {
    /// The value of the first vertex.
    Flat,
    /// Linear in the window.
    Linear,
    /// With perspective.
    Perspective,
}

/// The size of points, where the primitive is points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PointSize {
    /// Not points: no size is written.
    #[default]
    None,
    /// `OUT PSIZE`, clamped to the header's range.
    Shader,
    /// The header's `point_size`.
    Fixed,
}

/// What transform feedback captures of each vertex.
///
/// An invocation is a vertex of the dispatch; see [`VertexHeader::streamout`] for which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Streamout {
    /// What is written.
    pub outputs: Vec<StreamoutOutput>,
    /// 32-bit words from vertex to vertex in each buffer.
    pub stride_dwords: [u32; 4],
    /// Whether vertices are those that a list says; else they count from 0.
    pub indexed: bool,
}

/// Part of an output register that is captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StreamoutOutput {
    /// n of `OUT[n]`.
    pub register: u8,
    /// The first component.
    pub start_component: u8,
    /// How many.
    pub components: u8,
    /// Where they go, below 4.
    pub buffer: u8,
    /// Words from the start of the vertex.
    pub offset_dwords: u16,
}

/// All that a vertex shader's code depends on besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct VertexKey {
    /// Where constants are.
    pub constants: Constants,
    /// Whether uniform buffers are packed: see [`Shader::packed_place`](crate::Shader::packed_place).
    pub packs: bool,
    /// Source of each `IN[i]`; those beyond the list are absent.
    pub attributes: Vec<Attribute>,
    /// What the fragment shader reads, in the order of locations: what the vertex shader does not write is 0.
    pub varyings: Vec<Varying>,
    /// Enabled user clip planes: bit i makes clip distance i from `CLIPDIST` where the shader writes it, else
    /// from the header's plane i and `CLIPVERTEX`, else `POSITION`. Disabled ones are not emitted.
    pub clip_planes: u8,
    /// Point size.
    pub point_size: PointSize,
    /// Of `SAMP[i]`; those beyond the list are default.
    pub samplers: Vec<SamplerKey>,
    /// For transform feedback, what it captures. All attributes are pulled then, and what is for rasterisation does not
    /// matter.
    pub streamout: Option<Streamout>,
    /// Storage buffers and images.
    pub storage: StorageKey,
}

/// What a texel of the bound view is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TexelKind {
    /// Floats that a linear filter may read.
    #[default]
    Float,
    /// Floats that it may not.
    UnfilterableFloat,
    /// A depth texture.
    Depth,
    /// Signed integers.
    Sint,
    /// Unsigned integers, also stencil.
    Uint,
}

/// Where a component comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Swizzle {
    X,
    Y,
    Z,
    W,
    Zero,
    One,
}

/// A wrap mode that the host's samplers lack, done in the shader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WrapEmulation {
    /// The sampler does it.
    #[default]
    None,
    /// `GL_CLAMP`: the coordinate is clamped to 0…1 before; the sampler then clamps to its border.
    Clamp,
    /// `GL_MIRROR_CLAMP` and its kin: the absolute value, clamped to 0…1; the sampler then clamps.
    MirrorClamp,
}

/// What stands beyond the edges of a texture of integers, which the shader finds: no sampler reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum TexelWrap {
    Repeat,
    MirrorRepeat,
    #[default]
    ClampToEdge,
    ClampToBorder,
    MirrorClampToEdge,
    MirrorClampToBorder,
}

/// How a texture of integers is read; its filter is the nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntegerSampling {
    /// Wrap of s, t, r; the border is the header's.
    pub wrap: [TexelWrap; 3],
    /// Whether the nearest level is taken, within the header's bounds, or the base level always.
    pub mipmaps: bool,
}

impl IntegerSampling {
    fn uses_header(self) -> bool {
        let bordered =
            |wrap: &TexelWrap| matches!(wrap, TexelWrap::ClampToBorder | TexelWrap::MirrorClampToBorder);
        self.mipmaps || self.wrap.iter().any(bordered)
    }
}

/// How a sampler chooses between levels, where the shader has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MipEmulation {
    /// There is but the base level.
    None,
    /// The nearest.
    Nearest,
    /// Between the two nearest.
    Linear,
}

/// A comparison that the shader does itself. naga compares at the base level or the one that the hardware chooses,
/// not at a level that has a bias, is computed, or follows from given derivatives; and the host's samplers have few
/// borders. The same is done for depths that are filtered and not compared, which hosts do not promise.
///
/// The bound sampler then neither compares nor filters, nor bounds the level, which the header does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CompareEmulation {
    /// How the reference compares with a texel that passes; `None` where depths themselves are filtered.
    pub function: Option<CompareFunction>,
    /// Whether the reference is clamped to 0…1, as it is for formats that hold no more.
    pub clamp: bool,
    /// Whether minification is linear.
    pub min_linear: bool,
    /// Whether magnification is linear.
    pub mag_linear: bool,
    /// Between levels.
    pub mip: MipEmulation,
}

/// Which filters of a sampler take more texels than one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinearFilters {
    /// That of minification.
    pub min: bool,
    /// That of magnification.
    pub mag: bool,
}

impl LinearFilters {
    /// Whether there is one.
    pub fn any(self) -> bool {
        self.min || self.mag
    }
}

/// What sampling through `SAMP[i]` depends on besides the instruction.
///
/// The texture's dimensions come from the instruction; the renderer binds a dummy where the bound view differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SamplerKey {
    /// The class of the bound texture.
    pub texel: TexelKind,
    /// Whether the bound sampler compares (a `SHADOW*` target with a depth view): the comparison sampler's
    /// result is the texel's every component before the swizzle. A `SHADOW*` instruction with a sampler that
    /// does not compare returns the depth itself.
    pub compare: bool,
    /// View swizzle after format swizzle: component i of the result is texel component `swizzle[i]`.
    pub swizzle: [Swizzle; 4],
    /// Wrap of s, t, r.
    pub wrap: [WrapEmulation; 3],
    /// Of depths, how the shader compares or filters where the host cannot.
    pub comparison: Option<CompareEmulation>,
    /// How the sampler chooses between levels, for instructions that ask which it takes, and for the share of a border on
    /// them. They then know of its bias and its bounds, too.
    pub asked: Option<MipEmulation>,
    /// Whether a cube map is filtered face by face, not across their edges as hosts do.
    pub seams: bool,
    /// Whether the header's `lod_bias` is added to the level.
    pub lod_bias: bool,
    /// Whether the border colour comes from the header: the sampler's border is transparent black, and what
    /// the filter took from the border is replaced, by the share of the filter's footprint that is outside.
    /// The axes whose bit is set (s, t, r from bit 0) clamp to the border.
    pub border: u8,
    /// Which of the sampler's filters are linear, which the border's share depends on.
    pub linear: LinearFilters,
    /// Of textures of integers; cube maps are bound as 2D arrays of their faces, but where the shader only gathers
    /// ([`SamplerUse::only_gathers`](crate::SamplerUse::only_gathers)).
    pub integer: IntegerSampling,
    /// Whether it is a multisampled array, which hosts do not bind: its layers stand one below the other in the bound
    /// texture, and the header says how many there are.
    pub stacked: bool,
    /// Of texture buffers, the format of the texels. They are bound as read-only storage `array<u32>` in the place of
    /// the texture and have no sampler; where none is bound, nothing is.
    pub buffer: Option<FetchFormat>,
}

impl Default for SamplerKey {
    fn default() -> Self {
        Self {
            texel: TexelKind::Float,
            compare: false,
            comparison: None,
            asked: None,
            seams: false,
            swizzle: [Swizzle::X, Swizzle::Y, Swizzle::Z, Swizzle::W],
            wrap: [WrapEmulation::None; 3],
            lod_bias: false,
            border: 0,
            linear: LinearFilters::default(),
            integer: IntegerSampling::default(),
            stacked: false,
            buffer: None,
        }
    }
}

impl SamplerKey {
    /// Whether it reads the header.
    pub fn uses_header(&self) -> bool {
        self.lod_bias
            || self.border != 0
            || self.comparison.is_some()
            || self.asked.is_some()
            || self.integer.uses_header()
            || self.stacked
            || self.buffer.is_some()
    }
}

/// What a comparison of the alpha test passes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[expect(missing_docs, reason = "the names are those of every API")]
pub enum CompareFunction {
    Never,
    Less,
    Equal,
    LessEqual,
    Greater,
    NotEqual,
    GreaterEqual,
    #[default]
    Always,
}

/// `PIPE_LOGICOP_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names are gallium's")]
pub enum LogicOp {
    Clear,
    Nor,
    AndInverted,
    CopyInverted,
    AndReverse,
    Invert,
    Xor,
    Nand,
    And,
    Equiv,
    Noop,
    OrInverted,
    Copy,
    OrReverse,
    Or,
    Set,
}

/// A render target as a fragment shader sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// Nothing is bound: the output is not emitted.
    #[default]
    None,
    /// Float or normalised.
    Float,
    /// The same, a one-component host texture that holds the alpha of an alpha-only format.
    AlphaInRed,
    /// Signed integers.
    Sint,
    /// Unsigned integers.
    Uint,
}

/// A factor that a fragment shader's colours are multiplied by before they are blended: the host has no blend with the
/// constant's colour as one factor and its alpha as the other. The constant is in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConstantFactor {
    /// Whether the factor is what the constant lacks of 1.
    pub inverted: bool,
    /// What the target holds: colours and the constant are clamped to that first (GLES 3.1, 15.1.5).
    pub range: Range,
}

/// The numbers that a target holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Range {
    /// From 0 to 1.
    Unorm,
    /// From -1 to 1.
    Snorm,
    /// All.
    Float,
}

/// What a fragment shader does because its targets have several samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Multisample {
    /// Whether each sample is shaded, whatever the text asks for.
    pub per_sample: bool,
    /// Whether the alpha of output 0 chooses among four samples, before [`FragmentKey::alpha_to_one`] changes it: the
    /// host's own alpha to coverage comes after.
    pub alpha_to_coverage: bool,
    /// Whether there are four samples, where the text asks or says anything of them ([`Shader::asks_of_samples`]).
    ///
    /// [`Shader::asks_of_samples`]: crate::Shader::asks_of_samples
    pub several: bool,
    /// Whether the copy of target 0 that [`FragmentKey::logic_op`] reads has several samples; each is then shaded.
    pub destination: bool,
}

/// All that a fragment shader's code depends on besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FragmentKey {
    /// Where constants are.
    pub constants: Constants,
    /// Whether uniform buffers are packed: see [`Shader::packed_place`](crate::Shader::packed_place).
    pub packs: bool,
    /// Whether `COLOR` inputs without an own interpolation are flat.
    pub flat_shade: bool,
    /// Whether back faces take `BCOLOR` for `COLOR`.
    pub two_side: bool,
    /// The alpha test on output 0, against the header's `alpha_reference`.
    pub alpha_test: CompareFunction,
    /// Whether the primitive is points with sprites, and for which `GENERIC[i]` and `TEXCOORD[i]` the point's
    /// own coordinate replaces the varying: bit i. 0 where the primitive is not points.
    pub sprite_coordinates: u32,
    /// Whether t of point coordinates (replaced ones and `PCOORD`) grows from the bottom row up.
    pub sprite_lower_left: bool,
    /// The targets, in order.
    pub targets: Vec<Target>,
    /// Whether outputs 0 and 1 are the two sources of target 0.
    pub dual_source: bool,
    /// Whether the depth that the text writes goes nowhere: there is no depth to draw to, and hosts refuse it then.
    pub without_depth: bool,
    /// Whether the alpha of every output is 1 (alpha to one).
    pub alpha_to_one: bool,
    /// By target, what colours are multiplied by; those beyond the list by nothing.
    pub constant_factors: Vec<Option<ConstantFactor>>,
    /// What comes of several samples.
    pub multisample: Multisample,
    /// Whether the primitive is points, for `PCOORD`; (0, 0) elsewhere.
    pub points: bool,
    /// Whether points are round: alpha is multiplied by how much of the pixel they cover.
    pub smooth_points: bool,
    /// Whether fragments are discarded by the header's pattern.
    pub polygon_stipple: bool,
    /// How the bits of colour 0 are combined with those of target 0, which is bound as a texture.
    pub logic_op: Option<LogicOp>,
    /// Of `SAMP[i]`; those beyond the list are default.
    pub samplers: Vec<SamplerKey>,
    /// Storage buffers and images.
    pub storage: StorageKey,
}

/// The places of a vertex block's header, in elements of 16 bytes.
///
/// Element 0 is `f32 × 4`: factor of y, factor of z, factor of w that is added to z, fixed point size.
/// Element 1 is `f32 × 4`: smallest and largest point size, two unused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VertexHeader {
    /// For each pulled attribute, by `IN` index: `u32 × 4` of offset in bytes, stride in bytes, divisor, components
    /// of [`FetchLayout::Words`].
    pub pulled: Vec<(u8, u32)>,
    /// Eight planes from this element on, `f32 × 4` each, if any plane is enabled.
    pub planes: Option<u32>,
    /// For transform feedback, three elements of `u32 × 4`: number of the dispatch's first vertex among those of all
    /// instances, how many it has, vertices of an instance, what is added to each index; the first instance, three
    /// unused; the word at which each buffer begins for the dispatch's first vertex.
    pub streamout: Option<u32>,
    /// For each sampler that uses the header: two elements, of `f32 × 4` bias, smallest and
    /// largest level and one unused, or `u32` of how many layers are stacked, then the border. Of texture buffers, the first is `u32 × 4` of the offset in
    /// bytes, a multiple of the texel's size, the number of texels, and two unused.
    pub samplers: Vec<(u8, u32)>,
    /// Buffers and images.
    pub storage: StorageHeader,
    /// Elements in all: `CONST[0][0]` stands here.
    pub len: u32,
}

/// The places of a fragment block's header, in elements of 16 bytes.
///
/// Element 0 is `f32 × 4`: alpha reference, and the red, green and blue of [`ConstantFactor`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FragmentHeader {
    /// Eight elements with the 32 words of the polygon stipple, if there is one.
    pub stipple: Option<u32>,
    /// As [`VertexHeader::samplers`].
    pub samplers: Vec<(u8, u32)>,
    /// Buffers and images.
    pub storage: StorageHeader,
    /// Elements in all: `CONST[0][0]` stands here.
    pub len: u32,
}

impl Constants {
    /// How many elements cross from stage to stage: of the fragment block, or one with its index.
    pub fn crossing(self) -> u8 {
        match self {
            Self::Uniform => 0,
            Self::Handed { elements } => elements.count_ones() as u8,
            Self::Slot { crossing } => crossing,
            Self::Shared => 1,
        }
    }

    /// Which elements of the fragment block cross, in the order of their locations, unless one crosses in their place.
    pub fn elements(self) -> impl Iterator<Item = u32> {
        let elements = match self {
            Self::Handed { elements } => elements,
            Self::Slot { crossing } => 1_u32.checked_shl(crossing.into()).map_or(u32::MAX, |bit| bit - 1),
            Self::Uniform | Self::Shared => 0,
        };
        (0..32).filter(move |element| elements >> element & 1 != 0)
    }

    /// Whether the instance tells which block it is.
    pub fn is_slot(self) -> bool {
        matches!(self, Self::Slot { .. } | Self::Shared)
    }
}

impl VertexKey {
    /// The layout of the header that this variant reads.
    pub fn header(&self) -> VertexHeader {
        let mut header = VertexHeader {
            len: 2,
            ..VertexHeader::default()
        };
        for (index, attribute) in (0u8..).zip(&self.attributes) {
            if matches!(attribute, Attribute::Pulled { .. }) {
                header.pulled.push((index, header.len));
                header.len += 1;
            }
        }
        if self.clip_planes != 0 {
            header.planes = Some(header.len);
            header.len += 8;
        }
        if self.streamout.is_some() {
            header.streamout = Some(header.len);
            header.len += 3;
        }
        header.samplers = sampler_headers(&self.samplers, &mut header.len);
        header.storage = self.storage.header(&mut header.len);
        header
    }
}

impl FragmentKey {
    /// The layout of the header that this variant reads.
    pub fn header(&self) -> FragmentHeader {
        let mut len = 1;
        let stipple = self.polygon_stipple.then_some(len);
        if self.polygon_stipple {
            len += 8;
        }
        let samplers = sampler_headers(&self.samplers, &mut len);
        let storage = self.storage.header(&mut len);
        FragmentHeader {
            stipple,
            samplers,
            storage,
            len,
        }
    }
}

fn sampler_headers(samplers: &[SamplerKey], len: &mut u32) -> Vec<(u8, u32)> {
    let mut places = Vec::new();
    for (index, sampler) in (0u8..).zip(samplers) {
        if sampler.uses_header() {
            places.push((index, *len));
            *len += 2;
        }
    }
    places
}
