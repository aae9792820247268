//! What we tell guests of the 3D that we can do, from what the host's adapter can.
//!
//! A bit stands here once its every command works, and not before. [`Level`] is the table of what each level of GL
//! adds (`virgl.md` §2 says what Mesa asks for); the rest follows from the adapter.

use wire::virgl::{BoolSet1, Cap, CapV2, CapsV1, CapsV2, FormatMask};
use zerocopy::FromZeros;

use crate::gpu::{Capabilities, ComputeLimits, Format, FormatSet};
use crate::limits;

/// The version of both capsets that GET_CAPSET_INFO reports.
pub const CAPS_V1_VERSION: u32 = 1;
/// The version of the second capset.
pub const CAPS_V2_VERSION: u32 = 2;

/// `host_feature_check_version`: obliges us to LINK_SHADER (7), TEXCOORD semantics (10), sizes of constant buffers (12,
/// 13) and CLEAR_SURFACE (21), and says that timer queries and mirror clamps have bits of their own (15, 20, 22).
const HOST_FEATURE_CHECK_VERSION: u32 = 23;

/// Primitives that we draw: all up to polygons. Guests turn others into indexed lists, which costs them the upload, and
/// Mesa counts indices of runs that are too short for a primitive when restarts divide a fan, and writes none for them.
const PRIM_MASK: u32 = (1 << 10) - 1;

/// Bytes of `CONST[0]`. Hosts bind 64 KiB, of which a shader's header takes some: two elements, one for each pulled
/// attribute, eight for clip planes or a stipple, two for each sampler.
const MAX_CONST_BUFFER_BYTES: u32 = (4096 - 64) * 16;

/// Where the four samples of a pixel are, in sixteenths: x in the upper half of each byte, sample 0 in the lowest. Hosts
/// have Vulkan's standard locations.
const SAMPLE_LOCATIONS: u32 = 0xae_2a_e6_62;

/// What a level of GL needs beyond the adapter's formats and sizes.
#[derive(Clone, Copy, Debug)]
struct Level {
    glsl_level: u32,
    bset: BoolSet1,
    cap: Cap,
    cap_v2: CapV2,
    /// Uniform buffers of a stage, `CONST[0]` among them.
    uniform_blocks: u32,
    array_layers: bool,
    streamout_buffers: u32,
    tbo_size: u32,
    gather_components: u32,
    /// Render targets with two sources, if the host has them.
    dual_sources: u32,
    /// Whether depth clipping can be switched off, if the host can do it.
    depth_clip_disable: bool,
    multisample: bool,
    /// Whether there are compute shaders, storage buffers, images, indirect draws and framebuffers without attachments,
    /// if the host has compute shaders.
    compute: bool,
}

/// GL 2.1 and GLES 2.0.
const GL21: Level = Level {
    glsl_level: 130,
    bset: BoolSet1::INDEP_BLEND_ENABLE
        .union(BoolSet1::BLEND_EQ_SEP)
        .union(BoolSet1::INSTANCEID)
        .union(BoolSet1::VERTEX_ELEMENT_INSTANCE_DIVISOR)
        .union(BoolSet1::OCCLUSION_QUERY)
        .union(BoolSet1::POLY_STIPPLE),
    // Transfers inside the stream, and through staging buffers where the destination is busy, save guests round
    // trips and waits. Targets of any format mix in one framebuffer on every host.
    cap: Cap::TRANSFER
        .union(Cap::COPY_TRANSFER)
        .union(Cap::FBO_MIXED_COLOR_FORMATS),
    cap_v2: CapV2::empty(),
    uniform_blocks: 1,
    array_layers: false,
    streamout_buffers: 0,
    tbo_size: 0,
    gather_components: 0,
    dual_sources: 0,
    depth_clip_disable: false,
    multisample: false,
    compute: false,
};

/// GL 3.1 and GLES 3.0: what Mesa asks for beyond [`GL21`] besides formats, multisampling (`max_samples`) and eight
/// render targets. GL 3.0 wants conditional rendering and a choice between sRGB and linear targets, GL 3.1 texture
/// buffers; both versions of GLES and GL want transform feedback, array textures, twelve uniform buffers of the
/// program's own, and restarting primitives.
const GL31: Level = Level {
    glsl_level: 140,
    bset: GL21
        .bset
        .union(BoolSet1::CONDITIONAL_RENDER)
        .union(BoolSet1::PRIMITIVE_RESTART)
        .union(BoolSet1::UBO)
        .union(BoolSet1::STREAMOUT_PAUSE_RESUME)
        .union(BoolSet1::TRANSFORM_FEEDBACK_OVERFLOW_QUERY)
        .union(BoolSet1::INDEP_BLEND_FUNC)
        .union(BoolSet1::SEAMLESS_CUBE_MAP)
        .union(BoolSet1::SEAMLESS_CUBE_MAP_PER_TEXTURE)
        .union(BoolSet1::CUBE_MAP_ARRAY)
        .union(BoolSet1::TEXTURE_QUERY_LOD)
        .union(BoolSet1::DERIVATIVE_CONTROL)
        .union(BoolSet1::CONDITIONAL_RENDER_INVERTED),
    cap: GL21
        .cap
        .union(Cap::SRGB_WRITE_CONTROL)
        .union(Cap::TRANSFORM_FEEDBACK3)
        .union(Cap::TEXTURE_BARRIER)
        .union(Cap::CLEAR_TEXTURE),
    cap_v2: GL21.cap_v2,
    uniform_blocks: 13,
    array_layers: true,
    streamout_buffers: 4,
    // Of the largest texels, 128 MiB: what every host binds as storage.
    tbo_size: 1 << 23,
    gather_components: 4,
    dual_sources: 1,
    depth_clip_disable: true,
    multisample: true,
    compute: false,
};

/// GLES 3.1, and compute shaders on GL 3.1. Atomic counters are what Mesa makes of storage buffers, of which it takes half
/// for them.
const ES31: Level = Level {
    compute: true,
    ..GL31
};

/// The level that we are at.
const LEVEL: Level = ES31;

/// Capset 1.
pub fn caps_v1(host: &Capabilities) -> CapsV1 {
    v1(&LEVEL, host, CAPS_V1_VERSION)
}

/// Capset 2.
pub fn caps_v2(host: &Capabilities) -> CapsV2 {
    v2(&LEVEL, host)
}

fn v2(level: &Level, host: &Capabilities) -> CapsV2 {
    let mut caps = CapsV2::new_zeroed();
    caps.v1 = v1(level, host, CAPS_V2_VERSION);
    point_and_line_sizes(host, &mut caps);
    caps.max_texture_lod_bias.set(16.0);
    caps.max_vertex_outputs.set(32);
    caps.max_vertex_attribs.set(host.max_vertex_attributes.min(16));
    caps.min_texel_offset.set(-8);
    caps.max_texel_offset.set(7);
    caps.min_texture_gather_offset.set(-8);
    caps.max_texture_gather_offset.set(7);
    caps.texture_buffer_offset_alignment.set(256);
    caps.uniform_buffer_offset_alignment
        .set(host.uniform_alignment.max(16));
    caps.shader_buffer_offset_alignment.set(256);
    let compute_bits = Cap::COMPUTE_SHADER | Cap::MEMORY_BARRIER | Cap::FB_NO_ATTACH;
    let mut cap = level.cap;
    cap.set(compute_bits, level.compute && host.compute.is_some());
    cap.set(Cap::SET_MIN_SAMPLES, shades_samples(level, host));
    caps.capability_bits.set(cap.bits());
    caps.max_vertex_attrib_stride.set(2048);
    caps.max_texture_2d_size
        .set(host.max_texture_2d.min(crate::limits::MAX_DIMENSION));
    caps.max_texture_3d_size
        .set(host.max_texture_3d.min(crate::limits::MAX_DIMENSION));
    caps.max_texture_cube_size
        .set(host.max_texture_cube.min(crate::limits::MAX_DIMENSION));
    caps.host_feature_check_version.set(HOST_FEATURE_CHECK_VERSION);
    caps.supported_readback_formats = mask(&sampler_formats(host));
    caps.scanout = mask(&scanout_formats(host));
    if samples(level, host) > 0 {
        let mut formats = host.multisample;
        if level.compute && host.compute.is_some() {
            // Framebuffers without attachments have samples too.
            formats.insert(Format::NONE);
        }
        caps.supported_multisample_formats = mask(&formats);
        // Guests with two samples have four.
        caps.sample_locations[0].set(SAMPLE_LOCATIONS & 0xffff);
        caps.sample_locations[1].set(SAMPLE_LOCATIONS);
    }
    let mut cap_v2 = level.cap_v2;
    if host.video_memory_bytes >= 1 << 20 {
        cap_v2 |= CapV2::VIDEO_MEMORY;
        caps.max_video_memory
            .set(u32::try_from(host.video_memory_bytes >> 20).unwrap_or(u32::MAX));
    }
    if let Some(limits) = host.compute.filter(|_| level.compute) {
        compute(&limits, &mut caps);
    }
    caps.capability_bits_v2.set(cap_v2.bits());
    caps.renderer = renderer_name(&host.name);
    caps.max_anisotropy.set(16.0);
    caps.max_texture_samplers
        .set(host.max_samplers.min(crate::gpu::MAX_SAMPLERS as u32));
    for size in &mut caps.max_const_buffer_size {
        size.set(MAX_CONST_BUFFER_BYTES);
    }
    caps.max_uniform_block_size.set(MAX_CONST_BUFFER_BYTES);
    caps
}

fn v1(level: &Level, host: &Capabilities, version: u32) -> CapsV1 {
    let mut caps = CapsV1::new_zeroed();
    caps.max_version.set(version);
    caps.sampler = mask(&sampler_formats(host));
    caps.render = mask(&host.render);
    caps.depthstencil = mask(&host.depth_stencil);
    caps.vertexbuffer = mask(&host.vertex);
    let mut bset = level.bset;
    bset.set(
        BoolSet1::DEPTH_CLIP_DISABLE,
        level.depth_clip_disable && host.depth_clip_control,
    );
    bset.set(BoolSet1::TEXTURE_MULTISAMPLE, samples(level, host) > 0);
    bset.set(BoolSet1::HAS_SAMPLE_SHADING, shades_samples(level, host));
    bset.set(
        BoolSet1::HAS_INDIRECT_DRAW,
        level.compute && host.compute.is_some(),
    );
    caps.bset.set(bset.bits());
    caps.glsl_level.set(level.glsl_level);
    caps.max_texture_array_layers.set(if level.array_layers {
        host.max_array_layers
    } else {
        0
    });
    caps.max_streamout_buffers.set(level.streamout_buffers);
    caps.max_render_targets
        .set(host.max_render_targets.min(crate::gpu::MAX_COLORS as u32));
    caps.prim_mask.set(PRIM_MASK);
    caps.max_tbo_size
        .set(if host.texture_buffers { level.tbo_size } else { 0 });
    caps.max_uniform_blocks
        .set(level.uniform_blocks.min(host.max_uniform_buffers.max(1)));
    caps.max_dual_source_render_targets
        .set(if host.dual_source { level.dual_sources } else { 0 });
    caps.max_texture_gather_components.set(level.gather_components);
    caps.max_viewports.set(1);
    caps.max_samples.set(samples(level, host));
    caps
}

/// Sizes of compute shaders' groups, and how much memory shaders may name.
fn compute(host: &ComputeLimits, caps: &mut CapsV2) {
    caps.max_compute_work_group_invocations
        .set(host.group_invocations.min(limits::MAX_GROUP_INVOCATIONS));
    caps.max_compute_shared_memory_size
        .set(host.shared_bytes.min(limits::MAX_SHARED_BYTES));
    for (size, most) in caps.max_compute_block_size.iter_mut().zip(host.group_size) {
        size.set(most);
    }
    for size in &mut caps.max_compute_grid_size {
        size.set(host.groups.min(limits::MAX_GRID_GROUPS));
    }
    caps.max_shader_buffer_frag_compute.set(host.storage_buffers);
    caps.max_shader_buffer_other_stages
        .set(host.vertex_storage_buffers);
    caps.max_combined_shader_buffers.set(host.storage_buffers);
    for (stage, most) in [
        (tgsi::Stage::Vertex, host.vertex_storage_buffers),
        (tgsi::Stage::Fragment, host.storage_buffers),
        (tgsi::Stage::Compute, host.storage_buffers),
    ] {
        caps.max_shader_storage_blocks[stage as usize].set(most);
    }
    caps.max_shader_image_frag_compute.set(host.images);
    caps.max_shader_image_other_stages.set(host.vertex_images);
}

/// Samples of what guests may have with several: 0 makes Mesa advertise nothing, 1 would make it pretend.
fn samples(level: &Level, host: &Capabilities) -> u32 {
    if level.multisample && host.sample_counts & 4 != 0 {
        4
    } else {
        0
    }
}

/// Whether fragment shaders may run for each sample, and ask which and where it is.
fn shades_samples(level: &Level, host: &Capabilities) -> bool {
    samples(level, host) > 0 && host.sample_shading
}

fn point_and_line_sizes(host: &Capabilities, caps: &mut CapsV2) {
    let largest = host.max_point_size.max(1.0);
    caps.min_aliased_point_size.set(1.0);
    caps.max_aliased_point_size.set(largest);
    caps.min_smooth_point_size.set(1.0);
    caps.max_smooth_point_size.set(largest);
    let with_one = |[least, greatest]: [f32; 2]| {
        if greatest > 1.0 {
            [least.min(1.0), greatest]
        } else {
            [1.0; 2]
        }
    };
    let [least, greatest] = with_one(host.line_widths);
    caps.min_aliased_line_width.set(least);
    caps.max_aliased_line_width.set(greatest);
    let [least, greatest] = with_one(host.smooth_line_widths);
    caps.min_smooth_line_width.set(least);
    caps.max_smooth_line_width.set(greatest);
}

/// Mesa looks for depth formats here too (`virgl_is_format_supported`).
fn sampler_formats(host: &Capabilities) -> FormatSet {
    let mut all = host.sampler;
    for (word, more) in all.words.iter_mut().zip(host.depth_stencil.words) {
        *word |= more;
    }
    all
}

fn scanout_formats(host: &Capabilities) -> FormatSet {
    let mut formats = FormatSet::default();
    for format in [
        Format::B8G8R8A8_UNORM,
        Format::B8G8R8X8_UNORM,
        Format::R8G8B8A8_UNORM,
        Format::R8G8B8X8_UNORM,
    ] {
        if host.render.contains(format) {
            formats.insert(format);
        }
    }
    formats
}

fn mask(formats: &FormatSet) -> FormatMask {
    formats.words.map(Into::into)
}

/// The renderer's name, cut to fit and terminated by a zero. It never has 'llvmpipe' in it, as adapter names of
/// Mesa's software rasteriser do: X servers that see it go without acceleration.
fn renderer_name(adapter: &str) -> [u8; 64] {
    let mut name = [0; 64];
    let adapter = adapter
        .replace("llvmpipe", "lavapipe")
        .replace("LLVMPIPE", "lavapipe");
    let text = format!("vhost-wgpu ({adapter})");
    // Other spellings are nobody's.
    let text = if text.to_lowercase().contains("llvmpipe") {
        "vhost-wgpu".into()
    } else {
        text
    };
    let printable = text.chars().map(|c| {
        if c.is_ascii_graphic() || c == ' ' {
            c as u8
        } else {
            b'?'
        }
    });
    for (byte, c) in name.iter_mut().take(63).zip(printable) {
        *byte = c;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &[u8; 64]) -> &str {
        let end = name.iter().position(|byte| *byte == 0).unwrap();
        std::str::from_utf8(&name[..end]).unwrap()
    }

    #[test]
    fn the_renderer_is_never_named_llvmpipe() {
        assert_eq!(
            text(&renderer_name("llvmpipe (LLVM 15.0.6, 256 bits)")),
            "vhost-wgpu (lavapipe (LLVM 15.0.6, 256 bits))"
        );
        assert_eq!(text(&renderer_name("LLVMpipe")), "vhost-wgpu");
        assert_eq!(text(&renderer_name(&"x".repeat(200))).len(), 63);
        assert_eq!(text(&renderer_name("a\0b\u{e9}")), "vhost-wgpu (a?b?)");
    }

    #[test]
    fn the_next_level_has_what_gl_3_1_and_gles_3_0_ask_for() {
        let host = Capabilities {
            max_array_layers: 2048,
            max_uniform_buffers: 15,
            texture_buffers: true,
            ..Capabilities::default()
        };
        let (before, caps) = (v2(&GL21, &host).v1, v2(&GL31, &host).v1);
        assert_eq!(before.bset.get() & !caps.bset.get(), 0, "nothing is taken away");
        assert_eq!(caps.glsl_level.get(), 140);
        assert!(caps.max_uniform_blocks.get() > 12, "CONST[0] is one of them");
        assert!(caps.max_uniform_blocks.get() as usize <= crate::gpu::MAX_UNIFORM_BUFFERS);
        assert!(caps.max_tbo_size.get() >= 65536);
        assert!(caps.max_texture_array_layers.get() >= 256);
        assert!(caps.max_streamout_buffers.get() > 0);
    }

    #[test]
    fn hosts_with_few_storage_buffers_have_no_texture_buffers() {
        let caps = v2(&GL31, &Capabilities::default()).v1;
        assert_eq!(caps.max_tbo_size.get(), 0);
    }

    #[test]
    fn the_last_level_has_what_gles_3_1_asks_for_where_the_host_computes() {
        let bits = |caps: &CapsV2| (caps.v1.bset.get(), caps.capability_bits.get());
        let mut host = Capabilities::default();
        let without = v2(&ES31, &host);
        assert_eq!(bits(&without), bits(&v2(&GL31, &host)));
        assert_eq!(without.max_shader_buffer_frag_compute.get(), 0);
        host.sample_counts = 4;
        host.compute = Some(ComputeLimits {
            storage_buffers: 16,
            images: 8,
            group_invocations: u32::MAX,
            group_size: [1024, 1024, 64],
            groups: u32::MAX,
            shared_bytes: u32::MAX,
            ..ComputeLimits::default()
        });
        let caps = v2(&ES31, &host);
        let (bset, cap) = bits(&caps);
        assert!(BoolSet1::from_bits_retain(bset).contains(BoolSet1::HAS_INDIRECT_DRAW));
        assert!(Cap::from_bits_retain(cap).contains(Cap::COMPUTE_SHADER | Cap::FB_NO_ATTACH));
        // Half of the storage buffers are for atomic counters.
        assert!(caps.max_shader_buffer_frag_compute.get() / 2 >= 4);
        assert!(caps.max_shader_image_frag_compute.get() >= 4);
        assert_eq!(
            caps.max_compute_work_group_invocations.get(),
            limits::MAX_GROUP_INVOCATIONS
        );
        assert_eq!(
            caps.max_compute_shared_memory_size.get(),
            limits::MAX_SHARED_BYTES
        );
        assert_eq!(caps.max_compute_grid_size[2].get(), limits::MAX_GRID_GROUPS);
        let mut counters = caps.max_atomic_counters.iter();
        assert!(counters.all(|counters| counters.get() == 0));
        assert_eq!(
            caps.supported_multisample_formats[0].get() & 1,
            1,
            "framebuffers of no format have samples"
        );
    }

    #[test]
    fn depth_formats_are_sampler_formats_and_sizes_are_within_limits() {
        let mut host = Capabilities {
            max_texture_2d: u32::MAX,
            max_render_targets: 99,
            ..Capabilities::default()
        };
        host.depth_stencil.insert(Format::Z24_UNORM_S8_UINT);
        let caps = caps_v2(&host);
        assert_eq!(caps.v1.sampler[0].get(), 1 << Format::Z24_UNORM_S8_UINT.0);
        assert_eq!(caps.max_texture_2d_size.get(), crate::limits::MAX_DIMENSION);
        assert_eq!(caps.v1.max_render_targets.get(), 8);
        assert_eq!(caps.v1.max_samples.get(), 0, "1 makes Mesa fake multisampling");
    }
}
