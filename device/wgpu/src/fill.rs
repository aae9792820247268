//! Textures and buffers that are filled with one texel (CLEAR_TEXTURE).

use device::gpu::{
    Bind, Blit, BlitSide, Box3, BytesLayout, Format, FormatSet, Handle, Region, ResourceDesc, SignedBox,
    Target,
};

use crate::format::Class;
use crate::meta::{COLOR_MASK, DEPTH_MASK, STENCIL_MASK};
use crate::renderer::Wgpu;
use crate::resource::{Resource, Texture};
use crate::transfer::BlockRows;

/// What is filled with one texel goes in parts of about that size.
const SLAB_BYTES: u32 = 4 << 20;
/// The resource of one texel, while a fill is recorded: the device counts its own from 1.
const ONE_TEXEL: Handle = Handle(u64::MAX);
/// So many texels are written sooner than they are drawn.
const FEW_TEXELS: u64 = 1 << 12;

impl Wgpu {
    /// [`HostGpu::clear_texture`](device::gpu::HostGpu::clear_texture).
    pub(crate) fn fill_region(&mut self, region: &Region, texel: &[u8; 16]) {
        let format = match self.resources.texture(region.resource) {
            Some(texture) => texture.desc.format,
            None => Format::R8_UNORM,
        };
        let (Some(rows), Some(block)) = (BlockRows::of(format, region), format.block()) else {
            return;
        };
        let Some(texel) = texel.get(..block.bytes as usize) else {
            return;
        };
        let area = region.area;
        if let Some(buffer) = self.resources.buffer(region.resource) {
            let bytes = texel.repeat((SLAB_BYTES.min(area.width) as usize).div_ceil(texel.len()));
            for x in (0..area.width).step_by(bytes.len().max(1)) {
                let len = bytes.len().min((area.width - x) as usize);
                buffer.write((area.x + x) as usize, &bytes[..len]);
            }
            self.counters.upload_bytes += u64::from(area.width);
            return;
        }
        if self.fill_by_blit(region, format, texel).is_some() {
            return;
        }
        let fitting = (SLAB_BYTES / rows.row_bytes.max(1)).max(1) * block.height;
        let bytes = texel.repeat(rows.row_bytes as usize / texel.len() * fitting.min(area.height) as usize);
        for z in 0..area.depth {
            for y in (0..area.height).step_by(fitting as usize) {
                let slab = Region {
                    area: Box3 {
                        y: area.y + y,
                        z: area.z + z,
                        height: fitting.min(area.height - y),
                        depth: 1,
                        ..area
                    },
                    ..*region
                };
                self.write_region(&slab, &bytes, rows.tight());
            }
        }
    }

    /// Fills a region from a texture of one texel, which costs no more memory than that, and reaches every sample. `None`
    /// if the host draws no such texture, or the region is so small that its bytes are less work.
    fn fill_by_blit(&mut self, region: &Region, format: Format, texel: &[u8]) -> Option<()> {
        let is_multisampled = self.resources.texture(region.resource)?.is_multisampled();
        let texels =
            u64::from(region.area.width) * u64::from(region.area.height) * u64::from(region.area.depth);
        let is_drawn = |formats: &FormatSet| formats.contains(format);
        let can_draw = is_drawn(&self.capabilities.render) || is_drawn(&self.capabilities.depth_stencil);
        if !can_draw || (!is_multisampled && texels <= FEW_TEXELS) {
            return None;
        }
        let desc = ResourceDesc {
            target: Target::Texture2D,
            format,
            bind: Bind::default(),
            width: 1,
            height: 1,
            depth: 1,
            array_size: 1,
            levels: 1,
            samples: 0,
            y_0_top: false,
        };
        let one = Texture::new(&self.gpu.device, &desc, 1).ok()?;
        let mask = match one.format.class {
            Class::Depth => DEPTH_MASK,
            Class::Stencil => STENCIL_MASK,
            Class::DepthStencil => DEPTH_MASK | STENCIL_MASK,
            _ => COLOR_MASK,
        };
        self.resources.insert(ONE_TEXEL, Resource::Texture(one));
        let source = Region {
            resource: ONE_TEXEL,
            level: 0,
            area: Box3 {
                width: 1,
                height: 1,
                depth: 1,
                ..Box3::default()
            },
        };
        let layout = BytesLayout {
            row_bytes: texel.len() as u32,
            layer_bytes: texel.len() as u32,
        };
        self.write_region(&source, texel, layout);
        let side = |region: &Region| {
            Some(BlitSide {
                resource: region.resource,
                level: region.level,
                format,
                area: signed(&region.area)?,
            })
        };
        let blit = side(&source).zip(side(region)).map(|(source, destination)| Blit {
            source,
            destination,
            mask,
            linear: false,
            scissor: None,
        });
        if let Some(blit) = &blit {
            self.blit_boxes(blit);
        }
        self.resources.remove(ONE_TEXEL);
        blit.map(|_| ())
    }
}

/// The box as blits take it.
fn signed(area: &Box3) -> Option<SignedBox> {
    Some(SignedBox {
        x: area.x.try_into().ok()?,
        y: area.y.try_into().ok()?,
        z: area.z.try_into().ok()?,
        width: area.width.try_into().ok()?,
        height: area.height.try_into().ok()?,
        depth: area.depth.try_into().ok()?,
    })
}
