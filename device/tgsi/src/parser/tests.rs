use super::parse;
use crate::ast::{File, Indirect};
use crate::error::ParseErrorKind;
use crate::opcode::Opcode;
use crate::scan::{Dimension, Semantic, Stage};

fn error(text: &str) -> (u32, String, ParseErrorKind) {
    let error = parse(text).expect_err("must not parse");
    (error.line, error.token, error.kind)
}

#[test]
fn operands_of_every_form() {
    let text = "VERT\nDCL CONST[2][0..64]\n 12: mad_sat TEMP[ADDR[0].x+3](1).xz , -|CONST[2][ADDR[0].y-4].xyzw| , IN[1], IMM[0].xxxx";
    let (stage, program) = parse(text).expect("valid");
    assert_eq!(stage, Stage::Vertex);
    assert_eq!(
        program.declarations.first().and_then(|dcl| dcl.dimension),
        Some(2)
    );
    let instruction = program.body.first().expect("one");
    assert_eq!(
        (instruction.opcode, instruction.saturate, instruction.line),
        (Opcode::MAD, true, 3)
    );
    let destination = instruction.destination.expect("one");
    assert_eq!(destination.mask, 0b101);
    assert_eq!(destination.register.subscript.index, 3);
    let indirect = Indirect {
        file: File::Address,
        index: 0,
        component: 0,
        array: 1,
    };
    assert_eq!(destination.register.subscript.indirect, Some(indirect));
    let source = instruction.sources.first().expect("three");
    assert!(source.negate && source.absolute);
    assert_eq!(source.register.subscript.index, -4);
}

#[test]
fn texture_with_offsets_and_branch_with_label() {
    let text =
        "FRAG\nTEX TEMP[23], IN[5].xyyy, SAMP[0], SHADOW2D_ARRAY, IMM[1].xwx\nUIF TEMP[31].xxxx :36\nENDIF";
    let (_, program) = parse(text).expect("valid");
    let texture = program.body.first().expect("first");
    let target = texture.target.expect("target");
    assert_eq!((target.dimension, target.shadow), (Dimension::D2Array, true));
    assert_eq!(
        texture.offsets.first().map(|offset| offset.swizzle),
        Some([0, 3, 0, 0])
    );
    assert_eq!(program.body.len(), 3);
}

#[test]
fn immediates_of_every_type() {
    let text =
        "VERT\nIMM[0] FLT32 {0x3f800000, 1.0, -1e-3, nan}\nIMM INT32 {-1, 2, 3, 4}\nIMM[2] FLT64 {1.0, 0x1}";
    let (_, program) = parse(text).expect("valid");
    let first = program.immediates.first().expect("three");
    assert_eq!(
        first.get(..3),
        Some(&[0x3f80_0000, 0x3f80_0000, (-1e-3f32).to_bits()][..])
    );
    assert_eq!(program.immediates.get(1), Some(&[u32::MAX, 2, 3, 4]));
    assert_eq!(program.immediates.get(2), Some(&[0, 0x3ff0_0000, 1, 0]));
}

#[test]
fn declarations_with_semantic_and_interpolation_of_the_same_name() {
    let text =
        "FRAG\nDCL IN[0], COLOR, COLOR, CENTROID\nDCL SVIEW[0], 2D, FLOAT\nDCL TEMP[0..3], ARRAY(1), LOCAL";
    let (_, program) = parse(text).expect("valid");
    let color = program.declarations.first().expect("three");
    assert_eq!(color.semantic, Some((Semantic::Color, 0)));
    assert_eq!(color.interpolate, Some(crate::ast::Interpolate::Color));
    assert_eq!(program.declarations.get(2).and_then(|dcl| dcl.array), Some(1));
}

#[test]
fn faults_are_told_apart_and_located() {
    assert_eq!(
        error("HULL\n"),
        (
            1,
            "HULL".into(),
            ParseErrorKind::Invalid("expected the name of a stage")
        )
    );
    assert_eq!(error("VERT\nMOVE TEMP[0], IN[0]").0, 2);
    assert!(matches!(
        error("VERT\nDCL SV[0], WORK_DIM").2,
        ParseErrorKind::Unsupported(_)
    ));
    assert!(matches!(
        error("VERT\nMOV TEMP[0].yx, IN[0]").2,
        ParseErrorKind::Invalid(_)
    ));
    assert!(matches!(
        error("VERT\nMOV TEMP[0], IN[4294967295]").2,
        ParseErrorKind::Invalid(_)
    ));
    assert!(matches!(
        error("VERT\nMOV TEMP[0]").2,
        ParseErrorKind::Invalid("expected ','")
    ));
    assert!(matches!(
        error(&format!("VERT{}", " ".repeat(1 << 20))).2,
        ParseErrorKind::Limit { .. }
    ));
}
