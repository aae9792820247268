//! Making the pipeline of a program when it is linked, before it is drawn with.
//!
//! A program says nothing of the textures, the vertices and the targets that it will meet, and a pipeline depends on
//! them. They are taken to be what programs that look the same from outside met last. Where that is wrong the
//! pipeline is of no use, and the draw makes its own.

use std::sync::Arc;

use device::gpu::{Shader, Shared};
use rustc_hash::FxHashMap;
use tgsi::SamplerUse;
use tgsi::lower::key::{Attribute, FragmentKey, SamplerKey, VertexKey};

use crate::draw::handed;
use crate::pipeline::{self, Pipeline, PipelineKey};
use crate::renderer::Wgpu;
use crate::shader::{FragmentVariant, VertexVariant};
use crate::storage::uses_memory;
use crate::uniform;

/// Kinds of programs that are remembered; a guest with more is not the kind that this helps.
const MOST_KINDS: usize = 256;

/// What programs met when a pipeline was last made for their kind.
#[derive(Default)]
pub(crate) struct Habits {
    /// By the number of inputs.
    fetches: FxHashMap<usize, Fetch>,
    /// By the samplers of a vertex or of a fragment shader.
    textures: [FxHashMap<Vec<Option<SamplerUse>>, Textures>; 2],
    last: Option<Last>,
    /// Pipelines of linked programs that others are to make.
    ahead: Vec<Arc<Pipeline>>,
}

#[derive(Clone)]
struct Fetch {
    attributes: Vec<Attribute>,
    layout: u32,
    /// The slots of vertex buffers that the shader pulls from.
    pulled: Vec<u8>,
}

#[derive(Clone)]
struct Textures {
    keys: Vec<SamplerKey>,
    layout: u64,
}

struct Last {
    vertex: VertexKey,
    fragment: FragmentKey,
    pipeline: PipelineKey,
}

const VERTEX: usize = 0;
const FRAGMENT: usize = 1;

impl Habits {
    /// Remembers what the program of a new pipeline met.
    pub(crate) fn note(
        &mut self,
        vertex: &Shader,
        fragment: &Shader,
        (vertex_key, fragment_key): (&VertexKey, &FragmentKey),
        pipeline: &PipelineKey,
        pulled: Vec<u8>,
    ) {
        let [fragment_layout, vertex_layout, _, storage_layout] = pipeline.groups;
        if storage_layout != 0 {
            // Nothing is like what others do with memory.
            return;
        }
        let kinds = self.fetches.len() + self.textures[VERTEX].len() + self.textures[FRAGMENT].len();
        if kinds >= MOST_KINDS {
            self.fetches.clear();
            self.textures = Default::default();
        }
        self.fetches.insert(
            vertex.tgsi.info.inputs.len(),
            Fetch {
                attributes: vertex_key.attributes.clone(),
                layout: pipeline.layout,
                pulled,
            },
        );
        let stages = [
            (VERTEX, vertex, &vertex_key.samplers, vertex_layout),
            (FRAGMENT, fragment, &fragment_key.samplers, fragment_layout),
        ];
        for (stage, shader, keys, layout) in stages {
            let textures = Textures {
                keys: keys.clone(),
                layout,
            };
            self.textures[stage].insert(shader.tgsi.info.samplers.clone(), textures);
        }
        self.last = Some(Last {
            vertex: vertex_key.clone(),
            fragment: fragment_key.clone(),
            pipeline: pipeline.clone(),
        });
    }

    fn textures(&self, stage: usize, shader: &Shader) -> Option<Textures> {
        let uses = &shader.tgsi.info.samplers;
        if uses.iter().all(Option::is_none) {
            let keys = vec![SamplerKey::default(); uses.len()];
            return Some(Textures { keys, layout: 0 });
        }
        self.textures[stage].get(uses).cloned()
    }
}

impl Wgpu {
    /// [`HostGpu::link`](device::gpu::HostGpu::link): has the pipeline made that the program will probably need. `None`
    /// if nothing is known of such programs.
    pub(crate) fn make_ahead(&mut self, vertex: &Shared<Shader>, fragment: &Shared<Shader>) -> Option<()> {
        if [vertex, fragment].iter().any(|shader| uses_memory(shader)) {
            return None;
        }
        let fetch = self.habits.fetches.get(&vertex.tgsi.info.inputs.len())?.clone();
        let packs = self.derived.rebound_uniforms.is_restless();
        let uniforms = uniform::of_program(vertex, fragment, packs);
        let buffers_layout = self.buffers_layout(&uniforms, &fetch.pulled)?;
        let last = self.habits.last.as_ref()?;
        let vertex_textures = self.habits.textures(VERTEX, vertex)?;
        let fragment_textures = self.habits.textures(FRAGMENT, fragment)?;
        let reads_color = fragment.tgsi.info.reads_color;
        let depth = last.pipeline.depth_stencil.as_ref().map(|state| state.format);
        let mut fragment_key = FragmentKey {
            packs: packs && uniform::may_pack(fragment),
            flat_shade: last.fragment.flat_shade && reads_color,
            two_side: last.fragment.two_side && reads_color,
            samplers: fragment_textures.keys,
            without_depth: fragment.tgsi.info.writes_depth && !pipeline::has_depth(depth),
            ..last.fragment.clone()
        };
        let mut vertex_key = VertexKey {
            packs: packs && uniform::may_pack(vertex),
            attributes: fetch.attributes,
            samplers: vertex_textures.keys,
            ..last.vertex.clone()
        };
        // OpenGL's last vertex provokes unless a program says otherwise, which few do.
        let flat = fragment.tgsi.info.reads_flat || fragment_key.flat_shade;
        let mut pipeline = PipelineKey {
            style: last
                .pipeline
                .style
                .provoking(flat && self.gpu.raster.last_provokes),
            layout: fetch.layout,
            groups: [
                fragment_textures.layout,
                vertex_textures.layout,
                buffers_layout,
                0,
            ],
            ..last.pipeline.clone()
        };
        if self.derived.hands {
            fragment_key.constants = handed::elements(fragment, &fragment_key);
        }
        let fragment = self.fragment_variant(fragment, &fragment_key)?;
        vertex_key.constants = fragment_key.constants;
        vertex_key.varyings.clone_from(&fragment.varyings);
        let vertex = self.vertex_variant(vertex, &vertex_key)?;
        (pipeline.vertex, pipeline.fragment) = (vertex.id, fragment.id);
        if self.pipelines.find(&pipeline).is_none() {
            let made = self.pipeline(pipeline, &vertex, &fragment);
            self.habits.ahead.push(made);
        }
        Some(())
    }

    /// After a flush: what was linked and not drawn with yet is made meanwhile.
    pub(crate) fn hand_over_ahead(&mut self) {
        for pipeline in self.habits.ahead.drain(..) {
            if !pipeline.is_made() {
                self.makers.make(pipeline);
            }
        }
    }

    /// Remembers what the draw that needs a new pipeline has met.
    pub(crate) fn note_habits(
        &mut self,
        vertex: &VertexVariant,
        fragment: &FragmentVariant,
        pipeline: &PipelineKey,
    ) {
        if let (Some(vertex_shader), Some(fragment_shader)) =
            (vertex.shader.upgrade(), fragment.shader.upgrade())
        {
            let keys = (&vertex.key, &fragment.key);
            let sources = &self.derived.plan.sources;
            let pulled = sources.iter().map(|(slot, _)| *slot).collect();
            self.habits
                .note(&vertex_shader, &fragment_shader, keys, pipeline, pulled);
        }
    }
}
