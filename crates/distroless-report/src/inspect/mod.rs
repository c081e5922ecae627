//! What `inspect` shows, as data.

pub mod graph;
pub mod image;
pub mod syntax;
mod tree;
