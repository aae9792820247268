//! Uniform buffers: `CONST[n]`, n ≥ 1, of all stages.
//!
//! Where others are bound all the time, those of a shader that declares few bytes are packed behind its constants, in the
//! block that each draw has: another buffer, range or content is then nothing but other constants, and draws that differ in
//! it alone may become one.
//!
//! The host wants a range that is aligned and as long as the shader declares, of a buffer that is there. What the
//! guest bound often is that; what is not is copied, with zeroes behind it, into the stream of the batch. So a shader
//! never sees bytes outside of the range that its guest bound.

use device::gpu::{Handle, Shader, State, UniformBuffer};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key;

use crate::renderer::Wgpu;
use crate::resource::{Binding, BindingId, Resources};
use crate::stream::Place;

/// More elements than this are not packed.
const MOST_PACKED: u32 = 128;

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

/// Whether a shader's uniform buffers can be packed, if what they hold is known.
pub(crate) fn may_pack(shader: &Shader) -> bool {
    (1..=MOST_PACKED).contains(&shader.tgsi.packed_len())
}

/// Whether those of a stage are packed: what the GPU wrote is not known here.
pub(crate) fn packs(state: &State, stage: Stage, resources: &Resources) -> bool {
    let stage = state.stage(stage);
    let Some(shader) = stage.shader.as_ref().filter(|shader| may_pack(shader)) else {
        return false;
    };
    let bound = stage
        .uniform_buffers
        .iter()
        .take(shader.tgsi.info.constants.len());
    bound.flatten().all(|bound| {
        let buffer = resources.buffer_ref(bound.resource);
        buffer.is_none_or(|buffer| buffer.written().is_empty())
    })
}

/// Writes packed uniform buffers to a block that begins with a header of so many elements.
pub(crate) fn write_packed(
    block: &mut [u32],
    header_len: u32,
    state: &State,
    stage: Stage,
    resources: &Resources,
) {
    let Some(shader) = &state.stage(stage).shader else {
        return;
    };
    for uniform in of_shader(shader, stage) {
        let start = (header_len + shader.tgsi.packed_place(uniform.number)) as usize * 4;
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut block[start..]);
        let bytes = &mut bytes[..uniform.len_bytes as usize];
        let source = bound(state, uniform).and_then(|bound| {
            let from = bound.offset_bytes as usize;
            let end = from.checked_add(bound.length_bytes.min(uniform.len_bytes) as usize)?;
            resources.buffer_ref(bound.resource)?.bytes().get(from..end)
        });
        let (there, missing) = bytes.split_at_mut(source.map_or(0, <[u8]>::len));
        there.copy_from_slice(source.unwrap_or_default());
        missing.fill(0);
    }
}

/// Those of a program that are bound, in the order of their bindings; `packs` says whether those are not that can be packed.
pub(crate) fn of_program(vertex: &Shader, fragment: &Shader, packs: bool) -> Vec<Declared> {
    let stages = [(vertex, Stage::Vertex), (fragment, Stage::Fragment)];
    let bound = stages
        .into_iter()
        .filter(|(shader, _)| !packs || !may_pack(shader));
    bound
        .flat_map(|(shader, stage)| of_shader(shader, stage))
        .collect()
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

/// The uniform buffers that the shaders of a draw declare and that are bound, in the order of their bindings; `packs` says
/// which stage's are not.
pub(crate) fn all_bound(state: &State, packs: [bool; 2]) -> Vec<Declared> {
    binding_stages(packs)
        .flat_map(|stage| declared(state, stage))
        .collect()
}

/// The stages of a draw whose uniform buffers are not packed.
fn binding_stages(packs: [bool; 2]) -> impl Iterator<Item = Stage> {
    let stages = [Stage::Vertex, Stage::Fragment].into_iter().zip(packs);
    stages.filter(|(_, packs)| !packs).map(|(stage, _)| stage)
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
    read_of_bound(state, [false; 2])
}

/// The same, but for those of stages that are packed.
pub(crate) fn read_of_bound(state: &State, packs: [bool; 2]) -> impl Iterator<Item = Handle> + '_ {
    binding_stages(packs).flat_map(|stage| read_by(state, stage))
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
