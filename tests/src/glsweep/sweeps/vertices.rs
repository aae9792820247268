//! From memory to vertices, and from vertices to primitives.

use crate::functions::Offset;
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "attributes",
        run: attributes,
    },
    Sweep {
        name: "attribute-bindings",
        run: bindings,
    },
    Sweep {
        name: "instances",
        run: instances,
    },
    Sweep {
        name: "primitives",
        run: primitives,
    },
    Sweep {
        name: "indirect-draws",
        run: indirect,
    },
    Sweep {
        name: "transform-feedback",
        run: feedback,
    },
];

/// A point for each vertex, in a row, with the words of attribute `a`.
fn points(kind: &str, words: &str) -> String {
    format!(
        "#version 310 es
        layout(location = 0) in {kind} a;
        flat out uvec4 seen;
        void main() {{
            seen = {words};
            gl_PointSize = 1.0;
            gl_Position = vec4((float(gl_VertexID) + 0.5) / 8.0 - 1.0, 0.0, 0.0, 1.0);
        }}"
    )
}

const POINT: &str = "flat in uvec4 seen; layout(location = 0) out uvec4 o; void main() { o = seen; }";
/// 16 points in a row.
const ROW: [i32; 2] = [16, 1];

/// Bytes with extremes of every type in them.
fn extremes() -> Vec<u8> {
    let mut noise = Noise(1);
    let mut bytes = Vec::new();
    for _ in 0..64 {
        for word in [
            0,
            0xffff_ffff,
            0x8000_0000,
            0x7fff_ffff,
            0x8080_8080,
            0x7f7f_7f7f,
            0x3f80_0000,
            0x3c00_bc00,
            0x8000_7fff,
            noise.word(),
        ] {
            bytes.extend_from_slice(&u32::to_le_bytes(word));
        }
        // So that periods differ.
        bytes.push(0x81);
    }
    bytes
}

fn attributes(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let vao = gl.gen_vertex_array();
    gl.bind_vertex_array(vao);
    gl.bind_buffer(ARRAY_BUFFER, gl.gen_buffer());
    gl.buffer_data(ARRAY_BUFFER, &extremes(), STATIC_DRAW);
    gl.enable_vertex_attrib_array(0);
    let types = [
        ("byte", BYTE, 1),
        ("ubyte", UNSIGNED_BYTE, 1),
        ("short", SHORT, 2),
        ("ushort", UNSIGNED_SHORT, 2),
        ("int", INT, 4),
        ("uint", UNSIGNED_INT, 4),
    ];
    let places = [(0, 0), (0, 4), (12, 8), (16, 3), (7, 1), (1, 0), (40, 2)];
    let float = program(gl, &points("vec4", "floatBitsToUint(a)"), POINT)?;
    let float_types = [("half", HALF_FLOAT, 2)];
    for (name, kind, _) in types.into_iter().chain(float_types) {
        for size in 1..=4 {
            for normalized in [0, 1] {
                for (stride, offset) in places {
                    gl.use_program(float);
                    gl.vertex_attrib_pointer(0, size, kind, normalized, stride, Offset(offset));
                    eye.begin(ROW);
                    gl.draw_arrays(POINTS, 0, 16);
                    let seen = eye.end(ROW);
                    record.floats(
                        &format!("{name} {size} {normalized} stride {stride} from {offset}"),
                        1e-6,
                        2e-7,
                        &floats(&seen),
                    );
                }
            }
        }
    }
    fixed(gl, record, &eye);
    for (name, kind) in [
        ("2_10_10_10", INT_2_10_10_10_REV),
        ("u2_10_10_10", UNSIGNED_INT_2_10_10_10_REV),
    ] {
        for normalized in [0, 1] {
            for (stride, offset) in places {
                gl.use_program(float);
                gl.vertex_attrib_pointer(0, 4, kind, normalized, stride, Offset(offset));
                eye.begin(ROW);
                gl.draw_arrays(POINTS, 0, 16);
                let seen = eye.end(ROW);
                record.floats(
                    &format!("{name} {normalized} stride {stride} from {offset}"),
                    1e-6,
                    2e-7,
                    &floats(&seen),
                );
            }
        }
    }
    for (name, kind, _) in types {
        let signed = matches!(kind, BYTE | SHORT | INT);
        let shader = if signed {
            points("ivec4", "uvec4(a)")
        } else {
            points("uvec4", "a")
        };
        program(gl, &shader, POINT)?;
        for size in 1..=4 {
            for (stride, offset) in places {
                gl.vertex_attrib_i_pointer(0, size, kind, stride, Offset(offset));
                eye.begin(ROW);
                gl.draw_arrays(POINTS, 0, 16);
                record.exact(
                    &format!("{name} {size} stride {stride} from {offset}"),
                    eye.end(ROW),
                );
            }
        }
    }
    // Floats that are numbers.
    let values: Vec<u32> = (0..128)
        .map(|index| (index as f32 * 0.37 - 20.0).to_bits())
        .collect();
    gl.buffer_data(ARRAY_BUFFER, &bytes(&values), STATIC_DRAW);
    for size in 1..=4 {
        for (stride, offset) in [(0, 0), (20, 4), (17, 1), (2, 0)] {
            gl.use_program(float);
            gl.vertex_attrib_pointer(0, size, FLOAT, 0, stride, Offset(offset));
            eye.begin(ROW);
            gl.draw_arrays(POINTS, 0, 16);
            let seen = eye.end(ROW);
            record.floats(
                &format!("float {size} stride {stride} from {offset}"),
                1e-6,
                2e-7,
                &floats(&seen),
            );
        }
    }
    // Matrices take several places.
    let matrix = "#version 310 es
        layout(location = 1) in mat3x4 a; layout(location = 0) in vec2 b;
        flat out uvec4 seen;
        void main() {
            seen = floatBitsToUint(a[gl_VertexID % 3] + vec4(b, 0.0, 0.0));
            gl_PointSize = 1.0;
            gl_Position = vec4((float(gl_VertexID) + 0.5) / 8.0 - 1.0, 0.0, 0.0, 1.0);
        }";
    program(gl, matrix, POINT)?;
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 8, Offset(16));
    for column in 0..3 {
        gl.enable_vertex_attrib_array(1 + column);
        gl.vertex_attrib_pointer(1 + column, 4, FLOAT, 0, 12, Offset(8 + 16 * column as usize));
    }
    eye.begin(ROW);
    gl.draw_arrays(POINTS, 0, 16);
    let seen = eye.end(ROW);
    record.floats("matrix", 1e-6, 1e-9, &floats(&seen));
    for index in 0..4 {
        gl.disable_vertex_attrib_array(index);
    }
    // Values of attributes that are no arrays.
    for (label, kind, words, set) in [
        ("nothing", "vec4", "floatBitsToUint(a)", 0),
        ("float", "vec4", "floatBitsToUint(a)", 1),
        ("int", "ivec4", "uvec4(a)", 2),
        ("uint", "uvec4", "a", 3),
    ] {
        program(gl, &points(kind, words), POINT)?;
        match set {
            1 => gl.vertex_attrib4f(0, 1.5, -2.5, 0.25, 7.0),
            2 => gl.vertex_attrib_i4i(0, -1, 2, i32::MIN, i32::MAX),
            3 => gl.vertex_attrib_i4ui(0, 1, u32::MAX, 3, 4),
            _ => {}
        }
        eye.begin(ROW);
        gl.draw_arrays(POINTS, 0, 16);
        record.exact(&format!("no array, {label}"), eye.end(ROW));
    }
    Ok(())
}

/// Whole numbers of 65536ths. llvmpipe takes them for 65535ths, so they are compared with what they are. The program
/// is in use.
fn fixed(gl: &Gl, record: &mut Record, eye: &Words<'_>) {
    let bytes = extremes();
    for (size, stride, offset) in [(1, 0, 0), (2, 12, 8), (3, 16, 3), (4, 7, 1), (4, 0, 0)] {
        gl.vertex_attrib_pointer(0, size, FIXED, 0, stride, Offset(offset));
        eye.begin(ROW);
        gl.draw_arrays(POINTS, 0, 16);
        let seen = floats(&eye.end(ROW));
        let stride = if stride == 0 { size * 4 } else { stride };
        let expected: Vec<f32> = (0..16)
            .flat_map(|vertex| {
                let at = offset + vertex * stride as usize;
                let words = words(&bytes[at..at + size as usize * 4]);
                let mut all = [0.0, 0.0, 0.0, 1.0];
                for (place, word) in all.iter_mut().zip(words) {
                    *place = (f64::from(word.cast_signed()) / 65536.0) as f32;
                }
                all
            })
            .collect();
        let wrong = seen
            .iter()
            .zip(&expected)
            .find(|(seen, expected)| (*seen - *expected).abs() > expected.abs() * 1e-6);
        let is_llvmpipe = gl.text(RENDERER).starts_with("llvmpipe");
        record.holds(
            &format!("fixed {size} stride {stride} from {offset}"),
            wrong.is_none() || is_llvmpipe,
            || format!("{wrong:?}"),
        );
    }
}

fn bindings(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    gl.bind_vertex_array(gl.gen_vertex_array());
    let buffers: Vec<u32> = (0..2)
        .map(|seed| {
            let buffer = gl.gen_buffer();
            gl.bind_buffer(ARRAY_BUFFER, buffer);
            gl.buffer_data(ARRAY_BUFFER, &Noise(seed).bytes(1024), STATIC_DRAW);
            buffer
        })
        .collect();
    let shader = "#version 310 es
        layout(location = 0) in vec4 a; layout(location = 3) in uvec4 b; layout(location = 5) in ivec2 c;
        flat out uvec4 seen;
        void main() {
            seen = uvec4(uint(a.x * 255.0 + 0.5) + uint(a.y * 255.0 + 0.5) * 256u, b.x ^ b.w, uint(c.x), uint(a.w * 255.0 + 0.5));
            gl_PointSize = 1.0;
            gl_Position = vec4((float(gl_VertexID) + 0.5) / 8.0 - 1.0, 0.0, 0.0, 1.0);
        }";
    program(gl, shader, POINT)?;
    for attribute in [0, 3, 5] {
        gl.enable_vertex_attrib_array(attribute);
    }
    for (index, (first, second, third)) in [
        ((0, 16, 0), (4, 8, 0), (8, 24, 0)),
        ((3, 9, 1), (12, 4, 2), (1, 5, 0)),
        ((64, 0, 0), (5, 20, 1), (2, 2, 3)),
    ]
    .into_iter()
    .enumerate()
    {
        gl.vertex_attrib_format(0, 4, UNSIGNED_BYTE, 1, 2);
        gl.vertex_attrib_i_format(3, 4, UNSIGNED_SHORT, 1);
        gl.vertex_attrib_i_format(5, 2, BYTE, 3);
        for (binding, (at, stride, divisor)) in [(7, first), (1, second), (2, third)] {
            gl.bind_vertex_buffer(binding, buffers[binding as usize % 2], at, stride);
            gl.vertex_binding_divisor(binding, divisor);
        }
        gl.vertex_attrib_binding(0, 7);
        gl.vertex_attrib_binding(3, 1);
        gl.vertex_attrib_binding(5, 2);
        eye.begin(ROW);
        gl.draw_arrays(POINTS, 0, 16);
        record.exact(&format!("three bindings, {index}"), eye.end(ROW));
        // Two attributes of one binding.
        gl.vertex_attrib_binding(3, 7);
        eye.begin(ROW);
        gl.draw_arrays(POINTS, 0, 16);
        record.exact(&format!("two bindings, {index}"), eye.end(ROW));
    }
    // Beyond the end of a buffer anything may be read, but nothing may break.
    gl.bind_vertex_buffer(7, buffers[1], 1000, 64);
    eye.begin(ROW);
    gl.draw_arrays(POINTS, 0, 16);
    eye.end(ROW);
    Ok(())
}

fn instances(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    gl.bind_vertex_array(gl.gen_vertex_array());
    gl.bind_buffer(ARRAY_BUFFER, gl.gen_buffer());
    gl.buffer_data(ARRAY_BUFFER, &Noise(9).bytes(1024), STATIC_DRAW);
    let indices: Vec<u8> = (0..16).map(|index| (index * 7 % 16) as u8).collect();
    gl.bind_buffer(ELEMENT_ARRAY_BUFFER, gl.gen_buffer());
    gl.buffer_data(ELEMENT_ARRAY_BUFFER, &indices, STATIC_DRAW);
    let shader = "#version 310 es
        layout(location = 0) in uint a; layout(location = 1) in uint b; layout(location = 2) in uvec2 c;
        flat out uvec4 seen;
        void main() {
            seen = uvec4(a, b, c.y, uint(gl_InstanceID * 256 + gl_VertexID));
            gl_PointSize = 1.0;
            gl_Position = vec4((float(gl_VertexID) + 0.5) / 8.0 - 1.0, (float(gl_InstanceID) + 0.5) / 4.0 - 1.0, 0.0, 1.0);
        }";
    program(gl, shader, POINT)?;
    for (first, second, third) in [(0, 1, 2), (1, 3, 0), (2, 2, 2), (0, 0, 7), (1, 0, 1)] {
        for (attribute, divisor) in [(0, first), (1, second), (2, third)] {
            gl.enable_vertex_attrib_array(attribute);
            gl.vertex_attrib_i_pointer(
                attribute,
                1 + i32::from(attribute == 2),
                UNSIGNED_BYTE,
                4 + attribute as i32,
                Offset(attribute as usize),
            );
            gl.vertex_attrib_divisor(attribute, divisor);
        }
        let label = format!("divisors {first} {second} {third}");
        eye.begin([16, 8]);
        gl.draw_arrays_instanced(POINTS, 2, 11, 8);
        record.exact(&format!("{label} arrays"), eye.end([16, 8]));
        eye.begin([16, 8]);
        gl.draw_elements_instanced(POINTS, 13, UNSIGNED_BYTE, Offset(2), 7);
        record.exact(&format!("{label} elements"), eye.end([16, 8]));
        eye.begin([16, 8]);
        gl.draw_arrays(POINTS, 3, 5);
        gl.draw_range_elements(POINTS, 0, 15, 4, UNSIGNED_BYTE, Offset(8));
        record.exact(&format!("{label} once"), eye.end([16, 8]));
    }
    Ok(())
}

fn primitives(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    gl.bind_vertex_array(gl.gen_vertex_array());
    // A zigzag of 16 vertices in rows, so that strips and fans have area.
    let shader = "#version 310 es
        flat out uvec4 seen; out vec2 smoothly;
        uniform int kind;
        void main() {
            int i = gl_VertexID & 15;
            vec2 zigzag = vec2(float(i >> 1) / 3.5 - 1.0, float(i & 1) * 0.91 - 0.45 + 0.013 * float(i));
            float angle = float(i) * 0.39;
            vec2 round_about = i == 0 ? vec2(0.017) : vec2(cos(angle), sin(angle)) * 0.93;
            vec2 row = vec2((float(i) + 0.5) / 8.0 - 1.0, 0.03125);
            seen = uvec4(gl_VertexID, gl_InstanceID, 1, 2);
            smoothly = vec2(i, 0);
            gl_PointSize = 1.0;
            gl_Position = vec4(kind == 0 ? zigzag : kind == 1 ? round_about : row, 0.0, 1.0);
        }";
    let shader = program(
        gl,
        shader,
        "flat in uvec4 seen; in vec2 smoothly; layout(location = 0) out uvec4 o; void main() { o = uvec4(seen.xy, gl_FrontFacing, uint(smoothly.x * 8.0)); }",
    )?;
    let size = [32, 32];
    let modes = [
        ("points", POINTS, 2),
        ("triangles", TRIANGLES, 0),
        ("strip", TRIANGLE_STRIP, 0),
        ("fan", TRIANGLE_FAN, 1),
        ("lines", LINES, 2),
        ("line strip", LINE_STRIP, 2),
        ("line loop", LINE_LOOP, 2),
    ];
    let rule = crate::glsweep::record::Rule::Steps(1);
    for (name, mode, kind) in modes {
        gl.uniform1i(gl.uniform(shader, "kind"), kind);
        for (first, count) in [(0, 16), (0, 15), (1, 7), (3, 4), (2, 2), (0, 0)] {
            eye.begin(size);
            gl.draw_arrays(mode, first, count);
            record.words(&format!("{name} {first} {count}"), rule, eye.end(size));
        }
        for (bits, kind) in [(8u32, UNSIGNED_BYTE), (16, UNSIGNED_SHORT), (32, UNSIGNED_INT)] {
            let restart = u32::MAX >> (32 - bits);
            let list = [
                0, 1, 2, 3, 4, 5, restart, 6, 7, 8, 9, restart, restart, 10, 11, restart, 12, 13, 14, 15,
            ];
            let place = |list: &[u32]| -> Vec<u8> {
                let bytes = list
                    .iter()
                    .flat_map(|index| index.to_le_bytes()[..bits as usize / 8].to_vec());
                bytes.collect()
            };
            gl.bind_buffer(ELEMENT_ARRAY_BUFFER, gl.gen_buffer());
            gl.buffer_data(ELEMENT_ARRAY_BUFFER, &place(&list), STATIC_DRAW);
            gl.enable(PRIMITIVE_RESTART_FIXED_INDEX);
            for (from, count) in [(0, 20), (3, 9), (7, 13)] {
                eye.begin(size);
                gl.draw_elements(mode, count, kind, Offset(from * bits as usize / 8));
                record.words(
                    &format!("{name} restarted {bits} {from} {count}"),
                    rule,
                    eye.end(size),
                );
            }
            gl.disable(PRIMITIVE_RESTART_FIXED_INDEX);
            let turned: Vec<u32> = (0..16).map(|index| index ^ 1).collect();
            gl.buffer_data(ELEMENT_ARRAY_BUFFER, &place(&turned), STATIC_DRAW);
            eye.begin(size);
            gl.draw_elements_instanced(mode, 16, kind, Offset(0), 2);
            record.words(&format!("{name} indexed {bits}"), rule, eye.end(size));
        }
    }
    Ok(())
}

fn indirect(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    gl.bind_vertex_array(gl.gen_vertex_array());
    gl.bind_buffer(ARRAY_BUFFER, gl.gen_buffer());
    gl.buffer_data(ARRAY_BUFFER, &Noise(9).bytes(1024), STATIC_DRAW);
    let shader = "#version 310 es
        layout(location = 0) in uint a; layout(location = 1) in uint b;
        flat out uvec4 seen;
        void main() {
            seen = uvec4(a, b, gl_InstanceID, gl_VertexID);
            gl_PointSize = 1.0;
            gl_Position = vec4((float(gl_VertexID) + 0.5) / 8.0 - 1.0, (float(gl_InstanceID) + 0.5) / 4.0 - 1.0, 0.0, 1.0);
        }";
    let draws = program(gl, shader, POINT)?;
    for attribute in [0, 1] {
        gl.enable_vertex_attrib_array(attribute);
        gl.vertex_attrib_i_pointer(attribute, 1, UNSIGNED_BYTE, 3 + attribute as i32, Offset(0));
        gl.vertex_attrib_divisor(attribute, attribute);
    }
    let indices: Vec<u32> = (0..24).map(|index| index * 7 % 11).collect();
    gl.bind_buffer(ELEMENT_ARRAY_BUFFER, gl.gen_buffer());
    gl.buffer_data(ELEMENT_ARRAY_BUFFER, &bytes(&indices), STATIC_DRAW);
    let buffer = gl.gen_buffer();
    for (label, words) in [
        ("plain", [16, 8, 0, 0, 0]),
        ("from the middle", [5, 3, 4, 0, 0]),
        ("nothing", [0, 8, 0, 0, 0]),
        ("no instances", [16, 0, 0, 0, 0]),
    ] {
        gl.bind_buffer(DRAW_INDIRECT_BUFFER, buffer);
        let mut padded = vec![1, 1, 1];
        padded.extend_from_slice(&words);
        gl.buffer_data(DRAW_INDIRECT_BUFFER, &bytes(&padded), DYNAMIC_DRAW);
        eye.begin([16, 8]);
        gl.draw_arrays_indirect(POINTS, Offset(12));
        record.exact(&format!("{label} arrays"), eye.end([16, 8]));
        // Count, instances, first index, what is added to each.
        let words = [1, 1, 1, words[0], words[1], words[2], 3, 0];
        gl.buffer_data(DRAW_INDIRECT_BUFFER, &bytes(&words), DYNAMIC_DRAW);
        eye.begin([16, 8]);
        gl.draw_elements_indirect(POINTS, UNSIGNED_INT, Offset(12));
        record.exact(&format!("{label} elements"), eye.end([16, 8]));
    }
    // What a shader has written is drawn, and dispatched.
    let writes = compute(
        gl,
        "layout(local_size_x = 1) in;
        layout(std430, binding = 0) buffer Words { uint words[]; };
        void main() { uint i = gl_WorkGroupID.x; words[i] = i == 0u ? 9u : i == 1u ? 4u : i == 2u ? 2u : 0u; }",
    )?;
    let words = storage(gl, 0, &[0; 8]);
    gl.dispatch_compute(4, 1, 1);
    gl.memory_barrier(ALL_BARRIER_BITS);
    gl.use_program(draws);
    gl.bind_buffer(DRAW_INDIRECT_BUFFER, words);
    eye.begin([16, 8]);
    gl.draw_arrays_indirect(POINTS, Offset(0));
    record.exact("written by a shader", eye.end([16, 8]));
    gl.use_program(writes);
    let groups = gl.gen_buffer();
    gl.bind_buffer(DISPATCH_INDIRECT_BUFFER, groups);
    gl.buffer_data(
        DISPATCH_INDIRECT_BUFFER,
        &bytes(&[9, 9, 3, 1, 1, 9]),
        DYNAMIC_DRAW,
    );
    let words = storage(gl, 0, &[77; 8]);
    gl.dispatch_compute_indirect(8);
    record.exact("dispatched", contents(gl, words, 8));
    Ok(())
}

fn feedback(gl: &Gl, record: &mut Record) -> Result<(), String> {
    gl.bind_vertex_array(gl.gen_vertex_array());
    let vertex = "#version 310 es
        out vec3 a; flat out ivec2 b; out float c[3]; flat out uint d; out mat2x3 e;
        void main() {
            float i = float(gl_VertexID + 100 * gl_InstanceID);
            a = vec3(i, i + 0.25, -i); b = ivec2(gl_VertexID, gl_InstanceID); c = float[3](i, i * 2.0, i * 3.0); d = uint(gl_VertexID) * 3u;
            e = mat2x3(i, 1.0, 2.0, 3.0, 4.0, i);
            gl_Position = vec4(i, 0.0, 0.0, 1.0);
            gl_PointSize = 1.0;
        }";
    let fragment =
        format!("{HEAD}in vec3 a; layout(location = 0) out vec4 o; void main() {{ o = vec4(a, 1.0); }}");
    let stages = [(VERTEX_SHADER, vertex), (FRAGMENT_SHADER, &*fragment)];
    // Even what is discarded needs somewhere to go.
    let eye = Words::new(gl);
    eye.begin([4, 4]);
    gl.enable(RASTERIZER_DISCARD);
    let query = gl.gen_query();
    let layouts: [(&str, &[&str], u32, usize); 5] = [
        ("interleaved", &["a", "b", "d"], INTERLEAVED_ATTRIBS, 6),
        ("arrays", &["c", "e", "gl_Position"], INTERLEAVED_ATTRIBS, 13),
        ("element", &["c[1]", "d"], INTERLEAVED_ATTRIBS, 2),
        ("separate", &["a", "gl_Position", "b", "d"], SEPARATE_ATTRIBS, 4),
        ("separate array", &["c", "e"], SEPARATE_ATTRIBS, 6),
    ];
    for (name, captured, mode, words) in layouts {
        let program = gl.link(&stages, captured, mode)?;
        gl.use_program(program);
        for (primitive, first, count, instances) in [
            (POINTS, 0, 7, 1),
            (TRIANGLES, 3, 11, 1),
            (LINES, 1, 5, 3),
            (POINTS, 2, 4, 2),
            (TRIANGLES, 0, 6, 2),
        ] {
            let buffers: Vec<u32> = (0..if mode == SEPARATE_ATTRIBS {
                captured.len()
            } else {
                1
            } as u32)
                .map(|index| {
                    let buffer = gl.gen_buffer();
                    gl.bind_buffer(TRANSFORM_FEEDBACK_BUFFER, buffer);
                    // Room for 16 vertices between others: GLES refuses draws that do not fit.
                    gl.buffer_data(
                        TRANSFORM_FEEDBACK_BUFFER,
                        &vec![0xab; 16 + words * 4 * 20],
                        DYNAMIC_COPY,
                    );
                    gl.bind_buffer_range(
                        TRANSFORM_FEEDBACK_BUFFER,
                        index,
                        buffer,
                        16,
                        (words * 4 * 16) as isize,
                    );
                    buffer
                })
                .collect();
            gl.begin_query(TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, query);
            gl.begin_transform_feedback(primitive);
            gl.draw_arrays_instanced(primitive, first, count, instances);
            gl.pause_transform_feedback();
            gl.draw_arrays(primitive, 0, 3);
            gl.resume_transform_feedback();
            gl.draw_arrays(primitive, 8, 2);
            gl.end_transform_feedback();
            gl.end_query(TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
            let label = format!("{name} {primitive} {first} {count} {instances}");
            let written = gl.query_result(query);
            record.exact(&format!("{label} primitives"), [written]);
            let per = match primitive {
                POINTS => 1,
                LINES => 2,
                _ => 3,
            };
            for (index, buffer) in buffers.iter().enumerate() {
                let width = match (mode, captured[index]) {
                    (SEPARATE_ATTRIBS, "a" | "c") => 3,
                    (SEPARATE_ATTRIBS, "b") => 2,
                    (SEPARATE_ATTRIBS, "d") => 1,
                    (SEPARATE_ATTRIBS, "e") => 6,
                    (SEPARATE_ATTRIBS, _) => 4,
                    _ => words,
                };
                // Behind the last whole primitive nothing is promised but that nothing else is written.
                let whole = written as usize * per * width;
                let seen = contents(gl, *buffer, 4 + words * 20);
                record.exact(
                    &format!("{label} buffer {index}"),
                    seen[..4 + whole].iter().copied(),
                );
                record.exact(
                    &format!("{label} behind {index}"),
                    seen[4 + words * 16..].iter().copied(),
                );
            }
        }
    }
    gl.disable(RASTERIZER_DISCARD);
    // Objects that are paused, and drawn from.
    let program = gl.link(&stages, &["a"], INTERLEAVED_ATTRIBS)?;
    gl.use_program(program);
    let objects: Vec<(u32, u32)> = (0..2)
        .map(|_| {
            let (object, buffer) = (gl.gen_transform_feedback(), gl.gen_buffer());
            gl.bind_transform_feedback(TRANSFORM_FEEDBACK, object);
            gl.bind_buffer(TRANSFORM_FEEDBACK_BUFFER, buffer);
            gl.buffer_data(TRANSFORM_FEEDBACK_BUFFER, &[0; 256], DYNAMIC_COPY);
            gl.bind_buffer_base(TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
            (object, buffer)
        })
        .collect();
    for round in 0..3 {
        for (object, _) in &objects {
            gl.bind_transform_feedback(TRANSFORM_FEEDBACK, *object);
            if round == 0 {
                gl.begin_transform_feedback(POINTS);
            } else {
                gl.resume_transform_feedback();
            }
            gl.enable(RASTERIZER_DISCARD);
            gl.draw_arrays(POINTS, round * 2, 1 + *object as i32 % 2);
            gl.disable(RASTERIZER_DISCARD);
            gl.pause_transform_feedback();
        }
    }
    for (object, buffer) in &objects {
        gl.bind_transform_feedback(TRANSFORM_FEEDBACK, *object);
        gl.resume_transform_feedback();
        gl.end_transform_feedback();
        record.exact(&format!("object {object}"), contents(gl, *buffer, 64));
    }
    gl.bind_transform_feedback(TRANSFORM_FEEDBACK, 0);
    Ok(())
}
