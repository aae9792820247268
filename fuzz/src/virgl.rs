//! A guest that renders: contexts, resources with memory behind them, transfers, and streams of commands.
//!
//! A session is a byte of setup and steps; what is missing reads as zero. A stream is put together from commands, each
//! with a header that fits its words, from shaders, and from bare words; it goes to a context when a step says so.
//!
//! Checked: a context that was lost stays lost, and hurts no other; nothing is left when everything is destroyed, of
//! host memory neither; every fence retires; what reaches the host GPU is as the seam promises ([`Seam`]).

use std::{cell::RefCell, collections::HashMap, rc::Rc, time::Duration};

use device::{
    gpu::{Box3, Counters, HostGpu},
    ids::{ContextId, ResourceId},
    renderer::{Renderer, RendererCounters},
    transfer::{Backings, BadBacking, Transfer},
    virgl::{CreateResource, Error},
};
use wire::virgl::{Ccmd, Header, ObjectType};

use crate::{
    input::Input,
    seam::{Knobs, Seam},
};

/// Host memory of a session.
pub const HOSTMEM_BYTES: u64 = 4 << 20;
/// Memory behind one resource, and behind all.
const BACKING_BYTES_MAX: u32 = 1 << 20;
const BACKINGS_BYTES_MAX: usize = 8 << 20;
/// How long a host GPU may take for anything: less than an input may.
const GPU_DEADLINE: Duration = Duration::from_secs(9);
/// The context that is there from the start.
const FIRST: ContextId = ContextId(1);
/// One that says at the end whether the others were hurt.
const WITNESS: ContextId = ContextId(0xffff);

/// What a guest does next.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub enum Step<'a> {
    Create {
        id: u16,
        create: CreateResource,
        backing_bytes: u32,
    },
    Destroy(u16),
    CreateContext(u8),
    DestroyContext(u8),
    Attach(u8, u16),
    Detach(u8, u16),
    Upload(u16, Transfer),
    Download(u16, Transfer),
    /// Writes to the memory behind a resource.
    Fill {
        id: u16,
        offset: u32,
        bytes: &'a [u8],
    },
    /// A command of the stream.
    Command {
        command: u8,
        object: u8,
        words: Vec<u32>,
    },
    /// A shader in the stream, in one part.
    Shader {
        handle: u16,
        stage: u8,
        text: &'a [u8],
    },
    /// Words of the stream, whatever they are.
    Words(Vec<u32>),
    /// Sends the stream to a context.
    Submit(u8),
    Fence,
    Poll,
    Wait,
    /// The host has no memory for the next resource.
    Refuse,
    /// The host GPU is gone.
    Lose,
    Clear,
}

/// The step that the input describes.
pub fn next<'a>(input: &mut Input<'a>) -> Option<Step<'a>> {
    if input.is_empty() {
        return None;
    }
    Some(match input.u8() % 24 {
        0 => Step::Create {
            id: input.u16(),
            create: CreateResource {
                target: input.u8().into(),
                last_level: input.u8().into(),
                nr_samples: input.u8().into(),
                flags: input.u8().into(),
                format: input.u16().into(),
                height: input.u16().into(),
                depth: input.u16().into(),
                array_size: input.u16().into(),
                width: input.u32(),
                bind: input.u32(),
            },
            backing_bytes: input.u32(),
        },
        1 => Step::Destroy(input.u16()),
        2 => Step::CreateContext(input.u8()),
        3 => Step::DestroyContext(input.u8()),
        4 => Step::Attach(input.u8(), input.u16()),
        5 => Step::Detach(input.u8(), input.u16()),
        6 => Step::Upload(input.u16(), transfer(input)),
        7 => Step::Download(input.u16(), transfer(input)),
        8 => Step::Fill {
            id: input.u16(),
            offset: input.u32(),
            bytes: counted(input, 1),
        },
        9 => Step::Shader {
            handle: input.u16(),
            stage: input.u8(),
            text: counted(input, 1),
        },
        10 => Step::Words(words(input)),
        11 | 12 => Step::Submit(input.u8()),
        13 => Step::Fence,
        14 => Step::Poll,
        15 => Step::Wait,
        16 => match input.u8() {
            0 => Step::Refuse,
            1 => Step::Lose,
            2 => Step::Clear,
            _ => Step::Poll,
        },
        _ => Step::Command {
            command: input.u8(),
            object: input.u8(),
            words: words(input),
        },
    })
}

/// Appends the bytes of a step.
pub fn record(step: &Step<'_>, out: &mut Vec<u8>) {
    let mut put = |bytes: &[u8]| out.extend_from_slice(bytes);
    let of_words = |words: &[u32]| -> Vec<u8> {
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        (words.len() as u16)
            .to_le_bytes()
            .into_iter()
            .chain(bytes)
            .collect()
    };
    let of_bytes = |bytes: &[u8]| [&(bytes.len() as u16).to_le_bytes(), bytes].concat();
    match step {
        Step::Create {
            id,
            create,
            backing_bytes,
        } => {
            put(&[0]);
            put(&id.to_le_bytes());
            let small = [create.target, create.last_level, create.nr_samples, create.flags];
            put(&small.map(|value| value as u8));
            for value in [create.format, create.height, create.depth, create.array_size] {
                put(&(value as u16).to_le_bytes());
            }
            for value in [create.width, create.bind, *backing_bytes] {
                put(&value.to_le_bytes());
            }
        }
        Step::Destroy(id) => put(&[&[1][..], &id.to_le_bytes()].concat()),
        Step::CreateContext(context) => put(&[2, *context]),
        Step::DestroyContext(context) => put(&[3, *context]),
        Step::Attach(context, id) => put(&[&[4, *context][..], &id.to_le_bytes()].concat()),
        Step::Detach(context, id) => put(&[&[5, *context][..], &id.to_le_bytes()].concat()),
        Step::Upload(id, transfer) => {
            put(&[&[6][..], &id.to_le_bytes(), &of_transfer(transfer)].concat());
        }
        Step::Download(id, transfer) => {
            put(&[&[7][..], &id.to_le_bytes(), &of_transfer(transfer)].concat());
        }
        Step::Fill { id, offset, bytes } => {
            put(&[
                &[8][..],
                &id.to_le_bytes(),
                &offset.to_le_bytes(),
                &of_bytes(bytes),
            ]
            .concat());
        }
        Step::Shader { handle, stage, text } => {
            put(&[&[9][..], &handle.to_le_bytes(), &[*stage], &of_bytes(text)].concat());
        }
        Step::Words(words) => put(&[&[10][..], &of_words(words)].concat()),
        Step::Submit(context) => put(&[11, *context]),
        Step::Fence => put(&[13]),
        Step::Poll => put(&[14]),
        Step::Wait => put(&[15]),
        Step::Refuse => put(&[16, 0]),
        Step::Lose => put(&[16, 1]),
        Step::Clear => put(&[16, 2]),
        Step::Command {
            command,
            object,
            words,
        } => put(&[&[17, *command, *object][..], &of_words(words)].concat()),
    }
}

/// Units of `size` bytes, as many as a number before them says.
fn counted<'a>(input: &mut Input<'a>, size: usize) -> &'a [u8] {
    let count = usize::from(input.u16());
    input.bytes(count * size)
}

fn words(input: &mut Input<'_>) -> Vec<u32> {
    let bytes = counted(input, 4).chunks_exact(4);
    bytes
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect()
}

fn transfer(input: &mut Input<'_>) -> Transfer {
    Transfer {
        level: input.u8().into(),
        area: Box3 {
            x: input.u16().into(),
            y: input.u16().into(),
            z: input.u16().into(),
            width: input.u16().into(),
            height: input.u16().into(),
            depth: input.u16().into(),
        },
        offset_bytes: input.u32().into(),
        stride_bytes: input.u32(),
        layer_stride_bytes: input.u32(),
    }
}

fn of_transfer(transfer: &Transfer) -> Vec<u8> {
    let area = &transfer.area;
    let mut bytes = vec![transfer.level as u8];
    for value in [area.x, area.y, area.z, area.width, area.height, area.depth] {
        bytes.extend((value as u16).to_le_bytes());
    }
    for value in [
        transfer.offset_bytes as u32,
        transfer.stride_bytes,
        transfer.layer_stride_bytes,
    ] {
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

/// Memory behind resources.
#[derive(Debug, Default)]
struct Memory(RefCell<HashMap<ResourceId, Vec<u8>>>);

impl Memory {
    fn put(&self, id: ResourceId, length: u32) {
        let mut all = self.0.borrow_mut();
        let used: usize = all.values().map(Vec::len).sum();
        let length = length.min(BACKING_BYTES_MAX) as usize;
        if length > 0 && used + length <= BACKINGS_BYTES_MAX {
            all.insert(id, vec![0; length]);
        }
    }
}

impl Backings for Memory {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        self.0.borrow().get(&resource).map(|bytes| bytes.len() as u64)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let memory = self.0.borrow();
        let bytes = memory.get(&resource).ok_or(BadBacking)?;
        let bytes = bytes.get(offset as usize..).ok_or(BadBacking)?;
        dst.copy_from_slice(bytes.get(..dst.len()).ok_or(BadBacking)?);
        Ok(())
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        let mut memory = self.0.borrow_mut();
        let bytes = memory.get_mut(&resource).ok_or(BadBacking)?;
        let bytes = bytes.get_mut(offset as usize..).ok_or(BadBacking)?;
        bytes.get_mut(..src.len()).ok_or(BadBacking)?.copy_from_slice(src);
        Ok(())
    }
}

/// A guest on a renderer.
#[derive(Debug)]
pub struct Session<G: HostGpu> {
    renderer: Renderer<Seam<G>>,
    knobs: Rc<Knobs>,
    memory: Memory,
    stream: Vec<u32>,
    /// Those that were seen to be lost.
    lost: Vec<ContextId>,
    work_max: u64,
}

impl<G: HostGpu> Session<G> {
    /// A guest with one context. `work_max` bounds what the GPU is asked for, in texels and draws.
    pub fn new(gpu: G, short_draws: bool, work_max: u64) -> Self {
        let knobs = Rc::new(Knobs::default());
        let seam = Seam::new(gpu, Rc::clone(&knobs), short_draws);
        let mut renderer = Renderer::new(seam, HOSTMEM_BYTES);
        renderer
            .create_context(FIRST, "first")
            .expect("it is the first one");
        Self {
            renderer,
            knobs,
            memory: Memory::default(),
            stream: Vec::new(),
            lost: Vec::new(),
            work_max,
        }
    }

    /// Does what the input says, then ends the session. `check_gpu` is told whether the session lost it. Returns what
    /// was done.
    pub fn run(mut self, mut input: Input<'_>, check_gpu: impl Fn(&G, bool)) -> (RendererCounters, Counters) {
        if input.u8() & 1 != 0 {
            for step in prepared() {
                self.step(step);
            }
        }
        while self.knobs.work.get() <= self.work_max
            && let Some(step) = next(&mut input)
        {
            self.step(step);
        }
        self.submit(FIRST);
        self.finish();
        check_gpu(self.renderer.gpu().inner(), self.knobs.lost.get());
        self.renderer.counters()
    }

    fn step(&mut self, step: Step<'_>) {
        match step {
            Step::Create {
                id,
                create,
                backing_bytes,
            } => self.create(id, &create, backing_bytes),
            Step::Destroy(id) => self.with(id, |session, id| {
                if session.renderer.destroy_resource(id).is_ok() {
                    session.memory.0.borrow_mut().remove(&id);
                }
            }),
            Step::CreateContext(context) => {
                let _ = self.renderer.create_context(ContextId(context.into()), "another");
            }
            Step::DestroyContext(context) => self.destroy_context(ContextId(context.into())),
            Step::Attach(context, id) => self.with(id, |session, id| {
                let _ = session.renderer.attach(ContextId(context.into()), id);
            }),
            Step::Detach(context, id) => self.with(id, |session, id| {
                let _ = session.renderer.detach(ContextId(context.into()), id);
            }),
            Step::Upload(id, transfer) => self.with(id, |session, id| {
                let _ = session.renderer.transfer_to_host(id, &transfer, &session.memory);
            }),
            Step::Download(id, transfer) => self.with(id, |session, id| {
                let _ = session
                    .renderer
                    .transfer_from_host(id, &transfer, &session.memory);
            }),
            Step::Fill { id, offset, bytes } => self.with(id, |session, id| {
                let _ = session.memory.write(id, offset.into(), bytes);
            }),
            Step::Command {
                command,
                object,
                words,
            } => self.command(command, object, &words),
            Step::Shader { handle, stage, text } => self.shader(handle, stage, text),
            Step::Words(words) => self.stream.extend(words),
            Step::Submit(context) => self.submit(ContextId(context.into())),
            Step::Fence => {
                self.renderer.fence();
            }
            Step::Poll => {
                self.renderer.poll(&self.memory);
            }
            Step::Wait => self.wait(),
            Step::Refuse => self.knobs.refuse.set(true),
            Step::Lose => self.knobs.lost.set(true),
            Step::Clear => self.clear(),
        }
    }

    fn with(&mut self, id: u16, act: impl FnOnce(&mut Self, ResourceId)) {
        if let Some(id) = ResourceId::new(id.into()) {
            act(self, id);
        }
    }

    fn create(&mut self, id: u16, create: &CreateResource, backing_bytes: u32) {
        self.with(id, |session, id| {
            let before = session.renderer.alive();
            match session.renderer.create_resource(id, create) {
                Ok(()) => {
                    let _ = session.renderer.attach(FIRST, id);
                    session.memory.put(id, backing_bytes);
                }
                Err(_) => assert_eq!(session.renderer.alive(), before, "{create:?} was refused"),
            }
            assert!(session.renderer.alive().3 <= HOSTMEM_BYTES);
        });
    }

    fn destroy_context(&mut self, context: ContextId) {
        if self.renderer.destroy_context(context, &self.memory).is_ok() {
            self.lost.retain(|lost| *lost != context);
        }
    }

    fn command(&mut self, command: u8, object: u8, words: &[u32]) {
        let header = u32::from(command) | u32::from(object) << 8 | (words.len() as u32) << 16;
        self.stream.push(header);
        self.stream.extend_from_slice(words);
    }

    fn shader(&mut self, handle: u16, stage: u8, text: &[u8]) {
        let length = text.len() as u32 + 1;
        let mut words = vec![handle.into(), stage.into(), length, 300, 0];
        for part in [text, &[0]].concat().chunks(4) {
            let mut word = [0; 4];
            word[..part.len()].copy_from_slice(part);
            words.push(u32::from_le_bytes(word));
        }
        // The longest command has 65535 words, and an input is shorter.
        self.command(Ccmd::CreateObject as u8, ObjectType::Shader as u8, &words);
    }

    fn submit(&mut self, context: ContextId) {
        let stream = std::mem::take(&mut self.stream);
        let result = self.renderer.submit(context, &stream, &self.memory);
        let (_, _, objects, used, text_bytes) = self.renderer.alive();
        assert!(used <= HOSTMEM_BYTES);
        assert!(objects <= device::limits::MAX_OBJECTS);
        assert!(text_bytes <= device::limits::MAX_SHADER_BYTES_TOTAL);
        if self.lost.contains(&context) {
            assert_eq!(result, Err(Error::ContextLost));
        } else if result.is_err() {
            let again = self.renderer.submit(context, &[], &self.memory);
            if again == Err(Error::ContextLost) {
                self.lost.push(context);
            } else {
                assert!(again.is_err(), "{context:?} does not exist");
            }
        }
    }

    /// Everything that was asked for until now comes, or never will.
    fn wait(&mut self) {
        let was_lost = self.knobs.lost.get();
        let fence = self.renderer.fence();
        let result = self.renderer.wait(fence, GPU_DEADLINE, &self.memory);
        assert!(result.is_ok() || was_lost, "the host GPU is lost");
        assert!(self.renderer.poll(&self.memory) >= fence, "a fence never retires");
    }

    fn clear(&mut self) {
        self.renderer.clear(&self.memory);
        self.lost.clear();
        self.memory.0.borrow_mut().clear();
        assert_eq!(self.renderer.alive(), (0, 0, 0, 0, 0));
        assert_eq!(self.renderer.gpu().resources(), 0);
        self.renderer
            .create_context(FIRST, "first")
            .expect("there is none");
    }

    fn finish(&mut self) {
        self.wait();
        self.renderer
            .create_context(WITNESS, "witness")
            .expect("no step has that number");
        self.renderer
            .submit(WITNESS, &[], &self.memory)
            .expect("what others do hurts nobody");
        self.clear();
        // What was submitted may still be on its way; it has nowhere to go.
        self.wait();
    }
}

/// A context with a target, shaders and states bound, and buffers and textures to use.
pub fn prepared() -> Vec<Step<'static>> {
    const VERTEX: &str = "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\n  0: MOV OUT[0], IN[0]\n  1: MOV OUT[1], IN[0]\n  2: END\n";
    const FRAGMENT: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL IN[0], GENERIC[0], PERSPECTIVE\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], 2D, FLOAT\nDCL TEMP[0]\n  0: TEX TEMP[0], IN[0], SAMP[0], 2D\n  1: MOV OUT[0], TEMP[0]\n  2: END\n";
    let resource = |id, target, format, bind, width, height: u32| Step::Create {
        id,
        create: CreateResource {
            target,
            format,
            bind,
            width,
            height,
            depth: 1,
            array_size: if target == 4 { 6 } else { 1 },
            ..CreateResource::default()
        },
        backing_bytes: width * height * 24,
    };
    let about = |command: Ccmd, object: ObjectType, words: &[u32]| Step::Command {
        command: command as u8,
        object: object as u8,
        words: words.to_vec(),
    };
    let create = |kind, words: &[u32]| about(Ccmd::CreateObject, kind, words);
    let bind = |kind, handle| about(Ccmd::BindObject, kind, &[handle]);
    let command = |command, words: &[u32]| about(command, ObjectType::Null, words);
    let one = 1f32.to_bits();
    let mut blend = [0; 11];
    (blend[0], blend[3]) = (1, 0xf << 27);
    vec![
        resource(1, 2, 1, 2 | 8, 16, 16),
        resource(2, 0, 64, 1 << 4, 1024, 1),
        resource(3, 2, 1, 2 | 8, 8, 8),
        resource(4, 2, 19, 1, 16, 16),
        resource(5, 0, 64, 1 << 5, 256, 1),
        resource(6, 0, 64, 1 << 17, 16, 1),
        create(ObjectType::Surface, &[20, 1, 1, 0, 0]),
        create(ObjectType::Surface, &[21, 4, 19, 0, 0]),
        command(Ccmd::SetFramebufferState, &[1, 21, 20]),
        create(ObjectType::Blend, &blend),
        bind(ObjectType::Blend, 1),
        create(ObjectType::Dsa, &[2, 0, 0, 0, 0]),
        bind(ObjectType::Dsa, 2),
        create(
            ObjectType::Rasterizer,
            &[3, 0x2000_00c2, one, 0, 0xffff, one, 0, 0, 0],
        ),
        bind(ObjectType::Rasterizer, 3),
        create(ObjectType::VertexElements, &[4, 0, 0, 0, 31]),
        bind(ObjectType::VertexElements, 4),
        command(Ccmd::SetVertexBuffers, &[16, 0, 2]),
        command(Ccmd::SetIndexBuffer, &[5, 2, 0]),
        create(ObjectType::SamplerView, &[5, 3, 1, 0, 0, 0o3210]),
        command(Ccmd::SetSamplerViews, &[1, 0, 5]),
        create(ObjectType::SamplerState, &[6, 0, 0, 0, one, 0, 0, 0, 0]),
        command(Ccmd::BindSamplerStates, &[1, 0, 6]),
        create(ObjectType::Query, &[7, 0, 0, 6]),
        Step::Shader {
            handle: 8,
            stage: 0,
            text: VERTEX.as_bytes(),
        },
        Step::Shader {
            handle: 9,
            stage: 1,
            text: FRAGMENT.as_bytes(),
        },
        command(Ccmd::BindShader, &[8, 0]),
        command(Ccmd::BindShader, &[9, 1]),
        command(
            Ccmd::SetViewportState,
            &[
                0,
                8f32.to_bits(),
                8f32.to_bits(),
                one,
                8f32.to_bits(),
                8f32.to_bits(),
                0,
            ],
        ),
        command(Ccmd::DrawVbo, &[0, 3, 4, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0]),
        Step::Submit(1),
    ]
}

/// Reads back the commands of a stream, as steps.
pub fn commands(mut stream: &[u32]) -> Vec<Step<'static>> {
    let mut steps = Vec::new();
    while let Some((header, rest)) = stream.split_first() {
        let header = Header(*header);
        let Some((words, next)) = rest.split_at_checked(header.len_dwords()) else {
            steps.push(Step::Words(stream.to_vec()));
            break;
        };
        steps.push(Step::Command {
            command: header.command(),
            object: header.object(),
            words: words.to_vec(),
        });
        stream = next;
    }
    steps
}
