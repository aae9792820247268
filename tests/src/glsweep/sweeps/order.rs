//! Memory that is seen by two names, or by one command after another (OpenGL ES 3.1, 7.11).

use crate::functions::Offset;
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "two-names",
        run: two_names,
    },
    Sweep {
        name: "one-after-another",
        run: one_after_another,
    },
    Sweep {
        name: "commands-between",
        run: commands_between,
    },
    Sweep {
        name: "draws-made-by-shaders",
        run: made_by_shaders,
    },
];

const GROUP: &str = "layout(local_size_x = 8, local_size_y = 8) in;\n";

/// An image of words, 16 × 16, bound at a unit as a whole.
fn image(gl: &Gl, unit: u32, access: u32) -> u32 {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_storage_2d(TEXTURE_2D, 1, R32UI, 16, 16);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    let words: Vec<u32> = (0..256).map(|index| index * 3).collect();
    gl.tex_sub_image_2d(
        TEXTURE_2D,
        0,
        [0; 2],
        [16, 16],
        Layout(RED_INTEGER, UNSIGNED_INT),
        Pixels::Memory(&bytes(&words)),
    );
    gl.bind_image_texture(unit, texture, 0, 0, 0, access, R32UI);
    texture
}

/// The texels of such an image.
fn look(eye: &Words<'_>, gl: &Gl, record: &mut Record, label: &str, texture: u32) -> Result<(), String> {
    gl.memory_barrier(ALL_BARRIER_BITS);
    gl.bind_texture(TEXTURE_2D, texture);
    let seen = eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [16, 16])?;
    record.exact(label, seen.iter().step_by(4).copied());
    Ok(())
}

/// The same memory at two bindings.
fn two_names(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (name, body) in [
        (
            "write, read",
            "imageStore(one, at, uvec4(at.x * 7 + at.y)); memoryBarrier(); uint seen = imageLoad(two, at).x; imageStore(one, at, uvec4(seen + 1u));",
        ),
        (
            "overwrite",
            "uint was = imageLoad(two, at).x; imageStore(one, at, uvec4(5)); memoryBarrier(); imageStore(two, at, uvec4(was * 2u));",
        ),
        (
            "add",
            "imageAtomicAdd(one, at, 3u); memoryBarrier(); imageAtomicAdd(two, at, 100u);",
        ),
        (
            "neighbours",
            "imageStore(one, at, uvec4(at.x * 7 + at.y)); memoryBarrier(); barrier(); uint seen = imageLoad(two, at ^ 1).x; barrier(); imageStore(two, at, uvec4(seen));",
        ),
    ] {
        compute(
            gl,
            &format!(
                "{GROUP}layout(r32ui, binding = 0) coherent uniform uimage2D one; layout(r32ui, binding = 1) coherent uniform uimage2D two;
                void main() {{ ivec2 at = ivec2(gl_GlobalInvocationID.xy); {body} }}"
            ),
        )?;
        let texture = image(gl, 0, READ_WRITE);
        gl.bind_image_texture(1, texture, 0, 0, 0, READ_WRITE, R32UI);
        gl.dispatch_compute(2, 2, 1);
        look(&eye, gl, record, &format!("images: {name}"), texture)?;
    }
    // Likewise of a buffer, whole and in parts.
    for (name, body) in [
        (
            "write, read",
            "one[i] = i * 7u; memoryBarrier(); uint seen = two[i]; one[i] = seen + 1u;",
        ),
        (
            "add",
            "atomicAdd(one[i], 3u); memoryBarrier(); atomicAdd(two[i ^ 1u], 100u);",
        ),
        (
            "part",
            "one[i + 64u] = i + 5u; memoryBarrier(); barrier(); part[i] += 1000u;",
        ),
    ] {
        compute(
            gl,
            &format!(
                "layout(local_size_x = 64) in;
                layout(std430, binding = 0) coherent buffer One {{ uint one[]; }}; layout(std430, binding = 1) coherent buffer Two {{ uint two[]; }};
                layout(std430, binding = 2) coherent buffer Part {{ uint part[]; }};
                void main() {{ uint i = gl_GlobalInvocationID.x; {body} }}"
            ),
        )?;
        let words: Vec<u32> = (0..192).map(|index| index * 3).collect();
        let buffer = storage(gl, 0, &words);
        gl.bind_buffer_base(SHADER_STORAGE_BUFFER, 1, buffer);
        gl.bind_buffer_range(SHADER_STORAGE_BUFFER, 2, buffer, 256, 256);
        gl.dispatch_compute(1, 1, 1);
        record.exact(&format!("buffers: {name}"), contents(gl, buffer, 192));
    }
    // A counter's buffer is a storage buffer too.
    compute(
        gl,
        "layout(local_size_x = 32) in; layout(binding = 0, offset = 4) uniform atomic_uint counter;
        layout(std430, binding = 0) buffer Words { uint words[]; };
        void main() { uint got = atomicCounterIncrement(counter); atomicAdd(words[2], got); }",
    )?;
    let buffer = storage(gl, 0, &[1, 2, 3, 4]);
    gl.bind_buffer_base(ATOMIC_COUNTER_BUFFER, 0, buffer);
    gl.dispatch_compute(1, 1, 1);
    record.exact("counter", contents(gl, buffer, 4));
    Ok(())
}

/// Shaders that see what shaders before them wrote.
fn one_after_another(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let write = compute(
        gl,
        &format!(
            "{GROUP}layout(r32ui, binding = 0) writeonly uniform uimage2D image; uniform uint what;
            void main() {{ ivec2 at = ivec2(gl_GlobalInvocationID.xy); imageStore(image, at, uvec4(uint(at.x) * what + uint(at.y))); }}"
        ),
    )?;
    let turn = compute(
        gl,
        &format!(
            "{GROUP}layout(r32ui, binding = 0) readonly uniform uimage2D image; layout(r32ui, binding = 1) writeonly uniform uimage2D result;
            void main() {{ ivec2 at = ivec2(gl_GlobalInvocationID.xy); imageStore(result, at, imageLoad(image, 15 - at.yx) + 1u); }}"
        ),
    )?;
    let sample = compute(
        gl,
        &format!(
            "{GROUP}uniform usampler2D map; layout(r32ui, binding = 1) writeonly uniform uimage2D result;
            void main() {{ ivec2 at = ivec2(gl_GlobalInvocationID.xy); imageStore(result, at, texelFetch(map, at ^ 3, 0)); }}"
        ),
    )?;
    let one = image(gl, 0, READ_WRITE);
    let two = image(gl, 1, READ_WRITE);
    for round in 1..4_u32 {
        gl.use_program(write);
        gl.uniform1ui(gl.uniform(write, "what"), round * 16);
        gl.dispatch_compute(2, 2, 1);
        gl.memory_barrier(ALL_BARRIER_BITS);
        gl.use_program(turn);
        gl.dispatch_compute(2, 2, 1);
        gl.memory_barrier(ALL_BARRIER_BITS);
        look(&eye, gl, record, &format!("turned {round}"), two)?;
        gl.bind_texture(TEXTURE_2D, one);
        gl.use_program(sample);
        gl.dispatch_compute(2, 2, 1);
        look(&eye, gl, record, &format!("sampled {round}"), two)?;
    }
    // What fragments wrote is read by fragments of the next draw, and sampled, and drawn over, and read again.
    let (framebuffer, drawn) = target(gl, R32UI, [16, 16]);
    for round in 0..3_u32 {
        let writes = shade(
            gl,
            "layout(r32ui, binding = 0) coherent uniform uimage2D image; uniform uint what; layout(location = 0) out uvec4 o;
            void main() { ivec2 at = ivec2(gl_FragCoord.xy); uint was = imageLoad(image, at).x; imageStore(image, at, uvec4(was * 3u + what)); o = uvec4(was); }",
        )?;
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, 16, 16);
        gl.uniform1ui(gl.uniform(writes, "what"), round);
        for _ in 0..3 {
            fill(gl);
            gl.memory_barrier(ALL_BARRIER_BITS);
        }
        look(&eye, gl, record, &format!("fragments {round}"), one)?;
        look(&eye, gl, record, &format!("fragments saw {round}"), drawn)?;
        // The image is a target now.
        let (over, _) = target(gl, R32UI, [16, 16]);
        gl.bind_framebuffer(FRAMEBUFFER, over);
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, one, 0);
        gl.viewport(3, 3, 9, 9);
        shade(
            gl,
            "layout(location = 0) out uvec4 o; void main() { o = uvec4(gl_FragCoord.x * 11.0); }",
        )?;
        fill(gl);
        look(&eye, gl, record, &format!("drawn over {round}"), one)?;
    }
    Ok(())
}

/// Copies, uploads, clears and reads between shaders that write.
fn commands_between(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let add = compute(
        gl,
        &format!(
            "{GROUP}layout(r32ui, binding = 0) coherent uniform uimage2D image; uniform uint what;
            void main() {{ ivec2 at = ivec2(gl_GlobalInvocationID.xy); imageAtomicAdd(image, at, what); }}"
        ),
    )?;
    gl.uniform1ui(gl.uniform(add, "what"), 10_000);
    let texture = image(gl, 0, READ_WRITE);
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
    let go = || {
        gl.use_program(add);
        gl.memory_barrier(ALL_BARRIER_BITS);
        gl.dispatch_compute(2, 2, 1);
        gl.memory_barrier(ALL_BARRIER_BITS);
    };
    go();
    let words: Vec<u32> = (0..64).collect();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_sub_image_2d(
        TEXTURE_2D,
        0,
        [4, 2],
        [8, 8],
        Layout(RED_INTEGER, UNSIGNED_INT),
        Pixels::Memory(&bytes(&words)),
    );
    go();
    look(&eye, gl, record, "uploaded", texture)?;
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    record.exact(
        "read",
        self::words(&gl.read_pixels([0, 0], [16, 16], Layout(RGBA_INTEGER, UNSIGNED_INT)))
            .iter()
            .step_by(4)
            .copied(),
    );
    go();
    gl.enable(SCISSOR_TEST);
    gl.scissor(1, 1, 7, 5);
    gl.clear_bufferuiv(COLOR, 0, &[77; 4]);
    gl.disable(SCISSOR_TEST);
    go();
    look(&eye, gl, record, "cleared in part", texture)?;
    // Copied within itself's neighbour, and back.
    let other = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, other);
    gl.tex_storage_2d(TEXTURE_2D, 1, R32UI, 16, 16);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
    gl.copy_tex_sub_image_2d(TEXTURE_2D, 0, 0, 0, 0, 0, 16, 16);
    go();
    look(&eye, gl, record, "copied", other)?;
    look(&eye, gl, record, "after the copy", texture)?;
    // A buffer that shaders write, between other uses of it.
    let push = compute(
        gl,
        "layout(local_size_x = 64) in; layout(std430, binding = 0) buffer Words { uint words[]; };
        void main() { words[gl_GlobalInvocationID.x] += 1000u + gl_GlobalInvocationID.x; }",
    )?;
    let start: Vec<u32> = (0..64).map(|index| index * 5).collect();
    let buffer = storage(gl, 0, &start);
    let push = || {
        gl.use_program(push);
        gl.dispatch_compute(1, 1, 1);
        gl.memory_barrier(ALL_BARRIER_BITS);
    };
    push();
    gl.bind_buffer(COPY_WRITE_BUFFER, buffer);
    gl.buffer_sub_data(COPY_WRITE_BUFFER, 40, &bytes(&[1, 2, 3]));
    push();
    let copy = storage(gl, 1, &[0; 64]);
    gl.bind_buffer(COPY_READ_BUFFER, buffer);
    gl.bind_buffer(COPY_WRITE_BUFFER, copy);
    gl.copy_buffer_sub_data(COPY_READ_BUFFER, COPY_WRITE_BUFFER, 16, 32, 128);
    push();
    record.exact("copy", contents(gl, copy, 64));
    // Read as vertices, indices, uniforms and pixels.
    gl.bind_vertex_array(gl.gen_vertex_array());
    let points = program(
        gl,
        "#version 310 es
        layout(location = 0) in uint word; flat out uint seen;
        void main() { seen = word; gl_PointSize = 1.0; gl_Position = vec4((float(gl_VertexID) + 0.5) / 32.0 - 1.0, 0.0, 0.0, 1.0); }",
        "flat in uint seen; layout(location = 0) out uvec4 o; void main() { o = uvec4(seen); }",
    )?;
    gl.bind_buffer(ARRAY_BUFFER, buffer);
    gl.enable_vertex_attrib_array(0);
    gl.vertex_attrib_i_pointer(0, 1, UNSIGNED_INT, 4, Offset(0));
    eye.begin([64, 1]);
    gl.draw_arrays(POINTS, 0, 64);
    record.exact("as vertices", eye.end([64, 1]));
    push();
    gl.use_program(points);
    eye.begin([64, 1]);
    gl.draw_arrays(POINTS, 0, 64);
    record.exact("as vertices again", eye.end([64, 1]));
    gl.bind_buffer(PIXEL_UNPACK_BUFFER, buffer);
    gl.bind_texture(TEXTURE_2D, other);
    gl.tex_sub_image_2d(
        TEXTURE_2D,
        0,
        [0; 2],
        [16, 4],
        Layout(RED_INTEGER, UNSIGNED_INT),
        Pixels::Buffer(0),
    );
    gl.bind_buffer(PIXEL_UNPACK_BUFFER, 0);
    look(&eye, gl, record, "as pixels", other)?;
    push();
    record.exact("at last", contents(gl, buffer, 64));
    Ok(())
}

/// Vertices, indices, uniforms and the draws themselves, that a shader makes for the draw after it.
fn made_by_shaders(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    gl.bind_vertex_array(gl.gen_vertex_array());
    let make = compute(
        gl,
        "layout(local_size_x = 32) in; uniform uint round;
        layout(std430, binding = 0) buffer Vertices { vec2 places[]; };
        layout(std430, binding = 1) buffer Indices { uint indices[]; };
        layout(std430, binding = 2) buffer Draws { uint draws[]; };
        layout(std430, binding = 3) buffer Colours { uvec4 colours[]; };
        void main() {
            uint i = gl_GlobalInvocationID.x;
            places[i] = vec2((float((i * 5u + round) % 32u) + 0.5) / 16.0 - 1.0, 0.0);
            indices[i] = (i * 7u + round) % 32u;
            if (i < 4u) colours[i] = uvec4(i, round, i * round, 9u);
            if (i == 0u) {
                draws[0] = 12u + round; draws[1] = 2u; draws[2] = 1u + round; draws[3] = 0u;
                draws[4] = 9u + round; draws[5] = 1u; draws[6] = round; draws[7] = 1u; draws[8] = 0u;
                draws[9] = 1u; draws[10] = 1u; draws[11] = 1u;
            }
        }",
    )?;
    let places = storage(gl, 0, &[0; 64]);
    let indices = storage(gl, 1, &[0; 32]);
    let draws = storage(gl, 2, &[0; 12]);
    let colours = storage(gl, 3, &[0; 16]);
    let points = program(
        gl,
        "#version 310 es
        layout(location = 0) in vec2 place; flat out uint number;
        void main() { number = uint(gl_VertexID) + 100u * uint(gl_InstanceID); gl_PointSize = 1.0; gl_Position = vec4(place, 0.0, 1.0); }",
        "flat in uint number; layout(std140, binding = 0) uniform Colours { uvec4 colours[4]; };
        layout(location = 0) out uvec4 o; void main() { o = colours[number & 3u] + number; }",
    )?;
    gl.bind_buffer(ARRAY_BUFFER, places);
    gl.enable_vertex_attrib_array(0);
    gl.vertex_attrib_pointer(0, 2, FLOAT, 0, 8, Offset(0));
    gl.bind_buffer(ELEMENT_ARRAY_BUFFER, indices);
    gl.bind_buffer(DRAW_INDIRECT_BUFFER, draws);
    gl.bind_buffer(DISPATCH_INDIRECT_BUFFER, draws);
    gl.bind_buffer_base(UNIFORM_BUFFER, 0, colours);
    for round in 0..4_u32 {
        gl.use_program(make);
        gl.uniform1ui(gl.uniform(make, "round"), round);
        if round % 2 == 0 {
            gl.dispatch_compute(1, 1, 1);
        } else {
            gl.dispatch_compute_indirect(36);
        }
        gl.memory_barrier(ALL_BARRIER_BITS);
        gl.use_program(points);
        eye.begin([32, 1]);
        gl.draw_arrays_indirect(POINTS, Offset(0));
        record.exact(&format!("arrays {round}"), eye.end([32, 1]));
        eye.begin([32, 1]);
        gl.draw_elements_indirect(POINTS, UNSIGNED_INT, Offset(16));
        record.exact(&format!("elements {round}"), eye.end([32, 1]));
        eye.begin([32, 1]);
        gl.draw_elements(POINTS, 10, UNSIGNED_INT, Offset(8));
        record.exact(&format!("indices {round}"), eye.end([32, 1]));
    }
    Ok(())
}
