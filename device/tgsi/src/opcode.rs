//! The one table of opcodes: how many operands an instruction has, of what kind, and which components it reads.

use crate::ast::Target;

/// How the bits of an operand are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandKind {
    /// `f32`.
    Float,
    /// `i32`.
    Int,
    /// `u32`.
    Uint,
    /// Bits that are moved and not looked at.
    Any,
    /// Two words of 64 bits.
    Wide,
}

/// What part of the lowering an instruction belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Arithmetic: reads registers, writes one.
    Alu,
    /// Reads a texture through `SAMP[i]`; a texture target follows the operands.
    Texture,
    /// Branches, loops, subroutines.
    Flow,
    /// Ends a fragment.
    Discard,
    /// Emits vertices of a geometry shader.
    Geometry,
    /// Takes a fragment input elsewhere than declared.
    Interpolate,
    /// Buffers, images, shared memory, barriers.
    Memory,
    /// Talks to other invocations.
    Subgroup,
    /// Direct3D 10's sampling, which Mesa's OpenGL never emits.
    Sample,
    /// Arithmetic on 64 bits.
    Wide,
}

/// Which components of its sources an instruction reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Those that it writes.
    Same,
    /// x.
    X,
    /// x and y.
    Xy,
    /// x, y and z.
    Xyz,
    /// All four.
    All,
    /// Coordinates: it depends on the texture's target.
    Texture,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct OpcodeInfo {
    /// Number of destinations, 0 or 1.
    pub destinations: usize,
    /// Number of sources.
    pub sources: usize,
    /// Whether a texture target follows the operands.
    pub target: bool,
    /// What part of the lowering it belongs to.
    pub class: Class,
    /// Kind of the destination.
    pub destination_kind: OperandKind,
    /// Kind of the sources, but see [`Opcode::source_kind`].
    pub sources_kind: OperandKind,
    /// Which components of the sources are read.
    pub reads: Reads,
}

macro_rules! opcodes {
    ($($name:ident: $destinations:literal, $sources:literal, $target:literal, $class:ident,
       $to:ident <- $from:ident, $reads:ident;)*) => {
        /// An instruction's operation, by TGSI's own names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(non_camel_case_types, missing_docs, reason = "the names are TGSI's")]
        pub enum Opcode { $($name,)* }

        impl Opcode {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The opcode of that name, which is in capitals.
            pub(crate) fn from_name(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// Its row.
            pub fn info(self) -> OpcodeInfo {
                match self {
                    $(Self::$name => OpcodeInfo {
                        destinations: $destinations,
                        sources: $sources,
                        target: $target,
                        class: Class::$class,
                        destination_kind: OperandKind::$to,
                        sources_kind: OperandKind::$from,
                        reads: Reads::$reads,
                    },)*
                }
            }
        }
    };
}

// NAME: destinations, sources, texture target, class, kind of destination <- kind of sources, components read.
opcodes! {
    ARL: 1, 1, false, Alu, Int <- Float, Same;
    MOV: 1, 1, false, Alu, Any <- Any, Same;
    LIT: 1, 1, false, Alu, Float <- Float, All;
    RCP: 1, 1, false, Alu, Float <- Float, X;
    RSQ: 1, 1, false, Alu, Float <- Float, X;
    EXP: 1, 1, false, Alu, Float <- Float, All;
    LOG: 1, 1, false, Alu, Float <- Float, All;
    MUL: 1, 2, false, Alu, Float <- Float, Same;
    ADD: 1, 2, false, Alu, Float <- Float, Same;
    DP3: 1, 2, false, Alu, Float <- Float, Xyz;
    DP4: 1, 2, false, Alu, Float <- Float, All;
    DST: 1, 2, false, Alu, Float <- Float, All;
    MIN: 1, 2, false, Alu, Float <- Float, Same;
    MAX: 1, 2, false, Alu, Float <- Float, Same;
    SLT: 1, 2, false, Alu, Float <- Float, Same;
    SGE: 1, 2, false, Alu, Float <- Float, Same;
    MAD: 1, 3, false, Alu, Float <- Float, Same;
    TEX_LZ: 1, 2, true, Texture, Float <- Float, Texture;
    LRP: 1, 3, false, Alu, Float <- Float, Same;
    FMA: 1, 3, false, Alu, Float <- Float, Same;
    SQRT: 1, 1, false, Alu, Float <- Float, X;
    LDEXP: 1, 2, false, Alu, Float <- Float, Same;
    F2U64: 1, 1, false, Wide, Wide <- Wide, All;
    F2I64: 1, 1, false, Wide, Wide <- Wide, All;
    FRC: 1, 1, false, Alu, Float <- Float, Same;
    TXF_LZ: 1, 2, true, Texture, Float <- Uint, Texture;
    FLR: 1, 1, false, Alu, Float <- Float, Same;
    ROUND: 1, 1, false, Alu, Float <- Float, Same;
    EX2: 1, 1, false, Alu, Float <- Float, X;
    LG2: 1, 1, false, Alu, Float <- Float, X;
    POW: 1, 2, false, Alu, Float <- Float, X;
    DEMOTE: 0, 0, false, Discard, Float <- Float, X;
    U2I64: 1, 1, false, Wide, Wide <- Wide, All;
    CLOCK: 1, 0, false, Subgroup, Uint <- Uint, All;
    I2I64: 1, 1, false, Wide, Wide <- Wide, All;
    READ_HELPER: 1, 0, false, Alu, Uint <- Uint, Same;
    COS: 1, 1, false, Alu, Float <- Float, X;
    DDX: 1, 1, false, Alu, Float <- Float, Same;
    DDY: 1, 1, false, Alu, Float <- Float, Same;
    KILL: 0, 0, false, Discard, Float <- Float, X;
    PK2H: 1, 1, false, Alu, Uint <- Float, Xy;
    PK2US: 1, 1, false, Alu, Uint <- Float, Xy;
    PK4B: 1, 1, false, Alu, Uint <- Float, All;
    PK4UB: 1, 1, false, Alu, Uint <- Float, All;
    D2U64: 1, 1, false, Wide, Wide <- Wide, All;
    SEQ: 1, 2, false, Alu, Float <- Float, Same;
    D2I64: 1, 1, false, Wide, Wide <- Wide, All;
    SGT: 1, 2, false, Alu, Float <- Float, Same;
    SIN: 1, 1, false, Alu, Float <- Float, X;
    SLE: 1, 2, false, Alu, Float <- Float, Same;
    SNE: 1, 2, false, Alu, Float <- Float, Same;
    U642D: 1, 1, false, Wide, Wide <- Wide, All;
    TEX: 1, 2, true, Texture, Float <- Float, Texture;
    TXD: 1, 4, true, Texture, Float <- Float, Texture;
    TXP: 1, 2, true, Texture, Float <- Float, Texture;
    UP2H: 1, 1, false, Alu, Float <- Uint, X;
    UP2US: 1, 1, false, Alu, Float <- Uint, X;
    UP4B: 1, 1, false, Alu, Float <- Uint, X;
    UP4UB: 1, 1, false, Alu, Float <- Uint, X;
    U642F: 1, 1, false, Wide, Wide <- Wide, All;
    I642F: 1, 1, false, Wide, Wide <- Wide, All;
    ARR: 1, 1, false, Alu, Int <- Float, Same;
    I642D: 1, 1, false, Wide, Wide <- Wide, All;
    CAL: 0, 0, false, Flow, Uint <- Uint, X;
    RET: 0, 0, false, Flow, Uint <- Uint, X;
    SSG: 1, 1, false, Alu, Float <- Float, Same;
    CMP: 1, 3, false, Alu, Float <- Float, Same;
    TXB: 1, 2, true, Texture, Float <- Float, Texture;
    FBFETCH: 1, 1, false, Memory, Uint <- Uint, All;
    DIV: 1, 2, false, Alu, Float <- Float, Same;
    DP2: 1, 2, false, Alu, Float <- Float, Xy;
    TXL: 1, 2, true, Texture, Float <- Float, Texture;
    BRK: 0, 0, false, Flow, Uint <- Uint, X;
    IF: 0, 1, false, Flow, Float <- Float, X;
    UIF: 0, 1, false, Flow, Uint <- Uint, X;
    READ_INVOC: 1, 2, false, Subgroup, Uint <- Uint, All;
    ELSE: 0, 0, false, Flow, Uint <- Uint, X;
    ENDIF: 0, 0, false, Flow, Uint <- Uint, X;
    DDX_FINE: 1, 1, false, Alu, Float <- Float, Same;
    DDY_FINE: 1, 1, false, Alu, Float <- Float, Same;
    CEIL: 1, 1, false, Alu, Float <- Float, Same;
    I2F: 1, 1, false, Alu, Float <- Int, Same;
    NOT: 1, 1, false, Alu, Uint <- Uint, Same;
    TRUNC: 1, 1, false, Alu, Float <- Float, Same;
    SHL: 1, 2, false, Alu, Uint <- Uint, Same;
    BALLOT: 1, 1, false, Subgroup, Uint <- Uint, All;
    AND: 1, 2, false, Alu, Uint <- Uint, Same;
    OR: 1, 2, false, Alu, Uint <- Uint, Same;
    MOD: 1, 2, false, Alu, Int <- Int, Same;
    XOR: 1, 2, false, Alu, Uint <- Uint, Same;
    TXF: 1, 2, true, Texture, Float <- Uint, Texture;
    TXQ: 1, 2, true, Texture, Uint <- Uint, Texture;
    CONT: 0, 0, false, Flow, Uint <- Uint, X;
    EMIT: 0, 1, false, Geometry, Uint <- Uint, X;
    ENDPRIM: 0, 1, false, Geometry, Uint <- Uint, X;
    BGNLOOP: 0, 0, false, Flow, Uint <- Uint, X;
    BGNSUB: 0, 0, false, Flow, Uint <- Uint, X;
    ENDLOOP: 0, 0, false, Flow, Uint <- Uint, X;
    ENDSUB: 0, 0, false, Flow, Uint <- Uint, X;
    ATOMFADD: 1, 3, false, Memory, Uint <- Uint, All;
    TXQS: 1, 1, true, Texture, Uint <- Uint, Texture;
    RESQ: 1, 1, false, Memory, Uint <- Uint, All;
    READ_FIRST: 1, 1, false, Subgroup, Uint <- Uint, All;
    NOP: 0, 0, false, Flow, Uint <- Uint, X;
    FSEQ: 1, 2, false, Alu, Uint <- Float, Same;
    FSGE: 1, 2, false, Alu, Uint <- Float, Same;
    FSLT: 1, 2, false, Alu, Uint <- Float, Same;
    FSNE: 1, 2, false, Alu, Uint <- Float, Same;
    MEMBAR: 0, 1, false, Memory, Uint <- Uint, All;
    KILL_IF: 0, 1, false, Discard, Float <- Float, All;
    END: 0, 0, false, Flow, Uint <- Uint, X;
    DFMA: 1, 3, false, Wide, Wide <- Wide, All;
    F2I: 1, 1, false, Alu, Int <- Float, Same;
    IDIV: 1, 2, false, Alu, Int <- Int, Same;
    IMAX: 1, 2, false, Alu, Int <- Int, Same;
    IMIN: 1, 2, false, Alu, Int <- Int, Same;
    INEG: 1, 1, false, Alu, Int <- Int, Same;
    ISGE: 1, 2, false, Alu, Uint <- Int, Same;
    ISHR: 1, 2, false, Alu, Int <- Int, Same;
    ISLT: 1, 2, false, Alu, Uint <- Int, Same;
    F2U: 1, 1, false, Alu, Uint <- Float, Same;
    U2F: 1, 1, false, Alu, Float <- Uint, Same;
    UADD: 1, 2, false, Alu, Uint <- Uint, Same;
    UDIV: 1, 2, false, Alu, Uint <- Uint, Same;
    UMAD: 1, 3, false, Alu, Uint <- Uint, Same;
    UMAX: 1, 2, false, Alu, Uint <- Uint, Same;
    UMIN: 1, 2, false, Alu, Uint <- Uint, Same;
    UMOD: 1, 2, false, Alu, Uint <- Uint, Same;
    UMUL: 1, 2, false, Alu, Uint <- Uint, Same;
    USEQ: 1, 2, false, Alu, Uint <- Uint, Same;
    USGE: 1, 2, false, Alu, Uint <- Uint, Same;
    USHR: 1, 2, false, Alu, Uint <- Uint, Same;
    USLT: 1, 2, false, Alu, Uint <- Uint, Same;
    USNE: 1, 2, false, Alu, Uint <- Uint, Same;
    SWITCH: 0, 1, false, Flow, Uint <- Uint, X;
    CASE: 0, 1, false, Flow, Uint <- Uint, X;
    DEFAULT: 0, 0, false, Flow, Uint <- Uint, X;
    ENDSWITCH: 0, 0, false, Flow, Uint <- Uint, X;
    SAMPLE: 1, 3, false, Sample, Float <- Float, All;
    SAMPLE_I: 1, 2, false, Sample, Float <- Float, All;
    SAMPLE_I_MS: 1, 3, false, Sample, Float <- Float, All;
    SAMPLE_B: 1, 4, false, Sample, Float <- Float, All;
    SAMPLE_C: 1, 4, false, Sample, Float <- Float, All;
    SAMPLE_C_LZ: 1, 4, false, Sample, Float <- Float, All;
    SAMPLE_D: 1, 5, false, Sample, Float <- Float, All;
    SAMPLE_L: 1, 4, false, Sample, Float <- Float, All;
    GATHER4: 1, 3, false, Sample, Float <- Float, All;
    SVIEWINFO: 1, 2, false, Sample, Float <- Float, All;
    SAMPLE_POS: 1, 2, false, Sample, Float <- Float, All;
    SAMPLE_INFO: 1, 2, false, Sample, Float <- Float, All;
    UARL: 1, 1, false, Alu, Uint <- Uint, Same;
    UCMP: 1, 3, false, Alu, Any <- Any, Same;
    IABS: 1, 1, false, Alu, Int <- Int, Same;
    ISSG: 1, 1, false, Alu, Int <- Int, Same;
    LOAD: 1, 2, false, Memory, Uint <- Uint, All;
    STORE: 1, 2, false, Memory, Uint <- Uint, All;
    IMG2HND: 1, 1, false, Memory, Uint <- Uint, All;
    SAMP2HND: 1, 1, true, Memory, Wide <- Uint, All;
    BARRIER: 0, 0, false, Memory, Uint <- Uint, All;
    ATOMUADD: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMXCHG: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMCAS: 1, 4, false, Memory, Uint <- Uint, All;
    ATOMAND: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMOR: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMXOR: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMUMIN: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMUMAX: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMIMIN: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMIMAX: 1, 3, false, Memory, Uint <- Uint, All;
    TEX2: 1, 3, true, Texture, Float <- Float, Texture;
    TXB2: 1, 3, true, Texture, Float <- Float, Texture;
    TXL2: 1, 3, true, Texture, Float <- Float, Texture;
    IMUL_HI: 1, 2, false, Alu, Int <- Int, Same;
    UMUL_HI: 1, 2, false, Alu, Uint <- Uint, Same;
    TG4: 1, 3, true, Texture, Float <- Float, Texture;
    LODQ: 1, 2, true, Texture, Float <- Float, Texture;
    IBFE: 1, 3, false, Alu, Int <- Int, Same;
    UBFE: 1, 3, false, Alu, Uint <- Uint, Same;
    BFI: 1, 4, false, Alu, Uint <- Uint, Same;
    BREV: 1, 1, false, Alu, Uint <- Uint, Same;
    POPC: 1, 1, false, Alu, Uint <- Uint, Same;
    LSB: 1, 1, false, Alu, Uint <- Uint, Same;
    IMSB: 1, 1, false, Alu, Int <- Int, Same;
    UMSB: 1, 1, false, Alu, Uint <- Uint, Same;
    INTERP_CENTROID: 1, 1, false, Interpolate, Float <- Float, All;
    INTERP_SAMPLE: 1, 2, false, Interpolate, Float <- Float, All;
    INTERP_OFFSET: 1, 2, false, Interpolate, Float <- Float, All;
    F2D: 1, 1, false, Wide, Wide <- Wide, All;
    D2F: 1, 1, false, Wide, Wide <- Wide, All;
    DABS: 1, 1, false, Wide, Wide <- Wide, All;
    DNEG: 1, 1, false, Wide, Wide <- Wide, All;
    DADD: 1, 2, false, Wide, Wide <- Wide, All;
    DMUL: 1, 2, false, Wide, Wide <- Wide, All;
    DMAX: 1, 2, false, Wide, Wide <- Wide, All;
    DMIN: 1, 2, false, Wide, Wide <- Wide, All;
    DSLT: 1, 2, false, Wide, Wide <- Wide, All;
    DSGE: 1, 2, false, Wide, Wide <- Wide, All;
    DSEQ: 1, 2, false, Wide, Wide <- Wide, All;
    DSNE: 1, 2, false, Wide, Wide <- Wide, All;
    DRCP: 1, 1, false, Wide, Wide <- Wide, All;
    DSQRT: 1, 1, false, Wide, Wide <- Wide, All;
    DMAD: 1, 3, false, Wide, Wide <- Wide, All;
    DFRAC: 1, 1, false, Wide, Wide <- Wide, All;
    DLDEXP: 1, 2, false, Wide, Wide <- Wide, All;
    D2I: 1, 1, false, Wide, Wide <- Wide, All;
    I2D: 1, 1, false, Wide, Wide <- Wide, All;
    D2U: 1, 1, false, Wide, Wide <- Wide, All;
    U2D: 1, 1, false, Wide, Wide <- Wide, All;
    DRSQ: 1, 1, false, Wide, Wide <- Wide, All;
    DTRUNC: 1, 1, false, Wide, Wide <- Wide, All;
    DCEIL: 1, 1, false, Wide, Wide <- Wide, All;
    DFLR: 1, 1, false, Wide, Wide <- Wide, All;
    DROUND: 1, 1, false, Wide, Wide <- Wide, All;
    DSSG: 1, 1, false, Wide, Wide <- Wide, All;
    VOTE_ANY: 1, 1, false, Subgroup, Uint <- Uint, All;
    VOTE_ALL: 1, 1, false, Subgroup, Uint <- Uint, All;
    VOTE_EQ: 1, 1, false, Subgroup, Uint <- Uint, All;
    U64SEQ: 1, 2, false, Wide, Wide <- Wide, All;
    U64SNE: 1, 2, false, Wide, Wide <- Wide, All;
    I64SLT: 1, 2, false, Wide, Wide <- Wide, All;
    U64SLT: 1, 2, false, Wide, Wide <- Wide, All;
    I64SGE: 1, 2, false, Wide, Wide <- Wide, All;
    U64SGE: 1, 2, false, Wide, Wide <- Wide, All;
    I64MIN: 1, 2, false, Wide, Wide <- Wide, All;
    U64MIN: 1, 2, false, Wide, Wide <- Wide, All;
    I64MAX: 1, 2, false, Wide, Wide <- Wide, All;
    U64MAX: 1, 2, false, Wide, Wide <- Wide, All;
    I64ABS: 1, 1, false, Wide, Wide <- Wide, All;
    I64SSG: 1, 1, false, Wide, Wide <- Wide, All;
    I64NEG: 1, 1, false, Wide, Wide <- Wide, All;
    U64ADD: 1, 2, false, Wide, Wide <- Wide, All;
    U64MUL: 1, 2, false, Wide, Wide <- Wide, All;
    U64SHL: 1, 2, false, Wide, Wide <- Wide, All;
    I64SHR: 1, 2, false, Wide, Wide <- Wide, All;
    U64SHR: 1, 2, false, Wide, Wide <- Wide, All;
    I64DIV: 1, 2, false, Wide, Wide <- Wide, All;
    U64DIV: 1, 2, false, Wide, Wide <- Wide, All;
    I64MOD: 1, 2, false, Wide, Wide <- Wide, All;
    U64MOD: 1, 2, false, Wide, Wide <- Wide, All;
    DDIV: 1, 2, false, Wide, Wide <- Wide, All;
    LOD: 1, 3, false, Sample, Float <- Float, All;
    ATOMINC_WRAP: 1, 3, false, Memory, Uint <- Uint, All;
    ATOMDEC_WRAP: 1, 3, false, Memory, Uint <- Uint, All;
}

impl Opcode {
    /// The kind of source `index`: the table's, but for the few instructions that mix kinds.
    pub(crate) fn source_kind(self, index: usize) -> OperandKind {
        match (self, index) {
            (Self::UCMP, 0) | (Self::TG4, 1) => OperandKind::Uint,
            (Self::STORE, 1) => OperandKind::Any,
            (Self::LDEXP, 1) | (Self::INTERP_SAMPLE, 1) => OperandKind::Int,
            (Self::IBFE, 1 | 2) => OperandKind::Uint,
            _ => self.info().sources_kind,
        }
    }

    /// The components that source `index` contributes, as a mask over the swizzle's places.
    pub(crate) fn source_mask(self, index: usize, written: u8, target: Option<Target>) -> u8 {
        match self.info().reads {
            Reads::Same => written,
            Reads::X => 0b0001,
            Reads::Xy => 0b0011,
            Reads::Xyz => 0b0111,
            Reads::All => 0b1111,
            Reads::Texture => self.texture_mask(index, target),
        }
    }

    fn texture_mask(self, index: usize, target: Option<Target>) -> u8 {
        let Some(target) = target else { return 0b1111 };
        let coordinates = target.coordinate_mask();
        match (self, index) {
            (Self::TXP | Self::TXB | Self::TXL | Self::TXF | Self::TXF_LZ, 0) => coordinates | 0b1000,
            (Self::TEX | Self::TEX_LZ | Self::LODQ | Self::TXD, 0) => coordinates,
            (Self::TXD, _) => 0b0111,
            (Self::TXQ, 0) | (Self::TEX2 | Self::TXB2 | Self::TXL2, 1) => 0b0001,
            _ => 0b1111,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_own_row() {
        for opcode in Opcode::ALL {
            assert_eq!(Opcode::from_name(opcode.name()), Some(*opcode));
        }
        assert_eq!(Opcode::from_name("mov"), None);
        assert_eq!(Opcode::TXD.info().sources, 4);
    }
}
