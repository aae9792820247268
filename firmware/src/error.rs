//! What can go wrong, for the firmware's status codes and for people.

use core::fmt;

/// Why the driver cannot do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The device lacks what the driver needs: this.
    Unsupported(&'static str),
    /// The device contradicts itself or the specification: thus.
    Broken(&'static str),
    /// The device has not answered a command in time, or has failed before.
    Silent,
    /// The device has refused a command of this type, with this response.
    Refused {
        /// `virtio_gpu_ctrl_type` of the command.
        command: u32,
        /// `virtio_gpu_ctrl_type` of the response.
        response: u32,
    },
    /// The firmware has no memory for it.
    OutOfMemory,
    /// The firmware has refused an access to the device.
    Access,
    /// The caller asks for what does not exist.
    InvalidParameter,
    /// No mode has been set.
    NotReady,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(what) => write!(f, "the device has no {what}"),
            Self::Broken(how) => write!(f, "the device is broken: {how}"),
            Self::Silent => f.write_str("the device does not answer"),
            Self::Refused { command, response } => {
                write!(f, "the device answers command {command:#x} with {response:#x}")
            }
            Self::OutOfMemory => f.write_str("out of memory"),
            Self::Access => f.write_str("the firmware refused an access to the device"),
            Self::InvalidParameter => f.write_str("invalid parameter"),
            Self::NotReady => f.write_str("no mode is set"),
        }
    }
}

impl core::error::Error for Error {}
