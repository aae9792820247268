//! Goldens: every text under `tests/in` is lowered for a few keys, validated, written as SPIR-V, and compared as
//! WGSL with what stands under `tests/out`. `UPDATE_GOLDENS=1` writes that anew.

mod common;

use common::{capabilities, check};
use naga::back::wgsl;
use naga::valid::{ValidationFlags, Validator};
use naga::{Binding, BuiltIn, TypeInner};
use std::fmt::Write as _;
use std::path::Path;
use tgsi::lower::key::{
    Attribute, CompareEmulation, CompareFunction, ComponentKind, ComputeKey, ConstantFactor, Constants,
    FetchFormat, FetchLayout, FragmentKey, ImageKey, IntegerSampling, Interpolation, LinearFilters,
    MipEmulation, Multisample, PointSize, Range, SamplerKey, StorageKey, Streamout, StreamoutOutput, Swizzle,
    Target, TexelKind, TexelWrap, Varying, VaryingSemantic, VertexKey, WrapEmulation,
};
use tgsi::{Dimension, Semantic, Shader, Stage};

/// The module as WGSL. What WGSL has no name for, the size and the coordinate of points, is shown as locations
/// from 90 on.
fn text_of(name: &str, module: &naga::Module) -> String {
    check(name, module);
    let mut shown = module.clone();
    let rename = |binding: &mut Option<Binding>, interpolation| {
        let location = match binding {
            Some(Binding::BuiltIn(BuiltIn::PointSize)) => 90,
            Some(Binding::BuiltIn(BuiltIn::PointCoord)) => 91,
            _ => return,
        };
        *binding = Some(Binding::Location {
            location,
            interpolation,
            sampling: None,
            blend_src: None,
            per_primitive: false,
        });
    };
    for entry in &mut shown.entry_points {
        for argument in &mut entry.function.arguments {
            rename(&mut argument.binding, Some(naga::Interpolation::Linear));
        }
    }
    let results = shown
        .entry_points
        .iter()
        .filter_map(|entry| entry.function.result.as_ref());
    let results: Vec<_> = results.map(|result| result.ty).collect();
    for ty in results {
        let mut structure = shown.types[ty].clone();
        if let TypeInner::Struct { members, .. } = &mut structure.inner {
            for member in members {
                rename(&mut member.binding, Some(naga::Interpolation::Linear));
            }
        }
        if shown.types[ty] != structure {
            shown.types.replace(ty, structure);
        }
    }
    let mut validator = Validator::new(ValidationFlags::all(), capabilities());
    let info = validator.validate(&shown).expect("only bindings differ");
    wgsl::write_string(&shown, &info, wgsl::WriterFlags::empty()).expect("WGSL can be written")
}

/// All that a vertex shader writes for the next stage.
fn varyings(shader: &Shader) -> Vec<Varying> {
    let semantics = shader.info.outputs.iter().filter_map(|output| {
        let index = output.semantic.1 as u8;
        Some(match output.semantic.0 {
            Semantic::Color => VaryingSemantic::Color(index),
            Semantic::BackColor => VaryingSemantic::BackColor(index),
            Semantic::Fog => VaryingSemantic::Fog,
            Semantic::Generic => VaryingSemantic::Generic(index),
            Semantic::Texcoord => VaryingSemantic::Texcoord(index),
            _ => return None,
        })
    });
    let varying = |semantic| Varying {
        semantic,
        interpolation: Interpolation::Perspective,
        centroid: false,
        sample: false,
    };
    semantics.map(varying).take(tgsi::limits::VARYINGS).collect()
}

/// A format of each kind of decoding.
fn pulled() -> Vec<Attribute> {
    let array = |bits, channels| FetchLayout::Array { bits, channels };
    let formats = [
        (ComponentKind::Float, array(32, 3), false),
        (ComponentKind::Unorm, array(8, 4), true),
        (ComponentKind::Snorm, FetchLayout::Packed1010102, false),
        (ComponentKind::Float, FetchLayout::Packed111110, false),
        (ComponentKind::Sscaled, array(16, 3), false),
        (ComponentKind::Float, array(64, 2), false),
        (ComponentKind::Uint, FetchLayout::Words, false),
    ];
    let attribute = |(number, (kind, layout, bgra)): (u8, _)| Attribute::Pulled {
        buffer: number % 2,
        format: FetchFormat { kind, layout, bgra },
        per_instance: number == 1,
    };
    (0u8..).zip(formats).map(attribute).collect()
}

const LINEAR: LinearFilters = LinearFilters { min: true, mag: true };

/// Everything that hosts' samplers lack, sprites, and two sources of blending.
fn emulated(plain: FragmentKey) -> FragmentKey {
    let bordered = SamplerKey {
        wrap: [
            WrapEmulation::Clamp,
            WrapEmulation::MirrorClamp,
            WrapEmulation::None,
        ],
        lod_bias: true,
        border: 0b11,
        linear: LINEAR,
        swizzle: [Swizzle::Z, Swizzle::Y, Swizzle::X, Swizzle::One],
        ..SamplerKey::default()
    };
    let depth = SamplerKey {
        texel: TexelKind::Depth,
        compare: true,
        ..bordered
    };
    let uncompared = SamplerKey {
        compare: false,
        ..depth
    };
    let magnified = SamplerKey {
        asked: Some(MipEmulation::Nearest),
        linear: LinearFilters {
            min: false,
            mag: true,
        },
        ..bordered
    };
    FragmentKey {
        samplers: vec![bordered, magnified, depth, bordered, uncompared],
        sprite_coordinates: 0b1,
        sprite_lower_left: true,
        points: true,
        dual_source: true,
        alpha_to_one: true,
        ..plain
    }
}

/// Comparisons that the shader does: one axis and two levels, a filter that differs between magnification and
/// minification, texels of the border, and a cube map.
fn compared(plain: FragmentKey) -> FragmentKey {
    let comparison = CompareEmulation {
        function: Some(CompareFunction::LessEqual),
        clamp: true,
        min_linear: true,
        mag_linear: true,
        mip: MipEmulation::Linear,
    };
    let sampler = |comparison| SamplerKey {
        texel: TexelKind::Depth,
        compare: true,
        comparison: Some(comparison),
        linear: LINEAR,
        ..SamplerKey::default()
    };
    let nearest = MipEmulation::Nearest;
    let mixed = CompareEmulation {
        mag_linear: false,
        mip: nearest,
        ..comparison
    };
    let bordered = SamplerKey {
        border: 0b10,
        ..sampler(CompareEmulation {
            min_linear: false,
            mag_linear: false,
            mip: MipEmulation::None,
            ..comparison
        })
    };
    let cube = SamplerKey {
        lod_bias: true,
        ..sampler(CompareEmulation {
            clamp: false,
            mip: nearest,
            ..comparison
        })
    };
    FragmentKey {
        samplers: vec![sampler(comparison), sampler(mixed), bordered, cube],
        ..plain
    }
}

/// Samplers of which a shader asks the level, a cube map with seams, and depths that are filtered.
fn asked(plain: FragmentKey) -> FragmentKey {
    let of = |mip| SamplerKey {
        asked: Some(mip),
        linear: LINEAR,
        ..SamplerKey::default()
    };
    let nearest = SamplerKey {
        lod_bias: true,
        ..of(MipEmulation::Nearest)
    };
    let cube = SamplerKey {
        seams: true,
        linear: LINEAR,
        ..SamplerKey::default()
    };
    let depth = SamplerKey {
        texel: TexelKind::Depth,
        linear: LINEAR,
        comparison: Some(CompareEmulation {
            function: None,
            clamp: false,
            min_linear: true,
            mag_linear: true,
            mip: MipEmulation::None,
        }),
        ..SamplerKey::default()
    };
    FragmentKey {
        samplers: vec![
            of(MipEmulation::None),
            nearest,
            of(MipEmulation::Linear),
            cube,
            depth,
        ],
        ..plain
    }
}

/// What the textures of a captured shader hold, which its text does not keep.
fn texel_of(name: &str) -> TexelKind {
    if name.starts_with("piglit_integer_") {
        TexelKind::Sint
    } else {
        TexelKind::Float
    }
}

/// The same of texture buffers.
fn texels_of(name: &str) -> FetchFormat {
    FetchFormat {
        kind: if texel_of(name) == TexelKind::Sint {
            ComponentKind::Sint
        } else {
            ComponentKind::Float
        },
        layout: FetchLayout::Array {
            bits: 32,
            channels: 4,
        },
        bgra: false,
    }
}

/// Texels of one word, of less, and of several; with the view's swizzle; and none bound.
fn texture_buffers(plain: FragmentKey) -> FragmentKey {
    let sampler = |texel, kind, layout| SamplerKey {
        texel,
        swizzle: [Swizzle::X, Swizzle::X, Swizzle::X, Swizzle::One],
        buffer: Some(FetchFormat {
            kind,
            layout,
            bgra: false,
        }),
        ..SamplerKey::default()
    };
    let array = |bits, channels| FetchLayout::Array { bits, channels };
    FragmentKey {
        samplers: vec![
            sampler(TexelKind::Float, ComponentKind::Unorm, array(8, 4)),
            sampler(TexelKind::Uint, ComponentKind::Uint, array(16, 1)),
            sampler(TexelKind::Sint, ComponentKind::Sint, array(32, 3)),
            sampler(TexelKind::Float, ComponentKind::Float, array(16, 4)),
            SamplerKey::default(),
        ],
        targets: vec![Target::Float, Target::Uint],
        ..plain
    }
}

/// Every wrap mode, levels, faces of a cube.
fn integer_textures(plain: FragmentKey) -> FragmentKey {
    let sampler = |wrap, mipmaps| SamplerKey {
        texel: TexelKind::Sint,
        integer: IntegerSampling { wrap, mipmaps },
        ..SamplerKey::default()
    };
    use TexelWrap as W;
    FragmentKey {
        samplers: vec![
            sampler([W::Repeat, W::MirrorRepeat, W::ClampToEdge], true),
            sampler([W::ClampToBorder; 3], false),
            sampler([W::MirrorClampToBorder, W::Repeat, W::Repeat], false),
            sampler([W::MirrorClampToEdge, W::ClampToBorder, W::ClampToEdge], true),
        ],
        targets: vec![Target::Sint],
        ..plain
    }
}

/// Two outputs of transform feedback, interleaved in one buffer, of vertices that a list names.
fn captured() -> VertexKey {
    let output = |register, components, offset_dwords| StreamoutOutput {
        register,
        components,
        offset_dwords,
        ..StreamoutOutput::default()
    };
    VertexKey {
        attributes: pulled(),
        streamout: Some(Streamout {
            outputs: vec![output(0, 4, 0), output(1, 2, 5)],
            stride_dwords: [7, 0, 0, 0],
            indexed: true,
        }),
        ..VertexKey::default()
    }
}

fn vertex_keys(name: &str, shader: &Shader) -> Vec<(&'static str, VertexKey)> {
    let plain = VertexKey {
        attributes: vec![Attribute::NativeFloat; 16],
        varyings: varyings(shader),
        samplers: vec![
            SamplerKey {
                texel: texel_of(name),
                ..SamplerKey::default()
            };
            shader.info.samplers.len()
        ],
        storage: storage(shader, false),
        ..VertexKey::default()
    };
    let points = VertexKey {
        constants: Constants::Slot { crossing: 2 },
        clip_planes: 0b101,
        point_size: PointSize::Shader,
        ..plain.clone()
    };
    let mut keys = vec![("plain", plain.clone()), ("slot_clip_points", points)];
    if name == "piglit_uniform_struct_vert" {
        let packed = VertexKey {
            packs: true,
            ..keys[1].1.clone()
        };
        keys.push(("packed_slot", packed));
    }
    if name == "corner_large_array" {
        keys.truncate(1);
    } else if name == "corner_fetch" {
        keys = vec![(
            "pulled",
            VertexKey {
                attributes: pulled(),
                ..plain
            },
        )];
    } else if name == "simple_vertex" {
        let hands = VertexKey {
            constants: HANDED,
            ..keys[0].1.clone()
        };
        keys.extend([("captured", captured()), ("handed", hands)]);
    }
    keys
}

/// The alpha reference and the second constant of a header of one element.
const HANDED: Constants = Constants::Handed { elements: 0b101 };

/// Of the three kinds of numbers that targets hold, each by the constant or by what it lacks of 1; and a depth that goes
/// nowhere.
fn factored(plain: FragmentKey) -> FragmentKey {
    let factor = |inverted, range| Some(ConstantFactor { inverted, range });
    FragmentKey {
        targets: vec![Target::Float; 4],
        constant_factors: vec![
            factor(false, Range::Unorm),
            None,
            factor(true, Range::Snorm),
            factor(true, Range::Float),
        ],
        without_depth: true,
        ..plain
    }
}

fn fragment_keys(name: &str, shader: &Shader) -> Vec<(&'static str, FragmentKey)> {
    let samplers = shader.info.samplers.iter().map(|used| match used {
        Some(used) if used.shadow => SamplerKey {
            texel: TexelKind::Depth,
            compare: true,
            ..SamplerKey::default()
        },
        Some(used) => SamplerKey {
            texel: texel_of(name),
            buffer: (used.dimension == Dimension::Buffer).then_some(texels_of(name)),
            ..SamplerKey::default()
        },
        None => SamplerKey::default(),
    });
    let samplers = samplers.collect();
    let plain = FragmentKey {
        targets: vec![Target::Float],
        samplers,
        storage: storage(shader, false),
        ..FragmentKey::default()
    };
    let block_len = plain.header().len + shader.info.constants.first().copied().flatten().unwrap_or(0);
    let fixed = FragmentKey {
        constants: match u8::try_from(block_len) {
            Ok(crossing @ ..=8) => Constants::Slot { crossing },
            _ => Constants::Shared,
        },
        flat_shade: true,
        two_side: true,
        alpha_test: CompareFunction::Greater,
        ..plain.clone()
    };
    let mut keys = vec![("plain", plain.clone()), ("slot_flat_twoside_alpha", fixed)];
    if name == "piglit_uniform_index_frag" {
        let packed = FragmentKey {
            packs: true,
            ..plain.clone()
        };
        keys.push(("packed", packed));
    }
    if name == "simple_fragment" || name == "piglit_uniform_index_frag" {
        let handed = FragmentKey {
            constants: HANDED,
            alpha_test: CompareFunction::Less,
            ..plain.clone()
        };
        keys.push(("handed", handed));
        if name == "simple_fragment" {
            let round = FragmentKey {
                points: true,
                smooth_points: true,
                alpha_test: CompareFunction::Greater,
                ..plain
            };
            keys.push(("round_point", round));
        }
    } else if name == "corner_sampling" {
        keys.push(("emulated_sprite_dual", emulated(plain)));
    } else if name == "corner_memory" {
        keys = vec![
            ("plain", plain.clone()),
            ("stipple_unbound", without_most_memory(plain)),
        ];
    } else if name == "corner_compare_levels" {
        keys = vec![("compared", compared(plain))];
    } else if name == "corner_levels_asked" {
        keys = vec![("asked", asked(plain))];
    } else if name == "corner_sample_places" {
        let several = FragmentKey {
            multisample: Multisample {
                several: true,
                ..Multisample::default()
            },
            ..plain.clone()
        };
        keys = vec![("plain", plain), ("several", several)];
    } else if name == "corner_sampler_array" {
        keys = vec![("plain", plain)];
    } else if name == "corner_integer" {
        let integers = FragmentKey {
            targets: vec![Target::Sint, Target::Uint],
            ..plain
        };
        keys = vec![("integers", integers)];
    } else if name == "corner_texture_buffer" {
        keys = vec![("texels", texture_buffers(plain))];
    } else if name == "corner_factors" {
        keys = vec![("factored", factored(plain))];
    } else if name == "corner_integer_texture" {
        keys = vec![("nearest", integer_textures(plain))];
    }
    keys
}

/// All memory that a shader uses: images in textures where they can be, or all in words.
fn storage(shader: &Shader, in_words: bool) -> StorageKey {
    let any = FetchFormat {
        kind: ComponentKind::Float,
        layout: FetchLayout::Array {
            bits: 16,
            channels: 4,
        },
        bgra: false,
    };
    let images = shader.info.memory.images.iter().map(|used| {
        let used = (*used)?;
        let format = used.format.unwrap_or(any);
        let words = in_words || used.access.atomics || used.dimension == Dimension::Buffer;
        Some(if words {
            ImageKey::Words { format }
        } else {
            ImageKey::Texture { format, slice: false }
        })
    });
    StorageKey {
        buffers: u32::MAX,
        images: images.collect(),
        ..StorageKey::default()
    }
}

/// Some memory is not bound, an image is a slice of a 3D texture, and fragments are discarded by a pattern before.
fn without_most_memory(plain: FragmentKey) -> FragmentKey {
    let mut storage = plain.storage.clone();
    storage.buffers = 0b10;
    storage.read_write = true;
    storage.images.truncate(5);
    for (number, image) in storage.images.iter_mut().enumerate() {
        match image {
            Some(ImageKey::Texture { slice, .. }) if number == 4 => *slice = true,
            Some(ImageKey::Texture { .. }) => {}
            _ => *image = None,
        }
    }
    FragmentKey {
        storage,
        polygon_stipple: true,
        ..plain
    }
}

fn compute_keys(shader: &Shader) -> Vec<(&'static str, ComputeKey)> {
    let key = |in_words| ComputeKey {
        samplers: vec![SamplerKey::default(); shader.info.samplers.len()],
        storage: storage(shader, in_words),
        shared_bytes: 1024,
    };
    let mut keys = vec![("plain", key(false))];
    if !shader.info.memory.images.is_empty() {
        keys.push(("words", key(true)));
    }
    keys
}

/// The variants of a shader, as one text.
fn variants(name: &str, shader: &Shader) -> String {
    let mut text = String::new();
    let mut add = |key: &str, module: Result<naga::Module, tgsi::lower::LowerError>| {
        let body = match module {
            Ok(module) => text_of(&format!("{name}, {key}"), &module),
            Err(error) => format!("error: {error}\n"),
        };
        writeln!(text, "// {key}\n{body}").expect("strings take all");
    };
    match shader.stage {
        Stage::Vertex => {
            for (label, key) in vertex_keys(name, shader) {
                add(label, tgsi::lower::vertex(shader, &key));
            }
        }
        Stage::Compute => {
            for (label, key) in compute_keys(shader) {
                add(label, tgsi::lower::compute(shader, &key));
            }
        }
        _ => {
            for (label, key) in fragment_keys(name, shader) {
                add(label, tgsi::lower::fragment(shader, &key));
            }
        }
    }
    text
}

#[test]
fn texts_become_the_known_modules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut names: Vec<_> = std::fs::read_dir(root.join("in"))
        .expect("the directory of inputs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tgsi"))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let mut wrong = Vec::new();
    for path in names {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("an input");
        let written = match tgsi::parse(&text) {
            Ok(shader) => format!("// {:?}\n{}", shader.info, variants(&name, &shader)),
            Err(error) => format!("error: {error}\n"),
        };
        let golden = root.join("out").join(format!("{name}.wgsl"));
        if update {
            std::fs::write(&golden, &written).expect("the golden");
        } else if std::fs::read_to_string(&golden).ok().as_deref() != Some(&written) {
            wrong.push(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "differ from their goldens: {wrong:?}; see UPDATE_GOLDENS"
    );
}
