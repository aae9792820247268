//! Streams of commands as a guest writes them, and the renderer that they go to.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use std::{cell::RefCell, collections::HashMap, env, fs, path::PathBuf};

use device::{
    gpu::record::Recorder,
    ids::{ContextId, ResourceId},
    renderer::Renderer,
    snapshot::Snapshot,
    transfer::{Backings, BadBacking},
    virgl::{CreateResource, Error},
};
use wire::virgl::{Ccmd, Header, ObjectType};

/// A stream being written.
#[derive(Clone, Debug, Default)]
pub struct Stream(pub Vec<u32>);

impl Stream {
    pub fn new() -> Self {
        Self::default()
    }

    /// Any command.
    pub fn command(mut self, command: Ccmd, words: &[u32]) -> Self {
        self.0.push(Header::new(command, 0, words.len() as u16).0);
        self.0.extend_from_slice(words);
        self
    }

    /// A command about an object.
    pub fn about(mut self, command: Ccmd, kind: ObjectType, words: &[u32]) -> Self {
        self.0
            .push(Header::new(command, kind as u8, words.len() as u16).0);
        self.0.extend_from_slice(words);
        self
    }

    pub fn create(self, kind: ObjectType, handle: u32, words: &[u32]) -> Self {
        self.about(Ccmd::CreateObject, kind, &[&[handle], words].concat())
    }

    pub fn bind(self, kind: ObjectType, handle: u32) -> Self {
        self.about(Ccmd::BindObject, kind, &[handle])
    }

    pub fn destroy(self, kind: ObjectType, handle: u32) -> Self {
        self.about(Ccmd::DestroyObject, kind, &[handle])
    }

    /// A shader in one part.
    pub fn shader(self, handle: u32, stage: u32, text: &str) -> Self {
        let bytes = text_words(text);
        self.create(
            ObjectType::Shader,
            handle,
            &[&[stage, text.len() as u32 + 1, 300, 0], bytes.as_slice()].concat(),
        )
    }

    /// A blend that does nothing, a rasterizer, and tests that always pass, all bound.
    pub fn plain_states(self) -> Self {
        let mut blend = vec![0; 10];
        blend[2] = 0xf << 27;
        self.create(ObjectType::Blend, 101, &blend)
            .bind(ObjectType::Blend, 101)
            .create(ObjectType::Dsa, 102, &[0, 0, 0, 0])
            .bind(ObjectType::Dsa, 102)
            .create(
                ObjectType::Rasterizer,
                103,
                &[0x2000_00c2, 1f32.to_bits(), 0, 0xffff, 1f32.to_bits(), 0, 0, 0],
            )
            .bind(ObjectType::Rasterizer, 103)
    }

    pub fn plain_shaders(self) -> Self {
        self.shader(111, 0, VERTEX)
            .shader(112, 1, FRAGMENT)
            .command(Ccmd::BindShader, &[111, 0])
            .command(Ccmd::BindShader, &[112, 1])
    }

    /// A surface of a texture, bound as the only color buffer.
    pub fn target(self, handle: u32, resource: u32) -> Self {
        self.create(ObjectType::Surface, handle, &[resource, 1, 0, 0])
            .command(Ccmd::SetFramebufferState, &[1, 0, handle])
    }

    pub fn draw(self, count: u32) -> Self {
        self.command(Ccmd::DrawVbo, &[0, count, 4, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0])
    }
}

/// What a program that draws one triangle sends.
pub fn triangle() -> Stream {
    Stream::new()
        .command(Ccmd::CreateSubCtx, &[1])
        .command(Ccmd::SetSubCtx, &[1])
        .target(10, 1)
        .command(Ccmd::Clear, &[4, f(1.0), 0, 0, f(1.0), 0, 0x3ff0_0000, 0])
        .plain_states()
        .plain_shaders()
        .command(Ccmd::LinkShader, &[111, 112, 0, 0, 0, 0])
        .create(ObjectType::VertexElements, 120, &[0, 0, 0, 30])
        .bind(ObjectType::VertexElements, 120)
        .command(Ccmd::SetVertexBuffers, &[20, 0, 2])
        .command(
            Ccmd::SetViewportState,
            &[0, f(8.0), f(-8.0), f(0.5), f(8.0), f(8.0), f(0.5)],
        )
        .command(Ccmd::SetConstantBuffer, &[0, 0, f(1.0), f(2.0), f(3.0), f(4.0)])
        .draw(3)
}

pub fn f(value: f32) -> u32 {
    value.to_bits()
}

/// Text with its terminating zero, in words.
pub fn text_words(text: &str) -> Vec<u32> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
        .chunks(4)
        .map(|word| u32::from_le_bytes(word.try_into().unwrap()))
        .collect()
}

pub const VERTEX: &str = "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n";
pub const FRAGMENT: &str = "FRAG\nPROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nDCL OUT[0], COLOR\nIMM[0] FLT32 {0x3f800000, 0x00000000, 0x00000000, 0x3f800000}\n  0: MOV OUT[0], IMM[0]\n  1: END\n";

pub const COMPUTE: &str = "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 8\nPROPERTY CS_FIXED_BLOCK_HEIGHT 8\nPROPERTY CS_FIXED_BLOCK_DEPTH 1\n  0: END\n";

/// Compares with the golden of that name. `UPDATE_GOLDENS=1` writes it.
pub fn check(name: &str, text: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "out", &format!("{name}.txt")]
        .iter()
        .collect();
    if env::var_os("UPDATE_GOLDENS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{name} is now:\n{text}");
}

/// Memory behind resources, as plain bytes.
#[derive(Debug, Default)]
pub struct Memory(pub RefCell<HashMap<ResourceId, Vec<u8>>>);

impl Memory {
    pub fn put(&self, id: u32, bytes: Vec<u8>) {
        self.0.borrow_mut().insert(resource(id), bytes);
    }

    pub fn get(&self, id: u32) -> Vec<u8> {
        self.0.borrow()[&resource(id)].clone()
    }
}

impl Backings for Memory {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        self.0.borrow().get(&resource).map(|bytes| bytes.len() as u64)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let memory = self.0.borrow();
        let bytes = memory.get(&resource).ok_or(BadBacking)?;
        let bytes = bytes
            .get(offset as usize..)
            .and_then(|bytes| bytes.get(..dst.len()));
        dst.copy_from_slice(bytes.ok_or(BadBacking)?);
        Ok(())
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        let mut memory = self.0.borrow_mut();
        let bytes = memory.get_mut(&resource).ok_or(BadBacking)?;
        let bytes = bytes
            .get_mut(offset as usize..)
            .and_then(|bytes| bytes.get_mut(..src.len()));
        bytes.ok_or(BadBacking)?.copy_from_slice(src);
        Ok(())
    }
}

pub fn resource(id: u32) -> ResourceId {
    ResourceId::new(id).unwrap()
}

pub const CONTEXT: ContextId = ContextId(1);

/// A renderer with one context, over a recorder.
pub struct Guest {
    pub renderer: Renderer<Recorder>,
    pub memory: Memory,
}

impl Guest {
    pub fn new() -> Self {
        Self::over(Recorder::new())
    }

    pub fn over(recorder: Recorder) -> Self {
        let mut renderer = Renderer::new(recorder, HOSTMEM_BYTES);
        renderer.create_context(CONTEXT, "test").unwrap();
        Self {
            renderer,
            memory: Memory::default(),
        }
    }

    /// A guest that has a 16×16 BGRA target (resource 1), a buffer of 1 KiB (2) and a query buffer (3).
    pub fn with_resources() -> Self {
        let mut guest = Self::new();
        guest.texture(1, 2, 1, 16, 16, 2);
        guest.buffer(2, 1 << 4, 1024);
        guest.buffer(3, 1 << 17, 16);
        guest
    }

    pub fn create(&mut self, id: u32, create: &CreateResource) -> Result<(), Error> {
        self.renderer.create_resource(resource(id), create)?;
        self.renderer.attach(CONTEXT, resource(id))
    }

    pub fn texture(&mut self, id: u32, target: u32, format: u32, width: u32, height: u32, bind: u32) {
        let create = CreateResource {
            target,
            format,
            bind,
            width,
            height,
            depth: 1,
            array_size: if target == 4 { 6 } else { 1 },
            ..CreateResource::default()
        };
        self.create(id, &create).unwrap();
        self.memory.put(id, vec![0; 6 * (width * height) as usize * 16]);
    }

    pub fn buffer(&mut self, id: u32, bind: u32, width: u32) {
        let create = CreateResource {
            format: 64,
            bind,
            width,
            height: 1,
            depth: 1,
            array_size: 1,
            ..CreateResource::default()
        };
        self.create(id, &create).unwrap();
        self.memory.put(id, vec![0; width as usize]);
    }

    pub fn submit(&mut self, stream: &Stream) -> Result<(), Error> {
        self.renderer.submit(CONTEXT, &stream.0, &self.memory)
    }

    /// Submits, and brings everything back.
    pub fn finish(&mut self, stream: &Stream) {
        self.submit(stream).unwrap();
        let fence = self.renderer.fence();
        assert_eq!(self.renderer.poll(&self.memory), fence);
    }

    /// What is drawn and what grid is run next, told with every state.
    fn next_draw(&mut self) -> (Result<(), Error>, String) {
        self.renderer.gpu_mut().tell_all();
        let before = self.text().len();
        let next = Stream::new()
            .command(Ccmd::LaunchGrid, &[1, 1, 1, 1, 1, 1, 0, 0])
            .draw(3);
        let result = self.submit(&next);
        (result, renamed(&self.text()[before..]))
    }

    /// What the GPU was called with.
    pub fn text(&self) -> String {
        self.renderer.gpu().text().into()
    }
}

/// What a snapshot may use of the host's memory.
pub const HOSTMEM_BYTES: u64 = 64 << 20;

/// A renderer's snapshot as bytes.
pub fn saved(renderer: &mut Renderer<Recorder>) -> Vec<u8> {
    renderer.save().unwrap().to_bytes().unwrap()
}

/// A renderer over a fresh recorder from a snapshot's bytes.
pub fn restore(bytes: &[u8]) -> Result<Renderer<Recorder>, device::snapshot::Error> {
    Renderer::restore(Snapshot::from_bytes(bytes)?, Recorder::new(), HOSTMEM_BYTES)
}

/// The renderer that a guest's is after it was saved and restored: one of the same snapshot, and that draws the same.
pub fn restored(guest: &mut Guest) -> Renderer<Recorder> {
    guest.renderer.fence();
    guest.renderer.poll(&guest.memory);
    let bytes = saved(&mut guest.renderer);
    let mut other = Guest {
        renderer: restore(&bytes).unwrap(),
        memory: Memory(RefCell::new(guest.memory.0.borrow().clone())),
    };
    assert!(
        saved(&mut other.renderer) == bytes,
        "what was restored is not what was saved"
    );
    assert_eq!(other.renderer.alive(), guest.renderer.alive());
    assert_eq!(other.next_draw(), guest.next_draw());
    restore(&bytes).unwrap()
}

/// A recorder's text, in which resources and objects are numbered as they come in it.
fn renamed(text: &str) -> String {
    let mut out = String::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '[']) {
        let (before, name) = rest.split_at(at + 1);
        let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        out.push_str(before);
        if digits > 0 && (before.ends_with('#') || name[digits..].starts_with(']')) {
            let next = names.len();
            let name = format!("{}{}", &before[at..], &name[..digits]);
            out.push_str(&names.entry(name).or_insert(next).to_string());
        } else {
            out.push_str(&name[..digits]);
        }
        rest = &name[digits..];
    }
    out + rest
}
