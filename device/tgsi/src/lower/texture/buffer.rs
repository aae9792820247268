//! Texture buffers: storage buffers of words, whose texels the shader decodes.

use crate::ast::Instruction;
use crate::lower::builder::{Builder, Kind, Value};
use crate::lower::constant::bound;
use crate::lower::key::{FetchFormat, SamplerKey, Swizzle};
use crate::lower::memory::Lanes;
use crate::lower::{LowerError, Lowering};
use crate::opcode::Opcode;
use naga::{AddressSpace, BinaryOperator as Op, Expression, Handle, StorageAccess};

/// A texture buffer.
#[derive(Clone, Copy)]
pub(super) struct Texels {
    /// The number of the sampler.
    index: u32,
    /// What is bound, if anything is.
    words: Option<(Handle<Expression>, FetchFormat)>,
    swizzle: [Swizzle; 4],
}

impl Texels {
    /// Declares the buffer at the place of the texture.
    pub(super) fn declare(b: &mut Builder, group: u32, index: u32, key: SamplerKey) -> Self {
        let format = key.buffer.filter(|format| format.is_texel());
        let words = format.map(|format| {
            let word = b.vector_type(Kind::Uint, 1);
            let ty = b.array_type(word, None, 4);
            let space = AddressSpace::Storage {
                access: StorageAccess::LOAD,
            };
            (
                bound(b, format!("texels{index}"), space, group, 2 * index, ty),
                format,
            )
        });
        Self {
            index,
            words,
            swizzle: key.swizzle,
        }
    }
}

impl Lowering<'_> {
    /// An instruction on a texture buffer. Texels beyond its end, and all where none is bound, are zeroes.
    pub(super) fn buffer_lanes(
        &mut self,
        instruction: &Instruction,
        texels: &Texels,
    ) -> Result<Lanes, LowerError> {
        let zero = self.b.uint(0);
        let fetches = match instruction.opcode {
            Opcode::TXF | Opcode::TXF_LZ => true,
            Opcode::TXQ => false,
            _ => return Err(LowerError::Unsupported("filtering a texture buffer")),
        };
        let Some((words, format)) = texels.words else {
            return Ok([zero.component(0); 4]);
        };
        let header = self.sampler_words_of(texels.index, 0);
        let [offset, count] = [0, 1].map(|lane| self.b.scalar(header.component(lane)));
        self.spend_read()?;
        if !fetches {
            return Ok([count, zero, zero, zero].map(|value| value.component(0)));
        }
        let place = self.operand(instruction, 0, &[0], Kind::Uint)?;
        let bytes = self.b.uint(format.bytes());
        let address = self.b.binary(Op::Multiply, place, bytes);
        let address = self.b.binary(Op::Add, address, offset);
        let data = self.texel_words(words, address, format);
        let [x, y, z, w] = self.whole_texel(format, &data);
        let kind = x.kind;
        let (zero, one) = (self.b.literal(kind, 0), self.one(kind));
        let swizzled = texels.swizzle.map(|swizzle| match swizzle {
            Swizzle::X => x,
            Swizzle::Y => y,
            Swizzle::Z => z,
            Swizzle::W => w,
            Swizzle::Zero => zero,
            Swizzle::One => one,
        });
        let value = self.b.gather(&swizzled.map(|value| value.component(0)), kind);
        let exists = self.b.compare(Op::Less, place, count);
        let none = self.b.splat(zero, 4);
        let value = self.b.select(exists, value, none);
        Ok([0, 1, 2, 3].map(|lane| value.component(lane)))
    }

    fn one(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Float => self.b.float(1.0),
            _ => self.b.literal(kind, 1),
        }
    }

    /// All components of a texel: those that it lacks are 0, 0, 0, 1.
    pub(in crate::lower) fn whole_texel(&mut self, format: FetchFormat, data: &[Value]) -> [Value; 4] {
        let decoded = self.decode(format, data);
        let kind = decoded.first().map_or(Kind::Float, |value| value.kind);
        let zero = self.b.literal(kind, 0);
        let mut texel = [zero, zero, zero, self.one(kind)];
        for (place, value) in texel.iter_mut().zip(decoded) {
            *place = value;
        }
        if format.bgra {
            texel.swap(0, 2);
        }
        texel
    }

    /// The words of a texel: it begins at a multiple of its size, or of a word if it has several.
    pub(in crate::lower) fn texel_words(
        &mut self,
        words: Handle<Expression>,
        address: Value,
        format: FetchFormat,
    ) -> Vec<Value> {
        let two = self.b.uint(2);
        let first = self.b.binary(Op::ShiftRight, address, two);
        let mut data = Vec::new();
        for word in 0..format.bytes().div_ceil(4) {
            let index = if word == 0 {
                first
            } else {
                let step = self.b.uint(word);
                self.b.binary(Op::Add, first, step)
            };
            let pointer = self.b.access(words, index);
            data.push(self.b.load(pointer, Kind::Uint, 1));
        }
        if format.bytes() < 4 {
            let (three, rest) = (self.b.uint(3), self.b.uint(3));
            let rest = self.b.binary(Op::And, address, rest);
            let shift = self.b.binary(Op::ShiftLeft, rest, three);
            for word in &mut data {
                *word = self.b.binary(Op::ShiftRight, *word, shift);
            }
        }
        data
    }
}
