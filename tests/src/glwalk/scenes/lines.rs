//! Lines that are wider than a pixel, smooth or have a pattern.

use super::super::draw::{buffer, bytes_of, filters, floats, perspective, quad, rect, replace, tile_each};
use super::super::enums::*;
use super::super::gl::{Gl, Layout};
use super::super::{SIDE, Scene};
use super::buffers::VERTEX;
use super::{extended, scene};
use crate::functions::Offset;

pub(super) const SCENES: &[Scene] = &[
    scene("line-widths", line_widths),
    scene("line-stipple", line_stipple),
    scene("line-smooth", line_smooth),
    scene("line-wide-modes", wide_modes),
    scene("line-stippled-modes", stippled_modes),
    scene("line-long-strips", long_strips),
    scene("line-smooth-stippled", smooth_stippled),
    scene("line-indexed", indexed),
    extended("line-restart", &["GL_ARB_ES3_compatibility"], restart),
    extended(
        "line-instanced",
        &["GL_ARB_draw_instanced", "GL_ARB_instanced_arrays"],
        instanced,
    ),
    scene("line-behind-the-eye", behind_the_eye),
    extended("line-flat", &["GL_ARB_provoking_vertex"], flat),
    scene("line-facing", facing),
    scene("line-clip-planes", clip_planes),
    scene("line-depth-and-fog", depth_and_fog),
    scene("line-on-texture", on_texture),
    extended("line-samples", &["GL_ARB_framebuffer_object"], samples),
];

/// Lines in sixteen directions from the middle.
fn star(gl: &Gl) {
    gl.begin(LINES);
    for step in 0..16_u8 {
        let angle = f32::from(step) * std::f32::consts::TAU / 16.0 + 0.05;
        gl.color4f(1.0, f32::from(step) / 16.0, 0.4, 1.0);
        gl.vertex2f(0.2 * angle.cos(), 0.2 * angle.sin());
        gl.vertex2f(0.93 * angle.cos(), 0.93 * angle.sin());
    }
    gl.end();
}

fn line_widths(gl: &Gl) {
    tile_each(gl, &[1.0, 2.0, 3.0, 6.0], |width| {
        gl.line_width(width);
        star(gl);
    });
}

fn line_stipple(gl: &Gl) {
    gl.enable(LINE_STIPPLE);
    tile_each(
        gl,
        &[(1, 0x00FF), (1, 0xAAAA), (3, 0xF0F1), (2, 0x1111)],
        |(factor, pattern)| {
            gl.line_stipple(factor, pattern);
            gl.begin(LINE_STRIP);
            for (x, y) in [(-0.9, -0.9), (0.9, -0.8), (0.8, 0.9), (-0.8, 0.7), (0.0, 0.0)] {
                gl.vertex2f(x, y);
            }
            gl.end();
        },
    );
}

fn line_smooth(gl: &Gl) {
    gl.enable(LINE_SMOOTH);
    gl.enable(BLEND);
    gl.blend_func(SRC_ALPHA, ONE_MINUS_SRC_ALPHA);
    line_widths(gl);
}

/// The frame buffer of the scene, which was the first to be made.
const MAIN: u32 = 1;

/// A bent line of six vertices with a colour each. Nothing is on the middle between two pixels.
fn bent(gl: &Gl, mode: u32) {
    gl.begin(mode);
    for (number, (x, y)) in [
        (-0.62, -0.51),
        (0.53, -0.67),
        (0.71, -0.13),
        (0.21, 0.06),
        (0.46, 0.63),
        (-0.57, 0.42),
    ]
    .into_iter()
    .enumerate()
    {
        let shade = number as f32 / 5.0;
        gl.color4f(1.0 - shade, 0.3 + 0.6 * shade, 0.9 - 0.5 * shade, 1.0);
        gl.vertex2f(x, y);
    }
    gl.end();
}

const MODES: &[u32] = &[LINES, LINE_STRIP, LINE_LOOP];

fn wide_modes(gl: &Gl) {
    let table: Vec<_> = [2.0, 5.0, 9.4]
        .into_iter()
        .flat_map(|width| MODES.iter().map(move |mode| (width, *mode)))
        .collect();
    tile_each(gl, &table, |(width, mode)| {
        gl.line_width(width);
        bent(gl, mode);
    });
}

/// Goes along the pixels of a viewport of so many.
///
/// Places are a little before the pixels' centres, and ways a little shorter than whole pixels: llvmpipe takes
/// each segment of a pattern for as long as the next whole number of pixels, where GL counts fragments. It cuts lines into
/// their dashes, of which each begins as lines do, so those to the left or down are as GL says if they are straight.
struct Pen {
    side: f32,
    x: f32,
    y: f32,
}

impl Pen {
    fn new(side: i32, (x, y): (i32, i32)) -> Self {
        Self {
            side: side as f32,
            x: x as f32 + 0.4,
            y: y as f32 + 0.45,
        }
    }

    fn step(&mut self, (x, y): (i32, i32)) {
        let shorter = |way: i32| way as f32 - 0.004 * way.signum() as f32;
        if x.abs() >= y.abs() {
            (self.x, self.y) = (self.x + shorter(x), self.y + y as f32);
        } else {
            (self.x, self.y) = (self.x + x as f32, self.y + shorter(y));
        }
    }

    fn place(&self) -> [f32; 2] {
        [self.x, self.y].map(|at| at * 2.0 / self.side - 1.0)
    }

    /// All places of some steps.
    fn places(mut self, steps: &[(i32, i32)]) -> Vec<[f32; 2]> {
        let mut places = vec![self.place()];
        for step in steps {
            self.step(*step);
            places.push(self.place());
        }
        places
    }
}

/// The pixels of a viewport, one of nine tiles of the picture.
const NINTH: i32 = 40;
/// One of four.
const QUARTER: i32 = 62;

/// A bent line along pixels, in a viewport of [`NINTH`].
fn bent_along_pixels(gl: &Gl, mode: u32) {
    let steps = [(29, 5), (3, 21), (-26, 0), (0, -10), (-6, 0)];
    gl.begin(mode);
    for [x, y] in Pen::new(NINTH, (4, 4)).places(&steps) {
        gl.color4f(1.0, 0.5 + 0.5 * x, 0.5 + 0.5 * y, 1.0);
        gl.vertex2f(x, y);
    }
    gl.end();
}

fn stippled_modes(gl: &Gl) {
    gl.enable(LINE_STIPPLE);
    let table: Vec<_> = [(1.0, 1, 0x0F0F), (3.0, 2, 0x0C3F), (4.0, 3, 0x6E2B)]
        .into_iter()
        .flat_map(|style| MODES.iter().map(move |mode| (style, *mode)))
        .collect();
    tile_each(gl, &table, |((width, factor, pattern), mode)| {
        gl.line_width(width);
        gl.line_stipple(factor, pattern);
        bent_along_pixels(gl, mode);
    });
}

/// Many short segments, back and forth and upwards, along which the pattern goes on.
fn long_strips(gl: &Gl) {
    gl.enable(LINE_STIPPLE);
    tile_each(
        gl,
        &[(1.0, 40), (2.0, 90), (3.0, 140), (2.0, 250)],
        |(width, segments)| {
            gl.line_width(width);
            gl.line_stipple(2, 0x00FF);
            gl.begin(LINE_STRIP);
            let (mut pen, mut column, mut row) = (Pen::new(QUARTER, (4, 4)), 4, 0);
            for segment in 0..=segments {
                gl.color4f(1.0, segment as f32 / segments as f32, 0.3, 1.0);
                let [x, y] = pen.place();
                gl.vertex2f(x, y);
                let way = match (row % 2 == 0, column) {
                    (true, 58) | (false, 4) => {
                        row += 1;
                        (0, 5)
                    }
                    // Up and down on the way forth.
                    (true, _) => (2, if column % 4 == 0 { 1 } else { -1 }),
                    (false, _) => (-2, 0),
                };
                column += way.0;
                pen.step(way);
            }
            gl.end();
        },
    );
}

fn smooth_stippled(gl: &Gl) {
    gl.enable(LINE_SMOOTH);
    gl.enable(LINE_STIPPLE);
    gl.enable(BLEND);
    gl.blend_func(SRC_ALPHA, ONE_MINUS_SRC_ALPHA);
    gl.line_stipple(2, 0x0F3F);
    tile_each(gl, &[0.5, 1.0, 2.5, 6.0], |width| {
        gl.line_width(width);
        bent(gl, LINES);
    });
}

const FRAGMENT: &str = "#version 120
varying vec4 c;
void main() { gl_FragColor = c; }
";

/// Twelve vertices on a circle and a colour for each, five floats a vertex.
fn circle(gl: &Gl) {
    gl.use_program(gl.program(VERTEX, FRAGMENT, &["position", "tint"]));
    let mut values = Vec::new();
    for number in 0..12 {
        let angle = number as f32 * 0.53 + 0.07;
        let (x, y) = (0.83 * angle.cos(), 0.83 * angle.sin());
        values.extend([x, y, x * 0.5 + 0.5, y * 0.5 + 0.5, 0.6 - x * 0.3]);
    }
    buffer(gl, ARRAY_BUFFER, &floats(&values));
    for (attribute, size, at) in [(0, 2, 0), (1, 3, 8)] {
        gl.enable_vertex_attrib_array(attribute);
        gl.vertex_attrib_pointer(attribute, size, FLOAT, 0, 20, Offset(at));
    }
}

fn indexed(gl: &Gl) {
    circle(gl);
    gl.line_width(4.0);
    let indices = [99_u8, 0, 4, 8, 2, 6, 10, 1, 3, 5];
    let table: Vec<_> = [UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT]
        .into_iter()
        .flat_map(|kind| MODES.iter().map(move |mode| (kind, *mode)))
        .collect();
    tile_each(gl, &table, |(kind, mode)| {
        let (bytes, first) = match kind {
            UNSIGNED_BYTE => (indices.to_vec(), 1),
            UNSIGNED_SHORT => (bytes_of(&indices, |i| u16::from(i).to_ne_bytes()), 2),
            _ => (bytes_of(&indices, |i| u32::from(i).to_ne_bytes()), 4),
        };
        buffer(gl, ELEMENT_ARRAY_BUFFER, &bytes);
        gl.draw_elements(mode, 7, kind, Offset(first));
    });
}

/// A pattern begins again where a strip or loop does.
fn restart(gl: &Gl) {
    gl.use_program(gl.program(VERTEX, FRAGMENT, &["position", "tint"]));
    let corners = [
        (4, 4),
        (27, 4),
        (27, 25),
        (4, 25),
        (34, 9),
        (57, 20),
        (57, 47),
        (34, 47),
        (5, 33),
        (29, 33),
    ];
    let values: Vec<f32> = corners
        .into_iter()
        .flat_map(|place| {
            let [x, y] = Pen::new(QUARTER, place).place();
            [x, y, 0.6 + 0.4 * x, 0.6 - 0.4 * y, 0.9]
        })
        .collect();
    buffer(gl, ARRAY_BUFFER, &floats(&values));
    for (attribute, size, at) in [(0, 2, 0), (1, 3, 8)] {
        gl.enable_vertex_attrib_array(attribute);
        gl.vertex_attrib_pointer(attribute, size, FLOAT, 0, 20, Offset(at));
    }
    gl.enable(LINE_STIPPLE);
    gl.line_stipple(3, 0x3F0F);
    gl.enable(PRIMITIVE_RESTART_FIXED_INDEX);
    let indices = [0_u16, 1, 2, 3, 0xFFFF, 4, 5, 6, 7, 0xFFFF, 0xFFFF, 8, 9];
    buffer(gl, ELEMENT_ARRAY_BUFFER, &bytes_of(&indices, u16::to_ne_bytes));
    let table = [
        (1.0, LINE_LOOP),
        (1.0, LINE_STRIP),
        (3.0, LINE_LOOP),
        (6.0, LINE_STRIP),
    ];
    tile_each(gl, &table, |(width, mode)| {
        gl.line_width(width);
        gl.draw_elements(mode, indices.len() as i32, UNSIGNED_SHORT, Offset(0));
    });
}

/// Places and colours change from instance to instance.
fn instanced(gl: &Gl) {
    let vertex = "#version 120
#extension GL_ARB_draw_instanced : require
attribute vec4 position;
attribute vec4 tint;
varying vec4 c;
void main() {
    c = vec4(tint.xyz, 1.0);
    gl_Position = vec4(position.x, position.y + float(gl_InstanceIDARB) * 24.0 / 62.0, 0.0, 1.0);
}
";
    gl.use_program(gl.program(vertex, FRAGMENT, &["position", "tint"]));
    let places = Pen::new(QUARTER, (5, 5)).places(&[(24, 6), (24, -3), (5, 4)]);
    buffer(gl, ARRAY_BUFFER, &floats(places.as_flattened()));
    gl.enable_vertex_attrib_array(0);
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 0, Offset(0));
    buffer(
        gl,
        ARRAY_BUFFER,
        &floats(&[1.0, 0.3, 0.2, 0.3, 1.0, 0.4, 0.3, 0.5, 1.0, 1.0, 1.0, 0.3]),
    );
    gl.enable_vertex_attrib_array(1);
    gl.vertex_attrib_pointer(1, 3, FLOAT, 0, 0, Offset(0));
    gl.vertex_attrib_divisor(1, 1);
    gl.line_stipple(2, 0x3737);
    let table = [
        (false, LINES),
        (false, LINE_LOOP),
        (true, LINES),
        (true, LINE_STRIP),
    ];
    tile_each(gl, &table, |(stippled, mode)| {
        gl.line_width(5.0);
        if stippled {
            gl.enable(LINE_STIPPLE);
        }
        gl.draw_arrays_instanced(mode, 0, 4, 4);
    });
}

/// Lines on a floor that run past the viewer, on both sides, with a texture along them.
fn behind_the_eye(gl: &Gl) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    let texels: Vec<u8> = (0..8_u8)
        .flat_map(|i| [255 - i * 25, 60 + i * 24, (i % 2) * 200, 255])
        .collect();
    gl.tex_image_2d(TEXTURE_2D, 0, RGBA8, [8, 1], Layout::RGBA8, Some(&texels));
    filters(gl, TEXTURE_2D, LINEAR, LINEAR);
    replace(gl);
    perspective(gl);
    gl.line_stipple(3, 0x0FFF);
    let both_ways = [
        (-0.9, 4.0, -6.0),
        (-0.42, -6.0, 4.5),
        (0.31, 2.5, -3.0),
        (0.8, -5.0, 9.0),
    ];
    // Where a pattern begins that begins behind the viewer, GL leaves open.
    let away = [
        (-0.9, -6.0, 4.0),
        (-0.42, -6.0, 4.5),
        (0.31, -3.0, 2.5),
        (0.8, -5.0, 9.0),
    ];
    let table = [(3.0, false), (6.0, false), (3.0, true), (6.0, true)];
    tile_each(gl, &table, |(width, stippled)| {
        gl.enable(TEXTURE_2D);
        gl.line_width(width);
        if stippled {
            gl.enable(LINE_STIPPLE);
        }
        gl.begin(LINES);
        for (x, from, to) in if stippled { away } else { both_ways } {
            gl.tex_coord2f(0.06, 0.5);
            gl.vertex3f(x, -0.91, from);
            gl.tex_coord2f(0.93, 0.5);
            gl.vertex3f(x * 0.8, -0.34, to);
        }
        gl.end();
        gl.disable(TEXTURE_2D);
    });
}

fn flat(gl: &Gl) {
    gl.shade_model(FLAT);
    let conventions = [FIRST_VERTEX_CONVENTION, LAST_VERTEX_CONVENTION];
    let table: Vec<_> = conventions
        .into_iter()
        .flat_map(|convention| MODES.iter().map(move |mode| (convention, *mode)))
        .collect();
    gl.line_width(5.0);
    tile_each(gl, &table, |(convention, mode)| {
        gl.provoking_vertex(convention);
        bent(gl, mode);
    });
}

/// Lines are seen from the front, are not culled, and have the front's stencil.
fn facing(gl: &Gl) {
    gl.enable(CULL_FACE);
    gl.line_width(5.0);
    tile_each(
        gl,
        &[(CW, BACK), (CCW, BACK), (CW, FRONT), (CCW, FRONT)],
        |(front, cull)| {
            gl.front_face(front);
            gl.cull_face(cull);
            bent(gl, LINE_LOOP);
        },
    );
    let fragment = "#version 120
varying vec4 c;
void main() { gl_FragColor = gl_FrontFacing ? vec4(1.0, 1.0, c.z, 1.0) : vec4(0.0, 0.0, c.z, 1.0); }
";
    gl.use_program(gl.program(VERTEX, fragment, &["position", "tint"]));
    tile_each(gl, &[CW, CCW, CW, CCW], |front| {
        gl.front_face(front);
        gl.begin(LINE_LOOP);
        for (x, y) in [(-0.31, -0.33), (0.36, -0.27), (0.23, 0.32), (-0.26, 0.37)] {
            gl.vertex_attrib4f(1, 0.2, 0.2, 0.5, 1.0);
            gl.vertex_attrib4f(0, x, y, 0.0, 1.0);
        }
        gl.end();
    });
}

fn clip_planes(gl: &Gl) {
    gl.enable(CLIP_PLANE0);
    gl.clip_plane(CLIP_PLANE0, &[0.8, 0.6, 0.0, 0.31]);
    gl.line_stipple(2, 0x3F3F);
    tile_each(
        gl,
        &[(2.0, false), (5.0, false), (2.0, true), (5.0, true)],
        |(width, smooth)| {
            gl.line_width(width);
            if smooth {
                gl.enable(LINE_SMOOTH);
                gl.enable(BLEND);
                gl.blend_func(SRC_ALPHA, ONE_MINUS_SRC_ALPHA);
            }
            bent(gl, LINES);
        },
    );
}

/// Wide lines through a wall, into fog.
fn depth_and_fog(gl: &Gl) {
    perspective(gl);
    gl.enable(DEPTH_TEST);
    gl.clear(DEPTH_BUFFER_BIT);
    gl.color4f(0.2, 0.3, 0.5, 1.0);
    gl.push_matrix();
    gl.translatef(0.0, 0.0, -1.03);
    rect(gl, [-1.1, -0.9, 1.2, 0.8], [0.0; 4]);
    gl.pop_matrix();
    gl.enable(FOG);
    gl.fogi(FOG_MODE, LINEAR as i32);
    gl.fogf(FOG_START, 2.0);
    gl.fogf(FOG_END, 6.0);
    gl.fogfv(FOG_COLOR, &[0.9, 0.9, 0.4, 1.0]);
    gl.line_width(7.0);
    gl.begin(LINES);
    for step in 0..7 {
        let x = step as f32 * 0.31 - 0.96;
        gl.color4f(1.0, 0.1, 0.2, 1.0);
        gl.vertex3f(x, -0.77, 0.9);
        gl.color4f(0.1, 1.0, 0.2, 1.0);
        gl.vertex3f(x + 0.21, 0.83, -3.3);
    }
    gl.end();
}

/// On a texture rows count from the other side.
fn on_texture(gl: &Gl) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_image_2d(TEXTURE_2D, 0, RGBA8, [SIDE, SIDE], Layout::RGBA8, None);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
    gl.clear_color(0.2, 0.2, 0.2, 1.0);
    gl.clear(COLOR_BUFFER_BIT);
    stippled_modes(gl);
    gl.disable(LINE_STIPPLE);
    gl.line_width(2.0);
    // On the edges of pixels, where GL says which one is meant.
    gl.color4f(1.0, 1.0, 1.0, 1.0);
    gl.begin(LINE_LOOP);
    for (x, y) in [(-0.5, -0.25), (0.5, -0.25), (0.5, 0.5), (-0.5, 0.5)] {
        gl.vertex2f(x, y);
    }
    gl.end();
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
    gl.bind_texture(TEXTURE_2D, texture);
    replace(gl);
    gl.enable(TEXTURE_2D);
    quad(gl);
}

/// On a target of four samples lines are rectangles.
fn samples(gl: &Gl) {
    let color = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, color);
    gl.renderbuffer_storage_multisample(RENDERBUFFER, 4, RGBA8, SIDE, SIDE);
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, COLOR_ATTACHMENT0, RENDERBUFFER, color);
    gl.clear_color(0.2, 0.2, 0.2, 1.0);
    gl.clear(COLOR_BUFFER_BIT);
    gl.line_stipple(3, 0x5F3F);
    let table = [
        (0.5, false),
        (2.0, false),
        (5.3, false),
        (2.0, true),
        (3.0, true),
        (6.0, true),
    ];
    tile_each(gl, &table, |(width, stippled)| {
        gl.line_width(width);
        if stippled {
            gl.enable(LINE_STIPPLE);
        }
        bent(gl, LINES);
        star(gl);
    });
    gl.bind_framebuffer(DRAW_FRAMEBUFFER, MAIN);
    gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, COLOR_BUFFER_BIT, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, MAIN);
}
