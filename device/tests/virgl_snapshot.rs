//! Snapshots of 3D state: what a guest can see survives, and what nobody saved is refused.

mod support;

use device::{
    gpu::record::Recorder,
    ids::ContextId,
    renderer::Renderer,
    snapshot::{Error, Fault, Snapshot},
};
use proptest::prelude::*;
use support::{
    COMPUTE, CONTEXT, FRAGMENT, Guest, HOSTMEM_BYTES, Stream, f, resource, restore, restored, saved, triangle,
};
use wire::virgl::{Ccmd, ObjectType, QUERY_STATE_DONE};

/// Bytes before the payload of the one section.
const HEADER_BYTES: usize = 36;

/// A guest with some of everything.
fn busy() -> Guest {
    let mut guest = Guest::with_resources();
    guest.texture(6, 2, 1, 4, 4, 8);
    guest.texture(7, 4, 67, 8, 8, 8);
    guest.texture(9, 2, 19, 16, 16, 1);
    guest.buffer(8, 1 << 6, 512);
    guest.buffer(5, 1 << 5, 64);
    let sampler = [0o222 | 1 << 13, f(0.5), f(0.0), f(3.0), 0, 0, 0, 0];
    let stream = triangle()
        .create(ObjectType::Surface, 11, &[9, 19, 0, 0])
        .command(Ccmd::SetFramebufferState, &[2, 11, 10, 0])
        .create(ObjectType::SamplerView, 130, &[6, 1, 0, 0, 0o3210])
        .create(
            ObjectType::SamplerView,
            131,
            &[7, 67 | 4 << 24, 5 << 16, 0, 0o5400],
        )
        .create(ObjectType::SamplerState, 132, &sampler)
        .command(Ccmd::SetSamplerViews, &[1, 0, 130, 0, 131])
        .command(Ccmd::BindSamplerStates, &[1, 0, 132, 0, 132])
        .command(Ccmd::SetUniformBuffer, &[0, 2, 256, 4096, 8])
        .command(Ccmd::SetIndexBuffer, &[5, 2, 6])
        .shader(115, 5, COMPUTE)
        .command(Ccmd::BindShader, &[115, 5])
        .command(Ccmd::SetShaderBuffers, &[1, 1, 16, 64, 8])
        .command(Ccmd::SetShaderImages, &[5, 0, 1, 3, 0, 0, 6, 193, 3, 16, 64, 8])
        .create(ObjectType::Query, 150, &[0, 0, 3])
        .create(ObjectType::Query, 151, &[3, 0, 3])
        .command(Ccmd::BeginQuery, &[150])
        .draw(3)
        .command(Ccmd::EndQuery, &[150])
        .command(Ccmd::BeginQuery, &[151])
        .command(Ccmd::SetRenderCondition, &[150, 0, 0])
        // Only the first word of it has come.
        .create(ObjectType::Shader, 113, &[0, 4000, 300, 0, 0x5452_4556])
        .shader(114, 1, "FRAG\nnothing of the kind\n")
        .create(ObjectType::StreamoutTarget, 160, &[2, 0, 16])
        // The state stays bound.
        .destroy(ObjectType::Blend, 101)
        .destroy(ObjectType::SamplerState, 132)
        .command(Ccmd::Transfer3d, &[6, 0, 0, 0, 0, 0, 0, 0, 4, 4, 1, 0, 1]);
    guest.finish(&stream);
    // A view is left of a texture.
    guest.renderer.destroy_resource(resource(7)).unwrap();
    guest
}

/// The snapshot with that payload.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let mut bytes = saved(&mut Guest::new().renderer);
    bytes.truncate(HEADER_BYTES);
    bytes[24..32].copy_from_slice(&(payload.len() as u64).to_le_bytes());
    bytes[32..36].copy_from_slice(&crc32fast::hash(payload).to_le_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// Bytes that nobody saved give an error, or a renderer that can be used and saved as any other.
fn is_refused_or_valid(bytes: &[u8]) -> bool {
    let Ok(renderer) = restore(bytes) else {
        return false;
    };
    let mut guest = Guest {
        renderer,
        ..Guest::new()
    };
    let again = saved(&mut guest.renderer);
    let mut other = restore(&again).expect("what was restored can be saved and restored");
    assert!(saved(&mut other) == again);
    let _ = guest.submit(&triangle());
    let _ = guest.submit(&Stream::new().command(Ccmd::SetSubCtx, &[0]).draw(3));
    guest.renderer.fence();
    guest.renderer.poll(&guest.memory);
    guest.renderer.clear(&guest.memory);
    let (_, _, objects, bytes, text_bytes) = guest.renderer.alive();
    assert_eq!((objects, bytes, text_bytes), (0, 0, 0));
    true
}

#[test]
fn some_of_everything_survives() {
    restored(&mut busy());
    assert!(is_refused_or_valid(&saved(&mut busy().renderer)));
}

#[test]
fn the_bytes_of_a_snapshot_are_known() {
    let bytes = saved(&mut busy().renderer);
    let hex: Vec<String> = bytes
        .chunks(32)
        .map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    // If they change, so must `RENDERER_VERSION`, once there are snapshots that somebody keeps.
    support::check("snapshot", &(hex.join("\n") + "\n"));
}

#[test]
fn a_bound_object_is_the_one_of_its_handle_afterwards() {
    let mut guest = busy();
    guest.renderer = restored(&mut guest);
    guest.finish(&Stream::new().draw(3));
    let before = guest.text().len();
    // It is bound already, so nothing changes.
    guest.finish(
        &Stream::new()
            .bind(ObjectType::Dsa, 102)
            .command(Ccmd::SetSamplerViews, &[1, 0, 130, 0, 131])
            .command(Ccmd::BindShader, &[112, 1])
            .draw(3),
    );
    let text = &guest.text()[before..];
    assert_eq!(text.lines().count(), 2, "a draw and a flush:\n{text}");
}

#[test]
fn an_object_destroyed_while_bound_goes_when_it_is_not_bound_any_more() {
    let mut guest = busy();
    guest.renderer = restored(&mut guest);
    guest.finish(&Stream::new().command(Ccmd::BindSamplerStates, &[1, 2, 0]));
    assert_eq!(
        guest.text().matches("object_destroyed").count(),
        0,
        "slot 0 has it"
    );
    guest.finish(&Stream::new().command(Ccmd::BindSamplerStates, &[1, 0, 0]));
    assert_eq!(guest.text().matches("object_destroyed").count(), 1);
    guest.finish(&Stream::new().bind(ObjectType::Blend, 0));
    assert_eq!(guest.text().matches("object_destroyed").count(), 2);
}

#[test]
fn a_shader_whose_text_is_half_here_is_completed_afterwards() {
    let mut guest = Guest::with_resources();
    let words = support::text_words(FRAGMENT);
    let (first, second) = words.split_at(6);
    let part = |offset: u32, words: &[u32]| {
        let header = [1, offset, 300, 0];
        Stream::new().create(ObjectType::Shader, 7, &[&header[..], words].concat())
    };
    guest.finish(&part(FRAGMENT.len() as u32 + 1, first));
    guest.renderer = restored(&mut guest);
    guest.finish(&part(1 << 31 | 24, second).command(Ccmd::BindShader, &[7, 1]));
    assert_eq!(guest.renderer.alive().4, FRAGMENT.len() as u64);
    restored(&mut guest);
}

#[test]
fn a_lost_context_stays_lost_and_others_do_not() {
    let mut guest = busy();
    guest.renderer.create_context(ContextId(5), "other").unwrap();
    assert!(
        guest
            .submit(&Stream::new().command(Ccmd::SetSubCtx, &[99]))
            .is_err()
    );
    guest.renderer = restored(&mut guest);
    assert!(guest.submit(&Stream::new()).is_err());
    guest.renderer.submit(ContextId(5), &[], &guest.memory).unwrap();
}

#[test]
fn a_query_keeps_what_it_counted() {
    let mut guest = busy();
    guest.renderer = restored(&mut guest);
    guest.finish(&Stream::new().command(Ccmd::GetQueryResult, &[150, 0]));
    let memory = guest.memory.get(3);
    assert_eq!(memory[..4], QUERY_STATE_DONE.to_le_bytes());
    assert_eq!(memory[8..12], [2, 0, 0, 0]);
}

#[test]
fn a_renderer_whose_gpu_is_not_done_is_not_saved() {
    let mut guest = Guest::with_resources();
    let down = Stream::new().command(Ccmd::Transfer3d, &[2, 0, 0, 0, 0, 8, 0, 0, 4, 1, 1, 8, 2]);
    for stream in [down, triangle()] {
        guest.renderer.gpu_mut().hold();
        guest.submit(&stream).unwrap();
        assert_eq!(guest.renderer.save(), Err(Error::NotSettled));
        guest.renderer.fence();
        guest.renderer.poll(&guest.memory);
        assert_eq!(guest.renderer.save(), Err(Error::NotSettled));
        guest.renderer.gpu_mut().complete();
        guest.renderer.poll(&guest.memory);
        restored(&mut guest);
        guest.renderer.fence();
        guest.renderer.gpu_mut().complete();
        guest.renderer.poll(&guest.memory);
    }
}

#[test]
fn a_host_with_too_little_memory_refuses() {
    let bytes = saved(&mut busy().renderer);
    let snapshot = Snapshot::from_bytes(&bytes).unwrap();
    let result = Renderer::restore(snapshot, Recorder::new(), 1000);
    assert!(matches!(result, Err(Error::Resource { id: 1, .. })), "{result:?}");
}

#[test]
fn a_shader_that_does_not_parse_is_an_error() {
    let bytes = saved(&mut busy().renderer);
    let mut payload = bytes[HEADER_BYTES..].to_vec();
    let at = payload.windows(4).position(|text| text == b"FRAG").unwrap();
    payload[at] = b'D';
    let result = restore(&sealed(&payload));
    let Err(Error::SubContext { context, sub, error }) = result else {
        panic!("{result:?}");
    };
    assert_eq!((ContextId(context), sub), (CONTEXT, 1));
    assert!(matches!(error, Fault::Shader { .. }), "{error}");
}

#[test]
fn a_container_that_we_do_not_know_is_named() {
    let bytes = saved(&mut Guest::new().renderer);
    let section = &bytes[16..];
    let with = |at: usize, new: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[at..at + new.len()].copy_from_slice(new);
        Snapshot::from_bytes(&bytes)
    };
    assert_eq!(with(0, b"QEMU"), Err(Error::Magic));
    assert_eq!(with(8, &[2]), Err(Error::Version(2)));
    assert_eq!(with(12, &[0]), Err(Error::Trailing(section.len())));
    assert_eq!(with(16, b"PIX "), Err(Error::UnknownSection(*b"PIX ")));
    let (tag, version) = (*b"R3D ", 7);
    assert_eq!(with(20, &[7]), Err(Error::SectionVersion { tag, version }));
    assert_eq!(with(HEADER_BYTES, &[9]), Err(Error::Checksum(tag)));
    let header = [&bytes[..12], &[0; 4]].concat();
    assert_eq!(Snapshot::from_bytes(&header), Err(Error::Missing(tag)));
    let twice = [&bytes[..12], &[2, 0, 0, 0], section, section].concat();
    assert_eq!(Snapshot::from_bytes(&twice), Err(Error::Twice(tag)));
    let bytes = u64::MAX;
    assert_eq!(with(24, &[0xff; 8]), Err(Error::TooLong { tag, bytes }));
    let (need, have) = (0x0100_0000, section.len() as u64 - 20);
    assert_eq!(with(24, &[0, 0, 0, 1]), Err(Error::Truncated { need, have }));
}

#[test]
fn every_truncation_is_an_error() {
    let bytes = saved(&mut busy().renderer);
    for end in 0..bytes.len() {
        assert!(restore(&bytes[..end]).is_err(), "{end}");
        if end >= HEADER_BYTES {
            assert!(restore(&sealed(&bytes[HEADER_BYTES..end])).is_err(), "{end}");
        }
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(Snapshot::from_bytes(&longer), Err(Error::Trailing(1)));
    assert!(restore(&sealed(&longer[HEADER_BYTES..])).is_err());
}

#[test]
fn every_flipped_byte_is_an_error_or_another_state() {
    let bytes = saved(&mut busy().renderer);
    let mut valid = 0;
    for at in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[at] ^= flip;
            assert!(restore(&flipped).is_err(), "{at}");
            if at >= HEADER_BYTES {
                valid += usize::from(is_refused_or_valid(&sealed(&flipped[HEADER_BYTES..])));
            }
        }
    }
    assert!(valid > bytes.len() / 10, "most floats may be any: {valid}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn random_bytes_are_refused_or_valid(payload in proptest::collection::vec(any::<u8>(), 0..2048)) {
        prop_assert!(restore(&payload).is_err());
        is_refused_or_valid(&sealed(&payload));
    }

    #[test]
    fn random_changes_are_refused_or_valid(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let bytes = saved(&mut busy().renderer);
        let mut payload = bytes[HEADER_BYTES..].to_vec();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        is_refused_or_valid(&sealed(&payload));
    }
}

#[test]
fn nothing_is_a_snapshot_too() {
    let bytes = saved(&mut Renderer::new(Recorder::new(), HOSTMEM_BYTES));
    assert_eq!(restore(&bytes).unwrap().alive(), (0, 0, 0, 0, 0));
}
