//! What happens to fragments: tests, blending, masks, samples.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::{Record, Rule};

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "blend-factors",
        run: factors,
    },
    Sweep {
        name: "blend-separately",
        run: separately,
    },
    Sweep {
        name: "blend-constants",
        run: constants,
    },
    Sweep {
        name: "stencil",
        run: stencil,
    },
    Sweep {
        name: "faces-in-turn",
        run: in_turn,
    },
    Sweep {
        name: "depth",
        run: depth,
    },
    Sweep {
        name: "polygon-offsets",
        run: offsets,
    },
    Sweep {
        name: "samples",
        run: samples,
    },
    Sweep {
        name: "built-in-inputs",
        run: inputs,
    },
];

/// Tiles of 4 × 4 in a target of 64 × 64.
const TILE: i32 = 4;
const SIDE: i32 = 64;

/// Makes a tile the viewport.
fn tile(gl: &Gl, index: usize) {
    let (x, y) = (index as i32 % 16 * TILE, index as i32 / 16 * TILE);
    gl.viewport(x, y, TILE, TILE);
}

/// A quarter of each tile by a colour of its own, from two triangles.
const COLOURS: &str = "#version 310 es
uniform float z;
out vec4 colour;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    colour = vec4(corner.x, corner.y, 0.3, 0.2 + 0.7 * corner.x * corner.y);
    gl_Position = vec4(corner * 2.0 - 1.0, z, 1.0);
}
";
const COLOURED: &str =
    "in vec4 colour; layout(location = 0) out vec4 o; void main() { o = colour * 1.2 - 0.1; }";

pub(super) const FACTORS: [u32; 15] = [
    ZERO,
    ONE,
    SRC_COLOR,
    ONE_MINUS_SRC_COLOR,
    DST_COLOR,
    ONE_MINUS_DST_COLOR,
    SRC_ALPHA,
    ONE_MINUS_SRC_ALPHA,
    DST_ALPHA,
    ONE_MINUS_DST_ALPHA,
    CONSTANT_COLOR,
    ONE_MINUS_CONSTANT_COLOR,
    CONSTANT_ALPHA,
    ONE_MINUS_CONSTANT_ALPHA,
    SRC_ALPHA_SATURATE,
];
const EQUATIONS: [u32; 5] = [FUNC_ADD, FUNC_SUBTRACT, FUNC_REVERSE_SUBTRACT, MIN, MAX];

/// A target filled with a ramp.
fn ramp(gl: &Gl, format: u32) -> Result<(), String> {
    target(gl, format, [SIDE, SIDE]);
    let ramp = "in vec2 p; layout(location = 0) out vec4 o;
        void main() { vec2 q = fract(p * 16.0); o = vec4(q.y, 0.25, q.x, 0.3 + 0.5 * q.y); }";
    shade(gl, ramp)?;
    fill(gl);
    Ok(())
}

fn see(gl: &Gl, record: &mut Record, label: &str, float: bool, step: f32) {
    if float {
        let seen = words(&gl.read_pixels([0, 0], [SIDE, SIDE], crate::glsweep::gl::Layout(RGBA, FLOAT)));
        record.floats(label, step, step, &floats(&seen));
    } else {
        let seen = gl.read_pixels(
            [0, 0],
            [SIDE, SIDE],
            crate::glsweep::gl::Layout(RGBA, UNSIGNED_BYTE),
        );
        record.bytes(label, (step * 255.0) as u32 + 1, &seen);
    }
}

fn factors(gl: &Gl, record: &mut Record) -> Result<(), String> {
    for (format, name, float, step) in [
        (RGBA8, "rgba8", false, 0.005),
        (RGB8, "rgb8", false, 0.005),
        (RGBA16F, "rgba16f", true, 0.01),
        (RGB565, "rgb565", false, 0.04),
    ] {
        for (number, equation) in EQUATIONS.into_iter().enumerate() {
            if number > 0 && format != RGBA8 && format != RGBA16F {
                continue;
            }
            ramp(gl, format)?;
            program(gl, COLOURS, COLOURED)?;
            gl.enable(BLEND);
            gl.blend_color(0.2, 0.9, 0.4, 0.3);
            gl.blend_equation_separate(equation, equation);
            let pairs = FACTORS
                .iter()
                .flat_map(|source| FACTORS.iter().map(move |destination| (*source, *destination)));
            for (index, (source, destination)) in pairs.enumerate() {
                // All pairs once; of the others a part.
                if (number > 0 || format != RGBA8) && index % 9 != number + usize::from(format != RGBA8) {
                    continue;
                }
                tile(gl, index);
                gl.blend_func_separate(source, destination, source, destination);
                gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
            }
            gl.disable(BLEND);
            see(gl, record, &format!("{name} {equation:#x}"), float, step);
        }
    }
    Ok(())
}

fn separately(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let mut noise = Noise(1);
    for round in 0..2 {
        ramp(gl, RGBA8)?;
        program(gl, COLOURS, COLOURED)?;
        gl.enable(BLEND);
        for index in 0..60 {
            let mut factor = || FACTORS[noise.word() as usize % 15];
            let (a, b, c, d) = (factor(), factor(), factor(), factor());
            let mut equation = || EQUATIONS[noise.word() as usize % 5];
            let (rgb, alpha) = (equation(), equation());
            gl.blend_func_separate(a, b, c, d);
            gl.blend_equation_separate(rgb, alpha);
            gl.blend_color(
                noise.unit() * 1.4 - 0.2,
                noise.unit(),
                noise.unit(),
                noise.unit() * 1.4 - 0.2,
            );
            let mask = noise.word();
            let bit = |bit: u32| u8::from(mask >> bit & 1 != 0 || mask & 0x30 == 0);
            gl.color_mask(bit(0), bit(1), bit(2), bit(3));
            tile(gl, index);
            gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
        }
        gl.color_mask(1, 1, 1, 1);
        gl.disable(BLEND);
        see(gl, record, &format!("round {round}"), false, 0.005);
    }
    Ok(())
}

/// Several targets, of which some take the constant's colour and others its alpha.
fn constants(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let mut noise = Noise(3);
    let sources = [
        CONSTANT_COLOR,
        CONSTANT_ALPHA,
        ONE_MINUS_CONSTANT_COLOR,
        ONE_MINUS_CONSTANT_ALPHA,
        SRC_ALPHA,
    ];
    for (kind, destinations) in [
        ("none", [ZERO, ONE, DST_COLOR]),
        ("colour", [CONSTANT_COLOR, ONE_MINUS_CONSTANT_COLOR, ONE]),
        ("alpha", [CONSTANT_ALPHA, ONE_MINUS_CONSTANT_ALPHA, ONE]),
    ] {
        ramp(gl, RGBA8)?;
        for (index, format) in (1..).zip([RGB8, RGBA16F, RG8]) {
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, format, SIDE, SIDE);
            gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0 + index, TEXTURE_2D, texture, 0);
        }
        let all: [u32; 4] = std::array::from_fn(|index| COLOR_ATTACHMENT0 + index as u32);
        gl.draw_buffers(&all);
        (0..4).for_each(|index| gl.clear_bufferfv(COLOR, index, &[0.2, 0.6, 0.4, 0.8]));
        let outputs: Vec<_> = (0..4)
            .map(|index| format!("layout(location = {index}) out vec4 o{index};"))
            .collect();
        let body = "o0 = colour; o1 = colour.yzxw; o2 = colour.zxyw; o3 = colour.wzyx;";
        program(
            gl,
            COLOURS,
            &format!("in vec4 colour; {} void main() {{ {body} }}", outputs.concat()),
        )?;
        gl.enable(BLEND);
        gl.blend_equation_separate(FUNC_ADD, FUNC_ADD);
        for index in 0..10 {
            for target in 0..4 {
                let (source, destination) = (noise.pick(&sources), noise.pick(&destinations));
                gl.blend_func_separatei(target, source, destination, source, destination);
            }
            gl.blend_color(noise.unit(), noise.unit(), noise.unit(), noise.unit());
            tile(gl, index);
            gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
        }
        gl.disable(BLEND);
        for index in 0..4 {
            gl.read_buffer(COLOR_ATTACHMENT0 + index);
            see(gl, record, &format!("{kind} {index}"), index == 2, 0.005);
        }
    }
    Ok(())
}

const FUNCTIONS: [u32; 8] = [NEVER, LESS, EQUAL, LEQUAL, GREATER, NOTEQUAL, GEQUAL, ALWAYS];
pub(super) const OPERATIONS: [u32; 8] = [KEEP, ZERO, REPLACE, INCR, DECR, INVERT, INCR_WRAP, DECR_WRAP];

/// A frame buffer of colour, and of depth and stencil that can be looked at. Returns the texture of the latter.
fn planes(gl: &Gl, format: u32) -> (u32, u32) {
    let (framebuffer, _) = target(gl, RGBA8, [SIDE, SIDE]);
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_storage_2d(TEXTURE_2D, 1, format, SIDE, SIDE);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    let attachment = match format {
        DEPTH24_STENCIL8 | DEPTH32F_STENCIL8 => DEPTH_STENCIL_ATTACHMENT,
        _ => DEPTH_ATTACHMENT,
    };
    gl.framebuffer_texture_2d(FRAMEBUFFER, attachment, TEXTURE_2D, texture, 0);
    (framebuffer, texture)
}

fn stencil(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let mut noise = Noise(2);
    for format in [DEPTH24_STENCIL8, DEPTH32F_STENCIL8] {
        let count = if format == DEPTH24_STENCIL8 { 40 } else { 8 };
        for round in 0..1 {
            let (framebuffer, texture) = planes(gl, format);
            gl.clear_color(0.0, 0.0, 0.0, 0.0);
            gl.clear_depthf(0.5);
            gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT);
            gl.enable(SCISSOR_TEST);
            for index in 0..256 {
                gl.scissor(index % 16 * TILE, index / 16 * TILE, TILE, TILE);
                // Masks rule over clears too.
                gl.stencil_mask_separate(FRONT_AND_BACK, if index % 3 == 0 { 0x5a } else { 0xff });
                gl.clear_stencil((noise.word() % 4 * 85) as i32 + index % 2);
                gl.clear(STENCIL_BUFFER_BIT);
            }
            gl.disable(SCISSOR_TEST);
            let shader = program(gl, COLOURS, COLOURED)?;
            gl.enable(STENCIL_TEST);
            gl.enable(DEPTH_TEST);
            gl.depth_mask(0);
            gl.depth_func(LESS);
            for index in 0..count {
                for face in [FRONT, BACK] {
                    let mut function = || FUNCTIONS[noise.word() as usize % 8];
                    let function = function();
                    let mut operation = || OPERATIONS[noise.word() as usize % 8];
                    gl.stencil_op_separate(face, operation(), operation(), operation());
                    let masks = [0xff, 0x0f, 0xf1, 0x55];
                    let mut mask = || masks[noise.word() as usize % 4];
                    let (read, write) = (mask(), mask());
                    gl.stencil_func_separate(face, function, (noise.word() % 300) as i32, read);
                    gl.stencil_mask_separate(face, write);
                }
                gl.front_face(if index % 2 == 0 { CCW } else { CW });
                gl.uniform1f(gl.uniform(shader, "z"), if index % 5 < 3 { -0.5 } else { 0.5 });
                tile(gl, index);
                gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
            }
            gl.disable(STENCIL_TEST);
            gl.disable(DEPTH_TEST);
            gl.depth_mask(1);
            gl.stencil_mask_separate(FRONT_AND_BACK, 0xff);
            gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
            see(
                gl,
                record,
                &format!("{format:#x} round {round} colour"),
                false,
                0.005,
            );
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_parameteri(TEXTURE_2D, DEPTH_STENCIL_TEXTURE_MODE, STENCIL_INDEX as i32);
            let seen = eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [SIDE, SIDE])?;
            record.exact(
                &format!("{format:#x} round {round} stencil"),
                seen.iter().step_by(4).copied(),
            );
            gl.tex_parameteri(TEXTURE_2D, DEPTH_STENCIL_TEXTURE_MODE, DEPTH_COMPONENT as i32);
            let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
            let first: Vec<u32> = seen.iter().step_by(4).copied().collect();
            record.floats(
                &format!("{format:#x} round {round} depth"),
                0.0,
                1e-6,
                &floats(&first),
            );
        }
    }
    Ok(())
}

/// Rectangles over each other, of which half are seen from behind.
const FACING: &str = "#version 310 es
uniform uint round;
void main() {
    uint number = uint(gl_VertexID) / 6u + uint(gl_InstanceID) * 50u, corner = uint(gl_VertexID) % 6u;
    uint hash = (number * 7919u + round * 104729u + 1u) * 2654435761u >> 8;
    uvec2 at = uvec2(hash, hash >> 4) % 12u;
    uvec2 size = uvec2(hash >> 8, hash >> 12) % 8u + 2u;
    uint place = corner < 3u ? corner : 6u - corner;
    uvec2 side = uvec2(place & 1u, place >> 1);
    if ((hash >> 16 & 1u) != 0u) side = side.yx;
    gl_Position = vec4(vec2(at + side * size) / 8.0 - 1.0, 0.0, 1.0);
}
";

/// Triangles of one draw whose faces have references and masks of their own: each finds what those before it left.
fn in_turn(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let mut noise = Noise(4);
    for round in 0..24_u32 {
        let (_, texture) = planes(gl, DEPTH24_STENCIL8);
        gl.clear_stencil(noise.below(256) as i32);
        gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT);
        let shader = program(
            gl,
            FACING,
            "layout(location = 0) out vec4 o; void main() { o = vec4(1.0); }",
        )?;
        gl.uniform1ui(gl.uniform(shader, "round"), round);
        gl.enable(STENCIL_TEST);
        for face in [FRONT, BACK] {
            let function = if round % 2 == 0 {
                ALWAYS
            } else {
                noise.pick(&FUNCTIONS)
            };
            let masks = [0xff, 0xff, 0x0f, 0xf0];
            gl.stencil_func_separate(face, function, noise.below(256) as i32, noise.pick(&masks));
            let mut operation = || noise.pick(&OPERATIONS);
            gl.stencil_op_separate(face, operation(), operation(), operation());
            gl.stencil_mask_separate(face, noise.pick(&masks));
        }
        gl.draw_arrays_instanced(TRIANGLES, 0, 72, 1 + round as i32 % 3);
        gl.disable(STENCIL_TEST);
        gl.stencil_mask_separate(FRONT_AND_BACK, 0xff);
        gl.bind_texture(TEXTURE_2D, texture);
        gl.tex_parameteri(TEXTURE_2D, DEPTH_STENCIL_TEXTURE_MODE, STENCIL_INDEX as i32);
        let seen = eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [SIDE, SIDE])?;
        record.exact(&format!("round {round}"), seen.iter().step_by(16).copied());
    }
    Ok(())
}

fn depth(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let slopes = "#version 310 es
        uniform vec4 z;
        out vec4 colour;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            colour = vec4(corner, z.x, 1.0);
            gl_Position = vec4(corner * 2.0 - 1.0, z.x + z.y * corner.x + z.z * corner.y, 1.0);
        }";
    for format in [
        DEPTH_COMPONENT16,
        DEPTH_COMPONENT24,
        DEPTH_COMPONENT32F,
        DEPTH24_STENCIL8,
        DEPTH32F_STENCIL8,
    ] {
        let step = if format == DEPTH_COMPONENT16 {
            2.0 / 65535.0
        } else {
            1e-6
        };
        let mut noise = Noise(3);
        let (framebuffer, texture) = planes(gl, format);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear_depthf(0.25);
        gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT);
        gl.enable(SCISSOR_TEST);
        for index in 0..16 {
            gl.scissor(0, index * TILE, SIDE, TILE);
            gl.clear_depthf(index as f32 / 12.0 - 0.1);
            gl.clear(DEPTH_BUFFER_BIT);
        }
        gl.disable(SCISSOR_TEST);
        let shader = program(gl, slopes, COLOURED)?;
        gl.enable(DEPTH_TEST);
        for index in 0..256 {
            gl.depth_func(FUNCTIONS[index % 8]);
            gl.depth_mask(u8::from(index % 11 != 0));
            let (near, far) = [
                (0.0, 1.0),
                (1.0, 0.0),
                (0.2, 0.7),
                (0.9, 0.3),
                (-1.0, 2.0),
                (0.5, 0.5),
            ][index / 8 % 6];
            gl.depth_rangef(near, far);
            if index / 3 % 4 == 1 {
                gl.enable(POLYGON_OFFSET_FILL);
                gl.polygon_offset(
                    (index % 7) as f32 * 0.7 - 2.0,
                    (index % 13) as f32 * 900.0 - 5000.0,
                );
            } else {
                gl.disable(POLYGON_OFFSET_FILL);
            }
            let mut part = || noise.unit() * 0.9 - 0.45;
            gl.uniform4f(gl.uniform(shader, "z"), part(), part(), part(), 0.0);
            tile(gl, index);
            gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
        }
        gl.disable(POLYGON_OFFSET_FILL);
        gl.disable(DEPTH_TEST);
        gl.depth_rangef(0.0, 1.0);
        gl.depth_mask(1);
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        see(gl, record, &format!("{format:#x} colour"), false, 0.005);
        gl.bind_texture(TEXTURE_2D, texture);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
        let first: Vec<u32> = seen.iter().step_by(4).copied().collect();
        record.floats(&format!("{format:#x} depth"), 0.0, step, &floats(&first));
        // Depth that the shader writes.
        let writes = "in vec2 p; layout(location = 0) out vec4 o;
            void main() { o = vec4(p, 0.0, 1.0); gl_FragDepth = p.x * 1.3 - 0.1; }";
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, SIDE, SIDE);
        gl.enable(DEPTH_TEST);
        gl.depth_func(GREATER);
        shade(gl, writes)?;
        fill(gl);
        gl.disable(DEPTH_TEST);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
        let first: Vec<u32> = seen.iter().step_by(4).copied().collect();
        record.floats(&format!("{format:#x} written"), 0.0, step, &floats(&first));
        // Depth and stencil by blit.
        let (other, copy) = planes(gl, format);
        gl.clear_depthf(1.0);
        gl.clear(DEPTH_BUFFER_BIT);
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        gl.bind_framebuffer(DRAW_FRAMEBUFFER, other);
        gl.blit_framebuffer(3, 5, 40, 50, 60, 50, 7, 3, DEPTH_BUFFER_BIT, NEAREST);
        gl.bind_texture(TEXTURE_2D, copy);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
        let first: Vec<u32> = seen.iter().step_by(4).copied().collect();
        record.floats(&format!("{format:#x} blitted"), 0.0, step, &floats(&first));
    }
    Ok(())
}

/// Offsets of flat triangles, where units alone count, and of steep ones, in the format's least steps.
fn offsets(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (format, bits) in [
        (DEPTH_COMPONENT16, 16),
        (DEPTH_COMPONENT24, 24),
        (DEPTH24_STENCIL8, 24),
        (DEPTH_COMPONENT32F, 24),
    ] {
        let (framebuffer, texture) = planes(gl, format);
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.viewport(0, 0, SIDE, SIDE);
        gl.clear_depthf(1.0);
        gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT);
        let shader = program(
            gl,
            "#version 310 es
            uniform vec4 z;
            out vec4 colour;
            void main() {
                vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
                colour = vec4(1.0);
                gl_Position = vec4(corner * 2.0 - 1.0, z.x + z.y * corner.x, 1.0);
            }",
            COLOURED,
        )?;
        gl.enable(DEPTH_TEST);
        gl.depth_func(ALWAYS);
        gl.enable(POLYGON_OFFSET_FILL);
        for index in 0..256 {
            let units = [0.0, 0.5, 1.0, 1.5, -0.75, 2.25, -3.5, 100.6][index % 8];
            let factor = [0.0, 0.0, 0.5, -1.25][index / 8 % 4];
            let slope = [0.0, 0.3][index / 32 % 2];
            gl.polygon_offset(factor, units);
            // Between a half and one a float's steps are those of 24 bits.
            gl.uniform4f(
                gl.uniform(shader, "z"),
                0.2 + (index / 64) as f32 * 0.1,
                slope,
                0.0,
                0.0,
            );
            tile(gl, index);
            gl.draw_arrays(TRIANGLE_STRIP, 0, 4);
        }
        gl.disable(POLYGON_OFFSET_FILL);
        gl.disable(DEPTH_TEST);
        gl.bind_texture(TEXTURE_2D, texture);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
        let steps = seen
            .iter()
            .step_by(4)
            .map(|depth| (f64::from(f32::from_bits(*depth)) * f64::from((1u32 << bits) - 1)).round() as u32);
        // Drivers round what they interpolate, in the last of 24 bits.
        record.words(
            &format!("{format:#x}"),
            Rule::Steps(if bits == 16 { 1 } else { 4 }),
            steps,
        );
    }
    Ok(())
}

fn samples(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D_MULTISAMPLE, texture);
    gl.tex_storage_2d_multisample(TEXTURE_2D_MULTISAMPLE, 4, RGBA8, SIDE, SIDE, 1);
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D_MULTISAMPLE, texture, 0);
    record.exact(
        "samples",
        [gl.integer(SAMPLES) as u32, gl.integer(SAMPLE_BUFFERS) as u32],
    );
    for sample in 0..4 {
        record.floats(
            &format!("position {sample}"),
            0.0,
            0.0,
            &gl.sample_position(sample),
        );
    }
    let plain = "in vec2 p; layout(location = 0) out vec4 o; uniform float alpha; void main() { o = vec4(1.0, p, alpha); }";
    let look = |record: &mut Record, label: &str| -> Result<(), String> {
        // How many samples have been written, of each pixel: drivers choose which.
        gl.bind_texture(TEXTURE_2D_MULTISAMPLE, texture);
        let text = "uvec4(step(0.5, texelFetch(map, at, 0).x) + step(0.5, texelFetch(map, at, 1).x) + step(0.5, texelFetch(map, at, 2).x) + step(0.5, texelFetch(map, at, 3).x))";
        let seen = eye.evaluate(
            "uniform sampler2DMS map;",
            text,
            Class::Uint,
            [SIDE, SIDE],
            |_| {},
        )?;
        record.exact(label, seen.iter().step_by(4).copied());
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(COLOR_BUFFER_BIT);
        Ok(())
    };
    look(record, "nothing")?;
    for (name, capability) in [
        ("coverage", SAMPLE_COVERAGE),
        ("alpha", SAMPLE_ALPHA_TO_COVERAGE),
        ("mask", SAMPLE_MASK),
    ] {
        gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
        gl.clear_color(0.0, 0.0, 0.0, 0.0);
        gl.clear(COLOR_BUFFER_BIT);
        let shader = shade(gl, plain)?;
        gl.enable(capability);
        for index in 0..32 {
            let value = index as f32 / 16.0 - 0.2;
            match capability {
                SAMPLE_COVERAGE => gl.sample_coverage(value, (index % 2) as u8),
                SAMPLE_MASK => gl.sample_maski(0, index as u32),
                _ => gl.uniform1f(gl.uniform(shader, "alpha"), (value * 4.0).round() / 4.0),
            }
            tile(gl, index);
            fill(gl);
        }
        gl.disable(capability);
        look(record, name)?;
    }
    // Edges of triangles, sample by sample.
    let shader = program(
        gl,
        "#version 310 es
        uniform vec4 place[3];
        centroid out vec2 c; out vec2 p;
        void main() { gl_Position = place[gl_VertexID]; c = gl_Position.xy; p = c; }",
        "centroid in vec2 c; in vec2 p; layout(location = 0) out vec4 o; void main() { o = vec4(1.0, c * 0.5 + 0.5, 1.0); }",
    )?;
    let mut noise = Noise(5);
    for index in 0..256 {
        for corner in 0..3 {
            let name = format!("place[{corner}]");
            gl.uniform4f(
                gl.uniform(shader, &name),
                noise.unit() * 2.4 - 1.2,
                noise.unit() * 2.4 - 1.2,
                0.0,
                1.0,
            );
        }
        tile(gl, index);
        gl.draw_arrays(TRIANGLES, 0, 3);
    }
    for sample in 0..4 {
        gl.bind_texture(TEXTURE_2D_MULTISAMPLE, texture);
        let seen = eye.texels(TEXTURE_2D_MULTISAMPLE, Class::Float, 0, sample, [SIDE, SIDE])?;
        record.floats(&format!("triangles, sample {sample}"), 0.0, 0.02, &floats(&seen));
    }
    // A resolve of all, and of a part.
    let (single, resolved) = target(gl, RGBA8, [SIDE, SIDE]);
    gl.clear_color(0.0, 0.0, 1.0, 1.0);
    gl.clear(COLOR_BUFFER_BIT);
    gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
    gl.bind_framebuffer(DRAW_FRAMEBUFFER, single);
    for (label, [x0, y0, x1, y1]) in [("part", [5, 7, 30, 50]), ("all", [0, 0, SIDE, SIDE])] {
        gl.blit_framebuffer(x0, y0, x1, y1, x0, y0, x1, y1, COLOR_BUFFER_BIT, NEAREST);
        gl.bind_texture(TEXTURE_2D, resolved);
        let seen = eye.texels(TEXTURE_2D, Class::Float, 0, 0, [SIDE, SIDE])?;
        record.floats(&format!("resolved {label}"), 0.0, 0.02, &floats(&seen));
        gl.bind_framebuffer(READ_FRAMEBUFFER, framebuffer);
        gl.bind_framebuffer(DRAW_FRAMEBUFFER, single);
    }
    Ok(())
}

fn inputs(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let size = [32, 32];
    for (label, text) in [
        ("fragment coordinates", "gl_FragCoord"),
        (
            "derivatives",
            "vec4(dFdx(p.x * p.x), dFdy(p.y), fwidth(p.x + p.y), dFdx(gl_FragCoord.y))",
        ),
        ("front", "vec4(gl_FrontFacing, !gl_FrontFacing, 0.0, 1.0)"),
        (
            "more derivatives",
            "vec4(dFdx(gl_FragCoord.xy), dFdy(gl_FragCoord.xy))",
        ),
    ] {
        let seen = eye.evaluate("", text, Class::Float, size, |_| {})?;
        record.floats(label, 1e-4, 1e-5, &floats(&seen));
    }
    gl.front_face(CW);
    let seen = eye.evaluate("", "vec4(gl_FrontFacing)", Class::Float, size, |_| {})?;
    record.floats("back", 0.0, 0.0, &floats(&seen));
    gl.front_face(CCW);
    for face in [FRONT, BACK, FRONT_AND_BACK] {
        gl.enable(CULL_FACE);
        gl.cull_face(face);
        let seen = eye.evaluate("", "vec4(1.0)", Class::Float, [4, 4], |_| {})?;
        record.exact(&format!("culled {face:#x}"), seen);
        gl.disable(CULL_FACE);
    }
    // Points of all sizes, with their own coordinates.
    let vertex = "#version 310 es
        flat out int id;
        void main() {
            id = gl_VertexID;
            gl_PointSize = float(gl_VertexID) * 1.5 + 1.0;
            gl_Position = vec4(float(gl_VertexID & 3) * 0.5 - 0.74, float(gl_VertexID >> 2) * 0.5 - 0.77, 0.0, 1.0);
        }";
    let fragment = "flat in int id; layout(location = 0) out uvec4 o;
        void main() { o = uvec4(vec4(gl_PointCoord * 64.0 + 0.5, id, 1)); }";
    program(gl, vertex, fragment)?;
    eye.begin([64, 64]);
    gl.draw_arrays(POINTS, 0, 16);
    record.words(
        "points",
        crate::glsweep::record::Rule::Steps(1),
        eye.end([64, 64]),
    );
    // The end of a shader, by each way out of it.
    let ways = "in vec2 p; layout(location = 0) out uvec4 o;
        uint deep(uint x) { for (uint i = 0u; i < 20u; i++) { if (i == x) return i * 3u; if (i > 15u) discard; } return 99u; }
        void main() {
            uvec2 at = uvec2(gl_FragCoord.xy);
            o = uvec4(7u);
            if (at.x == 3u) return;
            if (at.y == 4u) discard;
            uint sum = 0u;
            for (uint i = 0u; i < at.x; i++) {
                if (i % 3u == 1u) continue;
                switch (i & 3u) { case 0u: sum += 1u; case 1u: sum += 10u; break; case 2u: sum += 100u; break; default: sum += 1000u; }
                if (sum > 3000u) break;
            }
            uint n = 0u;
            do { n += at.y; if (n > 50u) break; } while (n < 40u);
            while (n > 7u) n -= 5u;
            o = uvec4(sum, n, deep(at.x), deep(at.y % 19u));
        }";
    eye.program(ways)?;
    record.exact("ways out", eye.draw(size));
    // Helpers, and what derivatives see of them.
    let helpers = "in vec2 p; layout(location = 0) out uvec4 o;
        void main() {
            float x = gl_HelperInvocation ? 100.0 : gl_FragCoord.x;
            o = uvec4(uint(gl_HelperInvocation), uint(abs(dFdx(gl_FragCoord.x)) + 0.5), 1u, 1u);
        }";
    eye.program(helpers)?;
    record.exact("helpers", eye.draw([5, 5]));
    Ok(())
}
