//! What the kernel's virtio-gpu driver offers beside KMS (`include/uapi/drm/virtgpu_drm.h`).

use std::ffi::c_void;

use drm::buffer::Handle;
use drm::control::Device as _;
use rustix::ioctl::{Ioctl, IoctlOutput, Opcode, ioctl, opcode};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

use crate::card::Card;

/// `VIRTGPU_PARAM_3D_FEATURES`.
pub(crate) const PARAM_3D: u64 = 1;
/// `VIRTGPU_PARAM_RESOURCE_BLOB`.
pub(crate) const PARAM_BLOB: u64 = 3;
/// `VIRTGPU_PARAM_HOST_VISIBLE`.
pub(crate) const PARAM_HOST_VISIBLE: u64 = 4;
/// `VIRTGPU_PARAM_CONTEXT_INIT`.
pub(crate) const PARAM_CONTEXT_INIT: u64 = 6;
/// `VIRTGPU_CONTEXT_PARAM_CAPSET_ID`.
const CONTEXT_CAPSET: u64 = 1;
/// `VIRTGPU_BLOB_FLAG_USE_MAPPABLE`.
const MAPPABLE: u32 = 1;

/// What blobs are multiples of.
const PAGE_BYTES: usize = 4096;

/// Whose memory a blob is (`VIRTGPU_BLOB_MEM_*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mem {
    Guest = 1,
    Host = 2,
    HostGuest = 3,
}

/// One of the driver's structures, all of which go in and come back (`_IOWR`).
///
/// # Safety
/// It is the structure of the command with this number, and any value of it that this module makes has only addresses
/// that are valid for what the command does with them.
unsafe trait Command: Default {
    /// After `DRM_COMMAND_BASE`.
    const NUMBER: u8;
}

macro_rules! command {
    ($(#[$doc:meta])* $name:ident, $number:literal { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Debug, Default)]
        struct $name { $($field: $type),* }
        // SAFETY: the fields are those of the header's structure, in its order, and addresses point to what outlives
        // the call.
        unsafe impl Command for $name {
            const NUMBER: u8 = $number;
        }
    };
}

command! {
    /// `struct drm_virtgpu_map`.
    Map, 0x01 { offset: u64, handle: u32, pad: u32 }
}
command! {
    /// `struct drm_virtgpu_getparam`.
    GetParam, 0x03 { param: u64, value: u64 }
}
command! {
    /// `struct drm_virtgpu_3d_transfer_from_host`.
    FromHost, 0x06 { handle: u32, area: [u32; 6], level: u32, offset: u32, stride: u32, layer_stride: u32 }
}
command! {
    /// `struct drm_virtgpu_3d_transfer_to_host`.
    ToHost, 0x07 { handle: u32, area: [u32; 6], level: u32, offset: u32, stride: u32, layer_stride: u32 }
}
command! {
    /// `struct drm_virtgpu_3d_wait`.
    Wait, 0x08 { handle: u32, flags: u32 }
}
command! {
    /// `struct drm_virtgpu_resource_create_blob`.
    CreateBlob, 0x0a {
        mem: u32, flags: u32, handle: u32, resource: u32, size: u64, pad: u32, cmd_size: u32, cmd: u64, blob_id: u64,
    }
}
command! {
    /// `struct drm_virtgpu_context_init`.
    ContextInit, 0x0b { count: u32, pad: u32, params: u64 }
}

/// A command on its way.
struct Ask<'a, T>(&'a mut T);

// SAFETY: the number and the structure belong together, and both directions are announced.
unsafe impl<T: Command> Ioctl for Ask<'_, T> {
    type Output = ();
    const IS_MUTATING: bool = true;

    fn opcode(&self) -> Opcode {
        /// `DRM_COMMAND_BASE`.
        const BASE: u8 = 0x40;
        opcode::read_write::<T>(b'd', BASE + T::NUMBER)
    }

    fn as_ptr(&mut self) -> *mut c_void {
        std::ptr::from_mut(self.0).cast()
    }

    unsafe fn output_from_ptr(_: IoctlOutput, _: *mut c_void) -> rustix::io::Result<()> {
        Ok(())
    }
}

impl Card {
    fn ask<T: Command>(&self, what: &str, mut body: T) -> Result<T, String> {
        // SAFETY: the structure is the command's, with valid addresses only.
        unsafe { ioctl(self, Ask(&mut body)) }.map_err(|error| format!("{what}: {error}"))?;
        Ok(body)
    }

    /// One of the driver's `PARAM_`s; those that it does not know are 0.
    pub(crate) fn param(&self, param: u64) -> bool {
        let mut value = 0i32;
        let value_at = std::ptr::from_mut(&mut value) as u64;
        let asked = self.ask(
            "parameter",
            GetParam {
                param,
                value: value_at,
            },
        );
        asked.is_ok() && value != 0
    }

    /// Gives this process's context a set of capabilities.
    pub(crate) fn init_context(&self, capset: u64) -> Result<(), String> {
        let params = [CONTEXT_CAPSET, capset];
        let (count, params) = (1, params.as_ptr() as u64);
        let init = ContextInit {
            count,
            pad: 0,
            params,
        };
        self.ask("context", init).map(drop)
    }

    /// Waits until the host is done with a blob.
    fn wait(&self, handle: Handle) -> Result<(), String> {
        let handle = handle.into();
        self.ask("wait", Wait { handle, flags: 0 }).map(drop)
    }
}

/// A blob that can be mapped.
pub(crate) struct Blob<'a> {
    card: &'a Card,
    pub(crate) handle: Handle,
    size_bytes: usize,
    map_offset: u64,
}

impl<'a> Blob<'a> {
    /// Makes one of whole pages. `stream`, if there is one, describes what the host's part of it is, by the name 1.
    pub(crate) fn new(card: &'a Card, mem: Mem, size_bytes: usize, stream: &[u32]) -> Result<Self, String> {
        let size_bytes = size_bytes.next_multiple_of(PAGE_BYTES);
        let create = CreateBlob {
            mem: mem as u32,
            flags: MAPPABLE,
            size: size_bytes as u64,
            cmd_size: size_of_val(stream) as u32,
            cmd: stream.as_ptr() as u64,
            blob_id: u64::from(!stream.is_empty()),
            ..CreateBlob::default()
        };
        let made = card.ask(&format!("no blob of {mem:?}"), create)?;
        let handle = drm::control::from_u32(made.handle).ok_or("a blob without a handle")?;
        let mut blob = Self {
            card,
            handle,
            size_bytes,
            map_offset: 0,
        };
        let map = Map {
            handle: made.handle,
            ..Map::default()
        };
        blob.map_offset = card.ask(&format!("a blob of {mem:?} is not mapped"), map)?.offset;
        Ok(blob)
    }

    /// Copies words to its beginning, or from there, in a mapping that is made for that and taken away again.
    fn with_words<T>(&self, then: impl FnOnce(&mut [u32]) -> T) -> Result<T, String> {
        let (access, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::SHARED);
        let null = std::ptr::null_mut();
        // SAFETY: a new mapping, at a place that the kernel chooses.
        let start = unsafe { mmap(null, self.size_bytes, access, flags, self.card, self.map_offset) };
        let start = start.map_err(|error| format!("mmap: {error}"))?;
        // SAFETY: the mapping is that long, aligned to pages, ours alone, and stays until the slice is gone; the host
        // only reads.
        let words = unsafe { std::slice::from_raw_parts_mut(start.cast::<u32>(), self.size_bytes / 4) };
        let result = then(words);
        // SAFETY: nobody has the slice any more.
        unsafe { munmap(start, self.size_bytes) }.map_err(|error| format!("munmap: {error}"))?;
        Ok(result)
    }

    /// Writes words from its beginning on.
    pub(crate) fn write(&self, words: &[u32]) -> Result<(), String> {
        self.with_words(|place| place[..words.len()].copy_from_slice(words))
    }

    /// Reads as many words, in another mapping than they were written in.
    pub(crate) fn read(&self, count: usize) -> Result<Vec<u32>, String> {
        self.with_words(|place| place[..count].to_vec())
    }

    /// Has the host take a picture of this size out of the blob's memory.
    pub(crate) fn send(&self, (width, height): (u32, u32)) -> Result<(), String> {
        let send = ToHost {
            handle: self.handle.into(),
            area: [0, 0, 0, width, height, 1],
            stride: width * 4,
            ..ToHost::default()
        };
        self.card.ask("no transfer to the host", send)?;
        self.card.wait(self.handle)
    }

    /// Has the host write its picture into the blob's memory.
    pub(crate) fn fetch(&self, (width, height): (u32, u32)) -> Result<(), String> {
        let fetch = FromHost {
            handle: self.handle.into(),
            area: [0, 0, 0, width, height, 1],
            stride: width * 4,
            ..FromHost::default()
        };
        self.card.ask("no transfer from the host", fetch)?;
        self.card.wait(self.handle)
    }
}

impl Drop for Blob<'_> {
    fn drop(&mut self) {
        // The card is open, so this cannot fail but by a fault of ours.
        let closed = self.card.close_buffer(self.handle);
        assert!(closed.is_ok(), "a blob cannot be closed: {closed:?}");
    }
}
