//! Queries of time, on whatever Vulkan adapter there is. A machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use wire::virgl::{Ccmd, ObjectType, query_type};

use common::Guest;
use drawing::guest;
use support::{Memory, Stream};

/// The query, and where its result goes.
const QUERY: u32 = 410;
const RESULTS: u32 = 3;
/// More than any test takes.
const MINUTE_NS: u64 = 60_000_000_000;

fn create(guest: &mut Guest<Memory>, kind: u32) {
    let stream = Stream::new().create(ObjectType::Query, QUERY, &[kind, 0, RESULTS]);
    guest.submit(&stream);
}

fn begin() -> Stream {
    Stream::new().command(Ccmd::BeginQuery, &[QUERY])
}

/// Ends the query. Returns its result.
fn end(guest: &mut Guest<Memory>) -> u64 {
    let stream = Stream::new()
        .command(Ccmd::EndQuery, &[QUERY])
        .command(Ccmd::GetQueryResult, &[QUERY, 0]);
    guest.submit(&stream);
    guest.finish();
    u64::from_le_bytes(guest.memory.get(RESULTS)[8..16].try_into().unwrap())
}

#[test]
fn time_that_elapses_is_measured_anew_by_each_query() {
    let Some(mut guest) = guest() else { return };
    create(&mut guest, query_type::TIME_ELAPSED);
    for _ in 0..2 {
        guest.submit(&begin());
        guest.draw();
        let elapsed_ns = end(&mut guest);
        assert!((1..MINUTE_NS).contains(&elapsed_ns), "{elapsed_ns}");
    }
    guest.assert_no_faults();
}

#[test]
fn time_without_a_beginning_is_none() {
    let Some(mut guest) = guest() else { return };
    create(&mut guest, query_type::TIME_ELAPSED);
    assert_eq!(end(&mut guest), 0);
    guest.assert_no_faults();
}

#[test]
fn timestamps_grow() {
    let Some(mut guest) = guest() else { return };
    create(&mut guest, query_type::TIMESTAMP);
    let first = end(&mut guest);
    guest.draw();
    let second = end(&mut guest);
    assert!((first..first + MINUTE_NS).contains(&second), "{first} {second}");
    assert!(first > 0);
    guest.assert_no_faults();
}

#[test]
fn more_looks_at_the_clock_than_a_batch_has_slots_are_all_taken() {
    let Some(mut guest) = guest() else { return };
    create(&mut guest, query_type::TIME_ELAPSED);
    let mut stream = Stream::new();
    for _ in 0..1500 {
        stream = stream
            .command(Ccmd::BeginQuery, &[QUERY])
            .command(Ccmd::EndQuery, &[QUERY]);
    }
    guest.submit(&stream);
    guest.submit(&begin());
    assert!(end(&mut guest) < MINUTE_NS);
    guest.assert_no_faults();
}
