//! Host memory that a guest can map: blobs of the host, each a file in memory, which the front end maps for the guest.

use std::{any::Any, ffi::CString, fs::File, os::unix::fs::FileExt, sync::Arc};

use device::{
    blob::{HostVisible, SharedBytes},
    memory::OutOfMemory,
};
use log::warn;
use rustix::fs::{MemfdFlags, SealFlags};

/// The bytes of one blob.
#[derive(Debug)]
pub struct SharedFile {
    file: File,
}

/// A region of that size, with blobs in files.
pub fn host_visible(size_bytes: u64) -> Option<HostVisible> {
    (size_bytes > 0).then_some(HostVisible { size_bytes, allocate })
}

fn allocate(size_bytes: u64) -> Result<Arc<dyn SharedBytes>, OutOfMemory> {
    let file = SharedFile::new(size_bytes).map_err(|error| {
        warn!("no memory to share: {error}");
        OutOfMemory::of_host(size_bytes)
    })?;
    Ok(Arc::new(file))
}

impl SharedFile {
    /// A file of zeroes that stays as long as it is.
    fn new(size_bytes: u64) -> std::io::Result<Self> {
        let name = CString::from(c"vhost-wgpu-blob");
        let fd = rustix::fs::memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        rustix::fs::ftruncate(&fd, size_bytes)?;
        rustix::fs::fcntl_add_seals(&fd, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
        Ok(Self { file: fd.into() })
    }

    /// To be handed to the front end.
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl SharedBytes for SharedFile {
    fn read(&self, offset: u64, dst: &mut [u8]) {
        // The file cannot shrink, and the device asks for no more than it has.
        if let Err(error) = self.file.read_exact_at(dst, offset) {
            warn!("cannot read shared memory: {error}");
            dst.fill(0);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_side_writes_is_read() {
        let bytes = allocate(8192).unwrap();
        let file = bytes.as_any().downcast_ref::<SharedFile>().unwrap().file();
        file.write_all_at(&[1, 2, 3], 4095).unwrap();
        let mut read = [9; 5];
        bytes.read(4094, &mut read);
        assert_eq!(read, [0, 1, 2, 3, 0]);
        assert!(file.set_len(4096).is_err(), "nobody can take it away again");
    }

    #[test]
    fn a_region_of_nothing_is_none() {
        assert!(host_visible(0).is_none());
        assert_eq!(host_visible(1 << 20).unwrap().size_bytes, 1 << 20);
    }
}
