//! Transfers that the GPU does itself, where the guest's memory is. They are recorded in their place among draws and
//! need neither a copy by the process nor a submission of their own.

use std::sync::Arc;

use device::gpu::Region;
use device::transfer::{Layout, Mapping};
use rustc_hash::FxHashMap;
use vm_memory::MmapRegion;

use crate::format::{self, Conversion};
use crate::import;
use crate::renderer::Wgpu;
use crate::resource::Texture;
use crate::transfer::{copy_info, copy_size};

/// What is shorter is copied as fast, without a mapping of its own in the driver: measured on a software adapter, 64 KiB
/// take the same either way and 256 KiB two thirds.
const WORTH_BYTES: u64 = 256 << 10;
/// Bytes of transfers after which a batch is submitted: it keeps their memory, which its owner may have let go.
const BATCH_BYTES: u64 = 256 << 20;

/// Lent memory as buffers of the GPU, until it is forgotten.
#[derive(Default)]
pub(crate) struct Imports(FxHashMap<usize, Import>);

/// What is found under the address of `_memory`, which nothing else can have as long as this is there.
struct Import {
    _memory: Mapping,
    buffer: wgpu::Buffer,
}

impl Imports {
    fn get(&self, memory: &Mapping) -> Option<&wgpu::Buffer> {
        Some(&self.0.get(&address(memory))?.buffer)
    }

    fn insert(&mut self, memory: &Mapping, buffer: wgpu::Buffer) {
        let import = Import {
            _memory: Arc::clone(memory),
            buffer,
        };
        self.0.insert(address(memory), import);
    }

    /// Submissions that use the buffer keep it, and with it the memory, until they are done.
    pub(crate) fn forget(&mut self, memory: &Mapping) {
        self.0.remove(&address(memory));
    }
}

/// Of what is lent, not of its bytes.
fn address(memory: &Mapping) -> usize {
    Arc::as_ptr(memory).addr()
}

/// How a copy finds its texels in the guest's memory.
struct Placed {
    buffer: wgpu::Buffer,
    layout: wgpu::TexelCopyBufferLayout,
}

impl Wgpu {
    /// [`HostGpu::write_from`](device::gpu::HostGpu::write_from).
    pub(crate) fn copy_from_memory(
        &mut self,
        region: &Region,
        memory: &Mapping,
        layout: &Layout,
    ) -> Option<()> {
        self.record_import(region, memory, layout, |encoder, texture, memory, size| {
            encoder.copy_buffer_to_texture(memory, texture, size);
        })?;
        self.counters.upload_bytes += layout.tight_bytes();
        Some(())
    }

    /// [`HostGpu::read_into`](device::gpu::HostGpu::read_into).
    pub(crate) fn copy_to_memory(
        &mut self,
        region: &Region,
        memory: &Mapping,
        layout: &Layout,
    ) -> Option<()> {
        self.record_import(region, memory, layout, |encoder, texture, memory, size| {
            encoder.copy_texture_to_buffer(texture, memory, size);
            import::show_to_process(encoder, memory.buffer);
        })?;
        self.counters.readback_bytes += layout.tight_bytes();
        Some(())
    }

    /// Records what `copy` does between a texture and the memory where it is.
    fn record_import(
        &mut self,
        region: &Region,
        memory: &Mapping,
        layout: &Layout,
        copy: impl FnOnce(
            &mut wgpu::CommandEncoder,
            wgpu::TexelCopyTextureInfo<'_>,
            wgpu::TexelCopyBufferInfo<'_>,
            wgpu::Extent3d,
        ) + Send
        + 'static,
    ) -> Option<()> {
        let placed = self.placed(region, memory, layout)?;
        self.end_pass();
        self.use_texture(region.resource);
        let texture = self.resources.texture(region.resource)?;
        let size = copy_size(texture, region);
        let (texture, region) = (texture.host.clone(), *region);
        self.batch.list.then(move |encoder| {
            copy(
                encoder,
                copy_info(&texture, &region, wgpu::TextureAspect::All),
                wgpu::TexelCopyBufferInfo {
                    buffer: &placed.buffer,
                    layout: placed.layout,
                },
                size,
            );
        });
        self.note_imported(layout);
        Some(())
    }

    fn note_imported(&mut self, layout: &Layout) {
        self.counters.imported_bytes += layout.tight_bytes();
        self.batch.imported_bytes += layout.tight_bytes();
        if self.batch.imported_bytes >= BATCH_BYTES {
            self.submit();
        }
    }

    /// How the texels would lie in imported memory; `None` if the host cannot copy so, or it is not worth it.
    pub(crate) fn could_import(
        &self,
        region: &Region,
        layout: &Layout,
    ) -> Option<wgpu::TexelCopyBufferLayout> {
        if layout.tight_bytes() < WORTH_BYTES || self.gpu.is_lost() || self.gpu.importer.is_none() {
            return None;
        }
        host_layout(self.resources.texture(region.resource)?, layout)
    }

    /// The memory and where in it the texels are; `None` if the host cannot copy there, or it is not worth it.
    fn placed(&mut self, region: &Region, memory: &Mapping, layout: &Layout) -> Option<Placed> {
        let host_layout = self.could_import(region, layout)?;
        let buffer = match self.imports.get(memory) {
            Some(buffer) => buffer.clone(),
            None => {
                let mapping = Arc::clone(memory).downcast::<MmapRegion>().ok()?;
                let importer = self.gpu.importer.as_ref()?;
                let buffer = importer.import(&self.gpu.device, &mapping)?;
                self.imports.insert(memory, buffer.clone());
                buffer
            }
        };
        (layout.end_bytes() <= buffer.size()).then_some(Placed {
            buffer,
            layout: host_layout,
        })
    }
}

/// A transfer's rows as the host's copies know them; `None` if they do not, or texels would have to be converted.
fn host_layout(texture: &Texture, layout: &Layout) -> Option<wgpu::TexelCopyBufferLayout> {
    let block = texture.desc.format.block()?;
    // The guest's blocks of a decoded texture are no texels of the host's.
    let is_plain = texture.format.conversion == Conversion::None
        && format::is_color(texture.format.class)
        && texture.blocks.is_none();
    if !is_plain || !layout.offset_bytes.is_multiple_of(block.bytes.into()) {
        return None;
    }
    if layout.rows == 1 && layout.layers == 1 {
        return Some(wgpu::TexelCopyBufferLayout {
            offset: layout.offset_bytes,
            bytes_per_row: None,
            rows_per_image: None,
        });
    }
    let stride = u32::try_from(layout.stride_bytes).ok()?;
    if stride < layout.row_bytes || !stride.is_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT) {
        return None;
    }
    let rows_per_image = if layout.layers == 1 {
        layout.rows
    } else {
        if !layout.layer_stride_bytes.is_multiple_of(stride.into()) {
            return None;
        }
        u32::try_from(layout.layer_stride_bytes / u64::from(stride)).ok()?
    };
    (rows_per_image >= layout.rows).then_some(wgpu::TexelCopyBufferLayout {
        offset: layout.offset_bytes,
        bytes_per_row: Some(stride),
        rows_per_image: Some(rows_per_image),
    })
}
