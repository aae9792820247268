//! The state that draws and clears heed, kept so that it can be set again.

use super::super::fragments::{FACTORS, OPERATIONS};
use crate::glsweep::draw::Noise;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;

/// One call that sets state.
#[derive(Clone, Debug)]
pub(super) enum Setting {
    Able(u32, bool),
    BlendEquation(u32, u32),
    BlendEquationOf(u32, u32, u32),
    BlendFunction([u32; 4]),
    BlendFunctionOf(u32, [u32; 4]),
    BlendColour([f32; 4]),
    ColourMask([u8; 4]),
    ColourMaskOf(u32, [u8; 4]),
    DepthFunction(u32),
    DepthMask(u8),
    DepthRange([f32; 2]),
    StencilFunction(u32, u32, i32, u32),
    StencilOperation(u32, [u32; 3]),
    StencilMask(u32, u32),
    Scissor([i32; 4]),
    Viewport([i32; 4]),
    PolygonOffset(f32, f32),
    SampleCoverage(f32, u8),
    SampleMask(u32),
    CullFace(u32),
    FrontFace(u32),
}

impl Setting {
    pub(super) fn apply(&self, gl: &Gl) {
        match *self {
            Setting::Able(cap, true) => gl.enable(cap),
            Setting::Able(cap, false) => gl.disable(cap),
            Setting::BlendEquation(rgb, alpha) => gl.blend_equation_separate(rgb, alpha),
            Setting::BlendEquationOf(of, rgb, alpha) => gl.blend_equation_separatei(of, rgb, alpha),
            Setting::BlendFunction([a, b, c, d]) => gl.blend_func_separate(a, b, c, d),
            Setting::BlendFunctionOf(of, [a, b, c, d]) => gl.blend_func_separatei(of, a, b, c, d),
            Setting::BlendColour([r, g, b, a]) => gl.blend_color(r, g, b, a),
            Setting::ColourMask([r, g, b, a]) => gl.color_mask(r, g, b, a),
            Setting::ColourMaskOf(of, [r, g, b, a]) => gl.color_maski(of, r, g, b, a),
            Setting::DepthFunction(function) => gl.depth_func(function),
            Setting::DepthMask(mask) => gl.depth_mask(mask),
            Setting::DepthRange([near, far]) => gl.depth_rangef(near, far),
            Setting::StencilFunction(face, function, reference, mask) => {
                gl.stencil_func_separate(face, function, reference, mask)
            }
            Setting::StencilOperation(face, [fail, deep, pass]) => {
                gl.stencil_op_separate(face, fail, deep, pass)
            }
            Setting::StencilMask(face, mask) => gl.stencil_mask_separate(face, mask),
            Setting::Scissor([x, y, w, h]) => gl.scissor(x, y, w, h),
            Setting::Viewport([x, y, w, h]) => gl.viewport(x, y, w, h),
            Setting::PolygonOffset(factor, units) => gl.polygon_offset(factor, units),
            Setting::SampleCoverage(value, invert) => gl.sample_coverage(value, invert),
            Setting::SampleMask(mask) => gl.sample_maski(0, mask),
            Setting::CullFace(face) => gl.cull_face(face),
            Setting::FrontFace(mode) => gl.front_face(mode),
        }
    }

    /// Settings that it takes the place of.
    fn replaces(&self, other: &Setting) -> bool {
        use Setting::*;
        match (self, other) {
            (Able(one, _), Able(two, _)) => one == two,
            (BlendEquation(..), BlendEquationOf(..)) | (BlendFunction(_), BlendFunctionOf(..)) => true,
            (ColourMask(_), ColourMaskOf(..)) => true,
            (BlendEquationOf(one, ..), BlendEquationOf(two, ..)) => one == two,
            (BlendFunctionOf(one, _), BlendFunctionOf(two, _)) => one == two,
            (ColourMaskOf(one, _), ColourMaskOf(two, _)) => one == two,
            (StencilFunction(one, ..), StencilFunction(two, ..)) => one == two,
            (StencilOperation(one, _), StencilOperation(two, _)) => one == two,
            (StencilMask(one, _), StencilMask(two, _)) => one == two,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

const CAPS: [u32; 11] = [
    BLEND,
    CULL_FACE,
    DEPTH_TEST,
    STENCIL_TEST,
    SCISSOR_TEST,
    POLYGON_OFFSET_FILL,
    SAMPLE_ALPHA_TO_COVERAGE,
    SAMPLE_COVERAGE,
    SAMPLE_MASK,
    PRIMITIVE_RESTART_FIXED_INDEX,
    RASTERIZER_DISCARD,
];
const EQUATIONS: [u32; 6] = [FUNC_ADD, FUNC_ADD, FUNC_SUBTRACT, FUNC_REVERSE_SUBTRACT, MIN, MAX];
const FUNCTIONS: [u32; 9] = [
    NEVER, LESS, EQUAL, LEQUAL, GREATER, NOTEQUAL, GEQUAL, ALWAYS, ALWAYS,
];

/// All settings that have an effect, in an order that gives them again.
pub(super) struct State(Vec<Setting>);

impl State {
    /// As a context begins, but for the viewport and the scissor.
    pub(super) fn initial() -> Self {
        use Setting::*;
        let mut state = Self(CAPS.map(|cap| Able(cap, false)).to_vec());
        state.0.extend([
            BlendEquation(FUNC_ADD, FUNC_ADD),
            BlendFunction([ONE, ZERO, ONE, ZERO]),
            BlendColour([0.0; 4]),
            ColourMask([1; 4]),
            DepthFunction(LESS),
            DepthMask(1),
            DepthRange([0.0, 1.0]),
            StencilFunction(FRONT, ALWAYS, 0, !0),
            StencilFunction(BACK, ALWAYS, 0, !0),
            StencilOperation(FRONT, [KEEP; 3]),
            StencilOperation(BACK, [KEEP; 3]),
            StencilMask(FRONT, !0),
            StencilMask(BACK, !0),
            Scissor([0, 0, 64, 64]),
            Viewport([0, 0, 16, 16]),
            PolygonOffset(0.0, 0.0),
            SampleCoverage(1.0, 0),
            SampleMask(!0),
            CullFace(BACK),
            FrontFace(CCW),
        ]);
        state
    }

    pub(super) fn apply(&self, gl: &Gl) {
        self.0.iter().for_each(|setting| setting.apply(gl));
    }

    pub(super) fn set(&mut self, gl: &Gl, setting: Setting) {
        setting.apply(gl);
        self.0.retain(|other| !setting.replaces(other));
        self.0.push(setting);
    }

    pub(super) fn is(&self, cap: u32) -> bool {
        self.0
            .iter()
            .any(|setting| matches!(setting, Setting::Able(of, true) if *of == cap))
    }

    /// The viewport's size.
    pub(super) fn viewport(&self) -> [i32; 2] {
        let mut sizes = self.0.iter().filter_map(|setting| match setting {
            Setting::Viewport([_, _, w, h]) => Some([*w, *h]),
            _ => None,
        });
        sizes.next().expect("it is always set")
    }
}

/// Any setting.
pub(super) fn any(noise: &mut Noise) -> Setting {
    use Setting::*;
    let face = noise.pick(&[FRONT, BACK]);
    let of = noise.below(4) as u32;
    match noise.below(30) {
        0..9 => {
            let cap = noise.pick(&CAPS);
            let percent = match cap {
                RASTERIZER_DISCARD => 10,
                DEPTH_TEST | STENCIL_TEST | BLEND => 70,
                _ => 40,
            };
            Able(cap, noise.chance(percent))
        }
        9 => BlendEquation(noise.pick(&EQUATIONS), noise.pick(&EQUATIONS)),
        10 => BlendEquationOf(of, noise.pick(&EQUATIONS), noise.pick(&EQUATIONS)),
        11 => BlendFunction(std::array::from_fn(|_| noise.pick(&FACTORS))),
        // Destinations of one draw do not take both the constant's colour and its alpha, which hosts may lack.
        12 => BlendFunctionOf(
            of,
            std::array::from_fn(|index| {
                if index % 2 == 0 {
                    noise.pick(&FACTORS)
                } else {
                    noise.pick(&FACTORS[..10])
                }
            }),
        ),
        13 => BlendColour(std::array::from_fn(|_| noise.below(5) as f32 / 4.0)),
        14 => ColourMask(std::array::from_fn(|_| u8::from(noise.chance(75)))),
        15 => ColourMaskOf(of, std::array::from_fn(|_| u8::from(noise.chance(75)))),
        16 => DepthFunction(noise.pick(&FUNCTIONS)),
        17 => DepthMask(u8::from(noise.chance(70))),
        18 => {
            let ends = [
                [0.0, 1.0],
                [0.0, 1.0],
                [1.0, 0.0],
                [0.25, 0.75],
                [0.5, 0.5],
                [0.75, 0.25],
            ];
            DepthRange(noise.pick(&ends))
        }
        19 | 20 => StencilFunction(
            face,
            noise.pick(&FUNCTIONS),
            noise.below(256) as i32,
            stencil_mask(noise),
        ),
        21 | 22 => StencilOperation(face, std::array::from_fn(|_| noise.pick(&OPERATIONS))),
        23 => StencilMask(face, stencil_mask(noise)),
        24 => Scissor(rectangle(noise, 0)),
        25 => Viewport(rectangle(noise, 4)),
        26 => PolygonOffset(0.0, noise.below(9) as f32 * 2048.0 - 8192.0),
        27 => {
            if noise.chance(50) {
                SampleCoverage(noise.below(5) as f32 / 4.0, noise.below(2) as u8)
            } else {
                SampleMask(noise.word())
            }
        }
        28 => CullFace(noise.pick(&[FRONT, BACK, FRONT_AND_BACK])),
        _ => FrontFace(noise.pick(&[CW, CCW])),
    }
}

/// Often all bits.
fn stencil_mask(noise: &mut Noise) -> u32 {
    noise.pick(&[0xff, 0xff, 0xffff_ffff, 0x0f, 0xf0, 0x55, 0])
}

/// Often all of a small target; else a part, which may begin before it by `out`.
fn rectangle(noise: &mut Noise, out: i32) -> [i32; 4] {
    if noise.chance(50) {
        return noise.pick(&[[0, 0, 16, 16], [0, 0, 32, 16], [0, 0, 12, 20]]);
    }
    let side = |noise: &mut Noise| noise.below(16) as i32;
    [
        side(noise) - out,
        side(noise) - out,
        1 + side(noise) + out,
        1 + side(noise) + out,
    ]
}
