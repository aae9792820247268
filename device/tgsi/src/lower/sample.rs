//! Where samples are, and varyings that are taken at a place in the pixel.
//!
//! Hosts have no instruction for the latter that naga knows. Varyings change evenly over so little as a pixel, so what is
//! next to where one was taken follows from its derivatives.

use super::builder::{Kind, Value};
use super::fragment::BuiltIns;
use super::key::FragmentKey;
use super::vertex::argument;
use super::{LowerError, Lowering, StageState};
use crate::ast::{File, Instruction, Location};
use crate::opcode::Opcode;
use crate::scan::Semantic;
use crate::{Shader, opcode::Class};
use naga::{BinaryOperator as Op, Binding, BuiltIn, DerivativeAxis, DerivativeControl, MathFunction as Fun};

/// Of the four samples of a pixel, in sixteenths from its upper left corner: Vulkan's standard locations, which hosts have.
const LOCATIONS: [[f32; 2]; 4] = [[6.0, 2.0], [14.0, 6.0], [2.0, 10.0], [10.0, 14.0]];
/// All four are covered.
const ALL_SAMPLES: u32 = 0b1111;

impl Shader {
    /// Whether a fragment shader asks for samples, or says something of them.
    pub fn asks_of_samples(&self) -> bool {
        let of_mask = |semantic: Semantic| semantic == Semantic::SampleMask;
        let mut values = self.layout.system_values.iter().flatten();
        let mut outputs = self.info.outputs.iter();
        self.names_samples()
            || self.interpolates()
            || values.any(|value| of_mask(*value))
            || outputs.any(|output| of_mask(output.semantic.0))
    }

    /// Whether it takes varyings at a place.
    pub(super) fn interpolates(&self) -> bool {
        let mut body = self.program.body.iter();
        body.any(|instruction| instruction.opcode.info().class == Class::Interpolate)
    }

    /// Whether each sample is shaded because the text asks for its number or its place, or for what is there.
    fn names_samples(&self) -> bool {
        let mut values = self.layout.system_values.iter().flatten();
        let mut inputs = self.layout.inputs.iter().filter(|input| input.read);
        values.any(|value| matches!(value, Semantic::SampleId | Semantic::SamplePosition))
            || inputs.any(|input| input.location == Location::Sample)
    }
}

/// Whether each sample is shaded: all varyings are taken there then (GLES 3.2, 13.4.1), and nothing else is covered.
pub(super) fn shades_samples(shader: &Shader, key: &FragmentKey) -> bool {
    key.multisample.per_sample || key.multisample.several && shader.names_samples()
}

impl Lowering<'_> {
    /// Where a sample is, from 0 to 1; the middle where there is but one.
    pub(super) fn sample_place(&mut self, sample: Option<Value>) -> [Value; 2] {
        let Some(sample) = sample else {
            return [self.b.float(0.5); 2];
        };
        let sample = self.b.convert(sample, Kind::Uint);
        [0, 1].map(|axis| {
            let place = |number: usize| LOCATIONS[number][axis] / 16.0;
            let mut chosen = self.b.float(place(0));
            for number in 1..4 {
                let at = self.b.uint(number);
                let is_it = self.b.compare(Op::Equal, sample, at);
                let other = self.b.float(place(number as usize));
                chosen = self.b.select(is_it, other, chosen);
            }
            chosen
        })
    }

    /// The lowest sample that is covered.
    fn first_covered(&mut self, mask: Value) -> Value {
        let mut first = self.b.uint(0);
        for number in (0..4_u32).rev() {
            let bit = self.b.uint(1 << number);
            let bit = self.b.binary(Op::And, mask, bit);
            let is_covered = self.b.convert(bit, Kind::Bool);
            let number = self.b.uint(number);
            first = self.b.select(is_covered, number, first);
        }
        first
    }

    pub(super) fn covered_samples(&mut self, builtins: &mut BuiltIns) -> Value {
        let b = &mut self.b;
        let binding = Binding::BuiltIn(BuiltIn::SampleMask);
        *builtins
            .mask
            .get_or_insert_with(|| argument(b, "sample_mask_in".into(), Kind::Uint, 1, binding))
    }

    /// Those that an invocation is for: hosts may say all that are covered where each has its own.
    pub(super) fn shaded_samples(&mut self, builtins: &mut BuiltIns, key: &FragmentKey) -> Value {
        let mask = self.covered_samples(builtins);
        if !shades_samples(self.shader, key) {
            return mask;
        }
        let sample = self.sample_index(builtins);
        let one = self.b.uint(1);
        let own = self.b.binary(Op::ShiftLeft, one, sample);
        self.b.binary(Op::And, mask, own)
    }

    /// The samples that are written: those that the shader says, of those that alpha covers.
    pub(super) fn sample_mask(&mut self, key: &FragmentKey, register: Option<u32>) -> Value {
        let written = register.map(|register| self.output_lane(register, 0, Kind::Uint));
        let color = self
            .shader
            .info
            .outputs
            .iter()
            .find(|output| output.semantic == (Semantic::Color, 0));
        let Some(color) = color.filter(|_| key.multisample.alpha_to_coverage) else {
            return written.unwrap_or_else(|| self.b.uint(u32::MAX));
        };
        let alpha = self.output_lane(color.register, 3, Kind::Float);
        let alpha = self.b.math(Fun::Saturate, &[alpha]);
        let four = self.b.float(4.0);
        let samples = self.b.binary(Op::Multiply, alpha, four);
        let samples = self.b.math(Fun::Round, &[samples]);
        let samples = self.b.cast(samples, Kind::Uint);
        let one = self.b.uint(1);
        let bit = self.b.binary(Op::ShiftLeft, one, samples);
        let covered = self.b.binary(Op::Subtract, bit, one);
        match written {
            Some(written) => self.b.binary(Op::And, written, covered),
            None => covered,
        }
    }

    /// The middle, or where the first covered sample is if not all are.
    fn centroid(&mut self, mask: Option<Value>) -> [Value; 2] {
        let half = self.b.float(0.5);
        let Some(mask) = mask else {
            return [half; 2];
        };
        let first = self.first_covered(mask);
        let covered = self.sample_place(Some(first));
        let all = self.b.uint(ALL_SAMPLES);
        let is_whole = self.b.compare(Op::Equal, mask, all);
        covered.map(|place| self.b.select(is_whole, half, place))
    }

    /// Translates an instruction that takes a varying at a place.
    pub(super) fn interpolate(&mut self, instruction: &Instruction) -> Result<(), LowerError> {
        let (Some(destination), Some(source)) = (instruction.destination, instruction.sources.first()) else {
            return Ok(());
        };
        let StageState::Fragment(state) = &self.stage else {
            return Err(LowerError::Unsupported("interpolation outside a fragment shader"));
        };
        let (key, sample, mask) = (state.key, state.sample, state.mask);
        let register = &source.register;
        let input = register
            .subscript
            .direct()
            .filter(|_| register.file == File::Input);
        let input = input.and_then(|number| {
            let mut inputs = self.shader.layout.inputs.iter();
            inputs.find(|input| input.register == number)
        });
        let Some(input) = input else {
            return Err(LowerError::Unsupported("interpolation of what is no input"));
        };
        let at_sample = shades_samples(self.shader, key);
        let lanes = super::alu::places(destination.mask);
        let value = self.source(source, &lanes, Kind::Float)?;
        let half = self.b.float(0.5);
        let several = key.multisample.several;
        let own = match at_sample {
            true => self.sample_place(sample.filter(|_| several)),
            false if input.location == Location::Centroid => self.centroid(mask),
            false => [half; 2],
        };
        let place = match instruction.opcode {
            Opcode::INTERP_OFFSET => {
                let Some(offset) = instruction.sources.get(1) else {
                    return Ok(());
                };
                let offset = self.source(offset, &[0, 1], Kind::Float)?;
                [0, 1].map(|lane| {
                    let offset = self.b.scalar(offset.component(lane));
                    self.b.binary(Op::Add, offset, half)
                })
            }
            Opcode::INTERP_SAMPLE => {
                let Some(number) = instruction.sources.get(1) else {
                    return Ok(());
                };
                let number = self.source(number, &[0], Kind::Uint)?;
                self.sample_place(several.then_some(number))
            }
            _ => self.centroid(mask),
        };
        let mut result = value;
        for (axis, (place, own)) in [DerivativeAxis::X, DerivativeAxis::Y]
            .into_iter()
            .zip(place.into_iter().zip(own))
        {
            let way = self.b.binary(Op::Subtract, place, own);
            let slope = self.derivative(axis, DerivativeControl::Fine, value);
            let more = self.b.binary(Op::Multiply, slope, way);
            result = self.b.binary(Op::Add, result, more);
        }
        self.write_value(instruction, &destination, result, false)
    }
}
