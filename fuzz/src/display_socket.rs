//! QEMU's display socket with a hostile or merely slow peer, on a device that a guest drives.
//!
//! Checked: what the peer reads is a stream of well-formed messages about screens of the sizes it was told; whatever
//! the peer says, no request of the guest is left without an answer once the display is over.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read, Write},
    os::unix::net::UnixStream,
};

use device::{Config, Mode, Token};
use rustix::net::sockopt::set_socket_send_buffer_size;
use vhost_backend::Device;
use vhost_backend::display::vhost_user_gpu::{DisplayError, DisplaySocket};
use wire::{
    vhost_user_gpu::{self as gpu, CURSOR_BYTES, FLAG_REPLY, Header, Request},
    virtio_gpu::{RespDisplayInfo, RespEdid},
};
use zerocopy::{FromBytes, FromZeros, IntoBytes};

use crate::{
    input::Input,
    memory::Memory,
    session::{self, Step},
};

const SCANOUTS: usize = 3;

/// Reads what guest and peer do.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut session = Session::new(input.u8());
    let mut number = 0;
    while !input.is_empty() {
        if session.step(&mut input, number).is_err() {
            break;
        }
        session.finish_updates();
        number += 1;
    }
    session.finish();
}

struct Session {
    device: Device,
    memory: Memory,
    display: DisplaySocket,
    peer: Peer,
    requests: u64,
    completions: u64,
}

impl Session {
    fn new(setup: u8) -> Self {
        let displays = (0..SCANOUTS).map(|scanout| (scanout == 0).then(|| Mode::new(640, 480)));
        let config = Config {
            displays: displays.collect(),
            max_hostmem_bytes: 256 << 10,
            uuid_seed: 3,
            ..Config::default()
        };
        let mut device = Device::new(config);
        let features = device.features();
        device.set_acked_features(features);
        let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
        if setup & 1 != 0 {
            set_socket_send_buffer_size(&ours, 4096).expect("a send buffer can be small");
        }
        theirs
            .set_nonblocking(true)
            .expect("a socket can be non-blocking");
        let display = DisplaySocket::new(ours, &device).expect("a socket can be non-blocking");
        device.set_front_end_displays(true);
        Self {
            device,
            memory: Memory::new(),
            display,
            peer: Peer::new(theirs),
            requests: 0,
            completions: 0,
        }
    }

    fn step(&mut self, input: &mut Input<'_>, number: u64) -> Result<(), DisplayError> {
        match input.u8() % 10 {
            0..=3 => self.guest(input, number),
            4 => {
                let len = input.u8();
                self.peer.send(input.bytes(len.into()));
            }
            5 => self.peer.reply(input),
            6 => self.peer.read(usize::from(input.u16())),
            7 => return self.display.receive(&mut self.device),
            8 => self.device.answer_all_pending(),
            _ => return self.display.pump(&mut self.device),
        }
        Ok(())
    }

    fn guest(&mut self, input: &mut Input<'_>, number: u64) {
        match session::next(input, number) {
            Some(Step::Request { queue, bytes }) => {
                self.requests += 1;
                self.device.execute(queue, Token(number), &bytes, &self.memory);
            }
            Some(Step::Reset) => {
                self.drain_completions();
                // Those that wait are forgotten.
                self.completions += self.device.objects().pending as u64;
                self.device.reset();
                let features = self.device.features();
                self.device.set_acked_features(features);
            }
            Some(Step::Hole { first, pages }) => {
                let start = u64::from(first) << 16;
                self.memory.set_hole(start..start + (u64::from(pages) << 16));
            }
            // The other steps are about the device's own displays, or those of the requests_2d target's front end.
            _ => {}
        }
    }

    fn finish_updates(&mut self) {
        while let Some(update) = self.device.next_update() {
            self.display.note(&update, &mut self.device);
        }
        self.drain_completions();
    }

    fn drain_completions(&mut self) {
        while self.device.next_completion().is_some() {
            self.completions += 1;
        }
    }

    fn finish(mut self) {
        self.finish_updates();
        self.peer.read(usize::MAX);
        self.device.set_front_end_displays(false);
        self.drain_completions();
        assert_eq!(self.device.objects().pending, 0);
        assert_eq!(self.completions, self.requests, "every request is answered once");
    }
}

/// The other side of the socket.
struct Peer {
    socket: UnixStream,
    received: Vec<u8>,
    /// Questions read and not yet answered.
    questions: VecDeque<Request>,
    sizes: [(u32, u32); SCANOUTS],
}

impl Peer {
    fn new(socket: UnixStream) -> Self {
        Self {
            socket,
            received: Vec::new(),
            questions: VecDeque::new(),
            sizes: [(0, 0); SCANOUTS],
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        // A device that does not read fills the socket: the rest is lost, which is hostile enough.
        let _ = self.socket.write(bytes);
    }

    /// Answers the oldest question, correctly but for what the input fills in.
    fn reply(&mut self, input: &mut Input<'_>) {
        let Some(request) = self.questions.pop_front() else {
            return;
        };
        let payload = match request {
            Request::GetProtocolFeatures => gpu::U64Payload {
                value: u64::from(input.u8()).into(),
            }
            .as_bytes()
            .to_vec(),
            Request::GetDisplayInfo => {
                let mut info = RespDisplayInfo::new_zeroed();
                for pmode in info.pmodes.iter_mut().take(SCANOUTS) {
                    pmode.enabled.set(u32::from(input.u8() & 1));
                    pmode.r.width.set(input.u16().into());
                    pmode.r.height.set(input.u16().into());
                }
                info.as_bytes().to_vec()
            }
            _ => {
                let mut edid = RespEdid::new_zeroed();
                edid.size.set(input.u16().into());
                let some = input.array::<16>();
                edid.edid[..some.len()].copy_from_slice(&some);
                edid.as_bytes().to_vec()
            }
        };
        let (request, size) = ((request as u32).into(), (payload.len() as u32).into());
        let header = Header {
            request,
            flags: FLAG_REPLY.into(),
            size,
        };
        self.send(&[header.as_bytes(), &payload].concat());
    }

    /// Reads up to `len` bytes and checks the messages that are whole.
    fn read(&mut self, mut len: usize) {
        let mut piece = [0; 4096];
        while len > 0 {
            let room = len.min(piece.len());
            match self.socket.read(&mut piece[..room]) {
                Ok(0) => break,
                Ok(count) => {
                    self.received.extend_from_slice(&piece[..count]);
                    len -= count;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => panic!("reading from a socket pair: {error}"),
            }
        }
        let mut rest = self.received.as_slice();
        while let Ok((header, behind)) = Header::read_from_prefix(rest) {
            let Some((payload, next)) = behind.split_at_checked(header.size.get() as usize) else {
                break;
            };
            let request = Request::from_u32(header.request.get()).expect("messages have known numbers");
            assert_eq!(header.flags.get(), 0);
            message(request, payload, &mut self.sizes);
            if matches!(
                request,
                Request::GetProtocolFeatures | Request::GetDisplayInfo | Request::GetEdid
            ) {
                self.questions.push_back(request);
            }
            rest = next;
        }
        self.received.drain(..self.received.len() - rest.len());
    }
}

/// Checks one message.
fn message(request: Request, payload: &[u8], sizes: &mut [(u32, u32); SCANOUTS]) {
    let expected = match request {
        Request::GetProtocolFeatures | Request::GetDisplayInfo => 0,
        Request::SetProtocolFeatures => size_of::<gpu::U64Payload>(),
        Request::GetEdid => size_of::<gpu::EdidRequest>(),
        Request::CursorPos | Request::CursorPosHide => size_of::<gpu::CursorPos>(),
        Request::CursorUpdate => size_of::<gpu::CursorUpdate>() + CURSOR_BYTES,
        Request::Scanout => {
            let scanout = gpu::Scanout::read_from_bytes(payload).expect("SCANOUT has its size");
            sizes[scanout.scanout_id.get() as usize] = (scanout.width.get(), scanout.height.get());
            size_of::<gpu::Scanout>()
        }
        Request::Update => {
            let (update, _) = gpu::Update::read_from_prefix(payload).expect("UPDATE has its size");
            let (width, height) = sizes[update.scanout_id.get() as usize];
            let (w, h) = (u64::from(update.width.get()), u64::from(update.height.get()));
            assert!(w > 0 && h > 0);
            assert!(
                u64::from(update.x.get()) + w <= width.into()
                    && u64::from(update.y.get()) + h <= height.into()
            );
            size_of::<gpu::Update>() + (w * h * 4) as usize
        }
        other => panic!("{other:?} is never sent"),
    };
    assert_eq!(payload.len(), expected, "{request:?}");
}
