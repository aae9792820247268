//! A vhost-user front end that drives any vhost-user GPU as a black box, and what is built on it.
//!
//! [`frontend`] starts a back end's binary, speaks vhost-user to it message by message in the orders of the real
//! hypervisors, plays the guest driver in plain shared memory, and serves the display socket. [`conformance`] is
//! the suite of named tests on top of it, and [`vnc`] a client of a remote desktop. Nothing here links the daemon: its only interface is the wire.
#![forbid(unsafe_code)]

pub mod conformance;
pub mod frontend;
pub mod vnc;
