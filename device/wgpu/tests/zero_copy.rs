//! Transfers that the GPU does where the guest's memory is: the same bytes as by copying, in the same order. A machine
//! without an adapter, or with one that cannot import memory, skips these, loudly.

mod common;

use std::collections::HashMap;
use std::fs::File;
use std::sync::{Arc, Weak};

use device::gpu::Format;
use device::ids::ResourceId;
use device::transfer::{Backings, BadBacking, Mapping, Transfer};
use vm_memory::{FileOffset, MmapRegion, VolatileMemory};

use common::Guest;

/// A row has 2048 bytes, as the host's copies like it.
const SIDE: u32 = 512;
const BYTES: usize = (SIDE * SIDE * 4) as usize;

#[derive(Default)]
struct Memory(HashMap<ResourceId, Arc<MmapRegion>>);

impl Memory {
    fn share(&mut self, id: ResourceId, bytes: usize) {
        let fd = rustix::fs::memfd_create("test", rustix::fs::MemfdFlags::CLOEXEC).unwrap();
        rustix::fs::ftruncate(&fd, bytes as u64).unwrap();
        let region = MmapRegion::from_file(FileOffset::new(File::from(fd), 0), bytes).unwrap();
        self.0.insert(id, Arc::new(region));
    }

    fn put(&self, id: ResourceId, bytes: &[u8]) {
        self.0[&id].get_slice(0, bytes.len()).unwrap().copy_from(bytes);
    }

    fn get(&self, id: ResourceId) -> Vec<u8> {
        let region = &self.0[&id];
        let mut bytes = vec![0_u8; region.size()];
        region.get_slice(0, bytes.len()).unwrap().copy_to(&mut bytes);
        bytes
    }
}

impl Backings for Memory {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        Some(self.0.get(&resource)?.size() as u64)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let region = self.0.get(&resource).ok_or(BadBacking)?;
        let slice = region.get_slice(offset as usize, dst.len());
        slice.map_err(|_| BadBacking)?.copy_to(dst);
        Ok(())
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        let region = self.0.get(&resource).ok_or(BadBacking)?;
        let slice = region.get_slice(offset as usize, src.len());
        slice.map_err(|_| BadBacking)?.copy_from(src);
        Ok(())
    }

    fn mapping(&self, resource: ResourceId) -> Option<Mapping> {
        Some(Arc::clone(self.0.get(&resource)?) as Mapping)
    }
}

fn id(id: u32) -> ResourceId {
    ResourceId::new(id).unwrap()
}

fn noise(seed: u32) -> Vec<u8> {
    common::noise(seed, BYTES)
}

/// A part of a texture that has its place in memory.
fn part(x: u32, y: u32, width: u32, height: u32) -> Transfer {
    Transfer {
        offset_bytes: u64::from((y * SIDE + x) * 4),
        ..common::transfer(x, y, width, height)
    }
}

fn whole() -> Transfer {
    part(0, 0, SIDE, SIDE)
}

/// A guest with textures 1 and 2; `None` if nothing is imported here.
fn guest() -> Option<Guest<Memory>> {
    let mut guest = Guest::empty()?;
    guest.create(1);
    guest.create(2);
    guest.up(id(1), &whole());
    if guest.imported() == 0 {
        let adapter = &guest.renderer.capabilities().name;
        eprintln!("SKIPPED: {adapter} imports no memory");
        return None;
    }
    Some(guest)
}

impl Guest<Memory> {
    fn create(&mut self, resource: u32) {
        self.create_resource(id(resource), 2, 1, 8, (SIDE, SIDE));
        self.memory.share(id(resource), BYTES);
    }

    fn imported(&self) -> u64 {
        self.renderer.counters().1.imported_bytes
    }
}

#[test]
fn what_goes_up_comes_down_and_nothing_is_copied_by_us() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    for seed in 1..4 {
        guest.memory.put(id(1), &noise(seed));
        let before = guest.imported();
        guest.up(id(1), &whole);
        guest.finish();
        guest.memory.put(id(1), &vec![0; BYTES]);
        guest.down(id(1), &whole);
        guest.finish();
        assert!(guest.memory.get(id(1)) == noise(seed));
        assert_eq!(guest.imported() - before, 2 * BYTES as u64);
    }
    guest.assert_no_faults();
}

#[test]
fn a_part_goes_to_its_place_and_leaves_the_rest() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    let inside = part(5, 3, 300, 250);
    let (old, new) = (noise(1), noise(2));
    guest.memory.put(id(1), &old);
    guest.up(id(1), &whole);
    guest.finish();
    guest.memory.put(id(1), &new);
    let before = guest.imported();
    guest.up(id(1), &inside);
    guest.finish();
    guest.memory.put(id(1), &vec![7; BYTES]);
    guest.down(id(1), &inside);
    guest.finish();
    assert_eq!(guest.imported() - before, 2 * 300 * 250 * 4);
    let is_inside = |texel: usize| {
        let (x, y) = (texel % SIDE as usize, texel / SIDE as usize);
        (5..305).contains(&x) && (3..253).contains(&y)
    };
    let got = guest.memory.get(id(1));
    for texel in 0..BYTES / 4 {
        let expected = if is_inside(texel) { new[texel * 4] } else { 7 };
        assert_eq!(got[texel * 4], expected, "texel {texel}");
    }
    guest.down(id(1), &whole);
    guest.finish();
    let got = guest.memory.get(id(1));
    for texel in 0..BYTES / 4 {
        let source = if is_inside(texel) { &new } else { &old };
        assert_eq!(got[texel * 4], source[texel * 4], "texel {texel}");
    }
    guest.assert_no_faults();
}

#[test]
fn imported_and_copied_transfers_keep_their_order() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    // A row of few texels, which is copied, over all, which is not, and the other way round.
    let little = part(0, 0, 8, 1);
    let read = |guest: &mut Guest<Memory>| {
        guest.down(id(1), &whole);
        guest.finish();
        guest.memory.get(id(1))
    };
    guest.memory.put(id(1), &vec![1; BYTES]);
    guest.up(id(1), &whole);
    guest.finish();
    guest.up(id(1), &whole);
    guest.memory.put(id(1), &[2; 32]);
    guest.up(id(1), &little);
    // What is copied at once is of now; what is imported may be of later, up to the fence.
    let got = read(&mut guest);
    assert_eq!(got[..32], [2; 32]);
    assert!(got[32..] == vec![1; BYTES - 32]);
    guest.memory.put(id(1), &vec![3; BYTES]);
    guest.up(id(1), &little);
    guest.memory.put(id(1), &vec![4; BYTES]);
    guest.up(id(1), &whole);
    guest.finish();
    assert!(read(&mut guest) == vec![4; BYTES]);
    guest.assert_no_faults();
}

#[test]
fn rows_that_the_host_does_not_know_are_copied() {
    let Some(mut guest) = guest() else { return };
    let before = guest.imported();
    // Rows of 400 texels without gaps: 1600 bytes.
    let odd = Transfer {
        stride_bytes: 1600,
        ..part(0, 0, 400, 400)
    };
    guest.memory.put(id(1), &noise(5));
    guest.up(id(1), &odd);
    guest.finish();
    guest.memory.put(id(1), &vec![0; BYTES]);
    guest.down(id(1), &odd);
    guest.finish();
    let bytes = 400 * 400 * 4;
    assert!(guest.memory.get(id(1))[..bytes] == noise(5)[..bytes]);
    assert_eq!(guest.imported(), before);
    guest.assert_no_faults();
}

/// What the host has of them is decoded: it knows nothing of blocks.
#[test]
fn blocks_of_a_decoded_texture_are_copied() {
    let Some(mut guest) = guest() else { return };
    let before = guest.imported();
    // 256×256 blocks of 16 bytes, the last ones cut: rows of 4096 bytes, BYTES in all.
    let side = 1022;
    guest.create_resource(id(3), 2, Format::DXT5_RGBA.0.into(), 8, (side, side));
    guest.memory.share(id(3), BYTES);
    guest.memory.put(id(3), &noise(6));
    let whole = part(0, 0, side, side);
    guest.up(id(3), &whole);
    guest.finish();
    guest.memory.put(id(3), &vec![0; BYTES]);
    guest.down(id(3), &whole);
    guest.finish();
    assert!(guest.memory.get(id(3)) == noise(6));
    assert_eq!(guest.imported(), before);
    guest.assert_no_faults();
}

#[test]
fn the_memory_goes_when_neither_resource_nor_gpu_needs_it() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    guest.up(id(2), &whole);
    guest.down(id(2), &whole);
    let region: Weak<MmapRegion> = Arc::downgrade(&guest.memory.0[&id(2)]);
    guest.renderer.destroy_resource(id(2)).unwrap();
    let mapping = guest.memory.0.remove(&id(2)).unwrap() as Mapping;
    guest.renderer.forget_memory(&mapping);
    drop(mapping);
    assert!(region.upgrade().is_some(), "the batch will write to it");
    guest.finish();
    // wgpu lets go of what a submission used when it looks after it the next time.
    guest.up(id(1), &whole);
    guest.finish();
    assert!(region.upgrade().is_none(), "the mapping leaks");
    guest.assert_no_faults();
}

#[test]
fn a_texture_whose_memory_is_another_forgets_the_old_one() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    guest.memory.put(id(1), &noise(7));
    guest.up(id(1), &whole);
    guest.finish();
    let old = Arc::clone(&guest.memory.0[&id(1)]);
    guest.memory.share(id(1), BYTES);
    guest.renderer.forget_memory(&(Arc::clone(&old) as Mapping));
    let before = guest.imported();
    guest.down(id(1), &whole);
    guest.finish();
    assert_eq!(guest.imported() - before, BYTES as u64);
    assert!(guest.memory.get(id(1)) == noise(7));
    guest.up(id(1), &whole);
    guest.finish();
    assert_eq!(Arc::strong_count(&old), 1, "the old mapping leaks");
    guest.assert_no_faults();
}

#[test]
fn a_lost_gpu_lets_go_of_the_memory_too() {
    let Some(mut guest) = guest() else { return };
    let whole = whole();
    guest.memory.put(id(1), &noise(6));
    guest.up(id(1), &whole);
    guest.renderer.gpu_mut().lose_device();
    guest.renderer.poll(&guest.memory);
    assert!(!guest.renderer.is_lost());
    guest.down(id(1), &whole);
    guest.finish();
    assert!(guest.memory.get(id(1)) == noise(6));
    guest.assert_no_faults();
}
