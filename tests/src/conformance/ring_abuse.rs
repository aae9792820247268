//! ring_abuse
use super::Case;
pub(super) const CASES: &[Case] = &[];
