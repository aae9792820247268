//! Storage buffers, shared memory, and what instructions on memory have in common.
//!
//! Nothing outside of what is bound is read or written: each access compares with the length that the header or the
//! key says, and the host's own checks stay in place behind that.

use super::alu::places;
use super::builder::{Builder, Component, Kind, Value};
use super::image::Images;
use super::key::{self, StorageHeader, StorageKey};
use super::{LowerError, Lowering};
use crate::Shader;
use crate::ast::{File, Instruction, Source};
use crate::limits;
use crate::opcode::Opcode;
use crate::scan::{Access, accessed};
use naga::{
    AddressSpace, Barrier, BinaryOperator as Op, Expression, GlobalVariable, Handle, MemoryDecorations,
    ResourceBinding, Scalar, Span, Statement, StorageAccess, TypeInner,
};

/// The four components that an instruction gives.
pub(super) type Lanes = [Component; 4];

/// An array of words in memory.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) array: Handle<Expression>,
    /// Number of its element in the header.
    header: Option<u32>,
    /// If the header does not say how many words it has.
    len: u32,
}

/// A word of memory, and whether it exists.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub(super) pointer: Handle<Expression>,
    pub(super) exists: Value,
}

/// All memory that a shader has.
pub(super) struct Storage {
    /// By number; `None` is not bound.
    buffers: Vec<Option<Words>>,
    shared: Option<Words>,
    pub(super) images: Images,
    /// Holds results of what happens under a condition.
    pub(super) result: Option<Handle<Expression>>,
}

/// How a shader's stage binds its memory.
pub(super) struct Declaring<'a> {
    pub(super) key: &'a StorageKey,
    pub(super) header: &'a StorageHeader,
    /// The first binding of the stage.
    pub(super) first: u32,
    /// Whether other invocations are to see what is written.
    pub(super) coherent: bool,
}

impl Declaring<'_> {
    /// Declares an array of words that is bound.
    pub(super) fn words(
        &self,
        b: &mut Builder,
        name: String,
        binding: u32,
        access: Access,
        atomic: bool,
    ) -> Handle<Expression> {
        let ty = words_type(b, atomic, None);
        let writes = access.stores || atomic || self.key.read_write;
        let store = if writes {
            StorageAccess::STORE
        } else {
            StorageAccess::empty()
        };
        let global = GlobalVariable {
            name: Some(name),
            space: AddressSpace::Storage {
                access: StorageAccess::LOAD | store,
            },
            binding: Some(ResourceBinding {
                group: key::STORAGE,
                binding,
            }),
            ty,
            init: None,
            memory_decorations: if self.coherent {
                MemoryDecorations::COHERENT
            } else {
                MemoryDecorations::empty()
            },
        };
        let global = b.module.global_variables.append(global, Span::UNDEFINED);
        b.expression(Expression::GlobalVariable(global))
    }
}

fn words_type(b: &mut Builder, atomic: bool, len: Option<u32>) -> Handle<naga::Type> {
    let word = if atomic {
        b.type_of(TypeInner::Atomic(Scalar::U32))
    } else {
        b.vector_type(Kind::Uint, 1)
    };
    b.array_type(word, len, 4)
}

impl Storage {
    /// Declares what is bound of the memory that a shader uses, and what its workgroups share.
    pub(super) fn new(
        b: &mut Builder,
        shader: &Shader,
        key: &StorageKey,
        header: &StorageHeader,
        first: u32,
        shared_bytes: u32,
    ) -> Self {
        let memory = &shader.info.memory;
        let coherent = key.coherent && shader.program.body.iter().any(|i| i.coherent);
        let declaring = Declaring {
            key,
            header,
            first,
            coherent,
        };
        let buffers = (0u32..).zip(&memory.buffers).map(|(number, access)| {
            let access = (*access)?;
            let (_, place) = header.buffers.iter().find(|(n, _)| u32::from(*n) == number)?;
            let (name, binding) = (format!("buffer{number}"), first.saturating_add(number));
            Some(Words {
                array: declaring.words(b, name, binding, access, access.atomics),
                header: Some(*place),
                len: 0,
            })
        });
        let buffers = buffers.collect();
        let shared = memory.shared.filter(|_| shared_bytes > 0).map(|access| {
            let len = shared_bytes.div_ceil(4);
            let global = GlobalVariable {
                name: Some("shared".into()),
                space: AddressSpace::WorkGroup,
                binding: None,
                ty: words_type(b, access.atomics, Some(len)),
                init: None,
                memory_decorations: MemoryDecorations::empty(),
            };
            let global = b.module.global_variables.append(global, Span::UNDEFINED);
            Words {
                array: b.expression(Expression::GlobalVariable(global)),
                header: None,
                len,
            }
        });
        Self {
            buffers,
            shared,
            images: Images::new(b, shader, &declaring),
            result: None,
        }
    }
}

impl Lowering<'_> {
    /// Translates an instruction on memory.
    pub(super) fn memory(&mut self, instruction: &Instruction) -> Result<(), LowerError> {
        match instruction.opcode {
            Opcode::BARRIER | Opcode::MEMBAR => return self.barrier(instruction.opcode),
            _ => {}
        }
        let Some((register, _)) = accessed(instruction) else {
            return Err(LowerError::Unsupported("this access to memory"));
        };
        let range = self.shader.layout.memory.range(register);
        let lanes = match (register.file, register.subscript.indirect) {
            (File::Memory, _) => self.accessed_lanes(instruction, File::Memory, 0)?,
            (file, None) => self.accessed_lanes(instruction, file, range.start)?,
            (file, Some(indirect)) => {
                let len = range.end.saturating_sub(range.start).max(1);
                let index = self.clamped_index(indirect, 0, len);
                self.choose(index, len, |lowering, place| {
                    lowering.accessed_lanes(instruction, file, range.start.saturating_add(place))
                })?
            }
        };
        match instruction.destination {
            Some(destination) if instruction.opcode != Opcode::STORE => self.write(&destination, lanes),
            Some(_) | None => Ok(()),
        }
    }

    /// Counts what takes hosts' compilers long, which the text must not multiply without end.
    pub(super) fn spend_accesses(&mut self, count: u32) -> Result<(), LowerError> {
        self.memory_accesses = self.memory_accesses.saturating_add(count);
        if self.memory_accesses > limits::MEMORY_ACCESSES {
            let limit = limits::MEMORY_ACCESSES as usize;
            return Err(LowerError::Limit {
                what: "accesses to memory",
                limit,
            });
        }
        Ok(())
    }

    fn barrier(&mut self, opcode: Opcode) -> Result<(), LowerError> {
        if !self.is_compute() {
            // Nothing orders what other stages write, but for the end of the pass.
            return match opcode {
                Opcode::BARRIER => Err(LowerError::Unsupported("a barrier in this stage")),
                _ => Ok(()),
            };
        }
        if opcode == Opcode::BARRIER {
            self.spend_accesses(1)?;
        }
        let all = Barrier::STORAGE | Barrier::WORK_GROUP | Barrier::TEXTURE;
        self.b.push(match opcode {
            Opcode::BARRIER => Statement::ControlBarrier(all),
            _ => Statement::MemoryBarrier(all),
        });
        Ok(())
    }

    /// The result of an instruction on the memory of that number.
    fn accessed_lanes(
        &mut self,
        instruction: &Instruction,
        file: File,
        number: u32,
    ) -> Result<Lanes, LowerError> {
        let words = match file {
            File::Image => return self.image_lanes(instruction, number),
            File::Buffer => self.storage.buffers.get(number as usize).copied().flatten(),
            _ => self.storage.shared,
        };
        let zero = self.b.uint(0).component(0);
        let Some(words) = words else {
            return Ok([zero; 4]);
        };
        match instruction.opcode {
            Opcode::RESQ => {
                let size = match words.header {
                    Some(header) => self.header(header, Kind::Uint).component(2),
                    None => zero,
                };
                Ok([size, zero, zero, zero])
            }
            Opcode::LOAD => {
                let mask = instruction.destination.map_or(0, |destination| destination.mask);
                self.spend_accesses(mask.count_ones())?;
                self.load_lanes(instruction, &words, mask)
            }
            Opcode::STORE => {
                self.spend_accesses(limits::MEMORY_BRANCH)?;
                self.store_words(instruction, &words)?;
                Ok([zero; 4])
            }
            _ => {
                let address = self.memory_operand(instruction, 1, &[0], Kind::Uint)?;
                let word = self.word(&words, address, 0);
                let before = self.atomic(instruction, word)?;
                Ok([before.component(0); 4])
            }
        }
    }

    /// Source `index` of an instruction on memory, which has it.
    pub(super) fn memory_operand(
        &mut self,
        instruction: &Instruction,
        index: usize,
        places: &[u8],
        kind: Kind,
    ) -> Result<Value, LowerError> {
        let is_value = |source: &&Source| {
            !matches!(
                source.register.file,
                File::Buffer | File::Image | File::Memory | File::HardwareAtomic
            )
        };
        match instruction.sources.get(index).filter(is_value) {
            Some(source) => self.source(source, places, kind),
            None => Err(LowerError::Unsupported(
                "an access to memory without its operands",
            )),
        }
    }

    /// The word at a byte address, `step` words further.
    fn word(&mut self, words: &Words, address: Value, step: u32) -> Word {
        let two = self.b.uint(2);
        let mut index = self.b.binary(Op::ShiftRight, address, two);
        if step != 0 {
            let step = self.b.uint(step);
            index = self.b.binary(Op::Add, index, step);
        }
        let Some(header) = words.header else {
            let len = self.b.uint(words.len);
            let exists = self.b.compare(Op::Less, index, len);
            let pointer = self.b.access(words.array, index);
            return Word { pointer, exists };
        };
        let header = self.header(header, Kind::Uint);
        let [offset, len] = [0, 1].map(|lane| self.b.scalar(header.component(lane)));
        let exists = self.b.compare(Op::Less, index, len);
        let place = self.b.binary(Op::Add, index, offset);
        let pointer = self.b.access(words.array, place);
        Word { pointer, exists }
    }

    /// `LOAD`: a word for each component, zero where there is none.
    fn load_lanes(
        &mut self,
        instruction: &Instruction,
        words: &Words,
        mask: u8,
    ) -> Result<Lanes, LowerError> {
        let address = self.memory_operand(instruction, 1, &[0], Kind::Uint)?;
        let zero = self.b.uint(0);
        let mut lanes = [zero.component(0); 4];
        for (step, lane) in (0u32..).zip(&mut lanes) {
            if mask >> step & 1 != 0 {
                let word = self.word(words, address, step);
                let value = self.b.load(word.pointer, Kind::Uint, 1);
                *lane = self.b.select(word.exists, value, zero).component(0);
            }
        }
        Ok(lanes)
    }

    /// `STORE`: nothing is written of a vector that is not inside as a whole. Each branch costs hosts' compilers more than
    /// what is in it.
    fn store_words(&mut self, instruction: &Instruction, words: &Words) -> Result<(), LowerError> {
        let address = self.memory_operand(instruction, 0, &[0], Kind::Uint)?;
        let lanes = places(instruction.destination.map_or(0, |destination| destination.mask));
        let kind = self.moved_kind(instruction, 1);
        let value = self.memory_operand(instruction, 1, &lanes, kind)?;
        let value = self.b.convert(value, Kind::Uint);
        let values: Vec<_> = (0..value.width)
            .map(|lane| self.b.scalar(value.component(lane)))
            .collect();
        let targets: Vec<_> = lanes
            .iter()
            .map(|lane| self.word(words, address, (*lane).into()))
            .collect();
        let Some(last) = targets.last() else {
            return Ok(());
        };
        self.begin_writing(last.exists);
        for (target, value) in targets.iter().zip(values) {
            self.b.store(target.pointer, value);
        }
        self.end_writing();
        Ok(())
    }

    /// Bits that have a modifier are floats.
    fn moved_kind(&self, instruction: &Instruction, index: usize) -> Kind {
        match instruction.sources.get(index) {
            Some(source) if source.negate || source.absolute => Kind::Float,
            Some(_) | None => Kind::Uint,
        }
    }

    /// Opens a block that is entered where something exists and the invocation may write: a fragment that was discarded
    /// must not.
    pub(super) fn begin_writing(&mut self, exists: Value) {
        let mut condition = exists;
        if let Some(demoted) = self.demoted {
            let discarded = self.b.load(demoted, Kind::Bool, 1);
            let no = self.b.literal(Kind::Bool, 0);
            let kept = self.b.compare(Op::Equal, discarded, no);
            condition = self.b.binary(Op::LogicalAnd, condition, kept);
        }
        self.b.begin_if(condition);
    }

    pub(super) fn end_writing(&mut self) {
        self.b.end_if();
    }

    /// What holds a result that a block under a condition may give; it is zero before.
    pub(super) fn result_variable(&mut self) -> Handle<Expression> {
        let result = match self.storage.result {
            Some(result) => result,
            None => {
                let ty = self.b.vector_type(Kind::Uint, 1);
                let result = self.b.local("before".into(), ty);
                self.storage.result = Some(result);
                result
            }
        };
        let zero = self.b.uint(0);
        self.b.store(result, zero);
        result
    }
}
