//! Devices of one host, at work at the same time. A machine without an adapter skips these, loudly.

mod common;
#[path = "common/drawing.rs"]
mod drawing;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::thread;

use common::{Guest, host, transfer};
use drawing::{SIDE, guest_of};
use support::{Memory, Stream, resource};
use wgpu_renderer::{Host, Wgpu};
use wire::virgl::{Ccmd, ObjectType};

const GUESTS: usize = 4;
const ROUNDS: usize = 400;

/// The first texel of a texture.
const SAMPLE: &str = "FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
DCL TEMP[0]
IMM[0] FLT32 {0x3cf5c28f, 0x3cf5c28f, 0x00000000, 0x00000000}
  0: TEX TEMP[0], IMM[0], SAMP[0], 2D
  1: MOV OUT[0], TEMP[0]
  2: END
";

/// A guest whose draws sample texture 5, with two states that take turns: what they need of a driver's memory is not little.
fn guest_on(host: &Host) -> Guest<Memory> {
    let mut guest = guest_of(Guest::on(Wgpu::new(host).expect("the adapter opens")));
    let mut blend = vec![0; 10];
    // What is drawn, and nothing of what was there.
    blend[2] = 0xf << 27 | 0x11 << 22 | 1 << 17 | 0x11 << 9 | 1 << 4 | 1;
    let stream = Stream::new()
        .shader(512, 1, SAMPLE)
        .command(Ccmd::BindShader, &[512, 1])
        .create(ObjectType::SamplerState, 132, &[2 << 11, 0, 0, 0, 0, 0, 0, 0])
        .command(Ccmd::BindSamplerStates, &[1, 0, 132])
        .create(ObjectType::SamplerView, 130, &[5, 1, 0, 0, 0o3210])
        .command(Ccmd::SetSamplerViews, &[1, 0, 130])
        .create(ObjectType::Blend, 141, &blend);
    guest.submit(&stream);
    guest
}

/// As clients of `vtest` do. (The crash of lavapipe that devices of one instance can bring, see `Host`, is too rare for this.)
#[test]
fn guests_of_one_host_draw_beside_each_other() {
    let Some(host) = host() else { return };
    thread::scope(|scope| {
        for _ in 0..GUESTS {
            scope.spawn(|| {
                let mut guest = guest_on(&host);
                let draws = (0..60).fold(Stream::new(), |stream, index| {
                    stream.bind(ObjectType::Blend, [101, 141][index % 2]).draw(3)
                });
                for round in 0..ROUNDS {
                    let texel = [round as u8, 1, 2, 255];
                    guest.memory.put(5, texel.repeat((SIDE * SIDE) as usize));
                    guest.up(resource(5), &transfer(0, 0, SIDE, SIDE));
                    guest.submit(&draws);
                    assert!(guest.read(1) == texel.repeat((SIDE * SIDE) as usize));
                }
                guest.assert_no_faults();
            });
        }
    });
}
