//! Objects: from the words that describe them to gallium's plain data.

use std::collections::HashMap;

use wire::virgl::{self as w, Bits, ObjectType};

use super::{Error, resource::Resources};
use crate::{
    gpu::{
        Blend, BlendFactor, BlendFunction, BlendHalf, Compare, DepthStencilAlpha, Format, Key, Keyed,
        LogicOp, MAX_VERTEX_BUFFERS, MAX_VERTEX_ELEMENTS, MipFilter, PolygonMode, Rasterizer, ResourceDesc,
        Sampler, SamplerView, Shader, Shared, StencilFace, StencilOp, StreamoutTarget, Surface, Swizzle,
        Target, TargetBlend, VertexElement, VertexElements, ViewRange, Wrap,
    },
    transfer,
    virgl::query::Query,
};

/// An object of a sub-context.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub(super) enum Object {
    Blend(Shared<Blend>),
    Rasterizer(Shared<Rasterizer>),
    Dsa(Shared<DepthStencilAlpha>),
    Shader(Shared<Shader>),
    /// A shader whose text we do not understand: what is drawn with it is left out.
    BadShader(tgsi::Stage),
    VertexElements(Shared<VertexElements>),
    SamplerView(Shared<SamplerView>),
    SamplerState(Shared<Sampler>),
    Surface(Shared<Surface>),
    Query(Query),
    StreamoutTarget(Shared<StreamoutTarget>),
}

impl Object {
    /// By what the host GPU knows it, if at all.
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Self::Blend(object) => Some(object.key()),
            Self::Rasterizer(object) => Some(object.key()),
            Self::Dsa(object) => Some(object.key()),
            Self::Shader(object) => Some(object.key()),
            Self::VertexElements(object) => Some(object.key()),
            Self::SamplerView(object) => Some(object.key()),
            Self::SamplerState(object) => Some(object.key()),
            Self::Surface(object) => Some(object.key()),
            Self::Query(query) => Some(query.key),
            Self::BadShader(_) | Self::StreamoutTarget(_) => None,
        }
    }
}

/// The objects of a sub-context, by handle.
#[derive(Debug, Default)]
pub(super) struct Objects(HashMap<u32, Object>);

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($type:ty);)*) => {
        impl Objects {
            $(
                $(#[$doc])*
                /// # Errors
                /// [`Error::NoObject`].
                pub(super) fn $name(&self, handle: u32) -> Result<&$type, Error> {
                    match self.0.get(&handle) {
                        Some(Object::$variant(object)) => Ok(object),
                        _ => Err(Error::NoObject { kind: ObjectType::$variant, handle }),
                    }
                }
            )*
        }
    };
}

lookups! {
    /// A blend.
    blend: Blend(Shared<Blend>);
    /// A rasterizer.
    rasterizer: Rasterizer(Shared<Rasterizer>);
    /// Depth, stencil and alpha test.
    dsa: Dsa(Shared<DepthStencilAlpha>);
    /// Vertex elements.
    vertex_elements: VertexElements(Shared<VertexElements>);
    /// A sampler view.
    sampler_view: SamplerView(Shared<SamplerView>);
    /// A sampler.
    sampler: SamplerState(Shared<Sampler>);
    /// A surface.
    surface: Surface(Shared<Surface>);
    /// A target of transform feedback.
    streamout_target: StreamoutTarget(Shared<StreamoutTarget>);
    /// A query.
    query: Query(Query);
}

impl Objects {
    /// The object of that handle.
    pub(super) fn get(&self, handle: u32) -> Option<&Object> {
        self.0.get(&handle)
    }

    /// All of them with their handles, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Object)> {
        self.0.iter().map(|(handle, object)| (*handle, object))
    }

    /// Adds an object; returns what had that handle.
    pub(super) fn insert(&mut self, handle: u32, object: Object) -> Option<Object> {
        self.0.insert(handle, object)
    }

    /// Removes an object.
    pub(super) fn remove(&mut self, handle: u32) -> Option<Object> {
        self.0.remove(&handle)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Object> + '_ {
        self.0.drain().map(|(_, object)| object)
    }
}

fn flag(word: u32, bits: Bits) -> bool {
    bits.get(word) != 0
}

/// `PIPE_FUNC_*`: all eight values of three bits.
fn compare(value: u32) -> Compare {
    match value & 7 {
        0 => Compare::Never,
        1 => Compare::Less,
        2 => Compare::Equal,
        3 => Compare::LessEqual,
        4 => Compare::Greater,
        5 => Compare::NotEqual,
        6 => Compare::GreaterEqual,
        _ => Compare::Always,
    }
}

/// `PIPE_STENCIL_OP_*`: all eight values of three bits.
fn stencil_op(value: u32) -> StencilOp {
    match value & 7 {
        0 => StencilOp::Keep,
        1 => StencilOp::Zero,
        2 => StencilOp::Replace,
        3 => StencilOp::Increment,
        4 => StencilOp::Decrement,
        5 => StencilOp::IncrementWrap,
        6 => StencilOp::DecrementWrap,
        _ => StencilOp::Invert,
    }
}

/// `PIPE_LOGICOP_*`: all sixteen values of four bits.
fn logic_op(value: u32) -> LogicOp {
    match value & 15 {
        0 => LogicOp::Clear,
        1 => LogicOp::Nor,
        2 => LogicOp::AndInverted,
        3 => LogicOp::CopyInverted,
        4 => LogicOp::AndReverse,
        5 => LogicOp::Invert,
        6 => LogicOp::Xor,
        7 => LogicOp::Nand,
        8 => LogicOp::And,
        9 => LogicOp::Equiv,
        10 => LogicOp::Noop,
        11 => LogicOp::OrInverted,
        12 => LogicOp::Copy,
        13 => LogicOp::OrReverse,
        14 => LogicOp::Or,
        _ => LogicOp::Set,
    }
}

fn blend_function(value: u32) -> Result<BlendFunction, Error> {
    Ok(match value {
        0 => BlendFunction::Add,
        1 => BlendFunction::Subtract,
        2 => BlendFunction::ReverseSubtract,
        3 => BlendFunction::Min,
        4 => BlendFunction::Max,
        _ => return Err(Error::out_of_range("blend function", value)),
    })
}

/// `PIPE_BLENDFACTOR_*`. A target that does not blend may have any number here: Mesa leaves zeroes.
fn blend_factor(value: u32) -> Result<BlendFactor, Error> {
    Ok(match value {
        1 => BlendFactor::One,
        2 => BlendFactor::SrcColor,
        3 => BlendFactor::SrcAlpha,
        4 => BlendFactor::DstAlpha,
        5 => BlendFactor::DstColor,
        6 => BlendFactor::SrcAlphaSaturate,
        7 => BlendFactor::ConstColor,
        8 => BlendFactor::ConstAlpha,
        9 => BlendFactor::Src1Color,
        10 => BlendFactor::Src1Alpha,
        0x11 => BlendFactor::Zero,
        0x12 => BlendFactor::InvSrcColor,
        0x13 => BlendFactor::InvSrcAlpha,
        0x14 => BlendFactor::InvDstAlpha,
        0x15 => BlendFactor::InvDstColor,
        0x17 => BlendFactor::InvConstColor,
        0x18 => BlendFactor::InvConstAlpha,
        0x19 => BlendFactor::InvSrc1Color,
        0x1a => BlendFactor::InvSrc1Alpha,
        _ => return Err(Error::out_of_range("blend factor", value)),
    })
}

fn target_blend(word: u32) -> Result<TargetBlend, Error> {
    use w::blend as b;
    let write_mask = b::S2_RT_COLORMASK.get(word) as u8;
    if !flag(word, b::S2_RT_BLEND_ENABLE) {
        return Ok(TargetBlend {
            write_mask,
            ..TargetBlend::default()
        });
    }
    let half = |function: Bits, source: Bits, destination: Bits| {
        Ok::<_, Error>(BlendHalf {
            function: blend_function(function.get(word))?,
            source: blend_factor(source.get(word))?,
            destination: blend_factor(destination.get(word))?,
        })
    };
    Ok(TargetBlend {
        enabled: true,
        color: half(
            b::S2_RT_RGB_FUNC,
            b::S2_RT_RGB_SRC_FACTOR,
            b::S2_RT_RGB_DST_FACTOR,
        )?,
        alpha: half(
            b::S2_RT_ALPHA_FUNC,
            b::S2_RT_ALPHA_SRC_FACTOR,
            b::S2_RT_ALPHA_DST_FACTOR,
        )?,
        write_mask,
    })
}

pub(super) fn blend(object: &w::Blend) -> Result<Blend, Error> {
    use w::blend as b;
    let s0 = object.s0.get();
    let mut targets = [TargetBlend::default(); 8];
    for (target, word) in targets.iter_mut().zip(&object.s2) {
        *target = target_blend(word.get())?;
    }
    let logic_op = flag(s0, b::S0_LOGICOP_ENABLE).then(|| logic_op(b::S1_LOGICOP_FUNC.get(object.s1.get())));
    Ok(Blend {
        independent: flag(s0, b::S0_INDEPENDENT_BLEND_ENABLE),
        logic_op,
        dither: flag(s0, b::S0_DITHER),
        alpha_to_coverage: flag(s0, b::S0_ALPHA_TO_COVERAGE),
        alpha_to_one: flag(s0, b::S0_ALPHA_TO_ONE),
        targets,
    })
}

fn stencil_face(word: u32) -> StencilFace {
    use w::dsa as d;
    StencilFace {
        enabled: flag(word, d::S1_STENCIL_ENABLED),
        compare: compare(d::S1_STENCIL_FUNC.get(word)),
        fail: stencil_op(d::S1_STENCIL_FAIL_OP.get(word)),
        pass: stencil_op(d::S1_STENCIL_ZPASS_OP.get(word)),
        depth_fail: stencil_op(d::S1_STENCIL_ZFAIL_OP.get(word)),
        read_mask: d::S1_STENCIL_VALUEMASK.get(word) as u8,
        write_mask: d::S1_STENCIL_WRITEMASK.get(word) as u8,
    }
}

pub(super) fn dsa(object: &w::Dsa) -> DepthStencilAlpha {
    use w::dsa as d;
    let s0 = object.s0.get();
    DepthStencilAlpha {
        depth_test: flag(s0, d::S0_DEPTH_ENABLE),
        depth_write: flag(s0, d::S0_DEPTH_WRITEMASK),
        depth_compare: compare(d::S0_DEPTH_FUNC.get(s0)),
        stencil: object.stencil.map(|word| stencil_face(word.get())),
        alpha_test: flag(s0, d::S0_ALPHA_ENABLED).then(|| compare(d::S0_ALPHA_FUNC.get(s0))),
        alpha_reference: object.alpha_ref.get(),
    }
}

/// `PIPE_POLYGON_MODE_*`: all four values of two bits.
fn polygon_mode(value: u32) -> PolygonMode {
    match value & 3 {
        0 => PolygonMode::Fill,
        1 => PolygonMode::Line,
        2 => PolygonMode::Point,
        _ => PolygonMode::FillRectangle,
    }
}

pub(super) fn rasterizer(object: &w::Rasterizer) -> Rasterizer {
    use w::rasterizer as r;
    let (s0, s3) = (object.s0.get(), object.s3.get());
    let cull = r::S0_CULL_FACE.get(s0);
    Rasterizer {
        flat_shade: flag(s0, r::S0_FLATSHADE),
        depth_clip: flag(s0, r::S0_DEPTH_CLIP),
        clip_halfz: flag(s0, r::S0_CLIP_HALFZ),
        discard: flag(s0, r::S0_RASTERIZER_DISCARD),
        flat_shade_first: flag(s0, r::S0_FLATSHADE_FIRST),
        light_two_side: flag(s0, r::S0_LIGHT_TWOSIDE),
        sprite_lower_left: flag(s0, r::S0_SPRITE_COORD_MODE),
        point_quad: flag(s0, r::S0_POINT_QUAD_RASTERIZATION),
        cull_front: cull & 1 != 0,
        cull_back: cull & 2 != 0,
        fill_front: polygon_mode(r::S0_FILL_FRONT.get(s0)),
        fill_back: polygon_mode(r::S0_FILL_BACK.get(s0)),
        scissor: flag(s0, r::S0_SCISSOR),
        front_ccw: flag(s0, r::S0_FRONT_CCW),
        clamp_vertex_color: flag(s0, r::S0_CLAMP_VERTEX_COLOR),
        clamp_fragment_color: flag(s0, r::S0_CLAMP_FRAGMENT_COLOR),
        offset_line: flag(s0, r::S0_OFFSET_LINE),
        offset_point: flag(s0, r::S0_OFFSET_POINT),
        offset_triangle: flag(s0, r::S0_OFFSET_TRI),
        poly_smooth: flag(s0, r::S0_POLY_SMOOTH),
        poly_stipple: flag(s0, r::S0_POLY_STIPPLE_ENABLE),
        point_smooth: flag(s0, r::S0_POINT_SMOOTH),
        point_size_per_vertex: flag(s0, r::S0_POINT_SIZE_PER_VERTEX),
        multisample: flag(s0, r::S0_MULTISAMPLE),
        line_smooth: flag(s0, r::S0_LINE_SMOOTH),
        line_stipple: flag(s0, r::S0_LINE_STIPPLE_ENABLE),
        line_last_pixel: flag(s0, r::S0_LINE_LAST_PIXEL),
        half_pixel_center: flag(s0, r::S0_HALF_PIXEL_CENTER),
        bottom_edge_rule: flag(s0, r::S0_BOTTOM_EDGE_RULE),
        force_persample_interpolation: flag(s0, r::S0_FORCE_PERSAMPLE_INTERP),
        point_size: object.point_size.get(),
        sprite_coord_enable: object.sprite_coord_enable.get(),
        line_stipple_pattern: r::S3_LINE_STIPPLE_PATTERN.get(s3) as u16,
        line_stipple_factor: r::S3_LINE_STIPPLE_FACTOR.get(s3) as u8,
        clip_plane_enable: r::S3_CLIP_PLANE_ENABLE.get(s3) as u8,
        line_width: object.line_width.get(),
        offset_units: object.offset_units.get(),
        offset_scale: object.offset_scale.get(),
        offset_clamp: object.offset_clamp.get(),
    }
}

pub(super) fn format(value: u32) -> Result<Format, Error> {
    u16::try_from(value)
        .ok()
        .map(Format)
        .filter(|format| format.name().is_some())
        .ok_or(Error::out_of_range("format", value))
}

pub(super) fn vertex_elements(elements: &[w::VertexElement]) -> Result<VertexElements, Error> {
    if elements.len() > MAX_VERTEX_ELEMENTS {
        return Err(Error::out_of_range("vertex elements", elements.len() as u64));
    }
    elements.iter().map(vertex_element).collect()
}

fn vertex_element(element: &w::VertexElement) -> Result<VertexElement, Error> {
    let buffer = element.vertex_buffer_index.get();
    let element = VertexElement {
        offset_bytes: element.src_offset.get(),
        divisor: element.instance_divisor.get(),
        buffer: u8::try_from(buffer).map_err(|_| Error::out_of_range("vertex buffer", buffer))?,
        format: format(element.src_format.get())?,
    };
    check_vertex_element(&element)?;
    Ok(element)
}

/// Whether there can be such a vertex element.
pub(super) fn check_vertex_element(element: &VertexElement) -> Result<(), Error> {
    let block = element.format.block();
    if block.is_none_or(|block| (block.width, block.height) != (1, 1)) {
        return Err(Error::out_of_range("vertex format", element.format.0));
    }
    if usize::from(element.buffer) >= MAX_VERTEX_BUFFERS {
        return Err(Error::out_of_range("vertex buffer", element.buffer));
    }
    Ok(())
}

/// `PIPE_TEX_WRAP_*`: all eight values of three bits.
fn wrap(value: u32) -> Wrap {
    match value & 7 {
        0 => Wrap::Repeat,
        1 => Wrap::Clamp,
        2 => Wrap::ClampToEdge,
        3 => Wrap::ClampToBorder,
        4 => Wrap::MirrorRepeat,
        5 => Wrap::MirrorClamp,
        6 => Wrap::MirrorClampToEdge,
        _ => Wrap::MirrorClampToBorder,
    }
}

/// A level of detail or a bias that is no number is 0.
fn number(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value }
}

pub(super) fn sampler(object: &w::SamplerState) -> Result<Sampler, Error> {
    use w::sampler as s;
    let s0 = object.s0.get();
    let mip_filter = match s::S0_MIN_MIP_FILTER.get(s0) {
        0 => MipFilter::Nearest,
        1 => MipFilter::Linear,
        2 => MipFilter::None,
        value => return Err(Error::out_of_range("mip filter", value)),
    };
    Ok(Sampler {
        wrap: [s::S0_WRAP_S, s::S0_WRAP_T, s::S0_WRAP_R].map(|bits| wrap(bits.get(s0))),
        min_linear: flag(s0, s::S0_MIN_IMG_FILTER),
        mip_filter,
        mag_linear: flag(s0, s::S0_MAG_IMG_FILTER),
        compare: flag(s0, s::S0_COMPARE_MODE).then(|| compare(s::S0_COMPARE_FUNC.get(s0))),
        seamless_cube: flag(s0, s::S0_SEAMLESS_CUBE_MAP),
        max_anisotropy: s::S0_MAX_ANISOTROPY.get(s0) as u8,
        lod_bias: number(object.lod_bias.get()),
        min_lod: number(object.min_lod.get()),
        max_lod: number(object.max_lod.get()),
        border: object.border_color.map(|word| word.get()),
    })
}

/// `PIPE_SWIZZLE_*`.
fn swizzle(value: u32) -> Result<Swizzle, Error> {
    Ok(match value {
        0 => Swizzle::X,
        1 => Swizzle::Y,
        2 => Swizzle::Z,
        3 => Swizzle::W,
        4 => Swizzle::Zero,
        5 => Swizzle::One,
        _ => return Err(Error::out_of_range("swizzle", value)),
    })
}

/// `PIPE_TEXTURE_*` and `PIPE_BUFFER`.
pub(super) fn target(value: u32) -> Result<Target, Error> {
    Ok(match value {
        0 => Target::Buffer,
        1 => Target::Texture1D,
        2 => Target::Texture2D,
        3 => Target::Texture3D,
        4 => Target::Cube,
        5 => Target::Rect,
        6 => Target::Texture1DArray,
        7 => Target::Texture2DArray,
        8 => Target::CubeArray,
        _ => return Err(Error::out_of_range("target", value)),
    })
}

/// Whether a texture may be read as another kind of texture (ARB_texture_view's classes).
fn views_as(resource: Target, view: Target) -> bool {
    let class = |target: Target| match target {
        Target::Buffer => 0,
        Target::Texture1D | Target::Texture1DArray => 1,
        Target::Texture3D => 3,
        Target::Texture2D | Target::Rect | Target::Texture2DArray | Target::Cube | Target::CubeArray => 2,
    };
    class(resource) == class(view)
}

/// A view's or surface's format: one whose blocks are like those of the resource.
pub(super) fn view_format(desc: &ResourceDesc, value: u32) -> Result<Format, Error> {
    let view = format(value)?;
    check_view_format(desc, view)?;
    Ok(view)
}

fn check_view_format(desc: &ResourceDesc, view: Format) -> Result<(), Error> {
    if view
        .block()
        .is_some_and(|block| desc.target == Target::Buffer || Some(block) == transfer::block(desc))
    {
        Ok(())
    } else {
        Err(Error::out_of_range("view format", view.0))
    }
}

pub(super) fn sampler_view(object: &w::SamplerView, resources: &Resources) -> Result<SamplerView, Error> {
    use w::sampler_view as v;
    let resource = resources.on_gpu(object.res_handle.get())?;
    let desc = &resource.desc;
    let (first, second) = (
        object.layers_or_first_element.get(),
        object.levels_or_last_element.get(),
    );
    let packed = object.swizzle.get();
    let component = |bits: Bits| swizzle(bits.get(packed));
    let view = SamplerView {
        resource: resource.handle,
        format: format(v::FORMAT.get(object.format.get()))?,
        // Guests without the texture-view capability leave the target out, and a buffer's is 0 anyway.
        target: match target(v::TARGET.get(object.format.get()))? {
            Target::Buffer => desc.target,
            target => target,
        },
        range: match desc.target {
            Target::Buffer => ViewRange::Buffer {
                first_element: first,
                last_element: second,
            },
            _ => ViewRange::Texture {
                first_layer: v::FIRST_LAYER.get(first),
                last_layer: v::LAST_LAYER.get(first),
                first_level: v::FIRST_LEVEL.get(second),
                last_level: v::LAST_LEVEL.get(second),
            },
        },
        swizzle: [
            component(v::SWIZZLE_R)?,
            component(v::SWIZZLE_G)?,
            component(v::SWIZZLE_B)?,
            component(v::SWIZZLE_A)?,
        ],
    };
    check_sampler_view(desc, &view)?;
    Ok(view)
}

/// Whether a resource can have such a view.
pub(super) fn check_sampler_view(desc: &ResourceDesc, view: &SamplerView) -> Result<(), Error> {
    check_view_format(desc, view.format)?;
    if !views_as(desc.target, view.target) {
        return Err(Error::out_of_range("view target", view.target as u32));
    }
    match view.range {
        ViewRange::Buffer {
            first_element,
            last_element,
        } if desc.target == Target::Buffer => {
            let bytes = view.format.block().map_or(1, |block| block.bytes);
            ordered("last element of a view", first_element, last_element)?;
            below("last element of a view", last_element, desc.width / bytes)
        }
        ViewRange::Texture {
            first_layer,
            last_layer,
            first_level,
            last_level,
        } if desc.target != Target::Buffer => {
            ordered("last level of a view", first_level, last_level)?;
            below("last level of a view", last_level, desc.levels)?;
            let (_, _, depth) = desc.level_size(0);
            ordered("last layer of a view", first_layer, last_layer)?;
            below("last layer of a view", last_layer, depth)
        }
        ViewRange::Buffer { .. } | ViewRange::Texture { .. } => {
            Err(Error::out_of_range("range of a view of", desc.target as u32))
        }
    }
}

fn ordered(what: &'static str, first: u32, last: u32) -> Result<(), Error> {
    if first <= last {
        Ok(())
    } else {
        Err(Error::out_of_range(what, last))
    }
}

fn below(what: &'static str, value: u32, limit: u32) -> Result<(), Error> {
    if value < limit {
        Ok(())
    } else {
        Err(Error::out_of_range(what, value))
    }
}

pub(super) fn surface(object: &w::Surface, samples: u32, resources: &Resources) -> Result<Surface, Error> {
    use w::surface as s;
    let handle = object.res_handle.get();
    let resource = resources.on_gpu(handle)?;
    let desc = &resource.desc;
    if desc.target == Target::Buffer {
        return Err(Error::NotATexture(handle));
    }
    let (level, layers) = (object.level.get(), object.layers.get());
    let (width, height, _) = desc.level_size(level);
    let surface = Surface {
        resource: resource.handle,
        format: format(object.format.get())?,
        level,
        first_layer: s::FIRST_LAYER.get(layers),
        last_layer: s::LAST_LAYER.get(layers),
        samples,
        size: (width, height),
    };
    check_surface(desc, &surface)?;
    Ok(surface)
}

/// Whether a texture can have such a surface.
pub(super) fn check_surface(desc: &ResourceDesc, surface: &Surface) -> Result<(), Error> {
    if surface.samples > crate::limits::MAX_SAMPLES {
        return Err(Error::out_of_range("samples", surface.samples));
    }
    below("level of a surface", surface.level, desc.levels)?;
    let (width, height, depth) = desc.level_size(surface.level);
    ordered("last layer of a surface", surface.first_layer, surface.last_layer)?;
    below("last layer of a surface", surface.last_layer, depth)?;
    if surface.size != (width, height) {
        return Err(Error::out_of_range("width of a surface", surface.size.0));
    }
    check_view_format(desc, surface.format)
}

/// An object with a key of its own.
pub(super) fn shared<T>(value: T) -> Shared<T> {
    Keyed::shared(value)
}
