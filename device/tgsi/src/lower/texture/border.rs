//! Borders of colours that hosts' samplers have not. Those samplers have a border of zeros.

use super::sample::{Level, Point};
use super::{Binding, coordinate_count};
use crate::lower::Lowering;
use crate::lower::builder::{Kind, Value};
use crate::lower::key::{LinearFilters, MipEmulation, TexelWrap};
use naga::{BinaryOperator as Op, MathFunction as Fun};

impl Lowering<'_> {
    /// Adds the border's colour by its share of the filter's footprint.
    pub(super) fn with_border(
        &mut self,
        binding: &Binding,
        point: &Point,
        level: Level,
        texel: Value,
    ) -> Value {
        let outside = self.share_outside(binding, point, level);
        let border = self.sampler_header(binding, 1);
        let lanes: Vec<_> = (0..texel.width).map(|lane| border.component(lane)).collect();
        let border = self.b.gather(&lanes, Kind::Float);
        let addition = self.b.binary(Op::Multiply, border, outside);
        self.b.binary(Op::Add, texel, addition)
    }

    /// How much of the filter's footprint is outside of the image, on the levels that the sampler takes.
    fn share_outside(&mut self, binding: &Binding, point: &Point, level: Level) -> Value {
        let mip = binding.key.asked.unwrap_or(MipEmulation::None);
        let LinearFilters { min, mag } = binding.key.linear;
        if mip == MipEmulation::None && min == mag {
            let base = self.b.sint(0);
            return self.share_outside_level(binding, point, base, None);
        }
        let level = self.level_of_detail(binding, point, level);
        let magnified = (min != mag).then(|| {
            let level = self.bounded_level(binding, level);
            let zero = self.b.float(0.0);
            self.b.compare(Op::LessEqual, level, zero)
        });
        let level = self.level_taken(binding, level);
        if mip != MipEmulation::Linear {
            let level = self.b.cast(level, Kind::Sint);
            return self.share_outside_level(binding, point, level, magnified);
        }
        let first = self.b.math(Fun::Floor, &[level]);
        let second = self.b.math(Fun::Ceil, &[level]);
        let part = self.b.binary(Op::Subtract, level, first);
        let [first, second] = [first, second].map(|level| {
            let level = self.b.cast(level, Kind::Sint);
            self.share_outside_level(binding, point, level, magnified)
        });
        self.b.math(Fun::Mix, &[first, second, part])
    }

    /// The same of one level, which exists; whether it is magnified, where that makes a difference.
    fn share_outside_level(
        &mut self,
        binding: &Binding,
        point: &Point,
        level: Value,
        magnified: Option<Value>,
    ) -> Value {
        let size = self.level_size(binding, level);
        let one = self.b.float(1.0);
        let mut inside = one;
        for lane in bordered(binding) {
            let coordinate = self.b.scalar(point.coordinates.component(lane));
            let extent = self.b.scalar(size.component(lane));
            let place = self.b.binary(Op::Multiply, coordinate, extent);
            let place = self.stepped(point, lane, place);
            let share = self.share_inside(binding.key.linear, place, extent, magnified);
            inside = self.b.binary(Op::Multiply, inside, share);
        }
        self.b.binary(Op::Subtract, one, inside)
    }

    /// A place in texels, after the instruction's offset.
    pub(super) fn stepped(&mut self, point: &Point, lane: u8, place: Value) -> Value {
        let step = point.steps.get(usize::from(lane)).copied().unwrap_or(0);
        if step == 0 {
            return place;
        }
        let step = self.b.float(step as f32);
        self.b.binary(Op::Add, place, step)
    }

    /// How much of the filter's footprint along one axis is inside the image.
    fn share_inside(
        &mut self,
        linear: LinearFilters,
        place: Value,
        extent: Value,
        magnified: Option<Value>,
    ) -> Value {
        match magnified {
            Some(magnified) => {
                let nearest = self.share_of_nearest(place, extent);
                let mixed = self.share_of_two(place, extent);
                if linear.mag {
                    self.b.select(magnified, mixed, nearest)
                } else {
                    self.b.select(magnified, nearest, mixed)
                }
            }
            None if linear.any() => self.share_of_two(place, extent),
            None => self.share_of_nearest(place, extent),
        }
    }

    fn share_of_nearest(&mut self, place: Value, extent: Value) -> Value {
        let texel = self.b.math(Fun::Floor, &[place]);
        self.is_texel(texel, extent)
    }

    fn share_of_two(&mut self, place: Value, extent: Value) -> Value {
        let (half, one) = (self.b.float(0.5), self.b.float(1.0));
        let place = self.b.binary(Op::Subtract, place, half);
        let first = self.b.math(Fun::Floor, &[place]);
        let second = self.b.binary(Op::Add, first, one);
        let part = self.b.binary(Op::Subtract, place, first);
        let [first, second] = [first, second].map(|texel| self.is_texel(texel, extent));
        self.b.math(Fun::Mix, &[first, second, part])
    }

    /// 1 if a texel exists, else 0.
    fn is_texel(&mut self, texel: Value, extent: Value) -> Value {
        let (zero, one) = (self.b.float(0.0), self.b.float(1.0));
        let both = self.exists(texel, extent);
        self.b.select(both, one, zero)
    }

    /// Whether a texel exists.
    pub(super) fn exists(&mut self, texel: Value, extent: Value) -> Value {
        let zero = self.b.float(0.0);
        let after = self.b.compare(Op::GreaterEqual, texel, zero);
        let before = self.b.compare(Op::Less, texel, extent);
        self.b.binary(Op::LogicalAnd, after, before)
    }

    /// The border in the place of those of four gathered texels that the image has not.
    pub(super) fn gathered_with_border(
        &mut self,
        binding: &Binding,
        point: &Point,
        lane: u8,
        texels: Value,
    ) -> Value {
        let axes: Vec<u8> = bordered(binding).collect();
        if axes.is_empty() {
            return texels;
        }
        let base = self.b.sint(0);
        let size = self.level_size(binding, base);
        let (half, one) = (self.b.float(0.5), self.b.float(1.0));
        // By axis, whether the first texel exists and the second.
        let mut exist = Vec::new();
        for lane in axes {
            let coordinate = self.b.scalar(point.coordinates.component(lane));
            let extent = self.b.scalar(size.component(lane));
            let place = self.b.binary(Op::Multiply, coordinate, extent);
            let place = self.b.binary(Op::Subtract, place, half);
            let place = self.stepped(point, lane, place);
            let first = self.b.math(Fun::Floor, &[place]);
            let second = self.b.binary(Op::Add, first, one);
            exist.push((lane, [first, second].map(|texel| self.exists(texel, extent))));
        }
        let border = self.sampler_words(binding, 1);
        let border = self.b.convert(border, binding.kind());
        let border = self.b.scalar(border.component(lane));
        let mut found = Vec::new();
        for (place, corner) in (0u8..).zip([[0, 1], [1, 1], [1, 0], [0, 0]]) {
            let mut texel = self.b.scalar(texels.component(place));
            for (lane, exists) in &exist {
                let which = corner.get(usize::from(*lane)).copied().unwrap_or(0);
                texel = self.b.select(exists[which], texel, border);
            }
            found.push(texel.component(0));
        }
        self.b.gather(&found, binding.kind())
    }
}

/// The axes on which an image ends in a border whose colour is the header's.
fn bordered(binding: &Binding) -> impl Iterator<Item = u8> {
    let count = if binding.is_cube() {
        0
    } else {
        coordinate_count(binding.target.dimension)
    };
    let (is_integer, wraps, mask) = (binding.is_integer(), binding.key.integer.wrap, binding.key.border);
    (0..count).filter(move |lane| match wraps.get(usize::from(*lane)) {
        Some(wrap) if is_integer => *wrap == TexelWrap::ClampToBorder,
        _ => mask >> lane & 1 != 0,
    })
}
