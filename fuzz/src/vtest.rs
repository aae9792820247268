//! What a client says to the vtest server, over a socket pair, with a host GPU that records.
//!
//! Checked, beside what every target checks: the server ends when the client is done or is turned out, and leaves no
//! file descriptor open; a client whose messages were all accepted has read as many bytes as the protocol says, so that
//! it neither waits for more nor takes one reply for another.

use std::{
    io::{Read, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    thread,
};

use device::gpu::record::Recorder;
use vhost_backend::vtest::{Stats, serve};
use wire::{
    virgl::{CapsV1, CapsV2},
    vtest::{BusyWaitReply, Header, ProtocolVersionReply, ResourceCreate2, Transfer, Transfer2, Vcmd},
};
use zerocopy::FromBytes;

use crate::open_fds;

const HOSTMEM_BYTES: u64 = 16 << 20;
/// A client may fetch 256 MiB with one message, which would only take time here.
const REPLY_BYTES_MAX: u64 = 16 << 20;

/// Reads what a client sends until it goes away.
pub fn check(data: &[u8]) {
    let said = replies(data);
    if said.bytes > REPLY_BYTES_MAX {
        return;
    }
    let before = open_fds();
    let stats = Stats::default();
    let (client, server) = UnixStream::pair().expect("there are file descriptors left");
    let (read, result) = thread::scope(|scope| {
        let reader = scope.spawn(|| read_all(&client));
        scope.spawn(|| {
            // A server that turns its client out reads no more.
            let _ = (&client).write_all(data);
            let _ = client.shutdown(Shutdown::Write);
        });
        let end = server.try_clone().expect("there are file descriptors left");
        let make = || Ok::<_, String>(Recorder::silent());
        let result = serve(server, &make, HOSTMEM_BYTES, &stats);
        let _ = end.shutdown(Shutdown::Both);
        drop(end);
        (reader.join().expect("reading does not fail"), result)
    });
    drop(client);
    let totals = stats.totals();
    assert_eq!((totals.clients, totals.panics), (1, 0));
    if let Err(error) = result {
        assert_ne!(error.to_string(), "");
    } else if said.whole {
        assert_eq!(read, said.bytes, "bytes of replies");
    }
    assert_eq!(open_fds(), before, "file descriptors are left open");
}

/// How many bytes come until the end.
fn read_all(mut socket: &UnixStream) -> u64 {
    let mut piece = vec![0; 64 << 10];
    let mut total = 0;
    // A reset connection has ended as well.
    while let Ok(count @ 1..) = socket.read(&mut piece) {
        total += count as u64;
    }
    total
}

/// What the protocol says that a client reads.
struct Replies {
    bytes: u64,
    /// Whether the last message is whole.
    whole: bool,
}

/// The replies to messages that are all accepted: `vtest_protocol.h`.
fn replies(mut data: &[u8]) -> Replies {
    let mut bytes = 0;
    while !data.is_empty() {
        let Some((reply, rest)) = reply(data) else {
            return Replies { bytes, whole: false };
        };
        bytes += reply;
        data = rest;
    }
    Replies { bytes, whole: true }
}

/// The length of the reply to the first message, and what follows that message.
fn reply(data: &[u8]) -> Option<(u64, &[u8])> {
    let (header, rest) = Header::read_from_prefix(data).ok()?;
    let len = u64::from(header.len.get());
    let skip = |bytes: u64| rest.get(usize::try_from(bytes).ok()?..);
    let header_bytes = size_of::<Header>();
    Some(match Vcmd::from_u32(header.id.get())? {
        Vcmd::GetCaps => ((header_bytes + size_of::<CapsV1>()) as u64, rest),
        Vcmd::GetCaps2 => ((header_bytes + size_of::<CapsV2>()) as u64, rest),
        Vcmd::PingProtocolVersion => (header_bytes as u64, rest),
        Vcmd::CreateRenderer => (0, skip(len)?),
        Vcmd::ProtocolVersion => (size_of::<ProtocolVersionReply>() as u64, skip(4 * len)?),
        Vcmd::ResourceBusyWait => (size_of::<BusyWaitReply>() as u64, skip(4 * len)?),
        Vcmd::ResourceCreate | Vcmd::ResourceUnref | Vcmd::SubmitCmd => (0, skip(4 * len)?),
        Vcmd::ResourceCreate2 => {
            let (create, rest) = ResourceCreate2::read_from_prefix(rest).ok()?;
            // The byte that carries the descriptor.
            (u64::from(create.data_size.get() != 0), rest)
        }
        Vcmd::TransferGet => {
            let (transfer, rest) = Transfer::read_from_prefix(rest).ok()?;
            (transfer.data_size.get().into(), rest)
        }
        Vcmd::TransferPut => {
            let (transfer, rest) = Transfer::read_from_prefix(rest).ok()?;
            (0, rest.get(transfer.data_size.get() as usize..)?)
        }
        Vcmd::TransferGet2 | Vcmd::TransferPut2 => (0, Transfer2::read_from_prefix(rest).ok()?.1),
    })
}
