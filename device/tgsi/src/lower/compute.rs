//! What stands before a compute shader: the numbers of its invocations.

use super::builder::{Builder, Component, Kind, Value};
use super::constant::{Bindings, Constants};
use super::key::{self, ComputeKey, FRAGMENT_TEXTURES};
use super::memory::Storage;
use super::plan::{self, Interface};
use super::register::Registers;
use super::texture::Textures;
use super::uniform::Collective;
use super::vertex::argument;
use super::{LowerError, Lowering, StageState};
use crate::Shader;
use crate::limits;
use crate::scan::Semantic;
use naga::{
    AddressSpace, BinaryOperator as Op, Binding, BuiltIn, Expression, GlobalVariable, Handle,
    MemoryDecorations, ShaderStage, Span, Statement,
};

/// What the first invocation of a workgroup needs to decide for all.
#[derive(Clone, Copy)]
pub(super) struct Decision {
    /// A word of the workgroup.
    word: Handle<Expression>,
    /// Number of the invocation.
    index: Value,
}

/// What instructions need to know of textures; there are no inputs and outputs.
struct Kinds<'a> {
    key: &'a ComputeKey,
}

impl Interface for Kinds<'_> {
    fn input_is_integer(&self, _register: u32) -> bool {
        false
    }

    fn output_is_integer(&self, _register: u32) -> bool {
        false
    }

    fn texel_is_integer(&self, sampler: u32) -> bool {
        let key = self.key.samplers.get(sampler as usize);
        key.is_some_and(|key| matches!(key.texel, key::TexelKind::Sint | key::TexelKind::Uint))
    }
}

/// Whether hosts have workgroups of that size.
fn check_workgroup(shader: &Shader, key: &ComputeKey) -> Result<(), LowerError> {
    let [width, height, depth] = shader.info.workgroup_size;
    let invocations = width.saturating_mul(height).saturating_mul(depth);
    if invocations > limits::WORKGROUP_INVOCATIONS {
        return Err(LowerError::Limit {
            what: "invocations of a workgroup",
            limit: limits::WORKGROUP_INVOCATIONS as usize,
        });
    }
    if depth > limits::WORKGROUP_DEPTH {
        return Err(LowerError::Limit {
            what: "invocations of a workgroup in its third direction",
            limit: limits::WORKGROUP_DEPTH as usize,
        });
    }
    if shader.program.properties.workgroup_size == [0; 3] {
        return Err(LowerError::Unsupported(
            "a workgroup whose size the text does not fix",
        ));
    }
    if key.shared_bytes > limits::SHARED_BYTES {
        return Err(LowerError::Limit {
            what: "bytes that a workgroup shares",
            limit: limits::SHARED_BYTES as usize,
        });
    }
    Ok(())
}

/// Lowers a compute shader.
pub(super) fn lower(shader: &Shader, key: &ComputeKey) -> Result<naga::Module, LowerError> {
    check_workgroup(shader, key)?;
    let plan = plan::plan(shader, &Kinds { key });
    let mut b = Builder::new();
    let header = key.header();
    let bindings = Bindings {
        crosses: false,
        block: 0,
        buffers: 0,
        packs: false,
    };
    let constants = Constants::new(&mut b, shader, key::Constants::Uniform, header.len, &bindings)?;
    let textures = Textures::new(&mut b, shader, &key.samplers, FRAGMENT_TEXTURES);
    let storage = Storage::new(&mut b, shader, &key.storage, &header.storage, 0, key.shared_bytes);
    let registers = Registers::new(&mut b, shader, &plan)?;
    let mut lowering = Lowering::new(
        shader,
        b,
        StageState::Compute,
        constants,
        textures,
        storage,
        registers,
    );
    lowering.sampler_headers = header.samplers;
    lowering.collective = Collective::find(shader);
    lowering.declare_flow();
    lowering.compute_system_values()?;
    lowering.body()?;
    Ok(lowering.entry_point(ShaderStage::Compute, None))
}

/// Three components, and a zero.
fn vector(b: &mut Builder, value: Value) -> [Component; 4] {
    let zero = b.uint(0).component(0);
    [value.component(0), value.component(1), value.component(2), zero]
}

impl Lowering<'_> {
    fn compute_system_values(&mut self) -> Result<(), LowerError> {
        let mut known: Vec<(BuiltIn, Value)> = Vec::new();
        for semantic in &self.shader.layout.system_values {
            let Some(semantic) = semantic else {
                self.system_values.push(None);
                continue;
            };
            let (builtin, name) = match semantic {
                Semantic::ThreadId => (BuiltIn::LocalInvocationId, "thread"),
                Semantic::BlockId => (BuiltIn::WorkGroupId, "block"),
                Semantic::GridSize => (BuiltIn::NumWorkGroups, "grid"),
                Semantic::BlockSize => {
                    let size = self.shader.info.workgroup_size;
                    let [x, y, z] = size.map(|size| self.b.uint(size).component(0));
                    let zero = self.b.uint(0).component(0);
                    self.system_values.push(Some([x, y, z, zero]));
                    continue;
                }
                _ => return Err(LowerError::Unsupported("this system value in a compute shader")),
            };
            let value = match known.iter().find(|(known, _)| *known == builtin) {
                Some((_, value)) => *value,
                None => argument(&mut self.b, name.into(), Kind::Uint, 3, Binding::BuiltIn(builtin)),
            };
            known.push((builtin, value));
            let value = vector(&mut self.b, value);
            self.system_values.push(Some(value));
        }
        Ok(())
    }

    /// The condition of a branch: if it is collective and may differ, that of the first invocation.
    pub(super) fn decided(&mut self, at: usize, condition: Value) -> Result<Value, LowerError> {
        if self.collective.branch(at) != Some(false) {
            return Ok(condition);
        }
        self.spend_accesses(limits::MEMORY_LOOP)?;
        let decision = match self.decision {
            Some(decision) => decision,
            None => self.declare_decision(),
        };
        let zero = self.b.uint(0);
        let is_first = self.b.compare(Op::Equal, decision.index, zero);
        let bits = self.b.convert(condition, Kind::Uint);
        self.b.begin_if(is_first);
        self.b.store(decision.word, bits);
        self.b.end_if();
        let ty = self.b.vector_type(Kind::Uint, 1);
        let result = self.b.result(Expression::WorkGroupUniformLoadResult { ty });
        self.b.push(Statement::WorkGroupUniformLoad {
            pointer: decision.word,
            result,
        });
        let bits = Value {
            handle: result,
            width: 1,
            kind: Kind::Uint,
        };
        Ok(self.b.convert(bits, Kind::Bool))
    }

    fn declare_decision(&mut self) -> Decision {
        let global = GlobalVariable {
            name: Some("decision".into()),
            space: AddressSpace::WorkGroup,
            binding: None,
            ty: self.b.vector_type(Kind::Uint, 1),
            init: None,
            memory_decorations: MemoryDecorations::empty(),
        };
        let global = self.b.module.global_variables.append(global, Span::UNDEFINED);
        let word = self.b.expression(Expression::GlobalVariable(global));
        let binding = Binding::BuiltIn(BuiltIn::LocalInvocationIndex);
        let index = argument(&mut self.b, "invocation".into(), Kind::Uint, 1, binding);
        let decision = Decision { word, index };
        self.decision = Some(decision);
        decision
    }
}
