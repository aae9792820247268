//! Turns what a client said to a vtest server into a seed of the targets `virgl_stream` and `virgl_wgpu`.
//!
//! `cargo run -p vhost-wgpu-fuzz --example session_from_vtest < STREAM > fuzz/seeds/virgl_stream/NAME`, where `STREAM`
//! is what went over the socket. With an argument `vtest`, it cuts the stream itself down to a seed of the target
//! `vtest`: whole messages, without most of the contents of textures.

use std::{
    error::Error,
    io::{self, Read, Write},
};

use device::{gpu::Box3, transfer::Transfer, virgl::CreateResource};
use vhost_wgpu_fuzz::virgl::{Step, commands, record};
use wire::{
    virgl::{Ccmd, ObjectType},
    vtest::{Header, ResourceCreate, ResourceCreate2, Transfer as Transfer1, Transfer2, Vcmd},
};
use zerocopy::FromBytes;

/// Longer inputs are not mutated well.
const BYTES_MAX: usize = 24 << 10;
/// Longer commands are left out: they are pictures.
const WORDS_MAX: usize = 2048;

fn main() -> Result<(), Box<dyn Error>> {
    let mut stream = Vec::new();
    io::stdin().lock().read_to_end(&mut stream)?;
    let raw = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "vtest");
    let mut out = if raw { Vec::new() } else { vec![0] };
    let mut rest = stream.as_slice();
    while let Some((message, next)) = split(rest) {
        let mut more = Vec::new();
        if raw {
            more.extend_from_slice(&rest[..rest.len() - next.len()]);
        } else {
            for step in steps(&message) {
                record(&step, &mut more);
            }
        }
        if more.len() > BYTES_MAX / 2 {
            eprintln!("left out: {:?} of {} bytes", message.command, more.len());
        } else if out.len() + more.len() > BYTES_MAX {
            break;
        } else {
            out.extend(more);
        }
        rest = next;
    }
    io::stdout().write_all(&out)?;
    Ok(())
}

/// A message: what it is, and what follows its header.
struct Message<'a> {
    command: Vcmd,
    body: &'a [u8],
}

fn split(data: &[u8]) -> Option<(Message<'_>, &[u8])> {
    let (header, rest) = Header::read_from_prefix(data).ok()?;
    let command = Vcmd::from_u32(header.id.get())?;
    let len = header.len.get() as usize;
    let length = match command {
        Vcmd::CreateRenderer => len,
        Vcmd::TransferPut => {
            let transfer = Transfer1::read_from_prefix(rest).ok()?.0;
            size_of::<Transfer1>() + transfer.data_size.get() as usize
        }
        Vcmd::TransferGet => size_of::<Transfer1>(),
        Vcmd::TransferGet2 | Vcmd::TransferPut2 => size_of::<Transfer2>(),
        Vcmd::GetCaps | Vcmd::GetCaps2 | Vcmd::PingProtocolVersion => 0,
        _ => 4 * len,
    };
    let (body, rest) = rest.split_at_checked(length)?;
    Some((Message { command, body }, rest))
}

fn steps(message: &Message<'_>) -> Vec<Step<'static>> {
    let Message { command, body } = message;
    let word = |index: usize| {
        let bytes = body.get(4 * index..4 * index + 4);
        bytes.map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    };
    match command {
        Vcmd::ResourceCreate => created(body, 0),
        Vcmd::ResourceCreate2 => {
            let size =
                ResourceCreate2::read_from_prefix(body).map_or(0, |(create, _)| create.data_size.get());
            created(body, size)
        }
        Vcmd::ResourceUnref => vec![Step::Destroy(word(0) as u16)],
        Vcmd::SubmitCmd => {
            let words: Vec<u32> = (0..body.len() / 4).map(word).collect();
            let mut steps: Vec<_> = commands(&words).into_iter().filter_map(shorter).collect();
            steps.push(Step::Submit(1));
            steps
        }
        Vcmd::TransferPut2 => moved(body)
            .map(|(id, transfer)| Step::Upload(id, transfer))
            .into_iter()
            .collect(),
        Vcmd::TransferGet2 => {
            let step = moved(body).map(|(id, transfer)| Step::Download(id, transfer));
            step.into_iter().chain([Step::Wait]).collect()
        }
        Vcmd::ResourceBusyWait => vec![Step::Wait],
        _ => Vec::new(),
    }
}

fn created(body: &[u8], backing_bytes: u32) -> Vec<Step<'static>> {
    let Ok((create, _)) = ResourceCreate::read_from_prefix(body) else {
        return Vec::new();
    };
    vec![Step::Create {
        id: create.res_handle.get() as u16,
        create: CreateResource {
            target: create.target.get(),
            format: create.format.get(),
            bind: create.bind.get(),
            width: create.width.get(),
            height: create.height.get(),
            depth: create.depth.get(),
            array_size: create.array_size.get(),
            last_level: create.last_level.get(),
            nr_samples: create.nr_samples.get(),
            flags: 0,
        },
        backing_bytes,
    }]
}

fn moved(body: &[u8]) -> Option<(u16, Transfer)> {
    let (message, _) = Transfer2::read_from_prefix(body).ok()?;
    let transfer = Transfer {
        level: message.level.get(),
        area: Box3 {
            x: message.x.get(),
            y: message.y.get(),
            z: message.z.get(),
            width: message.width.get(),
            height: message.height.get(),
            depth: message.depth.get(),
        },
        offset_bytes: message.offset.get().into(),
        stride_bytes: 0,
        layer_stride_bytes: 0,
    };
    Some((message.res_handle.get() as u16, transfer))
}

/// A shader that comes in one part is a step of its own, whose length follows its text.
fn shorter(step: Step<'static>) -> Option<Step<'static>> {
    let Step::Command {
        command,
        object,
        words,
    } = step
    else {
        return Some(step);
    };
    if command == Ccmd::CreateObject as u8
        && object == ObjectType::Shader as u8
        && let [handle, stage, length, _, 0, text @ ..] = words.as_slice()
        && (*length as usize).div_ceil(4) == text.len()
    {
        let mut text: Vec<u8> = text.iter().flat_map(|word| word.to_le_bytes()).collect();
        text.truncate(*length as usize - 1);
        return Some(Step::Shader {
            handle: *handle as u16,
            stage: *stage as u8,
            // The program ends soon.
            text: text.leak(),
        });
    }
    (words.len() <= WORDS_MAX).then_some(Step::Command {
        command,
        object,
        words,
    })
}
