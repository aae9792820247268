//! Copies of boxes between resources.

use std::ops::RangeInclusive;

use device::gpu::{Blit, BlitSide, Handle, Region, SignedBox};
use wgpu::TextureAspect;

use crate::format::{self, Class, HostFormat};
use crate::pass::Attachment;
use crate::renderer::Wgpu;
use crate::transfer::{copy_info, copy_size};

impl Wgpu {
    /// [`HostGpu::copy_region`](device::gpu::HostGpu::copy_region).
    pub(crate) fn copy_boxes(
        &mut self,
        source: &Region,
        destination: Handle,
        level: u32,
        at: (u32, u32, u32),
    ) {
        if self.resources.is_buffer(source.resource) {
            self.copy_bytes(source, destination, at.0);
            return;
        }
        self.end_pass();
        if self.copy_texels(source, destination, level, at).is_none() {
            self.unsupported("a copy between these textures");
        }
        self.use_texture(source.resource);
        self.use_texture(destination);
    }

    fn copy_texels(
        &mut self,
        source: &Region,
        destination: Handle,
        level: u32,
        at: (u32, u32, u32),
    ) -> Option<()> {
        let from = self.resources.texture(source.resource)?;
        let to = self.resources.texture(destination)?;
        if from.blocks.is_some() || to.blocks.is_some() {
            return self.copy_blocks(source, destination, level, at);
        }
        let is_color = format::is_color(from.format.class) && format::is_color(to.format.class);
        let multisampled = from.is_multisampled() || to.is_multisampled();
        // The host copies neither planes nor samples in part.
        if !is_color || multisampled {
            let alike = from.host.sample_count() == to.host.sample_count()
                && (!is_color || from.desc.format == to.desc.format);
            return alike.then(|| self.copy_by_blit(source, destination, level, at));
        }
        let (from_format, to_format) = (from.format, to.format);
        let size = copy_size(from, source);
        let same = from_format.texture.remove_srgb_suffix() == to_format.texture.remove_srgb_suffix();
        let (from, to) = (from.host.clone(), to.host.clone());
        let to_region = Region {
            resource: destination,
            level,
            area: device::gpu::Box3 {
                x: at.0,
                y: at.1,
                z: at.2,
                ..source.area
            },
        };
        if same && source.resource != destination {
            let (all, source) = (TextureAspect::All, *source);
            self.batch.list.then(move |encoder| {
                encoder.copy_texture_to_texture(
                    copy_info(&from, &source, all),
                    copy_info(&to, &to_region, all),
                    size,
                );
            });
            return Some(());
        }
        if from_format.texture.block_copy_size(None) != to_format.texture.block_copy_size(None)
            || from_format.texture.block_dimensions() != to_format.texture.block_dimensions()
        {
            return None;
        }
        self.copy_through_buffer((from, *source), (to, to_region), size)
    }

    /// Bits of one format into another, or inside one texture.
    fn copy_through_buffer(
        &mut self,
        (from, source): (wgpu::Texture, Region),
        (to, destination): (wgpu::Texture, Region),
        size: wgpu::Extent3d,
    ) -> Option<()> {
        let (block_width, block_height) = from.format().block_dimensions();
        let block_bytes = from.format().block_copy_size(None)?;
        let row_bytes =
            (size.width / block_width * block_bytes).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let rows = size.height / block_height;
        let bytes = u64::from(row_bytes) * u64::from(rows) * u64::from(size.depth_or_array_layers);
        let buffer = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: bytes,
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        });
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(row_bytes),
            rows_per_image: Some(rows),
        };
        self.batch.list.then(move |encoder| {
            let (all, buffer) = (TextureAspect::All, &buffer);
            let info = wgpu::TexelCopyBufferInfo { buffer, layout };
            encoder.copy_texture_to_buffer(copy_info(&from, &source, all), info, size);
            encoder.copy_buffer_to_texture(info, copy_info(&to, &destination, all), size);
        });
        Some(())
    }

    /// Depth and stencil, and several samples, are blitted.
    fn copy_by_blit(&mut self, source: &Region, destination: Handle, level: u32, at: (u32, u32, u32)) {
        let side = |resource: Handle, level: u32, (x, y, z): (u32, u32, u32), format| BlitSide {
            resource,
            level,
            format,
            area: SignedBox {
                x: x as i32,
                y: y as i32,
                z: z as i32,
                width: source.area.width as i32,
                height: source.area.height as i32,
                depth: source.area.depth as i32,
            },
        };
        let format_of = |handle| self.resources.texture(handle).map(|texture| texture.desc.format);
        let (Some(from), Some(to)) = (format_of(source.resource), format_of(destination)) else {
            return;
        };
        let area = source.area;
        let mask = (u8::from(from.has_depth() && to.has_depth()) << 4)
            | (u8::from(from.has_stencil() && to.has_stencil()) << 5)
            | (if from.is_depth_stencil() { 0 } else { 0xf });
        self.blit_boxes(&Blit {
            source: side(source.resource, source.level, (area.x, area.y, area.z), from),
            destination: side(destination, level, at, to),
            mask,
            linear: false,
            scissor: None,
        });
    }

    /// The layers of a multisampled texture one below the other in another, which lives for the batch; of depths and
    /// stencils that plane, in a texture of colours of that format. `None` if that is too high or too large.
    pub(crate) fn stacked(
        &mut self,
        handle: Handle,
        first: u32,
        layers: u32,
        plane: Option<(Class, HostFormat)>,
    ) -> Option<wgpu::Texture> {
        let texture = self.resources.texture(handle)?;
        let host = texture.host.clone();
        let (format, texels) = match plane {
            Some((_, format)) => (format, format.texture),
            None => (texture.format, host.format()),
        };
        let (width, height) = (host.width(), host.height());
        let most = self.gpu.limits.max_texture_dimension_2d.min(u32::from(u16::MAX));
        let stacked = height.checked_mul(layers).filter(|stacked| *stacked <= most)?;
        let samples = host.sample_count();
        // No texel has more bytes than 16.
        let bytes = u64::from(width) * u64::from(stacked) * u64::from(samples) * 16;
        if !self.stand_ins.may_make(bytes) {
            return None;
        }
        let twin = format::srgb_twin(texels);
        let made = self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d {
                width,
                height: stacked,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: samples,
            dimension: wgpu::TextureDimension::D2,
            format: texels,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: twin.as_slice(),
        });
        let target = Attachment {
            view: made.create_view(&wgpu::TextureViewDescriptor::default()),
            depth_slice: None,
            format,
            resource: handle,
            level: 0,
            layer: 0,
            size: (width, stacked),
            samples,
        };
        for layer in 0..layers {
            let (place, at) = ((0, first + layer), (0, layer * height));
            match plane {
                Some((class, _)) => {
                    self.draw_plane_samples(&host, place, class, &target, at, (width, height));
                }
                None => self.draw_samples(&host, place, &target, at, (width, height)),
            }
        }
        Some(made)
    }

    /// A texture of the same kind that holds a copy of some levels.
    pub(crate) fn copy_of(&mut self, texture: &wgpu::Texture, levels: RangeInclusive<u32>) -> wgpu::Texture {
        let twin = format::srgb_twin(texture.format());
        let mut usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST;
        // The host wants this of every texture with several samples.
        usage.set(wgpu::TextureUsages::RENDER_ATTACHMENT, texture.sample_count() > 1);
        let copy = self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: texture.size(),
            mip_level_count: texture.mip_level_count(),
            sample_count: texture.sample_count(),
            dimension: texture.dimension(),
            format: texture.format(),
            usage,
            view_formats: twin.as_slice(),
        });
        let (from, to) = (texture.clone(), copy.clone());
        self.batch.list.then(move |encoder| {
            for mip_level in levels {
                let side = |texture| wgpu::TexelCopyTextureInfo {
                    texture,
                    mip_level,
                    origin: wgpu::Origin3d::ZERO,
                    aspect: TextureAspect::All,
                };
                let mut size = from.size().mip_level_size(mip_level, from.dimension());
                if from.dimension() == wgpu::TextureDimension::D2 {
                    size.depth_or_array_layers = from.depth_or_array_layers();
                }
                encoder.copy_texture_to_texture(side(&from), side(&to), size);
            }
        });
        copy
    }
}
