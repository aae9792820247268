//! [`Platform`] by `EFI_PCI_IO_PROTOCOL` (UEFI 2.10 §14.4).

use core::ffi::c_void;
use core::ptr::{self, NonNull};
use core::sync::atomic::{Ordering, fence};

use r_efi::efi::{self, Status};
use r_efi::protocols::pci_io::{self, Protocol};

use super::boot::Boot;
use super::check;
use crate::error::Error;
use crate::platform::{Buffer, PAUSE_US, Platform, Width};

/// Bytes of a page, in which the firmware gives memory to devices.
const PAGE_BYTES: usize = 4096;
/// What the driver needs of the function: its registers, DMA, and that to any address.
const ATTRIBUTES: u64 =
    pci_io::ATTRIBUTE_MEMORY | pci_io::ATTRIBUTE_BUS_MASTER | pci_io::ATTRIBUTE_DUAL_ADDRESS_CYCLE;

/// The PCI function of a controller that the driver has opened, switched on. Dropping it restores what was.
#[derive(Debug)]
pub(super) struct Pci {
    boot: Boot,
    io: NonNull<Protocol>,
    original: u64,
}

impl Pci {
    /// Switches the function on.
    ///
    /// # Safety
    /// `io` is the protocol of a controller that the driver has opened, and stays open longer than this and every
    /// [`Memory`] of it.
    pub(super) unsafe fn switch_on(boot: Boot, io: NonNull<Protocol>) -> Result<Self, Status> {
        let mut pci = Self {
            boot,
            io,
            original: 0,
        };
        let mut original = 0;
        pci.attributes(pci_io::ATTRIBUTE_OPERATION_GET, 0, &mut original)?;
        pci.original = original;
        let enable = pci_io::ATTRIBUTE_OPERATION_ENABLE;
        pci.attributes(enable, ATTRIBUTES, ptr::null_mut())?;
        Ok(pci)
    }

    /// Vendor and device number.
    ///
    /// # Safety
    /// `io` is the protocol of a controller that the driver has opened.
    pub(super) unsafe fn identity(io: NonNull<Protocol>) -> Result<(u16, u16), Status> {
        let mut words = [0_u16; 2];
        let read = access(io).pci.read;
        // SAFETY: there is room for two numbers of 16 bits.
        check(unsafe { read(io.as_ptr(), pci_io::WIDTH_UINT16, 0, 2, words.as_mut_ptr().cast()) })?;
        Ok((words[0], words[1]))
    }

    fn attributes(&self, operation: u32, bits: u64, result: *mut u64) -> Result<(), Status> {
        let function = access(self.io).attributes;
        // SAFETY: `result` is null or has room, as the operation needs it.
        check(unsafe { function(self.io.as_ptr(), operation, bits, result) })
    }
}

impl Drop for Pci {
    fn drop(&mut self) {
        let set = pci_io::ATTRIBUTE_OPERATION_SET;
        let _ = self.attributes(set, self.original, ptr::null_mut());
    }
}

/// The table of functions.
fn access<'a>(io: NonNull<Protocol>) -> &'a Protocol {
    // SAFETY: whoever has such a pointer has promised that the protocol is open; the firmware does not change it.
    unsafe { io.as_ref() }
}

const fn efi_width(width: Width) -> pci_io::Width {
    match width {
        Width::W8 => pci_io::WIDTH_UINT8,
        Width::W16 => pci_io::WIDTH_UINT16,
        Width::W32 => pci_io::WIDTH_UINT32,
    }
}

fn no_access(_: Status) -> Error {
    Error::Access
}

impl Platform for Pci {
    type Buffer = Memory;

    fn read_config(&self, offset: u8, width: Width) -> Result<u32, Error> {
        let mut value = 0_u32;
        let read = access(self.io).pci.read;
        let room = (&raw mut value).cast::<c_void>();
        // SAFETY: no width has more than the four bytes that there is room for. The machine is little-endian.
        let status = unsafe { read(self.io.as_ptr(), efi_width(width), offset.into(), 1, room) };
        check(status).map_err(no_access)?;
        Ok(value)
    }

    fn read(&self, bar: u8, offset: u64, width: Width) -> Result<u32, Error> {
        let mut value = 0_u32;
        let read = access(self.io).mem.read;
        let room = (&raw mut value).cast::<c_void>();
        // SAFETY: as above; the firmware checks the offset against the BAR.
        let status = unsafe { read(self.io.as_ptr(), efi_width(width), bar, offset, 1, room) };
        check(status).map_err(no_access)?;
        Ok(value)
    }

    fn write(&self, bar: u8, offset: u64, width: Width, mut value: u32) -> Result<(), Error> {
        // What was written to memory before must be there when the device is told.
        fence(Ordering::SeqCst);
        let write = access(self.io).mem.write;
        let from = (&raw mut value).cast::<c_void>();
        // SAFETY: as above.
        let status = unsafe { write(self.io.as_ptr(), efi_width(width), bar, offset, 1, from) };
        check(status).map_err(no_access)
    }

    fn allocate(&self, bytes: usize) -> Result<Memory, Error> {
        Memory::new(self.io, bytes).map_err(|_| Error::OutOfMemory)
    }

    fn pause(&self) {
        self.boot.stall(PAUSE_US as usize);
    }
}

/// A common buffer, mapped for the device.
#[derive(Debug)]
pub(super) struct Memory {
    io: NonNull<Protocol>,
    host: NonNull<u8>,
    pages: usize,
    address: u64,
    mapping: Option<*mut c_void>,
}

impl Memory {
    fn new(io: NonNull<Protocol>, bytes: usize) -> Result<Self, Status> {
        let pages = bytes.div_ceil(PAGE_BYTES);
        let mut host: *mut c_void = ptr::null_mut();
        let allocate = access(io).allocate_buffer;
        // SAFETY: the pointer is of a local.
        check(unsafe {
            allocate(
                io.as_ptr(),
                efi::ALLOCATE_ANY_PAGES,
                efi::BOOT_SERVICES_DATA,
                pages,
                &mut host,
                pci_io::ATTRIBUTE_MEMORY_CACHED,
            )
        })?;
        let host: NonNull<u8> = NonNull::new(host.cast()).ok_or(Status::OUT_OF_RESOURCES)?;
        // SAFETY: the firmware has given us so many pages.
        unsafe { host.write_bytes(0, pages * PAGE_BYTES) };
        let mut memory = Self {
            io,
            host,
            pages,
            address: 0,
            mapping: None,
        };
        // From here on `drop` gives them back.
        memory.map()?;
        Ok(memory)
    }

    fn map(&mut self) -> Result<(), Status> {
        let wanted = self.len();
        let mut bytes = wanted;
        let mut mapping = ptr::null_mut();
        let map = access(self.io).map;
        // SAFETY: the memory is ours, and the other pointers are of locals and fields.
        check(unsafe {
            map(
                self.io.as_ptr(),
                pci_io::OPERATION_BUS_MASTER_COMMON_BUFFER,
                self.host.as_ptr().cast(),
                &mut bytes,
                &mut self.address,
                &mut mapping,
            )
        })?;
        self.mapping = Some(mapping);
        // A part of it is of no use.
        if bytes == wanted {
            Ok(())
        } else {
            Err(Status::OUT_OF_RESOURCES)
        }
    }

    fn len(&self) -> usize {
        self.pages * PAGE_BYTES
    }

    /// The pointer to `bytes` bytes at `offset`, if they are there.
    fn at(&self, offset: usize, bytes: usize) -> Option<NonNull<u8>> {
        let end = offset.checked_add(bytes)?;
        // SAFETY: within the memory.
        (end <= self.len()).then(|| unsafe { self.host.add(offset) })
    }
}

impl Buffer for Memory {
    fn device_address(&self) -> u64 {
        self.address
    }

    fn read(&self, offset: usize, into: &mut [u8]) {
        for (index, byte) in into.iter_mut().enumerate() {
            // SAFETY: `at` has checked the place. The device may write there meanwhile, so it is read once.
            *byte = self
                .at(offset.saturating_add(index), 1)
                .map_or(0, |place| unsafe { place.read_volatile() });
        }
    }

    fn write(&mut self, offset: usize, from: &[u8]) {
        for (index, byte) in from.iter().enumerate() {
            if let Some(place) = self.at(offset.saturating_add(index), 1) {
                // SAFETY: `at` has checked the place.
                unsafe { place.write_volatile(*byte) };
            }
        }
    }

    fn load16(&self, offset: usize) -> u16 {
        let place = self.at(offset & !1, 2).map(NonNull::cast::<u16>);
        // SAFETY: `at` has checked the place; pages are aligned, and so is an even offset.
        let value = place.map_or(0, |place| unsafe { place.read_volatile() });
        fence(Ordering::SeqCst);
        u16::from_le(value)
    }

    fn store16(&mut self, offset: usize, value: u16) {
        fence(Ordering::SeqCst);
        if let Some(place) = self.at(offset & !1, 2) {
            // SAFETY: as above.
            unsafe { place.cast::<u16>().write_volatile(value.to_le()) };
        }
    }

    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the memory is ours as long as `self` is. A device that keeps to the protocol only reads frames, and
        // only during a command, when nobody holds this slice.
        unsafe { core::slice::from_raw_parts_mut(self.host.as_ptr(), self.len()) }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let (unmap, free) = (access(self.io).unmap, access(self.io).free_buffer);
        // SAFETY: mapping and pages are those that the firmware gave us, and are used no more.
        unsafe {
            if let Some(mapping) = self.mapping {
                let _ = unmap(self.io.as_ptr(), mapping);
            }
            let _ = free(self.io.as_ptr(), self.pages, self.host.as_ptr().cast());
        }
    }
}
