//! Textures whose texels are not colours as they stand: stencil, and compressed blocks.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "stencil-textures",
        run: stencil_textures,
    },
    Sweep {
        name: "compressed",
        run: compressed,
    },
];

/// Stencil as a texture, beside depth.
fn stencil_textures(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (format, layout, name) in [
        (DEPTH24_STENCIL8, Layout(DEPTH_STENCIL, UNSIGNED_INT_24_8), "24_8"),
        (
            DEPTH32F_STENCIL8,
            Layout(DEPTH_STENCIL, FLOAT_32_UNSIGNED_INT_24_8_REV),
            "32f_8",
        ),
    ] {
        for (target, kind) in [(TEXTURE_2D, "sampler2D"), (TEXTURE_2D_ARRAY, "sampler2DArray")] {
            let texture = gl.gen_texture();
            gl.bind_texture(target, texture);
            let mut noise = Noise(4);
            let pixels: Vec<u8> = (0..64 * 3)
                .flat_map(|_| match layout.1 {
                    UNSIGNED_INT_24_8 => noise.word().to_le_bytes().to_vec(),
                    _ => [noise.unit().to_le_bytes(), (noise.word() >> 24).to_le_bytes()].concat(),
                })
                .collect();
            if target == TEXTURE_2D {
                gl.tex_storage_2d(target, 1, format, 8, 8);
                gl.tex_sub_image_2d(target, 0, [0; 2], [8, 8], layout, Pixels::Memory(&pixels));
            } else {
                gl.tex_storage_3d(target, 1, format, 8, 8, 3);
                gl.tex_sub_image_3d(target, 0, [0; 3], [8, 8, 3], layout, Pixels::Memory(&pixels));
            }
            filters(gl, target, NEAREST, NEAREST);
            for layer in 0..if target == TEXTURE_2D { 1 } else { 3 } {
                gl.tex_parameteri(target, DEPTH_STENCIL_TEXTURE_MODE, DEPTH_COMPONENT as i32);
                let seen = eye.texels(target, Class::Float, 0, layer, [8, 8])?;
                record.floats(&format!("{name} {kind} {layer} depth"), 0.0, 1e-6, &floats(&seen));
                gl.tex_parameteri(target, DEPTH_STENCIL_TEXTURE_MODE, STENCIL_INDEX as i32);
                let seen = eye.texels(target, Class::Uint, 0, layer, [8, 8])?;
                record.exact(&format!("{name} {kind} {layer} stencil"), seen);
                let place = if target == TEXTURE_2D {
                    "p".to_owned()
                } else {
                    format!("vec3(p, {layer})")
                };
                for function in [
                    format!("texture(map, {place})"),
                    format!("textureGather(map, {place}, 0)"),
                ] {
                    let seen = eye.evaluate(
                        &format!("uniform u{kind} map;"),
                        &function,
                        Class::Uint,
                        [8, 8],
                        |_| {},
                    )?;
                    record.exact(&format!("{name} {kind} {layer} stencil {function}"), seen);
                }
            }
            // Both planes change by drawing.
            gl.delete_texture(texture);
        }
    }
    Ok(())
}

/// ETC2 and EAC, whose blocks may hold anything.
fn compressed(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let formats = [
        ("r11", COMPRESSED_R11_EAC, 8),
        ("signed r11", COMPRESSED_SIGNED_R11_EAC, 8),
        ("rg11", COMPRESSED_RG11_EAC, 16),
        ("signed rg11", COMPRESSED_SIGNED_RG11_EAC, 16),
        ("rgb8", COMPRESSED_RGB8_ETC2, 8),
        ("srgb8", COMPRESSED_SRGB8_ETC2, 8),
        ("rgb8 punch-through", COMPRESSED_RGB8_PUNCHTHROUGH_ALPHA1_ETC2, 8),
        (
            "srgb8 punch-through",
            COMPRESSED_SRGB8_PUNCHTHROUGH_ALPHA1_ETC2,
            8,
        ),
        ("rgba8", COMPRESSED_RGBA8_ETC2_EAC, 16),
        ("srgb8 alpha8", COMPRESSED_SRGB8_ALPHA8_ETC2_EAC, 16),
    ];
    for (name, format, block) in formats {
        for (target, kind) in [(TEXTURE_2D, "sampler2D"), (TEXTURE_2D_ARRAY, "sampler2DArray")] {
            let texture = gl.gen_texture();
            gl.bind_texture(target, texture);
            let mut noise = Noise(11);
            let layers = if target == TEXTURE_2D { 1 } else { 2 };
            if target == TEXTURE_2D {
                gl.tex_storage_2d(target, 3, format, 12, 10);
            } else {
                gl.tex_storage_3d(target, 3, format, 12, 10, 2);
            }
            for (level, size) in [(0, [12, 10]), (1, [6, 5]), (2, [3, 2])] {
                let blocks = (size[0] + 3) / 4 * ((size[1] + 3) / 4) * layers;
                let bytes = noise.bytes(blocks as usize * block);
                if target == TEXTURE_2D {
                    gl.compressed_tex_sub_image_2d(target, level, [0; 2], size, format, &bytes);
                } else {
                    gl.compressed_tex_sub_image_3d(
                        target,
                        level,
                        [0; 3],
                        [size[0], size[1], layers],
                        format,
                        &bytes,
                    );
                }
            }
            // A part that begins and ends where blocks do.
            let bytes = noise.bytes(2 * block);
            if target == TEXTURE_2D {
                gl.compressed_tex_sub_image_2d(target, 0, [4, 4], [8, 4], format, &bytes);
            } else {
                gl.compressed_tex_sub_image_3d(target, 0, [4, 4, 1], [8, 4, 1], format, &bytes);
            }
            filters(gl, target, NEAREST_MIPMAP_NEAREST, NEAREST);
            for layer in 0..layers {
                for (level, size) in [(0, [12, 10]), (1, [6, 5]), (2, [3, 2])] {
                    let seen = eye.texels(target, Class::Float, level, layer, size)?;
                    record.floats(
                        &format!("{name} {kind} {layer} level {level}"),
                        0.0,
                        0.004,
                        &floats(&seen),
                    );
                }
            }
            filters(gl, target, LINEAR_MIPMAP_LINEAR, LINEAR);
            let place = if target == TEXTURE_2D { "p" } else { "vec3(p, 1.0)" };
            let seen = eye.evaluate(
                &format!("uniform {kind} map;"),
                &format!("textureLod(map, {place}, p.x * 2.0)"),
                Class::Float,
                [16, 16],
                |_| {},
            )?;
            record.floats(&format!("{name} {kind} filtered"), 0.0, 0.02, &floats(&seen));
            gl.delete_texture(texture);
        }
    }
    Ok(())
}
