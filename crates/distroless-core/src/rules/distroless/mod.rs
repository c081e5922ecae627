//! Does the final image sit on the smallest base that can run it, used right?

use super::Rule;

mod debug_image_in_final_stage;
mod dev_variant_in_final_stage;
mod distroless_eol_base;
mod distroless_tag_unversioned;
mod nonroot_variant_available;
mod nossl_image_suffices;
mod prefer_minimal_final_base;
mod smaller;
mod static_image_suffices;
mod useless_package_steps;

pub(super) use nonroot_variant_available::nonroot_base;
pub(super) use prefer_minimal_final_base::on_minimal_base;

pub(super) static RULES: &[&Rule] = &[
    &debug_image_in_final_stage::RULE,
    &dev_variant_in_final_stage::RULE,
    &distroless_eol_base::RULE,
    &distroless_tag_unversioned::RULE,
    &nonroot_variant_available::RULE,
    &nossl_image_suffices::RULE,
    &prefer_minimal_final_base::RULE,
    &static_image_suffices::RULE,
    &useless_package_steps::RULE,
];
