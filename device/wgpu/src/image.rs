//! Images of textures: their texels in a buffer, which is filled before the draw or the grid and copied back after it.
//!
//! Bits are bits: the image's format need not be the texture's.

use device::gpu::{Handle, ImageRange, ImageView, Target};
use tgsi::{Dimension, ImageUse};

use crate::format::{self, Conversion};
use crate::renderer::Wgpu;

/// What is wanted of a texture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    resource: Handle,
    level: u32,
    first_layer: u32,
    layers: u32,
    /// Texels of the level in a row and a column.
    size: (u32, u32),
    texel_bytes: u32,
    /// Whether the shader stores to it, and what it stores is kept.
    stores: bool,
    writes: bool,
}

impl Wanted {
    /// Whether one copy serves both. What is written by one name can be read by another.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        (self.resource, self.level) == (other.resource, other.level)
    }

    /// Adds what another image shows of the level.
    pub(crate) fn join(&mut self, other: &Self) {
        let end = (self.first_layer + self.layers).max(other.first_layer + other.layers);
        self.first_layer = self.first_layer.min(other.first_layer);
        self.layers = end - self.first_layer;
        self.stores |= other.stores;
        self.writes |= other.writes;
    }

    fn row_bytes(&self) -> u64 {
        let bytes = u64::from(self.size.0) * u64::from(self.texel_bytes);
        bytes.next_multiple_of(u64::from(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT))
    }

    fn bytes(&self) -> u64 {
        self.row_bytes() * u64::from(self.size.1) * u64::from(self.layers)
    }
}

/// Copies of texels that draws only read. They are good for the draws of a pass: nothing else changes a texture while one
/// is open, but the draws themselves.
#[derive(Default)]
pub(crate) struct Kept {
    /// The pass, by its number.
    pass: Option<u64>,
    texels: Vec<Texels>,
}

/// Copies that are kept for a pass.
const MOST_KEPT: usize = 64;

impl Kept {
    /// A copy of just that.
    fn find(&self, wanted: &Wanted) -> Option<&Texels> {
        let mut texels = self.texels.iter();
        texels.find(|texels| !wanted.stores && texels.of == *wanted)
    }

    fn add(&mut self, texels: &Texels) {
        if self.texels.len() == MOST_KEPT {
            self.texels.clear();
        }
        if !texels.of.stores {
            self.texels.push(texels.clone());
        }
    }
}

/// Texels of some layers of a level.
#[derive(Clone)]
pub(crate) struct Texels {
    of: Wanted,
    pub(crate) buffer: wgpu::Buffer,
}

impl Texels {
    pub(crate) fn is_of(&self, wanted: &Wanted) -> bool {
        self.of.is_alike(wanted)
    }

    /// What a shader's header says of an image of them.
    pub(crate) fn header(&self, image: &Wanted) -> [u32; 8] {
        // Both are bytes of a buffer that the host could make.
        let row_bytes = self.of.row_bytes() as u32;
        let layer_bytes = row_bytes.saturating_mul(self.of.size.1);
        let before = (image.first_layer - self.of.first_layer).saturating_mul(layer_bytes);
        let (width, height) = image.size;
        [width, height, image.layers, 0, before, row_bytes, layer_bytes, 0]
    }
}

impl Wgpu {
    /// What an image shows of a texture, as the shader takes it; `None` if that does not fit.
    pub(crate) fn wanted_texels(
        &mut self,
        used: &ImageUse,
        view: &ImageView,
        texel_bytes: u32,
    ) -> Option<Wanted> {
        let ImageRange::Texture {
            level,
            first_layer,
            last_layer,
        } = view.range
        else {
            return None;
        };
        let texture = self.resources.texture(view.resource)?;
        let is_3d = texture.desc.target == Target::Texture3D;
        let all = last_layer.checked_sub(first_layer)?.checked_add(1)?;
        let layers = match used.dimension {
            Dimension::D1 | Dimension::D2 | Dimension::Rect => 1,
            Dimension::D3 if is_3d => all,
            Dimension::D1Array | Dimension::D2Array | Dimension::Cube | Dimension::CubeArray if !is_3d => all,
            _ => return None,
        };
        let holds = texture.host.format().block_copy_size(None) == Some(texel_bytes)
            && format::is_color(texture.format.class)
            && texture.format.conversion == Conversion::None
            && texture.blocks.is_none()
            && !texture.is_multisampled();
        let (width, height, depth) = texture.desc.level_size(level);
        let is_there = level < texture.host.mip_level_count() && last_layer < depth;
        if !holds || !is_there {
            let from = texture.desc.format;
            self.unsupported(&format!("an image of {from} as {}", view.format));
            return None;
        }
        Some(Wanted {
            resource: view.resource,
            level,
            first_layer,
            layers,
            size: (width, height),
            texel_bytes,
            stores: used.access.stores,
            writes: used.access.stores && view.writable,
        })
    }

    /// Copies texels to buffers. Outside of passes.
    pub(crate) fn copy_texels_in(&mut self, wanted: Vec<Wanted>) -> Option<Vec<Texels>> {
        if wanted.is_empty() {
            return Some(Vec::new());
        }
        // It is lent to what needs the rest of us.
        let mut kept = std::mem::take(&mut self.kept_texels);
        self.drop_changed(&mut kept, &wanted);
        let all = self.copy_missing(&mut kept, wanted);
        self.kept_texels = kept;
        all
    }

    /// Lets go of copies of what may have changed, or is about to.
    fn drop_changed(&self, kept: &mut Kept, wanted: &[Wanted]) {
        let open = self.open_pass_number();
        if open.is_none() || kept.pass != open {
            kept.texels.clear();
        }
        let is_target = |resource| {
            let pass = self.pass.as_ref();
            pass.is_some_and(|pass| pass.targets.all().any(|target| target.resource == resource))
        };
        let is_written = |resource| wanted.iter().any(|of| of.writes && of.resource == resource);
        let changes = |resource| is_target(resource) || is_written(resource);
        kept.texels.retain(|texels| !changes(texels.of.resource));
    }

    /// The number of the open pass.
    fn open_pass_number(&self) -> Option<u64> {
        let open = self.pass.as_ref().is_some_and(|pass| pass.open.is_some());
        open.then_some(self.counters.passes)
    }

    /// After the draw: copies that it read are good for those that follow in its pass.
    pub(crate) fn keep_texels(&mut self) {
        self.kept_texels.pass = self.open_pass_number();
        if self.kept_texels.pass.is_none() {
            self.kept_texels.texels.clear();
        }
    }

    /// Those that are kept, and copies of the others. Ends the pass if there are any.
    fn copy_missing(&mut self, kept: &mut Kept, wanted: Vec<Wanted>) -> Option<Vec<Texels>> {
        let limits = &self.gpu.limits;
        let most = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        let missing = wanted.iter().filter(|of| kept.find(of).is_none());
        let bytes = missing.map(Wanted::bytes).sum();
        let fits = wanted.iter().all(|wanted| wanted.bytes() <= most);
        if !fits || (bytes > 0 && !self.make_room_for(bytes)) {
            self.unsupported("images of that many bytes");
            return None;
        }
        if bytes > 0 {
            self.end_pass();
        }
        let mut all = Vec::with_capacity(wanted.len());
        for of in wanted {
            if let Some(texels) = kept.find(&of) {
                let texels = texels.clone();
                // A transfer to it must not come before the draws that follow.
                self.use_texture(texels.of.resource);
                all.push(texels);
                continue;
            }
            let buffer = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: of.bytes(),
                usage: wgpu::BufferUsages::STORAGE
                    | wgpu::BufferUsages::COPY_SRC
                    | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let texels = Texels { of, buffer };
            self.copy_image(&texels, true)?;
            kept.add(&texels);
            all.push(texels);
        }
        Some(all)
    }

    /// Whether the batch may have copies of so many bytes besides; perhaps another one has to begin, once those of earlier
    /// ones are gone.
    fn make_room_for(&mut self, bytes: u64) -> bool {
        if self.stand_ins.may_make(bytes) {
            return true;
        }
        self.submit_and_keep_up();
        self.stand_ins.may_make(bytes)
    }

    /// Copies what was written back.
    pub(crate) fn copy_texels_out(&mut self, all: &[Texels]) {
        for texels in all.iter().filter(|texels| texels.of.writes) {
            self.end_pass();
            if self.copy_image(texels, false).is_none() {
                log::debug!("a texture is gone that a shader wrote");
            }
        }
    }

    fn copy_image(&mut self, texels: &Texels, into_buffer: bool) -> Option<()> {
        let serial = self.batch.serial;
        let Wanted { size, layers, .. } = texels.of;
        let texture = self.resources.texture_mut(texels.of.resource)?;
        texture.used = serial;
        texture.drawn_to += u64::from(!into_buffer);
        let host = texture.host.clone();
        let (mip_level, z) = (texels.of.level, texels.of.first_layer);
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(texels.of.row_bytes() as u32),
            rows_per_image: Some(size.1),
        };
        let buffer = texels.buffer.clone();
        self.batch.list.then(move |encoder| {
            let buffer = wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout,
            };
            let texture = wgpu::TexelCopyTextureInfo {
                texture: &host,
                mip_level,
                origin: wgpu::Origin3d { x: 0, y: 0, z },
                aspect: wgpu::TextureAspect::All,
            };
            let extent = wgpu::Extent3d {
                width: size.0,
                height: size.1,
                depth_or_array_layers: layers,
            };
            if into_buffer {
                encoder.copy_texture_to_buffer(texture, buffer, extent);
            } else {
                encoder.copy_buffer_to_texture(buffer, texture, extent);
            }
        });
        Some(())
    }
}
