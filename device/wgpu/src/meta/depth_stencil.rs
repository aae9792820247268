//! Depth and stencil planes in and out, through draws.

use device::gpu::{Region, Scissor, Surface};
use wgpu::{TextureFormat, TextureUsages};

use super::{Filter, Kind, Output, Parameters, Samples, clip_to};
use crate::adapter::SAMPLES;
use crate::format::{self, Class, HostFormat, XYZW};
use crate::pass::Attachment;
use crate::renderer::Wgpu;

/// A plane's texels in a colour texture.
fn plane_kind(class: Class, samples: Samples) -> Kind {
    Kind::Texture {
        class,
        is_3d: false,
        filter: Filter::Nearest,
        swizzle: XYZW,
        samples,
    }
}

impl Wgpu {
    /// A region's depth in a texture of one 32-bit float, a layer for each of the region's, which has several samples
    /// only if those are `Each`.
    pub(crate) fn depth_as_color(&mut self, region: &Region, samples: Samples) -> Option<wgpu::Texture> {
        self.plane_as_color(region, (Class::Depth, samples), TextureFormat::R32Float)
    }

    /// A region's stencil in a texture of one byte.
    pub(crate) fn stencil_as_color(&mut self, region: &Region, samples: Samples) -> Option<wgpu::Texture> {
        self.plane_as_color(region, (Class::Stencil, samples), TextureFormat::R8Uint)
    }

    fn plane_as_color(
        &mut self,
        region: &Region,
        (class, samples): (Class, Samples),
        format: TextureFormat,
    ) -> Option<wgpu::Texture> {
        self.end_pass();
        let area = region.area;
        let count = match samples {
            Samples::Each => SAMPLES,
            Samples::One | Samples::Mean | Samples::First => 1,
        };
        let usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
        let color = self.plane_texture(region, format, count, usage | TextureUsages::COPY_SRC);
        for layer in 0..area.depth {
            let source = self.plane_view(region, class, area.z + layer)?;
            let target = plane_attachment(&color, format, layer, (area.width, area.height));
            let clip = clip_to(&target, 0, 0, i64::from(area.width), i64::from(area.height))?;
            let (width, height, _) = self
                .resources
                .texture(region.resource)?
                .desc
                .level_size(region.level);
            let parameters = Parameters {
                offset: [area.x as f32, area.y as f32],
                ..Parameters::unscaled((0, 0), (width, height))
            };
            let output = Output::Color { write_mask: 0xf };
            self.draw_meta(
                plane_kind(class, samples),
                output,
                &target,
                clip,
                Some(&source),
                &parameters,
            );
        }
        Some(color)
    }

    /// Writes depths, row by row and layer by layer.
    pub(crate) fn draw_depth(&mut self, region: &Region, depth: &[f32]) {
        self.draw_plane(
            region,
            TextureFormat::R32Float,
            bytemuck::cast_slice(depth),
            4,
            Class::Depth,
        );
    }

    /// Writes stencils, likewise.
    pub(crate) fn draw_stencil(&mut self, region: &Region, stencil: &[u8]) {
        self.draw_plane(region, TextureFormat::R8Uint, stencil, 1, Class::Stencil);
    }

    fn draw_plane(
        &mut self,
        region: &Region,
        format: TextureFormat,
        bytes: &[u8],
        texel_bytes: u32,
        class: Class,
    ) {
        self.end_pass();
        let area = region.area;
        let color = self.plane_texture(
            region,
            format,
            1,
            TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST,
        );
        self.gpu.queue.write_texture(
            color.as_image_copy(),
            bytes,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(area.width * texel_bytes),
                rows_per_image: Some(area.height),
            },
            color.size(),
        );
        for layer in 0..area.depth {
            let source = color.create_view(&wgpu::TextureViewDescriptor {
                dimension: Some(wgpu::TextureViewDimension::D2),
                base_array_layer: layer,
                array_layer_count: Some(1),
                ..Default::default()
            });
            let parameters = Parameters::unscaled((area.x, area.y), (area.width, area.height));
            self.plane_to_texture(region, area.z + layer, class, &source, &parameters);
        }
        self.use_texture(region.resource);
    }

    /// Draws a plane in a colour texture into one layer of a depth-stencil texture.
    fn plane_to_texture(
        &mut self,
        region: &Region,
        layer: u32,
        class: Class,
        source: &wgpu::TextureView,
        parameters: &Parameters,
    ) -> Option<()> {
        let desc = self.resources.texture(region.resource)?.desc;
        let surface = Surface {
            resource: region.resource,
            format: desc.format,
            level: region.level,
            first_layer: layer,
            last_layer: layer,
            samples: 0,
            size: (desc.level_size(region.level).0, desc.level_size(region.level).1),
        };
        let target = self.attachment(&surface)?;
        let area = region.area;
        let clip = clip_to(
            &target,
            area.x.into(),
            area.y.into(),
            area.width.into(),
            area.height.into(),
        )?;
        self.draw_plane_onto((class, Samples::One), &target, clip, source, parameters);
        Some(())
    }

    /// Draws a plane in a colour texture onto a target's depth or stencil.
    pub(super) fn draw_plane_onto(
        &mut self,
        (class, samples): (Class, Samples),
        target: &Attachment,
        clip: Scissor,
        source: &wgpu::TextureView,
        parameters: &Parameters,
    ) {
        if class == Class::Depth {
            let kind = plane_kind(Class::Float, samples);
            self.draw_meta(kind, Output::Depth, target, clip, Some(source), parameters);
            return;
        }
        let kind = plane_kind(Class::Stencil, samples);
        // The host's shaders cannot export a stencil: each bit is a draw that keeps the pixels that have it.
        self.draw_meta(kind, Output::StencilZero, target, clip, Some(source), parameters);
        for bit in 0..8 {
            self.draw_meta(
                kind,
                Output::StencilBit(bit),
                target,
                clip,
                Some(source),
                parameters,
            );
        }
    }

    /// Draws depths in a colour texture onto a target's depth, filtered linearly.
    pub(super) fn draw_depth_filtered(
        &mut self,
        target: &Attachment,
        clip: Scissor,
        source: &wgpu::TextureView,
        parameters: &Parameters,
    ) {
        let kind = Kind::Texture {
            class: Class::Float,
            is_3d: false,
            filter: Filter::LinearByLoads,
            swizzle: XYZW,
            samples: Samples::One,
        };
        self.draw_meta(kind, Output::Depth, target, clip, Some(source), parameters);
    }

    /// A depth or stencil plane of one layer, for sampling.
    fn plane_view(&mut self, region: &Region, class: Class, layer: u32) -> Option<wgpu::TextureView> {
        let texture = self.resources.texture(region.resource)?;
        Some(plane_of(&texture.host, class, (region.level, layer)))
    }

    /// Draws the corner of that size of one layer's planes onto a target on another texture.
    pub(crate) fn draw_planes(
        &mut self,
        source: &wgpu::Texture,
        place: (u32, u32),
        target: &Attachment,
        size: (u32, u32),
    ) {
        let Some(clip) = clip_to(target, 0, 0, size.0.into(), size.1.into()) else {
            return;
        };
        let parameters = Parameters::unscaled((0, 0), size);
        if target.format.class != Class::Stencil {
            let view = plane_of(source, Class::Depth, place);
            let samples = Samples::between(Class::Depth, source.sample_count(), target.samples);
            let kind = plane_kind(Class::Depth, samples);
            self.draw_meta(kind, Output::Depth, target, clip, Some(&view), &parameters);
        }
        if target.format.class != Class::Depth {
            let view = plane_of(source, Class::Stencil, place);
            let samples = Samples::between(Class::Stencil, source.sample_count(), target.samples);
            self.draw_plane_onto((Class::Stencil, samples), target, clip, &view, &parameters);
        }
    }

    /// Draws the corner of that size of one layer of a colour texture to a place on a target on another texture of its
    /// format, sample by sample.
    pub(crate) fn draw_samples(
        &mut self,
        source: &wgpu::Texture,
        (level, layer): (u32, u32),
        target: &Attachment,
        at: (u32, u32),
        size: (u32, u32),
    ) {
        let class = target.format.class;
        let view = source.create_view(&wgpu::TextureViewDescriptor {
            format: Some(target.format.texture),
            dimension: Some(wgpu::TextureViewDimension::D2),
            usage: Some(TextureUsages::TEXTURE_BINDING),
            base_mip_level: level,
            mip_level_count: Some(1),
            base_array_layer: layer,
            array_layer_count: Some(1),
            ..Default::default()
        });
        let kind = plane_kind(
            class,
            Samples::between(class, source.sample_count(), target.samples),
        );
        // Texels go as the host has them, whatever the guest calls their components.
        let target = Attachment {
            format: HostFormat {
                target: target.format.target.map(|_| tgsi::lower::key::Target::Float),
                ..target.format
            },
            ..target.clone()
        };
        self.draw_corner(kind, &view, &target, at, size);
    }

    /// Draws the corner of that size of one layer's depth or stencil to a place on a target of colours, sample by sample.
    pub(crate) fn draw_plane_samples(
        &mut self,
        source: &wgpu::Texture,
        place: (u32, u32),
        class: Class,
        target: &Attachment,
        at: (u32, u32),
        size: (u32, u32),
    ) {
        let view = plane_of(source, class, place);
        let kind = plane_kind(class, Samples::Each);
        self.draw_corner(kind, &view, target, at, size);
    }

    /// Draws the corner of that size of what a view shows to a place on a target of colours.
    fn draw_corner(
        &mut self,
        kind: Kind,
        source: &wgpu::TextureView,
        target: &Attachment,
        at: (u32, u32),
        size: (u32, u32),
    ) {
        let (x, y) = (at.0.into(), at.1.into());
        let Some(clip) = clip_to(target, x, y, size.0.into(), size.1.into()) else {
            return;
        };
        let parameters = Parameters::unscaled(at, size);
        let output = Output::Color { write_mask: 0xf };
        self.draw_meta(kind, output, target, clip, Some(source), &parameters);
    }

    fn plane_texture(
        &self,
        region: &Region,
        format: TextureFormat,
        sample_count: u32,
        usage: TextureUsages,
    ) -> wgpu::Texture {
        self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: crate::transfer::extent(region),
            mip_level_count: 1,
            sample_count,
            dimension: wgpu::TextureDimension::D2,
            format,
            usage,
            view_formats: &[],
        })
    }
}

/// A depth or stencil plane of a level and layer, for sampling.
fn plane_of(texture: &wgpu::Texture, class: Class, (level, layer): (u32, u32)) -> wgpu::TextureView {
    let aspect = if class == Class::Stencil {
        wgpu::TextureAspect::StencilOnly
    } else {
        wgpu::TextureAspect::DepthOnly
    };
    texture.create_view(&wgpu::TextureViewDescriptor {
        dimension: Some(wgpu::TextureViewDimension::D2),
        usage: Some(TextureUsages::TEXTURE_BINDING),
        aspect,
        base_mip_level: level,
        mip_level_count: Some(1),
        base_array_layer: layer,
        array_layer_count: Some(1),
        ..Default::default()
    })
}

/// A layer of a colour texture of ours as a target.
fn plane_attachment(
    texture: &wgpu::Texture,
    format: TextureFormat,
    layer: u32,
    size: (u32, u32),
) -> Attachment {
    let view = texture.create_view(&wgpu::TextureViewDescriptor {
        dimension: Some(wgpu::TextureViewDimension::D2),
        base_array_layer: layer,
        array_layer_count: Some(1),
        ..Default::default()
    });
    let (class, target) = match format {
        TextureFormat::R8Uint => (Class::Uint, tgsi::lower::key::Target::Uint),
        _ => (Class::Float, tgsi::lower::key::Target::Float),
    };
    Attachment {
        view,
        depth_slice: None,
        format: HostFormat {
            texture: format,
            swizzle: XYZW,
            class,
            conversion: format::Conversion::None,
            target: Some(target),
            has_alpha: true,
        },
        resource: device::gpu::Handle(0),
        level: 0,
        layer,
        size,
        samples: texture.sample_count(),
    }
}
