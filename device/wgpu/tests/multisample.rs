//! Targets of several samples, on whatever Vulkan adapter there is. A machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use device::{gpu::Format, virgl::CreateResource};
use wire::virgl::{Ccmd, ObjectType};

use common::{Guest, transfer};
use drawing::{RED, SIDE, guest};
use support::{CONTEXT, FRAGMENT, Memory, Stream, resource};

const TEXTURE_2D: u32 = 2;
/// Texture 6 has samples, and so has 7, which is of depth and stencil.
const COLOR: u32 = 6;
const DEPTH: u32 = 7;

fn multisampled(guest: &mut Guest<Memory>, id: u32, format: Format, bind: u32, samples: u32) {
    let create = CreateResource {
        target: TEXTURE_2D,
        format: format.0.into(),
        bind,
        width: SIDE,
        height: SIDE,
        depth: 1,
        array_size: 1,
        nr_samples: samples,
        ..CreateResource::default()
    };
    guest.renderer.create_resource(resource(id), &create).unwrap();
    guest.renderer.attach(CONTEXT, resource(id)).unwrap();
    guest.memory.put(id, vec![0; (SIDE * SIDE * 4) as usize]);
}

/// A guest with a multisampled target and a triangle whose third edge is the diagonal of it.
fn multisampling() -> Option<Guest<Memory>> {
    let mut guest = guest()?;
    multisampled(&mut guest, COLOR, Format::B8G8R8A8_UNORM, 2, 4);
    multisampled(&mut guest, DEPTH, Format::Z24_UNORM_S8_UINT, 1, 2);
    let vertices = [[-1.0f32, -1.0], [1.0, -1.0], [-1.0, 1.0]];
    let vertex = |[x, y]: [f32; 2]| [x, y, 0.0, 0.0, 0.0].map(f32::to_le_bytes).concat();
    guest.memory.put(2, vertices.map(vertex).concat());
    guest.up(resource(2), &transfer(0, 0, 60, 1));
    guest.submit(&Stream::new().target(60, COLOR));
    Some(guest)
}

fn blit(from: u32, to: u32, format: Format, mask: u32) -> Stream {
    let side = |resource| [resource, 0, u32::from(format.0), 0, 0, 0, SIDE, SIDE, 1];
    Stream::new().command(Ccmd::Blit, &[&[mask, 0, 0][..], &side(to), &side(from)].concat())
}

fn pixel(picture: &[u8], x: u32, y: u32) -> [u8; 4] {
    let at = ((y * SIDE + x) * 4) as usize;
    picture[at..at + 4].try_into().unwrap()
}

#[test]
fn a_blit_resolves_colors_to_their_mean() {
    let Some(mut guest) = multisampling() else { return };
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    let picture = guest.read(1);
    assert_eq!(pixel(&picture, 0, 0), RED);
    assert_eq!(pixel(&picture, SIDE - 1, SIDE - 1), [0; 4]);
    for x in 0..SIDE {
        let [_, _, red, _] = pixel(&picture, x, SIDE - 1 - x);
        assert!(
            (64..=191).contains(&red),
            "the edge goes through pixel {x}: {red}"
        );
    }
    guest.assert_no_faults();
}

#[test]
fn samples_survive_blits_and_copies_between_multisampled_textures() {
    let Some(mut guest) = multisampling() else { return };
    multisampled(&mut guest, 8, Format::B8G8R8A8_UNORM, 2, 4);
    multisampled(&mut guest, 9, Format::B8G8R8A8_UNORM, 2, 4);
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    let direct = guest.read(1);
    let half = SIDE / 2;
    let copy = |x: u32| [9, 0, x, 0, 0, 8, 0, x, 0, 0, half, SIDE, 1];
    let stream = blit(COLOR, 8, Format::B8G8R8A8_UNORM, 0xf);
    guest.submit(
        &stream
            .command(Ccmd::ResourceCopyRegion, &copy(0))
            .command(Ccmd::ResourceCopyRegion, &copy(half)),
    );
    guest.submit(&blit(9, 1, Format::B8G8R8A8_UNORM, 0xf));
    assert!(guest.read(1) == direct);
    guest.assert_no_faults();
}

#[test]
fn the_sample_mask_chooses_samples() {
    let Some(mut guest) = multisampling() else { return };
    // The plain rasterizer, with multisampling.
    let words = [0x2200_00c2, 1f32.to_bits(), 0, 0xffff, 1f32.to_bits(), 0, 0, 0];
    let stream = Stream::new()
        .create(ObjectType::Rasterizer, 104, &words)
        .bind(ObjectType::Rasterizer, 104)
        .command(Ccmd::SetSampleMask, &[0b0101]);
    guest.submit(&stream);
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    assert_eq!(pixel(&guest.read(1), 0, 0), [0, 0, 128, 128]);
    guest.assert_no_faults();
}

/// The plain rasterizer with multisampling, and a blend with those bits: 3 is alpha to coverage, 4 is alpha to one.
fn multisample_states(bits: u32) -> Stream {
    let rasterizer = [0x2200_00c2, 1f32.to_bits(), 0, 0xffff, 1f32.to_bits(), 0, 0, 0];
    let mut blend = [0; 10];
    blend[0] = bits;
    blend[2] = 0xf << 27;
    Stream::new()
        .create(ObjectType::Rasterizer, 104, &rasterizer)
        .bind(ObjectType::Rasterizer, 104)
        .create(ObjectType::Blend, 105, &blend)
        .bind(ObjectType::Blend, 105)
}

/// Red whose alpha is a half.
fn half_transparent() -> Stream {
    let text = FRAGMENT.replace("0x00000000, 0x3f800000}", "0x00000000, 0x3f000000}");
    Stream::new()
        .shader(113, 1, &text)
        .command(Ccmd::BindShader, &[113, 1])
}

#[test]
fn alpha_covers_samples_and_may_become_one_then() {
    let Some(mut guest) = multisampling() else { return };
    guest.submit(&half_transparent());
    let one = |guest: &mut Guest<Memory>, bits: u32| {
        guest.submit(&multisample_states(bits));
        guest.draw();
        guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
        pixel(&guest.read(1), 0, 0)
    };
    assert_eq!(one(&mut guest, 0), [0, 0, 255, 128]);
    assert_eq!(one(&mut guest, 1 << 3), [0, 0, 128, 64], "half of the samples");
    assert_eq!(one(&mut guest, 1 << 4), [0, 0, 255, 255]);
    assert_eq!(one(&mut guest, 3 << 3), [0, 0, 128, 128], "the alpha from before");
    guest.assert_no_faults();
}

#[test]
fn every_sample_can_be_shaded_and_combined_with_the_target() {
    let Some(mut guest) = multisampling() else { return };
    guest.submit(&multisample_states(0).command(Ccmd::SetMinSamples, &[4]));
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    let drawn = guest.read(1);
    assert_eq!(pixel(&drawn, 0, 0), RED);
    // XOR with itself, sample by sample, leaves nothing.
    let mut blend = [0; 10];
    (blend[0], blend[1], blend[2]) = (1 << 1, 6, 0xf << 27);
    let xor = Stream::new()
        .create(ObjectType::Blend, 106, &blend)
        .bind(ObjectType::Blend, 106);
    guest.submit(&xor.draw(3));
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    assert!(guest.read(1).iter().all(|byte| *byte == 0));
    guest.assert_no_faults();
}

#[test]
fn depth_and_stencil_are_resolved_to_a_sample() {
    let Some(mut guest) = multisampling() else { return };
    guest.create(
        12,
        TEXTURE_2D,
        Format::Z24_UNORM_S8_UINT.0.into(),
        1,
        (SIDE, SIDE),
    );
    let depth = 0.5f64.to_bits();
    let stream = Stream::new()
        .create(
            ObjectType::Surface,
            61,
            &[DEPTH, Format::Z24_UNORM_S8_UINT.0.into(), 0, 0],
        )
        .command(Ccmd::SetFramebufferState, &[1, 61, 60])
        .command(
            Ccmd::Clear,
            &[7, 0, 0, 0, 0, depth as u32, (depth >> 32) as u32, 0x5a],
        );
    guest.submit(&stream);
    guest.submit(&blit(DEPTH, 12, Format::Z24_UNORM_S8_UINT, 0x30));
    let texels = guest.read(12);
    let word = u32::from_le_bytes(pixel(&texels, 3, 3));
    assert_eq!(word >> 24, 0x5a);
    assert!((word & 0xff_ffff).abs_diff(0x80_0000) <= 1, "{word:x}");
    guest.assert_no_faults();
}

#[test]
fn unlike_numbers_of_samples_are_refused_and_nothing_else_is_hurt() {
    let Some(mut guest) = multisampling() else { return };
    // A target of one sample beside one of four.
    let stream = Stream::new()
        .create(ObjectType::Surface, 62, &[1, 1, 0, 0])
        .command(Ccmd::SetFramebufferState, &[2, 0, 60, 62]);
    guest.submit(&stream.draw(3));
    assert!(guest.renderer.counters().1.unsupported > 0);
    guest.submit(&Stream::new().command(Ccmd::SetFramebufferState, &[1, 0, 60]));
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    assert_eq!(pixel(&guest.read(1), 0, 0), RED);
    let (renderer, gpu) = guest.renderer.counters();
    assert_eq!((gpu.validation_errors, renderer.contexts_lost), (0, 0));
}

#[test]
fn attachments_of_unequal_size_keep_their_samples() {
    let Some(mut guest) = multisampling() else { return };
    let create = CreateResource {
        target: TEXTURE_2D,
        format: Format::Z24_UNORM_S8_UINT.0.into(),
        bind: 1,
        width: 2 * SIDE,
        height: 2 * SIDE,
        depth: 1,
        array_size: 1,
        nr_samples: 4,
        ..CreateResource::default()
    };
    guest.renderer.create_resource(resource(13), &create).unwrap();
    guest.renderer.attach(CONTEXT, resource(13)).unwrap();
    let stream = Stream::new()
        .create(
            ObjectType::Surface,
            63,
            &[13, Format::Z24_UNORM_S8_UINT.0.into(), 0, 0],
        )
        .command(Ccmd::SetFramebufferState, &[1, 63, 60]);
    guest.submit(&stream);
    guest.draw();
    guest.submit(&Stream::new().draw(3));
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    assert_eq!(pixel(&guest.read(1), 0, 0), RED);
    guest.assert_no_faults();
}

/// A sample of layer 1 of an array.
const OF_LAYER: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], 2D_ARRAY_MSAA, FLOAT\nDCL TEMP[0]\nIMM[0] INT32 {3, 2, 1, 3}\n  0: TXF TEMP[0], IMM[0], SAMP[0], 2D_ARRAY_MSAA\n  1: MOV OUT[0], TEMP[0]\n  2: END\n";

#[test]
fn samples_of_layers_are_fetched_as_they_are_when_they_are_drawn_with() {
    let Some(mut guest) = guest() else { return };
    let create = CreateResource {
        target: 7,
        format: Format::B8G8R8A8_UNORM.0.into(),
        bind: 2 | 8,
        width: SIDE,
        height: SIDE,
        depth: 1,
        array_size: 2,
        nr_samples: 4,
        ..CreateResource::default()
    };
    if guest.renderer.create_resource(resource(14), &create).is_err() {
        eprintln!("SKIPPED: the adapter has no multisampled layers");
        return;
    }
    guest.renderer.attach(CONTEXT, resource(14)).unwrap();
    let one = 1f32.to_bits();
    let clear = |layer: u32, color: [u32; 4]| {
        let [r, g, b, a] = color;
        Stream::new()
            .command(Ccmd::SetFramebufferState, &[1, 0, 70 + layer])
            .command(Ccmd::Clear, &[4, r, g, b, a, 0, 0, 0])
    };
    let surface = |stream: Stream, layer: u32| {
        let words = [14, 1, 0, layer | layer << 16];
        stream.create(ObjectType::Surface, 70 + layer, &words)
    };
    let view = [14, 1 | 7 << 24, 1 << 16, 0, 0x688];
    let stream = surface(surface(Stream::new(), 0), 1)
        .create(ObjectType::SamplerView, 80, &view)
        .command(Ccmd::SetSamplerViews, &[1, 0, 80])
        .shader(310, 1, OF_LAYER)
        .command(Ccmd::BindShader, &[310, 1]);
    guest.submit(&stream);
    let drawn = Stream::new()
        .command(Ccmd::SetFramebufferState, &[1, 0, 10])
        .draw(3);
    guest.submit(&clear(0, [0, one, 0, one]));
    guest.submit(&clear(1, [one, 0, 0, one]));
    guest.submit(&drawn);
    // Another colour in the same batch, and another draw.
    guest.submit(&clear(1, [0, 0, one, one]));
    guest.submit(&drawn);
    assert_eq!(pixel(&guest.read(1), 5, 5), [255, 0, 0, 255], "blue");
    guest.submit(&clear(1, [one, 0, 0, one]));
    guest.submit(&drawn);
    assert_eq!(pixel(&guest.read(1), 5, 5), RED);
    guest.assert_no_faults();
}

/// The square of where the sample is.
const SAMPLE_PLACE: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL SV[0], SAMPLEPOS\nDCL OUT[0], COLOR\nDCL TEMP[0]\n  0: MUL TEMP[0], SV[0], SV[0]\n  1: MOV OUT[0], TEMP[0]\n  2: END\n";
/// Red is the mask that is covered, in eighths, and only sample 1 is written.
const SAMPLE_MASKS: &str = "FRAG\nDCL SV[0], SAMPLEMASK\nDCL OUT[0], COLOR\nDCL OUT[1], SAMPLEMASK\nDCL TEMP[0]\nIMM[0] FLT32 {0x3e000000, 0x3f800000, 0x00000000, 0x00000000}\nIMM[1] UINT32 {2, 0, 0, 0}\n  0: U2F TEMP[0].x, SV[0].xxxx\n  1: MUL TEMP[0].x, TEMP[0].xxxx, IMM[0].xxxx\n  2: MOV OUT[0], TEMP[0].xxxx\n  3: MOV OUT[1].x, IMM[1].xxxx\n  4: END\n";

#[test]
fn fragment_shaders_know_where_their_sample_is() {
    let Some(mut guest) = multisampling() else { return };
    let draw = Stream::new()
        .shader(320, 1, SAMPLE_PLACE)
        .command(Ccmd::BindShader, &[320, 1]);
    guest.submit(&draw);
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    // The squares of 2, 6, 10 and 14 sixteenths have the mean of 0.328, and their roots are x and y of the samples.
    let [_, green, red, _] = pixel(&guest.read(1), 0, 0);
    assert!(
        (82..=86).contains(&red) && (82..=86).contains(&green),
        "{red} {green}"
    );
    // Without samples it is the middle.
    guest.submit(&Stream::new().command(Ccmd::SetFramebufferState, &[1, 0, 10]));
    guest.draw();
    let [_, green, red, _] = pixel(&guest.read(1), 0, 0);
    assert!(
        (63..=65).contains(&red) && (63..=65).contains(&green),
        "{red} {green}"
    );
    guest.assert_no_faults();
}

#[test]
fn what_is_said_of_samples_is_ignored_where_there_are_none() {
    let Some(mut guest) = multisampling() else { return };
    let shader = Stream::new()
        .shader(321, 1, SAMPLE_MASKS)
        .command(Ccmd::BindShader, &[321, 1])
        .command(Ccmd::SetFramebufferState, &[1, 0, 10]);
    guest.submit(&shader);
    guest.draw();
    let [_, _, red, _] = pixel(&guest.read(1), 0, 0);
    assert!((31..=33).contains(&red), "one sample is covered: {red}");
    // With four, one of them is written.
    guest.submit(&Stream::new().command(Ccmd::SetFramebufferState, &[1, 0, 60]));
    guest.draw();
    guest.submit(&blit(COLOR, 1, Format::B8G8R8A8_UNORM, 0xf));
    let [_, _, red, _] = pixel(&guest.read(1), 0, 0);
    assert!((62..=66).contains(&red), "a quarter of one: {red}");
    guest.assert_no_faults();
}
