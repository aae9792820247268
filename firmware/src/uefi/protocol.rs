//! Protocols that `r-efi` does not define.

use core::ffi::c_void;
use core::ptr;

use r_efi::efi::{Char16, Guid, Handle, Status};

/// `EFI_COMPONENT_NAME2_PROTOCOL` (UEFI 2.10 §11.5).
#[repr(C)]
pub(super) struct ComponentName2 {
    pub(super) get_driver_name:
        unsafe extern "efiapi" fn(*mut ComponentName2, *const u8, *mut *const Char16) -> Status,
    pub(super) get_controller_name: unsafe extern "efiapi" fn(
        *mut ComponentName2,
        Handle,
        Handle,
        *const u8,
        *mut *const Char16,
    ) -> Status,
    /// RFC 4646 language codes with semicolons between, zero-terminated.
    pub(super) supported_languages: *const u8,
}

/// `EFI_COMPONENT_NAME2_PROTOCOL_GUID`.
pub(super) const COMPONENT_NAME2: Guid = Guid::from_fields(
    0x6a7a5cff,
    0xe8d9,
    0x4f70,
    0xba,
    0xda,
    &[0x75, 0xab, 0x30, 0x25, 0xce, 0x14],
);

/// `EFI_EDID_DISCOVERED_PROTOCOL` and `EFI_EDID_ACTIVE_PROTOCOL` (UEFI 2.10 §12.9.2.4 and §12.9.2.5).
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct EdidProtocol {
    /// In bytes; 0 if there is none.
    size: u32,
    edid: *const u8,
}

impl EdidProtocol {
    /// That nothing is known of the screen.
    pub(super) const NONE: Self = Self {
        size: 0,
        edid: ptr::null(),
    };

    /// The protocol of an EDID, which has to stay where it is.
    pub(super) fn of(edid: &[u8]) -> Self {
        if edid.is_empty() {
            return Self::NONE;
        }
        Self {
            size: edid.len() as u32,
            edid: edid.as_ptr(),
        }
    }
}

/// `EFI_EDID_DISCOVERED_PROTOCOL_GUID`.
pub(super) const EDID_DISCOVERED: Guid = Guid::from_fields(
    0x1c0c34f6,
    0xd380,
    0x41fa,
    0xa0,
    0x49,
    &[0x8a, 0xd0, 0x6c, 0x1a, 0x66, 0xaa],
);

/// `EFI_EDID_ACTIVE_PROTOCOL_GUID`.
pub(super) const EDID_ACTIVE: Guid = Guid::from_fields(
    0xbd8c1056,
    0x9f36,
    0x44ec,
    0x92,
    0xa8,
    &[0xa6, 0x33, 0x7f, 0x81, 0x79, 0x86],
);

/// A pointer as the firmware takes interfaces.
pub(super) fn interface<T>(pointer: *mut T) -> *mut c_void {
    pointer.cast()
}
