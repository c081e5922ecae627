//! What `inspect` shows, as data.

pub mod syntax;
