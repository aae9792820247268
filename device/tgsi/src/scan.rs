//! What a shader reads and writes: the facts that a renderer needs before it lowers.

mod collect;
mod memory;

use crate::lower::key::FetchFormat;

pub(crate) use collect::{InputDeclaration, Layout, collect, is_multisampled, sampler_range, target_of};
pub(crate) use memory::accessed;

/// A stage of the pipeline. The numbers are those of the virgl protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of every API")]
pub enum Stage {
    Vertex = 0,
    Fragment = 1,
    Geometry = 2,
    TessellationControl = 3,
    TessellationEvaluation = 4,
    Compute = 5,
}

/// The meaning of an input or output register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are TGSI's")]
pub enum Semantic {
    Position,
    Color,
    BackColor,
    Fog,
    PointSize,
    Generic,
    Normal,
    Face,
    EdgeFlag,
    PrimitiveId,
    InstanceId,
    VertexId,
    Stencil,
    ClipDistance,
    ClipVertex,
    GridSize,
    BlockId,
    BlockSize,
    ThreadId,
    Texcoord,
    PointCoord,
    ViewportIndex,
    Layer,
    SampleId,
    SamplePosition,
    SampleMask,
    InvocationId,
    VertexIdNoBase,
    BaseVertex,
    BaseInstance,
    DrawId,
    HelperInvocation,
    Patch,
    TessCoord,
    TessOuter,
    TessInner,
}

/// A declared input register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Register number.
    pub register: u32,
    /// Its meaning; vertex shader inputs have none.
    pub semantic: Option<(Semantic, u32)>,
}

/// A declared output register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Register number.
    pub register: u32,
    /// Its meaning.
    pub semantic: (Semantic, u32),
    /// Written components, bit 0 is x.
    pub mask: u8,
}

/// The dimensions of a texture as an instruction names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are TGSI's")]
pub enum Dimension {
    Buffer,
    D1,
    D2,
    D3,
    Cube,
    Rect,
    D1Array,
    D2Array,
    CubeArray,
    D2Multisample,
    D2ArrayMultisample,
}

/// How a shader uses `SAMP[i]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SamplerUse {
    /// From the texture instructions, or the view's declaration.
    pub dimension: Dimension,
    /// Whether a `SHADOW*` target is used.
    pub shadow: bool,
    /// Whether an instruction says more of the level than to take the base or what the hardware chooses.
    pub levels: bool,
    /// Whether no instruction reads texels otherwise than by gathering them.
    pub only_gathers: bool,
    /// Whether an instruction asks which level is taken.
    pub asks_level: bool,
}

/// What a shader does with a buffer or an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access {
    /// Whether it reads values, by atomics as well.
    pub loads: bool,
    /// Whether it writes values, by atomics as well.
    pub stores: bool,
    /// Whether it has atomics on them.
    pub atomics: bool,
}

/// How a shader uses `IMAGE[i]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageUse {
    /// As declared.
    pub dimension: Dimension,
    /// As declared; `None` where the text has none, as for images that are only written, or one that images cannot have.
    pub format: Option<FetchFormat>,
    /// What it does; nothing if it asks only for the size.
    pub access: Access,
}

/// What memory a shader reads and writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// By number of `BUFFER[n]`; `None` is not used.
    pub buffers: Vec<Option<Access>>,
    /// By number of `IMAGE[i]`; `None` is not used.
    pub images: Vec<Option<ImageUse>>,
    /// Of what a workgroup shares, `MEMORY[0]`; `None` is not used.
    pub shared: Option<Access>,
    /// Whether buffers or images are written.
    pub writes: bool,
}

/// What a shader reads and writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Inputs, by register number.
    pub inputs: Vec<Input>,
    /// Outputs, by register number.
    pub outputs: Vec<Output>,
    /// By sampler number; `None` is not used.
    pub samplers: Vec<Option<SamplerUse>>,
    /// Elements of `CONST[n]` that may be read, by buffer number; `None` is not declared.
    pub constants: Vec<Option<u32>>,
    /// Elements of `CONST[0]` that are read by their number: bit i is element i.
    pub constants_named: u32,
    /// Whether others are read: from 32 on, or chosen at run time.
    pub constants_unnamed: bool,
    /// Whether a fragment shader writes a depth that counts.
    pub writes_depth: bool,
    /// Whether a fragment shader may discard.
    pub discards: bool,
    /// Whether output `COLOR[0]` goes to every target (`FS_COLOR0_WRITES_ALL_CBUFS`).
    pub color0_writes_all: bool,
    /// Whether a fragment shader reads `PCOORD`.
    pub reads_point_coordinate: bool,
    /// Whether any input register is read as a colour, so that flat shading and two sides matter.
    pub reads_color: bool,
    /// Whether an input is declared flat (`CONSTANT`), so that the provoking vertex matters.
    pub reads_flat: bool,
    /// Whether a vertex shader writes `PSIZE`.
    pub writes_point_size: bool,
    /// Whether the number of the instance is read.
    pub reads_instance: bool,
    /// Whether the number of the primitive is read.
    pub reads_primitive: bool,
    /// Whether depth is tested before a fragment shader runs, whatever it does.
    pub early_depth: bool,
    /// What memory it reads and writes.
    pub memory: Memory,
    /// Invocations of a workgroup in each direction: of a compute shader, as its text fixes them, each at least 1.
    pub workgroup_size: [u32; 3],
}
