//! The group of uniform buffers and of vertex buffers that the shader pulls from.

use std::sync::Arc;

use device::gpu::{Dirty, Handle, State};
use tgsi::Stage;
use tgsi::lower::key::{FRAGMENT_UNIFORMS, PULLED};
use wgpu::ShaderStages;

use crate::renderer::Wgpu;
use crate::resource::Binding;
use crate::uniform;

impl Wgpu {
    /// Whether uniform buffers are packed. Those that are count as constants from here on.
    pub(super) fn derive_packing(&mut self, state: &State, dirty: &mut Dirty) {
        let shaders = Dirty::VERTEX_SHADER | Dirty::FRAGMENT_SHADER;
        let rebound = dirty.contains(Dirty::UNIFORM_BUFFERS);
        let was_restless = self.derived.rebound_uniforms.is_restless();
        let others = rebound && !dirty.intersects(shaders);
        let is_restless = self.derived.rebound_uniforms.note(others);
        if !was_restless && !is_restless {
            return;
        }
        let settled = self.derived.sources == Some(self.sources_are());
        if was_restless == is_restless && settled && !rebound && !dirty.intersects(shaders) {
            return;
        }
        let stages = [
            (Stage::Vertex, Dirty::VERTEX_CONSTANTS),
            (Stage::Fragment, Dirty::FRAGMENT_CONSTANTS),
        ];
        let packs = stages.map(|(stage, _)| is_restless && uniform::packs(state, stage, &self.resources));
        if packs != self.derived.packs {
            self.derived.packs = packs;
            dirty.insert(shaders);
        }
        for ((_, constants), packs) in stages.into_iter().zip(packs) {
            dirty.insert(if packs { constants } else { Dirty::empty() });
        }
        if packs != [false; 2] && uniform::all_bound(state, packs).is_empty() {
            dirty.remove(Dirty::UNIFORM_BUFFERS);
        }
    }

    /// The layout of the group of uniform buffers and pulled vertex buffers.
    pub(super) fn derive_buffers_layout(&mut self) -> Option<()> {
        let before = std::mem::take(&mut self.derived.buffers_layout);
        let uniforms = std::mem::take(&mut self.derived.uniforms);
        let sources = &self.derived.plan.sources;
        let pulled: Vec<u8> = sources.iter().map(|(slot, _)| *slot).collect();
        let layout = self.buffers_layout(&uniforms, &pulled);
        self.derived.uniforms = uniforms;
        let Some(layout) = layout else {
            self.unsupported("that many uniform buffers");
            return None;
        };
        self.derived.buffers_layout = layout;
        if layout != before || layout == 0 {
            self.derived.buffers_ids.clear();
            self.derived.buffers_group = None;
        }
        Some(())
    }

    /// The layout of a group of these uniform buffers, and of the vertex buffers that are pulled from; 0 if there are
    /// none, `None` if the host does not bind so many.
    pub(crate) fn buffers_layout(&mut self, uniforms: &[uniform::Declared], pulled: &[u8]) -> Option<u64> {
        if !uniform::fit(uniforms, &self.gpu.limits) {
            return None;
        }
        let pulled = pulled.iter().map(|slot| PULLED + u32::from(*slot));
        let bindings: Vec<u32> = uniforms
            .iter()
            .map(uniform::Declared::binding)
            .chain(pulled)
            .collect();
        if bindings.is_empty() {
            return Some(0);
        }
        let device = &self.gpu.device;
        let groups = &mut self.groups;
        let list = &mut groups.buffer_layout_list;
        let layout = *groups.buffer_layouts.entry(bindings.clone()).or_insert_with(|| {
            let entries: Vec<_> = bindings.iter().map(|&binding| buffer_entry(binding)).collect();
            list.push(device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &entries,
            }));
            list.len() as u64
        });
        Some(layout)
    }

    /// The group of uniform buffers and pulled vertex buffers, with their bytes as they are now. Where draws go back and
    /// forth between vertex elements and nothing else changes, it is found by the plan.
    pub(super) fn derive_buffers_of_plan(&mut self, state: &State) -> Option<()> {
        let key = (self.derived.plan.serial, self.derived.buffers_layout);
        if let Some(group) = self.derived.plan_groups.get(&key) {
            self.derived.buffers_group = Some(group.clone());
            self.derived.buffers_ids.clear();
            return Some(());
        }
        self.derive_buffers(state)?;
        let group = self.derived.buffers_group.clone()?;
        self.derived.plan_groups.insert(key, group);
        Some(())
    }

    fn derive_buffers(&mut self, state: &State) -> Option<()> {
        // They are lent to what needs the rest of us.
        let uniforms = std::mem::take(&mut self.derived.uniforms);
        let plan = Arc::clone(&self.derived.plan);
        let bound = self.bound_buffers(state, &uniforms, &plan.sources);
        self.derived.uniforms = uniforms;
        let bound = bound?;
        let ids = bound
            .iter()
            .map(|(_, binding)| (binding.id, binding.offset, binding.len));
        if self.derived.buffers_ids.iter().copied().eq(ids.clone()) {
            return Some(());
        }
        self.derived.buffers_ids = ids.collect();
        let key = (self.derived.buffers_layout, self.derived.buffers_ids.clone());
        if let Some(group) = self.groups.buffers.get(&key) {
            self.derived.buffers_group = Some(group.clone());
            return Some(());
        }
        let layout = usize::try_from(self.derived.buffers_layout)
            .ok()?
            .checked_sub(1)?;
        let group = group_of(
            &self.gpu.device,
            self.groups.buffer_layout_list.get(layout)?,
            &bound,
        );
        self.groups.next += 1;
        let group = (self.groups.next, group);
        self.groups.buffers.insert(key, group.clone());
        self.derived.buffers_group = Some(group);
        Some(())
    }

    /// The same for a compute pass, whose layout is `layout`; nothing where it has none.
    #[expect(clippy::option_option, reason = "it may have none, or not be bound")]
    pub(crate) fn buffers_of_pass(
        &mut self,
        state: &State,
        layout: Option<&wgpu::BindGroupLayout>,
        uniforms: &[uniform::Declared],
        sources: &[(u8, Handle)],
    ) -> Option<Option<wgpu::BindGroup>> {
        let Some(layout) = layout else {
            return Some(None);
        };
        let bound = self.bound_buffers(state, uniforms, sources)?;
        Some(Some(group_of(&self.gpu.device, layout, &bound)))
    }

    /// Uniform buffers and buffers that vertices are pulled from, with their bytes as they are now, by the bindings of
    /// their group.
    fn bound_buffers(
        &mut self,
        state: &State,
        uniforms: &[uniform::Declared],
        sources: &[(u8, Handle)],
    ) -> Option<Vec<(u32, Binding)>> {
        let mut bound = Vec::with_capacity(uniforms.len() + sources.len());
        for uniform in uniforms {
            bound.push((uniform.binding(), self.uniform(state, *uniform)?));
        }
        let serial = self.batch.serial;
        for (slot, handle) in sources {
            let binding = self
                .resources
                .bind(*handle, &self.gpu, &mut self.stream, serial)?;
            let binding = binding.within_storage(&self.gpu.limits);
            bound.push((PULLED + u32::from(*slot), binding));
        }
        Some(bound)
    }
}

/// The group of what is bound.
fn group_of(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    bound: &[(u32, Binding)],
) -> wgpu::BindGroup {
    let entries: Vec<_> = bound
        .iter()
        .map(|(number, binding)| binding.entry(*number, binding.len))
        .collect();
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout,
        entries: &entries,
    })
}

/// A binding of the group of buffers, as [`tgsi::lower::key`] numbers them.
pub(super) fn buffer_entry(binding: u32) -> wgpu::BindGroupLayoutEntry {
    let (visibility, ty) = match binding {
        0..FRAGMENT_UNIFORMS => (ShaderStages::VERTEX, wgpu::BufferBindingType::Uniform),
        FRAGMENT_UNIFORMS..PULLED => (ShaderStages::FRAGMENT, wgpu::BufferBindingType::Uniform),
        _ => (
            ShaderStages::VERTEX,
            wgpu::BufferBindingType::Storage { read_only: true },
        ),
    };
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility,
        ty: wgpu::BindingType::Buffer {
            ty,
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    }
}
