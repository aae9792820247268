//! What the tests of this crate share.

use naga::back::spv;
use naga::valid::{Capabilities, ValidationFlags, Validator};

/// What `wgpu` grants modules on Vulkan with the features that the renderer asks for.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities::CLIP_DISTANCES
        | Capabilities::MULTISAMPLED_SHADING
        | Capabilities::CUBE_ARRAY_TEXTURES
        | Capabilities::DUAL_SOURCE_BLENDING
        | Capabilities::PRIMITIVE_INDEX
        | Capabilities::SHADER_FLOAT16_IN_FLOAT32
        | Capabilities::EARLY_DEPTH_TEST
        | Capabilities::STORAGE_TEXTURE_16BIT_NORM_FORMATS
        | Capabilities::MEMORY_DECORATION_COHERENT
}

/// Validates as `wgpu` does, looks at the loops, and writes SPIR-V.
pub(crate) fn check(name: &str, module: &naga::Module) {
    let mut validator = Validator::new(ValidationFlags::all(), capabilities());
    let info = match validator.validate(module) {
        Ok(info) => info,
        Err(error) => panic!("{name}: {error:#?}\n{module:#?}"),
    };
    assert!(
        tgsi::lower::loops_end(module),
        "{name}: a loop does not count its iterations"
    );
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
