//! From state to a draw call: what changed since the last draw is derived anew, the rest is remembered.

mod blocks;
mod buffers;
mod groups;
pub(crate) mod handed;
mod patterns;
mod record;
mod source;

pub(crate) use blocks::{Blocks, write_constants, write_sampler_headers, write_vertex_header};
use groups::BuffersIds;
pub(crate) use groups::Groups;
pub(crate) use patterns::Patterns;

use std::sync::Arc;

use device::gpu::{
    Dirty, Draw, Handle, Key, LogicOp, PolygonMode, Primitive, Rasterizer, Scissor, Shader, Shared,
    StageState, State,
};
use rustc_hash::FxHashMap;
use tgsi::Stage;
use tgsi::lower::key::{Constants, FragmentKey, PointSize, Target, VertexKey};
use wgpu::{PrimitiveTopology, ShaderStages};

use source::{Source, SourceKind};

use crate::batch::MOST_BYTES;
use crate::index::{self, List};
use crate::list::PassList;
use crate::pass::Pass;
use crate::pipeline::{self, Faces, Multisample, Parts, Pipeline, PipelineKey, Way};
use crate::renderer::Wgpu;
use crate::restless::Restless;
use crate::shader::{FragmentVariant, VertexVariant};
use crate::storage::{Storage, uses_memory};
use crate::stream::Place;
use crate::texture_buffer;
use crate::texture_set::TextureSet;
use crate::texture_view::BoundView;
use crate::uniform;
use crate::vertex::{Fetch, VertexPlan};

/// What kind of primitive is rasterised, as far as shaders care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    Points,
    Lines,
    #[default]
    Triangles,
}

/// All buffers as they were at one time, in a batch that has what it needs of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources {
    /// See [`crate::resource::Resources::changes`].
    changes: u64,
    batch: u64,
}

/// What was derived from the state for the last draw.
#[derive(Default)]
pub(crate) struct Derived {
    /// Whose state it was.
    state: Option<Key>,
    shape: Shape,
    /// Whether the vertex stage hands constants to the fragment stage.
    pub(crate) hands: bool,
    fragment_textures: Arc<TextureSet>,
    /// Whether the fragment stage's group has a copy of target 0.
    reads_target: bool,
    vertex_textures: Arc<TextureSet>,
    /// Sets of the fragment and the vertex stage, by shader, while the same textures are bound.
    texture_sets: [FxHashMap<Key, Arc<TextureSet>>; 2],
    vertex: Option<Arc<VertexVariant>>,
    fragment: Option<Arc<FragmentVariant>>,
    pub(crate) plan: Arc<VertexPlan>,
    /// Plans by vertex elements and inputs, while the same buffers are bound, and as they were at that time.
    plans: FxHashMap<(Key, usize, Fetch), Arc<VertexPlan>>,
    plans_of: Option<Sources>,
    fetch: Fetch,
    layouts: Restless,
    clip_planes: u8,
    /// Blocks of constants in this batch's stream.
    vertex_block: Option<Place>,
    fragment_block: Option<Place>,
    constants_group: Option<(u64, wgpu::BindGroup)>,
    buffers_group: Option<(u64, wgpu::BindGroup)>,
    /// What is in that group; nothing where it has to be made anew.
    buffers_ids: BuffersIds,
    /// Groups by the plan's number and the layout, while the buffers that draws read are the same and as they were.
    plan_groups: FxHashMap<(u64, u64), (u64, wgpu::BindGroup)>,
    /// Memory of both stages.
    storage: Storage,
    /// Whether other uniform buffers are bound all the time, and whether those of the vertex and of the fragment stage are
    /// packed for that.
    pub(crate) rebound_uniforms: Restless,
    packs: [bool; 2],
    /// Uniform buffers of both stages that are bound.
    uniforms: Vec<uniform::Declared>,
    buffers_layout: u64,
    key: Option<PipelineKey>,
    pipelines: [Option<Arc<Pipeline>>; 2],
    /// The batch that the blocks and the uses of textures belong to.
    batch: u64,
    /// The buffers before the draw, and whether it had indices.
    sources: Option<Sources>,
    sources_indexed: bool,
    /// The buffers before the draw that is being derived.
    seen: Sources,
    /// Whether that reads the same, as they were then.
    settled: bool,
}

impl Derived {
    /// Whether a draw reads the same buffers as the last one, as they were then.
    fn is_settled(&self, sources: Sources, draw: &Draw, dirty: Dirty) -> bool {
        self.sources == Some(sources)
            && (self.sources_indexed || !draw.indexed)
            && !dirty.intersects(SOURCE_BITS)
    }
}

/// A scissor that no fragment passes.
const NOTHING: Scissor = Scissor {
    min_x: 0,
    min_y: 0,
    max_x: 0,
    max_y: 0,
};

const FRAGMENT_BITS: Dirty = Dirty::FRAGMENT_SHADER
    .union(Dirty::FRAGMENT_TEXTURES)
    .union(Dirty::RASTERIZER)
    .union(Dirty::DEPTH_STENCIL_ALPHA)
    .union(Dirty::BLEND)
    .union(Dirty::SAMPLES)
    .union(Dirty::FRAMEBUFFER)
    .union(Dirty::STORAGE);
const VERTEX_BITS: Dirty = Dirty::VERTEX_SHADER
    .union(Dirty::VERTEX_TEXTURES)
    .union(Dirty::VERTEX_ELEMENTS)
    .union(Dirty::VERTEX_BUFFERS)
    .union(Dirty::RASTERIZER)
    .union(Dirty::STORAGE);
const VERTEX_BLOCK_BITS: Dirty = Dirty::VERTEX_CONSTANTS
    .union(Dirty::VIEWPORT)
    .union(Dirty::CLIP)
    .union(VERTEX_BITS);
const FRAGMENT_BLOCK_BITS: Dirty = Dirty::FRAGMENT_CONSTANTS
    .union(FRAGMENT_BITS)
    .union(Dirty::BLEND_COLOR)
    .union(Dirty::POLYGON_STIPPLE);
const SOURCE_BITS: Dirty = Dirty::VERTEX_SHADER
    .union(Dirty::VERTEX_TEXTURES)
    .union(Dirty::VERTEX_BUFFERS)
    .union(Dirty::FRAGMENT_SHADER)
    .union(Dirty::FRAGMENT_TEXTURES)
    .union(Dirty::INDEX_BUFFER)
    .union(Dirty::UNIFORM_BUFFERS)
    .union(Dirty::OTHER);
const PIPELINE_BITS: Dirty = FRAGMENT_BITS
    .union(VERTEX_BITS)
    .union(Dirty::STENCIL_REFERENCE)
    .union(Dirty::SAMPLES);

impl Wgpu {
    /// [`HostGpu::draw`](device::gpu::HostGpu::draw).
    pub(crate) fn draw_state(&mut self, state: &mut State, draw: &Draw) {
        self.bound_memory();
        if self.derived.state.replace(state.key) != Some(state.key) {
            self.stale = Dirty::all();
        }
        let mut dirty = std::mem::replace(&mut state.dirty, Dirty::empty()) | self.stale;
        self.stale = Dirty::empty();
        if self.try_draw(state, draw, &mut dirty).is_none() {
            // What was derived halfway must be derived again.
            self.stale = Dirty::all();
        }
    }

    fn try_draw(&mut self, state: &State, draw: &Draw, dirty: &mut Dirty) -> Option<()> {
        let rasterizer = ***state.rasterizer.as_ref()?;
        if draw.count == 0 || draw.instances == 0 {
            return None;
        }
        let vertex_shader = state.stage(Stage::Vertex).shader.as_ref()?;
        if self.is_long() {
            self.submit_and_keep_up();
        }
        self.derive_packing(state, dirty);
        let settled = self.derived.is_settled(self.sources_are(), draw, *dirty);
        if self.queries.is_full() || (!settled && self.must_split(state, draw)) {
            self.submit();
        }
        if !settled {
            self.settle_sources(state, draw);
        }
        // Transform feedback and shaders may change them.
        self.derived.seen = self.sources_are();
        if self.queries.counts_primitives() || state.streamout.iter().any(Option::is_some) {
            self.stream_out(state, draw, &rasterizer, vertex_shader);
        }
        // What vertices write is there whatever becomes of them.
        if rasterizer.discard && !vertex_shader.tgsi.info.memory.writes {
            return None;
        }
        let fragment_shader = state.stage(Stage::Fragment).shader.as_ref()?;
        let uses = [vertex_shader, fragment_shader]
            .iter()
            .any(|shader| uses_memory(shader));
        if !uses && self.derived.storage.layout == 0 {
            dirty.remove(Dirty::STORAGE);
            return self.draw_in_pass(state, draw, &rasterizer, vertex_shader, fragment_shader, dirty);
        }
        self.derive_storage(state, dirty)?;
        let drawn = self.draw_in_pass(state, draw, &rasterizer, vertex_shader, fragment_shader, dirty);
        let storage = self.derived.storage.clone();
        self.finish_storage(&storage);
        drawn
    }

    /// The memory of both stages, which may have changed whatever the state says.
    fn derive_storage(&mut self, state: &State, dirty: &mut Dirty) -> Option<()> {
        let storage = self.storage(state, &[Stage::Vertex, Stage::Fragment])?;
        let before = &self.derived.storage;
        let changed = before.stages != storage.stages || before.layout != storage.layout;
        dirty.set(Dirty::STORAGE, changed);
        self.derived.storage = storage;
        Some(())
    }

    fn draw_in_pass(
        &mut self,
        state: &State,
        draw: &Draw,
        rasterizer: &Rasterizer,
        vertex_shader: &Shared<Shader>,
        fragment_shader: &Shared<Shader>,
        dirty: &mut Dirty,
    ) -> Option<()> {
        if !self.enter_pass(&state.framebuffer) {
            return None;
        }
        self.keep_writes_apart();
        if self.derived.batch != self.batch.serial {
            self.derived.batch = self.batch.serial;
            self.derived.vertex_block = None;
            self.derived.fragment_block = None;
            // Places in the stream mean nothing in another batch.
            self.derived.buffers_ids.clear();
            *dirty |= Dirty::FRAGMENT_TEXTURES | Dirty::VERTEX_TEXTURES;
        }
        self.derived.settled = self.derived.is_settled(self.sources_are(), draw, *dirty);
        let scissor = match self.scissor(state, rasterizer) {
            Some(scissor) => scissor,
            None if vertex_shader.tgsi.info.memory.writes => NOTHING,
            None => return None,
        };
        let shape = shape(draw.primitive, rasterizer);
        if shape != self.derived.shape {
            self.derived.shape = shape;
            *dirty |= Dirty::RASTERIZER;
        }
        let hands = self.hands_constants(draw);
        if hands != self.derived.hands {
            self.derived.hands = hands;
            *dirty |= Dirty::RASTERIZER;
        }
        let fragment_changed = self.derive_fragment(state, rasterizer, fragment_shader, *dirty)?;
        let source = self.source(state, draw, rasterizer, fragment_shader)?;
        let vertex_changed = self.derive_vertex(
            state,
            rasterizer,
            vertex_shader,
            draw,
            &source,
            *dirty,
            fragment_changed,
        )?;
        self.derive_blocks(state, rasterizer, *dirty, vertex_changed, fragment_changed)?;
        self.derive_pipeline(
            state,
            rasterizer,
            &source,
            *dirty,
            vertex_changed || fragment_changed,
        )?;
        self.record(state, draw, rasterizer, &source, scissor)?;
        self.derived.sources = Some(self.derived.seen);
        self.derived.sources_indexed = draw.indexed;
        Some(())
    }

    /// What tells whether buffers are as they were.
    fn sources_are(&self) -> Sources {
        Sources {
            changes: self.resources.changes(),
            batch: self.batch.serial,
        }
    }

    /// A draw that writes to memory shares a pass only with those that write to the same: the host forbids to read, in
    /// another way, what a pass writes.
    fn keep_writes_apart(&mut self) {
        let written = &self.derived.storage.written;
        let mixes = |pass: &Pass| pass.open.is_some() && pass.written != *written;
        if self.pass.as_ref().is_some_and(mixes) {
            self.restart_pass();
        }
    }

    /// [`HostGpu::memory_barrier`](device::gpu::HostGpu::memory_barrier): only inside of a pass does the host not see to
    /// it itself.
    pub(crate) fn see_writes(&mut self) {
        if self.pass.as_ref().is_some_and(|pass| !pass.written.is_empty()) {
            self.end_pass();
        }
    }

    /// Whether the batch has as many commands or bytes as it may have.
    pub(crate) fn is_long(&self) -> bool {
        let open = self.pass.as_ref().and_then(|pass| pass.open.as_ref());
        self.batch.list.is_full(open.map_or(0, PassList::len))
            || self.stream.len_bytes() >= MOST_BYTES
            || self.resources.uploaded_bytes >= MOST_BYTES
    }

    /// Whether a buffer that the draw reads has changed since the batch read it.
    fn must_split(&self, state: &State, draw: &Draw) -> bool {
        let indices = state
            .index_buffer
            .iter()
            .filter(|_| draw.indexed)
            .map(|index| index.resource);
        let vertices = state
            .vertex_buffers
            .iter()
            .flatten()
            .map(|buffer| buffer.resource);
        let uniforms = uniform::read_of_bound(state, self.derived.packs);
        let buffers = uniforms.chain(texture_buffer::read(state));
        self.must_split_for(indices.chain(vertices).chain(buffers))
    }

    /// Whether one of some buffers has changed since the batch read it, and is too large for a copy.
    pub(crate) fn must_split_for(&self, mut buffers: impl Iterator<Item = Handle>) -> bool {
        let batch = self.batch.serial;
        buffers.any(|handle| {
            let buffer = self.resources.buffer_ref(handle);
            buffer.is_some_and(|buffer| buffer.must_split(batch))
        })
    }

    /// The scissor inside the target; `None` if nothing is left, or nothing is rasterised.
    fn scissor(&self, state: &State, rasterizer: &Rasterizer) -> Option<Scissor> {
        if rasterizer.discard {
            return None;
        }
        let (width, height) = self.pass.as_ref()?.targets.size;
        let limit = |value: u16, most: u32| u32::from(value).min(most) as u16;
        let whole = Scissor {
            min_x: 0,
            min_y: 0,
            max_x: u16::MAX,
            max_y: u16::MAX,
        };
        let wanted = if rasterizer.scissor {
            state.scissors[0]
        } else {
            whole
        };
        let scissor = Scissor {
            min_x: limit(wanted.min_x, width),
            min_y: limit(wanted.min_y, height),
            max_x: limit(wanted.max_x, width),
            max_y: limit(wanted.max_y, height),
        };
        (scissor.min_x < scissor.max_x && scissor.min_y < scissor.max_y).then_some(scissor)
    }

    /// The fragment stage's textures and variant. Returns whether the variant changed.
    fn derive_fragment(
        &mut self,
        state: &State,
        rasterizer: &Rasterizer,
        shader: &Shared<Shader>,
        dirty: Dirty,
    ) -> Option<bool> {
        let blend = state.blend.as_ref()?;
        let logic_op = blend
            .logic_op
            .filter(|op| !matches!(op, LogicOp::Copy | LogicOp::Noop));
        let destination = logic_op.and_then(|_| self.copied_target());
        let used_up = self.derived.fragment_textures.is_used_up(self.derived.settled);
        let rebound = used_up || dirty.intersects(Dirty::FRAGMENT_TEXTURES | Dirty::FRAMEBUFFER);
        if rebound
            || destination.is_some()
            || self.derived.reads_target
            || dirty.contains(Dirty::FRAGMENT_SHADER)
        {
            self.derived.reads_target = destination.is_some();
            let stage = state.stage(Stage::Fragment);
            self.derived.fragment_textures =
                self.stage_textures(stage, shader, ShaderStages::FRAGMENT, rebound, destination);
        }
        if !used_up && !dirty.intersects(FRAGMENT_BITS) && self.derived.fragment.is_some() {
            return Some(false);
        }
        let dsa = state.depth_stencil_alpha.as_ref()?;
        let info = &shader.tgsi.info;
        let targets = &self.pass.as_ref()?.targets;
        let points = self.derived.shape == Shape::Points;
        let multisample = Multisample::of(blend, rasterizer, targets);
        let mut key = FragmentKey {
            constants: Constants::Uniform,
            packs: self.derived.packs[1],
            flat_shade: rasterizer.flat_shade && info.reads_color,
            two_side: rasterizer.light_two_side && info.reads_color && self.derived.shape == Shape::Triangles,
            alpha_test: dsa.alpha_test.unwrap_or_default(),
            sprite_coordinates: if points && rasterizer.point_quad {
                rasterizer.sprite_coord_enable
            } else {
                0
            },
            sprite_lower_left: points && rasterizer.sprite_lower_left,
            targets: targets
                .colors
                .iter()
                .map(|attachment| {
                    attachment
                        .as_ref()
                        .and_then(|a| a.format.target)
                        .unwrap_or(Target::None)
                })
                .collect(),
            dual_source: pipeline::dual_source(blend, targets, self.gpu.features),
            without_depth: info.writes_depth && !pipeline::has_depth(targets.depth_format()),
            alpha_to_one: multisample.alpha_to_one,
            constant_factors: pipeline::constant_factors(blend, targets),
            multisample: tgsi::lower::key::Multisample {
                per_sample: state.min_samples > 1 && targets.samples > 1 && rasterizer.multisample,
                alpha_to_coverage: multisample.shader_coverage,
                several: targets.samples > 1 && shader.tgsi.asks_of_samples(),
                destination: logic_op.is_some() && targets.samples > 1,
            },
            points,
            smooth_points: points && rasterizer.point_smooth && targets.samples == 1,
            polygon_stipple: rasterizer.poly_stipple && self.derived.shape == Shape::Triangles,
            logic_op: logic_op.filter(|_| self.derived.reads_target),
            samplers: self.derived.fragment_textures.keys.to_vec(),
            storage: self.derived.storage.stages[1].key.clone(),
        };
        if self.derived.hands {
            key.constants = handed::elements(shader, &key);
        }
        let Some(variant) = self.fragment_variant(shader, &key) else {
            self.unsupported("a fragment shader");
            return None;
        };
        let changed = self
            .derived
            .fragment
            .as_ref()
            .is_none_or(|old| old.id != variant.id);
        self.derived.fragment = Some(variant);
        Some(changed)
    }

    /// The vertex stage's textures, fetch and variant. Returns whether the variant changed.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is one thing that the vertex stage depends on"
    )]
    fn derive_vertex(
        &mut self,
        state: &State,
        rasterizer: &Rasterizer,
        shader: &Shared<Shader>,
        draw: &Draw,
        source: &Source,
        dirty: Dirty,
        fragment_changed: bool,
    ) -> Option<bool> {
        let used_up = self.derived.vertex_textures.is_used_up(self.derived.settled);
        let rebound = used_up || dirty.contains(Dirty::VERTEX_TEXTURES);
        if rebound || dirty.contains(Dirty::VERTEX_SHADER) {
            let stage = state.stage(Stage::Vertex);
            self.derived.vertex_textures =
                self.stage_textures(stage, shader, ShaderStages::VERTEX, rebound, None);
        }
        let mut replan =
            dirty.intersects(Dirty::VERTEX_SHADER | Dirty::VERTEX_ELEMENTS | Dirty::VERTEX_BUFFERS);
        let inputs = shader.tgsi.info.inputs.len();
        let elements_changed =
            dirty.contains(Dirty::VERTEX_ELEMENTS) && !dirty.contains(Dirty::VERTEX_SHADER);
        let fetch = Fetch::best(self.derived.layouts.note(elements_changed), draw.count);
        replan |= (fetch == Fetch::Loose) != (self.derived.fetch == Fetch::Loose);
        if replan {
            if dirty.contains(Dirty::VERTEX_BUFFERS) {
                self.derived.plans.clear();
            }
            self.plan_vertices(state, inputs, fetch);
        }
        if self.derived.fetch == Fetch::Native && self.reaches_beyond(draw, source) {
            replan = true;
            self.plan_vertices(state, inputs, Fetch::Pulled);
        }
        let shaders_changed = dirty.intersects(Dirty::VERTEX_SHADER | Dirty::FRAGMENT_SHADER);
        if shaders_changed {
            self.derived.uniforms = uniform::all_bound(state, self.derived.packs);
        }
        if replan || shaders_changed {
            self.derive_buffers_layout()?;
        }
        if !self.derived.settled {
            self.derived.plan_groups.clear();
        }
        if self.derived.buffers_layout != 0 && (!self.derived.settled || replan) {
            self.derive_buffers_of_plan(state)?;
        }
        let keyed = used_up || replan || fragment_changed || dirty.intersects(VERTEX_BITS);
        if !keyed && self.derived.vertex.is_some() {
            return Some(false);
        }
        let info = &shader.tgsi.info;
        let points = self.derived.shape == Shape::Points;
        let key = VertexKey {
            constants: self.derived.fragment.as_ref()?.key.constants,
            packs: self.derived.packs[0],
            attributes: self.derived.plan.attributes.clone(),
            varyings: self.derived.fragment.as_ref()?.varyings.clone(),
            clip_planes: if self.capabilities.clip_distances {
                rasterizer.clip_plane_enable
            } else {
                0
            },
            point_size: match (points, rasterizer.point_size_per_vertex && info.writes_point_size) {
                (false, _) => PointSize::None,
                (true, true) => PointSize::Shader,
                (true, false) => PointSize::Fixed,
            },
            samplers: self.derived.vertex_textures.keys.to_vec(),
            streamout: None,
            storage: self.derived.storage.stages[0].key.clone(),
        };
        self.derived.clip_planes = key.clip_planes;
        let Some(variant) = self.vertex_variant(shader, &key) else {
            self.unsupported("a vertex shader");
            return None;
        };
        let changed = self
            .derived
            .vertex
            .as_ref()
            .is_none_or(|old| old.id != variant.id);
        self.derived.vertex = Some(variant);
        // The header of pulled attributes changes with the buffers, whatever the variant.
        Some(changed || (replan && !self.derived.plan.pulled.is_empty()))
    }

    fn plan_vertices(&mut self, state: &State, inputs: usize, fetch: Fetch) {
        self.derived.fetch = fetch;
        let sources = Some(self.sources_are());
        if self.derived.plans_of != sources {
            self.derived.plans.clear();
            self.derived.plans_of = sources;
        }
        let key = state
            .vertex_elements
            .as_ref()
            .map(|elements| (elements.key(), inputs, fetch));
        if let Some(plan) = key.and_then(|key| self.derived.plans.get(&key)) {
            self.derived.plan = Arc::clone(plan);
            return;
        }
        let plan = Arc::new(self.vertex_layouts.plan(state, &self.resources, inputs, fetch));
        if let Some(key) = key {
            self.derived.plans.insert(key, Arc::clone(&plan));
        }
        self.derived.plan = plan;
    }

    /// The textures that a stage's shader samples, which are used from now on. `rebound` says that they may be others
    /// than at the last draw.
    fn stage_textures(
        &mut self,
        stage: &StageState,
        shader: &Shared<Shader>,
        visibility: ShaderStages,
        rebound: bool,
        destination: Option<BoundView>,
    ) -> Arc<TextureSet> {
        let sets = usize::from(visibility == ShaderStages::VERTEX);
        if rebound {
            self.derived.texture_sets[sets].clear();
        }
        let is_plain = destination.is_none();
        if let Some(set) = self.derived.texture_sets[sets]
            .get(&shader.key())
            .filter(|_| is_plain)
        {
            return Arc::clone(set);
        }
        let set = Arc::new(self.texture_set(stage, visibility, destination));
        for read in &set.reads {
            self.use_texture(read.resource);
        }
        if is_plain && set.keeps() {
            self.derived.texture_sets[sets].insert(shader.key(), Arc::clone(&set));
        }
        set
    }

    /// Whether a draw without indices reads vertices that the native buffers do not have.
    fn reaches_beyond(&self, draw: &Draw, source: &Source) -> bool {
        let plan = &self.derived.plan;
        let vertices = match source.kind {
            SourceKind::Vertices => u64::from(source.first) + u64::from(source.count),
            SourceKind::Guest { .. } | SourceKind::Ours { .. } => 0,
        };
        vertices > plan.vertices
            || u64::from(draw.start_instance) + u64::from(draw.instances) > plan.instances
    }

    /// The pipelines of the draw: one, or one for each face.
    fn derive_pipeline(
        &mut self,
        state: &State,
        rasterizer: &Rasterizer,
        source: &Source,
        dirty: Dirty,
        variants_changed: bool,
    ) -> Option<()> {
        let same_primitive = self.derived.key.as_ref().is_some_and(|key| {
            key.primitive.topology == source.topology
                && key.style.last_provokes == source.last_provokes
                && key.primitive.strip_index_format == source.strip_index_format
        });
        if same_primitive && !variants_changed && !dirty.intersects(PIPELINE_BITS) {
            return Some(());
        }
        let dsa = state.depth_stencil_alpha.as_ref()?;
        let blend = state.blend.as_ref()?;
        let triangles = matches!(
            source.topology,
            PrimitiveTopology::TriangleList | PrimitiveTopology::TriangleStrip
        );
        let faces: &[Faces] = if triangles && pipeline::faces_differ(rasterizer, dsa, state.stencil_reference)
        {
            &[Faces::Front, Faces::Back]
        } else {
            &[Faces::Both]
        };
        self.derived.pipelines = [None, None];
        for (place, &face) in faces.iter().enumerate() {
            let features = self.gpu.features;
            let primitive = pipeline::primitive(
                rasterizer,
                source.topology,
                source.strip_index_format,
                face,
                features,
            );
            let Some(primitive) = primitive else { continue };
            let targets = &self.pass.as_ref()?.targets;
            let (bias, exact) = pipeline::depth_bias(rasterizer, &primitive);
            let multisample = Multisample::of(blend, rasterizer, targets);
            let key = PipelineKey {
                vertex: self.derived.vertex.as_ref()?.id,
                fragment: self.derived.fragment.as_ref()?.id,
                layout: self.derived.plan.layout,
                groups: [
                    self.derived.fragment_textures.layout,
                    self.derived.vertex_textures.layout,
                    self.derived.buffers_layout,
                    self.derived.storage.layout,
                ],
                primitive,
                style: self
                    .gpu
                    .raster
                    .style(rasterizer, &primitive, targets.samples)
                    .provoking(source.last_provokes)
                    .biased(exact),
                colors: pipeline::colors(blend, targets, features),
                depth_stencil: targets
                    .depth_stencil
                    .as_ref()
                    .map(|attachment| pipeline::depth_stencil(dsa, attachment.format, face, bias)),
                samples: targets.samples,
                mask: multisample.mask(state.sample_mask),
                alpha_to_coverage: multisample.alpha_to_coverage,
            };
            let vertex = Arc::clone(self.derived.vertex.as_ref()?);
            let fragment = Arc::clone(self.derived.fragment.as_ref()?);
            let pipeline = match self.pipelines.find(&key) {
                Some(pipeline) => pipeline,
                None => {
                    self.note_habits(&vertex, &fragment, &key);
                    self.pipeline(key.clone(), &vertex, &fragment)
                }
            };
            if !pipeline.is_made() {
                self.batch.list.needs(&pipeline);
            }
            self.derived.pipelines[place] = Some(pipeline);
            self.derived.key = Some(key);
        }
        Some(())
    }

    /// Promises the pipeline of a key that names those variants.
    pub(crate) fn pipeline(
        &mut self,
        key: PipelineKey,
        vertex: &Arc<VertexVariant>,
        fragment: &Arc<FragmentVariant>,
    ) -> Arc<Pipeline> {
        let constants = self.constants_layout(Way::of(vertex, fragment));
        let [fragment_textures, vertex_textures, buffers, storage] = key.groups;
        let parts = Parts {
            device: &self.gpu.device,
            vertex,
            fragment,
            vertex_layouts: &self.vertex_layouts,
            groups: [
                Some(&constants),
                self.texture_sets.layout(fragment_textures),
                self.texture_sets.layout(vertex_textures),
                (buffers > 0).then(|| &self.groups.buffer_layout_list[buffers as usize - 1]),
                self.storages.layout(storage),
            ],
        };
        self.counters.pipelines += 1;
        self.pipelines.create(key, &parts)
    }

    /// The variant of a vertex shader; `None` if it has too many constants.
    pub(crate) fn vertex_variant(
        &mut self,
        shader: &Shared<Shader>,
        key: &VertexKey,
    ) -> Option<Arc<VertexVariant>> {
        self.shaders.vertex(&self.gpu.device, shader, key)
    }

    /// The variant of a fragment shader, likewise.
    pub(crate) fn fragment_variant(
        &mut self,
        shader: &Shared<Shader>,
        key: &FragmentKey,
    ) -> Option<Arc<FragmentVariant>> {
        self.shaders.fragment(&self.gpu.device, shader, key)
    }
}

fn shape(primitive: Primitive, rasterizer: &Rasterizer) -> Shape {
    match index::list(primitive) {
        Some(List::Points) => Shape::Points,
        Some(List::Lines) => Shape::Lines,
        _ if rasterizer.fill_front == PolygonMode::Point || rasterizer.fill_back == PolygonMode::Point => {
            Shape::Points
        }
        _ => Shape::Triangles,
    }
}
