//! Lengths of commands and objects, against the numbers of `virgl_protocol.h`.

use device::virgl::{
    Error,
    decode::{Command, Decoder, NewObject},
};
use wire::virgl::{Ccmd, Header, ObjectType};

/// Which lengths a command may have, in words.
#[derive(Clone, Copy, Debug)]
enum Lengths {
    Any,
    Exactly(&'static [usize]),
    /// At least the first, and from there on in steps of the second.
    Steps(usize, usize),
}

impl Lengths {
    fn allow(self, length: usize) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(lengths) => lengths.contains(&length),
            Self::Steps(least, step) => length >= least && (length - least).is_multiple_of(step),
        }
    }
}

fn lengths(command: Ccmd) -> Lengths {
    use Lengths::{Any, Exactly, Steps};
    match command {
        Ccmd::Nop | Ccmd::EndTransfers | Ccmd::SetDebugFlags | Ccmd::EmitStringMarker => Any,
        Ccmd::PipeResourceSetType => Any,
        Ccmd::CreateVideoCodec
        | Ccmd::DestroyVideoCodec
        | Ccmd::CreateVideoBuffer
        | Ccmd::DestroyVideoBuffer
        | Ccmd::BeginFrame
        | Ccmd::DecodeMacroblock
        | Ccmd::DecodeBitstream
        | Ccmd::EncodeBitstream
        | Ccmd::EndFrame => Any,
        // Its own test.
        Ccmd::CreateObject => Any,
        Ccmd::BindObject | Ccmd::DestroyObject => Exactly(&[1]),
        Ccmd::SetViewportState => Steps(1, 6),
        // As many colour buffers as the first word says, which is 0 here.
        Ccmd::SetFramebufferState => Exactly(&[2]),
        Ccmd::SetVertexBuffers => Steps(0, 3),
        Ccmd::Clear => Exactly(&[8]),
        Ccmd::DrawVbo => Exactly(&[12, 14, 20]),
        Ccmd::ResourceInlineWrite => Steps(11, 1),
        Ccmd::SetSamplerViews | Ccmd::BindSamplerStates | Ccmd::SetConstantBuffer => Steps(2, 1),
        Ccmd::SetIndexBuffer => Exactly(&[1, 3]),
        Ccmd::SetStencilRef | Ccmd::SetSampleMask | Ccmd::SetMinSamples => Exactly(&[1]),
        Ccmd::SetBlendColor => Exactly(&[4]),
        Ccmd::SetScissorState => Steps(1, 2),
        Ccmd::Blit => Exactly(&[21]),
        Ccmd::ResourceCopyRegion => Exactly(&[13]),
        Ccmd::BeginQuery | Ccmd::EndQuery => Exactly(&[1]),
        Ccmd::GetQueryResult | Ccmd::BindShader | Ccmd::SetTweaks => Exactly(&[2]),
        Ccmd::SetPolygonStipple | Ccmd::SetClipState => Exactly(&[32]),
        Ccmd::SetStreamoutTargets => Steps(1, 1),
        Ccmd::SetRenderCondition => Exactly(&[3]),
        Ccmd::SetUniformBuffer => Exactly(&[5]),
        Ccmd::SetSubCtx | Ccmd::CreateSubCtx | Ccmd::DestroySubCtx => Exactly(&[1]),
        Ccmd::SetTessState | Ccmd::GetQueryResultQbo | Ccmd::LinkShader => Exactly(&[6]),
        Ccmd::SetShaderBuffers => Steps(2, 3),
        Ccmd::SetShaderImages => Steps(2, 5),
        Ccmd::SetAtomicBuffers => Steps(1, 3),
        Ccmd::MemoryBarrier | Ccmd::TextureBarrier | Ccmd::GetMemoryInfo => Exactly(&[1]),
        Ccmd::LaunchGrid => Exactly(&[8]),
        Ccmd::SetFramebufferStateNoAttach => Exactly(&[2]),
        Ccmd::Transfer3d => Exactly(&[13]),
        Ccmd::CopyTransfer3d => Exactly(&[14]),
        Ccmd::ClearTexture => Exactly(&[12]),
        Ccmd::PipeResourceCreate => Exactly(&[11]),
        Ccmd::ClearSurface => Exactly(&[10]),
    }
}

fn decode(words: &[u32]) -> Result<Option<Command<'_>>, Error> {
    Decoder::new(words).next()
}

fn words(header: Header, body: usize) -> Vec<u32> {
    let mut words = vec![0; body + 1];
    words[0] = header.0;
    words
}

#[test]
fn commands_have_the_lengths_of_the_protocol_and_no_others() {
    for command in Ccmd::ALL {
        if *command == Ccmd::CreateObject {
            continue;
        }
        for length in 0..=64 {
            // An object's kind, for those that look at it.
            let words = words(Header::new(*command, 1, length as u16), length);
            let result = decode(&words);
            if lengths(*command).allow(length) {
                assert!(result.is_ok(), "{command:?} {length}: {result:?}");
            } else {
                let expected = Error::BadLength {
                    command: *command,
                    len_dwords: length,
                };
                assert_eq!(result, Err(expected));
            }
        }
    }
}

#[test]
fn objects_have_the_lengths_of_the_protocol_and_no_others() {
    use Lengths::{Exactly, Steps};
    for (kind, lengths) in [
        (ObjectType::Blend, Exactly(&[11])),
        (ObjectType::Rasterizer, Exactly(&[9])),
        (ObjectType::Dsa, Exactly(&[5])),
        (ObjectType::Shader, Steps(5, 1)),
        (ObjectType::VertexElements, Steps(1, 4)),
        (ObjectType::SamplerView, Exactly(&[6])),
        (ObjectType::SamplerState, Exactly(&[9])),
        (ObjectType::Surface, Exactly(&[5])),
        (ObjectType::Query, Exactly(&[4])),
        (ObjectType::StreamoutTarget, Exactly(&[4])),
        (ObjectType::MsaaSurface, Exactly(&[6])),
    ] {
        for length in 1..=64 {
            let mut words = words(Header::new(Ccmd::CreateObject, kind as u8, length as u16), length);
            words[1] = 1;
            let result = decode(&words);
            assert_eq!(
                result.is_ok(),
                lengths.allow(length),
                "{kind:?} {length}: {result:?}"
            );
        }
    }
}

#[test]
fn a_command_past_the_end_is_truncated_and_nothing_follows_it() {
    for (length, left) in [(1, 0), (8, 7), (65535, 3)] {
        let words = words(Header::new(Ccmd::Clear, 0, length), left);
        let mut decoder = Decoder::new(&words);
        let expected = Error::Truncated {
            len_dwords: length.into(),
            left_dwords: left,
        };
        assert_eq!(decoder.next(), Err(expected));
        assert_eq!(decoder.next(), Ok(None));
    }
    assert_eq!(decode(&[]), Ok(None));
}

#[test]
fn what_is_no_command_or_object_is_said_to_be_none() {
    for command in 63..=255_u32 {
        assert_eq!(decode(&[command]), Err(Error::UnknownCommand(command as u8)));
    }
    for kind in [0, 12, 255_u8] {
        let create = [Header::new(Ccmd::CreateObject, kind, 1).0, 1];
        assert_eq!(decode(&create), Err(Error::BadObjectType(kind)));
    }
    assert_eq!(
        decode(&[Header::new(Ccmd::CreateObject, 1, 1).0, 0]),
        Err(Error::HandleZero)
    );
}

#[test]
fn counts_inside_a_command_must_agree_with_its_length() {
    for count in [1, 2, 9, u32::MAX] {
        let words = [Header::new(Ccmd::SetFramebufferState, 0, 2).0, count, 0];
        assert!(decode(&words).is_err(), "{count}");
    }
    let nine = [
        &[Header::new(Ccmd::SetFramebufferState, 0, 11).0, 9][..],
        &[0; 10],
    ]
    .concat();
    assert!(decode(&nine).is_ok(), "the limit is the context's");
    // A shader with transform feedback: 4 strides and two words for each output come before the text.
    for (outputs, length, fits) in [
        (0, 5, true),
        (1, 11, true),
        (1, 10, false),
        (128, 265, true),
        (128, 264, false),
        (129, 267, false),
        (u32::MAX, 300, false),
    ] {
        let mut words = words(
            Header::new(Ccmd::CreateObject, ObjectType::Shader as u8, length),
            length.into(),
        );
        (words[1], words[5]) = (1, outputs);
        assert_eq!(decode(&words).is_ok(), fits, "{outputs} {length}");
        // For compute it is the size of local memory.
        words[2] = 5;
        assert!(decode(&words).is_ok());
    }
}

#[test]
fn the_text_of_a_shader_begins_after_what_its_header_counts() {
    let mut words = words(Header::new(Ccmd::CreateObject, ObjectType::Shader as u8, 12), 12);
    (words[1], words[5], words[12]) = (1, 1, 0x0045_4e44);
    match decode(&words) {
        Ok(Some(Command::CreateObject {
            object: NewObject::Shader(shader),
            ..
        })) => {
            assert_eq!(shader.text, b"DNE\0");
            assert_eq!(shader.streamout.unwrap().1.len(), 1);
        }
        other => panic!("{other:?}"),
    }
}
