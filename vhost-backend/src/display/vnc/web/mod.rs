//! The page with a client in it, and the WebSocket (RFC 6455) over which that speaks the protocol. Bytes in, bytes out: it
//! knows of no socket.

use std::{
    io::{self, Read, Write},
    net::IpAddr,
};

use httparse::{EMPTY_HEADER, Status};
use tungstenite::{
    Message, WebSocket,
    handshake::derive_accept_key,
    protocol::{Role, WebSocketConfig},
};

/// The longest head of a request. Browsers' have some hundred bytes.
const MAX_HEAD_BYTES: usize = 8 << 10;
const MAX_HEADERS: usize = 64;

/// The longest message of a client: pasted text, for one.
const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// Where the page opens its WebSocket.
const SOCKET_PATH: &str = "/websocket";

/// What may be in the page: what comes with it, and a connection to where it comes from.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self' ws: wss:; frame-ancestors 'none'";

/// The files of the page: path, kind, text.
const FILES: [(&str, &str, &str); 4] = [
    ("/", "text/html; charset=utf-8", include_str!("index.html")),
    ("/style.css", "text/css; charset=utf-8", include_str!("style.css")),
    (
        "/client.js",
        "text/javascript; charset=utf-8",
        include_str!("client.js"),
    ),
    (
        "/des.js",
        "text/javascript; charset=utf-8",
        include_str!("des.js"),
    ),
];

/// One browser's connection.
#[derive(Debug)]
pub struct Web {
    /// Whether names count as this machine's that may be anybody's: whoever knows the password is asked for it.
    any_host: bool,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The head of a request, as far as it came.
    Head(Vec<u8>),
    Open(Box<WebSocket<Pipe>>),
    /// Answered, and done.
    Closed,
}

/// The two directions of a WebSocket, in memory.
#[derive(Debug, Default)]
struct Pipe {
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
}

impl Read for Pipe {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.incoming.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = buf.len().min(self.incoming.len());
        buf[..count].copy_from_slice(&self.incoming[..count]);
        self.incoming.drain(..count);
        Ok(count)
    }
}

impl Write for Pipe {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.outgoing.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is to be answered to a request.
enum Answer {
    File(&'static str, &'static str),
    /// The key that accepts a WebSocket, and whether a subprotocol was asked for.
    Socket(String, bool),
    Error(&'static str),
}

impl Web {
    /// A connection that was just made. With `any_host`, the page may be reached by any name.
    pub fn new(any_host: bool) -> Self {
        Self {
            any_host,
            state: State::Head(Vec::new()),
        }
    }

    /// Whether bytes of the protocol can go out.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// Whether nothing will follow.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// Takes bytes from the browser. Appends those of the protocol to `payload`, and what the browser is to be told to
    /// `wire`.
    ///
    /// # Errors
    /// If what came is neither.
    pub fn receive(&mut self, bytes: &[u8], payload: &mut Vec<u8>, wire: &mut Vec<u8>) -> io::Result<()> {
        match &mut self.state {
            State::Closed => Ok(()),
            State::Open(socket) => {
                socket.get_mut().incoming.extend_from_slice(bytes);
                read_messages(socket, payload, wire)
            }
            State::Head(head) => {
                head.extend_from_slice(bytes);
                let Some((answer, len)) = answer(head, self.any_host)? else {
                    return Ok(());
                };
                let rest = head.split_off(len);
                append_answer(&answer, wire);
                if !matches!(answer, Answer::Socket(..)) {
                    self.state = State::Closed;
                    return Ok(());
                }
                let config = WebSocketConfig::default()
                    .max_message_size(Some(MAX_MESSAGE_BYTES))
                    .max_frame_size(Some(MAX_MESSAGE_BYTES));
                let pipe = Pipe {
                    incoming: rest,
                    outgoing: Vec::new(),
                };
                let mut socket = Box::new(WebSocket::from_raw_socket(pipe, Role::Server, Some(config)));
                let result = read_messages(&mut socket, payload, wire);
                self.state = State::Open(socket);
                result
            }
        }
    }

    /// Appends to `wire` what takes `payload` to the browser.
    ///
    /// # Errors
    /// If the connection is not open.
    pub fn send(&mut self, payload: Vec<u8>, wire: &mut Vec<u8>) -> io::Result<()> {
        let State::Open(socket) = &mut self.state else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        socket
            .write(Message::binary(payload))
            .and_then(|()| socket.flush())
            .map_err(io::Error::other)?;
        wire.append(&mut socket.get_mut().outgoing);
        Ok(())
    }
}

fn read_messages(socket: &mut WebSocket<Pipe>, payload: &mut Vec<u8>, wire: &mut Vec<u8>) -> io::Result<()> {
    let result = loop {
        match socket.read() {
            Ok(Message::Binary(bytes)) => payload.extend_from_slice(&bytes),
            // Pings are answered already.
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
            Ok(Message::Text(_)) => break Err(io::Error::other("text on the WebSocket")),
            Ok(Message::Close(_)) => break Err(io::ErrorKind::ConnectionAborted.into()),
            Err(tungstenite::Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => break Ok(()),
            Err(error) => break Err(io::Error::other(error)),
        }
    };
    wire.append(&mut socket.get_mut().outgoing);
    result
}

/// The answer to the request in `head`, and how long that is; `None` if it is not there in full.
fn answer(head: &[u8], any_host: bool) -> io::Result<Option<(Answer, usize)>> {
    let mut headers = [EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let len = match request.parse(head).map_err(io::Error::other)? {
        Status::Complete(len) if len <= MAX_HEAD_BYTES => len,
        Status::Partial if head.len() < MAX_HEAD_BYTES => return Ok(None),
        Status::Complete(_) | Status::Partial => {
            return Err(io::Error::other("a request whose head is too long"));
        }
    };
    let answer = match (request.method, request.path) {
        (Some("GET"), Some(path)) => answer_to(path, &request, any_host),
        _ => Answer::Error("405 Method Not Allowed"),
    };
    Ok(Some((answer, len)))
}

fn answer_to(path: &str, request: &httparse::Request<'_, '_>, any_host: bool) -> Answer {
    let header = |name: &str| {
        let mut named = request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name));
        std::str::from_utf8(named.next()?.value).ok()
    };
    let host = header("host").unwrap_or_default();
    // A name that anybody can point to this machine would let their page speak to us as to its own server.
    if !any_host && !is_own_name(host) {
        return Answer::Error("421 Misdirected Request");
    }
    let path = path.split('?').next().unwrap_or_default();
    if path != SOCKET_PATH {
        let file = FILES.iter().find(|(name, ..)| *name == path);
        return file.map_or(Answer::Error("404 Not Found"), |(_, kind, text)| {
            Answer::File(kind, text)
        });
    }
    // Browsers let the pages of anybody open a WebSocket here, but say whose page it is.
    let is_foreign = |origin: &str| origin.split_once("://").is_none_or(|(_, from)| from != host);
    if header("origin").is_some_and(is_foreign) {
        return Answer::Error("403 Forbidden");
    }
    let has_word = |name: &str, word: &str| {
        header(name).is_some_and(|text| text.split(',').any(|part| part.trim().eq_ignore_ascii_case(word)))
    };
    let is_upgrade = has_word("upgrade", "websocket")
        && has_word("connection", "upgrade")
        && header("sec-websocket-version") == Some("13");
    match header("sec-websocket-key") {
        Some(key) if is_upgrade => Answer::Socket(
            derive_accept_key(key.as_bytes()),
            has_word("sec-websocket-protocol", "binary"),
        ),
        _ => Answer::Error("426 Upgrade Required"),
    }
}

/// Whether `host` is an address, or this machine's own name for itself, with or without a port.
fn is_own_name(host: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) && (name.ends_with(']') || !name.contains(':')) => name,
        _ => host,
    };
    let bare = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    bare.parse::<IpAddr>().is_ok() || name.eq_ignore_ascii_case("localhost")
}

fn append_answer(answer: &Answer, wire: &mut Vec<u8>) {
    let text = match answer {
        Answer::Socket(key, with_protocol) => {
            let protocol = if *with_protocol {
                "Sec-WebSocket-Protocol: binary\r\n"
            } else {
                ""
            };
            format!(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                 Sec-WebSocket-Accept: {key}\r\n{protocol}\r\n"
            )
        }
        Answer::File(kind, text) => page("200 OK", kind, text),
        Answer::Error(status) => page(status, "text/plain", status),
    };
    wire.extend_from_slice(text.as_bytes());
}

fn page(status: &str, kind: &str, text: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: {POLICY}\r\n\r\n{text}",
        text.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(request: &str, any_host: bool) -> (String, Web) {
        let (mut web, mut payload, mut wire) = (Web::new(any_host), Vec::new(), Vec::new());
        // In pieces, as it may come.
        for byte in request.as_bytes() {
            web.receive(&[*byte], &mut payload, &mut wire).unwrap();
        }
        assert!(payload.is_empty());
        (String::from_utf8(wire).unwrap(), web)
    }

    fn upgrade(host: &str, origin: &str) -> String {
        format!(
            "GET /websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n\
             Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
    }

    #[test]
    fn the_page_and_what_belongs_to_it_are_served_and_nothing_else() {
        for (path, kind, text) in FILES {
            let (answer, web) = ask(
                &format!("GET {path} HTTP/1.1\r\nHost: localhost:1\r\n\r\n"),
                false,
            );
            assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(kind) && answer.ends_with(text));
            assert!(web.is_closed());
        }
        for path in ["/x", "/../etc/passwd", "//"] {
            assert!(
                ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), false)
                    .0
                    .contains(" 404 ")
            );
        }
        assert!(
            ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", false)
                .0
                .contains(" 405 ")
        );
        assert!(
            ask("GET /websocket HTTP/1.1\r\nHost: localhost\r\n\r\n", false)
                .0
                .contains(" 426 ")
        );
    }

    #[test]
    fn only_the_own_page_may_open_the_socket() {
        // The key and its acceptance are RFC 6455's example.
        let (answer, web) = ask(&upgrade("127.0.0.1:5800", "http://127.0.0.1:5800"), false);
        assert!(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
        assert!(web.is_open());
        for origin in ["http://example.org", "http://127.0.0.1:5801", "null"] {
            assert!(
                ask(&upgrade("127.0.0.1:5800", origin), false).0.contains(" 403 "),
                "{origin}"
            );
        }
        // A name that somebody has pointed here.
        let rebound = upgrade("example.org:5800", "http://example.org:5800");
        assert!(ask(&rebound, false).0.contains(" 421 "));
        assert!(ask(&rebound, true).1.is_open(), "where a password is asked for");
        for (host, own) in [
            ("[::1]:5800", true),
            ("[::1]", true),
            ("LOCALHOST", true),
            ("localhost.example", false),
            ("", false),
        ] {
            assert_eq!(is_own_name(host), own, "{host}");
        }
    }

    #[test]
    fn a_head_without_end_and_nonsense_are_refused() {
        let (mut web, mut payload, mut wire) = (Web::new(true), Vec::new(), Vec::new());
        let endless = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(MAX_HEAD_BYTES));
        assert!(web.receive(endless.as_bytes(), &mut payload, &mut wire).is_err());
        assert!(
            Web::new(true)
                .receive(b"RFB 003.008\n\x01\x01\x02", &mut payload, &mut wire)
                .is_err()
        );
    }

    #[test]
    fn messages_carry_the_protocol_in_both_directions() {
        let (_, mut web) = ask(&upgrade("localhost", "http://localhost"), false);
        let (mut payload, mut wire) = (Vec::new(), Vec::new());
        web.send(b"RFB".to_vec(), &mut wire).unwrap();
        assert_eq!(wire, b"\x82\x03RFB");
        wire.clear();
        // Masked by zeroes: a binary message in two frames, and a ping between.
        let said = b"\x02\x82\0\0\0\0ab\x89\x81\0\0\0\0p\x80\x81\0\0\0\0c";
        for byte in said {
            web.receive(&[*byte], &mut payload, &mut wire).unwrap();
        }
        assert_eq!((&payload[..], &wire[..]), (&b"abc"[..], &b"\x8a\x01p"[..]));
        assert!(
            web.receive(b"\x81\x80\0\0\0\0", &mut payload, &mut wire).is_err(),
            "text"
        );
        let (_, mut web) = ask(&upgrade("localhost", "http://localhost"), false);
        let huge = b"\x82\xff\0\0\0\xff\0\0\0\0\0\0\0\0";
        assert!(web.receive(huge, &mut payload, &mut wire).is_err());
    }
}
