//! Contexts as plain data: what of them goes into a [`Snapshot`](crate::snapshot::Snapshot).
//!
//! States are gallium's, as they cross the seam, but shared ones: where several bindings share an object, or an object
//! has a handle and is bound too, all name its place in the sub-context's list of objects. So it is the same object
//! after it was restored. What changed since the last draw ([`Dirty`](crate::gpu::Dirty)) is not kept: who draws
//! next is told of everything.

mod check;
mod restore;
mod save;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::resource::CreateResource;
use crate::gpu::{
    Blend, DepthStencilAlpha, Handle, ImageView, IndexBuffer, MAX_CLIP_PLANES, MAX_STREAMOUT_TARGETS,
    MAX_UNIFORM_BUFFERS, MAX_VERTEX_BUFFERS, MAX_VIEWPORTS, QueryKind, Rasterizer, STAGES, Sampler,
    SamplerView, Scissor, StorageBuffer, StreamOutput, Surface, UniformBuffer, VertexBuffer, VertexElements,
    Viewport,
};

pub(crate) use restore::Restore;
pub(crate) use save::Save;

/// A context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ContextData {
    pub(crate) id: u32,
    pub(crate) name: String,
    lost: bool,
    /// The ids of resources that it may use, rising.
    pub(crate) resources: Vec<u32>,
    /// Resources that are described and not made, by rising name.
    promised: Vec<(u32, CreateResource)>,
    /// The sub-context that commands apply to.
    current: u32,
    /// By rising id. 0 is there.
    sub_contexts: Vec<SubContextData>,
}

/// A sub-context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SubContextData {
    id: u32,
    /// Those with handles, rising, and then those that were destroyed while they were bound or, of targets of transform
    /// feedback, are remembered.
    objects: Vec<ObjectData>,
    unfinished: [Option<UnfinishedData>; STAGES],
    /// Queries that count, in the order in which they began.
    active: Vec<Reference>,
    condition: Option<ConditionData>,
    /// Targets of transform feedback that were bound last, the latest at the end.
    streamout_targets: Vec<Reference>,
    state: StateData,
}

/// An object's place in the list of its sub-context.
type Reference = u32;

/// An object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ObjectData {
    /// 0 if the guest destroyed it.
    handle: u32,
    value: ObjectValue,
}

/// What an object is, in the order of `enum virgl_object_type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum ObjectValue {
    Blend(Blend),
    Rasterizer(Rasterizer),
    Dsa(DepthStencilAlpha),
    /// The text says its stage.
    Shader {
        text: String,
        streamout: Option<StreamOutput>,
        shared_bytes: u32,
    },
    /// A shader of that stage whose text we do not understand. Nobody has it any more.
    BadShader(u32),
    VertexElements(VertexElements),
    SamplerView(SamplerView),
    SamplerState(Sampler),
    Surface(Surface),
    Query(QueryData),
    StreamoutTarget(StreamoutTargetData),
}

/// A target of transform feedback, and how far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StreamoutTargetData {
    resource: Handle,
    offset_bytes: u32,
    size_bytes: u32,
    filled_bytes: u32,
    vertices: u32,
    was_bound: bool,
}

/// A query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct QueryData {
    kind: QueryKind,
    /// The id of the resource that its result goes to.
    resource: u32,
    offset_bytes: u32,
    /// What it counted, if that was known. One that was counting goes on from zero.
    result: Option<u64>,
}

/// A shader of which not all parts have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct UnfinishedData {
    handle: u32,
    /// Bytes of all parts.
    length: u32,
    text: Vec<u8>,
    streamout: Option<StreamOutput>,
    shared_bytes: u32,
}

/// SET_RENDER_CONDITION.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ConditionData {
    /// `None` if the query was destroyed: then everything is drawn.
    query: Option<Reference>,
    skipped: bool,
    /// Whether the result is still to be waited for.
    waits: bool,
}

/// [`State`](crate::gpu::State), with what is shared by reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StateData {
    blend: Option<Reference>,
    depth_stencil_alpha: Option<Reference>,
    rasterizer: Option<Reference>,
    vertex_elements: Option<Reference>,
    stages: [StageData; STAGES],
    vertex_buffers: [Option<VertexBuffer>; MAX_VERTEX_BUFFERS],
    index_buffer: Option<IndexBuffer>,
    colors: Vec<Option<Reference>>,
    depth_stencil: Option<Reference>,
    no_attachment: (u16, u16, u16, u8),
    viewports: [Viewport; MAX_VIEWPORTS],
    scissors: [Scissor; MAX_VIEWPORTS],
    stencil_reference: [u8; 2],
    blend_color: [f32; 4],
    clip_planes: [[f32; 4]; MAX_CLIP_PLANES],
    polygon_stipple: [u32; 32],
    streamout: [Option<Reference>; MAX_STREAMOUT_TARGETS],
    sample_mask: u32,
    min_samples: u32,
}

/// [`StageState`](crate::gpu::StageState), likewise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StageData {
    shader: Option<Reference>,
    /// Whether a shader that we do not understand is bound.
    bad_shader: bool,
    constants: Vec<u32>,
    uniform_buffers: [Option<UniformBuffer>; MAX_UNIFORM_BUFFERS],
    samplers: Vec<Option<Reference>>,
    views: Vec<Option<Reference>>,
    storage_buffers: Vec<Option<StorageBuffer>>,
    images: Vec<Option<ImageView>>,
}

/// The numbers that a snapshot has for handles.
#[derive(Debug)]
pub(crate) struct Numbers {
    of: HashMap<Handle, Handle>,
}

impl Numbers {
    /// Of resources that exist, in that order.
    pub(crate) fn new(handles: impl Iterator<Item = Handle>) -> Self {
        let numbered = handles.zip(1..).map(|(handle, number)| (handle, Handle(number)));
        Self {
            of: numbered.collect(),
        }
    }

    /// Of any resource: one that does not exist any more gets the next number.
    fn of(&mut self, handle: Handle) -> Handle {
        let next = Handle(self.of.len() as u64 + 1);
        *self.of.entry(handle).or_insert(next)
    }
}
