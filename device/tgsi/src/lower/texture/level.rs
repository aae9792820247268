//! The level of detail, worked out from the slopes of the coordinates where naga cannot ask the hardware for it.

use super::sample::{Level, Point};
use super::{Binding, Lanes, coordinate_count};
use crate::ast::Instruction;
use crate::lower::builder::{Kind, Value};
use crate::lower::key::MipEmulation;
use crate::lower::{LowerError, Lowering};
use crate::scan::is_multisampled;
use naga::{
    BinaryOperator as Op, DerivativeAxis, DerivativeControl, Expression, ImageQuery, MathFunction as Fun,
};

/// A direction into a cube map.
#[derive(Clone, Copy)]
pub(super) struct Direction {
    /// The point of the cube from -1 to 1 that it goes through.
    pub(super) point: Value,
    /// For each axis 1 if the face that it goes through is across that axis, else 0: one of them is 1.
    pub(super) axis: [Value; 3],
    /// The largest of its components.
    size: Value,
}

impl Lowering<'_> {
    /// How much a value changes from a fragment to its neighbours.
    pub(super) fn slopes(&mut self, value: Value) -> [Value; 2] {
        [DerivativeAxis::X, DerivativeAxis::Y].map(|axis| {
            let ctrl = DerivativeControl::None;
            let expr = value.handle;
            self.b.value(
                Kind::Float,
                value.width,
                Expression::Derivative { axis, ctrl, expr },
            )
        })
    }

    /// The size of a level as floats, a second axis of 1 included where a 1D texture has none.
    pub(super) fn level_size(&mut self, binding: &Binding, level: Value) -> Value {
        let size = self.image_size(binding, Some(level));
        self.b.cast(size, Kind::Float)
    }

    /// The number of the last level.
    pub(super) fn last_level(&mut self, binding: &Binding) -> Value {
        let query = Expression::ImageQuery {
            image: binding.image,
            query: ImageQuery::NumLevels,
        };
        let levels = self.b.value(Kind::Uint, 1, query);
        let levels = self.b.cast(levels, Kind::Float);
        let one = self.b.float(1.0);
        self.b.binary(Op::Subtract, levels, one)
    }

    /// Where a direction meets the cube.
    pub(super) fn direction(&mut self, vector: Value) -> Direction {
        let sizes = self.b.math(Fun::Abs, &[vector]);
        let [x, y, z] = [0, 1, 2].map(|lane| self.b.scalar(sizes.component(lane)));
        let size = self.b.math(Fun::Max, &[x, y]);
        let size = self.b.math(Fun::Max, &[size, z]);
        let point = self.b.binary(Op::Divide, vector, size);
        let (zero, one) = (self.b.float(0.0), self.b.float(1.0));
        let across_x = self.b.compare(Op::GreaterEqual, x, size);
        let across_y = self.b.compare(Op::GreaterEqual, y, size);
        let is_x = self.b.select(across_x, one, zero);
        let is_y = self.b.select(across_y, one, zero);
        let is_y = self.b.select(across_x, zero, is_y);
        let is_z = self.b.binary(Op::Subtract, one, is_x);
        let is_z = self.b.binary(Op::Subtract, is_z, is_y);
        Direction {
            point,
            axis: [is_x, is_y, is_z],
            size,
        }
    }

    /// The slope of the point where a direction meets the cube, of the slope of the direction.
    fn slope_on_cube(&mut self, direction: Direction, slope: Value) -> Value {
        let axis = direction.axis.map(|axis| axis.component(0));
        let axis = self.b.gather(&axis, Kind::Float);
        let outwards = self.b.binary(Op::Multiply, axis, direction.point);
        let growth = [slope.handle, outwards.handle];
        let growth = self.b.math_raw(Fun::Dot, &growth, Kind::Float, 1);
        let lost = self.b.binary(Op::Multiply, direction.point, growth);
        let slope = self.b.binary(Op::Subtract, slope, lost);
        self.b.binary(Op::Divide, slope, direction.size)
    }

    /// The level whose texels are as far apart as coordinates with these slopes.
    fn level_of_slopes(&mut self, binding: &Binding, coordinates: Value, mut slopes: [Value; 2]) -> Value {
        let base = self.b.uint(0);
        let mut size = self.level_size(binding, base);
        if binding.is_cube() {
            let direction = self.direction(coordinates);
            slopes = slopes.map(|slope| self.slope_on_cube(direction, slope));
            let half = self.b.float(0.5);
            let edge = self.b.scalar(size.component(0));
            size = self.b.binary(Op::Multiply, edge, half);
        }
        let [across, down] = slopes.map(|slope| {
            let texels = self.b.binary(Op::Multiply, slope, size);
            let both = [texels.handle, texels.handle];
            self.b.math_raw(Fun::Dot, &both, Kind::Float, 1)
        });
        let larger = self.b.math(Fun::Max, &[across, down]);
        let log = self.b.math(Fun::Log2, &[larger]);
        let half = self.b.float(0.5);
        self.b.binary(Op::Multiply, log, half)
    }

    /// The level of detail of a read, before it is bounded.
    pub(super) fn level_of_detail(&mut self, binding: &Binding, point: &Point, level: Level) -> Value {
        match level {
            Level::Exact(level) => level,
            Level::Gradient(x, y) => self.level_of_slopes(binding, point.coordinates, [x, y]),
            Level::Auto | Level::Bias(_) => {
                let slopes = self.slopes(point.coordinates);
                let chosen = self.level_of_slopes(binding, point.coordinates, slopes);
                match level {
                    Level::Bias(bias) => self.b.binary(Op::Add, chosen, bias),
                    _ => chosen,
                }
            }
        }
    }

    /// `LODQ`: the level that a filtered read would take, and the one before it is bounded.
    pub(super) fn query_level(
        &mut self,
        instruction: &Instruction,
        binding: &Binding,
    ) -> Result<Lanes, LowerError> {
        let zero = self.b.float(0.0);
        let mut level = zero;
        let mut clamped = zero;
        if self.is_fragment() && !is_multisampled(binding.target.dimension) {
            let count = coordinate_count(binding.target.dimension);
            let lanes: Vec<u8> = (0..count).collect();
            let coordinates = self.operand(instruction, 0, &lanes, Kind::Float)?;
            let coordinates = self.widened(coordinates, zero);
            let slopes = self.slopes(coordinates);
            level = self.level_of_slopes(binding, coordinates, slopes);
            if binding.key.asked.is_some() && binding.key.lod_bias {
                let header = self.sampler_header(binding, 0);
                let bias = self.b.scalar(header.component(0));
                level = self.b.binary(Op::Add, level, bias);
            }
            clamped = self.level_taken(binding, level);
        }
        Ok([clamped, level, zero, zero].map(|value| value.component(0)))
    }

    /// The level that a sampler takes where the level of detail is `level`, between two where it mixes them.
    pub(super) fn level_taken(&mut self, binding: &Binding, mut level: Value) -> Value {
        let zero = self.b.float(0.0);
        let last = self.last_level(binding);
        if binding.key.asked.is_some() {
            level = self.bounded_level(binding, level);
        }
        match binding.key.asked {
            Some(MipEmulation::None) => zero,
            Some(MipEmulation::Nearest) => {
                let nearest = self.nearest_level(level);
                self.b.math(Fun::Clamp, &[nearest, zero, last])
            }
            Some(MipEmulation::Linear) | None => self.b.math(Fun::Clamp, &[level, zero, last]),
        }
    }

    /// A level of detail within the bounds of the sampler, which are in the header.
    pub(super) fn bounded_level(&mut self, binding: &Binding, level: Value) -> Value {
        let header = self.sampler_header(binding, 0);
        let [least, most] = [1, 2].map(|lane| self.b.scalar(header.component(lane)));
        self.b.math(Fun::Clamp, &[level, least, most])
    }

    /// The nearest level. Halfway between two levels is the first.
    pub(super) fn nearest_level(&mut self, level: Value) -> Value {
        let half = self.b.float(0.5);
        let level = self.b.binary(Op::Subtract, level, half);
        self.b.math(Fun::Ceil, &[level])
    }
}
