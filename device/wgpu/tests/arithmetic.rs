//! What single TGSI instructions give, run in compute shaders on whatever Vulkan adapter there is. A machine without an
//! adapter skips these, loudly.

#[path = "common/dispatch.rs"]
mod dispatch;

use dispatch::{Bound, Gpu, Run};

/// The x of an instruction's result, of operands that are not known before.
fn result(gpu: &Gpu, opcode: &str, operands: &[u32]) -> u32 {
    let mut text =
        "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 1\nDCL BUFFER[0]\nDCL TEMP[0..4]\nIMM[0] UINT32 {0, 0, 0, 0}\n\
        IMM[1] UINT32 {0, 16, 32, 48}\n"
            .to_owned();
    let names = ["TEMP[0]", "TEMP[1].xxxx", "TEMP[2].xxxx", "TEMP[3].xxxx"];
    for (number, letter) in (0..operands.len()).zip("xyzw".chars()) {
        text += &format!(
            "LOAD TEMP[{number}], BUFFER[0], IMM[1].{}\n",
            letter.to_string().repeat(4)
        );
    }
    let sources = names[..operands.len()].join(", ");
    text += &format!("{opcode} TEMP[4].x, {sources}\nSTORE BUFFER[0].x, IMM[0].xxxx, TEMP[4].xxxx\nEND\n");
    let words = operands.iter().flat_map(|operand| [*operand, 0, 0, 0]).collect();
    let run = Run {
        buffers: vec![Bound::whole(words)],
        groups: [1, 1, 1],
        ..Run::default()
    };
    gpu.run(&text, &run).0[0][0]
}

fn check(gpu: &Gpu, opcode: &str, operands: &[u32], expected: u32) {
    let found = result(gpu, opcode, operands);
    assert_eq!(
        found, expected,
        "{opcode} {operands:x?}: {found:#x}, not {expected:#x}"
    );
}

const MINUS: fn(i32) -> u32 = i32::cast_unsigned;
const F: fn(f32) -> u32 = f32::to_bits;

#[test]
fn bits_are_found_moved_and_counted() {
    let Some(gpu) = Gpu::open() else { return };
    let none = u32::MAX;
    for (opcode, operands, expected) in [
        ("LSB", vec![0b1010_0000], 5),
        ("LSB", vec![0], none),
        ("UMSB", vec![0x8000_0000], 31),
        ("UMSB", vec![1], 0),
        ("UMSB", vec![0], none),
        ("IMSB", vec![0x4000_0000], 30),
        ("IMSB", vec![0xbfff_ffff], 30),
        ("IMSB", vec![0], none),
        ("IMSB", vec![none], none),
        ("POPC", vec![0xf0f0_0001], 9),
        ("BREV", vec![0x0000_00f1], 0x8f00_0000),
        ("UBFE", vec![0xabcd_1234, 8, 12], 0xd12),
        ("UBFE", vec![0xabcd_1234, 8, 0], 0),
        ("UBFE", vec![0xabcd_1234, 0, 32], 0xabcd_1234),
        ("IBFE", vec![0xabcd_1234, 16, 16], 0xffff_abcd),
        ("IBFE", vec![0xabcd_1234, 12, 4], 1),
        ("IBFE", vec![0xabcd_1234, 0, 32], 0xabcd_1234),
        ("BFI", vec![0xffff_ffff, 0x12, 8, 8], 0xffff_12ff),
        ("BFI", vec![0x1234_5678, 0xff, 4, 0], 0x1234_5678),
        ("BFI", vec![0x1234_5678, 0xabcd_ef01, 0, 32], 0xabcd_ef01),
        ("SHL", vec![1, 33], 2),
        ("ISHR", vec![0x8000_0000, 4], 0xf800_0000),
        ("USHR", vec![0x8000_0000, 4], 0x0800_0000),
    ] {
        check(&gpu, opcode, &operands, expected);
    }
}

#[test]
fn whole_numbers() {
    let Some(gpu) = Gpu::open() else { return };
    for (opcode, operands, expected) in [
        ("UMUL_HI", vec![0xffff_ffff, 0xffff_ffff], 0xffff_fffe),
        ("UMUL_HI", vec![0x8000_0000, 6], 3),
        ("IMUL_HI", vec![MINUS(-1), MINUS(-1)], 0),
        ("IMUL_HI", vec![MINUS(i32::MIN), 2], MINUS(-1)),
        ("IMUL_HI", vec![0x4000_0000, 0x4000_0000], 0x1000_0000),
        ("UMAD", vec![0x1_0001, 0x1_0001, 5], 0x2_0006),
        ("IDIV", vec![MINUS(-7), 2], MINUS(-3)),
        ("UDIV", vec![7, 0], u32::MAX),
        ("UMOD", vec![7, 0], u32::MAX),
        ("MOD", vec![MINUS(-7), 4], MINUS(-3)),
        ("IABS", vec![MINUS(-7)], 7),
        ("ISSG", vec![MINUS(-7)], MINUS(-1)),
        ("IMIN", vec![MINUS(-7), 3], MINUS(-7)),
        ("UMIN", vec![MINUS(-7), 3], 3),
        ("ISLT", vec![MINUS(-7), 3], u32::MAX),
        ("USLT", vec![MINUS(-7), 3], 0),
        ("F2I", vec![F(-2.75)], MINUS(-2)),
        ("F2U", vec![F(3e9)], 3_000_000_000),
        ("U2F", vec![3_000_000_000], F(3e9)),
    ] {
        check(&gpu, opcode, &operands, expected);
    }
}

#[test]
fn floats_are_packed_scaled_and_rounded() {
    let Some(gpu) = Gpu::open() else { return };
    for (opcode, operands, expected) in [
        ("PK2H", vec![F(1.5)], 0x3e00),
        ("UP2H", vec![0x3e00], F(1.5)),
        ("UP2H", vec![0xfc00], F(f32::NEG_INFINITY)),
        ("PK2US", vec![F(1.0)], 0xffff),
        ("UP2US", vec![0xffff], F(1.0)),
        ("PK4UB", vec![F(1.0)], 0xff),
        ("UP4UB", vec![0xff], F(1.0)),
        ("PK4B", vec![F(-1.0)], 0x81),
        ("UP4B", vec![0x81], F(-1.0)),
        ("FMA", vec![F(2.0), F(3.0), F(0.5)], F(6.5)),
        ("LDEXP", vec![F(1.5), 4], F(24.0)),
        ("LDEXP", vec![F(1.5), MINUS(-4)], F(0.09375)),
        ("LDEXP", vec![F(0.0), 4], F(0.0)),
        // A power that is no float itself.
        ("LDEXP", vec![F(f32::MIN_POSITIVE), 200], F(1.888_946_6e22)),
        ("LDEXP", vec![F(f32::MAX), MINUS(-200)], F(2.117_582_2e-22)),
        ("ROUND", vec![F(2.5)], F(2.0)),
        ("TRUNC", vec![F(-2.5)], F(-2.0)),
        ("FSNE", vec![F(f32::NAN), F(f32::NAN)], u32::MAX),
    ] {
        check(&gpu, opcode, &operands, expected);
    }
}
