//! What needless things does the final image hold?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
