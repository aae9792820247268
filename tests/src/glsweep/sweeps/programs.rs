//! Programs written at random, stage by stage.

use crate::functions::Offset;
use crate::glsweep::Sweep;
use crate::glsweep::author::{Author, TOOLS, Type, Variable};
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "random-fragments",
        run: fragments,
    },
    Sweep {
        name: "random-vertices",
        run: vertices,
    },
    Sweep {
        name: "random-compute",
        run: computes,
    },
];

/// Programs of each kind.
const COUNT: u32 = 30;
/// Pixels on each side, vertices in each row, and invocations of a group.
const SIDE: i32 = 8;

/// What all stages can read.
const INPUTS: &str = "
uniform ivec4 ui[4];
uniform vec4 uf[3];
uniform mat3 um;
layout(std140) uniform Block {
    ivec4 bi[3];
    uvec3 bu;
    vec3 bf[2];
    mat2x4 bm;
    layout(row_major) mat4x3 bt;
};
";

fn inputs() -> Vec<Variable> {
    [
        ("ui", Type::Int(4), Some(4)),
        ("uf", Type::Float(4), Some(3)),
        ("um", Type::Matrix(3, 3), None),
        ("bi", Type::Int(4), Some(3)),
        ("bu", Type::Uint(3), None),
        ("bf", Type::Float(3), Some(2)),
        ("bm", Type::Matrix(2, 4), None),
        ("bt", Type::Matrix(4, 3), None),
    ]
    .into_iter()
    .map(|(name, kind, length)| Variable::input(name, kind, length))
    .collect()
}

/// Gives the inputs of the program in use their values.
fn fill_inputs(gl: &Gl, program: u32, noise: &mut Noise) {
    for element in 0..4 {
        let at = gl.uniform(program, &format!("ui[{element}]"));
        let [x, y, z, w] = [(); 4].map(|()| noise.word() as i32 >> (noise.word() % 32));
        gl.uniform4i(at, x, y, z, w);
    }
    let mut small = || (noise.word() % 64) as f32;
    for element in 0..3 {
        let at = gl.uniform(program, &format!("uf[{element}]"));
        gl.uniform4f(at, small(), small(), small(), small());
    }
    gl.uniform_matrix3(gl.uniform(program, "um"), [(); 9].map(|()| small()));
    // Sixteen bytes for each: three, one, two, two columns and three rows.
    let mut words = Vec::new();
    for row in 0..11 {
        for _ in 0..4 {
            words.push(match row {
                0..=3 => noise.word() >> (noise.word() % 32),
                _ => ((noise.word() % 64) as f32).to_bits(),
            });
        }
    }
    let buffer = gl.gen_buffer();
    gl.bind_buffer(UNIFORM_BUFFER, buffer);
    gl.buffer_data(UNIFORM_BUFFER, &bytes(&words), STATIC_DRAW);
    gl.bind_buffer_base(UNIFORM_BUFFER, 0, buffer);
}

fn input(name: &str, kind: Type, length: Option<u32>) -> Variable {
    Variable::input(name, kind, length)
}

/// Each fragment of a square computes; what a vertex shader hands on differs from pixel to pixel.
fn fragments(gl: &Gl, record: &mut Record) -> Result<(), String> {
    const VERTEX: &str = "#version 310 es
flat out ivec4 vi[3];
flat out uvec2 vu;
out vec4 vf[2];
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
    for (int i = 0; i < 3; i++) vi[i] = ivec4(i, 7, -i, i * 1000);
    vu = uvec2(77, 1u << 31u);
    vf[0] = vec4(corner * 8.0, 8.0 - corner.x * 4.0, 3.0);
    vf[1] = vec4(corner.y * 16.0, corner.x * 2.0 + corner.y * 4.0, 20.0, 40.0);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
";
    const READ: &str =
        "flat in ivec4 vi[3]; flat in uvec2 vu; in vec4 vf[2]; layout(location = 0) out uvec4 o;
ivec2 at; vec4 vw[2];
";
    let words = Words::new(gl);
    for seed in 0..COUNT {
        let mut noise = Noise(seed * 7919 + 1);
        let mut variables = inputs();
        variables.extend([
            input("vi", Type::Int(4), Some(3)),
            input("vu", Type::Uint(2), None),
            input("vw", Type::Float(4), Some(2)),
            input("at", Type::Int(2), None),
            input("gl_FrontFacing", Type::Bool(1), None),
        ]);
        let mut author = Author::new(&mut noise, variables);
        author.discards = true;
        let functions = author.functions(seed % 4);
        let body = author.body(6 + seed % 20);
        // Interpolated values are brought to whole numbers first, with room on both sides.
        let source = format!(
            "{TOOLS}{INPUTS}{READ}{functions}void main() {{
  at = ivec2(gl_FragCoord.xy);
  for (int i = 0; i < 2; i++) vw[i] = floor(vf[i] + 0.25);
{body}  o = sum;
}}
"
        );
        let program = program(gl, VERTEX, &source)?;
        fill_inputs(gl, program, &mut noise);
        record.exact(&format!("{seed}"), words.draw([SIDE, SIDE]));
    }
    Ok(())
}

/// Each vertex computes for a pixel of its own.
fn vertices(gl: &Gl, record: &mut Record) -> Result<(), String> {
    const HANDED: &str =
        "layout(location = 0) in ivec4 ai; layout(location = 1) in vec4 af; layout(location = 2) in uvec2 au;
out vec4 smoothly[2]; flat out uvec4 hard[2];
ivec2 at;
";
    const FRAGMENT: &str = "in vec4 smoothly[2]; flat in uvec4 hard[2]; layout(location = 0) out uvec4 o;
void main() { uvec4 s = uvec4(smoothly[0] + 0.25) + (uvec4(smoothly[1] + 0.25) << 8u); o = hard[0] ^ (hard[1] * 3u) ^ s; }
";
    let words = Words::new(gl);
    for seed in 0..COUNT {
        let mut noise = Noise(seed * 104_729 + 2);
        let mut variables = inputs();
        variables.extend([
            input("ai", Type::Int(4), None),
            input("af", Type::Float(4), None),
            input("au", Type::Uint(2), None),
            input("at", Type::Int(2), None),
            input("gl_VertexID", Type::Int(1), None),
            input("gl_InstanceID", Type::Int(1), None),
        ]);
        let mut author = Author::new(&mut noise, variables);
        let functions = author.functions(seed % 4);
        let body = author.body(6 + seed % 20);
        let place = "vec4((vec2(at) + 0.5) * 0.25 - 1.0, 0.0, 1.0)";
        let source = format!(
            "#version 310 es\n{TOOLS}{INPUTS}{HANDED}{functions}void main() {{
  at = ivec2(gl_VertexID & 7, gl_InstanceID);
{body}  hard[0] = sum; hard[1] = sum.wzyx;
  smoothly[0] = vec4(sum & 63u); smoothly[1] = vec4(sum >> 26u);
  gl_PointSize = 1.0; gl_Position = {place};
}}
"
        );
        let program = program(gl, &source, FRAGMENT)?;
        fill_inputs(gl, program, &mut noise);
        arrays(gl, &mut noise);
        words.begin([SIDE, SIDE]);
        gl.draw_arrays_instanced(POINTS, 0, SIDE, SIDE);
        record.exact(&format!("{seed}"), words.end([SIDE, SIDE]));
    }
    Ok(())
}

/// Attributes of eight vertices: integers, whole floats that go on with the instance, and short integers.
fn arrays(gl: &Gl, noise: &mut Noise) {
    let integers: Vec<u32> = (0..32).map(|_| noise.word() >> (noise.word() % 32)).collect();
    let numbers: Vec<u32> = (0..32).map(|_| ((noise.word() % 64) as f32).to_bits()).collect();
    for (index, words) in [(0, &integers), (1, &numbers), (2, &integers)] {
        let buffer = gl.gen_buffer();
        gl.bind_buffer(ARRAY_BUFFER, buffer);
        gl.buffer_data(ARRAY_BUFFER, &bytes(words), STATIC_DRAW);
        gl.enable_vertex_attrib_array(index);
        match index {
            0 => gl.vertex_attrib_i_pointer(0, 4, INT, 16, Offset(0)),
            1 => gl.vertex_attrib_pointer(1, 4, FLOAT, 0, 16, Offset(0)),
            _ => gl.vertex_attrib_i_pointer(2, 2, UNSIGNED_SHORT, 4, Offset(0)),
        }
    }
    gl.vertex_attrib_divisor(1, 1);
}

/// Each invocation computes, hands its sum to others of its group, and goes on with theirs.
fn computes(gl: &Gl, record: &mut Record) -> Result<(), String> {
    const MEMORY: &str = "layout(local_size_x = 8, local_size_y = 4) in;
layout(std430, binding = 0) buffer Results { uvec4 results[]; };
layout(std430, binding = 1) readonly buffer Numbers { ivec3 si[2]; uint su[5]; float sf[4]; mat3x2 sm[2]; };
shared uvec4 handed[32];
shared uint counted[4];
ivec2 at; uvec4 got[2];
";
    for seed in 0..COUNT {
        let mut noise = Noise(seed * 15_485_863 + 3);
        let mut variables = inputs();
        variables.extend([
            input("si", Type::Int(3), Some(2)),
            input("su", Type::Uint(1), Some(5)),
            input("sf", Type::Float(1), Some(4)),
            input("sm", Type::Matrix(3, 2), Some(2)),
            input("at", Type::Int(2), None),
            input("got", Type::Uint(4), Some(2)),
            input("gl_WorkGroupID", Type::Uint(3), None),
        ]);
        let mut author = Author::new(&mut noise, variables);
        let functions = author.functions(seed % 4);
        let first = author.body(3 + seed % 9);
        let second = author.body(3 + seed % 9);
        let source = format!(
            "{MEMORY}{TOOLS}{INPUTS}{functions}uvec4 first() {{
{first}  return sum;
}}
uvec4 second() {{
{second}  return sum;
}}
void main() {{
  at = ivec2(gl_GlobalInvocationID.xy);
  got[0] = uvec4(0u); got[1] = gl_LocalInvocationID.xyzx;
  if (gl_LocalInvocationIndex < 4u) counted[gl_LocalInvocationIndex] = 0u;
  uvec4 sum = first();
  handed[gl_LocalInvocationIndex] = sum;
  barrier();
  atomicAdd(counted[sum.x & 3u], sum.y);
  got[0] = handed[(gl_LocalInvocationIndex + 7u) & 31u]; got[1] = handed[sum.z & 31u];
  barrier();
  sum = second() ^ sum ^ counted[sum.w & 3u];
  results[at.y * 16 + at.x] = sum;
}}
"
        );
        let program = compute(gl, &source)?;
        fill_inputs(gl, program, &mut noise);
        let mut words: Vec<u32> = (0..13).map(|_| noise.word() >> (noise.word() % 32)).collect();
        words.extend((0..19).map(|_| ((noise.word() % 64) as f32).to_bits()));
        storage(gl, 1, &words);
        let results = storage(gl, 0, &[0; 16 * 8 * 4]);
        gl.dispatch_compute(2, 2, 1);
        record.exact(&format!("{seed}"), contents(gl, results, 16 * 8 * 4));
    }
    Ok(())
}
