//! From plain data that anyone may have written to contexts.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    ConditionData, ContextData, ObjectData, ObjectValue, QueryData, Reference, StageData, StateData,
    StreamoutTargetData, SubContextData, UnfinishedData, check,
};
use crate::{
    fault_log::FaultLog,
    gpu::{
        Blend, DepthStencilAlpha, Dirty, Framebuffer, Handle, HostGpu, Key, MAX_COLORS, MAX_IMAGES,
        MAX_SAMPLERS, MAX_STORAGE_BUFFERS, MAX_STREAMOUT_TARGETS, Rasterizer, STAGES, Sampler, SamplerView,
        Shader, Shared, StageState, State, StreamoutTarget, Surface, Target, VertexElements,
    },
    ids::ResourceId,
    limits,
    snapshot::{self, Fault},
    virgl::{
        Budget, Context, Error, Resource, bind,
        object::{self, Object},
        query::{self, Query},
        resource::Resources,
        shader::{self, Unfinished},
        storage, streamout,
        sub_context::{Condition, SubContext},
    },
};

/// The most numbers that resources have which do not exist any more.
const MAX_GONE: u64 = 1 << 32;

/// The most objects that a sub-context can have bound, so that as many may be there without a handle: a state of each
/// kind, a shader, samplers and views of each stage, and targets, of transform feedback too.
const MAX_BOUND: usize =
    4 + STAGES * (1 + 2 * MAX_SAMPLERS) + MAX_COLORS + 1 + MAX_STREAMOUT_TARGETS + streamout::REMEMBERED;

/// What contexts are restored over.
pub(crate) struct Restore<'a> {
    gpu: &'a mut dyn HostGpu,
    budget: &'a mut Budget,
    ids: &'a HashMap<ResourceId, Arc<Resource>>,
    /// By handle, from 1 on.
    handles: &'a [Arc<Resource>],
    last_handle: u64,
}

impl<'a> Restore<'a> {
    /// Over these resources: those of `handles` have the handles 1, 2 and so on.
    pub(crate) fn new(
        gpu: &'a mut dyn HostGpu,
        budget: &'a mut Budget,
        ids: &'a HashMap<ResourceId, Arc<Resource>>,
        handles: &'a [Arc<Resource>],
    ) -> Self {
        Self {
            gpu,
            budget,
            ids,
            handles,
            last_handle: handles.len() as u64,
        }
    }

    /// The last handle that a resource has or is still called by.
    pub(crate) fn last_handle(&self) -> u64 {
        self.last_handle
    }

    /// The resource of the host GPU that a view, surface or binding names; `None` if it was destroyed.
    fn resource(&mut self, handle: Handle) -> Result<Option<&'a Resource>, Fault> {
        let alive = self.handles.len() as u64;
        let index = handle.0.checked_sub(1).filter(|index| *index < alive + MAX_GONE);
        let index = index.ok_or(Fault::BadHandle(handle.0))?;
        self.last_handle = self.last_handle.max(handle.0);
        // On a host of 32 bits, what does not fit is none of those that exist.
        let resource = usize::try_from(index)
            .ok()
            .and_then(|index| self.handles.get(index));
        match resource {
            Some(resource) if !resource.on_gpu => Err(Error::NotABuffer(resource.id.get()).into()),
            resource => Ok(resource.map(|resource| &**resource)),
        }
    }

    /// Likewise; it is a buffer, as far as we know.
    fn buffer(&mut self, handle: Handle) -> Result<Option<&'a Resource>, Fault> {
        let resource = self.resource(handle)?;
        match resource {
            Some(resource) if resource.desc.target != Target::Buffer => {
                Err(Error::NotABuffer(resource.id.get()).into())
            }
            resource => Ok(resource),
        }
    }
}

impl Context {
    /// The context that was saved.
    ///
    /// # Errors
    /// If no guest can have brought such a one about.
    pub(crate) fn restore(data: ContextData, restore: &mut Restore<'_>) -> Result<Self, snapshot::Error> {
        let ContextData {
            id,
            name,
            lost,
            resources,
            promised,
            current,
            sub_contexts,
        } = data;
        let wrong = |error| snapshot::Error::Context { context: id, error };
        let mut attached = Resources::default();
        for resource in resources {
            let known = ResourceId::new(resource).and_then(|resource| restore.ids.get(&resource));
            attached.attach(Arc::clone(known.ok_or(wrong(Error::NoResource(resource)))?));
        }
        if promised.len() > limits::MAX_PROMISED_RESOURCES {
            return Err(wrong(Error::TooMany("resources that are described and not made")));
        }
        for (_, create) in &promised {
            create.desc().map_err(wrong)?;
        }
        if sub_contexts.len() > limits::MAX_SUB_CONTEXTS {
            return Err(wrong(Error::TooMany("sub-contexts")));
        }
        let mut subs = BTreeMap::new();
        for data in sub_contexts {
            let sub = data.id;
            let restored =
                SubContext::restore(data, restore).map_err(|error| snapshot::Error::SubContext {
                    context: id,
                    sub,
                    error,
                })?;
            if subs.insert(sub, Box::new(restored)).is_some() {
                return Err(wrong(Error::out_of_range("sub-context", sub)));
            }
        }
        if !subs.contains_key(&0) {
            return Err(wrong(Error::NoSubContext(0)));
        }
        Ok(Self {
            name,
            resources: attached,
            current: subs.remove(&current).ok_or(wrong(Error::NoSubContext(current)))?,
            current_id: current,
            others: subs,
            promised: promised.into_iter().collect(),
            lost,
            faults: FaultLog::default(),
        })
    }
}

/// A sub-context's objects, by place.
struct List(Vec<Object>);

macro_rules! references {
    ($($name:ident: $variant:ident($type:ty), $what:literal;)*) => {
        impl List {
            $(
                fn $name(&self, reference: Option<Reference>) -> Result<Option<$type>, Fault> {
                    let Some(index) = reference else { return Ok(None) };
                    match self.0.get(index as usize) {
                        Some(Object::$variant(object)) => Ok(Some(object.clone())),
                        _ => Err(Fault::BadReference { what: $what, index }),
                    }
                }
            )*
        }
    };
}

references! {
    blend: Blend(Shared<Blend>), "the blend";
    dsa: Dsa(Shared<DepthStencilAlpha>), "the depth, stencil and alpha test";
    rasterizer: Rasterizer(Shared<Rasterizer>), "the rasterizer";
    vertex_elements: VertexElements(Shared<VertexElements>), "what fetches vertices";
    shader: Shader(Shared<Shader>), "a shader";
    sampler: SamplerState(Shared<Sampler>), "a sampler";
    sampler_view: SamplerView(Shared<SamplerView>), "a sampler view";
    surface: Surface(Shared<Surface>), "a render target";
    streamout_target: StreamoutTarget(Shared<StreamoutTarget>), "what transform feedback writes to";
    query: Query(Query), "a query that counts, or the render condition,";
}

impl SubContext {
    fn restore(data: SubContextData, restore: &mut Restore<'_>) -> Result<Self, Fault> {
        let mut sub = Self::default();
        let mut list = List(Vec::new());
        let mut destroyed = Vec::new();
        for (index, ObjectData { handle, value }) in data.objects.into_iter().enumerate() {
            if destroyed.len() >= MAX_BOUND {
                return Err(Fault::NotBound { index });
            }
            let object = restore
                .object(index, value, handle != 0)
                .map_err(|fault| match fault {
                    Fault::Invalid(error) => Fault::Object { index, error },
                    fault => fault,
                })?;
            list.0.push(object.clone());
            if handle == 0 {
                destroyed.push((index, object));
                continue;
            }
            restore.budget.charge_object()?;
            if sub.objects.insert(handle, object).is_some() {
                return Err(Fault::SameHandle { index });
            }
        }
        for (slot, data) in sub.unfinished.iter_mut().zip(data.unfinished) {
            *slot = data.map(|data| restore.unfinished(data)).transpose()?;
        }
        for (stage, bad) in data.state.stages.iter().zip(&mut sub.bad_shaders) {
            *bad = stage.bad_shader;
        }
        sub.state = restore.state(data.state, &list)?;
        for reference in data.active {
            restore.begin_query(&mut sub, &list, reference)?;
        }
        if let Some(ConditionData {
            query,
            skipped,
            waits,
        }) = data.condition
        {
            sub.condition = Some(Condition {
                query: list.query(query)?.map_or_else(Key::fresh, |query| query.key),
                skipped,
                waits: Cell::new(waits),
            });
        }
        if data.streamout_targets.len() > streamout::REMEMBERED {
            let count = data.streamout_targets.len() as u64;
            return Err(Error::out_of_range("remembered streamout targets", count).into());
        }
        for reference in data.streamout_targets {
            sub.streamout_targets
                .extend(list.streamout_target(Some(reference))?);
        }
        // Else it would stay for good, and was charged to nobody.
        for (index, object) in destroyed {
            match (object.key(), &object) {
                (Some(key), _) if sub.is_bound(&object, key) => sub.destroyed.push(object),
                (None, Object::StreamoutTarget(target)) if sub.holds(target) => {}
                _ => return Err(Fault::NotBound { index }),
            }
        }
        Ok(sub)
    }
}

impl SubContext {
    /// Whether a target of transform feedback is bound or remembered.
    fn holds(&self, target: &Shared<StreamoutTarget>) -> bool {
        let mut held = self
            .state
            .streamout
            .iter()
            .flatten()
            .chain(&self.streamout_targets);
        held.any(|held| held.key() == target.key())
    }
}

impl Restore<'_> {
    /// One of `alive` is charged for its text.
    fn object(&mut self, index: usize, value: ObjectValue, alive: bool) -> Result<Object, Fault> {
        Ok(match value {
            ObjectValue::Blend(blend) => {
                check::blend(&blend)?;
                Object::Blend(object::shared(blend))
            }
            ObjectValue::Rasterizer(rasterizer) => Object::Rasterizer(object::shared(rasterizer)),
            ObjectValue::Dsa(dsa) => Object::Dsa(object::shared(dsa)),
            ObjectValue::Shader {
                text,
                streamout,
                shared_bytes,
            } => {
                check::streamout(streamout.as_ref())?;
                shader::check_shared_bytes(shared_bytes)?;
                check::text(&text)?;
                if alive {
                    self.budget.charge_text(text.len())?;
                }
                let tgsi = tgsi::parse(&text).map_err(|error| Fault::Shader {
                    index,
                    error: error.to_string(),
                })?;
                let shader = object::shared(Shader {
                    tgsi,
                    text,
                    streamout,
                    shared_bytes,
                });
                self.gpu.shader_created(&shader);
                Object::Shader(shader)
            }
            ObjectValue::BadShader(stage) => Object::BadShader(shader::stage(stage)?),
            ObjectValue::VertexElements(elements) => {
                check::vertex_elements(&elements)?;
                Object::VertexElements(object::shared(elements))
            }
            ObjectValue::SamplerView(view) => {
                match self.resource(view.resource)? {
                    Some(resource) => object::check_sampler_view(&resource.desc, &view)?,
                    None => check::view_of_nothing(&view)?,
                }
                Object::SamplerView(object::shared(view))
            }
            ObjectValue::SamplerState(sampler) => {
                check::sampler(&sampler)?;
                Object::SamplerState(object::shared(sampler))
            }
            ObjectValue::Surface(surface) => {
                match self.resource(surface.resource)? {
                    Some(Resource { id, desc, .. }) if desc.target == Target::Buffer => {
                        return Err(Error::NotATexture(id.get()).into());
                    }
                    Some(resource) => object::check_surface(&resource.desc, &surface)?,
                    None => check::surface_of_nothing(&surface)?,
                }
                Object::Surface(object::shared(surface))
            }
            ObjectValue::Query(query) => Object::Query(self.query(query)?),
            ObjectValue::StreamoutTarget(target) => {
                Object::StreamoutTarget(object::shared(self.streamout_target(target)?))
            }
        })
    }

    fn query(&mut self, data: QueryData) -> Result<Query, Fault> {
        let query = Query {
            key: Key::fresh(),
            kind: data.kind,
            resource: ResourceId::new(data.resource).ok_or(Error::NoResource(data.resource))?,
            offset_bytes: data.offset_bytes,
        };
        if let Some(result) = data.result {
            self.gpu.restore_query(query.key, query.kind, result);
        }
        Ok(query)
    }

    fn streamout_target(&mut self, data: StreamoutTargetData) -> Result<StreamoutTarget, Fault> {
        let StreamoutTargetData {
            resource,
            offset_bytes,
            size_bytes,
            filled_bytes,
            vertices,
            was_bound,
        } = data;
        let buffer = self.buffer(resource)?;
        let width = buffer.map_or(limits::MAX_BUFFER_BYTES, |buffer| buffer.desc.width);
        streamout::check_range(offset_bytes, size_bytes, width)?;
        if filled_bytes > size_bytes {
            return Err(Error::out_of_range("bytes of a streamout target", filled_bytes).into());
        }
        let target = StreamoutTarget::new(resource, offset_bytes, size_bytes);
        Ok(target.written(filled_bytes, vertices, was_bound))
    }

    fn unfinished(&mut self, data: UnfinishedData) -> Result<Unfinished, Fault> {
        let UnfinishedData {
            handle,
            length,
            text,
            streamout,
            shared_bytes,
        } = data;
        let length_bytes = length as usize;
        if handle == 0 {
            return Err(Error::HandleZero.into());
        }
        if length_bytes > limits::MAX_SHADER_BYTES || text.len() >= length_bytes {
            return Err(Error::out_of_range("bytes of a shader", length).into());
        }
        check::streamout(streamout.as_ref())?;
        shader::check_shared_bytes(shared_bytes)?;
        self.budget.charge_text(text.len())?;
        Ok(Unfinished {
            handle,
            length: length_bytes,
            text,
            streamout,
            shared_bytes,
        })
    }

    /// It counts from zero, as after the loss of a GPU.
    fn begin_query(&mut self, sub: &mut SubContext, list: &List, reference: Reference) -> Result<(), Fault> {
        let Some(query) = list.query(Some(reference))? else {
            return Ok(());
        };
        let nested = sub.active.iter().any(|(kind, _)| *kind == query.kind);
        if nested || !query::counts(query.kind) {
            return Err(Error::out_of_range("query that counts", reference).into());
        }
        sub.active.push((query.kind, query.key));
        self.gpu.begin_query(query.key, query.kind);
        Ok(())
    }

    fn state(&mut self, data: StateData, list: &List) -> Result<State, Fault> {
        for viewport in &data.viewports {
            bind::check_viewport(viewport)?;
        }
        for buffer in data.vertex_buffers.iter().flatten() {
            self.buffer(buffer.resource)?;
        }
        if let Some(buffer) = &data.index_buffer {
            bind::check_index_bytes(buffer.index_bytes.into())?;
            self.buffer(buffer.resource)?;
        }
        let mut stages: [StageState; STAGES] = Default::default();
        for ((index, stage), data) in stages.iter_mut().enumerate().zip(data.stages) {
            *stage = self.stage(index, data, list)?;
        }
        let mut streamout: [Option<Shared<StreamoutTarget>>; MAX_STREAMOUT_TARGETS] = Default::default();
        for (slot, reference) in streamout.iter_mut().zip(data.streamout) {
            *slot = list.streamout_target(reference)?;
        }
        Ok(State {
            key: Key::fresh(),
            blend: list.blend(data.blend)?,
            depth_stencil_alpha: list.dsa(data.depth_stencil_alpha)?,
            rasterizer: list.rasterizer(data.rasterizer)?,
            vertex_elements: list.vertex_elements(data.vertex_elements)?,
            stages,
            vertex_buffers: data.vertex_buffers,
            index_buffer: data.index_buffer,
            framebuffer: framebuffer(&data.colors, data.depth_stencil, data.no_attachment, list)?,
            viewports: data.viewports,
            scissors: data.scissors,
            stencil_reference: data.stencil_reference,
            blend_color: data.blend_color,
            clip_planes: data.clip_planes,
            polygon_stipple: Arc::new(data.polygon_stipple),
            streamout,
            sample_mask: data.sample_mask,
            min_samples: data.min_samples,
            dirty: Dirty::all(),
        })
    }

    fn stage(&mut self, index: usize, data: StageData, list: &List) -> Result<StageState, Fault> {
        check::constants(&data.constants)?;
        self.budget.charge_constants(data.constants.len())?;
        check::slots("samplers", &data.samplers, MAX_SAMPLERS)?;
        check::slots("sampler views", &data.views, MAX_SAMPLERS)?;
        for buffer in data.uniform_buffers.iter().flatten() {
            if let Some(resource) = self.buffer(buffer.resource)? {
                check::uniform_buffer(&resource.desc, buffer)?;
            }
        }
        self.storage(&data)?;
        let shader = list.shader(data.shader)?;
        let fits = |shader: &Shared<Shader>| shader.tgsi.stage as usize == index && !data.bad_shader;
        if let (Some(index), false) = (data.shader, shader.as_ref().is_none_or(fits)) {
            let what = "another stage";
            return Err(Fault::BadReference { what, index });
        }
        Ok(StageState {
            shader,
            constants: Arc::new(data.constants),
            uniform_buffers: data.uniform_buffers,
            samplers: each(data.samplers, |reference| list.sampler(reference))?,
            views: each(data.views, |reference| list.sampler_view(reference))?,
            storage_buffers: data.storage_buffers,
            images: data.images,
        })
    }

    /// Whether what a stage writes can have been bound.
    fn storage(&mut self, data: &StageData) -> Result<(), Fault> {
        check::slots("storage buffers", &data.storage_buffers, MAX_STORAGE_BUFFERS)?;
        check::slots("images", &data.images, MAX_IMAGES)?;
        for buffer in data.storage_buffers.iter().flatten() {
            let desc = self.buffer(buffer.resource)?.map(|resource| resource.desc);
            storage::check_storage_buffer(&desc.unwrap_or(check::ANY_BUFFER), buffer)?;
        }
        for image in data.images.iter().flatten() {
            match self.resource(image.resource)? {
                Some(resource) => storage::check_image(&resource.desc, image)?,
                None => check::image_of_nothing(image)?,
            }
        }
        Ok(())
    }
}

fn each<T>(
    references: Vec<Option<Reference>>,
    object: impl Fn(Option<Reference>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    references.into_iter().map(object).collect()
}

fn framebuffer(
    colors: &[Option<Reference>],
    depth_stencil: Option<Reference>,
    no_attachment: (u16, u16, u16, u8),
    list: &List,
) -> Result<Framebuffer, Fault> {
    if colors.len() > MAX_COLORS {
        return Err(Error::out_of_range("color buffers", colors.len() as u64).into());
    }
    let framebuffer = Framebuffer {
        colors: each(colors.to_vec(), |reference| list.surface(reference))?,
        depth_stencil: list.surface(depth_stencil)?,
        no_attachment,
    };
    for surface in framebuffer.colors.iter().flatten() {
        bind::check_color_buffer(surface)?;
    }
    if let Some(surface) = &framebuffer.depth_stencil {
        bind::check_depth_buffer(surface)?;
    }
    Ok(framebuffer)
}
