//! Computations of a sequence: shaders that write buffers and images, and look textures up.

use crate::glsweep::draw::*;
use crate::glsweep::enums::*;

use super::buffers::{DISPATCH_ARGUMENTS, Holds, LEAST};
use super::images::Kind;
use super::programs::Looked;
use super::targets::Piece;
use super::{Touched, World};

impl World<'_> {
    /// Shaders that write buffers: words, indices, arguments.
    pub(super) fn step_compute_buffer(&mut self) -> Result<String, String> {
        let gl = self.gl;
        let to = self.noise.below(self.buffers.len());
        let holds = self.buffers[to].holds;
        let from = self.any_buffer(Holds::Anything, &[to]);
        let body = match holds {
            Holds::Anything => match self.noise.below(3) {
                0 => "words[i] = mixed(i + tint);",
                1 => "words[i] += other[(i * 5u + tint) & 1023u];",
                _ => "atomicXor(words[i & 63u], mixed(i + tint));",
            },
            Holds::Shorts { .. } => "words[i & 127u] = mixed((i & 127u) + tint) & 0xff00ffu;",
            Holds::Words => "words[i & 127u] = mixed((i & 127u) + tint) & 255u;",
            Holds::Arguments => {
                "if (i == 0u) { words[0] = 1u + tint % 40u; words[1] = tint % 3u; words[8] = 1u + tint % 37u; words[9] = tint % 4u; words[10] = tint % 32u; words[11] = tint % 8u; words[16] = tint % 4u; }"
            }
        };
        let program = self.computing(&format!(
            "layout(std430, binding = 0) buffer Words {{ uint words[]; }}; layout(std430, binding = 1) readonly buffer Other {{ uint other[]; }};
            void main() {{ uint i = gl_GlobalInvocationID.x; {body} }}"
        ))?;
        let tint = self.noise.below(1000) as u32;
        gl.uniform1ui(gl.uniform(program, "tint"), tint);
        gl.bind_buffer_base(SHADER_STORAGE_BUFFER, 0, self.buffers[to].name);
        gl.bind_buffer_base(SHADER_STORAGE_BUFFER, 1, self.buffers[from].name);
        let text = self.dispatch();
        self.touch_buffer(to);
        Ok(format!(
            "compute buffer {to} from {from} tint {tint} {text}: {body}"
        ))
    }

    /// Runs a few groups of the shader in use, as the program or a buffer says.
    fn dispatch(&mut self) -> String {
        let gl = self.gl;
        let text = if self.noise.chance(40) {
            let arguments = self.any_buffer(Holds::Arguments, &[]);
            gl.bind_buffer(DISPATCH_INDIRECT_BUFFER, self.buffers[arguments].name);
            gl.dispatch_compute_indirect(DISPATCH_ARGUMENTS as isize * 4);
            "by arguments".to_owned()
        } else {
            let groups = 1 + self.noise.below(LEAST / 128) as u32;
            gl.dispatch_compute(groups, 1, 1);
            format!("{groups} groups")
        };
        gl.memory_barrier(ALL_BARRIER_BITS);
        text
    }

    /// Shaders that write an image, or look at one and write a buffer.
    pub(super) fn step_compute_image(&mut self) -> Result<String, String> {
        let gl = self.gl;
        let slot = self.any_image(|image| {
            image.immutable && image.format.image.is_some() && image.kind != Kind::Samples
        });
        let image = self.image(slot);
        let Some(format) = image
            .format
            .image
            .filter(|_| image.immutable && !matches!(image.kind, Kind::Samples | Kind::Renderbuffer))
        else {
            return Ok("no image".to_owned());
        };
        let (class, internal, name, levels) = (
            image.format.class,
            image.format.internal,
            image.name,
            image.levels,
        );
        let level = self.noise.below(levels as usize) as i32;
        let size = self.image(slot).level(level);
        let layer = self.noise.below(size[2] as usize) as i32;
        let writes = self.noise.chance(60);
        let (access, body) = match (writes, class) {
            (true, Class::Float) => (
                "writeonly",
                "vec4(uvec4(h) >> uvec4(0, 8, 16, 24) & 255u) * (1.0 / 255.0)",
            ),
            (true, Class::Int) => ("writeonly", "ivec4(uvec4(h) >> uvec4(0, 8, 16, 24) & 127u) - 64"),
            (true, Class::Uint) => ("writeonly", "uvec4(h) >> uvec4(0, 8, 16, 24) & 127u"),
            (false, Class::Float) => (
                "readonly",
                "uvec4(clamp(imageLoad(image, at), 0.0, 4.0) * 255.0 + 0.5)",
            ),
            (false, _) => ("readonly", "uvec4(imageLoad(image, at))"),
        };
        let body = if writes {
            format!("imageStore(image, at, {body});")
        } else {
            format!(
                "uvec4 texel = {body}; words[(i & 1023u)] = texel.x + texel.y * 3u + texel.z * 5u + texel.w * 7u;"
            )
        };
        let program = self.computing(&format!(
            "layout({format}, binding = 0) {access} uniform {}image2D image; layout(std430, binding = 0) buffer Words {{ uint words[]; }}; uniform ivec3 size;
            void main() {{ uint i = gl_GlobalInvocationID.x; uint h = mixed(i + tint); ivec2 at = ivec2(int(i) % size.x, int(i) / size.x); if (at.y >= size.y) return; {body} }}",
            class.prefix()
        ))?;
        let tint = self.noise.below(1000) as u32;
        gl.uniform1ui(gl.uniform(program, "tint"), tint);
        gl.uniform3i(gl.uniform(program, "size"), size[0], size[1], size[2]);
        gl.bind_image_texture(
            0,
            name,
            level,
            0,
            layer,
            if writes { WRITE_ONLY } else { READ_ONLY },
            internal,
        );
        let buffer = self.any_buffer(Holds::Anything, &[]);
        gl.bind_buffer_base(SHADER_STORAGE_BUFFER, 0, self.buffers[buffer].name);
        let text = self.dispatch();
        if writes {
            self.touched.push(Touched::Piece(Piece { slot, level, layer }));
        } else {
            self.touch_buffer(buffer);
        }
        Ok(format!(
            "compute image {slot} {level} {layer} writes {writes} buffer {buffer} tint {tint} {text}: {}",
            self.image(slot).text()
        ))
    }

    /// Shaders that look textures up and write buffers.
    pub(super) fn step_compute_lookup(&mut self) -> Result<String, String> {
        let gl = self.gl;
        let slot = self.any_image(|image| matches!(image.kind, Kind::Flat | Kind::Array | Kind::Deep));
        let looked = Looked::of(self.image(slot));
        let program = self.computing(&format!(
            "{}layout(std430, binding = 0) buffer Words {{ uint words[]; }};
            void main() {{
                uint i = gl_GlobalInvocationID.x; ivec2 at = ivec2(int(i) % 16, int(i) / 16);
                vec2 p = (vec2(at % size.xy) + 0.5) / vec2(size.xy);
                uvec4 texel = {}; words[i & 1023u] = mixed(texel.x + texel.y * 3u + texel.z * 5u + texel.w * 7u + tint);
            }}",
            looked.declaration(),
            looked.texel()
        ))?;
        let text = self.set_lookup(program, slot);
        let tint = self.noise.below(1000) as u32;
        gl.uniform1ui(gl.uniform(program, "tint"), tint);
        let to = self.any_buffer(Holds::Anything, &[]);
        gl.bind_buffer_base(SHADER_STORAGE_BUFFER, 0, self.buffers[to].name);
        let groups = self.dispatch();
        self.touch_buffer(to);
        Ok(format!(
            "compute lookup to buffer {to} tint {tint} {groups}: {text}"
        ))
    }
}
