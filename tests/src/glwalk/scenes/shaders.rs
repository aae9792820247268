//! GLSL 1.10 and 1.20: every operation, in both stages.

use super::super::Scene;
use super::super::draw::{
    ball, pattern_texture, perspective, quad, rect, shade, shaded_quad, tile_each, tiles,
};
use super::super::enums::*;
use super::super::gl::Gl;
use super::{extended, scene};

pub(super) const SCENES: &[Scene] = &[
    scene("glsl-builtins-angle", |gl| functions(gl, ANGLE)),
    scene("glsl-builtins-exponential", |gl| functions(gl, EXPONENTIAL)),
    scene("glsl-builtins-common", |gl| functions(gl, COMMON)),
    scene("glsl-builtins-geometric", |gl| functions(gl, GEOMETRIC)),
    scene("glsl-builtins-relational", |gl| functions(gl, RELATIONAL)),
    scene("glsl-builtins-derivatives", |gl| functions(gl, DERIVATIVES)),
    scene("glsl-builtins-in-vertex-shader", in_vertex_shader),
    scene("glsl-loops-and-branches", |gl| functions(gl, CONTROL)),
    scene("glsl-arrays-and-structs", |gl| functions(gl, ARRAYS)),
    scene("glsl-matrices", |gl| functions(gl, MATRICES)),
    scene("glsl-integers-and-booleans", |gl| functions(gl, INTEGERS)),
    scene("glsl-swizzles", |gl| functions(gl, SWIZZLES)),
    scene("glsl-indirect-uniforms", indirect_uniforms),
    scene(
        "glsl-indirect-uniforms-in-vertex-shader",
        indirect_in_vertex_shader,
    ),
    scene("glsl-uniform-changes", uniform_changes),
    scene("glsl-discard", discard),
    scene("glsl-fragcoord-and-facing", fragcoord),
    scene("glsl-frag-depth", frag_depth),
    extended(
        "glsl-texture-lookups",
        &["GL_ARB_shader_texture_lod"],
        texture_lookups,
    ),
    scene("glsl-vertex-texture", vertex_texture),
    scene("glsl-many-varyings", many_varyings),
    scene("glsl-fixed-function-state", fixed_state),
    scene("glsl-mixed-with-fixed-functions", mixed),
    scene("glsl-110-varying-arrays", varying_arrays),
];

/// Bodies of `vec4 colour(vec2 p)`, each shown in a tile.
type Bodies = &'static [&'static str];

fn functions(gl: &Gl, bodies: Bodies) {
    tile_each(gl, bodies, |body| {
        // A body may need functions or types of its own: they come before a line of dashes.
        let (before, body) = body.split_once("----").unwrap_or(("", body));
        shade(gl, &format!("{before}\nvec4 colour(vec2 p) {{ {body} }}"));
        shaded_quad(gl);
    });
}

const ANGLE: Bodies = &[
    "return vec4(sin(p.x * 9.0), cos(p.y * 9.0), 0.5, 1.0) * 0.5 + 0.5;",
    "return vec4(tan(p.x), asin(p.y), acos(p.x) / 3.2, 1.0);",
    "return vec4(atan(p.y * 4.0) / 1.6, atan(p.y - 0.5, p.x - 0.5) / 6.3 + 0.5, 0.2, 1.0);",
    "return vec4(radians(p.x * 57.0), degrees(p.y) / 60.0, 0.7, 1.0);",
];

const EXPONENTIAL: Bodies = &[
    "return vec4(pow(p.x, 2.2), pow(2.0, -p.y * 4.0), pow(p.x + p.y, 0.5), 1.0);",
    "return vec4(exp(-p.x * 3.0), log(1.0 + p.y), exp2(p.x) - 1.0, 1.0);",
    "return vec4(log2(1.0 + p.x), sqrt(p.y), inversesqrt(1.0 + p.x * 8.0), 1.0);",
];

const COMMON: Bodies = &[
    "return vec4(abs(p.x - 0.5), sign(p.y - 0.5) * 0.5 + 0.5, floor(p.x * 5.0) / 5.0, 1.0);",
    "return vec4(ceil(p.x * 5.0) / 5.0, fract(p.y * 3.0), mod(p.x, 0.3), 1.0);",
    "return vec4(min(p.x, p.y), max(p.x, 1.0 - p.y), clamp(p.x * 2.0 - 0.5, 0.1, 0.8), 1.0);",
    "return vec4(mix(p.x, p.y, 0.3), step(0.4, p.x), smoothstep(0.2, 0.8, p.y), 1.0);",
    "return vec4(mod(vec3(p, -p.x) * 7.0, vec3(2.0, 3.0, 1.5)) / 3.0, 1.0);",
    "return vec4(mix(vec3(1.0, 0.0, 0.2), vec3(0.0, 0.9, 0.4), vec3(p, p.x * p.y)), p.x);",
];

const GEOMETRIC: Bodies = &[
    "return vec4(length(p), distance(p, vec2(0.7, 0.3)), dot(p, vec2(0.4, 0.6)), 1.0);",
    "return vec4(cross(vec3(p, 0.5), vec3(0.3, p.y, p.x)) * 0.5 + 0.5, 1.0);",
    "return vec4(normalize(vec3(p - 0.5, 0.3)) * 0.5 + 0.5, 1.0);",
    "return vec4(faceforward(vec3(p, 0.3), vec3(p - 0.5, 0.2), vec3(0.4, 0.5, 0.1)) * 0.5 + 0.5, 1.0);",
    "return vec4(reflect(vec3(p - 0.5, 0.4), normalize(vec3(0.3, p.y, 0.5))) * 0.5 + 0.5, 1.0);",
    "return vec4(refract(normalize(vec3(p - 0.5, -0.6)), vec3(0.0, 0.0, 1.0), p.x + 0.5) * 0.5 + 0.5, 1.0);",
];

const RELATIONAL: Bodies = &[
    "return vec4(vec3(lessThan(vec3(p, 0.5), vec3(0.5, p.x, p.y))), 1.0);",
    "return vec4(vec3(lessThanEqual(vec3(p, 0.5), p.yxx)) * 0.7, 1.0);",
    "return vec4(vec3(greaterThan(vec3(p, 0.5), p.yxx)) * 0.8, 1.0);",
    "return vec4(vec3(equal(ivec3(p.xyx * 4.0), ivec3(p.yxy * 4.0))), 1.0);",
    "return vec4(float(any(lessThan(p, vec2(0.3)))), float(all(greaterThan(p, vec2(0.4)))), 0.3, 1.0);",
    "return vec4(vec2(not(greaterThanEqual(p, vec2(0.6, 0.2)))), vec2(notEqual(ivec2(p * 3.0), ivec2(1))));",
];

const DERIVATIVES: Bodies = &[
    "vec2 q = p * p * 20.0; return vec4(abs(dFdx(q)), abs(dFdy(q.x + q.y)), 1.0);",
    "return vec4(fwidth(sin(p.x * 30.0)), fwidth(p.x * p.y * 30.0), 0.4, 1.0);",
];

const CONTROL: Bodies = &[
    "float s = 0.0; for (int i = 0; i < 9; i++) { s += fract(p.x * float(i)) * 0.1; } return vec4(s, p, 1.0);",
    "float s = 0.0; for (int i = 0; i < 40; i++) { if (float(i) > p.x * 40.0) break; if (mod(float(i), 3.0) < 1.0) continue; s += 0.03; } return vec4(s, s * p.y, 0.3, 1.0);",
    "vec2 z = p * 3.0 - vec2(2.2, 1.5); vec2 c = z; int n = 0; while (n < 24 && dot(z, z) < 4.0) { z = vec2(z.x * z.x - z.y * z.y, 2.0 * z.x * z.y) + c; n++; } return vec4(float(n) / 24.0, fract(float(n) / 7.0), 0.2, 1.0);",
    "float s = p.x; do { s *= 1.3; } while (s < 0.9 + p.y); return vec4(s * 0.5, s - 0.8, 0.5, 1.0);",
    "float f(float x) { if (x < 0.3) return x * 3.0; if (x < 0.6) return 0.9; return 1.0 - x; } void g(inout float a, out float b) { b = a; a = 1.0 - a; } ---- float a = p.y; float b; g(a, b); return vec4(f(p.x), a * b * 4.0, f(p.y), 1.0);",
    "float s = 0.0; for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) { if (i == j) continue; s += step(float(i * 4 + j) / 16.0, p.x) * 0.07; } return p.y > 0.5 ? vec4(s, 0.0, 0.0, 1.0) : vec4(0.0, s, s, 1.0);",
];

const ARRAYS: Bodies = &[
    "float a[8]; for (int i = 0; i < 8; i++) a[i] = float(i) / 8.0; int k = int(p.x * 7.99); return vec4(a[k], a[7 - k], p.y, 1.0);",
    "vec4 a[4]; for (int i = 0; i < 4; i++) a[i] = vec4(p, 0.25 * float(i), 1.0); a[int(p.y * 3.99)].x = 1.0; return a[int(p.x * 3.99)];",
    "const vec3 table[5] = vec3[5](vec3(1, 0, 0), vec3(0, 1, 0), vec3(0, 0, 1), vec3(1, 1, 0), vec3(0, 1, 1)); ---- return vec4(table[int(p.x * 4.99)] * p.y, 1.0);",
    "struct S { vec2 a; float b[3]; mat2 m; }; S make(vec2 p) { S s; s.a = p.yx; s.b[0] = p.x; s.b[1] = 0.4; s.b[2] = p.y; s.m = mat2(p, p.yx); return s; } ---- S s = make(p); return vec4(s.m * s.a, s.b[int(p.x * 2.99)], 1.0);",
    "vec4 v = vec4(p, 0.3, 0.9); int k = int(p.x * 3.99); v[k] = 1.0; return vec4(v[int(p.y * 3.99)], v.yz, 1.0);",
];

const MATRICES: Bodies = &[
    "mat2 m = mat2(p.x, 0.3, 0.6, p.y); return vec4(m * p, p * m);",
    "mat3 m = mat3(p.x, 0.1, 0.2, 0.3, p.y, 0.4, 0.2, 0.5, 0.6); return vec4(m * m * vec3(p, 0.5), 1.0);",
    "mat4 m = mat4(0.7); m[1][2] = p.x; m[3] = vec4(0.1, 0.2, 0.3, 1.0); return m * vec4(p, 0.2, 1.0);",
    "mat2x3 m = mat2x3(p.x, 0.2, 0.4, 0.6, p.y, 0.8); mat3x2 t = transpose(m); return vec4(m * p, 1.0) * 0.7 + vec4(t * vec3(p, 0.1), 0.0, 0.0) * 0.3;",
    "mat3 m = outerProduct(vec3(p, 0.5), vec3(0.9, p.yx)); return vec4(matrixCompMult(m, m)[0] + m[2] * 0.5, 1.0);",
    "mat4 m = mat4(1.0) * 0.5 + mat4(p.x); m /= 1.5; m -= mat4(0.1); return vec4(m[0][0], m[1][1] * p.y, -m[2][0] + 0.3, 1.0);",
];

const INTEGERS: Bodies = &[
    "int a = int(p.x * 16.0), b = int(p.y * 16.0); return vec4(float(a * b) / 256.0, float(a / (b + 1)) / 16.0, float(a - b) / 32.0 + 0.5, 1.0);",
    "ivec3 v = ivec3(p.xyx * 9.0); v += ivec3(1, -2, 3); v *= 2; return vec4(vec3(v) / 24.0, 1.0);",
    "bool a = p.x > 0.5, b = p.y > 0.5; return vec4(float(a && b), float(a || b), float(a ^^ b), 1.0);",
    "bvec3 v = bvec3(p.x > 0.3, p.y > 0.6, p.x + p.y > 1.0); int n = int(v.x) + int(v.y) + int(v.z); return vec4(vec3(v) * 0.6, 1.0) + vec4(float(n) * 0.1);",
    "int i = int(-p.x * 20.0); float f = float(i++) + float(--i); return vec4(-f / 40.0, p.y * float(-i) / 20.0, float(i == -7), 1.0);",
];

const SWIZZLES: Bodies = &[
    "vec4 v = vec4(p, 0.3, 0.8); v.zx = v.xy; v.w = v.z; return v.wzyx;",
    "vec4 v = vec4(0.1); v.rb += p; v.g -= p.x * 0.2; return vec4(v.bgr, 1.0);",
    "vec3 v = vec3(p, 0.5); v = v.zxy * v.xxx + v.yzy; return vec4(v * 0.7, -v.x + 1.0);",
    "vec2 v = p; v = v.yx; v.x *= 0.5; return v.xyxy * vec4(1.0, 0.5, 0.8, 1.0) - vec4(0.0, 0.0, 0.2, 0.0);",
];

/// The same functions where the vertex shader computes them, on a grid.
fn in_vertex_shader(gl: &Gl) {
    let bodies = [
        ANGLE[0],
        EXPONENTIAL[1],
        COMMON[3],
        GEOMETRIC[2],
        RELATIONAL[0],
        CONTROL[0],
        ARRAYS[0],
        MATRICES[2],
        INTEGERS[0],
    ];
    tile_each(gl, &bodies, |body| {
        let vertex = format!(
            "#version 120\nattribute vec4 position;\nvarying vec4 c;\nvec4 colour(vec2 p) {{ {body} }}
            void main() {{ c = colour(position.xy * 0.5 + 0.5); gl_Position = position; }}"
        );
        let fragment = "#version 120\nvarying vec4 c;\nvoid main() { gl_FragColor = c; }";
        gl.use_program(gl.program(&vertex, fragment, &["position"]));
        for row in 0..8 {
            gl.begin(TRIANGLE_STRIP);
            for column in 0..=8 {
                for edge in [row, row + 1] {
                    gl.vertex_attrib4f(0, column as f32 / 4.0 - 1.0, edge as f32 / 4.0 - 1.0, 0.0, 1.0);
                }
            }
            gl.end();
        }
    });
}

/// Thirty-two vectors that all differ.
fn palette() -> Vec<[f32; 4]> {
    (0..32_u8)
        .map(|index| {
            let x = f32::from(index);
            [x / 31.0, (x * 7.0 % 31.0) / 31.0, (x * 13.0 % 31.0) / 31.0, 1.0]
        })
        .collect()
}

fn indirect_uniforms(gl: &Gl) {
    let program = shade(
        gl,
        "uniform vec4 table[32];
        uniform int first;
        vec4 colour(vec2 p) { return table[int(p.x * 15.99) + first] * (0.5 + p.y * 0.5); }",
    );
    gl.uniform4fv(gl.uniform(program, "table"), &palette());
    tile_each(gl, &[0, 5, 11, 16], |first| {
        gl.uniform1i(gl.uniform(program, "first"), first);
        shaded_quad(gl);
    });
}

fn indirect_in_vertex_shader(gl: &Gl) {
    let program = gl.program(
        "#version 120
        attribute vec4 position;
        uniform vec4 table[32];
        varying vec4 c;
        void main() { c = table[int(position.z)]; gl_Position = vec4(position.xy, 0.0, 1.0); }",
        "#version 120\nvarying vec4 c;\nvoid main() { gl_FragColor = c; }",
        &["position"],
    );
    gl.use_program(program);
    gl.uniform4fv(gl.uniform(program, "table"), &palette());
    gl.begin(TRIANGLE_STRIP);
    for index in 0..32_u8 {
        let x = f32::from(index / 2) / 7.5 - 1.0;
        gl.vertex_attrib4f(
            0,
            x,
            if index % 2 == 0 { -0.8 } else { 0.8 },
            f32::from(index),
            1.0,
        );
    }
    gl.end();
}

/// Sixty-four draws that are sent together, each with its own uniforms: none may see another's.
fn uniform_changes(gl: &Gl) {
    let program = gl.program(
        "#version 120\nattribute vec4 position;\nuniform vec4 place;\nuniform mat4 turn;\nvoid main() { gl_Position = vec4((turn * position).xy * place.zw + place.xy, 0.0, 1.0); }",
        "#version 120\nuniform vec4 tint;\nuniform float level;\nvoid main() { gl_FragColor = tint * level; }",
        &["position"],
    );
    gl.use_program(program);
    let at = |name: &str| gl.uniform(program, name);
    for index in 0..64_u8 {
        let (x, y) = (f32::from(index % 8), f32::from(index / 8));
        let (sine, cosine) = (f32::from(index) * 0.1).sin_cos();
        gl.uniform4f(at("place"), x / 4.0 - 0.875, y / 4.0 - 0.875, 0.09, 0.09);
        gl.uniform_matrix4(
            at("turn"),
            &[
                cosine, sine, 0.0, 0.0, -sine, cosine, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0,
            ],
        );
        // The other stage's uniforms change less often.
        if index % 3 == 0 {
            gl.uniform4f(at("tint"), x / 7.0, y / 7.0, 1.0 - x / 9.0, 1.0);
        }
        gl.uniform1f(at("level"), 0.5 + f32::from(index % 5) / 8.0);
        shaded_quad(gl);
    }
}

fn discard(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    shade(
        gl,
        "vec4 colour(vec2 p) { if (fract(p.x * 5.0) < p.y) discard; return vec4(p, 1.0, 1.0); }",
    );
    shaded_quad(gl);
    shade(gl, "vec4 colour(vec2 p) { return vec4(1.0, 0.5, 0.0, 1.0); }");
    gl.depth_func(LESS);
    shaded_quad(gl);
}

fn fragcoord(gl: &Gl) {
    let program = gl.program(
        "#version 120\nattribute vec4 position;\nvoid main() { gl_Position = position; }",
        "#version 120\nvoid main() { gl_FragColor = vec4(gl_FragCoord.xy / 128.0, gl_FrontFacing ? gl_FragCoord.z : gl_FragCoord.w / 3.0, 1.0); }",
        &["position"],
    );
    gl.use_program(program);
    for flip in [1.0, -1.0] {
        gl.begin(TRIANGLE_STRIP);
        for (x, y, z, w) in [
            (0.1, -0.9, -0.5, 1.0),
            (0.9, -0.9, 0.5, 1.0),
            (0.2, 1.6, 0.0, 2.0),
            (1.8, 1.8, 1.0, 2.0),
        ] {
            gl.vertex_attrib4f(0, x * flip, y, z, w);
        }
        gl.end();
    }
}

fn frag_depth(gl: &Gl) {
    gl.enable(DEPTH_TEST);
    for (slope, colour) in [
        ("p.x", "1.0, 0.3, 0.1"),
        ("p.y", "0.1, 0.8, 0.2"),
        ("1.0 - p.x * p.y", "0.2, 0.2, 0.9"),
    ] {
        shade(
            gl,
            &format!("vec4 colour(vec2 p) {{ gl_FragDepth = {slope}; return vec4({colour}, 1.0); }}"),
        );
        shaded_quad(gl);
    }
}

fn texture_lookups(gl: &Gl) {
    pattern_texture(gl, 32, LINEAR);
    gl.generate_mipmap(TEXTURE_2D);
    gl.tex_parameteri(TEXTURE_2D, TEXTURE_MIN_FILTER, LINEAR_MIPMAP_LINEAR as i32);
    let lookups = [
        "texture2D(map, p)",
        "texture2D(map, p * 3.0, 1.5)",
        "texture2D(map, p * 3.0, -2.0)",
        "texture2DProj(map, vec3(p, 0.5 + p.x))",
        "texture2DProj(map, vec4(p, 0.0, 2.0 - p.y))",
        "texture2DLod(map, p, p.x * 4.0)",
        "texture2DGradARB(map, p, vec2(0.1, 0.0), vec2(0.0, p.y * 0.2))",
        "texture2D(map, texture2D(map, p).xy)",
    ];
    tile_each(gl, &lookups, |lookup| {
        let program = shade(
            gl,
            &format!("uniform sampler2D map;\nvec4 colour(vec2 p) {{ return {lookup}; }}"),
        );
        gl.uniform1i(gl.uniform(program, "map"), 0);
        shaded_quad(gl);
    });
}

fn vertex_texture(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    let program = gl.program(
        "#version 120
        attribute vec4 position;
        uniform sampler2D map;
        varying vec4 c;
        void main() {
            c = texture2DLod(map, position.xy * 0.5 + 0.5, 0.0);
            gl_Position = vec4(position.xy * (0.6 + 0.4 * c.b), 0.0, 1.0);
        }",
        "#version 120\nvarying vec4 c;\nvoid main() { gl_FragColor = vec4(c.rgb, 1.0); }",
        &["position"],
    );
    gl.use_program(program);
    gl.uniform1i(gl.uniform(program, "map"), 0);
    gl.begin(TRIANGLE_FAN);
    gl.vertex_attrib4f(0, 0.0, 0.0, 0.0, 1.0);
    for step in 0..=16_u8 {
        let angle = f32::from(step) * std::f32::consts::TAU / 16.0;
        gl.vertex_attrib4f(0, angle.cos() * 0.95, angle.sin() * 0.95, 0.0, 1.0);
    }
    gl.end();
}

fn many_varyings(gl: &Gl) {
    let declared: String = (0..14).map(|index| format!("varying vec4 v{index};\n")).collect();
    let written: String = (0..14)
        .map(|index| {
            format!(
                "v{index} = position.xyxy * vec4({}.0, 0.5, -0.3, 1.0) / 14.0 + 0.3;\n",
                index + 1
            )
        })
        .collect();
    let sum: Vec<String> = (0..14)
        .map(|index| format!("v{index} * {}.0", index % 3))
        .collect();
    let vertex = format!(
        "#version 120\nattribute vec4 position;\n{declared}void main() {{ {written} gl_Position = position; }}"
    );
    let fragment = format!(
        "#version 120\n{declared}void main() {{ gl_FragColor = ({}) / 8.0; }}",
        sum.join(" + ")
    );
    gl.use_program(gl.program(&vertex, &fragment, &["position"]));
    shaded_quad(gl);
}

/// What GLSL sees of the fixed functions' state.
fn fixed_state(gl: &Gl) {
    perspective(gl);
    gl.enable(DEPTH_TEST);
    gl.lightfv(LIGHT0, POSITION, &[1.0, 1.0, 1.0, 0.0]);
    gl.lightfv(LIGHT0, DIFFUSE, &[0.9, 0.8, 0.6, 1.0]);
    gl.materialfv(FRONT, DIFFUSE, &[0.3, 0.9, 0.7, 1.0]);
    gl.fogfv(FOG_COLOR, &[0.1, 0.1, 0.4, 1.0]);
    let program = gl.program(
        "#version 120
        varying vec4 c;
        void main() {
            vec3 n = normalize(gl_NormalMatrix * gl_Normal);
            float d = max(dot(n, normalize(gl_LightSource[0].position.xyz)), 0.0);
            c = gl_FrontMaterial.diffuse * gl_LightSource[0].diffuse * d + gl_MultiTexCoord0 * 0.2;
            gl_FrontColor = gl_Color;
            gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
            gl_ClipVertex = gl_ModelViewMatrix * gl_Vertex;
        }",
        "#version 120
        varying vec4 c;
        void main() { gl_FragColor = mix(c, gl_Fog.color, 0.3) * gl_Color; }",
        &[],
    );
    gl.use_program(program);
    gl.color4f(1.0, 0.9, 0.8, 1.0);
    gl.rotatef(30.0, 0.3, 1.0, 0.0);
    gl.scalef(1.0, 1.2, 0.8);
    ball(gl, 1.1, 16);
}

/// One stage of ours, the other one fixed.
fn mixed(gl: &Gl) {
    pattern_texture(gl, 16, LINEAR);
    gl.enable(TEXTURE_2D);
    tiles(gl, 3, |index| match index {
        0 => {
            gl.use_program(0);
            gl.color4f(0.9, 0.5, 0.3, 1.0);
            quad(gl);
        }
        1 => {
            let program = gl.program(
                "#version 110\nvoid main() { gl_TexCoord[0] = gl_MultiTexCoord0.yxzw; gl_FrontColor = gl_Color.bgra; gl_FrontSecondaryColor = vec4(0.0); gl_Position = ftransform(); }",
                "#version 110\nuniform sampler2D map;\nvoid main() { gl_FragColor = texture2D(map, gl_TexCoord[0].xy) * gl_Color; }",
                &[],
            );
            gl.use_program(program);
            quad(gl);
        }
        _ => {
            gl.use_program(0);
            rect(gl, [-0.7, -0.7, 0.7, 0.7], [0.0, 0.0, 3.0, 3.0]);
        }
    });
}

fn varying_arrays(gl: &Gl) {
    let program = gl.program(
        "#version 110
        attribute vec4 position;
        varying vec3 values[4];
        void main() {
            for (int i = 0; i < 4; i++) values[i] = vec3(position.xy * 0.5 + 0.5, float(i) / 4.0);
            gl_Position = position;
        }",
        "#version 110
        varying vec3 values[4];
        void main() {
            vec3 sum = vec3(0.0);
            for (int i = 0; i < 4; i++) sum += values[i] * values[3 - i].zxy;
            gl_FragColor = vec4(sum / 2.0, 1.0);
        }",
        &["position"],
    );
    gl.use_program(program);
    shaded_quad(gl);
}
