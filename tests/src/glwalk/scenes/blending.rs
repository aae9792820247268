//! What happens to a fragment's colour on its way into the frame buffer.

use super::super::draw::{colours, pattern_texture, quad, rect, replace, tile_each, tiles};
use super::super::enums::*;
use super::super::gl::Gl;
use super::super::{SIDE, Scene};
use super::scene;

pub(super) const SCENES: &[Scene] = &[
    scene("blend-source-factors", source_factors),
    scene("blend-destination-factors", destination_factors),
    scene("blend-equations", equations),
    scene("blend-separate", separate),
    scene("logic-ops", logic_ops),
    scene("colour-mask", colour_mask),
    scene("alpha-test", alpha_test),
    scene("scissor", scissor),
    scene("dither-off", dither_off),
];

const FACTORS: &[u32] = &[
    ZERO,
    ONE,
    SRC_COLOR,
    ONE_MINUS_SRC_COLOR,
    DST_COLOR,
    ONE_MINUS_DST_COLOR,
    SRC_ALPHA,
    ONE_MINUS_SRC_ALPHA,
    DST_ALPHA,
    ONE_MINUS_DST_ALPHA,
    CONSTANT_COLOR,
    ONE_MINUS_CONSTANT_COLOR,
    CONSTANT_ALPHA,
    ONE_MINUS_CONSTANT_ALPHA,
    SRC_ALPHA_SATURATE,
];

/// A background of four colours with different alpha, and the corner colours blended over it.
fn over(gl: &Gl) {
    gl.disable(BLEND);
    for (index, x) in [-1.0_f32, -0.5, 0.0, 0.5].into_iter().enumerate() {
        let level = index as f32 / 3.0;
        gl.color4f(level, 0.5, 1.0 - level, 0.25 + level / 2.0);
        rect(gl, [x, -1.0, x + 0.5, 1.0], [0.0; 4]);
    }
    gl.enable(BLEND);
    colours(gl);
}

fn source_factors(gl: &Gl) {
    gl.blend_color(0.3, 0.6, 0.9, 0.4);
    tile_each(gl, FACTORS, |factor| {
        gl.blend_func(factor, ONE_MINUS_SRC_ALPHA);
        over(gl);
    });
}

fn destination_factors(gl: &Gl) {
    gl.blend_color(0.3, 0.6, 0.9, 0.4);
    tile_each(gl, &FACTORS[..14], |factor| {
        gl.blend_func(SRC_ALPHA, factor);
        over(gl);
    });
}

fn equations(gl: &Gl) {
    tile_each(
        gl,
        &[FUNC_ADD, FUNC_SUBTRACT, FUNC_REVERSE_SUBTRACT, MIN, MAX],
        |equation| {
            gl.blend_equation(equation);
            gl.blend_func(SRC_ALPHA, ONE);
            over(gl);
        },
    );
}

fn separate(gl: &Gl) {
    gl.blend_color(0.3, 0.6, 0.9, 0.4);
    let table = [
        (FUNC_ADD, MAX, SRC_ALPHA, ONE_MINUS_SRC_ALPHA, ONE, ZERO),
        (FUNC_SUBTRACT, FUNC_ADD, DST_COLOR, ONE, ONE, ONE),
        (MIN, FUNC_REVERSE_SUBTRACT, ONE, ONE, CONSTANT_ALPHA, ONE),
        (
            FUNC_ADD,
            FUNC_ADD,
            ZERO,
            SRC_COLOR,
            DST_ALPHA,
            ONE_MINUS_SRC_ALPHA,
        ),
    ];
    tile_each(gl, &table, |(rgb, alpha, src, dst, src_alpha, dst_alpha)| {
        gl.blend_equation_separate(rgb, alpha);
        gl.blend_func_separate(src, dst, src_alpha, dst_alpha);
        over(gl);
    });
}

fn logic_ops(gl: &Gl) {
    tiles(gl, 16, |index| {
        gl.disable(COLOR_LOGIC_OP);
        gl.color4f(0.2, 0.7, 0.4, 0.6);
        quad(gl);
        gl.enable(COLOR_LOGIC_OP);
        gl.logic_op(CLEAR + index as u32);
        colours(gl);
    });
}

fn colour_mask(gl: &Gl) {
    tiles(gl, 16, |index| {
        let bit = |place: usize| u8::from(index >> place & 1 == 1);
        gl.color_mask(bit(0), bit(1), bit(2), bit(3));
        colours(gl);
        gl.color_mask(1, 1, 1, 1);
    });
    gl.color_mask(0, 1, 0, 1);
    gl.enable(SCISSOR_TEST);
    gl.scissor(SIDE / 4, SIDE / 4, SIDE / 2, 8);
    gl.clear_color(1.0, 1.0, 1.0, 0.5);
    gl.clear(COLOR_BUFFER_BIT);
}

fn alpha_test(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    replace(gl);
    gl.enable(TEXTURE_2D);
    gl.enable(ALPHA_TEST);
    let functions = [NEVER, LESS, EQUAL, LEQUAL, GREATER, NOTEQUAL, GEQUAL, ALWAYS];
    tile_each(gl, &functions, |function| {
        gl.alpha_func(function, 85.0 / 255.0);
        quad(gl);
    });
}

fn scissor(gl: &Gl) {
    gl.enable(SCISSOR_TEST);
    for (index, [x, y, w, h]) in [
        [0, 0, 40, 40],
        [50, -10, 60, 60],
        [100, 90, 100, 100],
        [7, 77, 1, 1],
        [20, 90, 0, 9],
    ]
    .into_iter()
    .enumerate()
    {
        gl.scissor(x, y, w, h);
        gl.clear_color(0.1 * index as f32, 0.4, 0.8, 1.0);
        gl.clear(COLOR_BUFFER_BIT);
        if index % 2 == 1 {
            colours(gl);
        }
    }
    gl.scissor(60, 60, 30, 50);
    colours(gl);
}

fn dither_off(gl: &Gl) {
    gl.disable(DITHER);
    colours(gl);
}
