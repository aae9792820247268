//! Texels to words: what [`super::fetch`] undoes.

use super::Lowering;
use super::builder::{Kind, Value};
use super::key::{ComponentKind, FetchFormat, FetchLayout};
use naga::{BinaryOperator as Op, MathFunction as Fun};

impl Lowering<'_> {
    /// The words of a texel of a format that images can have; of those that are smaller, the low bits of one.
    pub(super) fn encode(&mut self, format: FetchFormat, value: Value) -> Vec<Value> {
        let mut lanes = [0, 1, 2, 3].map(|lane| self.b.scalar(value.component(lane)));
        if format.bgra {
            lanes.swap(0, 2);
        }
        match format.layout {
            FetchLayout::Packed1010102 => vec![self.pack_1010102(format.kind, lanes)],
            FetchLayout::Packed111110 => vec![self.pack_111110(lanes)],
            // No image has it.
            FetchLayout::Words => Vec::new(),
            FetchLayout::Array { bits: 32, channels } => {
                let lanes = lanes.into_iter().take(channels.into());
                lanes.map(|lane| self.b.convert(lane, Kind::Uint)).collect()
            }
            FetchLayout::Array { bits, channels } => {
                // Components that the format lacks must leave no bits.
                let zero = self.b.literal(value.kind, 0);
                for lane in lanes.iter_mut().skip(channels.into()) {
                    *lane = zero;
                }
                let each = usize::from(32 / bits.max(1));
                let words = usize::from(channels).div_ceil(each);
                let parts = lanes.chunks(each).take(words);
                let parts: Vec<Vec<Value>> = parts.map(<[Value]>::to_vec).collect();
                parts
                    .iter()
                    .map(|part| self.pack(format.kind, bits, part))
                    .collect()
            }
        }
    }

    /// Components of 8 or 16 bits that fill a word.
    fn pack(&mut self, kind: ComponentKind, bits: u8, lanes: &[Value]) -> Value {
        let fun = match (kind, bits) {
            (ComponentKind::Float, _) => Fun::Pack2x16float,
            (ComponentKind::Unorm, 8) => Fun::Pack4x8unorm,
            (ComponentKind::Snorm, 8) => Fun::Pack4x8snorm,
            (ComponentKind::Unorm, _) => Fun::Pack2x16unorm,
            (ComponentKind::Snorm, _) => Fun::Pack2x16snorm,
            _ => return self.join_bits(lanes, &[u32::from(bits); 4]),
        };
        let lanes: Vec<_> = lanes.iter().map(|lane| lane.component(0)).collect();
        let vector = self.b.gather(&lanes, Kind::Float);
        self.b.math_raw(fun, &[vector.handle], Kind::Uint, 1)
    }

    /// Low bits of each, from the least significant on.
    fn join_bits(&mut self, lanes: &[Value], bits: &[u32; 4]) -> Value {
        let mut word = self.b.uint(0);
        let mut offset = 0;
        for (lane, bits) in lanes.iter().zip(bits) {
            let lane = self.b.convert(*lane, Kind::Uint);
            let mask = self.b.uint(u32::MAX >> (32 - bits.clamp(&1, &32)));
            let part = self.b.binary(Op::And, lane, mask);
            let shift = self.b.uint(offset);
            let part = self.b.binary(Op::ShiftLeft, part, shift);
            word = self.b.binary(Op::InclusiveOr, word, part);
            offset += bits;
        }
        word
    }

    fn pack_1010102(&mut self, kind: ComponentKind, lanes: [Value; 4]) -> Value {
        let lanes = if kind == ComponentKind::Unorm {
            let [x, y, z, w] = lanes;
            [(x, 1023.0), (y, 1023.0), (z, 1023.0), (w, 3.0)].map(|(lane, most)| {
                let lane = self.b.math(Fun::Saturate, &[lane]);
                let most = self.b.float(most);
                let scaled = self.b.binary(Op::Multiply, lane, most);
                let rounded = self.b.math(Fun::Round, &[scaled]);
                self.b.cast(rounded, Kind::Uint)
            })
        } else {
            lanes
        };
        self.join_bits(&lanes, &[10, 10, 10, 2])
    }

    /// Halves without their sign and their last bits; what is negative is zero.
    fn pack_111110(&mut self, [red, green, blue, _]: [Value; 4]) -> Value {
        let zero = self.b.float(0.0);
        let lanes = [(red, 4), (green, 4), (blue, 5)].map(|(lane, dropped)| {
            let lane = self.b.math(Fun::Max, &[lane, zero]);
            let pair = self
                .b
                .gather(&[lane.component(0), zero.component(0)], Kind::Float);
            let half = self.b.math_raw(Fun::Pack2x16float, &[pair.handle], Kind::Uint, 1);
            let dropped = self.b.uint(dropped);
            self.b.binary(Op::ShiftRight, half, dropped)
        });
        self.join_bits(&lanes, &[11, 11, 10, 0])
    }
}
