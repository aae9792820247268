//! Why a text is not a shader, or not one for us.

use thiserror::Error;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {kind} at '{token}'")]
pub struct ParseError {
    /// Line, counted from 1.
    pub line: u32,
    /// The token at which reading stopped, cut to 32 characters; empty at the end of the text.
    pub token: String,
    /// What is wrong.
    pub kind: ParseErrorKind,
}

/// Whether the fault is the text's or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseErrorKind {
    /// The text breaks TGSI's grammar or its rules.
    #[error("{0}")]
    Invalid(&'static str),
    /// The text is TGSI, but uses what this crate does not know.
    #[error("{0} not supported")]
    Unsupported(&'static str),
    /// The text asks for more than [`crate::limits`] allows.
    #[error("more than {limit} {what}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
}

impl ParseErrorKind {
    /// The error of a bound.
    pub(crate) fn limit(what: &'static str, limit: usize) -> Self {
        Self::Limit { what, limit }
    }
}
