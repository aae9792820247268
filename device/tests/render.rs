//! A device with 3D as a driver sees it, on a recorder in place of a GPU.

use std::cell::RefCell;

use device::{
    BadAddress, Config, Device, DisplayUpdate, GuestMemory, Queue, Rect, ScanoutId, Token,
    gpu::{HostGpu, record::Recorder},
    limits,
    renderer::Renderer,
};
use wire::virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType, Features, Format};
use zerocopy::{FromBytes, FromZeros, IntoBytes};

/// 64 KiB of guest memory at address 0x1000.
struct Memory(RefCell<Vec<u8>>);

const BASE: u64 = 0x1000;

impl Memory {
    fn range(&self, addr: u64, len: usize) -> Result<std::ops::Range<usize>, BadAddress> {
        let bad = BadAddress {
            addr,
            len: len as u64,
        };
        let start = usize::try_from(addr.checked_sub(BASE).ok_or(bad)?).map_err(|_| bad)?;
        let end = start.checked_add(len).ok_or(bad)?;
        (end <= self.0.borrow().len()).then_some(start..end).ok_or(bad)
    }
}

impl GuestMemory for Memory {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let range = self.range(addr, dst.len())?;
        dst.copy_from_slice(&self.0.borrow()[range]);
        Ok(())
    }

    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let range = self.range(addr, src.len())?;
        self.0.borrow_mut()[range].copy_from_slice(src);
        Ok(())
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        usize::try_from(len).is_ok_and(|len| self.range(addr, len).is_ok())
    }
}

struct Driver {
    device: Device<Recorder>,
    memory: Memory,
    tokens: u64,
}

const OK: CtrlType = CtrlType::RespOkNodata;
const S0: ScanoutId = ScanoutId::new(0).unwrap();
const BUFFER: u32 = 0;
const TEXTURE_2D: u32 = 2;
const RENDER_TARGET: u32 = 1 << 1;
const VERTEX_BUFFER: u32 = 1 << 4;
const BGRX: u32 = Format::B8G8R8X8Unorm as u32;

impl Driver {
    fn new() -> Self {
        let mut driver = Self::without_features();
        let features = driver.device.features();
        driver.device.set_acked_features(features);
        driver
    }

    fn without_features() -> Self {
        let renderer = Renderer::new(Recorder::silent(), 1 << 24);
        Self {
            device: Device::with_renderer(Config::default(), renderer),
            memory: Memory(RefCell::new((0..0x1_0000).map(|i| (i * 7) as u8).collect())),
            tokens: 0,
        }
    }

    fn gpu(&mut self) -> &mut Recorder {
        self.device.renderer_mut().unwrap().gpu_mut()
    }

    /// Gives a request and returns its token.
    fn give(&mut self, command: CtrlType, context: u32, fence: Option<u64>, body: &[u8]) -> Token {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        header.ctx_id.set(context);
        if let Some(fence) = fence {
            header.flags.set(CtrlFlags::FENCE.bits());
            header.fence_id.set(fence);
        }
        self.tokens += 1;
        let token = Token(self.tokens);
        let queue = if command == CtrlType::UpdateCursor {
            Queue::Cursor
        } else {
            Queue::Control
        };
        let request = [header.as_bytes(), body].concat();
        self.device.execute(queue, token, &request, &self.memory);
        token
    }

    /// The replies that are there: token, code, fence.
    fn replies(&mut self) -> Vec<(Token, CtrlType, u64)> {
        self.raw_replies()
            .into_iter()
            .map(|(token, bytes)| {
                let header = CtrlHdr::read_from_prefix(&bytes).unwrap().0;
                let code = CtrlType::from_u32(header.type_.get()).unwrap();
                (token, code, header.fence_id.get())
            })
            .collect()
    }

    fn raw_replies(&mut self) -> Vec<(Token, Vec<u8>)> {
        std::iter::from_fn(|| self.device.next_completion())
            .map(|completion| {
                let mut bytes = Vec::new();
                completion.reply.write_to(&mut bytes);
                (completion.token, bytes)
            })
            .collect()
    }

    /// A request without a fence is answered at once.
    fn send(&mut self, command: CtrlType, context: u32, body: &[u8]) -> CtrlType {
        let token = self.give(command, context, None, body);
        let replies = self.replies();
        let [(answered, code, 0)] = replies[..] else {
            panic!("{replies:?}");
        };
        assert_eq!(answered, token);
        code
    }

    fn create_context(&mut self, id: u32) -> CtrlType {
        self.create_context_of(id, 0)
    }

    fn create_context_of(&mut self, id: u32, init: u32) -> CtrlType {
        let body = [[4, init].as_bytes(), b"testnames that are cut off", &[0; 38]].concat();
        assert_eq!(body.len(), 72);
        self.send(CtrlType::CtxCreate, id, &body)
    }

    fn create(&mut self, id: u32, target: u32, bind: u32, width: u32, height: u32) -> CtrlType {
        let body = [id, target, BGRX, bind, width, height, 1, 1, 0, 0, 0, 0];
        self.send(CtrlType::ResourceCreate3d, 0, body.as_bytes())
    }

    fn create_texture(&mut self, id: u32, width: u32, height: u32) -> CtrlType {
        self.create(id, TEXTURE_2D, RENDER_TARGET, width, height)
    }

    fn create_2d(&mut self, id: u32, width: u32, height: u32) -> CtrlType {
        self.send(
            CtrlType::ResourceCreate2d,
            0,
            [id, BGRX, width, height].as_bytes(),
        )
    }

    fn attach(&mut self, context: u32, id: u32) -> CtrlType {
        self.send(CtrlType::CtxAttachResource, context, [id, 0].as_bytes())
    }

    fn unref(&mut self, id: u32) -> CtrlType {
        self.send(CtrlType::ResourceUnref, 0, [id, 0].as_bytes())
    }

    fn back(&mut self, id: u32, addr: u64, len: u32) -> CtrlType {
        let body = [[id, 1].as_bytes(), addr.as_bytes(), [len, 0].as_bytes()].concat();
        self.send(CtrlType::ResourceAttachBacking, 0, &body)
    }

    fn transfer_body(id: u32, area: [u32; 6], offset: u64, level: u32, strides: [u32; 2]) -> Vec<u8> {
        [
            area.as_bytes(),
            offset.as_bytes(),
            [id, level].as_bytes(),
            strides.as_bytes(),
        ]
        .concat()
    }

    fn upload(&mut self, context: u32, id: u32, area: [u32; 6]) -> CtrlType {
        let body = Self::transfer_body(id, area, 0, 0, [0, 0]);
        self.send(CtrlType::TransferToHost3d, context, &body)
    }

    fn submit(&mut self, context: u32, words: &[u32]) -> CtrlType {
        self.send(CtrlType::Submit3d, context, &Self::submit_body(words))
    }

    fn submit_body(words: &[u32]) -> Vec<u8> {
        [[words.len() as u32 * 4, 0].as_bytes(), words.as_bytes()].concat()
    }

    fn set_scanout(&mut self, id: u32, rect: [u32; 4]) -> CtrlType {
        self.send(
            CtrlType::SetScanout,
            0,
            [rect.as_bytes(), [0, id].as_bytes()].concat().as_slice(),
        )
    }

    fn flush(&mut self, id: u32, rect: [u32; 4]) -> CtrlType {
        self.send(
            CtrlType::ResourceFlush,
            0,
            [rect.as_bytes(), [id, 0].as_bytes()].concat().as_slice(),
        )
    }

    fn poll(&mut self) {
        self.device.poll(&self.memory);
    }

    fn updates(&mut self) -> Vec<DisplayUpdate> {
        std::iter::from_fn(|| self.device.next_update()).collect()
    }

    fn shown(&self) -> Vec<u8> {
        let (image, rect) = self.device.picture(S0).unwrap().image().unwrap();
        let mut bytes = Vec::new();
        image.append_bgrx(&rect, &mut bytes);
        bytes
    }

    fn alive(&self) -> (usize, usize, usize, usize, usize) {
        let status = self.device.render_status().unwrap();
        (
            status.contexts,
            status.resources,
            status.objects,
            status.fenced,
            status.pictures,
        )
    }
}

/// NOP.
const NOP: [u32; 1] = [0];
/// A command that does not exist, which loses the context.
const NONSENSE: [u32; 1] = [0xff];

#[test]
fn features_and_capsets_are_there_with_a_renderer_only() {
    let driver = Driver::new();
    assert!(driver.device.features().contains(Features::VIRGL));
    assert_eq!(driver.device.config_space().num_capsets.get(), 2);
    let plain = Device::<Recorder>::new(Config::default());
    assert!(!plain.features().contains(Features::VIRGL));
    assert_eq!(plain.config_space().num_capsets.get(), 0);
}

#[test]
fn every_capset_index_id_and_version() {
    let mut driver = Driver::new();
    let mut sizes = Vec::new();
    for index in [0, 1, 2, 3, u32::MAX] {
        driver.give(CtrlType::GetCapsetInfo, 0, None, [index, 0].as_bytes());
        let (_, reply) = driver.raw_replies().remove(0);
        let code = u32::from_le_bytes(reply[..4].try_into().unwrap());
        if index < 2 {
            assert_eq!((code, reply.len()), (CtrlType::RespOkCapsetInfo as u32, 40));
            let word = |at: usize| u32::from_le_bytes(reply[at..at + 4].try_into().unwrap());
            assert_eq!((word(24), word(28), word(36)), (index + 1, index + 1, 0));
            sizes.push(word(32) as usize);
        } else {
            assert_eq!(
                (code, reply.len()),
                (CtrlType::RespErrInvalidParameter as u32, 24)
            );
        }
    }
    assert_eq!(sizes[0], 308, "struct virgl_caps_v1");
    for id in [0, 1, 2, 3, u32::MAX] {
        for version in [0, 1, 2, 3, u32::MAX] {
            driver.give(CtrlType::GetCapset, 0, None, [id, version].as_bytes());
            let (_, reply) = driver.raw_replies().remove(0);
            let good = (1..=2).contains(&id) && version <= id;
            let size = if good { 24 + sizes[id as usize - 1] } else { 24 };
            assert_eq!(reply.len(), size, "capset {id} version {version}");
        }
    }
}

#[test]
fn without_the_feature_every_command_is_refused() {
    let mut driver = Driver::without_features();
    assert_eq!(driver.create_context(1), CtrlType::RespErrUnspec);
    assert_eq!(driver.create_texture(1, 4, 4), CtrlType::RespErrUnspec);
    assert_eq!(driver.submit(1, &NOP), CtrlType::RespErrUnspec);
    assert_eq!(driver.attach(1, 1), CtrlType::RespErrUnspec);
    assert_eq!(driver.upload(0, 1, [0; 6]), CtrlType::RespErrUnspec);
    let capset = driver.send(CtrlType::GetCapsetInfo, 0, [0, 0].as_bytes());
    assert_eq!(capset, CtrlType::RespErrInvalidParameter);
    // Linux under QEMU reads it before QEMU tells us what Linux accepts.
    assert_eq!(driver.device.config_space().num_capsets.get(), 2);
    assert_eq!(driver.alive(), (0, 0, 0, 0, 0));
}

#[test]
fn contexts_must_exist_and_be_new() {
    let mut driver = Driver::new();
    let bad = CtrlType::RespErrInvalidContextId;
    for context in [0, 1, u32::MAX] {
        assert_eq!(driver.submit(context, &NOP), bad);
        assert_eq!(driver.attach(context, 1), bad);
        assert_eq!(driver.send(CtrlType::CtxDestroy, context, &[]), bad);
        assert_eq!(
            driver.send(CtrlType::CtxDetachResource, context, [1, 0].as_bytes()),
            CtrlType::RespErrInvalidResourceId
        );
    }
    assert_eq!(driver.create_context(0), bad);
    assert_eq!(driver.create_context(1), OK);
    assert_eq!(driver.create_context(1), bad);
    for unknown in [3, 0x100, u32::MAX] {
        let code = driver.create_context_of(2, unknown);
        assert_eq!(code, CtrlType::RespErrInvalidParameter, "{unknown:#x}");
    }
    assert_eq!(driver.create_context_of(2, 2), OK, "of the second capset");
    assert_eq!(driver.send(CtrlType::CtxDestroy, 2, &[]), OK);
    let features = driver.device.features() - Features::CONTEXT_INIT;
    driver.device.set_acked_features(features);
    let code = driver.create_context_of(2, 2);
    assert_eq!(code, CtrlType::RespErrInvalidParameter, "not without the feature");
    assert_eq!(driver.upload(7, 1, [0; 6]), bad);
    assert_eq!(driver.attach(1, 9), CtrlType::RespErrInvalidResourceId);
    assert_eq!(driver.send(CtrlType::CtxDestroy, 1, &[]), OK);
    assert_eq!(driver.alive(), (0, 0, 0, 0, 0));
}

#[test]
fn a_fenced_reply_waits_for_the_gpu_and_others_do_not() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_context(1), OK);
    let first = driver.give(CtrlType::Submit3d, 1, Some(11), &Driver::submit_body(&NOP));
    let second = driver.give(CtrlType::Submit3d, 1, Some(12), &Driver::submit_body(&NOP));
    assert_eq!(driver.submit(1, &NOP), OK, "without a fence");
    driver.poll();
    assert_eq!(driver.replies(), []);
    assert!(driver.device.is_rendering());
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.replies(), [(first, OK, 11), (second, OK, 12)]);
    assert!(!driver.device.is_rendering());
}

/// Nobody's memory may grow with what a guest says without ever asking for an end.
#[test]
fn a_guest_that_never_fences_waits_when_the_gpu_is_behind() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_context(1), OK);
    let most = limits::MAX_SUBMISSIONS_AHEAD * u64::from(limits::MAX_UNFLUSHED_STREAMS);
    for stream in 0..most {
        assert_eq!(driver.submit(1, &NOP), OK, "stream {stream}");
    }
    let more: Vec<Token> = (0..u64::from(limits::MAX_UNFLUSHED_STREAMS))
        .map(|_| driver.give(CtrlType::Submit3d, 1, None, &Driver::submit_body(&NOP)))
        .collect();
    let (last, at_once) = more.split_last().unwrap();
    let answered: Vec<Token> = driver.replies().iter().map(|reply| reply.0).collect();
    assert_eq!(answered, at_once);
    driver.poll();
    assert_eq!(driver.replies(), []);
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.replies(), [(*last, OK, 0)]);
    assert_eq!(driver.submit(1, &NOP), OK, "it has caught up");
}

#[test]
fn a_gpu_that_has_flushed_by_itself_is_not_behind() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_context(1), OK);
    driver.gpu().flush();
    driver.poll();
    assert_eq!(driver.submit(1, &NOP), OK);
}

#[test]
fn an_error_with_a_fence_does_not_overtake_what_came_before() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_context(1), OK);
    let good = driver.give(CtrlType::Submit3d, 1, Some(1), &Driver::submit_body(&NOP));
    let bad = driver.give(CtrlType::Submit3d, 1, Some(2), &Driver::submit_body(&NONSENSE));
    let unknown = driver.give(CtrlType::Submit3d, 9, Some(3), &Driver::submit_body(&NOP));
    assert_eq!(driver.replies(), []);
    driver.gpu().complete();
    driver.poll();
    let error = CtrlType::RespErrUnspec;
    assert_eq!(
        driver.replies(),
        [
            (good, OK, 1),
            (bad, error, 2),
            (unknown, CtrlType::RespErrInvalidContextId, 3)
        ]
    );
}

#[test]
fn a_fence_without_work_before_it_is_answered_at_once() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    let token = driver.give(CtrlType::ResourceCreate2d, 0, Some(5), [1, BGRX, 4, 4].as_bytes());
    assert_eq!(driver.replies(), [(token, OK, 5)]);
}

#[test]
fn a_lost_gpu_answers_everything() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_context(1), OK);
    let token = driver.give(CtrlType::Submit3d, 1, Some(1), &Driver::submit_body(&NOP));
    driver.gpu().lose();
    driver
        .device
        .finish_gpu(std::time::Duration::ZERO, &driver.memory);
    assert_eq!(driver.replies(), [(token, OK, 1)]);
    assert!(!driver.device.is_rendering());
}

#[test]
fn sizes_of_streams() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_context(1), OK);
    assert_eq!(driver.submit(1, &[]), OK);
    for (size, words, expected) in [
        (4u32, 0usize, CtrlType::RespErrUnspec),
        (3, 1, CtrlType::RespErrInvalidParameter),
        (8, 1, CtrlType::RespErrUnspec),
        (u32::MAX - 3, 1, CtrlType::RespErrUnspec),
        (u32::MAX, 1, CtrlType::RespErrInvalidParameter),
        (4, 2, OK),
    ] {
        let body = [[size, 0].as_bytes(), vec![0u32; words].as_bytes()].concat();
        assert_eq!(
            driver.send(CtrlType::Submit3d, 1, &body),
            expected,
            "{size} bytes of {words} words"
        );
    }
}

#[test]
fn a_context_that_is_lost_stays_so_and_hurts_no_other() {
    let mut driver = Driver::new();
    assert_eq!((driver.create_context(1), driver.create_context(2)), (OK, OK));
    assert_eq!(driver.submit(1, &NONSENSE), CtrlType::RespErrUnspec);
    assert_eq!(driver.submit(1, &NOP), CtrlType::RespErrUnspec);
    assert_eq!(driver.submit(2, &NOP), OK);
    assert_eq!(driver.send(CtrlType::CtxDestroy, 1, &[]), OK);
    assert_eq!(driver.create_context(1), OK);
    assert_eq!(driver.submit(1, &NOP), OK);
}

#[test]
fn a_flushed_texture_is_seen_once_the_gpu_has_read_it() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_texture(1, 16, 8), OK);
    assert_eq!(driver.back(1, BASE, 512), OK);
    assert_eq!(driver.upload(0, 1, [0, 0, 0, 16, 8, 1]), OK);
    assert_eq!(driver.set_scanout(1, [4, 2, 8, 4]), OK);
    assert_eq!(driver.shown(), [0; 8 * 4 * 4], "nothing stale");
    driver.updates();
    driver.gpu().hold();
    assert_eq!(driver.flush(1, [0, 0, 16, 3]), OK);
    driver.poll();
    assert_eq!(driver.updates(), []);
    driver.gpu().complete();
    driver.poll();
    let rect = Rect::new(0, 0, 8, 1);
    assert_eq!(driver.updates(), [DisplayUpdate::Damage { scanout: S0, rect }]);
    let row: Vec<u8> = driver.memory.0.borrow()[(2 * 16 + 4) * 4..][..32].to_vec();
    assert_eq!(driver.shown()[..32], row);
    assert_eq!(driver.shown()[32..], [0; 3 * 32]);
}

#[test]
fn flushes_meanwhile_become_one_picture() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_texture(1, 16, 8), OK);
    assert_eq!(driver.set_scanout(1, [0, 0, 16, 8]), OK);
    driver.updates();
    driver.gpu().hold();
    assert_eq!(driver.flush(1, [0, 0, 16, 8]), OK);
    for y in 0..8 {
        assert_eq!(driver.flush(1, [y, y, 1, 1]), OK);
    }
    assert_eq!(driver.alive().4, 1);
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.updates().len(), 1);
    assert_eq!(driver.alive().4, 1, "the rest, at once");
    driver.gpu().complete();
    driver.poll();
    let rect = Rect::new(0, 0, 8, 8);
    assert_eq!(driver.updates(), [DisplayUpdate::Damage { scanout: S0, rect }]);
    assert_eq!(driver.alive().4, 0);
}

#[test]
fn the_last_picture_stays_until_the_next_resource_has_one() {
    let mut driver = Driver::new();
    for id in [1, 2] {
        assert_eq!(driver.create_texture(id, 4, 4), OK);
        assert_eq!(driver.back(id, BASE + u64::from(id) * 100, 64), OK);
        assert_eq!(driver.upload(0, id, [0, 0, 0, 4, 4, 1]), OK);
    }
    assert_eq!(driver.set_scanout(1, [0, 0, 4, 4]), OK);
    assert_eq!(driver.flush(1, [0, 0, 4, 4]), OK);
    driver.poll();
    let first = driver.shown();
    driver.updates();
    assert_eq!(driver.set_scanout(2, [0, 0, 4, 4]), OK);
    assert_eq!((driver.shown(), driver.updates()), (first.clone(), vec![]));
    assert_eq!(driver.flush(2, [0, 0, 4, 4]), OK);
    driver.poll();
    assert_ne!(driver.shown(), first);
}

#[test]
fn pictures_of_what_is_gone_are_dropped() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_texture(1, 4, 4), OK);
    assert_eq!(driver.set_scanout(1, [0, 0, 4, 4]), OK);
    assert_eq!(driver.flush(1, [0, 0, 4, 4]), OK);
    assert_eq!(driver.unref(1), OK);
    assert!(driver.device.picture(S0).is_none());
    driver.updates();
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.updates(), []);
    assert_eq!((driver.alive(), driver.gpu().alive()), ((0, 0, 0, 0, 0), (0, 0)));
    assert_eq!(driver.device.hostmem_bytes(), 0);
}

#[test]
fn buffers_and_odd_formats_cannot_be_shown() {
    let mut driver = Driver::new();
    assert_eq!(driver.create(1, BUFFER, VERTEX_BUFFER, 64, 1), OK);
    assert_eq!(
        driver.set_scanout(1, [0, 0, 64, 1]),
        CtrlType::RespErrInvalidParameter
    );
    // R8_UNORM
    let body = [2, TEXTURE_2D, 64, RENDER_TARGET, 8, 8, 1, 1, 0, 0, 0, 0];
    assert_eq!(driver.send(CtrlType::ResourceCreate3d, 0, body.as_bytes()), OK);
    assert_eq!(
        driver.set_scanout(2, [0, 0, 8, 8]),
        CtrlType::RespErrInvalidParameter
    );
    assert_eq!(driver.unref(1), OK);
    assert_eq!(driver.unref(2), OK);
}

#[test]
fn transfers_beyond_box_level_or_backing_are_refused() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_texture(1, 16, 8), OK);
    assert_eq!(
        driver.upload(0, 1, [0, 0, 0, 16, 8, 1]),
        CtrlType::RespErrUnspec,
        "no backing"
    );
    assert_eq!(driver.back(1, BASE, 511), OK);
    for area in [
        [0, 0, 0, 17, 1, 1],
        [1, 0, 0, 16, 1, 1],
        [0, 8, 0, 1, 1, 1],
        [0, 0, 1, 1, 1, 1],
        [0, 0, 0, 1, 1, 2],
        [u32::MAX, 0, 0, 2, 1, 1],
        [0, 0, 0, 16, 8, 1],
    ] {
        for command in [CtrlType::TransferToHost3d, CtrlType::TransferFromHost3d] {
            let body = Driver::transfer_body(1, area, 0, 0, [0, 0]);
            assert_eq!(
                driver.send(command, 0, &body),
                CtrlType::RespErrUnspec,
                "{area:?}"
            );
        }
    }
    for (offset, level, strides) in [
        (u64::MAX, 0, [0, 0]),
        (512, 0, [0, 0]),
        (0, 1, [0, 0]),
        (0, 0, [1, 0]),
        (0, 0, [u32::MAX, 0]),
    ] {
        let body = Driver::transfer_body(1, [0, 0, 0, 2, 2, 1], offset, level, strides);
        assert_eq!(
            driver.send(CtrlType::TransferToHost3d, 0, &body),
            CtrlType::RespErrUnspec
        );
    }
}

#[test]
fn what_was_drawn_comes_to_guest_memory_before_its_fence() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_texture(1, 4, 4), OK);
    assert_eq!(driver.back(1, BASE, 128), OK);
    assert_eq!(driver.upload(0, 1, [0, 0, 0, 4, 4, 1]), OK);
    let before = driver.memory.0.borrow()[..64].to_vec();
    driver.gpu().hold();
    let body = Driver::transfer_body(1, [0, 0, 0, 4, 4, 1], 64, 0, [0, 0]);
    let token = driver.give(CtrlType::TransferFromHost3d, 0, Some(1), &body);
    driver.poll();
    assert_eq!(driver.replies(), []);
    assert_ne!(driver.memory.0.borrow()[64..128], before);
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.replies(), [(token, OK, 1)]);
    assert_eq!(driver.memory.0.borrow()[64..128], before);
}

#[test]
fn what_comes_late_does_not_go_to_another_resource_of_the_same_id() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    assert_eq!(driver.create_texture(1, 4, 4), OK);
    assert_eq!(driver.back(1, BASE, 64), OK);
    let body = Driver::transfer_body(1, [0, 0, 0, 4, 4, 1], 0, 0, [0, 0]);
    driver.give(CtrlType::TransferFromHost3d, 0, Some(1), &body);
    assert_eq!(driver.unref(1), OK);
    assert_eq!(driver.create_texture(1, 4, 4), OK);
    assert_eq!(driver.back(1, BASE + 256, 64), OK);
    let before = driver.memory.0.borrow().clone();
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.replies().len(), 1);
    assert_eq!(*driver.memory.0.borrow(), before);
    assert_eq!(driver.gpu().alive(), (1, 0));
}

#[test]
fn a_context_gets_a_2d_resource_as_it_is_when_it_draws() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_context(1), OK);
    assert_eq!(driver.create_2d(1, 4, 4), OK);
    assert_eq!(driver.back(1, BASE, 64), OK);
    assert_eq!(driver.attach(1, 1), OK);
    assert_eq!(driver.alive().1, 1);
    let transfer = |driver: &mut Driver| {
        let body = [[0, 0, 4, 4].as_bytes(), 0u64.as_bytes(), [1, 0].as_bytes()].concat();
        assert_eq!(driver.send(CtrlType::TransferToHost2d, 0, &body), OK);
    };
    transfer(&mut driver);
    let uploaded = |driver: &mut Driver| driver.device.render_status().unwrap().gpu.upload_bytes;
    assert_eq!(uploaded(&mut driver), 0, "nobody has drawn");
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 64);
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 64, "it has not changed");
    transfer(&mut driver);
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 128);
    // Shown as any 2D resource, and gone without a trace.
    assert_eq!(driver.set_scanout(1, [0, 0, 4, 4]), OK);
    driver.updates();
    assert_eq!(driver.flush(1, [0, 0, 4, 4]), OK);
    assert_eq!(driver.updates().len(), 1);
    assert_eq!(driver.unref(1), OK);
    assert_eq!((driver.alive().1, driver.gpu().alive()), (0, (0, 0)));
}

#[test]
fn commands_of_3d_transfer_2d_resources_too() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_2d(1, 4, 4), OK);
    assert_eq!(driver.back(1, BASE, 256), OK);
    assert_eq!(driver.upload(0, 1, [1, 1, 0, 2, 2, 1]), OK);
    let body = Driver::transfer_body(1, [1, 1, 0, 2, 2, 1], 128, 0, [0, 0]);
    assert_eq!(driver.send(CtrlType::TransferFromHost3d, 0, &body), OK);
    let memory = driver.memory.0.borrow();
    assert_eq!(memory[..8], memory[128..136]);
    assert_eq!(memory[16..24], memory[144..152]);
    drop(memory);
    assert_eq!(driver.upload(0, 1, [3, 3, 0, 2, 2, 1]), CtrlType::RespErrUnspec);
}

#[test]
fn a_cursor_of_a_texture_comes_when_the_gpu_has_read_it() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_texture(1, 64, 64), OK);
    let show = [0u32, 30, 40, 0, 1, 1, 2, 0];
    driver.gpu().hold();
    for _ in 0..3 {
        assert_eq!(driver.send(CtrlType::UpdateCursor, 0, show.as_bytes()), OK);
    }
    driver.updates();
    assert_eq!(driver.alive().4, 1, "one at a time");
    assert!(driver.device.cursor(S0).unwrap().image.is_none());
    for _ in 0..2 {
        driver.gpu().complete();
        driver.poll();
    }
    assert!(
        driver
            .updates()
            .contains(&DisplayUpdate::CursorImage { scanout: S0 })
    );
    assert!(driver.device.cursor(S0).unwrap().image.is_some());
    assert_eq!(driver.alive().4, 0);
    // Hidden before it came: it stays hidden.
    assert_eq!(driver.send(CtrlType::UpdateCursor, 0, show.as_bytes()), OK);
    assert_eq!(
        driver.send(CtrlType::UpdateCursor, 0, [0u32, 0, 0, 0, 0, 0, 0, 0].as_bytes()),
        OK
    );
    driver.gpu().complete();
    driver.poll();
    assert!(driver.device.cursor(S0).unwrap().image.is_none());
}

#[test]
fn a_reset_in_the_middle_of_everything_leaves_nothing() {
    let mut driver = Driver::new();
    driver.gpu().hold();
    for _ in 0..3 {
        let features = driver.device.features();
        driver.device.set_acked_features(features);
        assert_eq!(driver.create_context(1), OK);
        assert_eq!(driver.create_texture(1, 16, 16), OK);
        assert_eq!(driver.create_2d(2, 16, 16), OK);
        assert_eq!((driver.attach(1, 1), driver.attach(1, 2)), (OK, OK));
        assert_eq!(driver.back(1, BASE, 1024), OK);
        assert_eq!(driver.set_scanout(1, [0, 0, 16, 16]), OK);
        assert_eq!(driver.flush(1, [0, 0, 16, 16]), OK);
        let body = Driver::transfer_body(1, [0, 0, 0, 16, 16, 1], 0, 0, [0, 0]);
        driver.give(CtrlType::TransferFromHost3d, 1, Some(1), &body);
        driver.give(CtrlType::Submit3d, 1, Some(2), &Driver::submit_body(&NOP));
        driver.device.reset();
        assert_eq!(driver.replies(), []);
        assert_eq!((driver.alive().0, driver.alive().1, driver.alive().3), (0, 0, 0));
        assert_eq!(driver.device.hostmem_bytes(), 0);
    }
    let before = driver.memory.0.borrow().clone();
    driver.gpu().complete();
    driver.poll();
    assert_eq!(driver.replies(), []);
    assert_eq!((driver.alive(), driver.gpu().alive()), ((0, 0, 0, 0, 0), (0, 0)));
    assert_eq!(*driver.memory.0.borrow(), before);
}

#[test]
fn ten_thousand_rounds_leave_nothing() {
    let mut driver = Driver::new();
    for round in 0..10_000u32 {
        let context = round % 7 + 1;
        assert_eq!(driver.create_context(context), OK);
        assert_eq!(driver.create_texture(1, 8, 8), OK);
        assert_eq!(driver.create_2d(2, 8, 8), OK);
        assert_eq!(driver.back(1, BASE, 256), OK);
        assert_eq!((driver.attach(context, 1), driver.attach(context, 2)), (OK, OK));
        assert_eq!(driver.upload(context, 1, [0, 0, 0, 8, 8, 1]), OK);
        assert_eq!(driver.submit(context, &NOP), OK);
        assert_eq!(driver.set_scanout(1, [0, 0, 8, 8]), OK);
        assert_eq!(driver.flush(1, [0, 0, 8, 8]), OK);
        assert_eq!(driver.unref(1), OK);
        if round % 2 == 0 {
            assert_eq!(driver.send(CtrlType::CtxDestroy, context, &[]), OK);
            assert_eq!(driver.unref(2), OK);
        } else {
            assert_eq!(driver.unref(2), OK);
            assert_eq!(driver.send(CtrlType::CtxDestroy, context, &[]), OK);
        }
        driver.poll();
        driver.updates();
    }
    assert_eq!((driver.alive(), driver.gpu().alive()), ((0, 0, 0, 0, 0), (0, 0)));
    assert_eq!(driver.device.hostmem_bytes(), 0);
    assert_eq!(driver.device.render_status().unwrap().hostmem_bytes, 0);
}

#[test]
fn copies_of_2d_resources_are_made_again_when_the_gpu_was_lost() {
    let mut driver = Driver::new();
    assert_eq!(driver.create_context(1), OK);
    assert_eq!(driver.create_2d(1, 4, 4), OK);
    assert_eq!(driver.attach(1, 1), OK);
    let uploaded = |driver: &mut Driver| driver.device.render_status().unwrap().gpu.upload_bytes;
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 64);
    driver.gpu().lose();
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 128);
    assert_eq!(driver.submit(1, &NOP), OK);
    assert_eq!(uploaded(&mut driver), 128);
    let status = driver.device.render_status().unwrap();
    assert_eq!((status.lost, status.renderer.device_recreations), (false, 1));
}
