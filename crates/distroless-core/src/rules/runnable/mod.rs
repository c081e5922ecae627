//! Will the final image start and work?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
