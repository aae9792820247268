//! `EFI_GRAPHICS_OUTPUT_PROTOCOL` (UEFI 2.10 §12.9).
//!
//! There is no linear frame buffer: what is written to memory is seen only when the device is told, so the pixel format
//! is `PixelBltOnly`, and operating systems bring a driver of their own.

use core::slice;

use r_efi::efi::Status;
use r_efi::protocols::graphics_output::{self as gop, BltPixel, ModeInformation, PixelBitmask, Protocol};

use super::controller::Controller;
use super::{status, status_of};
use crate::blt::{Caller, Operation, Request};
use crate::error::Error;
use crate::mode::Size;

/// The protocol's functions, without a mode yet.
pub(super) fn protocol() -> Protocol {
    Protocol {
        query_mode,
        set_mode,
        blt,
        mode: core::ptr::null_mut(),
    }
}

/// The protocol's data for so many modes, without a mode yet.
pub(super) fn mode(count: usize) -> gop::Mode {
    gop::Mode {
        max_mode: count as u32,
        mode: 0,
        info: core::ptr::null_mut(),
        size_of_info: size_of::<ModeInformation>(),
        frame_buffer_base: 0,
        frame_buffer_size: 0,
    }
}

/// What is to be known of a mode.
pub(super) fn info(size: Size) -> ModeInformation {
    ModeInformation {
        version: 0,
        horizontal_resolution: size.width,
        vertical_resolution: size.height,
        pixel_format: gop::PIXEL_BLT_ONLY,
        pixel_information: PixelBitmask {
            red_mask: 0,
            green_mask: 0,
            blue_mask: 0,
            reserved_mask: 0,
        },
        pixels_per_scan_line: size.width,
    }
}

unsafe extern "efiapi" fn query_mode(
    this: *mut Protocol,
    number: u32,
    size: *mut usize,
    result: *mut *mut ModeInformation,
) -> Status {
    if size.is_null() || result.is_null() {
        return Status::INVALID_PARAMETER;
    }
    // SAFETY: `this` is null or our protocol.
    let known = unsafe {
        Controller::with(this, |controller| {
            let mode = controller.mode_size(number as usize);
            let mode = mode.ok_or(Error::InvalidParameter)?;
            Ok((controller.boot(), mode))
        })
    };
    let placed = known.and_then(|(boot, mode)| boot.place(info(mode)));
    status(placed.map(|info| {
        // SAFETY: the caller has room for both, and frees the information.
        unsafe {
            size.write(size_of::<ModeInformation>());
            result.write(info.as_ptr());
        }
    }))
}

unsafe extern "efiapi" fn set_mode(this: *mut Protocol, number: u32) -> Status {
    // SAFETY: `this` is null or our protocol.
    status(unsafe { Controller::with(this, |controller| controller.set_mode(number as usize)) })
}

#[allow(clippy::too_many_arguments, reason = "the specification has them")]
unsafe extern "efiapi" fn blt(
    this: *mut Protocol,
    buffer: *mut BltPixel,
    operation: gop::BltOperation,
    source_x: usize,
    source_y: usize,
    destination_x: usize,
    destination_y: usize,
    width: usize,
    height: usize,
    delta: usize,
) -> Status {
    let operation = match operation {
        gop::BLT_VIDEO_FILL => Operation::VideoFill,
        gop::BLT_VIDEO_TO_BLT_BUFFER => Operation::VideoToBltBuffer,
        gop::BLT_BUFFER_TO_VIDEO => Operation::BufferToVideo,
        gop::BLT_VIDEO_TO_VIDEO => Operation::VideoToVideo,
        _ => return status_of(Error::InvalidParameter),
    };
    let request = Request {
        operation,
        source: (source_x, source_y),
        destination: (destination_x, destination_y),
        width,
        height,
        delta,
    };
    // SAFETY: the caller has a buffer there of the size that its own arguments say, which is the size asked for here.
    let caller = |bytes| unsafe { caller_buffer(operation, buffer.cast(), bytes) };
    // SAFETY: `this` is null or our protocol.
    status(unsafe { Controller::with(this, |controller| controller.screen().blt(request, caller)) })
}

/// The caller's buffer, as the operation uses it.
///
/// # Safety
/// `buffer` is null, or has so many bytes.
unsafe fn caller_buffer<'a>(
    operation: Operation,
    buffer: *mut u8,
    bytes: usize,
) -> Result<Caller<'a>, Error> {
    if operation == Operation::VideoToVideo {
        return Ok(Caller::None);
    }
    // An end beyond that of all addresses is no buffer either.
    if buffer.is_null() || (buffer as usize).checked_add(bytes).is_none() {
        return Err(Error::InvalidParameter);
    }
    // SAFETY: the caller's promise; nobody else uses the buffer during the call.
    Ok(unsafe {
        match operation {
            Operation::VideoToBltBuffer => Caller::Destination(slice::from_raw_parts_mut(buffer, bytes)),
            _ => Caller::Source(slice::from_raw_parts(buffer, bytes)),
        }
    })
}
