//! Streams that no driver writes. None of them panics, reaches the host GPU in a shape that the seam excludes, or
//! leaves anything behind; each ends its own context at most.

mod support;

use std::time::Duration;

use device::{
    gpu::{Box3, GpuError, record::Recorder},
    ids::ContextId,
    transfer::Transfer,
    virgl::{CreateResource, Error},
};
use proptest::prelude::*;
use support::{CONTEXT, FRAGMENT, Guest, Stream, VERTEX, resource, restored, text_words};
use wire::virgl::{Ccmd, ObjectType};

const EDGES: [u32; 12] = [
    0,
    1,
    2,
    3,
    15,
    16,
    17,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_0001,
    u32::MAX - 1,
    u32::MAX,
];

/// A fresh guest, and one with objects and state.
fn guests() -> [Guest; 2] {
    let mut busy = Guest::with_resources();
    busy.texture(6, 2, 1, 4, 4, 8);
    busy.texture(7, 3, 67, 8, 8, 8);
    busy.texture(9, 2, 19, 16, 16, 1);
    let stream = Stream::new()
        .target(10, 1)
        .plain_states()
        .plain_shaders()
        .create(ObjectType::VertexElements, 3, &[0, 0, 0, 30])
        .bind(ObjectType::VertexElements, 3)
        .create(ObjectType::Query, 2, &[0, 0, 3])
        .create(ObjectType::SamplerView, 1, &[6, 1, 0, 0, 0o3210])
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2]);
    busy.submit(&stream).unwrap();
    [Guest::new(), busy]
}

#[test]
fn every_command_of_every_length_and_edge_on_a_fresh_and_on_a_busy_context() {
    for command in Ccmd::ALL {
        for edge in EDGES {
            for length in 0..=34 {
                for mut guest in guests() {
                    let _ = guest.submit(&Stream::new().command(*command, &vec![edge; length]));
                    guest.renderer.fence();
                    guest.renderer.poll(&guest.memory);
                    // Others are mostly refused, and it takes its time.
                    if edge <= 3 {
                        restored(&mut guest);
                    }
                }
            }
        }
        let _ = Guest::with_resources().submit(&Stream::new().command(*command, &[2; 65535]));
    }
}

#[test]
fn every_object_of_every_length_and_edge() {
    for kind in (0..=255_u8).filter_map(ObjectType::from_u8) {
        for length in 0..=40 {
            for edge in EDGES {
                let mut guest = Guest::with_resources();
                let _ = guest.submit(&Stream::new().create(kind, edge, &vec![edge; length]));
                let mut guest = Guest::with_resources();
                let mut words = vec![edge; length];
                if let Some(first) = words.first_mut() {
                    *first = 1;
                }
                let _ = guest.submit(
                    &Stream::new()
                        .create(kind, 5, &words)
                        .bind(kind, 5)
                        .destroy(kind, 5),
                );
                restored(&mut guest);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Any words after a header that makes sense.
    #[test]
    fn any_words(
        commands in prop::collection::vec(
            (0..64_u8, 0..13_u8, prop::collection::vec(prop_oneof![0..20_u32, any::<u32>()], 0..24)),
            1..12,
        )
    ) {
        let mut stream = Stream::new();
        for (command, object, words) in commands {
            stream.0.push(u32::from(command) | u32::from(object) << 8 | (words.len() as u32) << 16);
            stream.0.extend(words);
        }
        let mut guest = guests().into_iter().last().unwrap();
        let lost = guest.submit(&stream).is_err();
        prop_assert_eq!(guest.submit(&Stream::new()).is_err(), lost);
        guest.renderer.fence();
        guest.renderer.poll(&guest.memory);
        restored(&mut guest);
        guest.renderer.clear(&guest.memory);
        prop_assert_eq!(guest.renderer.alive(), (0, 0, 0, 0, 0));
        prop_assert_eq!(guest.renderer.gpu().alive().0, 0);
    }
}

#[test]
fn an_invalid_command_ends_its_context_and_no_other() {
    let mut guest = Guest::with_resources();
    let other = ContextId(2);
    guest.renderer.create_context(other, "other").unwrap();
    guest.renderer.attach(other, resource(1)).unwrap();
    let bad = Stream::new()
        .command(Ccmd::SetVertexBuffers, &[20, 0, 99])
        .target(10, 1);
    assert_eq!(guest.submit(&bad), Err(Error::NoResource(99)));
    assert_eq!(guest.submit(&Stream::new()), Err(Error::ContextLost));
    assert_eq!(guest.renderer.counters().0.contexts_lost, 1);
    let good = Stream::new()
        .target(10, 1)
        .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
    guest.renderer.submit(other, &good.0, &guest.memory).unwrap();
    assert!(guest.text().ends_with("fb=[1]\n"));
}

#[test]
fn what_we_do_not_support_is_left_out_and_counted() {
    let mut guest = Guest::with_resources();
    let stream = Stream::new()
        .target(10, 1)
        .command(Ccmd::LaunchGrid, &[1024, 1, 1, 65535, 65535, 1, 0, 0])
        .command(Ccmd::SetTessState, &[0; 6])
        .command(Ccmd::SetAtomicBuffers, &[0, 0, 16, 2])
        .command(Ccmd::SetAtomicBuffers, &[0, 0, 0, 0])
        .command(Ccmd::GetMemoryInfo, &[2])
        .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
    guest.submit(&stream).unwrap();
    assert_eq!(guest.renderer.counters().0.unsupported, 4);
    assert!(guest.text().ends_with("fb=[1]\n"));
}

/// Draws and grids that take arguments from a buffer of 1024 bytes, and bindings of it and of a texture.
#[test]
fn storage_and_arguments_are_inside_their_resources() {
    let stream = |command, words: &[u32]| Stream::new().command(command, words);
    let indirect = |indexed, rest: [u32; 6]| {
        let words = [&[0, 0, 4, indexed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &rest[..]].concat();
        stream(Ccmd::DrawVbo, &words)
    };
    let grid = |offset| stream(Ccmd::LaunchGrid, &[1, 1, 1, 0, 0, 0, 2, offset]);
    let buffer = |slot, offset| stream(Ccmd::SetShaderBuffers, &[5, slot, offset, u32::MAX, 2]);
    let image = |slot, words: &[u32]| {
        let words = [&[1, slot], words].concat();
        stream(Ccmd::SetShaderImages, &words)
    };
    let cases = [
        (indirect(0, [2, 1009, 0, 1, 0, 0]), "offset of arguments"),
        (indirect(1, [2, 1005, 0, 1, 0, 0]), "offset of arguments"),
        (indirect(0, [2, u32::MAX, 0, 1, 0, 0]), "offset of arguments"),
        (indirect(0, [2, 0, u32::MAX, 1024, 0, 0]), "offset of arguments"),
        (indirect(0, [2, 0, 0, 1, 1021, 2]), "offset of arguments"),
        (grid(1013), "offset of arguments"),
        (grid(u32::MAX), "offset of arguments"),
        (buffer(0, 1025), "offset of a storage buffer"),
        (buffer(32, 0), "storage buffer"),
        (buffer(u32::MAX, 0), "storage buffer"),
        (image(0, &[193, 3, 1025, 4, 2]), "offset of a storage buffer"),
        (image(32, &[1, 3, 0, 0, 1]), "image"),
        (image(0, &[1, 3, 0, 1, 1]), "level of an image"),
        (image(0, &[1, 3, 1, 0, 1]), "last layer of an image"),
        (image(0, &[1, 3, 1 << 16, 0, 1]), "last layer of an image"),
        (image(0, &[0, 3, 0, 0, 1]), "format of an image"),
        (image(0, &[9999, 3, 0, 0, 1]), "format"),
        (
            Stream::new().create(ObjectType::Shader, 20, &[5, 4, 1, 32769, 0]),
            "shared memory",
        ),
    ];
    for (stream, what) in cases {
        let mut guest = Guest::with_resources();
        let result = guest.submit(&stream);
        let is_it = matches!(result, Err(Error::OutOfRange { what: named, .. }) if named == what);
        assert!(is_it, "{what}: {result:?}");
        restored(&mut guest);
    }
    for (stream, error) in [
        (indirect(0, [1, 0, 0, 1, 0, 0]), Error::NotABuffer(1)),
        (indirect(0, [99, 0, 0, 1, 0, 0]), Error::NoResource(99)),
        (indirect(0, [2, 0, 0, 1, 0, 3]), Error::NotABuffer(3)),
        (
            stream(Ccmd::LaunchGrid, &[1, 1, 1, 0, 0, 0, 1, 0]),
            Error::NotABuffer(1),
        ),
        (
            stream(Ccmd::SetShaderBuffers, &[5, 0, 0, 16, 1]),
            Error::NotABuffer(1),
        ),
        (image(0, &[1, 3, 0, 0, 3]), Error::NotABuffer(3)),
    ] {
        assert_eq!(Guest::with_resources().submit(&stream), Err(error));
    }
    let mut guest = Guest::with_resources();
    guest.submit(&indirect(0, [2, 0, 0, 1025, 0, 0])).unwrap();
    assert_eq!(guest.renderer.counters().0.unsupported, 1);
}

#[test]
fn streamout_targets_are_inside_their_buffers_and_four_at_most() {
    let target = |words: &[u32]| Stream::new().create(ObjectType::StreamoutTarget, 20, words);
    let bound = |handles: &[u32]| {
        let words = [&[0], handles].concat();
        target(&[2, 0, 16]).command(Ccmd::SetStreamoutTargets, &words)
    };
    let cases = [
        (target(&[2, 1020, 8]), "end of a streamout target"),
        (target(&[2, u32::MAX, 2]), "end of a streamout target"),
        (bound(&[20; 5]), "streamout targets"),
    ];
    for (stream, what) in cases {
        let mut guest = Guest::with_resources();
        let result = guest.submit(&stream);
        let is_it = matches!(result, Err(Error::OutOfRange { what: named, .. }) if named == what);
        assert!(is_it, "{what}: {result:?}");
    }
    let mut guest = Guest::with_resources();
    let kind = ObjectType::StreamoutTarget;
    assert_eq!(
        guest.submit(&bound(&[21])),
        Err(Error::NoObject { kind, handle: 21 })
    );
    // A draw of what no target of that size holds is left out.
    let mut guest = Guest::with_resources();
    let stream = bound(&[20, 0, 20]).command(Ccmd::DrawVbo, &[0, 0, 4, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 17]);
    guest.submit(&stream).unwrap();
    assert_eq!(guest.renderer.counters().0.unsupported, 1);
}

#[test]
fn a_shader_that_is_not_understood_draws_nothing() {
    let mut guest = Guest::with_resources();
    let stream = Stream::new()
        .target(10, 1)
        .plain_shaders()
        .shader(20, 1, "FRAG\nDCL WHAT[0]\n  0: END\n")
        .shader(21, 1, VERTEX)
        .command(Ccmd::BindShader, &[20, 1])
        .draw(3);
    guest.submit(&stream).unwrap();
    assert_eq!(guest.renderer.counters().1.draws, 0);
    assert_eq!(
        guest.renderer.counters().0.unsupported,
        3,
        "two shaders and a draw"
    );
    guest
        .submit(&Stream::new().command(Ccmd::BindShader, &[112, 1]).draw(3))
        .unwrap();
    assert_eq!(guest.renderer.counters().1.draws, 1);
}

/// A shader's parts: as `bytes` each.
fn parts(text: &str, bytes: usize) -> Vec<Stream> {
    let words = text_words(text);
    let total = text.len() as u32 + 1;
    words
        .chunks(bytes / 4)
        .enumerate()
        .map(|(index, chunk)| {
            let offset = if index == 0 {
                total
            } else {
                (index * bytes) as u32 | 1 << 31
            };
            Stream::new().create(ObjectType::Shader, 7, &[&[1, offset, 300, 0], chunk].concat())
        })
        .collect()
}

#[test]
fn parts_of_a_shader_become_one() {
    let mut guest = Guest::with_resources();
    for part in parts(FRAGMENT, 16) {
        assert!(!guest.text().contains("shader"));
        guest.submit(&part).unwrap();
    }
    assert!(
        guest
            .text()
            .contains(&format!("Fragment {} bytes", FRAGMENT.len()))
    );
}

#[test]
fn parts_that_do_not_continue_are_refused() {
    let all = parts(FRAGMENT, 16);
    let cases: [&[usize]; 4] = [&[1], &[0, 2], &[0, 1, 1], &[0, 1, 2, 4]];
    for case in cases {
        let mut guest = Guest::with_resources();
        let results: Vec<_> = case.iter().map(|index| guest.submit(&all[*index])).collect();
        assert_eq!(results.last(), Some(&Err(Error::BadContinuation)), "{case:?}");
        guest.renderer.clear(&guest.memory);
        assert_eq!(guest.renderer.alive(), (0, 0, 0, 0, 0));
    }
    // Longer than it said, nothing at all, and far too long.
    for words in [
        &[1, 3, 0, 0, 0x41414141, 0x41414141][..],
        &[1, 0, 0, 0],
        &[1, 0x7fff_ffff, 0, 0, 0x41],
    ] {
        assert!(
            Guest::with_resources()
                .submit(&Stream::new().create(ObjectType::Shader, 7, words))
                .is_err()
        );
    }
}

#[test]
fn rounds_of_everything_leave_nothing() {
    let mut guest = Guest::new();
    for round in 0..200 {
        guest.texture(1, 2, 1, 16, 16, 2);
        guest.buffer(2, 1 << 4, 1024);
        guest.buffer(3, 1 << 17, 16);
        guest
            .submit(
                &Stream::new()
                    .command(Ccmd::CreateSubCtx, &[round + 1])
                    .target(10, 1)
                    .target(10, 1)
                    .plain_states()
                    .plain_shaders()
                    .plain_shaders()
                    .create(ObjectType::Query, 2, &[0, 0, 3])
                    .command(Ccmd::BeginQuery, &[2])
                    .draw(3)
                    .destroy(ObjectType::Query, 2)
                    .command(Ccmd::DestroySubCtx, &[round + 1]),
            )
            .unwrap();
        for id in 1..=3 {
            guest.renderer.destroy_resource(resource(id)).unwrap();
        }
        assert_eq!(guest.renderer.alive(), (1, 0, 0, 0, 0), "round {round}");
    }
    let text = guest.text();
    assert_eq!(
        text.matches("begin_query").count(),
        text.matches("end_query").count()
    );
}

#[test]
fn resources_that_cannot_be_are_refused_and_cost_nothing() {
    let mut guest = Guest::new();
    let good = CreateResource {
        target: 2,
        format: 1,
        bind: 8,
        width: 64,
        height: 64,
        depth: 1,
        array_size: 1,
        ..CreateResource::default()
    };
    let bad = [
        CreateResource { target: 9, ..good },
        CreateResource { format: 0, ..good },
        CreateResource { format: 166, ..good },
        CreateResource { format: 307, ..good },
        CreateResource {
            format: u32::MAX,
            ..good
        },
        CreateResource { width: 0, ..good },
        CreateResource { width: 16385, ..good },
        CreateResource {
            height: u32::MAX,
            ..good
        },
        CreateResource { depth: 2, ..good },
        CreateResource {
            array_size: 2,
            ..good
        },
        CreateResource {
            last_level: 7,
            ..good
        },
        CreateResource {
            last_level: u32::MAX,
            ..good
        },
        CreateResource {
            nr_samples: 17,
            ..good
        },
        CreateResource {
            nr_samples: 4,
            last_level: 1,
            ..good
        },
        CreateResource { target: 1, ..good },
        CreateResource { target: 4, ..good },
        CreateResource {
            target: 4,
            array_size: 6,
            height: 32,
            ..good
        },
        CreateResource {
            target: 8,
            array_size: 7,
            ..good
        },
        CreateResource { target: 0, ..good },
        CreateResource {
            target: 0,
            height: 1,
            width: u32::MAX,
            ..good
        },
        CreateResource {
            width: 16384,
            height: 16384,
            format: 31,
            ..good
        },
        CreateResource {
            target: 7,
            width: 16384,
            height: 16384,
            array_size: 16384,
            format: 31,
            ..good
        },
        CreateResource {
            target: 3,
            width: 16384,
            height: 16384,
            depth: 16384,
            ..good
        },
    ];
    for create in bad {
        assert!(guest.create(1, &create).is_err(), "{create:?}");
        assert_eq!(guest.renderer.alive(), (1, 0, 0, 0, 0));
    }
    guest
        .create(
            1,
            &CreateResource {
                last_level: 6,
                ..good
            },
        )
        .unwrap();
    assert!(guest.create(1, &good).is_err());
    assert_eq!(
        guest.renderer.alive().3,
        (0..7).map(|level| (64_u64 >> level).pow(2) * 4).sum::<u64>()
    );
}

#[test]
fn a_gpu_that_refuses_leaves_the_account_as_it_was() {
    let mut recorder = Recorder::new();
    recorder.refuse(GpuError::OutOfMemory);
    let mut guest = Guest::over(recorder);
    let create = CreateResource {
        format: 64,
        bind: 16,
        width: 16,
        ..CreateResource::default()
    };
    assert_eq!(guest.create(1, &create), Err(Error::Gpu(GpuError::OutOfMemory)));
    assert_eq!(guest.renderer.alive(), (1, 0, 0, 0, 0));
    guest.create(1, &create).unwrap();
}

#[test]
fn a_lost_gpu_retires_its_fences() {
    let mut recorder = Recorder::new();
    recorder.hold();
    let mut guest = Guest::over(recorder);
    guest.buffer(2, 1 << 4, 64);
    guest
        .submit(&Stream::new().command(Ccmd::Transfer3d, &[2, 0, 0, 0, 0, 0, 0, 0, 4, 1, 1, 0, 2]))
        .unwrap();
    let fence = guest.renderer.fence();
    guest.renderer.gpu_mut().lose();
    assert_eq!(
        guest
            .renderer
            .wait(fence, std::time::Duration::ZERO, &guest.memory),
        Err(GpuError::Lost)
    );
    assert_eq!(guest.renderer.poll(&guest.memory), fence);
}

#[test]
fn memory_that_is_shorter_than_a_transfer_needs_is_not_touched() {
    for (offset, width, fits) in [
        (0, 64, true),
        (1, 64, false),
        (60, 4, true),
        (u32::MAX, 1, false),
        (64, 0, true),
    ] {
        for direction in [1, 2] {
            let mut guest = Guest::with_resources();
            guest.memory.put(2, vec![7; 64]);
            let words = [2, 0, 0, 0, 0, 0, 0, 0, width, 1, 1, offset, direction];
            let result = guest.submit(&Stream::new().command(Ccmd::Transfer3d, &words));
            assert_eq!(result.is_ok(), fits, "{offset} {width} {direction}: {result:?}");
        }
    }
}

#[test]
fn a_resource_of_another_context_cannot_be_used() {
    let mut guest = Guest::with_resources();
    guest.renderer.detach(CONTEXT, resource(1)).unwrap();
    assert_eq!(
        guest.submit(&Stream::new().target(10, 1)),
        Err(Error::NoResource(1))
    );
}

/// 16×16 texels of the target.
const ALL: Transfer = Transfer {
    level: 0,
    area: Box3 {
        x: 0,
        y: 0,
        z: 0,
        width: 16,
        height: 16,
        depth: 1,
    },
    offset_bytes: 0,
    stride_bytes: 0,
    layer_stride_bytes: 0,
};

/// Found by fuzzing: the host GPU kept the bytes of such readbacks for ever.
#[test]
fn a_reset_while_readbacks_wait_leaves_nothing() {
    let mut recorder = Recorder::new();
    recorder.hold();
    let mut guest = Guest::over(recorder);
    for round in 1..=3 {
        for flushed in [true, false] {
            guest.texture(1, 2, 1, 16, 16, 2);
            let (renderer, memory) = (&mut guest.renderer, &guest.memory);
            renderer.transfer_from_host(resource(1), &ALL, memory).unwrap();
            if flushed {
                renderer.fence();
            }
            renderer.clear(memory);
            renderer.create_context(CONTEXT, "again").unwrap();
        }
        let fence = guest.renderer.fence();
        guest
            .renderer
            .wait(fence, Duration::from_secs(1), &guest.memory)
            .unwrap();
        assert_eq!(guest.renderer.gpu().alive(), (0, 0), "round {round}");
    }
}

#[test]
fn a_readback_too_many_is_refused_before_the_gpu_reads() {
    let mut recorder = Recorder::silent();
    recorder.hold();
    let mut guest = Guest::over(recorder);
    guest.texture(1, 2, 1, 16, 16, 2);
    let one = Transfer {
        area: Box3 {
            width: 1,
            height: 1,
            ..ALL.area
        },
        ..ALL
    };
    let (renderer, memory) = (&mut guest.renderer, &guest.memory);
    for _ in 0..device::limits::MAX_PENDING {
        renderer.transfer_from_host(resource(1), &one, memory).unwrap();
    }
    let refused = renderer.transfer_from_host(resource(1), &one, memory);
    assert_eq!(refused, Err(Error::TooMany("readbacks")));
    assert_eq!(renderer.gpu().alive().1, device::limits::MAX_PENDING);
}

#[test]
fn constants_where_a_uniform_buffer_would_be_are_refused() {
    let mut guest = Guest::new();
    let mut submit = |words: &[u32]| guest.submit(&Stream::new().command(Ccmd::SetConstantBuffer, words));
    let refused = submit(&[0, 16]);
    assert!(matches!(refused, Err(Error::OutOfRange { .. })), "{refused:?}");
}

#[test]
fn constants_of_all_contexts_have_a_bound_together() {
    let mut guest = Guest::new();
    // As many as a command holds, in each stage of each sub-context.
    let words = vec![1; 0xfff0];
    let mut refused = false;
    'all: for sub in 1..200 {
        let select = Stream::new()
            .command(Ccmd::CreateSubCtx, &[sub])
            .command(Ccmd::SetSubCtx, &[sub]);
        guest.submit(&select).unwrap();
        for stage in 0..6 {
            let constants = [&[stage, 0], words.as_slice()].concat();
            if guest
                .submit(&Stream::new().command(Ccmd::SetConstantBuffer, &constants))
                .is_err()
            {
                refused = true;
                break 'all;
            }
        }
    }
    assert!(refused, "they are never too many");
    let (.., words_bytes) = guest.renderer.alive();
    assert!(words_bytes <= device::limits::MAX_CONSTANT_BYTES_TOTAL);
    guest.renderer.destroy_context(CONTEXT, &guest.memory).unwrap();
    let (.., words_bytes) = guest.renderer.alive();
    assert_eq!(words_bytes, 0);
}
