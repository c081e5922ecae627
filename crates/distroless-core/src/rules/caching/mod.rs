//! Is what a build has done once used again?

use super::Rule;

mod prefer_cache_mount;
mod source_copied_before_dependencies;

pub(super) static RULES: &[&Rule] = &[
    &prefer_cache_mount::RULE,
    &source_copied_before_dependencies::RULE,
];
