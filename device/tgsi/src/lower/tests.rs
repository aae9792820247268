use super::key::{
    Attribute, Constants, FragmentKey, Interpolation, Target, Varying, VaryingSemantic, VertexKey,
};
use super::{LowerError, fragment, vertex};
use crate::{Shader, Stage, parse};
use naga::{Block, Statement};

fn shader(text: &str) -> Shader {
    parse(text).expect("a valid text")
}

fn semantics(shader: &Shader, key: &FragmentKey) -> Vec<VaryingSemantic> {
    shader
        .varyings(key)
        .iter()
        .map(|varying| varying.semantic)
        .collect()
}

const INPUTS: &str = "FRAG\nDCL IN[0], COLOR, COLOR\nDCL IN[1], GENERIC[4], PERSPECTIVE, CENTROID\n\
    DCL IN[2], GENERIC[1], CONSTANT\nDCL IN[3], FACE, CONSTANT\nDCL IN[4], POSITION, LINEAR\n\
    DCL IN[5], TEXCOORD[1], PERSPECTIVE\nDCL IN[6], GENERIC[9], PERSPECTIVE\nDCL OUT[0], COLOR\n\
    DCL TEMP[0..4]\nADD TEMP[0], IN[0], IN[1]\nADD TEMP[1], IN[2], IN[3]\nADD TEMP[2], IN[4], IN[5]\n\
    ADD TEMP[3], TEMP[0], TEMP[1]\nADD OUT[0], TEMP[2], TEMP[3]\nEND";

#[test]
fn varyings_are_what_is_read_across_the_stages() {
    let shader = shader(INPUTS);
    let plain = shader.varyings(&FragmentKey::default());
    let varying = |semantic, interpolation, centroid| Varying {
        semantic,
        interpolation,
        centroid,
        sample: false,
    };
    let expected = [
        varying(VaryingSemantic::Color(0), Interpolation::Perspective, false),
        varying(VaryingSemantic::Generic(4), Interpolation::Perspective, true),
        varying(VaryingSemantic::Generic(1), Interpolation::Flat, false),
        varying(VaryingSemantic::Texcoord(1), Interpolation::Perspective, false),
    ];
    assert_eq!(plain, expected);
    assert!(shader.info.reads_flat && shader.info.reads_color);
}

#[test]
fn keys_change_the_varyings() {
    let shader = shader(INPUTS);
    let flat = FragmentKey {
        flat_shade: true,
        two_side: true,
        ..FragmentKey::default()
    };
    let varyings = shader.varyings(&flat);
    let colors: Vec<_> = varyings
        .iter()
        .take(2)
        .map(|varying| (varying.semantic, varying.interpolation))
        .collect();
    let expected = [
        (VaryingSemantic::Color(0), Interpolation::Flat),
        (VaryingSemantic::BackColor(0), Interpolation::Flat),
    ];
    assert_eq!(colors, expected);
    let sprites = FragmentKey {
        points: true,
        sprite_coordinates: 0b10,
        ..FragmentKey::default()
    };
    let expected = [VaryingSemantic::Color(0), VaryingSemantic::Generic(4)];
    assert_eq!(semantics(&shader, &sprites), expected);
}

#[test]
fn more_varyings_than_hosts_have_are_refused() {
    let mut text = "FRAG\nDCL OUT[0], COLOR\nDCL TEMP[0]\n".to_owned();
    for input in 0..31 {
        text += &format!("DCL IN[{input}], GENERIC[{input}], PERSPECTIVE\n");
    }
    for input in 0..31 {
        text += &format!("ADD TEMP[0], TEMP[0], IN[{input}]\n");
    }
    let shader = shader(&text);
    assert_eq!(shader.varyings(&FragmentKey::default()).len(), 30);
    let result = fragment(&shader, &FragmentKey::default());
    assert_eq!(
        result.err(),
        Some(LowerError::Limit {
            what: "varyings",
            limit: 30
        })
    );
}

#[test]
fn a_shader_is_lowered_as_its_own_stage_only() {
    let shader = shader("VERT\nDCL OUT[0], POSITION\nEND");
    assert_eq!(
        fragment(&shader, &FragmentKey::default()).err(),
        Some(LowerError::Stage(Stage::Vertex))
    );
}

#[test]
fn constants_and_header_fit_a_uniform_binding_or_are_refused() {
    let shader = shader("VERT\nDCL OUT[0], POSITION\nDCL CONST[0..4095]\nMOV OUT[0], CONST[4095]\nEND");
    assert!(matches!(
        vertex(&shader, &VertexKey::default()),
        Err(LowerError::Limit { limit: 4096, .. })
    ));
    let slot = VertexKey {
        constants: Constants::Slot { crossing: 0 },
        ..VertexKey::default()
    };
    assert!(vertex(&shader, &slot).is_ok());
}

fn locals(text: &str) -> Vec<String> {
    let key = FragmentKey {
        targets: vec![Target::Float],
        ..FragmentKey::default()
    };
    let module = fragment(&shader(text), &key).expect("can be lowered");
    let entry = module.entry_points.first().expect("one");
    entry
        .function
        .local_variables
        .iter()
        .filter_map(|(_, local)| local.name.clone())
        .collect()
}

#[test]
fn only_what_crosses_branches_becomes_a_variable() {
    let head = "FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nDCL TEMP[0..1]\n";
    let straight = "MOV TEMP[0].xy, IN[0]\nMOV TEMP[0].zw, IN[0].xxxx\nMOV OUT[0], TEMP[0]\nEND";
    assert!(locals(&format!("{head}{straight}")).is_empty());
    let branch = "MOV TEMP[0], IN[0]\nIF IN[0].xxxx\nMOV TEMP[0].x, IN[0].yyyy\nMUL TEMP[1], IN[0], IN[0]\n\
        MOV TEMP[0].x, TEMP[1].wwww\nENDIF\nMOV OUT[0], TEMP[0]\nEND";
    assert_eq!(locals(&format!("{head}{branch}")), ["temp0"]);
}

/// Loops whose first statements do not test a counter and leave.
fn unbounded_loops(block: &Block) -> usize {
    let mut count = 0;
    for statement in block.iter() {
        match statement {
            Statement::Loop { body, .. } => {
                let guard = body.iter().take(2).any(|first| match first {
                    Statement::If { accept, .. } => matches!(accept.last(), Some(Statement::Break)),
                    _ => false,
                });
                count += usize::from(!guard) + unbounded_loops(body);
            }
            Statement::If { accept, reject, .. } => {
                count += unbounded_loops(accept) + unbounded_loops(reject)
            }
            _ => {}
        }
    }
    count
}

#[test]
fn every_loop_has_a_budget() {
    let text = "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nBGNLOOP\nUIF IN[0].xxxx\nBGNLOOP\nENDLOOP\nENDIF\n\
        BGNLOOP\nCONT\nENDLOOP\nENDLOOP\nMOV OUT[0], IN[0]\nEND";
    let key = VertexKey {
        attributes: vec![Attribute::NativeFloat],
        ..VertexKey::default()
    };
    let module = vertex(&shader(text), &key).expect("can be lowered");
    let body = &module.entry_points.first().expect("one").function.body;
    assert_eq!(unbounded_loops(body), 0);
}

#[test]
fn deep_nesting_and_broken_blocks_are_refused() {
    let deep = format!("VERT\n{}{}", "BGNLOOP\n".repeat(65), "ENDLOOP\n".repeat(65));
    assert!(parse(&deep).is_err());
    for text in [
        "VERT\nENDIF",
        "VERT\nBGNLOOP\nELSE",
        "VERT\nBRK",
        "VERT\nBGNLOOP\nEND",
        "VERT\nIF TEMP[0].xxxx\n",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}

/// What the limit that a text passes is of.
fn exceeded(text: &str) -> &'static str {
    match fragment(&shader(text), &FragmentKey::default()) {
        Err(LowerError::Limit { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn arrays_that_take_long_to_compile_are_refused() {
    let indexed =
        "UARL ADDR[0].x, IMM[0].xxxx\nMOV TEMP[ADDR[0].x](1), IMM[0]\nMOV OUT[0], TEMP[ADDR[0].x](1)\n";
    let text = |last: u32, body: &str| {
        format!(
            "FRAG\nDCL OUT[0], COLOR\nDCL TEMP[0..{last}], ARRAY(1), LOCAL\nDCL ADDR[0]\n\
            IMM[0] UINT32 {{0, 1, 2, 3}}\n{body}END"
        )
    };
    let largest = text(1023, indexed);
    assert!(fragment(&shader(&largest), &FragmentKey::default()).is_ok());
    assert_eq!(exceeded(&text(1024, indexed)), "components of arrays");
    let many = indexed.repeat(400);
    assert_eq!(
        exceeded(&text(1023, &many)),
        "parts of arrays that are looked through"
    );
}

#[test]
fn many_samplers_chosen_at_run_time_are_refused() {
    let mut text = "FRAG\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nDCL ADDR[0]\n".to_owned();
    for index in 0..32 {
        text += &format!("DCL SAMP[{index}]\nDCL SVIEW[{index}], 2D, FLOAT\n");
    }
    let read = "TEX OUT[0], IN[0], SAMP[ADDR[0].x], 2D\n";
    let few = format!("{text}{}END", read.repeat(64));
    assert!(fragment(&shader(&few), &FragmentKey::default()).is_ok());
    let many = format!("{text}{}END", read.repeat(65));
    assert_eq!(exceeded(&many), "reads that take much code");
}
