//! Arithmetic.

use super::builder::{Component, Kind, Value};
use super::{LowerError, Lowering};
use crate::ast::{Destination, Instruction};
use crate::opcode::{Opcode, OperandKind, Reads};
use naga::{BinaryOperator as Op, DerivativeAxis, DerivativeControl, Expression, MathFunction as Fun};

/// The places that a mask chooses.
pub(super) fn places(mask: u8) -> Vec<u8> {
    (0..4).filter(|lane| mask >> lane & 1 != 0).collect()
}

fn kind_of(kind: OperandKind) -> Kind {
    match kind {
        OperandKind::Float => Kind::Float,
        OperandKind::Int => Kind::Sint,
        OperandKind::Uint | OperandKind::Any | OperandKind::Wide => Kind::Uint,
    }
}

impl Lowering<'_> {
    /// Translates an arithmetic instruction.
    pub(super) fn alu(&mut self, instruction: &Instruction) -> Result<(), LowerError> {
        let Some(destination) = instruction.destination else {
            return Ok(());
        };
        match instruction.opcode {
            Opcode::MOV => return self.mov(instruction, &destination),
            Opcode::LIT | Opcode::EXP | Opcode::LOG | Opcode::DST => {
                return self.channels(instruction, &destination);
            }
            Opcode::UP2H | Opcode::UP2US | Opcode::UP4B | Opcode::UP4UB => {
                return self.unpack(instruction, &destination);
            }
            _ => {}
        }
        let mut operands = [None; 4];
        for (index, (operand, source)) in operands.iter_mut().zip(&instruction.sources).enumerate() {
            let mask = instruction.source_mask(index);
            let kind = match (instruction.opcode, index) {
                (Opcode::UCMP, 0) if !source.negate && !source.absolute => Kind::Bool,
                // Moved bits with a modifier are floats.
                (Opcode::UCMP, 1 | 2) if source.negate || source.absolute => Kind::Float,
                _ => kind_of(instruction.opcode.source_kind(index)),
            };
            let value = self.source(source, &places(mask), kind)?;
            *operand = Some(value);
        }
        let zero = self.b.uint(0);
        let [a, b, c, d] = operands.map(|operand| operand.unwrap_or(zero));
        let result = self.operation(instruction.opcode, [a, b, c, d])?;
        let replicate = instruction.opcode.info().reads != Reads::Same;
        self.write_value(instruction, &destination, result, replicate)
    }

    /// Writes a value whose components are those of the mask, or one that goes to all of them.
    pub(super) fn write_value(
        &mut self,
        instruction: &Instruction,
        destination: &Destination,
        mut value: Value,
        replicate: bool,
    ) -> Result<(), LowerError> {
        if instruction.saturate && value.kind == Kind::Float {
            value = self.b.math(Fun::Saturate, &[value]);
        }
        if destination.register.file == crate::ast::File::Temporary {
            let index = destination.register.subscript.index;
            self.b.name(value, format!("t{index}"));
        }
        let mut components = [value.component(0); 4];
        if !replicate {
            for (next, lane) in (0u8..).zip(places(destination.mask)) {
                if let Some(component) = components.get_mut(lane as usize) {
                    *component = value.component(next);
                }
            }
        }
        self.write(destination, components)
    }

    /// A move: without modifiers the reader sees the very value that was read.
    fn mov(&mut self, instruction: &Instruction, destination: &Destination) -> Result<(), LowerError> {
        let Some(source) = instruction.sources.first() else {
            return Ok(());
        };
        let lanes = places(destination.mask);
        if source.negate || source.absolute || instruction.saturate {
            let value = self.source(source, &lanes, Kind::Float)?;
            return self.write_value(instruction, destination, value, false);
        }
        let read = self.components(source, &lanes)?;
        let Some(first) = read.first().copied() else {
            return Ok(());
        };
        let mut components = [first; 4];
        for (lane, component) in lanes.iter().zip(read) {
            if let Some(place) = components.get_mut(*lane as usize) {
                *place = component;
            }
        }
        self.write(destination, components)
    }

    fn operation(&mut self, opcode: Opcode, [a, b, c, d]: [Value; 4]) -> Result<Value, LowerError> {
        let build = &mut self.b;
        Ok(match opcode {
            // Floats
            Opcode::MUL => build.binary(Op::Multiply, a, b),
            Opcode::ADD => build.binary(Op::Add, a, b),
            Opcode::DIV => build.binary(Op::Divide, a, b),
            Opcode::MAD => {
                let product = build.binary(Op::Multiply, a, b);
                build.binary(Op::Add, product, c)
            }
            Opcode::FMA => build.math(Fun::Fma, &[a, b, c]),
            Opcode::LRP => build.math(Fun::Mix, &[c, b, a]),
            Opcode::MIN | Opcode::UMIN | Opcode::IMIN => build.math(Fun::Min, &[a, b]),
            Opcode::MAX | Opcode::UMAX | Opcode::IMAX => build.math(Fun::Max, &[a, b]),
            Opcode::FRC => build.math(Fun::Fract, &[a]),
            Opcode::FLR => build.math(Fun::Floor, &[a]),
            Opcode::CEIL => build.math(Fun::Ceil, &[a]),
            Opcode::ROUND => build.math(Fun::Round, &[a]),
            Opcode::TRUNC => build.math(Fun::Trunc, &[a]),
            Opcode::SSG => build.math(Fun::Sign, &[a]),
            Opcode::SQRT => build.math(Fun::Sqrt, &[a]),
            Opcode::RSQ => build.math(Fun::InverseSqrt, &[a]),
            Opcode::EX2 => build.math(Fun::Exp2, &[a]),
            Opcode::LG2 => build.math(Fun::Log2, &[a]),
            Opcode::POW => build.math(Fun::Pow, &[a, b]),
            Opcode::COS => build.math(Fun::Cos, &[a]),
            Opcode::SIN => build.math(Fun::Sin, &[a]),
            Opcode::RCP => {
                let one = build.float(1.0);
                build.binary(Op::Divide, one, a)
            }
            Opcode::DP2 | Opcode::DP3 | Opcode::DP4 => {
                build.math_raw(Fun::Dot, &[a.handle, b.handle], Kind::Float, 1)
            }
            Opcode::LDEXP => self.scaled(a, b),
            Opcode::CMP => {
                let zero = build.float(0.0);
                let below = build.compare(Op::Less, a, zero);
                build.select(below, b, c)
            }
            Opcode::SLT => self.set(Op::Less, a, b),
            Opcode::SGE => self.set(Op::GreaterEqual, a, b),
            Opcode::SEQ => self.set(Op::Equal, a, b),
            Opcode::SNE => {
                let differ = build.differs(a, b);
                self.one_or_zero(differ)
            }
            Opcode::SGT => self.set(Op::Greater, a, b),
            Opcode::SLE => self.set(Op::LessEqual, a, b),
            Opcode::DDX => self.derivative(DerivativeAxis::X, DerivativeControl::None, a),
            Opcode::DDY => self.derivative(DerivativeAxis::Y, DerivativeControl::None, a),
            Opcode::DDX_FINE => self.derivative(DerivativeAxis::X, DerivativeControl::Fine, a),
            Opcode::DDY_FINE => self.derivative(DerivativeAxis::Y, DerivativeControl::Fine, a),
            // Comparisons that give all ones or none
            Opcode::FSEQ | Opcode::USEQ => build.compare(Op::Equal, a, b),
            Opcode::FSNE | Opcode::USNE => build.differs(a, b),
            Opcode::FSLT | Opcode::USLT | Opcode::ISLT => build.compare(Op::Less, a, b),
            Opcode::FSGE | Opcode::USGE | Opcode::ISGE => build.compare(Op::GreaterEqual, a, b),
            Opcode::UCMP => self.conditional_move(a, b, c),
            // Conversions
            Opcode::ARL => {
                let floor = build.math(Fun::Floor, &[a]);
                build.cast(floor, Kind::Sint)
            }
            Opcode::ARR => {
                let half = build.float(0.5);
                let above = build.binary(Op::Add, a, half);
                let floor = build.math(Fun::Floor, &[above]);
                build.cast(floor, Kind::Sint)
            }
            Opcode::UARL => a,
            Opcode::F2I => build.cast(a, Kind::Sint),
            Opcode::F2U => build.cast(a, Kind::Uint),
            Opcode::I2F | Opcode::U2F => build.cast(a, Kind::Float),
            _ => return self.integer(opcode, [a, b, c, d]),
        })
    }

    fn integer(&mut self, opcode: Opcode, [a, b, c, d]: [Value; 4]) -> Result<Value, LowerError> {
        let build = &mut self.b;
        Ok(match opcode {
            Opcode::NOT => {
                let expression = Expression::Unary {
                    op: naga::UnaryOperator::BitwiseNot,
                    expr: a.handle,
                };
                build.value(a.kind, a.width, expression)
            }
            Opcode::AND => build.binary(Op::And, a, b),
            Opcode::OR => build.binary(Op::InclusiveOr, a, b),
            Opcode::XOR => build.binary(Op::ExclusiveOr, a, b),
            Opcode::UADD => build.binary(Op::Add, a, b),
            Opcode::UMUL => build.binary(Op::Multiply, a, b),
            Opcode::UMAD => {
                let product = build.binary(Op::Multiply, a, b);
                build.binary(Op::Add, product, c)
            }
            Opcode::SHL => self.shift(Op::ShiftLeft, a, b),
            Opcode::USHR | Opcode::ISHR => self.shift(Op::ShiftRight, a, b),
            Opcode::UDIV => self.divide(Op::Divide, a, b, u32::MAX),
            Opcode::IDIV => self.divide(Op::Divide, a, b, 0),
            Opcode::UMOD | Opcode::MOD => self.divide(Op::Modulo, a, b, u32::MAX),
            Opcode::INEG => build.negate(a),
            Opcode::IABS => build.math(Fun::Abs, &[a]),
            Opcode::ISSG => build.math(Fun::Sign, &[a]),
            Opcode::BREV => build.math(Fun::ReverseBits, &[a]),
            Opcode::POPC => build.math(Fun::CountOneBits, &[a]),
            Opcode::LSB => build.math(Fun::FirstTrailingBit, &[a]),
            Opcode::UMSB | Opcode::IMSB => build.math(Fun::FirstLeadingBit, &[a]),
            Opcode::UBFE | Opcode::IBFE => self.extract(a, b, c),
            Opcode::BFI => self.insert([a, b, c, d]),
            Opcode::UMUL_HI => self.high_product(a, b),
            Opcode::IMUL_HI => self.high_signed_product(a, b),
            Opcode::PK2H => build.math_raw(Fun::Pack2x16float, &[a.handle], Kind::Uint, 1),
            Opcode::PK2US => build.math_raw(Fun::Pack2x16unorm, &[a.handle], Kind::Uint, 1),
            Opcode::PK4B => build.math_raw(Fun::Pack4x8snorm, &[a.handle], Kind::Uint, 1),
            Opcode::PK4UB => build.math_raw(Fun::Pack4x8unorm, &[a.handle], Kind::Uint, 1),
            Opcode::READ_HELPER => build.uint(0),
            _ => return Err(LowerError::Unsupported("this arithmetic")),
        })
    }

    fn set(&mut self, op: Op, a: Value, b: Value) -> Value {
        let condition = self.b.compare(op, a, b);
        self.one_or_zero(condition)
    }

    fn one_or_zero(&mut self, condition: Value) -> Value {
        let (one, zero) = (self.b.float(1.0), self.b.float(0.0));
        self.b.select(condition, one, zero)
    }

    pub(super) fn derivative(
        &mut self,
        axis: DerivativeAxis,
        ctrl: DerivativeControl,
        value: Value,
    ) -> Value {
        if !self.is_fragment() {
            let zero = self.b.float(0.0);
            return self.b.splat(zero, value.width);
        }
        let expression = Expression::Derivative {
            axis,
            ctrl,
            expr: value.handle,
        };
        self.b.value(Kind::Float, value.width, expression)
    }

    /// A float times a power of two, in two steps: the power need not be a float if the product is.
    fn scaled(&mut self, value: Value, exponent: Value) -> Value {
        let build = &mut self.b;
        let (least, most, one) = (build.sint(-252), build.sint(254), build.uint(1));
        let one = build.splat(one, exponent.width);
        let exponent = build.math(Fun::Clamp, &[exponent, least, most]);
        let half = build.binary(Op::ShiftRight, exponent, one);
        let rest = build.binary(Op::Subtract, exponent, half);
        let (bias, shift) = (build.sint(127), build.uint(23));
        let shift = build.splat(shift, exponent.width);
        let mut product = value;
        for step in [half, rest] {
            let bits = build.binary(Op::Add, step, bias);
            let bits = build.binary(Op::ShiftLeft, bits, shift);
            let power = build.convert(bits, Kind::Float);
            product = build.binary(Op::Multiply, product, power);
        }
        product
    }

    /// On bits, unless both sides are floats by their modifiers.
    fn conditional_move(&mut self, condition: Value, accept: Value, reject: Value) -> Value {
        let condition = self.b.convert(condition, Kind::Bool);
        let kind = if accept.kind == reject.kind {
            accept.kind
        } else {
            Kind::Uint
        };
        let (accept, reject) = (self.b.convert(accept, kind), self.b.convert(reject, kind));
        self.b.select(condition, accept, reject)
    }

    /// Only the low five bits of the count matter.
    fn shift(&mut self, op: Op, value: Value, count: Value) -> Value {
        let count = self.b.convert(count, Kind::Uint);
        let mask = self.b.uint(31);
        let count = self.b.binary(Op::And, count, mask);
        self.b.binary(op, value, count)
    }

    /// Division by zero has the result that Mesa's interpreter gives it.
    fn divide(&mut self, op: Op, value: Value, divisor: Value, otherwise: u32) -> Value {
        let zero = self.b.literal(value.kind, 0);
        let one = self.b.literal(value.kind, 1);
        let by_zero = self.b.compare(Op::Equal, divisor, zero);
        let safe = self.b.select(by_zero, one, divisor);
        let quotient = self.b.binary(op, value, safe);
        let otherwise = self.b.literal(value.kind, otherwise);
        self.b.select(by_zero, otherwise, quotient)
    }

    /// naga's bit-field functions take one offset and one count for all components.
    fn extract(&mut self, value: Value, offset: Value, count: Value) -> Value {
        self.each(
            [value, offset, count, count],
            |build, [value, offset, count, _]| {
                build.math_raw(
                    Fun::ExtractBits,
                    &[value.handle, offset.handle, count.handle],
                    value.kind,
                    1,
                )
            },
        )
    }

    fn insert(&mut self, operands: [Value; 4]) -> Value {
        self.each(operands, |build, [base, insert, offset, count]| {
            let arguments = [base.handle, insert.handle, offset.handle, count.handle];
            build.math_raw(Fun::InsertBits, &arguments, base.kind, 1)
        })
    }

    /// An operation done component by component.
    fn each(
        &mut self,
        operands: [Value; 4],
        operation: impl Fn(&mut super::builder::Builder, [Value; 4]) -> Value,
    ) -> Value {
        let [first, ..] = operands;
        let mut results: Vec<Component> = Vec::new();
        for lane in 0..first.width {
            let scalars = operands.map(|operand| self.b.scalar(operand.component(lane)));
            results.push(operation(&mut self.b, scalars).component(0));
        }
        self.b.gather(&results, first.kind)
    }

    /// The upper half of a product of 32 bits by 32, from halves of 16 bits.
    fn high_product(&mut self, a: Value, b: Value) -> Value {
        let build = &mut self.b;
        let (low, sixteen) = (build.uint(0xffff), build.uint(16));
        let sixteen = build.splat(sixteen, a.width);
        let (al, bl) = (build.binary(Op::And, a, low), build.binary(Op::And, b, low));
        let (ah, bh) = (
            build.binary(Op::ShiftRight, a, sixteen),
            build.binary(Op::ShiftRight, b, sixteen),
        );
        let ll = build.binary(Op::Multiply, al, bl);
        let carry = build.binary(Op::ShiftRight, ll, sixteen);
        let hl = build.binary(Op::Multiply, ah, bl);
        let middle = build.binary(Op::Add, hl, carry);
        let middle_low = build.binary(Op::And, middle, low);
        let lh = build.binary(Op::Multiply, al, bh);
        let middle_low = build.binary(Op::Add, middle_low, lh);
        let hh = build.binary(Op::Multiply, ah, bh);
        let upper = build.binary(Op::ShiftRight, middle, sixteen);
        let lower = build.binary(Op::ShiftRight, middle_low, sixteen);
        let sum = build.binary(Op::Add, hh, upper);
        build.binary(Op::Add, sum, lower)
    }

    /// The same of signed numbers: the unsigned result less what the signs added to it.
    fn high_signed_product(&mut self, a: Value, b: Value) -> Value {
        let thirty_one = self.b.uint(31);
        let thirty_one = self.b.splat(thirty_one, a.width);
        let signs = [a, b].map(|value| {
            let sign = self.b.binary(Op::ShiftRight, value, thirty_one);
            self.b.convert(sign, Kind::Uint)
        });
        let [au, bu] = [a, b].map(|value| self.b.convert(value, Kind::Uint));
        let high = self.high_product(au, bu);
        let [from_a, from_b] = [(signs[0], bu), (signs[1], au)].map(|(s, v)| self.b.binary(Op::And, s, v));
        let high = self.b.binary(Op::Subtract, high, from_a);
        self.b.binary(Op::Subtract, high, from_b)
    }

    /// `LIT`, `EXP`, `LOG` and `DST`, whose components differ.
    fn channels(&mut self, instruction: &Instruction, destination: &Destination) -> Result<(), LowerError> {
        let mut operands = Vec::new();
        for source in &instruction.sources {
            operands.push(self.source(source, &[0, 1, 2, 3], Kind::Float)?);
        }
        let Some(a) = operands.first().copied() else {
            return Ok(());
        };
        let b = operands.get(1).copied().unwrap_or(a);
        let [x, y, z, w] = [0, 1, 2, 3].map(|lane| self.b.scalar(a.component(lane)));
        let one = self.b.float(1.0);
        let zero = self.b.float(0.0);
        let result = match instruction.opcode {
            Opcode::LIT => {
                let diffuse = self.b.math(Fun::Max, &[x, zero]);
                let base = self.b.math(Fun::Max, &[y, zero]);
                let (least, most) = (self.b.float(-128.0), self.b.float(128.0));
                let exponent = self.b.math(Fun::Clamp, &[w, least, most]);
                let power = self.b.math(Fun::Pow, &[base, exponent]);
                // 0 to the power of 0 is 1 here, and not defined there.
                let flat = self.b.compare(Op::Equal, exponent, zero);
                let power = self.b.select(flat, one, power);
                let lit = self.b.compare(Op::Greater, x, zero);
                let specular = self.b.select(lit, power, zero);
                [one, diffuse, specular, one]
            }
            Opcode::EXP => {
                let floor = self.b.math(Fun::Floor, &[x]);
                let coarse = self.b.math(Fun::Exp2, &[floor]);
                let rest = self.b.binary(Op::Subtract, x, floor);
                let fine = self.b.math(Fun::Exp2, &[x]);
                [coarse, rest, fine, one]
            }
            Opcode::LOG => {
                let size = self.b.math(Fun::Abs, &[x]);
                let log = self.b.math(Fun::Log2, &[size]);
                let floor = self.b.math(Fun::Floor, &[log]);
                let power = self.b.math(Fun::Exp2, &[floor]);
                let mantissa = self.b.binary(Op::Divide, size, power);
                [floor, mantissa, log, one]
            }
            _ => {
                let [b1, b3] = [1, 3].map(|lane| self.b.scalar(b.component(lane)));
                let distance = self.b.binary(Op::Multiply, y, b1);
                [one, distance, z, b3]
            }
        };
        let components = result.map(|value| value.component(0));
        let chosen: Vec<_> = places(destination.mask)
            .iter()
            .filter_map(|lane| components.get(*lane as usize).copied())
            .collect();
        let value = self.b.gather(&chosen, Kind::Float);
        self.write_value(instruction, destination, value, false)
    }

    fn unpack(&mut self, instruction: &Instruction, destination: &Destination) -> Result<(), LowerError> {
        let Some(source) = instruction.sources.first() else {
            return Ok(());
        };
        let bits = self.source(source, &[0], Kind::Uint)?;
        let (fun, width) = match instruction.opcode {
            Opcode::UP2H => (Fun::Unpack2x16float, 2),
            Opcode::UP2US => (Fun::Unpack2x16unorm, 2),
            Opcode::UP4B => (Fun::Unpack4x8snorm, 4),
            _ => (Fun::Unpack4x8unorm, 4),
        };
        let value = self.b.math_raw(fun, &[bits.handle], Kind::Float, width);
        // Two numbers repeat as x y x y.
        let chosen: Vec<_> = places(destination.mask)
            .iter()
            .map(|lane| value.component(lane % width))
            .collect();
        let value = self.b.gather(&chosen, Kind::Float);
        self.write_value(instruction, destination, value, false)
    }
}
