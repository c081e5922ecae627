//! The language server: what editors ask about Dockerfiles, answered from the same model and by the same
//! functions as the command line's reports.
//!
//! [`serve`] talks over a pair of channels; [`read`] takes the messages of a stream apart. Nothing here
//! opens a file or asks a clock: what lies around a Dockerfile comes from [`Files`].

mod actions;
mod capabilities;
mod completion;
mod diagnostics;
mod documents;
mod files;
mod frames;
mod hover;
mod inbox;
mod lines;
mod navigation;
mod page;
mod place;
mod server;
mod symbols;

pub use files::{Around, Files};
pub use frames::{Frame, read};
pub use server::serve;
