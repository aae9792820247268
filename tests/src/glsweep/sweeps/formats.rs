//! Every internal format: uploads, filters, targets, blending, copies, levels.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels, pixel_bytes};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "formats-uploaded",
        run: uploaded,
    },
    Sweep {
        name: "formats-filtered",
        run: filtered,
    },
    Sweep {
        name: "formats-drawn",
        run: drawn,
    },
    Sweep {
        name: "formats-copied",
        run: copied,
    },
    Sweep {
        name: "formats-blitted",
        run: blitted,
    },
    Sweep {
        name: "formats-multisampled",
        run: multisampled,
    },
];

/// What GLES 3.1 says of a format (tables 8.10, 8.13 and 8.14), and EXT_color_buffer_float adds.
#[derive(Clone, Copy)]
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) internal: u32,
    pub(super) layout: Layout,
    pub(super) class: Class,
    pub(super) renders: bool,
    pub(super) filters: bool,
    /// What two drivers' values may be apart: a step of the format that has fewest bits.
    pub(super) step: f32,
}

const fn format(
    name: &'static str,
    internal: u32,
    format: u32,
    kind: u32,
    class: Class,
    uses: &str,
    step: f32,
) -> Format {
    let uses = uses.as_bytes();
    Format {
        name,
        internal,
        layout: Layout(format, kind),
        class,
        renders: uses[0] == b'r',
        filters: uses[1] == b'f',
        step,
    }
}

use Class::{Float, Int, Uint};

const BYTE_STEP: f32 = 1.01 / 255.0;

/// All sized formats of colours. `r`: can be a target; `f`: can be filtered.
pub(super) const FORMATS: &[Format] = &[
    format("r8", R8, RED, UNSIGNED_BYTE, Float, "rf", BYTE_STEP),
    format("r8_snorm", R8_SNORM, RED, BYTE, Float, "-f", 2.0 * BYTE_STEP),
    format("r16f", R16F, RED, HALF_FLOAT, Float, "rf", 0.002),
    format("r32f", R32F, RED, FLOAT, Float, "r-", 1e-6),
    format("r8ui", R8UI, RED_INTEGER, UNSIGNED_BYTE, Uint, "r-", 0.0),
    format("r8i", R8I, RED_INTEGER, BYTE, Int, "r-", 0.0),
    format("r16ui", R16UI, RED_INTEGER, UNSIGNED_SHORT, Uint, "r-", 0.0),
    format("r16i", R16I, RED_INTEGER, SHORT, Int, "r-", 0.0),
    format("r32ui", R32UI, RED_INTEGER, UNSIGNED_INT, Uint, "r-", 0.0),
    format("r32i", R32I, RED_INTEGER, INT, Int, "r-", 0.0),
    format("rg8", RG8, RG, UNSIGNED_BYTE, Float, "rf", BYTE_STEP),
    format("rg8_snorm", RG8_SNORM, RG, BYTE, Float, "-f", 2.0 * BYTE_STEP),
    format("rg16f", RG16F, RG, HALF_FLOAT, Float, "rf", 0.002),
    format("rg32f", RG32F, RG, FLOAT, Float, "r-", 1e-6),
    format("rg8ui", RG8UI, RG_INTEGER, UNSIGNED_BYTE, Uint, "r-", 0.0),
    format("rg8i", RG8I, RG_INTEGER, BYTE, Int, "r-", 0.0),
    format("rg16ui", RG16UI, RG_INTEGER, UNSIGNED_SHORT, Uint, "r-", 0.0),
    format("rg16i", RG16I, RG_INTEGER, SHORT, Int, "r-", 0.0),
    format("rg32ui", RG32UI, RG_INTEGER, UNSIGNED_INT, Uint, "r-", 0.0),
    format("rg32i", RG32I, RG_INTEGER, INT, Int, "r-", 0.0),
    format("rgb8", RGB8, RGB, UNSIGNED_BYTE, Float, "rf", BYTE_STEP),
    format("srgb8", SRGB8, RGB, UNSIGNED_BYTE, Float, "-f", 0.01),
    format("rgb565", RGB565, RGB, UNSIGNED_SHORT_5_6_5, Float, "rf", 0.04),
    format("rgb8_snorm", RGB8_SNORM, RGB, BYTE, Float, "-f", 2.0 * BYTE_STEP),
    format(
        "r11f_g11f_b10f",
        R11F_G11F_B10F,
        RGB,
        UNSIGNED_INT_10F_11F_11F_REV,
        Float,
        "rf",
        0.04,
    ),
    format(
        "rgb9_e5",
        RGB9_E5,
        RGB,
        UNSIGNED_INT_5_9_9_9_REV,
        Float,
        "-f",
        0.01,
    ),
    format("rgb16f", RGB16F, RGB, HALF_FLOAT, Float, "-f", 0.002),
    format("rgb32f", RGB32F, RGB, FLOAT, Float, "--", 1e-6),
    format("rgb8ui", RGB8UI, RGB_INTEGER, UNSIGNED_BYTE, Uint, "--", 0.0),
    format("rgb8i", RGB8I, RGB_INTEGER, BYTE, Int, "--", 0.0),
    format("rgb16ui", RGB16UI, RGB_INTEGER, UNSIGNED_SHORT, Uint, "--", 0.0),
    format("rgb16i", RGB16I, RGB_INTEGER, SHORT, Int, "--", 0.0),
    format("rgb32ui", RGB32UI, RGB_INTEGER, UNSIGNED_INT, Uint, "--", 0.0),
    format("rgb32i", RGB32I, RGB_INTEGER, INT, Int, "--", 0.0),
    format("rgba8", RGBA8, RGBA, UNSIGNED_BYTE, Float, "rf", BYTE_STEP),
    format(
        "srgb8_alpha8",
        SRGB8_ALPHA8,
        RGBA,
        UNSIGNED_BYTE,
        Float,
        "rf",
        0.01,
    ),
    format(
        "rgba8_snorm",
        RGBA8_SNORM,
        RGBA,
        BYTE,
        Float,
        "-f",
        2.0 * BYTE_STEP,
    ),
    format(
        "rgb5_a1",
        RGB5_A1,
        RGBA,
        UNSIGNED_SHORT_5_5_5_1,
        Float,
        "rf",
        0.04,
    ),
    format("rgba4", RGBA4, RGBA, UNSIGNED_SHORT_4_4_4_4, Float, "rf", 0.07),
    format(
        "rgb10_a2",
        RGB10_A2,
        RGBA,
        UNSIGNED_INT_2_10_10_10_REV,
        Float,
        "rf",
        BYTE_STEP,
    ),
    format("rgba16f", RGBA16F, RGBA, HALF_FLOAT, Float, "rf", 0.002),
    format("rgba32f", RGBA32F, RGBA, FLOAT, Float, "r-", 1e-6),
    format("rgba8ui", RGBA8UI, RGBA_INTEGER, UNSIGNED_BYTE, Uint, "r-", 0.0),
    format("rgba8i", RGBA8I, RGBA_INTEGER, BYTE, Int, "r-", 0.0),
    format(
        "rgb10_a2ui",
        RGB10_A2UI,
        RGBA_INTEGER,
        UNSIGNED_INT_2_10_10_10_REV,
        Uint,
        "r-",
        0.0,
    ),
    format(
        "rgba16ui",
        RGBA16UI,
        RGBA_INTEGER,
        UNSIGNED_SHORT,
        Uint,
        "r-",
        0.0,
    ),
    format("rgba16i", RGBA16I, RGBA_INTEGER, SHORT, Int, "r-", 0.0),
    format("rgba32ui", RGBA32UI, RGBA_INTEGER, UNSIGNED_INT, Uint, "r-", 0.0),
    format("rgba32i", RGBA32I, RGBA_INTEGER, INT, Int, "r-", 0.0),
];

/// Pixels of a layout that look random; floats are numbers of a moderate size.
pub(super) fn noise(noise: &mut Noise, layout: Layout, pixels: usize) -> Vec<u8> {
    let bytes = pixels * pixel_bytes(layout);
    match layout.1 {
        FLOAT => bytes_of((0..bytes / 4).map(|_| (noise.unit() * 4.0 - 1.5).to_bits())),
        // Exponents from 2^-7 to 2^0.
        HALF_FLOAT => (0..bytes / 2)
            .flat_map(|_| {
                let word = noise.word();
                (((8 + (word >> 16 & 7)) << 10 | word & 0x83ff) as u16).to_le_bytes()
            })
            .collect(),
        UNSIGNED_INT_10F_11F_11F_REV => bytes_of((0..bytes / 4).map(|_| {
            let word = noise.word();
            let part = |mantissa: u32, shift: u32| {
                (8 + (word >> shift & 7)) << mantissa | word >> shift & ((1 << mantissa) - 1)
            };
            part(6, 1) | part(6, 9) << 11 | part(5, 17) << 22
        })),
        UNSIGNED_INT_5_9_9_9_REV => {
            bytes_of((0..bytes / 4).map(|_| noise.word() & 0x07ff_ffff | (12 + (noise.word() & 3)) << 27))
        }
        _ => noise.bytes(bytes),
    }
}

fn bytes_of(words: impl Iterator<Item = u32>) -> Vec<u8> {
    words.flat_map(u32::to_le_bytes).collect()
}

/// Writes texels down.
fn note(record: &mut Record, label: &str, format: &Format, step: f32, words: &[u32]) {
    match format.class {
        Float if format.internal == RGB10_A2 => {
            // Alpha has steps of its own.
            let values = floats(words);
            let colours: Vec<f32> = values.chunks(4).flat_map(|texel| &texel[..3]).copied().collect();
            let alphas: Vec<f32> = values.iter().skip(3).step_by(4).copied().collect();
            record.floats(label, step, step, &colours);
            record.floats(&format!("{label}, alpha"), 0.0, 0.34, &alphas);
        }
        Float => record.floats(label, step, step, &floats(words)),
        Int | Uint => record.exact(label, words.iter().copied()),
    }
}

/// A texture with noise in its first level. Its other levels are there.
fn texture(gl: &Gl, format: &Format, size: [i32; 2], levels: i32, seed: u32) -> u32 {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_storage_2d(TEXTURE_2D, levels, format.internal, size[0], size[1]);
    filters(gl, TEXTURE_2D, NEAREST_MIPMAP_NEAREST, NEAREST);
    let pixels = noise(&mut Noise(seed), format.layout, (size[0] * size[1]) as usize);
    gl.tex_sub_image_2d(
        TEXTURE_2D,
        0,
        [0, 0],
        size,
        format.layout,
        Pixels::Memory(&pixels),
    );
    texture
}

fn uploaded(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (seed, format) in (1..).zip(FORMATS) {
        let name = format.name;
        // Odd sizes, a part, a level.
        let texture = texture(gl, format, [7, 5], 3, seed);
        let part = noise(&mut Noise(seed + 100), format.layout, 6);
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            [2, 1],
            [3, 2],
            format.layout,
            Pixels::Memory(&part),
        );
        let level = noise(&mut Noise(seed + 200), format.layout, 6);
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            1,
            [0, 0],
            [3, 2],
            format.layout,
            Pixels::Memory(&level),
        );
        for (level, size) in [(0, [7, 5]), (1, [3, 2])] {
            let seen = eye.texels(TEXTURE_2D, format.class, level, 0, size)?;
            let step = if format.step > 0.03 {
                format.step * 0.1
            } else {
                1e-6
            };
            note(record, &format!("{name} level {level}"), format, step, &seen);
        }
        gl.delete_texture(texture);
        for (target, kind) in [(TEXTURE_3D, "3D"), (TEXTURE_2D_ARRAY, "array")] {
            let texture = gl.gen_texture();
            gl.bind_texture(target, texture);
            gl.tex_storage_3d(target, 2, format.internal, 5, 3, 4);
            filters(gl, target, NEAREST_MIPMAP_NEAREST, NEAREST);
            let pixels = noise(&mut Noise(seed + 300), format.layout, 60);
            gl.tex_sub_image_3d(
                target,
                0,
                [0; 3],
                [5, 3, 4],
                format.layout,
                Pixels::Memory(&pixels),
            );
            gl.tex_sub_image_3d(
                target,
                0,
                [1, 1, 1],
                [2, 2, 2],
                format.layout,
                Pixels::Memory(&pixels[..8 * pixel_bytes(format.layout)]),
            );
            let depth = if target == TEXTURE_3D { 2 } else { 4 };
            gl.tex_sub_image_3d(
                target,
                1,
                [0; 3],
                [2, 1, depth],
                format.layout,
                Pixels::Memory(&pixels),
            );
            for (level, size, layers) in [(0, [5, 3], 4), (1, [2, 1], depth)] {
                for layer in 0..layers {
                    let seen = eye.texels(target, format.class, level, layer, size)?;
                    let step = if format.step > 0.03 {
                        format.step * 0.1
                    } else {
                        1e-6
                    };
                    note(
                        record,
                        &format!("{name} {kind} level {level} layer {layer}"),
                        format,
                        step,
                        &seen,
                    );
                }
            }
            gl.delete_texture(texture);
        }
    }
    Ok(())
}

fn filtered(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (seed, format) in (1..).zip(FORMATS) {
        let name = format.name;
        let prefix = format.class.prefix();
        let texture = texture(gl, format, [8, 8], 4, seed);
        let declarations = format!("uniform {prefix}sampler2D map; uniform float lod;");
        let mut look = |label: &str, lod: f32| -> Result<(), String> {
            // Not on the edge between two texels.
            let text = "textureLod(map, p * 1.3 - 0.1207, lod)";
            let seen = eye.evaluate(&declarations, text, format.class, [16, 16], |program| {
                gl.uniform1f(gl.uniform(program, "lod"), lod);
            })?;
            note(
                record,
                &format!("{name} {label}"),
                format,
                format.step.max(0.02 * f32::from(u8::from(format.class == Float))),
                &seen,
            );
            Ok(())
        };
        for mode in [REPEAT, CLAMP_TO_EDGE, MIRRORED_REPEAT] {
            wrap(gl, TEXTURE_2D, mode);
            look(&format!("nearest {mode:#x}"), 0.0)?;
        }
        if format.filters {
            for mode in [REPEAT, CLAMP_TO_EDGE, MIRRORED_REPEAT] {
                wrap(gl, TEXTURE_2D, mode);
                filters(gl, TEXTURE_2D, LINEAR_MIPMAP_LINEAR, LINEAR);
                look(&format!("linear {mode:#x}"), 0.0)?;
            }
        }
        // Levels by hand where they cannot be made.
        if format.renders && format.filters {
            gl.generate_mipmap(TEXTURE_2D);
            for level in 1..4 {
                let side = 8 >> level;
                let seen = eye.texels(TEXTURE_2D, format.class, level, 0, [side, side])?;
                note(
                    record,
                    &format!("{name} generated level {level}"),
                    format,
                    format.step * 1.5,
                    &seen,
                );
            }
            let mut look = |label: &str, lod: f32| -> Result<(), String> {
                let seen = eye.evaluate(
                    &declarations,
                    "textureLod(map, p, lod)",
                    format.class,
                    [16, 16],
                    |program| {
                        gl.uniform1f(gl.uniform(program, "lod"), lod);
                    },
                )?;
                note(
                    record,
                    &format!("{name} {label}"),
                    format,
                    format.step * 1.5,
                    &seen,
                );
                Ok(())
            };
            look("between levels", 0.7)?;
            look("beyond levels", 9.0)?;
        }
        gl.delete_texture(texture);
    }
    Ok(())
}

/// A fragment shader's output of a class, from `p`.
fn output(class: Class) -> String {
    let value = match class {
        Float => "vec4(p * 1.4 - 0.2, p.y * p.x, 1.0 - p.x)",
        Int => "ivec4(vec4(p * 300.0 - 150.0, p.yx * 40000.0 - 20000.0))",
        Uint => "uvec4(vec4(p * 300.0, p.yx * 70000.0))",
    };
    format!(
        "in vec2 p; layout(location = 0) out {}vec4 o; void main() {{ o = {value}; }}",
        class.prefix()
    )
}

fn drawn(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for format in FORMATS {
        let name = format.name;
        let (framebuffer, texture) = target(gl, format.internal, [8, 8]);
        let is_complete = complete(gl);
        record.exact(&format!("{name} complete"), [u32::from(is_complete)]);
        if format.renders {
            record.holds(&format!("{name} is a target"), is_complete, || {
                "incomplete".to_owned()
            });
        }
        if !is_complete {
            gl.delete_framebuffer(framebuffer);
            gl.delete_texture(texture);
            continue;
        }
        let mut look = |label: &str| -> Result<(), String> {
            gl.bind_texture(TEXTURE_2D, texture);
            let seen = eye.texels(TEXTURE_2D, format.class, 0, 0, [8, 8])?;
            note(record, &format!("{name} {label}"), format, format.step, &seen);
            gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
            gl.viewport(0, 0, 8, 8);
            Ok(())
        };
        match format.class {
            Float => gl.clear_bufferfv(COLOR, 0, &[0.25, -0.5, 1.75, 0.6]),
            Int => gl.clear_bufferiv(COLOR, 0, &[-1, 100, -30000, i32::MAX]),
            Uint => gl.clear_bufferuiv(COLOR, 0, &[1, 200, 60000, u32::MAX]),
        }
        look("cleared")?;
        gl.enable(SCISSOR_TEST);
        gl.scissor(2, 1, 3, 5);
        gl.color_mask(1, 0, 1, 0);
        match format.class {
            Float => gl.clear_bufferfv(COLOR, 0, &[0.75, 0.5, 0.1, 0.2]),
            Int => gl.clear_bufferiv(COLOR, 0, &[7, 8, 9, 10]),
            Uint => gl.clear_bufferuiv(COLOR, 0, &[7, 8, 9, 10]),
        }
        gl.disable(SCISSOR_TEST);
        look("cleared in part")?;
        eye.program(&output(format.class))?;
        fill(gl);
        look("masked")?;
        gl.color_mask(1, 1, 1, 1);
        eye.program(&output(format.class))?;
        fill(gl);
        look("drawn")?;
        if format.class == Float && format.step > 1e-5 {
            gl.enable(BLEND);
            for (label, factors, equation) in [
                ("over", [SRC_ALPHA, ONE_MINUS_SRC_ALPHA], FUNC_ADD),
                ("by destination alpha", [DST_ALPHA, ONE_MINUS_DST_ALPHA], FUNC_ADD),
                ("by destination colour", [ZERO, SRC_COLOR], FUNC_ADD),
                ("difference", [ONE, ONE], FUNC_REVERSE_SUBTRACT),
                ("least", [ONE, ONE], MIN),
                ("greatest", [ONE, ONE], MAX),
                ("constant", [CONSTANT_COLOR, ONE_MINUS_CONSTANT_ALPHA], FUNC_ADD),
                ("saturated", [SRC_ALPHA_SATURATE, ONE], FUNC_ADD),
            ] {
                gl.disable(BLEND);
                gl.clear_bufferfv(COLOR, 0, &[0.3, 0.6, 0.2, 0.7]);
                gl.enable(BLEND);
                gl.blend_func_separate(factors[0], factors[1], factors[0], factors[1]);
                gl.blend_equation_separate(equation, equation);
                gl.blend_color(0.2, 0.9, 0.4, 0.3);
                eye.program(&output(format.class))?;
                fill(gl);
                gl.disable(BLEND);
                look(label)?;
            }
        }
        // The implementation's own way of reading.
        let layout = match format.class {
            Float => Layout(RGBA, FLOAT),
            Int => Layout(RGBA_INTEGER, INT),
            Uint => WORDS,
        };
        if format.class != Float || format.layout.1 == FLOAT || format.layout.1 == HALF_FLOAT {
            let seen = words(&gl.read_pixels([1, 2], [5, 4], layout));
            note(record, &format!("{name} read"), format, format.step, &seen);
        } else if format.internal != R11F_G11F_B10F && format.internal != RGB10_A2 {
            let steps = (format.step * 256.0) as u32 + 1;
            let seen = gl.read_pixels([1, 2], [5, 4], Layout(RGBA, UNSIGNED_BYTE));
            record.bytes(&format!("{name} read"), steps, &seen);
        }
        gl.delete_framebuffer(framebuffer);
        gl.delete_texture(texture);
    }
    Ok(())
}

fn copied(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (seed, format) in (1..).zip(FORMATS) {
        if !format.renders {
            continue;
        }
        let name = format.name;
        let source = texture(gl, format, [8, 8], 1, seed);
        let framebuffer = gl.gen_framebuffer();
        let bind = || {
            gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
            gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, source, 0);
        };
        bind();
        let step = if format.step > 0.03 {
            format.step * 0.1
        } else {
            format.step
        };
        for (target, kind) in [
            (TEXTURE_2D, "2D"),
            (TEXTURE_3D, "3D"),
            (TEXTURE_2D_ARRAY, "array"),
        ] {
            let copy = gl.gen_texture();
            gl.bind_texture(target, copy);
            let pixels = noise(&mut Noise(seed + 9), format.layout, 8 * 8 * 3);
            bind();
            if target == TEXTURE_2D {
                gl.tex_storage_2d(target, 1, format.internal, 8, 8);
                gl.tex_sub_image_2d(target, 0, [0; 2], [8, 8], format.layout, Pixels::Memory(&pixels));
                gl.copy_tex_sub_image_2d(target, 0, 3, 2, 1, 2, 4, 5);
                // Beyond the source, texels are left alone or undefined; inside, they are the source's.
                gl.copy_tex_sub_image_2d(target, 0, 0, 0, 0, 0, 2, 2);
            } else {
                gl.tex_storage_3d(target, 1, format.internal, 8, 8, 3);
                gl.tex_sub_image_3d(
                    target,
                    0,
                    [0; 3],
                    [8, 8, 3],
                    format.layout,
                    Pixels::Memory(&pixels),
                );
                gl.copy_tex_sub_image_3d(target, 0, 3, 2, 1, 1, 2, 4, 5);
            }
            filters(gl, target, NEAREST, NEAREST);
            for layer in 0..if target == TEXTURE_2D { 1 } else { 3 } {
                gl.bind_texture(target, copy);
                let seen = eye.texels(target, format.class, 0, layer, [8, 8])?;
                note(
                    record,
                    &format!("{name} {kind} layer {layer}"),
                    format,
                    step,
                    &seen,
                );
            }
            gl.delete_texture(copy);
        }
        gl.delete_framebuffer(framebuffer);
        gl.delete_texture(source);
    }
    Ok(())
}

fn blitted(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let targets: Vec<_> = FORMATS.iter().filter(|format| format.renders).collect();
    for (seed, from) in (1..).zip(&targets) {
        let source = texture(gl, from, [8, 8], 1, seed);
        let read = gl.gen_framebuffer();
        gl.bind_framebuffer(READ_FRAMEBUFFER, read);
        gl.framebuffer_texture_2d(READ_FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, source, 0);
        // Every kind of the other side that is allowed, or the same.
        let others: Vec<_> = targets
            .iter()
            .filter(|to| to.class == from.class)
            .enumerate()
            .filter(|(index, to)| to.name == from.name || index % 4 == seed as usize % 4)
            .map(|(_, to)| *to)
            .collect();
        for to in others {
            let (draw, texture) = target(gl, to.internal, [12, 12]);
            let places = [
                ("same", [1, 1, 5, 6], [2, 3, 6, 8]),
                ("larger", [0, 0, 7, 7], [0, 0, 12, 11]),
                ("turned", [8, 0, 0, 8], [1, 12, 11, 2]),
                ("mirrored", [1, 1, 7, 6], [9, 3, 3, 8]),
                ("smaller", [0, 0, 8, 8], [3, 3, 7, 6]),
                ("cut", [-3, -2, 6, 6], [-3, -2, 6, 6]),
                ("cut and scaled", [2, 2, 12, 12], [-5, 1, 15, 21]),
            ];
            for (label, [x0, y0, x1, y1], [u0, v0, u1, v1]) in places {
                for (how, filter) in [("nearest", NEAREST), ("linear", LINEAR)] {
                    if filter == LINEAR && !(from.filters && to.class == Float) {
                        continue;
                    }
                    gl.bind_framebuffer(READ_FRAMEBUFFER, read);
                    gl.bind_framebuffer(DRAW_FRAMEBUFFER, draw);
                    match to.class {
                        Float => gl.clear_bufferfv(COLOR, 0, &[0.5, 0.25, 0.75, 1.0]),
                        Int => gl.clear_bufferiv(COLOR, 0, &[1, 2, 3, 4]),
                        Uint => gl.clear_bufferuiv(COLOR, 0, &[1, 2, 3, 4]),
                    }
                    gl.blit_framebuffer(x0, y0, x1, y1, u0, v0, u1, v1, COLOR_BUFFER_BIT, filter);
                    gl.bind_texture(TEXTURE_2D, texture);
                    let seen = eye.texels(TEXTURE_2D, to.class, 0, 0, [12, 12])?;
                    let step = from
                        .step
                        .max(to.step)
                        .max(if from.class == Float { 0.01 } else { 0.0 });
                    note(
                        record,
                        &format!("{} to {} {label} {how}", from.name, to.name),
                        to,
                        step,
                        &seen,
                    );
                }
            }
            gl.delete_framebuffer(draw);
            gl.delete_texture(texture);
        }
        gl.delete_framebuffer(read);
        gl.delete_texture(source);
    }
    Ok(())
}

fn multisampled(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for format in FORMATS.iter().filter(|format| format.renders) {
        let name = format.name;
        let texture = gl.gen_texture();
        gl.bind_texture(TEXTURE_2D_MULTISAMPLE, texture);
        let samples = if format.class == Float && format.step > 1e-5 {
            4
        } else {
            1
        };
        gl.tex_storage_2d_multisample(TEXTURE_2D_MULTISAMPLE, samples, format.internal, 8, 8, 1);
        if gl.get_error() != NO_ERROR {
            record.exact(&format!("{name} refused"), [1]);
            continue;
        }
        let framebuffer = gl.gen_framebuffer();
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D_MULTISAMPLE, texture, 0);
        record.exact(&format!("{name} complete"), [u32::from(complete(gl))]);
        gl.viewport(0, 0, 8, 8);
        match format.class {
            Float => gl.clear_bufferfv(COLOR, 0, &[0.25, 0.5, 0.75, 0.6]),
            Int => gl.clear_bufferiv(COLOR, 0, &[-1, 100, -30000, i32::MAX]),
            Uint => gl.clear_bufferuiv(COLOR, 0, &[1, 200, 60000, u32::MAX]),
        }
        // A slanted edge, so that samples of one pixel differ; drivers may place them as they like, so only the
        // pixels that are all inside or all outside compare.
        eye.program(&output(format.class))?;
        gl.viewport(-8, 0, 16, 8);
        fill(gl);
        gl.bind_texture(TEXTURE_2D_MULTISAMPLE, texture);
        for sample in 0..samples {
            let seen = eye.texels(TEXTURE_2D_MULTISAMPLE, format.class, 0, sample, [8, 8])?;
            note(
                record,
                &format!("{name} sample {sample}"),
                format,
                format.step,
                &seen,
            );
        }
        let (single, resolved) = target(gl, format.internal, [8, 8]);
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        gl.bind_framebuffer(DRAW_FRAMEBUFFER, single);
        gl.blit_framebuffer(0, 0, 8, 8, 0, 0, 8, 8, COLOR_BUFFER_BIT, NEAREST);
        gl.bind_texture(TEXTURE_2D, resolved);
        let seen = eye.texels(TEXTURE_2D, format.class, 0, 0, [8, 8])?;
        note(record, &format!("{name} resolved"), format, format.step, &seen);
        gl.delete_framebuffer(framebuffer);
        gl.delete_framebuffer(single);
        gl.delete_texture(texture);
        gl.delete_texture(resolved);
    }
    Ok(())
}
