//! Blits and fills.

use device::gpu::{Blit, Box3, Clear, ClearBuffers, Region, Scissor, Surface, Target as ResourceTarget};

use super::{Filter, Kind, Output, Parameters, Samples, clip_to};
use crate::format::{self, Class};
use crate::pass::Attachment;
use crate::renderer::Wgpu;

pub(crate) const COLOR_MASK: u8 = 0xf;
pub(crate) const DEPTH_MASK: u8 = 1 << 4;
pub(crate) const STENCIL_MASK: u8 = 1 << 5;

/// A blit with its destination running forwards, and the map from target to source.
#[derive(Clone, Copy)]
struct Geometry {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    scale: [f32; 2],
    offset: [f32; 2],
    first_layer: i64,
    layers: i64,
    z_scale: f32,
    z_offset: f32,
}

impl Geometry {
    fn of(blit: &Blit) -> Option<Self> {
        let (source, destination) = (&blit.source.area, &blit.destination.area);
        let axis = |source_at: i32, source_len: i32, at: i32, len: i32| {
            if len == 0 {
                return None;
            }
            // Both run from their start; a negative length runs backwards.
            let scale = f64::from(source_len) / f64::from(len);
            let offset = f64::from(source_at) - f64::from(at) * scale;
            let (at, len) = (i64::from(at), i64::from(len));
            let (start, len) = if len < 0 { (at + len, -len) } else { (at, len) };
            Some((start, len, scale as f32, offset as f32))
        };
        let (x, width, scale_x, offset_x) = axis(source.x, source.width, destination.x, destination.width)?;
        let (y, height, scale_y, offset_y) =
            axis(source.y, source.height, destination.y, destination.height)?;
        let (first_layer, layers, z_scale, z_offset) =
            axis(source.z, source.depth, destination.z, destination.depth)?;
        Some(Self {
            x,
            y,
            width,
            height,
            scale: [scale_x, scale_y],
            offset: [offset_x, offset_y],
            first_layer,
            layers,
            z_scale,
            z_offset,
        })
    }
}

impl Wgpu {
    /// [`HostGpu::blit`](device::gpu::HostGpu::blit).
    pub(crate) fn blit_boxes(&mut self, blit: &Blit) {
        if self.blit_by_copy(blit).is_some() {
            return;
        }
        self.end_pass();
        if blit.mask & COLOR_MASK != 0 && self.blit_color(blit).is_none() {
            self.unsupported("a blit of colours");
        }
        if blit.mask & DEPTH_MASK != 0 && self.blit_plane(blit, Class::Depth).is_none() {
            self.unsupported("a blit of depth");
        }
        if blit.mask & STENCIL_MASK != 0 && self.blit_plane(blit, Class::Stencil).is_none() {
            self.unsupported("a blit of stencil");
        }
        self.use_texture(blit.source.resource);
        self.use_texture(blit.destination.resource);
    }

    /// A blit that is a copy in truth.
    fn blit_by_copy(&mut self, blit: &Blit) -> Option<()> {
        let (source, destination) = (&blit.source, &blit.destination);
        let from = self.resources.texture(source.resource)?;
        let to = self.resources.texture(destination.resource)?;
        let same = source.format == destination.format
            && from.desc.format == source.format
            && to.desc.format == destination.format
            && format::is_color(from.format.class)
            && blit.mask & COLOR_MASK == COLOR_MASK
            && blit.scissor.is_none()
            && (source.area.width, source.area.height, source.area.depth)
                == (
                    destination.area.width,
                    destination.area.height,
                    destination.area.depth,
                )
            && source.resource != destination.resource
            // Copies are of all of a multisampled texture.
            && !from.is_multisampled()
            && !to.is_multisampled();
        let area = unsigned(&source.area)?;
        let at = unsigned(&destination.area)?;
        let inside = |area: &Box3, (width, height, depth): (u32, u32, u32)| {
            let fits = |at: u32, len: u32, most: u32| at.checked_add(len).is_some_and(|end| end <= most);
            fits(area.x, area.width, width)
                && fits(area.y, area.height, height)
                && fits(area.z, area.depth, depth)
        };
        let inside = inside(&area, from.desc.level_size(source.level))
            && inside(&at, to.desc.level_size(destination.level));
        if !same || !inside {
            return None;
        }
        let region = Region {
            resource: source.resource,
            level: source.level,
            area,
        };
        self.copy_boxes(
            &region,
            destination.resource,
            destination.level,
            (at.x, at.y, at.z),
        );
        Some(())
    }

    fn blit_color(&mut self, blit: &Blit) -> Option<()> {
        let geometry = Geometry::of(blit)?;
        let source = self.resources.texture(blit.source.resource)?;
        let host = source.view_format(blit.source.format)?;
        if !format::is_color(host.class) {
            return None;
        }
        let is_3d = source.desc.target == ResourceTarget::Texture3D;
        let (width, height, depth) = source.desc.level_size(blit.source.level);
        let to = self
            .resources
            .texture(blit.destination.resource)?
            .host
            .sample_count();
        let samples = Samples::between(host.class, source.host.sample_count(), to);
        let linear = blit.linear && host.class == Class::Float && samples == Samples::One;
        let kind = Kind::Texture {
            class: host.class,
            is_3d,
            filter: if linear { Filter::Linear } else { Filter::Nearest },
            swizzle: host.swizzle,
            samples,
        };
        let texture = self.readable(blit)?;
        for layer in 0..geometry.layers {
            let z = (layer as f32 + 0.5 + geometry.first_layer as f32) * geometry.z_scale + geometry.z_offset;
            if z < 0.0 || z >= depth as f32 {
                continue;
            }
            let view = texture.create_view(&wgpu::TextureViewDescriptor {
                format: Some(host.texture),
                usage: Some(wgpu::TextureUsages::TEXTURE_BINDING),
                dimension: Some(if is_3d {
                    wgpu::TextureViewDimension::D3
                } else {
                    wgpu::TextureViewDimension::D2
                }),
                base_mip_level: blit.source.level,
                mip_level_count: Some(1),
                base_array_layer: if is_3d { 0 } else { z as u32 },
                array_layer_count: Some(1),
                ..Default::default()
            });
            let parameters = Parameters {
                scale: geometry.scale,
                offset: geometry.offset,
                size: [width as f32, height as f32, depth as f32],
                z: if linear { z } else { z.floor() + 0.5 },
                color: [0; 4],
            };
            let Some((target, clip)) = self.blit_target(blit, &geometry, layer) else {
                continue;
            };
            let write_mask = color_mask(&target, blit.mask);
            self.draw_meta(
                kind,
                Output::Color { write_mask },
                &target,
                clip,
                Some(&view),
                &parameters,
            );
        }
        Some(())
    }

    fn blit_plane(&mut self, blit: &Blit, class: Class) -> Option<()> {
        let geometry = Geometry::of(blit)?;
        let source = self.resources.texture(blit.source.resource)?;
        let destination = self.resources.texture(blit.destination.resource)?;
        let has_plane = |of: Class| of == class || of == Class::DepthStencil;
        if !has_plane(source.format.class) || !has_plane(destination.format.class) {
            return None;
        }
        let to = destination.host.sample_count();
        let samples = Samples::between(class, source.host.sample_count(), to);
        let (width, height, layers) = source.desc.level_size(blit.source.level);
        let parameters = Parameters {
            scale: geometry.scale,
            offset: geometry.offset,
            size: [width as f32, height as f32, 1.0],
            ..Parameters::default()
        };
        for layer in 0..geometry.layers {
            let z = (layer as f32 + 0.5 + geometry.first_layer as f32) * geometry.z_scale + geometry.z_offset;
            if z < 0.0 || z >= layers as f32 {
                continue;
            }
            let region = Region {
                resource: blit.source.resource,
                level: blit.source.level,
                area: Box3 {
                    x: 0,
                    y: 0,
                    z: z as u32,
                    width,
                    height,
                    depth: 1,
                },
            };
            // A plane cannot be read while its sibling is written: it is read from a copy.
            let color = if class == Class::Depth {
                self.depth_as_color(&region, samples)?
            } else {
                self.stencil_as_color(&region, samples)?
            };
            let view = color.create_view(&wgpu::TextureViewDescriptor {
                dimension: Some(wgpu::TextureViewDimension::D2),
                ..Default::default()
            });
            let Some((target, clip)) = self.blit_target(blit, &geometry, layer) else {
                continue;
            };
            if class == Class::Depth && blit.linear && samples != Samples::Each {
                self.draw_depth_filtered(&target, clip, &view, &parameters);
            } else {
                self.draw_plane_onto((class, samples.kept()), &target, clip, &view, &parameters);
            }
        }
        Some(())
    }

    /// The source texture, or a copy of it where the blit would write what it reads.
    fn readable(&mut self, blit: &Blit) -> Option<wgpu::Texture> {
        let source = self.resources.texture(blit.source.resource)?;
        if blit.source.resource != blit.destination.resource || blit.source.level != blit.destination.level {
            return Some(source.host.clone());
        }
        let host = source.host.clone();
        Some(self.copy_of(&host, blit.source.level..=blit.source.level))
    }

    /// A layer of the destination and the clip in it.
    fn blit_target(&mut self, blit: &Blit, geometry: &Geometry, layer: i64) -> Option<(Attachment, Scissor)> {
        let texture = self.resources.texture(blit.destination.resource)?;
        let (width, height, depth) = texture.desc.level_size(blit.destination.level);
        let layer = u32::try_from(geometry.first_layer + layer)
            .ok()
            .filter(|&layer| layer < depth)?;
        let target = self.attachment(&Surface {
            resource: blit.destination.resource,
            format: blit.destination.format,
            level: blit.destination.level,
            first_layer: layer,
            last_layer: layer,
            samples: 0,
            size: (width, height),
        })?;
        let mut clip = clip_to(&target, geometry.x, geometry.y, geometry.width, geometry.height)?;
        if let Some(scissor) = blit.scissor {
            clip.min_x = clip.min_x.max(scissor.min_x);
            clip.min_y = clip.min_y.max(scissor.min_y);
            clip.max_x = clip.max_x.min(scissor.max_x);
            clip.max_y = clip.max_y.min(scissor.max_y);
        }
        (clip.min_x < clip.max_x && clip.min_y < clip.max_y).then_some((target, clip))
    }

    /// [`HostGpu::clear_surface`](device::gpu::HostGpu::clear_surface).
    pub(crate) fn fill_surface(
        &mut self,
        surface: &Surface,
        clear: &Clear,
        area: (u32, u32, u32, u32),
    ) -> Option<()> {
        self.end_pass();
        for layer in surface.first_layer..=surface.last_layer {
            let one = Surface {
                first_layer: layer,
                last_layer: layer,
                ..*surface
            };
            let target = self.attachment(&one)?;
            let (x, y, width, height) = area;
            let clip = clip_to(&target, x.into(), y.into(), width.into(), height.into())?;
            if format::is_color(target.format.class) {
                let color = format::to_host_color(target.format.swizzle, clear.color);
                let parameters = Parameters {
                    color,
                    ..Parameters::default()
                };
                let plain = Attachment {
                    format: format::HostFormat {
                        target: target.format.target.map(|_| tgsi::lower::key::Target::Float),
                        ..target.format
                    },
                    ..target
                };
                self.draw_meta(
                    Kind::Fill,
                    Output::Color {
                        write_mask: COLOR_MASK,
                    },
                    &plain,
                    clip,
                    None,
                    &parameters,
                );
                continue;
            }
            if clear.buffers.contains(ClearBuffers::DEPTH) && target.format.class != Class::Stencil {
                let color = [(clear.depth.clamp(0.0, 1.0) as f32).to_bits(); 4];
                let parameters = Parameters {
                    color,
                    ..Parameters::default()
                };
                self.draw_meta(Kind::Fill, Output::Depth, &target, clip, None, &parameters);
            }
            if clear.buffers.contains(ClearBuffers::STENCIL) && target.format.class != Class::Depth {
                self.fill_stencil(&target, clip, clear.stencil);
            }
        }
        self.use_texture(surface.resource);
        Some(())
    }

    fn fill_stencil(&mut self, target: &Attachment, clip: Scissor, stencil: u8) {
        let parameters = Parameters {
            color: [u32::from(stencil); 4],
            ..Parameters::default()
        };
        self.draw_meta(Kind::Fill, Output::StencilZero, target, clip, None, &parameters);
        for bit in (0..8).filter(|bit| stencil & (1 << bit) != 0) {
            // Every pixel has the bit: the value is not looked at.
            let all = Parameters {
                color: [u32::MAX; 4],
                ..parameters
            };
            self.draw_meta(Kind::Fill, Output::StencilBit(bit), target, clip, None, &all);
        }
    }
}

fn unsigned(area: &device::gpu::SignedBox) -> Option<Box3> {
    Some(Box3 {
        x: area.x.try_into().ok()?,
        y: area.y.try_into().ok()?,
        z: area.z.try_into().ok()?,
        width: area.width.try_into().ok()?,
        height: area.height.try_into().ok()?,
        depth: area.depth.try_into().ok()?,
    })
}

/// The channels that may be written on a target.
fn color_mask(target: &Attachment, mask: u8) -> u8 {
    let mask = mask & COLOR_MASK;
    match target.format.target {
        Some(tgsi::lower::key::Target::AlphaInRed) => (mask >> 3) & 1,
        _ if !target.format.has_alpha => mask & 7,
        _ => mask,
    }
}
