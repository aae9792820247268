//! A device that is lost on whatever Vulkan adapter there is: the guest draws on, and what it sees is right again. A
//! machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use device::gpu::{GpuError, HostGpu};
use wire::virgl::{Ccmd, QUERY_STATE_DONE};

use common::{Guest, transfer};
use drawing::{RED, SIDE, guest};
use support::{Memory, Stream, resource};

fn recreations(guest: &Guest<Memory>) -> u64 {
    guest.renderer.counters().0.device_recreations
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
        assert_eq!(recreations(&guest), losses);
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
    assert_eq!(recreations(&guest), u64::from(result.is_err()));
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
