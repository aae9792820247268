//! Draws of our own: blits, and the ways around the host's copies, which neither write depth nor touch a part of
//! a depth or stencil plane.
//!
//! All are one triangle over the target, clipped by the scissor, or a rectangle where the target has several samples; the fragment shader finds the source texel as
//! `position × scale + offset`. Nothing here is derived from guest text.

mod blit;
mod copy;
mod depth_stencil;
mod pipelines;

use device::gpu::Scissor;

use crate::format::{self, Class};
use crate::pass::Attachment;
use crate::renderer::Wgpu;

pub(crate) use blit::{COLOR_MASK, DEPTH_MASK, STENCIL_MASK};
pub(crate) use pipelines::{Filter, Kind, MetaPipelines, Output, Samples};

/// What a shader of ours is told.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parameters {
    /// Source texels for a target pixel, in x and y.
    scale: [f32; 2],
    /// Source position of target position 0.
    offset: [f32; 2],
    /// Source texels in x, y and z.
    size: [f32; 3],
    /// Source slice, of 3D textures; its middle is at .5.
    z: f32,
    /// A colour, as bits of what the target holds.
    color: [u32; 4],
}

impl Parameters {
    const BYTES: usize = 48;

    fn words(&self) -> [u32; Self::BYTES / 4] {
        let f = f32::to_bits;
        let [r, g, b, a] = self.color;
        let [sx, sy] = self.scale.map(f);
        let [ox, oy] = self.offset.map(f);
        let [width, height, depth] = self.size.map(f);
        [sx, sy, ox, oy, width, height, depth, f(self.z), r, g, b, a]
    }

    /// A source that lies under the target texel for texel, beginning at the target's `at`.
    fn unscaled(at: (u32, u32), size: (u32, u32)) -> Self {
        Self {
            scale: [1.0, 1.0],
            offset: [-(at.0 as f32), -(at.1 as f32)],
            size: [size.0 as f32, size.1 as f32, 1.0],
            ..Self::default()
        }
    }
}

impl Wgpu {
    /// Draws one triangle over `target`, inside `clip`. The pass of the guest's draws must have ended.
    fn draw_meta(
        &mut self,
        kind: Kind,
        output: Output,
        target: &Attachment,
        clip: Scissor,
        source: Option<&wgpu::TextureView>,
        parameters: &Parameters,
    ) {
        let Some((place, bytes)) = self.stream.allocate(&self.gpu.device, Parameters::BYTES) else {
            return;
        };
        bytes.copy_from_slice(bytemuck::cast_slice(&parameters.words()));
        let buffer = self.stream.buffer(place.chunk);
        let (pipeline, group) = self.meta.prepare(
            &self.gpu.device,
            kind,
            output,
            (target.format, target.samples),
            source,
            buffer,
            place,
        );
        let (view, depth_slice) = (target.view.clone(), target.depth_slice);
        let class = target.format.class;
        let multisampled = target.samples > 1;
        self.batch.list.then(move |encoder| {
            let mut pass = begin_meta(encoder, &view, depth_slice, class);
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &group, &[]);
            let [x, y] = [clip.min_x, clip.min_y];
            let [width, height] = [clip.max_x - x, clip.max_y - y];
            pass.set_stencil_reference(0xff);
            if multisampled {
                // Some hosts' scissors cut pixels at their edges in two; a viewport's rectangle does not.
                let [x, y, width, height] = [x, y, width, height].map(f32::from);
                pass.set_viewport(x, y, width, height, 0.0, 1.0);
                pass.draw(0..4, 0..1);
                return;
            }
            let [x, y, width, height] = [x, y, width, height].map(u32::from);
            pass.set_scissor_rect(x, y, width, height);
            pass.draw(0..3, 0..1);
        });
        self.counters.passes += 1;
    }
}

/// A pass on one attachment, whose content it keeps.
fn begin_meta<'encoder>(
    encoder: &'encoder mut wgpu::CommandEncoder,
    view: &wgpu::TextureView,
    depth_slice: Option<u32>,
    class: Class,
) -> wgpu::RenderPass<'encoder> {
    let color = [Some(wgpu::RenderPassColorAttachment {
        view,
        depth_slice,
        resolve_target: None,
        ops: keep(),
    })];
    let depth_stencil = wgpu::RenderPassDepthStencilAttachment {
        view,
        depth_ops: (class != Class::Stencil).then(keep),
        stencil_ops: (class != Class::Depth).then(keep),
    };
    let is_color = format::is_color(class);
    encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: None,
        color_attachments: if is_color { &color } else { &[] },
        depth_stencil_attachment: (!is_color).then_some(depth_stencil),
        timestamp_writes: None,
        occlusion_query_set: None,
        multiview_mask: None,
    })
}

fn keep<V>() -> wgpu::Operations<V> {
    wgpu::Operations {
        load: wgpu::LoadOp::Load,
        store: wgpu::StoreOp::Store,
    }
}

/// The scissor of a box inside a target; `None` if nothing of it is inside.
fn clip_to(target: &Attachment, x: i64, y: i64, width: i64, height: i64) -> Option<Scissor> {
    let clamp = |value: i64, most: u32| value.clamp(0, i64::from(most.min(u32::from(u16::MAX)))) as u16;
    let scissor = Scissor {
        min_x: clamp(x, target.size.0),
        min_y: clamp(y, target.size.1),
        max_x: clamp(x + width, target.size.0),
        max_y: clamp(y + height, target.size.1),
    };
    (scissor.min_x < scissor.max_x && scissor.min_y < scissor.max_y).then_some(scissor)
}
