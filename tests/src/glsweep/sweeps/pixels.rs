//! Pixels from and to buffers in every arrangement, and targets of several attachments.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels, pixel_bytes};
use crate::glsweep::record::{Record, Rule};

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "pixels-from-buffers",
        run: from_buffers,
    },
    Sweep {
        name: "pixels-to-buffers",
        run: to_buffers,
    },
    Sweep {
        name: "several-targets",
        run: several,
    },
    Sweep {
        name: "layers-and-levels",
        run: layers,
    },
    Sweep {
        name: "queries-and-discard",
        run: queries,
    },
];

/// Layouts with an internal format for each, and what the shader gets.
const LAYOUTS: [(&str, u32, Layout, Class); 10] = [
    ("rgba8", RGBA8, Layout(RGBA, UNSIGNED_BYTE), Class::Float),
    ("rgb8", RGB8, Layout(RGB, UNSIGNED_BYTE), Class::Float),
    ("rg8", RG8, Layout(RG, UNSIGNED_BYTE), Class::Float),
    ("r8", R8, Layout(RED, UNSIGNED_BYTE), Class::Float),
    ("r16ui", R16UI, Layout(RED_INTEGER, UNSIGNED_SHORT), Class::Uint),
    ("rgb16i", RGB16I, Layout(RGB_INTEGER, SHORT), Class::Int),
    ("rgb565", RGB565, Layout(RGB, UNSIGNED_SHORT_5_6_5), Class::Float),
    (
        "rgb10_a2",
        RGB10_A2,
        Layout(RGBA, UNSIGNED_INT_2_10_10_10_REV),
        Class::Float,
    ),
    (
        "rgba32ui",
        RGBA32UI,
        Layout(RGBA_INTEGER, UNSIGNED_INT),
        Class::Uint,
    ),
    ("rg32i", RG32I, Layout(RG_INTEGER, INT), Class::Int),
];

fn note(record: &mut Record, label: &str, class: Class, seen: Vec<u32>) {
    match class {
        Class::Float => record.floats(label, 0.0, 0.005, &floats(&seen)),
        _ => record.exact(label, seen),
    }
}

fn from_buffers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let buffer = gl.gen_buffer();
    gl.bind_buffer(PIXEL_UNPACK_BUFFER, buffer);
    gl.buffer_data(PIXEL_UNPACK_BUFFER, &Noise(4).bytes(1 << 16), STREAM_DRAW);
    let arrangements = [
        // Alignment, row length, image height, skipped pixels, rows, images.
        [1, 0, 0, 0, 0, 0],
        [4, 0, 0, 0, 0, 0],
        [8, 0, 0, 1, 0, 0],
        [2, 11, 0, 3, 2, 0],
        [4, 13, 9, 2, 1, 1],
        [8, 17, 7, 5, 0, 2],
        [1, 8, 6, 0, 3, 0],
    ];
    let names = [
        UNPACK_ALIGNMENT,
        UNPACK_ROW_LENGTH,
        UNPACK_IMAGE_HEIGHT,
        UNPACK_SKIP_PIXELS,
        UNPACK_SKIP_ROWS,
        UNPACK_SKIP_IMAGES,
    ];
    for (name, internal, layout, class) in LAYOUTS {
        for (number, arrangement) in arrangements.into_iter().enumerate() {
            for (parameter, value) in names.into_iter().zip(arrangement) {
                gl.pixel_storei(parameter, value);
            }
            // Offsets are of whole units of the type.
            let offset = pixel_bytes(layout) * (number % 3) * 5;
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, internal, 9, 7);
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            gl.tex_sub_image_2d(TEXTURE_2D, 0, [0, 0], [9, 7], layout, Pixels::Buffer(0));
            gl.tex_sub_image_2d(TEXTURE_2D, 0, [2, 1], [5, 4], layout, Pixels::Buffer(offset));
            note(
                record,
                &format!("{name} {number}"),
                class,
                eye.texels(TEXTURE_2D, class, 0, 0, [9, 7])?,
            );
            gl.delete_texture(texture);
            for target in [TEXTURE_3D, TEXTURE_2D_ARRAY] {
                let texture = gl.gen_texture();
                gl.bind_texture(target, texture);
                gl.tex_storage_3d(target, 1, internal, 6, 5, 3);
                filters(gl, target, NEAREST, NEAREST);
                gl.tex_sub_image_3d(target, 0, [0; 3], [6, 5, 3], layout, Pixels::Buffer(offset));
                gl.tex_sub_image_3d(target, 0, [1, 2, 1], [4, 2, 2], layout, Pixels::Buffer(0));
                for layer in 0..3 {
                    note(
                        record,
                        &format!("{name} {number} {target:#x} {layer}"),
                        class,
                        eye.texels(target, class, 0, layer, [6, 5])?,
                    );
                }
                gl.delete_texture(texture);
            }
        }
    }
    Ok(())
}

fn to_buffers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let formats = [
        (
            "rgba8",
            RGBA8,
            Layout(RGBA, UNSIGNED_BYTE),
            "vec4(p, p.x * p.y, 0.5)",
            "",
        ),
        (
            "rgba16f",
            RGBA16F,
            Layout(RGBA, FLOAT),
            "vec4(p, p.x * p.y, 0.5)",
            "",
        ),
        (
            "rgba32ui",
            RGBA32UI,
            Layout(RGBA_INTEGER, UNSIGNED_INT),
            "uvec4(vec4(p, p.x * p.y, 0.5) * 1000.0)",
            "u",
        ),
        (
            "rgba8i",
            RGBA8I,
            Layout(RGBA_INTEGER, INT),
            "ivec4(vec4(p, p.x * p.y, 0.5) * 100.0) - 50",
            "i",
        ),
    ];
    for (name, internal, layout, value, prefix) in formats {
        target(gl, internal, [16, 16]);
        shade(
            gl,
            &format!("in vec2 p; layout(location = 0) out {prefix}vec4 o; void main() {{ o = {value}; }}"),
        )?;
        fill(gl);
        for (number, [alignment, row_length, pixels, rows]) in [
            [1, 0, 0, 0],
            [4, 0, 0, 0],
            [8, 0, 1, 0],
            [2, 11, 3, 2],
            [8, 13, 0, 1],
        ]
        .into_iter()
        .enumerate()
        {
            let buffer = gl.gen_buffer();
            gl.bind_buffer(PIXEL_PACK_BUFFER, buffer);
            gl.buffer_data(PIXEL_PACK_BUFFER, &[0xcd; 8192], STREAM_READ);
            for (parameter, value) in [PACK_ALIGNMENT, PACK_ROW_LENGTH, PACK_SKIP_PIXELS, PACK_SKIP_ROWS]
                .into_iter()
                .zip([alignment, row_length, pixels, rows])
            {
                gl.pixel_storei(parameter, value);
            }
            gl.read_pixels_to([3, 2], [7, 9], layout, number * 48);
            // Partly outside: what is there is written, and where.
            gl.read_pixels_to([-2, 12], [7, 9], layout, 4096);
            gl.bind_buffer(PIXEL_PACK_BUFFER, 0);
            for (parameter, value) in [PACK_ALIGNMENT, PACK_ROW_LENGTH, PACK_SKIP_PIXELS, PACK_SKIP_ROWS]
                .into_iter()
                .zip([1, 0, 0, 0])
            {
                gl.pixel_storei(parameter, value);
            }
            let seen = contents(gl, buffer, 1024);
            let label = format!("{name} {number}");
            match internal {
                RGBA16F => record.floats(&label, 0.0, 0.002, &floats(&seen)),
                RGBA8 => record.words(
                    &label,
                    Rule::Steps(1),
                    bytes(&seen).iter().map(|byte| u32::from(*byte)),
                ),
                _ => record.exact(&label, seen),
            }
        }
    }
    Ok(())
}

fn several(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let formats = [
        (RGBA8, Class::Float),
        (R32UI, Class::Uint),
        (RGBA16F, Class::Float),
        (RG16I, Class::Int),
    ];
    let textures: Vec<u32> = formats
        .iter()
        .map(|(format, _)| {
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, *format, 8, 8);
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            texture
        })
        .collect();
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    for (index, texture) in (0..).zip(&textures) {
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0 + index, TEXTURE_2D, *texture, 0);
    }
    let depth = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, depth);
    gl.renderbuffer_storage(RENDERBUFFER, DEPTH24_STENCIL8, 8, 8);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, DEPTH_STENCIL_ATTACHMENT, RENDERBUFFER, depth);
    record.exact("complete", [u32::from(complete(gl))]);
    gl.viewport(0, 0, 8, 8);
    let all: Vec<u32> = (0..4).map(|index| COLOR_ATTACHMENT0 + index).collect();
    let look = |record: &mut Record, label: &str| -> Result<(), String> {
        for (index, (_, class)) in formats.iter().enumerate() {
            gl.bind_texture(TEXTURE_2D, textures[index]);
            note(
                record,
                &format!("{label} {index}"),
                *class,
                eye.texels(TEXTURE_2D, *class, 0, 0, [8, 8])?,
            );
        }
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, 8, 8);
        Ok(())
    };
    let clear = || {
        gl.draw_buffers(&all);
        gl.clear_bufferfv(COLOR, 0, &[0.1, 0.2, 0.3, 0.4]);
        gl.clear_bufferuiv(COLOR, 1, &[77, 1, 2, 3]);
        gl.clear_bufferfv(COLOR, 2, &[-2.0, 3.5, 100.0, 0.5]);
        gl.clear_bufferiv(COLOR, 3, &[-5, 6, 7, 8]);
        gl.clear_bufferfi(DEPTH_STENCIL, 0, 0.5, 3);
    };
    clear();
    look(record, "cleared")?;
    let shader = "in vec2 p;
        layout(location = 0) out vec4 a; layout(location = 1) out uvec4 b; layout(location = 2) out vec4 c; layout(location = 3) out ivec4 d;
        void main() { a = vec4(p, 0.0, 1.0); b = uvec4(vec4(p.x * 100.0)); c = vec4(p.y * 10.0 - 5.0); d = ivec4(vec4(p.x * 10.0, p.y * -10.0, 0, 0)); }";
    for (label, buffers) in [
        ("all", [0, 1, 2, 3]),
        ("without the first", [9, 1, 2, 3]),
        ("two", [0, 9, 2, 9]),
        ("none", [9, 9, 9, 9]),
        ("the last", [9, 9, 9, 3]),
    ] {
        clear();
        let buffers: Vec<u32> = buffers
            .iter()
            .map(|buffer| {
                if *buffer == 9 {
                    NONE
                } else {
                    COLOR_ATTACHMENT0 + buffer
                }
            })
            .collect();
        gl.draw_buffers(&buffers);
        shade(gl, shader)?;
        gl.enable(SCISSOR_TEST);
        gl.scissor(1, 2, 5, 4);
        fill(gl);
        gl.disable(SCISSOR_TEST);
        look(record, label)?;
    }
    // Clears heed masks and scissors, each value for its own buffer.
    clear();
    gl.draw_buffers(&[NONE, COLOR_ATTACHMENT0 + 1, COLOR_ATTACHMENT0 + 2, NONE]);
    gl.enable(SCISSOR_TEST);
    gl.scissor(2, 2, 3, 3);
    gl.color_mask(1, 0, 0, 1);
    gl.clear_bufferuiv(COLOR, 1, &[11, 0, 0, 0]);
    gl.clear_bufferfv(COLOR, 2, &[5.0; 4]);
    gl.clear_bufferfv(COLOR, 0, &[0.9; 4]);
    gl.color_mask(1, 1, 1, 1);
    gl.disable(SCISSOR_TEST);
    look(record, "cleared in part")?;
    // Reads from the one that is chosen.
    for (index, layout) in [
        (0, Layout(RGBA, UNSIGNED_BYTE)),
        (1, WORDS),
        (2, Layout(RGBA, FLOAT)),
        (3, Layout(RGBA_INTEGER, INT)),
    ] {
        gl.read_buffer(COLOR_ATTACHMENT0 + index);
        let seen = gl.read_pixels([0, 0], [8, 8], layout);
        let label = format!("read {index}");
        match index {
            0 => record.bytes(&label, 1, &seen),
            2 => record.floats(&label, 0.001, 0.001, &floats(&words(&seen))),
            _ => record.exact(&label, words(&seen)),
        }
    }
    // What is invalidated may be anything; the others stay, and what is drawn next is there.
    gl.draw_buffers(&all);
    gl.invalidate_framebuffer(FRAMEBUFFER, &[COLOR_ATTACHMENT0 + 1, DEPTH_STENCIL_ATTACHMENT]);
    shade(gl, shader)?;
    fill(gl);
    look(record, "drawn after invalidation")?;
    // Depth and stencil of the renderbuffer still tell what passes.
    gl.clear_bufferfi(DEPTH_STENCIL, 0, 0.25, 7);
    gl.enable(STENCIL_TEST);
    gl.stencil_func_separate(FRONT_AND_BACK, EQUAL, 7, 0xff);
    gl.enable(SCISSOR_TEST);
    gl.scissor(0, 0, 8, 3);
    gl.clear_stencil(8);
    gl.clear(STENCIL_BUFFER_BIT);
    gl.disable(SCISSOR_TEST);
    clear_colours(gl);
    shade(gl, shader)?;
    fill(gl);
    gl.disable(STENCIL_TEST);
    look(record, "stencilled")
}

fn clear_colours(gl: &Gl) {
    gl.clear_bufferfv(COLOR, 0, &[0.0; 4]);
    gl.clear_bufferuiv(COLOR, 1, &[0; 4]);
    gl.clear_bufferfv(COLOR, 2, &[0.0; 4]);
    gl.clear_bufferiv(COLOR, 3, &[0; 4]);
}

fn layers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let plain =
        "in vec2 p; uniform float z; layout(location = 0) out vec4 o; void main() { o = vec4(p, z, 1.0); }";
    for (target, name) in [
        (TEXTURE_3D, "3D"),
        (TEXTURE_2D_ARRAY, "array"),
        (TEXTURE_CUBE_MAP, "cube"),
    ] {
        let texture = gl.gen_texture();
        gl.bind_texture(target, texture);
        if target == TEXTURE_CUBE_MAP {
            gl.tex_storage_2d(target, 4, RGBA8, 8, 8);
        } else {
            gl.tex_storage_3d(target, 4, RGBA8, 8, 8, 6);
        }
        filters(gl, target, NEAREST_MIPMAP_NEAREST, NEAREST);
        let framebuffer = gl.gen_framebuffer();
        for level in 0..4 {
            let layers = if target == TEXTURE_3D {
                (6 >> level).max(1)
            } else {
                6
            };
            for layer in 0..layers {
                gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
                if target == TEXTURE_CUBE_MAP {
                    gl.framebuffer_texture_2d(
                        FRAMEBUFFER,
                        COLOR_ATTACHMENT0,
                        TEXTURE_CUBE_MAP_POSITIVE_X + layer as u32,
                        texture,
                        level,
                    );
                } else {
                    gl.framebuffer_texture_layer(FRAMEBUFFER, COLOR_ATTACHMENT0, texture, level, layer);
                }
                gl.viewport(0, 0, 8 >> level, 8 >> level);
                gl.clear_bufferfv(COLOR, 0, &[0.0, 0.0, layer as f32 / 6.0, 0.25]);
                let program = shade(gl, plain)?;
                gl.uniform1f(gl.uniform(program, "z"), level as f32 / 4.0);
                gl.enable(SCISSOR_TEST);
                gl.scissor(0, 0, 4 >> level, 8 >> level);
                fill(gl);
                gl.disable(SCISSOR_TEST);
            }
        }
        // Copies into levels, of what is in others.
        for level in 0..4 {
            let layers = if target == TEXTURE_3D {
                (6 >> level).max(1)
            } else {
                6
            };
            for layer in 0..layers {
                gl.bind_texture(target, texture);
                let seen = if target == TEXTURE_CUBE_MAP {
                    let face = [
                        "vec3(1.0, -q.y, -q.x)",
                        "vec3(-1.0, -q.y, q.x)",
                        "vec3(q.x, 1.0, q.y)",
                        "vec3(q.x, -1.0, -q.y)",
                        "vec3(q.x, -q.y, 1.0)",
                        "vec3(-q.x, -q.y, -1.0)",
                    ][layer as usize];
                    eye.evaluate(
                        "uniform samplerCube map; uniform float lod;\n#define q (p * 2.0 - 1.0)",
                        &format!("textureLod(map, {face}, lod)"),
                        Class::Float,
                        [8, 8],
                        |program| {
                            gl.uniform1f(gl.uniform(program, "lod"), level as f32);
                        },
                    )?
                } else {
                    eye.texels(target, Class::Float, level, layer, [8 >> level, 8 >> level])?
                };
                record.floats(
                    &format!("{name} level {level} layer {layer}"),
                    0.0,
                    0.005,
                    &floats(&seen),
                );
            }
        }
        gl.bind_texture(target, texture);
        gl.tex_parameteri(target, TEXTURE_BASE_LEVEL, 1);
        gl.generate_mipmap(target);
        gl.tex_parameteri(target, TEXTURE_BASE_LEVEL, 0);
        if target != TEXTURE_CUBE_MAP {
            for level in 1..4 {
                let seen = eye.texels(target, Class::Float, level, 0, [8 >> level, 8 >> level])?;
                record.floats(&format!("{name} made level {level}"), 0.0, 0.008, &floats(&seen));
            }
        }
    }
    Ok(())
}

fn queries(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let (_, texture) = target(gl, RGBA8, [32, 32]);
    let depth = gl.gen_renderbuffer();
    gl.bind_renderbuffer(RENDERBUFFER, depth);
    gl.renderbuffer_storage(RENDERBUFFER, DEPTH_COMPONENT16, 32, 32);
    gl.framebuffer_renderbuffer(FRAMEBUFFER, DEPTH_ATTACHMENT, RENDERBUFFER, depth);
    gl.clear_depthf(0.5);
    gl.clear(DEPTH_BUFFER_BIT);
    let shader = program(
        gl,
        "#version 310 es
        uniform float z;
        void main() { vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0; gl_Position = vec4(c, z, 1.0); }",
        "uniform int kept; layout(location = 0) out vec4 o; void main() { if (int(gl_FragCoord.x) >= kept) discard; o = vec4(1.0); }",
    )?;
    gl.enable(DEPTH_TEST);
    let asked: Vec<(String, u32)> = [
        (ANY_SAMPLES_PASSED, "any"),
        (ANY_SAMPLES_PASSED_CONSERVATIVE, "about"),
    ]
    .into_iter()
    .flat_map(|(kind, name)| {
        [
            (-0.5, 32, "seen"),
            (0.5, 32, "hidden"),
            (-0.5, 1, "a column"),
            (-0.5, 0, "discarded"),
            (2.0, 32, "clipped"),
        ]
        .into_iter()
        .map(move |(z, kept, what)| (kind, name, z, kept, what))
    })
    .map(|(kind, name, z, kept, what)| {
        let query = gl.gen_query();
        gl.uniform1f(gl.uniform(shader, "z"), z);
        gl.uniform1i(gl.uniform(shader, "kept"), kept);
        gl.depth_mask(0);
        gl.begin_query(kind, query);
        fill(gl);
        gl.end_query(kind);
        (format!("{name} {what}"), query)
    })
    .collect();
    for (label, query) in asked {
        let conservative = label == "about discarded";
        let seen = gl.query_result(query);
        if !conservative {
            record.exact(&label, [u32::from(seen != 0)]);
        }
    }
    gl.depth_mask(1);
    gl.disable(DEPTH_TEST);
    let query = gl.gen_query();
    gl.enable(RASTERIZER_DISCARD);
    gl.begin_query(ANY_SAMPLES_PASSED, query);
    gl.clear(COLOR_BUFFER_BIT);
    fill(gl);
    gl.end_query(ANY_SAMPLES_PASSED);
    gl.disable(RASTERIZER_DISCARD);
    record.exact("discarded by the rasterizer", [gl.query_result(query)]);
    let eye = Words::new(gl);
    gl.bind_texture(TEXTURE_2D, texture);
    let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [32, 32])?;
    record.floats("picture", 0.0, 0.005, &floats(&seen));
    Ok(())
}
