//! Is the build separated from what ships, and is the stage graph sound?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
