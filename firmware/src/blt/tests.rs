//! `Blt` beside an oracle that knows pixels one by one, numbers without a limit, and no order.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

type Pixel = [u8; 4];
/// Bytes around the part of a buffer that the oracle knows: they must stay.
const CANARY: u8 = 0xa5;

/// What is true of a request by the words of the specification alone; `None` if it must be refused.
struct Oracle {
    /// Changes of the frame, by pixel.
    frame: HashMap<(usize, usize), Pixel>,
    /// Changes of the buffer, by byte.
    buffer: HashMap<usize, u8>,
    /// One past the last byte of the buffer that is touched.
    buffer_end: usize,
}

fn oracle(request: &Request, size: Size, frame: &[u8], buffer: &[u8]) -> Option<Oracle> {
    let wide = |value: usize| value as u128;
    let (width, height) = (wide(request.width), wide(request.height));
    let outside = |(x, y): (usize, usize)| {
        wide(x) + width > u128::from(size.width) || wide(y) + height > u128::from(size.height)
    };
    let stride = if request.delta == 0 {
        width * 4
    } else {
        wide(request.delta)
    };
    let uses_source = matches!(
        request.operation,
        Operation::VideoToBltBuffer | Operation::VideoToVideo
    );
    let uses_destination = request.operation != Operation::VideoToBltBuffer;
    let uses_rows = matches!(
        request.operation,
        Operation::VideoToBltBuffer | Operation::BufferToVideo
    );
    let refused = width == 0
        || height == 0
        || uses_source && outside(request.source)
        || uses_destination && outside(request.destination)
        || uses_rows && stride < width * 4;
    if refused {
        return None;
    }
    let corner = if request.operation == Operation::BufferToVideo {
        request.source
    } else {
        request.destination
    };
    // What is beyond all numbers is beyond all buffers too.
    let byte = |x: u128, y: u128| {
        ((wide(corner.1) + y).saturating_mul(stride)).saturating_add((wide(corner.0) + x) * 4)
    };
    let mut result = Oracle {
        frame: HashMap::new(),
        buffer: HashMap::new(),
        buffer_end: 0,
    };
    if uses_rows {
        let end = byte(width - 1, height - 1).saturating_add(4);
        if end > isize::MAX as u128 {
            return None;
        }
        result.buffer_end = end as usize;
    }
    if request.operation == Operation::VideoFill {
        result.buffer_end = 4;
    }
    // A buffer that is too large for this test to have is checked by its size alone.
    if result.buffer_end > buffer.len() {
        return Some(result);
    }
    let pixel_of = |bytes: &[u8], at: usize| -> Pixel { bytes[at..at + 4].try_into().unwrap() };
    let in_frame = |(x, y): (usize, usize)| pixel_of(frame, (y * size.width as usize + x) * 4);
    for y in 0..request.height {
        for x in 0..request.width {
            let at = byte(x as u128, y as u128);
            let from = (request.source.0.wrapping_add(x), request.source.1.wrapping_add(y));
            let to = (
                request.destination.0.wrapping_add(x),
                request.destination.1.wrapping_add(y),
            );
            match request.operation {
                Operation::VideoFill => drop(result.frame.insert(to, pixel_of(buffer, 0))),
                Operation::BufferToVideo => drop(result.frame.insert(to, pixel_of(buffer, at as usize))),
                Operation::VideoToVideo => drop(result.frame.insert(to, in_frame(from))),
                Operation::VideoToBltBuffer => {
                    for (index, value) in in_frame(from).into_iter().enumerate() {
                        result.buffer.insert(at as usize + index, value);
                    }
                }
            }
        }
    }
    Some(result)
}

/// Runs the request on a frame and a buffer of noise, and compares every byte of both.
fn compare(request: Request, size: Size, buffer_bytes: usize, seed: u8) {
    let noise = |count: usize, salt: u8| -> Vec<u8> {
        let byte =
            |index: usize| (index as u8).wrapping_mul(31).wrapping_add(seed ^ salt) ^ (index >> 8) as u8;
        (0..count).map(byte).collect()
    };
    let mut frame = noise(size.frame_bytes() as usize, 0);
    let mut buffer = noise(buffer_bytes, 0x55);
    let expected = oracle(&request, size, &frame, &buffer);
    let checked = request.check(size);
    let Some(expected) = expected else {
        assert_eq!(
            checked.err(),
            Some(Error::InvalidParameter),
            "{request:?} in {size:?}"
        );
        return;
    };
    let checked = checked.unwrap_or_else(|error| panic!("{request:?} in {size:?}: {error}"));
    assert_eq!(checked.buffer_bytes(), expected.buffer_end, "{request:?}");
    let damaged = checked
        .damage()
        .map_or(0, |rect| rect.width as usize * rect.height as usize);
    if request.operation == Operation::VideoToBltBuffer {
        assert_eq!(damaged, 0);
    } else {
        assert_eq!(damaged, request.width * request.height);
    }
    if expected.buffer_end > buffer.len() {
        return;
    }

    let mut wanted_frame = frame.clone();
    for ((x, y), pixel) in &expected.frame {
        let rect = checked.damage().unwrap();
        let (x32, y32) = (*x as u32, *y as u32);
        assert!(x32 >= rect.x && x32 < rect.x + rect.width && y32 >= rect.y && y32 < rect.y + rect.height);
        let at = (y * size.width as usize + x) * 4;
        wanted_frame[at..at + 4].copy_from_slice(pixel);
    }
    let mut wanted_buffer = buffer.clone();
    for (at, byte) in &expected.buffer {
        wanted_buffer[*at] = *byte;
    }

    // The slice ends where the request says that it does not look further.
    buffer.extend([CANARY; 16]);
    let used = &mut buffer[..expected.buffer_end];
    let caller = match request.operation {
        Operation::VideoFill | Operation::BufferToVideo => Caller::Source(used),
        Operation::VideoToBltBuffer => Caller::Destination(used),
        Operation::VideoToVideo => Caller::None,
    };
    checked.run(&mut frame, caller).unwrap();
    assert!(frame == wanted_frame, "the frame after {request:?} in {size:?}");
    wanted_buffer.extend([CANARY; 16]);
    assert!(
        buffer == wanted_buffer,
        "the buffer after {request:?} in {size:?}"
    );
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        Just(Operation::VideoFill),
        Just(Operation::VideoToBltBuffer),
        Just(Operation::BufferToVideo),
        Just(Operation::VideoToVideo),
    ]
}

/// Mostly small, now and then at the ends of what a number can say.
fn number(limit: usize) -> impl Strategy<Value = usize> {
    prop_oneof![
        12 => 0..limit,
        1 => Just(usize::MAX),
        1 => Just(usize::MAX / 4),
        1 => Just(isize::MAX as usize),
        1 => any::<usize>(),
    ]
}

prop_compose! {
    fn request()(
        operation in operation(),
        source in (number(20), number(20)),
        destination in (number(20), number(20)),
        width in number(20),
        height in number(20),
        delta in prop_oneof![3 => Just(0), 4 => number(128)],
    ) -> Request {
        Request { operation, source, destination, width, height, delta }
    }
}

prop_compose! {
    /// Requests whose rectangles lie within the frame, so that most of them are carried out.
    fn fitting(side: usize)(
        operation in operation(),
        width in 1..=side,
        height in 1..=side,
        extra in prop_oneof![Just(0), 0..12_usize],
        delta_is_zero in any::<bool>(),
        corners in any::<[u8; 4]>(),
    ) -> Request {
        let within = |corner: u8, length: usize| usize::from(corner) % (side - length + 1);
        Request {
            operation,
            source: (within(corners[0], width), within(corners[1], height)),
            destination: (within(corners[2], width), within(corners[3], height)),
            width,
            height,
            delta: if delta_is_zero { 0 } else { width * 4 + extra },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_request_is_as_the_oracle_has_it(request in request(), width in 1_u32..20, height in 1_u32..20, seed: u8) {
        compare(request, Size { width, height }, 4096, seed);
    }

    #[test]
    fn requests_that_fit_are_as_the_oracle_has_them(request in fitting(12), seed: u8) {
        compare(request, Size::new(12, 12), 4096, seed);
    }
}

const COPY: Request = Request {
    operation: Operation::VideoToVideo,
    source: (0, 0),
    destination: (0, 0),
    width: 6,
    height: 6,
    delta: 0,
};

#[test]
fn overlapping_copies_in_every_direction() {
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (2, 1)] {
        let (there, back) = ((dx, dy), (2 - dx, 2 - dy));
        for (source, destination) in [(there, back), (back, there)] {
            compare(
                Request {
                    source,
                    destination,
                    ..COPY
                },
                Size::new(8, 8),
                0,
                7,
            );
        }
    }
}

#[test]
fn a_copy_leaves_delta_alone() {
    let request = Request { delta: 1, ..COPY };
    assert!(request.check(Size::new(6, 6)).is_ok());
}

#[test]
fn rows_of_a_buffer_may_not_overlap() {
    let request = Request {
        operation: Operation::BufferToVideo,
        delta: 23,
        ..COPY
    };
    assert_eq!(
        request.check(Size::new(6, 6)).err(),
        Some(Error::InvalidParameter)
    );
}

#[test]
fn a_buffer_of_the_wrong_kind_or_size_is_refused() {
    let size = Size::new(6, 6);
    let mut frame = [0; 144];
    let fill = Request {
        operation: Operation::VideoFill,
        ..COPY
    };
    let fill = fill.check(size).unwrap();
    for caller in [
        Caller::None,
        Caller::Source(&[0; 3]),
        Caller::Destination(&mut [0; 4]),
    ] {
        assert_eq!(fill.run(&mut frame, caller), Err(Error::InvalidParameter));
    }
    assert_eq!(
        fill.run(&mut frame[..143], Caller::Source(&[0; 4])),
        Err(Error::InvalidParameter)
    );
    let read = Request {
        operation: Operation::BufferToVideo,
        ..COPY
    };
    let short = [0; 143];
    assert_eq!(
        read.check(size).unwrap().run(&mut frame, Caller::Source(&short)),
        Err(Error::InvalidParameter)
    );
}
