//! What no guest can have said is refused, with the error that names it.

use std::{collections::HashMap, sync::Arc};

use super::*;
use crate::{
    gpu::{
        BlendFactor, Format, ImageRange, StreamOutputRegister, Swizzle, Target, TargetBlend, VertexElement,
        ViewRange, record::Recorder,
    },
    ids::{ContextId, ResourceId},
    limits,
    virgl::{Budget, Context, CreateResource, Resource, is_memory_only},
};

const TEXTURE: Handle = Handle(1);
const BUFFER: Handle = Handle(2);
const MEMORY: Handle = Handle(3);

/// A texture of 16×16, a buffer of 64 bytes, and one that is in memory only.
fn resources() -> Vec<Arc<Resource>> {
    [(2, 2, 16, 16), (0, 16, 64, 1), (0, 1 << 17, 64, 1)]
        .into_iter()
        .zip(1..)
        .map(|((target, bind, width, height), number)| {
            let create = CreateResource {
                target,
                format: 1,
                bind,
                width,
                height,
                ..CreateResource::default()
            };
            let desc = create.desc().expect("there is such a resource");
            Arc::new(Resource {
                id: ResourceId::new(number).expect("it is not 0"),
                handle: Handle(number.into()),
                desc,
                on_gpu: !is_memory_only(&desc),
                charged_bytes: 0,
            })
        })
        .collect()
}

/// A fresh context as it is saved, with a few objects that are as they must be.
fn data() -> ContextData {
    let mut save = Save {
        gpu: &mut Recorder::new(),
        numbers: Numbers::new(std::iter::empty()),
    };
    let mut data = Context::new("test").save(ContextId(1), &mut save);
    let values = [
        ObjectValue::Blend(Blend::default()),
        ObjectValue::Rasterizer(Rasterizer::default()),
        ObjectValue::Surface(surface()),
        ObjectValue::SamplerView(view()),
        ObjectValue::SamplerState(Sampler::default()),
        shader("VERT\n  0: END\n"),
        ObjectValue::Query(query(QueryKind::OcclusionCounter)),
        ObjectValue::Query(query(QueryKind::OcclusionCounter)),
        ObjectValue::Query(query(QueryKind::Timestamp)),
    ];
    data.sub_contexts[0].objects = (1..)
        .zip(values)
        .map(|(handle, value)| ObjectData { handle, value })
        .collect();
    data
}

fn surface() -> Surface {
    Surface {
        resource: TEXTURE,
        format: Format::B8G8R8A8_UNORM,
        level: 0,
        first_layer: 0,
        last_layer: 0,
        samples: 0,
        size: (16, 16),
    }
}

fn view() -> SamplerView {
    SamplerView {
        resource: TEXTURE,
        format: Format::B8G8R8A8_UNORM,
        target: Target::Texture2D,
        range: ViewRange::Texture {
            first_layer: 0,
            last_layer: 0,
            first_level: 0,
            last_level: 0,
        },
        swizzle: [Swizzle::X; 4],
    }
}

fn image(level: u32) -> ImageView {
    ImageView {
        resource: TEXTURE,
        format: Format::B8G8R8A8_UNORM,
        writable: true,
        range: ImageRange::Texture {
            level,
            first_layer: 0,
            last_layer: 0,
        },
    }
}

fn storage_buffer(resource: Handle, offset_bytes: u32) -> StorageBuffer {
    StorageBuffer {
        resource,
        offset_bytes,
        length_bytes: 8,
    }
}

fn shader(text: &str) -> ObjectValue {
    ObjectValue::Shader {
        text: text.into(),
        streamout: None,
        shared_bytes: 0,
    }
}

fn query(kind: QueryKind) -> QueryData {
    QueryData {
        kind,
        resource: 3,
        offset_bytes: 0,
        result: None,
    }
}

fn restore(data: ContextData) -> Result<Context, crate::snapshot::Error> {
    let handles = resources();
    let ids: HashMap<_, _> = handles.iter().map(|its| (its.id, Arc::clone(its))).collect();
    let (mut gpu, mut budget) = (Recorder::new(), Budget::default());
    Context::restore(data, &mut Restore::new(&mut gpu, &mut budget, &ids, &handles))
}

#[test]
fn what_is_as_it_must_be_is_restored() {
    let mut data = data();
    data.sub_contexts[0].active = vec![6];
    data.sub_contexts[0].state.colors = vec![None, Some(2)];
    data.resources = vec![1, 3];
    restore(data).expect("a guest can have said so");
}

/// Objects that are not, each alone.
#[test]
fn objects_that_cannot_be_are_refused() {
    let of_view = |change: &dyn Fn(&mut SamplerView)| {
        let mut view = view();
        change(&mut view);
        ObjectValue::SamplerView(view)
    };
    let of_surface = |change: &dyn Fn(&mut Surface)| {
        let mut surface = surface();
        change(&mut surface);
        ObjectValue::Surface(surface)
    };
    let of_blend = |target: TargetBlend| {
        let mut blend = Blend::default();
        blend.targets[7] = target;
        ObjectValue::Blend(blend)
    };
    let mut factor = TargetBlend::default();
    factor.alpha.source = BlendFactor::Zero;
    let far = Handle(100);
    let cases = [
        (of_blend(factor), "blend function"),
        (
            of_blend(TargetBlend {
                write_mask: 16,
                ..TargetBlend::default()
            }),
            "write mask 16",
        ),
        (
            ObjectValue::VertexElements(vec![VertexElement {
                buffer: 16,
                format: Format(1),
                ..Default::default()
            }]),
            "vertex buffer 16",
        ),
        (
            ObjectValue::VertexElements(vec![
                VertexElement {
                    format: Format(1),
                    ..Default::default()
                };
                33
            ]),
            "vertex elements 33",
        ),
        (
            ObjectValue::VertexElements(vec![VertexElement::default()]),
            "vertex format 0",
        ),
        (
            ObjectValue::SamplerState(Sampler {
                min_lod: f32::NAN,
                ..Sampler::default()
            }),
            "level of detail",
        ),
        (
            ObjectValue::SamplerState(Sampler {
                max_anisotropy: 32,
                ..Sampler::default()
            }),
            "anisotropy 32",
        ),
        (of_view(&|view| view.resource = Handle(0)), "resource 0 is named"),
        (
            of_view(&|view| view.resource = Handle(u64::MAX)),
            "resource 18446744073709551615 is named",
        ),
        (of_view(&|view| view.resource = MEMORY), "only kept in memory"),
        (of_view(&|view| view.resource = BUFFER), "view target 2"),
        (of_view(&|view| view.target = Target::Texture3D), "view target 3"),
        (of_view(&|view| view.format = Format::R8_UNORM), "view format 64"),
        (
            of_view(&|view| {
                view.range = ViewRange::Buffer {
                    first_element: 0,
                    last_element: 0,
                }
            }),
            "range of a view",
        ),
        (
            of_view(&|view| {
                view.range = ViewRange::Texture {
                    first_layer: 0,
                    last_layer: 0,
                    first_level: 0,
                    last_level: 1,
                };
            }),
            "last level of a view 1",
        ),
        (
            of_view(&|view| (view.resource, view.target) = (far, Target::Buffer)),
            "range of a view",
        ),
        (of_surface(&|surface| surface.resource = BUFFER), "not a texture"),
        (of_surface(&|surface| surface.level = 1), "level of a surface 1"),
        (
            of_surface(&|surface| surface.last_layer = 1),
            "last layer of a surface 1",
        ),
        (
            of_surface(&|surface| surface.size.0 = 17),
            "width of a surface 17",
        ),
        (of_surface(&|surface| surface.samples = 17), "samples 17"),
        (
            of_surface(&|surface| (surface.resource, surface.size.1) = (far, 0)),
            "emptiness",
        ),
        (
            of_surface(&|surface| (surface.resource, surface.level) = (far, 15)),
            "level of a surface 15",
        ),
        (shader("VERT\n 0: NOTHING\n"), "a shader that is not understood"),
        (shader("VERT\n\0"), "not text"),
        (ObjectValue::BadShader(6), "shader stage 6"),
        (
            ObjectValue::Query(QueryData {
                resource: 0,
                ..query(QueryKind::Timestamp)
            }),
            "no resource 0",
        ),
        (
            ObjectValue::Shader {
                text: "VERT\n  0: END\n".into(),
                streamout: Some(StreamOutput {
                    stride_dwords: [0; 4],
                    outputs: vec![StreamOutputRegister {
                        register: 9,
                        start_component: 200,
                        components: 100,
                        buffer: 0,
                        offset_dwords: 0,
                        stream: 0,
                    }],
                }),
                shared_bytes: 0,
            },
            "streamout output 9",
        ),
        (
            ObjectValue::Shader {
                text: "VERT\n  0: END\n".into(),
                streamout: None,
                shared_bytes: limits::MAX_SHARED_BYTES + 1,
            },
            "shared memory 32769",
        ),
    ];
    for (value, expected) in cases {
        let mut data = data();
        data.sub_contexts[0].objects.push(ObjectData {
            handle: 99,
            value: value.clone(),
        });
        let error = restore(data).expect_err(expected).to_string();
        assert!(error.contains(expected), "{value:?}: {error}");
    }
}

/// Sub-contexts that are not, each by one change.
#[test]
fn sub_contexts_that_cannot_be_are_refused() {
    type Change = fn(&mut SubContextData);
    let cases: [(Change, &str); 28] = [
        (
            |sub| sub.objects[1].handle = 1,
            "object 1 has the handle of another",
        ),
        (|sub| sub.objects[0].handle = 0, "object 0 has no handle"),
        (|sub| sub.objects[6].handle = 0, "object 6 has no handle"),
        (|sub| sub.state.blend = Some(1), "the blend is bound to object 1"),
        (|sub| sub.state.stages[5].images = vec![None], "images 1"),
        (
            |sub| sub.state.stages[5].images = vec![Some(image(1))],
            "level of an image 1",
        ),
        (
            |sub| sub.state.stages[1].storage_buffers = vec![Some(storage_buffer(BUFFER, 60))],
            "end of a storage buffer 8",
        ),
        (
            |sub| sub.state.stages[1].storage_buffers = vec![Some(storage_buffer(TEXTURE, 0))],
            "resource 1 is not a buffer",
        ),
        (
            |sub| sub.state.rasterizer = Some(9),
            "the rasterizer is bound to object 9",
        ),
        (
            |sub| sub.state.vertex_elements = Some(u32::MAX),
            "bound to object 4294967295",
        ),
        (|sub| sub.state.stages[1].shader = Some(5), "another stage"),
        (
            |sub| (sub.state.stages[0].shader, sub.state.stages[0].bad_shader) = (Some(5), true),
            "another stage",
        ),
        (
            |sub| sub.state.stages[1].samplers = vec![Some(3)],
            "a sampler is bound to object 3",
        ),
        (|sub| sub.state.stages[1].views = vec![None], "sampler views 1"),
        (
            |sub| sub.state.stages[1].views = vec![Some(3); 33],
            "sampler views 33",
        ),
        (
            |sub| sub.state.stages[1].constants = vec![0; 1 << 16],
            "constants 65536",
        ),
        (
            |sub| {
                sub.state.stages[0].uniform_buffers[1] = Some(UniformBuffer {
                    resource: BUFFER,
                    offset_bytes: 32,
                    length_bytes: 33,
                });
            },
            "length of a uniform buffer 33",
        ),
        (
            |sub| {
                sub.state.vertex_buffers[15] = Some(VertexBuffer {
                    resource: TEXTURE,
                    stride_bytes: 0,
                    offset_bytes: 0,
                });
            },
            "resource 1 is not a buffer",
        ),
        (
            |sub| {
                sub.state.index_buffer = Some(IndexBuffer {
                    resource: BUFFER,
                    index_bytes: 3,
                    offset_bytes: 0,
                });
            },
            "index size 3",
        ),
        (
            |sub| sub.state.depth_stencil = Some(2),
            "format of a depth buffer",
        ),
        (|sub| sub.state.colors = vec![None; 9], "color buffers 9"),
        (|sub| sub.state.viewports[3].scale[0] = f32::INFINITY, "viewport"),
        (|sub| sub.active = vec![6, 7], "query that counts 7"),
        (|sub| sub.active = vec![8], "query that counts 8"),
        (
            |sub| {
                sub.condition = Some(ConditionData {
                    query: Some(0),
                    skipped: true,
                    waits: true,
                })
            },
            "the render condition",
        ),
        (|sub| sub.unfinished[0] = unfinished(0, 8, 4), "handle 0"),
        (
            |sub| sub.unfinished[0] = unfinished(1, 8, 8),
            "bytes of a shader 8",
        ),
        (
            |sub| sub.unfinished[0] = unfinished(1, limits::MAX_SHADER_BYTES as u32 + 1, 4),
            "bytes of a shader",
        ),
    ];
    for (change, expected) in cases {
        let mut data = data();
        change(&mut data.sub_contexts[0]);
        let error = restore(data).expect_err(expected).to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

fn unfinished(handle: u32, length: u32, here: usize) -> Option<UnfinishedData> {
    Some(UnfinishedData {
        handle,
        length,
        text: vec![b' '; here],
        streamout: None,
        shared_bytes: 0,
    })
}

#[test]
fn contexts_that_cannot_be_are_refused() {
    type Change = fn(&mut ContextData);
    let cases: [(Change, &str); 5] = [
        (|data| data.sub_contexts[0].id = 1, "no sub-context 0"),
        (|data| data.current = 1, "no sub-context 1"),
        (
            |data| data.sub_contexts.push(data.sub_contexts[0].clone()),
            "sub-context 0 is out of range",
        ),
        (
            |data| data.sub_contexts = vec![data.sub_contexts[0].clone(); limits::MAX_SUB_CONTEXTS + 1],
            "too many sub-contexts",
        ),
        (|data| data.resources = vec![1, 4], "no resource 4"),
    ];
    for (change, expected) in cases {
        let mut data = data();
        change(&mut data);
        let error = restore(data).expect_err(expected).to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn resources_that_are_gone_are_numbered_as_they_are_named() {
    let mut numbers = Numbers::new([Handle(7), Handle(9)].into_iter());
    let of = [9, 30, 8, 30, 7].map(|handle| numbers.of(Handle(handle)).0);
    assert_eq!(of, [2, 3, 4, 3, 1]);
}
