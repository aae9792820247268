//! What many scenes are made of: tiles, quads, test patterns, a ball.

use super::SIDE;
use super::enums::*;
use super::gl::{Gl, Layout};

/// Calls `draw` for each number below `count`, each time with another tile of the picture as the viewport.
pub(crate) fn tiles(gl: &Gl, count: usize, mut draw: impl FnMut(usize)) {
    let columns = (1..)
        .find(|side| side * side >= count)
        .expect("there is a square above it");
    let side = SIDE / columns as i32;
    for index in 0..count {
        let (column, row) = (index % columns, index / columns);
        let (x, y) = (column as i32 * side, row as i32 * side);
        gl.viewport(x + 1, y + 1, side - 2, side - 2);
        draw(index);
    }
    gl.viewport(0, 0, SIDE, SIDE);
}

/// A tile for each value of a table.
pub(crate) fn tile_each<T: Copy>(gl: &Gl, table: &[T], mut draw: impl FnMut(T)) {
    tiles(gl, table.len(), |index| draw(table[index]));
}

/// Added to texture coordinates: without it some lookups would fall on the edge between two texels, where GL lets
/// rounding decide.
const NUDGE: f32 = 0.0021;

/// A rectangle with the texture coordinates of its corners. A fan, since GL does not say how quads are divided.
pub(crate) fn rect(gl: &Gl, [x0, y0, x1, y1]: [f32; 4], [s0, t0, s1, t1]: [f32; 4]) {
    gl.begin(TRIANGLE_FAN);
    for (x, y, s, t) in [
        (x0, y0, s0, t0),
        (x1, y0, s1, t0),
        (x1, y1, s1, t1),
        (x0, y1, s0, t1),
    ] {
        gl.tex_coord2f(s + NUDGE, t + NUDGE);
        gl.vertex2f(x, y);
    }
    gl.end();
}

/// All of the viewport, with all of the texture.
pub(crate) fn quad(gl: &Gl) {
    rect(gl, [-1.0, -1.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]);
}

/// All of the viewport, with a colour in each corner.
pub(crate) fn colours(gl: &Gl) {
    gl.begin(TRIANGLE_FAN);
    for (r, g, b, a, x, y) in [
        (1.0, 0.1, 0.2, 1.0, -1.0, -1.0),
        (0.1, 0.9, 0.3, 0.7, 1.0, -1.0),
        (0.2, 0.3, 1.0, 0.2, 1.0, 1.0),
        (1.0, 1.0, 0.4, 0.5, -1.0, 1.0),
    ] {
        gl.color4f(r, g, b, a);
        gl.vertex2f(x, y);
    }
    gl.end();
    gl.color4f(1.0, 1.0, 1.0, 1.0);
}

/// A ball around the origin, with normals and texture coordinates, of `steps` slices.
pub(crate) fn ball(gl: &Gl, radius: f32, steps: u32) {
    use std::f32::consts::PI;
    for ring in 0..steps {
        gl.begin(TRIANGLE_STRIP);
        for slice in 0..=steps * 2 {
            for edge in [ring, ring + 1] {
                let across = PI * (edge as f32 / steps as f32 - 0.5);
                let around = PI * slice as f32 / steps as f32;
                let (x, y, z) = (
                    across.cos() * around.cos(),
                    across.sin(),
                    across.cos() * around.sin(),
                );
                gl.normal3f(x, y, z);
                gl.tex_coord2f(slice as f32 / steps as f32, edge as f32 / steps as f32);
                gl.vertex3f(radius * x, radius * y, radius * z);
            }
        }
        gl.end();
    }
}

/// A test pattern of RGBA bytes: ramps of red and green, a checkerboard of blue, alpha in four bands.
pub(crate) fn pattern(width: i32, height: i32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let ramp = |at: i32, of: i32| (at * 255 / (of - 1).max(1)) as u8;
            let check = if (x / 2 + y / 2) % 2 == 0 { 230 } else { 30 };
            let alpha = [255, 170, 85, 20][(y * 4 / height) as usize];
            bytes.extend([ramp(x, width), ramp(y, height), check, alpha]);
        }
    }
    bytes
}

/// A plain colour of this many pixels.
pub(crate) fn plain(pixels: i32, colour: [u8; 4]) -> Vec<u8> {
    colour.repeat(pixels as usize)
}

/// A new 2D texture of the test pattern, bound, with this filter for both directions.
pub(crate) fn pattern_texture(gl: &Gl, side: i32, filter: u32) -> u32 {
    let id = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, id);
    gl.tex_image_2d(
        TEXTURE_2D,
        0,
        RGBA8,
        [side, side],
        Layout::RGBA8,
        Some(&pattern(side, side)),
    );
    filters(gl, TEXTURE_2D, filter, filter);
    id
}

/// Sets the filters of the bound texture.
pub(crate) fn filters(gl: &Gl, target: u32, min: u32, mag: u32) {
    gl.tex_parameteri(target, TEXTURE_MIN_FILTER, min as i32);
    gl.tex_parameteri(target, TEXTURE_MAG_FILTER, mag as i32);
}

/// Sets the wraps of the bound texture in every direction.
pub(crate) fn wraps(gl: &Gl, target: u32, wrap: u32) {
    for direction in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R] {
        // Rectangles and lines lack some directions, which is no fault here.
        if target != TEXTURE_RECTANGLE || direction != TEXTURE_WRAP_R {
            gl.tex_parameteri(target, direction, wrap as i32);
        }
    }
}

/// Texturing as the fixed functions do it: the texture alone.
pub(crate) fn replace(gl: &Gl) {
    gl.tex_envi(TEXTURE_ENV, TEXTURE_ENV_MODE, REPLACE as i32);
}

/// A view from the front with perspective.
pub(crate) fn perspective(gl: &Gl) {
    gl.matrix_mode(PROJECTION);
    gl.load_identity();
    gl.frustum(-0.5, 0.5, -0.5, 0.5, 1.0, 10.0);
    gl.matrix_mode(MODELVIEW);
    gl.load_identity();
    gl.translatef(0.0, 0.0, -3.0);
}

/// A byte for each number, as buffers have them.
pub(crate) fn bytes_of<T: Copy, const N: usize>(values: &[T], to_bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(|value| to_bytes(*value)).collect()
}

/// The bytes of floats.
pub(crate) fn floats(values: &[f32]) -> Vec<u8> {
    bytes_of(values, f32::to_ne_bytes)
}

/// A new buffer with this content, bound.
pub(crate) fn buffer(gl: &Gl, target: u32, bytes: &[u8]) -> u32 {
    let id = gl.gen_buffer();
    gl.bind_buffer(target, id);
    gl.buffer_data(target, bytes, STATIC_DRAW);
    id
}

/// A program whose fragment shader computes `vec4 colour(vec2 p)` for p from 0 to 1.
pub(crate) fn shade(gl: &Gl, functions: &str) -> u32 {
    let fragment = format!(
        "#version 120\n#extension GL_ARB_shader_texture_lod : enable\nvarying vec2 p;\n{functions}\nvoid main() {{ gl_FragColor = colour(p); }}\n"
    );
    let program = gl.program(POSITION_SHADER, &fragment, &["position"]);
    gl.use_program(program);
    program
}

/// Passes positions on, and the same from 0 to 1 as `p`.
pub(crate) const POSITION_SHADER: &str = "#version 120
attribute vec4 position;
varying vec2 p;
void main() {
    p = position.xy * 0.5 + 0.5;
    gl_Position = position;
}
";

/// Draws all of the viewport with the program in use, whose attribute 0 is the position.
pub(crate) fn shaded_quad(gl: &Gl) {
    gl.begin(TRIANGLE_STRIP);
    for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)] {
        gl.vertex_attrib4f(0, x, y, 0.0, 1.0);
    }
    gl.end();
}
