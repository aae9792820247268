//! How a test ends when it does not pass.

use std::fmt;

/// Why a test stopped.
#[derive(Debug)]
pub enum Failure {
    /// The back end did something wrong, or the environment did.
    Failed(String),
    /// The test does not apply here, for this reason.
    Skipped(String),
}

/// What every helper of this crate returns.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// The same failure with `context` before its text.
    #[must_use]
    pub fn context(self, context: &str) -> Self {
        match self {
            Self::Failed(text) => Self::Failed(format!("{context}: {text}")),
            Self::Skipped(text) => Self::Skipped(text),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(text) => write!(f, "{text}"),
            Self::Skipped(text) => write!(f, "skipped: {text}"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(format!("I/O: {error}"))
    }
}

impl From<rustix::io::Errno> for Failure {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Failed(format!("system call: {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(format!("JSON: {error}"))
    }
}

/// Ends the test as failed, with a formatted reason.
#[macro_export]
macro_rules! fail {
    ($($arg:tt)*) => { return Err($crate::frontend::Failure::Failed(format!($($arg)*))) };
}

/// Ends the test as not applicable, with a formatted reason.
#[macro_export]
macro_rules! skip {
    ($($arg:tt)*) => { return Err($crate::frontend::Failure::Skipped(format!($($arg)*))) };
}

/// Ends the test as failed unless the condition holds.
#[macro_export]
macro_rules! ensure {
    ($condition:expr, $($arg:tt)*) => { if !$condition { $crate::fail!($($arg)*); } };
}

/// Ends the test as failed unless both sides are equal.
#[macro_export]
macro_rules! ensure_eq {
    ($left:expr, $right:expr, $($arg:tt)*) => {
        match (&$left, &$right) {
            (left, right) => {
                if left != right {
                    $crate::fail!("{}: got {left:?}, expected {right:?}", format!($($arg)*));
                }
            }
        }
    };
}
