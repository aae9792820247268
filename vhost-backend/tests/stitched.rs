//! Guest pages that lie scattered in two regions, between which and textures the host's GPU copies by itself. A machine
//! without an adapter, or with one that cannot import memory, skips these, loudly.

use std::{fs::File, time::Duration};

use device::{Config, Queue, Token, renderer::Renderer};
use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use vhost_backend::{Device, memory::Regions, stitch::Stitcher};
use vm_memory::{Bytes, FileOffset, GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion};
use wgpu_renderer::{Host, Options, Wgpu};
use wire::virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType, Format};
use zerocopy::{FromZeros, IntoBytes};

const DEADLINE: Duration = Duration::from_secs(30);
const PAGE: u64 = 4096;
/// Each region's.
const PAGES: u64 = 1024;
/// The second region's address; it does not follow the first.
const HIGH: u64 = 1 << 30;
/// A row has 2048 bytes, as the host's copies like it.
const SIDE: u32 = 512;
const BYTES: usize = (SIDE * SIDE * 4) as usize;
const TEXTURE: u32 = 1;
/// How often all of it must be copied before it is worth mapping, in so many pieces.
const COPIES: usize = 9;

struct Guest {
    device: Device,
    memory: GuestMemoryMmap,
    stitcher: Stitcher,
    tokens: u64,
}

fn memory() -> GuestMemoryMmap {
    let region = |addr| {
        let bytes = PAGES * PAGE;
        let fd = memfd_create("guest", MemfdFlags::CLOEXEC).unwrap();
        ftruncate(&fd, bytes).unwrap();
        let region = MmapRegion::from_file(FileOffset::new(File::from(fd), 0), bytes as usize).unwrap();
        GuestRegionMmap::new(region, GuestAddress(addr)).unwrap()
    };
    GuestMemoryMmap::from_regions(vec![region(0), region(HIGH)]).unwrap()
}

/// Addresses of as many pages as the texture has bytes for, no two neighbours among them: turn by turn of each region,
/// from `first` on.
fn scattered(first: u64) -> Vec<u64> {
    (0..BYTES as u64 / PAGE)
        .map(|number| (first + number * 7) % PAGES * PAGE + (number % 2) * HIGH)
        .collect()
}

fn noise(seed: u32) -> Vec<u8> {
    let mut x = seed;
    (0..BYTES)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            x as u8
        })
        .collect()
}

impl Guest {
    /// With a texture without memory; `None` if nothing is imported here.
    fn new() -> Option<Self> {
        let host = match Host::open(&Options::default()) {
            Ok(host) => host,
            Err(error) => {
                eprintln!("SKIPPED: {error}");
                return None;
            }
        };
        let gpu = Wgpu::new(&host).expect("the adapter opens");
        let mut guest = Self {
            device: Device::with_renderer(Config::default(), Renderer::new(gpu, 64 << 20)),
            memory: memory(),
            stitcher: Stitcher::default(),
            tokens: 0,
        };
        let features = guest.device.features();
        guest.device.set_acked_features(features);
        let bgrx = Format::B8G8R8X8Unorm as u32;
        let create = [TEXTURE, 2, bgrx, 1 << 3, SIDE, SIDE, 1, 1, 0, 0, 0, 0];
        guest.send(CtrlType::ResourceCreate3d, false, create.as_bytes());
        guest.attach(&scattered(0));
        if !guest.warm_up(CtrlType::TransferToHost3d) {
            eprintln!("SKIPPED: {} imports no memory", host.name());
            return None;
        }
        Some(guest)
    }

    /// Transfers until the GPU does it. Returns whether it does.
    fn warm_up(&mut self, command: CtrlType) -> bool {
        (0..=COPIES).any(|_| self.transfer(command, true) > 0)
    }

    /// Sends a request and waits for its reply, which must be no error.
    fn send(&mut self, command: CtrlType, fenced: bool, body: &[u8]) {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        if fenced {
            header.flags.set(CtrlFlags::FENCE.bits());
        }
        self.tokens += 1;
        let request = [header.as_bytes(), body].concat();
        let memory = Regions(&self.memory, &self.stitcher);
        self.device
            .execute(Queue::Control, Token(self.tokens), &request, &memory);
        self.device.finish_gpu(DEADLINE, &memory);
        let completion = self.device.next_completion().expect("it has been waited for");
        let mut reply = Vec::new();
        completion.reply.write_to(&mut reply);
        let code = u32::from_le_bytes(reply[..4].try_into().unwrap());
        assert_eq!(code, CtrlType::RespOkNodata as u32, "{command:?}");
    }

    fn attach(&mut self, pages: &[u64]) {
        let mut body = [TEXTURE, pages.len() as u32].as_bytes().to_vec();
        for page in pages {
            body.extend(page.as_bytes());
            body.extend([PAGE as u32, 0].as_bytes());
        }
        self.send(CtrlType::ResourceAttachBacking, false, &body);
    }

    fn detach(&mut self) {
        self.send(CtrlType::ResourceDetachBacking, false, [TEXTURE, 0].as_bytes());
    }

    /// Transfers the whole texture. Returns how many bytes the GPU copied itself.
    fn transfer(&mut self, command: CtrlType, fenced: bool) -> u64 {
        let before = self.imported();
        let area = [0, 0, 0, SIDE, SIDE, 1];
        let rest = [0_u32, 0, TEXTURE, 0, 0, 0];
        let body = [area.as_bytes(), rest.as_bytes()].concat();
        self.send(command, fenced, &body);
        self.imported() - before
    }

    fn put(&self, pages: &[u64], bytes: &[u8]) {
        for (addr, bytes) in pages.iter().zip(bytes.chunks(PAGE as usize)) {
            self.memory.write_slice(bytes, GuestAddress(*addr)).unwrap();
        }
    }

    fn get(&self, pages: &[u64]) -> Vec<u8> {
        let mut bytes = vec![0; BYTES];
        for (addr, bytes) in pages.iter().zip(bytes.chunks_mut(PAGE as usize)) {
            self.memory.read_slice(bytes, GuestAddress(*addr)).unwrap();
        }
        bytes
    }

    /// All of guest memory.
    fn all(&self) -> Vec<u8> {
        let mut bytes = vec![0; 2 * (PAGES * PAGE) as usize];
        let (low, high) = bytes.split_at_mut((PAGES * PAGE) as usize);
        self.memory.read_slice(low, GuestAddress(0)).unwrap();
        self.memory.read_slice(high, GuestAddress(HIGH)).unwrap();
        bytes
    }

    fn imported(&self) -> u64 {
        self.device.render_status().unwrap().gpu.imported_bytes
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let gpu = self.device.render_status().unwrap().gpu;
        if !std::thread::panicking() {
            assert_eq!((gpu.validation_errors, gpu.unsupported), (0, 0));
        }
    }
}

#[test]
fn scattered_pages_go_up_and_come_down_in_order() {
    let Some(mut guest) = Guest::new() else { return };
    let pages = scattered(0);
    guest.put(&pages, &noise(1));
    assert_eq!(guest.transfer(CtrlType::TransferToHost3d, true), BYTES as u64);
    guest.put(&pages, &[0; BYTES]);
    let before = guest.all();
    assert_eq!(guest.transfer(CtrlType::TransferFromHost3d, true), BYTES as u64);
    assert!(guest.get(&pages) == noise(1));
    // And nowhere else.
    guest.put(&pages, &[0; BYTES]);
    assert!(guest.all() == before);
}

#[test]
fn without_a_fence_bytes_are_copied_at_once() {
    let Some(mut guest) = Guest::new() else { return };
    let pages = scattered(0);
    guest.put(&pages, &noise(2));
    assert_eq!(guest.transfer(CtrlType::TransferToHost3d, false), 0);
    guest.put(&pages, &[0; BYTES]);
    guest.transfer(CtrlType::TransferFromHost3d, true);
    assert!(guest.get(&pages) == noise(2));
}

#[test]
fn after_other_pages_are_attached_the_old_ones_are_left_alone() {
    let Some(mut guest) = Guest::new() else { return };
    let (old, new) = (scattered(0), scattered(3));
    assert!(new.iter().all(|page| !old.contains(page)));
    guest.put(&old, &noise(3));
    guest.transfer(CtrlType::TransferToHost3d, true);
    guest.detach();
    guest.attach(&new);
    guest.put(&old, &[7; BYTES]);
    guest.put(&new, &[0; BYTES]);
    // At first it is copied.
    assert_eq!(guest.transfer(CtrlType::TransferFromHost3d, true), 0);
    assert!(guest.get(&new) == noise(3));
    assert!(guest.warm_up(CtrlType::TransferFromHost3d));
    assert!(guest.get(&new) == noise(3));
    guest.put(&new, &noise(4));
    assert_eq!(guest.transfer(CtrlType::TransferToHost3d, true), BYTES as u64);
    guest.put(&new, &[0; BYTES]);
    assert_eq!(guest.transfer(CtrlType::TransferFromHost3d, true), BYTES as u64);
    assert!(guest.get(&new) == noise(4));
    assert!(guest.get(&old) == [7; BYTES]);
}

#[test]
fn after_the_regions_changed_the_old_ones_are_left_alone() {
    let Some(mut guest) = Guest::new() else { return };
    let pages = scattered(0);
    guest.put(&pages, &noise(5));
    guest.transfer(CtrlType::TransferToHost3d, true);
    guest.put(&pages, &[7; BYTES]);
    let old = std::mem::replace(&mut guest.memory, memory());
    guest
        .device
        .memory_changed(&Regions(&guest.memory, &guest.stitcher));
    assert_eq!(guest.transfer(CtrlType::TransferFromHost3d, true), 0);
    assert!(guest.get(&pages) == noise(5));
    guest.put(&pages, &[0; BYTES]);
    assert!(guest.warm_up(CtrlType::TransferFromHost3d));
    assert!(guest.get(&pages) == noise(5));
    guest.memory = old;
    assert!(guest.get(&pages) == [7; BYTES]);
}
