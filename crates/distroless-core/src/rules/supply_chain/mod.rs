//! Does the base image come from a release that is named and maintained?

use super::Rule;

pub(super) static RULES: &[&Rule] = &[];
