//! The socket for requests of the back end: what we tell the front end, or ask it for, by ourselves, without ever
//! waiting for it.
//!
//! The `vhost` crate's own end of it blocks until the front end has answered, and cannot say that the configuration
//! changed; so this is a copy of the socket, and the crate never uses its own.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    mem::MaybeUninit,
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
};

use device::Token;
use rustix::{
    io::Errno,
    net::{RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, recv, sendmsg},
};
use wire::{
    vhost_user::{
        BACKEND_CONFIG_CHANGE_MSG, BACKEND_SHMEM_MAP, BACKEND_SHMEM_UNMAP, FLAG_NEED_REPLY, FLAG_REPLY,
        Header, SHMEM_WRITABLE, SharedMemory, VERSION,
    },
    virtio_gpu::SHM_ID_HOST_VISIBLE,
};
use zerocopy::{FromBytes, IntoBytes, little_endian::U64};

/// Requests whose answer is due, as many as any socket takes. A front end is not asked for more until it answers.
const MAX_ASKED: usize = 64;

/// A reply: a header and a number that is 0 if all went well.
const REPLY_BYTES: usize = size_of::<Header>() + size_of::<U64>();

/// See the module.
#[derive(Debug)]
pub struct Channel {
    socket: UnixStream,
    /// Whether the front end answers requests that ask for it.
    has_replies: bool,
    /// Whose answers are due, in their order; `None` is a request that nobody waits for.
    asked: VecDeque<Option<Token>>,
    received: Vec<u8>,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The answer will come.
    Due,
    /// There will be none: it counts as done.
    Done,
}

impl Channel {
    /// Over `socket`, to a front end that answers or does not.
    pub fn new(socket: UnixStream, has_replies: bool) -> Self {
        Self {
            socket,
            has_replies,
            asked: VecDeque::new(),
            received: Vec::new(),
        }
    }

    /// The socket, to wait on.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Whether it can be asked for more before it answers.
    pub fn has_room(&self) -> bool {
        self.asked.len() < MAX_ASKED
    }

    /// The configuration space changed, which becomes an interrupt in the guest.
    ///
    /// # Errors
    /// If the socket fails, or is full.
    pub fn announce_config_change(&self) -> io::Result<()> {
        self.send(BACKEND_CONFIG_CHANGE_MSG, 0, &[], None)
    }

    /// Has the beginning of `file` mapped at a place of the host-visible region.
    ///
    /// # Errors
    /// If the socket fails, or is full.
    pub fn map(
        &mut self,
        token: Token,
        file: BorrowedFd<'_>,
        offset_bytes: u64,
        len_bytes: u64,
    ) -> io::Result<Asked> {
        let body = place(offset_bytes, len_bytes);
        self.ask(BACKEND_SHMEM_MAP, &body, Some(file), Some(token))
    }

    /// Has what is there unmapped.
    ///
    /// # Errors
    /// As [`Channel::map`].
    pub fn unmap(&mut self, token: Option<Token>, offset_bytes: u64, len_bytes: u64) -> io::Result<Asked> {
        self.ask(BACKEND_SHMEM_UNMAP, &place(offset_bytes, len_bytes), None, token)
    }

    fn ask(
        &mut self,
        request: u32,
        body: &SharedMemory,
        file: Option<BorrowedFd<'_>>,
        token: Option<Token>,
    ) -> io::Result<Asked> {
        if !self.has_replies {
            self.send(request, 0, body.as_bytes(), file)?;
            return Ok(Asked::Done);
        }
        self.send(request, FLAG_NEED_REPLY, body.as_bytes(), file)?;
        self.asked.push_back(token);
        Ok(Asked::Due)
    }

    fn send(&self, request: u32, flags: u32, body: &[u8], file: Option<BorrowedFd<'_>>) -> io::Result<()> {
        let header = Header {
            request: request.into(),
            flags: (VERSION | flags).into(),
            size: (body.len() as u32).into(),
        };
        let parts = [IoSlice::new(header.as_bytes()), IoSlice::new(body)];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        let files: Vec<_> = file.into_iter().collect();
        if !files.is_empty() {
            ancillary.push(SendAncillaryMessage::ScmRights(&files));
        }
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        let sent = loop {
            match sendmsg(&self.socket, &parts, &mut ancillary, flags) {
                Err(Errno::INTR) => {}
                sent => break sent?,
            }
        };
        // Half a message would make nonsense of all that follow; a socket takes so few bytes whole or not at all.
        if sent == size_of::<Header>() + body.len() {
            Ok(())
        } else {
            Err(io::ErrorKind::WriteZero.into())
        }
    }

    /// The answers that have come: to which request, and whether it is done.
    ///
    /// # Errors
    /// If the socket fails or is closed, or something else comes than an answer that is due: the channel is over.
    pub fn receive(&mut self) -> io::Result<Vec<(Token, bool)>> {
        let mut answers = Vec::new();
        let mut piece = [0; 256];
        loop {
            match recv(&self.socket, &mut piece[..], RecvFlags::DONTWAIT) {
                Ok((0, _)) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok((count, _)) => self.received.extend_from_slice(&piece[..count]),
                Err(Errno::INTR) => continue,
                Err(Errno::AGAIN) => return Ok(answers),
                Err(error) => return Err(error.into()),
            }
            while self.received.len() >= REPLY_BYTES {
                let reply: Vec<u8> = self.received.drain(..REPLY_BYTES).collect();
                let done = is_done(&reply).ok_or(io::ErrorKind::InvalidData)?;
                let token = self.asked.pop_front().ok_or(io::ErrorKind::InvalidData)?;
                answers.extend(token.map(|token| (token, done)));
            }
        }
    }
}

fn place(offset_bytes: u64, len_bytes: u64) -> SharedMemory {
    SharedMemory {
        shmid: SHM_ID_HOST_VISIBLE,
        padding: [0; 7],
        fd_offset: 0.into(),
        shm_offset: offset_bytes.into(),
        len: len_bytes.into(),
        flags: SHMEM_WRITABLE.into(),
    }
}

/// What a reply says; `None` if it is none.
fn is_done(reply: &[u8]) -> Option<bool> {
    let (header, body) = Header::read_from_prefix(reply).ok()?;
    let is_reply = header.flags.get() & FLAG_REPLY != 0 && header.size.get() as usize == size_of::<U64>();
    let value = U64::read_from_bytes(body).ok()?;
    is_reply.then_some(value.get() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn reply(value: u64) -> Vec<u8> {
        let header = Header {
            request: BACKEND_SHMEM_MAP.into(),
            flags: (VERSION | FLAG_REPLY).into(),
            size: 8.into(),
        };
        [header.as_bytes(), &value.to_le_bytes()].concat()
    }

    #[test]
    fn answers_come_to_their_requests_in_order_however_they_are_cut() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut channel = Channel::new(ours, true);
        assert_eq!(channel.unmap(Some(Token(1)), 0, 4096).unwrap(), Asked::Due);
        assert_eq!(channel.unmap(None, 4096, 4096).unwrap(), Asked::Due);
        assert_eq!(channel.unmap(Some(Token(2)), 8192, 4096).unwrap(), Asked::Due);
        let mut message = [0; size_of::<Header>() + size_of::<SharedMemory>()];
        for offset in [0u64, 4096, 8192] {
            theirs.read_exact(&mut message).unwrap();
            let (_, body) = Header::read_from_prefix(&message).unwrap();
            assert_eq!(
                SharedMemory::read_from_bytes(body).unwrap().shm_offset.get(),
                offset
            );
        }
        let bytes = [reply(0), reply(0), reply(5)].concat();
        theirs.write_all(&bytes[..25]).unwrap();
        assert_eq!(channel.receive().unwrap(), [(Token(1), true)]);
        theirs.write_all(&bytes[25..]).unwrap();
        assert_eq!(channel.receive().unwrap(), [(Token(2), false)]);
        theirs.write_all(&reply(0)).unwrap();
        assert!(channel.receive().is_err(), "nobody has asked");
    }

    #[test]
    fn a_front_end_that_does_not_answer_is_believed_and_one_that_is_gone_is_not() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let mut channel = Channel::new(ours, false);
        assert_eq!(channel.unmap(Some(Token(1)), 0, 4096).unwrap(), Asked::Done);
        drop(theirs);
        assert!(channel.unmap(Some(Token(1)), 0, 4096).is_err());
        assert!(channel.receive().is_err());
    }

    #[test]
    fn a_front_end_that_does_not_read_stops_us_from_nothing() {
        let (ours, _theirs) = UnixStream::pair().unwrap();
        let mut channel = Channel::new(ours, true);
        let refused = (0..1 << 16).find(|_| channel.unmap(None, 0, 4096).is_err());
        assert!(refused.is_some());
    }

    #[test]
    fn there_is_room_for_as_many_as_a_socket_takes_and_again_after_an_answer() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let mut channel = Channel::new(ours, true);
        while channel.has_room() {
            channel.unmap(None, 0, 4096).unwrap();
        }
        theirs.write_all(&reply(0)).unwrap();
        assert_eq!(channel.receive().unwrap(), []);
        assert!(channel.has_room());
    }
}
