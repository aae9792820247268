//! Resources as the host has them: buffers with a shadow in the process's memory, and textures.

use std::ops::Range;

use device::gpu::{GpuError, Handle, ResourceDesc, Target};
use rustc_hash::FxHashMap;
use wgpu::{BufferUsages, TextureUsages};

use crate::format::{self, HostFormat};
use crate::zero_copy::Import;

/// Every resource, by handle.
#[derive(Default)]
pub(crate) struct Resources {
    table: FxHashMap<Handle, Resource>,
}

/// A buffer or a texture.
pub(crate) enum Resource {
    Buffer(Buffer),
    Texture(Texture),
}

/// A buffer. All that is in it came from the process, so the shadow is its truth, and the GPU's copy is brought
/// up to date when a draw needs it.
pub(crate) struct Buffer {
    shadow: Vec<u8>,
    host: Option<wgpu::Buffer>,
    /// Bytes of the shadow that the GPU's copy lacks.
    stale: Range<usize>,
    /// The batch that used the GPU's copy last.
    used: u64,
    /// Counts writes, for those who remember what they made of the bytes.
    pub(crate) version: u64,
}

/// A texture.
pub(crate) struct Texture {
    pub(crate) desc: ResourceDesc,
    pub(crate) format: HostFormat,
    pub(crate) host: wgpu::Texture,
    /// The batch that used it last.
    pub(crate) used: u64,
    /// The guest's memory behind it, once a copy was worth it.
    pub(crate) import: Option<Import>,
}

impl Resources {
    pub(crate) fn insert(&mut self, handle: Handle, resource: Resource) {
        self.table.insert(handle, resource);
    }

    pub(crate) fn remove(&mut self, handle: Handle) {
        self.table.remove(&handle);
    }

    pub(crate) fn buffer(&mut self, handle: Handle) -> Option<&mut Buffer> {
        match self.table.get_mut(&handle) {
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
                Resource::Texture(texture) => Texture::new(device, &texture.desc).map(|made| *texture = made),
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
            used: 0,
            version: 0,
        }
    }

    /// All bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.shadow
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
        self.used = 0;
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

    /// Whether the GPU's copy lacks something.
    pub(crate) fn is_stale(&self) -> bool {
        !self.stale.is_empty() || self.host.is_none()
    }

    /// Whether using it in this batch would need bytes that come too late: the batch has used older ones.
    pub(crate) fn must_split(&self, batch: u64) -> bool {
        !self.stale.is_empty() && self.used == batch
    }

    /// The GPU's copy, up to date, for use in a batch.
    pub(crate) fn host(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, batch: u64) -> &wgpu::Buffer {
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
                    usage: BufferUsages::VERTEX
                        | BufferUsages::INDEX
                        | BufferUsages::UNIFORM
                        | BufferUsages::STORAGE
                        | BufferUsages::COPY_DST,
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
    /// Makes one.
    pub(crate) fn new(device: &wgpu::Device, desc: &ResourceDesc) -> Result<Self, GpuError> {
        let format = format::host_format(desc.format).ok_or(GpuError::Unsupported("format"))?;
        let dimension = match desc.target {
            Target::Texture3D => wgpu::TextureDimension::D3,
            _ => wgpu::TextureDimension::D2,
        };
        let limits = device.limits();
        let (width, height, depth) = desc.level_size(0);
        let (max_side, max_depth) = match dimension {
            wgpu::TextureDimension::D3 => (limits.max_texture_dimension_3d, limits.max_texture_dimension_3d),
            _ => (limits.max_texture_dimension_2d, limits.max_texture_array_layers),
        };
        if width == 0 || height == 0 || width > max_side || height > max_side || depth > max_depth {
            return Err(GpuError::Unsupported("texture size"));
        }
        if desc.samples > 1 {
            return Err(GpuError::Unsupported("multisampling"));
        }
        if !device.features().contains(format.texture.required_features()) {
            return Err(GpuError::Unsupported("format"));
        }
        // The host insists on whole blocks in level 0; the guest does not know.
        let (block_width, block_height) = format.texture.block_dimensions();
        let size = wgpu::Extent3d {
            width: width.next_multiple_of(block_width),
            height: height.next_multiple_of(block_height),
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
        let twin = format::srgb_twin(format.texture);
        let host = device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size,
            mip_level_count: desc.levels.clamp(1, most_levels),
            sample_count: 1,
            dimension,
            format: format.texture,
            usage,
            view_formats: twin.as_slice(),
        });
        Ok(Self {
            desc: *desc,
            format,
            host,
            used: 0,
            import: None,
        })
    }

    /// Whether a view of it may have that format.
    pub(crate) fn can_view_as(&self, texture: wgpu::TextureFormat) -> bool {
        texture == self.format.texture || format::srgb_twin(self.format.texture) == Some(texture)
    }

    pub(crate) fn renderable(&self) -> bool {
        self.host.usage().contains(TextureUsages::RENDER_ATTACHMENT)
    }
}
