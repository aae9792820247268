//! Blob resources as a driver sees them: bytes of the guest and of the host, pictures in them, and mappings.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    sync::{Arc, Mutex},
};

use device::{
    BadAddress, Config, Device, DisplayUpdate, GuestMemory, MapRequest, Objects, Queue, Rect, ResourceId,
    ScanoutId, Size, Token,
    blob::{HostVisible, SharedBytes},
    gpu::record::Recorder,
    memory::{GuestRange, OutOfMemory},
    renderer::Renderer,
    scanout::{Lent, Picture},
    transfer::Mapping,
};
use wire::virtio_gpu::{
    BLOB_MEM_GUEST, BLOB_MEM_HOST3D, BLOB_MEM_HOST3D_GUEST, BlobFlags, CtrlHdr, CtrlType, Features, Format,
    MemEntry, ResourceCreateBlob, ResourceMapBlob, RespMapInfo, SetScanoutBlob,
};
use zerocopy::{FromBytes, FromZeros, IntoBytes};

const REGION_BYTES: u64 = 1 << 20;
const PAGE: u64 = 4096;
const OK: CtrlType = CtrlType::RespOkNodata;
const INVALID: CtrlType = CtrlType::RespErrInvalidParameter;
const S0: ScanoutId = ScanoutId::new(0).unwrap();

/// 64 KiB at address 0, of which mappings can be made if `lends`. They are the ranges that they have.
struct Memory {
    bytes: RefCell<Vec<u8>>,
    lends: Cell<bool>,
}

impl GuestMemory for Memory {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let len = dst.len() as u64;
        if !self.is_mapped(addr, len) {
            return Err(BadAddress { addr, len });
        }
        dst.copy_from_slice(&self.bytes.borrow()[addr as usize..][..dst.len()]);
        Ok(())
    }

    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let len = src.len() as u64;
        Err(BadAddress { addr, len })
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        addr.checked_add(len).is_some_and(|end| end <= 0x1_0000)
    }

    fn stitch(&self, ranges: &[GuestRange]) -> Option<Mapping> {
        self.lends.get().then(|| Arc::new(ranges.to_vec()) as Mapping)
    }
}

#[derive(Debug)]
struct Shared(Mutex<Vec<u8>>);

impl SharedBytes for Shared {
    fn read(&self, offset: u64, dst: &mut [u8]) {
        dst.copy_from_slice(&self.0.lock().unwrap()[offset as usize..][..dst.len()]);
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn allocate(size_bytes: u64) -> Result<Arc<dyn SharedBytes>, OutOfMemory> {
    Ok(Arc::new(Shared(Mutex::new(vec![0; size_bytes as usize]))))
}

struct Driver {
    device: Device,
    memory: Memory,
    token: u64,
    /// Named by every request.
    context: u32,
}

impl Driver {
    fn new() -> Self {
        Self::with(Device::new)
    }

    fn with_3d() -> Self {
        let renderer = Renderer::new(Recorder::silent(), 1 << 24);
        Self::with(|config| Device::with_renderer(config, renderer))
    }

    fn with(make: impl FnOnce(Config) -> Device) -> Self {
        let mut device = make(Config {
            host_visible: Some(HostVisible {
                size_bytes: REGION_BYTES,
                allocate,
            }),
            max_hostmem_bytes: 1 << 20,
            ..Config::default()
        });
        device.set_acked_features(device.features());
        Self {
            device,
            memory: Memory {
                bytes: RefCell::new((0..0x1_0000u32).map(|i| (i * 7 + (i >> 8)) as u8).collect()),
                lends: Cell::new(false),
            },
            token: 0,
            context: 0,
        }
    }

    /// The reply, if it has come.
    fn send(&mut self, command: CtrlType, body: &[u8]) -> Option<Vec<u8>> {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        header.ctx_id.set(self.context);
        self.token += 1;
        let request = [header.as_bytes(), body].concat();
        let queue = match command {
            CtrlType::UpdateCursor => Queue::Cursor,
            _ => Queue::Control,
        };
        self.device
            .execute(queue, Token(self.token), &request, &self.memory);
        self.reply()
    }

    fn reply(&mut self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.device.next_completion()?.reply.write_to(&mut bytes);
        Some(bytes)
    }

    fn code(&mut self, command: CtrlType, body: &[u8]) -> CtrlType {
        code(&self.send(command, body).expect("a reply at once"))
    }

    fn create(&mut self, id: u32, mem: u32, blob_id: u64, size: u64, entries: &[(u64, u32)]) -> CtrlType {
        let body = ResourceCreateBlob {
            resource_id: id.into(),
            blob_mem: mem.into(),
            blob_flags: BlobFlags::USE_MAPPABLE.bits().into(),
            nr_entries: (entries.len() as u32).into(),
            blob_id: blob_id.into(),
            size: size.into(),
        };
        let mut bytes = body.as_bytes().to_vec();
        for &(addr, length) in entries {
            let entry = MemEntry {
                addr: addr.into(),
                length: length.into(),
                padding: 0.into(),
            };
            bytes.extend_from_slice(entry.as_bytes());
        }
        self.code(CtrlType::ResourceCreateBlob, &bytes)
    }

    fn show(&mut self, id: u32, rect: [u32; 4], size: [u32; 2], stride: u32, offset: u32) -> CtrlType {
        let mut body = SetScanoutBlob::new_zeroed();
        body.r.as_mut_bytes().copy_from_slice(rect.as_bytes());
        body.resource_id.set(id);
        body.width.set(size[0]);
        body.height.set(size[1]);
        body.format.set(Format::B8G8R8X8Unorm as u32);
        body.strides[0].set(stride);
        body.offsets[0].set(offset);
        self.code(CtrlType::SetScanoutBlob, body.as_bytes())
    }

    fn flush(&mut self, id: u32, rect: [u32; 4]) -> CtrlType {
        let body = [rect.as_bytes(), [id, 0].as_bytes()].concat();
        self.code(CtrlType::ResourceFlush, &body)
    }

    fn map(&mut self, id: u32, offset: u64) -> Option<Vec<u8>> {
        let body = ResourceMapBlob {
            resource_id: id.into(),
            padding: 0.into(),
            offset: offset.into(),
        };
        self.send(CtrlType::ResourceMapBlob, body.as_bytes())
    }

    fn unmap(&mut self, id: u32) -> Option<Vec<u8>> {
        self.send(CtrlType::ResourceUnmapBlob, [id, 0].as_bytes())
    }

    fn unref(&mut self, id: u32) -> CtrlType {
        self.code(CtrlType::ResourceUnref, [id, 0].as_bytes())
    }

    /// Maps as a front end that does it.
    fn mapped(&mut self, id: u32, offset: u64) {
        assert_eq!(self.map(id, offset), None);
        let request = self.device.next_map_request();
        assert!(matches!(request, Some(MapRequest::Map { offset_bytes, .. }) if offset_bytes == offset));
        self.device.answer_map(Token(self.token), true);
        let reply = RespMapInfo::read_from_bytes(&self.reply().unwrap()).unwrap();
        assert_eq!(reply.hdr.type_.get(), CtrlType::RespOkMapInfo as u32);
        assert_eq!(reply.map_info.get(), 1, "cached");
    }

    fn shown_pixels(&self) -> Vec<u8> {
        let (image, rect) = self.device.picture(S0).unwrap().image().unwrap();
        assert_eq!(rect, Rect::whole(image.size()));
        image.share().to_vec()
    }

    fn lent(&self) -> Lent {
        match self.device.picture(S0) {
            Some(Picture::Lent(lent)) => lent,
            other => panic!("{other:?} is shown"),
        }
    }

    fn updates(&mut self) -> Vec<DisplayUpdate> {
        std::iter::from_fn(|| self.device.next_update()).collect()
    }

    fn guest_bytes(&self, start: usize, len: usize) -> Vec<u8> {
        self.memory.bytes.borrow()[start..][..len].to_vec()
    }
}

fn code(reply: &[u8]) -> CtrlType {
    let (header, _) = CtrlHdr::read_from_prefix(reply).unwrap();
    CtrlType::from_u32(header.type_.get()).unwrap()
}

#[test]
fn a_picture_in_guest_memory_is_shown_as_it_is_when_it_is_flushed() {
    let mut driver = Driver::new();
    // Two pages, the second first; a plane of 6 × 4 pixels in rows of 32 bytes from byte 16 on.
    assert_eq!(
        driver.create(1, BLOB_MEM_GUEST, 0, 8192, &[(4096, 4096), (0, 4096)]),
        OK
    );
    assert_eq!(driver.show(1, [1, 1, 4, 3], [6, 4], 32, 16), OK);
    assert_eq!(
        driver.device.next_update(),
        Some(DisplayUpdate::Scanout {
            scanout: S0,
            size: Some(Size::new(4, 3))
        })
    );
    assert_eq!(
        driver.shown_pixels(),
        [0; 48],
        "nothing is seen before the first flush"
    );
    assert_eq!(driver.flush(1, [0, 0, 6, 4]), OK);
    let row = |row: usize| driver.guest_bytes(4096 + 16 + row * 32 + 4, 16);
    let first = [row(1), row(2), row(3)].concat();
    assert_eq!(driver.shown_pixels(), first);

    driver.memory.bytes.borrow_mut().fill(9);
    assert_eq!(
        driver.shown_pixels(),
        first,
        "what the guest writes later is not seen"
    );
    assert_eq!(driver.flush(1, [2, 2, 1, 1]), OK);
    let mut one_changed = first;
    one_changed[20..24].fill(9);
    assert_eq!(driver.shown_pixels(), one_changed);
    driver.device.next_update();
    assert_eq!(
        driver.device.next_update(),
        Some(DisplayUpdate::Damage {
            scanout: S0,
            rect: Rect::new(1, 1, 1, 1)
        })
    );
    assert_eq!(driver.device.counters().bytes_copied, 48 + 4);
}

/// A blob of two pages as 32 × 64 pixels, which is lent.
fn lending() -> Driver {
    let mut driver = Driver::new();
    driver.memory.lends.set(true);
    assert_eq!(
        driver.create(1, BLOB_MEM_GUEST, 0, 8192, &[(4096, 4096), (0, 4096)]),
        OK
    );
    assert_eq!(driver.show(1, [0, 0, 32, 60], [32, 64], 128, 0), OK);
    assert_eq!(driver.flush(1, [0, 0, 32, 64]), OK);
    driver
}

const RESOURCE: ResourceId = ResourceId::new(1).unwrap();
const DAMAGE_OF_ALL: DisplayUpdate = DisplayUpdate::Damage {
    scanout: S0,
    rect: Rect::new(0, 0, 32, 60),
};
const TAKEN_BACK: DisplayUpdate = DisplayUpdate::TakenBack { resource: RESOURCE };

#[test]
fn memory_that_can_be_mapped_is_lent_and_nothing_is_copied() {
    let mut driver = lending();
    assert_eq!(driver.updates()[1], DAMAGE_OF_ALL);
    assert_eq!(driver.flush(1, [8, 8, 4, 4]), OK);
    let rect = Rect::new(8, 8, 4, 4);
    assert_eq!(driver.updates(), [DisplayUpdate::Damage { scanout: S0, rect }]);
    let lent = driver.lent();
    assert_eq!((lent.resource, lent.shown), (RESOURCE, Rect::new(0, 0, 32, 60)));
    assert_eq!(
        (lent.plane.size, lent.plane.stride_bytes),
        (Size::new(32, 64), 128)
    );
    let ranges: Arc<Vec<GuestRange>> = lent.memory.downcast().unwrap();
    assert_eq!(
        ranges.iter().map(|range| range.addr).collect::<Vec<_>>(),
        [4096, 0]
    );
    assert_eq!(driver.device.counters().bytes_copied, 0);
    assert_eq!(driver.device.hostmem_bytes(), 0, "there is no second picture");
    assert_eq!(driver.device.counters().frames, 2);
}

#[test]
fn who_reads_lent_memory_is_told_when_it_is_taken_back() {
    for command in [CtrlType::ResourceDetachBacking, CtrlType::ResourceUnref] {
        let mut driver = lending();
        driver.updates();
        assert_eq!(driver.code(command, [1, 0].as_bytes()), OK);
        assert!(driver.updates().contains(&TAKEN_BACK), "{command:?}");
        assert!(driver.device.picture(S0).is_none());
    }
    let mut driver = lending();
    driver.updates();
    driver.device.reset();
    assert!(driver.updates().contains(&TAKEN_BACK));
}

#[test]
fn what_was_lent_stays_to_be_seen_when_memory_moves() {
    let mut driver = lending();
    driver.updates();
    driver.device.memory_changed(&driver.memory);
    assert_eq!(driver.updates(), [TAKEN_BACK]);
    assert_eq!(driver.lent().resource, RESOURCE, "it is lent again");

    driver.memory.lends.set(false);
    driver.device.memory_changed(&driver.memory);
    assert_eq!(driver.updates(), [TAKEN_BACK]);
    let run = [driver.guest_bytes(4096, 4096), driver.guest_bytes(0, 4096)].concat();
    assert_eq!(driver.shown_pixels(), run[..60 * 128]);

    // Once so much was copied that it pays, it is lent again.
    driver.memory.lends.set(true);
    let mut flushes = 0;
    while driver
        .device
        .picture(S0)
        .is_some_and(|picture| picture.image().is_some())
    {
        assert_eq!(driver.flush(1, [0, 0, 32, 64]), OK);
        flushes += 1;
        assert!(flushes < 100);
    }
    assert_eq!(driver.device.hostmem_bytes(), 0, "and the copy is gone");
}

#[test]
fn a_new_front_picture_has_all_of_a_blob() {
    let mut driver = lending();
    driver.memory.lends.set(false);
    assert_eq!(driver.create(2, BLOB_MEM_GUEST, 0, 8192, &[(8192, 8192)]), OK);
    assert_eq!(driver.show(2, [0, 0, 32, 60], [32, 64], 128, 0), OK);
    driver.updates();
    assert_eq!(driver.flush(2, [1, 1, 1, 1]), OK);
    assert_eq!(driver.updates(), [DAMAGE_OF_ALL]);
    assert_eq!(driver.shown_pixels(), driver.guest_bytes(8192, 60 * 128));
}

#[test]
fn rows_without_gaps_are_the_same_as_rows_with_gaps() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(100, 2000), (4000, 3000)]);
    assert_eq!(driver.show(1, [0, 0, 16, 60], [16, 60], 64, 8), OK);
    assert_eq!(driver.flush(1, [0, 0, 16, 60]), OK);
    let run = [driver.guest_bytes(100, 2000), driver.guest_bytes(4000, 3000)].concat();
    assert_eq!(driver.shown_pixels(), run[8..8 + 3840]);
}

#[test]
fn planes_that_are_not_all_there_are_refused() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]);
    assert_eq!(driver.show(1, [0, 0, 32, 32], [32, 32], 128, 0), OK);
    for (rect, size, stride, offset) in [
        ([0, 0, 32, 32], [32, 32], 128, 1),
        ([0, 0, 32, 32], [32, 33], 128, 0),
        ([0, 0, 32, 32], [32, 32], 127, 0),
        ([0, 0, 32, 32], [32, 32], 129, 0),
        ([0, 0, 33, 32], [32, 32], 128, 0),
        ([0, 0, 0, 32], [32, 32], 128, 0),
        ([0, 0, 1, 1], [0, 32], 128, 0),
        ([0, 0, 1, 1], [u32::MAX, u32::MAX], u32::MAX, u32::MAX),
        ([u32::MAX, u32::MAX, 2, 2], [32, 32], 128, 0),
    ] {
        assert_eq!(
            driver.show(1, rect, size, stride, offset),
            INVALID,
            "{rect:?} {size:?}"
        );
    }
    assert_eq!(driver.flush(1, [0, 0, 33, 1]), INVALID);
    assert_eq!(
        driver.flush(1, [0, 0, 32, 32]),
        OK,
        "what was shown before still is"
    );
    let plain = [[0, 0, 8, 8].as_bytes(), [0, 1].as_bytes()].concat();
    assert_eq!(
        driver.code(CtrlType::SetScanout, &plain),
        INVALID,
        "it has no shape"
    );
}

#[test]
fn blobs_that_make_no_sense_are_refused_and_leave_nothing() {
    let mut driver = Driver::new();
    for (mem, blob_id, size, entries, expected) in [
        (0, 0, 4096, &[(0, 4096)][..], INVALID),
        (4, 0, 4096, &[(0, 4096)], INVALID),
        (BLOB_MEM_GUEST, 0, 0, &[(0, 4096)], INVALID),
        (BLOB_MEM_GUEST, 0, 4097, &[(0, 4096)], CtrlType::RespErrUnspec),
        (BLOB_MEM_GUEST, 0, u64::MAX, &[(0, 4096)], CtrlType::RespErrUnspec),
        (
            BLOB_MEM_GUEST,
            0,
            4096,
            &[(0x1_0000, 4096)],
            CtrlType::RespErrUnspec,
        ),
        (BLOB_MEM_HOST3D, 0, 4096, &[(0, 4096)], INVALID),
        (BLOB_MEM_HOST3D, 0, 4097, &[], INVALID),
        (BLOB_MEM_HOST3D, 0, 2 << 20, &[], CtrlType::RespErrOutOfMemory),
        (BLOB_MEM_HOST3D_GUEST, 0, 4096, &[(0, 4096)], INVALID),
        // No context of a device without 3D has described anything.
        (BLOB_MEM_HOST3D, 7, 4096, &[], CtrlType::RespErrUnspec),
        (
            BLOB_MEM_HOST3D_GUEST,
            7,
            4096,
            &[(0, 4096)],
            CtrlType::RespErrUnspec,
        ),
    ] {
        assert_eq!(
            driver.create(1, mem, blob_id, size, entries),
            expected,
            "{mem} {blob_id} {size:#x}"
        );
        assert_eq!(driver.device.objects(), Objects::default());
        assert_eq!(driver.device.hostmem_bytes(), 0);
    }
    assert_eq!(driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]), OK);
    assert_eq!(
        driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]),
        CtrlType::RespErrInvalidResourceId
    );
}

#[test]
fn memory_of_the_host_is_charged_mapped_and_shown() {
    let mut driver = Driver::new();
    assert_eq!(driver.create(1, BLOB_MEM_HOST3D, 0, 2 * PAGE, &[]), OK);
    assert_eq!(driver.device.hostmem_bytes(), 2 * PAGE);
    driver.mapped(1, 3 * PAGE);
    let id = ResourceId::new(1).unwrap();
    let shared = driver.device.host_bytes(id).unwrap();
    let shared: &Shared = shared.as_any().downcast_ref().unwrap();
    shared.0.lock().unwrap()[..256].fill(5);
    assert_eq!(driver.show(1, [0, 0, 8, 9], [8, 9], 32, 0), OK);
    assert_eq!(driver.flush(1, [0, 0, 8, 9]), OK);
    assert_eq!(driver.shown_pixels(), [[5; 256].as_slice(), &[0; 32]].concat());
    // Its last holder takes it away from the guest.
    assert_eq!(driver.unref(1), OK);
    assert_eq!(
        driver.device.next_map_request(),
        Some(MapRequest::Unmap {
            token: None,
            offset_bytes: 3 * PAGE,
            len_bytes: 2 * PAGE
        })
    );
    assert_eq!(driver.device.hostmem_bytes(), 0);
}

#[test]
fn mappings_do_not_overlap_and_end_where_the_region_does() {
    let mut driver = Driver::new();
    for id in 1..=3 {
        assert_eq!(driver.create(id, BLOB_MEM_HOST3D, 0, 4 * PAGE, &[]), OK);
    }
    driver.mapped(1, 4 * PAGE);
    for offset in [
        PAGE,
        7 * PAGE,
        4 * PAGE,
        4 * PAGE + 1,
        REGION_BYTES,
        REGION_BYTES - 3 * PAGE,
        u64::MAX - 4095,
        u64::MAX,
    ] {
        assert_eq!(code(&driver.map(2, offset).unwrap()), INVALID, "{offset:#x}");
    }
    driver.mapped(2, 8 * PAGE);
    driver.mapped(3, 0);
    assert_eq!(
        code(&driver.map(3, 16 * PAGE).unwrap()),
        INVALID,
        "mapped already"
    );
    assert_eq!(
        code(&driver.map(9, 0).unwrap()),
        CtrlType::RespErrInvalidResourceId
    );

    assert_eq!(driver.unmap(1), None);
    driver.device.next_map_request();
    driver.device.answer_map(Token(driver.token), true);
    assert_eq!(code(&driver.reply().unwrap()), OK);
    assert_eq!(code(&driver.unmap(1).unwrap()), INVALID, "not mapped any more");
    driver.mapped(1, 4 * PAGE);
}

#[test]
fn a_mapping_that_the_front_end_refuses_is_none() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_HOST3D, 0, PAGE, &[]);
    assert_eq!(driver.map(1, 0), None);
    driver.device.next_map_request();
    assert_eq!(driver.device.objects().pending, 1);
    driver.device.answer_map(Token(driver.token), false);
    assert_eq!(code(&driver.reply().unwrap()), CtrlType::RespErrUnspec);
    assert!(matches!(
        driver.device.next_map_request(),
        Some(MapRequest::Unmap { token: None, .. })
    ));
    driver.mapped(1, 0);
}

#[test]
fn what_is_mapped_is_unmapped_by_a_reset() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_HOST3D, 0, PAGE, &[]);
    driver.create(2, BLOB_MEM_HOST3D, 0, PAGE, &[]);
    driver.mapped(1, 0);
    assert_eq!(driver.map(2, PAGE), None);
    driver.device.next_map_request();
    driver.device.reset();
    for offset_bytes in [0, PAGE] {
        assert_eq!(
            driver.device.next_map_request(),
            Some(MapRequest::Unmap {
                token: None,
                offset_bytes,
                len_bytes: PAGE
            })
        );
    }
    driver.device.answer_map(Token(driver.token), true);
    assert_eq!(driver.reply(), None, "nobody waits any more");
    assert_eq!(
        (driver.device.objects(), driver.device.hostmem_bytes()),
        (Objects::default(), 0)
    );
}

#[test]
fn a_guest_that_asks_for_ever_is_refused_in_the_end() {
    let mut driver = Driver::new();
    let limit = device::limits::MAX_PENDING_MAPS as u32;
    // The region is small, so that each is mapped at the beginning and unmapped before the next.
    let mut refused = 0;
    for id in 1..=limit {
        driver.create(id, BLOB_MEM_HOST3D, 0, PAGE, &[]);
        refused += u32::from(driver.map(id, 0).is_some());
        driver.unref(id);
    }
    assert_eq!(refused, limit / 2, "each costs two requests");
    driver.device.refuse_all_maps();
    while driver.reply().is_some() {}
    driver.create(1, BLOB_MEM_HOST3D, 0, PAGE, &[]);
    assert_eq!(
        code(&driver.map(1, 0).unwrap()),
        CtrlType::RespErrUnspec,
        "nobody was asked yet"
    );
    while driver.device.next_map_request().is_some() {}
    assert_eq!(driver.map(1, 0), None, "there is room again");
}

#[test]
fn blobs_of_the_host_are_no_more_than_the_process_can_have_files() {
    let mut driver = Driver::new();
    for id in 1..=device::limits::MAX_HOST_BLOBS as u32 {
        assert_eq!(driver.create(id, BLOB_MEM_HOST3D, 0, PAGE, &[]), OK);
    }
    let refused = driver.create(1000, BLOB_MEM_HOST3D, 0, PAGE, &[]);
    assert_eq!(refused, CtrlType::RespErrOutOfMemory);
    assert_eq!(driver.unref(7), OK);
    assert_eq!(driver.create(1000, BLOB_MEM_HOST3D, 0, PAGE, &[]), OK);
}

#[test]
fn guest_blobs_and_textures_cannot_be_mapped() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]);
    assert_eq!(code(&driver.map(1, 0).unwrap()), INVALID);
    let image = [2, Format::B8G8R8X8Unorm as u32, 8, 8];
    assert_eq!(driver.code(CtrlType::ResourceCreate2d, image.as_bytes()), OK);
    assert_eq!(code(&driver.map(2, 0).unwrap()), INVALID);
}

#[test]
fn a_cursor_in_a_blob_has_the_size_that_drivers_use() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_GUEST, 0, 16384, &[(0, 16384)]);
    let body = [0, 30, 40, 0, 1, 1, 2, 0];
    assert_eq!(driver.code(CtrlType::UpdateCursor, body.as_bytes()), OK);
    let cursor = driver.device.cursor(S0).unwrap();
    let image = cursor.image.as_ref().unwrap();
    assert_eq!(image.size, Size::new(64, 64));
    assert_eq!(*image.bgra, driver.guest_bytes(0, 16384));

    driver.create(2, BLOB_MEM_GUEST, 0, 16383, &[(0, 16384)]);
    let body = [0, 30, 40, 0, 2, 1, 2, 0];
    assert_eq!(driver.code(CtrlType::UpdateCursor, body.as_bytes()), INVALID);
}

#[test]
fn transfers_of_blobs_do_nothing_and_succeed() {
    let mut driver = Driver::new();
    driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]);
    let body = [[0, 0, 64, 64].as_bytes(), &[0; 8], [1, 0].as_bytes()].concat();
    assert_eq!(driver.code(CtrlType::TransferToHost2d, &body), OK);
    assert_eq!(driver.device.counters().bytes_copied, 0);
}

#[test]
fn without_the_feature_there_are_no_blobs() {
    let mut driver = Driver::new();
    let features = driver.device.features() - Features::RESOURCE_BLOB;
    driver.device.set_acked_features(features);
    let refused = CtrlType::RespErrUnspec;
    assert_eq!(driver.create(1, BLOB_MEM_GUEST, 0, 4096, &[(0, 4096)]), refused);
    assert_eq!(driver.show(1, [0, 0, 1, 1], [1, 1], 4, 0), refused);
    assert_eq!(code(&driver.map(1, 0).unwrap()), refused);
    assert_eq!(code(&driver.unmap(1).unwrap()), refused);
}

/// A stream with a PIPE_RESOURCE_CREATE of a texture of `width` × 8 texels under each name.
fn promise(names: std::ops::RangeInclusive<u32>, width: u32) -> Vec<u8> {
    const RENDER_TARGET: u32 = 1 << 1;
    const BGRA: u32 = Format::B8G8R8A8Unorm as u32;
    let command = 48 | 11 << 16;
    let words: Vec<u32> = names
        .flat_map(|name| [command, 2, BGRA, RENDER_TARGET, width, 8, 1, 1, 0, 0, 0, name])
        .collect();
    [[words.len() as u32 * 4, 0].as_bytes(), words.as_bytes()].concat()
}

#[test]
fn a_resource_that_a_stream_describes_is_made_by_name_once() {
    let mut driver = Driver::with_3d();
    driver.context = 3;
    let init = [[0, 2].as_bytes(), &[0; 64]].concat();
    assert_eq!(driver.code(CtrlType::CtxCreate, &init), OK);
    assert_eq!(
        driver.create(1, BLOB_MEM_HOST3D, 7, 4096, &[]),
        INVALID,
        "not yet"
    );
    assert_eq!(driver.code(CtrlType::Submit3d, &promise(7..=7, 16)), OK);
    driver.context = 4;
    assert_eq!(
        driver.create(1, BLOB_MEM_HOST3D, 7, 4096, &[]),
        CtrlType::RespErrInvalidContextId,
        "another context"
    );
    driver.context = 3;
    assert_eq!(
        driver.create(1, BLOB_MEM_HOST3D_GUEST, 7, 4096, &[(0x1_0000, 4096)]),
        CtrlType::RespErrUnspec
    );
    assert_eq!(
        driver.device.objects(),
        Objects::default(),
        "nothing is left of that"
    );
    assert_eq!(driver.create(1, BLOB_MEM_HOST3D_GUEST, 7, 4096, &[(0, 4096)]), OK);
    assert_eq!(
        driver.create(2, BLOB_MEM_HOST3D, 7, 4096, &[]),
        INVALID,
        "only once"
    );
    assert_eq!(driver.code(CtrlType::CtxAttachResource, [1, 0].as_bytes()), OK);
    assert_eq!(code(&driver.map(1, 0).unwrap()), INVALID);
    assert_eq!(
        driver.show(1, [0, 0, 16, 8], [16, 8], 64, 0),
        INVALID,
        "in another format"
    );
    assert_eq!(driver.unref(1), OK);
    assert_eq!(driver.device.objects(), Objects::default());
}

#[test]
fn what_can_never_be_made_loses_the_context_that_describes_it() {
    let mut driver = Driver::with_3d();
    driver.context = 3;
    assert_eq!(driver.code(CtrlType::CtxCreate, &[0; 72]), OK);
    assert_eq!(driver.code(CtrlType::Submit3d, &promise(7..=7, 0)), INVALID);
    assert_eq!(
        driver.code(CtrlType::Submit3d, &promise(7..=7, 16)),
        CtrlType::RespErrUnspec
    );
}

#[test]
fn descriptions_without_end_lose_the_context() {
    let mut driver = Driver::with_3d();
    driver.context = 3;
    assert_eq!(driver.code(CtrlType::CtxCreate, &[0; 72]), OK);
    let most = device::limits::MAX_PROMISED_RESOURCES as u32;
    assert_eq!(driver.code(CtrlType::Submit3d, &promise(1..=most, 16)), OK);
    assert_eq!(
        driver.code(CtrlType::Submit3d, &promise(1..=1, 32)),
        OK,
        "described anew"
    );
    let more = promise(most + 1..=most + 1, 16);
    assert_eq!(
        driver.code(CtrlType::Submit3d, &more),
        CtrlType::RespErrOutOfMemory
    );
}
