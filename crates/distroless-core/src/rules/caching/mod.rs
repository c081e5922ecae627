//! Is what a build has done once used again?

use super::Rule;

mod source_copied_before_dependencies;

pub(super) static RULES: &[&Rule] = &[&source_copied_before_dependencies::RULE];
