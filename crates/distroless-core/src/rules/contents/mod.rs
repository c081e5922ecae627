//! What needless things does the final image hold?

use super::Rule;

mod build_cache_in_final_image;
mod compiler_in_final_image;
mod dev_dependencies_in_final_image;
mod package_manager_in_final_image;
mod root_user_in_final_image;
mod shell_in_final_image;
mod source_or_tests_in_final_image;

pub(super) static RULES: &[&Rule] = &[
    &build_cache_in_final_image::RULE,
    &compiler_in_final_image::RULE,
    &dev_dependencies_in_final_image::RULE,
    &package_manager_in_final_image::RULE,
    &root_user_in_final_image::RULE,
    &shell_in_final_image::RULE,
    &source_or_tests_in_final_image::RULE,
];
