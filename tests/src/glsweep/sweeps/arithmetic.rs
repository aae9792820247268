//! Every built-in function of the shading language, at special values.

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::{Record, Rule};

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "functions-of-floats",
        run: floats_of_one,
    },
    Sweep {
        name: "functions-of-two-floats",
        run: floats_of_two,
    },
    Sweep {
        name: "functions-of-vectors",
        run: vectors,
    },
    Sweep {
        name: "functions-of-integers",
        run: integers,
    },
    Sweep {
        name: "conversions",
        run: conversions,
    },
    Sweep {
        name: "packing",
        run: packing,
    },
];

/// The values that are tried.
const FLOATS: [f32; 24] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    -1.5,
    2.5,
    -2.5,
    0.499_999_97,
    0.1,
    -0.9999,
    3.0,
    7.25,
    -100.75,
    1e6,
    -8_388_609.0,
    16_777_216.0,
    3e9,
    1e-6,
    1e30,
    f32::INFINITY,
    f32::NEG_INFINITY,
];

const INTEGERS: [u32; 16] = [
    0,
    1,
    2,
    3,
    5,
    7,
    31,
    32,
    33,
    255,
    0xffff,
    0x1234_5678,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_fffe,
    0xffff_ffff,
];

/// Runs expressions over a table: `x` and `y` are words of the table, each with each other or each alone. Each
/// expression is a `uint`.
fn over(gl: &Gl, table: &[u32], pairs: bool, expressions: &[String]) -> Result<Vec<Vec<u32>>, String> {
    let count = table.len();
    let runs = if pairs { count * count } else { count };
    let mut results = Vec::new();
    for some in expressions.chunks(24) {
        let body: String = some
            .iter()
            .enumerate()
            .map(|(index, expression)| {
                // Some expressions write what they read.
                let copies = "uint x = x0, y = y0; int ix = int(x), iy = int(y);
                    float fx = uintBitsToFloat(x), fy = uintBitsToFloat(y);";
                format!("{{ {copies} results[{}u + me] = {expression}; }}\n", index * runs)
            })
            .collect();
        let source = format!(
            "layout(local_size_x = 8) in;
            layout(std430, binding = 0) readonly buffer Table {{ uint table[]; }};
            layout(std430, binding = 1) writeonly buffer Results {{ uint results[]; }};
            void main() {{
                uint me = gl_GlobalInvocationID.x;
                uint x0 = table[me % {count}u], y0 = table[{}];
                if (me >= {runs}u) return;
            {body} }}",
            if pairs {
                format!("me / {count}u")
            } else {
                "0".to_owned()
            }
        );
        let program = compute(gl, &source)?;
        storage(gl, 0, table);
        let buffer = storage(gl, 1, &vec![0xdead; runs * some.len()]);
        gl.use_program(program);
        gl.dispatch_compute(runs.div_ceil(8) as u32, 1, 1);
        let seen = contents(gl, buffer, runs * some.len());
        results.extend(seen.chunks(runs).map(<[u32]>::to_vec));
    }
    Ok(results)
}

/// Expressions that are floats.
fn over_floats(
    gl: &Gl,
    record: &mut Record,
    pairs: bool,
    rules: &[(&str, f32)],
    table: &[f32],
) -> Result<(), String> {
    let table: Vec<u32> = table.iter().map(|value| value.to_bits()).collect();
    let texts: Vec<String> = rules
        .iter()
        .map(|(text, _)| format!("floatBitsToUint({text})"))
        .collect();
    for ((text, relative), seen) in rules.iter().zip(over(gl, &table, pairs, &texts)?) {
        record.floats(text, *relative, relative * 0.01, &floats(&seen));
    }
    Ok(())
}

fn over_words(
    gl: &Gl,
    record: &mut Record,
    pairs: bool,
    texts: &[&str],
    table: &[u32],
) -> Result<(), String> {
    let owned: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    for (text, seen) in texts.iter().zip(over(gl, table, pairs, &owned)?) {
        record.exact(text, seen);
    }
    Ok(())
}

fn floats_of_one(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let rules = [
        ("radians(fx)", 1e-6),
        ("degrees(fx)", 1e-6),
        ("abs(fx)", 0.0),
        ("sign(fx)", 0.0),
        ("floor(fx)", 0.0),
        ("trunc(fx)", 0.0),
        ("round(fx) == fx ? fx : 0.0", 0.0),
        ("roundEven(fx)", 0.0),
        ("ceil(fx)", 0.0),
        ("isinf(fx) ? 0.0 : fract(fx)", 0.0),
        ("inversesqrt(abs(fx))", 1e-5),
        ("sqrt(abs(fx))", 1e-5),
        ("exp(min(fx, 80.0))", 1e-4),
        ("exp2(fx)", 1e-4),
        ("fx > 0.0 ? log(fx) : 0.0", 1e-4),
        ("fx > 0.0 ? log2(fx) : 0.0", 1e-4),
        ("isnan(fx) ? 1.0 : 0.0", 0.0),
        ("isinf(fx) ? 1.0 : 0.0", 0.0),
        ("1.0 / fx", 1e-6),
        ("-fx", 0.0),
        ("fx == 0.0 ? 1.0 : 2.0", 0.0),
        ("fx != 0.0 ? 1.0 : 2.0", 0.0),
        ("bool(fx) ? 1.0 : 2.0", 0.0),
        ("clamp(fx, 0.0, 1.0)", 0.0),
        ("clamp(fx, -2.0, 1e7)", 0.0),
        ("smoothstep(-1.0, 2.0, fx)", 1e-5),
        ("step(0.5, fx)", 0.0),
        ("length(vec3(clamp(fx, -1e9, 1e9), 2.0, 3.0))", 1e-5),
    ];
    over_floats(gl, record, false, &rules, &FLOATS)?;
    // Beyond these, precision is the implementation's.
    let angles: Vec<f32> = (-16..=16).map(|step| step as f32 * 0.3).collect();
    let rules = [
        ("sin(fx)", 1e-3),
        ("cos(fx)", 1e-3),
        ("abs(cos(fx)) < 0.1 ? 0.0 : tan(fx)", 1e-3),
        ("sinh(fx)", 1e-3),
        ("cosh(fx)", 1e-3),
        ("tanh(fx)", 1e-3),
        ("asinh(fx)", 1e-3),
        ("acosh(abs(fx) + 1.0)", 1e-3),
        ("atanh(fx / 5.0)", 1e-3),
        ("asin(fx / 5.0)", 1e-3),
        ("acos(fx / 5.0)", 1e-3),
        ("atan(fx)", 1e-3),
        ("fract(fx)", 1e-5),
        ("tanh(fx * 1000.0)", 1e-3),
    ];
    over_floats(gl, record, false, &rules, &angles)?;
    let words = [
        "floatBitsToUint(uintBitsToFloat(x))",
        "uint(floatBitsToInt(intBitsToFloat(ix)))",
        "isnan(fx) ? 1u : 0u",
        "isinf(fx) ? 1u : 0u",
        "fx < 1.0 ? 1u : 0u",
        "fx > 1.0 ? 1u : 0u",
        "fx == fx ? 1u : 0u",
        "fx != fx ? 1u : 0u",
        "!(fx <= 1.0) ? 1u : 0u",
        "floatBitsToUint(x > 5u ? fx : 1.0)",
    ];
    let table: Vec<u32> = FLOATS
        .iter()
        .map(|value| value.to_bits())
        .chain([0x7fc0_0000, 0xffc0_0001, 1, 0x8000_0001, 0x007f_ffff, 0x0080_0000])
        .collect();
    over_words(gl, record, false, &words, &table)
}

fn floats_of_two(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let rules = [
        ("fx + fy", 0.0),
        ("fx - fy", 0.0),
        ("fx * fy", 0.0),
        ("fx / fy", 1e-6),
        ("min(fx, fy)", 0.0),
        ("max(fx, fy)", 0.0),
        ("step(fx, fy)", 0.0),
        ("fx < fy ? 1.0 : 0.0", 0.0),
        ("fx <= fy ? 1.0 : 0.0", 0.0),
        ("fx > fy ? 1.0 : 0.0", 0.0),
        ("fx >= fy ? 1.0 : 0.0", 0.0),
        ("fx == fy ? 1.0 : 0.0", 0.0),
        ("fx != fy ? 1.0 : 0.0", 0.0),
        ("mix(fx, fy, fx > 1.0)", 0.0),
        ("fx > 1.0 && fy > 1.0 ? 1.0 : 0.0", 0.0),
        ("(fx > 1.0) ^^ (fy > 1.0) ? 1.0 : 0.0", 0.0),
    ];
    over_floats(gl, record, true, &rules, &FLOATS)?;
    let small: Vec<f32> = (-7..=8).map(|step| step as f32 * 0.75).collect();
    let rules = [
        ("fy == 0.0 ? 0.0 : mod(fx, fy)", 1e-5),
        ("mix(fx, fy, 0.25)", 1e-5),
        ("fx > 0.0 ? pow(fx, fy) : 0.0", 1e-4),
        ("fx == 0.0 && fy == 0.0 ? 0.0 : atan(fy, fx)", 1e-3),
        ("ldexp(fx, int(fy))", 0.0),
        ("distance(vec2(fx, 1.0), vec2(fy, 2.0))", 1e-5),
        ("dot(vec3(fx, fy, 1.0), vec3(fy, 2.0, fx))", 1e-5),
    ];
    over_floats(gl, record, true, &rules, &small)
}

fn vectors(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let small: Vec<f32> = (-3..=4).map(|step| step as f32 * 0.7 + 0.1).collect();
    let rules = [
        ("cross(vec3(fx, fy, 1.0), vec3(2.0, fx, fy)).x", 1e-5),
        ("cross(vec3(fx, fy, 1.0), vec3(2.0, fx, fy)).y", 1e-5),
        ("normalize(vec3(fx, fy, 1.0)).z", 1e-5),
        ("normalize(fx)", 1e-5),
        ("faceforward(vec2(fx), vec2(fy, 1.0), vec2(fx, fy)).y", 1e-5),
        ("reflect(vec3(fx, fy, 0.1), vec3(0.0, 1.0, 0.0)).y", 1e-5),
        (
            "refract(normalize(vec3(fx, fy, 0.1)), vec3(0.0, 1.0, 0.0), 0.7).y",
            1e-4,
        ),
        (
            "refract(normalize(vec3(fx, fy, 0.1)), vec3(0.0, 1.0, 0.0), 1.7).x",
            1e-4,
        ),
        ("determinant(mat2(fx, fy, 2.0, 3.0))", 1e-5),
        ("determinant(mat3(fx, fy, 2.0, 3.0, fy, fx, 1.0, 5.0, 7.0))", 1e-4),
        (
            "determinant(mat4(fx, fy, 2.0, 3.0, fy, fx, 1.0, 5.0, 7.0, 1.0, 2.0, 3.0, fx, 2.0, 4.0, fy))",
            1e-3,
        ),
        ("inverse(mat2(fx, fy, 2.0, 3.3))[1][0]", 1e-3),
        (
            "inverse(mat3(fx, fy, 2.0, 3.0, fy, fx, 1.0, 5.0, 7.0))[2][1]",
            1e-2,
        ),
        (
            "inverse(mat4(fx, fy, 2.0, 3.0, fy, fx, 1.0, 5.0, 7.0, 1.0, 2.0, 3.0, 1.0, 2.0, 4.0, fy))[3][1]",
            5e-2,
        ),
        ("transpose(mat2x3(fx, fy, 1.0, 2.0, 3.0, 4.0))[1][0]", 0.0),
        ("outerProduct(vec2(fx, 2.0), vec3(fy, 3.0, 4.0))[2][1]", 0.0),
        ("matrixCompMult(mat2(fx), mat2(fy))[1][1]", 0.0),
        ("(mat3x2(fx, fy, 1.0, 2.0, 3.0, 4.0) * vec3(1.0, fx, fy)).y", 1e-5),
        ("(vec2(fx, fy) * mat3x2(fx, fy, 1.0, 2.0, 3.0, 4.0)).z", 1e-5),
        ("(mat2x4(fx) * mat4x2(fy))[2][1]", 1e-5),
        ("float(any(lessThan(vec3(fx, fy, 0.0), vec3(0.5))))", 0.0),
        ("float(all(lessThanEqual(vec3(fx, fy, 0.0), vec3(0.5))))", 0.0),
        ("float(any(greaterThan(vec2(fx, fy), vec2(fy, fx))))", 0.0),
        ("float(all(greaterThanEqual(vec2(fx, fy), vec2(fy, fx))))", 0.0),
        ("float(any(equal(vec4(fx), vec4(fy, 1.0, 2.0, 0.1))))", 0.0),
        ("float(all(notEqual(vec4(fx), vec4(fy, 1.0, 2.0, 0.1))))", 0.0),
        ("float(not(lessThan(vec2(fx), vec2(fy))).y)", 0.0),
        ("mix(vec3(fx), vec3(fy), bvec3(fx > 0.0, fy > 0.0, true)).x", 0.0),
        ("vec4(fx, fy, 1.0, 2.0).wzyx[int(x & 3u)]", 0.0),
        ("float(vec2(fx, fy) == vec2(fy, fx))", 0.0),
        ("float(mat2(fx, fy, 1.0, 1.0) != mat2(fy, fx, 1.0, 1.0))", 0.0),
        ("modf(fx * 3.0, fy) + fy", 1e-5),
    ];
    over_floats(gl, record, true, &rules, &small)?;
    let frexp = [
        "floatBitsToUint(frexp(fx, ix))",
        "(frexp(fx, ix) == 7.0 ? 0u : uint(ix))",
    ];
    let table: Vec<u32> = [0.0_f32, 1.0, -1.0, 0.75, 3.5, 1e10, -1e-10, 1024.0]
        .map(f32::to_bits)
        .to_vec();
    over_words(gl, record, false, &frexp, &table)
}

fn integers(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let of_two = [
        "x + y",
        "x - y",
        "x * y",
        "y == 0u ? 0u : x / y",
        "y == 0u ? 0u : x % y",
        "iy == 0 || (iy == -1 && x == 0x80000000u) ? 0u : uint(ix / iy)",
        "iy <= 0 || ix < 0 ? 0u : uint(ix % iy)",
        "y > 31u ? 0u : x << y",
        "y > 31u ? 0u : x >> y",
        "y > 31u ? 0u : uint(ix >> iy)",
        "x & y",
        "x | y",
        "x ^ y",
        "x < y ? 1u : 0u",
        "x >= y ? 1u : 0u",
        "ix < iy ? 1u : 0u",
        "ix >= iy ? 1u : 0u",
        "x == y ? 1u : 0u",
        "min(x, y)",
        "max(x, y)",
        "uint(min(ix, iy))",
        "uint(max(ix, iy))",
        "clamp(x, 7u, max(y, 7u))",
        "uint(clamp(ix, -7, max(iy, -7)))",
        "uaddCarry(x, y, x)",
        "(uaddCarry(x, y, x) == 12345u ? 0u : x)",
        "usubBorrow(x, y, x)",
        "(usubBorrow(x, y, x) == 12345u ? 0u : x)",
        "bitfieldExtract(x, int(y & 15u), int(y & 15u))",
        "uint(bitfieldExtract(ix, int(y & 15u), int(y & 15u)))",
        "bitfieldExtract(x, 0, 32)",
        "uint(bitfieldExtract(ix, 32, 0))",
        "bitfieldExtract(x, int(y & 31u), 0)",
        "bitfieldInsert(x, y, int(y & 15u), int(x & 15u))",
        "bitfieldInsert(x, y, 0, 32)",
        "uint(bitfieldInsert(ix, iy, 3, 0))",
        "bitfieldInsert(x, y, 31, 1)",
        "uint(bitfieldInsert(ix, iy, 32, 0))",
        "mix(x, y, x > y)",
        "uint(mix(ix, iy, ix > iy))",
        "uvec2(x, y)[int(y & 1u)]",
        "uint(all(lessThan(uvec2(x, y), uvec2(y, 100u))))",
        "uint(any(greaterThanEqual(ivec2(ix, iy), ivec2(iy, 100))))",
    ];
    over_words(gl, record, true, &of_two, &INTEGERS)?;
    // A shader of its own for what has two results.
    for (name, kind, text) in [
        ("umulExtended", "uint", "x, y"),
        ("imulExtended", "int", "ix, iy"),
    ] {
        let functions = format!("{name}({text}, high, low)");
        let source = format!(
            "layout(local_size_x = 16, local_size_y = 16) in;
            layout(std430, binding = 0) readonly buffer Table {{ uint table[]; }};
            layout(std430, binding = 1) writeonly buffer Results {{ uint results[]; }};
            void main() {{
                uint me = gl_LocalInvocationIndex;
                uint x = table[me % 16u], y = table[me / 16u];
                int ix = int(x), iy = int(y);
                {kind} high, low;
                {functions};
                results[me * 2u] = uint(high);
                results[me * 2u + 1u] = uint(low);
            }}"
        );
        compute(gl, &source)?;
        storage(gl, 0, &INTEGERS);
        let buffer = storage(gl, 1, &[0; 512]);
        gl.dispatch_compute(1, 1, 1);
        record.exact(name, contents(gl, buffer, 512));
    }
    let of_one = [
        "~x",
        "uint(-ix)",
        "-x",
        "uint(abs(ix))",
        "uint(sign(ix))",
        "bitfieldReverse(x)",
        "uint(bitfieldReverse(ix))",
        "uint(bitCount(x))",
        "uint(bitCount(ix))",
        "uint(findLSB(x))",
        "uint(findLSB(ix))",
        "uint(findMSB(x))",
        "uint(findMSB(ix))",
        "bool(x) ? 1u : 0u",
        "bool(ix) ? 1u : 0u",
        "uint(x > 3u)",
        "uint(int(x > 3u))",
        "++x",
        "x++",
        "uint(--ix)",
        "ix < 0 ? uint(ix >> 31) : 77u",
        "x << 31 >> 31",
        "uint(ix << 16 >> 20)",
        "x / 3u",
        "x % 10u",
        "uint(ix / 3)",
        "uint(ix / -3)",
        "uint(ix / 16)",
        "x * 0x10001u",
    ];
    over_words(gl, record, false, &of_one, &INTEGERS)
}

fn conversions(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let integers = [
        "floatBitsToUint(float(x))",
        "floatBitsToUint(float(ix))",
        "floatBitsToUint(float(bool(x)))",
        "uint(ix)",
    ];
    let table: Vec<u32> = INTEGERS
        .iter()
        .copied()
        .chain([16_777_217, 16_777_219, 0x7fff_ff80, 0x7fff_ffbf, 0xffff_ff7f])
        .collect();
    over_words(gl, record, false, &integers, &table)?;
    let floats = [0.0_f32, -0.0, 0.4, 0.99, 1.0, 1.5, 254.999, 1e9, 2_147_483_520.0];
    let signed: Vec<u32> = floats
        .iter()
        .flat_map(|value| [value.to_bits(), (-value).to_bits()])
        .collect();
    over_words(gl, record, false, &["uint(int(fx))"], &signed)?;
    let unsigned: Vec<u32> = floats
        .iter()
        .chain(&[3e9, 4_294_967_040.0])
        .map(|value| value.to_bits())
        .collect();
    over_words(gl, record, false, &["uint(fx)"], &unsigned)
}

fn packing(gl: &Gl, record: &mut Record) -> Result<(), String> {
    let table: Vec<u32> = [
        0.0_f32, -0.0, 1.0, -1.0, 0.5, -0.5, 0.25, 2.0, -2.0, 0.003, -0.7, 100.0,
    ]
    .map(f32::to_bits)
    .to_vec();
    let texts = [
        "packUnorm2x16(vec2(fx, fy))",
        "packSnorm2x16(vec2(fx, fy))",
        "packUnorm4x8(vec4(fx, fy, 0.1, 0.9))",
        "packSnorm4x8(vec4(fx, fy, -0.1, 0.9))",
    ];
    // Ties may be rounded either way.
    let owned: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    for (text, seen) in texts.iter().zip(over(gl, &table, true, &owned)?) {
        let parts = if text.contains("4x8") { 4 } else { 2 };
        let bits = 32 / parts;
        let split = seen.iter().flat_map(|word| {
            (0..parts).map(move |part| {
                // The sign bit becomes an offset, so that steps are steps.
                let part = word >> (part * bits) & ((1 << bits) - 1);
                if text.contains("Snorm") {
                    (part + (1 << (bits - 1))) % (1 << bits)
                } else {
                    part
                }
            })
        });
        record.words(text, Rule::Steps(1), split.collect::<Vec<_>>());
    }
    let halves: Vec<u32> = [0.0_f32, -0.0, 1.0, -2.5, 65504.0, 0.1, 1e-5, 6.2e-5, 3e-8, 0.333]
        .map(f32::to_bits)
        .to_vec();
    over_words(gl, record, true, &["packHalf2x16(vec2(fx, fy))"], &halves)?;
    let words = [
        0,
        1,
        0x3c00_7bff,
        0x8000_0001,
        0x7f80_7f80,
        0x8181_8080,
        0xffff_ffff,
        0x0400_03ff,
        0x7c00_fc00,
        0x8400_83ff,
    ];
    let unpacked = ["Half2x16", "Unorm2x16", "Snorm2x16", "Unorm4x8", "Snorm4x8"];
    for name in unpacked {
        let parts: &[char] = if name.contains("4x8") {
            &['x', 'y', 'z', 'w']
        } else {
            &['x', 'y']
        };
        for part in parts {
            let text = format!("unpack{name}(x).{part}");
            let seen = over(gl, &words, false, &[format!("floatBitsToUint({text})")])?;
            record.floats(&text, 1e-6, 0.0, &floats(&seen[0]));
        }
    }
    // What is no number stays none.
    over_words(
        gl,
        record,
        false,
        &["uint(isnan(unpackHalf2x16(x).x))"],
        &[0x7e00, 0x7c01, 0xfe00, 0x7c00],
    )?;
    Ok(())
}
