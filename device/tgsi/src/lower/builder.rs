//! Building one naga function: types, literals, blocks, and when expressions are evaluated.
//!
//! naga evaluates an expression where an `Emit` statement covers it, and lets it be used in that block and the
//! blocks inside. The builder keeps the pending range and flushes it before each statement. Pure expressions
//! that were built before are found again while their block is open.

use naga::{
    ArraySize, Block, Expression, FastHashMap, Function, Handle, Literal, LocalVariable, MathFunction,
    Module, Scalar, Span, Statement, SwizzleComponent, Type, TypeInner, VectorSize,
};
use std::num::NonZeroU32;

/// The kind of a scalar; all have 32 bits, but for booleans, which come of comparisons only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Float,
    Sint,
    Uint,
    Bool,
}

impl Kind {
    pub(super) fn scalar(self) -> Scalar {
        match self {
            Self::Float => Scalar::F32,
            Self::Sint => Scalar::I32,
            Self::Uint => Scalar::U32,
            Self::Bool => Scalar::BOOL,
        }
    }
}

/// A value of one to four components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) handle: Handle<Expression>,
    pub(super) width: u8,
    pub(super) kind: Kind,
}

/// One component of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) value: Value,
    pub(super) lane: u8,
}

impl Value {
    /// Its component `lane`; that of a scalar is the scalar.
    pub(super) fn component(self, lane: u8) -> Component {
        Component {
            value: self,
            lane: if self.width == 1 { 0 } else { lane },
        }
    }
}

/// What makes a pure expression the same as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pure {
    Lane(Handle<Expression>, u8),
    Swizzle(Handle<Expression>, u8, [u8; 4]),
    Convert(Handle<Expression>, Kind),
    Splat(Handle<Expression>, u8),
    /// An element of a block of constants, by an own number of the block and the index.
    Constant(u32, u32),
}

/// A function under construction, and its module.
pub(super) struct Builder {
    pub(super) module: Module,
    pub(super) function: Function,
    blocks: Vec<Block>,
    /// Pure expressions that end with each block.
    scopes: Vec<Vec<Pure>>,
    pure: FastHashMap<Pure, Handle<Expression>>,
    literals: FastHashMap<(Kind, u32), Handle<Expression>>,
    emit_from: Option<usize>,
    /// The numbers of the open blocks; each block has its own.
    open: Vec<u32>,
    opened: u32,
    /// Of the branches that are open, see [`Builder::begin_if`].
    conditions: Vec<Handle<Expression>>,
}

pub(super) fn vector_size(width: u8) -> Option<VectorSize> {
    match width {
        2 => Some(VectorSize::Bi),
        3 => Some(VectorSize::Tri),
        4 => Some(VectorSize::Quad),
        _ => None,
    }
}

fn swizzle_component(lane: u8) -> SwizzleComponent {
    match lane {
        0 => SwizzleComponent::X,
        1 => SwizzleComponent::Y,
        2 => SwizzleComponent::Z,
        _ => SwizzleComponent::W,
    }
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            module: Module::default(),
            function: Function::default(),
            blocks: vec![Block::new()],
            scopes: vec![Vec::new()],
            pure: FastHashMap::default(),
            literals: FastHashMap::default(),
            emit_from: None,
            open: vec![0],
            opened: 0,
            conditions: Vec::new(),
        }
    }

    // Types

    pub(super) fn type_of(&mut self, inner: TypeInner) -> Handle<Type> {
        self.module
            .types
            .insert(Type { name: None, inner }, Span::UNDEFINED)
    }

    pub(super) fn vector_type(&mut self, kind: Kind, width: u8) -> Handle<Type> {
        let scalar = kind.scalar();
        self.type_of(match vector_size(width) {
            Some(size) => TypeInner::Vector { size, scalar },
            None => TypeInner::Scalar(scalar),
        })
    }

    /// An array of `len` elements, or of as many as are bound if that is `None`.
    pub(super) fn array_type(&mut self, base: Handle<Type>, len: Option<u32>, stride: u32) -> Handle<Type> {
        let size = match len.map(|len| NonZeroU32::new(len).unwrap_or(NonZeroU32::MIN)) {
            Some(len) => ArraySize::Constant(len),
            None => ArraySize::Dynamic,
        };
        self.type_of(TypeInner::Array { base, size, stride })
    }

    // Blocks and statements

    fn flush(&mut self) {
        if let Some(from) = self.emit_from.take() {
            let range = self.function.expressions.range_from(from);
            self.push_raw(Statement::Emit(range));
        }
    }

    fn push_raw(&mut self, statement: Statement) {
        if let Some(block) = self.blocks.last_mut() {
            block.push(statement, Span::UNDEFINED);
        }
    }

    pub(super) fn push(&mut self, statement: Statement) {
        self.flush();
        self.push_raw(statement);
    }

    /// Opens a block inside the current one.
    pub(super) fn open(&mut self) {
        self.flush();
        self.blocks.push(Block::new());
        self.scopes.push(Vec::new());
        self.opened += 1;
        self.open.push(self.opened);
    }

    /// The number of the innermost block.
    pub(super) fn block(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    /// Whether a block is open. Numbers grow inwards.
    pub(super) fn is_open(&self, block: u32) -> bool {
        self.open.binary_search(&block).is_ok()
    }

    /// Closes the innermost block and hands it out.
    pub(super) fn close(&mut self) -> Block {
        self.flush();
        for key in self.scopes.pop().unwrap_or_default() {
            self.pure.remove(&key);
        }
        self.open.pop();
        self.blocks.pop().unwrap_or_default()
    }

    /// Opens a block that is entered under a condition; [`Self::end_if`] ends it.
    pub(super) fn begin_if(&mut self, condition: Value) {
        self.conditions.push(condition.handle);
        self.open();
    }

    pub(super) fn end_if(&mut self) {
        let accept = self.close();
        if let Some(condition) = self.conditions.pop() {
            self.push(Statement::If {
                condition,
                accept,
                reject: Block::new(),
            });
        }
    }

    // Expressions

    pub(super) fn expression(&mut self, expression: Expression) -> Handle<Expression> {
        if expression.needs_pre_emit() {
            self.flush();
        } else if self.emit_from.is_none() {
            self.emit_from = Some(self.function.expressions.len());
        }
        self.function.expressions.append(expression, Span::UNDEFINED)
    }

    /// An expression that a statement gives its value.
    pub(super) fn result(&mut self, expression: Expression) -> Handle<Expression> {
        self.flush();
        self.function.expressions.append(expression, Span::UNDEFINED)
    }

    fn pure(&mut self, key: Pure, expression: Expression) -> Handle<Expression> {
        if let Some(&handle) = self.pure.get(&key) {
            return handle;
        }
        let handle = self.expression(expression);
        self.remember(key, handle);
        handle
    }

    fn remember(&mut self, key: Pure, handle: Handle<Expression>) {
        self.pure.insert(key, handle);
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(key);
        }
    }

    /// A constant that was loaded before and is in scope.
    pub(super) fn known_constant(&self, block: u32, index: u32) -> Option<Handle<Expression>> {
        self.pure.get(&Pure::Constant(block, index)).copied()
    }

    pub(super) fn remember_constant(&mut self, block: u32, index: u32, handle: Handle<Expression>) {
        self.remember(Pure::Constant(block, index), handle);
    }

    pub(super) fn value(&mut self, kind: Kind, width: u8, expression: Expression) -> Value {
        Value {
            handle: self.expression(expression),
            width,
            kind,
        }
    }

    /// A literal of these bits. Floats that naga has no literal for, infinities and NaNs, are bit casts.
    pub(super) fn literal(&mut self, kind: Kind, bits: u32) -> Value {
        let handle = match self.literals.get(&(kind, bits)) {
            Some(&handle) => handle,
            None => self.new_literal(kind, bits),
        };
        Value {
            handle,
            width: 1,
            kind,
        }
    }

    fn new_literal(&mut self, kind: Kind, bits: u32) -> Handle<Expression> {
        let literal = match kind {
            Kind::Float if !f32::from_bits(bits).is_finite() => {
                let integer = self.literal(Kind::Uint, bits);
                return self.convert(integer, Kind::Float).handle;
            }
            Kind::Float => Literal::F32(f32::from_bits(bits)),
            Kind::Sint => Literal::I32(bits.cast_signed()),
            Kind::Uint => Literal::U32(bits),
            Kind::Bool => Literal::Bool(bits != 0),
        };
        let handle = self.expression(Expression::Literal(literal));
        self.literals.insert((kind, bits), handle);
        handle
    }

    /// Whether it is a number that is known now.
    pub(super) fn is_literal(&self, value: Value) -> bool {
        matches!(self.function.expressions[value.handle], Expression::Literal(_))
    }

    pub(super) fn float(&mut self, value: f32) -> Value {
        self.literal(Kind::Float, value.to_bits())
    }

    pub(super) fn uint(&mut self, value: u32) -> Value {
        self.literal(Kind::Uint, value)
    }

    pub(super) fn sint(&mut self, value: i32) -> Value {
        self.literal(Kind::Sint, value.cast_unsigned())
    }

    /// `value` as wide as asked, if it is a scalar.
    pub(super) fn splat(&mut self, value: Value, width: u8) -> Value {
        match vector_size(width) {
            Some(size) if value.width == 1 => {
                let expression = Expression::Splat {
                    size,
                    value: value.handle,
                };
                let handle = self.pure(Pure::Splat(value.handle, width), expression);
                Value {
                    handle,
                    width,
                    ..value
                }
            }
            Some(_) | None => value,
        }
    }

    /// One component as a scalar.
    pub(super) fn scalar(&mut self, component: Component) -> Value {
        let Component { value, lane } = component;
        if value.width == 1 {
            return value;
        }
        let expression = Expression::AccessIndex {
            base: value.handle,
            index: u32::from(lane),
        };
        Value {
            handle: self.pure(Pure::Lane(value.handle, lane), expression),
            width: 1,
            kind: value.kind,
        }
    }

    /// The same bits seen as another kind; booleans are all ones or none.
    pub(super) fn convert(&mut self, value: Value, kind: Kind) -> Value {
        if value.kind == kind {
            return value;
        }
        if let Expression::Literal(literal) = self.function.expressions[value.handle] {
            let bits = match literal {
                Literal::F32(float) => Some(float.to_bits()),
                Literal::U32(bits) => Some(bits),
                Literal::I32(bits) => Some(bits.cast_unsigned()),
                _ => None,
            };
            match bits {
                Some(bits) if kind != Kind::Float || f32::from_bits(bits).is_finite() => {
                    return self.literal(kind, bits);
                }
                Some(_) | None => {}
            }
        }
        if kind == Kind::Bool {
            let zero = self.literal(value.kind, 0);
            let zero = self.splat(zero, value.width);
            return self.differs(value, zero);
        }
        if value.kind == Kind::Bool {
            let (ones, zero) = (self.uint(u32::MAX), self.uint(0));
            let (ones, zero) = (self.splat(ones, value.width), self.splat(zero, value.width));
            let bits = self.select(value, ones, zero);
            return self.convert(bits, kind);
        }
        let expression = Expression::As {
            expr: value.handle,
            kind: kind.scalar().kind,
            convert: None,
        };
        let handle = self.pure(Pure::Convert(value.handle, kind), expression);
        Value {
            handle,
            kind,
            ..value
        }
    }

    /// A vector of these components, or a scalar of the only one.
    pub(super) fn gather(&mut self, components: &[Component], kind: Kind) -> Value {
        let width = components.len() as u8;
        let Some((first, rest)) = components.split_first() else {
            return self.literal(kind, 0);
        };
        if rest.is_empty() {
            let scalar = self.scalar(*first);
            return self.convert(scalar, kind);
        }
        if rest.iter().all(|component| component.value == first.value) {
            return self.rearrange(first.value, components, kind);
        }
        let size = width;
        let handles = components.iter().map(|component| {
            let scalar = self.scalar(*component);
            self.convert(scalar, kind).handle
        });
        let components = handles.collect();
        let ty = self.vector_type(kind, size);
        self.value(kind, size, Expression::Compose { ty, components })
    }

    /// The components of one value in another order.
    fn rearrange(&mut self, value: Value, components: &[Component], kind: Kind) -> Value {
        let width = components.len() as u8;
        let identity = (0u8..)
            .zip(components)
            .all(|(lane, component)| component.lane == lane);
        if identity && value.width == width {
            return self.convert(value, kind);
        }
        let lane = components.first().map_or(0, |component| component.lane);
        if value.width == 1 || components.iter().all(|component| component.lane == lane) {
            let scalar = self.scalar(Component { value, lane });
            let scalar = self.convert(scalar, kind);
            return self.splat(scalar, width);
        }
        let mut lanes = [0; 4];
        for (place, component) in lanes.iter_mut().zip(components) {
            *place = component.lane;
        }
        let Some(size) = vector_size(width) else {
            return value;
        };
        let pattern = lanes.map(swizzle_component);
        let expression = Expression::Swizzle {
            size,
            vector: value.handle,
            pattern,
        };
        let handle = self.pure(Pure::Swizzle(value.handle, width, lanes), expression);
        self.convert(
            Value {
                handle,
                width,
                kind: value.kind,
            },
            kind,
        )
    }

    pub(super) fn binary(&mut self, op: naga::BinaryOperator, left: Value, right: Value) -> Value {
        let kind = left.kind;
        self.binary_as(op, left, right, kind)
    }

    /// An operation whose result is of another kind: a comparison.
    pub(super) fn binary_as(
        &mut self,
        op: naga::BinaryOperator,
        left: Value,
        right: Value,
        kind: Kind,
    ) -> Value {
        let width = left.width.max(right.width);
        let (left, right) = (self.splat(left, width), self.splat(right, width));
        self.value(
            kind,
            width,
            Expression::Binary {
                op,
                left: left.handle,
                right: right.handle,
            },
        )
    }

    pub(super) fn compare(&mut self, op: naga::BinaryOperator, left: Value, right: Value) -> Value {
        self.binary_as(op, left, right, Kind::Bool)
    }

    /// Whether two values differ. A NaN differs from itself, which naga's `NotEqual` denies on SPIR-V.
    pub(super) fn differs(&mut self, left: Value, right: Value) -> Value {
        if left.kind != Kind::Float {
            return self.compare(naga::BinaryOperator::NotEqual, left, right);
        }
        let equal = self.compare(naga::BinaryOperator::Equal, left, right);
        let expression = Expression::Unary {
            op: naga::UnaryOperator::LogicalNot,
            expr: equal.handle,
        };
        self.value(Kind::Bool, equal.width, expression)
    }

    pub(super) fn select(&mut self, condition: Value, accept: Value, reject: Value) -> Value {
        let width = condition.width.max(accept.width).max(reject.width);
        let (accept, reject) = (self.splat(accept, width), self.splat(reject, width));
        let condition = if width > 1 {
            self.splat(condition, width)
        } else {
            condition
        };
        let expression = Expression::Select {
            condition: condition.handle,
            accept: accept.handle,
            reject: reject.handle,
        };
        self.value(accept.kind, width, expression)
    }

    /// A function of up to four arguments whose result is like its first; scalars are widened.
    pub(super) fn math(&mut self, fun: MathFunction, arguments: &[Value]) -> Value {
        let width = arguments.iter().map(|value| value.width).max().unwrap_or(1);
        let kind = arguments.first().map_or(Kind::Float, |value| value.kind);
        let wide: Vec<_> = arguments
            .iter()
            .map(|value| self.splat(*value, width).handle)
            .collect();
        self.math_raw(fun, &wide, kind, width)
    }

    pub(super) fn math_raw(
        &mut self,
        fun: MathFunction,
        arguments: &[Handle<Expression>],
        kind: Kind,
        width: u8,
    ) -> Value {
        let mut arguments = arguments.iter().copied();
        let Some(arg) = arguments.next() else {
            return self.literal(kind, 0);
        };
        let expression = Expression::Math {
            fun,
            arg,
            arg1: arguments.next(),
            arg2: arguments.next(),
            arg3: arguments.next(),
        };
        self.value(kind, width, expression)
    }

    pub(super) fn negate(&mut self, value: Value) -> Value {
        match value.kind {
            Kind::Uint | Kind::Bool => {
                let value = self.convert(value, Kind::Sint);
                let negated = self.negate(value);
                self.convert(negated, Kind::Uint)
            }
            Kind::Float | Kind::Sint => {
                let expression = Expression::Unary {
                    op: naga::UnaryOperator::Negate,
                    expr: value.handle,
                };
                self.value(value.kind, value.width, expression)
            }
        }
    }

    /// A conversion of the number, not of its bits.
    pub(super) fn cast(&mut self, value: Value, kind: Kind) -> Value {
        let expression = Expression::As {
            expr: value.handle,
            kind: kind.scalar().kind,
            convert: Some(4),
        };
        self.value(kind, value.width, expression)
    }

    // Variables

    pub(super) fn local(&mut self, name: String, ty: Handle<Type>) -> Handle<Expression> {
        let local = LocalVariable {
            name: Some(name),
            ty,
            init: None,
        };
        let local = self.function.local_variables.append(local, Span::UNDEFINED);
        self.expression(Expression::LocalVariable(local))
    }

    pub(super) fn load(&mut self, pointer: Handle<Expression>, kind: Kind, width: u8) -> Value {
        self.value(kind, width, Expression::Load { pointer })
    }

    pub(super) fn store(&mut self, pointer: Handle<Expression>, value: Value) {
        self.push(Statement::Store {
            pointer,
            value: value.handle,
        });
    }

    pub(super) fn access(&mut self, base: Handle<Expression>, index: Value) -> Handle<Expression> {
        self.expression(Expression::Access {
            base,
            index: index.handle,
        })
    }

    pub(super) fn access_index(&mut self, base: Handle<Expression>, index: u32) -> Handle<Expression> {
        self.expression(Expression::AccessIndex { base, index })
    }

    /// Names a value, which makes the text back ends keep it in a variable: without names a long chain of
    /// operations becomes one expression, and they recurse into it.
    pub(super) fn name(&mut self, value: Value, name: String) {
        let expression = &self.function.expressions[value.handle];
        if !expression.needs_pre_emit() {
            self.function
                .named_expressions
                .entry(value.handle)
                .or_insert(name);
        }
    }
}
