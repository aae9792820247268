//! Vertices and indices in buffers: every type, layout and size.

use super::super::Scene;
use super::super::draw::{buffer, bytes_of, floats, tile_each, tiles};
use super::super::enums::*;
use super::super::gl::Gl;
use super::{extended, scene};
use crate::functions::Offset;

pub(super) const SCENES: &[Scene] = &[
    scene("vertex-types", types),
    scene("vertex-types-normalised", types_normalised),
    scene("vertex-component-counts", component_counts),
    scene("vertex-odd-strides", odd_strides),
    extended(
        "vertex-half-and-double",
        &["GL_ARB_half_float_vertex"],
        half_and_double,
    ),
    extended(
        "vertex-packed",
        &["GL_ARB_vertex_type_2_10_10_10_rev", "GL_ARB_vertex_array_bgra"],
        packed,
    ),
    scene("vertex-interleaved-fixed", interleaved_fixed),
    scene("index-types", index_types),
    scene("index-offsets-and-modes", index_modes),
    scene("index-quads-and-loops", index_quads),
    scene("buffer-updates-between-draws", updates),
    scene("buffer-updates-odd-large-and-indices", other_updates),
    scene("primitive-modes-buffers", modes),
    extended("primitive-restart", &["GL_ARB_ES3_compatibility"], restart),
    scene("vertex-attribute-constants", constants),
    scene("many-attributes", many_attributes),
];

/// Hands a colour on to the fragments.
pub(super) const VERTEX: &str = "#version 120
attribute vec4 position;
attribute vec4 tint;
varying vec4 c;
void main() {
    c = tint;
    gl_Position = vec4(position.xy, 0.0, 1.0);
}
";

const FRAGMENT: &str = "#version 120
varying vec4 c;
uniform vec4 scale;
void main() { gl_FragColor = c * scale; }
";

/// Uses the program of this file; colours are multiplied with `scale`.
fn use_program(gl: &Gl, scale: f32) {
    let program = gl.program(VERTEX, FRAGMENT, &["position", "tint"]);
    gl.use_program(program);
    gl.uniform4f(gl.uniform(program, "scale"), scale, scale, scale, 1.0);
    gl.enable_vertex_attrib_array(0);
}

const CORNERS: [f32; 8] = [-0.9, -0.9, 0.9, -0.9, -0.9, 0.9, 0.9, 0.9];

/// Positions for a strip of two triangles as attribute 0.
fn corners(gl: &Gl) {
    buffer(gl, ARRAY_BUFFER, &floats(&CORNERS));
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 0, Offset(0));
}

/// Draws four vertices whose attribute 1 is this.
fn tinted(gl: &Gl, bytes: &[u8], size: i32, kind: u32, normalised: bool, stride: i32, at: usize) {
    corners(gl);
    buffer(gl, ARRAY_BUFFER, bytes);
    gl.enable_vertex_attrib_array(1);
    gl.vertex_attrib_pointer(1, size, kind, u8::from(normalised), stride, Offset(at));
    gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
}

/// The same sixteen numbers, from 0 to 120, in every integer type.
fn numbers(kind: u32, factor: u32) -> Vec<u8> {
    let values: Vec<u32> = (0..16_u32).map(|index| index * 61 % 121 * factor).collect();
    match kind {
        BYTE | UNSIGNED_BYTE => bytes_of(&values, |v| (v as u8).to_ne_bytes()),
        SHORT | UNSIGNED_SHORT => bytes_of(&values, |v| (v as u16).to_ne_bytes()),
        FLOAT => bytes_of(&values, |v| (v as f32).to_ne_bytes()),
        _ => bytes_of(&values, u32::to_ne_bytes),
    }
}

const TYPES: &[u32] = &[
    BYTE,
    UNSIGNED_BYTE,
    SHORT,
    UNSIGNED_SHORT,
    INT,
    UNSIGNED_INT,
    FLOAT,
];

fn types(gl: &Gl) {
    use_program(gl, 1.0 / 120.0);
    tile_each(gl, TYPES, |kind| {
        tinted(gl, &numbers(kind, 1), 4, kind, false, 0, 0)
    });
}

fn types_normalised(gl: &Gl) {
    use_program(gl, 1.0);
    let table = [
        (BYTE, 1),
        (UNSIGNED_BYTE, 2),
        (SHORT, 256),
        (UNSIGNED_SHORT, 512),
        (INT, 1 << 24),
        (UNSIGNED_INT, 1 << 25),
    ];
    tile_each(gl, &table, |(kind, factor)| {
        tinted(gl, &numbers(kind, factor), 4, kind, true, 0, 0)
    });
}

fn component_counts(gl: &Gl) {
    use_program(gl, 1.0);
    tiles(gl, 12, |index| {
        let (size, kind) = (index as i32 % 4 + 1, [FLOAT, UNSIGNED_BYTE, SHORT][index / 4]);
        let factor = [1, 2, 256][index / 4];
        let bytes = if kind == FLOAT {
            floats(&[
                0.9, 0.3, 0.6, 1.0, 0.1, 0.8, 0.5, 0.2, 0.4, 0.7, 0.9, 0.3, 0.6, 1.0, 0.2, 0.5,
            ])
        } else {
            numbers(kind, factor)
        };
        tinted(gl, &bytes, size, kind, true, 0, 0);
    });
}

fn odd_strides(gl: &Gl) {
    use_program(gl, 1.0);
    let bytes: Vec<u8> = (0..128_u32).map(|index| (index * 89 % 256) as u8).collect();
    let table = [
        (3, UNSIGNED_BYTE, 3, 0),
        (3, UNSIGNED_BYTE, 5, 1),
        (4, UNSIGNED_BYTE, 7, 3),
        (2, UNSIGNED_SHORT, 6, 2),
        (3, UNSIGNED_SHORT, 7, 1),
        (1, UNSIGNED_BYTE, 1, 0),
        (3, UNSIGNED_SHORT, 6, 0),
        (4, UNSIGNED_BYTE, 17, 9),
        (4, UNSIGNED_BYTE, 0, 2),
    ];
    tile_each(gl, &table, |(size, kind, stride, at)| {
        tinted(gl, &bytes, size, kind, true, stride, at)
    });
}

fn half_and_double(gl: &Gl) {
    use_program(gl, 1.0);
    // 1.0, 0.5, 0.25 and 0.75 as half floats.
    let halves = [0x3C00_u16, 0x3800, 0x3400, 0x3A00];
    let halves: Vec<u16> = (0..16).map(|index| halves[index * 7 / 3 % 4]).collect();
    let doubles: Vec<f64> = (0..16).map(|index| f64::from(index * 5 % 16) / 15.0).collect();
    tiles(gl, 4, |index| match index {
        0 => tinted(
            gl,
            &bytes_of(&halves, u16::to_ne_bytes),
            4,
            HALF_FLOAT,
            false,
            0,
            0,
        ),
        1 => tinted(
            gl,
            &bytes_of(&halves, u16::to_ne_bytes),
            3,
            HALF_FLOAT,
            false,
            0,
            0,
        ),
        2 => tinted(gl, &bytes_of(&doubles, f64::to_ne_bytes), 4, DOUBLE, false, 0, 0),
        _ => tinted(gl, &bytes_of(&doubles, f64::to_ne_bytes), 3, DOUBLE, false, 0, 0),
    });
}

fn packed(gl: &Gl) {
    use_program(gl, 1.0);
    let words = [0xC000_03FF_u32, 0x400F_FC00, 0x3FF0_0000, 0x7A5A_5A5A];
    let bytes = bytes_of(&words, u32::to_ne_bytes);
    let table = [
        (UNSIGNED_INT_2_10_10_10_REV, 4),
        (INT_2_10_10_10_REV, 4),
        (UNSIGNED_BYTE, BGRA as i32),
    ];
    tile_each(gl, &table, |(kind, size)| {
        tinted(gl, &bytes, size, kind, true, 0, 0)
    });
}

fn interleaved_fixed(gl: &Gl) {
    let mut bytes = Vec::new();
    for (x, y, colour) in [
        (-0.9_f32, -0.9_f32, [255, 0, 0, 255_u8]),
        (0.9, -0.8, [0, 255, 0, 200]),
        (0.0, 0.9, [0, 0, 255, 100]),
    ] {
        bytes.extend(x.to_ne_bytes());
        bytes.extend(y.to_ne_bytes());
        bytes.extend(colour);
    }
    buffer(gl, ARRAY_BUFFER, &bytes);
    gl.enable_client_state(VERTEX_ARRAY);
    gl.enable_client_state(COLOR_ARRAY);
    gl.vertex_pointer(2, FLOAT, 12, Offset(0));
    gl.color_pointer(4, UNSIGNED_BYTE, 12, Offset(8));
    gl.draw_arrays(TRIANGLES, 0, 3);
}

/// A wheel of coloured points around the middle, as positions and tints in one buffer.
fn wheel(gl: &Gl, count: u8) {
    let mut values = Vec::new();
    for step in 0..count {
        let angle = f32::from(step) * std::f32::consts::TAU / f32::from(count);
        let (x, y) = (0.9 * angle.cos(), 0.9 * angle.sin());
        // A plane of colours: however GL divides a polygon into triangles, it looks the same.
        values.extend([x, y, x * 0.5 + 0.5, y * 0.5 + 0.5, 0.6 - x * 0.2 + y * 0.2]);
    }
    buffer(gl, ARRAY_BUFFER, &floats(&values));
    gl.enable_vertex_attrib_array(1);
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 20, Offset(0));
    gl.vertex_attrib_pointer(1, 3, FLOAT, 0, 20, Offset(8));
}

fn index_types(gl: &Gl) {
    use_program(gl, 1.0);
    wheel(gl, 12);
    let indices = [0_u8, 4, 8, 2, 6, 10, 1, 3, 5];
    tile_each(gl, &[UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT], |kind| {
        let bytes = match kind {
            UNSIGNED_BYTE => indices.to_vec(),
            UNSIGNED_SHORT => bytes_of(&indices, |i| u16::from(i).to_ne_bytes()),
            _ => bytes_of(&indices, |i| u32::from(i).to_ne_bytes()),
        };
        buffer(gl, ELEMENT_ARRAY_BUFFER, &bytes);
        gl.draw_elements(TRIANGLES, 9, kind, Offset(0));
    });
}

fn index_modes(gl: &Gl) {
    use_program(gl, 1.0);
    wheel(gl, 12);
    let bytes = bytes_of(&[99_u16, 0, 1, 5, 7, 2, 11, 9, 4, 3], u16::to_ne_bytes);
    buffer(gl, ELEMENT_ARRAY_BUFFER, &bytes);
    tile_each(
        gl,
        &[
            POINTS,
            LINES,
            LINE_STRIP,
            LINE_LOOP,
            TRIANGLES,
            TRIANGLE_STRIP,
            TRIANGLE_FAN,
        ],
        |mode| {
            gl.draw_elements(mode, 9, UNSIGNED_SHORT, Offset(2));
        },
    );
}

fn index_quads(gl: &Gl) {
    use_program(gl, 1.0);
    wheel(gl, 16);
    let indices: Vec<u8> = vec![0, 4, 8, 12, 2, 6, 10, 14];
    buffer(gl, ELEMENT_ARRAY_BUFFER, &indices);
    tile_each(gl, &[QUADS, QUAD_STRIP, POLYGON, LINE_LOOP], |mode| {
        gl.draw_elements(mode, 8, UNSIGNED_BYTE, Offset(0));
    });
}

/// The content changes between draws that are sent together: each has to see its own.
fn updates(gl: &Gl) {
    use_program(gl, 1.0);
    corners(gl);
    let tints = buffer(gl, ARRAY_BUFFER, &floats(&[0.0; 16]));
    gl.enable_vertex_attrib_array(1);
    gl.vertex_attrib_pointer(1, 4, FLOAT, 0, 0, Offset(0));
    tiles(gl, 25, |index| {
        let level = index as f32 / 24.0;
        let new = floats(&[level, 0.3, 1.0 - level, 1.0].repeat(4));
        match index % 3 {
            0 => gl.buffer_data(ARRAY_BUFFER, &new, STREAM_DRAW),
            1 => gl.buffer_sub_data(ARRAY_BUFFER, 0, &new),
            _ => gl.buffer_sub_data(ARRAY_BUFFER, 16, &new[16..48]),
        }
        gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
    });
    gl.delete_buffer(tints);
}

/// The same where vertices have an odd layout, where the buffer is large, and where it holds the indices.
fn other_updates(gl: &Gl) {
    use_program(gl, 1.0);
    corners(gl);
    gl.enable_vertex_attrib_array(1);
    let large_bytes = 300 << 10;
    let odd = buffer(gl, ARRAY_BUFFER, &[0; 12]);
    let large = buffer(gl, ARRAY_BUFFER, &vec![0; large_bytes]);
    let indices = buffer(gl, ELEMENT_ARRAY_BUFFER, &[0; 8]);
    tiles(gl, 24, |index| {
        let level = index as f32 / 23.0;
        let bytes = [(level * 255.0) as u8, 80, 255 - (level * 255.0) as u8];
        if index % 3 == 0 {
            gl.bind_buffer(ARRAY_BUFFER, odd);
            gl.buffer_sub_data(ARRAY_BUFFER, 0, &bytes.repeat(4));
            gl.vertex_attrib_pointer(1, 3, UNSIGNED_BYTE, 1, 3, Offset(0));
        } else {
            let at = large_bytes - 64;
            gl.bind_buffer(ARRAY_BUFFER, large);
            gl.buffer_sub_data(ARRAY_BUFFER, at, &floats(&[level, 0.8, 0.1, 1.0].repeat(4)));
            gl.vertex_attrib_pointer(1, 4, FLOAT, 0, 0, Offset(at));
        }
        let order: [u16; 4] = if index % 2 == 0 {
            [0, 1, 2, 3]
        } else {
            [1, 0, 3, 1]
        };
        gl.buffer_sub_data(ELEMENT_ARRAY_BUFFER, 0, &bytes_of(&order, |v| v.to_ne_bytes()));
        gl.draw_elements(TRIANGLE_STRIP, 4, UNSIGNED_SHORT, Offset(0));
    });
    [odd, large, indices]
        .into_iter()
        .for_each(|name| gl.delete_buffer(name));
}

fn modes(gl: &Gl) {
    use_program(gl, 1.0);
    wheel(gl, 12);
    let modes = [
        POINTS,
        LINES,
        LINE_LOOP,
        LINE_STRIP,
        TRIANGLES,
        TRIANGLE_STRIP,
        TRIANGLE_FAN,
        QUADS,
        QUAD_STRIP,
        POLYGON,
    ];
    // One more than whole primitives need: the rest is ignored.
    tile_each(gl, &modes, |mode| gl.draw_arrays(mode, 1, 11));
}

fn restart(gl: &Gl) {
    use_program(gl, 1.0);
    wheel(gl, 12);
    gl.enable(PRIMITIVE_RESTART_FIXED_INDEX);
    let indices = [0_u16, 1, 2, 3, 0xFFFF, 5, 6, 7, 0xFFFF, 8, 9, 10, 11];
    buffer(gl, ELEMENT_ARRAY_BUFFER, &bytes_of(&indices, u16::to_ne_bytes));
    tile_each(
        gl,
        &[TRIANGLE_STRIP, TRIANGLE_FAN, LINE_LOOP, LINE_STRIP],
        |mode| {
            gl.draw_elements(mode, 13, UNSIGNED_SHORT, Offset(0));
        },
    );
}

fn constants(gl: &Gl) {
    use_program(gl, 1.0);
    corners(gl);
    tiles(gl, 4, |index| {
        gl.vertex_attrib4f(1, 0.25 * index as f32, 0.8, 1.0 - 0.3 * index as f32, 0.5);
        gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
    });
}

/// Sixteen attributes, each from another place of one buffer.
fn many_attributes(gl: &Gl) {
    let names: Vec<String> = (0..16).map(|index| format!("a{index}")).collect();
    let declared: String = names
        .iter()
        .map(|name| format!("attribute vec4 {name};\n"))
        .collect();
    let sum = names[1..].join(" + ");
    let vertex = format!(
        "#version 120\n{declared}varying vec4 c;\nvoid main() {{ c = vec4(({sum}).xyz / 15.0, 1.0); gl_Position = vec4(a0.xy, 0.0, 1.0); }}\n"
    );
    let fragment = "#version 120\nvarying vec4 c;\nvoid main() { gl_FragColor = c; }\n";
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    gl.use_program(gl.program(&vertex, fragment, &names));
    corners(gl);
    gl.enable_vertex_attrib_array(0);
    let values: Vec<f32> = (0..256).map(|index| (index * 73 % 101) as f32 / 100.0).collect();
    buffer(gl, ARRAY_BUFFER, &floats(&values));
    for index in 1..16_u32 {
        gl.enable_vertex_attrib_array(index);
        gl.vertex_attrib_pointer(
            index,
            3,
            FLOAT,
            0,
            16 + 4 * (index as i32 % 3),
            Offset(index as usize * 24),
        );
    }
    gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
}
