//! Streams of commands as a guest writes them, and the renderer that they go to.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use std::{cell::RefCell, collections::HashMap};

use device::{
    gpu::record::Recorder,
    ids::{ContextId, ResourceId},
    renderer::Renderer,
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
        let mut renderer = Renderer::new(recorder, 64 << 20);
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

    /// What the GPU was called with.
    pub fn text(&self) -> String {
        self.renderer.gpu().text().into()
    }
}
