//! Passes vhost-user messages between the front end's socket and the `vhost` crate, looking at what goes by.
//!
//! The crate serves only connections that it accepted itself, and keeps two sockets to itself that it receives: the
//! display socket and the one for requests of the back end. It also refuses memory tables that are not sorted. The
//! relay makes any connected socket do (`--fd`), lets the session take copies of those two, sorts memory tables, and
//! ends the session if guest memory is longer than the file it is in. All else passes unchanged, file descriptors
//! included. It is not on the path of any request of a guest.

use std::{
    fs::File,
    io::{self, IoSlice, IoSliceMut},
    mem::MaybeUninit,
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
};

use rustix::{
    io::Errno,
    net::{
        RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
        SendFlags, recvmsg, sendmsg,
    },
};
use wire::vhost_user::{
    ADD_MEM_REG, FLAG_NEED_REPLY, Header, MAX_BODY_BYTES, MemoryRegion, MemoryTableHeader, SET_MEM_TABLE,
};
use zerocopy::FromBytes;

/// The most file descriptors that a message may carry; the `vhost` crate takes as many.
const MAX_FDS: usize = 32;

const HEADER_BYTES: usize = size_of::<Header>();

/// A message on its way.
#[derive(Debug)]
pub struct Relayed {
    bytes: Vec<u8>,
    /// What came with it.
    pub fds: Vec<OwnedFd>,
}

impl Relayed {
    /// Whether its sender wants an answer in any case.
    pub fn needs_reply(&self) -> bool {
        Header::read_from_prefix(&self.bytes)
            .is_ok_and(|(header, _)| header.flags.get() & FLAG_NEED_REPLY != 0)
    }

    /// What follows the header.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(HEADER_BYTES..).unwrap_or_default()
    }

    /// The message's number.
    pub fn request(&self) -> u32 {
        Header::read_from_prefix(&self.bytes).map_or(0, |(header, _)| header.request.get())
    }
}

/// Sorts the regions of a SET_MEM_TABLE by guest address, as `vm-memory` wants them. What is malformed is left for the
/// crate to refuse.
fn sort_memory_table(message: &mut Relayed) {
    let body = message.bytes.get_mut(HEADER_BYTES..).unwrap_or_default();
    let Ok((_, rest)) = MemoryTableHeader::mut_from_prefix(body) else {
        return;
    };
    let Ok(regions) = <[MemoryRegion]>::mut_from_bytes(rest) else {
        return;
    };
    if regions.len() != message.fds.len() {
        return;
    }
    let mut pairs: Vec<_> = regions.iter().copied().zip(message.fds.drain(..)).collect();
    pairs.sort_by_key(|(region, _)| region.guest_addr.get());
    for (slot, (region, fd)) in regions.iter_mut().zip(pairs) {
        *slot = region;
        message.fds.push(fd);
    }
}

/// Refuses memory regions that reach beyond the end of their file: to touch that part would end this process by
/// SIGBUS. The crate maps whatever it is told to. A file that shrinks later is not caught; front ends seal theirs.
fn check_memory_regions(message: &Relayed) -> io::Result<()> {
    let header_bytes = match message.request() {
        SET_MEM_TABLE => size_of::<MemoryTableHeader>(),
        ADD_MEM_REG => size_of::<u64>(),
        _ => return Ok(()),
    };
    let body = message
        .bytes
        .get(HEADER_BYTES + header_bytes..)
        .unwrap_or_default();
    // What is malformed, and has no region for a descriptor, is left for the crate to refuse.
    let regions = body.chunks_exact(size_of::<MemoryRegion>());
    for (region, fd) in regions
        .filter_map(|bytes| MemoryRegion::read_from_bytes(bytes).ok())
        .zip(&message.fds)
    {
        let file = File::from(fd.try_clone()?).metadata()?;
        let end = region.mmap_offset.get().checked_add(region.size_bytes.get());
        // Devices have no length that could be known.
        if file.is_file() && end.is_none_or(|end| end > file.len()) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{region:?} reaches beyond its file of {} bytes", file.len()),
            ));
        }
    }
    Ok(())
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes on to the other side.
    Pass,
    /// It ends here.
    Keep,
}

/// Passes messages from `from` to `to` until either ends. `judge` sees each before, and decides whether it passes.
///
/// # Errors
/// If a socket fails, a message is longer than any can be, or a memory region is longer than its file.
pub fn run(from: &UnixStream, to: &UnixStream, mut judge: impl FnMut(&Relayed) -> Fate) -> io::Result<()> {
    while let Some(mut message) = receive(from)? {
        if message.request() == SET_MEM_TABLE {
            sort_memory_table(&mut message);
        }
        check_memory_regions(&message)?;
        if judge(&message) == Fate::Pass {
            send(to, &message)?;
        }
    }
    Ok(())
}

/// The next message, or `None` at the end.
fn receive(from: &UnixStream) -> io::Result<Option<Relayed>> {
    let mut message = Relayed {
        bytes: Vec::with_capacity(HEADER_BYTES),
        fds: Vec::new(),
    };
    if !fill(from, &mut message, HEADER_BYTES)? {
        return Ok(None);
    }
    let (header, _) = Header::read_from_prefix(&message.bytes).expect("the header is there in full");
    let size = header.size.get() as usize;
    if size > MAX_BODY_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a message of {size} bytes"),
        ));
    }
    Ok(fill(from, &mut message, HEADER_BYTES + size)?.then_some(message))
}

/// Receives until `message` has `len` bytes; false if the other side ended before.
fn fill(from: &UnixStream, message: &mut Relayed, len: usize) -> io::Result<bool> {
    while message.bytes.len() < len {
        let start = message.bytes.len();
        message.bytes.resize(len, 0);
        let received = receive_part(from, &mut message.bytes[start..], &mut message.fds)?;
        if message.fds.len() > MAX_FDS {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "too many file descriptors",
            ));
        }
        message.bytes.truncate(start + received);
        if received == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Receives at least one byte and the descriptors that come with it; 0 at the end.
fn receive_part(from: &UnixStream, bytes: &mut [u8], fds: &mut Vec<OwnedFd>) -> io::Result<usize> {
    loop {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_FDS))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut parts = [IoSliceMut::new(bytes)];
        let received = match recvmsg(from, &mut parts, &mut ancillary, RecvFlags::CMSG_CLOEXEC) {
            Ok(received) => received.bytes,
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        for control in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(received) = control {
                fds.extend(received);
            }
        }
        return Ok(received);
    }
}

fn send(to: &UnixStream, message: &Relayed) -> io::Result<()> {
    let fds: Vec<_> = message.fds.iter().map(AsFd::as_fd).collect();
    let mut sent = 0;
    while sent < message.bytes.len() {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_FDS))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        // The descriptors belong to the first byte.
        if sent == 0 && !fds.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(&fds)) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "too many file descriptors",
            ));
        }
        match sendmsg(
            to,
            &[IoSlice::new(&message.bytes[sent..])],
            &mut ancillary,
            SendFlags::NOSIGNAL,
        ) {
            Ok(count) => sent += count,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{MemfdFlags, memfd_create};
    use std::{
        io::{Read, Write},
        net::Shutdown,
    };
    use wire::vhost_user::SET_BACKEND_REQ_FD;
    use zerocopy::IntoBytes;

    fn message(request: u32, body: &[u8]) -> Vec<u8> {
        [
            &request.to_le_bytes(),
            &1u32.to_le_bytes(),
            &(body.len() as u32).to_le_bytes(),
            body,
        ]
        .concat()
    }

    #[test]
    fn messages_pass_unchanged_with_their_descriptors_whatever_the_pieces() {
        let (front_end, outer) = UnixStream::pair().unwrap();
        let (inner, crate_side) = UnixStream::pair().unwrap();
        let (pipe_end, kept_end) = UnixStream::pair().unwrap();
        let with_fd = Relayed {
            bytes: message(33, &[]),
            fds: vec![pipe_end.into()],
        };
        let plain = message(5, &[9; 40]);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                send(&front_end, &with_fd).unwrap();
                for byte in [message(7, &[1; 4]), plain.clone()].concat() {
                    (&front_end).write_all(&[byte]).unwrap();
                }
                front_end.shutdown(Shutdown::Write).unwrap();
            });
            let mut seen = Vec::new();
            run(&outer, &inner, |message| {
                seen.push((message.request(), message.fds.len()));
                if message.request() == 7 {
                    Fate::Keep
                } else {
                    Fate::Pass
                }
            })
            .unwrap();
            assert_eq!(seen, [(33, 1), (7, 0), (5, 0)]);
        });
        let first = receive(&crate_side).unwrap().unwrap();
        assert_eq!((&first.bytes, first.fds.len()), (&message(33, &[]), 1));
        (&UnixStream::from(first.fds.into_iter().next().unwrap()))
            .write_all(b"x")
            .unwrap();
        let mut byte = [0];
        (&kept_end).read_exact(&mut byte).unwrap();
        assert_eq!(byte, *b"x", "the descriptor is the one that was sent");
        assert_eq!(receive(&crate_side).unwrap().unwrap().bytes, plain);
    }

    #[test]
    fn a_memory_table_is_sorted_together_with_its_descriptors() {
        let region = |addr: u64| MemoryRegion {
            guest_addr: addr.into(),
            size_bytes: (addr + 1).into(),
            user_addr: 0.into(),
            mmap_offset: 0.into(),
        };
        let table = |addrs: [u64; 3]| {
            let regions = addrs.map(region);
            message(SET_MEM_TABLE, &[&3u64.to_le_bytes(), regions.as_bytes()].concat())
        };
        let (a, b) = UnixStream::pair().unwrap();
        let (c, _d) = UnixStream::pair().unwrap();
        let order = |fds: &[OwnedFd]| {
            fds.iter()
                .map(std::os::fd::AsRawFd::as_raw_fd)
                .collect::<Vec<_>>()
        };
        let mut relayed = Relayed {
            bytes: table([7, 9, 8]),
            fds: vec![a.into(), b.into(), c.into()],
        };
        let before = order(&relayed.fds);
        sort_memory_table(&mut relayed);
        assert_eq!(relayed.bytes, table([7, 8, 9]));
        assert_eq!(order(&relayed.fds), [before[0], before[2], before[1]]);

        relayed.fds.pop();
        relayed.bytes = table([3, 2, 1]);
        sort_memory_table(&mut relayed);
        assert_eq!(relayed.bytes, table([3, 2, 1]), "a malformed one is left alone");
    }

    #[test]
    fn memory_beyond_the_end_of_its_file_ends_the_relay() {
        let file = memfd_create("guest", MemfdFlags::CLOEXEC).unwrap();
        rustix::fs::ftruncate(&file, 0x2000).unwrap();
        let region = |mmap_offset: u64, size_bytes: u64| MemoryRegion {
            guest_addr: 0.into(),
            size_bytes: size_bytes.into(),
            user_addr: 0.into(),
            mmap_offset: mmap_offset.into(),
        };
        let check = |request, region: MemoryRegion| {
            let bytes = message(request, &[&1u64.to_le_bytes(), region.as_bytes()].concat());
            let fds = vec![file.try_clone().unwrap()];
            check_memory_regions(&Relayed { bytes, fds }).is_ok()
        };
        for request in [SET_MEM_TABLE, ADD_MEM_REG] {
            assert!(check(request, region(0, 0x2000)));
            assert!(check(request, region(0x1000, 0x1000)));
            assert!(!check(request, region(0, 0x2001)));
            assert!(!check(request, region(0x1000, 0x2000)));
            assert!(!check(request, region(u64::MAX, 2)));
        }
        assert!(
            check(SET_BACKEND_REQ_FD, region(0, 0x2001)),
            "not a message about memory"
        );
    }

    #[test]
    fn a_message_that_is_too_long_ends_the_relay_without_being_read() {
        let (front_end, outer) = UnixStream::pair().unwrap();
        let (inner, _crate_side) = UnixStream::pair().unwrap();
        let mut long = message(1, &[]);
        long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        (&front_end).write_all(&long).unwrap();
        assert!(run(&outer, &inner, |_| Fate::Pass).is_err());
    }

    #[test]
    fn half_a_message_at_the_end_is_dropped() {
        let (front_end, outer) = UnixStream::pair().unwrap();
        let (inner, crate_side) = UnixStream::pair().unwrap();
        (&front_end).write_all(&message(1, &[1, 2, 3])[..13]).unwrap();
        drop(front_end);
        run(&outer, &inner, |_| panic!("nothing whole came")).unwrap();
        drop(inner);
        assert!(receive(&crate_side).unwrap().is_none());
    }
}
