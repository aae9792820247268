//! Uniform buffers: `CONST[n]`, n ≥ 1, of all stages.
//!
//! The host wants a range that is aligned and as long as the shader declares, of a buffer that is there. What the
//! guest bound often is that; what is not is copied, with zeroes behind it, into the stream of the batch. So a shader
//! never sees bytes outside of the range that its guest bound.

use device::gpu::{Handle, Shader, State, UniformBuffer};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key;

use crate::renderer::Wgpu;
use crate::resource::{Binding, BindingId};
use crate::stream::Place;

/// A uniform buffer that a shader declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    stage: Stage,
    /// n of `CONST[n]`.
    number: u32,
    /// What the shader may read of it.
    len_bytes: u32,
}

impl Declared {
    /// Its binding in the group of buffers.
    pub(crate) fn binding(&self) -> u32 {
        match self.stage {
            Stage::Vertex | Stage::Compute => self.number,
            _ => key::FRAGMENT_UNIFORMS + self.number,
        }
    }
}

/// Copies in the stream of a batch, so that each is made once: by what was bound, as which version of its buffer, and
/// their length. What nothing is bound to is zeroes.
#[derive(Default)]
pub(crate) struct Copies {
    batch: u64,
    table: FxHashMap<(Option<(UniformBuffer, u64)>, u32), Place>,
}

/// The uniform buffers that a stage's shader declares.
fn declared(state: &State, stage: Stage) -> impl Iterator<Item = Declared> + '_ {
    let shader = state.stage(stage).shader.as_ref();
    shader
        .into_iter()
        .flat_map(move |shader| of_shader(shader, stage))
}

/// Those of a program, in the order of their bindings.
pub(crate) fn of_program(vertex: &Shader, fragment: &Shader) -> Vec<Declared> {
    let of_vertex = of_shader(vertex, Stage::Vertex);
    of_vertex.chain(of_shader(fragment, Stage::Fragment)).collect()
}

fn of_shader(shader: &Shader, stage: Stage) -> impl Iterator<Item = Declared> + '_ {
    let constants = &shader.tgsi.info.constants;
    (0u32..).zip(constants).skip(1).filter_map(move |(number, len)| {
        Some(Declared {
            stage,
            number,
            len_bytes: (*len)? * 16,
        })
    })
}

/// The uniform buffers that the shaders of a draw declare, in the order of their bindings.
pub(crate) fn all_declared(state: &State) -> Vec<Declared> {
    let vertex = declared(state, Stage::Vertex);
    vertex.chain(declared(state, Stage::Fragment)).collect()
}

/// Those of one shader.
pub(crate) fn declared_by(state: &State, stage: Stage) -> Vec<Declared> {
    declared(state, stage).collect()
}

/// Whether each stage has as many as the host binds, besides the block of its own constants.
pub(crate) fn fit(declared: &[Declared], limits: &wgpu::Limits) -> bool {
    let most = limits.max_uniform_buffers_per_shader_stage as usize;
    [Stage::Vertex, Stage::Fragment, Stage::Compute]
        .into_iter()
        .all(|stage| {
            let of_stage = declared.iter().filter(|uniform| uniform.stage == stage);
            of_stage.count() < most
        })
}

/// The buffers that the shaders of a draw read so.
pub(crate) fn read(state: &State) -> impl Iterator<Item = Handle> + '_ {
    read_by(state, Stage::Vertex).chain(read_by(state, Stage::Fragment))
}

/// Those that one shader reads.
pub(crate) fn read_by(state: &State, stage: Stage) -> impl Iterator<Item = Handle> + '_ {
    declared(state, stage).filter_map(|uniform| Some(bound(state, uniform)?.resource))
}

/// Those of them whose bytes are copied, as they do not lie as the host wants them.
pub(crate) fn copied<'a>(
    state: &'a State,
    stage: Stage,
    limits: &'a wgpu::Limits,
) -> impl Iterator<Item = Handle> + 'a {
    declared(state, stage).filter_map(move |uniform| {
        let bound = bound(state, uniform)?;
        (!suits(&bound, uniform.len_bytes, limits)).then_some(bound.resource)
    })
}

/// Whether the host can bind what the guest bound, for a shader that reads so many bytes.
fn suits(bound: &UniformBuffer, len_bytes: u32, limits: &wgpu::Limits) -> bool {
    bound.length_bytes >= len_bytes
        && bound
            .offset_bytes
            .is_multiple_of(limits.min_uniform_buffer_offset_alignment)
}

fn bound(state: &State, uniform: Declared) -> Option<UniformBuffer> {
    let buffers = &state.stage(uniform.stage).uniform_buffers;
    *buffers.get(uniform.number as usize)?
}

impl Wgpu {
    /// The bytes of a declared buffer as they are now, and as many as the shader may read.
    pub(crate) fn uniform(&mut self, state: &State, uniform: Declared) -> Option<Binding> {
        let len = u64::from(uniform.len_bytes);
        let bound = bound(state, uniform);
        let limits = &self.gpu.limits;
        if let Some(bound) = bound.filter(|bound| suits(bound, uniform.len_bytes, limits))
            && let Some(whole) =
                self.resources
                    .bind(bound.resource, &self.gpu, &mut self.stream, self.batch.serial)
        {
            return Some(Binding {
                offset: whole.offset + u64::from(bound.offset_bytes),
                len,
                ..whole
            });
        }
        self.uniform_copy(bound, uniform.len_bytes)
    }

    /// A copy in the stream of this batch, zeroes where nothing is bound.
    fn uniform_copy(&mut self, bound: Option<UniformBuffer>, len_bytes: u32) -> Option<Binding> {
        let copies = &mut self.uniform_copies;
        if copies.batch != self.batch.serial {
            copies.batch = self.batch.serial;
            copies.table.clear();
        }
        let source = bound.and_then(|bound| {
            let buffer = self.resources.buffer_ref(bound.resource)?;
            let start = bound.offset_bytes as usize;
            let end = start.checked_add(bound.length_bytes.min(len_bytes) as usize)?;
            Some((bound, buffer.version(), buffer.bytes().get(start..end)?))
        });
        let key = (source.map(|(bound, version, _)| (bound, version)), len_bytes);
        let place = match copies.table.get(&key) {
            Some(place) => *place,
            None => {
                let (place, copy) = self.stream.allocate(&self.gpu.device, len_bytes as usize)?;
                if let Some((.., bytes)) = source {
                    copy[..bytes.len()].copy_from_slice(bytes);
                }
                copies.table.insert(key, place);
                place
            }
        };
        Some(Binding {
            buffer: self.stream.buffer(place.chunk).clone(),
            offset: u64::from(place.offset),
            len: u64::from(len_bytes),
            id: BindingId::Stream(place),
        })
    }
}
