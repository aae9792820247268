//! Guests under QEMU: their kernel and initramfs, the machine, and what can be asked of it while it runs.

pub(crate) mod backend;
pub(crate) mod browser;
mod cpio;
pub(crate) mod initramfs;
pub(crate) mod kernel;
pub(crate) mod picture;
pub(crate) mod qemu;
pub(crate) mod qmp;
pub(crate) mod root;
pub(crate) mod serial;
pub(crate) mod viewer;
