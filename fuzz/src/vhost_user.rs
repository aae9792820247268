//! A whole session with a hostile front end: vhost-user messages and file descriptors over a socket pair.
//!
//! The session is the daemon's own, with its threads. Checked: it ends when the front end goes away, whatever was
//! said before; no file descriptor stays open; requests posted after a proper start, before anything improper is
//! said, are answered properly ([`Driver`]). A panic of any thread is a finding: libFuzzer's hook sees to that.

use std::{
    fs::File,
    io::{ErrorKind, IoSlice, Read, Write},
    mem::MaybeUninit,
    net::Shutdown,
    os::{
        fd::{AsFd, BorrowedFd, OwnedFd},
        unix::{fs::FileExt, net::UnixStream},
    },
    thread,
    time::{Duration, Instant},
};

use device::Config;
use rustix::{
    event::{EventfdFlags, eventfd},
    fs::{MemfdFlags, memfd_create},
    net::{RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, recv, sendmsg},
};
use vhost_backend::session;
use wire::vhost_user::{FLAG_NEED_REPLY, Header, VERSION};
use zerocopy::IntoBytes;

use crate::{
    driver::{self, Driver, GuestRam, Layout},
    input::Input,
    open_fds,
    session::{self as recorded, Step},
};

/// Numbers of messages (vhost-user.rst, 'Front-end message types') that the input need not guess.
mod message {
    pub(super) const GET_FEATURES: u32 = 1;
    pub(super) const SET_FEATURES: u32 = 2;
    pub(super) const SET_OWNER: u32 = 3;
    pub(super) const SET_MEM_TABLE: u32 = 5;
    pub(super) const SET_VRING_NUM: u32 = 8;
    pub(super) const SET_VRING_ADDR: u32 = 9;
    pub(super) const SET_VRING_BASE: u32 = 10;
    pub(super) const GET_VRING_BASE: u32 = 11;
    pub(super) const SET_VRING_KICK: u32 = 12;
    pub(super) const SET_VRING_CALL: u32 = 13;
    pub(super) const GET_PROTOCOL_FEATURES: u32 = 15;
    pub(super) const SET_PROTOCOL_FEATURES: u32 = 16;
    pub(super) const SET_VRING_ENABLE: u32 = 18;
    pub(super) const SET_BACKEND_REQ_FD: u32 = 21;
    pub(super) const GET_CONFIG: u32 = 24;
    pub(super) const SET_CONFIG: u32 = 25;
    pub(super) const GPU_SET_SOCKET: u32 = 33;
    pub(super) const RESET_DEVICE: u32 = 34;
    pub(super) const ADD_MEM_REG: u32 = 37;
    pub(super) const REM_MEM_REG: u32 = 38;
    /// The last number that has a meaning.
    pub(super) const LAST: u32 = 44;
}

/// Where the front end claims to have mapped guest memory; ring addresses are given in this space.
const USER_ADDRESS: u64 = 0x7000_0000_0000;
/// VERSION_1, the two features of the device, RING_EVENT_IDX where asked for, PROTOCOL_FEATURES.
const FEATURES: u64 = 1 << 32 | 1 << 30 | 0b0110;
const EVENT_IDX: u64 = 1 << 29;
/// MQ, BACKEND_REQ, CONFIG, BACKEND_SEND_FD, RESET_DEVICE, CONFIGURE_MEM_SLOTS.
const PROTOCOL_FEATURES: u64 = 1 | 1 << 5 | 1 << 9 | 1 << 10 | 1 << 13 | 1 << 15;
/// How long an answer may take before it counts as lost. The device itself waits for two seconds at most.
const PATIENCE: Duration = Duration::from_secs(5);
/// The relay takes as many with a message.
const FDS_MAX: usize = 33;

/// Reads what a front end does.
pub fn check(data: &[u8]) {
    let before = open_fds();
    let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
    ours.set_read_timeout(Some(PATIENCE))
        .expect("a socket can time out");
    let config = Config {
        max_hostmem_bytes: 1 << 20,
        ..Config::default()
    };
    let session = session::Session::new(config, None, Vec::new()).expect("there are file descriptors left");
    thread::scope(|scope| {
        scope.spawn(|| {
            session.serve(&theirs).expect("there are threads left");
            session::shutdown(&theirs);
        });
        let mut front_end = FrontEnd::new(&ours);
        front_end.run(Input::new(data));
        drop(front_end);
        end(&ours);
    });
    drop((ours, theirs));
    assert_eq!(open_fds(), before, "file descriptors are left open");
}

/// Hangs up and waits for the session to do so too.
fn end(mut socket: &UnixStream) {
    // The session may have hung up already.
    let _ = socket.shutdown(Shutdown::Write);
    let mut piece = [0; 4096];
    loop {
        match socket.read(&mut piece) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("the session does not end");
            }
            // A reset connection has ended as well.
            Err(_) => return,
        }
    }
}

/// Guest memory in a file that both sides map; this side reads and writes it as a file.
struct Ram(File);

impl Ram {
    fn new() -> Self {
        let file = memfd_create("guest", MemfdFlags::CLOEXEC).expect("there are file descriptors left");
        let file = File::from(file);
        file.set_len(driver::MEMORY_BYTES)
            .expect("a file can have this length");
        Self(file)
    }
}

impl GuestRam for Ram {
    fn write(&self, addr: u64, bytes: &[u8]) {
        self.0.write_all_at(bytes, addr).expect("the file is there");
    }

    fn read(&self, addr: u64, bytes: &mut [u8]) {
        self.0
            .read_exact_at(bytes, addr)
            .expect("the file has this length");
    }
}

struct FrontEnd<'a> {
    socket: &'a UnixStream,
    ram: Ram,
    kick: [OwnedFd; 2],
    call: [OwnedFd; 2],
    drivers: [Driver; 2],
    started: bool,
    /// Our ends of sockets that the back end was given.
    peers: Vec<UnixStream>,
}

impl<'a> FrontEnd<'a> {
    fn new(socket: &'a UnixStream) -> Self {
        let event = || {
            let flags = EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC;
            eventfd(0, flags).expect("there are file descriptors left")
        };
        Self {
            socket,
            ram: Ram::new(),
            kick: [event(), event()],
            call: [event(), event()],
            drivers: [Driver::new(0), Driver::new(1)],
            started: false,
            peers: Vec::new(),
        }
    }

    fn run(&mut self, mut input: Input<'_>) {
        let mut number = 0;
        while !input.is_empty() {
            if self.step(&mut input, number).is_none() {
                // The session hung up: nothing that follows would be heard.
                return;
            }
            number += 1;
        }
    }

    /// `None` once the session has hung up.
    fn step(&mut self, input: &mut Input<'_>, number: u64) -> Option<()> {
        let (kind, argument) = (input.u8() % 12, input.u8());
        match kind {
            0 => return self.start(argument),
            1..=3 => self.post(argument, input, number),
            4 => return self.improper(argument, input),
            5 => return self.proper(argument, input),
            6 => return self.memory(argument, input),
            7 => return self.fragment(argument, input),
            8 => return self.hand_over(argument),
            9 => self.talk_to_peers(argument, input),
            10 => return self.config(argument, input),
            _ => return self.stop(argument, input),
        }
        Some(())
    }

    /// What a front end says before a guest's driver starts.
    fn start(&mut self, argument: u8) -> Option<()> {
        use message::*;
        let event_idx = if argument & 1 != 0 { EVENT_IDX } else { 0 };
        self.ask(GET_FEATURES, &[])?;
        self.ask(GET_PROTOCOL_FEATURES, &[])?;
        self.send(SET_PROTOCOL_FEATURES, PROTOCOL_FEATURES.as_bytes(), &[])?;
        self.send(SET_OWNER, &[], &[])?;
        self.send(SET_FEATURES, (FEATURES | event_idx).as_bytes(), &[])?;
        let region = [1, 0, driver::MEMORY_BYTES, USER_ADDRESS, 0];
        self.send(SET_MEM_TABLE, region.as_bytes(), &[self.ram.0.as_fd()])?;
        for queue in [0_u32, 1] {
            let (table, available, used) = self.drivers[queue as usize].addresses();
            let [table, available, used] = [table, available, used].map(|addr| USER_ADDRESS + addr);
            self.send(SET_VRING_NUM, [queue, driver::ENTRIES.into()].as_bytes(), &[])?;
            self.send(SET_VRING_BASE, [queue, 0].as_bytes(), &[])?;
            self.send(
                SET_VRING_ADDR,
                [u64::from(queue), table, used, available, 0].as_bytes(),
                &[],
            )?;
            self.send(
                SET_VRING_CALL,
                u64::from(queue).as_bytes(),
                &[self.call[queue as usize].as_fd()],
            )?;
            self.send(
                SET_VRING_KICK,
                u64::from(queue).as_bytes(),
                &[self.kick[queue as usize].as_fd()],
            )?;
            self.send(SET_VRING_ENABLE, [queue, 1].as_bytes(), &[])?;
        }
        // A second start goes on in rings that are in use.
        if self.started {
            self.tamper();
        }
        self.started = true;
        Some(())
    }

    /// Posts requests, kicks, and waits for them if they are owed.
    fn post(&mut self, argument: u8, input: &mut Input<'_>, number: u64) {
        let queue = usize::from(argument & 1);
        let driver = &mut self.drivers[queue];
        for _ in 0..=argument >> 6 {
            let layout = Layout {
                readable: input.u8(),
                room: input.u16() % 2048,
                writable: input.u8(),
            };
            if let Some(Step::Request { bytes, .. }) = recorded::next(input, number) {
                driver.post(&self.ram, &bytes, layout);
            }
        }
        rustix::io::write(&self.kick[queue], 1_u64.as_bytes()).expect("an eventfd takes one more");
        let owed = self.started && driver.is_honest() && self.peers.is_empty();
        let deadline = Instant::now() + PATIENCE;
        while owed && driver.waits() {
            driver.reap(&self.ram);
            assert!(Instant::now() < deadline, "a request is not answered");
            thread::yield_now();
        }
    }

    /// A message of any number and contents, with any file descriptors.
    fn improper(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        self.tamper();
        let request = u32::from(input.u8()) % (message::LAST + 2);
        let len = usize::from(input.u8());
        let body = input.bytes(len).to_vec();
        self.send_menu(request, &body, argument, input.u8())
    }

    /// A message of the right shape, about rings.
    fn proper(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        use message::*;
        self.tamper();
        let queue = u32::from(input.u8());
        let value = input.u32();
        match argument % 8 {
            0 => self.send(SET_VRING_NUM, [queue, value].as_bytes(), &[]),
            1 => self.send(SET_VRING_BASE, [queue, value].as_bytes(), &[]),
            2 => self.send(SET_VRING_ENABLE, [queue, value & 1].as_bytes(), &[]),
            3 => {
                let words: [u64; 3] = std::array::from_fn(|_| USER_ADDRESS + (u64::from(input.u16()) << 2));
                let body = [
                    u64::from(queue) | u64::from(value & 1) << 32,
                    words[0],
                    words[1],
                    words[2],
                    0,
                ];
                self.send(SET_VRING_ADDR, body.as_bytes(), &[])
            }
            4 => self.send_menu(
                SET_VRING_KICK,
                u64::from(queue).as_bytes(),
                value as u8,
                input.u8(),
            ),
            5 => self.send_menu(
                SET_VRING_CALL,
                u64::from(queue).as_bytes(),
                value as u8,
                input.u8(),
            ),
            6 => self.send(RESET_DEVICE, &[], &[]),
            _ => self.send(SET_FEATURES, (FEATURES & !u64::from(value)).as_bytes(), &[]),
        }
    }

    /// Regions of any place and size, some of them over too short a file.
    fn memory(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        self.tamper();
        let mut regions = Vec::new();
        for _ in 0..=argument & 7 {
            let gpa = u64::from(input.u16()) << 12;
            let mut size = u64::from(input.u16()) << 8;
            let offset = u64::from(input.u8()) << 12;
            if argument & 0x20 == 0 {
                size = size.min(driver::MEMORY_BYTES.saturating_sub(offset));
            }
            regions.extend([gpa, size, USER_ADDRESS + gpa, offset]);
        }
        let request = match argument >> 3 & 3 {
            0 | 1 => message::SET_MEM_TABLE,
            2 => message::ADD_MEM_REG,
            _ => message::REM_MEM_REG,
        };
        let many = request == message::SET_MEM_TABLE;
        let mut words = vec![if many { regions.len() as u64 / 4 } else { 0 }];
        words.extend(&regions[..if many { regions.len() } else { 4 }]);
        let fd = self.ram.0.try_clone().expect("there are file descriptors left");
        let count = if request == message::REM_MEM_REG {
            0
        } else {
            words.len() / 4
        };
        self.send(request, words.as_bytes(), &vec![fd.as_fd(); count])
    }

    /// Bytes that need not be a whole message.
    fn fragment(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        self.tamper();
        let bytes = input.bytes(usize::from(argument & 31));
        self.send_bytes(bytes, &[])
    }

    /// Gives the back end a socket: for the display, or for requests of its own.
    fn hand_over(&mut self, argument: u8) -> Option<()> {
        let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
        ours.set_nonblocking(true).expect("a socket can be non-blocking");
        self.peers.push(ours);
        let request = if argument & 1 == 0 {
            message::GPU_SET_SOCKET
        } else {
            message::SET_BACKEND_REQ_FD
        };
        self.send(request, &[], &[theirs.as_fd()])
    }

    fn talk_to_peers(&mut self, argument: u8, input: &mut Input<'_>) {
        let Some(peer) = self.peers.last_mut() else { return };
        match argument % 4 {
            0 => drop(self.peers.pop()),
            1 => {
                // A full or closed socket takes no more: nothing else is to be had of it.
                let _ = peer.write(input.bytes(usize::from(argument >> 2)));
            }
            _ => {
                let _ = peer.read(&mut [0; 4096]);
            }
        }
        // The requests that the display did not answer are answered by its end, at a time of their own.
        self.tamper();
    }

    fn config(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        let (offset, size) = (u32::from(input.u8()), u32::from(input.u8()));
        let mut body = [offset, size, 0].as_bytes().to_vec();
        body.extend(input.bytes(size as usize));
        body.resize(12 + size as usize, 0);
        // What is out of range, or too early, may end the session.
        if u64::from(offset) + u64::from(size) > 16 || size == 0 || !self.started {
            self.tamper();
        }
        let request = if argument & 1 == 0 {
            message::GET_CONFIG
        } else {
            message::SET_CONFIG
        };
        self.send(request, &body, &[])
    }

    /// Stops a ring, or asks for anything that is answered.
    fn stop(&mut self, argument: u8, input: &mut Input<'_>) -> Option<()> {
        self.tamper();
        let request = if argument & 1 == 0 {
            message::GET_VRING_BASE
        } else {
            u32::from(input.u8())
        };
        self.send_flags(
            request,
            VERSION | FLAG_NEED_REPLY,
            [u32::from(argument >> 1 & 3), 0].as_bytes(),
            &[],
        )
    }

    fn tamper(&mut self) {
        self.drivers.iter_mut().for_each(Driver::tamper);
    }

    /// Sends with file descriptors of the input's choice: none, or one kind, in some number.
    fn send_menu(&mut self, request: u32, body: &[u8], kind: u8, count: u8) -> Option<()> {
        let flags = VERSION | if kind & 0x80 != 0 { FLAG_NEED_REPLY } else { 0 };
        let fd: OwnedFd = match kind % 5 {
            0 => return self.send_flags(request, flags, body, &[]),
            1 => self.kick[0].try_clone().expect("there are file descriptors left"),
            2 => self
                .ram
                .0
                .try_clone()
                .expect("there are file descriptors left")
                .into(),
            3 => {
                let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
                ours.set_nonblocking(true).expect("a socket can be non-blocking");
                self.peers.push(ours);
                theirs.into()
            }
            _ => File::open("/dev/null").expect("there is /dev/null").into(),
        };
        // One, mostly.
        let count = if count < 0xc0 {
            1
        } else {
            usize::from(count - 0xc0) % FDS_MAX
        };
        self.send_flags(request, flags, body, &vec![fd.as_fd(); count])
    }

    fn ask(&mut self, request: u32, body: &[u8]) -> Option<()> {
        self.send(request, body, &[])
    }

    fn send(&self, request: u32, body: &[u8], fds: &[BorrowedFd<'_>]) -> Option<()> {
        self.send_flags(request, VERSION, body, fds)
    }

    fn send_flags(&self, request: u32, flags: u32, body: &[u8], fds: &[BorrowedFd<'_>]) -> Option<()> {
        let header = Header {
            request: request.into(),
            flags: flags.into(),
            size: (body.len() as u32).into(),
        };
        self.send_bytes(&[header.as_bytes(), body].concat(), fds)
    }

    /// `None` once the session has hung up. Reads what came before, so that neither side waits for the other.
    fn send_bytes(&self, bytes: &[u8], fds: &[BorrowedFd<'_>]) -> Option<()> {
        while let Ok((_, count)) = recv(self.socket, &mut [0; 4096], RecvFlags::DONTWAIT) {
            if count == 0 {
                return None;
            }
        }
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FDS_MAX))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        if !fds.is_empty() {
            assert!(
                ancillary.push(SendAncillaryMessage::ScmRights(fds)),
                "there is space for them"
            );
        }
        sendmsg(
            self.socket,
            &[IoSlice::new(bytes)],
            &mut ancillary,
            SendFlags::NOSIGNAL,
        )
        .ok()?;
        Some(())
    }
}
