//! The driver as the firmware sees it: UEFI 2.10, by the definitions of `r-efi`.
//!
//! The protocols of the image ([`driver`]) and those of each screen ([`controller`], [`graphics`]) are structures of
//! which the protocol is a field, in memory of the firmware: whatever is called finds the rest around the `this` that
//! it is given.
#![allow(
    unsafe_code,
    reason = "protocols are tables of functions that take raw pointers"
)]

mod boot;
mod controller;
mod device_path;
mod driver;
mod graphics;
mod names;
mod pci;
mod protocol;

pub use driver::install;

use r_efi::efi::Status;

use crate::error::Error;

/// The status code for an error.
fn status_of(error: Error) -> Status {
    match error {
        Error::Unsupported(_) => Status::UNSUPPORTED,
        Error::OutOfMemory => Status::OUT_OF_RESOURCES,
        Error::InvalidParameter => Status::INVALID_PARAMETER,
        Error::NotReady => Status::NOT_READY,
        Error::Broken(_) | Error::Silent | Error::Refused { .. } | Error::Access => Status::DEVICE_ERROR,
    }
}

/// `Ok` for every status that is not an error: warnings are none.
fn check(status: Status) -> Result<(), Status> {
    if status.is_error() { Err(status) } else { Ok(()) }
}

/// The other way round, to return to the firmware.
fn status(result: Result<(), Status>) -> Status {
    result.err().unwrap_or(Status::SUCCESS)
}
