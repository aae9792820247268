//! A sub-context: what one GL context of a guest's process has.

use std::cell::Cell;

use wire::virgl::{ObjectType, RenderCondition};

use super::{
    Error, Host,
    decode::{NewObject, NewShader},
    object::{self, Object, Objects},
    query::{self, Query},
    resource::Resources,
    shader::{self, Finished, Unfinished},
    streamout,
};
use crate::gpu::{Dirty, Key, QueryKind, STAGES, Shader, Shared, State, StreamoutTarget};
use crate::limits;

/// SET_RENDER_CONDITION: whether things are drawn.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) query: Key,
    /// The result with which nothing is drawn: whether it is other than 0.
    pub(super) skipped: bool,
    /// Whether the result is still to be waited for.
    pub(super) waits: Cell<bool>,
}

/// A sub-context.
///
/// Invariant: every object that the host GPU knows by a key is in `objects` or in `destroyed`.
#[derive(Debug, Default)]
pub(super) struct SubContext {
    pub(super) objects: Objects,
    pub(super) state: State,
    /// Stages whose bound shader we do not understand.
    pub(super) bad_shaders: [bool; STAGES],
    pub(super) unfinished: [Option<Unfinished>; STAGES],
    /// Targets of transform feedback that were bound last, the latest at the end.
    pub(super) streamout_targets: Vec<Shared<StreamoutTarget>>,
    /// Queries that count.
    pub(super) active: Vec<(QueryKind, Key)>,
    pub(super) condition: Option<Condition>,
    /// Objects that the guest destroyed while they were bound: they stay until they are not.
    pub(super) destroyed: Vec<Object>,
}

impl SubContext {
    /// CREATE_OBJECT. An object of that handle is destroyed first.
    pub(super) fn create_object(
        &mut self,
        host: &mut Host<'_>,
        resources: &Resources,
        handle: u32,
        object: &NewObject<'_>,
    ) -> Result<(), Error> {
        let object = match object {
            NewObject::Blend(blend) => Object::Blend(object::shared(object::blend(blend)?)),
            NewObject::Rasterizer(rasterizer) => {
                Object::Rasterizer(object::shared(object::rasterizer(rasterizer)))
            }
            NewObject::Dsa(dsa) => Object::Dsa(object::shared(object::dsa(dsa))),
            NewObject::Shader(part) => match self.create_shader(host, handle, part)? {
                Some(object) => object,
                None => return Ok(()),
            },
            NewObject::VertexElements(elements) => {
                Object::VertexElements(object::shared(object::vertex_elements(elements)?))
            }
            NewObject::SamplerView(view) => {
                Object::SamplerView(object::shared(object::sampler_view(view, resources)?))
            }
            NewObject::SamplerState(sampler) => {
                Object::SamplerState(object::shared(object::sampler(sampler)?))
            }
            NewObject::Surface(surface, samples) => {
                Object::Surface(object::shared(object::surface(surface, *samples, resources)?))
            }
            NewObject::Query(query) => {
                let query::NewQuery {
                    kind,
                    resource,
                    offset_bytes,
                } = query::new(query, resources)?;
                let key = object::shared(()).key();
                Object::Query(Query {
                    key,
                    kind,
                    resource,
                    offset_bytes,
                })
            }
            NewObject::StreamoutTarget(target) => {
                Object::StreamoutTarget(object::shared(streamout::target(target, resources)?))
            }
        };
        if let Err(error) = host.budget.charge_object() {
            release_text(host, &object);
            return Err(error);
        }
        if let Some(before) = self.objects.insert(handle, object) {
            self.destroy(host, before);
        }
        Ok(())
    }

    /// Takes a part of a shader; the object, if that was the last one.
    fn create_shader(
        &mut self,
        host: &mut Host<'_>,
        handle: u32,
        part: &NewShader<'_>,
    ) -> Result<Option<Object>, Error> {
        let stage = shader::stage(part.header.stage.get())?;
        let slot = &mut self.unfinished[stage as usize];
        let before = slot.take();
        let charged = before.as_ref().map_or(0, Unfinished::len_bytes);
        // Whatever goes wrong from here on, what was charged for the parts before is released.
        host.budget.release_text(charged);
        let shader = Unfinished::take(handle, part, before)?;
        host.budget.charge_text(shader.len_bytes())?;
        if !shader.is_complete() {
            *slot = Some(shader);
            return Ok(None);
        }
        let charged = shader.len_bytes();
        match shader.finish() {
            Ok(finished) => {
                host.budget.release_text(charged - finished.text.len());
                Ok(Some(parse(host, stage, finished)))
            }
            Err(error) => {
                host.budget.release_text(charged);
                Err(error)
            }
        }
    }

    /// DESTROY_OBJECT. What does not exist is destroyed already.
    pub(super) fn destroy_object(&mut self, host: &mut Host<'_>, handle: u32) {
        if let Some(object) = self.objects.remove(handle) {
            self.destroy(host, object);
        }
    }

    fn destroy(&mut self, host: &mut Host<'_>, object: Object) {
        host.budget.release_objects(1);
        release_text(host, &object);
        if let Object::Query(query) = &object {
            self.stop_query(host, query);
        }
        match object.key() {
            Some(key) if self.is_bound(&object, key) => self.destroyed.push(object),
            Some(key) => host.gpu.object_destroyed(key),
            None => {}
        }
    }

    /// Lets go of objects that were destroyed while bound and are bound no more.
    pub(super) fn sweep(&mut self, host: &mut Host<'_>) {
        for object in std::mem::take(&mut self.destroyed) {
            match object.key() {
                Some(key) if self.is_bound(&object, key) => self.destroyed.push(object),
                Some(key) => host.gpu.object_destroyed(key),
                None => {}
            }
        }
    }

    /// Lets go of everything.
    pub(super) fn release(&mut self, host: &mut Host<'_>) {
        for (kind, key) in std::mem::take(&mut self.active) {
            host.gpu.end_query(key, kind);
        }
        for unfinished in self.unfinished.iter_mut().filter_map(Option::take) {
            host.budget.release_text(unfinished.len_bytes());
        }
        host.budget.release_objects(self.objects.len());
        for object in self.objects.drain() {
            release_text(host, &object);
            self.destroyed.push(object);
        }
        for stage in &self.state.stages {
            host.budget.release_constants(stage.constants.len());
        }
        self.state = State::default();
        self.sweep(host);
    }

    /// Whether an object of that key is bound.
    pub(super) fn is_bound(&self, object: &Object, key: Key) -> bool {
        let state = &self.state;
        let is = |bound: Option<Key>| bound == Some(key);
        match object {
            Object::Blend(_) => is(state.blend.as_ref().map(|object| object.key())),
            Object::Rasterizer(_) => is(state.rasterizer.as_ref().map(|object| object.key())),
            Object::Dsa(_) => is(state.depth_stencil_alpha.as_ref().map(|object| object.key())),
            Object::VertexElements(_) => is(state.vertex_elements.as_ref().map(|object| object.key())),
            Object::Shader(_) => state
                .stages
                .iter()
                .any(|stage| is(stage.shader.as_ref().map(|object| object.key()))),
            Object::SamplerView(_) => state
                .stages
                .iter()
                .any(|stage| stage.views.iter().flatten().any(|object| object.key() == key)),
            Object::SamplerState(_) => state
                .stages
                .iter()
                .any(|stage| stage.samplers.iter().flatten().any(|object| object.key() == key)),
            Object::Surface(_) => {
                let framebuffer = &state.framebuffer;
                let mut surfaces = framebuffer
                    .colors
                    .iter()
                    .flatten()
                    .chain(&framebuffer.depth_stencil);
                surfaces.any(|object| object.key() == key)
            }
            Object::Query(_) | Object::BadShader(_) | Object::StreamoutTarget(_) => false,
        }
    }

    /// BIND_OBJECT. Handle 0 binds nothing.
    pub(super) fn bind_object(&mut self, kind: ObjectType, handle: u32) -> Result<(), Error> {
        macro_rules! bind {
            ($field:ident, $lookup:ident, $dirty:ident) => {{
                let object = match handle {
                    0 => None,
                    handle => Some(self.objects.$lookup(handle)?),
                };
                if object.map(|object| object.key()) != self.state.$field.as_ref().map(|object| object.key())
                {
                    self.state.$field = object.cloned();
                    self.state.dirty |= Dirty::$dirty;
                }
            }};
        }
        match kind {
            ObjectType::Blend => bind!(blend, blend, BLEND),
            ObjectType::Rasterizer => bind!(rasterizer, rasterizer, RASTERIZER),
            ObjectType::Dsa => bind!(depth_stencil_alpha, dsa, DEPTH_STENCIL_ALPHA),
            ObjectType::VertexElements => bind!(vertex_elements, vertex_elements, VERTEX_ELEMENTS),
            ObjectType::Null
            | ObjectType::Shader
            | ObjectType::SamplerView
            | ObjectType::SamplerState
            | ObjectType::Surface
            | ObjectType::Query
            | ObjectType::StreamoutTarget
            | ObjectType::MsaaSurface => return Err(Error::BadObjectType(kind as u8)),
        }
        Ok(())
    }

    /// BEGIN_QUERY.
    pub(super) fn begin_query(&mut self, host: &mut Host<'_>, handle: u32) -> Result<(), Error> {
        let query = *self.objects.query(handle)?;
        if !query::counts(query.kind) {
            return Ok(());
        }
        if self.active.iter().any(|(kind, _)| *kind == query.kind) {
            return Err(Error::Unsupported("a query inside a query of its kind"));
        }
        self.active.push((query.kind, query.key));
        host.gpu.begin_query(query.key, query.kind);
        Ok(())
    }

    /// END_QUERY. A time stamp has an end without a beginning.
    pub(super) fn end_query(&mut self, host: &mut Host<'_>, handle: u32) -> Result<(), Error> {
        let query = *self.objects.query(handle)?;
        if query::counts(query.kind) {
            self.stop_query(host, &query);
        } else {
            host.gpu.end_query(query.key, query.kind);
        }
        Ok(())
    }

    fn stop_query(&mut self, host: &mut Host<'_>, query: &Query) {
        let before = self.active.len();
        self.active.retain(|(_, key)| *key != query.key);
        if self.active.len() != before {
            host.gpu.end_query(query.key, query.kind);
        }
    }

    /// GET_QUERY_RESULT: it comes with the next fence, whether the guest waits or not.
    pub(super) fn get_query_result(&mut self, host: &mut Host<'_>, handle: u32) -> Result<(), Error> {
        host.pending.result(*self.objects.query(handle)?)
    }

    /// SET_RENDER_CONDITION. Handle 0 ends it.
    pub(super) fn set_condition(&mut self, command: &RenderCondition) -> Result<(), Error> {
        self.condition = match command.handle.get() {
            0 => None,
            handle => Some(Condition {
                query: self.objects.query(handle)?.key,
                skipped: command.condition.get() & 1 != 0,
                // `PIPE_RENDER_COND_WAIT` and `_BY_REGION_WAIT`.
                waits: Cell::new(command.mode.get() & 1 == 0),
            }),
        };
        Ok(())
    }

    /// Whether the render condition lets things be drawn. A result that is not known does; it is waited for once, if
    /// the guest asks for that and the query has ended.
    pub(super) fn condition_holds(&self, host: &mut Host<'_>) -> bool {
        let Some(condition) = &self.condition else {
            return true;
        };
        let query = condition.query;
        let mut result = host.gpu.query_result(query);
        let ended = self.active.iter().all(|(_, key)| *key != query);
        if result.is_none() && ended && condition.waits.take() {
            let ticket = host.gpu.flush();
            // Whoever asks for the next fence learns of a loss.
            if host.gpu.wait(ticket, limits::CONDITION_DEADLINE).is_ok() {
                result = host.gpu.query_result(query);
            }
        }
        result.is_none_or(|result| (result != 0) != condition.skipped)
    }
}

/// Shaders are charged for their text.
fn release_text(host: &mut Host<'_>, object: &Object) {
    if let Object::Shader(shader) = object {
        host.budget.release_text(shader.text.len());
    }
}

/// The object of a complete text, which stays charged if the text is kept.
fn parse(host: &mut Host<'_>, stage: tgsi::Stage, finished: Finished) -> Object {
    let Finished {
        text,
        streamout,
        shared_bytes,
    } = finished;
    match shader::parse(&text, stage) {
        Ok(tgsi) => {
            let shader = object::shared(Shader {
                tgsi,
                text,
                streamout,
                shared_bytes,
            });
            host.gpu.shader_created(&shader);
            Object::Shader(shader)
        }
        Err(error) => {
            log::warn!("a shader is not understood: {error}");
            log::debug!("its text is:\n{text}");
            *host.unsupported += 1;
            host.budget.release_text(text.len());
            Object::BadShader(stage)
        }
    }
}
