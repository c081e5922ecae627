//! Does a secret of the build stay in what ships?

use super::Rule;

mod files;
mod mounts;
mod secret_in_arg_or_env;
mod secret_in_final_image;
mod secret_removed_in_later_layer;

pub(super) static RULES: &[&Rule] = &[
    &secret_in_arg_or_env::RULE,
    &secret_in_final_image::RULE,
    &secret_removed_in_later_layer::RULE,
];
