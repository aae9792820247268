//! Transform feedback. The host has none: the vertex shader is run once more, by a compute pass, for each vertex of the
//! list that the draw's primitives make, and writes what is captured to the targets' buffers.
//!
//! How many primitives there are and how many have room is arithmetic, done here when the draw is recorded: targets,
//! queries and later draws need not wait for the GPU.

use std::sync::Arc;

use device::gpu::{Draw, Handle, MAX_STREAMOUT_TARGETS, Primitive, Rasterizer, Shader, Shared, State};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key::{self, Constants, PointSize, StorageKey, Streamout, StreamoutOutput, VertexKey};
use wgpu::{BufferBindingType, ShaderStages};

use crate::compute::layout;
use crate::draw::{write_constants, write_vertex_header};
use crate::index::{self, List, Order};
use crate::pipeline::compilation;
use crate::renderer::Wgpu;
use crate::shader::VertexVariant;
use crate::texture_buffer;
use crate::texture_set::TextureSet;
use crate::vertex::{Fetch, VertexPlan};
use crate::{storage, uniform};

/// Vertices or indices of a draw whose list is made here, of up to three times as many; longer draws are captured only
/// if they are a list already. More are not in a mesh of our time, and the list takes 24 MiB.
const MOST_LISTED: u32 = 1 << 21;

/// Bytes of lists in one submission; beyond it the next one begins. No account is charged for them.
const MOST_LIST_BYTES: usize = 64 << 20;

/// Pipelines, by the variant and the layout of its textures.
#[derive(Default)]
pub(crate) struct Streamouts {
    pipelines: FxHashMap<(u32, u64), Arc<Pipeline>>,
    /// Bytes of lists in the batch, and which batch that is.
    listed: (usize, u64),
}

impl Streamouts {
    /// Forgets pipelines.
    pub(crate) fn forget(&mut self) {
        self.pipelines.clear();
    }
}

struct Pipeline {
    pipeline: wgpu::ComputePipeline,
    constants: wgpu::BindGroupLayout,
    targets: wgpu::BindGroupLayout,
    buffers: Option<wgpu::BindGroupLayout>,
}

/// The vertices that a draw's primitives have, in the order of capture.
struct Vertices {
    /// Indices of an instance's vertices; without them they are 0, 1, 2 and so on.
    list: Option<Vec<u32>>,
    /// Of an instance.
    count: u32,
    /// Added to each.
    base: u32,
    /// Of a primitive.
    apart: u32,
}

/// A target's buffer, and where the next vertex goes.
#[derive(Clone, Copy)]
struct Written {
    number: u8,
    resource: Handle,
    start_bytes: u32,
    stride_bytes: u32,
}

/// Pipelines that are kept; beyond it, all are made again.
const MOST_PIPELINES: usize = 256;

/// What is bound besides constants.
struct Groups<'a> {
    pipeline: &'a Pipeline,
    targets: wgpu::BindGroup,
    buffers: Option<wgpu::BindGroup>,
    textures: Option<wgpu::BindGroup>,
}

fn apart(primitive: Primitive) -> Option<u32> {
    Some(match index::list(primitive)? {
        List::Points => 1,
        List::Lines => 2,
        List::Triangles => 3,
    })
}

/// Parts of a primitive with that many vertices, none of which restarts it.
fn parts(primitive: Primitive, count: u32) -> u64 {
    let n = u64::from(count);
    match primitive {
        Primitive::Points => n,
        Primitive::Lines => n / 2,
        Primitive::LineStrip => n.saturating_sub(1),
        Primitive::LineLoop => {
            if n < 2 {
                0
            } else {
                n
            }
        }
        Primitive::Triangles => n / 3,
        Primitive::TriangleStrip | Primitive::TriangleFan | Primitive::Polygon => n.saturating_sub(2),
        Primitive::Quads => n / 4 * 2,
        Primitive::QuadStrip => n.saturating_sub(2) / 2 * 2,
        Primitive::LinesAdjacency
        | Primitive::LineStripAdjacency
        | Primitive::TrianglesAdjacency
        | Primitive::TriangleStripAdjacency
        | Primitive::Patches => 0,
    }
}

impl Wgpu {
    /// Captures a draw, if transform feedback is on, and counts its primitives. Outside of what the draw derives.
    pub(crate) fn stream_out(
        &mut self,
        state: &State,
        draw: &Draw,
        rasterizer: &Rasterizer,
        shader: &Shared<Shader>,
    ) {
        let is_on = state.streamout.iter().any(Option::is_some) && shader.streamout.is_some();
        let vertices = if is_on || draw.restart_index.is_some() {
            self.captured_vertices(state, draw, rasterizer)
        } else {
            None
        };
        let generated = match &vertices {
            Some(vertices) => u64::from(vertices.count / vertices.apart),
            None => parts(draw.primitive, draw.count),
        } * u64::from(draw.instances);
        let mut emitted = None;
        if is_on && storage::uses_memory(shader) {
            // It is captured as if nothing were bound: what the draw does to memory must not be done twice.
            self.unsupported("transform feedback of what vertices read from memory");
        }
        if is_on {
            emitted = vertices.and_then(|vertices| self.capture(state, draw, shader, &vertices, generated));
            if emitted.is_none() {
                self.unsupported("transform feedback of such a draw");
            }
        }
        self.queries.count_primitives(generated, emitted);
    }

    /// `None` if there are too many to list.
    fn captured_vertices(&self, state: &State, draw: &Draw, rasterizer: &Rasterizer) -> Option<Vertices> {
        let apart = apart(draw.primitive)?;
        let is_list = matches!(
            draw.primitive,
            Primitive::Points | Primitive::Lines | Primitive::Triangles
        );
        if !draw.indexed && is_list {
            return Some(Vertices {
                list: None,
                count: draw.count / apart * apart,
                base: draw.start,
                apart,
            });
        }
        if draw.count > MOST_LISTED {
            return None;
        }
        let indices = match state.index_buffer.filter(|_| draw.indexed) {
            Some(bound) => {
                let buffer = self.resources.buffer_ref(bound.resource)?;
                let bytes = buffer.bytes().get(bound.offset_bytes as usize..)?;
                let len = draw.count as usize * usize::from(bound.index_bytes);
                index::decode(&bytes[..len.min(bytes.len())], bound.index_bytes)
            }
            None => (0..draw.count).collect(),
        };
        let order = if rasterizer.flat_shade_first {
            Order::First
        } else {
            Order::Last
        };
        let list = index::expand(draw.primitive, &indices, draw.restart_index, order);
        Some(Vertices {
            count: u32::try_from(list.len()).ok()?,
            list: Some(list),
            base: if draw.indexed {
                draw.index_bias.cast_unsigned()
            } else {
                draw.start
            },
            apart,
        })
    }

    /// Records the capture. Returns how many primitives had room; `None` if it cannot be done.
    fn capture(
        &mut self,
        state: &State,
        draw: &Draw,
        shader: &Shared<Shader>,
        vertices: &Vertices,
        generated: u64,
    ) -> Option<u64> {
        let streamout = key_of(shader, vertices)?;
        let (targets, room) = targets(state, &streamout)?;
        let fitting = (room / u64::from(vertices.apart)).min(generated);
        let total = u32::try_from(fitting * u64::from(vertices.apart)).ok()?;
        if total == 0 {
            return Some(0);
        }
        self.end_pass();
        self.make_room(vertices.list.as_ref().map_or(0, |list| list.len() * 4));
        let plan = {
            let inputs = shader.tgsi.info.inputs.len();
            self.vertex_layouts
                .plan(state, &self.resources, inputs, Fetch::Pulled)
        };
        if self.is_read_too(state, &plan, &targets) {
            return None;
        }
        let textures = self.texture_set(state.stage(Stage::Vertex), ShaderStages::COMPUTE, None);
        let key = VertexKey {
            constants: Constants::Uniform,
            packs: false,
            attributes: plan.attributes.clone(),
            varyings: Vec::new(),
            clip_planes: 0,
            point_size: PointSize::None,
            samplers: textures.keys.to_vec(),
            streamout: Some(streamout),
            storage: StorageKey::default(),
        };
        let variant = self.vertex_variant(shader, &key)?;
        let uniforms = uniform::declared_by(state, Stage::Vertex);
        let pipeline = self.streamout_pipeline(&variant, &key, &textures, &plan, &uniforms)?;
        let target_group = self.target_group(&pipeline, &targets, total, vertices)?;
        let buffer_group =
            self.buffers_of_pass(state, pipeline.buffers.as_ref(), &uniforms, &plan.sources)?;
        for read in &textures.reads {
            self.use_texture(read.resource);
        }
        let groups = Groups {
            pipeline: &pipeline,
            targets: target_group,
            buffers: buffer_group,
            textures: textures.group.as_ref().map(|(_, group)| group.clone()),
        };
        let most = self.gpu.limits.max_compute_workgroups_per_dimension;
        let most = most.saturating_mul(key::STREAMOUT_WORKGROUP).max(1);
        let mut first = 0;
        while first < total {
            let count = (total - first).min(most);
            let words = [
                [first, count, vertices.count, vertices.base],
                [draw.start_instance, 0, 0, 0],
                offsets(&targets, first)?,
            ];
            self.dispatch(state, &variant, &plan, &textures, &groups, &words, count)?;
            first += count;
        }
        for target in &targets {
            if let Some(of) = &state.streamout[usize::from(target.number)] {
                of.advance(total, total.checked_mul(target.stride_bytes)?);
            }
        }
        Some(fitting)
    }

    /// Submits the batch if its lists are long.
    fn make_room(&mut self, bytes: usize) {
        if self.streamouts.listed.1 != self.batch.serial {
            self.streamouts.listed = (0, self.batch.serial);
        }
        if self.streamouts.listed.0 + bytes > MOST_LIST_BYTES {
            self.submit();
            self.streamouts.listed = (0, self.batch.serial);
        }
        self.streamouts.listed.0 += bytes;
    }

    /// Whether the shader would read a buffer that it writes, which neither GL nor the host defines.
    fn is_read_too(&self, state: &State, plan: &VertexPlan, targets: &[Written]) -> bool {
        let pulled = plan.sources.iter().map(|(_, handle)| *handle);
        let mut read = pulled
            .chain(uniform::read(state))
            .chain(texture_buffer::read(state));
        read.any(|handle| targets.iter().any(|target| target.resource == handle))
    }

    fn streamout_pipeline(
        &mut self,
        variant: &VertexVariant,
        key: &VertexKey,
        textures: &TextureSet,
        plan: &VertexPlan,
        uniforms: &[uniform::Declared],
    ) -> Option<Arc<Pipeline>> {
        let name = (variant.id, textures.layout);
        if let Some(pipeline) = self.streamouts.pipelines.get(&name) {
            return Some(Arc::clone(pipeline));
        }
        let streamout = key.streamout.as_ref()?;
        let storage = |read_only| BufferBindingType::Storage { read_only };
        let written = (0..MAX_STREAMOUT_TARGETS as u8)
            .filter(|number| streamout.outputs.iter().any(|output| output.buffer == *number));
        let mut targets: Vec<_> = written
            .map(|number| (u32::from(number), storage(false)))
            .collect();
        targets.extend(
            streamout
                .indexed
                .then_some((key::STREAMOUT_INDICES, storage(true))),
        );
        let pulled = plan.sources.iter();
        let pulled = pulled.map(|(slot, _)| (key::PULLED + u32::from(*slot), storage(true)));
        let of_uniform = |uniform: &uniform::Declared| (uniform.binding(), BufferBindingType::Uniform);
        let buffers: Vec<_> = uniforms.iter().map(of_uniform).chain(pulled).collect();
        let read = textures.keys.iter().filter(|key| key.buffer.is_some());
        let storages = targets.len() + plan.sources.len() + read.count();
        if storages > self.gpu.limits.max_storage_buffers_per_shader_stage as usize
            || !uniform::fit(uniforms, &self.gpu.limits)
        {
            return None;
        }
        let device = &self.gpu.device;
        let constants = layout(device, &[(0, BufferBindingType::Uniform)]);
        let targets = layout(device, &targets);
        let buffers = (!buffers.is_empty()).then(|| layout(device, &buffers));
        let groups = [
            Some(&constants),
            Some(&targets),
            self.texture_sets.layout(textures.layout),
            buffers.as_ref(),
        ];
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &groups,
            immediate_size: 0,
        });
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: Some(&pipeline_layout),
            module: variant.module.get()?,
            entry_point: Some("main"),
            compilation_options: compilation(),
            cache: None,
        });
        self.counters.pipelines += 1;
        let made = Arc::new(Pipeline {
            pipeline,
            constants,
            targets,
            buffers,
        });
        if self.streamouts.pipelines.len() >= MOST_PIPELINES {
            // Nobody tells when a shader's last draw is over.
            self.streamouts.pipelines.clear();
        }
        self.streamouts.pipelines.insert(name, Arc::clone(&made));
        Some(made)
    }

    /// The buffers of the targets, of which the batch writes what `total` vertices take, and the list of indices.
    fn target_group(
        &mut self,
        pipeline: &Pipeline,
        targets: &[Written],
        total: u32,
        vertices: &Vertices,
    ) -> Option<wgpu::BindGroup> {
        // What one of them needs must not take away what was noted for another.
        self.submit_if_late(targets.iter().map(|target| target.resource));
        let most = self.gpu.limits.max_storage_buffer_binding_size;
        let mut buffers = Vec::with_capacity(targets.len());
        for target in targets {
            let start = target.start_bytes as usize;
            let len = total as usize * target.stride_bytes as usize;
            if self.resources.buffer_ref(target.resource)?.host_size() > most {
                return None;
            }
            let buffer = self.for_writing(target.resource, start..start.checked_add(len)?)?;
            buffers.push((u32::from(target.number), buffer));
        }
        let mut entries: Vec<_> = buffers
            .iter()
            .map(|(binding, buffer)| wgpu::BindGroupEntry {
                binding: *binding,
                resource: buffer.as_entire_binding(),
            })
            .collect();
        let list;
        if let Some(indices) = &vertices.list {
            list = index_list(&self.gpu.device, indices)?;
            entries.push(wgpu::BindGroupEntry {
                binding: key::STREAMOUT_INDICES,
                resource: list.as_entire_binding(),
            });
        }
        Some(self.gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.targets,
            entries: &entries,
        }))
    }

    /// Records one dispatch: `words` are what the header says of it.
    #[expect(clippy::too_many_arguments, reason = "each is one thing that a dispatch has")]
    fn dispatch(
        &mut self,
        state: &State,
        variant: &VertexVariant,
        plan: &VertexPlan,
        textures: &TextureSet,
        groups: &Groups<'_>,
        words: &[[u32; 4]; 3],
        count: u32,
    ) -> Option<()> {
        let rasterizer = ***state.rasterizer.as_ref()?;
        let at = variant.header.streamout? as usize * 4;
        let len = variant.block_bytes;
        let (place, bytes) = self.stream.allocate(&self.gpu.device, len as usize)?;
        let block: &mut [u32] = bytemuck::cast_slice_mut(bytes);
        write_vertex_header(block, &variant.header, (plan, textures), state, &rasterizer);
        block[at..at + 12].copy_from_slice(words.as_flattened());
        let constants = &state.stage(Stage::Vertex).constants;
        write_constants(block, variant.header.len, variant.constants, constants);
        let constants = self.block_group(&groups.pipeline.constants, place, len);
        let pipeline = groups.pipeline.pipeline.clone();
        let (targets, buffers) = (groups.targets.clone(), groups.buffers.clone());
        let textures = groups.textures.clone();
        self.batch.list.then(move |encoder| {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &constants, &[]);
            pass.set_bind_group(key::STREAMOUT, &targets, &[]);
            if let Some(textures) = &textures {
                pass.set_bind_group(key::VERTEX_TEXTURES, textures, &[]);
            }
            if let Some(buffers) = &buffers {
                pass.set_bind_group(key::BUFFERS, buffers, &[]);
            }
            pass.dispatch_workgroups(count.div_ceil(key::STREAMOUT_WORKGROUP), 1, 1);
        });
        Some(())
    }
}

/// What is captured, by what the shader's variant depends on; `None` if nothing is.
fn key_of(shader: &Shader, vertices: &Vertices) -> Option<Streamout> {
    let info = shader.streamout.as_ref()?;
    let fits = |output: &&device::gpu::StreamOutputRegister| {
        let stride = info
            .stride_dwords
            .get(usize::from(output.buffer))
            .copied()
            .unwrap_or(0);
        output.stream == 0
            && output.components > 0
            && u32::from(output.offset_dwords) + u32::from(output.components) <= stride
    };
    let outputs: Vec<_> = info
        .outputs
        .iter()
        .filter(fits)
        .map(|output| StreamoutOutput {
            register: output.register,
            start_component: output.start_component,
            components: output.components,
            buffer: output.buffer,
            offset_dwords: output.offset_dwords,
        })
        .collect();
    (!outputs.is_empty()).then_some(Streamout {
        outputs,
        stride_dwords: info.stride_dwords,
        indexed: vertices.list.is_some(),
    })
}

/// The targets that are written, and how many vertices have room in all of them.
fn targets(state: &State, streamout: &Streamout) -> Option<(Vec<Written>, u64)> {
    let mut targets = Vec::new();
    let mut room = u64::MAX;
    for (number, stride_dwords) in (0u8..).zip(streamout.stride_dwords) {
        if !streamout.outputs.iter().any(|output| output.buffer == number) {
            continue;
        }
        let Some(target) = state.streamout.get(usize::from(number))?.as_ref() else {
            // A buffer that is not there has no room.
            return Some((Vec::new(), 0));
        };
        let stride_bytes = stride_dwords.checked_mul(4)?;
        let start_bytes = target.offset_bytes.checked_add(target.filled_bytes())?;
        if !start_bytes.is_multiple_of(4) {
            return None;
        }
        let left = target.size_bytes.saturating_sub(target.filled_bytes());
        room = room.min(u64::from(left / stride_bytes));
        targets.push(Written {
            number,
            resource: target.resource,
            start_bytes,
            stride_bytes,
        });
    }
    Some((targets, room))
}

/// The words at which each buffer begins for the vertex of that number.
fn offsets(targets: &[Written], first: u32) -> Option<[u32; 4]> {
    let mut offsets = [0; 4];
    for target in targets {
        let bytes = first
            .checked_mul(target.stride_bytes)?
            .checked_add(target.start_bytes)?;
        offsets[usize::from(target.number)] = bytes / 4;
    }
    Some(offsets)
}

/// A buffer of indices.
fn index_list(device: &wgpu::Device, indices: &[u32]) -> Option<wgpu::Buffer> {
    let bytes: &[u8] = bytemuck::cast_slice(indices);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: bytes.len() as u64,
        usage: wgpu::BufferUsages::STORAGE,
        mapped_at_creation: true,
    });
    buffer.get_mapped_range_mut(..).ok()?.copy_from_slice(bytes);
    buffer.unmap();
    Some(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_of_the_list() {
        for primitive in [
            Primitive::Points,
            Primitive::Lines,
            Primitive::LineLoop,
            Primitive::LineStrip,
            Primitive::Triangles,
            Primitive::TriangleStrip,
            Primitive::TriangleFan,
            Primitive::Quads,
            Primitive::QuadStrip,
            Primitive::Polygon,
        ] {
            for count in 0..10 {
                let indices: Vec<u32> = (0..count).collect();
                let list = index::expand(primitive, &indices, None, Order::Last);
                let apart = apart(primitive).expect("it has parts");
                assert_eq!(
                    parts(primitive, count),
                    list.len() as u64 / u64::from(apart),
                    "{primitive:?} of {count}"
                );
            }
        }
    }
}
