//! The buffers of a sequence: what may be in them, and how it changes.

use crate::functions::Offset;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;

use super::World;

/// What is in a buffer, so that draws may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Anything: vertices, blocks, indices of a byte.
    Anything,
    /// Indices of two bytes. Some restart primitives.
    Shorts { restarts: bool },
    /// Indices of four bytes.
    Words,
    /// Arguments of draws and of a dispatch.
    Arguments,
}

/// Of what may hold anything; every other size is enough for every use too.
pub(super) const LEAST: usize = 4096;
/// Indices are below.
pub(super) const VERTICES: u32 = 256;
/// Where the arguments of draws with indices begin, and of dispatches, in words.
pub(super) const INDEXED_ARGUMENTS: usize = 8;
pub(super) const DISPATCH_ARGUMENTS: usize = 16;

pub(super) struct Buffer {
    pub(super) name: u32,
    pub(super) size: usize,
    pub(super) holds: Holds,
}

const USAGES: [u32; 4] = [STATIC_DRAW, DYNAMIC_DRAW, STREAM_DRAW, DYNAMIC_COPY];

/// Content of a buffer from a place on.
fn content(noise: &mut Noise, holds: Holds, at: usize, count: usize) -> Vec<u8> {
    match holds {
        Holds::Anything => noise.bytes(count),
        Holds::Shorts { restarts } => (0..count / 2)
            .flat_map(|_| {
                let restart = restarts && noise.chance(8);
                let index = noise.below(VERTICES as usize) as u16;
                (if restart { 0xffff } else { index }).to_le_bytes()
            })
            .collect(),
        Holds::Words => (0..count / 4)
            .flat_map(|_| (noise.below(VERTICES as usize) as u32).to_le_bytes())
            .collect(),
        Holds::Arguments => {
            let words = (at / 4..at / 4 + count / 4).map(|word| match word {
                // Count, instances, first, and what has to be 0.
                0 => 1 + noise.below(40) as u32,
                1 => noise.below(4) as u32,
                2 => noise.below(16) as u32,
                // Count, instances, first index, what is added to indices, and what has to be 0.
                8 => 1 + noise.below(40) as u32,
                9 => noise.below(4) as u32,
                10 => noise.below(32) as u32,
                11 => noise.below(8) as u32,
                16 => noise.below(4) as u32,
                17 | 18 => 1,
                _ => 0,
            });
            bytes(&words.collect::<Vec<_>>())
        }
    }
}

impl World<'_> {
    pub(super) fn make_buffer(&mut self, holds: Holds) -> Buffer {
        let size = match holds {
            Holds::Anything => LEAST + self.noise.below(4) * 256,
            Holds::Arguments => 80,
            _ => 512,
        };
        let name = self.gl.gen_buffer();
        let data = content(&mut self.noise, holds, 0, size);
        self.gl.bind_buffer(COPY_WRITE_BUFFER, name);
        self.gl
            .buffer_data(COPY_WRITE_BUFFER, &data, self.noise.pick(&USAGES));
        Buffer { name, size, holds }
    }

    /// A buffer of this content that is not among these.
    pub(super) fn any_buffer(&mut self, holds: Holds, but: &[usize]) -> usize {
        let fit: Vec<usize> = (0..self.buffers.len())
            .filter(|index| self.buffers[*index].holds == holds && !but.contains(index))
            .collect();
        self.noise.pick(&fit)
    }

    /// Changes a buffer's content, in one of the many ways.
    pub(super) fn step_buffer(&mut self) -> String {
        let index = self.noise.below(self.buffers.len());
        let Buffer { name, size, holds } = self.buffers[index];
        let gl = self.gl;
        let noise = &mut self.noise;
        let at = noise.below(size / 4) * 4;
        let count = (4 + noise.below((size - at) / 4) * 4).min(size - at);
        let target = noise.pick(&[
            COPY_WRITE_BUFFER,
            ARRAY_BUFFER,
            UNIFORM_BUFFER,
            SHADER_STORAGE_BUFFER,
        ]);
        gl.bind_buffer(target, name);
        let (way, at, count) = match noise.below(9) {
            0 | 1 => {
                gl.buffer_sub_data(target, at, &content(noise, holds, at, count));
                ("part", at, count)
            }
            2 => {
                // Another store under the same name. Of another size too, where that is enough.
                let size = if holds == Holds::Anything {
                    LEAST + noise.below(4) * 256
                } else {
                    size
                };
                self.buffers[index].size = size;
                let usage = noise.pick(&USAGES);
                gl.buffer_data(target, &content(noise, holds, 0, size), usage);
                ("anew", 0, size)
            }
            3 => {
                let access = MAP_WRITE_BIT | MAP_INVALIDATE_BUFFER_BIT;
                let data = content(noise, holds, 0, size);
                gl.mapped(target, 0, size, access, |memory| memory.copy_from_slice(&data));
                ("invalidated", 0, size)
            }
            kind => {
                let (way, access) = [
                    ("mapped", MAP_WRITE_BIT),
                    ("read, mapped", MAP_WRITE_BIT | MAP_READ_BIT),
                    ("range invalidated", MAP_WRITE_BIT | MAP_INVALIDATE_RANGE_BIT),
                    ("flushed by hand", MAP_WRITE_BIT | MAP_FLUSH_EXPLICIT_BIT),
                    ("unsynchronized", MAP_WRITE_BIT | MAP_UNSYNCHRONIZED_BIT),
                ][kind - 4];
                if access & MAP_UNSYNCHRONIZED_BIT != 0 {
                    // The order is the program's to keep.
                    gl.finish();
                }
                let data = content(noise, holds, at, count);
                gl.mapped(target, at, count, access, |memory| {
                    memory.copy_from_slice(&data);
                    if access & MAP_FLUSH_EXPLICIT_BIT != 0 {
                        gl.flush_mapped_buffer_range(target, 0, count as isize);
                    }
                });
                (way, at, count)
            }
        };
        self.touch_buffer(index);
        format!("buffer {index} {way} {count} from {at}")
    }

    /// Copies between buffers of one kind, or within one.
    pub(super) fn step_copy_buffer(&mut self) -> String {
        let from = self.noise.below(self.buffers.len());
        let holds = self.buffers[from].holds;
        let to = self.any_buffer(holds, &[]);
        if holds == Holds::Arguments {
            return "no copy".to_owned();
        }
        let noise = &mut self.noise;
        let room = self.buffers[from].size.min(self.buffers[to].size);
        let count = 4 + noise.below(room / 8 - 1) * 4;
        let (source, destination) = if from == to {
            // Ranges of one buffer must not overlap.
            let half = room / 2 / 4 * 4;
            let source = noise.below((half - count) / 4 + 1) * 4;
            let destination = half + noise.below((half - count) / 4 + 1) * 4;
            if noise.chance(50) {
                (source, destination)
            } else {
                (destination, source)
            }
        } else {
            let mut place = || noise.below((room - count) / 4 + 1) * 4;
            (place(), place())
        };
        let gl = self.gl;
        gl.bind_buffer(COPY_READ_BUFFER, self.buffers[from].name);
        gl.bind_buffer(COPY_WRITE_BUFFER, self.buffers[to].name);
        gl.copy_buffer_sub_data(
            COPY_READ_BUFFER,
            COPY_WRITE_BUFFER,
            source as isize,
            destination as isize,
            count as isize,
        );
        self.touch_buffer(to);
        format!("copy {count} from buffer {from} at {source} to {to} at {destination}")
    }

    /// Deletes a buffer and makes another. Arrays that had it have the new one.
    pub(super) fn step_recreate_buffer(&mut self) -> String {
        let index = self.noise.below(self.buffers.len());
        let holds = self.buffers[index].holds;
        self.gl.delete_buffer(self.buffers[index].name);
        self.buffers[index] = self.make_buffer(holds);
        for array in 0..self.arrays.len() {
            self.gl.bind_vertex_array(self.arrays[array].name);
            for attribute in 0..3 {
                if self.arrays[array].attributes[attribute].buffer == Some(index) {
                    self.set_attribute(array, attribute);
                }
            }
        }
        self.gl.bind_vertex_array(self.arrays[self.array].name);
        self.touch_buffer(index);
        format!("buffer {index} again")
    }
}

/// An attribute's type: its size in bytes, whether it is a vector of integers, and whether it goes from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    kind: u32,
    size: i32,
    normalized: u8,
}

/// Where an attribute of an array comes from.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// None for one value for all.
    pub(super) buffer: Option<usize>,
    element: Element,
    at: usize,
    stride: i32,
    /// Whether format and buffer are set by themselves, where a stride of 0 means the same element for all.
    split: bool,
    divisor: u32,
}

pub(super) struct Array {
    pub(super) name: u32,
    pub(super) attributes: Vec<Attribute>,
}

/// A type for an attribute: unsigned and signed integers, and floats of whole numbers or bytes.
fn element(noise: &mut Noise, attribute: usize) -> Element {
    let size = 1 + noise.below(4) as i32;
    let (kind, normalized) = match attribute {
        0 => (noise.pick(&[UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT]), 0),
        1 => (noise.pick(&[BYTE, SHORT, INT]), 0),
        _ => noise.pick(&[
            (UNSIGNED_BYTE, 1),
            (UNSIGNED_BYTE, 0),
            (SHORT, 0),
            (BYTE, 0),
            (UNSIGNED_SHORT, 0),
        ]),
    };
    Element {
        kind,
        size,
        normalized,
    }
}

impl World<'_> {
    pub(super) fn make_array(&mut self) -> Array {
        let attributes = (0..3).map(|attribute| self.any_attribute(attribute)).collect();
        Array {
            name: self.gl.gen_vertex_array(),
            attributes,
        }
    }

    fn any_attribute(&mut self, attribute: usize) -> Attribute {
        let buffer = self
            .noise
            .chance(85)
            .then(|| self.any_buffer(Holds::Anything, &[]));
        let noise = &mut self.noise;
        let element = element(noise, attribute);
        let unit = match element.kind {
            BYTE | UNSIGNED_BYTE => 1,
            SHORT | UNSIGNED_SHORT => 2,
            _ => 4,
        };
        let stride = noise.pick(&[0, 1, 2, 3, 4, 5, 8, 12]) * unit.min(2);
        let split = noise.chance(30);
        let packed = stride == 0 && !split;
        let each = if packed { element.size * unit } else { stride };
        // The last index is 255, and 8 may be added to it.
        Attribute {
            buffer,
            element,
            at: noise.below(32) * unit as usize,
            stride: if each * 264 + 256 > LEAST as i32 {
                4
            } else {
                stride
            },
            split,
            divisor: noise.pick(&[0, 0, 0, 0, 1, 2]),
        }
    }

    /// Says to the array that is bound where an attribute comes from.
    pub(super) fn set_attribute(&mut self, array: usize, attribute: usize) {
        let gl = self.gl;
        let index = attribute as u32;
        let Attribute {
            buffer,
            element,
            at,
            stride,
            split,
            divisor,
        } = self.arrays[array].attributes[attribute].clone();
        let Some(buffer) = buffer else {
            gl.disable_vertex_attrib_array(index);
            return;
        };
        let name = self.buffers[buffer].name;
        gl.bind_buffer(ARRAY_BUFFER, name);
        if split {
            if attribute < 2 {
                gl.vertex_attrib_i_format(index, element.size, element.kind, 0);
            } else {
                gl.vertex_attrib_format(index, element.size, element.kind, element.normalized, 0);
            }
            gl.vertex_attrib_binding(index, index);
            gl.bind_vertex_buffer(index, name, at as isize, stride);
        } else if attribute < 2 {
            gl.vertex_attrib_i_pointer(index, element.size, element.kind, stride, Offset(at));
        } else {
            gl.vertex_attrib_pointer(
                index,
                element.size,
                element.kind,
                element.normalized,
                stride,
                Offset(at),
            );
        }
        gl.vertex_attrib_divisor(index, divisor);
        gl.enable_vertex_attrib_array(index);
    }

    /// Takes another array, another source of an attribute, or another value of one without a source.
    pub(super) fn step_array(&mut self) -> String {
        let gl = self.gl;
        match self.noise.below(4) {
            0 => {
                self.array = self.noise.below(self.arrays.len());
                gl.bind_vertex_array(self.arrays[self.array].name);
                format!("array {}", self.array)
            }
            1 => {
                let value = self.noise.below(250) as i32;
                gl.vertex_attrib_i4ui(0, value as u32, 1, 2, value as u32 * 3);
                gl.vertex_attrib_i4i(1, -value, value, 5, -6);
                gl.vertex_attrib4f(2, value as f32, 1.0, 0.0, 3.0);
                format!("values {value}")
            }
            _ => {
                let attribute = self.noise.below(3);
                let source = self.any_attribute(attribute);
                let text = format!("attribute {attribute} of {}: {source:x?}", self.array);
                self.arrays[self.array].attributes[attribute] = source;
                self.set_attribute(self.array, attribute);
                text
            }
        }
    }

    /// The buffers that the array in use reads.
    pub(super) fn sources(&self) -> Vec<usize> {
        let attributes = self.arrays[self.array].attributes.iter();
        attributes.filter_map(|attribute| attribute.buffer).collect()
    }
}
