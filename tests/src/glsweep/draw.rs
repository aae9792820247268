//! What many sweeps are made of: programs, targets, buffers, and texels as words.

use std::cell::RefCell;
use std::collections::HashMap;

use super::enums::*;
use super::gl::{Gl, Layout};

/// A triangle over all of the target, made of nothing; `p` goes from 0 to 1.
pub(crate) const FULL: &str = "#version 310 es
out vec2 p;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
    p = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
";

/// What every fragment and compute shader begins with. Atomic operations on images are there where the driver has them.
pub(crate) const HEAD: &str = "#version 310 es
#extension GL_OES_shader_image_atomic : enable
#extension GL_OES_texture_storage_multisample_2d_array : enable
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp sampler3D;
precision highp samplerCube;
precision highp sampler2DArray;
precision highp sampler2DShadow;
precision highp samplerCubeShadow;
precision highp sampler2DArrayShadow;
precision highp sampler2DMS;
precision highp isampler2D;
precision highp isampler3D;
precision highp isamplerCube;
precision highp isampler2DArray;
precision highp isampler2DMS;
precision highp usampler2D;
precision highp usampler3D;
precision highp usamplerCube;
precision highp usampler2DArray;
precision highp usampler2DMS;
precision highp image2D;
precision highp iimage2D;
precision highp uimage2D;
precision highp image3D;
precision highp iimage3D;
precision highp uimage3D;
precision highp imageCube;
precision highp iimageCube;
precision highp uimageCube;
precision highp image2DArray;
precision highp iimage2DArray;
precision highp uimage2DArray;
";

/// Layout of RGBA words.
pub(crate) const WORDS: Layout = Layout(RGBA_INTEGER, UNSIGNED_INT);

/// Brings a new context into the state that sweeps expect.
pub(crate) fn prepare(gl: &Gl) {
    gl.pixel_storei(PACK_ALIGNMENT, 1);
    gl.pixel_storei(UNPACK_ALIGNMENT, 1);
    gl.disable(DITHER);
}

/// A program of the triangle and a fragment shader, which is given without [`HEAD`].
pub(crate) fn shade(gl: &Gl, fragment: &str) -> Result<u32, String> {
    program(gl, FULL, fragment)
}

/// A program of a whole vertex shader and a fragment shader without [`HEAD`]. It is in use.
pub(crate) fn program(gl: &Gl, vertex: &str, fragment: &str) -> Result<u32, String> {
    let fragment = format!("{HEAD}{fragment}");
    let program = gl.link(&[(VERTEX_SHADER, vertex), (FRAGMENT_SHADER, &fragment)], &[], 0)?;
    gl.use_program(program);
    Ok(program)
}

/// A program of a compute shader, which is given without [`HEAD`]. It is in use.
pub(crate) fn compute(gl: &Gl, source: &str) -> Result<u32, String> {
    let source = format!("{HEAD}{source}");
    let program = gl.link(&[(COMPUTE_SHADER, &source)], &[], 0)?;
    gl.use_program(program);
    Ok(program)
}

/// Draws the triangle.
pub(crate) fn fill(gl: &Gl) {
    gl.draw_arrays(TRIANGLES, 0, 3);
}

/// A texture of one level with a frame buffer that is bound.
pub(crate) fn target(gl: &Gl, format: u32, size: [i32; 2]) -> (u32, u32) {
    let texture = gl.gen_texture();
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_storage_2d(TEXTURE_2D, 1, format, size[0], size[1]);
    filters(gl, TEXTURE_2D, NEAREST, NEAREST);
    let framebuffer = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    gl.framebuffer_texture_2d(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
    gl.viewport(0, 0, size[0], size[1]);
    (framebuffer, texture)
}

/// Whether the frame buffer can be drawn into.
pub(crate) fn complete(gl: &Gl) -> bool {
    gl.check_framebuffer_status(FRAMEBUFFER) == FRAMEBUFFER_COMPLETE
}

/// The two filters of the bound texture.
pub(crate) fn filters(gl: &Gl, target: u32, min: u32, mag: u32) {
    gl.tex_parameteri(target, TEXTURE_MIN_FILTER, min as i32);
    gl.tex_parameteri(target, TEXTURE_MAG_FILTER, mag as i32);
}

/// How the bound texture goes on outside.
pub(crate) fn wrap(gl: &Gl, target: u32, mode: u32) {
    for axis in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R] {
        gl.tex_parameteri(target, axis, mode as i32);
    }
}

/// A storage buffer with these words, at this binding.
pub(crate) fn storage(gl: &Gl, binding: u32, words: &[u32]) -> u32 {
    let buffer = gl.gen_buffer();
    gl.bind_buffer(SHADER_STORAGE_BUFFER, buffer);
    gl.buffer_data(SHADER_STORAGE_BUFFER, &bytes(words), DYNAMIC_COPY);
    gl.bind_buffer_base(SHADER_STORAGE_BUFFER, binding, buffer);
    buffer
}

/// The bytes of words.
pub(crate) fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Words from bytes.
pub(crate) fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes(word.try_into().expect("four")))
        .collect()
}

/// Floats from words.
pub(crate) fn floats(words: &[u32]) -> Vec<f32> {
    words.iter().map(|word| f32::from_bits(*word)).collect()
}

/// What a buffer holds, once shaders have written it.
pub(crate) fn contents(gl: &Gl, buffer: u32, count: usize) -> Vec<u32> {
    gl.memory_barrier(ALL_BARRIER_BITS);
    gl.bind_buffer(COPY_READ_BUFFER, buffer);
    let mut seen = Vec::new();
    gl.mapped(COPY_READ_BUFFER, 0, count * 4, MAP_READ_BIT, |memory| {
        seen = words(memory)
    });
    seen
}

/// Draws the fragment shader into a target of words, in RGBA, and reads it. `out uvec4 o` is the output.
pub(crate) struct Words<'a> {
    gl: &'a Gl,
    programs: RefCell<HashMap<String, u32>>,
    targets: RefCell<HashMap<[i32; 2], u32>>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(gl: &'a Gl) -> Self {
        Self {
            gl,
            programs: RefCell::default(),
            targets: RefCell::default(),
        }
    }

    /// A program, made once. It is in use.
    pub(crate) fn program(&self, fragment: &str) -> Result<u32, String> {
        if let Some(program) = self.programs.borrow().get(fragment) {
            self.gl.use_program(*program);
            return Ok(*program);
        }
        let program = shade(self.gl, fragment)?;
        self.programs.borrow_mut().insert(fragment.to_owned(), program);
        Ok(program)
    }

    /// Draws with the program in use.
    pub(crate) fn draw(&self, size: [i32; 2]) -> Vec<u32> {
        self.begin(size);
        fill(self.gl);
        self.end(size)
    }

    /// Binds and clears the target.
    pub(crate) fn begin(&self, size: [i32; 2]) {
        let gl = self.gl;
        let mut targets = self.targets.borrow_mut();
        let framebuffer = targets.entry(size).or_insert_with(|| {
            let renderbuffer = gl.gen_renderbuffer();
            gl.bind_renderbuffer(RENDERBUFFER, renderbuffer);
            gl.renderbuffer_storage(RENDERBUFFER, RGBA32UI, size[0], size[1]);
            let framebuffer = gl.gen_framebuffer();
            gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
            gl.framebuffer_renderbuffer(FRAMEBUFFER, COLOR_ATTACHMENT0, RENDERBUFFER, renderbuffer);
            framebuffer
        });
        gl.bind_framebuffer(FRAMEBUFFER, *framebuffer);
        gl.viewport(0, 0, size[0], size[1]);
        gl.clear_bufferuiv(COLOR, 0, &[0xdead; 4]);
    }

    /// What has been drawn since.
    pub(crate) fn end(&self, size: [i32; 2]) -> Vec<u32> {
        words(&self.gl.read_pixels([0, 0], size, WORDS))
    }

    /// Evaluates `expression`, a `vec4`, `ivec4` or `uvec4`, at each pixel. `at` is the pixel's `ivec2`, `p` goes from 0 to
    /// 1; `declarations` come before.
    pub(crate) fn evaluate(
        &self,
        declarations: &str,
        expression: &str,
        class: Class,
        size: [i32; 2],
        set: impl FnOnce(u32),
    ) -> Result<Vec<u32>, String> {
        let result = match class {
            Class::Float => format!("floatBitsToUint({expression})"),
            Class::Int => format!("uvec4({expression})"),
            Class::Uint => expression.to_owned(),
        };
        let program = self.program(&format!(
            "in vec2 p; layout(location = 0) out uvec4 o;\n{declarations}\nvoid main() {{ ivec2 at = ivec2(gl_FragCoord.xy); o = {result}; }}"
        ))?;
        set(program);
        Ok(self.draw(size))
    }

    /// The texels of a level of the texture that is bound to `target` of unit 0, of a layer if it has any.
    pub(crate) fn texels(
        &self,
        target: u32,
        class: Class,
        level: i32,
        layer: i32,
        size: [i32; 2],
    ) -> Result<Vec<u32>, String> {
        let (kind, at) = match target {
            TEXTURE_2D => ("sampler2D", "at, level"),
            TEXTURE_3D => ("sampler3D", "ivec3(at, layer), level"),
            TEXTURE_2D_ARRAY => ("sampler2DArray", "ivec3(at, layer), level"),
            TEXTURE_2D_MULTISAMPLE => ("sampler2DMS", "at, layer"),
            _ => return Err(format!("no texels of {target:#x}")),
        };
        let prefix = class.prefix();
        let declarations = format!("uniform {prefix}{kind} map; uniform int level, layer;");
        self.evaluate(
            &declarations,
            &format!("texelFetch(map, {at})"),
            class,
            size,
            |program| {
                self.gl.uniform1i(self.gl.uniform(program, "level"), level);
                self.gl.uniform1i(self.gl.uniform(program, "layer"), layer);
            },
        )
    }
}

/// What a shader gets from a texture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Float,
    Int,
    Uint,
}

impl Class {
    /// Before the names of vectors, samplers and images.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Class::Float => "",
            Class::Int => "i",
            Class::Uint => "u",
        }
    }
}

/// Numbers that look random.
pub(crate) struct Noise(pub(crate) u32);

impl Noise {
    pub(crate) fn word(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let word = ((self.0 >> ((self.0 >> 28) + 4)) ^ self.0).wrapping_mul(277_803_737);
        word >> 22 ^ word
    }

    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.word() >> 8) as f32 / (1 << 24) as f32
    }

    /// From 0 on, below a number.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.word() >> 4) as usize % end
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| (self.word() >> 5) as u8).collect()
    }
}
