//! Shaders and the states that they are drawn with: what is lowered is a module that `naga` validates with every flag
//! and writes as SPIR-V, whatever the text and the key.
//!
//! The input is a text, a NUL, and bytes from which a key is made.

use naga::{
    back::spv,
    valid::{Capabilities, ValidationFlags, Validator},
};
use tgsi::{
    Stage,
    lower::{
        self,
        key::{
            Attribute, CompareEmulation, CompareFunction, ComponentKind, ComputeKey, ConstantFactor,
            Constants, FetchFormat, FetchLayout, FragmentKey, ImageKey, IntegerSampling, Interpolation,
            LinearFilters, LogicOp, MipEmulation, Multisample, PointSize, Range, SamplerKey, StorageKey,
            Streamout, StreamoutOutput, Swizzle, Target, TexelKind, TexelWrap, Varying, VaryingSemantic,
            VertexKey, WrapEmulation,
        },
    },
};

use crate::input::Input;

/// What `wgpu` grants modules on Vulkan with the features that the renderer asks for.
const CAPABILITIES: Capabilities = Capabilities::CLIP_DISTANCES
    .union(Capabilities::MULTISAMPLED_SHADING)
    .union(Capabilities::CUBE_ARRAY_TEXTURES)
    .union(Capabilities::DUAL_SOURCE_BLENDING)
    .union(Capabilities::PRIMITIVE_INDEX)
    .union(Capabilities::SHADER_FLOAT16_IN_FLOAT32)
    .union(Capabilities::EARLY_DEPTH_TEST)
    .union(Capabilities::STORAGE_TEXTURE_16BIT_NORM_FORMATS)
    .union(Capabilities::MEMORY_DECORATION_COHERENT);

/// Reads a text and a key.
pub fn check(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let text = String::from_utf8_lossy(&data[..end]);
    let Ok(shader) = tgsi::parse(&text) else { return };
    let mut key = Input::new(data.get(end + 1..).unwrap_or_default());
    let module = match shader.stage {
        Stage::Vertex => lower::vertex(&shader, &vertex_key(&mut key)),
        Stage::Compute => lower::compute(&shader, &compute_key(&mut key)),
        _ => {
            let key = fragment_key(&mut key);
            assert!(shader.varyings(&key).len() <= tgsi::limits::VARYINGS);
            lower::fragment(&shader, &key)
        }
    };
    if let Ok(module) = module {
        validate(&module);
    }
}

fn validate(module: &naga::Module) {
    assert!(lower::loops_end(module), "a loop does not count its iterations");
    let mut validator = Validator::new(ValidationFlags::all(), CAPABILITIES);
    let info = match validator.validate(module) {
        Ok(info) => info,
        Err(error) => panic!("{error:#?}"),
    };
    let entry = module.entry_points.first().expect("one entry point");
    let options = spv::Options {
        lang_version: (1, 3),
        ..spv::Options::default()
    };
    let pipeline = spv::PipelineOptions {
        shader_stage: entry.stage,
        entry_point: entry.name.clone(),
    };
    spv::write_vec(module, &info, &options, Some(&pipeline)).expect("SPIR-V can be written");
}

fn of<T: Copy>(input: &mut Input<'_>, choices: &[T]) -> T {
    choices[usize::from(input.u8()) % choices.len()]
}

/// A list of up to `most`.
fn list<T>(input: &mut Input<'_>, most: u8, mut one: impl FnMut(&mut Input<'_>) -> T) -> Vec<T> {
    (0..input.u8() % (most + 1)).map(|_| one(input)).collect()
}

const CONSTANTS: [Constants; 4] = [
    Constants::Uniform,
    Constants::Slot { crossing: 6 },
    Constants::Shared,
    Constants::Handed { elements: 0x5b },
];

fn streamout(input: &mut Input<'_>) -> Option<Streamout> {
    let flags = input.u8();
    if flags & 3 != 3 {
        return None;
    }
    Some(Streamout {
        outputs: list(input, 8, |input| StreamoutOutput {
            register: input.u8() % 16,
            start_component: input.u8() % 4,
            components: input.u8() % 5,
            buffer: input.u8() % 4,
            offset_dwords: input.u8().into(),
        }),
        stride_dwords: [4, 8, 0, 16],
        indexed: flags & 4 != 0,
    })
}

/// Which buffers are bound, and how images are: none where the input has ended.
fn storage_key(input: &mut Input<'_>) -> StorageKey {
    let flags = input.u8();
    StorageKey {
        buffers: input.u16().into(),
        images: list(input, 8, |input| {
            let how = input.u8();
            let format = fetch_format(input.u8());
            match how % 4 {
                0 => None,
                1 => Some(ImageKey::Words { format }),
                _ => Some(ImageKey::Texture {
                    format,
                    slice: how >> 7 != 0,
                }),
            }
        }),
        read_write: flags & 1 != 0,
        coherent: flags & 2 != 0,
    }
}

fn compute_key(input: &mut Input<'_>) -> ComputeKey {
    ComputeKey {
        shared_bytes: input.u16().into(),
        samplers: list(input, 16, sampler),
        storage: storage_key(input),
    }
}

fn vertex_key(input: &mut Input<'_>) -> VertexKey {
    let (constants, clip_planes) = (of(input, &CONSTANTS), input.u8());
    let flags = input.u8();
    let sizes = [PointSize::None, PointSize::Shader, PointSize::Fixed];
    VertexKey {
        constants,
        clip_planes,
        point_size: sizes[usize::from(flags & 0x7f) % sizes.len()],
        packs: flags & 0x80 != 0,
        varyings: list(input, tgsi::limits::VARYINGS as u8, varying),
        attributes: list(input, 32, attribute),
        samplers: list(input, 16, sampler),
        streamout: streamout(input),
        storage: storage_key(input),
    }
}

const COMPARISONS: [CompareFunction; 8] = [
    CompareFunction::Always,
    CompareFunction::Never,
    CompareFunction::Less,
    CompareFunction::Equal,
    CompareFunction::LessEqual,
    CompareFunction::Greater,
    CompareFunction::NotEqual,
    CompareFunction::GreaterEqual,
];

const LOGIC_OPS: [Option<LogicOp>; 8] = [
    None,
    Some(LogicOp::Xor),
    Some(LogicOp::CopyInverted),
    Some(LogicOp::Nand),
    None,
    Some(LogicOp::Noop),
    Some(LogicOp::Set),
    Some(LogicOp::OrReverse),
];

fn fragment_key(input: &mut Input<'_>) -> FragmentKey {
    let flags = input.u8();
    let flag = |bit: u8| flags >> bit & 1 != 0;
    let samples = input.u8();
    FragmentKey {
        constants: CONSTANTS[usize::from(flag(0)) + 2 * usize::from(samples >> 7)],
        packs: samples & 8 != 0,
        flat_shade: flag(1),
        two_side: flag(2),
        sprite_lower_left: flag(3),
        dual_source: flag(4),
        alpha_to_one: flag(5),
        multisample: Multisample {
            per_sample: samples & 1 != 0,
            alpha_to_coverage: samples & 2 != 0,
            several: samples & 64 != 0,
            destination: samples & 4 != 0,
        },
        points: flag(6),
        smooth_points: flag(7) && flag(3),
        polygon_stipple: flag(7),
        logic_op: of(input, &LOGIC_OPS),
        alpha_test: of(input, &COMPARISONS),
        sprite_coordinates: input.u8().into(),
        targets: list(input, 8, |input| {
            of(
                input,
                &[
                    Target::Float,
                    Target::None,
                    Target::AlphaInRed,
                    Target::Sint,
                    Target::Uint,
                ],
            )
        }),
        without_depth: samples & 8 != 0,
        samplers: list(input, 16, sampler),
        storage: storage_key(input),
        constant_factors: list(input, 8, constant_factor),
    }
}

fn constant_factor(input: &mut Input<'_>) -> Option<ConstantFactor> {
    let flags = input.u8();
    (flags & 1 != 0).then(|| ConstantFactor {
        inverted: flags & 2 != 0,
        range: [Range::Unorm, Range::Snorm, Range::Float, Range::Unorm][usize::from(flags >> 2 & 3)],
    })
}

/// The members of a vertex interface are of one kind each: the renderer takes them from a fragment shader.
fn varying(input: &mut Input<'_>) -> Varying {
    let flags = input.u8();
    let index = input.u8() % 32;
    Varying {
        semantic: match flags & 7 {
            0 => VaryingSemantic::Color(index % 2),
            1 => VaryingSemantic::BackColor(index % 2),
            2 => VaryingSemantic::Fog,
            3 => VaryingSemantic::Texcoord(index % 8),
            4 => VaryingSemantic::ClipDistance(index % 2),
            5 => VaryingSemantic::Other(index),
            _ => VaryingSemantic::Generic(index),
        },
        interpolation: [
            Interpolation::Flat,
            Interpolation::Linear,
            Interpolation::Perspective,
            Interpolation::Perspective,
        ][usize::from(flags >> 3 & 3)],
        centroid: flags >> 5 & 1 != 0,
        sample: flags >> 6 & 1 != 0,
    }
}

fn fetch_format(format: u8) -> FetchFormat {
    const KINDS: [ComponentKind; 8] = [
        ComponentKind::Float,
        ComponentKind::Unorm,
        ComponentKind::Snorm,
        ComponentKind::Uscaled,
        ComponentKind::Sscaled,
        ComponentKind::Uint,
        ComponentKind::Sint,
        ComponentKind::Fixed,
    ];
    FetchFormat {
        kind: KINDS[usize::from(format & 7)],
        layout: match format >> 3 & 0xf {
            0 => FetchLayout::Packed1010102,
            1 => FetchLayout::Packed111110,
            15 => FetchLayout::Words,
            layout => FetchLayout::Array {
                bits: 8 << (layout >> 2),
                channels: (layout & 3) + 1,
            },
        },
        bgra: format >> 7 != 0,
    }
}

fn attribute(input: &mut Input<'_>) -> Attribute {
    let what = input.u8();
    match what % 8 {
        0 => Attribute::Absent,
        1 => Attribute::NativeUint,
        2 => Attribute::NativeSint,
        3 => Attribute::NativeFloat,
        _ => Attribute::Pulled {
            buffer: what >> 4,
            format: fetch_format(input.u8()),
            per_instance: what >> 3 & 1 != 0,
        },
    }
}

fn integer_sampling(bits: u16) -> IntegerSampling {
    const WRAPS: [TexelWrap; 8] = [
        TexelWrap::Repeat,
        TexelWrap::MirrorRepeat,
        TexelWrap::ClampToEdge,
        TexelWrap::ClampToBorder,
        TexelWrap::MirrorClampToEdge,
        TexelWrap::MirrorClampToBorder,
        TexelWrap::Repeat,
        TexelWrap::ClampToEdge,
    ];
    IntegerSampling {
        wrap: [0, 3, 6].map(|shift| WRAPS[usize::from(bits >> shift & 7)]),
        mipmaps: bits >> 9 & 1 != 0,
    }
}

const MIPS: [MipEmulation; 4] = [
    MipEmulation::None,
    MipEmulation::Nearest,
    MipEmulation::Linear,
    MipEmulation::Linear,
];

fn comparison(bits: u8) -> CompareEmulation {
    CompareEmulation {
        // Of depths that are filtered, the last of the comparisons is none.
        function: (bits & 7 != 7).then(|| COMPARISONS[usize::from(bits & 7)]),
        clamp: bits >> 3 & 1 != 0,
        min_linear: bits >> 4 & 1 != 0,
        mag_linear: bits >> 5 & 1 != 0,
        mip: MIPS[usize::from(bits >> 6)],
    }
}

fn sampler(input: &mut Input<'_>) -> SamplerKey {
    const TEXELS: [TexelKind; 5] = [
        TexelKind::Float,
        TexelKind::UnfilterableFloat,
        TexelKind::Depth,
        TexelKind::Sint,
        TexelKind::Uint,
    ];
    const WRAPS: [WrapEmulation; 3] = [
        WrapEmulation::None,
        WrapEmulation::Clamp,
        WrapEmulation::MirrorClamp,
    ];
    const SWIZZLES: [Swizzle; 8] = [
        Swizzle::X,
        Swizzle::Y,
        Swizzle::Z,
        Swizzle::W,
        Swizzle::Zero,
        Swizzle::One,
        Swizzle::X,
        Swizzle::X,
    ];
    let flags = input.u8();
    let swizzle = input.u16();
    let wraps = input.u8();
    // The last bit of the byte of the texel's kind: inputs from before it have none.
    let comparison = (flags >> 7 != 0).then(|| comparison(input.u8()));
    // Bits that swizzles leave.
    let integer = if swizzle >> 12 & 1 != 0 {
        integer_sampling(input.u16())
    } else {
        IntegerSampling::default()
    };
    let buffer = (swizzle >> 13 & 1 != 0).then(|| fetch_format(input.u8()));
    let more = input.u8();
    let min = flags >> 5 & 1 != 0;
    SamplerKey {
        stacked: more & 3 == 3,
        seams: swizzle >> 14 & 1 != 0,
        asked: (swizzle >> 15 != 0).then(|| MIPS[usize::from(wraps & 3)]),
        integer,
        buffer,
        comparison,
        texel: TEXELS[usize::from(flags % 5)],
        compare: flags >> 3 & 1 != 0,
        lod_bias: flags >> 4 & 1 != 0,
        linear: LinearFilters {
            min,
            mag: min ^ (more >> 2 & 1 != 0),
        },
        border: if flags >> 6 & 1 != 0 { wraps >> 5 } else { 0 },
        swizzle: [0, 3, 6, 9].map(|shift| SWIZZLES[usize::from(swizzle >> shift & 7)]),
        wrap: [wraps % 3, wraps / 3 % 3, wraps / 9 % 3].map(|wrap| WRAPS[usize::from(wrap)]),
    }
}
