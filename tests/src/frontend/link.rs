//! One vhost-user connection, written and read message by message.

use std::{
    io::{IoSlice, Read, Write},
    mem::MaybeUninit,
    os::{fd::BorrowedFd, unix::net::UnixStream},
    time::Duration,
};

use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use wire::vhost_user::{FLAG_NEED_REPLY, FLAG_REPLY, Header, VERSION};
use zerocopy::{FromZeros, IntoBytes};

use super::error::{Failure, Result};
use crate::{ensure, ensure_eq, fail};

/// How long the back end may take to answer a message.
pub const REPLY_DEADLINE: Duration = Duration::from_secs(5);

/// Front-end requests (`docs/interop/vhost-user.rst` of QEMU, 'Front-end message types').
#[allow(missing_docs, reason = "the names are the specification's")]
pub mod request {
    pub const GET_FEATURES: u32 = 1;
    pub const SET_FEATURES: u32 = 2;
    pub const SET_OWNER: u32 = 3;
    pub const RESET_OWNER: u32 = 4;
    pub const SET_MEM_TABLE: u32 = 5;
    pub const SET_LOG_BASE: u32 = 6;
    pub const SET_VRING_NUM: u32 = 8;
    pub const SET_VRING_ADDR: u32 = 9;
    pub const SET_VRING_BASE: u32 = 10;
    pub const GET_VRING_BASE: u32 = 11;
    pub const SET_VRING_KICK: u32 = 12;
    pub const SET_VRING_CALL: u32 = 13;
    pub const SET_VRING_ERR: u32 = 14;
    pub const GET_PROTOCOL_FEATURES: u32 = 15;
    pub const SET_PROTOCOL_FEATURES: u32 = 16;
    pub const GET_QUEUE_NUM: u32 = 17;
    pub const SET_VRING_ENABLE: u32 = 18;
    pub const SET_BACKEND_REQ_FD: u32 = 21;
    pub const GET_CONFIG: u32 = 24;
    pub const SET_CONFIG: u32 = 25;
    pub const GPU_SET_SOCKET: u32 = 33;
    pub const RESET_DEVICE: u32 = 34;
    pub const GET_MAX_MEM_SLOTS: u32 = 36;
    pub const ADD_MEM_REG: u32 = 37;
    pub const REM_MEM_REG: u32 = 38;
    pub const GET_SHMEM_CONFIG: u32 = 44;
}

/// Protocol feature bits (`vhost-user.rst`, 'Protocol features'), as masks.
#[allow(missing_docs, reason = "the names are the specification's")]
pub mod protocol {
    pub const MQ: u64 = 1 << 0;
    pub const LOG_SHMFD: u64 = 1 << 1;
    pub const REPLY_ACK: u64 = 1 << 3;
    pub const BACKEND_REQ: u64 = 1 << 5;
    pub const CONFIG: u64 = 1 << 9;
    pub const BACKEND_SEND_FD: u64 = 1 << 10;
    pub const INFLIGHT_SHMFD: u64 = 1 << 12;
    pub const RESET_DEVICE: u64 = 1 << 13;
    pub const CONFIGURE_MEM_SLOTS: u64 = 1 << 15;
    pub const STATUS: u64 = 1 << 16;
    pub const DEVICE_STATE: u64 = 1 << 19;
    pub const SHMEM: u64 = 1 << 22;
}

/// A message that came back.
#[derive(Debug)]
pub struct Message {
    /// Which request it belongs to.
    pub request: u32,
    /// Its flags, version included.
    pub flags: u32,
    /// What follows the header.
    pub body: Vec<u8>,
}

impl Message {
    /// The body as one number.
    ///
    /// # Errors
    /// If it is not eight bytes.
    pub fn u64(&self) -> Result<u64> {
        match <[u8; 8]>::try_from(&self.body[..]) {
            Ok(bytes) => Ok(u64::from_le_bytes(bytes)),
            Err(_) => fail!(
                "reply to request {} has {} bytes, not 8",
                self.request,
                self.body.len()
            ),
        }
    }
}

/// The connection.
pub struct Link {
    stream: UnixStream,
    /// Which requests carry need_reply: none until REPLY_ACK is negotiated.
    pub needs_reply: fn(u32) -> bool,
}

impl Link {
    /// Takes over a connected socket.
    ///
    /// # Errors
    /// If its deadlines cannot be set.
    pub fn new(stream: UnixStream) -> Result<Self> {
        stream.set_read_timeout(Some(REPLY_DEADLINE))?;
        stream.set_write_timeout(Some(REPLY_DEADLINE))?;
        Ok(Self {
            stream,
            needs_reply: |_| false,
        })
    }

    /// The socket itself.
    pub fn stream(&self) -> &UnixStream {
        &self.stream
    }

    /// Sends any bytes, with any descriptors.
    ///
    /// # Errors
    /// If the socket refuses them.
    pub fn send_bytes(&self, bytes: &[u8], fds: &[BorrowedFd<'_>]) -> Result<()> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(16))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        if !fds.is_empty() {
            ensure!(
                ancillary.push(SendAncillaryMessage::ScmRights(fds)),
                "too many descriptors"
            );
        }
        let flags = SendFlags::NOSIGNAL;
        let sent = sendmsg(&self.stream, &[IoSlice::new(bytes)], &mut ancillary, flags)?;
        (&self.stream).write_all(&bytes[sent..])?;
        Ok(())
    }

    /// Sends one message with exactly these flags (the version is added).
    ///
    /// # Errors
    /// If the socket refuses it.
    pub fn send(&self, request: u32, flags: u32, body: &[u8], fds: &[BorrowedFd<'_>]) -> Result<()> {
        let header = Header {
            request: request.into(),
            flags: (flags | VERSION).into(),
            size: (body.len() as u32).into(),
        };
        let mut bytes = header.as_bytes().to_vec();
        bytes.extend_from_slice(body);
        self.send_bytes(&bytes, fds)
            .map_err(|error| error.context(&format!("sending request {request}")))
    }

    /// Reads one message.
    ///
    /// # Errors
    /// If none comes in time, or the connection ends.
    pub fn receive(&self) -> Result<Message> {
        let mut header = Header::new_zeroed();
        (&self.stream).read_exact(header.as_mut_bytes())?;
        let size = header.size.get() as usize;
        ensure!(size <= 4096, "a reply claims {size} bytes");
        let mut body = vec![0; size];
        (&self.stream).read_exact(&mut body)?;
        Ok(Message {
            request: header.request.get(),
            flags: header.flags.get(),
            body,
        })
    }

    /// Sends a request that always has an answer, and checks the answer's header.
    ///
    /// # Errors
    /// If the answer does not come or does not match.
    pub fn ask(&self, request: u32, body: &[u8]) -> Result<Message> {
        self.send(request, 0, body, &[])?;
        self.answer(request)
    }

    /// Sends a request; if acknowledgements are in use, asks for one and demands success.
    ///
    /// # Errors
    /// If the acknowledgement is missing or negative.
    pub fn tell(&self, request: u32, body: &[u8], fds: &[BorrowedFd<'_>]) -> Result<()> {
        let acknowledged = (self.needs_reply)(request);
        let flags = if acknowledged { FLAG_NEED_REPLY } else { 0 };
        self.send(request, flags, body, fds)?;
        if acknowledged {
            let code = self.answer(request)?.u64()?;
            ensure_eq!(code, 0, "acknowledgement of request {request}");
        }
        Ok(())
    }

    /// Reads the answer to a request and checks its header.
    fn answer(&self, request: u32) -> Result<Message> {
        let message = self.receive().map_err(|error| match error {
            Failure::Failed(text) => Failure::Failed(format!("no answer to request {request}: {text}")),
            skipped @ Failure::Skipped(_) => skipped,
        })?;
        ensure_eq!(message.request, request, "request number of the answer");
        ensure_eq!(
            message.flags & (FLAG_REPLY | 3),
            FLAG_REPLY | VERSION,
            "flags of the answer to {request}"
        );
        Ok(message)
    }

    /// Whether the other side closed the connection within the time.
    ///
    /// # Errors
    /// If the socket cannot be set up for the wait.
    pub fn is_closed_within(&self, limit: Duration) -> Result<bool> {
        self.stream.set_read_timeout(Some(limit))?;
        let end = match (&self.stream).read(&mut [0; 1]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        };
        self.stream.set_read_timeout(Some(REPLY_DEADLINE))?;
        Ok(end)
    }
}
