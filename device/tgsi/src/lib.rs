//! TGSI, the shader language of the virgl protocol: from text to [`naga`] modules.
//!
//! A shader arrives as text. [`parse`] reads it once, when the guest creates the shader, so that its errors
//! reach the guest there; the result is plain data and its [`Info`] says what the shader reads and writes. A
//! draw or dispatch then asks for a *variant*: [`lower::vertex`], [`lower::fragment`] and [`lower::compute`] turn shader
//! and key into a module that `naga` validates, whatever the guest wrote: what cannot be lowered is an error, never a panic.
//!
//! ```text
//! text ── lexer ── parser ── mend ──► ast ── scan ──► Info
//!                                      │
//!                                      └── lower(key) ──► naga::Module
//! ```

#![forbid(unsafe_code)]
// Only the lowering looks into programs.
#![cfg_attr(not(feature = "lower"), allow(dead_code, unused_imports))]

mod ast;
mod error;
mod lexer;
pub mod limits;
#[cfg(feature = "lower")]
pub mod lower;
/// Without lowering: only what a variant is made for, which is plain data.
#[cfg(not(feature = "lower"))]
pub mod lower {
    pub mod key;
}
mod mend;
pub mod opcode;
mod parser;
pub mod scan;

pub use ast::Target;
pub use error::{ParseError, ParseErrorKind};
pub use scan::{Access, Dimension, ImageUse, Info, Input, Memory, Output, SamplerUse, Semantic, Stage};

/// A shader that was read. Plain data: it can be sent, shared and cloned.
#[derive(Clone, Debug, PartialEq)]
pub struct Shader {
    /// The stage that the text names.
    pub stage: Stage,
    /// What it reads and writes.
    pub info: Info,
    program: ast::Program,
    layout: scan::Layout,
}

/// Reads a shader's text, up to its first NUL if it has one. The time is linear in its length.
///
/// # Errors
///
/// If the text is not TGSI, names registers that it does not declare, uses what this crate does not know, or
/// asks for more than [`limits`] allows.
///
/// ```
/// let shader = tgsi::parse("VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n0: MOV OUT[0], IN[0]\n1: END\n")?;
/// assert_eq!(shader.stage, tgsi::Stage::Vertex);
/// assert_eq!(shader.info.inputs.len(), 1);
/// # Ok::<(), tgsi::ParseError>(())
/// ```
pub fn parse(text: &str) -> Result<Shader, ParseError> {
    let (stage, mut program) = parser::parse(text)?;
    mend::truth_of_face(&mut program);
    let (info, layout) = scan::collect(stage, &program)?;
    Ok(Shader {
        stage,
        info,
        program,
        layout,
    })
}
