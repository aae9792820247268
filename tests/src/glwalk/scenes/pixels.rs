//! Pixels that are drawn, copied and read as such.

use super::super::draw::{colours, filters, pattern, pattern_texture, quad, replace, tile_each, tiles};
use super::super::enums::*;
use super::super::gl::{Gl, Layout};
use super::super::{SIDE, Scene};
use super::scene;

pub(super) const SCENES: &[Scene] = &[
    scene("draw-pixels", draw_pixels),
    scene("draw-pixels-depth-and-stencil", draw_depth),
    scene("pixel-zoom-and-transfer", zoom),
    scene("bitmap", bitmap),
    scene("copy-pixels", copy_pixels),
    scene("copy-tex-image", copy_tex_image),
    scene("blit-framebuffer", blit),
    scene("read-pixels-formats", read_formats),
    scene("read-depth", read_depth),
    scene("get-tex-image", get_tex_image),
];

fn draw_pixels(gl: &Gl) {
    let table = [
        (RGBA, UNSIGNED_BYTE, 4),
        (RGB, UNSIGNED_BYTE, 3),
        (BGRA, UNSIGNED_INT_8_8_8_8_REV, 4),
        (LUMINANCE, UNSIGNED_BYTE, 1),
        (RGB, UNSIGNED_SHORT_5_6_5, 2),
        (RED, UNSIGNED_SHORT, 2),
    ];
    tiles(gl, table.len(), |index| {
        let (format, kind, bytes) = table[index];
        let pixels: Vec<u8> = (0..20 * 20 * bytes).map(|at| (at * 7 % 256) as u8).collect();
        gl.raster_pos2f(-0.8, -0.7);
        gl.draw_pixels([20, 20], Layout(format, kind), &pixels);
    });
}

fn draw_depth(gl: &Gl) {
    let depths: Vec<u8> = (0..64 * 64_u32)
        .flat_map(|at| ((at % 64) as f32 / 63.0).to_ne_bytes())
        .collect();
    gl.enable(DEPTH_TEST);
    gl.depth_func(ALWAYS);
    gl.color_mask(0, 0, 0, 0);
    gl.raster_pos2f(-0.5, -0.5);
    gl.draw_pixels([64, 64], Layout(DEPTH_COMPONENT, FLOAT), &depths);
    gl.raster_pos2f(-0.9, -0.9);
    let stencils: Vec<u8> = (0..40 * 40).map(|at| u8::from(at / 200 % 2 == 1)).collect();
    gl.draw_pixels([40, 40], Layout(STENCIL_INDEX, UNSIGNED_BYTE), &stencils);
    gl.color_mask(1, 1, 1, 1);
    gl.depth_func(LESS);
    colours(gl);
    gl.enable(STENCIL_TEST);
    gl.stencil_func(EQUAL, 1, 0xFF);
    gl.depth_func(ALWAYS);
    gl.color4f(1.0, 1.0, 1.0, 1.0);
    quad(gl);
}

fn zoom(gl: &Gl) {
    let table = [(1.0, 1.0), (2.5, 1.5), (-1.0, 1.0), (0.5, -2.0)];
    tile_each(gl, &table, |(x, y)| {
        gl.raster_pos2f(0.0, 0.0);
        gl.pixel_zoom(x, y);
        gl.pixel_transferf(RED_SCALE, 0.5 + x.abs() / 4.0);
        gl.pixel_transferf(GREEN_BIAS, 0.2);
        gl.draw_pixels([16, 16], Layout::RGBA8, &pattern(16, 16));
    });
}

fn bitmap(gl: &Gl) {
    let glyph = [0x18_u8, 0x3C, 0x66, 0x66, 0x7E, 0x66, 0x66, 0xC3];
    gl.enable(BLEND);
    gl.blend_func(SRC_ALPHA, ONE_MINUS_SRC_ALPHA);
    for row in 0..6 {
        gl.color4f(1.0, 0.15 * row as f32, 0.3, 0.8);
        gl.raster_pos2f(-0.9, -0.9 + 0.3 * row as f32);
        for _ in 0..10 {
            gl.bitmap([8, 8], [11.0, 0.5], &glyph);
        }
    }
}

fn copy_pixels(gl: &Gl) {
    tiles(gl, 4, |_| colours(gl));
    gl.raster_pos2f(-0.9, -0.4);
    gl.copy_pixels(70, 70, 40, 30, COLOR);
    // Over itself.
    gl.raster_pos2f(-0.5, -0.2);
    gl.copy_pixels(20, 40, 60, 60, COLOR);
    gl.pixel_zoom(0.5, -0.5);
    gl.raster_pos2f(0.3, 0.9);
    gl.copy_pixels(0, 0, 60, 60, COLOR);
}

fn copy_tex_image(gl: &Gl) {
    tiles(gl, 9, |_| colours(gl));
    pattern_texture(gl, 64, NEAREST);
    gl.copy_tex_sub_image_2d(TEXTURE_2D, 0, 5, 7, 30, 20, 40, 33);
    replace(gl);
    gl.enable(TEXTURE_2D);
    gl.viewport(0, 0, SIDE / 2, SIDE / 2);
    quad(gl);
    for (format, x) in [(RGB8, SIDE / 2), (LUMINANCE8_ALPHA8, 0)] {
        gl.copy_tex_image_2d(TEXTURE_2D, 0, format, 10, 10, 90, 90, 0);
        filters(gl, TEXTURE_2D, LINEAR, LINEAR);
        gl.viewport(x, SIDE / 2, SIDE / 2, SIDE / 2);
        quad(gl);
    }
}

fn blit(gl: &Gl) {
    tiles(gl, 4, |_| colours(gl));
    // From one frame buffer into another and back, since a blit within one must not overlap.
    let other = gl.gen_framebuffer();
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_image_2d(TEXTURE_2D, 0, RGBA8, [SIDE, SIDE], Layout::RGBA8, None);
    let main = 1;
    gl.bind_framebuffer(DRAW_FRAMEBUFFER, other);
    gl.framebuffer_texture_2d(DRAW_FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
    gl.clear_color(0.0, 0.0, 0.4, 1.0);
    gl.clear(COLOR_BUFFER_BIT);
    gl.blit_framebuffer(10, 20, 110, 90, 0, 0, 60, 60, COLOR_BUFFER_BIT, LINEAR);
    gl.blit_framebuffer(10, 20, 110, 90, 128, 60, 64, 128, COLOR_BUFFER_BIT, NEAREST);
    gl.enable(SCISSOR_TEST);
    gl.scissor(0, 70, 50, 50);
    gl.blit_framebuffer(-20, -20, 100, 100, 0, 64, 64, 128, COLOR_BUFFER_BIT, NEAREST);
    gl.disable(SCISSOR_TEST);
    gl.bind_framebuffer(READ_FRAMEBUFFER, other);
    gl.bind_framebuffer(DRAW_FRAMEBUFFER, main);
    gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, COLOR_BUFFER_BIT, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, main);
}

/// What is read in other formats is drawn again in them.
fn read_formats(gl: &Gl) {
    let table = [
        (RGBA, FLOAT),
        (BGRA, UNSIGNED_BYTE),
        (RGB, UNSIGNED_SHORT_5_6_5),
        (LUMINANCE, UNSIGNED_BYTE),
        (ALPHA, UNSIGNED_BYTE),
        (RGBA, UNSIGNED_INT_2_10_10_10_REV),
        (RED, UNSIGNED_SHORT),
    ];
    colours(gl);
    let read: Vec<Vec<u8>> = table
        .iter()
        .map(|(format, kind)| gl.read_pixels([40, 40], [31, 29], Layout(*format, *kind)))
        .collect();
    tiles(gl, table.len(), |index| {
        let (format, kind) = table[index];
        gl.raster_pos2f(-0.9, -0.9);
        gl.draw_pixels([31, 29], Layout(format, kind), &read[index]);
    });
}

fn read_depth(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    gl.begin(TRIANGLES);
    for (x, y, z) in [(-0.9, -0.9, -0.9), (0.9, -0.5, 0.3), (0.0, 0.9, 0.9)] {
        gl.vertex3f(x, y, z);
    }
    gl.end();
    gl.disable(DEPTH_TEST);
    let depths = gl.read_pixels([0, 0], [SIDE, SIDE / 2], Layout(DEPTH_COMPONENT, FLOAT));
    let shorts = gl.read_pixels(
        [0, SIDE / 2],
        [SIDE, SIDE / 2],
        Layout(DEPTH_COMPONENT, UNSIGNED_SHORT),
    );
    gl.raster_pos2f(-1.0, -1.0);
    gl.draw_pixels([SIDE, SIDE / 2], Layout(LUMINANCE, FLOAT), &depths);
    gl.raster_pos2f(-1.0, 0.0);
    gl.draw_pixels([SIDE, SIDE / 2], Layout(LUMINANCE, UNSIGNED_SHORT), &shorts);
}

fn get_tex_image(gl: &Gl) {
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    gl.tex_image_2d(
        TEXTURE_2D,
        0,
        RGBA8,
        [64, 64],
        Layout::RGBA8,
        Some(&pattern(64, 64)),
    );
    gl.generate_mipmap(TEXTURE_2D);
    for (level, side, x, y) in [
        (0, 64, -1.0, -1.0),
        (1, 32, 0.1, -0.9),
        (2, 16, 0.1, 0.1),
        (3, 8, -0.5, 0.5),
    ] {
        let pixels = gl.get_tex_image(TEXTURE_2D, level, [side, side], Layout::RGBA8);
        gl.raster_pos2f(x, y);
        gl.draw_pixels([side, side], Layout::RGBA8, &pixels);
    }
}
