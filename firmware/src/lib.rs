//! A UEFI driver for virtio-gpu: a Graphics Output Protocol on the PCI device, and the option ROM that carries it.
//!
//! | module | what it is |
//! |---|---|
//! | [`platform`] | what the driver asks of the machine: PCI registers, memory for DMA, a pause |
//! | [`virtio`] | the PCI transport of a modern device and its control queue, polled |
//! | [`gpu`] | the commands of virtio-gpu that the driver sends, and the replies that it takes |
//! | [`screen`] | a mode on a scanout: a frame in memory, a resource, and what of it the device is told |
//! | [`blt`] | the arithmetic of `Blt` between a frame and a caller's buffer |
//! | [`edid`], [`mode`] | which modes there are |
//! | [`uefi`] | the protocols that the firmware sees; the only module with `unsafe` |
//! | [`rom`] | packs the driver as an option ROM; for the host that builds it |
//!
//! The device is not trusted: what it says is checked before it is used, every wait has an end, and a device that
//! breaks the rules is left alone with an error. What it can still do is show another picture.
#![cfg_attr(target_os = "uefi", no_std)]
#![deny(unsafe_code)]

pub mod blt;
pub mod edid;
pub mod error;
pub mod gpu;
pub mod mode;
pub mod platform;
#[cfg(not(target_os = "uefi"))]
pub mod rom;
pub mod screen;
pub mod uefi;
pub mod virtio;
