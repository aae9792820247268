//! Blob resources on a device: made of guest and host memory, shown, mapped and taken away, in any order, by a guest that
//! says anything and a front end that answers as it likes.
//!
//! Checked: each request has one reply; host memory stays within the limit and is all returned by a reset; what the front
//! end is asked to map lies in the region, beside what is mapped, and what it is asked to unmap was mapped there; damage
//! lies within what is shown, and its pixels are those of the blob.

use std::{any::Any, collections::BTreeMap, sync::Arc};

use device::{
    Config, Device, DisplayUpdate, MapRequest, Objects, Queue, Rect, Size, Token,
    blob::{HostVisible, SharedBytes},
    memory::OutOfMemory,
    scanout::{Lent, Picture},
};
use wire::virtio_gpu::{CtrlHdr, CtrlType, Format};
use zerocopy::{FromZeros, IntoBytes};

use crate::{input::Input, memory::Memory};

const REGION_BYTES: u64 = 1 << 20;
const LIMIT_BYTES: u64 = 4 << 20;
/// What all bytes of the host's memory are.
const HOST_BYTE: u8 = 0xa5;

#[derive(Debug)]
struct Shared;

impl SharedBytes for Shared {
    fn read(&self, _offset: u64, dst: &mut [u8]) {
        dst.fill(HOST_BYTE);
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn allocate(size_bytes: u64) -> Result<Arc<dyn SharedBytes>, OutOfMemory> {
    assert!(size_bytes <= LIMIT_BYTES, "it was charged");
    Ok(Arc::new(Shared))
}

struct Session {
    device: Device,
    memory: Memory,
    /// What the front end has mapped: place and length.
    mapped: BTreeMap<u64, u64>,
    /// Requests that wait for the front end.
    waiting: Vec<Token>,
    told: Option<Size>,
    token: u64,
}

/// Reads a session: a byte for each step, and what it needs.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut device = Device::new(Config {
        host_visible: Some(HostVisible {
            size_bytes: REGION_BYTES,
            allocate,
        }),
        max_hostmem_bytes: LIMIT_BYTES,
        ..Config::default()
    });
    device.set_acked_features(device.features());
    let mut session = Session {
        device,
        memory: Memory::new(),
        mapped: BTreeMap::new(),
        waiting: Vec::new(),
        told: None,
        token: 0,
    };
    while !input.is_empty() {
        session.step(&mut input);
        assert!(session.device.hostmem_bytes() <= LIMIT_BYTES);
        assert_eq!(session.device.objects().pending, session.waiting.len());
    }
    session.reset();
    assert!(session.mapped.is_empty(), "{:?} stays mapped", session.mapped);
    assert_eq!(session.device.objects(), Objects::default());
    assert_eq!(session.device.hostmem_bytes(), 0);
}

/// A number that is mostly small, and one of the edges now and then.
fn number(input: &mut Input<'_>) -> u64 {
    match input.u8() {
        0xff => u64::MAX,
        0xfe => u64::from(u32::MAX),
        0xfd => u64::from_le_bytes(input.array()),
        0xfc => REGION_BYTES,
        byte @ 0x80.. => u64::from(byte - 0x80) * 4096,
        byte => u64::from(byte),
    }
}

impl Session {
    fn step(&mut self, input: &mut Input<'_>) {
        let id = u32::from(input.u8() % 8);
        match input.u8() % 12 {
            0 | 1 => self.create(id, input),
            2 => self.send(
                CtrlType::ResourceMapBlob,
                &[&words(&[id, 0]), &number(input).to_le_bytes()],
            ),
            3 => self.send(CtrlType::ResourceUnmapBlob, &[&words(&[id, 0])]),
            4 => self.send(CtrlType::ResourceUnref, &[&words(&[id, 0])]),
            5 => self.send(CtrlType::ResourceDetachBacking, &[&words(&[id, 0])]),
            6 => self.show(id, input),
            7 | 8 => self.flush(id, input),
            9 => {
                let cursor = [0, 1, 2, 0, id, 0, 0, 0];
                self.send(CtrlType::UpdateCursor, &[&words(&cursor)]);
            }
            10 => {
                if let Some(token) = self.waiting.pop() {
                    self.device.answer_map(token, input.u8() & 1 != 0);
                    self.settle();
                }
            }
            _ => match input.u8() % 4 {
                0 => self.reset(),
                1 => {
                    self.device.refuse_all_maps();
                    self.waiting.clear();
                    self.settle();
                }
                2 => {
                    let start = number(input);
                    self.memory.set_hole(start..start.saturating_add(1 << 20));
                }
                _ => {
                    let image = [id, Format::B8G8R8A8Unorm as u32, 16, 16];
                    self.send(CtrlType::ResourceCreate2d, &[&words(&image)]);
                }
            },
        }
    }

    fn create(&mut self, id: u32, input: &mut Input<'_>) {
        let (mem, flags, entries) = (u32::from(input.u8() % 5), input.u8(), u32::from(input.u8() % 4));
        let (blob_id, size) = (number(input), number(input));
        let mut body = words(&[id, mem, flags.into(), entries]);
        body.extend(blob_id.to_le_bytes());
        body.extend(size.to_le_bytes());
        for _ in 0..entries {
            body.extend(number(input).to_le_bytes());
            body.extend(words(&[number(input) as u32, 0]));
        }
        self.send(CtrlType::ResourceCreateBlob, &[&body]);
    }

    fn rect(input: &mut Input<'_>) -> [u32; 4] {
        [(); 4].map(|()| number(input) as u32)
    }

    fn show(&mut self, id: u32, input: &mut Input<'_>) {
        let rect = Self::rect(input);
        let (width, height) = (number(input) as u32, number(input) as u32);
        let (stride, offset) = (number(input) as u32, number(input) as u32);
        let scanout = u32::from(input.u8() % 2);
        let mut body = words(&rect);
        body.extend(words(&[scanout, id, width, height, u32::from(input.u8() % 4), 0]));
        body.extend(words(&[stride, 0, 0, 0, offset, 0, 0, 0]));
        self.send(CtrlType::SetScanoutBlob, &[&body]);
    }

    fn flush(&mut self, id: u32, input: &mut Input<'_>) {
        let rect = Self::rect(input);
        self.send(CtrlType::ResourceFlush, &[&words(&rect), &words(&[id, 0])]);
    }

    fn send(&mut self, command: CtrlType, body: &[&[u8]]) {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        let request = [header.as_bytes(), &body.concat()].concat();
        let queue = match command {
            CtrlType::UpdateCursor => Queue::Cursor,
            _ => Queue::Control,
        };
        self.token += 1;
        let token = Token(self.token);
        self.device.execute(queue, token, &request, &self.memory);
        match self.device.next_completion() {
            Some(completion) => assert_eq!(completion.token, token),
            None => self.waiting.push(token),
        }
        self.settle();
    }

    /// What the device says of itself: mappings, replies that were due, pictures.
    fn settle(&mut self) {
        while let Some(request) = self.device.next_map_request() {
            self.map(&request);
        }
        while let Some(completion) = self.device.next_completion() {
            assert!(completion.token.0 <= self.token);
        }
        while let Some(update) = self.device.next_update() {
            match update {
                DisplayUpdate::Scanout { size, .. } => self.told = size,
                DisplayUpdate::Damage { scanout, rect } => {
                    let size = self.told.expect("damage is on what is shown");
                    assert!(!rect.is_empty() && rect.fits(size), "{rect:?} of {size:?}");
                    match self.device.picture(scanout).expect("it is shown") {
                        Picture::Image { image, shown } => {
                            assert_eq!(shown, Rect::whole(size));
                            assert_eq!(image.share().len() as u64, size.pixels() * 4);
                        }
                        Picture::Lent(lent) => check_lent(&lent, size),
                    }
                }
                _ => {}
            }
        }
    }

    fn map(&mut self, request: &MapRequest) {
        match *request {
            MapRequest::Map {
                token,
                offset_bytes,
                len_bytes,
                ..
            } => {
                assert!(self.waiting.contains(&token));
                let end = offset_bytes + len_bytes;
                assert!(end <= REGION_BYTES && offset_bytes % 4096 == 0 && len_bytes > 0);
                let is_free = |(start, len): (&u64, &u64)| end <= *start || start + len <= offset_bytes;
                assert!(
                    self.mapped.iter().all(is_free),
                    "{request:?} beside {:?}",
                    self.mapped
                );
                self.mapped.insert(offset_bytes, len_bytes);
            }
            MapRequest::Unmap {
                offset_bytes,
                len_bytes,
                ..
            } => assert_eq!(self.mapped.remove(&offset_bytes), Some(len_bytes)),
        }
    }

    fn reset(&mut self) {
        self.device.reset();
        self.waiting.clear();
        self.settle();
        self.device.set_acked_features(self.device.features());
    }
}

/// All of what is shown lies in the memory that was mapped.
fn check_lent(lent: &Lent, size: Size) {
    assert_eq!(lent.shown.size(), size);
    assert!(lent.shown.fits(lent.plane.size));
    let last_row = u64::from(lent.shown.y + lent.shown.height - 1);
    let row_bytes = (u64::from(lent.shown.x) + u64::from(lent.shown.width)) * 4;
    let end = lent.plane.offset_bytes + last_row * u64::from(lent.plane.stride_bytes) + row_bytes;
    let bytes: Arc<u64> = lent
        .memory
        .clone()
        .downcast()
        .expect("the memory makes such mappings");
    assert!(end <= *bytes, "{lent:?} of {bytes} bytes");
}

fn words(words: &[u32]) -> Vec<u8> {
    words.as_bytes().to_vec()
}

/// Sessions that reach each step.
pub(crate) fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    // Two pages at 1 and 3 pages, as blob 1, shown as 16 × 16 pixels, and flushed.
    let guest = [1, 0, 1, 0, 2, 0, 0x82, 0x81, 0x81, 0x83, 0x81];
    let shown = [1, 6, 0, 0, 16, 16, 16, 16, 64, 4, 0, 1, 1, 7, 2, 3, 4, 5];
    // Four pages of the host as blob 2, mapped at two places.
    let host = [2, 0, 2, 1, 0, 0, 0x84];
    let mapped = [
        2, 2, 0x82, 0, 10, 1, 2, 3, 0, 10, 1, 2, 2, 0x90, 0, 10, 0, 2, 2, 0x90, 2, 4,
    ];
    vec![
        ("guest", [&guest[..], &shown].concat()),
        ("host", [&host[..], &mapped].concat()),
        (
            "everything",
            [
                &guest[..],
                &shown,
                &[1, 9, 1, 5, 1, 7, 0, 0, 1, 1, 1, 4],
                &host,
                &mapped,
                &[0, 11, 0],
            ]
            .concat(),
        ),
    ]
}
