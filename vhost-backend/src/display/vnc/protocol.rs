//! The protocol once a client is let in (RFC 6143 §7.4 to §7.6; rfbproto for what came later). Bytes in, events out; it
//! knows of no socket and no picture.

use std::{sync::Arc, time::Instant};

use device::Rect;
use thiserror::Error;

use super::{
    auth::Place,
    encoding::Encoding,
    handshake::{Handshake, Security, Step},
    pixel::{BadFormat, FORMAT_BYTES, PixelFormat},
};

/// Pseudo-encodings: what a client can do beside reading pixels.
mod pseudo {
    pub(super) const CURSOR: i32 = -239;
    pub(super) const DESKTOP_SIZE: i32 = -223;
    pub(super) const EXTENDED_DESKTOP_SIZE: i32 = -308;
    pub(super) const QEMU_EXTENDED_KEY: i32 = -258;
    /// Tight's levels of compression, 0 to 9.
    pub(super) const COMPRESSION_LEVELS: std::ops::RangeInclusive<i32> = -256..=-247;
}

/// Number of the pseudo-encoding whose rectangle says that a client's pointer looks so.
pub const CURSOR: i32 = pseudo::CURSOR;
/// Number of that whose rectangle is the size of the desktop.
pub const DESKTOP_SIZE: i32 = pseudo::DESKTOP_SIZE;
/// Number of that whose rectangle is the size and the screens of the desktop.
pub const EXTENDED_DESKTOP_SIZE: i32 = pseudo::EXTENDED_DESKTOP_SIZE;
/// Number of that whose rectangle says that keys may come with their scan codes.
pub const QEMU_EXTENDED_KEY: i32 = pseudo::QEMU_EXTENDED_KEY;

/// What ends a client.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProtocolError {
    /// The first bytes are no version of the protocol.
    #[error("{:?} is no version of the protocol", String::from_utf8_lossy(.0))]
    Version([u8; 12]),
    /// It is not let in.
    #[error("{0}")]
    Security(&'static str),
    /// A message that there is not, or that was not offered.
    #[error("unknown message {0}")]
    Message(u8),
    /// A pixel format that nobody can draw in.
    #[error(transparent)]
    Format(#[from] BadFormat),
}

/// Bytes that came and were not looked at yet.
#[derive(Debug, Default)]
pub struct Input {
    bytes: Vec<u8>,
    at: usize,
}

impl Input {
    /// Adds bytes.
    pub fn extend(&mut self, bytes: &[u8]) {
        if self.at > 0 {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the next `N` bytes, if there are as many.
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = *self.rest().first_chunk()?;
        self.at += N;
        Some(bytes)
    }

    /// Takes everything.
    pub fn take_all(&mut self) -> Vec<u8> {
        let rest = self.rest().to_vec();
        self.bytes.clear();
        self.at = 0;
        rest
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }
}

/// What a client can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// How it wants its pixels: the first encoding it named that we have.
    pub encoding: Encoding,
    /// How hard to compress, 0 to 9.
    pub level: Option<u32>,
    /// It draws the guest's pointer itself.
    pub cursor: bool,
    /// Its window can change its size.
    pub desktop_size: bool,
    /// That, and it knows of screens, and may ask for another size.
    pub extended_desktop_size: bool,
    /// It can send keys with their scan codes.
    pub qemu_extended_key: bool,
}

/// A key that was pressed or let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whether it is down now.
    pub down: bool,
    /// The symbol on it, as X11 numbers them.
    pub keysym: u32,
    /// The key itself, as a PC's keyboard numbers them (XT, with 0x80 for those with the prefix 0xe0), if the client
    /// knows it.
    pub scan_code: Option<u32>,
}

/// What a client said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is let in, and waits for [`server_init`].
    Started,
    /// TLS begins: see [`Protocol::take_input`] and [`Protocol::tls_began`].
    StartTls,
    /// How it wants its pixels.
    SetPixelFormat(PixelFormat),
    /// What it can do.
    SetEncodings(Abilities),
    /// It wants to know what changed in a part of the desktop, or all of it.
    UpdateRequest {
        /// Whether it has the rest already.
        incremental: bool,
        /// In the desktop's pixels; may reach outside.
        rect: Rect,
    },
    /// A key.
    Key(Key),
    /// The pointer.
    Pointer {
        /// Bit 0 is the left button, 1 the middle, 2 the right; 3 to 6 are the wheel: up, down, left, right.
        buttons: u8,
        /// In the desktop's pixels; may lie outside.
        x: u16,
        /// In the desktop's pixels; may lie outside.
        y: u16,
    },
    /// It wants another size.
    SetDesktopSize {
        /// In pixels.
        width: u16,
        /// In pixels.
        height: u16,
        /// The screens in it, of which each has a number of its own.
        screens: Vec<(u32, Rect)>,
    },
}

#[derive(Debug)]
enum State {
    Handshake(Handshake),
    Running,
    /// So many bytes of text for a clipboard that we do not have.
    Skipping(u32),
    /// So many encodings are to come.
    Encodings {
        left: u16,
        abilities: Abilities,
        chosen: bool,
    },
    /// So many screens are to come.
    Screens {
        left: u8,
        width: u16,
        height: u16,
        screens: Vec<(u32, Rect)>,
    },
}

/// One client's side of the conversation. It holds less than a message of at most 20 bytes, and lists that are bounded by
/// their counts of at most 255.
#[derive(Debug)]
pub struct Protocol {
    input: Input,
    state: State,
}

impl Protocol {
    /// Begins. `is_encrypted` says that the connection uses TLS already.
    pub fn new(security: Arc<Security>, place: Place, is_encrypted: bool, out: &mut Vec<u8>) -> Self {
        Self {
            input: Input::default(),
            state: State::Handshake(Handshake::new(security, place, is_encrypted, out)),
        }
    }

    /// Whether the client is let in.
    pub fn is_running(&self) -> bool {
        !matches!(self.state, State::Handshake(_))
    }

    /// Takes bytes that came.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.input.extend(bytes);
    }

    /// Takes the input that was not looked at.
    pub fn take_input(&mut self) -> Vec<u8> {
        self.input.take_all()
    }

    /// The layer below has begun to encrypt, as [`Event::StartTls`] asked for.
    ///
    /// # Errors
    /// If the kernel has no random numbers.
    pub fn tls_began(&mut self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        match &mut self.state {
            State::Handshake(handshake) => handshake.tls_began(out),
            _ => Ok(()),
        }
    }

    /// The next event, if there is one in what came. Replies go to `out`.
    ///
    /// # Errors
    /// If the client has to go. What it is to be told is in `out`.
    pub fn next(&mut self, now: Instant, out: &mut Vec<u8>) -> Result<Option<Event>, ProtocolError> {
        loop {
            let step = match &mut self.state {
                State::Handshake(handshake) => match handshake.step(&mut self.input, now, out)? {
                    Step::Incomplete => return Ok(None),
                    Step::Continue => continue,
                    Step::StartTls => return Ok(Some(Event::StartTls)),
                    Step::Done => {
                        self.state = State::Running;
                        return Ok(Some(Event::Started));
                    }
                },
                State::Running => self.message()?,
                State::Skipping(_) => self.skip(),
                State::Encodings { .. } => self.encoding(),
                State::Screens { .. } => self.screen(),
            };
            match step {
                Progress::Event(event) => return Ok(Some(event)),
                Progress::Incomplete => return Ok(None),
                Progress::Continue => {}
            }
        }
    }

    /// The next message, or the head of one with a list.
    fn message(&mut self) -> Result<Progress, ProtocolError> {
        let Some(number) = self.input.rest().first().copied() else {
            return Ok(Progress::Incomplete);
        };
        Ok(match number {
            0 => match self.input.take::<20>() {
                Some(bytes) => {
                    let format = *bytes.last_chunk::<FORMAT_BYTES>().expect("20 bytes have 16");
                    Progress::Event(Event::SetPixelFormat(PixelFormat::from_wire(format)?))
                }
                None => Progress::Incomplete,
            },
            2 => self.head(|[_, _, a, b]: [u8; 4]| State::Encodings {
                left: u16::from_be_bytes([a, b]),
                abilities: Abilities::default(),
                chosen: false,
            }),
            3 => self.event(|[_, incremental, rect @ ..]: [u8; 10]| Event::UpdateRequest {
                incremental: incremental != 0,
                rect: rect_of(rect),
            }),
            4 => self.event(|[_, down, _, _, keysym @ ..]: [u8; 8]| {
                Event::Key(Key {
                    down: down != 0,
                    keysym: u32::from_be_bytes(keysym),
                    scan_code: None,
                })
            }),
            5 => self.event(|[_, buttons, xh, xl, yh, yl]: [u8; 6]| Event::Pointer {
                buttons,
                x: u16::from_be_bytes([xh, xl]),
                y: u16::from_be_bytes([yh, yl]),
            }),
            6 => self.head(|[_, _, _, _, len @ ..]: [u8; 8]| State::Skipping(u32::from_be_bytes(len))),
            251 => self.head(|[_, _, wh, wl, hh, hl, count, _]: [u8; 8]| State::Screens {
                left: count,
                width: u16::from_be_bytes([wh, wl]),
                height: u16::from_be_bytes([hh, hl]),
                screens: Vec::with_capacity(count.into()),
            }),
            255 => return self.qemu_message(),
            number => return Err(ProtocolError::Message(number)),
        })
    }

    fn qemu_message(&mut self) -> Result<Progress, ProtocolError> {
        match self.input.rest().get(1) {
            None => Ok(Progress::Incomplete),
            Some(0) => Ok(self.event(
                |[_, _, down_high, down_low, k0, k1, k2, k3, code @ ..]: [u8; 12]| {
                    Event::Key(Key {
                        down: down_high | down_low != 0,
                        keysym: u32::from_be_bytes([k0, k1, k2, k3]),
                        scan_code: Some(u32::from_be_bytes(code)),
                    })
                },
            )),
            Some(_) => Err(ProtocolError::Message(255)),
        }
    }

    fn event<const N: usize>(&mut self, make: impl FnOnce([u8; N]) -> Event) -> Progress {
        match self.input.take() {
            Some(bytes) => Progress::Event(make(bytes)),
            None => Progress::Incomplete,
        }
    }

    fn head<const N: usize>(&mut self, make: impl FnOnce([u8; N]) -> State) -> Progress {
        match self.input.take() {
            Some(bytes) => {
                self.state = make(bytes);
                Progress::Continue
            }
            None => Progress::Incomplete,
        }
    }

    fn skip(&mut self) -> Progress {
        let State::Skipping(left) = &mut self.state else {
            return Progress::Continue;
        };
        let there = u32::try_from(self.input.rest().len()).unwrap_or(u32::MAX);
        let count = there.min(*left);
        self.input.at += count as usize;
        *left -= count;
        if *left > 0 {
            return Progress::Incomplete;
        }
        self.state = State::Running;
        Progress::Continue
    }

    fn encoding(&mut self) -> Progress {
        let State::Encodings {
            left,
            abilities,
            chosen,
        } = &mut self.state
        else {
            return Progress::Continue;
        };
        if *left == 0 {
            let event = Event::SetEncodings(*abilities);
            self.state = State::Running;
            return Progress::Event(event);
        }
        let Some(number) = self.input.take().map(i32::from_be_bytes) else {
            return Progress::Incomplete;
        };
        *left -= 1;
        match (Encoding::from_number(number), number) {
            (Some(encoding), _) if !*chosen => {
                abilities.encoding = encoding;
                *chosen = true;
            }
            (Some(_), _) => {}
            (None, pseudo::CURSOR) => abilities.cursor = true,
            (None, pseudo::DESKTOP_SIZE) => abilities.desktop_size = true,
            (None, pseudo::EXTENDED_DESKTOP_SIZE) => abilities.extended_desktop_size = true,
            (None, pseudo::QEMU_EXTENDED_KEY) => abilities.qemu_extended_key = true,
            (None, number) if pseudo::COMPRESSION_LEVELS.contains(&number) => {
                abilities.level = Some(number.abs_diff(*pseudo::COMPRESSION_LEVELS.start()));
            }
            (None, _) => {}
        }
        Progress::Continue
    }

    fn screen(&mut self) -> Progress {
        let State::Screens {
            left,
            width,
            height,
            screens,
        } = &mut self.state
        else {
            return Progress::Continue;
        };
        if *left == 0 {
            let event = Event::SetDesktopSize {
                width: *width,
                height: *height,
                screens: std::mem::take(screens),
            };
            self.state = State::Running;
            return Progress::Event(event);
        }
        let Some([i0, i1, i2, i3, r0, r1, r2, r3, r4, r5, r6, r7, _, _, _, _]) = self.input.take::<16>()
        else {
            return Progress::Incomplete;
        };
        *left -= 1;
        screens.push((
            u32::from_be_bytes([i0, i1, i2, i3]),
            rect_of([r0, r1, r2, r3, r4, r5, r6, r7]),
        ));
        Progress::Continue
    }
}

enum Progress {
    Event(Event),
    Continue,
    Incomplete,
}

fn rect_of([x0, x1, y0, y1, w0, w1, h0, h1]: [u8; 8]) -> Rect {
    let number = |high, low| u32::from(u16::from_be_bytes([high, low]));
    Rect::new(number(x0, x1), number(y0, y1), number(w0, w1), number(h0, h1))
}

/// ServerInit (RFC 6143 §7.3.2).
pub fn append_server_init((width, height): (u16, u16), name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&width.to_be_bytes());
    out.extend_from_slice(&height.to_be_bytes());
    out.extend_from_slice(&PixelFormat::NATIVE.to_wire());
    out.extend_from_slice(&(name.len() as u32).to_be_bytes());
    out.extend_from_slice(name.as_bytes());
}

/// SetColourMapEntries (RFC 6143 §7.6.2), of all 256.
pub fn append_colour_map(out: &mut Vec<u8>) {
    out.extend_from_slice(&[1, 0, 0, 0, 1, 0]);
    out.extend_from_slice(&super::pixel::colour_map());
}

/// The head of a FramebufferUpdate (RFC 6143 §7.6.1) of that many rectangles.
pub fn append_update_head(rects: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&rects.to_be_bytes());
}
