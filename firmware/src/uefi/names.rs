//! `EFI_COMPONENT_NAME2_PROTOCOL`: what the shell's `drivers`, `devices` and `dh` call the driver and its screen.

use r_efi::efi::{Char16, Handle, Status};

use super::driver::Driver;
use super::protocol::ComponentName2;

/// The only language: RFC 4646, zero-terminated.
pub(super) const LANGUAGES: &[u8] = b"en\0";

/// The protocol with these functions.
pub(super) const PROTOCOL: ComponentName2 = ComponentName2 {
    get_driver_name,
    get_controller_name,
    supported_languages: LANGUAGES.as_ptr(),
};

static DRIVER: [Char16; 29] = utf16("vhost-wgpu virtio-gpu driver");
static CONTROLLER: [Char16; 11] = utf16("virtio GPU");
static CHILD: [Char16; 18] = utf16("virtio GPU screen");

/// ASCII as the firmware wants it, with a zero at its end.
const fn utf16<const N: usize>(text: &str) -> [Char16; N] {
    assert!(text.len() + 1 == N && text.is_ascii());
    let mut wide = [0; N];
    let mut index = 0;
    while index < text.len() {
        wide[index] = text.as_bytes()[index] as Char16;
        index += 1;
    }
    wide
}

/// Gives a name, if the language is ours.
///
/// # Safety
/// The pointers are null or what the protocol says.
unsafe fn give(language: *const u8, name: *mut *const Char16, text: &'static [Char16]) -> Status {
    if language.is_null() || name.is_null() {
        return Status::INVALID_PARAMETER;
    }
    // SAFETY: the language is zero-terminated, and is read no further than where it differs.
    let is_ours = (0..LANGUAGES.len()).all(|index| unsafe { *language.add(index) } == LANGUAGES[index]);
    if !is_ours {
        return Status::UNSUPPORTED;
    }
    // SAFETY: the caller has room for a pointer there.
    unsafe { name.write(text.as_ptr()) };
    Status::SUCCESS
}

unsafe extern "efiapi" fn get_driver_name(
    _this: *mut ComponentName2,
    language: *const u8,
    name: *mut *const Char16,
) -> Status {
    // SAFETY: the pointers are what the protocol says.
    unsafe { give(language, name, &DRIVER) }
}

unsafe extern "efiapi" fn get_controller_name(
    this: *mut ComponentName2,
    controller: Handle,
    child: Handle,
    language: *const u8,
    name: *mut *const Char16,
) -> Status {
    if this.is_null() || controller.is_null() {
        return Status::INVALID_PARAMETER;
    }
    // SAFETY: the firmware calls with the protocol that we have installed.
    let driver = unsafe { Driver::of_names(this) };
    if !driver.is_started(controller) || !child.is_null() && driver.controller(child).is_err() {
        return Status::UNSUPPORTED;
    }
    let text: &'static [Char16] = if child.is_null() { &CONTROLLER } else { &CHILD };
    // SAFETY: the pointers are what the protocol says.
    unsafe { give(language, name, text) }
}
