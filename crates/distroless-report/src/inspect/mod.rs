//! What `inspect` shows, as data.

pub mod graph;
pub mod syntax;
