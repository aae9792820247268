//! What GL's fixed functions do to fragments that hosts have no fixed function for: polygon stipple, which
//! discards by a pattern, smooth points, which cover part of a pixel, and logic operations, which combine the colour's bits with
//! those of the target.

use naga::{
    AddressSpace, BinaryOperator as Op, Expression, ImageClass, ImageDimension, MathFunction as Fun,
    ScalarKind, Statement, TypeInner,
};

use super::builder::{Builder, Kind, Value};
use super::constant::bound;
use super::key::{self, LogicOp};
use super::{Lowering, StageState};

/// The largest value of a component that has 8 bits.
const LARGEST: f32 = 255.0;

/// Declares the copy of target 0 that a logic operation reads.
pub(super) fn declare_destination(b: &mut Builder, multi: bool) -> naga::Handle<Expression> {
    let ty = b.type_of(TypeInner::Image {
        dim: ImageDimension::D2,
        arrayed: false,
        class: ImageClass::Sampled {
            kind: ScalarKind::Float,
            multi,
        },
    });
    let (group, binding) = (key::FRAGMENT_TEXTURES, key::FRAGMENT_DESTINATION);
    bound(b, "destination".into(), AddressSpace::Handle, group, binding, ty)
}

impl Lowering<'_> {
    /// How much of a pixel a round point covers. `place` is where in the square it is, from 0 to 1, which is a pixel larger
    /// than the point's `size`.
    pub(super) fn covered_by_point(&mut self, place: [Value; 2], size: Value) -> Value {
        let (half, one) = (self.b.float(0.5), self.b.float(1.0));
        let side = self.b.binary(Op::Add, size, one);
        let [x, y] = place.map(|place| {
            let away = self.b.binary(Op::Subtract, place, half);
            let away = self.b.binary(Op::Multiply, away, side);
            self.b.binary(Op::Multiply, away, away)
        });
        let away = self.b.binary(Op::Add, x, y);
        let away = self.b.math(Fun::Sqrt, &[away]);
        let radius = self.b.binary(Op::Multiply, side, half);
        let covered = self.b.binary(Op::Subtract, radius, away);
        self.b.math(Fun::Saturate, &[covered])
    }

    /// Discards what a smooth point leaves uncovered.
    pub(super) fn leave_uncovered(&mut self) {
        if let Some(coverage) = self.coverage() {
            let zero = self.b.float(0.0);
            let outside = self.b.compare(Op::LessEqual, coverage, zero);
            self.when(outside, Statement::Kill);
        }
    }

    /// The alpha of a colour, by how much of the pixel is covered.
    pub(super) fn covered_alpha(&mut self, register: u32) -> Value {
        let alpha = self.output_lane(register, 3, Kind::Float);
        match self.coverage() {
            Some(coverage) => self.b.binary(Op::Multiply, alpha, coverage),
            None => alpha,
        }
    }

    /// How much of the pixel is covered, where alpha is multiplied by that.
    pub(super) fn coverage(&self) -> Option<Value> {
        match &self.stage {
            StageState::Fragment(state) => state.coverage,
            StageState::Vertex(_) | StageState::Compute => None,
        }
    }

    /// Whether a fragment is to be discarded: where the pattern of 32 × 32 bits has none. Row y's word is component y % 4 of element
    /// y / 4; its most significant bit is column 0.
    pub(super) fn polygon_stipple(&mut self, pattern: u32, position: Value) -> Value {
        let pixel = {
            let xy = self
                .b
                .gather(&[position.component(0), position.component(1)], Kind::Float);
            let xy = self.b.cast(xy, Kind::Uint);
            let mask = self.b.uint(31);
            self.b.binary(Op::And, xy, mask)
        };
        let x = self.b.scalar(pixel.component(0));
        let y = self.b.scalar(pixel.component(1));
        // A row's word is chosen among all, as a header has no element that is chosen at run time.
        let mut word = self.b.uint(0);
        for row in 0..32 {
            let element = self.header(pattern + row / 4, Kind::Uint);
            let candidate = self.b.scalar(element.component((row % 4) as u8));
            let number = self.b.uint(row);
            let here = self.b.compare(Op::Equal, y, number);
            word = self.b.select(here, candidate, word);
        }
        let last = self.b.uint(31);
        let shift = self.b.binary(Op::Subtract, last, x);
        let bit = self.b.binary(Op::ShiftRight, word, shift);
        let one = self.b.uint(1);
        let bit = self.b.binary(Op::And, bit, one);
        let zero = self.b.uint(0);
        self.b.compare(Op::Equal, bit, zero)
    }

    /// The colour's bits combined with those of the target, both of 8 bits a component: of `sample`, if it has several.
    pub(super) fn logic_op(
        &mut self,
        op: LogicOp,
        color: Value,
        (destination, sample): (naga::Handle<Expression>, Option<Value>),
        position: Value,
    ) -> Value {
        let xy = self
            .b
            .gather(&[position.component(0), position.component(1)], Kind::Float);
        let coordinate = self.b.cast(xy, Kind::Sint);
        let level = self.b.sint(0);
        let sample = sample.map(|sample| self.b.convert(sample, Kind::Sint));
        let texel = self.b.value(
            Kind::Float,
            4,
            Expression::ImageLoad {
                image: destination,
                coordinate: coordinate.handle,
                array_index: None,
                sample: sample.map(|sample| sample.handle),
                level: sample.is_none().then_some(level.handle),
            },
        );
        let (s, d) = (self.bits_of(color), self.bits_of(texel));
        let ones = self.b.uint(255);
        let ones = self.b.splat(ones, 4);
        let not = |b: &mut Builder, value| b.binary(Op::ExclusiveOr, value, ones);
        let b = &mut self.b;
        let bits = match op {
            LogicOp::Clear => b.binary(Op::ExclusiveOr, s, s),
            LogicOp::Set => ones,
            LogicOp::Copy => s,
            LogicOp::CopyInverted => not(b, s),
            LogicOp::Noop => d,
            LogicOp::Invert => not(b, d),
            LogicOp::And => b.binary(Op::And, s, d),
            LogicOp::Nand => {
                let and = b.binary(Op::And, s, d);
                not(b, and)
            }
            LogicOp::Or => b.binary(Op::InclusiveOr, s, d),
            LogicOp::Nor => {
                let or = b.binary(Op::InclusiveOr, s, d);
                not(b, or)
            }
            LogicOp::Xor => b.binary(Op::ExclusiveOr, s, d),
            LogicOp::Equiv => {
                let xor = b.binary(Op::ExclusiveOr, s, d);
                not(b, xor)
            }
            LogicOp::AndReverse => {
                let d = not(b, d);
                b.binary(Op::And, s, d)
            }
            LogicOp::AndInverted => {
                let s = not(b, s);
                b.binary(Op::And, s, d)
            }
            LogicOp::OrReverse => {
                let d = not(b, d);
                b.binary(Op::InclusiveOr, s, d)
            }
            LogicOp::OrInverted => {
                let s = not(b, s);
                b.binary(Op::InclusiveOr, s, d)
            }
        };
        let bits = self.b.cast(bits, Kind::Float);
        let largest = self.b.float(LARGEST);
        let largest = self.b.splat(largest, 4);
        self.b.binary(Op::Divide, bits, largest)
    }

    /// Components of 0 to 1 as integers of 8 bits.
    fn bits_of(&mut self, color: Value) -> Value {
        let color = self.b.math(Fun::Saturate, &[color]);
        let largest = self.b.float(LARGEST);
        let largest = self.b.splat(largest, 4);
        let scaled = self.b.binary(Op::Multiply, color, largest);
        let rounded = self.b.math(Fun::Round, &[scaled]);
        self.b.cast(rounded, Kind::Uint)
    }
}
