//! Pipelines of our own draws, written in WGSL.

use std::fmt::Write as _;

use device::gpu::Swizzle;
use rustc_hash::FxHashMap;
use tgsi::lower::key::Target;
use wgpu::{ColorWrites, SamplerBindingType, TextureSampleType, TextureViewDimension};

use crate::format::{Class, HostFormat, XYZW};
use crate::pipeline::compilation;
use crate::stream::Place;

/// Where the values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The parameters' colour.
    Fill,
    /// A texture's texels.
    Texture {
        /// What they are: a depth-stencil texture's depth is `Depth`, its stencil `Stencil`.
        class: Class,
        /// Whether it is a 3D texture.
        is_3d: bool,
        /// How it is filtered.
        filter: Filter,
        /// Which of its samples are read.
        samples: Samples,
        /// Its format's swizzle.
        swizzle: [Swizzle; 4],
    },
}

/// How the texel at a place between texels is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Filter {
    /// It is the nearest.
    Nearest,
    /// The host's sampler finds it.
    Linear,
    /// By four loads, as the host's sampler would: no sampler need filter the 32-bit floats that depths are read as.
    LinearByLoads,
}

/// Which samples of a texture a pixel comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Samples {
    /// The texture has one.
    One,
    /// The mean of all: how floats are resolved.
    Mean,
    /// The first: how integers, depths and stencils are resolved.
    First,
    /// Each sample of the target from that of the same number.
    Each,
}

impl Samples {
    /// What a target of so many samples takes from a texture of the class with so many.
    pub(crate) fn between(class: Class, from: u32, to: u32) -> Self {
        match (from > 1, to > 1, class) {
            (false, _, _) => Self::One,
            (true, true, _) => Self::Each,
            (true, false, Class::Float) => Self::Mean,
            (
                true,
                false,
                Class::Sint | Class::Uint | Class::Depth | Class::Stencil | Class::DepthStencil,
            ) => Self::First,
        }
    }

    /// What is read of a texture that has what this read of another.
    pub(crate) fn kept(self) -> Self {
        match self {
            Self::Each => Self::Each,
            Self::One | Self::Mean | Self::First => Self::One,
        }
    }
}

/// Where they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Output {
    /// A colour target's channels: bit 0 is red.
    Color { write_mask: u8 },
    /// The depth.
    Depth,
    /// One bit of the stencil: set where the value has it.
    StencilBit(u8),
    /// All stencil bits become 0.
    StencilZero,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct MetaKey {
    kind: Kind,
    output: Output,
    format: wgpu::TextureFormat,
    samples: u32,
    target: Option<Target>,
}

/// The pipelines.
#[derive(Default)]
pub(crate) struct MetaPipelines {
    table: FxHashMap<MetaKey, (wgpu::RenderPipeline, wgpu::BindGroupLayout)>,
    samplers: [Option<wgpu::Sampler>; 2],
}

impl MetaPipelines {
    /// The pipeline and its bind group.
    #[expect(clippy::too_many_arguments, reason = "each is one part of a draw")]
    pub(crate) fn prepare(
        &mut self,
        device: &wgpu::Device,
        kind: Kind,
        output: Output,
        (format, samples): (HostFormat, u32),
        source: Option<&wgpu::TextureView>,
        buffer: &wgpu::Buffer,
        place: Place,
    ) -> (wgpu::RenderPipeline, wgpu::BindGroup) {
        let key = MetaKey {
            kind,
            output,
            format: format.texture,
            samples,
            target: format.target,
        };
        let (pipeline, layout) = self
            .table
            .entry(key)
            .or_insert_with(|| create(device, &key, format))
            .clone();
        let linear = matches!(
            kind,
            Kind::Texture {
                filter: Filter::Linear,
                ..
            }
        );
        let sampler = self.samplers[usize::from(linear)].get_or_insert_with(|| {
            let filter = if linear {
                wgpu::FilterMode::Linear
            } else {
                wgpu::FilterMode::Nearest
            };
            device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: filter,
                min_filter: filter,
                ..Default::default()
            })
        });
        let mut entries = vec![wgpu::BindGroupEntry {
            binding: 0,
            resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer,
                offset: u64::from(place.offset),
                size: wgpu::BufferSize::new(super::Parameters::BYTES as u64),
            }),
        }];
        if let Some(view) = source {
            entries.push(wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::TextureView(view),
            });
            entries.push(wgpu::BindGroupEntry {
                binding: 2,
                resource: wgpu::BindingResource::Sampler(sampler),
            });
        }
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &layout,
            entries: &entries,
        });
        (pipeline, group)
    }
}

fn create(
    device: &wgpu::Device,
    key: &MetaKey,
    format: HostFormat,
) -> (wgpu::RenderPipeline, wgpu::BindGroupLayout) {
    let source = shader(key, format);
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    let visibility = wgpu::ShaderStages::FRAGMENT;
    let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility,
        ty,
        count: None,
    };
    let uniform = wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: None,
    };
    let mut entries = vec![entry(0, uniform)];
    if let Kind::Texture {
        class,
        is_3d,
        filter,
        samples,
        ..
    } = key.kind
    {
        let linear = filter == Filter::Linear;
        let sample_type = match class {
            Class::Float => TextureSampleType::Float { filterable: linear },
            Class::Depth | Class::DepthStencil => TextureSampleType::Depth,
            Class::Sint => TextureSampleType::Sint,
            Class::Uint | Class::Stencil => TextureSampleType::Uint,
        };
        let view_dimension = if is_3d {
            TextureViewDimension::D3
        } else {
            TextureViewDimension::D2
        };
        entries.push(entry(
            1,
            wgpu::BindingType::Texture {
                sample_type,
                view_dimension,
                multisampled: samples != Samples::One,
            },
        ));
        let sampler = if linear {
            SamplerBindingType::Filtering
        } else {
            SamplerBindingType::NonFiltering
        };
        entries.push(entry(2, wgpu::BindingType::Sampler(sampler)));
    }
    let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &entries,
    });
    let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: None,
        bind_group_layouts: &[Some(&layout)],
        immediate_size: 0,
    });
    let color = match key.output {
        Output::Color { write_mask } => {
            vec![Some(wgpu::ColorTargetState {
                format: key.format,
                blend: None,
                write_mask: ColorWrites::from_bits_truncate(u32::from(write_mask)),
            })]
        }
        Output::Depth | Output::StencilBit(_) | Output::StencilZero => Vec::new(),
    };
    let (vertex, topology) = match key.samples {
        0 | 1 => ("triangle", wgpu::PrimitiveTopology::TriangleList),
        _ => ("rectangle", wgpu::PrimitiveTopology::TriangleStrip),
    };
    let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: None,
        layout: Some(&pipeline_layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some(vertex),
            compilation_options: compilation(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState {
            topology,
            ..Default::default()
        },
        depth_stencil: depth_stencil(key, format),
        multisample: wgpu::MultisampleState {
            count: key.samples,
            ..Default::default()
        },
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("fragment"),
            compilation_options: compilation(),
            targets: &color,
        }),
        multiview_mask: None,
        cache: None,
    });
    (pipeline, layout)
}

fn depth_stencil(key: &MetaKey, format: HostFormat) -> Option<wgpu::DepthStencilState> {
    let write_mask = match key.output {
        Output::Color { .. } => return None,
        Output::Depth => 0,
        Output::StencilBit(bit) => 1 << bit,
        Output::StencilZero => 0xff,
    };
    let pass_op = match key.output {
        Output::StencilBit(_) => wgpu::StencilOperation::Replace,
        Output::StencilZero => wgpu::StencilOperation::Zero,
        Output::Color { .. } | Output::Depth => wgpu::StencilOperation::Keep,
    };
    let face = wgpu::StencilFaceState {
        compare: wgpu::CompareFunction::Always,
        fail_op: wgpu::StencilOperation::Keep,
        depth_fail_op: pass_op,
        pass_op,
    };
    let has_stencil = format.class != Class::Depth;
    let has_depth = format.class != Class::Stencil;
    Some(wgpu::DepthStencilState {
        format: key.format,
        depth_write_enabled: has_depth.then_some(key.output == Output::Depth),
        depth_compare: has_depth.then_some(wgpu::CompareFunction::Always),
        stencil: if has_stencil {
            wgpu::StencilState {
                front: face,
                back: face,
                read_mask: 0xff,
                write_mask,
            }
        } else {
            wgpu::StencilState::default()
        },
        bias: wgpu::DepthBiasState::default(),
    })
}

const PRELUDE: &str = "
struct Parameters { scale: vec2f, offset: vec2f, size: vec3f, z: f32, color: vec4u }
@group(0) @binding(0) var<uniform> p: Parameters;
@vertex fn triangle(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
    return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}
@vertex fn rectangle(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
    return vec4f(f32(i & 1u) * 2.0 - 1.0, f32(i >> 1u) * 2.0 - 1.0, 0.0, 1.0);
}
";

/// [`Filter::LinearByLoads`] of a 2D texture of floats; beyond its edge, the edge goes on.
const LINEAR_BY_LOADS: &str = "
fn linear(t: vec2f) -> vec4f {
    let last = vec2i(p.size.xy) - 1;
    let at = t - 0.5;
    let weight = fract(at);
    let low = clamp(vec2i(floor(at)), vec2i(0), last);
    let high = clamp(vec2i(floor(at)) + 1, vec2i(0), last);
    let top = mix(textureLoad(tex, low, 0), textureLoad(tex, vec2i(high.x, low.y), 0), weight.x);
    let bottom = mix(textureLoad(tex, vec2i(low.x, high.y), 0), textureLoad(tex, high, 0), weight.x);
    return mix(top, bottom, weight.y);
}
";

/// [`Samples::Mean`] of a texture of floats.
const MEAN: &str = "
fn mean(t: vec2f) -> vec4f {
    let at = vec2i(floor(t));
    let count = textureNumSamples(tex);
    var sum = vec4f();
    for (var i = 0u; i < count; i++) { sum += textureLoad(tex, at, i); }
    return sum / f32(count);
}
";

/// The shader's text.
fn shader(key: &MetaKey, format: HostFormat) -> String {
    let mut text = PRELUDE.to_owned();
    let value = match key.kind {
        Kind::Fill => match format.class {
            Class::Float => "bitcast<vec4f>(p.color)".to_owned(),
            Class::Depth | Class::DepthStencil => "vec4f(bitcast<f32>(p.color.x))".to_owned(),
            Class::Sint => "bitcast<vec4i>(p.color)".to_owned(),
            Class::Uint | Class::Stencil => "p.color".to_owned(),
        },
        Kind::Texture { .. } => texture_value(&mut text, key.kind),
    };
    let each = matches!(
        key.kind,
        Kind::Texture {
            samples: Samples::Each,
            ..
        }
    );
    let (argument, call) = if each {
        (", @builtin(sample_index) sample: u32", "value(at.xy, sample)")
    } else {
        ("", "value(at.xy, 0u)")
    };
    let body = match key.output {
        Output::Color { .. } => {
            let ty = vector(format.class);
            let result = if key.target == Some(Target::AlphaInRed) {
                format!("{ty}(v.a)")
            } else {
                format!("{ty}(v)")
            };
            format!("-> @location(0) {ty} {{ let v = {call}; return {result}; }}")
        }
        Output::Depth => format!("-> @builtin(frag_depth) f32 {{ return {call}.x; }}"),
        Output::StencilBit(bit) => {
            format!(
                "{{ if ((u32({call}.x) & {}u) == 0u) {{ discard; }} }}",
                1u32 << bit
            )
        }
        Output::StencilZero => format!("{{ _ = {call}; }}"),
    };
    let ty = match key.kind {
        Kind::Fill => vector(format.class),
        Kind::Texture { class, .. } => vector(class),
    };
    let locate = match key.kind {
        Kind::Fill => "",
        Kind::Texture { .. } => {
            "let t = at * p.scale + p.offset;
    if (t.x < 0.0 || t.y < 0.0 || t.x >= p.size.x || t.y >= p.size.y) { discard; }"
        }
    };
    // Formatting into a string cannot fail.
    let _ = writeln!(
        text,
        "fn value(at: vec2f, sample: u32) -> {ty} {{\n    {locate}\n    return {value};\n}}"
    );
    let _ = writeln!(
        text,
        "@fragment fn fragment(@builtin(position) at: vec4f{argument}) {body}"
    );
    text
}

/// Four components of a class.
fn vector(class: Class) -> &'static str {
    match class {
        Class::Float | Class::Depth | Class::DepthStencil => "vec4f",
        Class::Sint => "vec4i",
        Class::Uint | Class::Stencil => "vec4u",
    }
}

/// Declares texture and sampler, and gives the expression of a texel at `t`; nothing for what is no texture.
fn texture_value(text: &mut String, kind: Kind) -> String {
    let Kind::Texture {
        class,
        is_3d,
        filter,
        swizzle,
        samples,
    } = kind
    else {
        return String::new();
    };
    let multisampled = samples != Samples::One;
    let dimension = match (is_3d, multisampled) {
        (true, _) => "3d",
        (false, false) => "2d",
        (false, true) => "multisampled_2d",
    };
    let ty = match class {
        Class::Float => format!("texture_{dimension}<f32>"),
        Class::Depth | Class::DepthStencil => format!("texture_depth_{dimension}"),
        Class::Sint => format!("texture_{dimension}<i32>"),
        Class::Uint | Class::Stencil => format!("texture_{dimension}<u32>"),
    };
    let _ = writeln!(text, "@group(0) @binding(1) var tex: {ty};");
    let _ = writeln!(text, "@group(0) @binding(2) var smp: sampler;");
    let texel = match (samples, is_3d, filter) {
        (Samples::Mean, ..) => {
            text.push_str(MEAN);
            "mean(t)"
        }
        (Samples::First, ..) => "textureLoad(tex, vec2i(floor(t)), 0)",
        (Samples::Each, ..) => "textureLoad(tex, vec2i(floor(t)), sample)",
        (Samples::One, false, Filter::Nearest) => "textureLoad(tex, vec2i(floor(t)), 0)",
        (Samples::One, true, Filter::Nearest) => {
            "textureLoad(tex, vec3i(vec2i(floor(t)), i32(floor(p.z))), 0)"
        }
        (Samples::One, false, Filter::Linear) => "textureSampleLevel(tex, smp, t / p.size.xy, 0.0)",
        (Samples::One, true, Filter::Linear) => "textureSampleLevel(tex, smp, vec3f(t, p.z) / p.size, 0.0)",
        (Samples::One, _, Filter::LinearByLoads) => {
            text.push_str(LINEAR_BY_LOADS);
            "linear(t)"
        }
    };
    let one = match class {
        Class::Float => "1.0",
        Class::Depth | Class::DepthStencil => return format!("vec4f({texel})"),
        Class::Sint => "1",
        Class::Uint | Class::Stencil => "1u",
    };
    if swizzle == XYZW || class == Class::Stencil {
        return texel.to_owned();
    }
    let vector = vector(class);
    let _ = writeln!(text, "fn swizzled(v: {vector}) -> {vector} {{");
    let component = |component: Swizzle| match component {
        Swizzle::X => "v.x".to_owned(),
        Swizzle::Y => "v.y".to_owned(),
        Swizzle::Z => "v.z".to_owned(),
        Swizzle::W => "v.w".to_owned(),
        Swizzle::Zero => format!("{one} - {one}"),
        Swizzle::One => one.to_owned(),
    };
    let [x, y, z, w] = swizzle.map(component);
    let _ = writeln!(text, "    return {vector}({x}, {y}, {z}, {w});\n}}");
    format!("swizzled({texel})")
}
