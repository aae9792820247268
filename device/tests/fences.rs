//! What a client waits for: no more than what the fence was made after, and no less.

mod support;

use device::gpu::record::Recorder;
use support::{Guest, Stream, resource};
use wire::virgl::{Ccmd, ObjectType};

const NOTHING: fn() -> Stream = || Stream::new().command(Ccmd::Nop, &[]);

fn guest() -> Guest {
    let mut guest = Guest::with_resources();
    guest.renderer.gpu_mut().hold();
    guest
}

#[test]
fn a_fence_waits_for_what_came_before_it_only() {
    let mut guest = guest();
    guest.submit(&NOTHING()).unwrap();
    let mark = guest.renderer.mark();
    let first = guest.renderer.settling_fence(resource(3), mark);
    guest.submit(&NOTHING()).unwrap();
    let second = guest.renderer.fence();
    assert!(first < second, "{first:?} {second:?}");
    assert_eq!(guest.renderer.settling_fence(resource(3), mark), first);
}

#[test]
fn a_fence_after_what_was_not_flushed_flushes_it() {
    let mut guest = guest();
    let before = guest.renderer.fence();
    guest.submit(&NOTHING()).unwrap();
    let mark = guest.renderer.mark();
    let fence = guest.renderer.settling_fence(resource(3), mark);
    assert!(fence > before);
    assert_eq!(guest.renderer.fence(), fence, "nothing is left to flush");
}

#[test]
fn a_query_buffer_waits_for_the_result_that_comes_into_it() {
    let mut guest = guest();
    let mark = guest.renderer.mark();
    guest.submit(&NOTHING()).unwrap();
    guest.renderer.fence();
    let query = Stream::new()
        .create(ObjectType::Query, 9, &[0, 0, 3])
        .command(Ccmd::BeginQuery, &[9])
        .command(Ccmd::EndQuery, &[9])
        .command(Ccmd::GetQueryResult, &[9, 0]);
    guest.submit(&query).unwrap();
    let fence = guest.renderer.settling_fence(resource(3), mark);
    assert_eq!(fence, guest.renderer.fence());
    guest.renderer.gpu_mut().complete();
    assert_eq!(guest.renderer.poll(&guest.memory), fence);
    let settled = guest.renderer.settling_fence(resource(3), mark);
    assert!(
        settled <= guest.renderer.poll(&guest.memory),
        "nothing is to come"
    );
}

#[test]
fn a_mark_before_everything_is_settled() {
    let mut guest = Guest::over(Recorder::silent());
    let mark = guest.renderer.mark();
    let fence = guest.renderer.settling_fence(resource(3), mark);
    assert_eq!(fence, guest.renderer.poll(&guest.memory));
}
