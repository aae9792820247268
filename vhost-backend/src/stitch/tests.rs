use device::{GuestMemory as _, memory::GuestRange};
use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use vm_memory::{Bytes as _, FileOffset, GuestRegionMmap};

use super::*;
use crate::memory::Regions;

const PAGE: u64 = 4096;
/// The second region's address; it does not follow the first.
const HIGH: u64 = 0x10_0000;

fn file(bytes: u64) -> File {
    let fd = memfd_create("guest", MemfdFlags::CLOEXEC).unwrap();
    ftruncate(&fd, bytes).unwrap();
    File::from(fd)
}

fn region(addr: u64, file: File, offset: u64, pages: u64) -> GuestRegionMmap {
    let region = MmapRegion::from_file(FileOffset::new(file, offset), (pages * PAGE) as usize).unwrap();
    GuestRegionMmap::new(region, GuestAddress(addr)).unwrap()
}

/// 16 pages at 0, 16 at [`HIGH`] that begin in the midst of their file, and one after those that is no file's. Each
/// byte of a page is the page's number.
fn memory() -> GuestMemoryMmap {
    let anonymous = GuestRegionMmap::from_range(GuestAddress(HIGH + 16 * PAGE), PAGE as usize, None).unwrap();
    let memory = GuestMemoryMmap::from_regions(vec![
        region(0, file(16 * PAGE), 0, 16),
        region(HIGH, file(18 * PAGE), 2 * PAGE, 16),
        anonymous,
    ])
    .unwrap();
    for page in (0..16).chain(256..272) {
        let bytes = vec![page as u8; PAGE as usize];
        memory.write_slice(&bytes, GuestAddress(page * PAGE)).unwrap();
    }
    memory
}

fn range(addr: u64, len: u64) -> GuestRange {
    GuestRange {
        addr,
        len: len as u32,
    }
}

fn page(number: u64) -> GuestRange {
    range(number * PAGE, PAGE)
}

fn bytes(region: &MmapRegion) -> Vec<u8> {
    let mut bytes = vec![0; region.len()];
    region.get_slice(0, bytes.len()).unwrap().copy_to(&mut bytes);
    bytes
}

/// Runs of what was made last.
fn runs_of_last(stitcher: &Stitcher) -> usize {
    stitcher.made.borrow().last().unwrap().1
}

#[test]
fn scattered_pages_of_two_regions_follow_each_other() {
    let (memory, stitcher) = (memory(), Stitcher::default());
    // Two pages that follow each other are one run; the last page is cut.
    let ranges = [
        page(258),
        page(3),
        range(5 * PAGE, 2 * PAGE),
        page(1),
        page(2),
        page(257),
        range(15 * PAGE, 100),
    ];
    let mapping = stitcher.stitch(&memory, &ranges).unwrap();
    assert_eq!(runs_of_last(&stitcher), 6);
    let mut expected = Vec::new();
    for range in ranges {
        let mut bytes = vec![0; range.len as usize];
        Regions(&memory, &stitcher).read(range.addr, &mut bytes).unwrap();
        expected.extend(bytes);
    }
    assert!(bytes(&mapping) == expected);
    // Both ways: it is the guest's memory and no copy.
    memory.write_slice(&[0xaa], GuestAddress(3 * PAGE + 7)).unwrap();
    assert_eq!(bytes(&mapping)[PAGE as usize + 7], 0xaa);
    let slice = mapping.get_slice(4 * PAGE as usize, 2).unwrap();
    slice.copy_from(&[0xbb_u8, 0xcc]);
    let mut two = [0; 2];
    memory.read_slice(&mut two, GuestAddress(PAGE)).unwrap();
    assert_eq!(two, [0xbb, 0xcc]);
    assert!(mapping.get_slice(7 * PAGE as usize, 101).is_err());
    // It does not need what it was made of.
    drop(memory);
    assert_eq!(bytes(&mapping)[PAGE as usize + 7], 0xaa);
}

#[test]
fn what_is_not_whole_pages_of_files_is_refused() {
    let (memory, stitcher) = (memory(), Stitcher::default());
    for (why, ranges) in [
        ("nothing", vec![]),
        ("no bytes", vec![range(0, 0)]),
        ("a beginning within a page", vec![range(8, PAGE)]),
        ("an end within a page, not the last", vec![range(0, 100), page(3)]),
        ("past the end of a region", vec![range(15 * PAGE, 2 * PAGE)]),
        (
            "past the end of all",
            vec![page(3), range(HIGH + 16 * PAGE, 2 * PAGE)],
        ),
        ("between regions", vec![page(20)]),
        ("no file's", vec![page(3), page(272)]),
        ("into what is no file's", vec![range(HIGH + 15 * PAGE, 2 * PAGE)]),
        ("the end of all addresses", vec![range(u64::MAX - PAGE + 1, PAGE)]),
    ] {
        assert!(stitcher.stitch(&memory, &ranges).is_none(), "{why}");
    }
    assert!(!stitcher.refused.get() && stitcher.made.borrow().is_empty());
    assert!(stitcher.stitch(&memory, &[page(3)]).is_some());
}

#[test]
fn a_file_whose_offset_is_odd_is_refused() {
    // No front end can map it so, but nothing stops one from sharing a region whose address does not fit.
    let memory = GuestMemoryMmap::from_regions(vec![region(0x800, file(PAGE), 0, 1)]).unwrap();
    assert!(Stitcher::default().stitch(&memory, &[page(1)]).is_none());
    assert!(
        Stitcher::default()
            .stitch(&memory, &[range(0x800, PAGE)])
            .is_none()
    );
}

#[test]
fn too_many_runs_are_refused_and_dropped_ones_make_room() {
    let (memory, stitcher) = (memory(), Stitcher::default());
    // The same page over and over is a run each time.
    let ranges = vec![page(3); limits::MAX_STITCHED_RUNS];
    let mut made = Vec::new();
    for _ in 0..limits::MAX_STITCHED_RUNS_TOTAL / limits::MAX_STITCHED_RUNS {
        made.push(stitcher.stitch(&memory, &ranges).unwrap());
    }
    assert!(stitcher.stitch(&memory, &[page(1)]).is_none(), "there is no room");
    made.pop();
    let other = stitcher.stitch(&memory, &[page(1)]).unwrap();
    assert_eq!(bytes(&other), vec![1; PAGE as usize]);
    assert!(
        stitcher.stitch(&memory, &ranges).is_none(),
        "there is room for less"
    );
    made.clear();
    let more = [ranges.as_slice(), &[page(1)]].concat();
    assert!(stitcher.stitch(&memory, &more).is_none(), "too many for one");
    assert!(stitcher.stitch(&memory, &ranges).is_some());
    assert!(!stitcher.refused.get());
}

#[test]
fn too_many_bytes_are_refused() {
    let bytes = 1 << 30;
    let memory = GuestMemoryMmap::from_regions(vec![region(0, file(bytes), 0, bytes / PAGE)]).unwrap();
    let stitcher = Stitcher::default();
    let whole = range(0, bytes);
    let most = (limits::MAX_STITCHED_BYTES_TOTAL / bytes) as usize;
    assert!(stitcher.stitch(&memory, &vec![whole; most + 1]).is_none());
    let made = stitcher.stitch(&memory, &vec![whole; most]).unwrap();
    assert!(stitcher.stitch(&memory, &[page(0)]).is_none());
    drop(made);
    assert!(stitcher.stitch(&memory, &[page(0)]).is_some());
}

#[test]
fn a_kernel_that_refuses_is_not_asked_again() {
    // A file that may only be read cannot be mapped for writing.
    let memfd = file(PAGE);
    let path = format!("/proc/self/fd/{}", memfd.as_raw_fd());
    let offset = FileOffset::new(File::open(path).unwrap(), 0);
    let region = MmapRegion::build(Some(offset), PAGE as usize, PROT_READ, MAP_SHARED).unwrap();
    let memory =
        GuestMemoryMmap::from_regions(vec![GuestRegionMmap::new(region, GuestAddress(0)).unwrap()]).unwrap();
    let stitcher = Stitcher::default();
    assert!(stitcher.stitch(&memory, &[page(0)]).is_none());
    assert!(stitcher.refused.get());
    assert!(stitcher.stitch(&super::tests::memory(), &[page(3)]).is_none());
}
