//! Wire formats, 1:1 with the specifications: no logic, no allocation, no `std`.
//!
//! Every structure is plain little-endian bytes ([`zerocopy`]), its size is asserted, and its fields bear the
//! names of the specification. What a value *means* is the business of the `device` crate.
#![no_std]
#![forbid(unsafe_code)]

pub mod vhost_user;
pub mod vhost_user_gpu;
pub mod virgl;
pub mod virtio_gpu;
pub mod virtio_input;
pub mod virtio_pci;
pub mod virtqueue;
pub mod vtest;
