//! The display socket of QEMU (`docs/interop/vhost-user-gpu.rst`), without ever waiting for it.
//!
//! What changed is only marked here; pixels are taken from the image when the socket has room. So a slow display
//! gets the latest picture, costs no memory and delays nobody. The socket is driven by the thread that drives the
//! device: [`DisplaySocket::pump`] after each batch of requests and whenever the socket has room again,
//! [`DisplaySocket::receive`] when it has something to read.

use std::{collections::VecDeque, io, os::fd::AsFd, os::fd::BorrowedFd, os::unix::net::UnixStream};

use device::{
    Answer, DisplayUpdate, Query, Rect, ScanoutId, Token,
    edid::Edid,
    limits::MAX_PENDING_QUERIES,
    scanout::{Cursor, Picture},
};
use log::{debug, warn};
use rustix::io::Errno;
use thiserror::Error;
use wire::{
    vhost_user_gpu::{
        self as gpu, CURSOR_BYTES, CursorUpdate, EdidRequest, FLAG_REPLY, Header, ProtocolFeatures, Request,
        U64Payload, Update,
    },
    virtio_gpu::{CURSOR_SIZE, RespDisplayInfo, RespEdid},
};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use crate::Device;

use super::{
    damage::Damage,
    message::{Message, Progress},
};

/// The longest reply: EDID.
const MAX_REPLY_BYTES: usize = size_of::<RespEdid>();

/// Room asked for in the socket: about a quarter of a frame of 1920 × 1080.
const SEND_BUFFER_BYTES: usize = 2 << 20;

/// Pixels in one message from memory that the guest has lent. If it takes the memory back meanwhile, the rest is copied:
/// this is the most that it can make us hold.
const MAX_LENT_PIXELS: u64 = 4 << 20;

/// What ends a display.
#[derive(Debug, Error)]
pub enum DisplayError {
    /// The other side closed the socket.
    #[error("the front end closed the display socket")]
    Closed,
    /// The socket failed.
    #[error("display socket: {0}")]
    Io(#[from] io::Error),
    /// Something else came than what was asked for.
    #[error("unexpected message {request} with {size} bytes on the display socket")]
    Unexpected {
        /// The message's number.
        request: u32,
        /// The size that its header states.
        size: u32,
    },
}

impl From<Errno> for DisplayError {
    fn from(error: Errno) -> Self {
        Self::Io(error.into())
    }
}

/// How much of a cursor the display has yet to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum CursorChange {
    #[default]
    None,
    Position,
    Image,
}

/// What one screen has yet to be sent.
#[derive(Debug, Default)]
struct Screen {
    size_changed: bool,
    damage: Damage,
    cursor: CursorChange,
}

/// A question whose reply is due; replies come in the order of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    ProtocolFeatures,
    DisplayInfo(Token),
    Edid(Token),
}

/// One display socket.
#[derive(Debug)]
pub struct DisplaySocket {
    socket: UnixStream,
    screens: Vec<Screen>,
    /// Which screen is served next, so that a busy one does not starve the others.
    next_screen: usize,
    /// Messages that go before all others.
    questions: VecDeque<Message>,
    asked: VecDeque<Asked>,
    /// EDID queries that wait until the other side's features are known.
    early_edid_queries: Vec<(Token, ScanoutId)>,
    /// `None` until the other side has told them.
    features: Option<ProtocolFeatures>,
    sending: Option<Message>,
    /// Whether there may be something to send that is not in `sending`.
    has_news: bool,
    received: Vec<u8>,
}

impl DisplaySocket {
    /// Takes over `socket` and tells it all that `device` shows.
    ///
    /// # Errors
    /// If the socket cannot be made non-blocking.
    pub fn new(socket: UnixStream, device: &Device) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        // A larger buffer means fewer wake-ups on both sides for each frame; the kernel gives what it allows.
        rustix::net::sockopt::set_socket_send_buffer_size(&socket, SEND_BUFFER_BYTES)?;
        let screens = device.scanouts().iter().map(|_| Screen::default());
        let mut display = Self {
            socket,
            screens: screens.collect(),
            next_screen: 0,
            questions: VecDeque::new(),
            asked: VecDeque::new(),
            early_edid_queries: Vec::new(),
            features: None,
            sending: None,
            has_news: true,
            received: Vec::new(),
        };
        display.ask(
            Asked::ProtocolFeatures,
            message(Request::GetProtocolFeatures, &()),
        );
        for (screen, scanout) in display.screens.iter_mut().zip(device.scanouts()) {
            if let Some(shown) = scanout.shown {
                screen.size_changed = true;
                screen.damage.add(Rect::whole(shown.rect.size()));
            }
            if scanout.cursor.image.is_some() {
                screen.cursor = CursorChange::Image;
            }
        }
        Ok(display)
    }

    /// The socket, to wait on.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Whether the socket was full, so that [`DisplaySocket::pump`] is due when it has room.
    pub fn is_blocked(&self) -> bool {
        self.sending.is_some()
    }

    /// Whether a guest's request waits for the other side.
    pub fn owes_answers(&self) -> bool {
        !self.early_edid_queries.is_empty()
            || self.asked.iter().any(|asked| *asked != Asked::ProtocolFeatures)
    }

    /// Marks what `update` changes, to be sent by the next [`DisplaySocket::pump`].
    pub fn note(&mut self, update: &DisplayUpdate, device: &mut Device) {
        self.has_news = true;
        match *update {
            DisplayUpdate::Scanout { scanout, .. } => {
                let screen = &mut self.screens[scanout.index()];
                screen.size_changed = true;
                // What was to be sent belongs to another picture.
                screen.damage.clear();
            }
            DisplayUpdate::Damage { scanout, rect } => self.screens[scanout.index()].damage.add(rect),
            DisplayUpdate::TakenBack { resource } => {
                if let Some(message) = &mut self.sending {
                    device.count_copied(message.let_go_of_lent(resource));
                }
            }
            DisplayUpdate::CursorImage { scanout } => {
                self.screens[scanout.index()].cursor = CursorChange::Image;
            }
            DisplayUpdate::CursorMoved { scanout } => {
                let cursor = &mut self.screens[scanout.index()].cursor;
                if *cursor == CursorChange::None {
                    *cursor = CursorChange::Position;
                }
            }
            DisplayUpdate::Query { token, query } => self.forward(token, query, device),
        }
    }

    /// Sends what there is to send until the socket is full.
    ///
    /// # Errors
    /// If the socket fails: this display is over.
    pub fn pump(&mut self, device: &mut Device) -> Result<(), DisplayError> {
        while self.has_news || self.sending.is_some() {
            let Some(mut message) = self.sending.take().or_else(|| self.next_message(device)) else {
                self.has_news = false;
                break;
            };
            if message.send(&self.socket)? == Progress::Blocked {
                device.count_copied(message.let_go_of_image());
                self.sending = Some(message);
                break;
            }
        }
        Ok(())
    }

    /// Reads what came and answers the device's queries with it.
    ///
    /// # Errors
    /// If the socket fails, is closed, or says what nobody asked for: this display is over.
    pub fn receive(&mut self, device: &mut Device) -> Result<(), DisplayError> {
        let mut piece = [0; 2048];
        loop {
            match rustix::io::read(&self.socket, &mut piece) {
                Ok(0) => return Err(DisplayError::Closed),
                Ok(count) => {
                    self.received.extend_from_slice(&piece[..count]);
                    self.take_replies(device)?;
                }
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn take_replies(&mut self, device: &mut Device) -> Result<(), DisplayError> {
        while let Ok((header, rest)) = Header::read_from_prefix(&self.received) {
            let (request, size) = (header.request.get(), header.size.get());
            let unexpected = DisplayError::Unexpected { request, size };
            if size as usize > MAX_REPLY_BYTES || header.flags.get() & FLAG_REPLY == 0 {
                return Err(unexpected);
            }
            let Some(body) = rest.get(..size as usize) else {
                return Ok(());
            };
            let body = body.to_vec();
            self.received.drain(..size_of::<Header>() + size as usize);
            self.take_reply(request, &body, device).ok_or(unexpected)?;
        }
        Ok(())
    }

    /// `None` if it is not the reply that is due.
    fn take_reply(&mut self, request: u32, body: &[u8], device: &mut Device) -> Option<()> {
        match (self.asked.pop_front()?, Request::from_u32(request)?) {
            (Asked::ProtocolFeatures, Request::GetProtocolFeatures) => {
                self.set_features(U64Payload::read_from_bytes(body).ok()?.value.get(), device);
            }
            (Asked::DisplayInfo(token), Request::GetDisplayInfo) => {
                let info = RespDisplayInfo::read_from_bytes(body).ok()?;
                device.answer(token, Answer::DisplayInfo(Box::new(info.pmodes)));
            }
            (Asked::Edid(token), Request::GetEdid) => {
                let reply = RespEdid::read_from_bytes(body).ok()?;
                let bytes = reply.edid.get(..reply.size.get() as usize)?;
                device.answer(token, Answer::Edid(Box::new(Edid::from_bytes(bytes)?)));
            }
            _ => return None,
        }
        Some(())
    }

    fn set_features(&mut self, offered: u64, device: &mut Device) {
        let features = ProtocolFeatures::from_bits_truncate(offered) & ProtocolFeatures::EDID;
        debug!("the display socket offers {offered:#x}, accepting {features:?}");
        self.features = Some(features);
        self.has_news = true;
        let payload = U64Payload {
            value: features.bits().into(),
        };
        self.questions
            .push_back(Message::new(message(Request::SetProtocolFeatures, &payload)));
        for (token, scanout) in std::mem::take(&mut self.early_edid_queries) {
            self.forward(token, Query::Edid(scanout), device);
        }
    }

    fn forward(&mut self, token: Token, query: Query, device: &mut Device) {
        // Questions that were answered in the other side's place are still asked: it may answer them late, or never.
        if self.asked.len() + self.early_edid_queries.len() > MAX_PENDING_QUERIES {
            return device.answer(token, Answer::Own);
        }
        match (query, self.features) {
            (Query::DisplayInfo, _) => {
                self.ask(Asked::DisplayInfo(token), message(Request::GetDisplayInfo, &()));
            }
            (Query::Edid(scanout), None) => self.early_edid_queries.push((token, scanout)),
            (Query::Edid(scanout), Some(features)) if features.contains(ProtocolFeatures::EDID) => {
                let request = EdidRequest {
                    scanout_id: scanout.get().into(),
                };
                self.ask(Asked::Edid(token), message(Request::GetEdid, &request));
            }
            (Query::Edid(_), Some(_)) => device.answer(token, Answer::Own),
        }
    }

    fn ask(&mut self, asked: Asked, question: Vec<u8>) {
        self.has_news = true;
        self.asked.push_back(asked);
        self.questions.push_back(Message::new(question));
    }

    fn next_message(&mut self, device: &mut Device) -> Option<Message> {
        if let Some(question) = self.questions.pop_front() {
            return Some(question);
        }
        for _ in 0..self.screens.len() {
            let index = self.next_screen;
            self.next_screen = (index + 1) % self.screens.len();
            let scanout = ScanoutId::new(index as u32).expect("a device has at most 16 scanouts");
            if let Some(message) = self.screens[index].next_message(scanout, device) {
                return Some(message);
            }
        }
        None
    }
}

impl Screen {
    fn next_message(&mut self, scanout: ScanoutId, device: &mut Device) -> Option<Message> {
        if std::mem::take(&mut self.size_changed) {
            return Some(self.scanout_message(scanout, device));
        }
        match std::mem::take(&mut self.cursor) {
            CursorChange::None => self.update_message(scanout, device),
            CursorChange::Position => Some(Message::new(cursor_position(
                Request::CursorPos,
                scanout,
                device.cursor(scanout)?,
            ))),
            CursorChange::Image => Some(cursor_message(scanout, device.cursor(scanout)?)),
        }
    }

    fn scanout_message(&mut self, scanout: ScanoutId, device: &Device) -> Message {
        let shown = device.picture(scanout).map(|picture| picture.shown());
        let (width, height) = shown.map_or((0, 0), |rect| (rect.width, rect.height));
        let payload = gpu::Scanout {
            scanout_id: scanout.get().into(),
            width: width.into(),
            height: height.into(),
        };
        Message::new(message(Request::Scanout, &payload))
    }

    fn update_message(&mut self, scanout: ScanoutId, device: &mut Device) -> Option<Message> {
        let (message, copied) = loop {
            let damage = self.damage.take_one()?;
            // The guest may have changed the picture since: what lies outside it now was damage to another one.
            let Some(picture) = device.picture(scanout) else {
                continue;
            };
            let Some(mut damage) = damage.intersection(&Rect::whole(picture.shown().size())) else {
                continue;
            };
            if matches!(picture, Picture::Lent(_)) {
                let (first, rest) = damage.first_rows(MAX_LENT_PIXELS);
                damage = first;
                if !rest.is_empty() {
                    self.damage.add(rest);
                }
            }
            break Message::with_pixels(update_head(scanout, &damage), picture, &damage);
        };
        device.count_copied(copied);
        Some(message)
    }
}

/// A message's bytes.
fn message(request: Request, payload: &(impl IntoBytes + Immutable + KnownLayout)) -> Vec<u8> {
    message_of_size(request, payload, 0)
}

/// The beginning of a message that `extra_bytes` will follow.
fn message_of_size(
    request: Request,
    payload: &(impl IntoBytes + Immutable + KnownLayout),
    extra_bytes: usize,
) -> Vec<u8> {
    let payload = payload.as_bytes();
    let size = u32::try_from(payload.len() + extra_bytes).expect("images are smaller than 4 GiB");
    let header = Header {
        request: (request as u32).into(),
        flags: 0.into(),
        size: size.into(),
    };
    [header.as_bytes(), payload].concat()
}

fn update_head(scanout: ScanoutId, damage: &Rect) -> Vec<u8> {
    let update = Update {
        scanout_id: scanout.get().into(),
        x: damage.x.into(),
        y: damage.y.into(),
        width: damage.width.into(),
        height: damage.height.into(),
    };
    message_of_size(Request::Update, &update, damage.size().pixels() as usize * 4)
}

fn cursor_position(request: Request, scanout: ScanoutId, cursor: &Cursor) -> Vec<u8> {
    message(request, &wire_position(scanout, cursor))
}

fn wire_position(scanout: ScanoutId, cursor: &Cursor) -> gpu::CursorPos {
    gpu::CursorPos {
        scanout_id: scanout.get().into(),
        x: cursor.x.into(),
        y: cursor.y.into(),
    }
}

fn cursor_message(scanout: ScanoutId, cursor: &Cursor) -> Message {
    let Some(image) = &cursor.image else {
        return Message::new(cursor_position(Request::CursorPosHide, scanout, cursor));
    };
    let update = CursorUpdate {
        pos: wire_position(scanout, cursor),
        hot_x: cursor.hot_x.into(),
        hot_y: cursor.hot_y.into(),
    };
    // The message has room for 64 × 64 pixels: a larger cursor is cut, a smaller one surrounded by transparency.
    let mut pixels = vec![0; CURSOR_BYTES];
    let columns = image.size.width.min(CURSOR_SIZE) as usize * 4;
    let rows_here = pixels.chunks_exact_mut(CURSOR_SIZE as usize * 4);
    for (here, there) in rows_here.zip(image.bgra.chunks_exact(image.size.width as usize * 4)) {
        here[..columns].copy_from_slice(&there[..columns]);
    }
    Message::with_bytes(
        message_of_size(Request::CursorUpdate, &update, CURSOR_BYTES),
        pixels,
    )
}

/// Logs why a display ended: quietly if the front end just closed it.
pub fn log_end(error: &DisplayError) {
    match error {
        DisplayError::Closed => debug!("{error}"),
        DisplayError::Io(_) | DisplayError::Unexpected { .. } => warn!("{error}; going on without it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{memory::Regions, stitch::Stitcher};
    use device::{Config, Queue};
    use wire::virtio_gpu::{CtrlHdr, CtrlType};
    use zerocopy::FromZeros;

    #[test]
    fn a_peer_that_never_answers_is_asked_only_so_often() {
        let mut device = Device::new(Config::default());
        device.set_front_end_displays(true);
        let (ours, _theirs) = UnixStream::pair().unwrap();
        let mut display = DisplaySocket::new(ours, &device).unwrap();
        let mut request = CtrlHdr::new_zeroed();
        request.type_.set(CtrlType::GetDisplayInfo as u32);
        let memory = vm_memory::GuestMemoryMmap::new();
        for number in 0..1000 {
            device.execute(
                Queue::Control,
                Token(number),
                request.as_bytes(),
                &Regions(&memory, &Stitcher::default()),
            );
            while let Some(update) = device.next_update() {
                display.note(&update, &mut device);
            }
            display.pump(&mut device).unwrap();
            device.answer_all_pending();
            assert_eq!(device.next_completion().unwrap().token, Token(number));
            assert!(display.asked.len() <= MAX_PENDING_QUERIES + 1);
        }
    }
}
