//! Storage buffers and images of a draw or of a grid: what shader variants depend on, what their headers say, and the
//! bind group.
//!
//! A buffer is bound as it is on the GPU, of which shaders see what the guest bound. What shaders write of it makes the
//! GPU's copy be ahead of the shadow ([`crate::written`]). An image of a texture is a copy of its texels in a buffer
//! ([`crate::image`]), so that every format and every atomic operation works on every host.
//!
//! The host forbids to write a buffer and to read it otherwise in one pass or grid. Where a shader reads what it may
//! write, all its buffers are declared writable; what is fetched or sampled besides is a copy.

use std::sync::Arc;

use device::gpu::{Handle, ImageRange, ImageView, MAX_VERTEX_BUFFERS, Shader, State, StorageBuffer};
use rustc_hash::FxHashMap;
use tgsi::lower::key::{FRAGMENT_STORAGE, FetchFormat, IMAGES, ImageKey, StorageHeader, StorageKey};
use tgsi::{Access, Dimension, ImageUse, Stage};
use wgpu::{BufferBindingType, Features, ShaderStages};

use crate::image::{Texels, Wanted as WantedTexels};
use crate::renderer::Wgpu;
use crate::vertex::fetch_format;
use crate::{texture_buffer, uniform};

/// What the shaders of a draw or a grid read and write in memory.
#[derive(Clone, Default)]
pub(crate) struct Storage {
    /// Of each stage, in the order in which they were asked for.
    pub(crate) stages: [StageStorage; 2],
    /// Number of the layout; 0 if there is nothing.
    pub(crate) layout: u64,
    /// The group, with its number.
    pub(crate) group: Option<(u64, wgpu::BindGroup)>,
    /// Buffers that are bound for writing.
    pub(crate) written: Arc<[Handle]>,
    /// All buffers that are bound.
    used: Vec<Handle>,
    /// Copies of textures.
    texels: Vec<Texels>,
    /// Buffers whose other reads are of a copy.
    copied: Vec<Handle>,
}

/// What one stage's variant depends on, and what its header says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StageStorage {
    pub(crate) key: StorageKey,
    buffers: Vec<(u8, [u32; 4])>,
    images: Vec<(u8, [u32; 8])>,
}

/// Groups that a batch keeps: draws go back and forth between a few.
const MAX_GROUPS: usize = 64;

/// Layouts, and the groups of the batch.
#[derive(Default)]
pub(crate) struct Storages {
    layouts: FxHashMap<Vec<LayoutEntry>, u64>,
    layout_list: Vec<wgpu::BindGroupLayout>,
    groups: FxHashMap<Vec<Bound>, (u64, wgpu::BindGroup)>,
    next: u64,
}

/// A binding of a layout: number, stage, and whether shaders may write.
type LayoutEntry = (u32, ShaderStages, bool);

/// What is bound to one.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Bound {
    entry: LayoutEntry,
    buffer: wgpu::Buffer,
    offset: u64,
    len: u64,
}

/// Something that a shader uses and that is there.
struct Wanted {
    /// Which of the stages.
    place: usize,
    number: u8,
    access: Access,
    kind: Kind,
}

enum Kind {
    Buffer(StorageBuffer),
    /// An image of a buffer, and the bytes of its texels.
    TexelBuffer(StorageBuffer, FetchFormat, u32),
    /// An image of a texture.
    Texels(WantedTexels, FetchFormat),
}

impl Wanted {
    fn buffer(&self) -> Option<&StorageBuffer> {
        match &self.kind {
            Kind::Buffer(buffer) | Kind::TexelBuffer(buffer, ..) => Some(buffer),
            Kind::Texels(..) => None,
        }
    }

    fn binding(&self, stage: Stage) -> u32 {
        let of_stage = if stage == Stage::Fragment {
            FRAGMENT_STORAGE
        } else {
            0
        };
        let of_images = if matches!(self.kind, Kind::Buffer(_)) {
            0
        } else {
            IMAGES
        };
        of_stage + of_images + u32::from(self.number)
    }
}

impl StageStorage {
    /// Writes what the header of a variant says of memory.
    pub(crate) fn write_header(&self, block: &mut [u32], header: &StorageHeader) {
        for (number, place) in &header.buffers {
            if let Some((_, words)) = self.buffers.iter().find(|(known, _)| known == number) {
                let at = *place as usize * 4;
                block[at..at + 4].copy_from_slice(words);
            }
        }
        for (number, place) in &header.images {
            if let Some((_, words)) = self.images.iter().find(|(known, _)| known == number) {
                let at = *place as usize * 4;
                block[at..at + 8].copy_from_slice(words);
            }
        }
    }
}

impl Storages {
    pub(crate) fn layout(&self, number: u64) -> Option<&wgpu::BindGroupLayout> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.layout_list.get(index)
    }

    fn number(&mut self, device: &wgpu::Device, entries: Vec<LayoutEntry>) -> u64 {
        if let Some(number) = self.layouts.get(&entries) {
            return *number;
        }
        let of = |(binding, visibility, writes): &LayoutEntry| wgpu::BindGroupLayoutEntry {
            binding: *binding,
            visibility: *visibility,
            ty: wgpu::BindingType::Buffer {
                ty: BufferBindingType::Storage { read_only: !*writes },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let described: Vec<_> = entries.iter().map(of).collect();
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: None,
            entries: &described,
        });
        self.layout_list.push(layout);
        let number = self.layout_list.len() as u64;
        self.layouts.insert(entries, number);
        number
    }

    /// The group of what is bound.
    fn group(
        &mut self,
        device: &wgpu::Device,
        layout: u64,
        bound: Vec<Bound>,
    ) -> Option<(u64, wgpu::BindGroup)> {
        if let Some(group) = self.groups.get(&bound) {
            return Some(group.clone());
        }
        let entries: Vec<_> = bound
            .iter()
            .map(|bound| wgpu::BindGroupEntry {
                binding: bound.entry.0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: &bound.buffer,
                    offset: bound.offset,
                    size: wgpu::BufferSize::new(bound.len),
                }),
            })
            .collect();
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: self.layout(layout)?,
            entries: &entries,
        });
        self.next += 1;
        if self.groups.len() >= MAX_GROUPS {
            self.groups.clear();
        }
        let group = (self.next, group);
        self.groups.insert(bound, group.clone());
        Some(group)
    }

    /// How many layouts there are.
    pub(crate) fn len(&self) -> usize {
        self.layout_list.len()
    }

    /// Numbers of layouts are given again, those of groups are not.
    pub(crate) fn forget_layouts(&mut self) {
        self.layouts.clear();
        self.layout_list.clear();
        self.groups.clear();
    }

    /// What the group holds may go.
    pub(crate) fn forget(&mut self) {
        self.groups.clear();
    }
}

fn visibility(stage: Stage) -> ShaderStages {
    match stage {
        Stage::Vertex => ShaderStages::VERTEX,
        Stage::Compute => ShaderStages::COMPUTE,
        _ => ShaderStages::FRAGMENT,
    }
}

/// Whether a shader reads or writes buffers or images.
pub(crate) fn uses_memory(shader: &Shader) -> bool {
    let memory = &shader.tgsi.info.memory;
    !memory.buffers.is_empty() || !memory.images.is_empty()
}

impl Wgpu {
    /// What the shaders of those stages, two at most, read and write in memory, made ready for a draw or a grid that
    /// follows at once. May submit the batch, and end the pass. `None` if that cannot be done.
    pub(crate) fn storage(&mut self, state: &State, stages: &[Stage]) -> Option<Storage> {
        let mut shaders = stages
            .iter()
            .filter_map(|stage| state.stage(*stage).shader.as_ref());
        if !shaders.any(|shader| uses_memory(shader)) {
            return Some(Storage::default());
        }
        let wanted = self.wanted_storage(state, stages);
        let counts = |place| wanted.iter().filter(move |wanted| wanted.place == place).count();
        for (place, stage) in stages.iter().enumerate() {
            let texture_buffers = texture_buffer::read_by(state.stage(*stage)).count();
            if !self.have_room_for(*stage, counts(place) + texture_buffers) {
                self.unsupported("that many storage buffers and images");
                return None;
            }
        }
        let buffers = wanted.iter().filter_map(Wanted::buffer);
        self.submit_if_late(buffers.map(|buffer| buffer.resource));
        let mut storage = Storage::default();
        for stage in &mut storage.stages {
            stage.key.coherent = self.gpu.features.contains(Features::MEMORY_DECORATION_COHERENT);
        }
        let texels = self.texels(&wanted)?;
        let bound = self.bind_storage(stages, &wanted, &texels, &mut storage)?;
        storage.texels = texels;
        let buffers = wanted.iter().filter_map(Wanted::buffer);
        storage.used = buffers.map(|buffer| buffer.resource).collect();
        let entries = bound.iter().map(|bound| bound.entry).collect();
        storage.layout = self.storages.number(&self.gpu.device, entries);
        storage.copied = self.copy_what_is_read(state, stages, &storage.written)?;
        storage.group = self.storages.group(&self.gpu.device, storage.layout, bound);
        Some(storage)
    }

    /// Whether a stage may have so many storage buffers, besides those that vertices are pulled from.
    fn have_room_for(&self, stage: Stage, count: usize) -> bool {
        let limits = &self.gpu.limits;
        let others = match stage {
            Stage::Vertex => MAX_VERTEX_BUFFERS,
            _ => 0,
        };
        limits.max_bind_groups > tgsi::lower::key::STORAGE
            && count + others <= limits.max_storage_buffers_per_shader_stage as usize
    }

    /// What shaders use and what is there.
    fn wanted_storage(&mut self, state: &State, stages: &[Stage]) -> Vec<Wanted> {
        let mut all = Vec::new();
        for (place, stage) in stages.iter().enumerate() {
            let stage = state.stage(*stage);
            let Some(shader) = &stage.shader else { continue };
            let memory = &shader.tgsi.info.memory;
            for (number, used) in (0u8..).zip(&memory.buffers) {
                let bound = stage.storage_buffers.get(usize::from(number)).copied().flatten();
                if let (Some(access), Some(bound)) = (*used, bound) {
                    let kind = self.storage_buffer(bound);
                    all.extend(kind.map(|kind| Wanted {
                        place,
                        number,
                        access,
                        kind,
                    }));
                }
            }
            for (number, used) in (0u8..).zip(&memory.images) {
                let bound = stage.images.get(usize::from(number)).copied().flatten();
                if let (Some(used), Some(bound)) = (used, bound) {
                    let kind = self.image(used, &bound);
                    all.extend(kind.map(|kind| Wanted {
                        place,
                        number,
                        access: used.access,
                        kind,
                    }));
                }
            }
        }
        all
    }

    fn storage_buffer(&mut self, bound: StorageBuffer) -> Option<Kind> {
        let len = self.resources.buffer_ref(bound.resource)?.len();
        let end = bound.offset_bytes.checked_add(bound.length_bytes)?;
        if bound.length_bytes == 0 || end as usize > len {
            return None;
        }
        if !bound.offset_bytes.is_multiple_of(4) {
            self.unsupported("a storage buffer at such an offset");
            return None;
        }
        Some(Kind::Buffer(bound))
    }

    fn image(&mut self, used: &ImageUse, bound: &ImageView) -> Option<Kind> {
        let format = fetch_format(bound.format).filter(|format| format.is_image());
        let Some(format) = format else {
            self.unsupported(&format!("an image of {}", bound.format));
            return None;
        };
        let texel_bytes = bound.format.block()?.bytes;
        match bound.range {
            ImageRange::Buffer {
                offset_bytes,
                length_bytes,
            } => {
                let fits = used.dimension == Dimension::Buffer
                    && length_bytes >= texel_bytes
                    && offset_bytes.is_multiple_of(texel_bytes.min(4));
                let buffer = StorageBuffer {
                    resource: bound.resource,
                    offset_bytes,
                    length_bytes: length_bytes / texel_bytes * texel_bytes,
                };
                let len = self.resources.buffer_ref(bound.resource)?.len();
                let end = offset_bytes.checked_add(length_bytes)?;
                (fits && end as usize <= len).then_some(Kind::TexelBuffer(buffer, format, texel_bytes))
            }
            ImageRange::Texture { .. } => {
                let texels = self.wanted_texels(used, bound, texel_bytes)?;
                Some(Kind::Texels(texels, format))
            }
        }
    }

    /// Copies of the textures that are wanted.
    fn texels(&mut self, wanted: &[Wanted]) -> Option<Vec<Texels>> {
        let mut all: Vec<WantedTexels> = Vec::new();
        for of in wanted {
            let Kind::Texels(texels, _) = &of.kind else {
                continue;
            };
            match all.iter_mut().find(|known| known.is_alike(texels)) {
                Some(known) => known.join(texels),
                None => all.push(texels.clone()),
            }
        }
        self.copy_texels_in(all)
    }

    /// What is bound, with keys and headers of the stages.
    fn bind_storage(
        &mut self,
        stages: &[Stage],
        wanted: &[Wanted],
        texels: &[Texels],
        storage: &mut Storage,
    ) -> Option<Vec<Bound>> {
        let mut bound = Vec::with_capacity(wanted.len());
        for of in wanted {
            let stage = *stages.get(of.place)?;
            let entry = (of.binding(stage), visibility(stage), of.access.stores);
            let (buffer, range) = match &of.kind {
                Kind::Buffer(range) | Kind::TexelBuffer(range, ..) => {
                    (self.bind_buffer(range, of.access)?, self.bound_range(range))
                }
                Kind::Texels(wanted, _) => {
                    let texels = texels.iter().find(|texels| texels.is_of(wanted))?;
                    (texels.buffer.clone(), (0, texels.buffer.size()))
                }
            };
            let (offset, len) = range;
            storage.stages.get_mut(of.place)?.add(of, offset, len, texels);
            bound.push(Bound {
                entry,
                buffer,
                offset,
                len,
            });
        }
        let places: Vec<usize> = wanted.iter().map(|wanted| wanted.place).collect();
        declare_writable(&mut bound, &places, &mut storage.stages);
        let writes = |bound: &Bound| bound.entry.1 == ShaderStages::VERTEX && bound.entry.2;
        if bound.iter().any(writes) && !self.gpu.features.contains(Features::VERTEX_WRITABLE_STORAGE) {
            self.unsupported("vertex shaders that write to memory");
            return None;
        }
        let mut written: Vec<_> = wanted
            .iter()
            .zip(&bound)
            .filter(|(_, bound)| bound.entry.2)
            .filter_map(|(wanted, _)| Some(wanted.buffer()?.resource))
            .collect();
        written.sort_unstable();
        written.dedup();
        storage.written = written.into();
        Some(bound)
    }

    /// The GPU's copy of a buffer, which shaders may write within a range.
    fn bind_buffer(&mut self, range: &StorageBuffer, access: Access) -> Option<wgpu::Buffer> {
        if access.stores {
            let start = range.offset_bytes as usize;
            return self.for_writing(range.resource, start..start + range.length_bytes as usize);
        }
        let serial = self.batch.serial;
        let binding = self
            .resources
            .bind(range.resource, &self.gpu, &mut self.stream, serial)?;
        Some(binding.buffer)
    }

    /// Where the binding of a range begins and how long it is: aligned, and no longer than the host takes.
    fn bound_range(&self, range: &StorageBuffer) -> (u64, u64) {
        let limits = &self.gpu.limits;
        let alignment = u64::from(limits.min_storage_buffer_offset_alignment.max(4));
        let start = u64::from(range.offset_bytes) / alignment * alignment;
        let end = (u64::from(range.offset_bytes) + u64::from(range.length_bytes)).next_multiple_of(4);
        (
            start,
            (end - start).min(limits.max_storage_buffer_binding_size & !3),
        )
    }

    /// What a draw fetches or samples of buffers that it writes too is a copy of them as they are now.
    fn copy_what_is_read(
        &mut self,
        state: &State,
        stages: &[Stage],
        written: &[Handle],
    ) -> Option<Vec<Handle>> {
        if written.is_empty() {
            return Some(Vec::new());
        }
        let draws = stages.contains(&Stage::Vertex);
        let vertices = state
            .vertex_buffers
            .iter()
            .flatten()
            .map(|buffer| buffer.resource);
        let indices = state.index_buffer.iter().map(|buffer| buffer.resource);
        let of_draw = vertices.chain(indices).filter(|_| draws);
        let of_stages = stages.iter().flat_map(|stage| {
            uniform::read_by(state, *stage).chain(texture_buffer::read_by(state.stage(*stage)))
        });
        let mut both: Vec<_> = of_draw
            .chain(of_stages)
            .filter(|handle| written.contains(handle))
            .collect();
        both.sort_unstable();
        both.dedup();
        for handle in &both {
            if self.copy_to_read(*handle).is_none() {
                self.unsupported("copies of that many bytes");
                self.read_themselves(&both);
                return None;
            }
        }
        Some(both)
    }

    /// Has a copy of the buffer read in its place.
    fn copy_to_read(&mut self, handle: Handle) -> Option<()> {
        let buffer = self.resources.buffer(handle)?;
        let (from, len) = (buffer.on_gpu()?.clone(), buffer.host_size());
        if !self.stand_ins.may_make(len) {
            return None;
        }
        self.end_pass();
        let copy = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: len,
            usage: crate::resource::BUFFER_USAGES,
            mapped_at_creation: false,
        });
        let number = self.groups.fresh();
        self.resources.buffer(handle)?.read_as(copy.clone(), number);
        self.batch.list.then(move |encoder| {
            encoder.copy_buffer_to_buffer(&from, 0, &copy, 0, len);
        });
        Some(())
    }

    fn read_themselves(&mut self, handles: &[Handle]) {
        for handle in handles {
            if let Some(buffer) = self.resources.buffer(*handle) {
                buffer.read_itself();
            }
        }
    }

    /// After the draw or the grid: textures get what was written to their copies.
    pub(crate) fn finish_storage(&mut self, storage: &Storage) {
        self.read_themselves(&storage.copied);
        // The batch may have become another one since they were bound.
        let serial = self.batch.serial;
        for handle in &storage.used {
            if let Some(buffer) = self.resources.buffer(*handle) {
                buffer.use_in(serial);
            }
        }
        self.copy_texels_out(&storage.texels);
        if !storage.texels.is_empty() {
            self.keep_texels();
        }
    }
}

impl StageStorage {
    fn add(&mut self, wanted: &Wanted, bound_offset: u64, bound_len: u64, texels: &[Texels]) {
        match &wanted.kind {
            Kind::Buffer(range) => {
                self.key.buffers |= 1 << wanted.number;
                // It is less than an alignment.
                let before = (u64::from(range.offset_bytes) - bound_offset) as u32;
                let words = (bound_len as u32).saturating_sub(before) / 4;
                let bytes = range.length_bytes.min(words.saturating_mul(4));
                self.buffers.push((wanted.number, [before / 4, words, bytes, 0]));
            }
            Kind::TexelBuffer(range, format, texel_bytes) => {
                let before = (u64::from(range.offset_bytes) - bound_offset) as u32;
                let bytes = range.length_bytes.min((bound_len as u32).saturating_sub(before));
                let texels = bytes / texel_bytes;
                let words = [texels, 1, 1, 0, before, bytes, bytes, 0];
                self.add_image(wanted.number, *format, words);
            }
            Kind::Texels(of, format) => {
                if let Some(texels) = texels.iter().find(|texels| texels.is_of(of)) {
                    self.add_image(wanted.number, *format, texels.header(of));
                }
            }
        }
    }

    fn add_image(&mut self, number: u8, format: FetchFormat, words: [u32; 8]) {
        let place = usize::from(number);
        if self.key.images.len() <= place {
            self.key.images.resize(place + 1, None);
        }
        self.key.images[place] = Some(ImageKey::Words { format });
        self.images.push((number, words));
    }
}

/// Declares all buffers of a stage writable that reads one which is written, by the same or by the other stage.
fn declare_writable(bound: &mut [Bound], places: &[usize], stages: &mut [StageStorage; 2]) {
    loop {
        let is_both = |of: &Bound| {
            !of.entry.2
                && bound
                    .iter()
                    .any(|other| other.entry.2 && other.buffer == of.buffer)
        };
        let Some(place) = bound.iter().position(is_both).map(|index| places[index]) else {
            return;
        };
        stages[place].key.read_write = true;
        for (of, _) in bound.iter_mut().zip(places).filter(|(_, its)| **its == place) {
            of.entry.2 = true;
        }
    }
}
