//! Textures, samplers and lookups at random.

use super::formats::{self, FORMATS};
use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "random-lookups",
        run: lookups,
    },
    Sweep {
        name: "random-comparisons",
        run: comparisons,
    },
];

const COUNT: u32 = 150;
const SIZE: [i32; 2] = [12, 12];

/// A texture with noise in all of its levels.
struct Texture {
    target: u32,
    /// Of the first level; the last number is layers or slices.
    size: [i32; 3],
    levels: i32,
}

const DEPTHS: [(u32, Layout); 5] = [
    (DEPTH_COMPONENT16, Layout(DEPTH_COMPONENT, UNSIGNED_SHORT)),
    (DEPTH_COMPONENT24, Layout(DEPTH_COMPONENT, UNSIGNED_INT)),
    (DEPTH_COMPONENT32F, Layout(DEPTH_COMPONENT, FLOAT)),
    (DEPTH24_STENCIL8, Layout(DEPTH_STENCIL, UNSIGNED_INT_24_8)),
    (
        DEPTH32F_STENCIL8,
        Layout(DEPTH_STENCIL, FLOAT_32_UNSIGNED_INT_24_8_REV),
    ),
];

/// A number from -1 to 1 times `reach`.
fn around(noise: &mut Noise, reach: f32) -> f32 {
    (noise.unit() * 2.0 - 1.0) * reach
}

impl Texture {
    /// Makes and binds one.
    fn new(gl: &Gl, noise: &mut Noise, target: u32, internal: u32, layout: Layout) -> Self {
        let mut side = || 1 + noise.below(19) as i32;
        let mut size = [side(), side(), 1];
        match target {
            // Where a face has one texel, a filter has a corner of three faces at each of its corners.
            TEXTURE_CUBE_MAP => size = [size[0] + 1, size[0] + 1, 1],
            TEXTURE_3D => size[2] = side(),
            TEXTURE_2D_ARRAY => size[2] = side().min(5),
            _ => {}
        }
        let largest = size[0]
            .max(size[1])
            .max(if target == TEXTURE_3D { size[2] } else { 1 });
        let most = (32 - (largest as u32).leading_zeros()) as usize;
        let levels = if noise.below(3) == 0 {
            1 + noise.below(most)
        } else {
            most
        } as i32;
        gl.bind_texture(target, gl.gen_texture());
        let made = Self { target, size, levels };
        if made.is_deep() {
            gl.tex_storage_3d(target, levels, internal, size[0], size[1], size[2]);
        } else {
            gl.tex_storage_2d(target, levels, internal, size[0], size[1]);
        }
        for level in 0..levels {
            made.fill(gl, noise, level, layout);
        }
        made
    }

    fn is_deep(&self) -> bool {
        self.target == TEXTURE_3D || self.target == TEXTURE_2D_ARRAY
    }

    fn fill(&self, gl: &Gl, noise: &mut Noise, level: i32, layout: Layout) {
        let part = |axis: usize| (self.size[axis] >> level).max(1);
        let depth = if self.target == TEXTURE_3D {
            part(2)
        } else {
            self.size[2]
        };
        let [w, h, d] = [part(0), part(1), depth];
        let mut pixels = || texels(noise, layout, (w * h * d) as usize);
        match self.target {
            TEXTURE_CUBE_MAP => {
                for face in TEXTURE_CUBE_MAP_POSITIVE_X..TEXTURE_CUBE_MAP_POSITIVE_X + 6 {
                    gl.tex_sub_image_2d(face, level, [0; 2], [w, h], layout, Pixels::Memory(&pixels()));
                }
            }
            TEXTURE_2D => {
                gl.tex_sub_image_2d(
                    TEXTURE_2D,
                    level,
                    [0; 2],
                    [w, h],
                    layout,
                    Pixels::Memory(&pixels()),
                );
            }
            target => gl.tex_sub_image_3d(
                target,
                level,
                [0; 3],
                [w, h, d],
                layout,
                Pixels::Memory(&pixels()),
            ),
        }
    }
}

/// Pixels of any layout; depths are from 0 to 1.
fn texels(noise: &mut Noise, layout: Layout, count: usize) -> Vec<u8> {
    match layout {
        Layout(DEPTH_COMPONENT, FLOAT) => (0..count).flat_map(|_| noise.unit().to_le_bytes()).collect(),
        Layout(DEPTH_STENCIL, FLOAT_32_UNSIGNED_INT_24_8_REV) => (0..count)
            .flat_map(|_| [noise.unit().to_bits(), noise.word() & 0xff])
            .flat_map(u32::to_le_bytes)
            .collect(),
        _ => formats::noise(noise, layout, count),
    }
}

/// Which filters a texture can have.
enum Filters {
    /// Of integers.
    Nearest,
    /// Of depths that are compared.
    Compared,
    All,
}

/// Sets the bound texture up, by itself or by a sampler object.
fn set_up(gl: &Gl, noise: &mut Noise, texture: &Texture, filters: Filters) -> String {
    let target = texture.target;
    let sampler = (!matches!(filters, Filters::Nearest) && noise.below(3) == 0).then(|| gl.gen_sampler());
    gl.bind_sampler(0, sampler.unwrap_or(0));
    let mut said = String::new();
    let mut set = |name: u32, value: f32| {
        said += &format!(" {name:x}={value}");
        match sampler {
            Some(sampler) => gl.sampler_parameterf(sampler, name, value),
            None => gl.tex_parameterf(target, name, value),
        }
    };
    let min = [
        NEAREST,
        NEAREST_MIPMAP_NEAREST,
        LINEAR,
        LINEAR_MIPMAP_NEAREST,
        NEAREST_MIPMAP_LINEAR,
        LINEAR_MIPMAP_LINEAR,
    ];
    let mut bordered = false;
    for axis in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R] {
        let mode = noise.pick(&[REPEAT, CLAMP_TO_EDGE, MIRRORED_REPEAT, CLAMP_TO_BORDER]);
        bordered |= mode == CLAMP_TO_BORDER;
        set(axis, mode as f32);
    }
    // How llvmpipe mixes two levels is no straight line, and shaders that do a sampler's work mix them by one.
    let choices = match filters {
        Filters::Nearest => 2,
        Filters::Compared => 4,
        Filters::All if bordered => 4,
        Filters::All => 6,
    };
    set(TEXTURE_MIN_FILTER, noise.pick(&min[..choices]) as f32);
    let choices = if matches!(filters, Filters::Nearest) { 1 } else { 2 };
    set(
        TEXTURE_MAG_FILTER,
        noise.pick(&[NEAREST, LINEAR][..choices]) as f32,
    );
    if noise.below(3) == 0 {
        set(TEXTURE_MIN_LOD, around(noise, 3.0));
    }
    if noise.below(3) == 0 {
        set(TEXTURE_MAX_LOD, around(noise, 1.5) + 1.5);
    }
    let color = [(); 4].map(|()| noise.unit());
    // The border of integers would be what bits of floats there are.
    match sampler {
        _ if matches!(filters, Filters::Nearest) => {
            gl.tex_parameter_i_iv(target, TEXTURE_BORDER_COLOR, &[5, 6, 7, 8])
        }
        Some(sampler) => gl.sampler_parameterfv(sampler, TEXTURE_BORDER_COLOR, &color),
        None => gl.tex_parameterfv(target, TEXTURE_BORDER_COLOR, &color),
    }
    if noise.below(3) == 0 {
        let base = noise.below(texture.levels as usize);
        let last = base + noise.below(3);
        said += &format!(" levels {base}..={last}");
        gl.tex_parameteri(target, TEXTURE_BASE_LEVEL, base as i32);
        gl.tex_parameteri(target, TEXTURE_MAX_LEVEL, last as i32);
    }
    if noise.below(3) == 0 {
        for name in [
            TEXTURE_SWIZZLE_R,
            TEXTURE_SWIZZLE_G,
            TEXTURE_SWIZZLE_B,
            TEXTURE_SWIZZLE_A,
        ] {
            let value = noise.pick(&[RED, GREEN, BLUE, ALPHA, ZERO, ONE]);
            said += &format!(" {value:x}");
            gl.tex_parameteri(target, name, value as i32);
        }
    }
    said
}

/// Where something is looked up: a place that changes evenly from pixel to pixel, on each axis with another of the
/// target's. Drivers make a level of slopes on two axes in many ways, of one in one.
fn place(noise: &mut Noise, axes: u32) -> String {
    let reach = noise.pick(&[0.4, 1.5, 6.0, 40.0]);
    let parts: Vec<String> = ["p.x", "p.y", "1.0"]
        .iter()
        .take(axes as usize)
        .map(|along| {
            let [slope, at] = [around(noise, reach), around(noise, 1.3)];
            format!("{along} * {slope:.5} + {at:.5}")
        })
        .collect();
    match axes {
        1 => parts[0].clone(),
        _ => format!("vec{axes}({})", parts.join(", ")),
    }
}

/// A lookup of a texture by floats, an expression of `map`. Without slopes there is no level by itself.
fn lookup(noise: &mut Noise, texture: &Texture, slopes: bool, shadow: bool) -> String {
    let axes = match texture.target {
        TEXTURE_2D | TEXTURE_2D_ARRAY => 2,
        _ => 3,
    };
    let has_layers = texture.target == TEXTURE_2D_ARRAY;
    let is_cube = texture.target == TEXTURE_CUBE_MAP;
    let mut at = vec![match axes {
        // Away from the edges between faces, where slopes are the driver's, and not the same on all axes.
        3 if is_cube => format!(
            "({} * 0.01 + vec3({}, {}, {}))",
            place(noise, 3),
            around(noise, 1.0),
            around(noise, 1.0),
            noise.pick(&[1.6, -1.6])
        ),
        _ => place(noise, axes),
    }];
    if has_layers {
        at.push(format!("p.x * {:.5} - 1.1", noise.unit() * 7.0));
    }
    let reference = format!("(p.y * {:.4} + 0.0123)", 0.5 + noise.unit());
    let offset: Vec<String> = (0..axes)
        .map(|_| (noise.below(16) as i32 - 8).to_string())
        .collect();
    let offset = format!("ivec{axes}({})", offset.join(", "));
    let slope = |noise: &mut Noise, along: u32| {
        let size = around(noise, 0.4);
        let parts: Vec<String> = (0..axes)
            .map(|axis| format!("{:.5}", if axis == along { size } else { 0.0 }))
            .collect();
        format!("vec{axes}({})", parts.join(", "))
    };
    let projected = matches!(texture.target, TEXTURE_2D | TEXTURE_3D) && noise.below(4) == 0;
    let gathers = texture.target != TEXTURE_3D && noise.below(5) == 0;
    let mut text = "texture".to_owned();
    let mut arguments = vec!["map".to_owned()];
    if gathers {
        text += "Gather";
        arguments.push(vector(&at));
        if shadow {
            arguments.push(reference);
        }
        if !is_cube && noise.below(2) == 0 {
            text += "Offset";
            arguments.push(offset);
        }
        if !shadow {
            arguments.push(noise.below(4).to_string());
        }
        return format!("{text}({})", arguments.join(", "));
    }
    if shadow {
        at.push(reference);
    }
    if projected {
        text += "Proj";
        at.push(format!("{:.4}", noise.unit() + 0.7));
        // Of a texture of two axes the fourth component divides, or the third where nothing is compared.
        if shadow || axes == 3 || noise.below(2) == 0 {
            while at.len() + axes as usize - 1 < 4 {
                at.insert(1, "7.0".to_owned());
            }
        }
    }
    arguments.push(vector(&at));
    // The functions that GLSL ES 3.10 does not have.
    let no_lod = shadow && (has_layers || is_cube);
    let how = match noise.below(4) {
        0 if slopes => "",
        1 if slopes && !(shadow && has_layers) => "bias",
        2 if !no_lod => "Lod",
        _ => "Grad",
    };
    let offsets = !is_cube && noise.below(3) == 0 && !(shadow && has_layers && how != "Grad");
    if how != "bias" {
        text += how;
    }
    match how {
        "Lod" => arguments.push(format!(
            "p.x * {:.4} + {:.4}",
            around(noise, 6.0),
            around(noise, 2.0)
        )),
        "Grad" => arguments.extend([slope(noise, 0), slope(noise, 1)]),
        _ => {}
    }
    if offsets {
        text += "Offset";
        arguments.push(offset);
    }
    if how == "bias" {
        arguments.push(format!("{:.4}", around(noise, 3.0)));
    }
    format!("{text}({})", arguments.join(", "))
}

fn vector(parts: &[String]) -> String {
    if parts.len() == 1 {
        return parts[0].clone();
    }
    // The first part has as many axes as are left.
    let first = if parts[0].contains("vec3(") { 3 } else { 2 };
    format!("vec{}({})", first + parts.len() - 1, parts.join(", "))
}

const TARGETS: [(u32, &str); 4] = [
    (TEXTURE_2D, "sampler2D"),
    (TEXTURE_3D, "sampler3D"),
    (TEXTURE_CUBE_MAP, "samplerCube"),
    (TEXTURE_2D_ARRAY, "sampler2DArray"),
];

fn lookups(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let mut noise = Noise(97);
    for index in 0..COUNT {
        let noise = &mut noise;
        let (target, kind) = noise.pick(&TARGETS);
        let format = &FORMATS[noise.below(FORMATS.len())];
        let texture = Texture::new(gl, noise, target, format.internal, format.layout);
        let filters = if format.filters {
            Filters::All
        } else {
            Filters::Nearest
        };
        let said = set_up(gl, noise, &texture, filters);
        let declarations = format!("uniform {}{kind} map;", format.class.prefix());
        for number in 0..3 {
            let text = lookup(noise, &texture, true, false);
            let seen = eye.evaluate(&declarations, &text, format.class, SIZE, |_| {})?;
            let label = format!(
                "{index} {number} {} {kind} {:?}{said} {text}",
                format.name, texture.size
            );
            match format.class {
                Class::Float => record.floats(&label, 0.01, 0.01, &floats(&seen)),
                _ => record.exact(&label, seen),
            }
        }
        gl.bind_sampler(0, 0);
    }
    Ok(())
}

/// Depth textures, compared or not.
fn comparisons(gl: &Gl, record: &mut Record) -> Result<(), String> {
    const COMPARES: [u32; 8] = [LEQUAL, GEQUAL, LESS, GREATER, EQUAL, NOTEQUAL, ALWAYS, NEVER];
    let eye = Words::new(gl);
    let mut noise = Noise(101);
    for index in 0..COUNT {
        let noise = &mut noise;
        let (target, kind) = noise.pick(&[TARGETS[0], TARGETS[2], TARGETS[3]]);
        let (internal, layout) = noise.pick(&DEPTHS);
        let texture = Texture::new(gl, noise, target, internal, layout);
        let said = set_up(gl, noise, &texture, Filters::Compared);
        let compare = noise.pick(&COMPARES);
        let sampler = gl.integer(SAMPLER_BINDING);
        if sampler == 0 {
            gl.tex_parameteri(target, TEXTURE_COMPARE_MODE, COMPARE_REF_TO_TEXTURE as i32);
            gl.tex_parameteri(target, TEXTURE_COMPARE_FUNC, compare as i32);
        } else {
            gl.sampler_parameteri(
                sampler as u32,
                TEXTURE_COMPARE_MODE,
                COMPARE_REF_TO_TEXTURE as i32,
            );
            gl.sampler_parameteri(sampler as u32, TEXTURE_COMPARE_FUNC, compare as i32);
        }
        let declarations = format!("uniform {kind}Shadow map;");
        for number in 0..3 {
            let text = lookup(noise, &texture, true, true);
            let whole = if text.contains("Gather") {
                text.clone()
            } else {
                format!("vec4({text})")
            };
            let seen = eye.evaluate(&declarations, &whole, Class::Float, SIZE, |_| {})?;
            let label = format!(
                "{index} {number} {internal:x} {kind} {:?} {compare:x}{said} {text}",
                texture.size
            );
            record.floats(&label, 0.01, 0.01, &floats(&seen));
        }
        gl.bind_sampler(0, 0);
    }
    Ok(())
}
