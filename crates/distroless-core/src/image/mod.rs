//! What each stage's image holds and how it starts.

pub mod path;
