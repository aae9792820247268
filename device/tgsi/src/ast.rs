//! A shader as it is written: declarations and instructions, nothing interpreted.

use crate::lower::key::FetchFormat;
use crate::opcode::{Class, Opcode};
use crate::scan::{Dimension, Semantic};

/// A register file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum File {
    Null,
    Constant,
    Input,
    Output,
    Temporary,
    Sampler,
    Address,
    Immediate,
    SystemValue,
    Image,
    SamplerView,
    Buffer,
    Memory,
    /// A buffer of constants as an operand of `LOAD`.
    ConstantBuffer,
    HardwareAtomic,
}

impl File {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        const NAMES: [(&str, File); 15] = [
            ("TEMP", File::Temporary),
            ("CONST", File::Constant),
            ("IMM", File::Immediate),
            ("IN", File::Input),
            ("OUT", File::Output),
            ("SAMP", File::Sampler),
            ("ADDR", File::Address),
            ("SV", File::SystemValue),
            ("SVIEW", File::SamplerView),
            ("NULL", File::Null),
            ("IMAGE", File::Image),
            ("BUFFER", File::Buffer),
            ("MEMORY", File::Memory),
            ("CONSTBUF", File::ConstantBuffer),
            ("HWATOMIC", File::HardwareAtomic),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, file)| *file)
    }
}

/// A register whose value is added to an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indirect {
    pub(crate) file: File,
    pub(crate) index: u32,
    pub(crate) component: u8,
    /// The array that the index stays in; 0 names none.
    pub(crate) array: u32,
}

/// What stands in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subscript {
    pub(crate) index: i32,
    pub(crate) indirect: Option<Indirect>,
}

impl Subscript {
    /// The index if it is not computed.
    pub(crate) fn direct(&self) -> Option<u32> {
        if self.indirect.is_some() {
            None
        } else {
            u32::try_from(self.index).ok()
        }
    }
}

/// A register as an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register {
    pub(crate) file: File,
    /// The first of two brackets: the buffer of a constant, the vertex of an input.
    pub(crate) dimension: Option<Subscript>,
    /// The only or second bracket.
    pub(crate) subscript: Subscript,
}

/// A source operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) register: Register,
    /// Component that stands at each place, 0 to 3.
    pub(crate) swizzle: [u8; 4],
    pub(crate) negate: bool,
    pub(crate) absolute: bool,
}

/// A destination operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) register: Register,
    /// Written components, bit 0 is x.
    pub(crate) mask: u8,
}

/// What a texture instruction says of its texture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its dimensions.
    pub dimension: Dimension,
    /// Whether it compares.
    pub shadow: bool,
}

impl Target {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        use Dimension::{
            Buffer, Cube, CubeArray, D1, D1Array, D2, D2Array, D2ArrayMultisample, D2Multisample, D3, Rect,
        };
        const NAMES: [(&str, Dimension, bool); 18] = [
            ("BUFFER", Buffer, false),
            ("1D", D1, false),
            ("2D", D2, false),
            ("3D", D3, false),
            ("CUBE", Cube, false),
            ("RECT", Rect, false),
            ("SHADOW1D", D1, true),
            ("SHADOW2D", D2, true),
            ("SHADOWRECT", Rect, true),
            ("1D_ARRAY", D1Array, false),
            ("2D_ARRAY", D2Array, false),
            ("SHADOW1D_ARRAY", D1Array, true),
            ("SHADOW2D_ARRAY", D2Array, true),
            ("SHADOWCUBE", Cube, true),
            ("2D_MSAA", D2Multisample, false),
            ("2D_ARRAY_MSAA", D2ArrayMultisample, false),
            ("CUBEARRAY", CubeArray, false),
            ("SHADOWCUBEARRAY", CubeArray, true),
        ];
        let (_, dimension, shadow) = NAMES
            .iter()
            .find(|(known, ..)| known.eq_ignore_ascii_case(name))?;
        Some(Self {
            dimension: *dimension,
            shadow: *shadow,
        })
    }

    /// The places of the first source that hold coordinates, layer and reference.
    pub(crate) fn coordinate_mask(self) -> u8 {
        match (self.dimension, self.shadow) {
            (Dimension::Buffer | Dimension::D1, false) => 0b0001,
            (Dimension::D1, true) => 0b0101,
            (Dimension::D2 | Dimension::Rect | Dimension::D1Array | Dimension::D2Multisample, false) => {
                0b0011
            }
            (Dimension::D2 | Dimension::Rect | Dimension::D1Array | Dimension::D2Multisample, true) => 0b0111,
            (Dimension::D3 | Dimension::Cube | Dimension::D2Array | Dimension::D2ArrayMultisample, false) => {
                0b0111
            }
            (Dimension::D3 | Dimension::Cube | Dimension::D2Array | Dimension::D2ArrayMultisample, true) => {
                0b1111
            }
            (Dimension::CubeArray, _) | (Dimension::Buffer, true) => 0b1111,
        }
    }

    /// The place of the reference of a comparison, counted over both sources.
    pub(crate) fn reference_place(self) -> Option<usize> {
        if !self.shadow {
            return None;
        }
        match self.dimension {
            Dimension::D1 | Dimension::D2 | Dimension::Rect | Dimension::D1Array => Some(2),
            Dimension::Cube | Dimension::D2Array => Some(3),
            Dimension::CubeArray => Some(4),
            Dimension::Buffer | Dimension::D3 | Dimension::D2Multisample | Dimension::D2ArrayMultisample => {
                None
            }
        }
    }
}

/// An instruction.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Instruction {
    pub(crate) opcode: Opcode,
    pub(crate) saturate: bool,
    pub(crate) destination: Option<Destination>,
    pub(crate) sources: Vec<Source>,
    /// Of texture instructions and those on images; `None` also where the text says `UNKNOWN`.
    pub(crate) target: Option<Target>,
    /// Offsets in texels: one for most, four for `TG4`.
    pub(crate) offsets: Vec<Source>,
    /// Whether other invocations are to see what it writes to memory, or it what they write.
    pub(crate) coherent: bool,
    pub(crate) line: u32,
}

impl Instruction {
    /// The components that source `index` reads, as a mask over its swizzle's places.
    pub(crate) fn source_mask(&self, index: usize) -> u8 {
        let written = self.destination.map_or(0, |destination| destination.mask);
        if self.opcode.info().class == Class::Memory {
            return self.memory_mask(index, written);
        }
        self.opcode.source_mask(index, written, self.target)
    }
}

impl Instruction {
    /// The same of instructions on memory, whose first operand is the memory: what it reads of its place and values.
    fn memory_mask(&self, index: usize, written: u8) -> u8 {
        let on_image = |register: &Register| register.file == File::Image;
        let memory = match self.opcode {
            Opcode::STORE => self.destination.as_ref().map(|to| &to.register),
            _ => self.sources.first().map(|source| &source.register),
        };
        let is_image = memory.is_some_and(on_image);
        match (self.opcode, index) {
            // The declaration says how many axes there are.
            (Opcode::STORE, 0) | (_, 1) if is_image => 0b1111,
            (Opcode::STORE, 0) => 0b0001,
            (Opcode::STORE, 1) if !is_image => written,
            (Opcode::STORE | Opcode::MEMBAR, _) => 0b1111,
            (_, 0) => 0,
            (_, _) => 0b0001,
        }
    }
}

/// How an input is interpolated, as declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Interpolate {
    Constant,
    Linear,
    #[default]
    Perspective,
    /// As colours are: flat when the rasterizer says so.
    Color,
}

/// Where in the pixel an input is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Location {
    #[default]
    Center,
    Centroid,
    Sample,
}

/// A declaration of registers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Declaration {
    pub(crate) file: File,
    /// The buffer of constants.
    pub(crate) dimension: Option<u32>,
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) mask: u8,
    pub(crate) array: Option<u32>,
    pub(crate) semantic: Option<(Semantic, u32)>,
    pub(crate) interpolate: Option<Interpolate>,
    pub(crate) location: Location,
    /// Of sampler views and images.
    pub(crate) target: Option<Target>,
    /// Of images, if it is known.
    pub(crate) format: Option<FetchFormat>,
    pub(crate) line: u32,
}

/// The properties that matter here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    pub(crate) color0_writes_all: bool,
    /// Whether the centre of a pixel is an integer.
    pub(crate) integer_centers: bool,
    pub(crate) early_depth: bool,
    pub(crate) window_space_position: bool,
    /// Invocations of a workgroup in each direction; 0 is not said.
    pub(crate) workgroup_size: [u32; 3],
}

/// All that a text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Program {
    pub(crate) properties: Properties,
    pub(crate) declarations: Vec<Declaration>,
    /// The bits of each immediate.
    pub(crate) immediates: Vec<[u32; 4]>,
    pub(crate) body: Vec<Instruction>,
}
