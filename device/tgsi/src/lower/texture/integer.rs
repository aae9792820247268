//! Reads of integers, which no sampler of the host does: the texel that the nearest filter finds, by the modes of the
//! guest's sampler. The faces of a cube map are layers of a 2D image, as naga loads no texels of cubes.

use super::sample::{Level, Point};
use super::{Binding, Lanes, coordinate_count};
use crate::ast::Instruction;
use crate::lower::builder::{Kind, Value};
use crate::lower::key::TexelWrap;
use crate::lower::{LowerError, Lowering};
use naga::{BinaryOperator as Op, Expression, ImageQuery, MathFunction as Fun};

impl Lowering<'_> {
    /// The texel that a read finds.
    pub(super) fn nearest_texel(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
        point: Point,
        level: Level,
    ) -> Result<Value, LowerError> {
        let level = self.integer_level(binding, &point, level);
        self.texel_of_level(instruction, binding, point, level)
    }

    /// The texel of a level that is nearest to a point.
    fn texel_of_level(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
        mut point: Point,
        level: Value,
    ) -> Result<Value, LowerError> {
        point.layer = point.layer.map(|layer| self.existing_layer(binding, layer));
        let mut axes = coordinate_count(binding.target.dimension);
        if binding.is_cube() {
            self.onto_face(&mut point);
            axes = 2;
        }
        let size = self.image_size(binding, Some(level));
        let extent = self.b.cast(size, Kind::Float);
        let places = self.b.binary(Op::Multiply, point.coordinates, extent);
        let places = self.b.math(Fun::Floor, &[places]);
        let places = self.b.cast(places, Kind::Sint);
        let size = self.b.convert(size, Kind::Sint);
        let offset = self.texel_offset(instruction, binding)?;
        let mut texel = Vec::new();
        let mut inside = None;
        for (lane, wrap) in (0..places.width).zip(binding.key.integer.wrap) {
            let [mut place, extent] = [places, size].map(|value| self.b.scalar(value.component(lane)));
            if lane >= axes {
                // The second axis of a 1D texture.
                texel.push(self.b.sint(0).component(0));
                continue;
            }
            if let Some(offset) = offset.filter(|_| !binding.is_cube()) {
                let offset = self.b.scalar(offset.component(lane));
                place = self.b.binary(Op::Add, place, offset);
            }
            let wrap = if binding.is_cube() {
                TexelWrap::ClampToEdge
            } else {
                wrap
            };
            let (place, exists) = self.wrapped_texel(wrap, place, extent);
            texel.push(place.component(0));
            inside = match (inside, exists) {
                (Some(a), Some(b)) => Some(self.b.binary(Op::LogicalAnd, a, b)),
                (a, b) => a.or(b),
            };
        }
        let coordinate = self.b.gather(&texel, Kind::Sint);
        let expression = Expression::ImageLoad {
            image: binding.image,
            coordinate: coordinate.handle,
            array_index: point.layer.map(|layer| layer.handle),
            sample: None,
            level: Some(level.handle),
        };
        let texel = self.b.value(binding.kind(), 4, expression);
        let Some(inside) = inside else {
            return Ok(texel);
        };
        let border = self.sampler_words(binding, 1);
        let border = self.b.convert(border, binding.kind());
        Ok(self.b.select(inside, texel, border))
    }

    /// `TG4` of a cube map whose faces are layers: a component of the four texels around a point of a face, in the order of
    /// the instruction. A texel beyond the face's edge is the one of the next face in the direction of its middle.
    pub(super) fn gathered_on_cube(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
        point: Point,
        lane: u8,
    ) -> Result<Lanes, LowerError> {
        let level = self.b.sint(0);
        // Of which cube does not matter here.
        let mut on_face = Point { layer: None, ..point };
        self.onto_face(&mut on_face);
        let face = on_face.layer.unwrap_or(level);
        let size = self.image_size(binding, Some(level));
        let size = self.b.cast(size, Kind::Float);
        let half = self.b.float(0.5);
        let place = self.b.binary(Op::Multiply, on_face.coordinates, size);
        let place = self.b.binary(Op::Subtract, place, half);
        let first = self.b.math(Fun::Floor, &[place]);
        let mut all = [level.component(0); 4];
        for (place, [across, down]) in all
            .iter_mut()
            .zip([[0.5, 1.5], [1.5, 1.5], [1.5, 0.5], [0.5, 0.5]])
        {
            self.spend_read()?;
            let step = [across, down].map(|step| self.b.float(step).component(0));
            let step = self.b.gather(&step, Kind::Float);
            let middle = self.b.binary(Op::Add, first, step);
            let middle = self.b.binary(Op::Divide, middle, size);
            let coordinates = self.direction_from_face(face, middle);
            let moved = Point { coordinates, ..point };
            let texel = self.texel_of_level(instruction, binding, moved, level)?;
            *place = texel.component(lane);
        }
        Ok(all)
    }

    /// From a place on a face to a direction: what [`Self::onto_face`] undoes.
    fn direction_from_face(&mut self, face: Value, place: Value) -> Value {
        let b = &mut self.b;
        let (one, two, minus_one) = (b.float(1.0), b.float(2.0), b.float(-1.0));
        let place = b.binary(Op::Multiply, place, two);
        let place = b.binary(Op::Subtract, place, one);
        let [s, t] = [0, 1].map(|lane| b.scalar(place.component(lane)));
        let minus_t = b.negate(t);
        let (second, fourth) = (b.sint(2), b.sint(4));
        let is_x = b.compare(Op::Less, face, second);
        let is_x_or_y = b.compare(Op::Less, face, fourth);
        let side = b.binary(Op::Modulo, face, second);
        let zero = b.sint(0);
        let up = b.compare(Op::Equal, side, zero);
        let sign = b.select(up, one, minus_one);
        let signed_s = b.binary(Op::Multiply, sign, s);
        let signed_t = b.binary(Op::Multiply, sign, t);
        let minus_signed_s = b.negate(signed_s);
        let x = b.select(is_x_or_y, s, signed_s);
        let x = b.select(is_x, sign, x);
        let y = b.select(is_x_or_y, sign, minus_t);
        let y = b.select(is_x, minus_t, y);
        let z = b.select(is_x_or_y, signed_t, sign);
        let z = b.select(is_x, minus_signed_s, z);
        b.gather(&[x, y, z].map(|value| value.component(0)), Kind::Float)
    }

    /// The nearest level, within the bounds of the sampler and of the texture.
    fn integer_level(&mut self, binding: &Binding, point: &Point, level: Level) -> Value {
        if !binding.key.integer.mipmaps {
            return self.b.sint(0);
        }
        let level = self.level_of_detail(binding, point, level);
        let level = self.bounded_level(binding, level);
        let level = self.nearest_level(level);
        let (zero, last) = (self.b.float(0.0), self.last_level(binding));
        let level = self.b.math(Fun::Clamp, &[level, zero, last]);
        self.b.cast(level, Kind::Sint)
    }

    /// The nearest layer that there is, or cube where layers are faces.
    fn existing_layer(&mut self, binding: &Binding, layer: Value) -> Value {
        let query = Expression::ImageQuery {
            image: binding.image,
            query: ImageQuery::NumLayers,
        };
        let mut layers = self.b.value(Kind::Uint, 1, query);
        if binding.layered {
            let six = self.b.uint(6);
            layers = self.b.binary(Op::Divide, layers, six);
        }
        let layers = self.b.convert(layers, Kind::Sint);
        let (zero, one) = (self.b.sint(0), self.b.sint(1));
        let last = self.b.binary(Op::Subtract, layers, one);
        self.b.math(Fun::Clamp, &[layer, zero, last])
    }

    /// From a direction to a place on a face, which becomes the layer (GL 3.0, table 3.21).
    fn onto_face(&mut self, point: &mut Point) {
        let direction = self.direction(point.coordinates);
        let b = &mut self.b;
        let (zero, half) = (b.float(0.0), b.float(0.5));
        let [x, y, z] = [0, 1, 2].map(|lane| b.scalar(direction.point.component(lane)));
        let [is_x, is_y, _] = direction.axis.map(|axis| b.compare(Op::Greater, axis, half));
        let [x_up, y_up, z_up] = [x, y, z].map(|value| b.compare(Op::GreaterEqual, value, zero));
        let [minus_x, minus_y, minus_z] = [x, y, z].map(|value| b.negate(value));
        let s_of_x = b.select(x_up, minus_z, z);
        let s_of_z = b.select(z_up, x, minus_x);
        let s = b.select(is_y, x, s_of_z);
        let s = b.select(is_x, s_of_x, s);
        let t_of_y = b.select(y_up, z, minus_z);
        let t = b.select(is_y, t_of_y, minus_y);
        let mut face = |up: Value, number: i32| {
            let (first, second) = (b.sint(number), b.sint(number + 1));
            b.select(up, first, second)
        };
        let (of_x, of_y, of_z) = (face(x_up, 0), face(y_up, 2), face(z_up, 4));
        let face = b.select(is_y, of_y, of_z);
        let face = b.select(is_x, of_x, face);
        let place = b.gather(&[s.component(0), t.component(0)], Kind::Float);
        let place = b.binary(Op::Multiply, place, half);
        point.coordinates = b.binary(Op::Add, place, half);
        point.layer = Some(match point.layer {
            Some(cube) => {
                let six = b.sint(6);
                let first = b.binary(Op::Multiply, cube, six);
                b.binary(Op::Add, first, face)
            }
            None => face,
        });
    }

    /// What an instruction adds to the texel's place, for each axis.
    fn texel_offset(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
    ) -> Result<Option<Value>, LowerError> {
        let Some(source) = instruction.offsets.first().copied() else {
            return Ok(None);
        };
        let lanes: Vec<u8> = (0..coordinate_count(binding.target.dimension)).collect();
        self.source(&source, &lanes, Kind::Sint).map(Some)
    }

    /// The texel that stands at a place that may be outside, and whether there is one and not the border.
    fn wrapped_texel(&mut self, wrap: TexelWrap, place: Value, extent: Value) -> (Value, Option<Value>) {
        let b = &mut self.b;
        let (zero, one) = (b.sint(0), b.sint(1));
        let last = b.binary(Op::Subtract, extent, one);
        let mirrored = |b: &mut super::Builder| {
            let minus_one = b.sint(-1);
            let opposite = b.binary(Op::Subtract, minus_one, place);
            b.math(Fun::Max, &[place, opposite])
        };
        let repeated = |b: &mut super::Builder, period: Value| {
            // The remainder of a negative number is negative.
            let rest = b.binary(Op::Modulo, place, period);
            let rest = b.binary(Op::Add, rest, period);
            b.binary(Op::Modulo, rest, period)
        };
        match wrap {
            TexelWrap::Repeat => (repeated(b, extent), None),
            TexelWrap::MirrorRepeat => {
                let two = b.sint(2);
                let period = b.binary(Op::Multiply, extent, two);
                let there = repeated(b, period);
                let end = b.binary(Op::Subtract, period, one);
                let back = b.binary(Op::Subtract, end, there);
                (b.math(Fun::Min, &[there, back]), None)
            }
            TexelWrap::ClampToEdge => (b.math(Fun::Clamp, &[place, zero, last]), None),
            TexelWrap::ClampToBorder => {
                let kept = b.math(Fun::Clamp, &[place, zero, last]);
                let inside = b.compare(Op::Equal, kept, place);
                (kept, Some(inside))
            }
            TexelWrap::MirrorClampToEdge => {
                let there = mirrored(b);
                (b.math(Fun::Min, &[there, last]), None)
            }
            TexelWrap::MirrorClampToBorder => {
                let there = mirrored(b);
                let kept = b.math(Fun::Min, &[there, last]);
                let inside = b.compare(Op::Equal, kept, there);
                (kept, Some(inside))
            }
        }
    }
}
