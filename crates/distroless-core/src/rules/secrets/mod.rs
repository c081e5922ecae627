//! Does a secret of the build stay in what ships?

use super::Rule;

mod secret_in_arg_or_env;

pub(super) static RULES: &[&Rule] = &[&secret_in_arg_or_env::RULE];
