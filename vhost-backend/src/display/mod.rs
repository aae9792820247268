//! Where the guest's screens go.
//!
//! Displays are chosen by presence: if the front end hands over a display socket (QEMU does), it shows the screens
//! and says which displays exist; else the device's own displays count and the screens can be looked at through
//! the control socket. Either way, VNC clients see them too.

pub mod damage;
pub mod gather;
pub mod lent;
pub mod message;
pub mod vhost_user_gpu;
pub mod vnc;
