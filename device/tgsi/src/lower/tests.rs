use super::key::{
    Attribute, ComputeKey, Constants, FragmentKey, Interpolation, StorageKey, Target, Varying,
    VaryingSemantic, VertexKey,
};
use super::{LowerError, compute, fragment, vertex};
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

#[test]
fn packed_uniform_buffers_follow_the_constants_and_are_not_bound() {
    let shader = shader(
        "VERT\nDCL OUT[0], POSITION\nDCL CONST[0][0..2]\nDCL CONST[1][0..4]\nDCL CONST[3][0..9]\n\
         ADD OUT[0], CONST[1][4], CONST[3][9]\nEND",
    );
    assert_eq!(shader.packed_len(), 15);
    assert_eq!([1, 2, 3].map(|n| shader.packed_place(n)), [3, 8, 8]);
    let bindings = |packs| {
        let key = VertexKey {
            packs,
            ..VertexKey::default()
        };
        let module = vertex(&shader, &key).expect("can be lowered");
        let names = module.global_variables.iter();
        names
            .filter_map(|(_, global)| global.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(bindings(false), ["block", "const1", "const3"]);
    assert_eq!(bindings(true), ["block"]);
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
    assert_eq!(exceeded(&many), "accesses that take much code");
}

const COMPUTE: &str = "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 64\nPROPERTY CS_FIXED_BLOCK_HEIGHT 1\n\
    PROPERTY CS_FIXED_BLOCK_DEPTH 1\nDCL SV[0], THREAD_ID\nDCL SV[1], BLOCK_ID\nDCL MEMORY[0], SHARED\nDCL CONST[0..3]\n\
    DCL BUFFER[0]\nDCL TEMP[0..5]\nIMM[0] UINT32 {0, 1, 4, 16}\n";

/// A compute shader of that body, with 1 KiB shared and its buffer bound.
fn computed(body: &str) -> Result<naga::Module, LowerError> {
    let key = ComputeKey {
        shared_bytes: 1024,
        storage: StorageKey {
            buffers: 1,
            ..StorageKey::default()
        },
        ..ComputeKey::default()
    };
    compute(&shader(&format!("{COMPUTE}{body}END")), &key)
}

/// Whether the first invocation decides something for its workgroup.
fn decides(body: &str) -> bool {
    let module = computed(body).expect("can be lowered");
    let mut globals = module.global_variables.iter();
    globals.any(|(_, global)| global.name.as_deref() == Some("decision"))
}

#[test]
fn barriers_are_reached_by_all_or_none() {
    let counted = |end: &str| {
        format!(
            "MOV TEMP[0].x, IMM[0].xxxx\nBGNLOOP\nUSGE TEMP[1].x, TEMP[0].xxxx, {end}\nUIF TEMP[1].xxxx\nBRK\nENDIF\n\
            STORE MEMORY[0].x, SV[0].xxxx, IMM[0].yyyy\nBARRIER\nUADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy\nENDLOOP\n"
        )
    };
    let cases = [
        // What is the same for all needs no decision.
        (counted("CONST[0].xxxx"), false),
        (counted("SV[1].xxxx"), false),
        ("UIF CONST[0].xxxx\nBARRIER\nENDIF\n".to_owned(), false),
        ("UIF SV[0].xxxx\nSTORE MEMORY[0].x, IMM[0].xxxx, IMM[0].xxxx\nENDIF\nBARRIER\n".to_owned(), false),
        ("BARRIER\nUIF SV[0].xxxx\nRET\nENDIF\n".to_owned(), false),
        // What may differ does.
        (counted("SV[0].xxxx"), true),
        ("UIF SV[0].xxxx\nBARRIER\nENDIF\n".to_owned(), true),
        ("UIF SV[0].xxxx\nRET\nENDIF\nBARRIER\n".to_owned(), true),
        ("BGNLOOP\nUIF SV[0].xxxx\nRET\nENDIF\nBARRIER\nENDLOOP\n".to_owned(), true),
        ("BGNLOOP\nUIF SV[0].xxxx\nCONT\nENDIF\nBARRIER\nBRK\nENDLOOP\n".to_owned(), true),
        ("LOAD TEMP[0].x, BUFFER[0], IMM[0].xxxx\nUIF TEMP[0].xxxx\nBARRIER\nENDIF\n".to_owned(), true),
        // So does what is written by some only, and what a loop counts that some may leave early.
        ("MOV TEMP[0].x, IMM[0].xxxx\nUIF SV[0].xxxx\nMOV TEMP[0].x, IMM[0].yyyy\nENDIF\nUIF TEMP[0].xxxx\nBARRIER\n\
            ENDIF\n".to_owned(), true),
        ("MOV TEMP[0].x, IMM[0].xxxx\nBGNLOOP\nUADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy\nUSLT TEMP[1].x, SV[0].xxxx, \
            TEMP[0].xxxx\nUIF TEMP[1].xxxx\nBRK\nENDIF\nENDLOOP\nUIF TEMP[0].xxxx\nBARRIER\nENDIF\n".to_owned(), true),
    ];
    for (body, expected) in cases {
        assert_eq!(decides(&body), expected, "{body}");
    }
}

#[test]
fn workgroups_that_hosts_lack_are_refused() {
    let sized = |[width, height, depth]: [u32; 3], shared_bytes| {
        let text = format!(
            "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH {width}\nPROPERTY CS_FIXED_BLOCK_HEIGHT {height}\n\
            PROPERTY CS_FIXED_BLOCK_DEPTH {depth}\nEND"
        );
        let key = ComputeKey {
            shared_bytes,
            ..ComputeKey::default()
        };
        compute(&shader(&text), &key).err()
    };
    let limit = |what, limit| Some(LowerError::Limit { what, limit });
    assert_eq!(sized([1024, 1, 1], 32 << 10), None);
    let many = limit("invocations of a workgroup", 1024);
    assert_eq!(sized([1025, 1, 1], 0), many);
    assert_eq!(sized([u32::MAX, u32::MAX, 2], 0), many);
    let deep = limit("invocations of a workgroup in its third direction", 64);
    assert_eq!(sized([1, 1, 65], 0), deep);
    let shared = limit("bytes that a workgroup shares", 32 << 10);
    assert_eq!(sized([1, 1, 1], (32 << 10) + 1), shared);
    assert!(matches!(sized([0, 0, 0], 0), Some(LowerError::Unsupported(_))));
}

#[test]
fn what_is_not_bound_has_no_binding() {
    let text = format!("{COMPUTE}ATOMUADD TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[0].yyyy\nEND");
    let module = compute(&shader(&text), &ComputeKey::default()).expect("can be lowered");
    let bound = module
        .global_variables
        .iter()
        .filter(|(_, global)| global.binding.is_some());
    assert_eq!(bound.count(), 1, "the block of constants only");
}

#[test]
fn memory_that_is_not_declared_is_refused() {
    for text in [
        "COMP\nIMM[0] UINT32 {0, 0, 0, 0}\nSTORE BUFFER[0].x, IMM[0].xxxx, IMM[0].xxxx\nEND",
        "COMP\nIMM[0] UINT32 {0, 0, 0, 0}\nDCL TEMP[0]\nLOAD TEMP[0].x, MEMORY[0], IMM[0].xxxx\nEND",
        "COMP\nIMM[0] UINT32 {0, 0, 0, 0}\nDCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT\nSTORE IMAGE[1], IMM[0], IMM[0], 2D\nEND",
        "COMP\nDCL BUFFER[32]\nEND",
        "COMP\nDCL IMAGE[0..32], 2D, PIPE_FORMAT_R32_UINT\nEND",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn more_memory_than_hosts_compile_in_time_is_refused() {
    let buffers = format!("{COMPUTE}DCL BUFFER[1..31]\nDCL ADDR[0]\n");
    let lines = [
        ("STORE BUFFER[0], TEMP[0].xxxx, TEMP[1]\n", 512),
        ("LOAD TEMP[0], BUFFER[0], TEMP[0].xxxx\n", 512),
        ("LOAD TEMP[0].x, MEMORY[0], TEMP[0].xxxx\n", 2048),
        ("ATOMIMIN TEMP[0].x, MEMORY[0], TEMP[0].xxxx, TEMP[1].xxxx\n", 256),
        ("UIF SV[0].xxxx\nBARRIER\nENDIF\n", 227),
        (
            "ATOMUADD TEMP[0].x, BUFFER[ADDR[0].x], IMM[0].xxxx, IMM[0].yyyy\n",
            16,
        ),
    ];
    let key = ComputeKey {
        shared_bytes: 64,
        storage: StorageKey {
            buffers: u32::MAX,
            ..StorageKey::default()
        },
        ..ComputeKey::default()
    };
    for (line, most) in lines {
        let lowered = |count: usize| compute(&shader(&format!("{buffers}{}END", line.repeat(count))), &key);
        assert!(lowered(most).is_ok(), "{line}");
        let what = "accesses to memory";
        let error = LowerError::Limit { what, limit: 2048 };
        assert_eq!(lowered(most + 1).err(), Some(error), "{line}");
    }
}
