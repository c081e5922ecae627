//! The image model and the rules of distroless-check.
//!
//! [`analyze`] is the one entry for every end, [`analyze_model`] for one that reads the model as well.
//! Nothing in this crate reads files, the clock or the environment, and nothing in it can fail: what is
//! wrong with a file comes out as a [`Problem`].

mod analysis;
pub mod card;
pub mod config;
pub mod context;
mod file_name;
mod finding;
pub mod fix;
pub mod graph;
pub mod image;
mod likeness;
mod model;
pub mod order;
mod request;
pub mod rules;
mod suppress;
pub mod toml;

pub use analysis::{Analysis, Suppressed, TargetSummary, analyze, analyze_model};
pub use file_name::{decides, deciding, is_dockerfile, is_like_dockerfile};
pub use finding::{Edit, Evidence, Finding, Fix, Safety, Severity};
pub use model::Model;
pub use request::{
    Build, BuildContext, DefinedContext, HEAD_LIMIT, NoContext, Options, Problem, Request,
    TEXT_LIMIT,
};
pub use suppress::{Silencing, silencing};
