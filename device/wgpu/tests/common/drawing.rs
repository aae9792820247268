//! A guest that draws a red triangle over all of its target.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use wire::virgl::{Ccmd, ObjectType};

use crate::common::{Guest, transfer};
use crate::support::{CONTEXT, Memory, Stream, resource};

pub const SIDE: u32 = 16;
/// The colour of [`crate::support::FRAGMENT`], as BGRA.
pub const RED: [u8; 4] = [0, 0, 255, 255];

/// A guest with a target (resource 1), vertices of a triangle over all of it (2), query memory (3) and a texture (5).
pub fn guest() -> Option<Guest<Memory>> {
    Some(guest_of(Guest::empty()?))
}

/// The same of one that has nothing yet.
pub fn guest_of(mut guest: Guest<Memory>) -> Guest<Memory> {
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
    guest
}

impl Guest<Memory> {
    pub fn create(&mut self, id: u32, target: u32, format: u32, bind: u32, (width, height): (u32, u32)) {
        self.create_resource(resource(id), target, format, bind, (width, height));
        self.renderer.attach(CONTEXT, resource(id)).unwrap();
        let texel = if target == 0 { 1 } else { 4 };
        self.memory.put(id, vec![0; (width * height * texel) as usize]);
    }

    pub fn submit(&mut self, stream: &Stream) {
        self.renderer.submit(CONTEXT, &stream.0, &self.memory).unwrap();
    }

    /// What a texture has.
    pub fn read(&mut self, id: u32) -> Vec<u8> {
        self.memory.put(id, vec![0xaa; 1024]);
        self.down(resource(id), &transfer(0, 0, SIDE, SIDE));
        self.finish();
        self.memory.get(id)
    }

    pub fn draw(&mut self) {
        let black = Stream::new().command(Ccmd::Clear, &[4, 0, 0, 0, 0, 0, 0, 0]);
        self.submit(&black.draw(3));
    }
}
