//! Vertex arrays at random: many attributes of many formats, buffers, strides and divisors in one draw.

use crate::functions::Offset;
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[Sweep {
    name: "random-arrays",
    run: arrays,
}];

const COUNT: u32 = 100;
/// Vertices and instances that have a pixel.
const SIDE: i32 = 16;
/// Bytes of each buffer: enough for the last vertex of the widest array.
const ROOM: usize = 4096;

const POINT: &str = "flat in uvec4 seen; layout(location = 0) out uvec4 o; void main() { o = seen; }";

/// Of which type the shader declares an attribute.
const KINDS: [&str; 3] = ["vec4", "ivec4", "uvec4"];

/// An attribute of one of those types, by location.
type Attributes = [Option<usize>; 16];

struct Buffers {
    /// Any bytes.
    bytes: u32,
    /// Floats, and half floats, that are numbers.
    floats: u32,
    halves: u32,
}

fn buffer(gl: &Gl, content: &[u8]) -> u32 {
    let buffer = gl.gen_buffer();
    gl.bind_buffer(ARRAY_BUFFER, buffer);
    gl.buffer_data(ARRAY_BUFFER, content, STATIC_DRAW);
    buffer
}

fn buffers(gl: &Gl, noise: &mut Noise) -> Buffers {
    let floats = (0..ROOM / 4).flat_map(|_| ((noise.word() % 4096) as f32 * 0.25 - 512.0).to_le_bytes());
    let floats: Vec<u8> = floats.collect();
    let halves = (0..ROOM / 2).flat_map(|_| {
        let word = noise.word();
        // Exponents from 2^-7 to 2^8.
        (((8 + (word >> 16 & 15)) << 10 | word & 0x83ff) as u16).to_le_bytes()
    });
    let halves: Vec<u8> = halves.collect();
    // Without the least number of any type: llvmpipe makes less than -1 of it.
    let bytes = noise
        .bytes(ROOM)
        .into_iter()
        .map(|byte| if byte == 0x80 { 0x81 } else { byte });
    let bytes: Vec<u8> = bytes.collect();
    Buffers {
        bytes: buffer(gl, &bytes),
        floats: buffer(gl, &floats),
        halves: buffer(gl, &halves),
    }
}

/// A vertex shader that adds its attributes up, by weights of their own: floats, or integers.
fn shader(attributes: &Attributes) -> String {
    let mut declared = String::new();
    let mut sums = String::new();
    for (location, kind) in attributes.iter().enumerate() {
        let Some(kind) = *kind else { continue };
        declared += &format!("layout(location = {location}) in {} a{location};\n", KINDS[kind]);
        sums += &match kind {
            0 => format!("floats += a{location} * {}.0;\n", location + 1),
            _ => format!("integers = integers * 31u + uvec4(a{location});\n"),
        };
    }
    format!(
        "#version 310 es
{declared}uniform bool whole;
flat out uvec4 seen;
void main() {{
    vec4 floats = vec4(0.0); uvec4 integers = uvec4(7u);
    {sums}    seen = whole ? integers : floatBitsToUint(floats);
    gl_PointSize = 1.0;
    gl_Position = vec4((vec2(gl_VertexID & 15, gl_InstanceID & 15) + 0.5) / 8.0 - 1.0, 0.0, 1.0);
}}
"
    )
}

/// Points an attribute somewhere.
fn point(gl: &Gl, noise: &mut Noise, buffers: &Buffers, location: u32, kind: usize) {
    let size = 1 + noise.below(4) as i32;
    // The ends of the widest elements stay inside, whatever the divisor.
    let stride = noise.pick(&[0, 0, 1, 4, 7, 8, 12, 16, 20, 24, 33, 40]);
    let offset = noise.pick(&[0, 0, 4, 16, 3, 1, 40, 100]);
    match kind {
        0 => {
            let (kind, buffer) = match noise.below(9) {
                0 => (BYTE, buffers.bytes),
                1 => (UNSIGNED_BYTE, buffers.bytes),
                2 => (SHORT, buffers.bytes),
                3 => (UNSIGNED_SHORT, buffers.bytes),
                4 => (INT_2_10_10_10_REV, buffers.bytes),
                5 => (UNSIGNED_INT_2_10_10_10_REV, buffers.bytes),
                6 => (HALF_FLOAT, buffers.halves),
                _ => (FLOAT, buffers.floats),
            };
            let packed = matches!(kind, INT_2_10_10_10_REV | UNSIGNED_INT_2_10_10_10_REV);
            let size = if packed { 4 } else { size };
            // Of floats no part of one and part of the next, which may be no number.
            let align = |place: usize| {
                if matches!(kind, FLOAT | HALF_FLOAT) {
                    place & !3
                } else {
                    place
                }
            };
            gl.bind_buffer(ARRAY_BUFFER, buffer);
            // llvmpipe lets the least of two bits be less than -1.
            let normalized = (noise.word() & 1) as u8 * u8::from(kind != INT_2_10_10_10_REV);
            gl.vertex_attrib_pointer(
                location,
                size,
                kind,
                normalized,
                align(stride) as i32,
                Offset(align(offset)),
            );
        }
        kind => {
            let of_kind: &[u32] = match kind {
                1 => &[BYTE, SHORT, INT],
                _ => &[UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT],
            };
            gl.bind_buffer(ARRAY_BUFFER, buffers.bytes);
            gl.vertex_attrib_i_pointer(location, size, noise.pick(of_kind), stride as i32, Offset(offset));
        }
    }
    gl.vertex_attrib_divisor(location, noise.pick(&[0, 0, 0, 1, 2, 3]));
    gl.enable_vertex_attrib_array(location);
}

/// The value of an attribute that has no array.
fn constant(gl: &Gl, noise: &mut Noise, location: u32, kind: usize) {
    gl.disable_vertex_attrib_array(location);
    let [x, y, z, w] = [(); 4].map(|()| noise.word());
    match kind {
        0 => gl.vertex_attrib4f(location, (x % 64) as f32, 0.5, (z % 9) as f32, -1.25),
        1 => gl.vertex_attrib_i4i(location, x as i32, y as i32, z as i32, w as i32),
        _ => gl.vertex_attrib_i4ui(location, x, y, z, w),
    }
}

/// One way to draw some of the vertices.
fn draw(gl: &Gl, noise: &mut Noise, indices: u32) -> String {
    let first = noise.below(5) as i32;
    let count = 1 + noise.below(11) as i32;
    let instances = 1 + noise.below(6) as i32;
    let (kind, width) = noise.pick(&[(UNSIGNED_BYTE, 1), (UNSIGNED_SHORT, 2), (UNSIGNED_INT, 4)]);
    // By the types, one after the other.
    let at = Offset(
        match width {
            1 => 0,
            2 => 64,
            _ => 192,
        } + width * first as usize,
    );
    gl.bind_buffer(ELEMENT_ARRAY_BUFFER, indices);
    let indirect = |words: &[u32]| {
        let buffer = gl.gen_buffer();
        gl.bind_buffer(DRAW_INDIRECT_BUFFER, buffer);
        gl.buffer_data(DRAW_INDIRECT_BUFFER, &bytes(words), STATIC_DRAW);
    };
    let unsigned = [count, instances, first].map(|number| number as u32);
    let [c, i, f] = unsigned;
    match noise.below(6) {
        0 => {
            gl.draw_arrays(POINTS, first, count);
            format!("{count} from {first}")
        }
        1 => {
            gl.draw_arrays_instanced(POINTS, first, count, instances);
            format!("{count} from {first}, {instances} times")
        }
        2 => {
            gl.draw_elements(POINTS, count, kind, at);
            format!("{count} indices of {width}")
        }
        3 => {
            gl.draw_elements_instanced(POINTS, count, kind, at, instances);
            format!("{count} indices of {width}, {instances} times")
        }
        4 => {
            indirect(&[c, i, f, 0]);
            gl.draw_arrays_indirect(POINTS, Offset(0));
            format!("{count} from {first}, {instances} times, indirectly")
        }
        _ => {
            indirect(&[c, i, at.0 as u32 / width as u32, 3, 0]);
            gl.draw_elements_indirect(POINTS, kind, Offset(0));
            format!("{count} indices of {width} beyond 3, {instances} times, indirectly")
        }
    }
}

/// Sixteen places of each type of index, all below twelve.
fn indices(gl: &Gl, noise: &mut Noise) -> u32 {
    let numbers: Vec<u8> = (0..64).map(|_| noise.below(12) as u8).collect();
    let mut content = numbers.clone();
    content.extend(numbers.iter().flat_map(|number| u16::from(*number).to_le_bytes()));
    content.extend(numbers.iter().flat_map(|number| u32::from(*number).to_le_bytes()));
    let buffer = gl.gen_buffer();
    gl.bind_buffer(ELEMENT_ARRAY_BUFFER, buffer);
    gl.buffer_data(ELEMENT_ARRAY_BUFFER, &content, STATIC_DRAW);
    buffer
}

fn arrays(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let mut noise = Noise(53);
    let noise = &mut noise;
    let buffers = buffers(gl, noise);
    for index in 0..COUNT {
        gl.bind_vertex_array(gl.gen_vertex_array());
        let indices = indices(gl, noise);
        let mut attributes: Attributes = [None; 16];
        for _ in 0..1 + noise.below(9) {
            attributes[noise.below(16)] = Some(noise.below(3));
        }
        let shader = program(gl, &shader(&attributes), POINT)?;
        for round in 0..4 {
            // Some of them change from round to round.
            for (location, kind) in (0..).zip(&attributes) {
                match *kind {
                    Some(kind) if round == 0 || noise.below(3) == 0 => match noise.below(5) {
                        0 => constant(gl, noise, location, kind),
                        _ => point(gl, noise, &buffers, location, kind),
                    },
                    _ => {}
                }
            }
            let seed = noise.0;
            for whole in [0, 1] {
                noise.0 = seed;
                gl.uniform1i(gl.uniform(shader, "whole"), whole);
                eye.begin([SIDE, SIDE]);
                let how = draw(gl, noise, indices);
                let seen = eye.end([SIDE, SIDE]);
                let label = format!("{index} {round}: {how}");
                if whole == 0 {
                    record.floats(&format!("{label}, floats"), 1e-5, 1e-4, &floats(&seen));
                } else {
                    record.exact(&format!("{label}, integers"), seen);
                }
            }
        }
    }
    Ok(())
}
