//! Words to typed commands.
//!
//! A command's length is checked here, once and for all: what comes out has all of its fields. What the fields
//! *say* is not: handles, ranges and enumerations are the business of who applies the command.

use wire::virgl::{self as w, Ccmd, Header, ObjectType};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, little_endian::U32};

use super::Error;

/// A command, its parts borrowed from the stream.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub enum Command<'a> {
    Nop,
    CreateObject {
        handle: u32,
        object: NewObject<'a>,
    },
    BindObject {
        kind: ObjectType,
        handle: u32,
    },
    DestroyObject {
        handle: u32,
    },
    SetViewportState {
        start_slot: u32,
        viewports: &'a [w::Viewport],
    },
    SetFramebufferState {
        zsurf_handle: u32,
        cbuf_handles: &'a [U32],
    },
    SetVertexBuffers {
        buffers: &'a [w::VertexBuffer],
    },
    Clear(&'a w::Clear),
    DrawVbo {
        draw: &'a w::DrawVbo,
        tess: Option<&'a w::DrawVboTess>,
        indirect: Option<&'a w::DrawVboIndirect>,
    },
    ResourceInlineWrite {
        transfer: &'a w::TransferHeader,
        data: &'a [u8],
    },
    SetSamplerViews {
        stage: u32,
        start_slot: u32,
        handles: &'a [U32],
    },
    SetIndexBuffer {
        res_handle: u32,
        buffer: Option<&'a w::IndexBuffer>,
    },
    SetConstantBuffer {
        stage: u32,
        index: u32,
        constants: &'a [U32],
    },
    SetStencilRef {
        word: u32,
    },
    SetBlendColor {
        color: [f32; 4],
    },
    SetScissorState {
        start_slot: u32,
        scissors: &'a [w::Scissor],
    },
    Blit(&'a w::Blit),
    ResourceCopyRegion(&'a w::CopyRegion),
    BindSamplerStates {
        stage: u32,
        start_slot: u32,
        handles: &'a [U32],
    },
    BeginQuery {
        handle: u32,
    },
    EndQuery {
        handle: u32,
    },
    GetQueryResult(&'a w::QueryResult),
    SetPolygonStipple {
        pattern: &'a [U32],
    },
    SetClipState(&'a w::ClipState),
    SetSampleMask {
        mask: u32,
    },
    SetStreamoutTargets {
        append_bitmask: u32,
        handles: &'a [U32],
    },
    SetRenderCondition(&'a w::RenderCondition),
    SetUniformBuffer(&'a w::UniformBuffer),
    SetSubCtx {
        id: u32,
    },
    CreateSubCtx {
        id: u32,
    },
    DestroySubCtx {
        id: u32,
    },
    BindShader(&'a w::BindShader),
    SetTessState,
    SetMinSamples {
        min_samples: u32,
    },
    SetShaderBuffers {
        slots: &'a w::StageSlots,
        elements: &'a [U32],
    },
    SetShaderImages {
        slots: &'a w::StageSlots,
        elements: &'a [U32],
    },
    MemoryBarrier,
    LaunchGrid(&'a w::LaunchGrid),
    SetFramebufferStateNoAttach(&'a w::FramebufferNoAttach),
    TextureBarrier,
    SetAtomicBuffers {
        start_slot: u32,
        elements: &'a [U32],
    },
    SetDebugFlags,
    GetQueryResultQbo(&'a w::QueryResultQbo),
    Transfer3d(&'a w::Transfer3d),
    EndTransfers,
    CopyTransfer3d(&'a w::CopyTransfer3d),
    SetTweaks,
    ClearTexture(&'a w::ClearTexture),
    PipeResourceCreate(&'a w::PipeResourceCreate),
    PipeResourceSetType,
    GetMemoryInfo {
        res_handle: u32,
    },
    EmitStringMarker,
    LinkShader(&'a w::LinkShader),
    Video(Ccmd),
    ClearSurface(&'a w::ClearSurface),
}

/// An object to create.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub enum NewObject<'a> {
    Blend(&'a w::Blend),
    Rasterizer(&'a w::Rasterizer),
    Dsa(&'a w::Dsa),
    Shader(NewShader<'a>),
    VertexElements(&'a [w::VertexElement]),
    SamplerView(&'a w::SamplerView),
    SamplerState(&'a w::SamplerState),
    Surface(&'a w::Surface, u32),
    Query(&'a w::Query),
    StreamoutTarget(&'a w::StreamoutTarget),
}

/// A shader, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewShader<'a> {
    /// Stage, length and offset.
    pub header: &'a w::ShaderHeader,
    /// What transform feedback takes.
    pub streamout: Option<(&'a w::StreamoutLayout, &'a [w::StreamoutOutput])>,
    /// Bytes of text, padded to words.
    pub text: &'a [u8],
}

/// A stream of commands, by one.
#[derive(Clone, Debug)]
pub struct Decoder<'a> {
    rest: &'a [u32],
}

impl<'a> Decoder<'a> {
    /// The commands of `stream`.
    pub fn new(stream: &'a [u32]) -> Self {
        Self { rest: stream }
    }

    /// The next command; `None` at the end. After an error there is no next one.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator would go on after an error"
    )]
    pub fn next(&mut self) -> Result<Option<Command<'a>>, Error> {
        let Some((header, rest)) = self.rest.split_first() else {
            return Ok(None);
        };
        let header = Header(u32::from_le(*header));
        let Some((body, rest)) = rest.split_at_checked(header.len_dwords()) else {
            self.rest = &[];
            return Err(Error::Truncated {
                len_dwords: header.len_dwords(),
                left_dwords: rest.len(),
            });
        };
        self.rest = rest;
        let body = <[U32]>::ref_from_bytes(body.as_bytes()).expect("a word is four bytes of any alignment");
        command(header, body).map(Some)
    }
}

/// The words after a header, with the error that a wrong number of them is.
#[derive(Clone, Copy)]
struct Body<'a> {
    words: &'a [U32],
    /// Words of the whole command.
    len_dwords: usize,
    error: BadLength,
}

#[derive(Clone, Copy)]
enum BadLength {
    Command(Ccmd),
    Object(ObjectType),
}

impl<'a> Body<'a> {
    fn bad_length(self) -> Error {
        let len_dwords = self.len_dwords;
        match self.error {
            BadLength::Command(command) => Error::BadLength { command, len_dwords },
            BadLength::Object(kind) => Error::BadObjectLength { kind, len_dwords },
        }
    }

    /// All of it as a `T`.
    fn whole<T: FromBytes + KnownLayout + Immutable + Unaligned>(self) -> Result<&'a T, Error> {
        T::ref_from_bytes(self.words.as_bytes()).map_err(|_| self.bad_length())
    }

    /// A `T` and what comes after it.
    fn prefix<T: FromBytes + KnownLayout + Immutable + Unaligned>(self) -> Result<(&'a T, Self), Error> {
        let (value, _) = T::ref_from_prefix(self.words.as_bytes()).map_err(|_| self.bad_length())?;
        let words = &self.words[size_of::<T>() / 4..];
        Ok((value, Self { words, ..self }))
    }

    /// Exactly one word.
    fn word(self) -> Result<u32, Error> {
        Ok(self.whole::<U32>()?.get())
    }

    /// A word and what comes after it.
    fn first(self) -> Result<(u32, Self), Error> {
        let (word, rest) = self.prefix::<U32>()?;
        Ok((word.get(), rest))
    }

    /// All of it as a sequence of `T`.
    fn elements<T: FromBytes + Immutable + Unaligned>(self) -> Result<&'a [T], Error> {
        <[T]>::ref_from_bytes(self.words.as_bytes()).map_err(|_| self.bad_length())
    }

    /// As many `T` and what comes after them.
    fn some<T: FromBytes + Immutable + Unaligned>(self, count: usize) -> Result<(&'a [T], Self), Error> {
        let (values, rest) =
            <[T]>::ref_from_prefix_with_elems(self.words.as_bytes(), count).map_err(|_| self.bad_length())?;
        let words = &self.words[self.words.len() - rest.len() / 4..];
        Ok((values, Self { words, ..self }))
    }

    /// Checks the length.
    fn of(self, len_dwords: usize) -> Result<Self, Error> {
        if self.words.len() == len_dwords {
            Ok(self)
        } else {
            Err(self.bad_length())
        }
    }

    fn bytes(self) -> &'a [u8] {
        self.words.as_bytes()
    }
}

fn command<'a>(header: Header, words: &'a [U32]) -> Result<Command<'a>, Error> {
    let command = Ccmd::from_u8(header.command()).ok_or(Error::UnknownCommand(header.command()))?;
    let body = Body {
        words,
        len_dwords: words.len(),
        error: BadLength::Command(command),
    };
    Ok(match command {
        Ccmd::Nop => Command::Nop,
        Ccmd::CreateObject => create_object(header, body)?,
        Ccmd::BindObject => Command::BindObject {
            kind: object_type(header)?,
            handle: body.word()?,
        },
        Ccmd::DestroyObject => Command::DestroyObject { handle: body.word()? },
        Ccmd::SetViewportState => {
            let (start_slot, rest) = body.first()?;
            let viewports = rest.elements()?;
            Command::SetViewportState {
                start_slot,
                viewports,
            }
        }
        Ccmd::SetFramebufferState => framebuffer(body)?,
        Ccmd::SetVertexBuffers => Command::SetVertexBuffers {
            buffers: body.elements()?,
        },
        Ccmd::Clear => Command::Clear(body.whole()?),
        Ccmd::DrawVbo => draw(body)?,
        Ccmd::ResourceInlineWrite => {
            let (transfer, rest) = body.prefix()?;
            let data = rest.bytes();
            Command::ResourceInlineWrite { transfer, data }
        }
        Ccmd::SetSamplerViews => {
            let (stage, start_slot, handles) = stage_slots(body)?;
            Command::SetSamplerViews {
                stage,
                start_slot,
                handles,
            }
        }
        Ccmd::SetIndexBuffer => {
            let (res_handle, rest) = body.first()?;
            let buffer = if rest.words.is_empty() {
                None
            } else {
                Some(rest.whole()?)
            };
            Command::SetIndexBuffer { res_handle, buffer }
        }
        Ccmd::SetConstantBuffer => {
            let (slot, rest) = body.prefix::<w::ConstantBuffer>()?;
            let (stage, index, constants) = (slot.stage.get(), slot.index.get(), rest.words);
            Command::SetConstantBuffer {
                stage,
                index,
                constants,
            }
        }
        Ccmd::SetStencilRef => Command::SetStencilRef { word: body.word()? },
        Ccmd::SetBlendColor => Command::SetBlendColor {
            color: body.whole::<[U32; 4]>()?.map(|word| f32::from_bits(word.get())),
        },
        Ccmd::SetScissorState => {
            let (start_slot, rest) = body.first()?;
            let scissors = rest.elements()?;
            Command::SetScissorState { start_slot, scissors }
        }
        Ccmd::Blit => Command::Blit(body.whole()?),
        Ccmd::ResourceCopyRegion => Command::ResourceCopyRegion(body.whole()?),
        Ccmd::BindSamplerStates => {
            let (stage, start_slot, handles) = stage_slots(body)?;
            Command::BindSamplerStates {
                stage,
                start_slot,
                handles,
            }
        }
        Ccmd::BeginQuery => Command::BeginQuery { handle: body.word()? },
        Ccmd::EndQuery => Command::EndQuery { handle: body.word()? },
        Ccmd::GetQueryResult => Command::GetQueryResult(body.whole()?),
        Ccmd::SetPolygonStipple => Command::SetPolygonStipple {
            pattern: body.of(w::POLYGON_STIPPLE_DWORDS)?.words,
        },
        Ccmd::SetClipState => Command::SetClipState(body.whole()?),
        Ccmd::SetSampleMask => Command::SetSampleMask { mask: body.word()? },
        Ccmd::SetStreamoutTargets => {
            let (append_bitmask, rest) = body.first()?;
            let handles = rest.words;
            Command::SetStreamoutTargets {
                append_bitmask,
                handles,
            }
        }
        Ccmd::SetRenderCondition => Command::SetRenderCondition(body.whole()?),
        Ccmd::SetUniformBuffer => Command::SetUniformBuffer(body.whole()?),
        Ccmd::SetSubCtx => Command::SetSubCtx { id: body.word()? },
        Ccmd::CreateSubCtx => Command::CreateSubCtx { id: body.word()? },
        Ccmd::DestroySubCtx => Command::DestroySubCtx { id: body.word()? },
        Ccmd::BindShader => Command::BindShader(body.whole()?),
        Ccmd::SetTessState => body.of(w::TESS_STATE_DWORDS).map(|_| Command::SetTessState)?,
        Ccmd::SetMinSamples => Command::SetMinSamples {
            min_samples: body.word()?,
        },
        Ccmd::SetShaderBuffers => {
            let (slots, elements) = slot_elements(body, w::BUFFER_ELEMENT_DWORDS)?;
            Command::SetShaderBuffers { slots, elements }
        }
        Ccmd::SetShaderImages => {
            let (slots, elements) = slot_elements(body, w::IMAGE_ELEMENT_DWORDS)?;
            Command::SetShaderImages { slots, elements }
        }
        Ccmd::MemoryBarrier => body.of(1).map(|_| Command::MemoryBarrier)?,
        Ccmd::LaunchGrid => Command::LaunchGrid(body.whole()?),
        Ccmd::SetFramebufferStateNoAttach => Command::SetFramebufferStateNoAttach(body.whole()?),
        Ccmd::TextureBarrier => body.of(1).map(|_| Command::TextureBarrier)?,
        Ccmd::SetAtomicBuffers => {
            let (start_slot, rest) = body.first()?;
            let elements = rest.multiple_of(w::BUFFER_ELEMENT_DWORDS)?;
            Command::SetAtomicBuffers { start_slot, elements }
        }
        Ccmd::SetDebugFlags => Command::SetDebugFlags,
        Ccmd::GetQueryResultQbo => Command::GetQueryResultQbo(body.whole()?),
        Ccmd::Transfer3d => Command::Transfer3d(body.whole()?),
        Ccmd::EndTransfers => Command::EndTransfers,
        Ccmd::CopyTransfer3d => Command::CopyTransfer3d(body.whole()?),
        Ccmd::SetTweaks => body.of(2).map(|_| Command::SetTweaks)?,
        Ccmd::ClearTexture => Command::ClearTexture(body.whole()?),
        Ccmd::PipeResourceCreate => Command::PipeResourceCreate(body.whole()?),
        Ccmd::PipeResourceSetType => Command::PipeResourceSetType,
        Ccmd::GetMemoryInfo => Command::GetMemoryInfo {
            res_handle: body.word()?,
        },
        Ccmd::EmitStringMarker => Command::EmitStringMarker,
        Ccmd::LinkShader => Command::LinkShader(body.whole()?),
        Ccmd::CreateVideoCodec
        | Ccmd::DestroyVideoCodec
        | Ccmd::CreateVideoBuffer
        | Ccmd::DestroyVideoBuffer
        | Ccmd::BeginFrame
        | Ccmd::DecodeMacroblock
        | Ccmd::DecodeBitstream
        | Ccmd::EncodeBitstream
        | Ccmd::EndFrame => Command::Video(command),
        Ccmd::ClearSurface => Command::ClearSurface(body.whole()?),
    })
}

impl<'a> Body<'a> {
    fn multiple_of(self, dwords: usize) -> Result<&'a [U32], Error> {
        if self.words.len().is_multiple_of(dwords) {
            Ok(self.words)
        } else {
            Err(self.bad_length())
        }
    }
}

fn stage_slots<'a>(body: Body<'a>) -> Result<(u32, u32, &'a [U32]), Error> {
    let (slots, rest) = body.prefix::<w::StageSlots>()?;
    Ok((slots.stage.get(), slots.start_slot.get(), rest.words))
}

fn slot_elements<'a>(body: Body<'a>, dwords: usize) -> Result<(&'a w::StageSlots, &'a [U32]), Error> {
    let (slots, rest) = body.prefix::<w::StageSlots>()?;
    Ok((slots, rest.multiple_of(dwords)?))
}

fn framebuffer<'a>(body: Body<'a>) -> Result<Command<'a>, Error> {
    let (state, rest) = body.prefix::<w::FramebufferState>()?;
    if rest.words.len() as u64 != u64::from(state.nr_cbufs.get()) {
        return Err(body.bad_length());
    }
    Ok(Command::SetFramebufferState {
        zsurf_handle: state.zsurf_handle.get(),
        cbuf_handles: rest.words,
    })
}

fn draw<'a>(body: Body<'a>) -> Result<Command<'a>, Error> {
    let (draw, rest) = body.prefix()?;
    let (mut tess, mut indirect) = (None, None);
    if !rest.words.is_empty() {
        let (value, rest) = rest.prefix()?;
        tess = Some(value);
        if !rest.words.is_empty() {
            indirect = Some(rest.whole()?);
        }
    }
    Ok(Command::DrawVbo { draw, tess, indirect })
}

fn object_type(header: Header) -> Result<ObjectType, Error> {
    ObjectType::from_u8(header.object()).ok_or(Error::BadObjectType(header.object()))
}

fn create_object<'a>(header: Header, body: Body<'a>) -> Result<Command<'a>, Error> {
    let (handle, rest) = body.first()?;
    if handle == 0 {
        return Err(Error::HandleZero);
    }
    let kind = object_type(header)?;
    let body = Body {
        error: BadLength::Object(kind),
        ..rest
    };
    let object = match kind {
        ObjectType::Null => return Err(Error::BadObjectType(header.object())),
        ObjectType::Blend => NewObject::Blend(body.whole()?),
        ObjectType::Rasterizer => NewObject::Rasterizer(body.whole()?),
        ObjectType::Dsa => NewObject::Dsa(body.whole()?),
        ObjectType::Shader => NewObject::Shader(shader(body)?),
        ObjectType::VertexElements => NewObject::VertexElements(body.elements()?),
        ObjectType::SamplerView => NewObject::SamplerView(body.whole()?),
        ObjectType::SamplerState => NewObject::SamplerState(body.whole()?),
        ObjectType::Surface => NewObject::Surface(body.whole()?, 0),
        ObjectType::MsaaSurface => {
            let object = body.whole::<w::MsaaSurface>()?;
            NewObject::Surface(&object.surface, object.sample_count.get())
        }
        ObjectType::Query => NewObject::Query(body.whole()?),
        ObjectType::StreamoutTarget => NewObject::StreamoutTarget(body.whole()?),
    };
    Ok(Command::CreateObject { handle, object })
}

/// `PIPE_MAX_SO_OUTPUTS`.
pub(super) const MAX_STREAMOUT_OUTPUTS: u32 = 128;

fn shader<'a>(body: Body<'a>) -> Result<NewShader<'a>, Error> {
    let (header, mut rest) = body.prefix::<w::ShaderHeader>()?;
    let mut streamout = None;
    let outputs = header.so_num_outputs.get();
    // For compute, this word is the size of local memory.
    if outputs != 0 && header.stage.get() != tgsi::Stage::Compute as u32 {
        if outputs > MAX_STREAMOUT_OUTPUTS {
            return Err(Error::out_of_range("streamout outputs", outputs));
        }
        let (layout, after) = rest.prefix()?;
        let (outputs, after) = after.some(outputs as usize)?;
        streamout = Some((layout, outputs));
        rest = after;
    }
    Ok(NewShader {
        header,
        streamout,
        text: rest.bytes(),
    })
}
