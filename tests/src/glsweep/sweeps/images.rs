//! Images of every format and kind, that shaders read and write.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "images",
        run: images,
    },
    Sweep {
        name: "image-atomics",
        run: image_atomics,
    },
];

/// Formats of images, with how texels of the class are made.
const IMAGES: [(&str, u32, Class); 13] = [
    ("rgba32f", RGBA32F, Class::Float),
    ("rgba16f", RGBA16F, Class::Float),
    ("r32f", R32F, Class::Float),
    ("rgba8", RGBA8, Class::Float),
    ("rgba8_snorm", RGBA8_SNORM, Class::Float),
    ("rgba32i", RGBA32I, Class::Int),
    ("rgba16i", RGBA16I, Class::Int),
    ("rgba8i", RGBA8I, Class::Int),
    ("r32i", R32I, Class::Int),
    ("rgba32ui", RGBA32UI, Class::Uint),
    ("rgba16ui", RGBA16UI, Class::Uint),
    ("rgba8ui", RGBA8UI, Class::Uint),
    ("r32ui", R32UI, Class::Uint),
];

fn images(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    for (name, format, class) in IMAGES {
        let prefix = class.prefix();
        for (target, kind) in [
            (TEXTURE_2D, "image2D"),
            (TEXTURE_3D, "image3D"),
            (TEXTURE_2D_ARRAY, "image2DArray"),
            (TEXTURE_CUBE_MAP, "imageCube"),
        ] {
            let (layers, at) = match target {
                TEXTURE_2D => (1, "ivec2(me.xy)"),
                TEXTURE_CUBE_MAP => (6, "ivec3(me)"),
                _ => (4, "ivec3(me)"),
            };
            let make = || {
                let texture = gl.gen_texture();
                gl.bind_texture(target, texture);
                if target == TEXTURE_3D || target == TEXTURE_2D_ARRAY {
                    gl.tex_storage_3d(target, 2, format, 8, 8, 4);
                } else {
                    gl.tex_storage_2d(target, 2, format, 8, 8);
                }
                filters(gl, target, NEAREST_MIPMAP_NEAREST, NEAREST);
                texture
            };
            let (from, to) = (make(), make());
            // Written, read back by another shader which writes what it makes of it, both looked at.
            let value = match class {
                Class::Float => "vec4(vec3(me) * 0.1 - 0.2, 0.7)",
                Class::Int => "ivec4(ivec3(me) * 15 - 50, -7)",
                Class::Uint => "uvec4(me * 30u, 200u)",
            };
            let write = format!(
                "layout(local_size_x = 8, local_size_y = 8) in;
                layout({name}, binding = 0) writeonly uniform highp {prefix}{kind} one;
                void main() {{ uvec3 me = gl_GlobalInvocationID; imageStore(one, {at}, {prefix}vec4({value})); }}"
            );
            compute(gl, &write)?;
            gl.bind_image_texture(0, from, 0, 1, 0, WRITE_ONLY, format);
            gl.dispatch_compute(1, 1, layers);
            gl.memory_barrier(ALL_BARRIER_BITS);
            let copy = format!(
                "layout(local_size_x = 8, local_size_y = 8) in;
                layout({name}, binding = 0) readonly uniform highp {prefix}{kind} one;
                layout({name}, binding = 1) writeonly uniform highp {prefix}{kind} two;
                layout(std430, binding = 0) buffer Sizes {{ ivec4 size; }};
                void main() {{
                    uvec3 me = gl_GlobalInvocationID;
                    {prefix}vec4 texel = imageLoad(one, {at});
                    me.x = 7u - me.x;
                    imageStore(two, {at}, texel);
                    imageStore(two, {at} + 100, texel);
                    if (me == uvec3(0)) {{ size.x = imageSize(one).x; size.y = imageSize(two).y; size.z = {}; }}
                }}",
                if target == TEXTURE_3D || target == TEXTURE_2D_ARRAY { "imageSize(one).z" } else { "0" }
            );
            compute(gl, &copy)?;
            let sizes = storage(gl, 0, &[0; 4]);
            gl.bind_image_texture(0, from, 0, 1, 0, READ_ONLY, format);
            gl.bind_image_texture(1, to, 0, 1, 0, WRITE_ONLY, format);
            gl.dispatch_compute(1, 1, layers);
            gl.memory_barrier(ALL_BARRIER_BITS);
            record.exact(&format!("{name} {kind} size"), contents(gl, sizes, 4));
            for (label, texture) in [("written", from), ("copied", to)] {
                gl.bind_texture(target, texture);
                for layer in 0..layers as i32 {
                    let seen = if target == TEXTURE_CUBE_MAP {
                        let face = [
                            "vec3(1.0, -q.y, -q.x)",
                            "vec3(-1.0, -q.y, q.x)",
                            "vec3(q.x, 1.0, q.y)",
                            "vec3(q.x, -1.0, -q.y)",
                            "vec3(q.x, -q.y, 1.0)",
                            "vec3(-q.x, -q.y, -1.0)",
                        ][layer as usize];
                        let declarations =
                            format!("uniform {prefix}samplerCube map;\n#define q (p * 2.0 - 1.0)");
                        eye.evaluate(
                            &declarations,
                            &format!("textureLod(map, {face}, 0.0)"),
                            class,
                            [8, 8],
                            |_| {},
                        )?
                    } else {
                        eye.texels(target, class, 0, layer, [8, 8])?
                    };
                    let label = format!("{name} {kind} {label} {layer}");
                    match class {
                        Class::Float => record.floats(&label, 0.001, 0.008, &floats(&seen)),
                        _ => record.exact(&label, seen),
                    }
                }
            }
            // One layer, and a level.
            if target != TEXTURE_2D {
                let one = format!(
                    "layout(local_size_x = 4, local_size_y = 4) in;
                    layout({name}, binding = 0) writeonly uniform highp {prefix}image2D one;
                    void main() {{ uvec3 me = gl_GlobalInvocationID; imageStore(one, ivec2(me.xy), {prefix}vec4({value})); }}"
                );
                compute(gl, &one)?;
                gl.bind_image_texture(0, to, 1, 0, 1, WRITE_ONLY, format);
                gl.dispatch_compute(1, 1, 1);
                gl.memory_barrier(ALL_BARRIER_BITS);
                if target != TEXTURE_CUBE_MAP {
                    gl.bind_texture(target, to);
                    let seen = eye.texels(target, class, 1, 1, [4, 4])?;
                    let label = format!("{name} {kind} one layer of level 1");
                    match class {
                        Class::Float => record.floats(&label, 0.001, 0.008, &floats(&seen)),
                        _ => record.exact(&label, seen),
                    }
                }
            }
            gl.delete_texture(from);
            gl.delete_texture(to);
        }
    }
    // From fragments; and into a texture that was uploaded, drawn to, and read.
    let (framebuffer, texture) = target(gl, R32UI, [8, 8]);
    gl.clear_bufferuiv(COLOR, 0, &[5; 4]);
    gl.bind_texture(TEXTURE_2D, texture);
    gl.tex_sub_image_2d(
        TEXTURE_2D,
        0,
        [0; 2],
        [2, 1],
        Layout(RED_INTEGER, UNSIGNED_INT),
        Pixels::Memory(&bytes(&[8, 9])),
    );
    shade(
        gl,
        "layout(r32ui, binding = 2) uniform highp uimage2D one; layout(location = 0) out uvec4 o;
        void main() { ivec2 at = ivec2(gl_FragCoord.xy); uint old = imageLoad(one, at).x; imageStore(one, at, uvec4(old * 2u + uint(at.x))); o = uvec4(old); }",
    )?;
    gl.bind_image_texture(2, texture, 0, 0, 0, READ_WRITE, R32UI);
    record.exact("fragments saw", eye.draw([8, 8]));
    gl.memory_barrier(ALL_BARRIER_BITS);
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    record.exact("fragments wrote", words(&gl.read_pixels([0, 0], [8, 8], WORDS)));
    // Without attachments, a target is as large as it says.
    let empty = gl.gen_framebuffer();
    gl.bind_framebuffer(FRAMEBUFFER, empty);
    for (name, value) in [(FRAMEBUFFER_DEFAULT_WIDTH, 6), (FRAMEBUFFER_DEFAULT_HEIGHT, 5)] {
        gl.framebuffer_parameteri(FRAMEBUFFER, name, value);
    }
    record.exact("without attachments", [u32::from(complete(gl))]);
    gl.viewport(0, 0, 8, 8);
    shade(
        gl,
        "layout(r32ui, binding = 2) writeonly uniform highp uimage2D one; void main() { imageStore(one, ivec2(gl_FragCoord.xy), uvec4(99u)); }",
    )?;
    fill(gl);
    gl.memory_barrier(ALL_BARRIER_BITS);
    gl.bind_framebuffer(FRAMEBUFFER, framebuffer);
    record.exact(
        "written without attachments",
        words(&gl.read_pixels([0, 0], [8, 8], WORDS)),
    );
    Ok(())
}

fn image_atomics(gl: &Gl, record: &mut Record) -> Result<(), String> {
    if !gl.text(EXTENSIONS).contains("GL_OES_shader_image_atomic") {
        record.exact("offered", [0]);
        return Ok(());
    }
    record.exact("offered", [1]);
    let functions = [
        "imageAtomicAdd",
        "imageAtomicMin",
        "imageAtomicMax",
        "imageAtomicAnd",
        "imageAtomicOr",
        "imageAtomicXor",
        "imageAtomicExchange",
    ];
    let eye = Words::new(gl);
    for (name, format, class) in [("r32ui", R32UI, Class::Uint), ("r32i", R32I, Class::Int)] {
        let prefix = class.prefix();
        let kind = if class == Class::Int { "int" } else { "uint" };
        for (target, image, at) in [
            (TEXTURE_2D, "image2D", "ivec2(n, 2)"),
            (TEXTURE_3D, "image3D", "ivec3(n, 2, 1)"),
            (TEXTURE_2D_ARRAY, "image2DArray", "ivec3(n, 2, 1)"),
        ] {
            let texture = gl.gen_texture();
            gl.bind_texture(target, texture);
            let layout = Layout(RED_INTEGER, if class == Class::Int { INT } else { UNSIGNED_INT });
            let pixels = Noise(5).bytes(8 * 8 * 2 * 4);
            if target == TEXTURE_2D {
                gl.tex_storage_2d(target, 1, format, 8, 8);
                gl.tex_sub_image_2d(target, 0, [0; 2], [8, 8], layout, Pixels::Memory(&pixels));
            } else {
                gl.tex_storage_3d(target, 1, format, 8, 8, 2);
                gl.tex_sub_image_3d(target, 0, [0; 3], [8, 8, 2], layout, Pixels::Memory(&pixels));
            }
            filters(gl, target, NEAREST, NEAREST);
            let body: String = functions
                .iter()
                .enumerate()
                .map(|(index, function)| format!("n = {index}; for (int k = 0; k < 3; k++) results[{} + k] = uint({function}(one, {at}, {kind}(k * 1000 - 500)));\n", index * 3))
                .collect();
            let source = format!(
                "#extension GL_OES_shader_image_atomic : require
                layout(local_size_x = 1) in;
                layout({name}, binding = 0) uniform highp {prefix}{image} one;
                layout(std430, binding = 0) buffer Results {{ uint results[]; }};
                void main() {{ int n; {body} n = 7; results[21] = uint(imageAtomicCompSwap(one, {at}, {kind}(results[20]), {kind}(5))); results[22] = uint(imageAtomicCompSwap(one, {at}, {kind}(imageLoad(one, {at}).x), {kind}(6))); }}"
            );
            let source = source.replace("#extension GL_OES_shader_image_atomic : require\n", "");
            let whole = format!(
                "{}{}",
                HEAD.replace(
                    "#version 310 es\n",
                    "#version 310 es\n#extension GL_OES_shader_image_atomic : require\n"
                ),
                source
            );
            let program = gl.link(&[(COMPUTE_SHADER, &whole)], &[], 0)?;
            gl.use_program(program);
            let results = storage(gl, 0, &[0; 23]);
            gl.bind_image_texture(0, texture, 0, 1, 0, READ_WRITE, format);
            gl.dispatch_compute(1, 1, 1);
            record.exact(&format!("{name} {image} results"), contents(gl, results, 23));
            gl.bind_texture(target, texture);
            let layer = i32::from(target != TEXTURE_2D);
            record.exact(
                &format!("{name} {image} texels"),
                eye.texels(target, class, 0, layer, [8, 8])?,
            );
            gl.delete_texture(texture);
        }
    }
    Ok(())
}
