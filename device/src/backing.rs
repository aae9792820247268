//! The guest memory of a resource.

use std::cell::{Cell, RefCell};

use wire::virtio_gpu::MemEntry;

use crate::{
    error::Error,
    memory::{GuestMemory, GuestRange},
    transfer::Mapping,
};

/// To map and unmap a range of its own costs 3 µs, and 4 KiB are copied by the GPU where they lie in 0.4 µs less than by
/// us: measured with 8 MiB in single pages on a software adapter, which took 7 ms to map and unmap, and then 0.7 in place
/// of 1.5 ms for each copy. In one piece they took 0.5 ms.
const RANGE_PAYS_BYTES: u64 = 32 << 10;

/// The guest memory of a resource: ranges, in order, that form one run of bytes.
#[derive(Debug)]
pub struct Backing {
    ranges: Vec<GuestRange>,
    /// `starts[i]` is where `ranges[i]` begins in the run.
    starts: Vec<u64>,
    len_bytes: u64,
    /// Since it was attached, or there could be no mapping of it.
    copied_bytes: Cell<u64>,
    mapping: RefCell<Option<Mapping>>,
}

impl Backing {
    /// The backing that `entries` describe.
    ///
    /// # Errors
    /// [`Error::BadAddress`] if guest memory does not have all of it.
    pub fn new(entries: &[MemEntry], memory: &dyn GuestMemory) -> Result<Self, Error> {
        let mut ranges = Vec::with_capacity(entries.len());
        let mut starts = Vec::with_capacity(entries.len());
        let mut len_bytes = 0;
        for entry in entries {
            let range = GuestRange {
                addr: entry.addr.get(),
                len: entry.length.get(),
            };
            if range.len == 0 {
                continue;
            }
            if !memory.is_mapped(range.addr, range.len.into()) {
                return Err(crate::BadAddress {
                    addr: range.addr,
                    len: range.len.into(),
                }
                .into());
            }
            ranges.push(range);
            starts.push(len_bytes);
            len_bytes += u64::from(range.len);
        }
        Ok(Self {
            ranges,
            starts,
            len_bytes,
            copied_bytes: Cell::new(0),
            mapping: RefCell::new(None),
        })
    }

    /// How many bytes all ranges have together.
    pub fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    /// How many ranges it has.
    pub fn entries(&self) -> usize {
        self.ranges.len()
    }

    /// Copies `dst.len()` bytes from `offset` in the run.
    ///
    /// # Errors
    /// [`Error::BackingTooShort`], before anything is copied; [`Error::BadAddress`] if guest memory went away
    /// since the backing was attached.
    pub fn read(&self, offset: u64, dst: &mut [u8], memory: &dyn GuestMemory) -> Result<(), Error> {
        self.check(offset, dst.len() as u64)?;
        self.note_copied(dst.len());
        let mut rest = dst;
        for range in self.pieces(offset) {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at_mut(rest.len().min(range.len as usize));
            memory.read(range.addr, now)?;
            rest = later;
        }
        Ok(())
    }

    /// Copies `src` to `offset` in the run.
    ///
    /// # Errors
    /// As for [`Backing::read`].
    pub fn write(&self, offset: u64, src: &[u8], memory: &dyn GuestMemory) -> Result<(), Error> {
        self.check(offset, src.len() as u64)?;
        self.note_copied(src.len());
        let mut rest = src;
        for range in self.pieces(offset) {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at(rest.len().min(range.len as usize));
            memory.write(range.addr, now)?;
            rest = later;
        }
        Ok(())
    }

    fn note_copied(&self, bytes: usize) {
        let copied = self.copied_bytes.get().saturating_add(bytes as u64);
        self.copied_bytes.set(copied);
    }

    /// All of it as one mapping. It is made once so many bytes were copied that, had it been there before, it would
    /// have paid: what is used once, as a texture that never changes or the staging memory of one, never does. If it
    /// cannot be made, it is tried again after as many bytes, so that trying costs little beside what is copied.
    pub(crate) fn mapping(&self, memory: &dyn GuestMemory) -> Option<Mapping> {
        let made = self.made_mapping();
        let pays = self.len_bytes + RANGE_PAYS_BYTES * self.ranges.len() as u64;
        if made.is_some() || self.copied_bytes.get() < pays {
            return made;
        }
        self.copied_bytes.set(0);
        self.mapping_now(memory)
    }

    /// Likewise, but at once: it will pay.
    pub(crate) fn mapping_now(&self, memory: &dyn GuestMemory) -> Option<Mapping> {
        let mut mapping = self.mapping.borrow_mut();
        if mapping.is_none() {
            *mapping = memory.stitch(&self.ranges);
        }
        mapping.clone()
    }

    /// The mapping, if it was made.
    pub(crate) fn made_mapping(&self) -> Option<Mapping> {
        self.mapping.borrow().clone()
    }

    /// Takes the mapping out, which may be made again.
    pub(crate) fn take_mapping(&mut self) -> Option<Mapping> {
        self.mapping.get_mut().take()
    }

    /// The ranges from `offset` in the run on, the first of them cut.
    fn pieces(&self, offset: u64) -> impl Iterator<Item = GuestRange> {
        let index = self
            .starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        // Within the range: `check` has seen that the run has it.
        let skip = (offset - self.starts.get(index).copied().unwrap_or(0)) as u32;
        let cut = move |(number, range): (usize, &GuestRange)| match number {
            0 => GuestRange {
                addr: range.addr + u64::from(skip),
                len: range.len - skip.min(range.len),
            },
            _ => *range,
        };
        self.ranges[index.min(self.ranges.len())..]
            .iter()
            .enumerate()
            .map(cut)
    }

    /// Whether the run has `len` bytes from `offset` on.
    pub(crate) fn check(&self, offset: u64, len: u64) -> Result<(), Error> {
        let need = offset.saturating_add(len);
        if need > self.len_bytes {
            return Err(Error::BackingTooShort {
                need,
                have: self.len_bytes,
            });
        }
        Ok(())
    }
}
