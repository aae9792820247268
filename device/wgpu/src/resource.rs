//! Resources as the host has them: buffers with a shadow in the process's memory, and textures.

use std::ops::Range;

use device::gpu::{Format, GpuError, Handle, ResourceDesc, Target};
use rustc_hash::FxHashMap;
use wgpu::{BufferUsages, TextureUsages};

use crate::decoded::{self, Blocks};
use crate::format::{self, HostFormat};
use crate::gpu::Gpu;
use crate::stream::{Place, Stream};

/// Every resource, by handle.
#[derive(Default)]
pub(crate) struct Resources {
    table: FxHashMap<Handle, Resource>,
    /// Counts the times that a buffer may have changed.
    changes: u64,
    /// Bytes of buffers that the queue keeps until the next submission.
    pub(crate) uploaded_bytes: u64,
}

/// A buffer or a texture.
pub(crate) enum Resource {
    Buffer(Buffer),
    Texture(Texture),
}

/// A buffer. What is in it came from the process, so the shadow is its truth, and the GPU's copy is brought up to date
/// when a draw needs it; but for what the GPU wrote ([`crate::written`]).
pub(crate) struct Buffer {
    shadow: Vec<u8>,
    host: Option<wgpu::Buffer>,
    /// Bytes of the shadow that the GPU's copy lacks.
    stale: Range<usize>,
    /// Bytes that the GPU wrote: the shadow lacks some of them. If there are any, nothing is stale.
    written: Range<usize>,
    /// The batch that used the GPU's copy last.
    used: u64,
    /// Counts writes.
    version: u64,
    /// What stands for it in a batch that has used older bytes of the GPU's copy.
    stand_in: Option<StandIn>,
    /// What is read in its place by a draw that writes it, and its number.
    read_as: Option<(wgpu::Buffer, u64)>,
}

/// A copy of a buffer in the stream of a batch.
struct StandIn {
    batch: u64,
    version: u64,
    place: Place,
}

/// What every buffer may be used for.
pub(crate) const BUFFER_USAGES: BufferUsages = BufferUsages::VERTEX
    .union(BufferUsages::INDEX)
    .union(BufferUsages::UNIFORM)
    .union(BufferUsages::STORAGE)
    .union(BufferUsages::COPY_SRC)
    .union(BufferUsages::COPY_DST);

/// Buffers up to this size change in the middle of a batch by a copy in its stream; beyond it, the batch is submitted
/// before. Copying this much takes about as long as a submission.
const LARGEST_STAND_IN: usize = 256 << 10;

/// Where the GPU finds a buffer's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) buffer: wgpu::Buffer,
    pub(crate) offset: u64,
    pub(crate) len: u64,
    /// The same for equal `buffer` and `offset` within a batch, as bindings are remembered.
    pub(crate) id: BindingId,
}

/// Names a [`Binding`] within a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BindingId {
    Own(Handle),
    Stream(Place),
    /// A buffer made for one draw.
    Made(u64),
}

impl Binding {
    /// Its first `len` bytes as a binding of a group.
    pub(crate) fn entry(&self, number: u32, len: u64) -> wgpu::BindGroupEntry<'_> {
        wgpu::BindGroupEntry {
            binding: number,
            resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: &self.buffer,
                offset: self.offset,
                size: wgpu::BufferSize::new(len),
            }),
        }
    }

    /// As much as shaders may read of it.
    pub(crate) fn within_storage(mut self, limits: &wgpu::Limits) -> Self {
        self.len = self.len.min(limits.max_storage_buffer_binding_size & !3);
        self
    }

    /// From `offset` bytes on to the end.
    pub(crate) fn from(&self, offset: u64) -> wgpu::BufferSlice<'_> {
        self.buffer
            .slice(self.offset + offset.min(self.len)..self.offset + self.len)
    }
}

/// A texture.
pub(crate) struct Texture {
    pub(crate) desc: ResourceDesc,
    /// Of the host's texture.
    pub(crate) format: HostFormat,
    pub(crate) host: wgpu::Texture,
    /// The guest's blocks, where the host's texture is decoded.
    pub(crate) blocks: Option<Blocks>,
    /// The batch that used it last.
    pub(crate) used: u64,
    /// Counts the times that it became a target. One with several samples changes in no other way.
    pub(crate) drawn_to: u64,
}

impl Resources {
    pub(crate) fn insert(&mut self, handle: Handle, resource: Resource) {
        self.changes += 1;
        self.table.insert(handle, resource);
    }

    pub(crate) fn remove(&mut self, handle: Handle) {
        self.changes += 1;
        self.table.remove(&handle);
    }

    /// While this number is the same, so is every buffer.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// A buffer, to change it.
    pub(crate) fn buffer(&mut self, handle: Handle) -> Option<&mut Buffer> {
        self.changes += 1;
        match self.table.get_mut(&handle) {
            Some(Resource::Buffer(buffer)) => Some(buffer),
            Some(Resource::Texture(_)) | None => None,
        }
    }

    /// A buffer as it is.
    pub(crate) fn buffer_ref(&self, handle: Handle) -> Option<&Buffer> {
        match self.table.get(&handle) {
            Some(Resource::Buffer(buffer)) => Some(buffer),
            Some(Resource::Texture(_)) | None => None,
        }
    }

    pub(crate) fn texture(&self, handle: Handle) -> Option<&Texture> {
        match self.table.get(&handle) {
            Some(Resource::Texture(texture)) => Some(texture),
            Some(Resource::Buffer(_)) | None => None,
        }
    }

    pub(crate) fn texture_mut(&mut self, handle: Handle) -> Option<&mut Texture> {
        match self.table.get_mut(&handle) {
            Some(Resource::Texture(texture)) => Some(texture),
            Some(Resource::Buffer(_)) | None => None,
        }
    }

    /// Makes everything again on another device: buffers have their bytes, textures are zeroes. Returns what could
    /// not be made, which is no resource any more.
    pub(crate) fn recreate(&mut self, device: &wgpu::Device) -> Vec<Handle> {
        let mut failed = Vec::new();
        self.table.retain(|handle, resource| {
            let made = match resource {
                Resource::Buffer(buffer) => {
                    buffer.lose_device();
                    Ok(())
                }
                Resource::Texture(texture) => {
                    let samples = texture.host.sample_count();
                    Texture::new(device, &texture.desc, samples).map(|made| *texture = made)
                }
            };
            if let Err(error) = made {
                log::error!("resource {} is lost: {error}", handle.0);
                failed.push(*handle);
            }
            made.is_ok()
        });
        failed
    }

    pub(crate) fn is_buffer(&self, handle: Handle) -> bool {
        matches!(self.table.get(&handle), Some(Resource::Buffer(_)))
    }
}

impl Buffer {
    pub(crate) fn new(size: u32) -> Self {
        Self {
            shadow: vec![0; size as usize],
            host: None,
            stale: 0..0,
            written: 0..0,
            used: 0,
            version: 0,
            stand_in: None,
            read_as: None,
        }
    }

    /// The next draw reads a copy in its place.
    pub(crate) fn read_as(&mut self, copy: wgpu::Buffer, number: u64) {
        self.read_as = Some((copy, number));
    }

    /// That draw is over.
    pub(crate) fn read_itself(&mut self) {
        self.read_as = None;
    }

    /// All bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.shadow
    }

    /// Counts writes: equal numbers are equal bytes.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    pub(crate) fn len(&self) -> usize {
        self.shadow.len()
    }

    /// The range in which the GPU may be ahead of the shadow.
    pub(crate) fn written(&self) -> Range<usize> {
        self.written.clone()
    }

    /// All that the GPU wrote is about to be overwritten.
    pub(crate) fn forget_written(&mut self) {
        self.written = 0..0;
    }

    /// Takes the whole words of what the GPU wrote; the shadow stays as it is where they are too few.
    pub(crate) fn settle(&mut self, words: &[u8]) {
        let start = self.written.start & !3;
        let range = std::mem::replace(&mut self.written, 0..0);
        let bytes = words.get(range.start - start..);
        let bytes = bytes.and_then(|bytes| bytes.get(..range.len()));
        if let (Some(bytes), Some(place)) = (bytes, self.shadow.get_mut(range)) {
            place.copy_from_slice(bytes);
        }
    }

    /// Whether the batch uses the GPU's copy.
    pub(crate) fn is_used(&self, batch: u64) -> bool {
        self.used == batch
    }

    /// Notes that the batch does.
    pub(crate) fn use_in(&mut self, batch: u64) {
        self.used = batch;
    }

    /// The GPU's copy as it is.
    pub(crate) fn on_gpu(&self) -> Option<&wgpu::Buffer> {
        self.host.as_ref()
    }

    /// The GPU's copy, for the batch to write a range of it. It must not be late.
    pub(crate) fn write_on_gpu(&mut self, range: Range<usize>, gpu: &Gpu, batch: u64) -> &wgpu::Buffer {
        self.version += 1;
        self.written = if self.written.is_empty() {
            range
        } else {
            self.written.start.min(range.start)..self.written.end.max(range.end)
        };
        self.host(&gpu.device, &gpu.queue, batch)
    }

    /// Writes whole words to the shadow and to the GPU's copy. Returns whether there was one.
    pub(crate) fn write_through(&mut self, offset: usize, bytes: &[u8], queue: &wgpu::Queue) -> bool {
        self.version += 1;
        if let Some(place) = self.shadow.get_mut(offset..offset + bytes.len()) {
            place.copy_from_slice(bytes);
        }
        if let Some(host) = &self.host {
            queue.write_buffer(host, offset as u64, bytes);
        }
        self.host.is_some()
    }

    /// Bytes of the GPU's copy, a multiple of four.
    pub(crate) fn host_size(&self) -> u64 {
        (self.shadow.len() as u64).next_multiple_of(4).max(4)
    }

    /// Writes bytes; what would lie outside is left out.
    pub(crate) fn write(&mut self, offset: usize, bytes: &[u8]) {
        let Some(place) = self.shadow.get_mut(offset..) else {
            return;
        };
        let len = place.len().min(bytes.len());
        place[..len].copy_from_slice(&bytes[..len]);
        self.touched(offset..offset + len);
    }

    /// The GPU's copy is gone; the next use makes another.
    fn lose_device(&mut self) {
        self.host = None;
        self.stale = 0..0;
        self.written = 0..0;
        self.used = 0;
        self.read_as = None;
    }

    /// Notes that bytes of the shadow changed.
    fn touched(&mut self, range: Range<usize>) {
        self.version += 1;
        if range.is_empty() || self.host.is_none() {
            return;
        }
        self.stale = if self.stale.is_empty() {
            range
        } else {
            self.stale.start.min(range.start)..self.stale.end.max(range.end)
        };
    }

    /// Bytes that the next use on the GPU uploads.
    fn upload_len(&self) -> u64 {
        match self.host {
            Some(_) => self.stale.len() as u64,
            None => self.shadow.len() as u64,
        }
    }

    /// Whether the GPU's copy would be brought up to date too late for this batch, which has used older bytes of it.
    pub(crate) fn is_late(&self, batch: u64) -> bool {
        !self.stale.is_empty() && self.used == batch
    }

    /// Whether it can be used in a batch only once what the batch has is submitted.
    pub(crate) fn must_split(&self, batch: u64) -> bool {
        self.is_late(batch) && self.shadow.len() > LARGEST_STAND_IN
    }

    /// The GPU's copy, up to date, for use in a batch.
    fn host(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, batch: u64) -> &wgpu::Buffer {
        let size = self.host_size();
        let host = match self.host.take() {
            Some(host) => {
                if !self.stale.is_empty() {
                    upload(queue, &host, &self.shadow, &self.stale);
                }
                host
            }
            None => {
                let host = device.create_buffer(&wgpu::BufferDescriptor {
                    label: None,
                    size,
                    usage: BUFFER_USAGES,
                    mapped_at_creation: false,
                });
                upload(queue, &host, &self.shadow, &(0..self.shadow.len()));
                host
            }
        };
        self.stale = 0..0;
        self.used = batch;
        self.host.insert(host)
    }
}

impl Resources {
    /// A buffer's bytes as they are now, for draws of the batch that is being recorded.
    pub(crate) fn bind(
        &mut self,
        handle: Handle,
        gpu: &Gpu,
        stream: &mut Stream,
        batch: u64,
    ) -> Option<Binding> {
        let Some(Resource::Buffer(buffer)) = self.table.get_mut(&handle) else {
            return None;
        };
        let len = buffer.host_size();
        if let Some((copy, number)) = &buffer.read_as {
            return Some(Binding {
                buffer: copy.clone(),
                offset: 0,
                len,
                id: BindingId::Made(*number),
            });
        }
        if !buffer.is_late(batch) {
            self.uploaded_bytes += buffer.upload_len();
            return Some(Binding {
                buffer: buffer.host(&gpu.device, &gpu.queue, batch).clone(),
                offset: 0,
                len,
                id: BindingId::Own(handle),
            });
        }
        let known = buffer
            .stand_in
            .as_ref()
            .filter(|known| (known.batch, known.version) == (batch, buffer.version));
        let place = match known {
            Some(known) => known.place,
            None => {
                let (place, bytes) = stream.allocate(&gpu.device, len as usize)?;
                bytes[..buffer.shadow.len()].copy_from_slice(&buffer.shadow);
                buffer.stand_in = Some(StandIn {
                    batch,
                    version: buffer.version,
                    place,
                });
                place
            }
        };
        Some(Binding {
            buffer: stream.buffer(place.chunk).clone(),
            offset: u64::from(place.offset),
            len,
            id: BindingId::Stream(place),
        })
    }
}

/// Writes a range of the shadow, widened to the four bytes that the host's copies are made of.
fn upload(queue: &wgpu::Queue, host: &wgpu::Buffer, shadow: &[u8], range: &Range<usize>) {
    let start = range.start & !3;
    let end = range.end.next_multiple_of(4);
    match shadow.get(start..end) {
        Some(bytes) => queue.write_buffer(host, start as u64, bytes),
        None => {
            let mut bytes = shadow[start..].to_vec();
            bytes.resize(end - start, 0);
            queue.write_buffer(host, start as u64, &bytes);
        }
    }
}

impl Texture {
    /// Makes one of that many samples.
    pub(crate) fn new(device: &wgpu::Device, desc: &ResourceDesc, samples: u32) -> Result<Self, GpuError> {
        let mut format = format::host_format(desc.format).ok_or(GpuError::Unsupported("format"))?;
        let dimension = match desc.target {
            Target::Texture3D => wgpu::TextureDimension::D3,
            _ => wgpu::TextureDimension::D2,
        };
        if dimension == wgpu::TextureDimension::D3 && !format::is_color(format.class) {
            return Err(GpuError::Unsupported("3D textures of depths"));
        }
        let limits = device.limits();
        let (width, height, depth) = desc.level_size(0);
        let (max_side, max_depth) = match dimension {
            wgpu::TextureDimension::D3 => (limits.max_texture_dimension_3d, limits.max_texture_dimension_3d),
            _ => (limits.max_texture_dimension_2d, limits.max_texture_array_layers),
        };
        if width == 0 || height == 0 || width > max_side || height > max_side || depth > max_depth {
            return Err(GpuError::Unsupported("texture size"));
        }
        if samples > 1 && depth > 1 && !device.features().contains(wgpu::Features::MULTISAMPLE_ARRAY) {
            return Err(GpuError::Unsupported("multisampled layers"));
        }
        if !device.features().contains(format.texture.required_features()) {
            return Err(GpuError::Unsupported("format"));
        }
        let size = wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: depth,
        };
        let most_levels = size.max_mips(dimension);
        // Guests render to a format by another one of the same bits (luminance as red), so what the host can counts.
        let can_be = |usage| {
            format
                .texture
                .guaranteed_format_features(device.features())
                .allowed_usages
                .contains(usage)
        };
        let renderable = !format::is_color(format.class)
            || format.target.is_some()
            || can_be(TextureUsages::RENDER_ATTACHMENT);
        let mut usage = TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_SRC | TextureUsages::COPY_DST;
        usage.set(TextureUsages::RENDER_ATTACHMENT, renderable);
        let mut blocks = None;
        if let Some(decoded) = decoded::decoded_format(format.texture).filter(|_| desc.needs_decoding()) {
            blocks = Some(Blocks::new(desc, format.texture)?);
            format.texture = decoded;
        }
        let twin = format::srgb_twin(format.texture);
        let host = device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size,
            mip_level_count: desc.levels.clamp(1, most_levels),
            sample_count: samples,
            dimension,
            format: format.texture,
            usage,
            view_formats: twin.as_slice(),
        });
        Ok(Self {
            desc: *desc,
            format,
            host,
            blocks,
            used: 0,
            drawn_to: 0,
        })
    }

    /// The host's format of a view of it that the guest calls that; `None` if it cannot be viewed so.
    pub(crate) fn view_format(&self, format: Format) -> Option<HostFormat> {
        let mut host = format::host_format(format)?;
        let held = self
            .blocks
            .as_ref()
            .map_or(self.format.texture, |blocks| blocks.format());
        if host.texture != held && format::srgb_twin(held) != Some(host.texture) {
            return None;
        }
        if self.blocks.is_some() {
            host.texture = decoded::decoded_format(host.texture)?;
        }
        Some(host)
    }

    /// Whether it has more than one sample: bytes then go neither in nor out.
    pub(crate) fn is_multisampled(&self) -> bool {
        self.host.sample_count() > 1
    }

    pub(crate) fn renderable(&self) -> bool {
        self.host.usage().contains(TextureUsages::RENDER_ATTACHMENT)
    }
}
