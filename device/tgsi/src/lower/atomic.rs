//! Atomics on words: the host's own, and loops around its exchange for those that it lacks.

use super::builder::{Builder, Kind, Value};
use super::memory::Word;
use super::{LowerError, Lowering};
use crate::ast::Instruction;
use crate::limits;
use crate::opcode::Opcode;
use naga::{
    AtomicFunction, BinaryOperator as Op, Expression, Handle, MathFunction as Fun, PredeclaredType, Scalar,
    Statement,
};

/// The host's own function, if it has one.
fn own_function(opcode: Opcode) -> Option<AtomicFunction> {
    Some(match opcode {
        Opcode::ATOMUADD => AtomicFunction::Add,
        Opcode::ATOMXCHG => AtomicFunction::Exchange { compare: None },
        Opcode::ATOMAND => AtomicFunction::And,
        Opcode::ATOMOR => AtomicFunction::InclusiveOr,
        Opcode::ATOMXOR => AtomicFunction::ExclusiveOr,
        Opcode::ATOMUMIN => AtomicFunction::Min,
        Opcode::ATOMUMAX => AtomicFunction::Max,
        _ => return None,
    })
}

/// What another atomic makes of a word and its operand.
fn combined(b: &mut Builder, opcode: Opcode, old: Value, operand: Value) -> Result<Value, LowerError> {
    let of_kind = |b: &mut Builder, kind, fun: &dyn Fn(&mut Builder, Value, Value) -> Value| {
        let (old, operand) = (b.convert(old, kind), b.convert(operand, kind));
        let new = fun(b, old, operand);
        b.convert(new, Kind::Uint)
    };
    let (zero, one) = (b.uint(0), b.uint(1));
    Ok(match opcode {
        Opcode::ATOMIMIN => of_kind(b, Kind::Sint, &|b, old, new| b.math(Fun::Min, &[old, new])),
        Opcode::ATOMIMAX => of_kind(b, Kind::Sint, &|b, old, new| b.math(Fun::Max, &[old, new])),
        Opcode::ATOMFADD => of_kind(b, Kind::Float, &|b, old, new| b.binary(Op::Add, old, new)),
        Opcode::ATOMINC_WRAP => {
            let over = b.compare(Op::GreaterEqual, old, operand);
            let next = b.binary(Op::Add, old, one);
            b.select(over, zero, next)
        }
        Opcode::ATOMDEC_WRAP => {
            let none = b.compare(Op::Equal, old, zero);
            let over = b.compare(Op::Greater, old, operand);
            let wraps = b.binary(Op::LogicalOr, none, over);
            let next = b.binary(Op::Subtract, old, one);
            b.select(wraps, operand, next)
        }
        _ => return Err(LowerError::Unsupported("this atomic")),
    })
}

/// Exchanges a word if it is as expected: what it was, and whether it was exchanged.
fn exchange(b: &mut Builder, pointer: Handle<Expression>, expected: Value, value: Value) -> [Value; 2] {
    let ty = PredeclaredType::AtomicCompareExchangeWeakResult(Scalar::U32);
    let ty = b.module.generate_predeclared_type(ty);
    let result = b.result(Expression::AtomicResult { ty, comparison: true });
    b.push(Statement::Atomic {
        pointer,
        fun: AtomicFunction::Exchange {
            compare: Some(expected.handle),
        },
        value: value.handle,
        result: Some(result),
    });
    let member = |b: &mut Builder, index, kind| {
        let handle = b.access_index(result, index);
        Value {
            handle,
            width: 1,
            kind,
        }
    };
    [member(b, 0, Kind::Uint), member(b, 1, Kind::Bool)]
}

impl Lowering<'_> {
    /// An atomic on a word; gives what the word was, or zero where there is none.
    pub(super) fn atomic(&mut self, instruction: &Instruction, word: Word) -> Result<Value, LowerError> {
        let opcode = instruction.opcode;
        let operand = self.memory_operand(instruction, 2, &[0], Kind::Uint)?;
        let expected = operand;
        let value = match opcode {
            Opcode::ATOMCAS => self.memory_operand(instruction, 3, &[0], Kind::Uint)?,
            _ => operand,
        };
        self.spend_accesses(match own_function(opcode) {
            None if opcode != Opcode::ATOMCAS => limits::MEMORY_LOOP,
            _ => limits::MEMORY_BRANCH,
        })?;
        let result = self.result_variable();
        self.begin_writing(word.exists);
        if opcode == Opcode::ATOMCAS {
            let [before, _] = exchange(&mut self.b, word.pointer, expected, value);
            self.b.store(result, before);
        } else if let Some(fun) = own_function(opcode) {
            let before = self.own_atomic(word.pointer, fun, value);
            self.b.store(result, before);
        } else {
            self.atomic_loop(opcode, word.pointer, value, result)?;
        }
        self.end_writing();
        Ok(self.b.load(result, Kind::Uint, 1))
    }

    /// One of the host's atomics.
    pub(super) fn own_atomic(
        &mut self,
        pointer: Handle<Expression>,
        fun: AtomicFunction,
        value: Value,
    ) -> Value {
        let ty = self.b.vector_type(Kind::Uint, 1);
        let before = self.b.result(Expression::AtomicResult {
            ty,
            comparison: false,
        });
        self.b.push(Statement::Atomic {
            pointer,
            fun,
            value: value.handle,
            result: Some(before),
        });
        Value {
            handle: before,
            width: 1,
            kind: Kind::Uint,
        }
    }

    /// Exchanges until nobody else did in between. Some invocation gets ahead in each round, so that the budget of loops
    /// is enough for all of a draw that meet here.
    fn atomic_loop(
        &mut self,
        opcode: Opcode,
        pointer: Handle<Expression>,
        operand: Value,
        result: Handle<Expression>,
    ) -> Result<(), LowerError> {
        self.begin_loop(self.iterations);
        let old = self.b.load(pointer, Kind::Uint, 1);
        let new = combined(&mut self.b, opcode, old, operand)?;
        let [before, exchanged] = exchange(&mut self.b, pointer, old, new);
        self.b.store(result, before);
        self.when(exchanged, Statement::Break);
        let body = self.b.close();
        self.b.push(Statement::Loop {
            body,
            continuing: naga::Block::new(),
            break_if: None,
        });
        Ok(())
    }
}
