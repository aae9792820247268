//! One client, on a thread of its own, from its first byte to its last.
//!
//! What it costs is bounded: an update is made only when it has asked for one and the last is sent, and is encoded piece
//! by piece as the socket takes it, from pixels that it shares with the desktop until these change.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use device::{Mode, Rect, Size};
use log::{debug, info};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustls::ServerConfig;
use thiserror::Error;

use super::{
    auth::Place,
    channel::Channel,
    desktop::{self, Desktop, View},
    encoding::{Encoder, append_header},
    handshake::Security,
    picture::{Picture, Tiles},
    pixel::PixelFormat,
    pointer::Pointer,
    protocol::{self, Abilities, Event, Key, Protocol, ProtocolError},
    watch::Waker,
};
use crate::{config, input::hub::Hand, server::Shared};

/// While so many bytes wait for the socket, nothing more is encoded, nor read.
const MAX_UNSENT_BYTES: usize = 256 << 10;

/// How soon the next update may follow: 60 in a second, so that what a guest draws in pieces comes together.
const UPDATE_INTERVAL: Duration = Duration::from_micros(16_600);

/// How long a client may take until it is let in.
const LOGIN_TIME: Duration = Duration::from_secs(30);

/// How long one that is not let in has to read why.
const FAREWELL_TIME: Duration = Duration::from_secs(2);

/// What ends a client.
#[derive(Debug, Error)]
enum ClientError {
    #[error("it closed the connection")]
    Closed,
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Protocol(#[from] ProtocolError),
    #[error("it was not let in within {LOGIN_TIME:?}")]
    TooSlow,
}

impl From<rustix::io::Errno> for ClientError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}

/// What all clients of an address have in common.
pub struct Service {
    /// The daemon.
    pub shared: Arc<Shared>,
    /// What they see.
    pub desktop: Arc<Desktop>,
    /// What they have to show.
    pub security: Arc<Security>,
    /// For those that use TLS.
    pub tls: Option<Arc<ServerConfig>>,
}

/// What others may know of a client.
#[derive(Debug, Default)]
pub struct Statistics {
    /// Updates that were begun.
    pub updates: AtomicU64,
    /// Bytes that the socket has taken.
    pub sent_bytes: AtomicU64,
}

/// An update on its way.
struct Sending {
    picture: Picture,
    /// From top to bottom.
    pieces: std::vec::IntoIter<Rect>,
}

struct Client<'a> {
    service: &'a Service,
    statistics: &'a Statistics,
    waker: &'a Arc<Waker>,
    channel: Channel,
    protocol: Protocol,
    received: Vec<u8>,
    started: Instant,
    screen: Option<Screen>,
}

/// What a client that is let in sees.
struct Screen {
    view: View,
    /// The size of the client's picture.
    size: Size,
    abilities: Abilities,
    encoder: Encoder,
    /// These two count from the next update on.
    next_abilities: Option<Abilities>,
    next_format: Option<PixelFormat>,
    /// The part that it wants to know of.
    wanted: Option<Rect>,
    sending: Option<Sending>,
    next_update: Instant,
    /// Whether it has yet to be told of the desktop's size.
    size_is_due: bool,
    /// Whether it has yet to be told that keys may have scan codes.
    keys_are_due: bool,
    /// What became of its wish for another size, as the protocol numbers it.
    resized: Option<ResizeResult>,
    /// The guest's pointer as the client sees it.
    pointer: Pointer,
    /// Whether it has yet to be told what the pointer looks like.
    pointer_is_due: bool,
    /// What it holds of the guest's keyboard.
    hand: Hand,
}

/// Serves a client until it goes away.
pub fn serve(
    mut channel: Channel,
    place: Place,
    service: &Service,
    waker: &Arc<Waker>,
    statistics: &Statistics,
) {
    let is_encrypted = channel.is_encrypted();
    let protocol = Protocol::new(Arc::clone(&service.security), place, is_encrypted, channel.out());
    let mut client = Client {
        service,
        statistics,
        waker,
        channel,
        protocol,
        received: Vec::new(),
        started: Instant::now(),
        screen: None,
    };
    let end = client.run();
    if let Some(screen) = &mut client.screen {
        service.desktop.watch().remove(waker);
        if let Some(input) = service.shared.input() {
            input.let_go(&mut screen.hand);
        }
    }
    match end {
        ClientError::Protocol(error) => {
            info!("VNC client at {place:?}: {error}");
            client.say_farewell();
        }
        ClientError::TooSlow => info!("VNC client at {place:?}: {end}"),
        ClientError::Closed | ClientError::Io(_) => debug!("VNC client at {place:?}: {end}"),
    }
}

impl Client<'_> {
    fn run(&mut self) -> ClientError {
        loop {
            if let Err(error) = self.turn() {
                return error;
            }
        }
    }

    /// Does what can be done, then waits for more.
    fn turn(&mut self) -> Result<(), ClientError> {
        let all_taken = self.take_events()?;
        let now = Instant::now();
        let time = match &self.screen {
            Some(screen) if screen.may_update() => {
                let due = screen.next_update.saturating_duration_since(now);
                // Armed before the look: what changes after it wakes.
                self.waker.arm();
                if due.is_zero() {
                    self.begin_update(now);
                }
                (!due.is_zero()).then_some(due)
            }
            Some(_) => None,
            None => {
                let left = LOGIN_TIME.saturating_sub(self.started.elapsed());
                if left.is_zero() {
                    return Err(ClientError::TooSlow);
                }
                Some(left)
            }
        };
        self.pump()?;
        if self.channel.is_done() {
            return Err(ClientError::Closed);
        }
        let sent_bytes = self.channel.total_sent_bytes();
        self.statistics.sent_bytes.store(sent_bytes, Ordering::Relaxed);
        if !all_taken && self.channel.unsent_bytes() < MAX_UNSENT_BYTES {
            return Ok(());
        }
        self.wait(time)
    }

    /// Returns whether nothing is left to be taken.
    fn take_events(&mut self) -> Result<bool, ClientError> {
        while self.channel.unsent_bytes() < MAX_UNSENT_BYTES {
            let Some(event) = self.protocol.next(Instant::now(), self.channel.out())? else {
                return Ok(true);
            };
            self.handle(event)?;
        }
        Ok(false)
    }

    fn handle(&mut self, event: Event) -> Result<(), ClientError> {
        match event {
            Event::Started => {
                self.service.desktop.watch().add(self.waker);
                let view = self.service.desktop.view(&self.service.shared);
                let size = view.size;
                // A desktop has at most 65535 pixels either way.
                protocol::append_server_init(
                    (size.width as u16, size.height as u16),
                    "vhost-wgpu",
                    self.channel.out(),
                );
                self.screen = Some(Screen::new(view));
            }
            Event::StartTls => {
                let config = self
                    .service
                    .tls
                    .clone()
                    .ok_or_else(|| io::Error::other("TLS was offered without a certificate"))?;
                // What was said so far goes out in the clear.
                self.channel.send()?;
                if self.channel.wants_to_send() {
                    return Err(io::Error::from(io::ErrorKind::WouldBlock).into());
                }
                let received = self.protocol.take_input();
                self.channel.start_tls(config, &received)?;
                self.protocol.tls_began(self.channel.out())?;
            }
            Event::SetPixelFormat(format) => {
                if let Some(screen) = &mut self.screen {
                    screen.next_format = Some(format);
                }
            }
            Event::SetEncodings(abilities) => {
                if let Some(screen) = &mut self.screen {
                    screen.next_abilities = Some(abilities);
                }
            }
            Event::UpdateRequest { incremental, rect } => {
                if let Some(screen) = &mut self.screen {
                    screen.request(incremental, rect);
                }
            }
            Event::SetDesktopSize {
                width,
                height,
                screens,
            } => {
                if let Some(screen) = &mut self.screen {
                    let size = Size::new(width.into(), height.into());
                    screen.resized = Some(resize(&self.service.shared, &screen.view.screens, size, &screens));
                }
            }
            Event::Key(Key {
                down,
                keysym,
                scan_code,
            }) => {
                if let (Some(input), Some(screen)) = (self.service.shared.input(), &mut self.screen) {
                    input.key(&mut screen.hand, down, keysym, scan_code);
                }
            }
            Event::Pointer { buttons, x, y } => {
                if let (Some(input), Some(screen)) = (self.service.shared.input(), &mut self.screen) {
                    let (x, width) = across_screens(&self.service.shared, &screen.view.screens, x.into());
                    let height = screen.view.size.height;
                    input.pointer(&mut screen.hand, buttons, (x, y.into()), (width, height));
                }
            }
        }
        Ok(())
    }

    /// Looks at the desktop, and begins an update if there is something to tell.
    fn begin_update(&mut self, now: Instant) {
        let Some(screen) = &mut self.screen else { return };
        let picture = self.service.desktop.look(&self.service.shared, &mut screen.view);
        if screen.begin_update(picture, self.channel.out()) {
            screen.next_update = now + UPDATE_INTERVAL;
            self.statistics.updates.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Encodes and sends as long as the socket takes it.
    fn pump(&mut self) -> Result<(), ClientError> {
        loop {
            if let Some(screen) = &mut self.screen {
                screen.encode(&mut self.channel);
            }
            self.channel.send()?;
            let is_sending = self
                .screen
                .as_ref()
                .is_some_and(|screen| screen.sending.is_some());
            if !is_sending || self.channel.unsent_bytes() >= MAX_UNSENT_BYTES {
                return Ok(());
            }
        }
    }

    /// Waits for the socket, the desktop, or until `time` is over, and reads what came.
    fn wait(&mut self, time: Option<Duration>) -> Result<(), ClientError> {
        let mut events = PollFlags::empty();
        // A client that does not read is not listened to either.
        if self.channel.unsent_bytes() < MAX_UNSENT_BYTES {
            events |= PollFlags::IN;
        }
        if self.channel.wants_to_send() {
            events |= PollFlags::OUT;
        }
        let woken = {
            let mut fds = [
                PollFd::from_borrowed_fd(self.channel.as_fd(), events),
                PollFd::from_borrowed_fd(self.waker.as_fd(), PollFlags::IN),
            ];
            let time = time.map(|time| Timespec {
                tv_sec: time.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: time.subsec_nanos().into(),
            });
            match poll(&mut fds, time.as_ref()) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
            (fds[0].revents(), fds[1].revents())
        };
        if !woken.1.is_empty() {
            self.waker.woke();
        }
        if woken.0.contains(PollFlags::IN) {
            let is_open = self.channel.receive(&mut self.received)?;
            self.protocol.extend(&self.received);
            self.received.clear();
            if !is_open {
                return Err(ClientError::Closed);
            }
        } else if woken.0.intersects(PollFlags::HUP | PollFlags::ERR) {
            return Err(ClientError::Closed);
        }
        Ok(())
    }

    /// Lets a client that has to go read why.
    fn say_farewell(&mut self) {
        let end = Instant::now() + FAREWELL_TIME;
        while self.channel.send().is_ok() && self.channel.wants_to_send() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.wait(Some(left)).is_err() {
                return;
            }
        }
    }
}

impl Screen {
    fn new(view: View) -> Self {
        Self {
            size: view.size,
            view,
            abilities: Abilities::default(),
            encoder: Encoder::new(&PixelFormat::NATIVE),
            next_abilities: None,
            next_format: None,
            wanted: None,
            sending: None,
            next_update: Instant::now(),
            size_is_due: false,
            keys_are_due: false,
            resized: None,
            pointer: Pointer::default(),
            pointer_is_due: false,
            hand: Hand::default(),
        }
    }

    fn request(&mut self, incremental: bool, rect: Rect) {
        if !incremental {
            self.view.pending.add(&rect);
            // Whoever asks for everything may be told its size, too.
            self.size_is_due |=
                self.abilities.extended_desktop_size && rect.contains(&Rect::whole(self.size));
        }
        self.wanted = Some(self.wanted.map_or(rect, |wanted| wanted.union(&rect)));
    }

    fn may_update(&self) -> bool {
        self.wanted.is_some() && self.sending.is_none()
    }

    /// Puts in force what the client has set since the last update.
    fn take_settings(&mut self, out: &mut Vec<u8>) {
        if let Some(format) = self.next_format.take() {
            self.encoder.set_format(&format);
            if format.is_mapped() {
                protocol::append_colour_map(out);
            }
        }
        if let Some(abilities) = self.next_abilities.take() {
            self.encoder.set_encoding(abilities.encoding, abilities.level);
            self.keys_are_due |= abilities.qemu_extended_key && !self.abilities.qemu_extended_key;
            self.size_is_due |= abilities.extended_desktop_size && !self.abilities.extended_desktop_size;
            if abilities.cursor != self.abilities.cursor {
                self.pointer_is_due = abilities.cursor;
                self.mark_pointer();
            }
            self.abilities = abilities;
        }
    }

    /// Begins an update with the pixels of the desktop, if there is something to tell. Returns whether there is.
    fn begin_update(&mut self, picture: Picture, out: &mut Vec<u8>) -> bool {
        self.take_settings(out);
        self.take_layout();
        self.take_pointer();
        let Some(wanted) = self.wanted else { return false };
        let knows_sizes = self.abilities.desktop_size || self.abilities.extended_desktop_size;
        if (self.size_is_due && knows_sizes) || self.resized.is_some() {
            // It comes alone: what was asked for belongs to the old size.
            self.wanted = None;
            protocol::append_update_head(1, out);
            self.append_size(out);
            return true;
        }
        let tiles = self.view.pending.take(&wanted);
        let keys = std::mem::take(&mut self.keys_are_due);
        let pointer = std::mem::take(&mut self.pointer_is_due);
        if tiles.is_empty() && !keys && !pointer {
            return false;
        }
        let pieces = self.pieces(&tiles);
        let count = pieces.len() + usize::from(keys) + usize::from(pointer);
        // Each piece has one or more tiles of its own.
        let count = u16::try_from(count).expect("a desktop has fewer tiles");
        protocol::append_update_head(count, out);
        if keys {
            append_header(&Rect::new(0, 0, 0, 0), protocol::QEMU_EXTENDED_KEY, out);
        }
        if pointer {
            self.pointer.append(self.encoder.raw(), out);
        }
        let mut picture = fit(picture, self.size);
        if !self.abilities.cursor
            && let Some(place) = self.pointer.place(self.size)
            && tiles.touches(&place)
        {
            self.pointer.draw(&place, &mut picture);
        }
        self.wanted = None;
        self.sending = Some(Sending {
            picture,
            pieces: pieces.into_iter(),
        });
        true
    }

    /// Takes note of a pointer that moved or looks otherwise.
    fn take_pointer(&mut self) {
        if self.view.pointer == self.pointer {
            return;
        }
        self.mark_pointer();
        let looks = |pointer: &Pointer| (pointer.hot, pointer.image.clone());
        self.pointer_is_due |= self.abilities.cursor && looks(&self.view.pointer) != looks(&self.pointer);
        self.pointer.clone_from(&self.view.pointer);
        self.mark_pointer();
    }

    /// What lies under the pointer has to be sent, unless the client draws the pointer itself.
    fn mark_pointer(&mut self) {
        if let Some(place) = self.pointer.place(self.size) {
            self.view.pending.add(&place);
        }
    }

    /// Takes note of a desktop that was laid out anew.
    fn take_layout(&mut self) {
        if !std::mem::take(&mut self.view.is_new_layout) {
            return;
        }
        let size = self.view.size;
        if self.abilities.extended_desktop_size || (self.abilities.desktop_size && size != self.size) {
            self.size_is_due = true;
            self.size = size;
        }
        // A client that knows of no other size keeps its own, and sees what fits.
        self.view.pending = Tiles::all(self.size);
    }

    fn pieces(&self, tiles: &Tiles) -> Vec<Rect> {
        let encoding = self.encoder.encoding();
        let mut pieces: Vec<_> = tiles
            .rects()
            .into_iter()
            .flat_map(|rect| encoding.pieces(rect))
            .collect();
        pieces.sort_unstable_by_key(|piece| (piece.y, piece.x));
        pieces
    }

    /// The rectangle that says how large the desktop is.
    fn append_size(&mut self, out: &mut Vec<u8>) {
        self.size_is_due = false;
        let resized = self.resized.take();
        let whole = Rect::whole(self.size);
        if !self.abilities.extended_desktop_size && resized.is_none() {
            return append_header(&whole, protocol::DESKTOP_SIZE, out);
        }
        // The place of the rectangle is whose wish it was, and what became of it.
        let (x, y) = resized.map_or((0, 0), |result| (1, result as u32));
        append_header(&Rect { x, y, ..whole }, protocol::EXTENDED_DESKTOP_SIZE, out);
        out.extend_from_slice(&[self.view.screens.len() as u8, 0, 0, 0]);
        for screen in &self.view.screens {
            out.extend_from_slice(&screen.scanout.to_be_bytes());
            for side in [
                screen.rect.x,
                screen.rect.y,
                screen.rect.width,
                screen.rect.height,
            ] {
                // A desktop has at most 65535 pixels either way.
                out.extend_from_slice(&(side as u16).to_be_bytes());
            }
            out.extend_from_slice(&[0; 4]);
        }
    }

    /// Encodes as much as may wait for the socket.
    fn encode(&mut self, channel: &mut Channel) {
        let Some(sending) = &mut self.sending else { return };
        while channel.unsent_bytes() < MAX_UNSENT_BYTES
            && let Some(piece) = sending.pieces.next()
        {
            sending.picture.forget_above(piece.y);
            self.encoder.encode(&sending.picture, &piece, channel.out());
        }
        if sending.pieces.len() == 0 {
            self.sending = None;
        }
    }
}

/// A column of a desktop that shows one of several screens, as one of all screens side by side, which a tablet covers; and
/// how many columns these have.
fn across_screens(shared: &Shared, screens: &[desktop::Screen], x: u32) -> (u32, u32) {
    let width = screens
        .last()
        .map_or(1, |screen| screen.rect.x + screen.rect.width);
    let others = |wanted: &dyn Fn(u32) -> bool| -> u32 {
        (0u32..)
            .zip(shared.displays())
            .filter(|(scanout, _)| wanted(*scanout))
            .filter_map(|(_, display)| Some(display?.width))
            .sum()
    };
    let first = screens.first().map_or(0, |screen| screen.scanout);
    let last = screens.last().map_or(0, |screen| screen.scanout);
    let left = others(&|scanout| scanout < first);
    (x + left, left + width + others(&|scanout| scanout > last))
}

/// What became of a client's wish for another size (rfbproto, 'ExtendedDesktopSize Pseudo-encoding').
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResizeResult {
    Prohibited = 1,
    InvalidLayout = 3,
    /// The guest was told, and may follow.
    Forwarded = 4,
}

/// Gives the displays of a desktop the modes that a client wishes: of `screens` those that it has, or one of `size`.
fn resize(shared: &Shared, known: &[desktop::Screen], size: Size, screens: &[(u32, Rect)]) -> ResizeResult {
    let wishes: Vec<(u32, Size)> = match known {
        [one] => vec![(one.scanout, size)],
        _ => screens
            .iter()
            .filter(|(number, _)| known.iter().any(|screen| screen.scanout == *number))
            .map(|(number, rect)| (*number, rect.size()))
            .collect(),
    };
    if wishes.is_empty() {
        return ResizeResult::InvalidLayout;
    }
    let mut modes = Vec::new();
    for (scanout, size) in wishes {
        match config::check_mode(Mode::new(size.width, size.height)) {
            Ok(mode) => modes.push((scanout, mode)),
            Err(_) => return ResizeResult::InvalidLayout,
        }
    }
    for (scanout, mode) in modes {
        if let Err(error) = shared.change_display(scanout, Some(mode)) {
            debug!("a VNC client's wish for another size: {error}");
            return ResizeResult::Prohibited;
        }
    }
    ResizeResult::Forwarded
}

/// `picture` as a client sees it whose own has that size.
fn fit(picture: Picture, size: Size) -> Picture {
    if picture.size() == size {
        return picture;
    }
    let mut fitted = Picture::black(size);
    let width = size.width.min(picture.size().width);
    for y in 0..size.height.min(picture.size().height) {
        fitted
            .row_mut(0, y, width)
            .copy_from_slice(picture.row(0, y, width));
    }
    fitted
}
