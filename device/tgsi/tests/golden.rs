//! Goldens: every text under `tests/in` is lowered for a few keys, validated, written as SPIR-V, and compared as
//! WGSL with what stands under `tests/out`. `UPDATE_GOLDENS=1` writes that anew.

use naga::back::{spv, wgsl};
use naga::valid::{Capabilities, ValidationFlags, Validator};
use naga::{Binding, BuiltIn, TypeInner};
use std::fmt::Write as _;
use std::path::Path;
use tgsi::lower::key::{
    Attribute, CompareFunction, FragmentKey, Interpolation, PointSize, SamplerKey, Target, TexelKind,
    Varying, VaryingSemantic, VertexKey,
};
use tgsi::{Semantic, Shader, Stage};

/// What `wgpu` grants modules on Vulkan with the features that the renderer asks for.
fn capabilities() -> Capabilities {
    Capabilities::CLIP_DISTANCES
        | Capabilities::MULTISAMPLED_SHADING
        | Capabilities::CUBE_ARRAY_TEXTURES
        | Capabilities::DUAL_SOURCE_BLENDING
        | Capabilities::PRIMITIVE_INDEX
        | Capabilities::SHADER_FLOAT16_IN_FLOAT32
        | Capabilities::EARLY_DEPTH_TEST
}

/// Validates as `wgpu` does, and writes SPIR-V.
fn check(name: &str, module: &naga::Module) {
    let mut validator = Validator::new(ValidationFlags::all(), capabilities());
    let info = match validator.validate(module) {
        Ok(info) => info,
        Err(error) => panic!("{name}: {error:#?}\n{module:#?}"),
    };
    let options = spv::Options {
        lang_version: (1, 3),
        ..spv::Options::default()
    };
    let stage = module
        .entry_points
        .first()
        .map(|entry| entry.stage)
        .expect("one entry point");
    let pipeline = spv::PipelineOptions {
        shader_stage: stage,
        entry_point: "main".into(),
    };
    spv::write_vec(module, &info, &options, Some(&pipeline)).expect("SPIR-V can be written");
}

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

fn vertex_keys(shader: &Shader) -> Vec<(&'static str, VertexKey)> {
    let plain = VertexKey {
        attributes: vec![Attribute::NativeFloat; 16],
        varyings: varyings(shader),
        ..VertexKey::default()
    };
    let points = VertexKey {
        constants: tgsi::lower::key::Constants::Slot,
        clip_planes: 0b101,
        point_size: PointSize::Shader,
        ..plain.clone()
    };
    vec![("plain", plain), ("slot_clip_points", points)]
}

fn fragment_keys(shader: &Shader) -> Vec<(&'static str, FragmentKey)> {
    let samplers = shader.info.samplers.iter().map(|used| match used {
        Some(used) if used.shadow => SamplerKey {
            texel: TexelKind::Depth,
            compare: true,
            ..SamplerKey::default()
        },
        _ => SamplerKey::default(),
    });
    let samplers = samplers.collect();
    let plain = FragmentKey {
        targets: vec![Target::Float],
        samplers,
        ..FragmentKey::default()
    };
    let fixed = FragmentKey {
        constants: tgsi::lower::key::Constants::Slot,
        flat_shade: true,
        two_side: true,
        alpha_test: CompareFunction::Greater,
        ..plain.clone()
    };
    vec![("plain", plain), ("slot_flat_twoside_alpha", fixed)]
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
            for (name, key) in vertex_keys(shader) {
                add(name, tgsi::lower::vertex(shader, &key));
            }
        }
        _ => {
            for (name, key) in fragment_keys(shader) {
                add(name, tgsi::lower::fragment(shader, &key));
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
