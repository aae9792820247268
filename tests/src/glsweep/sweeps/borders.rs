//! Textures that end in a border's colour (EXT_texture_border_clamp).

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

use super::formats::{self, FORMATS, Format};

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "borders-of-formats",
        run: of_formats,
    },
    Sweep {
        name: "borders-of-depths",
        run: of_depths,
    },
    Sweep {
        name: "borders-of-blocks",
        run: of_blocks,
    },
    Sweep {
        name: "borders-by-axis",
        run: by_axis,
    },
    Sweep {
        name: "borders-of-layers",
        run: of_layers,
    },
];

const SIZE: [i32; 2] = [24, 24];
/// From beyond the texture on one side to beyond it on the other.
const PLACE: &str = "(p * 2.2 - 0.6)";

/// Sets a border's colour: within what formats have, and beyond it.
fn border(gl: &Gl, target: u32, class: Class, beyond: bool) {
    match (class, beyond) {
        (Class::Float, false) => gl.tex_parameterfv(target, TEXTURE_BORDER_COLOR, &[0.2, 0.9, 0.6, 0.4]),
        (Class::Float, true) => gl.tex_parameterfv(target, TEXTURE_BORDER_COLOR, &[-0.7, 1.5, -3.0, 7.0]),
        (Class::Int, false) => gl.tex_parameter_i_iv(target, TEXTURE_BORDER_COLOR, &[-3, 77, 5, -100]),
        (Class::Int, true) => {
            gl.tex_parameter_i_iv(target, TEXTURE_BORDER_COLOR, &[-40000, 100_000, 300, -129])
        }
        (Class::Uint, false) => gl.tex_parameter_i_uiv(target, TEXTURE_BORDER_COLOR, &[1, 77, 200, 3]),
        (Class::Uint, true) => gl.tex_parameter_i_uiv(target, TEXTURE_BORDER_COLOR, &[5, 3000, 100_000, 300]),
    }
}

/// What lookups around the bound texture find.
fn look(eye: &Words<'_>, record: &mut Record, label: &str, class: Class, step: f32) -> Result<(), String> {
    let declarations = format!("uniform {}sampler2D map;", class.prefix());
    for (name, lookup) in [
        ("texture", format!("texture(map, {PLACE})")),
        ("level", format!("textureLod(map, {PLACE}, 1.0)")),
        ("offset", format!("textureOffset(map, {PLACE}, ivec2(3, -2))")),
        ("gather", format!("textureGather(map, {PLACE}, 1)")),
    ] {
        let seen = eye.evaluate(&declarations, &lookup, class, SIZE, |_| {})?;
        let label = format!("{label} {name}");
        match class {
            Class::Float => record.floats(&label, step, step, &floats(&seen)),
            Class::Int | Class::Uint => record.exact(&label, seen),
        }
    }
    Ok(())
}

/// A texture of two levels with noise.
fn texture(gl: &Gl, format: &Format) {
    gl.bind_texture(TEXTURE_2D, gl.gen_texture());
    gl.tex_storage_2d(TEXTURE_2D, 2, format.internal, 6, 5);
    for (level, size) in [(0, [6, 5]), (1, [3, 2])] {
        let pixels = formats::noise(
            &mut Noise(31 + level as u32),
            format.layout,
            (size[0] * size[1]) as usize,
        );
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            level,
            [0, 0],
            size,
            format.layout,
            Pixels::Memory(&pixels),
        );
    }
}

fn of_formats(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for format in FORMATS {
        texture(gl, format);
        wrap(gl, TEXTURE_2D, CLAMP_TO_BORDER);
        for filter in [NEAREST, LINEAR] {
            if filter == LINEAR && !format.filters {
                continue;
            }
            filters(
                gl,
                TEXTURE_2D,
                [NEAREST_MIPMAP_NEAREST, LINEAR_MIPMAP_NEAREST][usize::from(filter == LINEAR)],
                filter,
            );
            for beyond in [false, true] {
                border(gl, TEXTURE_2D, format.class, beyond);
                // What a format cannot hold is kept or not as the driver likes where the format is a float's.
                let label = format!("{} {filter:#x} {beyond}", format.name);
                look(&eye, record, &label, format.class, format.step.max(0.01))?;
            }
        }
        // The border goes through the swizzle as texels do.
        gl.tex_parameteri(TEXTURE_2D, TEXTURE_SWIZZLE_R, ALPHA as i32);
        gl.tex_parameteri(TEXTURE_2D, TEXTURE_SWIZZLE_G, RED as i32);
        gl.tex_parameteri(TEXTURE_2D, TEXTURE_SWIZZLE_B, ONE as i32);
        border(gl, TEXTURE_2D, format.class, false);
        look(
            &eye,
            record,
            &format!("{} swizzled", format.name),
            format.class,
            format.step.max(0.01),
        )?;
    }
    Ok(())
}

fn of_depths(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (format, layout, name) in [
        (DEPTH_COMPONENT16, Layout(DEPTH_COMPONENT, UNSIGNED_SHORT), "16"),
        (DEPTH_COMPONENT24, Layout(DEPTH_COMPONENT, UNSIGNED_INT), "24"),
        (DEPTH_COMPONENT32F, Layout(DEPTH_COMPONENT, FLOAT), "32f"),
        (DEPTH24_STENCIL8, Layout(DEPTH_STENCIL, UNSIGNED_INT_24_8), "24_8"),
    ] {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_storage_2d(TEXTURE_2D, 1, format, 6, 5);
        let mut noise = Noise(41);
        let pixels: Vec<u8> = (0..30)
            .flat_map(|_| match layout.1 {
                FLOAT => noise.unit().to_le_bytes().to_vec(),
                UNSIGNED_SHORT => (noise.word() as u16).to_le_bytes().to_vec(),
                _ => noise.word().to_le_bytes().to_vec(),
            })
            .collect();
        gl.tex_sub_image_2d(TEXTURE_2D, 0, [0, 0], [6, 5], layout, Pixels::Memory(&pixels));
        wrap(gl, TEXTURE_2D, CLAMP_TO_BORDER);
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        for value in [0.4, 1.7, -0.3] {
            gl.tex_parameterfv(TEXTURE_2D, TEXTURE_BORDER_COLOR, &[value, 0.9, 0.8, 0.7]);
            look(&eye, record, &format!("{name} {value}"), Class::Float, 0.001)?;
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_COMPARE_MODE, COMPARE_REF_TO_TEXTURE as i32);
            for filter in [NEAREST, LINEAR] {
                filters(gl, TEXTURE_2D, filter, filter);
                for function in [LEQUAL, GREATER, EQUAL] {
                    gl.tex_parameteri(TEXTURE_2D, TEXTURE_COMPARE_FUNC, function as i32);
                    for reference in ["0.5", "0.4", "1.0", "1.6", "0.0", "p.x * 1.4 - 0.2"] {
                        for lookup in [
                            format!("vec4(texture(map, vec3({PLACE}, {reference})))"),
                            format!("textureGather(map, {PLACE}, {reference})"),
                        ] {
                            let seen = eye.evaluate(
                                "uniform sampler2DShadow map;",
                                &lookup,
                                Class::Float,
                                SIZE,
                                |_| {},
                            )?;
                            let label = format!("{name} {value} {filter:#x} {function:#x} {lookup}");
                            // Two drivers' steps of coordinates differ where a texel ends.
                            record.floats(
                                &label,
                                0.0,
                                if filter == LINEAR { 0.05 } else { 0.0 },
                                &floats(&seen),
                            );
                        }
                    }
                }
            }
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            gl.tex_parameteri(TEXTURE_2D, TEXTURE_COMPARE_MODE, NONE as i32);
        }
    }
    // The stencil of a texture.
    gl.tex_parameteri(TEXTURE_2D, DEPTH_STENCIL_TEXTURE_MODE, STENCIL_INDEX as i32);
    for beyond in [false, true] {
        border(gl, TEXTURE_2D, Class::Uint, beyond);
        look(&eye, record, &format!("stencil {beyond}"), Class::Uint, 0.0)?;
    }
    Ok(())
}

fn of_blocks(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (name, format, block) in [
        ("r11", COMPRESSED_R11_EAC, 8),
        ("signed rg11", COMPRESSED_SIGNED_RG11_EAC, 16),
        ("rgb8", COMPRESSED_RGB8_ETC2, 8),
        ("rgb8 punch-through", COMPRESSED_RGB8_PUNCHTHROUGH_ALPHA1_ETC2, 8),
        ("srgb8 alpha8", COMPRESSED_SRGB8_ALPHA8_ETC2_EAC, 16),
    ] {
        gl.bind_texture(TEXTURE_2D, gl.gen_texture());
        gl.tex_storage_2d(TEXTURE_2D, 2, format, 12, 8);
        let mut noise = Noise(43);
        gl.compressed_tex_sub_image_2d(TEXTURE_2D, 0, [0; 2], [12, 8], format, &noise.bytes(6 * block));
        gl.compressed_tex_sub_image_2d(TEXTURE_2D, 1, [0; 2], [6, 4], format, &noise.bytes(2 * block));
        wrap(gl, TEXTURE_2D, CLAMP_TO_BORDER);
        for (min, mag) in [(NEAREST_MIPMAP_NEAREST, NEAREST), (LINEAR_MIPMAP_NEAREST, LINEAR)] {
            filters(gl, TEXTURE_2D, min, mag);
            for beyond in [false, true] {
                border(gl, TEXTURE_2D, Class::Float, beyond);
                look(
                    &eye,
                    record,
                    &format!("{name} {mag:#x} {beyond}"),
                    Class::Float,
                    0.02,
                )?;
            }
        }
    }
    Ok(())
}

/// Each axis on its own.
fn by_axis(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for name in ["rgba8", "rgba8i", "r16f", "srgb8_alpha8"] {
        let format = FORMATS
            .iter()
            .find(|format| format.name == name)
            .ok_or("no such format")?;
        for s in [CLAMP_TO_BORDER, CLAMP_TO_EDGE, REPEAT, MIRRORED_REPEAT] {
            for t in [CLAMP_TO_BORDER, CLAMP_TO_EDGE, REPEAT, MIRRORED_REPEAT] {
                texture(gl, format);
                gl.tex_parameteri(TEXTURE_2D, TEXTURE_WRAP_S, s as i32);
                gl.tex_parameteri(TEXTURE_2D, TEXTURE_WRAP_T, t as i32);
                let (min, mag) = if format.filters {
                    (LINEAR_MIPMAP_LINEAR, LINEAR)
                } else {
                    (NEAREST_MIPMAP_NEAREST, NEAREST)
                };
                filters(gl, TEXTURE_2D, min, mag);
                border(gl, TEXTURE_2D, format.class, false);
                look(&eye, record, &format!("{name} {s:#x} {t:#x}"), format.class, 0.02)?;
            }
        }
    }
    Ok(())
}

/// Textures with layers, slices or faces, and samplers of their own.
fn of_layers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let sampler = gl.gen_sampler();
    for axis in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R] {
        gl.sampler_parameteri(sampler, axis, CLAMP_TO_BORDER as i32);
    }
    gl.sampler_parameterfv(sampler, TEXTURE_BORDER_COLOR, &[0.1, 0.7, 0.3, 0.8]);
    for filter in [NEAREST, LINEAR] {
        gl.sampler_parameteri(sampler, TEXTURE_MIN_FILTER, filter as i32);
        gl.sampler_parameteri(sampler, TEXTURE_MAG_FILTER, filter as i32);
        for (target, kind, lookups) in [
            (
                TEXTURE_3D,
                "sampler3D",
                &[
                    "texture(map, vec3(p * 2.2 - 0.6, 0.6))",
                    "texture(map, vec3(0.4, p * 2.2 - 0.6))",
                ][..],
            ),
            (
                TEXTURE_2D_ARRAY,
                "sampler2DArray",
                &[
                    "texture(map, vec3(p * 2.2 - 0.6, p.x * 5.0 - 1.0))",
                    "textureGather(map, vec3(p * 2.2 - 0.6, 2.0), 2)",
                ],
            ),
            (
                TEXTURE_CUBE_MAP,
                "samplerCube",
                &[
                    "texture(map, vec3(p * 2.2 - 1.1, 1.0))",
                    "textureGather(map, vec3(1.0, p * 2.2 - 1.1))",
                ],
            ),
        ] {
            gl.bind_texture(target, gl.gen_texture());
            let layout = Layout(RGBA, UNSIGNED_BYTE);
            let mut noise = Noise(47);
            if target == TEXTURE_CUBE_MAP {
                gl.tex_storage_2d(target, 1, RGBA8, 5, 5);
                for face in 0..6 {
                    let pixels = noise.bytes(100);
                    let face = TEXTURE_CUBE_MAP_POSITIVE_X + face;
                    gl.tex_sub_image_2d(face, 0, [0; 2], [5, 5], layout, Pixels::Memory(&pixels));
                }
            } else {
                gl.tex_storage_3d(target, 1, RGBA8, 5, 6, 4);
                gl.tex_sub_image_3d(
                    target,
                    0,
                    [0; 3],
                    [5, 6, 4],
                    layout,
                    Pixels::Memory(&noise.bytes(480)),
                );
            }
            gl.bind_sampler(0, sampler);
            for lookup in lookups {
                let seen = eye.evaluate(
                    &format!("uniform {kind} map;"),
                    lookup,
                    Class::Float,
                    SIZE,
                    |_| {},
                )?;
                record.floats(&format!("{kind} {filter:#x} {lookup}"), 0.0, 0.02, &floats(&seen));
            }
            gl.bind_sampler(0, 0);
            gl.bind_texture(target, 0);
        }
    }
    Ok(())
}
