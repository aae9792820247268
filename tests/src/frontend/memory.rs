//! Guest memory: memfds mapped here and announced to the back end.
//!
//! Guest-physical and user addresses differ on purpose, so that a back end that confuses them is found out.

use std::{
    fs::File,
    os::fd::{AsFd, BorrowedFd},
    sync::{Arc, Mutex, atomic::Ordering},
};

use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use vm_memory::{Bytes, FileOffset, MmapRegion, VolatileMemory, VolatileSlice};

use super::error::Result;
use crate::fail;

/// Where user addresses begin; far from any guest-physical address in use.
const USER_BASE: u64 = 0x7f40_0000_0000;

/// One range of guest memory and the file behind it.
pub struct Region {
    /// Guest-physical address of its first byte.
    pub guest_addr: u64,
    /// The address by which vring addresses name the first byte.
    pub user_addr: u64,
    /// In bytes.
    pub size_bytes: u64,
    /// Offset of the first byte in the file.
    pub file_offset: u64,
    file: Arc<File>,
    map: MmapRegion,
}

impl Region {
    /// The file behind it.
    pub fn fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    fn new(guest_addr: u64, size_bytes: u64, file: &Arc<File>, file_offset: u64) -> Result<Self> {
        let offset = FileOffset::from_arc(Arc::clone(file), file_offset);
        let map = match MmapRegion::from_file(offset, size_bytes as usize) {
            Ok(map) => map,
            Err(error) => fail!("mmap: {error}"),
        };
        let user_addr = USER_BASE + guest_addr;
        Ok(Self {
            guest_addr,
            user_addr,
            size_bytes,
            file_offset,
            file: Arc::clone(file),
            map,
        })
    }
}

/// The shape of guest memory: address and size of each region, and whether all share one file.
#[derive(Clone, Copy, Debug)]
pub struct MemoryLayout {
    /// Guest-physical address and size in bytes.
    pub regions: &'static [(u64, u64)],
    /// One file with offsets, or a file for each region.
    pub one_file: bool,
}

/// Guest memory as the driver sees it.
pub struct GuestMemory {
    regions: Vec<Region>,
    /// Free ranges as (address, length), sorted, never adjacent to one another.
    free: Mutex<Vec<(u64, u64)>>,
}

impl GuestMemory {
    /// Makes zeroed memory of that shape.
    ///
    /// # Errors
    /// If the host has none.
    pub fn new(layout: MemoryLayout) -> Result<Self> {
        let mut regions = Vec::new();
        let mut shared: Option<(Arc<File>, u64)> = None;
        for &(guest_addr, size) in layout.regions {
            let (file, offset) = match shared.take() {
                Some(pair) if layout.one_file => pair,
                _ => (memfd(layout.regions.iter().map(|region| region.1).sum())?, 0),
            };
            regions.push(Region::new(guest_addr, size, &file, offset)?);
            shared = Some((file, offset + size));
        }
        let free = layout
            .regions
            .iter()
            .map(|&(address, size)| trimmed(address, size))
            .collect();
        Ok(Self {
            regions,
            free: Mutex::new(free),
        })
    }

    /// The regions, in the order in which they are announced.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Adds a region of its own file, to be announced with ADD_MEM_REG; it is not used by [`Self::alloc`].
    ///
    /// # Errors
    /// If the host has no memory.
    pub fn extra_region(guest_addr: u64, size_bytes: u64) -> Result<Region> {
        Region::new(guest_addr, size_bytes, &memfd(size_bytes)?, 0)
    }

    /// The bytes at an address, which must lie in one region.
    fn slice(&self, address: u64, length: usize) -> VolatileSlice<'_, ()> {
        self.try_slice(address, length)
            .unwrap_or_else(|| panic!("the test's own address {address:#x} is bad"))
    }

    fn try_slice(&self, address: u64, length: usize) -> Option<VolatileSlice<'_, ()>> {
        let region = self
            .regions
            .iter()
            .find(|region| address >= region.guest_addr && address - region.guest_addr < region.size_bytes)?;
        region
            .map
            .get_slice((address - region.guest_addr) as usize, length)
            .ok()
    }

    /// Copies bytes into guest memory.
    pub fn write(&self, address: u64, bytes: &[u8]) {
        self.slice(address, bytes.len()).copy_from(bytes);
    }

    /// Copies bytes out of guest memory.
    pub fn read(&self, address: u64, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.slice(address, length).copy_to(&mut bytes[..]);
        bytes
    }

    /// Writes the same byte many times.
    pub fn fill(&self, address: u64, length: usize, byte: u8) {
        self.write(address, &vec![byte; length]);
    }

    /// Stores sixteen bits at once, after everything stored before.
    pub fn store_u16(&self, address: u64, value: u16) {
        self.slice(address, 2)
            .store(value, 0, Ordering::SeqCst)
            .expect("ring fields are aligned");
    }

    /// Loads sixteen bits at once, before everything loaded later.
    pub fn load_u16(&self, address: u64) -> u16 {
        self.slice(address, 2)
            .load(0, Ordering::SeqCst)
            .expect("ring fields are aligned")
    }

    /// Loads 32 bits.
    pub fn load_u32(&self, address: u64) -> u32 {
        self.slice(address, 4)
            .load(0, Ordering::SeqCst)
            .expect("ring fields are aligned")
    }

    /// The user address by which the back end knows a guest-physical one.
    pub fn user_addr(&self, address: u64) -> u64 {
        USER_BASE + address
    }

    /// An address that no region holds.
    pub fn unmapped_addr(&self) -> u64 {
        0x77_0000_0000
    }

    /// Takes bytes out of the pool, within one region.
    ///
    /// # Errors
    /// If the pool is empty.
    pub fn alloc(&self, length: usize, align: u64) -> Result<u64> {
        let length = (length as u64).max(1).next_multiple_of(64);
        let mut free = self.free.lock().expect("no holder panics");
        // From the top down: the small region at the bottom stays for those who ask by address.
        for index in (0..free.len()).rev() {
            let (start, size) = free[index];
            let address = start.next_multiple_of(align.max(64));
            let skipped = address - start;
            if size < skipped || size - skipped < length {
                continue;
            }
            let rest = (address + length, size - skipped - length);
            free[index] = rest;
            if skipped > 0 {
                free.insert(index, (start, skipped));
            }
            return Ok(address);
        }
        fail!("the test's guest memory is full ({length} bytes wanted)")
    }

    /// Gives bytes back to the pool.
    pub fn free(&self, address: u64, length: usize) {
        let length = (length as u64).max(1).next_multiple_of(64);
        let mut free = self.free.lock().expect("no holder panics");
        let index = free.partition_point(|&(start, _)| start < address);
        free.insert(index, (address, length));
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(free.len());
        for &(start, size) in free.iter() {
            match merged.last_mut() {
                Some(last) if last.0 + last.1 == start => last.1 += size,
                _ if size == 0 => {}
                _ => merged.push((start, size)),
            }
        }
        *free = merged;
    }
}

/// Leaves the edges of a region to tests that address them directly.
fn trimmed(address: u64, size: u64) -> (u64, u64) {
    (address + 0x1000, size - 0x2000)
}

/// A new anonymous file of that size.
fn memfd(size_bytes: u64) -> Result<Arc<File>> {
    let fd = memfd_create("guest-memory", MemfdFlags::CLOEXEC)?;
    ftruncate(&fd, size_bytes)?;
    Ok(Arc::new(File::from(fd)))
}
