//! The images of a sequence: what they are, how they are filled, and what is in them.

use crate::glsweep::draw::*;
use crate::glsweep::enums::*;
use crate::glsweep::gl::{Gl, Layout, Pixels, pixel_bytes};

use super::World;

/// What an image is of. A slot's kind stays when its image is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flat,
    Array,
    Cube,
    Deep,
    Samples,
    Renderbuffer,
}

impl Kind {
    pub(super) fn target(self) -> u32 {
        match self {
            Kind::Flat => TEXTURE_2D,
            Kind::Array => TEXTURE_2D_ARRAY,
            Kind::Cube => TEXTURE_CUBE_MAP,
            Kind::Deep => TEXTURE_3D,
            Kind::Samples => TEXTURE_2D_MULTISAMPLE,
            Kind::Renderbuffer => RENDERBUFFER,
        }
    }
}

/// What a fragment's output or a texel is, and what of it can be written down exactly.
#[derive(Debug)]
pub(super) struct Format {
    pub(super) name: &'static str,
    pub(super) internal: u32,
    pub(super) class: Class,
    /// Of uploads.
    pub(super) layout: Layout,
    /// Whether targets of it blend, or do not mind.
    pub(super) blends: bool,
    /// Of an image variable.
    pub(super) image: Option<&'static str>,
}

impl Format {
    pub(super) fn depth(&self) -> bool {
        matches!(self.layout.0, DEPTH_COMPONENT | DEPTH_STENCIL)
    }

    pub(super) fn stencil(&self) -> bool {
        self.layout.0 == DEPTH_STENCIL
    }

    /// Whether components are bytes from 0 to 1.
    pub(super) fn is_bytes(&self) -> bool {
        matches!(self.internal, RGBA8 | RGB8 | RG8 | R8)
    }

    /// How pixels of it are read.
    pub(super) fn read_layout(&self) -> Layout {
        match (self.class, self.layout) {
            (Class::Uint, _) => WORDS,
            (Class::Int, _) => Layout(RGBA_INTEGER, INT),
            (_, Layout(_, FLOAT)) => Layout(RGBA, FLOAT),
            (_, Layout(_, UNSIGNED_INT_2_10_10_10_REV)) => Layout(RGBA, UNSIGNED_INT_2_10_10_10_REV),
            _ => Layout(RGBA, UNSIGNED_BYTE),
        }
    }
}

macro_rules! formats {
    ($($name:literal $internal:ident $class:ident $format:ident $kind:ident $blends:literal $image:expr;)*) => {
        [$(Format {
            name: $name,
            internal: $internal,
            class: Class::$class,
            layout: Layout($format, $kind),
            blends: $blends,
            image: $image,
        },)*]
    };
}

static COLOURS: [Format; 25] = formats! {
    "rgba8" RGBA8 Float RGBA UNSIGNED_BYTE true Some("rgba8");
    "rgba8" RGBA8 Float RGBA UNSIGNED_BYTE true Some("rgba8");
    "rgba8" RGBA8 Float RGBA UNSIGNED_BYTE true Some("rgba8");
    "rgb8" RGB8 Float RGB UNSIGNED_BYTE true None;
    "rg8" RG8 Float RG UNSIGNED_BYTE true None;
    "r8" R8 Float RED UNSIGNED_BYTE true None;
    "rgb10_a2" RGB10_A2 Float RGBA UNSIGNED_INT_2_10_10_10_REV true None;
    "rgba16f" RGBA16F Float RGBA FLOAT true None;
    "r16f" R16F Float RED FLOAT true None;
    "r11f" R11F_G11F_B10F Float RGB FLOAT true None;
    "rgba32f" RGBA32F Float RGBA FLOAT false Some("rgba32f");
    "r32f" R32F Float RED FLOAT false Some("r32f");
    "rg16f" RG16F Float RG FLOAT true None;
    "srgb8_a8" SRGB8_ALPHA8 Float RGBA UNSIGNED_BYTE true None;
    "rgba16i" RGBA16I Int RGBA_INTEGER SHORT true Some("rgba16i");
    "rg8ui" RG8UI Uint RG_INTEGER UNSIGNED_BYTE true None;
    "rgba8i" RGBA8I Int RGBA_INTEGER BYTE true Some("rgba8i");
    "r16i" R16I Int RED_INTEGER SHORT true None;
    "rg32i" RG32I Int RG_INTEGER INT true None;
    "r32i" R32I Int RED_INTEGER INT true Some("r32i");
    "rgba8ui" RGBA8UI Uint RGBA_INTEGER UNSIGNED_BYTE true Some("rgba8ui");
    "rg16ui" RG16UI Uint RG_INTEGER UNSIGNED_SHORT true None;
    "r32ui" R32UI Uint RED_INTEGER UNSIGNED_INT true Some("r32ui");
    "rgba32ui" RGBA32UI Uint RGBA_INTEGER UNSIGNED_INT true Some("rgba32ui");
    "rgba16ui" RGBA16UI Uint RGBA_INTEGER UNSIGNED_SHORT true Some("rgba16ui");
};

static DEPTHS: [Format; 5] = formats! {
    "d24s8" DEPTH24_STENCIL8 Float DEPTH_STENCIL UNSIGNED_INT_24_8 true None;
    "d24s8" DEPTH24_STENCIL8 Float DEPTH_STENCIL UNSIGNED_INT_24_8 true None;
    "d32fs8" DEPTH32F_STENCIL8 Float DEPTH_STENCIL FLOAT_32_UNSIGNED_INT_24_8_REV true None;
    "d16" DEPTH_COMPONENT16 Float DEPTH_COMPONENT UNSIGNED_SHORT true None;
    "d32f" DEPTH_COMPONENT32F Float DEPTH_COMPONENT FLOAT true None;
};

/// How lookups see a texture.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) base: i32,
    pub(super) max: i32,
    pub(super) swizzle: [u32; 4],
    pub(super) min: u32,
    pub(super) wrap: [u32; 3],
    /// Whether lookups give the stencil.
    pub(super) stencil: bool,
}

/// What is in a slot.
#[derive(Debug)]
pub(super) struct Image {
    pub(super) kind: Kind,
    pub(super) format: &'static Format,
    pub(super) size: [i32; 3],
    pub(super) levels: i32,
    pub(super) name: u32,
    pub(super) immutable: bool,
    pub(super) view: View,
}

const PLAIN: [u32; 4] = [RED, GREEN, BLUE, ALPHA];

impl Image {
    /// A level's size; its depth is the number of its layers.
    pub(super) fn level(&self, level: i32) -> [i32; 3] {
        let [w, h, d] = self.size;
        let small = |side: i32| (side >> level).max(1);
        [
            small(w),
            small(h),
            if self.kind == Kind::Deep { small(d) } else { d },
        ]
    }

    pub(super) fn samples(&self) -> i32 {
        if self.kind == Kind::Samples { 4 } else { 1 }
    }

    pub(super) fn text(&self) -> String {
        let [w, h, d] = self.size;
        format!(
            "{:?} {} {w}x{h}x{d} levels {}",
            self.kind, self.format.name, self.levels
        )
    }

    /// Attaches a level or layer of it.
    pub(super) fn attach(&self, gl: &Gl, target: u32, attachment: u32, level: i32, layer: i32) {
        match self.kind {
            Kind::Renderbuffer => gl.framebuffer_renderbuffer(target, attachment, RENDERBUFFER, self.name),
            Kind::Flat | Kind::Samples => {
                gl.framebuffer_texture_2d(target, attachment, self.kind.target(), self.name, level)
            }
            Kind::Cube => gl.framebuffer_texture_2d(
                target,
                attachment,
                TEXTURE_CUBE_MAP_POSITIVE_X + layer as u32,
                self.name,
                level,
            ),
            Kind::Array | Kind::Deep => {
                gl.framebuffer_texture_layer(target, attachment, self.name, level, layer)
            }
        }
    }

    /// Says how lookups see it, to the texture that is bound.
    pub(super) fn apply_view(&self, gl: &Gl) {
        let target = self.kind.target();
        let view = self.view;
        gl.tex_parameteri(target, TEXTURE_BASE_LEVEL, view.base);
        gl.tex_parameteri(target, TEXTURE_MAX_LEVEL, view.max);
        for (index, value) in (0..).zip(view.swizzle) {
            gl.tex_parameteri(target, TEXTURE_SWIZZLE_R + index, value as i32);
        }
        if self.format.stencil() {
            let mode = if view.stencil {
                STENCIL_INDEX
            } else {
                DEPTH_COMPONENT
            };
            gl.tex_parameteri(target, DEPTH_STENCIL_TEXTURE_MODE, mode as i32);
        }
        if self.kind != Kind::Samples {
            filters(gl, target, view.min, NEAREST);
            for (axis, mode) in [TEXTURE_WRAP_S, TEXTURE_WRAP_T, TEXTURE_WRAP_R]
                .into_iter()
                .zip(view.wrap)
            {
                gl.tex_parameteri(target, axis, mode as i32);
            }
        }
    }

    fn open_view(&self) -> View {
        View {
            base: 0,
            max: self.levels - 1,
            swizzle: PLAIN,
            min: NEAREST_MIPMAP_NEAREST,
            wrap: [CLAMP_TO_EDGE; 3],
            stencil: false,
        }
    }
}

/// Texels for an upload that every driver keeps exactly.
pub(super) fn texels(noise: &mut Noise, format: &Format, count: usize) -> Vec<u8> {
    match format.layout {
        Layout(DEPTH_COMPONENT, FLOAT) => {
            let floats = (0..count).map(|_| (noise.below(17) as f32 / 16.0).to_bits());
            bytes(&floats.collect::<Vec<_>>())
        }
        Layout(DEPTH_COMPONENT, _) => (0..count)
            .flat_map(|_| ((noise.below(17) * 0x1000).min(0xffff) as u16).to_le_bytes())
            .collect(),
        Layout(DEPTH_STENCIL, UNSIGNED_INT_24_8) => {
            let words = (0..count).map(|_| noise.word() & 0xf000_00ff);
            bytes(&words.collect::<Vec<_>>())
        }
        Layout(DEPTH_STENCIL, _) => {
            let words = (0..count).flat_map(|_| {
                let depth = noise.below(17) as f32 / 16.0;
                [depth.to_bits(), noise.word() & 0xff]
            });
            bytes(&words.collect::<Vec<_>>())
        }
        Layout(_, FLOAT) => {
            let count = count * pixel_bytes(format.layout) / 4;
            let floats = (0..count).map(|_| (noise.below(33) as f32 / 16.0).to_bits());
            bytes(&floats.collect::<Vec<_>>())
        }
        layout => noise.bytes(count * pixel_bytes(layout)),
    }
}

/// Sizes that are often alike, so that many images go together in a frame buffer.
const SIZES: [[i32; 2]; 7] = [[16, 16], [16, 16], [16, 16], [16, 16], [32, 16], [12, 20], [8, 8]];

impl World<'_> {
    /// Puts a new image into a slot. Frame buffers of the old one are made anew when they are used.
    pub(super) fn make_image(&mut self, slot: usize, kind: Kind, deep: bool) {
        let noise = &mut self.noise;
        let format = if deep {
            &DEPTHS[noise.below(DEPTHS.len())]
        } else {
            &COLOURS[noise.below(COLOURS.len())]
        };
        let [w, h] = noise.pick(&SIZES);
        let layers = noise.pick(&[2, 3, 4]);
        let size = match kind {
            Kind::Flat | Kind::Samples | Kind::Renderbuffer => [w, h, 1],
            Kind::Array | Kind::Deep => [w, h, layers],
            Kind::Cube => [h, h, 6],
        };
        let levels = match kind {
            Kind::Samples | Kind::Renderbuffer => 1,
            _ => noise.pick(&[1, 2, 3, 4]),
        };
        let immutable = kind == Kind::Samples || noise.chance(60);
        let mut image = Image {
            kind,
            format,
            size,
            levels,
            name: 0,
            immutable,
            view: View {
                base: 0,
                max: 0,
                swizzle: PLAIN,
                min: NEAREST,
                wrap: [REPEAT; 3],
                stencil: false,
            },
        };
        image.view = image.open_view();
        image.name = self.allocate(&image);
        self.images[slot] = Some(image);
        self.fill_image(slot);
        self.touch_image(slot);
    }

    /// Storage for an image: what it holds is not known.
    fn allocate(&self, image: &Image) -> u32 {
        let gl = self.gl;
        let [w, h, d] = image.size;
        let internal = image.format.internal;
        if image.kind == Kind::Renderbuffer {
            let name = gl.gen_renderbuffer();
            gl.bind_renderbuffer(RENDERBUFFER, name);
            gl.renderbuffer_storage(RENDERBUFFER, internal, w, h);
            return name;
        }
        let name = gl.gen_texture();
        let target = image.kind.target();
        gl.active_texture(TEXTURE0);
        gl.bind_texture(target, name);
        match image.kind {
            Kind::Samples => gl.tex_storage_2d_multisample(target, 4, internal, w, h, 1),
            Kind::Flat | Kind::Cube if image.immutable => {
                gl.tex_storage_2d(target, image.levels, internal, w, h)
            }
            _ if image.immutable => gl.tex_storage_3d(target, image.levels, internal, w, h, d),
            _ => {}
        }
        image.apply_view(gl);
        name
    }

    /// Gives an image its first content.
    fn fill_image(&mut self, slot: usize) {
        let gl = self.gl;
        let image = self.images[slot].as_ref().expect("just made");
        let (kind, format, name) = (image.kind, image.format, image.name);
        if matches!(kind, Kind::Samples | Kind::Renderbuffer) {
            self.clear_image(slot);
            return;
        }
        gl.bind_buffer(PIXEL_UNPACK_BUFFER, 0);
        gl.bind_texture(kind.target(), name);
        for level in 0..image.levels {
            let size = image.level(level);
            let [w, h, d] = size;
            let data = texels(&mut self.noise, format, (w * h * d) as usize);
            let memory = Pixels::Memory(&data);
            match (kind, image.immutable) {
                (Kind::Flat, true) => {
                    gl.tex_sub_image_2d(TEXTURE_2D, level, [0; 2], [w, h], format.layout, memory)
                }
                (Kind::Flat, false) => {
                    gl.tex_image_2d(TEXTURE_2D, level, format.internal, [w, h], format.layout, memory)
                }
                (Kind::Cube, immutable) => {
                    for (face, part) in (0..6).zip(data.chunks(data.len() / 6)) {
                        let target = TEXTURE_CUBE_MAP_POSITIVE_X + face;
                        let memory = Pixels::Memory(part);
                        if immutable {
                            gl.tex_sub_image_2d(target, level, [0; 2], [w, h], format.layout, memory);
                        } else {
                            gl.tex_image_2d(target, level, format.internal, [w, h], format.layout, memory);
                        }
                    }
                }
                (_, true) => gl.tex_sub_image_3d(kind.target(), level, [0; 3], size, format.layout, memory),
                (_, false) => {
                    gl.tex_image_3d(kind.target(), level, format.internal, size, format.layout, memory)
                }
            }
        }
    }

    /// Clears what cannot be uploaded to, without a mask or a scissor.
    fn clear_image(&mut self, slot: usize) {
        let gl = self.gl;
        self.quiet();
        gl.bind_framebuffer(FRAMEBUFFER, self.spare);
        let noise = (self.noise.word() & 0x7f, self.noise.below(17));
        let image = self.image(slot);
        let attachment = self.attach_spare(image, FRAMEBUFFER, 0, 0);
        match (image.format.depth(), image.format.class) {
            (true, _) => {
                gl.clear_depthf(noise.1 as f32 / 16.0);
                gl.clear_stencil(noise.0 as i32);
                gl.clear(DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT);
            }
            (_, Class::Float) => {
                let value = noise.1 as f32 * 15.0 / 255.0;
                gl.clear_bufferfv(COLOR, 0, &[value, 1.0 - value, value, 1.0]);
            }
            (_, Class::Int) => gl.clear_bufferiv(COLOR, 0, &[noise.0 as i32; 4]),
            (_, Class::Uint) => gl.clear_bufferuiv(COLOR, 0, &[noise.0; 4]),
        }
        self.detach_spare(FRAMEBUFFER, attachment);
        self.restore();
    }

    /// Attaches a piece of an image to the frame buffer for looking and clearing, which is bound. Returns where.
    fn attach_spare(&self, image: &Image, target: u32, level: i32, layer: i32) -> u32 {
        let attachment = match image.format {
            format if format.stencil() => DEPTH_STENCIL_ATTACHMENT,
            format if format.depth() => DEPTH_ATTACHMENT,
            _ => COLOR_ATTACHMENT0,
        };
        image.attach(self.gl, target, attachment, level, layer);
        attachment
    }

    fn detach_spare(&self, target: u32, attachment: u32) {
        self.gl
            .framebuffer_renderbuffer(target, attachment, RENDERBUFFER, 0);
    }

    /// What a piece of an image holds, as words. Its context is quiet, and restored by the caller.
    pub(super) fn look(&self, image: &Image, level: i32, layer: i32) -> Result<Vec<u32>, String> {
        let gl = self.gl;
        let [w, h, _] = image.level(level);
        let target = image.kind.target();
        let by_lookup = match image.kind {
            Kind::Samples => true,
            Kind::Renderbuffer | Kind::Cube => false,
            _ => image.format.depth() || (level + layer) % 2 == 1,
        };
        if image.format.depth() && !by_lookup {
            return Ok(Vec::new());
        }
        if !by_lookup {
            gl.bind_framebuffer(READ_FRAMEBUFFER, self.spare);
            let attachment = self.attach_spare(image, READ_FRAMEBUFFER, level, layer);
            let seen = gl.read_pixels([0, 0], [w, h], image.format.read_layout());
            self.detach_spare(READ_FRAMEBUFFER, attachment);
            return Ok(words(&seen));
        }
        gl.active_texture(TEXTURE0);
        gl.bind_sampler(0, 0);
        gl.bind_texture(target, image.name);
        let open = |stencil: bool| Image {
            view: View {
                stencil,
                ..image.open_view()
            },
            ..*image
        };
        open(false).apply_view(gl);
        let mut seen = self
            .eye
            .texels(target, image.format.class, level, layer, [w, h])?;
        if image.format.depth() {
            seen = seen
                .iter()
                .step_by(4)
                .map(|word| (f32::from_bits(*word) * 65535.0).round() as u32)
                .collect();
        }
        if image.format.stencil() {
            open(true).apply_view(gl);
            let stencil = self.eye.texels(target, Class::Uint, level, layer, [w, h])?;
            seen.extend(stencil.iter().step_by(4));
        }
        image.apply_view(gl);
        Ok(seen)
    }

    /// Changes how lookups see a texture.
    pub(super) fn step_view(&mut self) -> String {
        let slot = self.any_image(|image| image.kind != Kind::Renderbuffer);
        let noise = &mut self.noise;
        let image = self.images[slot].as_mut().expect("slots are full");
        let base = noise.below(image.levels as usize) as i32;
        let max = base + noise.below((image.levels - base) as usize) as i32;
        let swizzle = if noise.chance(50) {
            PLAIN
        } else {
            std::array::from_fn(|_| noise.pick(&[RED, GREEN, BLUE, ALPHA, ZERO, ONE]))
        };
        let modes = [REPEAT, CLAMP_TO_EDGE, MIRRORED_REPEAT];
        image.view = View {
            base,
            max,
            swizzle,
            min: noise.pick(&[NEAREST, NEAREST_MIPMAP_NEAREST]),
            wrap: std::array::from_fn(|_| noise.pick(&modes)),
            stencil: noise.chance(30),
        };
        self.gl.active_texture(TEXTURE0);
        self.gl.bind_texture(image.kind.target(), image.name);
        image.apply_view(self.gl);
        format!("view of {slot} {:x?}", image.view)
    }

    /// Deletes an image, makes another in its place, or defines a mutable one anew.
    pub(super) fn step_recreate(&mut self) -> String {
        let slot = self.any_image(|_| true);
        self.forget_targets(slot);
        let image = self.images[slot].as_ref().expect("slots are full");
        let (kind, deep) = (image.kind, image.format.depth());
        let again = !image.immutable && self.noise.chance(50);
        if again {
            self.redefine(slot);
        } else {
            let name = image.name;
            match kind {
                Kind::Renderbuffer => self.gl.delete_renderbuffer(name),
                _ => self.gl.delete_texture(name),
            }
            self.make_image(slot, kind, deep);
        }
        let image = self.images[slot].as_ref().expect("slots are full");
        format!("image {slot} again {again}: {}", image.text())
    }

    /// Gives a mutable image another format and size under its name.
    fn redefine(&mut self, slot: usize) {
        let image = self.images[slot].as_ref().expect("slots are full");
        let (kind, name, deep) = (image.kind, image.name, image.format.depth());
        let noise = &mut self.noise;
        let format = if deep {
            &DEPTHS[noise.below(DEPTHS.len())]
        } else {
            &COLOURS[noise.below(COLOURS.len())]
        };
        let [w, h] = noise.pick(&SIZES);
        let levels = if kind == Kind::Renderbuffer {
            1
        } else {
            noise.pick(&[1, 2, 3])
        };
        let image = self.images[slot].as_mut().expect("slots are full");
        image.format = format;
        image.size = if kind == Kind::Cube {
            [h, h, 6]
        } else {
            [w, h, image.size[2]]
        };
        image.levels = levels;
        image.view = image.open_view();
        if kind == Kind::Renderbuffer {
            self.gl.bind_renderbuffer(RENDERBUFFER, name);
            self.gl.renderbuffer_storage(RENDERBUFFER, format.internal, w, h);
        } else {
            self.gl.active_texture(TEXTURE0);
            self.gl.bind_texture(kind.target(), name);
            image.apply_view(self.gl);
        }
        self.fill_image(slot);
        self.touch_image(slot);
    }

    /// Uploads to a part of a level, from memory or from a buffer.
    pub(super) fn step_upload(&mut self) -> String {
        let gl = self.gl;
        let slot = self.any_image(|image| !matches!(image.kind, Kind::Samples | Kind::Renderbuffer));
        let noise = &mut self.noise;
        let image = self.images[slot].as_ref().expect("slots are full");
        let level = noise.below(image.levels as usize) as i32;
        let size = image.level(level);
        let at = size.map(|side| noise.below(side as usize) as i32);
        let part: [i32; 3] =
            std::array::from_fn(|axis| 1 + noise.below((size[axis] - at[axis]) as usize) as i32);
        let part = if image.kind == Kind::Cube {
            [part[0], part[1], 1]
        } else {
            part
        };
        let data = texels(noise, image.format, part.iter().product::<i32>() as usize);
        let by_buffer = noise.chance(40);
        let pixels = if by_buffer {
            gl.bind_buffer(PIXEL_UNPACK_BUFFER, self.pixels);
            if noise.chance(50) {
                gl.buffer_data(PIXEL_UNPACK_BUFFER, &data, STREAM_DRAW);
            } else {
                gl.buffer_data(PIXEL_UNPACK_BUFFER, &vec![0; data.len()], STREAM_DRAW);
                gl.buffer_sub_data(PIXEL_UNPACK_BUFFER, 0, &data);
            }
            Pixels::Buffer(0)
        } else {
            Pixels::Memory(&data)
        };
        gl.active_texture(TEXTURE0);
        gl.bind_texture(image.kind.target(), image.name);
        let layout = image.format.layout;
        match image.kind {
            Kind::Flat => gl.tex_sub_image_2d(
                TEXTURE_2D,
                level,
                [at[0], at[1]],
                [part[0], part[1]],
                layout,
                pixels,
            ),
            Kind::Cube => gl.tex_sub_image_2d(
                TEXTURE_CUBE_MAP_POSITIVE_X + at[2] as u32,
                level,
                [at[0], at[1]],
                [part[0], part[1]],
                layout,
                pixels,
            ),
            _ => gl.tex_sub_image_3d(image.kind.target(), level, at, part, layout, pixels),
        }
        gl.bind_buffer(PIXEL_UNPACK_BUFFER, 0);
        let text = format!(
            "upload {slot} level {level} at {at:?} of {part:?} buffer {by_buffer}: {}",
            image.text()
        );
        self.touch_image(slot);
        text
    }

    /// Makes levels from one whose texels are multiples of what two levels divide.
    pub(super) fn step_mipmaps(&mut self) -> String {
        let gl = self.gl;
        let halves = |image: &Image| {
            image.format.is_bytes()
                && !matches!(image.kind, Kind::Samples | Kind::Renderbuffer)
                && image.levels > 1
                && image.size[..2].iter().all(|side| side.count_ones() == 1)
        };
        let slot = self.any_image(halves);
        let Some(image) = self.images[slot].as_mut().filter(|image| halves(image)) else {
            return "no mipmaps".to_owned();
        };
        let noise = &mut self.noise;
        let base = noise.below((image.levels - 1) as usize) as i32;
        let max = (base + 1 + noise.below(2) as i32).min(image.levels - 1);
        image.view.base = base;
        image.view.max = max;
        gl.active_texture(TEXTURE0);
        gl.bind_texture(image.kind.target(), image.name);
        image.apply_view(gl);
        let size = image.level(base);
        let count = size.iter().product::<i32>() as usize * pixel_bytes(image.format.layout);
        // Box filters of whole texels are exact for these. Of 3D, eight are averaged.
        let step = if image.kind == Kind::Deep { 64 } else { 16 };
        let data: Vec<u8> = (0..count)
            .map(|_| (noise.below(256 / step) * step) as u8)
            .collect();
        match image.kind {
            Kind::Flat => gl.tex_sub_image_2d(
                TEXTURE_2D,
                base,
                [0; 2],
                [size[0], size[1]],
                image.format.layout,
                Pixels::Memory(&data),
            ),
            Kind::Cube => {
                for (face, part) in (0..6).zip(data.chunks(data.len() / 6)) {
                    gl.tex_sub_image_2d(
                        TEXTURE_CUBE_MAP_POSITIVE_X + face,
                        base,
                        [0; 2],
                        [size[0], size[1]],
                        image.format.layout,
                        Pixels::Memory(part),
                    );
                }
            }
            _ => gl.tex_sub_image_3d(
                image.kind.target(),
                base,
                [0; 3],
                size,
                image.format.layout,
                Pixels::Memory(&data),
            ),
        }
        gl.generate_mipmap(image.kind.target());
        let text = format!("mipmaps of {slot} from {base} to {max}: {}", image.text());
        self.touch_image(slot);
        text
    }
}
