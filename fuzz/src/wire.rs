//! The wire formats and the command parser: any bytes parse or are refused, and what parses says the same bytes.

use device::{
    Queue,
    command::{self, Command},
};
use wire::{vhost_user_gpu as display, virtio_gpu as gpu};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// Reads the same bytes as every structure and on both queues.
pub fn check(data: &[u8]) {
    commands(data);
    codes(data);
    structures(data);
}

fn commands(data: &[u8]) {
    let Ok(header) = command::header(data) else {
        assert!(data.len() < size_of::<gpu::CtrlHdr>());
        return;
    };
    let parsed = [Queue::Control, Queue::Cursor].map(|queue| Command::parse(&header, data, queue));
    assert!(
        parsed.iter().filter(|command| command.is_ok()).count() <= 1,
        "a command has one queue"
    );
    for command in parsed.into_iter().flatten() {
        if let Command::ResourceAttachBacking { entries, .. } = command {
            assert!(size_of_val(entries) <= data.len());
        }
    }
}

fn codes(data: &[u8]) {
    let Ok((code, _)) = u32::read_from_prefix(data) else {
        return;
    };
    assert!(gpu::CtrlType::from_u32(code).is_none_or(|known| known as u32 == code));
    assert!(gpu::Format::from_u32(code).is_none_or(|known| known as u32 == code));
    assert!(display::Request::from_u32(code).is_none_or(|known| known as u32 == code));
}

/// Asserts of each structure that its bytes come back out as they went in.
fn structures(data: &[u8]) {
    fn round_trip<T: FromBytes + IntoBytes + KnownLayout + Immutable>(data: &[u8]) {
        if let Ok((value, rest)) = T::read_from_prefix(data) {
            assert_eq!(value.as_bytes(), &data[..data.len() - rest.len()]);
        }
    }
    round_trip::<gpu::CtrlHdr>(data);
    round_trip::<gpu::Config>(data);
    round_trip::<gpu::RespDisplayInfo>(data);
    round_trip::<gpu::RespEdid>(data);
    round_trip::<gpu::TransferToHost2d>(data);
    round_trip::<gpu::UpdateCursor>(data);
    round_trip::<display::Header>(data);
    round_trip::<display::CursorUpdate>(data);
    round_trip::<display::DmabufScanout>(data);
}
