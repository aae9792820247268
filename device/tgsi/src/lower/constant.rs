//! Blocks of constants and the header before the first.

use super::builder::{Builder, Kind, Value};
use super::key;
use super::{LowerError, Lowering};
use crate::Shader;
use crate::ast::Register;
use crate::limits;
use naga::{
    AddressSpace, BinaryOperator, Expression, GlobalVariable, Handle, ResourceBinding, Span, StorageAccess,
    Type,
};

/// The globals that hold constants.
pub(super) struct Constants {
    /// The stage's own block: header, then `CONST[0]`.
    block: Handle<Expression>,
    /// Of the vertex stage, where it hands elements of it on: the fragment stage's block.
    handed: Option<Handle<Expression>>,
    /// Its elements, by their numbers, where they came as varyings.
    crossed: Vec<(u32, Value)>,
    /// Index of the block's first element in a shared buffer.
    base: Option<Value>,
    header_len: u32,
    /// Of `CONST[n]`, n ≥ 1.
    buffers: Vec<Option<Buffer>>,
}

/// Where a uniform buffer is.
#[derive(Clone, Copy)]
enum Buffer {
    /// Bound by itself.
    Bound(Handle<Expression>),
    /// In the block, from that element on.
    Packed(u32),
}

/// Declares a variable that is bound.
pub(super) fn bound(
    b: &mut Builder,
    name: String,
    space: AddressSpace,
    group: u32,
    binding: u32,
    ty: Handle<Type>,
) -> Handle<Expression> {
    let global = GlobalVariable {
        name: Some(name),
        space,
        binding: Some(ResourceBinding { group, binding }),
        ty,
        init: None,
        memory_decorations: naga::MemoryDecorations::empty(),
    };
    let global = b.module.global_variables.append(global, Span::UNDEFINED);
    b.expression(Expression::GlobalVariable(global))
}

/// Where a stage's blocks are bound.
pub(super) struct Bindings {
    /// Whether the block comes from the stage before, with [`key::Constants::Slot`].
    pub(super) crosses: bool,
    /// Of the stage's block in group 0, with [`key::Constants::Uniform`].
    pub(super) block: u32,
    /// Of `CONST[0]` in group [`key::BUFFERS`], if it were there.
    pub(super) buffers: u32,
    /// Whether uniform buffers are in the block.
    pub(super) packs: bool,
}

impl Constants {
    pub(super) fn new(
        b: &mut Builder,
        shader: &Shader,
        kind: key::Constants,
        header_len: u32,
        bindings: &Bindings,
    ) -> Result<Self, LowerError> {
        let vector = b.vector_type(Kind::Uint, 4);
        let constants = &shader.info.constants;
        let mut handed = None;
        if let (key::Constants::Handed { elements }, false) = (kind, bindings.crosses) {
            let len = u32::BITS.saturating_sub(elements.leading_zeros()).max(1);
            let ty = b.array_type(vector, Some(len), 16);
            let name = "fragment_block".into();
            handed = Some(bound(b, name, AddressSpace::Uniform, 0, key::FRAGMENT_BLOCK, ty));
        }
        let len = shader.block_len(header_len, bindings.packs);
        let block = match kind {
            key::Constants::Uniform | key::Constants::Handed { .. } => {
                if len > limits::CONSTANTS {
                    let limit = limits::CONSTANTS as usize;
                    return Err(LowerError::Limit {
                        what: "constants with their header",
                        limit,
                    });
                }
                let ty = b.array_type(vector, Some(len), 16);
                bound(b, "block".into(), AddressSpace::Uniform, 0, bindings.block, ty)
            }
            key::Constants::Slot { crossing } if bindings.crosses => {
                let len = u32::from(crossing).max(1).max(len.min(limits::CONSTANTS));
                let ty = b.array_type(vector, Some(len), 16);
                b.local("block".into(), ty)
            }
            key::Constants::Slot { .. } | key::Constants::Shared => {
                let ty = b.array_type(vector, None, 16);
                let space = AddressSpace::Storage {
                    access: StorageAccess::LOAD,
                };
                bound(b, "blocks".into(), space, 0, 0, ty)
            }
        };
        let mut buffers = vec![None];
        for (number, len) in (1u32..).zip(constants.iter().skip(1)) {
            buffers.push(len.map(|len| {
                if bindings.packs {
                    return Buffer::Packed(header_len.saturating_add(shader.packed_place(number)));
                }
                let ty = b.array_type(vector, Some(len), 16);
                let binding = bindings.buffers.saturating_add(number);
                let name = format!("const{number}");
                Buffer::Bound(bound(b, name, AddressSpace::Uniform, key::BUFFERS, binding, ty))
            }));
        }
        Ok(Self {
            block,
            handed,
            crossed: Vec::new(),
            base: None,
            header_len,
            buffers,
        })
    }

    /// Says where the block begins in the shared buffer.
    pub(super) fn set_base(&mut self, base: Value) {
        self.base = Some(base);
    }

    /// Says what came of the block from the stage before. With slots, there is no other block.
    pub(super) fn set_crossed(&mut self, b: &mut Builder, is_slot: bool, elements: Vec<(u32, Value)>) {
        for (index, element) in elements.iter().filter(|_| is_slot) {
            let pointer = b.access_index(self.block, *index);
            b.store(pointer, *element);
        }
        self.crossed = elements;
    }

    /// An element of the fragment stage's block, which the vertex stage hands on.
    pub(super) fn handed(&self, b: &mut Builder, index: u32) -> Value {
        let block = self.handed.unwrap_or(self.block);
        let pointer = b.access_index(block, index);
        b.load(pointer, Kind::Uint, 4)
    }

    /// An element of the shared buffer.
    pub(super) fn shared_element(&self, b: &mut Builder, base: Value, index: u32) -> Value {
        let offset = b.uint(index);
        let index = b.binary(BinaryOperator::Add, base, offset);
        let pointer = b.access(self.block, index);
        b.load(pointer, Kind::Uint, 4)
    }

    /// The element of the shared buffer that says where the blocks of `slot` begin.
    pub(super) fn slot(&self, b: &mut Builder, slot: Value) -> Value {
        let pointer = b.access(self.block, slot);
        b.load(pointer, Kind::Uint, 4)
    }

    /// Element `index` of the block, header included.
    pub(super) fn header(&self, b: &mut Builder, index: u32) -> Value {
        if let Some((_, crossed)) = self.crossed.iter().find(|(element, _)| *element == index) {
            return *crossed;
        }
        if let Some(handle) = b.known_constant(0, index) {
            return Value {
                handle,
                width: 4,
                kind: Kind::Uint,
            };
        }
        let pointer = match self.base {
            Some(base) if index == 0 => b.access(self.block, base),
            Some(base) => {
                let offset = b.uint(index);
                let index = b.binary(BinaryOperator::Add, base, offset);
                b.access(self.block, index)
            }
            None => b.access_index(self.block, index),
        };
        let value = b.load(pointer, Kind::Uint, 4);
        b.remember_constant(0, index, value.handle);
        value
    }

    fn element(&self, b: &mut Builder, buffer: u32, index: u32) -> Result<Value, LowerError> {
        if buffer == 0 {
            return Ok(self.header(b, self.header_len.saturating_add(index)));
        }
        let bound = match self.buffer(buffer)? {
            Buffer::Packed(place) => return Ok(self.header(b, place.saturating_add(index))),
            Buffer::Bound(bound) => bound,
        };
        if let Some(handle) = b.known_constant(buffer, index) {
            return Ok(Value {
                handle,
                width: 4,
                kind: Kind::Uint,
            });
        }
        let pointer = b.access_index(bound, index);
        let value = b.load(pointer, Kind::Uint, 4);
        b.remember_constant(buffer, index, value.handle);
        Ok(value)
    }

    fn buffer(&self, buffer: u32) -> Result<Buffer, LowerError> {
        let buffer = self.buffers.get(buffer as usize).copied().flatten();
        buffer.ok_or(LowerError::Unsupported("a constant buffer that is not declared"))
    }
}

impl Lowering<'_> {
    /// Element `index` of the stage's block.
    pub(super) fn header(&mut self, index: u32, kind: Kind) -> Value {
        let value = self.constants.header(&mut self.b, index);
        self.b.convert(value, kind)
    }

    /// A constant as an operand names it.
    pub(super) fn constant(&mut self, register: &Register) -> Result<Value, LowerError> {
        let buffer = match &register.dimension {
            Some(dimension) => dimension.direct(),
            None => Some(0),
        };
        let buffer = buffer.ok_or(LowerError::Unsupported("a constant buffer chosen at run time"))?;
        if let Some(index) = register.subscript.direct() {
            return self.constants.element(&mut self.b, buffer, index);
        }
        let Some(indirect) = register.subscript.indirect else {
            return Err(LowerError::Unsupported("a negative index"));
        };
        let len = self
            .shader
            .info
            .constants
            .get(buffer as usize)
            .copied()
            .flatten()
            .unwrap_or(1);
        let mut index = self.clamped_index(indirect, register.subscript.index, len);
        let place = match buffer {
            0 => Buffer::Packed(self.constants.header_len),
            _ => self.constants.buffer(buffer)?,
        };
        let pointer = match place {
            Buffer::Packed(place) => {
                let offset = self.b.uint(place);
                index = self.b.binary(BinaryOperator::Add, index, offset);
                if let Some(base) = self.constants.base {
                    index = self.b.binary(BinaryOperator::Add, index, base);
                }
                self.b.access(self.constants.block, index)
            }
            Buffer::Bound(buffer) => self.b.access(buffer, index),
        };
        Ok(self.b.load(pointer, Kind::Uint, 4))
    }
}
