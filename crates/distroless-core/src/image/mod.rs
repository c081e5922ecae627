//! What each stage's image holds and how it starts.

mod account;
pub mod artifact;
mod base;
mod build;
pub(crate) mod cache;
pub(crate) mod cleanup;
pub mod command;
pub(crate) mod compile;
mod contents;
mod directories;
mod effects;
pub mod exec_form;
pub(crate) mod install;
mod interpret;
pub(crate) mod linked;
mod ownership;
pub mod path;
mod purpose;
pub(crate) mod script;
pub(crate) mod secrets;
mod start;
mod touch;

pub(crate) use account::Accounts;
pub use account::is_root;
pub use base::Base;
pub use build::{BuildCommand, build_command};
pub use contents::Answer;
pub(crate) use contents::{Ask, Change, Layer};
pub use interpret::{Buried, Contents, Copied, MadeAccount, Missing, Owned};
pub(crate) use interpret::{Images, images, minor};
pub(crate) use ownership::Ownership;
pub(crate) use purpose::stage_name_purpose;
pub use purpose::{Purpose, path_is_for_work, purpose};
pub use start::Start;
pub(crate) use touch::{Deed, Region};
