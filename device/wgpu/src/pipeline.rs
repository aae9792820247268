//! Pipelines, by what they depend on, and the translation of gallium's fixed-function state into the host's.

use std::sync::Arc;

use device::gpu::{
    Blend, BlendFactor, BlendFunction, BlendHalf, Compare, DepthStencilAlpha, LogicOp, PolygonMode,
    Rasterizer, StencilFace, StencilOp,
};
use rustc_hash::FxHashMap;
use tgsi::lower::key::{ConstantFactor, Constants};
use wgpu::{
    BlendComponent, BlendOperation, BlendState, ColorTargetState, ColorWrites, DepthBiasState,
    DepthStencilState, Face, FrontFace, IndexFormat, PrimitiveState, PrimitiveTopology, StencilFaceState,
    StencilOperation, StencilState,
};

use crate::format::{self, Class, HostFormat};
use crate::later::{Job, Later};
use crate::merge::Merging;
use crate::pass::Targets;
use crate::raster::{self, RasterStyle};
use crate::sampler::compare;
use crate::shader::{FEW, FragmentVariant, VertexVariant};
use crate::vertex::{SlotLayout, VertexLayouts};

/// All that a pipeline depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PipelineKey {
    /// Variants.
    pub(crate) vertex: u32,
    pub(crate) fragment: u32,
    /// Native vertex layout.
    pub(crate) layout: u32,
    /// Layouts of the groups of fragment textures, vertex textures, buffers, storage; 0 where there is none.
    pub(crate) groups: [u64; 4],
    pub(crate) primitive: PrimitiveState,
    pub(crate) style: RasterStyle,
    pub(crate) colors: Vec<Option<ColorTargetState>>,
    pub(crate) depth_stencil: Option<DepthStencilState>,
    pub(crate) samples: u32,
    pub(crate) mask: u64,
    pub(crate) alpha_to_coverage: bool,
}

/// A pipeline, which is made when it is first needed, or before.
pub(crate) struct Pipeline {
    pub(crate) number: u64,
    made: Later<wgpu::RenderPipeline>,
    pub(crate) key: PipelineKey,
    pub(crate) vertex: Arc<VertexVariant>,
    pub(crate) fragment: Arc<FragmentVariant>,
    /// For draws that are instances of one.
    pub(crate) merging: Merging,
}

/// How a pipeline's blocks of constants are bound. Only stages that read a block see it: a change of what the fragment
/// stage sees costs lavapipe a copy of all its state, and memory that it sees one with each draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    /// As memory, or else as a uniform buffer for each block.
    pub(crate) slots: bool,
    /// Who sees the fragment stage's block, or the memory.
    pub(crate) readers: wgpu::ShaderStages,
}

impl Way {
    pub(crate) fn of(vertex: &VertexVariant, fragment: &FragmentVariant) -> Self {
        let constants = vertex.key.constants;
        let mut readers = wgpu::ShaderStages::FRAGMENT;
        readers.set(wgpu::ShaderStages::FRAGMENT, fragment.reads_block);
        readers.set(
            wgpu::ShaderStages::VERTEX,
            constants != Constants::Uniform || !fragment.reads_block,
        );
        Self {
            slots: constants.is_slot(),
            readers,
        }
    }
}

/// Every pipeline that may be drawn with again.
pub(crate) struct Pipelines {
    table: FxHashMap<PipelineKey, Arc<Pipeline>>,
    /// With so many, those whose shaders are gone are let go.
    most: usize,
    /// By the layouts of groups, of which the first is what the way of constants asks for.
    layouts: FxHashMap<([u64; 4], Way), wgpu::PipelineLayout>,
    next: u64,
}

/// What a pipeline is made from besides its key.
pub(crate) struct Parts<'a> {
    pub(crate) device: &'a wgpu::Device,
    pub(crate) vertex: &'a Arc<VertexVariant>,
    pub(crate) fragment: &'a Arc<FragmentVariant>,
    pub(crate) vertex_layouts: &'a VertexLayouts,
    /// The layouts of groups 0 to 4; not all hosts have the last.
    pub(crate) groups: [Option<&'a wgpu::BindGroupLayout>; 5],
}

impl Pipeline {
    pub(crate) fn is_made(&self) -> bool {
        self.made.is_made()
    }

    /// Makes it if it is not made; `None` if it cannot be.
    pub(crate) fn get(&self) -> Option<&wgpu::RenderPipeline> {
        self.made.get()
    }

    /// Whether the guest has its shaders still.
    fn is_alive(&self) -> bool {
        self.vertex.shader.strong_count() > 0 && self.fragment.shader.strong_count() > 0
    }
}

impl Job for Pipeline {
    fn run(&self) {
        self.made.get();
    }
}

impl Default for Pipelines {
    fn default() -> Self {
        Self {
            table: FxHashMap::default(),
            most: FEW,
            layouts: FxHashMap::default(),
            next: 0,
        }
    }
}

impl Pipelines {
    pub(crate) fn find(&self, key: &PipelineKey) -> Option<Arc<Pipeline>> {
        self.table.get(key).cloned()
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// Whoever has one keeps it.
    pub(crate) fn forget(&mut self) {
        self.table.clear();
        self.layouts.clear();
        self.most = FEW;
    }

    /// Promises the pipeline of a key that has none.
    pub(crate) fn create(&mut self, key: PipelineKey, parts: &Parts<'_>) -> Arc<Pipeline> {
        if self.table.len() >= self.most {
            self.table.retain(|_, pipeline| pipeline.is_alive());
            self.most = FEW.max(2 * self.table.len());
        }
        let device = parts.device;
        let way = Way::of(parts.vertex, parts.fragment);
        let used = if parts.groups[4].is_some() { 5 } else { 4 };
        let layout = self.layouts.entry((key.groups, way)).or_insert_with(|| {
            device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: None,
                bind_group_layouts: &parts.groups[..used],
                immediate_size: 0,
            })
        });
        let recipe = Recipe {
            device: device.clone(),
            key: key.clone(),
            layout: layout.clone(),
            buffers: parts.vertex_layouts.get(key.layout).to_vec(),
            vertex: Arc::clone(&parts.vertex.module),
            fragment: Arc::clone(&parts.fragment.module),
        };
        self.next += 1;
        let pipeline = Arc::new(Pipeline {
            number: self.next,
            made: Later::new(move || recipe.make()),
            key: key.clone(),
            vertex: Arc::clone(parts.vertex),
            fragment: Arc::clone(parts.fragment),
            merging: Merging::default(),
        });
        self.table.insert(key, Arc::clone(&pipeline));
        pipeline
    }
}

/// All that it takes to make a pipeline, wherever.
struct Recipe {
    device: wgpu::Device,
    key: PipelineKey,
    layout: wgpu::PipelineLayout,
    buffers: Vec<SlotLayout>,
    vertex: Arc<Later<wgpu::ShaderModule>>,
    fragment: Arc<Later<wgpu::ShaderModule>>,
}

impl Recipe {
    /// `None` if a shader cannot be lowered.
    fn make(&self) -> Option<wgpu::RenderPipeline> {
        let key = &self.key;
        let buffers: Vec<_> = self
            .buffers
            .iter()
            .map(|slot| {
                Some(wgpu::VertexBufferLayout {
                    array_stride: u64::from(slot.stride_bytes),
                    step_mode: if slot.per_instance {
                        wgpu::VertexStepMode::Instance
                    } else {
                        wgpu::VertexStepMode::Vertex
                    },
                    attributes: &slot.attributes,
                })
            })
            .collect();
        let descriptor = wgpu::RenderPipelineDescriptor {
            label: None,
            layout: Some(&self.layout),
            vertex: wgpu::VertexState {
                module: self.vertex.get()?,
                entry_point: Some("main"),
                compilation_options: compilation(),
                buffers: &buffers,
            },
            primitive: key.primitive,
            depth_stencil: key.depth_stencil.clone(),
            multisample: wgpu::MultisampleState {
                count: key.samples,
                mask: key.mask,
                alpha_to_coverage_enabled: key.alpha_to_coverage,
            },
            fragment: Some(wgpu::FragmentState {
                module: self.fragment.get()?,
                entry_point: Some("main"),
                compilation_options: compilation(),
                targets: &key.colors,
            }),
            multiview_mask: None,
            cache: None,
        };
        let make = || self.device.create_render_pipeline(&descriptor);
        Some(raster::with_style(key.style, make))
    }
}

/// Workgroup memory does not matter here, and bounds are checked by what lowers.
pub(crate) fn compilation() -> wgpu::PipelineCompilationOptions<'static> {
    wgpu::PipelineCompilationOptions {
        zero_initialize_workgroup_memory: false,
        ..Default::default()
    }
}

/// Which faces a draw draws, where front and back need pipelines of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Faces {
    Both,
    Front,
    Back,
}

/// What of the stencil the host has once for both faces: the reference, the mask of reads and that of writes. `None`
/// where a face does not mind.
fn shared(face: &StencilFace, reference: u8) -> [Option<u8>; 3] {
    let operations = [face.fail, face.depth_fail, face.pass];
    let compares = !matches!(face.compare, Compare::Always | Compare::Never);
    let refers = compares || operations.contains(&StencilOp::Replace);
    let writes = operations.iter().any(|operation| *operation != StencilOp::Keep);
    [
        refers.then_some(reference),
        compares.then_some(face.read_mask),
        writes.then_some(face.write_mask),
    ]
}

/// Whether front and back differ in what one pipeline has only once.
pub(crate) fn faces_differ(rasterizer: &Rasterizer, dsa: &DepthStencilAlpha, references: [u8; 2]) -> bool {
    let [front, back] = &dsa.stencil;
    let pairs = shared(front, references[0])
        .into_iter()
        .zip(shared(back, references[1]));
    let differ = |(one, two): (Option<u8>, Option<u8>)| one.zip(two).is_some_and(|(one, two)| one != two);
    let stencil = front.enabled && back.enabled && pairs.into_iter().any(differ);
    stencil || rasterizer.fill_front != rasterizer.fill_back
}

/// The reference, and the masks of reads and of writes, of a pipeline that draws those faces.
pub(crate) fn shared_stencil(dsa: &DepthStencilAlpha, references: [u8; 2], faces: Faces) -> [u8; 3] {
    let [front, back] = &dsa.stencil;
    let (back, second) = if back.enabled {
        (back, references[1])
    } else {
        (front, references[0])
    };
    let (front, back) = (shared(front, references[0]), shared(back, second));
    let pick = |front: Option<u8>, back: Option<u8>| match faces {
        Faces::Both => front.or(back),
        Faces::Front => front,
        Faces::Back => back,
    };
    std::array::from_fn(|index| pick(front[index], back[index]).unwrap_or(0xff))
}

/// The primitive state of triangles.
pub(crate) fn primitive(
    rasterizer: &Rasterizer,
    topology: PrimitiveTopology,
    strip_index_format: Option<IndexFormat>,
    faces: Faces,
    features: wgpu::Features,
) -> Option<PrimitiveState> {
    let triangles = matches!(
        topology,
        PrimitiveTopology::TriangleList | PrimitiveTopology::TriangleStrip
    );
    let (no_front, no_back) = (
        rasterizer.cull_front || faces == Faces::Back,
        rasterizer.cull_back || faces == Faces::Front,
    );
    let cull_mode = match (triangles, no_front, no_back) {
        (true, true, true) => return None,
        (true, true, false) => Some(Face::Front),
        (true, false, true) => Some(Face::Back),
        (_, _, _) => None,
    };
    let mode = if faces == Faces::Back || no_front {
        rasterizer.fill_back
    } else {
        rasterizer.fill_front
    };
    let polygon_mode = match mode {
        PolygonMode::Line if features.contains(wgpu::Features::POLYGON_MODE_LINE) => wgpu::PolygonMode::Line,
        PolygonMode::Point if features.contains(wgpu::Features::POLYGON_MODE_POINT) => {
            wgpu::PolygonMode::Point
        }
        _ => wgpu::PolygonMode::Fill,
    };
    Some(PrimitiveState {
        topology,
        strip_index_format,
        front_face: if rasterizer.front_ccw {
            FrontFace::Ccw
        } else {
            FrontFace::Cw
        },
        cull_mode,
        unclipped_depth: !rasterizer.depth_clip && features.contains(wgpu::Features::DEPTH_CLIP_CONTROL),
        polygon_mode: if triangles {
            polygon_mode
        } else {
            wgpu::PolygonMode::Fill
        },
        conservative: false,
    })
}

/// The depth bias of a primitive state, and its constant where that is no whole number.
pub(crate) fn depth_bias(
    rasterizer: &Rasterizer,
    primitive: &PrimitiveState,
) -> (DepthBiasState, Option<f32>) {
    let triangles = matches!(
        primitive.topology,
        PrimitiveTopology::TriangleList | PrimitiveTopology::TriangleStrip
    );
    let enabled = triangles
        && match primitive.polygon_mode {
            wgpu::PolygonMode::Fill => rasterizer.offset_triangle,
            wgpu::PolygonMode::Line => rasterizer.offset_line,
            wgpu::PolygonMode::Point => rasterizer.offset_point,
        };
    if !enabled {
        return (DepthBiasState::default(), None);
    }
    let clean = |value: f32| if value.is_finite() { value } else { 0.0 };
    let units = clean(rasterizer.offset_units);
    // Something must be left of it, or the host has no bias at all.
    let whole = units.trunc() + if units.fract() == 0.0 { 0.0 } else { units.signum() };
    let bias = DepthBiasState {
        constant: whole as i32,
        slope_scale: clean(rasterizer.offset_scale),
        clamp: clean(rasterizer.offset_clamp),
    };
    (bias, (units.fract() != 0.0).then_some(units))
}

fn stencil_operation(op: StencilOp) -> StencilOperation {
    match op {
        StencilOp::Keep => StencilOperation::Keep,
        StencilOp::Zero => StencilOperation::Zero,
        StencilOp::Replace => StencilOperation::Replace,
        StencilOp::Increment => StencilOperation::IncrementClamp,
        StencilOp::Decrement => StencilOperation::DecrementClamp,
        StencilOp::IncrementWrap => StencilOperation::IncrementWrap,
        StencilOp::DecrementWrap => StencilOperation::DecrementWrap,
        StencilOp::Invert => StencilOperation::Invert,
    }
}

fn stencil_face(face: &StencilFace) -> StencilFaceState {
    if !face.enabled {
        return StencilFaceState::IGNORE;
    }
    StencilFaceState {
        compare: compare(face.compare),
        fail_op: stencil_operation(face.fail),
        depth_fail_op: stencil_operation(face.depth_fail),
        pass_op: stencil_operation(face.pass),
    }
}

/// The depth and stencil state on a target; `faces` says whose masks count.
pub(crate) fn depth_stencil(
    dsa: &DepthStencilAlpha,
    format: HostFormat,
    faces: Faces,
    bias: DepthBiasState,
) -> DepthStencilState {
    let has_depth = format.class != Class::Stencil;
    let has_stencil = format.class != Class::Depth;
    let [front, back] = &dsa.stencil;
    let [_, read_mask, write_mask] = shared_stencil(dsa, [0; 2], faces);
    // With only the front's test on, it is both faces'.
    let back = if back.enabled { back } else { front };
    let (front, back) = match faces {
        Faces::Both => (front, back),
        Faces::Front => (front, front),
        Faces::Back => (back, back),
    };
    let stencil = if has_stencil && dsa.stencil[0].enabled {
        StencilState {
            front: stencil_face(front),
            back: stencil_face(back),
            read_mask: u32::from(read_mask),
            write_mask: u32::from(write_mask),
        }
    } else {
        StencilState::default()
    };
    let depth_test = has_depth && dsa.depth_test;
    DepthStencilState {
        format: format.texture,
        depth_write_enabled: has_depth.then_some(depth_test && dsa.depth_write),
        depth_compare: has_depth.then_some(if depth_test {
            compare(dsa.depth_compare)
        } else {
            wgpu::CompareFunction::Always
        }),
        stencil,
        bias: if has_depth {
            bias
        } else {
            DepthBiasState::default()
        },
    }
}

/// Whether a format of depth and stencil has depth.
pub(crate) fn has_depth(format: Option<wgpu::TextureFormat>) -> bool {
    format.is_some_and(|format| format.has_depth_aspect())
}

/// What a draw does with several samples; nothing where there is but one, or the rasterizer has it off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Multisample {
    enabled: bool,
    /// Whether the host makes coverage of the alpha of target 0.
    pub(crate) alpha_to_coverage: bool,
    /// Whether the shader makes it of that of output 0: the host lacks a target 0, or its alpha becomes one.
    pub(crate) shader_coverage: bool,
    pub(crate) alpha_to_one: bool,
}

impl Multisample {
    pub(crate) fn of(blend: &Blend, rasterizer: &Rasterizer, targets: &Targets) -> Self {
        let enabled = targets.samples > 1 && rasterizer.multisample;
        let alpha_to_one = enabled && blend.alpha_to_one;
        let covers = enabled && blend.alpha_to_coverage;
        let first = targets.colors.first().and_then(Option::as_ref);
        let (by_host, by_shader) = match first.map(|attachment| attachment.format.class) {
            Some(Class::Float) => (!alpha_to_one, alpha_to_one),
            // Integers have no alpha that covers.
            Some(_) => (false, false),
            None => (false, true),
        };
        Self {
            enabled,
            alpha_to_coverage: covers && by_host,
            shader_coverage: covers && by_shader,
            alpha_to_one,
        }
    }

    /// The samples that are written.
    pub(crate) fn mask(self, mask: u32) -> u64 {
        if self.enabled { u64::from(mask) } else { u64::MAX }
    }
}

/// The state of every colour target.
pub(crate) fn colors(
    blend: &Blend,
    targets: &Targets,
    features: wgpu::Features,
) -> Vec<Option<ColorTargetState>> {
    // With more than one target GL has no second source; what names it nevertheless does not blend.
    let has_second = targets.colors.len() == 1 && features.contains(wgpu::Features::DUAL_SOURCE_BLENDING);
    let host_alpha = constant_is_alpha(blend, targets);
    let target = |(index, attachment): (usize, &Option<crate::pass::Attachment>)| {
        let format = attachment.as_ref()?.format;
        let state = &blend.targets[if blend.independent { index } else { 0 }];
        let mut write_mask = ColorWrites::from_bits_truncate(u32::from(state.write_mask & 0xf));
        let alpha_in_red = format.target == Some(tgsi::lower::key::Target::AlphaInRed);
        if alpha_in_red {
            let alpha = write_mask.contains(ColorWrites::ALPHA);
            write_mask = if alpha {
                ColorWrites::RED
            } else {
                ColorWrites::empty()
            };
        } else if !format.has_alpha {
            // Nobody sees what is written there, and hosts write whole texels faster than parts of them.
            write_mask.set(ColorWrites::ALPHA, write_mask.contains(ColorWrites::COLOR));
        }
        if blend.logic_op == Some(LogicOp::Noop) {
            write_mask = ColorWrites::empty();
        }
        let blends = state.enabled && blend.logic_op.is_none() && format.class == Class::Float;
        let blend = blends.then(|| {
            let mut color = if alpha_in_red { state.alpha } else { state.color };
            if constant_factor(blend, index, &format, host_alpha).is_some() {
                color.source = BlendFactor::One;
            }
            BlendState {
                color: component(color, format, alpha_in_red),
                alpha: component(state.alpha, format, alpha_in_red),
            }
        });
        let blend = blend.filter(|blend| has_second || !reads_second(blend));
        Some(ColorTargetState {
            format: format.texture,
            blend,
            write_mask,
        })
    };
    targets.colors.iter().enumerate().map(target).collect()
}

fn component(half: BlendHalf, format: HostFormat, alpha_in_red: bool) -> BlendComponent {
    let operation = match half.function {
        BlendFunction::Add => BlendOperation::Add,
        BlendFunction::Subtract => BlendOperation::Subtract,
        BlendFunction::ReverseSubtract => BlendOperation::ReverseSubtract,
        BlendFunction::Min => BlendOperation::Min,
        BlendFunction::Max => BlendOperation::Max,
    };
    if matches!(operation, BlendOperation::Min | BlendOperation::Max) {
        return BlendComponent {
            src_factor: wgpu::BlendFactor::One,
            dst_factor: wgpu::BlendFactor::One,
            operation,
        };
    }
    let opaque = !format.has_alpha;
    BlendComponent {
        src_factor: factor(half.source, opaque, alpha_in_red),
        dst_factor: factor(half.destination, opaque, alpha_in_red),
        operation,
    }
}

/// A factor on a target that may lack alpha (it then reads as 1) or keep it in red.
fn factor(factor: BlendFactor, opaque: bool, alpha_in_red: bool) -> wgpu::BlendFactor {
    use wgpu::BlendFactor as F;
    match factor {
        BlendFactor::One => F::One,
        BlendFactor::Zero => F::Zero,
        BlendFactor::SrcColor => F::Src,
        BlendFactor::InvSrcColor => F::OneMinusSrc,
        BlendFactor::SrcAlpha => F::SrcAlpha,
        BlendFactor::InvSrcAlpha => F::OneMinusSrcAlpha,
        BlendFactor::DstColor => F::Dst,
        BlendFactor::InvDstColor => F::OneMinusDst,
        BlendFactor::DstAlpha if alpha_in_red => F::Dst,
        BlendFactor::InvDstAlpha if alpha_in_red => F::OneMinusDst,
        BlendFactor::DstAlpha if opaque => F::One,
        BlendFactor::InvDstAlpha if opaque => F::Zero,
        BlendFactor::DstAlpha => F::DstAlpha,
        BlendFactor::InvDstAlpha => F::OneMinusDstAlpha,
        BlendFactor::SrcAlphaSaturate if alpha_in_red => F::One,
        BlendFactor::SrcAlphaSaturate if opaque => F::Zero,
        BlendFactor::SrcAlphaSaturate => F::SrcAlphaSaturated,
        BlendFactor::ConstColor | BlendFactor::ConstAlpha => F::Constant,
        BlendFactor::InvConstColor | BlendFactor::InvConstAlpha => F::OneMinusConstant,
        BlendFactor::Src1Color => F::Src1,
        BlendFactor::InvSrc1Color => F::OneMinusSrc1,
        BlendFactor::Src1Alpha => F::Src1Alpha,
        BlendFactor::InvSrc1Alpha => F::OneMinusSrc1Alpha,
    }
}

/// Whether a factor is made of the constant: of its alpha, and whether it is what that lacks of 1.
fn of_constant(factor: BlendFactor) -> Option<(bool, bool)> {
    match factor {
        BlendFactor::ConstColor => Some((false, false)),
        BlendFactor::InvConstColor => Some((false, true)),
        BlendFactor::ConstAlpha => Some((true, false)),
        BlendFactor::InvConstAlpha => Some((true, true)),
        _ => None,
    }
}

/// What the fragment shader multiplies the colours of a target by: the host has but one constant, and where that is the
/// colour, there is no factor of its alpha, nor the other way round.
fn constant_factor(
    blend: &Blend,
    index: usize,
    format: &HostFormat,
    host_alpha: bool,
) -> Option<ConstantFactor> {
    let state = &blend.targets[if blend.independent { index } else { 0 }];
    let half = state.color;
    let ignored = matches!(half.function, BlendFunction::Min | BlendFunction::Max);
    let (alpha, inverted) = of_constant(half.source)?;
    let wanted = state.enabled
        && blend.logic_op.is_none()
        && !ignored
        && alpha != host_alpha
        && format.target == Some(tgsi::lower::key::Target::Float);
    wanted.then_some(ConstantFactor {
        inverted,
        range: format::range(format.texture),
    })
}

/// [`FragmentKey::constant_factors`](tgsi::lower::key::FragmentKey::constant_factors).
pub(crate) fn constant_factors(blend: &Blend, targets: &Targets) -> Vec<Option<ConstantFactor>> {
    let host_alpha = constant_is_alpha(blend, targets);
    let factor = |(index, attachment): (usize, &Option<crate::pass::Attachment>)| {
        constant_factor(blend, index, &attachment.as_ref()?.format, host_alpha)
    };
    let mut factors: Vec<_> = targets.colors.iter().enumerate().map(factor).collect();
    let len = factors
        .iter()
        .rposition(Option::is_some)
        .map_or(0, |last| last + 1);
    factors.truncate(len);
    factors
}

/// The constant that fragment shaders multiply by, red, green and blue: what the host's is not.
pub(crate) fn factor_constant(
    blend: &Blend,
    color: [f32; 4],
    factors: &[Option<ConstantFactor>],
) -> [f32; 3] {
    let [r, g, b, a] = color;
    let of_color = (0..).zip(factors).any(|(index, factor): (usize, _)| {
        let state = &blend.targets[if blend.independent { index } else { 0 }];
        factor.is_some() && of_constant(state.color.source).is_some_and(|(alpha, _)| !alpha)
    });
    if of_color { [r, g, b] } else { [a; 3] }
}

/// Whether all components of the host's constant are its alpha, as where a colour half asks for it: the host has no
/// factor that takes alpha for colours. What destinations ask for goes before what sources do, of which the shader takes
/// care.
fn constant_is_alpha(blend: &Blend, targets: &Targets) -> bool {
    let count = if blend.independent {
        targets.colors.len()
    } else {
        1
    };
    let halves = || {
        let enabled = blend.targets.iter().take(count).filter(|target| target.enabled);
        enabled.map(|target| target.color)
    };
    let alpha_in_red = targets
        .colors
        .iter()
        .flatten()
        .any(|attachment| attachment.format.target == Some(tgsi::lower::key::Target::AlphaInRed));
    let mut destinations = halves().filter_map(|half| of_constant(half.destination));
    let mut sources = halves().filter_map(|half| of_constant(half.source));
    alpha_in_red
        || match destinations.next() {
            Some((first, _)) => first || destinations.any(|(alpha, _)| alpha),
            None => sources.any(|(alpha, _)| alpha),
        }
}

/// The blend constant.
pub(crate) fn blend_constant(blend: &Blend, color: [f32; 4], targets: &Targets) -> [f32; 4] {
    if constant_is_alpha(blend, targets) {
        [color[3]; 4]
    } else {
        color
    }
}

/// Whether the draw has a second source to blend with: only where there is one target, which blends.
pub(crate) fn dual_source(blend: &Blend, targets: &Targets, features: wgpu::Features) -> bool {
    let first = &blend.targets[0];
    let wanted = [first.color, first.alpha].iter().any(|half| {
        is_second(factor(half.source, false, false)) || is_second(factor(half.destination, false, false))
    });
    // Most blends end here.
    wanted
        && colors(blend, targets, features)
            .first()
            .and_then(|target| target.as_ref()?.blend)
            .is_some_and(|blend| reads_second(&blend))
}

fn reads_second(blend: &BlendState) -> bool {
    [blend.color, blend.alpha]
        .iter()
        .any(|component| is_second(component.src_factor) || is_second(component.dst_factor))
}

fn is_second(factor: wgpu::BlendFactor) -> bool {
    use wgpu::BlendFactor as F;
    matches!(
        factor,
        F::Src1 | F::OneMinusSrc1 | F::Src1Alpha | F::OneMinusSrc1Alpha
    )
}
