//! Vertex pulling: attributes decoded by the shader from storage buffers of words.

use super::builder::{Component, Kind, Value};
use super::constant::bound;
use super::key::{self, ComponentKind, FetchFormat, FetchLayout};
use super::{LowerError, Lowering, StageState};
use naga::{AddressSpace, BinaryOperator as Op, Expression, Handle, MathFunction as Fun, StorageAccess};

impl FetchFormat {
    /// Whether it can be that of a texture buffer's texels: none crosses the words that it begins in.
    pub(super) fn is_texel(self) -> bool {
        self.is_known()
            && self.layout != FetchLayout::Words
            && (self.bytes().is_multiple_of(4) || matches!(self.bytes(), 1 | 2))
    }

    pub(super) fn bytes(self) -> u32 {
        match self.layout {
            FetchLayout::Array { bits, channels } => u32::from(bits) / 8 * u32::from(channels),
            FetchLayout::Packed1010102 | FetchLayout::Packed111110 => 4,
            FetchLayout::Words => 16,
        }
    }

    fn is_known(self) -> bool {
        match (self.layout, self.kind) {
            (FetchLayout::Array { bits, channels }, kind) => {
                let size = match kind {
                    ComponentKind::Float => matches!(bits, 16 | 32 | 64),
                    ComponentKind::Fixed => bits == 32,
                    _ => matches!(bits, 8 | 16 | 32),
                };
                size && (1..=4).contains(&channels)
            }
            (FetchLayout::Packed1010102, kind) => {
                !matches!(kind, ComponentKind::Float | ComponentKind::Fixed)
            }
            (FetchLayout::Packed111110, kind) => kind == ComponentKind::Float,
            (FetchLayout::Words, kind) => matches!(
                kind,
                ComponentKind::Float | ComponentKind::Uint | ComponentKind::Sint
            ),
        }
    }
}

impl Lowering<'_> {
    fn pulled_buffer(&mut self, buffer: u8) -> Result<Handle<Expression>, LowerError> {
        let StageState::Vertex(state) = &mut self.stage else {
            return Err(LowerError::Unsupported(
                "pulling vertices outside a vertex shader",
            ));
        };
        if buffer >= 16 {
            return Err(LowerError::Limit {
                what: "vertex buffers",
                limit: 16,
            });
        }
        if let Some((_, known)) = state.buffers.iter().find(|(number, _)| *number == buffer) {
            return Ok(*known);
        }
        let word = self.b.vector_type(Kind::Uint, 1);
        let ty = self.b.array_type(word, None, 4);
        let space = AddressSpace::Storage {
            access: StorageAccess::LOAD,
        };
        let binding = key::PULLED + u32::from(buffer);
        let global = bound(
            &mut self.b,
            format!("vertices{buffer}"),
            space,
            key::BUFFERS,
            binding,
            ty,
        );
        state.buffers.push((buffer, global));
        Ok(global)
    }

    /// Fetches an attribute; outside of its buffer it is (0, 0, 0, 1).
    pub(super) fn pull(
        &mut self,
        register: u32,
        buffer: u8,
        format: FetchFormat,
        per_instance: bool,
    ) -> Result<[Component; 4], LowerError> {
        if !format.is_known() {
            return Err(LowerError::Unsupported("this format of vertices"));
        }
        let words = self.pulled_buffer(buffer)?;
        let StageState::Vertex(state) = &self.stage else {
            return Err(LowerError::Unsupported(
                "pulling vertices outside a vertex shader",
            ));
        };
        let place = state
            .header
            .pulled
            .iter()
            .find(|(index, _)| u32::from(*index) == register);
        let (Some((_, place)), Some(vertex), Some(instance)) = (
            place.copied(),
            state.vertex_index.or(state.instance_index),
            state.instance_index.or(state.vertex_index),
        ) else {
            return Err(LowerError::Unsupported(
                "an attribute without a place in the header",
            ));
        };
        let header = self.header(place, Kind::Uint);
        let [offset, stride, divisor] = [0, 1, 2].map(|lane| self.b.scalar(header.component(lane)));
        let mut index = vertex;
        if per_instance {
            let one = self.b.uint(1);
            let divisor = self.b.math(Fun::Max, &[divisor, one]);
            index = self.b.binary(Op::Divide, instance, divisor);
        }
        let step = self.b.binary(Op::Multiply, index, stride);
        let address = self.b.binary(Op::Add, offset, step);
        if format.layout == FetchLayout::Words {
            let count = self.b.scalar(header.component(3));
            let value = self.some_words(words, address, count, format.kind);
            return Ok(super::vertex::components(value));
        }
        let bytes = self.b.uint(format.bytes());
        let inside = self.is_inside(words, address, bytes);
        let data = self.load_words(words, address, format.bytes().div_ceil(4));
        let values = self.decode(format, &data);
        let kind = values.first().map_or(Kind::Float, |value| value.kind);
        let zero = self.b.literal(kind, 0);
        let one = if kind == Kind::Float {
            self.b.float(1.0)
        } else {
            self.b.literal(kind, 1)
        };
        let mut all = [zero, zero, zero, one];
        for (place, value) in all.iter_mut().zip(&values) {
            *place = *value;
        }
        if format.bgra {
            all.swap(0, 2);
        }
        let fetched = self.b.gather(&all.map(|value| value.component(0)), kind);
        let missing = self
            .b
            .gather(&[zero, zero, zero, one].map(|value| value.component(0)), kind);
        let value = self.b.select(inside, fetched, missing);
        Ok(super::vertex::components(value))
    }

    /// As many whole words as `count` says, and what is missing of (0, 0, 0, 1).
    fn some_words(
        &mut self,
        words: Handle<Expression>,
        address: Value,
        count: Value,
        kind: ComponentKind,
    ) -> Value {
        let two = self.b.uint(2);
        let first = self.b.binary(Op::ShiftRight, address, two);
        let bytes = self.b.binary(Op::ShiftLeft, count, two);
        let inside = self.is_inside(words, address, bytes);
        let zero = self.b.uint(0);
        let count = self.b.select(inside, count, zero);
        let kind = match kind {
            ComponentKind::Uint => Kind::Uint,
            ComponentKind::Sint => Kind::Sint,
            _ => Kind::Float,
        };
        let one = match kind {
            Kind::Float => self.b.float(1.0),
            _ => self.b.literal(kind, 1),
        };
        let zero = self.b.literal(kind, 0);
        let all = [zero, zero, zero, one];
        let all = (0u32..).zip(all).map(|(number, missing)| {
            let number = self.b.uint(number);
            let index = self.b.binary(Op::Add, first, number);
            let pointer = self.b.access(words, index);
            let word = self.b.load(pointer, Kind::Uint, 1);
            let word = self.b.convert(word, kind);
            let has = self.b.compare(Op::Less, number, count);
            self.b.select(has, word, missing).component(0)
        });
        let all: Vec<_> = all.collect();
        self.b.gather(&[all[0], all[1], all[2], all[3]], kind)
    }

    fn is_inside(&mut self, words: Handle<Expression>, address: Value, bytes: Value) -> Value {
        let len = self.b.value(Kind::Uint, 1, Expression::ArrayLength(words));
        let two = self.b.uint(2);
        let limit = self.b.binary(Op::ShiftLeft, len, two);
        let end = self.b.binary(Op::Add, address, bytes);
        self.b.compare(Op::LessEqual, end, limit)
    }

    /// `count` words from any byte on: each is put together from the two words that it may lie in.
    fn load_words(&mut self, words: Handle<Expression>, address: Value, count: u32) -> Vec<Value> {
        let (two, three) = (self.b.uint(2), self.b.uint(3));
        let first = self.b.binary(Op::ShiftRight, address, two);
        let rest = self.b.binary(Op::And, address, three);
        let down = self.b.binary(Op::ShiftLeft, rest, three);
        let whole = self.b.uint(32);
        let up = self.b.binary(Op::Subtract, whole, down);
        let mask = self.b.uint(31);
        let up = self.b.binary(Op::And, up, mask);
        let zero = self.b.uint(0);
        let aligned = self.b.compare(Op::Equal, rest, zero);
        let mut loaded = Vec::new();
        for word in 0..=count {
            let step = self.b.uint(word);
            let index = if word == 0 {
                first
            } else {
                self.b.binary(Op::Add, first, step)
            };
            let pointer = self.b.access(words, index);
            loaded.push(self.b.load(pointer, Kind::Uint, 1));
        }
        let pairs: Vec<_> = loaded
            .iter()
            .copied()
            .zip(loaded.iter().copied().skip(1))
            .collect();
        let mut result = Vec::new();
        for (low, high) in pairs {
            let from_low = self.b.binary(Op::ShiftRight, low, down);
            let from_high = self.b.binary(Op::ShiftLeft, high, up);
            let both = self.b.binary(Op::InclusiveOr, from_low, from_high);
            result.push(self.b.select(aligned, low, both));
        }
        result
    }

    /// Its components, as many as it has.
    pub(super) fn decode(&mut self, format: FetchFormat, data: &[Value]) -> Vec<Value> {
        let zero = self.b.uint(0);
        let word = |index: usize| data.get(index).copied().unwrap_or(zero);
        match format.layout {
            FetchLayout::Packed111110 => self.unpack_111110(word(0)).to_vec(),
            FetchLayout::Words => data
                .iter()
                .map(|word| self.field(*word, 0, 32, format.kind))
                .collect(),
            FetchLayout::Packed1010102 => {
                let fields = [(0, 10), (10, 10), (20, 10), (30, 2)];
                fields
                    .map(|(offset, bits)| self.field(word(0), offset, bits, format.kind))
                    .to_vec()
            }
            FetchLayout::Array { bits: 64, channels } => {
                let pairs = (0..usize::from(channels)).map(|i| (word(2 * i), word(2 * i + 1)));
                pairs.map(|(low, high)| self.narrow(low, high)).collect()
            }
            FetchLayout::Array { bits: 32, channels } => (0..usize::from(channels))
                .map(|i| self.field(word(i), 0, 32, format.kind))
                .collect(),
            FetchLayout::Array { bits, channels } => self.small(format.kind, bits, channels, &word),
        }
    }

    /// Components of 8 or 16 bits: whole words at once where there is a function for it.
    fn small(
        &mut self,
        kind: ComponentKind,
        bits: u8,
        channels: u8,
        word: &dyn Fn(usize) -> Value,
    ) -> Vec<Value> {
        let each = 32 / bits.max(1);
        let unpack = match (kind, bits) {
            (ComponentKind::Float, _) => Some(Fun::Unpack2x16float),
            (ComponentKind::Unorm, 8) => Some(Fun::Unpack4x8unorm),
            (ComponentKind::Snorm, 8) => Some(Fun::Unpack4x8snorm),
            (ComponentKind::Unorm, _) => Some(Fun::Unpack2x16unorm),
            (ComponentKind::Snorm, _) => Some(Fun::Unpack2x16snorm),
            _ => None,
        };
        let mut values = Vec::new();
        let mut unpacked = None;
        for channel in 0..channels {
            let (index, place) = (usize::from(channel / each), channel % each);
            let value = match unpack {
                Some(fun) => {
                    if place == 0 {
                        unpacked = Some(self.b.math_raw(fun, &[word(index).handle], Kind::Float, each));
                    }
                    match unpacked {
                        Some(vector) => self.b.scalar(vector.component(place)),
                        None => self.b.float(0.0),
                    }
                }
                None => self.field(
                    word(index),
                    u32::from(place) * u32::from(bits),
                    u32::from(bits),
                    kind,
                ),
            };
            values.push(value);
        }
        values
    }

    /// A number of `bits` bits in a word.
    fn field(&mut self, word: Value, offset: u32, bits: u32, kind: ComponentKind) -> Value {
        let signed = matches!(
            kind,
            ComponentKind::Snorm | ComponentKind::Sscaled | ComponentKind::Sint | ComponentKind::Fixed
        );
        let mut raw = if signed {
            self.b.convert(word, Kind::Sint)
        } else {
            word
        };
        if bits < 32 {
            let (offset, count) = (self.b.uint(offset), self.b.uint(bits));
            let arguments = [raw.handle, offset.handle, count.handle];
            raw = self.b.math_raw(Fun::ExtractBits, &arguments, raw.kind, 1);
        }
        let most = ((1u64 << bits) - 1) as f32;
        let most_signed = ((1u64 << (bits - 1)) - 1) as f32;
        match kind {
            ComponentKind::Float => self.b.convert(raw, Kind::Float),
            ComponentKind::Uint | ComponentKind::Sint => raw,
            ComponentKind::Uscaled | ComponentKind::Sscaled => self.b.cast(raw, Kind::Float),
            ComponentKind::Unorm => self.quotient(raw, most),
            ComponentKind::Fixed => self.quotient(raw, 65536.0),
            ComponentKind::Snorm => {
                let value = self.quotient(raw, most_signed);
                let least = self.b.float(-1.0);
                self.b.math(Fun::Max, &[value, least])
            }
        }
    }

    fn quotient(&mut self, value: Value, by: f32) -> Value {
        let value = self.b.cast(value, Kind::Float);
        let by = self.b.float(by);
        self.b.binary(Op::Divide, value, by)
    }

    /// Unsigned floats of 11 and 10 bits are halves without their sign and their last bits.
    fn unpack_111110(&mut self, word: Value) -> [Value; 3] {
        let bits = |this: &mut Self, offset: u32, count: u32, shift: u32| {
            let (offset, count) = (this.b.uint(offset), this.b.uint(count));
            let arguments = [word.handle, offset.handle, count.handle];
            let field = this.b.math_raw(Fun::ExtractBits, &arguments, Kind::Uint, 1);
            let shift = this.b.uint(shift);
            this.b.binary(Op::ShiftLeft, field, shift)
        };
        let red = bits(self, 0, 11, 4);
        let green = bits(self, 11, 11, 20);
        let blue = bits(self, 22, 10, 5);
        let two = self.b.binary(Op::InclusiveOr, red, green);
        let two = self
            .b
            .math_raw(Fun::Unpack2x16float, &[two.handle], Kind::Float, 2);
        let one = self
            .b
            .math_raw(Fun::Unpack2x16float, &[blue.handle], Kind::Float, 2);
        [two.component(0), two.component(1), one.component(0)].map(|component| self.b.scalar(component))
    }

    /// A double as a float, by its bits: small numbers become zero and large ones infinite.
    fn narrow(&mut self, low: Value, high: Value) -> Value {
        let b = &mut self.b;
        let top = b.uint(0x8000_0000);
        let sign = b.binary(Op::And, high, top);
        let (twenty, eleven_bits) = (b.uint(20), b.uint(0x7ff));
        let exponent = b.binary(Op::ShiftRight, high, twenty);
        let exponent = b.binary(Op::And, exponent, eleven_bits);
        let (three, twenty_nine) = (b.uint(3), b.uint(29));
        let mantissa_bits = b.uint(0x7f_ffff);
        let upper = b.binary(Op::ShiftLeft, high, three);
        let upper = b.binary(Op::And, upper, mantissa_bits);
        let lower = b.binary(Op::ShiftRight, low, twenty_nine);
        let mantissa = b.binary(Op::InclusiveOr, upper, lower);
        // Both exponents are biased: 1023 and 127.
        let bias = b.uint(1023 - 127);
        let narrow = b.binary(Op::Subtract, exponent, bias);
        let twenty_three = b.uint(23);
        let narrow = b.binary(Op::ShiftLeft, narrow, twenty_three);
        let number = b.binary(Op::InclusiveOr, narrow, mantissa);
        let (twenty_eight, one) = (b.uint(28), b.uint(1));
        let round = b.binary(Op::ShiftRight, low, twenty_eight);
        let round = b.binary(Op::And, round, one);
        let number = b.binary(Op::Add, number, round);
        let small = b.compare(Op::LessEqual, exponent, bias);
        let largest = b.uint(1023 - 127 + 254);
        let large = b.compare(Op::Greater, exponent, largest);
        let (zero, infinity) = (b.uint(0), b.uint(0x7f80_0000));
        let number = b.select(large, infinity, number);
        let number = b.select(small, zero, number);
        let bits = b.binary(Op::InclusiveOr, number, sign);
        b.convert(bits, Kind::Float)
    }
}
