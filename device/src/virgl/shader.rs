//! Shader text: put together from its parts, then parsed.

use crate::{
    gpu::{StreamOutput, StreamOutputRegister},
    limits,
};

use super::{Error, decode::NewShader};

/// The stage of that number.
pub(super) fn stage(value: u32) -> Result<tgsi::Stage, Error> {
    use tgsi::Stage;
    Ok(match value {
        0 => Stage::Vertex,
        1 => Stage::Fragment,
        2 => Stage::Geometry,
        3 => Stage::TessellationControl,
        4 => Stage::TessellationEvaluation,
        5 => Stage::Compute,
        _ => return Err(Error::out_of_range("shader stage", value)),
    })
}

/// A shader of which not all parts have come.
#[derive(Debug)]
pub(super) struct Unfinished {
    pub(super) handle: u32,
    /// Bytes of all parts, the terminating zero included.
    pub(super) length: usize,
    pub(super) text: Vec<u8>,
    pub(super) streamout: Option<StreamOutput>,
    pub(super) shared_bytes: u32,
}

/// A complete text.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) text: String,
    pub(super) streamout: Option<StreamOutput>,
    pub(super) shared_bytes: u32,
}

impl Unfinished {
    /// Bytes that have come.
    pub(super) fn len_bytes(&self) -> usize {
        self.text.len()
    }

    /// Takes the part of a shader that a command has, the first one or one that continues `before`.
    pub(super) fn take(handle: u32, part: &NewShader<'_>, before: Option<Self>) -> Result<Self, Error> {
        use wire::virgl::shader::{OFFSET_CONT, OFFSET_VAL};
        let offset = part.header.offset.get();
        let value = OFFSET_VAL.get(offset) as usize;
        let mut shader = if OFFSET_CONT.get(offset) == 0 {
            if value == 0 || value > limits::MAX_SHADER_BYTES {
                return Err(Error::out_of_range("bytes of a shader", value as u64));
            }
            Self {
                handle,
                length: value,
                text: Vec::new(),
                streamout: streamout(part)?,
                shared_bytes: shared_bytes(part)?,
            }
        } else {
            before
                .filter(|before| before.handle == handle && before.text.len() == value)
                .ok_or(Error::BadContinuation)?
        };
        let missing = shader.length - shader.text.len();
        // Parts are padded to words.
        if part.text.len() > missing.next_multiple_of(4) {
            return Err(Error::BadContinuation);
        }
        shader
            .text
            .extend_from_slice(&part.text[..part.text.len().min(missing)]);
        Ok(shader)
    }

    /// Whether the last part has come.
    pub(super) fn is_complete(&self) -> bool {
        self.text.len() == self.length
    }

    /// The text, up to its terminating zero.
    pub(super) fn finish(mut self) -> Result<Finished, Error> {
        if let Some(end) = self.text.iter().position(|byte| *byte == 0) {
            self.text.truncate(end);
        }
        Ok(Finished {
            text: String::from_utf8(self.text).map_err(|_| Error::NotText)?,
            streamout: self.streamout,
            shared_bytes: self.shared_bytes,
        })
    }
}

/// The memory that a compute shader's group shares: for it, the word that counts outputs elsewhere says this.
fn shared_bytes(part: &NewShader<'_>) -> Result<u32, Error> {
    let bytes = match part.header.stage.get() {
        COMPUTE => part.header.so_num_outputs.get(),
        _ => 0,
    };
    check_shared_bytes(bytes).map(|()| bytes)
}

const COMPUTE: u32 = tgsi::Stage::Compute as u32;

/// Whether a group can share as much.
pub(super) fn check_shared_bytes(bytes: u32) -> Result<(), Error> {
    if bytes <= limits::MAX_SHARED_BYTES {
        Ok(())
    } else {
        Err(Error::out_of_range("shared memory", bytes))
    }
}

fn streamout(part: &NewShader<'_>) -> Result<Option<StreamOutput>, Error> {
    use wire::virgl::shader as s;
    let Some((layout, outputs)) = part.streamout else {
        return Ok(None);
    };
    let output = |output: &wire::virgl::StreamoutOutput| {
        let word = output.output.get();
        let register = StreamOutputRegister {
            register: s::SO_OUTPUT_REGISTER_INDEX.get(word) as u8,
            start_component: s::SO_OUTPUT_START_COMPONENT.get(word) as u8,
            components: s::SO_OUTPUT_NUM_COMPONENTS.get(word) as u8,
            buffer: s::SO_OUTPUT_BUFFER.get(word) as u8,
            offset_dwords: s::SO_OUTPUT_DST_OFFSET.get(word) as u16,
            stream: s::SO_OUTPUT_STREAM.get(output.stream.get()) as u8,
        };
        check_output(&register).map(|()| register)
    };
    Ok(Some(StreamOutput {
        stride_dwords: layout.stride.map(|stride| stride.get()),
        outputs: outputs.iter().map(output).collect::<Result<_, _>>()?,
    }))
}

/// Whether transform feedback can take such an output.
pub(super) fn check_output(output: &StreamOutputRegister) -> Result<(), Error> {
    let components = output.start_component.checked_add(output.components);
    if components.is_none_or(|end| end > 4) || output.buffer > 3 || output.stream > 3 {
        return Err(Error::out_of_range("streamout output", output.register));
    }
    Ok(())
}

/// Parses a text whose stage the guest has told.
pub(super) fn parse(text: &str, stage: tgsi::Stage) -> Result<tgsi::Shader, String> {
    let shader = tgsi::parse(text).map_err(|error| error.to_string())?;
    if shader.stage != stage {
        return Err(format!(
            "the text is of a {:?} shader, not {stage:?}",
            shader.stage
        ));
    }
    Ok(shader)
}
