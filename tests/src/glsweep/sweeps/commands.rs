//! Commands in a random order: state, the order of what reads and writes, and names that come and go.
//!
//! A sequence is made from its number alone, so that all drivers get the same. Each command has a line, which names it.
//! Sequences that are watched look at what each command changed; the others let commands pile up, and are looked at in
//! the end. Everything keeps to values that all drivers have exactly.

mod buffers;
mod computations;
mod draws;
mod images;
mod programs;
mod state;
mod targets;

use std::collections::HashMap;

use crate::glsweep::Sweep;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::Gl;
use crate::glsweep::record::Record;

use buffers::{Array, Buffer, Holds};
use images::{Image, Kind};
use state::State;
use targets::{Piece, Target};

pub(super) const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "commands-watched",
        run: watched,
    },
    Sweep {
        name: "commands-at-once",
        run: at_once,
    },
];

/// Commands of a sequence.
const LENGTH: usize = 100;

/// The kinds of the slots, and whether they hold depth.
const SLOTS: [(Kind, bool); 14] = [
    (Kind::Flat, false),
    (Kind::Flat, false),
    (Kind::Flat, false),
    (Kind::Array, false),
    (Kind::Array, false),
    (Kind::Cube, false),
    (Kind::Deep, false),
    (Kind::Renderbuffer, false),
    (Kind::Samples, false),
    (Kind::Samples, false),
    (Kind::Samples, true),
    (Kind::Flat, true),
    (Kind::Flat, true),
    (Kind::Array, true),
];

const BUFFERS: [Holds; 10] = [
    Holds::Anything,
    Holds::Anything,
    Holds::Anything,
    Holds::Anything,
    Holds::Anything,
    Holds::Anything,
    Holds::Shorts { restarts: false },
    Holds::Shorts { restarts: true },
    Holds::Words,
    Holds::Arguments,
];

/// What a command changed.
#[derive(Clone, Copy, Debug)]
enum Touched {
    Piece(Piece),
    Image(usize),
    Buffer(usize),
}

/// Everything of a sequence.
struct World<'a> {
    gl: &'a Gl,
    eye: &'a Words<'a>,
    programs: &'a mut HashMap<String, u32>,
    noise: Noise,
    images: Vec<Option<Image>>,
    buffers: Vec<Buffer>,
    arrays: Vec<Array>,
    array: usize,
    targets: Vec<Option<Target>>,
    drawn: usize,
    read: usize,
    state: State,
    /// A frame buffer to look through.
    spare: u32,
    /// Changes all the time.
    sampler: u32,
    /// A buffer that pixels come from.
    pixels: u32,
    touched: Vec<Touched>,
    /// What asks, over several commands, whether anything is drawn.
    query: Option<u32>,
    /// What a command itself gave.
    seen: Option<u32>,
}

/// A word of many words.
fn sum(words: impl Iterator<Item = u32>) -> u32 {
    words.fold(0x811c_9dc5, |sum, word| {
        (sum ^ word).wrapping_mul(0x0100_0193).rotate_left(7)
    })
}

impl<'a> World<'a> {
    fn new(gl: &'a Gl, eye: &'a Words<'a>, programs: &'a mut HashMap<String, u32>, seed: u32) -> Self {
        let mut world = World {
            gl,
            eye,
            programs,
            noise: Noise(seed.wrapping_mul(0x9e37_79b9)),
            images: Vec::new(),
            buffers: Vec::new(),
            arrays: Vec::new(),
            array: 0,
            targets: Vec::new(),
            drawn: 0,
            read: 0,
            state: State::initial(),
            spare: gl.gen_framebuffer(),
            sampler: gl.gen_sampler(),
            pixels: gl.gen_buffer(),
            touched: Vec::new(),
            query: None,
            seen: None,
        };
        world.targets.resize_with(4, || None);
        world.images.resize_with(SLOTS.len(), || None);
        for (slot, (kind, deep)) in SLOTS.into_iter().enumerate() {
            world.make_image(slot, kind, deep);
        }
        for holds in BUFFERS {
            let buffer = world.make_buffer(holds);
            world.buffers.push(buffer);
        }
        for index in 0..2 {
            let array = world.make_array();
            gl.bind_vertex_array(array.name);
            world.arrays.push(array);
            (0..3).for_each(|attribute| world.set_attribute(index, attribute));
        }
        gl.bind_vertex_array(world.arrays[0].name);
        world.state.apply(gl);
        world
    }

    /// A slot whose image is such, or any if there is none.
    fn any_image(&mut self, is: impl Fn(&Image) -> bool) -> usize {
        let fit: Vec<usize> = (0..self.images.len())
            .filter(|slot| self.images[*slot].as_ref().is_some_and(&is))
            .collect();
        if fit.is_empty() { 0 } else { self.noise.pick(&fit) }
    }

    fn touch_image(&mut self, slot: usize) {
        self.touched.push(Touched::Image(slot));
    }

    fn touch_buffer(&mut self, buffer: usize) {
        self.touched.push(Touched::Buffer(buffer));
    }

    /// One command. Returns its name.
    fn step(&mut self) -> Result<String, String> {
        let kind = self.noise.below(100);
        // Mesa draws rectangles for other commands, which its driver for virgl does not hide from a query.
        if matches!(kind, 20..35 | 58..69 | 76..90 | 93) {
            self.end_query();
        }
        match kind {
            0..20 => {
                let mut text = String::new();
                for _ in 0..=self.noise.below(3) {
                    let setting = state::any(&mut self.noise);
                    text += &format!("{setting:x?} ");
                    self.state.set(self.gl, setting);
                }
                Ok(text)
            }
            20..28 => self.step_target(),
            28..35 => self.step_clear(),
            35..58 => self.step_draw(),
            58..62 => Ok(self.step_upload()),
            62..65 => self.step_copy_texture(),
            65..69 => self.step_blit(),
            69..74 => Ok(self.step_buffer()),
            74..76 => Ok(self.step_copy_buffer()),
            76..79 => self.step_read(),
            79 => Ok(self.step_mipmaps()),
            80..83 => self.step_compute_buffer(),
            83..85 => self.step_compute_image(),
            85 => self.step_compute_lookup(),
            86..88 => self.step_capture(),
            88 => Ok(self.step_recreate()),
            89 => Ok(self.step_recreate_buffer()),
            90..93 => Ok(self.step_view()),
            93 => self.step_invalidate(),
            94..98 => Ok(self.step_array()),
            98 => Ok(self.step_query()),
            _ => {
                self.gl.flush();
                Ok("flush".to_owned())
            }
        }
    }

    /// Brings the context into a state in which looks disturb nothing.
    fn quiet(&self) {
        State::initial().apply(self.gl);
        self.gl.bind_vertex_array(0);
        self.gl.bind_buffer(PIXEL_PACK_BUFFER, 0);
    }

    /// Back to the state of the sequence.
    fn restore(&self) {
        let gl = self.gl;
        self.state.apply(gl);
        for (index, at) in [(DRAW_FRAMEBUFFER, self.drawn), (READ_FRAMEBUFFER, self.read)] {
            let name = self.targets[at].as_ref().map_or(0, |target| target.name);
            gl.bind_framebuffer(index, name);
        }
        if let Some(array) = self.arrays.get(self.array) {
            gl.bind_vertex_array(array.name);
        }
    }

    fn sum_of(&self, touched: Touched) -> Result<u32, String> {
        match touched {
            Touched::Buffer(index) => {
                let Buffer { name, size, .. } = self.buffers[index];
                Ok(sum(contents(self.gl, name, size / 4).into_iter()))
            }
            Touched::Piece(Piece { slot, level, layer }) => {
                Ok(sum(self.look(self.image(slot), level, layer)?.into_iter()))
            }
            Touched::Image(slot) => {
                let image = self.image(slot);
                let mut sums = Vec::new();
                for level in 0..image.levels {
                    let layers = if image.kind == Kind::Samples {
                        4
                    } else {
                        image.level(level)[2]
                    };
                    for layer in 0..layers {
                        sums.push(sum(self.look(image, level, layer)?.into_iter()));
                    }
                }
                Ok(sum(sums.into_iter()))
            }
        }
    }

    /// Writes down what all images and buffers hold.
    fn finish(&self, record: &mut Record, label: &str) -> Result<(), String> {
        self.quiet();
        for slot in 0..self.images.len() {
            let text = self.image(slot).text();
            record.exact(
                &format!("{label} image {slot} {text}"),
                [self.sum_of(Touched::Image(slot))?],
            );
        }
        for index in 0..self.buffers.len() {
            record.exact(
                &format!("{label} buffer {index}"),
                [self.sum_of(Touched::Buffer(index))?],
            );
        }
        Ok(())
    }

    /// Deletes everything.
    fn end(mut self) {
        let gl = self.gl;
        self.end_query();
        self.quiet();
        for image in self.images.iter().flatten() {
            match image.kind {
                Kind::Renderbuffer => gl.delete_renderbuffer(image.name),
                _ => gl.delete_texture(image.name),
            }
        }
        self.targets
            .iter()
            .flatten()
            .for_each(|target| gl.delete_framebuffer(target.name));
        self.buffers
            .iter()
            .for_each(|buffer| gl.delete_buffer(buffer.name));
        self.arrays
            .iter()
            .for_each(|array| gl.delete_vertex_array(array.name));
        gl.delete_framebuffer(self.spare);
        gl.delete_buffer(self.pixels);
    }
}

/// One sequence of commands, with a line for each.
fn sequence(world: &mut World<'_>, record: &mut Record, seed: u32, watched: bool) -> Result<(), String> {
    for number in 0..LENGTH {
        world.touched.clear();
        world.seen = None;
        let text = world.step()?;
        let mut words: Vec<u32> = world.seen.into_iter().collect();
        if watched {
            world.quiet();
            for touched in world.touched.clone() {
                words.push(world.sum_of(touched)?);
            }
            world.restore();
        }
        let label = format!("{seed:04} {number:03} {text}");
        record.exact(&label, words);
        match world.gl.get_error() {
            NO_ERROR => {}
            error => record.fault(&label, &format!("GL error {error:#x}")),
        }
    }
    world.finish(record, &format!("{seed:04} end"))
}

fn sequences(gl: &Gl, record: &mut Record, seeds: &[u32], watched: bool) -> Result<(), String> {
    let eye = Words::new(gl);
    let mut programs = HashMap::new();
    for seed in seeds {
        let mut world = World::new(gl, &eye, &mut programs, *seed);
        sequence(&mut world, record, *seed, watched)?;
        world.end();
    }
    Ok(())
}

fn watched(gl: &Gl, record: &mut Record) -> Result<(), String> {
    sequences(gl, record, &[1], true)
}

fn at_once(gl: &Gl, record: &mut Record) -> Result<(), String> {
    sequences(gl, record, &[2, 3], false)
}
