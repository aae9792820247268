//! Filtered reads: `TEX` and its kin, `TG4`.

use super::{Binding, Lanes, coordinate_count, gathered};
use crate::ast::Instruction;
use crate::lower::builder::{Kind, Value};
use crate::lower::key::{Swizzle, WrapEmulation};
use crate::lower::{LowerError, Lowering};
use crate::opcode::Opcode;
use crate::scan::{Dimension, is_multisampled};
use naga::{
    BinaryOperator as Op, Constant, Expression, Handle, Literal, MathFunction as Fun, SampleLevel, Span,
};

/// How the level is chosen.
#[derive(Clone, Copy)]
pub(super) enum Level {
    Auto,
    Bias(Value),
    Exact(Value),
    Gradient(Value, Value),
}

/// Where a texture is read.
#[derive(Clone, Copy)]
pub(super) struct Point {
    /// As the image wants them: a 1D texture has a second coordinate.
    pub(super) coordinates: Value,
    pub(super) layer: Option<Value>,
    pub(super) reference: Option<Value>,
    pub(super) offset: Option<Handle<Expression>>,
    /// The same in texels of each axis; 0 where it is part of the coordinates already.
    pub(super) steps: [i32; 3],
}

impl Lowering<'_> {
    /// `TEX` and its kin.
    pub(super) fn sample(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
    ) -> Result<Lanes, LowerError> {
        if is_multisampled(binding.target.dimension) {
            return Err(LowerError::Unsupported("filtering a multisampled texture"));
        }
        let mut level = self.level(instruction, binding)?;
        if binding.key.lod_bias {
            level = self.biased(level, binding);
        }
        if binding.is_integer() {
            self.spend_read()?;
            let point = self.point(instruction, binding, false)?;
            let texel = self.nearest_texel(instruction, binding, point, level)?;
            return Ok(self.swizzled(binding, texel));
        }
        let point = self.point(instruction, binding, true)?;
        if let Some(comparison) = binding.filter_of_depths() {
            self.spend_read()?;
            let texel = self.compared(binding, comparison, &point, level);
            return Ok(self.swizzled(binding, texel));
        }
        let exact = self.sample_level(binding, &point, level);
        let mut texel = self.sampled(binding, &point, exact, None);
        if binding.key.border != 0 && !binding.compares && !binding.is_cube() {
            texel = self.with_border(binding, &point, level, texel);
        }
        Ok(self.swizzled(binding, texel))
    }

    pub(super) fn sampled(
        &mut self,
        binding: &Binding,
        point: &Point,
        level: SampleLevel,
        gather: Option<u8>,
    ) -> Value {
        let expression = Expression::ImageSample {
            image: binding.image,
            sampler: binding.sampler,
            gather: gather.map(gathered),
            coordinate: point.coordinates.handle,
            array_index: point.layer.map(|layer| layer.handle),
            offset: point.offset,
            level,
            depth_ref: point
                .reference
                .filter(|_| binding.compares_by_sampler())
                .map(|reference| reference.handle),
            clamp_to_edge: false,
        };
        let width = if gather.is_some() {
            4
        } else {
            binding.texel_width()
        };
        self.b.value(binding.kind(), width, expression)
    }

    fn level(&mut self, instruction: &Instruction, binding: &Binding) -> Result<Level, LowerError> {
        let level = match instruction.opcode {
            Opcode::TEX_LZ => Level::Exact(self.b.float(0.0)),
            Opcode::TXB => Level::Bias(self.operand(instruction, 0, &[3], Kind::Float)?),
            Opcode::TXB2 => Level::Bias(self.operand(instruction, 1, &[0], Kind::Float)?),
            Opcode::TXL => Level::Exact(self.operand(instruction, 0, &[3], Kind::Float)?),
            Opcode::TXL2 => Level::Exact(self.operand(instruction, 1, &[0], Kind::Float)?),
            Opcode::TXD => {
                let lanes: Vec<u8> = (0..coordinate_count(binding.target.dimension)).collect();
                let mut axes = [1, 2].map(|index| self.operand(instruction, index, &lanes, Kind::Float));
                for axis in axes.iter_mut().flatten() {
                    if binding.target.dimension == Dimension::Rect {
                        let size = self.float_size(binding);
                        *axis = self.b.binary(Op::Divide, *axis, size);
                    }
                    let zero = self.b.float(0.0);
                    *axis = self.widened(*axis, zero);
                }
                let [x, y] = axes;
                Level::Gradient(x?, y?)
            }
            _ => Level::Auto,
        };
        let implicit = matches!(level, Level::Auto | Level::Bias(_));
        // Outside a fragment shader nothing is known of the neighbours: the base level is read.
        if implicit && !self.is_fragment() {
            return Ok(Level::Exact(self.b.float(0.0)));
        }
        Ok(level)
    }

    /// Adds the sampler's bias, whatever the level is chosen by: GL 2.1 §3.8.8 adds it to each.
    fn biased(&mut self, level: Level, binding: &Binding) -> Level {
        let bias = self.sampler_header(binding, 0);
        let bias = self.b.scalar(bias.component(0));
        match level {
            Level::Auto => Level::Bias(bias),
            Level::Bias(own) => Level::Bias(self.b.binary(Op::Add, own, bias)),
            Level::Exact(level) => Level::Exact(self.b.binary(Op::Add, level, bias)),
            Level::Gradient(x, y) => {
                let scale = self.b.math(Fun::Exp2, &[bias]);
                Level::Gradient(
                    self.b.binary(Op::Multiply, x, scale),
                    self.b.binary(Op::Multiply, y, scale),
                )
            }
        }
    }

    pub(super) fn sampler_header(&mut self, binding: &Binding, element: u32) -> Value {
        let words = self.sampler_words(binding, element);
        self.b.convert(words, Kind::Float)
    }

    /// The same, where the header holds integers.
    pub(super) fn sampler_words(&mut self, binding: &Binding, element: u32) -> Value {
        self.sampler_words_of(binding.index, element)
    }

    pub(super) fn sampler_words_of(&mut self, index: u32, element: u32) -> Value {
        let place = self
            .sampler_headers
            .iter()
            .find(|(sampler, _)| u32::from(*sampler) == index);
        let place = place.map_or(0, |(_, place)| *place);
        self.header(place.saturating_add(element), Kind::Uint)
    }

    /// What naga lets a depth image have: no bias, whole levels, and with a comparison only the base level or
    /// the hardware's choice.
    fn sample_level(&mut self, binding: &Binding, point: &Point, level: Level) -> SampleLevel {
        if binding.compares_by_sampler() {
            return match level {
                Level::Auto | Level::Bias(_) => SampleLevel::Auto,
                Level::Gradient(..) if self.is_fragment() => SampleLevel::Auto,
                Level::Gradient(..) | Level::Exact(_) => SampleLevel::Zero,
            };
        }
        match level {
            Level::Auto => SampleLevel::Auto,
            Level::Bias(bias) if binding.is_depth() => {
                let scale = self.b.math(Fun::Exp2, &[bias]);
                let [x, y] = self
                    .slopes(point.coordinates)
                    .map(|slope| self.b.binary(Op::Multiply, slope, scale).handle);
                SampleLevel::Gradient { x, y }
            }
            Level::Bias(bias) => SampleLevel::Bias(bias.handle),
            Level::Exact(level) => {
                let zero = self.b.float(0.0);
                if level == zero {
                    return SampleLevel::Zero;
                }
                if binding.is_depth() {
                    let nearest = self.b.math(Fun::Round, &[level]);
                    return SampleLevel::Exact(self.b.cast(nearest, Kind::Sint).handle);
                }
                SampleLevel::Exact(level.handle)
            }
            Level::Gradient(x, y) => SampleLevel::Gradient {
                x: x.handle,
                y: y.handle,
            },
        }
    }

    /// A second coordinate for what has one.
    pub(super) fn widened(&mut self, value: Value, second: Value) -> Value {
        if value.width > 1 {
            return value;
        }
        self.b
            .gather(&[value.component(0), second.component(0)], Kind::Float)
    }

    /// Where an instruction reads, with its offset in texels if that is asked for.
    fn point(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
        with_offset: bool,
    ) -> Result<Point, LowerError> {
        let dimension = binding.target.dimension;
        let lanes: Vec<u8> = (0..coordinate_count(dimension)).collect();
        let mut coordinates = self.operand(instruction, 0, &lanes, Kind::Float)?;
        let projector = match instruction.opcode {
            Opcode::TXP => Some(self.operand(instruction, 0, &[3], Kind::Float)?),
            _ => None,
        };
        if let Some(projector) = projector {
            coordinates = self.b.binary(Op::Divide, coordinates, projector);
        }
        if dimension == Dimension::Rect {
            let size = self.float_size(binding);
            coordinates = self.b.binary(Op::Divide, coordinates, size);
        }
        let (offset, steps) = if with_offset {
            self.offset(instruction, binding, 0, &mut coordinates)?
        } else {
            (None, [0; 3])
        };
        coordinates = self.wrapped(binding, coordinates);
        let middle = self.b.float(0.5);
        coordinates = self.widened(coordinates, middle);
        let layer = match dimension {
            Dimension::D1Array => Some(1),
            Dimension::D2Array => Some(2),
            Dimension::CubeArray => Some(3),
            _ => None,
        };
        let layer = match layer {
            Some(lane) => {
                let layer = self.operand(instruction, 0, &[lane], Kind::Float)?;
                // GL rounds halves up.
                let half = self.b.float(0.5);
                let layer = self.b.binary(Op::Add, layer, half);
                let layer = self.b.math(Fun::Floor, &[layer]);
                Some(self.b.cast(layer, Kind::Sint))
            }
            None => None,
        };
        let mut reference = match binding.target.reference_place().filter(|_| binding.compares) {
            Some(4) => Some(self.operand(instruction, 1, &[0], Kind::Float)?),
            Some(lane) => Some(self.operand(instruction, 0, &[lane as u8], Kind::Float)?),
            None => None,
        };
        if let (Some(value), Some(projector)) = (reference, projector) {
            reference = Some(self.b.binary(Op::Divide, value, projector));
        }
        Ok(Point {
            coordinates,
            layer,
            reference,
            offset,
            steps,
        })
    }

    /// Texel offset `number`: a constant for the instruction, with what it is, or an addition to the coordinates.
    fn offset(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
        number: usize,
        coordinates: &mut Value,
    ) -> Result<(Option<Handle<Expression>>, [i32; 3]), LowerError> {
        let none = (None, [0; 3]);
        let Some(source) = instruction.offsets.get(number).copied() else {
            return Ok(none);
        };
        if binding.is_cube() {
            return Ok(none);
        }
        if let Some(offset) = self.constant_offset(&source) {
            return Ok((self.offset_constant(binding, offset), offset));
        }
        let lanes: Vec<u8> = (0..coordinates.width).collect();
        let offset = self.source(&source, &lanes, Kind::Sint)?;
        let offset = self.b.cast(offset, Kind::Float);
        let size = self.float_size(binding);
        let step = self.b.binary(Op::Divide, offset, size);
        *coordinates = self.b.binary(Op::Add, *coordinates, step);
        Ok(none)
    }

    /// An offset as naga wants it, a constant of the module.
    fn offset_constant(&mut self, binding: &Binding, [x, y, z]: [i32; 3]) -> Option<Handle<Expression>> {
        let lanes = match coordinate_count(binding.target.dimension) {
            1 => vec![x, 0],
            2 => vec![x, y],
            _ => vec![x, y, z],
        };
        if lanes.iter().all(|lane| *lane == 0) {
            return None;
        }
        let ty = self.b.vector_type(Kind::Sint, lanes.len() as u8);
        let module = &mut self.b.module;
        let literals = lanes.into_iter().map(|lane| {
            module
                .global_expressions
                .append(Expression::Literal(Literal::I32(lane)), Span::UNDEFINED)
        });
        let components = literals.collect();
        let init = module
            .global_expressions
            .append(Expression::Compose { ty, components }, Span::UNDEFINED);
        let constant = Constant { name: None, ty, init };
        let constant = module.constants.append(constant, Span::UNDEFINED);
        Some(self.b.expression(Expression::Constant(constant)))
    }

    /// Does the wrap modes that samplers lack.
    fn wrapped(&mut self, binding: &Binding, coordinates: Value) -> Value {
        let modes = binding.key.wrap;
        let axes = usize::from(coordinates.width);
        if binding.is_cube() {
            return self.within_face(binding, coordinates);
        }
        if modes.iter().take(axes).all(|mode| *mode == WrapEmulation::None) {
            return coordinates;
        }
        let mut lanes = Vec::new();
        for (lane, mode) in (0u8..).zip(modes.iter().take(axes)) {
            let value = self.b.scalar(coordinates.component(lane));
            let value = match mode {
                WrapEmulation::None => value,
                WrapEmulation::Clamp => self.b.math(Fun::Saturate, &[value]),
                WrapEmulation::MirrorClamp => {
                    let size = self.b.math(Fun::Abs, &[value]);
                    let one = self.b.float(1.0);
                    self.b.math(Fun::Min, &[size, one])
                }
            };
            lanes.push(value.component(0));
        }
        self.b.gather(&lanes, Kind::Float)
    }

    /// Keeps a direction off the edges of the face that it goes through, where the host mixes texels of two faces: half a
    /// texel of the base level.
    fn within_face(&mut self, binding: &Binding, direction: Value) -> Value {
        if !binding.key.seams {
            return direction;
        }
        let sizes = self.b.math(Fun::Abs, &[direction]);
        let [x, y, z] = [0, 1, 2].map(|lane| self.b.scalar(sizes.component(lane)));
        let outwards = self.b.math(Fun::Max, &[x, y]);
        let outwards = self.b.math(Fun::Max, &[outwards, z]);
        let base = self.b.uint(0);
        let texels = self.level_size(binding, base);
        let texels = self.b.scalar(texels.component(0));
        let inset = self.b.binary(Op::Divide, outwards, texels);
        let most = self.b.binary(Op::Subtract, outwards, inset);
        let least = self.b.negate(most);
        let [most, least, outwards] = [most, least, outwards].map(|value| self.b.splat(value, 3));
        let inner = self.b.math(Fun::Clamp, &[direction, least, most]);
        let is_outwards = self.b.compare(Op::GreaterEqual, sizes, outwards);
        self.b.select(is_outwards, direction, inner)
    }

    /// `TG4`: one component of the four texels that a linear filter would read.
    pub(super) fn gather_texels(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
    ) -> Result<Lanes, LowerError> {
        let dimension = binding.target.dimension;
        if is_multisampled(dimension) || dimension == Dimension::D3 {
            return Err(LowerError::Unsupported("gathering from this texture target"));
        }
        let component = if binding.target.shadow {
            0
        } else {
            self.gathered_component(instruction)?
        };
        let swizzle = binding
            .key
            .swizzle
            .get(usize::from(component))
            .copied()
            .unwrap_or(Swizzle::X);
        let lane = match swizzle {
            Swizzle::X => 0,
            Swizzle::Y => 1,
            Swizzle::Z => 2,
            Swizzle::W => 3,
            Swizzle::Zero | Swizzle::One => {
                let one = u32::from(swizzle == Swizzle::One);
                let bits = if binding.kind() == Kind::Float {
                    one * 1.0f32.to_bits()
                } else {
                    one
                };
                let value = self.b.literal(binding.kind(), bits);
                return Ok([value.component(0); 4]);
            }
        };
        let lane = if binding.is_depth() { 0 } else { lane };
        let mut point = self.point(instruction, binding, true)?;
        if binding.layered {
            return self.gathered_on_cube(instruction, binding, point, lane);
        }
        if instruction.offsets.len() < 4 {
            let texels = self.gathered(binding, &point, lane);
            return Ok([0, 1, 2, 3].map(|lane| texels.component(lane)));
        }
        // Each texel has an offset of its own, and is the one at the corner where both indices are least.
        let mut all = [point.coordinates.component(0); 4];
        for (number, place) in all.iter_mut().enumerate() {
            let mut coordinates = point.coordinates;
            (point.offset, point.steps) = self.offset(instruction, binding, number, &mut coordinates)?;
            let moved = Point { coordinates, ..point };
            *place = self.gathered(binding, &moved, lane).component(3);
        }
        Ok(all)
    }

    /// One component of four texels, or what comparing them gives.
    fn gathered(&mut self, binding: &Binding, point: &Point, lane: u8) -> Value {
        let texels = self.sampled(binding, point, SampleLevel::Zero, Some(lane));
        let texels = self.gathered_with_border(binding, point, lane, texels);
        let Some((comparison, reference)) = binding.filter_of_depths().zip(point.reference) else {
            return texels;
        };
        let Some(function) = comparison.function else {
            return texels;
        };
        let reference = self.clamped_reference(comparison, reference);
        self.passes(function, reference, texels)
    }

    /// The component that a gather names, which must be constant.
    fn gathered_component(&mut self, instruction: &Instruction) -> Result<u8, LowerError> {
        let error = LowerError::Unsupported("gathering a component chosen at run time");
        let component = self.operand(instruction, 1, &[0], Kind::Uint)?;
        match self.b.function.expressions.try_get(component.handle) {
            Ok(Expression::Literal(Literal::U32(component))) if *component < 4 => Ok(*component as u8),
            _ => Err(error),
        }
    }
}
