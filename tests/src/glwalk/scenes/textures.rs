//! How textures are looked up: wraps, filters, levels, kinds.

use super::super::Scene;
use super::super::draw::{
    filters, pattern, pattern_texture, plain, quad, rect, replace, shade, shaded_quad, tile_each, tiles,
    wraps,
};
use super::super::enums::*;
use super::super::gl::{Gl, Layout};
use super::{extended, scene};

pub(super) const SCENES: &[Scene] = &[
    scene("texture-wraps-nearest", |gl| wrap_modes(gl, WRAPS, NEAREST)),
    scene("texture-wraps-linear", |gl| wrap_modes(gl, WRAPS, LINEAR)),
    extended(
        "texture-wraps-mirrored-once",
        &["GL_EXT_texture_mirror_clamp"],
        |gl| wrap_modes(gl, WRAPS_ONCE, LINEAR),
    ),
    scene("texture-border-colour", border_colour),
    scene("texture-1d", one_dimension),
    scene("texture-3d", three_dimensions),
    scene("texture-cube", cube),
    scene("texture-rectangle", rectangle),
    scene("texture-mipmap-filters", mipmap_filters),
    scene("texture-lod-bias", lod_bias),
    scene("texture-lod-range", lod_range),
    scene("texture-generate-mipmap", generate_mipmap),
    scene("texture-odd-sizes", odd_sizes),
    scene("texture-sub-image", sub_image),
    scene("texture-perspective", perspective_lookup),
    scene("texture-projective", projective),
    scene("texture-shadow-compare", shadow_compare),
    scene("texture-depth-mode", depth_mode),
    extended(
        "texture-anisotropy",
        &["GL_EXT_texture_filter_anisotropic"],
        anisotropy,
    ),
];

const WRAPS: &[u32] = &[REPEAT, CLAMP, CLAMP_TO_EDGE, CLAMP_TO_BORDER, MIRRORED_REPEAT];

const WRAPS_ONCE: &[u32] = &[MIRROR_CLAMP_EXT, MIRROR_CLAMP_TO_EDGE, MIRROR_CLAMP_TO_BORDER_EXT];

fn wrap_modes(gl: &Gl, modes: &[u32], filter: u32) {
    pattern_texture(gl, 8, filter);
    gl.tex_parameterfv(TEXTURE_2D, TEXTURE_BORDER_COLOR, &[1.0, 0.5, 0.0, 0.5]);
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(gl, modes, |wrap| {
        wraps(gl, TEXTURE_2D, wrap);
        rect(gl, [-1.0, -1.0, 1.0, 1.0], [-1.3, -0.8, 2.1, 1.9]);
    });
}

fn border_colour(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    let formats = [RGBA8, RGB8, LUMINANCE8, ALPHA8, INTENSITY8, LUMINANCE8_ALPHA8];
    tile_each(gl, &formats, |format| {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(TEXTURE_2D, 0, format, [4, 4], Layout::RGBA8, Some(&pattern(4, 4)));
        filters(gl, TEXTURE_2D, LINEAR, LINEAR);
        wraps(gl, TEXTURE_2D, CLAMP_TO_BORDER);
        gl.tex_parameterfv(TEXTURE_2D, TEXTURE_BORDER_COLOR, &[0.9, 0.6, 0.3, 0.7]);
        rect(gl, [-1.0, -1.0, 1.0, 1.0], [-0.5, -0.5, 1.5, 1.5]);
    });
}

fn one_dimension(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_1D);
    tile_each(
        gl,
        &[
            (NEAREST, REPEAT),
            (LINEAR, REPEAT),
            (LINEAR, CLAMP),
            (NEAREST, MIRRORED_REPEAT),
        ],
        |(filter, wrap)| {
            gl.bind_texture(TEXTURE_1D, gl.gen_texture());
            gl.tex_image_1d(TEXTURE_1D, 0, RGBA8, 16, Layout::RGBA8, Some(&pattern(16, 1)));
            filters(gl, TEXTURE_1D, filter, filter);
            gl.tex_parameteri(TEXTURE_1D, TEXTURE_WRAP_S, wrap as i32);
            rect(gl, [-1.0, -1.0, 1.0, 1.0], [-0.5, 0.0, 1.7, 0.0]);
        },
    );
}

fn three_dimensions(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_3D);
    let layers: Vec<u8> = (0..4_u8)
        .flat_map(|z| pattern(8, 8).into_iter().map(move |b| b / 4 + z * 60))
        .collect();
    tile_each(
        gl,
        &[
            (NEAREST, REPEAT),
            (LINEAR, REPEAT),
            (LINEAR, CLAMP_TO_EDGE),
            (LINEAR, CLAMP),
        ],
        |(filter, wrap)| {
            gl.bind_texture(TEXTURE_3D, gl.gen_texture());
            gl.tex_image_3d(TEXTURE_3D, 0, RGBA8, [8, 8, 4], Layout::RGBA8, Some(&layers));
            filters(gl, TEXTURE_3D, filter, filter);
            wraps(gl, TEXTURE_3D, wrap);
            gl.begin(TRIANGLE_FAN);
            for (s, t, r) in [
                (0.0, 0.0, -0.2),
                (1.3, 0.0, 0.4),
                (1.3, 1.3, 1.1),
                (0.0, 1.3, 0.6),
            ] {
                gl.tex_coord3f(s, t, r);
                gl.vertex2f(s * 1.5 - 1.0, t * 1.5 - 1.0);
            }
            gl.end();
        },
    );
}

fn cube(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_CUBE_MAP);
    gl.bind_texture(TEXTURE_CUBE_MAP, gl.gen_texture());
    for face in 0..6_u8 {
        let mut pixels = pattern(8, 8);
        for pixel in pixels.chunks_exact_mut(4) {
            pixel[usize::from(face % 3)] = 40 * face + 30;
        }
        let target = TEXTURE_CUBE_MAP_POSITIVE_X + u32::from(face);
        gl.tex_image_2d(target, 0, RGBA8, [8, 8], Layout::RGBA8, Some(&pixels));
    }
    wraps(gl, TEXTURE_CUBE_MAP, CLAMP_TO_EDGE);
    tiles(gl, 12, |index| {
        let filter = if index < 6 { NEAREST } else { LINEAR };
        filters(gl, TEXTURE_CUBE_MAP, filter, filter);
        let sign = if index % 2 == 0 { 1.0 } else { -1.0 };
        gl.begin(TRIANGLE_FAN);
        for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            // Beyond the face's own edge, so that its neighbours are seen too.
            let (u, v) = (x * 1.3, y * 1.3);
            match index % 6 / 2 {
                0 => gl.tex_coord3f(sign, u, v),
                1 => gl.tex_coord3f(u, sign, v),
                _ => gl.tex_coord3f(u, v, sign),
            }
            gl.vertex2f(x, y);
        }
        gl.end();
    });
}

fn rectangle(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_RECTANGLE);
    gl.bind_texture(TEXTURE_RECTANGLE, gl.gen_texture());
    gl.tex_image_2d(
        TEXTURE_RECTANGLE,
        0,
        RGBA8,
        [13, 7],
        Layout::RGBA8,
        Some(&pattern(13, 7)),
    );
    tile_each(
        gl,
        &[
            (NEAREST, CLAMP),
            (LINEAR, CLAMP),
            (LINEAR, CLAMP_TO_EDGE),
            (LINEAR, CLAMP_TO_BORDER),
        ],
        |(filter, wrap)| {
            filters(gl, TEXTURE_RECTANGLE, filter, filter);
            wraps(gl, TEXTURE_RECTANGLE, wrap);
            rect(gl, [-1.0, -1.0, 1.0, 1.0], [-2.0, -1.0, 15.0, 8.5]);
        },
    );
}

/// Levels of plain colours, so that the level that is taken is seen.
fn coloured_levels(gl: &Gl) {
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    let colours = [
        [255, 0, 0, 255],
        [0, 255, 0, 200],
        [0, 0, 255, 150],
        [255, 255, 0, 100],
        [0, 255, 255, 50],
        [255; 4],
    ];
    for (level, colour) in colours.into_iter().enumerate() {
        let side = 32 >> level;
        gl.tex_image_2d(
            TEXTURE_2D,
            level as i32,
            RGBA8,
            [side, side],
            Layout::RGBA8,
            Some(&plain(side * side, colour)),
        );
    }
}

/// A floor that runs away: every level is used.
fn floor(gl: &Gl) {
    gl.begin(TRIANGLE_FAN);
    for (x, y, w, s, t) in [
        (-1.0, -1.0, 1.0, 0.0, 0.0),
        (1.0, -1.0, 1.0, 4.0, 0.0),
        (8.0, 8.0, 8.0, 4.0, 16.0),
        (-8.0, 8.0, 8.0, 0.0, 16.0),
    ] {
        gl.tex_coord2f(s, t);
        gl.vertex4f(x, y, 0.0, w);
    }
    gl.end();
}

fn mipmap_filters(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    let minimal = [
        NEAREST,
        LINEAR,
        NEAREST_MIPMAP_NEAREST,
        LINEAR_MIPMAP_NEAREST,
        NEAREST_MIPMAP_LINEAR,
        LINEAR_MIPMAP_LINEAR,
    ];
    coloured_levels(gl);
    tile_each(gl, &minimal, |min| {
        filters(gl, TEXTURE_2D, min, LINEAR);
        floor(gl);
    });
}

fn lod_bias(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    coloured_levels(gl);
    filters(gl, TEXTURE_2D, NEAREST_MIPMAP_NEAREST, NEAREST);
    tile_each(gl, &[-4.0, -1.0, 0.0, 1.0, 2.5, 8.0], |bias| {
        gl.tex_envf(TEXTURE_FILTER_CONTROL, TEXTURE_LOD_BIAS, bias);
        floor(gl);
    });
    gl.tex_envf(TEXTURE_FILTER_CONTROL, TEXTURE_LOD_BIAS, 0.0);
}

fn lod_range(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    coloured_levels(gl);
    filters(gl, TEXTURE_2D, LINEAR_MIPMAP_LINEAR, LINEAR);
    tile_each(
        gl,
        &[
            (0, 5, -10.0, 10.0),
            (1, 3, -10.0, 10.0),
            (0, 5, 1.5, 2.5),
            (2, 5, 0.0, 1.0),
        ],
        |(base, max, low, high)| {
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_BASE_LEVEL, base);
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_MAX_LEVEL, max);
            gl.tex_parameterf(TEXTURE_2D, TEXTURE_MIN_LOD, low);
            gl.tex_parameterf(TEXTURE_2D, TEXTURE_MAX_LOD, high);
            floor(gl);
        },
    );
}

fn generate_mipmap(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(gl, &[[64, 64], [32, 8], [17, 31], [1, 16]], |[width, height]| {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            RGBA8,
            [width, height],
            Layout::RGBA8,
            Some(&pattern(width, height)),
        );
        gl.generate_mipmap(TEXTURE_2D);
        filters(gl, TEXTURE_2D, LINEAR_MIPMAP_LINEAR, LINEAR);
        floor(gl);
    });
}

fn odd_sizes(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(
        gl,
        &[[1, 1], [3, 5], [7, 2], [63, 1], [1, 33], [100, 77]],
        |[width, height]| {
            gl.bind_texture(TEXTURE_2D, gl.gen_texture());
            gl.tex_image_2d(
                TEXTURE_2D,
                0,
                RGBA8,
                [width, height],
                Layout::RGBA8,
                Some(&pattern(width, height)),
            );
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            quad(gl);
        },
    );
}

fn sub_image(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    pattern_texture(gl, 32, NEAREST);
    for (at, size, colour) in [
        ([0, 0], [5, 3], [255, 0, 0, 255]),
        ([20, 10], [12, 22], [0, 255, 0, 99]),
        ([7, 31], [1, 1], [255; 4]),
    ] {
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            at,
            size,
            Layout::RGBA8,
            &plain(size[0] * size[1], colour),
        );
        quad(gl);
    }
    // A part of a larger picture in memory.
    gl.pixel_storei(UNPACK_ROW_LENGTH, 16);
    gl.pixel_storei(UNPACK_SKIP_PIXELS, 3);
    gl.pixel_storei(UNPACK_SKIP_ROWS, 2);
    gl.tex_sub_image_2d(TEXTURE_2D, 0, [2, 12], [9, 7], Layout::RGBA8, &pattern(16, 16));
    quad(gl);
}

fn perspective_lookup(gl: &Gl) {
    pattern_texture(gl, 16, LINEAR);
    gl.enable(TEXTURE_2D);
    tile_each(gl, &[NICEST, FASTEST], |_hint| {
        gl.begin(TRIANGLE_FAN);
        for (r, g, x, y, w, s, t) in [
            (1.0, 0.0, -1.0, -1.0, 1.0, 0.0, 0.0),
            (0.0, 1.0, 2.0, -2.0, 2.0, 1.0, 0.0),
            (1.0, 1.0, 4.0, 4.0, 4.0, 1.0, 1.0),
            (0.3, 0.3, -1.0, 1.0, 1.0, 0.0, 1.0),
        ] {
            gl.color4f(r, g, 1.0, 1.0);
            gl.tex_coord2f(s, t);
            gl.vertex4f(x, y, 0.0, w);
        }
        gl.end();
    });
}

fn projective(gl: &Gl) {
    pattern_texture(gl, 16, LINEAR);
    replace(gl);
    gl.enable(TEXTURE_2D);
    gl.begin(TRIANGLE_FAN);
    for (x, y, q) in [
        (-1.0, -1.0, 1.0),
        (1.0, -1.0, 3.0),
        (1.0, 1.0, 2.0),
        (-1.0, 1.0, 0.5),
    ] {
        gl.tex_coord4f((x + 1.0) * q, (y + 1.0) * q, 0.0, q);
        gl.vertex2f(x, y);
    }
    gl.end();
}

/// A depth texture whose values rise from left to right and from bottom to top.
fn depth_texture(gl: &Gl) {
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    let values: Vec<u8> = (0..16 * 16_u32)
        .flat_map(|index| ((index % 16 + index / 16) as f32 / 30.0).to_ne_bytes())
        .collect();
    gl.tex_image_2d(
        TEXTURE_2D,
        0,
        DEPTH_COMPONENT24,
        [16, 16],
        Layout(DEPTH_COMPONENT, FLOAT),
        Some(&values),
    );
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    wraps(gl, TEXTURE_2D, CLAMP_TO_EDGE);
}

fn shadow_compare(gl: &Gl) {
    depth_texture(gl);
    gl.tex_parameteri(TEXTURE_2D, TEXTURE_COMPARE_MODE, COMPARE_R_TO_TEXTURE as i32);
    let program = shade(
        gl,
        "uniform sampler2DShadow map;
        vec4 colour(vec2 p) { return vec4(shadow2D(map, vec3(p, 0.45)).rgb, 1.0) * vec4(p, 1.0, 1.0); }",
    );
    gl.uniform1i(gl.uniform(program, "map"), 0);
    tile_each(
        gl,
        &[LESS, LEQUAL, GREATER, GEQUAL, EQUAL, NOTEQUAL, ALWAYS, NEVER],
        |function| {
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_COMPARE_FUNC, function as i32);
            shaded_quad(gl);
        },
    );
}

fn depth_mode(gl: &Gl) {
    depth_texture(gl);
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(gl, &[LUMINANCE, INTENSITY, ALPHA], |mode| {
        gl.tex_parameteri(TEXTURE_2D, DEPTH_TEXTURE_MODE, mode as i32);
        quad(gl);
    });
}

fn anisotropy(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    pattern_texture(gl, 64, LINEAR);
    gl.generate_mipmap(TEXTURE_2D);
    filters(gl, TEXTURE_2D, LINEAR_MIPMAP_LINEAR, LINEAR);
    tile_each(gl, &[1.0, 4.0], |degree| {
        gl.tex_parameterf(TEXTURE_2D, TEXTURE_MAX_ANISOTROPY, degree);
        floor(gl);
    });
}
