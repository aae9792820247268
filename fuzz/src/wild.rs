//! Guest memory of two regions, and what a driver that keeps to no rule writes to its rings there. Shared by the targets
//! that run rings on memory of their own.

use vm_memory::{Bytes, GuestAddress, GuestAddressSpace, GuestMemoryAtomic, GuestMemoryMmap};

use crate::{
    driver::{self, Driver, GuestRam},
    input::Input,
};

/// A second region, beyond a gap.
pub(crate) const FAR: (u64, usize) = (0x10_0000, 0x1_0000);

/// The memory, which may be replaced.
pub(crate) struct Ram(pub(crate) GuestMemoryAtomic<GuestMemoryMmap>);

impl GuestRam for Ram {
    fn write(&self, addr: u64, bytes: &[u8]) {
        // Outside of memory, or across its end: a guest cannot do that either.
        let _ = self.0.memory().write_slice(bytes, GuestAddress(addr));
    }

    fn read(&self, addr: u64, bytes: &mut [u8]) {
        let _ = self.0.memory().read_slice(bytes, GuestAddress(addr));
    }
}

/// Near the queues and buffers, in the far region, at an edge, or anywhere.
pub(crate) fn address(kind: u8, input: &mut Input<'_>) -> u64 {
    match kind >> 1 & 7 {
        0..=2 => u64::from(input.u16()),
        3 | 4 => u64::from(input.u16()) << 2,
        5 => FAR.0 + u64::from(input.u16()),
        6 => driver::MEMORY_BYTES.wrapping_sub(input.u8().into()),
        _ => u64::from_le_bytes(input.array()),
    }
}

/// Any descriptor, anywhere in the table.
pub(crate) fn write_descriptor(driver: &Driver, ram: &Ram, input: &mut Input<'_>) {
    let (table, ..) = driver.addresses();
    let index = u64::from(input.u8()) % u64::from(driver::ENTRIES);
    let addr = address(input.u8(), input);
    let mut bytes = addr.to_le_bytes().to_vec();
    bytes.extend(input.array::<4>());
    bytes.extend([input.u8(), 0, input.u8(), 0]);
    ram.write(table + index * 16, &bytes);
}

/// Any head in any slot of the available ring, and any index of it.
pub(crate) fn make_available(driver: &Driver, ram: &Ram, input: &mut Input<'_>) {
    let (_, available, _) = driver.addresses();
    let slot = u64::from(input.u8()) % u64::from(driver::ENTRIES);
    ram.write(available + 4 + 2 * slot, &input.array::<2>());
    ram.write(available + 2, &input.array::<2>());
}
