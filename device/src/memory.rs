//! Memory on both sides: the guest's, reached by address, and the host's, accounted for.

use thiserror::Error;

use crate::transfer::Mapping;

/// A range of guest-physical addresses that the guest does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("guest memory {addr:#x}+{len:#x} is not mapped")]
pub struct BadAddress {
    /// First address asked for.
    pub addr: u64,
    /// Bytes asked for.
    pub len: u64,
}

/// Guest memory, as the device may use it while a request runs.
///
/// The guest goes on running and may change what is read at any time: nothing may be read twice.
pub trait GuestMemory {
    /// Copies `dst.len()` bytes from guest-physical `addr`.
    ///
    /// # Errors
    /// [`BadAddress`] if any byte of the range is not mapped; `dst` is then partly written.
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress>;

    /// Copies `src` to guest-physical `addr`.
    ///
    /// # Errors
    /// [`BadAddress`] if any byte of the range is not mapped; it is then partly written.
    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress>;

    /// Whether every byte of the range is mapped at present.
    fn is_mapped(&self, addr: u64, len: u64) -> bool;

    /// A mapping of this process in which the ranges' bytes follow each other, and which ends where they do; `None` if
    /// there can be none. It is of the memory as it is at present: see
    /// [`Device::memory_changed`](crate::Device::memory_changed).
    fn stitch(&self, _ranges: &[GuestRange]) -> Option<Mapping> {
        None
    }
}

/// One range of guest memory. `addr + len` does not overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestRange {
    /// Guest-physical address.
    pub addr: u64,
    /// In bytes.
    pub len: u32,
}

/// Host memory that guest requests allocate: pixels of resources.
///
/// Invariant: `used ≤ limit`, and `used` is the sum of what was charged and not yet released.
#[derive(Clone, Debug)]
pub struct HostMemory {
    used_bytes: u64,
    limit_bytes: u64,
}

/// The guest's share of host memory is used up, or the host has none left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{bytes} bytes do not fit: {used_bytes} of {limit_bytes} are in use")]
pub struct OutOfMemory {
    /// Asked for.
    pub bytes: u64,
    /// In use.
    pub used_bytes: u64,
    /// Allowed.
    pub limit_bytes: u64,
}

impl OutOfMemory {
    /// The host itself could not give `bytes` that no guest's account is charged for.
    pub fn of_host(bytes: u64) -> Self {
        Self {
            bytes,
            used_bytes: 0,
            limit_bytes: 0,
        }
    }
}

impl HostMemory {
    /// An account that allows `limit_bytes`.
    pub fn new(limit_bytes: u64) -> Self {
        Self {
            used_bytes: 0,
            limit_bytes,
        }
    }

    /// Bytes in use.
    pub fn used_bytes(&self) -> u64 {
        self.used_bytes
    }

    /// Charges `bytes` to the account until [`HostMemory::release`].
    ///
    /// # Errors
    /// [`OutOfMemory`] if the account does not have them.
    pub fn charge(&mut self, bytes: u64) -> Result<(), OutOfMemory> {
        let used_bytes = self
            .used_bytes
            .checked_add(bytes)
            .filter(|used| *used <= self.limit_bytes);
        self.used_bytes = used_bytes.ok_or(OutOfMemory {
            bytes,
            used_bytes: self.used_bytes,
            limit_bytes: self.limit_bytes,
        })?;
        Ok(())
    }

    /// Returns `bytes` of an earlier charge to the account.
    pub fn release(&mut self, bytes: u64) {
        self.used_bytes = self
            .used_bytes
            .checked_sub(bytes)
            .expect("no more is released than was charged");
    }
}

/// Zeroed memory that has been charged.
///
/// # Errors
/// [`OutOfMemory`] if the host does not have it.
pub fn allocate_zeroed(bytes: u64) -> Result<Vec<u8>, OutOfMemory> {
    usize::try_from(bytes)
        .ok()
        .and_then(|length| bytemuck::allocation::try_zeroed_vec(length).ok())
        .ok_or(OutOfMemory::of_host(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_byte_fits_and_one_more_does_not() {
        let mut memory = HostMemory::new(100);
        assert_eq!(memory.charge(100), Ok(()));
        assert_eq!(
            memory.charge(1),
            Err(OutOfMemory {
                bytes: 1,
                used_bytes: 100,
                limit_bytes: 100
            })
        );
        memory.release(1);
        assert_eq!(memory.charge(1), Ok(()));
    }

    #[test]
    fn an_overflowing_sum_is_refused() {
        let mut memory = HostMemory::new(u64::MAX);
        memory.charge(16).unwrap();
        assert!(memory.charge(u64::MAX).is_err());
        assert_eq!(memory.used_bytes(), 16);
    }

    #[test]
    fn what_the_host_cannot_give_is_an_error() {
        assert_eq!(allocate_zeroed(3), Ok(vec![0; 3]));
        assert!(allocate_zeroed(1 << 62).is_err());
    }
}
