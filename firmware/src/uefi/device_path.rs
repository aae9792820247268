//! Device paths: the controller's with a node for the screen behind it (UEFI 2.10 §10.3).

use core::ptr::NonNull;

use r_efi::efi::Status;
use r_efi::protocols::device_path::{End, Protocol, TYPE_ACPI, TYPE_END};

use super::boot::Boot;

/// Sub-type of the node `ACPI _ADR`.
const SUBTYPE_ADR: u8 = 0x03;
/// `_ADR` of a display (ACPI 6.5 appendix B.6): the scheme of bit 31, an external digital output of index 0.
const ADR: u32 = 0x8001_0300;
/// The node with one `_ADR`.
const NODE: [u8; 8] = {
    let adr = ADR.to_le_bytes();
    [TYPE_ACPI, SUBTYPE_ADR, 8, 0, adr[0], adr[1], adr[2], adr[3]]
};
const END: [u8; 4] = [TYPE_END, End::SUBTYPE_ENTIRE, 4, 0];
/// The longest path that is taken for one.
const MAX_BYTES: usize = 4096;

/// Whether a driver asked to start for this remaining path would make the screen: null asks for all, and the node of
/// the screen for that one. The end of the path asks for none.
///
/// # Safety
/// The path is null or a device path.
pub(super) unsafe fn asks_for_screen(remaining: *const Protocol) -> bool {
    if remaining.is_null() {
        return true;
    }
    // SAFETY: a device path begins with a node, whose length it tells.
    unsafe {
        let length = u16::from_le_bytes((*remaining).length) as usize;
        let is_adr = (*remaining).r#type == TYPE_ACPI && (*remaining).sub_type == SUBTYPE_ADR;
        is_adr && length == NODE.len() && remaining.cast::<[u8; 8]>().read_unaligned() == NODE
    }
}

/// The path of the screen behind a controller with this path, in memory of the pool.
///
/// # Safety
/// `parent` is a device path.
pub(super) unsafe fn of_screen(boot: Boot, parent: NonNull<Protocol>) -> Result<NonNull<Protocol>, Status> {
    // SAFETY: the caller's promise.
    let length = unsafe { bytes_before_end(parent) }.ok_or(Status::DEVICE_ERROR)?;
    let path = boot.allocate_pool(length + NODE.len() + END.len())?;
    // SAFETY: both are `length` bytes long at least, and the new memory goes on for the rest.
    unsafe {
        path.copy_from_nonoverlapping(parent.cast(), length);
        path.add(length).cast().write_unaligned(NODE);
        path.add(length + NODE.len()).cast().write_unaligned(END);
    }
    Ok(path.cast())
}

/// Bytes of a path without the node that ends it; `None` if it has no end within reason.
///
/// # Safety
/// `path` is a device path.
unsafe fn bytes_before_end(path: NonNull<Protocol>) -> Option<usize> {
    let mut at = 0;
    while at < MAX_BYTES {
        // SAFETY: the nodes follow each other up to the one that ends the path.
        let node = unsafe { path.cast::<u8>().add(at).cast::<Protocol>().read_unaligned() };
        if node.r#type == TYPE_END && node.sub_type == End::SUBTYPE_ENTIRE {
            return Some(at);
        }
        let length = usize::from(u16::from_le_bytes(node.length));
        if length < size_of::<Protocol>() {
            return None;
        }
        at += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(bytes: &[u8]) -> bool {
        // SAFETY: the tests give whole nodes.
        unsafe { asks_for_screen(bytes.as_ptr().cast()) }
    }

    #[test]
    fn only_the_own_node_asks_for_the_screen() {
        // SAFETY: null is allowed.
        assert!(unsafe { asks_for_screen(core::ptr::null()) });
        assert!(ask(&NODE));
        assert!(!ask(&END));
        let mut other = NODE;
        other[4] ^= 1;
        assert!(!ask(&other));
    }

    #[test]
    fn the_end_of_a_path_is_found() {
        let find = |bytes: &[u8]| {
            // SAFETY: the tests give paths, or nodes that no reader passes.
            unsafe { bytes_before_end(NonNull::from(bytes).cast()) }
        };
        assert_eq!(find(&END), Some(0));
        assert_eq!(find(&[NODE.as_slice(), &END].concat()), Some(8));
        assert_eq!(find(&[1, 1, 0, 0]), None);
    }
}
