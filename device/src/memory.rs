//! Memory on both sides: the guest's, reached by address, and the host's, accounted for.

use thiserror::Error;

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

    /// Whether every byte of the range is mapped at present.
    fn is_mapped(&self, addr: u64, len: u64) -> bool;
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
/// Invariant: `used ≤ limit`, and `used` is the sum of what was allocated and not yet released.
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

    /// Zeroed memory, charged to the account until [`HostMemory::release`].
    ///
    /// Pages that nobody touches are never populated, so a guest that creates without drawing costs little.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the account or the host does not have it.
    pub fn allocate_zeroed(&mut self, bytes: u64) -> Result<Vec<u8>, OutOfMemory> {
        let refuse = OutOfMemory {
            bytes,
            used_bytes: self.used_bytes,
            limit_bytes: self.limit_bytes,
        };
        let used_bytes = self
            .used_bytes
            .checked_add(bytes)
            .filter(|used| *used <= self.limit_bytes)
            .ok_or(refuse)?;
        let length = usize::try_from(bytes).map_err(|_| refuse)?;
        let memory = bytemuck::allocation::try_zeroed_vec(length).map_err(|()| refuse)?;
        self.used_bytes = used_bytes;
        Ok(memory)
    }

    /// Returns `bytes` of an earlier allocation to the account.
    pub fn release(&mut self, bytes: u64) {
        self.used_bytes = self
            .used_bytes
            .checked_sub(bytes)
            .expect("no more is released than was allocated");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_byte_fits_and_one_more_does_not() {
        let mut memory = HostMemory::new(100);
        assert_eq!(memory.allocate_zeroed(100).unwrap(), vec![0; 100]);
        assert_eq!(
            memory.allocate_zeroed(1),
            Err(OutOfMemory {
                bytes: 1,
                used_bytes: 100,
                limit_bytes: 100
            })
        );
        memory.release(1);
        assert!(memory.allocate_zeroed(1).is_ok());
    }

    #[test]
    fn an_overflowing_sum_is_refused() {
        let mut memory = HostMemory::new(u64::MAX);
        memory.allocate_zeroed(16).unwrap();
        assert!(memory.allocate_zeroed(u64::MAX).is_err());
        assert_eq!(memory.used_bytes(), 16);
    }

    #[test]
    fn what_the_host_cannot_give_is_an_error_and_not_charged() {
        let mut memory = HostMemory::new(u64::MAX);
        assert!(memory.allocate_zeroed(1 << 62).is_err());
        assert_eq!(memory.used_bytes(), 0);
    }
}
