//! A screen: the handle behind a controller, with its protocols and everything that is behind them.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use r_efi::efi::{Event, Guid, Handle, Status};
use r_efi::protocols::{device_path, graphics_output as gop, pci_io};

use super::boot::Boot;
use super::pci::Pci;
use super::protocol::{EDID_ACTIVE, EDID_DISCOVERED, EdidProtocol, interface};
use super::{device_path as path, graphics, status_of};
use crate::edid::Edid;
use crate::error::Error;
use crate::mode::{Modes, Size};
use crate::screen::{Opened, Screen};

/// What is behind a screen's protocols. It does not move: the firmware has pointers into it.
#[repr(C)]
pub(super) struct Controller {
    // First, so that `this` of the protocol is a pointer to all of it.
    gop: gop::Protocol,
    mode: gop::Mode,
    info: gop::ModeInformation,
    edid_discovered: EdidProtocol,
    edid_active: EdidProtocol,
    edid: Edid,
    modes: Modes,
    screen: Screen<Pci>,
    boot: Boot,
    path: NonNull<device_path::Protocol>,
    child: Handle,
    exit: Event,
}

/// A screen that the firmware sees, and that only [`Started::stop`] takes away.
#[derive(Clone, Copy)]
pub(super) struct Started(NonNull<Controller>);

impl Controller {
    /// Takes the device into use, sets its first mode, and publishes the screen behind the controller with path `parent`.
    ///
    /// # Safety
    /// `io` is the controller's protocol, opened by the driver, and stays open until the screen is stopped; `parent` is a
    /// device path.
    pub(super) unsafe fn start(
        boot: Boot,
        io: NonNull<pci_io::Protocol>,
        parent: NonNull<device_path::Protocol>,
    ) -> Result<Started, Status> {
        // SAFETY: the caller's promise.
        let pci = unsafe { Pci::switch_on(boot, io) }?;
        let Opened {
            mut screen,
            modes,
            edid,
        } = Screen::open(pci).map_err(status_of)?;
        let number = first_mode(&mut screen, &modes).map_err(status_of)?;
        // SAFETY: the caller's promise.
        let path = unsafe { path::of_screen(boot, parent) }?;
        let placed = boot.place(Self {
            gop: graphics::protocol(),
            mode: graphics::mode(modes.as_slice().len()),
            info: graphics::info(Size::default()),
            edid_discovered: EdidProtocol::NONE,
            edid_active: EdidProtocol::NONE,
            edid,
            modes,
            screen,
            boot,
            path,
            child: ptr::null_mut(),
            exit: ptr::null_mut(),
        });
        let Ok(controller) = placed else {
            // SAFETY: nobody knows the path.
            unsafe { boot.free_pool(path.as_ptr().cast()) };
            return Err(Status::OUT_OF_RESOURCES);
        };
        // SAFETY: it was placed above, and nobody knows it yet.
        let published = unsafe { Self::link(controller, number).and_then(|()| Self::publish(controller)) };
        if let Err(error) = published {
            // SAFETY: `publish` has left no pointers behind.
            unsafe { Self::destroy(controller) };
            return Err(error);
        }
        Ok(Started(controller))
    }

    /// Sets the pointers from one part to another, and the event.
    ///
    /// # Safety
    /// The controller was placed, and nobody else uses it.
    unsafe fn link(this: NonNull<Self>, number: usize) -> Result<(), Status> {
        let all = this.as_ptr();
        // SAFETY: the caller's promise. The pointers are made of `all`, so that they hold as long as it does.
        unsafe {
            (*all).gop.mode = &raw mut (*all).mode;
            (*all).mode.info = &raw mut (*all).info;
            let edid = EdidProtocol::of((*all).edid.as_bytes());
            (*all).edid_discovered = edid;
            (*all).edid_active = edid;
            (*all).tell_mode(number);
            (*all).exit = (*all).boot.at_exit(exit_boot_services, interface(all))?;
        }
        Ok(())
    }

    /// Puts the protocols on a new handle: the path first, since whoever sees the others looks for it.
    ///
    /// # Safety
    /// The controller is linked.
    unsafe fn publish(this: NonNull<Self>) -> Result<(), Status> {
        // SAFETY: the controller is there. No reference is kept while the firmware may call back.
        let (boot, interfaces) = unsafe { (this.as_ref().boot, Self::interfaces(this)) };
        let mut child: Handle = ptr::null_mut();
        for (count, (guid, pointer)) in interfaces.iter().enumerate() {
            // SAFETY: the interfaces are what the GUIDs say, and stay until they are uninstalled.
            if let Err(error) = unsafe { boot.install(&mut child, *guid, *pointer) } {
                for (guid, pointer) in interfaces[..count].iter().rev() {
                    let _ = boot.uninstall(child, *guid, *pointer);
                }
                return Err(error);
            }
        }
        // SAFETY: as above.
        unsafe { (*this.as_ptr()).child = child };
        Ok(())
    }

    /// The protocols in the order in which they are installed.
    ///
    /// # Safety
    /// The controller is linked.
    unsafe fn interfaces(this: NonNull<Self>) -> [(Guid, *mut c_void); 4] {
        let all = this.as_ptr();
        // SAFETY: the caller's promise.
        unsafe {
            [
                (device_path::PROTOCOL_GUID, interface((*all).path.as_ptr())),
                (EDID_DISCOVERED, interface(&raw mut (*all).edid_discovered)),
                (EDID_ACTIVE, interface(&raw mut (*all).edid_active)),
                (gop::PROTOCOL_GUID, interface(&raw mut (*all).gop)),
            ]
        }
    }

    /// Resets the device and gives everything back.
    ///
    /// # Safety
    /// The controller was placed, and the firmware has no pointer into it.
    unsafe fn destroy(this: NonNull<Self>) {
        // SAFETY: the caller's promise.
        unsafe {
            let Self { boot, path, exit, .. } = *this.as_ptr();
            if !exit.is_null() {
                boot.close_event(exit);
            }
            boot.remove(this);
            boot.free_pool(path.as_ptr().cast());
        }
    }

    /// The controller behind a protocol, if it is one of ours.
    pub(super) fn of_ours(gop: NonNull<gop::Protocol>) -> Option<NonNull<Self>> {
        // SAFETY: the firmware has given us an interface of that protocol.
        let is_ours = unsafe { gop.as_ref() }.blt as usize == graphics::protocol().blt as usize;
        is_ours.then(|| gop.cast())
    }

    /// Does something with the controller behind `this`, while nobody else does.
    ///
    /// # Safety
    /// `this` is null or a protocol that we have installed.
    pub(super) unsafe fn with<T>(
        this: *mut gop::Protocol,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Status> {
        let controller: NonNull<Self> = NonNull::new(this).ok_or(Status::INVALID_PARAMETER)?.cast();
        // SAFETY: the protocol is the first field of a controller.
        let boot = unsafe { (*controller.as_ptr()).boot };
        // SAFETY: at this level no other call comes, so the reference is the only one.
        boot.exclusively(|| work(unsafe { &mut *controller.as_ptr() }))
            .map_err(status_of)
    }

    pub(super) fn boot(&self) -> Boot {
        self.boot
    }

    pub(super) fn screen(&mut self) -> &mut Screen<Pci> {
        &mut self.screen
    }

    /// The size of a mode.
    pub(super) fn mode_size(&self, number: usize) -> Option<Size> {
        self.modes.as_slice().get(number).copied()
    }

    /// Sets a mode, and says so in the protocol's data.
    pub(super) fn set_mode(&mut self, number: usize) -> Result<(), Error> {
        let size = self
            .mode_size(number)
            .ok_or(Error::Unsupported("mode of that number"))?;
        self.screen.set_mode(size)?;
        self.tell_mode(number);
        Ok(())
    }

    fn tell_mode(&mut self, number: usize) {
        self.info = graphics::info(self.mode_size(number).unwrap_or_default());
        self.mode.mode = number as u32;
    }
}

/// Sets the preferred mode, or the next for which there is memory, and says which.
fn first_mode(screen: &mut Screen<Pci>, modes: &Modes) -> Result<usize, Error> {
    let mut result = Err(Error::OutOfMemory);
    for (number, size) in modes.as_slice().iter().enumerate() {
        match screen.set_mode(*size) {
            Ok(()) => return Ok(number),
            // A device may have less memory than the firmware.
            Err(error @ (Error::OutOfMemory | Error::Refused { .. })) => result = Err(error),
            Err(error) => return Err(error),
        }
    }
    result
}

impl Started {
    /// # Safety
    /// The controller is published.
    pub(super) unsafe fn of(controller: NonNull<Controller>) -> Self {
        Self(controller)
    }

    /// The screen's handle.
    pub(super) fn child(self) -> Handle {
        // SAFETY: the controller is there until it is stopped.
        unsafe { (*self.0.as_ptr()).child }
    }

    /// Takes the screen away. If somebody will not let go of it, everything stays as it was.
    pub(super) fn stop(self) -> Result<(), Status> {
        // SAFETY: the controller is there.
        let (boot, child, interfaces) = unsafe {
            (
                (*self.0.as_ptr()).boot,
                self.child(),
                Controller::interfaces(self.0),
            )
        };
        for (count, (guid, pointer)) in interfaces.iter().rev().enumerate() {
            if let Err(error) = boot.uninstall(child, *guid, *pointer) {
                let mut handle = child;
                for (guid, pointer) in &interfaces[interfaces.len() - count..] {
                    // SAFETY: the interfaces are what they were.
                    let _ = unsafe { boot.install(&mut handle, *guid, *pointer) };
                }
                return Err(error);
            }
        }
        // SAFETY: nobody has a pointer into it any more.
        unsafe { Controller::destroy(self.0) };
        Ok(())
    }
}

/// The firmware ends: the device forgets all of its addresses, which belong to the operating system from now on.
unsafe extern "efiapi" fn exit_boot_services(_event: Event, context: *mut c_void) {
    // SAFETY: the context is a controller, until the event is closed. It is only read.
    unsafe { (*context.cast::<Controller>()).screen.abandon() };
}
