//! Reading and writing registers.

use super::array::ArrayVariable;
use super::builder::{Builder, Component, Kind, Value};
use super::plan::Plan;
use super::{LowerError, Lowering};
use crate::Shader;
use crate::ast::{Destination, File, Indirect, Register, Source};
use crate::limits;
use naga::{BinaryOperator, Expression, Handle, MathFunction};

/// A variable that holds some components of a register, in order.
#[derive(Clone, Copy)]
struct Variable {
    pointer: Handle<Expression>,
    mask: u8,
    kind: Kind,
}

impl Variable {
    fn width(self) -> u8 {
        self.mask.count_ones() as u8
    }

    /// Where component `lane` of the register stands in the variable.
    fn place(self, lane: u8) -> u8 {
        (self.mask & ((1 << lane) - 1)).count_ones() as u8
    }
}

/// A value that was written, and the block in which.
#[derive(Clone, Copy)]
struct Written {
    component: Component,
    block: u32,
}

/// What a register holds at this point of the function.
#[derive(Clone, Copy, Default)]
struct State {
    /// Of a component that is a variable this is what the variable holds as well, as long as the block of the
    /// write is open and no loop was entered since: there, a later write may come first.
    values: [Option<Written>; 4],
    variable: Option<Variable>,
}

/// All registers that can be written.
pub(super) struct Registers {
    temporaries: Vec<State>,
    addresses: Vec<State>,
    outputs: Vec<State>,
    pub(super) arrays: Vec<ArrayVariable>,
    /// The block of the loop that was entered last.
    last_loop: u32,
}

fn states(builder: &mut Builder, plan: &Plan, file: File, name: &str, len: u32) -> Vec<State> {
    let mut states = Vec::new();
    for index in 0..len {
        let place = plan.place(file, index);
        let mut state = State::default();
        if place.variable != 0 {
            let kind = if place.float { Kind::Float } else { Kind::Uint };
            let ty = builder.vector_type(kind, place.variable.count_ones() as u8);
            let pointer = builder.local(format!("{name}{index}"), ty);
            state.variable = Some(Variable {
                pointer,
                mask: place.variable,
                kind,
            });
        }
        states.push(state);
    }
    states
}

impl Registers {
    /// Declares the variables that the plan asks for.
    pub(super) fn new(builder: &mut Builder, shader: &Shader, plan: &Plan) -> Result<Self, LowerError> {
        let layout = &shader.layout;
        let mut arrays = Vec::new();
        for (number, array) in layout.arrays.iter().enumerate() {
            let kind = if plan.array_is_float(number) {
                Kind::Float
            } else {
                Kind::Uint
            };
            let width = match array.file {
                File::Temporary => plan.array_width(number),
                _ => 4,
            };
            let name = format!("array{number}");
            arrays.push(ArrayVariable::new(
                builder,
                &name,
                array.first,
                array.len,
                kind,
                width,
            ));
        }
        let components = arrays.iter().map(ArrayVariable::components);
        if components.fold(0, u32::saturating_add) > limits::ARRAY_COMPONENTS {
            let limit = limits::ARRAY_COMPONENTS as usize;
            return Err(LowerError::Limit {
                what: "components of arrays",
                limit,
            });
        }
        Ok(Self {
            temporaries: states(builder, plan, File::Temporary, "temp", layout.temporaries),
            addresses: states(builder, plan, File::Address, "addr", layout.addresses),
            outputs: states(builder, plan, File::Output, "out", layout.outputs),
            arrays,
            last_loop: 0,
        })
    }

    /// A loop begins, of which `block` is the body.
    pub(super) fn enter_loop(&mut self, block: u32) {
        self.last_loop = block;
    }

    fn state(&mut self, file: File, index: u32) -> Option<&mut State> {
        let states = match file {
            File::Temporary => &mut self.temporaries,
            File::Address => &mut self.addresses,
            File::Output => &mut self.outputs,
            _ => return None,
        };
        states.get_mut(index as usize)
    }
}

impl Lowering<'_> {
    /// The components of a source that stand at `places` of its swizzle, without its modifiers.
    fn read(&mut self, register: &Register, lanes: &[u8]) -> Result<Vec<Component>, LowerError> {
        let index = register.subscript.direct();
        if let Some(index) = index {
            if let Some(array) = self.shader.layout.array_of(register.file, index) {
                let Some(array) = self.registers.arrays.get(array) else {
                    return Ok(self.zeros(lanes));
                };
                let element = array.at(&mut self.b, index.saturating_sub(array.first));
                return Ok(self.read_element(&element, lanes));
            }
        } else if let Some(indirect) = register.subscript.indirect
            && register.file != File::Constant
        {
            let element = self.array_element(register, indirect)?;
            return Ok(self.read_element(&element, lanes));
        }
        Ok(match (register.file, index) {
            (File::Constant, _) => {
                let value = self.constant(register)?;
                lanes.iter().map(|lane| value.component(*lane)).collect()
            }
            (File::Immediate, Some(index)) => {
                let bits = self
                    .shader
                    .program
                    .immediates
                    .get(index as usize)
                    .copied()
                    .unwrap_or_default();
                let bits = lanes
                    .iter()
                    .map(|lane| bits.get(*lane as usize).copied().unwrap_or(0));
                bits.map(|bits| self.b.uint(bits).component(0)).collect()
            }
            (File::Input, Some(index)) => {
                let input = self.inputs.get(index as usize).copied().flatten();
                self.pick(input, lanes)
            }
            (File::SystemValue, Some(index)) => {
                let value = self.system_values.get(index as usize).copied().flatten();
                self.pick(value, lanes)
            }
            (file, Some(index)) => self.read_state(file, index, lanes),
            (_, None) => self.zeros(lanes),
        })
    }

    fn zeros(&mut self, lanes: &[u8]) -> Vec<Component> {
        let zero = self.b.uint(0).component(0);
        vec![zero; lanes.len()]
    }

    fn pick(&mut self, vector: Option<[Component; 4]>, lanes: &[u8]) -> Vec<Component> {
        match vector {
            Some(vector) => {
                let zero = self.b.uint(0).component(0);
                lanes
                    .iter()
                    .map(|lane| vector.get(*lane as usize).copied().unwrap_or(zero))
                    .collect()
            }
            None => self.zeros(lanes),
        }
    }

    fn read_state(&mut self, file: File, index: u32, lanes: &[u8]) -> Vec<Component> {
        let last_loop = self.registers.last_loop;
        let Some(state) = self.registers.state(file, index).map(|state| *state) else {
            return self.zeros(lanes);
        };
        let variable_of = |lane: u8| state.variable.filter(|variable| variable.mask >> lane & 1 != 0);
        let written = |b: &Builder, lane: u8| {
            let written = state.values.get(usize::from(lane)).copied().flatten()?;
            let current =
                variable_of(lane).is_none() || written.block >= last_loop && b.is_open(written.block);
            current.then_some(written.component)
        };
        let mut loaded: Option<Value> = None;
        let stored = lanes
            .iter()
            .filter(|lane| variable_of(**lane).is_some() && written(&self.b, **lane).is_none());
        let mut stored: Vec<u8> = stored.copied().collect();
        stored.dedup();
        let mut components = Vec::with_capacity(lanes.len());
        for &lane in lanes {
            let component = match (written(&self.b, lane), variable_of(lane)) {
                (Some(component), _) => component,
                (None, Some(variable)) if stored.len() == 1 && variable.width() > 1 => {
                    let value = match loaded {
                        Some(value) => value,
                        None => {
                            let place = u32::from(variable.place(lane));
                            let pointer = self.b.access_index(variable.pointer, place);
                            self.b.load(pointer, variable.kind, 1)
                        }
                    };
                    loaded = Some(value);
                    value.component(0)
                }
                (None, Some(variable)) => {
                    let value = match loaded {
                        Some(value) => value,
                        None => self.b.load(variable.pointer, variable.kind, variable.width()),
                    };
                    loaded = Some(value);
                    value.component(variable.place(lane))
                }
                (None, None) => self.b.uint(0).component(0),
            };
            components.push(component);
        }
        components
    }

    /// The value of a register that is added to an index.
    pub(super) fn index_value(&mut self, indirect: Indirect) -> Value {
        let components = match self.shader.layout.array_of(indirect.file, indirect.index) {
            Some(_) => self.zeros(&[0]),
            None => self.read_state(indirect.file, indirect.index, &[indirect.component]),
        };
        self.b.gather(&components, Kind::Uint)
    }

    /// An index computed from a register, kept below `len`. A negative one wraps and so becomes the last.
    pub(super) fn clamped_index(&mut self, indirect: Indirect, offset: i32, len: u32) -> Value {
        let mut index = self.index_value(indirect);
        if offset != 0 {
            let offset = self.b.uint(offset.cast_unsigned());
            index = self.b.binary(BinaryOperator::Add, index, offset);
        }
        let last = self.b.uint(len.saturating_sub(1));
        self.b.math(MathFunction::Min, &[index, last])
    }

    /// A source's components at `places` of its swizzle, as they are meant.
    pub(super) fn source(&mut self, source: &Source, places: &[u8], kind: Kind) -> Result<Value, LowerError> {
        let components = self.components(source, places)?;
        let value = self.b.gather(&components, kind);
        Ok(self.modified(source, value))
    }

    /// A source's components as they are stored, if it has no modifiers.
    pub(super) fn components(
        &mut self,
        source: &Source,
        places: &[u8],
    ) -> Result<Vec<Component>, LowerError> {
        let lanes: Vec<u8> = places
            .iter()
            .map(|place| source.swizzle.get(*place as usize).copied().unwrap_or(0))
            .collect();
        self.read(&source.register, &lanes)
    }

    fn modified(&mut self, source: &Source, mut value: Value) -> Value {
        if source.absolute {
            let signed = if value.kind == Kind::Uint {
                Kind::Sint
            } else {
                value.kind
            };
            let kind = value.kind;
            value = self.b.convert(value, signed);
            value = self.b.math(MathFunction::Abs, &[value]);
            value = self.b.convert(value, kind);
        }
        if source.negate {
            self.b.negate(value)
        } else {
            value
        }
    }

    /// Writes `components`, one for each lane of the register, of which the mask chooses.
    pub(super) fn write(
        &mut self,
        destination: &Destination,
        components: [Component; 4],
    ) -> Result<(), LowerError> {
        let register = &destination.register;
        if register.file == File::Null {
            return Ok(());
        }
        let chosen = |mask: u8| {
            (0u8..4)
                .zip(components)
                .filter(move |(lane, _)| mask >> lane & 1 != 0)
        };
        let element = match (register.subscript.direct(), register.subscript.indirect) {
            (_, Some(indirect)) => Some(self.array_element(register, indirect)?),
            (Some(index), None) => match self.shader.layout.array_of(register.file, index) {
                Some(array) => self
                    .registers
                    .arrays
                    .get(array)
                    .map(|array| array.at(&mut self.b, index.saturating_sub(array.first))),
                None => None,
            },
            (None, None) => None,
        };
        if let Some(element) = element {
            let lanes: Vec<_> = chosen(destination.mask).collect();
            self.store_element(&element, &lanes);
            return Ok(());
        }
        let Some(index) = register.subscript.direct() else {
            return Ok(());
        };
        let block = self.b.block();
        let Some(state) = self.registers.state(register.file, index) else {
            return Err(LowerError::Unsupported("writing this register file"));
        };
        let variable = state.variable;
        let kept = variable.map_or(0, |variable| variable.mask);
        for (lane, component) in chosen(destination.mask) {
            if let Some(value) = state.values.get_mut(lane as usize) {
                *value = Some(Written { component, block });
            }
        }
        if let Some(variable) = variable {
            let lanes = chosen(destination.mask & kept).map(|(lane, c)| (variable.place(lane), c));
            let lanes: Vec<_> = lanes.collect();
            self.store_lanes(variable.pointer, variable.kind, variable.width(), &lanes);
        }
        Ok(())
    }

    /// Stores some components of a vector in memory: all in one, or one by one.
    pub(super) fn store_lanes(
        &mut self,
        pointer: Handle<Expression>,
        kind: Kind,
        width: u8,
        lanes: &[(u8, Component)],
    ) {
        if lanes.len() == width as usize {
            let components: Vec<_> = lanes.iter().map(|(_, component)| *component).collect();
            let value = self.b.gather(&components, kind);
            self.b.store(pointer, value);
            return;
        }
        for (lane, component) in lanes {
            let scalar = self.b.gather(&[*component], kind);
            let pointer = self.b.access_index(pointer, u32::from(*lane));
            self.b.store(pointer, scalar);
        }
    }

    /// The components of an output at this point, for the end of the function.
    pub(super) fn output_components(&mut self, register: u32) -> [Component; 4] {
        let components = match self.shader.layout.array_of(File::Output, register) {
            Some(array) => match self.registers.arrays.get(array) {
                Some(array) => {
                    let element = array.at(&mut self.b, register.saturating_sub(array.first));
                    self.read_element(&element, &[0, 1, 2, 3])
                }
                None => self.zeros(&[0, 1, 2, 3]),
            },
            None => self.read_state(File::Output, register, &[0, 1, 2, 3]),
        };
        let zero = self.b.uint(0).component(0);
        [0, 1, 2, 3].map(|lane| components.get(lane).copied().unwrap_or(zero))
    }

    /// An output as a vector.
    pub(super) fn output(&mut self, register: u32, kind: Kind) -> Value {
        let components = self.output_components(register);
        self.b.gather(&components, kind)
    }

    /// One component of an output.
    pub(super) fn output_lane(&mut self, register: u32, lane: usize, kind: Kind) -> Value {
        let components = self.output_components(register);
        let component = components.get(lane).copied().unwrap_or(components[0]);
        self.b.gather(&[component], kind)
    }

    /// Copies inputs that are indexed at run time to their arrays.
    pub(super) fn fill_input_arrays(&mut self) {
        let layout = &self.shader.layout;
        for (number, array) in layout.arrays.iter().enumerate() {
            if array.file != File::Input {
                continue;
            }
            for place in 0..array.len {
                let register = array.first.saturating_add(place);
                let Some(input) = self.inputs.get(register as usize).copied().flatten() else {
                    continue;
                };
                let Some(variable) = self.registers.arrays.get(number) else {
                    continue;
                };
                let element = variable.at(&mut self.b, place);
                let lanes: Vec<_> = (0u8..).zip(input).collect();
                self.store_element(&element, &lanes);
            }
        }
    }
}
