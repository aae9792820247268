//! A client's connection: bytes of the protocol on one side, a socket on the other, and between them, if there are to be,
//! a WebSocket and TLS.
//! Nothing in here waits.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::Arc,
};

use rustls::{ServerConfig, ServerConnection};

use super::web::Web;

/// Bytes taken from a socket at a time.
const READ_BYTES: usize = 16 << 10;

/// A connected socket.
#[derive(Debug)]
pub enum Stream {
    /// From another machine, or this one.
    Tcp(TcpStream),
    /// From this machine.
    Unix(UnixStream),
}

impl Stream {
    /// Makes the socket fit for a client.
    ///
    /// # Errors
    /// If the kernel does not allow it.
    fn prepare(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => {
                // Updates go out whole, and keys are answered at once.
                stream.set_nodelay(true)?;
                // A client that is gone without a word is noticed.
                rustix::net::sockopt::set_socket_keepalive(stream, true)?;
                stream.set_nonblocking(true)
            }
            Self::Unix(stream) => stream.set_nonblocking(true),
        }
    }

    /// To wait on.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Unix(stream) => stream.as_fd(),
        }
    }

    fn shutdown(&self) {
        // The other side may have done so already.
        let _ = match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
            Self::Unix(stream) => stream.shutdown(Shutdown::Both),
        };
    }
}

impl Read for Stream {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buf),
            Self::Unix(stream) => stream.read(buf),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(buf),
            Self::Unix(stream) => stream.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The connection of one client.
#[derive(Debug)]
pub struct Channel {
    stream: Stream,
    tls: Option<Box<ServerConnection>>,
    /// A browser's.
    web: Option<Web>,
    /// What the protocol says.
    out: Vec<u8>,
    /// The same as it goes on its way, and how much of it has gone.
    wire: Vec<u8>,
    sent: usize,
    total_sent_bytes: u64,
}

impl Channel {
    /// Takes over `stream`.
    ///
    /// # Errors
    /// If the kernel does not allow what that needs.
    pub fn new(stream: Stream) -> io::Result<Self> {
        stream.prepare()?;
        Ok(Self {
            stream,
            tls: None,
            web: None,
            out: Vec::new(),
            wire: Vec::new(),
            sent: 0,
            total_sent_bytes: 0,
        })
    }

    /// The same for a browser, which is served the page, or opens a WebSocket.
    #[must_use]
    pub fn with_web(mut self, web: Web) -> Self {
        self.web = Some(web);
        self
    }

    /// Whether all was said to a browser that wanted no more than a page.
    pub fn is_done(&self) -> bool {
        self.web.as_ref().is_some_and(Web::is_closed) && !self.wants_to_send()
    }

    /// To wait on.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }

    /// Bytes that the socket has taken so far.
    pub fn total_sent_bytes(&self) -> u64 {
        self.total_sent_bytes
    }

    /// Whether the bytes are encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Encrypts all that follows. `received` are bytes that came behind those that were read.
    ///
    /// # Errors
    /// If those are no TLS.
    pub fn start_tls(&mut self, config: Arc<ServerConfig>, received: &[u8]) -> io::Result<()> {
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        let mut received = received;
        while !received.is_empty() {
            tls.read_tls(&mut received)?;
            tls.process_new_packets().map_err(io::Error::other)?;
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Where bytes for the client go.
    pub fn out(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// How many bytes are to go, before encryption.
    pub fn unsent_bytes(&self) -> usize {
        self.out.len() + self.wire.len() - self.sent
    }

    /// Whether [`Channel::send`] has something to do.
    pub fn wants_to_send(&self) -> bool {
        let can_speak = self.web.as_ref().is_none_or(Web::is_open);
        let has_bytes = self.sent < self.wire.len() || (can_speak && !self.out.is_empty());
        match &self.tls {
            Some(tls) => tls.wants_write() || (has_bytes && !tls.is_handshaking()),
            None => has_bytes,
        }
    }

    /// Sends what the socket takes.
    ///
    /// # Errors
    /// If the socket fails.
    pub fn send(&mut self) -> io::Result<()> {
        while self.wants_to_send() {
            self.fill_wire()?;
            match self.send_some() {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Puts on its way what the protocol says, once all else has gone.
    fn fill_wire(&mut self) -> io::Result<()> {
        if self.sent < self.wire.len() {
            return Ok(());
        }
        self.sent = 0;
        self.wire.clear();
        match &mut self.web {
            None => std::mem::swap(&mut self.out, &mut self.wire),
            Some(web) if web.is_open() && !self.out.is_empty() => {
                web.send(std::mem::take(&mut self.out), &mut self.wire)?;
            }
            Some(_) => {}
        }
        Ok(())
    }

    fn send_some(&mut self) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else {
            let count = self.stream.write(&self.wire[self.sent..])?;
            self.sent += count;
            self.total_sent_bytes += count as u64;
            return Ok(count);
        };
        // It takes a few records at a time, and these only once the handshake is done.
        let taken = if tls.is_handshaking() {
            0
        } else {
            tls.writer().write(&self.wire[self.sent..])?
        };
        self.sent += taken;
        let count = tls.write_tls(&mut self.stream)?;
        self.total_sent_bytes += count as u64;
        Ok(count)
    }

    /// Appends what came to `bytes`. Returns false if the client has closed its side.
    ///
    /// # Errors
    /// If the socket fails, or what came is no TLS.
    pub fn receive(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let mut piece = [0; READ_BYTES];
        let count = match self.stream.read(&mut piece) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
            Err(error) => return Err(error),
        };
        let mut came = &piece[..count];
        let Some(tls) = &mut self.tls else {
            self.take(came, bytes)?;
            return Ok(count > 0);
        };
        let mut plain = Vec::new();
        while !came.is_empty() {
            tls.read_tls(&mut came)?;
            let state = tls.process_new_packets().map_err(io::Error::other)?;
            let start = plain.len();
            plain.resize(start + state.plaintext_bytes_to_read(), 0);
            tls.reader().read_exact(&mut plain[start..])?;
        }
        self.take(&plain, bytes)?;
        Ok(count > 0)
    }

    /// Takes bytes that came, after decryption.
    fn take(&mut self, came: &[u8], bytes: &mut Vec<u8>) -> io::Result<()> {
        match &mut self.web {
            Some(web) => web.receive(came, bytes, &mut self.wire),
            None => {
                bytes.extend_from_slice(came);
                Ok(())
            }
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.stream.shutdown();
    }
}
