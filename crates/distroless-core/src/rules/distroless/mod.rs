//! Does the final image sit on the smallest base that can run it, used right?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
