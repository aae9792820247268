//! A guest that draws one frame after another, in 2D or in 3D, looks at each, and keeps an account of what it did.

use std::time::Instant;

use wire::{
    virgl::{Ccmd, ObjectType},
    virtio_gpu::CtrlType,
};

use super::{
    error::Result,
    gpu,
    machine::{Machine, Setup},
    oracle::{Picture, Random},
    personality::Personality,
    service::Service,
    virgl::{self, Stream},
};
use crate::{ensure_eq, fail, skip};

/// The size of its screen, in pixels.
const SIZE: (u32, u32) = (160, 100);
/// Bytes of a frame.
const FRAME_BYTES: u64 = SIZE.0 as u64 * SIZE.1 as u64 * 4;
/// What the screen shows.
const SCREEN: u32 = 1;
/// In 3D, corners of the rectangle that each frame has.
const CORNERS: u32 = 2;
const CORNERS_BYTES: u32 = 4 * 3 * 4;
/// Its context, and one that it breaks.
const CONTEXT: u32 = 1;
const BROKEN_CONTEXT: u32 = 2;
/// `PIPE_PRIM_TRIANGLE_STRIP`.
const STRIP: u32 = 5;

const VERTEX: &str = "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n";
/// The colour is a constant.
const FRAGMENT: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nDCL CONST[0]\n  0: MOV OUT[0], CONST[0]\n  1: END\n";

/// What a painter draws with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Noise, transferred from its memory.
    TwoD,
    /// A clear, and a rectangle by shaders, in colours and a place that are other ones each time.
    ThreeD,
}

/// One.
pub struct Painter {
    machine: Machine,
    kind: Kind,
    random: Random,
    /// Of what the screen shows, in 2D.
    backing: u64,
    attached: Instant,
    frames: u64,
    errors: u64,
    contexts_lost: u64,
}

impl Painter {
    /// Attaches to a machine of a service as QEMU does, without a display of its own.
    ///
    /// # Errors
    /// If anything does not go as it has to; a skip if it is to draw in 3D and there is none.
    pub fn attach(service: &Service, name: &str, kind: Kind, seed: u64) -> Result<Self> {
        let mut painter = Self::attach_idle(service, name, kind, seed)?;
        painter.prepare()?;
        Ok(painter)
    }

    /// The same, but it has asked for nothing yet, and cannot draw before [`Painter::prepare`].
    ///
    /// # Errors
    /// As [`Painter::attach`].
    pub fn attach_idle(service: &Service, name: &str, kind: Kind, seed: u64) -> Result<Self> {
        service.worker(name)?;
        let mut setup = Setup::new(Personality::Qemu);
        setup.display = false;
        if kind == Kind::ThreeD {
            setup.with = wire::virtio_gpu::Features::VIRGL.bits();
        }
        let attached = Instant::now();
        let machine = setup.start(&service.target(name))?;
        if machine.offered & setup.with != setup.with {
            skip!("the host has no Vulkan adapter to draw 3D with");
        }
        Ok(Self {
            machine,
            kind,
            random: Random::new(seed),
            backing: 0,
            attached,
            frames: 0,
            errors: 0,
            contexts_lost: 0,
        })
    }

    /// Its machine.
    pub fn machine(&mut self) -> &mut Machine {
        &mut self.machine
    }

    /// Frames that it has drawn, each of which was seen.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Makes what it draws with, and turns its screen on.
    ///
    /// # Errors
    /// If anything is refused.
    pub fn prepare(&mut self) -> Result<()> {
        let m = &mut self.machine;
        match self.kind {
            Kind::TwoD => self.backing = m.resource(SCREEN, gpu::BGRX, SIZE.0, SIZE.1)?,
            Kind::ThreeD => prepare_3d(m)?,
        }
        m.ok(&gpu::set_scanout(0, SCREEN, gpu::rect(0, 0, SIZE.0, SIZE.1)))
    }

    /// Draws a frame unlike those before, and waits until exactly that is seen.
    ///
    /// # Errors
    /// If it is not.
    pub fn draw(&mut self) -> Result<()> {
        let whole = gpu::rect(0, 0, SIZE.0, SIZE.1);
        let m = &mut self.machine;
        let picture = match self.kind {
            Kind::TwoD => {
                let bytes = self.random.bytes(FRAME_BYTES as usize);
                m.memory.write(self.backing, &bytes);
                m.ok(&gpu::transfer(SCREEN, whole, 0))?;
                noise(&bytes)
            }
            Kind::ThreeD => {
                let scene = Scene::new(&mut self.random);
                m.ok(&virgl::submit(CONTEXT, &scene.stream()))?;
                scene.picture()
            }
        };
        self.frames += 1;
        // By the reply, the picture is there: looked at sooner, it would be copied once more.
        m.ok(&gpu::fenced(gpu::flush(SCREEN, whole), self.frames, 0))?;
        m.shows(0, &picture)
            .map_err(|error| error.context(&format!("frame {} of {:?}", self.frames, self.kind)))
    }

    /// Does what it is refused: as 3D, it loses a context by that.
    ///
    /// # Errors
    /// If it is not refused.
    pub fn misbehave(&mut self) -> Result<()> {
        let m = &mut self.machine;
        m.error(
            &gpu::unref(99),
            CtrlType::RespErrInvalidResourceId,
            "there is none",
        )?;
        self.errors += 1;
        if self.kind == Kind::ThreeD {
            m.ok(&virgl::context(BROKEN_CONTEXT))?;
            let nonsense = Stream::default().command(Ccmd::SetFramebufferState, &[1, 0, 77]);
            m.any_error(
                &virgl::submit(BROKEN_CONTEXT, &nonsense),
                "a surface that is not there",
            )?;
            self.errors += 1;
            self.contexts_lost += 1;
        }
        Ok(())
    }

    /// That the service's metrics are exactly what was done here.
    ///
    /// # Errors
    /// If they are not.
    pub fn check_metrics(&self, service: &Service, name: &str) -> Result<()> {
        let metrics = service.metrics(name)?;
        let of = |metric: &str| metrics.get(metric).copied();
        for (metric, wanted) in self.account() {
            ensure_eq!(
                of(metric),
                wanted,
                "{metric} of {name}, which draws {:?}",
                self.kind
            );
        }
        let (busy, least, most) = (
            of("gpu_seconds_total"),
            0.0,
            self.attached.elapsed().as_secs_f64(),
        );
        match (self.kind, busy) {
            (Kind::TwoD, None) => Ok(()),
            (Kind::ThreeD, Some(busy)) if busy > least && busy < most => Ok(()),
            _ => fail!(
                "{name} draws {:?} and has used {busy:?} s of the GPU in {most} s",
                self.kind
            ),
        }
    }

    /// What each metric has to be; none of 3D without it.
    fn account(&self) -> Vec<(&'static str, Option<f64>)> {
        let frames = self.frames as f64;
        let bytes = frames * FRAME_BYTES as f64;
        let corners = frames * f64::from(CORNERS_BYTES);
        let is_3d = self.kind == Kind::ThreeD;
        let of_3d = |value: f64| is_3d.then_some(value);
        let resources = if is_3d { 2.0 } else { 1.0 };
        vec![
            ("up", Some(1.0)),
            ("connected", Some(1.0)),
            ("resources", Some(resources)),
            ("frames_total", Some(frames)),
            ("commands_total", Some(self.machine.exchanged as f64)),
            ("errors_total", Some(self.errors as f64)),
            // A picture is copied once: from the guest, or from the GPU.
            ("copied_bytes_total", Some(bytes)),
            ("render_contexts", of_3d(1.0 + self.contexts_lost as f64)),
            ("render_draws_total", of_3d(frames)),
            ("upload_bytes_total", of_3d(corners)),
            ("readback_bytes_total", of_3d(bytes)),
            ("contexts_lost_total", of_3d(self.contexts_lost as f64)),
            ("gpu_lost_total", of_3d(0.0)),
        ]
    }

    /// See [`Machine::finish`].
    ///
    /// # Errors
    /// If the back end does not work any more.
    pub fn finish(self) -> Result<()> {
        self.machine.finish()
    }
}

/// A context that is ready to draw into the screen's resource.
fn prepare_3d(m: &mut Machine) -> Result<()> {
    m.ok(&virgl::context(CONTEXT))?;
    let (target, buffer) = (virgl::RENDER_TARGET, virgl::VERTEX_BUFFER);
    m.ok(&virgl::create_3d(
        SCREEN,
        virgl::TEXTURE_2D,
        gpu::BGRX,
        target,
        SIZE,
    ))?;
    m.ok(&virgl::create_3d(
        CORNERS,
        virgl::BUFFER,
        virgl::R8,
        buffer,
        (CORNERS_BYTES, 1),
    ))?;
    m.ok(&virgl::attach(CONTEXT, SCREEN))?;
    m.ok(&virgl::attach(CONTEXT, CORNERS))?;
    let f = f32::to_bits;
    let (x, y) = (SIZE.0 as f32 / 2.0, SIZE.1 as f32 / 2.0);
    let mut blend = [0; 10];
    blend[2] = wire::virgl::blend::S2_RT_COLORMASK.put(0xf);
    // A plain rasterizer: depth is clipped, pixels have their centres at halves.
    let rasterizer = [0x2000_00c2, f(1.0), 0, 0xffff, f(1.0), 0, 0, 0];
    let stream = Stream::default()
        .create(ObjectType::Surface, 10, &[SCREEN, gpu::BGRX, 0, 0])
        .command(Ccmd::SetFramebufferState, &[1, 0, 10])
        .create_and_bind(ObjectType::Blend, 11, &blend)
        .create_and_bind(ObjectType::Dsa, 12, &[0; 4])
        .create_and_bind(ObjectType::Rasterizer, 13, &rasterizer)
        .shader(14, 0, VERTEX)
        .shader(15, 1, FRAGMENT)
        .create_and_bind(ObjectType::VertexElements, 16, &[0, 0, 0, virgl::VECTOR3])
        .command(Ccmd::SetVertexBuffers, &[12, 0, CORNERS])
        // Without a flip: the first row is where y is 1.
        .command(
            Ccmd::SetViewportState,
            &[0, f(x), f(-y), f(0.5), f(x), f(y), f(0.5)],
        );
    m.ok(&virgl::submit(CONTEXT, &stream))
}

/// A frame in 3D.
struct Scene {
    background: [u8; 3],
    colour: [u8; 3],
    /// Left, top, right and bottom edge, in pixels.
    edges: [u32; 4],
}

impl Scene {
    fn new(random: &mut Random) -> Self {
        let colour = |bytes: &[u8]| [bytes[0], bytes[1], bytes[2]];
        let bytes = random.bytes(6);
        let (left, top) = (random.below(SIZE.0), random.below(SIZE.1));
        let right = left + 1 + random.below(SIZE.0 - left);
        let bottom = top + 1 + random.below(SIZE.1 - top);
        Self {
            background: colour(&bytes),
            colour: colour(&bytes[3..]),
            edges: [left, top, right, bottom],
        }
    }

    fn stream(&self) -> Stream {
        let floats = |[red, green, blue]: [u8; 3]| {
            [red, green, blue, 255].map(|byte| (f32::from(byte) / 255.0).to_bits())
        };
        let [left, top, right, bottom] = self.edges.map(|edge| edge as f32);
        let x = |edge: f32| (edge / SIZE.0 as f32 * 2.0 - 1.0).to_bits();
        let y = |edge: f32| (1.0 - edge / SIZE.1 as f32 * 2.0).to_bits();
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        let corners = corners.map(|(across, down)| [x(across), y(down), 0]).concat();
        // Resource, level, usage and strides, and the box that the words are for.
        let write = [CORNERS, 0, 0, 0, 0, 0, 0, 0, CORNERS_BYTES, 1, 1];
        let colour_buffer = 1 << 2;
        let clear = [&[colour_buffer], &floats(self.background)[..], &[0, 0, 0]].concat();
        Stream::default()
            .command(Ccmd::Clear, &clear)
            .command(Ccmd::ResourceInlineWrite, &[&write[..], &corners].concat())
            .command(
                Ccmd::SetConstantBuffer,
                &[&[1, 0], &floats(self.colour)[..]].concat(),
            )
            .command(Ccmd::DrawVbo, &[0, 4, STRIP, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0])
    }

    fn picture(&self) -> Picture {
        let pixel = |[red, green, blue]: [u8; 3]| u32::from_be_bytes([0, red, green, blue]);
        let mut picture = Picture::new(SIZE.0, SIZE.1);
        picture.pixels.fill(pixel(self.background));
        let [left, top, right, bottom] = self.edges;
        for y in top..bottom {
            for x in left..right {
                picture.set(x, y, pixel(self.colour));
            }
        }
        picture
    }
}

/// The picture that these bytes are, in B8G8R8X8.
fn noise(bytes: &[u8]) -> Picture {
    let (pixels, _) = bytes.as_chunks::<4>();
    Picture {
        width: SIZE.0,
        height: SIZE.1,
        pixels: pixels
            .iter()
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], 0]))
            .collect(),
    }
}
