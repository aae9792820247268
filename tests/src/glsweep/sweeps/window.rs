//! Drawing to a window, whose first row is its last one in memory, and what is copied to it and from it.

use super::raster::{self, Bind};
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "window-lines",
        run: |gl, record| raster::lines(gl, record, WINDOW),
    },
    Sweep {
        name: "window-rows",
        run: |gl, record| raster::rows(gl, record, WINDOW),
    },
    Sweep {
        name: "window-widths",
        run: |gl, record| raster::widths(gl, record, WINDOW),
    },
    Sweep {
        name: "window-points",
        run: |gl, record| raster::points(gl, record, WINDOW),
    },
    Sweep {
        name: "window-triangles",
        run: |gl, record| raster::triangles(gl, record, WINDOW),
    },
    Sweep {
        name: "window-inputs",
        run: inputs,
    },
    Sweep {
        name: "window-faces",
        run: faces,
    },
    Sweep {
        name: "window-parts",
        run: parts,
    },
    Sweep {
        name: "window-moved",
        run: moved,
    },
    Sweep {
        name: "window-planes",
        run: planes,
    },
];

/// In windows of four samples.
pub(super) const SAMPLED: &[Sweep] = &[
    Sweep {
        name: "window-of-samples-inputs",
        run: inputs,
    },
    Sweep {
        name: "window-of-samples-faces",
        run: faces,
    },
    Sweep {
        name: "window-of-samples-parts",
        run: parts,
    },
    Sweep {
        name: "window-of-samples-planes",
        run: planes,
    },
];

/// Width and height of the window.
pub(super) const SIDE: i32 = raster::SIDE;
const WINDOW: Bind = window;
const ALL: u32 = COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT;

fn window(gl: &Gl) {
    gl.bind_framebuffer(FRAMEBUFFER, 0);
    gl.viewport(0, 0, SIDE, SIDE);
}

/// What is bound. Of a pixel of samples, drivers may read one or all: they are brought together before.
fn see(gl: &Gl, record: &mut Record, label: &str) {
    let sampled = gl.integer(SAMPLES) > 0;
    if sampled {
        let (whole, _) = target(gl, RGBA8, [SIDE, SIDE]);
        gl.bind_framebuffer(READ_FRAMEBUFFER, 0);
        gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, COLOR_BUFFER_BIT, NEAREST);
        gl.bind_framebuffer(READ_FRAMEBUFFER, whole);
    }
    let seen = gl.read_pixels([0, 0], [SIDE, SIDE], Layout(RGBA, UNSIGNED_BYTE));
    record.bytes(label, 1, &seen);
    if sampled {
        window(gl);
    }
}

fn begin(gl: &Gl) {
    window(gl);
    gl.clear_color(0.1, 0.2, 0.3, 0.4);
    gl.clear_depthf(1.0);
    gl.clear_stencil(0);
    gl.clear(ALL);
}

/// Corners of a triangle that is no symmetry's, with depths; the second argument of each is a colour.
const CORNERS: &str = "#version 310 es
uniform vec4 turn;
out vec4 colour; flat out vec4 last;
void main() {
    vec3 corner = gl_VertexID == 0 ? vec3(-0.9, -0.7, -0.5) : gl_VertexID == 1 ? vec3(0.8, -0.3, 0.1) : vec3(-0.2, 0.9, 0.8);
    if (turn.x != 0.0) corner.x = -corner.x;
    colour = vec4(gl_VertexID == 0, gl_VertexID == 1, gl_VertexID == 2, 1.0);
    last = colour * 0.5;
    gl_PointSize = turn.y;
    gl_Position = vec4(corner.xy * 1.1 + turn.zw, corner.z, 1.0);
}
";

/// What each fragment is told of its place.
fn inputs(gl: &Gl, record: &mut Record) -> Result<(), String> {
    begin(gl);
    for (name, shown) in [
        ("place", "vec4(fract(gl_FragCoord.xy / 16.0), gl_FragCoord.zw)"),
        ("whole", "vec4(ivec4(gl_FragCoord) & 1)"),
        ("colour", "colour"),
        ("last", "last"),
        (
            "across",
            "vec4(dFdx(gl_FragCoord.xy), dFdy(gl_FragCoord.xy)) * 0.5 + 0.5",
        ),
        ("slopes", "vec4(dFdx(colour.xy), dFdy(colour.xy)) * 16.0 + 0.5"),
        ("width", "vec4(fwidth(colour.xyz) * 16.0, 1.0)"),
        (
            "facing",
            "gl_FrontFacing ? vec4(1.0, 0.5, 0.0, 1.0) : vec4(0.0, 0.25, 1.0, 1.0)",
        ),
        (
            "facing as number",
            "vec4(float(gl_FrontFacing), float(!gl_FrontFacing), 0.0, 1.0)",
        ),
        ("point", "vec4(gl_PointCoord, 0.0, 1.0)"),
    ] {
        let source = format!(
            "in vec4 colour; flat in vec4 last; layout(location = 0) out vec4 o; void main() {{ o = {shown}; }}"
        );
        let shader = program(gl, CORNERS, &source)?;
        for (turned, mode) in [
            (0.0, TRIANGLES),
            (1.0, TRIANGLES),
            (0.0, POINTS),
            (1.0, LINE_LOOP),
        ] {
            if (name == "point") != (mode == POINTS) || mode == LINE_LOOP && name.starts_with("slopes") {
                continue;
            }
            gl.clear(ALL);
            gl.uniform4f(gl.uniform(shader, "turn"), turned, 19.5, 0.0, 0.0);
            gl.draw_arrays(mode, 0, 3);
            see(gl, record, &format!("{name} {turned} {mode}"));
        }
    }
    Ok(())
}

/// Winding: what is culled, and which side's stencil counts.
fn faces(gl: &Gl, record: &mut Record) -> Result<(), String> {
    begin(gl);
    let shader = program(
        gl,
        CORNERS,
        "in vec4 colour; layout(location = 0) out vec4 o; void main() { o = gl_FrontFacing ? colour : 1.0 - colour; }",
    )?;
    for index in 0..24 {
        gl.clear(ALL);
        gl.front_face([CCW, CW][index % 2]);
        match index / 2 % 4 {
            3 => gl.disable(CULL_FACE),
            face => {
                gl.enable(CULL_FACE);
                gl.cull_face([FRONT, BACK, FRONT_AND_BACK][face]);
            }
        }
        gl.enable(STENCIL_TEST);
        gl.stencil_func_separate(FRONT_AND_BACK, ALWAYS, 0x55, 0xff);
        gl.stencil_op_separate(FRONT, KEEP, KEEP, [INCR, REPLACE, INVERT][index / 8]);
        gl.stencil_op_separate(BACK, KEEP, KEEP, [DECR_WRAP, INVERT, INCR][index / 8]);
        for turned in [0.0, 1.0] {
            gl.uniform4f(gl.uniform(shader, "turn"), turned, 1.0, 0.1, -0.2);
            gl.draw_arrays(TRIANGLES, 0, 3);
        }
        // The stencil as colour: what has come out is drawn over, value by value.
        gl.disable(CULL_FACE);
        gl.stencil_op_separate(FRONT_AND_BACK, KEEP, KEEP, KEEP);
        let over = program(
            gl,
            FULL,
            "uniform float value; layout(location = 0) out vec4 o; void main() { o = vec4(value); }",
        )?;
        gl.color_mask(0, 0, 0, 1);
        for value in [0, 1, 2, 0x54, 0x55, 0x56, 0xaa, 0xab, 0xfe, 0xff] {
            gl.stencil_func_separate(FRONT_AND_BACK, EQUAL, value, 0xff);
            gl.uniform1f(gl.uniform(over, "value"), value as f32 / 255.0);
            fill(gl);
        }
        gl.color_mask(1, 1, 1, 1);
        gl.disable(STENCIL_TEST);
        gl.use_program(shader);
        see(gl, record, &format!("{index}"));
    }
    Ok(())
}

/// Scissors, viewports, and parts that are cleared and read.
fn parts(gl: &Gl, record: &mut Record) -> Result<(), String> {
    begin(gl);
    let mut noise = Noise(29);
    let shader = program(
        gl,
        CORNERS,
        "in vec4 colour; layout(location = 0) out vec4 o; void main() { o = colour; }",
    )?;
    gl.uniform4f(gl.uniform(shader, "turn"), 0.0, 9.3, 0.0, 0.0);
    let mut number = |from: i32, to: i32| from + (noise.word() % (to - from) as u32) as i32;
    for index in 0..30 {
        gl.enable(SCISSOR_TEST);
        gl.scissor(number(-9, 40), number(-9, 40), number(0, 50), number(0, 50));
        gl.clear_color(index as f32 / 30.0, 0.5, 1.0 - index as f32 / 30.0, 1.0);
        gl.clear(COLOR_BUFFER_BIT);
        gl.scissor(number(-9, 40), number(-9, 40), number(0, 70), number(0, 70));
        gl.viewport(number(-40, 40), number(-40, 40), number(5, 90), number(5, 90));
        // No points: llvmpipe draws a row of them more than scissor and viewport of a window let through.
        gl.draw_arrays([TRIANGLES, LINE_STRIP][index % 2], 0, 3);
        gl.disable(SCISSOR_TEST);
        see(gl, record, &format!("{index}"));
        if gl.integer(SAMPLES) > 0 {
            continue;
        }
        let (at, size) = ([number(0, 30), number(0, 30)], [number(1, 30), number(1, 30)]);
        let seen = gl.read_pixels(at, size, Layout(RGBA, UNSIGNED_BYTE));
        record.bytes(&format!("{index} part"), 1, &seen);
        let buffer = gl.gen_buffer();
        gl.bind_buffer(PIXEL_PACK_BUFFER, buffer);
        gl.buffer_data(PIXEL_PACK_BUFFER, &[7; 64 * 64 * 4], STREAM_READ);
        gl.read_pixels_to(at, size, Layout(RGBA, UNSIGNED_BYTE), 16);
        gl.bind_buffer(PIXEL_PACK_BUFFER, 0);
        let seen: Vec<u8> = contents(gl, buffer, 64 * 64)
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect();
        record.bytes(&format!("{index} part in a buffer"), 1, &seen);
    }
    Ok(())
}

/// A texture with a pattern, in a frame buffer.
fn pattern(gl: &Gl) -> Result<(u32, u32), String> {
    let made = target(gl, RGBA8, [SIDE, SIDE]);
    shade(
        gl,
        "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(p, fract(p.x * p.y * 8.0), 0.75); }",
    )?;
    fill(gl);
    Ok(made)
}

/// Blits and copies, to the window and from it.
fn moved(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let mut noise = Noise(31);
    let (other, texture) = pattern(gl)?;
    for index in 0..60 {
        let mut number = |from: i32, to: i32| from + (noise.word() % (to - from) as u32) as i32;
        let [mut from, mut to] = [(); 2].map(|()| {
            let (x, y) = (number(-5, 40), number(-5, 40));
            [x, y, x + number(1, 30), y + number(1, 30)]
        });
        let filter = if index % 6 < 3 { NEAREST } else { LINEAR };
        // Where it is enlarged by two, no pixel lies between two of the source.
        if filter == NEAREST {
            let by = 1 + index % 2;
            to = [
                to[0],
                to[1],
                to[0] + (from[2] - from[0]) * by,
                to[1] + (from[3] - from[1]) * by,
            ];
        } else if index % 3 == 0 {
            to = [to[0], to[1], to[0] + from[2] - from[0], to[1] + from[3] - from[1]];
        }
        if index % 4 == 1 {
            from.swap(0, 2);
        }
        if index % 5 == 1 {
            to.swap(1, 3);
        }
        // Over a fresh picture on both sides.
        begin(gl);
        shade(
            gl,
            "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(fract(p.yx * 4.0), p.x, 0.25); }",
        )?;
        fill(gl);
        gl.bind_framebuffer(FRAMEBUFFER, other);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        let there = index % 2 == 0;
        let (read, draw) = if there { (0, other) } else { (other, 0) };
        if there {
            gl.clear(COLOR_BUFFER_BIT);
        } else {
            shade(
                gl,
                "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(p, fract(p.x * p.y * 8.0), 0.75); }",
            )?;
            fill(gl);
        }
        gl.bind_framebuffer(READ_FRAMEBUFFER, read);
        gl.bind_framebuffer(DRAW_FRAMEBUFFER, draw);
        if index % 7 == 3 {
            gl.enable(SCISSOR_TEST);
            gl.scissor(number(0, 30), number(0, 30), 25, 25);
        }
        let ([a, b, c, d], [e, f, g, h]) = (from, to);
        gl.blit_framebuffer(a, b, c, d, e, f, g, h, COLOR_BUFFER_BIT, filter);
        gl.disable(SCISSOR_TEST);
        gl.bind_framebuffer(FRAMEBUFFER, draw);
        let seen = gl.read_pixels([0, 0], [SIDE, SIDE], Layout(RGBA, UNSIGNED_BYTE));
        record.bytes(&format!("blit {index} {from:?} {to:?}"), 3, &seen);
    }
    for index in 0..12 {
        begin(gl);
        shade(
            gl,
            "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(fract(p.yx * 4.0), p.x, 0.25); }",
        )?;
        fill(gl);
        gl.bind_texture(TEXTURE_2D, texture);
        let mut number = |from: i32, to: i32| from + (noise.word() % (to - from) as u32) as i32;
        if index % 2 == 0 {
            let (dx, dy) = (number(0, 30), number(0, 30));
            gl.copy_tex_sub_image_2d(TEXTURE_2D, 0, dx, dy, number(-5, 30), number(-5, 30), 33, 29);
        } else {
            let fresh = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, fresh);
            gl.copy_tex_image_2d(
                TEXTURE_2D,
                0,
                [RGBA, RGB][index / 2 % 2],
                number(0, 20),
                number(0, 20),
                40,
                30,
                0,
            );
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        }
        let shader = shade(
            gl,
            "in vec2 p; uniform sampler2D map; layout(location = 0) out vec4 o; void main() { o = texture(map, p); }",
        )?;
        gl.uniform1i(gl.uniform(shader, "map"), 0);
        fill(gl);
        see(gl, record, &format!("copy {index}"));
    }
    Ok(())
}

/// Depth and stencil: tested with, invalidated, and brought to a frame buffer and back.
fn planes(gl: &Gl, record: &mut Record) -> Result<(), String> {
    begin(gl);
    let shader = program(
        gl,
        CORNERS,
        "in vec4 colour; layout(location = 0) out vec4 o; void main() { o = colour; }",
    )?;
    let turn = gl.uniform(shader, "turn");
    gl.enable(DEPTH_TEST);
    gl.enable(STENCIL_TEST);
    for (index, func) in [LESS, LEQUAL, GREATER, NOTEQUAL, EQUAL, ALWAYS]
        .into_iter()
        .enumerate()
    {
        gl.clear(ALL);
        gl.use_program(shader);
        gl.depth_func(ALWAYS);
        gl.stencil_func_separate(FRONT_AND_BACK, ALWAYS, 3, 0xff);
        gl.stencil_op_separate(FRONT_AND_BACK, KEEP, INCR, REPLACE);
        gl.uniform4f(turn, 0.0, 1.0, 0.0, 0.0);
        gl.draw_arrays(TRIANGLES, 0, 3);
        gl.depth_func(func);
        gl.stencil_func_separate(FRONT_AND_BACK, GEQUAL, 2, 0xff);
        gl.enable(POLYGON_OFFSET_FILL);
        gl.polygon_offset(0.5 - index as f32 * 0.2, 2.0);
        gl.uniform4f(turn, 1.0, 1.0, 0.1, 0.1);
        gl.draw_arrays(TRIANGLES, 0, 3);
        gl.disable(POLYGON_OFFSET_FILL);
        see(gl, record, &format!("{index}"));
        // What a sample's depth becomes in a pixel is the driver's choice.
        if gl.integer(SAMPLES) == 0 {
            back_and_forth(gl, record, index)?;
        }
        // What is invalid may be anything, what is not stays.
        gl.bind_framebuffer(FRAMEBUFFER, 0);
        gl.invalidate_framebuffer(FRAMEBUFFER, &[DEPTH, STENCIL]);
        see(gl, record, &format!("{index} after all"));
    }
    Ok(())
}

/// The window's depth and stencil go to a frame buffer, are tested with there, and come back.
fn back_and_forth(gl: &Gl, record: &mut Record, index: usize) -> Result<(), String> {
    let (framebuffer, _) = target(gl, RGBA8, [SIDE, SIDE]);
    let planes = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, planes);
    gl.renderbuffer_storage(RENDERBUFFER, DEPTH24_STENCIL8, SIDE, SIDE);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, DEPTH_STENCIL_ATTACHMENT, RENDERBUFFER, planes);
    gl.clear(ALL);
    gl.bind_framebuffer(READ_FRAMEBUFFER, 0);
    let mask = DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT;
    gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, mask, NEAREST);
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    let over = shade(
        gl,
        "in vec2 p; uniform vec4 value; layout(location = 0) out vec4 o; void main() { o = value; gl_FragDepth = p.x; }",
    )?;
    gl.depth_func(LESS);
    gl.stencil_op_separate(FRONT_AND_BACK, KEEP, KEEP, KEEP);
    for value in 0..5 {
        gl.stencil_func_separate(FRONT_AND_BACK, EQUAL, value, 0xff);
        gl.uniform4f(gl.uniform(over, "value"), value as f32 / 5.0, 1.0, 0.5, 1.0);
        fill(gl);
    }
    see(gl, record, &format!("{index} there"));
    gl.bind_framebuffer(FRAMEBUFFER, 0);
    gl.clear(ALL);
    gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
    gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, mask, NEAREST);
    gl.bind_framebuffer(READ_FRAMEBUFFER, 0);
    gl.stencil_func_separate(FRONT_AND_BACK, EQUAL, 3, 0xff);
    gl.depth_func(GREATER);
    fill(gl);
    see(gl, record, &format!("{index} back"));
    Ok(())
}
