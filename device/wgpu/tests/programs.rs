//! When programs' pipelines are made, and what is asked for that no pipeline can do, on whatever Vulkan adapter there
//! is. A machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use wire::virgl::{Ccmd, ObjectType};

use common::{Guest, transfer};
use drawing::{RED, SIDE, guest};
use support::{FRAGMENT, Memory, Stream, VERTEX, resource};

const GREEN: [u8; 4] = [0, 255, 0, 255];
/// `FRAGMENT` in green.
const GREEN_FRAGMENT: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nIMM[0] FLT32 {0x00000000, 0x3f800000, 0x00000000, 0x3f800000}\n  0: MOV OUT[0], IMM[0]\n  1: END\n";

fn pipelines(guest: &Guest<Memory>) -> u64 {
    guest.renderer.counters().1.pipelines
}

fn shaders() -> Stream {
    shaders_from(Stream::new())
}

fn shaders_from(stream: Stream) -> Stream {
    stream
        .shader(211, 0, VERTEX)
        .shader(212, 1, GREEN_FRAGMENT)
        .command(Ccmd::LinkShader, &[211, 212, 0, 0, 0, 0])
}

fn use_them(stream: Stream) -> Stream {
    stream
        .command(Ccmd::BindShader, &[211, 0])
        .command(Ccmd::BindShader, &[212, 1])
}

#[test]
fn the_pipeline_of_a_linked_program_is_there_when_it_is_drawn_with() {
    let Some(mut guest) = guest() else { return };
    // Nothing is known of programs yet.
    guest.submit(
        &shaders()
            .destroy(ObjectType::Shader, 211)
            .destroy(ObjectType::Shader, 212),
    );
    guest.finish();
    assert_eq!(pipelines(&guest), 0);
    guest.draw();
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    assert_eq!(pipelines(&guest), 1);
    guest.submit(&shaders());
    guest.finish();
    assert_eq!(pipelines(&guest), 2, "it is made ahead");
    guest.submit(&use_them(Stream::new()));
    guest.draw();
    assert!(guest.read(1) == GREEN.repeat((SIDE * SIDE) as usize));
    assert_eq!(pipelines(&guest), 2, "it is used");
    guest.assert_no_faults();
}

#[test]
fn a_linked_program_of_uniform_buffers_is_made_ahead_with_them() {
    let Some(mut guest) = guest() else { return };
    guest.draw();
    let text = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL CONST[1][0]\n  0: MOV OUT[0], CONST[1][0]\n  1: END\n";
    guest.create(40, 0, 64, 1 << 6, (16, 1));
    let green = [0f32, 1.0, 0.0, 1.0].map(f32::to_le_bytes);
    guest.memory.put(40, green.concat());
    guest.up(resource(40), &transfer(0, 0, 16, 1));
    let stream = Stream::new()
        .shader(211, 0, VERTEX)
        .shader(212, 1, text)
        .command(Ccmd::LinkShader, &[211, 212, 0, 0, 0, 0]);
    guest.submit(&stream);
    guest.finish();
    let made = pipelines(&guest);
    guest.submit(&use_them(Stream::new()).command(Ccmd::SetUniformBuffer, &[1, 1, 0, 16, 40]));
    guest.draw();
    assert!(guest.read(1) == GREEN.repeat((SIDE * SIDE) as usize));
    assert_eq!(pipelines(&guest), made, "it is used");
    guest.assert_no_faults();
}

#[test]
fn many_new_programs_in_one_batch_draw_in_order() {
    let Some(mut guest) = guest() else { return };
    let f = f32::to_bits;
    let mut stream = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
    // Each covers the rows from its own on; the colours tell which came last.
    for row in 0..SIDE {
        let level = row as f32 / 255.0;
        let text = FRAGMENT.replace(
            "{0x3f800000, 0x00000000, 0x00000000, 0x3f800000}",
            &format!("{{{:#010x}, 0x00000000, 0x00000000, 0x3f800000}}", f(level)),
        );
        stream = stream
            .shader(300 + row, 1, &text)
            .command(Ccmd::BindShader, &[300 + row, 1])
            .command(Ccmd::SetViewportState, &{
                let half = SIDE as f32 / 2.0;
                [0, f(half), f(half), f(0.5), f(half), f(half + row as f32), f(0.5)]
            })
            .draw(3);
    }
    guest.submit(&stream);
    let picture = guest.read(1);
    let reds: Vec<u8> = picture.chunks((SIDE * 4) as usize).map(|row| row[2]).collect();
    assert_eq!(reds, (0..SIDE as u8).collect::<Vec<_>>());
    guest.assert_no_faults();
}

#[test]
fn a_shader_that_cannot_be_lowered_leaves_its_draws_out_and_no_others() {
    let Some(mut guest) = guest() else { return };
    // A fragment has no such thing.
    let text = FRAGMENT
        .replacen("IMM[0]", "DCL SV[0], VERTEXID\nIMM[0]", 1)
        .replace("MOV OUT[0], IMM[0]", "MOV OUT[0], SV[0]");
    guest.draw();
    let stream = Stream::new()
        .shader(301, 1, &text)
        .command(Ccmd::BindShader, &[301, 1]);
    guest.submit(&stream.draw(3).command(Ccmd::BindShader, &[112, 1]));
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    let counters = guest.renderer.counters().1;
    assert_eq!((counters.unsupported, counters.validation_errors), (1, 0));
}

/// A blend of one target, by the numbers of gallium's factors.
fn blend(source: u32, destination: u32, function: u32, logic_op: Option<u32>) -> [u32; 10] {
    let mut words = [0; 10];
    if let Some(op) = logic_op {
        words[0] |= 1 << 1;
        words[1] = op;
    }
    let half = function | source << 3 | destination << 8;
    words[2] = 1 | half << 1 | half << 14 | 0xf << 27;
    words
}

#[test]
fn a_second_source_is_blended_where_that_is_possible_and_nowhere_else() {
    const SRC1_COLOR: u32 = 9;
    const ONE: u32 = 1;
    let Some(mut guest) = guest() else { return };
    guest.create(6, 2, 1, 2, (SIDE, SIDE));
    let mut handle = 400;
    let mut bind = |words: &[u32]| {
        handle += 1;
        Stream::new()
            .create(ObjectType::Blend, handle, words)
            .bind(ObjectType::Blend, handle)
    };
    for words in [
        blend(SRC1_COLOR, ONE, 0, None),
        blend(SRC1_COLOR, ONE, 3, None),
        blend(SRC1_COLOR, ONE, 0, Some(6)),
    ] {
        let stream = bind(&words);
        guest.submit(&stream);
        guest.draw();
    }
    let two = bind(&blend(SRC1_COLOR, ONE, 0, None))
        .create(ObjectType::Surface, 410, &[6, 1, 0, 0])
        .command(Ccmd::SetFramebufferState, &[2, 0, 10, 410]);
    guest.submit(&two);
    guest.draw();
    guest.finish();
    guest.assert_no_faults();
}

/// A vertex shader that moves by `CONST[0]`, and a fragment shader whose colour is `CONST[0]` plus `CONST[1]`, which
/// it finds at run time.
const MOVED: &str =
    "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL CONST[0]\n  0: ADD OUT[0], IN[0], CONST[0]\n  1: END\n";
const COLORED: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL CONST[0..1]\nDCL TEMP[0]\nDCL ADDR[0]\nIMM[0] UINT32 {1, 0, 0, 0}\n  0: UARL ADDR[0].x, IMM[0].xxxx\n  1: ADD OUT[0], CONST[0], CONST[ADDR[0].x]\n  2: END\n";

fn constants(stage: u32, vectors: &[[f32; 4]]) -> Vec<u32> {
    let words = vectors.iter().flatten().map(|value| value.to_bits());
    [stage, 0].into_iter().chain(words).collect()
}

/// The two parts of the colour of a draw.
fn parts(index: u32) -> [[f32; 4]; 2] {
    let level = |value: u32| value as f32 / 255.0;
    [[level(index), 0.0, 0.0, 0.5], [0.0, level(index / 2), 0.0, 0.5]]
}

fn colored_by_constants(stream: Stream, index: u32) -> Stream {
    stream.command(Ccmd::SetConstantBuffer, &constants(1, &parts(index)))
}

/// A buffer with the colours of all draws.
const COLORS: u32 = 50;

fn colored_by_uniform_buffer(stream: Stream, index: u32) -> Stream {
    stream.command(Ccmd::SetUniformBuffer, &[1, 1, index * 32, 32, COLORS])
}

/// Draws a small triangle on each texel of the target, in another colour each, which `colored` sets; `both` says whether
/// the vertex stage's constants change too, or each is drawn over all of the target.
fn many(stream: Stream, both: bool, colored: fn(Stream, u32) -> Stream) -> Stream {
    let mut stream = stream;
    for index in 0..SIDE * SIDE {
        let (x, y) = (index % SIDE, index / SIDE);
        if both {
            let place = |at: u32| 2.0 * at as f32 / SIDE as f32;
            let moved = constants(0, &[[place(x), place(y), 0.0, 0.0]]);
            stream = stream.command(Ccmd::SetConstantBuffer, &moved);
        }
        stream = colored(stream, index).draw(3);
    }
    stream
}

#[test]
fn draws_that_differ_in_constants_only_become_instances_and_look_the_same() {
    merged_draws_look_the_same(COLORED, colored_by_constants);
}

#[test]
fn draws_with_long_blocks_of_constants_become_instances_too() {
    merged_draws_look_the_same(
        &COLORED.replace("CONST[0..1]", "CONST[0..40]"),
        colored_by_constants,
    );
}

#[test]
fn draws_that_differ_in_uniform_buffers_only_become_instances_too() {
    for declared in ["CONST[1][0..1]", "CONST[1][0..9]"] {
        let text = COLORED
            .replace("CONST[0..1]", declared)
            .replace("CONST[0],", "CONST[1][0],")
            .replace("CONST[ADDR", "CONST[1][ADDR");
        merged_draws_look_the_same(&text, colored_by_uniform_buffer);
    }
}

fn merged_draws_look_the_same(text: &str, colored: fn(Stream, u32) -> Stream) {
    let Some(mut guest) = guest() else { return };
    let programs = Stream::new()
        .shader(501, 0, MOVED)
        .shader(502, 1, text)
        .command(Ccmd::BindShader, &[501, 0])
        .command(Ccmd::BindShader, &[502, 1])
        .command(Ccmd::SetConstantBuffer, &constants(0, &[[0.0; 4]]));
    guest.submit(&programs);
    let colors: Vec<u8> = (0..SIDE * SIDE)
        .flat_map(|index| parts(index).concat())
        .flat_map(f32::to_le_bytes)
        .collect();
    let len = colors.len() as u32;
    guest.create(COLORS, 0, 64, 1 << 6, (len, 1));
    guest.memory.put(COLORS, colors);
    guest.up(resource(COLORS), &transfer(0, 0, len, 1));
    for both in [false, true] {
        let clear = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
        let stream = many(clear, both, colored);
        let mut pictures = Vec::new();
        let merged = |guest: &Guest<Memory>| guest.renderer.counters().1.merged_draws;
        // The pipeline is made by another thread, which may take a while, and may be done amid a batch.
        let all = (0..1000).any(|_| {
            let before = merged(&guest);
            guest.submit(&stream);
            pictures.push(guest.read(1));
            merged(&guest) - before == u64::from(SIDE * SIDE)
        });
        assert!(all, "they are never merged");
        assert!(pictures.windows(2).all(|pair| pair[0] == pair[1]));
        let last = pictures.pop().unwrap();
        if both {
            // The first vertex of the triangle is where it was moved to; the last draw there wins.
            let texel = |x: u32, y: u32| {
                let at = ((y * SIDE + x) * 4) as usize;
                [last[at], last[at + 1], last[at + 2], last[at + 3]]
            };
            for (x, y) in [(0, 0), (5, 0), (0, 9), (15, 15)] {
                let index = y * SIDE + x;
                assert_eq!(texel(x, y), [0, (index / 2) as u8, index as u8, 255], "{x} {y}");
            }
        } else {
            assert!(last == [0, 127, 255, 255].repeat((SIDE * SIDE) as usize));
        }
    }
    guest.assert_no_faults();
}

/// A vertex shader that adds its second attribute to its position, and a fragment shader that shows the third one.
const TWO_ATTRIBUTES: &str = "VERT\nDCL IN[0]\nDCL IN[1]\nDCL IN[2]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\n  0: ADD OUT[0].xy, IN[0].xyyy, IN[1].xyyy\n  1: MOV OUT[0].zw, IN[0].zwzw\n  2: MOV OUT[1], IN[2]\n  3: END\n";
const SHOWN: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\n  0: MOV OUT[0], IN[0]\n  1: END\n";

/// Formats of as many floats: 3, 2 and 2, or 2, 4 and 1.
const LAYOUTS: [[u32; 3]; 2] = [[30, 29, 29], [29, 31, 28]];

#[test]
fn draws_that_go_back_and_forth_between_vertex_layouts_look_the_same() {
    let Some(mut guest) = guest() else { return };
    let mut stream = Stream::new()
        .shader(501, 0, TWO_ATTRIBUTES)
        .shader(502, 1, SHOWN)
        .command(Ccmd::BindShader, &[501, 0])
        .command(Ccmd::BindShader, &[502, 1])
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2, 0, 0, 4]);
    guest.create(4, 0, 64, 1 << 4, (40, 1));
    // What is added, and the colour.
    let values = [0.0f32, 0.0, 0.0, 0.0, 0.0, 1.0];
    let mut bytes = values.map(f32::to_le_bytes).concat();
    bytes.resize(40, 0);
    guest.memory.put(4, bytes);
    guest.up(resource(4), &transfer(0, 0, 40, 1));
    for (handle, formats) in [601, 602].into_iter().zip(LAYOUTS) {
        let [position, moved, color] = formats;
        let elements = [0, 0, 0, position, 0, 0, 1, moved, 16, 0, 1, color];
        stream = stream.create(ObjectType::VertexElements, handle, &elements);
    }
    guest.submit(&stream);
    let picture = |guest: &mut Guest<Memory>, times: u32, last: u32| {
        let mut stream = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
        for left in (0..times).rev() {
            stream = stream
                .bind(ObjectType::VertexElements, 601 + (left + last) % 2)
                .draw(3);
        }
        guest.submit(&stream);
        guest.read(1)
    };
    let plain = [picture(&mut guest, 1, 0), picture(&mut guest, 1, 1)];
    assert!(plain[0] != plain[1], "the layouts differ");
    let pipelines_before = pipelines(&guest);
    for _ in 0..4 {
        for last in [0, 1] {
            let many = picture(&mut guest, 400, last);
            assert!(many == plain[last as usize], "{last}");
        }
    }
    let made = pipelines(&guest) - pipelines_before;
    assert!(
        (1..=2).contains(&made),
        "one for all layouts, and its twin: {made}"
    );
    guest.assert_no_faults();
}

#[test]
fn draws_that_repeat_or_go_on_are_one_draw() {
    let Some(mut guest) = guest() else { return };
    let mut stream = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
    for _ in 0..1000 {
        stream = stream.draw(3);
    }
    guest.submit(&stream);
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    guest.assert_no_faults();
}

/// A fan of that many vertices, whose indices are ours.
fn fan(count: u32) -> Stream {
    Stream::new()
        .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::DrawVbo, &[0, count, 6, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0])
}

#[test]
fn indices_that_are_made_for_a_draw_may_be_many_but_not_any_number() {
    let Some(mut guest) = guest() else { return };
    for count in [3, 300_000] {
        guest.submit(&fan(count));
        assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize), "{count}");
    }
    guest.assert_no_faults();
    guest.submit(&fan(1 << 28));
    guest.finish();
    assert_eq!(guest.renderer.counters().1.unsupported, 1);
}

#[test]
fn what_a_shader_asks_of_the_host_besides_is_there_or_refused() {
    let Some(mut guest) = guest() else { return };
    let numbered = FRAGMENT
        .replacen("IMM[0]", "DCL IN[0], PRIM_ID, CONSTANT\nIMM[0]", 1)
        .replace("MOV OUT[0], IMM[0]", "MOV OUT[0], IN[0]");
    let early = FRAGMENT.replacen("PROPERTY", "PROPERTY FS_EARLY_DEPTH_STENCIL 1\nPROPERTY", 1);
    for (handle, text) in [(601, numbered), (602, early)] {
        let stream = Stream::new()
            .shader(handle, 1, &text)
            .command(Ccmd::BindShader, &[handle, 1]);
        guest.submit(&stream);
        guest.draw();
        guest.finish();
    }
    let (renderer, gpu) = guest.renderer.counters();
    assert_eq!((gpu.validation_errors, renderer.contexts_lost), (0, 0));
}

/// What is set stays set while another sub-context draws.
#[test]
fn a_sub_context_goes_on_with_its_own_state_after_another_drew() {
    let Some(mut guest) = guest() else { return };
    guest.draw();
    guest.create(6, 2, 1, 2, (SIDE, SIDE));
    let f = f32::to_bits;
    let half = SIDE as f32 / 2.0;
    let other = Stream::new()
        .command(Ccmd::CreateSubCtx, &[1])
        .command(Ccmd::SetSubCtx, &[1])
        .target(20, 6)
        .plain_states()
        .create(ObjectType::VertexElements, 120, &[0, 0, 0, 30])
        .bind(ObjectType::VertexElements, 120)
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2])
        .command(
            Ccmd::SetViewportState,
            &[0, f(half), f(half), f(0.5), f(half), f(half), f(0.5)],
        );
    let black = [4, 0, 0, 0, 0, 0, 0, 0];
    let both = use_them(shaders_from(other))
        .draw(3)
        .command(Ccmd::SetSubCtx, &[0])
        .command(Ccmd::Clear, &black)
        .draw(3);
    // In one batch, and the second time the other one sets nothing either.
    guest.submit(
        &both
            .command(Ccmd::SetSubCtx, &[1])
            .command(Ccmd::Clear, &black)
            .draw(3),
    );
    assert!(guest.read(6) == GREEN.repeat((SIDE * SIDE) as usize));
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    guest.assert_no_faults();
}

#[test]
fn textures_that_the_host_has_not_are_refused() {
    let Some(mut guest) = guest() else { return };
    let depths = device::virgl::CreateResource {
        target: 3,
        format: 19,
        bind: 1 | 8,
        width: 4,
        height: 4,
        depth: 4,
        array_size: 1,
        ..Default::default()
    };
    let _refused = guest.renderer.create_resource(resource(9), &depths);
    guest.assert_no_faults();
}
