//! 3D as a guest's driver speaks it: requests of contexts, and virgl's command streams as words.

use wire::{
    virgl::{Ccmd, Header, ObjectType},
    virtio_gpu::{CmdSubmit, CtrlType, CtxResource, ResourceCreate3d},
};
use zerocopy::FromZeros;

use super::gpu::{create_context, message};

/// `PIPE_TEXTURE_2D`, and a buffer, as targets of [`create_3d`].
pub const TEXTURE_2D: u32 = 2;
/// `PIPE_BUFFER`.
pub const BUFFER: u32 = 0;
/// `VIRGL_FORMAT_R8_UNORM`, which buffers have.
pub const R8: u32 = 64;
/// `VIRGL_FORMAT_R32G32B32_FLOAT`.
pub const VECTOR3: u32 = 30;
/// `VIRGL_BIND_RENDER_TARGET`.
pub const RENDER_TARGET: u32 = 1 << 1;
/// `VIRGL_BIND_VERTEX_BUFFER`.
pub const VERTEX_BUFFER: u32 = 1 << 4;
/// `VIRGL_RESOURCE_Y_0_TOP`, which scanouts have.
const Y_0_TOP: u32 = 1;

/// Says which context a request is about.
pub fn in_context(context: u32, mut request: Vec<u8>) -> Vec<u8> {
    request[16..20].copy_from_slice(&context.to_le_bytes());
    request
}

/// CTX_CREATE of a context of virgl's.
pub fn context(context: u32) -> Vec<u8> {
    create_context(context, 0)
}

/// RESOURCE_CREATE_3D of one level, layer and sample.
pub fn create_3d(resource: u32, target: u32, format: u32, bind: u32, (width, height): (u32, u32)) -> Vec<u8> {
    let mut body = ResourceCreate3d::new_zeroed();
    body.resource_id.set(resource);
    body.target.set(target);
    body.format.set(format);
    body.bind.set(bind);
    body.width.set(width);
    body.height.set(height);
    body.depth.set(1);
    body.array_size.set(1);
    body.flags.set(if target == TEXTURE_2D { Y_0_TOP } else { 0 });
    message(CtrlType::ResourceCreate3d, &body)
}

/// CTX_ATTACH_RESOURCE.
pub fn attach(context: u32, resource: u32) -> Vec<u8> {
    let body = CtxResource {
        resource_id: resource.into(),
        padding: 0.into(),
    };
    in_context(context, message(CtrlType::CtxAttachResource, &body))
}

/// SUBMIT_3D.
pub fn submit(context: u32, stream: &Stream) -> Vec<u8> {
    let words = &stream.0;
    let body = CmdSubmit {
        size: (words.len() as u32 * 4).into(),
        padding: 0.into(),
    };
    let mut bytes = message(CtrlType::Submit3d, &body);
    bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    in_context(context, bytes)
}

/// A command stream being written.
#[derive(Clone, Debug, Default)]
pub struct Stream(pub Vec<u32>);

impl Stream {
    /// Any command.
    #[must_use]
    pub fn command(self, command: Ccmd, words: &[u32]) -> Self {
        self.about(command, ObjectType::Null, words)
    }

    /// A command about an object.
    fn about(mut self, command: Ccmd, kind: ObjectType, words: &[u32]) -> Self {
        self.0
            .push(Header::new(command, kind as u8, words.len() as u16).0);
        self.0.extend_from_slice(words);
        self
    }

    /// CREATE_OBJECT.
    #[must_use]
    pub fn create(self, kind: ObjectType, handle: u32, words: &[u32]) -> Self {
        self.about(Ccmd::CreateObject, kind, &[&[handle], words].concat())
    }

    /// CREATE_OBJECT and BIND_OBJECT.
    #[must_use]
    pub fn create_and_bind(self, kind: ObjectType, handle: u32, words: &[u32]) -> Self {
        self.create(kind, handle, words)
            .about(Ccmd::BindObject, kind, &[handle])
    }

    /// CREATE_OBJECT and BIND_SHADER, of a shader in one part.
    #[must_use]
    pub fn shader(self, handle: u32, stage: u32, text: &str) -> Self {
        let bytes = text.len() as u32 + 1;
        // More tokens than it has, as Mesa says too; no streamout.
        let head = [stage, bytes, 300, 0];
        self.create(
            ObjectType::Shader,
            handle,
            &[&head, text_words(text).as_slice()].concat(),
        )
        .command(Ccmd::BindShader, &[handle, stage])
    }
}

/// Text with its terminating zero, in words.
fn text_words(text: &str) -> Vec<u32> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().map(|word| u32::from_le_bytes(*word)).collect()
}
