//! Registers that are indexed at run time, in memory.
//!
//! naga's variables begin as zeros. lavapipe writes these zeros one by one, for each component and each invocation of
//! a group, and its compiler takes for each variable a time that grows faster than with the square of their number:
//! 1 s for 256 components, minutes for 2048. So a large array is split into parts of equal length. An index that is
//! known names its part; one that is computed is looked for in all parts.

use super::builder::{Builder, Component, Kind, Value};
use super::{LowerError, Lowering};
use crate::ast::{Indirect, Register};
use crate::limits;
use naga::{BinaryOperator as Op, Expression, Handle, Statement, SwitchCase, SwitchValue};

/// Registers of an array.
#[derive(Clone)]
pub(super) struct ArrayVariable {
    /// A variable for each part.
    parts: Vec<Handle<Expression>>,
    /// Elements of a part: a power of two if there are several.
    part_len: u32,
    pub(super) first: u32,
    len: u32,
    pub(super) kind: Kind,
    /// Components of an element.
    width: u8,
}

/// An element of an array.
pub(super) struct Element {
    /// A pointer into each part that it may be in.
    pointers: Vec<Handle<Expression>>,
    /// The number of the part, unless there is but one.
    part: Option<Value>,
    kind: Kind,
    width: u8,
}

impl ArrayVariable {
    /// Declares the variables of an array of `len` elements.
    pub(super) fn new(b: &mut Builder, name: &str, first: u32, len: u32, kind: Kind, width: u8) -> Self {
        let whole = len.saturating_mul(u32::from(width)) <= limits::ARRAY_WHOLE_COMPONENTS;
        let part_len = if whole {
            len
        } else {
            limits::ARRAY_PART_COMPONENTS / u32::from(width).next_power_of_two()
        };
        let element = b.vector_type(kind, width);
        let stride = if width == 3 { 16 } else { 4 * u32::from(width) };
        let ty = b.array_type(element, Some(part_len), stride);
        let parts = if whole {
            vec![b.local(name.to_owned(), ty)]
        } else {
            let count = len.div_ceil(part_len);
            (0..count)
                .map(|part| b.local(format!("{name}_{part}"), ty))
                .collect()
        };
        Self {
            parts,
            part_len,
            first,
            len,
            kind,
            width,
        }
    }

    /// Components of all elements.
    pub(super) fn components(&self) -> u32 {
        self.len.saturating_mul(u32::from(self.width))
    }

    /// Element `place`, where that is known.
    pub(super) fn at(&self, b: &mut Builder, place: u32) -> Element {
        let place = place.min(self.len.saturating_sub(1));
        let part = place.checked_div(self.part_len).unwrap_or(0);
        let part = self.parts.get(part as usize).copied();
        let inside = place.checked_rem(self.part_len).unwrap_or(0);
        Element {
            pointers: part.iter().map(|part| b.access_index(*part, inside)).collect(),
            part: None,
            kind: self.kind,
            width: self.width,
        }
    }

    /// The element of an index below the array's length.
    fn at_index(&self, b: &mut Builder, index: Value) -> Element {
        let (place, part) = if self.parts.len() > 1 {
            let mask = b.uint(self.part_len.saturating_sub(1));
            let shift = b.uint(self.part_len.trailing_zeros());
            let place = b.binary(Op::And, index, mask);
            (place, Some(b.binary(Op::ShiftRight, index, shift)))
        } else {
            (index, None)
        };
        Element {
            pointers: self.parts.iter().map(|part| b.access(*part, place)).collect(),
            part,
            kind: self.kind,
            width: self.width,
        }
    }
}

impl Lowering<'_> {
    /// The element that an operand with a computed index means.
    pub(super) fn array_element(
        &mut self,
        register: &Register,
        indirect: Indirect,
    ) -> Result<Element, LowerError> {
        let array = self.shader.layout.array_named(register.file, indirect.array);
        let Some(array) = array.and_then(|array| self.registers.arrays.get(array)).cloned() else {
            return Err(LowerError::Unsupported("this register file indexed at run time"));
        };
        if array.parts.len() > 1 {
            self.array_lookups = self.array_lookups.saturating_add(array.parts.len());
            if self.array_lookups > limits::ARRAY_LOOKUPS {
                let limit = limits::ARRAY_LOOKUPS;
                return Err(LowerError::Limit {
                    what: "parts of arrays that are looked through",
                    limit,
                });
            }
        }
        let offset = register.subscript.index.wrapping_sub(array.first.cast_signed());
        let index = self.clamped_index(indirect, offset, array.len);
        Ok(array.at_index(&mut self.b, index))
    }

    /// Loads what `lanes` need of an element.
    pub(super) fn read_element(&mut self, element: &Element, lanes: &[u8]) -> Vec<Component> {
        let width = element.width;
        let zero = self.b.literal(element.kind, 0).component(0);
        let single = match lanes {
            [first, rest @ ..] => *first < width && rest.iter().all(|lane| lane == first),
            [] => false,
        };
        if let Some(first) = lanes.first().filter(|_| single && width > 1) {
            let value = self.load_element(element, Some(*first)).component(0);
            return vec![value; lanes.len()];
        }
        let value = self.load_element(element, None);
        let component = |lane: &u8| {
            if *lane < width {
                value.component(*lane)
            } else {
                zero
            }
        };
        lanes.iter().map(component).collect()
    }

    /// Loads an element, or one component of a vector.
    fn load_element(&mut self, element: &Element, lane: Option<u8>) -> Value {
        let mut chosen = None;
        for (number, pointer) in (0u32..).zip(&element.pointers) {
            let (pointer, width) = match lane {
                Some(lane) => (self.b.access_index(*pointer, u32::from(lane)), 1),
                None => (*pointer, element.width),
            };
            let value = self.b.load(pointer, element.kind, width);
            chosen = Some(match (chosen, element.part) {
                (Some(before), Some(part)) => {
                    let number = self.b.uint(number);
                    let here = self.b.compare(Op::Equal, part, number);
                    self.b.select(here, value, before)
                }
                _ => value,
            });
        }
        chosen.unwrap_or_else(|| self.b.literal(element.kind, 0))
    }

    /// Stores some components of an element.
    pub(super) fn store_element(&mut self, element: &Element, lanes: &[(u8, Component)]) {
        let (kind, width) = (element.kind, element.width);
        let Some(part) = element.part else {
            if let Some(pointer) = element.pointers.first() {
                self.store_lanes(*pointer, kind, width, lanes);
            }
            return;
        };
        let mut cases = Vec::new();
        let last = element.pointers.len() - 1;
        for (number, pointer) in (0u32..).zip(&element.pointers) {
            self.b.open();
            self.store_lanes(*pointer, kind, width, lanes);
            cases.push(SwitchCase {
                value: if number as usize == last {
                    SwitchValue::Default
                } else {
                    SwitchValue::U32(number)
                },
                body: self.b.close(),
                fall_through: false,
            });
        }
        self.b.push(Statement::Switch {
            selector: part.handle,
            cases,
        });
    }
}
