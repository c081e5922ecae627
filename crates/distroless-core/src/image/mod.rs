//! What each stage's image holds and how it starts.

mod account;
mod base;
mod build;
pub(crate) mod cache;
pub(crate) mod cleanup;
pub(crate) mod command;
pub(crate) mod compile;
mod contents;
pub(crate) mod exec_form;
pub(crate) mod install;
mod lower;
pub mod path;
mod purpose;
mod start;

pub(crate) use account::{Accounts, is_root};
pub use base::Base;
pub use build::{BuildCommand, build_command};
pub use contents::Answer;
pub(crate) use contents::{Ask, FileSystems};
pub(crate) use lower::file_systems;
pub(crate) use purpose::stage_name_purpose;
pub use purpose::{Purpose, purpose};
pub(crate) use start::Start;
