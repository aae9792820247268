//! Bytes into resources and out of them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use device::gpu::{BytesLayout, Format, Handle, ReadId, Region, Rows};
use rustc_hash::FxHashMap;
use wgpu::{BufferUsages, TextureAspect};

use crate::format::{self, Class, Conversion, HostFormat};
use crate::meta::Samples;
use crate::renderer::Wgpu;
use crate::resource::Texture;
use crate::written::whole_words;

/// The host's copies between textures and buffers have rows of a multiple of this.
const ROW_ALIGNMENT: u32 = wgpu::COPY_BYTES_PER_ROW_ALIGNMENT;
/// Staging buffers that are kept for the next reads.
const KEPT_STAGING: usize = 4;

/// Reads under way.
#[derive(Default)]
pub(crate) struct Reads {
    next: u64,
    ready: FxHashMap<ReadId, Vec<u8>>,
    /// In the order of submission.
    pending: VecDeque<PendingRead>,
    staging: Vec<wgpu::Buffer>,
}

impl Reads {
    /// None of them comes; names of reads are not used again.
    pub(crate) fn none_comes(&self) -> Self {
        Self {
            next: self.next,
            ..Self::default()
        }
    }
}

const RECORDED: u8 = 0;
const MAPPING: u8 = 1;
const MAPPED: u8 = 2;
const FAILED: u8 = 3;

struct PendingRead {
    id: ReadId,
    planes: Vec<Plane>,
    pack: Pack,
}

/// What the planes of a read become.
#[derive(Clone, Copy)]
enum Pack {
    /// The only plane, converted.
    Color(Conversion),
    /// Bytes of a buffer, of which so many come before those that were asked for.
    Bytes { before: usize, len: usize },
    /// Depth as the format's own integer or float in a `u32`, without stencil.
    Depth(Format),
    /// Depth, then stencil.
    DepthStencil(Format),
}

/// A part of a texture in a staging buffer.
struct Plane {
    buffer: wgpu::Buffer,
    state: Arc<AtomicU8>,
    row_bytes: u32,
    padded_row_bytes: u32,
    rows: u32,
}

impl Plane {
    fn map(&self) {
        if self.state.load(Ordering::Acquire) != RECORDED {
            return;
        }
        self.state.store(MAPPING, Ordering::Release);
        let state = Arc::clone(&self.state);
        self.buffer.map_async(wgpu::MapMode::Read, .., move |result| {
            state.store(if result.is_ok() { MAPPED } else { FAILED }, Ordering::Release);
        });
    }

    fn is_mapped(&self) -> bool {
        self.state.load(Ordering::Acquire) == MAPPED
    }

    /// Lets `look` see the rows.
    fn look<R>(&self, look: impl FnOnce(Rows<'_>) -> R) -> Option<R> {
        let mapped = self.buffer.get_mapped_range(..).ok()?;
        let len = self.padded_row_bytes as usize * self.rows as usize;
        Some(look(Rows {
            bytes: mapped.get(..len)?,
            stride_bytes: self.padded_row_bytes as usize,
        }))
    }

    /// The rows without their padding.
    fn tight(&self) -> Option<Vec<u8>> {
        let row_bytes = self.row_bytes as usize;
        self.look(|rows| {
            let mut bytes = Vec::with_capacity(row_bytes * self.rows as usize);
            for row in rows.bytes.chunks(rows.stride_bytes) {
                bytes.extend_from_slice(&row[..row_bytes]);
            }
            bytes
        })
    }
}

impl Wgpu {
    /// [`HostGpu::write`](device::gpu::HostGpu::write).
    pub(crate) fn write_region(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        if self.resources.is_buffer(region.resource) {
            let len = (region.area.width as usize).min(bytes.len());
            self.counters.upload_bytes += len as u64;
            self.write_bytes(region.resource, region.area.x as usize, &bytes[..len]);
            return;
        }
        let Some(texture) = self.resources.texture(region.resource) else {
            return;
        };
        if texture.is_multisampled() {
            self.unsupported("a texel for all of a multisampled texture");
            return;
        }
        let class = texture.format.class;
        if texture.used == self.batch.serial {
            // The batch uses what is there now; what is written comes after it.
            self.submit();
        }
        if format::is_color(class) {
            self.write_color(region, bytes, layout);
        } else {
            self.write_depth_stencil(region, bytes, layout);
        }
        self.note_written(bytes.len());
    }

    fn write_color(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        let Some(texture) = self.resources.texture(region.resource) else {
            return;
        };
        let Some(rows) = BlockRows::of(texture.desc.format, region) else {
            return;
        };
        if texture.blocks.is_some() {
            let written = rows
                .pack(bytes, layout)
                .and_then(|packed| self.write_blocks(region, &packed));
            if written.is_none() {
                self.unsupported("a write of compressed blocks");
            }
            self.counters.upload_bytes += rows.total() as u64;
            return;
        }
        let tight;
        let (bytes, layout) = if rows.suits_host(texture.format, layout) {
            (bytes, layout)
        } else {
            let Some(mut packed) = rows.pack(bytes, layout) else {
                return;
            };
            format::convert(texture.format.conversion, &mut packed);
            tight = packed;
            (tight.as_slice(), rows.tight())
        };
        self.gpu.queue.write_texture(
            copy_info(&texture.host, region, TextureAspect::All),
            bytes,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(layout.row_bytes),
                rows_per_image: Some(layout.layer_bytes / layout.row_bytes.max(1)),
            },
            copy_size(texture, region),
        );
        self.counters.upload_bytes += rows.total() as u64;
    }

    /// Depth and stencil go through draws that write them: the host copies neither in part.
    fn write_depth_stencil(&mut self, region: &Region, bytes: &[u8], layout: BytesLayout) {
        let Some(texture) = self.resources.texture(region.resource) else {
            return;
        };
        let desc = texture.desc;
        let class = texture.format.class;
        let Some(rows) = BlockRows::of(desc.format, region) else {
            return;
        };
        let Some(packed) = rows.pack(bytes, layout) else {
            return;
        };
        self.counters.upload_bytes += packed.len() as u64;
        let (depth, stencil) = split_depth_stencil(desc.format, &packed);
        if class != Class::Stencil {
            self.draw_depth(region, &depth);
        }
        if class != Class::Depth {
            self.draw_stencil(region, &stencil);
        }
    }

    /// [`HostGpu::read`](device::gpu::HostGpu::read).
    pub(crate) fn read_region(&mut self, region: &Region) -> ReadId {
        let id = ReadId(self.reads.next);
        self.reads.next += 1;
        if self.gpu.is_lost() {
            return id;
        }
        if let Some(buffer) = self.resources.buffer(region.resource) {
            let start = region.area.x as usize;
            if !buffer.written().is_empty() {
                if let Some((plane, pack)) = self.read_written(region) {
                    let planes = vec![plane];
                    self.reads.pending.push_back(PendingRead { id, planes, pack });
                }
                return id;
            }
            let bytes = buffer.bytes().get(start..start + region.area.width as usize);
            self.reads.ready.insert(id, bytes.unwrap_or_default().to_vec());
            return id;
        }
        let texture = self.resources.texture(region.resource);
        if let Some(blocks) = texture.and_then(|texture| texture.blocks.as_ref()) {
            self.reads
                .ready
                .insert(id, blocks.read(region).unwrap_or_default());
            return id;
        }
        if let Some((planes, pack)) = self.record_read(region) {
            self.reads.pending.push_back(PendingRead { id, planes, pack });
        }
        id
    }

    /// Records a copy of part of a buffer that the GPU wrote.
    fn read_written(&mut self, region: &Region) -> Option<(Plane, Pack)> {
        self.end_pass();
        let serial = self.batch.serial;
        let buffer = self.resources.buffer(region.resource)?;
        buffer.use_in(serial);
        let start = region.area.x as usize;
        let len = region.area.width as usize;
        let words = whole_words(&(start..start + len));
        let words = words.start..words.end.min(buffer.host_size());
        let source = buffer.on_gpu()?.clone();
        let bytes = words.end - words.start;
        let target = self.staging(bytes);
        let to = target.clone();
        let from = words.start;
        self.batch.list.then(move |encoder| {
            encoder.copy_buffer_to_buffer(&source, from, &to, 0, bytes);
        });
        self.counters.readback_bytes += bytes;
        let row_bytes = u32::try_from(bytes).ok()?;
        let plane = Plane {
            buffer: target,
            state: Arc::new(AtomicU8::new(RECORDED)),
            row_bytes,
            padded_row_bytes: row_bytes,
            rows: 1,
        };
        let before = start - words.start as usize;
        Some((plane, Pack::Bytes { before, len }))
    }

    fn record_read(&mut self, region: &Region) -> Option<(Vec<Plane>, Pack)> {
        self.end_pass();
        let serial = self.batch.serial;
        let texture = self.resources.texture_mut(region.resource)?;
        texture.used = serial;
        let (desc, host_format) = (texture.desc, texture.format);
        let rows = BlockRows::of(desc.format, region)?;
        match host_format.class {
            Class::Float | Class::Sint | Class::Uint => {
                let plane = self.copy_color(region, rows.row_bytes, rows.rows * region.area.depth)?;
                Some((vec![plane], Pack::Color(host_format.conversion)))
            }
            Class::Depth => Some((vec![self.read_depth(region)?], Pack::Depth(desc.format))),
            Class::DepthStencil => {
                let depth = self.read_depth(region)?;
                Some((
                    vec![depth, self.read_stencil(region)?],
                    Pack::DepthStencil(desc.format),
                ))
            }
            Class::Stencil => Some((vec![self.read_stencil(region)?], Pack::Color(Conversion::None))),
        }
    }

    /// Records a copy of a region of a colour texture into staging memory.
    fn copy_color(&mut self, region: &Region, row_bytes: u32, rows: u32) -> Option<Plane> {
        let texture = self.resources.texture(region.resource)?;
        let host = texture.host.clone();
        let size = copy_size(texture, region);
        self.copy_to_staging(
            copy_info(&host, region, TextureAspect::All),
            size,
            row_bytes,
            rows,
        )
    }

    /// The same for any texture.
    fn copy_to_staging(
        &mut self,
        source: wgpu::TexelCopyTextureInfo<'_>,
        size: wgpu::Extent3d,
        row_bytes: u32,
        rows: u32,
    ) -> Option<Plane> {
        let padded_row_bytes = row_bytes.checked_next_multiple_of(ROW_ALIGNMENT)?;
        let bytes = u64::from(padded_row_bytes) * u64::from(rows);
        if bytes > self.gpu.limits.max_buffer_size {
            self.unsupported("readback larger than a buffer");
            return None;
        }
        let buffer = self.staging(bytes);
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(padded_row_bytes),
            rows_per_image: Some(rows / size.depth_or_array_layers.max(1)),
        };
        let (texture, target) = (source.texture.clone(), buffer.clone());
        let (mip_level, origin, aspect) = (source.mip_level, source.origin, source.aspect);
        self.batch.list.then(move |encoder| {
            encoder.copy_texture_to_buffer(
                wgpu::TexelCopyTextureInfo {
                    texture: &texture,
                    mip_level,
                    origin,
                    aspect,
                },
                wgpu::TexelCopyBufferInfo {
                    buffer: &target,
                    layout,
                },
                size,
            );
        });
        self.counters.readback_bytes += u64::from(row_bytes) * u64::from(rows);
        Some(Plane {
            buffer,
            state: Arc::new(AtomicU8::new(RECORDED)),
            row_bytes,
            padded_row_bytes,
            rows,
        })
    }

    /// Depth as `f32` bits, through a draw into a texture that can be copied in part.
    fn read_depth(&mut self, region: &Region) -> Option<Plane> {
        let texture = self.depth_as_color(region, Samples::One)?;
        self.copy_whole(&texture, extent(region), 4)
    }

    /// Stencil likewise.
    fn read_stencil(&mut self, region: &Region) -> Option<Plane> {
        let texture = self.stencil_as_color(region, Samples::One)?;
        self.copy_whole(&texture, extent(region), 1)
    }

    fn copy_whole(
        &mut self,
        texture: &wgpu::Texture,
        size: wgpu::Extent3d,
        texel_bytes: u32,
    ) -> Option<Plane> {
        let source = wgpu::TexelCopyTextureInfo {
            texture,
            mip_level: 0,
            origin: wgpu::Origin3d::ZERO,
            aspect: TextureAspect::All,
        };
        self.copy_to_staging(
            source,
            size,
            size.width * texel_bytes,
            size.height * size.depth_or_array_layers,
        )
    }

    fn staging(&mut self, bytes: u64) -> wgpu::Buffer {
        // Neither too small nor so large that a small read keeps a large buffer busy.
        let fits = |buffer: &wgpu::Buffer| {
            buffer.size() >= bytes && buffer.size() <= bytes.saturating_mul(4).max(1 << 16)
        };
        if let Some(index) = self.reads.staging.iter().position(fits) {
            return self.reads.staging.swap_remove(index);
        }
        self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: bytes.next_multiple_of(4096),
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        })
    }

    /// After a submission: what it copies can be mapped.
    pub(crate) fn map_reads(&mut self) {
        for read in &self.reads.pending {
            read.planes.iter().for_each(Plane::map);
        }
    }

    /// [`HostGpu::take_read`](device::gpu::HostGpu::take_read).
    pub(crate) fn take_rows(&mut self, id: ReadId, take: &mut dyn FnMut(Rows<'_>)) -> Option<()> {
        if let Some(bytes) = self.reads.ready.remove(&id) {
            take(Rows {
                bytes: &bytes,
                stride_bytes: 0,
            });
            return Some(());
        }
        let index = self.reads.pending.iter().position(|read| read.id == id)?;
        let planes = &self.reads.pending[index].planes;
        if planes
            .iter()
            .any(|plane| plane.state.load(Ordering::Acquire) <= MAPPING)
        {
            return None;
        }
        let read = self.reads.pending.remove(index)?;
        let taken = read.hand_over(take);
        for plane in read.planes {
            if plane.is_mapped() {
                plane.buffer.unmap();
                if self.reads.staging.len() < KEPT_STAGING {
                    self.reads.staging.push(plane.buffer);
                }
            }
        }
        taken
    }
}

impl PendingRead {
    /// What needs no conversion goes straight from the host's memory to where it is wanted.
    fn hand_over(&self, take: &mut dyn FnMut(Rows<'_>)) -> Option<()> {
        if !self.planes.iter().all(Plane::is_mapped) {
            return None;
        }
        if let (Pack::Color(Conversion::None), [plane]) = (self.pack, self.planes.as_slice()) {
            return plane.look(take);
        }
        let planes: Option<Vec<Vec<u8>>> = self.planes.iter().map(Plane::tight).collect();
        let bytes = pack(self.pack, planes?)?;
        take(Rows {
            bytes: &bytes,
            stride_bytes: 0,
        });
        Some(())
    }
}

fn pack(how: Pack, mut planes: Vec<Vec<u8>>) -> Option<Vec<u8>> {
    let stencil = if planes.len() > 1 { planes.pop() } else { None };
    let mut first = planes.pop()?;
    match how {
        Pack::Color(conversion) => {
            format::convert(conversion, &mut first);
            Some(first)
        }
        Pack::Bytes { before, len } => Some(first.get(before..before + len)?.to_vec()),
        Pack::Depth(format) => Some(join_depth_stencil(format, &first, &[])),
        Pack::DepthStencil(format) => Some(join_depth_stencil(format, &first, &stencil?)),
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

/// A 24-bit integer of a depth between 0 and 1.
fn depth_to_24(depth: f32) -> u32 {
    (f64::from(depth.clamp(0.0, 1.0)) * f64::from(0xff_ffff)).round() as u32
}

/// Texels of a depth-stencil format as depths and stencils.
fn split_depth_stencil(format: Format, texels: &[u8]) -> (Vec<f32>, Vec<u8>) {
    let from_24 = |word: u32| (f64::from(word & 0xff_ffff) / f64::from(0xff_ffff)) as f32;
    match format {
        Format::Z16_UNORM => {
            let depth = texels
                .chunks_exact(2)
                .map(|texel| f32::from(u16::from_le_bytes([texel[0], texel[1]])) / 65535.0);
            (depth.collect(), Vec::new())
        }
        Format::Z32_FLOAT => (words(texels).map(f32::from_bits).collect(), Vec::new()),
        Format::Z32_FLOAT_S8X24_UINT => {
            let depth = words(texels).step_by(2).map(f32::from_bits).collect();
            (
                depth,
                words(texels).skip(1).step_by(2).map(|word| word as u8).collect(),
            )
        }
        Format::S8_UINT => (Vec::new(), texels.to_vec()),
        _ => (
            words(texels).map(from_24).collect(),
            words(texels).map(|word| (word >> 24) as u8).collect(),
        ),
    }
}

/// The inverse: depths are `f32` bits.
fn join_depth_stencil(format: Format, depth: &[u8], stencil: &[u8]) -> Vec<u8> {
    let depths = words(depth).map(f32::from_bits);
    let stencils = stencil.iter().copied().chain(std::iter::repeat(0));
    match format {
        Format::Z16_UNORM => depths
            .flat_map(|depth| ((depth.clamp(0.0, 1.0) * 65535.0).round() as u16).to_le_bytes())
            .collect(),
        Format::Z32_FLOAT => depth.to_vec(),
        Format::Z32_FLOAT_S8X24_UINT => depths
            .zip(stencils)
            .flat_map(|(depth, stencil)| {
                (u64::from(depth.to_bits()) | u64::from(stencil) << 32).to_le_bytes()
            })
            .collect(),
        _ => depths
            .zip(stencils)
            .flat_map(|(depth, stencil)| (depth_to_24(depth) | u32::from(stencil) << 24).to_le_bytes())
            .collect(),
    }
}

/// Names a region's level and origin for a copy.
pub(crate) fn copy_info<'a>(
    texture: &'a wgpu::Texture,
    region: &Region,
    aspect: TextureAspect,
) -> wgpu::TexelCopyTextureInfo<'a> {
    wgpu::TexelCopyTextureInfo {
        texture,
        mip_level: region.level,
        origin: wgpu::Origin3d {
            x: region.area.x,
            y: region.area.y,
            z: region.area.z,
        },
        aspect,
    }
}

/// A region's size.
pub(crate) fn extent(region: &Region) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: region.area.width,
        height: region.area.height,
        depth_or_array_layers: region.area.depth,
    }
}

/// A region's size as the host copies it: whole blocks, where the texture has some.
pub(crate) fn copy_size(texture: &Texture, region: &Region) -> wgpu::Extent3d {
    let (block_width, block_height) = texture.format.texture.block_dimensions();
    wgpu::Extent3d {
        width: region.area.width.next_multiple_of(block_width),
        height: region.area.height.next_multiple_of(block_height),
        depth_or_array_layers: region.area.depth,
    }
}

/// The rows of blocks that a region has.
#[derive(Clone, Copy)]
pub(crate) struct BlockRows {
    block_bytes: u32,
    pub(crate) row_bytes: u32,
    rows: u32,
    layers: u32,
}

impl BlockRows {
    pub(crate) fn of(format: Format, region: &Region) -> Option<Self> {
        let block = format.block()?;
        Some(Self {
            block_bytes: block.bytes,
            row_bytes: region.area.width.div_ceil(block.width).checked_mul(block.bytes)?,
            rows: region.area.height.div_ceil(block.height),
            layers: region.area.depth,
        })
    }

    fn total(&self) -> usize {
        self.row_bytes as usize * self.rows as usize * self.layers as usize
    }

    pub(crate) fn tight(&self) -> BytesLayout {
        BytesLayout {
            row_bytes: self.row_bytes,
            layer_bytes: self.row_bytes * self.rows,
        }
    }

    /// Whether the host can read bytes of that layout as they are.
    fn suits_host(&self, format: HostFormat, layout: BytesLayout) -> bool {
        format.conversion == Conversion::None
            && layout.row_bytes >= self.row_bytes
            && layout.row_bytes.is_multiple_of(self.block_bytes)
            && (self.layers == 1
                || (layout.layer_bytes.is_multiple_of(layout.row_bytes)
                    && layout.layer_bytes / layout.row_bytes >= self.rows))
            && (self.layers > 1 || layout.layer_bytes / layout.row_bytes >= self.rows)
    }

    /// The rows one after the other; `None` if the bytes are too few.
    fn pack(&self, bytes: &[u8], layout: BytesLayout) -> Option<Vec<u8>> {
        let mut packed = Vec::with_capacity(self.total());
        for layer in 0..self.layers as usize {
            for row in 0..self.rows as usize {
                let start = layer * layout.layer_bytes as usize + row * layout.row_bytes as usize;
                packed.extend_from_slice(bytes.get(start..start + self.row_bytes as usize)?);
            }
        }
        Some(packed)
    }
}

impl Wgpu {
    /// Notes that the batch uses a texture.
    pub(crate) fn use_texture(&mut self, handle: Handle) {
        let serial = self.batch.serial;
        if let Some(texture) = self.resources.texture_mut(handle) {
            texture.used = serial;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_stencil_survive_being_taken_apart() {
        let texels: Vec<u8> = [0x0012_3456u32, 0xff00_0000, 0x80ff_ffff, 0x7f80_0001]
            .iter()
            .flat_map(|w| w.to_le_bytes())
            .collect();
        let (depth, stencil) = split_depth_stencil(Format::Z24_UNORM_S8_UINT, &texels);
        let depth: Vec<u8> = depth.iter().flat_map(|d| d.to_le_bytes()).collect();
        assert_eq!(
            join_depth_stencil(Format::Z24_UNORM_S8_UINT, &depth, &stencil),
            texels
        );
    }
}
