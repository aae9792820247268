//! Streams of commands, and what they make of a host GPU, as text. `UPDATE_GOLDENS=1` writes what comes out.

mod support;

use support::{COMPUTE, CONTEXT, Guest, Stream, check, f, resource, restored, text_words, triangle};
use wire::virgl::{Ccmd, ObjectType, QUERY_STATE_DONE};

#[test]
fn a_triangle() {
    let mut guest = Guest::with_resources();
    guest.finish(&triangle());
    check("triangle", &guest.text());
    restored(&mut guest);
}

#[test]
fn what_did_not_change_is_not_told_again() {
    let mut guest = Guest::with_resources();
    guest.finish(&triangle());
    let before = guest.text().len();
    let again = Stream::new()
        .command(Ccmd::SetFramebufferState, &[1, 0, 10])
        .bind(ObjectType::Blend, 101)
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2])
        .command(Ccmd::SetConstantBuffer, &[0, 0, f(1.0), f(2.0), f(3.0), f(4.0)])
        .command(Ccmd::BindShader, &[111, 0])
        .draw(3)
        .command(Ccmd::SetVertexBuffers, &[20, 40, 2])
        .draw(6);
    guest.finish(&again);
    check("unchanged", &guest.text()[before..]);
    restored(&mut guest);
}

#[test]
fn indexed_instanced_and_restarted_draws() {
    let mut guest = Guest::with_resources();
    guest.buffer(5, 1 << 5, 64);
    let stream = triangle()
        .command(Ccmd::SetIndexBuffer, &[5, 2, 6])
        .command(Ccmd::DrawVbo, &[3, 6, 4, 1, 1, 7, 0, 0, 0, 0, 9, 0])
        .command(Ccmd::SetIndexBuffer, &[5, 4, 0])
        .command(
            Ccmd::DrawVbo,
            &[0, 6, 5, 1, 10, (-2_i32) as u32, 4, 1, 0xffff_ffff, 0, u32::MAX, 0],
        )
        .command(Ccmd::DrawVbo, &[2, 6, 0, 0, 3, 0, 0, 0, 0, 0, u32::MAX, 0, 0, 0])
        // Nothing to draw, or nothing to draw with.
        .command(Ccmd::DrawVbo, &[0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::DrawVbo, &[0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::SetIndexBuffer, &[0])
        .command(Ccmd::DrawVbo, &[0, 6, 4, 1, 1, 0, 0, 0, 0, 0, 9, 0]);
    guest.finish(&stream);
    check("draws", &guest.text());
    restored(&mut guest);
}

#[test]
fn textures_samplers_and_uniform_buffers() {
    let mut guest = Guest::with_resources();
    guest.texture(6, 2, 1, 4, 4, 8);
    guest.texture(7, 4, 67, 8, 8, 8);
    guest.buffer(8, 1 << 6, 512);
    let sampler = [
        0o222 | 1 << 9 | 1 << 11 | 1 << 13 | 8 << 20,
        f(0.5),
        f(0.0),
        f(3.0),
        f(1.0),
        0,
        0,
        f(1.0),
    ];
    let stream = triangle()
        // Identity, and a swizzle with constants; the second names its target.
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
        .draw(3)
        .command(Ccmd::SetSamplerViews, &[1, 1, 0, 0])
        .command(Ccmd::SetUniformBuffer, &[0, 2, 0, 0, 0])
        .draw(3);
    guest.finish(&stream);
    check("textures", &guest.text());
    restored(&mut guest);
}

#[test]
fn states_of_all_kinds() {
    let mut guest = Guest::with_resources();
    guest.texture(9, 2, 19, 16, 16, 1);
    let rt = 1 | 1 << 4 | 0x12 << 9 | 1 << 14 | 3 << 17 | 0x13 << 22 | 7 << 27;
    let stencil = 1 | 4 << 1 | 2 << 4 | 3 << 7 | 7 << 10 | 0xf0 << 13 | 0x0f << 21;
    let stream = triangle()
        .create(ObjectType::Surface, 11, &[9, 19, 0, 0])
        .command(Ccmd::SetFramebufferState, &[2, 11, 10, 0])
        .create(ObjectType::Blend, 140, &[1, 0, rt, 0, 0, 0, 0, 0, 0, 0])
        .bind(ObjectType::Blend, 140)
        .create(
            ObjectType::Dsa,
            141,
            &[1 | 1 << 1 | 3 << 2 | 1 << 8 | 6 << 9, stencil, 0, f(0.25)],
        )
        .bind(ObjectType::Dsa, 141)
        .command(Ccmd::SetStencilRef, &[0x0102])
        .command(Ccmd::SetBlendColor, &[f(0.1), f(0.2), f(0.3), f(0.4)])
        .command(Ccmd::SetScissorState, &[0, 1 | 2 << 16, 3 | 4 << 16])
        .command(Ccmd::SetSampleMask, &[0xf])
        .command(Ccmd::SetPolygonStipple, &[0; 32])
        .command(Ccmd::SetTweaks, &[0, 0])
        .command(Ccmd::MemoryBarrier, &[1])
        .command(Ccmd::SetStreamoutTargets, &[0])
        .command(Ccmd::EmitStringMarker, &[2, 0x6968])
        .draw(3)
        .command(Ccmd::Clear, &[7, 1, 2, 3, 4, 0, 0x3fe0_0000, 0x1ff]);
    guest.finish(&stream);
    check("states", &guest.text());
    restored(&mut guest);
}

#[test]
fn copies_blits_and_clears() {
    let mut guest = Guest::with_resources();
    guest.texture(6, 2, 1, 4, 4, 10);
    guest.buffer(8, 1 << 4, 512);
    let side = |resource: u32, format: u32, area: [i32; 6]| {
        [vec![resource, 0, format], area.map(|value| value as u32).to_vec()].concat()
    };
    let blit =
        |s0: u32, to: Vec<u32>, from: Vec<u32>| [vec![s0, 1 | 1 << 16, 5 | 5 << 16], to, from].concat();
    let stream = Stream::new()
        .target(10, 1)
        .command(Ccmd::ResourceCopyRegion, &[6, 0, 1, 1, 0, 1, 0, 8, 8, 0, 3, 3, 1])
        .command(
            Ccmd::ResourceCopyRegion,
            &[8, 0, 100, 0, 0, 2, 0, 7, 0, 0, 13, 1, 1],
        )
        .command(
            Ccmd::Blit,
            &blit(
                0xf | 1 << 8,
                side(1, 1, [0, 16, 0, 16, -16, 1]),
                side(6, 1, [0, 0, 0, 4, 4, 1]),
            ),
        )
        .command(
            Ccmd::Blit,
            &blit(
                0xf | 1 << 10,
                side(1, 2, [-2, 0, 0, 9, 9, 1]),
                side(6, 1, [0, 0, 0, 9, 9, 1]),
            ),
        )
        .command(
            Ccmd::Blit,
            &blit(
                0xf,
                side(1, 1, [0, 0, 0, 0, 9, 1]),
                side(6, 1, [0, 0, 0, 9, 9, 1]),
            ),
        )
        .command(
            Ccmd::ClearTexture,
            &[6, 0, 1, 1, 0, 2, 2, 1, 0x0403_0201, 0, 0, 0],
        )
        .command(
            Ccmd::ClearSurface,
            &[4 << 1, 10, f(0.5), 0, 0, f(1.0), 2, 2, 100, 3],
        )
        .command(Ccmd::ClearSurface, &[4 << 1, 10, 0, 0, 0, 0, 16, 0, 1, 1]);
    guest.finish(&stream);
    check("copies", &guest.text());
    restored(&mut guest);
}

#[test]
fn transfers_in_the_stream() {
    let mut guest = Guest::with_resources();
    guest.buffer(12, 1 << 19, 256);
    guest.memory.put(12, (0..=255).collect());
    let mut stream = Stream::new()
        .command(Ccmd::Transfer3d, &[2, 0, 0, 0, 0, 16, 0, 0, 32, 1, 1, 16, 1])
        .command(
            Ccmd::CopyTransfer3d,
            &[1, 0, 0, 12, 0, 2, 3, 0, 2, 3, 1, 12, 5, 1],
        )
        .command(
            Ccmd::ResourceInlineWrite,
            &[1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0x1111_1111],
        );
    // 1024 words are reserved for transfers; what follows is not read.
    stream = stream.command(Ccmd::EndTransfers, &[0xdead_beef; 7]);
    // The inline write lacks a row: level strides are 64 bytes.
    assert!(guest.submit(&stream).is_err());
    check("transfers", &guest.text());
    restored(&mut guest);
}

/// Mesa takes uniform buffers away so when it changes programs.
#[test]
fn no_constants_in_the_place_of_a_uniform_buffer_end_that_alone() {
    let mut guest = Guest::with_resources();
    guest.buffer(4, 1 << 6, 256);
    let stream = triangle()
        .command(Ccmd::SetUniformBuffer, &[0, 1, 0, 64, 4])
        .command(Ccmd::SetConstantBuffer, &[0, 1])
        .command(Ccmd::SetConstantBuffer, &[1, 3])
        .draw(3);
    guest.finish(&stream);
    check("constants", &guest.text());
    restored(&mut guest);
}

/// A context's compute stage with something in each of its places.
#[test]
fn grids_storage_buffers_and_images() {
    let mut guest = Guest::with_resources();
    guest.buffer(4, 1 << 14, 1024);
    guest.buffer(5, 1 << 8, 64);
    guest.texture(6, 3, 67, 8, 8, 8);
    guest.texture(7, 2, 67, 8, 8, 8);
    let stream = triangle()
        .create(
            ObjectType::Shader,
            113,
            &[
                &[5, COMPUTE.len() as u32 + 1, 300, 512],
                text_words(COMPUTE).as_slice(),
            ]
            .concat(),
        )
        .command(Ccmd::BindShader, &[113, 5])
        .command(Ccmd::SetConstantBuffer, &[5, 0, 1, 2, 3, 4])
        .command(Ccmd::SetUniformBuffer, &[5, 1, 0, 256, 2])
        .create(ObjectType::SamplerView, 130, &[7, 67, 0, 0, 0o3210])
        .command(Ccmd::SetSamplerViews, &[5, 0, 130])
        // As much as there is of the second; between the slots is a hole.
        .command(
            Ccmd::SetShaderBuffers,
            &[5, 1, 256, 128, 4, 0, 0, 0, 512, 4096, 4],
        )
        .command(Ccmd::SetShaderBuffers, &[1, 0, 0, 64, 4])
        .command(
            Ccmd::SetShaderImages,
            &[5, 0, 67, 3, 0, 0xffff_ff00, 7, 193, 1, 16, 4096, 4],
        )
        .command(Ccmd::SetAtomicBuffers, &[0, 0, 0, 0])
        .command(Ccmd::LaunchGrid, &[8, 8, 1, 4, 2, 1, 0, 0])
        .command(Ccmd::MemoryBarrier, &[u32::MAX])
        .command(Ccmd::SetShaderBuffers, &[5, 1, 0, 0, 0])
        .command(Ccmd::LaunchGrid, &[8, 8, 1, 0, 0, 0, 5, 52])
        // Without groups there is nothing to do.
        .command(Ccmd::LaunchGrid, &[8, 8, 1, 4, 0, 1, 0, 0])
        .draw(3)
        .command(
            Ccmd::DrawVbo,
            &[0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 32, 16, 2, 0, 0],
        )
        .command(Ccmd::SetIndexBuffer, &[2, 2, 6])
        .command(
            Ccmd::DrawVbo,
            &[0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 1, 60, 5],
        );
    guest.finish(&stream);
    assert_eq!(guest.renderer.counters().0.unsupported, 0);
    check("compute", &guest.text());
    restored(&mut guest);
    // What is bound of a buffer that goes is bound still, and shows nothing.
    guest.renderer.destroy_resource(resource(4)).unwrap();
    guest.renderer.destroy_resource(resource(7)).unwrap();
    restored(&mut guest);
}

#[test]
fn what_is_read_arrives_with_the_fence() {
    let mut recorder = device::gpu::record::Recorder::new();
    recorder.hold();
    let mut held = Guest::over(recorder);
    held.buffer(2, 1 << 4, 1024);
    held.memory.put(2, (0..1024).map(|i| i as u8).collect());
    let up = Stream::new().command(Ccmd::Transfer3d, &[2, 0, 0, 0, 0, 0, 0, 0, 1024, 1, 1, 0, 1]);
    let down = Stream::new().command(Ccmd::Transfer3d, &[2, 0, 0, 0, 0, 8, 0, 0, 4, 1, 1, 8, 2]);
    held.submit(&up).unwrap();
    held.memory.put(2, vec![0; 1024]);
    held.submit(&down).unwrap();
    let fence = held.renderer.fence();
    assert!(held.renderer.poll(&held.memory) < fence);
    assert_eq!(held.memory.get(2), vec![0; 1024]);
    held.renderer
        .wait(fence, std::time::Duration::from_secs(1), &held.memory)
        .unwrap();
    assert_eq!(held.memory.get(2)[8..12], [8, 9, 10, 11]);
    assert_eq!(
        held.memory
            .get(2)
            .iter()
            .map(|byte| u32::from(*byte))
            .sum::<u32>(),
        8 + 9 + 10 + 11
    );
    restored(&mut held);
}

#[test]
fn query_results_are_in_memory_when_the_fence_retires() {
    let mut guest = Guest::with_resources();
    let stream = triangle()
        .create(ObjectType::Query, 150, &[0, 0, 3])
        .command(Ccmd::BeginQuery, &[150])
        .draw(3)
        .command(Ccmd::EndQuery, &[150])
        .command(Ccmd::GetQueryResult, &[150, 0]);
    guest.finish(&stream);
    let state: Vec<u32> = guest
        .memory
        .get(3)
        .chunks(4)
        .map(|word| u32::from_le_bytes(word.try_into().unwrap()))
        .collect();
    assert_eq!(state, [QUERY_STATE_DONE, 4, 2, 0]);
    check("query", &guest.text());
    restored(&mut guest);
}

#[test]
fn a_render_condition_whose_result_is_known_decides() {
    let mut guest = Guest::with_resources();
    let counted = triangle()
        .create(ObjectType::Query, 150, &[0, 0, 3])
        .command(Ccmd::BeginQuery, &[150])
        .draw(3)
        .command(Ccmd::EndQuery, &[150]);
    guest.finish(&counted);
    guest.renderer = restored(&mut guest);
    let draws = |guest: &Guest| guest.renderer.counters().1.draws;
    let before = draws(&guest);
    guest.finish(
        &Stream::new()
            .command(Ccmd::SetRenderCondition, &[150, 0, 0])
            .draw(3),
    );
    assert_eq!(draws(&guest), before + 1);
    guest.finish(
        &Stream::new()
            .command(Ccmd::SetRenderCondition, &[150, 1, 0])
            .draw(3),
    );
    assert_eq!(draws(&guest), before + 1);
    guest.finish(
        &Stream::new()
            .command(Ccmd::SetRenderCondition, &[0, 0, 0])
            .draw(3),
    );
    assert_eq!(draws(&guest), before + 2);
}

#[test]
fn a_render_condition_waits_once_where_it_is_told_to() {
    let flushes = |mode: u32| {
        let mut guest = Guest::with_resources();
        // A query that has no result and never will.
        let stream = triangle()
            .create(ObjectType::Query, 150, &[0, 0, 3])
            .command(Ccmd::SetRenderCondition, &[150, 0, mode])
            .draw(3)
            .draw(3);
        guest.submit(&stream).unwrap();
        let (_, gpu) = guest.renderer.counters();
        assert_eq!(gpu.draws, 3, "what is not known lets things be drawn");
        gpu.submits
    };
    // Wait, no wait, and the same by region.
    assert_eq!([0, 1, 2, 3].map(flushes), [1, 0, 1, 0]);
}

#[test]
fn sub_contexts_keep_their_own_objects_and_state() {
    let mut guest = Guest::with_resources();
    guest.finish(&triangle());
    // The same handles are free in another one.
    guest.finish(
        &Stream::new()
            .command(Ccmd::CreateSubCtx, &[2])
            .target(10, 1)
            .draw(3),
    );
    guest.renderer = restored(&mut guest);
    let before = guest.text().len();
    guest.finish(&Stream::new().command(Ccmd::SetSubCtx, &[1]).draw(3));
    assert!(guest.text()[before..].contains("draw TRIANGLES count=3"));
    // The current one is destroyed: 0 is current, and has nothing.
    guest.finish(&Stream::new().command(Ccmd::DestroySubCtx, &[1]).draw(3));
    assert_eq!(guest.renderer.counters().1.draws, 1);
    assert!(
        guest
            .submit(&Stream::new().command(Ccmd::SetSubCtx, &[1]))
            .is_err()
    );
    restored(&mut guest);
}

#[test]
fn objects_destroyed_while_bound_go_when_they_are_not() {
    let mut guest = Guest::with_resources();
    guest.finish(
        &triangle()
            .destroy(ObjectType::Blend, 101)
            .destroy(ObjectType::Query, 999)
            .draw(3),
    );
    assert!(!guest.text().contains("object_destroyed"));
    guest.renderer = restored(&mut guest);
    guest.finish(&Stream::new().bind(ObjectType::Blend, 0));
    assert_eq!(guest.text().matches("object_destroyed").count(), 1);
    guest.renderer.destroy_context(CONTEXT, &guest.memory).unwrap();
    guest.renderer.destroy_resource(resource(1)).unwrap();
    let (contexts, resources, objects, _, text_bytes) = guest.renderer.alive();
    assert_eq!((contexts, resources, objects, text_bytes), (0, 2, 0, 0));
    // Blend, surface, dsa, rasterizer, two shaders, vertex elements.
    assert_eq!(guest.text().matches("object_destroyed").count(), 7);
}
