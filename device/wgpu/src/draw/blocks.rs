//! Blocks of header and constants, which both stages read, in the memory of the batch.

use std::sync::Arc;

use device::gpu::{Dirty, Rasterizer, State};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key::{FRAGMENT_BLOCK, VertexHeader};
use wgpu::ShaderStages;

use super::{FRAGMENT_BLOCK_BITS, VERTEX_BLOCK_BITS};
use crate::image::Kept;
use crate::pipeline::{self, Way};
use crate::renderer::Wgpu;
use crate::stream::{Place, Stream};
use crate::texture_set::TextureSet;
use crate::uniform;
use crate::vertex::VertexPlan;

/// Where a batch has each variant's last block: draws go back and forth between programs, and much of what changes
/// between them is in no block. A block that stays where it is need not be bound again.
#[derive(Default)]
pub(crate) struct Blocks {
    last: FxHashMap<u32, Place>,
}

/// What a group of blocks depends on: their chunk, and lengths of the vertex and of the fragment stage's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct BlocksKey {
    chunk: usize,
    lens_bytes: [u32; 2],
    way: Way,
}

impl Blocks {
    /// The place of a block that was just written: of the variant's last one, if that has the same bytes.
    fn keep_once(&mut self, stream: &mut Stream, variant: u32, len_bytes: u32, written: Place) -> Place {
        let known = self.last.get(&variant).copied();
        let place = stream.keep_once(written, len_bytes as usize, known);
        self.last.insert(variant, place);
        place
    }
}

impl Wgpu {
    /// The blocks of header and constants of both stages, and their group.
    pub(super) fn derive_blocks(
        &mut self,
        state: &State,
        rasterizer: &Rasterizer,
        dirty: Dirty,
        vertex_changed: bool,
        fragment_changed: bool,
    ) -> Option<()> {
        let mut moved = vertex_changed || fragment_changed;
        let vertex = Arc::clone(self.derived.vertex.as_ref()?);
        if self.derived.vertex_block.is_none() || vertex_changed || dirty.intersects(VERTEX_BLOCK_BITS) {
            let (place, bytes) = self
                .stream
                .allocate(&self.gpu.device, vertex.block_bytes as usize)?;
            let block: &mut [u32] = bytemuck::cast_slice_mut(bytes);
            let read = (&*self.derived.plan, &*self.derived.vertex_textures);
            write_vertex_header(block, &vertex.header, read, state, rasterizer);
            self.derived.storage.stages[0].write_header(block, &vertex.header.storage);
            write_constants(
                block,
                vertex.header.len,
                vertex.constants,
                &state.stage(Stage::Vertex).constants,
            );
            if vertex.key.packs {
                uniform::write_packed(block, vertex.header.len, state, Stage::Vertex, &self.resources);
            }
            let place = self
                .blocks
                .keep_once(&mut self.stream, vertex.id, vertex.block_bytes, place);
            moved |= self.derived.vertex_block.map(|old| old.chunk) != Some(place.chunk);
            self.derived.vertex_block = Some(place);
        }
        let fragment = Arc::clone(self.derived.fragment.as_ref()?);
        if self.derived.fragment_block.is_none() || fragment_changed || dirty.intersects(FRAGMENT_BLOCK_BITS)
        {
            let (place, bytes) = self
                .stream
                .allocate(&self.gpu.device, fragment.block_bytes as usize)?;
            let block: &mut [u32] = bytemuck::cast_slice_mut(bytes);
            let reference = state
                .depth_stencil_alpha
                .as_ref()
                .map_or(0.0, |dsa| dsa.alpha_reference);
            block[0] = reference.to_bits();
            if let Some(blend) = state
                .blend
                .as_ref()
                .filter(|_| !fragment.key.constant_factors.is_empty())
            {
                let factors = &fragment.key.constant_factors;
                let constant = pipeline::factor_constant(blend, state.blend_color, factors);
                block[1..4].copy_from_slice(&constant.map(f32::to_bits));
            }
            if let Some(place) = fragment.header.stipple {
                let at = place as usize * 4;
                block[at..at + 32].copy_from_slice(&state.polygon_stipple[..]);
            }
            write_sampler_headers(block, &fragment.header.samplers, &self.derived.fragment_textures);
            self.derived.storage.stages[1].write_header(block, &fragment.header.storage);
            write_constants(
                block,
                fragment.header.len,
                fragment.constants,
                &state.stage(Stage::Fragment).constants,
            );
            if fragment.key.packs {
                uniform::write_packed(
                    block,
                    fragment.header.len,
                    state,
                    Stage::Fragment,
                    &self.resources,
                );
            }
            let place = self
                .blocks
                .keep_once(&mut self.stream, fragment.id, fragment.block_bytes, place);
            moved |= self.derived.fragment_block.map(|old| old.chunk) != Some(place.chunk);
            self.derived.fragment_block = Some(place);
        }
        let (mut v, mut f) = (self.derived.vertex_block?, self.derived.fragment_block?);
        if v.chunk != f.chunk {
            // A chunk is full. Both lie in the same one, so that one table has them.
            (v, f) = self.gather_blocks([v, f], [vertex.block_bytes, fragment.block_bytes])?;
            (self.derived.vertex_block, self.derived.fragment_block) = (Some(v), Some(f));
            moved = true;
        }
        if moved || self.derived.constants_group.is_none() {
            let key = BlocksKey {
                chunk: v.chunk,
                lens_bytes: [vertex.block_bytes, fragment.block_bytes],
                way: Way::of(&vertex, &fragment),
            };
            self.derived.constants_group = Some(self.constants_group(key));
        }
        Some(())
    }

    /// Copies blocks to one chunk.
    fn gather_blocks(&mut self, [v, f]: [Place; 2], lens_bytes: [u32; 2]) -> Option<(Place, Place)> {
        let [vertex_len, fragment_len] = lens_bytes.map(|len| len as usize);
        let bytes = [
            self.stream.bytes(v, vertex_len)?,
            self.stream.bytes(f, fragment_len)?,
        ]
        .concat();
        let (place, both) = self.stream.allocate(&self.gpu.device, bytes.len())?;
        both.copy_from_slice(&bytes);
        let fragment = Place {
            offset: place.offset + vertex_len as u32,
            ..place
        };
        Some((place, fragment))
    }

    /// The layout of group 0.
    pub(crate) fn constants_layout(&mut self, way: Way) -> wgpu::BindGroupLayout {
        let device = &self.gpu.device;
        let layout = self.groups.constants_layouts.entry(way).or_insert_with(|| {
            if way.slots {
                let entry = wgpu::BindGroupLayoutEntry {
                    binding: 0,
                    visibility: way.readers,
                    ..super::buffers::buffer_entry(tgsi::lower::key::PULLED)
                };
                return device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                    label: None,
                    entries: &[entry],
                });
            }
            let entry = |binding, visibility| wgpu::BindGroupLayoutEntry {
                binding,
                visibility,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: true,
                    min_binding_size: None,
                },
                count: None,
            };
            device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &[entry(0, ShaderStages::VERTEX), entry(FRAGMENT_BLOCK, way.readers)],
            })
        });
        layout.clone()
    }

    /// Group 0 of merged draws whose blocks are in that chunk.
    pub(crate) fn slots_group(&mut self, chunk: usize, way: Way) -> wgpu::BindGroup {
        let layout = self.constants_layout(way);
        let (device, stream) = (&self.gpu.device, &self.stream);
        let group = self.groups.slots.entry((chunk, way)).or_insert_with(|| {
            device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &layout,
                entries: &[wgpu::BindGroupEntry {
                    binding: 0,
                    resource: stream.buffer(chunk).as_entire_binding(),
                }],
            })
        });
        group.clone()
    }

    fn constants_group(&mut self, key: BlocksKey) -> (u64, wgpu::BindGroup) {
        if let Some(group) = self.groups.constants.get(&key) {
            return group.clone();
        }
        let layout = self.constants_layout(key.way);
        let [vertex_bytes, fragment_bytes] = key.lens_bytes;
        let binding = |bytes: u32| {
            wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: self.stream.buffer(key.chunk),
                offset: 0,
                size: wgpu::BufferSize::new(u64::from(bytes)),
            })
        };
        let group = self.gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: binding(vertex_bytes),
                },
                wgpu::BindGroupEntry {
                    binding: FRAGMENT_BLOCK,
                    resource: binding(fragment_bytes),
                },
            ],
        });
        self.groups.next += 1;
        let group = (self.groups.next, group);
        self.groups.constants.insert(key, group.clone());
        group
    }

    /// After a submission: chunks that were not kept are gone.
    pub(crate) fn forget_stream(&mut self) {
        self.groups.constants.retain(|key, _| key.chunk < Stream::kept());
        self.groups.buffers.clear();
        self.groups.slots.retain(|(chunk, _), _| *chunk < Stream::kept());
        self.blocks.last.clear();
        self.kept_texels = Kept::default();
        self.derived.constants_group = None;
        self.derived.vertex_block = None;
        self.derived.fragment_block = None;
    }
}

pub(crate) fn write_vertex_header(
    block: &mut [u32],
    header: &VertexHeader,
    (plan, textures): (&VertexPlan, &TextureSet),
    state: &State,
    rasterizer: &Rasterizer,
) {
    let scale = state.viewports[0].scale;
    // User framebuffers have row 0 at the bottom of clip space, which is the top of the host's.
    let y = if scale[1] > 0.0 { -1.0f32 } else { 1.0 };
    let (z, w) = match (rasterizer.clip_halfz, scale[2] < 0.0) {
        (false, false) => (0.5f32, 0.5f32),
        (false, true) => (-0.5, 0.5),
        (true, false) => (1.0, 0.0),
        (true, true) => (-1.0, 1.0),
    };
    block[..8].copy_from_slice(&[y, z, w, rasterizer.point_size, 1.0, 255.0, 0.0, 0.0].map(f32::to_bits));
    for ((_, place), pulled) in header.pulled.iter().zip(&plan.pulled) {
        let at = *place as usize * 4;
        block[at..at + 4].copy_from_slice(&[
            pulled.offset_bytes,
            pulled.stride_bytes,
            pulled.divisor.max(1),
            pulled.words,
        ]);
    }
    if let Some(place) = header.planes {
        for (plane, words) in state
            .clip_planes
            .iter()
            .zip(block[place as usize * 4..].chunks_exact_mut(4))
        {
            words.copy_from_slice(&plane.map(f32::to_bits));
        }
    }
    write_sampler_headers(block, &header.samplers, textures);
}

pub(crate) fn write_sampler_headers(block: &mut [u32], places: &[(u8, u32)], set: &TextureSet) {
    for (number, place) in places {
        if let Some(header) = set.headers.iter().find(|header| header.number == *number) {
            let at = *place as usize * 4;
            block[at..at + 8].copy_from_slice(&header.words);
        }
    }
}

pub(crate) fn write_constants(block: &mut [u32], header_len: u32, constants: u32, words: &[u32]) {
    let start = header_len as usize * 4;
    let len = words.len().min(constants as usize * 4).min(block.len() - start);
    block[start..start + len].copy_from_slice(&words[..len]);
}
