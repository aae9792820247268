//! A host GPU that is lost while a guest renders: everything is made again on another, and the guest goes on.

mod support;

use std::{fs, path::Path, time::Duration};

use device::{
    gpu::{Box3, GpuError, Handle},
    limits,
    transfer::Transfer,
    virgl::{CreateResource, Error},
};
use support::{CONTEXT, Guest, Stream, resource};
use wire::virgl::{Ccmd, ObjectType, QUERY_STATE_DONE};

/// `UPDATE_GOLDENS=1` writes what comes out.
fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/out/{name}.txt"));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{name} is now:\n{text}");
}

fn whole(width: u32, height: u32) -> Transfer {
    Transfer {
        level: 0,
        area: Box3 {
            width,
            height,
            depth: 1,
            ..Box3::default()
        },
        offset_bytes: 0,
        stride_bytes: 0,
        layer_stride_bytes: 0,
    }
}

fn drawing() -> Stream {
    Stream::new()
        .target(10, 1)
        .plain_states()
        .plain_shaders()
        .create(ObjectType::VertexElements, 120, &[0, 0, 0, 30])
        .bind(ObjectType::VertexElements, 120)
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2])
        .draw(3)
}

fn recreations(guest: &Guest) -> u64 {
    guest.renderer.counters().0.device_recreations
}

#[test]
fn a_loss_between_draws_makes_everything_again() {
    let mut guest = Guest::with_resources();
    guest.texture(9, 2, 1, 4, 4, 8);
    guest.texture(7, 2, 1, 2, 2, 8);
    guest.memory.put(7, (1..=16).collect());
    guest.memory.put(2, vec![5; 1024]);
    for (id, transfer) in [(7, whole(2, 2)), (2, whole(1024, 1))] {
        guest
            .renderer
            .transfer_to_host(resource(id), &transfer, &guest.memory)
            .unwrap();
    }
    guest.finish(&drawing());
    let before = guest.text().len();
    guest.renderer.gpu_mut().lose();
    guest.finish(&Stream::new().draw(4));
    check("loss", &guest.text()[before..]);
    assert!(!guest.renderer.is_lost());
    assert_eq!(recreations(&guest), 1);
    assert_eq!(guest.renderer.counters().0.contexts_lost, 0);
    // In the order of handles: 1 target, 2 buffer, 3 is in memory alone, 4 unused, 5 uploaded.
    let gpu = guest.renderer.gpu();
    assert_eq!(gpu.bytes(Handle(2), 0).unwrap(), [5; 1024], "buffers keep bytes");
    assert_eq!(gpu.bytes(Handle(5), 0).unwrap(), (1..=16).collect::<Vec<u8>>());
}

#[test]
fn what_was_pending_is_given_up_and_queries_counted_nothing() {
    let mut guest = Guest::with_resources();
    guest.renderer.gpu_mut().hold();
    guest.memory.put(1, vec![3; 1024]);
    let stream = drawing()
        .create(ObjectType::Query, 150, &[0, 0, 3])
        .command(Ccmd::BeginQuery, &[150])
        .draw(3)
        .command(Ccmd::EndQuery, &[150])
        .command(Ccmd::GetQueryResult, &[150, 0])
        .command(Ccmd::Transfer3d, &[1, 0, 0, 0, 0, 0, 0, 0, 16, 16, 1, 0, 2]);
    guest.submit(&stream).unwrap();
    let fence = guest.renderer.fence();
    assert!(guest.renderer.poll(&guest.memory) < fence);
    guest.renderer.gpu_mut().lose();
    assert_eq!(
        guest.renderer.wait(fence, Duration::ZERO, &guest.memory),
        Err(GpuError::Lost)
    );
    assert_eq!(guest.renderer.poll(&guest.memory), fence);
    assert!(guest.renderer.is_settled());
    assert_eq!(guest.memory.get(1), [3; 1024], "nothing was read");
    assert_eq!(guest.memory.get(3)[..4], QUERY_STATE_DONE.to_le_bytes());
    assert_eq!(guest.memory.get(3)[8..], [0; 8]);
    // The next fence is one of the new device.
    guest.submit(&Stream::new().draw(3)).unwrap();
    let next = guest.renderer.fence();
    assert!(next > fence);
    assert_eq!(
        guest.renderer.wait(next, Duration::from_secs(1), &guest.memory),
        Ok(())
    );
}

#[test]
fn a_texture_comes_back_as_far_as_it_was_uploaded() {
    let mut guest = Guest::with_resources();
    guest.texture(5, 2, 1, 4, 4, 8);
    let part = |x, y, width, height, offset_bytes| Transfer {
        area: Box3 {
            x,
            y,
            width,
            height,
            depth: 1,
            ..Box3::default()
        },
        offset_bytes,
        ..whole(4, 4)
    };
    guest.memory.put(5, vec![9; 64]);
    for transfer in [part(1, 1, 1, 1, 20), part(2, 2, 1, 1, 40)] {
        guest
            .renderer
            .transfer_to_host(resource(5), &transfer, &guest.memory)
            .unwrap();
    }
    guest.renderer.gpu_mut().lose();
    guest.finish(&Stream::new());
    // The smallest box around both.
    let mut expected = [0; 64];
    expected[20..28].fill(9);
    expected[36..44].fill(9);
    assert_eq!(
        guest.renderer.gpu().bytes(Handle(4), 0).unwrap(),
        expected,
        "handle 3 is the query buffer's"
    );
    // Elsewhere in the memory: only the last one counts. Then the memory is gone.
    guest
        .renderer
        .transfer_to_host(resource(5), &part(0, 0, 1, 1, 8), &guest.memory)
        .unwrap();
    guest.renderer.gpu_mut().lose();
    guest.finish(&Stream::new());
    let mut expected = [0; 64];
    expected[..4].fill(9);
    assert_eq!(guest.renderer.gpu().bytes(Handle(4), 0).unwrap(), expected);
    guest.memory.0.borrow_mut().remove(&resource(5));
    guest.renderer.gpu_mut().lose();
    guest.finish(&Stream::new());
    assert_eq!(guest.renderer.gpu().bytes(Handle(4), 0).unwrap(), [0; 64]);
    assert_eq!(recreations(&guest), 3);
}

#[test]
fn a_destroyed_texture_is_not_uploaded_again() {
    let mut guest = Guest::with_resources();
    for _ in 0..2 {
        guest.texture(5, 2, 1, 4, 4, 8);
        guest
            .renderer
            .transfer_to_host(resource(5), &whole(4, 4), &guest.memory)
            .unwrap();
        guest.renderer.destroy_resource(resource(5)).unwrap();
    }
    guest.texture(5, 2, 1, 2, 2, 8);
    guest.renderer.gpu_mut().lose();
    guest.renderer.gpu_mut().clear_text();
    guest.finish(&Stream::new());
    assert!(!guest.text().contains("write"), "{}", guest.text());
}

#[test]
fn a_gpu_that_is_lost_again_and_again_stays_lost() {
    let mut guest = Guest::with_resources();
    let most = u64::from(limits::MAX_RECREATIONS_IN_A_ROW);
    for _ in 0..most + 2 {
        guest.renderer.gpu_mut().lose();
        guest.finish(&Stream::new());
    }
    assert!(guest.renderer.is_lost());
    assert_eq!(recreations(&guest), most);
    // The guest goes on, and every fence retires.
    guest.finish(&drawing());
    assert_eq!(guest.renderer.counters().0.contexts_lost, 0);
}

#[test]
fn without_another_device_everything_retires_and_no_context_is_lost() {
    let mut guest = Guest::with_resources();
    guest.renderer.gpu_mut().hold();
    guest.submit(&drawing()).unwrap();
    let fence = guest.renderer.fence();
    guest.renderer.gpu_mut().lose_for_good();
    assert_eq!(guest.renderer.poll(&guest.memory), fence);
    assert!(guest.renderer.is_lost());
    assert_eq!(recreations(&guest), 0);
    guest.finish(&Stream::new().draw(3));
    let create = CreateResource {
        format: 64,
        bind: 16,
        width: 16,
        ..CreateResource::default()
    };
    guest.create(40, &create).unwrap();
    assert_eq!(
        guest.renderer.attach(CONTEXT, resource(41)),
        Err(Error::NoResource(41))
    );
}
