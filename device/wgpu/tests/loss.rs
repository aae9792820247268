//! A device that is lost on whatever Vulkan adapter there is: the guest draws on, and what it sees is right again. A
//! machine without an adapter skips these, loudly.

mod common;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use device::gpu::{GpuError, HostGpu};
use wire::virgl::{Ccmd, ObjectType, QUERY_STATE_DONE};

use common::{Guest, transfer};
use support::{CONTEXT, Memory, Stream, resource};

const SIDE: u32 = 16;
/// The colour of [`support::FRAGMENT`], as BGRA.
const RED: [u8; 4] = [0, 0, 255, 255];

/// A guest with a target (resource 1), vertices of a triangle over all of it (2), query memory (3) and a texture (5).
fn guest() -> Option<Guest<Memory>> {
    let mut guest = Guest::empty()?;
    guest.renderer.create_context(CONTEXT, "test").unwrap();
    guest.create(1, 2, 1, 2, (SIDE, SIDE));
    guest.create(2, 0, 64, 1 << 4, (60, 1));
    guest.create(3, 0, 64, 1 << 17, (16, 1));
    guest.create(5, 2, 1, 8, (SIDE, SIDE));
    let vertices = [[-1.0f32, -1.0, 0.0], [3.0, -1.0, 0.0], [-1.0, 3.0, 0.0]];
    let vertex = |[x, y, z]: [f32; 3]| [x, y, z, 0.0, 0.0].map(f32::to_le_bytes).concat();
    guest.memory.put(2, vertices.map(vertex).concat());
    guest.memory.put(5, (0..1024).map(|i| (i * 7) as u8).collect());
    guest.up(resource(2), &transfer(0, 0, 60, 1));
    guest.up(resource(5), &transfer(0, 0, SIDE, SIDE));
    let f = f32::to_bits;
    let half = SIDE as f32 / 2.0;
    let stream = Stream::new()
        .target(10, 1)
        .plain_states()
        .plain_shaders()
        .create(ObjectType::VertexElements, 120, &[0, 0, 0, 30])
        .bind(ObjectType::VertexElements, 120)
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2])
        .command(
            Ccmd::SetViewportState,
            &[0, f(half), f(half), f(0.5), f(half), f(half), f(0.5)],
        )
        .create(ObjectType::Query, 150, &[0, 0, 3]);
    guest.submit(&stream);
    Some(guest)
}

impl Guest<Memory> {
    fn create(&mut self, id: u32, target: u32, format: u32, bind: u32, (width, height): (u32, u32)) {
        self.create_resource(resource(id), target, format, bind, (width, height));
        self.renderer.attach(CONTEXT, resource(id)).unwrap();
        let texel = if target == 0 { 1 } else { 4 };
        self.memory.put(id, vec![0; (width * height * texel) as usize]);
    }

    fn submit(&mut self, stream: &Stream) {
        self.renderer.submit(CONTEXT, &stream.0, &self.memory).unwrap();
    }

    /// What a texture has.
    fn read(&mut self, id: u32) -> Vec<u8> {
        self.memory.put(id, vec![0xaa; 1024]);
        self.down(resource(id), &transfer(0, 0, SIDE, SIDE));
        self.finish();
        self.memory.get(id)
    }

    fn draw(&mut self) {
        let black = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
        self.submit(&black.draw(3));
    }

    fn recreations(&self) -> u64 {
        self.renderer.counters().0.device_recreations
    }
}

#[test]
fn a_guest_draws_on_after_a_loss() {
    let Some(mut guest) = guest() else { return };
    let picture = |guest: &mut Guest<Memory>| {
        guest.draw();
        guest.read(1)
    };
    let red = RED.repeat((SIDE * SIDE) as usize);
    assert!(picture(&mut guest) == red, "before the loss");
    for losses in 1..=3 {
        guest.draw();
        guest.renderer.gpu_mut().lose_device();
        assert!(picture(&mut guest) == red, "after loss {losses}");
        let uploaded: Vec<u8> = (0..1024).map(|i| (i * 7) as u8).collect();
        guest.memory.put(5, uploaded.clone());
        assert!(guest.read(5) == uploaded, "the texture, after loss {losses}");
        guest.memory.put(5, uploaded);
        assert_eq!(guest.recreations(), losses);
    }
    guest.assert_no_faults();
}

#[test]
fn a_loss_under_way_retires_the_fence_and_queries_give_zero() {
    let Some(mut guest) = guest() else { return };
    let counted = |guest: &mut Guest<Memory>| {
        guest.memory.put(3, vec![0xff; 16]);
        let begin = Stream::new().command(Ccmd::BeginQuery, &[150]).draw(3);
        let end = begin.command(Ccmd::EndQuery, &[150]);
        guest.submit(&end.command(Ccmd::GetQueryResult, &[150, 0]));
    };
    let result = |guest: &Guest<Memory>| {
        let bytes = guest.memory.get(3);
        assert_eq!(bytes[..4], QUERY_STATE_DONE.to_le_bytes());
        u32::from_le_bytes(bytes[8..12].try_into().unwrap())
    };
    counted(&mut guest);
    guest.finish();
    assert!(result(&guest) > 0);

    counted(&mut guest);
    guest.renderer.fence();
    guest.renderer.gpu_mut().lose_device();
    assert_eq!(guest.wait(), Err(GpuError::Lost));
    assert_eq!(result(&guest), 0);

    counted(&mut guest);
    guest.finish();
    assert!(result(&guest) > 0, "on the other device");
    guest.assert_no_faults();
}

#[test]
fn a_device_that_takes_too_long_is_left_to_itself() {
    let Some(mut guest) = guest() else { return };
    guest.draw();
    let fence = guest.renderer.fence();
    // Nobody is that fast; if somebody is, nothing is lost.
    let result = guest.renderer.wait(fence, Duration::ZERO, &guest.memory);
    assert_eq!(guest.recreations(), u64::from(result.is_err()));
    guest.draw();
    assert!(guest.read(1) == RED.repeat((SIDE * SIDE) as usize));
    guest.assert_no_faults();
}

#[test]
fn losses_without_end_leave_nothing_but_fences() {
    let Some(mut guest) = guest() else { return };
    for _ in 0..=device::limits::MAX_RECREATIONS_IN_A_ROW {
        guest.draw();
        guest.renderer.gpu_mut().lose_device();
        let _ = guest.wait();
    }
    assert!(guest.renderer.is_lost());
    for _ in 0..100 {
        guest.draw();
        guest.down(resource(1), &transfer(0, 0, SIDE, SIDE));
        guest.down(resource(2), &transfer(0, 0, 60, 1));
        let _ = guest.wait();
        assert!(guest.renderer.is_settled());
    }
    assert!(guest.renderer.gpu().is_lost());
    assert_eq!(guest.renderer.counters().1.validation_errors, 0);
}
