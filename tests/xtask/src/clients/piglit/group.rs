//! Which of piglit's tests a run has.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::expectations;

/// Groups of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Group {
    /// Those listed in piglit-ci.txt: some of everything, the fast ones.
    Ci,
    /// OpenGL 1.0 to 2.1, OpenGL ES 2.0, GLSL 1.10 and 1.20, and the extensions that drivers of these have.
    Gl2,
    /// OpenGL 3.0 and 3.1, OpenGL ES 3.0, GLSL 1.30, 1.40 and ES 3.00, the extensions that drivers of these have besides,
    /// and clears, depths and leaks of what was there before.
    Gl3,
    /// All of piglit's profile of this name.
    #[value(name = "quick_gl")]
    QuickGl,
    /// All of piglit's profile of this name.
    #[value(name = "quick_shader")]
    QuickShader,
}

/// Extensions that drivers of OpenGL 2.1 and OpenGL ES 2.0 have, as piglit names its folders.
const GL2_EXTENSIONS: &[&str] = &[
    "apple_vertex_array_object",
    "arb_blend_func_extended",
    "arb_clear_buffer_object",
    "arb_color_buffer_float",
    "arb_copy_buffer",
    "arb_depth_clamp",
    "arb_depth_texture",
    "arb_draw_buffers",
    "arb_draw_elements_base_vertex",
    "arb_draw_instanced",
    "arb_es2_compatibility",
    "arb_explicit_attrib_location",
    "arb_fragment_coord_conventions",
    "arb_fragment_program",
    "arb_fragment_program_shadow",
    "arb_framebuffer_object",
    "arb_framebuffer_srgb",
    "arb_get_program_binary",
    "arb_half_float_vertex",
    "arb_instanced_arrays",
    "arb_internalformat_query",
    "arb_invalidate_subdata",
    "arb_map_buffer_alignment",
    "arb_map_buffer_range",
    "arb_multisample",
    "arb_occlusion_query",
    "arb_occlusion_query2",
    "arb_pixel_buffer_object",
    "arb_point_parameters",
    "arb_point_sprite",
    "arb_provoking_vertex",
    "arb_robustness",
    "arb_sampler_objects",
    "arb_seamless_cube_map",
    "arb_shader_objects",
    "arb_shader_texture_lod",
    "arb_sync",
    "arb_texture_compression",
    "arb_texture_cube_map",
    "arb_texture_env_crossbar",
    "arb_texture_float",
    "arb_texture_rectangle",
    "arb_texture_rg",
    "arb_texture_storage",
    "arb_uniform_buffer_object",
    "arb_vertex_array_bgra",
    "arb_vertex_array_object",
    "arb_vertex_buffer_object",
    "arb_vertex_program",
    "arb_vertex_type_2_10_10_10_rev",
    "ati_draw_buffers",
    "ati_fragment_shader",
    "ext_draw_buffers2",
    "ext_draw_instanced",
    "ext_fog_coord",
    "ext_frag_depth",
    "ext_framebuffer_blit",
    "ext_framebuffer_object",
    "ext_occlusion_query_boolean",
    "ext_packed_depth_stencil",
    "ext_provoking_vertex",
    "ext_texture_array",
    "ext_texture_compression_latc",
    "ext_texture_compression_rgtc",
    "ext_texture_compression_s3tc",
    "ext_texture_env_combine",
    "ext_texture_format_bgra8888",
    "ext_texture_lod_bias",
    "ext_texture_srgb",
    "ext_texture_swizzle",
    "ext_unpack_subimage",
    "ext_vertex_array_bgra",
    "khr_debug",
    "mesa_pack_invert",
    "nv_conditional_render",
    "nv_primitive_restart",
    "nv_read_depth",
    "nv_texture_barrier",
    "oes_compressed_etc1_rgb8_texture",
    "oes_compressed_paletted_texture",
    "oes_draw_elements_base_vertex",
    "oes_draw_texture",
    "oes_fixed_point",
    "oes_matrix_get",
    "oes_packed_depth_stencil",
    "oes_point_sprite",
    "oes_read_format",
    "oes_required_internalformat",
    "oes_texture_float",
    "oes_vertex_half_float",
    "sgis_generate_mipmap",
];

/// Extensions that drivers of OpenGL 3.1 and OpenGL ES 3.0 have beyond [`GL2_EXTENSIONS`].
const GL3_EXTENSIONS: &[&str] = &[
    "amd_conservative_depth",
    "amd_shader_trinary_minmax",
    "amd_texture_texture4",
    "arb_arrays_of_arrays",
    "arb_clear_texture",
    "arb_depth_buffer_float",
    "arb_derivative_control",
    "arb_direct_state_access",
    "arb_draw_buffers_blend",
    "arb_es3_compatibility",
    "arb_explicit_uniform_location",
    "arb_get_texture_sub_image",
    "arb_internalformat_query2",
    "arb_program_interface_query",
    "arb_separate_shader_objects",
    "arb_shader_bit_encoding",
    "arb_shader_subroutine",
    "arb_shading_language_420pack",
    "arb_shading_language_include",
    "arb_shading_language_packing",
    "arb_stencil_texturing",
    "arb_texture_barrier",
    "arb_texture_buffer_object",
    "arb_texture_buffer_range",
    "arb_texture_compression_bptc",
    "arb_texture_cube_map_array",
    "arb_texture_gather",
    "arb_texture_multisample",
    "arb_texture_query_levels",
    "arb_texture_query_lod",
    "arb_texture_rgb10_a2ui",
    "arb_texture_stencil8",
    "arb_texture_storage_multisample",
    "arb_timer_query",
    "arb_transform_feedback2",
    "arb_transform_feedback3",
    "arb_transform_feedback_instanced",
    "arb_transform_feedback_overflow_query",
    "arb_vertex_type_10f_11f_11f_rev",
    "ati_texture_compression_3dc",
    "ext_color_buffer_float",
    "ext_direct_state_access",
    "ext_disjoint_timer_query",
    "ext_framebuffer_multisample",
    "ext_framebuffer_multisample_blit_scaled",
    "ext_gpu_shader4",
    "ext_packed_float",
    "ext_shader_integer_mix",
    "ext_texture_compression_bptc",
    "ext_texture_integer",
    "ext_texture_shared_exponent",
    "ext_texture_snorm",
    "ext_timer_query",
    "ext_transform_feedback",
    "khr_parallel_shader_compile",
    "mesa_shader_integer_functions",
    "nv_copy_image",
    "nv_fog_distance",
    "nv_half_float",
    "nv_texture_env_combine4",
    "oes_egl_image_external_essl3",
];

/// Tests that tell nothing: some compare times of the process with those of the GPU, and fail on a busy machine whoever
/// draws; one calls a function of OpenGL 3.2 without asking for that.
const LEFT_OUT: &str = "^spec@(arb_timer_query@(query gl_timestamp|timestamp-get)|ext_timer_query@time-elapsed|\
     arb_texture_multisample@arb_texture_multisample-dsa-texelfetch)$";

impl Group {
    /// What of a profile belongs to the group: options of piglit, or nothing when none of it does.
    pub(super) fn options(
        self,
        profile: &str,
        filter: Option<&str>,
        dir: &Path,
    ) -> Result<Option<Vec<String>>> {
        let mut options = ["-x", "^glx@", "-x", LEFT_OUT].map(str::to_owned).to_vec();
        let mut include = |pattern: String| options.extend(["-t".to_owned(), pattern]);
        match self {
            Self::Ci => {
                let tests = ci_tests(profile)?;
                if let Some(filter) = filter {
                    // piglit joins several patterns by "or": the list has to be cut by us, as plain text.
                    bail!("--filter {filter} needs another group than ci: piglit takes a list or a pattern");
                }
                let list = dir.join(format!("{profile}-tests"));
                fs::write(&list, tests.join("\n"))?;
                return Ok(
                    (!tests.is_empty()).then(|| vec!["--test-list".to_owned(), list.display().to_string()])
                );
            }
            Self::Gl2 => include(beginning(
                &format!(
                    r"shaders@|spec@(!opengl (1\.|2\.|es 2)|glsl-1\.[12]0@|glsl-es-1\.00@|({})@)",
                    GL2_EXTENSIONS.join("|")
                ),
                filter,
            )),
            Self::Gl3 => include(beginning(
                &format!(
                    r"fast_color_clear@|hiz@|object namespace pollution@|security@|spec@(!opengl (3\.[01]|es 3\.0)|gl-3\.1@|glsl-1\.[34]0|glsl-es-3\.00@|({})@)",
                    GL3_EXTENSIONS.join("|")
                ),
                filter,
            )),
            Self::QuickGl | Self::QuickShader => {
                let of = if self == Self::QuickGl {
                    "quick_gl"
                } else {
                    "quick_shader"
                };
                if of != profile {
                    return Ok(None);
                }
                if let Some(filter) = filter {
                    include(filter.to_owned());
                }
            }
        }
        Ok(Some(options))
    }
}

/// The pattern of names that begin like `tests` and in which `filter` is found. Both have to match: one looks ahead.
fn beginning(tests: &str, filter: Option<&str>) -> String {
    format!("^(?={tests}).*({})", filter.unwrap_or_default())
}

/// The lines of `piglit-ci.txt` that name tests of this profile: `PROFILE TEST`.
fn ci_tests(profile: &str) -> Result<Vec<String>> {
    let file = expectations().join("piglit-ci.txt");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let tests = text.lines().filter_map(|line| line.split_once(' '));
    Ok(tests
        .filter(|(of, _)| *of == profile)
        .map(|(_, test)| test.to_owned())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::PROFILES;
    use super::*;

    #[test]
    fn the_list_for_every_change_names_tests_of_both_profiles() {
        for profile in PROFILES {
            assert!(ci_tests(profile).unwrap().len() > 100, "{profile}");
        }
    }
}
