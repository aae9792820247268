//! From vertices to fragments: points, lines, polygons, culling, depth, stencil.

use super::super::Scene;
use super::super::draw::{
    ball, colours, pattern_texture, perspective, quad, rect, replace, tile_each, tiles,
};
use super::super::enums::*;
use super::super::gl::Gl;
use super::{extended, scene};

pub(super) const SCENES: &[Scene] = &[
    scene("point-sizes", point_sizes),
    scene("point-smooth", point_smooth),
    scene("point-sprites", point_sprites),
    scene("point-attenuation", point_attenuation),
    scene("point-size-of-shader", point_size_of_shader),
    scene("polygon-modes", polygon_modes),
    scene("polygon-offset", polygon_offset),
    scene("polygon-stipple", polygon_stipple),
    scene("polygon-smooth-edges-shared", shared_edges),
    scene("culling", culling),
    scene("depth-functions", depth_functions),
    scene("depth-range", depth_range),
    scene("depth-mask-and-clear", depth_mask),
    extended("depth-clamp", &["GL_ARB_depth_clamp"], depth_clamp),
    scene("stencil-functions", stencil_functions),
    scene("stencil-operations", stencil_operations),
    scene("stencil-two-sided", stencil_two_sided),
    scene("viewport-clipping", viewport_clipping),
];

fn point_sizes(gl: &Gl) {
    for (index, size) in [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0].into_iter().enumerate() {
        gl.point_size(size);
        gl.color4f(1.0, 0.1 * index as f32, 0.5, 1.0);
        gl.begin(POINTS);
        for row in 0..3 {
            // Off the middle of the picture, where rounding would decide for one pixel or its neighbour.
            gl.vertex2f(-0.85 + 0.27 * index as f32, -0.61 + 0.591 * row as f32);
        }
        gl.end();
    }
}

fn point_smooth(gl: &Gl) {
    gl.enable(POINT_SMOOTH);
    gl.enable(BLEND);
    gl.blend_func(SRC_ALPHA, ONE_MINUS_SRC_ALPHA);
    point_sizes(gl);
}

fn point_sprites(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    replace(gl);
    gl.enable(TEXTURE_2D);
    gl.enable(POINT_SPRITE);
    gl.tex_envi(POINT_SPRITE, COORD_REPLACE, 1);
    gl.point_size(24.0);
    tile_each(gl, &[UPPER_LEFT, LOWER_LEFT], |origin| {
        gl.point_parameteri(POINT_SPRITE_COORD_ORIGIN, origin as i32);
        gl.begin(POINTS);
        gl.vertex2f(-0.4, -0.4);
        gl.vertex2f(0.5, 0.4);
        gl.end();
    });
}

fn point_attenuation(gl: &Gl) {
    perspective(gl);
    gl.point_size(30.0);
    gl.point_parameterfv(POINT_DISTANCE_ATTENUATION, &[0.0, 0.3, 0.1, 0.0]);
    gl.point_parameterf(POINT_SIZE_MIN, 3.0);
    gl.point_parameterf(POINT_SIZE_MAX, 20.0);
    gl.begin(POINTS);
    for index in 0..8 {
        let z = 1.8 - index as f32;
        gl.color4f(1.0, index as f32 / 8.0, 0.3, 1.0);
        gl.vertex3f(
            (z - 3.0) * 0.4 * (index as f32 * 0.25 - 0.8),
            0.2 * index as f32 - 0.7,
            z,
        );
    }
    gl.end();
}

fn point_size_of_shader(gl: &Gl) {
    let program = gl.program(
        "#version 120\nattribute vec4 position;\nvarying vec4 c;\nvoid main() { gl_Position = vec4(position.xy, 0.0, 1.0); gl_PointSize = position.z; c = vec4(position.xy * 0.5 + 0.5, 0.5, 1.0); }",
        "#version 120\nvarying vec4 c;\nvoid main() { gl_FragColor = vec4(gl_PointCoord, c.z, 1.0) * 0.6 + c * 0.4; }",
        &["position"],
    );
    gl.use_program(program);
    gl.enable(PROGRAM_POINT_SIZE);
    gl.enable(POINT_SPRITE);
    gl.begin(POINTS);
    for (x, y, size) in [
        (-0.6, -0.6, 30.0),
        (0.5, -0.5, 14.0),
        (0.4, 0.6, 40.0),
        (-0.5, 0.5, 5.0),
        (0.0, 0.0, 1.0),
    ] {
        gl.vertex_attrib4f(0, x, y, size, 1.0);
    }
    gl.end();
}

fn polygon_modes(gl: &Gl) {
    perspective(gl);
    gl.enable(CULL_FACE);
    gl.point_size(3.0);
    let table = [
        (FILL, BACK),
        (LINE, BACK),
        (POINT, BACK),
        (FILL, FRONT),
        (LINE, FRONT),
        (POINT, FRONT),
    ];
    tile_each(gl, &table, |(mode, cull)| {
        gl.cull_face(cull);
        gl.polygon_mode(FRONT_AND_BACK, mode);
        gl.color4f(0.9, 0.6, 0.2, 1.0);
        ball(gl, 1.3, 5);
    });
    gl.polygon_mode(FRONT_AND_BACK, FILL);
}

fn polygon_offset(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    gl.depth_func(LESS);
    let table = [
        (0.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (-1.0, 0.0),
        (1.0, 0.0),
        (-0.5, -2.0),
    ];
    tile_each(gl, &table, |(factor, units)| {
        gl.disable(POLYGON_OFFSET_FILL);
        gl.color4f(0.2, 0.4, 0.8, 1.0);
        sloped(gl, 0.0);
        gl.enable(POLYGON_OFFSET_FILL);
        gl.polygon_offset(factor, units);
        gl.color4f(0.9, 0.7, 0.1, 1.0);
        // The same plane, so that only the offset decides.
        sloped(gl, 0.0);
    });
}

fn sloped(gl: &Gl, z: f32) {
    gl.begin(TRIANGLE_FAN);
    for (x, y, slope) in [
        (-0.8, -0.8, -0.5),
        (0.8, -0.8, -0.5),
        (0.8, 0.8, 0.5),
        (-0.8, 0.8, 0.5),
    ] {
        gl.vertex3f(x, y, z + slope);
    }
    gl.end();
}

fn polygon_stipple(gl: &Gl) {
    let mut bits = [0_u8; 128];
    for (index, byte) in bits.iter_mut().enumerate() {
        *byte = if index / 4 % 8 < 4 { 0xF1 } else { 0x33 };
    }
    gl.polygon_stipple(&bits);
    gl.enable(POLYGON_STIPPLE);
    colours(gl);
}

/// Triangles that share edges, blended: a pixel drawn twice or never would show.
fn shared_edges(gl: &Gl) {
    gl.enable(BLEND);
    gl.blend_func(ONE, ONE);
    gl.color4f(0.3, 0.3, 0.2, 0.1);
    gl.begin(TRIANGLE_FAN);
    gl.vertex2f(0.13, -0.07);
    for step in 0..=23_u8 {
        let angle = f32::from(step % 23) * std::f32::consts::TAU / 23.0;
        gl.vertex2f(0.9 * angle.cos(), 0.9 * angle.sin());
    }
    gl.end();
}

fn culling(gl: &Gl) {
    gl.enable(CULL_FACE);
    let table = [
        (BACK, CCW),
        (BACK, CW),
        (FRONT, CCW),
        (FRONT, CW),
        (FRONT_AND_BACK, CCW),
    ];
    tile_each(gl, &table, |(face, front)| {
        gl.cull_face(face);
        gl.front_face(front);
        gl.color4f(0.9, 0.4, 0.2, 1.0);
        rect(gl, [-0.9, -0.9, 0.0, 0.9], [0.0; 4]);
        gl.color4f(0.2, 0.6, 0.9, 1.0);
        // Right to left: the other winding.
        rect(gl, [0.9, -0.9, 0.1, 0.9], [0.0; 4]);
    });
}

fn depth_functions(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    tile_each(
        gl,
        &[NEVER, LESS, EQUAL, LEQUAL, GREATER, NOTEQUAL, GEQUAL, ALWAYS],
        |function| {
            gl.depth_func(ALWAYS);
            gl.color4f(0.2, 0.2, 0.7, 1.0);
            sloped(gl, 0.0);
            gl.depth_func(function);
            gl.color4f(0.9, 0.8, 0.2, 1.0);
            gl.begin(TRIANGLE_FAN);
            for (x, y, z) in [
                (-0.9, -0.5, 0.0),
                (0.5, -0.5, 0.0),
                (0.5, 0.5, 0.0),
                (-0.9, 0.5, 0.0),
            ] {
                gl.vertex3f(x, y, z);
            }
            gl.end();
        },
    );
}

fn depth_range(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    tile_each(
        gl,
        &[(0.0, 1.0), (1.0, 0.0), (0.25, 0.5), (0.6, 0.6)],
        |(near, far)| {
            gl.depth_range(0.0, 1.0);
            gl.color4f(0.2, 0.2, 0.7, 1.0);
            sloped(gl, 0.0);
            gl.depth_range(near, far);
            gl.color4f(0.9, 0.8, 0.2, 1.0);
            rect(gl, [-0.6, -0.9, 0.6, 0.9], [0.0; 4]);
        },
    );
    gl.depth_range(0.0, 1.0);
}

fn depth_mask(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    gl.depth_mask(0);
    gl.color4f(0.9, 0.2, 0.2, 1.0);
    sloped(gl, -0.3);
    gl.depth_mask(1);
    gl.enable(SCISSOR_TEST);
    gl.scissor(0, 0, 64, 128);
    gl.clear_depth(0.4);
    gl.clear(DEPTH_BUFFER_BIT);
    gl.disable(SCISSOR_TEST);
    gl.color4f(0.2, 0.9, 0.2, 1.0);
    sloped(gl, 0.0);
}

fn depth_clamp(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    tile_each(gl, &[false, true], |clamp| {
        if clamp {
            gl.enable(DEPTH_CLAMP);
        }
        gl.begin(TRIANGLE_FAN);
        for (x, y, z) in [
            (-0.9, -0.9, -2.0),
            (0.9, -0.9, -2.0),
            (0.9, 0.9, 2.0),
            (-0.9, 0.9, 2.0),
        ] {
            gl.color4f(0.5 + x / 2.0, 0.7, 0.5 + y / 2.0, 1.0);
            gl.vertex3f(x, y, z);
        }
        gl.end();
    });
}

/// A stencil of four bands: 0, 1, 2, 3.
fn bands(gl: &Gl) {
    gl.stencil_op(KEEP, KEEP, REPLACE);
    gl.color_mask(0, 0, 0, 0);
    for band in 0..4_u8 {
        gl.stencil_func(ALWAYS, i32::from(band), 0xFF);
        let x = -1.0 + 0.5 * f32::from(band);
        rect(gl, [x, -1.0, x + 0.5, 1.0], [0.0; 4]);
    }
    gl.color_mask(1, 1, 1, 1);
}

fn stencil_functions(gl: &Gl) {
    gl.enable(STENCIL_TEST);
    tile_each(
        gl,
        &[NEVER, LESS, EQUAL, LEQUAL, GREATER, NOTEQUAL, GEQUAL, ALWAYS],
        |function| {
            bands(gl);
            gl.stencil_op(KEEP, KEEP, KEEP);
            gl.stencil_func(function, 2, 0xFF);
            colours(gl);
            gl.stencil_func(function, 3, 0x01);
            rect(gl, [-1.0, -0.2, 1.0, 0.2], [0.0; 4]);
        },
    );
}

/// Shows the stencil's lower bits as colours.
fn show_stencil(gl: &Gl) {
    gl.stencil_op(KEEP, KEEP, KEEP);
    for value in 0..16_i32 {
        gl.stencil_func(EQUAL, value, 0x0F);
        let bit = |place: i32| if value >> place & 1 == 1 { 0.9 } else { 0.1 };
        gl.color4f(bit(0), bit(1), bit(2), bit(3));
        quad(gl);
    }
}

fn stencil_operations(gl: &Gl) {
    gl.enable(STENCIL_TEST);
    gl.enable(DEPTH_TEST);
    tile_each(
        gl,
        &[KEEP, ZERO, REPLACE, INCR, DECR, INVERT, INCR_WRAP, DECR_WRAP],
        |operation| {
            gl.depth_func(ALWAYS);
            bands(gl);
            gl.color_mask(0, 0, 0, 0);
            gl.depth_func(LESS);
            gl.stencil_mask(0x0F);
            gl.stencil_func(NOTEQUAL, 1, 0xFF);
            gl.stencil_op(INCR, operation, operation);
            sloped(gl, -0.2);
            gl.stencil_mask(0xFF);
            gl.color_mask(1, 1, 1, 1);
            gl.depth_func(ALWAYS);
            show_stencil(gl);
        },
    );
}

fn stencil_two_sided(gl: &Gl) {
    gl.enable(STENCIL_TEST);
    tiles(gl, 4, |index| {
        bands(gl);
        gl.color_mask(0, 0, 0, 0);
        gl.stencil_func_separate(FRONT, GEQUAL, 2, 0xFF);
        gl.stencil_func_separate(BACK, LESS, 1, 0xFF);
        gl.stencil_op_separate(FRONT, ZERO, KEEP, [INCR, INCR_WRAP, REPLACE, INVERT][index]);
        gl.stencil_op_separate(BACK, INVERT, KEEP, [DECR, DECR_WRAP, ZERO, KEEP][index]);
        rect(gl, [-0.9, -0.9, 0.9, 0.1], [0.0; 4]);
        rect(gl, [0.9, -0.2, -0.9, 0.9], [0.0; 4]);
        gl.color_mask(1, 1, 1, 1);
        show_stencil(gl);
    });
}

fn viewport_clipping(gl: &Gl) {
    for (x, y, w, h) in [(-30, -20, 100, 90), (90, 80, 100, 100), (40, 60, 17, 51)] {
        gl.viewport(x, y, w, h);
        gl.begin(TRIANGLES);
        for (r, g, x, y) in [
            (1.0, 0.2, -3.0, -1.5),
            (0.2, 1.0, 2.5, -0.8),
            (0.3, 0.3, 0.2, 2.9),
        ] {
            gl.color4f(r, g, 0.6, 1.0);
            gl.vertex2f(x, y);
        }
        gl.end();
    }
}
