//! The display's end of the vhost-user-gpu socket: answers like QEMU and remembers what it was shown.

use std::{
    collections::VecDeque,
    io::{Read, Write},
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
    time::{Duration, Instant},
};

use wire::{
    vhost_user_gpu::{
        CURSOR_BYTES, CursorPos, CursorUpdate, EdidRequest, FLAG_REPLY, Header, ProtocolFeatures, Request,
        Scanout, Update,
    },
    virtio_gpu::{CtrlType, MAX_SCANOUTS, RespDisplayInfo, RespEdid},
};
use zerocopy::{FromBytes, FromZeros, IntoBytes};

use super::{
    error::{Failure, Result},
    oracle::Picture,
};
use crate::fail;

/// How long a picture or an event may take to arrive.
pub const DISPLAY_DEADLINE: Duration = Duration::from_secs(4);
/// How many events are remembered.
const EVENTS_MAX: usize = 20_000;
/// The largest message that is believed.
const MESSAGE_MAX_BYTES: usize = 512 << 20;

/// A message that the back end sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are the messages' own")]
pub enum DisplayEvent {
    Scanout {
        scanout: u32,
        width: u32,
        height: u32,
    },
    Update {
        scanout: u32,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    },
    CursorPos {
        scanout: u32,
        x: u32,
        y: u32,
    },
    CursorHide {
        scanout: u32,
        x: u32,
        y: u32,
    },
    CursorUpdate {
        scanout: u32,
        x: u32,
        y: u32,
        hot_x: u32,
        hot_y: u32,
        pixels: Vec<u32>,
    },
}

/// Everything the display knows.
pub struct State {
    /// What each scanout shows; `None` while it is off.
    pub pictures: [Option<Picture>; MAX_SCANOUTS],
    /// Messages in order of arrival.
    pub events: VecDeque<DisplayEvent>,
    /// UPDATE messages so far.
    pub updates: u64,
    /// Bytes received so far.
    pub bytes: u64,
    /// What was wrong with messages.
    pub faults: Vec<String>,
    /// How many requests had flags, which only answers have; QEMU does not look.
    pub odd_flags: u64,
    /// The back end closed its end, or we did.
    pub closed: bool,
    /// Protocol features that the back end acknowledged.
    pub acknowledged: Option<u64>,
    /// Size and presence of each display, as answered to GET_DISPLAY_INFO.
    pub modes: Vec<(u32, u32, bool)>,
    /// Protocol features offered.
    pub offered: ProtocolFeatures,
    /// While set nothing is read.
    pub paused: bool,
    /// Time before each answer.
    pub answer_delay: Duration,
    /// Pixels are thrown away, for benchmarks.
    pub discard_pixels: bool,
    /// Place of the last cursor message.
    pub cursor: Option<(u32, u32)>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// The display.
pub struct Display {
    shared: Arc<Shared>,
    stream: UnixStream,
}

impl Display {
    /// Starts a display with those modes; returns it and the end for the back end.
    ///
    /// # Errors
    /// If the host has no sockets.
    pub fn new(modes: &[(u32, u32)]) -> Result<(Self, UnixStream)> {
        let (ours, theirs) = UnixStream::pair()?;
        let state = State {
            pictures: Default::default(),
            events: VecDeque::new(),
            updates: 0,
            bytes: 0,
            faults: Vec::new(),
            odd_flags: 0,
            closed: false,
            acknowledged: None,
            modes: modes
                .iter()
                .map(|&(width, height)| (width, height, true))
                .collect(),
            offered: ProtocolFeatures::all(),
            paused: false,
            answer_delay: Duration::ZERO,
            discard_pixels: false,
            cursor: None,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
        });
        let server = Server {
            stream: ours.try_clone()?,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || server.serve());
        Ok((Self { shared, stream: ours }, theirs))
    }

    /// What it knows at this moment.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().expect("the server does not panic")
    }

    /// Waits until the condition yields something.
    ///
    /// # Errors
    /// If that takes longer than the limit.
    pub fn wait<T>(
        &self,
        limit: Duration,
        what: &str,
        mut condition: impl FnMut(&mut State) -> Option<T>,
    ) -> Result<T> {
        let end = Instant::now() + limit;
        let mut state = self.state();
        loop {
            if let Some(value) = condition(&mut state) {
                return Ok(value);
            }
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                let tail: Vec<_> = state.events.iter().rev().take(4).map(brief).collect();
                fail!("the display waited in vain for {what}; last messages, newest first: {tail:?}");
            };
            state = self
                .shared
                .changed
                .wait_timeout(state, left)
                .expect("the server does not panic")
                .0;
        }
    }

    /// Waits for a message that the predicate accepts; forgets it and those before it.
    ///
    /// # Errors
    /// If none comes.
    pub fn wait_event(&self, what: &str, accept: impl Fn(&DisplayEvent) -> bool) -> Result<DisplayEvent> {
        self.wait(DISPLAY_DEADLINE, what, |state| {
            let position = state.events.iter().position(&accept)?;
            let event = state.events[position].clone();
            state.events.drain(..=position);
            Some(event)
        })
    }

    /// Waits until a scanout shows exactly this.
    ///
    /// # Errors
    /// With the difference, if it does not.
    pub fn wait_picture(&self, scanout: u32, wanted: &Picture) -> Result<()> {
        let mut difference = String::new();
        let result = self.wait(DISPLAY_DEADLINE, "a picture", |state| {
            difference = match &state.pictures[scanout as usize] {
                None => "the scanout is off".to_owned(),
                Some(picture) => picture.difference(wanted).unwrap_or_default(),
            };
            difference.is_empty().then_some(())
        });
        result.map_err(|_| Failure::Failed(format!("scanout {scanout}: {difference}")))
    }

    /// Forgets all messages so far and returns them.
    pub fn take_events(&self) -> Vec<DisplayEvent> {
        self.state().events.drain(..).collect()
    }

    /// Stops or goes on reading.
    pub fn set_paused(&self, paused: bool) {
        self.state().paused = paused;
        self.shared.changed.notify_all();
    }

    /// Closes the connection.
    pub fn disconnect(&self) {
        // It may be closed already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.set_paused(false);
        self.disconnect();
    }
}

/// An event without its pixels.
fn brief(event: &DisplayEvent) -> String {
    match event {
        DisplayEvent::CursorUpdate { scanout, x, y, .. } => format!("CursorUpdate {scanout} at {x},{y}"),
        other => format!("{other:?}"),
    }
}

/// The thread that reads.
struct Server {
    stream: UnixStream,
    shared: Arc<Shared>,
}

impl Server {
    fn serve(mut self) {
        let mut body = Vec::new();
        while self.wait_until_resumed() && self.read_message(&mut body).is_ok() {
            self.shared.changed.notify_all();
        }
        self.lock().closed = true;
        self.shared.changed.notify_all();
        // Closing here shows the back end an end of file even while the `Display` lives on.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .expect("tests do not panic while they hold the display's state")
    }

    fn wait_until_resumed(&self) -> bool {
        let state = self.lock();
        let state = self.shared.changed.wait_while(state, |state| state.paused);
        state.is_ok()
    }

    fn read_message(&mut self, body: &mut Vec<u8>) -> std::io::Result<()> {
        let mut header = Header::new_zeroed();
        self.stream.read_exact(header.as_mut_bytes())?;
        let size = header.size.get() as usize;
        if size > MESSAGE_MAX_BYTES {
            self.lock()
                .faults
                .push(format!("message {} claims {size} bytes", header.request));
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        body.resize(size, 0);
        self.stream.read_exact(body)?;
        if header.flags.get() != 0 {
            self.lock().odd_flags += 1;
        }
        self.lock().bytes += (12 + size) as u64;
        match Request::from_u32(header.request.get()) {
            Some(request) => self.handle(request, body),
            None => {
                self.lock()
                    .faults
                    .push(format!("unknown request {}", header.request));
                Ok(())
            }
        }
    }

    fn handle(&mut self, request: Request, body: &[u8]) -> std::io::Result<()> {
        match request {
            Request::GetProtocolFeatures => {
                let offered = self.lock().offered.bits();
                self.answer(request, &offered.to_le_bytes())
            }
            Request::GetDisplayInfo => {
                let info = display_info(&self.lock().modes);
                self.answer(request, info.as_bytes())
            }
            Request::GetEdid => self.answer_edid(body),
            _ => {
                let mut state = self.lock();
                if let Err(fault) = state.apply(request, body) {
                    state.faults.push(fault);
                }
                Ok(())
            }
        }
    }

    fn answer_edid(&mut self, body: &[u8]) -> std::io::Result<()> {
        let scanout = match EdidRequest::read_from_bytes(body) {
            Ok(request) => request.scanout_id.get(),
            Err(_) => u32::MAX,
        };
        let mode = self.lock().modes.get(scanout as usize).copied();
        let Some((width, height, _)) = mode else {
            // QEMU logs an error and never answers; the back end must not have asked.
            self.lock()
                .faults
                .push(format!("GET_EDID names scanout {scanout}"));
            return Ok(());
        };
        let mut reply = RespEdid::new_zeroed();
        reply.hdr.type_ = (CtrlType::RespOkEdid as u32).into();
        reply.size = 128.into();
        reply.edid[..128].copy_from_slice(&edid(width, height));
        self.answer(Request::GetEdid, reply.as_bytes())
    }

    fn answer(&mut self, request: Request, body: &[u8]) -> std::io::Result<()> {
        let delay = self.lock().answer_delay;
        thread::sleep(delay);
        let header = Header {
            request: (request as u32).into(),
            flags: FLAG_REPLY.into(),
            size: (body.len() as u32).into(),
        };
        let mut bytes = header.as_bytes().to_vec();
        bytes.extend_from_slice(body);
        self.stream.write_all(&bytes)
    }
}

impl State {
    /// Applies a message without an answer.
    fn apply(&mut self, request: Request, body: &[u8]) -> std::result::Result<(), String> {
        let short = || format!("{request:?} has {} bytes", body.len());
        match request {
            Request::SetProtocolFeatures => {
                let bytes = <[u8; 8]>::try_from(body).map_err(|_| short())?;
                self.acknowledged = Some(u64::from_le_bytes(bytes));
                Ok(())
            }
            Request::Scanout => self.scanout(Scanout::read_from_bytes(body).map_err(|_| short())?),
            Request::Update => {
                let (update, pixels) = Update::read_from_prefix(body).map_err(|_| short())?;
                self.update(update, pixels)
            }
            Request::CursorPos | Request::CursorPosHide => {
                let pos = CursorPos::read_from_bytes(body).map_err(|_| short())?;
                self.cursor_pos(pos, request == Request::CursorPosHide);
                Ok(())
            }
            Request::CursorUpdate => {
                let (cursor, pixels) = CursorUpdate::read_from_prefix(body).map_err(|_| short())?;
                if pixels.len() != CURSOR_BYTES {
                    return Err(short());
                }
                self.cursor_update(cursor, pixels);
                Ok(())
            }
            other => Err(format!("{other:?} was not expected from a 2D back end")),
        }
    }

    fn push(&mut self, event: DisplayEvent) {
        if self.events.len() == EVENTS_MAX {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    fn scanout(&mut self, message: Scanout) -> std::result::Result<(), String> {
        let (scanout, width, height) = (
            message.scanout_id.get(),
            message.width.get(),
            message.height.get(),
        );
        let slot = self
            .pictures
            .get_mut(scanout as usize)
            .ok_or(format!("SCANOUT names {scanout}"))?;
        if width > 16384 || height > 16384 {
            return Err(format!("SCANOUT of {width}×{height}"));
        }
        // Like QEMU: a new surface begins black.
        *slot = (width != 0).then(|| Picture::new(width, height));
        self.push(DisplayEvent::Scanout {
            scanout,
            width,
            height,
        });
        Ok(())
    }

    fn update(&mut self, message: Update, pixels: &[u8]) -> std::result::Result<(), String> {
        let (scanout, x, y) = (message.scanout_id.get(), message.x.get(), message.y.get());
        let (width, height) = (message.width.get(), message.height.get());
        self.updates += 1;
        self.push(DisplayEvent::Update {
            scanout,
            x,
            y,
            width,
            height,
        });
        if pixels.len() as u64 != u64::from(width) * u64::from(height) * 4 {
            return Err(format!(
                "UPDATE of {width}×{height} has {} bytes of pixels",
                pixels.len()
            ));
        }
        if self.discard_pixels {
            return Ok(());
        }
        let picture = self.pictures.get_mut(scanout as usize).and_then(Option::as_mut);
        let picture = picture.ok_or(format!("UPDATE of scanout {scanout}, which is off"))?;
        if x.checked_add(width).is_none_or(|right| right > picture.width)
            || y.checked_add(height).is_none_or(|bottom| bottom > picture.height)
        {
            return Err(format!(
                "UPDATE of {width}×{height} at ({x}, {y}) leaves the scanout of {}×{}",
                picture.width, picture.height
            ));
        }
        for (index, pixel) in pixels.chunks_exact(4).enumerate() {
            let (column, row) = (index as u32 % width, index as u32 / width);
            let value = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], 0]);
            picture.set(x + column, y + row, value);
        }
        Ok(())
    }

    fn cursor_pos(&mut self, pos: CursorPos, hide: bool) {
        let (scanout, x, y) = (pos.scanout_id.get(), pos.x.get(), pos.y.get());
        self.cursor = Some((x, y));
        self.push(if hide {
            DisplayEvent::CursorHide { scanout, x, y }
        } else {
            DisplayEvent::CursorPos { scanout, x, y }
        });
    }

    fn cursor_update(&mut self, cursor: CursorUpdate, pixels: &[u8]) {
        let pixels = pixels
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        let pos = cursor.pos;
        self.cursor = Some((pos.x.get(), pos.y.get()));
        self.push(DisplayEvent::CursorUpdate {
            scanout: pos.scanout_id.get(),
            x: pos.x.get(),
            y: pos.y.get(),
            hot_x: cursor.hot_x.get(),
            hot_y: cursor.hot_y.get(),
            pixels,
        });
    }
}

/// The answer to GET_DISPLAY_INFO.
fn display_info(modes: &[(u32, u32, bool)]) -> RespDisplayInfo {
    let mut info = RespDisplayInfo::new_zeroed();
    info.hdr.type_ = (CtrlType::RespOkDisplayInfo as u32).into();
    for (one, &(width, height, enabled)) in info.pmodes.iter_mut().zip(modes) {
        one.r.width = width.into();
        one.r.height = height.into();
        one.enabled = u32::from(enabled).into();
    }
    info
}

/// A small EDID 1.4 block with one detailed timing and a good checksum.
fn edid(width: u32, height: u32) -> [u8; 128] {
    let mut block = [0; 128];
    block[..8].copy_from_slice(&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
    block[8..12].copy_from_slice(&[0x49, 0x14, 0x34, 0x12]);
    (block[18], block[19], block[20], block[24]) = (1, 4, 0xa5, 0x06);
    let timing = &mut block[54..72];
    timing[..2].copy_from_slice(&6500u16.to_le_bytes());
    (timing[2], timing[3], timing[4]) = (width as u8, 160, (width >> 8 << 4) as u8);
    (timing[5], timing[6], timing[7]) = (height as u8, 38, (height >> 8 << 4) as u8);
    let sum = block.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    block[127] = sum.wrapping_neg();
    block
}
