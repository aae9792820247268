//! Formats of textures, and of pixels on their way into them.

use super::super::Scene;
use super::super::draw::{bytes_of, filters, floats, pattern, quad, replace, shade, shaded_quad, tile_each};
use super::super::enums::*;
use super::super::gl::{Gl, Layout};
use super::{extended, scene};

pub(super) const SCENES: &[Scene] = &[
    scene("formats-internal", internal),
    scene("formats-luminance-from-own", luminance_uploads),
    scene("formats-packed-uploads", packed),
    extended(
        "formats-float",
        &["GL_ARB_texture_float", "GL_ARB_texture_rg"],
        float,
    ),
    extended(
        "formats-float-filtered",
        &["GL_ARB_texture_float", "GL_ARB_texture_rg"],
        float_filtered,
    ),
    scene("formats-srgb", srgb),
    scene("formats-16-bits", sixteen_bits),
    extended("formats-two-channels", &["GL_ARB_texture_rg"], two_channels),
    extended("formats-swizzle", &["GL_EXT_texture_swizzle"], swizzle),
    extended("formats-s3tc", &["GL_EXT_texture_compression_s3tc"], compressed),
];

/// A texture of 16 × 16 pixels of the test pattern in each of these formats.
fn show_each(gl: &Gl, formats: &[u32]) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(gl, formats, |format| {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            format,
            [16, 16],
            Layout::RGBA8,
            Some(&pattern(16, 16)),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        quad(gl);
    });
}

fn internal(gl: &Gl) {
    let formats = [
        RGBA8,
        RGB8,
        LUMINANCE8,
        LUMINANCE8_ALPHA8,
        ALPHA8,
        INTENSITY8,
        RGB5,
        RGBA4,
        RGB5_A1,
        R3_G3_B2,
        RGB10_A2,
        RGBA2,
        LUMINANCE4_ALPHA4,
        RGB565,
    ];
    show_each(gl, &formats);
}

fn luminance_uploads(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    let table = [
        (LUMINANCE8, LUMINANCE, 1),
        (ALPHA8, ALPHA, 1),
        (INTENSITY8, LUMINANCE, 1),
        (LUMINANCE8_ALPHA8, LUMINANCE_ALPHA, 2),
        (RGB8, RGB, 3),
        (RGBA8, LUMINANCE_ALPHA, 2),
        (LUMINANCE8, RGB, 3),
        (RGB8, BGR, 3),
        (RGBA8, BGRA, 4),
    ];
    tile_each(gl, &table, |(internal, format, bytes)| {
        let pixels: Vec<u8> = (0..11 * 11 * bytes)
            .map(|index| (index * 7 % 256) as u8)
            .collect();
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            internal,
            [11, 11],
            Layout(format, UNSIGNED_BYTE),
            Some(&pixels),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        quad(gl);
    });
}

fn packed(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    let table = [
        (RGB, RGB, UNSIGNED_SHORT_5_6_5, 2),
        (RGBA, RGBA, UNSIGNED_SHORT_4_4_4_4, 2),
        (RGBA, RGBA, UNSIGNED_SHORT_5_5_5_1, 2),
        (RGBA, BGRA, UNSIGNED_SHORT_1_5_5_5_REV, 2),
        (RGBA, RGBA, UNSIGNED_INT_8_8_8_8, 4),
        (RGBA, BGRA, UNSIGNED_INT_8_8_8_8_REV, 4),
        (RGB10_A2, RGBA, UNSIGNED_INT_2_10_10_10_REV, 4),
    ];
    tile_each(gl, &table, |(internal, format, kind, bytes)| {
        let pixels: Vec<u8> = (0..16 * 16 * bytes)
            .map(|index| (index * 37 % 251) as u8)
            .collect();
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            internal,
            [16, 16],
            Layout(format, kind),
            Some(&pixels),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        quad(gl);
    });
}

/// Values from below zero to above one.
fn float_ramp() -> Vec<u8> {
    let values: Vec<f32> = (0..16 * 16)
        .flat_map(|index| {
            let (x, y) = ((index % 16) as f32 / 15.0, (index / 16) as f32 / 15.0);
            [x * 3.0 - 1.0, y * 2.0, 1.5 - x - y, x * y]
        })
        .collect();
    floats(&values)
}

fn show_floats(gl: &Gl, filter: u32) {
    let program = shade(
        gl,
        "uniform sampler2D map;
        vec4 colour(vec2 p) { return texture2D(map, p) * vec4(0.5, 0.5, 0.5, 1.0) + vec4(0.25, 0.0, 0.25, 0.0); }",
    );
    gl.uniform1i(gl.uniform(program, "map"), 0);
    tile_each(
        gl,
        &[
            RGBA32F,
            RGBA16F,
            RGB16F,
            R16F,
            R32F,
            RG16F,
            LUMINANCE16F_ARB,
            ALPHA16F_ARB,
        ],
        |format| {
            gl.bind_texture(TEXTURE_2D, gl.gen_texture());
            gl.tex_image_2d(
                TEXTURE_2D,
                0,
                format,
                [16, 16],
                Layout(RGBA, FLOAT),
                Some(&float_ramp()),
            );
            filters(gl, TEXTURE_2D, filter, filter);
            shaded_quad(gl);
        },
    );
}

fn float(gl: &Gl) {
    show_floats(gl, NEAREST);
}

fn float_filtered(gl: &Gl) {
    show_floats(gl, LINEAR);
}

fn srgb(gl: &Gl) {
    show_each(gl, &[SRGB8, SRGB8_ALPHA8, SLUMINANCE8, SLUMINANCE8_ALPHA8]);
}

fn sixteen_bits(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    tile_each(gl, &[RGBA16, RGB16, LUMINANCE16, ALPHA16], |internal| {
        let pixels: Vec<u16> = (0..8 * 8 * 4_u16).map(|index| index.wrapping_mul(1021)).collect();
        let pixels = bytes_of(&pixels, u16::to_ne_bytes);
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            internal,
            [8, 8],
            Layout(RGBA, UNSIGNED_SHORT),
            Some(&pixels),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        quad(gl);
    });
}

fn two_channels(gl: &Gl) {
    show_each(gl, &[R8, RG8, R16, RG16]);
}

fn swizzle(gl: &Gl) {
    replace(gl);
    gl.enable(TEXTURE_2D);
    let table = [
        [BLUE, RED, GREEN, ALPHA],
        [ONE, ZERO, RED, ONE],
        [ALPHA, ALPHA, ALPHA, RED],
        [GREEN, GREEN, ZERO, BLUE],
    ];
    tile_each(gl, &table, |swizzle| {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_image_2d(
            TEXTURE_2D,
            0,
            RGBA8,
            [16, 16],
            Layout::RGBA8,
            Some(&pattern(16, 16)),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        for (channel, from) in swizzle.into_iter().enumerate() {
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_SWIZZLE_R + channel as u32, from as i32);
        }
        quad(gl);
    });
}

fn compressed(gl: &Gl) {
    // The driver compresses: the pictures are the same as long as both sides do it in the same client.
    show_each(
        gl,
        &[
            COMPRESSED_RGB_S3TC_DXT1_EXT,
            COMPRESSED_RGBA_S3TC_DXT1_EXT,
            COMPRESSED_RGBA_S3TC_DXT3_EXT,
            COMPRESSED_RGBA_S3TC_DXT5_EXT,
        ],
    );
}
