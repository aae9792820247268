//! Comparisons at levels that naga has no comparison for: it knows the base level and the hardware's choice.
//!
//! The texels of the level are read with a sampler that neither filters nor compares, each at its middle, so that the
//! sampler still does the wrap modes. They are compared one by one, and the results are filtered.

use super::sample::{Level, Point};
use super::{Binding, coordinate_count};
use crate::lower::Lowering;
use crate::lower::builder::{Component, Kind, Value};
use crate::lower::key::{CompareEmulation, CompareFunction, MipEmulation};
use naga::{BinaryOperator as Op, MathFunction as Fun, SampleLevel};

/// A read whose texels are compared.
#[derive(Clone, Copy)]
struct Read<'a> {
    binding: &'a Binding,
    comparison: CompareEmulation,
    point: &'a Point,
    reference: Value,
    /// Whether the level of detail is that of magnification.
    magnified: Value,
}

/// The two texels on each axis that a linear filter takes, and the weight of the second.
struct Footprint {
    /// By axis: the indices of the first and the second; for cube maps, points of the cube.
    pairs: Vec<[Value; 2]>,
    parts: Vec<Value>,
    /// Of cube maps: 1 if y is the first axis of the face, 0 if it is the second.
    first_is_y: Option<Value>,
}

impl Lowering<'_> {
    /// What a read with a comparison gives: the share of its texels that pass. Without a function, it gives their mean.
    pub(super) fn compared(
        &mut self,
        binding: &Binding,
        comparison: CompareEmulation,
        point: &Point,
        level: Level,
    ) -> Value {
        let zero = self.b.float(0.0);
        let reference = point.reference.unwrap_or(zero);
        let reference = self.clamped_reference(comparison, reference);
        let level = self.level_of_detail(binding, point, level);
        let level = self.bounded_level(binding, level);
        let magnified = self.b.compare(Op::LessEqual, level, zero);
        let read = Read {
            binding,
            comparison,
            point,
            reference,
            magnified,
        };
        match comparison.mip {
            MipEmulation::None => self.compared_level(read, zero),
            MipEmulation::Nearest => {
                let level = self.nearest_level(level);
                let last = self.last_level(binding);
                let level = self.b.math(Fun::Clamp, &[level, zero, last]);
                self.compared_level(read, level)
            }
            MipEmulation::Linear => {
                let last = self.last_level(binding);
                let level = self.b.math(Fun::Clamp, &[level, zero, last]);
                let first = self.b.math(Fun::Floor, &[level]);
                let part = self.b.binary(Op::Subtract, level, first);
                let one = self.b.float(1.0);
                let second = self.b.binary(Op::Add, first, one);
                let second = self.b.math(Fun::Min, &[second, last]);
                let first = self.compared_level(read, first);
                let second = self.compared_level(read, second);
                self.b.math(Fun::Mix, &[first, second, part])
            }
        }
    }

    /// References of formats that hold 0 to 1 are clamped to that.
    pub(super) fn clamped_reference(&mut self, comparison: CompareEmulation, reference: Value) -> Value {
        if comparison.clamp {
            self.b.math(Fun::Saturate, &[reference])
        } else {
            reference
        }
    }

    /// 1 where a reference compares so with texels, else 0.
    pub(super) fn passes(&mut self, function: CompareFunction, reference: Value, texels: Value) -> Value {
        let (zero, one) = (self.b.float(0.0), self.b.float(1.0));
        let op = match function {
            CompareFunction::Never => return self.b.splat(zero, texels.width),
            CompareFunction::Always => return self.b.splat(one, texels.width),
            CompareFunction::Less => Op::Less,
            CompareFunction::Equal => Op::Equal,
            CompareFunction::LessEqual => Op::LessEqual,
            CompareFunction::Greater => Op::Greater,
            CompareFunction::NotEqual => Op::NotEqual,
            CompareFunction::GreaterEqual => Op::GreaterEqual,
        };
        let pass = self.b.compare(op, reference, texels);
        self.b.select(pass, one, zero)
    }

    /// The same of one level, which exists.
    fn compared_level(&mut self, read: Read<'_>, level: Value) -> Value {
        let Read {
            binding, comparison, ..
        } = read;
        let level = self.b.cast(level, Kind::Sint);
        let size = self.level_size(binding, level);
        let linear = comparison.min_linear || comparison.mag_linear;
        if !linear && binding.key.border == 0 {
            return self.compared_texel(read, level, read.point.coordinates, None);
        }
        let footprint = if binding.is_cube() {
            self.footprint_on_cube(read.point.coordinates, size)
        } else {
            self.footprint(binding, read.point.coordinates, size)
        };
        let mut parts = Vec::new();
        for part in footprint.parts {
            parts.push(self.filter_part(comparison, read.magnified, part));
        }
        // Of cube maps two axes of three count.
        let axes = parts.len();
        let mut results = Vec::new();
        for corner in 0..1usize << axes {
            let of = |axis: usize| corner >> axis & 1;
            results.push(if let Some(first_is_y) = footprint.first_is_y {
                let place = self.place_on_cube(&footprint.pairs, first_is_y, [of(0), of(1)]);
                let place = place.unwrap_or(read.point.coordinates);
                self.compared_texel(read, level, place, None)
            } else {
                let chosen = (0..)
                    .zip(&footprint.pairs)
                    .filter_map(|(axis, pair)| pair.get(of(axis)));
                let texels: Vec<_> = chosen.copied().collect();
                let place = self.middle(read, &texels, size);
                self.compared_texel(read, level, place, Some((&texels, size)))
            });
        }
        for part in parts {
            let pairs: Vec<_> = results.chunks_exact(2).map(<[Value]>::to_vec).collect();
            results.clear();
            for pair in pairs {
                let [first, second] = [0, 1].map(|index| pair.get(index).copied().unwrap_or(part));
                results.push(self.b.math(Fun::Mix, &[first, second, part]));
            }
        }
        results.first().copied().unwrap_or(read.reference)
    }

    /// The weight of the second texel of a pair; of a filter that is not linear it is 0 or 1.
    fn filter_part(&mut self, comparison: CompareEmulation, magnified: Value, part: Value) -> Value {
        if comparison.min_linear && comparison.mag_linear {
            return part;
        }
        let half = self.b.float(0.5);
        let nearest = self.b.math(Fun::Step, &[half, part]);
        match (comparison.mag_linear, comparison.min_linear) {
            (true, _) => self.b.select(magnified, part, nearest),
            (false, true) => self.b.select(magnified, nearest, part),
            (false, false) => nearest,
        }
    }

    fn footprint(&mut self, binding: &Binding, coordinates: Value, size: Value) -> Footprint {
        let (half, one) = (self.b.float(0.5), self.b.float(1.0));
        let place = self.b.binary(Op::Multiply, coordinates, size);
        let place = self.b.binary(Op::Subtract, place, half);
        let first = self.b.math(Fun::Floor, &[place]);
        let part = self.b.binary(Op::Subtract, place, first);
        let second = self.b.binary(Op::Add, first, one);
        let mut footprint = Footprint {
            pairs: Vec::new(),
            parts: Vec::new(),
            first_is_y: None,
        };
        for lane in 0..coordinate_count(binding.target.dimension) {
            let pair = [first, second].map(|value| self.b.scalar(value.component(lane)));
            footprint.pairs.push(pair);
            footprint.parts.push(self.b.scalar(part.component(lane)));
        }
        footprint
    }

    /// The coordinates of the middle of a texel.
    fn middle(&mut self, read: Read<'_>, texels: &[Value], size: Value) -> Value {
        let half = self.b.float(0.5);
        let mut lanes: Vec<Component> = Vec::new();
        for lane in 0..read.point.coordinates.width {
            let Some(texel) = texels.get(usize::from(lane)).copied() else {
                // The second coordinate of a 1D texture.
                lanes.push(read.point.coordinates.component(lane));
                continue;
            };
            let extent = self.b.scalar(size.component(lane));
            let middle = self.b.binary(Op::Add, texel, half);
            lanes.push(self.b.binary(Op::Divide, middle, extent).component(0));
        }
        self.b.gather(&lanes, Kind::Float)
    }

    /// On the face that a direction meets. A texel beyond its edge lies in a direction that meets the next face.
    fn footprint_on_cube(&mut self, coordinates: Value, size: Value) -> Footprint {
        let direction = self.direction(coordinates);
        let (half, one, two) = (self.b.float(0.5), self.b.float(1.0), self.b.float(2.0));
        let edge = self.b.scalar(size.component(0));
        let scale = self.b.binary(Op::Multiply, edge, half);
        let place = self.b.binary(Op::Add, direction.point, one);
        let place = self.b.binary(Op::Multiply, place, scale);
        let place = self.b.binary(Op::Subtract, place, half);
        let first = self.b.math(Fun::Floor, &[place]);
        let part = self.b.binary(Op::Subtract, place, first);
        let [is_x, _, is_z] = direction.axis;
        // The first axis of the face is x, or y of the faces across x; the second is z, or y of those across z.
        let [x, y, z] = [0, 1, 2].map(|lane| self.b.scalar(part.component(lane)));
        let parts = vec![
            self.b.math(Fun::Mix, &[x, y, is_x]),
            self.b.math(Fun::Mix, &[z, y, is_z]),
        ];
        let step = self.b.binary(Op::Divide, two, edge);
        let middle = self.b.binary(Op::Add, first, half);
        let low = self.b.binary(Op::Multiply, middle, step);
        let low = self.b.binary(Op::Subtract, low, one);
        let high = self.b.binary(Op::Add, low, step);
        let mut pairs = Vec::new();
        for (lane, axis) in (0u8..).zip(direction.axis) {
            let outside = self.b.scalar(direction.point.component(lane));
            let pair = [low, high].map(|value| {
                let value = self.b.scalar(value.component(lane));
                self.b.math(Fun::Mix, &[value, outside, axis])
            });
            pairs.push(pair);
        }
        Footprint {
            pairs,
            parts,
            first_is_y: Some(is_x),
        }
    }

    /// The direction of a texel, of the first or the second on each axis of the face.
    fn place_on_cube(
        &mut self,
        pairs: &[[Value; 2]],
        first_is_y: Value,
        chosen: [usize; 2],
    ) -> Option<Value> {
        let of = |axis: usize, which: usize| pairs.get(axis)?.get(which).copied();
        let [first, second] = chosen;
        let (x, z) = (of(0, first)?, of(2, second)?);
        let (as_first, as_second) = (of(1, first)?, of(1, second)?);
        let y = if first == second {
            as_first
        } else {
            self.b.math(Fun::Mix, &[as_second, as_first, first_is_y])
        };
        let lanes = [x, y, z].map(|value| value.component(0));
        Some(self.b.gather(&lanes, Kind::Float))
    }

    /// Compares one texel. `indices` are its own and the level's size, which tell whether it is of the border.
    fn compared_texel(
        &mut self,
        read: Read<'_>,
        level: Value,
        coordinates: Value,
        indices: Option<(&[Value], Value)>,
    ) -> Value {
        let point = Point {
            coordinates,
            ..*read.point
        };
        let mut depth = self.sampled(read.binding, &point, SampleLevel::Exact(level.handle), None);
        if let Some((texels, size)) = indices {
            for (lane, texel) in (0u8..).zip(texels) {
                if read.binding.key.border >> lane & 1 == 0 {
                    continue;
                }
                let extent = self.b.scalar(size.component(lane));
                let texel = self.stepped(read.point, lane, *texel);
                let exists = self.exists(texel, extent);
                let border = self.sampler_header(read.binding, 1);
                let border = self.b.scalar(border.component(0));
                depth = self.b.select(exists, depth, border);
            }
        }
        match read.comparison.function {
            Some(function) => self.passes(function, read.reference, depth),
            None => depth,
        }
    }
}
