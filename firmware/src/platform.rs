//! What the driver asks of the machine. [`crate::uefi`] gives it by `EFI_PCI_IO_PROTOCOL`; the tests by a device in
//! plain memory.

use crate::error::Error;

/// How wide a register is. Virtio asks for accesses of exactly that width (virtio 1.3 §4.1.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One byte.
    W8,
    /// Two bytes.
    W16,
    /// Four bytes.
    W32,
}

impl Width {
    /// In bytes.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::W8 => 1,
            Self::W16 => 2,
            Self::W32 => 4,
        }
    }
}

/// One PCI function, with DMA and time.
pub trait Platform {
    /// Memory that both the processor and the device reach.
    type Buffer: Buffer;

    /// Reads PCI configuration space at `offset`, little-endian.
    ///
    /// # Errors
    /// [`Error::Access`].
    fn read_config(&self, offset: u8, width: Width) -> Result<u32, Error>;

    /// Reads a register `offset` bytes into a BAR.
    ///
    /// # Errors
    /// [`Error::Access`], also where the BAR has no such register.
    fn read(&self, bar: u8, offset: u64, width: Width) -> Result<u32, Error>;

    /// Writes a register `offset` bytes into a BAR.
    ///
    /// # Errors
    /// [`Error::Access`], also where the BAR has no such register.
    fn write(&self, bar: u8, offset: u64, width: Width, value: u32) -> Result<(), Error>;

    /// Memory of at least so many bytes, zeroed, aligned to a page, and in one piece for the device.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    fn allocate(&self, bytes: usize) -> Result<Self::Buffer, Error>;

    /// Passes about [`PAUSE_US`].
    fn pause(&self);
}

/// How long [`Platform::pause`] waits, in microseconds.
pub const PAUSE_US: u32 = 20;

/// Memory for DMA. Dropping it takes it from the device first: the driver must have told it to forget the address.
pub trait Buffer {
    /// Where the device finds it.
    fn device_address(&self) -> u64;

    /// Copies from it; what lies outside of the buffer is read as zero.
    fn read(&self, offset: usize, into: &mut [u8]);

    /// Copies to it; what lies outside of the buffer is dropped.
    fn write(&mut self, offset: usize, from: &[u8]);

    /// Reads two bytes at an even offset at once, before anything that is read later; 0 outside of the buffer.
    fn load16(&self, offset: usize) -> u16;

    /// Writes two bytes at an even offset at once, after everything that was written before.
    fn store16(&mut self, offset: usize, value: u16);

    /// All of it, as plain bytes: for frames, which the device only reads, and only when it is told to.
    fn bytes(&mut self) -> &mut [u8];
}
