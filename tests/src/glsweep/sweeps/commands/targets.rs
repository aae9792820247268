//! Frame buffers: made of images at random, cleared, blitted, copied from, read and invalidated.

use crate::glsweep::draw::*;
use crate::glsweep::enums::*;

use super::World;
use super::images::{Image, Kind};

/// A piece of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) slot: usize,
    pub(super) level: i32,
    pub(super) layer: i32,
}

pub(super) struct Target {
    pub(super) name: u32,
    pub(super) colours: Vec<Piece>,
    /// Whether outputs go to the attachment of their number.
    pub(super) drawn: Vec<bool>,
    /// Whose content is read.
    pub(super) read: usize,
    pub(super) deep: Option<Piece>,
    pub(super) size: [i32; 2],
    pub(super) samples: i32,
}

impl Target {
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece> {
        self.colours.iter().copied().chain(self.deep)
    }

    /// The attachments whose content changes by draws and clears.
    pub(super) fn written(&self) -> Vec<Piece> {
        let colours = self.colours.iter().zip(&self.drawn);
        let colours = colours.filter(|(_, drawn)| **drawn).map(|(piece, _)| *piece);
        colours.chain(self.deep).collect()
    }
}

impl World<'_> {
    pub(super) fn image(&self, slot: usize) -> &Image {
        self.images[slot].as_ref().expect("slots are full")
    }

    /// All pieces of all images of this size and number of samples.
    fn pieces(&self, size: [i32; 2], samples: i32, deep: bool) -> Vec<Piece> {
        let mut found = Vec::new();
        for (slot, image) in self.images.iter().flatten().enumerate() {
            if image.samples() != samples || image.format.depth() != deep {
                continue;
            }
            for level in 0..image.levels {
                let [w, h, layers] = image.level(level);
                if size == [w, h] {
                    found.extend((0..layers).map(|layer| Piece { slot, level, layer }));
                }
            }
        }
        found
    }

    /// A frame buffer around a random piece: others of its size are with it.
    pub(super) fn make_target(&mut self) -> Result<Target, String> {
        let gl = self.gl;
        let slot = self.any_image(|image| !image.format.depth());
        let image = self.image(slot);
        let (levels, samples) = (image.levels, image.samples());
        let level = if self.noise.chance(70) {
            0
        } else {
            self.noise.below(levels as usize) as i32
        };
        let [w, h, layers] = self.image(slot).level(level);
        let layer = self.noise.below(layers as usize) as i32;
        let mut colours = vec![Piece { slot, level, layer }];
        let others = self.pieces([w, h], samples, false);
        for _ in 0..self.noise.pick(&[0, 0, 1, 2, 3]) {
            let piece = self.noise.pick(&others);
            if !colours.contains(&piece) {
                colours.push(piece);
            }
        }
        let deep = self.pieces([w, h], samples, true);
        let deep = (!deep.is_empty() && self.noise.chance(70)).then(|| self.noise.pick(&deep));
        let first = self.noise.below(colours.len());
        colours.rotate_left(first);
        let name = gl.gen_framebuffer();
        gl.bind_framebuffer(FRAMEBUFFER, name);
        for (index, piece) in (0..).zip(&colours) {
            self.image(piece.slot).attach(
                gl,
                FRAMEBUFFER,
                COLOR_ATTACHMENT0 + index,
                piece.level,
                piece.layer,
            );
        }
        if let Some(piece) = deep {
            let image = self.image(piece.slot);
            let attachment = if image.format.stencil() {
                DEPTH_STENCIL_ATTACHMENT
            } else {
                DEPTH_ATTACHMENT
            };
            image.attach(gl, FRAMEBUFFER, attachment, piece.level, piece.layer);
        }
        let mut target = Target {
            name,
            drawn: vec![true; colours.len()],
            colours,
            read: 0,
            deep,
            size: [w, h],
            samples,
        };
        self.choose_buffers(&mut target);
        let status = gl.check_framebuffer_status(FRAMEBUFFER);
        if status != FRAMEBUFFER_COMPLETE {
            return Err(format!("incomplete {status:#x}: {:?} {deep:?}", target.colours));
        }
        Ok(target)
    }

    /// Which attachments the frame buffer that is bound draws into and reads.
    fn choose_buffers(&mut self, target: &mut Target) {
        let noise = &mut self.noise;
        for drawn in &mut target.drawn {
            *drawn = noise.chance(85);
        }
        target.read = noise.below(target.colours.len());
        let buffers: Vec<u32> = (0..)
            .zip(&target.drawn)
            .map(|(index, drawn)| if *drawn { COLOR_ATTACHMENT0 + index } else { NONE })
            .collect();
        self.gl.draw_buffers(&buffers);
        self.gl.read_buffer(COLOR_ATTACHMENT0 + target.read as u32);
    }

    /// Frame buffers with an image that goes are deleted.
    pub(super) fn forget_targets(&mut self, slot: usize) {
        for index in 0..self.targets.len() {
            let has = |target: &Target| target.pieces().any(|piece| piece.slot == slot);
            if self.targets[index].as_ref().is_some_and(has) {
                let target = self.targets[index].take().expect("just seen");
                self.gl.delete_framebuffer(target.name);
            }
        }
    }

    /// Makes sure that both frame buffers in use are there, and binds them.
    pub(super) fn bind_targets(&mut self) -> Result<(), String> {
        for index in [self.drawn, self.read] {
            if self.targets[index].is_none() {
                self.targets[index] = Some(self.make_target()?);
            }
        }
        self.gl
            .bind_framebuffer(DRAW_FRAMEBUFFER, self.target(self.drawn).name);
        self.gl
            .bind_framebuffer(READ_FRAMEBUFFER, self.target(self.read).name);
        Ok(())
    }

    pub(super) fn target(&self, index: usize) -> &Target {
        self.targets[index].as_ref().expect("bound ones are there")
    }

    pub(super) fn touch_target(&mut self) {
        for piece in self.target(self.drawn).written() {
            self.touched.push(super::Touched::Piece(piece));
        }
    }

    fn describe(&self, index: usize) -> String {
        let target = self.target(index);
        let pieces: Vec<_> = target
            .pieces()
            .map(|piece| {
                format!(
                    "{}.{}.{}:{}",
                    piece.slot,
                    piece.level,
                    piece.layer,
                    self.image(piece.slot).format.name
                )
            })
            .collect();
        format!(
            "{index} {pieces:?} {:?} x{} drawn {:?} read {}",
            target.size, target.samples, target.drawn, target.read
        )
    }

    /// Takes other frame buffers, or makes one anew.
    pub(super) fn step_target(&mut self) -> Result<String, String> {
        match self.noise.below(5) {
            0 | 1 => self.drawn = self.noise.below(self.targets.len()),
            2 => self.read = self.noise.below(self.targets.len()),
            3 => {
                let index = self.noise.below(self.targets.len());
                if let Some(old) = self.targets[index].take() {
                    self.gl.delete_framebuffer(old.name);
                }
                self.drawn = index;
            }
            _ => {
                self.bind_targets()?;
                let mut target = self.targets[self.drawn].take().expect("just bound");
                self.gl.bind_framebuffer(FRAMEBUFFER, target.name);
                self.choose_buffers(&mut target);
                self.targets[self.drawn] = Some(target);
            }
        }
        self.bind_targets()?;
        Ok(format!(
            "target {}; from {}",
            self.describe(self.drawn),
            self.describe(self.read)
        ))
    }

    /// Clears, by one of the many functions; masks and the scissor are as they are.
    pub(super) fn step_clear(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let gl = self.gl;
        let value = self.noise.below(256) as u32;
        let float = value as f32 / 255.0;
        let depth = self.noise.below(17) as f32 / 16.0;
        let classes: Vec<Class> = self.classes(self.drawn);
        let which = self.noise.below(7);
        let target = self.target(self.drawn);
        let text = match which {
            0..3 => {
                gl.clear_color(float, 1.0 - float, 0.0, float);
                gl.clear_depthf(depth);
                gl.clear_stencil(value as i32);
                let mut bits = self
                    .noise
                    .pick(&[DEPTH_BUFFER_BIT, STENCIL_BUFFER_BIT, COLOR_BUFFER_BIT])
                    | self
                        .noise
                        .pick(&[0, DEPTH_BUFFER_BIT, STENCIL_BUFFER_BIT, COLOR_BUFFER_BIT]);
                // What it does to integers is not defined.
                if self
                    .target(self.drawn)
                    .drawn
                    .iter()
                    .zip(&classes)
                    .any(|(drawn, class)| *drawn && *class != Class::Float)
                {
                    bits &= !COLOR_BUFFER_BIT;
                }
                gl.clear(bits);
                format!("clear {bits:#x}")
            }
            3 if target.deep.is_some() => {
                gl.clear_bufferfi(DEPTH_STENCIL, 0, depth, value as i32);
                "clear both".to_owned()
            }
            _ => {
                let index = self.noise.below(classes.len());
                match classes[index] {
                    Class::Float => gl.clear_bufferfv(COLOR, index as i32, &[float, 1.0 - float, 1.0, float]),
                    Class::Int => gl.clear_bufferiv(
                        COLOR,
                        index as i32,
                        &[-(value as i32) / 2, value as i32 / 2, 3, -4],
                    ),
                    Class::Uint => gl.clear_bufferuiv(COLOR, index as i32, &[value, 255 - value, 3, 4]),
                }
                format!("clear {index}")
            }
        };
        self.touch_target();
        Ok(format!(
            "{text} to {value}, {depth} in {}",
            self.describe(self.drawn)
        ))
    }

    pub(super) fn classes(&self, target: usize) -> Vec<Class> {
        let colours = self.target(target).colours.iter();
        colours.map(|piece| self.image(piece.slot).format.class).collect()
    }

    /// Pixels to memory or to a buffer.
    pub(super) fn step_read(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let gl = self.gl;
        let target = self.target(self.read);
        if target.samples > 1 {
            return Ok("no read".to_owned());
        }
        let layout = self.image(target.colours[target.read].slot).format.read_layout();
        let [w, h] = target.size;
        let (x, y) = (
            self.noise.below(w as usize) as i32,
            self.noise.below(h as usize) as i32,
        );
        let size = [
            1 + self.noise.below((w - x) as usize) as i32,
            1 + self.noise.below((h - y) as usize) as i32,
        ];
        let text = format!("read {x} {y} {size:?} of {}", self.describe(self.read));
        let bytes = size[0] as usize * size[1] as usize * crate::glsweep::gl::pixel_bytes(layout);
        if self.noise.chance(60) && bytes <= super::buffers::LEAST - 256 {
            let buffer = self.any_buffer(super::buffers::Holds::Anything, &[]);
            let at = self.noise.below(16) * 16;
            gl.bind_buffer(PIXEL_PACK_BUFFER, self.buffers[buffer].name);
            gl.read_pixels_to([x, y], size, layout, at);
            gl.bind_buffer(PIXEL_PACK_BUFFER, 0);
            self.touch_buffer(buffer);
            return Ok(format!("{text} to buffer {buffer} at {at}"));
        }
        let seen = gl.read_pixels([x, y], size, layout);
        self.seen = Some(super::sum(seen.chunks(4).map(|word| {
            u32::from_le_bytes(std::array::from_fn(|at| *word.get(at).unwrap_or(&0)))
        })));
        Ok(text)
    }

    /// Copies from the frame buffer that is read to a texture of its format.
    pub(super) fn step_copy_texture(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let gl = self.gl;
        let target = self.target(self.read);
        let from = target.colours[target.read];
        let format = self.image(from.slot).format;
        let fit: Vec<usize> = (0..self.images.len())
            .filter(|slot| {
                let image = self.image(*slot);
                image.format.internal == format.internal
                    || format.internal == RGBA8 && image.format.is_bytes()
            })
            .filter(|slot| {
                !matches!(self.image(*slot).kind, Kind::Samples | Kind::Renderbuffer) && *slot != from.slot
            })
            .collect();
        if fit.is_empty() || target.samples > 1 {
            return Ok("no copy".to_owned());
        }
        let [w, h] = target.size;
        let noise = &mut self.noise;
        let slot = noise.pick(&fit);
        let image = self.images[slot].as_ref().expect("slots are full");
        let level = noise.below(image.levels as usize) as i32;
        let [tw, th, layers] = image.level(level);
        let layer = noise.below(layers as usize) as i32;
        let mut side = |from: i32, to: i32| {
            let at = noise.below(from as usize) as i32;
            let into = noise.below(to as usize) as i32;
            (
                at,
                into,
                1 + noise.below((from - at).min(to - into) as usize) as i32,
            )
        };
        let (x, dx, cw) = side(w, tw);
        let (y, dy, ch) = side(h, th);
        gl.active_texture(TEXTURE0);
        gl.bind_texture(image.kind.target(), image.name);
        match image.kind {
            Kind::Flat => gl.copy_tex_sub_image_2d(TEXTURE_2D, level, dx, dy, x, y, cw, ch),
            Kind::Cube => gl.copy_tex_sub_image_2d(
                TEXTURE_CUBE_MAP_POSITIVE_X + layer as u32,
                level,
                dx,
                dy,
                x,
                y,
                cw,
                ch,
            ),
            _ => gl.copy_tex_sub_image_3d(image.kind.target(), level, dx, dy, layer, x, y, cw, ch),
        }
        let text = image.text();
        self.touched
            .push(super::Touched::Piece(Piece { slot, level, layer }));
        Ok(format!(
            "copy {cw}x{ch} from {x},{y} of {} to {slot} {level} {layer} at {dx},{dy}: {text}",
            self.describe(self.read)
        ))
    }

    /// Blits colours, or depth and stencil, as they are, larger or smaller, turned or not; or resolves samples.
    pub(super) fn step_blit(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let (from, to) = (self.target(self.read), self.target(self.drawn));
        let source = self.image(from.colours[from.read].slot).format;
        let resolves = from.samples > 1;
        if to.samples > 1 {
            return Ok("no blit to samples".to_owned());
        }
        let mut mask = 0;
        let colours = to.colours.iter().zip(&to.drawn).filter(|(_, drawn)| **drawn);
        let fits = |piece: &Piece| {
            let format = self.image(piece.slot).format;
            format.class == source.class && (!resolves || format.internal == source.internal)
        };
        if colours.clone().all(|(piece, _)| fits(piece)) && !(resolves && source.class != Class::Float) {
            mask |= COLOR_BUFFER_BIT;
        }
        if let (Some(one), Some(two)) = (from.deep, to.deep)
            && self.image(one.slot).format.internal == self.image(two.slot).format.internal
        {
            mask |= DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT;
        }
        // An image is not read and written by one blit.
        if to
            .written()
            .iter()
            .any(|piece| from.pieces().any(|other| other == *piece))
        {
            return Ok("no blit to itself".to_owned());
        }
        if self.noise.chance(40) {
            mask &= self
                .noise
                .pick(&[COLOR_BUFFER_BIT, DEPTH_BUFFER_BIT, STENCIL_BUFFER_BIT]);
        }
        let (from, to) = (self.target(self.read).size, self.target(self.drawn).size);
        let scales: &[(i32, i32)] = if resolves {
            &[(1, 1)]
        } else {
            &[(1, 1), (1, 1), (1, 2), (1, 3), (3, 1)]
        };
        let (down, up) = self.noise.pick(scales);
        let mut ends = [[0; 4]; 2];
        for axis in 0..2 {
            let most = (from[axis] / down).min(if up == 1 { 64 } else { 6 }).max(1);
            let count = 1 + self.noise.below(most as usize) as i32;
            let at =
                self.noise
                    .below((from[axis] - (count * down).min(from[axis]) + 1) as usize) as i32;
            // Partly outside, too.
            let into = if resolves {
                at
            } else {
                self.noise.below(to[axis] as usize + 4) as i32 - 2
            };
            let count = count.min(from[axis] / down);
            ends[0][axis] = at;
            ends[0][axis + 2] = at + count * down;
            ends[1][axis] = into;
            ends[1][axis + 2] = into + count * up;
            if !resolves && self.noise.chance(30) {
                ends[1].swap(axis, axis + 2);
            }
        }
        if ends[0][2] > from[0] || ends[0][3] > from[1] {
            return Ok("no blit of so little".to_owned());
        }
        let [a, b] = ends;
        self.gl
            .blit_framebuffer(a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3], mask, NEAREST);
        self.touch_target();
        Ok(format!(
            "blit {mask:#x} {a:?} to {b:?} from {} to {}",
            self.describe(self.read),
            self.describe(self.drawn)
        ))
    }

    /// Says that content is not needed, and gives it anew.
    pub(super) fn step_invalidate(&mut self) -> Result<String, String> {
        self.bind_targets()?;
        let gl = self.gl;
        let count = self.target(self.drawn).colours.len();
        let index = self.noise.below(count);
        let piece = self.target(self.drawn).colours[index];
        let attachment = COLOR_ATTACHMENT0 + index as u32;
        gl.invalidate_framebuffer(DRAW_FRAMEBUFFER, &[attachment]);
        let class = self.image(piece.slot).format.class;
        let plain = super::state::State::initial();
        plain.apply(gl);
        let buffers: Vec<u32> = (0..=index)
            .map(|at| if at == index { attachment } else { NONE })
            .collect();
        gl.draw_buffers(&buffers);
        match class {
            Class::Float => gl.clear_bufferfv(COLOR, index as i32, &[1.0, 0.0, 1.0, 0.0]),
            Class::Int => gl.clear_bufferiv(COLOR, index as i32, &[1, -2, 3, -4]),
            Class::Uint => gl.clear_bufferuiv(COLOR, index as i32, &[1, 2, 3, 4]),
        }
        let target = self.target(self.drawn);
        let buffers: Vec<u32> = (0..)
            .zip(&target.drawn)
            .map(|(index, drawn)| if *drawn { COLOR_ATTACHMENT0 + index } else { NONE })
            .collect();
        gl.draw_buffers(&buffers);
        self.state.apply(gl);
        self.touched.push(super::Touched::Piece(piece));
        Ok(format!("invalidate {index} of {}", self.describe(self.drawn)))
    }
}
