//! The image: `EFI_DRIVER_BINDING_PROTOCOL` (UEFI 2.10 §11.1), and how it comes and goes.

use core::mem::offset_of;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, Ordering};

use r_efi::efi::{self, Guid, Handle, Status, SystemTable};
use r_efi::protocols::{device_path, driver_binding, graphics_output, loaded_image, pci_io};
use wire::virtio_gpu::VIRTIO_ID_GPU;
use wire::virtio_pci::{DEVICE_ID_BASE, VENDOR_ID};

use super::boot::Boot;
use super::controller::{Controller, Started};
use super::pci::Pci;
use super::protocol::{COMPONENT_NAME2, ComponentName2, interface};
use super::{device_path as path, names, status};

/// Drivers of higher versions are tried first. From 0x10 on it is the version of a maker (UEFI 2.10 §11.1); firmware
/// has 0x10 for its own.
const VERSION: u32 = 0x20;
/// Vendor and device of a modern virtio-gpu.
const IDENTITY: (u16, u16) = (VENDOR_ID, DEVICE_ID_BASE + VIRTIO_ID_GPU as u16);
const PCI_IO: Guid = pci_io::PROTOCOL_GUID;
const DRIVER_BINDING: Guid = driver_binding::PROTOCOL_GUID;

/// The driver, for `unload`, which is given nothing but the image's handle.
static INSTALLED: AtomicPtr<Driver> = AtomicPtr::new(ptr::null_mut());

/// The driver's protocols on its image.
#[repr(C)]
pub(super) struct Driver {
    binding: driver_binding::Protocol,
    names: ComponentName2,
    boot: Boot,
}

/// Puts the driver on the handle of its image: what the image's entry point does.
///
/// # Safety
/// These are the arguments of an image's entry point.
pub unsafe fn install(image: Handle, system: *mut SystemTable) -> Status {
    // SAFETY: the caller's promise.
    let boot = unsafe { NonNull::new(system).and_then(|system| Boot::new(system.as_ref().boot_services)) };
    let Some(boot) = boot else {
        return Status::INVALID_PARAMETER;
    };
    status(Driver::install(boot, image))
}

impl Driver {
    fn install(boot: Boot, image: Handle) -> Result<(), Status> {
        let loaded: NonNull<loaded_image::Protocol> = boot.get(image, loaded_image::PROTOCOL_GUID, image)?;
        let driver = boot.place(Self {
            binding: driver_binding::Protocol {
                supported,
                start,
                stop,
                version: VERSION,
                image_handle: image,
                driver_binding_handle: image,
            },
            names: names::PROTOCOL,
            boot,
        })?;
        let (binding, names) = Self::interfaces(driver);
        let mut handle = image;
        // SAFETY: the interfaces are what the GUIDs say, and stay until they are uninstalled below or in `unload`.
        let installed = unsafe {
            boot.install(&mut handle, COMPONENT_NAME2, interface(names))
                .and_then(|()| {
                    let last = boot.install(&mut handle, DRIVER_BINDING, interface(binding));
                    last.inspect_err(|_| {
                        let _ = boot.uninstall(image, COMPONENT_NAME2, interface(names));
                    })
                })
        };
        if let Err(error) = installed {
            // SAFETY: nobody knows it any more.
            unsafe { boot.remove(driver) };
            return Err(error);
        }
        INSTALLED.store(driver.as_ptr(), Ordering::Relaxed);
        // SAFETY: the protocol is of our own image, and this field is ours to set.
        unsafe { (*loaded.as_ptr()).unload = Some(unload) };
        // SAFETY: the driver is there until it is unloaded.
        unsafe { driver.as_ref().take_over((*loaded.as_ptr()).device_handle) };
        Ok(())
    }

    /// Takes the device that the image came from, by its option ROM, from a driver that was faster.
    ///
    /// Firmware prefers a device's own driver to its built-in ones, by `EFI_BUS_SPECIFIC_DRIVER_OVERRIDE_PROTOCOL`. But
    /// some, OVMF of 2022 for one, starts what comes from ROMs late, when its own drivers are on the screens already.
    /// Who gives a device this ROM wants this driver.
    fn take_over(&self, device: Handle) {
        let attributes = efi::OPEN_PROTOCOL_BY_DRIVER;
        let opened = self
            .boot
            .open::<pci_io::Protocol>(device, PCI_IO, self.handle(), device, attributes);
        match opened {
            // It is free, so the firmware will come to us.
            Ok(_) => self.close(device),
            Err(Status::ACCESS_DENIED) => {
                let is_ours = self
                    .boot
                    .get(device, PCI_IO, self.handle())
                    // SAFETY: the firmware has just given us the protocol.
                    .is_ok_and(|io| unsafe { Pci::identity(io) } == Ok(IDENTITY));
                if is_ours && self.boot.disconnect(device, ptr::null_mut()).is_ok() {
                    // If the device does not work with us, the firmware tries its own drivers again.
                    let _ = self.boot.connect(device, self.handle());
                }
            }
            // It is no PCI function: the image was loaded from a file.
            Err(_) => {}
        }
    }

    /// The parts that the firmware knows.
    fn interfaces(driver: NonNull<Self>) -> (*mut driver_binding::Protocol, *mut ComponentName2) {
        let driver = driver.as_ptr();
        // SAFETY: fields of a driver that is there.
        unsafe { (&raw mut (*driver).binding, &raw mut (*driver).names) }
    }

    /// # Safety
    /// `this` is the binding protocol that we have installed.
    unsafe fn of_binding<'a>(this: *mut driver_binding::Protocol) -> &'a Self {
        // SAFETY: it is a field of a driver, which stays as long as it is installed.
        unsafe { &*this.byte_sub(offset_of!(Self, binding)).cast::<Self>() }
    }

    /// # Safety
    /// `this` is the name protocol that we have installed.
    pub(super) unsafe fn of_names<'a>(this: *mut ComponentName2) -> &'a Self {
        // SAFETY: it is a field of a driver, which stays as long as it is installed.
        unsafe { &*this.byte_sub(offset_of!(Self, names)).cast::<Self>() }
    }

    fn handle(&self) -> Handle {
        self.binding.driver_binding_handle
    }

    /// Opens a controller's PCI function as its driver.
    fn open(&self, controller: Handle) -> Result<NonNull<pci_io::Protocol>, Status> {
        let attributes = efi::OPEN_PROTOCOL_BY_DRIVER;
        let io = self
            .boot
            .open(controller, PCI_IO, self.handle(), controller, attributes)?;
        io.ok_or(Status::UNSUPPORTED)
    }

    fn close(&self, controller: Handle) {
        self.boot.close(controller, PCI_IO, self.handle(), controller);
    }

    /// Whether the driver is on this controller.
    pub(super) fn is_started(&self, controller: Handle) -> bool {
        let attributes = efi::OPEN_PROTOCOL_BY_DRIVER;
        let again =
            self.boot
                .open::<pci_io::Protocol>(controller, PCI_IO, self.handle(), controller, attributes);
        match again {
            Err(status) => status == Status::ALREADY_STARTED,
            Ok(_) => {
                self.close(controller);
                false
            }
        }
    }

    /// What is behind a screen's handle.
    pub(super) fn controller(&self, child: Handle) -> Result<NonNull<Controller>, Status> {
        let gop: NonNull<graphics_output::Protocol> =
            self.boot
                .get(child, graphics_output::PROTOCOL_GUID, self.handle())?;
        Controller::of_ours(gop).ok_or(Status::UNSUPPORTED)
    }

    fn supports(&self, controller: Handle) -> Result<(), Status> {
        let io = self.open(controller)?;
        // SAFETY: it has just been opened.
        let identity = unsafe { Pci::identity(io) };
        self.close(controller);
        if identity? == IDENTITY {
            Ok(())
        } else {
            Err(Status::UNSUPPORTED)
        }
    }

    fn start(&self, controller: Handle) -> Result<(), Status> {
        let path: NonNull<device_path::Protocol> =
            self.boot
                .get(controller, device_path::PROTOCOL_GUID, self.handle())?;
        let io = self.open(controller)?;
        // SAFETY: it has just been opened, and is closed when the screen has gone; the path is the firmware's.
        let started = unsafe { Controller::start(self.boot, io, path) };
        let Ok(screen) = started else {
            self.close(controller);
            return started.map(drop);
        };
        // The firmware learns from this whose child the screen is.
        let attributes = efi::OPEN_PROTOCOL_BY_CHILD_CONTROLLER;
        let child = screen.child();
        let opened = self
            .boot
            .open::<pci_io::Protocol>(controller, PCI_IO, self.handle(), child, attributes);
        if let Err(error) = opened {
            let _ = screen.stop();
            self.close(controller);
            return Err(error);
        }
        Ok(())
    }

    /// Takes a screen away.
    fn stop_child(&self, controller: Handle, child: Handle) -> Result<(), Status> {
        let screen = self.controller(child)?;
        self.boot.close(controller, PCI_IO, self.handle(), child);
        // SAFETY: the handle has our protocol, so the screen is there.
        let stopped = unsafe { Started::of(screen) }.stop();
        if stopped.is_err() {
            // It is still there.
            let attributes = efi::OPEN_PROTOCOL_BY_CHILD_CONTROLLER;
            let _ = self
                .boot
                .open::<pci_io::Protocol>(controller, PCI_IO, self.handle(), child, attributes);
        }
        stopped
    }
}

unsafe extern "efiapi" fn supported(
    this: *mut driver_binding::Protocol,
    controller: Handle,
    remaining: *mut device_path::Protocol,
) -> Status {
    // SAFETY: the firmware calls with our protocol, and with null or a path.
    unsafe {
        if !path::asks_for_screen(remaining) {
            return Status::UNSUPPORTED;
        }
        status(Driver::of_binding(this).supports(controller))
    }
}

unsafe extern "efiapi" fn start(
    this: *mut driver_binding::Protocol,
    controller: Handle,
    _remaining: *mut device_path::Protocol,
) -> Status {
    // SAFETY: the firmware calls with our protocol.
    unsafe { status(Driver::of_binding(this).start(controller)) }
}

unsafe extern "efiapi" fn stop(
    this: *mut driver_binding::Protocol,
    controller: Handle,
    count: usize,
    children: *mut Handle,
) -> Status {
    // SAFETY: the firmware calls with our protocol.
    let driver = unsafe { Driver::of_binding(this) };
    if count == 0 {
        driver.close(controller);
        return Status::SUCCESS;
    }
    if children.is_null() {
        return Status::INVALID_PARAMETER;
    }
    for index in 0..count {
        // SAFETY: the firmware says that there are `count` of them.
        let child = unsafe { *children.add(index) };
        if let Err(error) = driver.stop_child(controller, child) {
            return if error == Status::UNSUPPORTED {
                Status::DEVICE_ERROR
            } else {
                error
            };
        }
    }
    Status::SUCCESS
}

/// `EFI_LOADED_IMAGE_PROTOCOL.Unload`: takes the driver off every controller, and its protocols off the image.
unsafe extern "efiapi" fn unload(image: Handle) -> Status {
    status(unload_image(image))
}

fn unload_image(image: Handle) -> Result<(), Status> {
    let driver = NonNull::new(INSTALLED.load(Ordering::Relaxed)).ok_or(Status::NOT_FOUND)?;
    // SAFETY: it is installed, and goes below.
    let boot = unsafe { driver.as_ref() }.boot;
    boot.for_each_handle(PCI_IO, |controller| {
        // SAFETY: as above.
        if unsafe { driver.as_ref() }.is_started(controller) {
            let _ = boot.disconnect(controller, image);
        }
    });
    let (binding, names) = Driver::interfaces(driver);
    // Fails while a controller is left: its functions are in this image.
    boot.uninstall(image, DRIVER_BINDING, interface(binding))?;
    if let Err(error) = boot.uninstall(image, COMPONENT_NAME2, interface(names)) {
        let mut handle = image;
        // SAFETY: as it was.
        unsafe { boot.install(&mut handle, DRIVER_BINDING, interface(binding)) }?;
        return Err(error);
    }
    INSTALLED.store(ptr::null_mut(), Ordering::Relaxed);
    // SAFETY: nobody knows it any more.
    unsafe { boot.remove(driver) };
    Ok(())
}
