//! TGSI, the shader language of the virgl protocol: from text to [`naga`] modules.
//!
//! A shader arrives as text. [`parse`] reads it once, when the guest creates the shader, so that its errors
//! reach the guest there; the result is plain data and its [`Info`] says what the shader reads and writes. A
//! draw then asks for a *variant*: [`lower::vertex`] and [`lower::fragment`] turn shader and key into a module
//! that `naga` validates, whatever the guest wrote: what cannot be lowered is an error, never a panic.
//!
//! ```text
//! text ── lexer ── parser ──► ast ── scan ──► Info
//!                              │
//!                              └── lower(key) ──► naga::Module
//! ```

pub mod lower;
pub mod scan;

pub use scan::{Dimension, Info, Input, Output, SamplerUse, Semantic, Stage};

/// A parsed shader.
#[derive(Clone, Debug)]
pub struct Shader {
    /// Its stage.
    pub stage: Stage,
    /// What it reads and writes.
    pub info: Info,
}
