//! Lines that wgpu lacks: wide ones, those with a pattern, and what guests do with them; and round points; on whatever Vulkan adapter
//! there is. Which pixels a line covers is what GL says, so pictures are compared pixel by pixel.

mod common;
#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "common/drawing.rs"]
mod drawing;

use common::{Guest, transfer};
use device::gpu::Format;
use drawing::SIDE;
use support::{Memory, Stream, f, resource};
use wire::virgl::{Ccmd, ObjectType};

const LINES: u32 = 1;
const LINE_LOOP: u32 = 2;
const LINE_STRIP: u32 = 3;
/// `PIPE_PRIM_TRIANGLES`.
const TRIANGLES: u32 = 4;
/// What all states here have: depths are clipped, sprites, triangles are not culled, centres are at halves.
const PLAIN: u32 = 0x2000_00c2;
const STIPPLE: u32 = 1 << 27;
const SMOOTH: u32 = 1 << 26;
const POINT_SMOOTH: u32 = 1 << 23;
/// `PIPE_PRIM_POINTS`.
const POINTS: u32 = 0;
/// The most vertices of a test.
const VERTICES: u32 = 64;

/// A guest whose vertices (resource 6) are four floats each, and that has room for indices (7).
fn guest() -> Option<Guest<Memory>> {
    let mut guest = drawing::guest()?;
    guest.create(6, 0, 64, 1 << 4, (VERTICES * 16, 1));
    guest.create(7, 0, 64, 1 << 5, (64, 1));
    let float4 = u32::from(Format::R32G32B32A32_FLOAT.0);
    guest.submit(
        &Stream::new()
            .create(ObjectType::VertexElements, 121, &[0, 0, 0, float4])
            .bind(ObjectType::VertexElements, 121)
            .command(Ccmd::SetVertexBuffers, &[16, 0, 6])
            .command(Ccmd::SetIndexBuffer, &[7, 1, 0]),
    );
    Some(guest)
}

/// Places in pixels.
fn put(guest: &mut Guest<Memory>, places: &[(f32, f32)]) {
    let clip = |at: f32| at * 2.0 / SIDE as f32 - 1.0;
    let vertices: Vec<_> = places
        .iter()
        .map(|(x, y)| [clip(*x), clip(*y), 0.0, 1.0])
        .collect();
    put_clip(guest, &vertices);
}

fn put_clip(guest: &mut Guest<Memory>, vertices: &[[f32; 4]]) {
    let mut bytes: Vec<u8> = vertices
        .iter()
        .flatten()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    bytes.resize((VERTICES * 16) as usize, 0);
    guest.memory.put(6, bytes);
    guest.up(resource(6), &transfer(0, 0, VERTICES * 16, 1));
}

/// The state of lines: flags, width, and how often each bit of which pattern is repeated.
fn style(number: u32, flags: u32, width: f32, repeats: u32, pattern: u32) -> Stream {
    let stipple = pattern | (repeats - 1) << 16;
    Stream::new()
        .create(
            ObjectType::Rasterizer,
            number,
            &[PLAIN | flags, f(1.0), 0, stipple, f(width), 0, 0, 0],
        )
        .bind(ObjectType::Rasterizer, number)
        .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0])
}

fn draw(mode: u32, count: u32, indexed: bool, restart: Option<u32>) -> [u32; 12] {
    let (restarts, index) = (u32::from(restart.is_some()), restart.unwrap_or(0));
    [
        0,
        count,
        mode,
        u32::from(indexed),
        1,
        0,
        0,
        restarts,
        index,
        0,
        u32::MAX,
        0,
    ]
}

/// Rows of the target, a character a pixel.
fn picture(guest: &mut Guest<Memory>) -> Vec<String> {
    let bytes = guest.read(1);
    let row = |row: &[u8]| {
        row.chunks(4)
            .map(|pixel| if pixel[2] > 0 { '#' } else { '.' })
            .collect()
    };
    bytes.chunks(SIDE as usize * 4).map(row).collect()
}

/// What GL draws of lines of one pixel between such centres: fragments from each segment's first to before its last, of
/// which the pattern takes those whose bits it has.
fn walked(runs: &[Vec<(i32, i32)>], repeats: i32, pattern: u32) -> Vec<String> {
    let mut rows = vec![vec!['.'; SIDE as usize]; SIDE as usize];
    for run in runs {
        let mut counter = 0;
        for ends in run.windows(2) {
            let [(x0, y0), (x1, y1)] = [ends[0], ends[1]];
            let (dx, dy) = ((x1 - x0).signum(), (y1 - y0).signum());
            assert!(dx == 0 || dy == 0, "it walks along the axes");
            for step in 0..(x1 - x0).abs().max((y1 - y0).abs()) {
                if pattern >> (counter / repeats % 16) & 1 != 0 {
                    rows[(y0 + dy * step) as usize][(x0 + dx * step) as usize] = '#';
                }
                counter += 1;
            }
        }
    }
    rows.into_iter().map(|row| row.into_iter().collect()).collect()
}

fn centres(pixels: &[(i32, i32)]) -> Vec<(f32, f32)> {
    pixels
        .iter()
        .map(|(x, y)| (*x as f32 + 0.5, *y as f32 + 0.5))
        .collect()
}

/// Drivers cut lines into dashes, which may be a pixel off where one line ends and another begins.
fn assert_dashes(drawn: &[String], expected: &[String]) {
    let both = drawn.iter().zip(expected);
    let differ = both.flat_map(|(drawn, expected)| drawn.chars().zip(expected.chars()));
    let differing = differ.filter(|(drawn, expected)| drawn != expected).count();
    assert!(
        differing <= 2,
        "{differing} pixels differ: {drawn:#?} in place of {expected:#?}"
    );
}

#[test]
fn a_wide_line_has_as_many_pixels_in_each_column_and_not_its_last() {
    let Some(mut guest) = guest() else { return };
    put(&mut guest, &[(2.3, 5.5), (12.3, 5.5), (13.5, 14.6), (13.5, 9.6)]);
    guest.submit(&style(130, 0, 3.0, 1, 0xffff).command(Ccmd::DrawVbo, &draw(LINES, 4, false, None)));
    let mut expected = vec![vec!['.'; 16]; 16];
    for row in &mut expected[4..7] {
        row[2..12].fill('#');
    }
    // From above, the line begins in the diamond of row 14 and ends in that of row 9.
    for row in &mut expected[10..15] {
        row[12..15].fill('#');
    }
    let expected: Vec<String> = expected
        .into_iter()
        .map(|row| row.into_iter().collect())
        .collect();
    assert_eq!(picture(&mut guest), expected);
    guest.assert_no_faults();
}

#[test]
fn a_pattern_goes_on_round_corners_and_begins_again_after_a_restart() {
    let Some(mut guest) = guest() else { return };
    let corners = [
        (1, 1),
        (9, 1),
        (9, 8),
        (1, 8),
        (3, 11),
        (12, 11),
        (12, 14),
        (14, 3),
        (14, 14),
    ];
    put(&mut guest, &centres(&corners));
    // A loop, a strip, and one more strip of what is left.
    guest.memory.put(
        7,
        [vec![0, 1, 2, 3, 0xff, 4, 5, 6, 0xff, 7, 8], vec![0; 53]].concat(),
    );
    guest.up(resource(7), &transfer(0, 0, 64, 1));
    for (number, (repeats, pattern)) in (140..).zip([(1, 0x0f0f), (3, 0x1a35), (2, 0xaaaa)]) {
        for (mode, is_loop) in [(LINE_LOOP, true), (LINE_STRIP, false)] {
            let draw = draw(mode, 11, true, Some(0xff));
            let number = number * 2 + mode;
            guest.submit(&style(number, STIPPLE, 1.0, repeats, pattern).command(Ccmd::DrawVbo, &draw));
            let drawn = picture(&mut guest);
            if is_loop {
                // The others' way back is not along the axes, or along the same pixels.
                let expected = walked(
                    &[[&corners[..4], &corners[..1]].concat()],
                    repeats as i32,
                    pattern,
                );
                let first = |rows: &[String]| {
                    rows[..9]
                        .iter()
                        .map(|row| row[..13].to_owned())
                        .collect::<Vec<_>>()
                };
                assert_dashes(&first(&drawn), &first(&expected));
                continue;
            }
            let runs = [
                corners[..4].to_vec(),
                corners[4..7].to_vec(),
                corners[7..].to_vec(),
            ];
            assert_dashes(&drawn, &walked(&runs, repeats as i32, pattern));
        }
    }
    guest.assert_no_faults();
}

#[test]
fn a_line_with_an_end_behind_the_eye_goes_to_the_edge() {
    let Some(mut guest) = guest() else { return };
    put_clip(&mut guest, &[[-0.5, 0.0, 0.0, 1.0], [2.0, 0.0, 0.0, -1.0]]);
    let ends = [[0, 1], [1, 0]];
    for (number, ends) in (150..).zip(ends) {
        guest.memory.put(7, [ends.to_vec(), vec![0; 62]].concat());
        guest.up(resource(7), &transfer(0, 0, 64, 1));
        let draw = draw(LINES, 2, true, None);
        guest.submit(&style(number, 0, 4.0, 1, 0xffff).command(Ccmd::DrawVbo, &draw));
        for (number, row) in picture(&mut guest).into_iter().enumerate() {
            let expected = match number {
                6..10 => "....############",
                _ => "................",
            };
            assert_eq!(
                row, expected,
                "row {number} of a line from {} to {}",
                ends[0], ends[1]
            );
        }
    }
    guest.assert_no_faults();
}

#[test]
fn triangles_and_lines_by_turns_do_not_get_in_each_others_way() {
    let Some(mut guest) = guest() else { return };
    put(
        &mut guest,
        &[(0.0, 0.0), (8.0, 0.0), (0.0, 8.0), (2.3, 12.5), (13.3, 12.5)],
    );
    let line = [3, 2, LINES, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0];
    let triangle = draw(TRIANGLES, 3, false, None);
    let mut stream = style(160, 0, 3.0, 1, 0xffff);
    for _ in 0..5 {
        stream = stream
            .command(Ccmd::DrawVbo, &triangle)
            .command(Ccmd::DrawVbo, &line);
    }
    guest.submit(&stream);
    let rows = picture(&mut guest);
    let count = |rows: &[String]| {
        rows.iter()
            .flat_map(|row| row.chars())
            .filter(|pixel| *pixel == '#')
            .count()
    };
    assert_eq!(count(&rows[11..14]), 33);
    let half = count(&rows[..8]);
    assert!(
        (28..=36).contains(&half),
        "the triangle is half of 64 pixels: {half}"
    );
    assert_eq!(count(&rows), 33 + half);
    guest.assert_no_faults();
}

#[test]
fn patterns_without_end_are_not_remembered_without_end() {
    let Some(mut guest) = guest() else { return };
    put(&mut guest, &centres(&[(1, 5), (14, 5)]));
    guest.renderer.gpu_mut().remember_at_most(12, 4);
    for pattern in 1..100 {
        let style = style(200, STIPPLE, 1.0, 1, pattern << 4);
        guest.submit(
            &style
                .command(Ccmd::DrawVbo, &draw(LINES, 2, false, None))
                .command(Ccmd::DestroyObject, &[200]),
        );
        let remembered = guest.renderer.gpu_mut().remembered_pipelines();
        assert!(remembered <= 13, "{remembered} pipelines");
        // What is made again is right.
        if pattern % 9 == 0 {
            assert_dashes(
                &picture(&mut guest),
                &walked(&[vec![(1, 5), (14, 5)]], 1, pattern << 4 & 0xffff),
            );
        }
    }
    guest.assert_no_faults();
}

#[test]
fn a_smooth_point_is_round() {
    let Some(mut guest) = guest() else { return };
    put(&mut guest, &[(8.0, 8.0)]);
    for (number, flags, corner) in [(170, POINT_SMOOTH, '.'), (171, 0, '#')] {
        let words = [PLAIN | flags, f(10.0), 0, 0, f(1.0), 0, 0, 0];
        guest.submit(
            &Stream::new()
                .create(ObjectType::Rasterizer, number, &words)
                .bind(ObjectType::Rasterizer, number)
                .command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0])
                .command(Ccmd::DrawVbo, &draw(POINTS, 1, false, None)),
        );
        let rows: Vec<Vec<char>> = picture(&mut guest)
            .iter()
            .map(|row| row.chars().collect())
            .collect();
        for (x, y, expected) in [
            (8, 8, '#'),
            (3, 8, '#'),
            (8, 12, '#'),
            (3, 3, corner),
            (12, 3, corner),
            (12, 12, corner),
            (1, 8, '.'),
            (8, 14, '.'),
        ] {
            assert_eq!(rows[y][x], expected, "{x}, {y} of {rows:?}");
        }
    }
    guest.assert_no_faults();
}

#[test]
fn what_no_line_can_be_does_no_harm() {
    let Some(mut guest) = guest() else { return };
    put(
        &mut guest,
        &[
            (2.5, 5.5),
            (2.5, 5.5),
            (f32::NAN, 3.0),
            (1e30, f32::INFINITY),
            (4.0, 4.0),
        ],
    );
    let widths = [f32::NAN, f32::INFINITY, -3.0, 0.0, 1e30, 255.0];
    for (number, width) in (0..).zip(widths) {
        for (flags, mode) in [(STIPPLE, LINE_STRIP), (STIPPLE | SMOOTH, LINE_LOOP), (0, LINES)] {
            let style = style(200 + number * 8 + mode, flags, width, 256, 0x8001);
            guest.submit(&style.command(Ccmd::DrawVbo, &draw(mode, 5, false, None)));
        }
    }
    // More vertices than are there, and more segments than a list has.
    for count in [1, 3000, 1 << 17, (1 << 20) + 1] {
        guest.submit(
            &style(300 + count % 97, 0, 2.0, 1, 0xffff)
                .command(Ccmd::DrawVbo, &draw(LINES, count, false, None)),
        );
    }
    picture(&mut guest);
    guest.assert_no_faults();
}
