//! Blocks, buffers that shaders write, atomics, and what compute shaders share.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels};
use crate::glsweep::record::Record;

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "uniforms",
        run: uniforms,
    },
    Sweep {
        name: "uniform-blocks",
        run: uniform_blocks,
    },
    Sweep {
        name: "storage-blocks",
        run: storage_blocks,
    },
    Sweep {
        name: "atomics",
        run: atomics,
    },
    Sweep {
        name: "compute",
        run: computing,
    },
    Sweep {
        name: "vertices-that-write",
        run: vertices_that_write,
    },
    Sweep {
        name: "buffers",
        run: buffers,
    },
];

fn uniforms(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let eye = Words::new(gl);
    let size = [8, 8];
    let declarations = "struct S { float a; ivec2 b; vec3 c[2]; };
        uniform S s[3]; uniform float f[5]; uniform ivec4 i; uniform uint u[2]; uniform bool flag; uniform mat3 unset;";
    for (label, text) in [
        (
            "structs",
            "vec4(s[at.x % 3].a, s[at.y % 3].b, s[1].c[at.x & 1].z)",
        ),
        (
            "arrays",
            "vec4(f[at.x % 5], f[4], float(u[at.y & 1]), float(flag))",
        ),
        ("others", "vec4(i) + unset[0].xxxx + vec4(s[2].c[1], 0.0)"),
    ] {
        let seen = eye.evaluate(declarations, text, Class::Float, size, |program| {
            let at = |name: &str| gl.uniform(program, name);
            for index in 0..3 {
                gl.uniform1f(at(&format!("s[{index}].a")), index as f32 + 0.5);
            }
            for index in 0..5 {
                gl.uniform1f(at(&format!("f[{index}]")), index as f32 * 1.25 - 1.0);
            }
            gl.uniform4i(at("i"), -1, 2, i32::MIN, 7);
            gl.uniform1ui(at("u[1]"), 77);
            gl.uniform1i(at("flag"), 5);
        })?;
        record.floats(label, 1e-6, 0.0, &floats(&seen));
    }
    Ok(())
}

/// Members of every kind, for blocks of any layout.
const MEMBERS: &str = "
    float a; vec3 b; vec2 c; int d; mat3 e; bool f; uvec3 g[2]; float h[3];
    Inner i; Inner j[2]; layout(row_major) mat2x4 k; mat4x2 l; layout(row_major) mat3x2 m[2]; vec4 n; ivec2 o;
";
const INNER: &str = "struct Inner { float x; vec3 y; mat2 z; uint w[2]; };\n";

/// Every scalar of the members, as words.
fn scalars() -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |text: String, float: bool| {
        found.push(if float {
            format!("floatBitsToUint({text})")
        } else {
            format!("uint({text})")
        })
    };
    let inner = |name: &str, add: &mut dyn FnMut(String, bool)| {
        add(format!("{name}.x"), true);
        for lane in ["x", "y", "z"] {
            add(format!("{name}.y.{lane}"), true);
        }
        for cell in 0..4 {
            add(format!("{name}.z[{}][{}]", cell / 2, cell % 2), true);
        }
        add(format!("{name}.w[0]"), false);
        add(format!("{name}.w[1]"), false);
    };
    add("a".into(), true);
    for lane in ["x", "y", "z"] {
        add(format!("b.{lane}"), true);
        add(format!("g[1].{lane}"), false);
        add(format!("g[0].{lane}"), false);
    }
    add("c.y".into(), true);
    add("d".into(), false);
    add("o.y".into(), false);
    add("n.w".into(), true);
    for cell in 0..9 {
        add(format!("e[{}][{}]", cell / 3, cell % 3), true);
    }
    for index in 0..3 {
        add(format!("h[{index}]"), true);
    }
    for cell in 0..8 {
        add(format!("k[{}][{}]", cell / 4, cell % 4), true);
        add(format!("l[{}][{}]", cell / 2, cell % 2), true);
    }
    for cell in 0..12 {
        add(format!("m[{}][{}][{}]", cell / 6, cell / 2 % 3, cell % 2), true);
    }
    inner("i", &mut add);
    inner("j[0]", &mut add);
    inner("j[1]", &mut add);
    found
}

fn uniform_blocks(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let scalars = scalars();
    let alignment = gl.integer(UNIFORM_BUFFER_OFFSET_ALIGNMENT) as usize;
    record.holds(
        "alignment",
        alignment <= 256 && alignment.is_power_of_two(),
        || alignment.to_string(),
    );
    let data = Noise(1).bytes(4096);
    let buffer = gl.gen_buffer();
    gl.bind_buffer(UNIFORM_BUFFER, buffer);
    gl.buffer_data(UNIFORM_BUFFER, &data, STATIC_DRAW);
    // The layout `shared` is the driver's own, so its words are not compared.
    for (layout, instance) in [
        ("std140", false),
        ("std140, row_major", false),
        ("std140", true),
        ("std140, column_major", true),
    ] {
        let count = scalars.len();
        let (name, prefix) = if instance {
            (" block[2]", "block[1].")
        } else {
            ("", "")
        };
        let body: String = scalars
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let text = text.replacen('(', &format!("({prefix}"), 1);
                format!("    results[{index}] = {text};\n")
            })
            .collect();
        let dynamic = format!(
            "    for (int n = 0; n < 3; n++) {{ results[{count} + n] = floatBitsToUint({prefix}h[n + int(gl_WorkGroupID.x)]); results[{} + n] = floatBitsToUint({prefix}e[n][n]); }}\n    results[{}] = floatBitsToUint({prefix}j[results[{}] & 1u].y[results[0] % 3u]);",
            count + 3,
            count + 6,
            4
        );
        let source = format!(
            "layout(local_size_x = 1) in;
            {INNER}
            layout({layout}, binding = 3) uniform Block {{ {MEMBERS} }}{name};
            layout(std430, binding = 0) buffer Results {{ uint results[]; }};
            void main() {{ {body} {dynamic} }}"
        );
        compute(gl, &source)?;
        for (label, first, second) in [("from 0", 0, 256), ("from 256", 256, 1024)] {
            gl.bind_buffer_range(UNIFORM_BUFFER, 3, buffer, first, 1200);
            gl.bind_buffer_range(UNIFORM_BUFFER, 4, buffer, second, 1200);
            let results = storage(gl, 0, &vec![0; count + 8]);
            gl.dispatch_compute(1, 1, 1);
            let seen: Vec<u32> = contents(gl, results, count + 7);
            record.exact(&format!("{layout} {instance} {label}"), seen);
        }
    }
    // As many blocks as a stage may have, in both stages.
    let most = gl.integer(MAX_FRAGMENT_UNIFORM_BLOCKS).min(12);
    record.holds("blocks of a stage", most >= 12, || most.to_string());
    let blocks: String = (0..12)
        .map(|index| format!("layout(std140, binding = {index}) uniform B{index} {{ vec4 v{index}[3]; }};\n"))
        .collect();
    let sum: Vec<String> = (0..12).map(|index| format!("v{index}[i] * {index}.5")).collect();
    let sum = sum.join(" + ");
    let vertex = format!(
        "#version 310 es\n{blocks}flat out vec4 from_vertex; void main() {{ int i = gl_VertexID % 3; from_vertex = {sum}; vec2 c = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0; gl_Position = vec4(c, 0.0, 1.0); }}"
    );
    let fragment = format!(
        "{blocks}flat in vec4 from_vertex; layout(location = 0) out uvec4 o; void main() {{ int i = int(gl_FragCoord.x) % 3; o = floatBitsToUint(from_vertex + {sum}); }}"
    );
    program(gl, &vertex, &fragment)?;
    let values: Vec<u32> = (0..1024).map(|index| (index as f32 * 0.25).to_bits()).collect();
    gl.buffer_data(UNIFORM_BUFFER, &bytes(&values), STATIC_DRAW);
    for index in 0..12 {
        gl.bind_buffer_range(UNIFORM_BUFFER, index, buffer, 256 * index as isize, 48);
    }
    let eye = Words::new(gl);
    eye.begin([4, 4]);
    fill(gl);
    let seen = eye.end([4, 4]);
    record.floats("twelve blocks", 1e-6, 0.0, &floats(&seen));
    Ok(())
}

fn storage_blocks(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let scalars = scalars();
    let alignment = gl.integer(SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT) as usize;
    record.holds(
        "alignment",
        alignment <= 256 && alignment.is_power_of_two(),
        || alignment.to_string(),
    );
    let count = scalars.len();
    for layout in ["std430", "std140", "std430, row_major"] {
        // All of it is read, then all of it is written, by names and then by indices.
        let reads: String = scalars
            .iter()
            .enumerate()
            .map(|(index, text)| format!("    results[{index}] = {text};\n"))
            .collect();
        let writes: String = scalars
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let name = text
                    .split_once('(')
                    .map_or("", |(_, rest)| rest.trim_end_matches(')'));
                let word = format!("{}u", 0x3f80_0000 + index as u32 * 4097);
                let value = if text.starts_with("float") {
                    format!("uintBitsToFloat({word})")
                } else if name == "d" || name == "o.y" {
                    format!("int({word})")
                } else {
                    word
                };
                format!("    {name} = {value};\n")
            })
            .collect();
        let source = format!(
            "layout(local_size_x = 1) in;
            {INNER}
            layout({layout}, binding = 1) buffer Block {{ {MEMBERS} vec3 tail[]; }};
            layout(std430, binding = 0) buffer Results {{ uint results[]; }};
            void main() {{
                {reads}
                results[{count}] = uint(tail.length());
                results[{}] = uint(results.length());
                {writes}
                f = !f;
                for (int n = 0; n < tail.length(); n++) {{ tail[n].y = float(n); tail[n][2] += 1.0; }}
            }}",
            count + 1
        );
        compute(gl, &source)?;
        for (label, at, size) in [
            ("from 0", 0, 2048),
            ("from 256", 256, 1000),
            ("from 512", 512, 1508),
        ] {
            let results = storage(gl, 0, &vec![0; count + 2]);
            let data: Vec<u32> = (0..1024)
                .map(|index| {
                    if index % 3 == 0 {
                        1
                    } else {
                        (index as f32).to_bits()
                    }
                })
                .collect();
            let buffer = storage(gl, 1, &data);
            gl.bind_buffer_range(SHADER_STORAGE_BUFFER, 1, buffer, at, size);
            gl.dispatch_compute(1, 1, 1);
            record.exact(
                &format!("{layout} {label} read"),
                contents(gl, results, count + 2),
            );
            record.exact(&format!("{layout} {label} written"), contents(gl, buffer, 1024));
        }
    }
    // From the other stages, where they may.
    let eye = Words::new(gl);
    let fragment = "layout(std430, binding = 2) buffer Marks { uint marks[]; };
        layout(location = 0) out uvec4 o;
        void main() {
            uint at = uint(gl_FragCoord.y) * 8u + uint(gl_FragCoord.x);
            if (at % 5u == 3u) discard;
            marks[at] = at * 3u;
            o = uvec4(atomicAdd(marks[64], 1u) < 64u ? 1u : 2u, marks[at ^ 1u] & 0u, marks[at], 4u);
        }";
    let marks = storage(gl, 2, &[9; 65]);
    shade(gl, fragment)?;
    let seen = eye.draw([8, 8]);
    record.exact("fragments", seen);
    record.exact("what fragments wrote", contents(gl, marks, 65));
    // Beyond a block's end: reads give anything that is in it or 0, and nothing else changes.
    let outside = "layout(local_size_x = 64) in;
        layout(std430, binding = 0) buffer Numbers { uint numbers[]; };
        void main() { uint i = gl_LocalInvocationIndex; numbers[i * 1000u + 100u] = 5u; numbers[i & 7u] = i & 7u; atomicAdd(numbers[i * 77777u + 64u], 1u); }";
    compute(gl, outside)?;
    let buffer = storage(gl, 0, &[3; 256]);
    gl.bind_buffer_range(SHADER_STORAGE_BUFFER, 0, buffer, 256, 128);
    gl.dispatch_compute(1, 1, 1);
    let seen = contents(gl, buffer, 256);
    let kept = seen
        .iter()
        .enumerate()
        .all(|(index, word)| (64..96).contains(&index) || *word == 3);
    record.holds("outside", kept, || format!("{seen:?}"));
    record.exact("inside", seen[64..72].iter().copied());
    Ok(())
}

fn atomics(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let functions = [
        "atomicAdd",
        "atomicMin",
        "atomicMax",
        "atomicAnd",
        "atomicOr",
        "atomicXor",
        "atomicExchange",
    ];
    for (kind, words) in [
        ("uint", [7u32, 0xf0f0_00ff, 3, 0x8000_0001]),
        ("int", [7, 0xffff_fff0, 3, 0x8000_0001]),
    ] {
        for shared in [false, true] {
            // One invocation after the other, so that what is returned is known.
            let body: String = functions
                .iter()
                .enumerate()
                .map(|(index, function)| {
                    format!(
                        "for (int n = 0; n < 4; n++) {{ results[{0} + n] = uint({function}(cell[{index}], operand[n])); }} results[{0} + 4] = uint(cell[{index}]);\n",
                        index * 5
                    )
                })
                .collect();
            let (place, start) = if shared {
                (
                    "shared KIND cell[8];",
                    "for (int n = 0; n < 8; n++) cell[n] = start[n];",
                )
            } else {
                ("layout(std430, binding = 1) buffer Cells { KIND cell[8]; };", "")
            };
            let source = format!(
                "layout(local_size_x = 1) in;
                layout(std430, binding = 0) buffer Results {{ uint results[]; }};
                layout(std430, binding = 2) buffer Operands {{ KIND operand[4]; KIND start[8]; }};
                {place}
                void main() {{
                    {start}
                    {body}
                    results[35] = uint(atomicCompSwap(cell[7], operand[0], operand[1]));
                    results[36] = uint(atomicCompSwap(cell[7], start[7], operand[1]));
                    results[37] = uint(cell[7]);
                }}"
            )
            .replace("KIND", kind);
            compute(gl, &source)?;
            let start = [1, 5, 0xffff_ff00, 0x0ff0_ffff, 12, 0xaaaa_aaaa, 9, 100];
            let results = storage(gl, 0, &[0; 38]);
            storage(gl, 1, &start);
            storage(gl, 2, &words.iter().chain(&start).copied().collect::<Vec<_>>());
            gl.dispatch_compute(1, 1, 1);
            record.exact(&format!("{kind} {shared}"), contents(gl, results, 38));
        }
    }
    // Counters: two buffers, offsets, arrays, from many invocations.
    let source = "layout(local_size_x = 32) in;
        layout(binding = 0, offset = 4) uniform atomic_uint a;
        layout(binding = 0, offset = 12) uniform atomic_uint b[2];
        layout(binding = 1) uniform atomic_uint c;
        layout(std430, binding = 0) buffer Results { uint results[]; };
        void main() {
            uint i = gl_GlobalInvocationID.x;
            uint mine = atomicCounterIncrement(a);
            atomicAdd(results[mine], 1u);
            if ((i & 1u) == 0u) atomicCounterIncrement(b[0]); else atomicCounterDecrement(b[1]);
            if (i == 5u) results[200] = atomicCounter(c) + 100u;
        }";
    compute(gl, source)?;
    let results = storage(gl, 0, &[0; 256]);
    let counters: Vec<u32> = (0..2)
        .map(|binding| {
            let buffer = gl.gen_buffer();
            gl.bind_buffer(ATOMIC_COUNTER_BUFFER, buffer);
            gl.buffer_data(
                ATOMIC_COUNTER_BUFFER,
                &bytes(&[10, 0, 10, 100, 1000, 77, 5, 5]),
                DYNAMIC_COPY,
            );
            gl.bind_buffer_range(ATOMIC_COUNTER_BUFFER, binding, buffer, 4 * binding as isize, 20);
            buffer
        })
        .collect();
    gl.dispatch_compute(4, 1, 1);
    record.exact("counters' results", contents(gl, results, 256));
    for (binding, buffer) in counters.into_iter().enumerate() {
        record.exact(&format!("counters {binding}"), contents(gl, buffer, 8));
    }
    let fragment = "layout(binding = 0) uniform atomic_uint a; layout(location = 0) out uvec4 o;
        void main() { atomicCounterIncrement(a); o = uvec4(1u); }";
    let buffer = gl.gen_buffer();
    gl.bind_buffer(ATOMIC_COUNTER_BUFFER, buffer);
    gl.buffer_data(ATOMIC_COUNTER_BUFFER, &bytes(&[0]), DYNAMIC_COPY);
    gl.bind_buffer_base(ATOMIC_COUNTER_BUFFER, 0, buffer);
    let eye = Words::new(gl);
    shade(gl, fragment)?;
    eye.draw([16, 16]);
    record.exact("fragments", contents(gl, buffer, 1));
    Ok(())
}

fn computing(gl: &Gl, record: &mut Record) -> Result<(), String> {
    for (local, groups) in [
        ([1, 1, 1], [3, 2, 2]),
        ([4, 2, 2], [2, 3, 1]),
        ([8, 8, 2], [1, 1, 1]),
        ([3, 5, 1], [2, 2, 2]),
        ([128, 1, 1], [2, 1, 1]),
    ] {
        let [x, y, z] = local;
        let source = format!(
            "layout(local_size_x = {x}, local_size_y = {y}, local_size_z = {z}) in;
            layout(std430, binding = 0) buffer Results {{ uint results[]; }};
            shared uint turned[{0}]; shared vec4 sums[2]; shared struct {{ mat2 m; ivec3 n[2]; }} odd;
            void main() {{
                uvec3 size = gl_NumWorkGroups * gl_WorkGroupSize;
                uint me = gl_GlobalInvocationID.x + size.x * (gl_GlobalInvocationID.y + size.y * gl_GlobalInvocationID.z);
                turned[{0}u - 1u - gl_LocalInvocationIndex] = me;
                if (gl_LocalInvocationIndex == 0u) {{ sums[1] = vec4(gl_WorkGroupID, 1.0); odd.m = mat2(1.0, 2.0, 3.0, 4.0); odd.n[1] = ivec3(gl_NumWorkGroups); }}
                memoryBarrierShared();
                barrier();
                results[me * 4u] = gl_LocalInvocationID.x | gl_LocalInvocationID.y << 8 | gl_LocalInvocationID.z << 16;
                results[me * 4u + 1u] = gl_WorkGroupID.x | gl_WorkGroupID.y << 8 | gl_WorkGroupID.z << 16 | gl_LocalInvocationIndex << 24;
                results[me * 4u + 2u] = turned[gl_LocalInvocationIndex];
                results[me * 4u + 3u] = uint(sums[1].x + sums[1].w * 100.0 + odd.m[1][0] * 1000.0) + uint(odd.n[1].y * 10000);
            }}",
            x * y * z
        );
        compute(gl, &source)?;
        let count = (x * y * z * groups[0] * groups[1] * groups[2] * 4) as usize;
        let results = storage(gl, 0, &vec![0; count]);
        gl.dispatch_compute(groups[0], groups[1], groups[2]);
        record.exact(&format!("{local:?} {groups:?}"), contents(gl, results, count));
    }
    // Steps that need each other, in one group and from one dispatch to the next.
    let source = "layout(local_size_x = 64) in;
        layout(std430, binding = 0) coherent buffer Numbers { uint numbers[]; };
        shared uint part[64];
        void main() {
            uint i = gl_LocalInvocationIndex, at = gl_WorkGroupID.x * 64u + i;
            part[i] = numbers[at];
            for (uint step = 1u; step < 64u; step *= 2u) {
                barrier();
                uint before = i >= step ? part[i - step] : 0u;
                barrier();
                part[i] += before;
            }
            barrier();
            numbers[at] = part[63u - i] ^ i;
        }";
    compute(gl, source)?;
    let start: Vec<u32> = (0..512).map(|index| index * 7 + 1).collect();
    let buffer = storage(gl, 0, &start);
    for _ in 0..3 {
        gl.dispatch_compute(8, 1, 1);
        gl.memory_barrier(SHADER_STORAGE_BARRIER_BIT);
    }
    record.exact("prefix sums", contents(gl, buffer, 512));
    // Arrays of arrays, structs by value, indices that are known only at run time.
    let source = "layout(local_size_x = 16) in;
        layout(std430, binding = 0) buffer Numbers { uint numbers[]; };
        struct P { vec3 v; int n[3]; };
        P twist(P p, inout int m, out float f) { p.v = p.v.zxy; p.n[m % 3] += m; m++; f = p.v.x; return p; }
        const int table[3][4] = int[3][4](int[4](1, 2, 3, 4), int[4](5, 6, 7, 8), int[4](9, 10, 11, 12));
        void main() {
            int i = int(gl_LocalInvocationIndex);
            float grid[4][3];
            for (int y = 0; y < 4; y++) for (int x = 0; x < 3; x++) grid[y][x] = float(x * 10 + y + i);
            P ps[2] = P[2](P(vec3(i, 1, 2), int[3](1, 2, 3)), P(vec3(4, 5, i), int[3](7, 8, 9)));
            int m = i; float f;
            ps[i & 1] = twist(ps[1 - (i & 1)], m, f);
            mat4x3 big = mat4x3(1.0); big[i & 3][i % 3] = 7.5; vec4 v = vec4(0.0); v[i & 3] = 2.0; v.wx = v.xw + 1.0;
            numbers[i * 8] = uint(grid[i & 3][i % 3]); numbers[i * 8 + 1] = uint(ps[i & 1].n[i % 3]); numbers[i * 8 + 2] = uint(f) + uint(m) * 100u;
            numbers[i * 8 + 3] = uint(table[i % 3][(i * 7) & 3]); numbers[i * 8 + 4] = uint(dot(big[3], vec3(1, 10, 100)));
            numbers[i * 8 + 5] = uint(dot(v, vec4(1, 10, 100, 1000))); numbers[i * 8 + 6] = uint(grid.length() * 10 + grid[0].length());
            numbers[i * 8 + 7] = uint(ps[0] == ps[1]) + uint(table[0] == int[4](1, 2, 3, 4)) * 2u;
        }";
    compute(gl, source)?;
    let buffer = storage(gl, 0, &[0; 128]);
    gl.dispatch_compute(1, 1, 1);
    record.exact("aggregates", contents(gl, buffer, 128));
    Ok(())
}

fn buffers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let start: Vec<u8> = Noise(8).bytes(300);
    let buffer = gl.gen_buffer();
    gl.bind_buffer(COPY_READ_BUFFER, buffer);
    gl.buffer_data(COPY_READ_BUFFER, &start, DYNAMIC_DRAW);
    let mut expected = start.clone();
    let look = |record: &mut Record, label: &str, expected: &[u8]| {
        let mut seen = Vec::new();
        gl.bind_buffer(COPY_READ_BUFFER, buffer);
        gl.mapped(COPY_READ_BUFFER, 0, 300, MAP_READ_BIT, |memory| {
            seen = memory.to_vec()
        });
        record.holds(label, seen == expected, || {
            let at = seen.iter().zip(expected).position(|(one, two)| one != two);
            format!("byte {at:?} is not as written")
        });
    };
    look(record, "written", &expected);
    for (at, len) in [(0, 1), (3, 6), (7, 2), (100, 33), (299, 1)] {
        let part = Noise(at as u32 + 9).bytes(len);
        gl.buffer_sub_data(COPY_READ_BUFFER, at, &part);
        expected[at..at + len].copy_from_slice(&part);
        look(record, &format!("{len} bytes from {at}"), &expected);
    }
    for (from, to, len) in [(0, 100, 50), (1, 201, 7), (250, 3, 13), (10, 20, 10)] {
        gl.copy_buffer_sub_data(
            COPY_READ_BUFFER,
            COPY_READ_BUFFER,
            from as isize,
            to as isize,
            len as isize,
        );
        expected.copy_within(from..from + len, to);
        look(record, &format!("{len} copied from {from} to {to}"), &expected);
    }
    let flags = [
        ("written", MAP_WRITE_BIT),
        ("read and written", MAP_READ_BIT | MAP_WRITE_BIT),
        ("range invalidated", MAP_WRITE_BIT | MAP_INVALIDATE_RANGE_BIT),
        ("unsynchronized", MAP_WRITE_BIT | MAP_UNSYNCHRONIZED_BIT),
        ("flushed by hand", MAP_WRITE_BIT | MAP_FLUSH_EXPLICIT_BIT),
    ];
    for (label, access) in flags {
        for (at, len) in [(0, 300), (13, 5), (64, 64), (199, 101)] {
            let part = Noise(at as u32 + access).bytes(len);
            gl.mapped(COPY_READ_BUFFER, at, len, access, |memory| {
                memory.copy_from_slice(&part);
                if access & MAP_FLUSH_EXPLICIT_BIT != 0 {
                    gl.flush_mapped_buffer_range(COPY_READ_BUFFER, 0, len as isize);
                }
            });
            expected[at..at + len].copy_from_slice(&part);
            look(record, &format!("{label} {len} from {at}"), &expected);
        }
    }
    let all = Noise(99).bytes(300);
    gl.mapped(
        COPY_READ_BUFFER,
        0,
        300,
        MAP_WRITE_BIT | MAP_INVALIDATE_BUFFER_BIT,
        |memory| memory.copy_from_slice(&all),
    );
    look(record, "invalidated", &all);
    Ok(())
}

/// What vertex shaders write is there whatever becomes of the vertices.
fn vertices_that_write(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let blocks = gl.integer(MAX_VERTEX_SHADER_STORAGE_BLOCKS);
    let units = gl.integer(MAX_VERTEX_IMAGE_UNIFORMS);
    if blocks < 2 || units < 1 {
        // GLES 3.1 asks for none.
        return Ok(());
    }
    let vertex = "#version 310 es
        precision highp uimage2D;
        layout(std430, binding = 0) buffer Seen { uint seen[]; };
        layout(std430, binding = 1) buffer Count { uint count; };
        layout(r32ui, binding = 0) writeonly uniform uimage2D one;
        out float captured;
        void main() {
            uint me = uint(gl_VertexID + gl_InstanceID * 8);
            seen[me] = me * 3u + 1u;
            atomicAdd(count, 1u);
            imageStore(one, ivec2(me & 7u, me >> 3), uvec4(me + 5u));
            captured = float(me);
            gl_PointSize = 1.0;
            gl_Position = vec4(float(gl_VertexID) / 8.0 - 0.9, float(gl_InstanceID) / 4.0 - 0.9, 0.0, 1.0);
        }";
    let fragment = format!("{HEAD}layout(location = 0) out uvec4 o; void main() {{ o = uvec4(1u); }}");
    let stages = [(VERTEX_SHADER, vertex), (FRAGMENT_SHADER, &*fragment)];
    let eye = Words::new(gl);
    let captured = gl.gen_buffer();
    gl.bind_buffer(TRANSFORM_FEEDBACK_BUFFER, captured);
    gl.buffer_data(TRANSFORM_FEEDBACK_BUFFER, &[0; 512], DYNAMIC_COPY);
    gl.bind_buffer_base(TRANSFORM_FEEDBACK_BUFFER, 0, captured);
    for (label, discards, captures) in [
        ("drawn", false, false),
        ("discarded", true, false),
        ("captured", false, true),
        ("captured and discarded", true, true),
    ] {
        for (mode, count, instances) in [
            (POINTS, 8, 1),
            (TRIANGLES, 6, 1),
            (POINTS, 8, 3),
            (TRIANGLE_STRIP, 5, 2),
        ] {
            if captures && mode == TRIANGLE_STRIP {
                continue;
            }
            let program = gl.link(
                &stages,
                if captures { &["captured"] } else { &[] },
                INTERLEAVED_ATTRIBS,
            )?;
            let texture = gl.gen_texture();
            gl.bind_texture(TEXTURE_2D, texture);
            gl.tex_storage_2d(TEXTURE_2D, 1, R32UI, 8, 4);
            filters(gl, TEXTURE_2D, NEAREST, NEAREST);
            let zeros = [0; 8 * 4 * 4];
            gl.tex_sub_image_2d(
                TEXTURE_2D,
                0,
                [0; 2],
                [8, 4],
                Layout(RED_INTEGER, UNSIGNED_INT),
                Pixels::Memory(&zeros),
            );
            eye.begin([8, 8]);
            gl.use_program(program);
            let seen = storage(gl, 0, &[0; 32]);
            let counter = storage(gl, 1, &[0]);
            gl.bind_image_texture(0, texture, 0, 0, 0, WRITE_ONLY, R32UI);
            if discards {
                gl.enable(RASTERIZER_DISCARD);
            }
            if captures {
                gl.begin_transform_feedback(mode);
            }
            gl.draw_arrays_instanced(mode, 0, count, instances);
            if captures {
                gl.end_transform_feedback();
            }
            gl.disable(RASTERIZER_DISCARD);
            let label = format!("{label} {mode} {count} {instances}");
            record.exact(&format!("{label} buffer"), contents(gl, seen, 32));
            // Vertices may be shaded more often than once.
            let counted = contents(gl, counter, 1)[0];
            record.holds(
                &format!("{label} count"),
                counted >= (count * instances) as u32,
                || counted.to_string(),
            );
            record.exact(
                &format!("{label} image"),
                eye.texels(TEXTURE_2D, Class::Uint, 0, 0, [8, 4])?,
            );
            if captures {
                record.exact(&format!("{label} captured"), contents(gl, captured, 24));
            }
            gl.delete_texture(texture);
        }
    }
    Ok(())
}
