//! The memory behind a client's resources: shared with it, or ours alone where the protocol is too old to share.

use std::{
    collections::HashMap,
    fs::File,
    io,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::{Arc, Mutex, PoisonError},
};

use device::{
    ids::ResourceId,
    memory::{HostMemory, OutOfMemory},
    transfer::{Backings, BadBacking, Mapping},
};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, ftruncate, memfd_create};
use vm_memory::{FileOffset, MmapRegion, VolatileMemory};

/// Why there is no memory for a resource.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    /// The client has used up its share.
    #[error(transparent)]
    OutOfMemory(#[from] OutOfMemory),
    /// The host has none left.
    #[error("shared memory: {0}")]
    Io(#[from] io::Error),
    /// The host cannot map it.
    #[error("shared memory: {0}")]
    Map(#[from] vm_memory::mmap::MmapRegionError),
}

/// Memory shared with the client. It cannot shrink: the seals say so, and no access to the mapping can fail. The GPU
/// may use it where it is, for as long as it takes.
#[derive(Debug)]
struct Shared(Arc<MmapRegion>);

#[derive(Debug)]
enum Store {
    Shared(Shared),
    Ours(Mutex<Vec<u8>>),
}

impl Store {
    fn len_bytes(&self) -> u64 {
        match self {
            Self::Shared(Shared(region)) => region.size() as u64,
            Self::Ours(bytes) => bytes.lock().unwrap_or_else(PoisonError::into_inner).len() as u64,
        }
    }
}

/// All memory of a client.
///
/// Invariant: `account.used_bytes()` is the sum of the stores' lengths.
#[derive(Debug)]
pub(super) struct Memory {
    stores: HashMap<ResourceId, Store>,
    account: HostMemory,
}

/// A descriptor to give to the client.
#[derive(Debug)]
pub(super) struct SharedFd(OwnedFd);

impl AsFd for SharedFd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Memory {
    pub(super) fn new(limit_bytes: u64) -> Self {
        Self {
            stores: HashMap::new(),
            account: HostMemory::new(limit_bytes),
        }
    }

    /// Puts memory that the client can map behind a resource that has none.
    pub(super) fn share(&mut self, id: ResourceId, bytes: u32) -> Result<SharedFd, MemoryError> {
        self.account.charge(bytes.into())?;
        match create(bytes) {
            Ok((region, fd)) => {
                self.stores.insert(id, Store::Shared(Shared(Arc::new(region))));
                Ok(SharedFd(fd))
            }
            Err(error) => {
                self.account.release(bytes.into());
                Err(error)
            }
        }
    }

    /// Puts memory that the client cannot see behind a resource that has none.
    pub(super) fn keep(&mut self, id: ResourceId, bytes: u32) -> Result<(), MemoryError> {
        self.account.charge(bytes.into())?;
        match device::memory::allocate_zeroed(bytes.into()) {
            Ok(zeroes) => {
                self.stores.insert(id, Store::Ours(Mutex::new(zeroes)));
                Ok(())
            }
            Err(error) => {
                self.account.release(bytes.into());
                Err(error.into())
            }
        }
    }

    /// Takes a resource's memory away. Returns the mapping of it that the GPU may have been lent.
    pub(super) fn remove(&mut self, id: ResourceId) -> Option<Mapping> {
        let store = self.stores.remove(&id)?;
        self.account.release(store.len_bytes());
        match store {
            Store::Shared(Shared(region)) => Some(region as Mapping),
            Store::Ours(_) => None,
        }
    }
}

fn create(bytes: u32) -> Result<(MmapRegion, OwnedFd), MemoryError> {
    let fd =
        memfd_create("vtest", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).map_err(io::Error::from)?;
    ftruncate(&fd, bytes.into()).map_err(io::Error::from)?;
    // If the client could shrink it, our next access would be a SIGBUS.
    fcntl_add_seals(&fd, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL).map_err(io::Error::from)?;
    let file = File::from(fd.try_clone()?);
    let region = MmapRegion::from_file(FileOffset::new(file, 0), bytes as usize)?;
    Ok((region, fd))
}

fn range(offset: u64, length: usize) -> Result<std::ops::Range<usize>, BadBacking> {
    let start = usize::try_from(offset).map_err(|_| BadBacking)?;
    let end = start.checked_add(length).ok_or(BadBacking)?;
    Ok(start..end)
}

impl Backings for Memory {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        self.stores.get(&resource).map(Store::len_bytes)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let range = range(offset, dst.len())?;
        match self.stores.get(&resource).ok_or(BadBacking)? {
            Store::Shared(Shared(region)) => {
                region
                    .get_slice(range.start, dst.len())
                    .map_err(|_| BadBacking)?
                    .copy_to(dst);
            }
            Store::Ours(bytes) => {
                let bytes = bytes.lock().unwrap_or_else(PoisonError::into_inner);
                dst.copy_from_slice(bytes.get(range).ok_or(BadBacking)?);
            }
        }
        Ok(())
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        let range = range(offset, src.len())?;
        match self.stores.get(&resource).ok_or(BadBacking)? {
            Store::Shared(Shared(region)) => {
                region
                    .get_slice(range.start, src.len())
                    .map_err(|_| BadBacking)?
                    .copy_from(src);
            }
            Store::Ours(bytes) => {
                let mut bytes = bytes.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.get_mut(range).ok_or(BadBacking)?.copy_from_slice(src);
            }
        }
        Ok(())
    }

    /// The GPU may look at it after the message was served: clients ask whether a resource is busy before they write to
    /// its memory again, and we say so until the fence (`virgl_resource_transfer_prepare` in Mesa). What is ours alone
    /// is small, or goes through the socket anyway.
    fn mapping(&self, resource: ResourceId) -> Option<Mapping> {
        match self.stores.get(&resource)? {
            Store::Shared(Shared(region)) => Some(Arc::clone(region) as Mapping),
            Store::Ours(_) => None,
        }
    }
}

/// Bytes of a message in the place of one resource's memory.
pub(super) struct WithInline<'a> {
    pub(super) resource: ResourceId,
    pub(super) bytes: &'a Mutex<Vec<u8>>,
    pub(super) rest: &'a Memory,
}

impl Backings for WithInline<'_> {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        if resource == self.resource {
            return Some(self.bytes.lock().unwrap_or_else(PoisonError::into_inner).len() as u64);
        }
        self.rest.len_bytes(resource)
    }

    fn mapping(&self, resource: ResourceId) -> Option<Mapping> {
        if resource == self.resource {
            return None;
        }
        self.rest.mapping(resource)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        if resource != self.resource {
            return self.rest.read(resource, offset, dst);
        }
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        dst.copy_from_slice(bytes.get(range(offset, dst.len())?).ok_or(BadBacking)?);
        Ok(())
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        if resource != self.resource {
            return self.rest.write(resource, offset, src);
        }
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        bytes
            .get_mut(range(offset, src.len())?)
            .ok_or(BadBacking)?
            .copy_from_slice(src);
        Ok(())
    }
}
