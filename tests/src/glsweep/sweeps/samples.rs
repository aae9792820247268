//! Layers of samples (`GL_OES_texture_storage_multisample_2d_array`).

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "layers-of-samples",
        run: colours,
    },
    Sweep {
        name: "layers-of-depths",
        run: depths,
    },
];

const SIZE: [i32; 2] = [9, 7];
const LAYERS: i32 = 3;
const SAMPLES: i32 = 4;

const FORMATS: [(&str, u32, Class); 8] = [
    ("rgba8", RGBA8, Class::Float),
    ("srgb8_alpha8", SRGB8_ALPHA8, Class::Float),
    ("rgba16f", RGBA16F, Class::Float),
    ("r32f", R32F, Class::Float),
    ("rgb10_a2", RGB10_A2, Class::Float),
    ("rgba8ui", RGBA8UI, Class::Uint),
    ("rg16i", RG16I, Class::Int),
    ("r32ui", R32UI, Class::Uint),
];

/// A texture of layers of samples, which is bound.
fn layered(gl: &Gl, format: u32) -> u32 {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D_MULTISAMPLE_ARRAY, texture);
    gl.tex_storage_3d_multisample(
        TEXTURE_2D_MULTISAMPLE_ARRAY,
        SAMPLES,
        format,
        SIZE[0],
        SIZE[1],
        LAYERS,
        1,
    );
    texture
}

/// Draws into each sample of a layer by itself.
fn draw_samples(gl: &Gl, shader: u32, layer: i32) {
    gl.use_program(shader);
    gl.enable(SAMPLE_MASK);
    for sample in 0..SAMPLES {
        gl.sample_maski(0, 1 << sample);
        // Where there is a stencil and its test is on.
        gl.stencil_func_separate(FRONT_AND_BACK, ALWAYS, layer * SAMPLES + sample + 40, 0xff);
        gl.uniform1i(gl.uniform(shader, "number"), layer * SAMPLES + sample);
        fill(gl);
    }
    gl.sample_maski(0, !0);
    gl.disable(SAMPLE_MASK);
}

/// What every sample of every layer holds.
fn see(gl: &Gl, record: &mut Record, eye: &Words<'_>, name: &str, class: Class) -> Result<(), String> {
    let declarations = format!(
        "uniform highp {}sampler2DMSArray map; uniform int layer, number;",
        class.prefix()
    );
    for layer in 0..LAYERS {
        for sample in 0..SAMPLES {
            let text = "texelFetch(map, ivec3(at, layer), number)";
            let seen = eye.evaluate(&declarations, text, class, SIZE, |program| {
                gl.uniform1i(gl.uniform(program, "layer"), layer);
                gl.uniform1i(gl.uniform(program, "number"), sample);
            })?;
            let label = format!("{name} {layer} {sample}");
            match class {
                Class::Float => record.floats(&label, 0.0, 0.006, &floats(&seen)),
                _ => record.exact(&label, seen),
            }
        }
    }
    let seen = eye.evaluate(
        &declarations,
        "ivec4(textureSize(map), 0)",
        Class::Int,
        [1, 1],
        |_| {},
    )?;
    record.exact(&format!("{name} size"), seen);
    Ok(())
}

fn colours(gl: &Gl, record: &mut Record) -> Result<(), String> {
    if !gl
        .text(EXTENSIONS)
        .contains("GL_OES_texture_storage_multisample_2d_array")
    {
        record.exact("offered", [0]);
        return Ok(());
    }
    record.exact("offered", [1]);
    let eye = Words::new(gl);
    for (name, format, class) in FORMATS {
        let value = match class {
            Class::Float => "vec4(p.x, p.y, float(number) / 12.0, 1.0 - p.x * p.y)",
            Class::Int => "ivec4(int(p.x * 90.0 + 0.25), -number, number, 5)",
            Class::Uint => "uvec4(uint(p.x * 90.0 + 0.25), number, 7, 5)",
        };
        let shader = shade(
            gl,
            &format!(
                "in vec2 p; uniform int number; layout(location = 0) out highp {}vec4 o; void main() {{ o = {value}; }}",
                class.prefix()
            ),
        )?;
        let texture = layered(gl, format);
        let framebuffer = gl.gen_framebuffer();
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, SIZE[0], SIZE[1]);
        for layer in [2, 0, 1] {
            gl.framebuffer_texture_layer(FRAMEBUFFER, COLOR_ATTACHMENT0, texture, 0, layer);
            draw_samples(gl, shader, layer);
        }
        see(gl, record, &eye, name, class)?;
        // One layer brought together, or, of integers, one sample of it.
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        let (single, _) = target(gl, format, SIZE);
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        gl.blit_framebuffer(
            0,
            0,
            SIZE[0],
            SIZE[1],
            0,
            0,
            SIZE[0],
            SIZE[1],
            COLOR_BUFFER_BIT,
            NEAREST,
        );
        gl.bind_framebuffer(FRAMEBUFFER, single);
        if class == Class::Float && format != R32F {
            let seen = gl.read_pixels([0, 0], SIZE, Layout(RGBA, FLOAT));
            let kind = gl.get_error();
            let seen = match kind {
                NO_ERROR => seen,
                _ => gl.read_pixels([0, 0], SIZE, Layout(RGBA, UNSIGNED_BYTE)),
            };
            record.exact(&format!("{name} read as floats"), [u32::from(kind == NO_ERROR)]);
            if kind == NO_ERROR {
                record.floats(&format!("{name} together"), 0.0, 0.01, &floats(&words(&seen)));
            } else {
                record.bytes(&format!("{name} together"), 2, &seen);
            }
        }
        gl.delete_texture(texture);
    }
    Ok(())
}

fn depths(gl: &Gl, record: &mut Record) -> Result<(), String> {
    if !gl
        .text(EXTENSIONS)
        .contains("GL_OES_texture_storage_multisample_2d_array")
    {
        record.exact("offered", [0]);
        return Ok(());
    }
    let eye = Words::new(gl);
    for (name, format, attachment) in [
        ("16", DEPTH_COMPONENT16, DEPTH_ATTACHMENT),
        ("24", DEPTH_COMPONENT24, DEPTH_ATTACHMENT),
        ("32f", DEPTH_COMPONENT32F, DEPTH_ATTACHMENT),
        ("24_8", DEPTH24_STENCIL8, DEPTH_STENCIL_ATTACHMENT),
    ] {
        let shader = shade(
            gl,
            "in vec2 p; uniform int number; void main() { gl_FragDepth = p.x * 0.5 + float(number) / 26.0; }",
        )?;
        let texture = layered(gl, format);
        gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
        gl.viewport(0, 0, SIZE[0], SIZE[1]);
        gl.enable(DEPTH_TEST);
        gl.depth_func(ALWAYS);
        gl.enable(STENCIL_TEST);
        gl.stencil_op_separate(FRONT_AND_BACK, KEEP, KEEP, REPLACE);
        for layer in 0..LAYERS {
            gl.framebuffer_texture_layer(FRAMEBUFFER, attachment, texture, 0, layer);
            draw_samples(gl, shader, layer);
        }
        gl.disable(DEPTH_TEST);
        gl.disable(STENCIL_TEST);
        see(gl, record, &eye, name, Class::Float)?;
        if attachment == DEPTH_STENCIL_ATTACHMENT {
            let (target, mode) = (TEXTURE_2D_MULTISAMPLE_ARRAY, STENCIL_INDEX as i32);
            gl.tex_parameteri(target, DEPTH_STENCIL_TEXTURE_MODE, mode);
            see(gl, record, &eye, &format!("{name} stencil"), Class::Uint)?;
        }
        gl.delete_texture(texture);
    }
    Ok(())
}
