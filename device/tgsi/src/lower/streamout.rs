//! Transform feedback: a vertex shader as a compute shader, an invocation for each vertex of the list that the draw's
//! primitives make, which writes what is captured to storage buffers.
//!
//! Who dispatches it says how many vertices there are and where the first of them goes, so nothing is written beyond
//! what has room: see [`key::Streamout`].

use super::builder::{Kind, Value};
use super::constant::bound;
use super::key::{self, Streamout};
use super::vertex::argument;
use super::{LowerError, Lowering};
use naga::{
    AddressSpace, BinaryOperator as Op, Binding, BuiltIn, Expression, Handle, Statement, StorageAccess,
};

/// Where an invocation is.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Number of the vertex among those of the dispatch.
    number: Value,
    /// Number of the header's element with the offsets of the buffers.
    offsets: u32,
}

/// What the vertex stage has of an invocation.
pub(super) struct Invocation {
    pub(super) place: Place,
    pub(super) vertex_index: Value,
    pub(super) instance_index: Value,
}

impl Lowering<'_> {
    /// Which vertex of which instance an invocation is; invocations beyond the last end here.
    pub(super) fn invocation(&mut self, streamout: &Streamout, header: u32) -> Invocation {
        let binding = Binding::BuiltIn(BuiltIn::GlobalInvocationId);
        let id = argument(&mut self.b, "id".into(), Kind::Uint, 3, binding);
        let number = self.b.scalar(id.component(0));
        let [first, count, vertices, base] = self.header_words(header);
        let [first_instance, ..] = self.header_words(header.saturating_add(1));
        let beyond = self.b.compare(Op::GreaterEqual, number, count);
        self.when(beyond, Statement::Return { value: None });
        let one = self.b.uint(1);
        let vertices = self.b.math(naga::MathFunction::Max, &[vertices, one]);
        let among_all = self.b.binary(Op::Add, number, first);
        let instance = self.b.binary(Op::Divide, among_all, vertices);
        let before = self.b.binary(Op::Multiply, instance, vertices);
        let mut index = self.b.binary(Op::Subtract, among_all, before);
        if streamout.indexed {
            let list = self.words("indices".into(), key::STREAMOUT_INDICES, StorageAccess::LOAD);
            let pointer = self.b.access(list, index);
            index = self.b.load(pointer, Kind::Uint, 1);
        }
        Invocation {
            place: Place {
                number,
                offsets: header.saturating_add(2),
            },
            vertex_index: self.b.binary(Op::Add, index, base),
            instance_index: self.b.binary(Op::Add, instance, first_instance),
        }
    }

    fn header_words(&mut self, element: u32) -> [Value; 4] {
        let value = self.header(element, Kind::Uint);
        [0, 1, 2, 3].map(|lane| self.b.scalar(value.component(lane)))
    }

    fn words(&mut self, name: String, binding: u32, access: StorageAccess) -> Handle<Expression> {
        let word = self.b.vector_type(Kind::Uint, 1);
        let ty = self.b.array_type(word, None, 4);
        let space = AddressSpace::Storage { access };
        bound(&mut self.b, name, space, key::STREAMOUT, binding, ty)
    }

    /// Writes what is captured of this vertex.
    pub(super) fn capture(&mut self, streamout: &Streamout, place: Place) -> Result<(), LowerError> {
        let offsets = self.header_words(place.offsets);
        for (buffer, stride) in (0u8..).zip(streamout.stride_dwords) {
            let outputs: Vec<_> = streamout
                .outputs
                .iter()
                .filter(|output| output.buffer == buffer)
                .collect();
            if outputs.is_empty() {
                continue;
            }
            let Some(offset) = offsets.get(usize::from(buffer)) else {
                return Err(LowerError::Unsupported("that many streamout buffers"));
            };
            let access = StorageAccess::LOAD | StorageAccess::STORE;
            // A return in the middle of the text writes the same buffers.
            let words = match self.streamout_buffers.iter().find(|(known, _)| *known == buffer) {
                Some((_, words)) => *words,
                None => {
                    let words = self.words(format!("captured{buffer}"), buffer.into(), access);
                    self.streamout_buffers.push((buffer, words));
                    words
                }
            };
            let stride = self.b.uint(stride);
            let vertex = self.b.binary(Op::Multiply, place.number, stride);
            let vertex = self.b.binary(Op::Add, vertex, *offset);
            for output in outputs {
                for component in 0..output.components {
                    let lane = usize::from(output.start_component.saturating_add(component));
                    let value = self.output_lane(output.register.into(), lane, Kind::Uint);
                    let at = self
                        .b
                        .uint(u32::from(output.offset_dwords).saturating_add(component.into()));
                    let at = self.b.binary(Op::Add, vertex, at);
                    let pointer = self.b.access(words, at);
                    self.b.store(pointer, value);
                }
            }
        }
        Ok(())
    }
}
