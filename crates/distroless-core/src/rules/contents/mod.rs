//! What needless things does the final image hold?

use super::Rule;

mod root_user_in_final_image;

pub(super) static RULES: &[&Rule] = &[&root_user_in_final_image::RULE];
