//! Compute shaders, storage buffers, images and indirect draws, on whatever Vulkan adapter there is. A machine without an
//! adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use device::virgl::CreateResource;
use wire::virgl::{Ccmd, ObjectType};

use common::{Guest, transfer};
use drawing::{RED, SIDE, guest};
use support::{CONTEXT, Memory, Stream, resource, text_words};

const FRAGMENT_STAGE: u32 = 1;
const COMPUTE_STAGE: u32 = 5;
/// `VIRGL_BIND_SHADER_BUFFER`.
const SHADER_BUFFER: u32 = 1 << 14;
/// The storage buffer of these tests, and its words.
const BUFFER: u32 = 40;
const WORDS: u32 = 16;
/// A texture of RGBA.
const TEXTURE: u32 = 41;
const R8G8B8A8_UNORM: u32 = 67;
/// The compute shader's handle.
const SHADER: u32 = 500;

/// Each group of four turns the order of its invocations' numbers around, and each invocation adds one to word 15.
const REVERSE: &str = "COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL SV[1], BLOCK_ID
DCL BUFFER[0]
DCL MEMORY[1], SHARED
DCL TEMP[0..6]
IMM[0] UINT32 {2, 12, 60, 1}
  0: SHL TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
  1: SHL TEMP[1].x, SV[1].xxxx, IMM[0].xxxx
  2: UADD TEMP[2].x, TEMP[1].xxxx, SV[0].xxxx
  3: STORE MEMORY[0].x, TEMP[0].xxxx, TEMP[2].xxxx
  4: BARRIER
  5: INEG TEMP[3].x, TEMP[0].xxxx
  6: UADD TEMP[3].x, TEMP[3].xxxx, IMM[0].yyyy
  7: LOAD TEMP[4].x, MEMORY[0], TEMP[3].xxxx
  8: SHL TEMP[5].x, TEMP[2].xxxx, IMM[0].xxxx
  9: STORE BUFFER[0].x, TEMP[5].xxxx, TEMP[4].xxxx
 10: ATOMUADD TEMP[6].x, BUFFER[0], IMM[0].zzzz, IMM[0].wwww
 11: END
";

/// Makes texels of image 0 red.
const PAINT: &str = "COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 4
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], BLOCK_ID
DCL SV[1], THREAD_ID
DCL IMAGE[0], 2D, PIPE_FORMAT_R8G8B8A8_UNORM, WR
DCL TEMP[0..1]
IMM[0] UINT32 {2, 1065353216, 0, 0}
  0: SHL TEMP[0].xy, SV[0].xyxx, IMM[0].xxxx
  1: UADD TEMP[1].xy, TEMP[0].xyxx, SV[1].xyxx
  2: STORE IMAGE[0], TEMP[1], IMM[0].yzzy, 2D, PIPE_FORMAT_R8G8B8A8_UNORM
  3: END
";

/// Red, and adds one to word 2.
const COUNT: &str = "FRAG
DCL OUT[0], COLOR
DCL BUFFER[0]
DCL TEMP[0]
IMM[0] UINT32 {8, 1, 1065353216, 0}
  0: ATOMUADD TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[0].yyyy
  1: MOV OUT[0], IMM[0].zwwz
  2: END
";

/// What SAMP[0] has at its first texel.
const SAMPLE: &str = "FRAG
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
DCL TEMP[0]
IMM[0] FLT32 {0x3f000000, 0x3f000000, 0x00000000, 0x00000000}
  0: TEX TEMP[0], IMM[0], SAMP[0], 2D
  1: MOV OUT[0], TEMP[0]
  2: END
";

fn compute_shader(text: &str) -> Stream {
    let header = [COMPUTE_STAGE, text.len() as u32 + 1, 300, 16];
    let words = [&header[..], &text_words(text)].concat();
    Stream::new()
        .create(ObjectType::Shader, SHADER, &words)
        .command(Ccmd::BindShader, &[SHADER, COMPUTE_STAGE])
}

fn bind_buffer(stage: u32, offset: u32, len: u32) -> Stream {
    Stream::new().command(Ccmd::SetShaderBuffers, &[stage, 0, offset, len, BUFFER])
}

/// A guest with a storage buffer of words that all say their number.
fn with_buffer() -> Option<Guest<Memory>> {
    let mut guest = guest()?;
    guest.create(BUFFER, 0, 64, SHADER_BUFFER, (4 * WORDS, 1));
    set(&mut guest, &(0..WORDS).collect::<Vec<_>>());
    Some(guest)
}

/// Gives the storage buffer's first words.
fn set(guest: &mut Guest<Memory>, words: &[u32]) {
    let bytes = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    guest.memory.put(BUFFER, bytes);
    let all = transfer(0, 0, 4 * words.len() as u32, 1);
    guest.up(resource(BUFFER), &all);
}

/// The words of the storage buffer.
fn words(guest: &mut Guest<Memory>) -> Vec<u32> {
    guest.memory.put(BUFFER, vec![0; 4 * WORDS as usize]);
    guest.down(resource(BUFFER), &transfer(0, 0, 4 * WORDS, 1));
    guest.finish();
    let bytes = guest.memory.get(BUFFER);
    let words = bytes.chunks_exact(4);
    words
        .map(|word| u32::from_le_bytes(word.try_into().unwrap()))
        .collect()
}

const REVERSED: [u32; 8] = [3, 2, 1, 0, 7, 6, 5, 4];

#[test]
fn groups_share_memory_and_meet_at_barriers() {
    let Some(mut guest) = with_buffer() else { return };
    guest.submit(&compute_shader(REVERSE));
    guest.submit(&bind_buffer(COMPUTE_STAGE, 0, 4 * WORDS));
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 2, 1, 1, 0, 0]));
    let all = words(&mut guest);
    assert_eq!(all[..8], REVERSED);
    assert_eq!(
        all[8..15],
        [8, 9, 10, 11, 12, 13, 14],
        "what is not written stays"
    );
    assert_eq!(all[15], 15 + 8);
    guest.assert_no_faults();
}

#[test]
fn shaders_see_no_more_than_what_is_bound() {
    let Some(mut guest) = with_buffer() else { return };
    guest.submit(&compute_shader(REVERSE));
    // Of the second group's words only the first; word 15 is outside.
    guest.submit(&bind_buffer(COMPUTE_STAGE, 16, 20));
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 2, 1, 1, 0, 0]));
    assert_eq!(
        words(&mut guest),
        [0, 1, 2, 3, 3, 2, 1, 0, 7, 9, 10, 11, 12, 13, 14, 15]
    );
    // Nothing is bound.
    guest.submit(&Stream::new().command(Ccmd::SetShaderBuffers, &[COMPUTE_STAGE, 0, 0, 0, 0]));
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 2, 1, 1, 0, 0]));
    guest.finish();
    guest.assert_no_faults();
}

#[test]
fn a_grid_of_another_block_than_the_shaders_is_left_out() {
    let Some(mut guest) = with_buffer() else { return };
    guest.submit(&compute_shader(REVERSE));
    guest.submit(&bind_buffer(COMPUTE_STAGE, 0, 4 * WORDS));
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[1, 1, 1, 2, 1, 1, 0, 0]));
    assert_eq!(words(&mut guest), (0..WORDS).collect::<Vec<_>>());
    assert_eq!(guest.renderer.counters().1.unsupported, 1);
    assert_eq!(guest.renderer.counters().1.validation_errors, 0);
}

#[test]
fn a_grid_is_as_large_as_a_buffer_says_that_a_grid_wrote() {
    let Some(mut guest) = with_buffer() else { return };
    guest.submit(&compute_shader(REVERSE));
    guest.submit(&bind_buffer(COMPUTE_STAGE, 0, 4 * WORDS));
    // Words 1 to 3 become 2, 1, 0, words 0 to 2 are 3, 2, 1: groups of the next grid.
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 1, 1, 1, 0, 0]));
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 0, 0, 0, BUFFER, 0]));
    let all = words(&mut guest);
    assert_eq!(all[15], 15 + 4 + 4 * 3 * 2);
    // With none in one direction, or far too many, nothing is done.
    for groups in [[1, 0, 1], [1, 1, 65536], [65535; 3]] {
        set(&mut guest, &groups);
        guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 0, 0, 0, BUFFER, 0]));
        assert_eq!(words(&mut guest)[15], 15 + 4 + 4 * 3 * 2, "{groups:?}");
    }
    guest.assert_no_faults();
}

#[test]
fn what_an_image_got_is_sampled() {
    let Some(mut guest) = guest() else { return };
    guest.create(TEXTURE, 2, R8G8B8A8_UNORM, 8, (4, 4));
    let stream = compute_shader(PAINT)
        .command(
            Ccmd::SetShaderImages,
            &[COMPUTE_STAGE, 0, R8G8B8A8_UNORM, 2, 0, 0, TEXTURE],
        )
        .command(Ccmd::LaunchGrid, &[4, 4, 1, 1, 1, 1, 0, 0])
        .command(Ccmd::MemoryBarrier, &[u32::MAX])
        .shader(501, FRAGMENT_STAGE, SAMPLE)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE])
        .create(
            ObjectType::SamplerView,
            502,
            &[TEXTURE, R8G8B8A8_UNORM, 0, 0, 0o3210],
        )
        .create(ObjectType::SamplerState, 503, &[2 << 11, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::SetSamplerViews, &[FRAGMENT_STAGE, 0, 502])
        .command(Ccmd::BindSamplerStates, &[FRAGMENT_STAGE, 0, 503]);
    guest.submit(&stream);
    guest.draw();
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    guest.assert_no_faults();
}

/// Fragments that have the first texel of an image.
const SHOW: &str = "FRAG
DCL OUT[0], COLOR
DCL IMAGE[0], 2D, PIPE_FORMAT_R8G8B8A8_UNORM, WR
DCL TEMP[0]
IMM[0] UINT32 {0, 0, 0, 0}
  0: LOAD TEMP[0], IMAGE[0], IMM[0], 2D, PIPE_FORMAT_R8G8B8A8_UNORM
  1: MOV OUT[0], TEMP[0]
  2: END
";

#[test]
fn each_draw_reads_an_image_as_it_is_then() {
    let Some(mut guest) = guest() else { return };
    guest.create(TEXTURE, 2, R8G8B8A8_UNORM, 8, (4, 4));
    let image = |stage| [stage, 0, R8G8B8A8_UNORM, 2, 0, 0, TEXTURE];
    let stream = compute_shader(PAINT)
        .shader(501, FRAGMENT_STAGE, SHOW)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE])
        .command(Ccmd::SetShaderImages, &image(FRAGMENT_STAGE))
        .command(Ccmd::SetShaderImages, &image(COMPUTE_STAGE));
    guest.submit(&stream);
    let shows = |guest: &mut Guest<Memory>, [r, g, b, a]: [u8; 4]| {
        assert!(guest.read(1) == [b, g, r, a].repeat((SIDE * SIDE) as usize));
    };
    let up = |guest: &mut Guest<Memory>, texel: [u8; 4]| {
        guest.memory.put(TEXTURE, texel.repeat(16));
        guest.up(resource(TEXTURE), &transfer(0, 0, 4, 4));
    };
    up(&mut guest, [1, 2, 3, 255]);
    guest.submit(&Stream::new().draw(3).draw(3));
    shows(&mut guest, [1, 2, 3, 255]);
    // A transfer between two draws of a batch.
    guest.submit(&Stream::new().draw(3));
    up(&mut guest, [4, 5, 6, 255]);
    guest.submit(&Stream::new().draw(3));
    shows(&mut guest, [4, 5, 6, 255]);
    // A grid that writes it between two draws.
    let painted = Stream::new()
        .draw(3)
        .draw(3)
        .command(Ccmd::LaunchGrid, &[4, 4, 1, 1, 1, 1, 0, 0])
        .command(Ccmd::MemoryBarrier, &[u32::MAX])
        .draw(3);
    guest.submit(&painted);
    shows(&mut guest, [255, 0, 0, 255]);
    guest.assert_no_faults();
}

/// Makes a storage buffer green.
const FILL: &str = "COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 1
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL BUFFER[0]
IMM[0] UINT32 {0, 1065353216, 0, 0}
  0: STORE BUFFER[0], IMM[0].xxxx, IMM[0].xyxy
  1: END
";

#[test]
fn each_draw_reads_a_uniform_buffer_as_it_is_then() {
    let Some(mut guest) = with_buffer() else { return };
    let shown = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL CONST[1][0]\n\
                 0: MOV OUT[0], CONST[1][0]\n1: END\n";
    let stream = compute_shader(FILL)
        .shader(501, FRAGMENT_STAGE, shown)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE])
        .command(Ccmd::SetUniformBuffer, &[FRAGMENT_STAGE, 1, 0, 16, BUFFER]);
    guest.submit(&stream);
    guest.submit(&bind_buffer(COMPUTE_STAGE, 0, 4 * WORDS));
    let shows = |guest: &mut Guest<Memory>, [r, g, b, a]: [u8; 4]| {
        assert!(guest.read(1) == [b, g, r, a].repeat((SIDE * SIDE) as usize));
    };
    let [none, all] = [0.0, 1.0].map(f32::to_bits);
    for packed in [false, false, true, true] {
        if packed {
            let bind = |stream: Stream, at| {
                stream.command(Ccmd::SetUniformBuffer, &[FRAGMENT_STAGE, 1, at, 16, BUFFER])
            };
            let rebound = (0..300).fold(Stream::new(), |stream, at| bind(stream, 16 * (at % 2)).draw(3));
            guest.submit(&bind(rebound, 0));
        }
        set(&mut guest, &[all, none, none, all]);
        guest.submit(&Stream::new().draw(3));
        shows(&mut guest, [255, 0, 0, 255]);
        // What the GPU writes is not known on this side.
        let written = Stream::new()
            .draw(3)
            .command(Ccmd::LaunchGrid, &[1, 1, 1, 1, 1, 1, 0, 0])
            .command(Ccmd::MemoryBarrier, &[u32::MAX])
            .draw(3);
        guest.submit(&written);
        shows(&mut guest, [0, 255, 0, 255]);
    }
    guest.assert_no_faults();
}

#[test]
fn images_show_a_layer_of_a_level_alone() {
    let Some(mut guest) = guest() else { return };
    let create = CreateResource {
        target: 7,
        format: R8G8B8A8_UNORM,
        bind: 8,
        width: 8,
        height: 8,
        depth: 1,
        array_size: 3,
        last_level: 1,
        ..CreateResource::default()
    };
    guest
        .renderer
        .create_resource(resource(TEXTURE), &create)
        .unwrap();
    guest.renderer.attach(CONTEXT, resource(TEXTURE)).unwrap();
    let layer = 1;
    let stream = compute_shader(PAINT)
        .command(
            Ccmd::SetShaderImages,
            &[
                COMPUTE_STAGE,
                0,
                R8G8B8A8_UNORM,
                2,
                layer | layer << 16,
                1,
                TEXTURE,
            ],
        )
        // More groups than there are texels: what is outside vanishes.
        .command(Ccmd::LaunchGrid, &[4, 4, 1, 2, 2, 1, 0, 0]);
    guest.submit(&stream);
    for (level, z, red) in [(1, 0, false), (1, 1, true), (1, 2, false), (0, 1, false)] {
        let size = 8 >> level;
        guest.memory.put(TEXTURE, vec![0xaa; 4 * 64]);
        let mut part = transfer(0, 0, size, size);
        (part.level, part.area.z) = (level, z);
        guest.down(resource(TEXTURE), &part);
        guest.finish();
        let texel: [u8; 4] = if red { [255, 0, 0, 255] } else { [0; 4] };
        let bytes = guest.memory.get(TEXTURE);
        let len = (4 * size * size) as usize;
        assert!(
            bytes[..len] == texel.repeat(len / 4),
            "level {level} layer {z}: {bytes:?}"
        );
    }
    guest.assert_no_faults();
}

#[test]
fn fragments_count_themselves() {
    let Some(mut guest) = with_buffer() else { return };
    let stream = Stream::new()
        .shader(501, FRAGMENT_STAGE, COUNT)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE]);
    guest.submit(&stream);
    guest.submit(&bind_buffer(FRAGMENT_STAGE, 0, 4 * WORDS));
    guest.draw();
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    assert_eq!(words(&mut guest)[2], 2 + SIDE * SIDE);
    // One draw after the other, with a barrier between them and without.
    let draws = Stream::new().draw(3).draw(3);
    guest.submit(&draws.command(Ccmd::MemoryBarrier, &[u32::MAX]).draw(3));
    assert_eq!(words(&mut guest)[2], 2 + 4 * SIDE * SIDE);
    guest.assert_no_faults();
}

#[test]
fn a_buffer_is_written_and_fetched_by_one_draw_and_by_the_next() {
    let Some(mut guest) = with_buffer() else { return };
    // The vertices of the triangle are behind the counter.
    let f = f32::to_bits;
    let vertices = [f(-1.0), f(-1.0), 0, f(3.0), f(-1.0), 0, f(-1.0), f(3.0), 0];
    set(&mut guest, &[&[0, 0, 0, 0], &vertices[..]].concat());
    let stream = Stream::new()
        .shader(501, FRAGMENT_STAGE, COUNT)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE])
        .command(Ccmd::SetVertexBuffers, &[12, 16, BUFFER]);
    guest.submit(&stream);
    guest.submit(&bind_buffer(FRAGMENT_STAGE, 0, 16));
    guest.submit(&Stream::new().draw(3).draw(3));
    // The next draw only fetches.
    guest.submit(
        &Stream::new()
            .command(Ccmd::BindShader, &[112, FRAGMENT_STAGE])
            .draw(3),
    );
    assert_eq!(words(&mut guest)[2], 2 * SIDE * SIDE);
    guest.assert_no_faults();
}

#[test]
fn a_framebuffer_without_attachments_has_fragments() {
    let Some(mut guest) = with_buffer() else { return };
    let stream = Stream::new()
        .shader(501, FRAGMENT_STAGE, COUNT)
        .command(Ccmd::BindShader, &[501, FRAGMENT_STAGE])
        .command(Ccmd::SetFramebufferState, &[0, 0])
        .command(Ccmd::SetFramebufferStateNoAttach, &[8 | 4 << 16, 1]);
    guest.submit(&stream);
    guest.submit(&bind_buffer(FRAGMENT_STAGE, 0, 4 * WORDS));
    guest.submit(&Stream::new().draw(3));
    assert_eq!(words(&mut guest)[2], 2 + 8 * 4);
    // Another size is another framebuffer.
    let stream = Stream::new().command(Ccmd::SetFramebufferStateNoAttach, &[4 | 4 << 16, 1]);
    guest.submit(&stream.draw(3));
    assert_eq!(words(&mut guest)[2], 2 + 8 * 4 + 4 * 4);
    guest.assert_no_faults();
}

#[test]
fn draws_are_what_a_buffer_says() {
    let Some(mut guest) = with_buffer() else { return };
    guest.create(42, 0, 64, 1 << 5, (12, 1));
    let indices: [u16; 6] = [9, 9, 9, 0, 1, 2];
    guest
        .memory
        .put(42, indices.iter().flat_map(|index| index.to_le_bytes()).collect());
    guest.up(resource(42), &transfer(0, 0, 12, 1));
    // Nothing, and three vertices; then three indices from the fourth on.
    set(&mut guest, &[0, 1, 0, 0, 3, 1, 0, 0, 3, 1, 3, 0, 0]);
    let indirect = |indexed, offset, stride, count| {
        let words = [0, 0, 4, indexed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let rest = [BUFFER, offset, stride, count, 0, 0];
        Stream::new().command(Ccmd::DrawVbo, &[&words[..], &rest].concat())
    };
    let black = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
    let is_red = |guest: &mut Guest<Memory>| guest.read(1) == RED.repeat((SIDE * SIDE) as usize);
    guest.submit(&black);
    guest.submit(&indirect(0, 0, 16, 1));
    assert!(!is_red(&mut guest));
    guest.submit(&indirect(0, 0, 16, 2));
    assert!(is_red(&mut guest));
    guest.submit(&black);
    guest.submit(&Stream::new().command(Ccmd::SetIndexBuffer, &[42, 2, 0]));
    guest.submit(&indirect(1, 32, 20, 1));
    assert!(is_red(&mut guest));
    // Arguments that no draw may have draw nothing.
    set(&mut guest, &[u32::MAX, u32::MAX, 0, 0]);
    guest.submit(&black);
    guest.submit(&indirect(0, 0, 16, 1));
    assert!(!is_red(&mut guest));
    guest.assert_no_faults();
}

#[test]
fn storage_survives_that_its_resources_go() {
    let Some(mut guest) = with_buffer() else { return };
    guest.create(TEXTURE, 2, R8G8B8A8_UNORM, 8, (4, 4));
    guest.submit(&compute_shader(REVERSE));
    guest.submit(&bind_buffer(COMPUTE_STAGE, 0, 4 * WORDS));
    guest.renderer.destroy_resource(resource(BUFFER)).unwrap();
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 1, 1, 2, 1, 1, 0, 0]));
    let stream = compute_shader(PAINT).command(
        Ccmd::SetShaderImages,
        &[COMPUTE_STAGE, 0, R8G8B8A8_UNORM, 2, 0, 0, TEXTURE],
    );
    guest.submit(&stream);
    guest.renderer.destroy_resource(resource(TEXTURE)).unwrap();
    guest.submit(&Stream::new().command(Ccmd::LaunchGrid, &[4, 4, 1, 1, 1, 1, 0, 0]));
    guest.finish();
    guest.assert_no_faults();
}

/// Vertices that read `BUFFER[0]`, and ones that count themselves in `BUFFER[1]`.
const READING_VERTEX: &str = "VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL BUFFER[0]
DCL TEMP[0]
IMM[0] UINT32 {0, 0, 0, 0}
  0: LOAD TEMP[0].x, BUFFER[0], IMM[0].xxxx
  1: AND TEMP[0].x, TEMP[0].xxxx, IMM[0].xxxx
  2: OR OUT[0], IN[0], TEMP[0].xxxx
  3: END
";
const COUNTING_VERTEX: &str = "VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL BUFFER[1]
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 0, 0}
  0: ATOMUADD TEMP[0].x, BUFFER[1], IMM[0].xxxx, IMM[0].yyyy
  1: MOV OUT[0], IN[0]
  2: END
";

/// Fragments that read a storage buffer, a uniform buffer and a texture buffer.
const READING_FRAGMENT: &str = "FRAG
DCL OUT[0], COLOR
DCL CONST[1][0..1]
DCL BUFFER[2]
DCL SAMP[0]
DCL SVIEW[0], BUFFER, FLOAT
DCL TEMP[0..1]
IMM[0] UINT32 {0, 0, 0, 0}
  0: LOAD TEMP[0].x, BUFFER[2], IMM[0].xxxx
  1: TXF TEMP[1], IMM[0], SAMP[0], BUFFER
  2: ADD TEMP[1], TEMP[1], CONST[1][1]
  3: ADD OUT[0], TEMP[1], TEMP[0].xxxx
  4: END
";

/// Fragments that read one image, write another, and sample.
const IMAGE_FRAGMENT: &str = "FRAG
DCL OUT[0], COLOR
DCL IMAGE[0], 2D, PIPE_FORMAT_R8G8B8A8_UNORM, WR
DCL IMAGE[1], 2D, PIPE_FORMAT_NONE, WR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
DCL TEMP[0..1]
IMM[0] FLT32 {0x00000000, 0x00000000, 0x00000000, 0x00000000}
  0: LOAD TEMP[0], IMAGE[0], IMM[0], 2D, PIPE_FORMAT_R8G8B8A8_UNORM
  1: TEX TEMP[1], IMM[0], SAMP[0], 2D
  2: STORE IMAGE[1], IMM[0], TEMP[1], 2D
  3: ADD OUT[0], TEMP[0], TEMP[1]
  4: END
";

/// Copies the first word of a uniform buffer and of one storage buffer to another, and to an image of words.
const COPYING_GROUP: &str = "COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL CONST[1][0..3]
DCL BUFFER[0]
DCL BUFFER[1]
DCL IMAGE[0], BUFFER, PIPE_FORMAT_R32_UINT, WR
DCL TEMP[0]
IMM[0] UINT32 {0, 4, 0, 0}
  0: LOAD TEMP[0].x, BUFFER[0], IMM[0].xxxx
  1: STORE BUFFER[1].x, IMM[0].xxxx, TEMP[0].xxxx
  2: STORE BUFFER[1].x, IMM[0].yyyy, CONST[1][3].xxxx
  3: STORE IMAGE[0], IMM[0], TEMP[0], BUFFER, PIPE_FORMAT_R32_UINT
  4: END
";

/// Numbers that look random.
struct Random(u32);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % limit
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }
}

/// A buffer of 1 KiB, and a texture, for everything at once; and shaders and views for that.
fn with_one_for_all() -> Option<Guest<Memory>> {
    let mut guest = guest()?;
    guest.create(BUFFER, 0, 64, SHADER_BUFFER, (1024, 1));
    guest.create(TEXTURE, 2, R8G8B8A8_UNORM, 8 | 2, (SIDE, SIDE));
    let mut stream = Stream::new()
        .shader(600, 0, READING_VERTEX)
        .shader(601, 0, COUNTING_VERTEX)
        .shader(610, FRAGMENT_STAGE, READING_FRAGMENT)
        .shader(611, FRAGMENT_STAGE, IMAGE_FRAGMENT)
        .shader(612, FRAGMENT_STAGE, COUNT)
        .create(ObjectType::Surface, 620, &[TEXTURE, R8G8B8A8_UNORM, 0, 0])
        .create(
            ObjectType::SamplerView,
            630,
            &[TEXTURE, R8G8B8A8_UNORM, 0, 0, 0o3210],
        )
        .create(ObjectType::SamplerView, 631, &[BUFFER, 31, 0, 3, 0o3210])
        .create(ObjectType::SamplerState, 632, &[2 << 11, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::BindSamplerStates, &[FRAGMENT_STAGE, 0, 632]);
    for (handle, text) in [(640, REVERSE), (641, PAINT), (642, COPYING_GROUP)] {
        let header = [COMPUTE_STAGE, text.len() as u32 + 1, 300, 16];
        let words = [&header[..], &text_words(text)].concat();
        stream = stream.create(ObjectType::Shader, handle, &words);
    }
    guest.submit(&stream);
    Some(guest)
}

/// Something that a guest might do with them.
fn step(random: &mut Random) -> Stream {
    let stream = Stream::new();
    let offset = random.of(&[0, 16, 256, 260, 512, 1020]);
    let slot = random.below(3);
    match random.below(14) {
        0 => stream.command(Ccmd::BindShader, &[random.of(&[111, 600, 601]), 0]),
        1 => stream.command(
            Ccmd::BindShader,
            &[random.of(&[112, 610, 611, 612]), FRAGMENT_STAGE],
        ),
        2 => {
            let stage = random.of(&[0, FRAGMENT_STAGE, COMPUTE_STAGE]);
            let length = random.of(&[4, 64, 512, 1024, 0]);
            stream.command(Ccmd::SetShaderBuffers, &[stage, slot, offset, length, BUFFER])
        }
        3 => {
            let stage = random.of(&[FRAGMENT_STAGE, COMPUTE_STAGE]);
            let number = random.below(2);
            let of_texture = [R8G8B8A8_UNORM, 3, 0, 0, TEXTURE];
            let of_buffer = [193, 3, offset & !3, 256, BUFFER];
            let words = random.of(&[of_texture, of_buffer]);
            stream.command(Ccmd::SetShaderImages, &[&[stage, number], &words[..]].concat())
        }
        4 => stream.command(Ccmd::SetVertexBuffers, &[20, 0, random.of(&[2, BUFFER])]),
        5 => stream.command(
            Ccmd::SetIndexBuffer,
            &[BUFFER, random.of(&[1, 2, 4]), offset & !3],
        ),
        6 => {
            let stage = random.of(&[FRAGMENT_STAGE, COMPUTE_STAGE]);
            stream.command(Ccmd::SetUniformBuffer, &[stage, 1, offset & !15, 64, BUFFER])
        }
        7 => stream.command(
            Ccmd::SetSamplerViews,
            &[FRAGMENT_STAGE, 0, random.of(&[630, 631, 0])],
        ),
        8 => stream.command(Ccmd::SetFramebufferState, &[1, 0, random.of(&[10, 620])]),
        9 => stream.draw(3),
        10 => {
            let indexed = random.below(2);
            let words = [0, 3, 4, indexed, 1, 0, 0, 0, 0, 0, u32::MAX, 0, 0, 0];
            let arguments = [BUFFER, offset & 0x2f0, 0, random.below(2), 0, 0];
            stream.command(Ccmd::DrawVbo, &[&words[..], &arguments].concat())
        }
        11 => {
            let (shader, height) = random.of(&[(640, 1), (641, 4), (642, 1)]);
            stream
                .command(Ccmd::BindShader, &[shader, COMPUTE_STAGE])
                .command(Ccmd::LaunchGrid, &[4, height, 1, 2, 1, 1, 0, 0])
        }
        12 => stream.command(Ccmd::MemoryBarrier, &[u32::MAX]),
        _ => stream.command(
            Ccmd::ResourceInlineWrite,
            &[BUFFER, 0, 0, 0, 0, offset & !3, 0, 0, 4, 1, 1, random.below(8)],
        ),
    }
}

#[test]
fn whatever_a_resource_is_used_for_at_once_is_valid() {
    let Some(mut guest) = with_one_for_all() else {
        return;
    };
    let mut random = Random(0x1234_5678);
    for _ in 0..3000 {
        guest.submit(&step(&mut random));
    }
    guest.finish();
    let (renderer, gpu) = guest.renderer.counters();
    assert_eq!(gpu.validation_errors, 0);
    assert_eq!(renderer.contexts_lost, 0);
    assert!(gpu.draws > 100, "{gpu:?}");
    assert!(!guest.renderer.is_lost());
}
