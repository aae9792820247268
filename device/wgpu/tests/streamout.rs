//! Transform feedback, on whatever Vulkan adapter there is. A machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use device::gpu::Format;
use wire::virgl::{Ccmd, ObjectType};

use common::{Guest, transfer};
use drawing::guest;
use support::{CONTEXT, Memory, Stream, VERTEX, resource, text_words};

/// `VIRGL_BIND_STREAM_OUTPUT`.
const STREAM_OUTPUT: u32 = 1 << 11;
/// The buffer that is written, and how long it is.
const CAPTURED: u32 = 20;
const SIZE: u32 = 160;
/// The target on it from `OFFSET` on.
const TARGET: u32 = 21;
const OFFSET: u32 = 16;
/// Of what is captured: a position's x, y and z.
const STRIDE: u32 = 12;
const TRIANGLES: u32 = 4;
const TRIANGLE_STRIP: u32 = 5;

/// A guest whose vertex shader's positions are captured, and whose rasterizer discards.
fn capturing() -> Option<Guest<Memory>> {
    let mut guest = guest()?;
    guest.create(CAPTURED, 0, 64, STREAM_OUTPUT, (SIZE, 1));
    guest.memory.put(CAPTURED, vec![0xee; SIZE as usize]);
    guest.up(resource(CAPTURED), &transfer(0, 0, SIZE, 1));
    let words = text_words(VERTEX);
    // Register 0, from its component 0 on, three of them, to buffer 0.
    let streamout = [STRIDE / 4, 0, 0, 0, 3 << 10, 0];
    let header = [0, VERTEX.len() as u32 + 1, 300, 1];
    let rasterizer = [
        0x2000_00c2 | 1 << 3,
        1f32.to_bits(),
        0,
        0xffff,
        1f32.to_bits(),
        0,
        0,
        0,
    ];
    let stream = Stream::new()
        .create(
            ObjectType::Shader,
            400,
            &[&header[..], &streamout[..], &words].concat(),
        )
        .command(Ccmd::BindShader, &[400, 0])
        .create(ObjectType::Rasterizer, 401, &rasterizer)
        .bind(ObjectType::Rasterizer, 401)
        .create(
            ObjectType::StreamoutTarget,
            TARGET,
            &[CAPTURED, OFFSET, SIZE - OFFSET],
        )
        .command(Ccmd::SetStreamoutTargets, &[0, TARGET])
        .create(ObjectType::Query, 410, &[5, 0, 3])
        .create(ObjectType::Query, 411, &[6, 0, 3]);
    guest.submit(&stream);
    Some(guest)
}

fn draw(mode: u32, count: u32) -> Stream {
    Stream::new().command(Ccmd::DrawVbo, &[0, count, mode, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0])
}

/// The floats of the target.
fn captured(guest: &mut Guest<Memory>) -> Vec<f32> {
    guest.memory.put(CAPTURED, vec![0; SIZE as usize]);
    guest.down(resource(CAPTURED), &transfer(0, 0, SIZE, 1));
    guest.finish();
    let bytes = guest.memory.get(CAPTURED);
    assert_eq!(
        bytes[..OFFSET as usize],
        [0xee; OFFSET as usize],
        "what is before the target stays"
    );
    let words = bytes[OFFSET as usize..].chunks_exact(4);
    words
        .map(|word| f32::from_le_bytes(word.try_into().unwrap()))
        .collect()
}

const FIRST: [f32; 3] = [-1.0, -1.0, 0.0];
const SECOND: [f32; 3] = [3.0, -1.0, 0.0];
const THIRD: [f32; 3] = [-1.0, 3.0, 0.0];

#[test]
fn vertices_are_captured_one_draw_after_the_other() {
    let Some(mut guest) = capturing() else { return };
    guest.submit(&draw(TRIANGLES, 3));
    assert_eq!(captured(&mut guest)[..9], [FIRST, SECOND, THIRD].concat());
    guest.submit(&draw(TRIANGLE_STRIP, 3));
    let all = captured(&mut guest);
    assert_eq!(all[..18], [FIRST, SECOND, THIRD, FIRST, SECOND, THIRD].concat());
    assert_eq!(all[18].to_le_bytes(), [0xee; 4], "what is behind stays");
    guest.assert_no_faults();
}

#[test]
fn primitives_without_room_are_left_out_whole_and_counted() {
    let Some(mut guest) = capturing() else { return };
    // There is room for twelve vertices: four triangles.
    let counted = |query, to: u32| {
        Stream::new()
            .command(Ccmd::EndQuery, &[query])
            .command(Ccmd::GetQueryResult, &[query, to])
    };
    let begin = Stream::new()
        .command(Ccmd::BeginQuery, &[410])
        .command(Ccmd::BeginQuery, &[411]);
    guest.submit(&begin);
    for _ in 0..6 {
        guest.submit(&draw(TRIANGLES, 3));
    }
    let result = |guest: &mut Guest<Memory>, query| {
        guest.submit(&counted(query, 0));
        guest.finish();
        u32::from_le_bytes(guest.memory.get(3)[8..12].try_into().unwrap())
    };
    assert_eq!(result(&mut guest, 410), 6, "all are generated");
    assert_eq!(result(&mut guest, 411), 4, "some are written");
    assert_eq!(
        captured(&mut guest)[..36],
        [FIRST, SECOND, THIRD].concat().repeat(4)
    );
    guest.assert_no_faults();
}

#[test]
fn indices_instances_and_restarts_are_those_of_the_draw() {
    let Some(mut guest) = capturing() else { return };
    guest.create(31, 0, 64, 1 << 5, (14, 1));
    let indices: [u16; 7] = [2, 1, 0, 0xffff, 0, 1, 2];
    guest
        .memory
        .put(31, indices.iter().flat_map(|index| index.to_le_bytes()).collect());
    guest.up(resource(31), &transfer(0, 0, 14, 1));
    // Two instances of two triangles, but for the last triangle, which has no room.
    guest.submit(&draw(TRIANGLES, 3));
    let stream = Stream::new().command(Ccmd::SetIndexBuffer, &[31, 2, 0]).command(
        Ccmd::DrawVbo,
        &[0, 7, TRIANGLE_STRIP, 1, 2, 0, 0, 1, 0xffff, 0, 2, 0],
    );
    guest.submit(&stream);
    let (forwards, backwards) = ([FIRST, SECOND, THIRD], [THIRD, SECOND, FIRST]);
    assert_eq!(
        captured(&mut guest)[..36],
        [forwards, backwards, forwards, backwards].concat().concat()
    );
    guest.assert_no_faults();
}

#[test]
fn capture_pauses_and_goes_on_and_begins_anew_with_a_new_target() {
    let Some(mut guest) = capturing() else { return };
    let off = Stream::new().command(Ccmd::SetStreamoutTargets, &[0]);
    let on = |target| Stream::new().command(Ccmd::SetStreamoutTargets, &[0, target]);
    guest.submit(&draw(TRIANGLES, 3));
    guest.submit(&off);
    guest.submit(&draw(TRIANGLES, 3));
    guest.submit(&on(TARGET));
    guest.submit(&draw(0, 1));
    let all = captured(&mut guest);
    assert_eq!(all[..12], [FIRST, SECOND, THIRD, FIRST].concat());
    assert_eq!(all[12].to_le_bytes(), [0xee; 4]);
    let words = [CAPTURED, OFFSET, SIZE - OFFSET];
    guest.submit(&Stream::new().create(ObjectType::StreamoutTarget, 22, &words));
    guest.submit(&on(22));
    guest.submit(&draw(TRIANGLES, 3));
    guest.submit(&draw(0, 1));
    assert_eq!(captured(&mut guest)[..12], all[..12]);
    guest.assert_no_faults();
}

#[test]
fn what_was_captured_is_drawn_from_and_written_over() {
    let Some(mut guest) = capturing() else { return };
    guest.submit(&draw(TRIANGLES, 3));
    // The captured triangle, as many vertices as there are, over all of the target.
    let stream = Stream::new()
        .command(Ccmd::SetStreamoutTargets, &[0])
        .command(Ccmd::BindShader, &[111, 0])
        .bind(ObjectType::Rasterizer, 103)
        .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::SetVertexBuffers, &[STRIDE, OFFSET, CAPTURED])
        .command(
            Ccmd::DrawVbo,
            &[0, 0, 4, 0, 1, 0, 0, 0, 0, 0, u32::MAX, SIZE - OFFSET],
        );
    guest.submit(&stream);
    let side = drawing::SIDE;
    assert!(guest.read(1) == drawing::RED.repeat((side * side) as usize));
    // The process writes a part, in whole words and not, and the rest stays what the GPU wrote.
    guest.memory.put(CAPTURED, 7f32.to_le_bytes().to_vec());
    guest.up(resource(CAPTURED), &transfer(OFFSET + 4, 0, 4, 1));
    let all = captured(&mut guest);
    assert_eq!(all[..4], [-1.0, 7.0, 0.0, 3.0]);
    guest.memory.put(CAPTURED, vec![0x40]);
    guest.up(resource(CAPTURED), &transfer(OFFSET + 15, 0, 1, 1));
    assert_eq!(captured(&mut guest)[3], f32::from_bits(0x4040_0000));
    guest.assert_no_faults();
}

#[test]
fn copies_of_what_was_captured_have_it() {
    let Some(mut guest) = capturing() else { return };
    guest.create(30, 0, 64, 1 << 4, (SIZE, 1));
    guest.submit(&draw(TRIANGLES, 3));
    let copy = |to: u32, from: u32, len: u32| {
        Stream::new().command(
            Ccmd::ResourceCopyRegion,
            &[30, 0, to, 0, 0, CAPTURED, 0, from, 0, 0, len, 1, 1],
        )
    };
    guest.submit(&copy(0, OFFSET, 36));
    // Not in whole words.
    guest.submit(&copy(41, OFFSET + 12, 12));
    guest.down(resource(30), &transfer(0, 0, SIZE, 1));
    guest.finish();
    let bytes = guest.memory.get(30);
    let expected: Vec<u8> = [FIRST, SECOND, THIRD]
        .concat()
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    assert_eq!(bytes[..36], expected);
    assert_eq!(bytes[41..53], expected[12..24]);
    guest.assert_no_faults();
}

#[test]
fn a_buffer_that_is_read_and_written_at_once_is_left_alone() {
    let Some(mut guest) = capturing() else { return };
    let stream = Stream::new().command(Ccmd::SetVertexBuffers, &[20, 0, CAPTURED]);
    guest.submit(&stream);
    guest.submit(&draw(TRIANGLES, 3));
    guest.finish();
    let (renderer, gpu) = guest.renderer.counters();
    assert_eq!((gpu.validation_errors, gpu.unsupported), (0, 1));
    assert_eq!(renderer.contexts_lost, 0);
}

#[test]
fn more_storage_than_a_shader_binds_is_refused() {
    let Some(mut guest) = capturing() else { return };
    // All vertex buffers are pulled from, and all textures are buffers: what is captured is one too many on some hosts.
    let mut text = "VERT\nDCL OUT[0], POSITION\nDCL TEMP[0..1]\nIMM[0] UINT32 {0, 0, 0, 0}\n".to_owned();
    for number in 0..16 {
        text += &format!("DCL IN[{number}]\nDCL SAMP[{number}]\nDCL SVIEW[{number}], BUFFER, FLOAT\n");
    }
    text += "MOV TEMP[0], IN[0]\n";
    for number in 0..16 {
        text += &format!("TXF TEMP[1], IMM[0].xxxx, SAMP[{number}], BUFFER\n");
        text += &format!("ADD TEMP[0], TEMP[0], TEMP[1]\nADD TEMP[0], TEMP[0], IN[{number}]\n");
    }
    text += "MOV OUT[0], TEMP[0]\nEND\n";
    let streamout = [STRIDE / 4, 0, 0, 0, 3 << 10, 0];
    let header = [0, text.len() as u32 + 1, 300, 1];
    let shader = [&header[..], &streamout[..], &text_words(&text)].concat();
    let rgb8 = u32::from(Format::R8G8B8_UNORM.0);
    let elements: Vec<u32> = (0..16).flat_map(|buffer| [0, 0, buffer, rgb8]).collect();
    guest.create(40, 0, 64, 1 << 4 | 1 << 3, (SIZE, 1));
    let buffers: Vec<u32> = (0..16).flat_map(|_| [3, 0, 40]).collect();
    let rgba32 = u32::from(Format::R32G32B32A32_FLOAT.0);
    let swizzle = 1 << 3 | 2 << 6 | 3 << 9;
    let views: Vec<u32> = [0, 0].into_iter().chain([420; 16]).collect();
    let stream = Stream::new()
        .create(ObjectType::Shader, 421, &shader)
        .command(Ccmd::BindShader, &[421, 0])
        .create(ObjectType::VertexElements, 422, &elements)
        .bind(ObjectType::VertexElements, 422)
        .command(Ccmd::SetVertexBuffers, &buffers)
        .create(ObjectType::SamplerView, 420, &[40, rgba32, 0, 3, swizzle])
        .command(Ccmd::SetSamplerViews, &views);
    guest.submit(&stream);
    guest.submit(&draw(TRIANGLES, 3));
    guest.finish();
    let (renderer, gpu) = guest.renderer.counters();
    assert_eq!((gpu.validation_errors, renderer.contexts_lost), (0, 0));
}

#[test]
fn a_target_outside_its_buffer_loses_the_context() {
    let Some(mut guest) = capturing() else { return };
    let words = [CAPTURED, 4, SIZE];
    let stream = Stream::new().create(ObjectType::StreamoutTarget, 23, &words);
    assert!(guest.renderer.submit(CONTEXT, &stream.0, &guest.memory).is_err());
}
