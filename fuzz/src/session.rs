//! A driver's session as bytes: what is recorded from real guests, written by hand as seeds, and mutated.
//!
//! One record after another, each a byte of kind, a byte of flags and what the kind needs. A command's record holds
//! the bytes that follow the header on the wire, as many as its structure has, so that a recorded request loses
//! nothing and a mutation that grows one record rarely garbles the next. Every byte string is a session.

use device::Queue;
use wire::virtio_gpu::{self as gpu, CtrlFlags, CtrlHdr, CtrlType};
use zerocopy::{FromZeros, IntoBytes};

use crate::input::Input;

/// The commands that have a kind of their own, which is their place here, and the size of what follows the header.
const COMMANDS: [(CtrlType, usize); 14] = [
    (CtrlType::GetDisplayInfo, 0),
    (CtrlType::ResourceCreate2d, size_of::<gpu::ResourceCreate2d>()),
    (CtrlType::ResourceUnref, size_of::<gpu::ResourceId>()),
    (CtrlType::SetScanout, size_of::<gpu::SetScanout>()),
    (CtrlType::ResourceFlush, size_of::<gpu::ResourceFlush>()),
    (CtrlType::TransferToHost2d, size_of::<gpu::TransferToHost2d>()),
    (
        CtrlType::ResourceAttachBacking,
        size_of::<gpu::ResourceAttachBacking>(),
    ),
    (CtrlType::ResourceDetachBacking, size_of::<gpu::ResourceId>()),
    (CtrlType::GetCapsetInfo, size_of::<gpu::GetCapsetInfo>()),
    (CtrlType::GetCapset, size_of::<gpu::GetCapset>()),
    (CtrlType::GetEdid, size_of::<gpu::GetEdid>()),
    (CtrlType::ResourceAssignUuid, size_of::<gpu::ResourceId>()),
    (CtrlType::UpdateCursor, size_of::<gpu::UpdateCursor>()),
    (CtrlType::MoveCursor, size_of::<gpu::UpdateCursor>()),
];
const RAW: u8 = COMMANDS.len() as u8;
const EVENT: u8 = RAW + 1;
const KINDS: u8 = EVENT + 1;

/// Flags of a command's record: those of the header, and a wrong queue.
const FENCE: u8 = 1 << 0;
const RING_IDX: u8 = 1 << 1;
const OTHER_QUEUE: u8 = 1 << 2;

/// Something that happens to the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A request.
    Request {
        /// Where it comes.
        queue: Queue,
        /// All of it.
        bytes: Vec<u8>,
    },
    /// The driver resets the device.
    Reset,
    /// The driver accepts features.
    AckFeatures(u8),
    /// The driver writes to the configuration space.
    WriteConfig {
        /// In bytes.
        offset: u8,
        /// What.
        value: u32,
    },
    /// A display is plugged in or, with no width, out.
    SetDisplay {
        /// Which scanout.
        scanout: u8,
        /// In pixels.
        width: u16,
        /// In pixels.
        height: u16,
    },
    /// A front end with displays comes or goes.
    FrontEndDisplays(bool),
    /// The front end answers one of the questions that wait.
    Answer {
        /// Which, counted from the oldest.
        index: u8,
        /// With what: its own data, or something of either kind.
        kind: u8,
    },
    /// Guest memory goes away: `pages` of 64 KiB from number `first` on.
    Hole {
        /// Number of the first.
        first: u16,
        /// How many.
        pages: u8,
    },
}

/// The next step of a session, if there is one. `number` becomes the fence of a request that asks for one.
pub fn next(input: &mut Input<'_>, number: u64) -> Option<Step> {
    if input.is_empty() {
        return None;
    }
    let (kind, flags) = (input.u8() % KINDS, input.u8());
    Some(match kind {
        RAW => {
            let length = usize::from(input.u16());
            Step::Request {
                queue: queue(flags & OTHER_QUEUE != 0),
                bytes: input.bytes(length).to_vec(),
            }
        }
        EVENT => event(flags, input),
        _ => command(COMMANDS[usize::from(kind)], flags, number, input),
    })
}

fn queue(cursor: bool) -> Queue {
    if cursor { Queue::Cursor } else { Queue::Control }
}

fn is_cursor(command: CtrlType) -> bool {
    matches!(command, CtrlType::UpdateCursor | CtrlType::MoveCursor)
}

fn command((command, size): (CtrlType, usize), flags: u8, number: u64, input: &mut Input<'_>) -> Step {
    let mut header = CtrlHdr::new_zeroed();
    header.type_.set(command as u32);
    let mut header_flags = CtrlFlags::empty();
    header_flags.set(CtrlFlags::FENCE, flags & FENCE != 0);
    header_flags.set(CtrlFlags::INFO_RING_IDX, flags & RING_IDX != 0);
    header.flags.set(header_flags.bits());
    header.fence_id.set(number);
    let mut bytes = [header.as_bytes(), input.bytes(size)].concat();
    if command == CtrlType::ResourceAttachBacking
        && let [.., a, b, c, d] = bytes[..]
    {
        let entries = u32::from_le_bytes([a, b, c, d]) as usize;
        bytes.extend(input.bytes(entries.saturating_mul(size_of::<gpu::MemEntry>())));
    }
    Step::Request {
        queue: queue(is_cursor(command) != (flags & OTHER_QUEUE != 0)),
        bytes,
    }
}

fn event(kind: u8, input: &mut Input<'_>) -> Step {
    match kind % 7 {
        0 => Step::Reset,
        1 => Step::AckFeatures(input.u8()),
        2 => Step::WriteConfig {
            offset: input.u8(),
            value: input.u32(),
        },
        3 => Step::SetDisplay {
            scanout: input.u8(),
            width: input.u16(),
            height: input.u16(),
        },
        4 => Step::FrontEndDisplays(input.u8() & 1 != 0),
        5 => Step::Answer {
            index: input.u8(),
            kind: input.u8(),
        },
        _ => Step::Hole {
            first: input.u16(),
            pages: input.u8(),
        },
    }
}

/// The record of a step: what [`next`] reads as that step. Fences become numbers in order.
pub fn record(step: &Step, out: &mut Vec<u8>) {
    match step {
        Step::Request { queue, bytes } => record_request(*queue, bytes, out),
        Step::Reset => out.extend([EVENT, 0]),
        Step::AckFeatures(bits) => out.extend([EVENT, 1, *bits]),
        Step::WriteConfig { offset, value } => {
            out.extend([EVENT, 2, *offset]);
            out.extend(value.to_le_bytes());
        }
        Step::SetDisplay {
            scanout,
            width,
            height,
        } => {
            out.extend([EVENT, 3, *scanout]);
            out.extend(width.to_le_bytes());
            out.extend(height.to_le_bytes());
        }
        Step::FrontEndDisplays(front_end) => out.extend([EVENT, 4, u8::from(*front_end)]),
        Step::Answer { index, kind } => out.extend([EVENT, 5, *index, *kind]),
        Step::Hole { first, pages } => {
            out.extend([EVENT, 6]);
            out.extend(first.to_le_bytes());
            out.push(*pages);
        }
    }
}

fn record_request(queue: Queue, bytes: &[u8], out: &mut Vec<u8>) {
    if let Some((kind, flags)) = kind_of(queue, bytes) {
        out.extend([kind, flags]);
        out.extend(&bytes[size_of::<CtrlHdr>()..]);
    } else {
        // Nothing longer is worth keeping in a corpus.
        let bytes = &bytes[..bytes.len().min(u16::MAX.into())];
        out.extend([RAW, if queue == Queue::Cursor { OTHER_QUEUE } else { 0 }]);
        out.extend((bytes.len() as u16).to_le_bytes());
        out.extend(bytes);
    }
}

/// The kind and flags of a request that is exactly as long as its command needs; others are recorded raw.
fn kind_of(queue: Queue, bytes: &[u8]) -> Option<(u8, u8)> {
    let header = device::command::header(bytes).ok()?;
    let kind = COMMANDS
        .iter()
        .position(|(command, _)| *command as u32 == header.type_.get())?;
    let (command, mut size) = COMMANDS[kind];
    let body = &bytes[size_of::<CtrlHdr>()..];
    if command == CtrlType::ResourceAttachBacking {
        let count = u32::from_le_bytes(*body.get(4..)?.first_chunk()?);
        size += (count as usize).checked_mul(size_of::<gpu::MemEntry>())?;
    }
    let known = CtrlFlags::from_bits(header.flags.get())?;
    let plain = header.ctx_id.get() == 0 && header.ring_idx == 0 && header.padding == [0; 3];
    let flags = u8::from(known.contains(CtrlFlags::FENCE)) * FENCE
        + u8::from(known.contains(CtrlFlags::INFO_RING_IDX)) * RING_IDX
        + u8::from(is_cursor(command) != (queue == Queue::Cursor)) * OTHER_QUEUE;
    (body.len() == size && plain).then_some((kind as u8, flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(step: &Step) -> Step {
        let mut bytes = Vec::new();
        record(step, &mut bytes);
        let mut input = Input::new(&bytes);
        let back = next(&mut input, 0).unwrap();
        assert!(input.is_empty(), "{step:?} leaves {} bytes", input.len());
        back
    }

    #[test]
    fn every_kind_of_step_is_read_as_it_was_recorded() {
        let steps = [
            Step::Reset,
            Step::AckFeatures(3),
            Step::WriteConfig {
                offset: 4,
                value: 0x0102_0304,
            },
            Step::SetDisplay {
                scanout: 1,
                width: 640,
                height: 480,
            },
            Step::FrontEndDisplays(true),
            Step::Answer { index: 2, kind: 1 },
            Step::Hole { first: 258, pages: 3 },
            Step::Request {
                queue: Queue::Cursor,
                bytes: vec![1, 2, 3],
            },
        ];
        for step in steps {
            assert_eq!(round_trip(&step), step);
        }
    }

    #[test]
    fn every_command_is_read_as_it_was_recorded() {
        for (command, size) in COMMANDS {
            let mut header = CtrlHdr::new_zeroed();
            header.type_.set(command as u32);
            for extra in [0, 1] {
                // Two entries of an ATTACH_BACKING, in its last field.
                let mut body = vec![0; size];
                let mut entries = 0;
                if command == CtrlType::ResourceAttachBacking {
                    (body[4], entries) = (2, 32);
                }
                body.resize(size + entries + extra, 7);
                let bytes = [header.as_bytes(), &body].concat();
                let step = Step::Request {
                    queue: queue(is_cursor(command)),
                    bytes,
                };
                assert_eq!(round_trip(&step), step, "{command:?}");
            }
        }
    }
}
