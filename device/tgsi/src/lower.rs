//! Lowering to `naga::Module`.
//!
//! [`plan`] decides which registers need variables, [`register`] and [`array`] read and write them, [`alu`],
//! [`texture`], [`memory`], [`atomic`], [`image`] and [`flow`] translate instructions one by one, and [`vertex`](mod@vertex), [`fragment`](mod@fragment),
//! [`compute`](mod@compute), [`fetch`] and [`streamout`] join the shader to what stands before and behind it. [`builder`] knows naga's rules and nothing of
//! TGSI.
//!
//! The module is valid by construction, and built without recursion, so that its cost is that of the text.

mod alu;
mod array;
mod atomic;
mod bounded;
mod builder;
mod compute;
mod constant;
mod encode;
mod fetch;
mod flow;
mod fragment;
mod image;
pub mod key;
mod memory;
mod plan;
mod raster;
mod register;
mod sample;
mod streamout;
mod texture;
mod uniform;
mod vertex;

pub use bounded::loops_end;

use crate::Shader;
use crate::scan::Stage;
use builder::{Builder, Component};
use key::{CompareFunction, ComputeKey, FragmentKey, Varying, VertexKey};
use naga::{Expression, Handle};
use thiserror::Error;

/// Why a variant cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LowerError {
    /// The shader is of another stage.
    #[error("a {0:?} shader is lowered as another stage")]
    Stage(Stage),
    /// The shader uses what the lowering does not know.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
    /// The shader or the key asks for more than [`crate::limits`] allows.
    #[error("more than {limit} {what}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
}

/// A variant of a vertex shader; its entry point is `main`, of the compute stage for transform feedback.
///
/// # Errors
///
/// If it is no vertex shader, or uses what is not supported.
pub fn vertex(shader: &Shader, key: &VertexKey) -> Result<naga::Module, LowerError> {
    if shader.stage != Stage::Vertex {
        return Err(LowerError::Stage(shader.stage));
    }
    vertex::lower(shader, key)
}

/// A variant of a fragment shader; its entry point is `main`.
///
/// # Errors
///
/// If it is no fragment shader, or uses what is not supported.
pub fn fragment(shader: &Shader, key: &FragmentKey) -> Result<naga::Module, LowerError> {
    if shader.stage != Stage::Fragment {
        return Err(LowerError::Stage(shader.stage));
    }
    fragment::lower(shader, key)
}

/// A variant of a compute shader; its entry point is `main`, its workgroups have [`Info::workgroup_size`].
///
/// # Errors
///
/// If it is no compute shader, uses what is not supported, or its workgroups are larger than [`crate::limits`] allows.
///
/// [`Info::workgroup_size`]: crate::Info::workgroup_size
pub fn compute(shader: &Shader, key: &ComputeKey) -> Result<naga::Module, LowerError> {
    if shader.stage != Stage::Compute {
        return Err(LowerError::Stage(shader.stage));
    }
    compute::lower(shader, key)
}

impl Shader {
    /// What a fragment shader reads of the vertex stage, in the order of locations.
    ///
    /// The list holds no more than [`crate::limits::VARYINGS`]; a shader that reads more cannot be lowered.
    pub fn varyings(&self, key: &FragmentKey) -> Vec<Varying> {
        let mut varyings = fragment::varyings(self, key);
        varyings.truncate(crate::limits::VARYINGS);
        varyings
    }

    /// Elements of all uniform buffers that the shader declares: `CONST[n]`, n ≥ 1.
    pub fn packed_len(&self) -> u32 {
        let lens = self.info.constants.iter().skip(1).flatten();
        lens.fold(0, |sum, len| sum.saturating_add(*len))
    }

    /// Where `CONST[n]` begins in a block, in elements after its header, if uniform buffers are packed: one after the
    /// other, `CONST[0]` first. To change the memory that a stage is bound to costs a host far more than to copy a few
    /// elements.
    pub fn packed_place(&self, n: u32) -> u32 {
        let before = self.info.constants.iter().take(n as usize).flatten();
        before.fold(0, |sum, len| sum.saturating_add(*len))
    }

    /// Elements of a block: its header, of that length, `CONST[0]`, and uniform buffers if they are packed.
    pub fn block_len(&self, header_len: u32, packs: bool) -> u32 {
        let end = self.packed_place(if packs { u32::MAX } else { 1 });
        header_len.saturating_add(end)
    }

    /// Elements of its block that a fragment shader reads by their numbers, a bit for each, and whether it may read others.
    pub fn block_elements(&self, key: &FragmentKey) -> (u64, bool) {
        let header = key.header();
        let shift = header.len.min(u64::BITS);
        let named = u64::from(self.info.constants_named);
        let constants = named.checked_shl(shift).unwrap_or(0);
        let is_cut = constants.checked_shr(shift).unwrap_or(0) != named;
        let alpha = !matches!(key.alpha_test, CompareFunction::Always | CompareFunction::Never);
        let factor = key.constant_factors.iter().any(Option::is_some);
        let samplers = header.samplers.iter();
        let samplers = samplers.fold(0, |bits, (_, place)| {
            bits | 3_u64.checked_shl(*place).unwrap_or(0)
        });
        let memory = !header.storage.buffers.is_empty() || !header.storage.images.is_empty();
        let packed = key.packs && self.packed_len() > 0;
        let others = self.info.constants_unnamed || header.stipple.is_some() || memory || is_cut || packed;
        let others = others || header.samplers.iter().any(|(_, place)| *place >= u64::BITS - 1);
        (constants | samplers | u64::from(alpha || factor), others)
    }
}

/// What differs between the stages while instructions are lowered.
enum StageState<'a> {
    Vertex(vertex::VertexState<'a>),
    Fragment(fragment::FragmentState<'a>),
    Compute,
}

/// A function under translation.
struct Lowering<'a> {
    shader: &'a Shader,
    b: Builder,
    stage: StageState<'a>,
    /// Where the header keeps what samplers need.
    sampler_headers: Vec<(u8, u32)>,
    constants: constant::Constants,
    textures: texture::Textures,
    storage: memory::Storage,
    registers: register::Registers,
    /// By register number.
    inputs: Vec<Option<[Component; 4]>>,
    /// By register number.
    system_values: Vec<Option<[Component; 4]>>,
    /// Counts the iterations of all loops.
    iterations: Option<Handle<Expression>>,
    /// Branches and loops that a workgroup takes together.
    collective: uniform::Collective,
    /// Counts the iterations of all collective loops, so that they end for all invocations at once.
    collective_iterations: Option<Handle<Expression>>,
    /// Where the first invocation decides for its workgroup.
    decision: Option<compute::Decision>,
    /// Holds what one of several cases gives.
    chosen: Option<Handle<Expression>>,
    /// Is set by a discard that must not end the invocation at once.
    demoted: Option<Handle<Expression>>,
    early_returns: usize,
    /// Accesses to textures and memory that took much code, see [`crate::limits::LONG_READS`].
    long_reads: usize,
    /// See [`crate::limits::MEMORY_ACCESSES`].
    memory_accesses: u32,
    /// The buffers of transform feedback that are declared.
    streamout_buffers: Vec<(u8, Handle<Expression>)>,
    /// Parts of arrays that were looked through, see [`crate::limits::ARRAY_LOOKUPS`].
    array_lookups: usize,
}

impl<'a> Lowering<'a> {
    /// A function that does nothing yet.
    fn new(
        shader: &'a Shader,
        b: Builder,
        stage: StageState<'a>,
        constants: constant::Constants,
        textures: texture::Textures,
        storage: memory::Storage,
        registers: register::Registers,
    ) -> Self {
        Self {
            shader,
            b,
            stage,
            sampler_headers: Vec::new(),
            constants,
            textures,
            storage,
            registers,
            inputs: Vec::new(),
            system_values: Vec::new(),
            chosen: None,
            iterations: None,
            collective: uniform::Collective::default(),
            collective_iterations: None,
            decision: None,
            demoted: None,
            early_returns: 0,
            long_reads: 0,
            memory_accesses: 0,
            streamout_buffers: Vec::new(),
            array_lookups: 0,
        }
    }

    fn is_fragment(&self) -> bool {
        matches!(self.stage, StageState::Fragment(_))
    }

    fn is_compute(&self) -> bool {
        matches!(self.stage, StageState::Compute)
    }
}

#[cfg(test)]
mod tests;
