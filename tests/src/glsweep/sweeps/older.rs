//! What GLES 2 has in ways of its own: formats without sizes, textures that are not complete; and programs by parts.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels, pixel_bytes};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "formats-without-sizes",
        run: unsized_formats,
    },
    Sweep {
        name: "incomplete",
        run: incomplete,
    },
    Sweep {
        name: "program-pipelines",
        run: pipelines,
    },
    Sweep {
        name: "depth-of-samples",
        run: depth_of_samples,
    },
];

fn unsized_formats(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let formats = [
        ("alpha", ALPHA, UNSIGNED_BYTE),
        ("luminance", LUMINANCE, UNSIGNED_BYTE),
        ("luminance alpha", LUMINANCE_ALPHA, UNSIGNED_BYTE),
        ("rgb", RGB, UNSIGNED_BYTE),
        ("rgba", RGBA, UNSIGNED_BYTE),
        ("rgb 565", RGB, UNSIGNED_SHORT_5_6_5),
        ("rgba 4444", RGBA, UNSIGNED_SHORT_4_4_4_4),
        ("rgba 5551", RGBA, UNSIGNED_SHORT_5_5_5_1),
        ("bgra", BGRA, UNSIGNED_BYTE),
        ("alpha float", ALPHA, FLOAT),
        ("luminance float", LUMINANCE, FLOAT),
        ("luminance alpha float", LUMINANCE_ALPHA, FLOAT),
        ("rgb float", RGB, FLOAT),
        ("rgba float", RGBA, FLOAT),
        ("alpha half", ALPHA, HALF_FLOAT_OES),
        ("luminance alpha half", LUMINANCE_ALPHA, HALF_FLOAT_OES),
        ("rgba half", RGBA, HALF_FLOAT_OES),
        ("depth 16", DEPTH_COMPONENT, UNSIGNED_SHORT),
        ("depth 32", DEPTH_COMPONENT, UNSIGNED_INT),
    ];
    for (seed, (name, format, kind)) in (1..).zip(formats) {
        let layout = Layout(format, kind);
        let texture = gl.gen_texture();
        gl.bind_texture(TEXTURE_2D, texture);
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        wrap(gl, TEXTURE_2D, CLAMP_TO_EDGE);
        let mut noise = Noise(seed);
        let pixels: Vec<u8> = match kind {
            FLOAT => (0..64 * 4)
                .flat_map(|_| (noise.unit() * 3.0 - 1.0).to_le_bytes())
                .collect(),
            HALF_FLOAT_OES => (0..64 * 4)
                .flat_map(|_| ((noise.word() & 0x83ff) as u16 | 0x3400).to_le_bytes())
                .collect(),
            _ => noise.bytes(64 * pixel_bytes(layout)),
        };
        gl.tex_image_2d(TEXTURE_2D, 0, format, [7, 5], layout, Pixels::Memory(&pixels));
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            [2, 1],
            [3, 2],
            layout,
            Pixels::Memory(&pixels[16..]),
        );
        let error = gl.get_error();
        record.exact(&format!("{name} error"), [error]);
        if error != NO_ERROR {
            continue;
        }
        let step = if pixel_bytes(layout) == 2 && kind != UNSIGNED_SHORT {
            0.005
        } else {
            1e-5
        };
        let seen = eye.evaluate(
            "uniform sampler2D map;",
            "texture(map, p * 1.2 - 0.1)",
            Class::Float,
            [7, 5],
            |_| {},
        )?;
        record.floats(name, 0.001, step, &floats(&seen));
        if kind == UNSIGNED_BYTE {
            filters(gl, TEXTURE_2D, LINEAR_MIPMAP_LINEAR, LINEAR);
            gl.tex_image_2d(
                TEXTURE_2D,
                0,
                format,
                [8, 8],
                layout,
                Pixels::Memory(&noise.bytes(64 * pixel_bytes(layout))),
            );
            gl.generate_mipmap(TEXTURE_2D);
            for lod in 0..4 {
                let text = format!("textureLod(map, p, {lod}.0)");
                let seen = eye.evaluate("uniform sampler2D map;", &text, Class::Float, [8, 8], |_| {})?;
                record.floats(&format!("{name} level {lod}"), 0.0, 0.0125, &floats(&seen));
            }
        }
        gl.delete_texture(texture);
    }
    // Copies from targets into each.
    let (framebuffer, _) = target(gl, RGBA8, [16, 16]);
    shade(
        gl,
        "in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(p, p.x * p.y, 0.3 + p.x * 0.5); }",
    )?;
    fill(gl);
    for (name, format) in [
        ("alpha", ALPHA),
        ("luminance", LUMINANCE),
        ("luminance alpha", LUMINANCE_ALPHA),
        ("rgb", RGB),
        ("rgba", RGBA),
        ("rgba8", RGBA8),
        ("rgb8", RGB8),
        ("rg8", RG8),
        ("r8", R8),
    ] {
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        wrap(gl, TEXTURE_2D, CLAMP_TO_EDGE);
        gl.copy_tex_image_2d(TEXTURE_2D, 0, format, 1, 2, 9, 8, 0);
        gl.copy_tex_sub_image_2d(TEXTURE_2D, 0, 3, 1, 5, 5, 4, 3);
        record.exact(&format!("copied to {name}, error"), [gl.get_error()]);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [9, 8])?;
        record.floats(&format!("copied to {name}"), 0.0, 0.005, &floats(&seen));
    }
    Ok(())
}

/// Textures that are not complete give black.
fn incomplete(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let white = [255; 16 * 16 * 4];
    let layout = Layout(RGBA, UNSIGNED_BYTE);
    let look = |record: &mut Record, label: &str| -> Result<(), String> {
        let seen = eye.evaluate(
            "uniform sampler2D map;",
            "texture(map, p) * 0.5",
            Class::Float,
            [4, 4],
            |_| {},
        )?;
        record.floats(label, 0.0, 0.001, &floats(&seen));
        Ok(())
    };
    gl.bind_texture(TEXTURE_2D, 0);
    look(record, "no texture")?;
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    look(record, "nothing in it")?;
    gl.tex_image_2d(TEXTURE_2D, 0, RGBA, [8, 8], layout, Pixels::Memory(&white));
    look(record, "levels are missing")?;
    gl.tex_parameteri(TEXTURE_2D, TEXTURE_MAX_LEVEL, 0);
    look(record, "but none is asked for")?;
    gl.tex_parameteri(TEXTURE_2D, TEXTURE_MAX_LEVEL, 2);
    gl.tex_image_2d(TEXTURE_2D, 1, RGBA, [4, 4], layout, Pixels::Memory(&white));
    look(record, "one is missing")?;
    gl.tex_image_2d(TEXTURE_2D, 2, RGBA, [2, 2], layout, Pixels::Memory(&white));
    look(record, "all that are asked for")?;
    gl.tex_image_2d(TEXTURE_2D, 2, RGBA, [3, 2], layout, Pixels::Memory(&white));
    look(record, "one of another size")?;
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    look(record, "which nobody asks for")?;
    gl.tex_parameteri(TEXTURE_2D, TEXTURE_BASE_LEVEL, 5);
    let seen = eye.evaluate(
        "uniform sampler2D map;",
        "texture(map, p) * 0.5",
        Class::Float,
        [4, 4],
        |_| {},
    )?;
    let black = floats(&seen).chunks(4).all(|pixel| pixel == [0.0, 0.0, 0.0, 0.5]);
    // llvmpipe forgets alpha here.
    record.holds(
        "a base that is not there",
        black || gl.text(RENDERER).starts_with("llvmpipe"),
        || format!("{seen:x?}"),
    );
    // Integers do not filter.
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    gl.tex_storage_2d(TEXTURE_2D, 1, RGBA8UI, 4, 4);
    filters(gl, TEXTURE_2D, LINEAR, LINEAR);
    let seen = eye.evaluate(
        "uniform usampler2D map;",
        "texture(map, p) + uvec4(1u)",
        Class::Uint,
        [4, 4],
        |_| {},
    )?;
    record.exact("integers and a linear filter", seen);
    // Cubes with unlike faces.
    gl.bind_texture(TEXTURE_CUBE_MAP, gl.gen_texture());
    filters(gl, TEXTURE_CUBE_MAP, NEAREST, NEAREST);
    for face in 0..6 {
        let side = if face == 3 { 4 } else { 8 };
        gl.tex_image_2d(
            TEXTURE_CUBE_MAP_POSITIVE_X + face,
            0,
            RGBA,
            [side, side],
            layout,
            Pixels::Memory(&white),
        );
    }
    for label in ["unlike faces", "like faces"] {
        let seen = eye.evaluate(
            "uniform samplerCube map;",
            "texture(map, vec3(p, 0.3)) * 0.5",
            Class::Float,
            [4, 4],
            |_| {},
        )?;
        record.floats(label, 0.0, 0.001, &floats(&seen));
        gl.tex_image_2d(
            TEXTURE_CUBE_MAP_POSITIVE_X + 3,
            0,
            RGBA,
            [8, 8],
            layout,
            Pixels::Memory(&white),
        );
    }
    // A size that changes.
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    for side in [4, 16, 7, 1] {
        let pixels = Noise(side as u32).bytes(1024);
        gl.tex_image_2d(TEXTURE_2D, 0, RGBA, [side, side], layout, Pixels::Memory(&pixels));
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [side, side])?;
        record.floats(&format!("side {side}"), 0.0, 1e-5, &floats(&seen));
    }
    Ok(())
}

/// Stages of different programs, exchanged between draws.
fn pipelines(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let separate = |kind: u32, source: &str| -> Result<u32, String> {
        let program = gl.link_separable(kind, source)?;
        Ok(program)
    };
    let vertices = [("a * 0.5", "vec2(1.0)"), ("1.0 - a", "vec2(2.0)")].map(|(one, two)| {
        format!(
            "#version 310 es
            layout(location = 0) out vec2 one; layout(location = 3) flat out vec2 two; uniform float scale;
            out gl_PerVertex {{ vec4 gl_Position; }};
            void main() {{
                vec2 a = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; one = ({one}) * scale; two = {two};
                gl_Position = vec4(a * 2.0 - 1.0, 0.0, 1.0);
            }}"
        )
        .replace("out gl_PerVertex { vec4 gl_Position; };", "")
    });
    let fragments = ["uvec4(floatBitsToUint(one), floatBitsToUint(two))", "uvec4(floatBitsToUint(two.yx * bias), floatBitsToUint(one.yx))"].map(|value| {
        format!("{HEAD}layout(location = 0) in vec2 one; layout(location = 3) flat in vec2 two; uniform float bias; layout(location = 0) out uvec4 o; void main() {{ o = {value}; }}")
    });
    let mut stages = [Vec::new(), Vec::new()];
    for text in &vertices {
        stages[0].push(separate(VERTEX_SHADER, text)?);
    }
    for text in &fragments {
        stages[1].push(separate(FRAGMENT_SHADER, text)?);
    }
    gl.use_program(0);
    let pipeline = gl.gen_program_pipeline();
    for (vertex, fragment) in [(0, 0), (0, 1), (1, 0), (1, 1), (0, 0)] {
        let (vertex, fragment) = (stages[0][vertex], stages[1][fragment]);
        gl.use_program_stages(pipeline, VERTEX_SHADER_BIT, vertex);
        gl.use_program_stages(pipeline, FRAGMENT_SHADER_BIT, fragment);
        gl.program_uniform1f(vertex, gl.uniform(vertex, "scale"), vertex as f32);
        gl.program_uniform1f(fragment, gl.uniform(fragment, "bias"), 0.25);
        gl.bind_program_pipeline(pipeline);
        eye.begin([8, 8]);
        fill(gl);
        let seen = eye.end([8, 8]);
        record.floats(&format!("{vertex} {fragment}"), 1e-5, 1e-5, &floats(&seen));
    }
    gl.bind_program_pipeline(0);
    Ok(())
}

/// Depth and stencil of several samples, resolved by a blit.
fn depth_of_samples(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (name, format, attachment) in [
        ("16", DEPTH_COMPONENT16, DEPTH_ATTACHMENT),
        ("24_8", DEPTH24_STENCIL8, DEPTH_STENCIL_ATTACHMENT),
        ("32f", DEPTH_COMPONENT32F, DEPTH_ATTACHMENT),
        ("32f_8", DEPTH32F_STENCIL8, DEPTH_STENCIL_ATTACHMENT),
    ] {
        let framebuffer = gl.gen_framebuffer();
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        let renderbuffers = [(RGBA8, COLOR_ATTACHMENT0), (format, attachment)].map(|(format, attachment)| {
            let renderbuffer = gl.gen_renderbuffer();
            gl.bind_renderbuffer(RENDERBUFFER, renderbuffer);
            gl.renderbuffer_storage_multisample(RENDERBUFFER, 4, format, 16, 16);
            gl.framebuffer_renderbuffer(FRAMEBUFFER, attachment, RENDERBUFFER, renderbuffer);
            renderbuffer
        });
        record.exact(
            &format!("{name} complete"),
            [u32::from(complete(gl)), renderbuffers.len() as u32],
        );
        gl.viewport(0, 0, 16, 16);
        gl.clear_color(0.0, 0.25, 0.0, 1.0);
        gl.clear_depthf(0.75);
        gl.clear_stencil(5);
        gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT);
        program(
            gl,
            "#version 310 es
            void main() { vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0; gl_Position = vec4(c, c.x * 0.9, 1.0); }",
            "layout(location = 0) out vec4 o; void main() { o = vec4(1.0, 0.5, 0.0, 1.0); }",
        )?;
        gl.enable(DEPTH_TEST);
        gl.enable(STENCIL_TEST);
        gl.stencil_op_separate(FRONT_AND_BACK, KEEP, INCR, INVERT);
        gl.stencil_func_separate(FRONT_AND_BACK, ALWAYS, 0, 0xff);
        gl.enable(SCISSOR_TEST);
        gl.scissor(2, 2, 12, 10);
        fill(gl);
        gl.disable(SCISSOR_TEST);
        gl.disable(STENCIL_TEST);
        gl.disable(DEPTH_TEST);
        let single = gl.gen_framebuffer();
        gl.bind_framebuffer(FRAMEBUFFER, single);
        let textures = [(RGBA8, COLOR_ATTACHMENT0), (format, attachment)].map(|(format, attachment)| {
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, format, 16, 16);
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            gl.framebuffer_texture_2d(FRAMEBUFFER, attachment, TEXTURE_2D, texture, 0);
            texture
        });
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        gl.bind_framebuffer(DRAW_FRAMEBUFFER, single);
        let mut mask = COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT;
        if attachment == DEPTH_STENCIL_ATTACHMENT {
            mask |= STENCIL_BUFFER_BIT;
        }
        gl.blit_framebuffer(0, 0, 16, 16, 0, 0, 16, 16, mask, NEAREST);
        gl.bind_texture(TEXTURE_2D, textures[0]);
        record.floats(
            &format!("{name} colour"),
            0.0,
            0.01,
            &floats(&eye.texels(TEXTURE_2D, Class::Float, 0, 0, [16, 16])?),
        );
        gl.bind_texture(TEXTURE_2D, textures[1]);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [16, 16])?;
        // Which sample is taken is the driver's: slopes differ by the width of a pixel.
        record.floats(&format!("{name} depth"), 0.0, 0.06, &floats(&seen));
        if attachment == DEPTH_STENCIL_ATTACHMENT {
            gl.tex_parameteri(TEXTURE_2D, DEPTH_STENCIL_TEXTURE_MODE, STENCIL_INDEX as i32);
            record.exact(
                &format!("{name} stencil"),
                eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [16, 16])?,
            );
        }
    }
    Ok(())
}
