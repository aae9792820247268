//! Times that no stock program gives: what a draw costs when one thing changes, a program's first frame, and whole
//! screens of pixels on their way to the GPU and back.

use std::time::{Duration, Instant};

use super::draw::{POSITION_SHADER, buffer, filters, floats, pattern, pattern_texture};
use super::enums::*;
use super::gl::{Gl, Layout};
use crate::functions::Offset;

/// How many draws are timed at once.
const BATCH: u32 = 2000;
/// How long each row is measured. The best batch counts: the others had company on the machine.
const ROW_TIME: Duration = Duration::from_millis(1500);
/// How many programs are seen for the first time.
const FIRST_FRAMES: usize = 15;

/// Width and height of the pixels of a transfer.
const SCREEN: [i32; 2] = [1920, 1080];
/// How many transfers are timed at once.
const TRANSFERS: u32 = 10;

/// The corners of what is drawn.
const TRIANGLE: [f32; 6] = [-0.9, -0.9, -0.87, -0.9, -0.9, -0.87];
const TRIANGLE_BYTES: usize = size_of::<[f32; 6]>();
/// How many of it there are, one behind the other.
const OBJECTS: usize = 32;

/// What changes before each draw.
struct Row {
    name: &'static str,
    change: fn(&Gl, &Things, u32),
}

/// What the rows change between.
struct Things {
    programs: [u32; 2],
    places: [i32; 2],
    textures: [u32; 2],
}

const ROWS: &[Row] = &[
    Row {
        name: "same state",
        change: |_, _, _| (),
    },
    Row {
        name: "uniform change",
        change: |gl, things, draw| gl.uniform4f(things.places[0], (draw % 97) as f32 / 97.0, 0.5, 0.2, 1.0),
    },
    Row {
        name: "object change",
        change: |gl, things, draw| {
            gl.uniform4f(things.places[0], (draw % 97) as f32 / 97.0, 0.5, 0.2, 1.0);
            gl.vertex_attrib_pointer(
                0,
                2,
                FLOAT,
                0,
                0,
                Offset(draw as usize % OBJECTS * TRIANGLE_BYTES),
            );
        },
    },
    Row {
        name: "texture change",
        change: |gl, things, draw| gl.bind_texture(TEXTURE_2D, things.textures[draw as usize % 2]),
    },
    Row {
        name: "program change",
        change: |gl, things, draw| gl.use_program(things.programs[draw as usize % 2]),
    },
    Row {
        name: "blend change",
        change: |gl, _, draw| {
            if draw % 2 == 0 {
                gl.enable(BLEND)
            } else {
                gl.disable(BLEND)
            }
        },
    },
    Row {
        name: "scissor change",
        change: |gl, _, draw| gl.scissor(0, 0, 64 + (draw % 32) as i32, 64),
    },
    Row {
        name: "buffer change",
        change: |gl, _, draw| {
            gl.buffer_sub_data(
                ARRAY_BUFFER,
                0,
                &(-0.9 + (draw % 64) as f32 / 6400.0).to_ne_bytes(),
            )
        },
    },
];

/// Prints `NAME<tab>NANOSECONDS` for each row: one draw of one small triangle.
pub(crate) fn draws(gl: &Gl) {
    let things = prepare(gl);
    for row in ROWS {
        let (began, mut best) = (Instant::now(), Duration::MAX);
        while began.elapsed() < ROW_TIME {
            gl.use_program(things.programs[0]);
            gl.bind_texture(TEXTURE_2D, things.textures[0]);
            gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 0, Offset(0));
            gl.finish();
            let batch = Instant::now();
            for draw in 0..BATCH {
                (row.change)(gl, &things, draw);
                gl.draw_arrays(TRIANGLES, 0, 3);
            }
            // Without a readback a driver might not have drawn.
            gl.read_pixels([0, 0], [1, 1], Layout::RGBA8);
            best = best.min(batch.elapsed());
        }
        println!("{}\t{:.0}", row.name, best.as_nanos() as f64 / f64::from(BATCH));
    }
}

fn prepare(gl: &Gl) -> Things {
    let fragment = |how: &str| {
        format!(
            "#version 120\nvarying vec2 p;\nuniform vec4 tint;\nuniform sampler2D map;\nvoid main() {{ gl_FragColor = texture2D(map, p) {how} tint; }}\n"
        )
    };
    let programs = ["*", "+"].map(|how| gl.program(POSITION_SHADER, &fragment(how), &["position"]));
    let places = programs.map(|program| gl.uniform(program, "tint"));
    let textures = [8, 16].map(|side| pattern_texture(gl, side, NEAREST));
    // A few pixels: what is measured is the way to them.
    buffer(gl, ARRAY_BUFFER, &floats(&TRIANGLE).repeat(OBJECTS));
    gl.enable_vertex_attrib_array(0);
    gl.enable(SCISSOR_TEST);
    // Without a window it begins as an empty one, and nothing would be drawn.
    gl.scissor(0, 0, 64, 64);
    Things {
        programs,
        places,
        textures,
    }
}

/// Prints `first frame<tab>NANOSECONDS`: the median, over programs that were never seen, of the time from their source
/// to their first picture.
pub(crate) fn first_frames(gl: &Gl) {
    buffer(gl, ARRAY_BUFFER, &floats(&[-0.9, -0.9, 0.9, -0.9, -0.9, 0.9]));
    gl.enable_vertex_attrib_array(0);
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 0, Offset(0));
    gl.finish();
    let mut times: Vec<Duration> = (0..FIRST_FRAMES)
        .map(|number| {
            let fragment = format!(
                "#version 120\nvarying vec2 p;\nuniform vec4 tint;\nvoid main() {{
                vec4 c = tint;
                for (int i = 0; i < {number} + 3; i++) c = fract(c * {number}.37 + p.xyxy * sin(c.wzyx + {number}.1));
                if (c.x > 0.5) c.yz = pow(c.zy, vec2(1.{number}));
                gl_FragColor = c; }}\n"
            );
            let began = Instant::now();
            let program = gl.program(POSITION_SHADER, &fragment, &["position"]);
            gl.use_program(program);
            gl.uniform4f(gl.uniform(program, "tint"), 0.1, 0.7, 0.3, 0.9);
            gl.draw_arrays(TRIANGLES, 0, 3);
            gl.read_pixels([0, 0], [1, 1], Layout::RGBA8);
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("first frame\t{}", times[times.len() / 2].as_nanos());
}

/// Prints `upload<tab>NANOSECONDS` and `readback<tab>NANOSECONDS` for one screen of pixels each, the best of several
/// batches: `glTexSubImage2D` and a draw that samples what came, a draw and `glReadPixels` of what it drew.
pub(crate) fn transfers(gl: &Gl) {
    let [width, height] = SCREEN;
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    let target = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, target);
    gl.renderbuffer_storage(RENDERBUFFER, RGBA8, width, height);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, COLOR_ATTACHMENT0, RENDERBUFFER, target);
    gl.viewport(0, 0, width, height);
    let things = prepare(gl);
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 0, Offset(0));
    gl.scissor(0, 0, width, height);
    gl.use_program(things.programs[0]);
    gl.uniform4f(things.places[0], 1.0, 1.0, 1.0, 1.0);
    let pixels = pattern(width, height);
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_image_2d(TEXTURE_2D, 0, RGBA8, SCREEN, Layout::RGBA8, Some(&pixels));
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    time_transfers("upload", || {
        gl.tex_sub_image_2d(TEXTURE_2D, 0, [0, 0], SCREEN, Layout::RGBA8, &pixels);
        gl.draw_arrays(TRIANGLES, 0, 3);
        gl.read_pixels([0, 0], [1, 1], Layout::RGBA8);
    });
    let mut read = vec![0; pixels.len()];
    time_transfers("readback", || {
        gl.draw_arrays(TRIANGLES, 0, 3);
        gl.read_pixels_into([0, 0], SCREEN, Layout::RGBA8, &mut read);
    });
}

fn time_transfers(name: &str, mut transfer: impl FnMut()) {
    let (began, mut best) = (Instant::now(), Duration::MAX);
    while began.elapsed() < ROW_TIME {
        let batch = Instant::now();
        (0..TRANSFERS).for_each(|_| transfer());
        best = best.min(batch.elapsed());
    }
    println!("{name}\t{:.0}", best.as_nanos() as f64 / f64::from(TRANSFERS));
}
