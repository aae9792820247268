//! Compressed textures that the host cannot hold as they are: it insists on whole blocks in level 0 and on two
//! dimensions. Were they rounded up, their coordinates and the sizes of their levels would be others. They are
//! uncompressed on the host, decoded when something is written to them.
//!
//! The guest's blocks stay here, and are the truth: reads and copies take them. Nothing else ever writes to such a
//! texture, since no compressed texture can be drawn to.

use device::gpu::{Block, Box3, BytesLayout, GpuError, Handle, Region, ResourceDesc};
use wgpu::{TextureAspect, TextureFormat};

use crate::renderer::Wgpu;
use crate::transfer::{copy_info, extent};

/// Side of a block of every format here, in texels.
const SIDE: usize = 4;
/// Bytes of the largest decoded texel.
const MOST_TEXEL_BYTES: usize = 8;
/// The half-precision 1.0.
const HALF_ONE: u16 = 0x3c00;

/// The guest's blocks of a texture, by level.
pub(crate) struct Blocks {
    /// What they are.
    format: TextureFormat,
    levels: Vec<Level>,
}

struct Level {
    bytes: Vec<u8>,
    block: Block,
    /// In texels; depth counts layers too.
    size: (u32, u32, u32),
}

impl Level {
    fn blocks_per_row(&self) -> usize {
        self.size.0.div_ceil(self.block.width) as usize
    }

    /// Where each row of a box's blocks lies, in order.
    fn rows(&self, area: &Box3) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
        let block_bytes = self.block.bytes as usize;
        let per_row = self.blocks_per_row();
        let per_layer = self.size.1.div_ceil(self.block.height) as usize;
        let (x, y) = (area.x / self.block.width, area.y / self.block.height);
        let columns = area.width.div_ceil(self.block.width) as usize;
        let rows = area.height.div_ceil(self.block.height);
        let (first, depth) = (area.z, area.depth);
        (first..first.saturating_add(depth)).flat_map(move |layer| {
            (y..y.saturating_add(rows)).map(move |row| {
                let start = (layer as usize * per_layer + row as usize) * per_row + x as usize;
                start * block_bytes..(start + columns) * block_bytes
            })
        })
    }

    /// The box that whole blocks cover, as far as there are texels.
    fn widened(&self, area: &Box3) -> Box3 {
        let widen = |at: u32, len: u32, block: u32, most: u32| {
            len.next_multiple_of(block).min(most.saturating_sub(at))
        };
        Box3 {
            width: widen(area.x, area.width, self.block.width, self.size.0),
            height: widen(area.y, area.height, self.block.height, self.size.1),
            ..*area
        }
    }
}

impl Blocks {
    /// Blocks of zeroes for a texture of that compressed format.
    pub(crate) fn new(desc: &ResourceDesc, format: TextureFormat) -> Result<Self, GpuError> {
        let block = desc.format.block().ok_or(GpuError::Unsupported("format"))?;
        let mut levels = Vec::new();
        for level in 0..desc.levels.max(1) {
            let size = desc.level_size(level);
            let one = ResourceDesc {
                levels: 1,
                width: size.0,
                height: size.1,
                depth: size.2,
                ..*desc
            };
            let bytes = device::transfer::storage_bytes(&one)
                .and_then(|bytes| usize::try_from(bytes).ok())
                .ok_or(GpuError::OutOfMemory)?;
            let mut zeroes = Vec::new();
            zeroes
                .try_reserve_exact(bytes)
                .map_err(|_| GpuError::OutOfMemory)?;
            zeroes.resize(bytes, 0);
            levels.push(Level {
                bytes: zeroes,
                block,
                size,
            });
        }
        Ok(Self { format, levels })
    }

    /// The compressed format.
    pub(crate) fn format(&self) -> TextureFormat {
        self.format
    }

    /// Takes blocks for a region, row after row. Returns the texels that become of them and their box.
    pub(crate) fn write(&mut self, region: &Region, bytes: &[u8]) -> Option<(Box3, Vec<u8>)> {
        let level = self.levels.get_mut(region.level as usize)?;
        let area = level.widened(&region.area);
        let mut from = bytes;
        for place in level.rows(&area) {
            let (row, rest) = from.split_at_checked(place.len())?;
            level.bytes.get_mut(place)?.copy_from_slice(row);
            from = rest;
        }
        let texels = decode(self.format, level.block, bytes, &area)?;
        Some((area, texels))
    }

    /// The blocks of a region, row after row.
    pub(crate) fn read(&self, region: &Region) -> Option<Vec<u8>> {
        let level = self.levels.get(region.level as usize)?;
        let mut bytes = Vec::new();
        for place in level.rows(&region.area) {
            bytes.extend_from_slice(level.bytes.get(place)?);
        }
        Some(bytes)
    }
}

impl Wgpu {
    /// Writes blocks, row after row, to a texture that has them here.
    pub(crate) fn write_blocks(&mut self, region: &Region, bytes: &[u8]) -> Option<()> {
        let texture = self.resources.texture_mut(region.resource)?;
        let (area, texels) = texture.blocks.as_mut()?.write(region, bytes)?;
        let texel_bytes = texture.format.texture.block_copy_size(None)?;
        let region = Region { area, ..*region };
        self.gpu.queue.write_texture(
            copy_info(&texture.host, &region, TextureAspect::All),
            &texels,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(area.width * texel_bytes),
                rows_per_image: Some(area.height),
            },
            extent(&region),
        );
        Some(())
    }

    /// A copy from a texture that has its blocks here, to any that has such blocks. The other way round, the host
    /// would have to be waited for.
    pub(crate) fn copy_blocks(
        &mut self,
        source: &Region,
        destination: Handle,
        level: u32,
        (x, y, z): (u32, u32, u32),
    ) -> Option<()> {
        let from = self.resources.texture(source.resource)?;
        let block = from.desc.format.block()?;
        if self.resources.texture(destination)?.desc.format.block()? != block {
            return None;
        }
        let bytes = from.blocks.as_ref()?.read(source)?;
        let region = Region {
            resource: destination,
            level,
            area: Box3 {
                x,
                y,
                z,
                ..source.area
            },
        };
        let row_bytes = source.area.width.div_ceil(block.width) * block.bytes;
        let layer_bytes = row_bytes * source.area.height.div_ceil(block.height);
        let layout = BytesLayout {
            row_bytes,
            layer_bytes,
        };
        self.write_region(&region, &bytes, layout);
        Some(())
    }
}

/// What a compressed format is decoded to; `None` for what is not compressed.
pub(crate) fn decoded_format(format: TextureFormat) -> Option<TextureFormat> {
    use TextureFormat as T;
    match format {
        T::Bc1RgbaUnorm | T::Bc2RgbaUnorm | T::Bc3RgbaUnorm | T::Bc7RgbaUnorm => Some(T::Rgba8Unorm),
        T::Bc1RgbaUnormSrgb | T::Bc2RgbaUnormSrgb | T::Bc3RgbaUnormSrgb | T::Bc7RgbaUnormSrgb => {
            Some(T::Rgba8UnormSrgb)
        }
        T::Bc4RUnorm => Some(T::R8Unorm),
        T::Bc4RSnorm => Some(T::R8Snorm),
        T::Bc5RgUnorm => Some(T::Rg8Unorm),
        T::Bc5RgSnorm => Some(T::Rg8Snorm),
        T::Bc6hRgbUfloat | T::Bc6hRgbFloat => Some(T::Rgba16Float),
        _ => None,
    }
}

/// Texels of a box, row after row, from its blocks.
fn decode(format: TextureFormat, block: Block, bytes: &[u8], area: &Box3) -> Option<Vec<u8>> {
    let texel_bytes = decoded_format(format)?.block_copy_size(None)? as usize;
    let (width, height) = (area.width as usize, area.height as usize);
    let (row_bytes, layers) = (width * texel_bytes, area.depth as usize);
    let blocks_per_row = width.div_ceil(SIDE);
    let blocks_per_layer = blocks_per_row * height.div_ceil(SIDE);
    let mut texels = Vec::new();
    texels.try_reserve_exact(row_bytes * height * layers).ok()?;
    texels.resize(row_bytes * height * layers, 0);
    if blocks_per_layer == 0 {
        return Some(texels);
    }
    let blocks = bytes.chunks_exact(block.bytes as usize);
    let mut tile = [0; SIDE * SIDE * MOST_TEXEL_BYTES];
    for (index, block) in blocks.take(blocks_per_layer * layers).enumerate() {
        decode_block(format, block, &mut tile);
        let (layer, index) = (index / blocks_per_layer, index % blocks_per_layer);
        let (x, y) = (index % blocks_per_row * SIDE, index / blocks_per_row * SIDE);
        let columns = SIDE.min(width - x);
        for row in y..height.min(y + SIDE) {
            let from = (row - y) * SIDE * texel_bytes;
            let at = (layer * height + row) * row_bytes + x * texel_bytes;
            let len = columns * texel_bytes;
            texels
                .get_mut(at..at + len)?
                .copy_from_slice(&tile[from..from + len]);
        }
    }
    Some(texels)
}

/// The sixteen texels of a block, without gaps. Any bytes are a block.
fn decode_block(format: TextureFormat, block: &[u8], tile: &mut [u8; SIDE * SIDE * MOST_TEXEL_BYTES]) {
    use TextureFormat as T;
    match format.remove_srgb_suffix() {
        T::Bc1RgbaUnorm => bcdec_rs::bc1(block, tile, SIDE * 4),
        T::Bc2RgbaUnorm => bcdec_rs::bc2(block, tile, SIDE * 4),
        T::Bc3RgbaUnorm => bcdec_rs::bc3(block, tile, SIDE * 4),
        T::Bc7RgbaUnorm => bcdec_rs::bc7(block, tile, SIDE * 4),
        T::Bc4RUnorm => bcdec_rs::bc4(block, tile, SIDE, false),
        T::Bc4RSnorm => bcdec_rs::bc4(block, tile, SIDE, true),
        T::Bc5RgUnorm => bcdec_rs::bc5(block, tile, SIDE * 2, false),
        T::Bc5RgSnorm => bcdec_rs::bc5(block, tile, SIDE * 2, true),
        format => decode_float(block, format == T::Bc6hRgbFloat, tile),
    }
}

/// The host has no format of three halves: the fourth is 1.
fn decode_float(block: &[u8], signed: bool, tile: &mut [u8; SIDE * SIDE * MOST_TEXEL_BYTES]) {
    let mut halves = [0; SIDE * SIDE * 3];
    bcdec_rs::bc6h_half(block, &mut halves, SIDE * 3, signed);
    for (texel, rgb) in tile.chunks_exact_mut(8).zip(halves.chunks_exact(3)) {
        let rgba = rgb.iter().copied().chain([HALF_ONE]);
        for (place, half) in texel.chunks_exact_mut(2).zip(rgba) {
            place.copy_from_slice(&half.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use device::gpu::{Format, Target};

    use super::*;
    use crate::format::host_format;

    fn desc(format: Format, width: u32, height: u32) -> ResourceDesc {
        ResourceDesc {
            target: Target::Texture2D,
            format,
            width,
            height,
            depth: 1,
            array_size: 1,
            levels: 1,
            ..ResourceDesc::default()
        }
    }

    fn region(x: u32, y: u32, width: u32, height: u32) -> Region {
        Region {
            resource: Handle(1),
            level: 0,
            area: Box3 {
                x,
                y,
                z: 0,
                width,
                height,
                depth: 1,
            },
        }
    }

    #[test]
    fn every_compressed_format_is_decoded_from_any_bytes() {
        for &format in Format::ALL {
            let Some(host) = host_format(format) else { continue };
            assert_eq!(
                decoded_format(host.texture).is_some(),
                host.texture.is_compressed(),
                "{format}"
            );
            if !host.texture.is_compressed() {
                continue;
            }
            let block = format.block().unwrap().bytes;
            let mut x = 0x2545_f491u32;
            let mut blocks = Blocks::new(&desc(format, 65, 63), host.texture).unwrap();
            for _ in 0..64 {
                let bytes: Vec<u8> = (0..17 * 16 * block)
                    .map(|_| {
                        x ^= x << 13;
                        x ^= x >> 17;
                        x ^= x << 5;
                        x as u8
                    })
                    .collect();
                let (area, texels) = blocks.write(&region(0, 0, 65, 63), &bytes).unwrap();
                assert_eq!((area.width, area.height), (65, 63));
                let texel = decoded_format(host.texture)
                    .unwrap()
                    .block_copy_size(None)
                    .unwrap();
                assert_eq!(texels.len(), (65 * 63 * texel) as usize);
                assert_eq!(blocks.read(&region(0, 0, 65, 63)).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn texels_stand_where_their_blocks_do() {
        let format = Format::RGTC1_UNORM;
        let mut blocks = Blocks::new(&desc(format, 7, 6), TextureFormat::Bc4RUnorm).unwrap();
        // Two equal ends: every texel of the block is that.
        let plain = |value: u8| [value, value, 0, 0, 0, 0, 0, 0];
        let bytes = [10, 20, 30, 40].map(plain).concat();
        let (_, texels) = blocks.write(&region(0, 0, 7, 6), &bytes).unwrap();
        for y in 0..6 {
            for x in 0..7 {
                let expected = [[10, 20], [30, 40]][y / 4][x / 4];
                assert_eq!(texels[y * 7 + x], expected, "{x}, {y}");
            }
        }
        // Three columns copied from another texture's edge are a whole block, of which this one has three too.
        let (area, texels) = blocks.write(&region(4, 4, 3, 2), &plain(50)).unwrap();
        assert_eq!((area, texels), (region(4, 4, 3, 2).area, vec![50; 6]));
        // In the middle, the block's fourth column is there.
        let (area, _) = blocks.write(&region(0, 0, 3, 3), &plain(60)).unwrap();
        assert_eq!((area.width, area.height), (4, 4));
        assert_eq!(
            blocks.read(&region(0, 0, 7, 6)).unwrap(),
            [60, 20, 30, 50].map(plain).concat()
        );
        assert_eq!(blocks.read(&region(4, 0, 3, 4)).unwrap(), plain(20));
    }

    #[test]
    fn too_few_bytes_are_refused() {
        let mut blocks = Blocks::new(&desc(Format::DXT1_RGB, 7, 6), TextureFormat::Bc1RgbaUnorm).unwrap();
        assert!(blocks.write(&region(0, 0, 7, 6), &[0; 31]).is_none());
        let beyond = Region {
            level: 1,
            ..region(0, 0, 1, 1)
        };
        assert!(blocks.write(&beyond, &[0; 8]).is_none());
        assert!(blocks.read(&beyond).is_none());
    }
}
