//! placeholder
#![forbid(unsafe_code)]

pub mod edid;
pub mod mode;
