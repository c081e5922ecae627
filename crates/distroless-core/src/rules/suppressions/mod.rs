//! Are the comments that silence findings still needed?

use super::Rule;

pub(crate) mod unused_ignore;

pub(super) static RULES: &[&Rule] = &[&unused_ignore::RULE];
