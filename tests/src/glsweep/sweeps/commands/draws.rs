//! Draws of a sequence.

use crate::functions::Offset;
use crate::glsweep::draw::*;
use crate::glsweep::enums::*;

use super::buffers::{Holds, INDEXED_ARGUMENTS};
use super::images::Kind;
use super::programs::{CAPTURED, Looked, Shading, vertex};
use super::targets::Piece;
use super::{Touched, World};

/// What a draw does, and with which images.
struct Chosen {
    shading: Shading,
    /// By fragments.
    looked: Option<usize>,
    /// By fragments.
    stored: Option<Piece>,
    /// Looked up by vertices.
    places: Option<usize>,
}

impl World<'_> {
    /// A texture that a draw may look up: no piece of the target is in what lookups see of it.
    fn looked_up(&mut self) -> Option<usize> {
        let target = self.target(self.drawn);
        let fit: Vec<usize> = (0..self.images.len())
            .filter(|slot| {
                let image = self.image(*slot);
                let seen = image.view.base..=image.view.max;
                image.kind != Kind::Renderbuffer
                    && !target
                        .pieces()
                        .any(|piece| piece.slot == *slot && seen.contains(&piece.level))
            })
            .collect();
        (!fit.is_empty()).then(|| self.noise.pick(&fit))
    }

    /// A piece of an image that a draw may write: it is no part of the target and not looked up.
    fn stored(&mut self, looked: Option<usize>) -> Option<Piece> {
        let target = self.target(self.drawn);
        let fit: Vec<usize> = (0..self.images.len())
            .filter(|slot| {
                let image = self.image(*slot);
                image.immutable
                    && image.format.image.is_some()
                    && !matches!(image.kind, Kind::Samples | Kind::Renderbuffer)
                    && looked != Some(*slot)
                    && !target.pieces().any(|piece| piece.slot == *slot)
            })
            .collect();
        if fit.is_empty() {
            return None;
        }
        let slot = self.noise.pick(&fit);
        let levels = self.image(slot).levels;
        let level = self.noise.below(levels as usize) as i32;
        let layers = self.image(slot).level(level)[2];
        let layer = self.noise.below(layers as usize) as i32;
        Some(Piece { slot, level, layer })
    }

    /// Begins to ask, or ends it, whether anything is drawn.
    pub(super) fn step_query(&mut self) -> String {
        if self.end_query() {
            return "query ends".to_owned();
        }
        let query = self.gl.gen_query();
        self.gl.begin_query(ANY_SAMPLES_PASSED, query);
        self.query = Some(query);
        "query begins".to_owned()
    }

    /// Ends the query that goes on, if there is one.
    pub(super) fn end_query(&mut self) -> bool {
        let gl = self.gl;
        let Some(query) = self.query.take() else {
            return false;
        };
        gl.end_query(ANY_SAMPLES_PASSED);
        self.seen = Some(u32::from(gl.query_result(query) != 0));
        gl.delete_query(query);
        true
    }

    /// Binds a texture for the program in use and says what of it is looked up.
    pub(super) fn set_lookup(&mut self, program: u32, slot: usize) -> String {
        let gl = self.gl;
        let noise = &mut self.noise;
        let image = self.images[slot].as_ref().expect("slots are full");
        let unit = noise.below(3) as u32;
        gl.active_texture(TEXTURE0 + unit);
        gl.bind_texture(image.kind.target(), image.name);
        let by_sampler = image.kind != Kind::Samples && noise.chance(30);
        let min = if by_sampler {
            let modes = [REPEAT, CLAMP_TO_EDGE, MIRRORED_REPEAT];
            let min = noise.pick(&[NEAREST, NEAREST_MIPMAP_NEAREST]);
            for axis in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R] {
                gl.sampler_parameteri(self.sampler, axis, noise.pick(&modes) as i32);
            }
            gl.sampler_parameteri(self.sampler, TEXTURE_MIN_FILTER, min as i32);
            gl.sampler_parameteri(self.sampler, TEXTURE_MAG_FILTER, NEAREST as i32);
            min
        } else {
            image.view.min
        };
        gl.bind_sampler(unit, if by_sampler { self.sampler } else { 0 });
        let levels = image.view.max - image.view.base + 1;
        let level = if min == NEAREST {
            0
        } else {
            noise.below(levels as usize) as i32
        };
        let size = image.level(image.view.base + level);
        let layer = match image.kind {
            Kind::Samples => noise.below(4),
            Kind::Flat => noise.below(3),
            _ => noise.below(size[2] as usize),
        } as i32;
        gl.uniform1i(gl.uniform(program, "map"), unit as i32);
        gl.uniform3i(gl.uniform(program, "size"), size[0], size[1], size[2]);
        gl.uniform1i(gl.uniform(program, "level"), level);
        gl.uniform1i(gl.uniform(program, "layer"), layer);
        format!(
            "looks up {slot} by sampler {by_sampler} level {level} layer {layer} base {} unit {unit} of {}",
            image.view.base,
            image.text()
        )
    }

    /// Chooses what a draw's fragments and vertices do.
    fn choose(&mut self) -> Chosen {
        let fragments = self.noise.chance(60);
        let looked = self.looked_up().filter(|_| fragments);
        let discards = self.noise.chance(15);
        let counts = self.noise.chance(15).then(|| self.noise.chance(50));
        let stores = counts.is_some() && self.noise.chance(60);
        let stored = self.stored(looked).filter(|_| stores);
        let vertices = self.noise.chance(15);
        let places = self.looked_up().filter(|slot| {
            let image = self.image(*slot);
            let plain = image.kind == Kind::Flat && !image.format.depth();
            vertices && plain && stored.is_none_or(|piece| piece.slot != *slot)
        });
        let shading = Shading {
            outputs: self.classes(self.drawn),
            looked: looked.map(|slot| Looked::of(self.image(slot))),
            discards,
            counts,
            stores: stored.map(|Piece { slot, .. }| {
                let format = self.image(slot).format;
                (format.image.expect("it was chosen for it"), format.class)
            }),
        };
        Chosen {
            shading,
            looked,
            stored,
            places,
        }
    }

    /// Binds all that the draw reads and writes. Returns its description.
    fn set_chosen(&mut self, program: u32, chosen: &Chosen) -> String {
        let gl = self.gl;
        let mut text = String::new();
        if let Some(slot) = chosen.places {
            let image = self.image(slot);
            gl.active_texture(TEXTURE0 + 3);
            gl.bind_texture(TEXTURE_2D, image.name);
            let [w, h, _] = image.level(image.view.base);
            gl.uniform1i(gl.uniform(program, "places"), 3);
            gl.uniform2i(gl.uniform(program, "extent"), w, h);
            text += &format!("places {slot} ");
        }
        if let Some(Piece { slot, level, layer }) = chosen.stored {
            let image = self.image(slot);
            let [w, h, _] = image.level(level);
            gl.bind_image_texture(0, image.name, level, 0, layer, WRITE_ONLY, image.format.internal);
            gl.uniform2i(gl.uniform(program, "stored_extent"), w, h);
            text += &format!("stores {slot} {level} {layer} ");
        }
        if let Some(slot) = chosen.looked {
            text += &self.set_lookup(program, slot);
        }
        let block = self.any_buffer(Holds::Anything, &[]);
        let at = self.noise.below(8) * 256;
        gl.bind_buffer_range(UNIFORM_BUFFER, 0, self.buffers[block].name, at as isize, 256);
        text += &format!(" block {block} at {at}");
        if let Some(early) = chosen.shading.counts {
            let mut used = self.sources();
            used.push(block);
            let counts = self.any_buffer(Holds::Anything, &used);
            gl.bind_buffer_range(SHADER_STORAGE_BUFFER, 0, self.buffers[counts].name, 1024, 1024);
            self.touch_buffer(counts);
            text += &format!(" counts {counts} early {early}");
        }
        text
    }

    /// Whether the state blends a target of a precision whose blending is an extension's.
    fn blends_too_much(&self) -> bool {
        let mut colours = self.target(self.drawn).colours.iter();
        self.state.is(BLEND) && colours.any(|piece| !self.image(piece.slot).format.blends)
    }

    /// A draw into the frame buffer in use, in whatever state.
    pub(super) fn step_draw(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let gl = self.gl;
        let chosen = self.choose();
        let class = chosen.places.map(|slot| self.image(slot).format.class);
        let vertex = vertex(class, "flat out uint id;\n", "");
        let program = self.program(&vertex, &chosen.shading.text(), &[], 0)?;
        gl.use_program(program);
        let mut text = self.set_chosen(program, &chosen);
        let query = (self.query.is_none() && self.noise.chance(15)).then(|| gl.gen_query());
        if let Some(query) = query {
            gl.begin_query(ANY_SAMPLES_PASSED, query);
        }
        if self.blends_too_much() {
            gl.disable(BLEND);
        }
        text += &self.draw_some(program);
        if self.blends_too_much() {
            gl.enable(BLEND);
        }
        if chosen.shading.counts.is_some() {
            gl.memory_barrier(ALL_BARRIER_BITS);
        }
        if let Some(query) = query {
            gl.end_query(ANY_SAMPLES_PASSED);
            self.seen = Some(u32::from(gl.query_result(query) != 0));
            gl.delete_query(query);
        }
        if let Some(piece) = chosen.stored {
            self.touched.push(Touched::Piece(piece));
        }
        self.touch_target();
        let Shading {
            outputs, discards, ..
        } = &chosen.shading;
        Ok(format!(
            "draw {outputs:?} {} discards {discards} {text}",
            self.drawn
        ))
    }

    /// Sets the uniforms of places and draws one of the shapes.
    fn draw_some(&mut self, program: u32) -> String {
        let gl = self.gl;
        let [w, h] = self.state.viewport();
        let noise = &mut self.noise;
        let mode = noise.below(3) as i32;
        let tint = noise.below(1000) as u32;
        let z = noise.below(17) as f32 / 8.0 - 1.0;
        let rect: [i32; 4] = std::array::from_fn(|axis| {
            let side = noise.below(16) as i32;
            if axis < 2 { side - 4 } else { side + 4 }
        });
        // Half of the rectangles are seen from behind.
        let rect = if noise.chance(50) {
            [rect[0] + rect[2], rect[1], -rect[2], rect[3]]
        } else {
            rect
        };
        gl.uniform1i(gl.uniform(program, "mode"), mode);
        gl.uniform1ui(gl.uniform(program, "tint"), tint);
        gl.uniform4i(gl.uniform(program, "rect"), rect[0], rect[1], rect[2], rect[3]);
        gl.uniform2f(gl.uniform(program, "side"), w as f32, h as f32);
        gl.uniform1f(gl.uniform(program, "z"), z);
        let how = if mode == 0 {
            let instances = noise.below(4) as i32;
            gl.draw_arrays_instanced(TRIANGLE_STRIP, 0, 4, instances);
            format!("rectangles {instances} {rect:?}")
        } else {
            let shape = if mode == 1 {
                POINTS
            } else {
                noise.pick(&[TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN])
            };
            format!("shape {shape:#x} {}", self.draw_vertices(shape))
        };
        format!(" {how} z {z} tint {tint}")
    }

    /// Draws vertices of the array in use.
    fn draw_vertices(&mut self, shape: u32) -> String {
        let gl = self.gl;
        let count = 1 + self.noise.below(40) as i32;
        let first = self.noise.below(16) as i32;
        let instances = 1 + self.noise.below(3) as i32;
        let restarts = self.state.is(PRIMITIVE_RESTART_FIXED_INDEX) && self.noise.chance(70);
        let (kind, holds, size) = match self.noise.below(3) {
            0 => (UNSIGNED_BYTE, Holds::Anything, 1),
            1 => (UNSIGNED_SHORT, Holds::Shorts { restarts }, 2),
            _ => (UNSIGNED_INT, Holds::Words, 4),
        };
        let way = self.noise.below(8);
        let text = format!(
            "way {way} count {count} first {first} instances {instances} {holds:?} array {}",
            self.array
        );
        if way < 2 {
            if way == 0 {
                gl.draw_arrays(shape, first, count);
            } else {
                gl.draw_arrays_instanced(shape, first, count, instances);
            }
            return text;
        }
        if way >= 6 {
            let arguments = self.any_buffer(Holds::Arguments, &[]);
            gl.bind_buffer(DRAW_INDIRECT_BUFFER, self.buffers[arguments].name);
        }
        if way == 6 {
            gl.draw_arrays_indirect(shape, Offset(0));
            return text;
        }
        let indices = self.any_buffer(holds, &[]);
        gl.bind_buffer(ELEMENT_ARRAY_BUFFER, self.buffers[indices].name);
        let at = Offset(first as usize * size);
        match way {
            2 => gl.draw_elements(shape, count, kind, at),
            3 | 4 => gl.draw_elements_instanced(shape, count, kind, at, instances),
            5 => gl.draw_range_elements(shape, 0, 255, count, kind, at),
            _ => gl.draw_elements_indirect(shape, kind, Offset(INDEXED_ARGUMENTS * 4)),
        }
        format!("{text} indices {indices}")
    }

    /// Catches vertices in a buffer, or in two.
    pub(super) fn step_capture(&mut self) -> Result<String, String> {
        let gl = self.gl;
        self.bind_targets()?;
        let apart = self.noise.chance(50);
        let declared = "flat out uint id; flat out uvec4 caught; flat out uint more;\n";
        let vertex = vertex(None, declared, CAPTURED);
        let fragment = format!(
            "{HEAD}flat in uint id; layout(location = 0) out vec4 o; void main() {{ o = vec4(uvec4(id) >> uvec4(0, 8, 16, 24) & 255u) * (1.0 / 255.0); }}"
        );
        let mode = if apart {
            SEPARATE_ATTRIBS
        } else {
            INTERLEAVED_ATTRIBS
        };
        let program = self.program(&vertex, &fragment, &["caught", "more"], mode)?;
        gl.use_program(program);
        let mut used = self.sources();
        let one = self.any_buffer(Holds::Anything, &used);
        used.push(one);
        let at = (self.noise.below(64) * 4) as isize;
        gl.bind_buffer_range(TRANSFORM_FEEDBACK_BUFFER, 0, self.buffers[one].name, at, 2048);
        self.touch_buffer(one);
        if apart {
            let two = self.any_buffer(Holds::Anything, &used);
            gl.bind_buffer_range(TRANSFORM_FEEDBACK_BUFFER, 1, self.buffers[two].name, at, 1024);
            self.touch_buffer(two);
        }
        gl.uniform1ui(gl.uniform(program, "tint"), self.noise.below(1000) as u32);
        gl.uniform1i(gl.uniform(program, "mode"), 1);
        gl.uniform2f(gl.uniform(program, "side"), 16.0, 16.0);
        // Half of them are drawn too, where the output is all that the target takes.
        let drawn = self.classes(self.drawn) == [Class::Float] && self.noise.chance(50);
        let discards = self.state.is(RASTERIZER_DISCARD);
        if drawn {
            self.touch_target();
        } else {
            gl.enable(RASTERIZER_DISCARD);
        }
        let too_much = drawn && self.blends_too_much();
        if too_much {
            gl.disable(BLEND);
        }
        let query = gl.gen_query();
        gl.begin_query(TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, query);
        gl.begin_transform_feedback(POINTS);
        let mut text = String::new();
        for _ in 0..=self.noise.below(2) {
            // There is room for all: GLES says that more is an error, and later versions that it is left out.
            let count = 1 + self.noise.below(25) as i32;
            let first = self.noise.below(16) as i32;
            if self.noise.chance(50) {
                gl.draw_arrays(POINTS, first, count);
            } else {
                gl.draw_arrays_instanced(POINTS, first, count, 2);
            }
            text += &format!(" {count} from {first}");
        }
        gl.end_transform_feedback();
        gl.end_query(TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
        self.seen = Some(gl.query_result(query));
        gl.delete_query(query);
        if !discards {
            gl.disable(RASTERIZER_DISCARD);
        }
        if too_much {
            gl.enable(BLEND);
        }
        for index in 0..2 {
            gl.bind_buffer_base(TRANSFORM_FEEDBACK_BUFFER, index, 0);
        }
        Ok(format!(
            "capture into {one} at {at} apart {apart} drawn {drawn} {text}"
        ))
    }
}
