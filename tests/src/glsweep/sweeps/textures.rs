//! Every function that looks into textures, with every kind of sampler.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "lookups",
        run: lookups,
    },
    Sweep {
        name: "lookups-vertex-stage",
        run: vertex_stage,
    },
    Sweep {
        name: "lookups-shadow",
        run: shadows,
    },
    Sweep {
        name: "swizzles-and-levels",
        run: swizzles_and_levels,
    },
    Sweep {
        name: "seams",
        run: seams,
    },
    Sweep {
        name: "sampler-objects",
        run: sampler_objects,
    },
];

const SIDE: i32 = 16;
const SIZE: [i32; 2] = [SIDE, SIDE];

/// Internal format and layout of RGBA of a class, in eight bits.
fn rgba(class: Class) -> (u32, Layout) {
    match class {
        Class::Float => (RGBA8, Layout(RGBA, UNSIGNED_BYTE)),
        Class::Int => (RGBA8I, Layout(RGBA_INTEGER, BYTE)),
        Class::Uint => (RGBA8UI, Layout(RGBA_INTEGER, UNSIGNED_BYTE)),
    }
}

/// Faces of a cube map, or the target itself.
fn images(target: u32) -> Vec<u32> {
    match target {
        TEXTURE_CUBE_MAP => (0..6).map(|face| TEXTURE_CUBE_MAP_POSITIVE_X + face).collect(),
        _ => vec![target],
    }
}

/// A texture of 8 × 8, of four layers or slices if it has any, with noise in all its levels. It is bound.
fn noisy(gl: &Gl, target: u32, format: u32, layout: Layout, seed: u32) -> u32 {
    let texture = gl.gen_texture();
    gl.bind_texture(target, texture);
    let mut noise = Noise(seed);
    let deep = target == TEXTURE_3D || target == TEXTURE_2D_ARRAY;
    if deep {
        gl.tex_storage_3d(target, 4, format, 8, 8, 4);
    } else {
        gl.tex_storage_2d(target, 4, format, 8, 8);
    }
    for level in 0..4 {
        let side = 8 >> level;
        let depth = if target == TEXTURE_3D {
            (4 >> level).max(1)
        } else {
            4
        };
        for image in images(target) {
            let pixels = noise.bytes((side * side * depth) as usize * 16);
            if deep {
                gl.tex_sub_image_3d(
                    image,
                    level,
                    [0; 3],
                    [side, side, depth],
                    layout,
                    Pixels::Memory(&pixels),
                );
            } else {
                gl.tex_sub_image_2d(
                    image,
                    level,
                    [0; 2],
                    [side, side],
                    layout,
                    Pixels::Memory(&pixels),
                );
            }
        }
    }
    let (min, mag) = match layout.0 {
        RGBA => (LINEAR_MIPMAP_LINEAR, LINEAR),
        _ => (NEAREST_MIPMAP_NEAREST, NEAREST),
    };
    filters(gl, target, min, mag);
    texture
}

const KINDS: [(u32, &str); 4] = [
    (TEXTURE_2D, "sampler2D"),
    (TEXTURE_3D, "sampler3D"),
    (TEXTURE_CUBE_MAP, "samplerCube"),
    (TEXTURE_2D_ARRAY, "sampler2DArray"),
];

/// Functions of a kind of sampler. Coordinates keep off the edges of texels.
fn functions(target: u32) -> Vec<String> {
    // What names the place; what it is divided by; derivatives; offsets.
    let (place, derivatives, offset, texel) = match target {
        TEXTURE_2D => ("q", "vec2(0.31, 0.0), vec2(0.0, 0.22)", "ivec2(-2, 3)", "at >> 1"),
        TEXTURE_3D => (
            "vec3(q, p.x * 0.9 + 0.017)",
            "vec3(0.31, 0.0, 0.0), vec3(0.0, 0.22, 0.0)",
            "ivec3(-2, 3, 1)",
            "ivec3(at >> 1, at.x & 3)",
        ),
        TEXTURE_2D_ARRAY => (
            "vec3(q, p.x * 5.0 - 0.9)",
            "vec2(0.31, 0.0), vec2(0.0, 0.22)",
            "ivec2(-2, 3)",
            "ivec3(at >> 1, at.x & 3)",
        ),
        _ => (
            "vec3(q * 2.0 - 1.0, p.x * p.y - 0.4)",
            "vec3(0.31, 0.0, 0.0), vec3(0.0, 0.22, 0.0)",
            "",
            "",
        ),
    };
    // Where faces meet, slopes are the implementation's.
    let smooth = if target == TEXTURE_CUBE_MAP {
        "vec3(q * 0.9 - 0.4, 1.3)"
    } else {
        place
    };
    let mut found = vec![
        format!("texture(map, {smooth})"),
        format!("texture(map, {smooth}, 1.3)"),
        format!("texture(map, {smooth} * 1.9, -0.7)"),
        format!("textureLod(map, {place}, 0.0)"),
        format!("textureLod(map, {place}, 1.0)"),
        format!("textureLod(map, {place}, float(at.y >> 1) * 0.55 - 0.3)"),
        format!("textureGrad(map, {smooth}, {derivatives})"),
    ];
    if target != TEXTURE_CUBE_MAP {
        found.extend([
            format!("textureOffset(map, {place}, {offset})"),
            format!("textureOffset(map, {place}, {offset}, 0.8)"),
            format!("textureLodOffset(map, {place}, 1.0, {offset})"),
            format!("textureGradOffset(map, {place}, {derivatives}, {offset})"),
            format!("texelFetch(map, {texel}, 0)"),
            format!("texelFetch(map, ({texel}) / 2, 1)"),
            format!(
                "texelFetchOffset(map, clamp({texel}, 2, 4), 0, {})",
                if target == TEXTURE_3D {
                    "ivec3(-2, 3, -1)"
                } else {
                    offset
                }
            ),
        ]);
    }
    if target == TEXTURE_2D {
        for place in ["vec3(q * 1.7, 1.7)", "vec4(q * (p.x + 0.5), 9.0, p.x + 0.5)"] {
            found.extend([
                format!("textureProj(map, {place})"),
                format!("textureProj(map, {place}, 1.0)"),
                format!("textureProjLod(map, {place}, 0.7)"),
                format!("textureProjOffset(map, {place}, {offset})"),
                format!("textureProjLodOffset(map, {place}, 1.2, {offset})"),
                format!("textureProjGrad(map, {place}, {derivatives})"),
                format!("textureProjGradOffset(map, {place}, {derivatives}, {offset})"),
            ]);
        }
    }
    if target == TEXTURE_3D {
        found.push("textureProj(map, vec4(q * 1.7, 0.4, 1.7))".to_owned());
        found.push("textureProjLod(map, vec4(q * 1.7, 0.4, 1.7), 1.0)".to_owned());
    }
    if target != TEXTURE_3D {
        for component in 0..4 {
            found.push(format!("textureGather(map, {place}, {component})"));
        }
        found.push(format!("textureGather(map, {place})"));
        if target != TEXTURE_CUBE_MAP {
            found.push(format!("textureGatherOffset(map, {place}, {offset})"));
            found.push(format!("textureGatherOffset(map, {place}, {offset}, 2)"));
        }
    }
    found
}

fn lookups(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (target, kind) in KINDS {
        for class in [Class::Float, Class::Int, Class::Uint] {
            let (format, layout) = rgba(class);
            let texture = noisy(gl, target, format, layout, 5);
            let prefix = class.prefix();
            for wrapping in [REPEAT, CLAMP_TO_EDGE] {
                wrap(gl, target, wrapping);
                for function in functions(target) {
                    let declarations = format!(
                        "uniform {prefix}{kind} map;\n#define q (p * vec2(1.31, 1.27) - vec2(0.1207, 0.1391))"
                    );
                    let seen = eye.evaluate(&declarations, &function, class, SIZE, |_| {})?;
                    let label = format!("{prefix}{kind} {wrapping:#x} {function}");
                    match class {
                        Class::Float => record.floats(&label, 0.0, 0.012, &floats(&seen)),
                        _ => record.exact(&label, seen),
                    }
                }
                // Two kinds of lookups in one shader.
                if target == TEXTURE_2D || target == TEXTURE_CUBE_MAP {
                    let place = if target == TEXTURE_2D {
                        "q"
                    } else {
                        "vec3(q * 2.0 - 1.0, 0.7)"
                    };
                    let both = format!("(texture(map, {place}) + textureGather(map, {place}, 1))");
                    let declarations = format!(
                        "uniform {prefix}{kind} map;\n#define q (p * vec2(1.31, 1.27) - vec2(0.1207, 0.1391))"
                    );
                    let seen = eye.evaluate(&declarations, &both, class, SIZE, |_| {})?;
                    let label = format!("{prefix}{kind} {wrapping:#x} {both}");
                    match class {
                        Class::Float => record.floats(&label, 0.0, 0.012, &floats(&seen)),
                        _ => record.exact(&label, seen),
                    }
                }
            }
            let sizes = match target {
                TEXTURE_3D | TEXTURE_2D_ARRAY => "ivec4(textureSize(map, level), 0)",
                _ => "ivec4(textureSize(map, level), 0, 0)",
            };
            // One level for all: of several llvmpipe has the size of one.
            let declarations = format!("uniform {prefix}{kind} map; uniform int level;");
            for level in 0..4 {
                let seen = eye.evaluate(&declarations, sizes, Class::Int, [2, 2], |program| {
                    gl.uniform1i(gl.uniform(program, "level"), level);
                })?;
                record.exact(&format!("{prefix}{kind} size of level {level}"), seen);
            }
            gl.delete_texture(texture);
        }
    }
    Ok(())
}

fn vertex_stage(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (target, kind) in KINDS {
        for class in [Class::Float, Class::Int, Class::Uint] {
            let (format, layout) = rgba(class);
            let texture = noisy(gl, target, format, layout, 6);
            let prefix = class.prefix();
            let wanted = functions(target)
                .into_iter()
                // Levels have no derivatives to come from, and gathers are of the fragment stage alone or not.
                .filter(|function| {
                    !function.contains(", 1.3)")
                        && !function.contains(", -0.7)")
                        && !function.contains("0.8)")
                })
                .filter(|function| !(function.starts_with("textureProj(") && function.ends_with(", 1.0)")));
            for function in wanted {
                let result = match class {
                    Class::Float => format!("floatBitsToUint({function})"),
                    Class::Int => format!("uvec4({function})"),
                    Class::Uint => function.clone(),
                };
                let vertex = format!(
                    "{HEAD}
                    uniform {prefix}{kind} map; flat out uvec4 seen;
                    #define q (p * vec2(1.31, 1.27) - vec2(0.1207, 0.1391))
                    void main() {{
                        ivec2 at = ivec2(gl_VertexID & 15, gl_VertexID >> 4);
                        vec2 p = (vec2(at) + 0.5) / 16.0;
                        seen = {result};
                        gl_PointSize = 1.0;
                        gl_Position = vec4(p * 2.0 - 1.0, 0.0, 1.0);
                    }}"
                );
                program(
                    gl,
                    &vertex,
                    "flat in uvec4 seen; layout(location = 0) out uvec4 o; void main() { o = seen; }",
                )?;
                eye.begin(SIZE);
                gl.draw_arrays(POINTS, 0, 256);
                let seen = eye.end(SIZE);
                let label = format!("{prefix}{kind} {function}");
                match class {
                    Class::Float => record.floats(&label, 0.0, 0.012, &floats(&seen)),
                    _ => record.exact(&label, seen),
                }
            }
            gl.delete_texture(texture);
        }
    }
    Ok(())
}

fn shadows(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let kinds = [
        (TEXTURE_2D, "sampler2DShadow"),
        (TEXTURE_CUBE_MAP, "samplerCubeShadow"),
        (TEXTURE_2D_ARRAY, "sampler2DArrayShadow"),
    ];
    let formats = [
        (DEPTH_COMPONENT16, Layout(DEPTH_COMPONENT, UNSIGNED_SHORT), "16"),
        (DEPTH_COMPONENT24, Layout(DEPTH_COMPONENT, UNSIGNED_INT), "24"),
        (DEPTH_COMPONENT32F, Layout(DEPTH_COMPONENT, FLOAT), "32f"),
        (DEPTH24_STENCIL8, Layout(DEPTH_STENCIL, UNSIGNED_INT_24_8), "24_8"),
    ];
    let compares = [LEQUAL, GEQUAL, LESS, GREATER, EQUAL, NOTEQUAL, ALWAYS, NEVER];
    for (target, kind) in kinds {
        for (format, layout, bits) in formats {
            let texture = gl.gen_texture();
            gl.bind_texture(target, texture);
            if target == TEXTURE_2D_ARRAY {
                gl.tex_storage_3d(target, 4, format, 8, 8, 4);
            } else {
                gl.tex_storage_2d(target, 4, format, 8, 8);
            }
            let mut noise = Noise(77);
            for level in 0..4 {
                let side = 8 >> level;
                for image in images(target) {
                    let pixels: Vec<u8> = (0..side * side * 4)
                        .flat_map(|_| match layout.1 {
                            FLOAT => noise.unit().to_le_bytes().to_vec(),
                            UNSIGNED_SHORT => (noise.word() as u16).to_le_bytes().to_vec(),
                            _ => noise.word().to_le_bytes().to_vec(),
                        })
                        .collect();
                    if target == TEXTURE_2D_ARRAY {
                        gl.tex_sub_image_3d(
                            image,
                            level,
                            [0; 3],
                            [side, side, 4],
                            layout,
                            Pixels::Memory(&pixels),
                        );
                    } else {
                        gl.tex_sub_image_2d(
                            image,
                            level,
                            [0; 2],
                            [side, side],
                            layout,
                            Pixels::Memory(&pixels),
                        );
                    }
                }
            }
            gl.tex_parameteri(target, TEXTURE_COMPARE_MODE, COMPARE_REF_TO_TEXTURE as i32);
            wrap(gl, target, CLAMP_TO_EDGE);
            let reference = "(p.y * 1.2 - 0.1)";
            let functions: Vec<String> = match target {
                TEXTURE_2D => [
                    "texture(map, vec3(q, R))",
                    "texture(map, vec3(q, R), 1.1)",
                    "textureLod(map, vec3(q, R), 1.0)",
                    "textureOffset(map, vec3(q, R), ivec2(-1, 2))",
                    "textureLodOffset(map, vec3(q, R), 0.0, ivec2(-1, 2))",
                    "textureProj(map, vec4(q * 1.4, R * 1.4, 1.4))",
                    "textureProjLod(map, vec4(q * 1.4, R * 1.4, 1.4), 1.0)",
                    "textureProjOffset(map, vec4(q * 1.4, R * 1.4, 1.4), ivec2(-1, 2))",
                    "textureGrad(map, vec3(q, R), vec2(0.2, 0.0), vec2(0.0, 0.2))",
                    "textureGradOffset(map, vec3(q, R), vec2(0.2, 0.0), vec2(0.0, 0.2), ivec2(1, 1))",
                    "textureProjGrad(map, vec4(q * 1.4, R * 1.4, 1.4), vec2(0.2, 0.0), vec2(0.0, 0.2))",
                    "textureGather(map, q, R)",
                    "textureGatherOffset(map, q, R, ivec2(-1, 2))",
                ]
                .map(|text| text.replace('R', reference))
                .to_vec(),
                TEXTURE_CUBE_MAP => [
                    "texture(map, vec4(c, R))",
                    "texture(map, vec4(q * 0.9 - 0.4, 1.3, R), 1.1)",
                    "textureGrad(map, vec4(q * 0.9 - 0.4, 1.3, R), vec3(0.3, 0.0, 0.0), vec3(0.0, 0.3, 0.0))",
                    "textureGather(map, c, R)",
                ]
                .map(|text| text.replace('R', reference))
                .to_vec(),
                _ => [
                    "texture(map, vec4(q, p.x * 5.0 - 0.9, R))",
                    "textureGrad(map, vec4(q, p.x * 5.0 - 0.9, R), vec2(0.2, 0.0), vec2(0.0, 0.2))",
                    "textureGradOffset(map, vec4(q, p.x * 5.0 - 0.9, R), vec2(0.2, 0.0), vec2(0.0, 0.2), ivec2(1))",
                    "textureGather(map, vec3(q, p.x * 5.0 - 0.9), R)",
                    "textureGatherOffset(map, vec3(q, p.x * 5.0 - 0.9), R, ivec2(-1, 2))",
                ]
                .map(|text| text.replace('R', reference))
                .to_vec(),
            };
            for linear in [false, true] {
                let (min, mag) = if linear {
                    (LINEAR_MIPMAP_NEAREST, LINEAR)
                } else {
                    (NEAREST_MIPMAP_NEAREST, NEAREST)
                };
                filters(gl, target, min, mag);
                for (index, compare) in compares.into_iter().enumerate() {
                    // Every function with one comparison, one function with the others.
                    if index > 0 && linear {
                        continue;
                    }
                    gl.tex_parameteri(target, TEXTURE_COMPARE_FUNC, compare as i32);
                    for (number, function) in functions.iter().enumerate() {
                        if index > 0 && number > 0 && !function.contains("Gather(") {
                            continue;
                        }
                        let value = if function.contains("Gather") {
                            function.clone()
                        } else {
                            format!("vec4({function})")
                        };
                        let declarations = format!(
                            "uniform {kind} map;\n#define q (p * vec2(1.31, 1.27) - vec2(0.1207, 0.1391))\n#define c vec3(q * 2.0 - 1.0, p.x * p.y - 0.4)"
                        );
                        let seen = eye.evaluate(&declarations, &value, Class::Float, SIZE, |_| {})?;
                        let label = format!("{kind} {bits} {linear} {compare:#x} {function}");
                        record.floats(&label, 0.0, if linear { 0.02 } else { 0.0 }, &floats(&seen));
                    }
                }
            }
            // The same texture without comparison.
            gl.tex_parameteri(target, TEXTURE_COMPARE_MODE, NONE as i32);
            filters(gl, target, NEAREST_MIPMAP_NEAREST, NEAREST);
            let plain = kind.replace("Shadow", "");
            let (declarations, place) = (
                format!("uniform {plain} map;"),
                match target {
                    TEXTURE_2D => "p * 1.1 + 0.013",
                    TEXTURE_CUBE_MAP => "vec3(p * 2.0 - 1.0, 0.61)",
                    _ => "vec3(p * 1.1 + 0.013, p.x * 3.9)",
                },
            );
            let seen = eye.evaluate(
                &declarations,
                &format!("texture(map, {place})"),
                Class::Float,
                SIZE,
                |_| {},
            )?;
            record.floats(&format!("{plain} {bits} depth"), 0.0, 1e-6, &floats(&seen));
            gl.delete_texture(texture);
        }
    }
    Ok(())
}

fn swizzles_and_levels(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let swizzles = [
        [GREEN, RED, ALPHA, BLUE],
        [ZERO, ONE, RED, RED],
        [ALPHA, ALPHA, ONE, ZERO],
        [BLUE, GREEN, RED, ONE],
    ];
    let set = |target: u32, values: [u32; 4]| {
        for (name, value) in [
            TEXTURE_SWIZZLE_R,
            TEXTURE_SWIZZLE_G,
            TEXTURE_SWIZZLE_B,
            TEXTURE_SWIZZLE_A,
        ]
        .into_iter()
        .zip(values)
        {
            gl.tex_parameteri(target, name, value as i32);
        }
    };
    for format in super::formats::FORMATS {
        let texture = gl.gen_texture();
        gl.bind_texture(TEXTURE_2D, texture);
        gl.tex_storage_2d(TEXTURE_2D, 1, format.internal, 4, 4);
        let pixels = super::formats::noise(&mut Noise(3), format.layout, 16);
        gl.tex_sub_image_2d(
            TEXTURE_2D,
            0,
            [0; 2],
            [4, 4],
            format.layout,
            Pixels::Memory(&pixels),
        );
        filters(gl, TEXTURE_2D, NEAREST, NEAREST);
        for swizzle in swizzles {
            set(TEXTURE_2D, swizzle);
            let seen = eye.texels(TEXTURE_2D, format.class, 0, 0, [4, 4])?;
            let label = format!("{} {swizzle:x?}", format.name);
            match format.class {
                Class::Float => record.floats(&label, 1e-6, format.step * 0.1, &floats(&seen)),
                _ => record.exact(&label, seen),
            }
            let prefix = format.class.prefix();
            for component in 0..4 {
                let text = format!("textureGather(map, p, {component})");
                let seen = eye.evaluate(
                    &format!("uniform {prefix}sampler2D map;"),
                    &text,
                    format.class,
                    [4, 4],
                    |_| {},
                )?;
                let label = format!("{label} gather {component}");
                match format.class {
                    Class::Float => record.floats(&label, 1e-6, format.step * 0.1, &floats(&seen)),
                    _ => record.exact(&label, seen),
                }
            }
        }
        gl.delete_texture(texture);
    }
    for (target, kind) in KINDS {
        let (format, layout) = rgba(Class::Float);
        let texture = noisy(gl, target, format, layout, 8);
        let place = match target {
            TEXTURE_2D => "p",
            TEXTURE_CUBE_MAP => "vec3(p * 2.0 - 1.0, 0.61)",
            _ => "vec3(p, p.x * 0.9)",
        };
        for (base, max) in [(0, 1000), (1, 2), (2, 2), (1, 3), (0, 0), (3, 3)] {
            for (least, most) in [(-1000.0, 1000.0), (0.6, 1.2), (-2.0, 0.3), (1.5, 9.0)] {
                for filter in [
                    NEAREST,
                    LINEAR,
                    NEAREST_MIPMAP_NEAREST,
                    LINEAR_MIPMAP_NEAREST,
                    NEAREST_MIPMAP_LINEAR,
                    LINEAR_MIPMAP_LINEAR,
                ] {
                    gl.tex_parameteri(target, TEXTURE_BASE_LEVEL, base);
                    gl.tex_parameteri(target, TEXTURE_MAX_LEVEL, max);
                    gl.tex_parameterf(target, TEXTURE_MIN_LOD, least);
                    gl.tex_parameterf(target, TEXTURE_MAX_LOD, most);
                    filters(
                        gl,
                        target,
                        filter,
                        if filter == NEAREST { NEAREST } else { LINEAR },
                    );
                    let text = format!("textureLod(map, {place}, float(at.y >> 1) * 0.65 - 0.77)");
                    let seen =
                        eye.evaluate(&format!("uniform {kind} map;"), &text, Class::Float, SIZE, |_| {})?;
                    record.floats(
                        &format!("{kind} levels {base} to {max}, {least} to {most}, {filter:#x}"),
                        0.0,
                        0.02,
                        &floats(&seen),
                    );
                }
            }
            gl.tex_parameterf(target, TEXTURE_MIN_LOD, -1000.0);
            gl.tex_parameterf(target, TEXTURE_MAX_LOD, 1000.0);
            let size = if target == TEXTURE_3D || target == TEXTURE_2D_ARRAY {
                "ivec4(textureSize(map, 0), 0)"
            } else {
                "ivec4(textureSize(map, 0), 0, 0)"
            };
            let seen = eye.evaluate(&format!("uniform {kind} map;"), size, Class::Int, [2, 2], |_| {})?;
            record.exact(&format!("{kind} size of base {base}"), seen);
        }
        gl.delete_texture(texture);
    }
    Ok(())
}

/// Cubes at their edges and corners, at every level.
fn seams(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let (format, layout) = rgba(Class::Float);
    noisy(gl, TEXTURE_CUBE_MAP, format, layout, 9);
    let declarations = "uniform samplerCube map; uniform float lod; uniform vec4 axis[3];";
    let directions = [
        ("+x+y", [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.3, -0.3, 0.0]]),
        ("+x-y", [[1.0, -1.0, 0.0], [0.0, 0.0, 1.0], [0.3, 0.3, 0.0]]),
        ("-x+z", [[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.3, 0.0, 0.3]]),
        ("-y-z", [[0.0, -1.0, -1.0], [1.0, 0.0, 0.0], [0.0, 0.3, -0.3]]),
        ("+y+z", [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.3, -0.3]]),
        ("corner", [[1.0, 1.0, 1.0], [0.2, -0.2, 0.0], [0.0, 0.2, -0.2]]),
        (
            "another corner",
            [[-1.0, -1.0, 1.0], [0.2, -0.2, 0.0], [0.0, 0.2, 0.2]],
        ),
    ];
    for filter in [
        LINEAR_MIPMAP_NEAREST,
        NEAREST_MIPMAP_NEAREST,
        LINEAR_MIPMAP_LINEAR,
    ] {
        filters(
            gl,
            TEXTURE_CUBE_MAP,
            filter,
            if filter == NEAREST_MIPMAP_NEAREST {
                NEAREST
            } else {
                LINEAR
            },
        );
        for (name, axes) in directions {
            for lod in [0.0, 1.0, 2.0, 3.0, 0.5, 1.5] {
                let text = "textureLod(map, axis[0].xyz + (p.x * 1.97 - 0.993) * axis[1].xyz + (p.y * 1.97 - 0.991) * axis[2].xyz, lod)";
                let seen = eye.evaluate(declarations, text, Class::Float, SIZE, |program| {
                    gl.uniform1f(gl.uniform(program, "lod"), lod);
                    for (index, axis) in axes.iter().enumerate() {
                        gl.uniform4f(
                            gl.uniform(program, &format!("axis[{index}]")),
                            axis[0],
                            axis[1],
                            axis[2],
                            0.0,
                        );
                    }
                })?;
                record.floats(
                    &format!("{name} {filter:#x} level {lod}"),
                    0.0,
                    0.02,
                    &floats(&seen),
                );
            }
        }
    }
    Ok(())
}

/// A sampler object rules over the texture's own state.
fn sampler_objects(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let (format, layout) = rgba(Class::Float);
    for unit in 0..3 {
        gl.active_texture(TEXTURE0 + unit);
        noisy(gl, TEXTURE_2D, format, layout, 20);
    }
    let sampler = |min: u32, mag: u32, mode: u32, least: f32| {
        let id = gl.gen_sampler();
        for (name, value) in [
            (TEXTURE_MIN_FILTER, min),
            (TEXTURE_MAG_FILTER, mag),
            (TEXTURE_WRAP_S, mode),
            (TEXTURE_WRAP_T, mode),
        ] {
            gl.sampler_parameteri(id, name, value as i32);
        }
        gl.sampler_parameterf(id, TEXTURE_MIN_LOD, least);
        id
    };
    gl.bind_sampler(0, sampler(NEAREST, NEAREST, REPEAT, -1000.0));
    gl.bind_sampler(1, sampler(LINEAR_MIPMAP_LINEAR, LINEAR, MIRRORED_REPEAT, 1.2));
    gl.bind_sampler(2, sampler(LINEAR, NEAREST, CLAMP_TO_EDGE, 0.0));
    for unit in 0..3 {
        let seen = eye.evaluate(
            "uniform sampler2D map;",
            "texture(map, p * 3.1 - 1.0437)",
            Class::Float,
            SIZE,
            |program| {
                gl.uniform1i(gl.uniform(program, "map"), unit);
            },
        )?;
        record.floats(&format!("unit {unit}"), 0.0, 0.02, &floats(&seen));
    }
    // One texture by two samplers at once.
    gl.bind_sampler(2, 0);
    let seen = eye.evaluate(
        "uniform sampler2D one, two;",
        "texture(one, p * 3.1 - 1.0437) - texture(two, p * 1.7 + 0.013)",
        Class::Float,
        SIZE,
        |program| {
            gl.uniform1i(gl.uniform(program, "one"), 1);
            gl.uniform1i(gl.uniform(program, "two"), 2);
        },
    )?;
    record.floats("two", 0.0, 0.03, &floats(&seen));
    // Samplers in arrays.
    let seen = eye.evaluate(
        "uniform sampler2D maps[3];",
        "at.x % 3 == 0 ? texture(maps[0], p) : at.x % 3 == 1 ? texture(maps[1], p) : texture(maps[2], p)",
        Class::Float,
        SIZE,
        |program| {
            for unit in 0..3 {
                gl.uniform1i(gl.uniform(program, &format!("maps[{unit}]")), 2 - unit);
            }
        },
    )?;
    record.floats("array", 0.0, 0.03, &floats(&seen));
    Ok(())
}
