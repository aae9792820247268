//! Which pixels points, lines and triangles cover.

use crate::functions::Offset;
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "lines",
        run: |gl, record| lines(gl, record, texture),
    },
    Sweep {
        name: "lines-in-a-row",
        run: |gl, record| rows(gl, record, texture),
    },
    Sweep {
        name: "lines-of-widths",
        run: |gl, record| widths(gl, record, texture),
    },
    Sweep {
        name: "points-of-sizes",
        run: |gl, record| points(gl, record, texture),
    },
    Sweep {
        name: "triangles-side-by-side",
        run: |gl, record| triangles(gl, record, texture),
    },
    Sweep {
        name: "primitives-of-samples",
        run: samples,
    },
];

pub(super) const SIDE: i32 = 64;

/// Places from attribute 0, and each vertex's number.
const PLACES: &str = "#version 310 es
layout(location = 0) in vec4 place;
uniform float size;
flat out uint number;
void main() { number = uint(gl_VertexID); gl_PointSize = size; gl_Position = place; }
";
/// How often a pixel is covered, in the first component, and by whom last.
const COUNTED: &str = "flat in uint number; layout(location = 0) out vec4 o; void main() { o = vec4(1.0 / 255.0, float(number & 15u) / 15.0, 0.0, 1.0); }";

/// Makes places the array of attribute 0.
fn place(gl: &Gl, places: &[[f32; 4]]) {
    let buffer = gl.gen_buffer();
    gl.bind_buffer(ARRAY_BUFFER, buffer);
    let words: Vec<u32> = places.iter().flatten().map(|number| number.to_bits()).collect();
    gl.buffer_data(ARRAY_BUFFER, &bytes(&words), STATIC_DRAW);
    gl.enable_vertex_attrib_array(0);
    gl.vertex_attrib_pointer(0, 4, FLOAT, 0, 16, Offset(0));
}

/// How often each pixel was covered.
fn counts(gl: &Gl) -> Vec<u32> {
    let seen = gl.read_pixels([0, 0], [SIDE, SIDE], Layout(RGBA, UNSIGNED_BYTE));
    gl.clear(COLOR_BUFFER_BIT);
    seen.chunks_exact(4).map(|pixel| u32::from(pixel[0])).collect()
}

/// Binds what is drawn to.
pub(super) type Bind = fn(&Gl);

fn texture(gl: &Gl) {
    target(gl, RGBA8, [SIDE, SIDE]);
}

/// A target in which primitives add up, and the program.
fn begin(gl: &Gl, bind: Bind) -> Result<u32, String> {
    bind(gl);
    let shader = program(gl, PLACES, COUNTED)?;
    gl.clear_color(0.0, 0.0, 0.0, 0.0);
    gl.clear(COLOR_BUFFER_BIT);
    gl.enable(BLEND);
    gl.blend_func_separate(ONE, ONE, ONE, ONE);
    Ok(shader)
}

/// Somewhere in the target.
fn somewhere(noise: &mut Noise) -> [f32; 4] {
    [noise.unit() * 1.8 - 0.9, noise.unit() * 1.8 - 0.9, 0.0, 1.0]
}

/// In pixels.
fn pixels(place: [f32; 4], axis: usize) -> f32 {
    (place[axis] + 1.0) / 2.0 * SIDE as f32
}

/// Lines one by one: what OpenGL ES 3.1, 13.4.1, says of each.
pub(super) fn lines(gl: &Gl, record: &mut Record, bind: Bind) -> Result<(), String> {
    begin(gl, bind)?;
    let mut noise = Noise(7);
    for index in 0..300 {
        let ends = [somewhere(&mut noise), somewhere(&mut noise)];
        place(gl, &ends);
        gl.draw_arrays(LINES, 0, 2);
        let seen = counts(gl);
        let extent = |axis| (pixels(ends[0], axis) - pixels(ends[1], axis)).abs();
        let major = usize::from(extent(1) > extent(0));
        let along = sums(&seen, major);
        let total: u32 = along.iter().sum();
        let right = along.iter().all(|count| *count <= 1) && (total as f32 - extent(major)).abs() < 2.0;
        record.holds(&format!("line {index}"), right, || {
            format!("{total} pixels of {} by {}: {along:?}", extent(0), extent(1))
        });
        record.exact(&format!("line {index}: pixels"), seen);
    }
    Ok(())
}

/// The sums of columns, or rows.
fn sums(counts: &[u32], axis: usize) -> [u32; SIDE as usize] {
    let mut along = [0; SIDE as usize];
    for (at, count) in counts.iter().enumerate() {
        along[[at % SIDE as usize, at / SIDE as usize][axis]] += count;
    }
    along
}

/// Strips and loops: where lines meet, a pixel is one line's.
pub(super) fn rows(gl: &Gl, record: &mut Record, bind: Bind) -> Result<(), String> {
    begin(gl, bind)?;
    let mut noise = Noise(11);
    for axis in 0..2 {
        for index in 0..20 {
            let places: Vec<_> = (0..9)
                .map(|step| {
                    let (major, minor) = (step as f32 * 0.2 - 0.8, noise.unit() * 0.15);
                    if axis == 0 {
                        [major, minor, 0.0, 1.0]
                    } else {
                        [minor, major, 0.0, 1.0]
                    }
                })
                .collect();
            place(gl, &places);
            gl.draw_arrays(LINE_STRIP, 0, places.len() as i32);
            let seen = counts(gl);
            let along = sums(&seen, axis);
            let (from, to) = (pixels(places[0], axis), pixels(places[8], axis));
            let inside = &along[from.ceil() as usize + 1..to as usize - 1];
            record.holds(
                &format!("strip {axis} {index}"),
                inside.iter().all(|count| *count == 1),
                || format!("{inside:?}"),
            );
            record.exact(&format!("strip {axis} {index}: pixels"), seen);
        }
    }
    for index in 0..40 {
        let places: Vec<_> = (0..7).map(|_| somewhere(&mut noise)).collect();
        place(gl, &places);
        gl.draw_arrays([LINE_LOOP, LINE_STRIP][index % 2], 0, 7);
        record.exact(&format!("joined {index}"), counts(gl));
    }
    Ok(())
}

/// Lines that are wider: each column of one that goes along has as many pixels.
pub(super) fn widths(gl: &Gl, record: &mut Record, bind: Bind) -> Result<(), String> {
    begin(gl, bind)?;
    let range = gl.range(ALIASED_LINE_WIDTH_RANGE);
    record.holds("range", range[0] <= 1.0 && range[1] >= 1.0, || {
        format!("{range:?}")
    });
    let mut noise = Noise(13);
    for width in [1.0, 1.4, 2.0, 2.7, 3.0, 5.0, 8.0, 13.0] {
        if width > range[1] {
            continue;
        }
        gl.line_width(width);
        for index in 0..12 {
            let ends =
                [somewhere(&mut noise), somewhere(&mut noise)].map(|[x, y, z, w]| [x * 0.7, y * 0.7, z, w]);
            place(gl, &ends);
            gl.draw_arrays(LINES, 0, 2);
            let seen = counts(gl);
            let extent = |axis| (pixels(ends[0], axis) - pixels(ends[1], axis)).abs();
            let along = sums(&seen, usize::from(extent(1) > extent(0)));
            let whole = (width + 0.5).floor() as u32;
            let right = along.iter().all(|count| *count == 0 || *count == whole);
            record.holds(&format!("{width} {index}"), right, || format!("{along:?}"));
            record.exact(&format!("{width} {index}: pixels"), seen);
        }
        // Strips that leave the target and come back, and a line along each edge, half of whose width is outside.
        for index in 0..6 {
            let places: Vec<_> = (0..5)
                .map(|_| somewhere(&mut noise).map(|place| place * 1.7))
                .collect();
            let places: Vec<_> = places.iter().map(|[x, y, ..]| [*x, *y, 0.0, 1.0]).collect();
            place(gl, &places);
            gl.draw_arrays(LINE_STRIP, 0, 5);
            record.exact(&format!("{width} strip {index}"), counts(gl));
        }
        let edge = 1.0 - 0.3 / SIDE as f32;
        place(
            gl,
            &[[-edge, -edge], [edge, -edge], [edge, edge], [-edge, edge]].map(|[x, y]| [x, y, 0.0, 1.0]),
        );
        gl.draw_arrays(LINE_LOOP, 0, 4);
        record.exact(&format!("{width} edges"), counts(gl));
    }
    gl.line_width(1.0);
    Ok(())
}

/// Points: squares of their size.
pub(super) fn points(gl: &Gl, record: &mut Record, bind: Bind) -> Result<(), String> {
    let shader = begin(gl, bind)?;
    let mut noise = Noise(17);
    for size in [1.0, 1.5, 2.0, 3.0, 4.25, 7.0, 16.0, 33.0] {
        gl.uniform1f(gl.uniform(shader, "size"), size);
        for index in 0..6 {
            place(gl, &[somewhere(&mut noise)]);
            gl.draw_arrays(POINTS, 0, 1);
            record.exact(&format!("{size} {index}"), counts(gl));
        }
    }
    // One whose middle is outside is not drawn.
    place(
        gl,
        &[
            [1.05, 0.01, 0.0, 1.0],
            [0.01, -1.01, 0.0, 1.0],
            [0.0, 0.0, 1.5, 1.0],
        ],
    );
    gl.draw_arrays(POINTS, 0, 3);
    record.exact("outside", counts(gl));
    Ok(())
}

/// Triangles around a middle: each pixel is of one, whichever way they are wound and wherever they are cut.
pub(super) fn triangles(gl: &Gl, record: &mut Record, bind: Bind) -> Result<(), String> {
    begin(gl, bind)?;
    let mut noise = Noise(19);
    for index in 0..40 {
        let middle = somewhere(&mut noise);
        // Some reach beyond the target, and some behind the eye.
        let reach = [1.0, 1.0, 1.5, 40.0][index % 4];
        let corners = 3 + index % 9;
        let ring: Vec<_> = (0..corners)
            .map(|corner| {
                let angle = (corner as f32 + noise.unit() * 0.7) / corners as f32 * std::f32::consts::TAU;
                let w = if index % 3 == 0 { 0.5 + noise.unit() } else { 1.0 };
                [angle.cos() * reach * w, angle.sin() * reach * w, 0.0, w]
            })
            .collect();
        let mut places = Vec::new();
        for corner in 0..corners {
            let pair = [ring[corner], ring[(corner + 1) % corners]];
            places.extend([middle, pair[corner % 2], pair[1 - corner % 2]]);
        }
        place(gl, &places);
        gl.draw_arrays(TRIANGLES, 0, places.len() as i32);
        let seen = counts(gl);
        let most = seen.iter().max().copied().unwrap_or(0);
        // The middle may be outside of the ring.
        if index % 4 == 3 {
            record.holds(
                &format!("ring {index}"),
                seen.iter().all(|count| *count == 1),
                || format!("{most} at most"),
            );
        }
        record.exact(&format!("ring {index}: pixels"), seen);
    }
    Ok(())
}

/// Each kind of primitive with four samples: how much of each pixel it covers.
fn samples(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let (single, _) = target(gl, RGBA8, [SIDE, SIDE]);
    let many = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, many);
    let colours = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, colours);
    gl.renderbuffer_storage_multisample(RENDERBUFFER, 4, RGBA8, SIDE, SIDE);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, COLOR_ATTACHMENT0, RENDERBUFFER, colours);
    let shader = program(
        gl,
        PLACES,
        "flat in uint number; layout(location = 0) out vec4 o; void main() { o = vec4(1.0, float(number & 15u) / 15.0, 0.0, 1.0); }",
    )?;
    gl.uniform1f(gl.uniform(shader, "size"), 5.5);
    gl.clear_color(0.0, 0.0, 0.0, 0.0);
    let mut noise = Noise(23);
    for (name, mode) in [
        ("points", POINTS),
        ("lines", LINES),
        ("strip", LINE_STRIP),
        ("triangles", TRIANGLES),
    ] {
        for index in 0..12 {
            gl.bind_framebuffer(FRAMEBUFFER, many);
            gl.clear(COLOR_BUFFER_BIT);
            let places: Vec<_> = (0..6).map(|_| somewhere(&mut noise)).collect();
            place(gl, &places);
            gl.draw_arrays(mode, 0, 6);
            gl.bind_framebuffer(READ_FRAMEBUFFER, many);
            gl.bind_framebuffer(DRAW_FRAMEBUFFER, single);
            gl.blit_framebuffer(0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, COLOR_BUFFER_BIT, NEAREST);
            gl.bind_framebuffer(FRAMEBUFFER, single);
            record.bytes(
                &format!("{name} {index}"),
                1,
                &gl.read_pixels([0, 0], [SIDE, SIDE], Layout(RGBA, UNSIGNED_BYTE)),
            );
        }
    }
    Ok(())
}
