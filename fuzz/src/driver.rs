//! The driver's half of a split virtqueue (virtio 1.3 §2.7), written to guest memory however that is reached.
//!
//! It posts requests as a correct driver would, remembers them, and checks what comes back in the used ring. Shared
//! by the targets that have rings; what writes over its memory must say so by [`Driver::tamper`].

use std::collections::HashMap;

use vhost_backend::ring::Ring;
use vhost_user_backend::VringT;
use virtio_queue::QueueT;
use vm_memory::{GuestMemoryAtomic, GuestMemoryMmap};
use wire::virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType};
use zerocopy::FromBytes;

/// Entries in each queue.
pub const ENTRIES: u16 = 64;
/// Where in guest memory queue `n` begins: `n` times this.
const QUEUE_BYTES: u64 = 0x4000;
const AVAIL: u64 = 0x1000;
const USED: u64 = 0x2000;
/// Where buffers lie: behind two queues, up to the end of what every guest here has.
const BUFFERS: u64 = 2 * QUEUE_BYTES;
/// Guest memory at address 0 that a driver needs.
pub const MEMORY_BYTES: u64 = 0x4_0000;

const NEXT: u16 = 1;
const WRITE: u16 = 2;
/// What reply buffers are filled with beforehand.
const POISON: u8 = 0xa5;

/// Guest memory, from the guest's side. Addresses below [`MEMORY_BYTES`] can always be reached.
pub trait GuestRam {
    /// Copies `bytes` to `addr`.
    fn write(&self, addr: u64, bytes: &[u8]);
    /// Copies from `addr`.
    fn read(&self, addr: u64, bytes: &mut [u8]);
}

/// A request that was posted.
#[derive(Debug)]
struct Posted {
    fence: Option<u64>,
    /// Where the reply goes: address and bytes.
    writable: Vec<(u64, u32)>,
    /// The chain's descriptors, which are free again once it is used.
    descriptors: Vec<u16>,
}

/// How a request is laid out in descriptors.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Descriptors for the request, 1 to 4.
    pub readable: u8,
    /// Room for the reply in bytes.
    pub room: u16,
    /// Descriptors for the reply, 1 to 4.
    pub writable: u8,
}

/// One queue of a driver.
#[derive(Debug)]
pub struct Driver {
    base: u64,
    free: Vec<u16>,
    avail_index: u16,
    used_index: u16,
    buffer: u64,
    posted: HashMap<u16, Posted>,
    tampered: bool,
}

impl Driver {
    /// The driver of queue number `index`, over memory that holds zeroes.
    pub fn new(index: u16) -> Self {
        Self {
            base: u64::from(index) * QUEUE_BYTES,
            free: (0..ENTRIES).rev().collect(),
            avail_index: 0,
            used_index: 0,
            // Two queues share the buffers, half each.
            buffer: Self::buffers(index).0,
            posted: HashMap::new(),
            tampered: false,
        }
    }

    fn buffers(index: u16) -> (u64, u64) {
        let half = (MEMORY_BYTES - BUFFERS) / 2;
        let start = BUFFERS + u64::from(index & 1) * half;
        (start, start + half)
    }

    /// Addresses of the descriptor table, the available and the used ring.
    pub fn addresses(&self) -> (u64, u64, u64) {
        (self.base, self.base + AVAIL, self.base + USED)
    }

    /// The queue as the device sees it, in `memory`, ready to run.
    pub fn ring(&self, memory: &GuestMemoryAtomic<GuestMemoryMmap>, event_idx: bool) -> Ring {
        let ring = Ring::new(memory.clone(), 1024).expect("1024 is a valid size");
        let (table, available, used) = self.addresses();
        ring.set_queue_size(ENTRIES);
        ring.set_queue_info(table, available, used)
            .expect("aligned addresses");
        ring.set_queue_event_idx(event_idx);
        ring.set_queue_ready(true);
        ring.set_enabled(true);
        assert!(ring.get_ref().get_queue().ready());
        ring
    }

    /// Whether requests wait for their replies.
    pub fn waits(&self) -> bool {
        !self.posted.is_empty()
    }

    /// From now on nothing is expected: somebody else wrote to the queue, or it was stopped or reset.
    pub fn tamper(&mut self) {
        self.tampered = true;
    }

    /// Whether everything is still to be expected.
    pub fn is_honest(&self) -> bool {
        !self.tampered
    }

    /// Posts a request, if the queue and the buffers have room for it.
    pub fn post(&mut self, ram: &impl GuestRam, request: &[u8], layout: Layout) {
        let readable = split(request.len() as u32, layout.readable);
        let writable = split(layout.room.into(), layout.writable);
        let count = readable.len() + writable.len();
        let Some(mut addr) = self.take_buffer(request.len() as u64 + u64::from(layout.room)) else {
            return;
        };
        if count > self.free.len() || count == 0 {
            return;
        }
        let mut ranges = Vec::new();
        ram.write(addr, request);
        for len in readable {
            ranges.push((addr, len, 0));
            addr += u64::from(len);
        }
        ram.write(addr, &vec![POISON; layout.room.into()]);
        for len in writable {
            ranges.push((addr, len, WRITE));
            addr += u64::from(len);
        }
        let descriptors = self.free.split_off(self.free.len() - count);
        self.write_chain(ram, &ranges, &descriptors);
        let head = descriptors[0];
        let reply = ranges
            .iter()
            .filter(|(_, _, flags)| *flags == WRITE)
            .map(|(addr, len, _)| (*addr, *len));
        let posted = Posted {
            fence: fence_of(request),
            writable: reply.collect(),
            descriptors,
        };
        self.posted.insert(head, posted);
        self.publish(ram, head);
    }

    /// The next `len` bytes of the buffers, from the start again once nobody uses them.
    fn take_buffer(&mut self, len: u64) -> Option<u64> {
        let (start, end) = Self::buffers((self.base / QUEUE_BYTES) as u16);
        if self.posted.is_empty() {
            self.buffer = start;
        }
        let addr = self.buffer;
        (addr + len <= end).then(|| {
            self.buffer += len;
            addr
        })
    }

    /// Writes a chain of `ranges`, each in the descriptor at the same place.
    fn write_chain(&self, ram: &impl GuestRam, ranges: &[(u64, u32, u16)], descriptors: &[u16]) {
        for (place, ((addr, len, flags), index)) in ranges.iter().zip(descriptors).enumerate() {
            let next = descriptors.get(place + 1);
            let flags = flags | if next.is_some() { NEXT } else { 0 };
            let mut bytes = Vec::with_capacity(16);
            bytes.extend(addr.to_le_bytes());
            bytes.extend(len.to_le_bytes());
            bytes.extend(flags.to_le_bytes());
            bytes.extend(next.unwrap_or(&0).to_le_bytes());
            ram.write(self.base + u64::from(*index) * 16, &bytes);
        }
    }

    fn publish(&mut self, ram: &impl GuestRam, head: u16) {
        let slot = u64::from(self.avail_index % ENTRIES);
        ram.write(self.base + AVAIL + 4 + 2 * slot, &head.to_le_bytes());
        self.avail_index = self.avail_index.wrapping_add(1);
        ram.write(self.base + AVAIL + 2, &self.avail_index.to_le_bytes());
    }

    /// Whether the device has used something that was not reaped yet.
    pub fn can_reap(&self, ram: &impl GuestRam) -> bool {
        self.device_index(ram) != self.used_index
    }

    fn device_index(&self, ram: &impl GuestRam) -> u16 {
        let mut index = [0; 2];
        ram.read(self.base + USED + 2, &mut index);
        u16::from_le_bytes(index)
    }

    /// Takes back what the GPU has used, and checks it if nobody tampered.
    pub fn reap(&mut self, ram: &impl GuestRam) {
        for reply in self.take(ram) {
            reply.check();
        }
    }

    /// Takes back what the device has used. If nobody tampered, each is something that was posted, of which no more is
    /// written than the device says.
    pub fn take(&mut self, ram: &impl GuestRam) -> Vec<Reply> {
        let device_index = self.device_index(ram);
        let mut replies = Vec::new();
        if self.tampered {
            self.used_index = device_index;
            return replies;
        }
        while self.used_index != device_index {
            let slot = u64::from(self.used_index % ENTRIES);
            let mut element = [0; 8];
            ram.read(self.base + USED + 4 + 8 * slot, &mut element);
            let [a, b, c, d, e, f, g, h] = element;
            let (head, len) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
            let head = u16::try_from(head).expect("a head is below the queue's size");
            let posted = self
                .posted
                .remove(&head)
                .expect("only what was posted is used, and once");
            replies.push(posted.reply(ram, len));
            self.free.extend(posted.descriptors);
            self.used_index = self.used_index.wrapping_add(1);
        }
        replies
    }
}

/// What the device made of something posted.
#[derive(Debug)]
pub struct Reply {
    /// What it wrote.
    pub written: Vec<u8>,
    /// How much room was left.
    pub rest_bytes: usize,
    fence: Option<u64>,
}

impl Posted {
    /// What the device wrote; what lies behind that is untouched.
    fn reply(&self, ram: &impl GuestRam, len: u32) -> Reply {
        let mut reply = Vec::new();
        for (addr, len) in &self.writable {
            let start = reply.len();
            reply.resize(start + *len as usize, 0);
            ram.read(*addr, &mut reply[start..]);
        }
        let (written, rest) = reply
            .split_at_checked(len as usize)
            .expect("no more is used than there is room for");
        assert!(
            rest.iter().all(|byte| *byte == POISON),
            "bytes behind the reply were written"
        );
        Reply {
            written: written.to_vec(),
            rest_bytes: rest.len(),
            fence: self.fence,
        }
    }
}

impl Reply {
    /// A GPU's is whole or absent, and its header makes sense.
    fn check(&self) {
        let header_bytes = size_of::<CtrlHdr>();
        if self.written.is_empty() {
            assert!(self.rest_bytes < header_bytes, "there was room for a reply");
            return;
        }
        let (header, _) = CtrlHdr::read_from_prefix(&self.written).expect("a reply has a header");
        let code = CtrlType::from_u32(header.type_.get()).expect("a reply has a known code");
        assert!(
            code as u32 >= CtrlType::RespOkNodata as u32,
            "{code:?} is no response"
        );
        let fence = (header.flags.get() & CtrlFlags::FENCE.bits() != 0).then(|| header.fence_id.get());
        assert_eq!(fence, self.fence);
    }
}

fn fence_of(request: &[u8]) -> Option<u64> {
    let (header, _) = CtrlHdr::read_from_prefix(request).ok()?;
    (header.flags.get() & CtrlFlags::FENCE.bits() != 0).then(|| header.fence_id.get())
}

/// `len` bytes in `1 + parts % 4` parts, none of them empty: an empty one is as good as none.
fn split(len: u32, parts: u8) -> Vec<u32> {
    let parts = 1 + u32::from(parts % 4);
    let each = len / parts;
    let mut lens = vec![each; parts as usize - 1];
    lens.push(len - each * (parts - 1));
    lens.retain(|len| *len > 0);
    lens
}
