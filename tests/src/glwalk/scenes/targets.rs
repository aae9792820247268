//! Frame buffers other than the first: textures as targets, several at once, queries.

use super::super::draw::{
    colours, filters, pattern, plain, quad, rect, replace, shade, shaded_quad, tile_each, tiles,
};
use super::super::enums::*;
use super::super::gl::{Gl, Layout};
use super::super::{SIDE, Scene};
use super::{extended, scene};

pub(super) const SCENES: &[Scene] = &[
    scene("target-texture", texture_target),
    scene("target-texture-levels", level_target),
    scene("target-cube-faces", cube_target),
    extended(
        "target-formats",
        &["GL_ARB_texture_float", "GL_ARB_texture_rg"],
        formats,
    ),
    scene("target-several", several),
    scene("target-ping-pong", ping_pong),
    extended("target-srgb", &["GL_ARB_framebuffer_sRGB"], srgb),
    scene("target-depth-texture", depth_target),
    scene("occlusion-queries", occlusion),
    scene("clear-parts", clear_parts),
];

/// The frame buffer of the scene, which was the first to be made.
const MAIN: u32 = 1;

/// A texture of this format, bound, and attached to a new frame buffer that is bound too.
fn target(gl: &Gl, format: u32, side: i32) -> (u32, u32) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_image_2d(TEXTURE_2D, 0, format, [side, side], Layout::RGBA8, None);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
    (framebuffer, texture)
}

/// Whether the frame buffer can be drawn into; drivers may refuse some formats.
fn complete(gl: &Gl) -> bool {
    gl.check_framebuffer_status(FRAMEBUFFER) == FRAMEBUFFER_COMPLETE
}

fn show(gl: &Gl, texture: u32) {
    gl.bind_texture(TEXTURE_2D, texture);
    replace(gl);
    gl.enable(TEXTURE_2D);
    quad(gl);
    gl.disable(TEXTURE_2D);
}

fn texture_target(gl: &Gl) {
    let (_, texture) = target(gl, RGBA8, 50);
    gl.viewport(0, 0, 50, 50);
    colours(gl);
    gl.color4f(0.0, 0.0, 0.0, 0.3);
    // Not symmetric: a picture upside down would show.
    rect(gl, [-0.9, -0.9, 0.1, -0.6], [0.0; 4]);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    gl.viewport(0, 0, SIDE, SIDE);
    show(gl, texture);
}

fn level_target(gl: &Gl) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    for level in 0..6 {
        gl.tex_image_2d(
            TEXTURE_2D,
            level,
            RGBA8,
            [32 >> level, 32 >> level],
            Layout::RGBA8,
            None,
        );
    }
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    for level in 0..6 {
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, level);
        gl.viewport(0, 0, 32 >> level, 32 >> level);
        gl.clear_color(0.2 * level as f32, 0.5, 1.0 - 0.2 * level as f32, 1.0);
        gl.clear(COLOR_BUFFER_BIT);
        rect(gl, [-1.0, -1.0, 0.0, 0.0], [0.0; 4]);
    }
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    filters(gl, TEXTURE_2D, NEAREST_MIPMAP_NEAREST, NEAREST);
    tiles(gl, 6, |index| {
        gl.tex_parameteri(TEXTURE_2D, TEXTURE_BASE_LEVEL, index as i32);
        show(gl, texture);
    });
}

fn cube_target(gl: &Gl) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_CUBE_MAP, texture);
    let faces: Vec<u32> = (0..6).map(|face| TEXTURE_CUBE_MAP_POSITIVE_X + face).collect();
    for face in &faces {
        gl.tex_image_2d(*face, 0, RGBA8, [16, 16], Layout::RGBA8, None);
    }
    filters(gl, TEXTURE_CUBE_MAP, NEAREST, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    gl.viewport(0, 0, 16, 16);
    for (index, face) in faces.iter().enumerate() {
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, *face, texture, 0);
        gl.clear_color(0.15 * index as f32, 0.9 - 0.15 * index as f32, 0.5, 1.0);
        gl.clear(COLOR_BUFFER_BIT);
        rect(gl, [-1.0, -1.0, 0.0, 0.3], [0.0; 4]);
    }
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    gl.viewport(0, 0, SIDE, SIDE);
    let program = shade(
        gl,
        "uniform samplerCube map;
        vec4 colour(vec2 p) {
            vec2 a = (p - 0.5) * vec2(6.28, 3.14);
            return textureCube(map, vec3(cos(a.y) * cos(a.x), sin(a.y), cos(a.y) * sin(a.x)));
        }",
    );
    gl.uniform1i(gl.uniform(program, "map"), 0);
    shaded_quad(gl);
}

fn formats(gl: &Gl) {
    let table = [
        RGBA8, RGB8, RGB565, RGBA4, RGB5_A1, RGB10_A2, RGBA16F, RGBA32F, R8, RG8, R16F, RGBA16,
    ];
    tiles_of_targets(gl, &table);
}

fn tiles_of_targets(gl: &Gl, formats: &[u32]) {
    let drawn: Vec<Option<u32>> = formats
        .iter()
        .map(|format| {
            let (_, texture) = target(gl, *format, 32);
            gl.viewport(0, 0, 32, 32);
            complete(gl).then(|| {
                gl.disable(BLEND);
                colours(gl);
                gl.enable(BLEND);
                gl.blend_func(DST_ALPHA, ONE_MINUS_SRC_ALPHA);
                rect(gl, [-0.5, -0.5, 0.8, 0.2], [0.0; 4]);
                texture
            })
        })
        .collect();
    gl.disable(BLEND);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    tile_each(gl, &drawn, |texture| {
        if let Some(texture) = texture {
            show(gl, texture);
        }
    });
}

fn several(gl: &Gl) {
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    let textures: Vec<u32> = (0..4)
        .map(|index| {
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_image_2d(
                TEXTURE_2D,
                0,
                RGBA8,
                [64, 64],
                Layout::RGBA8,
                Some(&plain(64 * 64, [9, 9, 9, 255])),
            );
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0 + index, TEXTURE_2D, texture, 0);
            texture
        })
        .collect();
    // One output goes nowhere, two are exchanged.
    gl.draw_buffers(&[
        COLOR_ATTACHMENT0,
        COLOR_ATTACHMENT0 + 2,
        NONE,
        COLOR_ATTACHMENT0 + 1,
    ]);
    let program = gl.program(
        super::super::draw::POSITION_SHADER,
        "#version 120
        varying vec2 p;
        void main() {
            gl_FragData[0] = vec4(p, 0.0, 1.0);
            gl_FragData[1] = vec4(0.0, p, 0.5);
            gl_FragData[2] = vec4(1.0);
            gl_FragData[3] = vec4(p.y, 0.0, p.x, 1.0);
        }",
        &["position"],
    );
    gl.use_program(program);
    gl.viewport(8, 8, 48, 48);
    shaded_quad(gl);
    gl.use_program(0);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    tile_each(gl, &textures, |texture| show(gl, texture));
}

/// Each pass reads what the last one has drawn.
fn ping_pong(gl: &Gl) {
    let ends = [target(gl, RGBA8, 32), target(gl, RGBA8, 32)];
    gl.bind_texture(TEXTURE_2D, ends[0].1);
    gl.tex_sub_image_2d(TEXTURE_2D, 0, [0, 0], [32, 32], Layout::RGBA8, &pattern(32, 32));
    let program = shade(
        gl,
        "uniform sampler2D map;
        vec4 colour(vec2 p) {
            vec4 sum = texture2D(map, p) * 2.0;
            sum += texture2D(map, p + vec2(1.0 / 32.0, 0.0)) + texture2D(map, p + vec2(0.0, 1.0 / 32.0));
            return sum / 4.0;
        }",
    );
    gl.uniform1i(gl.uniform(program, "map"), 0);
    gl.viewport(0, 0, 32, 32);
    for pass in 0..8 {
        gl.bind_framebuffer(FRAMEBUFFER, ends[(pass + 1) % 2].0);
        gl.bind_texture(TEXTURE_2D, ends[pass % 2].1);
        shaded_quad(gl);
    }
    gl.use_program(0);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    gl.viewport(0, 0, SIDE, SIDE);
    show(gl, ends[0].1);
}

fn srgb(gl: &Gl) {
    let drawn: Vec<u32> = [false, true]
        .into_iter()
        .map(|encode| {
            let (_, texture) = target(gl, SRGB8_ALPHA8, 64);
            gl.viewport(0, 0, 64, 64);
            if encode {
                gl.enable(FRAMEBUFFER_SRGB);
            }
            colours(gl);
            gl.enable(BLEND);
            gl.blend_func(ONE, ONE);
            rect(gl, [-0.5, -0.5, 0.5, 0.5], [0.0; 4]);
            gl.disable(BLEND);
            gl.disable(FRAMEBUFFER_SRGB);
            texture
        })
        .collect();
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    tile_each(gl, &drawn, |texture| show(gl, texture));
}

fn depth_target(gl: &Gl) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_image_2d(
        TEXTURE_2D,
        0,
        DEPTH_COMPONENT24,
        [64, 64],
        Layout(DEPTH_COMPONENT, FLOAT),
        None,
    );
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    gl.framebuffer_texture_2d(FRAMEBUFFER, DEPTH_ATTACHMENT, TEXTURE_2D, texture, 0);
    gl.draw_buffer(NONE);
    gl.read_buffer(NONE);
    gl.viewport(0, 0, 64, 64);
    gl.enable(DEPTH_TEST);
    gl.clear_depth(1.0);
    gl.clear(DEPTH_BUFFER_BIT);
    gl.begin(TRIANGLES);
    for (x, y, z) in [(-0.9, -0.9, -0.9), (0.9, -0.5, 0.3), (0.0, 0.9, 0.9)] {
        gl.vertex3f(x, y, z);
    }
    gl.end();
    gl.disable(DEPTH_TEST);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    gl.viewport(0, 0, SIDE, SIDE);
    show(gl, texture);
}

/// Bars as high as the share of samples that passed.
fn occlusion(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    gl.color_mask(0, 0, 0, 0);
    rect(gl, [-0.5, -0.5, 0.5, 0.5], [0.0; 4]);
    let queries: Vec<u32> = (0..8)
        .map(|index| {
            let query = gl.gen_query();
            gl.begin_query(SAMPLES_PASSED, query);
            gl.push_matrix();
            gl.translatef(0.0, 0.0, if index < 6 { 0.5 } else { -0.5 });
            let reach = -0.75 + 0.25 * index as f32;
            rect(gl, [-1.0, -1.0, reach, 1.0], [0.0; 4]);
            gl.pop_matrix();
            gl.end_query(SAMPLES_PASSED);
            query
        })
        .collect();
    gl.color_mask(1, 1, 1, 1);
    gl.disable(DEPTH_TEST);
    for (index, query) in queries.into_iter().enumerate() {
        let share = gl.query_result(query) as f32 / (SIDE * SIDE) as f32;
        let x = -1.0 + 0.25 * index as f32;
        gl.color4f(1.0 - share, share, 0.4, 1.0);
        rect(gl, [x, -1.0, x + 0.2, share * 2.0 - 1.0], [0.0; 4]);
    }
}

fn clear_parts(gl: &Gl) {
    gl.enable(SCISSOR_TEST);
    gl.enable(STENCIL_TEST);
    for index in 0..8 {
        gl.scissor(index * 15, index * 11, 40, 50);
        gl.color_mask(1, (index % 2) as u8, (index / 2 % 2) as u8, 1);
        gl.clear_color(0.9, 0.6, 0.1 * index as f32, 0.5);
        gl.clear_stencil(index);
        gl.stencil_mask(0x05);
        gl.clear(COLOR_BUFFER_BIT | STENCIL_BUFFER_BIT);
    }
    gl.disable(SCISSOR_TEST);
    gl.color_mask(1, 1, 1, 1);
    gl.stencil_func(EQUAL, 4, 0xFF);
    gl.color4f(1.0, 1.0, 1.0, 1.0);
    rect(gl, [-1.0, -0.1, 1.0, 0.2], [0.0; 4]);
}
