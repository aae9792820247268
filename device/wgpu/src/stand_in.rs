//! Framebuffers whose attachments differ in size. GL draws to what all of them have; the host wants all of one size.
//! An attachment that is larger is stood in for by a texture of the framebuffer's size: what it holds is copied in
//! when the pass opens, unless the pass begins by clearing it, and copied out when the pass ends.
//!
//! Depths of 24 bits pass through a shader each time, which some adapters round by a unit.
//!
//! What lies outside keeps its content, which is one of the things that GL allows.

use wgpu::{TextureAspect, TextureUsages};

use crate::format::{self, Class};
use crate::pass::{Attachment, Clears};
use crate::renderer::Wgpu;

/// Bytes of stand-ins in one submission; beyond it the next one begins. No account is charged for them, and a guest
/// could ask for one of another size in each pass.
const MOST_BYTES: u64 = 256 << 20;

/// The stand-ins of the batch.
#[derive(Default)]
pub(crate) struct StandIns {
    /// Those that no pass uses.
    spare: Vec<wgpu::Texture>,
    made_bytes: u64,
}

impl StandIns {
    /// Notes bytes of another texture that lives as long as the batch. Returns whether it may be made.
    pub(crate) fn may_make(&mut self, bytes: u64) -> bool {
        let may = self.made_bytes.saturating_add(bytes) <= MOST_BYTES;
        if may {
            self.made_bytes += bytes;
        }
        may
    }

    /// Notes bytes of one that may be larger than all others together.
    pub(crate) fn made(&mut self, bytes: u64) {
        self.made_bytes = self.made_bytes.saturating_add(bytes);
    }

    /// The batch is submitted.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// One that an earlier pass is done with: the queue runs passes in order.
    fn reuse(&mut self, descriptor: &wgpu::TextureDescriptor<'_>) -> Option<wgpu::Texture> {
        let index = self.spare.iter().position(|texture| {
            let samples = texture.sample_count();
            (texture.format(), texture.size(), texture.dimension(), samples)
                == (
                    descriptor.format,
                    descriptor.size,
                    descriptor.dimension,
                    descriptor.sample_count,
                )
        })?;
        Some(self.spare.swap_remove(index))
    }

    fn give_back(&mut self, texture: wgpu::Texture) {
        // A pass that was restarted gives back what it has twice.
        if !self.spare.contains(&texture) {
            self.spare.push(texture);
        }
    }
}

/// A texture in an attachment's place.
#[derive(Clone, Debug)]
pub(crate) struct StandIn {
    /// The number of the colour target; `None` for depth and stencil.
    color: Option<usize>,
    texture: wgpu::Texture,
    /// What is drawn to instead.
    drawn: Attachment,
    real: Attachment,
    real_texture: wgpu::Texture,
}

impl StandIn {
    /// Whether nothing of what the attachment holds survives the clears.
    fn is_cleared(&self, clears: &Clears) -> bool {
        match (self.color, self.real.format.class) {
            (Some(index), _) => clears.colors.get(index).is_some_and(Option::is_some),
            (None, Class::Depth) => clears.depth.is_some(),
            (None, Class::Stencil) => clears.stencil.is_some(),
            (None, _) => clears.depth.is_some() && clears.stencil.is_some(),
        }
    }
}

impl Wgpu {
    /// Puts something of the framebuffer's size in the place of `attachment`; `None` if its texture is gone.
    pub(crate) fn stand_in(
        &mut self,
        color: Option<usize>,
        attachment: &mut Attachment,
        size: (u32, u32),
    ) -> Option<StandIn> {
        if self.stand_ins.made_bytes > MOST_BYTES {
            self.submit();
        }
        let real = attachment.clone();
        let real_texture = self.resources.texture(real.resource)?.host.clone();
        let texture = self.spare_texture(&real, size);
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        *attachment = Attachment {
            view,
            depth_slice: real.depth_slice.map(|_| 0),
            size,
            ..real.clone()
        };
        Some(StandIn {
            color,
            texture,
            drawn: attachment.clone(),
            real,
            real_texture,
        })
    }

    /// A texture of that size, of an attachment's format.
    fn spare_texture(&mut self, like: &Attachment, (width, height): (u32, u32)) -> wgpu::Texture {
        let dimension = match like.depth_slice {
            Some(_) => wgpu::TextureDimension::D3,
            None => wgpu::TextureDimension::D2,
        };
        let size = wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: 1,
        };
        let descriptor = wgpu::TextureDescriptor {
            label: None,
            size,
            mip_level_count: 1,
            sample_count: like.samples,
            dimension,
            format: like.format.texture,
            usage: TextureUsages::RENDER_ATTACHMENT
                | TextureUsages::TEXTURE_BINDING
                | TextureUsages::COPY_SRC
                | TextureUsages::COPY_DST,
            view_formats: &[],
        };
        if let Some(texture) = self.stand_ins.reuse(&descriptor) {
            return texture;
        }
        // No texel that can be drawn to has more bytes than 16.
        self.stand_ins.made_bytes += u64::from(width) * u64::from(height) * u64::from(like.samples) * 16;
        self.gpu.device.create_texture(&descriptor)
    }

    /// Before a pass opens: stand-ins get what their attachments hold.
    pub(crate) fn copy_in(&mut self, stand_ins: &[StandIn], clears: &Clears) {
        for stand_in in stand_ins.iter().filter(|stand_in| !stand_in.is_cleared(clears)) {
            let from = (&stand_in.real_texture, &stand_in.real);
            self.copy_attachment(
                from,
                (&stand_in.texture, &stand_in.drawn),
                stand_in.drawn.size,
                true,
            );
        }
    }

    /// After a pass: attachments get what was drawn, if anything was.
    pub(crate) fn copy_out(&mut self, stand_ins: Vec<StandIn>, drawn: bool) {
        for stand_in in stand_ins {
            let to = (&stand_in.real_texture, &stand_in.real);
            if drawn {
                self.copy_attachment(
                    (&stand_in.texture, &stand_in.drawn),
                    to,
                    stand_in.drawn.size,
                    false,
                );
            }
            self.stand_ins.give_back(stand_in.texture);
        }
    }

    fn copy_attachment(
        &mut self,
        (from, source): (&wgpu::Texture, &Attachment),
        (to, target): (&wgpu::Texture, &Attachment),
        (width, height): (u32, u32),
        into_stand_in: bool,
    ) {
        // A stand-in has one level of one layer.
        let (from_place, to_place) = if into_stand_in {
            ((source.level, source.layer), (0, 0))
        } else {
            ((0, 0), (target.level, target.layer))
        };
        if !format::is_color(target.format.class) {
            self.draw_planes(from, from_place, target, (width, height));
            return;
        }
        if target.samples > 1 {
            // Copies are of all of such a texture.
            self.draw_samples(from, from_place, target, (0, 0), (width, height));
            return;
        }
        let (from, to) = (from.clone(), to.clone());
        self.batch.list.then(move |encoder| {
            let side = |texture, (mip_level, z)| wgpu::TexelCopyTextureInfo {
                texture,
                mip_level,
                origin: wgpu::Origin3d { x: 0, y: 0, z },
                aspect: TextureAspect::All,
            };
            let size = wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            };
            encoder.copy_texture_to_texture(side(&from, from_place), side(&to, to_place), size);
        });
    }
}
