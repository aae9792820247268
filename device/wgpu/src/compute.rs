//! Grids of compute shaders.

use std::sync::Arc;

use device::gpu::{Grid, Groups, Shader, Shared, State};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key::{self, ComputeKey};
use wgpu::{BufferBindingType, ShaderStages};

use crate::draw::{write_constants, write_sampler_headers};
use crate::later::{Job, Later};
use crate::renderer::Wgpu;
use crate::shader::ComputeVariant;
use crate::storage::Storage;
use crate::stream::Place;
use crate::texture_set::TextureSet;
use crate::{texture_buffer, uniform};

/// Pipelines that are kept; beyond it, all are made again.
const MOST_PIPELINES: usize = 256;

/// Pipelines, by the variant and the layouts of textures and storage.
#[derive(Default)]
pub(crate) struct Computes {
    pipelines: FxHashMap<(u32, u64, u64), Arc<Pipeline>>,
}

impl Computes {
    pub(crate) fn forget(&mut self) {
        self.pipelines.clear();
    }
}

struct Pipeline {
    made: Later<wgpu::ComputePipeline>,
    constants: wgpu::BindGroupLayout,
    buffers: Option<wgpu::BindGroupLayout>,
}

impl Job for Pipeline {
    fn run(&self) {
        self.made.get();
    }
}

impl Wgpu {
    /// [`HostGpu::launch_grid`](device::gpu::HostGpu::launch_grid).
    pub(crate) fn launch(&mut self, state: &State, grid: &Grid) {
        self.bound_memory();
        let groups = match grid.groups {
            Groups::Direct(groups) => Some(groups),
            Groups::Indirect {
                resource,
                offset_bytes,
            } => self.indirect_groups(grid, resource, offset_bytes),
        };
        let shader = state.stage(Stage::Compute).shader.as_ref();
        let (Some(groups), Some(shader)) = (groups, shader) else {
            return;
        };
        if !self.can_run(shader, grid, groups) {
            self.unsupported("such groups of a compute shader");
            return;
        }
        self.end_pass();
        if self.is_long() {
            self.submit_and_keep_up();
        }
        let copied = uniform::copied(state, Stage::Compute, &self.gpu.limits).collect();
        self.settle_all(copied);
        let uniforms = uniform::read_by(state, Stage::Compute);
        let buffers = texture_buffer::read_by(state.stage(Stage::Compute));
        if self.must_split_for(uniforms.chain(buffers)) {
            self.submit();
        }
        let Some(storage) = self.storage(state, &[Stage::Compute]) else {
            return;
        };
        let run = self.run_grid(state, shader, &storage, groups);
        self.finish_storage(&storage);
        if run.is_none() {
            self.unsupported("a compute shader");
        }
    }

    /// Whether the host has groups of that size, and the shader those that the guest says.
    fn can_run(&self, shader: &Shader, grid: &Grid, groups: [u32; 3]) -> bool {
        let limits = &self.gpu.limits;
        let [x, y, z] = grid.block;
        let invocations = [x, y, z].into_iter().map(u64::from).product::<u64>();
        let most = limits.max_compute_workgroups_per_dimension;
        grid.block == shader.tgsi.info.workgroup_size
            && x <= limits.max_compute_workgroup_size_x
            && y <= limits.max_compute_workgroup_size_y
            && z <= limits.max_compute_workgroup_size_z
            && invocations <= limits.max_compute_invocations_per_workgroup.into()
            && shader.shared_bytes <= limits.max_compute_workgroup_storage_size
            && groups.iter().all(|groups| *groups <= most)
    }

    fn run_grid(
        &mut self,
        state: &State,
        shader: &Shared<Shader>,
        storage: &Storage,
        groups: [u32; 3],
    ) -> Option<()> {
        let stage = state.stage(Stage::Compute);
        let textures = self.texture_set(stage, ShaderStages::COMPUTE, None);
        for read in &textures.reads {
            self.use_texture(read.resource);
        }
        let key = ComputeKey {
            samplers: textures.keys.to_vec(),
            storage: storage.stages[0].key.clone(),
            shared_bytes: shader.shared_bytes,
        };
        let variant = self.shaders.compute(&self.gpu.device, shader, &key)?;
        let uniforms = uniform::declared_by(state, Stage::Compute);
        if !uniform::fit(&uniforms, &self.gpu.limits) {
            return None;
        }
        let pipeline = self.compute_pipeline(&variant, &textures, storage, &uniforms)?;
        let constants = self.compute_block(state, &variant, &textures, storage, &pipeline)?;
        let buffers = self.buffers_of_pass(state, pipeline.buffers.as_ref(), &uniforms, &[])?;
        let group = |group: &Option<(u64, wgpu::BindGroup)>| group.as_ref().map(|(_, group)| group.clone());
        let bound = [
            (0, Some(constants)),
            (key::FRAGMENT_TEXTURES, group(&textures.group)),
            (key::BUFFERS, buffers),
            (key::STORAGE, group(&storage.group)),
        ];
        self.batch.list.then(move |encoder| {
            let Some(made) = pipeline.made.get() else { return };
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(made);
            for (number, group) in &bound {
                if let Some(group) = group {
                    pass.set_bind_group(*number, group, &[]);
                }
            }
            let [x, y, z] = groups;
            pass.dispatch_workgroups(x, y, z);
        });
        Some(())
    }

    /// The pipeline of a variant, which another thread begins to make.
    fn compute_pipeline(
        &mut self,
        variant: &Arc<ComputeVariant>,
        textures: &TextureSet,
        storage: &Storage,
        uniforms: &[uniform::Declared],
    ) -> Option<Arc<Pipeline>> {
        let name = (variant.id, textures.layout, storage.layout);
        if let Some(pipeline) = self.computes.pipelines.get(&name) {
            return Some(Arc::clone(pipeline));
        }
        let device = &self.gpu.device;
        let uniform = BufferBindingType::Uniform;
        let constants = layout(device, &[(0, uniform)]);
        let bindings: Vec<_> = uniforms.iter().map(|of| (of.binding(), uniform)).collect();
        let buffers = (!bindings.is_empty()).then(|| layout(device, &bindings));
        let groups = [
            Some(&constants),
            self.texture_sets.layout(textures.layout),
            None,
            buffers.as_ref(),
            self.storages.layout(storage.layout),
        ];
        let used = if groups[4].is_some() { 5 } else { 4 };
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &groups[..used],
            immediate_size: 0,
        });
        let (maker, module) = (device.clone(), Arc::clone(&variant.module));
        let made = Later::new(move || {
            let descriptor = wgpu::ComputePipelineDescriptor {
                label: None,
                layout: Some(&pipeline_layout),
                module: module.get()?,
                entry_point: Some("main"),
                // Groups must not see what others left in the memory that they share.
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                cache: None,
            };
            Some(maker.create_compute_pipeline(&descriptor))
        });
        self.counters.pipelines += 1;
        let pipeline = Arc::new(Pipeline {
            made,
            constants,
            buffers,
        });
        self.makers.make(Arc::clone(&pipeline) as _);
        if self.computes.pipelines.len() >= MOST_PIPELINES {
            // Nobody tells when a shader's last grid is over.
            self.computes.pipelines.clear();
        }
        self.computes.pipelines.insert(name, Arc::clone(&pipeline));
        Some(pipeline)
    }

    /// The group of a grid's header and constants.
    fn compute_block(
        &mut self,
        state: &State,
        variant: &ComputeVariant,
        textures: &TextureSet,
        storage: &Storage,
        pipeline: &Pipeline,
    ) -> Option<wgpu::BindGroup> {
        let len = variant.block_bytes;
        let (place, bytes) = self.stream.allocate(&self.gpu.device, len as usize)?;
        let block: &mut [u32] = bytemuck::cast_slice_mut(bytes);
        write_sampler_headers(block, &variant.header.samplers, textures);
        storage.stages[0].write_header(block, &variant.header.storage);
        let constants = &state.stage(Stage::Compute).constants;
        write_constants(block, variant.header.len, variant.constants, constants);
        Some(self.block_group(&pipeline.constants, place, len))
    }

    /// Group 0 of a compute pass: a block of header and constants.
    pub(crate) fn block_group(
        &self,
        layout: &wgpu::BindGroupLayout,
        place: Place,
        len_bytes: u32,
    ) -> wgpu::BindGroup {
        let block = self.stream.binding(place);
        self.gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout,
            entries: &[block.entry(0, len_bytes.into())],
        })
    }
}

/// The layout of a group of buffers of a compute pass.
pub(crate) fn layout(device: &wgpu::Device, bindings: &[(u32, BufferBindingType)]) -> wgpu::BindGroupLayout {
    let entry = |(binding, ty): &(u32, BufferBindingType)| wgpu::BindGroupLayoutEntry {
        binding: *binding,
        visibility: ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer {
            ty: *ty,
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    };
    let entries: Vec<_> = bindings.iter().map(entry).collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &entries,
    })
}
