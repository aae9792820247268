//! The programs of a sequence, as texts.

use crate::glsweep::draw::*;
use crate::glsweep::enums::*;

use super::World;
use super::images::{Image, Kind};

/// Hashes a word.
const MIX: &str = "uint mixed(uint h) { h ^= h >> 15; h *= 0x2c1b3c6du; h ^= h >> 12; h *= 0x297a2d39u; return h ^ h >> 15; }\n";

/// Rectangles that a uniform gives, points and triangles that attributes give. No edge meets a pixel's middle: from there,
/// in 256ths, corners of triangles have an odd first number and second numbers that differ.
const VERTEX: &str = "
layout(location = 0) in uvec4 a; layout(location = 1) in ivec4 b; layout(location = 2) in vec4 c;
uniform int mode; uniform uint tint; uniform ivec4 rect; uniform vec2 side; uniform float z;
void main() {
    uint n = uint(gl_VertexID), i = uint(gl_InstanceID);
    vec2 at;
    if (mode == 0) {
        id = mixed(tint + i * 31u);
        at = vec2(rect.xy + ivec2(i)) + vec2(n & 1u, n >> 1 & 1u) * vec2(rect.zw);
    } else {
        ivec4 d = ivec4(c * 255.0 + 0.5);
        id = mixed(LOOKED + a.x + a.y * 3u + a.z * 5u + a.w * 7u + uint(b.x + b.y * 11 + b.z * 13 + b.w * 17)
            + uint(d.x + d.y * 19 + d.z * 23 + d.w * 29) + tint + i * 31u + n);
        at = vec2(id >> 8 & 15u, id >> 16 & 15u) + (mode == 1 ? vec2(0.5) : vec2(129u, id & 255u) / 256.0);
    }
    gl_Position = vec4(at / side * 2.0 - 1.0, z, 1.0);
    gl_PointSize = 1.0;
";

/// What vertices give to transform feedback.
pub(super) const CAPTURED: &str = "    caught = uvec4(id, a.x, uint(b.y), n);\n    more = id * 3u;\n";

/// What fragments look up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked {
    kind: Kind,
    class: Class,
    deep: bool,
}

impl Looked {
    pub(super) fn of(image: &Image) -> Self {
        let stencil = image.format.stencil() && image.view.stencil;
        Self {
            kind: image.kind,
            class: if stencil { Class::Uint } else { image.format.class },
            deep: image.format.depth(),
        }
    }

    pub(super) fn declaration(self) -> String {
        let sampler = match self.kind {
            Kind::Array => "sampler2DArray",
            Kind::Cube => "samplerCube",
            Kind::Deep => "sampler3D",
            Kind::Samples => "sampler2DMS",
            _ => "sampler2D",
        };
        format!(
            "uniform {}{sampler} map; uniform ivec3 size; uniform int level, layer;\n",
            self.class.prefix()
        )
    }

    /// A `uvec4`, exact whatever the precision of lookups.
    pub(super) fn texel(self) -> String {
        let texel = match self.kind {
            Kind::Samples => "texelFetch(map, at % size.xy, layer)",
            Kind::Array => "textureLod(map, vec3(p, float(layer)), float(level))",
            Kind::Deep => "textureLod(map, vec3(p, (float(layer) + 0.5) / float(size.z)), float(level))",
            Kind::Cube => {
                "textureLod(map, layer == 0 ? vec3(1.0, -q.y, -q.x) : layer == 1 ? vec3(-1.0, -q.y, q.x)
                : layer == 2 ? vec3(q.x, 1.0, q.y) : layer == 3 ? vec3(q.x, -1.0, -q.y)
                : layer == 4 ? vec3(q.x, -q.y, 1.0) : vec3(-q.x, -q.y, -1.0), float(level))"
            }
            _ => "textureLod(map, p + vec2(1.0, -1.0) * float(layer - 1), float(level))",
        };
        match self.class {
            Class::Float if self.deep => format!("uvec4({texel} * 4096.0 + 0.5)"),
            Class::Float => format!("uvec4(clamp({texel}, 0.0, 4.0) * 255.0 + 0.5)"),
            _ => format!("uvec4({texel})"),
        }
    }
}

/// How fragments are made.
pub(super) struct Shading {
    pub(super) outputs: Vec<Class>,
    pub(super) looked: Option<Looked>,
    pub(super) discards: bool,
    /// Whether they are counted, and before the tests.
    pub(super) counts: Option<bool>,
    /// What images they write, and of what class.
    pub(super) stores: Option<(&'static str, Class)>,
}

/// A program of vertices, which look up a texture too if its class is given.
pub(super) fn vertex(looked: Option<Class>, declarations: &str, end: &str) -> String {
    let texel = "texelFetch(places, ivec2(n, i) % extent, 0).y";
    let (prefix, texel) = match looked {
        None => ("", "0u".to_owned()),
        Some(Class::Float) => ("", format!("uint(clamp({texel}, 0.0, 4.0) * 64.0)")),
        Some(class) => (class.prefix(), format!("uint({texel})")),
    };
    let map = format!("uniform highp {prefix}sampler2D places; uniform ivec2 extent;\n");
    let map = if looked.is_some() { map } else { String::new() };
    let body = VERTEX.replace("LOOKED", &texel);
    format!("#version 310 es\n{declarations}{map}{MIX}{body}{end}}}")
}

impl Shading {
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{HEAD}{MIX}flat in uint id; uniform uint tint;\nlayout(std140, binding = 0) uniform Block {{ uvec4 words[16]; }};\n"
        );
        if let Some(early) = self.counts {
            if early {
                text += "layout(early_fragment_tests) in;\n";
            }
            text += "layout(std430, binding = 0) buffer Counts { uint counts[]; };\n";
        }
        if let Some(looked) = self.looked {
            text += &looked.declaration();
        }
        if let Some((format, class)) = self.stores {
            text += &format!(
                "layout({format}, binding = 0) writeonly uniform {}image2D image; uniform ivec2 stored_extent;\n",
                class.prefix()
            );
        }
        for (index, class) in self.outputs.iter().enumerate() {
            text += &format!(
                "layout(location = {index}) out {}vec4 o{index};\n",
                class.prefix()
            );
        }
        text += "void main() {
            ivec2 at = ivec2(gl_FragCoord.xy);
            uint h = mixed(id + uint(at.x) * 97u + uint(at.y) * 8191u + (gl_FrontFacing ? 0u : 77u));
            h += words[h & 15u].y;\n";
        if let Some(looked) = self.looked {
            text += "vec2 p = (vec2(at % size.xy) + 0.5) / vec2(size.xy); vec2 q = p * 2.0 - 1.0;\n";
            text += &format!(
                "uvec4 texel = {}; h = mixed(h + texel.x + texel.y * 3u + texel.z * 5u + texel.w * 7u);\n",
                looked.texel()
            );
        }
        if self.counts.is_some() {
            text += "atomicAdd(counts[h & 255u], 1u + (h >> 9 & 3u));\n";
        }
        if let Some((_, class)) = self.stores {
            text +=
                "uvec4 stored = uvec4(mixed(uint(at.x * 64 + at.y) + tint)) >> uvec4(0, 8, 16, 24) & 127u;\n";
            text += &match class {
                Class::Float => "if (all(lessThan(at, stored_extent))) imageStore(image, at, vec4(stored) * (1.0 / 255.0));\n".to_owned(),
                _ => format!("if (all(lessThan(at, stored_extent))) imageStore(image, at, {}vec4(stored));\n", class.prefix()),
            };
        }
        if self.discards {
            text += "if ((h >> 5 & 3u) == 0u) discard;\n";
        }
        for (index, class) in self.outputs.iter().enumerate() {
            let word = format!("(uvec4(mixed(h + {index}u)) >> uvec4(0, 8, 16, 24) & 255u)");
            text += &match class {
                Class::Float => format!("o{index} = vec4{word} * (1.0 / 255.0);\n"),
                Class::Int => format!("o{index} = ivec4{word} - 128;\n"),
                Class::Uint => format!("o{index} = {word};\n"),
            };
        }
        text + "}\n"
    }
}

impl World<'_> {
    /// A program, made once.
    pub(super) fn program(
        &mut self,
        vertex: &str,
        fragment: &str,
        captured: &[&str],
        mode: u32,
    ) -> Result<u32, String> {
        let key = format!("{vertex}{fragment}{mode}");
        if let Some(program) = self.programs.get(&key) {
            return Ok(*program);
        }
        let stages = [(VERTEX_SHADER, vertex), (FRAGMENT_SHADER, fragment)];
        let program = self.gl.link(&stages, captured, mode)?;
        self.programs.insert(key, program);
        Ok(program)
    }

    pub(super) fn computing(&mut self, source: &str) -> Result<u32, String> {
        let source = format!("{HEAD}{MIX}uniform uint tint;\nlayout(local_size_x = 32) in;\n{source}");
        if let Some(program) = self.programs.get(&source) {
            self.gl.use_program(*program);
            return Ok(*program);
        }
        let program = self.gl.link(&[(COMPUTE_SHADER, &source)], &[], 0)?;
        self.programs.insert(source, program);
        self.gl.use_program(program);
        Ok(program)
    }
}
