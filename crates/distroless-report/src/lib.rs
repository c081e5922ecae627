//! What a run found, in the formats people and programs read.
//!
//! Both ends fill a [`Run`] and call [`render`]; the bytes are the same natively and in WebAssembly.
//! Nothing here reads a file, a clock or the environment.

pub mod drawing;
mod fingerprint;
mod format;
mod github;
pub mod inspect;
mod json;
mod lines;
mod markdown;
pub mod page;
mod run;
mod sarif;
pub mod visible;
mod wire;

pub use format::{Format, render};
pub use json::{inspection, serialised};
pub use lines::{LineIndex, Position, Range};
pub use run::{Conclusion, Counts, File, Run, RunProblem};

#[cfg(test)]
mod tests;
