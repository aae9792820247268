//! From contexts to plain data.

use std::collections::{HashMap, HashSet};

use super::{
    ConditionData, ContextData, Numbers, ObjectData, ObjectValue, QueryData, Reference, StageData, StateData,
    StreamoutTargetData, SubContextData, UnfinishedData,
};
use crate::{
    gpu::{
        HostGpu, ImageView, IndexBuffer, Key, SamplerView, Shared, StageState, State, StorageBuffer, Surface,
        UniformBuffer, VertexBuffer,
    },
    ids::ContextId,
    virgl::{Context, object::Object, query::Query, shader::Unfinished, sub_context::SubContext},
};

/// What is asked while a context is saved.
pub(crate) struct Save<'a> {
    pub(crate) gpu: &'a mut dyn HostGpu,
    pub(crate) numbers: Numbers,
}

impl Context {
    /// As plain data.
    pub(crate) fn save(&self, id: ContextId, save: &mut Save<'_>) -> ContextData {
        let mut subs: Vec<_> = self.others.iter().map(|(id, sub)| (*id, sub)).collect();
        subs.push((self.current_id, &self.current));
        subs.sort_by_key(|(id, _)| *id);
        ContextData {
            id: id.0,
            name: self.name.clone(),
            lost: self.lost,
            resources: self.resources.ids(),
            promised: self.promised.iter().map(|(id, create)| (*id, *create)).collect(),
            current: self.current_id,
            sub_contexts: subs.into_iter().map(|(id, sub)| sub.save(id, save)).collect(),
        }
    }
}

/// Places of objects by their keys.
struct Places(HashMap<Key, Reference>);

impl Places {
    fn of<T>(&self, object: Option<&Shared<T>>) -> Option<Reference> {
        self.0.get(&object?.key()).copied()
    }

    fn list<T>(&self, objects: &[Option<Shared<T>>]) -> Vec<Option<Reference>> {
        objects.iter().map(|object| self.of(object.as_ref())).collect()
    }
}

impl SubContext {
    fn save(&self, id: u32, save: &mut Save<'_>) -> SubContextData {
        let mut objects: Vec<_> = self.objects.iter().collect();
        objects.sort_by_key(|(handle, _)| *handle);
        objects.extend(self.destroyed.iter().map(|object| (0, object)));
        let remembered = self.remembered_targets();
        objects.extend(remembered.iter().map(|object| (0, object)));
        let keys = objects.iter().map(|(_, object)| key(object));
        let places = Places(
            keys.zip(0..)
                .filter_map(|(key, place)| Some((key?, place)))
                .collect(),
        );
        SubContextData {
            id,
            objects: objects
                .into_iter()
                .map(|(handle, object)| ObjectData {
                    handle,
                    value: object_value(object, save),
                })
                .collect(),
            unfinished: self
                .unfinished
                .each_ref()
                .map(|slot| slot.as_ref().map(unfinished)),
            active: self
                .active
                .iter()
                .filter_map(|(_, key)| places.0.get(key).copied())
                .collect(),
            condition: self.condition.as_ref().map(|condition| ConditionData {
                query: places.0.get(&condition.query).copied(),
                skipped: condition.skipped,
                waits: condition.waits.get(),
            }),
            streamout_targets: self
                .streamout_targets
                .iter()
                .filter_map(|target| places.of(Some(target)))
                .collect(),
            state: state(&self.state, &self.bad_shaders, &places, save),
        }
    }
}

impl SubContext {
    /// Targets of transform feedback that have no handle any more, but are still bound or remembered.
    fn remembered_targets(&self) -> Vec<Object> {
        let mut known: HashSet<Key> = self
            .objects
            .iter()
            .filter_map(|(_, object)| key(object))
            .collect();
        let held = self
            .state
            .streamout
            .iter()
            .flatten()
            .chain(&self.streamout_targets);
        held.filter(|target| known.insert(target.key()))
            .map(|target| Object::StreamoutTarget(target.clone()))
            .collect()
    }
}

/// What an object is told from others by, whether the host GPU knows it or not.
fn key(object: &Object) -> Option<Key> {
    match object {
        Object::StreamoutTarget(target) => Some(target.key()),
        object => object.key(),
    }
}

fn object_value(object: &Object, save: &mut Save<'_>) -> ObjectValue {
    match object {
        Object::Blend(blend) => ObjectValue::Blend((***blend).clone()),
        Object::Rasterizer(rasterizer) => ObjectValue::Rasterizer(***rasterizer),
        Object::Dsa(dsa) => ObjectValue::Dsa(***dsa),
        Object::Shader(shader) => ObjectValue::Shader {
            text: shader.text.clone(),
            streamout: shader.streamout.clone(),
            shared_bytes: shader.shared_bytes,
        },
        Object::BadShader(stage) => ObjectValue::BadShader(*stage as u32),
        Object::VertexElements(elements) => ObjectValue::VertexElements((***elements).clone()),
        Object::SamplerView(view) => ObjectValue::SamplerView(SamplerView {
            resource: save.numbers.of(view.resource),
            ..***view
        }),
        Object::SamplerState(sampler) => ObjectValue::SamplerState(***sampler),
        Object::Surface(surface) => ObjectValue::Surface(Surface {
            resource: save.numbers.of(surface.resource),
            ..***surface
        }),
        Object::Query(query) => ObjectValue::Query(query_data(query, save)),
        Object::StreamoutTarget(target) => ObjectValue::StreamoutTarget(StreamoutTargetData {
            resource: save.numbers.of(target.resource),
            offset_bytes: target.offset_bytes,
            size_bytes: target.size_bytes,
            filled_bytes: target.filled_bytes(),
            vertices: target.vertices(),
            was_bound: target.was_bound(),
        }),
    }
}

fn query_data(query: &Query, save: &mut Save<'_>) -> QueryData {
    QueryData {
        kind: query.kind,
        resource: query.resource.get(),
        offset_bytes: query.offset_bytes,
        result: save.gpu.query_result(query.key),
    }
}

fn unfinished(shader: &Unfinished) -> UnfinishedData {
    UnfinishedData {
        handle: shader.handle,
        // It is at most limits::MAX_SHADER_BYTES.
        length: shader.length as u32,
        text: shader.text.clone(),
        streamout: shader.streamout.clone(),
        shared_bytes: shader.shared_bytes,
    }
}

fn state(state: &State, bad_shaders: &[bool], places: &Places, save: &mut Save<'_>) -> StateData {
    let mut bad_shaders = bad_shaders.iter();
    StateData {
        blend: places.of(state.blend.as_ref()),
        depth_stencil_alpha: places.of(state.depth_stencil_alpha.as_ref()),
        rasterizer: places.of(state.rasterizer.as_ref()),
        vertex_elements: places.of(state.vertex_elements.as_ref()),
        stages: state
            .stages
            .each_ref()
            .map(|its| stage(its, bad_shaders.next() == Some(&true), places, save)),
        vertex_buffers: state.vertex_buffers.map(|buffer| {
            buffer.map(|buffer| VertexBuffer {
                resource: save.numbers.of(buffer.resource),
                ..buffer
            })
        }),
        index_buffer: state.index_buffer.map(|buffer| IndexBuffer {
            resource: save.numbers.of(buffer.resource),
            ..buffer
        }),
        colors: places.list(&state.framebuffer.colors),
        depth_stencil: places.of(state.framebuffer.depth_stencil.as_ref()),
        no_attachment: state.framebuffer.no_attachment,
        viewports: state.viewports,
        scissors: state.scissors,
        stencil_reference: state.stencil_reference,
        blend_color: state.blend_color,
        clip_planes: state.clip_planes,
        polygon_stipple: *state.polygon_stipple,
        streamout: state
            .streamout
            .each_ref()
            .map(|target| places.of(target.as_ref())),
        sample_mask: state.sample_mask,
        min_samples: state.min_samples,
    }
}

/// What is bound, by the numbers of a snapshot.
fn renumbered<T: Copy>(list: &[Option<T>], mut renumber: impl FnMut(T) -> T) -> Vec<Option<T>> {
    list.iter().map(|slot| slot.map(&mut renumber)).collect()
}

fn stage(stage: &StageState, bad_shader: bool, places: &Places, save: &mut Save<'_>) -> StageData {
    StageData {
        shader: places.of(stage.shader.as_ref()),
        bad_shader,
        constants: stage.constants.to_vec(),
        uniform_buffers: stage.uniform_buffers.map(|buffer| {
            buffer.map(|buffer| UniformBuffer {
                resource: save.numbers.of(buffer.resource),
                ..buffer
            })
        }),
        samplers: places.list(&stage.samplers),
        views: places.list(&stage.views),
        storage_buffers: renumbered(&stage.storage_buffers, |buffer| StorageBuffer {
            resource: save.numbers.of(buffer.resource),
            ..buffer
        }),
        images: renumbered(&stage.images, |view| ImageView {
            resource: save.numbers.of(view.resource),
            ..view
        }),
    }
}
