//! Lowering to `naga::Module`.

pub mod key;
