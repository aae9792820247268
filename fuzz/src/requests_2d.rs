//! Sessions of 2D requests on a device, held against [`model`](crate::model) after every step.
//!
//! Checked: each request has exactly one well-formed reply, with its fence; it succeeds if and only if the model
//! says so; memory and live objects are those of the model, and within the limit; what is shown lies within its
//! resource; damage lies within its scanout; transferred pixels are those of guest memory; a reset leaves nothing.

use std::collections::VecDeque;

use device::{
    Answer, Config, Device, DisplayUpdate, Mode, Objects, Query, Queue, Reply, ScanoutId, Size, Token, edid,
};
use wire::virtio_gpu::{self as gpu, CtrlFlags, CtrlHdr, CtrlType, Features, MAX_SCANOUTS};
use zerocopy::{FromBytes, FromZeros};

use crate::{
    input::Input,
    memory::Memory,
    model::Model,
    session::{self, Step},
};

/// Host memory of the device under test, by the input's first byte: from one small picture to a real guest's.
const LIMITS_BYTES: [u64; 4] = [64 << 10, 1 << 20, 8 << 20, 64 << 20];
/// Longer transfers are not compared byte by byte.
const COMPARED_BYTES_MAX: u64 = 4096;

/// Reads limits and a session.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut session = Session::new(input.u8());
    let mut number = 0;
    while let Some(step) = session::next(&mut input, number) {
        session.step(step, Token(number));
        session.check_state();
        number += 1;
    }
    session.reset();
    session.check_state();
    assert_eq!(session.device.objects(), Objects::default());
    assert_eq!(session.device.hostmem_bytes(), 0);
}

struct Session {
    device: Device,
    model: Model,
    memory: Memory,
    limit_bytes: u64,
    front_end: bool,
    /// Requests that wait for the front end, with what they ask.
    waiting: VecDeque<(Token, Query)>,
    /// Requests executed and not yet answered, with their headers.
    unanswered: Vec<(Token, Option<CtrlHdr>)>,
    /// Size of what each scanout shows, as the updates tell it.
    told: Vec<Option<Size>>,
}

impl Session {
    fn new(setup: u8) -> Self {
        let limit_bytes = LIMITS_BYTES[usize::from(setup & 3)];
        let scanouts = 1 + usize::from(setup >> 2) % MAX_SCANOUTS;
        let displays: Vec<_> = (0..scanouts)
            .map(|scanout| (scanout % 2 == 0).then(|| Mode::new(1280, 800)))
            .collect();
        let model = Model::new(displays.iter().map(Option::is_some).collect(), limit_bytes);
        let device = Device::new(Config {
            displays,
            max_hostmem_bytes: limit_bytes,
            uuid_seed: 7,
            ..Config::default()
        });
        let mut session = Self {
            device,
            model,
            memory: Memory::new(),
            limit_bytes,
            front_end: false,
            waiting: VecDeque::new(),
            unanswered: Vec::new(),
            told: vec![None; scanouts],
        };
        let features = session.device.features();
        session.ack(features);
        session
    }

    fn ack(&mut self, features: Features) {
        // Blobs have a target of their own.
        let features = features - Features::RESOURCE_BLOB;
        self.device.set_acked_features(features);
        self.model.acked = features & self.device.features();
    }

    fn reset(&mut self) {
        self.device.reset();
        self.model.reset();
        self.waiting.clear();
        self.unanswered.clear();
        self.drain_updates();
    }

    fn step(&mut self, step: Step, token: Token) {
        match step {
            Step::Request { queue, bytes } => self.request(queue, &bytes, token),
            Step::Reset => self.reset(),
            Step::AckFeatures(bits) => self.ack(Features::from_bits_truncate(bits.into())),
            Step::WriteConfig { offset, value } => {
                self.device
                    .write_config_space(offset.into(), &value.to_le_bytes());
            }
            Step::SetDisplay {
                scanout,
                width,
                height,
            } => self.set_display(scanout, width, height),
            Step::FrontEndDisplays(front_end) => {
                self.front_end = front_end;
                self.device.set_front_end_displays(front_end);
                if !front_end {
                    self.waiting.clear();
                }
            }
            Step::Answer { index, kind } => self.answer(index, kind),
            Step::Hole { first, pages } => {
                let start = u64::from(first) << 16;
                self.memory.set_hole(start..start + (u64::from(pages) << 16));
            }
        }
        self.drain_updates();
        self.drain_completions();
    }

    fn set_display(&mut self, scanout: u8, width: u16, height: u16) {
        let display = (width > 0).then(|| Mode::new(width.into(), height.into()));
        let result = self.device.set_display(scanout.into(), display);
        let known = self.model.displays.get_mut(usize::from(scanout));
        assert_eq!(result.is_ok(), known.is_some());
        if let Some(known) = known {
            *known = display.is_some();
        }
    }

    fn request(&mut self, queue: Queue, bytes: &[u8], token: Token) {
        let expected = self
            .model
            .should_succeed(bytes, queue, &self.memory, self.front_end);
        let doubtful = self.model.is_doubtful(bytes, queue, &self.memory);
        let header = CtrlHdr::read_from_prefix(bytes).ok().map(|(header, _)| header);
        self.unanswered.push((token, header));
        let asked_before = self.waiting.len();
        self.device.execute(queue, token, bytes, &self.memory);
        self.drain_updates();
        if self.waiting.len() > asked_before {
            assert_eq!(expected, None, "only display queries wait");
            return;
        }
        let succeeded = !self.complete_one().is_error();
        match expected {
            Some(expected) => assert!(
                doubtful || succeeded == expected,
                "{succeeded}, not {expected}: {bytes:x?}"
            ),
            // More questions than may wait: the device answers itself.
            None => assert!(asked_before >= device::limits::MAX_PENDING_QUERIES),
        }
        if succeeded {
            self.model.apply(bytes, queue);
            self.check_pixels(bytes, queue);
        }
    }

    /// Answers a question as a front end would, or wrongly.
    fn answer(&mut self, index: u8, kind: u8) {
        let count = self.waiting.len();
        let waiting = (count > 0).then(|| self.waiting[usize::from(index) % count]);
        let token = waiting.map_or(Token(u64::MAX), |(token, _)| token);
        let answer = match kind % 3 {
            0 => Answer::Own,
            1 => Answer::DisplayInfo(Box::new(<[gpu::DisplayOne; MAX_SCANOUTS]>::new_zeroed())),
            _ => Answer::Edid(Box::new(edid::edid(Mode::new(kind.into(), index.into()), 0))),
        };
        let fitting = match (waiting.map(|(_, query)| query), &answer) {
            (None, _)
            | (Some(Query::DisplayInfo), Answer::Edid(_))
            | (Some(Query::Edid(_)), Answer::DisplayInfo(_)) => false,
            (Some(_), _) => true,
        };
        self.device.answer(token, answer);
        if fitting {
            self.waiting.retain(|(waiting, _)| *waiting != token);
            self.complete_one();
        }
    }

    /// Takes the next completion, which must be there, and returns its code.
    fn complete_one(&mut self) -> CtrlType {
        let completion = self.device.next_completion().expect("the request is answered");
        self.check_reply(completion.token, &completion.reply);
        completion.reply.code()
    }

    fn drain_completions(&mut self) {
        while let Some(completion) = self.device.next_completion() {
            self.check_reply(completion.token, &completion.reply);
        }
        assert_eq!(
            self.unanswered.len(),
            self.waiting.len(),
            "only those that wait are unanswered"
        );
    }

    fn check_reply(&mut self, token: Token, reply: &Reply) {
        let index = self
            .unanswered
            .iter()
            .position(|(unanswered, _)| *unanswered == token);
        let (_, request) = self.unanswered.remove(index.expect("a request is answered once"));
        let mut bytes = Vec::new();
        reply.write_to(&mut bytes);
        let (header, body) = CtrlHdr::read_from_prefix(&bytes).expect("a reply has a header");
        assert_eq!(header.type_.get(), reply.code() as u32);
        let body_bytes = match reply.code() {
            CtrlType::RespOkDisplayInfo => size_of::<gpu::RespDisplayInfo>() - size_of::<CtrlHdr>(),
            CtrlType::RespOkEdid => size_of::<gpu::RespEdid>() - size_of::<CtrlHdr>(),
            CtrlType::RespOkResourceUuid => size_of::<gpu::RespResourceUuid>() - size_of::<CtrlHdr>(),
            code => {
                assert!(code == CtrlType::RespOkNodata || code.is_error(), "{code:?}");
                0
            }
        };
        assert_eq!(body.len(), body_bytes);
        let fence = request.filter(|header| header.flags.get() & CtrlFlags::FENCE.bits() != 0);
        let expected = fence.map_or((0, 0), |header| (CtrlFlags::FENCE.bits(), header.fence_id.get()));
        assert_eq!(
            (
                header.flags.get() & CtrlFlags::FENCE.bits(),
                header.fence_id.get()
            ),
            expected
        );
        assert_eq!(header.padding, [0; 3]);
    }

    fn drain_updates(&mut self) {
        while let Some(update) = self.device.next_update() {
            match update {
                DisplayUpdate::Scanout { scanout, size } => self.told[scanout.index()] = size,
                DisplayUpdate::Damage { scanout, rect } => {
                    let size = self.told[scanout.index()].expect("damage is on what is shown");
                    assert!(!rect.is_empty() && rect.fits(size), "{rect:?} of {size:?}");
                }
                DisplayUpdate::CursorImage { scanout } | DisplayUpdate::CursorMoved { scanout } => {
                    assert!(self.device.cursor(scanout).is_some());
                }
                DisplayUpdate::TakenBack { .. } => panic!("nothing is lent without blobs and 3D"),
                DisplayUpdate::Query { token, query } => self.waiting.push_back((token, query)),
            }
        }
    }

    /// Compares the pixels of a transfer with the guest memory that they come from.
    fn check_pixels(&self, bytes: &[u8], queue: Queue) {
        let Some(transfer) = self.model.transfer(bytes, queue) else {
            return;
        };
        let id = transfer.resource_id.get();
        let resource = &self.model.resources[&id];
        let rect: device::Rect = transfer.r.into();
        // Only what is shown can be seen from outside.
        let shown = self
            .model
            .shown
            .iter()
            .position(|shown| shown.is_some_and(|(shown, _)| shown == id));
        let Some(scanout) = shown.filter(|_| rect.size().pixels() * 4 <= COMPARED_BYTES_MAX) else {
            return;
        };
        let scanout = ScanoutId::new(scanout as u32).expect("a scanout that there is");
        let picture = self.device.picture(scanout).expect("it is shown");
        let (image, _) = picture.image().expect("it is no blob");
        let stride = u64::from(resource.width) * 4;
        for row in 0..rect.height {
            let range = device::image::row_range(image.size(), &rect, row);
            for (column, byte) in image.share()[range].iter().enumerate() {
                let offset = transfer.offset.get() + u64::from(row) * stride + column as u64;
                let addr = resource.address(offset).expect("the transfer succeeded");
                assert_eq!(*byte, Memory::byte_at(addr), "row {row}, byte {column}");
            }
        }
    }

    fn check_state(&self) {
        assert_eq!(self.device.hostmem_bytes(), self.model.hostmem_bytes());
        assert!(self.device.hostmem_bytes() <= self.limit_bytes);
        let expected = Objects {
            resources: self.model.resources.len(),
            backings: self
                .model
                .resources
                .values()
                .filter(|resource| resource.backing.is_some())
                .count(),
            blobs: 0,
            mapped: 0,
            scanouts: self.model.shown.iter().flatten().count(),
            cursors: self.model.cursors.iter().filter(|visible| **visible).count(),
            pending: self.waiting.len(),
        };
        assert_eq!(self.device.objects(), expected);
        for (index, shown) in self.model.shown.iter().enumerate() {
            let picture = self
                .device
                .picture(ScanoutId::new(index as u32).expect("at most 16"))
                .map(|picture| picture.image().expect("there are no blobs"));
            assert_eq!(picture.map(|(_, rect)| rect), shown.map(|(_, rect)| rect));
            assert_eq!(
                self.told[index],
                shown.map(|(_, rect)| rect.size()),
                "the updates tell of every change"
            );
            assert!(picture.is_none_or(|(image, rect)| rect.fits(image.size())));
        }
    }
}
