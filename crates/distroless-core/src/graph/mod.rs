//! The stage graph: what each stage is built on, takes from others, does and is configured as.
//!
//! Computed once from the syntax tree, then only read. Operands are expanded as BuildKit expands
//! them; what depends on a variable without a known value is `None`, never a guess.
//!
//! A file can multiply itself: variables double, long settings are inherited by every stage. All
//! that is copied is counted, and what would be more than a multiple of the file is not known.

mod arguments;
mod budget;
mod build;
mod environment;
mod instruction;
mod reach;
mod references;
mod settings;
mod types;

#[cfg(test)]
mod tests;

pub use build::build;
pub use environment::Moment;
pub use types::*;
