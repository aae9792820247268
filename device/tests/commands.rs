//! The device as a driver sees it: request bytes in, response bytes and display updates out.

use std::cell::RefCell;

use device::{
    Answer, BadAddress, Config, Device, DisplayUpdate, GuestMemory, Mode, Objects, Query, Queue, Rect,
    ScanoutId, Size, Token, limits,
};
use wire::virtio_gpu::{self as gpu, CtrlFlags, CtrlHdr, CtrlType, Features, Format, RespDisplayInfo};
use zerocopy::{FromBytes, FromZeros, Immutable, IntoBytes};

/// 64 KiB of guest memory at address 0x1000.
struct Memory(RefCell<Vec<u8>>);

const BASE: u64 = 0x1000;

impl GuestMemory for Memory {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let bad = BadAddress {
            addr,
            len: dst.len() as u64,
        };
        let start = usize::try_from(addr.checked_sub(BASE).ok_or(bad)?).map_err(|_| bad)?;
        let end = start.checked_add(dst.len()).ok_or(bad)?;
        dst.copy_from_slice(self.0.borrow().get(start..end).ok_or(bad)?);
        Ok(())
    }

    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let bad = BadAddress {
            addr,
            len: src.len() as u64,
        };
        let start = usize::try_from(addr.checked_sub(BASE).ok_or(bad)?).map_err(|_| bad)?;
        let end = start.checked_add(src.len()).ok_or(bad)?;
        self.0
            .borrow_mut()
            .get_mut(start..end)
            .ok_or(bad)?
            .copy_from_slice(src);
        Ok(())
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        addr >= BASE
            && (addr - BASE)
                .checked_add(len)
                .is_some_and(|end| end <= self.0.borrow().len() as u64)
    }
}

struct Driver {
    device: Device,
    memory: Memory,
}

impl Driver {
    fn new() -> Self {
        Self::with(Config {
            displays: vec![Some(Mode::new(1280, 800)), None],
            ..Config::default()
        })
    }

    fn with(config: Config) -> Self {
        let mut device = Device::new(config);
        let features = device.features();
        device.set_acked_features(features);
        Self {
            device,
            memory: Memory(RefCell::new((0..0x1_0000).map(|i| (i * 7) as u8).collect())),
        }
    }

    fn header(command: CtrlType) -> CtrlHdr {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        header
    }

    fn raw(&mut self, queue: Queue, request: &[u8]) -> Vec<u8> {
        self.device.execute(queue, Token(7), request, &self.memory);
        let completion = self.device.next_completion().expect("every request is answered");
        assert_eq!(
            (completion.token, self.device.next_completion()),
            (Token(7), None)
        );
        let mut out = Vec::new();
        completion.reply.write_to(&mut out);
        out
    }

    fn send(&mut self, command: CtrlType, body: &[u8]) -> CtrlType {
        let queue = if matches!(command, CtrlType::UpdateCursor | CtrlType::MoveCursor) {
            Queue::Cursor
        } else {
            Queue::Control
        };
        let reply = self.raw(queue, &[Self::header(command).as_bytes(), body].concat());
        code(&reply)
    }

    fn create(&mut self, id: u32, width: u32, height: u32) -> CtrlType {
        let body = [id, Format::B8G8R8X8Unorm as u32, width, height];
        self.send(CtrlType::ResourceCreate2d, body.as_bytes())
    }

    fn attach(&mut self, id: u32, entries: &[(u64, u32)]) -> CtrlType {
        let mut body = [id, entries.len() as u32].as_bytes().to_vec();
        for (addr, len) in entries {
            body.extend_from_slice(&addr.to_le_bytes());
            body.extend_from_slice([*len, 0].as_bytes());
        }
        self.send(CtrlType::ResourceAttachBacking, &body)
    }

    fn set_scanout(&mut self, scanout: u32, id: u32, rect: [u32; 4]) -> CtrlType {
        self.send(
            CtrlType::SetScanout,
            &[rect.as_bytes(), [scanout, id].as_bytes()].concat(),
        )
    }

    fn flush(&mut self, id: u32, rect: [u32; 4]) -> CtrlType {
        self.send(
            CtrlType::ResourceFlush,
            &[rect.as_bytes(), [id, 0].as_bytes()].concat(),
        )
    }

    fn transfer(&mut self, id: u32, rect: [u32; 4], offset: u64) -> CtrlType {
        let body = [rect.as_bytes(), &offset.to_le_bytes(), [id, 0].as_bytes()].concat();
        self.send(CtrlType::TransferToHost2d, &body)
    }

    fn cursor(&mut self, scanout: u32, id: u32, x: u32, y: u32) -> CtrlType {
        self.send(CtrlType::UpdateCursor, [scanout, x, y, 0, id, 1, 2, 0].as_bytes())
    }

    fn updates(&mut self) -> Vec<DisplayUpdate> {
        std::iter::from_fn(|| self.device.next_update()).collect()
    }
}

fn code(reply: &[u8]) -> CtrlType {
    CtrlType::from_u32(read::<gpu::CtrlHdr>(reply).type_.get()).expect("a response code")
}

fn read<T: FromBytes + Immutable + zerocopy::KnownLayout>(bytes: &[u8]) -> T {
    T::read_from_prefix(bytes).expect("long enough").0
}

const OK: CtrlType = CtrlType::RespOkNodata;
const S0: ScanoutId = ScanoutId::new(0).unwrap();
const S1: ScanoutId = ScanoutId::new(1).unwrap();

#[test]
fn a_frame_goes_from_guest_memory_to_the_scanout() {
    let mut driver = Driver::new();
    assert_eq!(driver.create(1, 16, 8), OK);
    assert_eq!(driver.attach(1, &[(BASE + 256, 256), (BASE, 256)]), OK);
    assert_eq!(driver.set_scanout(0, 1, [0, 0, 16, 8]), OK);
    let whole = Rect::new(0, 0, 16, 8);
    let update = DisplayUpdate::Scanout {
        scanout: S0,
        size: Some(Size::new(16, 8)),
    };
    assert_eq!(driver.updates(), [update]);
    assert_eq!(driver.transfer(1, [0, 0, 16, 8], 0), OK);
    assert_eq!(driver.updates(), [], "a transfer alone shows nothing");
    assert_eq!(driver.flush(1, [0, 0, 16, 8]), OK);
    assert_eq!(
        driver.updates(),
        [DisplayUpdate::Damage {
            scanout: S0,
            rect: whole
        }]
    );

    let (image, rect) = driver.device.picture(S0).unwrap().image().unwrap();
    assert_eq!(rect, whole);
    let memory = driver.memory.0.borrow();
    assert_eq!(*image.share(), [&memory[256..512], &memory[..256]].concat());
    assert_eq!(driver.device.counters().bytes_copied, 512);
}

#[test]
fn a_resource_on_two_scanouts_damages_both() {
    let mut driver = Driver::new();
    driver.create(1, 100, 100);
    driver.set_scanout(0, 1, [0, 0, 50, 50]);
    driver.set_scanout(1, 1, [40, 40, 60, 60]);
    driver.updates();
    assert_eq!(driver.flush(1, [45, 45, 10, 10]), OK);
    assert_eq!(
        driver.updates(),
        [
            DisplayUpdate::Damage {
                scanout: S0,
                rect: Rect::new(45, 45, 5, 5)
            },
            DisplayUpdate::Damage {
                scanout: S1,
                rect: Rect::new(5, 5, 10, 10)
            },
        ]
    );
}

#[test]
fn unref_of_a_shown_resource_turns_the_scanout_off() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.attach(1, &[(BASE, 1024)]);
    driver.set_scanout(0, 1, [0, 0, 16, 16]);
    driver.updates();
    assert_eq!(driver.send(CtrlType::ResourceUnref, [1, 0].as_bytes()), OK);
    assert_eq!(
        driver.updates(),
        [DisplayUpdate::Scanout {
            scanout: S0,
            size: None
        }]
    );
    assert!(driver.device.picture(S0).is_none());
    assert_eq!(driver.device.objects(), Objects::default());
    assert_eq!(driver.device.hostmem_bytes(), 0);
}

#[test]
fn page_flips_of_the_same_size_do_not_resize_the_scanout() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.create(2, 16, 16);
    driver.set_scanout(0, 1, [0, 0, 16, 16]);
    driver.updates();
    driver.set_scanout(0, 2, [0, 0, 16, 16]);
    assert_eq!(driver.updates(), [], "the new picture shows with its flush");
}

#[test]
fn scanouts_beyond_the_last_are_refused_everywhere() {
    let mut driver = Driver::new();
    driver.create(1, 64, 64);
    for scanout in [2, 15, 16, u32::MAX] {
        assert_eq!(
            driver.set_scanout(scanout, 1, [0, 0, 64, 64]),
            CtrlType::RespErrInvalidScanoutId
        );
        assert_eq!(
            driver.set_scanout(scanout, 0, [0; 4]),
            CtrlType::RespErrInvalidScanoutId
        );
        assert_eq!(driver.cursor(scanout, 1, 0, 0), CtrlType::RespErrInvalidScanoutId);
        let moved = driver.send(CtrlType::MoveCursor, [scanout, 0, 0, 0].as_bytes());
        assert_eq!(moved, CtrlType::RespErrInvalidScanoutId);
        let edid = driver.send(CtrlType::GetEdid, [scanout, 0].as_bytes());
        assert_eq!(edid, CtrlType::RespErrInvalidScanoutId);
    }
    assert_eq!(driver.updates(), []);
}

#[test]
fn bad_requests_change_nothing() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.attach(1, &[(BASE, 1000)]);
    driver.set_scanout(0, 1, [0, 0, 16, 16]);
    driver.updates();
    let (objects, bytes) = (driver.device.objects(), driver.device.hostmem_bytes());

    assert_eq!(driver.create(0, 16, 16), CtrlType::RespErrInvalidResourceId);
    assert_eq!(driver.create(1, 16, 16), CtrlType::RespErrInvalidResourceId);
    assert_eq!(driver.create(2, 0, 16), CtrlType::RespErrInvalidParameter);
    assert_eq!(driver.create(2, 16, u32::MAX), CtrlType::RespErrInvalidParameter);
    assert_eq!(driver.create(2, 16384, 16384), CtrlType::RespErrOutOfMemory);
    let unknown_format = [2, 5, 16, 16];
    let refused = driver.send(CtrlType::ResourceCreate2d, unknown_format.as_bytes());
    assert_eq!(refused, CtrlType::RespErrInvalidParameter);
    assert_eq!(driver.attach(1, &[(BASE, 4)]), CtrlType::RespErrUnspec);
    assert_eq!(driver.attach(9, &[(BASE, 4)]), CtrlType::RespErrInvalidResourceId);
    assert_eq!(
        driver.set_scanout(0, 9, [0, 0, 16, 16]),
        CtrlType::RespErrInvalidResourceId
    );
    assert_eq!(
        driver.set_scanout(0, 1, [0, 0, 17, 16]),
        CtrlType::RespErrInvalidParameter
    );
    assert_eq!(
        driver.set_scanout(0, 1, [u32::MAX, 0, 2, 16]),
        CtrlType::RespErrInvalidParameter
    );
    assert_eq!(
        driver.set_scanout(0, 1, [0, 0, 0, 0]),
        CtrlType::RespErrInvalidParameter
    );
    assert_eq!(driver.flush(1, [1, 0, 16, 16]), CtrlType::RespErrInvalidParameter);
    assert_eq!(driver.flush(9, [0, 0, 1, 1]), CtrlType::RespErrInvalidResourceId);
    assert_eq!(
        driver.transfer(1, [0, 0, 16, 16], 0),
        CtrlType::RespErrUnspec,
        "24 bytes are missing"
    );
    assert_eq!(
        driver.transfer(1, [0, 0, 16, 16], u64::MAX),
        CtrlType::RespErrUnspec
    );
    assert_eq!(driver.send(CtrlType::Submit3d, &[0; 64]), CtrlType::RespErrUnspec);
    assert_eq!(
        driver.send(CtrlType::ResourceCreateBlob, &[0; 64]),
        CtrlType::RespErrInvalidResourceId
    );
    assert_eq!(
        driver.send(CtrlType::GetCapset, &[0; 8]),
        CtrlType::RespErrInvalidParameter
    );
    assert_eq!(
        driver.send(CtrlType::RespOkNodata, &[0; 8]),
        CtrlType::RespErrUnspec
    );
    assert_eq!(
        code(&driver.raw(Queue::Control, &[1, 2, 3])),
        CtrlType::RespErrUnspec
    );

    assert_eq!(
        (driver.device.objects(), driver.device.hostmem_bytes()),
        (objects, bytes)
    );
    assert_eq!(driver.updates(), []);
    assert!(
        driver
            .device
            .picture(S0)
            .and_then(|picture| picture.image())
            .unwrap()
            .0
            .share()
            .iter()
            .all(|byte| *byte == 0)
    );
}

#[test]
fn memory_that_vanished_after_the_attach_is_an_error() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.attach(1, &[(BASE, 1024)]);
    driver.memory.0.borrow_mut().truncate(512);
    assert_eq!(driver.transfer(1, [0, 0, 16, 16], 0), CtrlType::RespErrUnspec);
}

#[test]
fn features_that_were_not_accepted_are_refused_but_for_the_edid() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.device.set_acked_features(Features::empty());
    // viogpudo asks without accepting the feature.
    assert_eq!(driver.send(CtrlType::GetEdid, &[0; 8]), CtrlType::RespOkEdid);
    assert_eq!(
        driver.send(CtrlType::ResourceAssignUuid, [1, 0].as_bytes()),
        CtrlType::RespErrUnspec
    );
}

#[test]
fn a_resource_keeps_its_uuid_and_no_other_has_it() {
    let mut driver = Driver::new();
    driver.create(1, 16, 16);
    driver.create(2, 16, 16);
    let mut uuid = |id: u32| {
        let header = Driver::header(CtrlType::ResourceAssignUuid);
        let reply = driver.raw(Queue::Control, &[header.as_bytes(), [id, 0].as_bytes()].concat());
        read::<gpu::RespResourceUuid>(&reply).uuid
    };
    let first = uuid(1);
    assert_eq!(uuid(1), first);
    assert_ne!(uuid(2), first);
    assert_eq!(
        (first[6] >> 4, first[8] >> 6),
        (4, 2),
        "version and variant of a random UUID"
    );
}

#[test]
fn displays_lie_side_by_side_and_changes_raise_an_event() {
    let mut driver = Driver::new();
    assert_eq!(driver.device.config_space().events_read.get(), 0);
    driver.device.set_display(1, Some(Mode::new(640, 480))).unwrap();
    assert_eq!(driver.device.config_space().events_read.get(), 1);
    assert!(driver.device.set_display(2, None).is_err());

    let reply = driver.raw(
        Queue::Control,
        Driver::header(CtrlType::GetDisplayInfo).as_bytes(),
    );
    let info: RespDisplayInfo = read(&reply);
    let one = |index: usize| {
        let one = info.pmodes[index];
        (Rect::from(one.r), one.enabled.get())
    };
    assert_eq!(one(0), (Rect::new(0, 0, 1280, 800), 1));
    assert_eq!(one(1), (Rect::new(1280, 0, 640, 480), 1));
    assert_eq!(one(2), (Rect::new(0, 0, 0, 0), 0));

    driver.device.write_config_space(0, &[0xff; 4]);
    assert_eq!(
        driver.device.config_space().events_read.get(),
        1,
        "events_read is read-only"
    );
    driver.device.write_config_space(u64::MAX, &[1; 9]);
    driver.device.write_config_space(4, &[1]);
    assert_eq!(driver.device.config_space().events_read.get(), 0);
}

#[test]
fn an_unplugged_scanout_has_no_edid() {
    let mut driver = Driver::new();
    assert_eq!(
        driver.send(CtrlType::GetEdid, [0, 0].as_bytes()),
        CtrlType::RespOkEdid
    );
    assert_eq!(
        driver.send(CtrlType::GetEdid, [1, 0].as_bytes()),
        CtrlType::RespErrUnspec
    );
}

#[test]
fn a_front_end_answers_display_queries_later_and_keeps_the_fence() {
    let mut driver = Driver::new();
    driver.device.set_front_end_displays(true);
    let mut header = Driver::header(CtrlType::GetDisplayInfo);
    header.flags.set(CtrlFlags::FENCE.bits());
    header.fence_id.set(42);
    driver
        .device
        .execute(Queue::Control, Token(1), header.as_bytes(), &driver.memory);
    assert_eq!(driver.device.next_completion(), None);
    assert_eq!(
        driver.updates(),
        [DisplayUpdate::Query {
            token: Token(1),
            query: Query::DisplayInfo
        }]
    );
    assert_eq!(driver.create(1, 16, 16), OK, "others do not wait");

    let mut pmodes = Box::new(<[gpu::DisplayOne; 16]>::new_zeroed());
    pmodes[3].enabled.set(1);
    driver.device.answer(Token(9), Answer::Own);
    driver.device.answer(
        Token(1),
        Answer::Edid(Box::new(device::edid::edid(Mode::new(640, 480), 0))),
    );
    assert_eq!(
        driver.device.next_completion(),
        None,
        "neither answers this question"
    );
    driver
        .device
        .answer(Token(1), Answer::DisplayInfo(pmodes.clone()));
    let mut out = Vec::new();
    driver.device.next_completion().unwrap().reply.write_to(&mut out);
    let reply: RespDisplayInfo = read(&out);
    assert_eq!((reply.hdr.fence_id.get(), reply.pmodes), (42, *pmodes));
}

#[test]
fn queries_that_nobody_answers_are_bounded_and_fall_back() {
    let mut driver = Driver::new();
    driver.device.set_front_end_displays(true);
    let header = Driver::header(CtrlType::GetDisplayInfo);
    for number in 0..limits::MAX_PENDING_QUERIES as u64 {
        driver
            .device
            .execute(Queue::Control, Token(number), header.as_bytes(), &driver.memory);
    }
    assert_eq!(driver.device.next_completion(), None);
    assert_eq!(
        code(&driver.raw(Queue::Control, header.as_bytes())),
        CtrlType::RespOkDisplayInfo
    );
    driver.device.set_front_end_displays(false);
    let answered = std::iter::from_fn(|| driver.device.next_completion()).count();
    assert_eq!(
        (answered, driver.device.objects().pending),
        (limits::MAX_PENDING_QUERIES, 0)
    );
}

#[test]
fn a_cursor_is_a_copy_and_outlives_its_resource() {
    let mut driver = Driver::new();
    driver.create(1, 64, 64);
    driver.attach(1, &[(BASE, 64 * 64 * 4)]);
    driver.transfer(1, [0, 0, 64, 64], 0);
    assert_eq!(driver.cursor(0, 1, 10, 20), OK);
    driver.send(CtrlType::ResourceUnref, [1, 0].as_bytes());
    assert_eq!(driver.send(CtrlType::MoveCursor, [0, 30, 40, 0].as_bytes()), OK);
    assert_eq!(
        driver.updates(),
        [
            DisplayUpdate::CursorImage { scanout: S0 },
            DisplayUpdate::CursorMoved { scanout: S0 }
        ]
    );
    let cursor = driver.device.cursor(S0).unwrap();
    assert_eq!((cursor.x, cursor.y, cursor.hot_x, cursor.hot_y), (30, 40, 1, 2));
    let bgra = &cursor.image.as_ref().unwrap().bgra;
    assert_eq!(bgra[..3], driver.memory.0.borrow()[..3]);
    assert_eq!(bgra[3], 0xff, "an X format is opaque");

    assert_eq!(driver.cursor(0, 1, 0, 0), CtrlType::RespErrInvalidResourceId);
    assert!(
        driver.device.cursor(S0).unwrap().image.is_some(),
        "a refused update changes nothing"
    );
    assert_eq!(driver.cursor(0, 0, 0, 0), OK);
    assert!(driver.device.cursor(S0).unwrap().image.is_none());
}

#[test]
fn a_reset_leaves_only_the_displays() {
    let mut driver = Driver::new();
    driver.device.set_display(1, Some(Mode::new(640, 480))).unwrap();
    driver.create(1, 64, 64);
    driver.set_scanout(0, 1, [0, 0, 64, 64]);
    driver.cursor(0, 1, 0, 0);
    driver.updates();
    driver.device.reset();
    assert_eq!(
        driver.updates(),
        [
            DisplayUpdate::Scanout {
                scanout: S0,
                size: None
            },
            DisplayUpdate::CursorImage { scanout: S0 }
        ]
    );
    assert_eq!(
        (driver.device.objects(), driver.device.hostmem_bytes()),
        (Objects::default(), 0)
    );
    assert_eq!(driver.device.config_space().events_read.get(), 0);
    assert!(driver.device.scanouts()[1].display.is_some());
}

#[test]
fn a_request_that_is_too_long_to_read_is_answered() {
    let mut driver = Driver::new();
    let header = Driver::header(CtrlType::ResourceAttachBacking);
    driver.device.refuse_too_long(Token(1), header.as_bytes());
    driver.device.refuse_too_long(Token(2), &[]);
    for token in [Token(1), Token(2)] {
        let completion = driver.device.next_completion().unwrap();
        assert_eq!(
            (completion.token, completion.reply.code()),
            (token, CtrlType::RespErrUnspec)
        );
    }
}
