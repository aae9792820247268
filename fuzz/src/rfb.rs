//! What a VNC client says, or a browser with its WebSocket.
//!
//! Checked, beside what every target checks: it means the same in whatever pieces it comes; what is typed presses and lets
//! go each key in turn, within the bounds; a server with that client at the other end of a socket ends when the client
//! does, says first which version it speaks, and leaves no file descriptor open.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::Arc,
    thread,
    time::Instant,
};

use device::Config;
use vhost_backend::{
    display::vnc::{
        auth::{Password, Place},
        channel::{Channel, Stream},
        client::{self, Service, Statistics},
        desktop::Desktop,
        handshake::Security,
        protocol::{Event, Key, Protocol, append_server_init},
        watch::{Waker, Watch},
        web::Web,
    },
    input::hub::{Hand, Hub},
    server::Shared,
};
use wire::virtio_input::EV_KEY;

use crate::open_fds;

/// Reads a byte of settings, then what a client says until it goes away.
pub fn check(data: &[u8]) {
    let Some((settings, said)) = data.split_first() else {
        return;
    };
    let whole = converse(said, said.len().max(1));
    let pieces = converse(said, 1 + usize::from(settings >> 2 & 15));
    assert_eq!(whole, pieces, "in other pieces it means something else");
    type_all(&whole.events);
    let whole = browse(said, said.len().max(1));
    let pieces = browse(said, 1 + usize::from(settings >> 2 & 15));
    assert_eq!(whole, pieces, "in other pieces a browser means something else");
    serve(said, settings & 1 != 0, settings & 2 != 0);
}

/// What a browser is told, what it says of the protocol, and whether it was turned out.
fn browse(said: &[u8], piece: usize) -> (Vec<u8>, Vec<u8>, bool) {
    let (mut web, mut payload, mut wire) = (Web::new(false), Vec::new(), Vec::new());
    let is_refused = said
        .chunks(piece)
        .any(|piece| web.receive(piece, &mut payload, &mut wire).is_err());
    if is_refused {
        // What came in the piece before the fault was taken, or not.
        return (Vec::new(), Vec::new(), true);
    }
    (payload, wire, false)
}

/// What came of it all: events, replies, and why it ended before the client did.
#[derive(Debug, PartialEq, Eq)]
struct Conversation {
    events: Vec<Event>,
    replies: Vec<u8>,
    error: Option<String>,
}

fn converse(said: &[u8], piece: usize) -> Conversation {
    let mut out = Vec::new();
    let mut protocol = Protocol::new(Arc::default(), Place::Local, false, &mut out);
    let mut conversation = Conversation {
        events: Vec::new(),
        replies: Vec::new(),
        error: None,
    };
    'client: for piece in said.chunks(piece) {
        protocol.extend(piece);
        loop {
            match protocol.next(Instant::now(), &mut out) {
                Ok(Some(event)) => {
                    if event == Event::Started {
                        append_server_init((640, 480), "fuzz", &mut out);
                    }
                    conversation.events.push(event);
                }
                Ok(None) => break,
                Err(error) => {
                    conversation.error = Some(error.to_string());
                    break 'client;
                }
            }
        }
    }
    conversation.replies = out;
    conversation
}

fn type_all(events: &[Event]) {
    let (hub, mut hand) = (Hub::default(), Hand::default());
    hub.set_attached(true);
    let mut down = BTreeSet::new();
    let mut take = |count: usize| {
        for (kind, code, value) in std::iter::from_fn(|| hub.next_event()).take(count) {
            match (kind, value) {
                (EV_KEY, 0) => assert!(down.remove(&code), "key {code} is let go twice"),
                (EV_KEY, _) => assert!(down.insert(code), "key {code} is pressed twice"),
                _ => {}
            }
        }
        down.len()
    };
    for event in events {
        match *event {
            Event::Key(Key {
                down,
                keysym,
                scan_code,
            }) => {
                hub.key(&mut hand, down, keysym, scan_code);
                // A guest that is slower than the client.
                take(usize::from(keysym % 3 != 0));
            }
            Event::Pointer { buttons, x, y } => {
                hub.pointer(&mut hand, buttons, (x.into(), y.into()), (640, 480));
            }
            _ => {}
        }
    }
    hub.let_go(&mut hand);
    assert_eq!(take(usize::MAX), 0, "keys stay down when the client is gone");
}

fn serve(said: &[u8], with_password: bool, is_browser: bool) {
    let before = open_fds();
    let watch = Arc::new(Watch::new(0, 1));
    let service = Service {
        shared: Arc::new(Shared::new(&Config::default(), vec![Arc::clone(&watch)], None)),
        desktop: Arc::new(Desktop::new(watch)),
        security: Arc::new(Security {
            password: with_password.then(|| Password::from_file("fuzz").expect("it is short enough")),
            ..Security::default()
        }),
        tls: None,
    };
    let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
    let waker = Arc::new(Waker::new().expect("there are file descriptors left"));
    let replies = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut replies = Vec::new();
            // A server that turns its client out may reset the connection.
            let _ = (&theirs).read_to_end(&mut replies);
            replies
        });
        scope.spawn(|| {
            // A server that turns its client out reads no more.
            let _ = (&theirs).write_all(said);
            let _ = theirs.shutdown(Shutdown::Write);
        });
        let mut channel = Channel::new(Stream::Unix(ours)).expect("a socket can be non-blocking");
        if is_browser {
            channel = channel.with_web(Web::new(with_password));
        }
        client::serve(channel, Place::Local, &service, &waker, &Statistics::default());
        reader.join().expect("reading does not fail")
    });
    let greeting: &[u8] = if is_browser {
        b"HTTP/1.1 "
    } else {
        b"RFB 003.008\n"
    };
    assert!(
        greeting.starts_with(&replies[..replies.len().min(greeting.len())]),
        "the server begins with something else"
    );
    drop((theirs, waker));
    assert_eq!(open_fds(), before, "file descriptors are left open");
}
