//! Descriptor chains to request bytes, and replies back (virtio 1.3 §2.7).
//!
//! A chain is read exactly once, into a buffer that is reused and bounded; what the guest writes there afterwards
//! does not count. Nothing here knows what a request means.

use device::{Reply, limits::MAX_REQUEST_BYTES};
use thiserror::Error;
use virtio_queue::DescriptorChain;
use vm_memory::{Bytes, GuestAddress, GuestMemoryMmap};
use wire::virtio_gpu::{CtrlHdr, CtrlType};

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ChainError {
    /// §2.7.4.2: all readable descriptors come first.
    #[error("a device-readable descriptor follows a device-writable one")]
    ReadableAfterWritable,
    /// It loops, points out of its table, or its indirect table is malformed.
    #[error("the descriptor chain is broken")]
    Broken,
    /// The guest does not have the memory that a descriptor names.
    #[error("a descriptor names memory that is not mapped: {0:#x}")]
    Unmapped(u64),
}

/// A range that the device may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writable {
    addr: u64,
    len: u32,
}

/// A chain, taken apart. Reused from chain to chain to save allocations.
#[derive(Debug)]
pub struct Request {
    /// Number of the chain's first descriptor, which names it in the used ring.
    pub head: u16,
    most_bytes: usize,
    /// The device-readable bytes; the first of them if there are more than a request can have.
    pub bytes: Vec<u8>,
    /// Whether there were more.
    pub too_long: bool,
    /// Where the reply goes.
    pub writable: Vec<Writable>,
}

impl Default for Request {
    fn default() -> Self {
        Self::of_at_most(MAX_REQUEST_BYTES)
    }
}

impl Request {
    /// One of whose device-readable bytes only the first `most_bytes` count.
    pub fn of_at_most(most_bytes: usize) -> Self {
        Self {
            head: 0,
            most_bytes,
            bytes: Vec::new(),
            too_long: false,
            writable: Vec::new(),
        }
    }

    /// Takes `chain` apart.
    ///
    /// # Errors
    /// [`ChainError`]; `head` is valid then, the rest is not.
    pub fn read(
        &mut self,
        chain: DescriptorChain<&GuestMemoryMmap>,
        memory: &GuestMemoryMmap,
    ) -> Result<(), ChainError> {
        self.head = chain.head_index();
        self.bytes.clear();
        self.writable.clear();
        self.too_long = false;
        let mut ended = false;
        for descriptor in chain {
            ended = !descriptor.has_next();
            if descriptor.is_write_only() {
                self.writable.push(Writable {
                    addr: descriptor.addr().0,
                    len: descriptor.len(),
                });
            } else if self.writable.is_empty() {
                self.append(descriptor.addr(), descriptor.len(), memory)?;
            } else {
                return Err(ChainError::ReadableAfterWritable);
            }
        }
        // The iterator stops early at whatever it cannot follow.
        if ended { Ok(()) } else { Err(ChainError::Broken) }
    }

    fn append(&mut self, addr: GuestAddress, len: u32, memory: &GuestMemoryMmap) -> Result<(), ChainError> {
        let room = self.most_bytes - self.bytes.len();
        self.too_long |= len as usize > room;
        let start = self.bytes.len();
        self.bytes.resize(start + room.min(len as usize), 0);
        memory
            .read_slice(&mut self.bytes[start..], addr)
            .map_err(|_| ChainError::Unmapped(addr.0))
    }
}

/// Writes `reply` to the guest and returns how many bytes that were.
///
/// A reply that does not fit is never cut: an error takes its place, or nothing if not even that fits. `buffer`
/// is scratch space.
pub fn write_reply(
    reply: &Reply,
    writable: &[Writable],
    memory: &GuestMemoryMmap,
    buffer: &mut Vec<u8>,
) -> u32 {
    let room = room_bytes(writable);
    buffer.clear();
    reply.write_to(buffer);
    if buffer.len() as u64 > room {
        if room < size_of::<CtrlHdr>() as u64 {
            return 0;
        }
        buffer.clear();
        reply.with_error(CtrlType::RespErrUnspec).write_to(buffer);
    }
    write_bytes(buffer, writable, memory)
}

/// How many bytes there is room for.
pub fn room_bytes(writable: &[Writable]) -> u64 {
    writable.iter().map(|range| u64::from(range.len)).sum()
}

/// Writes `bytes`, as many as there is room for, and returns how many bytes that were.
pub fn write_bytes(bytes: &[u8], writable: &[Writable], memory: &GuestMemoryMmap) -> u32 {
    let mut rest = bytes;
    for range in writable {
        let (now, later) = rest.split_at(rest.len().min(range.len as usize));
        if memory.write_slice(now, GuestAddress(range.addr)).is_err() {
            // Unmapped: what was written so far is all that the driver may rely on.
            break;
        }
        rest = later;
    }
    (bytes.len() - rest.len()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use device::command::Payload;
    use virtio_queue::{
        Queue, QueueT,
        desc::{RawDescriptor, split::Descriptor},
        mock::MockSplitQueue,
    };
    use zerocopy::FromZeros;

    const NEXT: u16 = 1;
    const WRITE: u16 = 2;
    const INDIRECT: u16 = 4;

    fn memory() -> GuestMemoryMmap {
        GuestMemoryMmap::from_ranges(&[(GuestAddress(0), 0x80_0000)]).unwrap()
    }

    /// Reads the one chain that `descriptors` form from number 0 on.
    fn read(
        memory: &GuestMemoryMmap,
        descriptors: &[(u64, u32, u16, u16)],
    ) -> (Request, Result<(), ChainError>) {
        let driver = MockSplitQueue::new(memory, 16);
        for (index, (addr, len, flags, next)) in descriptors.iter().enumerate() {
            let descriptor = RawDescriptor::from(Descriptor::new(*addr, *len, *flags, *next));
            driver.desc_table().store(index as u16, descriptor).unwrap();
        }
        driver.avail().ring().ref_at(0).unwrap().store(0);
        driver.avail().idx().store(1);
        let mut queue: Queue = driver.create_queue().unwrap();
        let chain = queue.pop_descriptor_chain(memory).unwrap();
        let mut request = Request::default();
        let result = request.read(chain, memory);
        (request, result)
    }

    #[test]
    fn readable_parts_are_joined_and_writable_ones_listed() {
        let memory = memory();
        memory.write_slice(&[1, 2, 3, 4], GuestAddress(0x5000)).unwrap();
        let chain = [
            (0x5000, 1, NEXT, 1),
            (0x5000, 0, NEXT, 2),
            (0x5001, 3, NEXT, 3),
            (0x6000, 8, NEXT | WRITE, 4),
            (0x7000, 16, WRITE, 0),
        ];
        let (request, result) = read(&memory, &chain);
        assert_eq!(
            (result, &request.bytes[..], request.too_long),
            (Ok(()), &[1, 2, 3, 4][..], false)
        );
        assert_eq!(
            request.writable,
            [
                Writable { addr: 0x6000, len: 8 },
                Writable {
                    addr: 0x7000,
                    len: 16
                }
            ]
        );
    }

    #[test]
    fn broken_chains_are_told_apart() {
        let memory = memory();
        let cases = [
            (vec![(0x5000, 4, NEXT, 0)], ChainError::Broken),
            (vec![(0x5000, 4, NEXT, 16)], ChainError::Broken),
            (
                vec![(0x5000, 4, WRITE | NEXT, 1), (0x5000, 4, 0, 0)],
                ChainError::ReadableAfterWritable,
            ),
            (vec![(0xffff_0000, 4, 0, 0)], ChainError::Unmapped(0xffff_0000)),
            (vec![(u64::MAX, 4, 0, 0)], ChainError::Unmapped(u64::MAX)),
            (vec![(0x5000, 17, INDIRECT, 0)], ChainError::Broken),
            (vec![(0x5000, 0, INDIRECT, 0)], ChainError::Broken),
            (vec![(0xffff_0000, 16, INDIRECT, 0)], ChainError::Broken),
        ];
        for (chain, error) in cases {
            assert_eq!(read(&memory, &chain).1, Err(error), "{chain:?}");
        }
    }

    #[test]
    fn an_indirect_table_in_an_indirect_table_is_broken() {
        let memory = memory();
        let inner = RawDescriptor::from(Descriptor::new(0x5000, 16, INDIRECT, 0));
        memory.write_obj(inner, GuestAddress(0x5000)).unwrap();
        assert_eq!(
            read(&memory, &[(0x5000, 16, INDIRECT, 0)]).1,
            Err(ChainError::Broken)
        );
    }

    #[test]
    fn no_more_is_read_than_a_request_can_have() {
        let memory = memory();
        let most = MAX_REQUEST_BYTES as u32;
        let (request, result) = read(&memory, &[(0x5000, most, 0, 0)]);
        assert_eq!(
            (result, request.bytes.len(), request.too_long),
            (Ok(()), MAX_REQUEST_BYTES, false)
        );
        let (request, result) = read(&memory, &[(0x5000, most, NEXT, 1), (0x5000, u32::MAX / 2, 0, 0)]);
        assert_eq!(
            (result, request.bytes.len(), request.too_long),
            (Ok(()), MAX_REQUEST_BYTES, true)
        );
    }

    #[test]
    fn a_reply_is_whole_or_an_error_or_nothing() {
        let memory = memory();
        let header = CtrlHdr::new_zeroed();
        let reply = Reply::new(&header, Payload::Uuid([7; 16]));
        let mut buffer = Vec::new();
        let parts = |lens: &[u32]| -> Vec<Writable> {
            lens.iter()
                .enumerate()
                .map(|(i, len)| Writable {
                    addr: 0x100 * i as u64,
                    len: *len,
                })
                .collect()
        };
        let cases: [(&[u32], u32); 7] = [
            (&[40], 40),
            (&[13, 0, 100], 40),
            (&[39], 24),
            (&[24], 24),
            (&[23], 0),
            (&[], 0),
            (&[0], 0),
        ];
        for (lens, written) in cases {
            assert_eq!(
                write_reply(&reply, &parts(lens), &memory, &mut buffer),
                written,
                "{lens:?}"
            );
        }
        let unmapped = [
            Writable { addr: 0x100, len: 24 },
            Writable {
                addr: u64::MAX,
                len: 16,
            },
        ];
        assert_eq!(write_reply(&reply, &unmapped, &memory, &mut buffer), 24);
    }
}
