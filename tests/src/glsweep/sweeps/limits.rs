//! As much of everything as the driver says that there is.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "least-of-limits",
        run: least,
    },
    Sweep {
        name: "most-varyings",
        run: varyings,
    },
    Sweep {
        name: "most-uniforms",
        run: uniforms,
    },
    Sweep {
        name: "most-textures",
        run: textures,
    },
    Sweep {
        name: "most-memory",
        run: memory,
    },
    Sweep {
        name: "most-targets",
        run: targets,
    },
    Sweep {
        name: "nothing-attached",
        run: nothing,
    },
    Sweep {
        name: "largest-textures",
        run: largest,
    },
];

/// What GLES 3.1 promises at least (tables 20.40 to 20.48).
fn least(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let table = [
        ("MAX_TEXTURE_SIZE", MAX_TEXTURE_SIZE, 2048),
        ("MAX_3D_TEXTURE_SIZE", MAX_3D_TEXTURE_SIZE, 256),
        ("MAX_CUBE_MAP_TEXTURE_SIZE", MAX_CUBE_MAP_TEXTURE_SIZE, 2048),
        ("MAX_ARRAY_TEXTURE_LAYERS", MAX_ARRAY_TEXTURE_LAYERS, 256),
        ("MAX_RENDERBUFFER_SIZE", MAX_RENDERBUFFER_SIZE, 2048),
        ("MAX_DRAW_BUFFERS", MAX_DRAW_BUFFERS, 4),
        ("MAX_COLOR_ATTACHMENTS", MAX_COLOR_ATTACHMENTS, 4),
        ("MAX_SAMPLES", MAX_SAMPLES, 4),
        ("MAX_COLOR_TEXTURE_SAMPLES", MAX_COLOR_TEXTURE_SAMPLES, 1),
        ("MAX_INTEGER_SAMPLES", MAX_INTEGER_SAMPLES, 1),
        ("MAX_VERTEX_ATTRIBS", MAX_VERTEX_ATTRIBS, 16),
        ("MAX_VERTEX_ATTRIB_BINDINGS", MAX_VERTEX_ATTRIB_BINDINGS, 16),
        ("MAX_VERTEX_ATTRIB_STRIDE", MAX_VERTEX_ATTRIB_STRIDE, 2048),
        (
            "MAX_VERTEX_UNIFORM_COMPONENTS",
            MAX_VERTEX_UNIFORM_COMPONENTS,
            1024,
        ),
        ("MAX_VERTEX_UNIFORM_BLOCKS", MAX_VERTEX_UNIFORM_BLOCKS, 12),
        ("MAX_VERTEX_OUTPUT_COMPONENTS", MAX_VERTEX_OUTPUT_COMPONENTS, 64),
        (
            "MAX_VERTEX_TEXTURE_IMAGE_UNITS",
            MAX_VERTEX_TEXTURE_IMAGE_UNITS,
            16,
        ),
        (
            "MAX_FRAGMENT_UNIFORM_COMPONENTS",
            MAX_FRAGMENT_UNIFORM_COMPONENTS,
            1024,
        ),
        ("MAX_FRAGMENT_UNIFORM_BLOCKS", MAX_FRAGMENT_UNIFORM_BLOCKS, 12),
        ("MAX_FRAGMENT_INPUT_COMPONENTS", MAX_FRAGMENT_INPUT_COMPONENTS, 60),
        ("MAX_TEXTURE_IMAGE_UNITS", MAX_TEXTURE_IMAGE_UNITS, 16),
        (
            "MAX_COMBINED_TEXTURE_IMAGE_UNITS",
            MAX_COMBINED_TEXTURE_IMAGE_UNITS,
            48,
        ),
        ("MAX_UNIFORM_BUFFER_BINDINGS", MAX_UNIFORM_BUFFER_BINDINGS, 36),
        ("MAX_UNIFORM_BLOCK_SIZE", MAX_UNIFORM_BLOCK_SIZE, 16384),
        ("MAX_COMBINED_UNIFORM_BLOCKS", MAX_COMBINED_UNIFORM_BLOCKS, 24),
        ("MAX_COMPUTE_UNIFORM_BLOCKS", MAX_COMPUTE_UNIFORM_BLOCKS, 12),
        (
            "MAX_COMPUTE_TEXTURE_IMAGE_UNITS",
            MAX_COMPUTE_TEXTURE_IMAGE_UNITS,
            16,
        ),
        (
            "MAX_COMPUTE_SHARED_MEMORY_SIZE",
            MAX_COMPUTE_SHARED_MEMORY_SIZE,
            16384,
        ),
        (
            "MAX_COMPUTE_WORK_GROUP_INVOCATIONS",
            MAX_COMPUTE_WORK_GROUP_INVOCATIONS,
            128,
        ),
        ("MAX_COMPUTE_ATOMIC_COUNTERS", MAX_COMPUTE_ATOMIC_COUNTERS, 8),
        ("MAX_COMPUTE_IMAGE_UNIFORMS", MAX_COMPUTE_IMAGE_UNIFORMS, 4),
        (
            "MAX_COMPUTE_SHADER_STORAGE_BLOCKS",
            MAX_COMPUTE_SHADER_STORAGE_BLOCKS,
            4,
        ),
        ("MAX_IMAGE_UNITS", MAX_IMAGE_UNITS, 4),
        (
            "MAX_SHADER_STORAGE_BUFFER_BINDINGS",
            MAX_SHADER_STORAGE_BUFFER_BINDINGS,
            4,
        ),
        (
            "MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS",
            MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS,
            64,
        ),
        (
            "MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS",
            MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS,
            4,
        ),
        (
            "MAX_TRANSFORM_FEEDBACK_SEPARATE_COMPONENTS",
            MAX_TRANSFORM_FEEDBACK_SEPARATE_COMPONENTS,
            4,
        ),
        ("MAX_FRAMEBUFFER_WIDTH", MAX_FRAMEBUFFER_WIDTH, 2048),
        ("MAX_FRAMEBUFFER_SAMPLES", MAX_FRAMEBUFFER_SAMPLES, 4),
        ("MAX_SAMPLE_MASK_WORDS", MAX_SAMPLE_MASK_WORDS, 1),
        ("MAX_UNIFORM_LOCATIONS", MAX_UNIFORM_LOCATIONS, 1024),
        (
            "MAX_PROGRAM_TEXTURE_GATHER_OFFSET",
            MAX_PROGRAM_TEXTURE_GATHER_OFFSET,
            7,
        ),
        ("MAX_PROGRAM_TEXEL_OFFSET", MAX_PROGRAM_TEXEL_OFFSET, 7),
    ];
    for (name, limit, least) in table {
        let seen = gl.integer(limit);
        record.holds(name, seen >= least, || format!("{seen} of {least}"));
    }
    Ok(())
}

fn varyings(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let count = 15;
    for qualifier in ["", "flat ", "centroid "] {
        let declare = |way: &str| -> String {
            (0..count)
                .map(|index| format!("{qualifier}{way} vec4 v{index};\n"))
                .collect()
        };
        let write: String = (0..count)
            .map(|index| format!("v{index} = vec4(c, a{}.x, {index}.0);\n", index))
            .collect();
        let attributes: String = (0..16)
            .map(|index| format!("layout(location = {index}) in vec4 a{index};\n"))
            .collect();
        let vertex = format!(
            "#version 310 es\n{attributes}{}void main() {{ vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; {write} gl_Position = vec4(c * 2.0 - 1.0, a15.yz); }}",
            declare("out")
        );
        let sum: Vec<String> = (0..count)
            .map(|index| format!("v{index} * {}.0", index + 1))
            .collect();
        let fragment = format!(
            "{}layout(location = 0) out uvec4 o; void main() {{ o = floatBitsToUint({}); }}",
            declare("in"),
            sum.join(" + ")
        );
        program(gl, &vertex, &fragment)?;
        for index in 0..16 {
            gl.vertex_attrib4f(index, index as f32 * 0.5, 0.0, 1.0, 1.0);
        }
        eye.begin([8, 8]);
        fill(gl);
        let seen = eye.end([8, 8]);
        record.floats(&format!("{qualifier}varyings"), 1e-5, 1e-5, &floats(&seen));
    }
    // All attributes as arrays, each in a buffer of its own.
    gl.bind_vertex_array(gl.gen_vertex_array());
    let attributes: String = (0..16)
        .map(|index| format!("layout(location = {index}) in vec2 a{index};\n"))
        .collect();
    let sum: Vec<String> = (0..16)
        .map(|index| format!("a{index} * {}.0", index + 1))
        .collect();
    let vertex = format!(
        "#version 310 es\n{attributes}flat out vec2 sum; void main() {{ sum = {}; gl_PointSize = 1.0; gl_Position = vec4((float(gl_VertexID) + 0.5) / 4.0 - 1.0, 0.0, 0.0, 1.0); }}",
        sum.join(" + ")
    );
    program(
        gl,
        &vertex,
        "flat in vec2 sum; layout(location = 0) out uvec4 o; void main() { o = floatBitsToUint(sum.xyxy); }",
    )?;
    for index in 0..16 {
        gl.bind_buffer(ARRAY_BUFFER, gl.gen_buffer());
        let values: Vec<u32> = (0..24)
            .map(|place| ((place * (index + 3) % 11) as f32).to_bits())
            .collect();
        gl.buffer_data(ARRAY_BUFFER, &bytes(&values), STATIC_DRAW);
        gl.enable_vertex_attrib_array(index);
        gl.vertex_attrib_pointer(index, 2, FLOAT, 0, 12, crate::functions::Offset(4));
    }
    eye.begin([8, 1]);
    gl.draw_arrays(POINTS, 0, 7);
    let seen = eye.end([8, 1]);
    record.exact("sixteen buffers", seen);
    Ok(())
}

fn uniforms(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let vertex_count = gl.integer(MAX_VERTEX_UNIFORM_VECTORS).min(1000);
    let fragment_count = gl.integer(MAX_FRAGMENT_UNIFORM_VECTORS).min(1000);
    let vertex = format!(
        "#version 310 es
        uniform vec4 many[{vertex_count}]; flat out vec4 sum;
        void main() {{
            sum = vec4(0.0); for (int i = 0; i < {vertex_count}; i++) sum += many[i] * float(i % 7);
            vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; gl_Position = vec4(c * 2.0 - 1.0, 0.0, 1.0);
        }}"
    );
    let fragment = format!(
        "flat in vec4 sum; uniform vec4 more[{fragment_count}]; layout(location = 0) out uvec4 o;
        void main() {{ vec4 all = sum; for (int i = int(gl_FragCoord.x); i < {fragment_count}; i += 3) all += more[i]; o = floatBitsToUint(all); }}"
    );
    let shader = program(gl, &vertex, &fragment)?;
    for (name, count) in [("many", vertex_count), ("more", fragment_count)] {
        for index in 0..count {
            let value = index as f32;
            gl.uniform4f(
                gl.uniform(shader, &format!("{name}[{index}]")),
                value,
                1.0,
                -value,
                0.5,
            );
        }
    }
    eye.begin([8, 2]);
    fill(gl);
    let seen = eye.end([8, 2]);
    record.floats("arrays", 1e-6, 0.0, &floats(&seen));
    // The largest block that is promised, read everywhere.
    let source = "layout(local_size_x = 64) in;
        layout(std140, binding = 0) uniform Large { uvec4 large[1024]; };
        layout(std430, binding = 0) buffer Results { uint results[]; };
        void main() { uint i = gl_GlobalInvocationID.x; results[i] = large[i].x ^ large[1023u - i].w; }";
    compute(gl, source)?;
    let buffer = gl.gen_buffer();
    gl.bind_buffer(UNIFORM_BUFFER, buffer);
    gl.buffer_data(UNIFORM_BUFFER, &Noise(3).bytes(16384), STATIC_DRAW);
    gl.bind_buffer_base(UNIFORM_BUFFER, 0, buffer);
    let results = storage(gl, 0, &[0; 1024]);
    gl.dispatch_compute(16, 1, 1);
    record.exact("block", contents(gl, results, 1024));
    Ok(())
}

fn textures(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let kinds = [
        (TEXTURE_2D, "sampler2D", "vec2(0.3)"),
        (TEXTURE_3D, "sampler3D", "vec3(0.3)"),
        (TEXTURE_2D_ARRAY, "sampler2DArray", "vec3(0.3, 0.3, 1.0)"),
        (TEXTURE_CUBE_MAP, "samplerCube", "vec3(1.0, 0.1, 0.2)"),
    ];
    for unit in 0..32u32 {
        let (target, _, _) = kinds[unit as usize % 4];
        gl.active_texture(TEXTURE0 + unit);
        gl.bind_texture(target, gl.gen_texture());
        filters(gl, target, NEAREST, NEAREST);
        let pixels = Noise(unit).bytes(2 * 2 * 4 * 6);
        let layout = Layout(RGBA, UNSIGNED_BYTE);
        match target {
            TEXTURE_2D => {
                gl.tex_storage_2d(target, 1, RGBA8, 2, 2);
                gl.tex_sub_image_2d(target, 0, [0; 2], [2, 2], layout, Pixels::Memory(&pixels));
            }
            TEXTURE_CUBE_MAP => {
                gl.tex_storage_2d(target, 1, RGBA8, 2, 2);
                for face in 0..6 {
                    gl.tex_sub_image_2d(
                        TEXTURE_CUBE_MAP_POSITIVE_X + face,
                        0,
                        [0; 2],
                        [2, 2],
                        layout,
                        Pixels::Memory(&pixels[face as usize * 16..]),
                    );
                }
            }
            _ => {
                gl.tex_storage_3d(target, 1, RGBA8, 2, 2, 2);
                gl.tex_sub_image_3d(target, 0, [0; 3], [2, 2, 2], layout, Pixels::Memory(&pixels));
            }
        }
    }
    let stage = |first: usize| -> (String, String) {
        let declare = (first..first + 16)
            .map(|unit| {
                format!(
                    "layout(binding = {unit}) uniform {} t{unit};\n",
                    kinds[unit % 4].1
                )
            })
            .collect();
        let sum: Vec<String> = (first..first + 16)
            .map(|unit| format!("textureLod(t{unit}, {}, 0.0) * {unit}.5", kinds[unit % 4].2))
            .collect();
        (declare, sum.join(" + "))
    };
    let ((one, first), (two, second)) = (stage(0), stage(16));
    let vertex = format!(
        "{HEAD}{one}flat out vec4 sum; void main() {{ sum = {first}; vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; gl_Position = vec4(c * 2.0 - 1.0, 0.0, 1.0); }}"
    );
    program(
        gl,
        &vertex,
        &format!(
            "{two}flat in vec4 sum; layout(location = 0) out uvec4 o; void main() {{ o = floatBitsToUint(sum + {second}); }}"
        ),
    )?;
    eye.begin([2, 2]);
    fill(gl);
    let seen = eye.end([2, 2]);
    record.floats("both stages", 1e-5, 0.0, &floats(&seen));
    Ok(())
}

/// Everything that a compute shader may name, at once.
fn memory(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let (blocks, images) = (8, 4);
    let mut declare = String::new();
    let mut body = String::new();
    for index in 0..blocks {
        declare += &format!("layout(std430, binding = {index}) buffer B{index} {{ uint b{index}[]; }};\n");
        body += &format!("    b{index}[i] = b{index}[i] * 2u + {index}u;\n");
    }
    for index in 0..images {
        declare += &format!("layout(r32ui, binding = {index}) uniform highp uimage2D i{index};\n");
        body += &format!(
            "    imageStore(i{index}, ivec2(i, 0), imageLoad(i{index}, ivec2(i, 0)) + uvec4(sum + {index}u));\n"
        );
    }
    for index in 0..12 {
        declare += &format!("layout(std140, binding = {index}) uniform U{index} {{ uvec4 u{index}; }};\n");
    }
    for index in 0..16 {
        declare += &format!("layout(binding = {index}) uniform highp usampler2D t{index};\n");
    }
    let sum: Vec<String> = (0..12)
        .map(|index| format!("u{index}.y"))
        .chain((0..16).map(|index| format!("texelFetch(t{index}, ivec2(0), 0).x")))
        .collect();
    let source = format!(
        "layout(local_size_x = 4) in;\n{declare}layout(binding = 0) uniform atomic_uint counter; shared uint room[4096];
        void main() {{ uint i = gl_LocalInvocationIndex; room[4095u - i] = {}; barrier(); uint sum = room[4095u - (i ^ 1u)]; atomicCounterIncrement(counter);\n{body}}}",
        sum.join(" + ")
    );
    // A block more is taken by the counter where there are no counters but blocks.
    let shader = compute(gl, &source)?;
    let buffers: Vec<u32> = (0..blocks)
        .map(|index| storage(gl, index, &[index * 10, 1, 2, 3]))
        .collect();
    let layout = Layout(RED_INTEGER, UNSIGNED_INT);
    let texture = |value: u32| {
        let texture = gl.gen_texture();
        gl.bind_texture(TEXTURE_2D, texture);
        gl.tex_storage_2d(TEXTURE_2D, 1, R32UI, 4, 1);
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            [0; 2],
            [4, 1],
            layout,
            Pixels::Memory(&bytes(&[value, value + 1, value + 2, value + 3])),
        );
        texture
    };
    for unit in 0..16 {
        gl.active_texture(TEXTURE0 + unit);
        texture(unit * 3);
    }
    gl.active_texture(TEXTURE0 + 20);
    let written: Vec<u32> = (0..images)
        .map(|unit| {
            let image = texture(unit * 100);
            gl.bind_image_texture(unit, image, 0, 0, 0, READ_WRITE, R32UI);
            image
        })
        .collect();
    for binding in 0..12 {
        let buffer = gl.gen_buffer();
        gl.bind_buffer(UNIFORM_BUFFER, buffer);
        gl.buffer_data(UNIFORM_BUFFER, &bytes(&[0, binding * 1000, 0, 0]), STATIC_DRAW);
        gl.bind_buffer_base(UNIFORM_BUFFER, binding, buffer);
    }
    let counter = gl.gen_buffer();
    gl.bind_buffer(ATOMIC_COUNTER_BUFFER, counter);
    gl.buffer_data(ATOMIC_COUNTER_BUFFER, &bytes(&[7]), DYNAMIC_COPY);
    gl.bind_buffer_base(ATOMIC_COUNTER_BUFFER, 0, counter);
    gl.use_program(shader);
    gl.dispatch_compute(1, 1, 1);
    for (index, buffer) in buffers.into_iter().enumerate() {
        record.exact(&format!("buffer {index}"), contents(gl, buffer, 4));
    }
    record.exact("counter", contents(gl, counter, 1));
    let eye = Words::new(gl);
    gl.active_texture(TEXTURE0);
    for (index, image) in written.into_iter().enumerate() {
        gl.bind_texture(TEXTURE_2D, image);
        record.exact(
            &format!("image {index}"),
            eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [4, 1])?,
        );
    }
    Ok(())
}

fn targets(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let count = gl.integer(MAX_DRAW_BUFFERS).min(8);
    let framebuffer = gl.gen_framebuffer();
    let textures: Vec<u32> = (0..count)
        .map(|_| {
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, RGBA8, 4, 4);
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            texture
        })
        .collect();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    for (index, texture) in (0..).zip(&textures) {
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0 + index, TEXTURE_2D, *texture, 0);
    }
    let buffers: Vec<u32> = (0..count as u32).map(|index| COLOR_ATTACHMENT0 + index).collect();
    gl.draw_buffers(&buffers);
    gl.viewport(0, 0, 4, 4);
    let shader = format!(
        "in vec2 p; layout(location = 0) out vec4 o[{count}]; void main() {{ {} }}",
        (0..count)
            .map(|index| format!("o[{index}] = vec4(p, {index}.0 / 8.0, 1.0);"))
            .collect::<String>()
    );
    shade(gl, &shader)?;
    fill(gl);
    for (index, texture) in textures.iter().enumerate() {
        gl.bind_texture(TEXTURE_2D, *texture);
        record.floats(
            &format!("target {index}"),
            0.0,
            0.005,
            &floats(&eye.texels(TEXTURE_2D, Class::Float, 0, 0, [4, 4])?),
        );
    }
    Ok(())
}

fn largest(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let layout = Layout(RED, UNSIGNED_BYTE);
    // Long and thin: memory is not what is tried.
    let side = gl.integer(MAX_TEXTURE_SIZE).min(8192);
    for size in [[side, 2], [2, side]] {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_storage_2d(TEXTURE_2D, 13, R8, size[0], size[1]);
        filters(gl, TEXTURE_2D, NEAREST_MIPMAP_NEAREST, NEAREST);
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            [0; 2],
            size,
            layout,
            Pixels::Memory(&Noise(1).bytes((side * 2) as usize)),
        );
        gl.generate_mipmap(TEXTURE_2D);
        let text = format!(
            "vec4(texelFetch(map, min(at * {}, ivec2({}, {}) - 1), 0).x, texelFetch(map, ivec2(0), 12).x, 0.0, 0.0)",
            side / 16,
            size[0],
            size[1]
        );
        let seen = eye.evaluate("uniform sampler2D map;", &text, Class::Float, [16, 16], |_| {})?;
        record.floats(&format!("{size:?}"), 0.0, 0.05, &floats(&seen));
    }
    gl.bind_texture(TEXTURE_2D_ARRAY, gl.gen_texture());
    gl.tex_storage_3d(TEXTURE_2D_ARRAY, 1, R8, 2, 2, 256);
    filters(gl, TEXTURE_2D_ARRAY, NEAREST, NEAREST);
    gl.tex_sub_image_3d(
        TEXTURE_2D_ARRAY,
        0,
        [0; 3],
        [2, 2, 256],
        layout,
        Pixels::Memory(&Noise(1).bytes(1024)),
    );
    let seen = eye.evaluate(
        "uniform sampler2DArray map;",
        "texelFetch(map, ivec3(at & 1, at.x + at.y * 16), 0)",
        Class::Float,
        [16, 16],
        |_| {},
    )?;
    record.floats("layers", 0.0, 0.001, &floats(&seen));
    gl.bind_texture(TEXTURE_3D, gl.gen_texture());
    gl.tex_storage_3d(TEXTURE_3D, 9, R8, 2, 2, 256);
    filters(gl, TEXTURE_3D, NEAREST_MIPMAP_NEAREST, NEAREST);
    gl.tex_sub_image_3d(
        TEXTURE_3D,
        0,
        [0; 3],
        [2, 2, 256],
        layout,
        Pixels::Memory(&Noise(2).bytes(1024)),
    );
    gl.generate_mipmap(TEXTURE_3D);
    let seen = eye.evaluate("uniform sampler3D map;", "vec4(texelFetch(map, ivec3(at & 1, at.x + at.y * 16), 0).x, texelFetch(map, ivec3(0, 0, at.x), 4).x, 0.0, 0.0)", Class::Float, [16, 16], |_| {})?;
    record.floats("depth", 0.0, 0.03, &floats(&seen));
    // A large target, drawn to at its corners.
    let side = gl.integer(MAX_RENDERBUFFER_SIZE).min(4096);
    let renderbuffer = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, renderbuffer);
    gl.renderbuffer_storage(RENDERBUFFER, RGBA8, side, side);
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    gl.framebuffer_renderbuffer(FRAMEBUFFER, COLOR_ATTACHMENT0, RENDERBUFFER, renderbuffer);
    gl.viewport(0, 0, side, side);
    gl.clear_color(0.5, 0.5, 0.5, 0.5);
    gl.clear(COLOR_BUFFER_BIT);
    shade(
        gl,
        "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(p, 0.25, 1.0); }",
    )?;
    gl.enable(SCISSOR_TEST);
    gl.scissor(side - 3, side - 2, 10, 10);
    fill(gl);
    gl.disable(SCISSOR_TEST);
    record.bytes(
        "corner",
        1,
        &gl.read_pixels([side - 4, side - 4], [4, 4], Layout(RGBA, UNSIGNED_BYTE)),
    );
    Ok(())
}

/// Frame buffers of nothing, up to the largest there may be: what is drawn in their corners counts.
fn nothing(gl: &Gl, record: &mut Record) -> Result<(), String> {
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    let shader = program(
        gl,
        "#version 310 es
        uniform vec2 size;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            gl_PointSize = 1.0;
            gl_Position = vec4((corner * (size - 1.0) + 0.5) / size * 2.0 - 1.0, 0.0, 1.0);
        }",
        "layout(std430, binding = 0) buffer Counts { uint count; uint sum[2]; };
        void main() { atomicAdd(count, 1u); atomicAdd(sum[0], uint(gl_FragCoord.x)); atomicAdd(sum[1], uint(gl_FragCoord.y)); }",
    )?;
    let most = [MAX_FRAMEBUFFER_WIDTH, MAX_FRAMEBUFFER_HEIGHT].map(|name| gl.integer(name));
    let samples = gl.integer(MAX_FRAMEBUFFER_SAMPLES);
    record.holds(
        "least",
        most.iter().all(|side| *side >= 2048) && samples >= 4,
        || format!("{most:?} {samples}"),
    );
    let side = most[0].min(most[1]).min(16384);
    for (size, samples) in [
        ([1, 1], 0),
        ([37, 91], 4),
        ([side, 1], 0),
        ([1, side], 4),
        ([side, side], 0),
        ([side, side], 4),
    ] {
        gl.framebuffer_parameteri(FRAMEBUFFER, FRAMEBUFFER_DEFAULT_WIDTH, size[0]);
        gl.framebuffer_parameteri(FRAMEBUFFER, FRAMEBUFFER_DEFAULT_HEIGHT, size[1]);
        gl.framebuffer_parameteri(FRAMEBUFFER, FRAMEBUFFER_DEFAULT_SAMPLES, samples);
        gl.viewport(0, 0, size[0], size[1]);
        gl.uniform2f(gl.uniform(shader, "size"), size[0] as f32, size[1] as f32);
        let counts = storage(gl, 0, &[0; 3]);
        let query = gl.gen_query();
        gl.begin_query(ANY_SAMPLES_PASSED, query);
        gl.draw_arrays(POINTS, 0, 4);
        gl.end_query(ANY_SAMPLES_PASSED);
        let label = format!("{size:?} {samples}");
        record.exact(&label, contents(gl, counts, 3));
        record.exact(&format!("{label}: whether any passed"), [gl.query_result(query)]);
    }
    Ok(())
}
