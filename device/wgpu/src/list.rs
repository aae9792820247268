//! The draw list: what a batch does, in order, as data. It is encoded when the batch is submitted, so all pipelines
//! that its draws need are known by then and made side by side ([`crate::later`]), and a draw that goes on where the
//! one before it ended becomes one with it.

use std::ops::Range;
use std::sync::Arc;

use wgpu::{Color, CommandEncoder, IndexFormat, Operations};

use crate::later::Makers;
use crate::merge;
use crate::pipeline::Pipeline;
use crate::resource::Binding;
use crate::stream::Place;

/// Commands of a batch, beyond which it is submitted: a guest may draw much before it flushes.
const MOST_COMMANDS: usize = 1 << 17;

/// Something that is no draw of the guest's: a copy, or a pass of our own.
type Other = Box<dyn FnOnce(&mut CommandEncoder) + Send>;

/// What a batch does, in order.
#[derive(Default)]
pub(crate) struct List {
    steps: Vec<Step>,
    commands: usize,
    /// Pipelines that were not made when draws first asked for them.
    unmade: Vec<Arc<Pipeline>>,
}

enum Step {
    Pass(Box<PassList>),
    Other(Other),
}

/// What a pass begins with.
#[derive(Default)]
pub(crate) struct Attachments {
    pub(crate) colors: Vec<Option<ColorAttachment>>,
    pub(crate) depth_stencil: Option<DepthStencilAttachment>,
    /// The slots of occlusion queries.
    pub(crate) queries: Option<wgpu::QuerySet>,
}

pub(crate) struct ColorAttachment {
    pub(crate) view: wgpu::TextureView,
    pub(crate) depth_slice: Option<u32>,
    pub(crate) operations: Operations<Color>,
}

pub(crate) struct DepthStencilAttachment {
    pub(crate) view: wgpu::TextureView,
    pub(crate) depth: Option<Operations<f32>>,
    pub(crate) stencil: Option<Operations<u32>>,
}

/// A pass of the guest's draws.
pub(crate) struct PassList {
    attachments: Attachments,
    pub(crate) commands: Vec<Command>,
    /// Whether constants were set since the last draw.
    constants_set: bool,
    /// How many small draws with constants of their own there were since a pipeline was set.
    run: usize,
    /// The longest of such runs.
    pub(crate) longest_run: usize,
}

/// What happens in a pass: wgpu's calls, as data.
#[derive(Clone)]
pub(crate) enum Command {
    Pipeline(Arc<Pipeline>),
    BindGroup {
        index: u32,
        group: wgpu::BindGroup,
    },
    Constants(Constants),
    VertexBuffer {
        slot: u32,
        binding: Binding,
        offset: u64,
    },
    IndexBuffer {
        binding: Binding,
        format: IndexFormat,
    },
    /// x, y, width, height, nearest and farthest depth.
    Viewport([f32; 6]),
    /// x, y, width, height.
    Scissor([u32; 4]),
    BlendConstant(Color),
    StencilReference(u32),
    BeginQuery(u32),
    EndQuery,
    Draw(Vertices),
}

/// Group 0, which is of the stream's memory: blocks of both stages.
#[derive(Clone)]
pub(crate) struct Constants {
    pub(crate) group: wgpu::BindGroup,
    /// Of the vertex and the fragment stage.
    pub(crate) blocks: [Place; 2],
}

/// What a draw draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vertices {
    /// Vertices, or indices if there is a base vertex.
    pub(crate) range: Range<u32>,
    pub(crate) base_vertex: Option<i32>,
    pub(crate) instances: Range<u32>,
    /// Vertices of a primitive of which each has its own; 0 where primitives share them.
    pub(crate) apart: u32,
    /// Whether no instance differs from any other.
    pub(crate) repeats: bool,
}

impl Vertices {
    /// Whether it is one instance, which may as well be any other.
    pub(crate) fn is_single(&self) -> bool {
        self.repeats && self.instances.len() == 1
    }

    /// Makes one draw of two, if the other one goes on where this one ends, or repeats it.
    fn join(&mut self, next: &Self) -> bool {
        if next.is_single()
            && self.repeats
            && (&self.range, self.base_vertex) == (&next.range, next.base_vertex)
            && let Some(end) = self.instances.end.checked_add(1)
        {
            self.instances.end = end;
            return true;
        }
        let goes_on = self.apart != 0
            && (self.apart, self.base_vertex) == (next.apart, next.base_vertex)
            && self.instances == next.instances
            && self.instances.len() == 1
            && self.range.end == next.range.start
            && (self.range.end - self.range.start).is_multiple_of(self.apart);
        if goes_on {
            self.range.end = next.range.end;
        }
        goes_on
    }
}

impl PassList {
    pub(crate) fn new(attachments: Attachments) -> Self {
        Self {
            attachments,
            commands: Vec::new(),
            constants_set: false,
            run: 0,
            longest_run: 0,
        }
    }

    pub(crate) fn push(&mut self, command: Command) {
        match command {
            Command::Constants(_) => self.constants_set = true,
            Command::Pipeline(_) => self.run = 0,
            _ => {}
        }
        self.commands.push(command);
    }

    /// Draws with what is set.
    pub(crate) fn draw(&mut self, vertices: Vertices) {
        if let Some(Command::Draw(last)) = self.commands.last_mut()
            && last.join(&vertices)
        {
            return;
        }
        if !merge::may_merge(&vertices) {
            self.run = 0;
        } else if std::mem::take(&mut self.constants_set) {
            self.run += 1;
            self.longest_run = self.longest_run.max(self.run);
        }
        self.commands.push(Command::Draw(vertices));
    }

    pub(crate) fn len(&self) -> usize {
        self.commands.len()
    }

    /// Returns how many draws were left out, for their pipelines cannot be made.
    fn encode(self, encoder: &mut CommandEncoder) -> u64 {
        let Attachments {
            colors,
            depth_stencil,
            queries,
        } = &self.attachments;
        let colors: Vec<_> = colors
            .iter()
            .map(|attachment| {
                let attachment = attachment.as_ref()?;
                Some(wgpu::RenderPassColorAttachment {
                    view: &attachment.view,
                    depth_slice: attachment.depth_slice,
                    resolve_target: None,
                    ops: attachment.operations,
                })
            })
            .collect();
        let depth_stencil = depth_stencil
            .as_ref()
            .map(|attachment| wgpu::RenderPassDepthStencilAttachment {
                view: &attachment.view,
                depth_ops: attachment.depth,
                stencil_ops: attachment.stencil,
            });
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: None,
            color_attachments: &colors,
            depth_stencil_attachment: depth_stencil,
            timestamp_writes: None,
            occlusion_query_set: queries.as_ref(),
            multiview_mask: None,
        });
        let mut left_out = 0;
        let mut can_draw = false;
        for command in &self.commands {
            match command {
                Command::Pipeline(pipeline) => {
                    let pipeline = pipeline.get();
                    can_draw = pipeline.is_some();
                    if let Some(pipeline) = pipeline {
                        pass.set_pipeline(pipeline);
                    }
                }
                Command::Draw(_) if !can_draw => left_out += 1,
                Command::Draw(vertices) => draw(&mut pass, vertices),
                other => set(&mut pass, other),
            }
        }
        left_out
    }
}

fn draw(pass: &mut wgpu::RenderPass<'_>, vertices: &Vertices) {
    let (range, instances) = (vertices.range.clone(), vertices.instances.clone());
    match vertices.base_vertex {
        None => pass.draw(range, instances),
        Some(base_vertex) => pass.draw_indexed(range, base_vertex, instances),
    }
}

fn set(pass: &mut wgpu::RenderPass<'_>, command: &Command) {
    match command {
        Command::Pipeline(_) | Command::Draw(_) => {}
        Command::BindGroup { index, group } => pass.set_bind_group(*index, group, &[]),
        Command::Constants(Constants { group, blocks }) => {
            pass.set_bind_group(0, group, &blocks.map(|block| block.offset));
        }
        Command::VertexBuffer {
            slot,
            binding,
            offset,
        } => pass.set_vertex_buffer(*slot, binding.from(*offset)),
        Command::IndexBuffer { binding, format } => pass.set_index_buffer(binding.from(0), *format),
        Command::Viewport([x, y, width, height, near, far]) => {
            pass.set_viewport(*x, *y, *width, *height, *near, *far);
        }
        Command::Scissor([x, y, width, height]) => pass.set_scissor_rect(*x, *y, *width, *height),
        Command::BlendConstant(color) => pass.set_blend_constant(*color),
        Command::StencilReference(reference) => pass.set_stencil_reference(*reference),
        Command::BeginQuery(slot) => pass.begin_occlusion_query(*slot),
        Command::EndQuery => pass.end_occlusion_query(),
    }
}

impl List {
    /// Appends a pass.
    pub(crate) fn pass(&mut self, pass: PassList) {
        self.commands += pass.len();
        self.steps.push(Step::Pass(Box::new(pass)));
    }

    /// Appends something else.
    pub(crate) fn then(&mut self, other: impl FnOnce(&mut CommandEncoder) + Send + 'static) {
        self.commands += 1;
        self.steps.push(Step::Other(Box::new(other)));
    }

    /// A draw of it needs a pipeline that may not be made.
    pub(crate) fn needs(&mut self, pipeline: &Arc<Pipeline>) {
        self.unmade.push(Arc::clone(pipeline));
    }

    /// The passes of the guest's draws.
    pub(crate) fn passes(&mut self) -> impl Iterator<Item = &mut PassList> {
        self.steps.iter_mut().filter_map(|step| match step {
            Step::Pass(pass) => Some(&mut **pass),
            Step::Other(_) => None,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it is as long as it may get, with those commands besides.
    pub(crate) fn is_full(&self, more: usize) -> bool {
        self.commands + more >= MOST_COMMANDS
    }

    /// Encodes everything, in order. Returns how many draws were left out, for their pipelines cannot be made.
    ///
    /// Of several pipelines that have to be made for it first, others make all but the one that is needed first.
    pub(crate) fn encode(self, encoder: &mut CommandEncoder, makers: &Makers) -> u64 {
        for pipeline in self.unmade.into_iter().skip(1) {
            makers.make(pipeline);
        }
        let mut left_out = 0;
        for step in self.steps {
            match step {
                Step::Pass(pass) => left_out += pass.encode(encoder),
                Step::Other(other) => other(encoder),
            }
        }
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triangles(range: Range<u32>) -> Vertices {
        Vertices {
            range,
            base_vertex: None,
            instances: 0..1,
            apart: 3,
            repeats: false,
        }
    }

    fn joined(mut first: Vertices, next: &Vertices) -> Option<Range<u32>> {
        first.join(next).then_some(first.range)
    }

    #[test]
    fn draws_that_go_on_are_one() {
        assert_eq!(joined(triangles(3..6), &triangles(6..12)), Some(3..12));
        let indexed = |range| Vertices {
            base_vertex: Some(2),
            ..triangles(range)
        };
        assert_eq!(joined(indexed(0..3), &indexed(3..6)), Some(0..6));
    }

    #[test]
    fn others_stay_apart() {
        let first = triangles(0..3);
        for next in [
            triangles(4..7),
            triangles(0..3),
            Vertices {
                base_vertex: Some(0),
                ..triangles(3..6)
            },
            Vertices {
                instances: 0..2,
                ..triangles(3..6)
            },
        ] {
            assert_eq!(joined(first.clone(), &next), None, "{next:?}");
        }
        // A strip's next triangle would begin with the last vertices; an unfinished one would be finished.
        let strip = |range| Vertices {
            apart: 0,
            ..triangles(range)
        };
        assert_eq!(joined(strip(0..3), &strip(3..6)), None);
        assert_eq!(joined(triangles(0..4), &triangles(4..7)), None);
    }
}
