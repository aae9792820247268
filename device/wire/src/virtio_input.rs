//! The input device (virtio 1.3 §5.8), and the numbers of Linux's `input-event-codes.h` that it borrows.
#![allow(missing_docs, reason = "the names of the specification and of Linux")]

use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout,
    little_endian::{U16, U32},
};

/// Queue of events, to the driver.
pub const EVENT_QUEUE: u16 = 0;
/// Queue of what the driver tells the device, as which lamps are lit.
pub const STATUS_QUEUE: u16 = 1;

/// `virtio_input_config`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Config {
    /// What the driver asks for, written by it: `CFG_…`.
    pub select: u8,
    /// A kind of event or an axis, where `select` needs one.
    pub subsel: u8,
    /// How many bytes of `data` there are.
    pub size: u8,
    pub reserved: [u8; 5],
    pub data: [u8; 128],
}

pub const CFG_ID_NAME: u8 = 0x01;
pub const CFG_ID_SERIAL: u8 = 0x02;
pub const CFG_ID_DEVIDS: u8 = 0x03;
pub const CFG_PROP_BITS: u8 = 0x10;
pub const CFG_EV_BITS: u8 = 0x11;
pub const CFG_ABS_INFO: u8 = 0x12;

/// `virtio_input_absinfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct AbsInfo {
    pub min: U32,
    pub max: U32,
    pub fuzz: U32,
    pub flat: U32,
    pub res: U32,
}

/// `virtio_input_devids`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct DevIds {
    pub bustype: U16,
    pub vendor: U16,
    pub product: U16,
    pub version: U16,
}

/// `virtio_input_event`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Event {
    pub type_: U16,
    pub code: U16,
    pub value: U32,
}

const _: () = assert!(size_of::<Config>() == 136);
const _: () = assert!(size_of::<AbsInfo>() == 20);
const _: () = assert!(size_of::<DevIds>() == 8);
const _: () = assert!(size_of::<Event>() == 8);

pub const EV_SYN: u16 = 0x00;
pub const EV_KEY: u16 = 0x01;
pub const EV_REL: u16 = 0x02;
pub const EV_ABS: u16 = 0x03;
pub const EV_LED: u16 = 0x11;
pub const EV_REP: u16 = 0x14;

pub const SYN_REPORT: u16 = 0;
pub const REL_HWHEEL: u16 = 0x06;
pub const REL_WHEEL: u16 = 0x08;
pub const ABS_X: u16 = 0x00;
pub const ABS_Y: u16 = 0x01;
pub const LED_NUML: u16 = 0x00;
pub const LED_CAPSL: u16 = 0x01;
pub const LED_SCROLLL: u16 = 0x02;
pub const BTN_LEFT: u16 = 0x110;
pub const BTN_RIGHT: u16 = 0x111;
pub const BTN_MIDDLE: u16 = 0x112;
pub const BUS_VIRTUAL: u16 = 0x06;
