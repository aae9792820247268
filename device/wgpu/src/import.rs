//! Memory of the process as a buffer of the GPU (`VK_EXT_external_memory_host`), so that the GPU copies where the
//! guest's memory is. Other unsafe code of this crate is in `open` and `raster`,
//! and single calls are in `shader`, `pass` and `allocator`.
//!
//! A [`MmapRegion`] is mapped as long as it is there, and an imported buffer keeps one: the mapping ends after the last
//! work with the buffer. The guest may change the bytes at any time. The buffer is only ever a source or a target of
//! copies, so whatever the bytes are, they are texels.
#![allow(unsafe_code, reason = "wgpu has no other way to import memory")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ash::{ext::external_memory_host, vk};
use vm_memory::{FileOffset, MmapRegion, VolatileMemory};
use wgpu::hal::vulkan;
use wgpu::{BufferUsages, BufferUses};

type Vulkan = wgpu::hal::api::Vulkan;

/// A mapping reaches to the end of its last page, and no host's pages are smaller.
const PAGE_BYTES: usize = 4096;
/// Imports alive at once, each an allocation, of which drivers allow 4096 and wgpu makes some itself.
const MOST_IMPORTS: usize = 1024;
/// How long the probe's copies may take.
const PROBE_DEADLINE: Duration = Duration::from_secs(5);

const HANDLE_TYPE: vk::ExternalMemoryHandleTypeFlags = vk::ExternalMemoryHandleTypeFlags::HOST_ALLOCATION_EXT;

/// Imports memory into one device.
pub(crate) struct Importer {
    raw: ash::Device,
    functions: external_memory_host::Device,
    /// Bits of memory types that the process and the GPU see alike.
    coherent_types: u32,
    alignment: usize,
    alive: Arc<AtomicUsize>,
}

/// What an imported buffer is made of. It goes when nothing works with the buffer any more.
struct Parts {
    device: ash::Device,
    buffer: vk::Buffer,
    memory: vk::DeviceMemory,
    alive: Arc<AtomicUsize>,
    /// What the memory is: it ends last.
    _region: Arc<MmapRegion>,
}

impl Drop for Parts {
    fn drop(&mut self) {
        // SAFETY: both are of this device, which wgpu keeps as long as buffers on it; nothing works with them any
        // more, since wgpu lets go of a buffer after the last submission that names it; nobody else has the handles.
        unsafe {
            self.device.destroy_buffer(self.buffer, None);
            self.device.free_memory(self.memory, None);
        }
        self.alive.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Importer {
    /// `None` if the device was opened without the extension, or it would not work in any case.
    pub(crate) fn new(device: &wgpu::Device) -> Option<Self> {
        // SAFETY: the device's handles are only looked at, and nothing of it is destroyed.
        let hal = unsafe { device.as_hal::<Vulkan>() }?;
        if !hal
            .enabled_device_extensions()
            .contains(&external_memory_host::NAME)
        {
            return None;
        }
        let instance = hal.shared_instance().raw_instance();
        let physical = hal.raw_physical_device();
        let mut limits = vk::PhysicalDeviceExternalMemoryHostPropertiesEXT::default();
        let mut properties = vk::PhysicalDeviceProperties2::default().push_next(&mut limits);
        // SAFETY: the physical device is one of this instance, which knows 1.1; the chain is valid for the call.
        let types = unsafe {
            instance.get_physical_device_properties2(physical, &mut properties);
            instance.get_physical_device_memory_properties(physical)
        };
        let wanted = vk::MemoryPropertyFlags::HOST_VISIBLE | vk::MemoryPropertyFlags::HOST_COHERENT;
        let coherent_types = types
            .memory_types_as_slice()
            .iter()
            .enumerate()
            .filter(|(_, kind)| kind.property_flags.contains(wanted))
            .fold(0, |bits, (index, _)| bits | 1 << index);
        let alignment = usize::try_from(limits.min_imported_host_pointer_alignment).ok()?;
        (1..=PAGE_BYTES).contains(&alignment).then(|| Self {
            raw: hal.raw_device().clone(),
            functions: external_memory_host::Device::new(instance, hal.raw_device()),
            coherent_types,
            alignment,
            alive: Arc::default(),
        })
    }

    /// The whole region as a buffer to copy from and to; `None` if the driver refuses, or too many are alive.
    pub(crate) fn import(&self, device: &wgpu::Device, region: &Arc<MmapRegion>) -> Option<wgpu::Buffer> {
        let read_and_write = libc::PROT_READ | libc::PROT_WRITE;
        if region.size() == 0
            || region.prot() & read_and_write != read_and_write
            || self.alive.load(Ordering::Acquire) >= MOST_IMPORTS
        {
            return None;
        }
        let size = region.size() as u64;
        let parts = self.parts(region, size)?;
        let raw = parts.buffer;
        // SAFETY: the buffer stays until the callback runs, which wgpu calls when it has done with it. wgpu never
        // maps it: it has no usage for that.
        let hal = unsafe { vulkan::Buffer::from_raw_externally_owned(raw, Box::new(move || drop(parts))) };
        // SAFETY: it is a buffer of this device, of this size, which is not 0, with these usages; its bytes are those
        // of a mapping, so all are initialised.
        Some(unsafe {
            device.create_buffer_from_hal::<Vulkan>(
                hal,
                &wgpu::BufferDescriptor {
                    label: None,
                    size,
                    usage: BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
                    mapped_at_creation: false,
                },
            )
        })
    }

    fn parts(&self, region: &Arc<MmapRegion>, size: u64) -> Option<Parts> {
        let pointer = region.as_ptr();
        let len = region.size().checked_next_multiple_of(self.alignment)? as u64;
        if !pointer.addr().is_multiple_of(self.alignment) {
            return None;
        }
        let mut host = vk::MemoryHostPointerPropertiesEXT::default();
        // SAFETY: the device has the extension, and the pointer is one of a mapping of that process.
        unsafe {
            (self.functions.fp().get_memory_host_pointer_properties_ext)(
                self.raw.handle(),
                HANDLE_TYPE,
                pointer.cast(),
                &mut host,
            )
        }
        .result()
        .ok()?;
        let mut external = vk::ExternalMemoryBufferCreateInfo::default().handle_types(HANDLE_TYPE);
        let info = vk::BufferCreateInfo::default()
            .size(size)
            .usage(vk::BufferUsageFlags::TRANSFER_SRC | vk::BufferUsageFlags::TRANSFER_DST)
            .push_next(&mut external);
        // SAFETY: the device is open, and the structures are valid for the call.
        let buffer = unsafe { self.raw.create_buffer(&info, None) }.ok()?;
        let memory = self.memory(buffer, pointer.cast(), len, host.memory_type_bits);
        let Some(memory) = memory else {
            // SAFETY: it was just made, and nobody has it.
            unsafe { self.raw.destroy_buffer(buffer, None) };
            return None;
        };
        self.alive.fetch_add(1, Ordering::AcqRel);
        Some(Parts {
            device: self.raw.clone(),
            buffer,
            memory,
            alive: Arc::clone(&self.alive),
            _region: Arc::clone(region),
        })
    }

    /// The memory at `pointer`, bound to the buffer.
    fn memory(
        &self,
        buffer: vk::Buffer,
        pointer: *mut std::ffi::c_void,
        len: u64,
        types: u32,
    ) -> Option<vk::DeviceMemory> {
        // SAFETY: the buffer is of this device.
        let needs = unsafe { self.raw.get_buffer_memory_requirements(buffer) };
        let types = types & needs.memory_type_bits & self.coherent_types;
        if types == 0 || needs.size > len {
            return None;
        }
        let mut import = vk::ImportMemoryHostPointerInfoEXT::default()
            .handle_type(HANDLE_TYPE)
            .host_pointer(pointer);
        let info = vk::MemoryAllocateInfo::default()
            .allocation_size(len)
            .memory_type_index(types.trailing_zeros())
            .push_next(&mut import);
        // SAFETY: pointer and length are multiples of the alignment; the memory is mapped up to the end of its last
        // page, which is where the length ends at most; who calls this keeps the mapping longer than the memory.
        let memory = unsafe { self.raw.allocate_memory(&info, None) }.ok()?;
        // SAFETY: both are new, of one of the types that both can have, and large enough.
        if unsafe { self.raw.bind_buffer_memory(buffer, memory, 0) }.is_err() {
            // SAFETY: it was just made, and nobody has it.
            unsafe { self.raw.free_memory(memory, None) };
            return None;
        }
        Some(memory)
    }

    /// Whether shared memory can be imported here, and copies from it and to it are right.
    pub(crate) fn works(&self, device: &wgpu::Device, queue: &wgpu::Queue) -> bool {
        self.try_copies(device, queue).is_some_and(|is_right| is_right)
    }

    fn try_copies(&self, device: &wgpu::Device, queue: &wgpu::Queue) -> Option<bool> {
        let half = PAGE_BYTES;
        let pattern: Vec<u8> = (0..half).map(|i| (i % 251) as u8).collect();
        let region = shared_memory(2 * half)?;
        region.get_slice(0, half).ok()?.copy_from(&pattern);
        let buffer = self.import(device, &region)?;
        let between = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: half as u64,
            usage: BufferUsages::COPY_SRC | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(&buffer, 0, &between, 0, half as u64);
        encoder.copy_buffer_to_buffer(&between, 0, &buffer, half as u64, half as u64);
        show_to_process(&mut encoder, &buffer);
        let index = queue.submit([encoder.finish()]);
        let wait = wgpu::PollType::Wait {
            submission_index: Some(index),
            timeout: Some(PROBE_DEADLINE),
        };
        crate::gpu::poll(device, wait).ok()?;
        let mut copied = vec![0_u8; half];
        region.get_slice(half, half).ok()?.copy_to(&mut copied);
        Some(copied == pattern)
    }
}

/// What the encoder copied to an imported buffer is there for the process once the submission is done.
pub(crate) fn show_to_process(encoder: &mut wgpu::CommandEncoder, buffer: &wgpu::Buffer) {
    // As for a buffer that is about to be mapped: a dependency of the process on the copy.
    let state = BufferUses::MAP_READ;
    encoder.transition_resources(
        std::iter::once(wgpu::wgt::BufferTransition { buffer, state }),
        std::iter::empty(),
    );
}

/// Memory as guests share it.
fn shared_memory(bytes: usize) -> Option<Arc<MmapRegion>> {
    let fd = rustix::fs::memfd_create("probe", rustix::fs::MemfdFlags::CLOEXEC).ok()?;
    rustix::fs::ftruncate(&fd, bytes as u64).ok()?;
    let file = std::fs::File::from(fd);
    MmapRegion::from_file(FileOffset::new(file, 0), bytes)
        .ok()
        .map(Arc::new)
}
