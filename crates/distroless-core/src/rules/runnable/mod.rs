//! Will the final image start and work?

use super::Rule;

mod architecture_mismatch;
mod base_needs_cc;
mod compiled;
mod copy_over_merged_usr;
mod custom_ca_ignored;
mod dotnet_globalization_missing;
mod duplicated_entrypoint;
mod dynamic_binary_on_static;
mod entrypoint_not_found;
mod env_expansion_without_shell;
mod exec_form_required;
mod exec_target_not_a_file;
mod glibc_too_old;
mod healthcheck_command_missing;
mod healthcheck_needs_shell;
mod java_fonts_missing;
mod java_version_mismatch;
mod libc_mismatch;
mod missing_ca_certificates;
mod missing_execute_bit;
mod missing_shared_library;
mod missing_tzdata;
mod node_abi_mismatch;
mod nonroot_unwritable_path;
mod openshift_arbitrary_uid;
mod openssl_abi_mismatch;
mod package_manager_missing;
mod privileged_port_nonroot;
mod python;
mod python_packages_not_copied;
mod python_path_not_searched;
mod python_version_mismatch;
mod run_command_missing;
mod run_without_shell;
mod script_interpreter_missing;
mod user_not_in_passwd;
mod user_not_numeric;
mod venv_interpreter_missing;

pub(super) use nonroot_unwritable_path::is_written;
pub(super) use privileged_port_nonroot::names_port;

pub(super) static RULES: &[&Rule] = &[
    &architecture_mismatch::RULE,
    &base_needs_cc::RULE,
    &copy_over_merged_usr::RULE,
    &custom_ca_ignored::RULE,
    &dotnet_globalization_missing::RULE,
    &duplicated_entrypoint::RULE,
    &dynamic_binary_on_static::RULE,
    &entrypoint_not_found::RULE,
    &env_expansion_without_shell::RULE,
    &exec_form_required::RULE,
    &exec_target_not_a_file::RULE,
    &glibc_too_old::RULE,
    &healthcheck_command_missing::RULE,
    &healthcheck_needs_shell::RULE,
    &java_fonts_missing::RULE,
    &java_version_mismatch::RULE,
    &libc_mismatch::RULE,
    &missing_ca_certificates::RULE,
    &missing_execute_bit::RULE,
    &missing_shared_library::RULE,
    &missing_tzdata::RULE,
    &node_abi_mismatch::RULE,
    &nonroot_unwritable_path::RULE,
    &openshift_arbitrary_uid::RULE,
    &openssl_abi_mismatch::RULE,
    &package_manager_missing::RULE,
    &privileged_port_nonroot::RULE,
    &python_packages_not_copied::RULE,
    &python_path_not_searched::RULE,
    &python_version_mismatch::RULE,
    &run_command_missing::RULE,
    &run_without_shell::RULE,
    &script_interpreter_missing::RULE,
    &user_not_in_passwd::RULE,
    &user_not_numeric::RULE,
    &venv_interpreter_missing::RULE,
];
