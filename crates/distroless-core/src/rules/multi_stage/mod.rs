//! Is the build separated from what ships, and is the stage graph sound?

mod builder_final_same_base;
mod copy_broad_directory;
mod copy_entire_stage;
mod copy_source_not_produced;
mod duplicate_stage_name;
mod final_stage_inherits_builder;
mod forward_stage_reference;
mod narrowed;
mod prefer_multi_stage;
mod reference;
mod self_copy;
mod shipped_build;
mod stage_cycle;
mod undefined_stage_reference;
mod unnamed_stage_reference;
mod unreachable_stage;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &builder_final_same_base::RULE,
    &copy_broad_directory::RULE,
    &copy_entire_stage::RULE,
    &copy_source_not_produced::RULE,
    &duplicate_stage_name::RULE,
    &final_stage_inherits_builder::RULE,
    &forward_stage_reference::RULE,
    &prefer_multi_stage::RULE,
    &self_copy::RULE,
    &stage_cycle::RULE,
    &undefined_stage_reference::RULE,
    &unnamed_stage_reference::RULE,
    &unreachable_stage::RULE,
];
