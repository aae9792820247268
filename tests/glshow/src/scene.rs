//! The picture: a sky, a textured floor with perspective, solids that cut through each other, and glass in front.
//!
//! Edges are few and slopes gentle, so that two correct renderers differ in few pixels.

use std::ffi::c_void;

use crate::gl::Gl;

/// A corner: place in the scene, normal, texture coordinates.
type Vertex = [f32; 8];

const TRIANGLES: u32 = 4;
const TRIANGLE_STRIP: u32 = 5;

/// A camera above the floor, looking down at it a little, 0.1 to 20 away; light from above and the left.
const VERTEX: &str = "
attribute vec3 place;
attribute vec3 normal;
attribute vec2 at;
uniform vec4 shift;
uniform vec4 aspect;
varying vec3 n;
varying vec2 uv;
void main() {
    vec3 p = place * shift.w + shift.xyz;
    float c = 0.9553, s = 0.2955;
    vec3 v = vec3(p.x, c * (p.y - 1.4) - s * p.z, c * p.z + s * (p.y - 1.4));
    n = normal;
    uv = at;
    gl_Position = vec4(1.6 * v.x / aspect.x, 1.6 * v.y, -(v.z * 1.01) - 0.2, -v.z);
}
";
const LIT: &str = "
precision mediump float;
uniform sampler2D image;
uniform vec4 tint;
varying vec3 n;
varying vec2 uv;
void main() {
    float light = 0.35 + 0.65 * max(dot(normalize(n), vec3(-0.48, 0.8, 0.36)), 0.0);
    vec4 texel = texture2D(image, uv);
    gl_FragColor = vec4(texel.rgb * tint.rgb * light, tint.a);
}
";
/// The sky, and what shows whether GL's y points up: it is dark above.
const PLAIN: &str = "
attribute vec3 place;
varying vec2 uv;
void main() { uv = place.xy * 0.5 + 0.5; gl_Position = vec4(place, 1.0); }
";
const SKY: &str = "
precision mediump float;
varying vec2 uv;
void main() {
    vec3 sky = mix(vec3(0.95, 0.75, 0.55), vec3(0.1, 0.2, 0.5), uv.y);
    float ring = smoothstep(0.16, 0.14, distance(uv, vec2(0.8, 0.8)) * 2.0);
    gl_FragColor = vec4(mix(sky, vec3(1.0, 0.95, 0.8), ring), 1.0);
}
";

/// Draws everything.
pub(crate) fn draw(gl: &Gl, width: u32, height: u32) -> Result<(), String> {
    let painter = Painter { gl };
    let sky = painter.program(PLAIN, SKY)?;
    let lit = painter.program(VERTEX, LIT)?;
    // SAFETY: only numbers.
    unsafe {
        (gl.viewport)(0, 0, width as i32, height as i32);
        (gl.clear_color)(0.0, 0.0, 0.0, 1.0);
        (gl.clear)(0x4100); // colour and depth
        (gl.use_program)(sky);
        (gl.disable)(0x0B71); // depth test
    }
    painter.mesh(TRIANGLE_STRIP, &full_screen());
    painter.texture();
    // SAFETY: only numbers.
    unsafe {
        (gl.use_program)(lit);
        (gl.enable)(0x0B71);
    }
    painter.uniform(lit, c"aspect", [width as f32 / height as f32, 0.0, 0.0, 0.0]);
    let solids: [(&[Vertex], [f32; 4], [f32; 4]); 4] = [
        (&floor(), [0.0, 0.0, -6.0, 1.0], [1.0, 1.0, 1.0, 1.0]),
        (&cube(), [-1.4, 0.8, -5.0, 0.8], [1.0, 0.5, 0.4, 1.0]),
        (&ball(), [0.0, 0.9, -5.0, 1.0], [0.5, 0.8, 1.0, 1.0]),
        (&ball(), [1.6, 0.6, -4.2, 0.6], [0.6, 1.0, 0.5, 1.0]),
    ];
    for (mesh, shift, tint) in solids {
        painter.uniform(lit, c"shift", shift);
        painter.uniform(lit, c"tint", tint);
        painter.mesh(TRIANGLES, mesh);
    }
    // SAFETY: only numbers.
    unsafe {
        (gl.enable)(0x0BE2); // blending
        (gl.blend_func)(0x0302, 0x0303); // source alpha, one minus source alpha
        (gl.depth_mask)(0);
    }
    painter.uniform(lit, c"shift", [0.6, 0.9, -3.4, 0.7]);
    painter.uniform(lit, c"tint", [1.0, 0.9, 0.3, 0.5]);
    painter.mesh(TRIANGLES, &cube());
    // SAFETY: only numbers.
    let error = unsafe {
        (gl.finish)();
        (gl.get_error)()
    };
    if error == 0 {
        Ok(())
    } else {
        Err(format!("GL error {error:#x}"))
    }
}

/// Calls of GL that take memory.
struct Painter<'a> {
    gl: &'a Gl,
}

impl Painter<'_> {
    fn program(&self, vertex: &str, fragment: &str) -> Result<u32, String> {
        let shaders = [(0x8B31, vertex), (0x8B30, fragment)];
        self.gl.program(&shaders, &[c"place", c"normal", c"at"])
    }

    fn uniform(&self, program: u32, name: &std::ffi::CStr, [x, y, z, w]: [f32; 4]) {
        // SAFETY: the name ends with zero; the program is in use.
        unsafe {
            let location = (self.gl.get_uniform_location)(program, name.as_ptr());
            (self.gl.uniform4f)(location, x, y, z, w);
        }
    }

    fn mesh(&self, mode: u32, vertices: &[Vertex]) {
        let gl = self.gl;
        let bytes = size_of_val(vertices) as isize;
        // SAFETY: the buffer takes as many bytes as the slice has; the offsets stay within a vertex of it.
        unsafe {
            let mut buffer = 0;
            (gl.gen_buffers)(1, &mut buffer);
            (gl.bind_buffer)(0x8892, buffer);
            (gl.buffer_data)(0x8892, bytes, vertices.as_ptr().cast(), 0x88E4);
            for (index, size, offset) in [(0, 3, 0usize), (1, 3, 12), (2, 2, 24)] {
                (gl.enable_vertex_attrib_array)(index);
                (gl.vertex_attrib_pointer)(index, size, 0x1406, 0, 32, offset as *const c_void);
            }
            (gl.draw_arrays)(mode, 0, vertices.len() as i32);
        }
    }

    /// A soft checkerboard with all of its levels, filtered.
    fn texture(&self) {
        const SIDE: usize = 64;
        let gl = self.gl;
        let mut texels = Vec::with_capacity(SIDE * SIDE * 4);
        for y in 0..SIDE {
            for x in 0..SIDE {
                let dark = (x / 16 + y / 16) % 2 == 1;
                let shade = if dark { 120 } else { 240 };
                texels.extend([shade, shade - (x / 2) as u8, shade - (y / 2) as u8, 255]);
            }
        }
        // SAFETY: the image has as many texels as it says.
        unsafe {
            let mut texture = 0;
            (gl.gen_textures)(1, &mut texture);
            (gl.bind_texture)(0x0DE1, texture);
            let (rgba, side) = (0x1908, SIDE as i32);
            (gl.tex_image_2d)(
                0x0DE1,
                0,
                rgba as i32,
                side,
                side,
                0,
                rgba,
                0x1401,
                texels.as_ptr().cast(),
            );
            (gl.tex_parameteri)(0x0DE1, 0x2801, 0x2703); // minification: linear between levels
            (gl.generate_mipmap)(0x0DE1);
        }
    }
}

fn full_screen() -> [Vertex; 4] {
    [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]].map(|[x, y]| [x, y, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
}

fn floor() -> Vec<Vertex> {
    let corner = |x: f32, z: f32| [x * 8.0, 0.0, z * 6.0 + 0.5, 0.0, 1.0, 0.0, x * 4.0, z * 4.0];
    let corners = [(-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)].map(|(x, z)| corner(x, z));
    [0, 1, 2, 2, 1, 3].map(|index: usize| corners[index]).to_vec()
}

fn cube() -> Vec<Vertex> {
    let mut vertices = Vec::new();
    for axis in 0..3 {
        for side in [-1.0f32, 1.0] {
            let mut normal = [0.0; 3];
            normal[axis] = side;
            let corner = |u: f32, v: f32| {
                let mut place = [0.0; 3];
                place[axis] = side;
                place[(axis + 1) % 3] = u;
                place[(axis + 2) % 3] = v;
                let ([x, y, z], [a, b, c]) = (turned(place), turned(normal));
                [x, y, z, a, b, c, (u + 1.0) / 2.0, (v + 1.0) / 2.0]
            };
            let corners = [
                corner(-1.0, -1.0),
                corner(1.0, -1.0),
                corner(-1.0, 1.0),
                corner(1.0, 1.0),
            ];
            vertices.extend([0, 1, 2, 2, 1, 3].map(|index: usize| corners[index]));
        }
    }
    vertices
}

/// Turned about the vertical, so that no side is seen edge on.
fn turned([x, y, z]: [f32; 3]) -> [f32; 3] {
    let (c, s) = (0.8, 0.6);
    [c * x + s * z, y, c * z - s * x]
}

fn ball() -> Vec<Vertex> {
    use std::f32::consts::PI;
    const RINGS: usize = 24;
    let point = |ring: usize, slice: usize| {
        let (v, u) = (ring as f32 / RINGS as f32, slice as f32 / (2 * RINGS) as f32);
        let (polar, around) = (PI * v, 2.0 * PI * u);
        let (x, y, z) = (
            polar.sin() * around.cos(),
            polar.cos(),
            polar.sin() * around.sin(),
        );
        [x, y, z, x, y, z, u * 2.0, v]
    };
    let mut vertices = Vec::new();
    for ring in 0..RINGS {
        for slice in 0..2 * RINGS {
            let corners = [
                point(ring, slice),
                point(ring, slice + 1),
                point(ring + 1, slice),
                point(ring + 1, slice + 1),
            ];
            vertices.extend([0, 1, 2, 2, 1, 3].map(|index: usize| corners[index]));
        }
    }
    vertices
}
